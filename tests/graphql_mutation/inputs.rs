//! Inputs whose fields are not of their kind.

use serde_json::{Value, json};

use crate::{
    estate::{decision, proposal, terms},
    house::{CARE, DESK, HUB, House, LEVEL, PROPOSER, TODAY, manager, reference},
};

/// Sends an input that is refused; gives code and path of each error, in order.
async fn told(house: &House, mutation: &str, input: Value) -> Vec<String> {
    let errors = house.errors(manager(PROPOSER), mutation, input).await;
    let line = |error: &Value| {
        let path = error["path"].as_array().expect("a path").iter();
        let path: Vec<&str> = path.map(|step| step.as_str().expect("a step")).collect();
        format!("{} {}", error["code"].as_str().expect("a code"), path.join("."))
    };
    errors.iter().map(line).collect()
}

#[tokio::test]
async fn every_field_that_is_not_accepted_is_told() {
    let house = House::furnished().await;
    let input = json!({
        "level": reference(LEVEL), "from": TODAY, "category": "CELL",
        "globalId": "with space", "number": "Corner office", "name": " ", "function": "a\nb",
        "heightMm": -1,
        "polygon": { "outer": [[0, 0], [9000], [9000, 9000]], "holes": [[[1, 2, 3]]] },
        "areas": [{ "measure": "LOA", "squareMetres": "1" },
                  { "measure": "loa", "squareMetres": "-1" }],
        "codes": [{ "system": "@", "code": "@" }],
    });
    assert_eq!(
        told(&house, "spaceAdd", input).await,
        [
            "InvalidValue input.globalId",
            "InvalidValue input.number",
            "InvalidValue input.name",
            "InvalidValue input.function",
            "InvalidValue input.polygon.outer.1",
            "InvalidValue input.polygon.holes.0.0",
            "InvalidValue input.heightMm",
            "InvalidValue input.areas.1.measure",
            "InvalidValue input.areas.1.squareMetres",
            "InvalidValue input.codes.0.system",
            "InvalidValue input.codes.0.code",
        ]
    );
}

#[tokio::test]
async fn an_invalid_value_says_what_would_be_accepted() {
    let house = House::open().await;
    let input = json!({
        "from": TODAY, "name": "Enskild firma", "number": "811218-9876",
    });
    let asked = "... on InvalidValue { what given accepted }";
    let errors = house.errors_asking(manager(PROPOSER), "organisationRegister", input, asked).await;
    let accepted = "ten digits NNNNNN-NNNN with a valid check digit, the third at least 2 (a sole \
                    trader's number is a personal one and cannot be recorded)";
    assert_eq!(
        errors,
        [json!({
            "__typename": "InvalidValue", "code": "InvalidValue", "path": ["input", "number"],
            "message": format!("organisation number \"811218-9876\" is not accepted: {accepted}"),
            "what": "organisation number", "given": "811218-9876", "accepted": accepted,
        })]
    );
}

#[tokio::test]
async fn an_outline_that_is_none_is_refused_as_a_whole() {
    let house = House::furnished().await;
    let space = |outer: Value| {
        json!({
            "level": reference(LEVEL), "from": TODAY, "category": "CELL",
            "polygon": { "outer": outer },
        })
    };
    let bow_tie = json!([[0, 0], [10, 10], [10, 0], [0, 10]]);
    let refused = ["InvalidValue input.polygon"];
    assert_eq!(told(&house, "spaceAdd", space(bow_tie)).await, refused);
    let many: Vec<_> = (0..1_001).map(|x| json!([x, x * x])).collect();
    let refused = ["TooMuch input.polygon.outer"];
    assert_eq!(told(&house, "spaceAdd", space(many.into())).await, refused);
}

#[tokio::test]
async fn every_fault_of_terms_and_of_a_decision_is_told() {
    let house = House::furnished().await;
    let mut decision = decision();
    decision["caseNumber"] = "none".into();
    decision["body"] = "".into();
    decision["delegationPoint"] = "?".into();
    let seat = &terms(1)["seats"][0];
    let mut input = json!({
        "hub": reference(HUB), "unit": reference(CARE), "from": TODAY, "decisions": [decision],
        "terms": {
            "peopleServed": 0, "seats": [seat, seat], "noticeMonths": 121,
            "price": { "amount": "-1", "per": "MONTH" },
        },
    });
    assert_eq!(
        told(&house, "membershipGrant", input.clone()).await,
        [
            "InvalidValue input.terms.peopleServed",
            "InvalidValue input.terms.seats",
            "InvalidValue input.terms.noticeMonths",
            "InvalidValue input.terms.price",
            "InvalidValue input.decisions.0.caseNumber",
            "InvalidValue input.decisions.0.body",
            "InvalidValue input.decisions.0.delegationPoint",
        ]
    );
    input["decisions"] = json!([]);
    input["terms"] = terms(1);
    input["terms"]["seats"][0]["week"] = json!({ "monday": -1, "sunday": 1_000_001 });
    assert_eq!(
        told(&house, "membershipGrant", input).await,
        [
            "InvalidValue input.terms.seats.0.week.monday",
            "InvalidValue input.terms.seats.0.week.sunday",
        ]
    );
}

#[tokio::test]
async fn lists_are_bounded() {
    let house = House::furnished().await;
    let seats = vec![terms(1)["seats"][0].clone(); 9];
    let membership = json!({
        "hub": reference(HUB), "unit": reference(CARE), "from": TODAY,
        "terms": { "peopleServed": 1, "seats": seats },
    });
    let mut granted = membership.clone();
    granted["decisions"] = json!([]);
    let refused = ["TooMuch input.terms.seats"];
    assert_eq!(told(&house, "membershipGrant", granted).await, refused);
    let mut many = proposal(&[(DESK, TODAY); 201]);
    many["memberships"] = vec![membership; 11].into();
    let refused = ["TooMuch input.proposal.moves", "TooMuch input.proposal.memberships"];
    assert_eq!(told(&house, "reallocationPropose", json!({ "proposal": many })).await, refused);
    let input = json!({
        "level": reference(LEVEL), "from": TODAY, "category": "CELL",
        "areas": vec![json!({ "measure": "LOA", "squareMetres": "1" }); 17],
        "codes": vec![json!({ "system": "A", "code": "1" }); 17],
    });
    let refused = ["TooMuch input.areas", "TooMuch input.codes"];
    assert_eq!(told(&house, "spaceAdd", input).await, refused);
    let hours = json!({ "weekday": "MONDAY", "opens": "08:00", "closes": "09:00" });
    let input = json!({
        "opensOn": TODAY, "name": "Navet", "host": reference(CARE),
        "services": vec!["VIDEO"; 17], "openingHours": vec![hours; 22],
    });
    let refused = ["TooMuch input.services", "TooMuch input.openingHours"];
    assert_eq!(told(&house, "hubPlan", input).await, refused);
}

#[tokio::test]
async fn a_time_of_day_has_one_spelling() {
    let house = House::furnished().await;
    let hours = |opens: &str, closes: &str| -> Value {
        json!({ "weekday": "MONDAY", "opens": opens, "closes": closes })
    };
    let input = json!({
        "opensOn": TODAY, "name": "Navet", "host": reference(CARE),
        "openingHours": [hours("8:00", "17:60"), hours("17:00", "08:00")],
    });
    assert_eq!(
        told(&house, "hubPlan", input).await,
        [
            "InvalidValue input.openingHours.0.opens",
            "InvalidValue input.openingHours.0.closes",
            "InvalidValue input.openingHours.1",
        ]
    );
}

/// Found before execution, so that a mutation beside it is not carried out either.
#[tokio::test]
async fn a_scalar_that_is_none_is_an_error_of_the_request() {
    let house = House::open().await;
    let input = json!({
        "commandId": "7", "portfolio": crate::house::portfolio().to_string(), "name": "Carin",
    });
    let document = crate::house::document("personRegister", "");
    let response = house.respond(manager(PROPOSER), &document, input).await;
    assert_eq!(response["data"], Value::Null);
    let message = response["errors"][0]["message"].as_str().expect("a message");
    assert!(message.contains("$input.commandId"), "{message}");
}
