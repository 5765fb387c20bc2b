//! A list of costs as comma-separated values or as a workbook.
//!
//! In Swedish, values are separated by semicolons and decimals by a comma, as spreadsheets there read
//! them. What somebody typed is never taken for a formula: a text that looks like the beginning of one
//! is preceded by an apostrophe in comma-separated values, and is a text in a workbook.

use projections::Language;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use schema::Instant;

use super::table::{Cell, Table};

/// Marks the text as UTF-8 for spreadsheets.
const MARK: &str = "\u{feff}";

pub(super) fn csv(table: &Table) -> String {
    let separator = match table.language {
        Language::English => b',',
        Language::Swedish => b';',
    };
    let mut writer = csv::WriterBuilder::new().delimiter(separator).from_writer(Vec::new());
    let headings = table.headings.iter().map(|heading| harmless(heading));
    let mut lines = vec![headings.collect::<Vec<String>>()];
    lines.extend(table.rows.iter().map(|row| {
        let cells = row.iter().map(|cell| match cell {
            Cell::Text(text) => harmless(text),
            Cell::Amount(amount) => amount_in(*amount, table.language),
            Cell::Count(count) => count.to_string(),
        });
        cells.collect()
    }));
    for line in &lines {
        // Memory takes whatever is written, and every line has as many cells.
        writer.write_record(line).expect("lines of one length into memory");
    }
    let bytes = writer.into_inner().expect("memory is flushed");
    format!("{MARK}{}", String::from_utf8_lossy(&bytes))
}

/// With two decimals, or with as many as it has where those are more.
fn amount_in(amount: Decimal, language: Language) -> String {
    let mut amount = amount.normalize();
    if amount.scale() < 2 {
        amount.rescale(2);
    }
    match language {
        Language::English => amount.to_string(),
        Language::Swedish => amount.to_string().replace('.', ","),
    }
}

fn harmless(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula { format!("'{text}") } else { text.to_owned() }
}

/// The workbook's date is that of the revision, so that equal lists are equal files.
pub(super) fn workbook(table: &Table, recorded: Instant) -> Result<Vec<u8>, XlsxError> {
    const MICROSECONDS: i64 = 1_000_000;
    let bold = Format::new().set_bold();
    let money = Format::new().set_num_format("#,##0.00");
    let mut sheet = Worksheet::new();
    sheet.set_name(table.title)?;
    for (column, heading) in (0_u16..).zip(&table.headings) {
        sheet.write_string_with_format(0, column, heading, &bold)?;
        sheet.set_column_width(column, 18.0)?;
    }
    for (row, cells) in (1_u32..).zip(&table.rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            match cell {
                Cell::Text(text) => sheet.write_string(row, column, text)?,
                // A workbook knows floats only. They hold 15 digits; the last ones of a greater sum, as seats
                // times amounts may give, are approximate here, and exact in comma-separated values.
                Cell::Amount(amount) => sheet.write_number_with_format(
                    row,
                    column,
                    amount.to_f64().unwrap_or_default(),
                    &money,
                )?,
                Cell::Count(count) => {
                    sheet.write_number(row, column, count.to_f64().unwrap_or_default())?
                }
            };
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    let seconds = recorded.microseconds().div_euclid(MICROSECONDS);
    let created = ExcelDateTime::from_timestamp(seconds)?;
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    workbook.push_worksheet(sheet);
    workbook.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(language: Language) -> Table {
        Table {
            file: "costs",
            title: "Costs",
            language,
            headings: vec!["building".to_owned(), "cost".to_owned()],
            rows: vec![vec![
                Cell::Text("=HYPERLINK(\"x\"); A, B".to_owned()),
                Cell::Amount("1234.5".parse().unwrap()),
            ]],
        }
    }

    #[test]
    fn a_text_is_no_formula_and_amounts_have_two_decimals() {
        let english = csv(&table(Language::English));
        assert_eq!(english, "\u{feff}building,cost\n\"'=HYPERLINK(\"\"x\"\"); A, B\",1234.50\n");
        let swedish = csv(&table(Language::Swedish));
        assert_eq!(swedish, "\u{feff}building;cost\n\"'=HYPERLINK(\"\"x\"\"); A, B\";1234,50\n");
    }

    #[test]
    fn equal_lists_are_equal_workbooks() {
        let recorded = "2026-11-01T08:00:00.000000Z".parse().unwrap();
        let written = || workbook(&table(Language::English), recorded).unwrap();
        assert_eq!(written(), written());
    }
}
