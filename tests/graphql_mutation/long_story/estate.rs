//! Where the long story is set: three authorities in one building, and a hub in another.

use serde_json::{Value, json};

use super::telling::Telling;
use crate::house::{DECIDER, KOMMUN, PROPOSER, REGION, reference};

pub(crate) const VERKET: u64 = 12;
pub(crate) const SOCIAL: u64 = 20;
pub(crate) const VARD: u64 = 21;
pub(crate) const FALT: u64 = 22;
pub(crate) const RESIDENSET: u64 = 30;
pub(crate) const STATIONEN: u64 = 31;
pub(crate) const PLAN_1: u64 = 40;
pub(crate) const PLAN_2: u64 = 41;
pub(crate) const HALL: u64 = 42;
pub(crate) const HUB: u64 = 70;
pub(crate) const HUB_ROOM: u64 = 58;
pub(crate) const UNION: u64 = 95;

/// From when the estate is there.
pub(crate) const FROM: &str = "2026-01-01";

/// The rooms of the second level, which are left: number, unit, area.
const LEFT: [(u64, &str, u64, u32); 3] =
    [(54, "201", SOCIAL, 80), (55, "202", VARD, 60), (56, "203", FALT, 60)];
/// The rooms of the first level, which are kept.
const KEPT: [(u64, &str, u64, u32); 3] =
    [(51, "101", SOCIAL, 120), (52, "102", VARD, 90), (53, "103", FALT, 90)];

pub(crate) const ROOM_103: u64 = 53;

/// The room on the second level that a unit leaves.
pub(crate) fn left_by(unit: u64) -> u64 {
    let of = LEFT.iter().find(|room| room.2 == unit);
    of.expect("every unit leaves a room").0
}

/// The desks of a unit on the second level.
pub(crate) fn desks(unit: u64) -> [u64; 2] {
    let first = 100 + (unit - SOCIAL) * 2;
    [first, first + 1]
}

pub(crate) fn levels() -> [(&'static str, String); 3] {
    let level = |name, number| (name, reference(number));
    [
        level("Residenset, plan 1", PLAN_1),
        level("Residenset, plan 2", PLAN_2),
        level("Stationen, hallen", HALL),
    ]
}

/// What an organisation's board decides in a case of its own.
pub(crate) fn decided(organisation: u64, case: &str, on: &str) -> Value {
    let body = match organisation {
        KOMMUN => "Kommunstyrelsen",
        REGION => "Regionstyrelsen",
        _ => "Generaldirektören",
    };
    json!({
        "organisation": reference(organisation), "caseNumber": case, "kind": "BOARD",
        "body": body, "decidedOn": on,
    })
}

pub(crate) async fn is_recorded(story: &mut Telling) {
    people(story).await;
    building(story).await;
    hub(story).await;
    let required = json!({
        "ref": reference(UNION), "from": FROM, "kind": "UNION_NEGOTIATION",
        "name": "Förhandling enligt MBL",
    });
    story.administers(PROPOSER, "preconditionRequire", required).await;
    let signed = json!({ "on": FROM, "decision": decided(KOMMUN, "KS 2026/14", "2026-01-12") });
    story.administers(PROPOSER, "openingBalanceSign", signed).await;
}

async fn people(story: &Telling) {
    let input = json!({ "ref": reference(DECIDER), "name": "The registrar" });
    story.does(PROPOSER, "personRegister", input).await;
    let organisations = [(KOMMUN, "Kommunen"), (REGION, "Regionen"), (VERKET, "Verket")];
    for (number, name) in organisations {
        let input = json!({ "ref": reference(number), "from": FROM, "name": name });
        story.does(PROPOSER, "organisationRegister", input).await;
    }
    let units = [
        (SOCIAL, "Socialkontoret", KOMMUN, 10),
        (VARD, "Vårdplaneringen", REGION, 8),
        (FALT, "Fältenheten", VERKET, 6),
    ];
    for (number, name, organisation, headcount) in units {
        let input = json!({
            "ref": reference(number), "from": FROM, "name": name,
            "organisation": reference(organisation), "headcount": headcount,
        });
        story.does(PROPOSER, "unitRegister", input).await;
    }
}

async fn building(story: &Telling) {
    for (number, name, owner) in
        [(RESIDENSET, "Residenset", KOMMUN), (STATIONEN, "Stationen", REGION)]
    {
        let input = json!({
            "ref": reference(number), "from": FROM, "name": name, "owner": reference(owner),
        });
        story.does(PROPOSER, "buildingAdd", input).await;
    }
    let of = [
        (PLAN_1, "Plan 1", RESIDENSET, 0),
        (PLAN_2, "Plan 2", RESIDENSET, 3200),
        (HALL, "Hallen", STATIONEN, 0),
    ];
    for (number, name, building, elevation) in of {
        let input = json!({
            "ref": reference(number), "building": reference(building), "from": FROM,
            "name": name, "elevationMm": elevation,
        });
        story.does(PROPOSER, "levelAdd", input).await;
    }
    for (level, rooms) in [(PLAN_1, KEPT), (PLAN_2, LEFT)] {
        for (space, number, _, area) in rooms {
            adds_space(story, space, level, number, area).await;
        }
    }
    adds_space(story, HUB_ROOM, HALL, "H1", 150).await;
    for (space, door, unit, _) in KEPT.into_iter().chain(LEFT) {
        let upstairs = door.starts_with('2');
        for (nth, desk) in desks(unit).into_iter().enumerate() {
            let desk = if upstairs { desk } else { desk + 50 };
            let input = json!({
                "ref": reference(desk), "space": reference(space), "from": FROM,
                "kind": "WORKSTATION", "number": format!("{door}-{}", nth + 1),
                "owner": reference(owner_of(unit)), "grade": { "counted": { "on": FROM } },
            });
            story.does(PROPOSER, "resourceAdd", input).await;
            let input = json!({
                "resource": reference(desk), "unit": reference(unit), "from": FROM,
            });
            story.does(PROPOSER, "allocationAssign", input).await;
        }
    }
}

fn owner_of(unit: u64) -> u64 {
    match unit {
        SOCIAL => KOMMUN,
        VARD => REGION,
        _ => VERKET,
    }
}

async fn adds_space(story: &Telling, space: u64, level: u64, number: &str, area: u32) {
    let input = json!({
        "ref": reference(space), "level": reference(level), "from": FROM, "number": number,
        "category": "OPEN_WORKPLACE",
        "areas": [{ "measure": "LOA", "squareMetres": area.to_string() }],
    });
    story.does(PROPOSER, "spaceAdd", input).await;
}

/// Planned to open in May.
async fn hub(story: &Telling) {
    let input = json!({
        "ref": reference(HUB), "opensOn": "2026-05-04", "name": "Navet",
        "host": reference(REGION), "services": ["CO_WORKING", "RECEPTION"],
    });
    story.does(PROPOSER, "hubPlan", input).await;
    let input = json!({
        "hub": reference(HUB), "space": reference(HUB_ROOM), "from": "2026-05-04",
    });
    story.does(PROPOSER, "hubAddSpace", input).await;
    let input = json!({
        "hub": reference(HUB), "from": "2026-05-04",
        "capacity": { "people": 20, "source": "FIRE", "establishedOn": "2026-01-09" },
    });
    story.does(PROPOSER, "hubSetCapacity", input).await;
}
