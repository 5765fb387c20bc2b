//! What became of a list: how it was understood, what did not come in, and why. It stands beside the
//! rows for the person who gave the file.

use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt};

use crate::error::shortened;

/// How a file was understood, and every row that did not come in.
///
/// `accepted` + `left_out` + `rejected` are all rows below the header that hold anything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The file's name, as given.
    pub file: String,
    /// `XLSX`, or `CSV` with encoding and separator.
    pub format: String,
    /// The sheet that was read; absent for a text file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The sheets that were not.
    pub other_sheets: Vec<String>,
    /// The row of the headings, or both where they have two lines.
    pub header_rows: Vec<u32>,
    /// The columns, from the left.
    pub columns: Vec<ColumnReport>,
    /// How many rows came in.
    pub accepted: usize,
    /// Rows that are no entries of the list, such as totals.
    pub left_out: Vec<LeftOutRow>,
    /// Rows that should be entries and cannot.
    pub rejected: Vec<RejectedRow>,
    /// What the reader assumed or saw that a person should know.
    pub notes: Vec<String>,
}

/// How one column was understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ColumnReport {
    /// Its letters in the spreadsheet.
    pub column: String,
    /// Its heading as written; empty where it has none.
    pub heading: String,
    /// What it gives; absent where it is ignored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub understood: Option<String>,
    /// Why it is ignored, where it could have given something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
}

/// A row that is no entry of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LeftOutRow {
    /// As the spreadsheet shows it.
    pub row: u32,
    /// Why.
    pub why: String,
}

/// A row that did not come in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RejectedRow {
    /// As the spreadsheet shows it.
    pub row: u32,
    /// What is wrong with it, one for each cell.
    pub problems: Vec<Problem>,
}

/// What is wrong with one cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// The column's heading and letters, or what is missing where there is no column.
    pub column: String,
    /// What stands there, shortened.
    pub value: String,
    /// What is wrong with it and what would be accepted.
    pub reason: String,
}

impl Problem {
    fn bytes(&self) -> usize {
        size_of::<Self>() + self.column.len() + self.value.len() + self.reason.len()
    }
}

impl RejectedRow {
    pub(crate) fn bytes(&self) -> usize {
        size_of::<Self>() + self.problems.iter().map(Problem::bytes).sum::<usize>()
    }
}

impl Report {
    /// What is wrong with what a row says in the column of one of these fields (by their names in a
    /// mapping): the first that has a column, else the first.
    #[must_use]
    pub fn problem(&self, fields: &[&str], value: &str, reason: String) -> Problem {
        let gives = |field: &&str| {
            let mut columns = self.columns.iter();
            columns.find(|column| column.understood.as_deref() == Some(*field))
        };
        let column = fields.iter().find_map(gives).map_or_else(
            || fields.first().copied().unwrap_or_default().to_owned(),
            |column| format!("{:?} ({})", column.heading, column.column),
        );
        Problem { column, value: shortened(value), reason }
    }

    /// Rows that came in and are refused by who knows what they name.
    pub(crate) fn reject(&mut self, refused: BTreeMap<u32, Problem>) {
        self.accepted = self.accepted.saturating_sub(refused.len());
        let refused = refused.into_iter();
        self.rejected.extend(refused.map(|(row, of)| RejectedRow { row, problems: vec![of] }));
        self.rejected.sort_by_key(|rejected| rejected.row);
    }

    /// The first part of what is printed: the file and its columns.
    pub(crate) fn write_origin(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.format)?;
        if let Some(sheet) = &self.sheet {
            write!(f, ", sheet {sheet:?}")?;
        }
        match self.header_rows.as_slice() {
            [first, second] => writeln!(f, ", header in rows {first} and {second}")?,
            rows => writeln!(f, ", header in row {}", rows.first().copied().unwrap_or(0))?,
        }
        for column in &self.columns {
            write!(f, "  {:<2} {:?}: ", column.column, column.heading)?;
            f.write_str(column.understood.as_deref().unwrap_or("ignored"))?;
            match &column.remark {
                Some(remark) => writeln!(f, " ({remark})")?,
                None => writeln!(f)?,
            }
        }
        Ok(())
    }

    /// The last part: what did not come in, and what to know.
    pub(crate) fn write_outcome(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.left_out.is_empty() {
            writeln!(f, "Left out, {}:", self.left_out.len())?;
            self.left_out
                .iter()
                .try_for_each(|row| writeln!(f, "  row {}: {}", row.row, row.why))?;
        }
        if !self.rejected.is_empty() {
            writeln!(f, "Rejected, {}:", self.rejected.len())?;
            self.rejected.iter().try_for_each(|row| write!(f, "{row}"))?;
        }
        if !self.notes.is_empty() {
            writeln!(f, "To know:")?;
            self.notes.iter().try_for_each(|note| writeln!(f, "  {note}"))?;
        }
        let (left_out, rejected) = (self.left_out.len(), self.rejected.len());
        let all = self.accepted + left_out + rejected;
        write!(
            f,
            "{} below the header: {} accepted, {left_out} left out, {rejected} rejected",
            counted(all, "row"),
            self.accepted
        )
    }
}

impl fmt::Display for RejectedRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.problems.iter().try_for_each(|problem| {
            let Problem { column, value, reason } = problem;
            if value.is_empty() {
                writeln!(f, "  row {}, {column}: {reason}", self.row)
            } else {
                writeln!(f, "  row {}, {column}: {value:?}: {reason}", self.row)
            }
        })
    }
}

/// A count with its noun.
pub fn counted(count: usize, noun: &str) -> String {
    match (count, noun) {
        (1, noun) => format!("1 {noun}"),
        (count, "person") => format!("{count} people"),
        (count, noun) => format!("{count} {noun}s"),
    }
}

/// Runs of rows that a note lists.
const RUNS_MAX: usize = 12;

/// Row numbers in words: `row 5`, `rows 3 to 7, 9 and 12`.
pub(crate) fn row_list(rows: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for row in rows {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *row => *last = *row,
            _ => runs.push((*row, *row)),
        }
    }
    let more = runs.len().saturating_sub(RUNS_MAX);
    let mut words: Vec<String> = Vec::new();
    for (first, last) in runs.into_iter().take(RUNS_MAX) {
        words.push(if first == last { first.to_string() } else { format!("{first} to {last}") });
    }
    if more > 0 {
        words.push(format!("{more} more places"));
    }
    let noun = if rows.len() == 1 { "row" } else { "rows" };
    match words.split_last() {
        Some((last, before)) if !before.is_empty() => {
            format!("{noun} {} and {last}", before.join(", "))
        }
        _ => format!("{noun} {}", words.concat()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_listed_in_runs() {
        assert_eq!(row_list(&[5]), "row 5");
        assert_eq!(row_list(&[3, 4, 5]), "rows 3 to 5");
        assert_eq!(row_list(&[3, 4, 7, 9]), "rows 3 to 4, 7 and 9");
    }
}
