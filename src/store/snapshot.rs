//! A copy of a whole store on its way out.

use std::{
    fs::File,
    io::{self, Read},
};

/// A copy of a whole store, to be read once from its beginning. Its file has no name any more, so
/// that nothing of it is left behind, however the process ends.
#[derive(Debug)]
pub struct Snapshot {
    file: File,
    length: u64,
}

impl Snapshot {
    pub(super) fn new(file: File, length: u64) -> Self {
        Self { file, length }
    }

    /// Its length in bytes.
    pub fn length(&self) -> u64 {
        self.length
    }
}

impl Read for Snapshot {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.read(buffer)
    }
}
