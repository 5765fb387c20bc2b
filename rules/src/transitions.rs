//! Transitions: begun, described anew, ended; their milestones reached; the reallocations that are
//! part of them.

use projections::{Portfolio, Reallocation, Transition, touched_organisations};
use schema::{
    Date, Measure, Milestone, MilestoneDraft, MilestoneReach, MilestoneReached, OrganisationId,
    Target, TargetDraft, TransitionDescription, TransitionEnd, TransitionEnded, TransitionId,
    TransitionRevise, TransitionRevised, TransitionStart, TransitionStarted,
    limits::{COUNT_MAX, MILESTONES_MAX, TARGETS_MAX, TRANSITION_ORGANISATIONS_MAX},
};
use std::collections::BTreeSet;

use crate::{
    InvalidValue, MilestoneReachedAlready, MilestonesNotNumbered, NotFound, NotInTransition,
    NotThere, Rejection, RetiredAlready, TransitionNotRunning, carried, decisions::listed,
    drawings::at_most, find, hubs, recording::Recording,
};

/// Thousandths of the whole.
const THOUSANDTHS_MAX: u16 = 1_000;

pub(crate) fn start(
    recording: &mut Recording<'_>,
    start: &TransitionStart,
) -> Result<(), Rejection> {
    let TransitionStart { transition, from, until, .. } = *start;
    let known = recording.before.transition(&transition).is_some();
    find::unused(known, "transition", TransitionId::WORD, transition)?;
    let organisations = taking_part(recording.before, &start.organisations, from)?;
    check_targets(&start.targets)?;
    check_milestones(&start.milestones, false)?;
    let name = recording.seal("description.name", &start.name);
    let goal = recording.seal("description.goal", &start.goal);
    let targets = sealed_targets(recording, &start.targets);
    let milestones = sealed_milestones(recording, &start.milestones);
    let description =
        TransitionDescription { name, goal, until, organisations, targets, milestones };
    check_dates(&description, from, from)?;
    recording.push(TransitionStarted { transition, from, description });
    Ok(())
}

pub(crate) fn revise(
    recording: &mut Recording<'_>,
    revise: &TransitionRevise,
) -> Result<(), Rejection> {
    let TransitionRevise { transition, from, .. } = *revise;
    let known = find::transition(recording.before, "transition", transition)?;
    let former = there(&known, "from", from).and_then(|()| described(&known, from))?;
    let organisations = revise.organisations.as_ref();
    let organisations =
        organisations.map(|given| taking_part(recording.before, given, from)).transpose()?;
    if let Some(targets) = &revise.targets {
        check_targets(targets)?;
    }
    if let Some(milestones) = &revise.milestones {
        check_milestones(milestones, true)?;
        keeps_what_is_reached(&known, milestones)?;
    }
    let name = recording.seal_any("description.name", revise.name.as_ref());
    let goal = recording.seal_any("description.goal", revise.goal.as_ref());
    let targets = revise.targets.as_ref().map(|given| sealed_targets(recording, given));
    let milestones = revise.milestones.as_ref().map(|given| sealed_milestones(recording, given));
    let description = TransitionDescription {
        name: name.unwrap_or(former.name),
        goal: goal.unwrap_or(former.goal),
        until: revise.until.unwrap_or(former.until),
        organisations: organisations.unwrap_or_else(|| former.organisations.clone()),
        targets: targets.unwrap_or_else(|| former.targets.clone()),
        milestones: milestones.unwrap_or_else(|| former.milestones.clone()),
    };
    let begins = known.descriptions.begins().unwrap_or(from);
    for (from, description) in carried::on(&known.descriptions, from, description) {
        check_dates(&description, begins, from)?;
        recording.push(TransitionRevised { transition, from, description });
    }
    Ok(())
}

pub(crate) fn end(recording: &mut Recording<'_>, end: &TransitionEnd) -> Result<(), Rejection> {
    let TransitionEnd { transition, from, .. } = *end;
    let known = find::transition(recording.before, "transition", transition)?;
    if let Some(retired) = &known.retired {
        let (thing, reference) = (TransitionId::WORD.to_owned(), transition.to_string());
        let reason = RetiredAlready { thing, reference, from: retired.from };
        return Err(Rejection::new("transition", reason));
    }
    there(&known, "from", from)?;
    let reason = recording.seal_any("reason", end.reason.as_ref());
    recording.push(TransitionEnded { transition, from, reason });
    Ok(())
}

pub(crate) fn reach(
    recording: &mut Recording<'_>,
    reach: &MilestoneReach,
) -> Result<(), Rejection> {
    let MilestoneReach { transition, milestone, on } = *reach;
    let known = find::transition(recording.before, "transition", transition)?;
    hubs::not_later_than_today(recording, "on", on)?;
    there(&known, "on", on)?;
    let described = described(&known, on)?;
    if !described.milestones.iter().any(|planned| planned.number == milestone) {
        let thing = format!("milestone of transition {transition} with the number");
        let reason = NotFound { thing, reference: milestone.to_string() };
        return Err(Rejection::new("milestone", reason));
    }
    not_reached(&known, milestone).map_err(|rejection| rejection.within("milestone"))?;
    recording.push(MilestoneReached { transition, milestone, on });
    Ok(())
}

/// Rejects a reallocation that names a transition which does not run on the date of its first move,
/// or in which nobody takes part whom it touches.
pub(crate) fn check_part_of(state: &Portfolio, known: &Reallocation) -> Result<(), Rejection> {
    let moves = known.proposal.moves.iter().map(|planned| planned.planned_on);
    let (Some(transition), Some(first)) = (known.proposal.transition, moves.min()) else {
        return Ok(());
    };
    let transition = find::transition(state, "transition", transition)?;
    let described = running(&transition, first)?;
    let standing = |organisation| state.organisation_on(organisation, first);
    let taking_part: BTreeSet<OrganisationId> =
        described.organisations.iter().copied().map(standing).collect();
    let touched: BTreeSet<OrganisationId> =
        touched_organisations(state, known).into_keys().map(standing).collect();
    if !touched.is_disjoint(&taking_part) {
        return Ok(());
    }
    let (touched, taking_part) = (listed(touched), listed(taking_part));
    let transition = transition.id.to_string();
    Err(Rejection::new("transition", NotInTransition { transition, touched, taking_part }))
}

/// What a transition is on a date on which it runs.
fn running(transition: &Transition, on: Date) -> Result<&TransitionDescription, Rejection> {
    let described = described(transition, on)?;
    if transition.exists(on) && on <= described.until {
        return Ok(described);
    }
    let from = transition.descriptions.begins().unwrap_or(on);
    let ended = transition.retired.as_ref().map(|retired| retired.from.previous_day());
    let until = ended.map_or(described.until, |ended| described.until.min(ended));
    let transition = transition.id.to_string();
    Err(Rejection::new("transition", TransitionNotRunning { transition, on, from, until }))
}

fn described(transition: &Transition, on: Date) -> Result<&TransitionDescription, Rejection> {
    let described = transition.descriptions.nearest(on);
    described.map(|described| &**described).ok_or_else(|| not_there(transition, "transition", on))
}

fn there(transition: &Transition, path: &str, on: Date) -> Result<(), Rejection> {
    if transition.exists(on) { Ok(()) } else { Err(not_there(transition, path, on)) }
}

fn not_there(transition: &Transition, path: &str, on: Date) -> Rejection {
    let (thing, reference) = (TransitionId::WORD.to_owned(), transition.id.to_string());
    Rejection::new(path, NotThere { thing, reference, on })
}

/// The organisations that take part, sorted: one at least, each of them there when it begins.
fn taking_part(
    state: &Portfolio,
    given: &[OrganisationId],
    from: Date,
) -> Result<Vec<OrganisationId>, Rejection> {
    let what = "organisations of one transition";
    at_most(given.len(), TRANSITION_ORGANISATIONS_MAX, what, "organisations")?;
    if given.is_empty() {
        let (what, given) = ("transition".to_owned(), "no organisation".to_owned());
        let accepted = "at least one organisation that takes part".to_owned();
        return Err(Rejection::new("organisations", InvalidValue { what, given, accepted }));
    }
    for (index, organisation) in given.iter().enumerate() {
        find::organisation_on(state, &format!("organisations.{index}"), *organisation, from)?;
    }
    Ok(BTreeSet::from_iter(given.iter().copied()).into_iter().collect())
}

fn check_targets(targets: &[TargetDraft]) -> Result<(), Rejection> {
    at_most(targets.len(), TARGETS_MAX, "targets of one transition", "targets")?;
    for (index, target) in targets.iter().enumerate() {
        check_target(target).map_err(|rejection| rejection.within(&format!("targets.{index}")))?;
    }
    Ok(())
}

fn check_target(target: &TargetDraft) -> Result<(), Rejection> {
    match *target {
        TargetDraft::FlexibleShare { thousandths, .. } if thousandths > THOUSANDTHS_MAX => {
            let (what, given) = ("share in thousandths".to_owned(), thousandths.to_string());
            let accepted = format!("0 to {THOUSANDTHS_MAX}");
            Err(Rejection::new("thousandths", InvalidValue { what, given, accepted }))
        }
        TargetDraft::FlexibleShare { .. } | TargetDraft::AreaPerEmployee { .. } => Ok(()),
        TargetDraft::Carbon {
            kilowatt_hours_per_square_metre: energy,
            grams_per_kilowatt_hour: emission,
            ..
        } => {
            let energy = (energy, "kilowattHoursPerSquareMetre", "kilowatt-hours");
            [energy, (emission, "gramsPerKilowattHour", "grams")].into_iter().try_for_each(
                |(given, path, what)| at_most(given as usize, COUNT_MAX as usize, what, path),
            )
        }
    }
}

/// Milestones are numbered from 1. A revision may leave gaps: those that it takes out go with their
/// numbers, because those that were reached keep theirs.
fn check_milestones(milestones: &[MilestoneDraft], revises: bool) -> Result<(), Rejection> {
    at_most(milestones.len(), MILESTONES_MAX, "milestones of one transition", "milestones")?;
    let mut last = 0;
    for (index, milestone) in milestones.iter().enumerate() {
        let (expected, given) = (last + 1, u32::from(milestone.number));
        if given != expected && !(revises && given > expected) {
            let reason = MilestonesNotNumbered { expected, given };
            return Err(Rejection::new(format!("milestones.{index}.number"), reason));
        }
        last = given;
    }
    Ok(())
}

fn keeps_what_is_reached(
    known: &Transition,
    milestones: &[MilestoneDraft],
) -> Result<(), Rejection> {
    let kept = |number: u16| milestones.iter().any(|milestone| milestone.number == number);
    let mut reached = known.reached.keys().copied();
    match reached.find(|number| !kept(*number)) {
        None => Ok(()),
        Some(gone) => not_reached(known, gone).map_err(|rejection| rejection.within("milestones")),
    }
}

fn not_reached(known: &Transition, number: u16) -> Result<(), Rejection> {
    let Some(reached) = known.reached.get(&number) else { return Ok(()) };
    let (transition, number, on) = (known.id.to_string(), number.into(), reached.from);
    Err(Rejection::new("", MilestoneReachedAlready { transition, number, on }))
}

/// A transition ends after the date from which it is so described, and what it is to reach is due
/// after it begins.
fn check_dates(
    description: &TransitionDescription,
    begins: Date,
    from: Date,
) -> Result<(), Rejection> {
    let TransitionDescription { until, targets, milestones, .. } = description;
    check_after("until", "end of a transition", *until, from)?;
    for (index, target) in targets.iter().enumerate() {
        check_after(&format!("targets.{index}.by"), "date of a target", target.by(), begins)?;
    }
    for (index, Milestone { due, .. }) in milestones.iter().enumerate() {
        check_after(&format!("milestones.{index}.due"), "date of a milestone", *due, begins)?;
    }
    Ok(())
}

fn check_after(path: &str, what: &str, given: Date, before: Date) -> Result<(), Rejection> {
    if before < given {
        return Ok(());
    }
    let (what, given) = (what.to_owned(), given.to_string());
    let accepted = format!("a date after {before}");
    Err(Rejection::new(path, InvalidValue { what, given, accepted }))
}

fn sealed_targets(recording: &mut Recording<'_>, targets: &[TargetDraft]) -> Vec<Target> {
    let targets = targets.iter().enumerate();
    targets.map(|(index, target)| sealed_target(recording, index, target)).collect()
}

fn sealed_target(recording: &mut Recording<'_>, index: usize, target: &TargetDraft) -> Target {
    match target {
        TargetDraft::FlexibleShare { thousandths, by } => {
            Target::FlexibleShare { thousandths: *thousandths, by: *by }
        }
        TargetDraft::AreaPerEmployee { square_metres, measure, by } => {
            let (square_metres, measure) = (*square_metres, Measure::clone(measure));
            Target::AreaPerEmployee { square_metres, measure, by: *by }
        }
        TargetDraft::Carbon {
            kilograms_per_year,
            measure,
            kilowatt_hours_per_square_metre,
            grams_per_kilowatt_hour,
            source,
            by,
        } => Target::Carbon {
            kilograms_per_year: *kilograms_per_year,
            measure: measure.clone(),
            kilowatt_hours_per_square_metre: *kilowatt_hours_per_square_metre,
            grams_per_kilowatt_hour: *grams_per_kilowatt_hour,
            source: recording.seal(&format!("description.targets.{index}.carbon.source"), source),
            by: *by,
        },
    }
}

fn sealed_milestones(
    recording: &mut Recording<'_>,
    milestones: &[MilestoneDraft],
) -> Vec<Milestone> {
    let milestones = milestones.iter().enumerate();
    milestones
        .map(|(index, milestone)| Milestone {
            number: milestone.number,
            name: recording.seal(&format!("description.milestones.{index}.name"), &milestone.name),
            due: milestone.due,
        })
        .collect()
}
