//! Lists of rooms: rows below the header to rooms, or to the reasons why they are none.

use schema::{Area, Areas, Category, Designation, Text, limits::AREAS_MAX};
use std::{collections::BTreeMap, rc::Rc};

use crate::{
    ListError, Options, RoomRow,
    carried::Carried,
    cells::{Cells, Problems},
    header::Header,
    outcome::Outcome,
    report::Report,
    room_category::{self, Told},
    room_field::RoomField,
    room_notes::Notes,
    source::{self, Source},
    table::{Row, Value, within},
    totals::NoEntries,
};

/// The rooms of a list, and what became of its other rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomList {
    /// The rooms, in the order of the list.
    pub rows: Vec<RoomRow>,
    /// How the file was understood, and what did not come in.
    pub report: Report,
}

/// Fields whose merged cells hold for every row that they reach over. Numbers and names tell rooms
/// apart, and areas and counts would be counted again.
const MERGED: [RoomField; 7] = [
    RoomField::Building,
    RoomField::Level,
    RoomField::Function,
    RoomField::Category,
    RoomField::Unit,
    RoomField::Organisation,
    RoomField::Owner,
];

const fn is_number(field: &RoomField) -> bool {
    matches!(field, RoomField::Area(_) | RoomField::Capacity | RoomField::Workstations)
}

/// Reads a list of rooms.
pub(crate) fn read(bytes: &[u8], file: &str, options: &Options) -> Result<RoomList, ListError> {
    let source: Source<RoomField> = source::open(bytes, options)?;
    let areas = source
        .header
        .columns
        .iter()
        .filter(|column| matches!(column.field, Some(RoomField::Area(_))));
    within(areas.count(), AREAS_MAX, || "the header".to_owned(), "columns of areas")?;
    let mut reading = Reading::new(&source, options)?;
    for row in source.below() {
        reading.row(row)?;
    }
    let Reading { outcome, mut notes, carried, .. } = reading;
    notes.filled(carried.into_filled());
    let (rows, left_out, rejected) = outcome.into_parts();
    let mut report = source.report(file);
    report.accepted = rows.len();
    report.left_out = left_out;
    report.rejected = rejected;
    report.notes.extend(notes.into_sentences());
    report.notes.extend(source.merged_numbers(is_number));
    Ok(RoomList { rows, report })
}

/// What tells a room from every other: its building, its level, and its number or name.
type Key = (Option<Text>, Option<Text>, String);

struct Reading<'t> {
    header: &'t Header<RoomField>,
    categories: BTreeMap<String, Category>,
    cells: Cells<'t, RoomField>,
    carried: Carried,
    no_entries: NoEntries<'t, RoomField>,
    known: BTreeMap<Key, u32>,
    notes: Notes,
    outcome: Outcome<RoomRow>,
}

impl<'t> Reading<'t> {
    fn new(source: &'t Source<RoomField>, options: &'t Options) -> Result<Self, ListError> {
        let (table, header) = (&source.table, &source.header);
        Ok(Self {
            header,
            categories: options.mapping.category_words()?,
            cells: Cells::new(table, header, &MERGED, is_number, options.mapping.decimal()),
            carried: Carried::default(),
            no_entries: NoEntries::new(header, &options.mapping),
            known: BTreeMap::new(),
            notes: Notes::default(),
            outcome: Outcome::new(&options.limits),
        })
    }

    fn row(&mut self, row: &Row) -> Result<(), ListError> {
        if let Some(why) = self.no_room(row) {
            return self.outcome.leave_out(row.number, why);
        }
        let mut problems = Problems::default();
        self.carry(row, &mut problems);
        let room = self.room(row, &mut problems);
        match room.filter(|_| problems.all.is_empty()) {
            Some(room) => {
                self.notes.room(&room);
                self.outcome.accept(row.number, room.bytes(), room)
            }
            None => self.outcome.reject(row.number, problems.all),
        }
    }

    /// Why a row is no room at all.
    fn no_room(&mut self, row: &Row) -> Option<String> {
        if let Some(why) = self.no_entries.why(row) {
            return Some(why);
        }
        let is_named = self.is_named(row);
        if let Some(heading) = self.carried.heading(row, is_named && row.cells.len() > 1) {
            return Some(heading);
        }
        let numbers = |field: &RoomField| is_number(field) && !is_named;
        self.no_entries.why_unnamed(row, &self.cells, numbers)
    }

    fn is_named(&self, row: &Row) -> bool {
        let stands = |field| self.cells.own(row, field).is_some();
        stands(&RoomField::Number) || stands(&RoomField::Name)
    }

    /// Takes building and level from the row, or keeps those from above.
    fn carry(&mut self, row: &Row, problems: &mut Problems) {
        let building = self.cells.text(row, &RoomField::Building, problems);
        let level = self.cells.text(row, &RoomField::Level, problems);
        self.carried.row(row.number, building, level);
    }

    fn room(&mut self, row: &Row, problems: &mut Problems) -> Option<RoomRow> {
        let areas = self.areas(row, problems);
        let capacity = self.counted(row, &RoomField::Capacity, problems);
        let workstations = self.counted(row, &RoomField::Workstations, problems);
        let number = self.number(row, problems);
        if !self.is_named(row) {
            let reason = "the row has neither number nor name; accepted is at least one of them";
            problems.add(self.cells.problem(&RoomField::Number, None, reason));
            return None;
        }
        let name = self.cells.text(row, &RoomField::Name, problems);
        let function = self.cells.text(row, &RoomField::Function, problems);
        let unit = self.cells.text(row, &RoomField::Unit, problems);
        let vacant = unit.as_ref().is_some_and(|unit| is_vacant(unit.as_str()));
        if vacant {
            self.notes.vacant(row.number);
        }
        let organisation = self.cells.text(row, &RoomField::Organisation, problems);
        let owner = self.cells.text(row, &RoomField::Owner, problems);
        let category = self.category(row, function.as_ref(), name.as_ref(), problems);
        if problems.all.is_empty() {
            self.refuse_what_is_there_already(row, number.as_ref(), name.as_ref(), problems);
        }
        let (category, category_from) = category?;
        Some(RoomRow {
            row: row.number,
            building: self.carried.building().cloned(),
            level: self.carried.level().cloned(),
            number,
            name,
            function,
            category,
            category_from,
            areas: areas?,
            capacity,
            workstations,
            unit: unit.filter(|_| !vacant),
            organisation: organisation.filter(|_| !vacant),
            owner,
        })
    }

    fn areas(&mut self, row: &Row, problems: &mut Problems) -> Option<Areas> {
        let mut areas = Vec::new();
        for column in &self.header.columns {
            let Some(field @ RoomField::Area(measure)) = &column.field else { continue };
            if let Some(square_metres) = self.cells.area(row, field, problems) {
                self.no_entries.sums.add(field, square_metres.decimal());
                areas.push(Area { measure: measure.clone(), square_metres });
            }
        }
        // Each measure has one column, and of columns there are no more than a space may have areas.
        Areas::new(areas).ok()
    }

    fn counted(&mut self, row: &Row, field: &RoomField, problems: &mut Problems) -> Option<u32> {
        let count = self.cells.count(row, field, problems)?;
        self.no_entries.sums.add(field, count.into());
        Some(count)
    }

    fn number(&self, row: &Row, problems: &mut Problems) -> Option<Designation> {
        let text = self.cells.text(row, &RoomField::Number, problems)?;
        let number = text.as_str().parse::<Designation>().map_err(|invalid| {
            let value = Value::Text(Rc::from(text.as_str()));
            self.cells.problem(
                &RoomField::Number,
                Some(&value),
                format!("accepted is {}", invalid.accepted),
            )
        });
        problems.take(number)
    }

    fn category(
        &self,
        row: &Row,
        function: Option<&Text>,
        name: Option<&Text>,
        problems: &mut Problems,
    ) -> Option<(Category, room_category::CategoryFrom)> {
        let before = problems.all.len();
        let category = self.cells.text(row, &RoomField::Category, problems);
        let told = Told { category: category.as_ref(), function, name };
        let found = room_category::of(&told, &self.categories);
        if found.is_none() && problems.all.len() == before {
            let value = category.map(|word| Value::Text(Rc::from(word.as_str())));
            problems.add(self.cells.problem(
                &RoomField::Category,
                value.as_ref(),
                room_category::unknown(value.is_some()),
            ));
        }
        found
    }

    fn refuse_what_is_there_already(
        &mut self,
        row: &Row,
        number: Option<&Designation>,
        name: Option<&Text>,
        problems: &mut Problems,
    ) {
        let (field, called) = match (number, name) {
            (Some(number), _) => {
                (RoomField::Number, format!("number {}", number.as_str().to_lowercase()))
            }
            (None, Some(name)) => {
                (RoomField::Name, format!("name {}", name.as_str().to_lowercase()))
            }
            (None, None) => {
                let reason =
                    "the row has neither number nor name; accepted is at least one of them";
                return problems.add(self.cells.problem(&RoomField::Number, None, reason));
            }
        };
        let key = (self.carried.building().cloned(), self.carried.level().cloned(), called);
        let Some(first) = self.known.get(&key) else {
            self.known.insert(key, row.number);
            return;
        };
        let reason = if number.is_some() {
            format!(
                "stands in row {first} already, on the same level; accepted is a number that no other room of the level has"
            )
        } else {
            format!(
                "is the name of a room without number in row {first} already, on the same level; accepted is a number, or a name of its own"
            )
        };
        problems.add(self.cells.problem(&field, self.cells.own(row, &field), reason));
    }
}

/// Words by which a list says that nobody is there.
fn is_vacant(unit: &str) -> bool {
    let word = crate::heading::plain(unit);
    [
        "vakant", "vakans", "ledig", "ledigt", "tom", "tomt", "outhyrd", "outhyrt", "vacant",
        "empty", "ingen", "none",
    ]
    .contains(&word.as_str())
}
