//! Samples for auditors: counted, reproducible, whole.

use projections::{
    CaseKind, CaseSubject, Population, ReallocationStatus, Sample, SampleSeed, SampleSize,
};
use schema::{Digest, Revision};
use std::collections::BTreeSet;

use crate::common::*;

/// Two reallocations that were approved, one that is proposed, and a membership of its own.
fn story() -> Ledger {
    let moves = [relocate(1, "W1", "Node", "Lounge", "2026-05-01")];
    let brought = [bring("M", "Node", "Schools", "2026-05-01", shared(3))];
    let given = occupied()
        .approved("R", &moves, &brought)
        .with(report("R", "2026-05-04", &[1]))
        .with(grant("N", "Node", "Library", "2026-06-01", shared(1)));
    given.approved("S", &[relocate(1, "W2", "Node", "Lounge", "2026-07-01")], &[]).with(propose(
        "T",
        &[relocate(1, "W3", "Node", "Lounge", "2026-08-01")],
        &[],
    ))
}

fn all(kind: CaseKind) -> Population {
    Population {
        kind,
        organisation: None,
        decided_from: None,
        decided_to: None,
        recorded: Revision::FIRST..Revision::FIRST.plus(1_000_000),
        status: None,
    }
}

fn seed(text: &str) -> SampleSeed {
    text.parse().unwrap()
}

fn drawn(ledger: &Ledger, population: &Population, by: &str, size: u64) -> Sample {
    let size = SampleSize::new(size).unwrap();
    Sample::draw(&ledger.state, population, &seed(by), size, date(TODAY))
}

fn ids(sample: &Sample) -> Vec<String> {
    sample.cases.iter().map(|case| case.id.clone()).collect()
}

fn reallocations(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| reallocation(name).to_string()).collect()
}

#[test]
fn anybody_can_draw_the_same_sample_with_a_hash_alone() {
    let ledger = story();
    let sample = drawn(&ledger, &all(CaseKind::Reallocation), "Revision 2026", 2);
    let population = reallocations(&["R", "S", "T"]);
    let lines: String = population.iter().map(|id| format!("{id}\n")).collect();
    assert_eq!((sample.count, sample.digest), (3, Digest::of(lines.as_bytes())));
    let mut ranked: Vec<(Digest, &String)> = population
        .iter()
        .map(|id| (Digest::of(format!("Revision 2026\0{id}").as_bytes()), id))
        .collect();
    ranked.sort();
    let expected: Vec<(Digest, &String)> = ranked.into_iter().take(2).collect();
    let found: Vec<_> = sample.cases.iter().map(|case| (case.rank, &case.id)).collect();
    assert_eq!(found, expected);
}

#[test]
fn another_seed_draws_others_and_a_larger_sample_contains_the_smaller() {
    let ledger = story();
    let population = all(CaseKind::Decision);
    let of = |by: &str, size| ids(&drawn(&ledger, &population, by, size));
    let whole = of("a", 1_000);
    assert_eq!(whole.len(), ledger.state.decisions().count());
    assert!(whole.len() > 4);
    assert_eq!(of("a", 3), whole[..3]);
    let (mut one, mut other) = (whole.clone(), of("b", 1_000));
    assert_ne!(one, other);
    one.sort();
    other.sort();
    assert_eq!(one, other);
}

#[test]
fn events_after_the_revision_do_not_change_a_sample() {
    let ledger = story();
    let before = drawn(&ledger, &all(CaseKind::Reallocation), "a", 3);
    let early = ledger.state.clone();
    let later = ledger.with(withdraw("T"));
    let size = SampleSize::new(3).unwrap();
    let again = Sample::draw(&early, &all(CaseKind::Reallocation), &seed("a"), size, date(TODAY));
    assert_eq!(again, before);
    assert_ne!(drawn(&later, &all(CaseKind::Reallocation), "a", 3), before);
}

#[test]
fn a_population_is_narrowed_by_organisation_dates_revisions_and_fate() {
    let ledger = story();
    let found = |population: &Population| -> BTreeSet<String> {
        ids(&drawn(&ledger, population, "a", 1_000)).into_iter().collect()
    };
    let every = all(CaseKind::Reallocation);
    let status = |status| Population { status: Some(status), ..every.clone() };
    assert_eq!(found(&status(ReallocationStatus::Completed)), reallocations(&["R"]));
    assert_eq!(found(&status(ReallocationStatus::Approved)), reallocations(&["S"]));
    assert_eq!(found(&status(ReallocationStatus::Proposed)), reallocations(&["T"]));
    let decisions: Vec<_> = ledger.state.decisions().map(|d| d.decision.decided_on).collect();
    let (first, last) = (decisions.iter().min().unwrap(), decisions.iter().max().unwrap());
    let decided = Population { decided_from: Some(*first), ..every.clone() };
    assert_eq!(found(&decided), reallocations(&["R", "S"]), "nobody decided on T");
    let never = Population { decided_from: Some(last.next_day()), ..every.clone() };
    assert_eq!(found(&never), reallocations(&[]));
    let before = Population { decided_to: Some(*first), ..every.clone() };
    assert_eq!(found(&before), reallocations(&[]));
    let begun = ledger.state.touching(reallocation("S").uuid(), None).next().unwrap();
    let recorded = Population { recorded: begun..begun.next(), ..every.clone() };
    assert_eq!(found(&recorded), reallocations(&["S"]));
    let of = |name| Population { organisation: Some(organisation(name)), ..every.clone() };
    assert_eq!(found(&of("Region")), reallocations(&["R", "S", "T"]));
    assert_eq!(found(&of("Stranger")), reallocations(&[]));
    assert_eq!(found(&of("Town")), reallocations(&["R", "S"]), "nobody has the desk of T");
}

#[test]
fn a_case_has_every_decision_precondition_and_event() {
    let moves = [relocate(1, "W1", "Node", "Lounge", "2026-05-01")];
    let given = occupied()
        .in_role(schema::Role::Administrator)
        .with(require("Risks", None, "2026-01-01"))
        .in_role(schema::Role::Manager)
        .with(propose("R", &moves, &[bring("M", "Node", "Schools", "2026-05-01", shared(3))]));
    let missing = drawn(&given, &all(CaseKind::Reallocation), "a", 1);
    assert_eq!(missing.cases[0].preconditions.len(), 1);
    assert_eq!(missing.cases[0].preconditions[0].settled, None);
    let digest = given.digest_of("R");
    let ledger = given
        .with(settle("R", digest, "Risks", "2026-04-01"))
        .with_approval_of("R")
        .with(report("R", "2026-05-04", &[1]))
        .with(end_membership("M", "2026-06-01"));
    let sample = drawn(&ledger, &all(CaseKind::Reallocation), "a", 1);
    let [case] = sample.cases.as_slice() else { panic!("one case") };
    let CaseSubject::Reallocation(known) = &case.subject else { panic!("a reallocation") };
    assert_eq!(case.decisions.len(), known.decisions.len());
    assert!(case.preconditions[0].as_it_stands);
    let types = |events: &[Revision]| -> Vec<&str> {
        let of = |at: &Revision| {
            let (_, event) = ledger.events.iter().find(|(cause, _)| cause.revision == *at).unwrap();
            event.type_name()
        };
        events.iter().map(of).collect()
    };
    let told = types(&case.events);
    for expected in [
        "ReallocationProposed",
        "PreconditionAnswered",
        "ReallocationDecided",
        "ReallocationApproved",
        "MoveDone",
        "ReallocationCompleted",
        "MembershipGranted",
    ] {
        assert!(told.contains(&expected), "{expected}: {told:?}");
    }
    let sample = drawn(&ledger, &all(CaseKind::Membership), "a", 1);
    let [case] = sample.cases.as_slice() else { panic!("one case") };
    let own = ledger.state.decisions().count();
    assert_eq!(case.decisions.len(), own, "those on what brought it, and on its end");
    assert_eq!(case.preconditions.len(), 1);
    let told = types(&case.events);
    assert!(
        told.contains(&"MembershipEnded") && told.contains(&"PreconditionAnswered"),
        "{told:?}"
    );
}

#[test]
fn a_decision_as_a_case_comes_with_what_it_was_taken_on() {
    let ledger = story();
    let sample = drawn(&ledger, &all(CaseKind::Decision), "a", 1_000);
    for case in &sample.cases {
        let CaseSubject::Decision(known) = &case.subject else { panic!("a decision") };
        assert_eq!(case.decisions, std::slice::from_ref(known));
        assert!(case.events.contains(&known.revision));
    }
}

#[test]
fn seeds_and_sizes_are_bounded() {
    for wrong in ["", "two\nlines", &"x".repeat(101)] {
        let error = wrong.parse::<SampleSeed>().unwrap_err();
        assert!(error.to_string().contains("1 to 100 characters"), "{error}");
    }
    assert_eq!(seed(&"x".repeat(100)).as_str().len(), 100);
    assert!(SampleSize::new(0).is_err() && SampleSize::new(1_001).is_err());
    assert_eq!(SampleSize::new(1_000).unwrap().number(), 1_000);
}
