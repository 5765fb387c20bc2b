//! The plan the day before, between and after, on both bases; seats and areas.

use serde_json::json;

use crate::estate::{DESK, Estate, HUB, HUB_ROOM, LEVEL, REALLOCATION, ROOM, id};
use uuid::Uuid;

/// Where the two desks stand, how the rooms are used, and how much is planned for them.
async fn plan(estate: &Estate, on: &str, basis: &str) -> String {
    let level: Uuid = id(LEVEL);
    let fields = format!(
        r#"floorPlan(level: "{level}") {{ on basis spaces {{ nodes {{
            number mode occupants {{ name }} hub {{ name }} plannedChanges {{ number overdue leaves }}
            resources {{ nodes {{ number allocation {{ mode }} }} }} }} }} }}"#
    );
    let plan = estate.at(&format!("on: {on:?}, basis: {basis}"), &fields).await;
    let plan = &plan["floorPlan"];
    assert_eq!((&plan["on"], &plan["basis"]), (&json!(on), &json!(basis)));
    let spaces = plan["spaces"]["nodes"].as_array().unwrap();
    spaces.iter().map(shown).collect::<Vec<_>>().join("; ")
}

fn shown(space: &serde_json::Value) -> String {
    let word = |value: &serde_json::Value| value.as_str().unwrap().to_lowercase();
    let desks = space["resources"]["nodes"].as_array().unwrap().iter();
    let desks =
        desks.map(|d| format!(" {} {}", word(&d["number"]), word(&d["allocation"]["mode"])));
    let planned = space["plannedChanges"].as_array().unwrap().len();
    let planned = if planned == 0 { String::new() } else { format!(" +{planned}") };
    format!(
        "{} {}:{}{planned}",
        word(&space["number"]),
        word(&space["mode"]),
        desks.collect::<String>()
    )
}

#[tokio::test]
async fn the_plan_tells_what_is_from_what_is_planned_before_between_and_after() {
    let estate = Estate::half_moved().await;
    let office = "102 vacant: d403 vacant";
    let both_in_the_room =
        format!("101 fixed: d401 fixed d402 fixed +1; {office}; 201 flexible: +1");
    let one_moved = format!("101 fixed: d402 fixed +1; {office}; 201 flexible: d401 flexible +1");
    let both_moved =
        format!("101 vacant: +1; {office}; 201 flexible: d401 flexible d402 flexible +1");
    for (on, actual, planned) in [
        ("2026-12-02", &both_in_the_room, &both_in_the_room),
        ("2026-12-03", &one_moved, &one_moved),
        ("2026-12-09", &one_moved, &one_moved),
        ("2026-12-10", &one_moved, &both_moved),
        ("2027-03-01", &one_moved, &both_moved),
    ] {
        assert_eq!(plan(&estate, on, "ACTUAL").await, *actual, "actual on {on}");
        assert_eq!(plan(&estate, on, "PLANNED").await, *planned, "planned on {on}");
    }
}

#[tokio::test]
async fn a_move_is_done_planned_or_overdue_as_today_tells() {
    let estate = Estate::half_moved().await;
    let reallocation: Uuid = id(REALLOCATION);
    let fields = format!(
        r#"reallocation(ref: "{reallocation}") {{ title status authors {{ name }} moves {{
            number status fate plannedOn done {{ on revision }} subject {{ ... on Resource {{ number }} }}
            intoSpace {{ number }} }} memberships {{ membership {{ holds }} }}
            decisions {{ verdict onCurrentProposal recordedBy {{ name }}
                decision {{ caseNumber kind body delegationPoint decidedOn }} }} }}
            reallocations(filter: {{overdue: true}}) {{ totalCount }}"#
    );
    let read = estate.at("", &fields).await;
    let known = &read["reallocation"];
    assert_eq!(known["status"], "APPROVED");
    assert_eq!(known["authors"], json!([{"name": "The manager"}]));
    assert_eq!(known["moves"][0]["status"], "DONE");
    assert_eq!(known["moves"][0]["done"]["on"], "2026-12-03");
    assert_eq!(known["moves"][1]["status"], "OVERDUE");
    assert_eq!(known["moves"][1]["done"], json!(null));
    assert_eq!(known["moves"][1]["intoSpace"]["number"], "201");
    assert_eq!(known["memberships"][0]["membership"]["holds"], true);
    assert_eq!(
        known["decisions"][0],
        json!({"verdict": "APPROVED", "onCurrentProposal": true, "recordedBy": {"name": "The director"},
            "decision": {"caseNumber": "RS 2026/117", "kind": "BOARD", "body": "Regionstyrelsen",
                "delegationPoint": null, "decidedOn": "2026-11-01"}})
    );
    assert_eq!(read["reallocations"]["totalCount"], 1);
}

#[tokio::test]
async fn areas_are_totalled_by_measure_and_never_across() {
    let estate = Estate::half_moved().await;
    let level: Uuid = id(LEVEL);
    let fields = format!(
        r#"floorPlan(level: "{level}") {{ totals {{ areas {{ measure squareMetres spacesWithIt spacesInAll }}
            modes {{ mode spaces }} countedWorkstations assumedWorkstations }} geometry }}"#
    );
    let plan = estate.at(r#"on: "2026-12-05""#, &fields).await;
    let plan = &plan["floorPlan"];
    assert_eq!(
        plan["totals"],
        json!({"areas": [
                {"measure": "LOA", "squareMetres": "25", "spacesWithIt": 1, "spacesInAll": 3},
                {"measure": "as modelled", "squareMetres": "78", "spacesWithIt": 3, "spacesInAll": 3}],
            "modes": [{"mode": "FIXED", "spaces": 1}, {"mode": "FLEXIBLE", "spaces": 1},
                {"mode": "VACANT", "spaces": 1}],
            "countedWorkstations": 2, "assumedWorkstations": 1})
    );
    let features = plan["geometry"]["features"].as_array().unwrap();
    let (room, hub): (Uuid, Uuid) = (id(ROOM), id(HUB));
    assert_eq!(
        features[0],
        json!({"type": "Feature", "id": room.to_string(),
            "geometry": {"type": "Polygon",
                "coordinates": [[[0.0, 0.0], [6.5, 0.0], [6.5, 4.0], [0.0, 4.0], [0.0, 0.0]]]},
            "properties": {"ref": room.to_string(), "number": "101", "category": "OPEN_WORKPLACE",
                "mode": "FIXED", "hub": null, "planned": true}})
    );
    assert_eq!(features[2]["properties"]["hub"], hub.to_string());
}

#[tokio::test]
async fn a_hub_states_promised_over_available() {
    let estate = Estate::half_moved().await;
    let hub: Uuid = id(HUB);
    let fields = format!(
        r#"hub(ref: "{hub}") {{ open capacity {{ people source }} members {{ nodes {{ unit {{ name }} }} }}
            seats {{ countedWorkstations peopleServed promised {{ monday peak }}
                promiseRatio {{ weekday promised available ratio }} }} }}"#
    );
    let read = estate.at(r#"on: "2026-12-05""#, &fields).await;
    let hub = &read["hub"];
    assert_eq!(hub["open"], true);
    assert_eq!(hub["capacity"], json!({"people": 20, "source": "FIRE"}));
    assert_eq!(hub["members"]["nodes"][0]["unit"]["name"], "Planeringsenheten");
    assert_eq!(hub["seats"]["promised"], json!({"monday": 3, "peak": 3}));
    let monday = json!({"weekday": "MONDAY", "promised": 3, "available": 1, "ratio": "3"});
    assert_eq!(hub["seats"]["promiseRatio"][0], monday);
    let before = estate.at(r#"on: "2026-11-30""#, &fields).await;
    assert_eq!(before["hub"]["seats"]["promiseRatio"][0]["ratio"], json!(null));
}

#[tokio::test]
async fn filters_read_the_date_and_basis_that_are_asked() {
    let estate = Estate::half_moved().await;
    let (level, hub, hub_room, desk): (Uuid, Uuid, Uuid, Uuid) =
        (id(LEVEL), id(HUB), id(HUB_ROOM), id(DESK));
    let fields = format!(
        r#"flexible: resources(filter: {{hub: "{hub}", level: "{level}"}}) {{ totalCount }}
        fixed: resources(filter: {{mode: FIXED, grade: COUNTED, kind: WORKSTATION}}) {{ totalCount }}
        assumed: resources(filter: {{grade: ASSUMED}}) {{ nodes {{ grade {{ grade rule ruleInWords }} }} }}
        serving: spaces(filter: {{hub: "{hub}"}}) {{ nodes {{ ref }} }}
        vacant: spaces(filter: {{mode: VACANT, category: CELL}}) {{ totalCount }}
        resource(ref: "{desk}") {{ plannedMoves {{ number }} allocationHistory {{ mode from }} }}"#
    );
    let actual = estate.at(r#"on: "2026-12-10""#, &fields).await;
    let planned = estate.at(r#"on: "2026-12-10", basis: PLANNED"#, &fields).await;
    assert_eq!(
        (&actual["flexible"]["totalCount"], &actual["fixed"]["totalCount"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(
        (&planned["flexible"]["totalCount"], &planned["fixed"]["totalCount"]),
        (&json!(2), &json!(0))
    );
    let grade = &actual["assumed"]["nodes"][0]["grade"];
    assert_eq!((&grade["grade"], &grade["rule"]), (&json!("ASSUMED"), &json!("ifc-area-1")));
    assert!(grade["ruleInWords"].is_string());
    assert_eq!(actual["serving"]["nodes"], json!([{"ref": hub_room.to_string()}]));
    assert_eq!(actual["vacant"]["totalCount"], 1);
    assert_eq!(actual["resource"]["plannedMoves"], json!([]));
    let history = &actual["resource"]["allocationHistory"];
    let last = history.as_array().unwrap().last().unwrap();
    assert_eq!(*last, json!({"mode": "FLEXIBLE", "from": "2026-12-03"}));
}

#[tokio::test]
async fn what_is_not_there_on_the_date_is_listed_on_demand_only() {
    let estate = Estate::half_moved().await;
    let fields = "spaces { totalCount } organisations { totalCount } memberships { totalCount }
        anySpaces: spaces(filter: {anyDate: true}) { totalCount nodes { exists mode from } }
        anyOrganisations: organisations(anyDate: true) { totalCount }
        anyMemberships: memberships(anyDate: true) { totalCount }";
    let before = estate.at(r#"on: "2025-12-31""#, fields).await;
    for list in ["spaces", "organisations", "memberships"] {
        assert_eq!(before[list]["totalCount"], 0, "{list}");
    }
    for (list, count) in [("anySpaces", 3), ("anyOrganisations", 1), ("anyMemberships", 1)] {
        assert_eq!(before[list]["totalCount"], count, "{list}");
    }
    let space = json!({"exists": false, "mode": null, "from": "2026-01-01"});
    assert_eq!(before["anySpaces"]["nodes"][0], space);
}
