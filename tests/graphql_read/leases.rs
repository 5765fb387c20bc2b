//! Leases, their calendar and those of a building, on the three clocks.

use schema::{
    BreakClause, Invoicing, LeaseParty, LeaseRegime, LeaseTerms, NamedLandlord, NoticePurpose,
    NoticeService, NoticeTerm, Supplement, SupplementKind,
};
use serde_json::{Value, json};

use crate::estate::{BUILDING, COUNTY, Estate, OFFICE, ROOM, date, decision, id, name};

const LEASE: u128 = 800;
const SUBLEASE: u128 = 801;

/// Room 101 and room 102, three years at a time, with a right to give up the second.
fn terms(rooms: &[u128]) -> LeaseTerms {
    LeaseTerms {
        regime: LeaseRegime::Premises,
        building: id(BUILDING),
        spaces: rooms.iter().map(|room| id(*room)).collect(),
        area: None,
        rent_per_year: "120000".parse().unwrap(),
        index: None,
        supplements: vec![Supplement {
            kind: SupplementKind::Heat,
            per_year: "9000.5".parse().unwrap(),
            follows_index: false,
        }],
        fit_outs: vec![],
        discounts: vec![],
        invoicing: Invoicing::default(),
        restoration: Some("25000".parse().unwrap()),
        to: Some(date("2029-01-01")),
        prolongation_months: Some(36),
        notices: vec![NoticeTerm {
            party: LeaseParty::Tenant,
            purpose: NoticePurpose::Termination,
            months: 9,
        }],
        breaks: rooms
            .iter()
            .filter(|room| **room == OFFICE)
            .map(|room| BreakClause {
                party: LeaseParty::Tenant,
                on: date("2028-01-01"),
                notice_months: 6,
                spaces: vec![id(*room)],
                area: None,
            })
            .collect(),
    }
}

fn sign(lease: u128, terms: LeaseTerms) -> schema::LeaseSign {
    schema::LeaseSign {
        lease: id(lease),
        from: date("2026-01-01"),
        landlord: NamedLandlord::Outside(name("Storgatan AB")),
        tenant: id(COUNTY),
        parent: None,
        currency: "SEK".parse().unwrap(),
        terms,
        decisions: vec![decision()],
    }
}

/// The estate with both rooms let to the county by somebody outside.
async fn let_to_the_county() -> Estate {
    let estate = Estate::furnished().await;
    estate.record(1, sign(LEASE, terms(&[ROOM, OFFICE]))).await;
    estate
}

fn reference(number: u128) -> String {
    uuid::Uuid::from_u128(number).to_string()
}

#[tokio::test]
async fn a_lease_tells_its_terms_its_history_and_its_decisions() {
    let estate = let_to_the_county().await;
    let amended = LeaseTerms { rent_per_year: "130000".parse().unwrap(), ..terms(&[ROOM]) };
    let amend = schema::LeaseAmend {
        lease: id(LEASE),
        from: date("2027-01-01"),
        landlord: None,
        currency: "SEK".parse().unwrap(),
        terms: amended,
        decisions: vec![decision()],
        reason: None,
    };
    estate.record(1, amend).await;
    let fields = format!(
        "lease(ref: \"{}\") {{ from runs parent {{ ref }} ends {{ on }} tenant {{ name }}
            terms {{ outsideLandlord landlord {{ ref }} regime wholeBuilding rentPerYear restoration
                supplements {{ kind perYear followsIndex }} spaces {{ number }}
                notices {{ party purpose months }} breaks {{ on noticeMonths whole spaces {{ number }} }} }}
            termsHistory {{ from terms {{ rentPerYear }} }} decisions {{ caseNumber }}
            history(first: 5) {{ edges {{ node {{ type }} }} }} }}",
        reference(LEASE)
    );
    let read = estate.at("on: \"2026-06-01\"", &fields).await["lease"].clone();
    assert_eq!((&read["from"], &read["runs"]), (&json!("2026-01-01"), &json!(true)));
    assert_eq!((&read["parent"], &read["ends"]), (&Value::Null, &Value::Null));
    assert_eq!(read["tenant"]["name"], "Region Jämtland Härjedalen");
    let held = &read["terms"];
    assert_eq!(
        (&held["outsideLandlord"], &held["landlord"]),
        (&json!("Storgatan AB"), &Value::Null)
    );
    assert_eq!((&held["rentPerYear"], &held["restoration"]), (&json!("120000"), &json!("25000")));
    let heat = json!([{ "kind": "HEAT", "perYear": "9000.5", "followsIndex": false }]);
    assert_eq!(held["supplements"], heat);
    assert_eq!(held["spaces"].as_array().unwrap().len(), 2);
    let notice = json!([{ "party": "TENANT", "purpose": "TERMINATION", "months": 9 }]);
    assert_eq!(held["notices"], notice);
    assert_eq!(
        (&held["breaks"][0]["on"], &held["breaks"][0]["whole"]),
        (&json!("2028-01-01"), &json!(false))
    );
    let rents = json!([
        { "from": "2026-01-01", "terms": { "rentPerYear": "120000" } },
        { "from": "2027-01-01", "terms": { "rentPerYear": "130000" } },
    ]);
    assert_eq!(read["termsHistory"], rents);
    assert_eq!(read["decisions"].as_array().unwrap().len(), 1);
    let types = json!([
        { "node": { "type": "LeaseSigned" } },
        { "node": { "type": "LeaseAmended" } },
    ]);
    assert_eq!(read["history"]["edges"], types);
    let later = estate.at("on: \"2027-06-01\"", &fields).await["lease"].clone();
    assert_eq!(later["terms"]["rentPerYear"], "130000");
    assert_eq!(later["terms"]["spaces"].as_array().unwrap().len(), 1);
    let before = estate.at("on: \"2025-12-31\"", &fields).await["lease"].clone();
    assert_eq!((&before["runs"], &before["terms"]), (&json!(false), &Value::Null));
}

#[tokio::test]
async fn what_is_known_later_of_a_lease_is_not_told_of_before() {
    let estate = let_to_the_county().await;
    let known = estate.at("", "revision").await["revision"].as_u64().unwrap();
    let notice = schema::LeaseNotice {
        lease: id(LEASE),
        party: LeaseParty::Landlord,
        purpose: NoticePurpose::Termination,
        served_on: date("2026-10-20"),
        how: NoticeService::Served,
        takes_effect: date("2029-01-01"),
        decisions: vec![],
        reason: None,
    };
    estate.record(1, notice).await;
    let fields = format!(
        "lease(ref: \"{}\") {{ ends {{ on because }}
            notices {{ party purpose how servedOn takesEffect late endsOn }} }}",
        reference(LEASE)
    );
    let before = estate.at(&format!("revision: {known}"), &fields).await["lease"].clone();
    assert_eq!((&before["ends"], &before["notices"]), (&Value::Null, &json!([])));
    let now = estate.at("", &fields).await["lease"].clone();
    // No notice is agreed for the landlord, so that it is late and ends nothing by itself.
    assert_eq!(now["ends"], Value::Null);
    let told = json!([{
        "party": "LANDLORD", "purpose": "TERMINATION", "how": "SERVED", "servedOn": "2026-10-20",
        "takesEffect": "2029-01-01", "late": true, "endsOn": null,
    }]);
    assert_eq!(now["notices"], told);
}

#[tokio::test]
async fn leases_are_listed_by_portfolio_and_by_building_while_they_run() {
    let estate = let_to_the_county().await;
    let end = schema::LeaseEnd {
        lease: id(LEASE),
        from: date("2028-01-01"),
        decisions: vec![decision()],
        reason: None,
    };
    estate.record(1, end).await;
    estate
        .record(1, schema::LeaseSign { from: date("2028-01-01"), ..sign(SUBLEASE, late()) })
        .await;
    let fields = format!(
        "leases {{ totalCount nodes {{ ref }} }} all: leases(anyDate: true) {{ totalCount }}
         building(ref: \"{}\") {{ leases {{ nodes {{ ref }} }} all: leases(anyDate: true, first: 1) {{
            totalCount nodes {{ ref }} pageInfo {{ hasNextPage }} }} }}",
        reference(BUILDING)
    );
    for (on, lease) in [("2026-06-01", LEASE), ("2028-06-01", SUBLEASE)] {
        let read = estate.at(&format!("on: \"{on}\""), &fields).await;
        let one = json!([{ "ref": reference(lease) }]);
        assert_eq!((&read["leases"]["nodes"], &read["leases"]["totalCount"]), (&one, &json!(1)));
        assert_eq!(read["building"]["leases"]["nodes"], one);
        assert_eq!(read["all"]["totalCount"], 2);
        let all = &read["building"]["all"];
        assert_eq!(
            (&all["totalCount"], &all["pageInfo"]["hasNextPage"]),
            (&json!(2), &json!(true))
        );
        assert_eq!(all["nodes"], json!([{ "ref": reference(LEASE) }]));
    }
}

/// A year at a time from 2028, of the whole building.
fn late() -> LeaseTerms {
    LeaseTerms { to: Some(date("2031-01-01")), breaks: vec![], ..terms(&[]) }
}

/// Splits the office that is let into two spaces.
async fn split(estate: &Estate, category: schema::Category, areas: &[(schema::Measure, &str)]) {
    let into = [310, 311].map(|number| {
        let space = crate::estate::added_space(number, &number.to_string(), category, areas);
        schema::ReshapedSpace::New(schema::SpaceAdd { from: date("2027-01-01"), ..space })
    });
    let split = schema::SpaceReshape {
        spaces: vec![id(OFFICE)],
        from: date("2027-01-01"),
        into: into.into(),
        resources: vec![],
        rest: Some(id(310)),
        reason: None,
    };
    estate.record(1, split).await;
}

#[tokio::test]
async fn the_premises_of_a_lease_follow_its_spaces() {
    let estate = let_to_the_county().await;
    split(&estate, schema::Category::Cell, &[]).await;
    let fields = format!(
        "lease(ref: \"{}\") {{ premises(first: 2) {{ totalCount nodes {{ ref }} }} }}",
        reference(LEASE)
    );
    let on = |on: &'static str| {
        let (estate, fields) = (&estate, &fields);
        async move { estate.at(&format!("on: \"{on}\""), fields).await["lease"]["premises"].clone() }
    };
    let before = json!([{ "ref": reference(ROOM) }, { "ref": reference(OFFICE) }]);
    let then = on("2026-12-31").await;
    assert_eq!((&then["nodes"], &then["totalCount"]), (&before, &json!(2)));
    let after = on("2027-01-01").await;
    let page = json!([{ "ref": reference(ROOM) }, { "ref": reference(310) }]);
    assert_eq!((&after["nodes"], &after["totalCount"]), (&page, &json!(3)));
    assert_eq!(on("2025-12-31").await["totalCount"], 0);
}

#[tokio::test]
async fn what_a_lease_costs_falls_on_its_premises_as_they_are_split() {
    let estate = let_to_the_county().await;
    split(&estate, schema::Category::Meeting, &[(schema::Measure::AsModelled, "13")]).await;
    let fields = |month| {
        format!(
            "costs(from: \"{month}\", through: \"{month}\", groupBy: [LINE, SPACE, SPACE_CATEGORY]) {{
                rows {{ nodes {{ of {{ line space {{ ref }} spaceCategory }} sums {{ net }} }} }} }}"
        )
    };
    let rent = async |month| {
        let read = estate.at("on: \"2027-01-01\"", &fields(month)).await;
        let rows = read["costs"]["rows"]["nodes"].as_array().unwrap().clone();
        rows.into_iter().filter(|row| row["of"]["line"] == "rent").collect::<Value>()
    };
    // 26 m² each; then 13 of each half.
    let row = |space, category: &str, net: &str| {
        json!({
            "of": { "line": "rent", "space": { "ref": reference(space) }, "spaceCategory": category },
            "sums": { "net": net },
        })
    };
    let room = row(ROOM, "OPEN_WORKPLACE", "5000");
    assert_eq!(rent("2026-12").await, json!([room, row(OFFICE, "CELL", "5000")]));
    let halves = [310, 311].map(|half| row(half, "MEETING", "2500"));
    assert_eq!(rent("2027-01").await, json!([room, halves[0], halves[1]]));
}

#[tokio::test]
async fn the_calendar_is_read_page_by_page_and_is_bounded() {
    let estate = let_to_the_county().await;
    let days = "leaseCalendar(from: \"2027-01-01\", first: 1AFTER) { totalCount
        pageInfo { hasNextPage endCursor } nodes { actBy party purpose isBreak takesEffect otherwise
        prolongedTo rentPerYear rentOf lease { ref } rests { spaces units hubs } } }";
    let first = estate.at("", &days.replace("AFTER", "")).await["leaseCalendar"].clone();
    assert_eq!(
        (&first["totalCount"], &first["pageInfo"]["hasNextPage"]),
        (&json!(4), &json!(true))
    );
    let part = json!({
        "actBy": "2027-06-30", "party": "TENANT", "purpose": null, "isBreak": true,
        "takesEffect": "2028-01-01", "otherwise": "GOES_ON", "prolongedTo": null,
        "rentPerYear": "60000", "rentOf": "PART", "lease": { "ref": reference(LEASE) },
        "rests": { "spaces": 1, "units": 0, "hubs": 0 },
    });
    assert_eq!(first["nodes"], json!([part]));
    let cursor = first["pageInfo"]["endCursor"].as_str().unwrap();
    let after = days.replace("AFTER", &format!(", after: \"{cursor}\""));
    let next = estate.at("", &after).await["leaseCalendar"]["nodes"][0].clone();
    assert_eq!((&next["actBy"], &next["purpose"]), (&json!("2028-03-31"), &json!("TERMINATION")));
    assert_eq!(
        (&next["otherwise"], &next["prolongedTo"]),
        (&json!("PROLONGED"), &json!("2032-01-01"))
    );
    assert_eq!(next["rests"]["spaces"], 2);
    let too_long = "{ portfolio(ref: $p) {
        leaseCalendar(from: \"2027-01-01\", to: \"2057-01-02\") { totalCount } } }";
    let message = estate.refused(too_long).await;
    assert!(message.contains("at most 30 years: 2057-01-01"), "{message}");
}

#[tokio::test]
async fn what_became_known_of_a_lease_is_a_change_of_it_with_its_events() {
    let estate = let_to_the_county().await;
    let known = estate.at("", "revision").await["revision"].as_u64().unwrap();
    let notice = schema::LeaseNotice {
        lease: id(LEASE),
        party: LeaseParty::Tenant,
        purpose: NoticePurpose::Termination,
        served_on: date("2026-10-20"),
        how: NoticeService::RegisteredLetter,
        takes_effect: date("2029-01-01"),
        decisions: vec![decision()],
        reason: None,
    };
    estate.record(1, notice).await;
    let fields = |revision: u64| {
        format!(
            "changes(since: {{revision: {revision}}}) {{ lines {{ nodes {{ kind part from to
                thing {{ kind ref node {{ __typename }} }} because {{ type }} }} }} }}"
        )
    };
    let read = estate.at("", &fields(known)).await["changes"]["lines"]["nodes"].clone();
    let of_it =
        json!({ "kind": "LEASE", "ref": reference(LEASE), "node": { "__typename": "Lease" } });
    let because = json!([{ "type": "LeaseNoticeServed" }]);
    let noticed = json!({
        "party": "tenant", "purpose": "termination", "servedOn": "2026-10-20",
        "takesEffect": "2029-01-01", "late": false,
    });
    let expected = json!([
        { "kind": "END", "part": null, "from": null, "to": { "ends": { "from": "2029-01-01" } },
          "thing": of_it, "because": because },
        { "kind": "NOTICE", "part": known + 1, "from": null, "to": { "noticed": noticed },
          "thing": of_it, "because": because },
    ]);
    assert_eq!(read, expected);
    let before = format!("revision: {known}");
    let signed = estate.at(&before, &fields(known - 1)).await["changes"]["lines"].clone();
    let agreed = &signed["nodes"][0]["to"]["lease"]["agreed"];
    assert_eq!(signed["nodes"][0]["kind"], "DESCRIPTION");
    assert_eq!(agreed["terms"]["rentPerYear"], "120000");
}
