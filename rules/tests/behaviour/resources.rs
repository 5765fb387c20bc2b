//! Resources: what stands where, how surely it is known, and its end.

use crate::common::*;
use projections::Basis::{Actual, Planned};
use schema::{Category, ResourceKind, ResourceRevise};

#[test]
fn a_resource_is_vacant_where_it_stands_until_it_is_given() {
    let given = house().with(add_workstation("W4", "Lounge", "2026-02-01"));
    for basis in [Actual, Planned] {
        assert_eq!(given.allocation("W4", "2026-02-01", basis), projections::Allocation::Vacant);
        assert_eq!(given.place("W4", "2026-02-01", basis), space("Lounge"));
    }
}

#[test]
fn a_space_takes_what_its_category_allows() {
    let add = |kind, name| add_resource("New", name, kind, "2026-02-01");
    house().when(add(ResourceKind::Equipment, "Corridor")).gives(&["ResourceAdded"]);
    house().when(add(ResourceKind::Workstation, "Corridor")).rejects("NoPlaceFor", "space");
    house().when(add(ResourceKind::Room, "Corridor")).rejects("NoPlaceFor", "space");
    house().when(add(ResourceKind::Room, "Open")).rejects("NoPlaceFor", "space");
    let meeting = house().with(add_space("Meeting", "Ground", Category::Meeting, "2026-01-01"));
    meeting.when(add(ResourceKind::Room, "Meeting")).gives(&["ResourceAdded"]);
    meeting.when(add(ResourceKind::Workstation, "Meeting")).gives(&["ResourceAdded"]);
}

#[test]
fn a_space_is_one_room_on_every_later_date() {
    let later = house()
        .with(add_space("Nook", "Ground", Category::Cell, "2026-01-01"))
        .with(add_room("Nook room", "Nook", "2026-09-01"));
    later.when(add_room("Another", "Nook", "2026-02-01")).rejects("RoomExistsAlready", "kind");
    later
        .with(retire_resource("Nook room", "2026-10-01"))
        .when(add_room("Another", "Nook", "2026-10-01"))
        .gives(&["ResourceAdded"]);
}

#[test]
fn a_resource_is_described_while_it_is_there() {
    let given = house().with(retire_resource("W1", "2026-06-01"));
    let revise = |from| grade("W1", from, assumed());
    given.when(revise("2025-12-31")).rejects("NotThere", "resource");
    given.when(revise("2026-05-31")).gives(&["ResourceRevised"]);
    given.when(revise("2026-06-01")).rejects("NotThere", "resource");
    given.when(grade("W1", "2026-05-31", counted())).changes_nothing();
    let owner = Some(organisation("Nobody"));
    let foreign = ResourceRevise { owner, ..revise_resource("W1", "2026-02-01") };
    given.when(foreign).rejects("NotFound", "owner");
}

#[test]
fn what_a_unit_has_then_or_later_cannot_go() {
    let given = house().with(assign("W1", "Schools", "2026-09-01"));
    given.when(retire_resource("W1", "2026-06-01")).rejects("InUse", "from");
    given
        .clone()
        .with(end_allocation("W1", "2026-10-01"))
        .when(retire_resource("W1", "2026-10-01"))
        .gives(&["ResourceRetired"]);
    given.when(retire_resource("W1", "2025-12-31")).rejects("NotThere", "resource");
}

#[test]
fn what_an_approved_reallocation_moves_and_goes_before_puts_the_move_in_doubt() {
    let moves = [relocate(1, "W1", "Node", "Lounge", "2026-09-01")];
    let given = estate().approved("R", &moves, &[]);
    let doubted = ["ResourceRetired", "ReallocationDoubted"];
    given.when(retire_resource("W1", "2026-08-01")).gives(&doubted);
    given.when(retire_resource("W1", "2026-12-01")).gives(&["ResourceRetired"]);
}

#[test]
fn what_was_moved_had_not_gone_before() {
    let moves = [relocate(1, "W1", "Node", "Lounge", "2026-05-01")];
    let given = estate().approved("R", &moves, &[]).with(report("R", "2026-05-01", &[1]));
    given.when(retire_resource("W1", "2026-04-30")).rejects("InUse", "from");
    given.when(retire_resource("W1", "2026-05-01")).gives(&["ResourceRetired"]);
}

#[test]
fn what_is_promised_stays_and_stays_counted() {
    let moves = [relocate(1, "W1", "Node", "Lounge", "2026-05-01")];
    let given = estate().approved("R", &moves, &[]).with(report("R", "2026-05-01", &[1]));
    let promised = given.clone().with(grant("M", "Node", "Schools", "2026-09-01", guaranteed(1)));
    let doubted = ["ResourceRetired", "MembershipDoubted"];
    promised.when(retire_resource("W1", "2026-06-01")).gives(&doubted);
    promised.when(retire_resource("W1", "2027-06-01")).gives(&doubted);
    promised.when(grade("W1", "2026-06-01", assumed())).rejects("SeatsNotCounted", "");
    given.when(retire_resource("W1", "2026-06-01")).gives(&["ResourceRetired"]);
}
