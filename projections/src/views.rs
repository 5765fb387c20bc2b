//! What is read out of the state: pure functions of a state, a date and a basis.

mod area_coverage;
mod changes;
mod floor_plan;
mod history;
mod language;
mod mandate;
mod plan_totals;
mod seats;

pub use area_coverage::{AreaCoverage, AreaTotals};
pub use changes::{
    ChangeLine, Changes, FactKey, FactKind, FactValue, Facts, Features, NoFactKey, Thing,
    ThingKind, Viewpoint, Within,
};
pub use floor_plan::{FloorPlan, Mode, PlannedChange, ResourceOnPlan, SpaceOnPlan};
pub use history::{person, sentence};
pub use language::Language;
pub use mandate::{mandates, reallocation_of};
pub use plan_totals::PlanTotals;
pub use seats::Seats;
