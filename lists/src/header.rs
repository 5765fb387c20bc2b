//! Finds the row, or the two rows, that say what the columns are, and which column gives what.

use std::fmt::Display;

use crate::{
    ListError, Mapping, header_refusals,
    heading::{Heading, plain},
    number,
    table::{Row, Table, Value, column_letters},
};

/// What a column of one kind of list can give.
pub(crate) trait Field: Clone + Ord + Display {
    /// By a heading.
    fn of_heading(heading: &Heading) -> Option<Self>;
    /// By its name in a mapping.
    fn named(name: &str) -> Option<Self>;
    /// The names that a mapping may give.
    fn names() -> String;
    /// Whether columns that give these make a row a header.
    fn make_a_header(fields: &[&Self]) -> bool;
    /// What a header must have, in words.
    fn header_needs() -> &'static str;
    /// Whether it is an area, whose heading may be any word under a common `Area`.
    fn is_area(&self) -> bool;
}

/// One column.
#[derive(Debug, Clone)]
pub(crate) struct Column<F> {
    /// From 0.
    pub(crate) index: u32,
    pub(crate) heading: Heading,
    /// What it gives; nothing where it is ignored.
    pub(crate) field: Option<F>,
    /// Why it is ignored, where it could give something.
    pub(crate) remark: Option<String>,
    pub(crate) mapped: bool,
}

impl<F> Column<F> {
    /// For messages: its heading and its letters.
    pub(crate) fn called(&self) -> String {
        format!("{:?} ({})", self.heading.shown, column_letters(self.index))
    }
}

/// What the columns are.
#[derive(Debug)]
pub(crate) struct Header<F> {
    /// One row or two, as the spreadsheet shows them.
    pub(crate) rows: Vec<u32>,
    pub(crate) columns: Vec<Column<F>>,
}

/// Rows with content among which the header is looked for.
pub(crate) const HEADER_WITHIN: usize = 50;

/// How many things the best header of a table gives; 0 where there is none.
pub(crate) fn score<F: Field>(table: &Table, mapping: &Mapping) -> usize {
    best::<F>(table, mapping).map_or(0, |header| header.fields().len())
}

/// The header of a table.
pub(crate) fn find<F: Field>(table: &Table, mapping: &Mapping) -> Result<Header<F>, ListError> {
    header_refusals::check_names::<F>(mapping)?;
    let mut header =
        best::<F>(table, mapping).ok_or_else(|| header_refusals::no_header::<F>(table, mapping))?;
    header_refusals::check_columns(&header, mapping)?;
    header.let_the_mapping_win();
    header.refuse_two_for_one()?;
    Ok(header)
}

/// Whether a row alone would make a header, and how many things it gives.
pub(crate) fn row_score<F: Field>(row: &Row, mapping: &Mapping) -> usize {
    let header = Header {
        rows: vec![row.number],
        columns: columns::<F>(row, None, &Table::default(), mapping),
    };
    if header.qualifies() { header.fields().len() } else { 0 }
}

fn best<F: Field>(table: &Table, mapping: &Mapping) -> Option<Header<F>> {
    let mut best: Option<Header<F>> = None;
    let first = table.rows.len().min(HEADER_WITHIN);
    for (at, row) in table.rows.iter().take(first).enumerate() {
        if mapping.header_row().is_some_and(|asked| asked != row.number) {
            continue;
        }
        let alone = Header { rows: vec![row.number], columns: columns(row, None, table, mapping) };
        let below = table
            .rows
            .get(at + 1)
            .filter(|below| below.number == row.number + 1 && holds_words_only(below));
        let both = below.map(|below| Header {
            rows: vec![row.number, below.number],
            columns: columns(row, Some(below), table, mapping),
        });
        let below_alone = below.map_or(0, |below| row_fields::<F>(below, table, mapping));
        let both = both.filter(|both| both.fields().len() > alone.fields().len().max(below_alone));
        for header in [Some(alone), both].into_iter().flatten() {
            let better =
                best.as_ref().is_none_or(|best| header.fields().len() > best.fields().len());
            if header.qualifies() && better {
                best = Some(header);
            }
        }
    }
    best
}

pub(crate) fn row_fields<F: Field>(row: &Row, table: &Table, mapping: &Mapping) -> usize {
    Header { rows: Vec::new(), columns: columns::<F>(row, None, table, mapping) }.fields().len()
}

/// Words, and no numbers: a row of values is no second line of headings.
pub(crate) fn holds_words_only(row: &Row) -> bool {
    row.cells
        .iter()
        .all(|cell| cell.value.text().is_some_and(|text| number::parse(text, None).is_err()))
}

fn columns<F: Field>(
    top: &Row,
    bottom: Option<&Row>,
    table: &Table,
    mapping: &Mapping,
) -> Vec<Column<F>> {
    let mut indices: Vec<u32> = [Some(top), bottom]
        .into_iter()
        .flatten()
        .flat_map(|row| row.cells.iter().map(|cell| cell.column))
        .collect();
    indices.sort_unstable();
    indices.dedup();
    let column = |index| {
        let lines = Lines {
            top: spanning::<F>(top, index, bottom, table),
            bottom: bottom.and_then(|row| row.at(index)).map(Value::as_shown),
        };
        lines.column(index, mapping)
    };
    indices.into_iter().map(column).collect()
}

/// The upper heading of a column: its own, or the one that reaches over it from the left.
fn spanning<F: Field>(
    top: &Row,
    index: u32,
    bottom: Option<&Row>,
    table: &Table,
) -> Option<String> {
    if let Some(own) = top.at(index) {
        return Some(own.as_shown());
    }
    bottom?.at(index)?;
    let merge = table.merges.iter().find(|merge| {
        (merge.first_row..=merge.last_row).contains(&top.number)
            && (merge.first_column..=merge.last_column).contains(&index)
    });
    if let Some(merge) = merge {
        return top.at(merge.first_column).map(Value::as_shown);
    }
    // Without merged cells, as in text files, only an area reaches over the blank cells beside it.
    let left = top.cells.iter().rev().find(|cell| cell.column < index)?.value.as_shown();
    let reaches = F::of_heading(&Heading::new(&left)).is_some_and(|field| field.is_area());
    reaches.then_some(left)
}

/// One or two lines of heading.
struct Lines {
    top: Option<String>,
    bottom: Option<String>,
}

impl Lines {
    fn column<F: Field>(self, index: u32, mapping: &Mapping) -> Column<F> {
        let joined = [self.top.as_deref(), self.bottom.as_deref()].into_iter().flatten();
        let whole = Heading::new(&joined.collect::<Vec<_>>().join(" "));
        let own = Heading::new(self.bottom.as_deref().or(self.top.as_deref()).unwrap_or_default());
        if let Some(name) = mapped(mapping, &[&whole, &own]) {
            return Column {
                index,
                heading: whole,
                field: F::named(name),
                remark: None,
                mapped: true,
            };
        }
        let no_area = |field: &F| !field.is_area();
        let field = F::of_heading(&whole)
            .filter(no_area)
            .or_else(|| F::of_heading(&own))
            .or_else(|| F::of_heading(&whole));
        Column { index, heading: whole, field, remark: None, mapped: false }
    }
}

/// What the mapping says of a column under one of these headings.
fn mapped<'m>(mapping: &'m Mapping, headings: &[&Heading]) -> Option<&'m str> {
    let named = |asked: &str| {
        let asked = plain(asked);
        headings.iter().any(|heading| heading.plain() == asked)
    };
    mapping.columns().iter().find(|(asked, _)| named(asked)).map(|(_, name)| name.as_str())
}

impl<F: Field> Header<F> {
    /// What the columns give, each once.
    fn fields(&self) -> Vec<&F> {
        let mut fields: Vec<&F> =
            self.columns.iter().filter_map(|column| column.field.as_ref()).collect();
        fields.sort_unstable();
        fields.dedup();
        fields
    }

    fn qualifies(&self) -> bool {
        F::make_a_header(&self.fields())
    }

    /// The column that gives a field.
    pub(crate) fn column(&self, field: &F) -> Option<&Column<F>> {
        self.columns.iter().find(|column| column.field.as_ref() == Some(field))
    }

    /// The headings as written.
    pub(crate) fn headings(&self) -> Vec<String> {
        self.columns.iter().map(|column| column.heading.shown.clone()).collect()
    }

    /// What the mapping says of one column outweighs what another's heading says.
    fn let_the_mapping_win(&mut self) {
        let stated: Vec<(F, String)> = self
            .columns
            .iter()
            .filter(|column| column.mapped)
            .filter_map(|column| Some((column.field.clone()?, column.called())))
            .collect();
        for column in self.columns.iter_mut().filter(|column| !column.mapped) {
            let winner = stated.iter().find(|(field, _)| column.field.as_ref() == Some(field));
            if let Some((field, called)) = winner {
                column.remark = Some(format!("the mapping takes the {field} from {called}"));
                column.field = None;
            }
        }
    }

    fn refuse_two_for_one(&self) -> Result<(), ListError> {
        for (at, column) in self.columns.iter().enumerate() {
            let Some(field) = &column.field else { continue };
            let earlier =
                self.columns[..at].iter().find(|other| other.field.as_ref() == Some(field));
            if let Some(earlier) = earlier {
                return Err(ListError::TwoColumns {
                    field: field.to_string(),
                    first: earlier.called(),
                    second: column.called(),
                });
            }
        }
        Ok(())
    }
}
