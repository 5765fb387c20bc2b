//! The vault: one stream for each value, so that one can be deleted without touching another.
//!
//! What is erased leaves a tombstone: the engine takes nothing into such a stream ever again, and
//! says so, by which what was erased is told from what was never there. The bytes themselves go from
//! the disks when the operator scavenges.

use eventstore::{
    AppendToStreamOptions, Error, ExpectedRevision, RecordedEvent, TombstoneStreamOptions,
};
use futures_util::{StreamExt, TryStreamExt, future::try_join_all, stream};
use schema::{Commitment, Digest, EventId, PortfolioId, Salt, VaultEntry};
use serde::{Deserialize, Serialize};

use std::sync::Arc;

use super::{
    super::{PageLimit, StoreError, Vaulted},
    Engine,
    failure::Failure,
    link::Link,
    reading, wire,
};

/// Values that are asked for or put at once on a connection: fewer than the streams that the database's
/// own server lets one have, 100.
const AT_ONCE: usize = 64;

/// Connections that many values are spread over, at most. On each, what goes out waits for what went
/// out before to be acknowledged: it is the waiting that is shared.
pub(super) const LANES_MAX: usize = 8;

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
    /// Spreads values over as many connections as they need.
    fn spread<'a, T>(&'a self, values: &'a [T]) -> impl Iterator<Item = (&'a Arc<Link>, &'a [T])> {
        let lanes = values.len().div_ceil(AT_ONCE).clamp(1, LANES_MAX);
        let share = values.len().div_ceil(lanes).max(1);
        std::iter::once(&self.link).chain(&self.lanes).zip(values.chunks(share))
    }

    /// Puts entries into a portfolio's vault, several at once.
    pub(super) async fn put(
        &self,
        portfolio: PortfolioId,
        entries: &[VaultEntry],
    ) -> Result<(), StoreError> {
        let puts = self.spread(entries).map(|(link, entries)| {
            stream::iter(entries.to_vec())
                .map(move |entry| self.put_one(link, portfolio, entry))
                .buffer_unordered(AT_ONCE)
                .try_collect::<()>()
        });
        try_join_all(puts).await?;
        Ok(())
    }

    async fn put_one(
        &self,
        link: &Link,
        portfolio: PortfolioId,
        entry: VaultEntry,
    ) -> Result<(), StoreError> {
        let stream = self.names.vault(portfolio, entry.commitment);
        let (bytes, id) = bytes(&entry);
        let mut options =
            AppendToStreamOptions::default().expected_revision(ExpectedRevision::NoStream);
        options = options.requires_leader(true);
        if let Some(credentials) = &self.credentials {
            options = options.authenticated(credentials.clone());
        }
        let appended = link.ask(|client| {
            let (stream, options) = (stream.clone(), options.clone());
            let data = wire::data(TYPE_NAME, &bytes, id);
            async move { client.append_to_stream(stream, &options, data).await }
        });
        match appended.await {
            Ok(_) => Ok(()),
            // What was erased stays erased.
            Err(Failure::Answer(Error::ResourceDeleted)) => Ok(()),
            Err(Failure::Answer(Error::WrongExpectedVersion { .. })) => {
                match self.get_one(link, portfolio, entry.commitment).await? {
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
        let gets = self.spread(commitments).map(|(link, commitments)| {
            stream::iter(commitments.to_vec())
                .map(move |commitment| self.get_one(link, portfolio, commitment))
                .buffered(AT_ONCE)
                .try_collect::<Vec<_>>()
        });
        Ok(try_join_all(gets).await?.concat())
    }

    async fn get_one(
        &self,
        link: &Link,
        portfolio: PortfolioId,
        commitment: Commitment,
    ) -> Result<Vaulted, StoreError> {
        let stream = self.names.vault(portfolio, commitment);
        let one = PageLimit { events_max: 1, ..PageLimit::USUAL };
        let credentials = self.credentials.clone();
        let run =
            link.ask(|client| reading::run(client, credentials.clone(), stream.clone(), 0, one));
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
        match self.get_one(&self.link, portfolio, commitment).await {
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
