//! Numbers that look drawn and are the same in every run.

use uuid::Uuid;

/// SplitMix64 (Steele, Lea and Flood 2014).
#[derive(Debug)]
pub(crate) struct Random(u64);

impl Random {
    /// A sequence of its own for each seed.
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number below `bound`.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed(self.0) % bound
    }
}

fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// An id of a kind of thing, spread as ids are that were drawn.
pub(crate) fn id<Id: From<Uuid>>(kind: &str, number: u64) -> Id {
    let kind = kind.bytes().fold(0_u64, |sum, byte| mixed(sum ^ u64::from(byte)));
    let (high, low) = (mixed(kind ^ number), mixed(mixed(kind) ^ number));
    Uuid::from_u64_pair(high, low).into()
}
