//! Corrections of what was recorded of leases and costs, with whatever rests on it.

use crate::{common::*, properties::replayed};
use LeaseParty::{Landlord, Tenant};
use projections::lease_calendar;
use schema::{CorrectFact, LeaseParty, LeaseTerms, NoticeService, Revision, TrueFact, TrueNotice};

/// The Town rents the open workplace and the cell from the Region, three years at a time.
fn let_to_the_town() -> Ledger {
    estate().with(sign_lease("L", "2026-01-01", office(&["Open", "Cell"])))
}

fn ends(ledger: &Ledger, name: &str) -> Option<String> {
    ledger.state.lease(&lease(name)).expect("the lease").ends().map(|end| end.on.to_string())
}

fn runs(ledger: &Ledger, name: &str, on: &str) -> bool {
    ledger.state.lease(&lease(name)).expect("the lease").runs(date(on))
}

fn never_signed(name: &str) -> TrueFact {
    TrueFact::LeaseSigning { lease: lease(name) }
}

fn never_amended(name: &str, revision: Revision) -> TrueFact {
    TrueFact::LeaseAmendment { lease: lease(name), revision }
}

fn truly_ends(name: &str, from: Option<&str>) -> TrueFact {
    TrueFact::LeaseEnd { lease: lease(name), from: from.map(date) }
}

fn truly_noticed(name: &str, revision: Revision, instead: Option<(&str, &str)>) -> TrueFact {
    let instead = instead.map(|(served_on, takes_effect)| TrueNotice {
        served_on: date(served_on),
        how: NoticeService::Served,
        takes_effect: date(takes_effect),
    });
    TrueFact::LeaseNotice { lease: lease(name), revision, instead }
}

/// A correction by both sides.
fn by_both(fact: TrueFact, along: &[Revision]) -> CorrectFact {
    correct(fact, &["Region", "Town"], along)
}

/// A correction by the Town.
fn by_the_town(fact: TrueFact, along: &[Revision]) -> CorrectFact {
    correct(fact, &["Town"], along)
}

#[test]
fn a_notice_that_was_never_served_ends_nothing() {
    let noticed = let_to_the_town().with(give_notice("L", Tenant, "2026-06-01", "2029-01-01"));
    let wrong = noticed.last("LeaseNoticeServed");
    let given = noticed.by("Third");
    let corrected = given.when_only(by_the_town(truly_noticed("L", wrong, None), &[]));
    let corrected = corrected.gives(&["FactuallyCorrected"]);
    assert_eq!((ends(&given, "L").as_deref(), ends(&corrected, "L")), (Some("2029-01-01"), None));
    let calendar = |ledger: &Ledger| {
        lease_calendar(&ledger.state, date("2029-01-01"), date("2029-01-01"), date("2032-01-01"))
            .len()
    };
    assert_eq!(calendar(&given), 0);
    assert!(calendar(&corrected) > 0, "the ends of the prolongation that it has now");
    let corrections: Vec<_> = corrected.state.corrections_of(wrong).collect();
    assert_eq!(corrections[0].revision(), corrected.last("FactuallyCorrected"));
    corrected
        .when_only(by_the_town(truly_noticed("L", wrong, None), &[]))
        .rejects("NothingToCorrect", "fact.leaseNotice.revision");
}

#[test]
fn a_notice_that_was_served_otherwise_counts_as_it_was_served() {
    let noticed = let_to_the_town().with(give_notice("L", Tenant, "2026-06-01", "2029-01-01"));
    let wrong = noticed.last("LeaseNoticeServed");
    let given = noticed.today("2028-06-01").by("Third");
    let served = |on| by_the_town(truly_noticed("L", wrong, Some((on, "2029-01-01"))), &[]);
    let late = given.when_only(served("2028-05-02"));
    let late = late.gives(&["FactuallyCorrected", "LeaseNoticeServed"]);
    assert_eq!(ends(&late, "L").unwrap(), "2032-01-01");
    assert!(late.state.lease(&lease("L")).unwrap().notices[0].late);
    given.when_only(served("2028-06-02")).rejects("InFuture", "fact.leaseNotice.instead.servedOn");
    let no_end = truly_noticed("L", wrong, Some(("2026-06-01", "2028-07-01")));
    given.when_only(by_the_town(no_end, &[])).rejects("NoLeaseEndThen", "fact.takesEffect");
    // Nobody else decides on it, nor who recorded it.
    given
        .when_only(correct(truly_noticed("L", wrong, None), &["Region"], &[]))
        .rejects("NotConcerned", "decisions.0.organisation");
    given
        .when_only(correct(truly_noticed("L", wrong, None), &[], &[]))
        .rejects("CorrectionUndecided", "decisions");
    given
        .by("Proposer")
        .when_only(by_the_town(truly_noticed("L", wrong, None), &[]))
        .rejects("OwnReport", "");
}

#[test]
fn an_end_that_was_never_agreed_or_from_another_date_is_not_what_it_was() {
    let given = let_to_the_town().with(end_lease("L", "2026-09-01")).by("Third");
    let never = given.when_only(by_both(truly_ends("L", None), &[]));
    assert_eq!(ends(&never.gives(&["FactuallyCorrected"]), "L"), None);
    let later = given.when_only(by_both(truly_ends("L", Some("2027-09-01")), &[]));
    let later = later.gives(&["FactuallyCorrected", "LeaseEnded"]);
    assert_eq!(ends(&later, "L").unwrap(), "2027-09-01");
    given.when_only(by_both(truly_ends("L", Some("2026-09-01")), &[])).changes_nothing();
    let_to_the_town()
        .by("Third")
        .when_only(by_both(truly_ends("L", None), &[]))
        .rejects("NothingToCorrect", "fact.leaseEnd.lease");
}

#[test]
fn another_lease_of_the_same_rests_on_the_end_of_the_first() {
    let ended = let_to_the_town().with(end_lease("L", "2026-09-01"));
    let given = ended.with(sign_lease("M", "2026-09-01", office(&["Open"]))).by("Third");
    let resting = given.last("LeaseSigned");
    given.when_only(by_both(truly_ends("L", None), &[])).rejects("CorrectionRestsOn", "takeAlong");
    let never = given.when_only(by_both(truly_ends("L", None), &[resting]));
    let never = never.gives(&["FactuallyCorrected"]);
    assert!(runs(&never, "L", "2027-01-01") && !runs(&never, "M", "2027-01-01"));
    // On the true date it fits.
    let later = given.when_only(by_both(truly_ends("L", Some("2026-12-01")), &[resting]));
    let later = later.gives(&["FactuallyCorrected", "LeaseEnded", "LeaseSigned"]);
    assert!(!runs(&later, "M", "2026-11-30") && runs(&later, "M", "2026-12-01"));
    assert!(replayed(&later.events) == later.state);
}

#[test]
fn an_amendment_that_was_never_agreed_leaves_what_held_before() {
    let dearer = LeaseTerms { rent_per_year: "1".parse().unwrap(), ..office(&["Open", "Cell"]) };
    let given = let_to_the_town().with(amend_lease("L", "2027-01-01", dearer)).by("Third");
    let wrong = given.last("LeaseAmended");
    let corrected = given.when_only(by_both(never_amended("L", wrong), &[]));
    let corrected = corrected.gives(&["FactuallyCorrected"]);
    let known = corrected.state.lease(&lease("L")).unwrap();
    let agreed = known.agreed_for(date("2027-06-01")).unwrap();
    assert_eq!(agreed.terms.rent_per_year.to_string(), "180000");
    given
        .when_only(by_both(never_amended("L", given.last("LeaseSigned")), &[]))
        .rejects("NothingToCorrect", "fact.leaseAmendment.revision");
}

#[test]
fn notice_that_counts_otherwise_without_an_amendment_is_taken_along() {
    let mut shorter = office(&["Open", "Cell"]);
    shorter.notices.iter_mut().for_each(|agreed| agreed.months = 3);
    let given = let_to_the_town().with(amend_lease("L", "2026-02-01", shorter));
    let wrong = given.last("LeaseAmended");
    let given =
        given.today("2028-06-15").with(give_notice("L", Tenant, "2028-06-01", "2029-01-01"));
    let notice = given.last("LeaseNoticeServed");
    let given = given.by("Third");
    assert_eq!(ends(&given, "L").unwrap(), "2029-01-01");
    given
        .when_only(by_both(never_amended("L", wrong), &[]))
        .rejects("CorrectionRestsOn", "takeAlong");
    let corrected = given.when_only(by_both(never_amended("L", wrong), &[notice]));
    let corrected = corrected.gives(&["FactuallyCorrected", "LeaseNoticeServed"]);
    assert_eq!(ends(&corrected, "L").unwrap(), "2032-01-01");
}

#[test]
fn a_lease_that_was_never_signed_is_void_from_its_beginning_with_all_that_rests_on_it() {
    let given = let_to_the_town()
        .with(amend_lease("L", "2027-01-01", office(&["Open"])))
        .with(give_notice("L", Landlord, "2026-06-01", "2029-01-01"))
        .with(sublet(
            "S",
            "L",
            "2026-06-01",
            LeaseTerms {
                to: Some(date("2028-01-01")),
                prolongation_months: None,
                ..office(&["Open"])
            },
        ))
        .by("Third");
    let resting: Vec<_> = ["LeaseAmended", "LeaseNoticeServed", "LeaseSigned"]
        .iter()
        .map(|name| given.last(name))
        .collect();
    let by_all =
        |along: &[Revision]| correct(never_signed("L"), &["Region", "Stranger", "Town"], along);
    given.when_only(by_all(&[])).rejects("CorrectionRestsOn", "takeAlong");
    let corrected = given.when_only(by_all(&resting)).gives(&["FactuallyCorrected"]);
    for name in ["L", "S"] {
        let known = corrected.state.lease(&lease(name)).unwrap();
        assert!(known.is_void() && known.periods().is_empty() && known.notices.is_empty());
    }
    assert!(replayed(&corrected.events) == corrected.state);
    corrected
        .when(sign_lease("Anew", "2026-01-01", office(&["Open", "Cell"])))
        .gives(&["LeaseSigned"]);
    corrected.when(end_lease("L", "2027-01-01")).rejects("RetiredAlready", "lease");
    corrected
        .when(amend_lease("L", "2027-01-01", office(&["Open"])))
        .rejects("LeaseNotRunning", "from");
    corrected
        .when_only(by_both(never_signed("L"), &[]))
        .rejects("NothingToCorrect", "fact.leaseSigning.revision");
}

#[test]
fn a_cost_that_never_was_costs_nothing_and_takes_no_decision() {
    let given = estate().with(record_cost("C", "2026-01-01")).with(end_cost("C", "2026-05-01"));
    let end = given.last("CostEnded");
    let ends = |from: Option<&str>| {
        let fact = TrueFact::CostEnd { cost: cost("C"), from: from.map(date) };
        correct(fact, &[], &[])
    };
    let ended = |ledger: &Ledger| {
        ledger.state.cost(&cost("C")).unwrap().ended.as_ref().map(|ended| ended.from.to_string())
    };
    let never = given.when_only(ends(None)).gives(&["FactuallyCorrected"]);
    assert_eq!(ended(&never), None);
    let later = given.when_only(ends(Some("2026-08-01")));
    assert_eq!(ended(&later.gives(&["FactuallyCorrected", "CostEnded"])).unwrap(), "2026-08-01");
    given.when_only(ends(Some("2026-01-01"))).rejects("CostNotRunning", "fact.from");
    let fact = TrueFact::Cost { cost: cost("C") };
    given.when_only(correct(fact.clone(), &[], &[])).rejects("CorrectionRestsOn", "takeAlong");
    let void = given.when_only(correct(fact, &[], &[end])).gives(&["FactuallyCorrected"]);
    assert!(void.state.cost(&cost("C")).unwrap().is_void());
    assert!(replayed(&void.events) == void.state);
    void.when_only(ends(None)).rejects("NothingToCorrect", "fact.costEnd.cost");
}
