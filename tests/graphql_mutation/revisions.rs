//! What a revision keeps, takes away and sets.

use schema::{Date, LevelId, SpaceDescription, SpaceId, UnitId};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    estate::FROM,
    house::{House, LEVEL, OPEN, PROPOSER, SOCIAL, manager, reference},
};

const LATER: &str = "2027-03-01";

fn uuid(number: u64) -> Uuid {
    reference(number).parse().expect("a UUID")
}

fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

fn space(house: &House) -> SpaceDescription {
    let state = house.ledger().newest();
    let space = state.space(&SpaceId::from(uuid(OPEN))).expect("the space").clone();
    (**space.descriptions.at(date(LATER)).expect("described")).clone()
}

async fn described(house: &House) -> SpaceDescription {
    let input = json!({
        "space": reference(OPEN), "from": FROM, "number": "201", "name": "Landskapet",
        "function": "Kontor", "heightMm": 2700, "seats": 8,
        "polygon": { "outer": [[0, 0], [0, 9000], [9000, 9000], [9000, 0]],
                     "holes": [[[1000, 1000], [2000, 1000], [2000, 2000]]] },
        "areas": [{ "measure": "LOA", "squareMetres": "80.5" },
                  { "measure": "quantity: NetFloorArea", "squareMetres": "79" }],
        "codes": [{ "system": "OmniClass 13", "code": "13-15 11 34 11" }],
    });
    house.does("spaceRevise", input).await;
    space(house)
}

#[tokio::test]
async fn what_a_revision_leaves_out_stays() {
    let house = House::furnished().await;
    let before = described(&house).await;
    let polygon = before.polygon.as_ref().expect("an outline");
    assert_eq!(polygon.square_millimetres(), 81_000_000 - 500_000);
    assert_eq!(before.areas.iter().count(), 2);
    assert_eq!((before.codes.len(), before.seats), (1, Some(8)));
    let input = json!({ "space": reference(OPEN), "from": LATER, "category": "CELL" });
    house.does("spaceRevise", input).await;
    assert_eq!(space(&house), SpaceDescription { category: schema::Category::Cell, ..before });
}

#[tokio::test]
async fn null_takes_away_and_an_empty_list_empties() {
    let house = House::furnished().await;
    let before = described(&house).await;
    let input = json!({
        "space": reference(OPEN), "from": LATER, "number": null, "name": null, "function": null,
        "heightMm": null, "polygon": null, "seats": null, "areas": [], "codes": [],
    });
    house.does("spaceRevise", input).await;
    let nothing = SpaceDescription {
        number: None,
        name: None,
        function: None,
        category: before.category,
        polygon: None,
        height_mm: None,
        areas: schema::Areas::default(),
        seats: None,
        codes: Vec::new(),
    };
    assert_eq!(space(&house), nothing);
}

#[tokio::test]
async fn a_unit_loses_its_attendance_and_keeps_its_headcount() {
    let house = House::furnished().await;
    let unit = |input: Value| house.does("unitRevise", input);
    unit(json!({
        "unit": reference(SOCIAL), "from": FROM, "headcount": 14,
        "attendance": { "monday": 5, "tuesday": 6 },
    }))
    .await;
    unit(json!({ "unit": reference(SOCIAL), "from": LATER, "attendance": null })).await;
    let state = house.ledger().newest();
    let known = state.unit(&UnitId::from(uuid(SOCIAL))).expect("the unit").clone();
    let on = |on| known.descriptions.at(date(on)).expect("described").clone();
    assert_eq!(on(FROM).attendance.expect("known").days(), [5, 6, 0, 0, 0, 0, 0]);
    assert_eq!((on(LATER).attendance, on(LATER).headcount), (None, 14));
}

#[tokio::test]
async fn what_a_thing_always_has_is_not_taken_away() {
    let house = House::furnished().await;
    let input = json!({
        "level": reference(LEVEL), "from": LATER, "name": null, "elevationMm": null,
    });
    let errors = house.errors(manager(PROPOSER), "levelRevise", input).await;
    let told: Vec<_> = errors.iter().map(|error| (&error["code"], &error["path"])).collect();
    let (name, elevation) = (json!(["input", "name"]), json!(["input", "elevationMm"]));
    let invalid = json!("InvalidValue");
    assert_eq!(told, [(&invalid, &name), (&invalid, &elevation)]);
    let message = errors[0]["message"].as_str().expect("a message");
    assert!(message.contains("leave the field out to keep it"), "{message}");
    let input = json!({ "level": reference(LEVEL), "from": LATER, "elevationMm": 3200 });
    house.does("levelRevise", input).await;
    let state = house.ledger().newest();
    let level = state.level(&LevelId::from(uuid(LEVEL))).expect("the level").clone();
    assert_eq!(level.descriptions.at(date(LATER)).expect("described").elevation_mm, 3200);
}

#[tokio::test]
async fn a_revision_reaches_over_later_ones_that_left_the_field_as_it_was() {
    let house = House::furnished().await;
    let revise = |from: &str, seats: Value| {
        let input = json!({ "space": reference(OPEN), "from": from, "seats": seats });
        house.does("spaceRevise", input)
    };
    revise(FROM, json!(8)).await;
    let input = json!({ "space": reference(OPEN), "from": LATER, "category": "CELL" });
    house.does("spaceRevise", input).await;
    revise("2026-06-01", json!(6)).await;
    assert_eq!((space(&house).seats, space(&house).category), (Some(6), schema::Category::Cell));
    revise(LATER, json!(5)).await;
    revise("2026-07-01", json!(9)).await;
    assert_eq!(space(&house).seats, Some(5), "what a later revision set stays");
}
