//! What is in doubt, what is lost, what is given up and what goes back, as it is recorded and read.

use serde_json::{Value, json};

use crate::{
    estate::{capacity, decision_of, proposal, resource, terms},
    house::{
        CARE, DECIDER, DESK, HUB, House, KOMMUN, MEETING, MEMBERSHIP, OPEN, PROPOSER, REALLOCATION,
        REGION, ROOM, SOCIAL, TODAY, manager, reference,
    },
};

/// A hub that is planned for February.
const LAIR: u64 = 71;

fn moved(subject: &Value, fate: &Value, planned_on: &str) -> Value {
    json!({
        "title": "Flytt", "moves": [{ "subject": subject, "fate": fate, "plannedOn": planned_on }],
    })
}

async fn proposes(house: &House, number: u64, proposal: Value) -> Value {
    let input = json!({ "ref": reference(number), "proposal": proposal });
    house.does("reallocationPropose", input).await["thing"]["digest"].clone()
}

/// A reallocation that both organisations approved.
async fn approved(house: &House, number: u64, proposal: Value) {
    let digest = proposes(house, number, proposal).await;
    for organisation in [REGION, KOMMUN] {
        let input = json!({
            "reallocation": reference(number), "digest": digest,
            "decision": decision_of(organisation),
        });
        house.does_by(manager(DECIDER), "reallocationApprove", input).await;
    }
}

async fn reported(house: &House, number: u64, on: &str) {
    let input = json!({ "reallocation": reference(number), "on": on, "moves": [1] });
    house.does("reallocationReport", input).await;
}

async fn read(house: &House, number: u64, fields: &str) -> Value {
    let fields = format!("reallocation(ref: '{}') {{ {fields} }}", reference(number));
    house.reads(TODAY, &fields).await["reallocation"].take()
}

/// A hub that opens in February.
async fn plans_the_lair(house: &House) {
    let input = json!({
        "ref": reference(LAIR), "opensOn": "2027-02-01", "name": "Lyan",
        "host": reference(REGION),
    });
    house.does("hubPlan", input).await;
    let mut holds = capacity("2027-02-01", 8);
    holds["hub"] = reference(LAIR).into();
    house.does("hubSetCapacity", holds).await;
}

/// Care becomes a member of it.
fn joins_the_lair() -> Value {
    json!({
        "ref": reference(MEMBERSHIP), "hub": reference(LAIR), "unit": reference(CARE),
        "from": "2027-02-01", "terms": terms(2),
    })
}

/// The meeting room is to serve the hub that opens in February, of which care is a member then.
async fn waits_for_the_lair(house: &House) {
    plans_the_lair(house).await;
    let fate = json!({ "converted": { "hub": reference(LAIR) } });
    let mut moves = moved(&json!({ "space": reference(MEETING) }), &fate, "2027-02-01");
    moves["memberships"] = json!([joins_the_lair()]);
    approved(house, REALLOCATION, moves).await;
}

const DOUBTS: &str = "status inDoubt moves { status inDoubt } memberships { membership {
    doubts { from revision } } }";

async fn in_doubt(house: &House) -> usize {
    let fields = "reallocations(filter: { inDoubt: true }) { totalCount }";
    let found = house.reads(TODAY, fields).await["reallocations"]["totalCount"].as_u64();
    usize::try_from(found.expect("a number")).expect("few")
}

#[tokio::test]
async fn a_doubt_is_read_with_its_cause_until_what_is_doubted_ends() {
    let house = House::furnished().await;
    waits_for_the_lair(&house).await;
    let before = read(&house, REALLOCATION, DOUBTS).await;
    assert_eq!((&before["inDoubt"], in_doubt(&house).await), (&json!(false), 0));
    assert_eq!(before["moves"], json!([{ "status": "PLANNED", "inDoubt": null }]));
    let because = house.events();
    let input = json!({ "hub": reference(LAIR), "opensOn": "2027-05-01", "reason": "Försenad" });
    house.does("hubMoveOpening", input).await;
    let late = read(&house, REALLOCATION, DOUBTS).await;
    let because = because.to_string();
    assert_eq!((&late["status"], &late["inDoubt"]), (&json!("APPROVED"), &json!(true)));
    assert_eq!(late["moves"][0]["inDoubt"].to_string().replace('"', ""), because);
    let doubts = &late["memberships"][0]["membership"]["doubts"];
    assert_eq!(doubts[0]["from"], Value::Null);
    assert_eq!(doubts[0]["revision"].to_string().replace('"', ""), because);
    assert_eq!(in_doubt(&house).await, 1);
    let report = json!({ "reallocation": reference(REALLOCATION), "on": TODAY, "moves": [1] });
    let refused = house.refuses("reallocationReport", report).await;
    assert_eq!(refused["code"], "InDoubt");
    assert_eq!(refused["path"], json!(["input", "moves", "0"]));
    let withdraw = json!({ "reallocation": reference(REALLOCATION), "reason": "Dröjer" });
    let refused = house.refuses("reallocationWithdraw", withdraw.clone()).await;
    assert_eq!(refused["code"], "WrongStatus");
    let mut revoke = withdraw;
    revoke["decisions"] = json!([decision_of(REGION)]);
    house.does_by(manager(DECIDER), "reallocationRevoke", revoke).await;
    let revoked = read(&house, REALLOCATION, DOUBTS).await;
    assert_eq!((&revoked["inDoubt"], in_doubt(&house).await), (&json!(false), 0));
    assert_eq!(revoked["moves"], json!([{ "status": "DROPPED", "inDoubt": null }]));
}

#[tokio::test]
async fn a_doubt_stands_on_the_plan_and_a_membership_of_a_closed_hub_cannot_be_used() {
    let house = House::furnished().await;
    plans_the_lair(&house).await;
    let fate = json!({ "converted": { "hub": reference(LAIR) } });
    let subjects = [json!({ "space": reference(MEETING) }), json!({ "resource": reference(ROOM) })];
    let moves = subjects
        .map(|subject| json!({ "subject": subject, "fate": fate, "plannedOn": "2027-02-01" }));
    let proposal = json!({ "title": "Flytt", "moves": moves, "memberships": [joins_the_lair()] });
    approved(&house, REALLOCATION, proposal).await;
    let fields = format!(
        "space(ref: '{}') {{ plannedChanges {{ inDoubt }} }}
        resource(ref: '{}') {{ plannedMoves {{ inDoubt }} }}
        membership(ref: '{}') {{ holds usable }}",
        reference(MEETING),
        reference(ROOM),
        reference(MEMBERSHIP)
    );
    let read = |on: &str| {
        let clocks = format!("on: '{on}', basis: PLANNED");
        let (house, fields) = (&house, &fields);
        async move { house.reads_at(&clocks, fields).await }
    };
    let marked = |in_doubt: Option<u64>, usable: bool| {
        json!({
            "space": { "plannedChanges": [{ "inDoubt": in_doubt }, { "inDoubt": in_doubt }] },
            "resource": { "plannedMoves": [{ "inDoubt": in_doubt }] },
            "membership": { "holds": true, "usable": usable },
        })
    };
    assert_eq!(read("2027-02-01").await, marked(None, true));
    let because = house.events();
    let input = json!({ "hub": reference(LAIR), "opensOn": "2027-05-01", "reason": "Försenad" });
    house.does("hubMoveOpening", input).await;
    assert_eq!(read("2027-02-01").await, marked(Some(because), false));
    assert_eq!(read("2027-05-01").await, marked(Some(because), true));
}

#[tokio::test]
async fn a_membership_in_doubt_is_read_with_its_first_day_until_it_is_changed() {
    let house = House::furnished().await;
    let decisions = || json!([decision_of(REGION)]);
    let input = json!({
        "ref": reference(MEMBERSHIP), "hub": reference(HUB), "unit": reference(CARE),
        "from": "2026-10-01", "terms": terms(4), "decisions": decisions(),
    });
    house.does("membershipGrant", input).await;
    let cause = house.events();
    house.does("hubSetCapacity", capacity("2027-01-01", 3)).await;
    let fields =
        format!("membership(ref: '{}') {{ doubts {{ from revision }} }}", reference(MEMBERSHIP));
    let doubts = house.reads(TODAY, &fields).await["membership"]["doubts"].take();
    assert_eq!(doubts[0]["from"], "2027-01-01");
    assert_eq!(doubts[0]["revision"].to_string().replace('"', ""), cause.to_string());
    let input = json!({
        "membership": reference(MEMBERSHIP), "from": "2027-01-01", "terms": terms(3),
        "decisions": decisions(),
    });
    house.does("membershipChange", input).await;
    assert_eq!(house.reads(TODAY, &fields).await["membership"]["doubts"], json!([]));
}

#[tokio::test]
async fn a_lost_space_is_read_as_lost_and_given_to_nobody_until_it_is_restored() {
    let house = House::furnished().await;
    let meeting = |from: &str| json!({ "space": reference(MEETING), "from": from });
    house.does("spaceLose", meeting("2026-12-01")).await;
    let mut desk = resource(65, MEETING, "EQUIPMENT");
    desk["from"] = "2026-12-01".into();
    let assign = |from: &str| json!({ "resource": reference(ROOM), "unit": reference(SOCIAL), "from": from });
    let serve =
        |from: &str| json!({ "hub": reference(HUB), "space": reference(MEETING), "from": from });
    for (mutation, input, field) in [
        ("allocationAssign", assign("2026-12-01"), "resource"),
        ("hubAddSpace", serve("2026-12-01"), "space"),
        ("resourceAdd", desk, "space"),
    ] {
        let asked = "... on SpaceOutOfUse { space on }";
        let errors = house.errors_asking(manager(PROPOSER), mutation, input, asked).await;
        let [error] = &errors[..] else { panic!("{errors:#?}") };
        assert_eq!(error["code"], "SpaceOutOfUse", "{mutation}");
        assert_eq!(error["path"], json!(["input", field]));
        let named = (&error["space"], &error["on"]);
        assert_eq!(named, (&json!(reference(MEETING)), &json!("2026-12-01")));
        let message = error["message"].as_str().expect("a message");
        assert!(message.contains("it is lost") && message.contains("spaceRestore"), "{message}");
    }
    house.does("spaceRestore", meeting("2027-02-01")).await;
    let fields = format!("space(ref: '{}') {{ lost }}", reference(MEETING));
    for (on, lost) in [("2026-11-30", false), ("2026-12-01", true), ("2027-02-01", false)] {
        assert_eq!(house.reads(on, &fields).await["space"]["lost"], lost, "{on}");
    }
    house.does("allocationAssign", assign("2027-02-01")).await;
    house.does("hubAddSpace", serve("2027-02-01")).await;
}

const MOVES: &str = "status moves { fate status hub { ref } unit { ref } intoSpace { ref }
    handedOverOn rentEndsOn } touched { organisation { ref } reasons { kind } }";

#[tokio::test]
async fn a_space_is_released_with_its_dates() {
    let house = House::furnished().await;
    let released = |handed_over_on: &str, rent_ends_on: &str| {
        let fate = json!({ "released": {
            "handedOverOn": handed_over_on, "rentEndsOn": rent_ends_on,
        } });
        moved(&json!({ "space": reference(MEETING) }), &fate, "2026-11-20")
    };
    for (proposal, field) in [
        (released("2026-11-19", "2026-12-31"), "handedOverOn"),
        (released("2026-11-30", "2026-11-19"), "rentEndsOn"),
    ] {
        let input = json!({ "ref": reference(REALLOCATION), "proposal": proposal });
        let error = house.refuses("reallocationPropose", input).await;
        let path = ["input", "proposal", "moves", "0", "fate", "released", field];
        assert_eq!((&error["code"], &error["path"]), (&json!("InvalidValue"), &json!(path)));
    }
    let digest = proposes(&house, REALLOCATION, released("2026-11-30", "2026-12-31")).await;
    let shown = read(&house, REALLOCATION, MOVES).await;
    let expected = json!([{
        "fate": "RELEASED", "status": "PROPOSED", "hub": null, "unit": null, "intoSpace": null,
        "handedOverOn": "2026-11-30", "rentEndsOn": "2026-12-31",
    }]);
    assert_eq!(shown["moves"], expected);
    // The building is the municipality's, and nobody sits in the room.
    let touched = json!([{
        "organisation": { "ref": reference(KOMMUN) }, "reasons": [{ "kind": "OWNS_BUILDING" }],
    }]);
    assert_eq!(shown["touched"], touched);
    let input = json!({
        "reallocation": reference(REALLOCATION), "digest": digest,
        "decision": decision_of(KOMMUN),
    });
    house.does_by(manager(DECIDER), "reallocationApprove", input).await;
    reported(&house, REALLOCATION, TODAY).await;
    let fields = format!("space(ref: '{}') {{ mode }}", reference(MEETING));
    let mode = |on: &'static str| house.reads(on, &fields);
    assert_ne!(mode("2026-11-22").await["space"]["mode"], "RELEASED");
    assert_eq!(mode(TODAY).await["space"]["mode"], "RELEASED");
    let assign = json!({
        "resource": reference(ROOM), "unit": reference(SOCIAL), "from": "2026-12-01",
    });
    assert_eq!(house.refuses("allocationAssign", assign).await["code"], "SpaceReleased");
}

#[tokio::test]
async fn a_desk_goes_back_from_a_hub_to_a_unit() {
    let house = House::furnished().await;
    approved(&house, REALLOCATION, proposal(&[(DESK, "2026-11-20")])).await;
    reported(&house, REALLOCATION, "2026-11-20").await;
    let desk = json!({ "resource": reference(DESK) });
    let back = |unit: u64| {
        let fate = json!({ "returned": { "unit": reference(unit), "space": reference(OPEN) } });
        moved(&desk, &fate, "2026-11-22")
    };
    let input = json!({ "ref": reference(91), "proposal": back(99) });
    let error = house.refuses("reallocationPropose", input).await;
    let path = ["input", "proposal", "moves", "0", "fate", "returned", "unit"];
    assert_eq!((&error["code"], &error["path"]), (&json!("NotFound"), &json!(path)));
    proposes(&house, 91, back(CARE)).await;
    let shown = read(&house, 91, MOVES).await;
    let expected = json!([{
        "fate": "RETURNED", "status": "PROPOSED", "hub": null, "unit": { "ref": reference(CARE) },
        "intoSpace": { "ref": reference(OPEN) }, "handedOverOn": null, "rentEndsOn": null,
    }]);
    assert_eq!(shown["moves"], expected);
    assert_eq!(shown["touched"][1]["organisation"]["ref"], reference(REGION));
    let reasons = json!([{ "kind": "HOSTS_HUB" }, { "kind": "GETS_BACK" }]);
    assert_eq!(shown["touched"][1]["reasons"], reasons);
    approved(&house, 92, back(CARE)).await;
    reported(&house, 92, TODAY).await;
    let fields = format!(
        "resource(ref: '{}') {{ allocation {{ mode unit {{ ref }} hub {{ ref }} }} }}",
        reference(DESK)
    );
    let given = house.reads(TODAY, &fields).await["resource"]["allocation"].take();
    assert_eq!(given, json!({ "mode": "FIXED", "unit": { "ref": reference(CARE) }, "hub": null }));
}
