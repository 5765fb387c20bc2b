//! Which events touched which thing: an index over the events up to a state.
//!
//! It is the largest part of a state and changes with every event, so that copies of former states
//! would share little of it. But it only grows, and every question of it is bounded by the state's
//! head: a former state is lent the index of a later one of the same ledger, and what that one knows
//! beyond is not shown. Copies that are kept for the past hold no index at all.

use imbl::OrdSet;
use schema::Revision;
use serde::{Serialize, Serializer};
use std::iter::Peekable;
use uuid::Uuid;

/// A thing, and an event that touched it.
type Pair = (Uuid, Revision);

/// Things with the events that touched them.
#[derive(Clone, Debug)]
pub(crate) enum Touched {
    /// Not told: nothing is known and nothing is taken in.
    Untold,
    /// Told up to the state's head.
    Told {
        /// What a later state told, of which the pairs up to a revision count.
        lent: Option<(OrdSet<Pair>, Revision)>,
        /// What was taken in after that.
        own: OrdSet<Pair>,
    },
}

impl Default for Touched {
    fn default() -> Self {
        Self::Told { lent: None, own: OrdSet::new() }
    }
}

impl Touched {
    /// Whether it takes in what events touch.
    pub(crate) const fn is_told(&self) -> bool {
        matches!(self, Self::Told { .. })
    }

    /// Takes in what the next event touched.
    pub(crate) fn extend(&mut self, things: impl IntoIterator<Item = Uuid>, revision: Revision) {
        if let Self::Told { own, .. } = self {
            own.extend(things.into_iter().map(|thing| (thing, revision)));
        }
    }

    /// The index of a state that ends at `head`, told by a later one of the same ledger.
    pub(crate) fn lend(&self, head: Option<Revision>) -> Self {
        match (self, head) {
            (Self::Untold, _) => Self::Untold,
            (Self::Told { lent: None, own }, Some(head)) => {
                Self::Told { lent: Some((own.clone(), head)), own: OrdSet::new() }
            }
            (told, head) => {
                let known = told.pairs().filter(|(_, revision)| Some(*revision) <= head);
                Self::Told { lent: None, own: known.collect() }
            }
        }
    }

    /// The events that touched a thing, from the one up to the other, in order.
    pub(crate) fn touching(
        &self,
        thing: Uuid,
        from: Revision,
        last: Revision,
    ) -> impl DoubleEndedIterator<Item = Revision> + '_ {
        let (lent, own) = match self {
            Self::Untold => (None, None),
            Self::Told { lent, own } => {
                let lent = lent.as_ref();
                let lent = lent.map(|(pairs, to)| within(pairs, thing, from, last.min(*to)));
                (lent, Some(within(own, thing, from, last)))
            }
        };
        // What was lent ends before what was taken in since.
        lent.into_iter().flatten().chain(own.into_iter().flatten())
    }

    /// All pairs, in order.
    fn pairs(&self) -> impl Iterator<Item = Pair> + '_ {
        let (lent, own) = match self {
            Self::Untold => (None, None),
            Self::Told { lent, own } => (lent.as_ref(), Some(own)),
        };
        let lent = lent.into_iter().flat_map(|(pairs, to)| {
            pairs.iter().copied().filter(move |(_, revision)| revision <= to)
        });
        Merged { one: lent.peekable(), other: own.into_iter().flatten().copied().peekable() }
    }
}

/// The events of a thing from the one up to the other.
fn within(
    pairs: &OrdSet<Pair>,
    thing: Uuid,
    from: Revision,
    last: Revision,
) -> impl DoubleEndedIterator<Item = Revision> + '_ {
    let range = (from <= last).then(|| pairs.range((thing, from)..=(thing, last)));
    range.into_iter().flatten().map(|(_, revision)| *revision)
}

/// Two sequences in order as one in order.
struct Merged<A: Iterator, B: Iterator> {
    one: Peekable<A>,
    other: Peekable<B>,
}

impl<T: Ord, A: Iterator<Item = T>, B: Iterator<Item = T>> Iterator for Merged<A, B> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        match (self.one.peek(), self.other.peek()) {
            (Some(one), Some(other)) if other < one => self.other.next(),
            (Some(_), _) => self.one.next(),
            (None, _) => self.other.next(),
        }
    }
}

impl PartialEq for Touched {
    fn eq(&self, other: &Self) -> bool {
        self.is_told() == other.is_told() && self.pairs().eq(other.pairs())
    }
}

impl Serialize for Touched {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.pairs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn revision(number: u64) -> Revision {
        Revision::new(number).unwrap()
    }

    /// Event n touches the things n % 3 and 7.
    fn told(events: std::ops::Range<u64>, mut touched: Touched) -> Touched {
        for number in events {
            let things = [number % 3, 7].map(|thing| Uuid::from_u128(thing.into()));
            touched.extend(things, revision(number));
        }
        touched
    }

    fn touching(touched: &Touched, thing: u128, last: u64) -> Vec<u64> {
        let all = touched.touching(Uuid::from_u128(thing), revision(0), revision(last));
        all.map(Revision::number).collect()
    }

    #[test]
    fn what_a_later_state_tells_is_what_was_taken_in_up_to_the_head() {
        let later = told(0..100, Touched::default());
        let lent = later.lend(Some(revision(40)));
        assert_eq!(lent, told(0..41, Touched::default()));
        assert_eq!(touching(&lent, 0, 40), (0..=40).step_by(3).collect::<Vec<_>>());
        assert_eq!(touching(&lent, 7, 99), (0..=40).collect::<Vec<_>>());
        let json = |touched: &Touched| serde_json::to_string(touched).unwrap();
        assert_eq!(json(&lent), json(&told(0..41, Touched::default())));
        assert_eq!(later.lend(None), Touched::default());
    }

    #[test]
    fn what_is_taken_in_on_top_of_what_was_lent_is_not_what_the_lender_took_in() {
        let later = told(0..100, Touched::default());
        let mut fork = later.lend(Some(revision(40)));
        fork.extend([Uuid::from_u128(9)], revision(41));
        assert_eq!(touching(&fork, 9, 41), [41]);
        assert_eq!(touching(&fork, 7, 41).last(), Some(&40));
        let again = fork.lend(Some(revision(10)));
        assert_eq!(again, told(0..11, Touched::default()));
    }

    #[test]
    fn what_is_not_told_takes_nothing_in_and_lends_nothing() {
        let untold = told(0..10, Touched::Untold);
        assert_eq!(touching(&untold, 7, 9), [0; 0]);
        assert!(!untold.lend(Some(revision(5))).is_told());
    }
}
