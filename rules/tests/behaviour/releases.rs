//! Spaces that are given up, and desks that go back to a unit.

use crate::common::*;
use projections::Basis::{Actual, Planned};
use projections::Mode;
use projections::ReallocationStatus::Completed;
use schema::Move;

/// The Schools leave the open workplace for the lounge, and it is given up on the same day.
fn leave() -> [Move; 3] {
    [
        release(1, "Open", "2026-06-01"),
        relocate(2, "W1", "Node", "Lounge", "2026-06-01"),
        relocate(3, "W2", "Node", "Lounge", "2026-06-01"),
    ]
}

fn released() -> Ledger {
    occupied().approved("R", &leave(), &[]).with(report("R", "2026-06-01", &[1, 2, 3]))
}

#[test]
fn a_space_that_a_reallocation_frees_is_released_in_it_on_the_same_date() {
    let planned = occupied().approved("R", &leave(), &[]);
    assert_eq!(planned.on_plan("Open", "2026-06-01", Planned).mode, Mode::Released);
    assert_ne!(planned.on_plan("Open", "2026-05-31", Planned).mode, Mode::Released);
    assert_ne!(planned.on_plan("Open", "2026-06-01", Actual).mode, Mode::Released);
    planned.when(report("R", "2026-06-01", &[1])).rejects("StillInUse", "moves.0.subject");
    let done = released();
    assert_eq!(done.status("R"), Completed);
    assert_eq!(done.on_plan("Open", "2026-06-01", Actual).mode, Mode::Released);
    let singly =
        planned.with(report("R", "2026-06-01", &[2, 3])).with(report("R", "2026-06-01", &[1]));
    assert_eq!(singly.status("R"), Completed);
}

#[test]
fn what_is_in_use_then_or_later_is_not_released() {
    let approve_of = |given: Ledger, moves: &[Move]| {
        let proposed = given.with(propose("R", moves, &[])).by("Decider");
        proposed.when(approve("R", proposed.digest_of("R")))
    };
    approve_of(occupied(), &leave()[..2]).rejects("StillInUse", "proposal.moves.0.subject");
    let later = estate().with(assign("W1", "Schools", "2026-09-01"));
    approve_of(later, &leave()[..1]).rejects("StillInUse", "proposal.moves.0.subject");
    let lounge = [release(1, "Lounge", "2026-06-01")];
    approve_of(estate(), &lounge).rejects("StillInUse", "proposal.moves.0.subject");
    let left = estate().with(hub_loses("Node", "Lounge", "2026-06-01"));
    approve_of(left, &lounge).gives(&["ReallocationDecided", "ReallocationApproved"]);
}

#[test]
fn what_is_released_is_given_nothing_any_more() {
    let given = released();
    for on in ["2026-05-01", "2026-06-01", "2026-09-01"] {
        given.when(hub_gains("Node", "Open", on)).rejects("SpaceReleased", "space");
        given.when(add_workstation("W9", "Open", on)).rejects("SpaceReleased", "space");
        given.when(assign("W3", "Schools", on)).rejects("SpaceReleased", "resource");
        given.when(move_resources(&["Desk"], "Open", on)).rejects("SpaceReleased", "to");
    }
    let again = given.with(propose("S", &[release(1, "Open", "2026-07-01")], &[])).by("Decider");
    again
        .when(approve("S", again.digest_of("S")))
        .rejects("SpaceReleased", "proposal.moves.0.subject");
    let back = released().with(propose(
        "S",
        &[give_back_in(1, "W1", "Schools", "Open", "2026-09-01")],
        &[],
    ));
    let back = back.by("Decider");
    back.when(approve("S", back.digest_of("S"))).rejects("SpaceReleased", "proposal.moves.0.space");
    let joins =
        released().with(propose("S", &[convert_space(1, "Open", "Node", "2026-09-01")], &[]));
    let joins = joins.by("Decider");
    joins
        .when(approve("S", joins.digest_of("S")))
        .rejects("SpaceReleased", "proposal.moves.0.subject");
}

#[test]
fn what_is_planned_to_be_released_is_given_nothing_either() {
    let planned = occupied().approved("R", &leave(), &[]);
    planned.when(add_workstation("W9", "Open", "2026-05-01")).rejects("SpaceReleased", "space");
    planned.when(assign("W3", "Schools", "2026-05-01")).rejects("SpaceReleased", "resource");
    planned.when(hub_gains("Node", "Open", "2026-05-01")).rejects("BreaksApproved", "");
    let free = planned.revoked("R");
    free.when(assign("W3", "Schools", "2026-05-01")).gives(&["AllocationAssigned"]);
}

#[test]
fn a_release_is_of_a_space_and_in_the_order_of_its_dates() {
    let desk = Move { subject: schema::Subject::Resource(resource("W1")), ..leave()[0] };
    occupied().when(propose("R", &[desk], &[])).rejects("FateNotPossible", "proposal.moves.0.fate");
    let fate = schema::Fate::Released {
        handed_over_on: date("2026-05-31"),
        rent_ends_on: date("2026-12-31"),
    };
    let early = Move { fate, ..leave()[0] };
    occupied()
        .when(propose("R", &[early], &[]))
        .rejects("InvalidValue", "proposal.moves.0.fate.handedOverOn");
}

#[test]
fn a_desk_that_goes_back_is_fixed_again() {
    let given = released().approved("S", &[give_back(1, "W1", "Library", "2026-06-10")], &[]);
    assert_eq!(given.allocation("W1", "2026-06-10", Planned), fixed("Library"));
    assert_eq!(given.allocation("W1", "2026-06-10", Actual), flexible("Node"));
    let done = given.with(report("S", "2026-06-10", &[1]));
    assert_eq!(done.allocation("W1", "2026-06-09", Actual), flexible("Node"));
    assert_eq!(done.allocation("W1", "2026-06-10", Actual), fixed("Library"));
    assert_eq!(done.place("W1", "2026-06-10", Actual), space("Lounge"));
    let cell =
        released().approved("S", &[give_back_in(1, "W1", "Library", "Cell", "2026-06-10")], &[]);
    let done = cell.with(report("S", "2026-06-12", &[1]));
    assert_eq!(done.place("W1", "2026-06-12", Actual), space("Cell"));
    assert_eq!(done.allocation("W1", "2026-06-12", Actual), fixed("Library"));
}

#[test]
fn a_desk_goes_back_to_a_unit_that_is_there_and_to_which_it_is_free() {
    let whole = Move {
        subject: schema::Subject::Space(space("Open")),
        ..give_back(1, "W1", "Library", "2026-07-01")
    };
    released()
        .when(propose("S", &[whole], &[]))
        .rejects("FateNotPossible", "proposal.moves.0.fate");
    released()
        .when(propose("S", &[give_back(1, "W1", "Parks", "2026-07-01")], &[]))
        .rejects("NotFound", "proposal.moves.0.unit");
    let taken = occupied().with(propose("S", &[give_back(1, "W1", "Library", "2026-07-01")], &[]));
    let taken = taken.by("Decider");
    taken
        .when(approve("S", taken.digest_of("S")))
        .rejects("TakenByUnit", "proposal.moves.0.subject");
}

#[test]
fn a_desk_goes_back_into_a_space_that_stays() {
    let back = give_back_in(1, "W1", "Library", "Cell", "2026-07-01");
    let given = released().with(propose("S", &[back], &[]));
    let given = given.with(retire_with("Cell", "2026-09-01", vec![gone("Room"), gone("Desk")]));
    let given = given.by("Decider");
    given.when(approve("S", given.digest_of("S"))).rejects("NotThere", "proposal.moves.0.space");
}

#[test]
fn guaranteed_workstations_do_not_go_back() {
    let given = released().with(grant("M", "Node", "Schools", "2026-06-01", guaranteed(2)));
    let back = given.with(propose("S", &[give_back(1, "W1", "Library", "2026-07-01")], &[]));
    let back = back.by("Decider");
    back.when(approve("S", back.digest_of("S")))
        .rejects("SeatsNotCounted", "proposal.moves.0.subject");
}
