//! Fixed allocations: given to a unit from a date on, and ended.

use crate::common::*;
use projections::Allocation::Vacant;
use projections::Basis::{Actual, Planned};
use schema::{AllocationAssigned, AllocationEnded};

#[test]
fn a_resource_is_given_from_a_date_on() {
    let (from, resource, unit) = (date("2026-03-01"), resource("W1"), unit("Schools"));
    let ledger = house()
        .when(assign("W1", "Schools", "2026-03-01"))
        .gives_event(AllocationAssigned { resource, unit, from });
    assert_eq!(ledger.allocation("W1", "2026-02-28", Actual), Vacant);
    assert_eq!(ledger.allocation("W1", "2026-03-01", Actual), fixed("Schools"));
    assert_eq!(ledger.allocation("W1", "2030-01-01", Planned), fixed("Schools"));
}

#[test]
fn an_allocation_ends_from_a_date_on() {
    let (from, resource) = (date("2026-04-01"), resource("W1"));
    let ledger = occupied()
        .when(end_allocation("W1", "2026-04-01"))
        .gives_event(AllocationEnded { resource, from });
    assert_eq!(ledger.allocation("W1", "2026-03-31", Actual), fixed("Schools"));
    assert_eq!(ledger.allocation("W1", "2026-04-01", Actual), Vacant);
}

#[test]
fn what_changes_nothing_gives_no_event() {
    occupied().when(assign("W1", "Schools", "2026-04-01")).changes_nothing();
    occupied().when(end_allocation("W3", "2026-04-01")).changes_nothing();
}

#[test]
fn nothing_is_given_away_twice() {
    occupied().when(assign("W1", "Library", "2026-04-01")).rejects("TakenByUnit", "resource");
    let later = house().with(assign("W1", "Schools", "2026-09-01"));
    later.when(assign("W1", "Library", "2026-04-01")).rejects("TakenByUnit", "resource");
    let ended = occupied().with(end_allocation("W1", "2026-04-01"));
    ended.when(assign("W1", "Library", "2026-03-31")).rejects("TakenByUnit", "resource");
    ended.when(assign("W1", "Library", "2026-04-01")).gives(&["AllocationAssigned"]);
}

#[test]
fn resource_and_unit_are_there_on_the_date() {
    house().when(assign("W1", "Schools", "2025-12-31")).rejects("NotThere", "resource");
    let late = house().with(register_unit("Parks", "Town", "2026-05-01"));
    late.when(assign("W1", "Parks", "2026-04-30")).rejects("NotThere", "unit");
    house().when(assign("W1", "Parks", "2026-04-30")).rejects("NotFound", "unit");
    house().when(end_allocation("W1", "2025-12-31")).rejects("NotThere", "resource");
}

#[test]
fn an_end_set_for_later_is_not_the_end_of_the_next_who_has_it() {
    let ledger = occupied()
        .with(end_allocation("W1", "2026-09-01"))
        .with(end_allocation("W1", "2026-04-01"))
        .with(assign("W1", "Library", "2026-05-01"));
    assert_eq!(ledger.allocation("W1", "2026-04-01", Actual), Vacant);
    assert_eq!(ledger.allocation("W1", "2026-08-31", Actual), fixed("Library"));
    assert_eq!(ledger.allocation("W1", "2026-09-01", Actual), fixed("Library"));
}

#[test]
fn giving_what_ends_later_to_the_same_unit_lets_it_go_on() {
    let ledger = occupied()
        .with(end_allocation("W1", "2026-09-01"))
        .when(assign("W1", "Schools", "2026-04-01"))
        .gives(&["AllocationAssigned"]);
    assert_eq!(ledger.allocation("W1", "2026-09-01", Actual), fixed("Schools"));
}

#[test]
fn an_end_holds_though_the_allocation_was_recorded_in_two_parts() {
    let ledger = occupied()
        .with(end_allocation("W1", "2026-09-01"))
        .with(assign("W1", "Schools", "2026-05-01"))
        .with(end_allocation("W1", "2026-04-01"));
    assert_eq!(ledger.allocation("W1", "2026-03-31", Actual), fixed("Schools"));
    assert_eq!(ledger.allocation("W1", "2026-05-01", Actual), Vacant);
    assert_eq!(ledger.allocation("W1", "2026-09-01", Actual), Vacant);
}

#[test]
fn an_end_leaves_who_comes_after() {
    let ledger = occupied()
        .with(end_allocation("W1", "2026-09-01"))
        .with(assign("W1", "Library", "2026-09-01"))
        .with(end_allocation("W1", "2026-04-01"));
    assert_eq!(ledger.allocation("W1", "2026-08-31", Actual), Vacant);
    assert_eq!(ledger.allocation("W1", "2026-09-01", Actual), fixed("Library"));
}

#[test]
fn a_space_is_given_as_a_whole_or_by_workstation_on_every_later_date() {
    let given = house().with(assign("Desk", "Schools", "2026-09-01"));
    given.when(assign("Room", "Schools", "2026-04-01")).rejects("AllocatedBothWays", "");
    given
        .clone()
        .with(end_allocation("Desk", "2026-10-01"))
        .when(assign("Room", "Schools", "2026-04-01"))
        .rejects("AllocatedBothWays", "");
    given
        .with(end_allocation("Desk", "2026-10-01"))
        .when(assign("Room", "Schools", "2026-10-01"))
        .gives(&["AllocationAssigned"]);
}

#[test]
fn what_is_planned_for_later_counts_as_given() {
    let gained = estate().with(hub_gains("Node", "Cell", "2026-03-01"));
    let given = gained.approved("R", &[convert(1, "Room", "Node", "2026-09-01")], &[]);
    given.when(assign("Desk", "Schools", "2026-04-01")).rejects("BreaksApproved", "");
    given.revoked("R").when(assign("Desk", "Schools", "2026-04-01")).gives(&["AllocationAssigned"]);
}

#[test]
fn what_is_flexible_is_neither_given_nor_ended() {
    let moves = [relocate(1, "W1", "Node", "Lounge", "2026-05-01")];
    let given = occupied().approved("R", &moves, &[]).with(report("R", "2026-05-01", &[1]));
    given.when(assign("W1", "Library", "2026-06-01")).rejects("IsFlexible", "resource");
    given.when(end_allocation("W1", "2026-06-01")).rejects("IsFlexible", "resource");
    given.when(assign("W1", "Library", "2026-02-01")).rejects("TakenByUnit", "resource");
}

#[test]
fn what_an_approved_reallocation_moves_is_left_alone() {
    let moves = [relocate(1, "W1", "Node", "Lounge", "2026-09-01")];
    let given = occupied().approved("R", &moves, &[]);
    given.when(end_allocation("W1", "2026-07-01")).rejects("BreaksApproved", "");
    given.when(assign("W1", "Library", "2027-01-01")).rejects("BreaksApproved", "");
    given.when(assign("W1", "Schools", "2026-04-01")).changes_nothing();
}
