//! How much of one outline lies in another.

use geo::{Area, BooleanOps, LineString, MultiPolygon};
use schema::{Point, Polygon};

/// An outline as the library of plane geometry takes it, with its area.
#[derive(Debug)]
pub(super) struct Outline {
    shape: geo::Polygon<f64>,
    /// In square millimetres.
    pub(super) area: f64,
    least: Point,
    greatest: Point,
}

impl Outline {
    pub(super) fn of(polygon: &Polygon) -> Self {
        let shape = geo::Polygon::new(
            ring(polygon.outer()),
            polygon.holes().iter().map(|hole| ring(hole)).collect(),
        );
        let corner = |pick: fn(i64, i64) -> i64| {
            let corners = polygon.outer().iter().copied();
            corners.reduce(|a, b| [pick(a[0], b[0]), pick(a[1], b[1])]).unwrap_or_default()
        };
        Self {
            area: shape.unsigned_area(),
            shape,
            least: corner(i64::min),
            greatest: corner(i64::max),
        }
    }

    /// The area that both cover, in square millimetres.
    pub(super) fn shared_with(&self, other: &Self) -> f64 {
        let apart = |axis: usize| {
            self.greatest[axis] <= other.least[axis] || other.greatest[axis] <= self.least[axis]
        };
        if apart(0) || apart(1) {
            return 0.0;
        }
        let one = MultiPolygon::new(vec![self.shape.clone()]);
        let two = MultiPolygon::new(vec![other.shape.clone()]);
        one.intersection(&two).unsigned_area()
    }

    /// The area that both cover over the area that either covers: 1 where they are the same.
    pub(super) fn likeness(&self, other: &Self) -> f64 {
        let shared = self.shared_with(other);
        shared / (self.area + other.area - shared)
    }
}

fn ring(corners: &[Point]) -> LineString<f64> {
    // Coordinates are within 10 km, in millimetres: exact in a double.
    #[allow(clippy::cast_precision_loss)]
    let corner = |corner: &Point| (corner[0] as f64, corner[1] as f64);
    corners.iter().chain(corners.first()).map(corner).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rectangle(x: i64, y: i64, width: i64, depth: i64) -> Outline {
        let outer = vec![[x, y], [x + width, y], [x + width, y + depth], [x, y + depth]];
        Outline::of(&Polygon::new(outer, vec![]).unwrap())
    }

    #[test]
    fn outlines_share_what_both_cover() {
        let room = rectangle(0, 0, 4000, 3000);
        assert!((room.shared_with(&rectangle(2000, 0, 4000, 3000)) - 6e6).abs() < 1.0);
        assert!(room.shared_with(&rectangle(4000, 0, 4000, 3000)).abs() < 1.0);
        assert!((room.likeness(&rectangle(0, 0, 4000, 3000)) - 1.0).abs() < 1e-9);
        assert!((room.likeness(&rectangle(0, 0, 4000, 1500)) - 0.5).abs() < 1e-9);
    }
}
