//! Why a table has no header that serves: the mapping asks for what is not there, or no row says what
//! the columns are.

use crate::{
    ListError, Mapping,
    header::{Field, HEADER_WITHIN, Header, row_fields},
    heading::plain,
    table::{Row, Table, Value},
};

/// Refuses a mapping that gives a column something that there is not.
pub(crate) fn check_names<F: Field>(mapping: &Mapping) -> Result<(), ListError> {
    let mut names = mapping.columns().iter();
    match names.find(|(_, name)| *name != "ignore" && F::named(name).is_none()) {
        None => Ok(()),
        Some((asked, name)) => Err(ListError::Mapping {
            found: format!("the column {asked:?} is said to give {name:?}"),
            accepted: F::names(),
        }),
    }
}

/// Refuses a mapping that names a column that there is not.
pub(crate) fn check_columns<F: Field>(
    header: &Header<F>,
    mapping: &Mapping,
) -> Result<(), ListError> {
    for asked in mapping.columns().keys() {
        let form = plain(asked);
        let there = header.columns.iter().any(|column| {
            let heading = column.heading.plain();
            heading == form || (column.mapped && heading.ends_with(&form))
        });
        if !there {
            let columns = header.headings();
            return Err(ListError::NoSuchColumn { asked: asked.clone(), columns });
        }
    }
    Ok(())
}

/// Says that no row is a header, and which comes nearest.
pub(crate) fn no_header<F: Field>(table: &Table, mapping: &Mapping) -> ListError {
    let looked_at = table.rows.len().min(HEADER_WITHIN);
    let asked = |row: &&Row| mapping.header_row().is_none_or(|number| number == row.number);
    let nearest = table.rows[..looked_at].iter().filter(asked).max_by_key(|row| {
        let words = row.cells.iter().filter(|cell| matches!(cell.value, Value::Text(_))).count();
        (row_fields::<F>(row, table, mapping), words.min(20), std::cmp::Reverse(row.number))
    });
    let seen = nearest.map_or_else(String::new, |row| {
        let cells: Vec<String> =
            row.cells.iter().take(12).map(|cell| format!("{:?}", cell.value.quoted())).collect();
        format!("; nearest comes row {} with {}", row.number, cells.join(", "))
    });
    ListError::NoHeader { rows: looked_at, seen, accepted: F::header_needs().to_owned() }
}
