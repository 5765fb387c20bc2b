//! What one list may cost. Everything that a file can make large has a bound here, so that a
//! hostile spreadsheet is refused instead of filling the machine.

/// The bounds under which a file is read. Exceeding one is a
/// [`ListError::Limit`](super::ListError::Limit) that names it.
///
/// The defaults admit the rooms of a county: some 65,000 of ten columns each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Size of the file.
    pub file_bytes: usize,
    /// Entries of the zip archive that a workbook is.
    pub entries: usize,
    /// Bytes that come out of one entry. What an entry says of its own size is not believed.
    pub entry_bytes: u64,
    /// Bytes that come out of all entries together, each time that one is read.
    pub inflated_bytes: u64,
    /// How many times larger than what went in one entry may be, beyond its first megabyte.
    pub inflation_ratio: u64,
    /// Bytes of one piece of XML: a tag, or the text between two.
    pub markup_bytes: usize,
    /// Elements inside each other.
    pub nesting_depth: usize,
    /// Sheets of a workbook.
    pub sheets: usize,
    /// Shared strings of a workbook.
    pub strings: usize,
    /// Formats of cells of a workbook.
    pub formats: usize,
    /// Merged cells of a sheet.
    pub merges: usize,
    /// Rows with anything in them.
    pub rows: usize,
    /// Columns, up to the last that holds anything.
    pub columns: u32,
    /// Cells with anything in them.
    pub cells: usize,
    /// Bytes of text in all cells of one sheet, a shared string as often as cells refer to it: what
    /// keeps a small file from taking for ever. And bytes of all shared strings.
    pub text_bytes: usize,
    /// Bytes of one cell's text.
    pub cell_bytes: usize,
    /// What the finished list may hold, the rows that were refused included.
    pub list_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 16 * 1024 * 1024,
            entries: 2_000,
            entry_bytes: 256 * 1024 * 1024,
            inflated_bytes: 512 * 1024 * 1024,
            inflation_ratio: 200,
            markup_bytes: 1024 * 1024,
            nesting_depth: 64,
            sheets: 50,
            strings: 500_000,
            formats: 65_000,
            merges: 20_000,
            rows: 100_000,
            columns: 512,
            cells: 1_000_000,
            text_bytes: 32 * 1024 * 1024,
            cell_bytes: 128 * 1024,
            list_bytes: 48 * 1024 * 1024,
        }
    }
}

/// A cell with its value, and the text that it may share with others: its counts, its rounding.
const BYTES_PER_CELL: usize = 96;
/// A row in a vector that may just be doubling, and its place among the rows of a list.
const BYTES_PER_ROW: usize = 256;
/// A shared string beside its bytes, likewise doubling.
const BYTES_PER_STRING: usize = 96;
/// A format, a merged cell or a sheet, likewise.
const BYTES_PER_FORMAT: usize = 48;
const BYTES_PER_MERGE: usize = 384;
const BYTES_PER_SHEET: usize = 1_024;
/// What the archive's reader keeps of an entry, beside its name and comment.
const BYTES_PER_ENTRY: usize = 1_024;
/// The inflater's window and tables, the buffers of the readers, error texts and the like.
const BYTES_FIXED: usize = 512 * 1024;

impl Limits {
    /// The most that reading allocates beside the file's own bytes, for a file of this size.
    ///
    /// ```text
    /// 96 per cell + 256 per row + 96 per shared string + 48 per format + 384 per merged cell
    /// + 1 KiB per sheet + 1 KiB per entry + 4 x file (text decoded, or names of entries)
    /// + 2 x text_bytes + 4 x cell_bytes + 8 x markup_bytes + 6 x list_bytes + 512 KiB
    /// ```
    ///
    /// Cells, rows, strings, formats, merged cells, sheets and entries count with their limits: the
    /// bound is the same for every file of a size. A test with a counting allocator keeps this
    /// honest.
    #[must_use]
    pub fn memory_bytes_max(&self, file_bytes: usize) -> usize {
        [
            (BYTES_PER_CELL, self.cells),
            (BYTES_PER_ROW, self.rows),
            (BYTES_PER_STRING, self.strings),
            (BYTES_PER_FORMAT, self.formats),
            (BYTES_PER_MERGE, self.merges),
            (BYTES_PER_SHEET, self.sheets),
            (BYTES_PER_ENTRY, self.entries),
            (4, file_bytes),
            (2, self.text_bytes),
            (4, self.cell_bytes),
            (8, self.markup_bytes),
            (6, self.list_bytes),
            (1, BYTES_FIXED),
        ]
        .into_iter()
        .fold(0, |sum, (bytes, count)| bytes.saturating_mul(count).saturating_add(sum))
    }
}
