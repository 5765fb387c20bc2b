//! Why no sample is given.

use schema::EnvelopeError;

use crate::ledger::{PastError, Refusal};

/// Why no sample is given.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// A value of the question is not of its kind.
    #[error(transparent)]
    Invalid(#[from] schema::Invalid),
    /// A question that no case can answer.
    #[error("status is asked of cases of kind {kind}; it is of kind reallocation: leave it out")]
    StatusOfOthers {
        /// The kind asked for.
        kind: String,
    },
    /// No such revision, or none that can be read.
    #[error(transparent)]
    Past(#[from] PastError),
    /// The ledger cannot be read.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A stored event is not what it should be.
    #[error(transparent)]
    Envelope(#[from] EnvelopeError),
    /// More than is given at once.
    #[error(
        "the {cases} cases have {events} events together, and {accepted} are given at once; ask for a \
         smaller sample, or narrow its population"
    )]
    TooManyEvents {
        /// How many cases were drawn.
        cases: usize,
        /// How many events they have.
        events: usize,
        /// How many are given.
        accepted: usize,
    },
    /// A defect.
    #[error("the sample could not be drawn")]
    Failed,
    /// The workbook cannot be written.
    #[error("the workbook cannot be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}
