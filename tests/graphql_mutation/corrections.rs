//! Correcting over GraphQL: what is true is shown, and what was known before stays as it was.

use serde_json::{Value, json};

use crate::{
    estate::{decision, decision_of, proposal},
    house::{
        DECIDER, DESK, DESK_2, HUB, House, KOMMUN, PROPOSER, REALLOCATION, REGION, TODAY, manager,
        portfolio, reference,
    },
};

impl House {
    /// What the portfolio has at a revision and on a date.
    async fn knows(&self, revision: u64, on: &str, fields: &str) -> Value {
        let (portfolio, fields) = (portfolio(), fields.replace('\'', "\""));
        let query = format!(
            "{{ portfolio(ref: \"{portfolio}\", asOf: {{ revision: {revision}, on: \"{on}\" }}) \
             {{ {fields} }} }}"
        );
        let response = self.schema.execute(async_graphql::Request::new(query)).await;
        assert_eq!(response.errors, [], "{fields}");
        let mut read = response.data.into_json().expect("data is JSON");
        read["portfolio"].take()
    }
}

/// Two desks joined the hub on the 20th of November; gives the revision of the second's move.
async fn moved(house: &House) -> u64 {
    let proposal = proposal(&[(DESK, "2026-11-20"), (DESK_2, "2026-11-20")]);
    let input = json!({ "ref": reference(REALLOCATION), "proposal": proposal });
    let digest = house.does("reallocationPropose", input).await["thing"]["digest"].clone();
    for organisation in [REGION, KOMMUN] {
        let input = json!({
            "reallocation": reference(REALLOCATION), "digest": digest,
            "decision": decision_of(organisation),
        });
        house.does_by(manager(DECIDER), "reallocationApprove", input).await;
    }
    let report = json!({
        "reallocation": reference(REALLOCATION), "on": "2026-11-20", "moves": [1, 2],
    });
    // The completion follows the moves.
    house.does("reallocationReport", report).await["revision"].as_u64().expect("a revision") - 1
}

fn truly_done(on: &str) -> Value {
    json!({
        "fact": { "move": {
            "reallocation": reference(REALLOCATION), "number": 2, "doneOn": on,
        } },
        "decisions": [decision(), decision_of(REGION)], "reason": "Fel datum",
    })
}

fn mode_of_the_desk() -> String {
    format!("resource(ref: '{}') {{ allocation {{ mode }} }}", reference(DESK_2))
}

#[tokio::test]
async fn a_fact_is_corrected_and_what_was_known_before_stays() {
    let house = House::furnished().await;
    let wrong = moved(&house).await;
    let formerly = house.events() - 1;
    let answer = house.does_by(manager(DECIDER), "correctFact", truly_done("2026-11-22")).await;
    let by = answer["revision"].as_u64().expect("a revision") - 2;
    let mode = mode_of_the_desk();
    for (revision, on, expected) in [
        (formerly, "2026-11-21", "FLEXIBLE"),
        (house.events() - 1, "2026-11-21", "FIXED"),
        (house.events() - 1, "2026-11-22", "FLEXIBLE"),
    ] {
        let known = house.knows(revision, on, &mode).await;
        assert_eq!(known["resource"]["allocation"]["mode"], expected, "{revision} {on}");
    }
    let history = "history(first: 500, filter: { kinds: ['MoveDone'] }) {
        edges { node { revision correctedBy { revision kind } } } }";
    let read = house.reads(TODAY, history).await;
    let edges = read["history"]["edges"].as_array().expect("edges");
    let of = |revision: u64| {
        let mut nodes = edges.iter().map(|edge| &edge["node"]);
        nodes.find(|node| node["revision"] == revision).expect("the move")["correctedBy"].clone()
    };
    assert_eq!(of(wrong), json!([{ "revision": by, "kind": "FACTUAL" }]));
    assert_eq!(of(wrong - 1), json!([]));
    let read = house.knows(formerly, TODAY, history).await;
    let nodes = read["history"]["edges"].as_array().expect("edges");
    assert!(nodes.iter().all(|edge| edge["node"]["correctedBy"] == json!([])), "not known then");
}

#[tokio::test]
async fn what_was_decided_is_corrected_by_all_who_decided() {
    let house = House::furnished().await;
    moved(&house).await;
    let mut input = truly_done("2026-11-22");
    input["decisions"] = json!([decision()]);
    let asked = "... on CorrectionUndecided { organisations }";
    let errors = house.errors_asking(manager(PROPOSER), "correctFact", input, asked).await;
    let region = reference(REGION);
    assert_eq!(
        errors,
        [json!({
            "__typename": "CorrectionUndecided", "code": "CorrectionUndecided",
            "path": ["input", "decisions"],
            "message": format!(
                "what is corrected was decided by organisation Regionen ({region}); bring a \
                 decision of each, or of the one that succeeds it"
            ),
            "organisations": region,
        })]
    );
}

#[tokio::test]
async fn what_rests_on_what_was_wrong_is_named_and_taken_along() {
    let house = House::furnished().await;
    let second = moved(&house).await;
    let mut input = json!({
        "fact": { "hubOpening": { "hub": reference(HUB), "openedOn": "2026-11-22" } },
        "reason": "Slutbesiktningen dröjde",
    });
    let error = house.refuses("correctFact", input.clone()).await;
    assert_eq!(error["code"], "CorrectionRestsOn");
    assert_eq!(error["path"], json!(["input", "takeAlong"]));
    let message = error["message"].as_str().expect("a message");
    for revision in [second - 1, second] {
        assert!(message.contains(&format!("revision {revision} (move ")), "{message}");
    }
    input["takeAlong"] = json!([second - 1, second]);
    input["decisions"] = json!([decision(), decision_of(REGION)]);
    let own = house.refuses("correctFact", input.clone()).await;
    assert_eq!((&own["code"], &own["path"]), (&json!("OwnReport"), &json!(["input"])));
    house.does_by(manager(DECIDER), "correctFact", input).await;
    let known = house.knows(house.events() - 1, "2026-11-21", &mode_of_the_desk()).await;
    assert_eq!(known["resource"]["allocation"]["mode"], "FIXED");
}

#[tokio::test]
async fn faults_are_told_where_they_stand_in_the_input() {
    let house = House::furnished().await;
    let wrong = moved(&house).await;
    let never = |revision: u64| {
        json!({
            "fact": { "allocation": { "resource": reference(DESK_2), "revision": revision } },
            "reason": "Aldrig",
        })
    };
    let body = |wording: Value| json!({ "corrects": wrong, "correction": { "decision": wording }, "reason": "Skrivfel" });
    let organisation = reference(KOMMUN);
    for (mutation, input, code, path) in [
        ("correctFact", truly_done("2026-11-24"), "InFuture", "fact.move.doneOn"),
        ("correctFact", never(wrong), "NothingToCorrect", "fact.allocation.revision"),
        (
            "correctClerically",
            body(json!({ "organisation": organisation })),
            "NothingToCorrect",
            "correction.decision.organisation",
        ),
        (
            "correctClerically",
            body(json!({ "organisation": organisation, "body": null })),
            "InvalidValue",
            "correction.decision.body",
        ),
    ] {
        let error = house.refuses(mutation, input).await;
        let path: Vec<&str> = std::iter::once("input").chain(path.split('.')).collect();
        assert_eq!((&error["code"], &error["path"]), (&json!(code), &json!(path)), "{error}");
    }
}

#[tokio::test]
async fn a_title_is_corrected_and_reads_as_it_did_at_its_revision() {
    let house = House::furnished().await;
    let proposal = proposal(&[(DESK, "2027-01-15")]);
    let input = json!({ "ref": reference(REALLOCATION), "proposal": proposal });
    let proposed = house.does("reallocationPropose", input).await["revision"].clone();
    let input = json!({
        "corrects": proposed, "reason": "Noden heter så",
        "correction": { "title": {
            "reallocation": reference(REALLOCATION), "title": "Skrivbord till Torget",
        } },
    });
    house.does("correctClerically", input).await;
    let title = format!("reallocation(ref: '{}') {{ title }}", reference(REALLOCATION));
    let known = |revision| house.knows(revision, TODAY, &title);
    let proposed = proposed.as_u64().expect("a revision");
    assert_eq!(known(proposed).await["reallocation"]["title"], "Skrivbord till Navet");
    assert_eq!(known(proposed + 1).await["reallocation"]["title"], "Skrivbord till Torget");
}
