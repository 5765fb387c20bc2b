//! Closed months stand, and what becomes known of them later names its cause.

use projections::{
    Basis, Bearing, Booking, Bookkeeping, Books, CostAtom, CostGroup, CostKey, CostScope,
    CostTotals, Months, Portfolio, Reading, atoms, cost_rows,
};
use schema::{Category, CostAmount, CostObject, HubTariff, PeriodClosed, Revision};
use std::{collections::BTreeMap, sync::Arc};

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

/// The books of the county in months, and what was read for them.
fn reading(
    estate: &Estate,
    closings: &Closings,
    basis: Basis,
    months: Months,
) -> (Vec<CostAtom>, Vec<(Option<Revision>, String)>) {
    let (bookkeeping, organisation) = (Bookkeeping::Accrual, id("county"));
    let state = Arc::new(estate.state.clone());
    let mut booking = Booking::of(Books { state, bookkeeping, organisation, months });
    let mut read = Vec::new();
    while let Some(Reading { at, months, .. }) = booking.next() {
        let at = at.map(|closing| closing.revision);
        let state = at.map_or(&estate.state, |revision| &closings[&revision]);
        read.push((at, format!("{} to {}", months.from, months.through)));
        // Part by part, as long stretches are read.
        for month in months.each() {
            let month = Months { from: month, through: month };
            let atoms = atoms(state, basis, month);
            atoms.iter().for_each(|atom| booking.add(atom, month));
        }
        booking.read();
    }
    (booking.standing(), read)
}

pub(crate) fn books(estate: &Estate, closings: &Closings) -> Vec<CostAtom> {
    books_on(estate, closings, Basis::Actual)
}

pub(crate) fn books_on(estate: &Estate, closings: &Closings, basis: Basis) -> Vec<CostAtom> {
    reading(estate, closings, basis, year()).0
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
fn adjustments_are_rows_of_their_own_with_the_month_that_they_adjust() {
    let (mut estate, mut closings) = (let_house(), Closings::new());
    close(&mut estate, &mut closings, "2030-02");
    let amount = CostAmount::PerYear { amount: the("1200") };
    let late = estate.record_cost("cost", CostObject::Unit(id("social")), amount, 0);
    let books = books(&estate, &closings);
    let march = Months { from: the("2030-03"), through: the("2030-03") };
    let groups = [CostGroup::Month, CostGroup::Adjusts];
    let (accrual, all) = (Bookkeeping::Accrual, CostScope::default());
    let rows = cost_rows(&estate.state, &books, accrual, march, &groups, &all);
    let told: Vec<(&CostKey, String)> =
        rows.iter().map(|row| (&row.keys[1], format!("{:.2}", row.net))).collect();
    let adjusts = |month| CostKey::Adjusts(the(month));
    assert_eq!(
        told,
        [
            (&CostKey::None, "1100.00".to_owned()),
            (&adjusts("2030-01"), "100.00".to_owned()),
            (&adjusts("2030-02"), "100.00".to_owned()),
        ]
    );
    assert!(rows[1..].iter().all(|row| row.because.contains(&late)));
}

#[test]
fn what_falls_on_another_without_anything_of_ones_own_that_changed_names_what_gave_it() {
    let (mut estate, mut closings) = (Estate::new(), Closings::new());
    estate.revise("office", Category::OpenWorkplace, "0", "2029-01-01");
    estate.revise("meeting", Category::Circulation, "20", "2029-01-01");
    estate.desk("desk 1", "office");
    estate.sign("lease", ("county", None), None, "2030-01-01", terms("house", &[], "12000"));
    close(&mut estate, &mut closings, "2030-03");
    let late = estate.give("desk 1", "health", "2030-02-01");
    let books = books(&estate, &closings);
    let adjusting: Vec<&CostAtom> = books.iter().filter(|atom| atom.adjusts.is_some()).collect();
    assert!(!adjusting.is_empty());
    for atom in adjusting {
        assert_eq!(*atom.because, [late], "{atom:?}");
    }
}

#[test]
fn no_more_is_read_than_the_months_asked_for_need() {
    let (mut estate, mut closings) = (let_house(), Closings::new());
    let mut at = Vec::new();
    for (month, from) in
        [("2030-01", "2030-01-20"), ("2030-02", "2030-02-20"), ("2030-03", "2030-03-20")]
    {
        close(&mut estate, &mut closings, month);
        at.push(estate.state.head().map(|head| head.revision));
        estate.give("desk 1", if month == "2030-02" { "social" } else { "health" }, from);
    }
    let read = |from: &str, through: &str| {
        reading(
            &estate,
            &closings,
            Basis::Actual,
            Months { from: the(from), through: the(through) },
        )
        .1
    };
    let to = |through: &str| format!("2029-12 to {through}");
    // What stands of a closed month is what was known when it was closed.
    assert_eq!(read("2030-01", "2030-01"), [(at[0], "2030-01 to 2030-01".to_owned())]);
    // February is adjusted by what the second closing knew of January.
    assert_eq!(read("2030-02", "2030-02"), [(at[0], to("2030-01")), (at[1], to("2030-02"))]);
    // April is adjusted by what is known now of all that was closed.
    assert_eq!(read("2030-04", "2030-05"), [(at[2], to("2030-03")), (None, to("2030-05"))]);
    assert_eq!(read("2030-05", "2030-05"), [(None, "2030-05 to 2030-05".to_owned())]);
    // Nothing can have become known between closings between which nothing else was recorded.
    close(&mut estate, &mut closings, "2030-04");
    close(&mut estate, &mut closings, "2030-05");
    let last = estate.state.head().map(|head| head.revision);
    let read = reading(
        &estate,
        &closings,
        Basis::Actual,
        Months { from: the("2030-05"), through: the("2030-06") },
    );
    assert_eq!(
        read.1,
        [(last, "2030-05 to 2030-05".to_owned()), (None, "2030-06 to 2030-06".to_owned())]
    );
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
