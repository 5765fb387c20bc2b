//! Dividing an amount of money in proportion, without losing or adding anything.

use rust_decimal::Decimal;
use std::cmp::Reverse;

/// Decimals of money.
const DECIMALS: u32 = 2;
/// Bits of the largest product that is computed.
const BITS: u32 = 127;

/// The parts of an amount in proportion to weights, by largest remainder, ties in the order of the
/// weights: they add up to the amount. Equal parts where there is no weight.
pub(super) fn divided(amount: Decimal, weights: &[u128]) -> Vec<Decimal> {
    if weights.len() < 2 {
        return vec![amount; weights.len()];
    }
    let mut whole = amount;
    whole.rescale(amount.scale().max(DECIMALS));
    let parts = apportioned(whole.mantissa().unsigned_abs(), weights);
    let signed = |part: u128| {
        // A part is no larger than the whole, which is a decimal.
        let part = Decimal::from_i128_with_scale(part.cast_signed(), whole.scale());
        if amount.is_sign_negative() { taken_away(part) } else { part }
    };
    parts.into_iter().map(signed).collect()
}

/// An amount taken away, without a sign where it is 0.
pub(super) fn taken_away(amount: Decimal) -> Decimal {
    if amount.is_zero() { amount } else { -amount }
}

/// A number in proportion to weights, of which there is one at least, in whole parts by largest remainder.
pub(super) fn apportioned(whole: u128, weights: &[u128]) -> Vec<u128> {
    let weights = within_reach(whole, weights);
    let sum: u128 = weights.iter().sum();
    let mut parts: Vec<u128> = weights.iter().map(|weight| whole * weight / sum).collect();
    let left = whole - parts.iter().sum::<u128>();
    if left > 0 {
        let remainder = |(place, weight): (usize, &u128)| {
            let remainder = whole * weight - parts[place] * sum;
            (Reverse(remainder), place)
        };
        let mut by_remainder: Vec<_> = weights.iter().enumerate().map(remainder).collect();
        by_remainder.sort_unstable();
        // Fewer are left than there are parts.
        let first = by_remainder.into_iter().take(usize::try_from(left).unwrap_or(usize::MAX));
        first.for_each(|(_, place)| parts[place] += 1);
    }
    parts
}

/// The weights, or all of them halved as often as it takes to compute with them; ones where there is no
/// weight.
fn within_reach(whole: u128, weights: &[u128]) -> Vec<u128> {
    let bits = |number: u128| u128::BITS - number.leading_zeros();
    let heaviest = weights.iter().copied().max().unwrap_or_default();
    let sum_bits = bits(heaviest) + bits(weights.len() as u128);
    let over = (bits(whole) + sum_bits).saturating_sub(BITS);
    let reached: Vec<u128> = weights.iter().map(|weight| weight >> over).collect();
    if reached.iter().all(|weight| *weight == 0) { vec![1; weights.len()] } else { reached }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(amount: &str, weights: &[u128]) -> Vec<String> {
        let amount = amount.parse().unwrap();
        let parts = divided(amount, weights);
        assert!(weights.is_empty() || parts.iter().sum::<Decimal>() == amount);
        parts.into_iter().map(|part| part.to_string()).collect()
    }

    #[test]
    fn parts_add_up_and_the_largest_remainder_goes_first_ties_in_order() {
        assert_eq!(parts("100", &[1, 1, 1]), ["33.34", "33.33", "33.33"]);
        assert_eq!(parts("-100", &[1, 1, 1]), ["-33.34", "-33.33", "-33.33"]);
        assert_eq!(parts("0.10", &[1, 5, 1]), ["0.02", "0.07", "0.01"]);
        assert_eq!(parts("7", &[0, 2]), ["0.00", "7.00"]);
        assert_eq!(parts("0.01", &[1, 1]), ["0.01", "0.00"]);
    }

    #[test]
    fn without_weight_parts_are_equal() {
        assert_eq!(parts("1", &[0, 0]), ["0.50", "0.50"]);
        assert_eq!(parts("1", &[0]), ["1"]);
        assert_eq!(parts("1", &[]), [""; 0]);
    }

    #[test]
    fn the_largest_amounts_and_weights_are_divided_whole() {
        let largest = Decimal::MAX.to_string();
        assert_eq!(parts(&largest, &[u128::MAX, u128::MAX, 0]).len(), 3);
        assert_eq!(parts("99999999999.99", &[u128::MAX / 3; 7]).len(), 7);
    }
}
