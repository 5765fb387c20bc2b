//! Coordinates that are not where a building is.

use maps::MapError;

use super::support::{feature, feature_of, read_features, read_text, rectangle};

fn refusal(geometry: &str) -> MapError {
    let room = feature("room", "1", "", &[&rectangle(0.0, 0.0, 4.0, 3.0)]);
    read_features(&[room, feature_of("wall", "2", "", geometry)]).unwrap_err()
}

#[test]
fn projected_metres_are_refused_with_what_would_be_accepted() {
    // SWEREF 99 TM, east before north.
    let metres = r#"{"type":"Polygon","coordinates":[[[482000.5,7013000.5],[482010,7013000],[482010,7013010]]]}"#;
    let refusal = refusal(metres);
    assert!(matches!(refusal, MapError::NotDegrees { .. }), "{refusal}");
    let text = refusal.to_string();
    assert!(text.contains("plan.geojson, wall 2") && text.contains("482000.5"), "{text}");
    assert!(text.contains("WGS 84") && text.contains("projected"), "{text}");
}

#[test]
fn a_stated_projection_is_refused_and_wgs_84_is_not() {
    let text = |crs: &str| {
        let crs = format!(r#"{{"type":"name","properties":{{"name":"{crs}"}}}}"#);
        read_text(&format!(r#"{{"type":"FeatureCollection","crs":{crs},"features":[]}}"#))
    };
    let refusal = text("urn:ogc:def:crs:EPSG::3006").unwrap_err().to_string();
    assert!(refusal.contains("EPSG::3006") && refusal.contains("CRS84"), "{refusal}");
    assert!(text("urn:ogc:def:crs:OGC:1.3:CRS84").is_ok());
    assert!(text("EPSG:4326").is_ok());
}

#[test]
fn latitudes_beyond_the_poles_are_refused() {
    let swapped = r#"{"type":"LineString","coordinates":[[14.2,163.25],[14.2,163.26]]}"#;
    assert!(matches!(refusal(swapped), MapError::NotDegrees { .. }));
}

#[test]
fn what_lies_more_than_ten_kilometres_off_is_refused_by_name() {
    for far in ["[14.2,63.35]", "[14.45,63.25]", "[-165.8,-63.25]", "[-165.8,63.25]"] {
        let line = format!(r#"{{"type":"LineString","coordinates":[[14.2,63.25],{far}]}}"#);
        let room = feature("room", "1", "", &[&rectangle(0.0, 0.0, 4.0, 3.0)]);
        let index = r#"{"id":"b","name":"B","location":{"type":"Point","coordinates":[14.2,63.25]},
            "levels":[{"id":"1","z_order":0,"filename":"1.geojson"}]}"#;
        let level = super::support::collection(&[room, feature_of("wall", "2", "", &line)]);
        let files = vec![
            ("main.json".to_owned(), index.as_bytes().to_vec()),
            ("1.geojson".to_owned(), level.into_bytes()),
        ];
        let refusal = super::support::read_folder(files).unwrap_err();
        assert!(matches!(refusal, MapError::TooFar { .. }), "{far}: {refusal}");
        assert!(refusal.to_string().contains("1.geojson, wall 2"), "{refusal}");
        assert!(refusal.to_string().contains("63.25, 14.2"), "{refusal}");
    }
}

#[test]
fn a_building_off_the_earth_is_refused() {
    let index = r#"{"id":"b","location":{"type":"Point","coordinates":[482000,7013000]},
        "levels":[{"id":"1","z_order":0,"filename":"1.geojson"}]}"#;
    let level = super::support::collection(&[]);
    let files = vec![
        ("main.json".to_owned(), index.as_bytes().to_vec()),
        ("1.geojson".to_owned(), level.into_bytes()),
    ];
    let refusal = super::support::read_folder(files).unwrap_err().to_string();
    assert!(refusal.contains("its position is") && refusal.contains("WGS 84"), "{refusal}");
}

#[test]
fn a_level_without_any_position_is_a_level_without_a_plan() {
    let model = read_features(&[]).unwrap();
    assert_eq!(model.levels[0].counts.sum(), 0);
    assert_eq!(model.levels[0].outline, None);
}
