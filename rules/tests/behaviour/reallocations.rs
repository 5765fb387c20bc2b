//! Reallocations: proposed, amended, decided on, withdrawn.

use crate::common::*;
use projections::Allocation::Vacant;
use projections::Basis::{Actual, Planned};
use projections::ReallocationStatus::{Approved, Completed, Proposed, Rejected, Revoked};
use schema::{Move, ReallocationApprove, Role, limits};

/// W1 goes to the lounge in September.
fn one() -> [Move; 1] {
    [relocate(1, "W1", "Node", "Lounge", "2026-09-01")]
}

/// W1 and W2 go to the lounge in September.
fn two() -> [Move; 2] {
    [one()[0], relocate(2, "W2", "Node", "Lounge", "2026-09-01")]
}

fn proposed() -> Ledger {
    occupied().with(propose("R", &one(), &[]))
}

fn approve_as(name: &str, ledger: &Ledger) -> ReallocationApprove {
    approve(name, ledger.digest_of(name))
}

#[test]
fn a_proposal_plans_nothing() {
    let ledger = occupied().when(propose("R", &one(), &[])).gives(&["ReallocationProposed"]);
    assert_eq!(ledger.status("R"), Proposed);
    assert_eq!(ledger.allocation("W1", "2026-09-01", Planned), fixed("Schools"));
}

#[test]
fn a_proposal_is_approved_by_another_person_and_plans_then() {
    let given = proposed().by("Decider");
    let ledger =
        given.when(approve_as("R", &given)).gives(&["ReallocationDecided", "ReallocationApproved"]);
    assert_eq!(ledger.status("R"), Approved);
    assert_eq!(ledger.allocation("W1", "2026-08-31", Planned), fixed("Schools"));
    assert_eq!(ledger.allocation("W1", "2026-09-01", Planned), flexible("Node"));
    assert_eq!(ledger.allocation("W1", "2026-09-01", Actual), fixed("Schools"));
    let decided = &ledger.state.reallocation(&reallocation("R")).unwrap().decisions[0];
    let recorded = ledger.state.decision_on_proposal(decided).unwrap();
    assert_eq!((recorded.recorded_by, decided.digest), (person("Decider"), ledger.digest_of("R")));
    assert_eq!(recorded.decision.organisation, decided.organisation);
}

#[test]
fn whoever_wrote_any_of_it_does_not_record_the_decision() {
    let given = proposed();
    given.when(approve_as("R", &given)).rejects("OwnProposal", "reallocation");
    given.when(reject("R", given.digest_of("R"))).rejects("OwnProposal", "reallocation");
    let other_role = given.clone().in_role(Role::Administrator);
    other_role.when(approve_as("R", &given)).rejects("OwnProposal", "reallocation");
    let amended = given.by("Decider").with(amend("R", &two(), &[]));
    amended.when(approve_as("R", &amended)).rejects("OwnProposal", "reallocation");
    let first = amended.clone().by("Proposer");
    first.when(approve_as("R", &amended)).rejects("OwnProposal", "reallocation");
    let third = amended.clone().by("Third");
    third.when(approve_as("R", &amended)).gives(&["ReallocationDecided", "ReallocationApproved"]);
}

#[test]
fn an_approval_names_the_proposal_as_it_stands() {
    let given = proposed();
    let former = given.digest_of("R");
    let amended = given.with(amend("R", &two(), &[])).by("Decider");
    amended.when(approve("R", former)).rejects("ProposalChanged", "digest");
    amended.when(reject("R", former)).rejects("ProposalChanged", "digest");
    amended.when(approve_as("R", &amended)).gives(&["ReallocationDecided", "ReallocationApproved"]);
}

#[test]
fn the_digest_is_of_the_proposals_canonical_bytes() {
    let given = proposed();
    let known = given.state.reallocation(&reallocation("R")).unwrap();
    assert_eq!(known.proposal.digest().unwrap(), known.digest);
}

#[test]
fn a_proposal_is_decided_on_once() {
    let approved = proposed().with_approval_of("R").by("Third");
    approved.when(approve_as("R", &approved)).rejects("WrongStatus", "reallocation");
    approved.when(reject("R", approved.digest_of("R"))).rejects("WrongStatus", "reallocation");
    let rejected = proposed().by("Decider");
    let rejected = rejected
        .when(reject("R", rejected.digest_of("R")))
        .gives(&["ReallocationDecided", "ReallocationRejected"]);
    assert_eq!(rejected.status("R"), Rejected);
    assert_eq!(rejected.allocation("W1", "2026-09-01", Planned), fixed("Schools"));
    rejected.when(approve_as("R", &rejected)).rejects("WrongStatus", "reallocation");
    rejected.when(withdraw("R")).rejects("WrongStatus", "reallocation");
    rejected.when(report("R", TODAY, &[1])).rejects("WrongStatus", "reallocation");
}

#[test]
fn the_deciding_organisation_is_concerned_and_has_decided() {
    let given = proposed().by("Decider");
    let by =
        |of, on| ReallocationApprove { decision: decision(of, on), ..approve_as("R", &proposed()) };
    given.when_only(by("Town", TODAY)).gives(&["ReallocationDecided"]);
    given.when_only(by("Region", TODAY)).gives(&["ReallocationDecided"]);
    given.when_only(by("Stranger", TODAY)).rejects("NotConcerned", "decision.organisation");
    given.when_only(by("Nobody", TODAY)).rejects("NotConcerned", "decision.organisation");
    given.when_only(by("Region", "2026-06-16")).rejects("InFuture", "decision.decidedOn");
    given.when_only(by("Region", "2025-12-31")).rejects("NotThere", "decision.organisation");
}

#[test]
fn who_would_have_it_from_the_day_of_the_move_is_concerned_and_who_never_had_it_is_not() {
    let town = |given: Ledger| {
        let given = given.with(propose("R", &one(), &[])).by("Decider");
        let decision = decision("Town", TODAY);
        given.when_only(ReallocationApprove { decision, ..approve_as("R", &given) })
    };
    town(estate().with(assign("W1", "Schools", "2026-09-01"))).gives(&["ReallocationDecided"]);
    town(estate().with(assign("W1", "Clinic", "2026-02-01")))
        .rejects("NotConcerned", "decision.organisation");
}

#[test]
fn proposals_compete_until_one_is_approved() {
    let given = occupied()
        .with(propose("R", &one(), &[]))
        .with(propose("S", &[relocate(1, "W1", "Node", "Lounge", "2026-10-01")], &[]))
        .by("Decider");
    given.when(approve_as("R", &given)).gives(&["ReallocationDecided", "ReallocationApproved"]);
    given.when(approve_as("S", &given)).gives(&["ReallocationDecided", "ReallocationApproved"]);
    let one_approved = given.clone().with(approve_as("R", &given));
    one_approved
        .when(approve_as("S", &given))
        .rejects("ApprovedElsewhere", "proposal.moves.0.subject");
    one_approved
        .revoked("R")
        .by("Decider")
        .when(approve_as("S", &given))
        .gives(&["ReallocationDecided", "ReallocationApproved"]);
}

#[test]
fn one_space_is_brought_to_one_hub_by_one_reallocation() {
    let to = |hub, on| [convert_space(1, "Open", hub, on)];
    let given = estate()
        .with(propose("R", &to("Node", "2026-09-01"), &[]))
        .with(propose("S", &to("Annex", "2026-09-01"), &[]))
        .with(propose("T", &[convert_space(1, "Lounge", "Annex", "2026-09-01")], &[]))
        .by("Decider");
    given.when(approve_as("T", &given)).rejects("ServesOtherHub", "proposal.moves.0.subject");
    given
        .clone()
        .with(approve_as("R", &given))
        .when(approve_as("S", &given))
        .rejects("ApprovedElsewhere", "proposal.moves.0.subject");
}

#[test]
fn an_amendment_takes_the_plan_and_the_reservation_back() {
    let brought = [bring("M", "Node", "Schools", "2026-09-01", shared(9))];
    let given = occupied().approved("R", &two(), &brought);
    assert_eq!(given.terms("M", "2026-09-01", Planned), Some(shared(9)));
    given
        .when(grant("N", "Node", "Library", "2026-10-01", shared(2)))
        .rejects("HubLimitExceeded", "terms");
    let ledger = given.when(amend("R", &one(), &[])).gives(&["ReallocationAmended"]);
    assert_eq!(ledger.status("R"), Proposed);
    assert_eq!(ledger.allocation("W2", "2026-09-01", Planned), fixed("Schools"));
    assert_eq!(ledger.allocation("W1", "2026-09-01", Planned), fixed("Schools"));
    assert_eq!(ledger.terms("M", "2026-09-01", Planned), None);
    ledger
        .when(grant("N", "Node", "Library", "2026-10-01", shared(2)))
        .gives(&["MembershipGranted"]);
    let again = ledger.with_approval_of("R");
    assert_eq!(again.allocation("W1", "2026-09-01", Planned), flexible("Node"));
    assert_eq!(again.allocation("W2", "2026-09-01", Planned), fixed("Schools"));
    assert_eq!(again.terms("M", "2026-09-01", Planned), None);
}

#[test]
fn an_amended_membership_comes_as_it_was_amended() {
    let first = [bring("M", "Node", "Schools", "2026-09-01", shared(2))];
    let other = [bring("M", "Annex", "Library", "2026-09-01", shared(3))];
    let ledger = occupied()
        .approved("R", &one(), &first)
        .with(amend("R", &one(), &other))
        .with_approval_of("R");
    let known = ledger.state.membership(&membership("M")).unwrap();
    assert_eq!((known.hub, known.unit(date("2026-12-01"))), (hub("Annex"), unit("Library")));
    assert!(ledger.state.memberships_of(hub("Node")).next().is_none());
}

#[test]
fn what_is_approved_is_revoked_by_decision_and_not_withdrawn() {
    let given = occupied().approved("R", &one(), &[]);
    given.when(withdraw("R")).rejects("WrongStatus", "reallocation");
    let message = given.when(withdraw("R")).rejection().to_string();
    assert!(message.contains("reallocationRevoke"), "{message}");
    given.revoked("R");
    let amended = occupied().approved("R", &one(), &[]).with(amend("R", &one(), &[]));
    assert_eq!(amended.status("R"), Proposed, "the amendment is decided on by nobody yet");
    amended.when(withdraw("R")).gives(&["ReallocationWithdrawn"]);
}

#[test]
fn revoking_frees_what_was_planned() {
    let brought = [bring("M", "Node", "Schools", "2026-09-01", shared(9))];
    let ledger = occupied()
        .approved("R", &one(), &brought)
        .by("Decider")
        .when(revoke("R", &["Region"]))
        .gives(&["ReallocationRevoked"])
        .by("Proposer");
    assert_eq!(ledger.status("R"), Revoked);
    assert_eq!(ledger.allocation("W1", "2026-09-01", Planned), fixed("Schools"));
    assert_eq!(ledger.terms("M", "2026-09-01", Planned), None);
    ledger.when(end_allocation("W1", "2026-07-01")).gives(&["AllocationEnded"]);
    ledger
        .when(grant("M", "Node", "Library", "2026-09-01", shared(10)))
        .gives(&["MembershipGranted"]);
    ledger.when(amend("R", &one(), &[])).rejects("WrongStatus", "reallocation");
    ledger.by("Decider").when(withdraw("R")).rejects("WrongStatus", "reallocation");
}

#[test]
fn approvals_reserve_and_proposals_do_not() {
    let brought = |name| [bring(name, "Node", "Schools", "2026-09-01", shared(6))];
    let moves = |name| [relocate(1, name, "Node", "Lounge", "2026-09-01")];
    let proposed = occupied()
        .with(propose("R", &moves("W1"), &brought("M")))
        .with(propose("S", &moves("W2"), &brought("N")))
        .by("Decider");
    let given = proposed.clone().with(approve_as("R", &proposed));
    let second = || approve_as("S", &proposed);
    given.when(second()).rejects("HubLimitExceeded", "proposal.memberships.0");
    let doubted = ["HubCapacitySet", "ReallocationDoubted"];
    given.when(set_capacity("Node", "2026-07-01", 5)).gives(&doubted);
    given
        .with(set_capacity("Node", "2026-07-01", 12))
        .when(second())
        .gives(&["ReallocationDecided", "ReallocationApproved"]);
}

#[test]
fn an_approval_guarantees_only_workstations_that_are_counted() {
    let guaranteeing = |seats| [bring("M", "Node", "Schools", "2026-09-01", guaranteed(seats))];
    let moves = [one()[0], relocate(2, "A1", "Node", "Lounge", "2026-09-01")];
    let given = occupied().with(propose("R", &moves, &guaranteeing(2))).by("Decider");
    given.when(approve_as("R", &given)).rejects("SeatsNotCounted", "proposal.memberships.0");
    let counted = given.clone().with(grade("A1", "2026-08-01", counted()));
    counted.when(approve_as("R", &given)).gives(&["ReallocationDecided", "ReallocationApproved"]);
    let later = [
        relocate(1, "A1", "Node", "Lounge", "2026-09-01"),
        relocate(2, "W1", "Node", "Lounge", "2026-09-02"),
    ];
    let early = occupied().with(propose("R", &later, &guaranteeing(1))).by("Decider");
    early.when(approve_as("R", &early)).rejects("SeatsNotCounted", "proposal.memberships.0");
}

#[test]
fn a_membership_id_is_brought_by_one_reallocation() {
    let brought = [bring("M", "Node", "Schools", "2026-09-01", shared(1))];
    let w2 = [relocate(1, "W2", "Node", "Lounge", "2026-09-01")];
    let twice = [brought[0].clone(), brought[0].clone()];
    occupied()
        .when(propose("R", &one(), &twice))
        .rejects("ExistsAlready", "proposal.memberships.1.membership");
    let granted = occupied().with(grant("M", "Node", "Library", "2026-10-01", shared(1)));
    granted
        .when(propose("R", &one(), &brought))
        .rejects("ExistsAlready", "proposal.memberships.0.membership");
    let both = occupied().with(propose("R", &one(), &brought)).with(propose("S", &w2, &brought));
    let given = both.clone().with_approval_of("R").by("Decider");
    given
        .when(approve_as("S", &given))
        .rejects("ExistsAlready", "proposal.memberships.0.membership");
    let granted = both.with(grant("M", "Node", "Library", "2026-10-01", shared(1))).by("Decider");
    granted
        .when(approve_as("R", &granted))
        .rejects("ExistsAlready", "proposal.memberships.0.membership");
    let withdrawn = given.with(withdraw("S"));
    assert_eq!(withdrawn.terms("M", "2026-09-01", Planned), Some(shared(1)));
}

#[test]
fn what_is_proposed_is_there_on_its_date() {
    let into = |name, into, on| propose("R", &[relocate(1, name, "Node", into, on)], &[]);
    let given = occupied()
        .with(retire_resource("W3", "2026-08-01"))
        .with(retire_space("Corridor", "2026-12-01"));
    given.when(into("W9", "Lounge", "2026-09-01")).rejects("NotFound", "proposal.moves.0.subject");
    given.when(into("W3", "Lounge", "2026-09-01")).rejects("NotThere", "proposal.moves.0.subject");
    given.when(into("W1", "Corridor", "2026-09-01")).rejects("NotThere", "proposal.moves.0.space");
    given.when(into("W1", "Attic", "2026-09-01")).rejects("NotFound", "proposal.moves.0.space");
    given
        .when(propose("R", &[convert_space(1, "Corridor", "Node", "2026-09-01")], &[]))
        .rejects("NotThere", "proposal.moves.0.subject");
    given
        .when(propose("R", &[convert(1, "W1", "Hive", "2026-09-01")], &[]))
        .rejects("NotFound", "proposal.moves.0.hub");
    let late = given.with(register_unit("Parks", "Town", "2026-10-01"));
    let brought = [bring("M", "Node", "Parks", "2026-09-30", shared(1))];
    late.when(propose("R", &one(), &brought)).rejects("NotThere", "proposal.memberships.0.unit");
}

#[test]
fn what_has_gone_since_the_proposal_is_not_approved() {
    let given = estate()
        .with(propose("R", &one(), &[]))
        .with(retire_resource("W1", "2026-08-01"))
        .by("Decider");
    given.when(approve_as("R", &given)).rejects("NotThere", "proposal.moves.0.subject");
    let given = estate()
        .with(propose("R", &[relocate(1, "W1", "Annex", "Open", "2026-09-01")], &[]))
        .with(close_hub("Annex", "2026-12-01"))
        .by("Decider");
    given.when(approve_as("R", &given)).rejects("HubNotOpen", "proposal.moves.0.hub");
}

#[test]
fn a_hub_is_open_when_something_joins_it() {
    let before = [convert_space(1, "Open", "Annex", "2026-08-31")];
    let given = estate().with(propose("R", &before, &[])).by("Decider");
    given.when(approve_as("R", &given)).rejects("HubNotOpen", "proposal.moves.0.hub");
    let from = [convert_space(1, "Open", "Annex", "2026-09-01")];
    let given = estate().with(propose("R", &from, &[])).by("Decider");
    given.when(approve_as("R", &given)).gives(&["ReallocationDecided", "ReallocationApproved"]);
}

#[test]
fn a_resource_joins_a_hub_where_its_space_serves_it() {
    let desk = convert(1, "W1", "Node", "2026-09-01");
    let given = occupied().with(propose("R", &[desk], &[])).by("Decider");
    given.when(approve_as("R", &given)).rejects("NotInHub", "proposal.moves.0.space");
    let with_space = [desk, convert_space(2, "Open", "Node", "2026-09-01")];
    let given = occupied().with(propose("R", &with_space, &[])).by("Decider");
    given.when(approve_as("R", &given)).gives(&["ReallocationDecided", "ReallocationApproved"]);
    let later = [desk, convert_space(2, "Open", "Node", "2026-09-02")];
    let given = occupied().with(propose("R", &later, &[])).by("Decider");
    given.when(approve_as("R", &given)).rejects("NotInHub", "proposal.moves.0.space");
    let leaving = occupied().with(hub_loses("Node", "Lounge", "2026-12-01"));
    let given = leaving.with(propose("R", &one(), &[])).by("Decider");
    given.when(approve_as("R", &given)).rejects("NotInHub", "proposal.moves.0.space");
}

#[test]
fn walls_stay_where_they_are() {
    let room = |fate: Move| propose("R", &[fate], &[]);
    occupied()
        .when(room(relocate(1, "Room", "Node", "Lounge", "2026-09-01")))
        .rejects("CannotBeRelocated", "proposal.moves.0.fate");
    let space = convert_space(1, "Open", "Node", "2026-09-01");
    let space = Move { fate: one()[0].fate, ..space };
    occupied().when(room(space)).rejects("CannotBeRelocated", "proposal.moves.0.fate");
    let given = estate()
        .with(hub_gains("Node", "Cell", "2026-03-01"))
        .with(room(convert(1, "Room", "Node", "2026-09-01")))
        .by("Decider");
    given.when(approve_as("R", &given)).gives(&["ReallocationDecided", "ReallocationApproved"]);
}

#[test]
fn a_space_is_whole_or_by_workstation_as_planned_too() {
    let served = || estate().with(hub_gains("Node", "Cell", "2026-03-01"));
    let room = [convert(1, "Room", "Node", "2026-09-01")];
    let desk = [convert(1, "Desk", "Node", "2026-11-01")];
    let taken = served()
        .with(assign("Desk", "Schools", "2026-12-01"))
        .with(propose("R", &room, &[]))
        .by("Decider");
    taken.when(approve_as("R", &taken)).rejects("AllocatedBothWays", "proposal.moves.0");
    let both = served().with(propose("R", &room, &[])).with(propose("S", &desk, &[])).by("Decider");
    let one = both.clone().with(approve_as("R", &both));
    one.when(approve_as("S", &both)).rejects("BreaksApproved", "proposal.moves.0");
    let together = [room[0], convert(2, "Desk", "Node", "2026-11-01")];
    let together = served().with(propose("R", &together, &[])).by("Decider");
    together.when(approve_as("R", &together)).rejects("AllocatedBothWays", "proposal.moves.0");
}

#[test]
fn a_desk_is_not_put_where_none_can_stand() {
    let given = estate()
        .with(hub_gains("Node", "Corridor", "2026-03-01"))
        .with(propose("R", &[relocate(1, "W1", "Node", "Corridor", "2026-09-01")], &[]))
        .by("Decider");
    given.when(approve_as("R", &given)).rejects("NoPlaceFor", "proposal.moves.0.space");
}

#[test]
fn what_is_given_for_later_is_not_moved_before() {
    let given = estate()
        .with(assign("W1", "Library", "2026-10-01"))
        .with(propose("R", &one(), &[]))
        .by("Decider");
    given.when(approve_as("R", &given)).rejects("TakenByUnit", "proposal.moves.0.subject");
}

#[test]
fn what_is_flexible_is_not_moved_again() {
    let first = [relocate(1, "W1", "Node", "Lounge", "2026-06-01")];
    let given = occupied().approved("R", &first, &[]).with(report("R", "2026-06-01", &[1]));
    for planned_on in ["2026-05-01", "2026-06-01", "2026-09-01"] {
        let again = [relocate(1, "W1", "Node", "Lounge", planned_on)];
        let given = given.clone().with(propose("S", &again, &[])).by("Decider");
        given.when(approve_as("S", &given)).rejects("IsFlexible", "proposal.moves.0.subject");
    }
}

#[test]
fn an_end_that_was_set_for_later_does_not_end_what_is_planned() {
    let given = occupied().with(end_allocation("W1", "2026-10-01")).approved("R", &one(), &[]);
    assert_eq!(given.allocation("W1", "2026-08-31", Planned), fixed("Schools"));
    assert_eq!(given.allocation("W1", "2026-10-01", Planned), flexible("Node"));
    assert_eq!(given.allocation("W1", "2026-10-01", Actual), Vacant);
}

#[test]
fn moves_and_memberships_are_bounded() {
    let moves: Vec<Move> = (1..=u16::try_from(limits::MOVES_MAX).unwrap() + 1)
        .map(|number| Move { number, ..one()[0] })
        .collect();
    occupied().when(propose("R", &moves, &[])).rejects("TooMuch", "proposal.moves");
    let brought: Vec<_> = (0..=limits::PROPOSED_MEMBERSHIPS_MAX)
        .map(|number| bring(&format!("M{number}"), "Node", "Schools", "2026-09-01", shared(1)))
        .collect();
    occupied().when(propose("R", &one(), &brought)).rejects("TooMuch", "proposal.memberships");
}

#[test]
fn a_reallocation_on_which_another_relies_stays_as_approved() {
    let space = [convert_space(1, "Open", "Node", "2026-09-01")];
    let desk = [convert(1, "W1", "Node", "2026-10-01")];
    let given = occupied().approved("R", &space, &[]).approved("S", &desk, &[]);
    let revoke = || revoke("R", &["Region"]);
    given.clone().by("Decider").when(revoke()).rejects("BreaksApproved", "");
    given.when(amend("R", &space, &[])).rejects("BreaksApproved", "");
    given.revoked("S").by("Decider").when(revoke()).gives(&["ReallocationRevoked"]);
}

#[test]
fn a_room_that_another_reallocation_frees_stays_planned_free() {
    let served = occupied().with(hub_gains("Node", "Cell", "2026-03-01")).with(assign(
        "Desk",
        "Schools",
        "2026-03-01",
    ));
    let away = [relocate(1, "Desk", "Node", "Lounge", "2026-09-01")];
    let room = [convert(1, "Room", "Node", "2026-10-01")];
    let given = served.approved("R", &away, &[]).approved("S", &room, &[]);
    let revoke = || revoke("R", &["Region"]);
    given.clone().by("Decider").when(revoke()).rejects("BreaksApproved", "");
    given.revoked("S").by("Decider").when(revoke()).gives(&["ReallocationRevoked"]);
}

#[test]
fn workstations_on_which_a_membership_relies_stay_planned() {
    let given = occupied().approved("R", &one(), &[]).with(grant(
        "M",
        "Node",
        "Schools",
        "2026-09-01",
        guaranteed(1),
    ));
    let revoke = || revoke("R", &["Region"]);
    given.clone().by("Decider").when(revoke()).rejects("SeatsNotCounted", "");
    given.when(amend("R", &one(), &[])).rejects("SeatsNotCounted", "");
    given
        .with(end_membership("M", "2026-09-01"))
        .by("Decider")
        .when(revoke())
        .gives(&["ReallocationRevoked"]);
}

#[test]
fn a_completed_reallocation_is_past_changing() {
    let given = occupied()
        .approved("R", &[relocate(1, "W1", "Node", "Lounge", "2026-06-01")], &[])
        .with(report("R", "2026-06-01", &[1]));
    assert_eq!(given.status("R"), Completed);
    given.when(amend("R", &one(), &[])).rejects("WrongStatus", "reallocation");
    given.when(withdraw("R")).rejects("WrongStatus", "reallocation");
    given.when(report("R", TODAY, &[1])).rejects("WrongStatus", "reallocation");
    given.when(propose("R", &one(), &[])).rejects("ExistsAlready", "reallocation");
}
