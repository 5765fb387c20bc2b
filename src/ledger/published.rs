//! What a ledger publishes: the state at the end of a commit, and what leads back from it.

use imbl::Vector;
use projections::Portfolio;
use schema::Revision;

use super::commits::{Commit, Commits};

/// Events from one kept copy of the state to the next, at least. A copy shares what did not change
/// with its neighbours, so that a smaller spacing costs memory, and a larger one time to replay.
const COPY_SPACING_EVENTS: u64 = 256;

/// A whole ledger at the end of a commit. A copy costs a few pointers.
#[derive(Clone, Debug, Default)]
pub(super) struct Published {
    pub(super) state: Portfolio,
    pub(super) commits: Commits,
    copies: Vector<Portfolio>,
}

impl Published {
    /// The last event's revision.
    pub(super) fn head(&self) -> Option<Revision> {
        head(&self.state)
    }

    /// Takes in a commit, which ends at `state`; gives back an earlier one of the same command.
    pub(super) fn push(&mut self, commit: Commit, state: Portfolio) -> Option<Commit> {
        let former = self.commits.push(commit);
        if former.is_none() {
            let from = self.copies.last().and_then(head).map_or(0, Revision::number);
            if commit.last.number() >= from + COPY_SPACING_EVENTS {
                self.copies.push_back(state.clone());
            }
            self.state = state;
        }
        former
    }

    /// The last kept copy at `revision` or before: empty where none is kept.
    pub(super) fn copy_before(&self, revision: Revision) -> Portfolio {
        if self.head() <= Some(revision) {
            return self.state.clone();
        }
        let before = |copy: &&Portfolio| head(copy) <= Some(revision);
        self.copies.iter().rev().find(before).cloned().unwrap_or_default()
    }
}

fn head(state: &Portfolio) -> Option<Revision> {
    state.head().map(|head| head.revision)
}
