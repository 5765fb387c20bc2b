//! What rooms, units and organisations became, and how history tells it.

use schema::{
    MembershipGrant, OrganisationEnd, OrganisationRegister, ReshapedSpace, SpaceReshape, UnitId,
    UnitRegister, UnitsReorganise,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::estate::{
    ASSUMED_DESK, COUNTY, Estate, HUB, LEVEL, MANAGER, OFFICE, REALLOCATION, ROOM, SECOND_DESK,
    UNIT, added_space, date, decision, id, name, proposal, terms,
};

const FROM: &str = "2027-01-01";
const LATER: &str = "2027-07-01";

fn unit(number: u128, called: &str, from: &str) -> UnitRegister {
    UnitRegister {
        unit: id(number),
        from: date(from),
        name: name(called),
        organisation: id(COUNTY),
        parent: None,
        headcount: 4,
        attendance: None,
        municipality: None,
    }
}

/// Units that are replaced by these on a date, all registered with it or before.
fn reorganised(units: &[u128], into: &[u128], from: &str) -> UnitsReorganise {
    let ids = |numbers: &[u128]| numbers.iter().map(|number| id(*number)).collect();
    let successors: Vec<UnitId> = ids(into);
    UnitsReorganise {
        units: ids(units),
        rest: successors.first().copied(),
        into: successors,
        register: vec![],
        from: date(from),
        allocations: vec![],
        memberships: vec![],
        withdraw: vec![],
        reason: None,
    }
}

async fn told(estate: &Estate, on: &str, thing: &str, number: u128) -> Vec<(String, String)> {
    let reference: Uuid = id(number);
    let fields = format!(
        r#"{thing}(ref: "{reference}") {{ history {{ edges {{ node {{ type sentence }} }} }} }}"#
    );
    let read = estate.at(&format!("on: {on:?}"), &fields).await;
    let edges = read[thing]["history"]["edges"].as_array().unwrap().clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    edges.iter().map(|e| (text(&e["node"]["type"]), text(&e["node"]["sentence"]))).collect()
}

fn types(told: &[(String, String)]) -> Vec<&str> {
    told.iter().map(|(kind, _)| kind.as_str()).collect()
}

#[tokio::test]
async fn the_history_of_a_unit_tells_who_took_over_from_it() {
    let estate = Estate::furnished().await;
    let grant = MembershipGrant {
        membership: id(601),
        hub: id(HUB),
        unit: id(UNIT),
        from: date("2026-11-01"),
        terms: terms(),
        decisions: vec![decision()],
    };
    estate.record(MANAGER, grant).await;
    estate.record(MANAGER, unit(111, "Staben", FROM)).await;
    estate.record(MANAGER, reorganised(&[UNIT], &[111], FROM)).await;
    let former = told(&estate, FROM, "unit", UNIT).await;
    let taken_over = ["UnitsReorganised", "AllocationsTransferred", "MembershipTransferred"];
    assert_eq!(types(&former)[former.len() - 3..], taken_over);
    let successor = told(&estate, FROM, "unit", 111).await;
    assert_eq!(types(&successor)[..4], [&["UnitRegistered"], &taken_over[..]].concat());
    let given = former.iter().find(|(kind, _)| kind == "AllocationAssigned").unwrap();
    assert!(given.1.contains("Planeringsenheten (now part of Staben)"), "{}", given.1);
    let before = told(&estate, "2026-12-31", "unit", UNIT).await;
    let given = before.iter().find(|(kind, _)| kind == "AllocationAssigned").unwrap();
    assert!(given.1.contains("to Planeringsenheten from"), "{}", given.1);
}

#[tokio::test]
async fn a_unit_that_was_divided_and_partly_merged_again_is_told_with_all_who_stand_for_it() {
    let estate = Estate::furnished().await;
    for (number, called, from) in
        [(111, "Barn", FROM), (112, "Unga", FROM), (113, "Vuxna", FROM), (114, "Alla", LATER)]
    {
        estate.record(MANAGER, unit(number, called, from)).await;
    }
    estate.record(MANAGER, reorganised(&[UNIT], &[111, 112, 113], FROM)).await;
    estate.record(MANAGER, reorganised(&[112, 113], &[114], LATER)).await;
    let told = told(&estate, LATER, "unit", UNIT).await;
    let given = told.iter().find(|(kind, _)| kind == "AllocationAssigned").unwrap();
    assert!(given.1.contains("(now part of Barn and Alla)"), "{}", given.1);
}

#[tokio::test]
async fn the_history_of_a_room_tells_what_it_became() {
    let estate = Estate::furnished().await;
    let merged = SpaceReshape {
        spaces: vec![id(ROOM), id(OFFICE)],
        from: date(FROM),
        into: vec![ReshapedSpace::New(schema::SpaceAdd {
            from: date(FROM),
            ..added_space(310, "103", schema::Category::OpenWorkplace, &[])
        })],
        resources: vec![],
        rest: None,
        reason: None,
    };
    estate.record(MANAGER, merged).await;
    let became = |told: &[(String, String)]| {
        told.iter().find(|(kind, _)| kind == "SpacesReshaped").map(|(_, told)| told.clone())
    };
    let former = told(&estate, FROM, "space", ROOM).await;
    let successor = told(&estate, FROM, "space", 310).await;
    let sentence = became(&former).unwrap();
    assert!(sentence.contains("101") && sentence.contains("103"), "{sentence}");
    assert_eq!(became(&successor), Some(sentence));
    let desk = told(&estate, FROM, "resource", ASSUMED_DESK).await;
    assert!(types(&desk).contains(&"ResourcesMoved"), "{desk:?}");
    let level: Uuid = id(LEVEL);
    let spaces = format!(r#"level(ref: "{level}") {{ spaces {{ nodes {{ number }} }} }}"#);
    let read = estate.at(&format!("on: {FROM:?}"), &spaces).await;
    let numbers = json!([{"number": "201"}, {"number": "103"}]);
    assert_eq!(read["level"]["spaces"]["nodes"], numbers);
}

#[tokio::test]
async fn the_history_of_an_organisation_tells_who_stands_for_it() {
    let estate = Estate::furnished().await;
    let register = OrganisationRegister {
        organisation: id(101),
        from: date("2026-01-01"),
        name: name("Förbundet"),
        number: None,
    };
    estate.record(MANAGER, register).await;
    let end = OrganisationEnd {
        organisation: id(COUNTY),
        from: date(FROM),
        successor: Some(id(101)),
        reason: None,
    };
    estate.record(MANAGER, end).await;
    let former = told(&estate, FROM, "organisation", COUNTY).await;
    assert_eq!(types(&former)[former.len() - 2..], ["OrganisationEnded", "UnitMoved"]);
    let successor = told(&estate, FROM, "organisation", 101).await;
    let all = ["OrganisationRegistered", "OrganisationEnded", "UnitMoved"];
    assert_eq!(types(&successor), all);
    let added = former.iter().find(|(kind, _)| kind == "BuildingAdded").unwrap();
    let owner = "Region Jämtland Härjedalen (now part of Förbundet)";
    assert!(added.1.contains(owner), "{}", added.1);
    let hub: Uuid = id(HUB);
    let host = format!(
        r#"hub(ref: "{hub}") {{ host {{ name }} descriptionHistory {{ description {{ host {{ name }} }} }} }}"#
    );
    let read = estate.at(&format!("on: {FROM:?}"), &host).await;
    assert_eq!(read["hub"]["host"]["name"], "Förbundet");
    let first = &read["hub"]["descriptionHistory"][0]["description"]["host"]["name"];
    assert_eq!(*first, "Region Jämtland Härjedalen");
}

#[tokio::test]
async fn what_an_amendment_leaves_out_has_it_in_its_history() {
    let estate = Estate::furnished().await;
    estate.propose().await;
    let (reallocation, proposal) = (id(REALLOCATION), proposal(1));
    estate.record(MANAGER, schema::ReallocationAmend { reallocation, proposal }).await;
    let left_out = told(&estate, FROM, "resource", SECOND_DESK).await;
    assert_eq!(types(&left_out).last(), Some(&"ReallocationAmended"));
}
