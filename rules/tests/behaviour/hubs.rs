//! Hubs: planned, opened, given spaces and a capacity, closed.

use crate::common::*;
use projections::Basis::{Actual, Planned};
use schema::{HubPlan, OpeningHours, Service, Weekday};

#[test]
fn a_hub_is_open_as_planned_until_its_opening_is_reported() {
    let open = |ledger: &Ledger, on, basis| {
        ledger.state.hub(&hub("Annex")).unwrap().is_open(date(on), basis)
    };
    let given = estate().today("2026-10-01");
    assert!(open(&given, "2026-09-01", Planned) && !open(&given, "2026-09-01", Actual));
    let late = given.with(open_hub("Annex", "2026-09-20"));
    assert!(!open(&late, "2026-09-19", Planned) && !open(&late, "2026-09-19", Actual));
    assert!(open(&late, "2026-09-20", Planned) && open(&late, "2026-09-20", Actual));
}

#[test]
fn an_opening_is_reported_once_and_never_ahead() {
    estate().when(open_hub("Annex", TODAY)).gives(&["HubOpened"]);
    estate().when(open_hub("Annex", "2026-06-16")).rejects("InFuture", "on");
    estate().when(open_hub("Node", TODAY)).rejects("HubOpenAlready", "hub");
    let closed = estate().with(close_hub("Annex", "2026-06-01"));
    closed.when(open_hub("Annex", "2026-06-01")).rejects("HubNotOpen", "hub");
}

#[test]
fn services_and_opening_hours_are_kept_once_sorted_and_bounded() {
    let planned = house().with(plan_hub("Node", "Region", "2026-03-01"));
    let node = planned.state.hub(&hub("Node")).unwrap();
    assert_eq!(
        node.description(date("2026-03-01")).services,
        [Service::CoWorking, Service::Reception]
    );
    let minute = |opens| OpeningHours::new(Weekday::Monday, opens, opens + 1).unwrap();
    let opening_hours = (0..22).map(minute).collect();
    house()
        .when(HubPlan { opening_hours, ..plan_hub("Node", "Region", "2026-03-01") })
        .rejects("TooMuch", "openingHours");
}

#[test]
fn a_space_serves_one_hub() {
    estate().when(hub_gains("Annex", "Lounge", "2026-10-01")).rejects("ServesOtherHub", "space");
    let later = house()
        .with(plan_hub("Node", "Region", "2026-03-01"))
        .with(plan_hub("Annex", "Town", "2026-03-01"))
        .with(hub_gains("Node", "Lounge", "2026-09-01"));
    later.when(hub_gains("Annex", "Lounge", "2026-04-01")).rejects("ServesOtherHub", "space");
    estate()
        .with(hub_loses("Node", "Lounge", "2026-10-01"))
        .when(hub_gains("Annex", "Lounge", "2026-10-01"))
        .gives(&["HubSpaceAdded"]);
}

#[test]
fn a_space_that_serves_a_hub_already_gives_no_event() {
    estate().when(hub_gains("Node", "Lounge", "2026-04-01")).changes_nothing();
}

#[test]
fn a_space_serves_from_a_date_on_and_leaves_for_good() {
    let ledger = estate().with(hub_loses("Node", "Lounge", "2026-10-01")).with(hub_gains(
        "Node",
        "Lounge",
        "2026-04-01",
    ));
    assert_eq!(ledger.hub_of("Lounge", "2026-10-01", Actual), Some(hub("Node")));
    let moves = [convert_space(1, "Open", "Node", "2026-06-01")];
    let ledger = estate()
        .with(hub_gains("Node", "Open", "2026-04-01"))
        .approved("R", &moves, &[])
        .with(report("R", "2026-06-01", &[1]))
        .with(hub_loses("Node", "Open", "2026-05-01"));
    assert_eq!(ledger.hub_of("Open", "2026-04-30", Actual), Some(hub("Node")));
    assert_eq!(ledger.hub_of("Open", "2026-06-01", Actual), None);
}

#[test]
fn a_space_serves_while_it_is_there() {
    estate().when(hub_gains("Node", "Open", "2025-12-31")).rejects("NotThere", "space");
    let going = estate().with(retire_space("Corridor", "2026-12-01"));
    going.when(hub_gains("Node", "Corridor", "2026-04-01")).rejects("NotThere", "space");
    estate().when(hub_loses("Node", "Lounge", "2026-02-28")).rejects("NotInHub", "space");
}

#[test]
fn a_space_leaves_when_nothing_in_it_is_flexible_then_or_later() {
    let moves = [relocate(1, "W1", "Node", "Lounge", "2026-05-01")];
    let planned = estate().approved("R", &moves, &[]);
    planned.when(hub_loses("Node", "Lounge", "2026-04-01")).rejects("BreaksApproved", "");
    let done = planned.with(report("R", "2026-05-02", &[1]));
    done.when(hub_loses("Node", "Lounge", "2026-04-01")).rejects("InUse", "from");
    done.when(hub_loses("Node", "Lounge", "2026-07-01")).rejects("InUse", "from");
    done.with(retire_resource("W1", "2026-07-01"))
        .when(hub_loses("Node", "Lounge", "2026-07-01"))
        .gives(&["HubSpaceRemoved"]);
}

#[test]
fn a_space_that_a_reallocation_brings_is_not_brought_beside_it() {
    let given = estate().approved("R", &[convert_space(1, "Open", "Node", "2026-09-01")], &[]);
    given.when(hub_gains("Node", "Open", "2026-04-01")).rejects("BreaksApproved", "");
    given.when(hub_gains("Annex", "Open", "2026-10-01")).rejects("BreaksApproved", "");
    given.revoked("R").when(hub_gains("Annex", "Open", "2026-10-01")).gives(&["HubSpaceAdded"]);
}

#[test]
fn a_capacity_is_recorded_whatever_is_promised() {
    let given = estate().with(grant("M", "Node", "Schools", "2026-09-01", shared(8)));
    let doubted = ["HubCapacitySet", "MembershipDoubted"];
    given.when(set_capacity("Node", "2026-04-01", 7)).gives(&doubted);
    given.when(set_capacity("Node", "2027-04-01", 7)).gives(&doubted);
    given.when(set_capacity("Node", "2026-04-01", 8)).gives(&["HubCapacitySet"]);
    given.when(set_capacity("Node", "2026-04-01", 10)).changes_nothing();
    let greater = given.with(set_capacity("Node", "2026-08-01", 12));
    greater.when(set_capacity("Node", "2026-04-01", 7)).gives(&["HubCapacitySet"]);
}

#[test]
fn a_hub_closes_once_nothing_is_left_in_it() {
    let given = estate().with(grant("M", "Node", "Schools", "2026-04-01", shared(8)));
    given.when(close_hub("Node", "2026-10-01")).rejects("InUse", "from");
    let given = given.with(end_membership("M", "2026-10-01"));
    given.when(close_hub("Node", "2026-10-01")).rejects("InUse", "from");
    let given = given.with(hub_loses("Node", "Lounge", "2026-10-01"));
    given.when(close_hub("Node", "2026-09-30")).rejects("InUse", "from");
    let closed = given.when(close_hub("Node", "2026-10-01")).gives(&["HubClosed"]);
    closed.when(close_hub("Node", "2026-11-01")).rejects("RetiredAlready", "hub");
}

#[test]
fn a_hub_to_which_something_is_planned_does_not_close() {
    let bare = || {
        estate().with(plan_hub("Bare", "Region", "2026-03-01")).with(set_capacity(
            "Bare",
            "2026-03-01",
            5,
        ))
    };
    let space = bare().approved("R", &[convert_space(1, "Open", "Bare", "2026-09-01")], &[]);
    space.when(close_hub("Bare", "2026-08-01")).rejects("BreaksApproved", "");
    let brought = [bring("M", "Bare", "Schools", "2026-09-01", shared(1))];
    let moves = [relocate(1, "W1", "Node", "Lounge", "2026-09-01")];
    let member = bare().approved("R", &moves, &brought);
    member.when(close_hub("Bare", "2026-12-01")).rejects("BreaksApproved", "");
}

#[test]
fn nothing_comes_to_a_hub_that_is_to_close() {
    let given = estate().with(close_hub("Annex", "2026-12-01"));
    given.when(hub_gains("Annex", "Open", "2026-09-01")).rejects("HubNotOpen", "hub");
    given
        .when(grant("M", "Annex", "Schools", "2026-09-01", shared(1)))
        .rejects("HubNotOpen", "hub");
    given
        .when(propose("R", &[convert_space(1, "Open", "Annex", "2026-09-01")], &[]))
        .rejects("HubNotOpen", "proposal.moves.0.hub");
    given.when(set_capacity("Annex", "2026-12-01", 6)).rejects("HubNotOpen", "hub");
    given.when(set_capacity("Annex", "2026-11-30", 6)).gives(&["HubCapacitySet"]);
}
