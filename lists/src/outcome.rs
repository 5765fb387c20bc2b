//! What becomes of the rows of a list, weighed as it grows, so that no list outgrows its bound.

use crate::{LeftOutRow, Limits, ListError, Problem, RejectedRow, table::within};

/// The rows so far: those that came in, those that are none, and those that were refused.
#[derive(Debug)]
pub(crate) struct Outcome<R> {
    accepted: Vec<R>,
    left_out: Vec<LeftOutRow>,
    rejected: Vec<RejectedRow>,
    bytes: usize,
    bytes_max: usize,
}

impl<R> Outcome<R> {
    pub(crate) const fn new(limits: &Limits) -> Self {
        Self {
            accepted: Vec::new(),
            left_out: Vec::new(),
            rejected: Vec::new(),
            bytes: 0,
            bytes_max: limits.list_bytes,
        }
    }

    pub(crate) fn accept(&mut self, row: u32, bytes: usize, entry: R) -> Result<(), ListError> {
        self.weigh(row, bytes)?;
        self.accepted.push(entry);
        Ok(())
    }

    pub(crate) fn leave_out(&mut self, row: u32, why: String) -> Result<(), ListError> {
        self.weigh(row, size_of::<LeftOutRow>() + why.len())?;
        self.left_out.push(LeftOutRow { row, why });
        Ok(())
    }

    pub(crate) fn reject(&mut self, row: u32, problems: Vec<Problem>) -> Result<(), ListError> {
        let rejected = RejectedRow { row, problems };
        self.weigh(row, rejected.bytes())?;
        self.rejected.push(rejected);
        Ok(())
    }

    pub(crate) fn into_parts(mut self) -> (Vec<R>, Vec<LeftOutRow>, Vec<RejectedRow>) {
        self.rejected.sort_by_key(|rejected| rejected.row);
        (self.accepted, self.left_out, self.rejected)
    }

    /// Counts what the list holds more.
    pub(crate) fn weigh(&mut self, row: u32, bytes: usize) -> Result<(), ListError> {
        self.bytes += bytes;
        within(self.bytes, self.bytes_max, || format!("row {row}"), "bytes in the finished list")
    }
}
