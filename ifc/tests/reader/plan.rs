//! Plans laid over each other.

use geo::{Area, BooleanOps, BoundingRect, LineString, MultiPolygon};
use ifc::{Point, Polygon, Storey};

pub(crate) fn polygons(storey: &Storey) -> impl Iterator<Item = &Polygon> {
    let shapes = storey.spaces.iter().filter_map(|space| space.shape.as_ref().ok());
    shapes.map(|shape| &shape.polygon)
}

#[allow(clippy::cast_precision_loss, reason = "millimetres of a building are exact in f64")]
fn ring(points: &[Point]) -> LineString<f64> {
    let metres = |[x, y]: &Point| (*x as f64 / 1000.0, *y as f64 / 1000.0);
    points.iter().map(metres).collect()
}

fn metres(polygon: &Polygon) -> geo::Polygon<f64> {
    let holes = polygon.holes.iter().map(|hole| ring(hole)).collect();
    geo::Polygon::new(ring(&polygon.outer), holes)
}

/// The sum of a storey's polygons, and the area that they cover together, in
/// square metres.
pub(crate) fn sum_and_union(storey: &Storey) -> (f64, f64) {
    let all: Vec<_> = polygons(storey).map(metres).collect();
    let sum = all.iter().map(Area::unsigned_area).sum();
    let empty = MultiPolygon::new(Vec::new());
    let union = all.iter().fold(empty, |union, polygon| union.union(polygon));
    (sum, union.unsigned_area())
}

/// The box around a storey's polygons: low x, low y, high x, high y, in metres.
pub(crate) fn extent(storey: &Storey) -> [f64; 4] {
    let all = MultiPolygon::new(polygons(storey).map(metres).collect());
    let rect = all.bounding_rect().unwrap();
    [rect.min().x, rect.min().y, rect.max().x, rect.max().y]
}
