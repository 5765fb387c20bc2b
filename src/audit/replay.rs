//! Putting the lines of a ledger into a store that does not have it: the same bytes at the same
//! revisions. The lines are read twice, so that nothing is put in before all of them have been
//! checked.

use schema::{
    Commitment, Digest, Envelope, EnvelopeError, PortfolioId, Revision, VaultEntry,
    limits::{EVENT_BYTES_MAX, GROUP_BYTES_MAX},
};
use std::{
    collections::BTreeSet,
    io::{self, BufRead, Read},
};

use super::{Line, check::LedgerDigest};
use crate::{
    ledger::{Intake, Refusal},
    store::{Append, EventStore, PageLimit, StoreError, StoredEvent},
};

/// What lines hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// The portfolio.
    pub portfolio: PortfolioId,
    /// Events.
    pub events: u64,
    /// SHA-256 over all events' SHA-256 in order, as `check` prints it.
    pub ledger_digest: Digest,
    /// Digest of the state after the last event.
    pub state_digest: Digest,
    /// Commitments that no line opens: the lines were written without texts, or these were erased.
    pub texts_missing: usize,
}

/// Why lines cannot be put in.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// A line that is no line of a ledger.
    #[error("line {line}: {error}")]
    Line {
        /// Its number, from 1.
        line: u64,
        /// What is wrong with it.
        error: String,
    },
    /// An event that is not canonical, or that this program does not know.
    #[error("line {line}: {error}")]
    Event {
        /// Its number, from 1.
        line: u64,
        /// What is wrong with it.
        error: EnvelopeError,
    },
    /// An event that does not belong where it stands.
    #[error("line {line}: {refusal}")]
    Place {
        /// Its number, from 1.
        line: u64,
        /// What is wrong with it.
        refusal: Refusal,
    },
    /// The lines could not be read.
    #[error("the lines could not be read: {0}")]
    Unreadable(#[from] io::Error),
    /// There is no event.
    #[error("there is no event in the file; give one that `thirdplace log` wrote")]
    Empty,
    /// The lines end within a commit.
    #[error("the file was cut: {0}")]
    Cut(Refusal),
    /// The ledger is another than expected.
    #[error("the ledger's digest is {found}, not {expected}: it was altered, cut, or is another's")]
    Other {
        /// As found.
        found: Digest,
        /// As expected.
        expected: Digest,
    },
    /// The store has the portfolio.
    #[error("the store has portfolio {0} already; name a store that is not there yet")]
    Present(PortfolioId),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Bytes of one line, at most: an event, or a text with its frame, escaped.
const LINE_BYTES_MAX: u64 = EVENT_BYTES_MAX as u64 * 2;

/// Reads the lines of one ledger through, and tells what they hold. `expected` is the digest of the
/// ledger where somebody noted it: without it, lines that were altered by someone who knows how, or
/// cut after a whole commit, are a ledger like any other.
pub fn read_through(lines: impl BufRead, expected: Option<Digest>) -> Result<Held, ReplayError> {
    let mut reading = Reading::default();
    let mut lines = Numbered { lines, number: 0 };
    while let Some(parsed) = lines.next()? {
        reading.take(lines.number, parsed)?;
    }
    let held = reading.finish()?;
    match expected.filter(|expected| *expected != held.ledger_digest) {
        None => Ok(held),
        Some(expected) => Err(ReplayError::Other { found: held.ledger_digest, expected }),
    }
}

/// Puts lines that were read through into a store, whole commits at a time.
pub async fn replay(
    store: &dyn EventStore,
    portfolio: PortfolioId,
    lines: impl BufRead,
) -> Result<(), ReplayError> {
    let recorded = store.read(portfolio, Revision::FIRST, PageLimit::USUAL).await?;
    if !recorded.events.is_empty() {
        return Err(ReplayError::Present(portfolio));
    }
    let mut lines = Numbered { lines, number: 0 };
    let (mut group, mut head) = (Group::default(), None);
    while let Some(parsed) = lines.next()? {
        group.take(parsed);
        if group.bytes >= GROUP_BYTES_MAX / 2 {
            head = group.append_to(store, head).await?;
        }
    }
    group.append_to(store, head).await.map(|_| ())
}

/// Lines with their numbers, from 1.
struct Numbered<Lines> {
    lines: Lines,
    number: u64,
}

impl<Lines: BufRead> Numbered<Lines> {
    /// The next line, read; none at the end.
    fn next(&mut self) -> Result<Option<Parsed>, ReplayError> {
        let mut line = Vec::new();
        if Read::take(&mut self.lines, LINE_BYTES_MAX).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        self.number += 1;
        if line.pop() != Some(b'\n') {
            let error = format!("it does not end, or is longer than {LINE_BYTES_MAX} bytes");
            return Err(ReplayError::Line { line: self.number, error });
        }
        parsed(self.number, &line).map(Some)
    }
}

/// A line, and the event in it.
fn parsed(number: u64, line: &[u8]) -> Result<Parsed, ReplayError> {
    match Line::from_bytes(line) {
        Err(error) => Err(ReplayError::Line { line: number, error: error.to_string() }),
        Ok(Line::Text(entry)) if entry.holds() => Ok(Parsed::Text(entry)),
        Ok(Line::Text(_)) => {
            let error = "the text does not open its commitment".to_owned();
            Err(ReplayError::Line { line: number, error })
        }
        Ok(Line::Event(bytes)) => {
            let envelope = Envelope::from_canonical_bytes(&bytes)
                .map_err(|error| ReplayError::Event { line: number, error })?;
            let (id, name) = (envelope.event_id, envelope.event.type_name());
            let stored = StoredEvent::new(envelope.revision, id, name, bytes).caused_as(&envelope);
            Ok(Parsed::Event(Box::new(envelope), stored))
        }
    }
}

enum Parsed {
    Text(VaultEntry),
    Event(Box<Envelope>, StoredEvent),
}

/// The first reading: everything is checked, nothing is kept.
#[derive(Default)]
struct Reading {
    intake: Option<Intake>,
    portfolio: Option<PortfolioId>,
    digest: LedgerDigest,
    events: u64,
    opened: BTreeSet<Commitment>,
    sealed: BTreeSet<Commitment>,
}

impl Reading {
    fn take(&mut self, number: u64, parsed: Parsed) -> Result<(), ReplayError> {
        match parsed {
            Parsed::Text(entry) => {
                self.opened.insert(entry.commitment);
            }
            Parsed::Event(envelope, stored) => {
                let portfolio = *self.portfolio.get_or_insert(envelope.portfolio);
                let intake = self.intake.get_or_insert_with(|| Intake::new(portfolio));
                intake
                    .take(&stored)
                    .map_err(|refusal| ReplayError::Place { line: number, refusal })?;
                let data = serde_json::to_value(&envelope.event).unwrap_or_default();
                self.sealed.extend(Commitment::all_in(&data));
                self.digest.take(&stored);
                self.events += 1;
            }
        }
        Ok(())
    }

    fn finish(self) -> Result<Held, ReplayError> {
        let (Some(portfolio), Some(intake)) = (self.portfolio, self.intake) else {
            return Err(ReplayError::Empty);
        };
        intake.check_whole().map_err(ReplayError::Cut)?;
        Ok(Held {
            portfolio,
            events: self.events,
            ledger_digest: self.digest.finish(),
            state_digest: intake.state().digest(),
            texts_missing: self.sealed.difference(&self.opened).count(),
        })
    }
}

/// What is appended at once: whole commits and their texts.
#[derive(Default)]
struct Group {
    portfolio: Option<PortfolioId>,
    events: Vec<StoredEvent>,
    /// Events of the commit that is not yet whole.
    open: Vec<StoredEvent>,
    vault: Vec<VaultEntry>,
    bytes: usize,
}

impl Group {
    fn take(&mut self, parsed: Parsed) {
        match parsed {
            Parsed::Text(entry) => self.vault.push(entry),
            Parsed::Event(envelope, stored) => {
                self.portfolio = Some(envelope.portfolio);
                self.bytes += stored.bytes().len();
                self.open.push(stored);
                if envelope.commit.is_last() {
                    self.events.append(&mut self.open);
                }
            }
        }
    }

    /// Appends the whole commits after `head`, and gives the new one.
    async fn append_to(
        &mut self,
        store: &dyn EventStore,
        head: Option<Revision>,
    ) -> Result<Option<Revision>, ReplayError> {
        let (Some(portfolio), Some(last)) = (self.portfolio, self.events.last()) else {
            return Ok(head);
        };
        let last = last.revision();
        let events = std::mem::take(&mut self.events);
        let vault = std::mem::take(&mut self.vault);
        store.append(Append { portfolio, expected: head, events, vault }).await?;
        self.bytes = self.open.iter().map(|event| event.bytes().len()).sum();
        Ok(Some(last))
    }
}
