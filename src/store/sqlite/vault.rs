//! The statements on the vault. An emptied row stays, so that what was erased is told from what
//! was lost, and never comes back.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use schema::{Commitment, Digest, EventId, PortfolioId, Salt, VaultEntry};
use std::path::Path;
use uuid::Uuid;

use super::{
    super::{StoreError, Vaulted},
    failure,
    ledger::key,
};

/// Puts entries, each unless it is there or was erased.
pub(super) fn put(
    transaction: &Transaction<'_>,
    file: &Path,
    portfolio: PortfolioId,
    entries: &[VaultEntry],
) -> Result<(), StoreError> {
    let failed = |error: rusqlite::Error| failure::writing(file, &error);
    for entry in entries {
        if insert(transaction, portfolio, entry).map_err(failed)? {
            continue;
        }
        match find(transaction, file, portfolio, entry.commitment)? {
            Vaulted::Kept(former) if former != *entry => {
                return Err(StoreError::OtherEntry { commitment: entry.commitment });
            }
            Vaulted::Kept(_) | Vaulted::Erased | Vaulted::Missing => {}
        }
    }
    Ok(())
}

fn insert(
    transaction: &Transaction<'_>,
    portfolio: PortfolioId,
    entry: &VaultEntry,
) -> Result<bool, rusqlite::Error> {
    let mut statement = transaction.prepare_cached(
        "INSERT INTO vault (portfolio, commitment, event, field, salt, value, sha256)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (portfolio, commitment) DO NOTHING",
    )?;
    let inserted = statement.execute(params![
        key(portfolio),
        entry.commitment.digest().bytes(),
        entry.event.uuid().as_bytes(),
        entry.field,
        entry.salt.bytes(),
        entry.value,
        seal(entry).bytes(),
    ])?;
    Ok(inserted == 1)
}

/// What the vault holds for each commitment.
pub(super) fn get(
    connection: &Connection,
    file: &Path,
    portfolio: PortfolioId,
    commitments: &[Commitment],
) -> Result<Vec<Vaulted>, StoreError> {
    commitments.iter().map(|&commitment| find(connection, file, portfolio, commitment)).collect()
}

/// Empties an entry's row. Tells whether it held something.
pub(super) fn erase(
    transaction: &Transaction<'_>,
    file: &Path,
    portfolio: PortfolioId,
    commitment: Commitment,
) -> Result<bool, StoreError> {
    let erase = || -> Result<usize, rusqlite::Error> {
        let mut statement = transaction.prepare_cached(
            "UPDATE vault SET event = NULL, field = NULL, salt = NULL, value = NULL, sha256 = NULL
             WHERE portfolio = ?1 AND commitment = ?2 AND salt IS NOT NULL",
        )?;
        statement.execute(params![key(portfolio), commitment.digest().bytes()])
    };
    erase().map(|emptied| emptied == 1).map_err(|error| failure::writing(file, &error))
}

fn find(
    connection: &Connection,
    file: &Path,
    portfolio: PortfolioId,
    commitment: Commitment,
) -> Result<Vaulted, StoreError> {
    let find = || -> Result<Option<Option<VaultEntry>>, rusqlite::Error> {
        let mut statement = connection.prepare_cached(
            "SELECT event, field, salt, value, sha256 FROM vault
             WHERE portfolio = ?1 AND commitment = ?2",
        )?;
        let sealed = commitment.digest();
        let keys = params![key(portfolio), sealed.bytes()];
        statement.query_row(keys, |row| entry(row, commitment)).optional()
    };
    match find().map_err(|error| failure::reading(file, &error))? {
        None => Ok(Vaulted::Missing),
        Some(None) => Ok(Vaulted::Erased),
        Some(Some(entry)) => Ok(Vaulted::Kept(entry)),
    }
}

/// The entry in a row, unless the row is emptied.
fn entry(row: &Row<'_>, commitment: Commitment) -> Result<Option<VaultEntry>, rusqlite::Error> {
    let Some(salt) = row.get(2)? else { return Ok(None) };
    let entry = VaultEntry {
        commitment,
        event: EventId::from(Uuid::from_bytes(row.get(0)?)),
        field: row.get(1)?,
        salt: Salt::new(salt),
        value: row.get(3)?,
    };
    let sealed: [u8; 32] = row.get(4)?;
    if seal(&entry).bytes() == &sealed {
        Ok(Some(entry))
    } else {
        let what = format!("the vault's entry {} is not as it was stored", commitment.digest());
        let kind = rusqlite::types::Type::Blob;
        Err(rusqlite::Error::FromSqlConversionFailure(4, kind, what.into()))
    }
}

/// SHA-256 over all of an entry. It says nothing about the value, since the salt is in it.
fn seal(entry: &VaultEntry) -> Digest {
    let field_length = entry.field.len().to_be_bytes();
    let presence = [u8::from(entry.value.is_some())];
    Digest::of_parts([
        entry.commitment.digest().bytes().as_slice(),
        entry.event.uuid().as_bytes(),
        &field_length,
        entry.field.as_bytes(),
        entry.salt.bytes(),
        &presence,
        entry.value.as_deref().unwrap_or_default().as_bytes(),
    ])
}
