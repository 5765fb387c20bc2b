//! Previews: what would come of a command, and that asking leaves nothing. Every mutation that any
//! test here sends is previewed first and compared with what then comes of it.

use schema::{PortfolioId, Revision, Role};
use serde_json::{Value, json};
use std::fmt::Write;
use thirdplace::http::Asserted;
use uuid::Uuid;

use crate::{
    estate::{FROM, decision_of, proposal, resource, terms},
    house::{
        CARE, DECIDER, DESK, DESK_2, HUB, House, KOMMUN, MEMBERSHIP, OPEN, PROPOSER, REALLOCATION,
        REGION, SOCIAL, asserted, document, document_showing, manager, reference,
    },
};

/// Everything of a preview.
const PREVIEW: &str = "preview {
    revision dates
    events(first: 500) { totalCount nodes { type data sentence } }
    touched(first: 500) { nodes { type ref } }
    seats(first: 500) {
        nodes {
            hub { ref name } on
            before { weekday promised counted capacity ratio }
            after { weekday promised counted capacity ratio }
        }
    }
}";

impl House {
    /// What would come of a mutation; asking leaves nothing.
    pub(crate) async fn previewed(
        &self,
        by: Asserted,
        mutation: &str,
        mut input: Value,
        asked: &str,
    ) -> Value {
        input["preview"] = true.into();
        let before = self.heads();
        let document = document_showing(mutation, asked, PREVIEW);
        let response = self.respond(by, &document, input).await;
        assert_eq!(response.get("errors"), None, "the preview of {mutation}: {response:#}");
        assert_eq!(self.heads(), before, "the preview of {mutation} left a trace");
        response["data"]["answer"].clone()
    }

    /// Where every ledger ends.
    fn heads(&self) -> Vec<(PortfolioId, u64)> {
        let ledgers = self.ledgers.list().expect("the store is loaded");
        let head = |ledger: &std::sync::Arc<thirdplace::ledger::Ledger>| {
            (ledger.portfolio(), ledger.newest().next_revision().number())
        };
        ledgers.iter().map(head).collect()
    }

    /// Where the ledger of a mutation ends.
    pub(crate) fn end_of(&self, mutation: &str, input: &Value) -> u64 {
        let heads = self.heads();
        let of = concerned(mutation, input);
        heads.iter().find(|(portfolio, _)| *portfolio == of).map_or(0, |(_, end)| *end)
    }

    /// Type and data of the events that the ledger of a mutation has from a revision on.
    pub(crate) async fn recorded_from(
        &self,
        mutation: &str,
        input: &Value,
        from: u64,
    ) -> Vec<Value> {
        let Ok(ledger) = self.ledgers.get(concerned(mutation, input)) else { return Vec::new() };
        let from = Revision::new(from).expect("a revision");
        let last = Revision::new(1_000_000).expect("a revision");
        let envelopes = ledger.envelopes(from, last).await.expect("the ledger is read");
        let told = |envelope: schema::Envelope| json!({ "type": envelope.event.type_name(), "data": envelope.event });
        envelopes.into_iter().map(told).collect()
    }

    /// Everything that the service holds, on disk and in memory.
    fn whole(&self) -> String {
        let mut whole = format!("{:?}", self.store);
        for ledger in self.ledgers.list().expect("the store is loaded") {
            write!(whole, "{} {:?}", ledger.newest().digest(), ledger.shelf()).expect("a text");
        }
        whole
    }
}

/// The portfolio of a mutation.
fn concerned(mutation: &str, input: &Value) -> PortfolioId {
    let uuid = |field: &str| input[field].as_str().expect(field).parse::<Uuid>().ok();
    match mutation {
        "portfolioOpen" => uuid("commandId").map(|id| PortfolioId::opened_by(id.into())),
        _ => uuid("portfolio").map(Into::into),
    }
    .expect("a portfolio")
}

/// An event without what differs from one decision to the next: the salted commitments, and what is
/// computed over them.
fn unsalted(event: &Value) -> Value {
    match event {
        Value::Object(fields) if fields.len() == 1 && fields.contains_key("sealed") => {
            "sealed".into()
        }
        Value::Object(fields) => {
            let kept = fields.iter().filter(|(name, _)| name.as_str() != "digest");
            kept.map(|(name, field)| (name.clone(), unsalted(field))).collect()
        }
        Value::Array(items) => items.iter().map(unsalted).collect(),
        plain => plain.clone(),
    }
}

/// A preview shows what then comes of the command.
pub(crate) fn compare(mutation: &str, preview: &Value, answer: &Value, recorded: &[Value]) {
    for field in ["userErrors", "unchanged", "repeated"] {
        assert_eq!(preview[field], answer[field], "{field} of the preview of {mutation}");
    }
    for field in ["revision", "recordedAt"] {
        assert_eq!(preview[field], Value::Null, "{field} of the preview of {mutation}");
    }
    let keys = |thing: &Value| match thing {
        Value::Array(things) => things.iter().map(|thing| thing["key"].clone()).collect(),
        thing => vec![thing["key"].clone()],
    };
    assert_eq!(keys(&preview["thing"]), keys(&answer["thing"]), "{mutation}");
    let refused = answer["userErrors"] != json!([]);
    assert_eq!(preview["preview"].is_null(), refused, "{mutation}");
    let events = preview["preview"]["events"]["nodes"].as_array().cloned().unwrap_or_default();
    let previewed: Vec<Value> = events
        .iter()
        .map(|event| unsalted(&json!({ "type": event["type"], "data": event["data"] })))
        .collect();
    let recorded: Vec<Value> = recorded.iter().map(unsalted).collect();
    assert_eq!(previewed, recorded, "the events of {mutation}");
}

#[tokio::test]
async fn a_preview_leaves_neither_event_nor_text_nor_command_id() {
    let house = House::furnished().await;
    let before = house.whole();
    let acts = [
        ("personRegister", json!({ "name": "Someone who is not there" })),
        ("unitRevise", json!({ "unit": reference(SOCIAL), "from": FROM, "name": "Annat" })),
        ("resourceAdd", resource(99, OPEN, "WORKSTATION")),
        ("allocationEnd", json!({ "resource": reference(DESK), "from": "2026-12-01" })),
        ("hubClose", json!({ "hub": reference(HUB), "from": "2028-01-01" })),
        ("reallocationPropose", json!({ "proposal": proposal(&[(DESK, "2027-01-15")]) })),
    ];
    for (mutation, input) in acts {
        let input = house.completed(mutation, input);
        let preview = house.previewed(manager(PROPOSER), mutation, input, "").await;
        assert_ne!(preview["preview"]["events"]["totalCount"], 0, "{mutation}");
        assert_eq!(house.whole(), before, "{mutation}");
    }
    let erases = asserted(PROPOSER, Role::Administrator);
    let input = json!({ "person": reference(DECIDER), "ground": "DATA_SUBJECT" });
    let input = house.completed("personErase", input);
    let preview = house.previewed(erases, "personErase", input, "").await;
    assert_eq!(preview["preview"]["events"]["nodes"][0]["type"], "TextsErased");
    assert_eq!(house.whole(), before, "what would be erased is there");
}

#[tokio::test]
async fn a_preview_shows_the_thing_and_the_texts_as_they_would_be() {
    let house = House::furnished().await;
    let shown = "person { ref name history { totalCount } } \
        preview { revision events { nodes { sentence } } touched { nodes { type ref } } dates }";
    let document = format!(
        "mutation Act($input: PersonRegisterInput!) {{ personRegister(input: $input) {{ {shown} }} }}"
    );
    let input = json!({ "name": "Lisbet", "ref": reference(5), "preview": true });
    let input = house.completed("personRegister", input);
    let response = house.respond(manager(PROPOSER), &document, input).await;
    assert_eq!(
        response["data"]["personRegister"],
        json!({
            "person": {
                "ref": reference(5), "name": "Lisbet",
                // History is of what was recorded.
                "history": { "totalCount": 0 },
            },
            "preview": {
                "revision": house.events() - 1,
                "events": { "nodes": [{ "sentence": "Registered Lisbet" }] },
                "touched": { "nodes": [{ "type": "Person", "ref": reference(5) }] },
                "dates": [],
            },
        }),
        "{response:#}"
    );
}

#[tokio::test]
async fn a_preview_of_an_approval_tells_its_dates_and_the_seats_of_its_hub() {
    let house = House::furnished().await;
    let mut proposal = proposal(&[(DESK, "2027-01-15"), (DESK_2, "2027-02-01")]);
    proposal["memberships"] = json!([{
        "ref": reference(MEMBERSHIP), "hub": reference(HUB), "unit": reference(CARE),
        "from": "2027-02-01", "terms": terms(1),
    }]);
    let input = json!({ "ref": reference(REALLOCATION), "proposal": proposal });
    let digest = house.does("reallocationPropose", input).await["thing"]["digest"].clone();
    let of = |organisation: u64| {
        json!({
            "reallocation": reference(REALLOCATION), "digest": digest,
            "decision": decision_of(organisation),
        })
    };
    house.does_by(manager(DECIDER), "reallocationApprove", of(REGION)).await;
    let input = house.completed("reallocationApprove", of(KOMMUN));
    let by = manager(DECIDER);
    let preview = house.previewed(by, "reallocationApprove", input, "").await;
    let preview = &preview["preview"];
    let seats = preview["seats"]["nodes"].as_array().expect("seats");
    let monday = |side: &Value| (side[0]["promised"].clone(), side[0]["counted"].clone());
    let told: Vec<_> = seats
        .iter()
        .map(|row| {
            assert_eq!(row["hub"], json!({ "ref": reference(HUB), "name": "Navet" }));
            (row["on"].clone(), monday(&row["before"]), monday(&row["after"]))
        })
        .collect();
    let none = || (json!(0), json!(0));
    assert_eq!(
        told,
        [
            (json!("2027-01-15"), none(), (json!(0), json!(1))),
            (json!("2027-02-01"), none(), (json!(1), json!(2))),
        ]
    );
    assert_eq!(seats[1]["after"][0]["capacity"], 10);
    let touched = preview["touched"]["nodes"].as_array().expect("things");
    let hub = json!({ "type": "Hub", "ref": reference(HUB) });
    assert!(touched.contains(&hub), "{touched:#?}");
}

#[tokio::test]
async fn the_dates_of_a_preview_are_those_in_force() {
    let house = House::furnished().await;
    let desks = [(DESK_2, "2027-02-01"), (DESK, "2027-01-15")];
    let input = house.completed("reallocationPropose", json!({ "proposal": proposal(&desks) }));
    let preview = house.previewed(manager(PROPOSER), "reallocationPropose", input, "").await;
    assert_eq!(preview["preview"]["dates"], json!(["2027-01-15", "2027-02-01"]));
    let input = house.completed("resourceAdd", resource(99, OPEN, "WORKSTATION"));
    let preview = house.previewed(manager(PROPOSER), "resourceAdd", input, "").await;
    assert_eq!(preview["preview"]["dates"], json!([FROM]));
}

#[tokio::test]
async fn a_command_id_of_another_command_conflicts_in_the_preview_too() {
    let house = House::furnished().await;
    let input = json!({ "commandId": reference(7), "name": "Carin" });
    house.does("personRegister", input).await;
    let input = json!({ "commandId": reference(7), "name": "David" });
    let input = house.completed("personRegister", input);
    let preview = house.previewed(manager(PROPOSER), "personRegister", input, "").await;
    assert_eq!(preview["userErrors"][0]["code"], "CommandConflict");
}

#[tokio::test]
async fn the_opening_of_a_portfolio_is_previewed_and_opens_none() {
    let house = House::open().await;
    let input = json!({
        "commandId": reference(8), "name": "Campus", "currency": "SEK",
        "timeZone": "Europe/Stockholm", "openedBy": "The proposer",
    });
    let before = house.whole();
    let preview = house.previewed(manager(PROPOSER), "portfolioOpen", input, "").await;
    assert_eq!(preview["preview"]["revision"], Value::Null);
    assert_eq!(preview["preview"]["events"]["totalCount"], 2);
    assert_eq!(house.whole(), before);
}

#[tokio::test]
async fn a_previewed_thing_has_another_id_than_the_one_that_is() {
    let house = House::furnished().await;
    let document = document("hubSetCapacity", "").replace("{ key: ref  }", "{ id }");
    let mut input = house.completed("hubSetCapacity", crate::estate::capacity("2027-01-01", 12));
    input["preview"] = true.into();
    let previewed = house.respond(manager(PROPOSER), &document, input).await;
    let real = house.reads(FROM, "hubs(first: 1) { nodes { id } }").await;
    let id = &previewed["data"]["answer"]["thing"]["id"];
    assert!(id.is_string(), "{previewed:#}");
    assert_ne!(*id, real["hubs"]["nodes"][0]["id"]);
}
