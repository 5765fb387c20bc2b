//! A package as one zip: read within bounds, and written so that the same files always give the
//! same bytes.
//!
//! Of the format (PKWARE APPNOTE 6.3) what packages of maps use: one disk, no Zip64, no encryption,
//! entries stored or deflated. The directory is read here because what it says is not to be
//! believed: sizes are checked against what comes out, places against each other, and nothing is
//! reserved on the word of a header.

use std::io::Read;
use std::ops::Range;

use flate2::Crc;
use flate2::read::DeflateDecoder;

use super::budget::exceeded;
use super::error::{MapError, shortened};
use super::limits::Limits;

const LOCAL: [u8; 4] = *b"PK\x03\x04";
const CENTRAL: [u8; 4] = *b"PK\x01\x02";
const END: [u8; 4] = *b"PK\x05\x06";
const END_BYTES: usize = 22;
const CENTRAL_BYTES: usize = 46;
const LOCAL_BYTES: usize = 30;
const COMMENT_BYTES_MAX: usize = 65_535;

/// Whether bytes begin as a zip does, also an empty one.
pub(crate) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(&LOCAL) || bytes.starts_with(&END)
}

/// One entry of the directory, with its place checked.
#[derive(Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) name: String,
    packing: Packing,
    crc: u32,
    size: usize,
    data: &'a [u8],
    place: Range<usize>,
}

#[derive(Debug, Clone, Copy)]
enum Packing {
    Stored,
    Deflated,
}

impl Packing {
    fn of(method: u16) -> Option<Self> {
        match method {
            0 => Some(Self::Stored),
            8 => Some(Self::Deflated),
            _ => None,
        }
    }
}

fn archive(found: impl Into<String>, accepted: &'static str) -> MapError {
    MapError::Archive { found: found.into(), accepted }
}

const WHOLE: &str = "a whole zip archive of one part, without Zip64";

fn two(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn four(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(four)).ok()
}

/// The entries of a zip in the order of its directory, folders left out.
pub(crate) fn entries<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Vec<Entry<'a>>, MapError> {
    let cut = || archive("is cut short or damaged", WHOLE);
    let end = end_of_directory(bytes).ok_or_else(cut)?;
    let count = usize::from(two(bytes, end + 10).ok_or_else(cut)?);
    let mut at = four(bytes, end + 16).ok_or_else(cut)?;
    let same_disk = (4..10).step_by(2).map(|offset| two(bytes, end + offset)).collect::<Vec<_>>();
    if same_disk[..2] != [Some(0), Some(0)] || same_disk[2].map(usize::from) != Some(count) {
        return Err(archive("has several parts", WHOLE));
    }
    exceeded(count, limits.files, "the zip archive", "files")?;
    let mut entries = Vec::new();
    for _ in 0..count {
        let (entry, next) = entry(&bytes[..end], at, limits)?;
        entries.extend(entry);
        at = next;
    }
    if at != end {
        return Err(archive("has bytes between its directory and its end", WHOLE));
    }
    apart(&entries)?;
    Ok(entries)
}

/// Where the end of the directory stands: at most a comment before the end of the bytes.
fn end_of_directory(bytes: &[u8]) -> Option<usize> {
    let last = bytes.len().checked_sub(END_BYTES)?;
    let first = last.saturating_sub(COMMENT_BYTES_MAX);
    (first..=last).rev().find(|&at| {
        let comment = two(bytes, at + 20).map(usize::from);
        bytes[at..].starts_with(&END) && comment == Some(last - at)
    })
}

/// One entry of the directory, `None` for a folder, and where the next begins.
fn entry<'a>(
    bytes: &'a [u8],
    at: usize,
    limits: &Limits,
) -> Result<(Option<Entry<'a>>, usize), MapError> {
    let cut = || archive("has a damaged directory", WHOLE);
    let header = bytes.get(at..at.saturating_add(CENTRAL_BYTES)).ok_or_else(cut)?;
    if !header.starts_with(&CENTRAL) {
        return Err(cut());
    }
    let short = |offset| two(header, offset).map(usize::from).ok_or_else(cut);
    let long = |offset| four(header, offset).ok_or_else(cut);
    let (name_bytes, rest) = (short(28)?, short(30)? + short(32)?);
    exceeded(name_bytes, limits.file_name_bytes, "the zip archive", "bytes of a file's name")?;
    let name_at = at + CENTRAL_BYTES;
    let raw_name = bytes.get(name_at..name_at + name_bytes).ok_or_else(cut)?;
    let name = std::str::from_utf8(raw_name)
        .map_err(|_| archive("has a file whose name is not UTF-8", "names in UTF-8"))?;
    let next = name_at + name_bytes + rest;
    let refused = |found: &str, accepted| MapError::File {
        name: shortened(name),
        found: found.to_owned(),
        accepted,
    };
    if two(header, 8).is_none_or(|flags| flags & 1 == 1) {
        return Err(refused("is encrypted", "files in the clear"));
    }
    let packing = Packing::of(two(header, 10).ok_or_else(cut)?)
        .ok_or_else(|| refused("is packed by another method", "stored and deflated files"))?;
    let (size, start) = (long(24)?, long(42)?);
    let at = packed(bytes, start, long(20)?, raw_name)
        .ok_or_else(|| refused("is not where the directory says", WHOLE))?;
    let crc = u32::try_from(long(16)?).map_err(|_| cut())?;
    let entry = Entry {
        name: name.to_owned(),
        packing,
        crc,
        size,
        data: &bytes[at.clone()],
        place: start..at.end,
    };
    Ok(((!name.ends_with('/')).then_some(entry), next))
}

/// Where the packed bytes lie behind a local header that bears the same name.
fn packed(bytes: &[u8], start: usize, size: usize, name: &[u8]) -> Option<Range<usize>> {
    let header = bytes.get(start..start.checked_add(LOCAL_BYTES)?)?;
    let (named, extra) = (usize::from(two(header, 26)?), usize::from(two(header, 28)?));
    let name_at = start + LOCAL_BYTES;
    let at = name_at + named + extra;
    let same = header.starts_with(&LOCAL) && bytes.get(name_at..name_at + named)? == name;
    let end = at.checked_add(size)?;
    (same && end <= bytes.len()).then_some(at..end)
}

/// Entries that share bytes would let a small zip hold a large one many times.
fn apart(entries: &[Entry<'_>]) -> Result<(), MapError> {
    let mut places: Vec<&Entry<'_>> = entries.iter().collect();
    places.sort_by_key(|entry| entry.place.start);
    for pair in places.windows(2) {
        if pair[0].place.end > pair[1].place.start {
            return Err(MapError::File {
                name: shortened(&pair[1].name),
                found: "lies over another one in the zip archive".to_owned(),
                accepted: "files that lie one after the other",
            });
        }
    }
    Ok(())
}

impl Entry<'_> {
    /// The bytes of the file, of which no more than `most` are made.
    pub(crate) fn inflate(&self, most: usize) -> Result<Vec<u8>, MapError> {
        let mut inflated = Vec::new();
        let take = (most as u64).saturating_add(1);
        let read = match self.packing {
            Packing::Stored => self.data.take(take).read_to_end(&mut inflated),
            Packing::Deflated => {
                DeflateDecoder::new(self.data).take(take).read_to_end(&mut inflated)
            }
        };
        let refused = |found: &str| MapError::File {
            name: shortened(&self.name),
            found: found.to_owned(),
            accepted: "a file that is as long as the directory says, with its checksum",
        };
        read.map_err(|_| refused("is damaged in the zip archive"))?;
        exceeded(inflated.len(), most, &shortened(&self.name), "bytes, inflated")?;
        let mut crc = Crc::new();
        crc.update(&inflated);
        if inflated.len() != self.size {
            return Err(refused("is not as long as the zip archive says"));
        }
        if crc.sum() != self.crc {
            return Err(refused("is damaged: its checksum differs"));
        }
        Ok(inflated)
    }
}

/// A zip of these files in their order: stored, dated 1 January 1980, so that the same files give
/// the same bytes on every machine and by every version of an inflating library. Names and sizes
/// have been checked by the caller: fewer than 65,536 files, below 4 GiB together.
pub(crate) fn write<'f>(files: impl Iterator<Item = (&'f str, &'f [u8])>) -> Option<Vec<u8>> {
    let (mut zip, mut directory, mut count) = (Vec::new(), Vec::new(), 0u16);
    for (name, bytes) in files {
        let start = u32::try_from(zip.len()).ok()?;
        let common = common_header(name, bytes)?;
        zip.extend(LOCAL);
        zip.extend(&common);
        zip.extend(name.as_bytes());
        zip.extend(bytes);
        directory.extend(CENTRAL);
        directory.extend(20u16.to_le_bytes());
        directory.extend(&common);
        // No comment, first disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(start.to_le_bytes());
        directory.extend(name.as_bytes());
        count = count.checked_add(1)?;
    }
    let place = u32::try_from(zip.len()).ok()?;
    let length = u32::try_from(directory.len()).ok()?;
    zip.extend(directory);
    zip.extend(END);
    zip.extend([0; 4]);
    zip.extend(count.to_le_bytes());
    zip.extend(count.to_le_bytes());
    zip.extend(length.to_le_bytes());
    zip.extend(place.to_le_bytes());
    zip.extend([0; 2]);
    Some(zip)
}

/// What the local header and the directory's say alike: version 2.0, name in UTF-8, stored, 1980.
fn common_header(name: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    const UTF_8: u16 = 1 << 11;
    const FIRST_OF_JANUARY_1980: u16 = (1 << 5) | 1;
    let size = u32::try_from(bytes.len()).ok()?;
    let mut crc = Crc::new();
    crc.update(bytes);
    let mut header = Vec::new();
    header.extend(20u16.to_le_bytes());
    header.extend(UTF_8.to_le_bytes());
    header.extend([0; 4]);
    header.extend(FIRST_OF_JANUARY_1980.to_le_bytes());
    header.extend(crc.sum().to_le_bytes());
    header.extend(size.to_le_bytes());
    header.extend(size.to_le_bytes());
    header.extend(u16::try_from(name.len()).ok()?.to_le_bytes());
    header.extend([0; 2]);
    Some(header)
}
