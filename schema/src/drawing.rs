//! What is drawn of a level beside its spaces, and how a level lies on the earth.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

use crate::{
    GeoPosition, Invalid, Point, Projection,
    limits::{COORDINATE_MM_MAX, STROKE_POINTS_MAX},
};

/// How places on the earth (WGS 84) become coordinates of a building's levels: x to the east and y to
/// the north of the origin, in millimetres.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Plane {
    /// Where the origin lies.
    pub origin: GeoPosition,
    /// By which projection.
    pub projection: Projection,
}

/// What a stroke of a drawing shows.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum StrokeKind {
    /// The outline of the building on the level.
    Outline,
    /// A wall or a column.
    Wall,
    /// A door.
    Door,
    /// A window.
    Window,
    /// An opening without door or window.
    Opening,
    /// Stairs, ramps and escalators.
    Stairs,
    /// A lift.
    Lift,
    /// A named part of the level that holds spaces or has none.
    Zone,
    /// An area to which nobody has access, such as a shaft.
    Inaccessible,
    /// Furniture and fittings.
    Fixture,
    /// Anything else.
    Other,
}

impl StrokeKind {
    /// Every kind.
    pub const ALL: [Self; 11] = [
        Self::Outline,
        Self::Wall,
        Self::Door,
        Self::Window,
        Self::Opening,
        Self::Stairs,
        Self::Lift,
        Self::Zone,
        Self::Inaccessible,
        Self::Fixture,
        Self::Other,
    ];
}

impl fmt::Display for StrokeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Outline => "outline",
            Self::Wall => "wall",
            Self::Door => "door",
            Self::Window => "window",
            Self::Opening => "opening",
            Self::Stairs => "stairs",
            Self::Lift => "lift",
            Self::Zone => "zone",
            Self::Inaccessible => "inaccessible",
            Self::Fixture => "fixture",
            Self::Other => "other",
        })
    }
}

/// A line or an outline of a drawing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Drawn", rename_all = "camelCase")]
pub struct Stroke {
    kind: StrokeKind,
    closed: bool,
    points: Vec<Point>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Drawn {
    /// What it shows.
    kind: StrokeKind,
    /// Whether its last point is joined to its first.
    closed: bool,
    /// At least two points in millimetres in the level's frame, a closing one left out.
    points: Vec<Point>,
}

impl TryFrom<Drawn> for Stroke {
    type Error = Invalid;

    fn try_from(drawn: Drawn) -> Result<Self, Invalid> {
        Self::new(drawn.kind, drawn.closed, drawn.points)
    }
}

impl Stroke {
    /// A stroke of at least two points, in millimetres in the level's frame. A closed one leaves the
    /// closing point out.
    pub fn new(kind: StrokeKind, closed: bool, points: Vec<Point>) -> Result<Self, Invalid> {
        if !(2..=STROKE_POINTS_MAX).contains(&points.len()) {
            let accepted = format!("strokes of 2 to {STROKE_POINTS_MAX} points");
            return Err(Invalid::new("stroke", points.len(), accepted));
        }
        let far = |c: &i64| c.unsigned_abs() > COORDINATE_MM_MAX.unsigned_abs();
        match points.iter().find(|point| point.iter().any(far)) {
            None => Ok(Self { kind, closed, points }),
            Some(point) => {
                let accepted =
                    format!("millimetres from -{COORDINATE_MM_MAX} to {COORDINATE_MM_MAX}");
                Err(Invalid::new("stroke", format!("{point:?}"), accepted))
            }
        }
    }

    /// What it shows.
    pub const fn kind(&self) -> StrokeKind {
        self.kind
    }

    /// Whether its last point is joined to its first.
    pub const fn is_closed(&self) -> bool {
        self.closed
    }

    /// Its points, in millimetres in the level's frame.
    pub fn points(&self) -> &[Point] {
        &self.points
    }
}
