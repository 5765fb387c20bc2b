//! Text with separators to a table (RFC 4180, as spreadsheets write it). A record is a row, whatever
//! line ends its quoted cells hold, so that rows are numbered as the spreadsheet shows them.
//!
//! Own, because the `csv` crate skips blank lines, after which nobody finds row 17 again.

use std::{borrow::Cow, rc::Rc};

use crate::{
    Limits, ListError,
    table::{Cell, Gauge, Row, Table, Value, within},
};

/// What separates cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Separator {
    Comma,
    Semicolon,
    Tab,
}

impl Separator {
    pub(crate) const ALL: [Self; 3] = [Self::Semicolon, Self::Comma, Self::Tab];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
        }
    }

    /// How often it stands in the text.
    pub(crate) fn count(self, text: &str) -> usize {
        text.matches(self.character()).count()
    }

    const fn character(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Semicolon => ';',
            Self::Tab => '\t',
        }
    }
}

/// Excel's own first line `sep=;`, which it does not show as a row, and what follows it.
pub(crate) fn stated_separator(text: &str) -> Option<(Separator, &str)> {
    let (line, rest) = text.split_once('\n')?;
    let line = line.trim_end_matches('\r').trim_matches('"');
    let stated = line.strip_prefix("sep=").or_else(|| line.strip_prefix("SEP="))?;
    let separator = Separator::ALL.into_iter().find(|s| stated.chars().eq([s.character()]))?;
    Some((separator, rest))
}

/// Reads the first records, `rows_max` at most.
pub(crate) fn read(
    text: &str,
    separator: Separator,
    rows_max: usize,
    limits: &Limits,
) -> Result<Table, ListError> {
    let mut gauge = Gauge::new(limits);
    let mut table = Table::default();
    let separator = separator.character();
    let mut records = Records { rest: text, separator, row: 0, cell_bytes: limits.cell_bytes };
    while table.rows.len() < rows_max && !records.rest.is_empty() {
        let row = records.record(&mut gauge)?;
        if !row.cells.is_empty() {
            gauge.row(row.number)?;
            table.rows.push(row);
        }
    }
    Ok(table)
}

struct Records<'a> {
    rest: &'a str,
    separator: char,
    row: u32,
    cell_bytes: usize,
}

/// How a cell ended.
#[derive(PartialEq, Eq)]
enum End {
    Cell,
    Record,
}

impl<'a> Records<'a> {
    fn record(&mut self, gauge: &mut Gauge<'_>) -> Result<Row, ListError> {
        self.row = self.row.saturating_add(1);
        let mut cells = Vec::new();
        for column in 0.. {
            let (text, end) = self.cell()?;
            if !text.trim().is_empty() {
                gauge.cell(self.row, column)?;
                gauge.text(self.row, text.len())?;
                cells.push(Cell { column, value: Value::of_text(Rc::from(text.as_ref())) });
            }
            if end == End::Record {
                break;
            }
        }
        cells.shrink_to_fit();
        Ok(Row { number: self.row, hidden: false, cells })
    }

    fn cell(&mut self) -> Result<(Cow<'a, str>, End), ListError> {
        let Some(quoted) = self.rest.strip_prefix('"') else {
            let (text, end) = self.unquoted();
            return Ok((Cow::Borrowed(text), end));
        };
        self.rest = quoted;
        let mut text = Cow::Borrowed("");
        loop {
            let Some(mark) = self.rest.find('"') else {
                return Err(ListError::UnclosedQuote { row: self.row });
            };
            self.append(&mut text, &self.rest[..mark])?;
            self.rest = &self.rest[mark + 1..];
            match self.rest.strip_prefix('"') {
                Some(rest) => self.rest = rest,
                None => break,
            }
            self.append(&mut text, "\"")?;
        }
        // Something after the closing mark belongs to the cell, as spreadsheets take it.
        let (after, end) = self.unquoted();
        self.append(&mut text, after)?;
        Ok((text, end))
    }

    fn unquoted(&mut self) -> (&'a str, End) {
        let rest = self.rest;
        let ends = |c: char| c == self.separator || c == '\n' || c == '\r';
        let Some(end) = rest.find(ends) else {
            self.rest = "";
            return (rest, End::Record);
        };
        let (text, from) = rest.split_at(end);
        if let Some(next) = from.strip_prefix(self.separator) {
            self.rest = next;
            return (text, End::Cell);
        }
        let line_end = if from.starts_with("\r\n") { 2 } else { 1 };
        self.rest = &from[line_end..];
        (text, End::Record)
    }

    /// Borrows as long as it can; what it must copy is bounded before it is copied.
    fn append(&self, text: &mut Cow<'a, str>, more: &'a str) -> Result<(), ListError> {
        if text.is_empty() {
            *text = Cow::Borrowed(more);
        } else if !more.is_empty() {
            let place = || format!("row {}", self.row);
            let bytes = text.len() + more.len();
            within(bytes, self.cell_bytes, place, "bytes of text in one cell")?;
            text.to_mut().push_str(more);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str, separator: Separator) -> Vec<(u32, Vec<(u32, String)>)> {
        let table = read(text, separator, 100, &Limits::default()).unwrap();
        let shown =
            |row: &Row| row.cells.iter().map(|cell| (cell.column, cell.value.as_shown())).collect();
        table.rows.iter().map(|row| (row.number, shown(row))).collect()
    }

    #[test]
    fn quoted_cells_hold_separators_line_ends_and_marks() {
        let text = "a,\"b,\n\"\"c\"\"\"\r\n\r\n\"d\"e,,f";
        let expected = vec![
            (1, vec![(0, "a".to_owned()), (1, "b,\n\"c\"".to_owned())]),
            (3, vec![(0, "de".to_owned()), (2, "f".to_owned())]),
        ];
        assert_eq!(cells(text, Separator::Comma), expected);
    }

    #[test]
    fn line_ends_of_every_system_end_a_row() {
        let rows: Vec<u32> =
            cells("a\rb\nc\r\nd\n", Separator::Tab).into_iter().map(|row| row.0).collect();
        assert_eq!(rows, [1, 2, 3, 4]);
    }

    #[test]
    fn a_stated_separator_is_not_a_row() {
        assert_eq!(stated_separator("sep=;\r\na;b"), Some((Separator::Semicolon, "a;b")));
        assert_eq!(stated_separator("sep=|\na|b"), None);
        assert_eq!(stated_separator("a;b\nc;d"), None);
    }

    #[test]
    fn an_unclosed_quote_is_refused_with_its_row() {
        let refused = read("a\nb,\"c\nd\ne", Separator::Comma, 100, &Limits::default());
        assert_eq!(refused.unwrap_err(), ListError::UnclosedQuote { row: 2 });
    }
}
