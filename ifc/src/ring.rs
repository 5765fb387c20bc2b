//! Rings of points made into a polygon in whole millimetres: rounded, turned
//! the right way, and checked, exactly and in integers, to touch nowhere but
//! at corners.

use super::error::IfcError;
use super::model::{Point, Polygon, Reason};

/// No building reaches further. Products of such coordinates fit 64 bits.
const COORDINATE_MM_MAX: f64 = 1e8;

/// What the check for crossings may ask of its caller: to count work.
pub(super) type Charge<'c> = &'c dyn Fn(usize) -> Result<(), IfcError>;

/// Twice the area, positive when the ring runs counter-clockwise.
///
/// Coordinates reach 1e8 and rings a few thousand points, which keeps the sum
/// of products far below 2^63 for any simple ring; it wraps rather than panics
/// for others, and those are refused.
pub(super) fn doubled_area(ring: &[Point]) -> i64 {
    let Some(&[x0, y0]) = ring.first() else {
        return 0;
    };
    edges(ring)
        .map(|(a, b)| (a[0] - x0) * (b[1] - y0) - (b[0] - x0) * (a[1] - y0))
        .fold(0, i64::wrapping_add)
}

/// The area of a ring before rounding, never negative.
pub(super) fn area(ring: &[[f64; 2]]) -> f64 {
    let Some(&[x0, y0]) = ring.first() else {
        return 0.0;
    };
    let next = ring.iter().cycle().skip(1);
    let doubled: f64 = ring
        .iter()
        .zip(next)
        .map(|(a, b)| (a[0] - x0) * (b[1] - y0) - (b[0] - x0) * (a[1] - y0))
        .sum();
    doubled.abs() / 2.0
}

fn edges(ring: &[Point]) -> impl Iterator<Item = (Point, Point)> + '_ {
    let next = ring.iter().cycle().skip(1);
    ring.iter().copied().zip(next.copied())
}

/// The polygon of rings in millimetres, the outer one first, none of them
/// repeating its first point at the end.
pub(super) fn polygon(
    rings: &[Vec<[f64; 2]>],
    charge: Charge<'_>,
) -> Result<Result<Polygon, Reason>, IfcError> {
    let mut rounded = Vec::with_capacity(rings.len());
    for (index, ring) in rings.iter().enumerate() {
        match round(ring, index == 0) {
            Ok(ring) => rounded.push(ring),
            Err(reason) => return Ok(Err(reason)),
        }
    }
    if touches_itself(&rounded, charge)? {
        return Ok(Err(Reason::TouchesItself));
    }
    if !holes_lie_within(&rounded, charge)? {
        return Ok(Err(Reason::HoleOutside));
    }
    let mut rings = rounded.into_iter();
    let Some(outer) = rings.next() else {
        return Ok(Err(Reason::NoArea));
    };
    let mut holes: Vec<_> = rings.collect();
    holes.sort_unstable();
    Ok(Ok(Polygon { outer, holes }))
}

/// In whole millimetres, half away from zero; without points that fell
/// together; counter-clockwise or clockwise; from the least point on.
fn round(ring: &[[f64; 2]], counter_clockwise: bool) -> Result<Vec<Point>, Reason> {
    let mut points = Vec::with_capacity(ring.len());
    for [x, y] in ring {
        points.push([millimetres(*x)?, millimetres(*y)?]);
    }
    points.dedup();
    while points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    // A bow tie may have no area either, but is refused for its crossing.
    let on_one_line = |point: &Point| side(points[0], points[1], *point) == 0;
    if points.len() < 3 || points.iter().all(on_one_line) {
        return Err(Reason::NoArea);
    }
    if (doubled_area(&points) > 0) != counter_clockwise {
        points.reverse();
    }
    let least = (0..points.len()).min_by_key(|index| points[*index]).unwrap_or(0);
    points.rotate_left(least);
    Ok(points)
}

fn millimetres(value: f64) -> Result<i64, Reason> {
    let rounded = value.round();
    if rounded.is_nan() || rounded.abs() > COORDINATE_MM_MAX {
        return Err(Reason::TooFar);
    }
    #[expect(clippy::cast_possible_truncation, reason = "whole and within 1e8")]
    Ok(rounded as i64)
}

/// One edge, with where it belongs.
struct Edge {
    from: Point,
    to: Point,
    ring: usize,
    index: usize,
}

impl Edge {
    fn low(&self, axis: usize) -> i64 {
        self.from[axis].min(self.to[axis])
    }

    fn high(&self, axis: usize) -> i64 {
        self.from[axis].max(self.to[axis])
    }
}

/// Whether two edges, of one ring or of two, meet anywhere but where one ends
/// and the next begins. Edges are swept from left to right, and every pair
/// that is compared is charged for.
fn touches_itself(rings: &[Vec<Point>], charge: Charge<'_>) -> Result<bool, IfcError> {
    let mut all: Vec<Edge> = Vec::with_capacity(rings.iter().map(Vec::len).sum());
    for (ring, points) in rings.iter().enumerate() {
        let numbered = edges(points).enumerate();
        all.extend(numbered.map(|(index, (from, to))| Edge { from, to, ring, index }));
    }
    all.sort_unstable_by_key(|edge| edge.low(0));
    for (position, edge) in all.iter().enumerate() {
        let right = edge.high(0);
        let rest = &all[position + 1..];
        let near = rest.partition_point(|other| other.low(0) <= right);
        charge(near + 1)?;
        let meets = |other: &Edge| meet(edge, other, rings[edge.ring].len());
        if rest[..near].iter().any(meets) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn meet(a: &Edge, b: &Edge, ring_length: usize) -> bool {
    if a.low(1) > b.high(1) || b.low(1) > a.high(1) {
        return false;
    }
    if a.ring == b.ring {
        if (a.index + 1) % ring_length == b.index {
            return folds_back(a.from, a.to, b.to);
        }
        if (b.index + 1) % ring_length == a.index {
            return folds_back(b.from, b.to, a.to);
        }
    }
    let sides = [
        side(a.from, a.to, b.from),
        side(a.from, a.to, b.to),
        side(b.from, b.to, a.from),
        side(b.from, b.to, a.to),
    ];
    if sides == [0; 4] {
        // On one line; their boxes overlap in y already.
        return a.low(0) <= b.high(0) && b.low(0) <= a.high(0);
    }
    sides[0] * sides[1] <= 0 && sides[2] * sides[3] <= 0
}

/// Whether the way from `a` to `b` and on to `c` returns over itself.
fn folds_back(a: Point, b: Point, c: Point) -> bool {
    let forth = [b[0] - a[0], b[1] - a[1]];
    let on = [c[0] - b[0], c[1] - b[1]];
    side(a, b, c) == 0 && forth[0] * on[0] + forth[1] * on[1] < 0
}

/// 1 when `c` lies left of the line from `a` to `b`, -1 when right, 0 on it.
fn side(a: Point, b: Point, c: Point) -> i64 {
    let product = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
    product.signum()
}

/// Whether each hole lies in the outer ring and in no other hole. As no edges
/// meet, one point of each tells.
fn holes_lie_within(rings: &[Vec<Point>], charge: Charge<'_>) -> Result<bool, IfcError> {
    let Some((outer, holes)) = rings.split_first() else {
        return Ok(true);
    };
    for (index, hole) in holes.iter().enumerate() {
        charge(outer.len())?;
        if !contains(outer, hole[0]) {
            return Ok(false);
        }
        for (_, other) in holes.iter().enumerate().filter(|(other, _)| *other != index) {
            charge(other.len())?;
            if contains(other, hole[0]) {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// Whether a point that is on no edge lies within the ring.
fn contains(ring: &[Point], point: Point) -> bool {
    let crossed = |(a, b): &(Point, Point)| {
        let (low, high) = if a[1] < b[1] { (*a, *b) } else { (*b, *a) };
        low[1] <= point[1] && point[1] < high[1] && side(low, high, point) > 0
    };
    edges(ring).filter(crossed).count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rings: &[&[[f64; 2]]]) -> Result<Polygon, Reason> {
        let rings: Vec<_> = rings.iter().map(|ring| ring.to_vec()).collect();
        polygon(&rings, &|_| Ok(())).unwrap()
    }

    const SQUARE: [[f64; 2]; 4] = [[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]];

    fn square(x: f64, y: f64, side: f64) -> [[f64; 2]; 4] {
        [[x, y], [x + side, y], [x + side, y + side], [x, y + side]]
    }

    #[test]
    fn outer_rings_run_counter_clockwise_and_holes_clockwise() {
        let mut clockwise = SQUARE;
        clockwise.reverse();
        let polygon = of(&[&clockwise, &square(2.0, 2.0, 3.0)]).unwrap();
        assert_eq!(polygon.outer, [[0, 0], [10, 0], [10, 10], [0, 10]]);
        assert_eq!(polygon.holes, [[[2, 2], [2, 5], [5, 5], [5, 2]]]);
        assert_eq!(polygon.area().0, 91);
    }

    #[test]
    fn rings_begin_at_their_least_point_wherever_the_file_begins() {
        let mut turned = SQUARE;
        turned.rotate_left(2);
        assert_eq!(of(&[&turned]), of(&[&SQUARE]));
    }

    #[test]
    fn points_that_fall_together_become_one() {
        let ring = [[0.2, 0.0], [-0.4, 0.3], [10.0, 0.0], [9.6, 10.4], [0.4, 9.5], [0.0, 0.1]];
        assert_eq!(of(&[&ring]).unwrap().outer, [[0, 0], [10, 0], [10, 10], [0, 10]]);
    }

    #[test]
    fn corners_on_a_straight_edge_stay() {
        let ring = [[0.0, 0.0], [5.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]];
        assert_eq!(of(&[&ring]).unwrap().outer.len(), 5);
    }

    #[test]
    fn crossings_touches_and_spikes_are_refused() {
        let even = [[0.0, 0.0], [10.0, 10.0], [10.0, 0.0], [0.0, 10.0]];
        let bow_tie = [[0.0, 0.0], [10.0, 9.0], [10.0, 0.0], [0.0, 10.0]];
        let eight = [[0.0, 0.0], [5.0, 5.0], [9.0, 0.0], [9.0, 10.0], [5.0, 5.0], [0.0, 10.0]];
        let spike = [[0.0, 0.0], [10.0, 0.0], [20.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]];
        let shared = [[0.0, 0.0], [9.0, 0.0], [9.0, 5.0], [0.0, 5.0], [0.0, 4.0], [9.0, 4.0]];
        for ring in [&even[..], &bow_tie, &eight, &spike, &shared] {
            assert_eq!(of(&[ring]), Err(Reason::TouchesItself), "{ring:?}");
        }
    }

    #[test]
    fn holes_must_lie_within_and_apart() {
        let check = |holes: &[[[f64; 2]; 4]]| {
            let mut rings: Vec<&[[f64; 2]]> = vec![&SQUARE];
            rings.extend(holes.iter().map(|hole| &hole[..]));
            of(&rings).map(|polygon| polygon.area().0)
        };
        assert_eq!(check(&[square(1.0, 1.0, 2.0), square(5.0, 5.0, 2.0)]), Ok(92));
        assert_eq!(check(&[square(20.0, 1.0, 2.0)]), Err(Reason::HoleOutside));
        assert_eq!(check(&[square(-5.0, -5.0, 30.0)]), Err(Reason::HoleOutside));
        assert_eq!(
            check(&[square(1.0, 1.0, 8.0), square(3.0, 3.0, 2.0)]),
            Err(Reason::HoleOutside)
        );
        assert_eq!(check(&[square(8.0, 8.0, 5.0)]), Err(Reason::TouchesItself));
        assert_eq!(check(&[square(0.0, 4.0, 2.0)]), Err(Reason::TouchesItself));
    }

    #[test]
    fn what_rounds_to_nothing_or_lies_too_far_is_refused() {
        assert_eq!(of(&[&square(0.0, 0.0, 0.3)]), Err(Reason::NoArea));
        assert_eq!(of(&[&[[0.0, 0.0], [1.0, 1.0]]]), Err(Reason::NoArea));
        assert_eq!(of(&[&[[0.0, 0.0], [5.0, 5.0], [9.0, 9.0]]]), Err(Reason::NoArea));
        assert_eq!(of(&[&square(2e8, 0.0, 9.0)]), Err(Reason::TooFar));
        assert_eq!(of(&[&square(f64::NAN, 0.0, 9.0)]), Err(Reason::TooFar));
        assert_eq!(of(&[]), Err(Reason::NoArea));
    }

    #[test]
    fn comparing_edges_is_charged_for() {
        let refuse = |_| Err(IfcError::Empty);
        assert_eq!(polygon(&[SQUARE.to_vec()], &refuse), Err(IfcError::Empty));
    }
}
