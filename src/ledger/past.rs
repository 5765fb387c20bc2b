//! Past states: one that was asked for before, or the nearest copy before it and the events after
//! that replayed.
//!
//! What is replayed is read and decoded in stretches, several at the same time, and taken into the
//! state one after the other.

use futures_util::{StreamExt, stream};
use projections::{Cause, Portfolio};
use schema::{Envelope, Event, Instant, Revision};
use std::{panic::resume_unwind, sync::Arc};
use tokio::task::JoinError;

use super::{KeptCopies, Ledger, Refusal, Shared, intake::read, published::Published};
use crate::{
    metrics,
    store::{Damage, PageLimit, StoreError, StoredEvent},
};

/// Events that are read and decoded as one piece of work: worth the handing over, and small enough
/// that the pieces of a usual replay occupy every core.
const STRETCH: usize = 256;

/// Stretches under way at the same time, at most.
const STRETCHES: usize = 4;

/// Why a past state cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PastError {
    /// The ledger has not come so far.
    #[error("the portfolio has no revision {asked} yet; its last is {head}")]
    NotYet {
        /// The revision asked for.
        asked: Revision,
        /// The last.
        head: Revision,
    },
    /// Nothing was recorded yet.
    #[error("nothing was recorded yet; the portfolio was opened at revision {opened}, at {at}")]
    BeforeFirst {
        /// The last revision of the commit that opened it.
        opened: Revision,
        /// When.
        at: Instant,
    },
    /// The ledger cannot be read.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl Ledger {
    /// The newest state.
    pub fn newest(&self) -> Portfolio {
        self.shared.published.load().state.clone()
    }

    /// The copies of former states that are kept now.
    pub fn kept_copies(&self) -> KeptCopies {
        self.shared.published.load().kept()
    }

    /// The state at the end of the last commit that ends at `revision` or before.
    pub async fn at_revision(&self, revision: Revision) -> Result<Portfolio, PastError> {
        let published = self.shared.published.load_full();
        if let Some(head) = published.head().filter(|head| *head < revision) {
            return Err(PastError::NotYet { asked: revision, head });
        }
        let end = published.commits.ended_at(revision).map(|commit| commit.last);
        self.shared.at_end(end).await
    }

    /// The state at the end of the last commit recorded at `instant` or before.
    pub async fn at_instant(&self, instant: Instant) -> Result<Portfolio, PastError> {
        let end = self.shared.published.load().commits.recorded_at(instant);
        self.shared.at_end(end.map(|commit| commit.last)).await
    }

    /// The state as known at a revision, else at an instant, else now.
    pub async fn as_known(
        &self,
        revision: Option<Revision>,
        instant: Option<Instant>,
    ) -> Result<Portfolio, PastError> {
        match (revision, instant) {
            (Some(revision), _) => self.at_revision(revision).await,
            (None, Some(instant)) => self.at_instant(instant).await,
            (None, None) => Ok(self.newest()),
        }
    }

    /// The revision after the last event recorded before `instant`.
    pub fn recorded_before(&self, instant: Instant) -> Revision {
        // Nothing is recorded before the first instant of the calendar.
        let before = Instant::from_microseconds(instant.microseconds().saturating_sub(1)).ok();
        let commits = &self.shared.published.load().commits;
        let end = before.and_then(|before| commits.recorded_at(before));
        end.map_or(Revision::FIRST, |commit| commit.last.next())
    }

    /// When the event at a revision was recorded; none where there is none yet.
    pub fn recorded(&self, revision: Revision) -> Option<Instant> {
        self.shared.published.load().commits.holding(revision).map(|commit| commit.recorded)
    }

    /// Events from `from` up to `to`, at most a page of the usual size: what history is made of.
    pub async fn envelopes(&self, from: Revision, to: Revision) -> Result<Vec<Envelope>, Refusal> {
        let stored = self.shared.page(from, to).await?;
        stored.iter().map(|event| read(self.shared.portfolio, event)).collect()
    }

    /// The same as stored, byte for byte.
    pub async fn stored(&self, from: Revision, to: Revision) -> Result<Vec<StoredEvent>, Refusal> {
        self.shared.page(from, to).await
    }
}

impl Shared {
    /// A page of events, none beyond what is published.
    pub(super) async fn page(
        &self,
        from: Revision,
        to: Revision,
    ) -> Result<Vec<StoredEvent>, Refusal> {
        let to = self.published.load().head().map(|head| head.min(to));
        let count = to.map_or(0, |to| (to.number() + 1).saturating_sub(from.number()));
        let Ok(count @ 1..) = usize::try_from(count) else { return Ok(Vec::new()) };
        let usual = PageLimit::USUAL;
        let limit = PageLimit { events_max: usual.events_max.min(count), ..usual };
        Ok(self.store.read(self.portfolio, from, limit).await?.events)
    }

    /// The state after the commit that ends at `end`.
    async fn at_end(self: &Arc<Self>, end: Option<Revision>) -> Result<Portfolio, PastError> {
        let published = self.published.load_full();
        let Some(end) = end else {
            let first = published.commits.iter().next();
            // A ledger is registered with its first commit, so that there is one.
            let (opened, at) = first.map_or((Revision::FIRST, self.clock.now()), |commit| {
                (commit.last, commit.recorded)
            });
            return Err(PastError::BeforeFirst { opened, at });
        };
        if published.head() == Some(end) {
            metrics::past_state(true, 0);
            return Ok(published.state.clone());
        }
        let mut state = self.nearest(&published, end);
        let replayed = (end.number() + 1).saturating_sub(state.next_revision().number());
        metrics::past_state(false, replayed);
        if replayed > 0 {
            self.replay(&mut state, end).await?;
            self.recalled.put(end, state.clone());
        }
        Ok(state.told_by(&published.state))
    }

    /// The last state at hand at `end` or before. It does not know what touched what.
    fn nearest(&self, published: &Published, end: Revision) -> Portfolio {
        let kept = published.copy_before(end);
        let recalled = self.recalled.before(end);
        match recalled {
            Some(recalled) if recalled.next_revision() > kept.next_revision() => recalled,
            Some(_) | None => kept,
        }
    }

    /// Takes in the events after `state` up to `end`.
    async fn replay(self: &Arc<Self>, state: &mut Portfolio, end: Revision) -> Result<(), Refusal> {
        let starts = (state.next_revision().number()..=end.number()).step_by(STRETCH);
        let stretches = starts.map(|start| {
            let (first, shared) = (Revision::FIRST.plus(start), Arc::clone(self));
            let last = end.min(first.plus(STRETCH as u64 - 1));
            tokio::spawn(async move { shared.stretch(first, last).await })
        });
        let mut stretches = stream::iter(stretches).buffered(STRETCHES);
        while let Some(stretch) = stretches.next().await {
            let stretch = stretch.map_err(JoinError::try_into_panic);
            let stretch = match stretch {
                Ok(decoded) => decoded?,
                Err(Ok(panic)) => resume_unwind(panic),
                // Nobody takes it back but a runtime that ends.
                Err(Err(_)) => return Err(StoreError::Closed.into()),
            };
            for (cause, event) in &stretch {
                state.evolve(cause, event).map_err(|inconsistent| {
                    self.damage(cause.revision, &inconsistent.to_string())
                })?;
            }
        }
        Ok(())
    }

    /// The events from the one revision up to the other, decoded.
    async fn stretch(
        &self,
        first: Revision,
        last: Revision,
    ) -> Result<Vec<(Cause, Event)>, Refusal> {
        let (mut decoded, mut next) = (Vec::with_capacity(STRETCH), first);
        while next <= last {
            let page = self.page(next, last).await?;
            if page.is_empty() {
                return Err(self.damage(next, "the event is missing"));
            }
            for stored in &page {
                let Envelope { revision, recorded, actor, event, .. } =
                    read(self.portfolio, stored)?;
                decoded.push((Cause { revision, recorded, actor }, event));
                next = revision.next();
            }
        }
        Ok(decoded)
    }

    fn damage(&self, revision: Revision, what: &str) -> Refusal {
        Damage { portfolio: self.portfolio, revision, what: what.to_owned() }.into()
    }
}
