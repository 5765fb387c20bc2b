//! Looking at events, forwards or backwards, within a bound.

use async_graphql::Result;
use schema::{Envelope, EnvelopeError, Revision};
use std::{collections::VecDeque, ops::Range};

use crate::{
    graphql::{connection::Count, pin::Pin},
    ledger::{Cursor, Ledger},
    store::StoredEvent,
};

/// Events that one request looks at, at most.
pub const SCANNED_MAX: usize = 5_000;

/// Events that are read at once.
const BATCH: usize = 128;

/// An event with its stored bytes.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// What the bytes say.
    pub envelope: Envelope,
    /// The bytes.
    pub stored: StoredEvent,
}

impl Recorded {
    fn read(stored: StoredEvent) -> Result<Self, EnvelopeError> {
        Envelope::from_bytes(stored.bytes()).map(|envelope| Self { envelope, stored })
    }

    /// The place of a reader who has it.
    pub fn cursor(&self) -> Cursor {
        Cursor { revision: self.stored.revision(), digest: self.stored.digest() }
    }
}

/// The events from one revision to another, both included.
pub async fn recorded(ledger: &Ledger, from: Revision, to: Revision) -> Result<Vec<Recorded>> {
    let mut events = Vec::new();
    let mut next = from;
    while next <= to {
        let page = ledger.stored(next, to).await?;
        let Some(last) = page.last() else { break };
        next = last.revision().next();
        for stored in page {
            events.push(Recorded::read(stored)?);
        }
    }
    Ok(events)
}

/// The events that may be wanted, in order.
#[derive(Clone, Debug)]
pub(super) enum Candidates {
    /// All within a range of revisions.
    All(Range<u64>),
    /// These.
    Listed(VecDeque<Revision>),
}

/// Whether candidates were left out on either side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LeftOut {
    pub(super) before: bool,
    pub(super) after: bool,
}

impl Candidates {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::All(range) => {
                usize::try_from(range.end.saturating_sub(range.start)).unwrap_or(usize::MAX)
            }
            Self::Listed(revisions) => revisions.len(),
        }
    }

    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Those from a revision on and before another, and whether others were left out.
    pub(super) fn between(self, from: Revision, before: Option<Revision>) -> (Self, LeftOut) {
        let before = before.map_or(u64::MAX, Revision::number);
        match self {
            Self::All(range) => {
                let start = range.start.max(from.number()).min(range.end);
                let end = range.end.min(before).max(start);
                let left_out = LeftOut { before: range.start < start, after: end < range.end };
                (Self::All(start..end), left_out)
            }
            Self::Listed(revisions) => {
                let left_out = LeftOut {
                    before: revisions.front().is_some_and(|first| *first < from),
                    after: revisions.back().is_some_and(|last| last.number() >= before),
                };
                let inside = revisions
                    .into_iter()
                    .filter(|revision| *revision >= from && revision.number() < before);
                (Self::Listed(inside.collect()), left_out)
            }
        }
    }

    /// The next from the chosen end, at most `most` of them, in ascending order.
    fn take(&mut self, most: usize, from_end: bool) -> Vec<Revision> {
        let count = self.len().min(most);
        match self {
            Self::All(range) => {
                let width = count as u64;
                let taken = if from_end {
                    range.end -= width;
                    range.end..range.end + width
                } else {
                    range.start += width;
                    range.start - width..range.start
                };
                taken.map(|number| Revision::FIRST.plus(number)).collect()
            }
            Self::Listed(revisions) if from_end => {
                revisions.split_off(revisions.len() - count).into()
            }
            Self::Listed(revisions) => revisions.drain(..count).collect(),
        }
    }
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Scanned {
    /// The events that are wanted, in order.
    pub(super) found: Vec<Recorded>,
    /// The first event that was looked at, in order.
    pub(super) first: Option<Cursor>,
    /// The last event that was looked at, in order.
    pub(super) last: Option<Cursor>,
    /// Whether candidates are left that were not looked at.
    pub(super) more: bool,
}

/// Looks at candidates from one end until enough are found or the bound is reached.
pub(super) async fn scan(
    pin: &Pin,
    mut candidates: Candidates,
    Count { count, from_end }: Count,
    wanted: impl Fn(&Envelope) -> bool,
) -> Result<Scanned> {
    let mut scanned = Scanned::default();
    let mut looked_at = 0;
    while scanned.found.len() < count && looked_at < SCANNED_MAX && !candidates.is_empty() {
        let most = BATCH.min(SCANNED_MAX - looked_at);
        let mut batch = read(&pin.ledger, &candidates.take(most, from_end)).await?;
        if from_end {
            batch.reverse();
        }
        for event in batch {
            if scanned.found.len() == count {
                scanned.more = true;
                break;
            }
            looked_at += 1;
            let place = event.cursor();
            // In the direction of looking, until the end turns them.
            scanned.first.get_or_insert(place);
            scanned.last = Some(place);
            if wanted(&event.envelope) {
                scanned.found.push(event);
            }
        }
    }
    scanned.more |= !candidates.is_empty();
    if from_end {
        scanned.found.reverse();
        std::mem::swap(&mut scanned.first, &mut scanned.last);
    }
    Ok(scanned)
}

/// The events at these revisions, which are in ascending order.
async fn read(ledger: &Ledger, revisions: &[Revision]) -> Result<Vec<Recorded>> {
    let mut events = Vec::with_capacity(revisions.len());
    for run in revisions.chunk_by(|a, b| a.next() == *b) {
        if let (Some(from), Some(to)) = (run.first(), run.last()) {
            events.extend(recorded(ledger, *from, *to).await?);
        }
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(revisions: &[Revision]) -> Vec<u64> {
        revisions.iter().map(|revision| revision.number()).collect()
    }

    fn listed(numbers: &[u64]) -> Candidates {
        Candidates::Listed(numbers.iter().map(|n| Revision::new(*n).unwrap()).collect())
    }

    #[test]
    fn candidates_are_taken_from_either_end_in_ascending_order() {
        let last = BATCH as u64 + 2;
        let mut all = Candidates::All(0..last);
        assert_eq!(numbers(&all.take(BATCH, true)), (2..last).collect::<Vec<_>>());
        assert_eq!(numbers(&all.take(BATCH, true)), [0, 1]);
        assert!(all.is_empty());
        let mut few = listed(&[3, 5, 9]);
        assert_eq!(numbers(&few.take(BATCH, false)), [3, 5, 9]);
        assert!(few.take(BATCH, false).is_empty());
    }

    #[test]
    fn a_range_says_what_it_leaves_out() {
        let at = |number| Revision::new(number).unwrap();
        for candidates in [Candidates::All(2..10), listed(&[2, 3, 4, 5, 6, 7, 8, 9])] {
            let (mut inside, left_out) = candidates.clone().between(at(4), Some(at(6)));
            assert_eq!(numbers(&inside.take(BATCH, false)), [4, 5]);
            assert_eq!(left_out, LeftOut { before: true, after: true });
            let (inside, left_out) = candidates.between(Revision::FIRST, None);
            assert_eq!((inside.len(), left_out), (8, LeftOut { before: false, after: false }));
        }
    }
}
