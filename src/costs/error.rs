//! Why no costs are given.

use crate::ledger::PastError;

/// Why no costs are given.
#[derive(Debug, thiserror::Error)]
pub enum CostsError {
    /// A value of the question is not of its kind.
    #[error(transparent)]
    Invalid(#[from] schema::Invalid),
    /// No such revision, or none that can be read.
    #[error(transparent)]
    Past(#[from] PastError),
    /// More than is given at once.
    #[error(
        "the question gives {rows} rows, and {accepted} are given at once; ask for fewer months, fewer \
         groups or a part of the portfolio"
    )]
    TooManyRows {
        /// How many rows there are.
        rows: usize,
        /// How many are given.
        accepted: usize,
    },
    /// The portfolio has no such thing.
    #[error("the portfolio has no {what} {reference}")]
    Unknown {
        /// What was asked for.
        what: &'static str,
        /// Which.
        reference: String,
    },
    /// A defect.
    #[error("the costs could not be computed")]
    Failed,
    /// The workbook cannot be written.
    #[error("the workbook cannot be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}
