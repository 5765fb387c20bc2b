//! Budgets, invoices and closed books.

use crate::common::*;
use schema::{
    BudgetDecide, DecisionKind, InvoiceRecord, InvoiceSubject, Year, limits::INVOICE_MONTHS_MAX,
};

fn budget_of_the_town(ledger: &Ledger) -> String {
    let key = (organisation("Town"), Year::new(2026).unwrap(), None);
    ledger.state.budget(&key).unwrap().running.to_string()
}

#[test]
fn an_organisation_decides_its_budget_of_a_year_and_decides_it_anew() {
    let ledger = estate().when_only(decide_budget("Town", "900000")).gives(&["BudgetDecided"]);
    ledger.when(decide_budget("Town", "900000")).changes_nothing();
    let raised = ledger.when(decide_budget("Town", "950000")).gives(&["BudgetDecided"]);
    assert_eq!([&ledger, &raised].map(budget_of_the_town), ["900000", "950000"]);
    let by_another =
        BudgetDecide { decision: decision("Region", TODAY), ..decide_budget("Town", "1") };
    estate().when_only(by_another).rejects("NotConcerned", "decision.organisation");
    let mut executed = decide_budget("Town", "1");
    executed.decision.kind = DecisionKind::Execution;
    estate().when_only(executed).rejects("KindNotEnough", "decision.kind");
}

#[test]
fn a_budget_is_of_an_organisation_that_is_there_in_its_year_and_not_negative() {
    let of_year =
        |year: i32| BudgetDecide { year: Year::new(year).unwrap(), ..decide_budget("Late", "1") };
    let given = estate().with(register_organisation("Late", "2026-06-01"));
    given.when(of_year(2025)).rejects("NotThere", "organisation");
    given.when(of_year(2026)).gives(&["BudgetDecided"]);
    given.when(of_year(2027)).gives(&["BudgetDecided"]);
    given.when(decide_budget("Town", "-1")).rejects("InvalidValue", "running");
    let one_off = BudgetDecide { one_off: money("-1"), ..decide_budget("Town", "1") };
    given.when(one_off).rejects("InvalidValue", "oneOff");
    let euro = BudgetDecide { currency: "EUR".parse().unwrap(), ..decide_budget("Town", "1") };
    given.when(euro).rejects("CurrencyDiffers", "currency");
}

#[test]
fn a_budget_for_a_transition_is_of_an_organisation_that_takes_part_in_it() {
    let given = estate().with(start_transition("T", &["Town"], "2026-02-01"));
    let in_it =
        |of| BudgetDecide { transition: Some(transition("T")), ..decide_budget(of, "100000") };
    let ledger = given.with(in_it("Town"));
    ledger.when(in_it("Region")).rejects("NoPartInTransition", "transition");
    // It stands beside the budget for everything.
    let both = ledger.with(decide_budget("Town", "900000"));
    assert_eq!(both.state.budgets().count(), 2);
    let nothing = BudgetDecide { transition: Some(transition("None")), ..in_it("Town") };
    both.when(nothing).rejects("NotFound", "transition");
}

fn written(change: impl Fn(&mut InvoiceRecord)) -> InvoiceRecord {
    let mut record = record_invoice("I", "L 2026-00417");
    change(&mut record);
    record
}

#[test]
fn a_voucher_stands_once_in_the_books_of_an_organisation() {
    let ledger = estate().with(record_invoice("I", "L 2026-00417"));
    ledger.when(record_invoice("I", "L 2026-00417")).changes_nothing();
    ledger.when(record_invoice("Again", "L 2026-00417")).changes_nothing();
    let other = written(|invoice| invoice.net = money("45000.5"));
    ledger.when(other).rejects("VoucherTaken", "voucher");
    ledger.when(record_invoice("I", "L 2026-00418")).rejects("ExistsAlready", "invoice");
    ledger.when(record_invoice("J", "L 2026-00418")).gives(&["InvoiceRecorded"]);
    let mut elsewhere = record_invoice("J", "L 2026-00417");
    elsewhere.organisation = organisation("Region");
    ledger.when(elsewhere).gives(&["InvoiceRecorded"]);
}

#[test]
fn an_invoice_is_cancelled_once_and_its_voucher_is_free_again() {
    let given = estate().with(record_invoice("I", "L 1"));
    let cancelled = given.when(cancel_invoice("I")).gives(&["InvoiceCancelled"]);
    assert!(cancelled.state.invoice(&invoice("I")).unwrap().cancelled.is_some());
    cancelled.when(cancel_invoice("I")).rejects("InvoiceCancelledAlready", "invoice");
    cancelled.when(record_invoice("J", "L 1")).gives(&["InvoiceRecorded"]);
    given.when(cancel_invoice("J")).rejects("NotFound", "invoice");
}

#[test]
fn what_an_invoice_is_for_is_there_and_its_days_are_past() {
    let given = estate()
        .with(sign_lease("L", "2026-01-01", office(&["Open"])))
        .with(record_cost("Cleaning", "2026-01-01"));
    for subject in [
        InvoiceSubject::Lease(lease("L")),
        InvoiceSubject::Cost(cost("Cleaning")),
        InvoiceSubject::Building(building("House")),
        InvoiceSubject::Hub(hub("Node")),
    ] {
        let record = written(|invoice| invoice.subject = Some(subject));
        given.when(record).gives(&["InvoiceRecorded"]);
    }
    for subject in [
        InvoiceSubject::Lease(lease("M")),
        InvoiceSubject::Cost(cost("Energy")),
        InvoiceSubject::Building(building("Nowhere")),
        InvoiceSubject::Hub(hub("Nowhere")),
    ] {
        let record = written(|invoice| invoice.subject = Some(subject));
        given.when(record).rejects("NotFound", "subject");
    }
    let nobody = written(|invoice| invoice.organisation = organisation("Nobody"));
    given.when(nobody).rejects("NotFound", "organisation");
    let early = written(|invoice| {
        invoice.issued_on = date("2025-12-31");
        invoice.through = "2025-11".parse().unwrap();
        invoice.from = invoice.through;
    });
    given.when(early).rejects("NotThere", "organisation");
    let in_advance = written(|invoice| invoice.issued_on = date("2025-12-31"));
    given.when(in_advance).gives(&["InvoiceRecorded"]);
    let tomorrow = date("2026-06-16");
    let issued = written(|invoice| invoice.issued_on = tomorrow);
    given.when(issued).rejects("InFuture", "issuedOn");
    let paid = written(|invoice| invoice.paid_on = Some(tomorrow));
    given.when(paid).rejects("InFuture", "paidOn");
    let paid_before = written(|invoice| invoice.paid_on = Some(date("2026-02-01")));
    given.when(paid_before).gives(&["InvoiceRecorded"]);
    let euro = InvoiceRecord { currency: "EUR".parse().unwrap(), ..written(|_| {}) };
    given.when(euro).rejects("CurrencyDiffers", "currency");
}

#[test]
fn the_months_of_an_invoice_follow_each_other_and_vat_goes_the_way_of_the_net_amount() {
    let through = |last| written(move |invoice| invoice.through = last);
    let last = month("2026-04").plus(u32::from(INVOICE_MONTHS_MAX) - 1);
    estate().when(through(month("2026-03"))).rejects("InvalidValue", "through");
    estate().when(through(month("2026-04"))).gives(&["InvoiceRecorded"]);
    estate().when(through(last)).gives(&["InvoiceRecorded"]);
    estate().when(through(last.plus(1))).rejects("InvalidValue", "through");
    let amounts =
        |net, vat| written(move |invoice| (invoice.net, invoice.vat) = (money(net), money(vat)));
    for (net, vat) in [("45000", "-1"), ("-45000", "1")] {
        estate().when(amounts(net, vat)).rejects("InvalidValue", "vat");
    }
    for (net, vat) in [("-45000", "-11250"), ("45000", "0"), ("0", "-1")] {
        estate().when(amounts(net, vat)).gives(&["InvoiceRecorded"]);
    }
}

#[test]
fn books_are_closed_month_after_month_once_these_are_over() {
    let ledger = estate().with(close_period("Town", "2026-03"));
    assert_eq!(ledger.state.closed_through(organisation("Town")), Some(month("2026-03")));
    assert_eq!(ledger.state.closed_through(organisation("Region")), None);
    ledger.when(close_period("Town", "2026-03")).rejects("PeriodClosedAlready", "through");
    ledger.when(close_period("Town", "2026-02")).rejects("PeriodClosedAlready", "through");
    ledger.when(close_period("Town", "2026-05")).gives(&["PeriodClosed"]);
    ledger.when(close_period("Town", "2026-06")).rejects("InvalidValue", "through");
    ledger.when(close_period("Town", "2025-12")).rejects("NotThere", "organisation");
    ledger.when(close_period("Region", "2026-01")).gives(&["PeriodClosed"]);
}

#[test]
fn what_is_known_late_of_a_closed_month_is_recorded_as_ever() {
    let closed = estate().with(close_period("Town", "2026-05"));
    closed.when(record_invoice("I", "L 1")).gives(&["InvoiceRecorded"]);
    let late = record_cost("Cleaning", "2026-02-01");
    closed.when(late).gives(&["CostRecorded"]);
    closed.when(publish(&[("2026-02", "411")])).gives(&["IndexPublished"]);
}
