//! Computed, budgeted and invoiced side by side.

use projections::{Basis, Compared, Difference, Months, YearCompared, compared, month_costs};
use schema::{
    Commitment, Digest, InvoiceCancelled, InvoiceDescription, InvoiceRecorded, InvoiceSubject,
    VatTreatment, Year,
};

use crate::estate::{Estate, id, terms, the};

fn sealed() -> Commitment {
    Commitment::from_digest(Digest::of(b"a text"))
}

/// The county rents the house for 1000 a month with 250 of VAT.
fn rented() -> Estate {
    let mut estate = Estate::new();
    let mut terms = terms("house", &[], "12000");
    terms.invoicing.vat_thousandths = 250;
    estate.sign("lease", ("county", None), None, "2030-01-01", terms);
    estate
}

fn invoice(estate: &mut Estate, voucher: &str, months: (&str, &str), amount: (&str, &str)) {
    let subject = Some(InvoiceSubject::Lease(id("lease")));
    invoice_for(estate, voucher, subject, months, amount);
}

fn invoice_for(
    estate: &mut Estate,
    voucher: &str,
    subject: Option<InvoiceSubject>,
    (from, through): (&str, &str),
    (net, vat): (&str, &str),
) {
    let description = InvoiceDescription {
        organisation: id("county"),
        voucher: the(voucher),
        supplier: sealed(),
        subject,
        issued_on: the("2030-01-01"),
        paid_on: None,
        from: the(from),
        through: the(through),
        net: the(net),
        vat: the(vat),
        account: None,
        import: None,
    };
    estate.record(InvoiceRecorded { invoice: id(voucher), description });
}

fn of_year(estate: &Estate) -> YearCompared {
    let months = Months { from: the("2030-01"), through: the("2030-12") };
    let costs = month_costs(&estate.state, Basis::Actual, months);
    let atoms = estate.atoms("2030-01", "2030-12");
    compared(&estate.state, id("county"), Year::new(2030).unwrap(), &costs, &atoms)
}

fn told(compared: &Compared) -> String {
    let Compared { with, computed_net, invoiced_net, differences, .. } = compared;
    let differences: Vec<String> = differences.iter().map(|it| format!("{it:?}")).collect();
    let differences = differences.join(", ");
    format!("{}..{} {computed_net:.0} {invoiced_net:.0} {differences}", with.from, with.through)
}

#[test]
fn an_invoice_for_several_months_is_compared_with_all_of_them() {
    let mut estate = rented();
    invoice(&mut estate, "V1", ("2030-01", "2030-03"), ("3000", "750"));
    invoice(&mut estate, "V2", ("2030-04", "2030-06"), ("3100", "775"));
    invoice(&mut estate, "V3", ("2030-07", "2030-07"), ("1000", "250"));
    invoice(&mut estate, "V4", ("2030-07", "2030-07"), ("1000", "250"));
    invoice(&mut estate, "V5", ("2030-08", "2030-08"), ("1100", "250"));
    invoice(&mut estate, "V6", ("2030-08", "2030-08"), ("-100", "0"));
    let lines: Vec<String> = of_year(&estate).compared.iter().map(told).collect();
    assert_eq!(
        lines,
        [
            "2030-01..2030-03 3000 3000 ",
            "2030-04..2030-06 3000 3100 AmountDiffers { by: 100 }, VatDiffers { by: 25 }",
            "2030-07..2030-07 1000 2000 PerhapsInvoicedTwice, AmountDiffers { by: 1000 }, \
             VatDiffers { by: 250 }",
            "2030-08..2030-08 1000 1000 Credited",
            "2030-09..2030-09 1000 0 NotInvoiced",
            "2030-10..2030-10 1000 0 NotInvoiced",
            "2030-11..2030-11 1000 0 NotInvoiced",
            "2030-12..2030-12 1000 0 NotInvoiced",
        ]
    );
}

#[test]
fn an_invoice_for_nothing_that_is_computed_says_so_and_a_cancelled_one_counts_for_nothing() {
    let mut estate = rented();
    invoice_for(&mut estate, "V1", None, ("2030-01", "2030-01"), ("70", "17.5"));
    invoice(&mut estate, "V2", ("2030-01", "2030-12"), ("1", "0"));
    estate.record(InvoiceCancelled { invoice: id("V2"), reason: sealed() });
    let compared = of_year(&estate).compared;
    assert_eq!(told(&compared[0]), "2030-01..2030-01 0 70 NotComputed");
    assert!(compared[1..].iter().all(|it| it.differences.contains(&Difference::NotInvoiced)));
    assert_eq!(compared.len(), 13);
}

#[test]
fn the_vat_of_an_invoice_is_a_cost_as_its_organisation_treats_it() {
    let mut estate = rented();
    invoice(&mut estate, "V1", ("2030-01", "2030-01"), ("1000", "250"));
    assert_eq!(of_year(&estate).compared[0].invoiced_vat_borne, the("250"));
    estate.vat("county", VatTreatment::Compensated);
    assert_eq!(of_year(&estate).compared[0].invoiced_vat_borne, the("0"));
}

#[test]
fn what_a_year_costs_is_told_apart_by_whether_it_recurs_and_spread_over_accounts_by_month() {
    let mut estate = rented();
    invoice(&mut estate, "V1", ("2030-01", "2030-03"), ("100", "0"));
    let year = of_year(&estate);
    assert_eq!((year.running.cost, year.one_off.cost), (the("15000"), the("0")));
    assert_eq!((year.budget_running, year.budget_one_off), (None, None));
    let invoiced: Vec<String> =
        year.accounts.iter().map(|it| format!("{:.2}", it.invoiced_net)).collect();
    assert_eq!(invoiced[..4], ["33.34", "33.33", "33.33", "0.00"]);
}
