//! What holds of all ledgers, also of the greatest amounts that can be recorded.

use projections::{Basis, CostLine, MonthCost, Months, month_costs};
use proptest::prelude::*;
use rust_decimal::Decimal;
use schema::{
    CostAmount, CostDescription, CostKind, Date, Discount, FitOut, IndexClause, Invoicing,
    LeaseTerms, Month, MonthOfYear, Paid, Rounding, Supplement, SupplementKind,
};
use std::{fmt::Debug, str::FromStr};

use crate::ledger::{Ledger, described, space, terms, the};

fn amounts() -> impl Strategy<Value = String> {
    let hundredths = prop_oneof![
        4 => 0_u64..=100_000_000,
        2 => 0_u64..=1000,
        1 => Just(9_999_999_999_999_u64),
        1 => Just(99_999_999_999_900_u64),
    ];
    hundredths
        .prop_map(|hundredths| Decimal::new(i64::try_from(hundredths).unwrap(), 2).to_string())
}

fn amount<T: Debug + FromStr<Err: Debug>>() -> impl Strategy<Value = T> {
    amounts().prop_map(|written| the(Decimal::normalize(&the(&written)).to_string().as_str()))
}

fn date_after(days: u32) -> Date {
    (0..days).fold(the("2030-01-01"), |day: Date, _| day.next_day())
}

prop_compose! {
    fn fit_out()(amount in amount(), from in 0_u32..30, months in 1_u16..=600, interest in 0_u16..=5000)
        -> FitOut {
        FitOut { amount, from: the::<Month>("2029-06").plus(from), months, interest }
    }
}

prop_compose! {
    fn invoicing()(
        paid in prop_oneof![
            Just(Paid::Monthly), Just(Paid::Quarterly), Just(Paid::HalfYearly), Just(Paid::Yearly)
        ],
        in_advance: bool,
        krona: bool,
        vat_thousandths in 0_u16..=1000,
    ) -> Invoicing {
        let rounding = if krona { Rounding::Unit } else { Rounding::Hundredth };
        Invoicing { paid, in_advance, rounding, vat_thousandths, account: None }
    }
}

prop_compose! {
    fn clause()(
        base_amount in amount(),
        share_thousandths in 1_u16..=1000,
        base in 0_u32..40,
        compare in 1_u8..=12,
        step in 1_u8..=12,
        floor in proptest::option::of(amount()),
    ) -> IndexClause {
        IndexClause {
            series: the("KPI-1980"),
            base_amount,
            share_thousandths,
            base_month: the::<Month>("2028-01").plus(base),
            compare_month: MonthOfYear::new(compare).unwrap(),
            step_month: MonthOfYear::new(step).unwrap(),
            floor,
        }
    }
}

prop_compose! {
    fn agreed()(
        rent in amount(),
        index in proptest::option::of(clause()),
        per_year in amount(),
        follows_index: bool,
        fit_outs in proptest::collection::vec(fit_out(), 0..3),
        (discount, from, lasting) in (amount(), 0_u32..700, 1_u32..400),
        invoicing in invoicing(),
        restoration in proptest::option::of(amount()),
        one_space: bool,
    ) -> LeaseTerms {
        LeaseTerms {
            rent_per_year: rent,
            index,
            spaces: if one_space { vec![space("one")] } else { Vec::new() },
            supplements: vec![Supplement { kind: SupplementKind::Heat, per_year, follows_index }],
            fit_outs,
            discounts: vec![Discount {
                from: date_after(from),
                to: date_after(from + lasting),
                per_year: discount,
            }],
            invoicing,
            restoration,
            ..terms("0")
        }
    }
}

prop_compose! {
    fn ledger()(
        signed in agreed(),
        amended in agreed(),
        (from, later, end) in (0_u32..90, 1_u32..600, proptest::option::of(1_u32..900)),
        figures in proptest::collection::vec((0_u32..60, prop_oneof![Just(1_u32), 1_u32..=1000, Just(1_000_000_u32)]), 0..30),
        (first, second) in alike(),
        income: bool,
        (recorded, revised, ended) in (0_u32..400, 1_u32..400, proptest::option::of(1_u32..900)),
    ) -> Ledger {
        let mut ledger = Ledger::default();
        let written = |days: u32| date_after(days).to_string();
        ledger.sign(&written(from), signed);
        ledger.amend(&written(from + later), amended);
        if let Some(end) = end {
            ledger.end(&written(from + end));
        }
        for (month, value) in figures {
            let month = the::<Month>("2028-01").plus(month).to_string();
            ledger.publish(&[(&month, &value.to_string())]);
        }
        let kind = if income { CostKind::OutsideMembers } else { CostKind::Capital };
        ledger.cost(&written(recorded), described(kind, first));
        // What comes once is described anew from its own date.
        let revised = if matches!(first, CostAmount::Once { .. }) { 0 } else { revised };
        ledger.revise_cost(&written(recorded + revised), described(kind, second));
        if let Some(ended) = ended {
            ledger.end_cost(&written(recorded + ended));
        }
        ledger
    }
}

/// Two amounts that recur, or two that come once.
fn alike() -> impl Strategy<Value = (CostAmount, CostAmount)> {
    prop_oneof![2 => (recurring(), recurring()), 1 => (once(), once())]
}

fn recurring() -> impl Strategy<Value = CostAmount> {
    prop_oneof![
        amount().prop_map(|amount| CostAmount::PerYear { amount }),
        (amount(), prop_oneof![0_u32..500, Just(u32::MAX)])
            .prop_map(|(amount, seats)| CostAmount::PerSeatAndYear { amount, seats }),
    ]
}

fn once() -> impl Strategy<Value = CostAmount> {
    let months = proptest::option::of(1_u16..=600);
    let interest = proptest::option::of(0_u16..=5000);
    (amount(), months, interest).prop_map(|(amount, written_off_months, interest)| {
        CostAmount::Once { amount, written_off_months, interest }
    })
}

fn among(months: Months, cost: &MonthCost) -> bool {
    [cost.month, cost.paid].into_iter().flatten().any(|month| months.contains(month))
}

fn months(from: &str, through: &str) -> Months {
    Months { from: the(from), through: the(through) }
}

fn sum(costs: &[MonthCost], of: impl Fn(&CostLine) -> bool) -> Decimal {
    costs.iter().filter(|cost| of(&cost.line)).map(|cost| cost.net).sum()
}

fn vat(costs: &[MonthCost], of: impl Fn(&CostLine) -> bool) -> Decimal {
    costs.iter().filter(|cost| of(&cost.line)).map(|cost| cost.vat).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_month_is_the_same_whatever_months_are_asked(
        ledger in ledger(), first in 0_u32..60, lasting in 0_u32..24,
    ) {
        let all = month_costs(&ledger.state, Basis::Planned, months("2028-01", "2040-12"));
        let from = the::<Month>("2029-01").plus(first);
        let asked = Months { from, through: from.plus(lasting) };
        let expected: Vec<MonthCost> =
            all.into_iter().filter(|cost| among(asked, cost)).collect();
        prop_assert_eq!(month_costs(&ledger.state, Basis::Planned, asked), expected);
    }

    #[test]
    fn lines_are_rounded_told_apart_and_have_reasons(ledger in ledger()) {
        let all = month_costs(&ledger.state, Basis::Planned, months("1900-01", "2199-12"));
        for cost in &all {
            prop_assert!(cost.net.normalize().scale() <= 2 && cost.vat.normalize().scale() <= 2);
            prop_assert!(cost.days.0 < cost.days.1 && !cost.because.is_empty());
            prop_assert!(cost.because.windows(2).all(|two| two[0] < two[1]));
            prop_assert!(cost.month.is_some() || cost.paid.is_some());
            if let Some(month) = cost.month {
                let within = month.first_day() <= cost.days.0 && cost.days.1 <= month.end();
                prop_assert!(within, "{:?} is of {month}", cost.days);
            }
        }
        let key = |cost: &MonthCost| (cost.source, cost.line, cost.month, cost.paid, cost.days.0);
        let mut keys: Vec<_> = all.iter().map(key).collect();
        keys.sort();
        keys.dedup();
        prop_assert_eq!(keys.len(), all.len());
    }

    #[test]
    fn what_is_paid_back_and_what_is_left_at_the_end_are_the_fit_out(
        amount in amount(), months_of in 1_u16..=600, interest in 0_u16..=5000,
        krona: bool, end in 1_u32..2000, amended in 1_u32..2000,
    ) {
        let rounding = if krona { Rounding::Unit } else { Rounding::Hundredth };
        let fit_out = FitOut { amount, from: the("2030-01"), months: months_of, interest };
        let terms = LeaseTerms {
            fit_outs: vec![fit_out],
            invoicing: Invoicing { rounding, ..Invoicing::default() },
            ..terms("0")
        };
        let mut ledger = Ledger::default();
        ledger.sign("2030-01-01", terms.clone());
        ledger.amend(&date_after(amended).to_string(), LeaseTerms { spaces: vec![space("one")], ..terms });
        ledger.end(&date_after(end).to_string());
        let all = month_costs(&ledger.state, Basis::Planned, months("2028-01", "2040-12"));
        let total = sum(&all, |line| matches!(line, CostLine::FitOut | CostLine::FitOutRest));
        let principal = fit_out.amount.decimal();
        let rounded = principal.round_dp_with_strategy(
            rounding.decimals(), rust_decimal::RoundingStrategy::MidpointAwayFromZero,
        );
        // What is left over from whole kronor is rounded once, with the last.
        prop_assert_eq!(total, if krona { rounded } else { principal });
    }

    #[test]
    fn what_is_written_off_month_by_month_and_at_the_end_is_what_was_paid(
        amount in amount::<schema::Money>(), over in 1_u16..=600,
        interest in proptest::option::of(0_u16..=5000), end in 1_u32..2000, income: bool,
        vat_thousandths in 0_u16..=1000,
    ) {
        let once = CostAmount::Once { amount, written_off_months: Some(over), interest };
        let kind = if income { CostKind::OutsideMembers } else { CostKind::FitOut };
        let mut ledger = Ledger::default();
        let described = CostDescription { vat_thousandths, ..described(kind, once) };
        ledger.cost("2030-01-01", described);
        ledger.end_cost(&date_after(end).to_string());
        let all = month_costs(&ledger.state, Basis::Planned, months("2028-01", "2040-12"));
        let paid = |line: &CostLine| matches!(line, CostLine::Once(_));
        let written_off = |line: &CostLine| {
            matches!(line, CostLine::WrittenOff(_) | CostLine::WrittenOffAtEnd(_))
        };
        prop_assert_eq!(sum(&all, paid), sum(&all, written_off));
        prop_assert_eq!(vat(&all, paid), vat(&all, written_off));
        prop_assert_eq!(sum(&all, paid).abs(), amount.decimal());
    }
}

#[test]
fn the_greatest_amounts_are_exact() {
    let mut ledger = Ledger::default();
    let greatest = "999999999999";
    ledger.sign(
        "2030-01-01",
        LeaseTerms {
            fit_outs: vec![FitOut {
                amount: the("99999999999.99"),
                from: the("2030-01"),
                months: 600,
                interest: 5000,
            }],
            ..terms(greatest)
        },
    );
    let amount = CostAmount::PerSeatAndYear { amount: the(greatest), seats: u32::MAX };
    ledger.cost("2030-01-01", described(CostKind::Coworking, amount));
    // 999999999999/12 = 83333333333.25; 99999999999.99/600 = 166666666.666...;
    // 99999999999.99 x 0.5/12 = 4166666666.666...; 999999999999 x 4294967295/12 = 357913941249642086058.75 -
    // as 4294967295/12 = 357913941.25, and 357913941.25 x 999999999999 = 357913941250000000000 - 357913941.25.
    let lines = [
        "2030-01 Rent 83333333333.25 vat 0.00 paid 2030-01",
        "2030-01 FitOut 166666666.67 vat 0.00 paid 2030-01",
        "2030-01 FitOutInterest 4166666666.67 vat 0.00 paid 2030-01",
        "2030-01 Running(Coworking) 357913941249642086058.75 vat 0.00 paid 2030-01",
    ];
    assert_eq!(ledger.lines("2030-01", "2030-01"), lines);
}
