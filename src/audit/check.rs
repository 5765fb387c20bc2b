//! Checking a ledger as the service does when it loads it, and beyond: every event's bytes
//! canonical, the vault's values as they were sealed, the digests by which two ledgers are compared.

use schema::{Commitment, Digest, Envelope, PortfolioId, Revision};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::sync::Arc;

use crate::{
    ledger::Intake,
    store::{EventStore, PageLimit, StoreError, StoredEvent, Vaulted},
};

/// Texts that are asked for at once, at most.
const TEXTS_AT_ONCE: usize = 1_024;

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
    /// SHA-256 over all events' SHA-256 in order: two ledgers with one are equal. Whoever noted it
    /// earlier can tell whether anything has been altered since.
    pub ledger_digest: Digest,
    /// Digest of the state after the last event.
    pub state_digest: Digest,
    /// Texts that open their commitments.
    pub texts: u64,
    /// Texts that were erased.
    pub erased: u64,
    /// Texts of which the vault knows nothing: the ledger came here without them.
    pub missing: u64,
    /// What is not as it should be; empty for a sound ledger. A ledger is read to the first event
    /// that does not fit, as nothing after it can be understood.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether nothing was found.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }
}

/// SHA-256 over all events' SHA-256, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct LedgerDigest(Sha256);

impl LedgerDigest {
    pub(super) fn take(&mut self, event: &StoredEvent) {
        self.0.update(event.digest().bytes());
    }

    pub(super) fn finish(self) -> Digest {
        Digest::from_bytes(self.0.finalize().into())
    }
}

/// Checks a portfolio's ledger as it is stored.
pub async fn check(
    store: &Arc<dyn EventStore>,
    portfolio: PortfolioId,
) -> Result<Report, StoreError> {
    check_up_to(store, portfolio, None).await
}

/// The same up to the end of a commit, where one is named: of a ledger that grows meanwhile.
pub async fn check_up_to(
    store: &Arc<dyn EventStore>,
    portfolio: PortfolioId,
    end: Option<Revision>,
) -> Result<Report, StoreError> {
    let mut checker = Checker::new(portfolio);
    let mut next = Revision::FIRST;
    let mut read = store.read(portfolio, next, PageLimit::LARGE).await;
    while checker.findings.is_empty() {
        let events = match read {
            Ok(mut page) => {
                page.events.retain(|event| end.is_none_or(|end| event.revision() <= end));
                page.events
            }
            Err(StoreError::Damaged(damage)) => {
                checker.find(damage.revision, damage.what);
                break;
            }
            Err(error) => return Err(error),
        };
        let Some(last) = events.last() else {
            checker.end(next);
            break;
        };
        next = last.revision().next();
        for event in &events {
            if !checker.take(event) {
                break;
            }
        }
        // On a cluster each question takes its time.
        let texts = checker.texts(store.as_ref(), &events);
        let (checked, following) =
            tokio::join!(texts, store.read(portfolio, next, PageLimit::LARGE));
        checked?;
        read = following;
    }
    Ok(checker.report())
}

struct Checker {
    portfolio: PortfolioId,
    intake: Intake,
    digest: LedgerDigest,
    events: u64,
    commits: u64,
    texts: u64,
    erased: u64,
    missing: u64,
    findings: Vec<Finding>,
}

impl Checker {
    fn new(portfolio: PortfolioId) -> Self {
        Self {
            portfolio,
            intake: Intake::new(portfolio),
            digest: LedgerDigest::default(),
            events: 0,
            commits: 0,
            texts: 0,
            erased: 0,
            missing: 0,
            findings: Vec::new(),
        }
    }

    fn find(&mut self, revision: Revision, what: impl Into<String>) {
        self.findings.push(Finding { revision: revision.number(), what: what.into() });
    }

    /// Takes an event in; tells whether the next can be.
    fn take(&mut self, event: &StoredEvent) -> bool {
        self.digest.take(event);
        self.events += 1;
        if let Err(error) = Envelope::from_canonical_bytes(event.bytes()) {
            self.find(event.revision(), error.to_string());
        }
        match self.intake.take(event) {
            Ok(envelope) => self.commits += u64::from(envelope.commit.is_last()),
            Err(refusal) => self.find(event.revision(), refusal.to_string()),
        }
        self.findings.is_empty()
    }

    fn end(&mut self, next: Revision) {
        if let Err(refusal) = self.intake.check_whole() {
            self.find(next, refusal.to_string());
        }
    }

    /// Checks that what the vault holds opens its commitments.
    async fn texts(
        &mut self,
        store: &dyn EventStore,
        events: &[StoredEvent],
    ) -> Result<(), StoreError> {
        // All of a page at once: on a cluster each question takes its time.
        let mut sealed = Vec::new();
        for event in events {
            let Ok(stored) = serde_json::from_slice::<serde_json::Value>(event.bytes()) else {
                continue;
            };
            let commitments = Commitment::all_in(&stored["data"]).into_iter();
            sealed.extend(commitments.map(|commitment| (event.revision(), commitment)));
        }
        for some in sealed.chunks(TEXTS_AT_ONCE) {
            let asked = some.iter().map(|(_, commitment)| *commitment).collect();
            let held = store.vault_get(self.portfolio, asked).await?;
            for ((revision, _), vaulted) in some.iter().zip(held) {
                self.text(*revision, &vaulted);
            }
        }
        Ok(())
    }

    fn text(&mut self, revision: Revision, vaulted: &Vaulted) {
        match vaulted {
            Vaulted::Kept(entry) if entry.holds() => self.texts += 1,
            Vaulted::Kept(entry) => {
                let what = format!("the text of its {} is not what was sealed", entry.field);
                self.find(revision, what);
            }
            Vaulted::Erased => self.erased += 1,
            Vaulted::Missing => self.missing += 1,
        }
    }

    fn report(self) -> Report {
        Report {
            portfolio: self.portfolio,
            events: self.events,
            commits: self.commits,
            ledger_digest: self.digest.finish(),
            state_digest: self.intake.state().digest(),
            texts: self.texts,
            erased: self.erased,
            missing: self.missing,
            findings: self.findings,
        }
    }
}
