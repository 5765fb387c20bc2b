//! A room of a list.

use schema::{Areas, Category, Designation, Text};

use crate::room_category::CategoryFrom;

/// A room as a row of a list gives it. Every value is one that the ledger accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomRow {
    /// The row, as the spreadsheet shows it.
    pub row: u32,
    /// The building; absent where the list names none.
    pub building: Option<Text>,
    /// The level; absent where the list names none.
    pub level: Option<Text>,
    /// The room's number; where it is absent, the name is unique on its level.
    pub number: Option<Designation>,
    /// Its name.
    pub name: Option<Text>,
    /// What it is used for, in the list's words.
    pub function: Option<Text>,
    /// Its category.
    pub category: Category,
    /// What told the category.
    pub category_from: CategoryFrom,
    /// Its areas, each under its measure, in square metres.
    pub areas: Areas,
    /// People that it holds.
    pub capacity: Option<u32>,
    /// Workstations that stand in it.
    pub workstations: Option<u32>,
    /// The unit that occupies it; absent where it is vacant or the list does not say.
    pub unit: Option<Text>,
    /// The organisation that the unit is part of.
    pub organisation: Option<Text>,
    /// Who owns it.
    pub owner: Option<Text>,
}

impl RoomRow {
    /// What it weighs in memory, about and rather too much.
    pub(crate) fn bytes(&self) -> usize {
        let texts = [
            &self.building,
            &self.level,
            &self.name,
            &self.function,
            &self.unit,
            &self.organisation,
            &self.owner,
        ];
        let texts: usize = texts.into_iter().flatten().map(|text| text.as_str().len() + 16).sum();
        size_of::<Self>() + texts + 160 * self.areas.iter().count() + 64
    }
}
