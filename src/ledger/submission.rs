//! What is submitted to a ledger, and what it answers.

use rules::Rejection;
use schema::{Command, CommandId, CorrelationId, Instant, Issuer, Revision};

use super::Refusal;

/// A command on its way into a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// The command's id: under the same id it is recorded once, however often it is submitted.
    pub id: CommandId,
    /// What belongs together across commands.
    pub correlation: CorrelationId,
    /// Who issues it.
    pub issuer: Issuer,
    /// What is asked for.
    pub command: Command,
}

/// What became of a command that was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Its events are recorded, durably. The same again for the same command.
    Recorded {
        /// The first event's revision.
        first: Revision,
        /// The last event's revision: the one at which the command's effect can be read.
        last: Revision,
        /// When.
        at: Instant,
    },
    /// It changes nothing, and left nothing.
    Unchanged {
        /// The revision at which this was found.
        revision: Revision,
    },
}

impl Answer {
    /// The revision at which the command's effect can be read.
    pub const fn revision(&self) -> Revision {
        match self {
            Self::Recorded { last, .. } => *last,
            Self::Unchanged { revision } => *revision,
        }
    }
}

/// Why a command was not recorded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SubmitError {
    /// The rules do not allow it.
    #[error(transparent)]
    Rejected(#[from] Rejection),
    /// Another command was recorded under its id.
    #[error(
        "command id {id} was used for another command, recorded at revision {first}; \
         give each command an id of its own"
    )]
    CommandConflict {
        /// The id.
        id: CommandId,
        /// Where the other command's events begin.
        first: Revision,
    },
    /// A command was recorded under its id whose text was erased, so that nobody can tell whether
    /// it was the same.
    #[error(
        "command id {id} was recorded at revision {first}, and its text has been erased since: \
         whether this is the same command cannot be told"
    )]
    CommandErased {
        /// The id.
        id: CommandId,
        /// Where the command's events begin.
        first: Revision,
    },
    /// It brings more than one command may.
    #[error("the command brings {found} {what}; at most {most} are accepted: divide it")]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
        /// How much there is.
        found: usize,
        /// How much is accepted.
        most: usize,
    },
    /// Too many commands wait.
    #[error("the portfolio has too many commands waiting; try again")]
    Busy,
    /// The machine's clock is behind what is recorded.
    #[error(
        "the clock shows {now}, behind the last event of {last}; nothing is recorded until it is set right"
    )]
    ClockBehind {
        /// What the clock shows.
        now: Instant,
        /// When the last event was recorded.
        last: Instant,
    },
    /// The service is being stopped.
    #[error("the service is stopping; submit the command again when it is back")]
    Stopping,
    /// The portfolio records nothing at present.
    #[error("the portfolio records nothing: {0}")]
    Refused(#[from] Refusal),
    /// The store did not say whether it recorded it, and is still not known to have.
    #[error(
        "it is not known whether the command was recorded ({what}); submit it again under the same \
         id: it is recorded once"
    )]
    OutcomeUnknown {
        /// Why it is not known.
        what: String,
    },
    /// A defect of the service. Nothing was recorded.
    #[error("the service failed at this command, and recorded nothing: {what}")]
    Defect {
        /// What failed.
        what: String,
    },
}

impl From<schema::CanonicalError> for SubmitError {
    fn from(error: schema::CanonicalError) -> Self {
        Self::Defect { what: error.to_string() }
    }
}
