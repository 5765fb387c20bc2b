//! From bytes to the table that holds the list, and its header: which encoding, which separator,
//! which sheet.

use std::collections::BTreeMap;

use crate::{
    ListError, Options, csv, encoding,
    error::shortened,
    header::{self, Column, Field, HEADER_WITHIN, Header},
    heading::plain,
    kind::{self, Kind},
    report::{ColumnReport, Report, row_list},
    table::{Row, Table, column_letters, within},
    xlsx::Workbook,
};

/// A table with its header.
pub(crate) struct Source<F> {
    pub(crate) table: Table,
    pub(crate) header: Header<F>,
    /// `XLSX`, or `CSV UTF-8 semicolon`.
    pub(crate) format: String,
    pub(crate) sheet: Option<String>,
    /// The sheets that were not read.
    pub(crate) other_sheets: Vec<String>,
}

/// Rows read to tell a sheet or a separator: those among which a header is looked for, and one more,
/// as a header may have two.
const PREVIEW_ROWS: usize = HEADER_WITHIN + 1;

/// Reads a file of either kind.
pub(crate) fn open<F: Field>(bytes: &[u8], options: &Options) -> Result<Source<F>, ListError> {
    let file = || "the file".to_owned();
    within(bytes.len(), options.limits.file_bytes, file, "bytes")?;
    let source = match kind::of(bytes)? {
        Kind::Workbook => from_workbook(bytes, options)?,
        Kind::Text => from_text(bytes, options)?,
    };
    let last = source.header.rows.last().copied().unwrap_or(0);
    if source.table.rows.iter().any(|row| row.number > last) {
        Ok(source)
    } else {
        Err(ListError::NoRows { header: last })
    }
}

fn from_text<F: Field>(bytes: &[u8], options: &Options) -> Result<Source<F>, ListError> {
    let (text, encoding) = encoding::decode(bytes)?;
    let (separator, text) = match csv::stated_separator(&text) {
        Some(stated) => stated,
        None => (separator::<F>(&text, options)?, text.as_str()),
    };
    let table = csv::read(text, separator, usize::MAX, &options.limits)?;
    if table.rows.is_empty() {
        return Err(ListError::Empty);
    }
    Ok(Source {
        header: header::find(&table, &options.mapping)?,
        table,
        format: format!("CSV {} {}", encoding.name(), separator.name()),
        sheet: None,
        other_sheets: Vec::new(),
    })
}

/// The separator under which the file has the best header; where none has one, under which most rows
/// have the same number of cells, so that the refusal shows the columns as they were meant.
fn separator<F: Field>(text: &str, options: &Options) -> Result<csv::Separator, ListError> {
    let mut best = None;
    let mut refusal = None;
    for separator in csv::Separator::ALL {
        let count = separator.count(text);
        match csv::read(text, separator, PREVIEW_ROWS, &options.limits) {
            Ok(table) => {
                let merit = (header::score::<F>(&table, &options.mapping), evenness(&table));
                if best.is_none_or(|(known, _)| merit > known) {
                    best = Some((merit, separator));
                }
            }
            // Where none serves, the refusal is that of the one that stands there most.
            Err(error) => {
                refusal = refusal.filter(|(most, _)| *most >= count).or(Some((count, error)));
            }
        }
    }
    match (best, refusal) {
        // One that stands there, and under which the file breaks, says more than one that does not.
        (Some(((0, _), _)) | None, Some((1.., refusal))) | (None, Some((0, refusal))) => {
            Err(refusal)
        }
        (Some((_, separator)), _) => Ok(separator),
        (None, None) => Err(ListError::Empty),
    }
}

/// Cells of the rows that have as many as the widest common one: more is better separated.
fn evenness(table: &Table) -> usize {
    let widths: Vec<usize> = table.rows.iter().map(|row| row.cells.len()).collect();
    let alike = |width: usize| widths.iter().filter(|other| **other == width).count();
    widths.iter().map(|width| (width - 1) * alike(*width)).max().unwrap_or(0)
}

fn from_workbook<F: Field>(bytes: &[u8], options: &Options) -> Result<Source<F>, ListError> {
    let mut workbook = Workbook::open(bytes, &options.limits)?;
    let names: Vec<String> = workbook.sheets().map(|(name, _)| name.to_owned()).collect();
    let chosen = match options.mapping.sheet() {
        Some(asked) => named_sheet(asked, &names)?,
        None => best_sheet::<F>(&mut workbook, options)?,
    };
    let table = workbook.read(chosen, usize::MAX)?;
    if table.rows.is_empty() {
        return Err(ListError::Empty);
    }
    Ok(Source {
        header: header::find(&table, &options.mapping)?,
        table,
        format: "XLSX".to_owned(),
        sheet: Some(names[chosen].clone()),
        other_sheets: names
            .into_iter()
            .enumerate()
            .filter(|(at, _)| *at != chosen)
            .map(|(_, name)| name)
            .collect(),
    })
}

fn named_sheet(asked: &str, names: &[String]) -> Result<usize, ListError> {
    let exact = names.iter().position(|name| name == asked);
    exact
        .or_else(|| names.iter().position(|name| plain(name) == plain(asked)))
        .ok_or_else(|| ListError::NoSuchSheet { asked: asked.to_owned(), sheets: names.to_vec() })
}

/// The sheet with the best header; of equal ones a visible one, then the first.
fn best_sheet<F: Field>(
    workbook: &mut Workbook<'_>,
    options: &Options,
) -> Result<usize, ListError> {
    let hidden: Vec<bool> = workbook.sheets().map(|(_, hidden)| hidden).collect();
    let mut best = None;
    for (index, hidden) in hidden.into_iter().enumerate() {
        let table = workbook.read(index, PREVIEW_ROWS)?;
        let merit = (header::score::<F>(&table, &options.mapping), !table.rows.is_empty(), !hidden);
        if best.is_none_or(|(known, _)| merit > known) {
            best = Some((merit, index));
        }
    }
    best.map(|(_, index)| index).ok_or(ListError::Empty)
}

impl<F: Field> Source<F> {
    /// What can be said of the file before any row is read.
    pub(crate) fn report(&self, file: &str) -> Report {
        Report {
            file: shortened(file),
            format: self.format.clone(),
            sheet: self.sheet.clone(),
            other_sheets: self.other_sheets.clone(),
            header_rows: self.header.rows.clone(),
            columns: self.columns(),
            notes: self.notes(),
            ..Report::default()
        }
    }

    /// The columns of the header, and those below it that have no heading.
    fn columns(&self) -> Vec<ColumnReport> {
        let mut columns: BTreeMap<u32, ColumnReport> = BTreeMap::new();
        for column in &self.header.columns {
            let report = ColumnReport {
                column: column_letters(column.index),
                heading: column.heading.shown.clone(),
                understood: column.field.as_ref().map(ToString::to_string),
                remark: column.remark.clone(),
            };
            columns.insert(column.index, report);
        }
        for cell in self.below().flat_map(|row| &row.cells) {
            columns.entry(cell.column).or_insert_with(|| ColumnReport {
                column: column_letters(cell.column),
                heading: String::new(),
                understood: None,
                remark: None,
            });
        }
        columns.into_values().collect()
    }

    /// The rows below the header.
    pub(crate) fn below(&self) -> impl Iterator<Item = &Row> {
        let last = self.header.rows.last().copied().unwrap_or(0);
        self.table.rows.iter().filter(move |row| row.number > last)
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if !self.other_sheets.is_empty() {
            let names: Vec<String> =
                self.other_sheets.iter().map(|name| format!("{:?}", shortened(name))).collect();
            notes.push(format!(
                "Not read: {} {}",
                if names.len() == 1 { "sheet" } else { "sheets" },
                names.join(", ")
            ));
        }
        let hidden: Vec<u32> =
            self.below().filter(|row| row.hidden).map(|row| row.number).collect();
        if !hidden.is_empty() {
            notes.push(format!(
                "Hidden in the spreadsheet, and read like the others: {}",
                row_list(&hidden)
            ));
        }
        let hidden: Vec<String> = self
            .header
            .columns
            .iter()
            .filter(|column| column.field.is_some() && self.table.hides(column.index))
            .map(Column::called)
            .collect();
        if !hidden.is_empty() {
            notes.push(format!(
                "Hidden in the spreadsheet, and read like the others: columns {}",
                hidden.join(", ")
            ));
        }
        notes
    }

    /// A note on numbers in cells that are merged over several rows: each counts once.
    pub(crate) fn merged_numbers(&self, is_number: impl Fn(&F) -> bool) -> Option<String> {
        let last = self.header.rows.last().copied().unwrap_or(0);
        let numbers: Vec<u32> = self
            .header
            .columns
            .iter()
            .filter(|column| column.field.as_ref().is_some_and(&is_number))
            .map(|column| column.index)
            .collect();
        let merged = self.table.merges.iter().filter(|merge| {
            let over = merge.first_column..=merge.last_column;
            merge.first_row > last
                && merge.last_row > merge.first_row
                && numbers.iter().any(|column| over.contains(column))
        });
        let rows: Vec<u32> = merged.map(|merge| merge.first_row).collect();
        (!rows.is_empty()).then(|| {
            format!("Numbers in cells merged over several rows count for the first of these rows only: {}", row_list(&rows))
        })
    }
}
