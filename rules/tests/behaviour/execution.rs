//! Moves carried out: singly, on their actual dates, whatever was planned.

use crate::common::*;
use projections::Allocation::Vacant;
use projections::Basis::{Actual, Planned};
use projections::ReallocationStatus::{Approved, Completed, Proposed};
use schema::{Move, ProposedMembership};

/// W1, W2 and W3 go to the lounge on the first of May.
fn three() -> [Move; 3] {
    [1, 2, 3].map(|number| relocate(number, &format!("W{number}"), "Node", "Lounge", "2026-05-01"))
}

fn brought() -> [ProposedMembership; 1] {
    [bring("M", "Node", "Schools", "2026-05-01", guaranteed(3))]
}

fn approved() -> Ledger {
    occupied().approved("R", &three(), &brought())
}

#[test]
fn moves_are_done_singly_on_their_own_dates() {
    let ledger = approved()
        .when(report("R", "2026-04-20", &[2]))
        .gives(&["MoveDone", "MembershipGranted"])
        .when(report("R", "2026-05-10", &[1]))
        .gives(&["MoveDone"]);
    assert_eq!(ledger.status("R"), Approved);
    let ledger =
        ledger.when(report("R", "2026-05-10", &[3])).gives(&["MoveDone", "ReallocationCompleted"]);
    assert_eq!(ledger.status("R"), Completed);
    assert_eq!(ledger.place("W2", "2026-04-20", Actual), space("Lounge"));
    assert_eq!(ledger.place("W1", "2026-05-09", Actual), space("Open"));
    assert_eq!(ledger.allocation("W1", "2026-05-09", Planned), fixed("Schools"));
    assert_eq!(ledger.allocation("W1", "2026-05-10", Planned), flexible("Node"));
}

#[test]
fn one_report_gives_one_result_however_it_is_spelled() {
    let types = ["MoveDone", "MoveDone", "MembershipGranted"];
    let sorted = approved().when(report("R", "2026-05-01", &[1, 2])).gives(&types);
    let spelled = approved().when(report("R", "2026-05-01", &[2, 1, 2, 2])).gives(&types);
    assert_eq!(sorted.state.digest(), spelled.state.digest());
}

#[test]
fn a_move_is_never_reported_ahead() {
    approved().when(report("R", TODAY, &[1])).gives(&["MoveDone", "MembershipGranted"]);
    approved().when(report("R", "2026-06-16", &[1])).rejects("InFuture", "on");
}

#[test]
fn a_report_names_moves_of_the_reallocation_that_are_still_to_do() {
    approved().when(report("R", "2026-05-01", &[])).rejects("NoMoves", "moves");
    approved().when(report("R", "2026-05-01", &[1, 4])).rejects("NoSuchMove", "moves.1");
    approved().when(report("S", "2026-05-01", &[1])).rejects("NotFound", "reallocation");
    let begun = approved().with(report("R", "2026-05-01", &[1]));
    begun.when(report("R", "2026-05-02", &[2, 1])).rejects("MoveDoneAlready", "moves.1");
    let proposed = occupied().with(propose("R", &three(), &[]));
    proposed.when(report("R", "2026-05-01", &[1])).rejects("WrongStatus", "reallocation");
}

#[test]
fn what_was_done_is_checked_against_what_is() {
    let annex =
        [convert_space(1, "Open", "Annex", "2026-09-01"), convert(2, "W3", "Annex", "2026-09-01")];
    let given = occupied().approved("R", &annex, &[]).today("2026-10-01");
    given.when(report("R", "2026-10-01", &[1])).rejects("HubNotOpen", "moves.0.hub");
    let open = given.with(open_hub("Annex", "2026-09-15"));
    open.when(report("R", "2026-09-14", &[1])).rejects("HubNotOpen", "moves.0.hub");
    open.when(report("R", "2026-09-20", &[2])).rejects("NotInHub", "moves.0.space");
    open.when(report("R", "2026-09-20", &[2, 1])).gives(&[
        "MoveDone",
        "MoveDone",
        "ReallocationCompleted",
    ]);
    let space = open.with(report("R", "2026-09-20", &[1]));
    space.when(report("R", "2026-09-19", &[2])).rejects("NotInHub", "moves.0.space");
    space.when(report("R", "2026-09-20", &[2])).gives(&["MoveDone", "ReallocationCompleted"]);
}

#[test]
fn a_room_is_not_converted_before_its_desks_have_left() {
    let served = estate().with(hub_gains("Node", "Cell", "2026-03-01")).with(assign(
        "Desk",
        "Schools",
        "2026-03-01",
    ));
    let moves = [
        relocate(1, "Desk", "Node", "Lounge", "2026-05-01"),
        convert(2, "Room", "Node", "2026-05-02"),
    ];
    let given = served.approved("R", &moves, &[]);
    given.when(report("R", "2026-05-02", &[2])).rejects("AllocatedBothWays", "moves.0");
    let away = given.with(report("R", "2026-05-05", &[1]));
    away.when(report("R", "2026-05-04", &[2])).rejects("AllocatedBothWays", "moves.0");
    away.when(report("R", "2026-05-05", &[2])).gives(&["MoveDone", "ReallocationCompleted"]);
}

#[test]
fn a_move_done_before_an_end_that_was_set_lasts_beyond_it() {
    let moves = [relocate(1, "W1", "Node", "Lounge", "2026-06-01")];
    let given = occupied()
        .with(end_allocation("W1", "2026-06-01"))
        .approved("R", &moves, &[])
        .with(report("R", "2026-05-20", &[1]));
    assert_eq!(given.allocation("W1", "2026-05-19", Actual), fixed("Schools"));
    assert_eq!(given.allocation("W1", "2026-06-01", Actual), flexible("Node"));
    assert_eq!(given.allocation("W1", "2027-01-01", Planned), flexible("Node"));
}

#[test]
fn memberships_begin_with_the_first_move_and_not_before_their_date() {
    let late = approved().with(report("R", "2026-05-20", &[2]));
    assert_eq!(late.terms("M", "2026-05-19", Actual), None);
    assert_eq!(late.terms("M", "2026-05-19", Planned), None);
    assert_eq!(late.terms("M", "2026-05-20", Actual), Some(guaranteed(3)));
    let early = approved().with(report("R", "2026-04-20", &[2]));
    assert_eq!(early.terms("M", "2026-04-30", Actual), None);
    assert_eq!(early.terms("M", "2026-05-01", Actual), Some(guaranteed(3)));
    let once = late.when(report("R", "2026-05-21", &[1])).gives(&["MoveDone"]);
    assert_eq!(once.terms("M", "2026-05-20", Actual), Some(guaranteed(3)));
}

#[test]
fn memberships_are_planned_until_they_begin() {
    let given = approved();
    assert_eq!(given.terms("M", "2026-05-01", Actual), None);
    assert_eq!(given.terms("M", "2026-05-01", Planned), Some(guaranteed(3)));
}

#[test]
fn what_has_begun_is_amended_and_not_withdrawn() {
    let begun = approved().with(report("R", "2026-05-02", &[2]));
    begun.when(withdraw("R")).rejects("WrongStatus", "reallocation");
    begun
        .with(amend("R", &three(), &brought()))
        .when(withdraw("R"))
        .rejects("BegunAlready", "reallocation");
}

#[test]
fn what_has_begun_and_was_amended_since_is_decided_against() {
    let begun = approved().with(report("R", "2026-05-02", &[2]));
    let given = begun.with(amend("R", &three(), &brought())).by("Decider");
    given.when(revoke("R", &["Town"])).rejects("WrongStatus", "reallocation");
    let types = ["ReallocationDecided", "ReallocationRejected"];
    let against = given.when(reject("R", given.digest_of("R"))).gives(&types);
    assert_eq!(against.allocation("W2", "2026-05-02", Actual), flexible("Node"));
    assert_eq!(against.allocation("W1", "2027-01-01", Planned), fixed("Schools"));
}

#[test]
fn an_amendment_keeps_what_is_done() {
    let brought = [bring("M", "Node", "Schools", "2026-05-01", shared(3))];
    let begun = occupied().approved("R", &three(), &brought).with(report("R", "2026-05-02", &[2]));
    let mut other = three();
    other[1].planned_on = date("2026-05-03");
    begun.when(amend("R", &other, &brought)).rejects("DoneMoveChanged", "proposal.moves");
    begun.when(amend("R", &three()[..1], &brought)).rejects("DoneMoveChanged", "proposal.moves");
    let mut later = three();
    later[2].planned_on = date("2026-07-01");
    let amended = begun.when(amend("R", &later, &brought)).gives(&["ReallocationAmended"]);
    assert_eq!(amended.status("R"), Proposed);
    assert_eq!(amended.allocation("W2", "2026-05-02", Actual), flexible("Node"));
    assert_eq!(amended.allocation("W1", "2026-07-01", Planned), fixed("Schools"));
    assert_eq!(amended.terms("M", "2026-05-02", Actual), Some(shared(3)));
    amended.when(report("R", "2026-05-03", &[1])).rejects("WrongStatus", "reallocation");
    let again = amended.with_approval_of("R");
    assert_eq!(again.allocation("W1", "2026-05-01", Planned), flexible("Node"));
    assert_eq!(again.allocation("W3", "2026-06-30", Planned), Vacant);
    assert_eq!(again.allocation("W3", "2026-07-01", Planned), flexible("Node"));
    again.when(report("R", "2026-05-03", &[1])).gives(&["MoveDone"]);
}

#[test]
fn an_amendment_that_leaves_guaranteed_seats_without_workstations_is_not_approved() {
    let begun = approved().with(report("R", "2026-05-02", &[2]));
    let mut later = three();
    later[2].planned_on = date("2026-07-01");
    let given = begun.with(amend("R", &later, &brought()));
    let bo = given.clone().by("Decider");
    bo.when(approve("R", given.digest_of("R")))
        .rejects("SeatsNotCounted", "proposal.memberships.0");
    let fewer = given.with(change_terms("M", "2026-05-02", shared(3))).by("Decider");
    fewer
        .when(approve("R", fewer.digest_of("R")))
        .gives(&["ReallocationDecided", "ReallocationApproved"]);
}

#[test]
fn amended_to_what_has_been_done_and_approved_it_is_complete() {
    let begun = occupied().approved("R", &three(), &[]).with(report("R", "2026-05-02", &[2]));
    let given = begun.with(amend("R", &three()[1..2], &[])).by("Decider");
    let types = ["ReallocationDecided", "ReallocationApproved", "ReallocationCompleted"];
    let ledger = given.when(approve("R", given.digest_of("R"))).gives(&types);
    assert_eq!(ledger.status("R"), Completed);
    assert_eq!(ledger.allocation("W1", "2027-01-01", Planned), fixed("Schools"));
}

#[test]
fn a_membership_that_an_amendment_takes_out_keeps_its_seats_or_gives_them_up_first() {
    let begun = approved().with(report("R", "2026-05-02", &[2]));
    let given = begun.with(amend("R", &three()[1..2], &[]));
    let bo = given.clone().by("Decider");
    bo.when(approve("R", given.digest_of("R"))).rejects("SeatsNotCounted", "proposal.memberships");
    let fewer = given.with(change_terms("M", TODAY, guaranteed(1))).by("Decider");
    let types = ["ReallocationDecided", "ReallocationApproved", "ReallocationCompleted"];
    fewer.when(approve("R", fewer.digest_of("R"))).gives(&types);
}

#[test]
fn an_amendment_leaves_out_the_numbers_of_the_moves_that_it_takes_out() {
    let begun = approved().with(report("R", "2026-05-02", &[2]));
    let kept = [three()[1], three()[2]];
    begun.when(amend("R", &kept, &brought())).gives(&["ReallocationAmended"]);
    let swapped = [three()[2], three()[1]];
    begun
        .when(amend("R", &swapped, &brought()))
        .rejects("MovesNotNumbered", "proposal.moves.1.number");
    let zero = [Move { number: 0, ..three()[0] }, three()[1]];
    begun
        .when(amend("R", &zero, &brought()))
        .rejects("MovesNotNumbered", "proposal.moves.0.number");
}

#[test]
fn a_membership_that_an_amendment_adds_to_what_has_begun_begins_with_its_approval() {
    let begun = occupied().approved("R", &three(), &[]).with(report("R", "2026-05-02", &[2]));
    let added = [bring("M", "Node", "Schools", "2026-04-01", shared(3))];
    let given = begun.with(amend("R", &three(), &added)).by("Decider");
    let types = ["ReallocationDecided", "ReallocationApproved", "MembershipGranted"];
    let ledger = given.when(approve("R", given.digest_of("R"))).gives(&types);
    assert_eq!(ledger.terms("M", "2026-05-01", Actual), None);
    assert_eq!(ledger.terms("M", "2026-05-02", Actual), Some(shared(3)));
    ledger.by("Proposer").when(report("R", "2026-05-03", &[1])).gives(&["MoveDone"]);
}

#[test]
fn a_membership_that_has_begun_is_changed_by_itself_and_not_by_an_amendment() {
    let begun = approved().with(report("R", "2026-05-02", &[1]));
    let other = [bring("M", "Node", "Schools", "2026-05-01", guaranteed(2))];
    begun
        .when(amend("R", &three(), &other))
        .rejects("ExistsAlready", "proposal.memberships.0.membership");
    begun.when(amend("R", &three(), &brought())).gives(&["ReallocationAmended"]);
    let dropped = begun.clone().with(amend("R", &three(), &[])).with_approval_of("R");
    assert_eq!(dropped.terms("M", "2026-05-02", Actual), Some(guaranteed(3)));
    begun.when(change_terms("M", "2026-06-01", guaranteed(2))).gives(&["MembershipChanged"]);
    let changed = begun.with(change_terms("M", "2026-06-01", guaranteed(2)));
    let changed = changed.with(report("R", "2026-06-02", &[2, 3]));
    assert_eq!(changed.terms("M", "2026-06-02", Actual), Some(guaranteed(2)));
}

#[test]
fn a_done_move_does_not_hinder_an_amendment_when_its_resource_has_gone_since() {
    let given = occupied()
        .approved("R", &three(), &[])
        .with(report("R", "2026-04-10", &[2]))
        .with(retire_resource("W2", "2026-04-20"));
    given.when(amend("R", &three(), &[])).gives(&["ReallocationAmended"]);
}

#[test]
fn what_is_past_its_date_and_not_done_is_overdue() {
    let given = approved();
    let known = given.state.reallocation(&reallocation("R")).unwrap();
    let overdue = |on: &str| known.is_overdue(&three()[0], date(on));
    assert!(!overdue("2026-05-01") && overdue("2026-05-02"));
    let done = given.with(report("R", "2026-05-20", &[1]));
    let known = done.state.reallocation(&reallocation("R")).unwrap();
    assert!(!known.is_overdue(&three()[0], date("2026-06-01")));
}
