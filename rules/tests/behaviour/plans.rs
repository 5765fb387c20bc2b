//! Planned and actual apart: the floor plan the day before, between and after.

use crate::common::*;
use projections::Basis::{self, Actual, Planned};
use projections::Mode;
use schema::Move;

/// The open workplace joins the hub with W1 on the first of May; W2 goes to the lounge on the tenth.
fn moves() -> [Move; 3] {
    [
        convert_space(1, "Open", "Node", "2026-05-01"),
        convert(2, "W1", "Node", "2026-05-01"),
        relocate(3, "W2", "Node", "Lounge", "2026-05-10"),
    ]
}

fn approved() -> Ledger {
    occupied().approved("R", &moves(), &[])
}

/// Mode and number of things in the open workplace and in the lounge.
fn drawn(ledger: &Ledger, on: &str, basis: Basis) -> [(Mode, usize); 2] {
    ["Open", "Lounge"].map(|name| {
        let space = ledger.on_plan(name, on, basis);
        (space.mode, space.resources.len())
    })
}

#[test]
fn the_plan_shows_what_is_and_what_is_planned_apart() {
    let given = approved();
    let (fixed, lounge) = ((Mode::Fixed, 4), (Mode::Flexible, 0));
    for on in ["2026-04-30", "2026-05-01", "2026-05-10", "2027-01-01"] {
        assert_eq!(drawn(&given, on, Actual), [fixed, lounge], "{on}");
    }
    assert_eq!(drawn(&given, "2026-04-30", Planned), [fixed, lounge]);
    assert_eq!(drawn(&given, "2026-05-01", Planned), [(Mode::Mixed, 4), lounge]);
    assert_eq!(drawn(&given, "2026-05-09", Planned), [(Mode::Mixed, 4), lounge]);
    assert_eq!(drawn(&given, "2026-05-10", Planned), [(Mode::Flexible, 3), (Mode::Flexible, 1)]);
}

#[test]
fn the_plan_follows_what_was_done_on_other_dates() {
    let given = approved().with(report("R", "2026-05-03", &[1, 2]));
    let fixed = [(Mode::Fixed, 4), (Mode::Flexible, 0)];
    let mixed = [(Mode::Mixed, 4), (Mode::Flexible, 0)];
    let after = [(Mode::Flexible, 3), (Mode::Flexible, 1)];
    assert_eq!(drawn(&given, "2026-05-02", Actual), fixed);
    assert_eq!(drawn(&given, "2026-05-03", Actual), mixed);
    assert_eq!(drawn(&given, "2026-06-01", Actual), mixed);
    assert_eq!(drawn(&given, "2026-05-02", Planned), fixed);
    assert_eq!(drawn(&given, "2026-05-10", Planned), after);
    let done = given.with(report("R", "2026-05-05", &[3]));
    for basis in [Actual, Planned] {
        assert_eq!(drawn(&done, "2026-05-02", basis), fixed);
        assert_eq!(drawn(&done, "2026-05-04", basis), mixed);
        assert_eq!(drawn(&done, "2026-05-05", basis), after);
        assert_eq!(drawn(&done, "2026-05-10", basis), after);
    }
}

#[test]
fn what_is_planned_is_marked_on_the_plan_until_it_is_done() {
    let marks = |ledger: &Ledger, name| -> Vec<(u16, bool)> {
        let space = ledger.on_plan(name, "2026-04-01", Actual);
        space.planned.iter().map(|change| (change.number, change.leaves)).collect()
    };
    let given = approved();
    assert_eq!(marks(&given, "Open"), [(1, false), (2, false), (3, true)]);
    assert_eq!(marks(&given, "Lounge"), [(3, false)]);
    let done = given.with(report("R", "2026-05-03", &[1, 2]));
    assert_eq!(marks(&done, "Open"), [(3, true)]);
    let done = done.with(report("R", "2026-05-05", &[3]));
    assert_eq!((marks(&done, "Open"), marks(&done, "Lounge")), (vec![], vec![]));
}

#[test]
fn the_plan_as_it_was_known_does_not_change() {
    let before = approved();
    let drawn_before = drawn(&before, "2026-05-10", Planned);
    let after = before.clone().with(report("R", "2026-06-01", &[1, 2, 3]));
    assert_ne!(drawn(&after, "2026-05-10", Planned), drawn_before);
    assert_eq!(drawn(&before, "2026-05-10", Planned), drawn_before);
}

#[test]
fn occupants_are_the_units_that_have_something_fixed() {
    let given = occupied().with(assign("W3", "Library", "2026-02-01")).with(assign(
        "W1",
        "Schools",
        "2026-01-01",
    ));
    let mut units = vec![unit("Schools"), unit("Library")];
    units.sort();
    assert_eq!(given.on_plan("Open", "2026-03-01", Actual).occupants, units);
    assert_eq!(given.on_plan("Open", "2026-01-31", Actual).occupants, [unit("Schools")]);
}

#[test]
fn a_space_without_anything_to_give_is_common_and_with_nothing_given_vacant() {
    assert_eq!(house().on_plan("Corridor", "2026-02-01", Actual).mode, Mode::Common);
    assert_eq!(house().on_plan("Open", "2026-02-01", Actual).mode, Mode::Vacant);
}

#[test]
fn an_office_whose_desks_have_all_gone_is_vacant() {
    let retired = ["W1", "W2", "W3", "A1"].map(|desk| retire_resource(desk, "2026-05-01"));
    let given = retired.into_iter().fold(house(), Ledger::with);
    assert_eq!(given.on_plan("Open", "2026-05-01", Actual).resources.len(), 0);
    assert_eq!(given.on_plan("Open", "2026-05-01", Actual).mode, Mode::Vacant);
}

#[test]
fn what_has_gone_is_not_drawn() {
    let given = house().with(retire_resource("W1", "2026-05-01"));
    assert_eq!(given.on_plan("Open", "2026-04-30", Actual).resources.len(), 4);
    assert_eq!(given.on_plan("Open", "2026-05-01", Actual).resources.len(), 3);
}
