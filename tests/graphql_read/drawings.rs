//! Drawings, planes, and the geometry of a floor plan with both.

use schema::{
    BuildingSetPlane, GeoPosition, ImportCounts, ImportPart, LevelDraw, Plane, Stroke, StrokeKind,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::estate::{BUILDING, Estate, LEVEL, MANAGER, date, id};

const DRAWING: u128 = 900;
const IMPORT: u128 = 910;

fn stroke(kind: StrokeKind, closed: bool, points: &[[i64; 2]]) -> Stroke {
    Stroke::new(kind, closed, points.to_vec()).unwrap()
}

/// One part of a drawing: two walls, of which the first is closed, and a door.
fn part(number: u32, of: u32) -> LevelDraw {
    LevelDraw {
        level: id(LEVEL),
        drawing: id(DRAWING),
        from: date("2026-06-01"),
        part: number,
        parts: of,
        strokes: vec![
            stroke(StrokeKind::Door, false, &[[0, 0], [900, 0]]),
            stroke(StrokeKind::Wall, true, &[[0, 0], [0, 4_000], [6_500, 4_000]]),
            stroke(StrokeKind::Wall, false, &[[0, 0], [6_500, 0]]),
        ],
    }
}

fn plane() -> Plane {
    Plane {
        origin: GeoPosition::new("63.1792".parse().unwrap(), "14.6357".parse().unwrap()).unwrap(),
        projection: "orthographic-epsg-9840".parse().unwrap(),
    }
}

/// The estate with the parts of a file recorded.
async fn with(parts: Vec<ImportPart>) -> Estate {
    let estate = Estate::furnished().await;
    let expected = ImportCounts { drawings: 3, left_out: 1, ..ImportCounts::NONE };
    estate.begin_import(IMPORT, Some(BUILDING), expected).await;
    estate.record(MANAGER, schema::ImportRecord { import: id(IMPORT), parts }).await;
    estate
}

async fn drawn() -> Estate {
    let plane = BuildingSetPlane { building: id(BUILDING), plane: plane() };
    with(vec![plane.into(), part(0, 2).into(), part(1, 2).into()]).await
}

async fn read(estate: &Estate, on: &str, asked: &str) -> Value {
    let level: Uuid = id(LEVEL);
    let fields = format!(r#"level(ref: "{level}") {{ {asked} }}"#);
    estate.at(&format!("on: {on:?}"), &fields).await["level"].clone()
}

#[tokio::test]
async fn a_drawing_tells_what_it_has_of_each_kind() {
    let estate = drawn().await;
    let asked = "drawing { ref from strokes { kind strokes points } } building { plane {
        projection origin { latitude longitude } } }";
    let level = read(&estate, "2026-06-01", asked).await;
    let reference: Uuid = id(DRAWING);
    assert_eq!(
        level["drawing"],
        json!({"ref": reference.to_string(), "from": "2026-06-01", "strokes": [
            {"kind": "WALL", "strokes": 4, "points": 10},
            {"kind": "DOOR", "strokes": 2, "points": 4}]})
    );
    assert_eq!(
        level["building"]["plane"],
        json!({"projection": "orthographic-epsg-9840",
            "origin": {"latitude": "63.1792", "longitude": "14.6357"}})
    );
    let before = read(&estate, "2026-05-31", "drawing { ref }").await;
    assert_eq!(before["drawing"], Value::Null);
}

#[tokio::test]
async fn a_drawing_of_which_parts_are_missing_does_not_hold_yet() {
    let estate = with(vec![part(0, 2).into()]).await;
    let level = read(&estate, "2026-06-01", "drawing { ref } floorPlan { geometry }").await;
    assert_eq!(level["drawing"], Value::Null);
    assert_eq!(level["floorPlan"]["geometry"]["drawing"], Value::Null);
}

/// The kinds of the features without spaces, in order, and what is said of the drawing.
fn strokes(geometry: &Value) -> (Vec<&str>, &Value) {
    let features = geometry["features"].as_array().unwrap();
    let kinds = features.iter().filter_map(|feature| feature["properties"]["kind"].as_str());
    (kinds.collect(), &geometry["drawing"])
}

#[tokio::test]
async fn the_geometry_of_a_plan_has_the_drawing_after_the_spaces() {
    let estate = drawn().await;
    let level = read(&estate, "2026-06-01", "floorPlan { geometry }").await;
    let geometry = &level["floorPlan"]["geometry"];
    let (kinds, drawing) = strokes(geometry);
    assert_eq!(kinds, ["WALL", "WALL", "WALL", "WALL", "DOOR", "DOOR"]);
    assert_eq!((&drawing["strokes"], &drawing["leftOut"]), (&json!(6), &json!(0)));
    let features = geometry["features"].as_array().unwrap();
    assert!(features[..3].iter().all(|space| space["properties"]["ref"].is_string()));
    assert_eq!(
        features[3],
        json!({"type": "Feature", "properties": {"kind": "WALL"}, "geometry": {
            "type": "Polygon",
            "coordinates": [[[6.5, 4.0], [0.0, 4.0], [0.0, 0.0], [6.5, 4.0]]]}})
    );
    assert_eq!(features[4]["geometry"]["type"], "LineString");
}

#[tokio::test]
async fn a_drawing_is_given_by_kind_as_far_as_points_are_asked_for_or_not_at_all() {
    let estate = drawn().await;
    let asked = "floorPlan { none: geometry(strokes: []) doors: geometry(strokes: [DOOR])
            few: geometry(points: 6) }
        drawing { doors: geometry(kinds: [DOOR], points: 2) nothing: geometry(points: 0) }";
    let level = read(&estate, "2026-06-01", asked).await;
    let (plan, drawing) = (&level["floorPlan"], &level["drawing"]);
    assert_eq!(strokes(&plan["none"]), (vec![], &Value::Null));
    assert_eq!(plan["none"]["features"].as_array().unwrap().len(), 3, "the spaces");
    assert_eq!(strokes(&plan["doors"]).0, ["DOOR", "DOOR"]);
    let (kinds, of) = strokes(&plan["few"]);
    assert_eq!((kinds.len(), &of["leftOut"]), (2, &json!(4)));
    let (kinds, of) = strokes(&drawing["doors"]);
    assert_eq!((kinds, &of["leftOut"]), (vec!["DOOR"], &json!(1)));
    assert_eq!(strokes(&drawing["nothing"]).0, [""; 0]);
    let level: Uuid = id(LEVEL);
    let query = |points: i64| {
        format!(
            r#"{{ portfolio(ref: $p) {{ floorPlan(level: "{level}") {{ geometry(points: {points}) }} }} }}"#
        )
    };
    for points in [-1, 400_001] {
        let message = estate.refused(&query(points)).await;
        assert!(message.contains("accepted is 0 to 400000"), "{message}");
    }
}

#[tokio::test]
async fn a_drawing_costs_by_the_points_that_are_asked_for() {
    let estate = Estate::opened().await;
    let plans = |points: u32| {
        let plan = |number| {
            format!(
                r#"p{number}: floorPlan(level: "{}") {{ geometry(points: {points}) }}"#,
                Uuid::nil()
            )
        };
        let plans: Vec<String> = (0..45).map(plan).collect();
        format!("{{ portfolio(ref: $p) {{ {} }} }}", plans.join(" "))
    };
    estate.ask(&plans(1_000)).await;
    let message = estate.refused(&plans(400_000)).await;
    assert!(message.contains("complexity"), "{message}");
}

#[tokio::test]
async fn the_plans_of_a_page_of_levels_are_within_the_limits() {
    let estate = Estate::opened().await;
    let plan = "geometry totals { modes { mode spaces } areas { measure squareMetres spacesWithIt
        spacesInAll } }";
    let fields = format!("levels {{ edges {{ node {{ id name floorPlan {{ {plan} }} }} }} }}");
    assert_eq!(estate.at("", &fields).await["levels"]["edges"], json!([]));
}

#[tokio::test]
async fn an_import_tells_how_far_it_is() {
    let estate = with(vec![part(0, 2).into()]).await;
    let import: Uuid = id(IMPORT);
    let asked = format!(
        r#"import(ref: "{import}") {{ open recorded building {{ name }} completedRevision
            expected {{ organisations units buildings levels spaces resources drawings allocations
                changed gone things leftOut }} }}"#
    );
    let read = estate.at("", &asked).await;
    assert_eq!(
        read["import"],
        json!({"open": true, "recorded": 1, "building": {"name": "Regionens hus"},
            "completedRevision": null, "expected": {"organisations": 0, "units": 0,
                "buildings": 0, "levels": 0, "spaces": 0, "resources": 0, "drawings": 3,
                "allocations": 0, "changed": 0, "gone": 0, "things": 3, "leftOut": 1}})
    );
    let plane = BuildingSetPlane { building: id(BUILDING), plane: plane() };
    let parts = vec![part(1, 2).into(), plane.into()];
    estate.record(MANAGER, schema::ImportRecord { import: id(IMPORT), parts }).await;
    estate.record(MANAGER, schema::ImportComplete { import: id(IMPORT) }).await;
    let read = estate.at("", &asked).await;
    assert_eq!((&read["import"]["open"], &read["import"]["recorded"]), (&json!(false), &json!(3)));
    assert!(read["import"]["completedRevision"].is_u64());
}

#[tokio::test]
async fn imports_of_buildings_and_of_lists_are_listed_together() {
    let estate = Estate::furnished().await;
    let counts = ImportCounts { units: 2, ..ImportCounts::NONE };
    estate.begin_import(911, None, counts.clone()).await;
    estate.begin_import(912, Some(BUILDING), counts).await;
    let building: Uuid = id(BUILDING);
    let asked = format!(
        r#"imports {{ nodes {{ building {{ name }} }} }}
        building(ref: "{building}") {{ imports {{ totalCount }} }}"#
    );
    let read = estate.at("", &asked).await;
    let named = json!({"building": {"name": "Regionens hus"}});
    assert_eq!(read["imports"]["nodes"], json!([{"building": null}, named]));
    assert_eq!(read["building"]["imports"]["totalCount"], 1);
}
