//! Drawings of levels, and the plane on which a building's levels lie.

use projections::Drawing;
use schema::{
    BuildingId, BuildingPlaneSet, BuildingSetPlane, LevelDraw, LevelDrawn, LevelId,
    limits::{DRAWING_PART_POINTS_MAX, DRAWING_PART_STROKES_MAX, DRAWING_PARTS_MAX},
};

use crate::{
    DrawingOutOfOrder, PlaneDiffers, Rejection, TooMuch, find, recording::Recording, spaces::count,
};

pub(crate) fn set_plane(
    recording: &mut Recording<'_>,
    set: &BuildingSetPlane,
) -> Result<(), Rejection> {
    let BuildingSetPlane { building, plane } = set;
    let known = find::building(&recording.state, BuildingId::WORD, *building)?;
    match &known.plane {
        None => {
            recording.push(BuildingPlaneSet { building: *building, plane: plane.clone() });
            Ok(())
        }
        Some(known) if known == plane => Ok(()),
        Some(known) => {
            let shown = |plane: &schema::Plane| {
                let origin = &plane.origin;
                format!("{} around {}, {}", plane.projection, origin.latitude, origin.longitude)
            };
            let (building, known, given) = (building.to_string(), shown(known), shown(plane));
            Err(Rejection::new("plane", PlaneDiffers { building, known, given }))
        }
    }
}

pub(crate) fn draw(recording: &mut Recording<'_>, draw: &LevelDraw) -> Result<(), Rejection> {
    let LevelDraw { level, drawing, from, part, parts, .. } = *draw;
    let known = find::lasting_level(&recording.state, LevelId::WORD, level, from)?;
    at_most(parts as usize, DRAWING_PARTS_MAX as usize, "parts of a drawing", "parts")?;
    let points = draw.strokes.iter().map(|stroke| stroke.points().len()).sum();
    at_most(points, DRAWING_PART_POINTS_MAX, "points of one part of a drawing", "strokes")?;
    let strokes = draw.strokes.len();
    at_most(strokes, DRAWING_PART_STROKES_MAX, "strokes of one part of a drawing", "strokes")?;
    let begun = known.drawings.iter().find(|known| known.id == drawing);
    in_order(begun, draw)?;
    let strokes = draw.strokes.clone();
    recording.push(LevelDrawn { level, drawing, from, part, parts, strokes });
    Ok(())
}

fn in_order(begun: Option<&Drawing>, draw: &LevelDraw) -> Result<(), Rejection> {
    let next = begun.map_or(0, |begun| begun.strokes.len());
    let as_begun = begun.is_none_or(|b| (b.from, b.parts) == (draw.from, draw.parts));
    let whole = begun.is_some_and(Drawing::is_whole);
    if draw.part as usize == next && draw.part < draw.parts && as_begun && !whole {
        return Ok(());
    }
    let expected = match begun {
        Some(begun) if whole => format!("no part more, all {} are there", begun.parts),
        Some(begun) => format!("part {next} of {} from {}", begun.parts, begun.from),
        None => "part 0 first".to_owned(),
    };
    let given = format!("part {} of {} from {}", draw.part, draw.parts, draw.from);
    let drawing = draw.drawing.to_string();
    Err(Rejection::new("part", DrawingOutOfOrder { drawing, expected, given }))
}

pub(crate) fn at_most(given: usize, limit: usize, what: &str, path: &str) -> Result<(), Rejection> {
    if given <= limit {
        return Ok(());
    }
    let (what, given, limit) = (what.to_owned(), count(given), count(limit));
    Err(Rejection::new(path, TooMuch { what, given, limit }))
}
