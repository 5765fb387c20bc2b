//! Why nothing, or not everything, was imported.

use super::source::FileError;
use crate::ledger::{Ledger, SubmitError};

/// Why nothing, or not everything, was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file is not what it should be. Nothing was recorded.
    #[error("{file}: {error}")]
    File {
        /// The file's name.
        file: String,
        /// What is wrong with it, and where.
        error: FileError,
    },
    /// No such building, or several.
    #[error("{given:?} is no building of this portfolio; there are {known}")]
    Building {
        /// As given.
        given: String,
        /// The buildings that there are.
        known: String,
    },
    /// No such organisation, or several.
    #[error("{given:?} is no organisation of this portfolio; there are {known}")]
    Organisation {
        /// As given.
        given: String,
        /// The organisations that there are.
        known: String,
    },
    /// A value of the request is not of its kind.
    #[error(transparent)]
    Invalid(#[from] schema::Invalid),
    /// What was confirmed is not what would be recorded now.
    #[error(
        "the confirmation is of difference {given}, and it is now {current}: look at it again, and \
         confirm what you then see; nothing was recorded"
    )]
    OtherDifference {
        /// As given.
        given: String,
        /// As it is now.
        current: String,
    },
    /// A change that cannot be recorded without an answer.
    #[error(
        "{called} ({key}) needs an answer: {what}. Answer it with end, moveTo, instead or retire, or \
         leave the change out; nothing was recorded"
    )]
    Unanswered {
        /// The change's key.
        key: String,
        /// What people call what it is about.
        called: String,
        /// What is missing.
        what: String,
    },
    /// A change that the rules refuse.
    #[error(
        "{called} ({key}): {why}. Answer it otherwise, or leave it out with \"record\": false; nothing \
         was recorded"
    )]
    NotAllowed {
        /// The change's key.
        key: String,
        /// What people call what it is about.
        called: String,
        /// Why not.
        why: String,
    },
    /// The one who imports is nobody whom the portfolio knows.
    #[error("person {person} is not registered in this portfolio (personRegister)")]
    NotRegistered {
        /// Who.
        person: String,
    },
    /// An answer about a resource that a change does not concern.
    #[error(
        "resource {resource} has no part in change {key}; answer for those that it asks about; nothing \
         was recorded"
    )]
    NoSuchResource {
        /// The change's key.
        key: String,
        /// The resource given.
        resource: String,
    },
    /// An answer to a change that there is not.
    #[error("there is no change {key} in the difference; nothing was recorded")]
    NoSuchChange {
        /// The key given.
        key: String,
    },
    /// Another file's import is unfinished.
    #[error(
        "the import of {file} is unfinished; give that file again first, or give the import up \
         (importAbandon)"
    )]
    Unfinished {
        /// The other file's name.
        file: String,
    },
    /// The ledger refused.
    #[error(transparent)]
    Refused(#[from] SubmitError),
    /// The parser did not return: a defect of the service.
    #[error("the parser failed; nothing was recorded")]
    Failed,
}

impl ImportError {
    /// As a person is told it: with the names of what the rules name by reference.
    pub fn told(&self, ledger: &Ledger) -> String {
        match self {
            Self::Refused(error) => ledger.message(error),
            error => error.to_string(),
        }
    }
}
