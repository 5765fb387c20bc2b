//! The seats of a hub over time, what waits for them, and what a unit has in hubs.

use schema::{Fate, Move, ProposalDraft, ProposedMembership, Subject};
use serde_json::{Value, json};

use crate::estate::{
    ASSUMED_DESK, DIRECTOR, Estate, HUB, HUB_ROOM, MANAGER, REALLOCATION, UNIT, date, id, name,
    proposal, terms,
};

const OVER_TIME: &str = "seatsOverTime(ARGUMENTS) { pageInfo { hasNextPage endCursor }
    nodes { from actual { SEATS } planned { SEATS } ifApproved { SEATS } } }";
const SEATS: &str = "capacity countedWorkstations promised { monday } promiseRatio { ratio }";

fn of_hub(fields: &str) -> String {
    let hub: uuid::Uuid = id(HUB);
    format!(r#"hub(ref: "{hub}") {{ {fields} }}"#)
}

fn asked(arguments: &str) -> String {
    let arguments = if arguments.is_empty() { "first: 100" } else { arguments };
    of_hub(&OVER_TIME.replace("ARGUMENTS", arguments).replace("SEATS", SEATS))
}

/// Promised on Mondays over counted workstations, on all three bases.
fn told(seats: &Value) -> Value {
    let on = |basis: &str| {
        let seats = &seats[basis];
        format!("{}/{}", seats["promised"]["monday"], seats["countedWorkstations"])
    };
    json!([seats["from"], on("actual"), on("planned"), on("ifApproved")])
}

fn over_time(read: &Value) -> &Value {
    &read["hub"]["seatsOverTime"]
}

fn lines(read: &Value) -> Vec<Value> {
    over_time(read)["nodes"].as_array().unwrap().iter().map(told).collect()
}

/// The third desk comes to the hub in January with two seats, and waits for a decision.
async fn waiting(estate: &Estate) {
    let moves = vec![Move {
        number: 1,
        subject: Subject::Resource(id(ASSUMED_DESK)),
        fate: Fate::Relocated { hub: id(HUB), space: id(HUB_ROOM) },
        planned_on: date("2027-01-15"),
    }];
    let memberships = vec![ProposedMembership {
        membership: id(601),
        hub: id(HUB),
        unit: id(UNIT),
        from: date("2027-01-01"),
        terms: terms(),
    }];
    let proposal = ProposalDraft {
        title: name("Andra flytten"),
        reason: None,
        moves,
        memberships,
        ..proposal(0)
    };
    let propose = schema::ReallocationPropose { reallocation: id(701), proposal };
    estate.record(MANAGER, propose).await;
}

#[tokio::test]
async fn the_seats_of_a_hub_are_read_for_every_later_date_on_all_bases() {
    let estate = Estate::half_moved().await;
    waiting(&estate).await;
    let read = estate.at("", &asked(r#"from: "2026-11-30""#)).await;
    let expected = [
        json!(["2026-11-30", "0/0", "0/0", "0/0"]),
        // The first desk came on the 3rd, the second is overdue since the 10th.
        json!(["2026-12-03", "3/1", "3/1", "3/1"]),
        json!(["2026-12-10", "3/1", "3/2", "3/2"]),
        json!(["2027-01-15", "3/1", "3/2", "6/2"]),
    ];
    assert_eq!(lines(&read), expected);
    let last = &over_time(&read)["nodes"][3];
    assert_eq!(last["planned"]["capacity"], 20);
    let monday = |basis: &str| last[basis]["promiseRatio"][0]["ratio"].clone();
    assert_eq!([monday("actual"), monday("planned"), monday("ifApproved")], ["3", "1.5", "3"]);
    // Without a date it is read from the date of the clocks on.
    let read = estate.at(r#"on: "2026-12-12""#, &asked("")).await;
    assert_eq!(lines(&read)[0][0], "2026-12-12");
    assert_eq!(lines(&read).len(), 2);
}

#[tokio::test]
async fn the_seats_over_time_are_read_page_by_page() {
    let estate = Estate::half_moved().await;
    let read = estate.at("", &asked(r#"from: "2026-11-30", first: 2"#)).await;
    assert_eq!(over_time(&read)["pageInfo"]["hasNextPage"], true);
    assert_eq!(lines(&read).len(), 2);
    let after = &over_time(&read)["pageInfo"]["endCursor"];
    let rest = estate.at("", &asked(&format!("first: 2, after: {after}"))).await;
    assert_eq!(lines(&rest), [json!(["2026-12-10", "3/1", "3/2", "3/2"])]);
    assert_eq!(over_time(&rest)["pageInfo"]["hasNextPage"], false);
    let query = format!("{{ portfolio(ref: $p) {{ {} }} }}", asked("first: 501"));
    assert!(estate.refused(&query).await.contains("0 to 500"));
}

const WAITING: &str = "waiting { totalCount nodes { from reallocation { title status }
    proposed { ref unit { name } terms { peopleServed } membership { ref } }
    seats { promiseRatio { ratio } } seatsIfApproved { promiseRatio { ratio } } } }";

#[tokio::test]
async fn what_waits_for_a_hub_is_shown_with_the_promise_ratio_if_it_came() {
    let estate = Estate::half_moved().await;
    waiting(&estate).await;
    let read = estate.at("", &of_hub(WAITING)).await;
    let waiting = &read["hub"]["waiting"];
    assert_eq!(waiting["totalCount"], 1);
    let one = &waiting["nodes"][0];
    assert_eq!(one["from"], "2027-01-15");
    assert_eq!(one["reallocation"], json!({ "title": "Andra flytten", "status": "PROPOSED" }));
    assert_eq!(one["proposed"]["unit"]["name"], "Planeringsenheten");
    assert_eq!(one["proposed"]["membership"], Value::Null);
    assert_eq!(one["seats"]["promiseRatio"][0]["ratio"], "1.5");
    assert_eq!(one["seatsIfApproved"]["promiseRatio"][0]["ratio"], "3");
    let digest = estate.ledger.newest().reallocation(&id(701)).unwrap().digest;
    let reject = schema::ReallocationReject {
        reallocation: id(701),
        digest,
        decision: crate::estate::decision(),
        reason: None,
    };
    estate.record(DIRECTOR, reject).await;
    let read = estate.at("", &of_hub(WAITING)).await;
    assert_eq!(read["hub"]["waiting"]["totalCount"], 0);
    assert!(estate.ledger.newest().reallocation(&id(REALLOCATION)).is_some());
}

fn day(weekday: &str, promised: u32, attending: Option<u32>, more: Option<bool>) -> Value {
    json!({ "weekday": weekday, "promised": promised, "attending": attending,
        "moreThanAttending": more })
}

#[tokio::test]
async fn a_unit_that_is_served_more_than_it_has_people_is_marked() {
    let estate = Estate::half_moved().await;
    let week = schema::WeekCount::new([3, 2, 0, 0, 0, 0, 0]).unwrap();
    let attendance = schema::UnitRevise {
        unit: id(UNIT),
        from: date("2026-11-01"),
        name: None,
        parent: schema::Change::Keep,
        headcount: Some(7),
        attendance: schema::Change::Set(week),
        municipality: schema::Change::Keep,
    };
    estate.record(MANAGER, attendance).await;
    let fields = "units { nodes { served { memberships hubs peopleServed people moreThanPeople
        attendanceUnknown week { weekday promised attending moreThanAttending } } } }";
    let read = estate.at("", fields).await;
    let served = &read["units"]["nodes"][0]["served"];
    assert_eq!((&served["memberships"], &served["hubs"]), (&json!(1), &json!(1)));
    assert_eq!((&served["peopleServed"], &served["people"]), (&json!(8), &json!(7)));
    assert_eq!(
        (&served["moreThanPeople"], &served["attendanceUnknown"]),
        (&json!(true), &json!(0))
    );
    assert_eq!(served["week"][0], day("MONDAY", 3, Some(3), Some(false)));
    assert_eq!(served["week"][1], day("TUESDAY", 3, Some(2), Some(true)));
    assert_eq!(served["week"].as_array().unwrap().len(), 7);
    let before = estate.at(r#"on: "2026-10-01""#, fields).await;
    let served = &before["units"]["nodes"][0]["served"];
    assert_eq!((&served["memberships"], &served["moreThanPeople"]), (&json!(0), &json!(false)));
    assert_eq!(served["week"][0], day("MONDAY", 0, None, None));
}
