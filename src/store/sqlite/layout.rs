//! The tables of a store's file, and what a connection must be told.

use rusqlite::{Connection, OpenFlags, config::DbConfig};
use std::{
    fs::{File, OpenOptions},
    path::Path,
    time::Duration,
};

use super::{super::StoreError, failure, hold::private};

/// `3rdP` in the file's header: whose file it is.
const APPLICATION_ID: i64 = 0x3372_6450;

/// The layout that this program writes.
const LAYOUT: i64 = 1;

/// `portfolios` says where each ledger ends, so that a missing end is noticed. The vault's rows are
/// appended and emptied in place: then SQLite never moves one to another page, and leaves no copy
/// of it behind that erasing would miss.
const TABLES: &str = "
    CREATE TABLE portfolios (
        portfolio BLOB NOT NULL PRIMARY KEY,
        head INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE events (
        position INTEGER NOT NULL PRIMARY KEY,
        portfolio BLOB NOT NULL,
        revision INTEGER NOT NULL,
        event_id BLOB NOT NULL,
        type TEXT NOT NULL,
        sha256 BLOB NOT NULL,
        bytes BLOB NOT NULL
    ) STRICT;

    CREATE UNIQUE INDEX events_by_revision ON events (portfolio, revision);

    CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;

    CREATE TRIGGER events_are_never_removed BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'an event is never removed'); END;

    CREATE TRIGGER events_are_never_replaced BEFORE INSERT ON events
    WHEN EXISTS (SELECT 1 FROM events WHERE position = NEW.position)
        OR EXISTS (
            SELECT 1 FROM events WHERE portfolio = NEW.portfolio AND revision = NEW.revision
        )
    BEGIN SELECT RAISE(ABORT, 'an event is never replaced'); END;

    CREATE TABLE vault (
        entry INTEGER NOT NULL PRIMARY KEY,
        portfolio BLOB NOT NULL,
        commitment BLOB NOT NULL,
        event BLOB,
        field TEXT,
        salt BLOB,
        value TEXT,
        sha256 BLOB
    ) STRICT;

    CREATE UNIQUE INDEX vault_by_commitment ON vault (portfolio, commitment);
";

/// For the connection that writes. Reads go through the cache and not through mapped memory: an
/// error of the disk then comes back as an error, and not as a signal.
const WRITER: &str = "
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA wal_autocheckpoint = 0;
    PRAGMA journal_size_limit = 67108864;
    PRAGMA secure_delete = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA mmap_size = 0;
    PRAGMA cache_size = -16384;
";

/// For the connections that read.
const READER: &str = "
    PRAGMA query_only = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA mmap_size = 0;
    PRAGMA cache_size = -4096;
";

/// For the connection that copies.
const COPIER: &str = "
    PRAGMA temp_store = MEMORY;
    PRAGMA mmap_size = 0;
    PRAGMA cache_size = -16384;
";

/// How long a statement waits for a lock that only a checkpoint can hold.
const BUSY_WAIT: Duration = Duration::from_secs(5);

/// The connection that writes, to a file that is as this program left it.
pub(super) fn open(file: &Path) -> Result<Connection, StoreError> {
    let created = create(file)?;
    let failed = |error: rusqlite::Error| failure::reading(file, &error);
    let mut connection =
        Connection::open_with_flags(file, flags(OpenFlags::SQLITE_OPEN_READ_WRITE))
            .map_err(failed)?;
    connection.busy_timeout(BUSY_WAIT).map_err(failed)?;
    check_owner(&connection, file)?;
    connection.execute_batch(WRITER).map_err(failed)?;
    // The last connection to close would otherwise move pages unasked, even after a failed sync.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).map_err(failed)?;
    if pragma(&connection, file, "application_id")? == 0 {
        lay_out(&mut connection).map_err(|error| failure::writing(file, &error))?;
    }
    check_tables(&connection, file)?;
    if created {
        sync_folder(file)?;
    }
    Ok(connection)
}

/// A connection that only reads.
pub(super) fn open_reader(file: &Path) -> Result<Connection, StoreError> {
    connect(file, OpenFlags::SQLITE_OPEN_READ_WRITE, READER)
}

/// A connection that copies: it writes no page of the store, but the pragma that says so would keep
/// it from writing the copy.
pub(super) fn open_copier(file: &Path) -> Result<Connection, StoreError> {
    connect(file, OpenFlags::SQLITE_OPEN_READ_WRITE, COPIER)
}

/// A connection to a copy at rest, which leaves nothing beside it and nothing in it.
pub(super) fn open_at_rest(file: &Path) -> Result<Connection, StoreError> {
    connect(file, OpenFlags::SQLITE_OPEN_READ_ONLY, READER)
}

/// Refuses a copy that another program or a newer one wrote, or in which a table is missing.
pub(super) fn check_at_rest(file: &Path) -> Result<(), StoreError> {
    let connection = open_at_rest(file)?;
    check_owner(&connection, file)?;
    check_tables(&connection, file)
}

fn connect(file: &Path, access: OpenFlags, told: &str) -> Result<Connection, StoreError> {
    let open = || {
        let connection = Connection::open_with_flags(file, flags(access))?;
        connection.busy_timeout(BUSY_WAIT)?;
        connection.execute_batch(told)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        Ok(connection)
    };
    open().map_err(|error: rusqlite::Error| failure::reading(file, &error))
}

/// Each connection is used by one thread at a time.
fn flags(access: OpenFlags) -> OpenFlags {
    access | OpenFlags::SQLITE_OPEN_NO_MUTEX
}

/// Creates the file where there is none. SQLite takes an empty file for an empty database and
/// gives the files beside it the same permissions.
fn create(file: &Path) -> Result<bool, StoreError> {
    let created = !file.exists();
    private(OpenOptions::new().write(true).create(true).truncate(false))
        .open(file)
        .map(|_| created)
        .map_err(|error| unavailable(file, &error))
}

/// Makes the names of the new files durable.
pub(super) fn sync_folder(file: &Path) -> Result<(), StoreError> {
    let folder = file.parent().unwrap_or_else(|| Path::new("/"));
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|error| StoreError::SyncFailed { what: format!("{}: {error}", folder.display()) })
}

fn unavailable(file: &Path, error: &std::io::Error) -> StoreError {
    StoreError::Unavailable { what: format!("{}: {error}", file.display()) }
}

fn pragma(connection: &Connection, file: &Path, name: &str) -> Result<i64, StoreError> {
    connection
        .pragma_query_value(None, name, |row| row.get(0))
        .map_err(|error| failure::reading(file, &error))
}

/// Refuses a file that another program or a newer one wrote, before anything is written to it.
fn check_owner(connection: &Connection, file: &Path) -> Result<(), StoreError> {
    let count = "SELECT count(*) FROM sqlite_schema";
    let tables: i64 = connection
        .query_row(count, [], |row| row.get(0))
        .map_err(|error| failure::reading(file, &error))?;
    let owner = pragma(connection, file, "application_id")?;
    let found = pragma(connection, file, "user_version")?;
    match owner {
        0 if tables == 0 && found == 0 => Ok(()),
        APPLICATION_ID if found > LAYOUT => {
            Err(StoreError::Newer { file: file.to_owned(), found, known: LAYOUT })
        }
        APPLICATION_ID => Ok(()),
        _ => Err(StoreError::Foreign { file: file.to_owned() }),
    }
}

/// All or nothing: a process that ends in between leaves an empty file.
fn lay_out(connection: &mut Connection) -> Result<(), rusqlite::Error> {
    let transaction = connection.transaction()?;
    transaction.execute_batch(TABLES)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", LAYOUT)?;
    transaction.commit()
}

/// Refuses a file in which a table, an index or a trigger is missing or is another.
fn check_tables(connection: &Connection, file: &Path) -> Result<(), StoreError> {
    let failed = |error: rusqlite::Error| failure::reading(file, &error);
    let mut expected = Connection::open_in_memory().map_err(failed)?;
    lay_out(&mut expected).map_err(failed)?;
    let expected = tables(&expected).map_err(failed)?;
    let found = tables(connection).map_err(failed)?;
    match expected.iter().find(|table| !found.contains(table)) {
        None => Ok(()),
        Some((name, _)) => Err(StoreError::StoreDamaged {
            store: file.display().to_string(),
            what: format!("{name} is missing in it, or is not as this program made it"),
        }),
    }
}

/// Name and definition of whatever is in the file.
fn tables(connection: &Connection) -> Result<Vec<(String, Option<String>)>, rusqlite::Error> {
    let mut statement = connection.prepare("SELECT name, sql FROM sqlite_schema")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}
