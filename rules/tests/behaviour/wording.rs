//! How something was written is corrected without a decision, and changes nothing else.

use crate::common::*;
use projections::Correction;
use schema::{Change, DelegationGive, Matter, Revision, Role, Wording};

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
    let case = "in the decision, the case number from KS 2026/123 to KS 2026/321";
    assert!(said[0].contains(case), "{said:?}");
}

#[test]
fn the_history_tells_each_field_that_is_corrected_from_what_to_what() {
    let given = approved();
    let at = decided(&given);
    let body = Some(text("Property committee"));
    let decided_on = Some(date("2026-01-03"));
    let reported_on = Change::Set(date("2026-01-05"));
    let read = schema::DecisionWording { body, decided_on, reported_on, ..wording("Region") };
    let once = given.with(reword(at, region(read)));
    let again =
        schema::DecisionWording { decided_on: Some(date("2026-01-04")), ..wording("Region") };
    let twice = once.with(reword(at, region(again)));
    let said = twice.sentences_from(twice.events.len() - 2);
    let first = format!(
        "Corrected how revision {at} was written: in the decision, the body from Premises committee \
         to Property committee, the date from 2026-01-02 to 2026-01-03 and the date of reporting \
         from none to 2026-01-05 (Slip of the pen)"
    );
    let second = format!(
        "Corrected how revision {at} was written: in the decision, the date from 2026-01-03 to \
         2026-01-04 (Slip of the pen)"
    );
    assert_eq!(said, [first, second]);
    let swedish = twice.swedish_from(twice.events.len() - 1);
    assert!(swedish[0].contains("i beslutet ändrades datumet från 2026-01-03 till 2026-01-04"));
}

/// The Town's delegate decided in May, on a delegation that then became what `later` makes of it.
fn delegated_in_may(later: impl FnOnce(DelegationGive) -> DelegationGive) -> (Ledger, Revision) {
    let moves = [relocate(1, "W1", "Node", "Lounge", "2026-09-01")];
    let one = DelegationGive { resources_max: Some(1), ..delegate("Town", "2026-02-01") };
    let given = occupied().in_role(Role::Administrator).with(one);
    let given = given.with(propose("R", &moves, &[])).by("Decider");
    let approval = schema::ReallocationApprove {
        decision: delegated("Town", "2026-05-20"),
        ..approve("R", given.digest_of("R"))
    };
    let given = given.with_only(approval).with(later(delegate("Town", "2026-06-01")));
    let at = decided(&given);
    (given, at)
}

fn in_june(given: &Ledger, at: Revision) -> Then {
    dated(given, at, "2026-06-02")
}

fn dated(given: &Ledger, at: Revision, on: &str) -> Then {
    let decided_on = Some(date(on));
    let read = schema::DecisionWording { decided_on, ..wording("Town") };
    given.when(reword(at, region(read)))
}

#[test]
fn the_date_of_a_delegated_decision_is_one_on_which_as_much_was_delegated() {
    let path = "correction.decision.decidedOn";
    let (wider, at) = delegated_in_may(|give| DelegationGive { resources_max: Some(2), ..give });
    in_june(&wider, at).gives(&["ClericallyCorrected"]);
    dated(&wider, at, "2026-05-19").gives(&["ClericallyCorrected"]);
    let point = "correction.decision.delegationPoint";
    dated(&wider, at, "2026-01-31").rejects("NoSuchDelegation", point);
    dated(&wider, at, "2025-12-31").rejects("NotThere", "correction.decision.organisation");
    let (unlimited, at) = delegated_in_may(|give| give);
    in_june(&unlimited, at).gives(&["ClericallyCorrected"]);
    let (narrower, at) = delegated_in_may(|give| DelegationGive { resources_max: Some(0), ..give });
    in_june(&narrower, at).rejects("OtherMandate", path);
    let seats_max = Some(40);
    let (limited, at) =
        delegated_in_may(|give| DelegationGive { resources_max: Some(1), seats_max, ..give });
    in_june(&limited, at).rejects("OtherMandate", path);
    let matters = vec![Matter::Import];
    let (other, at) = delegated_in_may(|give| DelegationGive { matters, ..give });
    in_june(&other, at).rejects("OtherMandate", path);
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
