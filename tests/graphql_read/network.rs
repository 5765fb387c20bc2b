//! The network, by municipality.

use serde_json::{Value, json};

use crate::estate::{Estate, date, id, name};

const PLACES: &str = "network { totalCount nodes { municipality { code population { people } }
    people peopleServed hubs { hub { name } open capacity members
        seats { countedWorkstations promised { monday } peopleServed
            promiseRatio { weekday ratio } } } } }";

#[tokio::test]
async fn the_network_tells_hubs_and_people_by_municipality() {
    let estate = Estate::half_moved().await;
    let add = |code: &str, people| schema::MunicipalityAdd {
        municipality: code.parse().unwrap(),
        name: name("Kommun"),
        seat: None,
        population: Some(schema::Population { people, on: date("2026-01-01") }),
    };
    estate.record(1, add("2380", 64_000)).await;
    estate.record(1, add("2326", 7_000)).await;
    let home = schema::HubRevise {
        hub: id(crate::estate::HUB),
        from: date("2026-10-01"),
        name: None,
        host: None,
        municipality: schema::Change::Set("2380".parse().unwrap()),
        services: None,
        opening_hours: None,
    };
    estate.record(1, home).await;
    let network = estate.at("", PLACES).await["network"].clone();
    assert_eq!(network["totalCount"], 3);
    let places = &network["nodes"];
    // The unit has no home recorded: 8 of its 12 people are served.
    assert_eq!(places[0]["municipality"], Value::Null);
    assert_eq!((&places[0]["people"], &places[0]["peopleServed"]), (&json!(12), &json!(8)));
    let without_hub = json!({"municipality": {"code": "2326", "population": {"people": 7000}},
            "people": 0, "peopleServed": 0, "hubs": []});
    assert_eq!(places[1], without_hub);
    let hub = &places[2]["hubs"][0];
    assert_eq!((&hub["hub"]["name"], &hub["open"]), (&json!("Torget"), &json!(true)));
    assert_eq!((&hub["capacity"], &hub["members"]), (&json!(20), &json!(1)));
    let seats = &hub["seats"];
    assert_eq!(seats["countedWorkstations"], 1);
    assert_eq!((&seats["promised"]["monday"], &seats["peopleServed"]), (&json!(3), &json!(8)));
    assert_eq!(seats["promiseRatio"][0], json!({"weekday": "MONDAY", "ratio": "3"}));
}

#[tokio::test]
async fn the_network_is_read_page_by_page() {
    let estate = Estate::half_moved().await;
    let add = |code: &str| schema::MunicipalityAdd {
        municipality: code.parse().unwrap(),
        name: name("Kommun"),
        seat: None,
        population: None,
    };
    estate.record(1, add("2380")).await;
    let first = estate.at("", "network(first: 1) { pageInfo { endCursor } }").await;
    let after = &first["network"]["pageInfo"]["endCursor"];
    let fields = format!("network(after: {after}) {{ nodes {{ municipality {{ code }} }} }}");
    let rest = estate.at("", &fields).await;
    assert_eq!(rest["network"]["nodes"], json!([{"municipality": {"code": "2380"}}]));
}
