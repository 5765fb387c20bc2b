//! What is read out of the state: pure functions of a state, a date and a basis.

mod area_coverage;
mod basis_figures;
mod changes;
mod costs;
mod delegations;
mod effects;
mod floor_plan;
mod headcounts;
mod history;
mod key_figures;
mod language;
mod lease_calendar;
mod mandate;
mod network;
mod plan_totals;
mod rent_given_up;
mod rent_still_due;
mod sample;
mod seats;
mod seats_over_time;
mod served;
mod touched_organisations;
mod transition_progress;

pub use area_coverage::{AreaCoverage, AreaTotals};
pub use basis_figures::basis_figures;
pub use changes::{
    ChangeLine, Changes, FactKey, FactKind, FactValue, Facts, Features, NoFactKey, Thing,
    ThingKind, Viewpoint, Within,
};
pub use costs::*;
pub use delegations::{DelegationInForce, delegations_on};
pub use effects::{SeatChange, TouchedKind, dates_named, seat_changes, touched};
pub use floor_plan::{FloorPlan, Mode, PlannedChange, ResourceOnPlan, SpaceOnPlan};
pub use headcounts::Headcounts;
pub use history::{
    LeaseDayInWords, cost_key_name, lease_calendar_in_words, lease_day_in_words, person, sentence,
    with_names,
};
pub use key_figures::{Asked, KeyFigure, KeyFigureKind, Scope};
pub use language::Language;
pub use lease_calendar::{
    LeaseAct, LeaseDay, Otherwise, RestsOnLease, lease_calendar, rests_on, rests_on_premises,
};
pub use mandate::{mandates, reallocation_of};
pub use network::{Network, NetworkHub, NetworkPlace};
pub use plan_totals::PlanTotals;
pub use rent_given_up::RentOf;
pub use rent_still_due::{RentStillDue, rent_still_due};
pub use sample::{
    CaseKind, CaseSubject, Population, SAMPLE_MAX, Sample, SampleSeed, SampleSize, SampledCase,
    SampledPrecondition,
};
pub use seats::Seats;
pub use seats_over_time::{SeatsFrom, WaitingMembership, seats_over_time};
pub use served::Served;
pub use touched_organisations::{TouchedBecause, TouchedBy, touched_organisations};
pub use transition_progress::{
    Effect, MilestoneProgress, MilestoneState, ReallocationProgress, TargetProgress,
    TransitionProgress,
};
