//! One command id, one command.

use schema::Role;
use serde_json::{Value, json};

use crate::{
    estate::{FROM, resource},
    house::{DESK, House, OPEN, PROPOSER, SOCIAL, asserted, document, manager, reference},
};

/// An answer as it is when it is given again.
fn again(mut answer: Value) -> Value {
    answer["repeated"] = true.into();
    answer
}

#[tokio::test]
async fn the_same_command_again_gives_the_first_answer_and_no_event() {
    let house = House::open().await;
    // Without a reference: it is derived from the command's id, so that it is the same again.
    let input = json!({ "commandId": reference(7), "name": "Carin" });
    let first = house.does("personRegister", input.clone()).await;
    assert_eq!(first["repeated"], false);
    let events = house.events();
    let second = house.does("personRegister", input).await;
    assert_eq!(second, again(first));
    assert_eq!(house.events(), events);
}

#[tokio::test]
async fn a_portfolio_is_opened_once_by_one_command() {
    let house = House::empty().await;
    let input = json!({
        "commandId": reference(8), "name": "Campus", "currency": "SEK",
        "timeZone": "Europe/Stockholm", "openedBy": "The proposer",
    });
    let first = house.does("portfolioOpen", input.clone()).await;
    let second = house.does("portfolioOpen", input).await;
    assert_eq!(second, again(first));
}

#[tokio::test]
async fn a_command_id_with_another_payload_is_a_conflict() {
    let house = House::open().await;
    let command = reference(7);
    let first = json!({ "commandId": command, "name": "Carin" });
    let first = house.does("personRegister", first).await;
    let other = json!({ "commandId": command, "name": "David" });
    let asked = "... on CommandConflict { command recorded }";
    let errors = house.errors_asking(manager(PROPOSER), "personRegister", other, asked).await;
    let revision = &first["revision"];
    assert_eq!(
        errors,
        [json!({
            "__typename": "CommandConflict", "code": "CommandConflict",
            "path": ["input", "commandId"],
            "message": format!(
                "command id {command} was used for another command, recorded at revision \
                 {revision}; give each command an id of its own"
            ),
            "command": command, "recorded": revision,
        })]
    );
}

#[tokio::test]
async fn a_command_that_changes_nothing_says_so_and_leaves_nothing() {
    let house = House::furnished().await;
    let events = house.events();
    let input = json!({
        "resource": reference(DESK), "unit": reference(SOCIAL), "from": FROM,
    });
    let answer = house.does("allocationAssign", input).await;
    assert_eq!(
        answer,
        json!({
            "thing": { "key": reference(DESK) }, "revision": events - 1, "recordedAt": null,
            "unchanged": true, "repeated": false, "userErrors": [],
        })
    );
    assert_eq!(house.events(), events);
}

#[tokio::test]
async fn a_refused_command_may_be_sent_again_under_its_id() {
    let house = House::furnished().await;
    let mut input = resource(61, OPEN, "WORKSTATION");
    input["commandId"] = reference(7).into();
    house.refuses("resourceAdd", input.clone()).await;
    input["ref"] = Value::Null;
    let answer = house.does("resourceAdd", input).await;
    assert_eq!(answer["repeated"], false);
}

#[tokio::test]
async fn correlation_and_role_are_no_part_of_the_command() {
    let house = House::open().await;
    let mut input = json!({ "commandId": reference(7), "name": "Carin" });
    let first = house.does("personRegister", input.clone()).await;
    input["correlation"] = reference(77).into();
    let by = asserted(PROPOSER, Role::Administrator);
    let second = house.does_by(by, "personRegister", input).await;
    assert_eq!(second, again(first));
}

#[tokio::test]
async fn a_caller_that_goes_away_leaves_no_portfolio_that_cannot_be_found() {
    let house = House::empty().await;
    let input = json!({
        "commandId": reference(8), "name": "Campus", "currency": "SEK",
        "timeZone": "Europe/Stockholm", "openedBy": "The proposer",
    });
    // Sent once: the harness would ask for a preview first.
    let document = document("portfolioOpen", "");
    let opening = house.respond(manager(PROPOSER), &document, input);
    assert!(futures_util::FutureExt::now_or_never(opening).is_none(), "it waits for the ledger");
    for _ in 0..100_000 {
        if !house.ledgers.list().expect("served").is_empty() {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("the portfolio was not found");
}
