//! Budgets: what an organisation decides for the premises of a year, or for a transition in it.

use projections::Portfolio;
use schema::{BudgetDecide, BudgetDecided, OrganisationId, TransitionId, Year};
use std::collections::BTreeSet;

use crate::{
    NoPartInTransition, Rejection, amounts,
    decisions::{self, Decides, listed},
    find,
    recording::Recording,
};

const DECIDES: Decides = Decides::ForBoards("a budget");

/// A budget is decided as a whole: the one that was decided before holds no longer.
pub(crate) fn decide(
    recording: &mut Recording<'_>,
    decide: &BudgetDecide,
) -> Result<(), Rejection> {
    let BudgetDecide { organisation, year, transition, currency, running, one_off, .. } = *decide;
    let state = recording.before;
    let (first, last) = (year.first_day(), year.last_day());
    find::organisation_within(state, "organisation", organisation, first, last)?;
    if let Some(transition) = transition {
        takes_part(state, organisation, transition, year)?;
    }
    amounts::in_currency(state, currency)?;
    amounts::not_negative("running", "budget for running costs", running)?;
    amounts::not_negative("oneOff", "budget for costs that come once", one_off)?;
    let held = state.budget(&(organisation, year, transition));
    if held.is_some_and(|held| (held.running, held.one_off) == (running, one_off)) {
        return Ok(());
    }
    let own = state.organisation_on(organisation, decide.decision.decided_on);
    decisions::check_concerned(decide.decision.organisation, &BTreeSet::from([own]))?;
    let decision = decisions::take(recording, &decide.decision, DECIDES)?;
    recording.push(BudgetDecided { organisation, year, transition, running, one_off, decision });
    Ok(())
}

/// A budget for a transition is of an organisation that takes part in it, as it is described at the
/// end of the year.
fn takes_part(
    state: &Portfolio,
    organisation: OrganisationId,
    transition: TransitionId,
    year: Year,
) -> Result<(), Rejection> {
    let known = find::transition(state, "transition", transition)?;
    let on = year.last_day();
    let standing = |organisation| state.organisation_on(organisation, on);
    let described = known.descriptions.nearest(on);
    let taking_part: BTreeSet<OrganisationId> = described
        .into_iter()
        .flat_map(|described| described.organisations.iter().copied().map(standing))
        .collect();
    if taking_part.contains(&standing(organisation)) {
        return Ok(());
    }
    let (organisation, transition) = (organisation.to_string(), transition.to_string());
    let taking_part = listed(taking_part);
    let reason = NoPartInTransition { organisation, transition, taking_part };
    Err(Rejection::new("transition", reason))
}
