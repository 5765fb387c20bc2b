//! What holds whatever is corrected, in whatever was recorded.

use crate::common::*;
use crate::properties::{
    Choices, config, dates, each_resource_is_given_and_stands_once, play, replayed, sequences,
};
use projections::{Allocation, Basis, Changes, FloorPlan, Portfolio, Viewpoint};
use proptest::test_runner::TestRunner;
use schema::{
    Event, ResourceKind, TrueAllocation, TrueCapacity, TrueFact, TrueHubSpace, TrueMembership,
};
use std::{cell::RefCell, collections::BTreeSet, sync::Arc};

/// One of several, if there are any.
fn one<T: Clone>(choices: &mut Choices<'_>, of: &[T]) -> Option<T> {
    if of.is_empty() { None } else { Some(of[choices.below(of.len())].clone()) }
}

/// Something that is recorded, and something else that is said to be true.
fn fact(choices: &mut Choices<'_>, state: &Portfolio) -> Option<TrueFact> {
    let from = (choices.below(3) > 0).then(|| date(choices.date()));
    let hub_or_none = (choices.below(2) > 0).then(|| hub("Node"));
    match choices.below(8) {
        0..=2 => {
            let done: Vec<_> = state
                .reallocations()
                .values()
                .flat_map(|known| known.done.keys().map(|number| (known.id, *number)))
                .collect();
            let (reallocation, number) = one(choices, &done)?;
            Some(TrueFact::Move { reallocation, number, done_on: from })
        }
        3 => {
            let known: Vec<_> = state.resources().values().collect();
            let known = one(choices, &known)?;
            let entry = one(choices, known.allocation.actual().entries())?;
            let unit = (choices.below(2) > 0).then(|| unit("Clinic"));
            let instead = from.map(|from| TrueAllocation { from, unit });
            Some(TrueFact::Allocation { resource: known.id, revision: entry.revision, instead })
        }
        4 => Some(TrueFact::HubOpening { hub: hub("Node"), opened_on: from }),
        5 => {
            let known: Vec<_> = state.spaces().values().collect();
            let known = one(choices, &known)?;
            let entry = one(choices, known.hub.actual().entries())?;
            let instead = from.map(|from| TrueHubSpace { from, hub: hub_or_none });
            Some(TrueFact::HubSpace { space: known.id, revision: entry.revision, instead })
        }
        6 => {
            let known = state.hub(&hub("Node"))?;
            let entry = one(choices, known.capacity.entries())?;
            let capacity = set_capacity("Node", "2026-01-01", choices.small(9)).capacity;
            let instead = from.map(|from| TrueCapacity { from, capacity });
            Some(TrueFact::HubCapacity { hub: known.id, revision: entry.revision, instead })
        }
        _ => {
            let known: Vec<_> = state.memberships().values().collect();
            let known = one(choices, &known)?;
            let entry = one(choices, known.terms.actual().entries())?;
            let terms = Some(shared(choices.small(4) + 1));
            let instead = from.map(|from| TrueMembership { from, terms });
            Some(TrueFact::Membership { membership: known.id, revision: entry.revision, instead })
        }
    }
}

/// What is, is used in one way; what is flexible stands in its hub's space, and that hub is open.
fn what_is_fits(state: &Portfolio) {
    for on in dates() {
        for space in FloorPlan::of(state, level("Ground"), on, Basis::Actual).spaces {
            let given = |kind| {
                let mut given = space.resources.iter();
                given.any(|r| r.description.kind == kind && r.allocation != Allocation::Vacant)
            };
            let both = given(ResourceKind::Room) && given(ResourceKind::Workstation);
            assert!(!both, "{:?} both ways on {on}", space.id);
            for resource in &space.resources {
                let Allocation::Flexible(hub) = resource.allocation else { continue };
                assert_eq!(space.hub, Some(hub), "{:?} on {on}", resource.id);
                let known = state.hub(&hub).unwrap();
                assert!(known.is_open(on, Basis::Actual), "{:?} on {on}", resource.id);
            }
        }
    }
}

/// Every move that is done is what it made, until something is recorded of it later.
fn moves_stand(state: &Portfolio) {
    for known in state.reallocations().values() {
        for (number, done) in &known.done {
            let made = known.find_move(*number).unwrap();
            if let schema::Subject::Resource(id) = made.subject {
                let held = &state.resource(&id).unwrap().allocation;
                let entries = held.actual().entries().iter();
                let own = entries.filter(|entry| entry.revision == done.revision).count();
                let later = held.actual().entries().iter();
                let gone_over = later.filter(|entry| entry.revision > done.revision).count() > 0;
                assert!(own > 0 || gone_over, "{made:?} done on {} has no trace", done.on);
            }
        }
    }
}

/// What differs from what was known before comes of what the correction recorded.
fn changes_cite_the_correction(before: &Portfolio, after: &Portfolio) {
    let known = before.head().unwrap().revision;
    for on in dates() {
        for basis in [Basis::Actual, Basis::Planned] {
            let at = |state| Viewpoint { state, on, basis };
            let (from, to) = (at(before), at(after));
            let changes = Changes::between(&from, &to);
            let mut facts = from.facts();
            changes.apply(&mut facts);
            assert_eq!(facts, to.facts(), "{on} {basis:?}");
            for line in changes.lines {
                let cites = line.because.iter().any(|by| *by > known);
                assert!(cites, "{on} {basis:?} {line:?}");
            }
        }
    }
}

#[test]
fn whatever_is_corrected_the_rest_fits_and_the_past_stays() {
    let corrected = RefCell::new(BTreeSet::new());
    let holds = |(sequence, choices): (Vec<[u8; 24]>, Vec<[u8; 24]>)| {
        let mut ledger = play(&sequence, |_, _, _| {}).by("Proposer");
        for bytes in &choices {
            let mut choices = Choices(bytes.iter());
            let Some(fact) = fact(&mut choices, &ledger.state) else { continue };
            let Some(command) = ledger.correction_as_told(&fact, "2026-06-10") else { continue };
            let before = Arc::new(ledger.state.clone());
            let (digest, recorded) = (before.digest(), ledger.events.len());
            ledger = ledger.with(command);
            let kind = format!("{fact:?}").split(' ').next().unwrap().to_owned();
            let along = ledger.events[recorded..].iter().any(|(_, event)| match event {
                Event::FactuallyCorrected(e) => e.voided.len() > 1,
                _ => false,
            });
            corrected.borrow_mut().insert((kind, along));
            each_resource_is_given_and_stands_once(&ledger.state, dates());
            what_is_fits(&ledger.state);
            moves_stand(&ledger.state);
            assert_eq!(replayed(&ledger.events[..recorded]).digest(), digest);
            assert!(replayed(&ledger.events) == ledger.state);
            changes_cite_the_correction(&before, &ledger.state);
        }
        Ok(())
    };
    let sequences = (sequences(60), sequences(8));
    TestRunner::new(config(48)).run(&sequences, holds).unwrap();
    let kinds: BTreeSet<String> = corrected.borrow().iter().map(|(kind, _)| kind.clone()).collect();
    assert_eq!(kinds.len(), 6, "{kinds:?}");
    assert!(corrected.borrow().contains(&("Move".to_owned(), true)), "{corrected:?}");
}
