//! Rooms that change: split, merged, emptied, counted.

use serde_json::{Value, json};

use crate::{
    estate::{FROM, resource},
    house::{
        DESK, DESK_2, DESK_3, HUB, House, LEVEL, MEETING, OPEN, ROOM, SOCIAL, TODAY, reference,
    },
};

fn keys(spaces: &Value) -> Vec<String> {
    let spaces = spaces.as_array().expect("a list").iter();
    spaces.map(|space| space["ref"].as_str().expect("a reference").to_owned()).collect()
}

fn new(number: u64) -> Value {
    json!({ "new": {
        "ref": reference(number), "level": reference(LEVEL), "category": "OPEN_WORKPLACE",
        "seats": 2,
    } })
}

#[tokio::test]
async fn a_room_that_is_split_tells_what_it_became_and_what_stands_where() {
    let house = House::furnished().await;
    let input = json!({
        "spaces": [reference(OPEN)], "from": TODAY, "into": [new(55), new(56)],
        "resources": [{
            "resource": reference(DESK_2), "destination": { "movesTo": reference(56) },
        }],
        "rest": reference(55), "reason": "Ny vägg",
    });
    let answer = house.does("spaceReshape", input).await;
    let shown: Vec<Value> = [OPEN, 55, 56].map(|number| json!({ "key": reference(number) })).into();
    assert_eq!(answer["thing"], json!(shown));
    let fields = format!(
        "gone: space(ref: '{}') {{ exists retired {{ from reason }} became {{ from spaces {{ ref }} }}
            formedFrom {{ from }} }}
        rest: space(ref: '{}') {{ seats hub {{ ref }} formedFrom {{ from spaces {{ ref }} }}
            resources {{ nodes {{ ref }} }} }}
        other: space(ref: '{}') {{ resources {{ nodes {{ ref allocation {{ mode }} }} }} }}",
        reference(OPEN),
        reference(55),
        reference(56)
    );
    let read = house.reads(TODAY, &fields).await;
    let (gone, rest) = (&read["gone"], &read["rest"]);
    assert_eq!(gone["exists"], false);
    assert_eq!(gone["retired"], json!({ "from": TODAY, "reason": "Ny vägg" }));
    assert_eq!(gone["formedFrom"], json!([]));
    assert_eq!(keys(&gone["became"][0]["spaces"]), [reference(55), reference(56)]);
    assert_eq!(gone["became"][0]["from"], TODAY);
    assert_eq!(keys(&rest["formedFrom"][0]["spaces"]), [reference(OPEN)]);
    assert_eq!((&rest["seats"], &rest["hub"]["ref"]), (&json!(2), &json!(reference(HUB))));
    assert_eq!(keys(&rest["resources"]["nodes"]), [reference(DESK), reference(DESK_3)]);
    let moved = json!([{ "ref": reference(DESK_2), "allocation": { "mode": "FIXED" } }]);
    assert_eq!(read["other"]["resources"]["nodes"], moved);
}

#[tokio::test]
async fn a_new_room_without_a_reference_has_the_same_when_the_command_is_repeated() {
    let house = House::furnished().await;
    let mut split = json!({
        "commandId": reference(700), "spaces": [reference(OPEN)], "from": TODAY,
        "into": [{ "kept": { "space": reference(OPEN) } }, new(0)],
    });
    split["into"][1]["new"]["ref"] = Value::Null;
    split["rest"] = reference(OPEN).into();
    let first = house.does("spaceReshape", split.clone()).await;
    let second = house.does("spaceReshape", split).await;
    assert_eq!(first["thing"], second["thing"]);
    assert_eq!(second["repeated"], true);
}

#[tokio::test]
async fn a_room_goes_when_what_stands_in_it_is_told_where() {
    let house = House::furnished().await;
    house.does("resourceAdd", resource(64, MEETING, "WORKSTATION")).await;
    house.does("resourceAdd", resource(65, MEETING, "EQUIPMENT")).await;
    let given = |resource: u64| json!({ "resource": reference(resource), "unit": reference(SOCIAL), "from": FROM });
    house.does("allocationAssign", given(64)).await;
    house.does("resourceAdd", resource(66, OPEN, "WORKSTATION")).await;
    let input = json!({
        "space": reference(MEETING), "from": TODAY,
        "resources": [
            { "resource": reference(ROOM), "destination": { "retires": {} } },
            { "resource": reference(64), "destination": {
                "retires": { "allocation": { "goesTo": reference(66) } } } },
            { "resource": reference(65), "destination": { "movesTo": reference(OPEN) } },
        ],
    });
    house.does("spaceRetire", input).await;
    let fields = format!(
        "space(ref: '{}') {{ exists }}
        heir: resource(ref: '{}') {{ allocation {{ unit {{ ref }} from }} }}
        moved: resource(ref: '{}') {{ space {{ ref }} }}",
        reference(MEETING),
        reference(66),
        reference(65)
    );
    let read = house.reads(TODAY, &fields).await;
    assert_eq!(read["space"]["exists"], false);
    let allocation = json!({ "unit": { "ref": reference(SOCIAL) }, "from": TODAY });
    assert_eq!(read["heir"]["allocation"], allocation);
    assert_eq!(read["moved"]["space"]["ref"], reference(OPEN));
}

#[tokio::test]
async fn a_room_that_serves_a_hub_leaves_it_when_that_is_said() {
    let house = House::furnished().await;
    for desk in [DESK, DESK_2, DESK_3] {
        let input = json!({
            "resource": reference(desk), "from": TODAY, "allocation": { "ends": true },
        });
        house.does("resourceRetire", input).await;
    }
    let mut input = json!({ "space": reference(OPEN), "from": TODAY });
    let error = house.refuses("spaceRetire", input.clone()).await;
    assert_eq!(error["code"], "InUse");
    input["leavesHub"] = true.into();
    house.does("spaceRetire", input).await;
    let hub = format!("hub(ref: '{}') {{ spaces {{ totalCount }} }}", reference(HUB));
    assert_eq!(house.reads(TODAY, &hub).await["hub"]["spaces"]["totalCount"], 0);
}

#[tokio::test]
async fn what_is_moved_stands_in_the_other_room_from_the_date() {
    let house = House::furnished().await;
    let input = json!({
        "resources": [reference(DESK), reference(DESK_2)], "to": reference(MEETING),
        "from": TODAY,
    });
    let answer = house.does("resourcesMove", input).await;
    assert_eq!(answer["thing"]["key"], reference(MEETING));
    let fields = format!(
        "resource(ref: '{}') {{ space {{ ref }} spaceHistory {{ from }} }}",
        reference(DESK)
    );
    let before = house.reads("2026-11-22", &fields).await;
    assert_eq!(before["resource"]["space"]["ref"], reference(OPEN));
    let after = house.reads(TODAY, &fields).await;
    assert_eq!(after["resource"]["space"]["ref"], reference(MEETING));
    assert_eq!(after["resource"]["spaceHistory"], json!([{ "from": FROM }, { "from": TODAY }]));
}

#[tokio::test]
async fn a_count_says_when_and_from_where_it_is_known() {
    let house = House::furnished().await;
    let mut assumed = resource(64, OPEN, "WORKSTATION");
    assumed["grade"] = json!({ "assumed": { "rule": "ifc-area-1" } });
    house.does("resourceAdd", assumed).await;
    let input = json!({
        "space": reference(OPEN), "on": TODAY, "source": "Inventering, plan 2",
        "workstations": 5,
    });
    let answer = house.does("workstationsCount", input).await;
    let fields = format!(
        "space(ref: '{}') {{ resources {{ nodes {{ ref grade {{ grade countedOn }}
            counts {{ on source revision }} }} }} }}",
        reference(OPEN)
    );
    let read = house.reads(TODAY, &fields).await;
    let nodes = read["space"]["resources"]["nodes"].as_array().expect("a list");
    assert_eq!(nodes.len(), 5, "one that nobody knew of was added");
    let count = json!([
        { "on": TODAY, "source": "Inventering, plan 2", "revision": answer["revision"] }
    ]);
    assert!(nodes.iter().all(|node| node["counts"] == count), "{nodes:#?}");
    let was_assumed = nodes.iter().find(|node| node["ref"] == reference(64)).expect("it stands");
    assert_eq!(was_assumed["grade"], json!({ "grade": "COUNTED", "countedOn": TODAY }));
}
