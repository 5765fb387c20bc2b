//! A feature's geometry on the plane, by what can be made of it.

use super::coordinates::{Line, Node};
use super::error::MapError;
use super::feature::Geometry;
use super::left_out::Reason;
use super::model::{Stroke, StrokeKind};
use super::plane::{Plane, in_range};
use super::ring::{self, Path};
use super::source::Title;

/// A geometry in millimetres, not rounded.
#[derive(Debug)]
pub(crate) enum Plan {
    /// Areas, each an outer ring and holes.
    Areas(Vec<Vec<Path>>),
    /// Lines.
    Lines(Vec<Path>),
    /// A point.
    Point([f64; 2]),
    /// Nothing that has a place here.
    Nothing(Reason),
}

impl Plan {
    /// The geometry of a feature, moved onto the plane.
    pub(crate) fn of(
        geometry: Option<Geometry>,
        plane: &Plane,
        title: &Title,
    ) -> Result<Self, MapError> {
        let Some(Geometry { kind, coordinates }) = geometry else {
            return Ok(Self::Nothing(Reason::NoGeometry));
        };
        let onto = |line: &Line| onto(plane, title, line);
        let lines = |lines: &Vec<Line>| lines.iter().map(onto).collect::<Result<Vec<_>, _>>();
        let areas = |areas: &Vec<Vec<Line>>| areas.iter().map(lines).collect::<Result<Vec<_>, _>>();
        Ok(match (kind.as_str(), &coordinates) {
            ("Polygon", Node::Lines(rings)) => Self::Areas(vec![lines(rings)?]),
            ("MultiPolygon", Node::Areas(all)) => Self::Areas(areas(all)?),
            ("LineString", Node::Line(line)) => Self::Lines(vec![onto(line)?]),
            ("MultiLineString", Node::Lines(all)) => Self::Lines(lines(all)?),
            ("Point", Node::Position(position)) => Self::Point(point(plane, title, *position)?),
            (_, _) => Self::Nothing(Reason::UnsupportedGeometry(described(&kind, &coordinates))),
        })
    }

    /// The lines of the drawing, or why there is none.
    pub(crate) fn strokes(&self, kind: StrokeKind) -> Result<Vec<Stroke>, Reason> {
        let strokes: Vec<Stroke> = match self {
            Self::Areas(areas) => {
                areas.iter().flatten().filter_map(|ring| closed_stroke(ring, kind)).collect()
            }
            Self::Lines(lines) => lines.iter().filter_map(|line| open_stroke(line, kind)).collect(),
            Self::Point(_) => return Err(Reason::UnsupportedGeometry("a point".to_owned())),
            Self::Nothing(reason) => return Err(reason.clone()),
        };
        if strokes.is_empty() { Err(Reason::NoExtent) } else { Ok(strokes) }
    }

    /// The middle of the largest area, of the longest list of points, or the point itself.
    pub(crate) fn middle(&self) -> Option<[f64; 2]> {
        let outer = |area: &Vec<Path>| area.first().map(|ring| (ring::area(ring), ring.clone()));
        match self {
            Self::Areas(areas) => {
                let largest = areas.iter().filter_map(outer).max_by(|a, b| a.0.total_cmp(&b.0));
                largest.and_then(|(_, ring)| ring::middle(&ring))
            }
            Self::Lines(lines) => {
                lines.iter().max_by_key(|line| line.len()).and_then(|line| ring::middle(line))
            }
            Self::Point(point) => Some(*point),
            Self::Nothing(_) => None,
        }
    }
}

fn described(kind: &str, coordinates: &Node) -> String {
    match kind {
        "Polygon" | "MultiPolygon" | "LineString" | "MultiLineString" | "Point" => {
            let empty = *coordinates == Node::Empty;
            format!("{kind} {}", if empty { "without positions" } else { "of another depth" })
        }
        _ => kind.to_owned(),
    }
}

fn onto(plane: &Plane, title: &Title, line: &Line) -> Result<Path, MapError> {
    line.iter().map(|position| point(plane, title, *position)).collect()
}

fn point(plane: &Plane, title: &Title, position: [f64; 2]) -> Result<[f64; 2], MapError> {
    if !in_range(position) {
        let [x, y] = position.map(|number| number.to_string().chars().take(30).collect());
        return Err(MapError::NotDegrees { place: title.place(), x, y });
    }
    plane.project_near(position).ok_or_else(|| {
        let origin = plane.origin();
        let origin = format!("{}, {}", origin.latitude, origin.longitude);
        MapError::TooFar { place: title.place(), origin }
    })
}

/// A ring as a stroke; what folds into a line is drawn as one.
pub(crate) fn closed_stroke(ring: &[[f64; 2]], kind: StrokeKind) -> Option<Stroke> {
    let points = ring::closed(ring);
    if points.len() >= 3 {
        return Some(Stroke { kind, closed: true, points });
    }
    open_stroke(ring, kind)
}

fn open_stroke(line: &[[f64; 2]], kind: StrokeKind) -> Option<Stroke> {
    let points = ring::rounded(line);
    (points.len() >= 2).then_some(Stroke { kind, closed: false, points })
}
