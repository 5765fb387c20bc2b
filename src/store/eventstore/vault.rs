//! The vault: one stream for each value, so that one can be deleted without touching another.
//!
//! What is erased leaves a tombstone: the engine takes nothing into such a stream ever again, and
//! says so, by which what was erased is told from what was never there. The bytes themselves go from
//! the disks when the operator scavenges.

use eventstore::{
    AppendToStreamOptions, Error, ExpectedRevision, RecordedEvent, TombstoneStreamOptions,
};
use futures_util::{StreamExt, stream};
use schema::{Commitment, Digest, EventId, PortfolioId, Salt, VaultEntry};
use serde::{Deserialize, Serialize};

use super::{
    super::{PageLimit, StoreError, Vaulted},
    Engine,
    failure::Failure,
    reading, wire,
};

/// Values that are asked for or put at once: fewer than the streams that the database's own server lets
/// a connection have, 100, and so many that the client's waiting for acknowledgements weighs little.
const AT_ONCE: usize = 64;

const TYPE_NAME: &str = "TextVaulted";

/// A value as it is kept.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Kept {
    event_id: EventId,
    field: String,
    /// Hexadecimal, as digests are written.
    salt: Digest,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
}

/// The bytes of an entry, and the id under which the engine keeps them.
fn bytes(entry: &VaultEntry) -> (Vec<u8>, uuid::Uuid) {
    let kept = Kept {
        event_id: entry.event,
        field: entry.field.clone(),
        salt: Digest::from_bytes(*entry.salt.bytes()),
        value: entry.value.clone(),
    };
    // Strings and ids are JSON.
    let bytes = serde_json::to_vec(&kept).unwrap_or_default();
    let id = wire::id_in_engine(entry.event.uuid(), Digest::of(&bytes));
    (bytes, id)
}

fn entry(
    portfolio: PortfolioId,
    commitment: Commitment,
    recorded: &RecordedEvent,
) -> Result<VaultEntry, StoreError> {
    let damaged = || StoreError::StoreDamaged {
        store: format!("vault of portfolio {portfolio}"),
        what: format!("the entry {} is not as it was stored", commitment.digest()),
    };
    let kept: Kept = serde_json::from_slice(&recorded.data).map_err(|_| damaged())?;
    let entry = VaultEntry {
        commitment,
        event: kept.event_id,
        field: kept.field,
        salt: Salt::new(*kept.salt.bytes()),
        value: kept.value,
    };
    let (_, id) = bytes(&entry);
    if id == recorded.id && entry.holds() { Ok(entry) } else { Err(damaged()) }
}

impl Engine {
    /// Puts entries into a portfolio's vault, several at once.
    pub(super) async fn put(
        &self,
        portfolio: PortfolioId,
        entries: &[VaultEntry],
    ) -> Result<(), StoreError> {
        let mut puts = stream::iter(entries.to_vec())
            .map(|entry| self.put_one(portfolio, entry))
            .buffer_unordered(AT_ONCE);
        while let Some(put) = puts.next().await {
            put?;
        }
        Ok(())
    }

    async fn put_one(&self, portfolio: PortfolioId, entry: VaultEntry) -> Result<(), StoreError> {
        let stream = self.names.vault(portfolio, entry.commitment);
        let (bytes, id) = bytes(&entry);
        let mut options =
            AppendToStreamOptions::default().expected_revision(ExpectedRevision::NoStream);
        options = options.requires_leader(true);
        if let Some(credentials) = &self.credentials {
            options = options.authenticated(credentials.clone());
        }
        let appended = self.link.ask(|client| {
            let (stream, options) = (stream.clone(), options.clone());
            let data = wire::data(TYPE_NAME, &bytes, id);
            async move { client.append_to_stream(stream, &options, data).await }
        });
        match appended.await {
            Ok(_) => Ok(()),
            // What was erased stays erased.
            Err(Failure::Answer(Error::ResourceDeleted)) => Ok(()),
            Err(Failure::Answer(Error::WrongExpectedVersion { .. })) => {
                match self.get_one(portfolio, entry.commitment).await? {
                    Vaulted::Kept(former) if former != entry => {
                        Err(StoreError::OtherEntry { commitment: entry.commitment })
                    }
                    Vaulted::Kept(_) | Vaulted::Erased | Vaulted::Missing => Ok(()),
                }
            }
            Err(failure) => Err(failure.into()),
        }
    }

    /// What the vault holds for each commitment, in the order asked.
    pub(super) async fn get(
        &self,
        portfolio: PortfolioId,
        commitments: &[Commitment],
    ) -> Result<Vec<Vaulted>, StoreError> {
        let mut gets = stream::iter(commitments.to_vec())
            .map(|commitment| self.get_one(portfolio, commitment))
            .buffered(AT_ONCE);
        let mut held = Vec::with_capacity(commitments.len());
        while let Some(one) = gets.next().await {
            held.push(one?);
        }
        Ok(held)
    }

    async fn get_one(
        &self,
        portfolio: PortfolioId,
        commitment: Commitment,
    ) -> Result<Vaulted, StoreError> {
        let stream = self.names.vault(portfolio, commitment);
        let one = PageLimit { events_max: 1, ..PageLimit::USUAL };
        let credentials = self.credentials.clone();
        let run = self
            .link
            .ask(|client| reading::run(client, credentials.clone(), stream.clone(), 0, one));
        match run.await {
            Ok(run) => match run.events.first() {
                Some(recorded) => Ok(Vaulted::Kept(entry(portfolio, commitment, recorded)?)),
                None => Ok(Vaulted::Missing),
            },
            Err(Failure::Answer(Error::ResourceDeleted)) => Ok(Vaulted::Erased),
            Err(failure) => Err(failure.into()),
        }
    }

    /// Erases a value for ever. Tells whether it was there.
    pub(super) async fn erase(
        &self,
        portfolio: PortfolioId,
        commitment: Commitment,
    ) -> Result<bool, StoreError> {
        // What was never there gets no tombstone: it may come yet.
        match self.get_one(portfolio, commitment).await {
            Ok(Vaulted::Missing | Vaulted::Erased) => return Ok(false),
            // What is damaged can be erased too.
            Ok(Vaulted::Kept(_)) | Err(StoreError::StoreDamaged { .. }) => {}
            Err(error) => return Err(error),
        }
        let stream = self.names.vault(portfolio, commitment);
        let mut options = TombstoneStreamOptions::default().requires_leader(true);
        if let Some(credentials) = &self.credentials {
            options = options.authenticated(credentials.clone());
        }
        let erased = self.link.ask(|client| {
            let (stream, options) = (stream.clone(), options.clone());
            async move { client.tombstone_stream(stream, &options).await }
        });
        match erased.await {
            // Where it stands there already, an answer of this very request was lost, or another
            // node erased it at the same time.
            Ok(_) | Err(Failure::Answer(Error::ResourceDeleted)) => Ok(true),
            Err(failure) => Err(failure.into()),
        }
    }
}
