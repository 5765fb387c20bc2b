//! Who may act.

use schema::Role;
use serde_json::json;
use thirdplace::http::Asserted;

use crate::house::{House, PROPOSER, STRANGER, asserted, document, manager, portfolio, reference};

fn register() -> serde_json::Value {
    json!({
        "commandId": reference(7),
        "portfolio": portfolio().to_string(),
        "name": "Carin",
    })
}

#[tokio::test]
async fn a_mutation_without_its_headers_is_refused() {
    let house = House::open().await;
    let events = house.events();
    let actor_only = Asserted { role: None, ..manager(PROPOSER) };
    let role_only = Asserted { actor: None, ..manager(PROPOSER) };
    for (by, missing) in [
        (Asserted::default(), "x-actor is missing"),
        (role_only, "x-actor is missing"),
        (actor_only, "x-role is missing"),
    ] {
        let response = house.respond(by, &document("personRegister", ""), register()).await;
        let message = response["errors"][0]["message"].as_str().expect("a message");
        assert!(message.contains(missing), "{message}");
        assert!(message.contains("x-actor and x-role"), "{message}");
        assert_eq!(response["errors"][0]["extensions"]["code"], "UNIDENTIFIED");
    }
    assert_eq!(house.events(), events);
}

#[tokio::test]
async fn only_registered_persons_act() {
    let house = House::open().await;
    let error = house.refuses_to(manager(STRANGER), "personRegister", register()).await;
    assert_eq!(error["__typename"], "ActorNotRegistered");
    assert_eq!(error["path"], json!(["input"]));
    let person = reference(STRANGER);
    assert_eq!(
        error["message"],
        format!(
            "person {person} is not registered in this portfolio; someone who is registers them \
             first (personRegister)"
        )
    );
}

#[tokio::test]
async fn an_auditor_changes_nothing() {
    let house = House::open().await;
    let asked = "... on RoleNotAllowed { role act allowed }";
    let by = asserted(PROPOSER, Role::Auditor);
    let errors = house.errors_asking(by, "personRegister", register(), asked).await;
    assert_eq!(
        errors,
        [json!({
            "__typename": "RoleNotAllowed", "code": "RoleNotAllowed", "path": ["input"],
            "message": "the role auditor does not allow PersonRegister; it takes manager or \
                        administrator",
            "role": "auditor", "act": "PersonRegister", "allowed": "manager or administrator",
        })]
    );
}

#[tokio::test]
async fn a_portfolio_that_is_not_there_is_named() {
    let house = House::open().await;
    let input = json!({ "portfolio": reference(404), "name": "Carin" });
    let error = house.refuses("personRegister", input).await;
    assert_eq!(error["__typename"], "NotFound");
    assert_eq!(error["path"], json!(["input", "portfolio"]));
}
