//! What the reader of a list of units assumed or saw, in sentences for the person who gave it.

use std::collections::BTreeMap;

use crate::{UnitRow, report::row_list};

/// The rows of which there is something to know.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    rounded: Vec<u32>,
    without_people: Vec<u32>,
}

impl Notes {
    /// A row whose attendance had decimals.
    pub(crate) fn rounded(&mut self, row: u32) {
        self.rounded.push(row);
    }

    /// A row without headcount, of which other units are parts.
    pub(crate) fn no_people_of_its_own(&mut self, row: u32) {
        self.without_people.push(row);
    }

    pub(crate) fn into_sentences(self, units: &[UnitRow]) -> impl Iterator<Item = String> {
        [
            ("Attendance rounded to whole people", self.rounded),
            ("Headcount blank, taken as 0, as the people are in the units that are part of it", self.without_people),
            ("More people present than employed", more_present(units)),
            ("Headcount as large as that of the units that are part of it: perhaps the same people, counted twice", counted_twice(units)),
        ]
        .into_iter()
        .filter(|(_, rows)| !rows.is_empty())
        .map(|(sentence, rows)| format!("{sentence}: {}", row_list(&rows)))
    }
}

fn more_present(units: &[UnitRow]) -> Vec<u32> {
    let more = |unit: &&UnitRow| unit.attendance.is_some_and(|week| week.peak() > unit.headcount);
    units.iter().filter(more).map(|unit| unit.row).collect()
}

fn counted_twice(units: &[UnitRow]) -> Vec<u32> {
    let mut of_parts: BTreeMap<u32, u64> = BTreeMap::new();
    for unit in units {
        if let Some(parent) = unit.parent {
            *of_parts.entry(parent).or_default() += u64::from(unit.headcount);
        }
    }
    let same = |unit: &&UnitRow| {
        unit.headcount > 0 && of_parts.get(&unit.row) == Some(&u64::from(unit.headcount))
    };
    units.iter().filter(same).map(|unit| unit.row).collect()
}
