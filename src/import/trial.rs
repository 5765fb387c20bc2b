//! Trying out whether rows of a list would be recorded, one by one, before any of them is.

use schema::{Command, Issuer};

use super::ImportError;
use crate::ledger::{Ledger, Rehearsal, SubmitError};

/// Commands tried out before others get their turn.
const AT_ONCE: usize = 400;

/// Commands tried out on top of each other. Those that would be refused leave nothing behind.
pub(super) struct Trial<'a> {
    ledger: &'a Ledger,
    rehearsal: Rehearsal<'a>,
    tried: usize,
}

/// Why a command would be refused.
pub(super) struct Refusal {
    /// The path of its field that is at fault.
    pub(super) path: String,
    /// In words, with names.
    pub(super) why: String,
}

impl<'a> Trial<'a> {
    /// Nothing tried out yet.
    pub(super) fn new(ledger: &'a Ledger, issuer: Issuer) -> Self {
        Self { ledger, rehearsal: ledger.rehearsal(issuer), tried: 0 }
    }

    /// Whether the command would be recorded after those before it. An error where nothing from this
    /// person would be.
    pub(super) async fn would(
        &mut self,
        command: impl Into<Command>,
    ) -> Result<Result<(), Refusal>, ImportError> {
        self.tried += 1;
        if self.tried.is_multiple_of(AT_ONCE) {
            tokio::task::yield_now().await;
        }
        match self.rehearsal.next(&command.into()) {
            Ok(()) => Ok(Ok(())),
            Err(error) => match &error {
                SubmitError::Rejected(rejection) if !rejection.path.is_empty() => {
                    let path = rejection.path.clone();
                    Ok(Err(Refusal { path, why: self.ledger.message(&error) }))
                }
                _ => Err(error.into()),
            },
        }
    }
}
