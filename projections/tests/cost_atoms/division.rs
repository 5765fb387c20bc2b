//! Each rule of who bears what.

use projections::{
    Basis, Bearing, Bookkeeping, CostGroup, CostOf, CostScope, CostSource, MonthCost, Months,
    atoms, charges, cost_rows,
};
use rust_decimal::Decimal;
use schema::{Category, CommonKey, CostAmount, CostObject, ResourceKind, VatTreatment};
use std::collections::BTreeMap;

use crate::estate::{Estate, cost, id, of_spaces, rent, terms, the};

#[test]
fn rent_falls_on_spaces_by_area_and_on_who_has_their_desks_and_common_areas_by_key() {
    let mut estate = Estate::new();
    estate.desks();
    // Of 100 m²: office 600, meeting room 200, corridor 200. The office by desk: 300 each. The corridor
    // as the rest, of which each desk has 30 of 80 m² and the empty room 20: 75, 75 and 50.
    let by_area = [
        "corridor: county Vacant 50.00 vat 12.50 of it 12.50",
        "corridor: county social Uses 75.00 vat 18.75 of it 18.75",
        "corridor: region health Uses 75.00 vat 18.75 of it 18.75",
        "meeting: county Vacant 200.00 vat 50.00 of it 50.00",
        "office: county social Uses 300.00 vat 75.00 of it 75.00",
        "office: region health Uses 300.00 vat 75.00 of it 75.00",
    ];
    assert_eq!(estate.april(&[rent()]), by_area);
    // Two spaces, of which the desks have half of one each: 50, 50 and 100.
    estate.key(CommonKey::Spaces);
    let corridor = &estate.april(&[rent()])[..3];
    assert_eq!(
        corridor,
        [
            "corridor: county Vacant 100.00 vat 25.00 of it 25.00",
            "corridor: county social Uses 50.00 vat 12.50 of it 12.50",
            "corridor: region health Uses 50.00 vat 12.50 of it 12.50",
        ]
    );
    // Two desks and a room count as three: 66.67, 66.67 and 66.66 in the order of ids.
    estate.key(CommonKey::Workstations);
    let atoms = estate.april_atoms(&[rent()]);
    let corridor = atoms.iter().filter(|atom| atom.space == Some(id("corridor")));
    let parts: Vec<Decimal> = corridor.map(|atom| atom.net).collect();
    assert_eq!(parts, ["66.67", "66.67", "66.66"].map(the::<Decimal>));
}

#[test]
fn who_has_a_desk_for_part_of_a_month_bears_it_by_the_day() {
    let mut estate = Estate::new();
    estate.desk("desk 1", "office");
    estate.desk("desk 2", "office");
    estate.give("desk 1", "social", "2029-01-01");
    estate.give("desk 2", "health", "2030-04-16");
    // Half of 600 for 15 of 30 days: 150.
    assert_eq!(
        estate.april(&[rent()])[4..],
        [
            "office: county Vacant 150.00 vat 37.50 of it 37.50",
            "office: county social Uses 300.00 vat 75.00 of it 75.00",
            "office: region health Uses 150.00 vat 37.50 of it 37.50",
        ]
    );
}

#[test]
fn a_room_that_is_given_as_a_whole_is_borne_by_its_unit() {
    let mut estate = Estate::new();
    estate.resource("room", "meeting", ResourceKind::Room);
    estate.resource("screen", "meeting", ResourceKind::Equipment);
    estate.give("room", "health", "2030-04-01");
    estate.give("screen", "social", "2030-04-01");
    let of = of_spaces(&["meeting"]);
    let line = "meeting: region health Uses 1000.00 vat 250.00 of it 250.00";
    assert_eq!(estate.april(&[cost(of)]), [line]);
}

#[test]
fn a_hub_falls_on_its_host_and_is_told_apart_while_it_is_closed() {
    let mut estate = Estate::new();
    estate.hub_space("office", "2030-04-16");
    estate.open("2030-04-21");
    // 600 of the office: 15 days nobody's, 5 closed, 10 open. The corridor's 200 as the rest: by area
    // and days 900 + 600 (room) of 2400 nobody's, 300 closed, 600 open.
    assert_eq!(
        estate.april(&[rent()]),
        [
            "corridor: county Vacant 125.00 vat 31.25 of it 31.25",
            "corridor: region Closed hub 25.00 vat 6.25 of it 6.25",
            "corridor: region Hosts hub 50.00 vat 12.50 of it 12.50",
            "meeting: county Vacant 200.00 vat 50.00 of it 50.00",
            "office: county Vacant 300.00 vat 75.00 of it 75.00",
            "office: region Closed hub 100.00 vat 25.00 of it 25.00",
            "office: region Hosts hub 200.00 vat 50.00 of it 50.00",
        ]
    );
}

#[test]
fn what_is_released_is_double_rent_of_who_is_invoiced() {
    let mut estate = Estate::new();
    estate.desks();
    estate.release("office", "2030-04-16");
    assert_eq!(
        estate.april(&[rent()])[5..],
        [
            "office: county Released 300.00 vat 75.00 of it 75.00",
            "office: county social Uses 150.00 vat 37.50 of it 37.50",
            "office: region health Uses 150.00 vat 37.50 of it 37.50",
        ]
    );
}

#[test]
fn what_is_let_on_stays_with_the_tenant_who_receives_the_rent_of_the_sublease() {
    let mut estate = Estate::new();
    estate.sign("lease", ("county", None), None, "2030-01-01", terms("house", &[], "12000"));
    let sublease = terms("house", &["meeting"], "6000");
    estate.sign("sublease", ("region", Some("county")), Some("lease"), "2030-04-16", sublease);
    let atoms = estate.atoms("2030-04", "2030-04");
    let mut lines: Vec<String> = atoms.iter().map(|atom| estate.line(atom)).collect();
    lines.sort();
    // The sublease: 500 × 15/30. Of the rent of 1000 the room has 200, half of it let on; the corridor
    // as the rest: 1800 + 300 of 2400 nobody's, 300 let on.
    assert_eq!(
        lines,
        [
            "corridor: county Sublet 25.00 vat 0.00 of it 0.00",
            "corridor: county Vacant 175.00 vat 0.00 of it 0.00",
            "meeting: county Receives -250.00 vat 0.00 of it 0.00",
            "meeting: county Sublet 100.00 vat 0.00 of it 0.00",
            "meeting: county Vacant 100.00 vat 0.00 of it 0.00",
            "meeting: region Vacant 250.00 vat 0.00 of it 0.00",
            "office: county Vacant 600.00 vat 0.00 of it 0.00",
        ]
    );
    let all = Months { from: the("2030-04"), through: the("2030-04") };
    let owed = charges(&atoms, Bookkeeping::Accrual, all);
    let [owed] = owed.as_slice() else { panic!("{owed:?}") };
    assert_eq!((owed.payer, owed.payee, owed.net), (id("region"), id("county"), the("250")));
}

#[test]
fn what_a_landlord_of_the_portfolio_receives_cancels_in_every_space() {
    let mut estate = Estate::new();
    estate.desks();
    estate.hub_space("meeting", "2030-04-11");
    let rent = MonthCost { receiver: Some(id("region")), ..rent() };
    let atoms = estate.april_atoms(&[rent]);
    let months = Months { from: the("2030-04"), through: the("2030-04") };
    let (all, accrual) = (CostScope::default(), Bookkeeping::Accrual);
    for group in [CostGroup::Space, CostGroup::Hub, CostGroup::Level, CostGroup::Building] {
        let rows = cost_rows(&estate.state, &atoms, accrual, months, &[group], &all);
        assert!(!rows.is_empty());
        assert!(rows.iter().all(|row| row.net.is_zero() && row.vat.is_zero()), "{rows:?}");
    }
}

#[test]
fn vat_is_a_cost_as_each_bearer_treats_it() {
    let mut estate = Estate::new();
    estate.desks();
    estate.vat("county", VatTreatment::Deducted);
    let of = of_spaces(&["office"]);
    assert_eq!(
        estate.april(&[cost(of)]),
        [
            "office: county social Uses 500.00 vat 125.00 of it 0.00",
            "office: region health Uses 500.00 vat 125.00 of it 125.00",
        ]
    );
}

#[test]
fn costs_of_hubs_units_and_reallocations_are_borne_by_them() {
    let mut estate = Estate::new();
    estate.open("2030-04-21");
    assert_eq!(
        estate.april(&[cost(CostOf::Hub(id("hub")))]),
        [
            "-: region Closed hub 666.67 vat 166.67 of it 166.67",
            "-: region Hosts hub 333.33 vat 83.33 of it 83.33",
        ]
    );
    let health = "-: region health Uses 1000.00 vat 250.00 of it 250.00";
    assert_eq!(estate.april(&[cost(CostOf::Unit(id("health")))]), [health]);
    let undivided = "-: county Undivided 1000.00 vat 250.00 of it 250.00";
    assert_eq!(estate.april(&[cost(CostOf::Reallocation(id("reallocation")))]), [undivided]);
    estate.building("shed");
    assert_eq!(estate.april(&[cost(CostOf::Building(id("shed")))]), [undivided]);
}

#[test]
fn a_cost_of_a_common_space_is_borne_by_those_who_have_the_rest_of_the_building() {
    let mut estate = Estate::new();
    estate.desks();
    let of = of_spaces(&["corridor"]);
    assert_eq!(
        estate.april(&[cost(of)]),
        [
            "corridor: county Vacant 250.00 vat 62.50 of it 62.50",
            "corridor: county social Uses 375.00 vat 93.75 of it 93.75",
            "corridor: region health Uses 375.00 vat 93.75 of it 93.75",
        ]
    );
}

#[test]
fn spaces_without_any_area_have_equal_parts_and_a_space_without_one_among_others_has_none() {
    let mut estate = Estate::new();
    estate.revise("meeting", Category::Meeting, "0", "2029-01-01");
    let of = || of_spaces(&["office", "meeting"]);
    let all = "office: county Vacant 1000.00 vat 250.00 of it 250.00";
    assert_eq!(estate.april(&[cost(of())]), [all]);
    estate.revise("office", Category::OpenWorkplace, "0", "2029-01-01");
    assert_eq!(
        estate.april(&[cost(of())]),
        [
            "meeting: county Vacant 500.00 vat 125.00 of it 125.00",
            "office: county Vacant 500.00 vat 125.00 of it 125.00",
        ]
    );
}

#[test]
fn who_uses_what_another_is_invoiced_for_is_charged_at_cost() {
    let mut estate = Estate::new();
    estate.desks();
    let months = Months { from: the("2030-04"), through: the("2030-04") };
    let owed = charges(&estate.april_atoms(&[rent()]), Bookkeeping::Accrual, months);
    let [owed] = owed.as_slice() else { panic!("{owed:?}") };
    assert_eq!((owed.payer, owed.payee), (id("region"), id("county")));
    assert_eq!((owed.net, owed.vat), (the("375"), the("93.75")));
}

#[test]
fn a_cost_that_is_paid_in_another_month_counts_there_on_the_cash_basis() {
    let estate = Estate::new();
    let atoms = estate.april_atoms(&[rent()]);
    let rows = |bookkeeping, month: &str| {
        let months = Months { from: the(month), through: the(month) };
        let rows =
            cost_rows(&estate.state, &atoms, bookkeeping, months, &[], &CostScope::default());
        rows.first().map(|row| row.cost)
    };
    assert_eq!(rows(Bookkeeping::Accrual, "2030-04"), Some(the("1250")));
    assert_eq!(rows(Bookkeeping::Cash, "2030-03"), Some(the("1250")));
    assert_eq!(rows(Bookkeeping::Cash, "2030-04"), None);
    assert_eq!(
        atoms.iter().filter(|atom| atom.source != CostSource::Lease(id("lease"))).count(),
        0
    );
}

/// The months of a cost of the county by organisation and why it bears it.
fn borne_of(estate: &Estate, month: &str) -> Vec<String> {
    let month = Months { from: the(month), through: the(month) };
    let all = atoms(&estate.state, Basis::Actual, month);
    let costs = all.iter().filter(|atom| matches!(atom.source, CostSource::Cost(_)));
    let mut sums: BTreeMap<(String, Bearing), Decimal> = BTreeMap::new();
    for atom in costs {
        let who = estate.name(atom.borne.organisation.uuid());
        *sums.entry((who.to_owned(), atom.borne.why)).or_default() += atom.net;
    }
    sums.iter().map(|((who, why), net)| format!("{who} {why:?} {net:.2}")).collect()
}

#[test]
fn what_a_let_room_costs_its_landlord_is_not_charged_beside_the_rent() {
    let mut estate = Estate::new();
    estate.revise("corridor", Category::Meeting, "20", "2029-01-01");
    estate.desk("desk", "office");
    estate.give("desk", "health", "2029-01-01");
    let house = CostObject::Building(id("house"));
    let amount = CostAmount::PerYear { amount: the("12000") };
    estate.record_cost("cleaning", house, amount, 0);
    // The office is 60 m² of 100.
    assert_eq!(borne_of(&estate, "2030-04"), ["county Vacant 400.00", "region Uses 600.00"]);
    let let_room = terms("house", &["office"], "120000");
    let let_on = estate.sign("lease", ("region", Some("county")), None, "2030-05-01", let_room);
    assert_eq!(borne_of(&estate, "2030-04"), ["county Vacant 400.00", "region Uses 600.00"]);
    assert_eq!(borne_of(&estate, "2030-05"), ["county Vacant 400.00", "county Sublet 600.00"]);
    let may = Months { from: the("2030-05"), through: the("2030-05") };
    let all = atoms(&estate.state, Basis::Actual, may);
    let mut let_atoms = all.iter().filter(|atom| {
        matches!(atom.source, CostSource::Cost(_)) && atom.borne.why == Bearing::Sublet
    });
    assert!(let_atoms.all(|atom| atom.because.contains(&let_on)));
}

#[test]
fn a_key_that_is_chosen_within_a_month_counts_for_its_days() {
    let mut estate = Estate::new();
    estate.desks();
    estate.cost(
        ("corridor", "2030-01-01"),
        schema::CostKind::Cleaning,
        CostObject::Space(id("corridor")),
        CostAmount::PerYear { amount: the("12000") },
        0,
    );
    estate.key_from(CommonKey::Workstations, "2030-04-01");
    assert_eq!(
        borne_of(&estate, "2030-04"),
        ["county Uses 333.33", "county Vacant 333.34", "region Uses 333.33"]
    );
    estate.key_from(CommonKey::Area, "2030-04-16");
    // Half of 375, 250 and 375, and half of 333.33, 333.34 and 333.33.
    assert_eq!(
        borne_of(&estate, "2030-04"),
        ["county Uses 354.17", "county Vacant 291.67", "region Uses 354.16"]
    );
}
