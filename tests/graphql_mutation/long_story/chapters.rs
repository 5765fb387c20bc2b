//! The chapters of the long story, in the order of time.

use serde_json::{Value, json};
use std::collections::BTreeSet;

use super::{
    estate::{
        self, FALT, HUB, HUB_ROOM, PLAN_2, SOCIAL, UNION, VARD, VERKET, decided, desks, left_by,
        levels,
    },
    telling::{ACTUAL, PLANNED, Telling},
};
use crate::house::{DECIDER, KOMMUN, PROPOSER, REGION, reference};

/// The reallocation of this story.
const LEAVING: u64 = 90;

/// The event that reported room 203 vacated.
const VACATED_203: u64 = 76;

const SUMMER: &str = "2026-09-01";

pub(crate) async fn all(story: &mut Telling) {
    the_estate(story).await;
    the_proposal(story).await;
    the_decisions(story).await;
    the_hub_is_late(story).await;
    carried_out(story).await;
    a_unit_is_divided(story).await;
    a_mistake_is_found(story).await;
    one_withdraws(story).await;
    the_end(story).await;
}

async fn the_estate(story: &mut Telling) {
    story.says(
        "Three authorities share the building Residenset. They decide to leave its second level, 200 \
         of its 500 m², for the hub Navet in another building. This is what a property manager, a \
         strategist and an auditor see along the way. Everything in it is invented. Every plan, \
         history and change list on this page is compared word by word with what the service answers \
         (`tests/graphql_mutation/long_story`), and all of them are asked again at the end, as known at \
         the time: none has changed.",
    );
    story.chapter("January: the estate");
    estate::is_recorded(story).await;
    let events = story.passes_over();
    story.says(&format!(
        "The estate is recorded in {events} events, and its opening balance signed off. Union \
         negotiations are required before any reallocation. In brackets stand the desks."
    ));
    story.plan(&levels(), "2026-02-01", ACTUAL).await;
}

/// Six desks leave for the hub, then the three rooms are released.
fn proposal(first_day: &str, left_on: &str) -> Value {
    let relocated = |desk: u64| {
        json!({
            "subject": { "resource": reference(desk) },
            "fate": { "relocated": { "hub": reference(HUB), "space": reference(HUB_ROOM) } },
            "plannedOn": first_day,
        })
    };
    let released = |unit: u64| {
        json!({
            "subject": { "space": reference(left_by(unit)) },
            "fate": { "released": { "handedOverOn": "2026-08-31", "rentEndsOn": "2026-09-30" } },
            "plannedOn": left_on,
        })
    };
    let units = [SOCIAL, VARD, FALT];
    let mut moves: Vec<Value> = units.into_iter().flat_map(desks).map(relocated).collect();
    moves.extend(units.map(released));
    let member = |(nth, unit): (u64, u64)| {
        json!({
            "ref": reference(80 + nth), "hub": reference(HUB), "unit": reference(unit),
            "from": first_day, "terms": terms(2),
        })
    };
    let memberships: Vec<Value> = (0..).zip(units).map(member).collect();
    json!({
        "title": "Plan 2 lämnas", "reason": "Halva planet står tomt",
        "moves": moves, "memberships": memberships,
    })
}

fn terms(seats: u32) -> Value {
    let week = json!({
        "monday": seats, "tuesday": seats, "wednesday": seats, "thursday": seats, "friday": seats,
    });
    json!({
        "peopleServed": 4, "noticeMonths": 3,
        "seats": [{ "kind": "WORKSTATION", "guaranteed": true, "week": week }],
    })
}

async fn the_proposal(story: &mut Telling) {
    story.on("2026-02-16");
    story.chapter("February: the proposal");
    let before = story.revision();
    let input = json!({
        "ref": reference(LEAVING), "proposal": proposal("2026-05-04", "2026-06-01"),
    });
    story.does(PROPOSER, "reallocationPropose", input).await;
    story.history().await;
    story.says("A proposal reserves nothing: what is planned for September has not changed.");
    story.plan(&levels(), SUMMER, PLANNED).await;
    story.changes(before, SUMMER, PLANNED).await;
}

/// The present digest of the proposal.
async fn digest(story: &Telling, reallocation: u64) -> Value {
    let fields = format!("reallocation(ref: '{}') {{ digest }}", reference(reallocation));
    story.house.reads(SUMMER, &fields).await["reallocation"]["digest"].take()
}

async fn approval(story: &Telling, reallocation: u64, decision: Value) -> Value {
    json!({
        "reallocation": reference(reallocation), "digest": digest(story, reallocation).await,
        "decision": decision,
    })
}

/// Who must decide, and who has.
async fn who_has_decided(story: &mut Telling) -> String {
    let fields = format!(
        "reallocation(ref: '{}') {{ status touched {{ organisation {{ name }} decided
            reasons {{ kind move }} }} }}",
        reference(LEAVING)
    );
    let read = story.asks(SUMMER, ACTUAL, &fields).await;
    let reallocation = &read["reallocation"];
    let mut lines = format!("status: {}\n", reallocation["status"].as_str().expect("a status"));
    for touched in reallocation["touched"].as_array().expect("organisations") {
        let name = touched["organisation"]["name"].as_str().expect("a name");
        let decided = if touched["decided"] == true { "has decided" } else { "is to decide" };
        let reasons = touched["reasons"].as_array().expect("reasons").iter();
        let kinds: BTreeSet<&str> = reasons.filter_map(|reason| reason["kind"].as_str()).collect();
        let kinds: Vec<&str> = kinds.into_iter().collect();
        lines += &format!("{name} {decided}: {}\n", kinds.join(", "));
    }
    lines
}

async fn the_decisions(story: &mut Telling) {
    story.chapter("March and April: who decides, and one decides late");
    story.on("2026-03-02");
    let who = who_has_decided(story).await;
    story.says(&format!("Whom it touches, and why:\n\n```text\n{who}```"));
    let of_kommun = decided(KOMMUN, "KS 2026/31", "2026-02-24");
    let input = approval(story, LEAVING, of_kommun.clone()).await;
    story.is_refused(DECIDER, "reallocationApprove", input, "PreconditionsMissing").await;
    let settled = json!({
        "reallocation": reference(LEAVING), "digest": digest(story, LEAVING).await,
        "precondition": reference(UNION), "on": "2026-02-27", "document": "MBL-protokoll 4",
    });
    story.does(PROPOSER, "preconditionSettle", settled).await;
    let input = approval(story, LEAVING, of_kommun).await;
    story.is_refused(PROPOSER, "reallocationApprove", input.clone(), "OwnProposal").await;
    story.does(DECIDER, "reallocationApprove", input).await;
    story.on("2026-03-09");
    let input = approval(story, LEAVING, decided(REGION, "RS 2026/112", "2026-03-04")).await;
    story.does(DECIDER, "reallocationApprove", input).await;
    story.history().await;
    story.on("2026-04-01");
    let who = who_has_decided(story).await;
    story.says(&format!("On 1 April one is still missing:\n\n```text\n{who}```"));
    story.plan(&levels(), SUMMER, PLANNED).await;
    story.on("2026-04-27");
    let before = story.revision();
    let input = approval(story, LEAVING, decided(VERKET, "2026/7", "2026-04-22")).await;
    story.does(DECIDER, "reallocationApprove", input).await;
    story.says("Verket decides at the end of April. With that it is approved, and planned.");
    story.history().await;
    story.plan(&levels(), SUMMER, PLANNED).await;
    story.changes(before, SUMMER, PLANNED).await;
}

async fn the_hub_is_late(story: &mut Telling) {
    story.chapter("May: the hub opens late");
    story.on("2026-04-29");
    let before = story.revision();
    let input = json!({
        "hub": reference(HUB), "opensOn": "2026-06-15", "reason": "Ventilationen är försenad",
    });
    story.does(PROPOSER, "hubMoveOpening", input).await;
    story.says(
        "A fact is always recorded. What was approved relies on the opening, and is in doubt from now \
         on: it is not carried out before it is amended and decided again.",
    );
    story.history().await;
    story.changes(before, "2026-05-04", PLANNED).await;
    story.on("2026-05-06");
    let report = json!({ "reallocation": reference(LEAVING), "on": "2026-05-04", "moves": [1] });
    story.is_refused(PROPOSER, "reallocationReport", report, "InDoubt").await;
    story.plan(&levels()[1..2], "2026-05-06", PLANNED).await;
    let input = json!({
        "reallocation": reference(LEAVING), "proposal": proposal("2026-06-15", "2026-06-29"),
    });
    story.does(PROPOSER, "reallocationAmend", input).await;
    story.on("2026-05-25");
    let settled = json!({
        "reallocation": reference(LEAVING), "digest": digest(story, LEAVING).await,
        "precondition": reference(UNION), "on": "2026-05-20", "document": "MBL-protokoll 9",
    });
    story.does(PROPOSER, "preconditionSettle", settled).await;
    let again = [
        (KOMMUN, "KS 2026/31", "2026-05-19"),
        (REGION, "RS 2026/112", "2026-05-20"),
        (VERKET, "2026/7", "2026-05-22"),
    ];
    for (organisation, case, on) in again {
        let input = approval(story, LEAVING, decided(organisation, case, on)).await;
        story.does(DECIDER, "reallocationApprove", input).await;
    }
    story.says("All three decide on the amended proposal, each in its own case.");
    story.history().await;
    story.plan(&levels()[1..], "2026-06-20", PLANNED).await;
}

async fn carried_out(story: &mut Telling) {
    story.chapter("June: carried out, move by move");
    story.on("2026-06-15");
    let before = story.revision();
    let on = "2026-06-15";
    story.does(PROPOSER, "hubOpen", json!({ "hub": reference(HUB), "on": on })).await;
    let report = |on: &str, moves: &[u16]| json!({ "reallocation": reference(LEAVING), "on": on, "moves": moves });
    story.does(PROPOSER, "reallocationReport", report(on, &[1, 2, 3, 4])).await;
    story.plan(&levels(), "2026-06-15", ACTUAL).await;
    story.on("2026-06-17");
    story.plan(&levels()[1..], "2026-06-17", ACTUAL).await;
    story.does(PROPOSER, "reallocationReport", report("2026-06-16", &[5, 6])).await;
    story.on("2026-06-30");
    story.does(PROPOSER, "reallocationReport", report("2026-06-29", &[7, 8, 9])).await;
    story.history().await;
    story.plan(&levels(), "2026-07-01", ACTUAL).await;
    story.changes(before, "2026-07-01", ACTUAL).await;
    story.says("What was planned has come, and nothing else: planned and actual are the same.");
    let fields = format!(
        "floorPlan(level: '{}') {{ spaces(first: 9) {{ nodes {{ number mode occupants {{ name }}
            resources(first: 9) {{ nodes {{ number }} }} }} }} }}",
        reference(PLAN_2)
    );
    for on in ["2026-06-15", "2026-06-16", "2026-07-01", "2027-01-01"] {
        let actual = story.asks(on, ACTUAL, &fields).await;
        assert_eq!(story.asks(on, PLANNED, &fields).await, actual, "planned equals actual on {on}");
    }
}

async fn a_unit_is_divided(story: &mut Telling) {
    story.chapter("August: a unit is divided");
    story.on("2026-08-03");
    let before = story.revision();
    let input = json!({
        "units": [reference(SOCIAL)], "from": "2026-09-01", "reason": "Två kontor",
        "register": [
            { "ref": reference(25), "name": "Barn och familj", "organisation": reference(KOMMUN), "headcount": 4 },
            { "ref": reference(26), "name": "Vuxna", "organisation": reference(KOMMUN), "headcount": 6 },
        ],
        "rest": reference(26),
        "memberships": [{ "membership": reference(80), "unit": reference(25) }],
    });
    story.does(PROPOSER, "unitsReorganise", input).await;
    story.history().await;
    story.plan(&levels()[..1], "2026-08-31", ACTUAL).await;
    story.plan(&levels()[..1], "2026-09-01", ACTUAL).await;
    story.changes(before, "2026-09-01", ACTUAL).await;
}

async fn a_mistake_is_found(story: &mut Telling) {
    story.chapter("September: a mistake is found after two months");
    story.on("2026-09-07");
    let before = story.revision();
    story.says(
        "Desk 203-2 was reported moved on 16 June. It stood in room 203 until 6 July, a week longer \
         than the room was said to have been vacated.",
    );
    let mut correction = json!({
        "fact": {
            "move": { "reallocation": reference(LEAVING), "number": 6, "doneOn": "2026-07-06" },
        },
        "reason": "Skrivbordet stod kvar över midsommar",
    });
    story.is_refused(PROPOSER, "correctFact", correction.clone(), "CorrectionRestsOn").await;
    correction["takeAlong"] = json!([VACATED_203]);
    story.is_refused(PROPOSER, "correctFact", correction.clone(), "CorrectionUndecided").await;
    correction["decisions"] = json!([
        decided(KOMMUN, "KS 2026/79", "2026-09-01"),
        decided(REGION, "RS 2026/270", "2026-09-02"),
        decided(VERKET, "2026/16", "2026-09-03"),
    ]);
    story.does(DECIDER, "correctFact", correction).await;
    story.history().await;
    story.plan(&levels()[1..], "2026-07-01", ACTUAL).await;
    story.plan(&levels()[1..], "2026-07-06", ACTUAL).await;
    story.changes(before, "2026-07-01", ACTUAL).await;
    story.says("And a slip of the pen, which changes nothing but how a decision reads:");
    let wording = json!({ "organisation": reference(REGION), "caseNumber": "RS 2026/121" });
    let correction = json!({
        "corrects": 61, "correction": { "decision": wording }, "reason": "Omkastade siffror",
    });
    story.does(PROPOSER, "correctClerically", correction).await;
    story.history().await;
}

async fn one_withdraws(story: &mut Telling) {
    story.chapter("October: one authority withdraws");
    story.on("2026-10-05");
    let before = story.revision();
    let moves: Vec<Value> = desks(FALT)
        .into_iter()
        .map(|desk| {
            json!({
                "subject": { "resource": reference(desk) },
                "fate": { "returned": { "unit": reference(FALT), "space": reference(estate::ROOM_103) } },
                "plannedOn": "2026-11-02",
            })
        })
        .collect();
    let proposal = json!({
        "title": "Fältenheten flyttar tillbaka", "reason": "Utryckningar från Residenset",
        "moves": moves, "reverses": reference(LEAVING),
    });
    let input = json!({ "ref": reference(91), "proposal": proposal });
    story.does(PROPOSER, "reallocationPropose", input).await;
    let settled = json!({
        "reallocation": reference(91), "digest": digest(story, 91).await,
        "precondition": reference(UNION), "on": "2026-10-02", "document": "MBL-protokoll 15",
    });
    story.does(PROPOSER, "preconditionSettle", settled).await;
    let each = [
        (VERKET, "2026/19", "2026-09-30"),
        (KOMMUN, "KS 2026/88", "2026-10-01"),
        (REGION, "RS 2026/301", "2026-10-02"),
    ];
    let [(first, case, on), ..] = each;
    let input = approval(story, 91, decided(first, case, on)).await;
    story.does(DECIDER, "reallocationApprove", input).await;
    let ended = json!({
        "membership": reference(82), "from": "2026-11-02", "reason": "Verket lämnar Navet",
        "decisions": [decided(VERKET, "2026/19", "2026-09-30"), decided(REGION, "RS 2026/301", "2026-10-02")],
    });
    story.says(
        "The desks would be missing in the hub as long as their seats are guaranteed there, so the \
         last of the decisions is refused:",
    );
    for (organisation, case, on) in &each[1..2] {
        let input = approval(story, 91, decided(*organisation, case, on)).await;
        story.does(DECIDER, "reallocationApprove", input).await;
    }
    let input = approval(story, 91, decided(REGION, "RS 2026/301", "2026-10-02")).await;
    story.is_refused(DECIDER, "reallocationApprove", input.clone(), "SeatsNotCounted").await;
    story.does(DECIDER, "membershipEnd", ended).await;
    story.does(DECIDER, "reallocationApprove", input).await;
    story.history().await;
    story.plan(&levels(), "2026-11-02", PLANNED).await;
    story.on("2026-11-03");
    let report = json!({ "reallocation": reference(91), "on": "2026-11-02", "moves": [1, 2] });
    story.does(PROPOSER, "reallocationReport", report).await;
    story.changes(before, "2027-02-01", ACTUAL).await;
}

async fn the_end(story: &mut Telling) {
    story.chapter("What was known when");
    story.on("2027-02-01");
    story.plan(&levels(), "2027-02-01", ACTUAL).await;
    story.chapter("På svenska");
    let history = story.sentences(0, "SWEDISH").await;
    story.says("The whole history once more, as a Swedish auditor reads it:");
    story.write(history);
}
