//! What holds of long histories: at least 10,000 events each, made by commands of every kind, over
//! years, with facts, doubts, decisions, revocations, returns, releases and erasures.
//!
//! A seed gives the same history everywhere. As many as run with the other tests are told by
//! [`HISTORIES`]; for a long run, or to see one that failed:
//!
//! ```text
//! THIRDPLACE_HISTORIES=1000 cargo test -p thirdplace-rules --test behaviour histories -- --nocapture
//! THIRDPLACE_HISTORIES=1000 THIRDPLACE_HISTORY_FROM=5000 cargo test ...
//! THIRDPLACE_HISTORIES=1 THIRDPLACE_HISTORY_FROM=17 cargo test ...
//! ```
//!
//! With `--nocapture` it says how many events of each type it made, and how many commands of each
//! kind were recorded and rejected.

mod acts;
mod answers;
mod carried_out;
mod chance;
mod corrections;
mod costs;
mod differences;
mod leases;
mod reallocations;
mod replay;
mod transitions;
mod world;

use projections::Portfolio;
use schema::{Date, Event, Fate};
use std::{collections::BTreeMap, panic::catch_unwind};

use crate::common::*;
use crate::properties::{each_resource_is_given_and_stands_once, spaces_are_used_in_one_way};
use answers::Answered;
use chance::{after, before};
use world::{Tried, World};

/// How many histories run with the other tests.
const HISTORIES: u64 = 2;
/// How many events each has, at least.
const EVENTS_MIN: usize = 10_000;
/// After how many events something is asked.
const ASKED_EVERY: usize = 400;

/// What must come about somewhere, or these histories say nothing of it: beside each type of event.
const MARKS: [&str; 9] = [
    "converted",
    "relocated",
    "released",
    "returned",
    "done to reverse",
    "proposed in a transition",
    "decided on a sealed basis",
    "corrected alone",
    "corrected with what rested on it",
];

/// A number that the environment gives.
#[allow(clippy::disallowed_methods, reason = "how long a test runs is the caller's")]
fn asked(variable: &str, unless_asked: u64) -> u64 {
    std::env::var(variable).map_or(unless_asked, |given| given.parse().unwrap())
}

/// What was made, over all histories.
#[derive(Default)]
struct Made {
    events: BTreeMap<&'static str, usize>,
    marks: BTreeMap<&'static str, usize>,
    tried: BTreeMap<&'static str, Tried>,
}

impl Made {
    fn count(&mut self, world: &World) {
        for (_, event) in &world.ledger.events {
            *self.events.entry(event.type_name()).or_default() += 1;
            for mark in marks(world, event) {
                *self.marks.entry(mark).or_default() += 1;
            }
        }
        for (name, tried) in &world.tried {
            let sum = self.tried.entry(name).or_default();
            sum.recorded += tried.recorded;
            sum.idle += tried.idle;
            for (code, count) in &tried.rejected {
                *sum.rejected.entry(code).or_default() += count;
            }
        }
    }

    fn print(&self) {
        for (name, count) in self.events.iter().chain(&self.marks) {
            println!("{count:>9} {name}");
        }
        for (name, Tried { recorded, idle, rejected }) in &self.tried {
            let all: usize = rejected.values().sum();
            println!(
                "{name}: {recorded} recorded, {idle} without effect, {all} rejected {rejected:?}"
            );
        }
    }
}

/// What an event tells beside its type.
fn marks(world: &World, event: &Event) -> Vec<&'static str> {
    match event {
        Event::MoveDone(done) => {
            let fate = match done.carried_out.fate {
                Fate::Converted { .. } => "converted",
                Fate::Relocated { .. } => "relocated",
                Fate::Released { .. } => "released",
                Fate::Returned { .. } => "returned",
            };
            let known = world.ledger.state.reallocation(&done.reallocation);
            let reverses = known.is_some_and(|known| known.proposal.reverses.is_some());
            [fate].into_iter().chain(reverses.then_some("done to reverse")).collect()
        }
        Event::ReallocationProposed(e) if e.proposal.transition.is_some() => {
            vec!["proposed in a transition"]
        }
        Event::ReallocationDecided(e) if e.decision.basis.is_some() => {
            vec!["decided on a sealed basis"]
        }
        Event::FactuallyCorrected(e) if e.voided.len() > 1 => {
            vec!["corrected with what rested on it"]
        }
        Event::FactuallyCorrected(_) => vec!["corrected alone"],
        _ => Vec::new(),
    }
}

#[test]
fn what_must_hold_holds_of_long_histories() {
    let from = asked("THIRDPLACE_HISTORY_FROM", 1);
    let seeds = from..from + asked("THIRDPLACE_HISTORIES", HISTORIES);
    let mut made = Made::default();
    let mut failed = Vec::new();
    for seed in seeds.clone() {
        match catch_unwind(|| hold(seed)) {
            Ok(world) => made.count(&world),
            Err(_) => {
                println!("history {seed} failed");
                failed.push(seed);
            }
        }
    }
    made.print();
    assert_eq!(failed, Vec::<u64>::new(), "seeds of histories that failed");
    let types = Event::TYPES.iter().map(|(name, _)| *name);
    let never: Vec<&str> = types
        .filter(|name| !made.events.contains_key(name))
        .chain(MARKS.into_iter().filter(|mark| !made.marks.contains_key(mark)))
        .collect();
    assert_eq!(never, Vec::<&str>::new(), "never made: these histories say nothing of them");
}

/// Plays the history of a seed, and checks of it what must hold.
fn hold(seed: u64) -> World {
    let mut world = World::new(seed);
    let mut states: Vec<Portfolio> = Vec::new();
    let mut answered: Vec<Answered> = Vec::new();
    let mut next = ASKED_EVERY;
    while world.ledger.events.len() < EVENTS_MIN {
        world.go_on();
        if world.ledger.events.len() >= next {
            next += ASKED_EVERY;
            let dates = some_dates(&mut world);
            used_once(&world, &dates);
            answered.push(Answered::now(&mut world, &dates));
            states.push(world.ledger.state.clone());
        }
    }
    replay::gives_the_same(&world, &states);
    answers::are_as_they_were(&world, &answered);
    differences::lead_from_one_to_the_other(&mut world, &states);
    carried_out::planned_is_actual(&mut world);
    world
}

/// Exactly one allocation and one place per resource, whatever the basis; a space given as a whole or
/// by workstation, and what is flexible in it in the one hub that it serves.
fn used_once(world: &World, dates: &[Date]) {
    let (state, today) = (&world.ledger.state, world.today());
    each_resource_is_given_and_stands_once(state, dates.iter().copied());
    spaces_are_used_in_one_way(state, today, dates.iter().copied());
}

/// Today, and dates around it and long before.
fn some_dates(world: &mut World) -> Vec<Date> {
    let (first, today) = (date("2026-01-01"), world.today());
    let chance = &mut world.chance;
    let mut dates = vec![
        today,
        before(today, 1 + chance.below(60)).max(first),
        after(today, 1 + chance.below(30)),
        after(today, 1 + chance.below(200)),
        before(today, 1 + chance.below(2000)).max(first),
    ];
    dates.sort_unstable();
    dates
}
