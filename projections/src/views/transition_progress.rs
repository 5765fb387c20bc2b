//! How far a transition has come on a date and basis: its targets and milestones, and what its
//! reallocations promised when they were approved beside what has come of them.

use schema::{Date, Milestone, OrganisationId, ReallocationId};
use std::collections::BTreeSet;

use crate::{Basis, Dated, Portfolio, Transition};

mod area_in_use;
mod effect;
mod targets;

pub use effect::Effect;
pub use targets::TargetProgress;

/// Where a milestone stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MilestoneState {
    /// It is still to be reached.
    Due,
    /// It was reached by the date.
    Reached,
    /// Its day has passed, and it was not reached.
    Overdue,
}

/// A milestone, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MilestoneProgress {
    /// The milestone.
    pub milestone: Milestone,
    /// Where it stands.
    pub state: MilestoneState,
    /// When it was reached.
    pub reached: Option<Dated>,
}

/// What one reallocation of a transition promised, and what has come of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReallocationProgress {
    /// Which.
    pub reallocation: ReallocationId,
    /// As it was first approved; nothing where it never was.
    pub promised: Effect,
    /// As it was last approved.
    pub approved: Effect,
    /// What has been carried out by the date.
    pub realised: Effect,
}

/// How far a transition has come.
#[derive(Clone, Debug, PartialEq)]
pub struct TransitionProgress {
    /// Its targets, in their order.
    pub targets: Vec<TargetProgress>,
    /// Its milestones, in the order of their numbers.
    pub milestones: Vec<MilestoneProgress>,
    /// Its reallocations, in the order of their ids.
    pub reallocations: Vec<ReallocationProgress>,
    /// What they all promised when they were first approved.
    pub promised: Effect,
    /// What they all promised when they were last approved.
    pub approved: Effect,
    /// What has been carried out of them by the date.
    pub realised: Effect,
}

impl TransitionProgress {
    /// Reads it out of a state, on a date and basis. What is overdue is told by today where the date
    /// is a later one. Organisations that have ended are taken for their successors.
    pub fn of(
        state: &Portfolio,
        transition: &Transition,
        on: Date,
        basis: Basis,
        today: Date,
    ) -> Self {
        let described = transition.descriptions.nearest(on);
        // The event that begins a transition describes it.
        let described = described.expect("a transition is described when it begins");
        let organisations: BTreeSet<OrganisationId> =
            described.organisations.iter().map(|id| state.organisation_on(*id, on)).collect();
        let reallocations = reallocations(state, transition, on);
        let sum = |of: fn(&ReallocationProgress) -> &Effect| {
            reallocations.iter().map(of).fold(Effect::default(), Effect::plus)
        };
        let milestones = described.milestones.iter();
        Self {
            targets: targets::all(state, &described.targets, &organisations, on, basis),
            milestones: milestones
                .map(|one| progress(transition, one, on, on.min(today)))
                .collect(),
            promised: sum(|one| &one.promised),
            approved: sum(|one| &one.approved),
            realised: sum(|one| &one.realised),
            reallocations,
        }
    }
}

fn progress(
    transition: &Transition,
    milestone: &Milestone,
    on: Date,
    passed_on: Date,
) -> MilestoneProgress {
    let reached = transition.reached.get(&milestone.number);
    let reached = reached.filter(|reached| reached.from <= on).copied();
    let state = match reached {
        Some(_) => MilestoneState::Reached,
        None if milestone.due < passed_on => MilestoneState::Overdue,
        None => MilestoneState::Due,
    };
    MilestoneProgress { milestone: *milestone, state, reached }
}

/// The reallocations whose proposal names the transition, now or when it was approved.
fn reallocations(state: &Portfolio, of: &Transition, on: Date) -> Vec<ReallocationProgress> {
    let is_part = |proposal: &schema::Proposal| proposal.transition == Some(of.id);
    let known = state.reallocations().values();
    let progress = known.filter_map(|known| {
        let approved = || known.approvals.iter().filter(|approval| is_part(&approval.proposal));
        if !is_part(&known.proposal) && approved().next().is_none() {
            return None;
        }
        let promised = |proposal| Effect::promised(state, proposal);
        let last = known.approvals.last().filter(|approval| is_part(&approval.proposal));
        Some(ReallocationProgress {
            reallocation: known.id,
            promised: approved().next().map(|it| promised(&it.proposal)).unwrap_or_default(),
            approved: last.map(|it| promised(&it.proposal)).unwrap_or_default(),
            realised: Effect::realised(state, known, on),
        })
    });
    progress.collect()
}
