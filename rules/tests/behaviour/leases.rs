//! Leases: what is agreed, how it ends, and the last days to act on it.

use crate::common::*;
use LeaseParty::{Landlord, Tenant};
use projections::{
    EndsBecause, LeaseAct, LeaseDay, Otherwise, lease_calendar, rests_on, rests_on_premises,
};
use schema::{
    BreakClause, Category, Date, DecisionKind, IndexClause, LeaseAmend, LeaseNotice, LeaseParty,
    LeaseRegime, LeaseSign, LeaseTerms, Month, MonthOfYear, NamedLandlord, NoticePurpose, Rent,
    SpaceId, SpaceReshape,
    limits::{BREAKS_MAX, TERM_MONTHS_MAX},
};
use std::collections::BTreeSet;

/// The Town rents the open workplace from the Region, three years at a time.
fn let_to_the_town() -> Ledger {
    estate().with(sign_lease("L", "2026-01-01", office(&["Open"])))
}

fn ends(ledger: &Ledger, name: &str) -> Option<String> {
    ledger.state.lease(&lease(name)).unwrap().ends().map(|end| end.on.to_string())
}

fn rent(ledger: &Ledger, on: &str) -> String {
    let known = ledger.state.lease(&lease("L")).unwrap();
    known.agreed_for(date(on)).unwrap().terms.rent_per_year.to_string()
}

#[test]
fn a_lease_may_be_older_than_the_register() {
    let old = sign_lease("L", "2019-01-01", office(&["Open"]));
    estate().when(old).gives(&["LeaseSigned"]);
    let elsewhere = LeaseTerms { spaces: vec![space("Nowhere")], ..office(&[]) };
    estate().when(sign_lease("L", "2019-01-01", elsewhere)).rejects("NotFound", "terms.spaces.0");
}

#[test]
fn a_lease_holds_on_its_terms_from_its_date_and_on_others_from_the_date_of_an_amendment() {
    let dearer = LeaseTerms { rent_per_year: "195000.5".parse().unwrap(), ..office(&["Open"]) };
    let ledger = let_to_the_town().with(amend_lease("L", "2027-01-01", dearer.clone()));
    assert_eq!(["2026-12-31", "2027-01-01"].map(|on| rent(&ledger, on)), ["180000", "195000.5"]);
    ledger.when(amend_lease("L", "2028-01-01", dearer)).changes_nothing();
}

#[test]
fn a_lease_is_prolonged_by_the_passing_of_time_and_nothing_is_recorded() {
    let ledger = let_to_the_town();
    let known = ledger.state.lease(&lease("L")).unwrap();
    assert_eq!(known.ends(), None);
    assert!(known.runs(date("2044-06-01")));
    let ends = known.term_ends(date("2036-01-01")).into_iter().map(|(end, _)| end.to_string());
    assert_eq!(ends.collect::<Vec<_>>(), ["2029-01-01", "2032-01-01", "2035-01-01"]);
}

#[test]
fn a_lease_without_prolongation_ends_with_its_term() {
    let terms = LeaseTerms { prolongation_months: None, ..office(&["Open"]) };
    let ledger = estate().with(sign_lease("L", "2026-01-01", terms));
    let known = ledger.state.lease(&lease("L")).unwrap();
    let end = known.ends().unwrap();
    assert_eq!((end.on, end.because), (date("2029-01-01"), EndsBecause::Term));
    assert!(known.runs(date("2028-12-31")) && !known.runs(date("2029-01-01")));
}

#[test]
fn notice_in_time_ends_a_lease_and_late_notice_counts_for_the_next_end() {
    let given = let_to_the_town().today("2028-06-15");
    let notice = |on| give_notice("L", Tenant, on, "2029-01-01");
    let in_time = given.when(notice("2028-03-31")).gives(&["LeaseNoticeServed"]);
    assert_eq!(ends(&in_time, "L").unwrap(), "2029-01-01");
    let late = given.when(notice("2028-04-01")).gives(&["LeaseNoticeServed"]);
    assert_eq!(ends(&late, "L").unwrap(), "2032-01-01");
    assert!(late.state.lease(&lease("L")).unwrap().notices[0].late);
}

#[test]
fn notice_to_change_the_terms_ends_nothing_by_itself() {
    let purpose = NoticePurpose::ChangedTerms;
    let notice = give_notice("L", Tenant, "2026-06-01", "2029-01-01");
    let ledger = let_to_the_town().with(LeaseNotice { purpose, ..notice });
    assert_eq!(ends(&ledger, "L"), None);
}

#[test]
fn a_tenant_gives_notice_only_for_an_agreed_end() {
    let given = let_to_the_town();
    let for_the = |on| give_notice("L", Tenant, "2026-06-01", on);
    given.when(for_the("2028-07-01")).rejects("NoLeaseEndThen", "takesEffect");
    given.when(for_the("2025-07-01")).rejects("LeaseNotRunning", "takesEffect");
    given
        .when(give_notice("L", Tenant, "2026-06-16", "2029-01-01"))
        .rejects("InFuture", "servedOn");
}

#[test]
fn a_landlords_notice_is_recorded_as_it_was_served() {
    let given = estate().with(sign_with_outsider("L", "2026-01-01", office(&["Open"])));
    // Nobody of the portfolio decides on it, and the day is no end of the term.
    let ledger = given
        .when_only(give_notice("L", Landlord, "2026-06-01", "2027-07-01"))
        .gives(&["LeaseNoticeServed"]);
    assert_eq!(ends(&ledger, "L").unwrap(), "2029-01-01");
    let own = let_to_the_town();
    own.when_only(give_notice("L", Landlord, "2026-06-01", "2029-01-01"))
        .rejects("LeaseDecisionMissing", "decisions");
}

#[test]
fn a_lease_until_further_notice_ends_when_notice_has_run() {
    let terms = LeaseTerms { to: None, prolongation_months: None, ..office(&["Open"]) };
    let given = estate().with(sign_lease("L", "2026-01-01", terms));
    let in_time = given.clone().with(give_notice("L", Tenant, "2026-06-01", "2027-04-01"));
    assert_eq!(ends(&in_time, "L").unwrap(), "2027-04-01");
    let late = given.with(give_notice("L", Tenant, "2026-06-01", "2026-12-01"));
    assert_eq!(ends(&late, "L").unwrap(), "2027-03-02");
}

#[test]
fn a_break_clause_ends_all_or_leaves_the_rest() {
    let with = |spaces: &[&str]| {
        let breaks = vec![break_clause("2027-07-01", spaces)];
        let terms = LeaseTerms { breaks, ..office(&["Open", "Cell"]) };
        estate().with(sign_lease("L", "2026-01-01", terms)).with(give_notice(
            "L",
            Tenant,
            "2026-06-01",
            "2027-07-01",
        ))
    };
    assert_eq!(ends(&with(&[]), "L").unwrap(), "2027-07-01");
    assert_eq!(ends(&with(&["Cell"]), "L"), None);
}

#[test]
fn only_one_tenant_at_one_rank_is_kept_from_renting_the_same_twice() {
    let given = let_to_the_town();
    let sign = |name, from| sign_lease(name, from, office(&["Open", "Cell"]));
    given.when(sign("M", "2026-06-01")).rejects("LeaseOverlaps", "terms");
    given.when(sign_lease("M", "2028-01-01", office(&[]))).rejects("LeaseOverlaps", "terms");
    given.when(sign_lease("M", "2026-06-01", office(&["Cell"]))).gives(&["LeaseSigned"]);
    let other = LeaseSign { tenant: organisation("Stranger"), ..sign("M", "2026-06-01") };
    given.when(other).gives(&["LeaseSigned"]);
    let ended = given.clone().with(end_lease("L", "2026-09-01"));
    ended.when(sign("M", "2026-08-31")).rejects("LeaseOverlaps", "terms");
    ended.when(sign("M", "2026-09-01")).gives(&["LeaseSigned"]);
    // At another rank it may: it lets to itself through another.
    let back = LeaseSign {
        landlord: NamedLandlord::Organisation(organisation("Stranger")),
        tenant: organisation("Town"),
        ..sublet("Back", "Sub", "2026-07-01", office(&["Open"]))
    };
    given
        .with(sublet("Sub", "L", "2026-06-01", office(&["Open"])))
        .when(back)
        .gives(&["LeaseSigned"]);
}

#[test]
fn an_amendment_does_not_take_what_the_tenant_has_by_another_lease() {
    let given = let_to_the_town().with(sign_lease("M", "2026-06-01", office(&["Cell"])));
    given
        .when(amend_lease("M", "2027-01-01", office(&["Cell", "Open"])))
        .rejects("LeaseOverlaps", "terms");
    given
        .when(amend_lease("M", "2027-01-01", office(&["Cell", "Lounge"])))
        .gives(&["LeaseAmended"]);
}

#[test]
fn a_sublease_stays_within_its_lease_in_time_and_space() {
    let given = let_to_the_town();
    let sub = |from, terms| sublet("S", "L", from, terms);
    given.when(sub("2026-06-01", office(&["Cell"]))).rejects("OutsideParentLease", "terms");
    given.when(sub("2026-06-01", office(&[]))).rejects("OutsideParentLease", "terms");
    let ending = let_to_the_town().with(end_lease("L", "2028-07-01"));
    ending.when(sub("2026-06-01", office(&["Open"]))).rejects("OutsideParentLease", "terms");
    let short =
        LeaseTerms { to: Some(date("2028-07-01")), prolongation_months: None, ..office(&["Open"]) };
    ending.when(sub("2026-06-01", short)).gives(&["LeaseSigned"]);
    let sublet = given.with(sub("2026-06-01", office(&["Open"])));
    sublet.when(end_lease("L", "2028-07-01")).rejects("OutsideParentLease", "");
    sublet
        .when(amend_lease("L", "2027-01-01", office(&["Cell"])))
        .rejects("OutsideParentLease", "");
    sublet
        .when(give_notice("L", Tenant, "2026-06-01", "2029-01-01"))
        .rejects("OutsideParentLease", "");
    // A fact hinders nobody from recording it, nor what has nothing to do with it afterwards.
    let noticed = sublet.with(give_notice("L", Landlord, "2026-06-01", "2029-01-01"));
    let dearer = LeaseTerms { rent_per_year: "1".parse().unwrap(), ..office(&["Open"]) };
    noticed.when(amend_lease("L", "2027-01-01", dearer)).gives(&["LeaseAmended"]);
}

#[test]
fn who_lets_is_another_than_the_tenant_and_rents_what_it_sublets() {
    let own = NamedLandlord::Organisation(organisation("Town"));
    let to_itself = |regime| LeaseSign {
        landlord: own.clone(),
        ..sign_lease("L", "2026-01-01", LeaseTerms { regime, ..office(&["Open"]) })
    };
    estate().when(to_itself(LeaseRegime::Premises)).rejects("InvalidValue", "landlord");
    estate().when(to_itself(LeaseRegime::Owned)).gives(&["LeaseSigned"]);
    let by_another = LeaseSign {
        landlord: NamedLandlord::Organisation(organisation("Region")),
        ..sublet("S", "L", "2026-06-01", office(&["Open"]))
    };
    let_to_the_town().when(by_another).rejects("InvalidValue", "landlord");
}

#[test]
fn an_amendment_is_held_to_what_signing_is_held_to() {
    let landlord = |landlord: NamedLandlord, of: &str, terms| LeaseAmend {
        landlord: Some(landlord),
        ..amend_lease(of, "2027-01-01", terms)
    };
    let sublet = let_to_the_town().with(sublet("S", "L", "2026-06-01", office(&["Open"])));
    let outside = NamedLandlord::Outside(text("Storgatan AB"));
    sublet
        .when(landlord(outside.clone(), "S", office(&["Open"])))
        .rejects("InvalidValue", "landlord");
    sublet.when(landlord(outside, "L", office(&["Open"]))).gives(&["LeaseAmended"]);
    // What it lets to itself is no lease by law, whoever is named.
    let own = NamedLandlord::Organisation(organisation("Town"));
    let internal = LeaseTerms { regime: LeaseRegime::Internal, ..office(&["Open"]) };
    let internal = LeaseSign { landlord: own, ..sign_lease("I", "2026-01-01", internal) };
    let given = estate().with(internal);
    given
        .when(amend_lease("I", "2027-01-01", office(&["Open"])))
        .rejects("InvalidValue", "landlord");
}

#[test]
fn a_landlord_that_goes_out_decides_too() {
    let amend = LeaseAmend {
        landlord: Some(NamedLandlord::Organisation(organisation("Stranger"))),
        ..amend_lease("L", "2027-01-01", office(&["Open"]))
    };
    let by = |of: &[&str]| LeaseAmend {
        decisions: of.iter().map(|of| decision(of, "2026-06-01")).collect(),
        ..amend.clone()
    };
    let given = let_to_the_town();
    given.when_only(by(&["Stranger", "Town"])).rejects("LeaseDecisionMissing", "decisions");
    given.when_only(by(&["Region", "Stranger", "Town"])).gives(&["LeaseAmended"]);
}

#[test]
fn whoever_succeeds_a_tenant_does_not_rent_the_same_twice() {
    let given = let_to_the_town().with(end_organisation("Town", "2026-06-01", Some("Stranger")));
    let sign = |from, terms| LeaseSign {
        tenant: organisation("Stranger"),
        ..sign_lease("M", from, terms)
    };
    given.when(sign("2026-07-01", office(&["Open"]))).rejects("LeaseOverlaps", "terms");
    given.when(sign("2026-07-01", office(&["Cell"]))).gives(&["LeaseSigned"]);
    // Until it succeeds, it is another tenant.
    given.when(sign("2026-01-01", office(&["Open"]))).rejects("LeaseOverlaps", "terms");
    let short =
        LeaseTerms { to: Some(date("2026-06-01")), prolongation_months: None, ..office(&["Open"]) };
    given.when(sign("2026-01-01", short)).gives(&["LeaseSigned"]);
}

#[test]
fn both_sides_decide_by_their_boards() {
    let sign = sign_lease("L", "2026-01-01", office(&["Open"]));
    let by = |of: &[&str]| LeaseSign {
        decisions: of.iter().map(|of| decision(of, "2026-06-01")).collect(),
        ..sign.clone()
    };
    estate().when_only(by(&["Region", "Town"])).gives(&["LeaseSigned"]);
    estate().when_only(by(&["Region"])).rejects("LeaseDecisionMissing", "decisions");
    estate().when_only(by(&["Town"])).rejects("LeaseDecisionMissing", "decisions");
    estate().when_only(by(&["Stranger"])).rejects("NotConcerned", "decisions.0.organisation");
    let mut executed = by(&["Region", "Town"]);
    executed.decisions[1].kind = DecisionKind::Execution;
    estate().when_only(executed).rejects("KindNotEnough", "decisions.1.kind");
}

#[test]
fn what_cannot_be_agreed_is_told_of_its_field() {
    let sign = |terms| sign_lease("L", "2026-01-01", terms);
    let rejects = |terms, path| estate().when(sign(terms)).rejects("InvalidValue", path);
    let base = || office(&["Open"]);
    rejects(LeaseTerms { to: Some(date("2026-01-01")), ..base() }, "terms.to");
    rejects(LeaseTerms { to: None, ..base() }, "terms.prolongationMonths");
    let too_long = Some(TERM_MONTHS_MAX + 1);
    rejects(LeaseTerms { prolongation_months: too_long, ..base() }, "terms.prolongationMonths");
    let mut twice = base();
    twice.notices.push(twice.notices[0]);
    rejects(twice, "terms.notices.3");
    let breaks = |given: &[BreakClause]| LeaseTerms { breaks: given.to_vec(), ..base() };
    rejects(breaks(&[break_clause("2026-01-01", &[])]), "terms.breaks.0.on");
    rejects(breaks(&[break_clause("2027-01-01", &["Cell"])]), "terms.breaks.0.spaces.0");
    let one = break_clause("2027-01-01", &[]);
    rejects(breaks(&[one.clone(), one.clone()]), "terms.breaks.1.on");
    let many = breaks(&vec![one; BREAKS_MAX + 1]);
    estate().when(sign(many)).rejects("TooMuch", "terms.breaks");
    let month = |number: u8| MonthOfYear::new(number).unwrap();
    let index = IndexClause {
        series: "KPI-1980".parse().unwrap(),
        base_amount: "180000".parse().unwrap(),
        share_thousandths: 1_001,
        base_month: "2025-10".parse().unwrap(),
        compare_month: month(10),
        step_month: month(1),
        floor: None,
    };
    rejects(LeaseTerms { index: Some(index), ..base() }, "terms.index.shareThousandths");
    let elsewhere = LeaseTerms { spaces: vec![space("Nowhere")], ..base() };
    estate().when(sign(elsewhere)).rejects("NotFound", "terms.spaces.0");
}

#[test]
fn values_that_no_lease_has_are_refused_by_their_types() {
    for rent in [format!("1{}", "0".repeat(30)), "-1".to_owned(), "0.001".to_owned()] {
        assert_eq!(rent.parse::<Rent>().unwrap_err().what, "rent per year");
    }
    let area = "-1".parse::<schema::SquareMetres>().unwrap_err();
    assert_eq!(area.what, "area in square metres");
    assert_eq!("2025-13".parse::<Month>().unwrap_err().what, "month");
    assert_eq!(MonthOfYear::new(13).unwrap_err().what, "month of the year");
}

#[test]
fn a_lease_is_in_the_currency_of_its_portfolio() {
    let euro = "EUR".parse().unwrap();
    let sign = LeaseSign { currency: euro, ..sign_lease("L", "2026-01-01", office(&["Open"])) };
    estate().when(sign).rejects("CurrencyDiffers", "currency");
    let amend = LeaseAmend { currency: euro, ..amend_lease("L", "2027-01-01", office(&["Open"])) };
    let_to_the_town().when(amend).rejects("CurrencyDiffers", "currency");
}

#[test]
fn what_is_over_is_not_agreed_on_any_more() {
    let given = let_to_the_town().with(end_lease("L", "2026-09-01"));
    given
        .when(amend_lease("L", "2026-09-01", office(&["Cell"])))
        .rejects("LeaseNotRunning", "from");
    given.when(end_lease("L", "2026-08-01")).rejects("RetiredAlready", "lease");
    let_to_the_town().when(end_lease("L", "2026-01-01")).rejects("LeaseNotRunning", "from");
}

fn calendar(ledger: &Ledger, from: &str, to: &str) -> Vec<LeaseDay> {
    lease_calendar(&ledger.state, date(from), date(from), date(to))
}

#[test]
fn the_calendar_says_until_when_to_act_and_what_follows_otherwise() {
    let breaks = vec![break_clause("2027-07-01", &["Cell"])];
    let terms = LeaseTerms { breaks, ..office(&["Open", "Cell"]) };
    let ledger = occupied().with(sign_lease("L", "2026-01-01", terms));
    let days = calendar(&ledger, "2026-01-01", "2029-01-01");
    let told: Vec<_> = days
        .iter()
        .map(|day| (day.act_by.to_string(), day.act, day.takes_effect.to_string(), day.otherwise))
        .collect();
    let prolonged = Otherwise::Prolonged { to: Some(date("2032-01-01")) };
    let on = |act| ("2028-03-31".to_owned(), act, "2029-01-01".to_owned(), prolonged);
    let broken = ("2026-12-31".to_owned(), "2027-07-01".to_owned());
    assert_eq!(
        told,
        [
            (broken.0, LeaseAct::Break(Tenant), broken.1, Otherwise::GoesOn),
            on(LeaseAct::Notice(Landlord, NoticePurpose::Termination)),
            on(LeaseAct::Notice(Tenant, NoticePurpose::Termination)),
            on(LeaseAct::Notice(Tenant, NoticePurpose::ChangedTerms)),
        ]
    );
    assert!(days.iter().all(|day| day.rent_per_year.to_string() == "180000"));
    let rests = rests_on(&ledger.state, &days[1]);
    assert_eq!(rests.spaces, [space("Open"), space("Cell")].into());
    assert_eq!(rests.units, [unit("Schools")].into());
    assert_eq!(rests.hubs, [].into());
    let part = rests_on(&ledger.state, &days[0]);
    assert_eq!((part.spaces, part.units), ([space("Cell")].into(), [].into()));
    let whole = LeaseSign {
        tenant: organisation("Stranger"),
        ..sign_lease("Whole", "2026-01-01", office(&[]))
    };
    let ledger = ledger.with(whole);
    let known = ledger.state.lease(&lease("Whole")).unwrap();
    let whole = rests_on_premises(&ledger.state, known, date("2026-06-01"));
    assert_eq!((whole.spaces.len(), whole.hubs), (4, [hub("Node")].into()));
}

fn leased(ledger: &Ledger, name: &str, on: &str) -> BTreeSet<SpaceId> {
    let known = ledger.state.lease(&lease(name)).unwrap();
    ledger.state.leased_spaces(known, date(on)).into_iter().collect()
}

fn spaces(names: &[&str]) -> BTreeSet<SpaceId> {
    names.iter().map(|name| space(name)).collect()
}

/// The Town rents the open workplace, which is split in May; the one half gives a nook off in July.
fn let_and_split() -> Ledger {
    let nook = new_space("Nook", Category::OpenWorkplace, "2026-07-01");
    let breaks = vec![break_clause("2027-07-01", &["Open"])];
    let terms = LeaseTerms { breaks, ..office(&["Open", "Cell"]) };
    occupied()
        .with(sign_lease("L", "2026-01-01", terms))
        .with(split("Open", &["East", "West"], "2026-05-01"))
        .with(reshape(&["West"], vec![kept("West", "2026-07-01"), nook], "2026-07-01"))
}

#[test]
fn what_takes_the_place_of_a_leased_space_is_leased_from_that_day() {
    let ledger = let_and_split();
    let on = |on| leased(&ledger, "L", on);
    assert_eq!(on("2025-12-31"), spaces(&[]));
    assert_eq!(on("2026-04-30"), spaces(&["Open", "Cell"]));
    assert_eq!(on("2026-05-01"), spaces(&["East", "West", "Cell"]));
    let all = spaces(&["East", "West", "Nook", "Cell"]);
    assert_eq!([on("2026-07-01"), on("2040-01-01")], [all.clone(), all.clone()]);
    let days = calendar(&ledger, "2026-01-01", "2029-01-01");
    let rests: Vec<_> = days.iter().map(|day| rests_on(&ledger.state, day)).collect();
    assert_eq!(rests[0].spaces, spaces(&["East", "West", "Nook"]), "what the break gives up");
    assert_eq!((&rests[1].spaces, &rests[1].units), (&all, &[unit("Schools")].into()));
}

#[test]
fn spaces_that_are_merged_are_leased_by_whoever_leased_one_of_them() {
    let both = reshape(&["East", "West"], vec![kept("West", "2026-06-01")], "2026-06-01");
    let both = SpaceReshape { rest: Some(space("West")), ..both };
    let ledger = house()
        .with(split("Open", &["East", "West"], "2026-05-01"))
        .with(sign_lease("E", "2026-05-01", office(&["East"])))
        .with(sign_lease("W", "2026-05-01", office(&["West"])))
        .with(both);
    assert_eq!(
        ["E", "W"].map(|name| leased(&ledger, name, "2026-05-31")),
        [spaces(&["East"]), spaces(&["West"])]
    );
    let hall = spaces(&["West"]);
    assert_eq!(["E", "W"].map(|name| leased(&ledger, name, "2026-06-01")), [hall.clone(), hall]);
    // That nobody agreed on, so that it stands in the way of nothing.
    let dearer = LeaseTerms { rent_per_year: "1".parse().unwrap(), ..office(&["West"]) };
    ledger.when(amend_lease("W", "2026-06-01", dearer)).gives(&["LeaseAmended"]);
}

#[test]
fn terms_name_spaces_as_they_are_when_the_terms_begin() {
    let ledger = house()
        .with(reshape(
            &["Open"],
            vec![
                kept("Open", "2026-05-01"),
                new_space("Nook", Category::OpenWorkplace, "2026-05-01"),
            ],
            "2026-05-01",
        ))
        .with(sign_lease("L", "2026-05-01", office(&["Open"])));
    assert_eq!(leased(&ledger, "L", "2026-05-01"), spaces(&["Open"]));
    let earlier = house().with(sign_lease("L", "2026-05-01", office(&["Open"]))).with(split(
        "Open",
        &["East", "West"],
        "2026-03-01",
    ));
    assert_eq!(leased(&earlier, "L", "2026-05-01"), spaces(&["East", "West"]));
}

#[test]
fn leases_overlap_and_keep_within_each_other_by_what_the_spaces_have_become() {
    let given = let_and_split();
    given.when(sign_lease("M", "2026-06-01", office(&["East"]))).rejects("LeaseOverlaps", "terms");
    given
        .with(sublet("S", "L", "2026-07-01", office(&["East", "Nook"])))
        .when(amend_lease("L", "2026-08-01", office(&["West", "Nook", "Cell"])))
        .rejects("OutsideParentLease", "");
}

#[test]
fn the_calendar_tells_an_end_and_nothing_after_it() {
    let ledger = let_to_the_town().with(give_notice("L", Tenant, "2026-06-01", "2029-01-01"));
    let revision = ledger.state.lease(&lease("L")).unwrap().notices[0].revision;
    let days = calendar(&ledger, "2026-01-01", "2100-01-01");
    let ended = Otherwise::Ends { by: Some(revision) };
    assert!(
        days.iter().all(|day| day.otherwise == ended && day.takes_effect == date("2029-01-01"))
    );
    assert_eq!(
        days.last().map(|day| (day.act, day.act_by)),
        Some((LeaseAct::Agree, date("2028-12-31")))
    );
}

/// Leases of many kinds: prolonged, ending, noticed in time and late, amended, broken, at will.
fn many_leases() -> Ledger {
    let breaks = vec![break_clause("2027-07-01", &[]), break_clause("2031-03-01", &["Cell"])];
    let broken = LeaseTerms { breaks, ..office(&["Open", "Cell"]) };
    let short = |months| LeaseTerms {
        to: Some(date("2026-12-31")),
        prolongation_months: Some(months),
        ..office(&["Lounge"])
    };
    let at_will = LeaseTerms { to: None, prolongation_months: None, ..office(&["Lounge"]) };
    let ending = LeaseTerms { prolongation_months: None, ..office(&["Corridor"]) };
    let by = |tenant, sign| LeaseSign { tenant: organisation(tenant), ..sign };
    estate()
        .with(sign_lease("Broken", "2026-01-01", broken))
        .with(sign_lease("Short", "2026-01-01", short(1)))
        .with(by("Stranger", sign_lease("Quarterly", "2026-02-01", short(3))))
        .with(amend_lease("Quarterly", "2027-05-15", office(&["Lounge"])))
        .with(amend_lease("Quarterly", "2033-02-01", at_will))
        .with(sign_lease("Ending", "2026-01-01", ending))
        .with(give_notice("Short", Landlord, "2026-06-01", "2026-12-31"))
}

#[test]
fn the_calendar_is_the_same_whatever_range_is_asked() {
    let ledger = many_leases();
    let (first, last) = ("2026-01-01", "2042-01-01");
    let whole = calendar(&ledger, first, last);
    assert!(whole.len() > 40, "{}", whole.len());
    let keys: std::collections::BTreeSet<_> = whole.iter().map(LeaseDay::key).collect();
    assert_eq!(keys.len(), whole.len(), "a day is told twice");
    let mut cuts: Vec<Date> = whole.iter().map(|day| day.act_by).collect();
    cuts.extend(["2026-01-01", "2027-05-15", "2030-02-28", "2042-01-01"].map(date));
    for cut in cuts {
        let mut parts = lease_calendar(&ledger.state, date(first), date(first), cut);
        parts.extend(lease_calendar(&ledger.state, date(first), cut, date(last)));
        assert_eq!(parts, whole, "cut on {cut}");
    }
}

#[test]
fn history_tells_of_leases_in_both_languages() {
    let given = estate();
    let from = given.events.len();
    let ledger = given
        .with(sign_with_outsider("L", "2026-01-01", office(&["Open"])))
        .with(give_notice("L", Tenant, "2026-06-01", "2029-01-01"));
    let mandate = "(board decision KS 2026/123 of 2026-06-15 by Premises committee)";
    assert_eq!(
        ledger.sentences_from(from),
        [
            format!(
                "Town rents 1 space in the building House from Storgatan AB from 2026-01-01, \
                 for 180000 SEK a year {mandate}"
            ),
            format!(
                "The tenant gave notice of the lease of Town in the building House on 2026-06-01, \
                 to leave on 2029-01-01 {mandate}"
            ),
        ]
    );
    let swedish = ledger.swedish_from(from);
    assert!(swedish[0].starts_with("Town hyr 1 utrymme i byggnaden House av Storgatan AB"));
    assert!(swedish[1].contains("för avflyttning den 2029-01-01"), "{}", swedish[1]);
}
