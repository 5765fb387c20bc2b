//! Drawings of levels, and the plane on which a building lies.

use crate::common::*;
use schema::{ImportPart, ImportRecord, LevelDraw, Stroke, StrokeKind, limits};

/// The house while a file of it is read in.
fn reading() -> Ledger {
    house().with(start_import("File", "House", "2026-02-01", [0, 0, 0]))
}

fn part(part: impl Into<ImportPart>) -> ImportRecord {
    record_import("File", vec![part.into()])
}

#[test]
fn a_drawing_holds_once_all_its_parts_are_there() {
    let half = reading().with(part(draw("Ground", "Plan", 0, 2)));
    let on = |ledger: &Ledger, on: &str| {
        let level = ledger.state.level(&level("Ground")).unwrap();
        level.drawing_on(date(on)).map(|drawing| (drawing.id, drawing.strokes.len()))
    };
    assert_eq!(on(&half, "2026-02-01"), None);
    let whole = half.with(part(draw("Ground", "Plan", 1, 2)));
    assert_eq!(on(&whole, "2026-01-31"), None);
    assert_eq!(on(&whole, "2026-02-01"), Some((drawing("Plan"), 2)));
}

#[test]
fn a_drawing_takes_the_place_of_the_one_before_from_its_date() {
    let next = LevelDraw { from: date("2026-05-01"), ..draw("Ground", "Next", 0, 1) };
    let given = reading().with(part(draw("Ground", "Plan", 0, 1))).with(part(next));
    let drawn = |on| {
        let level = given.state.level(&level("Ground")).unwrap();
        level.drawing_on(date(on)).unwrap().id
    };
    assert_eq!(drawn("2026-04-30"), drawing("Plan"));
    assert_eq!(drawn("2026-05-01"), drawing("Next"));
    assert_eq!(given.history_of(level("Ground").uuid()).last(), Some(&"LevelDrawn"));
}

#[test]
fn parts_come_in_order_each_once_with_one_date_and_one_number_of_parts() {
    reading().when(part(draw("Ground", "Plan", 1, 2))).rejects("DrawingOutOfOrder", "parts.0.part");
    reading().when(part(draw("Ground", "Plan", 0, 0))).rejects("DrawingOutOfOrder", "parts.0.part");
    let begun = reading().with(part(draw("Ground", "Plan", 0, 2)));
    begun.when(part(draw("Ground", "Plan", 0, 2))).rejects("DrawingOutOfOrder", "parts.0.part");
    begun.when(part(draw("Ground", "Plan", 1, 3))).rejects("DrawingOutOfOrder", "parts.0.part");
    let later = LevelDraw { from: date("2026-05-01"), ..draw("Ground", "Plan", 1, 2) };
    begun.when(part(later)).rejects("DrawingOutOfOrder", "parts.0.part");
    let whole = begun.with(part(draw("Ground", "Plan", 1, 2)));
    whole.when(part(draw("Ground", "Plan", 2, 2))).rejects("DrawingOutOfOrder", "parts.0.part");
    whole.when(part(draw("Ground", "Plan", 1, 2))).rejects("DrawingOutOfOrder", "parts.0.part");
}

#[test]
fn a_drawing_is_of_a_level_that_is_there_and_bounded() {
    reading().when(part(draw("Upper", "Plan", 0, 1))).rejects("NotFound", "parts.0.level");
    let early = LevelDraw { from: date("2025-12-31"), ..draw("Ground", "Plan", 0, 1) };
    reading().when(part(early)).rejects("NotThere", "parts.0.level");
    reading()
        .when(part(draw("Ground", "Plan", 0, limits::DRAWING_PARTS_MAX + 1)))
        .rejects("TooMuch", "parts.0.parts");
    let stroke = |points| Stroke::new(StrokeKind::Wall, false, vec![[0, 0]; points]).unwrap();
    let with = |strokes| LevelDraw { strokes, ..draw("Ground", "Plan", 0, 1) };
    let half = limits::DRAWING_PART_POINTS_MAX / 2;
    reading()
        .when(part(with(vec![stroke(half), stroke(half)])))
        .gives(&["LevelDrawn", "ImportProgressed"]);
    reading()
        .when(part(with(vec![stroke(half), stroke(half + 1)])))
        .rejects("TooMuch", "parts.0.strokes");
    let many = vec![stroke(2); limits::DRAWING_PART_STROKES_MAX + 1];
    reading().when(part(with(many))).rejects("TooMuch", "parts.0.strokes");
}

#[test]
fn the_largest_part_fits_into_an_event() {
    let far = limits::COORDINATE_MM_MAX;
    let point = [-far, -far];
    let points = limits::DRAWING_PART_POINTS_MAX / limits::DRAWING_PART_STROKES_MAX;
    let stroke = |points| Stroke::new(StrokeKind::Inaccessible, false, vec![point; points]);
    let strokes = vec![stroke(points).unwrap(); limits::DRAWING_PART_STROKES_MAX];
    let asked = LevelDraw { strokes, ..draw("Ground", "Plan", 0, 1) };
    let ledger = reading().with(part(asked));
    let drawn = &ledger.events[ledger.events.len() - 2].1;
    let bytes = schema::canonical_bytes(drawn).unwrap().len();
    let rest = limits::DRAWING_PART_POINTS_MAX % limits::DRAWING_PART_STROKES_MAX * 24;
    assert!(bytes + rest + 2_000 <= limits::EVENT_BYTES_MAX, "{bytes}");
}

#[test]
fn a_building_has_one_plane() {
    let given = reading()
        .when(part(set_plane("House", "14.6")))
        .gives(&["BuildingPlaneSet", "ImportProgressed"]);
    given.when(part(set_plane("House", "14.6"))).gives(&["ImportProgressed"]);
    given.when(part(set_plane("House", "14.7"))).rejects("PlaneDiffers", "parts.0.plane");
    let barn = part(set_plane("Barn", "14.6"));
    reading().when(barn).rejects("InvalidValue", "parts.0");
}
