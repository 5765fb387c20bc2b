//! What chooses: a sequence of numbers that follows from a seed.

use schema::Date;

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): small, and the same everywhere.
#[derive(Clone)]
pub(super) struct Chance(u64);

impl Chance {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below a bound, which is not 0.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap();
        usize::try_from(self.next() % bound).unwrap()
    }

    /// A small number.
    pub(super) fn small(&mut self, bound: u32) -> u32 {
        u32::try_from(self.below(usize::try_from(bound).unwrap())).unwrap()
    }

    /// Whether something happens that happens so many times in a hundred.
    pub(super) fn percent(&mut self, times: usize) -> bool {
        self.below(100) < times
    }

    /// One of these.
    pub(super) fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// One of these, more often a late one, for which something holds; none where it takes too long
    /// to find.
    pub(super) fn recent<T: Copy>(&mut self, of: &[T], holds: impl Fn(T) -> bool) -> Option<T> {
        const TRIES: usize = 16;
        if of.is_empty() {
            return None;
        }
        for _ in 0..TRIES {
            let window = if self.percent(80) { of.len().min(40) } else { of.len() };
            let candidate = of[of.len() - 1 - self.below(window)];
            if holds(candidate) {
                return Some(candidate);
            }
        }
        None
    }
}

/// So many days after a date.
pub(super) fn after(date: Date, days: usize) -> Date {
    (0..days).fold(date, |date, _| date.next_day())
}

/// So many days before a date.
pub(super) fn before(date: Date, days: usize) -> Date {
    (0..days).fold(date, |date, _| date.previous_day())
}
