//! Spaces of a level kept apart: what stands within a space is cut out of it, and a space that
//! another one overlaps partly has no polygon.

use ::schema::{Point, Polygon};

use super::budget::Budget;
use super::error::MapError;
use super::left_out::{Kept, Reason};
use super::level::{DrawnSpace, Report};
use super::model::{Drawing, Stroke, StrokeKind};
use super::overlap::{bounds, boxes_overlap, shared_area};
use super::ring;

/// What two spaces may share, as slivers along a wall that was drawn twice: this part of the
/// smaller one, or so many square millimetres.
const SLIVER_PART: f64 = 0.01;
const SLIVER_SQUARE_MILLIMETRES: f64 = 10_000.0;

/// The spaces with polygons and the boxes around them, the smallest area first; of the same area,
/// by key.
pub(crate) fn by_area(spaces: &[DrawnSpace]) -> Vec<(usize, [Point; 2])> {
    let polygons = spaces.iter().enumerate().filter_map(|(index, drawn)| {
        let polygon = &drawn.space.shape.as_ref().ok()?.polygon;
        Some((polygon.square_millimetres(), drawn.space.key.as_str(), index, bounds(polygon)))
    });
    let mut order: Vec<_> = polygons.collect();
    order.sort_unstable();
    order.into_iter().map(|(_, _, index, bounds)| (index, bounds)).collect()
}

/// Cuts out of each space the smaller ones that stand within it, beginning with the smallest, so
/// that what was already cut out with a room is not cut out again.
pub(crate) fn keep_apart(
    spaces: &mut [DrawnSpace],
    drawing: &mut Drawing,
    report: &mut Report<'_>,
    budget: &Budget<'_>,
) -> Result<(), MapError> {
    let order = by_area(spaces);
    for (place, (large, around)) in order.iter().enumerate() {
        budget.work(place, PLACE)?;
        let smaller = order[..place].iter().rev();
        for (small, _) in smaller.filter(|(_, within)| boxes_overlap(around, within)) {
            if overlaps(spaces, *large, *small, budget)? {
                cut_out(spaces, *large, *small, drawing, report);
            }
        }
    }
    Ok(())
}

/// What a refusal for too much work is about.
const PLACE: &str = "overlapping spaces";

fn polygon(spaces: &[DrawnSpace], index: usize) -> Option<&Polygon> {
    spaces[index].space.shape.as_ref().ok().map(|shape| &shape.polygon)
}

fn overlaps(
    spaces: &[DrawnSpace],
    large: usize,
    small: usize,
    budget: &Budget<'_>,
) -> Result<bool, MapError> {
    let (Some(large), Some(small)) = (polygon(spaces, large), polygon(spaces, small)) else {
        return Ok(false);
    };
    let corners = |polygon: &Polygon| ring::rings(polygon).map(<[_]>::len).sum::<usize>();
    let edges = corners(large) + corners(small);
    budget.work(edges.saturating_mul(edges), PLACE)?;
    #[expect(clippy::cast_precision_loss, reason = "compared with a hundredth of it")]
    let part = small.square_millimetres() as f64 * SLIVER_PART;
    let shared = shared_area(large, small, &|steps| budget.work(steps, PLACE))?;
    Ok(shared > part.max(SLIVER_SQUARE_MILLIMETRES))
}

fn cut_out(
    spaces: &mut [DrawnSpace],
    large: usize,
    small: usize,
    drawing: &mut Drawing,
    report: &mut Report<'_>,
) {
    let key = spaces[small].space.key.clone();
    let hole = polygon(spaces, small).map(|small| small.outer().to_vec());
    let hole_area_m2 = spaces[small].outer_area_m2;
    let DrawnSpace { title, space, .. } = &mut spaces[large];
    let (Ok(shape), Some(hole)) = (&mut space.shape, hole) else {
        return;
    };
    let mut holes = shape.polygon.holes().to_vec();
    holes.push(hole);
    if let Ok(net) = Polygon::new(shape.polygon.outer().to_vec(), holes) {
        shape.polygon = net;
        shape.exact_area_m2 -= hole_area_m2;
        space.cut_out.push(key);
        return;
    }
    drawing.strokes.extend(strokes(&shape.polygon, StrokeKind::Area));
    report.say(title, Kept::SpaceWithoutPolygon, Reason::Overlaps(key.clone()));
    space.shape = Err(Reason::Overlaps(key));
}

/// The rings of a polygon as strokes.
pub(crate) fn strokes(polygon: &Polygon, kind: StrokeKind) -> impl Iterator<Item = Stroke> {
    ring::rings(polygon).map(move |ring| Stroke { kind, closed: true, points: ring.to_vec() })
}
