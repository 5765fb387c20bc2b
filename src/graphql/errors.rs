//! What a mutation tells the user who asked: one type for each reason why a command is not allowed,
//! all of them `UserError`s.
//!
//! The types come from the list that the rules give, so that none is forgotten. What is not the
//! user's to put right (a busy ledger, a store that is not available) is a GraphQL error instead,
//! and never stands here.

use async_graphql::{Interface, SimpleObject};
use rules::Reason;
use schema::{CommandId, Date, Revision, Weekday};

use super::{enums, scalars};

/// A value of the rules as the published schema writes it.
trait Published {
    /// The scalar or enumeration.
    type As;

    /// The value in it.
    fn published(self) -> Self::As;
}

impl Published for String {
    type As = Self;

    fn published(self) -> Self {
        self
    }
}

impl Published for u32 {
    type As = i32;

    /// GraphQL's `Int` ends at 2^31-1; a greater number of anything is told as that.
    fn published(self) -> i32 {
        i32::try_from(self).unwrap_or(i32::MAX)
    }
}

impl Published for usize {
    type As = i32;

    fn published(self) -> i32 {
        i32::try_from(self).unwrap_or(i32::MAX)
    }
}

impl Published for Date {
    type As = scalars::Date;

    fn published(self) -> scalars::Date {
        self.into()
    }
}

impl Published for Weekday {
    type As = enums::Weekday;

    fn published(self) -> enums::Weekday {
        self.into()
    }
}

impl Published for CommandId {
    type As = scalars::Ref;

    fn published(self) -> scalars::Ref {
        self.uuid().into()
    }
}

impl Published for Revision {
    type As = scalars::Revision;

    fn published(self) -> scalars::Revision {
        scalars::Revision(self)
    }
}

/// Declares one object for each error, with the fields that all have.
macro_rules! objects {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident : $type:ident,)* })+) => {$(
        $(#[$doc])*
        #[derive(SimpleObject, Clone, Debug)]
        pub struct $name {
            /// What is wrong, and the way out: a sentence for a person.
            message: String,
            /// Where in the arguments: `input`, then the names of fields and the places in lists,
            /// counted from 0. Only `input` where nothing in particular is at fault.
            path: Vec<String>,
            /// The name of this type.
            code: String,
            $($(#[$field_doc])* $field: <$type as Published>::As,)*
        }
    )+};
}

objects! {
    /// Another command was recorded under the same `commandId`.
    CommandConflict {
        /// The command's id.
        command: CommandId,
        /// Where the other command's events begin.
        recorded: Revision,
    }

    /// A command was recorded under the same `commandId`, and its text has been erased since:
    /// whether this is the same command cannot be told.
    CommandErased {
        /// The command's id.
        command: CommandId,
        /// Where the command's events begin.
        recorded: Revision,
    }

    /// The command brings more than one command may.
    CommandTooLarge {
        /// What there is too much of.
        what: String,
        /// How much there is.
        given: usize,
        /// How much is accepted.
        limit: usize,
    }
}

/// Declares an object for each reason of the rules, and the interface over all errors.
macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident : $type:ident,)* })+) => {
        objects! {
            $($(#[$doc])* $name { $($(#[$field_doc])* $field : $type,)* })+
        }

        /// Why a mutation was refused: what is wrong, where in its arguments, and the way out.
        /// Nothing was recorded.
        #[derive(Interface, Clone, Debug)]
        #[graphql(
            field(
                name = "message",
                ty = "&String",
                desc = "What is wrong, and the way out: a sentence for a person."
            ),
            field(
                name = "path",
                ty = "&Vec<String>",
                desc = "Where in the arguments: `input`, then the names of fields and the places \
                        in lists, counted from 0. Only `input` where nothing in particular is at \
                        fault."
            ),
            field(name = "code", ty = "&String", desc = "The name of the error's type.")
        )]
        pub enum UserError {
            $(#[doc = concat!("See [`", stringify!($name), "`].")] $name($name),)+
            /// See [`CommandConflict`].
            CommandConflict(CommandConflict),
            /// See [`CommandErased`].
            CommandErased(CommandErased),
            /// See [`CommandTooLarge`].
            CommandTooLarge(CommandTooLarge),
        }

        impl UserError {
            /// A reason of the rules, for what stands at `path`, as a person is told it.
            pub(super) fn new(reason: Reason, path: Vec<String>, message: String) -> Self {
                let code = reason.code().to_owned();
                match reason {
                    $(Reason::$name(rules::$name { $($field,)* }) => Self::$name($name {
                        message,
                        path,
                        code,
                        $($field: $field.published(),)*
                    }),)+
                }
            }
        }
    };
}

rules::for_each_rejection!(reasons);

impl UserError {
    /// Another command was recorded under the same id.
    pub(super) fn command_conflict(
        message: String,
        command: CommandId,
        recorded: Revision,
    ) -> Self {
        let (command, recorded) = (command.published(), recorded.published());
        let (path, code) = (command_path(), "CommandConflict".to_owned());
        Self::CommandConflict(CommandConflict { message, path, code, command, recorded })
    }

    /// The text of the command under the same id was erased.
    pub(super) fn command_erased(message: String, command: CommandId, recorded: Revision) -> Self {
        let (command, recorded) = (command.published(), recorded.published());
        let (path, code) = (command_path(), "CommandErased".to_owned());
        Self::CommandErased(CommandErased { message, path, code, command, recorded })
    }

    /// The command brings more than one may.
    pub(super) fn command_too_large(
        message: String,
        what: &str,
        given: usize,
        limit: usize,
    ) -> Self {
        Self::CommandTooLarge(CommandTooLarge {
            message,
            path: vec!["input".to_owned()],
            code: "CommandTooLarge".to_owned(),
            what: what.to_owned(),
            given: given.published(),
            limit: limit.published(),
        })
    }

    /// The portfolio that a mutation names is not there.
    pub(super) fn no_such_portfolio(portfolio: schema::PortfolioId) -> Self {
        let reference = portfolio.to_string();
        Self::NotFound(NotFound {
            message: format!("there is no portfolio {reference} here; open one (portfolioOpen)"),
            path: vec!["input".to_owned(), "portfolio".to_owned()],
            code: "NotFound".to_owned(),
            thing: schema::PortfolioId::WORD.to_owned(),
            reference,
        })
    }
}

fn command_path() -> Vec<String> {
    vec!["input".to_owned(), "commandId".to_owned()]
}
