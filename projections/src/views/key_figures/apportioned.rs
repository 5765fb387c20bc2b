//! Dividing a whole number among several in proportion, without losing or adding anything.

use std::collections::BTreeMap;

/// The parts of a whole in proportion to weights, by largest remainder, ties by key: they add up to
/// the whole. Nothing where there is no weight.
pub(super) fn apportioned<K: Ord + Clone>(
    whole: u128,
    weights: &BTreeMap<K, u64>,
) -> BTreeMap<K, u128> {
    let sum: u128 = weights.values().map(|weight| u128::from(*weight)).sum();
    if sum == 0 {
        return BTreeMap::new();
    }
    let share = |weight: u64| (whole * u128::from(weight) / sum, whole * u128::from(weight) % sum);
    let mut parts: BTreeMap<K, u128> =
        weights.iter().map(|(key, weight)| (key.clone(), share(*weight).0)).collect();
    let mut left = whole - parts.values().sum::<u128>();
    let mut by_remainder: Vec<(u128, &K)> =
        weights.iter().map(|(key, weight)| (share(*weight).1, key)).collect();
    // Stable: those with equal remainders stay in the order of their keys.
    by_remainder.sort_by(|(one, _), (other, _)| other.cmp(one));
    for (_, key) in by_remainder {
        if left == 0 {
            break;
        }
        *parts.entry(key.clone()).or_default() += 1;
        left -= 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(whole: u128, weights: &[u64]) -> Vec<u128> {
        let weights = weights.iter().copied().enumerate().collect();
        apportioned(whole, &weights).into_values().collect()
    }

    #[test]
    fn parts_add_up_to_the_whole_and_the_largest_remainder_goes_first() {
        assert_eq!(parts(10, &[1, 1, 1]), [4, 3, 3]);
        assert_eq!(parts(10, &[1, 5, 1]), [2, 7, 1]);
        assert_eq!(parts(7, &[0, 2]), [0, 7]);
        assert_eq!(parts(7, &[]), [0; 0]);
        assert_eq!(parts(7, &[0]), [0; 0]);
    }
}
