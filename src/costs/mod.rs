//! Costs as they are asked for and handed out. What they are is a view ([`projections::cost_atoms`]);
//! here they are computed off the threads that answer requests, with the books that organisations have
//! closed, kept for who asks again, and written as lists.

mod asked;
mod compared;
mod comparison_table;
mod error;
mod kept;
mod report;
mod route;
mod table;
mod written;

pub use asked::{Asked, Form, MONTHS_MAX};
pub use compared::compared;
pub use error::CostsError;
pub use kept::KeptCosts;
pub use report::{Report, atoms};
pub use route::routes;
