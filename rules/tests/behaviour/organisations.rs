//! Organisations and units.

use crate::common::*;
use schema::{Change, OrganisationRevise, UnitRevise};

#[test]
fn a_description_holds_from_its_date_until_the_next() {
    let given = organisations()
        .with(number_organisation("Region", "2026-07-01", "232100-0214"))
        .with(number_organisation("Region", "2026-03-01", "212000-2528"));
    let region = given.state.organisation(&organisation("Region")).unwrap();
    let number = |on| region.descriptions.at(date(on)).unwrap().number.clone();
    assert_eq!(number("2026-02-28"), None);
    assert_eq!(number("2026-03-01").unwrap().to_string(), "212000-2528");
    assert_eq!(number("2026-07-01").unwrap().to_string(), "232100-0214");
}

#[test]
fn a_revision_that_changes_nothing_gives_no_event() {
    organisations().when(revise_unit("Schools", "2026-03-01")).changes_nothing();
    let number = Change::Remove;
    let from = date("2026-03-01");
    let same = OrganisationRevise { organisation: organisation("Town"), from, name: None, number };
    organisations().when(same).changes_nothing();
}

#[test]
fn nothing_is_described_before_it_begins() {
    let early = number_organisation("Town", "2025-12-31", "212000-2528");
    organisations().when(early).rejects("NotThere", "from");
    organisations().when(revise_unit("Schools", "2025-12-31")).rejects("NotThere", "unit");
    let early = register_unit("Parks", "Town", "2025-12-31");
    organisations().when(early).rejects("NotThere", "organisation");
}

#[test]
fn a_unit_names_what_is_there() {
    let elsewhere = Change::Set("9999".parse().unwrap());
    let elsewhere = UnitRevise { municipality: elsewhere, ..revise_unit("Schools", "2026-02-01") };
    organisations().when(elsewhere).rejects("NotFound", "municipality");
    organisations()
        .when(register_unit("Schools", "Town", "2026-02-01"))
        .rejects("ExistsAlready", "unit");
    organisations()
        .when(place_unit("Schools", "2026-02-01", "Parks"))
        .rejects("NotFound", "parent");
}

#[test]
fn a_unit_is_part_of_its_own_organisation_and_never_of_itself() {
    let place = |child, parent| place_unit(child, "2026-02-01", parent);
    organisations().when(place("Schools", "Library")).gives(&["UnitRevised"]);
    organisations().when(place("Schools", "Schools")).rejects("UnitOutOfPlace", "parent");
    organisations().when(place("Schools", "Clinic")).rejects("UnitOutOfPlace", "parent");
    let given = organisations().with(place("Schools", "Library"));
    given.when(place("Library", "Schools")).rejects("UnitOutOfPlace", "parent");
}

#[test]
fn a_unit_is_not_part_of_itself_on_a_later_date_either() {
    let given = organisations().with(place_unit("Library", "2026-05-01", "Schools"));
    given.when(place_unit("Schools", "2026-02-01", "Library")).rejects("UnitOutOfPlace", "parent");
    let apart = UnitRevise { parent: Change::Remove, ..revise_unit("Library", "2026-05-01") };
    given.with(apart).when(place_unit("Schools", "2026-02-01", "Library")).gives(&["UnitRevised"]);
}

#[test]
fn a_parent_holds_on_where_a_later_description_left_it_as_it_was() {
    let given = organisations()
        .with(place_unit("Library", "2026-05-01", "Schools"))
        .with(schema::UnitRevise { headcount: Some(21), ..revise_unit("Schools", "2026-05-01") });
    given.when(place_unit("Schools", "2026-02-01", "Library")).rejects("UnitOutOfPlace", "parent");
    let given = organisations()
        .with(register_unit("Parks", "Town", "2026-01-01"))
        .with(place_unit("Library", "2026-05-01", "Schools"))
        .with(place_unit("Schools", "2026-05-01", "Parks"));
    let ledger = given.when(place_unit("Schools", "2026-02-01", "Library")).gives(&["UnitRevised"]);
    let parent = |on| {
        let schools = ledger.state.unit(&unit("Schools")).unwrap();
        schools.descriptions.at(date(on)).unwrap().parent
    };
    assert_eq!(parent("2026-02-01"), Some(unit("Library")));
    assert_eq!(parent("2026-05-01"), Some(unit("Parks")), "what was placed later stays there");
}

#[test]
fn a_revision_goes_on_over_later_ones_that_left_the_field_as_it_was() {
    let people =
        |headcount, from| UnitRevise { headcount: Some(headcount), ..revise_unit("Schools", from) };
    let name = UnitRevise { name: Some(text("Learning")), ..revise_unit("Schools", "2026-09-01") };
    let ledger = organisations()
        .with(name)
        .with(people(50, "2027-01-01"))
        .when(people(30, "2026-03-01"))
        .gives(&["UnitRevised", "UnitRevised"]);
    let schools = ledger.state.unit(&unit("Schools")).unwrap();
    let at = |on| schools.descriptions.at(date(on)).unwrap();
    let heads = ["2026-02-28", "2026-03-01", "2026-09-01", "2027-01-01"];
    assert_eq!(heads.map(|on| at(on).headcount), [20, 30, 30, 50]);
    assert_ne!(at("2026-03-01").name, at("2026-09-01").name);
    assert_eq!(at("2026-09-01").name, at("2027-01-01").name);
}
