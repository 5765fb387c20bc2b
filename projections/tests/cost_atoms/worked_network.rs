//! The worked example of three organisations under one lease.

use projections::{
    Basis, Bearing, Bookkeeping, CostGroup, CostKey, CostScope, CostSource, Months, cost_rows,
};
use rust_decimal::Decimal;
use schema::{
    Category, CostAmount, CostEnded, CostKind, CostObject, HubClosed, HubTariff, IndexClause,
    IndexFigure, IndexPublished, Invoicing, Landlord, LeaseAmended, LeaseNoticeServed, LeaseParty,
    LeaseTerms, MonthOfYear, NoticePurpose, NoticeService, NoticeTerm, Paid, Supplement,
    SupplementKind, VatTreatment,
};

use crate::{
    estate::{Estate, id, sealed, terms, the},
    page::{Page, comes_to},
    worked::{Example, all_months, bearers, same},
};

const PAGE: Page = Page(include_str!("../../../docs/worked-example-network.md"));
const ROOMS: [&str; 5] = ["landscape", "wing", "office", "corridor", "studio"];

fn invoicing(paid: Paid) -> Invoicing {
    Invoicing { paid, in_advance: true, vat_thousandths: 250, ..Invoicing::default() }
}

fn agreed(rooms: &[&str], rent: &str, heat: &str, property_tax: &str) -> LeaseTerms {
    let supplement =
        |kind, per_year, follows_index| Supplement { kind, per_year: the(per_year), follows_index };
    LeaseTerms {
        index: Some(IndexClause {
            series: the("KPI-1980"),
            base_amount: the(rent),
            share_thousandths: 800,
            base_month: the("2029-10"),
            compare_month: MonthOfYear::new(10).unwrap(),
            step_month: MonthOfYear::new(1).unwrap(),
            floor: None,
        }),
        supplements: vec![
            supplement(SupplementKind::Heat, heat, false),
            supplement(SupplementKind::PropertyTax, property_tax, true),
        ],
        invoicing: invoicing(Paid::Quarterly),
        restoration: Some(the("40000")),
        to: Some(the("2031-07-01")),
        prolongation_months: Some(12),
        notices: vec![NoticeTerm {
            party: LeaseParty::Tenant,
            purpose: NoticePurpose::Termination,
            months: 9,
        }],
        ..terms("house", rooms, rent)
    }
}

/// The building, its people and its hub.
fn premises() -> Estate {
    let mut estate = Estate::default();
    for (organisation, treatment) in [
        ("county", VatTreatment::Compensated),
        ("agency", VatTreatment::Cost),
        ("region", VatTreatment::Deducted),
    ] {
        estate.organisation(organisation);
        estate.vat(organisation, treatment);
    }
    for (unit, organisation) in
        [("social", "county"), ("inspection", "agency"), ("health", "region")]
    {
        estate.unit(unit, organisation);
    }
    estate.building("house");
    for (space, category, area) in [
        ("landscape", Category::OpenWorkplace, "120"),
        ("wing", Category::OpenWorkplace, "75"),
        ("office", Category::OpenWorkplace, "30"),
        ("studio", Category::Meeting, "45"),
        ("corridor", Category::Circulation, "30"),
    ] {
        estate.space(space, "house", category, area);
    }
    for (desk, unit) in [("desk 1", "social"), ("desk 2", "social"), ("desk 3", "health")] {
        estate.desk(desk, "office");
        estate.give(desk, unit, "2030-01-01");
    }
    estate.hub("county", "2030-04-16");
    estate
}

fn with_the_lease() -> Estate {
    let mut estate = premises();
    let figures = [("2029-10", "405.2"), ("2030-10", "411.86"), ("2031-08", "417.03")];
    let figures =
        figures.map(|(month, value)| IndexFigure { month: the(month), value: the(value) });
    let (series, figures) = (the("KPI-1980"), figures.to_vec());
    estate.record(IndexPublished { series, figures, source: None });
    let signed = agreed(&ROOMS, "360000", "36000", "13500");
    estate.sign("lease", ("county", None), None, "2030-01-01", signed);
    estate.record(LeaseAmended {
        lease: id("lease"),
        from: the("2030-11-16"),
        landlord: Landlord::Outside { name: sealed() },
        terms: agreed(&ROOMS[..4], "306000", "30600", "11475"),
        decisions: Vec::new(),
        reason: None,
    });
    estate
}

fn with_the_hub() -> Estate {
    let mut estate = with_the_lease();
    estate.hub_space("landscape", "2030-03-01");
    estate.open("2030-04-16");
    estate.tariff(HubTariff::ShareOfCost { denominator: 12 });
    estate.member("social", 3, None, "2030-04-16");
    estate.member("health", 5, None, "2030-05-01");
    let (hub, per_year) =
        (CostObject::Hub(id("hub")), CostAmount::PerYear { amount: the("60000") });
    estate.cost(("reception", "2030-04-16"), CostKind::Service, hub, per_year, 250);
    estate
}

fn told() -> Estate {
    let mut estate = with_the_hub();
    let sublease = LeaseTerms {
        invoicing: invoicing(Paid::Monthly),
        to: Some(the("2031-07-01")),
        ..terms("house", &["wing"], "108000")
    };
    let parties = ("agency", Some("county"));
    estate.sign("sublease", parties, Some("lease"), "2030-06-16", sublease);
    for desk in ["desk 4", "desk 5"] {
        estate.desk(desk, "wing");
        estate.give(desk, "inspection", "2030-06-16");
        estate.record(schema::AllocationEnded { resource: id(desk), from: the("2031-07-01") });
    }
    estate.record(LeaseNoticeServed {
        lease: id("lease"),
        party: LeaseParty::Tenant,
        purpose: NoticePurpose::Termination,
        served_on: the("2031-06-10"),
        how: NoticeService::RegisteredLetter,
        takes_effect: the("2032-07-01"),
        late: false,
        decisions: Vec::new(),
        reason: None,
    });
    estate.record(HubClosed { hub: id("hub"), from: the("2032-07-01"), reason: None });
    estate.record(CostEnded { cost: id("reception"), from: the("2032-07-01"), reason: None });
    estate
}

fn example() -> Example {
    Example { page: PAGE, estate: told() }
}

#[test]
fn what_is_invoiced_is_as_the_page_says() {
    example().lines_are_as_under("What is invoiced");
}

#[test]
fn what_falls_on_each_space_and_who_bears_it_is_as_the_page_says() {
    example().spaces_are_as_under("Among the spaces");
    example().borne_is_as_under("Who bears it");
}

/// By month and organisation.
fn by_month(example: &Example) -> Vec<(String, [Decimal; 3])> {
    let groups = [CostGroup::Month, CostGroup::Organisation];
    let (atoms, all, accrual) = (example.atoms(), CostScope::default(), Bookkeeping::Accrual);
    assert_eq!(
        bearers(&example.estate, &atoms).into_iter().collect::<Vec<_>>(),
        ["agency", "county", "region"]
    );
    let state = &example.estate.state;
    let rows = cost_rows(state, &atoms, accrual, all_months(), &groups, &all);
    let net = |month, organisation: &str| {
        let keys = [CostKey::Month(month), CostKey::Organisation(id(organisation))];
        rows.iter().find(|row| row.keys == keys).map_or(Decimal::ZERO, |row| row.net)
    };
    let months = cost_rows(state, &atoms, accrual, all_months(), &groups[..1], &all);
    let of_months = months.iter().map(|row| {
        let CostKey::Month(month) = row.keys[0] else { panic!("{row:?}") };
        (month.to_string(), ["county", "agency", "region"].map(|it| net(month, it)))
    });
    of_months.collect()
}

#[test]
fn what_three_organisations_bear_each_month_is_what_comes_from_outside() {
    let example = example();
    let costs = example.costs();
    let from_outside = |month: &str, source| -> Decimal {
        let of = costs.iter().filter(|it| it.source == source && it.month == Some(the(month)));
        of.map(|cost| cost.net).sum()
    };
    let computed = by_month(&example).into_iter().map(|(month, borne)| {
        let outside = [CostSource::Lease(id("lease")), CostSource::Cost(id("reception"))];
        let [lease, reception] = outside.map(|source| from_outside(&month, source));
        let all: Decimal = borne.iter().sum();
        assert_eq!(all, lease + reception, "{month}");
        let [county, agency, region] = borne;
        format!(
            "{month} | {lease:.2} | {reception:.2} | {county:.2} | {agency:.2} | {region:.2} | {all:.2}"
        )
    });
    same(computed.collect(), &PAGE.rows("Month by month"), &[0, 1, 2, 3, 4, 5, 6], "months");
    example.all_is_borne();
}

#[test]
fn years_and_charges_are_as_the_page_says() {
    example().years_are_as_under("Year by year");
    example().charges_are_as_under("Between the organisations");
}

#[test]
fn the_hub_costs_its_host_what_members_leave() {
    let (example, rows) = (example(), PAGE.rows("The hub"));
    comes_to(&rows, 3, 4);
    let computed = ["2030", "2031", "2032"].map(|year| {
        let cost = example.of_hub(year, |_, why| matches!(why, Bearing::Hosts | Bearing::Closed));
        let received = example.of_hub(year, |_, why| why == Bearing::Receives);
        let left = example.of_hub(year, |_, why| why != Bearing::Pays);
        format!("{year} | {cost:.2} | {:.2} | {left:.2}", -received)
    });
    same(computed.to_vec(), &rows, &[0, 1, 2, 4], "the hub");
}

#[test]
fn a_notice_that_was_not_given_costs_what_the_page_says() {
    let example = example();
    let costs = example.costs();
    let months = by_month(&example);
    let computed = [("2030-07", "2031-06"), ("2031-07", "2032-06")].map(|(from, through)| {
        let term = Months { from: the(from), through: the(through) };
        let lease = CostSource::Lease(id("lease"));
        let of_term = costs.iter().filter(|cost| {
            cost.source == lease && cost.month.is_some_and(|month| term.contains(month))
        });
        let invoiced: Decimal = of_term.map(|cost| cost.net).sum();
        let borne = [0, 1, 2].map(|place| -> Decimal {
            let of_term = months.iter().filter(|(month, _)| term.contains(the(month)));
            of_term.map(|(_, borne)| borne[place]).sum()
        });
        let [county, agency, region] = borne;
        format!("{from} to {through} | {invoiced:.2} | {county:.2} | {agency:.2} | {region:.2}")
    });
    let rows = PAGE.rows("The year that nobody wanted");
    same(computed.to_vec(), &rows, &[0, 1, 2, 3, 4], "terms");
}

#[test]
fn nothing_about_the_example_is_only_planned() {
    let estate = told();
    let on = |basis| projections::atoms(&estate.state, basis, all_months());
    assert_eq!(on(Basis::Actual), on(Basis::Planned));
}
