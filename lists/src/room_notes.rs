//! What the reader of a list of rooms assumed, in sentences for the person who gave it.

use crate::{RoomRow, report::row_list, room_category::CategoryFrom};

/// The rows of which there is something to know.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    filled: Vec<u32>,
    vacant: Vec<u32>,
    by_mapping: Vec<u32>,
    by_function: Vec<u32>,
    by_name: Vec<u32>,
    unnumbered: Vec<u32>,
    seats_elsewhere: Vec<u32>,
}

impl Notes {
    /// Rows that took building or level from above.
    pub(crate) fn filled(&mut self, rows: Vec<u32>) {
        self.filled = rows;
    }

    /// A row that says that nobody is there.
    pub(crate) fn vacant(&mut self, row: u32) {
        self.vacant.push(row);
    }

    /// A room that came in.
    pub(crate) fn room(&mut self, room: &RoomRow) {
        match room.category_from {
            CategoryFrom::Category => {}
            CategoryFrom::Mapping => self.by_mapping.push(room.row),
            CategoryFrom::Function => self.by_function.push(room.row),
            CategoryFrom::Name => self.by_name.push(room.row),
        }
        if room.number.is_none() {
            self.unnumbered.push(room.row);
        }
        if room.workstations.is_some_and(|count| count > 0) && !room.category.carries_seats() {
            self.seats_elsewhere.push(room.row);
        }
    }

    pub(crate) fn into_sentences(self) -> impl Iterator<Item = String> {
        [
            ("Building or level taken from above, where the row has none", self.filled),
            ("Vacant by the list's own word", self.vacant),
            ("Category by the mapping file", self.by_mapping),
            ("Category by the room's function, as the list's word tells none", self.by_function),
            (
                "Category by the room's name, as the list's word and its function tell none",
                self.by_name,
            ),
            ("Without number; the name tells the room from others of its level", self.unnumbered),
            ("Workstations in a room whose category carries none", self.seats_elsewhere),
        ]
        .into_iter()
        .filter(|(_, rows)| !rows.is_empty())
        .map(|(sentence, rows)| format!("{sentence}: {}", row_list(&rows)))
    }
}
