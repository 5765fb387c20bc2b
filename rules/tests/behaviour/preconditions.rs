//! Preconditions: what is settled for a proposal before anybody approves it.

use crate::common::*;
use schema::{PreconditionSettle, ReallocationApprove, Role};

fn proposed() -> Ledger {
    let moves = [relocate(1, "W1", "Node", "Lounge", "2026-09-01")];
    occupied().with(propose("R", &moves, &[])).by("Decider")
}

fn requiring(name: &str, of: Option<&str>, from: &str) -> Ledger {
    let given = proposed().in_role(Role::Administrator);
    given.with(require(name, of, from)).in_role(Role::Manager)
}

fn by(ledger: &Ledger, of: &str) -> ReallocationApprove {
    let decision = decision(of, "2026-06-01");
    ReallocationApprove { decision, ..approve("R", ledger.digest_of("R")) }
}

fn settled(ledger: &Ledger, name: &str) -> PreconditionSettle {
    settle("R", ledger.digest_of("R"), name, "2026-06-10")
}

#[test]
fn what_is_required_of_all_is_settled_before_anybody_approves() {
    let given = requiring("Unions", None, "2026-01-01");
    for of in ["Region", "Town"] {
        given.when_only(by(&given, of)).rejects("PreconditionsMissing", "reallocation");
    }
    given
        .when_only(reject("R", given.digest_of("R")))
        .gives(&["ReallocationDecided", "ReallocationRejected"]);
    let met = given.when(settled(&given, "Unions")).gives(&["PreconditionAnswered"]);
    met.when(by(&given, "Region")).gives(&["ReallocationDecided", "ReallocationApproved"]);
    let not_applicable_because = Some(text("Nobody works there"));
    let other = PreconditionSettle { not_applicable_because, ..settled(&given, "Unions") };
    given.with(other).when_only(by(&proposed(), "Region")).gives(&["ReallocationDecided"]);
}

#[test]
fn what_one_organisation_requires_binds_its_own_decision_and_the_approval() {
    let given = requiring("Unions", Some("Town"), "2026-01-01");
    given.when_only(by(&given, "Town")).rejects("PreconditionsMissing", "reallocation");
    given.when_only(by(&given, "Region")).gives(&["ReallocationDecided"]);
    // Required after the Town decided: it is missing when the Region would complete the approval.
    let decided = proposed().with_only(by(&proposed(), "Town")).in_role(Role::Administrator);
    let late = decided.with(require("Unions", Some("Town"), "2026-01-01"));
    late.when_only(by(&late, "Region")).rejects("PreconditionsMissing", "reallocation");
    let stranger = requiring("Unions", Some("Stranger"), "2026-01-01");
    stranger.when(by(&stranger, "Region")).gives(&["ReallocationDecided", "ReallocationApproved"]);
}

#[test]
fn a_precondition_is_required_from_its_date_until_it_is_dropped() {
    let later = requiring("Unions", None, "2026-06-16");
    later.when_only(by(&later, "Region")).gives(&["ReallocationDecided"]);
    let given = requiring("Unions", None, "2026-01-01").in_role(Role::Administrator);
    given.when(drop_precondition("Unions", "2025-12-31")).rejects("InvalidValue", "from");
    let dropped = given.when(drop_precondition("Unions", TODAY)).gives(&["PreconditionDropped"]);
    dropped.when_only(by(&dropped, "Region")).gives(&["ReallocationDecided"]);
    dropped.when(drop_precondition("Unions", TODAY)).rejects("RetiredAlready", "precondition");
    given
        .with(drop_precondition("Unions", "2026-06-16"))
        .when_only(by(&later, "Region"))
        .rejects("PreconditionsMissing", "reallocation");
}

#[test]
fn an_amended_proposal_is_settled_anew() {
    let given = requiring("Unions", None, "2026-01-01");
    let met = given.clone().with(settled(&given, "Unions"));
    let moves = [relocate(1, "W2", "Node", "Lounge", "2026-09-01")];
    let amended = met.by("Proposer").with(amend("R", &moves, &[])).by("Decider");
    amended.when_only(by(&amended, "Town")).rejects("PreconditionsMissing", "reallocation");
    amended.when(settled(&given, "Unions")).rejects("ProposalChanged", "digest");
}

#[test]
fn what_is_settled_is_there_and_not_in_the_future() {
    let given = requiring("Unions", None, "2026-01-01");
    given.when(settled(&given, "Risks")).rejects("NotFound", "precondition");
    let on = date("2026-06-16");
    let future = PreconditionSettle { on, ..settled(&given, "Unions") };
    given.when(future).rejects("InFuture", "on");
    let rejected = given.clone().with(reject("R", given.digest_of("R")));
    rejected.when(settled(&given, "Unions")).rejects("WrongStatus", "reallocation");
    let again = given.clone().in_role(Role::Administrator);
    again.when(require("Unions", None, "2026-01-01")).rejects("ExistsAlready", "precondition");
    again.when(require("Risks", Some("Nobody"), "2026-01-01")).rejects("NotFound", "organisation");
}

#[test]
fn every_missing_precondition_is_named() {
    let given = requiring("Unions", None, "2026-01-01").in_role(Role::Administrator);
    let given = given.with(require("Risks", Some("Town"), "2026-01-01"));
    let message = given.when_only(by(&given, "Town")).rejection().to_string();
    for name in ["Unions", "Risks"] {
        assert!(message.contains(&precondition(name).to_string()), "{message}");
    }
}
