//! Geometry as GeoJSON (RFC 7946), in metres in a level's own frame.

use async_graphql::{Name, Value, indexmap::IndexMap};
use schema::{Point, Polygon};

use crate::graphql::scalars;

/// A FeatureCollection with further members beside its features.
pub(super) fn collection<const N: usize>(
    features: Vec<Value>,
    members: [(&str, Value); N],
) -> scalars::GeoJson {
    let mut whole =
        map([("type", "FeatureCollection".into()), ("features", Value::List(features))]);
    whole.extend(map(members));
    scalars::GeoJson(Value::Object(whole))
}

/// A polygon with its holes.
pub(super) fn polygon(polygon: &Polygon) -> Value {
    let holes = polygon.holes().iter().map(Vec::as_slice);
    polygon_of(std::iter::once(polygon.outer()).chain(holes))
}

/// A line through points; a closed one of three points or more is a polygon, which runs
/// counter-clockwise.
pub(super) fn line(points: &[Point], closed: bool) -> Value {
    match points.len() {
        3.. if closed && is_clockwise(points) => {
            let reversed: Vec<Point> = points.iter().rev().copied().collect();
            polygon_of([reversed.as_slice()])
        }
        3.. if closed => polygon_of([points]),
        _ => {
            let positions = points.iter().map(position).collect();
            object([("type", "LineString".into()), ("coordinates", Value::List(positions))])
        }
    }
}

fn polygon_of<'a>(rings: impl IntoIterator<Item = &'a [Point]>) -> Value {
    let rings = rings.into_iter().map(ring).collect();
    object([("type", "Polygon".into()), ("coordinates", Value::List(rings))])
}

/// Whether a ring runs clockwise: its signed area is negative.
fn is_clockwise(corners: &[Point]) -> bool {
    let next = corners.iter().cycle().skip(1);
    // Coordinates are at most 10 km, so that a product fits 64 bits and the sum 128.
    let doubled: i128 = corners
        .iter()
        .zip(next)
        .map(|([x, y], [next_x, next_y])| i128::from(x * next_y) - i128::from(next_x * y))
        .sum();
    doubled < 0
}

/// A ring with its closing point, as RFC 7946 wants it.
fn ring(corners: &[Point]) -> Value {
    Value::List(corners.iter().chain(corners.first()).map(position).collect())
}

fn position(corner: &Point) -> Value {
    #[allow(clippy::cast_precision_loss, reason = "corners are at most 10 km off: exact in f64")]
    let metres = |millimetres: i64| Value::from(millimetres as f64 / 1000.0);
    Value::List(corner.map(metres).into())
}

/// A word of an enumeration as JSON carries it.
pub(super) fn word(value: Value) -> Value {
    match value {
        Value::Enum(name) => name.as_str().into(),
        other => other,
    }
}

/// A JSON object.
pub(super) fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    Value::Object(map(fields))
}

fn map<const N: usize>(fields: [(&str, Value); N]) -> IndexMap<Name, Value> {
    fields.into_iter().map(|(name, value)| (Name::new(name), value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn drawn(points: &[Point], closed: bool) -> serde_json::Value {
        line(points, closed).into_json().unwrap()
    }

    #[test]
    fn a_closed_line_is_a_polygon_that_runs_counter_clockwise() {
        let ring = json!([[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]]);
        let square = drawn(&[[0, 0], [1_000, 0], [1_000, 1_000]], true);
        assert_eq!(square, json!({"type": "Polygon", "coordinates": ring}));
        let other_way = drawn(&[[1_000, 1_000], [1_000, 0], [0, 0]], true);
        assert_eq!(other_way, json!({"type": "Polygon", "coordinates": ring}));
    }

    #[test]
    fn an_open_line_and_one_of_two_points_are_lines() {
        for closed in [false, true] {
            let line = json!({"type": "LineString", "coordinates": [[0.0, 0.0], [0.5, -2.0]]});
            assert_eq!(drawn(&[[0, 0], [500, -2_000]], closed), line);
        }
        let open = drawn(&[[0, 0], [1_000, 0], [1_000, 1_000]], false);
        assert_eq!(open["type"], "LineString");
    }
}
