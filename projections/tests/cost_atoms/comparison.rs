//! Computed, budgeted and invoiced side by side.

use projections::{
    Basis, Booking, Bookkeeping, Books, Compared, CostAtom, Difference, Language, Months,
    Portfolio, Reading, Sides, YearCompared, atoms, charged, compared, invoiced, month_costs,
    months_compared,
};
use schema::{
    BudgetDecided, Commitment, CostAmount, CostDescription, CostKind, CostObject, CostRevised,
    DecisionKind, DecisionTaken, Digest, InvoiceCancelled, InvoiceDescription, InvoiceRecorded,
    InvoiceSubject, Price, PriceBasis, TransitionId, VatTreatment, Year,
};

use std::sync::Arc;

use crate::{
    closed::{Closings, close},
    estate::{Estate, id, terms, the},
};

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
    months: (&str, &str),
    amounts: (&str, &str),
) {
    invoice_to(estate, "county", voucher, subject, months, amounts);
}

fn invoice_to(
    estate: &mut Estate,
    organisation: &str,
    voucher: &str,
    subject: Option<InvoiceSubject>,
    (from, through): (&str, &str),
    (net, vat): (&str, &str),
) {
    let description = InvoiceDescription {
        organisation: id(organisation),
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
    of(estate, "county", 2030, &Closings::new())
}

fn of(estate: &Estate, organisation: &str, year: u16, closings: &Closings) -> YearCompared {
    let (organisation, year) = (id(organisation), Year::new(year).unwrap());
    let months = months_compared(&estate.state, organisation, year);
    let from_outside = |state: &Portfolio, months| {
        invoiced(state, organisation, &month_costs(state, Basis::Actual, months))
    };
    let borne = |state: &Portfolio, months| atoms(state, Basis::Actual, months);
    let booked = |read: &dyn Fn(&Portfolio, Months) -> Vec<CostAtom>| {
        let (state, bookkeeping) = (Arc::new(estate.state.clone()), Bookkeeping::Accrual);
        let mut booking = Booking::of(Books { state, bookkeeping, organisation, months });
        while let Some(Reading { at, months, .. }) = booking.next() {
            let state = at.map_or(&estate.state, |closing| &closings[&closing.revision]);
            read(state, months).iter().for_each(|atom| booking.add(atom, months));
            booking.read();
        }
        booking.standing()
    };
    let with = |borne: &[CostAtom], invoiced: Vec<CostAtom>| {
        [invoiced, charged(organisation, borne)].concat()
    };
    let stands = booked(&borne);
    let sides = Sides {
        borne: &stands,
        expected: &with(&stands, booked(&from_outside)),
        known: &with(&borne(&estate.state, months), from_outside(&estate.state, months)),
    };
    compared(&estate.state, organisation, year, sides)
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
        Difference::AfterClosing,
    ] {
        let [english, swedish] =
            [Language::English, Language::Swedish].map(|it| difference.explained(compared, it));
        assert_ne!(english, swedish);
    }
}

fn lines(year: &YearCompared) -> Vec<String> {
    year.compared.iter().map(told).collect()
}

fn per_year(amount: &str) -> CostAmount {
    CostAmount::PerYear { amount: the(amount) }
}

#[test]
fn what_its_own_invoice_covers_does_not_count_again_under_its_building() {
    let mut estate = Estate::new();
    let house = CostObject::Building(id("house"));
    estate.record_cost("cleaning", house, per_year("12000"), 0);
    estate.cost(("energy", "2030-01-01"), CostKind::Energy, house, per_year("24000"), 0);
    let cleaning = Some(InvoiceSubject::Cost(id("cleaning")));
    invoice_for(&mut estate, "V1", cleaning, ("2030-01", "2030-01"), ("1000", "0"));
    let building = Some(InvoiceSubject::Building(id("house")));
    invoice_for(&mut estate, "V2", building, ("2030-01", "2030-02"), ("5000", "0"));
    let lines = lines(&of_year(&estate));
    // January and February of energy, February of cleaning.
    assert!(lines.contains(&"2030-01..2030-02 5000 5000 ".to_owned()), "{lines:?}");
    assert!(lines.contains(&"2030-01..2030-01 1000 1000 ".to_owned()), "{lines:?}");
    assert_eq!(lines.iter().filter(|line| line.contains("NotInvoiced")).count(), 20);
}

#[test]
fn a_credit_of_one_year_stands_beside_the_invoice_over_new_year_in_both() {
    let mut estate = Estate::new();
    let house = CostObject::Building(id("house"));
    estate.cost(("cost", "2029-01-01"), CostKind::Operation, house, per_year("36000"), 0);
    let cost = Some(InvoiceSubject::Cost(id("cost")));
    invoice_for(&mut estate, "V1", cost, ("2029-11", "2030-01"), ("9500", "0"));
    invoice_for(&mut estate, "V2", cost, ("2029-11", "2029-11"), ("-500", "0"));
    for year in [2029, 2030] {
        let lines = lines(&of(&estate, "county", year, &Closings::new()));
        let quarter = "2029-11..2030-01 9000 9000 Credited".to_owned();
        assert!(lines.contains(&quarter), "{year}: {lines:?}");
    }
}

#[test]
fn invoices_between_organisations_are_compared_with_memberships_and_charges() {
    let mut estate = rented();
    estate.desks();
    estate.hub_space("meeting", "2030-01-01");
    estate.open("2030-01-01");
    let price = Price { amount: the("1000"), per: PriceBasis::SeatAndMonth };
    estate.member("social", 3, Some(price), "2030-01-01");
    let hub = Some(InvoiceSubject::Hub(id("hub")));
    invoice_to(&mut estate, "county", "V1", hub, ("2030-01", "2030-01"), ("3000", "0"));
    let county = of_year(&estate);
    let of_hub: Vec<String> =
        county.compared.iter().filter(|it| it.with.subject == hub).map(told).collect();
    assert_eq!(of_hub[..2], ["2030-01..2030-01 3000 3000 ", "2030-02..2030-02 3000 0 NotInvoiced"]);
    // What the county rents from outside, and the memberships of its unit.
    assert_eq!(county.expected.net, the("48000"));
    // The region has half of the office and hosts the hub, for which the county is invoiced.
    let borne = of(&estate, "region", 2030, &Closings::new()).expected.net;
    let share = (borne / rust_decimal::Decimal::from(12)).round_dp(2).to_string();
    let lease = Some(InvoiceSubject::Lease(id("lease")));
    invoice_to(&mut estate, "region", "V2", lease, ("2030-01", "2030-01"), (&share, "0"));
    let region = of(&estate, "region", 2030, &Closings::new());
    let january = &region.compared[0];
    assert_eq!((january.computed_net, january.invoiced_net), (the(&share), the(&share)));
    assert!(january.computed_net > the("0") && january.computed_net < the("1000"));
    assert_eq!(region.compared.len(), 12);
}

fn by_month(year: &YearCompared) -> Vec<String> {
    let sums = year.accounts.iter();
    sums.map(|it| format!("{} {:.0} {:.0}", it.month, it.computed_net, it.invoiced_net)).collect()
}

#[test]
fn closed_months_stand_in_the_comparison_and_what_is_found_later_is_in_the_first_open_one() {
    let mut estate = Estate::new();
    let house = CostObject::Building(id("house"));
    estate.record_cost("cost", house, per_year("12000"), 0);
    let cost = Some(InvoiceSubject::Cost(id("cost")));
    invoice_for(&mut estate, "V0", cost, ("2030-02", "2030-02"), ("1000", "0"));
    let mut closings = Closings::new();
    close(&mut estate, &mut closings, "2030-03");
    let closed = by_month(&of(&estate, "county", 2030, &closings));
    assert_eq!(
        closed[..4],
        ["2030-01 1000 0", "2030-02 1000 1000", "2030-03 1000 0", "2030-04 1000 0"]
    );
    invoice_for(&mut estate, "V1", cost, ("2030-01", "2030-01"), ("1500", "0"));
    estate.record(InvoiceCancelled { invoice: id("V0"), reason: sealed() });
    let described = estate.state.cost(&id("cost")).unwrap().descriptions.at(the("2030-02-01"));
    let description =
        CostDescription { amount: per_year("24000"), ..CostDescription::clone(described.unwrap()) };
    estate.record(CostRevised { cost: id("cost"), from: the("2030-02-01"), description });
    let year = of(&estate, "county", 2030, &closings);
    let months = by_month(&year);
    assert_eq!(months[..3], closed[..3]);
    // 1000 more of each of February and March; 1500 of January and 1000 taken back of February.
    assert_eq!(months[3..5], ["2030-04 4000 500", "2030-05 2000 0"]);
    assert_eq!((year.expected.net, year.invoiced.net), (the("23000"), the("1500")));
    // An invoice is set beside what it is for, and what came late of either is told.
    let january = &year.compared[0];
    assert_eq!(told(january), "2030-01..2030-01 1000 1500 AmountDiffers { by: 500 }, AfterClosing");
    assert_eq!((january.computed_later, january.invoiced_later), (the("0"), the("1500")));
    let february = &year.compared[1];
    assert_eq!(told(february), "2030-02..2030-02 2000 0 NotInvoiced, AfterClosing");
    assert_eq!((february.computed_later, february.invoiced_later), (the("1000"), the("0")));
    assert_eq!(told(&year.compared[3]), "2030-04..2030-04 2000 0 NotInvoiced");
}
