//! Values of a row's cells by what their columns give: texts, numbers, counts, areas. What cannot be
//! read becomes a problem of the row, never a guess.

use rust_decimal::Decimal;
use schema::{Invalid, SquareMetres, Text, limits::COUNT_MAX};
use std::{collections::BTreeMap, str::FromStr};

use crate::{
    header::{Column, Field, Header},
    number::{self, DecimalSign, NotANumber},
    report::Problem,
    table::{Merge, Row, Table, Value},
};

/// Problems listed of one row.
const PROBLEMS_MAX: usize = 4;

/// Reads cells of one table.
pub(crate) struct Cells<'t, F> {
    table: &'t Table,
    header: &'t Header<F>,
    /// By column, those that go down over several rows.
    merges: BTreeMap<u32, Vec<Merge>>,
    sign: Option<DecimalSign>,
}

impl<'t, F: Field> Cells<'t, F> {
    /// `merged` are the fields whose merged cells count for every row of theirs, `numbers` those
    /// whose texts show the file's decimal sign.
    pub(crate) fn new(
        table: &'t Table,
        header: &'t Header<F>,
        merged: &[F],
        numbers: impl Fn(&F) -> bool,
        stated: Option<DecimalSign>,
    ) -> Self {
        let merges = merged.iter().filter_map(|field| header.column(field)).map(|column| {
            let covers = |merge: &&Merge| {
                merge.last_row > merge.first_row
                    && (merge.first_column..=merge.last_column).contains(&column.index)
            };
            (column.index, table.merges.iter().filter(covers).copied().collect())
        });
        let sign = stated.or_else(|| shown_sign(table, header, numbers));
        Self { table, header, merges: merges.collect(), sign }
    }

    pub(crate) fn has(&self, field: &F) -> bool {
        self.header.column(field).is_some()
    }

    /// Whether a column's heading says that its numbers are percentages.
    pub(crate) fn heading_says_percent(&self, field: &F) -> bool {
        self.header.column(field).is_some_and(|column| {
            let heading = column.heading.shown.to_lowercase();
            heading.contains('%') || heading.contains("procent") || heading.contains("percent")
        })
    }

    /// What stands in the row's own cell; a dash is nothing.
    pub(crate) fn own<'r>(&self, row: &'r Row, field: &F) -> Option<&'r Value> {
        row.at(self.header.column(field)?.index).filter(|value| !is_dash(value))
    }

    /// What stands in the row's own cell, or in the merged one that reaches over it.
    pub(crate) fn value<'r>(&self, row: &'r Row, field: &F) -> Option<&'r Value>
    where
        't: 'r,
    {
        self.own(row, field).or_else(|| self.merged(row, field))
    }

    fn merged(&self, row: &Row, field: &F) -> Option<&'t Value> {
        let merges = self.merges.get(&self.header.column(field)?.index)?;
        let after = merges.partition_point(|merge| merge.first_row <= row.number);
        let merge = merges[..after].last().filter(|merge| merge.last_row >= row.number)?;
        let rows = &self.table.rows;
        let at = rows.binary_search_by_key(&merge.first_row, |row| row.number).ok()?;
        rows[at].at(merge.first_column).filter(|value| !is_dash(value))
    }

    /// What is wrong with the cell of a field.
    pub(crate) fn problem(
        &self,
        field: &F,
        value: Option<&Value>,
        reason: impl Into<String>,
    ) -> Problem {
        let column = self.header.column(field).map_or_else(|| field.to_string(), Column::called);
        let value = value.map(Value::quoted).unwrap_or_default();
        Problem { column, value, reason: reason.into() }
    }

    /// A text of one line; nothing where the cell is blank.
    pub(crate) fn text(&self, row: &Row, field: &F, problems: &mut Problems) -> Option<Text> {
        let value = self.value(row, field)?;
        problems.take(as_text(value).map_err(|reason| self.problem(field, Some(value), reason)))
    }

    /// A code; nothing where the cell is blank.
    pub(crate) fn code<T: FromStr<Err = Invalid>>(
        &self,
        row: &Row,
        field: &F,
        problems: &mut Problems,
    ) -> Option<T> {
        let value = self.value(row, field)?;
        let read = as_text(value).and_then(|text| {
            let code = text.as_str().parse();
            code.map_err(|invalid: Invalid| format!("accepted is {}", invalid.accepted))
        });
        problems.take(read.map_err(|reason| self.problem(field, Some(value), reason)))
    }

    /// An area; nothing where the cell is blank. Rounded to the square millimetre.
    pub(crate) fn area(
        &self,
        row: &Row,
        field: &F,
        problems: &mut Problems,
    ) -> Option<SquareMetres> {
        let value = self.own(row, field)?;
        let area = self.as_number(value).and_then(|number| {
            SquareMetres::new(number.round_dp(6))
                .map_err(|_| "accepted is an area from 0 to 10000000 m²".to_owned())
        });
        problems.take(area.map_err(|reason| self.problem(field, Some(value), reason)))
    }

    /// A count of people or things; nothing where the cell is blank.
    pub(crate) fn count(&self, row: &Row, field: &F, problems: &mut Problems) -> Option<u32> {
        let value = self.own(row, field)?;
        let count = self.as_number(value).and_then(whole);
        problems.take(count.map_err(|reason| self.problem(field, Some(value), reason)))
    }

    /// A value as a number, or why it is none.
    pub(crate) fn as_number(&self, value: &Value) -> Result<Decimal, String> {
        match value {
            Value::Number(number, _) => Ok(*number),
            Value::Text(text) => number::parse(text, self.sign).map_err(not_a_number),
            Value::Share(_) => Err("is a percentage; accepted is a number".to_owned()),
            Value::Truth(_) => Err("is yes or no; accepted is a number".to_owned()),
            Value::Date(_) => Err("is a date in the spreadsheet; accepted is a number".to_owned()),
            Value::Fault(_) => Err(FAULT.to_owned()),
            Value::NotComputed => Err(NOT_COMPUTED.to_owned()),
        }
    }
}

/// A count, which is whole.
pub(crate) fn whole(number: Decimal) -> Result<u32, String> {
    let count = number.is_integer().then(|| u32::try_from(number).ok()).flatten();
    let count = count.filter(|count| *count <= COUNT_MAX);
    count.ok_or_else(|| format!("accepted is a whole number from 0 to {COUNT_MAX}"))
}

const FAULT: &str = "is what the formula came to; accepted is a value: correct the formula, compute it and save the file";

const NOT_COMPUTED: &str = "is a formula that was never computed; accepted is a value: open the file in a spreadsheet and save it";

fn not_a_number(why: NotANumber) -> String {
    match why {
        NotANumber::Other => "is no number; accepted is one such as 12,5 or 1 234.5",
        NotANumber::Ambiguous => {
            "can be a thousand and more or a number with three decimals, and no other number of the \
             file tells which; accepted is one without a sign between thousands, or \"decimal\" in a \
             mapping file"
        }
    }
    .to_owned()
}

/// The decimal sign that all telling numbers of the file share.
fn shown_sign<F: Field>(
    table: &Table,
    header: &Header<F>,
    numbers: impl Fn(&F) -> bool,
) -> Option<DecimalSign> {
    let columns: Vec<u32> = header
        .columns
        .iter()
        .filter(|column| column.field.as_ref().is_some_and(&numbers))
        .map(|column| column.index)
        .collect();
    let below = header.rows.last().copied().unwrap_or(0);
    let cells = table
        .rows
        .iter()
        .filter(|row| row.number > below)
        .flat_map(|row| columns.iter().filter_map(|column| row.at(*column)));
    let mut signs = cells.filter_map(|value| number::evidence(value.text()?));
    let first = signs.next()?;
    signs.all(|sign| sign == first).then_some(first)
}

fn is_dash(value: &Value) -> bool {
    matches!(value, Value::Text(text) if text.trim().chars().all(|c| matches!(c, '-' | '–' | '—')))
}

/// A value as a text of one line, or why it is none.
pub(crate) fn as_text(value: &Value) -> Result<Text, String> {
    let shown = match value {
        Value::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Number(..) | Value::Share(_) | Value::Truth(_) => value.as_shown(),
        Value::Date(_) => {
            return Err("is a date in the spreadsheet, which makes one of numbers such as 1-2; \
                        accepted is text: format the column as text and type it again"
                .to_owned());
        }
        Value::Fault(_) => return Err(FAULT.to_owned()),
        Value::NotComputed => return Err(NOT_COMPUTED.to_owned()),
    };
    Text::name(&shown).map_err(|invalid| format!("accepted is {}", invalid.accepted))
}

/// What is wrong with one row.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    pub(crate) all: Vec<Problem>,
}

impl Problems {
    /// The value, or nothing and one problem more.
    pub(crate) fn take<T>(&mut self, read: Result<T, Problem>) -> Option<T> {
        read.map_err(|problem| self.add(problem)).ok()
    }

    pub(crate) fn add(&mut self, problem: Problem) {
        if self.all.len() < PROBLEMS_MAX {
            self.all.push(problem);
        }
    }
}
