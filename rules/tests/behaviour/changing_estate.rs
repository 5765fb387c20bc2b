//! What holds whatever becomes of rooms, units and organisations: random splits, mergers, redrawings,
//! moves, counts, reorganisations and ends, at dates in any order of recording.

mod choices;
mod invariants;

use crate::common::*;
use crate::properties::{
    Choices, config, each_resource_is_given_and_stands_once, hubs_keep_what_they_promise, replayed,
    sequences, spaces_are_used_in_one_way, unmarked,
};
use projections::{Basis, FloorPlan, Language, Portfolio, sentence};
use proptest::test_runner::{TestError, TestRunner};
use schema::{Command, Date};
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
};

use choices::DATES;
use invariants::*;

const BASES: [Basis; 2] = [Basis::Actual, Basis::Planned];

fn dates() -> impl Iterator<Item = Date> {
    DATES.into_iter().map(date).chain([date("2026-06-15"), date("2030-01-01")])
}

fn beginning() -> Ledger {
    occupied().with(grant("M", "Node", "Schools", "2026-03-01", shared(2))).today("2026-03-01")
}

fn plans(state: &Portfolio, until: Option<Date>) -> Vec<FloorPlan> {
    let before = dates().filter(|on| until.is_none_or(|until| *on < until));
    let ask = |on| BASES.map(|basis| FloorPlan::of(state, level("Ground"), on, basis));
    before.flat_map(ask).map(unmarked).collect()
}

fn from_when(command: &Command) -> Option<Date> {
    match command {
        Command::SpaceReshape(c) => Some(c.from),
        Command::SpaceRetire(c) => Some(c.from),
        Command::ResourcesMove(c) => Some(c.from),
        Command::WorkstationsCount(c) => Some(c.on),
        Command::UnitsReorganise(c) if c.withdraw.is_empty() => Some(c.from),
        Command::UnitMove(c) => Some(c.from),
        Command::OrganisationEnd(c) => Some(c.from),
        _ => None,
    }
}

pub(crate) fn play(
    sequence: &[[u8; 24]],
    mut each: impl FnMut(&Portfolio, &Command, &Ledger, bool),
) -> Ledger {
    let mut ledger = beginning();
    for (step, bytes) in sequence.iter().enumerate() {
        let today = ["2026-03-01", "2026-05-01", "2026-06-15", "2026-09-01"];
        ledger = ledger.today(today[step * today.len() / sequence.len()]);
        let command = Choices(bytes.iter()).change(&ledger);
        let decides = matches!(command, Command::ReallocationApprove(_));
        ledger = ledger.by(if decides { "Decider" } else { "Proposer" });
        let (given, command) = ledger.decided_by_all(command);
        ledger = given;
        let before = ledger.state.clone();
        let decided = ledger.decide(&command);
        assert!(ledger.state == before, "a decision left a trace in its base");
        let recorded = decided.is_ok();
        match decided {
            Ok(outcome) => ledger.take_in(outcome),
            Err(rejection) => assert!(!rejection.to_string().is_empty()),
        }
        each(&before, &command, &ledger, recorded);
    }
    ledger
}

#[test]
fn an_estate_that_changes_stays_whole() {
    let recorded: RefCell<BTreeMap<&str, u32>> = RefCell::default();
    let holds = |sequence: Vec<[u8; 24]>| {
        play(&sequence, |before, command, ledger, was_recorded| {
            if !was_recorded {
                return;
            }
            *recorded.borrow_mut().entry(command.name()).or_default() += 1;
            let after = &ledger.state;
            each_resource_is_given_and_stands_once(after, dates());
            nothing_is_orphaned(after, ledger.today_is());
            units_are_in_their_organisation(after);
            owners_exist(after);
            spaces_are_used_in_one_way(after, ledger.today_is(), dates());
            hubs_keep_what_they_promise(ledger);
            match command {
                Command::SpaceReshape(asked) => lineage_conserves_resources(before, asked, after),
                Command::UnitsReorganise(asked) => {
                    succession_conserves_allocations(before, asked, after);
                }
                _ => approved_is_planned_or_taken_over(after),
            }
            if let Some(from) = from_when(command) {
                assert_eq!(plans(before, Some(from)), plans(after, Some(from)), "{command:?}");
            }
        });
        Ok(())
    };
    let sequences = proptest::collection::vec(proptest::prelude::any::<[u8; 24]>(), 1..=60);
    if let Err(TestError::Fail(reason, sequence)) =
        TestRunner::new(config(300)).run(&sequences, holds)
    {
        panic!("{reason}, after{}", recorded_of(&sequence));
    }
    let never: Vec<&str> =
        REACHED.into_iter().filter(|name| !recorded.borrow().contains_key(name)).collect();
    assert_eq!(never, Vec::<&str>::new(), "never recorded: the property says nothing of them");
}

/// What a sequence records, for the message of a failure.
fn recorded_of(sequence: &[[u8; 24]]) -> String {
    let mut told = String::new();
    play(sequence, |_, command, ledger, was_recorded| {
        if was_recorded {
            told += &format!("\n  on {}: {command:?}", ledger.today_is());
        }
    });
    told
}

/// Commands that the sequences are to reach.
const REACHED: [&str; 20] = [
    "AllocationAssign",
    "AllocationEnd",
    "HubAddSpace",
    "HubRemoveSpace",
    "HubRevise",
    "MembershipGrant",
    "OrganisationEnd",
    "OrganisationRegister",
    "ReallocationApprove",
    "ReallocationReport",
    "ResourceAdd",
    "ResourceRetire",
    "ResourceRevise",
    "ResourcesMove",
    "SpaceReshape",
    "SpaceRetire",
    "UnitMove",
    "UnitRegister",
    "UnitsReorganise",
    "WorkstationsCount",
];

#[test]
fn a_past_answer_never_changes_and_a_replay_gives_the_same() {
    let told = Cell::new(0);
    let holds = |sequence: Vec<[u8; 24]>| {
        let kept = RefCell::new(Vec::new());
        let last = play(&sequence, |_, _, ledger, _| {
            let (state, digest) = (ledger.state.clone(), ledger.state.digest());
            let plans = plans(&state, None);
            kept.borrow_mut().push((state, digest, plans, ledger.events.len()));
        });
        for (state, digest, known_then, events) in kept.borrow().iter().step_by(9) {
            let again = replayed(&last.events[..*events]);
            assert!(again == *state && again.digest() == *digest);
            assert_eq!(&plans(&again, None), known_then);
        }
        for (cause, event) in &last.events {
            let sentence = sentence(
                Language::English,
                event,
                cause.revision,
                last.today_is(),
                &last.state,
                &last,
            );
            assert!(!sentence.contains("[not in"), "{sentence}");
            told.set(told.get() + 1);
        }
        Ok(())
    };
    TestRunner::new(config(40)).run(&sequences(50), holds).unwrap();
    assert!(told.get() > 1000);
}
