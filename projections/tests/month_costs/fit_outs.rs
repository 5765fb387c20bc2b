//! What a landlord spent on fitting out: 100000 over 36 months from January 2030 at 4.25 per cent.
//!
//! 100000/36 = 2777.777..., so 2777.78 a month; 35 of them are 97222.30, and the last is 2777.70.

use schema::{FitOut, Invoicing, LeaseTerms, Paid};

use crate::ledger::{Ledger, terms, the};

fn fit_out() -> FitOut {
    FitOut { amount: the("100000"), from: the("2030-01"), months: 36, interest: 425 }
}

fn with(fit_outs: Vec<FitOut>) -> LeaseTerms {
    LeaseTerms { fit_outs, ..terms("0") }
}

fn signed(fit_outs: Vec<FitOut>) -> Ledger {
    let mut ledger = Ledger::default();
    ledger.sign("2029-12-01", with(fit_outs));
    ledger
}

#[test]
fn it_is_paid_back_in_equal_parts_with_interest_on_what_is_left_at_the_start_of_a_month() {
    let ledger = signed(vec![fit_out()]);
    // 100000 x 0.0425/12 = 354.166...; (100000 - 2777.78) x 0.0425/12 = 97222.22 x 0.0425/12 = 344.328...
    let lines = [
        "2030-01 FitOut 2777.78 vat 0.00 paid 2030-01",
        "2030-01 FitOutInterest 354.17 vat 0.00 paid 2030-01",
        "2030-02 FitOut 2777.78 vat 0.00 paid 2030-02",
        "2030-02 FitOutInterest 344.33 vat 0.00 paid 2030-02",
    ];
    assert_eq!(ledger.lines("2029-01", "2030-02"), lines);
    // The last: 2777.70 x 0.0425/12 = 9.837...
    let last = [
        "2032-12 FitOut 2777.70 vat 0.00 paid 2032-12",
        "2032-12 FitOutInterest 9.84 vat 0.00 paid 2032-12",
    ];
    assert_eq!(ledger.lines("2032-12", "2035-12"), last);
}

#[test]
fn what_is_left_is_due_with_the_last_day_of_the_lease_and_paid_in_its_month() {
    let invoicing =
        Invoicing { vat_thousandths: 250, paid: Paid::Quarterly, ..Invoicing::default() };
    let invoicing = Invoicing { in_advance: true, ..invoicing };
    let mut ledger = Ledger::default();
    let terms = LeaseTerms { invoicing, ..with(vec![fit_out()]) };
    let signed = ledger.sign("2029-12-01", terms);
    let ended = ledger.end("2030-03-16");
    // 100000 - 3 x 2777.78 = 91666.66; VAT 22916.665. Interest of March: 94444.44 x 0.0425/12 = 334.490...
    // VAT of it 83.6225, of 2777.78 694.445.
    let march = [
        "2030-03 FitOut 2777.78 vat 694.45 paid 2029-12",
        "2030-03 FitOutInterest 334.49 vat 83.62 paid 2029-12",
        "2030-03 FitOutRest 91666.66 vat 22916.67 paid 2030-03",
    ];
    assert_eq!(ledger.lines("2030-03", "2035-12"), march);
    let costs = ledger.costs("2030-03", "2030-03");
    assert_eq!(costs[2].because[..], [signed, ended]);
    assert_eq!(costs[0].because[..], [signed]);
}

#[test]
fn an_amendment_without_it_makes_it_due_and_one_that_names_it_does_not() {
    let mut ledger = signed(vec![fit_out()]);
    ledger.amend("2030-02-11", with(vec![FitOut { interest: 500, ..fit_out() }]));
    // Interest as agreed last in the month: 97222.22 x 0.05/12 = 405.092...
    let interest = ["2030-01 354.17", "2030-02 405.09"];
    assert_eq!(ledger.of_line("FitOutInterest", "2030-01", "2030-02"), interest);
    assert!(ledger.of_line("FitOutRest", "2029-01", "2040-01").is_empty());
    let without = ledger.amend("2030-04-01", with(Vec::new()));
    // 100000 - 3 x 2777.78 = 91666.66, in the month of the day before.
    assert_eq!(ledger.of_line("FitOutRest", "2029-01", "2040-01"), ["2030-03 91666.66"]);
    assert!(ledger.of_line("FitOut", "2030-04", "2040-01").is_empty());
    let march = ledger.costs("2030-03", "2030-03");
    assert_eq!(march.last().unwrap().because.last(), Some(&without));
    ledger.amend("2030-06-01", with(vec![fit_out()]));
    assert!(ledger.of_line("FitOut", "2030-04", "2040-01").is_empty(), "it is settled");
}

#[test]
fn one_in_the_middle_of_a_month_takes_the_whole_part_of_that_month() {
    let mut ledger = signed(vec![fit_out()]);
    ledger.amend("2030-02-11", with(Vec::new()));
    let parts = ["2030-01 2777.78", "2030-02 2777.78"];
    assert_eq!(ledger.of_line("FitOut", "2029-01", "2040-01"), parts);
    // 100000 - 2 x 2777.78 = 94444.44.
    assert_eq!(ledger.of_line("FitOutRest", "2029-01", "2040-01"), ["2030-02 94444.44"]);
}

#[test]
fn equal_ones_are_two_and_share_a_line() {
    let ledger = signed(vec![fit_out(), fit_out()]);
    assert_eq!(ledger.of_line("FitOut", "2030-01", "2030-01"), ["2030-01 5555.56"]);
}

#[test]
fn what_was_paid_back_under_an_earlier_lease_is_not_paid_again() {
    let mut ledger = Ledger::default();
    ledger.sign("2032-11-15", with(vec![fit_out()]));
    let parts = ["2032-11 2777.78", "2032-12 2777.70"];
    assert_eq!(ledger.of_line("FitOut", "2029-01", "2040-01"), parts);
}
