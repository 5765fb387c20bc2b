//! Rent, discounts, supplements, amendments, prolongations and cash months.

use projections::CostLine;
use schema::{
    Discount, Invoicing, Landlord, LeaseNoticeServed, LeaseParty, LeaseSigned, LeaseTerms,
    NoticePurpose, NoticeService, NoticeTerm, OrganisationEnded, OrganisationId, Paid, Rounding,
    Supplement, SupplementKind,
};

use crate::ledger::{Ledger, building, days, landlord, lease, named, space, tenant, terms, the};

fn signed(from: &str, terms: LeaseTerms) -> Ledger {
    let mut ledger = Ledger::default();
    ledger.sign(from, terms);
    ledger
}

fn invoiced(rent: &str, invoicing: Invoicing) -> LeaseTerms {
    LeaseTerms { invoicing, ..terms(rent) }
}

#[test]
fn a_full_month_is_a_twelfth_and_a_broken_one_by_day_and_vat_is_of_the_rounded_amount() {
    let with_vat = Invoicing { vat_thousandths: 250, ..Invoicing::default() };
    let mut ledger = signed("2030-01-15", invoiced("100000", with_vat));
    ledger.end("2030-03-11");
    // 100000/12 = 8333.333...; January 17 of 31 days: 4569.892...; March 10 of 31 days: 2688.172...
    // VAT: 4569.89 x 0.25 = 1142.4725, 8333.33 x 0.25 = 2083.3325, 2688.17 x 0.25 = 672.0425.
    let lines = [
        "2030-01 Rent 4569.89 vat 1142.47 paid 2030-01",
        "2030-02 Rent 8333.33 vat 2083.33 paid 2030-02",
        "2030-03 Rent 2688.17 vat 672.04 paid 2030-03",
    ];
    assert_eq!(ledger.lines("2029-01", "2031-12"), lines);
}

#[test]
fn vat_is_rounded_half_away_from_zero() {
    let with_vat = Invoicing { vat_thousandths: 250, ..Invoicing::default() };
    let ledger = signed("2030-01-01", invoiced("1200.24", with_vat));
    // 1200.24/12 = 100.02; 100.02 x 0.25 = 25.005.
    let lines = ["2030-01 Rent 100.02 vat 25.01 paid 2030-01"];
    assert_eq!(ledger.lines("2030-01", "2030-01"), lines);
}

#[test]
fn a_leap_february_has_twenty_nine_days() {
    // 1000 x 20/29 = 689.655...; 1000 x 19/28 = 678.571...
    let leap = signed("2028-02-10", terms("12000"));
    assert_eq!(leap.of_line("Rent", "2028-02", "2028-03"), ["2028-02 689.66", "2028-03 1000.00"]);
    let common = signed("2027-02-10", terms("12000"));
    assert_eq!(common.of_line("Rent", "2027-02", "2027-02"), ["2027-02 678.57"]);
}

#[test]
fn amounts_are_rounded_as_agreed_half_away_from_zero() {
    let whole =
        Invoicing { rounding: Rounding::Unit, vat_thousandths: 250, ..Invoicing::default() };
    let ledger = signed("2030-01-01", invoiced("100000", whole.clone()));
    // 8333.33... is 8333; its VAT is not rounded to the krona: 2083.25.
    let lines = ["2030-01 Rent 8333.00 vat 2083.25 paid 2030-01"];
    assert_eq!(ledger.lines("2030-01", "2030-01"), lines);
    // 12006/12 = 1000.5.
    let half = signed("2030-01-01", invoiced("12006", whole));
    assert_eq!(half.of_line("Rent", "2030-01", "2030-01"), ["2030-01 1001.00"]);
}

#[test]
fn an_amendment_within_a_month_gives_each_part_its_days_in_one_line() {
    let mut ledger = Ledger::default();
    let signed = ledger.sign("2030-01-01", terms("12000"));
    let amended = ledger.amend("2030-04-11", terms("18000"));
    // April: 1000 x 10/30 + 1500 x 20/30 = 333.33... + 1000 = 1333.33...
    let rents = ["2030-03 1000.00", "2030-04 1333.33", "2030-05 1500.00"];
    assert_eq!(ledger.of_line("Rent", "2030-03", "2030-05"), rents);
    let april = ledger.costs("2030-04", "2030-04");
    assert_eq!(april[0].because[..], [signed, amended]);
    assert_eq!(april[0].days, days("2030-04-01", "2030-05-01"));
    assert_eq!(ledger.costs("2030-03", "2030-03")[0].because[..], [signed]);
    assert_eq!(ledger.costs("2030-05", "2030-05")[0].because[..], [amended]);
}

#[test]
fn parts_of_a_month_that_are_of_other_spaces_stand_apart() {
    let (one, two) = (space("one"), space("two"));
    let mut all = vec![one, two];
    all.sort_unstable();
    let mut ledger = Ledger::default();
    let signed = ledger.sign("2030-01-01", LeaseTerms { spaces: all.clone(), ..terms("18000") });
    let amended = ledger.amend("2030-04-11", LeaseTerms { spaces: vec![one], ..terms("12000") });
    // 1500 x 10/30 = 500; 1000 x 20/30 = 666.66...
    assert_eq!(ledger.of_line("Rent", "2030-04", "2030-04"), ["2030-04 500.00", "2030-04 666.67"]);
    let april = ledger.costs("2030-04", "2030-04");
    assert_eq!(april[0].of, named(building(), &all));
    assert_eq!(april[1].of, named(building(), &[one]));
    assert_eq!(april[0].days, days("2030-04-01", "2030-04-11"));
    assert_eq!(april[1].days, days("2030-04-11", "2030-05-01"));
    assert_eq!(april[0].because[..], [signed, amended], "the amendment cuts it short");
    assert_eq!(april[1].because[..], [amended]);
}

#[test]
fn discounts_are_by_their_days_over_the_ends_of_months() {
    let discount =
        |from, to, per_year| Discount { from: the(from), to: the(to), per_year: the(per_year) };
    let discounts = vec![
        discount("2030-01-16", "2030-03-11", "6000"),
        discount("2030-03-01", "2030-04-01", "1200"),
    ];
    let ledger = signed("2030-01-01", LeaseTerms { discounts, ..terms("12000") });
    // January: 500 x 16/31 = 258.064...; March: 500 x 10/31 + 100 = 161.290... + 100.
    let lines = ["2030-01 -258.06", "2030-02 -500.00", "2030-03 -261.29"];
    assert_eq!(ledger.of_line("Discount", "2029-01", "2031-01"), lines);
    let january = ledger.costs("2030-01", "2030-01");
    let discount = january.iter().find(|cost| cost.line == CostLine::Discount).unwrap();
    assert_eq!(discount.days, days("2030-01-16", "2030-02-01"));
}

#[test]
fn supplements_have_a_line_for_each_kind() {
    let supplement =
        |kind, per_year| Supplement { kind, per_year: the(per_year), follows_index: false };
    let supplements = vec![
        supplement(SupplementKind::Heat, "24300"),
        supplement(SupplementKind::PropertyTax, "9120.5"),
    ];
    let ledger = signed("2030-01-01", LeaseTerms { supplements, ..terms("0") });
    // 24300/12 = 2025; 9120.5/12 = 760.041...
    let lines = [
        "2030-01 Supplement(Heat) 2025.00 vat 0.00 paid 2030-01",
        "2030-01 Supplement(PropertyTax) 760.04 vat 0.00 paid 2030-01",
    ];
    assert_eq!(ledger.lines("2030-01", "2030-01"), lines);
}

fn paid(paid: Paid, in_advance: bool) -> Ledger {
    let invoicing = Invoicing { paid, in_advance, ..Invoicing::default() };
    signed("2030-02-15", invoiced("12000", invoicing))
}

#[test]
fn a_quarter_in_advance_is_paid_in_the_month_before_it_also_the_first_broken_one() {
    let ledger = paid(Paid::Quarterly, true);
    // February 2030 has 28 days; 14 of them: 1000 x 14/28 = 500.
    let of_the_first_quarter =
        ["2030-02 Rent 500.00 vat 0.00 paid 2029-12", "2030-03 Rent 1000.00 vat 0.00 paid 2029-12"];
    assert_eq!(ledger.lines("2029-12", "2029-12"), of_the_first_quarter);
    let march = [
        of_the_first_quarter[1],
        "2030-04 Rent 1000.00 vat 0.00 paid 2030-03",
        "2030-05 Rent 1000.00 vat 0.00 paid 2030-03",
        "2030-06 Rent 1000.00 vat 0.00 paid 2030-03",
    ];
    assert_eq!(ledger.lines("2030-03", "2030-03"), march);
}

#[test]
fn the_months_of_a_quarter_come_to_the_rounded_amount_of_its_invoice() {
    let invoicing = Invoicing {
        paid: Paid::Quarterly,
        rounding: Rounding::Unit,
        vat_thousandths: 250,
        ..Invoicing::default()
    };
    let ledger = signed("2030-01-01", invoiced("736000", invoicing));
    // 736000/12 = 61333.33...; x 2 = 122666.66..., rounded 122667; x 3 = 184000.
    let rents = [
        "2030-04 61333.00",
        "2030-05 61334.00",
        "2030-06 61333.00",
        "2030-07 61333.00",
        "2030-08 61334.00",
        "2030-09 61333.00",
    ];
    assert_eq!(ledger.of_line("Rent", "2030-04", "2030-09"), rents);
    // Asked alone, the month in the middle is the same; its VAT is 122667/4 less 61333/4.
    let may = ["2030-05 Rent 61334.00 vat 15333.50 paid 2030-06"];
    assert_eq!(ledger.lines("2030-05", "2030-05"), may);
}

#[test]
fn rent_is_paid_in_the_last_month_where_it_is_not_in_advance() {
    let paid_for = |of, in_advance, month: &str| {
        let costs = paid(of, in_advance).costs(month, month);
        let of_the_month = costs.iter().find(|cost| cost.month == Some(the(month))).unwrap();
        of_the_month.paid.unwrap().to_string()
    };
    for (of, in_advance, month, paid) in [
        (Paid::Monthly, false, "2030-05", "2030-05"),
        (Paid::Monthly, true, "2031-01", "2030-12"),
        (Paid::Quarterly, false, "2030-04", "2030-06"),
        (Paid::HalfYearly, false, "2030-07", "2030-12"),
        (Paid::HalfYearly, true, "2030-12", "2030-06"),
        (Paid::Yearly, false, "2031-01", "2031-12"),
        (Paid::Yearly, true, "2031-12", "2030-12"),
    ] {
        assert_eq!(paid_for(of, in_advance, month), paid, "{of:?} {in_advance} {month}");
    }
}

/// Of a lease of three years that is prolonged by three, with nine months of notice.
fn prolonged() -> Ledger {
    let notice =
        NoticeTerm { party: LeaseParty::Tenant, purpose: NoticePurpose::Termination, months: 9 };
    signed(
        "2028-01-01",
        LeaseTerms {
            to: Some(the("2031-01-01")),
            prolongation_months: Some(36),
            notices: vec![notice],
            ..terms("12000")
        },
    )
}

fn notice(served_on: &str, late: bool) -> LeaseNoticeServed {
    LeaseNoticeServed {
        lease: lease(),
        party: LeaseParty::Tenant,
        purpose: NoticePurpose::Termination,
        served_on: the(served_on),
        how: NoticeService::Acknowledged,
        takes_effect: the("2031-01-01"),
        late,
        decisions: Vec::new(),
        reason: None,
    }
}

#[test]
fn a_lease_of_which_nobody_gave_notice_runs_on_with_its_rent() {
    let ledger = prolonged();
    let lines = ["2030-12 1000.00", "2031-01 1000.00"];
    assert_eq!(ledger.of_line("Rent", "2030-12", "2031-01"), lines);
    assert_eq!(ledger.of_line("Rent", "2045-06", "2045-06"), ["2045-06 1000.00"]);
}

#[test]
fn a_notice_in_time_ends_the_rent_and_a_late_one_after_a_prolongation() {
    let mut in_time = prolonged();
    in_time.record(notice("2030-03-31", false));
    assert_eq!(in_time.of_line("Rent", "2030-12", "2045-06"), ["2030-12 1000.00"]);
    let mut late = prolonged();
    late.record(notice("2030-04-01", true));
    let all = late.of_line("Rent", "2030-12", "2045-06");
    assert_eq!((all.len(), all.last().unwrap().as_str()), (37, "2033-12 1000.00"));
}

#[test]
fn a_term_without_prolongation_ends_the_rent() {
    let ledger = signed("2030-01-01", LeaseTerms { to: Some(the("2030-02-16")), ..terms("12000") });
    // February: 1000 x 15/28 = 535.714...
    let lines = ["2030-01 1000.00", "2030-02 535.71"];
    assert_eq!(ledger.of_line("Rent", "2029-01", "2045-06"), lines);
}

#[test]
fn restoration_is_due_with_the_last_day_as_agreed_last_and_paid_in_its_month() {
    let restored = |amount| {
        let invoicing = Invoicing { vat_thousandths: 250, ..Invoicing::default() };
        let invoicing = Invoicing { paid: Paid::Quarterly, in_advance: true, ..invoicing };
        LeaseTerms { restoration: Some(the(amount)), invoicing, ..terms("0") }
    };
    let mut ledger = Ledger::default();
    ledger.sign("2030-01-01", restored("85000"));
    let amended = ledger.amend("2030-06-01", restored("90000"));
    assert!(ledger.lines("2029-01", "2045-01").is_empty(), "no end is in sight");
    let ended = ledger.end("2031-03-01");
    let lines = ["2031-02 Restoration 90000.00 vat 22500.00 paid 2031-02"];
    assert_eq!(ledger.lines("2029-01", "2045-01"), lines);
    assert_eq!(ledger.costs("2031-02", "2031-02")[0].because[..], [amended, ended]);
}

#[test]
fn a_landlord_of_the_portfolio_receives_and_a_successor_stands_for_the_tenant() {
    let mut ledger = Ledger::default();
    let heir = OrganisationId::derived(uuid::Uuid::nil(), "heir");
    for organisation in [tenant(), landlord(), heir] {
        ledger.organisation(organisation);
    }
    let signed = ledger.record(LeaseSigned {
        lease: lease(),
        from: the("2030-01-01"),
        landlord: Landlord::Organisation { organisation: landlord() },
        tenant: tenant(),
        parent: None,
        terms: terms("12000"),
        decisions: Vec::new(),
    });
    let ended = ledger.record(OrganisationEnded {
        organisation: tenant(),
        from: the("2030-04-11"),
        successor: Some(heir),
        reason: None,
    });
    // 1000 x 10/30 and 1000 x 20/30.
    assert_eq!(ledger.of_line("Rent", "2030-04", "2030-04"), ["2030-04 333.33", "2030-04 666.67"]);
    let april = ledger.costs("2030-04", "2030-04");
    let who = |place: usize| (april[place].organisation, april[place].receiver);
    assert_eq!(who(0), (tenant(), Some(landlord())));
    assert_eq!(who(1), (heir, Some(landlord())));
    assert_eq!(april[0].because[..], [signed, ended]);
    assert_eq!(april[1].because[..], [signed, ended]);
    assert_eq!(ledger.costs("2030-03", "2030-03")[0].because[..], [signed]);
}
