//! Spaces split, merged and redrawn.

use crate::common::*;
use projections::{
    Allocation,
    Basis::{self, Actual, Planned},
    FloorPlan,
};
use schema::{
    AllocationFate, Category, Date, Designation, ReshapedSpace, SpaceAdd, SpaceId, SpaceReshape,
    SpaceRevise,
};
use std::collections::BTreeSet;

const MAY: &str = "2026-05-01";

/// The numbers of the spaces on the ground level.
fn numbers(ledger: &Ledger, on: &str) -> Vec<String> {
    let plan = FloorPlan::of(&ledger.state, level("Ground"), date(on), Actual);
    let number = |number: Option<Designation>| number.map_or_else(String::new, |n| n.to_string());
    plan.spaces.into_iter().map(|space| number(space.description.number.clone())).collect()
}

fn standing(ledger: &Ledger, name: &str, on: &str, basis: Basis) -> BTreeSet<schema::ResourceId> {
    ledger.on_plan(name, on, basis).resources.into_iter().map(|resource| resource.id).collect()
}

fn resources(names: &[&str]) -> BTreeSet<schema::ResourceId> {
    names.iter().map(|name| resource(name)).collect()
}

#[test]
fn a_space_is_split_and_past_plans_stay_right() {
    let given = occupied();
    let east_and_west = SpaceReshape {
        resources: vec![goes("W2", "West"), goes("A1", "West")],
        ..split("Open", &["East", "West"], MAY)
    };
    let ledger = given.when(east_and_west).gives(&[
        "SpaceAdded",
        "SpaceAdded",
        "ResourcesMoved",
        "ResourcesMoved",
        "ResourcesMoved",
        "SpacesReshaped",
    ]);
    assert_eq!(numbers(&ledger, "2026-04-30"), ["Cell", "Corridor", "Lounge", "Open"]);
    assert_eq!(numbers(&ledger, MAY), ["Cell", "Corridor", "East", "Lounge", "West"]);
    assert_eq!(standing(&ledger, "East", MAY, Actual), resources(&["W1", "W3"]));
    assert_eq!(standing(&ledger, "West", MAY, Actual), resources(&["W2", "A1"]));
    assert_eq!(ledger.allocation("W2", MAY, Actual), fixed("Schools"));
    let before = |ledger: &Ledger| ledger.on_plan("Open", "2026-04-30", Planned);
    assert_eq!(before(&ledger), before(&given));
}

#[test]
fn lineage_is_known_from_both_sides() {
    let ledger = occupied().with(split("Open", &["East", "West"], MAY));
    let known = |name| ledger.state.space(&space(name)).unwrap();
    let mut into = vec![space("East"), space("West")];
    into.sort();
    assert_eq!(known("Open").became[0].others, into);
    assert_eq!(known("Open").became[0].from, date(MAY));
    assert_eq!(known("West").formed[0].others, [space("Open")]);
    assert!(!known("Open").exists(date(MAY)) && known("Open").exists(date("2026-04-30")));
    assert_eq!(ledger.history_of(space("Open").uuid()).last(), Some(&"SpacesReshaped"));
    assert_eq!(ledger.history_of(space("West").uuid()), ["SpaceAdded", "SpacesReshaped"]);
}

#[test]
fn spaces_are_merged_into_one_that_takes_all() {
    let given = house().with(assign("W1", "Schools", "2026-01-01"));
    let merged = merge(&["Open", "Lounge"], "Hall", MAY);
    let ledger = given.when(merged).gives(&["SpaceAdded", "ResourcesMoved", "SpacesReshaped"]);
    assert_eq!(standing(&ledger, "Hall", MAY, Actual), resources(&["W1", "W2", "W3", "A1"]));
    assert_eq!(numbers(&ledger, MAY), ["Cell", "Corridor", "Hall"]);
}

#[test]
fn a_space_that_goes_on_keeps_what_stands_in_it() {
    let wider = SpaceRevise { height_mm: schema::Change::Set(2_700), ..revise_space("Open", MAY) };
    let asked = reshape(&["Open", "Lounge"], vec![ReshapedSpace::Kept(wider)], MAY);
    let ledger = house().when(asked).gives(&["SpaceRevised", "SpacesReshaped"]);
    assert_eq!(standing(&ledger, "Open", MAY, Actual), resources(&["W1", "W2", "W3", "A1"]));
    let drawn = ledger.on_plan("Open", MAY, Actual);
    assert_eq!(drawn.description.height_mm, Some(2_700));
    assert_eq!(ledger.on_plan("Open", "2026-04-30", Actual).description.height_mm, None);
    let retired = ledger.state.space(&space("Lounge")).unwrap().retired.as_ref().unwrap();
    assert_eq!(retired.from, date(MAY));
}

#[test]
fn walls_move_between_spaces_that_go_on_and_serve_different_hubs() {
    let asked = reshape(&["Open", "Lounge"], vec![kept("Open", MAY), kept("Lounge", MAY)], MAY);
    let ledger = occupied().when(asked.clone()).gives(&["SpacesReshaped"]);
    assert_eq!(ledger.hub_of("Lounge", MAY, Actual), Some(hub("Node")));
    assert_eq!(ledger.hub_of("Open", MAY, Actual), None);
    let moving = SpaceReshape { resources: vec![goes("W3", "Lounge")], ..asked };
    occupied().when(moving).rejects("HubsDiffer", "spaces");
}

#[test]
fn what_is_not_named_needs_one_who_takes_the_rest() {
    let nobody = SpaceReshape { rest: None, ..split("Open", &["East", "West"], MAY) };
    let rejection = occupied().when(nobody.clone()).rejection();
    assert_eq!((rejection.reason.code(), &*rejection.path), ("NeedsDestination", "resources"));
    let named = ["W1", "W2", "W3", "A1"].map(|name| goes(name, "East"));
    let all = SpaceReshape { resources: named.to_vec(), ..nobody };
    occupied().with(all);
}

#[test]
fn a_resource_is_retired_with_its_allocation_ended_or_going_to_another() {
    let asked = |fate| SpaceReshape { resources: vec![fate], ..split("Open", &["East"], MAY) };
    let ledger = occupied().with(asked(gone("W1")));
    assert!(!ledger.state.resource(&resource("W1")).unwrap().exists(date(MAY)));
    assert_eq!(ledger.allocation("W1", MAY, Actual), Allocation::Vacant);
    assert_eq!(ledger.allocation("W1", "2026-04-30", Actual), fixed("Schools"));
    let instead = retires("W1", Some(AllocationFate::GoesTo(resource("W3"))));
    let ledger = occupied().with(asked(instead));
    assert_eq!(ledger.allocation("W3", MAY, Actual), fixed("Schools"));
    assert_eq!(ledger.allocation("W3", "2026-04-30", Actual), Allocation::Vacant);
    occupied().when(asked(retires("W1", None))).rejects("InUse", "resources.0.from");
}

#[test]
fn a_resource_goes_to_a_space_beside_those_that_are_reshaped() {
    let given = house().with(add_space("Nook", "Ground", Category::Cell, "2026-01-01"));
    let asked = |fates| SpaceReshape { resources: fates, ..split("Open", &["East"], MAY) };
    let ledger = given.clone().with(asked(vec![goes("W1", "Nook")]));
    assert_eq!(ledger.place("W1", MAY, Actual), space("Nook"));
    given
        .when(asked(vec![goes("W1", "East"), goes("W2", "Corridor")]))
        .rejects("NoPlaceFor", "resources.1.to");
    given.when(asked(vec![goes("Desk", "East")])).rejects("InvalidValue", "resources.0");
    given
        .when(asked(vec![goes("W1", "East"), goes("W1", "Nook")]))
        .rejects("InvalidValue", "resources.1");
}

#[test]
fn a_room_as_a_whole_goes_with_its_walls() {
    let redrawn = reshape(&["Cell"], vec![new_space("Office", Category::Cell, MAY)], MAY);
    let ledger = house().with(redrawn);
    assert_eq!(standing(&ledger, "Office", MAY, Actual), resources(&["Room", "Desk"]));
    let two = house()
        .with(add_space("Nook", "Ground", Category::Cell, "2026-01-01"))
        .with(add_room("Nook room", "Nook", "2026-01-01"));
    let office = || vec![new_space("Office", Category::Cell, MAY)];
    let merged = reshape(&["Cell", "Nook"], office(), MAY);
    two.when(merged.clone()).rejects("RoomExistsAlready", "into.0");
    let one = SpaceReshape { resources: vec![gone("Nook room")], ..merged };
    let ledger = two.with(one);
    assert_eq!(standing(&ledger, "Office", MAY, Actual), resources(&["Room", "Desk"]));
    let parts =
        vec![new_space("A", Category::Cell, MAY), new_space("B", Category::OpenWorkplace, MAY)];
    let split = SpaceReshape { rest: Some(space("B")), ..reshape(&["Cell"], parts, MAY) };
    house().when(split.clone()).rejects("NoPlaceFor", "into.1");
    let split = SpaceReshape { resources: vec![goes("Room", "A")], ..split };
    let ledger = house().with(split);
    assert_eq!(standing(&ledger, "A", MAY, Actual), resources(&["Room"]));
    assert_eq!(standing(&ledger, "B", MAY, Actual), resources(&["Desk"]));
}

#[test]
fn spaces_allocated_in_two_ways_do_not_become_one() {
    let given =
        house().with(assign("Room", "Schools", "2026-01-01")).with(assign("W1", "Schools", MAY));
    let office = vec![new_space("Office", Category::Cell, MAY)];
    given.when(reshape(&["Cell", "Open"], office, MAY)).rejects("AllocatedBothWays", "into.0");
}

#[test]
fn successors_serve_the_hub_that_those_before_them_served() {
    let ledger = estate()
        .with(hub_loses("Node", "Lounge", "2026-09-01"))
        .with(hub_gains("Annex", "Lounge", "2026-10-01"))
        .with(split("Lounge", &["East", "West"], MAY));
    for name in ["East", "West"] {
        assert_eq!(ledger.hub_of(name, MAY, Actual), Some(hub("Node")));
        assert_eq!(ledger.hub_of(name, "2026-09-01", Actual), None);
        assert_eq!(ledger.hub_of(name, "2026-10-01", Actual), Some(hub("Annex")));
    }
    assert_eq!(ledger.hub_of("Lounge", "2026-04-30", Actual), Some(hub("Node")));
    assert_eq!(ledger.hub_of("Lounge", MAY, Actual), None);
    assert_eq!(ledger.hub_of("Lounge", "2026-10-01", Actual), None);
}

#[test]
fn what_is_flexible_stays_in_its_hub_when_its_space_is_split() {
    let moves = [relocate(1, "W1", "Node", "Lounge", "2026-04-01")];
    let ledger = estate()
        .approved("R", &moves, &[])
        .with(report("R", "2026-04-01", &[1]))
        .with(grant("M", "Node", "Schools", "2026-04-01", guaranteed(1)))
        .with(split("Lounge", &["East", "West"], MAY));
    assert_eq!(ledger.place("W1", MAY, Actual), space("East"));
    assert_eq!(ledger.allocation("W1", MAY, Actual), flexible("Node"));
}

#[test]
fn spaces_of_different_hubs_do_not_become_one() {
    let asked = merge(&["Open", "Lounge"], "Hall", MAY);
    estate().when(asked.clone()).rejects("HubsDiffer", "spaces");
    let same = estate().with(hub_gains("Node", "Open", "2026-03-01"));
    let ledger = same.with(asked);
    assert_eq!(ledger.hub_of("Hall", MAY, Actual), Some(hub("Node")));
}

#[test]
fn spaces_of_one_level_are_reshaped_together() {
    let given = house().with(add_level("Upper", "House", "2026-01-01")).with(add_space(
        "Loft",
        "Upper",
        Category::OpenWorkplace,
        "2026-01-01",
    ));
    given.when(merge(&["Open", "Loft"], "Hall", MAY)).rejects("NotOnLevel", "spaces");
    let above = SpaceAdd {
        level: level("Upper"),
        ..add_space("Hall", "Ground", Category::OpenWorkplace, MAY)
    };
    let asked = reshape(&["Open"], vec![ReshapedSpace::New(above)], MAY);
    given.when(asked).rejects("NotOnLevel", "into.0");
}

#[test]
fn a_reshaping_is_of_what_is_there_and_has_one_date() {
    let reshaped = |asked| house().when(asked);
    reshaped(reshape(&[], vec![kept("Open", MAY)], MAY)).rejects("InvalidValue", "spaces");
    reshaped(reshape(&["Open"], vec![], MAY)).rejects("InvalidValue", "into");
    reshaped(reshape(&["Open"], vec![kept("Cell", MAY)], MAY)).rejects("InvalidValue", "into.0");
    let later = reshape(&["Open"], vec![kept("Open", "2026-06-01")], MAY);
    reshaped(later).rejects("InvalidValue", "into.0");
    let rest = SpaceReshape { rest: Some(space("Cell")), ..split("Open", &["East"], MAY) };
    reshaped(rest).rejects("InvalidValue", "rest");
    reshaped(split("Open", &["Cell"], MAY)).rejects("ExistsAlready", "into.0.space");
    reshaped(split("Open", &["East"], "2025-12-31")).rejects("NotThere", "spaces");
    house()
        .with(split("Open", &["East"], MAY))
        .when(split("Open", &["West"], MAY))
        .rejects("NotThere", "spaces");
    let many: Vec<String> = (0..51).map(|nth| format!("P{nth}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    reshaped(split("Open", &many, MAY)).rejects("TooMuch", "into");
}

#[test]
fn what_takes_part_in_a_later_reshaping_goes_on_until_then() {
    let given = house().with(reshape(
        &["Open"],
        vec![kept("Open", "2026-09-01"), new_space("East", Category::OpenWorkplace, "2026-09-01")],
        "2026-09-01",
    ));
    given.when(split("Open", &["West"], MAY)).rejects("InUse", "from");
    given.when(split("Open", &["West"], "2026-10-01")).gives(&[
        "SpaceAdded",
        "ResourcesMoved",
        "SpacesReshaped",
    ]);
}

#[test]
fn what_an_approved_reallocation_moves_is_not_reshaped_away() {
    let space_planned =
        estate().approved("R", &[convert_space(1, "Open", "Node", "2026-09-01")], &[]);
    space_planned.when(split("Open", &["East"], MAY)).rejects("BreaksApproved", "");
    let into = [relocate(1, "W1", "Node", "Lounge", "2026-09-01")];
    let planned_into = estate().approved("R", &into, &[]);
    planned_into.when(split("Lounge", &["East"], MAY)).rejects("BreaksApproved", "");
    // What leaves is planned from wherever it then stands.
    let ledger = planned_into.with(split("Open", &["East"], MAY));
    assert_eq!(ledger.place("W1", MAY, Planned), space("East"));
    assert_eq!(ledger.place("W1", "2026-09-01", Planned), space("Lounge"));
    assert_eq!(ledger.place("W1", "2026-09-01", Actual), space("East"));
    let gone = SpaceReshape { resources: vec![gone("W1")], ..split("East", &["P"], "2026-05-02") };
    ledger.when(gone).rejects("BreaksApproved", "resources.0");
}

#[test]
fn what_comes_to_a_space_later_comes_to_its_successor() {
    let given = house()
        .with(add_workstation("W4", "Open", "2026-08-01"))
        .with(move_resources(&["W1"], "Lounge", "2026-03-01"))
        .with(move_resources(&["W1"], "Open", "2026-09-01"));
    let ledger = given.with(split("Open", &["East", "West"], MAY));
    assert_eq!(ledger.place("W4", "2026-08-01", Actual), space("East"));
    assert_eq!(ledger.place("W1", "2026-08-31", Actual), space("Lounge"));
    assert_eq!(ledger.place("W1", "2026-09-01", Actual), space("East"));
}

#[test]
fn a_space_of_the_future_is_reshaped_from_when_it_is_there() {
    let given = house().with(add_space("New", "Ground", Category::OpenWorkplace, "2026-09-01"));
    given.when(split("New", &["East"], MAY)).rejects("NotThere", "spaces");
    let ledger = given.with(split("New", &["East"], "2026-10-01"));
    let there = |name: &str, on: &str| ledger.state.space(&space(name)).unwrap().exists(date(on));
    assert!(there("New", "2026-09-30") && !there("New", "2026-10-01"));
    assert!(there("East", "2026-10-01") && !there("East", "2026-09-30"));
}

#[test]
fn a_chain_of_changes_conserves_what_stands_there() {
    let ledger = occupied()
        .with(split("Open", &["A", "B"], "2026-07-01"))
        .with(merge(&["A", "B"], "C", "2026-09-01"))
        .with(move_resources(&["W3"], "Lounge", "2026-08-01"))
        .with(move_resources(&["W2"], "Lounge", "2026-06-01"));
    let all = resources(&["W1", "W2", "W3", "A1"]);
    for on in ["2026-01-01", "2026-06-01", "2026-07-01", "2026-08-01", "2026-09-01", "2030-01-01"] {
        let plan = FloorPlan::of(&ledger.state, level("Ground"), date(on), Actual);
        let drawn = plan.spaces.iter().flat_map(|space| &space.resources).map(|r| r.id);
        assert!(all.is_subset(&drawn.collect()), "{on}");
    }
    // What left before the split is not taken along by it, nor by the merger.
    for on in ["2026-06-01", "2026-07-01", "2026-09-01"] {
        assert_eq!(ledger.place("W2", on, Actual), space("Lounge"), "{on}");
    }
    assert_eq!(ledger.place("W3", "2026-07-31", Actual), space("A"));
    assert_eq!(ledger.place("W3", "2026-09-01", Actual), space("Lounge"));
    assert_eq!(ledger.place("W1", "2026-09-01", Actual), space("C"));
}

#[test]
fn a_space_is_retired_with_what_stands_in_it_told_where_to_go() {
    let fates = vec![goes("Desk", "Open"), gone("Room")];
    let ledger = house().when(retire_with("Cell", MAY, fates)).gives(&[
        "ResourcesMoved",
        "ResourceRetired",
        "SpaceRetired",
    ]);
    assert_eq!(ledger.place("Desk", MAY, Actual), space("Open"));
    house().when(retire_with("Cell", MAY, vec![gone("Room")])).rejects("InUse", "from");
    let elsewhere = vec![gone("W1")];
    house().when(retire_with("Cell", MAY, elsewhere)).rejects("InvalidValue", "resources.0");
    let to_corridor = vec![gone("Room"), goes("Desk", "Corridor")];
    house().when(retire_with("Cell", MAY, to_corridor)).rejects("NoPlaceFor", "resources.1.to");
    let room = vec![goes("Room", "Open")];
    house().when(retire_with("Cell", MAY, room)).rejects("RoomStaysInPlace", "resources.0");
}

#[test]
fn a_space_leaves_its_hub_as_it_is_retired() {
    let leaves = |name| schema::SpaceRetire { leaves_hub: true, ..retire_space(name, MAY) };
    let ledger = estate().when(leaves("Lounge")).gives(&["HubSpaceRemoved", "SpaceRetired"]);
    assert_eq!(ledger.hub_of("Lounge", "2026-04-30", Actual), Some(hub("Node")));
    assert_eq!(ledger.hub_of("Lounge", MAY, Actual), None);
    let moves = [relocate(1, "W1", "Node", "Lounge", "2026-04-01")];
    let taken = estate().approved("R", &moves, &[]).with(report("R", "2026-04-01", &[1]));
    taken.when(leaves("Lounge")).rejects("InUse", "from");
}

#[test]
fn a_split_space_keeps_no_trace_where_it_is_rejected_halfway() {
    let asked = SpaceReshape {
        resources: vec![goes("W1", "East"), goes("W2", "Corridor")],
        ..split("Open", &["East", "West"], MAY)
    };
    let given = occupied();
    given.when(asked).rejects("NoPlaceFor", "resources.1.to");
    assert!(given.state.space(&space("East")).is_none());
}

#[test]
fn places_are_told_by_date_whatever_the_order_of_recording() {
    let one = house().with(split("Open", &["A", "B"], "2026-07-01")).with(move_resources(
        &["W1"],
        "Lounge",
        "2026-08-01",
    ));
    let other = house().with(move_resources(&["W1"], "Lounge", "2026-08-01")).with(split(
        "Open",
        &["A", "B"],
        "2026-07-01",
    ));
    let places = |ledger: &Ledger| -> Vec<SpaceId> {
        let on: Vec<Date> = ["2026-06-30", "2026-07-01", "2026-08-01"].map(date).into();
        let known = ledger.state.resource(&resource("W1")).unwrap();
        on.into_iter().map(|on| *known.place.at(on, Actual).unwrap()).collect()
    };
    assert_eq!(places(&one), places(&other));
}
