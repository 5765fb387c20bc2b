//! Building and level, which lists give once for the rows below: in the first row of each, or as a
//! heading on a row of its own.

use schema::Text;

use crate::{
    cells::as_text,
    heading::plain,
    table::{Row, Value},
};

/// What holds until something else is given.
#[derive(Debug, Default)]
pub(crate) struct Carried {
    building: Option<Text>,
    level: Option<Text>,
    /// What holds was a heading's: then every row takes it from there, which is said once.
    from_heading: bool,
    filled: Vec<u32>,
}

const OF_LEVELS: [&str; 6] = ["plan", "vaning", "vaningsplan", "level", "floor", "etage"];
const OF_BUILDINGS: [&str; 5] = ["byggnad", "hus", "fastighet", "building", "house"];

impl Carried {
    pub(crate) const fn building(&self) -> Option<&Text> {
        self.building.as_ref()
    }

    pub(crate) const fn level(&self) -> Option<&Text> {
        self.level.as_ref()
    }

    /// The rows that gave nothing of their own and took what stands above.
    pub(crate) fn into_filled(self) -> Vec<u32> {
        self.filled
    }

    /// Takes what a row gives. A level does not go over from one building to the next.
    pub(crate) fn row(&mut self, row: u32, building: Option<Text>, level: Option<Text>) {
        self.from_heading &= building.is_none() && level.is_none();
        if building.is_some() && building != self.building {
            self.level = None;
        }
        let from_above =
            |given: &Option<Text>, above: &Option<Text>| given.is_none() && above.is_some();
        if !self.from_heading
            && (from_above(&building, &self.building) || from_above(&level, &self.level))
        {
            self.filled.push(row);
        }
        self.building = building.or(self.building.take());
        self.level = level.or(self.level.take());
    }

    /// Takes a row that is a heading, such as `Plan 2` alone, and says so. `is_entry` is a row that
    /// has other things as well.
    pub(crate) fn heading(&mut self, row: &Row, is_entry: bool) -> Option<String> {
        let [cell] = row.cells.as_slice() else { return None };
        let Value::Text(written) = &cell.value else { return None };
        let form = plain(written);
        let first = form.split(' ').next().filter(|_| !is_entry)?;
        let text = as_text(&cell.value).ok()?;
        let what = if OF_LEVELS.contains(&first) {
            self.level = Some(text.clone());
            "level"
        } else if OF_BUILDINGS.contains(&first) {
            self.building = Some(text.clone());
            self.level = None;
            "building"
        } else {
            return None;
        };
        self.from_heading = true;
        Some(format!("a heading; {:?} is taken for the {what} of the rows below", text.as_str()))
    }
}
