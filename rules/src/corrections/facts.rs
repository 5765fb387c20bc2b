//! What was wrong: void by its cause, and true from its date. What rests on it is taken along where
//! the command names it; what is only planned is put in doubt.

use projections::{Allocation, Portfolio};
use schema::{
    CorrectFact, Date, Revision, TrueAllocation, TrueCapacity, TrueFact, TrueHubSpace,
    TrueMembership, Voided, VoidedEntry,
};
use std::{collections::BTreeSet, sync::Arc};

use super::{
    apply::{Wrong, apply},
    costs,
    entries::{self, MovesDone, Says},
    leases, mandate, nothing,
    rests::{self, Resting},
    scope::Scope,
};
use crate::{
    CorrectionRestsOn, InvalidValue, Rejection,
    decisions::listed,
    doubts::{Dependants, Fact},
    hubs::not_later_than_today,
    recording::Recording,
};

pub(crate) fn correct(
    recording: &mut Recording<'_>,
    correct: &CorrectFact,
) -> Result<(), Rejection> {
    let done = MovesDone::of(recording.before);
    let wrong = find(recording, &done, &correct.fact).map_err(|r| r.within("fact"))?;
    let said = entries::said(recording.before, &wrong.entry);
    if wrong.truth.as_ref().is_some_and(|truth| said == [truth.clone()]) {
        return Ok(());
    }
    let resting = rests::on(recording, &done, &wrong, correct).map_err(within_fact)?;
    taken_along(&resting, &correct.take_along)?;
    let corrected: BTreeSet<Voided> =
        resting.changed.iter().copied().chain([wrong.entry]).collect();
    let decisions = mandate::taken(recording, correct, &corrected)?;
    let fact = Fact::next(recording);
    let scope = rests::scope(recording, &wrong, &resting.along);
    let reason = recording.seal("reason", &correct.reason);
    apply(recording, &done, &wrong, &resting.along, decisions, reason).map_err(within_fact)?;
    let given_back = leases::given_back(recording, &scope);
    // Of leases nothing depends on a correction but what is in premises that are given back.
    if scope.leases.is_empty() {
        fact.doubts(recording, dependants(&scope))
    } else {
        fact.gives_back(recording, given_back)
    }
}

fn within_fact(rejection: Rejection) -> Rejection {
    if rejection.path == "takeAlong" { rejection } else { rejection.within("fact") }
}

fn dependants(scope: &Scope) -> Dependants {
    let Scope { hubs, spaces, resources, .. } = scope.clone();
    Dependants::of_all(hubs, spaces, resources)
}

/// The command takes along exactly what cannot stay as it is.
fn taken_along(resting: &Resting, given: &[Revision]) -> Result<(), Rejection> {
    let needed: BTreeSet<Revision> = resting.changed.iter().map(|of| of.revision).collect();
    let given = BTreeSet::from_iter(given.iter().copied());
    if !needed.is_subset(&given) {
        let dependants = listed(resting.changed.iter().map(named));
        return Err(Rejection::new("takeAlong", CorrectionRestsOn { dependants }));
    }
    match given.difference(&needed).next() {
        None => Ok(()),
        Some(other) => {
            let (what, given) = ("revision to be taken along".to_owned(), other.to_string());
            let accepted = match needed.len() {
                0 => "none, because nothing rests on what is corrected".to_owned(),
                _ => format!("exactly those that rest on what is corrected: {}", listed(needed)),
            };
            Err(Rejection::new("takeAlong", InvalidValue { what, given, accepted }))
        }
    }
}

/// An entry as messages name it.
fn named(voided: &Voided) -> String {
    format!("revision {} ({})", voided.revision, recorded_thing(voided.entry))
}

/// What an entry records.
pub(super) fn recorded_thing(entry: VoidedEntry) -> String {
    match entry {
        VoidedEntry::Move { reallocation, number } => format!("move {number} of {reallocation:?}"),
        VoidedEntry::Allocation { resource } => format!("allocation of {resource:?}"),
        VoidedEntry::Place { resource } => format!("place of {resource:?}"),
        VoidedEntry::HubOpening { hub } => format!("opening of {hub:?}"),
        VoidedEntry::HubSpace { space } => format!("service of {space:?} to a hub"),
        VoidedEntry::HubCapacity { hub } => format!("capacity of {hub:?}"),
        VoidedEntry::Membership { membership } => format!("terms of {membership:?}"),
        VoidedEntry::LeaseSigning { lease } => format!("signing of {lease:?}"),
        VoidedEntry::LeaseAmendment { lease } => format!("amendment of {lease:?}"),
        VoidedEntry::LeaseNotice { lease } => format!("notice of {lease:?}"),
        VoidedEntry::LeaseEnd { lease } => format!("end of {lease:?}"),
        VoidedEntry::Cost { cost } => format!("{cost:?}"),
        VoidedEntry::CostRevision { cost } => format!("change of {cost:?}"),
        VoidedEntry::CostEnd { cost } => format!("end of {cost:?}"),
    }
}

/// What the command corrects, and what is true: what is still to come is changed, not corrected.
fn find(recording: &Recording<'_>, done: &MovesDone, fact: &TrueFact) -> Result<Wrong, Rejection> {
    let state = recording.before;
    let today = |path: &str, on| not_later_than_today(recording, path, on);
    match fact {
        TrueFact::Move { reallocation, number, done_on } => {
            let known = crate::find::reallocation(state, "move.reallocation", *reallocation)?;
            let (made, done) = (known.find_move(*number), known.done.get(number));
            let (Some(made), Some(done)) = (made, done) else {
                let thing = format!("move {number} of {reallocation:?} that was carried out");
                return Err(nothing("move.number", thing, known.since));
            };
            done_on.map_or(Ok(()), |on| today("move.doneOn", on))?;
            let (revision, from) = (done.revision, done.on);
            let entry = VoidedEntry::Move { reallocation: *reallocation, number: *number };
            let truth = done_on.map(|on| (on, Says::Done(*reallocation, *made)));
            Ok(Wrong { entry: Voided { revision, entry }, from, truth })
        }
        TrueFact::Allocation { resource, revision, instead } => {
            crate::find::resource(state, "allocation.resource", *resource)?;
            let truth = instead.map(|TrueAllocation { from, unit }| {
                let allocation = unit.map_or(Allocation::Vacant, Allocation::Fixed);
                (from, Says::Allocated(*resource, allocation))
            });
            truth.as_ref().map_or(Ok(()), |(on, _)| today("allocation.instead.from", *on))?;
            let entry = VoidedEntry::Allocation { resource: *resource };
            wrong(state, done, "allocation", *revision, entry, truth)
        }
        TrueFact::HubOpening { hub, opened_on } => {
            let known = crate::find::hub(state, "hubOpening.hub", *hub)?;
            opened_on.map_or(Ok(()), |on| today("hubOpening.openedOn", on))?;
            let Some(opened) = known.opened else {
                let thing = recorded_thing(VoidedEntry::HubOpening { hub: *hub });
                return Err(nothing("hubOpening.hub", thing, known.opens.revision));
            };
            let truth = opened_on.map(|on| (on, Says::Opened(*hub)));
            let entry = VoidedEntry::HubOpening { hub: *hub };
            wrong(state, done, "hubOpening", opened.revision, entry, truth)
        }
        TrueFact::HubSpace { space, revision, instead } => {
            crate::find::space(state, "hubSpace.space", *space)?;
            let truth = instead.map(|TrueHubSpace { from, hub }| (from, Says::Serves(*space, hub)));
            truth.as_ref().map_or(Ok(()), |(on, _)| today("hubSpace.instead.from", *on))?;
            let entry = VoidedEntry::HubSpace { space: *space };
            wrong(state, done, "hubSpace", *revision, entry, truth)
        }
        TrueFact::HubCapacity { hub, revision, instead } => {
            crate::find::hub(state, "hubCapacity.hub", *hub)?;
            if let Some(TrueCapacity { from, capacity }) = instead {
                today("hubCapacity.instead.from", *from)?;
                today("hubCapacity.instead.capacity.establishedOn", capacity.established_on)?;
            }
            let truth =
                instead.map(|TrueCapacity { from, capacity }| (from, Says::Holds(*hub, capacity)));
            let entry = VoidedEntry::HubCapacity { hub: *hub };
            wrong(state, done, "hubCapacity", *revision, entry, truth)
        }
        TrueFact::Membership { membership, revision, instead } => {
            crate::find::membership(state, "membership.membership", *membership)?;
            let truth = instead.as_ref().map(|TrueMembership { from, terms }| {
                (*from, Says::Member(*membership, terms.clone().map(Arc::new)))
            });
            truth.as_ref().map_or(Ok(()), |(on, _)| today("membership.instead.from", *on))?;
            let entry = VoidedEntry::Membership { membership: *membership };
            wrong(state, done, "membership", *revision, entry, truth)
        }
        TrueFact::LeaseSigning { lease } => leases::signing(state, done, *lease),
        TrueFact::LeaseAmendment { lease, revision } => {
            leases::amendment(state, done, *lease, *revision)
        }
        TrueFact::LeaseNotice { lease, revision, instead } => {
            leases::notice(recording, done, *lease, *revision, *instead)
        }
        TrueFact::LeaseEnd { lease, from } => leases::end(state, done, *lease, *from),
        TrueFact::Cost { cost } => costs::recorded(state, done, *cost),
        TrueFact::CostEnd { cost, from } => costs::end(state, done, *cost, *from),
    }
}

/// An entry that a revision made, and not as part of a move or of what brought the thing.
pub(super) fn wrong(
    state: &Portfolio,
    done: &MovesDone,
    path: &str,
    revision: Revision,
    entry: VoidedEntry,
    truth: Option<(Date, Says)>,
) -> Result<Wrong, Rejection> {
    let voided = Voided { revision, entry };
    let said = entries::said(state, &voided);
    let added = match entry {
        VoidedEntry::Allocation { resource } => {
            state.resource(&resource).and_then(|known| known.added())
        }
        _ => None,
    };
    let own = done.entry(revision, entry) == voided && added != Some(revision);
    match said.iter().map(|(from, _)| *from).min().filter(|_| own) {
        Some(from) => Ok(Wrong { entry: voided, from, truth }),
        None => Err(nothing(&format!("{path}.revision"), recorded_thing(entry), revision)),
    }
}
