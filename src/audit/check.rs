//! Checking a ledger: every event's bytes canonical, gapless, in whole commits, with ids that follow
//! from their commands; the vault's values as they were sealed; the state's digest.

use projections::{Cause, Portfolio};
use schema::{Commitment, Digest, Envelope, EventId, PortfolioId, Revision};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::sync::Arc;

use crate::store::{EventStore, PageLimit, StoreError, StoredEvent, Vaulted};

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Where.
    pub revision: u64,
    /// What.
    pub what: String,
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The portfolio.
    pub portfolio: PortfolioId,
    /// Events read.
    pub events: u64,
    /// Commits read.
    pub commits: u64,
    /// SHA-256 over all events' SHA-256 in order: two ledgers with one are equal.
    pub ledger_digest: Digest,
    /// Digest of the state after the last event.
    pub state_digest: Digest,
    /// Texts that open their commitments.
    pub texts: u64,
    /// Texts that were erased.
    pub erased: u64,
    /// What is not as it should be; empty for a sound ledger.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether nothing was found.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Findings listed; a ledger that is this unsound is not read further.
const FINDINGS_MAX: usize = 100;

/// Checks a portfolio's ledger as it is stored.
pub async fn check(
    store: &Arc<dyn EventStore>,
    portfolio: PortfolioId,
) -> Result<Report, StoreError> {
    let mut checker = Checker::new(portfolio);
    let mut next = Revision::FIRST;
    loop {
        let page = match store.read(portfolio, next, PageLimit::USUAL).await {
            Ok(page) => page,
            Err(StoreError::Damaged(damage)) => {
                checker.find(damage.revision.number(), damage.what);
                break;
            }
            Err(error) => return Err(error),
        };
        let Some(last) = page.events.last() else { break };
        next = last.revision().next();
        for event in &page.events {
            checker.take(event);
        }
        checker.texts(store.as_ref(), portfolio, &page.events).await?;
        if checker.findings.len() >= FINDINGS_MAX {
            break;
        }
    }
    Ok(checker.report(portfolio))
}

struct Checker {
    portfolio: PortfolioId,
    state: Portfolio,
    ledger: Sha256,
    events: u64,
    commits: u64,
    texts: u64,
    erased: u64,
    /// The envelope before, while its commit is not whole.
    open: Option<Envelope>,
    findings: Vec<Finding>,
}

impl Checker {
    fn new(portfolio: PortfolioId) -> Self {
        Self {
            portfolio,
            state: Portfolio::default(),
            ledger: Sha256::new(),
            events: 0,
            commits: 0,
            texts: 0,
            erased: 0,
            open: None,
            findings: Vec::new(),
        }
    }

    fn find(&mut self, revision: u64, what: impl Into<String>) {
        self.findings.push(Finding { revision, what: what.into() });
    }

    fn take(&mut self, event: &StoredEvent) {
        let revision = event.revision().number();
        self.ledger.update(event.digest().bytes());
        self.events += 1;
        match Envelope::from_canonical_bytes(event.bytes()) {
            Err(error) => self.find(revision, error.to_string()),
            Ok(envelope) => {
                self.place(event, &envelope);
                self.commit(&envelope);
                let cause = Cause {
                    revision: envelope.revision,
                    recorded: envelope.recorded,
                    actor: envelope.actor,
                };
                if let Err(error) = self.state.evolve(&cause, &envelope.event) {
                    self.find(revision, error.to_string());
                }
                self.open = (!envelope.commit.is_last()).then_some(envelope);
            }
        }
    }

    fn place(&mut self, event: &StoredEvent, envelope: &Envelope) {
        let revision = event.revision().number();
        let id = EventId::of(self.portfolio, envelope.command.id, envelope.commit.index as usize);
        if envelope.portfolio != self.portfolio {
            self.find(revision, "it belongs to another portfolio");
        }
        if envelope.revision != event.revision() {
            self.find(revision, format!("it says that it is revision {}", envelope.revision));
        }
        if envelope.event_id != id || event.event_id() != id {
            self.find(revision, "its id does not follow from its command");
        }
        let recorded = self.state.head().map(|head| head.recorded);
        if recorded.is_some_and(|before| envelope.recorded < before) {
            self.find(revision, "it was recorded before the event before it");
        }
    }

    fn commit(&mut self, envelope: &Envelope) {
        let follows = match &self.open {
            None => envelope.commit.index == 0,
            Some(before) => {
                envelope.command == before.command
                    && envelope.commit.count == before.commit.count
                    && envelope.commit.index == before.commit.index + 1
            }
        };
        if !follows {
            self.find(envelope.revision.number(), "its commit is not whole");
        }
        self.commits += u64::from(envelope.commit.is_last());
    }

    /// Checks that what the vault holds opens its commitments.
    async fn texts(
        &mut self,
        store: &dyn EventStore,
        portfolio: PortfolioId,
        events: &[StoredEvent],
    ) -> Result<(), StoreError> {
        for event in events {
            let Ok(stored) = serde_json::from_slice::<serde_json::Value>(event.bytes()) else {
                continue;
            };
            let commitments = Commitment::all_in(&stored["data"]);
            for vaulted in store.vault_get(portfolio, commitments).await? {
                match vaulted {
                    Vaulted::Kept(entry) if entry.holds() => self.texts += 1,
                    Vaulted::Kept(entry) => {
                        let what =
                            format!("the text of its {} is not what was sealed", entry.field);
                        self.find(event.revision().number(), what);
                    }
                    Vaulted::Erased => self.erased += 1,
                    Vaulted::Missing => {
                        self.find(event.revision().number(), "a text is missing from the vault");
                    }
                }
            }
        }
        Ok(())
    }

    fn report(mut self, portfolio: PortfolioId) -> Report {
        if let Some(open) = self.open.take() {
            self.find(open.revision.number(), "the ledger ends within a commit");
        }
        Report {
            portfolio,
            events: self.events,
            commits: self.commits,
            ledger_digest: Digest::from_bytes(self.ledger.finalize().into()),
            state_digest: self.state.digest(),
            texts: self.texts,
            erased: self.erased,
            findings: self.findings,
        }
    }
}
