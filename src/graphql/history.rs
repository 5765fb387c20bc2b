//! History: one entry for each event, what a person understands and the event beside it.
//!
//! A cursor is an event's revision and SHA-256, so that it stays good for ever, both ways, and one
//! of a ledger that was restored or is another is told. A request looks at a bounded number of
//! events ([`scan::SCANNED_MAX`]): where a filter lets few through, the page says where to go on.

pub mod entry;
mod filter;
pub mod scan;

use async_graphql::{Error, Result, SimpleObject, connection::PageInfo};
use schema::Revision;
use uuid::Uuid;

use super::{
    connection::{PageAsked, cursor},
    pin::SharedPin,
};
use crate::ledger::{Cursor, Ledger};

pub use entry::HistoryEntry;
pub use filter::HistoryFilter;
pub use scan::{Recorded, SCANNED_MAX, recorded};

use filter::Wanted;
use scan::{Candidates, Scanned};

/// An entry and its place.
#[derive(SimpleObject, Debug)]
pub struct HistoryEdge {
    /// Its place: its revision and SHA-256. It stays good as long as the ledger does, whatever the
    /// filter, and `Subscription.events` takes it as well.
    cursor: String,
    /// The entry.
    node: HistoryEntry,
}

/// A page of history, in the order of recording.
#[derive(SimpleObject)]
pub struct History {
    /// The entries with their places.
    edges: Vec<HistoryEdge>,
    /// Whether there is more, and from where. `startCursor` and `endCursor` name the first and the
    /// last event that were *looked at*, which a filter may have left out: go on from them.
    page_info: PageInfo,
    /// How many entries there are on all pages together; absent where a filter would have to look
    /// at them all.
    total_count: Option<usize>,
}

impl std::fmt::Debug for History {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // PageInfo has no form for debugging.
        f.debug_struct("History").field("edges", &self.edges).finish_non_exhaustive()
    }
}

/// The events that touched a thing.
pub async fn touching(pin: &SharedPin, thing: Uuid, asked: &PageAsked) -> Result<History> {
    let recorded = pin.state.touching(thing, None).filter(|at| *at < pin.recorded_end());
    let candidates = Candidates::Listed(recorded.collect());
    page(pin, candidates, &Wanted::default(), asked).await
}

/// The events of a portfolio that a filter lets through.
pub async fn of_portfolio(
    pin: &SharedPin,
    filter: &HistoryFilter,
    asked: &PageAsked,
) -> Result<History> {
    let (candidates, wanted) = filter.read(pin).await?;
    page(pin, candidates, &wanted, asked).await
}

async fn page(
    pin: &SharedPin,
    candidates: Candidates,
    wanted: &Wanted,
    asked: &PageAsked,
) -> Result<History> {
    let count = asked.count()?;
    let after = place(&pin.ledger, asked.after()?).await?;
    let before = place(&pin.ledger, asked.before()?).await?;
    let total_count = wanted.lets_all_through().then(|| candidates.len());
    let from = after.map_or(Revision::FIRST, Revision::next);
    let (candidates, left_out) = candidates.between(from, before);
    let Scanned { found, first, last, more } =
        scan::scan(pin, candidates, count, |event| wanted.matches(event, pin)).await?;
    let edges = found.into_iter().map(|event| HistoryEdge {
        cursor: cursor(event.cursor()),
        node: HistoryEntry::new(pin, event),
    });
    let (more_before, more_after) = if count.from_end { (more, false) } else { (false, more) };
    Ok(History {
        edges: edges.collect(),
        page_info: PageInfo {
            has_previous_page: more_before || left_out.before,
            has_next_page: more_after || left_out.after,
            start_cursor: first.map(cursor),
            end_cursor: last.map(cursor),
        },
        total_count,
    })
}

/// The revision that a cursor names, if its event is this ledger's.
async fn place(ledger: &Ledger, given: Option<Cursor>) -> Result<Option<Revision>> {
    let Some(Cursor { revision, digest }) = given else { return Ok(None) };
    let stored = ledger.stored(revision, revision).await?;
    if stored.first().is_some_and(|event| event.digest() == digest) {
        return Ok(Some(revision));
    }
    Err(Error::new(format!(
        "the cursor names an event that is not this ledger's revision {revision}: the ledger was \
         restored or is another. Read it from the beginning"
    )))
}
