//! A group of events on its way into the store, and how a repetition is told from a conflict.

use schema::{
    Digest, EventId, PortfolioId, Revision, VaultEntry,
    limits::{EVENT_BYTES_MAX, GROUP_BYTES_MAX},
};

use super::{StoreError, StoredEvent};

/// What an engine keeps beside an event's bytes, at most: its type's name and ids.
pub(crate) const BESIDE_EVENT_BYTES_MAX: usize = 320;

/// What an engine keeps of one group, at most: EventStoreDB takes appends of 1 MiB where nobody
/// configured it otherwise, and counts what stands beside the events.
pub(crate) const GROUP_KEPT_BYTES_MAX: usize = 1024 * 1024 - 8 * 1024;

/// What an engine keeps of an event, at most.
pub(crate) fn kept_bytes(event: &StoredEvent) -> usize {
    event.bytes().len() + BESIDE_EVENT_BYTES_MAX
}

/// Vault entries of one group, at most: some for every event of the largest group.
pub(crate) const VAULT_ENTRIES_MAX: usize = 16_384;

/// A group that is recorded whole or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Append {
    /// The portfolio.
    pub portfolio: PortfolioId,
    /// The head for which the group was made; `None` for an empty ledger.
    pub expected: Option<Revision>,
    /// The events, gapless after `expected`.
    pub events: Vec<StoredEvent>,
    /// What the vault keeps for them.
    pub vault: Vec<VaultEntry>,
}

impl Append {
    /// The revision of the first event.
    pub fn first(&self) -> Revision {
        self.expected.map_or(Revision::FIRST, Revision::next)
    }

    /// The head once the group is recorded. Only for a group that was checked.
    pub(super) fn last(&self) -> Revision {
        self.events.last().map_or(self.first(), StoredEvent::revision)
    }

    /// Refuses a group that would make a ledger unreadable, whatever made it.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        let refuse = |what: String| Err(StoreError::Unacceptable { what });
        if self.events.is_empty() {
            return refuse("it has no event".to_owned());
        }
        let mut bytes = 0;
        let mut revision = self.first();
        for event in &self.events {
            if event.revision() != revision {
                return refuse(format!("revision {} stands at {revision}", event.revision()));
            }
            if event.bytes().len() > EVENT_BYTES_MAX {
                return refuse(format!("event {revision} has {} bytes", event.bytes().len()));
            }
            bytes += event.bytes().len();
            revision = revision.next();
        }
        if bytes > GROUP_BYTES_MAX {
            return refuse(format!("it has {bytes} bytes, more than {GROUP_BYTES_MAX}"));
        }
        check_vault(&self.vault)
    }
}

/// Refuses entries that would not open what they are kept for.
pub(super) fn check_vault(entries: &[VaultEntry]) -> Result<(), StoreError> {
    let refuse = |what: String| Err(StoreError::Unacceptable { what });
    if entries.len() > VAULT_ENTRIES_MAX {
        return refuse(format!("{} vault entries, more than {VAULT_ENTRIES_MAX}", entries.len()));
    }
    match entries.iter().find(|entry| !entry.holds()) {
        Some(entry) => refuse(format!("vault entry {} does not hold", entry.commitment.digest())),
        None => Ok(()),
    }
}

/// What is to be done with a group, given where the ledger stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// The group follows the head: record it.
    Follows,
    /// The group is recorded already: answer as the first time.
    Recorded,
}

/// Compares a group with the ledger. `recorded` gives id and digest of the events that stand at
/// the group's revisions; it is asked only when the group does not follow the head.
pub(super) fn standing(
    append: &Append,
    head: Option<Revision>,
    recorded: impl FnOnce() -> Result<Vec<(EventId, Digest)>, StoreError>,
) -> Result<Standing, StoreError> {
    if append.expected == head {
        return Ok(Standing::Follows);
    }
    let recorded = recorded()?;
    for (event, (id, digest)) in append.events.iter().zip(&recorded) {
        if event.event_id() == *id && event.digest() != *digest {
            return Err(StoreError::OtherBytes { event: *id, revision: event.revision() });
        }
    }
    let ids = append.events.iter().map(StoredEvent::event_id);
    if ids.eq(recorded.iter().map(|(id, _)| *id)) {
        Ok(Standing::Recorded)
    } else {
        Err(StoreError::WrongRevision { expected: append.expected, actual: head })
    }
}
