//! An event as the store sees it: a place, an id, and bytes that it does not look into.

use schema::{CommandId, CorrelationId, Digest, Envelope, EventId, Revision};
use std::sync::Arc;

/// A stored event. Its digest always belongs to its bytes.
#[derive(Clone, Debug)]
pub struct StoredEvent {
    revision: Revision,
    event_id: EventId,
    type_name: String,
    bytes: Arc<[u8]>,
    digest: Digest,
    causes: Option<Causes>,
}

/// What the event's bytes say of where it came from, for engines whose own tools follow it. Engines
/// need not keep it, and give back events without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Causes {
    /// What belongs together across commands.
    pub correlation: CorrelationId,
    /// The command.
    pub causation: CommandId,
}

impl PartialEq for StoredEvent {
    /// The same event at the same place. Where it came from is in its bytes.
    fn eq(&self, other: &Self) -> bool {
        self.revision == other.revision
            && self.event_id == other.event_id
            && self.type_name == other.type_name
            && self.bytes == other.bytes
    }
}

impl Eq for StoredEvent {}

impl StoredEvent {
    /// An event at its place.
    pub fn new(
        revision: Revision,
        event_id: EventId,
        type_name: impl Into<String>,
        bytes: impl Into<Arc<[u8]>>,
    ) -> Self {
        let bytes = bytes.into();
        let digest = Digest::of(&bytes);
        Self { revision, event_id, type_name: type_name.into(), bytes, digest, causes: None }
    }

    /// The same event, saying where it came from as its envelope does.
    #[must_use]
    pub fn caused_as(mut self, envelope: &Envelope) -> Self {
        let (correlation, causation) = (envelope.correlation, envelope.command.id);
        self.causes = Some(Causes { correlation, causation });
        self
    }

    /// Where it came from, where whoever made the event said so.
    pub const fn causes(&self) -> Option<Causes> {
        self.causes
    }

    /// The position in its portfolio's ledger.
    pub const fn revision(&self) -> Revision {
        self.revision
    }

    /// The event's id.
    pub const fn event_id(&self) -> EventId {
        self.event_id
    }

    /// The type's name, for engines and people that list events without reading them.
    pub fn type_name(&self) -> &str {
        &self.type_name
    }

    /// The canonical bytes.
    pub const fn bytes(&self) -> &Arc<[u8]> {
        &self.bytes
    }

    /// SHA-256 of the bytes.
    pub const fn digest(&self) -> Digest {
        self.digest
    }
}

/// A place in the order in which the events of all portfolios were appended. Later is larger; the
/// numbers need not be gapless.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position(u64);

impl Position {
    /// The place with this number.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The number.
    pub const fn number(self) -> u64 {
        self.0
    }
}
