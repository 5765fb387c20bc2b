//! Transitions from outside: led from their beginning to their end, and what has come of them.

use schema::Role;
use serde_json::{Value, json};

use crate::{
    estate::{decision_of, proposal, terms},
    house::{
        DECIDER, DESK, DESK_2, HUB, House, KOMMUN, OPEN, PROPOSER, REALLOCATION, REGION, SOCIAL,
        TODAY, asserted, manager, portfolio, reference,
    },
};

const TRANSITION: u64 = 110;

fn started() -> Value {
    json!({
        "ref": reference(TRANSITION), "from": "2026-10-01", "until": "2028-12-31",
        "name": "Lättare kontor", "goal": "Färre rum, fler möten",
        "organisations": [reference(KOMMUN)],
        "targets": [
            { "flexibleShare": { "thousandths": 250, "by": "2027-12-31" } },
            { "areaPerEmployee": { "squareMetres": "5", "measure": "LOA", "by": "2027-12-31" } },
            { "carbon": {
                "kilogramsPerYear": 100, "measure": "LOA", "kilowattHoursPerSquareMetre": 200,
                "gramsPerKilowattHour": 25, "source": "Antagande: fjärrvärme",
                "by": "2027-12-31",
            } },
        ],
        "milestones": [
            { "number": 1, "name": "Noden i bruk", "due": "2026-10-31" },
            { "number": 2, "name": "Våningen lämnad", "due": "2026-11-01" },
            { "number": 3, "name": "Allt klart", "due": "2028-06-30" },
        ],
    })
}

/// A house with a transition that a strategist began, and 60 m² of open workplace.
async fn running() -> House {
    let house = House::furnished().await;
    let areas = json!([{ "measure": "LOA", "squareMetres": "60" }]);
    let input = json!({ "space": reference(OPEN), "from": "2026-01-01", "areas": areas });
    house.does("spaceRevise", input).await;
    house.does_by(asserted(PROPOSER, Role::Strategist), "transitionStart", started()).await;
    house
}

impl House {
    /// Two desks become flexible within the transition, with two seats; approved by both.
    async fn approves_within(&self) {
        let mut proposal = proposal(&[(DESK, "2026-11-20"), (DESK_2, "2026-11-22")]);
        proposal["transition"] = reference(TRANSITION).into();
        proposal["memberships"] = json!([{
            "hub": reference(HUB), "unit": reference(SOCIAL), "from": "2026-11-20",
            "terms": terms(2),
        }]);
        let input = json!({ "ref": reference(REALLOCATION), "proposal": proposal });
        let digest = self.does("reallocationPropose", input).await["thing"]["digest"].clone();
        for organisation in [KOMMUN, REGION] {
            let input = json!({
                "reallocation": reference(REALLOCATION), "digest": digest,
                "decision": decision_of(organisation),
            });
            self.does_by(manager(DECIDER), "reallocationApprove", input).await;
        }
    }

    /// What a transition tells.
    async fn transition(&self, fields: &str) -> Value {
        let of = reference(TRANSITION);
        let asked = format!("transition(ref: '{of}') {{ {fields} }}");
        self.reads(TODAY, &asked).await["transition"].take()
    }

    async fn progress(&self, fields: &str) -> Value {
        self.transition(&format!("progress {{ {fields} }}")).await["progress"].take()
    }
}

#[tokio::test]
async fn a_transition_tells_what_it_is_and_what_it_was() {
    let house = running().await;
    let revised = json!({
        "transition": reference(TRANSITION), "from": TODAY, "name": "Lättare kontor 2030",
        "until": "2030-12-31",
    });
    house.does("transitionRevise", revised).await;
    let described = "name goal until organisations { ref }";
    let read = house
        .transition(&format!(
            "from runs ended {{ from }} description {{ {described} }}
             descriptions {{ from description {{ name until }} }}"
        ))
        .await;
    assert_eq!(
        read,
        json!({
            "from": "2026-10-01", "runs": true, "ended": null,
            "description": {
                "name": "Lättare kontor 2030", "goal": "Färre rum, fler möten",
                "until": "2030-12-31", "organisations": [{ "ref": reference(KOMMUN) }],
            },
            "descriptions": [
                {
                    "from": "2026-10-01",
                    "description": { "name": "Lättare kontor", "until": "2028-12-31" },
                },
                {
                    "from": TODAY,
                    "description": { "name": "Lättare kontor 2030", "until": "2030-12-31" },
                },
            ],
        })
    );
    let ended = json!({ "transition": reference(TRANSITION), "from": TODAY, "reason": "Klart" });
    house.does("transitionEnd", ended).await;
    let read = house.transition("runs ended { from reason }").await;
    assert_eq!(read, json!({ "runs": false, "ended": { "from": TODAY, "reason": "Klart" } }));
    let all = house.reads(TODAY, "transitions { totalCount nodes { ref } }").await;
    let nodes = json!([{ "ref": reference(TRANSITION) }]);
    assert_eq!(all["transitions"], json!({ "totalCount": 1, "nodes": nodes }));
}

#[tokio::test]
async fn targets_say_what_is_beside_what_is_to_be() {
    let house = running().await;
    let fields = "targets {
        kind by wanted value numerator denominator leftOut reached measure
        assumed { kilowattHoursPerSquareMetre gramsPerKilowattHour source }
    }";
    let targets = house.progress(fields).await["targets"].take();
    let by = "2027-12-31";
    assert_eq!(
        targets,
        json!([
            {
                "kind": "FLEXIBLE_SHARE", "by": by, "wanted": "0.25", "value": "0",
                "numerator": "0", "denominator": "4", "leftOut": 0, "reached": false,
                "measure": null, "assumed": null,
            },
            // The meeting room has no area, and nobody knows how much it would add.
            {
                "kind": "AREA_PER_EMPLOYEE", "by": by, "wanted": "5", "value": "5",
                "numerator": "60", "denominator": "12", "leftOut": 1, "reached": null,
                "measure": "LOA", "assumed": null,
            },
            {
                "kind": "CARBON", "by": by, "wanted": "100", "value": "300",
                "numerator": "300000", "denominator": "1000", "leftOut": 1, "reached": false,
                "measure": "LOA",
                "assumed": {
                    "kilowattHoursPerSquareMetre": 200, "gramsPerKilowattHour": 25,
                    "source": "Antagande: fjärrvärme",
                },
            },
        ])
    );
}

#[tokio::test]
async fn milestones_are_due_reached_or_overdue() {
    let house = running().await;
    let reached = json!({
        "transition": reference(TRANSITION), "milestone": 1, "on": "2026-11-02",
    });
    house.does("milestoneReach", reached).await;
    let fields = "milestones { number name due state reachedOn revision }";
    let milestones = house.progress(fields).await["milestones"].take();
    assert_eq!(
        milestones,
        json!([
            {
                "number": 1, "name": "Noden i bruk", "due": "2026-10-31", "state": "REACHED",
                "reachedOn": "2026-11-02", "revision": house.events() - 1,
            },
            {
                "number": 2, "name": "Våningen lämnad", "due": "2026-11-01", "state": "OVERDUE",
                "reachedOn": null, "revision": null,
            },
            {
                "number": 3, "name": "Allt klart", "due": "2028-06-30", "state": "DUE",
                "reachedOn": null, "revision": null,
            },
        ])
    );
}

#[tokio::test]
async fn what_was_promised_stands_beside_what_has_been_realised() {
    let house = running().await;
    house.approves_within().await;
    let report =
        json!({ "reallocation": reference(REALLOCATION), "on": "2026-11-20", "moves": [1] });
    house.does("reallocationReport", report).await;
    let effect = "flexibleResources returnedResources releasedSpaces
        releasedAreas { measure } seats { peak }";
    let each = ["promised", "approved", "realised"].map(|one| format!("{one} {{ {effect} }}"));
    let each = each.join(" ");
    let of_all = format!(
        "{each} reallocations {{ totalCount nodes {{ reallocation {{ ref transition {{ ref }} }} {each} }} }}"
    );
    let read = house.progress(&of_all).await;
    let told = |flexible: u32| {
        json!({
            "flexibleResources": flexible, "returnedResources": 0, "releasedSpaces": 0,
            "releasedAreas": [], "seats": { "peak": 2 },
        })
    };
    let within = json!({ "ref": reference(TRANSITION) });
    let of_one = json!({
        "reallocation": { "ref": reference(REALLOCATION), "transition": within },
        "promised": told(2), "approved": told(2), "realised": told(1),
    });
    assert_eq!(
        read,
        json!({
            "promised": told(2), "approved": told(2), "realised": told(1),
            "reallocations": { "totalCount": 1, "nodes": [of_one] },
        })
    );
}

#[tokio::test]
async fn a_transition_is_found_again_by_its_id() {
    let house = running().await;
    let id = house.transition("id").await["id"].clone();
    let query = format!("{{ node(id: {id}) {{ ... on Transition {{ ref }} }} }}");
    let response = house.schema.execute(query).await;
    assert_eq!(response.errors, []);
    let read = response.data.into_json().expect("data is JSON");
    assert_eq!(read["node"]["ref"], reference(TRANSITION));
}

#[tokio::test]
async fn a_refusal_points_at_the_field_of_its_target() {
    let house = running().await;
    let target = |target: Value| {
        let mut input = started();
        input["ref"] = reference(111).into();
        input["targets"] = json!([target]);
        input
    };
    let share = |thousandths: i32, by: &str| {
        target(json!({ "flexibleShare": { "thousandths": thousandths, "by": by } }))
    };
    let mut measure = started();
    measure["targets"][1]["areaPerEmployee"]["measure"] = "m2".into();
    let mut energy = started();
    energy["ref"] = reference(112).into();
    energy["targets"][2]["carbon"]["kilowattHoursPerSquareMetre"] = 1_000_001.into();
    let mut gap = started();
    gap["ref"] = reference(113).into();
    gap["milestones"][2]["number"] = 4.into();
    let refusals = [
        (share(1_001, "2027-01-01"), "InvalidValue", "targets.0.flexibleShare.thousandths"),
        (share(-1, "2027-01-01"), "InvalidValue", "targets.0.flexibleShare.thousandths"),
        (share(250, "2026-10-01"), "InvalidValue", "targets.0.flexibleShare.by"),
        (measure, "InvalidValue", "targets.1.areaPerEmployee.measure"),
        (energy, "TooMuch", "targets.2.carbon.kilowattHoursPerSquareMetre"),
        (gap, "MilestonesNotNumbered", "milestones.2.number"),
        (started(), "ExistsAlready", "ref"),
    ];
    for (input, code, path) in refusals {
        let error = house.refuses("transitionStart", input).await;
        let whole: Vec<&str> = ["input"].into_iter().chain(path.split('.')).collect();
        assert_eq!((&error["code"], &error["path"]), (&json!(code), &json!(whole)), "{error:#}");
    }
}

#[tokio::test]
async fn a_proposal_names_a_transition_that_runs_and_in_which_somebody_whom_it_touches_takes_part()
{
    let house = running().await;
    let input = json!({ "ref": reference(12), "from": "2026-01-01", "name": "Förbundet" });
    house.does("organisationRegister", input).await;
    let others = json!({
        "ref": reference(111), "from": "2026-10-01", "until": "2028-12-31", "name": "De andra",
        "goal": "Något annat", "organisations": [reference(12)],
    });
    house.does("transitionStart", others).await;
    let refusals = [
        (111, "2027-01-15", "NotInTransition"),
        (TRANSITION, "2029-01-01", "TransitionNotRunning"),
        (999, "2027-01-15", "NotFound"),
    ];
    for (transition, on, code) in refusals {
        let mut proposal = proposal(&[(DESK, on)]);
        proposal["transition"] = reference(transition).into();
        let error = house.refuses("reallocationPropose", json!({ "proposal": proposal })).await;
        let path = json!(["input", "proposal", "transition"]);
        assert_eq!((&error["code"], &error["path"]), (&json!(code), &path), "{error:#}");
    }
}

#[tokio::test]
async fn a_target_is_asked_as_planned_and_as_it_was_known() {
    let house = running().await;
    let before = house.events() - 1;
    house.approves_within().await;
    let share = |clocks: String| {
        let (portfolio, of) = (portfolio(), reference(TRANSITION));
        let query = format!(
            "{{ portfolio(ref: \"{portfolio}\", asOf: {{ {clocks} }}) {{
                transition(ref: \"{of}\") {{ progress {{ targets {{ value }} }} }}
            }} }}"
        );
        let house = &house;
        async move {
            let response = house.schema.execute(query).await;
            assert_eq!(response.errors, []);
            let read = response.data.into_json().expect("data is JSON");
            read["portfolio"]["transition"]["progress"]["targets"][0]["value"].clone()
        }
    };
    assert_eq!(share("basis: ACTUAL".to_owned()).await, "0");
    assert_eq!(share("basis: PLANNED".to_owned()).await, "0.5");
    assert_eq!(share("basis: PLANNED, on: \"2026-11-20\"".to_owned()).await, "0.25");
    assert_eq!(share(format!("basis: PLANNED, revision: {before}")).await, "0");
}

#[tokio::test]
async fn every_text_of_a_transition_can_be_erased() {
    let house = running().await;
    let revision = house.events() - 1;
    let fields = ["description.goal", "description.milestones.1.name"];
    for field in fields.into_iter().chain(["description.targets.2.carbon.source"]) {
        let input = json!({ "revision": revision, "field": field, "ground": "RECORDED_IN_ERROR" });
        house.does_by(asserted(PROPOSER, Role::Administrator), "textErase", input).await;
    }
    let read = house
        .transition(
            "description { name goal }
             progress { milestones { name } targets { assumed { source } } }",
        )
        .await;
    let erased = "[erased]";
    assert_eq!(read["description"], json!({ "name": "Lättare kontor", "goal": erased }));
    let progress = &read["progress"];
    assert_eq!(progress["milestones"][1]["name"], erased);
    assert_eq!(progress["targets"][2]["assumed"]["source"], erased);
}
