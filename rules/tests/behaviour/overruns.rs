//! Approvals that an organisation's budget does not bear.

use crate::common::*;
use projections::{Basis, Months, atoms};
use rust_decimal::Decimal;
use schema::{
    BudgetDecide, CostAmount, CostKind, CostObject, CostRecord, ReallocationApprove,
    ReallocationPropose, Year,
};

/// What comes of W1, which the Town's schools have: it goes to the Region's hub in September.
fn moves() -> [schema::Move; 1] {
    [relocate(1, "W1", "Node", "Lounge", "2026-09-01")]
}

/// A cost of 100 000, with 25 000 of VAT, that comes once with a reallocation.
fn cost_of(name: &str, of: &str) -> CostRecord {
    CostRecord {
        kind: CostKind::Moving,
        object: CostObject::Reallocation(reallocation(of)),
        amount: CostAmount::Once {
            amount: money("100000"),
            written_off_months: None,
            interest: None,
        },
        ..record_cost(name, "2026-09-01")
    }
}

fn one_off_budget(of: &str, one_off: &str) -> BudgetDecide {
    BudgetDecide { one_off: money(one_off), ..decide_budget(of, "1000000") }
}

/// R is proposed, and brings the Region a cost.
fn proposed() -> Ledger {
    occupied().with(propose("R", &moves(), &[])).with(cost_of("Moving", "R"))
}

fn approves(given: Ledger) {
    let digest = given.digest_of("R");
    given
        .by("Decider")
        .when(approve("R", digest))
        .gives(&["ReallocationDecided", "ReallocationApproved"]);
}

fn overruns(given: Ledger) -> String {
    let digest = given.digest_of("R");
    let rejection = given.by("Decider").when(approve("R", digest)).rejection();
    assert_eq!((rejection.reason.code(), rejection.path.as_str()), ("BudgetOverrun", "proposal"));
    rejection.to_string()
}

#[test]
fn what_comes_once_with_a_reallocation_is_within_the_budget_or_it_is_not_approved() {
    approves(proposed());
    approves(proposed().with(one_off_budget("Region", "125000")));
    let message = overruns(proposed().with(one_off_budget("Region", "124999.99")));
    assert!(message.contains("125000 of costs that come once in 2026"), "{message}");
    // The way out that it tells.
    let raised = proposed().with(one_off_budget("Region", "124999.99"));
    approves(raised.with(one_off_budget("Region", "125000")));
}

/// What the Region bears of the House's cleaning in 2026 as planned, and what it would.
fn borne(given: &Ledger, of: &str) -> [Decimal; 2] {
    let months = Months { from: month("2026-01"), through: month("2026-12") };
    let with = given.state.as_if_approved(&[reallocation("R")]);
    [&given.state, &with].map(|state| {
        let atoms = atoms(state, Basis::Planned, months);
        let of_it = atoms.iter().filter(|atom| atom.borne.organisation == organisation(of));
        of_it.map(projections::CostAtom::cost).sum()
    })
}

#[test]
fn running_costs_that_pass_to_an_organisation_are_within_its_budget() {
    let given = occupied().with(record_cost("Cleaning", "2026-01-01"));
    let given = given.with(propose("R", &moves(), &[]));
    let [without, with] = borne(&given, "Region");
    assert!(without < with, "{without} {with}");
    let budget = |amount: Decimal| decide_budget("Region", &amount.normalize().to_string());
    approves(given.clone().with(budget(with)));
    overruns(given.clone().with(budget(with - Decimal::new(1, 2))));
    overruns(given.with(budget(without)));
}

#[test]
fn an_approval_that_adds_nothing_to_what_is_above_the_budget_already_is_no_overrun() {
    let given = occupied().with(record_cost("Cleaning", "2026-01-01"));
    let given = given.with(propose("R", &moves(), &[]));
    let [without, with] = borne(&given, "Town");
    assert!(Decimal::ZERO < with && with < without, "{without} {with}");
    approves(given.with(decide_budget("Town", "0")));
}

#[test]
fn only_the_budgets_of_this_year_and_later_ones_bind() {
    let of_year = |year: i32| BudgetDecide {
        year: Year::new(year).unwrap(),
        ..one_off_budget("Region", "0")
    };
    overruns(proposed().with(of_year(2026)));
    approves(proposed().with(of_year(2027)));
    let running = CostRecord { amount: per_year(money("120")), ..cost_of("Moving", "R") };
    let recurring = occupied().with(propose("R", &moves(), &[])).with(running);
    let next = BudgetDecide { year: Year::new(2027).unwrap(), ..decide_budget("Region", "149.99") };
    let message = overruns(recurring.with(next));
    assert!(message.contains("150 of running costs in 2027"), "{message}");
}

#[test]
fn past_years_are_over() {
    let given = proposed().with(one_off_budget("Region", "0")).today("2027-01-04");
    let digest = given.digest_of("R");
    given
        .by("Decider")
        .when(approve("R", digest))
        .gives(&["ReallocationDecided", "ReallocationApproved"]);
}

/// R and S are part of a transition that has a budget for costs that come once.
fn in_transition(one_off: &str) -> Ledger {
    let part = |name: &str, moves: &[schema::Move]| {
        let mut propose: ReallocationPropose = propose(name, moves, &[]);
        propose.proposal.transition = Some(transition("T"));
        propose
    };
    let other = [relocate(1, "W2", "Node", "Lounge", "2026-09-01")];
    let budget =
        BudgetDecide { transition: Some(transition("T")), ..one_off_budget("Region", one_off) };
    occupied()
        .with(start_transition("T", &["Region", "Town"], "2026-01-01"))
        .with(part("R", &moves()))
        .with(part("S", &other))
        .with(cost_of("Moving", "R"))
        .with(cost_of("Moving too", "S"))
        .with(budget)
}

#[test]
fn the_reallocations_of_a_transition_share_its_budget() {
    approves(in_transition("125000"));
    let both = |one_off| in_transition(one_off).with_approval_of("S");
    approves(both("250000"));
    let message = overruns(both("249999.99"));
    assert!(message.contains(&format!("of transition {}", transition("T"))), "{message}");
    // What is of no reallocation does not count in it.
    let other = CostRecord { kind: CostKind::Conversion, ..cost_of("Conversion", "R") };
    let other = CostRecord { object: CostObject::Building(building("House")), ..other };
    approves(in_transition("125000").with(other));
}

#[test]
fn a_sealed_basis_tells_that_an_alternative_would_overrun_a_budget() {
    let given = proposed().with(one_off_budget("Region", "0"));
    let sealed = given.with(seal_basis("B", "2026-06-15", &[&["R"]]));
    let basis = sealed.state.basis(&basis("B")).unwrap();
    let codes: Vec<&str> =
        basis.basis.alternatives[0].objections.iter().map(|it| it.code.as_str()).collect();
    assert_eq!(codes, ["BudgetOverrun"]);
}

#[test]
fn the_confirmation_of_the_last_decision_is_held_to_the_budgets_too() {
    let given = proposed().with(one_off_budget("Region", "0")).by("Decider");
    let own = approve("R", given.digest_of("R"));
    let of_the_town = ReallocationApprove { decision: decision("Town", TODAY), ..own.clone() };
    let given = given.with_only(of_the_town);
    let given = given.with_only(ReallocationApprove { to_be_confirmed: true, ..own });
    let recorded = given.last("ReallocationDecided");
    given.by("Third").when_only(confirm(recorded, "Region")).rejects("BudgetOverrun", "proposal");
}
