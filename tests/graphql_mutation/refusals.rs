//! Refusals, and where in the input they point.

use schema::Role;
use serde_json::{Value, json};

use crate::{
    estate::{FROM, capacity, decision_of, proposal, resource, terms},
    house::{
        BUILDING, CARE, DECIDER, DESK, HUB, House, KOMMUN, LEVEL, MEETING, OPEN, PROPOSER,
        REALLOCATION, REGION, ROOM, SOCIAL, TODAY, asserted, manager, reference,
    },
};

#[tokio::test]
async fn more_seats_than_the_limit_on_a_later_date_are_not_promised() {
    let house = House::furnished().await;
    house.does("hubSetCapacity", capacity("2027-06-01", 3)).await;
    let input = json!({
        "hub": reference(HUB), "unit": reference(CARE), "from": "2027-01-01", "terms": terms(5),
        "decisions": [decision_of(REGION)],
    });
    let asked = "... on HubLimitExceeded { hub on weekday promised limit }";
    let errors = house.errors_asking(manager(PROPOSER), "membershipGrant", input, asked).await;
    let hub = reference(HUB);
    assert_eq!(
        errors,
        [json!({
            "__typename": "HubLimitExceeded", "code": "HubLimitExceeded",
            "path": ["input", "terms"],
            "message": format!(
                "hub Navet ({hub}) would from 2027-06-01 have 5 seats promised on a Monday and holds 3 \
                 people; promise fewer, or record a greater capacity first"
            ),
            "hub": hub, "on": "2027-06-01", "weekday": "MONDAY", "promised": 5, "limit": 3,
        })]
    );
}

#[tokio::test]
async fn a_refusal_names_its_place_in_the_input() {
    let house = House::furnished().await;
    let input = json!({
        "hub": reference(HUB), "unit": reference(CARE), "from": "2027-01-01", "terms": terms(5),
        "decisions": [decision_of(REGION)],
    });
    house.does("membershipGrant", input).await;
    for (mutation, input, code, path) in refusals() {
        let error = house.refuses(mutation, input).await;
        let told = (error["code"].as_str(), &error["path"]);
        let mut whole = vec!["input"];
        whole.extend(path.split('.').filter(|step| !step.is_empty()));
        assert_eq!(told, (Some(code), &json!(whole)), "{mutation}: {error:#}");
    }
}

fn refusals() -> Vec<(&'static str, Value, &'static str, &'static str)> {
    let opening = json!({ "hub": reference(HUB), "opensOn": "2027-01-01" });
    let mut guaranteed = terms(4);
    guaranteed["seats"][0]["guaranteed"] = true.into();
    let mut late = decision_of(REGION);
    late["decidedOn"] = "2026-11-24".into();
    let grant = |terms: Value| {
        json!({
            "hub": reference(HUB), "unit": reference(CARE), "from": TODAY, "terms": terms,
            "decisions": [decision_of(REGION)],
        })
    };
    let mut decided = grant(terms(1));
    decided["decisions"] = json!([late]);
    let desk = |key: &str, value: Value| {
        let mut input = resource(65, OPEN, "WORKSTATION");
        input[key] = value;
        input
    };
    vec![
        ("resourceAdd", resource(DESK, OPEN, "WORKSTATION"), "ExistsAlready", "ref"),
        ("resourceAdd", desk("space", reference(404).into()), "NotFound", "space"),
        ("resourceAdd", desk("owner", reference(404).into()), "NotFound", "owner"),
        ("resourceAdd", resource(65, MEETING, "ROOM"), "RoomExistsAlready", "kind"),
        ("resourceAdd", resource(65, OPEN, "ROOM"), "NoPlaceFor", "space"),
        ("resourceAdd", desk("from", "2025-01-01".into()), "NotThere", "space"),
        (
            "unitRevise",
            json!({ "unit": reference(SOCIAL), "from": TODAY, "parent": reference(CARE) }),
            "UnitOutOfPlace",
            "parent",
        ),
        (
            "unitRevise",
            json!({ "unit": reference(SOCIAL), "from": TODAY, "headcount": 1_000_001 }),
            "TooMuch",
            "headcount",
        ),
        (
            "unitRevise",
            json!({ "unit": reference(SOCIAL), "from": TODAY, "municipality": "2380" }),
            "NotFound",
            "municipality",
        ),
        (
            "allocationAssign",
            json!({ "resource": reference(DESK), "unit": reference(CARE), "from": TODAY }),
            "TakenByUnit",
            "resource",
        ),
        ("levelRetire", json!({ "level": reference(LEVEL), "from": TODAY }), "InUse", "from"),
        (
            "buildingRetire",
            json!({ "building": reference(BUILDING), "from": TODAY }),
            "InUse",
            "from",
        ),
        ("hubOpen", json!({ "hub": reference(HUB), "on": TODAY }), "HubOpenAlready", "hub"),
        ("hubOpen", json!({ "hub": reference(HUB), "on": "2026-11-24" }), "InFuture", "on"),
        (
            "hubRemoveSpace",
            json!({ "hub": reference(HUB), "space": reference(MEETING), "from": TODAY }),
            "NotInHub",
            "space",
        ),
        ("hubMoveOpening", opening, "HubOpenAlready", "hub"),
        ("membershipGrant", grant(guaranteed), "SeatsNotCounted", "terms"),
        ("membershipGrant", decided, "InFuture", "decisions.0.decidedOn"),
        (
            "membershipEnd",
            json!({
                "membership": reference(404), "from": TODAY, "decisions": [decision_of(REGION)],
            }),
            "NotFound",
            "membership",
        ),
        ("reallocationPropose", json!({ "proposal": proposal(&[]) }), "NoMoves", "proposal.moves"),
        (
            "reallocationPropose",
            json!({ "proposal": proposal(&[(DESK, TODAY), (DESK, TODAY)]) }),
            "MovedTwice",
            "proposal.moves.1.subject",
        ),
        (
            "reallocationPropose",
            json!({ "proposal": room_elsewhere() }),
            "CannotBeRelocated",
            "proposal.moves.1.fate",
        ),
        (
            "reallocationPropose",
            json!({ "proposal": no_such_hub() }),
            "NotFound",
            "proposal.moves.0.fate.converted.hub",
        ),
        (
            "reallocationPropose",
            json!({ "proposal": no_such_space() }),
            "NotFound",
            "proposal.moves.0.fate.relocated.space",
        ),
        (
            "reallocationPropose",
            json!({ "proposal": no_such_unit() }),
            "NotFound",
            "proposal.memberships.0.unit",
        ),
        (
            "reallocationWithdraw",
            json!({ "reallocation": reference(404) }),
            "NotFound",
            "reallocation",
        ),
    ]
}

/// A meeting room in another space, after a desk that stays.
fn room_elsewhere() -> Value {
    let mut proposal = proposal(&[(DESK, TODAY), (ROOM, TODAY)]);
    proposal["moves"][1]["fate"] =
        json!({ "relocated": { "hub": reference(HUB), "space": reference(OPEN) } });
    proposal
}

fn no_such_hub() -> Value {
    let mut proposal = proposal(&[(DESK, TODAY)]);
    proposal["moves"][0]["fate"]["converted"]["hub"] = reference(404).into();
    proposal
}

fn no_such_space() -> Value {
    let mut proposal = proposal(&[(DESK, TODAY)]);
    proposal["moves"][0]["fate"] =
        json!({ "relocated": { "hub": reference(HUB), "space": reference(404) } });
    proposal
}

fn no_such_unit() -> Value {
    let mut proposal = proposal(&[(DESK, TODAY)]);
    proposal["memberships"] = json!([{
        "hub": reference(HUB), "unit": reference(404), "from": TODAY, "terms": terms(1),
    }]);
    proposal
}

#[tokio::test]
async fn what_an_approved_reallocation_moves_is_not_given_away() {
    let house = House::furnished().await;
    let input = json!({ "proposal": proposal(&[(DESK, "2027-01-15")]) });
    let thing = house.does("reallocationPropose", input).await["thing"].clone();
    for organisation in [REGION, KOMMUN] {
        let input = json!({
            "reallocation": thing["key"], "digest": thing["digest"],
            "decision": decision_of(organisation),
        });
        house.does_by(manager(DECIDER), "reallocationApprove", input).await;
    }
    let input = json!({ "resource": reference(DESK), "from": FROM });
    let error = house.refuses("allocationEnd", input).await;
    assert_eq!((&error["code"], &error["path"]), (&json!("BreaksApproved"), &json!(["input"])));
    let owner = json!({ "resource": reference(DESK), "from": TODAY, "owner": reference(KOMMUN) });
    house.does("resourceRevise", owner).await;
}

#[tokio::test]
async fn a_refusal_names_things_beside_their_references_and_leaves_unknown_ones_as_they_are() {
    let house = House::furnished().await;
    let [kommun, social, care, desk] = [KOMMUN, SOCIAL, CARE, DESK].map(reference);
    let message = async |mutation: &str, input: Value| {
        house.refuses(mutation, input).await["message"].as_str().expect("a message").to_owned()
    };
    let taken = json!({ "resource": &desk, "unit": &care, "from": TODAY });
    assert_eq!(
        message("allocationAssign", taken).await,
        format!(
            "resource workstation in space 250, Plan 2 ({desk}) is given to unit Socialtjänst \
             ({social}) from {FROM}; end that allocation first, or choose another resource"
        )
    );
    let again = json!({ "ref": &kommun, "from": FROM, "name": "Kommunen igen" });
    assert_eq!(
        message("organisationRegister", again).await,
        format!(
            "there is a organisation Kommunen ({kommun}) already; leave the reference out for a new \
             one, or revise it"
        )
    );
    let [unknown, hub] = [404, HUB].map(reference);
    for missing in [unknown, hub] {
        let input = json!({ "resource": &desk, "unit": &missing, "from": TODAY });
        assert_eq!(
            message("allocationAssign", input).await,
            format!(
                "there is no unit {missing} in this portfolio; name one that there is, or add it first"
            )
        );
    }
}

#[tokio::test]
async fn a_refusal_shows_an_erased_name_as_erased() {
    let house = House::furnished().await;
    let input =
        json!({ "ref": reference(REALLOCATION), "proposal": proposal(&[(DESK, "2027-01-15")]) });
    let digest = house.does("reallocationPropose", input).await["thing"]["digest"].clone();
    let erase = json!({ "person": reference(PROPOSER), "ground": "RECORDED_IN_ERROR" });
    house.does_by(asserted(DECIDER, Role::Administrator), "personErase", erase).await;
    let approve = json!({
        "reallocation": reference(REALLOCATION), "digest": digest, "decision": decision_of(KOMMUN),
    });
    let error = house.refuses("reallocationApprove", approve).await;
    let (person, reallocation) = (reference(PROPOSER), reference(REALLOCATION));
    assert_eq!(
        error["message"],
        format!(
            "person [erased] ({person}) wrote the proposal of reallocation “Skrivbord till Navet” \
             ({reallocation}) and cannot record the decision on it; another person does, or an approval is \
             recorded to be confirmed by another (reallocationApprove with toBeConfirmed)"
        )
    );
}
