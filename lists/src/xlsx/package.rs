//! The zip archive that a workbook is. Entries are read by name, each byte that comes out is
//! counted, and nothing that an entry says of itself is believed. Entries that no list needs
//! (pictures, macros) are never inflated.

use std::{
    cell::Cell,
    io::{self, BufRead, BufReader, Cursor, Read},
};

use zip::{ZipArchive, read::ZipFile, result::ZipError};

use crate::{Limits, ListError, table::within};

/// The archive, with what may still come out of it.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    limits: &'a Limits,
    left: Cell<u64>,
}

/// How an entry begins in the archive's directory.
const DIRECTORY_ENTRY: &[u8] = b"PK\x01\x02";

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8], limits: &'a Limits) -> Result<Self, ListError> {
        // Before the reader allocates for each. What merely looks like one counts too, which a
        // compressed file holds once in four billion bytes.
        let marks = bytes.windows(DIRECTORY_ENTRY.len()).filter(|at| *at == DIRECTORY_ENTRY);
        let archive = || "the archive".to_owned();
        within(marks.count(), limits.entries, archive, "entries")?;
        let archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| damaged("the archive", &error.to_string()))?;
        Ok(Self { archive, limits, left: Cell::new(limits.inflated_bytes) })
    }

    /// Whether an entry's name is as asked.
    pub(super) fn has(&self, asked: impl Fn(&str) -> bool) -> bool {
        self.archive.file_names().flatten().any(|name| asked(&name))
    }

    /// The entry of that name; nothing where there is none.
    pub(super) fn part<'p>(&'p mut self, name: &str) -> Result<Option<Part<'p, 'a>>, ListError> {
        let inner = match self.archive.by_name(name) {
            Ok(entry) => entry,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(damaged(name, &error.to_string())),
        };
        let ratio = self.limits.inflation_ratio.saturating_mul(inner.compressed_size());
        Ok(Some(Part {
            name: name.to_owned(),
            inner: BufReader::new(inner),
            limits: self.limits,
            left_of_all: &self.left,
            read: 0,
            read_max: ratio.saturating_add(RATIO_FREE_BYTES),
            read_of_markup: 0,
            refusal: None,
        }))
    }
}

/// Below this an entry may be of any ratio: an empty sheet deflates very well.
const RATIO_FREE_BYTES: u64 = 1024 * 1024;

pub(super) fn damaged(part: &str, found: &str) -> ListError {
    ListError::Damaged { part: part.to_owned(), found: found.to_owned() }
}

/// One entry being inflated.
pub(super) struct Part<'p, 'a> {
    name: String,
    inner: BufReader<ZipFile<'p, Cursor<&'a [u8]>>>,
    limits: &'p Limits,
    left_of_all: &'p Cell<u64>,
    read: u64,
    read_max: u64,
    read_of_markup: usize,
    refusal: Option<ListError>,
}

impl Part<'_, '_> {
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) const fn limits(&self) -> &Limits {
        self.limits
    }

    /// A new tag or text begins.
    pub(super) const fn next_markup(&mut self) {
        self.read_of_markup = 0;
    }

    /// The limit that ended the reading, where it was one.
    pub(super) const fn refusal(&mut self) -> Option<ListError> {
        self.refusal.take()
    }

    fn check(&mut self) -> io::Result<()> {
        let limits = self.limits;
        let passed = if self.read > limits.entry_bytes {
            ("bytes when unpacked", limits.entry_bytes)
        } else if self.read > self.read_max {
            ("times as many bytes when unpacked as when packed", limits.inflation_ratio)
        } else if self.left_of_all.get() == 0 {
            ("bytes of all parts when unpacked", limits.inflated_bytes)
        } else if self.read_of_markup > limits.markup_bytes {
            ("bytes in one tag or text", limits.markup_bytes as u64)
        } else {
            return Ok(());
        };
        self.refusal =
            Some(ListError::Limit { place: self.name.clone(), what: passed.0, limit: passed.1 });
        Err(io::Error::other("a limit is passed"))
    }
}

impl Read for Part<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let count = available.len().min(buffer.len());
        buffer[..count].copy_from_slice(&available[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Part<'_, '_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.check()?;
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.read += count as u64;
        self.read_of_markup += count;
        self.left_of_all.set(self.left_of_all.get().saturating_sub(count as u64));
        self.inner.consume(count);
    }
}
