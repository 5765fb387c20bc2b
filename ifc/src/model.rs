//! What comes out of a file: a building, its storeys and their spaces, in
//! metric units and in the building's own frame. Nothing here depends on how
//! the file numbers its entities or orders its lines.

use std::fmt;

use super::place::EntityId;

/// The id that a thing keeps through every saving (`IfcGloballyUniqueId`): 22
/// characters of `0-9A-Za-z_$`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GlobalId(String);

impl GlobalId {
    /// `None` unless it is 22 characters of `0-9A-Za-z_$`.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let character = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$');
        (text.len() == 22 && text.bytes().all(character)).then(|| Self(text.to_owned()))
    }

    /// The 22 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for GlobalId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// One building as a file models it.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// `IFC2X3`, `IFC4` and so on.
    pub schema: String,
    /// What the file's numbers are measured in. Everything below is metric.
    pub units: Units,
    /// The building.
    pub building: Building,
    /// By elevation, then GlobalId.
    pub storeys: Vec<Storey>,
    /// What did not come in, by GlobalId, subject and reason.
    pub left_out: Vec<LeftOut>,
}

/// What one of the file's units is in metric ones.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Units {
    /// Metres per unit of length.
    pub metres: f64,
    /// Square metres per unit of area.
    pub square_metres: f64,
    /// Cubic metres per unit of volume.
    pub cubic_metres: f64,
}

/// The building.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Building {
    /// Its lasting id.
    pub global_id: GlobalId,
    /// `Name`, where the file gives one.
    pub name: Option<String>,
}

/// A storey.
#[derive(Debug, Clone, PartialEq)]
pub struct Storey {
    /// Its lasting id.
    pub global_id: GlobalId,
    /// `Name`, else `LongName`.
    pub name: Option<String>,
    /// Above the building's zero, to the nearest millimetre: `Elevation`, else
    /// the height of the storey's placement.
    pub elevation_mm: i64,
    /// By GlobalId.
    pub spaces: Vec<Space>,
}

/// A room or an open area.
#[derive(Debug, Clone, PartialEq)]
pub struct Space {
    /// Its lasting id.
    pub global_id: GlobalId,
    /// `Name`: the number on the door.
    pub number: Option<String>,
    /// `LongName`: what the space is for.
    pub function: Option<String>,
    /// `ObjectType`.
    pub object_type: Option<String>,
    /// `PredefinedType` of IFC4; `InteriorOrExteriorSpace` of IFC 2x3.
    pub predefined_type: Option<String>,
    /// Classifications, in order.
    pub codes: Vec<Code>,
    /// Every area that the file states, by name; each name once.
    pub areas: Vec<StatedArea>,
    /// Every volume that the file states, by name.
    pub volumes: Vec<StatedVolume>,
    /// The polygon, or why there is none.
    pub shape: Result<Shape, Reason>,
}

impl Space {
    /// The volume that the file states, to check a shape against: the one
    /// called `Volume`, else `NetVolume`, else `GrossVolume`, in cubic metres.
    #[must_use]
    pub fn volume(&self) -> Option<f64> {
        let called = |wanted: &str| {
            let last = |volume: &&StatedVolume| volume.name.rsplit('.').next() == Some(wanted);
            self.volumes.iter().find(last).map(|volume| volume.cubic_metres)
        };
        called("Volume").or_else(|| called("NetVolume")).or_else(|| called("GrossVolume"))
    }
}

/// A class in a classification system.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Code {
    /// The system's name, where it is known.
    pub system: Option<String>,
    /// The system's edition, where it is stated.
    pub edition: Option<String>,
    /// The class, such as `13-15 11 34 17`.
    pub code: String,
    /// What the class is called.
    pub title: Option<String>,
}

/// An area in whole square millimetres, so that sums are exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SquareMillimetres(pub i64);

impl fmt::Display for SquareMillimetres {
    /// As a decimal number of square metres, without trailing zeros.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let magnitude = self.0.unsigned_abs();
        let (whole, part) = (magnitude / 1_000_000, magnitude % 1_000_000);
        let sign = if self.0 < 0 { "-" } else { "" };
        if part == 0 {
            return write!(formatter, "{sign}{whole}");
        }
        let part = format!("{part:06}");
        write!(formatter, "{sign}{whole}.{}", part.trim_end_matches('0'))
    }
}

/// An area that the file states, under its own name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct StatedArea {
    /// A quantity's name (`NetFloorArea`), or a property's behind its set's
    /// (`PSet_Revit_Dimensions.Area`). Where two quantities of one space share
    /// a name, theirs too stand behind their sets'.
    pub name: String,
    /// The value in the file times its unit, rounded half away from zero to a
    /// whole square millimetre.
    pub area: SquareMillimetres,
}

/// A volume that the file states, named as areas are.
#[derive(Debug, Clone, PartialEq)]
pub struct StatedVolume {
    /// As for areas.
    pub name: String,
    /// Not rounded: it only serves to check shapes.
    pub cubic_metres: f64,
}

/// A point in the building's frame, in whole millimetres: x, y.
pub type Point = [i64; 2];

/// The plan of a space.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// Rounded to whole millimetres.
    pub polygon: Polygon,
    /// Net of holes, before the rounding to millimetres, in square metres.
    pub exact_area_m2: f64,
    /// How high the body rises above its plan, in millimetres.
    pub depth_mm: f64,
}

/// A polygon whose edges meet only at its corners. Each ring begins at its
/// least point and leaves out the closing one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Polygon {
    /// Counter-clockwise.
    pub outer: Vec<Point>,
    /// Clockwise, by their first points.
    pub holes: Vec<Vec<Point>>,
}

impl Polygon {
    /// The area net of holes, exactly; half square millimetres are cut off.
    #[must_use]
    pub fn area(&self) -> SquareMillimetres {
        let rings = std::iter::once(&self.outer).chain(&self.holes);
        // Holes turn the other way and so count against the outer ring.
        SquareMillimetres(rings.map(|ring| super::ring::doubled_area(ring)).sum::<i64>() / 2)
    }
}

/// Something that did not come in, or came in without its polygon.
///
/// Two are equal when they say the same of the same thing: where in the file
/// it stands is for the reader's eyes only.
#[derive(Debug, Clone)]
pub struct LeftOut {
    /// The space concerned, where there is one.
    pub global_id: Option<GlobalId>,
    /// The entity that could not be read.
    pub entity: EntityId,
    /// The line where that entity begins.
    pub line: u32,
    /// What did not come in, in words.
    pub what: String,
    /// Why not.
    pub why: Reason,
}

impl LeftOut {
    fn said(&self) -> (&Option<GlobalId>, &str, &Reason) {
        (&self.global_id, &self.what, &self.why)
    }

    /// By GlobalId, subject and reason.
    pub(super) fn order(&self, other: &Self) -> std::cmp::Ordering {
        self.said().cmp(&other.said())
    }
}

impl PartialEq for LeftOut {
    fn eq(&self, other: &Self) -> bool {
        self.said() == other.said()
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { entity, line, what, why, .. } = self;
        write!(formatter, "{what}: {why} ({entity}, line {line})")
    }
}

/// Why something was left out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// No `Representation`, or none that is a body.
    #[error("it has no body")]
    NoBody,
    /// A body of another kind.
    #[error("its body is {0}; read are extrusions of a polyline, rectangle or voided profile")]
    UnsupportedBody(String),
    /// A profile of another kind.
    #[error("its profile is {0}; read are polyline, rectangle and voided profiles")]
    UnsupportedProfile(String),
    /// A curve of another kind.
    #[error("its outline is {0}; read are straight edges")]
    UnsupportedCurve(String),
    /// A placement of another kind.
    #[error("its placement is {0}; read are IFCLOCALPLACEMENT")]
    UnsupportedPlacement(String),
    /// A mapped item that does more than place its source once.
    #[error("its body is mapped {0}")]
    UnsupportedMapping(String),
    /// Not one body.
    #[error("it has {0} bodies; read is one")]
    SeveralBodies(usize),
    /// An extrusion that leans, or lies.
    #[error("its body is not extruded straight up or down")]
    NotVertical,
    /// First and last point differ.
    #[error("its outline is not closed")]
    NotClosed,
    /// Edges that cross, touch or overlap.
    #[error("its outline crosses or touches itself")]
    TouchesItself,
    /// A hole that is not within, or within another.
    #[error("a hole lies outside its outline or within another hole")]
    HoleOutside,
    /// Nothing left after rounding.
    #[error("its outline has no area in whole millimetres")]
    NoArea,
    /// A polygon beyond any building.
    #[error("it lies more than 100 km from its building")]
    TooFar,
    /// Not a room of the building that was read.
    #[error("it belongs to no storey of the building")]
    OutsideBuilding,
    /// A part of a space that came in as a whole.
    #[error("it is a part of another space, which came in as a whole")]
    PartOfSpace,
    /// The sum of a storey rather than a room.
    #[error("it is a gross floor area, not a room")]
    GrossFloorArea,
    /// One name, several values.
    #[error("its area {0:?} is stated with different values")]
    ConflictingArea(String),
    /// An area below nothing, or beyond counting.
    #[error("its area {0:?} is negative or too large")]
    ImpossibleArea(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_print_as_plain_decimals() {
        let print = |value| SquareMillimetres(value).to_string();
        assert_eq!(print(15_357_267), "15.357267");
        assert_eq!(print(12_500_000), "12.5");
        assert_eq!(print(3_000_000), "3");
        assert_eq!(print(1), "0.000001");
        assert_eq!(print(0), "0");
        assert_eq!(print(-1_500_000), "-1.5");
    }

    #[test]
    fn global_ids_have_22_characters() {
        assert!(GlobalId::new("06njXbG3HC4RydTXssDqYR").is_some());
        assert!(GlobalId::new("0jJ_5nir15LBSu8Vp0$Gky").is_some());
        assert!(GlobalId::new("06njXbG3HC4RydTXssDqY").is_none());
        assert!(GlobalId::new("06njXbG3HC4RydTXssDqY-").is_none());
        assert!(GlobalId::new("").is_none());
    }
}
