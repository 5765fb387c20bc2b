//! The texts of a portfolio that have not been erased, at hand so that showing a name needs no I/O.

use projections::Texts;
use schema::{Commitment, VaultEntry};
use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

/// Texts by commitment.
#[derive(Debug, Default)]
pub struct Shelf {
    // A panic between two insertions leaves a map that is whole.
    texts: RwLock<BTreeMap<Commitment, Arc<str>>>,
}

impl Shelf {
    /// Puts the texts of `entries` on the shelf. Entries without text have no place on it.
    pub(super) fn put<'a>(&self, entries: impl IntoIterator<Item = &'a VaultEntry>) {
        let mut texts = self.texts.write().unwrap_or_else(PoisonError::into_inner);
        for entry in entries {
            if let Some(value) = &entry.value {
                texts.insert(entry.commitment, value.as_str().into());
            }
        }
    }

    /// Takes a text away.
    pub(super) fn remove(&self, commitment: Commitment) {
        self.texts.write().unwrap_or_else(PoisonError::into_inner).remove(&commitment);
    }
}

impl Texts for Shelf {
    fn text(&self, commitment: Commitment) -> Option<Arc<str>> {
        self.texts.read().unwrap_or_else(PoisonError::into_inner).get(&commitment).cloned()
    }
}
