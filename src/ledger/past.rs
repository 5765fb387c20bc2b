//! Past states: a kept copy, and the events after it replayed.

use projections::{Cause, Portfolio};
use schema::{Envelope, Instant, Revision};

use super::{Ledger, Refusal, Shared, intake::read};
use crate::{
    metrics,
    store::{Damage, PageLimit, StoredEvent},
};

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
    async fn at_end(&self, end: Option<Revision>) -> Result<Portfolio, PastError> {
        let published = self.published.load_full();
        let Some(end) = end else {
            let first = published.commits.iter().next();
            // A ledger is registered with its first commit, so that there is one.
            let (opened, at) = first.map_or((Revision::FIRST, self.clock.now()), |commit| {
                (commit.last, commit.recorded)
            });
            return Err(PastError::BeforeFirst { opened, at });
        };
        let mut state = published.copy_before(end);
        let replayed = (end.number() + 1).saturating_sub(state.next_revision().number());
        metrics::past_state(published.head() == Some(end), replayed);
        while state.next_revision() <= end {
            let page = self.page(state.next_revision(), end).await?;
            if page.is_empty() {
                return Err(self.damage(state.next_revision(), "the event is missing").into());
            }
            self.replay(&mut state, &page)?;
        }
        Ok(state)
    }

    fn replay(&self, state: &mut Portfolio, events: &[StoredEvent]) -> Result<(), Refusal> {
        for stored in events {
            let envelope = read(self.portfolio, stored)?;
            let Envelope { revision, recorded, actor, event, .. } = envelope;
            state
                .evolve(&Cause { revision, recorded, actor }, &event)
                .map_err(|inconsistent| self.damage(revision, &inconsistent.to_string()))?;
        }
        Ok(())
    }

    fn damage(&self, revision: Revision, what: &str) -> Refusal {
        Damage { portfolio: self.portfolio, revision, what: what.to_owned() }.into()
    }
}
