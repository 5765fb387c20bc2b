//! Resources moved within their building, counted, and retired with what becomes of them.

use crate::common::*;
use projections::{Allocation, Basis::Actual};
use schema::{AllocationFate, Category, Change, Grade, ResourceRetire, ResourceRevise, limits};

const MAY: &str = "2026-05-01";

#[test]
fn a_resource_stands_in_another_space_from_a_date_and_leaves_its_drawn_place() {
    let drawn =
        ResourceRevise { position: Change::Set([10, 20]), ..revise_resource("W1", "2026-02-01") };
    let given = house().with(drawn);
    let ledger = given
        .when(move_resources(&["W1", "W2"], "Lounge", MAY))
        .gives(&["ResourcesMoved", "ResourceRevised"]);
    assert_eq!(ledger.place("W1", "2026-04-30", Actual), space("Open"));
    assert_eq!(ledger.place("W1", MAY, Actual), space("Lounge"));
    let w1 = ledger.state.resource(&resource("W1")).unwrap();
    assert_eq!(w1.descriptions.at(date(MAY)).unwrap().position, None);
    assert_eq!(w1.descriptions.at(date("2026-04-30")).unwrap().position, Some([10, 20]));
    ledger.when(move_resources(&["W1"], "Lounge", "2026-06-01")).changes_nothing();
    assert_eq!(ledger.history_of(space("Open").uuid()).last(), Some(&"ResourcesMoved"));
}

#[test]
fn a_resource_is_moved_within_its_building_to_where_it_may_stand() {
    let given = house()
        .with(add_building("Barn", "Region", "2026-01-01"))
        .with(add_level("Loft", "Barn", "2026-01-01"))
        .with(add_space("Hay", "Loft", Category::OpenWorkplace, "2026-01-01"));
    given.when(move_resources(&["W1"], "Hay", MAY)).rejects("OtherBuilding", "resources.0");
    given.when(move_resources(&["W1"], "Corridor", MAY)).rejects("NoPlaceFor", "to");
    given.when(move_resources(&["Room"], "Open", MAY)).rejects("RoomStaysInPlace", "resources.0");
    given.when(move_resources(&["W9"], "Open", MAY)).rejects("NotFound", "resources.0");
    given.when(move_resources(&["W1"], "Nook", MAY)).rejects("NotFound", "to");
    given.when(move_resources(&["W1"], "Lounge", "2025-12-31")).rejects("NotThere", "to");
    let going = given.with(retire_space("Lounge", "2026-06-01"));
    going.when(move_resources(&["W1"], "Lounge", MAY)).rejects("NotThere", "to");
}

#[test]
fn what_is_flexible_stays_within_its_hub() {
    let moves = [relocate(1, "W1", "Node", "Lounge", "2026-04-01")];
    let given = estate().approved("R", &moves, &[]);
    given.when(move_resources(&["W1"], "Lounge", MAY)).rejects("BreaksApproved", "resources.0");
    let done = given.with(report("R", "2026-04-01", &[1]));
    done.when(move_resources(&["W1"], "Open", MAY)).rejects("NotInHub", "to");
    let wide = done.with(hub_gains("Node", "Open", "2026-04-01"));
    wide.clone().when(move_resources(&["W1"], "Open", MAY)).gives(&["ResourcesMoved"]);
    let until = wide.with(hub_loses("Node", "Open", "2026-09-01"));
    until.when(move_resources(&["W1"], "Open", MAY)).rejects("NotInHub", "to");
    until
        .with(move_resources(&["W1"], "Lounge", "2026-04-01"))
        .when(hub_loses("Node", "Lounge", MAY))
        .rejects("InUse", "from");
}

#[test]
fn a_space_that_is_given_as_a_whole_takes_no_desk_that_is_given() {
    let given =
        house().with(assign("Room", "Schools", "2026-01-01")).with(assign("W1", "Library", MAY));
    given.when(move_resources(&["W1"], "Cell", MAY)).rejects("AllocatedBothWays", "");
    given.when(move_resources(&["W2"], "Cell", MAY)).gives(&["ResourcesMoved"]);
}

#[test]
fn what_is_given_fits_every_space_in_which_it_will_stand() {
    let given = house().with(assign("Room", "Schools", "2026-01-01")).with(move_resources(
        &["W1"],
        "Cell",
        "2026-09-01",
    ));
    given.when(assign("W1", "Library", MAY)).rejects("AllocatedBothWays", "");
}

#[test]
fn what_joins_a_hub_where_it_stands_stays_within_it_wherever_it_will_stand() {
    let given = estate()
        .with(hub_gains("Node", "Open", "2026-03-01"))
        .with(move_resources(&["W1"], "Cell", "2026-09-01"))
        .with(propose("R", &[convert(1, "W1", "Node", MAY)], &[]));
    let digest = given.digest_of("R");
    given
        .clone()
        .by("Decider")
        .when(approve("R", digest))
        .rejects("NotInHub", "proposal.moves.0.space");
    given.with(hub_gains("Node", "Cell", "2026-09-01")).with_approval_of("R");
}

#[test]
fn a_relocation_that_was_reported_late_holds_for_good() {
    let moves = [relocate(1, "W1", "Node", "Lounge", MAY)];
    let ledger = estate()
        .with(split("Open", &["East"], "2026-06-01"))
        .approved("R", &moves, &[])
        .with(report("R", MAY, &[1]));
    assert_eq!(ledger.place("W1", "2026-06-01", Actual), space("Lounge"));
}

#[test]
fn a_resource_that_goes_ends_its_allocation_or_passes_it_on_for_as_long() {
    let given = house()
        .with(assign("W1", "Schools", "2026-02-01"))
        .with(end_allocation("W1", "2026-10-01"))
        .with(assign("W1", "Library", "2026-12-01"));
    let retire = |allocation| ResourceRetire { allocation, ..retire_resource("W1", MAY) };
    given.when(retire(None)).rejects("InUse", "from");
    let ended = given.clone().with(retire(Some(AllocationFate::Ends)));
    assert_eq!(ended.allocation("W1", "2026-12-01", Actual), Allocation::Vacant);
    let to = |name| retire(Some(AllocationFate::GoesTo(resource(name))));
    let passed = given.clone().with(to("W2"));
    let held = [MAY, "2026-09-30", "2026-10-01", "2026-12-01"];
    let held = held.map(|on| passed.allocation("W2", on, Actual));
    let vacant = Allocation::Vacant;
    assert_eq!(held, [fixed("Schools"), fixed("Schools"), vacant, fixed("Library")]);
    assert_eq!(passed.allocation("W2", "2026-04-30", Actual), Allocation::Vacant);
    given.when(to("W1")).rejects("InvalidValue", "allocation.goesTo");
    given.when(to("W9")).rejects("NotFound", "allocation.goesTo");
    let taken = given.clone().with(assign("W2", "Schools", "2026-11-01"));
    taken.when(to("W2")).rejects("TakenByUnit", "allocation.goesTo");
}

#[test]
fn workstations_are_counted_with_their_source() {
    let ledger = house().when(count_workstations("Open", MAY, 4)).gives(&["ResourcesCounted"]);
    let a1 = ledger.state.resource(&resource("A1")).unwrap();
    let grade = |on| a1.descriptions.at(date(on)).unwrap().grade.clone();
    assert_eq!(grade("2026-04-30"), assumed());
    assert_eq!(grade(MAY), Grade::Counted { on: date(MAY) });
    let count = &a1.counts[0];
    assert_eq!(count.on, date(MAY));
    assert_eq!(&*ledger.texts[&count.source], "Walked through by the caretaker");
    // Counted before: the earlier grade stays, the count is kept.
    let w1 = ledger.state.resource(&resource("W1")).unwrap();
    assert_eq!(w1.descriptions.at(date(MAY)).unwrap().grade, counted());
    assert_eq!(w1.counts.len(), 1);
}

#[test]
fn what_is_said_of_a_resource_for_later_is_counted_too() {
    let later = ResourceRevise {
        number: Change::Set("A1-new".parse().unwrap()),
        ..revise_resource("A1", "2026-09-01")
    };
    let ledger = house().with(later).with(count_workstations("Open", MAY, 4));
    let a1 = ledger.state.resource(&resource("A1")).unwrap();
    let known = a1.descriptions.at(date("2026-09-01")).unwrap();
    assert!(known.grade.is_counted());
    assert_eq!(known.number.as_ref().unwrap().to_string(), "A1-new");
}

#[test]
fn workstations_that_nobody_knew_of_are_added_under_the_next_number() {
    let ledger = house().when(count_workstations("Open", MAY, 6)).gives(&[
        "ResourceAdded",
        "ResourceAdded",
        "ResourcesCounted",
    ]);
    let numbers: Vec<String> = ledger
        .on_plan("Open", MAY, Actual)
        .resources
        .iter()
        .map(|resource| resource.description.number.as_ref().unwrap().to_string())
        .collect();
    assert!(numbers.contains(&"Open-1".to_owned()) && numbers.contains(&"Open-2".to_owned()));
    assert_eq!(ledger.on_plan("Open", "2026-04-30", Actual).resources.len(), 4);
    let again = ledger.with(count_workstations("Open", "2026-05-02", 7));
    assert_eq!(again.on_plan("Open", "2026-05-02", Actual).resources.len(), 7);
}

#[test]
fn of_too_many_those_go_that_nobody_has() {
    let ledger = occupied()
        .when(count_workstations("Open", MAY, 3))
        .gives(&["ResourceRetired", "ResourcesCounted"]);
    assert!(!ledger.state.resource(&resource("A1")).unwrap().exists(date(MAY)), "the assumed one");
    let two = occupied().with(count_workstations("Open", MAY, 2));
    assert_eq!(two.on_plan("Open", MAY, Actual).resources.len(), 2);
    let rejection = occupied().when(count_workstations("Open", MAY, 1)).rejection();
    assert_eq!((rejection.reason.code(), &*rejection.path), ("CountTooLow", "workstations"));
    let later = house().with(assign("W3", "Schools", "2026-09-01"));
    let kept = later.with(count_workstations("Open", MAY, 1));
    assert!(kept.state.resource(&resource("W3")).unwrap().exists(date(MAY)));
    house().with(count_workstations("Open", MAY, 0));
}

#[test]
fn one_that_is_about_to_go_was_seen_until_then() {
    let given = house().with(retire_resource("W1", "2026-06-01"));
    let ledger = given.with(count_workstations("Open", MAY, 3));
    assert!(ledger.state.resource(&resource("W1")).unwrap().exists(date(MAY)));
    assert!(!ledger.state.resource(&resource("A1")).unwrap().exists(date(MAY)));
}

#[test]
fn what_an_approved_reallocation_moves_is_not_counted_away() {
    let given = house()
        .with(plan_hub("Node", "Region", "2026-03-01"))
        .with(hub_gains("Node", "Lounge", "2026-03-01"))
        .approved("R", &[relocate(1, "W1", "Node", "Lounge", "2026-09-01")], &[]);
    given.when(count_workstations("Open", MAY, 0)).rejects("CountTooLow", "workstations");
}

#[test]
fn a_count_has_been_made_and_is_bounded() {
    house().when(count_workstations("Open", "2026-06-16", 4)).rejects("InFuture", "on");
    house().when(count_workstations("Open", "2025-12-31", 4)).rejects("NotThere", "space");
    let many = u32::try_from(limits::REFERENCES_MAX).unwrap() + 1;
    house().when(count_workstations("Open", MAY, many)).rejects("TooMuch", "workstations");
    house().when(count_workstations("Corridor", MAY, 1)).rejects("NoPlaceFor", "space");
    house().when(count_workstations("Corridor", MAY, 0)).changes_nothing();
}

#[test]
fn what_was_counted_can_be_promised() {
    let moves = [relocate(1, "A1", "Node", "Lounge", "2026-04-01")];
    let given = estate().approved("R", &moves, &[]).with(report("R", "2026-04-01", &[1]));
    let promise = grant("M", "Node", "Schools", MAY, guaranteed(1));
    given.when(promise.clone()).rejects("SeatsNotCounted", "terms");
    given
        .with(count_workstations("Lounge", "2026-04-15", 1))
        .when(promise)
        .gives(&["MembershipGranted"]);
}
