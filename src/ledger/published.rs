//! What a ledger publishes: the state at the end of a commit, and what leads back from it.

use imbl::Vector;
use projections::Portfolio;
use schema::Revision;

use super::commits::{Commit, Commits};

/// How many copies of former states a ledger keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PastCopies {
    /// Events from one kept copy of the state to the next, at first.
    pub spacing_events: u64,
    /// Copies kept, at most. With one more, every second is let go of and the spacing doubles, so
    /// that memory stays bounded and the time to a past state grows with the ledger. Measured on a
    /// million events (`make bench`): twice as many copies take half the time and an eighth more
    /// memory, since what weighs is the former things themselves, which most copies share.
    pub copies_max: usize,
    /// States that were asked for and are kept for whoever asks again, at most.
    pub recalled_max: usize,
}

/// The copies of former states that a ledger keeps now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptCopies {
    /// How many.
    pub count: usize,
    /// Events from one to the next.
    pub spacing_events: u64,
}

impl PastCopies {
    /// None: for a ledger that is only checked, of which nobody asks what was. No ledger comes so far
    /// that a copy is due.
    pub(super) const NONE: Self = Self { spacing_events: 1 << 53, copies_max: 2, recalled_max: 1 };
}

impl Default for PastCopies {
    fn default() -> Self {
        Self { spacing_events: 256, copies_max: 2_048, recalled_max: 64 }
    }
}

/// A whole ledger at the end of a commit. A copy costs a few pointers.
#[derive(Clone, Debug, Default)]
pub(super) struct Published {
    pub(super) state: Portfolio,
    pub(super) commits: Commits,
    keeping: PastCopies,
    copies: Vector<Portfolio>,
    /// How often the spacing was doubled.
    doublings: u32,
}

impl Published {
    /// An empty ledger that keeps so many copies.
    pub(super) fn that_keeps(keeping: PastCopies) -> Self {
        Self { keeping, ..Self::default() }
    }

    /// The last event's revision.
    pub(super) fn head(&self) -> Option<Revision> {
        head(&self.state)
    }

    /// Takes in a commit, which ends at `state`; gives back an earlier one of the same command.
    pub(super) fn push(&mut self, commit: Commit, state: Portfolio) -> Option<Commit> {
        let former = self.commits.push(commit);
        if former.is_none() {
            self.keep_copy(&state);
            self.state = state;
        }
        former
    }

    fn keep_copy(&mut self, state: &Portfolio) {
        let last = self.copies.last().and_then(head).map_or(0, Revision::number);
        let due = last + (self.keeping.spacing_events << self.doublings);
        if head(state).is_none_or(|head| head.number() < due) {
            return;
        }
        self.copies.push_back(state.untold());
        if self.copies.len() > self.keeping.copies_max {
            self.copies = self.copies.iter().skip(1).step_by(2).cloned().collect();
            self.doublings += 1;
        }
    }

    /// The last kept copy at `revision` or before: empty where none is kept. It does not know what
    /// touched what.
    pub(super) fn copy_before(&self, revision: Revision) -> Portfolio {
        let place = self.copies.binary_search_by_key(&Some(revision), head);
        let place = place.map_or_else(|after| after.checked_sub(1), Some);
        let copy = place.and_then(|place| self.copies.get(place)).cloned();
        copy.unwrap_or_else(|| Portfolio::default().untold())
    }

    /// How many copies are kept now.
    pub(super) fn kept(&self) -> KeptCopies {
        let spacing_events = self.keeping.spacing_events << self.doublings;
        KeptCopies { count: self.copies.len(), spacing_events }
    }

    /// How many copies it keeps at most.
    pub(super) const fn keeping(&self) -> PastCopies {
        self.keeping
    }
}

fn head(state: &Portfolio) -> Option<Revision> {
    state.head().map(|head| head.revision)
}

#[cfg(test)]
mod tests {
    use super::*;
    use projections::Cause;
    use schema::{
        Commitment, Digest, Event, Identity, Instant, Issuer, PersonId, PersonRegistered, Role,
    };
    use uuid::Uuid;

    /// A ledger of so many commits of one event each.
    fn published(events: u64, keeping: PastCopies) -> Published {
        let mut published = Published::that_keeps(keeping);
        let recorded = Instant::from_microseconds(0).unwrap();
        let person = PersonId::from(Uuid::nil());
        let actor = Issuer { person, role: Role::Manager, identity: Identity::Asserted };
        let (digest, name) = (Digest::of(b""), Commitment::from_digest(Digest::of(b"")));
        for number in 0..events {
            let id = Uuid::from_u128(number.into());
            let revision = Revision::new(number).unwrap();
            let event = Event::from(PersonRegistered { person: id.into(), name });
            let mut state = published.state.clone();
            state.evolve(&Cause { revision, recorded, actor }, &event).unwrap();
            let (first, last) = (revision, revision);
            published.push(Commit { command: id.into(), digest, first, last, recorded }, state);
        }
        published
    }

    #[test]
    fn copies_stay_few_and_the_way_from_one_to_the_next_short() {
        let (spacing_events, copies_max) = (16, 128);
        let keeping = PastCopies { spacing_events, copies_max, recalled_max: 1 };
        let events = spacing_events * copies_max as u64 * 5 / 4;
        let published = published(events, keeping);
        assert_eq!(published.kept().spacing_events, 2 * spacing_events);
        assert!((copies_max / 2..=copies_max).contains(&published.copies.len()));
        for number in (0..events).step_by(61) {
            let copy = published.copy_before(Revision::new(number).unwrap());
            let next = copy.next_revision().number();
            assert!(next <= number + 1, "a copy after the revision");
            assert!(number - next.min(number) <= 2 * spacing_events, "a copy far before it");
        }
    }
}
