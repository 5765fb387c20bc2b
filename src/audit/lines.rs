//! A ledger as lines of JSON. An event's line is its stored bytes, so that the SHA-256 of the line
//! is the event's hash. With texts, what opens an event's commitments stands in lines before it.

use schema::{Commitment, Digest, Envelope, EventId, PortfolioId, Revision, Salt, VaultEntry};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

use crate::store::{EventStore, PageLimit, StoreError, StoredEvent, Vaulted};

/// What opens one commitment, as a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TextLine {
    commitment: Digest,
    event_id: EventId,
    field: String,
    salt: Digest,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
}

/// A line of a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// What opens a commitment of the event that follows.
    Text(VaultEntry),
    /// An event's stored bytes.
    Event(Arc<[u8]>),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wrapped {
    text: TextLine,
}

/// How the line of a text begins; no event's does, as its first key is `actor`.
const TEXT_BEGINS: &[u8] = b"{\"text\":";

impl Line {
    /// The line, without its end.
    pub fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Event(bytes) => bytes.to_vec(),
            Self::Text(entry) => serde_json::to_vec(&Wrapped {
                text: TextLine {
                    commitment: entry.commitment.digest(),
                    event_id: entry.event,
                    field: entry.field.clone(),
                    salt: Digest::from_bytes(*entry.salt.bytes()),
                    value: entry.value.clone(),
                },
            })
            // Strings only.
            .expect("the line of a text serialises"),
        }
    }

    /// Reads a line. An event's is taken as it stands.
    pub fn from_bytes(line: &[u8]) -> Result<Self, serde_json::Error> {
        if !line.starts_with(TEXT_BEGINS) {
            return Ok(Self::Event(line.into()));
        }
        let Wrapped { text } = serde_json::from_slice(line)?;
        Ok(Self::Text(VaultEntry {
            commitment: Commitment::from_digest(text.commitment),
            event: text.event_id,
            field: text.field,
            salt: Salt::new(*text.salt.bytes()),
            value: text.value,
        }))
    }
}

/// A portfolio's lines, page by page.
#[derive(Debug)]
pub struct Lines {
    store: Arc<dyn EventStore>,
    portfolio: PortfolioId,
    next: Revision,
    with_texts: bool,
}

impl Lines {
    /// The lines from a revision on.
    pub fn from(
        store: Arc<dyn EventStore>,
        portfolio: PortfolioId,
        from: Revision,
        with_texts: bool,
    ) -> Self {
        Self { store, portfolio, next: from, with_texts }
    }

    /// The next lines, at most a page of events; empty at the end.
    pub async fn next(&mut self) -> Result<Vec<Line>, StoreError> {
        let page = self.store.read(self.portfolio, self.next, PageLimit::USUAL).await?;
        let mut lines = Vec::new();
        for event in &page.events {
            if self.with_texts {
                lines.extend(self.texts_of(event).await?);
            }
            lines.push(Line::Event(Arc::clone(event.bytes())));
            self.next = event.revision().next();
        }
        Ok(lines)
    }

    async fn texts_of(&self, event: &StoredEvent) -> Result<Vec<Line>, StoreError> {
        let commitments = commitments_of(event.bytes());
        if commitments.is_empty() {
            return Ok(Vec::new());
        }
        let vaulted = self.store.vault_get(self.portfolio, commitments).await?;
        let kept = vaulted.into_iter().filter_map(|vaulted| match vaulted {
            // A description carries earlier commitments along: each is opened once, by its event.
            Vaulted::Kept(entry) if entry.event == event.event_id() => Some(Line::Text(entry)),
            Vaulted::Kept(_) | Vaulted::Erased | Vaulted::Missing => None,
        });
        Ok(kept.collect())
    }
}

/// The commitments of an event's data, and its command's where the event is the command's first.
fn commitments_of(bytes: &[u8]) -> Vec<Commitment> {
    let Ok(stored) = serde_json::from_slice::<serde_json::Value>(bytes) else { return Vec::new() };
    let mut commitments = Commitment::all_in(&stored["data"]);
    if let Ok(envelope) = Envelope::from_bytes(bytes)
        && envelope.commit.index == 0
    {
        commitments.push(Commitment::from_digest(envelope.command.digest));
    }
    commitments.sort_unstable();
    commitments.dedup();
    commitments
}
