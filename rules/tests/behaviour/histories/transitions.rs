//! Transitions: begun, described anew, ended, their steps reached; and sealed bases for decisions.

use projections::ReallocationStatus::Proposed;
use schema::{
    AlternativeDraft, BasisSeal, Command, Date, Measure, MilestoneDraft, MilestoneReach,
    OrganisationId, TargetDraft, TransitionEnd, TransitionId, TransitionRevise, TransitionStart,
};
use std::collections::BTreeSet;

use super::{chance::after, world::World};
use crate::common::{basis, start_transition, text, transition};

/// A transition that runs on a date, as far as it is seen at once.
pub(super) fn running(world: &mut World, on: Date) -> Option<TransitionId> {
    let state = &world.ledger.state;
    world.chance.recent(&world.things.transitions, |id| {
        let known = state.transition(&id).unwrap();
        let described = known.descriptions.nearest(on);
        known.exists(on) && described.is_some_and(|described| on <= described.until)
    })
}

pub(super) fn start(world: &mut World) -> Option<Command> {
    let (name, today) = (world.new_name("Transition"), world.today());
    let start = start_transition(&name, &[], &today.to_string());
    let until = after(today, 200 + world.chance.below(400));
    let organisations = taking_part(world);
    let (targets, milestones) = (targets(world), milestones(world, 0));
    let start = TransitionStart { organisations, targets, milestones, until, ..start };
    Some(TransitionStart { transition: transition(&name), ..start }.into())
}

fn taking_part(world: &mut World) -> Vec<OrganisationId> {
    let some: BTreeSet<_> = (0..6).map(|_| world.organisation()).collect();
    some.into_iter().collect()
}

fn targets(world: &mut World) -> Vec<TargetDraft> {
    let by = after(world.today(), 100 + world.chance.below(100));
    let measure = || Measure::Loa;
    let all = [
        TargetDraft::FlexibleShare { thousandths: 400, by },
        TargetDraft::AreaPerEmployee {
            square_metres: "14".parse().unwrap(),
            measure: measure(),
            by,
        },
        TargetDraft::Carbon {
            kilograms_per_year: 20_000,
            measure: measure(),
            kilowatt_hours_per_square_metre: 100,
            grams_per_kilowatt_hour: 60,
            source: text("Declared energy of the year before"),
            by,
        },
    ];
    all.into_iter().take(world.chance.below(4)).collect()
}

/// Steps numbered from 1, so many at least.
fn milestones(world: &mut World, least: usize) -> Vec<MilestoneDraft> {
    let last = u16::try_from(least + world.chance.below(3)).unwrap();
    let due = after(world.today(), 10 + world.chance.below(60));
    let step = |number| MilestoneDraft { number, name: text(&format!("Step {number}")), due };
    (1..=last).map(step).collect()
}

pub(super) fn revise(world: &mut World) -> Option<Command> {
    let transition = running(world, world.today())?;
    let reached = world.ledger.state.transition(&transition)?.reached.keys().next_back().copied();
    let milestones = milestones(world, reached.unwrap_or_default().into());
    let organisations = taking_part(world);
    let revise = TransitionRevise {
        transition,
        from: world.date(),
        name: Some(text(&world.new_name("Transition"))),
        goal: None,
        until: None,
        organisations: Some(organisations).filter(|_| world.chance.percent(40)),
        targets: Some(targets(world)).filter(|_| world.chance.percent(50)),
        milestones: Some(milestones).filter(|_| world.chance.percent(50)),
    };
    Some(revise.into())
}

pub(super) fn end(world: &mut World) -> Option<Command> {
    let transition = running(world, world.today())?;
    Some(TransitionEnd { transition, from: world.date(), reason: None }.into())
}

pub(super) fn reach(world: &mut World) -> Option<Command> {
    let transition = running(world, world.today())?;
    let known = world.ledger.state.transition(&transition)?;
    let described = known.descriptions.nearest(world.today())?;
    let mut open = described.milestones.iter().map(|step| step.number);
    let milestone = open.find(|number| !known.reached.contains_key(number))?;
    Some(MilestoneReach { transition, milestone, on: world.past() }.into())
}

/// One or two alternatives of what is proposed.
pub(super) fn seal(world: &mut World) -> Option<Command> {
    let name = world.new_name("Basis");
    let on = after(world.today(), world.chance.below(90));
    let mut alternatives = Vec::new();
    for _ in 0..=world.chance.below(2) {
        let mut reallocations = vec![world.reallocation(&[Proposed])?.id];
        let other = world.reallocation(&[Proposed])?.id;
        reallocations.extend(Some(other).filter(|other| !reallocations.contains(other)));
        alternatives.push(AlternativeDraft { title: text("Moves that fit"), reallocations });
    }
    let assumptions = vec![text("As many people as today")];
    let (basis, title) = (basis(&name), text(&name));
    Some(BasisSeal { basis, title, on, assumptions, alternatives }.into())
}
