//! Carrying erasures out. The event is durable first; then the vault is emptied of what it names, and
//! only then is the command answered. What was cut off in between is finished on the next start, so
//! that nothing recorded as erased is ever served.

use schema::{Command, Commitment, Event, EventId, PortfolioId};

use super::{
    Refusal, Shared,
    commits::{Commit, Commits},
    published::Published,
    shelf::Shelf,
};
use crate::store::{EventStore, StoreError, StoredEvent, Vaulted};

/// Commitments that are looked up at once, at most.
const BATCH: usize = 512;

/// Where texts are erased.
#[derive(Clone, Copy, Debug)]
pub(super) struct Vault<'a> {
    pub(super) store: &'a dyn EventStore,
    pub(super) portfolio: PortfolioId,
    pub(super) shelf: &'a Shelf,
    /// Every commit that is durable: an entry's event leads to its command's.
    pub(super) commits: &'a Commits,
}

/// The commitments that these events say were erased.
pub(super) fn named<'a>(events: impl IntoIterator<Item = &'a Event>) -> Vec<Commitment> {
    let erased = events.into_iter().filter_map(|event| match event {
        Event::TextsErased(erased) => Some(&erased.commitments),
        _ => None,
    });
    erased.flatten().copied().map(Commitment::from_digest).collect()
}

/// Finishes every erasure of a ledger that was cut off before the vault was emptied.
pub(super) async fn finish(
    store: &dyn EventStore,
    portfolio: PortfolioId,
    published: &Published,
    shelf: &Shelf,
) -> Result<(), Refusal> {
    let erased: Vec<Commitment> = published.state.erased().collect();
    Vault { store, portfolio, shelf, commits: &published.commits }.erase(&erased).await
}

impl Vault<'_> {
    /// Erases texts for ever, and with each the salt of its command's digest. What is erased already
    /// stays so.
    pub(super) async fn erase(&self, texts: &[Commitment]) -> Result<(), Refusal> {
        for batch in texts.chunks(BATCH) {
            batch.iter().for_each(|&text| self.shelf.remove(text));
            self.erase_batch(batch).await.map_err(|error| Refusal::ErasureUnfinished { error })?;
        }
        Ok(())
    }

    async fn erase_batch(&self, batch: &[Commitment]) -> Result<(), StoreError> {
        let held = self.store.vault_get(self.portfolio, batch.to_vec()).await?;
        for entry in held {
            let Vaulted::Kept(entry) = entry else { continue };
            // The salt first: were it left for later, nothing would lead to it any more.
            if let Some(commit) = self.commit_with(entry.event) {
                let salt = Commitment::from_digest(commit.digest);
                self.store.vault_erase(self.portfolio, salt).await?;
            }
            self.store.vault_erase(self.portfolio, entry.commitment).await?;
        }
        Ok(())
    }

    /// The commit of an event. Erasures are rare: computing every id again costs less than keeping
    /// an index of them.
    fn commit_with(&self, event: EventId) -> Option<Commit> {
        let holds = |commit: &Commit| {
            let last_index = commit.last.number() - commit.first.number();
            (0..=usize::try_from(last_index).unwrap_or(usize::MAX))
                .any(|index| EventId::of(self.portfolio, commit.command, index) == event)
        };
        self.commits.iter().find(|commit| holds(commit)).copied()
    }
}

impl Shared {
    /// The text that stands where a command says, where it names a place of one and one stands there.
    pub(super) async fn named_text(
        &self,
        command: &Command,
    ) -> Result<Option<Commitment>, Refusal> {
        let Command::TextErase(erase) = command else { return Ok(None) };
        let place = &erase.place;
        let page = self.page(place.revision, place.revision).await?;
        Ok(page.first().and_then(|event| standing(event, place.field.as_str())))
    }
}

/// The commitment at a field of a stored event's data.
fn standing(event: &StoredEvent, field: &str) -> Option<Commitment> {
    let stored: serde_json::Value = serde_json::from_slice(event.bytes()).ok()?;
    let placed = Commitment::placed_in(stored.get("data")?);
    placed.into_iter().find_map(|(place, commitment)| (place == field).then_some(commitment))
}
