//! Files that others made, turned into commands: parsed whole, compared with what is known, shown as
//! a difference where something recorded would change, then recorded in parts between a start and an
//! end.

mod answers;
mod asked;
mod decided;
mod difference;
mod error;
mod plan;
mod read;
mod record;
mod report;
mod route;
mod source;
mod summary;
mod trial;

pub use ::{ifc, lists, maps};
pub use answers::{Answer, Answers, Fate, Others};
pub use decided::DecisionForm;
pub use difference::{Change, ChangeKind, Question};
pub use error::ImportError;
use plan::Plan;
pub use read::WORKSTATIONS_BY_AREA;
pub use record::{Progress, Request, import};
pub use route::routes;
use schema::{BuildingId, Date};
pub use source::{FileError, ListReading, Source};
pub use summary::{LevelSummary, Outcome, Summary};

/// The building to which a model or a map goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Target {
    building: BuildingId,
    /// From when what the file says holds.
    from: Date,
    /// When what the file shows counts as seen: today at the latest.
    seen_on: Date,
}
