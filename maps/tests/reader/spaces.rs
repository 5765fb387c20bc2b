//! What becomes of rooms that are drawn badly: repaired where that is safe, else kept and reported.

use maps::{Kept, MapError, Model, Reason, StrokeKind};

use super::support::{area, feature, feature_of, positions, read_features, rectangle, space};

fn room(key: &str, corners: &[[f64; 2]]) -> String {
    feature("room", key, "", &[corners])
}

fn without_polygon(model: &Model, key: &str) -> Reason {
    let level = &model.levels[0];
    let reason = space(level, key).shape.clone().unwrap_err();
    let told = model.left_out.iter().find(|line| line.feature == Some(format!("room {key}")));
    assert_eq!(told.map(|line| (line.kept, &line.why)), Some((Kept::SpaceWithoutPolygon, &reason)));
    reason
}

#[test]
fn spikes_and_doubled_points_are_repaired() {
    let spiked = [
        [0.0, 0.0],
        [0.0, 0.0],
        [4.0, 0.0],
        [6.0, 0.0],
        [4.0, 0.0],
        [4.0, 3.0],
        [0.0, 3.0],
        [0.0, 0.0],
    ];
    let model = read_features(&[room("1", &spiked)]).unwrap();
    let repaired = space(&model.levels[0], "1");
    assert_eq!(repaired.shape.as_ref().unwrap().polygon.outer().len(), 4);
    assert!((repaired.shape.as_ref().unwrap().exact_area_m2 - 12.0).abs() < 0.01);
    assert!(model.left_out.is_empty());
}

#[test]
fn a_ring_that_does_not_close_is_closed() {
    let open = [[0.0, 0.0], [4.0, 0.0], [4.0, 3.0], [0.0, 3.0]];
    let model = read_features(&[room("1", &open)]).unwrap();
    assert!((area(space(&model.levels[0], "1")) - 12.0).abs() < 0.01);
}

#[test]
fn what_crosses_itself_or_is_no_area_has_no_polygon() {
    let bow_tie = [[0.0, 0.0], [4.0, 3.0], [4.0, 0.0], [0.0, 2.0], [0.0, 0.0]];
    let speck = rectangle(0.0, 0.0, 0.0001, 0.0001);
    let line = format!(
        r#"{{"type":"LineString","coordinates":{}}}"#,
        positions(&[[0.0, 0.0], [4.0, 0.0]])
    );
    let model = read_features(&[
        room("1", &bow_tie),
        room("2", &speck),
        feature_of("room", "3", "", &line),
        feature_of("room", "4", "", "null"),
        feature_of("room", "5", "", r#"{"type":"Polygon","coordinates":[]}"#),
        feature_of("room", "6", "", r#"{"type":"GeometryCollection","geometries":[]}"#),
    ])
    .unwrap();
    assert!(matches!(without_polygon(&model, "1"), Reason::NotPlain(_)));
    assert_eq!(without_polygon(&model, "2"), Reason::NoExtent);
    assert_eq!(without_polygon(&model, "3"), Reason::NotAnArea("a line".to_owned()));
    assert_eq!(without_polygon(&model, "4"), Reason::NoGeometry);
    assert!(matches!(without_polygon(&model, "5"), Reason::UnsupportedGeometry(_)));
    assert!(matches!(without_polygon(&model, "6"), Reason::UnsupportedGeometry(_)));
    let areas = model.levels[0].drawing.strokes.iter().filter(|s| s.kind == StrokeKind::Area);
    assert_eq!(areas.count(), 2, "the bow tie and the line");
    assert_eq!(model.levels[0].counts.spaces, 6);
}

#[test]
fn a_room_without_id_is_drawn_and_reported() {
    let room = room("1", &rectangle(0.0, 0.0, 4.0, 3.0)).replace(r#""id":"1","#, "");
    let model = read_features(&[room]).unwrap();
    assert!(model.levels[0].spaces.is_empty());
    assert_eq!(model.left_out[0].feature.as_deref(), Some("room without id (feature 1)"));
    assert_eq!((model.left_out[0].kept, &model.left_out[0].why), (Kept::Drawing, &Reason::NoKey));
}

#[test]
fn rooms_within_rooms_are_cut_out_once() {
    let model = read_features(&[
        room("hall", &rectangle(0.0, 0.0, 20.0, 10.0)),
        room("suite", &rectangle(2.0, 2.0, 6.0, 6.0)),
        room("booth", &rectangle(3.0, 3.0, 2.0, 2.0)),
        room("corner", &rectangle(16.0, 6.0, 4.0, 4.0)),
    ])
    .unwrap();
    let level = &model.levels[0];
    let cut = |key: &str| (space(level, key).cut_out.clone(), area(space(level, key)).round());
    assert_eq!(cut("hall"), (vec!["suite".to_owned(), "corner".to_owned()], 148.0));
    assert_eq!(cut("suite"), (vec!["booth".to_owned()], 32.0));
    assert_eq!(cut("booth"), (vec![], 4.0));
    let sum: f64 = level.spaces.iter().map(area).sum();
    assert!((sum - 200.0).abs() < 0.05, "{sum}");
}

#[test]
fn a_room_that_reaches_out_of_another_leaves_that_without_polygon() {
    let model = read_features(&[
        room("large", &rectangle(0.0, 0.0, 10.0, 10.0)),
        room("small", &rectangle(8.0, 2.0, 4.0, 4.0)),
    ])
    .unwrap();
    assert_eq!(without_polygon(&model, "large"), Reason::Overlaps("small".to_owned()));
    assert!((area(space(&model.levels[0], "small")) - 16.0).abs() < 0.01);
}

#[test]
fn slivers_along_a_wall_are_no_overlap() {
    let model = read_features(&[
        room("west", &rectangle(0.0, 0.0, 5.0, 4.0)),
        room("east", &rectangle(4.99, 0.0, 4.0, 4.0)),
    ])
    .unwrap();
    assert!(model.left_out.is_empty());
    assert!(model.levels[0].spaces.iter().all(|space| space.shape.is_ok()));
}

#[test]
fn several_outlines_give_the_largest_and_draw_the_others() {
    let model = read_features(&[
        feature("building_outline", "1", "", &[&rectangle(0.0, 0.0, 4.0, 4.0)]),
        feature("building_outline", "2", "", &[&rectangle(10.0, 0.0, 8.0, 4.0)]),
    ])
    .unwrap();
    let level = &model.levels[0];
    assert_eq!(level.outline.as_ref().unwrap().square_millimetres() / 1_000_000, 32);
    assert_eq!(level.counts.outline, 2);
    assert_eq!(level.drawing.strokes.len(), 1);
    assert_eq!(level.drawing.strokes[0].kind, StrokeKind::Outline);
}

#[test]
fn ids_are_used_once_on_a_level() {
    let twice =
        [room("7", &rectangle(0.0, 0.0, 1.0, 1.0)), room("7", &rectangle(2.0, 0.0, 1.0, 1.0))];
    let refusal = read_features(&twice).unwrap_err();
    assert!(matches!(&refusal, MapError::DuplicateKey { key, .. } if key == "7"), "{refusal}");
}

#[test]
fn a_room_in_many_parts_is_one_space_without_polygon() {
    let part = |at: f64| format!("[{}]", positions(&rectangle(at, 0.0, 1.0, 1.0)));
    let parts = |count: u8| {
        let parts: Vec<String> = (0..count).map(|at| part(2.0 * f64::from(at))).collect();
        let geometry = format!(r#"{{"type":"MultiPolygon","coordinates":[{}]}}"#, parts.join(","));
        read_features(&[feature_of("room", "1", "", &geometry)]).unwrap()
    };
    assert_eq!(parts(8).levels[0].spaces.len(), 8);
    assert_eq!(without_polygon(&parts(9), "1"), Reason::SeveralAreas(9));
    assert_eq!(parts(9).levels[0].drawing.strokes.len(), 9);
}
