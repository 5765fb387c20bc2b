//! On which mandate is decided: by every organisation that is touched, by board or delegate, within
//! what is delegated, and never by one person alone.

use crate::common::*;
use projections::ReallocationStatus::{Approved, Proposed, Rejected};
use projections::{TouchedBy, touched_organisations};
use schema::{
    Category, Decision, DecisionKind, DelegationGive, Matter, Move, ReallocationApprove, Revision,
    Role,
};

/// W1, which the Town's schools have in the Region's house, goes to the Region's lounge.
fn moves() -> [Move; 1] {
    [relocate(1, "W1", "Node", "Lounge", "2026-09-01")]
}

fn proposed() -> Ledger {
    occupied().with(propose("R", &moves(), &[])).by("Decider")
}

/// What an organisation decides in favour.
fn of(ledger: &Ledger, decision: Decision) -> ReallocationApprove {
    ReallocationApprove { decision, ..approve("R", ledger.digest_of("R")) }
}

fn by(ledger: &Ledger, organisation: &str) -> ReallocationApprove {
    of(ledger, decision(organisation, "2026-06-01"))
}

fn last(ledger: &Ledger) -> Revision {
    ledger.events.last().unwrap().0.revision
}

/// The schools' desk is moved by a proposal on which delegates may decide, as far as `limits` says.
fn delegating(limits: impl FnOnce(DelegationGive) -> DelegationGive) -> Ledger {
    let administrator = occupied().in_role(Role::Administrator);
    let given = administrator.with(limits(delegate("Town", "2026-02-01")));
    given.in_role(Role::Manager).with(propose("R", &moves(), &[])).by("Decider")
}

#[test]
fn a_proposal_is_approved_when_every_organisation_that_it_touches_has_decided() {
    let given = proposed();
    let one = given.when_only(by(&given, "Town")).gives(&["ReallocationDecided"]);
    assert_eq!(one.status("R"), Proposed);
    let types = ["ReallocationDecided", "ReallocationApproved"];
    assert_eq!(one.when_only(by(&given, "Region")).gives(&types).status("R"), Approved);
    one.when_only(by(&given, "Town")).rejects("DecidedAlready", "decision.organisation");
}

#[test]
fn one_decision_against_rejects_what_another_approved() {
    let given = proposed();
    let one = given.clone().with_only(by(&given, "Town"));
    let ledger = one
        .when_only(reject("R", given.digest_of("R")))
        .gives(&["ReallocationDecided", "ReallocationRejected"]);
    assert_eq!(ledger.status("R"), Rejected);
}

#[test]
fn an_amended_proposal_is_decided_on_anew_by_all() {
    let given = proposed();
    let one = given.clone().with_only(by(&given, "Town")).by("Proposer");
    let amended = one.with(amend("R", &moves(), &[])).by("Decider");
    let again = amended.when_only(by(&amended, "Region")).gives(&["ReallocationDecided"]);
    again.when_only(by(&amended, "Town")).gives(&["ReallocationDecided", "ReallocationApproved"]);
}

#[test]
fn who_is_touched_is_told_with_every_reason() {
    let brought = [bring("M", "Annex", "Library", "2026-09-01", shared(1))];
    let given = occupied().with(propose("R", &moves(), &brought));
    let known = given.state.reallocation(&reallocation("R")).unwrap();
    let touched = touched_organisations(&given.state, known);
    let reasons = |of| -> Vec<_> {
        let because = touched[&organisation(of)].iter();
        because.map(|because| (because.number, because.by)).collect()
    };
    let region = [
        (Some(1), TouchedBy::HostsHub(hub("Node"))),
        (Some(1), TouchedBy::OwnsResource(resource("W1"))),
        (Some(1), TouchedBy::OwnsBuilding(building("House"))),
    ];
    assert_eq!(reasons("Region"), region);
    let town = [
        (Some(1), TouchedBy::HasResource(unit("Schools"), resource("W1"))),
        (None, TouchedBy::HostsHub(hub("Annex"))),
        (None, TouchedBy::BecomesMember(unit("Library"), membership("M"))),
    ];
    assert_eq!(reasons("Town"), town);
    assert_eq!(touched.len(), 2);
}

#[test]
fn a_space_that_is_released_touches_its_owner_and_who_is_in_it() {
    let fate = schema::Fate::Released {
        handed_over_on: date("2026-09-01"),
        rent_ends_on: date("2026-09-30"),
    };
    let released = Move { fate, ..convert_space(1, "Open", "Node", "2026-09-01") };
    let given = occupied().with(propose("R", &[released], &[]));
    let known = given.state.reallocation(&reallocation("R")).unwrap();
    let touched: Vec<_> = touched_organisations(&given.state, known).into_keys().collect();
    let mut expected = vec![organisation("Region"), organisation("Town")];
    expected.sort();
    assert_eq!(touched, expected);
}

#[test]
fn who_wrote_the_proposal_records_a_decision_that_another_person_confirms() {
    let given = proposed();
    let given = given.clone().with_only(by(&given, "Town")).by("Proposer");
    let own = by(&given, "Region");
    given.when_only(own.clone()).rejects("OwnProposal", "reallocation");
    let own = ReallocationApprove { to_be_confirmed: true, ..own };
    let waiting = given.when_only(own.clone()).gives(&["ReallocationDecided"]);
    assert_eq!(waiting.status("R"), Proposed);
    waiting.when_only(own).rejects("DecidedAlready", "decision.organisation");
    let confirmation = || confirm(last(&waiting), "Region");
    waiting.when(confirmation()).rejects("OwnDecision", "recorded");
    waiting.clone().by("Nobody").when(confirmation()).rejects("ActorNotRegistered", "");
    let approved = waiting
        .clone()
        .by("Third")
        .when(confirmation())
        .gives(&["DecisionConfirmed", "ReallocationApproved"]);
    assert_eq!(approved.status("R"), Approved);
    approved.by("Decider").when(confirmation()).rejects("ConfirmedAlready", "recorded");
}

#[test]
fn an_author_confirms_no_decision_on_the_proposal_and_its_recorder_neither() {
    let given = proposed();
    let waiting = ReallocationApprove { to_be_confirmed: true, ..by(&given, "Region") };
    let waiting = given.with_only(waiting);
    let confirmation = || confirm(last(&waiting), "Region");
    waiting.clone().by("Proposer").when(confirmation()).rejects("OwnDecision", "recorded");
    waiting.when(confirmation()).rejects("OwnDecision", "recorded");
    waiting.clone().by("Third").when(confirmation()).gives(&["DecisionConfirmed"]);
    waiting.by("Third").when(confirm(Revision::FIRST, "Region")).rejects("NotFound", "recorded");
}

#[test]
fn confirming_what_was_decided_on_a_former_proposal_approves_nothing() {
    let given = proposed();
    let waiting = ReallocationApprove { to_be_confirmed: true, ..by(&given, "Region") };
    let given = given.clone().with_only(by(&given, "Town")).with_only(waiting);
    let recorded = last(&given);
    let amended = given.by("Proposer").with(amend("R", &moves(), &[])).by("Third");
    let ledger = amended.when(confirm(recorded, "Region")).gives(&["DecisionConfirmed"]);
    assert_eq!(ledger.status("R"), Proposed);
}

#[test]
fn a_completing_confirmation_is_checked_as_the_last_decision_would_be() {
    let given = proposed();
    let waiting = ReallocationApprove { to_be_confirmed: true, ..by(&given, "Region") };
    let given = given.clone().with_only(by(&given, "Town")).with_only(waiting);
    let recorded = last(&given);
    let gone =
        given.with(end_allocation("W1", "2026-07-01")).with(retire_resource("W1", "2026-08-01"));
    gone.by("Third")
        .when(confirm(recorded, "Region"))
        .rejects("NotThere", "proposal.moves.0.subject");
}

#[test]
fn a_delegated_decision_names_a_delegation_that_holds_on_its_day() {
    let given = delegating(|give| DelegationGive { to: Some(date("2026-06-01")), ..give });
    let on = |on| of(&given, delegated("Town", on));
    given.when_only(on("2026-05-31")).gives(&["ReallocationDecided"]);
    given.when_only(on("2026-02-01")).gives(&["ReallocationDecided"]);
    let path = "decision.delegationPoint";
    given.when_only(on("2026-01-31")).rejects("NoSuchDelegation", path);
    given.when_only(on("2026-06-01")).rejects("NoSuchDelegation", path);
    let other = of(&given, delegated("Region", "2026-05-31"));
    given.when_only(other).rejects("NoSuchDelegation", path);
    let unnamed = Decision { delegation_point: None, ..delegated("Town", "2026-05-31") };
    given.when_only(of(&given, unnamed)).rejects("NoSuchDelegation", path);
    let other_point = Some("4.3".parse().unwrap());
    let other_point = Decision { delegation_point: other_point, ..delegated("Town", "2026-05-31") };
    given.when_only(of(&given, other_point)).rejects("NoSuchDelegation", path);
}

#[test]
fn a_delegation_holds_until_it_is_withdrawn() {
    let given = delegating(|give| give);
    let withdrawn = given.clone().in_role(Role::Administrator);
    let withdrawn = withdrawn.when(withdraw_delegation("Town", "2026-05-01"));
    let withdrawn = withdrawn.gives(&["DelegationWithdrawn"]).in_role(Role::Manager);
    let on = |on| of(&given, delegated("Town", on));
    withdrawn.when_only(on("2026-04-30")).gives(&["ReallocationDecided"]);
    withdrawn.when_only(on("2026-05-01")).rejects("NoSuchDelegation", "decision.delegationPoint");
    let again = withdrawn.in_role(Role::Administrator);
    again.when(withdraw_delegation("Town", "2026-06-01")).rejects("NoSuchDelegation", "point");
}

#[test]
fn a_delegate_decides_what_is_delegated_and_no_more() {
    let path = "decision.delegationPoint";
    let town = |given: &Ledger| of(given, delegated("Town", "2026-06-01"));
    let other = delegating(|give| DelegationGive { matters: vec![Matter::Import], ..give });
    other.when_only(town(&other)).rejects("NotDelegatedFor", path);
    let none = delegating(|give| DelegationGive { resources_max: Some(0), ..give });
    none.when_only(town(&none)).rejects("BeyondDelegation", path);
    let one = delegating(|give| DelegationGive { resources_max: Some(1), ..give });
    one.when_only(town(&one)).gives(&["ReallocationDecided"]);
    let board = none.when_only(by(&none, "Town"));
    board.gives(&["ReallocationDecided"]);
}

#[test]
fn the_seats_that_a_proposal_promises_together_are_measured() {
    let brought = [
        bring("M", "Node", "Schools", "2026-09-01", shared(2)),
        bring("N", "Node", "Library", "2026-09-01", shared(3)),
    ];
    let decided = |seats_max| {
        let given = delegating(|give| DelegationGive { seats_max: Some(seats_max), ..give });
        let given = given.by("Proposer").with(amend("R", &moves(), &brought)).by("Decider");
        given.when_only(of(&given, delegated("Town", "2026-06-01")))
    };
    decided(4).rejects("BeyondDelegation", "decision.delegationPoint");
    decided(5).gives(&["ReallocationDecided"]);
}

#[test]
fn a_delegates_membership_stays_within_the_seats_delegated() {
    let granted = |seats| schema::MembershipGrant {
        decisions: vec![decision("Region", "2026-03-01"), delegated("Town", "2026-03-01")],
        ..grant("M", "Node", "Schools", "2026-04-01", shared(seats))
    };
    let given = delegating(|give| DelegationGive { seats_max: Some(3), ..give });
    given.when_only(granted(3)).gives(&["MembershipGranted"]);
    given.when_only(granted(4)).rejects("BeyondDelegation", "decisions.1.delegationPoint");
}

#[test]
fn a_reallocation_is_never_mere_execution() {
    let given = proposed();
    let execution = Decision { kind: DecisionKind::Execution, ..decision("Town", "2026-06-01") };
    given.when_only(of(&given, execution)).rejects("KindNotEnough", "decision.kind");
}

#[test]
fn what_is_decided_anew_is_never_mere_execution() {
    let execution = |of| Decision { kind: DecisionKind::Execution, ..decision(of, "2026-06-01") };
    let both = || vec![execution("Region"), execution("Town")];
    let path = "decisions.0.kind";
    let given = occupied().with(grant("M", "Node", "Schools", "2026-04-01", shared(2)));
    let granted = schema::MembershipGrant {
        decisions: both(),
        ..grant("N", "Node", "Library", "2026-04-01", shared(1))
    };
    given.when(granted).rejects("KindNotEnough", path);
    let changed = schema::MembershipChange {
        decisions: both(),
        ..change_terms("M", "2026-06-01", shared(3))
    };
    given.when(changed).rejects("KindNotEnough", path);
    let fact = truly_a_member("M", given.last("MembershipGranted"), None);
    let corrected = schema::CorrectFact { decisions: both(), ..correct(fact, &[], &[]) };
    given.when(corrected).rejects("KindNotEnough", path);
    let ended = schema::MembershipEnd { decisions: both(), ..end_membership("M", "2026-07-01") };
    given.when(ended).gives(&["MembershipEnded"]);
    let planned = occupied().approved("R", &moves(), &[]).by("Decider");
    let revoked = schema::ReallocationRevoke { decisions: both(), ..revoke("R", &[]) };
    planned.when(revoked).rejects("KindNotEnough", path);
    let proposed = proposed();
    let rejected = schema::ReallocationReject {
        decision: execution("Region"),
        ..reject("R", proposed.digest_of("R"))
    };
    proposed.when(rejected).rejects("KindNotEnough", "decision.kind");
    let path = "decision.kind";
    let given = house().in_role(Role::Administrator);
    let delegated =
        DelegationGive { decision: execution("Town"), ..delegate("Town", "2026-06-02") };
    given.when(delegated).rejects("KindNotEnough", path);
    let signed = sign_opening_balance("Region", TODAY);
    let own = schema::OpeningBalanceSign { decision: execution("Region"), ..signed.clone() };
    given.when(own).rejects("KindNotEnough", path);
    let file = schema::ImportStart {
        decision: Some(execution("Region")),
        ..start_import("File", "House", "2026-02-01", [0, 0, 0])
    };
    given.with(signed).when(file).rejects("KindNotEnough", path);
}

#[test]
fn a_space_counts_as_what_stands_in_it_and_as_one_at_least() {
    let decided = |moves: &[Move], resources_max| {
        let limit = Some(resources_max);
        let given = delegating(|give| DelegationGive { resources_max: limit, ..give });
        let given = given.with(add_space("Quiet", "Ground", Category::Cell, "2026-01-01"));
        let given = given.by("Proposer").with(amend("R", moves, &[])).by("Decider");
        given.when_only(of(&given, delegated("Town", "2026-06-01")))
    };
    let path = "decision.delegationPoint";
    // W1 to W3 and A1 stand in the open workplace; the Schools have two of them.
    let released = [release(1, "Open", "2026-09-01")];
    decided(&released, 3).rejects("BeyondDelegation", path);
    decided(&released, 4).gives(&["ReallocationDecided"]);
    let with_a_desk = [released[0], relocate(2, "W1", "Node", "Lounge", "2026-09-01")];
    decided(&with_a_desk, 4).gives(&["ReallocationDecided"]);
    let bare = [convert_space(1, "Quiet", "Node", "2026-09-01"), Move { number: 2, ..moves()[0] }];
    decided(&bare, 1).rejects("BeyondDelegation", path);
    decided(&bare, 2).gives(&["ReallocationDecided"]);
}

#[test]
fn a_correction_reaches_as_far_as_the_space_that_it_moves() {
    let released = [release(1, "Open", "2026-06-01")];
    let given = estate().in_role(Role::Administrator);
    let given = given.approved("R", &released, &[]).with(report("R", "2026-06-01", &[1]));
    let corrected = |resources_max| {
        let limit = Some(resources_max);
        let give = DelegationGive { resources_max: limit, ..delegate("Region", "2026-02-01") };
        let decisions = vec![delegated("Region", "2026-06-10")];
        let correct = correct(truly_done("R", 1, Some("2026-06-02")), &[], &[]);
        given.clone().with(give).when(schema::CorrectFact { decisions, ..correct })
    };
    corrected(3).rejects("BeyondDelegation", "decisions.0.delegationPoint");
    corrected(4).gives(&["FactuallyCorrected", "MoveDone", "ReallocationCompleted"]);
}

#[test]
fn who_hosts_a_hub_that_loses_something_is_touched() {
    let moved = [relocate(1, "W1", "Node", "Lounge", "2026-05-01")];
    let given = occupied()
        .with(schema::HubRevise {
            host: Some(organisation("Stranger")),
            ..revise_hub("Node", "2026-03-01")
        })
        .approved("R", &moved, &[])
        .with(report("R", "2026-05-01", &[1]));
    let hosts = |given: &Ledger, moves: &[Move]| {
        let given = given.clone().with(propose("S", moves, &[]));
        let known = given.state.reallocation(&reallocation("S")).unwrap();
        let touched = touched_organisations(&given.state, known);
        touched.get(&organisation("Stranger")).cloned().unwrap_or_default()
    };
    let because = |number| projections::TouchedBecause {
        number: Some(number),
        by: TouchedBy::HostsHub(hub("Node")),
    };
    let back = [give_back_in(1, "W1", "Schools", "Open", "2026-09-01")];
    assert_eq!(hosts(&given, &back), [because(1)]);
    let other = [convert_space(1, "Lounge", "Annex", "2026-10-01")];
    assert_eq!(hosts(&given, &other), [because(1)], "to another hub");
    let elsewhere = [convert(1, "W2", "Annex", "2026-10-01")];
    assert!(hosts(&given, &elsewhere).is_empty(), "it was never in it");
    let planned = occupied()
        .with(schema::HubRevise {
            host: Some(organisation("Stranger")),
            ..revise_hub("Node", "2026-03-01")
        })
        .approved("R", &[relocate(1, "W1", "Node", "Lounge", "2026-07-01")], &[]);
    assert_eq!(hosts(&planned, &back), [because(1)], "as it is planned");
}

#[test]
fn a_decision_that_counts_at_once_is_confirmed_by_another_person() {
    let given = occupied().in_role(Role::Administrator);
    let confirmed = |given: Ledger, of: &str| {
        let at = last(&given);
        let known = given.state.decision(at, organisation(of)).unwrap();
        assert!(known.counts() && known.confirmed.is_none());
        given.when(confirm(at, of)).rejects("OwnDecision", "recorded");
        let confirmed = given.by("Third").when(confirm(at, of)).gives(&["DecisionConfirmed"]);
        let known = confirmed.state.decision(at, organisation(of)).unwrap();
        assert_eq!(known.confirmed.map(|confirmed| confirmed.by), Some(person("Third")));
    };
    confirmed(given.clone().with(delegate("Town", "2026-02-01")), "Town");
    confirmed(given.clone().with(sign_opening_balance("Region", TODAY)), "Region");
    let granted = grant("M", "Node", "Schools", "2026-04-01", shared(1));
    confirmed(given.clone().with(granted), "Town");
    let file = schema::ImportStart {
        decision: Some(decision("Region", "2026-06-01")),
        ..start_import("File", "House", "2026-02-01", [0, 0, 0])
    };
    confirmed(given.with(file), "Region");
}

#[test]
fn a_delegation_does_not_hold_from_before_it_was_decided() {
    let given = organisations().in_role(Role::Administrator);
    let give = |decided_on| DelegationGive {
        decision: decision("Town", decided_on),
        ..delegate("Town", "2026-02-01")
    };
    given.when(give("2026-02-02")).rejects("DelegatedBefore", "from");
    let given = given.when(give("2026-02-01")).gives(&["DelegationGiven"]);
    let dated = |on| {
        let read = schema::DecisionWording { decided_on: Some(date(on)), ..wording("Town") };
        given.when(reword(last(&given), schema::Wording::Decision(read)))
    };
    dated("2026-02-02").rejects("DelegatedBefore", "correction.decision.decidedOn");
    dated("2026-01-31").gives(&["ClericallyCorrected"]);
}

/// The Region and the Town have signed off, and a list of units is read in by the Town's decision.
fn list_of_the_town() -> Ledger {
    let list = schema::ImportStart {
        building: None,
        decision: Some(decision("Town", "2026-06-01")),
        ..start_import("List", "House", "2026-02-01", [0, 0, 0])
    };
    let given = house().in_role(Role::Administrator).with(sign_opening_balance("Region", TODAY));
    given.with(sign_opening_balance("Town", TODAY)).with(list)
}

#[test]
fn a_list_changes_what_is_of_those_who_decided_on_it() {
    let given = list_of_the_town();
    let part = |part: schema::ImportPart| given.when(record_import("List", vec![part]));
    part(revise_unit("Schools", "2026-03-01").into()).gives(&["ImportProgressed"]);
    part(register_unit("Parks", "Town", "2026-02-01").into())
        .gives(&["UnitRegistered", "ImportProgressed"]);
    part(register_unit("Club", "Stranger", "2026-02-01").into())
        .gives(&["UnitRegistered", "ImportProgressed"]);
    part(register_organisation("New", "2026-02-01").into())
        .gives(&["OrganisationRegistered", "ImportProgressed"]);
    for other in [
        register_unit("Wards", "Region", "2026-02-01").into(),
        revise_unit("Clinic", "2026-03-01").into(),
        add_building("Barn", "Region", "2026-02-01").into(),
        add_workstation("W9", "Open", "2026-02-01").into(),
    ] {
        part(other).rejects("ListUndecided", "parts.0");
    }
}

#[test]
fn a_board_delegates_for_its_own_organisation_only() {
    let given = organisations().in_role(Role::Administrator);
    given.when(delegate("Town", "2026-02-01")).gives(&["DelegationGiven"]);
    let with = |decision| DelegationGive { decision, ..delegate("Town", "2026-02-01") };
    given.when(with(delegated("Town", "2026-01-02"))).rejects("KindNotEnough", "decision.kind");
    given
        .when(with(decision("Region", "2026-01-02")))
        .rejects("NotConcerned", "decision.organisation");
    let nothing = DelegationGive { matters: Vec::new(), ..delegate("Town", "2026-02-01") };
    given.when(nothing).rejects("InvalidValue", "matters");
    let to = Some(date("2026-02-01"));
    let ended = DelegationGive { to, ..delegate("Town", "2026-02-01") };
    given.when(ended).rejects("InvalidValue", "to");
    let most = Some(schema::limits::COUNT_MAX + 1);
    let endless = DelegationGive { seats_max: most, ..delegate("Town", "2026-02-01") };
    given.when(endless).rejects("TooMuch", "seatsMax");
}

#[test]
fn a_delegated_decision_is_reported_once_after_it_was_taken() {
    let given = delegating(|give| give);
    let given = given.clone().with_only(of(&given, delegated("Town", "2026-05-10")));
    let town = |on| report_decision(last(&given), "Town", on);
    given.when(town("2026-05-09")).rejects("InvalidValue", "on");
    given.when(town("2026-06-16")).rejects("InFuture", "on");
    let reported = given.when(town("2026-05-20")).gives(&["DecisionReported"]);
    reported.when(town("2026-05-21")).rejects("ReportedAlready", "recorded");
    let board = given.clone().with_only(by(&given, "Region"));
    let decided =
        board.events.iter().rev().find(|(_, event)| event.type_name() == "ReallocationDecided");
    let recorded = decided.unwrap().0.revision;
    board.when(report_decision(recorded, "Region", TODAY)).rejects("NotDelegated", "recorded");
}

#[test]
fn after_the_opening_balance_files_are_read_in_by_decision() {
    let given = house().in_role(Role::Administrator);
    let file = |decision| schema::ImportStart {
        decision,
        ..start_import("File", "House", "2026-02-01", [0, 0, 0])
    };
    given.when(file(None)).gives(&["ImportStarted"]);
    let signed = given.when(sign_opening_balance("Region", TODAY)).gives(&["OpeningBalanceSigned"]);
    signed
        .when(sign_opening_balance("Region", TODAY))
        .rejects("SignedOffAlready", "decision.organisation");
    signed.when(file(None)).rejects("ImportUndecided", "decision");
    signed.when(file(Some(decision("Region", "2026-06-01")))).gives(&["ImportStarted"]);
    signed
        .when(file(Some(decision("Town", "2026-06-01"))))
        .rejects("NotConcerned", "decision.organisation");
    let path = "decision.delegationPoint";
    signed.when(file(Some(delegated("Region", "2026-06-01")))).rejects("NoSuchDelegation", path);
    let list = |decision| schema::ImportStart { building: None, ..file(decision) };
    signed.when(list(None)).rejects("ImportUndecided", "decision");
    given.when(sign_opening_balance("Region", "2026-06-16")).rejects("InFuture", "on");
    let other = given.with(sign_opening_balance("Town", TODAY));
    other.when(file(None)).gives(&["ImportStarted"]);
}

#[test]
fn who_succeeds_an_organisation_decides_on_proposals_in_its_place() {
    let moves = [relocate(1, "W1", "Node", "Lounge", "2026-07-01")];
    let given = occupied()
        .with(propose("R", &moves, &[]))
        .with(end_organisation("Town", "2026-06-01", Some("Stranger")))
        .by("Decider");
    let digest = given.digest_of("R");
    let of = |organisation| schema::ReallocationApprove {
        decision: decision(organisation, TODAY),
        ..approve("R", digest)
    };
    given.when_only(of("Town")).rejects("NotConcerned", "decision.organisation");
    let approved = given
        .with_only(of("Region"))
        .when_only(of("Stranger"))
        .gives(&["ReallocationDecided", "ReallocationApproved"]);
    let revoke = schema::ReallocationRevoke {
        decisions: vec![decision("Stranger", TODAY)],
        ..revoke("R", &[])
    };
    approved.when_only(revoke).gives(&["ReallocationRevoked"]);
}

#[test]
fn a_decision_that_an_organisation_took_before_its_end_stands() {
    let moves = [relocate(1, "W1", "Node", "Lounge", "2026-07-01")];
    let given = occupied().with(propose("R", &moves, &[])).by("Decider");
    let digest = given.digest_of("R");
    let of = |organisation| schema::ReallocationApprove {
        decision: decision(organisation, "2026-05-01"),
        ..approve("R", digest)
    };
    given
        .with_only(of("Town"))
        .with_only(end_organisation("Town", "2026-06-01", Some("Stranger")))
        .when_only(of("Region"))
        .gives(&["ReallocationDecided", "ReallocationApproved"]);
}
