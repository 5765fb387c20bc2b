//! Sealed bases from outside: what they compare, that anybody can check their digest, and the
//! decisions that cite them.

use schema::{Digest, Role};
use serde_json::{Value, json};

use crate::{
    estate::{decision_of, proposal},
    house::{
        DECIDER, DESK, DESK_2, House, KOMMUN, PROPOSER, REALLOCATION, REGION, TODAY, asserted,
        manager, reference,
    },
};

const BASIS: u64 = 120;
const OTHER: u64 = 91;

/// Two proposals that cannot both be carried out, and a basis that compares them.
async fn sealed() -> (House, Value) {
    let house = House::furnished().await;
    let mut digests = Vec::new();
    for (number, desks) in [(REALLOCATION, vec![DESK]), (OTHER, vec![DESK, DESK_2])] {
        let desks: Vec<(u64, &str)> = desks.iter().map(|desk| (*desk, "2027-01-15")).collect();
        let input = json!({ "ref": reference(number), "proposal": proposal(&desks) });
        digests.push(house.does("reallocationPropose", input).await["thing"]["digest"].clone());
    }
    let alternative = |title: &str, of: &[u64]| -> Value {
        let named: Vec<String> = of.iter().map(|number| reference(*number)).collect();
        json!({ "title": title, "reallocations": named })
    };
    let input = json!({
        "ref": reference(BASIS), "title": "Vad göra med skrivborden", "on": "2027-02-01",
        "assumptions": ["Lika många anställda som i dag"],
        "alternatives": [
            alternative("Ett", &[REALLOCATION]),
            alternative("Båda", &[REALLOCATION, OTHER]),
        ],
    });
    house.does_by(asserted(PROPOSER, Role::Strategist), "basisSeal", input).await;
    (house, digests.into())
}

impl House {
    async fn basis(&self, fields: &str) -> Value {
        let of = reference(BASIS);
        let asked = format!("decisionBasis(ref: '{of}') {{ {fields} }}");
        self.reads(TODAY, &asked).await["decisionBasis"].take()
    }
}

#[tokio::test]
async fn a_basis_shows_what_holds_with_each_alternative_and_why_one_cannot_be() {
    let (house, digests) = sealed().await;
    let figures = "fixed flexible vacant released hubs { capacity workstations promised { peak } }";
    let read = house
        .basis(&format!(
            "title on known revision assumptions nothing {{ {figures} }} sealedBy {{ ref }}
             alternatives {{
                title figures {{ {figures} }} proposals {{ reallocation {{ ref }} digest }}
                objections {{ reallocation {{ ref }} code }}
             }}"
        ))
        .await;
    let figures = |fixed: u32, flexible: u32| {
        json!({
            "fixed": fixed, "flexible": flexible, "vacant": 1, "released": 0,
            "hubs": [{ "capacity": 10, "workstations": flexible, "promised": { "peak": 0 } }],
        })
    };
    let of = |number| json!({ "ref": reference(number) });
    let first = json!({ "reallocation": of(REALLOCATION), "digest": digests[0] });
    let second = json!({ "reallocation": of(OTHER), "digest": digests[1] });
    assert_eq!(
        read,
        json!({
            "title": "Vad göra med skrivborden", "on": "2027-02-01",
            "known": house.events() - 2, "revision": house.events() - 1,
            "assumptions": ["Lika många anställda som i dag"],
            "nothing": figures(3, 0), "sealedBy": of(PROPOSER),
            "alternatives": [
                {
                    "title": "Ett", "figures": figures(2, 1), "proposals": [first],
                    "objections": [],
                },
                {
                    "title": "Båda", "figures": null, "proposals": [first, second],
                    "objections": [{ "reallocation": of(OTHER), "code": "ApprovedElsewhere" }],
                },
            ],
        })
    );
}

#[tokio::test]
async fn anybody_can_check_the_digest_of_a_basis() {
    let (house, _) = sealed().await;
    let read = house.basis("digest canonicalJson").await;
    let canonical = read["canonicalJson"].as_str().expect("a text");
    assert_eq!(read["digest"], Digest::of(canonical.as_bytes()).to_string());
    assert!(!canonical.contains("Lika många"), "texts are sealed");
}

#[tokio::test]
async fn a_decision_cites_the_basis_on_which_it_was_taken() {
    let (house, digests) = sealed().await;
    let mut decision = decision_of(KOMMUN);
    decision["basis"] = reference(BASIS).into();
    // It was sealed today.
    decision["decidedOn"] = TODAY.into();
    let approval = |number, digest: &Value| json!({ "reallocation": reference(number), "digest": digest, "decision": decision });
    let input = approval(REALLOCATION, &digests[0]);
    house.does_by(manager(DECIDER), "reallocationApprove", input).await;
    let asked = format!(
        "reallocation(ref: '{}') {{ decisions {{ decision {{ basis {{ ref digest }} }} }} }}",
        reference(REALLOCATION)
    );
    let read = house.reads(TODAY, &asked).await;
    let cited = &read["reallocation"]["decisions"][0]["decision"]["basis"];
    assert_eq!(cited["ref"], reference(BASIS));
    let amended = json!({
        "reallocation": reference(OTHER), "proposal": proposal(&[(DESK_2, "2027-01-20")]),
    });
    let digest = house.does("reallocationAmend", amended).await["thing"]["digest"].clone();
    let asked = "... on NotInBasis { basis reallocation digest }";
    let input = approval(OTHER, &digest);
    let by = manager(DECIDER);
    let errors = house.errors_asking(by, "reallocationApprove", input, asked).await;
    assert_eq!(errors[0]["path"], json!(["input", "decision", "basis"]), "{errors:#?}");
    let named = json!([reference(BASIS), reference(OTHER), digest]);
    let told = ["basis", "reallocation", "digest"].map(|field| errors[0][field].clone());
    assert_eq!(json!(told), named);
}

#[tokio::test]
async fn a_basis_is_refused_where_an_alternative_is_not_proposed() {
    let (house, digests) = sealed().await;
    for organisation in [KOMMUN, REGION] {
        let input = json!({
            "reallocation": reference(REALLOCATION), "digest": digests[0],
            "decision": decision_of(organisation),
        });
        house.does_by(manager(DECIDER), "reallocationApprove", input).await;
    }
    let input = json!({
        "title": "För sent", "on": "2027-02-01",
        "alternatives": [
            { "title": "Det andra", "reallocations": [reference(OTHER)] },
            { "title": "Det första", "reallocations": [reference(REALLOCATION)] },
        ],
    });
    let error = house.refuses("basisSeal", input).await;
    let path = json!(["input", "alternatives", "1", "reallocations", "0"]);
    assert_eq!((&error["code"], &error["path"]), (&json!("WrongStatus"), &path), "{error:#}");
}

#[tokio::test]
async fn an_auditor_reads_bases_and_seals_none() {
    let (house, _) = sealed().await;
    let input = json!({ "title": "Egen", "on": "2027-02-01" });
    let error = house.refuses_to(asserted(PROPOSER, Role::Auditor), "basisSeal", input).await;
    assert_eq!(error["code"], "RoleNotAllowed");
    let read = house.reads(TODAY, "decisionBases { totalCount nodes { id ref } }").await;
    assert_eq!(read["decisionBases"]["totalCount"], 1);
    let id = &read["decisionBases"]["nodes"][0]["id"];
    let query = format!("{{ node(id: {id}) {{ ... on DecisionBasis {{ ref }} }} }}");
    let found = house.schema.execute(query).await.data.into_json().expect("data is JSON");
    assert_eq!(found["node"]["ref"], reference(BASIS));
}

#[tokio::test]
async fn the_digest_of_a_basis_can_be_checked_after_its_texts_are_erased() {
    let (house, _) = sealed().await;
    let before = house.basis("digest canonicalJson").await;
    let revision = house.events() - 1;
    for field in ["basis.title", "basis.assumptions.0", "basis.alternatives.1.title"] {
        let input = json!({ "revision": revision, "field": field, "ground": "RECORDED_IN_ERROR" });
        house.does_by(asserted(PROPOSER, Role::Administrator), "textErase", input).await;
    }
    assert_eq!(house.basis("digest canonicalJson").await, before);
    let read = house.basis("title assumptions alternatives { title }").await;
    let titles = json!([{ "title": "Ett" }, { "title": "[erased]" }]);
    let erased =
        json!({ "title": "[erased]", "assumptions": ["[erased]"], "alternatives": titles });
    assert_eq!(read, erased);
}
