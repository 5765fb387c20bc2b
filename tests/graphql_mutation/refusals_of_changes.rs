//! Refusals of changes of rooms and organisations, and where in the input they point.

use serde_json::{Value, json};

use crate::{
    estate::{FROM, decision_of, terms},
    house::{
        BUILDING, CARE, DESK, DESK_2, DESK_3, HUB, House, KOMMUN, LEVEL, MEETING, MEMBERSHIP, OPEN,
        REGION, ROOM, SOCIAL, TODAY, reference,
    },
};

const OTHER_LEVEL: u64 = 41;
const CORRIDOR: u64 = 52;

/// The furnished house with a corridor, another level, and a member of its hub.
async fn house() -> House {
    let house = House::furnished().await;
    let input = json!({
        "ref": reference(OTHER_LEVEL), "building": reference(BUILDING), "from": FROM,
        "name": "Plan 3", "elevationMm": 6000,
    });
    house.does("levelAdd", input).await;
    let input = json!({
        "ref": reference(CORRIDOR), "level": reference(LEVEL), "from": FROM,
        "category": "CIRCULATION",
    });
    house.does("spaceAdd", input).await;
    let input = json!({
        "ref": reference(MEMBERSHIP), "hub": reference(HUB), "unit": reference(CARE),
        "from": TODAY, "terms": terms(1), "decisions": [decision_of(REGION)],
    });
    house.does("membershipGrant", input).await;
    house
}

async fn told(mutation: &str, refusals: Vec<(Value, &str, &str)>) {
    let house = house().await;
    for (input, code, path) in refusals {
        let error = house.refuses(mutation, input).await;
        let told = (error["code"].as_str(), &error["path"]);
        let whole: Vec<&str> = ["input"].into_iter().chain(path.split('.')).collect();
        assert_eq!(told, (Some(code), &json!(whole)), "{mutation}: {error:#}");
    }
}

fn new(number: u64) -> Value {
    json!({ "new": {
        "ref": reference(number), "level": reference(LEVEL), "category": "OPEN_WORKPLACE",
    } })
}

fn kept(number: u64) -> Value {
    json!({ "kept": { "space": reference(number) } })
}

fn reshape(into: Vec<Value>, resources: Value) -> Value {
    let mut input = json!({ "spaces": [reference(OPEN)], "from": TODAY });
    input["into"] = into.into();
    input["resources"] = resources;
    input
}

fn fate(resource: u64, destination: Value) -> Value {
    let mut fate = json!({ "resource": reference(resource) });
    fate["destination"] = destination;
    fate
}

#[tokio::test]
async fn a_reshaping_points_at_the_room_that_is_at_fault() {
    let with = |key: &str, value: Value| {
        let mut space = new(55);
        space["new"][key] = value;
        reshape(vec![kept(OPEN), space], json!([]))
    };
    let mut seats = reshape(vec![kept(OPEN), new(55)], json!([]));
    seats["into"][0]["kept"]["seats"] = 1_000_001.into();
    let mut differ = reshape(vec![kept(OPEN)], json!([]));
    differ["spaces"] = json!([reference(OPEN), reference(MEETING)]);
    let mut corridor = kept(OPEN);
    corridor["kept"]["category"] = "CIRCULATION".into();
    told(
        "spaceReshape",
        vec![
            (with("level", reference(OTHER_LEVEL).into()), "NotOnLevel", "into.1.new"),
            (with("ref", reference(MEETING).into()), "ExistsAlready", "into.1.new.ref"),
            (with("heightMm", (-1).into()), "InvalidValue", "into.1.new.heightMm"),
            (with("seats", (-1).into()), "InvalidValue", "into.1.new.seats"),
            (reshape(vec![new(55), kept(MEETING)], json!([])), "InvalidValue", "into.1.kept"),
            (seats, "TooMuch", "into.0.kept.seats"),
            (reshape(vec![corridor], json!([])), "NoPlaceFor", "into.0.kept.category"),
            (differ, "HubsDiffer", "spaces"),
            (reshape(vec![], json!([])), "InvalidValue", "into"),
            (reshape(vec![new(55), new(56)], json!([])), "NeedsDestination", "resources"),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_reshaping_points_at_the_resource_that_is_at_fault() {
    let stays = || fate(DESK, json!({ "movesTo": reference(55) }));
    let told_where = |resource: u64, destination: Value| {
        reshape(vec![new(55)], json!([stays(), fate(resource, destination)]))
    };
    let mut rest = reshape(vec![new(55)], json!([]));
    rest["rest"] = reference(MEETING).into();
    let mut spaces = reshape(vec![new(55)], json!([]));
    spaces["spaces"] = json!([reference(404)]);
    let goes_to = json!({ "retires": { "allocation": { "goesTo": reference(404) } } });
    told(
        "spaceReshape",
        vec![
            (told_where(ROOM, json!({ "movesTo": reference(55) })), "InvalidValue", "resources.1"),
            (
                told_where(DESK_2, json!({ "movesTo": reference(404) })),
                "NotFound",
                "resources.1.destination.movesTo",
            ),
            (
                told_where(DESK_2, json!({ "movesTo": reference(CORRIDOR) })),
                "NoPlaceFor",
                "resources.1.destination.movesTo",
            ),
            (
                told_where(DESK_2, goes_to),
                "NotFound",
                "resources.1.destination.retires.allocation.goesTo",
            ),
            (
                told_where(DESK_2, json!({ "retires": { "allocation": { "ends": false } } })),
                "InvalidValue",
                "resources.1.destination.retires.allocation.ends",
            ),
            (rest, "InvalidValue", "rest"),
            (spaces, "NotFound", "spaces"),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_retirement_points_at_what_is_left() {
    let retire = |resources: Value| json!({ "space": reference(OPEN), "from": TODAY, "resources": resources });
    let moves = |to: u64| json!({ "movesTo": reference(to) });
    told(
        "spaceRetire",
        vec![
            (retire(json!([])), "InUse", "from"),
            (
                retire(json!([fate(DESK, moves(MEETING)), fate(404, moves(MEETING))])),
                "NotFound",
                "resources.1",
            ),
            (
                retire(json!([fate(DESK, moves(MEETING)), fate(DESK_2, json!({ "retires": {} }))])),
                "InUse",
                "resources.1",
            ),
        ],
    )
    .await;
    let retire = |allocation: Value| json!({ "resource": reference(DESK), "from": TODAY, "allocation": allocation });
    told(
        "resourceRetire",
        vec![
            (retire(Value::Null), "InUse", "from"),
            (retire(json!({ "goesTo": reference(404) })), "NotFound", "allocation.goesTo"),
            (retire(json!({ "ends": false })), "InvalidValue", "allocation.ends"),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_move_and_a_count_point_at_what_does_not_fit() {
    let to = |resources: &[u64], to: u64| {
        let resources: Vec<String> = resources.iter().copied().map(reference).collect();
        json!({ "resources": resources, "to": reference(to), "from": TODAY })
    };
    told(
        "resourcesMove",
        vec![
            (to(&[DESK, ROOM], CORRIDOR), "RoomStaysInPlace", "resources.1"),
            (to(&[DESK, 404], MEETING), "NotFound", "resources.1"),
            (to(&[DESK], 404), "NotFound", "to"),
            (to(&[DESK], CORRIDOR), "NoPlaceFor", "to"),
        ],
    )
    .await;
    let count = |on: &str, workstations: i32| {
        json!({
            "space": reference(OPEN), "on": on, "source": "Inventering",
            "workstations": workstations,
        })
    };
    told(
        "workstationsCount",
        vec![
            (count(TODAY, 2), "CountTooLow", "workstations"),
            (count(TODAY, -1), "InvalidValue", "workstations"),
            (count(TODAY, 1_501), "TooMuch", "workstations"),
            (count("2026-11-24", 3), "InFuture", "on"),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_reorganisation_points_at_the_unit_or_thing_at_fault() {
    let register = |key: &str, value: Value| {
        let unit = |number| {
            json!({
                "ref": reference(number), "name": "Ny", "organisation": reference(KOMMUN),
                "headcount": 5,
            })
        };
        let mut second = unit(23);
        second[key] = value;
        json!({
            "units": [reference(SOCIAL)], "from": TODAY, "rest": reference(22),
            "register": [unit(22), second],
        })
    };
    let into = |key: &str, value: Value| {
        let mut input = json!({
            "units": [reference(SOCIAL)], "from": TODAY, "into": [reference(CARE)],
        });
        input[key] = value;
        input
    };
    let heir = |resource: u64| json!({ "resource": reference(resource), "unit": reference(CARE) });
    let first = heir(DESK_3);
    let stranger = json!({ "resource": reference(DESK), "unit": reference(404) });
    let member = json!({ "membership": reference(MEMBERSHIP), "unit": reference(CARE) });
    told(
        "unitsReorganise",
        vec![
            (register("ref", reference(CARE).into()), "ExistsAlready", "register.1.ref"),
            (
                register("organisation", reference(404).into()),
                "NotFound",
                "register.1.organisation",
            ),
            (register("headcount", (-1).into()), "InvalidValue", "register.1.headcount"),
            (register("municipality", "2380".into()), "NotFound", "register.1.municipality"),
            (into("into", json!([reference(404)])), "NotFound", "into"),
            (into("units", json!([reference(404)])), "NotFound", "units"),
            (into("rest", reference(SOCIAL).into()), "InvalidValue", "rest"),
            (into("allocations", json!([first, heir(ROOM)])), "InvalidValue", "allocations.1"),
            (into("allocations", json!([first, stranger])), "InvalidValue", "allocations.1"),
            (into("memberships", json!([member])), "InvalidValue", "memberships.0"),
            (into("withdraw", json!([reference(404)])), "NotFound", "withdraw.0"),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_unit_an_organisation_and_a_hub_point_at_what_is_not_there() {
    let to = |organisation: u64, parent: u64| {
        json!({
            "unit": reference(CARE), "from": TODAY, "organisation": reference(organisation),
            "parent": reference(parent),
        })
    };
    told(
        "unitMove",
        vec![
            (to(404, SOCIAL), "NotFound", "organisation"),
            (to(KOMMUN, 404), "NotFound", "parent"),
            (to(REGION, SOCIAL), "UnitOutOfPlace", "parent"),
            (to(REGION, CARE), "UnitOutOfPlace", "parent"),
        ],
    )
    .await;
    let end = |successor: Value| json!({ "organisation": reference(KOMMUN), "from": TODAY, "successor": successor });
    told(
        "organisationEnd",
        vec![
            (end(Value::Null), "InUse", "from"),
            (end(reference(404).into()), "NotFound", "successor"),
            (end(reference(KOMMUN).into()), "InvalidValue", "successor"),
        ],
    )
    .await;
    let revise = |key: &str, value: Value| {
        let mut input = json!({ "hub": reference(HUB), "from": TODAY });
        input[key] = value;
        input
    };
    told(
        "hubRevise",
        vec![
            (revise("host", reference(404).into()), "NotFound", "host"),
            (revise("host", Value::Null), "InvalidValue", "host"),
            (revise("name", " ".into()), "InvalidValue", "name"),
            (revise("municipality", "2380".into()), "NotFound", "municipality"),
        ],
    )
    .await;
    told("importAbandon", vec![(json!({ "import": reference(404) }), "NotFound", "import")]).await;
}
