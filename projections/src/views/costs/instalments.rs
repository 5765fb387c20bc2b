//! An amount in equal parts, month by month.

use rust_decimal::Decimal;
use schema::Month;

use super::ratio::Ratio;

/// An amount that is paid back or written off in equal parts: each rounded, the last taking the rest.
/// Where rounding up would make them too many, they end early.
#[derive(Clone, Copy, Debug)]
pub(super) struct Instalments {
    from: Month,
    months: i64,
    amount: Decimal,
    each: Decimal,
}

impl Instalments {
    /// So many months (at least one is taken) from a month on.
    pub(super) fn new(amount: Decimal, from: Month, months: i64, decimals: u32) -> Self {
        let months = months.max(1);
        let each = Ratio::over(amount, Decimal::from(months)).rounded(decimals);
        Self { from, months, amount, each }
    }

    /// What is left at the start of a month.
    pub(super) fn left_before(&self, month: Month) -> Decimal {
        self.left_at(self.from.until(month))
    }

    /// What is left after a month.
    pub(super) fn left_after(&self, month: Month) -> Decimal {
        self.left_at(self.from.until(month) + 1)
    }

    /// The part of a month.
    pub(super) fn part(&self, month: Month) -> Decimal {
        self.left_before(month) - self.left_after(month)
    }

    /// Whether a month is before the first part.
    pub(super) fn begins_after(&self, month: Month) -> bool {
        month < self.from
    }

    fn left_at(&self, parts: i64) -> Decimal {
        if parts >= self.months {
            return Decimal::ZERO;
        }
        let gone = self.each * Decimal::from(parts.max(0));
        // Parts have the sign of the amount, which is negative for a credit.
        if gone.abs() >= self.amount.abs() { Decimal::ZERO } else { self.amount - gone }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn parts(amount: &str, months: u32) -> Vec<Decimal> {
        let from: Month = "2030-11".parse().unwrap();
        let instalments = Instalments::new(decimal(amount), from, months.into(), 2);
        (0..months).map(|later| instalments.part(from.plus(later))).collect()
    }

    #[test]
    fn the_last_part_takes_the_rest() {
        assert_eq!(parts("100", 3), ["33.33", "33.33", "33.34"].map(decimal));
        assert_eq!(parts("-100", 3), ["-33.33", "-33.33", "-33.34"].map(decimal));
    }

    #[test]
    fn parts_that_were_rounded_up_end_early_and_never_turn() {
        // 0.03 / 6 = 0.005, rounded 0.01: three of them are all of it.
        assert_eq!(parts("0.03", 6), ["0.01", "0.01", "0.01", "0", "0", "0"].map(decimal));
        // 0.02 / 6 = 0.0033..., rounded 0: the last takes all.
        assert_eq!(parts("0.02", 6).last(), Some(&decimal("0.02")));
    }

    #[test]
    fn what_is_left_is_all_before_and_nothing_after() {
        let month = |text: &str| text.parse::<Month>().unwrap();
        let instalments = Instalments::new(decimal("100"), month("2030-11"), 3, 2);
        assert_eq!(instalments.left_before(month("2030-01")), decimal("100"));
        assert_eq!(instalments.part(month("2030-10")), decimal("0"));
        assert_eq!(instalments.left_after(month("2030-11")), decimal("66.67"));
        assert_eq!(instalments.left_after(month("2031-01")), decimal("0"));
        assert_eq!(instalments.part(month("2031-02")), decimal("0"));
    }
}
