//! Which command was recorded where: the index that belongs to the ledger, not to the state.

use imbl::{OrdMap, Vector};
use schema::{CommandId, Digest, Instant, Revision};

/// A recorded command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commit {
    /// The command.
    pub command: CommandId,
    /// Its digest.
    pub digest: Digest,
    /// Its first event.
    pub first: Revision,
    /// Its last event.
    pub last: Revision,
    /// When.
    pub recorded: Instant,
}

/// All recorded commands of a ledger. A copy costs a pointer.
#[derive(Clone, Debug, Default)]
pub(super) struct Commits {
    in_order: Vector<Commit>,
    places: OrdMap<CommandId, usize>,
}

impl Commits {
    /// Adds the next commit; gives back the one under the same command id, where there is one.
    pub(super) fn push(&mut self, commit: Commit) -> Option<Commit> {
        if let Some(former) = self.of(commit.command) {
            return Some(former);
        }
        self.places.insert(commit.command, self.in_order.len());
        self.in_order.push_back(commit);
        None
    }

    /// The commit of a command.
    pub(super) fn of(&self, command: CommandId) -> Option<Commit> {
        self.places.get(&command).and_then(|&place| self.in_order.get(place)).copied()
    }

    /// The last commit that ends at `revision` or before.
    pub(super) fn ended_at(&self, revision: Revision) -> Option<Commit> {
        self.last_where(|commit| commit.last <= revision)
    }

    /// The last commit recorded at `instant` or before.
    pub(super) fn recorded_at(&self, instant: Instant) -> Option<Commit> {
        self.last_where(|commit| commit.recorded <= instant)
    }

    /// The commit that holds `revision`.
    pub(super) fn holding(&self, revision: Revision) -> Option<Commit> {
        self.last_where(|commit| commit.first <= revision).filter(|found| revision <= found.last)
    }

    /// All commits, from the first.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Commit> {
        self.in_order.iter()
    }

    /// The last commit of those, at the beginning, of which `holds` is true.
    fn last_where(&self, holds: impl Fn(&Commit) -> bool) -> Option<Commit> {
        let (mut low, mut high) = (0, self.in_order.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.in_order.get(middle).is_some_and(&holds) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low.checked_sub(1).and_then(|place| self.in_order.get(place)).copied()
    }
}
