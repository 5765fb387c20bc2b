//! How much two polygons share, so that spaces of a level are kept apart.

use ::schema::{Point, Polygon};

use super::error::MapError;
use super::ring::{edges, rings};

/// Smallest and largest corner.
pub(crate) fn bounds(polygon: &Polygon) -> [Point; 2] {
    let start = [[i64::MAX; 2], [i64::MIN; 2]];
    polygon.outer().iter().fold(start, |[low, high], corner| {
        [
            [low[0].min(corner[0]), low[1].min(corner[1])],
            [high[0].max(corner[0]), high[1].max(corner[1])],
        ]
    })
}

/// Whether the boxes around two polygons share an area.
pub(crate) fn boxes_overlap(a: &[Point; 2], b: &[Point; 2]) -> bool {
    (0..2).all(|axis| a[0][axis].max(b[0][axis]) < a[1][axis].min(b[1][axis]))
}

/// Whether a box holds a point, its edges included.
pub(crate) fn box_holds(bounds: &[Point; 2], point: Point) -> bool {
    (0..2).all(|axis| (bounds[0][axis]..=bounds[1][axis]).contains(&point[axis]))
}

type Segment = [[f64; 2]; 2];

/// The area that two polygons share, in square millimetres.
///
/// Both are cut into bands at every corner and every crossing of an edge of one with an edge of the
/// other. Within a band edges are straight and do not cross, so that the shared width halfway up
/// times the band's height is exact but for the rounding of numbers.
///
/// Combs laid across each other cross in very many places: each band is charged for with what it
/// takes to look at it.
pub(crate) fn shared_area(
    a: &Polygon,
    b: &Polygon,
    charge: &dyn Fn(usize) -> Result<(), MapError>,
) -> Result<f64, MapError> {
    let (box_a, box_b) = (bounds(a), bounds(b));
    if !boxes_overlap(&box_a, &box_b) {
        return Ok(0.0);
    }
    let low = number(box_a[0][1].max(box_b[0][1]));
    let high = number(box_a[1][1].min(box_b[1][1]));
    let (a, b) = (segments(a, low, high), segments(b, low, high));
    let mut heights: Vec<f64> = a.iter().chain(&b).flatten().map(|point| point[1]).collect();
    for one in &a {
        let before = heights.len();
        heights.extend(b.iter().filter_map(|other| crossing_height(one, other)));
        charge((heights.len() - before).saturating_mul(a.len() + b.len()))?;
    }
    heights.extend([low, high]);
    heights.retain(|height| (low..=high).contains(height));
    heights.sort_by(f64::total_cmp);
    heights.dedup();
    charge(heights.len().saturating_mul(a.len() + b.len()))?;
    let band = |pair: &[f64]| {
        let height = pair[1] - pair[0];
        if height < 1e-6 {
            0.0
        } else {
            height * shared_width(&a, &b, f64::midpoint(pair[0], pair[1]))
        }
    };
    Ok(heights.windows(2).map(band).sum())
}

fn number(millimetres: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "corners lie within 10 km")]
    let number = millimetres as f64;
    number
}

/// The edges that reach into the band from `low` to `high` and are not level, from below upwards.
fn segments(polygon: &Polygon, low: f64, high: f64) -> Vec<Segment> {
    let point = |[x, y]: Point| [number(x), number(y)];
    let upward = |(a, b): (Point, Point)| if a[1] < b[1] { [a, b] } else { [b, a] };
    let all = rings(polygon).flat_map(edges).filter(|(a, b)| a[1] != b[1]);
    let reaches = |segment: &Segment| segment[0][1] < high && segment[1][1] > low;
    all.map(|edge| upward(edge).map(point)).filter(reaches).collect()
}

fn crossing_height(one: &Segment, other: &Segment) -> Option<f64> {
    let direction = |s: &Segment| [s[1][0] - s[0][0], s[1][1] - s[0][1]];
    let (u, v) = (direction(one), direction(other));
    let turn = u[0] * v[1] - u[1] * v[0];
    let between = [other[0][0] - one[0][0], other[0][1] - one[0][1]];
    let along = (between[0] * v[1] - between[1] * v[0]) / turn;
    let along_other = (between[0] * u[1] - between[1] * u[0]) / turn;
    // Parallel edges give no number within 0 to 1, or none at all.
    let within = |part: f64| (0.0..=1.0).contains(&part);
    (within(along) && within(along_other)).then(|| one[0][1] + along * u[1])
}

/// How much of the level line at `height` lies in both: spans of each, from left to right, of which
/// the one that ends first is done with.
fn shared_width(a: &[Segment], b: &[Segment], height: f64) -> f64 {
    let (a, b) = (cuts(a, height), cuts(b, height));
    let (mut spans_a, mut spans_b) = (a.chunks_exact(2).peekable(), b.chunks_exact(2).peekable());
    let mut width = 0.0;
    while let (Some(one), Some(other)) = (spans_a.peek(), spans_b.peek()) {
        width += (one[1].min(other[1]) - one[0].max(other[0])).max(0.0);
        let done = if one[1] < other[1] { &mut spans_a } else { &mut spans_b };
        done.next();
    }
    width
}

/// Where a level line cuts the edges, from left to right.
fn cuts(segments: &[Segment], height: f64) -> Vec<f64> {
    let meets = |s: &&Segment| s[0][1] <= height && height < s[1][1];
    let at = |[low, high]: &Segment| {
        low[0] + (high[0] - low[0]) * (height - low[1]) / (high[1] - low[1])
    };
    let mut cuts: Vec<f64> = segments.iter().filter(meets).map(at).collect();
    cuts.sort_by(f64::total_cmp);
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: i64, y: i64, side: i64) -> Vec<Point> {
        vec![[x, y], [x + side, y], [x + side, y + side], [x, y + side]]
    }

    #[track_caller]
    fn check(a: (Vec<Point>, Vec<Vec<Point>>), b: (Vec<Point>, Vec<Vec<Point>>), expected: f64) {
        let (a, b) = (Polygon::new(a.0, a.1).unwrap(), Polygon::new(b.0, b.1).unwrap());
        for (one, other) in [(&a, &b), (&b, &a)] {
            let shared = shared_area(one, other, &|_| Ok(())).unwrap();
            assert!((shared - expected).abs() < 1e-6 * expected.max(1.0), "{shared}");
        }
    }

    #[test]
    fn squares_share_where_they_overlap() {
        check((square(0, 0, 100), vec![]), (square(50, 60, 100), vec![]), 2000.0);
        check((square(0, 0, 100), vec![]), (square(0, 0, 100), vec![]), 10_000.0);
        check((square(0, 0, 100), vec![]), (square(20, 20, 10), vec![]), 100.0);
        check((square(0, 0, 100), vec![]), (square(100, 0, 100), vec![]), 0.0);
        check((square(0, 0, 100), vec![]), (square(300, 0, 100), vec![]), 0.0);
    }

    #[test]
    fn edges_that_cross_share_exactly() {
        let diamond = vec![[50, -50], [150, 50], [50, 150], [-50, 50]];
        check((square(0, 0, 100), vec![]), (diamond, vec![]), 10_000.0);
        let triangle = vec![[0, 0], [100, 0], [0, 100]];
        let turned = vec![[100, 100], [0, 100], [100, 0]];
        check((triangle.clone(), vec![]), (turned, vec![]), 0.0);
        check((triangle, vec![]), (vec![[0, 0], [100, 0], [100, 100]], vec![]), 2500.0);
    }

    #[test]
    fn what_stands_in_a_hole_shares_nothing() {
        check((square(0, 0, 100), vec![square(20, 20, 30)]), (square(20, 20, 30), vec![]), 0.0);
        check((square(0, 0, 100), vec![square(20, 20, 30)]), (square(20, 20, 40), vec![]), 700.0);
    }
}
