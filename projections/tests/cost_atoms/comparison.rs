//! Computed, budgeted and invoiced side by side.

use projections::{
    Basis, Compared, Difference, Language, Months, YearCompared, compared, month_costs,
};
use schema::{
    BudgetDecided, Commitment, DecisionKind, DecisionTaken, Digest, InvoiceCancelled,
    InvoiceDescription, InvoiceRecorded, InvoiceSubject, TransitionId, VatTreatment, Year,
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

fn budget(estate: &mut Estate, transition: Option<TransitionId>, running: &str) {
    let decision = DecisionTaken {
        organisation: id("county"),
        case_number: the("RS 1"),
        kind: DecisionKind::Board,
        body: sealed(),
        delegation_point: None,
        decided_on: the("2029-12-01"),
        reported_on: None,
        basis: None,
    };
    estate.record(BudgetDecided {
        organisation: id("county"),
        year: Year::new(2030).unwrap(),
        transition,
        running: the(running),
        one_off: the("7"),
        decision,
    });
}

#[test]
fn the_budget_of_a_transition_is_a_part_of_that_for_all_and_not_added_to_it() {
    let mut estate = rented();
    budget(&mut estate, Some(id("transition")), "500");
    assert_eq!(of_year(&estate).budget_running, None);
    budget(&mut estate, None, "15000");
    let year = of_year(&estate);
    assert_eq!((year.budget_running, year.budget_one_off), (Some(the("15000")), Some(the("7"))));
    let revision = estate.state.head().unwrap().revision;
    assert_eq!(year.budgeted_by, Some(revision));
}

#[test]
fn an_invoice_that_reaches_into_the_year_counts_in_it_for_its_months() {
    let mut estate = rented();
    invoice(&mut estate, "V1", ("2029-12", "2030-02"), ("100", "25"));
    invoice(&mut estate, "V2", ("2030-12", "2031-01"), ("1000", "250"));
    let YearCompared { expected, invoiced, .. } = of_year(&estate);
    assert_eq!(
        (expected.net, expected.vat, expected.cost),
        (the("12000"), the("3000"), the("15000"))
    );
    assert_eq!((invoiced.net, invoiced.vat), (the("566.66"), the("141.66")));
    assert_eq!((invoiced.vat_borne, invoiced.cost), (the("141.66"), the("708.32")));
    estate.vat("county", VatTreatment::Deducted);
    let YearCompared { expected, invoiced, .. } = of_year(&estate);
    assert_eq!((expected.cost, invoiced.cost), (the("12000"), the("566.66")));
}

#[test]
fn each_difference_has_its_sentence_in_both_languages() {
    let mut estate = rented();
    invoice(&mut estate, "V1", ("2030-01", "2030-01"), ("1000", "250"));
    invoice(&mut estate, "V2", ("2030-01", "2030-01"), ("1000", "249.5"));
    let compared = &of_year(&estate).compared[0];
    let told = |language| -> Vec<String> {
        compared.differences.iter().map(|it| it.explained(compared, language)).collect()
    };
    assert_eq!(
        told(Language::English),
        [
            "2 invoices together come to a multiple of the 1000.00 that is computed: the same may be \
             invoiced more than once",
            "2000.00 without VAT is invoiced, 1000.00 more than the 1000.00 that is computed",
            "499.50 of VAT is invoiced, 249.50 more than the 250.00 that is computed",
        ]
    );
    assert_eq!(
        told(Language::Swedish),
        [
            "2 fakturor är tillsammans en multipel av de 1000,00 som är beräknade: samma sak kan vara \
             fakturerad mer än en gång",
            "2000,00 utan moms är fakturerat, 1000,00 mer än de 1000,00 som är beräknade",
            "499,50 i moms är fakturerat, 249,50 mer än de 250,00 som är beräknade",
        ]
    );
    let less = Difference::VatDiffers { by: the("-1") }.explained(compared, Language::English);
    assert!(less.contains("1.00 less than"), "{less}");
    for difference in [
        Difference::NotInvoiced,
        Difference::NotComputed,
        Difference::Forecast,
        Difference::Credited,
    ] {
        let [english, swedish] =
            [Language::English, Language::Swedish].map(|it| difference.explained(compared, it));
        assert_ne!(english, swedish);
    }
}
