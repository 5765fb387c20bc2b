//! Closed months stand, and what becomes known of them later names its cause.

use projections::{
    Basis, Bearing, Bookkeeping, Books, CostAtom, CostTotals, Months, Portfolio, atoms, booked,
};
use schema::{Category, CostAmount, CostObject, HubTariff, PeriodClosed, Revision};
use std::collections::BTreeMap;

use crate::estate::{Estate, id, terms, the};

fn year() -> Months {
    Months { from: the("2030-01"), through: the("2030-12") }
}

/// The state at each closing of the county.
pub(crate) type Closings = BTreeMap<Revision, Portfolio>;

pub(crate) fn close(estate: &mut Estate, closings: &mut Closings, through: &str) {
    let organisation = id("county");
    let revision = estate.record(PeriodClosed { organisation, through: the(through) });
    closings.insert(revision, estate.state.clone());
}

pub(crate) fn books(estate: &Estate, closings: &Closings) -> Vec<CostAtom> {
    let known = |state: &Portfolio| atoms(state, Basis::Actual, year());
    let books = Books {
        state: &estate.state,
        bookkeeping: Bookkeeping::Accrual,
        organisation: id("county"),
        months: year(),
    };
    booked(&books, &known(&estate.state), |revision| known(&closings[&revision]))
}

fn let_house() -> Estate {
    let mut estate = Estate::new();
    estate.sign(
        "lease",
        ("county", None),
        None,
        "2030-01-01",
        terms("house", &["office"], "12000"),
    );
    estate.desk("desk 1", "office");
    estate.give("desk 1", "social", "2029-01-01");
    estate
}

fn told(estate: &Estate, atoms: &[CostAtom]) -> Vec<String> {
    let until_april = atoms.iter().filter(|atom| atom.month < Some(the("2030-05")));
    let told = until_april.map(|atom| {
        let adjusts = atom.adjusts.map(|month| format!(" for {month}")).unwrap_or_default();
        let (month, unit) = (atom.month.unwrap(), atom.borne.unit);
        let unit = unit.map_or("-", |unit| estate.name(unit.uuid()));
        format!("{month}{adjusts} {unit} {:.2}", atom.net)
    });
    told.collect()
}

#[test]
fn a_closed_month_stands_and_the_first_open_one_takes_what_is_found_later() {
    let (mut estate, mut closings) = (let_house(), Closings::new());
    close(&mut estate, &mut closings, "2030-02");
    let late = estate.give("desk 1", "health", "2030-02-15");
    // Health has the desk for the last 14 of 28 days of February, and from then on.
    let books = books(&estate, &closings);
    assert_eq!(
        told(&estate, &books),
        ["2030-01 social 1000.00", "2030-02 social 1000.00", "2030-03 for 2030-02 social -500.00"]
    );
    let adjusting: Vec<&CostAtom> = books.iter().filter(|atom| atom.adjusts.is_some()).collect();
    assert_eq!(*adjusting[0].because, [late]);
}

#[test]
fn a_cause_is_named_where_nothing_is_left_of_what_stood() {
    let (mut estate, mut closings) = (let_house(), Closings::new());
    close(&mut estate, &mut closings, "2030-02");
    let late = estate.give("desk 1", "health", "2030-02-01");
    let books = books(&estate, &closings);
    let adjusting: Vec<&CostAtom> = books.iter().filter(|atom| atom.adjusts.is_some()).collect();
    assert_eq!(adjusting.len(), 1);
    assert_eq!((adjusting[0].net, &*adjusting[0].because), (the("-1000"), &[late][..]));
}

#[test]
fn each_closing_takes_what_became_known_since_the_one_before() {
    let (mut estate, mut closings) = (let_house(), Closings::new());
    close(&mut estate, &mut closings, "2030-01");
    let amount = CostAmount::PerYear { amount: the("1200") };
    estate.record_cost("cost", CostObject::Unit(id("social")), amount, 0);
    close(&mut estate, &mut closings, "2030-02");
    let to = the("2030-01-16");
    estate.record(schema::CostEnded { cost: id("cost"), from: to, reason: None });
    // 100 a month found after January was closed; that it was 100 × 15/31 = 48.39 in all after February.
    let books = books(&estate, &closings);
    assert_eq!(
        told(&estate, &books),
        [
            "2030-01 social 1000.00",
            "2030-02 for 2030-01 social 100.00",
            "2030-02 social 1000.00",
            "2030-02 social 100.00",
            "2030-03 for 2030-01 social -51.61",
            "2030-03 for 2030-02 social -100.00",
            "2030-03 social 1000.00",
            "2030-04 social 1000.00",
        ]
    );
    let now = CostTotals::of(&estate.atoms("2030-01", "2030-12"));
    assert_eq!(CostTotals::of(&books), now);
}

#[test]
fn a_share_of_a_hub_on_which_nothing_falls_any_more_names_why() {
    let mut estate = let_house();
    estate.tariff(HubTariff::ShareOfCost { denominator: 10 });
    estate.open("2030-01-01");
    estate.space("studio", "house", Category::OpenWorkplace, "50");
    estate.sign("other", ("county", None), None, "2030-01-01", terms("house", &["studio"], "9600"));
    estate.hub_space("studio", "2030-01-01");
    estate.member("social", 5, None, "2030-01-01");
    let mut closings = Closings::new();
    close(&mut estate, &mut closings, "2030-01");
    // Half of 800.
    let paid = |atoms: &[CostAtom]| -> Vec<(String, Vec<Revision>)> {
        let paid = atoms.iter().filter(|atom| atom.borne.why == Bearing::Pays);
        let paid = paid.filter(|atom| atom.adjusts.is_some());
        paid.map(|atom| (format!("{:.2}", atom.net), atom.because.to_vec())).collect()
    };
    assert!(paid(&books(&estate, &closings)).is_empty());
    let before = estate.state.next_revision();
    estate.release("studio", "2030-01-01");
    let done = before.plus(1);
    assert_eq!(paid(&books(&estate, &closings)), [("-400.00".to_owned(), vec![done])]);
}
