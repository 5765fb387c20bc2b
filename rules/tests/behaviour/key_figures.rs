//! Key figures, computed by hand beside what the view says.

use crate::common::*;
use projections::{Asked, Basis, KeyFigure, KeyFigureKind as Kind, Language, Scope};
use schema::{
    Area, Areas, BuildingRevise, Category, Change, Measure, ResourceKind, SpaceRevise,
    UnitRegister, UnitRevise, WeekCount,
};

const ON: &str = "2026-06-01";

fn asked(scope: Scope, on: &str, basis: Basis) -> Asked {
    let churn_since = date("2026-01-01");
    Asked { scope, on: date(on), basis, measure: Measure::Loa, churn_since }
}

fn loa(name: &str, square_metres: &str) -> SpaceRevise {
    let area = Area { measure: Measure::Loa, square_metres: square_metres.parse().unwrap() };
    let areas = Some(Areas::new(vec![area]).unwrap());
    SpaceRevise { areas, ..revise_space(name, "2026-01-01") }
}

/// The estate with LOA of two of its four spaces, the attendance of one of its three units of 20
/// people, and W3 fixed to the Clinic: 5 workstations (3 fixed, 2 vacant) and a vacant room.
fn measured() -> Ledger {
    let week = WeekCount::new([10, 8, 12, 9, 4, 0, 0]).unwrap();
    let attendance = Change::Set(week);
    occupied()
        .with(loa("Open", "100"))
        .with(loa("Cell", "20"))
        .with(UnitRevise { attendance, ..revise_unit("Schools", "2026-01-01") })
        .with(assign("W3", "Clinic", "2026-01-01"))
}

/// A figure as `numerator / denominator = value`, and how many it leaves out.
fn shown(figure: &KeyFigure) -> String {
    let or_unknown = |value: Option<String>| value.unwrap_or_else(|| "?".to_owned());
    let value = or_unknown(figure.value().map(|value| value.to_string()));
    let numerator = or_unknown(figure.numerator.map(|numerator| numerator.to_string()));
    format!("{numerator} / {} = {value}, {} left out", figure.denominator, figure.left_out)
}

#[track_caller]
fn check(ledger: &Ledger, asked: &Asked, kind: Kind, of: Option<ResourceKind>, expected: &str) {
    let figures = KeyFigure::all(&ledger.state, asked);
    let figure = figures.iter().find(|figure| figure.kind == kind && figure.resources == of);
    assert_eq!(shown(figure.unwrap()), expected);
}

#[test]
fn the_figures_of_a_portfolio() {
    let (ledger, asked) = (measured(), asked(Scope::Portfolio, ON, Basis::Actual));
    let check = |kind, of, expected| check(&ledger, &asked, kind, of, expected);
    // 100 m² and 20 m² over 3 units of 20; the lounge and the corridor have no LOA.
    check(Kind::AreaPerEmployee, None, "120 / 60 = 2, 2 left out");
    check(Kind::PeoplePerWorkstation, None, "60 / 5 = 12, 0 left out");
    // Wednesday; of the Clinic and the Library it is not known.
    check(Kind::PresentPerWorkstation, None, "12 / 5 = 2.4, 2 left out");
    check(Kind::FlexibleShare, Some(ResourceKind::Workstation), "0 / 5 = 0, 0 left out");
    check(Kind::VacantShare, Some(ResourceKind::Workstation), "2 / 5 = 0.4, 0 left out");
    check(Kind::VacantShare, Some(ResourceKind::Room), "1 / 1 = 1, 0 left out");
    check(Kind::VacantShare, Some(ResourceKind::Equipment), "0 / 0 = ?, 0 left out");
    check(Kind::Churn, None, "0 / 5 = 0, 0 left out");
}

#[test]
fn a_measure_that_no_space_has_leaves_all_of_them_out() {
    let ledger = measured();
    let of_bra = Asked { measure: Measure::Bra, ..asked(Scope::Portfolio, ON, Basis::Actual) };
    check(&ledger, &of_bra, Kind::AreaPerEmployee, None, "? / 60 = ?, 4 left out");
}

#[test]
fn a_space_of_several_organisations_is_divided_without_loss() {
    let ledger = measured();
    let of = |name| asked(Scope::Organisation(organisation(name)), ON, Basis::Actual);
    // Two desks of the Town's and one of the Region's in 100 m².
    check(&ledger, &of("Town"), Kind::AreaPerEmployee, None, "66.666667 / 40 = 1.6667, 0 left out");
    let region = "33.333333 / 20 = 1.6667, 0 left out";
    check(&ledger, &of("Region"), Kind::AreaPerEmployee, None, region);
    check(&ledger, &of("Stranger"), Kind::AreaPerEmployee, None, "0 / 0 = ?, 0 left out");
    // The Region owns all workstations.
    check(&ledger, &of("Region"), Kind::PeoplePerWorkstation, None, "20 / 5 = 4, 0 left out");
    check(&ledger, &of("Town"), Kind::PeoplePerWorkstation, None, "40 / 0 = ?, 0 left out");
    check(&ledger, &of("Region"), Kind::PresentPerWorkstation, None, "? / 5 = ?, 1 left out");
}

#[test]
fn people_in_several_buildings_are_divided_without_loss() {
    let ledger = measured()
        .with(add_building("Villa", "Region", "2026-01-01"))
        .with(add_level("Attic", "Villa", "2026-01-01"))
        .with(add_space("Studio", "Attic", Category::OpenWorkplace, "2026-01-01"))
        .with(add_workstation("V1", "Studio", "2026-01-01"))
        .with(assign("V1", "Schools", "2026-01-01"));
    let of = |name| asked(Scope::Building(building(name)), ON, Basis::Actual);
    // Of the Schools' 20 people 13 1/3 and 6 2/3; all of the Clinic's 20; none of the Library's.
    check(&ledger, &of("House"), Kind::PeoplePerWorkstation, None, "33 / 5 = 6.6, 0 left out");
    check(&ledger, &of("Villa"), Kind::PeoplePerWorkstation, None, "7 / 1 = 7, 0 left out");
    // Of the 12 on Wednesdays 8 and 4.
    check(&ledger, &of("House"), Kind::PresentPerWorkstation, None, "8 / 5 = 1.6, 1 left out");
    check(&ledger, &of("Villa"), Kind::PresentPerWorkstation, None, "4 / 1 = 4, 0 left out");
    check(&ledger, &of("House"), Kind::AreaPerEmployee, None, "120 / 33 = 3.6364, 2 left out");
}

#[test]
fn a_municipality_has_its_buildings_and_the_people_at_home_in_it() {
    let municipality = || Change::Set("2380".parse().unwrap());
    let at_home =
        |unit| UnitRevise { municipality: municipality(), ..revise_unit(unit, "2026-01-01") };
    let house =
        BuildingRevise { municipality: municipality(), ..revise_building("House", "2026-01-01") };
    let ledger = measured()
        .with(add_municipality("2380"))
        .with(add_municipality("2326"))
        .with(at_home("Clinic"))
        .with(house);
    let of = |code: &str| asked(Scope::Municipality(code.parse().unwrap()), ON, Basis::Actual);
    check(&ledger, &of("2380"), Kind::AreaPerEmployee, None, "120 / 20 = 6, 2 left out");
    check(&ledger, &of("2380"), Kind::PeoplePerWorkstation, None, "20 / 5 = 4, 0 left out");
    check(&ledger, &of("2326"), Kind::PeoplePerWorkstation, None, "0 / 0 = ?, 0 left out");
}

#[test]
fn a_unit_and_its_parts_are_not_counted_twice() {
    let above = |headcount| {
        measured()
            .with(UnitRegister { headcount, ..register_unit("Welfare", "Town", "2026-01-01") })
            .with(place_unit("Schools", "2026-01-01", "Welfare"))
            .with(place_unit("Library", "2026-01-01", "Welfare"))
    };
    let asked = asked(Scope::Portfolio, ON, Basis::Actual);
    let check =
        |ledger, expected| check(&ledger, &asked, Kind::PeoplePerWorkstation, None, expected);
    // As many as its parts together: the same people. Any other number is its own.
    check(above(40), "60 / 5 = 12, 0 left out");
    check(above(0), "60 / 5 = 12, 0 left out");
    check(above(5), "65 / 5 = 13, 0 left out");
}

#[test]
fn churn_is_what_was_moved_in_the_period_over_the_workstations_at_its_beginning() {
    let moves = [
        relocate(1, "W1", "Node", "Lounge", "2026-07-01"),
        relocate(2, "W2", "Node", "Lounge", "2026-08-01"),
    ];
    let ledger = measured()
        .approved("R", &moves, &[])
        .today("2026-07-02")
        .with(report("R", "2026-07-02", &[1]))
        .with(add_workstation("W9", "Open", "2026-06-01"));
    let churn = |on, basis, expected| {
        check(&ledger, &asked(Scope::Portfolio, on, basis), Kind::Churn, None, expected);
    };
    // W9 came after the beginning.
    churn("2026-07-01", Basis::Actual, "0 / 5 = 0, 0 left out");
    churn("2026-07-02", Basis::Actual, "1 / 5 = 0.2, 0 left out");
    churn("2026-08-01", Basis::Actual, "1 / 5 = 0.2, 0 left out");
    churn("2026-08-01", Basis::Planned, "2 / 5 = 0.4, 0 left out");
    let later = Asked {
        churn_since: date("2026-07-03"),
        ..asked(Scope::Portfolio, "2026-07-31", Basis::Planned)
    };
    check(&ledger, &later, Kind::Churn, None, "0 / 6 = 0, 0 left out");
    let of_house = asked(Scope::Building(building("House")), "2026-08-01", Basis::Planned);
    check(&ledger, &of_house, Kind::Churn, None, "2 / 5 = 0.4, 0 left out");
    let flexible = Some(ResourceKind::Workstation);
    let in_august = asked(Scope::Portfolio, "2026-08-01", Basis::Planned);
    check(&ledger, &in_august, Kind::FlexibleShare, flexible, "2 / 6 = 0.3333, 0 left out");
}

#[test]
fn every_figure_is_defined_in_both_languages() {
    let figures = KeyFigure::all(&measured().state, &asked(Scope::Portfolio, ON, Basis::Actual));
    for figure in figures {
        let told = |language| (figure.kind.definition(language), figure.kind.unit(language));
        let ((english, in_english), (swedish, in_swedish)) =
            (told(Language::English), told(Language::Swedish));
        assert!(english != swedish && in_english != in_swedish);
        assert!(english.contains(" over ") && swedish.contains(" delat med "), "{english}");
    }
}
