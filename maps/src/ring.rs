//! Rings on the plane made into polygons and strokes in whole millimetres.

use ::schema::{Point, Polygon};

use super::left_out::Reason;

/// A ring or line in millimetres, before rounding.
pub(crate) type Path = Vec<[f64; 2]>;

/// Rounded to whole millimetres, half away from zero, without points that fall together with the
/// one before.
pub(crate) fn rounded(path: &[[f64; 2]]) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::with_capacity(path.len());
    for [x, y] in path {
        let point = [millimetres(*x), millimetres(*y)];
        if points.last() != Some(&point) {
            points.push(point);
        }
    }
    points
}

fn millimetres(value: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "features lie within 10 km: below 2^53")]
    let whole = value.round() as i64;
    whole
}

/// The ring without its closing point and without what encloses nothing: points that fall
/// together, and spikes, ways out and back over themselves. Corners on a straight edge stay.
pub(crate) fn closed(path: &[[f64; 2]]) -> Vec<Point> {
    let mut ring: Vec<Point> = Vec::with_capacity(path.len());
    for point in rounded(path) {
        ring.push(point);
        settle(&mut ring);
    }
    trim_ends(&mut ring);
    ring
}

/// Takes out the point before the last one as long as it says nothing.
fn settle(ring: &mut Vec<Point>) {
    while let [.., before, middle, last] = ring[..] {
        if !says_nothing(before, middle, last) {
            return;
        }
        ring.remove(ring.len() - 2);
        if before == last {
            ring.pop();
        }
    }
}

/// The same where the ring closes. What goes at its beginning goes in one move.
fn trim_ends(ring: &mut Vec<Point>) {
    let mut start = 0;
    loop {
        match ring[start..] {
            [first, .., last] if first == last => ring.truncate(ring.len() - 1),
            [first, second, .., last] if says_nothing(last, first, second) => start += 1,
            [first, .., before, last] if says_nothing(before, last, first) => {
                ring.truncate(ring.len() - 1);
            }
            _ => break,
        }
    }
    ring.drain(..start);
}

/// Whether the way from `a` over `b` to `c` returns over itself, or does not move.
fn says_nothing(a: Point, b: Point, c: Point) -> bool {
    let ([ux, uy], [vx, vy]) = ([b[0] - a[0], b[1] - a[1]], [c[0] - b[0], c[1] - b[1]]);
    ux * vy == uy * vx && ux * vx + uy * vy <= 0
}

/// The polygon of rings, the outer one first.
pub(crate) fn polygon(rings: &[Path]) -> Result<Polygon, Reason> {
    let mut closed_rings = rings.iter().map(|ring| closed(ring));
    let outer = closed_rings.next().unwrap_or_default();
    if outer.len() < 3 {
        return Err(Reason::NoExtent);
    }
    // A hole that rounds to nothing takes nothing away.
    let holes = closed_rings.filter(|hole| hole.len() >= 3).collect();
    Polygon::new(outer, holes).map_err(|invalid| {
        Reason::NotPlain(format!("{}; accepted are {}", invalid.given, invalid.accepted))
    })
}

/// The area of a ring in square millimetres, never negative.
pub(crate) fn area(ring: &[[f64; 2]]) -> f64 {
    moments(ring).0.abs() / 2.0
}

/// The area of rings net of holes, in square millimetres.
pub(crate) fn net_area(rings: &[Path]) -> f64 {
    let mut areas = rings.iter().map(|ring| area(ring));
    areas.next().map_or(0.0, |outer| areas.fold(outer, |net, hole| net - hole))
}

/// The middle of a ring's area; of a ring without area, that of its points.
pub(crate) fn middle(ring: &[[f64; 2]]) -> Option<[f64; 2]> {
    let [x0, y0] = *ring.first()?;
    let (doubled, x, y) = moments(ring);
    if doubled.abs() > 1.0 {
        return Some([x0 + x / (3.0 * doubled), y0 + y / (3.0 * doubled)]);
    }
    #[expect(clippy::cast_precision_loss, reason = "a number of points")]
    let count = ring.len() as f64;
    let sum = ring.iter().fold([0.0, 0.0], |sum, point| [sum[0] + point[0], sum[1] + point[1]]);
    Some([sum[0] / count, sum[1] / count])
}

/// Twice the area, and the first moments times six, as seen from the first point.
fn moments(ring: &[[f64; 2]]) -> (f64, f64, f64) {
    let Some(&[x0, y0]) = ring.first() else {
        return (0.0, 0.0, 0.0);
    };
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).fold((0.0, 0.0, 0.0), |(doubled, x, y), (a, b)| {
        let ([ax, ay], [bx, by]) = ([a[0] - x0, a[1] - y0], [b[0] - x0, b[1] - y0]);
        let cross = ax * by - bx * ay;
        (doubled + cross, x + (ax + bx) * cross, y + (ay + by) * cross)
    })
}

/// Whether a polygon holds a point, its edges included.
pub(crate) fn holds(polygon: &Polygon, point: Point) -> bool {
    let all = || rings(polygon).flat_map(edges);
    all().any(|(a, b)| on_edge(a, b, point))
        || all().filter(|&(a, b)| crosses(a, b, point)).count() % 2 == 1
}

/// The outer ring and the holes.
pub(crate) fn rings(polygon: &Polygon) -> impl Iterator<Item = &[Point]> {
    std::iter::once(polygon.outer()).chain(polygon.holes().iter().map(Vec::as_slice))
}

/// The edges of a ring.
pub(crate) fn edges(ring: &[Point]) -> impl Iterator<Item = (Point, Point)> + '_ {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1))
}

fn side(a: Point, b: Point, c: Point) -> i64 {
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

fn on_edge(a: Point, b: Point, c: Point) -> bool {
    let between = |axis: usize| (a[axis].min(b[axis])..=a[axis].max(b[axis])).contains(&c[axis]);
    side(a, b, c) == 0 && between(0) && between(1)
}

/// Whether the edge crosses the half line to the right of the point.
fn crosses(a: Point, b: Point, point: Point) -> bool {
    let (low, high) = if a[1] < b[1] { (a, b) } else { (b, a) };
    low[1] <= point[1] && point[1] < high[1] && side(low, high, point) > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: [[f64; 2]; 5] =
        [[0.0, 0.0], [1000.0, 0.0], [1000.0, 1000.0], [0.0, 1000.0], [0.0, 0.0]];

    #[test]
    fn points_that_fall_together_and_spikes_are_taken_out() {
        let spiked = [
            [0.2, 0.0],
            [0.0, 0.4],
            [1000.0, 0.0],
            [1500.0, 0.0],
            [1000.0, 0.0],
            [1000.0, 1000.0],
            [1000.0, 1300.0],
            [1000.0, 1000.0],
            [0.0, 1000.0],
            [0.0, -200.0],
            [0.0, 0.0],
        ];
        assert_eq!(closed(&spiked), closed(&SQUARE));
        assert_eq!(closed(&SQUARE), [[0, 0], [1000, 0], [1000, 1000], [0, 1000]]);
    }

    #[test]
    fn a_ring_that_begins_at_the_tip_of_a_spike_is_that_without_it() {
        let spike = [[-90.0, 5.0], [-50.0, 0.0], [0.0, 0.0]];
        let back = [[0.0, 0.0], [-50.0, 0.0], [-90.0, 5.0]];
        let ring = [&spike[..], &SQUARE[1..], &back[1..]].concat();
        assert_eq!(closed(&ring), [[0, 0], [1000, 0], [1000, 1000], [0, 1000]]);
    }

    #[test]
    fn corners_on_a_straight_edge_stay() {
        let ring = [[0.0, 0.0], [5.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]];
        assert_eq!(closed(&ring).len(), 5);
    }

    #[test]
    fn what_folds_into_nothing_has_no_extent() {
        let there_and_back = [[0.0, 0.0], [50.0, 0.0], [90.0, 0.0], [50.0, 0.0], [0.0, 0.0]];
        for ring in [&there_and_back[..], &[[0.1, 0.1]; 4], &[]] {
            assert_eq!(polygon(&[ring.to_vec()]), Err(Reason::NoExtent), "{ring:?}");
        }
    }

    #[test]
    fn a_bow_tie_is_no_plain_polygon() {
        let bow = vec![[0.0, 0.0], [10.0, 10.0], [10.0, 0.0], [0.0, 9.0]];
        assert!(matches!(polygon(&[bow]), Err(Reason::NotPlain(_))));
    }

    #[test]
    fn the_middle_is_that_of_the_area() {
        let l_shape =
            [[0.0, 0.0], [4.0, 0.0], [4.0, 2.0], [2.0, 2.0], [2.0, 4.0], [0.0, 4.0], [0.0, 0.0]];
        let [x, y] = middle(&l_shape).unwrap();
        assert!((x - 5.0 / 3.0).abs() < 1e-9 && (y - 5.0 / 3.0).abs() < 1e-9);
        assert_eq!(middle(&[[0.0, 0.0], [4.0, 2.0]]), Some([2.0, 1.0]));
        assert_eq!(middle(&[]), None);
    }

    #[test]
    fn a_polygon_holds_its_edges_and_not_its_holes() {
        let hole = vec![[200.0, 200.0], [200.0, 400.0], [400.0, 400.0], [400.0, 200.0]];
        let polygon = polygon(&[SQUARE.to_vec(), hole]).unwrap();
        for inside in [[100, 100], [0, 500], [1000, 1000], [200, 300]] {
            assert!(holds(&polygon, inside), "{inside:?}");
        }
        for outside in [[300, 300], [-1, 500], [1001, 0], [500, 1001]] {
            assert!(!holds(&polygon, outside), "{outside:?}");
        }
    }
}
