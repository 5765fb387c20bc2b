//! Who bears what on the planned basis, while a reallocation is approved and not carried out.

use projections::{Basis, CostAtom, MonthCost, Months, atoms_of};
use schema::{
    Digest, Fate, Move, MoveDone, Proposal, ReallocationApproved, ReallocationProposed,
    ReallocationRevoked, Subject,
};

use crate::estate::{Estate, id, rent, sealed, the};

const PLANNED_ON: &str = "2030-04-16";

/// The office with its two desks joins the hub, which is planned to open on 2030-04-21.
fn moves() -> Vec<Move> {
    let subjects = [
        Subject::Space(id("office")),
        Subject::Resource(id("desk 1")),
        Subject::Resource(id("desk 2")),
    ];
    let moves = (1..).zip(subjects).map(|(number, subject)| Move {
        number,
        subject,
        fate: Fate::Converted { hub: id("hub") },
        planned_on: the(PLANNED_ON),
    });
    moves.collect()
}

fn approved() -> Estate {
    let mut estate = Estate::new();
    estate.desks();
    let (reallocation, digest) = (id("reallocation"), Digest::of(b"proposal"));
    let proposal = Proposal {
        title: sealed(),
        reason: None,
        moves: moves(),
        memberships: Vec::new(),
        transition: None,
        reverses: None,
    };
    estate.record(ReallocationProposed { reallocation, digest, proposal });
    estate.record(ReallocationApproved { reallocation, digest });
    estate
}

/// Who bears 1,000 of April without VAT.
fn april(estate: &Estate, basis: Basis) -> Vec<String> {
    let months = Months { from: the("2030-04"), through: the("2030-04") };
    let cost = MonthCost { vat: the("0"), ..rent() };
    let atoms: Vec<CostAtom> = atoms_of(&estate.state, basis, months, &[cost]);
    let mut lines: Vec<String> = atoms.iter().map(|atom| estate.line(atom)).collect();
    lines.sort();
    lines.iter().map(|line| line.replace(" vat 0.00 of it 0.00", "")).collect()
}

const AS_IT_IS: [&str; 6] = [
    "corridor: county Vacant 50.00",
    "corridor: county social Uses 75.00",
    "corridor: region health Uses 75.00",
    "meeting: county Vacant 200.00",
    "office: county social Uses 300.00",
    "office: region health Uses 300.00",
];

// Of the office's 600 15 days are by desk, 5 of a hub that is not open, 10 of one that is. The corridor's
// 200 as the rest, by area and days of 2,400: desks 450 each, the room 600, closed 300, open 600.
const AS_PLANNED: [&str; 10] = [
    "corridor: county Vacant 50.00",
    "corridor: county social Uses 37.50",
    "corridor: region Closed hub 25.00",
    "corridor: region Hosts hub 50.00",
    "corridor: region health Uses 37.50",
    "meeting: county Vacant 200.00",
    "office: county social Uses 150.00",
    "office: region Closed hub 100.00",
    "office: region Hosts hub 200.00",
    "office: region health Uses 150.00",
];

#[test]
fn what_is_approved_bears_as_planned_and_not_as_it_is() {
    let estate = approved();
    assert_eq!(april(&estate, Basis::Actual), AS_IT_IS);
    assert_eq!(april(&estate, Basis::Planned), AS_PLANNED);
}

#[test]
fn once_it_is_carried_out_as_planned_both_are_equal() {
    let mut estate = approved();
    for carried_out in moves() {
        let (reallocation, on) = (id("reallocation"), the(PLANNED_ON));
        estate.record(MoveDone { reallocation, carried_out, on });
    }
    estate.open("2030-04-21");
    for basis in [Basis::Actual, Basis::Planned] {
        assert_eq!(april(&estate, basis), AS_PLANNED, "{basis:?}");
    }
}

#[test]
fn what_is_revoked_is_planned_no_longer() {
    let mut estate = approved();
    estate.record(ReallocationRevoked {
        reallocation: id("reallocation"),
        decisions: Vec::new(),
        reason: None,
    });
    assert_eq!(april(&estate, Basis::Planned), AS_IT_IS);
}
