//! A changed decision is a new reallocation that says which one it reverses, and reaches forward only.

use crate::common::*;
use projections::Allocation::{Fixed, Flexible};
use projections::Basis::{Actual, Planned};

/// W1 went from the Schools to the Node in April.
fn moved() -> Ledger {
    let moves = [
        relocate(1, "W1", "Node", "Lounge", "2026-04-01"),
        relocate(2, "W2", "Node", "Lounge", "2026-09-01"),
    ];
    occupied().approved("R", &moves, &[]).with(report("R", "2026-04-10", &[1]))
}

fn back(name: &str, on: &str) -> schema::ReallocationPropose {
    reverse(propose("Back", &[give_back_in(1, name, "Schools", "Open", on)], &[]), "R")
}

#[test]
fn what_was_moved_returns_and_what_was_before_stays() {
    let given = moved().with(back("W1", "2026-07-01")).with_approval_of("Back");
    let known = given.state.reallocation(&reallocation("Back")).unwrap();
    assert_eq!(known.proposal.reverses, Some(reallocation("R")));
    assert_eq!(given.allocation("W1", "2026-06-30", Planned), Flexible(hub("Node")));
    let done = given.today("2026-07-01").with(report("Back", "2026-07-01", &[1]));
    assert_eq!(done.allocation("W1", "2026-06-30", Actual), Flexible(hub("Node")));
    assert_eq!(done.allocation("W1", "2026-07-01", Actual), Fixed(unit("Schools")));
}

#[test]
fn it_reaches_forward_only() {
    moved().when(back("W1", "2026-06-14")).rejects("ReversedInPast", "proposal.moves.0.plannedOn");
    moved().when(back("W1", TODAY)).gives(&["ReallocationProposed"]);
}

#[test]
fn it_moves_something_that_was_moved() {
    moved().when(back("W3", "2026-07-01")).rejects("ReversesNothingOf", "proposal.moves");
    // Still to be done: it is withdrawn, revoked or amended, not reversed.
    moved().when(back("W2", "2026-07-01")).rejects("ReversesNothingOf", "proposal.moves");
    let both = [
        give_back_in(1, "W1", "Schools", "Open", "2026-07-01"),
        give_back(2, "W3", "Library", "2026-07-01"),
    ];
    moved().when(reverse(propose("Back", &both, &[]), "R")).gives(&["ReallocationProposed"]);
}

#[test]
fn only_what_was_done_can_be_reversed() {
    let moves = [relocate(1, "W1", "Node", "Lounge", "2026-09-01")];
    let planned = occupied().approved("R", &moves, &[]);
    planned.when(back("W1", "2026-10-01")).rejects("NothingToReverse", "proposal.reverses");
    let revoked = moved().revoked("R");
    revoked.when(back("W1", "2026-07-01")).gives(&["ReallocationProposed"]);
    occupied().when(back("W1", "2026-07-01")).rejects("NotFound", "proposal.reverses");
}
