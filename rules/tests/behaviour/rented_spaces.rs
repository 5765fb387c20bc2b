//! Who rents a space that joins a hub or is given up decides on it: it is that organisation's lease and
//! money.

use crate::common::*;
use projections::{ReallocationStatus::Proposed, TouchedBecause, TouchedBy, touched_organisations};
use schema::{LeaseSign, Move};

/// The Stranger rents the cell, in which nobody has anything.
fn rented() -> Ledger {
    let lease = sign_lease("L", "2026-02-01", office(&["Cell"]));
    estate().with(LeaseSign { tenant: organisation("Stranger"), ..lease })
}

fn reasons(given: &Ledger, moves: &[Move], of: &str) -> Vec<TouchedBy> {
    let proposed = given.clone().with(propose("R", moves, &[]));
    let known = proposed.state.reallocation(&reallocation("R")).unwrap();
    let touched = touched_organisations(&proposed.state, known).remove(&organisation(of));
    let reasons = touched.unwrap_or_default().into_iter();
    reasons.map(|TouchedBecause { by, .. }| by).collect()
}

#[test]
fn a_tenant_is_touched_by_what_becomes_of_a_space_that_it_rents_on_that_day() {
    let rents = [TouchedBy::RentsSpace(lease("L"))];
    let given = rented();
    assert_eq!(reasons(&given, &[release(1, "Cell", "2026-06-01")], "Stranger"), rents);
    let joins = [convert_space(1, "Cell", "Node", "2026-06-01")];
    assert_eq!(reasons(&given, &joins, "Stranger"), rents);
    // Another space, and the time before the lease and after it.
    assert_eq!(reasons(&given, &[release(1, "Open", "2026-06-01")], "Stranger"), []);
    assert_eq!(reasons(&given, &[release(1, "Cell", "2026-01-31")], "Stranger"), []);
    let ended = given.with(end_lease("L", "2026-06-01"));
    assert_eq!(reasons(&ended, &[release(1, "Cell", "2026-06-01")], "Stranger"), []);
    assert_eq!(reasons(&ended, &[release(1, "Cell", "2026-05-31")], "Stranger"), rents);
}

#[test]
fn who_rents_and_who_rents_from_it_are_both_touched() {
    let lease_of_town = sign_lease("L", "2026-02-01", office(&["Cell"]));
    let given =
        estate().with(lease_of_town).with(sublet("S", "L", "2026-03-01", office(&["Cell"])));
    let moves = [release(1, "Cell", "2026-06-01")];
    assert!(reasons(&given, &moves, "Town").contains(&TouchedBy::RentsSpace(lease("L"))));
    assert_eq!(reasons(&given, &moves, "Stranger"), [TouchedBy::RentsSpace(lease("S"))]);
}

#[test]
fn a_release_waits_for_the_decision_of_its_tenant() {
    let moves = [release(1, "Cell", "2026-06-01")];
    let given = rented().with(propose("R", &moves, &[])).by("Decider");
    let digest = given.digest_of("R");
    let by = |of| schema::ReallocationApprove {
        decision: decision(of, "2026-03-10"),
        ..approve("R", digest)
    };
    let one = given.when_only(by("Region")).gives(&["ReallocationDecided"]);
    assert_eq!(one.status("R"), Proposed);
    one.when_only(by("Stranger")).gives(&["ReallocationDecided", "ReallocationApproved"]);
}
