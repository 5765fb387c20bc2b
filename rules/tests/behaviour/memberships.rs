//! Memberships: granted, changed and ended by themselves, within what the hub holds.

use crate::common::*;
use projections::Basis::{Actual, Planned};
use projections::Seats;
use schema::{
    MembershipChange, MembershipEnd, MembershipGrant, MembershipTerms, SeatKind, SeatPromise,
    WeekCount, Weekday,
};

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

fn granted(decisions: &[schema::Decision]) -> MembershipGrant {
    let granted = grant("M", "Node", "Schools", "2026-04-01", shared(3));
    MembershipGrant { decisions: decisions.to_vec(), ..granted }
}

#[test]
fn a_membership_is_decided_by_its_host_and_by_the_members_organisation() {
    let (region, town) = (decision("Region", "2026-03-01"), decision("Town", "2026-03-02"));
    let both = [town.clone(), region.clone()];
    let ledger = estate().when_only(granted(&both)).gives(&["MembershipGranted"]);
    assert_eq!(ledger.state.decisions().count(), 2);
    estate().when_only(granted(&[])).rejects("DecisionMissing", "decisions");
    estate()
        .when_only(granted(std::slice::from_ref(&region)))
        .rejects("DecisionMissing", "decisions");
    estate()
        .when_only(granted(std::slice::from_ref(&town)))
        .rejects("DecisionMissing", "decisions");
    let changed = |decisions: &[schema::Decision]| MembershipChange {
        decisions: decisions.to_vec(),
        ..change_terms("M", "2026-06-01", shared(4))
    };
    ledger.when_only(changed(&both)).gives(&["MembershipChanged"]);
    ledger.when_only(changed(&[town])).rejects("DecisionMissing", "decisions");
    let one = |decisions: &[schema::Decision]| MembershipEnd {
        decisions: decisions.to_vec(),
        ..end_membership("M", "2026-06-01")
    };
    ledger.when_only(one(&[region])).gives(&["MembershipEnded"]);
    ledger.when_only(one(&[])).rejects("DecisionMissing", "decisions");
}

#[test]
fn one_decision_does_where_host_and_member_are_one_organisation() {
    let own = grant("M", "Node", "Clinic", "2026-04-01", shared(3));
    let decisions = vec![decision("Region", "2026-03-01")];
    estate().when_only(MembershipGrant { decisions, ..own }).gives(&["MembershipGranted"]);
}

#[test]
fn the_decisions_on_a_membership_are_one_of_each_side_and_have_been_taken() {
    let with = |of, on| granted(&[decision("Region", "2026-03-01"), decision(of, on)]);
    let at = |field: &str| format!("decisions.1.{field}");
    estate().when_only(with("Stranger", "2026-03-01")).rejects("NotConcerned", &at("organisation"));
    estate().when_only(with("Region", "2026-03-01")).rejects("InvalidValue", &at("organisation"));
    estate().when_only(with("Town", "2026-06-16")).rejects("InFuture", &at("decidedOn"));
    estate().when_only(with("Town", "2025-12-31")).rejects("NotThere", &at("organisation"));
    let reported = |on| {
        let decided = decision("Town", "2026-03-01");
        let decided = schema::Decision { reported_on: Some(date(on)), ..decided };
        granted(&[decided, decision("Region", "2026-03-01")])
    };
    estate().when_only(reported("2026-03-20")).gives(&["MembershipGranted"]);
    estate().when_only(reported("2026-06-16")).rejects("InFuture", "decisions.0.reportedOn");
    estate().when_only(reported("2026-02-28")).rejects("InvalidValue", "decisions.0.reportedOn");
    let three = ["Region", "Town", "Stranger"].map(|of| decision(of, "2026-03-01"));
    estate().when_only(granted(&three)).rejects("TooMuch", "decisions");
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
