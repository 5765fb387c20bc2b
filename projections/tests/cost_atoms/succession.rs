//! An organisation that is succeeded within a month: each bears the days on which it stood.

use projections::{Bookkeeping, Months, charges};
use schema::{OrganisationEnded, Price, PriceBasis};

use crate::estate::{Estate, id, terms, the};

/// The authority succeeds an organisation on the 16th of a month of 30 days.
fn succeed(estate: &mut Estate, organisation: &str) {
    estate.organisation("authority");
    estate.record(OrganisationEnded {
        organisation: id(organisation),
        from: the("2030-04-16"),
        successor: Some(id("authority")),
        reason: None,
    });
}

fn april() -> Months {
    Months { from: the("2030-04"), through: the("2030-04") }
}

fn owed(estate: &Estate) -> Vec<String> {
    let charges = charges(&estate.atoms("2030-04", "2030-04"), Bookkeeping::Accrual, april());
    let mut told: Vec<String> = charges
        .iter()
        .map(|charge| {
            let [payer, payee] = [charge.payer, charge.payee].map(|it| estate.name(it.uuid()));
            format!("{payer} owes {payee} {:.2}", charge.net)
        })
        .collect();
    told.sort();
    told
}

#[test]
fn a_tenant_that_is_succeeded_within_a_month_and_its_successor_bear_their_own_days() {
    let mut estate = Estate::new();
    estate.desks();
    estate.sign("lease", ("county", None), None, "2030-01-01", terms("house", &[], "12000"));
    succeed(&mut estate, "county");
    let atoms = estate.atoms("2030-04", "2030-04");
    let mut lines: Vec<String> = atoms.iter().map(|atom| estate.line(atom)).collect();
    lines.sort();
    // 500 for each half of the month: office 300, meeting room 100, corridor 100. The office by desk;
    // of the corridor each desk has 30 of 80 m², the empty room 20.
    let borne = [
        "corridor: authority Vacant 25.00",
        "corridor: authority social Uses 37.50",
        "corridor: county Vacant 25.00",
        "corridor: county social Uses 37.50",
        "corridor: region health Uses 37.50",
        "corridor: region health Uses 37.50",
        "meeting: authority Vacant 100.00",
        "meeting: county Vacant 100.00",
        "office: authority social Uses 150.00",
        "office: county social Uses 150.00",
        "office: region health Uses 150.00",
        "office: region health Uses 150.00",
    ];
    assert_eq!(lines, borne.map(|line| format!("{line} vat 0.00 of it 0.00")));
    assert_eq!(owed(&estate), ["region owes authority 187.50", "region owes county 187.50"]);
}

#[test]
fn a_member_pays_the_host_and_from_its_succession_the_successor() {
    let mut estate = Estate::new();
    estate.open("2029-06-01");
    let price = Price { amount: the("1000"), per: PriceBasis::Month };
    estate.member("social", 3, Some(price), "2030-01-01");
    succeed(&mut estate, "region");
    assert_eq!(owed(&estate), ["county owes authority 500.00", "county owes region 500.00"]);
}

#[test]
fn a_member_that_is_succeeded_pays_for_its_own_days() {
    let mut estate = Estate::new();
    estate.open("2029-06-01");
    let price = Price { amount: the("1000"), per: PriceBasis::Month };
    estate.member("social", 3, Some(price), "2030-01-01");
    succeed(&mut estate, "county");
    assert_eq!(owed(&estate), ["authority owes region 500.00", "county owes region 500.00"]);
}
