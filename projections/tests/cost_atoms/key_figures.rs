//! What a year costs over people, workstations and areas, and what of it is in a municipality.

use projections::{
    Basis, Bookkeeping, CostGroup, CostKey, CostPer, CostScope, Language, MoneyFigure, Months,
    Scope, cost_rows, money_figures,
};
use rust_decimal::Decimal;
use schema::{
    BuildingDescription, BuildingRevised, Category, CostAmount, CostKind, CostObject,
    HubDescription, HubRevised, Measure, MunicipalityCode, Price, PriceBasis, UnitDescription,
    UnitRevised, Year,
};

use crate::estate::{Estate, id, sealed, terms, the};

/// The county rents the house for 12,000 a year with 3,000 of VAT; each of two units has a desk.
fn rented() -> Estate {
    let mut estate = Estate::new();
    estate.desks();
    let mut terms = terms("house", &[], "12000");
    terms.invoicing.vat_thousandths = 250;
    estate.sign("lease", ("county", None), None, "2030-01-01", terms);
    estate
}

fn figures(estate: &Estate, scope: &Scope, year: i32, measures: &[Measure]) -> Vec<MoneyFigure> {
    let (year, atoms) = (Year::new(year).unwrap(), estate.atoms("2029-01", "2031-12"));
    money_figures(&estate.state, Basis::Actual, scope, year, measures, &atoms)
}

fn told(figures: &[MoneyFigure]) -> Vec<String> {
    let told = figures.iter().map(|figure| {
        let MoneyFigure { per, cost, denominator, left_out, .. } = figure;
        let over = denominator.map_or_else(|| "?".to_owned(), |it| it.normalize().to_string());
        let value = figure.value().map_or_else(|| "?".to_owned(), |it| format!("{it:.2}"));
        format!("{per:?}: {cost:.2} / {over} = {value}, left out {left_out}")
    });
    told.collect()
}

#[test]
fn a_year_costs_so_much_per_employee_workstation_and_square_metre_of_each_measure() {
    let mut estate = rented();
    let measures = [Measure::Loa, Measure::Bra];
    // 20 people, two desks, 60 + 20 + 20 m². Nothing is measured as BRA.
    assert_eq!(
        told(&figures(&estate, &Scope::Portfolio, 2030, &measures)),
        [
            "Employee: 15000.00 / 20 = 750.00, left out 0",
            "Workstation: 15000.00 / 2 = 7500.00, left out 0",
            "SquareMetre(Loa): 15000.00 / 100 = 150.00, left out 0",
            "SquareMetre(Bra): 15000.00 / ? = ?, left out 3",
        ]
    );
    // What is not measured is left out of the area, and not of the cost.
    estate.revise("corridor", Category::Circulation, "0", "2030-06-01");
    let loa = &told(&figures(&estate, &Scope::Portfolio, 2030, &measures))[2];
    assert_eq!(loa, "SquareMetre(Loa): 15000.00 / 80 = 187.50, left out 1");
    assert_eq!(figures(&estate, &Scope::Portfolio, 2030, &[]), []);
}

#[test]
fn months_of_other_years_do_not_count() {
    let estate = rented();
    let before = told(&figures(&estate, &Scope::Portfolio, 2029, &[Measure::Loa]));
    assert_eq!(before[0], "Employee: 0.00 / 20 = 0.00, left out 0");
}

#[test]
fn an_organisation_is_shown_by_what_it_bears_and_what_is_its_own() {
    let estate = rented();
    // The region bears 300 and 75 a month, with a quarter of VAT, and has half of the office. It owns no
    // workstation.
    let region = Scope::Organisation(id("region"));
    assert_eq!(
        told(&figures(&estate, &region, 2030, &[Measure::Loa])),
        [
            "Employee: 5625.00 / 10 = 562.50, left out 0",
            "Workstation: 5625.00 / 0 = ?, left out 0",
            "SquareMetre(Loa): 5625.00 / 30 = 187.50, left out 0",
        ]
    );
}

#[test]
fn each_figure_is_defined_in_both_languages() {
    let all = [CostPer::Employee, CostPer::Workstation, CostPer::SquareMetre(Measure::Loa)];
    let of = |language| all.iter().map(move |per| (per.definition(language), per.unit(language)));
    for ((english, of_what), (swedish, av_vad)) in of(Language::English).zip(of(Language::Swedish))
    {
        assert!(english != swedish && of_what != av_vad);
        assert!(english.contains("on its last day") && swedish.contains("sista dag"));
    }
}

fn code() -> MunicipalityCode {
    the("2380")
}

/// The house, the hub and the unit `social` are in a municipality from the second half of the year.
fn placed(estate: &mut Estate) {
    let municipality = Some(code());
    let from = the("2030-07-01");
    let (name, owner) = (sealed(), id("county"));
    let (address, position) = (None, None);
    let description =
        BuildingDescription { name, owner, municipality: municipality.clone(), address, position };
    estate.record(BuildingRevised { building: id("house"), from, description });
    let description = HubDescription {
        name,
        host: id("region"),
        municipality: municipality.clone(),
        services: Vec::new(),
        opening_hours: Vec::new(),
    };
    estate.record(HubRevised { hub: id("hub"), from, description });
    let (organisation, parent, attendance) = (id("county"), None, None);
    let headcount = 10;
    let description =
        UnitDescription { name, organisation, parent, headcount, attendance, municipality };
    estate.record(UnitRevised { unit: id("social"), from, description });
}

/// What counts in the municipality in a year, by kind of line or whatever else.
fn in_municipality(estate: &Estate, group: CostGroup) -> Vec<(CostKey, Decimal)> {
    let scope = CostScope { municipality: Some(code()), ..CostScope::default() };
    let months = Months { from: the("2030-01"), through: the("2030-12") };
    let (atoms, accrual) = (estate.atoms("2030-01", "2030-12"), Bookkeeping::Accrual);
    let rows = cost_rows(&estate.state, &atoms, accrual, months, &[group], &scope);
    rows.into_iter().map(|row| (row.keys[0].clone(), row.net)).collect()
}

#[test]
fn what_is_of_a_building_counts_in_its_municipality_from_the_month_in_which_it_is_there() {
    let mut estate = rented();
    estate.building("shed");
    estate.space("shop", "shed", Category::OpenWorkplace, "50");
    estate.sign("other", ("region", None), None, "2030-01-01", terms("shed", &[], "5000"));
    placed(&mut estate);
    let rows = in_municipality(&estate, CostGroup::Building);
    assert_eq!(rows, [(CostKey::Building(id("house")), the("6000"))]);
}

#[test]
fn what_is_of_no_building_counts_where_its_hub_or_else_its_unit_is() {
    let mut estate = Estate::new();
    estate.open("2029-06-01");
    placed(&mut estate);
    let price = Price { amount: the("1000"), per: PriceBasis::Month };
    estate.member("social", 3, Some(price), "2030-01-01");
    let per_year = |amount| CostAmount::PerYear { amount: the(amount) };
    for (cost, object) in [
        ("reception", CostObject::Hub(id("hub"))),
        ("seats", CostObject::Unit(id("social"))),
        ("seats elsewhere", CostObject::Unit(id("health"))),
    ] {
        let from = (cost, "2030-01-01");
        estate.cost(from, CostKind::Coworking, object, per_year("2400"), 0);
    }
    // Half a year of 2,400 each of the hub and of the unit that is there; the pair cancels.
    let rows = in_municipality(&estate, CostGroup::Unit);
    let (host, member): (Decimal, Decimal) = (the("-4800"), the("7200"));
    assert_eq!(rows, [(CostKey::None, host), (CostKey::Unit(id("social")), member)]);
}
