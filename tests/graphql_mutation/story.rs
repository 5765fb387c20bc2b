//! Every mutation once, in the order in which a county would send them.

use schema::Role;
use serde_json::{Value, json};
use std::{cell::RefCell, collections::BTreeSet};
use thirdplace::http::Asserted;

use crate::{
    costs,
    estate::{FROM, capacity, decision, decision_of, proposal, resource, terms},
    house::{
        BUILDING, CARE, DECIDER, DESK, DESK_2, HUB, House, KOMMUN, LEVEL, MEETING, MEMBERSHIP,
        OPEN, PROPOSER, REALLOCATION, REGION, ROOM, SOCIAL, TODAY, asserted, manager, reference,
    },
    invoices, leases,
};

/// A house, and which mutations were sent to it.
struct Story {
    house: House,
    told: RefCell<BTreeSet<String>>,
}

impl Story {
    async fn does(&self, mutation: &str, input: Value) -> Value {
        self.does_by(PROPOSER, mutation, input).await
    }

    async fn does_by(&self, person: u64, mutation: &str, input: Value) -> Value {
        self.does_in(manager(person), mutation, input).await
    }

    async fn does_in(&self, by: Asserted, mutation: &str, input: Value) -> Value {
        self.told.borrow_mut().insert(mutation.to_owned());
        let events = self.house.events();
        let answer = self.house.does_by(by, mutation, input).await;
        let revision = self.house.events() - 1;
        assert!(revision >= events, "{mutation} is recorded");
        assert_eq!(answer["revision"], revision, "{mutation} tells its last event");
        assert!(answer["recordedAt"].as_str().is_some_and(|at| at.starts_with(TODAY)));
        assert_eq!((&answer["unchanged"], &answer["repeated"]), (&json!(false), &json!(false)));
        answer
    }

    /// The same, naming the thing that the answer is to show.
    async fn shows(&self, mutation: &str, input: Value, number: u64) -> Value {
        let answer = self.does(mutation, input).await;
        assert_eq!(answer["thing"]["key"], reference(number), "{mutation}");
        answer
    }
}

#[tokio::test]
async fn every_business_act_can_be_recorded() {
    let story = Story { house: House::open().await, told: RefCell::default() };
    story.told.borrow_mut().insert("portfolioOpen".to_owned());
    people(&story).await;
    estate(&story).await;
    fixed(&story).await;
    hub(&story).await;
    memberships(&story).await;
    carried_out(&story).await;
    corrected(&story).await;
    mandates(&story).await;
    transition(&story).await;
    leases(&story).await;
    costs(&story).await;
    invoices(&story).await;
    given_up(&story).await;
    changed(&story).await;
    retired(&story).await;
    signed_off(&story).await;
    erased(&story).await;
    let sdl = thirdplace::graphql::sdl();
    let from = sdl.find("\ntype Mutation {").expect("mutations");
    let mutations = sdl[from..].split("\n}").next().expect("their end");
    let names = mutations.lines().filter_map(|line| line.trim().split_once("(input: "));
    let published: BTreeSet<String> = names.map(|(name, _)| name.to_owned()).collect();
    assert_eq!(*story.told.borrow(), published);
}

async fn people(story: &Story) {
    let input = json!({ "ref": reference(DECIDER), "name": "the decider" });
    story.shows("personRegister", input, DECIDER).await;
    let input = json!({
        "code": "2380", "name": "Östersund",
        "seat": { "latitude": "63.1792", "longitude": "14.6357" },
        "population": { "people": 64_714, "on": "2025-12-31" },
    });
    let answer = story.does("municipalityAdd", input).await;
    assert_eq!(answer["thing"]["key"], "2380");
    for number in [KOMMUN, REGION] {
        let input = json!({
            "ref": reference(number), "from": FROM, "name": format!("Organisation {number}"),
        });
        story.shows("organisationRegister", input, number).await;
    }
    let input = json!({
        "organisation": reference(KOMMUN), "from": FROM, "number": "212000-2528",
    });
    story.shows("organisationRevise", input, KOMMUN).await;
    for (number, organisation) in [(SOCIAL, KOMMUN), (CARE, REGION)] {
        let input = json!({
            "ref": reference(number), "from": FROM, "name": format!("Unit {number}"),
            "organisation": reference(organisation), "headcount": 12, "municipality": "2380",
            "attendance": { "monday": 9, "friday": 4 },
        });
        story.shows("unitRegister", input, number).await;
    }
    let input = json!({ "unit": reference(CARE), "from": TODAY, "headcount": 14 });
    story.shows("unitRevise", input, CARE).await;
}

async fn estate(story: &Story) {
    let input = json!({
        "ref": reference(BUILDING), "from": FROM, "globalId": "1hOSvn6df7F8_7GcBWlR72",
        "name": "Rådhuset", "owner": reference(KOMMUN), "municipality": "2380",
        "address": "Rådhusgatan 1",
    });
    story.shows("buildingAdd", input, BUILDING).await;
    let input = json!({
        "building": reference(BUILDING), "from": TODAY,
        "position": { "latitude": "63.17", "longitude": "14.63" },
    });
    story.shows("buildingRevise", input, BUILDING).await;
    let input = json!({
        "ref": reference(LEVEL), "building": reference(BUILDING), "from": FROM, "name": "Plan 2",
        "elevationMm": 3000,
    });
    story.shows("levelAdd", input, LEVEL).await;
    let input = json!({ "level": reference(LEVEL), "from": TODAY, "name": "Plan 3" });
    story.shows("levelRevise", input, LEVEL).await;
    for (number, category) in [(OPEN, "OPEN_WORKPLACE"), (MEETING, "MEETING")] {
        let input = json!({
            "ref": reference(number), "level": reference(LEVEL), "from": FROM,
            "category": category, "number": "201", "function": "Kontor", "heightMm": 2700,
            "polygon": { "outer": [[0, 0], [9000, 0], [9000, 9000], [0, 9000]] },
            "areas": [{ "measure": "LOA", "squareMetres": "80.5" }],
            "codes": [{ "system": "OmniClass 13", "code": "13-15 11 34 11" }],
        });
        story.shows("spaceAdd", input, number).await;
    }
    let input = json!({ "space": reference(OPEN), "from": TODAY, "name": "Landskapet" });
    story.shows("spaceRevise", input, OPEN).await;
}

async fn fixed(story: &Story) {
    for desk in [DESK, DESK_2] {
        story.shows("resourceAdd", resource(desk, OPEN, "WORKSTATION"), desk).await;
    }
    story.shows("resourceAdd", resource(ROOM, MEETING, "ROOM"), ROOM).await;
    let input = json!({
        "resource": reference(DESK), "from": TODAY, "number": "A 1", "position": [500, 700],
    });
    story.shows("resourceRevise", input, DESK).await;
    for resource in [DESK, DESK_2, ROOM] {
        let input = json!({
            "resource": reference(resource), "unit": reference(SOCIAL), "from": FROM,
        });
        story.shows("allocationAssign", input, resource).await;
    }
    let input = json!({ "resource": reference(ROOM), "from": TODAY });
    story.shows("allocationEnd", input, ROOM).await;
}

async fn hub(story: &Story) {
    let input = json!({
        "ref": reference(HUB), "opensOn": "2026-09-01", "name": "Navet",
        "host": reference(REGION), "municipality": "2380",
        "services": ["CO_WORKING", "RECEPTION"],
        "openingHours": [{ "weekday": "MONDAY", "opens": "08:00", "closes": "24:00" }],
    });
    story.shows("hubPlan", input, HUB).await;
    story.shows("hubOpen", json!({ "hub": reference(HUB), "on": "2026-09-01" }), HUB).await;
    for space in [OPEN, MEETING] {
        let input =
            json!({ "hub": reference(HUB), "space": reference(space), "from": "2026-09-01" });
        story.shows("hubAddSpace", input, HUB).await;
    }
    let input = json!({ "hub": reference(HUB), "space": reference(MEETING), "from": TODAY });
    story.shows("hubRemoveSpace", input, HUB).await;
    story.shows("hubSetCapacity", capacity("2026-09-01", 10), HUB).await;
}

async fn memberships(story: &Story) {
    let mut grant = json!({
        "ref": reference(MEMBERSHIP), "hub": reference(HUB), "unit": reference(CARE),
        "from": "2026-10-01", "terms": terms(4),
        "decisions": [decision_of(REGION)],
    });
    grant["terms"]["price"] = json!({ "amount": "1250.50", "per": "SEAT_AND_MONTH" });
    grant["terms"]["noticeMonths"] = 3.into();
    story.shows("membershipGrant", grant, MEMBERSHIP).await;
    let input = json!({
        "membership": reference(MEMBERSHIP), "from": TODAY, "terms": terms(5),
        "decisions": [decision_of(REGION)],
    });
    story.shows("membershipChange", input, MEMBERSHIP).await;
    let input = json!({
        "membership": reference(MEMBERSHIP), "from": "2027-01-01", "reason": "Flyttar",
        "decisions": [decision_of(REGION)],
    });
    story.shows("membershipEnd", input, MEMBERSHIP).await;
}

async fn carried_out(story: &Story) {
    let reallocation = REALLOCATION;
    let first = proposal(&[(DESK, "2026-11-20")]);
    let input = json!({ "ref": reference(reallocation), "proposal": first });
    story.shows("reallocationPropose", input, reallocation).await;
    let mut amended = proposal(&[(DESK, "2026-11-20"), (DESK_2, TODAY)]);
    amended["reason"] = "Kontoret står halvtomt".into();
    amended["memberships"] = json!([{
        "hub": reference(HUB), "unit": reference(SOCIAL), "from": "2026-11-20", "terms": terms(2),
    }]);
    let input = json!({ "reallocation": reference(reallocation), "proposal": amended });
    let answer = story.shows("reallocationAmend", input, reallocation).await;
    let input = json!({
        "reallocation": reference(reallocation), "digest": answer["thing"]["digest"],
        "decision": decision(), "reason": "Enligt förslaget",
    });
    story.does_by(DECIDER, "reallocationApprove", input.clone()).await;
    let mut input = input;
    input["decision"] = decision_of(REGION);
    story.does_by(DECIDER, "reallocationApprove", input).await;
    for (on, number) in [("2026-11-20", 1), (TODAY, 2)] {
        let input = json!({
            "reallocation": reference(reallocation), "on": on, "moves": [number],
        });
        story.shows("reallocationReport", input, reallocation).await;
    }
}

/// The second desk was moved a day earlier, and a case number has a slip of the pen.
async fn corrected(story: &Story) {
    let input = json!({
        "fact": { "move": {
            "reallocation": reference(REALLOCATION), "number": 2, "doneOn": "2026-11-22",
        } },
        "decisions": [decision(), decision_of(REGION)], "reason": "Fel datum",
    });
    let answer = story.does_by(DECIDER, "correctFact", input).await;
    // The correction, the move and the completion.
    let revision = answer["revision"].as_u64().expect("a revision") - 2;
    let input = json!({
        "corrects": revision, "reason": "Omkastade siffror",
        "correction": { "decision": {
            "organisation": reference(KOMMUN), "caseNumber": "KS 2026/00132",
        } },
    });
    story.does("correctClerically", input).await;
}

async fn given_up(story: &Story) {
    for (number, mutation) in [(91, "reallocationReject"), (92, "reallocationWithdraw")] {
        let proposal = json!({
            "title": "Sammanträdesrummet",
            "moves": [{
                "subject": { "space": reference(MEETING) },
                "fate": { "converted": { "hub": reference(HUB) } },
                "plannedOn": "2027-01-15",
            }],
        });
        let input = json!({ "ref": reference(number), "proposal": proposal });
        let answer = story.shows("reallocationPropose", input, number).await;
        let mut input = json!({ "reallocation": reference(number), "reason": "Behövs" });
        if mutation == "reallocationReject" {
            input["digest"] = answer["thing"]["digest"].clone();
            input["decision"] = decision();
        }
        story.does_by(DECIDER, mutation, input).await;
    }
    let proposal = json!({
        "title": "Sammanträdesrummet igen",
        "moves": [{
            "subject": { "space": reference(MEETING) },
            "fate": { "converted": { "hub": reference(HUB) } },
            "plannedOn": "2027-01-15",
        }],
    });
    let input = json!({ "ref": reference(93), "proposal": proposal });
    let digest = story.shows("reallocationPropose", input, 93).await["thing"]["digest"].clone();
    for organisation in [REGION, KOMMUN] {
        let input = json!({
            "reallocation": reference(93), "digest": digest, "decision": decision_of(organisation),
        });
        story.does_by(DECIDER, "reallocationApprove", input).await;
    }
    let input = json!({
        "reallocation": reference(93), "decisions": [decision()], "reason": "Behövs",
    });
    story.does_by(DECIDER, "reallocationRevoke", input).await;
}

async fn changed(story: &Story) {
    let input = json!({ "hub": reference(HUB), "from": TODAY, "name": "Torget" });
    story.shows("hubRevise", input, HUB).await;
    let input = json!({
        "resources": [reference(DESK)], "to": reference(OPEN), "from": TODAY,
    });
    let unchanged = story.house.does("resourcesMove", input).await;
    assert_eq!(unchanged["unchanged"], true, "it stands there");
    rooms(story).await;
    units(story).await;
    story.house.begins_import(99).await;
    let input = json!({ "import": reference(99), "reason": "Fel fil" });
    story.shows("importAbandon", input, 99).await;
}

async fn rooms(story: &Story) {
    for number in [53, 54] {
        let input = json!({
            "ref": reference(number), "level": reference(LEVEL), "from": FROM,
            "category": "OPEN_WORKPLACE", "seats": 2,
        });
        story.shows("spaceAdd", input, number).await;
    }
    story.shows("resourceAdd", resource(67, 53, "WORKSTATION"), 67).await;
    let input = json!({
        "resources": [reference(67)], "to": reference(54), "from": TODAY, "reason": "Ljuset",
    });
    story.shows("resourcesMove", input, 54).await;
    let input = json!({
        "space": reference(54), "on": TODAY, "source": "Inventering", "workstations": 2,
    });
    story.shows("workstationsCount", input, 54).await;
    let input = json!({
        "spaces": [reference(53), reference(54)], "from": TODAY, "reason": "Väggen revs",
        "into": [{ "kept": { "space": reference(54), "seats": 4 } }],
    });
    let answer = story.does("spaceReshape", input).await;
    assert_eq!(answer["thing"], json!([{ "key": reference(53) }, { "key": reference(54) }]));
}

async fn units(story: &Story) {
    let input = json!({
        "ref": reference(12), "from": FROM, "name": "Förbundet",
    });
    story.shows("organisationRegister", input, 12).await;
    let input = json!({
        "unit": reference(CARE), "from": "2027-02-01", "organisation": reference(12),
    });
    story.shows("unitMove", input, CARE).await;
    let input = json!({
        "units": [reference(CARE)], "from": "2027-03-01", "reason": "Ny indelning",
        "register": [{
            "ref": reference(22), "name": "Omsorg", "organisation": reference(12), "headcount": 14,
        }],
    });
    let answer = story.does("unitsReorganise", input).await;
    assert_eq!(answer["thing"], json!([{ "key": reference(CARE) }, { "key": reference(22) }]));
    let input = json!({
        "organisation": reference(12), "from": "2027-04-01", "successor": reference(REGION),
    });
    story.shows("organisationEnd", input, 12).await;
}

async fn retired(story: &Story) {
    let retired = |key: &str, number| -> Value {
        json!({ key: reference(number), "from": "2027-06-01", "reason": "Rivs" })
    };
    let input = json!({
        "ref": reference(71), "opensOn": FROM, "name": "Lyan", "host": reference(REGION),
    });
    story.shows("hubPlan", input, 71).await;
    let input = json!({ "hub": reference(71), "opensOn": "2027-02-01", "reason": "Försenad" });
    story.shows("hubMoveOpening", input, 71).await;
    story.shows("hubClose", retired("hub", 71), 71).await;
    let input = json!({
        "ref": reference(31), "from": FROM, "name": "Gamla skolan", "owner": reference(KOMMUN),
    });
    story.shows("buildingAdd", input, 31).await;
    let input = json!({
        "ref": reference(41), "building": reference(31), "from": FROM, "name": "Plan 1",
        "elevationMm": 0,
    });
    story.shows("levelAdd", input, 41).await;
    let input = json!({
        "ref": reference(52), "level": reference(41), "from": FROM, "category": "CELL",
    });
    story.shows("spaceAdd", input, 52).await;
    for (mutation, from) in [("spaceLose", "2026-12-01"), ("spaceRestore", "2027-02-01")] {
        let input = json!({ "space": reference(52), "from": from, "reason": "Vattenskada" });
        story.shows(mutation, input, 52).await;
    }
    let mut desk = resource(64, 52, "WORKSTATION");
    desk["grade"] = json!({ "assumed": { "rule": "ifc-area-1" } });
    story.shows("resourceAdd", desk, 64).await;
    story.shows("resourceRetire", retired("resource", 64), 64).await;
    story.shows("spaceRetire", retired("space", 52), 52).await;
    story.shows("levelRetire", retired("level", 41), 41).await;
    story.shows("buildingRetire", retired("building", 31), 31).await;
}

/// A delegate decides, another person confirms it, and it is reported to the board.
async fn mandates(story: &Story) {
    let administrator = asserted(PROPOSER, Role::Administrator);
    let delegation = json!({
        "organisation": reference(KOMMUN), "point": "4.2", "from": "2026-11-10",
        "delegate": "Fastighetschefen", "matters": ["REALLOCATION"], "resourcesMax": 5,
        "decision": decision(),
    });
    story.does_in(administrator, "delegationGive", delegation).await;
    let required = json!({
        "ref": reference(95), "organisation": reference(KOMMUN), "from": "2026-11-01",
        "kind": "RISK_ASSESSMENT", "name": "Riskbedömning",
    });
    story.does_in(administrator, "preconditionRequire", required).await;
    let proposal = json!({
        "title": "Sammanträdesrummet först",
        "moves": [{
            "subject": { "space": reference(MEETING) },
            "fate": { "converted": { "hub": reference(HUB) } },
            "plannedOn": "2027-01-15",
        }],
    });
    let input = json!({ "ref": reference(94), "proposal": proposal });
    let digest = story.shows("reallocationPropose", input, 94).await["thing"]["digest"].clone();
    let settled = json!({
        "reallocation": reference(94), "digest": digest, "precondition": reference(95),
        "on": "2026-11-12", "document": "Protokoll 3",
    });
    story.does_in(administrator, "preconditionSettle", settled).await;
    let mut delegated = decision();
    delegated["kind"] = "DELEGATED".into();
    delegated["delegationPoint"] = "4.2".into();
    let approve = json!({
        "reallocation": reference(94), "digest": digest, "decision": delegated,
        "toBeConfirmed": true,
    });
    story.does_by(PROPOSER, "reallocationApprove", approve).await;
    let recorded = story.house.events() - 1;
    let of = json!({ "recorded": recorded, "organisation": reference(KOMMUN) });
    story.does_by(DECIDER, "decisionConfirm", of.clone()).await;
    let mut reported = of;
    reported["on"] = "2026-11-20".into();
    story.does_by(PROPOSER, "decisionReport", reported).await;
    let withdrawn = json!({ "reallocation": reference(94) });
    story.does_by(PROPOSER, "reallocationWithdraw", withdrawn).await;
    let dropped = json!({ "precondition": reference(95), "from": "2026-11-02" });
    story.does_in(administrator, "preconditionDrop", dropped).await;
    let ended = json!({
        "organisation": reference(KOMMUN), "point": "4.2", "from": "2027-06-01",
        "decision": decision(),
    });
    story.does_in(administrator, "delegationWithdraw", ended).await;
}

/// A strategist leads a transition, and seals what is to be decided within it.
async fn transition(story: &Story) {
    let strategist = asserted(PROPOSER, Role::Strategist);
    let started = json!({
        "ref": reference(110), "from": "2026-11-01", "until": "2028-12-31",
        "name": "Lättare kontor", "goal": "Färre rum", "organisations": [reference(KOMMUN)],
        "milestones": [{ "number": 1, "name": "Noden i bruk", "due": "2026-12-31" }],
    });
    story.does_in(strategist, "transitionStart", started).await;
    let revised = json!({
        "transition": reference(110), "from": TODAY,
        "organisations": [reference(KOMMUN), reference(REGION)],
    });
    story.does_in(strategist, "transitionRevise", revised).await;
    let reached = json!({ "transition": reference(110), "milestone": 1, "on": "2026-11-20" });
    story.does_in(strategist, "milestoneReach", reached).await;
    let proposal = json!({
        "title": "Sammanträdesrummet i omställningen", "transition": reference(110),
        "moves": [{
            "subject": { "space": reference(MEETING) },
            "fate": { "converted": { "hub": reference(HUB) } },
            "plannedOn": "2027-01-15",
        }],
    });
    let input = json!({ "ref": reference(96), "proposal": proposal });
    story.shows("reallocationPropose", input, 96).await;
    let sealed = json!({
        "ref": reference(120), "title": "Sammanträdesrummet", "on": "2027-02-01",
        "assumptions": ["Lika många anställda"],
        "alternatives": [{ "title": "Till noden", "reallocations": [reference(96)] }],
    });
    story.does_in(strategist, "basisSeal", sealed).await;
    story.does("reallocationWithdraw", json!({ "reallocation": reference(96) })).await;
    let ended = json!({ "transition": reference(110), "from": "2027-06-01", "reason": "Klart" });
    story.does_in(strategist, "transitionEnd", ended).await;
}

/// The region rents a room from the municipality, on other terms later, and they agree to end it.
async fn leases(story: &Story) {
    let mut terms = leases::terms(&[MEETING]);
    story.shows("leaseSign", leases::sign(130, &terms), 130).await;
    let both = json!([decision_of(REGION), decision_of(KOMMUN)]);
    terms["rentPerYear"] = "175000".into();
    let amended = json!({
        "lease": reference(130), "from": "2027-01-01", "currency": "SEK", "terms": terms,
        "decisions": both, "reason": "Lägre hyra",
    });
    story.shows("leaseAmend", amended, 130).await;
    let noticed = json!({
        "lease": reference(130), "party": "TENANT", "purpose": "TERMINATION",
        "servedOn": "2026-11-20", "how": "REGISTERED_LETTER", "takesEffect": "2029-01-01",
        "decisions": [decision_of(REGION)],
    });
    story.shows("leaseNotice", noticed, 130).await;
    let ended = json!({ "lease": reference(130), "from": "2027-06-01", "decisions": both });
    story.shows("leaseEnd", ended, 130).await;
    let asked = format!("lease(ref: '{}') {{ ends {{ revision }} }}", reference(130));
    let withdraws = story.house.reads(TODAY, &asked).await["lease"]["ends"]["revision"].take();
    let on = json!({ "lease": reference(130), "withdraws": withdraws, "decisions": both });
    story.shows("leaseContinue", on, 130).await;
}

/// An index is published, the building is cleaned, and it is said who pays what.
async fn costs(story: &Story) {
    let answer = story.does("indexPublish", costs::figures(&[("2026-10", "418.05")])).await;
    assert_eq!(answer["thing"]["key"], "KPI-1980");
    story.shows("costRecord", costs::cleaning(140), 140).await;
    let revised = json!({
        "cost": reference(140), "from": "2027-01-01", "currency": "SEK", "name": "Lokalvård",
    });
    story.shows("costRevise", revised, 140).await;
    let ended = json!({ "cost": reference(140), "from": "2028-01-01" });
    story.shows("costEnd", ended, 140).await;
    let treated = json!({
        "organisation": reference(KOMMUN), "from": FROM, "treatment": "COMPENSATED",
    });
    story.shows("vatTreat", treated, KOMMUN).await;
    let chosen = json!({ "building": reference(BUILDING), "from": FROM, "key": "SPACES" });
    story.shows("commonKeyChoose", chosen, BUILDING).await;
    let share = json!({ "shareOfCost": { "denominator": 10 } });
    story.shows("hubTariffAgree", costs::tariff(&share), HUB).await;
}

/// The municipality decides its budget, is invoiced, and closes its books.
async fn invoices(story: &Story) {
    let answer = story.does("budgetDecide", invoices::budget("950000")).await;
    assert_eq!(answer["thing"]["key"], 2027);
    story.shows("invoiceRecord", invoices::invoice(150), 150).await;
    let cancelled = json!({ "invoice": reference(150), "reason": "Dubbelt" });
    story.shows("invoiceCancel", cancelled, 150).await;
    story.shows("periodClose", invoices::close(KOMMUN, "2026-10"), KOMMUN).await;
}

async fn signed_off(story: &Story) {
    let administrator = asserted(PROPOSER, Role::Administrator);
    let input = json!({ "on": "2026-11-01", "decision": decision_of(REGION) });
    story.does_in(administrator, "openingBalanceSign", input).await;
}

async fn erased(story: &Story) {
    let administrator = asserted(PROPOSER, Role::Administrator);
    let input = json!({ "person": reference(DECIDER), "ground": "DATA_SUBJECT" });
    story.does_in(administrator, "personErase", input).await;
    let input = json!({ "revision": 0, "field": "name", "ground": "RECORDED_IN_ERROR" });
    story.does_in(administrator, "textErase", input).await;
}
