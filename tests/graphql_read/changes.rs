//! Changes between two points of the clocks.

use schema::{
    AlternativeDraft, BasisSeal, CapacitySource, DelegationGive, HubCapacity, HubSetCapacity,
    Matter, MilestoneDraft, MilestoneReach, PreconditionKind, PreconditionRequire,
    PreconditionSettle, SpaceLose, Text, TransitionStart,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::estate::{
    BUILDING, COUNTY, DESK, Estate, HUB, HUB_ROOM, LEVEL, MANAGER, OFFICE, REALLOCATION, UNIT,
    date, decision, id, name,
};

const DAY_OF_THE_STORY: &str = "2026-12-13";

fn kinds(changes: &Value) -> Vec<&str> {
    let nodes = changes["lines"]["nodes"].as_array().unwrap();
    nodes.iter().map(|line| line["kind"].as_str().unwrap()).collect()
}

async fn head(estate: &Estate) -> u64 {
    estate.ledger.newest().head().unwrap().revision.number()
}

#[tokio::test]
async fn a_change_says_what_was_what_is_and_which_events_caused_it() {
    let estate = Estate::half_moved().await;
    let before = head(&estate).await - 2;
    let (desk, unit, hub, room): (Uuid, Uuid, Uuid, Uuid) =
        (id(DESK), id(UNIT), id(HUB), id(HUB_ROOM));
    let fields = format!(
        "changes(since: {{revision: {before}}}) {{
            since {{ revision on basis }} until {{ revision on basis }}
            lines {{ totalCount nodes {{
                kind part thing {{ kind ref node {{ id __typename }} }} from to sentence
                swedish: sentence(language: SWEDISH) because {{ type revision }} }} }} }}"
    );
    let changes = estate.at("", &fields).await["changes"].clone();
    let point = |revision| json!({"revision": revision, "on": DAY_OF_THE_STORY, "basis": "ACTUAL"});
    assert_eq!((&changes["since"], &changes["until"]), (&point(before), &point(before + 2)));
    assert_eq!(kinds(&changes), ["PLACE", "ALLOCATION", "UNIT", "TERMS", "MOVE"]);
    assert_eq!(changes["lines"]["totalCount"], 5);
    let lines = &changes["lines"]["nodes"];
    assert_eq!(lines[0]["to"], json!({"standsIn": room}));
    let allocation = &lines[1];
    assert_eq!(allocation["from"], json!({"given": {"fixed": unit}}));
    assert_eq!(allocation["to"], json!({"given": {"flexible": hub}}));
    assert_eq!(
        allocation["sentence"],
        "Workstation D401 in space 101, Plan 3: fixed to Planeringsenheten becomes flexible in the \
         hub Torget"
    );
    assert_eq!(
        allocation["swedish"],
        "Arbetsplats D401 i utrymme 101, Plan 3: fast för Planeringsenheten blir flexibel i noden \
         Torget"
    );
    assert_eq!(allocation["because"], json!([{"type": "MoveDone", "revision": before + 1}]));
    let thing = &allocation["thing"];
    assert_eq!((&thing["kind"], &thing["ref"]), (&json!("RESOURCE"), &json!(desk)));
    assert_eq!(thing["node"]["__typename"], "Resource");
    assert_eq!(lines[3]["because"][0]["type"], "MembershipGranted");
    assert_eq!((&lines[4]["part"], &lines[4]["from"]), (&json!(1), &Value::Null));
    assert_eq!(lines[4]["to"], json!({"done": "2026-12-03"}));
}

#[tokio::test]
async fn what_is_in_doubt_is_told_by_move_and_membership_with_the_fact_behind_it() {
    let estate = Estate::furnished().await;
    estate.propose().await;
    estate.approve().await;
    let before = head(&estate).await;
    let capacity = HubCapacity::new(1, CapacitySource::Fire, date("2026-11-01")).unwrap();
    let from = date("2026-12-01");
    estate.record(MANAGER, HubSetCapacity { hub: id(HUB), from, capacity }).await;
    estate.record(MANAGER, SpaceLose { space: id(HUB_ROOM), from, reason: None }).await;
    let fields = format!(
        "changes(since: {{revision: {before}}}) {{ lines(filter: {{kinds: [DOUBT]}}) {{ nodes {{
            kind part to thing {{ kind }} sentence(language: SWEDISH)
            because {{ type revision }} }} }} }}"
    );
    let changes = estate.at("", &fields).await["changes"].clone();
    let [membership, moves @ ..] = &changes["lines"]["nodes"].as_array().unwrap()[..] else {
        panic!("{changes:#}")
    };
    let told = |line: &Value| {
        let doubted = line["to"]["doubted"]["because"].as_u64().unwrap() - before;
        let causes = line["because"].as_array().unwrap().iter();
        let causes: Vec<_> =
            causes.map(|event| event["type"].as_str().unwrap().to_owned()).collect();
        let thing = line["thing"]["kind"].as_str().unwrap().to_owned();
        (thing, line["part"].clone(), doubted, causes)
    };
    let by = |fact: &str| vec![fact.to_owned(), "ReallocationDoubted".to_owned()];
    let of_membership = ("MEMBERSHIP".to_owned(), Value::Null, 1, by("HubCapacitySet"));
    assert_eq!(told(membership), of_membership);
    let of_move = |number: u64| ("REALLOCATION".to_owned(), json!(number), 3, by("SpaceLost"));
    assert_eq!(moves.iter().map(told).collect::<Vec<_>>(), [of_move(1), of_move(2)]);
    assert_eq!(
        membership["sentence"],
        format!(
            "Medlemskapet för Planeringsenheten i noden Torget: osäkert på grund av händelse {}",
            before + 1
        )
    );
}

#[tokio::test]
async fn transitions_preconditions_delegations_and_bases_are_told() {
    let estate = Estate::furnished().await;
    estate.propose().await;
    let before = head(&estate).await;
    let milestones =
        vec![MilestoneDraft { number: 1, name: name("Plan 3 lämnat"), due: date("2027-03-31") }];
    let start = TransitionStart {
        transition: id(800),
        from: date("2026-10-01"),
        name: name("Lättare"),
        goal: Text::note("Färre rum").unwrap(),
        until: date("2028-12-31"),
        organisations: vec![id(COUNTY)],
        targets: vec![],
        milestones,
    };
    estate.record(MANAGER, start).await;
    let reach = MilestoneReach { transition: id(800), milestone: 1, on: date("2026-11-01") };
    estate.record(MANAGER, reach).await;
    let require = PreconditionRequire {
        precondition: id(810),
        organisation: Some(id(COUNTY)),
        from: date("2026-11-01"),
        kind: PreconditionKind::UnionNegotiation,
        name: name("MBL"),
    };
    estate.administer(require).await;
    let digest = estate.ledger.newest().reallocation(&id(REALLOCATION)).unwrap().digest;
    let settle = PreconditionSettle {
        reallocation: id(REALLOCATION),
        digest,
        precondition: id(810),
        on: date("2026-11-01"),
        document: name("Protokoll 7"),
        not_applicable_because: None,
    };
    estate.record(MANAGER, settle).await;
    let give = DelegationGive {
        organisation: id(COUNTY),
        point: "4.2 b".parse().unwrap(),
        from: date("2026-11-01"),
        to: None,
        delegate: name("Lokalchefen"),
        matters: vec![Matter::Reallocation],
        resources_max: None,
        seats_max: None,
        decision: decision(),
    };
    estate.administer(give).await;
    let seal = BasisSeal {
        basis: id(820),
        title: name("Tre vägar"),
        on: date("2027-01-01"),
        assumptions: vec![],
        alternatives: vec![AlternativeDraft {
            title: name("Flytta"),
            reallocations: vec![id(REALLOCATION)],
        }],
    };
    estate.record(MANAGER, seal).await;
    let fields = |filter: &str| {
        format!(
            "changes(since: {{revision: {before}}}) {{ lines{filter} {{ totalCount nodes {{
                kind part thing {{ kind node {{ __typename }} }} sentence because {{ type }} }} }} }}"
        )
    };
    let changes = estate.at("", &fields("")).await["changes"].clone();
    let told: Vec<_> = changes["lines"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
            let cause = &line["because"][0]["type"];
            let thing = &line["thing"];
            [&line["kind"], &thing["kind"], &thing["node"]["__typename"], &line["sentence"], cause]
                .map(text)
        })
        .collect();
    assert_eq!(
        told,
        [
            [
                "DELEGATION",
                "ORGANISATION",
                "Organisation",
                "The organisation Region Jämtland Härjedalen: point 4.2 b delegated to Lokalchefen",
                "DelegationGiven"
            ],
            [
                "SETTLED",
                "REALLOCATION",
                "Reallocation",
                "The reallocation “Första flytten”: “MBL” met on 2026-11-01",
                "PreconditionAnswered"
            ],
            [
                "DESCRIPTION",
                "TRANSITION",
                "Transition",
                "The transition “Lättare” is added",
                "TransitionStarted"
            ],
            [
                "MILESTONE",
                "TRANSITION",
                "Transition",
                "The transition “Lättare”: “Plan 3 lämnat” reached on 2026-11-01",
                "MilestoneReached"
            ],
            [
                "DESCRIPTION",
                "PRECONDITION",
                "-",
                "The precondition “MBL” is added",
                "PreconditionRequired"
            ],
            [
                "SEALED",
                "DECISION_BASIS",
                "DecisionBasis",
                "The basis for decisions “Tre vägar”: sealed",
                "BasisSealed"
            ],
        ]
    );
    assert_eq!(changes["lines"]["nodes"][3]["part"], 1);
    assert_eq!(changes["lines"]["nodes"][0]["part"], Value::Null);
    let of_county = format!(r#"(filter: {{organisation: "{}"}})"#, id::<Uuid>(COUNTY));
    let all = estate.at("", &fields(&of_county)).await;
    assert_eq!(all["changes"]["lines"]["totalCount"], 6);
    // A cursor is the key of a fact, whatever words the thing has.
    let page = format!(
        "changes(since: {{revision: {before}}}) {{ lines(last: 1) {{ pageInfo {{ startCursor }} }} }}"
    );
    let cursor = estate.at("", &page).await["changes"]["lines"]["pageInfo"]["startCursor"].clone();
    let before_last = estate.at("", &fields(&format!("(before: {cursor})"))).await;
    assert_eq!(kinds(&before_last["changes"]).len(), 5);
}

#[tokio::test]
async fn what_since_leaves_out_is_as_the_portfolio_is_read() {
    let estate = Estate::half_moved().await;
    let fields = |since: &str| {
        format!(
            "changes(since: {{{since}}}) {{ since {{ on basis revision }} lines {{ nodes {{ kind }} }} }}"
        )
    };
    // What is planned for the 20th beyond what was done: the second desk.
    let planned = estate.at(r#"on: "2026-12-20", basis: PLANNED"#, &fields("basis: ACTUAL")).await;
    assert_eq!(kinds(&planned["changes"]), ["PLACE", "ALLOCATION"]);
    assert_eq!(planned["changes"]["since"]["on"], "2026-12-20");
    // What the dates brought: the desk that moved on the 3rd and the membership.
    let dates = estate.at(r#"on: "2026-12-03""#, &fields(r#"on: "2026-12-02""#)).await;
    assert_eq!(kinds(&dates["changes"]), ["PLACE", "ALLOCATION", "UNIT", "TERMS"]);
    let nothing = estate.at("", &fields("")).await;
    assert_eq!(kinds(&nothing["changes"]), [""; 0]);
}

#[tokio::test]
async fn changes_go_backwards_too_with_things_that_are_no_longer_known() {
    let estate = Estate::half_moved().await;
    let head = head(&estate).await;
    // Before anything was approved; the membership is not known there.
    let clocks = format!(r#"revision: {}, on: "2026-12-20", basis: PLANNED"#, head - 4);
    let fields = format!(
        "changes(since: {{revision: {head}}}) {{ lines(filter: {{kinds: [TERMS]}}) {{ nodes {{
            kind from to thing {{ node {{ __typename }} }} sentence because {{ type }} }} }} }}"
    );
    let changes = estate.at(&clocks, &fields).await["changes"].clone();
    let line = &changes["lines"]["nodes"][0];
    assert_eq!(line["to"], Value::Null);
    assert_eq!(line["thing"]["node"]["__typename"], "Membership");
    assert_eq!(
        line["sentence"],
        "The membership of Planeringsenheten in the hub Torget: no longer 8 people served, 3 seats at \
         most"
    );
    assert_eq!(line["because"], json!([{"type": "MembershipGranted"}]));
}

#[tokio::test]
async fn changes_are_filtered_and_read_page_by_page() {
    let estate = Estate::half_moved().await;
    let before = head(&estate).await - 2;
    let count = |filter: String| {
        let fields = format!(
            "changes(since: {{revision: {before}}}) {{ lines(filter: {{{filter}}}) {{ totalCount }} }}"
        );
        let estate = &estate;
        async move { estate.at("", &fields).await["changes"]["lines"]["totalCount"].clone() }
    };
    let named = |name: &str, number| format!(r#"{name}: "{}""#, id::<Uuid>(number));
    assert_eq!(count(named("thing", DESK)).await, 2);
    assert_eq!(count(named("thing", OFFICE)).await, 0);
    assert_eq!(count(named("building", BUILDING)).await, 2);
    assert_eq!(count(named("level", LEVEL)).await, 2);
    assert_eq!(count(named("organisation", COUNTY)).await, 5);
    assert_eq!(count("kinds: [PLACE, MOVE]".to_owned()).await, 2);
    let both = format!("kinds: [TERMS], {}", named("level", LEVEL));
    assert_eq!(count(both).await, 0);

    let page = |arguments: String| {
        let fields = format!(
            "changes(since: {{revision: {before}}}) {{ lines({arguments}) {{
                pageInfo {{ hasNextPage endCursor }} nodes {{ kind }} }} }}"
        );
        let estate = &estate;
        async move { estate.at("", &fields).await["changes"].clone() }
    };
    let first = page("first: 2".to_owned()).await;
    assert_eq!(kinds(&first), ["PLACE", "ALLOCATION"]);
    let info = &first["lines"]["pageInfo"];
    assert_eq!(info["hasNextPage"], true);
    let rest = page(format!("after: {}", info["endCursor"])).await;
    assert_eq!(kinds(&rest), ["UNIT", "TERMS", "MOVE"]);
}

#[tokio::test]
async fn a_point_that_is_not_there_is_refused() {
    let estate = Estate::half_moved().await;
    let refused = |since: &str| {
        let query = format!(
            "{{ portfolio(ref: $p) {{ changes(since: {{{since}}}) {{ since {{ on }} }} }} }}"
        );
        let estate = &estate;
        async move { estate.refused(&query).await }
    };
    assert!(refused("revision: 5000").await.contains("no revision 5000 yet"));
    let both = refused(r#"revision: 1, recordedAt: "2026-12-01T00:00:00Z""#).await;
    assert!(both.contains("give the one or the other"), "{both}");
}
