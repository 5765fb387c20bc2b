//! Why no calendar is given.

use super::ENTRIES_MAX;
use crate::ledger::PastError;

/// Why no calendar is given.
#[derive(Debug, thiserror::Error)]
pub enum CalendarError {
    /// A value of the question is not of its kind.
    #[error(transparent)]
    Invalid(#[from] schema::Invalid),
    /// Two points of one clock.
    #[error("revision and recordedAt both say what was known; name one of them")]
    TwoClocks,
    /// No such revision or instant, or none that can be read.
    #[error(transparent)]
    Past(#[from] PastError),
    /// More than is given at once.
    #[error(
        "the calendar has {entries} entries, and {ENTRIES_MAX} are given at once; ask for a shorter time \
         (from, to) or for one organisation"
    )]
    TooMany {
        /// How many there are.
        entries: usize,
    },
    /// A defect.
    #[error("the calendar could not be made")]
    Failed,
}
