//! A ledger taken out of the service, checked, and put into a fresh store: what an auditor needs to
//! trust nothing but the bytes.

mod check;
mod lines;
mod replay;
mod route;
mod whole;

pub use check::{Finding, Report, check, check_up_to};
pub use lines::{Line, Lines, TextLine};
pub use replay::{Held, ReplayError, read_through, replay};
pub use route::routes;
pub use whole::{WholeReport, check_whole, heads};
