//! Lists of the figures of indices: one month and value a row.

use schema::{IndexSeries, IndexValue, Month};
use std::{collections::BTreeMap, fmt};

use crate::{
    ListError, Options, Problem,
    cells::{Cells, Problems},
    figure_field::FigureField,
    outcome::Outcome,
    period,
    report::{Report, counted},
    source::{self, Source},
    table::Row,
    totals::NoEntries,
};

/// A figure as a row of a list gives it. Every value is one that the ledger accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureRow {
    /// The row, as the spreadsheet shows it.
    pub row: u32,
    /// Which index; absent where the list names none.
    pub series: Option<IndexSeries>,
    /// The month.
    pub month: Month,
    /// Its index.
    pub value: IndexValue,
}

/// The figures of a list, and what became of its other rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureList {
    /// The figures, in the order of the list.
    pub rows: Vec<FigureRow>,
    /// How the file was understood, and what did not come in.
    pub report: Report,
}

const fn is_number(field: &FigureField) -> bool {
    matches!(field, FigureField::Value)
}

/// Reads a list of figures.
pub(crate) fn read(bytes: &[u8], file: &str, options: &Options) -> Result<FigureList, ListError> {
    let source: Source<FigureField> = source::open(bytes, options)?;
    let mut reading = Reading::new(&source, options);
    for row in source.below() {
        reading.row(row)?;
    }
    let (rows, left_out, rejected) = reading.outcome.into_parts();
    let mut report: Report = source.report(file);
    report.accepted = rows.len();
    report.left_out = left_out;
    report.rejected = rejected;
    Ok(FigureList { rows, report })
}

struct Reading<'t> {
    cells: Cells<'t, FigureField>,
    no_entries: NoEntries<'t, FigureField>,
    /// By index and month, the row that gave it first.
    known: BTreeMap<(Option<IndexSeries>, Month), u32>,
    outcome: Outcome<FigureRow>,
}

impl<'t> Reading<'t> {
    fn new(source: &'t Source<FigureField>, options: &'t Options) -> Self {
        let (table, header) = (&source.table, &source.header);
        let merged = [FigureField::Series];
        Self {
            cells: Cells::new(table, header, &merged, is_number, options.mapping.decimal()),
            no_entries: NoEntries::new(header, &options.mapping),
            known: BTreeMap::new(),
            outcome: Outcome::new(&options.limits),
        }
    }

    fn row(&mut self, row: &Row) -> Result<(), ListError> {
        if let Some(why) = self.no_entries.why(row) {
            return self.outcome.leave_out(row.number, why);
        }
        let mut problems = Problems::default();
        match self.figure(row, &mut problems).filter(|_| problems.all.is_empty()) {
            Some(figure) => self.outcome.accept(row.number, size_of::<FigureRow>(), figure),
            None => self.outcome.reject(row.number, problems.all),
        }
    }

    fn figure(&mut self, row: &Row, problems: &mut Problems) -> Option<FigureRow> {
        let series = self.cells.code(row, &FigureField::Series, problems);
        let month = self.month(row, problems);
        let value = self.value(row, problems);
        for (field, is_missing) in
            [(FigureField::Month, month.is_none()), (FigureField::Value, value.is_none())]
        {
            if is_missing && self.cells.own(row, &field).is_none() {
                let reason = format!("is blank; accepted is the {field} of a figure");
                problems.add(self.cells.problem(&field, None, reason));
            }
        }
        let (month, value) = (month?, value?);
        let first = *self.known.entry((series.clone(), month)).or_insert(row.number);
        if first != row.number {
            let field = FigureField::Month;
            let reason = format!("stands in row {first} already; accepted is each month once");
            problems.add(self.cells.problem(&field, self.cells.own(row, &field), reason));
            return None;
        }
        Some(FigureRow { row: row.number, series, month, value })
    }

    fn month(&self, row: &Row, problems: &mut Problems) -> Option<Month> {
        let field = FigureField::Month;
        let value = self.cells.own(row, &field)?;
        let one = period::months(value).and_then(|(from, through)| match from == through {
            true => Ok(from),
            false => Err("is several months; accepted is one".to_owned()),
        });
        problems.take(one.map_err(|reason| self.cells.problem(&field, Some(value), reason)))
    }

    fn value(&self, row: &Row, problems: &mut Problems) -> Option<IndexValue> {
        let field = FigureField::Value;
        let value = self.cells.own(row, &field)?;
        let index = self.cells.as_number(value).and_then(|number| {
            IndexValue::new(number).map_err(|invalid| format!("accepted is {}", invalid.accepted))
        });
        problems.take(index.map_err(|reason| self.cells.problem(&field, Some(value), reason)))
    }
}

impl FigureList {
    /// As [`InvoiceList::reject`](crate::InvoiceList::reject).
    pub fn reject(&mut self, refused: BTreeMap<u32, Problem>) {
        self.rows.retain(|figure| !refused.contains_key(&figure.row));
        self.report.reject(refused);
    }
}

impl fmt::Display for FigureList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.report.write_origin(f)?;
        let mut series: BTreeMap<Option<&IndexSeries>, Vec<Month>> = BTreeMap::new();
        for figure in &self.rows {
            series.entry(figure.series.as_ref()).or_default().push(figure.month);
        }
        for (series, months) in series {
            let named = series.map_or("rows that name no index", IndexSeries::as_str);
            write!(f, "{named}: {}", counted(months.len(), "figure"))?;
            if let Some((first, last)) = months.iter().min().zip(months.iter().max()) {
                write!(f, ", {first} to {last}")?;
            }
            writeln!(f)?;
        }
        self.report.write_outcome(f)
    }
}
