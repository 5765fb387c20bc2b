//! Why a list is refused as a whole. What is wrong with one row only is a
//! [`RejectedRow`](super::RejectedRow) in the report instead.

/// A refusal. Every message says where, what is wrong there and what would be accepted. Nothing of
/// the file has been taken in when one is returned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ListError {
    /// Nothing, or only blanks.
    #[error("the file is empty; accepted is {ACCEPTED_FILES}")]
    Empty,
    /// Some other kind of file.
    #[error("this is not a list but {found}; accepted is {ACCEPTED_FILES}")]
    NotAList {
        /// What it looks like, and how to make a list of it.
        found: String,
    },
    /// Text that cannot be decoded.
    #[error("line {line}: {found}; accepted are UTF-8, UTF-16 and Windows-1252")]
    NotText {
        /// Line ends before it, and one.
        line: usize,
        /// What stands there.
        found: String,
    },
    /// A quotation mark that opens a cell and is never closed.
    #[error(
        "row {row}: a quotation mark opens a cell here and is never closed; accepted is one at the \
         cell's end, and two for each within it"
    )]
    UnclosedQuote {
        /// The row in which it stands.
        row: u32,
    },
    /// A workbook that cannot be unpacked or is not put together as one.
    #[error("{part}: {found}; accepted is a workbook as Excel or LibreOffice saves it (.xlsx)")]
    Damaged {
        /// The part of the workbook.
        part: String,
        /// What is wrong with it.
        found: String,
    },
    /// More of something than [`Limits`](super::Limits) admits.
    #[error("{place}: more than {limit} {what}; accepted are files below this limit")]
    Limit {
        /// Where the limit is passed.
        place: String,
        /// What there is too much of.
        what: &'static str,
        /// How much is accepted.
        limit: u64,
    },
    /// The mapping names a sheet that is not there.
    #[error("the mapping asks for the sheet {asked:?}; the file has {}", quoted(sheets))]
    NoSuchSheet {
        /// As asked.
        asked: String,
        /// Those that there are.
        sheets: Vec<String>,
    },
    /// No row says what the columns are.
    #[error(
        "none of the first {rows} rows says what the columns are{seen}; accepted is a row with {accepted}, \
         or a mapping file that says which column is which"
    )]
    NoHeader {
        /// How many rows were looked at.
        rows: usize,
        /// The row that came nearest, as `; row 3 has "A", "B"`, or nothing.
        seen: String,
        /// What must be there.
        accepted: String,
    },
    /// Two columns for one thing.
    #[error(
        "columns {} and {} both give the {field}; accepted is one: take one away, rename it, or say \
         which in a mapping file",
        first,
        second
    )]
    TwoColumns {
        /// What both give.
        field: String,
        /// The column and its heading.
        first: String,
        /// The other.
        second: String,
    },
    /// A column without which no row can come in.
    #[error(
        "there is no column for the {field}; accepted is {accepted}, or a mapping file that names one. The columns are {}",
        quoted(columns)
    )]
    MissingColumn {
        /// What is missing.
        field: String,
        /// Headings that would be recognised.
        accepted: String,
        /// The headings that there are.
        columns: Vec<String>,
    },
    /// The mapping file is not what it should be.
    #[error("the mapping file: {found}; accepted is {accepted}")]
    Mapping {
        /// What is wrong with it.
        found: String,
        /// What would be accepted.
        accepted: String,
    },
    /// The mapping file names a column that the list does not have.
    #[error(
        "the mapping file names the column {asked:?}, which the list does not have; it has {}",
        quoted(columns)
    )]
    NoSuchColumn {
        /// As named.
        asked: String,
        /// The headings that there are.
        columns: Vec<String>,
    },
    /// A header, and nothing below it.
    #[error("there are no rows below the header in row {header}; accepted is at least one")]
    NoRows {
        /// The header's last row.
        header: u32,
    },
}

const ACCEPTED_FILES: &str = "a workbook (.xlsx), or text separated by commas, semicolons or tabs \
    (.csv, .txt) in UTF-8, UTF-16 or Windows-1252";

/// How many names a message lists.
const NAMES_MAX: usize = 40;

fn quoted(names: &[String]) -> String {
    let shown: Vec<String> =
        names.iter().take(NAMES_MAX).map(|name| format!("{:?}", shortened(name))).collect();
    match names.len().checked_sub(NAMES_MAX) {
        Some(more @ 1..) => format!("{} and {more} more", shown.join(", ")),
        _ if names.is_empty() => "none".to_owned(),
        _ => shown.join(", "),
    }
}

/// A text on one line and of at most 80 characters, so that no message is flooded by its cause.
pub(crate) fn shortened(text: &str) -> String {
    let one_line = |c: char| if c.is_control() { ' ' } else { c };
    let mut shown: String = text.trim().chars().take(80).map(one_line).collect();
    if text.trim().chars().nth(80).is_some() {
        shown.push('…');
    }
    shown
}
