//! The seats of a hub on every later date, what waits for them, and what a unit has in several hubs.

use crate::common::*;
use projections::{Basis, SeatsFrom, Served, WaitingMembership, seats_over_time};
use schema::{Change, UnitRegister, UnitRevise, WeekCount, Weekday};

/// The Schools have three seats in the Node from May, and the Library two for the summer. W1 and W2
/// are to come to the Node's lounge in July and September, the second with two seats more, which
/// nobody has decided on.
fn given() -> Ledger {
    estate()
        .with(grant("M", "Node", "Schools", "2026-05-01", shared(3)))
        .with(grant("N", "Node", "Library", "2026-06-01", shared(2)))
        .with(end_membership("N", "2026-10-01"))
        .approved("R", &[relocate(1, "W1", "Node", "Lounge", "2026-07-01")], &[])
        .with(propose(
            "S",
            &[relocate(1, "W2", "Node", "Lounge", "2026-09-01")],
            &[bring("O", "Node", "Schools", "2026-08-01", shared(2))],
        ))
}

fn over_time(ledger: &Ledger, from: &str) -> Vec<SeatsFrom> {
    seats_over_time(&ledger.state, hub("Node"), date(from)).collect()
}

/// Promised on Mondays over available workstations: actual, planned, and with what waits.
fn told(seats: &SeatsFrom) -> (String, [String; 3]) {
    let told = [&seats.actual, &seats.planned, &seats.if_approved];
    let told = told.map(|seats| {
        format!("{}/{}", seats.promised.on(Weekday::Monday), seats.counted_workstations)
    });
    (seats.from.to_string(), told)
}

#[test]
fn the_seats_of_a_hub_are_told_for_every_later_date_on_which_they_change() {
    let line = |on: &str, told: [&str; 3]| (on.to_owned(), told.map(str::to_owned));
    let told: Vec<_> = over_time(&given(), "2026-05-15").iter().map(told).collect();
    let expected = [
        line("2026-05-15", ["3/0", "3/0", "3/0"]),
        line("2026-06-01", ["5/0", "5/0", "5/0"]),
        line("2026-07-01", ["5/0", "5/1", "5/1"]),
        // With the first move, as the membership would begin.
        line("2026-09-01", ["5/0", "5/1", "7/2"]),
        line("2026-10-01", ["3/0", "3/1", "5/2"]),
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_date_on_which_nothing_of_the_seats_changes_is_not_told() {
    let renamed = schema::ResourceRevise {
        number: Change::Set("7".parse().unwrap()),
        ..revise_resource("W1", "2026-08-01")
    };
    let ledger = given().with(report("R", TODAY, &[1])).with(renamed);
    let dates: Vec<_> =
        over_time(&ledger, "2026-07-15").iter().map(|seats| seats.from.to_string()).collect();
    assert_eq!(dates, ["2026-07-15", "2026-09-01", "2026-10-01"]);
}

#[test]
fn a_capacity_and_a_loss_to_come_are_told() {
    let ledger = given()
        .with(report("R", TODAY, &[1]))
        .with(set_capacity("Node", "2026-11-01", 6))
        .with(lose("Lounge", "2026-12-01"));
    let later = over_time(&ledger, "2026-10-01");
    let told: Vec<_> = later
        .iter()
        .map(|seats| {
            let planned = &seats.planned;
            let capacity = planned.capacity.unwrap().people;
            (seats.from.to_string(), capacity, planned.counted_workstations)
        })
        .collect();
    let line = |on: &str, capacity, workstations| (on.to_owned(), capacity, workstations);
    let expected = [line("2026-10-01", 10, 1), line("2026-11-01", 6, 1), line("2026-12-01", 6, 0)];
    assert_eq!(told, expected);
    let ratios = later.iter().map(|it| it.planned.promise_ratio_thousandths(Weekday::Monday));
    assert_eq!(ratios.collect::<Vec<_>>(), [Some(3000), Some(3000), None]);
}

#[test]
fn a_membership_that_waits_is_shown_with_the_seats_if_it_came_and_reserves_none() {
    let ledger = given();
    let waiting = WaitingMembership::all(&ledger.state, hub("Node"));
    let [one] = &waiting[..] else { panic!("{waiting:?}") };
    assert_eq!((one.reallocation, one.proposed.membership), (reallocation("S"), membership("O")));
    assert_eq!(one.from, date("2026-09-01"));
    let seats = [one.seats(&ledger.state), one.seats_if_approved(&ledger.state)];
    let ratios = seats.map(|seats| seats.promise_ratio_thousandths(Weekday::Monday));
    assert_eq!(ratios, [Some(5000), Some(3500)]);
    assert_eq!(WaitingMembership::all(&ledger.state, hub("Annex")), []);
    // Five more fit beside what is reserved, though not beside what waits.
    let rest = grant("P", "Node", "Clinic", "2026-09-01", shared(5));
    ledger.when(rest).gives(&["MembershipGranted"]);
}

#[test]
fn what_is_decided_on_no_longer_waits() {
    let waiting = |ledger: &Ledger| WaitingMembership::all(&ledger.state, hub("Node")).len();
    let approved = given().with_approval_of("S");
    assert_eq!(waiting(&approved), 0);
    let all = over_time(&approved, "2026-09-01");
    assert_eq!(all[0].planned, all[0].if_approved);
    assert_eq!(waiting(&given().with(withdraw("S"))), 0);
    let begun = approved.with(report("S", TODAY, &[1]));
    assert_eq!(begun.status("S"), projections::ReallocationStatus::Completed);
}

#[test]
fn a_membership_that_began_before_an_amendment_does_not_wait() {
    let moves = [
        relocate(1, "W1", "Node", "Lounge", "2026-06-01"),
        relocate(2, "W2", "Node", "Lounge", "2026-09-01"),
    ];
    let brought = [
        bring("O", "Node", "Schools", "2026-06-01", shared(2)),
        bring("P", "Annex", "Schools", "2026-09-01", shared(1)),
    ];
    let ledger = estate()
        .approved("R", &moves, &brought[..1])
        .with(report("R", "2026-06-10", &[1]))
        .with(amend("R", &moves, &brought));
    assert_eq!(WaitingMembership::all(&ledger.state, hub("Node")), []);
    let waiting = WaitingMembership::all(&ledger.state, hub("Annex"));
    assert_eq!(waiting.iter().map(|it| it.from).collect::<Vec<_>>(), [date("2026-09-01")]);
}

#[test]
fn desks_that_would_go_back_to_a_unit_are_missed_in_their_hub() {
    let ledger = estate()
        .approved("R", &[relocate(1, "W1", "Node", "Lounge", "2026-06-01")], &[])
        .with(report("R", TODAY, &[1]))
        .with(propose("T", &[give_back(1, "W1", "Schools", "2026-11-01")], &[]));
    let last = over_time(&ledger, "2026-11-01").remove(0);
    let counted = [&last.planned, &last.if_approved].map(|seats| seats.counted_workstations);
    assert_eq!(counted, [1, 0]);
}

/// The Schools are 20, of whom 12 come on Mondays and none is counted on Fridays.
fn spread() -> Ledger {
    let week = WeekCount::new([12, 10, 10, 10, 0, 0, 0]).unwrap();
    estate()
        .with(UnitRevise { attendance: Change::Set(week), ..revise_unit("Schools", "2026-01-01") })
        .with(grant("M", "Node", "Schools", "2026-04-01", shared(8)))
}

fn served(ledger: &Ledger, on: &str) -> Served {
    Served::of(&ledger.state, unit("Schools"), date(on), Basis::Planned)
}

#[test]
fn a_unit_in_several_hubs_may_be_served_more_than_it_has_people_and_that_is_told() {
    let terms = |people| schema::MembershipTerms { people_served: people, ..shared(4) };
    let ledger = spread()
        .with(change_terms("M", "2026-05-01", terms(12)))
        .with(grant("N", "Annex", "Schools", "2026-09-01", terms(9)))
        .with(grant("L", "Node", "Library", "2026-09-01", shared(0)));
    let before = served(&ledger, "2026-08-31");
    assert_eq!((before.memberships, before.hubs, before.people_served), (1, 1, 12));
    assert!(!before.serves_more_than_there_are());
    let after = served(&ledger, "2026-09-01");
    assert_eq!((after.memberships, after.hubs, after.people_served, after.people), (2, 2, 21, 20));
    assert!(after.serves_more_than_there_are());
    assert_eq!(after.promised.on(Weekday::Monday), 8);
    let actual = Served::of(&ledger.state, unit("Schools"), date("2026-09-01"), Basis::Actual);
    assert_eq!(actual.memberships, 2, "granted by itself it holds on both bases");
}

#[test]
fn promised_seats_stand_against_attendance_by_weekday() {
    let of_schools = served(&spread(), "2026-06-01");
    let day = |day| (of_schools.promised.on(day), of_schools.attending_on(day));
    assert_eq!(day(Weekday::Monday), (8, Some(12)));
    assert_eq!(day(Weekday::Friday), (8, Some(0)));
    assert_eq!(of_schools.attendance_unknown, 0);
    let unknown = Served::of(&estate().state, unit("Library"), date("2026-06-01"), Basis::Actual);
    assert_eq!((unknown.attending_on(Weekday::Monday), unknown.attendance_unknown), (None, 1));
}

#[test]
fn the_people_of_the_parts_of_a_unit_are_its_people() {
    let part = UnitRegister { headcount: 5, ..register_unit("Parks", "Town", "2026-01-01") };
    let ledger = spread().with(part).with(place_unit("Parks", "2026-01-01", "Schools"));
    let of_schools = served(&ledger, "2026-06-01");
    assert_eq!((of_schools.people, of_schools.attendance_unknown), (25, 1));
    assert_eq!(of_schools.attending_on(Weekday::Monday), Some(12));
}
