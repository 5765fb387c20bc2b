//! History: sentences, decisions, filters, and cursors both ways.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::estate::{COUNTY, DESK, DIRECTOR, Estate, HUB, SECOND_DESK, id, name};

fn entries(history: &Value) -> Vec<Value> {
    history["edges"].as_array().unwrap().iter().map(|edge| edge["node"].clone()).collect()
}

fn revisions(history: &Value) -> Vec<u64> {
    entries(history).iter().map(|entry| entry["revision"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn an_entry_says_who_when_why_and_on_which_decision_with_the_event_beside_it() {
    let estate = Estate::half_moved().await;
    let fields = "history(filter: {kinds: [\"MoveDone\", \"ReallocationDecided\"]}) { edges { node {
        revision recordedAt type version sentence swedish: sentence(language: SWEDISH)
        actor { name } role identity reason
        commit { index count } decisions { caseNumber body } reallocation { title } data hash } } }";
    let read = estate.at("", fields).await;
    let [decided, done] = &entries(&read["history"])[..] else { panic!("{read}") };
    assert_eq!(
        decided["sentence"],
        "Region Jämtland Härjedalen approved “Första flytten” (board decision RS 2026/117 of 2026-11-01 by Regionstyrelsen)"
    );
    assert_eq!(
        decided["swedish"],
        "Region Jämtland Härjedalen godkände omfördelningen ”Första flytten” (nämndbeslut av Regionstyrelsen den 2026-11-01, diarienummer RS 2026/117)"
    );
    assert_eq!(decided["reason"], "Within the goals of the transition");
    assert_eq!(
        (&decided["actor"]["name"], &decided["role"]),
        (&json!("The director"), &json!("MANAGER"))
    );
    assert_eq!(
        done["sentence"],
        "Workstation D401 in space 101, Plan 3 moved into space 201, Plan 3 of the hub Torget on \
         2026-12-03 (move 1 of “Första flytten”)"
    );
    assert_eq!(
        done["swedish"],
        "Arbetsplats D401 i utrymme 101, Plan 3 flyttades till utrymme 201, Plan 3 i noden Torget \
         den 2026-12-03 (flytt 1 i ”Första flytten”)"
    );
    // The move rests on the decision by which it was approved.
    assert_eq!(
        done["decisions"],
        json!([{"caseNumber": "RS 2026/117", "body": "Regionstyrelsen"}])
    );
    assert_eq!(done["reallocation"]["title"], "Första flytten");
    assert_eq!(done["data"]["on"], "2026-12-03");
    assert_eq!((&done["type"], &done["version"]), (&json!("MoveDone"), &json!(2)));
    assert_eq!(done["commit"], json!({"index": 0, "count": 2}));
    let revision = schema::Revision::new(done["revision"].as_u64().unwrap()).unwrap();
    let stored = estate.ledger.stored(revision, revision).await.unwrap();
    assert_eq!(done["hash"], stored[0].digest().to_string());
}

#[tokio::test]
async fn history_is_read_page_by_page_both_ways() {
    let estate = Estate::half_moved().await;
    let head = estate.ledger.newest().head().unwrap().revision.number();
    let page = "totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { revision } }";
    let (mut forward, mut after) = (Vec::new(), String::new());
    loop {
        let read = estate.at("", &format!("history(first: 7{after}) {{ {page} }}")).await;
        forward.extend(revisions(&read["history"]));
        assert_eq!(read["history"]["totalCount"], json!(head + 1));
        if read["history"]["pageInfo"]["hasNextPage"] == json!(false) {
            break;
        }
        after = format!(", after: {}", read["history"]["pageInfo"]["endCursor"]);
    }
    assert_eq!(forward, (0..=head).collect::<Vec<_>>());

    let newest = estate.at("", &format!("history(last: 3) {{ {page} }}")).await;
    assert_eq!(revisions(&newest["history"]), [head - 2, head - 1, head]);
    let start = &newest["history"]["pageInfo"]["startCursor"];
    let before = estate.at("", &format!("history(last: 2, before: {start}) {{ {page} }}")).await;
    assert_eq!(revisions(&before["history"]), [head - 4, head - 3]);
    assert_eq!(before["history"]["pageInfo"]["hasNextPage"], true);
}

#[tokio::test]
async fn a_cursor_stays_good_when_more_is_recorded() {
    let estate = Estate::opened().await;
    let read = estate.at("", "history { pageInfo { endCursor } }").await;
    let end = read["history"]["pageInfo"]["endCursor"].clone();
    let register =
        schema::PersonRegister { person: id(3), name: schema::Text::name("Siv").unwrap() };
    estate.record(1, register).await;
    let more = estate
        .at("", &format!("history(after: {end}) {{ edges {{ node {{ sentence }} }} }}"))
        .await;
    assert_eq!(entries(&more["history"]), [json!({"sentence": "Registered Siv"})]);
}

#[tokio::test]
async fn history_is_filtered_by_thing_actor_case_and_time() {
    let estate = Estate::half_moved().await;
    let (desk, director): (Uuid, Uuid) = (id(DESK), id(DIRECTOR));
    let kinds = "edges { node { type revision } }";
    let count = |read: &Value, name: &str| {
        let entries = entries(&read[name]);
        entries.iter().map(|e| e["type"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let fields = format!(
        r#"thing: history(filter: {{thing: "{desk}"}}) {{ totalCount {kinds} }}
        actor: history(filter: {{actor: "{director}"}}) {{ totalCount {kinds} }}
        decision: history(filter: {{caseNumber: "RS 2026/117"}}) {{ {kinds} }}
        late: history(filter: {{recordedFrom: "2026-12-01T00:00:00Z"}}) {{ {kinds} }}
        early: history(filter: {{recordedTo: "2026-12-01T00:00:00Z", kinds: ["MoveDone"]}}) {{ {kinds} }}
        resource(ref: "{desk}") {{ history {{ totalCount {kinds} }} }}"#
    );
    let read = estate.at("", &fields).await;
    let of_desk = [
        "ResourceAdded",
        "AllocationAssigned",
        "ReallocationProposed",
        "ReallocationDecided",
        "ReallocationApproved",
        "MoveDone",
    ];
    assert_eq!(count(&read, "thing"), of_desk);
    assert_eq!(read["thing"]["totalCount"], 6);
    assert_eq!(read["resource"]["history"]["edges"], read["thing"]["edges"]);
    assert_eq!(count(&read, "actor"), ["ReallocationDecided", "ReallocationApproved"]);
    assert_eq!(read["actor"]["totalCount"], json!(null));
    let decided = ["ReallocationDecided", "ReallocationApproved", "MoveDone", "MembershipGranted"];
    assert_eq!(count(&read, "decision"), decided);
    assert_eq!(count(&read, "late"), ["MoveDone", "MembershipGranted"]);
    assert_eq!(count(&read, "early"), [""; 0]);
}

fn types(history: &Value) -> Vec<String> {
    let entries = entries(history);
    entries.iter().map(|entry| entry["type"].as_str().unwrap().to_owned()).collect()
}

/// A page of the history that a filter lets through.
async fn filtered(estate: &Estate, filter: &str, page: &str) -> Value {
    let fields = "totalCount edges { cursor node { revision type } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }";
    let asked = format!("history(filter: {{{filter}}}, {page}) {{ {fields} }}");
    estate.at("", &asked).await["history"].clone()
}

/// The correlation of the newest event.
async fn newest_correlation(estate: &Estate) -> String {
    let read = estate.at("", "history(last: 1) { edges { node { correlationId } } }").await;
    entries(&read["history"])[0]["correlationId"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn history_is_filtered_by_several_things_and_by_those_that_two_filters_name() {
    let estate = Estate::half_moved().await;
    let (desk, hub): (Uuid, Uuid) = (id(DESK), id(HUB));
    let of = async |filter: String| filtered(&estate, &filter, "first: 100").await;
    let of_desk = revisions(&of(format!("thing: \"{desk}\"")).await);
    let of_hub = revisions(&of(format!("thing: \"{hub}\"")).await);
    let either = of(format!("things: [\"{desk}\", \"{hub}\"]")).await;
    let mut union = [&of_desk[..], &of_hub].concat();
    union.sort_unstable();
    union.dedup();
    assert_eq!((revisions(&either), &either["totalCount"]), (union.clone(), &json!(union.len())));
    let both = of(format!("thing: \"{hub}\", things: [\"{desk}\"]")).await;
    let of_both =
        ["ReallocationProposed", "ReallocationDecided", "ReallocationApproved", "MoveDone"];
    assert_eq!(types(&both), of_both);
    assert_eq!(revisions(&of("things: []".to_owned()).await), [0; 0]);
}

#[tokio::test]
async fn history_is_filtered_by_organisation_correlation_and_the_beginning_of_a_case_number() {
    let estate = Estate::half_moved().await;
    let county: Uuid = id(COUNTY);
    let of = async |filter: &str| types(&filtered(&estate, filter, "first: 100").await);
    let decided = ["ReallocationDecided", "ReallocationApproved", "MoveDone", "MembershipGranted"];
    let touched = ["OrganisationRegistered", "UnitRegistered", "BuildingAdded", "HubPlanned"];
    let concerned = [touched, decided].concat();
    assert_eq!(of(&format!("organisation: \"{county}\"")).await, concerned);
    assert_eq!(of("caseNumberBegins: \"RS 2026/\"").await, decided);
    assert_eq!(of("caseNumberBegins: \"RS 2025/\"").await, [""; 0]);
    let correlation = newest_correlation(&estate).await;
    let report = of(&format!("correlationId: \"{correlation}\"")).await;
    assert_eq!(report, ["MoveDone", "MembershipGranted"]);
    let together = format!("organisation: \"{county}\", correlationId: \"{correlation}\"");
    assert_eq!(of(&format!("{together}, kinds: [\"MoveDone\"]")).await, ["MoveDone"]);
    let stranger: Uuid = id(COUNTY + 1);
    assert_eq!(of(&format!("organisation: \"{stranger}\"")).await, [""; 0]);
}

#[tokio::test]
async fn a_filter_beyond_its_bounds_is_refused_in_words() {
    let estate = Estate::opened().await;
    let thing: Uuid = id(DESK);
    let things = vec![format!("\"{thing}\""); 101].join(", ");
    let long = "1".repeat(65);
    for (filter, words) in [
        (format!("things: [{things}]"), "`things` are 101; accepted are at most 100"),
        ("caseNumberBegins: \"\"".to_owned(), "0 characters; accepted are 1 to 64"),
        (format!("caseNumberBegins: \"{long}\""), "65 characters; accepted are 1 to 64"),
        ("kinds: [\"MovesDone\"]".to_owned(), "\"MovesDone\" is no type of event"),
        ("caseNumber: \"no digit\"".to_owned(), "with a digit among them"),
    ] {
        let history = format!("history(filter: {{{filter}}}) {{ totalCount }}");
        let message = estate.refused(&format!("{{ portfolio(ref: $p) {{ {history} }} }}")).await;
        assert!(message.contains(words), "{message}");
    }
}

/// Each filter alone, and some together. Each lets several events of a half carried out move through.
async fn filters(estate: &Estate) -> Vec<String> {
    let [desk, second, hub, county, director]: [Uuid; 5] =
        [DESK, SECOND_DESK, HUB, COUNTY, DIRECTOR].map(id);
    let correlation = newest_correlation(estate).await;
    vec![
        String::new(),
        format!("thing: \"{desk}\""),
        format!("things: [\"{desk}\", \"{second}\", \"{hub}\"]"),
        format!("thing: \"{hub}\", things: [\"{desk}\"]"),
        format!("actor: \"{director}\""),
        format!("organisation: \"{county}\""),
        format!("correlationId: \"{correlation}\""),
        "caseNumber: \"RS 2026/117\"".to_owned(),
        "caseNumberBegins: \"RS\"".to_owned(),
        "kinds: [\"ResourceAdded\", \"MoveDone\", \"PersonRegistered\"]".to_owned(),
        "recordedFrom: \"2026-12-01T00:00:00Z\"".to_owned(),
        "recordedTo: \"2026-12-01T00:00:00Z\"".to_owned(),
        format!("organisation: \"{county}\", recordedTo: \"2026-12-01T00:00:00Z\""),
        format!("things: [\"{desk}\", \"{second}\"], caseNumber: \"RS 2026/117\""),
    ]
}

/// How pages are asked for one after the other, in a direction, with what they hold.
async fn pages(estate: &Estate, filter: &str, from_end: bool) -> Vec<(String, Value)> {
    let (count, place, end, more) = if from_end {
        ("last", "before", "startCursor", "hasPreviousPage")
    } else {
        ("first", "after", "endCursor", "hasNextPage")
    };
    let (mut pages, mut asked) = (Vec::new(), format!("{count}: 2"));
    loop {
        let page = filtered(estate, filter, &asked).await;
        let info = page["pageInfo"].clone();
        pages.push((asked, page));
        if info[more] == json!(false) {
            return pages;
        }
        asked = format!("{count}: 2, {place}: {}", info[end]);
    }
}

#[tokio::test]
async fn pages_under_every_filter_go_both_ways_and_stay_as_they_were_when_more_is_recorded() {
    let estate = Estate::half_moved().await;
    let mut known = Vec::new();
    for filter in filters(&estate).await {
        let all = revisions(&filtered(&estate, &filter, "first: 100").await);
        assert!(all.len() > 1 && all.is_sorted(), "{filter}: {all:?}");
        let forward = pages(&estate, &filter, false).await;
        let there: Vec<u64> = forward.iter().flat_map(|(_, page)| revisions(page)).collect();
        assert_eq!(there, all, "{filter}");
        let backward = pages(&estate, &filter, true).await;
        let back: Vec<u64> = backward.iter().rev().flat_map(|(_, page)| revisions(page)).collect();
        assert_eq!(back, all, "{filter}");
        // A page at the newest end grows; every other is what it was.
        let full = |page: &Value| page["edges"].as_array().unwrap().len() == 2;
        let forward = forward.into_iter().filter(|(_, page)| full(page));
        let backward = backward.into_iter().skip(1);
        known.extend(forward.chain(backward).map(|(asked, page)| (filter.clone(), asked, page)));
    }
    estate.report(2, "2026-12-11").await;
    estate.record(1, schema::PersonRegister { person: id(3), name: name("Siv") }).await;
    for (filter, asked, page) in known {
        let again = filtered(&estate, &filter, &asked).await;
        assert_eq!(again["edges"], page["edges"], "{filter}, {asked}");
    }
}

#[tokio::test]
async fn the_pages_on_either_side_of_any_event_meet_at_its_cursor_whatever_the_filter() {
    let estate = Estate::half_moved().await;
    let everything = filtered(&estate, "", "first: 100").await;
    for filter in filters(&estate).await {
        let all = revisions(&filtered(&estate, &filter, "first: 100").await);
        for edge in everything["edges"].as_array().unwrap() {
            let (cursor, revision) = (&edge["cursor"], edge["node"]["revision"].as_u64().unwrap());
            let before = filtered(&estate, &filter, &format!("last: 100, before: {cursor}")).await;
            let after = filtered(&estate, &filter, &format!("first: 100, after: {cursor}")).await;
            let of = |side: &dyn Fn(u64) -> bool| -> Vec<u64> {
                all.iter().copied().filter(|found| side(*found)).collect()
            };
            assert_eq!(revisions(&before), of(&|found| found < revision), "{filter}");
            assert_eq!(revisions(&after), of(&|found| found > revision), "{filter}");
        }
    }
}

#[tokio::test]
async fn a_cursor_of_another_ledger_is_told_both_ways_and_under_a_filter() {
    let (estate, other) = (Estate::opened().await, Estate::opened().await);
    for (ledger, called) in [(&estate, "Siv"), (&other, "Bo"), (&other, "Eva")] {
        let person = id(if called == "Eva" { 4 } else { 3 });
        ledger.record(1, schema::PersonRegister { person, name: name(called) }).await;
    }
    let read = filtered(&other, "", "last: 2").await;
    // One at a revision that this ledger has too, and one beyond its end.
    for cursor in [&read["edges"][0]["cursor"], &read["edges"][1]["cursor"]] {
        for page in [format!("first: 1, after: {cursor}"), format!("last: 1, before: {cursor}")] {
            for filter in ["", "kinds: [\"PersonRegistered\"]"] {
                let history = format!("history(filter: {{{filter}}}, {page}) {{ totalCount }}");
                let asked = format!("{{ portfolio(ref: $p) {{ {history} }} }}");
                let message = estate.refused(&asked).await;
                assert!(message.contains("the ledger was restored or is another"), "{message}");
            }
        }
    }
}

#[tokio::test]
async fn history_ends_at_the_revision_that_is_asked() {
    let estate = Estate::half_moved().await;
    let desk: Uuid = id(DESK);
    let head = estate.ledger.newest().head().unwrap().revision.number();
    let clocks = format!("revision: {}", head - 2);
    let fields = format!(
        r#"revision history(last: 1) {{ edges {{ node {{ revision }} }} }} resource(ref: "{desk}") {{ history {{ totalCount }} }}"#
    );
    let read = estate.at(&clocks, &fields).await;
    assert_eq!(revisions(&read["history"]), [head - 2]);
    // Without the move that was done in the last commit.
    assert_eq!(read["resource"]["history"]["totalCount"], 5);
}

#[tokio::test]
async fn a_scan_that_finds_little_says_where_to_go_on() {
    let estate = Estate::opened().await;
    let count = i32::try_from(thirdplace::graphql::history::SCANNED_MAX).unwrap();
    for number in 0..count {
        let person = id(20_000 + u128::from(number.unsigned_abs()));
        let name = schema::Text::name("Siv").unwrap();
        estate.record(1, schema::PersonRegister { person, name }).await;
    }
    let page = "edges { node { revision } } pageInfo { hasNextPage endCursor hasPreviousPage startCursor }";
    let filter = "filter: {kinds: [\"PortfolioOpened\"]}";
    let read = estate.at("", &format!("history({filter}, last: 5) {{ {page} }}")).await;
    let (found, info) = (&read["history"]["edges"], &read["history"]["pageInfo"]);
    assert_eq!((found, &info["hasPreviousPage"]), (&json!([]), &json!(true)));
    let more = format!("history({filter}, last: 5, before: {}) {{ {page} }}", info["startCursor"]);
    let read = estate.at("", &more).await;
    assert_eq!(revisions(&read["history"]), [0]);
    assert_eq!(read["history"]["pageInfo"]["hasPreviousPage"], false);
}
