//! The organisation of a unit: its name and its number, from the row or from the rows above.

use schema::{OrganisationNumber, Text};
use std::{collections::BTreeMap, rc::Rc};

use crate::{
    cells::{Cells, Problems},
    parents::folded,
    report::{Problem, row_list},
    table::{Row, Value},
    unit_field::UnitField,
};

/// What a row gives of its organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Organisation {
    pub(crate) name: Option<Text>,
    pub(crate) number: Option<OrganisationNumber>,
}

/// The organisations so far.
#[derive(Debug, Default)]
pub(crate) struct Organisations {
    /// What the rows above gave last.
    above: Option<Organisation>,
    /// By name, the number and the row that gave it first.
    numbers: BTreeMap<String, (OrganisationNumber, u32)>,
    /// Rows that took theirs from above.
    filled: Vec<u32>,
}

impl Organisations {
    /// What there is to know, in a sentence.
    pub(crate) fn into_note(self) -> Option<String> {
        let rows = row_list(&self.filled);
        (!self.filled.is_empty())
            .then(|| format!("Organisation taken from above, where the row has none: {rows}"))
    }

    /// The organisation that the row gives, or the one above where it gives none.
    pub(crate) fn row(
        &mut self,
        cells: &Cells<'_, UnitField>,
        row: &Row,
        problems: &mut Problems,
    ) -> Organisation {
        let before = problems.all.len();
        let name = cells.text(row, &UnitField::Organisation, problems);
        let number = number(cells, row, problems);
        let own = Organisation { name, number };
        if problems.all.len() > before {
            return own;
        }
        if own == Organisation::default()
            && let Some(above) = &self.above
        {
            self.filled.push(row.number);
            return above.clone();
        }
        if let Organisation { name: Some(name), number: Some(number) } = &own {
            problems.all.extend(self.another_number(cells, row, name, number));
        }
        self.above = Some(own.clone());
        own
    }

    fn another_number(
        &mut self,
        cells: &Cells<'_, UnitField>,
        row: &Row,
        name: &Text,
        number: &OrganisationNumber,
    ) -> Option<Problem> {
        let (first, first_row) =
            self.numbers.entry(folded(name)).or_insert_with(|| (number.clone(), row.number));
        if first == number {
            return None;
        }
        let reason = format!(
            "is another number than {first} in row {first_row} for the same organisation; accepted is \
             one number for each"
        );
        let value = Value::Text(Rc::from(number.to_string()));
        Some(cells.problem(&UnitField::OrganisationNumber, Some(&value), reason))
    }
}

fn number(
    cells: &Cells<'_, UnitField>,
    row: &Row,
    problems: &mut Problems,
) -> Option<OrganisationNumber> {
    let text = cells.text(row, &UnitField::OrganisationNumber, problems)?;
    let close: String = text.as_str().chars().filter(|c| !c.is_whitespace()).collect();
    // With the 16 before it that registers of twelve digits give to organisations.
    let digits = close.chars().filter(char::is_ascii_digit).count();
    let ten = close.strip_prefix("16").filter(|_| digits == 12).unwrap_or(&close);
    let parsed = ten.trim_start_matches('-').parse::<OrganisationNumber>();
    problems.take(parsed.map_err(|invalid| refused(cells, ten, &invalid.accepted)))
}

/// A refused number is repeated only where it cannot be a person's, as told by its third digit.
fn refused(cells: &Cells<'_, UnitField>, number: &str, accepted: &str) -> Problem {
    let field = UnitField::OrganisationNumber;
    let digits: Vec<u32> = number.chars().filter_map(|c| c.to_digit(10)).collect();
    if digits.len() == 10 && digits[2] >= 2 {
        let value = Value::Text(Rc::from(number));
        return cells.problem(&field, Some(&value), format!("accepted are {accepted}"));
    }
    let reason = format!("is not shown here, as it may be a person's; accepted are {accepted}");
    cells.problem(&field, None, reason)
}
