//! Exact shares of amounts: a fraction is divided out once, when it is rounded.

use rust_decimal::{Decimal, RoundingStrategy};
use schema::{Date, Month};

/// To what every amount is rounded that no agreement rounds otherwise.
pub(super) const HUNDREDTHS: u32 = 2;

/// Decimals to which sums of cut fractions are exact.
const EXACT_DECIMALS: u32 = 12;

/// An amount as a fraction, so that twelfths, days and index figures are divided out together.
///
/// Nothing here can overflow: amounts have at most 12 digits before the point and 2 after, seats and
/// index figures are bounded likewise, so that a numerator stays below 10^26 and a denominator, of an
/// index figure, months and days, below 10^13. A fraction that does not end is cut after 28 digits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ratio {
    numerator: Decimal,
    denominator: Decimal,
}

impl Ratio {
    pub(super) const ZERO: Self = Self::whole(Decimal::ZERO);

    pub(super) const fn whole(amount: Decimal) -> Self {
        Self { numerator: amount, denominator: Decimal::ONE }
    }

    /// A fraction; its denominator is never 0.
    pub(super) const fn over(numerator: Decimal, denominator: Decimal) -> Self {
        Self { numerator, denominator }
    }

    /// What a yearly amount is for days of a month: a twelfth in a full one, by day in a broken one.
    pub(super) fn for_days(self, days: (Date, Date), month: Month) -> Self {
        let held = Decimal::from(days.0.days_until(days.1));
        let all = Decimal::from(month.first_day().days_until(month.end()));
        if held == all {
            // Twelfths of one year are added up exactly, however many days their months have.
            return Self { denominator: self.denominator * Decimal::from(12), ..self };
        }
        Self {
            numerator: self.numerator * held,
            denominator: self.denominator * Decimal::from(12) * all,
        }
    }

    pub(super) fn plus(self, other: Self) -> Self {
        if self.denominator == other.denominator {
            return Self { numerator: self.numerator + other.numerator, ..self };
        }
        Self::whole(self.value() + other.value())
    }

    pub(super) fn value(self) -> Decimal {
        self.numerator / self.denominator
    }

    /// Rounded, half away from zero.
    pub(super) fn rounded(self, decimals: u32) -> Decimal {
        // What a cut fraction lacks in its last digits is no reason to round another way.
        let value = self.value().round_dp(EXACT_DECIMALS);
        value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
    }
}

impl std::ops::Neg for Ratio {
    type Output = Self;

    fn neg(self) -> Self {
        Self { numerator: -self.numerator, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn halves_are_rounded_away_from_zero_also_where_thirds_add_up_to_them() {
        // 1/12 of 0.06 is 0.005.
        let half = Ratio::over(decimal("0.06"), decimal("12"));
        assert_eq!(half.rounded(2), decimal("0.01"));
        assert_eq!((-half).rounded(2), decimal("-0.01"));
        // 0.01/3 + 0.005/3 = 0.005, though neither third ends.
        let third = |of: &str| Ratio::over(decimal(of), decimal("3"));
        assert_eq!(third("0.01").plus(third("0.005")).rounded(2), decimal("0.01"));
    }

    #[test]
    fn a_full_month_is_a_twelfth_also_the_last_of_the_calendar() {
        for month in ["2028-02", "2027-02", "1900-01", "2199-12"] {
            let month: Month = month.parse().unwrap();
            let year = Ratio::whole(decimal("1200"));
            let full = year.for_days((month.first_day(), month.end()), month);
            assert_eq!(full.rounded(2), decimal("100"), "{month}");
        }
    }
}
