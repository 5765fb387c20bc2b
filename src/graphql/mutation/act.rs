//! What all mutations have in common: an input with a head, a command, and an answer.

use async_graphql::{Context, InputType, Result};
use schema::{Command, CommandId, CorrelationId, PortfolioId};

use super::{
    places::Places,
    reading::Reading,
    record::{self, Recorded, Told},
};
use crate::graphql::{errors::UserError, pin::SharedPin};

/// What every input says of its command.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    /// The command's id.
    pub(super) command: CommandId,
    /// What belongs together across commands.
    pub(super) correlation: CorrelationId,
    /// The portfolio.
    pub(super) portfolio: PortfolioId,
    /// Whether it is only asked what would come of it.
    pub(super) preview: bool,
}

/// A business act: an input that becomes a command.
pub(super) trait Act: InputType {
    /// The id of the thing that changes.
    type Thing;
    /// The command.
    type Command: Into<Command>;
    /// The answer.
    type Payload: Payload<Thing = Self::Thing>;

    /// What the input says of its command.
    fn head(&self) -> Head;

    /// The thing and the command, or nothing where a field is at fault.
    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)>;
}

/// The answer to a mutation.
pub(super) trait Payload {
    /// The id of the thing that changed.
    type Thing;

    /// The command was accepted.
    fn accepted(told: &Told, thing: Self::Thing) -> Self;

    /// The command was refused, and left nothing.
    fn refused(user_errors: Vec<UserError>) -> Self;
}

/// A thing that an answer shows, as it is after the command.
pub(super) trait Shown: Sized {
    /// Its id.
    type Id;

    /// The thing in a pinned state.
    fn shown(pin: SharedPin, id: Self::Id) -> Option<Self>;

    /// What it costs for the complexity limit when its content costs `child`.
    fn cost(child: usize) -> usize {
        child.saturating_add(1)
    }
}

/// Performs an act: reads its input whole, submits the command, and shows what came of it.
pub(super) async fn perform<A: Act>(context: &Context<'_>, act: A) -> Result<A::Payload> {
    let issuer = record::issuer(context)?;
    let head = act.head();
    let mut reading = Reading::new(head);
    let asked = act.read(&mut reading);
    let (faults, renamed) = reading.finish();
    let places = Places::of::<A>(context, renamed);
    let (thing, command) = match asked {
        Some(asked) if faults.is_empty() => asked,
        _ => return Ok(A::Payload::refused(places.of_input(faults))),
    };
    Ok(match record::submit(context, head, issuer, command.into(), &places).await? {
        Recorded::Accepted(told) => A::Payload::accepted(&told, thing),
        Recorded::Refused(error) => A::Payload::refused(vec![error]),
    })
}

/// Declares the inputs and answers of acts on a portfolio: each mutation by its name, its input
/// with the fields that are its own, and its answer with the thing that it shows.
macro_rules! acts {
    ($($mutation:literal: $input:ident {
        $($(#[$field_meta:meta])* $field:ident : $type:ty,)*
    } => $payload:ident { $(#[$thing_meta:meta])* $thing:ident : $shown:ty })+) => {$(
        #[doc = concat!("What `", $mutation, "` takes.")]
        #[derive(async_graphql::InputObject, Debug)]
        pub(super) struct $input {
            /// The command's id, chosen by the client: the same command again under the same id
            /// is answered as the first time, and nothing more is recorded.
            command_id: $crate::graphql::scalars::Ref,
            /// What belongs together across commands. Left out: the command's own id.
            correlation: Option<$crate::graphql::scalars::Ref>,
            /// The portfolio.
            portfolio: $crate::graphql::scalars::Ref,
            /// Whether to record nothing and only answer what would come of it: see `Preview`. The
            /// command's id is then not used up.
            #[graphql(default)]
            preview: bool,
            $($(#[$field_meta])* $field: $type,)*
        }

        impl $input {
            fn common(&self) -> $crate::graphql::mutation::act::Head {
                $crate::graphql::mutation::act::Head {
                    command: self.command_id.0.into(),
                    correlation: self.correlation.as_ref().unwrap_or(&self.command_id).0.into(),
                    portfolio: self.portfolio.0.into(),
                    preview: self.preview,
                }
            }
        }

        $crate::graphql::mutation::act::answers! {
            $mutation: $payload { $(#[$thing_meta])* $thing: $shown }
        }
    )+};
}

/// Declares the answers of acts.
macro_rules! answers {
    ($($mutation:literal: $payload:ident { $(#[$thing_meta:meta])* $thing:ident : $shown:ty })+) => {$(
        #[doc = concat!("What `", $mutation, "` answers.")]
        #[derive(async_graphql::SimpleObject, Debug)]
        pub(super) struct $payload {
            $(#[$thing_meta])*
            ///
            /// As it is after the command, today and actual; in a preview, as it would be. Null
            /// where the command was refused.
            #[graphql(
                complexity = <$shown as $crate::graphql::mutation::act::Shown>::cost(child_complexity)
            )]
            $thing: Option<$shown>,
            /// The revision of the command's last event, at which its effect can be read; where it
            /// changed nothing, the revision at which that was found. Null where it was refused,
            /// and in a preview.
            revision: Option<$crate::graphql::scalars::Revision>,
            /// When the command was recorded. Null where nothing was.
            recorded_at: Option<$crate::graphql::scalars::DateTime>,
            /// Whether the command changed nothing, and left no event.
            unchanged: bool,
            /// Whether the command had been recorded before, and this is its answer again.
            repeated: bool,
            /// What would come of the command, where only that was asked and it would be accepted.
            preview: Option<$crate::graphql::types::Preview>,
            /// Why the command was refused: empty where it was accepted.
            user_errors: Vec<$crate::graphql::errors::UserError>,
        }

        impl $crate::graphql::mutation::act::Payload for $payload {
            type Thing = <$shown as $crate::graphql::mutation::act::Shown>::Id;

            fn accepted(
                told: &$crate::graphql::mutation::record::Told,
                thing: Self::Thing,
            ) -> Self {
                Self {
                    $thing: <$shown as $crate::graphql::mutation::act::Shown>::shown(
                        std::sync::Arc::clone(&told.pin),
                        thing,
                    ),
                    revision: told.revision.map($crate::graphql::scalars::Revision),
                    recorded_at: told.recorded_at.map($crate::graphql::scalars::DateTime),
                    unchanged: told.unchanged,
                    repeated: told.repeated,
                    preview: $crate::graphql::types::Preview::of(&told.pin),
                    user_errors: Vec::new(),
                }
            }

            fn refused(user_errors: Vec<$crate::graphql::errors::UserError>) -> Self {
                Self {
                    $thing: None,
                    revision: None,
                    recorded_at: None,
                    unchanged: false,
                    repeated: false,
                    preview: None,
                    user_errors,
                }
            }
        }
    )+};
}

pub(super) use {acts, answers};
