//! A small estate to act on, set up through the service.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::service::{Caller, Service};

/// Dates that have been, whenever the tests run.
pub(crate) const BEGINS: &str = "2026-01-01";

/// Who and what there is.
pub(crate) struct Estate {
    pub(crate) portfolio: String,
    pub(crate) proposer: Uuid,
    pub(crate) decider: Uuid,
    pub(crate) organisation: String,
    pub(crate) hub: String,
    pub(crate) room: String,
}

fn reference(payload: &Value, thing: &str) -> String {
    payload[thing]["ref"].as_str().unwrap().to_owned()
}

/// Opens a portfolio and registers a second person.
pub(crate) fn open(caller: &Caller, decider: Uuid) -> String {
    let opened = caller.record(
        "portfolioOpen",
        json!({
            "name": "Jämtlands län", "currency": "SEK", "timeZone": "Europe/Stockholm",
            "openedBy": "The proposer",
        }),
        "portfolio { ref }",
    );
    let portfolio = reference(&opened, "portfolio");
    caller.record(
        "personRegister",
        json!({ "portfolio": portfolio, "ref": decider, "name": "The decider" }),
        "",
    );
    portfolio
}

impl Estate {
    /// One organisation, a building with one meeting room, and an open hub.
    pub(crate) fn set_up(service: &Service) -> Self {
        let (proposer, decider) = (Uuid::new_v4(), Uuid::new_v4());
        let caller = service.acting(proposer);
        let portfolio = open(&caller, decider);
        let record = |name: &str, mut input: Value, thing: &str| {
            input["portfolio"] = json!(portfolio);
            reference(&caller.record(name, input, &format!("{thing} {{ ref }}")), thing)
        };
        let organisation = record(
            "organisationRegister",
            json!({ "from": BEGINS, "name": "Kommunen" }),
            "organisation",
        );
        let building = record(
            "buildingAdd",
            json!({ "from": BEGINS, "name": "Huset", "owner": organisation }),
            "building",
        );
        let level = record(
            "levelAdd",
            json!({ "building": building, "from": BEGINS, "name": "Plan 1", "elevationMm": 0 }),
            "level",
        );
        let space = record(
            "spaceAdd",
            json!({ "level": level, "from": BEGINS, "number": "101", "category": "MEETING" }),
            "space",
        );
        let room = record(
            "resourceAdd",
            json!({
                "space": space, "from": BEGINS, "kind": "ROOM", "owner": organisation,
                "grade": { "counted": { "on": BEGINS } },
            }),
            "resource",
        );
        let hub = record(
            "hubPlan",
            json!({ "opensOn": BEGINS, "name": "Navet", "host": organisation, "services": [], "openingHours": [] }),
            "hub",
        );
        record("hubOpen", json!({ "hub": hub, "on": BEGINS }), "hub");
        record("hubAddSpace", json!({ "hub": hub, "space": space, "from": BEGINS }), "hub");
        Self { portfolio, proposer, decider, organisation, hub, room }
    }

    /// The input that proposes to convert the room.
    pub(crate) fn proposal(&self, command: Uuid) -> Value {
        json!({
            "commandId": command, "portfolio": self.portfolio,
            "proposal": {
                "title": "Mötesrummet",
                "moves": [{
                    "subject": { "resource": self.room },
                    "fate": { "converted": { "hub": self.hub } },
                    "plannedOn": "2026-03-01",
                }],
            },
        })
    }

    /// A decision of the organisation.
    pub(crate) fn decision(&self) -> Value {
        json!({
            "organisation": self.organisation, "caseNumber": "KS 2026/17", "kind": "BOARD",
            "body": "Kommunstyrelsen", "decidedOn": "2026-02-01",
        })
    }
}
