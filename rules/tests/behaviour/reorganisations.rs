//! Units moved, merged, split and dissolved.

use crate::common::*;
use projections::{
    Allocation,
    Basis::{Actual, Planned},
    ReallocationStatus,
};
use schema::{Change, UnitRegister, UnitRevise, UnitsReorganise, WeekCount};

const MAY: &str = "2026-05-01";

/// The place of a unit on a date: its organisation and the unit above it.
fn place(
    ledger: &Ledger,
    name: &str,
    on: &str,
) -> (schema::OrganisationId, Option<schema::UnitId>) {
    let known = ledger.state.unit(&unit(name)).unwrap();
    let described = known.descriptions.at(date(on)).unwrap();
    (described.organisation, described.parent)
}

fn headcount(ledger: &Ledger, name: &str, on: &str) -> u32 {
    ledger.state.unit(&unit(name)).unwrap().descriptions.at(date(on)).unwrap().headcount
}

/// The Town's units: the Schools, with the Kitchen within them, and the Library.
fn town() -> Ledger {
    occupied().with(register_unit("Kitchen", "Town", "2026-01-01")).with(place_unit(
        "Kitchen",
        "2026-01-01",
        "Schools",
    ))
}

#[test]
fn a_unit_moves_with_all_that_is_part_of_it() {
    let ledger = town()
        .when(move_unit("Schools", "Region", Some("Clinic"), MAY))
        .gives(&["UnitMoved", "UnitMoved"]);
    assert_eq!(place(&ledger, "Schools", "2026-04-30"), (organisation("Town"), None));
    assert_eq!(place(&ledger, "Schools", MAY), (organisation("Region"), Some(unit("Clinic"))));
    assert_eq!(place(&ledger, "Kitchen", "2026-04-30").0, organisation("Town"));
    assert_eq!(place(&ledger, "Kitchen", MAY), (organisation("Region"), Some(unit("Schools"))));
    ledger.when(move_unit("Schools", "Region", Some("Clinic"), MAY)).changes_nothing();
    let touched = ledger.history_of(organisation("Region").uuid());
    assert_eq!(touched.last(), Some(&"UnitMoved"));
}

#[test]
fn a_move_goes_on_over_later_descriptions_and_yields_to_a_later_move() {
    let people = UnitRevise { headcount: Some(50), ..revise_unit("Schools", "2026-07-01") };
    let ledger = town()
        .with(people)
        .with(move_unit("Schools", "Stranger", None, "2026-09-01"))
        .with(move_unit("Schools", "Region", None, MAY));
    let of = |on| place(&ledger, "Schools", on).0;
    assert_eq!(of(MAY), organisation("Region"));
    assert_eq!(of("2026-07-01"), organisation("Region"));
    assert_eq!(of("2026-09-01"), organisation("Stranger"));
    assert_eq!(headcount(&ledger, "Schools", "2026-07-01"), 50);
    let kitchen = |on| place(&ledger, "Kitchen", on).0;
    assert_eq!(kitchen("2026-07-01"), organisation("Region"));
    assert_eq!(kitchen("2026-09-01"), organisation("Stranger"));
}

#[test]
fn a_unit_that_has_left_is_not_taken_along_by_what_it_left() {
    let ledger = town().with(move_unit("Schools", "Region", None, "2026-09-01")).with(move_unit(
        "Kitchen",
        "Town",
        Some("Library"),
        MAY,
    ));
    assert_eq!(
        place(&ledger, "Kitchen", "2026-09-01"),
        (organisation("Town"), Some(unit("Library")))
    );
}

#[test]
fn a_unit_follows_what_it_is_put_under() {
    let given = town()
        .with(move_unit("Library", "Region", None, "2026-09-01"))
        .with(register_unit("Parks", "Town", "2026-01-01"));
    let ledger = given.with(place_unit("Parks", MAY, "Library"));
    assert_eq!(place(&ledger, "Parks", MAY), (organisation("Town"), Some(unit("Library"))));
    assert_eq!(place(&ledger, "Parks", "2026-09-01").0, organisation("Region"));
}

#[test]
fn a_unit_moves_to_a_place_that_is_there_and_not_within_itself() {
    let moved = |to, parent, from| town().when(move_unit("Schools", to, parent, from));
    moved("Town", Some("Kitchen"), MAY).rejects("UnitOutOfPlace", "parent");
    moved("Region", Some("Library"), MAY).rejects("UnitOutOfPlace", "parent");
    moved("Nobody", None, MAY).rejects("NotFound", "organisation");
    moved("Region", Some("Parks"), MAY).rejects("NotFound", "parent");
    moved("Region", None, "2025-12-31").rejects("NotThere", "unit");
    let ended = town().with(reorganise(&["Clinic"], &[], "2026-09-01"));
    ended.when(move_unit("Schools", "Region", Some("Clinic"), MAY)).rejects("NotThere", "parent");
}

#[test]
fn merged_units_hand_over_what_they_have() {
    let given = town()
        .with(assign("W3", "Library", "2026-07-01"))
        .with(grant("M", "Node", "Schools", "2026-03-01", shared(2)))
        .with(grant("N", "Node", "Schools", "2026-08-01", shared(1)));
    let ledger = given.when(reorganise(&["Schools", "Library"], &["Clinic"], MAY)).gives(&[
        "UnitsReorganised",
        "AllocationsTransferred",
        "AllocationsTransferred",
        "MembershipTransferred",
        "MembershipTransferred",
        "UnitMoved",
        "UnitRevised",
    ]);
    assert_eq!(ledger.allocation("W1", "2026-04-30", Actual), fixed("Schools"));
    assert_eq!(ledger.allocation("W1", MAY, Actual), fixed("Clinic"));
    assert_eq!(ledger.allocation("W3", "2026-06-30", Actual), Allocation::Vacant);
    assert_eq!(ledger.allocation("W3", "2026-07-01", Actual), fixed("Clinic"));
    let member = |name, on| ledger.state.membership(&membership(name)).unwrap().unit(date(on));
    assert_eq!(member("M", "2026-04-30"), unit("Schools"));
    assert_eq!(member("M", MAY), unit("Clinic"));
    assert_eq!(member("N", "2026-08-01"), unit("Clinic"));
    assert_eq!(place(&ledger, "Kitchen", MAY), (organisation("Region"), Some(unit("Clinic"))));
    assert!(!ledger.state.unit(&unit("Schools")).unwrap().exists(date(MAY)));
    assert_eq!(ledger.state.unit(&unit("Clinic")).unwrap().formed[0].others.len(), 2);
}

#[test]
fn people_go_along_into_what_is_said_of_the_successor_for_later() {
    let attendance = |days| Change::Set(WeekCount::new([days; 7]).unwrap());
    let given = town()
        .with(UnitRevise { attendance: attendance(10), ..revise_unit("Library", "2026-02-01") })
        .with(UnitRevise { attendance: attendance(5), ..revise_unit("Schools", "2026-02-01") })
        .with(UnitRevise { headcount: Some(30), ..revise_unit("Library", "2026-09-01") });
    let ledger = given.clone().with(reorganise(&["Schools"], &["Library"], MAY));
    let counts = ["2026-04-30", MAY, "2026-09-01"].map(|on| headcount(&ledger, "Library", on));
    assert_eq!(counts, [20, 40, 50]);
    let week = |ledger: &Ledger, on| {
        let library = ledger.state.unit(&unit("Library")).unwrap();
        library.descriptions.at(date(on)).unwrap().attendance.map(|week| week.peak())
    };
    assert_eq!(week(&ledger, MAY), Some(15));
    let unknown = UnitRevise { attendance: Change::Remove, ..revise_unit("Schools", "2026-03-01") };
    let ledger = given.clone().with(unknown).with(reorganise(&["Schools"], &["Library"], MAY));
    assert_eq!(week(&ledger, MAY), None, "known for the whole only where known for each part");
    let crowd = UnitRevise { headcount: Some(999_990), ..revise_unit("Schools", "2026-03-01") };
    given
        .with(crowd)
        .when(reorganise(&["Schools"], &["Library"], MAY))
        .rejects("TooMuch", "headcount");
}

#[test]
fn a_successor_that_is_registered_with_it_has_its_own_people() {
    let learning = UnitRegister { headcount: 33, ..register_unit("Learning", "Town", MAY) };
    let asked = UnitsReorganise {
        register: vec![learning.clone()],
        ..reorganise(&["Schools", "Library"], &["Learning"], MAY)
    };
    let ledger = town().with(asked.clone());
    assert_eq!(headcount(&ledger, "Learning", MAY), 33);
    assert_eq!(ledger.allocation("W1", MAY, Actual), fixed("Learning"));
    let late = UnitRegister { from: date("2026-06-01"), ..learning.clone() };
    town()
        .when(UnitsReorganise { register: vec![late], ..asked.clone() })
        .rejects("InvalidValue", "register.0");
    town()
        .when(UnitsReorganise { into: vec![unit("Clinic")], ..asked.clone() })
        .rejects("InvalidValue", "register.0");
    let foreign = UnitRegister { organisation: organisation("Nobody"), ..learning };
    town()
        .when(UnitsReorganise { register: vec![foreign], ..asked })
        .rejects("NotFound", "register.0.organisation");
}

#[test]
fn a_unit_is_split_and_what_is_named_goes_where_it_is_said() {
    let given = town().with(grant("M", "Node", "Schools", "2026-03-01", shared(2)));
    let asked = reorganise(&["Schools"], &["Library", "Clinic"], MAY);
    given.when(asked.clone()).rejects("NeedsDestination", "rest");
    let named = UnitsReorganise {
        allocations: vec![heir("W1", Some("Library")), heir("W2", None)],
        memberships: vec![member_heir("M", Some("Clinic"))],
        ..asked.clone()
    };
    let ledger = given.clone().with(named);
    assert_eq!(ledger.allocation("W1", MAY, Actual), fixed("Library"));
    assert_eq!(ledger.allocation("W2", MAY, Actual), Allocation::Vacant);
    assert_eq!(ledger.state.membership(&membership("M")).unwrap().unit(date(MAY)), unit("Clinic"));
    assert_eq!(
        place(&ledger, "Kitchen", MAY),
        (organisation("Town"), None),
        "under what was above"
    );
    let rest = UnitsReorganise { rest: Some(unit("Clinic")), ..asked };
    let ledger = given.with(rest);
    assert_eq!(ledger.allocation("W1", MAY, Actual), fixed("Clinic"));
    assert_eq!(place(&ledger, "Kitchen", MAY).1, Some(unit("Clinic")));
}

#[test]
fn a_unit_that_goes_on_keeps_what_nobody_names() {
    let parts = UnitsReorganise {
        register: vec![register_unit("Night", "Town", MAY)],
        allocations: vec![heir("W2", Some("Night"))],
        ..reorganise(&["Schools"], &["Schools", "Night"], MAY)
    };
    let ledger = town().with(parts);
    assert_eq!(ledger.allocation("W1", MAY, Actual), fixed("Schools"));
    assert_eq!(ledger.allocation("W2", MAY, Actual), fixed("Night"));
    assert!(ledger.state.unit(&unit("Schools")).unwrap().exists(date("2030-01-01")));
    assert_eq!(place(&ledger, "Kitchen", MAY).1, Some(unit("Schools")));
}

#[test]
fn what_a_dissolved_unit_had_is_nobodys() {
    let given = town().with(grant("M", "Node", "Schools", "2026-03-01", shared(2)));
    let asked = reorganise(&["Schools"], &[], MAY);
    let named = UnitsReorganise {
        allocations: vec![heir("W1", None), heir("W2", None)],
        memberships: vec![member_heir("M", None)],
        ..asked.clone()
    };
    let events = |asked: &UnitsReorganise| given.decide(&asked.clone().into()).unwrap().events;
    assert_eq!(events(&asked), events(&named));
    let ledger = given.when(asked).gives(&[
        "UnitsReorganised",
        "AllocationEnded",
        "AllocationEnded",
        "MembershipEnded",
        "UnitMoved",
    ]);
    assert_eq!(ledger.terms("M", MAY, Actual), None);
    assert!(ledger.terms("M", "2026-04-30", Actual).is_some());
    assert_eq!(ledger.allocation("W1", "2026-04-30", Actual), fixed("Schools"));
    assert_eq!(ledger.allocation("W1", MAY, Actual), Allocation::Vacant);
    assert_eq!(place(&ledger, "Kitchen", MAY), (organisation("Town"), None));
    organisations().when(reorganise(&["Clinic"], &[], MAY)).gives(&["UnitsReorganised"]);
}

#[test]
fn what_is_named_is_theirs_and_named_once() {
    let given = town().with(grant("M", "Node", "Library", "2026-03-01", shared(2)));
    let asked = || reorganise(&["Schools"], &["Clinic"], MAY);
    let allocations = |named| UnitsReorganise { allocations: named, ..asked() };
    let at = "allocations.0";
    given.when(allocations(vec![heir("W3", None)])).rejects("InvalidValue", at);
    given.when(allocations(vec![heir("W1", Some("Library"))])).rejects("InvalidValue", at);
    given
        .when(allocations(vec![heir("W1", None), heir("W1", Some("Clinic"))]))
        .rejects("InvalidValue", "allocations.1");
    let memberships = UnitsReorganise { memberships: vec![member_heir("M", None)], ..asked() };
    given.when(memberships).rejects("InvalidValue", "memberships.0");
    given.when(reorganise(&[], &["Clinic"], MAY)).rejects("InvalidValue", "units");
    given.when(reorganise(&["Schools"], &["Schools"], MAY)).rejects("InvalidValue", "into");
    given
        .when(UnitsReorganise { rest: Some(unit("Library")), ..asked() })
        .rejects("InvalidValue", "rest");
    given.when(reorganise(&["Parks"], &["Clinic"], MAY)).rejects("NotFound", "units");
    given.when(reorganise(&["Schools"], &["Parks"], MAY)).rejects("NotFound", "into");
    given.when(reorganise(&["Schools"], &["Clinic"], "2025-12-31")).rejects("NotThere", "units");
}

#[test]
fn a_unit_ends_once_and_nothing_is_given_to_it_afterwards() {
    let ended = town().with(reorganise(&["Schools"], &["Library"], "2026-09-01"));
    ended.when(reorganise(&["Schools"], &["Clinic"], MAY)).rejects("NotThere", "units");
    ended.when(assign("W3", "Schools", MAY)).rejects("NotThere", "unit");
    ended.when(grant("M", "Node", "Schools", MAY, shared(1))).rejects("NotThere", "unit");
    // The successor goes on until it takes over, and so does one that is divided then.
    ended.when(reorganise(&["Library"], &["Clinic"], MAY)).rejects("InUse", "from");
    ended.when(reorganise(&["Library"], &["Clinic"], "2026-10-01")).gives(&[
        "UnitsReorganised",
        "AllocationsTransferred",
        "UnitMoved",
        "UnitRevised",
    ]);
}

#[test]
fn a_successor_within_the_ended_unit_takes_its_place() {
    let given = town().with(register_unit("Cooks", "Town", "2026-01-01")).with(place_unit(
        "Cooks",
        "2026-01-01",
        "Kitchen",
    ));
    let ledger = given.with(reorganise(&["Schools"], &["Cooks"], MAY));
    assert_eq!(place(&ledger, "Kitchen", MAY), (organisation("Town"), None));
    assert_eq!(place(&ledger, "Cooks", MAY).1, Some(unit("Kitchen")));
    assert_eq!(ledger.allocation("W1", MAY, Actual), fixed("Cooks"));
}

fn one_move() -> [schema::Move; 1] {
    [relocate(1, "W3", "Node", "Lounge", "2026-09-01")]
}

#[test]
fn an_open_proposal_names_the_successor_and_is_decided_on_anew() {
    let brought = [bring("M", "Node", "Schools", "2026-09-01", shared(2))];
    let given = town().with(propose("R", &one_move(), &brought));
    let digest = given.digest_of("R");
    let ledger = given.clone().with(reorganise(&["Schools"], &["Clinic"], MAY));
    assert_ne!(ledger.digest_of("R"), digest);
    let proposal = &ledger.state.reallocation(&reallocation("R")).unwrap().proposal;
    assert_eq!(proposal.memberships[0].unit, unit("Clinic"));
    ledger.clone().by("Decider").when(approve("R", digest)).rejects("ProposalChanged", "digest");
    ledger.with_approval_of("R");
    let asked = withdrawing("R", reorganise(&["Schools"], &["Clinic"], MAY));
    let withdrawn = given.clone().with(asked);
    assert_eq!(withdrawn.status("R"), ReallocationStatus::Withdrawn);
    given
        .when(reorganise(&["Schools"], &["Library", "Clinic"], MAY))
        .rejects("NeedsDestination", "rest");
}

#[test]
fn a_proposal_for_a_dissolved_unit_stays_as_it_is_and_is_not_approved() {
    let brought = [bring("M", "Node", "Schools", "2026-09-01", shared(2))];
    let given = town().with(propose("R", &one_move(), &brought));
    let digest = given.digest_of("R");
    let dissolved = reorganise(&["Schools"], &[], MAY);
    let ledger = given.clone().with(dissolved.clone());
    assert_eq!(ledger.digest_of("R"), digest);
    let path = "proposal.memberships.0.unit";
    ledger.by("Decider").when(approve("R", digest)).rejects("NotThere", path);
    let withdrawn = given.with(withdrawing("R", dissolved));
    assert_eq!(withdrawn.status("R"), ReallocationStatus::Withdrawn);
}

#[test]
fn only_what_names_an_ending_unit_is_withdrawn_with_it() {
    let given = town().with(propose("R", &one_move(), &[]));
    let asked = withdrawing("R", reorganise(&["Schools"], &["Clinic"], MAY));
    given.when(asked.clone()).rejects("InvalidValue", "withdraw.0");
    town().when(asked).rejects("NotFound", "withdraw.0");
}

#[test]
fn a_membership_that_is_planned_begins_as_the_successors() {
    let brought = [bring("M", "Node", "Schools", "2026-09-01", shared(2))];
    let given = town().approved("R", &one_move(), &brought);
    let end = |name| UnitsReorganise {
        memberships: vec![member_heir(name, None)],
        ..reorganise(&["Schools"], &["Clinic"], MAY)
    };
    let ended = given.clone().with(end("M"));
    let known = ended.state.reallocation(&reallocation("R")).unwrap();
    assert!(known.membership_doubted(membership("M")).is_some());
    let withdrawn = withdrawing("R", reorganise(&["Schools"], &["Clinic"], MAY));
    given.when(withdrawn).rejects("WrongStatus", "withdraw.0");
    let ledger = given.with(reorganise(&["Schools"], &["Clinic"], MAY));
    let member =
        |ledger: &Ledger, on| ledger.state.membership(&membership("M")).unwrap().unit(date(on));
    assert!(ledger.terms("M", "2026-09-01", Planned).is_some());
    assert_eq!(member(&ledger, "2026-09-01"), unit("Clinic"));
    let done = ledger.clone().today("2026-09-01").with(report("R", "2026-09-01", &[1]));
    let granted = done.events.iter().rev().find_map(|(_, event)| match event {
        schema::Event::MembershipGranted(granted) => Some(granted.unit),
        _ => None,
    });
    assert_eq!(granted, Some(unit("Clinic")), "what is recorded is whose it is by then");
    assert_eq!(member(&done, "2026-09-01"), unit("Clinic"));
    assert_eq!(member(&done, "2026-04-30"), unit("Schools"));
}

#[test]
fn a_membership_that_begins_before_its_unit_ends_is_the_units_until_then() {
    let early = [relocate(1, "W3", "Node", "Lounge", "2026-04-01")];
    let brought = [bring("M", "Node", "Schools", "2026-04-01", shared(2))];
    let ledger = town()
        .approved("R", &early, &brought)
        .with(reorganise(&["Schools"], &["Clinic"], MAY))
        .with(report("R", "2026-04-10", &[1]));
    let member = |on| ledger.state.membership(&membership("M")).unwrap().unit(date(on));
    assert_eq!(member("2026-04-10"), unit("Schools"));
    assert_eq!(member(MAY), unit("Clinic"));
}

#[test]
fn past_plans_name_the_unit_of_their_time() {
    let ledger = town().with(reorganise(&["Schools"], &["Clinic"], MAY));
    let occupants = |on| ledger.on_plan("Open", on, Actual).occupants;
    assert_eq!(occupants("2026-04-30"), [unit("Schools")]);
    assert_eq!(occupants(MAY), [unit("Clinic")]);
}
