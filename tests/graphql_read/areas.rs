//! Areas added up, with how many of the spaces they are known of.

use schema::{Category, Measure};
use serde_json::json;
use uuid::Uuid;

use crate::estate::{BUILDING, Estate, LEVEL, MANAGER, added_space, id};

#[tokio::test]
async fn a_sum_of_areas_says_of_how_many_spaces_it_is() {
    let estate = Estate::furnished().await;
    let (building, level): (Uuid, Uuid) = (id(BUILDING), id(LEVEL));
    let asked = "areas { measure squareMetres spacesWithIt spacesInAll }";
    let fields = format!(
        r#"{asked} building(ref: "{building}") {{ {asked} }} level(ref: "{level}") {{ {asked} }}
        floorPlan(level: "{level}") {{ totals {{ {asked} }} }}"#
    );
    let read = estate.at(r#"on: "2026-06-01""#, &fields).await;
    let areas = json!([
        {"measure": "LOA", "squareMetres": "25", "spacesWithIt": 1, "spacesInAll": 3},
        {"measure": "as modelled", "squareMetres": "78", "spacesWithIt": 3, "spacesInAll": 3}]);
    assert_eq!(read["areas"], areas);
    assert_eq!(read["building"]["areas"], areas);
    assert_eq!(read["level"]["areas"], areas);
    assert_eq!(read["floorPlan"]["totals"]["areas"], areas);
    let before = estate.at(r#"on: "2025-12-31""#, &fields).await;
    assert_eq!(before["areas"], json!([]));
}

#[tokio::test]
async fn one_measure_is_told_also_where_no_space_has_it() {
    let estate = Estate::furnished().await;
    let asked = "measure squareMetres spacesWithIt spacesInAll";
    let fields = format!(
        r#"loa: areas(measure: "LOA") {{ {asked} }} bra: areas(measure: "BRA") {{ {asked} }}"#
    );
    let read = estate.at(r#"on: "2026-06-01""#, &fields).await;
    assert_eq!(
        read["loa"],
        json!([{"measure": "LOA", "squareMetres": "25", "spacesWithIt": 1, "spacesInAll": 3}])
    );
    assert_eq!(
        read["bra"],
        json!([{"measure": "BRA", "squareMetres": "0", "spacesWithIt": 0, "spacesInAll": 3}])
    );
    let query = r#"{ portfolio(ref: $p) { areas(measure: "loa") { measure } } }"#;
    let message = estate.refused(query).await;
    assert!(message.contains("LOA, BRA, BTA"), "{message}");
}

#[tokio::test]
async fn a_sum_may_be_greater_than_one_area_can() {
    let estate = Estate::furnished().await;
    for number in [320, 321] {
        let areas = [(Measure::Bta, "9000000.5")];
        let space = added_space(number, "9", Category::Technical, &areas);
        estate.record(MANAGER, space).await;
    }
    let read = estate.at(r#"on: "2026-06-01""#, r#"areas(measure: "BTA") { squareMetres }"#).await;
    assert_eq!(read["areas"], json!([{"squareMetres": "18000001"}]));
}
