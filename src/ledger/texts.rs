//! Bringing the texts of events from the vault to the shelf.

use schema::{Commitment, Event, PortfolioId, VaultEntry};

use super::{Refusal, shelf::Shelf};
use crate::store::{EventStore, StoreError, Vaulted};

/// Texts that are asked for at once, at most.
const BATCH: usize = 512;

/// The commitments in an event.
pub(super) fn commitments(event: &Event) -> Vec<Commitment> {
    // An event is stored as JSON, so that it serialises.
    serde_json::to_value(event).map(|data| Commitment::all_in(&data)).unwrap_or_default()
}

/// Puts the texts of `events` on the shelf.
pub(super) async fn fetch(
    store: &dyn EventStore,
    portfolio: PortfolioId,
    events: &[&Event],
    shelf: &Shelf,
) -> Result<(), Refusal> {
    let asked: Vec<Commitment> = events.iter().copied().flat_map(commitments).collect();
    fill(store, portfolio, &asked, shelf).await
}

/// Puts the texts of `asked` on the shelf. One that the vault has lost is reported, and shown as
/// erased: the ledger itself is whole without it.
pub(super) async fn fill(
    store: &dyn EventStore,
    portfolio: PortfolioId,
    asked: &[Commitment],
    shelf: &Shelf,
) -> Result<(), Refusal> {
    for batch in asked.chunks(BATCH) {
        let held = store.vault_get(portfolio, batch.to_vec()).await?;
        let mut entries = Vec::with_capacity(batch.len());
        for (commitment, held) in batch.iter().zip(held) {
            match held {
                Vaulted::Kept(entry) => entries.push(checked(portfolio, entry)?),
                Vaulted::Erased => {}
                Vaulted::Missing => {
                    let commitment = commitment.digest();
                    tracing::error!(%portfolio, %commitment, "the vault has lost a text");
                }
            }
        }
        shelf.put(&entries);
    }
    Ok(())
}

fn checked(portfolio: PortfolioId, entry: VaultEntry) -> Result<VaultEntry, Refusal> {
    if entry.holds() {
        return Ok(entry);
    }
    let what =
        format!("the vault's text for {} is not the one recorded", entry.commitment.digest());
    Err(StoreError::StoreDamaged { store: format!("vault of portfolio {portfolio}"), what }.into())
}
