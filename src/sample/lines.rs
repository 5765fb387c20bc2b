//! A sample as lines of JSON: what it is a sample of, then a line for each case.

use serde::Serialize;

use super::{Drawn, SampleError, told};

/// A line of a sample.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum Line {
    Sample(told::Head),
    Case(told::Case),
}

/// The lines of a sample, one after the other.
#[derive(Debug)]
pub struct Lines {
    drawn: Drawn,
    /// Lines that were given.
    given: usize,
}

impl Lines {
    /// The lines of a sample, none given yet.
    pub const fn of(drawn: Drawn) -> Self {
        Self { drawn, given: 0 }
    }

    /// The next line with its end; none after the last.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, SampleError> {
        let line = match self.given.checked_sub(1) {
            None => Some(Line::Sample(self.drawn.head())),
            Some(index) => self.drawn.case(index).await?.map(Line::Case),
        };
        self.given += 1;
        Ok(line.map(|line| {
            // Strings, integers, and maps with string keys.
            let mut bytes = serde_json::to_vec(&line).expect("a line of a sample serialises");
            bytes.push(b'\n');
            bytes
        }))
    }
}

/// All lines of a sample.
pub async fn whole(drawn: Drawn) -> Result<Vec<u8>, SampleError> {
    let mut lines = Lines::of(drawn);
    let mut bytes = Vec::new();
    while let Some(line) = lines.next().await? {
        bytes.extend(line);
    }
    Ok(bytes)
}
