//! What is wrong with a file as a whole: its pages, its indexes, and events that no ledger owns.

use rusqlite::Connection;
use std::path::Path;

use super::{super::StoreError, failure};

/// Findings of SQLite's own check that are told, at most.
const FINDINGS_MAX: usize = 20;

/// Everything that is wrong; empty where nothing is.
pub(super) fn inspect(connection: &Connection, file: &Path) -> Result<Vec<String>, StoreError> {
    let mut findings = told(pages(connection), file)?;
    if findings.is_empty() {
        findings.extend(told(positions(connection), file)?);
        findings.extend(told(owners(connection), file)?);
    }
    Ok(findings)
}

/// What SQLite cannot read is a finding; that it could not try is an error.
fn told(
    found: Result<Vec<String>, rusqlite::Error>,
    file: &Path,
) -> Result<Vec<String>, StoreError> {
    match found.map_err(|error| failure::reading(file, &error)) {
        Err(StoreError::StoreDamaged { what, .. }) => Ok(vec![what]),
        other => other,
    }
}

fn pages(connection: &Connection) -> Result<Vec<String>, rusqlite::Error> {
    let mut statement = connection.prepare(&format!("PRAGMA integrity_check({FINDINGS_MAX})"))?;
    let rows = statement.query_map([], |row| row.get(0))?;
    let all: Vec<String> = rows.collect::<Result<_, _>>()?;
    Ok(if all == ["ok"] { Vec::new() } else { all })
}

/// Positions count the events of all portfolios from 1 on, and no event is ever removed.
fn positions(connection: &Connection) -> Result<Vec<String>, rusqlite::Error> {
    let count = "SELECT count(*), coalesce(max(position), 0) FROM events";
    let (events, last): (u64, u64) =
        connection.query_row(count, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let missing = last.saturating_sub(events);
    let finding = format!("{missing} of the {last} events that were ever recorded are missing");
    Ok((missing > 0).then_some(finding).into_iter().collect())
}

fn owners(connection: &Connection) -> Result<Vec<String>, rusqlite::Error> {
    let mut statement = connection.prepare(
        "SELECT DISTINCT lower(hex(portfolio)) FROM events
         WHERE portfolio NOT IN (SELECT portfolio FROM portfolios) LIMIT 20",
    )?;
    let rows = statement.query_map([], |row| {
        let portfolio: String = row.get(0)?;
        Ok(format!("there are events of portfolio {portfolio}, which the store does not list"))
    })?;
    rows.collect()
}
