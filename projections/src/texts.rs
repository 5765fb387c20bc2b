//! Where a view finds the texts that commitments stand for.

use schema::Commitment;
use std::sync::Arc;

/// How an erased text is shown.
pub const ERASED: &str = "[erased]";

/// The texts of the vault, as far as they have not been erased.
pub trait Texts {
    /// The text behind a commitment; none once erased.
    fn text(&self, commitment: Commitment) -> Option<Arc<str>>;

    /// The text, or a mark in its place.
    fn shown(&self, commitment: Commitment) -> Arc<str> {
        self.text(commitment).unwrap_or_else(|| ERASED.into())
    }
}
