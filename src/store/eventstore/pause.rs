//! How long the next attempt waits after failures: twice as long each time, within bounds, and not
//! as long for every process.

use std::time::Duration;

const FIRST: Duration = Duration::from_millis(50);
const LONGEST: Duration = Duration::from_secs(5);

/// The pause after so many failures in a row, between half and all of what is due. `seed` is a
/// process's own, so that those that lost the same server do not come back to it together.
pub(super) fn pause(failures: u32, seed: u64) -> Duration {
    let Some(doublings) = failures.checked_sub(1) else { return Duration::ZERO };
    let due = FIRST.saturating_mul(1 << doublings.min(10)).min(LONGEST);
    // splitmix64 (Steele et al. 2014).
    let mut mixed = seed.wrapping_add(u64::from(failures).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    let share = u32::try_from((mixed ^ (mixed >> 31)) % 1_000).unwrap_or(0);
    due / 2 + due / 2_000 * share
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_stay_bounded_and_differ() {
        assert_eq!(pause(0, 7), Duration::ZERO);
        for seed in 0..200 {
            for failures in 1..200 {
                let due = FIRST.saturating_mul(1 << (failures - 1).min(10)).min(LONGEST);
                let pause = pause(failures, seed);
                assert!(due / 2 <= pause && pause <= due, "{failures} {seed}: {pause:?}");
            }
        }
        let many: std::collections::BTreeSet<_> = (0..100).map(|seed| pause(8, seed)).collect();
        assert!(many.len() > 80, "processes come back together: {many:?}");
    }
}
