//! What subscribers are told of: commits, as they are published.

use schema::{Digest, Envelope, Revision};
use std::{
    fmt,
    str::FromStr,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::broadcast;

use crate::store::StoredEvent;

/// Groups that are announced and not yet taken, at most.
const GROUPS_HELD_MAX: usize = 32;

/// Where a reader stands: the last event that it has, and that event's SHA-256, by which a ledger
/// is recognised. Written as `<revision>.<digest>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The event.
    pub revision: Revision,
    /// Its digest.
    pub digest: Digest,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.revision, self.digest)
    }
}

impl FromStr for Cursor {
    type Err = schema::Invalid;

    fn from_str(text: &str) -> Result<Self, schema::Invalid> {
        let parse = || {
            let (revision, digest) = text.split_once('.')?;
            let revision = Revision::new(revision.parse().ok()?).ok()?;
            Some(Self { revision, digest: digest.parse().ok()? })
        };
        let accepted = "a cursor as the service gave it: <revision>.<digest>";
        parse().ok_or_else(|| schema::Invalid::new("cursor", text, accepted))
    }
}

/// The events of one command, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedCommit {
    /// The events, in order; at least one.
    pub envelopes: Vec<Envelope>,
    /// Where a reader stands who has them.
    pub cursor: Cursor,
}

impl RecordedCommit {
    /// A commit of these events; nothing where there are none.
    pub(super) fn new(envelopes: Vec<Envelope>, stored: &[StoredEvent]) -> Option<Self> {
        let last = stored.last()?;
        let cursor = Cursor { revision: last.revision(), digest: last.digest() };
        Some(Self { envelopes, cursor })
    }

    /// Its first event.
    pub fn first(&self) -> Revision {
        // A commit has at least one event.
        self.envelopes.first().map_or(self.cursor.revision, |envelope| envelope.revision)
    }
}

pub(super) type Group = Arc<[Arc<RecordedCommit>]>;

/// Announces groups to whoever listens.
#[derive(Debug)]
pub(super) struct Feed {
    /// `None` once the ledger has stopped.
    sender: Mutex<Option<broadcast::Sender<Group>>>,
}

impl Default for Feed {
    fn default() -> Self {
        Self { sender: Mutex::new(Some(broadcast::Sender::new(GROUPS_HELD_MAX))) }
    }
}

impl Feed {
    /// Announces a group that was published.
    pub(super) fn announce(&self, group: Vec<Arc<RecordedCommit>>) {
        if let Some(sender) = &*self.sender.lock().unwrap_or_else(PoisonError::into_inner) {
            // An error says that nobody listens.
            let _ = sender.send(group.into());
        }
    }

    /// Listens to what comes; nothing once the ledger has stopped.
    pub(super) fn listen(&self) -> Option<broadcast::Receiver<Group>> {
        let sender = self.sender.lock().unwrap_or_else(PoisonError::into_inner);
        sender.as_ref().map(broadcast::Sender::subscribe)
    }

    /// Ends every subscription after what was announced.
    pub(super) fn close(&self) {
        *self.sender.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
