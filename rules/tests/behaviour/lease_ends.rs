//! Ends of leases: what gives up a part only, what the sides withdraw, and what the calendar says of it.

use crate::common::*;
use LeaseParty::{Landlord, Tenant};
use projections::{
    EndsBecause, Language, LeaseAct, LeaseDay, Otherwise, RentOf, lease_calendar,
    lease_day_in_words,
};
use schema::{
    Area, Areas, BreakClause, LeaseNotice, LeaseParty, LeaseTerms, Measure, NoticePurpose,
    Revision, SpaceRevise,
};

/// The Town rents of the Region, three years at a time.
fn let_with(terms: LeaseTerms) -> Ledger {
    estate().with(sign_lease("L", "2026-01-01", terms))
}

/// The open workplace and the cell, of which either side may give up the cell.
fn with_a_part_to_give_up() -> Ledger {
    let breaks = [Tenant, Landlord]
        .map(|party| BreakClause { party, ..break_clause("2027-03-01", &["Cell"]) });
    let_with(LeaseTerms { breaks: breaks.to_vec(), ..office(&["Open", "Cell"]) })
}

/// The open workplace until further notice, with nine months of notice.
fn at_will() -> Ledger {
    let_with(LeaseTerms { to: None, prolongation_months: None, ..office(&["Open"]) })
}

fn noticed() -> Ledger {
    let_with(office(&["Open"])).with(give_notice("L", Tenant, "2026-06-01", "2029-01-01"))
}

fn end(ledger: &Ledger) -> Option<(String, EndsBecause)> {
    let end = ledger.state.lease(&lease("L")).unwrap().ends();
    end.map(|end| (end.on.to_string(), end.because))
}

/// The calendar of all time, as of the ledger's day.
fn calendar(ledger: &Ledger) -> Vec<LeaseDay> {
    lease_calendar(&ledger.state, ledger.today_is(), date("2026-01-01"), date("2100-01-01"))
}

fn told(ledger: &Ledger, day: &LeaseDay, language: Language) -> Vec<String> {
    let told = lease_day_in_words(language, day, ledger.today_is(), &ledger.state, ledger);
    let lines = told.description.lines().map(str::to_owned);
    std::iter::once(told.summary).chain(lines).collect()
}

fn only_break(ledger: &Ledger) -> LeaseDay {
    let all = calendar(ledger);
    *all.iter().find(|day| day.act == LeaseAct::Break(Tenant)).unwrap()
}

fn sized(ledger: Ledger, name: &str, square_metres: &str) -> Ledger {
    let square_metres = square_metres.parse().unwrap();
    let areas = Areas::new(vec![Area { measure: Measure::Loa, square_metres }]).unwrap();
    ledger.with(SpaceRevise { areas: Some(areas), ..revise_space(name, "2026-02-01") })
}

#[test]
fn notice_of_a_break_for_a_part_ends_nothing_in_time_or_late_by_either_side() {
    for party in [Tenant, Landlord] {
        for (served, late) in [("2026-06-01", false), ("2026-09-01", true)] {
            let ledger = with_a_part_to_give_up().today("2026-10-01");
            let ledger = ledger.with(give_notice("L", party, served, "2027-03-01"));
            assert_eq!(ledger.state.lease(&lease("L")).unwrap().notices[0].late, late);
            assert_eq!(end(&ledger), None, "{party} on {served}");
        }
    }
}

#[test]
fn what_is_agreed_after_notice_of_a_part_does_not_make_it_one_of_all() {
    let ledger =
        with_a_part_to_give_up().with(give_notice("L", Tenant, "2026-06-01", "2027-03-01"));
    let ledger = ledger.with(amend_lease("L", "2027-01-01", office(&["Open"])));
    assert_eq!(end(&ledger), None);
}

#[test]
fn the_sides_go_on_after_a_notice_or_an_end_that_they_agreed_on() {
    let noticed = noticed();
    let notice = noticed.last("LeaseNoticeServed");
    let ended = noticed.with(end_lease("L", "2027-07-01"));
    let agreed = ended.last("LeaseEnded");
    assert_eq!(end(&ended), Some(("2027-07-01".to_owned(), EndsBecause::Agreement(agreed))));
    let later = ended.when(continue_lease("L", agreed)).gives(&["LeaseContinued"]);
    assert_eq!(end(&later), Some(("2029-01-01".to_owned(), EndsBecause::Notice(notice))));
    let on = later.when(continue_lease("L", notice)).gives(&["LeaseContinued"]);
    assert_eq!(end(&on), None);
    on.when(continue_lease("L", notice)).changes_nothing();
    on.when(continue_lease("L", agreed)).changes_nothing();
    // And they may agree on an end again, or give notice.
    on.when(end_lease("L", "2027-07-01")).gives(&["LeaseEnded"]);
    on.when(give_notice("L", Tenant, "2026-06-02", "2029-01-01")).gives(&["LeaseNoticeServed"]);
}

#[test]
fn both_sides_decide_to_go_on() {
    let noticed = noticed();
    let mut go_on = continue_lease("L", noticed.last("LeaseNoticeServed"));
    go_on.decisions = vec![decision("Town", "2026-06-01")];
    noticed.when_only(go_on.clone()).rejects("LeaseDecisionMissing", "decisions");
    go_on.decisions.push(decision("Region", "2026-06-01"));
    noticed.when_only(go_on).gives(&["LeaseContinued"]);
}

#[test]
fn what_is_over_goes_on_unless_the_tenant_has_the_same_by_another_lease() {
    let over = noticed().today("2029-06-15");
    let notice = over.last("LeaseNoticeServed");
    over.when(continue_lease("L", notice)).gives(&["LeaseContinued"]);
    let next = LeaseTerms { to: Some(date("2033-01-01")), ..office(&["Open"]) };
    let again = over.with(sign_lease("M", "2029-02-01", next));
    again.when(continue_lease("L", notice)).rejects("LeaseOverlaps", "lease");
}

#[test]
fn a_sublease_does_not_go_on_beyond_its_lease() {
    let short =
        LeaseTerms { to: Some(date("2028-07-01")), prolongation_months: None, ..office(&["Open"]) };
    let given = let_with(office(&["Open"])).with(sublet("S", "L", "2026-06-01", short));
    let longer = LeaseTerms { to: Some(date("2030-01-01")), ..office(&["Open"]) };
    let given = given
        .with(amend_lease("S", "2027-01-01", longer))
        .with(end_lease("S", "2028-01-01"))
        .with(end_lease("L", "2028-01-01"));
    let ends: Vec<Revision> = ["S", "L"]
        .map(|name| given.state.lease(&lease(name)).unwrap().ended.as_ref().unwrap().revision)
        .to_vec();
    given.when(continue_lease("S", ends[0])).rejects("OutsideParentLease", "lease");
    let given = given.with(continue_lease("L", ends[1]));
    given.when(continue_lease("S", ends[0])).gives(&["LeaseContinued"]);
}

#[test]
fn terms_do_not_reach_past_an_end_that_was_noticed_or_agreed() {
    let to = |to: Option<&str>| LeaseTerms {
        to: to.map(date),
        prolongation_months: None,
        ..office(&["Open"])
    };
    let dearer = LeaseTerms { rent_per_year: "190000".parse().unwrap(), ..office(&["Open"]) };
    let ended = noticed().with(end_lease("L", "2027-07-01"));
    let amend = |terms| amend_lease("L", "2027-01-01", terms);
    ended.when(amend(to(Some("2030-01-01")))).rejects("LeaseEndsBefore", "terms.to");
    ended.when(amend(to(None))).rejects("LeaseEndsBefore", "terms.to");
    ended.when(amend(to(Some("2027-07-01")))).gives(&["LeaseAmended"]);
    // The same end of the term as before, whatever else changes.
    ended.when(amend(dearer)).gives(&["LeaseAmended"]);
    let on = ended.clone().with(continue_lease("L", ended.last("LeaseEnded")));
    on.when(amend(to(Some("2030-01-01")))).rejects("LeaseEndsBefore", "terms.to");
    let on = on.clone().with(continue_lease("L", on.last("LeaseNoticeServed")));
    on.when(amend(to(Some("2030-01-01")))).gives(&["LeaseAmended"]);
}

#[test]
fn a_notice_of_a_part_is_withdrawn_too() {
    let given = with_a_part_to_give_up().with(give_notice("L", Tenant, "2026-06-01", "2027-03-01"));
    let notice = given.last("LeaseNoticeServed");
    let given_up = Otherwise::GivenUp { by: notice, amended: None };
    assert_eq!(only_break(&given).otherwise, given_up);
    let on = given.with(continue_lease("L", notice));
    assert_eq!(only_break(&on).otherwise, Otherwise::GoesOn);
}

#[test]
fn doubts_that_an_end_caused_stay_when_the_lease_goes_on() {
    let brought = [relocate(1, "W1", "Node", "Lounge", "2026-09-01")];
    let given = occupied()
        .with(sign_with_outsider("L", "2026-01-01", office(&["Lounge"])))
        .approved("R", &brought, &[]);
    let ended =
        given.when(end_lease("L", "2027-01-01")).gives(&["LeaseEnded", "ReallocationDoubted"]);
    let on = ended.clone().with(continue_lease("L", ended.last("LeaseEnded")));
    let known = on.state.reallocation(&reallocation("R")).unwrap();
    assert_eq!(known.move_doubted(1), Some(ended.last("LeaseEnded")));
}

#[test]
fn the_same_notice_again_changes_nothing() {
    let notice = || give_notice("L", Tenant, "2026-06-01", "2029-01-01");
    noticed().when(notice()).changes_nothing();
    let purpose = NoticePurpose::ChangedTerms;
    noticed().when(LeaseNotice { purpose, ..notice() }).gives(&["LeaseNoticeServed"]);
}

#[test]
fn notice_is_not_served_before_the_lease_was_decided_on_or_began() {
    let ledger = let_with(office(&["Open"]));
    let served = |on| give_notice("L", Tenant, on, "2029-01-01");
    ledger.when(served("2025-12-31")).rejects("InvalidValue", "servedOn");
    ledger.when(served("2026-01-01")).gives(&["LeaseNoticeServed"]);
    // Decided on in June, and begun in September.
    let later = estate().with(sign_lease("L", "2026-09-01", office(&["Open"]))).today("2026-07-01");
    later.when(served("2026-06-14")).rejects("InvalidValue", "servedOn");
    later.when(served("2026-06-15")).gives(&["LeaseNoticeServed"]);
}

#[test]
fn the_calendar_has_an_end_on_which_no_term_ends() {
    let ended = let_with(office(&["Open"])).with(end_lease("L", "2027-07-01"));
    let by = Some(ended.last("LeaseEnded"));
    let until = at_will().with(give_notice("L", Tenant, "2026-06-01", "2027-10-01"));
    let noticed = Some(until.last("LeaseNoticeServed"));
    for (ledger, by, on, last) in
        [(ended, by, "2027-07-01", "2027-06-30"), (until, noticed, "2027-10-01", "2027-09-30")]
    {
        let days = calendar(&ledger);
        let told: Vec<_> = days.iter().map(|day| (day.act, day.act_by, day.takes_effect)).collect();
        assert_eq!(told, [(LeaseAct::Agree, date(last), date(on))]);
        assert_eq!(days[0].otherwise, Otherwise::Ends { by });
    }
}

#[test]
fn of_a_lease_until_further_notice_the_calendar_says_what_notice_reaches() {
    let ledger = at_will();
    let days = calendar(&ledger);
    let acts: Vec<_> = days.iter().map(|day| (day.act, day.act_by, day.takes_effect)).collect();
    // Served on 2026-06-15, with nine months.
    let (served, over) = (date("2026-06-15"), date("2027-03-16"));
    let any_day = |party, purpose| (LeaseAct::AnyDay(party, purpose), served, over);
    assert_eq!(
        acts,
        [
            any_day(Landlord, NoticePurpose::Termination),
            any_day(Tenant, NoticePurpose::Termination),
            any_day(Tenant, NoticePurpose::ChangedTerms),
        ]
    );
    // It is what a notice of that day does.
    let noticed = ledger.clone().with(give_notice("L", Tenant, "2026-06-15", "2027-03-16"));
    assert_eq!(end(&noticed).unwrap().0, "2027-03-16");
    let told = told(&ledger, &days[1], Language::English);
    assert!(told[0].starts_with("Any day for the tenant to give notice to leave: "), "{told:?}");
    assert_eq!(
        told[1..3],
        [
            "Served on 2026-06-15, it would take effect on 2027-03-16 at the earliest.",
            "If nobody acts, the lease goes on until further notice.",
        ]
    );
}

#[test]
fn going_on_is_said_to_begin_with_the_end() {
    let ended = let_with(office(&["Open"])).with(end_lease("L", "2027-07-01"));
    let day = calendar(&ended)[0];
    let told = told(&ended, &day, Language::English);
    assert_eq!(told[1], "The lease would go on from 2027-07-01.");
}

#[test]
fn the_calendar_says_that_a_part_is_given_up_and_the_lease_to_be_amended() {
    let given = with_a_part_to_give_up().with(give_notice("L", Tenant, "2026-06-01", "2027-03-01"));
    let notice = given.last("LeaseNoticeServed");
    let said = told(&given, &only_break(&given), Language::English).remove(2);
    let open = format!(
        "Revision {notice} records notice: the part is given up on 2027-03-01, and the lease must be \
         amended for the rest."
    );
    assert_eq!(said, open);
    let swedish = told(&given, &only_break(&given), Language::Swedish).remove(2);
    assert!(swedish.contains("avtalet måste ändras för resten"), "{swedish}");
    // Another rent is no other premises.
    let breaks = given.state.lease(&lease("L")).unwrap().agreed_for(date("2026-06-01")).unwrap();
    let dearer = LeaseTerms { rent_per_year: "190000".parse().unwrap(), ..breaks.terms.clone() };
    let dearer = given.clone().with(amend_lease("L", "2026-12-01", dearer));
    let still = Otherwise::GivenUp { by: notice, amended: None };
    assert_eq!(only_break(&dearer).otherwise, still);
    let without = given.with(amend_lease("L", "2027-03-01", office(&["Open"])));
    let amended = Some(without.last("LeaseAmended"));
    assert_eq!(only_break(&without).otherwise, Otherwise::GivenUp { by: notice, amended });
}

#[test]
fn a_part_is_worth_its_share_of_the_rent_by_area() {
    let worth = |ledger: &Ledger| {
        let day = only_break(ledger);
        (day.rent_per_year.to_string(), day.rent_of)
    };
    let unknown = with_a_part_to_give_up();
    assert_eq!(worth(&unknown), ("180000".to_owned(), RentOf::AllForUnknownPart));
    let one = sized(unknown, "Cell", "20");
    assert_eq!(worth(&one), ("180000".to_owned(), RentOf::AllForUnknownPart), "one of two");
    let both = sized(one, "Open", "100");
    assert_eq!(worth(&both), ("30000".to_owned(), RentOf::Part));
    let told = told(&both, &only_break(&both), Language::English);
    assert!(told[3].starts_with("The part's share by area of the rent agreed is 30000 SEK"));
    // By the areas of the contract, 120 square metres in all.
    let area = Area { measure: Measure::Loa, square_metres: "35".parse().unwrap() };
    let clause = BreakClause { area: Some(area), ..break_clause("2027-03-01", &[]) };
    let agreed = let_with(LeaseTerms { breaks: vec![clause], ..office(&["Open"]) });
    assert_eq!(worth(&agreed), ("52500".to_owned(), RentOf::Part));
}

#[test]
fn history_tells_that_a_lease_goes_on_in_both_languages() {
    let noticed = noticed();
    let notice = noticed.last("LeaseNoticeServed");
    let from = noticed.events.len();
    let on = noticed.with(continue_lease("L", notice));
    let told = on.sentences_from(from).remove(0);
    let expected = format!(
        "The lease of Town in the building House goes on from 2029-01-01: the notice given at revision \
         {notice} counts no more"
    );
    assert!(told.starts_with(&expected), "{told}");
    let swedish = on.swedish_from(from).remove(0);
    assert!(swedish.contains("fortsätter från och med 2029-01-01: uppsägningen i händelse"));
}
