//! A list of rooms at a glance: how many on which levels of which buildings, how large by which
//! measure, with how many workstations.

use rust_decimal::Decimal;
use schema::{Category, Measure, Text};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt};

use crate::{RoomList, RoomRow, report::counted};

/// The rooms that came in, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RoomSummary {
    /// How many rooms.
    pub rooms: usize,
    /// The buildings, in the order of the list.
    pub buildings: Vec<BuildingSummary>,
    /// Sums by measure, never across measures.
    pub areas: Vec<AreaSum>,
    /// Workstations in all rooms that have any.
    pub workstations: CountSum,
    /// People that the rooms hold which say so.
    pub capacity: CountSum,
    /// Rooms by category, the empty ones left out.
    pub categories: Vec<(Category, usize)>,
    /// Rooms by the unit that occupies them, by name.
    pub units: Vec<(String, usize)>,
}

/// One building.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BuildingSummary {
    /// Its name; absent where the list names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its levels, in the order of the list, each with its rooms.
    pub levels: Vec<LevelSummary>,
}

/// One level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LevelSummary {
    /// Its name; absent where the list names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its rooms.
    pub rooms: usize,
}

/// The areas of one measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AreaSum {
    /// Which measure.
    pub measure: Measure,
    /// The sum, in square metres.
    pub square_metres: Decimal,
    /// How many rooms have one.
    pub rooms: usize,
}

/// A sum of counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CountSum {
    /// The sum.
    pub count: u64,
    /// How many rooms state more than none.
    pub rooms: usize,
}

impl CountSum {
    fn of(counts: impl Iterator<Item = Option<u32>>) -> Self {
        counts.flatten().filter(|count| *count > 0).fold(Self::default(), |sum, count| Self {
            count: sum.count + u64::from(count),
            rooms: sum.rooms + 1,
        })
    }
}

impl RoomList {
    /// Counts the rooms that came in.
    #[must_use]
    pub fn summary(&self) -> RoomSummary {
        let of_category = |category: Category| {
            (category, self.rows.iter().filter(|room| room.category == category).count())
        };
        let mut units: BTreeMap<&str, usize> = BTreeMap::new();
        for unit in self.rows.iter().filter_map(|room| room.unit.as_ref()) {
            *units.entry(unit.as_str()).or_default() += 1;
        }
        RoomSummary {
            rooms: self.rows.len(),
            buildings: buildings(&self.rows),
            areas: areas(&self.rows),
            workstations: CountSum::of(self.rows.iter().map(|room| room.workstations)),
            capacity: CountSum::of(self.rows.iter().map(|room| room.capacity)),
            categories: Category::ALL
                .map(of_category)
                .into_iter()
                .filter(|(_, count)| *count > 0)
                .collect(),
            units: units.into_iter().map(|(unit, count)| (unit.to_owned(), count)).collect(),
        }
    }
}

/// Buildings and levels in the order in which the list first names them.
fn buildings(rooms: &[RoomRow]) -> Vec<BuildingSummary> {
    let mut buildings: Vec<BuildingSummary> = Vec::new();
    let mut places: BTreeMap<Option<&Text>, usize> = BTreeMap::new();
    let mut on_level: BTreeMap<(usize, Option<&Text>), usize> = BTreeMap::new();
    for room in rooms {
        let building = *places.entry(room.building.as_ref()).or_insert_with(|| {
            buildings
                .push(BuildingSummary { name: shown(room.building.as_ref()), levels: Vec::new() });
            buildings.len() - 1
        });
        let levels = &mut buildings[building].levels;
        let level = *on_level.entry((building, room.level.as_ref())).or_insert_with(|| {
            levels.push(LevelSummary { name: shown(room.level.as_ref()), rooms: 0 });
            levels.len() - 1
        });
        levels[level].rooms += 1;
    }
    buildings
}

fn shown(text: Option<&Text>) -> Option<String> {
    text.map(|text| text.as_str().to_owned())
}

fn areas(rooms: &[RoomRow]) -> Vec<AreaSum> {
    let mut sums: BTreeMap<&Measure, (Decimal, usize)> = BTreeMap::new();
    for area in rooms.iter().flat_map(|room| &room.areas) {
        let (sum, rooms) = sums.entry(&area.measure).or_default();
        *sum += area.square_metres.decimal();
        *rooms += 1;
    }
    sums.into_iter()
        .map(|(measure, (square_metres, rooms))| AreaSum {
            measure: measure.clone(),
            square_metres,
            rooms,
        })
        .collect()
}

impl fmt::Display for RoomSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let levels: usize = self.buildings.iter().map(|building| building.levels.len()).sum();
        write!(f, "{} on {}", counted(self.rooms, "room"), counted(levels, "level"))?;
        writeln!(f, " of {}", counted(self.buildings.len(), "building"))?;
        self.buildings.iter().try_for_each(|building| write!(f, "{building}"))?;
        for AreaSum { measure, square_metres, rooms } in &self.areas {
            let shown = square_metres.round_dp(2).normalize();
            write!(f, "  {shown} m² {measure} in {}", counted(*rooms, "room"))?;
            match self.rooms - rooms {
                0 => writeln!(f)?,
                without => writeln!(f, ", {without} without")?,
            }
        }
        for (noun, sum) in [("workstation", self.workstations), ("seat", self.capacity)] {
            if sum.rooms > 0 {
                let count = usize::try_from(sum.count).unwrap_or(usize::MAX);
                writeln!(f, "  {} in {}", counted(count, noun), counted(sum.rooms, "room"))?;
            }
        }
        for (category, count) in &self.categories {
            writeln!(f, "  {count:>4} {category}")?;
        }
        if !self.units.is_empty() {
            let rooms: usize = self.units.iter().map(|(_, rooms)| rooms).sum();
            writeln!(
                f,
                "  {} occupied by {}",
                counted(rooms, "room"),
                counted(self.units.len(), "unit")
            )?;
        }
        Ok(())
    }
}

impl fmt::Display for BuildingSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let on_level = |level: &LevelSummary| {
            let rooms = counted(level.rooms, "room");
            match &level.name {
                Some(name) => format!("{rooms} on level {name:?}"),
                None => format!("{rooms} without level"),
            }
        };
        let levels: Vec<String> = self.levels.iter().map(on_level).collect();
        let name = self.name.as_deref().unwrap_or("no building named");
        writeln!(f, "  {name}: {}", levels.join(", "))
    }
}

impl fmt::Display for RoomList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.report.write_origin(f)?;
        write!(f, "{}", self.summary())?;
        self.report.write_outcome(f)
    }
}
