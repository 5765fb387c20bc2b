//! A real building of seven floors: figures that were counted in its files, independently.

use std::collections::BTreeMap;

use maps::{Files, Format, Kept, Limits, Model, Options, Plane, Reason, StrokeKind, read};
use schema::{Category, GeoPosition, Polygon};
use serde_json::Value;

use super::support::{area, left_out, read_folder, shared_data, space};

fn model() -> Option<Model> {
    shared_data("westport-house").map(|files| read_folder(files).unwrap())
}

/// Types of features and numbers of rings by level, from the plain JSON.
fn types_in_files() -> Option<BTreeMap<String, BTreeMap<String, usize>>> {
    let files = shared_data("westport-house")?;
    let floors = files.iter().filter(|(name, _)| name.ends_with(".geojson"));
    let types = |bytes: &[u8]| {
        let value: Value = serde_json::from_slice(bytes).unwrap();
        let mut types = BTreeMap::new();
        for feature in value["features"].as_array().unwrap() {
            assert_eq!(feature["geometry"]["coordinates"].as_array().unwrap().len(), 1);
            let kind = feature["properties"]["type"].as_str().unwrap().to_owned();
            *types.entry(kind).or_default() += 1;
        }
        types
    };
    Some(floors.map(|(name, bytes)| (name.replace(".geojson", ""), types(bytes))).collect())
}

#[test]
fn seven_levels_lie_in_order_with_their_names() {
    let Some(model) = model() else { return };
    assert_eq!(model.format, Format::IndexedLevels);
    assert_eq!(model.building.name.as_deref(), Some("Westport House"));
    let short: Vec<_> =
        model.levels.iter().map(|level| level.short_name.as_deref().unwrap()).collect();
    assert_eq!(short, ["G", "1", "2", "3", "4", "5", "6"]);
    assert_eq!(model.levels[0].name.as_deref(), Some("Ground Floor"));
    assert_eq!(model.levels[3].key, "westport-house-floor-3");
    assert!(model.levels.iter().zip(0..).all(|(level, ordinal)| level.ordinal == ordinal));
}

#[test]
fn every_feature_comes_in_as_what_it_is() {
    let (Some(model), Some(types)) = (model(), types_in_files()) else { return };
    for level in &model.levels {
        let types = &types[&level.key];
        let of = |kinds: &[&str]| kinds.iter().filter_map(|kind| types.get(*kind)).sum::<usize>();
        let drawn =
            |kind: StrokeKind| level.drawing.strokes.iter().filter(|s| s.kind == kind).count();
        assert_eq!(level.counts.sum(), types.values().sum::<usize>(), "{}", level.key);
        assert_eq!((level.counts.outline, level.counts.left_out), (1, 0), "{}", level.key);
        assert_eq!(drawn(StrokeKind::Wall), of(&["wall"]), "{}", level.key);
        assert_eq!(drawn(StrokeKind::Door), of(&["door"]), "{}", level.key);
        assert_eq!(drawn(StrokeKind::Window), of(&["window"]), "{}", level.key);
        assert_eq!(drawn(StrokeKind::Stairs), of(&["stairs"]), "{}", level.key);
        assert_eq!(drawn(StrokeKind::Elevator), of(&["elevator"]), "{}", level.key);
        assert_eq!(drawn(StrokeKind::FloorOpening), of(&["floor_opening"]), "{}", level.key);
        assert_eq!(drawn(StrokeKind::Inaccessible), of(&["inaccessible_space"]), "{}", level.key);
        assert_eq!(level.drawing.strokes.len(), level.counts.drawn, "{}", level.key);
        assert!(level.drawing.strokes.iter().all(|stroke| stroke.closed), "{}", level.key);
    }
}

#[test]
fn floor_2_has_thirteen_spaces_and_one_area_that_is_drawn() {
    let Some(model) = model() else { return };
    let spaces: Vec<usize> = model.levels.iter().map(|level| level.spaces.len()).collect();
    assert_eq!(spaces, [2, 0, 13, 0, 0, 0, 0]);
    let floor = &model.levels[2];
    for (key, name, category, square_metres) in [
        ("316", "Meeting Room Large", Some(Category::Meeting), 24.93),
        ("317", "Server room", Some(Category::Technical), 17.65),
        ("318", "Kitchen", Some(Category::Social), 12.20),
        ("319", "Meeting Room Small", Some(Category::Meeting), 9.49),
        ("320", "Storage Cupboard", Some(Category::Archive), 6.10),
        ("310", "Men's Bathroom", Some(Category::Hygiene), 27.49),
        ("312", "Unit 1", None, 475.56),
        ("305", "Unit 3", None, 509.68),
        ("304", "Unit 4", None, 373.99),
        ("328", "Balcony", None, 28.78),
    ] {
        let space = space(floor, key);
        assert_eq!(space.name.as_deref(), Some(name));
        assert_eq!(space.category, category, "{name}");
        assert!((area(space) - square_metres).abs() < 0.01, "{name}: {}", area(space));
        let exact = space.shape.as_ref().unwrap().exact_area_m2;
        assert!((area(space) - exact).abs() < 0.001 * exact, "{name}: {exact}");
        assert!(space.cut_out.is_empty());
    }
    assert_eq!(model.left_out.len(), 1, "{:?}", left_out(&model));
    assert_eq!(model.left_out[0].feature.as_deref(), Some("no_geometry 302"));
    assert_eq!((model.left_out[0].kept, &model.left_out[0].why), (Kept::Drawing, &Reason::Unnamed));
}

#[test]
fn levels_lie_on_each_other() {
    let Some(model) = model() else { return };
    let outline = |index: usize| model.levels[index].outline.as_ref().unwrap();
    let corners = |outline: &Polygon| -> Vec<_> { outline.outer().to_vec() };
    let shared = corners(outline(1)).into_iter().filter(|c| corners(outline(2)).contains(c));
    assert!(shared.count() > 60, "most corners of the first floor are those of the second");
    // The lift shaft goes through.
    let lifts = |index: usize| {
        let strokes = model.levels[index].drawing.strokes.iter();
        strokes.filter(|s| s.kind == StrokeKind::Elevator).flat_map(|s| s.points.clone())
    };
    for [x, y] in lifts(5) {
        assert!(lifts(6).any(|[a, b]| (a - x).abs() < 50 && (b - y).abs() < 50), "{x} {y}");
    }
}

#[test]
fn the_geometry_is_the_same_on_every_machine() {
    let Some(model) = model() else { return };
    let least = |level: usize| model.levels[level].outline.as_ref().unwrap().outer()[0];
    assert_eq!(
        [least(0), least(3), least(6)],
        [[-53_739, 38_134], [-42_151, 2_012], [-17_939, 5_043]]
    );
}

#[test]
fn a_later_reading_keeps_the_recorded_plane() {
    let Some(files) = shared_data("westport-house") else { return };
    let files = Files::of_folder(files, &Limits::default()).unwrap();
    let degrees = |text: &str| text.parse().unwrap();
    let origin = GeoPosition::new(degrees("56.4595"), degrees("-2.9785")).unwrap();
    let options = Options { plane: Some(Plane::at(origin)), ..Options::default() };
    let (moved, model) =
        (read(&files, &options).unwrap(), read(&files, &Options::default()).unwrap());
    assert_eq!(moved.plane.origin(), origin);
    assert_eq!(moved.building.position, model.building.position);
    let least = |model: &Model| model.levels[0].outline.as_ref().unwrap().outer()[0];
    let by = [0, 1].map(|axis| least(&moved)[axis] - least(&model)[axis]);
    // 0.000501 degrees east, 0.00042 north of the other origin.
    assert!((by[0] - 30_875).abs() < 60 && (by[1] - 46_764).abs() < 60, "{by:?}");
}

#[test]
fn drawings_are_small_enough_to_be_recorded() {
    let Some(model) = model() else { return };
    for level in &model.levels {
        let strokes: Vec<_> = level.drawing.strokes.iter().collect();
        let json = serde_json::to_string(
            &strokes.iter().map(|s| (s.kind.as_str(), s.closed, &s.points)).collect::<Vec<_>>(),
        );
        let (bytes, points) = (json.unwrap().len(), strokes.iter().map(|s| s.points.len()));
        println!(
            "{}: {} strokes, {} points, {bytes} bytes",
            level.key,
            strokes.len(),
            points.sum::<usize>()
        );
        assert!(bytes < 2 * 65_535, "{}: {bytes}", level.key);
    }
}
