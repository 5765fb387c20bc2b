//! From features in degrees to a model in millimetres.

use super::Options;
use super::budget::Budget;
use super::coordinates::Node;
use super::error::MapError;
use super::level::Draughtsman;
use super::model::{Building, Model};
use super::plane::{self, Plane, Position};
use super::source::Source;

/// Draws all levels of a building on one plane.
pub(crate) fn assemble(
    mut source: Source,
    options: &Options,
    budget: &Budget<'_>,
) -> Result<Model, MapError> {
    if source.levels.is_empty() {
        return Err(MapError::NoLevel);
    }
    source.levels.sort_by(|a, b| (a.ordinal, &a.key).cmp(&(b.ordinal, &b.key)));
    let plane = match options.plane {
        Some(plane) => plane,
        None => plane_of(&source)?,
    };
    let position = source.building.position.and_then(|position| plane::rounded(position, 6));
    let mut left_out = source.left_out;
    let mut levels = Vec::with_capacity(source.levels.len());
    for level in source.levels {
        levels.push(Draughtsman::new(plane, budget, &mut left_out).level(level)?);
    }
    Ok(Model {
        format: source.format,
        building: Building {
            key: source.building.key,
            name: source.building.name,
            position: position.unwrap_or_else(|| plane.origin()),
        },
        plane,
        levels,
        left_out,
    })
}

/// The plane at the building's stated position, to six decimals of a degree; without one, at the
/// south-western corner of everything, to three decimals (about 100 m), so that a file with a wall
/// more gives the same plane.
fn plane_of(source: &Source) -> Result<Plane, MapError> {
    let refused = |found: String| MapError::Value {
        place: "the building".to_owned(),
        what: "its position",
        found,
        accepted: "WGS 84 longitude from -180 to 180, then latitude from -90 to 90",
    };
    if let Some(position) = source.building.position {
        let origin = plane::rounded(position, 6).ok_or_else(|| refused(format!("{position:?}")))?;
        return Ok(Plane::at(origin));
    }
    let mut corner = [f64::INFINITY; 2];
    let features = source.levels.iter().flat_map(|level| &level.features);
    for geometry in features.filter_map(|feature| feature.geometry.as_ref()) {
        lowest(&geometry.coordinates, &mut corner);
    }
    let floor = |degrees: f64| (degrees * 1000.0).floor() / 1000.0;
    let origin = plane::rounded(corner.map(floor), 3);
    // Where a file has no position at all, any plane will do; a wrong one is refused feature by
    // feature, where it can be named.
    origin
        .or_else(|| plane::rounded([0.0, 0.0], 0))
        .map(Plane::at)
        .ok_or_else(|| refused(format!("{corner:?}")))
}

/// The lowest longitude and latitude.
fn lowest(node: &Node, corner: &mut Position) {
    let mut take = |line: &[Position]| {
        for position in line {
            *corner = [corner[0].min(position[0]), corner[1].min(position[1])];
        }
    };
    match node {
        Node::Empty | Node::Number(_) => {}
        Node::Position(position) => take(&[*position]),
        Node::Line(line) => take(line),
        Node::Lines(lines) => lines.iter().for_each(|line| take(line)),
        Node::Areas(areas) => areas.iter().flatten().for_each(|line| take(line)),
    }
}
