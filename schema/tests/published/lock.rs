//! The lock: one line for each published file, as `sha256sum` writes and checks it. Lines are only
//! added.

use std::{
    collections::BTreeMap,
    fs::{self, OpenOptions},
    io::{self, Write},
    path::Path,
};

use schema::Digest;

use super::Fault;

/// Its name.
pub(crate) const LOCK: &str = "published.sha256";

/// The digests by file, and the lines that are none.
pub(crate) fn read(directory: &Path) -> io::Result<(BTreeMap<String, Digest>, Vec<Fault>)> {
    let path = directory.join(LOCK);
    let text = if path.exists() { fs::read_to_string(path)? } else { String::new() };
    let mut locked = BTreeMap::new();
    let mut faults = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let mut wrong = |problem| faults.push(Fault::Lock { line: index + 1, problem });
        let parts = line.split_once("  ");
        match parts.and_then(|(digest, file)| Some((digest.parse::<Digest>().ok()?, file))) {
            None => wrong("not a SHA-256, two blanks and the name of a file"),
            Some((digest, file)) => {
                if locked.insert(file.to_owned(), digest).is_some() {
                    wrong("a second line for a file: what is published stays as it is");
                }
            }
        }
    }
    Ok((locked, faults))
}

/// Adds lines at the end.
pub(crate) fn append(directory: &Path, files: &[(String, &Vec<u8>)]) -> io::Result<()> {
    let mut lock = OpenOptions::new().append(true).create(true).open(directory.join(LOCK))?;
    for (name, bytes) in files {
        writeln!(lock, "{}  {name}", Digest::of(bytes))?;
    }
    lock.sync_all()
}
