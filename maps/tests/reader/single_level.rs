//! One GeoJSON file as one level.

use maps::{Files, Format, LevelNaming, Limits, Options, read};

use super::support::{collection, feature, read_features, rectangle, space};

#[test]
fn a_single_file_is_a_level_named_by_its_file_or_by_the_caller() {
    let text = collection(&[feature("room", "1", "Kök", &[&rectangle(0.0, 0.0, 4.0, 3.0)])]);
    let files = Files::of_body("plan-2.geojson", text.as_bytes(), &Limits::default()).unwrap();
    let model = read(&files, &Options::default()).unwrap();
    assert_eq!((model.format, model.levels[0].key.as_str()), (Format::SingleLevel, "plan-2"));
    assert_eq!(model.building.name, None);
    let named = LevelNaming {
        key: Some("L2".to_owned()),
        name: Some("Plan 2".to_owned()),
        ordinal: 2,
        elevation_mm: Some(3_400),
    };
    let options = Options { level: Some(named), ..Options::default() };
    let level = read(&files, &options).unwrap().levels.remove(0);
    assert_eq!((level.key.as_str(), level.name.as_deref()), ("L2", Some("Plan 2")));
    assert_eq!((level.ordinal, level.elevation_mm), (2, Some(3_400)));
}

#[test]
fn the_plane_stays_when_a_file_without_position_grows() {
    let room = feature("room", "1", "", &[&rectangle(10.0, 10.0, 4.0, 3.0)]);
    let more = feature("room", "2", "", &[&rectangle(5.0, 8.0, 4.0, 2.0)]);
    let before = read_features(std::slice::from_ref(&room)).unwrap();
    let after = read_features(&[room, more]).unwrap();
    assert_eq!(before.plane, after.plane);
    assert_eq!(space(&before.levels[0], "1").shape, space(&after.levels[0], "1").shape);
    assert_eq!(before.plane.origin().longitude.to_string(), "14.2");
}

#[test]
fn types_that_nobody_knows_are_drawn() {
    let model = read_features(&[
        feature("sculpture", "1", "", &[&rectangle(0.0, 0.0, 1.0, 1.0)]),
        r#"{"type":"Feature","properties":null,"geometry":{"type":"LineString","coordinates":[[14.2,63.25,7],[14.2001,63.25,7]]}}"#.to_owned(),
    ])
    .unwrap();
    assert_eq!(model.levels[0].counts.drawn, 2);
    assert!(model.levels[0].drawing.strokes.iter().all(|s| s.kind.as_str() == "other"));
}
