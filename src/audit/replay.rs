//! Putting the lines of a ledger into a store that does not have it: the same bytes at the same
//! revisions, or nothing.

use projections::{Cause, Portfolio};
use schema::{
    Digest, Envelope, EnvelopeError, PortfolioId, VaultEntry,
    limits::{EVENT_BYTES_MAX, GROUP_BYTES_MAX},
};
use std::io::{BufRead, Read};

use super::Line;
use crate::store::{Append, EventStore, StoreError, StoredEvent};

/// What was put in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replayed {
    /// The portfolio.
    pub portfolio: PortfolioId,
    /// Events.
    pub events: u64,
    /// Digest of the state after the last.
    pub state_digest: Digest,
}

/// Why lines cannot be put in. Whole commits before the one at fault are in the store.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// A line that is no line of a ledger.
    #[error("line {line}: {error}")]
    Line {
        /// Its number, from 1.
        line: u64,
        /// What is wrong with it.
        error: String,
    },
    /// An event that is not canonical, or that this program does not know.
    #[error("line {line}: {error}")]
    Event {
        /// Its number, from 1.
        line: u64,
        /// What is wrong with it.
        error: EnvelopeError,
    },
    /// The lines could not be read.
    #[error("the lines could not be read: {0}")]
    Unreadable(#[from] std::io::Error),
    /// There is no event.
    #[error("there is no event in the file; give one that `thirdplace log` wrote")]
    Empty,
    /// The lines end within a commit.
    #[error("the lines end within the commit at revision {revision}: the file was cut")]
    Cut {
        /// The last event.
        revision: schema::Revision,
    },
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Bytes of one line, at most: an event, or a text with its frame, escaped.
const LINE_BYTES_MAX: u64 = EVENT_BYTES_MAX as u64 * 2;

/// Puts the lines of one portfolio into a store, whole commits at a time.
pub async fn replay(
    store: &dyn EventStore,
    mut lines: impl BufRead,
) -> Result<Replayed, ReplayError> {
    let mut replay = Replay::default();
    let mut number = 0;
    loop {
        let mut line = Vec::new();
        let read = Read::take(&mut lines, LINE_BYTES_MAX).read_until(b'\n', &mut line)?;
        if read == 0 {
            break;
        }
        number += 1;
        if line.last() != Some(&b'\n') {
            let error = format!("it does not end, or is longer than {LINE_BYTES_MAX} bytes");
            return Err(ReplayError::Line { line: number, error });
        }
        line.pop();
        replay.take(number, &line)?;
        if replay.bytes >= GROUP_BYTES_MAX / 2 {
            replay.flush(store).await?;
        }
    }
    replay.finish(store).await
}

#[derive(Default)]
struct Replay {
    portfolio: Option<PortfolioId>,
    state: Portfolio,
    /// Whole commits that are not yet in the store.
    events: Vec<StoredEvent>,
    /// Events of the commit that is not yet whole.
    open: Vec<StoredEvent>,
    vault: Vec<VaultEntry>,
    bytes: usize,
    in_store: Option<schema::Revision>,
}

impl Replay {
    fn take(&mut self, line: u64, bytes: &[u8]) -> Result<(), ReplayError> {
        match Line::from_bytes(bytes) {
            Err(error) => Err(ReplayError::Line { line, error: error.to_string() }),
            Ok(Line::Text(entry)) => {
                self.vault.push(entry);
                Ok(())
            }
            Ok(Line::Event(bytes)) => {
                let envelope = Envelope::from_canonical_bytes(&bytes)
                    .map_err(|error| ReplayError::Event { line, error })?;
                self.take_event(line, &envelope, &bytes)
            }
        }
    }

    fn take_event(
        &mut self,
        line: u64,
        envelope: &Envelope,
        bytes: &[u8],
    ) -> Result<(), ReplayError> {
        let wrong = |error: String| ReplayError::Line { line, error };
        let portfolio = *self.portfolio.get_or_insert(envelope.portfolio);
        if portfolio != envelope.portfolio {
            return Err(wrong(format!("it is of another portfolio than {portfolio}")));
        }
        let cause = Cause {
            revision: envelope.revision,
            recorded: envelope.recorded,
            actor: envelope.actor,
        };
        self.state.evolve(&cause, &envelope.event).map_err(|error| wrong(error.to_string()))?;
        let (id, name) = (envelope.event_id, envelope.event.type_name());
        self.open.push(StoredEvent::new(envelope.revision, id, name, bytes));
        self.bytes += bytes.len();
        if envelope.commit.is_last() {
            self.events.append(&mut self.open);
        }
        Ok(())
    }

    /// Appends the whole commits.
    async fn flush(&mut self, store: &dyn EventStore) -> Result<(), ReplayError> {
        let (Some(portfolio), Some(last)) = (self.portfolio, self.events.last()) else {
            return Ok(());
        };
        let last = last.revision();
        let append = Append {
            portfolio,
            expected: self.in_store,
            events: std::mem::take(&mut self.events),
            vault: std::mem::take(&mut self.vault),
        };
        store.append(append).await?;
        self.in_store = Some(last);
        self.bytes = self.open.iter().map(|event| event.bytes().len()).sum();
        Ok(())
    }

    async fn finish(mut self, store: &dyn EventStore) -> Result<Replayed, ReplayError> {
        self.flush(store).await?;
        if let Some(event) = self.open.last() {
            return Err(ReplayError::Cut { revision: event.revision() });
        }
        match (self.portfolio, self.in_store) {
            (Some(portfolio), Some(last)) => Ok(Replayed {
                portfolio,
                events: last.number() + 1,
                state_digest: self.state.digest(),
            }),
            _ => Err(ReplayError::Empty),
        }
    }
}
