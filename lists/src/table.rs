//! A table of values as a sheet or a text file holds it: sparse rows under the numbers that the
//! spreadsheet shows. It knows no columns' meanings.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::rc::Rc;

use crate::{ListError, error::shortened, limits::Limits};

/// What one cell holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// Text as typed, never blank.
    Text(Rc<str>),
    /// A number, and with how many digits the sheet shows it where its format says so.
    Number(Decimal, Digits),
    /// A number that the sheet shows as a percentage: 0.8 is 80 %.
    Share(Decimal),
    /// Yes or no.
    Truth(bool),
    /// A number that the sheet shows as a date.
    Date(NaiveDate),
    /// What a formula came to instead of a value, such as `#REF!`.
    Fault(Rc<str>),
    /// A formula whose value was not saved.
    NotComputed,
}

/// A format of zeros such as `0000` or `0.00`; both 0 where the format is another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Digits {
    pub(crate) before: u8,
    pub(crate) after: u8,
}

/// What formulas come to that have no value, as spreadsheets write it in English and in Swedish.
const FAULTS: [&str; 14] = [
    "#REF!",
    "#N/A",
    "#DIV/0!",
    "#VALUE!",
    "#NAME?",
    "#NUM!",
    "#NULL!",
    "#REFERENS!",
    "#SAKNAS!",
    "#DIVISION/0!",
    "#VÄRDEFEL!",
    "#NAMN?",
    "#OGILTIGT!",
    "#SKÄRNING!",
];

impl Value {
    /// A text, or what a formula came to where the text is that.
    pub(crate) fn of_text(text: Rc<str>) -> Self {
        if FAULTS.contains(&text.trim()) { Self::Fault(text) } else { Self::Text(text) }
    }

    /// The text, where it is one.
    pub(crate) const fn text(&self) -> Option<&Rc<str>> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// As the spreadsheet shows it.
    pub(crate) fn as_shown(&self) -> String {
        match self {
            Self::Text(text) | Self::Fault(text) => text.trim().to_owned(),
            Self::Number(number, digits) => with_digits(*number, *digits),
            Self::Share(share) => {
                let hundredths = share.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(*share);
                format!("{} %", hundredths.normalize())
            }
            Self::Truth(true) => "TRUE".to_owned(),
            Self::Truth(false) => "FALSE".to_owned(),
            Self::Date(date) => date.to_string(),
            Self::NotComputed => String::new(),
        }
    }

    /// For messages: as shown, shortened.
    pub(crate) fn quoted(&self) -> String {
        match self {
            Self::Text(text) => shortened(text),
            other => other.as_shown(),
        }
    }
}

fn with_digits(number: Decimal, digits: Digits) -> String {
    if digits == Digits::default() {
        return number.normalize().to_string();
    }
    let rounded = number.round_dp(u32::from(digits.after));
    let shown = format!("{rounded:.after$}", after = usize::from(digits.after));
    let width = usize::from(digits.before)
        + if digits.after > 0 { usize::from(digits.after) + 1 } else { 0 };
    format!("{shown:0>width$}")
}

/// A cell that holds something.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cell {
    /// From 0.
    pub(crate) column: u32,
    pub(crate) value: Value,
}

/// A row that holds something.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    /// As the spreadsheet shows it, from 1.
    pub(crate) number: u32,
    pub(crate) hidden: bool,
    /// By column.
    pub(crate) cells: Vec<Cell>,
}

impl Row {
    pub(crate) fn at(&self, column: u32) -> Option<&Value> {
        let found = self.cells.binary_search_by_key(&column, |cell| cell.column);
        found.ok().map(|index| &self.cells[index].value)
    }
}

/// Merged cells: rows from 1, columns from 0, ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Merge {
    pub(crate) first_row: u32,
    pub(crate) last_row: u32,
    pub(crate) first_column: u32,
    pub(crate) last_column: u32,
}

/// A sheet's content.
#[derive(Debug, Default)]
pub(crate) struct Table {
    /// By number.
    pub(crate) rows: Vec<Row>,
    pub(crate) merges: Vec<Merge>,
    /// First and last of each run of hidden columns, from 0.
    pub(crate) hidden_columns: Vec<(u32, u32)>,
}

impl Table {
    /// Whether the spreadsheet hides a column.
    pub(crate) fn hides(&self, column: u32) -> bool {
        self.hidden_columns.iter().any(|(first, last)| (*first..=*last).contains(&column))
    }
}

/// Counts what a table holds while it is put together.
#[derive(Debug)]
pub(crate) struct Gauge<'a> {
    limits: &'a Limits,
    rows: usize,
    cells: usize,
    text_bytes: usize,
}

impl<'a> Gauge<'a> {
    pub(crate) fn new(limits: &'a Limits) -> Self {
        Self { limits, rows: 0, cells: 0, text_bytes: 0 }
    }

    pub(crate) fn row(&mut self, number: u32) -> Result<(), ListError> {
        self.rows += 1;
        within(self.rows, self.limits.rows, || format!("row {number}"), "rows with content")
    }

    pub(crate) fn cell(&mut self, row: u32, column: u32) -> Result<(), ListError> {
        self.cells += 1;
        let place = || format!("cell {}{row}", column_letters(column));
        within(column as usize, self.limits.columns as usize - 1, place, "columns")?;
        within(self.cells, self.limits.cells, place, "cells with content")
    }

    pub(crate) fn text(&mut self, row: u32, bytes: usize) -> Result<(), ListError> {
        self.text_bytes += bytes;
        let place = || format!("row {row}");
        within(bytes, self.limits.cell_bytes, place, "bytes of text in one cell")?;
        within(self.text_bytes, self.limits.text_bytes, place, "bytes of text")
    }
}

/// Refuses a count above its limit.
pub(crate) fn within(
    count: usize,
    limit: usize,
    place: impl FnOnce() -> String,
    what: &'static str,
) -> Result<(), ListError> {
    if count <= limit {
        return Ok(());
    }
    Err(ListError::Limit { place: place(), what, limit: limit as u64 })
}

/// A column as spreadsheets call it: 0 is A, 26 is AA.
pub(crate) fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let place = (rest - 1) % 26;
        letters.push(char::from_u32(u32::from('A') + place).unwrap_or('?'));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// `BC23` as row 23 (from 1) and column 54 (from 0).
pub(crate) fn parse_cell_name(name: &str) -> Option<(u32, u32)> {
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = name.split_at(digits);
    let value = |sum: u32, c: char| {
        let letter = c.to_ascii_uppercase();
        letter.is_ascii_uppercase().then(|| sum * 26 + (letter as u32 - 'A' as u32) + 1)
    };
    let column = (1..=3).contains(&letters.len()).then(|| letters.chars().try_fold(0, value))??;
    let row: u32 = row.parse().ok()?;
    (1..=1_048_576).contains(&row).then(|| (row, column - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_called_as_spreadsheets_call_them() {
        for (column, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (16_383, "XFD")] {
            assert_eq!(column_letters(column), letters);
            assert_eq!(parse_cell_name(&format!("{letters}7")), Some((7, column)));
        }
        for wrong in ["", "7", "A", "A0", "A-1", "ABCD1", "A1048577", "Å1", "A99999999999"] {
            assert_eq!(parse_cell_name(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_number_is_shown_with_the_digits_of_its_format() {
        let shown = |number: &str, before, after| {
            Value::Number(number.parse().unwrap(), Digits { before, after }).as_shown()
        };
        assert_eq!(shown("101.0", 0, 0), "101");
        assert_eq!(shown("101", 4, 0), "0101");
        assert_eq!(shown("1.1", 1, 2), "1.10");
        assert_eq!(shown("7", 2, 1), "07.0");
    }
}
