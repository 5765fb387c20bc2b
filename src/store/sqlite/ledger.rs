//! The statements on events: append, page, scan. Every row's bytes are compared with their digest.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use schema::{Digest, EventId, PortfolioId, Revision};
use std::path::Path;
use uuid::Uuid;

use super::{
    super::{
        Append, Damage, Page, PageLimit, PortfolioHead, Position, ScanPage, Scanned, StoreError,
        StoredEvent,
        append::{Standing, standing},
    },
    failure,
};

/// Rows are asked for in runs no longer than this, whatever a caller's limit says.
const ROWS_MAX: usize = 10_000;

/// Where an append left the store.
pub(super) struct Appended {
    /// The portfolio's head.
    pub(super) head: Revision,
    /// The position of the last event recorded; `None` where the group was there already.
    pub(super) recorded_to: Option<Position>,
}

/// Records a group within `transaction`, or recognises it.
pub(super) fn append(
    transaction: &Transaction<'_>,
    file: &Path,
    append: &Append,
) -> Result<Appended, StoreError> {
    let failed = |error: rusqlite::Error| failure::writing(file, &error);
    let head = head(transaction, append.portfolio).map_err(failed)?;
    let recorded = || recorded(transaction, append).map_err(failed);
    if standing(append, head, recorded)? == Standing::Recorded {
        return Ok(Appended { head: append.last(), recorded_to: None });
    }
    let last = last_position(transaction, file)?;
    let end = insert(transaction, append, last.map_or(0, Position::number)).map_err(failed)?;
    Ok(Appended { head: append.last(), recorded_to: Some(Position::new(end)) })
}

fn head(
    connection: &Connection,
    portfolio: PortfolioId,
) -> Result<Option<Revision>, rusqlite::Error> {
    connection
        .prepare_cached("SELECT head FROM portfolios WHERE portfolio = ?1")?
        .query_row([key(portfolio)], |row| revision(row, 0))
        .optional()
}

/// Id and digest of what stands at the group's revisions.
fn recorded(
    connection: &Connection,
    append: &Append,
) -> Result<Vec<(EventId, Digest)>, rusqlite::Error> {
    let mut statement = connection.prepare_cached(
        "SELECT event_id, sha256 FROM events
         WHERE portfolio = ?1 AND revision BETWEEN ?2 AND ?3 ORDER BY revision",
    )?;
    let (first, last) = (append.first().number(), append.last().number());
    let rows = statement.query_map(params![key(append.portfolio), first, last], |row| {
        Ok((EventId::from(Uuid::from_bytes(row.get(0)?)), Digest::from_bytes(row.get(1)?)))
    })?;
    rows.collect()
}

/// Inserts the group's events after position `end`, and answers with the last one's.
fn insert(
    transaction: &Transaction<'_>,
    append: &Append,
    end: u64,
) -> Result<u64, rusqlite::Error> {
    let mut insert = transaction.prepare_cached(
        "INSERT INTO events (position, portfolio, revision, event_id, type, sha256, bytes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    let mut position = end;
    for event in &append.events {
        position += 1;
        insert.execute(params![
            position,
            key(append.portfolio),
            event.revision().number(),
            event.event_id().uuid().as_bytes(),
            event.type_name(),
            event.digest().bytes(),
            &event.bytes()[..],
        ])?;
    }
    transaction
        .prepare_cached(
            "INSERT INTO portfolios (portfolio, head) VALUES (?1, ?2)
             ON CONFLICT (portfolio) DO UPDATE SET head = excluded.head",
        )?
        .execute(params![key(append.portfolio), append.last().number()])?;
    Ok(position)
}

/// The position of the last event of all portfolios.
pub(super) fn last_position(
    connection: &Connection,
    file: &Path,
) -> Result<Option<Position>, StoreError> {
    let last = || -> Result<Option<u64>, rusqlite::Error> {
        connection
            .prepare_cached("SELECT max(position) FROM events")?
            .query_row([], |row| row.get(0))
    };
    let last = last().map_err(|error| failure::reading(file, &error))?;
    Ok(last.map(Position::new))
}

/// The portfolios after `after`.
pub(super) fn heads(
    connection: &Connection,
    file: &Path,
    after: Option<PortfolioId>,
    count_max: usize,
) -> Result<Vec<PortfolioHead>, StoreError> {
    let heads = || -> Result<Vec<PortfolioHead>, rusqlite::Error> {
        let mut statement = connection.prepare_cached(
            "SELECT portfolio, head FROM portfolios
             WHERE ?1 IS NULL OR portfolio > ?1 ORDER BY portfolio LIMIT ?2",
        )?;
        let after = after.map(key);
        let rows = statement.query_map(params![after, limited(count_max)], |row| {
            Ok(PortfolioHead { portfolio: portfolio(row, 0)?, head: revision(row, 1)? })
        })?;
        rows.collect()
    };
    heads().map_err(|error| failure::reading(file, &error))
}

/// A page of one portfolio, checked against its head: a gap anywhere is damage.
pub(super) fn page(
    connection: &Connection,
    file: &Path,
    portfolio: PortfolioId,
    from: Revision,
    limit: PageLimit,
) -> Result<Page, StoreError> {
    let failed = |error: rusqlite::Error| failure::reading(file, &error);
    // One transaction: the head is that of the events.
    let transaction = connection.unchecked_transaction().map_err(failed)?;
    let head = head(&transaction, portfolio).map_err(failed)?;
    let events = run(&transaction, portfolio, from, limit).map_err(failed)?;
    let mut next = from;
    let mut sound = Vec::with_capacity(events.len());
    for event in events {
        let event = event?;
        if event.revision() != next {
            return Err(missing(portfolio, next).into());
        }
        next = next.next();
        sound.push(event);
    }
    let ends_early = sound.is_empty() && head.is_some_and(|head| from <= head);
    if ends_early || sound.last().map(StoredEvent::revision) > head {
        return Err(missing(portfolio, next).into());
    }
    Ok(Page { events: sound, head })
}

fn missing(portfolio: PortfolioId, revision: Revision) -> Damage {
    Damage { portfolio, revision, what: "the event is missing".to_owned() }
}

type Checked = Result<StoredEvent, Damage>;

fn run(
    connection: &Connection,
    portfolio: PortfolioId,
    from: Revision,
    limit: PageLimit,
) -> Result<Vec<Checked>, rusqlite::Error> {
    let mut statement = connection.prepare_cached(
        "SELECT revision, event_id, type, sha256, bytes FROM events
         WHERE portfolio = ?1 AND revision >= ?2 ORDER BY revision LIMIT ?3",
    )?;
    let mut rows =
        statement.query(params![key(portfolio), from.number(), limited(limit.events_max)])?;
    let (mut events, mut bytes) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        let length = length(row, 4)?;
        if !limit.takes(events.len(), bytes, length) {
            break;
        }
        bytes += length;
        events.push(event(row, 0, portfolio)?);
    }
    Ok(events)
}

/// A run of all portfolios' events. What is damaged is told in its place.
pub(super) fn scan(
    connection: &Connection,
    file: &Path,
    after: Option<Position>,
    limit: PageLimit,
) -> Result<ScanPage, StoreError> {
    let scan = || -> Result<ScanPage, rusqlite::Error> {
        let mut statement = connection.prepare_cached(
            "SELECT position, portfolio, revision, event_id, type, sha256, bytes FROM events
             WHERE position > ?1 ORDER BY position LIMIT ?2",
        )?;
        let after = after.map_or(0, Position::number);
        let mut rows = statement.query(params![after, limited(limit.events_max)])?;
        let (mut events, mut bytes) = (Vec::new(), 0);
        while let Some(row) = rows.next()? {
            let length = length(row, 6)?;
            if !limit.takes(events.len(), bytes, length) {
                break;
            }
            bytes += length;
            let (position, portfolio) = (Position::new(row.get(0)?), portfolio(row, 1)?);
            events.push(Scanned { position, portfolio, event: event(row, 2, portfolio)? });
        }
        Ok(ScanPage { events })
    };
    scan().map_err(|error| failure::reading(file, &error))
}

/// The event in the columns from `first` on, compared with its digest.
fn event(row: &Row<'_>, first: usize, portfolio: PortfolioId) -> Result<Checked, rusqlite::Error> {
    let revision = revision(row, first)?;
    let id = EventId::from(Uuid::from_bytes(row.get(first + 1)?));
    let type_name: String = row.get(first + 2)?;
    let digest = Digest::from_bytes(row.get(first + 3)?);
    let bytes = row.get_ref(first + 4)?.as_blob()?;
    let event = StoredEvent::new(revision, id, type_name, bytes);
    let what = "the event's bytes do not have the digest that was stored with them";
    Ok(if event.digest() == digest {
        Ok(event)
    } else {
        Err(Damage { portfolio, revision, what: what.to_owned() })
    })
}

fn length(row: &Row<'_>, column: usize) -> Result<usize, rusqlite::Error> {
    Ok(row.get_ref(column)?.as_blob()?.len())
}

fn revision(row: &Row<'_>, column: usize) -> Result<Revision, rusqlite::Error> {
    let number: u64 = row.get(column)?;
    Revision::new(number).map_err(|_| {
        let kind = rusqlite::types::Type::Integer;
        rusqlite::Error::FromSqlConversionFailure(column, kind, "no revision".into())
    })
}

fn portfolio(row: &Row<'_>, column: usize) -> Result<PortfolioId, rusqlite::Error> {
    Ok(Uuid::from_bytes(row.get(column)?).into())
}

pub(super) fn key(portfolio: PortfolioId) -> [u8; 16] {
    *portfolio.uuid().as_bytes()
}

fn limited(count_max: usize) -> u64 {
    count_max.clamp(1, ROWS_MAX) as u64
}
