//! The bytes of a file, and the line and column of any of them.

use super::super::place::Place;

/// A line count is kept for every block of this many bytes, so that a place is
/// found by reading at most one block.
const BLOCK_BYTES: usize = 64 * 1024;

/// The file as it was given.
#[derive(Debug)]
pub(crate) struct Source<'f> {
    bytes: &'f [u8],
    /// Line ends before the first byte of each block.
    lines_before: Vec<u32>,
}

impl<'f> Source<'f> {
    pub(crate) fn new(bytes: &'f [u8]) -> Self {
        let mut lines_before = Vec::with_capacity(bytes.len() / BLOCK_BYTES + 1);
        let mut lines = 0_u32;
        for block in bytes.chunks(BLOCK_BYTES) {
            lines_before.push(lines);
            lines = lines.saturating_add(line_ends(block));
        }
        Self { bytes, lines_before }
    }

    pub(crate) fn bytes(&self) -> &'f [u8] {
        self.bytes
    }

    /// The place of the byte at `at`; of the file's end where there is none.
    pub(crate) fn place(&self, at: usize) -> Place {
        let at = at.min(self.bytes.len());
        let block = (at / BLOCK_BYTES).min(self.lines_before.len().saturating_sub(1));
        let before = self.lines_before.get(block).copied().unwrap_or(0);
        let lines = before.saturating_add(line_ends(&self.bytes[block * BLOCK_BYTES..at]));
        let line_start =
            self.bytes[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        Place {
            line: lines.saturating_add(1),
            column: u32::try_from(at - line_start).unwrap_or(u32::MAX).saturating_add(1),
        }
    }

    /// The text from `start` to `end` for a message: short, and only what can
    /// be printed.
    pub(crate) fn excerpt(&self, start: usize, end: usize) -> String {
        const CHARACTERS_MAX: usize = 40;
        let bytes = &self.bytes[start.min(self.bytes.len())..end.min(self.bytes.len())];
        let head = &bytes[..bytes.len().min(4 * CHARACTERS_MAX)];
        let mut text: String = String::from_utf8_lossy(head)
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .take(CHARACTERS_MAX)
            .collect();
        if text.len() < bytes.len() {
            text.push('…');
        }
        text
    }
}

fn line_ends(bytes: &[u8]) -> u32 {
    let count = bytes.iter().filter(|byte| **byte == b'\n').count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_from_one_across_blocks() {
        let mut text = "x\n".repeat(BLOCK_BYTES);
        text.push_str("abc");
        let source = Source::new(text.as_bytes());
        let place = |at| {
            let Place { line, column } = source.place(at);
            (line, column)
        };
        assert_eq!(place(0), (1, 1));
        assert_eq!(place(1), (1, 2));
        assert_eq!(place(2), (2, 1));
        assert_eq!(place(text.len() - 1), (65537, 3));
        assert_eq!(place(text.len() + 9), (65537, 4));
        assert_eq!(Source::new(b"").place(0), Place { line: 1, column: 1 });
    }

    #[test]
    fn excerpts_are_short_and_printable() {
        let source = Source::new(b"a\x00b\nccc");
        assert_eq!(source.excerpt(0, 5), "a b c…".replace('…', ""));
        let long = "z".repeat(1000);
        assert_eq!(Source::new(long.as_bytes()).excerpt(0, 1000).chars().count(), 41);
    }
}
