//! Costs of spaces that are split, merged and redrawn.
//!
//! The county rents the office of 60 m² and a cell of 40 m² for 120,000 a year, so that the office costs
//! 6,000 a month and the cell 4,000.

use projections::{
    Basis, Bookkeeping, CostAtom, CostGroup, CostKey, CostScope, Months, atoms, cost_rows,
};
use rust_decimal::Decimal;
use schema::{
    Category, CostAmount, CostObject, IndexClause, IndexFigure, IndexPublished, MonthOfYear,
    Revision,
};

use crate::estate::{Estate, id, terms, the};

const OPEN: Category = Category::OpenWorkplace;

fn rented() -> Estate {
    let mut estate = Estate::new();
    estate.space("cell", "house", Category::Cell, "40");
    let terms = terms("house", &["office", "cell"], "120000");
    estate.sign("lease", ("county", None), None, "2030-01-01", terms);
    estate
}

/// The office becomes two of the same area.
fn split(estate: &mut Estate, from: &str) -> Revision {
    estate.reshape(&["office"], from, &[("east", OPEN, "30"), ("west", OPEN, "30")])
}

/// What falls on whom in a month, without VAT: there is none. In alphabetical order.
fn lines(estate: &Estate, month: &str) -> Vec<String> {
    let atoms = estate.atoms(month, month);
    let lines = atoms.iter().map(|atom| estate.line(atom).replace(" vat 0.00 of it 0.00", ""));
    let mut lines: Vec<String> = lines.collect();
    lines.sort();
    lines
}

fn of_space<'a>(atoms: &'a [CostAtom], space: &str) -> &'a CostAtom {
    atoms.iter().find(|atom| atom.space == Some(id(space))).unwrap()
}

#[test]
fn the_rent_of_a_space_that_is_split_falls_on_what_took_its_place() {
    let mut estate = rented();
    let reshaped = split(&mut estate, "2030-11-01");
    let october = ["cell: county Vacant 4000.00", "office: county Vacant 6000.00"];
    assert_eq!(lines(&estate, "2030-10"), october);
    let november = [
        "cell: county Vacant 4000.00",
        "east: county Vacant 3000.00",
        "west: county Vacant 3000.00",
    ];
    assert_eq!(lines(&estate, "2030-11"), november);
    let atoms = estate.atoms("2030-10", "2030-11");
    assert!(of_space(&atoms, "east").because.contains(&reshaped));
    assert!(!of_space(&atoms, "office").because.contains(&reshaped), "until then it is as it was");
    // By day from the 16th: the cell itself for 15 of 30 days, then its halves.
    let halves = [("front", Category::Cell, "20"), ("back", Category::Cell, "20")];
    estate.reshape(&["cell"], "2030-11-16", &halves);
    let november = [
        "back: county Vacant 1000.00",
        "cell: county Vacant 2000.00",
        "east: county Vacant 3000.00",
        "front: county Vacant 1000.00",
        "west: county Vacant 3000.00",
    ];
    assert_eq!(lines(&estate, "2030-11"), november);
}

#[test]
fn a_space_that_ends_within_a_month_names_what_ended_it() {
    let mut estate = rented();
    let reshaped = split(&mut estate, "2030-11-16");
    let atoms = estate.atoms("2030-11", "2030-11");
    for (space, net) in [("office", "3000"), ("east", "1500"), ("west", "1500")] {
        let atom = of_space(&atoms, space);
        assert_eq!(atom.net, the::<Decimal>(net), "{space}");
        assert!(atom.because.contains(&reshaped), "{space}");
    }
}

#[test]
fn a_space_that_is_formed_with_one_that_nobody_rents_is_rented_whole() {
    let mut estate = rented();
    estate.reshape(&["cell", "meeting"], "2030-11-01", &[("hall", Category::Meeting, "60")]);
    let november = ["hall: county Vacant 5000.00", "office: county Vacant 5000.00"];
    assert_eq!(lines(&estate, "2030-11"), november);
}

#[test]
fn a_space_that_was_there_before_is_rented_from_the_day_on_which_it_takes_a_place() {
    let mut estate = rented();
    // The meeting room, which nobody rents, takes in the cell on the 16th: 60 m² for 15 of 30 days, as
    // the cell's 40 m² before. Of 3,000 parts of m² and days the office has 1800, the cell 600.
    estate.reshape(&["cell", "meeting"], "2030-11-16", &[("meeting", Category::Meeting, "60")]);
    let october = ["cell: county Vacant 4000.00", "office: county Vacant 6000.00"];
    assert_eq!(lines(&estate, "2030-10"), october);
    let november = [
        "cell: county Vacant 1818.18",
        "meeting: county Vacant 2727.27",
        "office: county Vacant 5454.55",
    ];
    assert_eq!(lines(&estate, "2030-11"), november);
    let december = ["meeting: county Vacant 5000.00", "office: county Vacant 5000.00"];
    assert_eq!(lines(&estate, "2030-12"), december);
}

#[test]
fn what_took_the_place_of_several_in_turn_is_followed_and_names_each_event() {
    let mut estate = rented();
    let reshaped = split(&mut estate, "2030-03-01");
    let merged = estate.reshape(&["west", "cell"], "2030-05-01", &[("yard", OPEN, "70")]);
    let may = ["east: county Vacant 3000.00", "yard: county Vacant 7000.00"];
    assert_eq!(lines(&estate, "2030-05"), may);
    let atoms = estate.atoms("2030-05", "2030-05");
    assert!(of_space(&atoms, "east").because.contains(&reshaped));
    assert!(of_space(&atoms, "yard").because.contains(&merged));
}

#[test]
fn what_is_sublet_follows_its_spaces_too() {
    let mut estate = rented();
    let sublet = terms("house", &["office"], "60000");
    estate.sign("sublease", ("region", Some("county")), Some("lease"), "2030-02-01", sublet);
    let reshaped = split(&mut estate, "2030-11-01");
    let november = [
        "cell: county Vacant 4000.00",
        "east: county Receives -2500.00",
        "east: county Sublet 3000.00",
        "east: region Vacant 2500.00",
        "west: county Receives -2500.00",
        "west: county Sublet 3000.00",
        "west: region Vacant 2500.00",
    ];
    assert_eq!(lines(&estate, "2030-11"), november);
    let atoms = estate.atoms("2030-11", "2030-11");
    let mut of_office = atoms.iter().filter(|atom| atom.space != Some(id("cell")));
    assert!(of_office.all(|atom| atom.because.contains(&reshaped)));
}

#[test]
fn a_recorded_cost_of_a_space_follows_it() {
    let mut estate = Estate::new();
    let amount = CostAmount::PerYear { amount: the("12000") };
    estate.record_cost("cost", CostObject::Space(id("office")), amount, 0);
    estate.reshape(&["office"], "2030-11-01", &[("east", OPEN, "40"), ("west", OPEN, "20")]);
    assert_eq!(lines(&estate, "2030-10"), ["office: county Vacant 1000.00"]);
    let november = ["east: county Vacant 666.67", "west: county Vacant 333.33"];
    assert_eq!(lines(&estate, "2030-11"), november);
}

#[test]
fn the_costs_of_a_month_in_which_a_space_is_split_are_rounded_as_without_it() {
    let mut estate = rented();
    let amounts = |estate: &Estate| {
        let costs = projections::month_costs(&estate.state, Basis::Actual, year());
        costs.into_iter().map(|cost| (cost.month, cost.net)).collect::<Vec<_>>()
    };
    let before = amounts(&estate);
    split(&mut estate, "2030-11-11");
    assert_eq!(amounts(&estate), before);
}

fn year() -> Months {
    Months { from: the("2030-01"), through: the("2030-12") }
}

/// Net by the values of a group, with what of it is a forecast.
fn rows(estate: &Estate, months: (&str, &str), group: CostGroup) -> Vec<(CostKey, String)> {
    let months = Months { from: the(months.0), through: the(months.1) };
    let atoms = atoms(&estate.state, Basis::Actual, months);
    let (accrual, all) = (Bookkeeping::Accrual, CostScope::default());
    let rows = cost_rows(&estate.state, &atoms, accrual, months, &[group], &all);
    let told = rows.into_iter().map(|row| {
        let sums = format!("{:.2} forecast {:.2}", row.net, row.forecast);
        (row.keys[0].clone(), sums)
    });
    told.collect()
}

#[test]
fn costs_are_added_up_by_the_category_that_a_space_has_on_the_first_day_of_the_month() {
    let mut estate = rented();
    let amount = CostAmount::PerYear { amount: the("1200") };
    estate.record_cost("cost", CostObject::Unit(id("social")), amount, 0);
    estate.revise("cell", Category::Meeting, "40", "2030-11-02");
    let by = |estate: &Estate, month| rows(estate, (month, month), CostGroup::SpaceCategory);
    let sums = |net: &str| format!("{net} forecast 0.00");
    let november = [
        (CostKey::None, sums("100.00")),
        (CostKey::SpaceCategory(OPEN), sums("6000.00")),
        (CostKey::SpaceCategory(Category::Cell), sums("4000.00")),
    ];
    assert_eq!(by(&estate, "2030-11"), november);
    let december = by(&estate, "2030-12");
    assert_eq!(december[2], (CostKey::SpaceCategory(Category::Meeting), sums("4000.00")));
    // One that begins within a month is of the category that it has then.
    split(&mut estate, "2030-11-16");
    assert_eq!(by(&estate, "2030-11"), november);
}

#[test]
fn rows_show_a_forecast_to_which_the_index_adds_nothing_yet() {
    let mut estate = Estate::new();
    let index = IndexClause {
        series: the("KPI-1980"),
        base_amount: the("100000"),
        share_thousandths: 1000,
        base_month: the("2028-10"),
        compare_month: MonthOfYear::new(10).unwrap(),
        step_month: MonthOfYear::new(7).unwrap(),
        floor: None,
    };
    let rent = schema::LeaseTerms { index: Some(index), ..terms("house", &["office"], "100000") };
    estate.sign("lease", ("county", None), None, "2029-01-01", rent);
    let by_month = |estate: &Estate| -> Vec<String> {
        let rows = rows(estate, ("2030-06", "2030-07"), CostGroup::Month);
        rows.into_iter().map(|(_, sums)| sums).collect()
    };
    // From the step of July nothing is known.
    let unknown = ["8333.33 forecast 0.00", "8333.33 forecast 8333.33"];
    assert_eq!(by_month(&estate), unknown);
    let figure = |month, value| IndexFigure { month: the(month), value: the(value) };
    estate.record(IndexPublished {
        series: the("KPI-1980"),
        figures: vec![figure("2028-10", "400"), figure("2029-10", "400")],
        source: None,
    });
    let known = ["8333.33 forecast 0.00", "8333.33 forecast 0.00"];
    assert_eq!(by_month(&estate), known);
}
