//! How something was written is corrected without a decision, and changes nothing else.

use crate::common::*;
use projections::Correction;
use schema::{Change, Revision, Role, Wording};

/// An approved reallocation of W1, for which a union negotiation was settled.
fn approved() -> Ledger {
    let moves = [relocate(1, "W1", "Node", "Lounge", "2026-09-01")];
    let given = occupied().in_role(Role::Administrator);
    let given = given.with(require("Unions", None, "2026-01-01")).with(propose("R", &moves, &[]));
    let digest = given.digest_of("R");
    given.with(settle("R", digest, "Unions", "2026-06-01")).with_approval_of("R")
}

fn decided(given: &Ledger) -> Revision {
    given.last("ReallocationDecided")
}

fn region(wording: schema::DecisionWording) -> Wording {
    Wording::Decision(wording)
}

#[test]
fn a_case_number_is_corrected_and_the_rest_of_the_decision_stays() {
    let given = approved();
    let at = decided(&given);
    let number = "KS 2026/321".parse().unwrap();
    let read = schema::DecisionWording { case_number: Some(number), ..wording("Region") };
    let corrected = given.when(reword(at, region(read))).gives(&["ClericallyCorrected"]);
    let known = corrected.state.decision(at, organisation("Region")).unwrap();
    let formerly = given.state.decision(at, organisation("Region")).unwrap();
    assert_eq!(known.decision.case_number.to_string(), "KS 2026/321");
    assert_eq!(known.decision.body, formerly.decision.body);
    let proposal = corrected.state.reallocation(&reallocation("R")).unwrap();
    let shown = proposal.decisions.iter().find(|decided| decided.revision == at).unwrap();
    let shown = corrected.state.decision_on_proposal(shown).unwrap();
    assert_eq!(shown.decision, known.decision, "wherever it is shown");
    assert_eq!(known.corrected, Some(corrected.last("ClericallyCorrected")));
    let by = corrected.last("ClericallyCorrected");
    assert_eq!(corrected.state.corrections_of(at).collect::<Vec<_>>(), [Correction::Clerical(by)]);
    assert_eq!(corrected.status("R"), given.status("R"));
    let said = corrected.sentences_from(corrected.events.len() - 1);
    assert!(said[0].contains("the decision now reads KS 2026/321"), "{said:?}");
}

#[test]
fn a_decision_that_reads_so_already_is_left() {
    let given = approved();
    given.when(reword(decided(&given), region(wording("Region")))).changes_nothing();
}

#[test]
fn a_decision_is_corrected_where_it_was_recorded() {
    let given = approved();
    let corrected = reword(decided(&given), region(wording("Stranger")));
    given.when(corrected).rejects("NothingToCorrect", "correction.decision.organisation");
    let elsewhere = reword(Revision::FIRST, region(wording("Region")));
    given.when(elsewhere).rejects("NothingToCorrect", "correction.decision.organisation");
}

#[test]
fn the_dates_of_a_decision_are_not_yet_to_come() {
    let given = approved();
    let at = decided(&given);
    let decided_on = Some(date("2026-06-16"));
    let read = schema::DecisionWording { decided_on, ..wording("Region") };
    given.when(reword(at, region(read))).rejects("InFuture", "correction.decision.decidedOn");
    let reported_on = Change::Set(date("2026-01-01"));
    let read = schema::DecisionWording { reported_on, ..wording("Region") };
    given.when(reword(at, region(read))).rejects("InvalidValue", "correction.decision.reportedOn");
}

#[test]
fn the_body_of_a_decision_is_written_anew() {
    let given = approved();
    let body = Some(text("Property committee"));
    let read = schema::DecisionWording { body, ..wording("Region") };
    let at = decided(&given);
    let corrected = given.with(reword(at, region(read)));
    let known = corrected.state.decision(at, organisation("Region")).unwrap();
    assert_eq!(&*corrected.texts[&known.decision.body], "Property committee");
}

#[test]
fn a_title_is_corrected_where_it_stands() {
    let title = |of| Wording::Title { reallocation: reallocation("R"), title: text(of) };
    let given = approved();
    let proposed = given.last("ReallocationProposed");
    let corrected = given.clone().with(reword(proposed, title("To the Node")));
    let known = corrected.state.reallocation(&reallocation("R")).unwrap();
    let now = known.title_at(corrected.last("ClericallyCorrected"));
    assert_eq!(&*corrected.texts[&now], "To the Node");
    assert_eq!(&*corrected.texts[&known.title_at(proposed)], "R", "as it was known then");
    let amended = given.with(amend("R", &[relocate(1, "W1", "Node", "Lounge", "2026-09-02")], &[]));
    amended.when(reword(proposed, title("Late"))).rejects("NothingToCorrect", "corrects");
}

#[test]
fn the_document_of_a_precondition_is_corrected() {
    let given = approved();
    let document = |of| Wording::Document {
        reallocation: reallocation("R"),
        precondition: precondition("Unions"),
        document: text(of),
    };
    let settled = given.last("PreconditionAnswered");
    given.when(reword(settled, document("Minutes 13"))).gives(&["ClericallyCorrected"]);
    given
        .when(reword(Revision::FIRST, document("Minutes 13")))
        .rejects("NothingToCorrect", "corrects");
}

#[test]
fn a_strategist_corrects_nothing() {
    let given = approved().in_role(Role::Strategist);
    given.when(reword(decided(&given), region(wording("Region")))).rejects("RoleNotAllowed", "");
}

#[test]
fn the_decision_on_a_membership_is_corrected_where_the_membership_shows_it() {
    let given = occupied().with(grant("M", "Node", "Schools", "2026-04-01", shared(2)));
    let at = given.last("MembershipGranted");
    let decided_on = Some(date("2026-03-31"));
    let read = schema::DecisionWording { decided_on, ..wording("Town") };
    let corrected = given.with(reword(at, region(read)));
    let known = corrected.state.membership(&membership("M")).unwrap();
    let shown = corrected.state.decisions_at(known.decided.unwrap()).map(|known| &known.decision);
    let dates: Vec<_> = shown.map(|d| (d.organisation, d.decided_on)).collect();
    assert!(dates.contains(&(organisation("Town"), date("2026-03-31"))), "{dates:?}");
    assert!(dates.contains(&(organisation("Region"), date(TODAY))), "{dates:?}");
}
