//! The exclusive hold on a store's file, and the note of what was acknowledged.
//!
//! Both are in a file beside the store, `<store>.lock`. The operating system ends the hold with
//! the process, however it ends. The note says up to which position the store acknowledged events;
//! it is written after each commit and before its answer, and never synced, since it is only
//! compared: a store that holds less than its note has lost events that someone relies on, which
//! SQLite alone cannot tell from a write-ahead log that ends early.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use super::{
    super::{Position, StoreError},
    beside,
};

/// The note is this line, written in place.
const NOTE_BEGINNING: &str = "acknowledged up to position ";
const NUMBER_DIGITS: usize = 20;

/// A held file.
#[derive(Debug)]
pub(super) struct Hold {
    lock: File,
    path: PathBuf,
}

impl Hold {
    /// Holds `file`, or says that another process does.
    pub(super) fn take(file: &Path) -> Result<Self, StoreError> {
        let path = beside(file, ".lock");
        let unavailable = |error: io::Error| StoreError::Unavailable {
            what: format!("{}: {error}", path.display()),
        };
        let lock = private(OpenOptions::new().read(true).write(true).create(true).truncate(false))
            .open(&path)
            .map_err(unavailable)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { lock, path }),
            Err(TryLockError::WouldBlock) => {
                Err(StoreError::Held { file: file.to_owned(), lock: path })
            }
            Err(TryLockError::Error(error)) => Err(unavailable(error)),
        }
    }

    /// Refuses a store that ends before what it acknowledged.
    pub(super) fn check(&self, file: &Path, last: Option<Position>) -> Result<(), StoreError> {
        let acknowledged = self.noted();
        if acknowledged <= last {
            return Ok(());
        }
        let number = |position: Option<Position>| position.map_or(0, Position::number);
        let what = format!(
            "it ends at position {} although it acknowledged events up to {}. Move it \
             away and put a backup in its place with `thirdplace restore`; or, if you put a copy \
             there on purpose, remove {} and begin again",
            number(last),
            number(acknowledged),
            self.path.display(),
        );
        Err(StoreError::StoreDamaged { store: file.display().to_string(), what })
    }

    /// Notes that everything up to `last` was acknowledged.
    pub(super) fn note(&mut self, last: Position) -> io::Result<()> {
        self.lock.seek(SeekFrom::Start(0))?;
        let number = last.number();
        self.lock.write_all(format!("{NOTE_BEGINNING}{number:0NUMBER_DIGITS$}\n").as_bytes())
    }

    /// The same, kept also through a power failure.
    pub(super) fn note_durably(&mut self, last: Position) -> io::Result<()> {
        self.note(last)?;
        self.lock.sync_all()
    }

    /// What the note says; nothing where there is none yet, or where a power failure tore it.
    pub(super) fn noted(&self) -> Option<Position> {
        let mut note = String::new();
        (&self.lock).seek(SeekFrom::Start(0)).ok()?;
        let length_max = (NOTE_BEGINNING.len() + NUMBER_DIGITS) as u64;
        (&self.lock).take(length_max).read_to_string(&mut note).ok()?;
        let number = note.strip_prefix(NOTE_BEGINNING)?;
        (number.len() == NUMBER_DIGITS).then_some(())?;
        number.parse().ok().map(Position::new)
    }
}

/// Readable for the service's own user only: the vault holds names.
pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}
