//! What comes out of a map: a building, its levels with their spaces, and the drawing of each
//! level, in whole millimetres on one plane.

use ::schema::{Category, GeoPosition, Point, Polygon};

use super::left_out::{LeftOut, Reason};
use super::plane::Plane;

/// One building as a map shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// What kind of package it was.
    pub format: Format,
    /// The building.
    pub building: Building,
    /// The plane of all levels, to be recorded and given back with a later reading.
    pub plane: Plane,
    /// By ordinal, then key.
    pub levels: Vec<Level>,
    /// What did not come in, or came in otherwise than the file has it: of the package first, then
    /// level by level; always the same for the same files.
    pub left_out: Vec<LeftOut>,
}

/// The kinds of packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A `main.json` that lists levels with a GeoJSON file each (WRLD Indoor Map Format 1.0.0).
    IndexedLevels,
    /// One GeoJSON file, one level.
    SingleLevel,
    /// Indoor Mapping Data Format 1.0.0 (OGC 20-094).
    Imdf,
}

/// The building.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Building {
    /// The package's id for it, where it has one.
    pub key: Option<String>,
    /// Its name, where it has one.
    pub name: Option<String>,
    /// The position that the package states, to six decimals of a degree; else the plane's origin.
    pub position: GeoPosition,
}

/// A level.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// The package's id: each once.
    pub key: String,
    /// `Ground Floor`.
    pub name: Option<String>,
    /// `G`.
    pub short_name: Option<String>,
    /// 0 is the one that people enter, or the lowest: what the package counts from.
    pub ordinal: i32,
    /// Above the building's zero. Maps do not state it; only the caller's options can.
    pub elevation_mm: Option<i64>,
    /// The largest outline that the map gives the level.
    pub outline: Option<Polygon>,
    /// In the order of the file.
    pub spaces: Vec<Space>,
    /// What is not a room.
    pub drawing: Drawing,
    /// What became of the level's features.
    pub counts: Counts,
}

/// What became of features. Their sum is what the file holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Were outlines: the largest is the level's, others are drawn.
    pub outline: usize,
    /// Became spaces. A feature of several areas became several.
    pub spaces: usize,
    /// Became workstations, and were drawn.
    pub workstations: usize,
    /// Were drawn.
    pub drawn: usize,
    /// Did not come in at all.
    pub left_out: usize,
}

impl Counts {
    /// All features.
    #[must_use]
    pub const fn sum(&self) -> usize {
        self.outline + self.spaces + self.workstations + self.drawn + self.left_out
    }
}

/// A room or an open area. Spaces of a level do not overlap, but for slivers that rounding and
/// drawing leave along walls.
#[derive(Debug, Clone, PartialEq)]
pub struct Space {
    /// The file's id, once in its level; with `#1`, `#2` where the feature has several areas.
    pub key: String,
    /// The number on the door.
    pub number: Option<String>,
    /// What it is called.
    pub name: Option<String>,
    /// The file's own word for what it is: `room`, `conferenceroom`.
    pub function: String,
    /// What it is for, where that word or the name tells.
    pub category: Option<Category>,
    /// Its area, or why it has none here.
    pub shape: Result<Shape, Reason>,
    /// The keys of spaces that stand within it and are cut out of it as holes.
    pub cut_out: Vec<String>,
    /// The workstations that stand in it, in the order of the file.
    pub workstations: Vec<Workstation>,
}

/// The plan of a space.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// In whole millimetres.
    pub polygon: Polygon,
    /// Net of holes, in square metres, before the rounding to millimetres.
    pub exact_area_m2: f64,
}

/// A desk that the map shows. It is counted, not assumed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workstation {
    /// The file's id.
    pub key: String,
    /// Its name, where it has one.
    pub name: Option<String>,
    /// The middle of its area.
    pub position: Point,
}

/// What a level shows beside its spaces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drawing {
    /// In the order of the file.
    pub strokes: Vec<Stroke>,
}

/// A line or a ring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stroke {
    /// What it shows.
    pub kind: StrokeKind,
    /// Whether the last point leads back to the first, which is not repeated.
    pub closed: bool,
    /// At least two, no two alike in succession.
    pub points: Vec<Point>,
}

/// What a stroke shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StrokeKind {
    /// A part of the level's outline that [`Level::outline`] does not hold.
    Outline,
    /// Walls, columns.
    Wall,
    /// Doors.
    Door,
    /// Windows.
    Window,
    /// Ways through a wall without a door.
    Opening,
    /// Stairs, escalators, ramps.
    Stairs,
    /// Lifts.
    Elevator,
    /// Holes in the floor.
    FloorOpening,
    /// What nobody can enter.
    Inaccessible,
    /// An area that is no space, and the rings of spaces without a polygon.
    Area,
    /// Desks that became workstations, or stand in no space.
    Desk,
    /// Other furniture and equipment.
    Furniture,
    /// Anything else.
    Other,
}

impl StrokeKind {
    /// The kind as a word, for records and style sheets.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Outline => "outline",
            Self::Wall => "wall",
            Self::Door => "door",
            Self::Window => "window",
            Self::Opening => "opening",
            Self::Stairs => "stairs",
            Self::Elevator => "elevator",
            Self::FloorOpening => "floorOpening",
            Self::Inaccessible => "inaccessible",
            Self::Area => "area",
            Self::Desk => "desk",
            Self::Furniture => "furniture",
            Self::Other => "other",
        }
    }
}
