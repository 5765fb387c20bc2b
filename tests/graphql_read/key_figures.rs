//! Key figures with their definitions.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::estate::{BUILDING, COUNTY, Estate, id};

/// The one figure of a kind, without its definition.
fn figure(figures: &Value, kind: &str, resources: &Value) -> Value {
    let figures = figures["keyFigures"].as_array().unwrap();
    let fits = |it: &&Value| it["kind"] == kind && it["resources"] == *resources;
    let figure = figures.iter().find(fits).unwrap();
    json!([figure["numerator"], figure["denominator"], figure["value"], figure["leftOut"]])
}

const FIELDS: &str = "kind resources value numerator denominator leftOut";

#[tokio::test]
async fn key_figures_show_numerator_and_denominator() {
    let estate = Estate::half_moved().await;
    let fields = format!(r#"keyFigures(measure: "LOA", churnSince: "2026-12-01") {{ {FIELDS} }}"#);
    let read = estate.at("", &fields).await;
    assert_eq!(read["keyFigures"].as_array().unwrap().len(), 10);
    // Room 101 alone has LOA; 12 people, none of whose attendance is known; three workstations, of
    // which one has moved, one is fixed and one is vacant.
    let of = |kind| figure(&read, kind, &Value::Null);
    assert_eq!(of("AREA_PER_EMPLOYEE"), json!(["25", "12", "2.0833", 2]));
    assert_eq!(of("PEOPLE_PER_WORKSTATION"), json!(["12", "3", "4", 0]));
    assert_eq!(of("PRESENT_PER_WORKSTATION"), json!([null, "3", null, 1]));
    assert_eq!(of("CHURN"), json!(["1", "3", "0.3333", 0]));
    let of = |kind| figure(&read, kind, &json!("WORKSTATION"));
    assert_eq!(of("FLEXIBLE_SHARE"), json!(["1", "3", "0.3333", 0]));
    assert_eq!(of("VACANT_SHARE"), json!(["1", "3", "0.3333", 0]));
    assert_eq!(figure(&read, "VACANT_SHARE", &json!("ROOM")), json!(["0", "0", null, 0]));
}

#[tokio::test]
async fn key_figures_are_asked_of_a_part_and_as_planned() {
    let estate = Estate::half_moved().await;
    let (county, building): (Uuid, Uuid) = (id(COUNTY), id(BUILDING));
    let fields =
        format!(r#"keyFigures(measure: "LOA", churnSince: "2026-12-01", PART) {{ {FIELDS} }}"#);
    let part = |part: String| fields.replace("PART", &part);
    let clocks = r#"on: "2026-12-20", basis: PLANNED"#;
    let of_building = estate.at(clocks, &part(format!(r#"building: "{building}""#))).await;
    // Both desks have left by then: nobody has a desk of their own in the building.
    let null = Value::Null;
    assert_eq!(figure(&of_building, "CHURN", &null), json!(["2", "3", "0.6667", 0]));
    let people = figure(&of_building, "PEOPLE_PER_WORKSTATION", &null);
    assert_eq!(people, json!(["0", "3", "0", 0]));
    let of_county = estate.at("", &part(format!(r#"organisation: "{county}""#))).await;
    assert_eq!(figure(&of_county, "AREA_PER_EMPLOYEE", &null), json!(["25", "12", "2.0833", 0]));
}

#[tokio::test]
async fn a_key_figure_says_what_it_means_in_both_languages() {
    let estate = Estate::half_moved().await;
    let fields = r#"keyFigures(measure: "LOA", churnSince: "2026-12-01") {
        unit definition enhet: unit(language: SWEDISH) innebörd: definition(language: SWEDISH) }"#;
    let read = estate.at("", &fields.replace("innebörd", "betydelse")).await;
    let figure = &read["keyFigures"][1];
    assert_eq!(figure["unit"], "employees per workstation");
    assert_eq!(figure["enhet"], "anställda per arbetsplats");
    assert!(figure["definition"].as_str().unwrap().starts_with("Employees over workstations"));
    assert!(figure["betydelse"].as_str().unwrap().starts_with("Anställda delat med arbetsplatser"));
}

#[tokio::test]
async fn a_part_that_is_not_there_is_refused() {
    let estate = Estate::half_moved().await;
    let refused = |arguments: String| {
        let query = format!("{{ portfolio(ref: $p) {{ keyFigures({arguments}) {{ value }} }} }}");
        let estate = &estate;
        async move { estate.refused(&query).await }
    };
    let asked = r#"measure: "LOA", churnSince: "2026-12-01""#;
    let (county, building): (Uuid, Uuid) = (id(COUNTY), id(BUILDING));
    let unknown = refused(format!(r#"{asked}, organisation: "{building}""#)).await;
    assert!(unknown.contains("has no organisation"), "{unknown}");
    let unknown = refused(format!(r#"{asked}, municipality: "2380""#)).await;
    assert_eq!(unknown, "the portfolio has no municipality 2380");
    let two = format!(r#"{asked}, organisation: "{county}", building: "{building}""#);
    assert!(refused(two).await.contains("give one of"));
    let late = refused(r#"measure: "LOA", churnSince: "2027-01-01""#.to_owned()).await;
    assert!(late.contains("2026-12-13, or one before"), "{late}");
    let measure = refused(r#"measure: "ells", churnSince: "2026-12-01""#.to_owned()).await;
    assert!(measure.contains("ells"), "{measure}");
}
