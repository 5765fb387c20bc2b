//! Buildings, levels and spaces.

use crate::common::*;
use schema::{BuildingRevise, Category, Change, Classification, SpaceAdd, SpaceRevise};

#[test]
fn a_thing_is_added_once() {
    house()
        .when(add_building("House", "Region", "2026-02-01"))
        .rejects("ExistsAlready", "building");
    house().when(add_level("Ground", "House", "2026-02-01")).rejects("ExistsAlready", "level");
    house()
        .when(add_space("Open", "Ground", Category::Cell, "2026-02-01"))
        .rejects("ExistsAlready", "space");
}

#[test]
fn a_thing_begins_within_what_it_is_part_of() {
    house().when(add_building("Barn", "Region", "2025-12-31")).rejects("NotThere", "owner");
    house().when(add_level("Upper", "House", "2025-12-31")).rejects("NotThere", "building");
    house()
        .when(add_space("Attic", "Ground", Category::Cell, "2025-12-31"))
        .rejects("NotThere", "level");
    house().when(add_level("Upper", "Barn", "2026-02-01")).rejects("NotFound", "building");
}

#[test]
fn a_thing_is_not_left_standing_in_what_has_gone() {
    let bare = organisations().with(add_building("Barn", "Region", "2026-01-01"));
    bare.clone()
        .with(retire_building("Barn", "2026-06-01"))
        .when(add_level("Loft", "Barn", "2026-02-01"))
        .rejects("NotThere", "building");
    let level = bare.with(add_level("Loft", "Barn", "2026-01-01"));
    level
        .clone()
        .with(retire_level("Loft", "2026-06-01"))
        .when(add_space("Nook", "Loft", Category::Cell, "2026-02-01"))
        .rejects("NotThere", "level");
    let space = level.with(add_space("Nook", "Loft", Category::Cell, "2026-01-01"));
    space
        .with(retire_space("Nook", "2026-06-01"))
        .when(add_workstation("W4", "Nook", "2026-02-01"))
        .rejects("NotThere", "space");
}

#[test]
fn what_is_in_use_cannot_go() {
    house().when(retire_building("House", "2026-06-01")).rejects("InUse", "from");
    house().when(retire_level("Ground", "2026-06-01")).rejects("InUse", "from");
    house().when(retire_space("Cell", "2026-06-01")).rejects("InUse", "from");
    estate().when(retire_space("Lounge", "2026-06-01")).rejects("InUse", "from");
}

#[test]
fn what_is_used_later_cannot_go_earlier() {
    let later = house().with(add_workstation("W4", "Lounge", "2026-09-01"));
    later.when(retire_space("Lounge", "2026-06-01")).rejects("InUse", "from");
}

#[test]
fn what_is_planned_into_a_space_keeps_it() {
    let into = relocate(1, "W1", "Node", "Lounge", "2026-09-01");
    let given = estate().approved("R", &[into], &[]);
    given.when(retire_space("Lounge", "2026-06-01")).rejects("BreaksApproved", "");
    let whole = estate().approved("R", &[convert_space(1, "Corridor", "Node", "2026-09-01")], &[]);
    whole.when(retire_space("Corridor", "2026-06-01")).rejects("BreaksApproved", "");
}

#[test]
fn an_estate_is_taken_down_from_the_inside() {
    house()
        .with(retire_resource("Room", "2026-06-01"))
        .with(retire_resource("Desk", "2026-06-01"))
        .when(retire_space("Cell", "2026-06-01"))
        .gives(&["SpaceRetired"])
        .when(retire_space("Cell", "2026-07-01"))
        .rejects("RetiredAlready", "space");
}

#[test]
fn nothing_is_described_before_it_begins_or_after_it_has_gone() {
    let given = house().with(retire_space("Lounge", "2026-06-01"));
    let category = |from| categorise("Lounge", from, Category::Social);
    given.when(category("2025-12-31")).rejects("NotThere", "space");
    given.when(category("2026-05-31")).gives(&["SpaceRevised"]);
    given.when(category("2026-06-01")).rejects("NotThere", "space");
    given.when(raise_level("Ground", "2025-12-31", 100)).rejects("NotThere", "level");
}

#[test]
fn what_is_left_out_of_a_revision_stays_and_what_is_removed_goes() {
    let address = Change::Set(text("Storgatan 1"));
    let set = BuildingRevise { address, ..revise_building("House", "2026-02-01") };
    let removed =
        BuildingRevise { address: Change::Remove, ..revise_building("House", "2026-04-01") };
    let given = house().with(set).with(removed);
    let known = given.state.building(&building("House")).unwrap();
    let at = |on| known.descriptions.at(date(on)).unwrap();
    assert_eq!(at("2026-03-01").name, at("2026-01-01").name);
    assert!(at("2026-01-01").address.is_none());
    assert!(at("2026-03-01").address.is_some());
    assert!(at("2026-04-01").address.is_none());
    given.when(revise_building("House", "2026-05-01")).changes_nothing();
    given.when(raise_level("Ground", "2026-05-01", 0)).changes_nothing();
    given.when(revise_space("Open", "2026-05-01")).changes_nothing();
}

#[test]
fn a_category_fits_what_stands_in_the_space_on_every_later_date() {
    let later = house().with(add_workstation("W4", "Lounge", "2026-09-01"));
    later
        .when(categorise("Lounge", "2026-06-01", Category::Social))
        .rejects("NoPlaceFor", "category");
    house().when(categorise("Lounge", "2026-06-01", Category::Social)).gives(&["SpaceRevised"]);
    house()
        .when(categorise("Cell", "2026-06-01", Category::OpenWorkplace))
        .rejects("NoPlaceFor", "category");
}

#[test]
fn codes_are_kept_once_sorted_and_bounded() {
    let code = |code: &str| Classification {
        system: "OmniClass 13".parse().unwrap(),
        code: code.parse().unwrap(),
    };
    let add = add_space("Nook", "Ground", Category::Cell, "2026-02-01");
    let add = SpaceAdd { codes: vec![code("B2"), code("A1"), code("B2")], ..add };
    let ledger = house().when(add).gives(&["SpaceAdded"]);
    let nook = ledger.state.space(&space("Nook")).unwrap();
    let codes = &nook.descriptions.at(date("2026-02-01")).unwrap().codes;
    assert_eq!(codes, &[code("A1"), code("B2")]);
    let many = (0..9).map(|number| code(&format!("C{number}"))).collect();
    house()
        .when(SpaceRevise { codes: Some(many), ..revise_space("Open", "2026-02-01") })
        .rejects("TooMuch", "codes");
}
