//! What comes out of a map: a building, its levels with their spaces, and the drawing of each
//! level, in whole millimetres on one plane.

use std::fmt;
use std::sync::Arc;

use ::schema::{Category, GeoPosition, Point, Polygon};

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
    /// Became the level's outline.
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

/// Something that did not come in, or came in otherwise than the file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The file.
    pub file: Arc<str>,
    /// The level, where it is known.
    pub level: Option<Arc<str>>,
    /// The feature: its type and id, such as `room 316`. `None` for a whole file.
    pub feature: Option<String>,
    /// What of it came in.
    pub kept: Kept,
    /// Why not all.
    pub why: Reason,
}

impl fmt::Display for LeftOut {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.file)?;
        if let Some(feature) = &self.feature {
            write!(formatter, ", {feature}")?;
        }
        write!(formatter, ": {}", self.why)?;
        formatter.write_str(match self.kept {
            Kept::Nothing => "",
            Kept::Drawing => " (it is drawn)",
            Kept::SpaceWithoutPolygon => " (it is a space without polygon, and drawn)",
            Kept::Whole => " (it came in)",
        })
    }
}

/// What came in of something that is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Nothing.
    Nothing,
    /// Its lines, in the drawing.
    Drawing,
    /// A space with its key and names, and its lines in the drawing.
    SpaceWithoutPolygon,
    /// All of it, otherwise than the file has it.
    Whole,
}

/// Why something was left out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// A file that is not part of any format here.
    #[error("files of this name are not read")]
    FileNotRead,
    /// A kind of feature that says nothing of a level's plan.
    #[error("features of this type are not read")]
    TypeNotRead,
    /// `geometry` is null.
    #[error("it has no geometry")]
    NoGeometry,
    /// Another type of geometry than its feature can have here.
    #[error("its geometry is {0}, of which nothing is drawn here")]
    UnsupportedGeometry(String),
    /// Nothing left after rounding.
    #[error("it is smaller than a millimetre")]
    NoExtent,
    /// A room as a line or a point.
    #[error("its geometry is {0}; a space has an area")]
    NotAnArea(String),
    /// An outline that is no plain polygon even after points that say nothing are taken out.
    #[error("its outline is no plain polygon: {0}")]
    NotPlain(String),
    /// Another space lies partly within.
    #[error("the space {0} overlaps it and cannot be cut out")]
    Overlaps(String),
    /// Several areas under one id.
    #[error("it has {0} areas, which came in as spaces of their own")]
    SeveralAreas(usize),
    /// A room that cannot be told apart from others for ever.
    #[error("it has no id")]
    NoKey,
    /// An area of the kind that is only there to carry a label, without one.
    #[error("it is an area without a name, which may hold other spaces")]
    Unnamed,
    /// A desk outside all rooms.
    #[error("it stands in no space with a polygon")]
    StandsInNoSpace,
    /// A level of another building, or none.
    #[error("it is on no level of the building")]
    OutsideBuilding,
}
