//! A sample as a workbook (XLSX): a sheet that says what it is a sample of, and one each of cases,
//! decisions, preconditions and events.
//!
//! Every cell is a string or a whole number; what somebody typed is never taken for a formula. The
//! date of the workbook is that of the revision, so that equal samples are equal files.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::{
    Drawn, SampleError,
    told::{Case, Condition, Decided, Head, Told},
};

/// UTF-16 units in one cell, at most.
const CELL_MAX: usize = 32_767;
/// What stands at the end of a text that was cut to fit its cell.
const CUT: &str = "…";

/// What a cell holds.
enum Cell {
    Text(String),
    Whole(u64),
    Empty,
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u64> for Cell {
    fn from(number: u64) -> Self {
        Self::Whole(number)
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Self {
        // No platform has more than 64 bits.
        Self::Whole(number as u64)
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(given: Option<T>) -> Self {
        given.map_or(Self::Empty, Into::into)
    }
}

/// A sheet that is written row by row.
struct Sheet {
    sheet: Worksheet,
    row: u32,
}

impl Sheet {
    fn new(name: &str, columns: &[(&str, u16)]) -> Result<Self, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?;
        let bold = Format::new().set_bold();
        for (column, (heading, width)) in (0_u16..).zip(columns) {
            sheet.write_string_with_format(0, column, *heading, &bold)?;
            sheet.set_column_width(column, f64::from(*width))?;
        }
        sheet.set_freeze_panes(1, 0)?;
        Ok(Self { sheet, row: 1 })
    }

    fn add<const N: usize>(&mut self, cells: [Cell; N]) -> Result<(), XlsxError> {
        for (column, cell) in (0_u16..).zip(cells) {
            match cell {
                Cell::Text(text) => {
                    self.sheet.write_string(self.row, column, fitting(text))?;
                }
                Cell::Whole(number) => {
                    self.sheet.write_number(self.row, column, as_float(number))?;
                }
                Cell::Empty => {}
            }
        }
        self.row += 1;
        Ok(())
    }
}

/// Numbers of a sample are revisions and counts, which an event keeps below 2^53.
#[allow(clippy::cast_precision_loss, reason = "every integer below 2^53 has its own float")]
const fn as_float(number: u64) -> f64 {
    number as f64
}

/// A text cut to what a cell holds.
fn fitting(text: String) -> String {
    if text.encode_utf16().count() <= CELL_MAX {
        return text;
    }
    let mut units = CUT.encode_utf16().count();
    let fits = |letter: &char| {
        units += letter.len_utf16();
        units <= CELL_MAX
    };
    text.chars().take_while(fits).chain(CUT.chars()).collect()
}

struct Sheets {
    head: Sheet,
    cases: Sheet,
    decisions: Sheet,
    preconditions: Sheet,
    events: Sheet,
}

impl Sheets {
    fn new() -> Result<Self, XlsxError> {
        Ok(Self {
            head: Sheet::new("sample", &[("what", 20), ("value", 80)])?,
            cases: Sheet::new(
                "cases",
                &[
                    ("case", 6),
                    ("id", 38),
                    ("rank", 66),
                    ("kind", 13),
                    ("called", 40),
                    ("status", 11),
                    ("decisions", 10),
                    ("preconditions", 13),
                    ("events", 8),
                ],
            )?,
            decisions: Sheet::new(
                "decisions",
                &[
                    ("case", 6),
                    ("revision", 10),
                    ("organisation", 38),
                    ("organisation name", 30),
                    ("case number", 18),
                    ("kind", 11),
                    ("body", 30),
                    ("delegation point", 16),
                    ("decided on", 12),
                    ("reported on", 12),
                    ("matter", 14),
                    ("thing", 38),
                    ("recorded by", 38),
                    ("counts", 8),
                    ("confirmed by", 38),
                    ("confirmed revision", 18),
                    ("corrected revision", 18),
                ],
            )?,
            preconditions: Sheet::new(
                "preconditions",
                &[
                    ("case", 6),
                    ("precondition", 38),
                    ("reallocation", 38),
                    ("kind", 18),
                    ("name", 30),
                    ("required by", 38),
                    ("settled", 14),
                    ("on", 12),
                    ("document", 30),
                    ("because", 40),
                    ("recorded by", 38),
                    ("revision", 10),
                    ("as it stands", 12),
                ],
            )?,
            events: Sheet::new(
                "events",
                &[
                    ("case", 6),
                    ("revision", 10),
                    ("type", 24),
                    ("recorded", 28),
                    ("actor", 38),
                    ("role", 14),
                    ("sentence", 100),
                    ("hash", 66),
                ],
            )?,
        })
    }

    fn head(&mut self, head: Head) -> Result<(), XlsxError> {
        let sheet = &mut self.head;
        let population = head.population.into_iter();
        let rows: Vec<(String, Cell)> = [
            ("portfolio", head.portfolio.to_string().into()),
            ("portfolioName", head.portfolio_name.into()),
            ("revision", head.revision.number().into()),
            ("recordedAt", head.recorded_at.to_string().into()),
            ("on", head.on.to_string().into()),
            ("seed", head.seed.into()),
            ("size", u64::from(head.size).into()),
            ("populationCount", head.population_count.into()),
            ("populationDigest", head.population_digest.to_string().into()),
            ("cases", head.cases.into()),
            ("language", head.language.into()),
            ("method", head.method.into()),
        ]
        .into_iter()
        .map(|(what, value)| (what.to_owned(), value))
        .chain(population.map(|(what, value)| (format!("population.{what}"), value.into())))
        .collect();
        rows.into_iter().try_for_each(|(what, value)| sheet.add([what.into(), value]))
    }

    fn case(&mut self, case: Case) -> Result<(), XlsxError> {
        let place = case.place;
        self.cases.add([
            place.into(),
            case.id.into(),
            case.rank.to_string().into(),
            case.kind.into(),
            case.called.into(),
            case.status.into(),
            case.decisions.len().into(),
            case.preconditions.len().into(),
            case.events.len().into(),
        ])?;
        case.decisions.into_iter().try_for_each(|known| self.decision(place, known))?;
        case.preconditions.into_iter().try_for_each(|known| self.precondition(place, known))?;
        case.events.into_iter().try_for_each(|known| self.event(place, known))
    }

    fn decision(&mut self, place: usize, known: Decided) -> Result<(), XlsxError> {
        self.decisions.add([
            place.into(),
            known.revision.number().into(),
            known.organisation.to_string().into(),
            known.organisation_name.into(),
            known.case_number.into(),
            known.kind.to_string().into(),
            known.body.into(),
            known.delegation_point.into(),
            known.decided_on.to_string().into(),
            known.reported_on.map(|on| on.to_string()).into(),
            known.matter.into(),
            known.thing.map(|thing| thing.to_string()).into(),
            known.recorded_by.to_string().into(),
            known.counts.to_string().into(),
            known.confirmed_by.map(|by| by.to_string()).into(),
            known.confirmed_revision.map(schema::Revision::number).into(),
            known.corrected_revision.map(schema::Revision::number).into(),
        ])
    }

    fn precondition(&mut self, place: usize, known: Condition) -> Result<(), XlsxError> {
        self.preconditions.add([
            place.into(),
            known.precondition.to_string().into(),
            known.reallocation.to_string().into(),
            known.kind.to_string().into(),
            known.name.into(),
            known.required_by.map(|by| by.to_string()).into(),
            known.settled.into(),
            known.on.map(|on| on.to_string()).into(),
            known.document.into(),
            known.because.into(),
            known.recorded_by.map(|by| by.to_string()).into(),
            known.revision.map(schema::Revision::number).into(),
            known.as_it_stands.to_string().into(),
        ])
    }

    fn event(&mut self, place: usize, known: Told) -> Result<(), XlsxError> {
        self.events.add([
            place.into(),
            known.revision.number().into(),
            known.type_name.into(),
            known.recorded.to_string().into(),
            known.actor.to_string().into(),
            known.role.into(),
            known.sentence.into(),
            known.hash.to_string().into(),
        ])
    }

    fn save(self, created: &ExcelDateTime) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        workbook.set_properties(&DocProperties::new().set_creation_datetime(created));
        let Self { head, cases, decisions, preconditions, events } = self;
        for sheet in [head, cases, decisions, preconditions, events] {
            workbook.push_worksheet(sheet.sheet);
        }
        workbook.save_to_buffer()
    }
}

/// A sample as a workbook.
pub async fn workbook(drawn: &Drawn) -> Result<Vec<u8>, SampleError> {
    const MICROSECONDS: i64 = 1_000_000;
    // Sheets are large, and this waits with them.
    let mut sheets = Box::new(Sheets::new()?);
    let head = drawn.head();
    let seconds = head.recorded_at.microseconds().div_euclid(MICROSECONDS);
    let created = ExcelDateTime::from_timestamp(seconds)?;
    sheets.head(head)?;
    for index in 0..drawn.cases() {
        if let Some(case) = drawn.case(index).await? {
            sheets.case(case)?;
        }
    }
    let saved = tokio::task::spawn_blocking(move || sheets.save(&created)).await;
    Ok(saved.map_err(|_| SampleError::Failed)??)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_to_what_a_cell_holds() {
        let long = "å".repeat(CELL_MAX + 1);
        let cut = fitting(long);
        assert_eq!(cut.encode_utf16().count(), CELL_MAX);
        assert!(cut.ends_with(CUT));
        let fits = "å".repeat(CELL_MAX);
        assert_eq!(fitting(fits.clone()), fits);
    }
}
