//! What was wrong is void by its cause, and what is true holds from its date. What rests on it is
//! taken along or named; what was known before never changes.

use crate::common::*;
use projections::Allocation::{Fixed, Flexible, Vacant};
use projections::Basis::{Actual, Planned};
use projections::ReallocationStatus::{Approved, Completed};
use projections::{Correction, FloorPlan, Portfolio, Seats};
use schema::{Event, Move, Revision, TrueFact};

fn moves() -> [Move; 2] {
    [
        relocate(1, "W1", "Node", "Lounge", "2026-04-01"),
        relocate(2, "W2", "Node", "Lounge", "2026-04-01"),
    ]
}

/// The Schools left W1 and W2 for the Node in April, and are a member of it since the first move.
fn moved() -> Ledger {
    let brought = [bring("M", "Node", "Schools", "2026-04-01", shared(2))];
    occupied().approved("R", &moves(), &brought).with(report("R", "2026-04-10", &[1])).with(report(
        "R",
        "2026-04-20",
        &[2],
    ))
}

const BOTH: [&str; 2] = ["Region", "Town"];

fn given_to(name: &str) -> projections::Allocation {
    Fixed(unit(name))
}

/// The plan of the ground level, the seats of the Node and what the history says, all as they are
/// asked for on every day on which something happens in these tests.
fn told(ledger: &Ledger, state: &Portfolio) -> Vec<String> {
    let days = ["2026-03-01", "2026-04-10", "2026-04-20", "2026-05-04", "2026-06-15"].map(date);
    let plans = days.iter().flat_map(|on| {
        [Actual, Planned].map(|basis| {
            let plan = FloorPlan::of(state, level("Ground"), *on, basis);
            let seats = Seats::of(state, hub("Node"), *on, basis);
            format!("{plan:?} {seats:?}")
        })
    });
    let mut history = ledger.clone();
    history.state = state.clone();
    plans.chain(history.sentences_from(0)).collect()
}

#[test]
fn a_move_that_was_made_on_another_day_is_made_on_that_day() {
    let done = moved().last("MoveDone");
    let corrected = moved()
        .when(correct(truly_done("R", 2, Some("2026-05-04")), &BOTH, &[]))
        .gives(&["FactuallyCorrected", "MoveDone", "ReallocationCompleted"]);
    assert_eq!(corrected.allocation("W2", "2026-05-03", Actual), given_to("Schools"));
    assert_eq!(corrected.allocation("W2", "2026-05-04", Actual), Flexible(hub("Node")));
    assert_eq!(corrected.place("W2", "2026-05-03", Actual), space("Open"));
    assert_eq!(corrected.place("W2", "2026-05-04", Actual), space("Lounge"));
    assert_eq!(corrected.status("R"), Completed);
    assert_eq!(corrected.terms("M", "2026-04-10", Actual), Some(shared(2)), "it began before");
    let by = corrected.last("FactuallyCorrected");
    let corrections: Vec<_> = corrected.state.corrections_of(done).collect();
    assert_eq!(corrections, [Correction::Factual(by)]);
}

#[test]
fn memberships_that_began_with_the_first_move_follow_it() {
    let later = moved().with(correct(truly_done("R", 1, Some("2026-05-04")), &BOTH, &[]));
    // The second move is the first now.
    assert_eq!(later.terms("M", "2026-04-19", Actual), None);
    assert_eq!(later.terms("M", "2026-04-20", Actual), Some(shared(2)));
    let earlier = moved().with(correct(truly_done("R", 2, Some("2026-04-05")), &BOTH, &[]));
    assert_eq!(earlier.terms("M", "2026-04-04", Actual), None);
    assert_eq!(earlier.terms("M", "2026-04-05", Actual), Some(shared(2)));
}

#[test]
fn a_membership_that_was_changed_before_it_now_begins_rests_on_the_first_move() {
    let given = moved().with(change_terms("M", "2026-04-15", shared(3)));
    let (changed, fact) = (given.last("MembershipChanged"), truly_done("R", 1, Some("2026-05-04")));
    given.when(correct(fact.clone(), &BOTH, &[])).rejects("CorrectionRestsOn", "takeAlong");
    let corrected = given.with(correct(fact, &BOTH, &[changed]));
    assert_eq!(corrected.terms("M", "2026-04-19", Actual), None);
    assert_eq!(corrected.terms("M", "2026-04-20", Actual), Some(shared(2)));
    assert_eq!(corrected.terms("M", "2026-05-04", Actual), Some(shared(3)));
    let later = moved().with(change_terms("M", "2026-06-01", shared(3)));
    let stays = later.with(correct(truly_done("R", 1, Some("2026-05-04")), &BOTH, &[]));
    assert_eq!(stays.terms("M", "2026-06-01", Actual), Some(shared(3)));
}

#[test]
fn moves_that_were_never_made_are_planned_again() {
    let second = moved().with(correct(truly_done("R", 2, None), &BOTH, &[]));
    assert_eq!(second.status("R"), Approved);
    assert_eq!(second.allocation("W2", "2026-06-15", Actual), given_to("Schools"));
    assert_eq!(second.allocation("W2", "2026-06-15", Planned), Flexible(hub("Node")));
    assert_eq!(second.terms("M", "2026-04-10", Actual), Some(shared(2)));
    let neither = second.with(correct(truly_done("R", 1, None), &BOTH, &[]));
    assert_eq!(neither.terms("M", "2026-06-15", Actual), None);
    assert_eq!(neither.terms("M", "2026-04-01", Planned), Some(shared(2)), "it is to begin");
    let made = neither.when(report("R", "2026-06-14", &[1, 2])).gives(&[
        "MoveDone",
        "MoveDone",
        "MembershipGranted",
        "ReallocationCompleted",
    ]);
    assert_eq!(made.terms("M", "2026-06-14", Actual), Some(shared(2)));
}

#[test]
fn what_was_decided_is_corrected_by_those_who_decided() {
    let fact = || truly_done("R", 2, Some("2026-05-04"));
    moved().when(correct(fact(), &["Region"], &[])).rejects("CorrectionUndecided", "decisions");
    moved()
        .when(correct(fact(), &["Region", "Town", "Stranger"], &[]))
        .rejects("NotConcerned", "decisions.2.organisation");
    moved()
        .when(correct(fact(), &["Region", "Region"], &[]))
        .rejects("InvalidValue", "decisions.1.organisation");
    let given = occupied();
    let fact = truly_given("W2", given.last("AllocationAssigned"), "Schools", "2026-02-01");
    given
        .when(correct(fact.clone(), &["Town"], &[]))
        .rejects("NotConcerned", "decisions.0.organisation");
    given.when(correct(fact, &[], &[])).gives(&["FactuallyCorrected", "AllocationAssigned"]);
}

#[test]
fn who_reported_what_was_decided_does_not_correct_it() {
    let own = correct(truly_done("R", 2, Some("2026-05-04")), &BOTH, &[]);
    moved().when_only(own.clone()).rejects("OwnReport", "");
    moved().by("Third").when_only(own).gives(&[
        "FactuallyCorrected",
        "MoveDone",
        "ReallocationCompleted",
    ]);
    let granted = occupied().with(grant("M", "Node", "Schools", "2026-04-01", shared(2)));
    let terms = Some(("2026-04-02", shared(2)));
    let member = truly_a_member("M", granted.last("MembershipGranted"), terms);
    let member = correct(member, &BOTH, &[]);
    granted.when_only(member.clone()).rejects("OwnReport", "");
    granted.by("Third").when_only(member).gives(&["FactuallyCorrected", "MembershipGranted"]);
    let begun = moved();
    let first = correct(truly_done("R", 1, Some("2026-05-04")), &BOTH, &[]);
    begun.when_only(first).rejects("OwnReport", "");
}

#[test]
fn the_successor_of_an_organisation_decides_in_its_place() {
    let moves = [convert_space(1, "Open", "Node", "2026-04-01")];
    let given = occupied()
        .approved("R", &moves, &[bring("M", "Node", "Schools", "2026-04-01", shared(2))])
        .with(report("R", "2026-04-10", &[1]))
        .with(end_organisation("Town", "2026-06-01", Some("Stranger")));
    let fact = || truly_done("R", 1, Some("2026-04-12"));
    given.when(correct(fact(), &["Region"], &[])).rejects("CorrectionUndecided", "decisions");
    let corrected = given.with(correct(fact(), &["Region", "Stranger"], &[]));
    assert_eq!(corrected.hub_of("Open", "2026-04-11", Actual), None);
    assert_eq!(corrected.hub_of("Open", "2026-04-12", Actual), Some(hub("Node")));
}

#[test]
fn an_allocation_held_from_another_date_or_never() {
    let given = estate().with(assign("W1", "Schools", "2026-02-01"));
    let wrong = given.last("AllocationAssigned");
    let later = given.with(correct(truly_given("W1", wrong, "Schools", "2026-03-01"), &[], &[]));
    assert_eq!(later.allocation("W1", "2026-02-28", Actual), Vacant);
    assert_eq!(later.allocation("W1", "2026-03-01", Actual), given_to("Schools"));
    let given = estate().with(assign("W1", "Schools", "2026-02-01"));
    let other = given.with(correct(truly_given("W1", wrong, "Library", "2026-02-01"), &[], &[]));
    assert_eq!(other.allocation("W1", "2026-02-01", Actual), given_to("Library"));
    let given = estate().with(assign("W1", "Schools", "2026-02-01"));
    let never = given.when(correct(never_given("W1", wrong), &[], &[]));
    let never = never.gives(&["FactuallyCorrected"]);
    assert_eq!(never.allocation("W1", "2026-06-15", Actual), Vacant);
}

#[test]
fn what_was_recorded_later_of_the_same_and_still_fits_stays() {
    let given = estate()
        .with(assign("W1", "Schools", "2026-02-01"))
        .with(end_allocation("W1", "2026-04-01"))
        .with(assign("W1", "Library", "2026-05-01"));
    let wrong =
        given.state.resource(&resource("W1")).unwrap().allocation.actual().entries()[1].revision;
    let corrected =
        given.with(correct(truly_given("W1", wrong, "Schools", "2026-03-01"), &[], &[]));
    let held = ["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-01"]
        .map(|on| corrected.allocation("W1", on, Actual));
    assert_eq!(held, [Vacant, given_to("Schools"), Vacant, given_to("Library")]);
}

#[test]
fn what_went_over_to_another_unit_goes_over_from_the_true_date_on_too() {
    let given = estate().with(assign("W1", "Schools", "2026-02-01")).with(reorganise(
        &["Schools"],
        &["Library"],
        "2026-05-01",
    ));
    let wrong =
        given.state.resource(&resource("W1")).unwrap().allocation.actual().entries()[1].revision;
    let fact = truly_given("W1", wrong, "Schools", "2026-03-01");
    let corrected = given.when(correct(fact, &[], &[]));
    let types = ["FactuallyCorrected", "AllocationAssigned", "AllocationsTransferred"];
    let corrected = corrected.gives(&types);
    let held = ["2026-02-28", "2026-03-01", "2026-04-30", "2026-05-01"]
        .map(|on| corrected.allocation("W1", on, Actual));
    let (schools, library) = (given_to("Schools"), given_to("Library"));
    assert_eq!(held, [Vacant, schools, schools, library]);
}

#[test]
fn what_could_not_have_been_recorded_with_it_rests_on_it() {
    let given = estate()
        .with(assign("W1", "Schools", "2026-02-01"))
        .with(end_allocation("W1", "2026-04-01"))
        .with(assign("W1", "Library", "2026-04-01"));
    let (ended, library) = (given.last("AllocationEnded"), given.last("AllocationAssigned"));
    // It ended a month later than was recorded: the Library cannot have had it from the same day.
    let fact = || truly_ended("W1", ended, "2026-05-01");
    let rejection = given.when(correct(fact(), &[], &[])).rejection();
    assert_eq!((rejection.reason.code(), &*rejection.path), ("CorrectionRestsOn", "takeAlong"));
    assert!(rejection.to_string().contains(&format!("revision {library}")), "{rejection}");
    given.when(correct(fact(), &[], &[library, ended])).rejects("InvalidValue", "takeAlong");
    let corrected = given.with(correct(fact(), &[], &[library]));
    assert_eq!(corrected.allocation("W1", "2026-04-30", Actual), given_to("Schools"));
    assert_eq!(corrected.allocation("W1", "2026-05-01", Actual), given_to("Library"));
}

#[test]
fn what_was_recorded_before_hinders_what_is_said_to_be_true() {
    let given = estate()
        .with(assign("W1", "Library", "2026-01-01"))
        .with(end_allocation("W1", "2026-03-01"))
        .with(assign("W1", "Schools", "2026-04-01"));
    let wrong = given.last("AllocationAssigned");
    let fact = |from| correct(truly_given("W1", wrong, "Schools", from), &[], &[]);
    given.when(fact("2026-02-01")).rejects("TakenByUnit", "fact.resource");
    given.when(fact("2026-03-01")).gives(&["FactuallyCorrected", "AllocationAssigned"]);
}

/// The Node is said to have opened in March; the moves and the membership came after.
fn opened_late() -> (Ledger, Vec<Revision>) {
    let given = moved().with(grant("Guests", "Node", "Library", "2026-03-15", shared(1)));
    let of = |type_name: &str| {
        let events = given.events.iter().filter(|(_, event)| event.type_name() == type_name);
        events.map(|(cause, _)| cause.revision).collect::<Vec<_>>()
    };
    let along = [of("MoveDone"), of("MembershipGranted")[1..].to_vec()].concat();
    (given, along)
}

#[test]
fn two_months_late_what_rests_on_it_is_named_or_taken_along() {
    let (given, along) = opened_late();
    let fact = || truly_opened("Node", Some("2026-05-04"));
    let rejection = given.when(correct(fact(), &BOTH, &[])).rejection();
    assert_eq!(rejection.reason.code(), "CorrectionRestsOn");
    for revision in &along {
        assert!(rejection.to_string().contains(&format!("revision {revision}")), "{rejection}");
    }
    given.when(correct(fact(), &BOTH, &along[1..])).rejects("CorrectionRestsOn", "takeAlong");
    let corrected = given.with(correct(fact(), &BOTH, &along));
    for desk in ["W1", "W2"] {
        assert_eq!(corrected.allocation(desk, "2026-05-03", Actual), given_to("Schools"));
        assert_eq!(corrected.allocation(desk, "2026-05-04", Actual), Flexible(hub("Node")));
    }
    for member in ["M", "Guests"] {
        assert_eq!(corrected.terms(member, "2026-05-03", Actual), None, "{member}");
        assert!(corrected.terms(member, "2026-05-04", Actual).is_some(), "{member}");
    }
    assert_eq!(corrected.status("R"), Completed);
    let voided = corrected.events.iter().rev().find_map(|(_, event)| match event {
        Event::FactuallyCorrected(e) => Some(e.voided.len()),
        _ => None,
    });
    assert_eq!(voided, Some(5), "the opening, two moves, two memberships");
}

#[test]
fn what_rests_on_what_never_was_is_void_with_it() {
    let (given, along) = opened_late();
    let corrected = given.with(correct(truly_opened("Node", None), &BOTH, &along[..2]));
    assert_eq!(corrected.allocation("W1", "2026-06-15", Actual), given_to("Schools"));
    assert_eq!(corrected.status("R"), Approved);
    assert_eq!(corrected.terms("M", "2026-06-15", Actual), None);
    // The hub is still planned, and can have members.
    assert_eq!(corrected.terms("Guests", "2026-06-15", Actual), Some(shared(1)));
    assert!(!corrected.state.hub(&hub("Node")).unwrap().is_open(date("2026-06-15"), Actual));
}

#[test]
fn a_space_that_served_later_takes_along_what_stood_in_it() {
    let given = moved();
    let served = given.last("HubSpaceAdded");
    let moves: Vec<Revision> = given
        .state
        .reallocation(&reallocation("R"))
        .unwrap()
        .done
        .values()
        .map(|done| done.revision)
        .collect();
    let fact = || truly_served("Lounge", served, Some(("Node", "2026-04-15")));
    given.when(correct(fact(), &BOTH, &[])).rejects("CorrectionRestsOn", "takeAlong");
    // The second move was made after the space came to the hub, and stays.
    let corrected = given.with(correct(fact(), &BOTH, &moves[..1]));
    assert_eq!(corrected.allocation("W1", "2026-04-14", Actual), given_to("Schools"));
    assert_eq!(corrected.allocation("W1", "2026-04-15", Actual), Flexible(hub("Node")));
    assert_eq!(corrected.allocation("W2", "2026-04-20", Actual), Flexible(hub("Node")));
    let never = moved();
    let never = never.with(correct(truly_served("Lounge", served, None), &BOTH, &moves));
    assert_eq!(never.hub_of("Lounge", "2026-06-15", Actual), None);
    assert_eq!(never.allocation("W2", "2026-06-15", Actual), given_to("Schools"));
}

#[test]
fn memberships_that_only_a_wrong_capacity_allowed_rest_on_it() {
    let given = estate()
        .with(grant("First", "Node", "Schools", "2026-04-01", shared(4)))
        .with(grant("Second", "Node", "Library", "2026-04-01", shared(4)));
    let (set, second) = (given.last("HubCapacitySet"), given.last("MembershipGranted"));
    // The capacity of the Annex was set last.
    let set = Revision::new(set.number() - 3).unwrap();
    let fact = |people| truly_held("Node", set, Some(("2026-03-01", people)));
    given.when(correct(fact(8), &[], &[])).gives(&["FactuallyCorrected", "HubCapacitySet"]);
    let rejection = given.when(correct(fact(6), &BOTH, &[])).rejection();
    assert!(
        rejection.to_string().contains(&format!("revision {second} (terms of membership")),
        "{rejection}"
    );
    let corrected = given.with(correct(fact(6), &BOTH, &[second]));
    assert_eq!(corrected.terms("First", "2026-04-01", Actual), Some(shared(4)));
    assert_eq!(corrected.terms("Second", "2026-04-01", Actual), None);
}

#[test]
fn a_membership_held_on_other_terms_from_another_date_or_never() {
    let given = || estate().with(grant("M", "Node", "Schools", "2026-04-01", shared(4)));
    let granted = given().last("MembershipGranted");
    let fact = truly_a_member("M", granted, Some(("2026-05-01", shared(2))));
    let other = given().when(correct(fact, &BOTH, &[]));
    let other = other.gives(&["FactuallyCorrected", "MembershipGranted"]);
    assert_eq!(other.terms("M", "2026-04-30", Actual), None);
    assert_eq!(other.terms("M", "2026-05-01", Actual), Some(shared(2)));
    let never = given().with(correct(truly_a_member("M", granted, None), &BOTH, &[]));
    assert_eq!(never.terms("M", "2026-06-15", Actual), None);
    let changed = given().with(change_terms("M", "2026-05-01", shared(3)));
    let change = changed.last("MembershipChanged");
    let fact = truly_a_member("M", change, Some(("2026-06-01", shared(3))));
    let later = changed.with(correct(fact, &BOTH, &[]));
    assert_eq!(later.terms("M", "2026-05-31", Actual), Some(shared(4)));
    assert_eq!(later.terms("M", "2026-06-01", Actual), Some(shared(3)));
}

#[test]
fn what_is_only_planned_is_put_in_doubt() {
    let moves = [relocate(1, "W1", "Node", "Lounge", "2026-09-01")];
    let given = occupied().approved("R", &moves, &[]);
    let served = given.last("HubSpaceAdded");
    let corrected = given
        .when(correct(truly_served("Lounge", served, None), &[], &[]))
        .gives(&["FactuallyCorrected", "ReallocationDoubted"]);
    let known = corrected.state.reallocation(&reallocation("R")).unwrap();
    assert_eq!(known.move_doubted(1), Some(corrected.last("FactuallyCorrected")));
}

#[test]
fn a_move_that_was_never_made_and_cannot_be_made_any_more_is_in_doubt() {
    let given = moved();
    let served = given.last("HubSpaceAdded");
    let done = &given.state.reallocation(&reallocation("R")).unwrap().done;
    let moves: Vec<Revision> = done.values().map(|done| done.revision).collect();
    let corrected = given.with(correct(truly_served("Lounge", served, None), &BOTH, &moves));
    assert_eq!(corrected.status("R"), Approved);
    let by = corrected.last("FactuallyCorrected");
    let known = corrected.state.reallocation(&reallocation("R")).unwrap();
    assert_eq!([1, 2].map(|number| known.move_doubted(number)), [Some(by), Some(by)]);
    corrected.when(report("R", "2026-06-15", &[1])).rejects("InDoubt", "moves.0");
}

#[test]
fn what_another_reallocation_moves_by_now_is_not_planned_again_beside_it() {
    let back = [give_back(1, "W1", "Schools", "2026-05-01")];
    let again = [convert(1, "W1", "Node", "2026-09-01")];
    let given = moved()
        .approved("Back", &back, &[])
        .with(report("Back", "2026-05-04", &[1]))
        .approved("Again", &again, &[]);
    let corrected = given.with(correct(truly_done("R", 1, None), &BOTH, &[]));
    let doubted = |ledger: &Ledger, of: &str| {
        ledger.state.reallocation(&reallocation(of)).unwrap().move_doubted(1)
    };
    let by = Some(corrected.last("FactuallyCorrected"));
    assert_eq!(doubted(&corrected, "R"), by);
    // It was to become flexible in the lounge, to which it never came.
    assert_eq!(corrected.place("W1", "2026-06-15", Actual), space("Open"));
    assert_eq!(doubted(&corrected, "Again"), by);
    assert_eq!(doubted(&corrected, "Back"), None, "it was done");
}

#[test]
fn what_could_only_be_done_in_the_past_is_in_doubt_where_it_could_not() {
    let moves = [relocate(1, "W1", "Node", "Lounge", "2026-04-01")];
    let given = occupied()
        .with(propose("R", &moves, &[]))
        .with(lose("Lounge", "2026-05-01"))
        .with_approval_of("R");
    // It can be reported done before the loss.
    given.clone().with(report("R", "2026-04-01", &[1]));
    let served = given.last("HubSpaceAdded");
    let corrected = given.with(correct(truly_served("Lounge", served, None), &[], &[]));
    let known = corrected.state.reallocation(&reallocation("R")).unwrap();
    assert_eq!(known.move_doubted(1), Some(corrected.last("FactuallyCorrected")));
}

#[test]
fn what_is_still_to_come_is_changed_and_not_corrected() {
    let given = estate().with(assign("W1", "Schools", "2026-02-01"));
    let wrong = given.last("AllocationAssigned");
    given
        .when(correct(truly_given("W1", wrong, "Schools", "2026-06-16"), &[], &[]))
        .rejects("InFuture", "fact.allocation.instead.from");
    moved()
        .when(correct(truly_done("R", 1, Some("2026-06-16")), &BOTH, &[]))
        .rejects("InFuture", "fact.move.doneOn");
}

#[test]
fn a_correction_to_what_is_recorded_changes_nothing() {
    moved().when(correct(truly_done("R", 1, Some("2026-04-10")), &[], &[])).changes_nothing();
    moved().when(correct(truly_opened("Node", Some("2026-03-01")), &[], &[])).changes_nothing();
}

#[test]
fn only_what_an_event_itself_recorded_is_corrected_by_it() {
    let given = moved();
    let done = given.last("MoveDone");
    let at = "fact.allocation.revision";
    given.when(correct(never_given("W2", done), &[], &[])).rejects("NothingToCorrect", at);
    let added = given.state.resource(&resource("W2")).unwrap().added().unwrap();
    given.when(correct(never_given("W2", added), &[], &[])).rejects("NothingToCorrect", at);
    let never: TrueFact = truly_done("R", 3, None);
    given.when(correct(never, &BOTH, &[])).rejects("NothingToCorrect", "fact.move.number");
}

#[test]
fn what_was_known_before_never_changes() {
    let (given, along) = opened_late();
    let (before, known) = (given.state.clone(), given.state.head().unwrap().revision);
    let formerly = told(&given, &before);
    let corrected = given.with(correct(truly_opened("Node", Some("2026-05-04")), &BOTH, &along));
    assert_ne!(told(&corrected, &corrected.state)[..10], formerly[..10], "the plans are other now");
    let mut replayed = Portfolio::default();
    for (cause, event) in corrected.events.iter().filter(|(cause, _)| cause.revision <= known) {
        replayed.evolve(cause, event).unwrap();
    }
    assert_eq!(replayed.digest(), before.digest());
    let mut history = corrected;
    history.events.truncate(usize::try_from(known.next().number()).unwrap());
    assert_eq!(told(&history, &replayed), formerly);
}

#[test]
fn a_correction_can_be_corrected() {
    let once = moved().with(correct(truly_done("R", 1, Some("2026-05-04")), &BOTH, &[]));
    let twice = once.with(correct(truly_done("R", 1, Some("2026-04-10")), &BOTH, &[]));
    let as_it_was = moved();
    for day in ["2026-04-09", "2026-04-10", "2026-05-04"] {
        let held = |ledger: &Ledger| {
            (ledger.allocation("W1", day, Actual), ledger.terms("M", day, Actual))
        };
        assert_eq!(held(&twice), held(&as_it_was), "{day}");
    }
    assert_eq!(twice.status("R"), Completed);
}

/// W2 never went to the Lounge: then it stands in the Open space, which has ended since.
#[test]
fn a_move_out_of_a_space_that_has_ended_since_stays_made() {
    let given = moved()
        .with(move_resources(&["W1", "W3", "A1"], "Lounge", "2026-04-25"))
        .with(retire_space("Open", "2026-05-01"));
    given.when(correct(truly_done("R", 2, None), &BOTH, &[])).rejects("NotThere", "fact.space");
    given
        .when(correct(truly_done("R", 2, Some("2026-05-04")), &BOTH, &[]))
        .rejects("NotThere", "fact.space");
    let earlier = given.with(correct(truly_done("R", 2, Some("2026-04-19")), &BOTH, &[]));
    assert_eq!(earlier.place("W2", "2026-04-19", Actual), space("Lounge"));
}
