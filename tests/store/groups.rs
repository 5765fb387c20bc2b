//! What the suite appends, and how it says what is wrong.

use schema::{CommandId, EventId, PortfolioId, Revision, Salt, VaultEntry};
use std::fmt;
use thirdplace::store::{Append, EventStore, PageLimit, StoredEvent};
use uuid::Uuid;

/// Why an engine does not keep the suite.
pub(crate) struct Broken(pub(crate) String);

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<E: std::error::Error> From<E> for Broken {
    fn from(error: E) -> Self {
        Self(format!("an error where none was due: {error}"))
    }
}

pub(crate) type Kept = Result<(), Broken>;

/// Ends the case where `$found` is not `$expected`.
macro_rules! same {
    ($found:expr, $expected:expr, $what:expr) => {{
        let (found, expected) = (&$found, &$expected);
        if found != expected {
            return Err($crate::groups::Broken(format!(
                "{}: found {found:?}, expected {expected:?}",
                $what
            )));
        }
    }};
}
pub(crate) use same;

pub(crate) fn portfolio(number: u128) -> PortfolioId {
    Uuid::from_u128(number).into()
}

pub(crate) fn revision(number: u64) -> Revision {
    Revision::new(number).unwrap()
}

/// An event of some writer: its id and bytes say whose it is and which.
pub(crate) fn event(writer: u128, number: u64, at: u64) -> StoredEvent {
    let command = CommandId::from(Uuid::from_u128(writer));
    let id = EventId::of(portfolio(writer), command, usize::try_from(number).unwrap());
    StoredEvent::new(revision(at), id, "Test", format!("{writer}/{number}").into_bytes())
}

/// `count` events of a writer, numbered from `number`, after `expected`.
pub(crate) fn group(
    ledger: PortfolioId,
    writer: u128,
    number: u64,
    count: u64,
    expected: Option<u64>,
) -> Append {
    let first = expected.map_or(0, |head| head + 1);
    Append {
        portfolio: ledger,
        expected: expected.map(revision),
        events: (0..count).map(|i| event(writer, number + i, first + i)).collect(),
        vault: Vec::new(),
    }
}

pub(crate) fn entry(number: u128, value: &str) -> VaultEntry {
    let bits = number.to_be_bytes().repeat(2);
    let salt = Salt::new(bits.try_into().unwrap());
    VaultEntry::seal(EventId::from(Uuid::from_u128(number)), "name", salt, value)
}

/// Refuses a run that misses or repeats an event after `expected`; gives the next revision.
pub(crate) fn follows(run: &[StoredEvent], mut expected: u64) -> Result<u64, Broken> {
    for event in run {
        let found = event.revision().number();
        if found > expected {
            return Err(Broken(format!("a gap: revision {found} came where {expected} was due")));
        }
        if found < expected {
            return Err(Broken(format!("a repeat: revision {found} came after {}", expected - 1)));
        }
        expected += 1;
    }
    Ok(expected)
}

/// A whole ledger, read in pages of uneven size.
pub(crate) async fn whole(
    store: &dyn EventStore,
    ledger: PortfolioId,
) -> Result<Vec<StoredEvent>, Broken> {
    let mut events = Vec::new();
    for events_max in [1, 7, 500].into_iter().cycle() {
        let limit = PageLimit { events_max, bytes_max: 64 * 1024 };
        let next = events.len() as u64;
        let page = store.read(ledger, revision(next), limit).await?;
        if page.events.is_empty() {
            same!(page.head, next.checked_sub(1).map(revision), "the head after the last page");
            break;
        }
        follows(&page.events, next)?;
        events.extend(page.events);
    }
    Ok(events)
}

/// A small generator whose numbers depend on its seed only (splitmix64, Steele et al. 2014).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % limit
    }
}
