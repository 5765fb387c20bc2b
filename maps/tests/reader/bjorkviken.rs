//! The authored IMDF package: an invented office with two levels.

use maps::{Files, Format, Kept, Limits, MapError, Options, Reason, StrokeKind, read};
use schema::Category;

use super::support::{altered, area, bjorkviken, nothing_is_silent, read_folder, space};

fn key(number: u32) -> String {
    format!("0b0a0000-0000-4000-8000-{number:012}")
}

#[test]
fn the_building_and_its_levels_have_swedish_names() {
    let model = read_folder(bjorkviken()).unwrap();
    assert_eq!(model.format, Format::Imdf);
    assert_eq!(model.building.name.as_deref(), Some("Björkvikens kontorshus"));
    assert_eq!(model.building.position.latitude.to_string(), "63.25");
    assert_eq!(model.plane.origin(), model.building.position);
    let levels: Vec<_> = model.levels.iter().map(|l| (l.ordinal, l.name.as_deref())).collect();
    assert_eq!(levels, [(0, Some("Plan 1")), (1, Some("Plan 2"))]);
    assert_eq!(model.levels[1].short_name.as_deref(), Some("2"));
    assert_eq!(space(&model.levels[1], &key(203)).name.as_deref(), Some("Office 202"));
}

#[test]
fn units_lie_where_they_were_drawn_to_the_millimetre() {
    let model = read_folder(bjorkviken()).unwrap();
    let shape = |level: usize, number| {
        space(&model.levels[level], &key(number)).shape.as_ref().unwrap().polygon.clone()
    };
    assert_eq!(shape(0, 101).outer(), [[0, 0], [6000, 0], [6000, 6000], [0, 6000]]);
    assert_eq!(shape(1, 202).outer(), [[6000, 0], [10_000, 0], [10_000, 6000], [6000, 6000]]);
    let column = [[16_000, 2000], [16_000, 2500], [16_500, 2500], [16_500, 2000]];
    assert_eq!(shape(1, 204).holes(), [column]);
    let outline = model.levels[0].outline.as_ref().unwrap();
    assert_eq!(outline.outer(), [[0, 0], [20_000, 0], [20_000, 12_000], [0, 12_000]]);
}

#[test]
fn categories_follow_units_and_names() {
    let model = read_folder(bjorkviken()).unwrap();
    for (level, number, category) in [
        (0, 101, Category::Circulation),
        (0, 102, Category::OpenWorkplace),
        (0, 103, Category::Quiet),
        (0, 104, Category::Meeting),
        (0, 105, Category::Hygiene),
        (0, 106, Category::Social),
        (1, 202, Category::Cell),
        (1, 204, Category::Archive),
        (1, 206, Category::Circulation),
    ] {
        let space = space(&model.levels[level], &key(number));
        assert_eq!(space.category, Some(category), "{number}");
    }
}

#[test]
fn what_stands_within_a_room_is_cut_out_of_it() {
    let model = read_folder(bjorkviken()).unwrap();
    let open = space(&model.levels[0], &key(102));
    assert_eq!(open.cut_out, [key(103)]);
    assert!((area(open) - 108.0).abs() < 1e-6, "{}", area(open));
    assert!((open.shape.as_ref().unwrap().exact_area_m2 - 108.0).abs() < 0.01);
}

#[test]
fn desks_are_counted_in_the_smallest_space_that_holds_them() {
    let model = read_folder(bjorkviken()).unwrap();
    let desks = |level: usize, number| &space(&model.levels[level], &key(number)).workstations;
    assert_eq!(desks(0, 102).len(), 8);
    assert_eq!(desks(0, 102)[0].name.as_deref(), Some("A1"));
    assert_eq!(desks(0, 102)[0].position, [11_800, 1400]);
    assert_eq!(desks(0, 103).len(), 1);
    assert_eq!((desks(1, 202).len(), desks(1, 203).len()), (1, 2));
    assert_eq!([model.levels[0].counts.workstations, model.levels[1].counts.workstations], [9, 3]);
    let outside = |line: &&maps::LeftOut| line.why == Reason::StandsInNoSpace;
    let outside: Vec<_> = model.left_out.iter().filter(outside).collect();
    assert_eq!(outside.len(), 1);
    assert_eq!(outside[0].feature, Some(format!("fixture {}", key(310))));
    let drawn = |kind| model.levels[0].drawing.strokes.iter().filter(move |s| s.kind == kind);
    assert_eq!(drawn(StrokeKind::Desk).count(), 10);
}

#[test]
fn several_areas_of_one_unit_become_spaces_from_the_west() {
    let model = read_folder(bjorkviken()).unwrap();
    let part = |number: u32| area(space(&model.levels[1], &format!("{}#{number}", key(207))));
    assert!((part(1) - 12.0).abs() < 1e-6 && (part(2) - 10.0).abs() < 1e-6);
}

#[test]
fn a_room_that_crosses_itself_is_a_space_without_polygon_and_drawn() {
    let model = read_folder(bjorkviken()).unwrap();
    let room = space(&model.levels[1], &key(208));
    assert!(matches!(room.shape, Err(Reason::NotPlain(_))));
    assert_eq!(room.name.as_deref(), Some("Förråd"));
    let line = model.left_out.iter().find(|line| line.kept == Kept::SpaceWithoutPolygon).unwrap();
    assert_eq!(line.feature, Some(format!("unit {}", key(208))));
    let areas = model.levels[1].drawing.strokes.iter().filter(|s| s.kind == StrokeKind::Area);
    assert_eq!(areas.count(), 2, "the room and the section");
}

#[test]
fn every_feature_of_the_package_is_accounted_for() {
    let model = read_folder(bjorkviken()).unwrap();
    nothing_is_silent(&bjorkviken(), &model);
    assert_eq!(model.levels[0].counts.drawn + model.levels[1].counts.drawn, 19);
}

#[test]
fn openings_with_and_without_doors_are_lines() {
    let model = read_folder(bjorkviken()).unwrap();
    let strokes = |kind| {
        let all = model.levels[0].drawing.strokes.iter().filter(move |s| s.kind == kind);
        all.map(|s| (s.closed, s.points.clone())).collect::<Vec<_>>()
    };
    assert_eq!(strokes(StrokeKind::Door).len(), 3);
    assert_eq!(strokes(StrokeKind::Opening), [(false, vec![[10_000, 8000], [13_000, 8000]])]);
}

#[test]
fn one_of_several_buildings_is_chosen_by_id_or_name() {
    let second = r#"{"id": "second", "feature_type": "building", "geometry": null, "properties": {"name": {"sv": "Annexet"}, "display_point": null}},
    {"id": "0b0a0000-0000-4000-8000-000000000002""#;
    let files = altered("building.geojson", &format!(r#"{{"id": "{}""#, key(2)), second);
    let files = Files::of_folder(files, &Limits::default()).unwrap();
    let choose = |wanted: Option<&str>| {
        let building = wanted.map(str::to_owned);
        read(&files, &Options { building, ..Options::default() })
    };
    let refusal = choose(None).unwrap_err();
    assert!(matches!(&refusal, MapError::SeveralBuildings { buildings } if buildings.len() == 2));
    assert!(refusal.to_string().contains("second (Annexet)"), "{refusal}");
    assert_eq!(choose(Some("Björkvikens kontorshus")).unwrap().levels.len(), 2);
    assert_eq!(choose(Some(&key(2))).unwrap().levels.len(), 2);
    assert_eq!(choose(Some("second")).unwrap_err(), MapError::NoLevel);
    assert!(matches!(choose(Some("Tornet")), Err(MapError::UnknownBuilding { .. })));
}

#[test]
fn what_is_on_no_level_is_left_out_by_name() {
    let model = read_folder(altered("kiosk.geojson", &key(10), "elsewhere")).unwrap();
    let line = model.left_out.iter().find(|line| line.why == Reason::OutsideBuilding).unwrap();
    assert_eq!(line.feature, Some(format!("kiosk {}", key(501))));
    assert_eq!(line.level.as_deref(), Some("elsewhere"));
}

#[test]
fn a_package_must_be_whole_and_of_this_version() {
    let without = |name: &str| {
        read_folder(bjorkviken().into_iter().filter(|(file, _)| file != name).collect())
    };
    for name in ["manifest.json", "level.geojson", "unit.geojson"] {
        let refusal = without(name).unwrap_err().to_string();
        assert!(refusal.contains(name) && refusal.contains("missing"), "{refusal}");
    }
    assert!(without("kiosk.geojson").is_ok());
    let other = read_folder(altered("manifest.json", "1.0.0", "2.0.0")).unwrap_err();
    assert!(other.to_string().contains("accepted is IMDF 1.0.0"), "{other}");
    let ordinal = read_folder(altered("level.geojson", r#""ordinal": 1"#, r#""order": 1"#));
    assert!(ordinal.unwrap_err().to_string().contains("its ordinal is missing"));
}

#[test]
fn ids_are_used_once_in_the_whole_package() {
    let twice = read_folder(altered("kiosk.geojson", &key(501), &key(101))).unwrap_err();
    assert!(matches!(twice, MapError::DuplicateKey { .. }), "{twice}");
}
