//! The worked example of the documentation: its tables are read, its arithmetic is done, and both are
//! compared with what is computed.

use projections::{CostLine, MonthCost};
use rust_decimal::Decimal;
use schema::{
    Discount, FitOut, IndexClause, Invoicing, LeaseNoticeServed, LeaseParty, LeaseTerms, Month,
    MonthOfYear, NoticePurpose, NoticeService, NoticeTerm, Paid, Supplement, SupplementKind,
};
use std::collections::BTreeSet;

use crate::{
    ledger::{Ledger, lease, space, terms, the},
    page::{Page, Row, comes_to},
};

const PAGE: Page = Page(include_str!("../../../docs/worked-example-lease.md"));

fn agreed(rooms: &[&str], rent: &str, heat: &str, property_tax: &str) -> LeaseTerms {
    let supplement =
        |kind, per_year, follows_index| Supplement { kind, per_year: the(per_year), follows_index };
    let mut spaces: Vec<_> = rooms.iter().map(|room| space(room)).collect();
    spaces.sort_unstable();
    LeaseTerms {
        spaces,
        index: Some(IndexClause {
            series: the("KPI-1980"),
            base_amount: the(rent),
            share_thousandths: 750,
            base_month: the("2028-10"),
            compare_month: MonthOfYear::new(10).unwrap(),
            step_month: MonthOfYear::new(1).unwrap(),
            floor: None,
        }),
        supplements: vec![
            supplement(SupplementKind::Heat, heat, false),
            supplement(SupplementKind::PropertyTax, property_tax, true),
        ],
        fit_outs: vec![FitOut {
            amount: the("240000"),
            from: the("2029-04"),
            months: 60,
            interest: 425,
        }],
        discounts: vec![Discount {
            from: the("2029-03-15"),
            to: the("2029-07-01"),
            per_year: the("60000"),
        }],
        invoicing: Invoicing {
            paid: Paid::Quarterly,
            in_advance: true,
            vat_thousandths: 250,
            ..Invoicing::default()
        },
        restoration: Some(the("85000")),
        to: Some(the("2032-01-01")),
        prolongation_months: Some(36),
        notices: vec![NoticeTerm {
            party: LeaseParty::Tenant,
            purpose: NoticePurpose::Termination,
            months: 9,
        }],
        ..terms(rent)
    }
}

fn told() -> Ledger {
    let mut ledger = Ledger::default();
    ledger.publish(&[("2028-10", "421.52"), ("2029-10", "430.25"), ("2030-10", "437.9")]);
    ledger.publish(&[("2031-08", "441.06")]);
    let rooms = ["open workplace", "studio"];
    ledger.sign("2029-03-15", agreed(&rooms, "360000", "24000", "9120.5"));
    ledger.amend("2030-10-16", agreed(&rooms[..1], "270000", "18000", "6840.5"));
    ledger.record(LeaseNoticeServed {
        lease: lease(),
        party: LeaseParty::Tenant,
        purpose: NoticePurpose::Termination,
        served_on: the("2031-04-15"),
        how: NoticeService::RegisteredLetter,
        takes_effect: the("2032-01-01"),
        late: true,
        decisions: Vec::new(),
        reason: None,
    });
    ledger
}

fn words(cost: &MonthCost) -> String {
    let line = match cost.line {
        CostLine::Rent => "rent",
        CostLine::Index => "index",
        CostLine::Discount => "discount",
        CostLine::Supplement(SupplementKind::Heat) => "heat",
        CostLine::Supplement(SupplementKind::PropertyTax) => "property tax",
        CostLine::FitOut => "fit-out",
        CostLine::FitOutInterest => "interest on it",
        CostLine::Restoration => "restoration",
        _ => "something that the page does not have",
    };
    if cost.forecast { format!("{line} (forecast)") } else { line.to_owned() }
}

#[test]
fn every_line_of_the_months_on_the_page_is_as_it_says() {
    let (ledger, rows) = (told(), PAGE.rows("Month by month"));
    let months: BTreeSet<&str> = rows.iter().map(|row| row[0]).collect();
    for month in months {
        let on_the_page = rows.iter().filter(|row| row[0] == month);
        let on_the_page: Vec<String> =
            on_the_page.map(|row| [row[1], row[3], row[4], row[5]].join(" ")).collect();
        let computed = ledger.costs(month, month);
        let of_the_month = computed.iter().filter(|cost| cost.month == Some(the(month)));
        let computed: Vec<String> = of_the_month
            .map(|cost| {
                let paid = cost.paid.unwrap();
                format!("{} {:.2} {:.2} {paid}", words(cost), cost.net, cost.vat)
            })
            .collect();
        assert_eq!(computed, on_the_page, "{month}");
    }
}

#[test]
fn the_arithmetic_on_the_page_comes_to_its_figures() {
    comes_to(&PAGE.rows("Month by month"), 2, 3);
}

#[test]
fn the_years_on_the_page_are_sums_of_all_months() {
    let all = told().costs("2028-01", "2040-12");
    let sum = |year: i32,
               of: fn(&MonthCost) -> Option<Month>,
               amount: fn(&MonthCost) -> Decimal| {
        let of_the_year = all.iter().filter(|cost| of(cost).is_some_and(|of| of.year() == year));
        format!("{:.2}", of_the_year.map(amount).sum::<Decimal>())
    };
    let years: Vec<Row> = PAGE.rows("Year by year");
    for row in &years {
        let year = row[0].parse().unwrap();
        let computed = [
            sum(year, |cost| cost.month, |cost| cost.net),
            sum(year, |cost| cost.month, |cost| cost.vat),
            sum(year, |cost| cost.paid, |cost| cost.net),
            sum(year, |cost| cost.paid, |cost| cost.vat),
        ];
        assert_eq!(computed[..], row[1..], "{year}");
    }
    let last = years.last().unwrap()[0].parse::<i32>().unwrap();
    assert!(all.iter().all(|cost| cost.month.unwrap().year() <= last), "the page has all years");
}
