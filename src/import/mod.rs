//! Files that others made, turned into commands: parsed whole, compared with what is known, then
//! recorded in parts between a start and an end.

mod difference;
mod plan;
mod record;
mod route;
mod summary;

pub use ::ifc;
pub use plan::{Plan, Target, WORKSTATIONS_BY_AREA};
pub use record::{ImportError, Progress, Request, import};
pub use route::routes;
pub use summary::{LevelSummary, Outcome, Summary};
