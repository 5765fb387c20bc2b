//! Facts are recorded whatever was decided, and what relied on them is in doubt until it is amended
//! and decided anew.

use crate::common::*;
use projections::Basis::{Actual, Planned};
use projections::ReallocationStatus::{Approved, Completed, Proposed, Revoked};
use schema::{
    Event, LeaseParty, LeaseRegime, LeaseSign, LeaseTerms, MembershipId, Move, NamedLandlord,
    Revision,
};

/// The Schools leave W1 for the Annex' part of the open workplace when it opens in September, and
/// W2 for the Node's lounge.
fn moves() -> [Move; 3] {
    [
        convert_space(1, "Open", "Annex", "2026-09-01"),
        convert(2, "W1", "Annex", "2026-09-02"),
        relocate(3, "W2", "Node", "Lounge", "2026-07-01"),
    ]
}

fn planned() -> Ledger {
    let brought = [bring("M", "Annex", "Schools", "2026-09-01", shared(2))];
    occupied().approved("R", &moves(), &brought)
}

/// What the last command put in doubt: moves and memberships of reallocations, single memberships,
/// and that the fact itself is the cause.
fn doubted(
    ledger: &Ledger,
    fact: &str,
) -> (Vec<u16>, Vec<MembershipId>, Vec<(MembershipId, String)>) {
    let at = ledger.events.iter().rposition(|(_, event)| event.type_name() == fact).unwrap();
    let cause = ledger.events[at].0.revision;
    let (mut moves, mut brought, mut single) = (Vec::new(), Vec::new(), Vec::new());
    for (_, event) in &ledger.events[at + 1..] {
        match event {
            Event::ReallocationDoubted(e) => {
                assert_eq!(e.because, cause);
                moves.extend(&e.moves);
                brought.extend(&e.memberships);
            }
            Event::MembershipDoubted(e) => {
                assert_eq!(e.because, cause);
                single.push((e.membership, e.from.to_string()));
            }
            other => panic!("{} after {fact}", other.type_name()),
        }
    }
    (moves, brought, single)
}

fn alone(name: &str, from: &str) -> Vec<(MembershipId, String)> {
    vec![(membership(name), from.to_owned())]
}

#[test]
fn a_hub_that_opens_later_puts_in_doubt_what_was_to_happen_in_it_before() {
    let types = ["HubOpeningMoved", "ReallocationDoubted"];
    let late = planned().when(move_opening("Annex", "2026-11-01")).gives(&types);
    assert_eq!(doubted(&late, "HubOpeningMoved"), (vec![1, 2], vec![membership("M")], vec![]));
    assert_eq!(late.status("R"), Approved);
    // W1 is to join the hub a day later, and in a space that does not come to it then.
    let little = planned().with(move_opening("Annex", "2026-09-02"));
    assert_eq!(doubted(&little, "HubOpeningMoved"), (vec![1, 2], vec![membership("M")], vec![]));
    planned().when(move_opening("Annex", "2026-08-01")).gives(&["HubOpeningMoved"]);
}

#[test]
fn a_membership_granted_by_itself_is_in_doubt_from_its_first_day_in_a_hub_that_is_not_open() {
    let granted = estate().with(grant("M", "Annex", "Schools", "2026-09-15", shared(2)));
    let late = granted.with(move_opening("Annex", "2026-11-01"));
    assert_eq!(doubted(&late, "HubOpeningMoved"), (vec![], vec![], alone("M", "2026-09-15")));
    let again = late
        .when(move_opening("Annex", "2026-12-01"))
        .gives(&["HubOpeningMoved", "MembershipDoubted"]);
    assert_eq!(doubted(&again, "HubOpeningMoved").2, alone("M", "2026-11-01"));
    let ended = again.with(end_membership("M", "2026-09-15"));
    assert_eq!(ended.state.membership(&membership("M")).unwrap().doubts, []);
}

#[test]
fn an_opening_is_moved_until_it_has_opened() {
    estate().when(move_opening("Annex", "2026-09-01")).changes_nothing();
    estate().when(move_opening("Node", "2026-09-01")).rejects("HubOpenAlready", "hub");
    let closed = estate().with(close_hub("Annex", "2026-10-01"));
    closed.when(move_opening("Annex", "2026-10-01")).rejects("HubNotOpen", "hub");
    let moved = estate().with(move_opening("Annex", "2026-11-01"));
    let annex = moved.state.hub(&hub("Annex")).unwrap();
    assert!(
        !annex.is_open(date("2026-10-31"), Planned) && annex.is_open(date("2026-11-01"), Planned)
    );
}

#[test]
fn what_is_in_doubt_is_not_carried_out_and_the_rest_goes_on() {
    let late = planned().with(move_opening("Annex", "2026-11-01")).today("2026-11-02");
    let late = late.with(open_hub("Annex", "2026-11-01"));
    late.when(report("R", "2026-11-02", &[1])).rejects("InDoubt", "moves.0");
    late.when(report("R", "2026-11-02", &[3, 2])).rejects("InDoubt", "moves.1");
    let begun = late.when(report("R", "2026-11-02", &[3])).gives(&["MoveDone"]);
    assert_eq!(begun.terms("M", "2026-11-02", Actual), None);
}

#[test]
fn amended_and_decided_anew_it_is_no_longer_in_doubt() {
    let late = planned().with(move_opening("Annex", "2026-11-01"));
    let brought = [bring("M", "Annex", "Schools", "2026-11-01", shared(2))];
    let later = [
        convert_space(1, "Open", "Annex", "2026-11-01"),
        convert(2, "W1", "Annex", "2026-11-01"),
        moves()[2],
    ];
    // As it was it is not approved again: all rules run anew.
    let same = late.clone().with(amend("R", &moves(), &brought)).by("Decider");
    same.when(approve("R", same.digest_of("R"))).rejects("HubNotOpen", "proposal.moves.0.hub");
    let amended = late.with(amend("R", &later, &brought));
    assert_eq!(amended.status("R"), Proposed);
    let again = amended.with_approval_of("R").today("2026-11-02");
    let known = again.state.reallocation(&reallocation("R")).unwrap();
    assert_eq!(known.doubts, []);
    let done =
        again.with(open_hub("Annex", "2026-11-01")).with(report("R", "2026-11-02", &[1, 2, 3]));
    assert_eq!(done.status("R"), Completed);
    assert_eq!(done.terms("M", "2026-11-02", Actual), Some(shared(2)));
}

#[test]
fn a_reallocation_is_not_complete_while_a_membership_of_it_is_in_doubt() {
    let brought = [bring("M", "Node", "Schools", "2026-09-01", shared(8))];
    let given = occupied().approved(
        "R",
        &moves()[2..].iter().map(|m| Move { number: 1, ..*m }).collect::<Vec<_>>(),
        &brought,
    );
    let full = given.with(set_capacity("Node", "2026-08-01", 5)).today("2026-09-02");
    assert_eq!(doubted(&full, "HubCapacitySet"), (vec![], vec![membership("M")], vec![]));
    let done = full.when(report("R", "2026-09-02", &[1])).gives(&["MoveDone"]);
    assert_eq!(done.status("R"), Approved);
    let made = [relocate(1, "W2", "Node", "Lounge", "2026-07-01")];
    let fewer = [bring("M", "Node", "Schools", "2026-09-01", shared(5))];
    let settled = done.with(amend("R", &made, &fewer)).with_approval_of("R");
    assert_eq!(settled.status("R"), Completed);
    assert_eq!(settled.terms("M", "2026-09-02", Actual), Some(shared(5)));
}

#[test]
fn an_overdue_move_whose_hub_has_opened_late_can_be_done_today_and_is_not_in_doubt() {
    let given = planned().today("2026-10-01");
    given.when(open_hub("Annex", "2026-09-20")).gives(&["HubOpened"]);
}

#[test]
fn a_capacity_below_what_is_promised_puts_all_of_the_hub_in_doubt_from_the_first_day_of_overrun() {
    let given = estate()
        .with(grant("M", "Node", "Schools", "2026-04-01", shared(3)))
        .with(grant("N", "Node", "Library", "2026-09-01", shared(4)))
        .with(grant("O", "Node", "Clinic", "2026-04-01", shared(0)))
        .with(grant("P", "Node", "Clinic", "2026-04-01", shared(2)))
        .with(end_membership("P", "2026-08-01"));
    let full = given.clone().with(set_capacity("Node", "2026-07-01", 5));
    let from = |name, from: &str| (membership(name), from.to_owned());
    let mut expected = vec![from("M", "2026-09-01"), from("N", "2026-09-01")];
    expected.sort();
    assert_eq!(doubted(&full, "HubCapacitySet").2, expected);
    given.when(set_capacity("Node", "2026-07-01", 7)).gives(&["HubCapacitySet"]);
    // In doubt once for one cause: another fact that makes nothing worse doubts nothing.
    full.when(set_capacity("Node", "2026-07-01", 6)).gives(&["HubCapacitySet"]);
}

#[test]
fn what_makes_an_overrun_no_worse_is_allowed() {
    let full = estate()
        .with(grant("M", "Node", "Schools", "2026-04-01", shared(6)))
        .with(grant("N", "Node", "Library", "2026-04-01", shared(4)))
        .with(set_capacity("Node", "2026-07-01", 5));
    full.when(change_terms("M", "2026-07-01", shared(5))).gives(&["MembershipChanged"]);
    full.when(end_membership("N", "2026-08-01")).gives(&["MembershipEnded"]);
    full.when(change_terms("M", "2026-07-01", shared(7))).rejects("HubLimitExceeded", "terms");
    full.when(grant("O", "Node", "Clinic", "2026-08-01", shared(1)))
        .rejects("HubLimitExceeded", "terms");
    let settled = full.with(change_terms("M", "2026-07-01", shared(1)));
    assert_eq!(settled.state.membership(&membership("M")).unwrap().doubts, []);
}

#[test]
fn a_lost_space_puts_in_doubt_moves_of_it_into_it_and_of_what_stands_in_it() {
    let given = planned();
    let open = given.clone().with(lose("Open", "2026-08-01"));
    assert_eq!(doubted(&open, "SpaceLost"), (vec![1, 2], vec![], vec![]));
    let lounge = given.clone().with(lose("Lounge", "2026-06-20"));
    assert_eq!(doubted(&lounge, "SpaceLost"), (vec![3], vec![], vec![]));
    given.when(lose("Corridor", "2026-06-20")).gives(&["SpaceLost"]);
    given.when(lose("Lounge", "2026-08-01")).gives(&["SpaceLost"]);
}

#[test]
fn a_lost_space_takes_the_guaranteed_workstations_in_it_along() {
    let one = [relocate(1, "W1", "Node", "Lounge", "2026-05-01")];
    let brought = [bring("M", "Node", "Schools", "2026-05-01", guaranteed(1))];
    let given = occupied().approved("R", &one, &brought).with(report("R", "2026-05-01", &[1]));
    let given = given.with(grant("N", "Node", "Library", "2026-05-01", shared(3)));
    let lost = given.with(lose("Lounge", "2026-08-01"));
    assert_eq!(doubted(&lost, "SpaceLost").2, alone("M", "2026-08-01"));
    lost.when(restore("Lounge", "2026-10-01")).gives(&["SpaceRestored"]);
}

#[test]
fn what_relies_on_a_doubted_move_is_in_doubt_with_it_in_whatever_reallocation_it_is() {
    let given = planned().approved("S", &[convert(1, "W3", "Annex", "2026-12-01")], &[]).approved(
        "T",
        &[relocate(1, "Desk", "Node", "Lounge", "2026-12-01")],
        &[],
    );
    // On its own day the hub is open: what it lacks is the space.
    let late = given.with(move_opening("Annex", "2026-11-01"));
    let doubts = |name| late.state.reallocation(&reallocation(name)).unwrap().doubts.clone();
    assert_eq!(doubts("S").iter().map(|doubt| &doubt.moves[..]).collect::<Vec<_>>(), [[1]]);
    assert_eq!(doubts("S")[0].because, doubts("R")[0].because);
    assert_eq!(doubts("T"), []);
    late.today("2026-12-01").when(report("S", "2026-12-01", &[1])).rejects("InDoubt", "moves.0");
}

#[test]
fn a_space_that_was_to_be_emptied_by_a_doubted_move_is_not_released_beneath_it() {
    let out = [
        relocate(1, "W1", "Node", "Lounge", "2026-08-01"),
        relocate(2, "W2", "Node", "Lounge", "2026-08-02"),
    ];
    let given =
        occupied().approved("R", &out, &[]).approved("S", &[release(1, "Open", "2026-10-01")], &[]);
    let wet = given.with(lose("Lounge", "2026-08-01"));
    let doubts = |name| wet.state.reallocation(&reallocation(name)).unwrap().doubts[0].clone();
    assert_eq!((doubts("R").moves, doubts("S").moves), (vec![1, 2], vec![1]));
}

#[test]
fn workstations_guaranteed_on_a_doubted_move_are_in_doubt_from_its_day() {
    let given = occupied()
        .approved("R", &[relocate(1, "W1", "Node", "Lounge", "2026-07-01")], &[])
        .with(grant("M", "Node", "Schools", "2026-09-01", guaranteed(1)))
        .with(grant("N", "Node", "Library", "2026-09-01", shared(1)));
    let gone = schema::ResourceRetire {
        allocation: Some(schema::AllocationFate::Ends),
        ..retire_resource("W1", "2026-06-20")
    };
    let gone = given.with(gone);
    assert_eq!(doubted(&gone, "ResourceRetired"), (vec![1], vec![], alone("M", "2026-09-01")));
}

#[test]
fn workstations_guaranteed_in_a_space_that_was_to_come_are_in_doubt_when_that_is_lost() {
    let moves =
        [convert_space(1, "Open", "Node", "2026-07-01"), convert(2, "W1", "Node", "2026-07-02")];
    let given = occupied().approved("R", &moves, &[]).with(grant(
        "M",
        "Node",
        "Schools",
        "2026-09-01",
        guaranteed(1),
    ));
    let lost = given.with(lose("Open", "2026-06-20"));
    assert_eq!(doubted(&lost, "SpaceLost"), (vec![1, 2], vec![], alone("M", "2026-09-01")));
}

#[test]
fn a_fact_leaves_no_doubt_out_and_is_refused_where_they_are_too_many() {
    let crowded = (0..=600).fold(estate(), |given, number| {
        given.with(grant(&format!("M{number}"), "Annex", "Schools", "2026-09-01", shared(0)))
    });
    let late = move_opening("Annex", "2026-11-01");
    crowded.when(late.clone()).rejects("TooManyDoubts", "");
    let fewer = crowded.with(end_membership("M0", "2026-09-01"));
    let doubted = doubted(&fewer.with(late), "HubOpeningMoved").2;
    assert_eq!(doubted.len(), 600);
    assert!(!doubted.iter().any(|(doubted, _)| *doubted == membership("M0")));
}

#[test]
fn a_doubt_ends_with_what_it_is_about() {
    let late = planned().with(move_opening("Annex", "2026-11-01"));
    let doubts =
        |ledger: &Ledger| ledger.state.reallocation(&reallocation("R")).unwrap().doubts.len();
    assert_eq!(doubts(&late), 1);
    let revoked = late.clone().by("Decider").with(revoke("R", &["Town"]));
    assert_eq!(doubts(&revoked), 0);
    assert_eq!(doubts(&late.with(amend("R", &moves(), &[]))), 0);
}

#[test]
fn a_membership_in_doubt_is_completed_with_when_it_ended_before() {
    let brought = [bring("M", "Node", "Schools", "2026-05-01", guaranteed(1))];
    let two = [
        relocate(1, "W1", "Node", "Lounge", "2026-05-01"),
        relocate(2, "W2", "Node", "Lounge", "2026-06-01"),
    ];
    let begun = occupied().approved("R", &two, &brought).with(report("R", "2026-05-01", &[1]));
    let given = begun.with(grant("N", "Node", "Library", "2026-07-01", shared(2)));
    let full = given.with(set_capacity("Node", "2026-08-01", 2));
    assert_eq!(doubted(&full, "HubCapacitySet").2.len(), 2);
    let done = full.with(report("R", TODAY, &[2]));
    assert_eq!(done.status("R"), Completed);
    let known = done.state.reallocation(&reallocation("R")).unwrap();
    assert_eq!(known.doubts, []);
    let doubted =
        |ledger: &Ledger| !ledger.state.membership(&membership("M")).unwrap().doubts.is_empty();
    assert!(doubted(&done) && !doubted(&done.with(end_membership("M", "2026-08-01"))));
}

#[test]
fn a_space_is_used_again_from_the_day_on_which_it_is_restored() {
    let lost = occupied().with(lose("Open", "2026-05-01")).with(restore("Open", "2026-08-01"));
    lost.when(assign("W3", "Library", "2026-08-01")).gives(&["AllocationAssigned"]);
    lost.when(hub_gains("Node", "Open", "2026-08-01")).gives(&["HubSpaceAdded"]);
    lost.when(add_workstation("W4", "Open", "2026-08-01")).gives(&["ResourceAdded"]);
    lost.when(assign("W3", "Library", "2026-07-31")).rejects("SpaceOutOfUse", "resource");
    // What it is given already is not taken away by the loss.
    lost.when(assign("W1", "Schools", "2026-06-01")).changes_nothing();
    lost.when(end_allocation("W1", "2026-06-01")).gives(&["AllocationEnded"]);
}

#[test]
fn a_space_is_lost_and_restored_from_a_date() {
    let lost = house().with(lose("Open", "2026-07-01"));
    lost.when(lose("Open", "2026-08-01")).changes_nothing();
    lost.when(restore("Lounge", "2026-08-01")).changes_nothing();
    lost.when(lose("Open", "2025-12-31")).rejects("NotThere", "space");
    let back = lost.with(restore("Open", "2026-09-01"));
    let known = back.state.space(&space("Open")).unwrap();
    let dates = ["2026-06-30", "2026-07-01", "2026-08-31", "2026-09-01"];
    assert_eq!(dates.map(|on| known.is_lost(date(on))), [false, true, true, false]);
    back.when(lose("Open", "2026-08-01")).gives(&["SpaceLost"]);
}

#[test]
fn nothing_is_moved_into_a_lost_space() {
    let lost = occupied().with(lose("Lounge", "2026-05-01"));
    let one = [relocate(1, "W1", "Node", "Lounge", "2026-06-01")];
    let proposed = lost.with(propose("R", &one, &[])).by("Decider");
    proposed
        .when(approve("R", proposed.digest_of("R")))
        .rejects("SpaceOutOfUse", "proposal.moves.0.space");
    let back = proposed.by("Proposer").with(restore("Lounge", "2026-06-01")).by("Decider");
    back.when(approve("R", back.digest_of("R")))
        .gives(&["ReallocationDecided", "ReallocationApproved"]);
}

#[test]
fn a_resource_that_is_gone_puts_its_move_and_the_seats_that_it_was_in_doubt() {
    let given = planned().with(end_of_w2());
    assert_eq!(doubted(&given, "ResourceRetired"), (vec![3], vec![], vec![]));
    let one = [relocate(1, "W1", "Node", "Lounge", "2026-05-01")];
    let brought = [bring("M", "Node", "Schools", "2026-05-01", guaranteed(1))];
    let flexible = occupied().approved("R", &one, &brought).with(report("R", "2026-05-01", &[1]));
    let gone = flexible.with(retire_resource("W1", "2026-07-01"));
    assert_eq!(doubted(&gone, "ResourceRetired").2, alone("M", "2026-07-01"));
}

fn end_of_w2() -> schema::ResourceRetire {
    schema::ResourceRetire {
        allocation: Some(schema::AllocationFate::Ends),
        ..retire_resource("W2", "2026-06-20")
    }
}

#[test]
fn a_decision_that_would_break_what_is_approved_is_still_refused() {
    let given = planned();
    let retire =
        retire_with("Open", "2026-08-01", vec![gone("W1"), gone("W2"), gone("W3"), gone("A1")]);
    given.when(retire).rejects("BreaksApproved", "resources.0");
    given.when(assign("W2", "Library", "2026-08-01")).rejects("BreaksApproved", "");
}

#[test]
fn a_unit_that_ends_puts_what_was_to_be_its_in_doubt() {
    let flexible = occupied()
        .approved("S", &[relocate(1, "W3", "Node", "Lounge", "2026-05-01")], &[])
        .with(report("S", "2026-05-01", &[1]));
    let brought = [bring("M", "Node", "Schools", "2026-09-01", shared(2))];
    let moves = [
        give_back(1, "W3", "Schools", "2026-09-01"),
        relocate(2, "W1", "Node", "Lounge", "2026-09-01"),
    ];
    let given = flexible.approved("R", &moves, &brought);
    let ends = schema::UnitsReorganise {
        allocations: vec![heir("W1", None), heir("W2", None)],
        memberships: vec![member_heir("M", None)],
        ..reorganise(&["Schools"], &[], "2026-08-01")
    };
    let ended = given.with(ends);
    let known = ended.state.reallocation(&reallocation("R")).unwrap();
    assert_eq!(known.doubts.len(), 1);
    assert_eq!(
        (&*known.doubts[0].moves, &*known.doubts[0].memberships),
        (&[1][..], &[membership("M")][..])
    );
}

#[test]
fn an_approved_reallocation_is_revoked_by_one_that_is_touched_and_what_was_done_stays() {
    let begun = planned().today("2026-07-02").with(report("R", "2026-07-01", &[3]));
    begun.when(revoke("R", &["Town"])).rejects("OwnProposal", "reallocation");
    let begun = begun.by("Decider");
    let revoked = begun.when(revoke("R", &["Town"])).gives(&["ReallocationRevoked"]);
    assert_eq!(revoked.status("R"), Revoked);
    assert_eq!(revoked.allocation("W2", "2026-07-01", Actual), flexible("Node"));
    assert_eq!(revoked.allocation("W1", "2026-09-02", Planned), fixed("Schools"));
    assert_eq!(revoked.hub_of("Open", "2026-09-01", Planned), None);
    revoked.when(report("R", "2026-07-02", &[1])).rejects("WrongStatus", "reallocation");
    revoked.when(amend("R", &moves(), &[])).rejects("WrongStatus", "reallocation");
    revoked.when(revoke("R", &["Town"])).rejects("WrongStatus", "reallocation");
    begun.when(revoke("R", &["Region", "Town"])).gives(&["ReallocationRevoked"]);
}

#[test]
fn a_revocation_is_decided_by_those_who_are_touched_each_once() {
    let planned = || planned().by("Decider");
    planned().when(revoke("R", &[])).rejects("NoDecision", "decisions");
    planned()
        .when(revoke("R", &["Town", "Stranger"]))
        .rejects("NotConcerned", "decisions.1.organisation");
    planned()
        .when(revoke("R", &["Town", "Town"]))
        .rejects("InvalidValue", "decisions.1.organisation");
    planned().when(revoke("R", &["Town"; 9])).rejects("TooMuch", "decisions");
    let proposed = occupied().with(propose("R", &moves(), &[]));
    proposed.when(revoke("R", &["Town"])).rejects("WrongStatus", "reallocation");
}

#[test]
fn what_others_rely_on_is_not_revoked_beneath_them() {
    let given = planned().approved("S", &[convert(1, "W3", "Annex", "2026-10-01")], &[]);
    let given = given.by("Decider");
    given.when(revoke("R", &["Town"])).rejects("BreaksApproved", "");
    given.revoked("S").by("Decider").when(revoke("R", &["Town"])).gives(&["ReallocationRevoked"]);
}

#[test]
fn what_a_fact_has_broken_can_be_taken_back() {
    let one = [relocate(1, "W1", "Node", "Lounge", "2026-05-01")];
    let flexible = occupied().approved("R", &one, &[]).with(report("R", "2026-05-01", &[1]));
    let given = flexible
        .with(grant("M", "Node", "Library", "2026-05-01", guaranteed(1)))
        .approved("S", &[relocate(1, "W2", "Node", "Lounge", "2026-09-01")], &[])
        .with(lose("Lounge", "2026-07-01"));
    given.by("Decider").when(revoke("S", &["Town"])).gives(&["ReallocationRevoked"]);
}

#[test]
fn the_history_names_the_cause_of_a_doubt() {
    let late = planned().with(move_opening("Annex", "2026-11-01"));
    let known = late.state.reallocation(&reallocation("R")).unwrap();
    let cause = known.move_doubted(1).unwrap();
    assert_eq!(cause, Revision::FIRST.plus(late.events.len() as u64 - 2));
    assert_eq!(known.move_doubted(3), None);
    let history = late.history_of(resource("W1").uuid());
    assert_eq!(history.last(), Some(&"ReallocationDoubted"));
}

/// Somebody outside lets the open workplace to the Town, three years at a time.
fn in_a_leased_workplace() -> Ledger {
    let lease = sign_with_outsider("L", "2026-01-01", office(&["Open"]));
    let brought = [bring("M", "Annex", "Schools", "2026-09-01", shared(2))];
    occupied().with(lease).approved("R", &moves(), &brought)
}

fn landlords_notice() -> schema::LeaseNotice {
    give_notice("L", LeaseParty::Landlord, "2026-06-01", "2029-01-01")
}

#[test]
fn a_landlords_notice_puts_in_doubt_what_is_to_come_into_the_premises() {
    let types = ["LeaseNoticeServed", "ReallocationDoubted"];
    let noticed = in_a_leased_workplace().when(landlords_notice()).gives(&types);
    // The third move goes into the lounge, which is another's.
    let expected = (vec![1, 2], vec![membership("M")], vec![]);
    assert_eq!(doubted(&noticed, "LeaseNoticeServed"), expected);
    let leaving = noticed.events.len();
    let again = noticed.today("2026-06-20").with(end_lease("L", "2028-01-01"));
    assert_eq!(doubted(&again, "LeaseEnded").0, [1, 2], "earlier than noticed");
    assert!(again.events.len() > leaving);
    // Notice for other terms, or one that comes too late to end anything earlier, shortens nothing.
    let purpose = schema::NoticePurpose::ChangedTerms;
    in_a_leased_workplace()
        .when(schema::LeaseNotice { purpose, ..landlords_notice() })
        .gives(&["LeaseNoticeServed"]);
}

#[test]
fn an_end_or_an_amendment_of_a_lease_puts_in_doubt_what_loses_its_premises() {
    let given = in_a_leased_workplace();
    let ended = given.clone().with(end_lease("L", "2027-01-01"));
    let expected = (vec![1, 2], vec![membership("M")], vec![]);
    assert_eq!(doubted(&ended, "LeaseEnded"), expected);
    let without = given.clone().with(amend_lease("L", "2027-01-01", office(&["Cell"])));
    assert_eq!(doubted(&without, "LeaseAmended"), expected);
    let more = office(&["Cell", "Open"]);
    given.when(amend_lease("L", "2027-01-01", more)).gives(&["LeaseAmended"]);
}

#[test]
fn memberships_of_a_hub_without_other_premises_are_in_doubt_from_the_end_of_the_lease() {
    let given = estate()
        .with(sign_with_outsider("L", "2026-01-01", office(&["Lounge"])))
        .with(grant("M", "Node", "Schools", "2026-04-01", shared(2)));
    let types = ["LeaseNoticeServed", "MembershipDoubted"];
    let noticed = given.when(landlords_notice()).gives(&types);
    assert_eq!(doubted(&noticed, "LeaseNoticeServed").2, alone("M", "2029-01-01"));
    let elsewhere = given.clone().with(hub_gains("Node", "Cell", "2026-05-01"));
    elsewhere.when(landlords_notice()).gives(&["LeaseNoticeServed"]);
}

#[test]
fn what_is_had_all_the_same_is_not_given_back() {
    // The Region, which owns the house, rents it of itself.
    let own = LeaseSign {
        landlord: NamedLandlord::Organisation(organisation("Region")),
        tenant: organisation("Region"),
        ..sign_lease(
            "Own",
            "2026-01-01",
            LeaseTerms { regime: LeaseRegime::Internal, ..office(&[]) },
        )
    };
    let owned = planned().with(own);
    owned.when(end_lease("Own", "2027-01-01")).gives(&["LeaseEnded"]);
    // Another lease lets the same from the end of the first on.
    let next = LeaseSign {
        tenant: organisation("Stranger"),
        ..sign_with_outsider("Next", "2028-01-01", office(&["Open"]))
    };
    let taken_over = in_a_leased_workplace().with(next);
    taken_over.when(end_lease("L", "2028-01-01")).gives(&["LeaseEnded"]);
    taken_over.when(end_lease("L", "2027-12-31")).gives(&["LeaseEnded", "ReallocationDoubted"]);
}
