//! The lease calendar as it is handed out: an iCalendar file (RFC 5545) that a calendar program subscribes
//! to. What the days are is a view ([`projections::lease_calendar`]); here they are put into a file.
//!
//! An entry keeps its id as long as what can be done for which end is the same, so that a program moves it
//! where the last day becomes another.

mod asked;
mod content;
mod error;
mod file;
mod route;

pub(crate) use asked::until;
pub use asked::{Asked, YEARS_MAX};
pub use error::CalendarError;
pub use file::file;
pub use route::routes;

/// Entries of one file, at most: a shorter time has fewer.
pub const ENTRIES_MAX: usize = 10_000;
