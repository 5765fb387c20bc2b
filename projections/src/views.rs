//! What is read out of the state: pure functions of a state, a date and a basis.

mod area_coverage;
mod effects;
mod floor_plan;
mod history;
mod mandate;
mod plan_totals;
mod seats;
mod touched_organisations;

pub use area_coverage::{AreaCoverage, AreaTotals};
pub use effects::{SeatChange, ThingKind, dates_named, seat_changes, touched};
pub use floor_plan::{FloorPlan, Mode, PlannedChange, ResourceOnPlan, SpaceOnPlan};
pub use history::{Language, person, sentence};
pub use mandate::{mandates, reallocation_of};
pub use plan_totals::PlanTotals;
pub use seats::Seats;
pub use touched_organisations::{TouchedBecause, TouchedBy, touched_organisations};
