//! Samples for auditors as they are handed out: lines of JSON, or a workbook. What is drawn is a view
//! ([`projections::Sample`]); here its cases are put into words, each with its events.
//!
//! The same question of the same revision gives the same bytes, on whatever day and node: names and
//! sentences are those of the day on which that revision was recorded. Only an erasure changes them.

mod asked;
mod drawn;
mod error;
mod lines;
mod route;
mod told;
mod workbook;

pub use asked::{Asked, Format};
pub use drawn::Drawn;
pub(crate) use drawn::population;
pub use error::SampleError;
pub use lines::{Lines, whole};
pub use route::routes;
pub use workbook::workbook;

/// Events of all cases of a sample together, at most: a smaller sample has fewer.
pub const EVENTS_MAX: usize = 100_000;
