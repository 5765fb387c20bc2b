//! A sample with the state that it was drawn from, and the events of its cases.

use projections::{Head, Population, Portfolio, Sample};
use schema::{Date, Envelope, PortfolioId, Revision};
use std::sync::Arc;

use super::{Asked, EVENTS_MAX, SampleError};
use crate::{ledger::Ledger, store::StoredEvent};

/// A sample that was drawn.
#[derive(Debug)]
pub struct Drawn {
    pub(super) ledger: Arc<Ledger>,
    pub(super) asked: Asked,
    pub(super) state: Portfolio,
    /// The last event that the sample knows.
    pub(super) head: Head,
    /// The day on which that was recorded.
    pub(super) on: Date,
    pub(super) sample: Sample,
}

impl Drawn {
    /// Draws a sample as it is asked for.
    pub async fn draw(ledger: Arc<Ledger>, asked: Asked) -> Result<Self, SampleError> {
        asked.check()?;
        let state = match asked.revision {
            Some(revision) => ledger.at_revision(revision).await?,
            None => ledger.newest(),
        };
        // A ledger is served once its first commit is durable, and its first event opens it.
        let head = state.head().expect("a ledger that is served has an event");
        let zone = state.opening().expect("the first event opens the portfolio").time_zone;
        let on = zone.date_at(head.recorded)?;
        let population = population(&ledger, &asked, &state);
        let (seed, size, of) = (asked.seed.clone(), asked.size, state.clone());
        let draw = move || Sample::draw(&of, &population, &seed, size, on);
        let sample = tokio::task::spawn_blocking(draw).await.map_err(|_| SampleError::Failed)?;
        let (cases, accepted) = (sample.cases.len(), EVENTS_MAX);
        let events = sample.cases.iter().map(|case| case.events.len()).sum();
        if events > accepted {
            return Err(SampleError::TooManyEvents { cases, events, accepted });
        }
        Ok(Self { ledger, asked, state, head, on, sample })
    }

    /// The portfolio.
    pub fn portfolio(&self) -> PortfolioId {
        self.ledger.portfolio()
    }

    /// The events at these revisions, which are in ascending order.
    pub(super) async fn events(
        &self,
        revisions: &[Revision],
    ) -> Result<Vec<(Envelope, StoredEvent)>, SampleError> {
        let mut events = Vec::with_capacity(revisions.len());
        for run in revisions.chunk_by(|a, b| a.next() == *b) {
            let (Some(mut next), Some(last)) = (run.first().copied(), run.last().copied()) else {
                continue;
            };
            while next <= last {
                let page = self.ledger.stored(next, last).await?;
                let Some(end) = page.last() else { break };
                next = end.revision().next();
                for stored in page {
                    events.push((Envelope::from_bytes(stored.bytes())?, stored));
                }
            }
        }
        Ok(events)
    }
}

/// The population that is asked for, its instants as revisions of a state.
pub(crate) fn population(ledger: &Ledger, asked: &Asked, state: &Portfolio) -> Population {
    let from = asked.recorded_from.map_or(Revision::FIRST, |at| ledger.recorded_before(at));
    let end = state.next_revision();
    let to = asked.recorded_to.map_or(end, |at| ledger.recorded_before(at).min(end));
    Population {
        kind: asked.kind,
        organisation: asked.organisation,
        decided_from: asked.decided_from,
        decided_to: asked.decided_to,
        recorded: from..to.max(from),
        status: asked.status,
    }
}
