//! Rows that are no entries of a list: totals by their words or by their sums, headings again, and
//! what stands in a second table below the first.

use rust_decimal::{Decimal, RoundingStrategy::MidpointAwayFromZero};
use std::collections::BTreeMap;

use crate::{
    Mapping,
    cells::Cells,
    header::{self, Field, Header},
    heading::plain,
    table::{Row, Value},
};

/// First words of a row that sums others up.
const TOTAL_WORDS: [&str; 11] = [
    "summa",
    "totalt",
    "total",
    "totalsumma",
    "totala",
    "delsumma",
    "subtotal",
    "sum",
    "slutsumma",
    "totals",
    "sammanlagt",
];

/// The text by which a row is a total: its first text, where that begins with such a word.
fn total_word(row: &Row) -> Option<String> {
    let first = row.cells.iter().find_map(|cell| cell.value.text())?;
    let word = plain(first);
    let word = word.split(' ').next().unwrap_or_default();
    TOTAL_WORDS.contains(&word).then(|| Value::Text(first.clone()).quoted())
}

/// Whether a row holds the headings again, as lists made of printed pages do.
fn repeats_header<F: Field>(row: &Row, header: &Header<F>) -> bool {
    let same = |cell: &crate::table::Cell| {
        let column = header.columns.iter().find(|column| column.index == cell.column);
        let own = plain(&cell.value.as_shown());
        column.is_some_and(|column| {
            column.heading.plain() == own || column.heading.plain().ends_with(&format!(" {own}"))
        })
    };
    row.cells.len() >= 2 && row.cells.iter().all(same)
}

/// Whether a row is the header of another table.
fn begins_another_table<F: Field>(row: &Row, mapping: &Mapping) -> bool {
    row.cells.len() >= 3
        && header::holds_words_only(row)
        && header::row_score::<F>(row, mapping) >= 3
}

/// Tells rows that are no entries, in the order of the list.
pub(crate) struct NoEntries<'t, F> {
    header: &'t Header<F>,
    mapping: &'t Mapping,
    /// The row of another table's header, once it was met.
    second_table: Option<u32>,
    pub(crate) sums: Sums<F>,
}

impl<'t, F: Field> NoEntries<'t, F> {
    pub(crate) const fn new(header: &'t Header<F>, mapping: &'t Mapping) -> Self {
        Self { header, mapping, second_table: None, sums: Sums::new() }
    }

    /// Why a row is no entry, where its words tell.
    pub(crate) fn why(&mut self, row: &Row) -> Option<String> {
        if let Some(header) = self.second_table {
            return Some(format!("belongs to another table, whose header is row {header}"));
        }
        if repeats_header(row, self.header) {
            return Some("the headings again".to_owned());
        }
        if begins_another_table::<F>(row, self.mapping) {
            self.second_table = Some(row.number);
            return Some("the header of another table; only the first is read".to_owned());
        }
        let word = total_word(row)?;
        self.sums.total_met();
        Some(format!("a total ({word:?})"))
    }

    /// Why a row without a name is no entry: one of these numbers is the sum of those above.
    pub(crate) fn why_unnamed(
        &mut self,
        row: &Row,
        cells: &Cells<'_, F>,
        numbers: impl Fn(&F) -> bool,
    ) -> Option<String> {
        let (called, shown) = self.header.columns.iter().find_map(|column| {
            let field = column.field.as_ref().filter(|field| numbers(field))?;
            let value = cells.own(row, field)?;
            let number = cells.as_number(value).ok()?;
            self.sums.is_sum(field, number).then(|| (column.called(), value.quoted()))
        })?;
        self.sums.total_met();
        Some(format!("a total: its {called} of {shown} is the sum of the rows above"))
    }
}

/// Sums of what stood above a row, by field.
pub(crate) struct Sums<F> {
    all: BTreeMap<F, (Decimal, u32)>,
    since_subtotal: BTreeMap<F, (Decimal, u32)>,
}

impl<F: Field> Sums<F> {
    pub(crate) const fn new() -> Self {
        Self { all: BTreeMap::new(), since_subtotal: BTreeMap::new() }
    }

    pub(crate) fn add(&mut self, field: &F, value: Decimal) {
        for sums in [&mut self.all, &mut self.since_subtotal] {
            let (sum, count) = sums.entry(field.clone()).or_insert((Decimal::ZERO, 0));
            *sum = sum.saturating_add(value);
            *count += 1;
        }
    }

    /// Whether the value is the sum of at least two above, as exactly as it is written.
    pub(crate) fn is_sum(&self, field: &F, value: Decimal) -> bool {
        [&self.all, &self.since_subtotal].into_iter().any(|sums| {
            sums.get(field).is_some_and(|(sum, count)| {
                let rounded =
                    sum.round_dp_with_strategy(value.normalize().scale(), MidpointAwayFromZero);
                *count >= 2 && rounded == value
            })
        })
    }

    /// A total was met: what comes next is summed up anew.
    pub(crate) fn total_met(&mut self) {
        self.since_subtotal.clear();
    }
}
