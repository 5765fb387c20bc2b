//! What the decision on a reallocation is refused for.

use serde_json::{Value, json};

use crate::{
    estate::{decision, decision_of, proposal},
    house::{
        DECIDER, DESK, DESK_2, House, KOMMUN, PROPOSER, REALLOCATION, REGION, manager, reference,
    },
};

/// The proposer proposes to convert desks; gives the digest.
async fn proposed(house: &House, number: u64, desks: &[(u64, &str)]) -> Value {
    let input = json!({ "ref": reference(number), "proposal": proposal(desks) });
    house.does("reallocationPropose", input).await["thing"]["digest"].clone()
}

fn approval(number: u64, digest: &Value) -> Value {
    json!({ "reallocation": reference(number), "digest": digest, "decision": decision() })
}

/// The other organisation that the desks touch approves: the last decision is still to come.
async fn approved_by_the_region(house: &House, number: u64, digest: &Value) {
    let mut input = approval(number, digest);
    input["decision"] = decision_of(REGION);
    house.does_by(manager(DECIDER), "reallocationApprove", input).await;
}

#[tokio::test]
async fn the_proposer_does_not_record_the_decision() {
    let house = House::furnished().await;
    let digest = proposed(&house, REALLOCATION, &[(DESK, "2027-01-15")]).await;
    let asked = "... on OwnProposal { person reallocation }";
    for mutation in ["reallocationApprove", "reallocationReject"] {
        let input = approval(REALLOCATION, &digest);
        let errors = house.errors_asking(manager(PROPOSER), mutation, input, asked).await;
        let (person, reallocation) = (reference(PROPOSER), reference(REALLOCATION));
        assert_eq!(
            errors,
            [json!({
                "__typename": "OwnProposal", "code": "OwnProposal",
                "path": ["input", "reallocation"],
                "message": format!(
                    "person The proposer ({person}) wrote the proposal of reallocation “Skrivbord \
                     till Navet” ({reallocation}) and cannot record the decision on \
                     it; another person does, or an approval is recorded to be confirmed by another (reallocationApprove with toBeConfirmed)"
                ),
                "person": person, "reallocation": reallocation,
            })]
        );
    }
}

#[tokio::test]
async fn a_resource_is_moved_by_one_approved_reallocation() {
    let house = House::furnished().await;
    let first = proposed(&house, REALLOCATION, &[(DESK, "2027-01-15")]).await;
    let second = proposed(&house, 91, &[(DESK_2, "2027-01-15"), (DESK, "2027-02-01")]).await;
    approved_by_the_region(&house, REALLOCATION, &first).await;
    house.does_by(manager(DECIDER), "reallocationApprove", approval(REALLOCATION, &first)).await;
    approved_by_the_region(&house, 91, &second).await;
    let asked = "... on ApprovedElsewhere { subject reallocation number }";
    let input = approval(91, &second);
    let errors = house.errors_asking(manager(DECIDER), "reallocationApprove", input, asked).await;
    let (desk, reallocation) = (reference(DESK), reference(REALLOCATION));
    assert_eq!(
        errors,
        [json!({
            "__typename": "ApprovedElsewhere", "code": "ApprovedElsewhere",
            "path": ["input", "reallocation"],
            "message": format!(
                "resource workstation in space 250, Plan 2 ({desk}) is moved by the approved \
                 reallocation “Skrivbord till Navet” ({reallocation}) (move 1) already; leave it out of \
                 this proposal (reallocationAmend), or amend the approved one or take it back \
                 (reallocationRevoke)"
            ),
            "subject": format!("resource {desk}"), "reallocation": reallocation, "number": 1,
        })]
    );
}

#[tokio::test]
async fn an_approval_names_the_proposal_as_it_stands() {
    let house = House::furnished().await;
    let former = proposed(&house, REALLOCATION, &[(DESK, "2027-01-15")]).await;
    let amended = proposal(&[(DESK, "2027-01-16")]);
    let input = json!({ "reallocation": reference(REALLOCATION), "proposal": amended });
    let current = house.does("reallocationAmend", input).await["thing"]["digest"].clone();
    let input = approval(REALLOCATION, &former);
    let asked = "... on ProposalChanged { given current }";
    let errors = house.errors_asking(manager(DECIDER), "reallocationApprove", input, asked).await;
    let (given, now) = (former.as_str().expect("a digest"), current.as_str().expect("a digest"));
    assert_eq!(
        errors,
        [json!({
            "__typename": "ProposalChanged", "code": "ProposalChanged",
            "path": ["input", "digest"],
            "message": format!(
                "the proposal has been amended: the decision names {given}, and it is now {now}; \
                 decide on the proposal as it stands"
            ),
            "given": given, "current": now,
        })]
    );
    house.does_by(manager(DECIDER), "reallocationApprove", approval(REALLOCATION, &current)).await;
}

#[tokio::test]
async fn only_who_is_concerned_decides() {
    let house = House::furnished().await;
    let digest = proposed(&house, REALLOCATION, &[(DESK, "2027-01-15")]).await;
    let input = json!({ "ref": reference(12), "from": "2026-01-01", "name": "En annan" });
    house.does("organisationRegister", input).await;
    let mut input = approval(REALLOCATION, &digest);
    input["decision"]["organisation"] = reference(12).into();
    let error = house.refuses_to(manager(DECIDER), "reallocationApprove", input).await;
    assert_eq!(error["code"], "NotConcerned");
    assert_eq!(error["path"], json!(["input", "decision", "organisation"]));
    let message = error["message"].as_str().expect("a message");
    for concerned in [KOMMUN, REGION] {
        assert!(message.contains(&reference(concerned)), "{message}");
    }
}

#[tokio::test]
async fn a_report_is_refused_at_the_move_that_is_at_fault() {
    let house = House::furnished().await;
    let desks = [(DESK, "2026-11-20"), (DESK_2, "2026-11-20")];
    let digest = proposed(&house, REALLOCATION, &desks).await;
    approved_by_the_region(&house, REALLOCATION, &digest).await;
    house.does_by(manager(DECIDER), "reallocationApprove", approval(REALLOCATION, &digest)).await;
    let report = |on: &str, moves: &[i64]| -> Value {
        json!({ "reallocation": reference(REALLOCATION), "on": on, "moves": moves })
    };
    house.does("reallocationReport", report("2026-11-20", &[1])).await;
    for (on, moves, code, path) in [
        ("2026-11-21", [2, 1], "MoveDoneAlready", json!(["input", "moves", "1"])),
        ("2026-11-21", [2, 7], "NoSuchMove", json!(["input", "moves", "1"])),
        ("2026-11-21", [2, -7], "InvalidValue", json!(["input", "moves", "1"])),
        ("2026-11-24", [2, 2], "InFuture", json!(["input", "on"])),
    ] {
        let error = house.refuses("reallocationReport", report(on, &moves)).await;
        assert_eq!((&error["code"], &error["path"]), (&json!(code), &path), "{moves:?}");
    }
    house.does("reallocationReport", report("2026-11-21", &[2, 2])).await;
}

#[tokio::test]
async fn who_is_touched_is_shown_and_an_author_is_confirmed_by_another() {
    let house = House::furnished().await;
    let digest = proposed(&house, REALLOCATION, &[(DESK, "2027-01-15")]).await;
    approved_by_the_region(&house, REALLOCATION, &digest).await;
    let mut own = approval(REALLOCATION, &digest);
    own["toBeConfirmed"] = true.into();
    let waiting = house.does("reallocationApprove", own).await;
    let confirmation = json!({
        "recorded": waiting["revision"], "organisation": reference(KOMMUN),
    });
    let error = house.refuses_to(manager(PROPOSER), "decisionConfirm", confirmation.clone()).await;
    assert_eq!(error["code"], "OwnDecision");
    assert_eq!(error["path"], json!(["input", "recorded"]));
    house.does_by(manager(DECIDER), "decisionConfirm", confirmation).await;
    let report = json!({
        "reallocation": reference(REALLOCATION), "on": "2026-11-20", "moves": [1],
    });
    house.does("reallocationReport", report).await;
}
