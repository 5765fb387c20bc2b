//! Plane geometry in exact integers, and places on the earth.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Degrees, Invalid,
    limits::{COORDINATE_MM_MAX, CORNERS_MAX, HOLES_MAX, RING_CORNERS_MAX},
};

/// A corner: x and y in millimetres in the level's frame.
pub type Point = [i64; 2];

/// An area of a level: an outer ring counter-clockwise and holes clockwise, in millimetres in the
/// level's frame, the closing point left out. Each ring begins at its least corner, and the holes are
/// in the order of theirs, so that one area has one spelling wherever a source begins to draw it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Rings")]
pub struct Polygon {
    outer: Vec<Point>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    holes: Vec<Vec<Point>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Rings {
    /// Corners in millimetres, counter-clockwise from the least.
    outer: Vec<Point>,
    /// Rings of corners, each clockwise from its least; absent where there is none.
    #[serde(default)]
    #[schemars(length(min = 1))]
    holes: Vec<Vec<Point>>,
}

impl TryFrom<Rings> for Polygon {
    type Error = Invalid;

    fn try_from(rings: Rings) -> Result<Self, Invalid> {
        Self::new(rings.outer, rings.holes)
    }
}

impl Polygon {
    /// A polygon of simple rings; rings that run the wrong way round are turned. Holes lie within
    /// the outer ring and apart from each other; they may touch.
    pub fn new(outer: Vec<Point>, holes: Vec<Vec<Point>>) -> Result<Self, Invalid> {
        if holes.len() > HOLES_MAX {
            return Err(invalid(holes.len(), &format!("at most {HOLES_MAX} holes")));
        }
        let corners = outer.len() + holes.iter().map(Vec::len).sum::<usize>();
        if corners > CORNERS_MAX {
            return Err(invalid(corners, &format!("at most {CORNERS_MAX} corners in all")));
        }
        let outer = ring(outer, Turn::CounterClockwise)?;
        let mut holes = holes
            .into_iter()
            .map(|hole| ring(hole, Turn::Clockwise))
            .collect::<Result<Vec<_>, _>>()?;
        holes.sort();
        let outside = |hole: &Vec<Point>| hole.iter().any(|&corner| !contains(&outer, corner));
        if holes.iter().any(|hole| outside(hole) || cross(&outer, hole)) {
            return Err(invalid("a hole", "holes that lie within the outer ring"));
        }
        let overlaps = |(index, hole): (usize, &Vec<Point>)| {
            holes[index + 1..].iter().any(|other| overlap(hole, other))
        };
        if holes.iter().enumerate().any(overlaps) {
            return Err(invalid("holes", "holes that do not overlap"));
        }
        let polygon = Self { outer, holes };
        if polygon.square_millimetres() <= 0 {
            return Err(invalid("holes", "holes that leave an area"));
        }
        Ok(polygon)
    }

    /// The outer ring, counter-clockwise.
    pub fn outer(&self) -> &[Point] {
        &self.outer
    }

    /// The holes, clockwise.
    pub fn holes(&self) -> &[Vec<Point>] {
        &self.holes
    }

    /// The area net of holes, in square millimetres, rounded down to a whole one.
    pub fn square_millimetres(&self) -> i128 {
        // Holes run clockwise, so their areas are negative.
        self.holes.iter().fold(doubled_area(&self.outer), |sum, hole| sum + doubled_area(hole)) / 2
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    CounterClockwise,
    Clockwise,
}

fn invalid(given: impl std::fmt::Display, accepted: &str) -> Invalid {
    Invalid::new("polygon", given, accepted)
}

fn ring(mut corners: Vec<Point>, turn: Turn) -> Result<Vec<Point>, Invalid> {
    if !(3..=RING_CORNERS_MAX).contains(&corners.len()) {
        let accepted =
            format!("rings of 3 to {RING_CORNERS_MAX} corners, the closing one left out");
        return Err(invalid(corners.len(), &accepted));
    }
    let far = |c: &i64| c.unsigned_abs() > COORDINATE_MM_MAX.unsigned_abs();
    if let Some(corner) = corners.iter().find(|corner| corner.iter().any(far)) {
        let accepted = format!("millimetres from -{COORDINATE_MM_MAX} to {COORDINATE_MM_MAX}");
        return Err(invalid(format!("{corner:?}"), &accepted));
    }
    if let Some(corner) = crossing(&corners) {
        return Err(invalid(
            format!("ring at {corner:?}"),
            "rings that neither cross nor touch themselves",
        ));
    }
    let area = doubled_area(&corners);
    if area == 0 {
        return Err(invalid("ring without area", "rings that enclose an area"));
    }
    if (area > 0) != (turn == Turn::CounterClockwise) {
        corners.reverse();
    }
    let least = corners.iter().enumerate().min_by_key(|(_, corner)| **corner);
    let first = least.map_or(0, |(index, _)| index);
    corners.rotate_left(first);
    Ok(corners)
}

fn edges(ring: &[Point]) -> impl Iterator<Item = (Point, Point)> + Clone + '_ {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1))
}

fn doubled_area(ring: &[Point]) -> i128 {
    edges(ring)
        .map(|(a, b)| i128::from(a[0]) * i128::from(b[1]) - i128::from(b[0]) * i128::from(a[1]))
        .sum()
}

/// On which side of the line from `a` to `b` the corner `c` lies: positive on the left.
fn side(a: Point, b: Point, c: Point) -> i128 {
    i128::from(b[0] - a[0]) * i128::from(c[1] - a[1])
        - i128::from(b[1] - a[1]) * i128::from(c[0] - a[0])
}

fn on_segment(a: Point, b: Point, c: Point) -> bool {
    side(a, b, c) == 0
        && (0..2).all(|axis| (a[axis].min(b[axis])..=a[axis].max(b[axis])).contains(&c[axis]))
}

/// Whether two edges cross between their ends.
fn cut(a: Point, b: Point, c: Point, d: Point) -> bool {
    let apart = |p: i128, q: i128| (p > 0 && q < 0) || (p < 0 && q > 0);
    apart(side(a, b, c), side(a, b, d)) && apart(side(c, d, a), side(c, d, b))
}

fn meet(a: Point, b: Point, c: Point, d: Point) -> bool {
    cut(a, b, c, d)
        || on_segment(a, b, c)
        || on_segment(a, b, d)
        || on_segment(c, d, a)
        || on_segment(c, d, b)
}

/// A corner at which the ring crosses or touches itself. Compares every pair of edges: at most half
/// a million for the longest ring.
fn crossing(ring: &[Point]) -> Option<Point> {
    let edges: Vec<_> = edges(ring).collect();
    let last = edges.len() - 1;
    for (i, &(a, b)) in edges.iter().enumerate() {
        let next = edges[(i + 1) % edges.len()].1;
        if a == b || on_segment(a, b, next) {
            return Some(a);
        }
        let others = edges.iter().enumerate().skip(i + 2).filter(|&(j, _)| (i, j) != (0, last));
        for (_, &(c, d)) in others {
            if meet(a, b, c, d) {
                return Some(c);
            }
        }
    }
    None
}

/// Whether an edge of one ring crosses an edge of the other.
fn cross(ring: &[Point], other: &[Point]) -> bool {
    edges(ring).any(|(a, b)| edges(other).any(|(c, d)| cut(a, b, c, d)))
}

/// Whether two rings share more than touching corners and edges.
fn overlap(ring: &[Point], other: &[Point]) -> bool {
    let within = |ring: &[Point], other: &[Point]| {
        other.iter().any(|&corner| !on_edge(ring, corner) && contains(ring, corner))
    };
    ring == other || cross(ring, other) || within(ring, other) || within(other, ring)
}

fn on_edge(ring: &[Point], corner: Point) -> bool {
    edges(ring).any(|(a, b)| on_segment(a, b, corner))
}

/// Whether `corner` lies within `ring` or on its edge.
fn contains(ring: &[Point], corner: Point) -> bool {
    if on_edge(ring, corner) {
        return true;
    }
    let crossings = edges(ring).filter(|&(a, b)| {
        let upward = a[1] <= corner[1] && corner[1] < b[1];
        let downward = b[1] <= corner[1] && corner[1] < a[1];
        (upward && side(a, b, corner) > 0) || (downward && side(a, b, corner) < 0)
    });
    crossings.count() % 2 == 1
}

/// A place on the earth (WGS 84).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GeoPosition {
    /// Degrees north, from -90 to 90.
    pub latitude: Degrees,
    /// Degrees east, from -180 to 180.
    pub longitude: Degrees,
}

impl GeoPosition {
    /// A place, refused beyond the poles.
    pub fn new(latitude: Degrees, longitude: Degrees) -> Result<Self, Invalid> {
        if latitude.decimal().abs() <= 90.into() {
            Ok(Self { latitude, longitude })
        } else {
            Err(Invalid::new("latitude", latitude, "degrees from -90 to 90"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(from: i64, to: i64) -> Vec<Point> {
        vec![[from, from], [to, from], [to, to], [from, to]]
    }

    #[test]
    fn rings_are_turned_and_areas_are_net() {
        let reversed: Vec<Point> = square(0, 10).into_iter().rev().collect();
        let polygon = Polygon::new(reversed, vec![square(2, 4)]).unwrap();
        assert_eq!(polygon.square_millimetres(), 96);
        assert!(doubled_area(polygon.outer()) > 0 && doubled_area(&polygon.holes()[0]) < 0);
    }

    #[test]
    fn what_is_no_plain_area_is_refused() {
        let bow_tie = vec![[0, 0], [10, 10], [10, 0], [0, 10]];
        let spike = vec![[0, 0], [10, 0], [20, 0], [10, 0], [10, 10]];
        let flat = vec![[0, 0], [5, 0], [10, 0]];
        let far = vec![[0, 0], [20_000_000, 0], [0, 10]];
        let touching = vec![[0, 0], [10, 0], [10, 10], [5, 0], [0, 10]];
        for wrong in [bow_tie, spike, flat, far, touching, vec![[0, 0], [1, 1]]] {
            assert!(Polygon::new(wrong.clone(), vec![]).is_err(), "{wrong:?}");
        }
        let u_shaped =
            vec![[0, 0], [30, 0], [30, 30], [20, 30], [20, 10], [10, 10], [10, 30], [0, 30]];
        let across_the_gap = vec![[5, 15], [25, 15], [25, 20], [5, 20]];
        for (outer, holes) in [
            (square(0, 10), vec![square(20, 30)]),
            (u_shaped, vec![across_the_gap]),
            (square(0, 10), vec![square(2, 6), square(4, 8)]),
            (square(0, 10), vec![square(2, 8), square(4, 6)]),
            (square(0, 10), vec![square(2, 4), square(2, 4)]),
            (square(0, 10), vec![square(0, 10)]),
        ] {
            assert!(Polygon::new(outer, holes.clone()).is_err(), "{holes:?}");
        }
    }

    #[test]
    fn one_area_has_one_spelling_wherever_it_begins() {
        let hole = |from: i64| square(from, from + 1);
        let polygon = Polygon::new(square(0, 10), vec![hole(2), hole(3), hole(7)]).unwrap();
        for start in 0..4 {
            let mut outer = square(0, 10);
            outer.rotate_left(start);
            let mut first = hole(7);
            first.rotate_right(start);
            assert_eq!(Polygon::new(outer, vec![first, hole(3), hole(2)]).unwrap(), polygon);
        }
    }

    #[test]
    fn a_corner_in_the_middle_of_a_wall_is_fine() {
        let ring = vec![[0, 0], [5, 0], [10, 0], [10, 10], [0, 10]];
        assert_eq!(Polygon::new(ring, vec![]).unwrap().square_millimetres(), 100);
    }
}
