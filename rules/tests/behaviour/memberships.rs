//! Memberships: granted, changed and ended by themselves, within what the hub holds.

use crate::common::*;
use projections::Basis::{Actual, Planned};
use projections::Seats;
use schema::{MembershipGrant, MembershipTerms, SeatKind, SeatPromise, WeekCount, Weekday};

#[test]
fn a_membership_holds_from_its_date_on_its_terms() {
    let ledger = estate()
        .with(grant("M", "Node", "Schools", "2026-04-01", shared(3)))
        .with(change_terms("M", "2026-06-01", shared(5)))
        .with(end_membership("M", "2026-09-01"));
    let promised =
        |on| Seats::of(&ledger.state, hub("Node"), date(on), Actual).promised.on(Weekday::Monday);
    let dates = ["2026-03-31", "2026-04-01", "2026-06-01", "2026-08-31", "2026-09-01"];
    assert_eq!(dates.map(promised), [0, 3, 5, 5, 0]);
}

#[test]
fn promises_stay_within_the_hub_on_every_later_date() {
    let given = estate().with(set_capacity("Node", "2026-09-01", 4));
    given
        .when(grant("M", "Node", "Schools", "2026-04-01", shared(5)))
        .rejects("HubLimitExceeded", "terms");
    let given = given.with(grant("M", "Node", "Schools", "2026-04-01", shared(3)));
    given.when(change_terms("M", "2026-05-01", shared(5))).rejects("HubLimitExceeded", "terms");
    given
        .when(grant("N", "Node", "Library", "2026-10-01", shared(2)))
        .rejects("HubLimitExceeded", "terms");
    given
        .when(grant("N", "Node", "Library", "2026-10-01", shared(1)))
        .gives(&["MembershipGranted"]);
    given
        .with(end_membership("M", "2026-09-01"))
        .when(grant("N", "Node", "Library", "2026-09-01", shared(4)))
        .gives(&["MembershipGranted"]);
}

#[test]
fn promises_are_counted_by_weekday() {
    let on = |days: [u32; 7]| {
        let week = WeekCount::new(days).unwrap();
        let promise = SeatPromise { kind: SeatKind::Workstation, guaranteed: false, week };
        MembershipTerms::new(9, vec![promise], None, None).unwrap()
    };
    let given =
        estate().with(grant("M", "Node", "Schools", "2026-04-01", on([10, 0, 0, 0, 0, 0, 0])));
    given
        .when(grant("N", "Node", "Library", "2026-04-01", on([0, 10, 0, 0, 0, 0, 0])))
        .gives(&["MembershipGranted"]);
    given
        .when(grant("N", "Node", "Library", "2026-04-01", on([1, 9, 0, 0, 0, 0, 0])))
        .rejects("HubLimitExceeded", "terms");
}

#[test]
fn nothing_is_promised_where_no_capacity_is_recorded() {
    estate()
        .with(plan_hub("Corner", "Town", "2026-09-01"))
        .when(grant("M", "Corner", "Schools", "2026-09-01", shared(1)))
        .rejects("NoCapacity", "terms");
    estate()
        .when(grant("M", "Annex", "Schools", "2026-09-01", shared(1)))
        .gives(&["MembershipGranted"]);
}

#[test]
fn nothing_is_promised_in_a_hub_before_it_is_planned_to_open() {
    estate()
        .when(grant("M", "Annex", "Schools", "2026-08-31", shared(1)))
        .rejects("HubNotOpen", "hub");
}

#[test]
fn assumed_workstations_are_not_guaranteed_until_counted() {
    let moves = [
        relocate(1, "A1", "Node", "Lounge", "2026-05-01"),
        relocate(2, "W1", "Node", "Lounge", "2026-05-01"),
    ];
    let given = estate().approved("R", &moves, &[]).with(report("R", "2026-05-01", &[1, 2]));
    let two = |from| grant("M", "Node", "Schools", from, guaranteed(2));
    given.when(two("2026-06-01")).rejects("SeatsNotCounted", "terms");
    let counted = given.clone().with(grade("A1", "2026-07-01", counted()));
    counted.when(two("2026-06-01")).rejects("SeatsNotCounted", "terms");
    counted.when(two("2026-07-01")).gives(&["MembershipGranted"]);
    given
        .when(grant("M", "Node", "Schools", "2026-06-01", shared(2)))
        .gives(&["MembershipGranted"]);
}

#[test]
fn terms_that_change_nothing_give_no_event() {
    let given = estate().with(grant("M", "Node", "Schools", "2026-04-01", shared(3)));
    given.when(change_terms("M", "2026-06-01", shared(3))).changes_nothing();
}

#[test]
fn a_membership_is_changed_and_ended_while_it_holds() {
    let given = estate().with(grant("M", "Node", "Schools", "2026-04-01", shared(3)));
    given.when(end_membership("M", "2026-03-31")).rejects("MembershipNotInForce", "from");
    let ended = given.with(end_membership("M", "2026-09-01"));
    ended.when(change_terms("M", "2026-09-01", shared(4))).rejects("MembershipNotInForce", "from");
    ended.when(end_membership("M", "2026-09-01")).rejects("MembershipNotInForce", "from");
    ended.when(end_membership("M", "2026-08-01")).gives(&["MembershipEnded"]);
    ended.when(end_membership("N", "2026-08-01")).rejects("NotFound", "membership");
}

#[test]
fn a_change_set_for_later_does_not_bring_an_ended_membership_back() {
    let ledger = estate()
        .with(grant("M", "Node", "Schools", "2026-04-01", shared(3)))
        .with(change_terms("M", "2026-10-01", shared(4)))
        .with(end_membership("M", "2026-08-01"));
    assert_eq!(ledger.terms("M", "2026-07-31", Planned), Some(shared(3)));
    assert_eq!(ledger.terms("M", "2026-10-01", Planned), None);
}

#[test]
fn a_membership_id_is_used_once() {
    let given = estate()
        .with(grant("M", "Node", "Schools", "2026-04-01", shared(3)))
        .with(end_membership("M", "2026-05-01"));
    given
        .when(grant("M", "Node", "Library", "2026-06-01", shared(3)))
        .rejects("ExistsAlready", "membership");
}

#[test]
fn hub_and_unit_are_there() {
    estate()
        .when(grant("M", "Hive", "Schools", "2026-04-01", shared(1)))
        .rejects("NotFound", "hub");
    estate().when(grant("M", "Node", "Parks", "2026-04-01", shared(1))).rejects("NotFound", "unit");
    estate()
        .with(register_unit("Parks", "Town", "2026-05-01"))
        .when(grant("M", "Node", "Parks", "2026-04-30", shared(1)))
        .rejects("NotThere", "unit");
}

#[test]
fn a_decision_on_a_membership_is_the_hosts_or_the_members_and_has_been_taken() {
    let granted = |of, decided_on| MembershipGrant {
        decision: Some(decision(of, decided_on)),
        ..grant("M", "Node", "Schools", "2026-04-01", shared(3))
    };
    estate().when(granted("Town", "2026-03-01")).gives(&["MembershipGranted"]);
    estate().when(granted("Region", "2026-03-01")).gives(&["MembershipGranted"]);
    estate()
        .when(granted("Stranger", "2026-03-01"))
        .rejects("NotConcerned", "decision.organisation");
    estate().when(granted("Town", "2026-06-16")).rejects("InFuture", "decision.decidedOn");
    estate().when(granted("Town", "2025-12-31")).rejects("NotThere", "decision.organisation");
    let reported = |on| {
        let decided = decision("Town", "2026-03-01");
        let decided = schema::Decision { reported_on: Some(date(on)), ..decided };
        MembershipGrant { decision: Some(decided), ..granted("Town", "2026-03-01") }
    };
    estate().when(reported("2026-03-20")).gives(&["MembershipGranted"]);
    estate().when(reported("2026-06-16")).rejects("InFuture", "decision.reportedOn");
    estate().when(reported("2026-02-28")).rejects("InvalidValue", "decision.reportedOn");
}

#[test]
fn a_membership_still_to_begin_with_a_reallocation_is_changed_there() {
    let brought = [bring("M", "Node", "Schools", "2026-09-01", shared(3))];
    let moves = [relocate(1, "W1", "Node", "Lounge", "2026-09-01")];
    let given = estate().approved("R", &moves, &brought);
    given.when(change_terms("M", "2026-10-01", shared(2))).rejects("BreaksApproved", "membership");
    given.when(end_membership("M", "2026-10-01")).rejects("BreaksApproved", "membership");
    given
        .when(grant("M", "Node", "Library", "2026-10-01", shared(2)))
        .rejects("ExistsAlready", "membership");
}
