//! One sheet to a table: the cells that hold something, with the values that their formulas came to
//! when the workbook was saved.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use std::rc::Rc;

use super::{
    strings::{text_within, unescaped},
    styles::Format,
    xml::{Node, Tag, Xml},
};
use crate::{
    ListError,
    table::{
        Cell, Digits, Gauge, Merge, Row, Table, Value, column_letters, parse_cell_name, within,
    },
};

/// What the workbook holds for all its sheets.
#[derive(Debug, Default)]
pub(super) struct Shared {
    pub(super) strings: Vec<Rc<str>>,
    pub(super) formats: Vec<Format>,
    pub(super) from_1904: bool,
}

/// Reads a sheet, or its first rows that hold something.
pub(super) fn read(
    mut xml: Xml<'_, '_>,
    shared: &Shared,
    rows_max: usize,
) -> Result<Table, ListError> {
    let limits = xml.limits().clone();
    let mut reading =
        Reading { shared, gauge: Gauge::new(&limits), table: Table::default(), row: 0 };
    while reading.table.rows.len() < rows_max {
        match xml.next()? {
            Node::Start(tag) => match tag.name() {
                "col" => reading.column(&tag),
                "row" => reading.row(&mut xml, &tag)?,
                "mergeCell" => {
                    reading.table.merges.extend(merge(&tag));
                    let place = || "the sheet".to_owned();
                    within(reading.table.merges.len(), limits.merges, place, "merged cells")?;
                }
                _ => {}
            },
            Node::Done => break,
            Node::End(_) | Node::Text(_) => {}
        }
    }
    reading.table.merges.sort_unstable();
    Ok(reading.table)
}

struct Reading<'s> {
    shared: &'s Shared,
    gauge: Gauge<'s>,
    table: Table,
    /// The last row met.
    row: u32,
}

impl Reading<'_> {
    fn column(&mut self, tag: &Tag) {
        if let (true, Some(first), Some(last)) =
            (tag.says("hidden"), tag.number("min"), tag.number("max"))
        {
            // A sheet has 16,384 columns, so there are no more runs of hidden ones that count.
            if first >= 1 && last >= first && self.table.hidden_columns.len() < 16_384 {
                self.table.hidden_columns.push((first - 1, last - 1));
            }
        }
    }

    fn row(&mut self, xml: &mut Xml<'_, '_>, tag: &Tag) -> Result<(), ListError> {
        let number = tag.number("r").unwrap_or(self.row + 1);
        if number <= self.row || number > 1_048_576 {
            return Err(xml.damaged(&format!("row {number} comes after row {}", self.row)));
        }
        self.row = number;
        let mut cells: Vec<Cell> = Vec::new();
        let mut next = 0;
        loop {
            match xml.next()? {
                Node::Start(tag) if tag.name() == "c" => {
                    let column = self.column_of(xml, &tag, next)?;
                    next = column + 1;
                    if let Some(value) = self.value(xml, &tag, column)? {
                        self.gauge.cell(number, column)?;
                        cells.push(Cell { column, value });
                    }
                }
                Node::End(name) if name == "row" => break,
                Node::Start(_) | Node::End(_) | Node::Text(_) => {}
                Node::Done => return Err(xml.damaged("a row does not end")),
            }
        }
        if !cells.is_empty() {
            self.gauge.row(number)?;
            cells.shrink_to_fit();
            self.table.rows.push(Row { number, hidden: tag.says("hidden"), cells });
        }
        Ok(())
    }

    fn column_of(&self, xml: &Xml<'_, '_>, tag: &Tag, next: u32) -> Result<u32, ListError> {
        let Some(name) = tag.attribute("r") else {
            return Ok(next);
        };
        match parse_cell_name(&name) {
            Some((row, column)) if row == self.row && column >= next => Ok(column),
            _ => Err(xml.damaged(&format!("a cell {name:?} in row {}", self.row))),
        }
    }

    /// The value of a cell; nothing where it is blank.
    fn value(
        &mut self,
        xml: &mut Xml<'_, '_>,
        tag: &Tag,
        column: u32,
    ) -> Result<Option<Value>, ListError> {
        let kind = tag.attribute("t").unwrap_or_else(|| "n".to_owned());
        let format = tag.number("s").and_then(|format| self.shared.formats.get(format as usize));
        let written = Written::read(xml)?;
        if written.formula && written.value.is_empty() && kind != "str" {
            return Ok(Some(Value::NotComputed));
        }
        let raw = written.value.trim();
        Ok(match kind.as_str() {
            "s" if raw.is_empty() => None,
            "s" => {
                let string = raw.parse().ok().and_then(|at: usize| self.shared.strings.get(at));
                let string = string.ok_or_else(|| {
                    let cell = format!("{}{}", column_letters(column), self.row);
                    let known = self.shared.strings.len();
                    xml.damaged(&format!("cell {cell} refers to text {raw:?} of {known}"))
                })?;
                self.gauge.text(self.row, string.len())?;
                text(string)
            }
            "str" | "inlineStr" => {
                let own = unescaped(written.value);
                self.gauge.text(self.row, own.len())?;
                text(&Rc::from(own))
            }
            "b" => Some(Value::Truth(raw == "1" || raw == "true")),
            "e" => Some(Value::Fault(Rc::from(raw))),
            "d" => Some(iso_date(raw)),
            _ if raw.is_empty() => None,
            _ => Some(number(raw, format.copied(), self.shared.from_1904)),
        })
    }
}

/// What stands within a cell.
#[derive(Default)]
struct Written {
    value: String,
    formula: bool,
}

impl Written {
    fn read(xml: &mut Xml<'_, '_>) -> Result<Self, ListError> {
        let mut written = Self::default();
        let mut in_value = false;
        loop {
            match xml.next()? {
                Node::Start(tag) => match tag.name() {
                    "v" => in_value = true,
                    "f" => written.formula = true,
                    "is" => written.value = text_within(xml, "is")?,
                    _ => {}
                },
                Node::Text(more) if in_value => {
                    let place = || "a cell".to_owned();
                    let what = "bytes of text in one cell";
                    let bytes = written.value.len() + more.len();
                    within(bytes, xml.limits().cell_bytes, place, what)?;
                    written.value.push_str(&more);
                }
                Node::End(name) if name == "v" => in_value = false,
                Node::End(name) if name == "c" => return Ok(written),
                Node::Text(_) | Node::End(_) => {}
                Node::Done => return Err(xml.damaged("a cell does not end")),
            }
        }
    }
}

fn text(text: &Rc<str>) -> Option<Value> {
    (!text.trim().is_empty()).then(|| Value::of_text(Rc::clone(text)))
}

fn iso_date(raw: &str) -> Value {
    let day = raw.get(..10).and_then(|day| day.parse().ok());
    day.map_or_else(|| Value::Text(Rc::from(raw)), Value::Date)
}

/// Beyond this a number is a text: fifteen digits are all that a spreadsheet keeps.
const NUMBER_MAX: f64 = 1e15;

/// A number as the spreadsheet shows it: with fifteen digits, so that 0.1 + 0.2 is 0.3.
fn number(raw: &str, format: Option<Format>, from_1904: bool) -> Value {
    let parsed: Option<f64> = raw.parse().ok().filter(|number: &f64| number.abs() < NUMBER_MAX);
    let decimal = parsed.and_then(|number| {
        if number.abs() < 1e-12 { Some(Decimal::ZERO) } else { fifteen_digits(number) }
    });
    let Some(decimal) = decimal else {
        return Value::Text(Rc::from(raw));
    };
    match format {
        Some(Format::Share) => Value::Share(decimal),
        Some(Format::Plain(digits)) => Value::Number(decimal, digits),
        Some(Format::Date) => {
            date(decimal, from_1904).map_or(Value::Number(decimal, Digits::default()), Value::Date)
        }
        None => Value::Number(decimal, Digits::default()),
    }
}

fn fifteen_digits(number: f64) -> Option<Decimal> {
    Decimal::from_scientific(&format!("{number:.14e}")).ok().map(|decimal| decimal.normalize())
}

/// A day by its number. In the system of 1900 the number 60 is a 29 February that never was, so
/// what comes before counts from a day later. Times of day without a day are numbers.
fn date(serial: Decimal, from_1904: bool) -> Option<NaiveDate> {
    let days: u64 = serial.floor().try_into().ok()?;
    let (year, month, day) = match (from_1904, days) {
        (true, _) => (1904, 1, 1),
        (false, 0 | 60) => return None,
        (false, 1..60) => (1899, 12, 31),
        (false, _) => (1899, 12, 30),
    };
    let date = NaiveDate::from_ymd_opt(year, month, day)?.checked_add_days(Days::new(days))?;
    (date.format("%Y").to_string().len() == 4).then_some(date)
}

fn merge(tag: &Tag) -> Option<Merge> {
    let cells = tag.attribute("ref")?;
    let (first, last) = cells.split_once(':')?;
    let ((first_row, first_column), (last_row, last_column)) =
        (parse_cell_name(first)?, parse_cell_name(last)?);
    let ordered = first_row <= last_row && first_column <= last_column;
    ordered.then_some(Merge { first_row, last_row, first_column, last_column })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_in_both_systems() {
        let day = |serial: &str, from_1904| {
            date(serial.parse().unwrap(), from_1904).map(|date| date.to_string())
        };
        assert_eq!(day("1", false).unwrap(), "1900-01-01");
        assert_eq!(day("59", false).unwrap(), "1900-02-28");
        assert_eq!(day("60", false), None);
        assert_eq!(day("61", false).unwrap(), "1900-03-01");
        assert_eq!(day("46350.75", false).unwrap(), "2026-11-24");
        assert_eq!(day("0", true).unwrap(), "1904-01-01");
        assert_eq!(day("44888", true).unwrap(), "2026-11-24");
        assert_eq!(day("-1", false), None);
        assert_eq!(day("1e14".parse::<f64>().unwrap().to_string().as_str(), false), None);
    }

    #[test]
    fn numbers_have_the_digits_that_the_spreadsheet_shows() {
        let shown = |raw: &str| number(raw, None, false).as_shown();
        assert_eq!(shown("0.30000000000000004"), "0.3");
        assert_eq!(shown("101.0"), "101");
        assert_eq!(shown("1.25E1"), "12.5");
        assert_eq!(shown("1E-300"), "0");
        assert_eq!(shown("1E300"), "1E300");
        assert_eq!(shown("NaN"), "NaN");
    }
}
