//! An estate to act upon, made with mutations.

use serde_json::{Value, json};

use crate::house::{
    BUILDING, CARE, DECIDER, DESK, DESK_2, DESK_3, HUB, House, KOMMUN, LEVEL, MEETING, OPEN,
    REGION, ROOM, SOCIAL, reference,
};

/// From when everything in the estate is there.
pub(crate) const FROM: &str = "2026-01-01";

impl House {
    /// A house with people, a building of two spaces, and an open hub in one of them.
    pub(crate) async fn furnished() -> Self {
        let house = Self::open().await;
        house.people().await;
        house.building().await;
        house.resources().await;
        house.hub().await;
        house
    }

    async fn people(&self) {
        self.does("personRegister", json!({ "ref": reference(DECIDER), "name": "the decider" }))
            .await;
        for (number, name) in [(KOMMUN, "Kommunen"), (REGION, "Regionen")] {
            let input = json!({ "ref": reference(number), "from": FROM, "name": name });
            self.does("organisationRegister", input).await;
        }
        for (number, name, of) in [(SOCIAL, "Socialtjänst", KOMMUN), (CARE, "Vård", REGION)] {
            let input = json!({
                "ref": reference(number), "from": FROM, "name": name,
                "organisation": reference(of), "headcount": 12,
            });
            self.does("unitRegister", input).await;
        }
    }

    async fn building(&self) {
        let input = json!({
            "ref": reference(BUILDING), "from": FROM, "name": "Rådhuset",
            "owner": reference(KOMMUN),
        });
        self.does("buildingAdd", input).await;
        let input = json!({
            "ref": reference(LEVEL), "building": reference(BUILDING), "from": FROM,
            "name": "Plan 2", "elevationMm": 3000,
        });
        self.does("levelAdd", input).await;
        for (number, category) in [(OPEN, "OPEN_WORKPLACE"), (MEETING, "MEETING")] {
            let input = json!({
                "ref": reference(number), "level": reference(LEVEL), "from": FROM,
                "number": format!("2{number}"), "category": category,
            });
            self.does("spaceAdd", input).await;
        }
    }

    async fn resources(&self) {
        for desk in [DESK, DESK_2, DESK_3] {
            self.does("resourceAdd", resource(desk, OPEN, "WORKSTATION")).await;
            let input = json!({
                "resource": reference(desk), "unit": reference(SOCIAL), "from": FROM,
            });
            self.does("allocationAssign", input).await;
        }
        self.does("resourceAdd", resource(ROOM, MEETING, "ROOM")).await;
    }

    async fn hub(&self) {
        let input = json!({
            "ref": reference(HUB), "opensOn": "2026-09-01", "name": "Navet",
            "host": reference(REGION),
        });
        self.does("hubPlan", input).await;
        self.does("hubOpen", json!({ "hub": reference(HUB), "on": "2026-09-01" })).await;
        let input =
            json!({ "hub": reference(HUB), "space": reference(OPEN), "from": "2026-09-01" });
        self.does("hubAddSpace", input).await;
        self.does("hubSetCapacity", capacity("2026-09-01", 10)).await;
    }
}

/// The input of a new resource of the municipality's.
pub(crate) fn resource(number: u64, space: u64, kind: &str) -> Value {
    json!({
        "ref": reference(number), "space": reference(space), "from": FROM, "kind": kind,
        "owner": reference(KOMMUN), "grade": { "counted": { "on": FROM } },
    })
}

/// The input that sets how many the hub holds.
pub(crate) fn capacity(from: &str, people: u32) -> Value {
    json!({
        "hub": reference(HUB), "from": from,
        "capacity": { "people": people, "source": "FIRE", "establishedOn": FROM },
    })
}

/// Terms with so many shared workstations on Mondays.
pub(crate) fn terms(seats: u32) -> Value {
    json!({
        "peopleServed": 12,
        "seats": [{ "kind": "WORKSTATION", "guaranteed": false, "week": { "monday": seats } }],
    })
}

/// A decision of the municipality's.
pub(crate) fn decision() -> Value {
    decision_of(KOMMUN)
}

/// A decision of an organisation's.
pub(crate) fn decision_of(organisation: u64) -> Value {
    json!({
        "organisation": reference(organisation), "caseNumber": "KS 2026/00123", "kind": "BOARD",
        "body": "Styrelsen", "decidedOn": "2026-11-10",
    })
}

/// A proposal that converts these desks into the hub's, each on its date.
pub(crate) fn proposal(desks: &[(u64, &str)]) -> Value {
    let converted = |&(desk, on): &(u64, &str)| {
        json!({
            "subject": { "resource": reference(desk) },
            "fate": { "converted": { "hub": reference(HUB) } },
            "plannedOn": on,
        })
    };
    let moves: Vec<Value> = desks.iter().map(converted).collect();
    json!({ "title": "Skrivbord till Navet", "moves": moves })
}
