//! Costs beside rent: those that recur, that come once, and that are written off.

use projections::{Basis, CostLine, CostOf, CostSource};
use schema::{
    CostAmount, CostDescription, CostKind, CostObject, Digest, Fate, Move, MoveDone, Proposal,
    ReallocationApproved, ReallocationId, ReallocationProposed, ReallocationRevoked, Subject,
    UnitId,
};

use crate::ledger::{
    Ledger, building, cost, days, described, line, named, sealed, space, tenant, the,
};

fn per_year(amount: &str) -> CostAmount {
    CostAmount::PerYear { amount: the(amount) }
}

fn once(amount: &str) -> CostAmount {
    CostAmount::Once { amount: the(amount), written_off_months: None, interest: None }
}

fn written_off(amount: &str, months: u16, interest: Option<u16>) -> CostAmount {
    CostAmount::Once { amount: the(amount), written_off_months: Some(months), interest }
}

fn recorded(from: &str, kind: CostKind, amount: CostAmount) -> Ledger {
    let mut ledger = Ledger::default();
    ledger.cost(from, described(kind, amount));
    ledger
}

#[test]
fn a_cost_that_recurs_is_a_twelfth_and_by_day_where_it_is_revised_or_ends() {
    let mut ledger = Ledger::default();
    let cleaning = |amount| CostDescription {
        vat_thousandths: 250,
        ..described(CostKind::Cleaning, per_year(amount))
    };
    let first = ledger.cost("2030-01-16", cleaning("12000"));
    let revised = ledger.revise_cost("2030-04-11", cleaning("18000"));
    let ended = ledger.end_cost("2030-05-16");
    // January: 1000 x 16/31 = 516.129...; April: 1000 x 10/30 + 1500 x 20/30 = 1333.33...;
    // May: 1500 x 15/31 = 725.806... VAT a quarter: 129.0325, 250, 333.3325, 181.4525.
    let lines = [
        "2030-01 Running(Cleaning) 516.13 vat 129.03 paid 2030-01",
        "2030-02 Running(Cleaning) 1000.00 vat 250.00 paid 2030-02",
        "2030-03 Running(Cleaning) 1000.00 vat 250.00 paid 2030-03",
        "2030-04 Running(Cleaning) 1333.33 vat 333.33 paid 2030-04",
        "2030-05 Running(Cleaning) 725.81 vat 181.45 paid 2030-05",
    ];
    assert_eq!(ledger.lines("2029-01", "2040-01"), lines);
    let because = |month| ledger.costs(month, month)[0].because.to_vec();
    assert_eq!(because("2030-02"), [first]);
    assert_eq!(because("2030-04"), [first, revised]);
    assert_eq!(because("2030-05"), [revised, ended]);
    let january = &ledger.costs("2030-01", "2030-01")[0];
    assert_eq!(
        (january.source, &january.of),
        (CostSource::Cost(cost()), &CostOf::Building(building()))
    );
    assert_eq!((january.organisation, january.receiver), (tenant(), None));
    assert_eq!(january.days, days("2030-01-16", "2030-02-01"));
}

#[test]
fn parts_of_a_month_of_which_the_object_differs_stand_apart() {
    let mut ledger = recorded("2030-01-01", CostKind::Energy, per_year("12000"));
    let (of, description) =
        (UnitId::from(uuid::Uuid::nil()), described(CostKind::Energy, per_year("12000")));
    let object = CostObject::Unit(of);
    ledger.revise_cost("2030-04-11", CostDescription { object, ..description });
    let lines = ["2030-04 333.33", "2030-04 666.67"];
    assert_eq!(ledger.of_line("Running(Energy)", "2030-04", "2030-04"), lines);
    assert_eq!(ledger.costs("2030-04", "2030-04")[1].of, CostOf::Unit(of));
}

#[test]
fn seats_are_paid_for_each() {
    let amount = CostAmount::PerSeatAndYear { amount: the("900.5"), seats: 20 };
    let ledger = recorded("2030-01-01", CostKind::Coworking, amount);
    // 20 x 900.5 / 12 = 1500.833...
    let lines = ["2030-01 1500.83"];
    assert_eq!(ledger.of_line("Running(Coworking)", "2030-01", "2030-01"), lines);
}

#[test]
fn an_income_is_negative_with_its_vat() {
    let mut ledger = Ledger::default();
    let description = described(CostKind::OutsideMembers, per_year("60000"));
    ledger.cost("2030-01-01", CostDescription { vat_thousandths: 250, ..description });
    let lines = ["2030-01 Running(OutsideMembers) -5000.00 vat -1250.00 paid 2030-01"];
    assert_eq!(ledger.lines("2030-01", "2030-01"), lines);
}

#[test]
fn what_comes_once_is_a_cost_of_the_month_in_which_it_is_paid() {
    let ledger = recorded("2030-01-15", CostKind::Moving, once("12500"));
    let lines = ["2030-01 Once(Moving) 12500.00 vat 0.00 paid 2030-01"];
    assert_eq!(ledger.lines("2029-01", "2040-01"), lines);
    assert_eq!(ledger.costs("2030-01", "2030-01")[0].days, days("2030-01-15", "2030-02-01"));
}

#[test]
fn what_is_written_off_is_paid_once_and_a_cost_month_by_month_with_interest_without_vat() {
    let mut ledger = Ledger::default();
    let description = described(CostKind::FitOut, written_off("100000", 3, Some(225)));
    ledger.cost("2029-12-10", CostDescription { vat_thousandths: 250, ..description });
    // 100000/3 = 33333.33, 33333.33, 33333.34; VAT 8333.3325, 8333.3325, 8333.335.
    // Interest: 100000 x 0.0225/12 = 187.50; 66666.67 x 0.0225/12 = 125.000...; 33333.34: 62.500...
    let lines = [
        "- Once(FitOut) 100000.00 vat 25000.00 paid 2029-12",
        "2029-12 WrittenOff(FitOut) 33333.33 vat 8333.33 paid -",
        "2029-12 Interest(FitOut) 187.50 vat 0.00 paid -",
        "2030-01 WrittenOff(FitOut) 33333.33 vat 8333.33 paid -",
        "2030-01 Interest(FitOut) 125.00 vat 0.00 paid -",
        "2030-02 WrittenOff(FitOut) 33333.34 vat 8333.34 paid -",
        "2030-02 Interest(FitOut) 62.50 vat 0.00 paid -",
    ];
    assert_eq!(ledger.lines("2029-01", "2040-01"), lines);
    assert_eq!(ledger.lines("2030-01", "2030-01"), lines[3..5]);
}

#[test]
fn what_is_left_when_the_cost_ends_is_written_off_with_its_last_day() {
    let mut ledger = recorded("2030-01-10", CostKind::FitOut, written_off("480000", 60, Some(225)));
    let ended = ledger.end_cost("2030-03-16");
    // 480000/60 = 8000; interest 480000 x 0.0225/12 = 900, 472000: 885, 464000: 870;
    // left 480000 - 3 x 8000 = 456000.
    let lines = [
        "- Once(FitOut) 480000.00 vat 0.00 paid 2030-01",
        "2030-01 WrittenOff(FitOut) 8000.00 vat 0.00 paid -",
        "2030-01 Interest(FitOut) 900.00 vat 0.00 paid -",
        "2030-02 WrittenOff(FitOut) 8000.00 vat 0.00 paid -",
        "2030-02 Interest(FitOut) 885.00 vat 0.00 paid -",
        "2030-03 WrittenOff(FitOut) 8000.00 vat 0.00 paid -",
        "2030-03 WrittenOffAtEnd(FitOut) 456000.00 vat 0.00 paid -",
        "2030-03 Interest(FitOut) 870.00 vat 0.00 paid -",
    ];
    assert_eq!(ledger.lines("2029-01", "2040-01"), lines);
    assert_eq!(ledger.costs("2030-03", "2030-03")[1].because.last(), Some(&ended));
}

#[test]
fn what_comes_once_is_as_it_was_last_described_for_its_date() {
    let mut ledger = recorded("2030-01-10", CostKind::Equipment, written_off("100", 3, None));
    let account = |amount| CostDescription {
        account: Some(the("1220")),
        ..described(CostKind::Equipment, amount)
    };
    let again = ledger.revise_cost("2030-01-10", account(written_off("150", 4, None)));
    assert_eq!(ledger.of_line("Once(Equipment)", "2029-01", "2040-01"), ["- 150.00"]);
    let parts = ["2030-01 37.50", "2030-02 37.50", "2030-03 37.50", "2030-04 37.50"];
    assert_eq!(ledger.of_line("WrittenOff(Equipment)", "2029-01", "2040-01"), parts);
    let february = &ledger.costs("2030-02", "2030-02")[0];
    assert_eq!(february.account, Some(the("1220")));
    assert_eq!(february.because.last(), Some(&again));
}

#[test]
fn the_vat_of_what_is_written_off_is_together_that_of_the_outlay() {
    let mut ledger = Ledger::default();
    let description = described(CostKind::Conversion, written_off("100000", 60, None));
    ledger.cost("2030-01-01", CostDescription { vat_thousandths: 250, ..description });
    let costs = ledger.costs("2030-01", "2040-01");
    let vat = |of: fn(&CostLine) -> bool| -> rust_decimal::Decimal {
        costs.iter().filter(|cost| of(&cost.line)).map(|cost| cost.vat).sum()
    };
    // 100000/60 = 1666.67, a quarter of which is 416.6675: 416.67 each month would be 0.15 too much.
    assert_eq!(vat(|line| matches!(line, CostLine::Once(_))), the("25000"));
    assert_eq!(vat(|line| matches!(line, CostLine::WrittenOff(_))), the("25000"));
    // What is left after February has 24166.665 of VAT, and that after March 23749.9975.
    assert_eq!(ledger.costs("2030-03", "2030-03")[0].vat, the("416.67"));
}

#[test]
fn a_cost_of_a_space_is_of_it_in_its_building() {
    let mut ledger = Ledger::default();
    let (building, space) = ledger.place();
    let object = CostObject::Space(space);
    let description = described(CostKind::Cleaning, per_year("1200"));
    ledger.cost("2030-01-01", CostDescription { object, ..description });
    let costs = ledger.costs("2030-01", "2030-01");
    assert_eq!(costs[0].of, named(building, &[space]));
}

#[test]
fn a_cost_of_a_reallocation_counts_as_planned_once_approved_and_as_actual_once_a_move_is_done() {
    let mut ledger = Ledger::default();
    let (_, space) = ledger.place();
    let reallocation = ReallocationId::from(uuid::Uuid::nil());
    let (digest, object) = (Digest::of(b"proposal"), CostObject::Reallocation(reallocation));
    let released =
        Fate::Released { handed_over_on: the("2030-02-01"), rent_ends_on: the("2030-03-31") };
    let carried_out = Move {
        number: 1,
        subject: Subject::Space(space),
        fate: released,
        planned_on: the("2030-01-01"),
    };
    let description = described(CostKind::Moving, once("12500"));
    let recorded = ledger.cost("2030-01-15", CostDescription { object, ..description });
    let counts = |ledger: &Ledger| {
        let on = |basis| {
            let costs = ledger.costs_on(basis, "2029-01", "2040-01");
            costs.first().map(|cost| cost.because.to_vec())
        };
        (on(Basis::Planned), on(Basis::Actual))
    };
    let proposal = Proposal {
        title: sealed(),
        reason: None,
        moves: vec![carried_out],
        memberships: Vec::new(),
        transition: None,
        reverses: None,
    };
    ledger.record(ReallocationProposed { reallocation, digest, proposal });
    assert_eq!(counts(&ledger), (None, None));
    let approved = ledger.record(ReallocationApproved { reallocation, digest });
    assert_eq!(counts(&ledger), (Some(vec![recorded, approved]), None));
    let revoked = ReallocationRevoked { reallocation, decisions: Vec::new(), reason: None };
    let mut without = ledger.clone();
    without.record(revoked.clone());
    assert_eq!(counts(&without), (None, None));
    let on = the("2030-01-02");
    let done = ledger.record(MoveDone { reallocation, carried_out, on });
    let both = (Some(vec![recorded, approved]), Some(vec![recorded, done]));
    assert_eq!(counts(&ledger), both);
    ledger.record(revoked);
    let both = (Some(vec![recorded, done]), Some(vec![recorded, done]));
    assert_eq!(counts(&ledger), both, "what was done is done");
    let line = line(&ledger.costs("2030-01", "2030-01")[0]);
    assert_eq!(line, "2030-01 Once(Moving) 12500.00 vat 0.00 paid 2030-01");
}

#[test]
fn a_cost_of_a_space_that_no_event_brought_is_not_made_up() {
    let mut ledger = Ledger::default();
    let object = CostObject::Space(space("unknown"));
    let description = described(CostKind::Cleaning, per_year("1200"));
    ledger.cost("2030-01-01", CostDescription { object, ..description });
    assert!(ledger.costs("2030-01", "2030-01").is_empty());
}
