//! Rent that follows an index.
//!
//! The rent is 120000, three quarters of which follow: an index of 400 in October 2028, the base, that
//! rises by 1 adds 120000 x 0.75 / 400 = 225 a year, 18.75 a month.

use schema::{IndexClause, LeaseTerms, MonthOfYear, Supplement, SupplementKind};

use crate::ledger::{Ledger, terms, the};

fn clause() -> IndexClause {
    IndexClause {
        series: the("KPI-1980"),
        base_amount: the("120000"),
        share_thousandths: 750,
        base_month: the("2028-10"),
        compare_month: MonthOfYear::new(10).unwrap(),
        step_month: MonthOfYear::new(1).unwrap(),
        floor: None,
    }
}

fn following(clause: IndexClause) -> Ledger {
    let mut ledger = Ledger::default();
    ledger.sign("2029-01-01", LeaseTerms { index: Some(clause), ..terms("120000") });
    ledger
}

#[test]
fn the_rent_steps_by_the_share_that_follows_from_the_first_step_on() {
    let mut ledger = following(clause());
    let published = ledger.publish(&[("2028-10", "400"), ("2029-10", "410")]);
    // 10 points: 187.50 a month. In 2029 nothing: October 2028 is the base itself.
    let lines = ["2030-01 187.50", "2030-02 187.50"];
    assert_eq!(ledger.of_line("Index", "2029-01", "2030-02"), lines);
    assert_eq!(ledger.of_line("Rent", "2030-01", "2030-01"), ["2030-01 10000.00"]);
    let signed = schema::Revision::FIRST;
    let january = ledger.costs("2030-01", "2030-01");
    assert_eq!(january[0].because[..], [signed], "the rent itself is not of the index");
    assert_eq!(january[1].because[..], [signed, published]);
}

#[test]
fn an_index_that_is_not_published_is_forecast_by_the_newest_at_or_before_it() {
    let mut ledger = following(clause());
    ledger.publish(&[("2028-10", "400"), ("2029-10", "410"), ("2030-08", "414")]);
    // 14 points for January 2031 as yet: 262.50.
    assert_eq!(ledger.of_line("Index", "2031-01", "2031-01"), ["2031-01 262.50 forecast"]);
    assert_eq!(ledger.of_line("Index", "2030-12", "2030-12"), ["2030-12 187.50"]);
    ledger.publish(&[("2030-11", "430")]);
    assert_eq!(ledger.of_line("Index", "2031-01", "2031-01"), ["2031-01 262.50 forecast"]);
    ledger.publish(&[("2030-10", "415")]);
    // 15 points: 281.25.
    assert_eq!(ledger.of_line("Index", "2031-01", "2031-01"), ["2031-01 281.25"]);
    // A forecast of ten years: November 2030, 30 points: 562.50.
    assert_eq!(ledger.of_line("Index", "2040-01", "2040-01"), ["2040-01 562.50 forecast"]);
}

#[test]
fn a_revised_figure_counts_from_the_first_and_is_named() {
    let mut ledger = following(clause());
    let first = ledger.publish(&[("2028-10", "400"), ("2029-10", "410")]);
    let revised = ledger.publish(&[("2029-10", "411")]);
    // 11 points: 206.25.
    assert_eq!(ledger.of_line("Index", "2030-01", "2030-01"), ["2030-01 206.25"]);
    let january = ledger.costs("2030-01", "2030-01");
    assert_eq!(january[1].because[1..], [first, revised]);
}

#[test]
fn without_a_figure_of_the_base_month_nothing_is_added_and_it_is_a_forecast() {
    let mut ledger = following(clause());
    let rent = ["2029-12 10000.00", "2030-01 10000.00 forecast"];
    assert_eq!(ledger.of_line("Rent", "2029-12", "2030-01"), rent);
    ledger.publish(&[("2029-10", "410")]);
    assert_eq!(ledger.of_line("Rent", "2029-12", "2030-01"), rent);
    assert!(ledger.of_line("Index", "2029-12", "2030-01").is_empty());
    ledger.publish(&[("2028-10", "400")]);
    assert_eq!(ledger.of_line("Rent", "2030-01", "2030-01"), ["2030-01 10000.00"]);
    assert_eq!(ledger.of_line("Index", "2030-01", "2030-01"), ["2030-01 187.50"]);
}

#[test]
fn a_rent_that_its_floor_holds_is_a_forecast_while_the_index_is_one_and_names_its_figures() {
    let mut ledger = following(IndexClause { floor: Some(the("120000")), ..clause() });
    let published = ledger.publish(&[("2028-10", "400"), ("2029-10", "380")]);
    let rent = ["2030-12 10000.00", "2031-01 10000.00 forecast"];
    assert_eq!(ledger.of_line("Rent", "2030-12", "2031-01"), rent);
    assert_eq!(ledger.costs("2031-01", "2031-01")[0].because[1..], [published]);
    ledger.publish(&[("2030-10", "390")]);
    assert_eq!(ledger.of_line("Rent", "2031-01", "2031-01"), ["2031-01 10000.00"]);
}

#[test]
fn a_rent_falls_with_its_index_and_not_below_its_floor() {
    let figures = [("2028-10", "400"), ("2029-10", "380"), ("2030-10", "340")];
    let mut free = following(clause());
    free.publish(&figures);
    // 20 points down: -375; 60 points down: -1125.
    let lines = ["2030-12 -375.00", "2031-01 -1125.00"];
    assert_eq!(free.of_line("Index", "2030-12", "2031-01"), lines);
    let mut held = following(IndexClause { floor: Some(the("110000")), ..clause() });
    held.publish(&figures);
    // 60 points are 13500 a year; the floor leaves 10000: 833.33 a month.
    let lines = ["2030-12 -375.00", "2031-01 -833.33"];
    assert_eq!(held.of_line("Index", "2030-12", "2031-01"), lines);
}

#[test]
fn a_step_in_april_compares_the_year_before_it() {
    let april = MonthOfYear::new(4).unwrap();
    let mut ledger = following(IndexClause { step_month: april, ..clause() });
    ledger.publish(&[("2028-10", "400"), ("2029-10", "410"), ("2030-10", "415")]);
    let steps = ["2030-04", "2031-03", "2031-04"].map(|month| {
        assert!(ledger.of_line("Index", "2029-01", "2030-03").is_empty());
        ledger.of_line("Index", month, month).remove(0)
    });
    assert_eq!(steps, ["2030-04 187.50", "2031-03 187.50", "2031-04 281.25"]);
}

#[test]
fn a_supplement_follows_as_a_whole_in_its_own_line() {
    let supplement =
        |kind, follows_index| Supplement { kind, per_year: the("12000"), follows_index };
    let mut ledger = Ledger::default();
    ledger.sign(
        "2029-01-01",
        LeaseTerms {
            index: Some(clause()),
            supplements: vec![
                supplement(SupplementKind::Heat, true),
                supplement(SupplementKind::Water, false),
            ],
            ..terms("120000")
        },
    );
    ledger.publish(&[("2028-10", "400"), ("2029-10", "410")]);
    // 12000 x 410/400 = 12300: 1025 a month.
    let heat = ["2029-12 1000.00", "2030-01 1025.00"];
    assert_eq!(ledger.of_line("Supplement(Heat)", "2029-12", "2030-01"), heat);
    let water = ["2029-12 1000.00", "2030-01 1000.00"];
    assert_eq!(ledger.of_line("Supplement(Water)", "2029-12", "2030-01"), water);
    let forecast = ["2031-01 1025.00 forecast"];
    assert_eq!(ledger.of_line("Supplement(Heat)", "2031-01", "2031-01"), forecast);
    assert_eq!(ledger.of_line("Supplement(Water)", "2031-01", "2031-01"), ["2031-01 1000.00"]);
}

#[test]
fn an_index_in_a_broken_month_is_by_day() {
    let mut ledger = following(clause());
    ledger.publish(&[("2028-10", "400"), ("2029-10", "410")]);
    ledger.end("2030-04-11");
    // 187.50 x 10/30 = 62.50.
    assert_eq!(ledger.of_line("Index", "2030-04", "2030-12"), ["2030-04 62.50"]);
}
