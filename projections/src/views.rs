//! What is read out of the state: pure functions of a state, a date and a basis.

mod floor_plan;
mod history;
mod seats;

pub use floor_plan::{FloorPlan, Mode, PlannedChange, ResourceOnPlan, SpaceOnPlan};
pub use history::{person, sentence};
pub use seats::Seats;
