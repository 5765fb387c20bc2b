//! Sealed bases: what would hold on a date if nothing were decided and with each alternative, and the
//! decisions that cite them.

use crate::common::*;
use projections::SealedBasis;
use schema::{
    BasisSeal, Decision, Move, Objection, ReallocationApprove, ReallocationReject, Role, limits,
};
use std::sync::Arc;

const ON: &str = "2026-10-01";

fn to_the_lounge(name: &str) -> [Move; 1] {
    [relocate(1, name, "Node", "Lounge", "2026-09-01")]
}

/// One proposal takes W1 with three seats, another W2, a third W1 again, a fourth promises too much.
fn proposed() -> Ledger {
    let seats = [bring("M", "Node", "Schools", "2026-09-01", shared(3))];
    let many = [bring("N", "Node", "Library", "2026-09-01", shared(11))];
    occupied()
        .with(propose("A", &to_the_lounge("W1"), &seats))
        .with(propose("B", &to_the_lounge("W2"), &[]))
        .with(propose("C", &to_the_lounge("W1"), &[]))
        .with(propose("D", &to_the_lounge("W3"), &many))
        .by("Decider")
}

fn sealed(ledger: &Ledger, name: &str) -> Arc<SealedBasis> {
    Arc::clone(ledger.state.basis(&basis(name)).unwrap())
}

fn citing(name: &str) -> Decision {
    Decision { basis: Some(basis(name)), ..decision("Region", TODAY) }
}

fn approve_citing(ledger: &Ledger, of: &str, cited: &str) -> ReallocationApprove {
    ReallocationApprove { decision: citing(cited), ..approve(of, ledger.digest_of(of)) }
}

#[test]
fn a_basis_tells_what_holds_if_nothing_is_decided_and_with_each_alternative() {
    let given = proposed();
    let head = given.state.head().unwrap().revision;
    let ledger =
        given.when(seal_basis("Three", ON, &[&["A"], &["A", "B"]])).gives(&["BasisSealed"]);
    let basis = sealed(&ledger, "Three").basis.clone();
    assert_eq!((basis.known, basis.on), (head, date(ON)));
    let counted = |figures: &schema::BasisFigures| {
        let node = figures.hubs.iter().find(|figures| figures.hub == hub("Node")).unwrap();
        (figures.fixed, figures.flexible, node.workstations, node.promised.peak())
    };
    assert_eq!(counted(&basis.nothing), (2, 0, 0, 0));
    let alternatives: Vec<_> =
        basis.alternatives.iter().map(|it| counted(it.figures.as_ref().unwrap())).collect();
    assert_eq!(alternatives, [(1, 1, 1, 3), (0, 2, 2, 3)]);
    let digests: Vec<_> = basis.alternatives[1].proposals.iter().map(|it| it.digest).collect();
    assert_eq!(digests, [ledger.digest_of("A"), ledger.digest_of("B")]);
    assert_eq!(basis.nothing.hubs.len(), 2);
}

#[test]
fn sealing_changes_nothing_but_that_it_is_sealed() {
    let ledger = proposed().with(seal_basis("Three", ON, &[&["A"], &["A", "B"]]));
    for name in ["A", "B", "C", "D"] {
        assert_eq!(ledger.status(name), projections::ReallocationStatus::Proposed);
    }
    assert_eq!(ledger.allocation("W1", ON, projections::Basis::Planned), fixed("Schools"));
}

#[test]
fn an_alternative_that_could_not_be_approved_says_why_and_has_no_figures() {
    let ledger = proposed().with(seal_basis("Three", ON, &[&["A", "C"], &["D"], &["B"]]));
    let basis = &sealed(&ledger, "Three").basis;
    let objection = |of: &str, code: &str| {
        vec![Objection { reallocation: reallocation(of), code: code.to_owned() }]
    };
    let [twice, crowded, fine] = &basis.alternatives[..] else { panic!("three alternatives") };
    assert_eq!(twice.objections, objection("C", "ApprovedElsewhere"));
    assert_eq!(crowded.objections, objection("D", "HubLimitExceeded"));
    assert_eq!(fine.objections, []);
    let figures = [twice, crowded, fine].map(|it| it.figures.is_some());
    assert_eq!(figures, [false, false, true]);
}

#[test]
fn the_digest_of_a_basis_is_that_of_its_canonical_bytes() {
    let ledger = proposed().with(seal_basis("Three", ON, &[&["A"], &["D"]]));
    let sealed = sealed(&ledger, "Three");
    assert_eq!(sealed.digest, sealed.basis.digest().unwrap());
    let bytes = schema::canonical_bytes(&sealed.basis).unwrap();
    assert_eq!(sealed.digest, schema::Digest::of(&bytes));
}

#[test]
fn anyone_but_an_auditor_seals_a_basis_once() {
    let seal = || seal_basis("Three", ON, &[&["A"]]);
    let given = proposed();
    for role in [Role::Manager, Role::Strategist, Role::Administrator] {
        given.clone().in_role(role).when(seal()).gives(&["BasisSealed"]);
    }
    given.clone().in_role(Role::Auditor).when(seal()).rejects("RoleNotAllowed", "");
    given.with(seal()).when(seal()).rejects("ExistsAlready", "basis");
}

#[test]
fn a_basis_compares_proposals_that_wait_for_decisions() {
    let given = proposed();
    let when = |alternatives: &[&[&str]]| given.when(seal_basis("Three", ON, alternatives));
    when(&[]).gives(&["BasisSealed"]);
    when(&[&["A"], &[]]).rejects("InvalidValue", "alternatives.1.reallocations");
    when(&[&["A", "Z"]]).rejects("NotFound", "alternatives.0.reallocations.1");
    when(&[&["A", "A"]]).rejects("InvalidValue", "alternatives.0.reallocations.1");
    let withdrawn = given.clone().with(withdraw("A"));
    withdrawn
        .when(seal_basis("Three", ON, &[&["A"]]))
        .rejects("WrongStatus", "alternatives.0.reallocations.0");
    given.when(seal_basis("Three", "2026-06-14", &[&["A"]])).rejects("InvalidValue", "on");
}

#[test]
fn a_decision_rests_on_no_basis_that_was_sealed_after_it() {
    let given = proposed().with(seal_basis("Three", ON, &[&["A"]]));
    let on = |on| {
        let decision = Decision { decided_on: date(on), ..citing("Three") };
        let approve = ReallocationApprove { decision, ..approve("A", given.digest_of("A")) };
        given.when_only(approve)
    };
    on("2026-06-14").rejects("SealedLater", "decision.basis");
    on(TODAY).gives(&["ReallocationDecided"]);
    let approved = given.clone().with_only(approve_citing(&given, "A", "Three"));
    let decided_on = Some(date("2026-06-14"));
    let read = schema::DecisionWording { decided_on, ..wording("Region") };
    let at = approved.last("ReallocationDecided");
    let reworded = reword(at, schema::Wording::Decision(read));
    approved.when(reworded).rejects("SealedLater", "correction.decision.basis");
}

#[test]
fn a_basis_is_bounded() {
    let given = proposed();
    let seal = seal_basis("Three", ON, &[&["A"]]);
    let assumptions = vec![text("Nobody moves"); limits::ASSUMPTIONS_MAX + 1];
    given.when(BasisSeal { assumptions, ..seal.clone() }).rejects("TooMuch", "assumptions");
    let alternatives = vec![seal.alternatives[0].clone(); limits::ALTERNATIVES_MAX + 1];
    given.when(BasisSeal { alternatives, ..seal }).rejects("TooMuch", "alternatives");
}

#[test]
fn a_basis_that_would_not_fit_into_an_event_is_rejected() {
    let hubs = (0..60).fold(proposed(), |given, number| {
        given.with(plan_hub(&format!("Hub {number}"), "Region", "2026-09-01"))
    });
    let alternatives: Vec<&[&str]> = vec![&["A"]; limits::ALTERNATIVES_MAX];
    hubs.when(seal_basis("Three", ON, &alternatives)).rejects("TooMuch", "alternatives");
    hubs.when(seal_basis("Three", ON, &alternatives[..3])).gives(&["BasisSealed"]);
}

#[test]
fn a_decision_cites_a_basis_that_has_what_is_decided() {
    let given = proposed().with(seal_basis("Three", ON, &[&["A"], &["D"]]));
    given.when_only(approve_citing(&given, "A", "Three")).gives(&["ReallocationDecided"]);
    given.when_only(approve_citing(&given, "B", "Three")).rejects("NotInBasis", "decision.basis");
    given.when_only(approve_citing(&given, "A", "Other")).rejects("NotFound", "decision.basis");
    let rejecting =
        |of| ReallocationReject { decision: citing("Three"), ..reject(of, given.digest_of(of)) };
    given.when_only(rejecting("B")).rejects("NotInBasis", "decision.basis");
    given.when_only(rejecting("D")).gives(&["ReallocationDecided", "ReallocationRejected"]);
}

#[test]
fn a_basis_sealed_before_an_amendment_does_for_it_no_longer() {
    let given = proposed().with(seal_basis("Three", ON, &[&["C"]])).by("Proposer");
    let given = given.with(amend("C", &to_the_lounge("W2"), &[])).by("Decider");
    given.when_only(approve_citing(&given, "C", "Three")).rejects("NotInBasis", "decision.basis");
    let again = given.with(seal_basis("Again", ON, &[&["C"]]));
    again.when_only(approve_citing(&again, "C", "Again")).gives(&["ReallocationDecided"]);
}

#[test]
fn a_decision_on_something_else_cites_any_basis() {
    let given = proposed().with(seal_basis("Three", ON, &[]));
    let grant = grant("M", "Node", "Clinic", "2026-07-01", shared(2));
    let citing = |name| schema::MembershipGrant { decisions: vec![citing(name)], ..grant.clone() };
    given.when_only(citing("Three")).gives(&["MembershipGranted"]);
    given.when_only(citing("Other")).rejects("NotFound", "decisions.0.basis");
}
