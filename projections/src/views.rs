//! What is read out of the state: pure functions of a state, a date and a basis.

mod floor_plan;
mod history;
mod mandate;
mod plan_totals;
mod seats;

pub use floor_plan::{FloorPlan, Mode, PlannedChange, ResourceOnPlan, SpaceOnPlan};
pub use history::{person, sentence};
pub use mandate::{mandates, reallocation_of};
pub use plan_totals::{AreaTotal, PlanTotals};
pub use seats::Seats;
