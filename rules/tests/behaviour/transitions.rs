//! Transitions: begun, described anew, ended; what is part of them, what they reach, and what was
//! promised beside what has come of it.

use crate::common::*;
use projections::{
    Basis, Effect, MilestoneState, ReallocationStatus, TargetProgress, TransitionProgress,
};
use schema::{
    Area, Areas, Measure, Move, Role, SpaceRevise, TargetDraft, TransitionRevise, TransitionStart,
    limits,
};

/// The Town lets go of desks in the Region's house.
fn running() -> Ledger {
    occupied().with(start_transition("Lighter", &["Town"], "2026-02-01"))
}

fn moves() -> [Move; 1] {
    [relocate(1, "W1", "Node", "Lounge", "2026-09-01")]
}

fn share(thousandths: u16) -> TargetDraft {
    TargetDraft::FlexibleShare { thousandths, by: date("2027-12-31") }
}

fn area(square_metres: &str) -> TargetDraft {
    let (square_metres, measure) = (square_metres.parse().unwrap(), Measure::Loa);
    TargetDraft::AreaPerEmployee { square_metres, measure, by: date("2027-12-31") }
}

fn carbon(kilograms_per_year: u32) -> TargetDraft {
    TargetDraft::Carbon {
        kilograms_per_year,
        measure: Measure::Loa,
        kilowatt_hours_per_square_metre: 200,
        grams_per_kilowatt_hour: 25,
        source: text("Assumed: district heating"),
        by: date("2027-12-31"),
    }
}

fn with_targets(of: &[&str], targets: Vec<TargetDraft>) -> TransitionStart {
    TransitionStart { targets, ..start_transition("Lighter", of, "2026-02-01") }
}

fn measured(name: &str, square_metres: &str) -> SpaceRevise {
    let loa = Area { measure: Measure::Loa, square_metres: square_metres.parse().unwrap() };
    let areas = Some(Areas::new(vec![loa]).unwrap());
    SpaceRevise { areas, ..revise_space(name, "2026-01-01") }
}

/// The Open is 40 m², the Cell 10, the Lounge 30, the Corridor 20.
fn measured_house(given: Ledger) -> Ledger {
    [("Open", "40"), ("Cell", "10"), ("Lounge", "30"), ("Corridor", "20")]
        .into_iter()
        .fold(given, |given, (name, area)| given.with(measured(name, area)))
}

impl Ledger {
    fn progress(&self, on: &str, basis: Basis) -> TransitionProgress {
        let known = self.state.transition(&transition("Lighter")).unwrap();
        TransitionProgress::of(&self.state, known, date(on), basis, self.today_is())
    }

    fn target(&self, on: &str, basis: Basis) -> TargetProgress {
        self.progress(on, basis).targets.remove(0)
    }
}

fn value(target: &TargetProgress) -> String {
    target.value().map_or_else(|| "none".to_owned(), |value| value.to_string())
}

#[test]
fn a_transition_is_begun_by_a_strategist_with_organisations_that_are_there() {
    let given = occupied().in_role(Role::Strategist);
    given
        .when(start_transition("Lighter", &["Town", "Region", "Town"], "2026-02-01"))
        .gives(&["TransitionStarted"]);
    given
        .when(start_transition("Lighter", &[], "2026-02-01"))
        .rejects("InvalidValue", "organisations");
    given
        .when(start_transition("Lighter", &["Town", "Nobody"], "2026-02-01"))
        .rejects("NotFound", "organisations.1");
    given
        .when(start_transition("Lighter", &["Town"], "2025-12-31"))
        .rejects("NotThere", "organisations.0");
    given
        .in_role(Role::Auditor)
        .when(end_transition("Lighter", "2026-03-01"))
        .rejects("RoleNotAllowed", "");
    running()
        .when(start_transition("Lighter", &["Town"], "2026-02-01"))
        .rejects("ExistsAlready", "transition");
}

#[test]
fn what_a_transition_is_to_reach_is_bounded_and_due_while_it_runs() {
    let start = || start_transition("Lighter", &["Town"], "2026-02-01");
    let given = occupied();
    let when = |start: TransitionStart| given.when(start);
    let until = |until: &str| TransitionStart { until: date(until), ..start() };
    when(until("2026-02-01")).rejects("InvalidValue", "until");
    when(until("2026-02-02")).gives(&["TransitionStarted"]);
    let targets = |targets| TransitionStart { targets, ..start() };
    when(targets(vec![share(400); limits::TARGETS_MAX])).gives(&["TransitionStarted"]);
    when(targets(vec![share(400); limits::TARGETS_MAX + 1])).rejects("TooMuch", "targets");
    when(targets(vec![share(1), share(1_001)])).rejects("InvalidValue", "targets.1.thousandths");
    let early = TargetDraft::FlexibleShare { thousandths: 1, by: date("2026-02-01") };
    when(targets(vec![early])).rejects("InvalidValue", "targets.0.by");
    let milestones = |milestones| TransitionStart { milestones, ..start() };
    let numbered = |number| milestone(number, "2026-12-01");
    let most = u16::try_from(limits::MILESTONES_MAX).unwrap();
    when(milestones((1..=most).map(numbered).collect())).gives(&["TransitionStarted"]);
    when(milestones((1..=most + 1).map(numbered).collect())).rejects("TooMuch", "milestones");
    when(milestones(vec![numbered(1), numbered(3)]))
        .rejects("MilestonesNotNumbered", "milestones.1.number");
    when(milestones(vec![milestone(1, "2026-01-31")])).rejects("InvalidValue", "milestones.0.due");
}

#[test]
fn a_revision_keeps_what_it_leaves_out_and_what_was_reached() {
    let steps = vec![milestone(1, "2026-05-01"), milestone(2, "2026-12-01")];
    let start = TransitionStart { milestones: steps, ..with_targets(&["Town"], vec![share(400)]) };
    let given = occupied().with(start).with(reach("Lighter", 2, "2026-06-01"));
    let renamed = TransitionRevise {
        name: Some(text("Lighter still")),
        ..revise_transition("Lighter", "2026-07-01")
    };
    let ledger = given.when(renamed).gives(&["TransitionRevised"]);
    let known = ledger.state.transition(&transition("Lighter")).unwrap();
    let [before, after] =
        ["2026-06-30", "2026-07-01"].map(|on| known.descriptions.at(date(on)).unwrap());
    assert_ne!(before.name, after.name);
    assert_eq!((&before.targets, &before.milestones), (&after.targets, &after.milestones));
    given.when(revise_transition("Lighter", "2026-07-01")).changes_nothing();
    given.when(revise_transition("Lighter", "2026-01-31")).rejects("NotThere", "from");
    let milestones = |milestones| TransitionRevise {
        milestones: Some(milestones),
        ..revise_transition("Lighter", "2026-07-01")
    };
    let second = milestone(2, "2027-01-01");
    given.when(milestones(vec![second])).gives(&["TransitionRevised"]);
    let first = milestone(1, "2027-01-01");
    given.when(milestones(vec![first])).rejects("MilestoneReachedAlready", "milestones");
}

#[test]
fn a_revision_reaches_over_later_descriptions_that_left_it_as_it_was() {
    let later = TransitionRevise {
        until: Some(date("2030-12-31")),
        ..revise_transition("Lighter", "2027-01-01")
    };
    let goal = TransitionRevise {
        goal: Some(text("Half the area")),
        ..revise_transition("Lighter", "2026-07-01")
    };
    let ledger =
        running().with(later).when(goal).gives(&["TransitionRevised", "TransitionRevised"]);
    let known = ledger.state.transition(&transition("Lighter")).unwrap();
    let described = |on| known.descriptions.at(date(on)).unwrap();
    assert_eq!(described("2027-01-01").until, date("2030-12-31"));
    assert_eq!(described("2027-01-01").goal, described("2026-07-01").goal);
    assert_ne!(described("2026-06-30").goal, described("2026-07-01").goal);
}

#[test]
fn a_milestone_is_reached_once_while_the_transition_runs_and_never_later_than_today() {
    let milestones = vec![milestone(1, "2026-05-01")];
    let start =
        TransitionStart { milestones, ..start_transition("Lighter", &["Town"], "2026-02-01") };
    let given = occupied().with(start);
    given.when(reach("Lighter", 1, "2026-06-16")).rejects("InFuture", "on");
    given.when(reach("Lighter", 1, "2026-01-31")).rejects("NotThere", "on");
    given.when(reach("Lighter", 2, TODAY)).rejects("NotFound", "milestone");
    let reached = given.when(reach("Lighter", 1, TODAY)).gives(&["MilestoneReached"]);
    reached.when(reach("Lighter", 1, TODAY)).rejects("MilestoneReachedAlready", "milestone");
}

#[test]
fn milestones_are_due_reached_or_overdue() {
    let milestones = ["2026-05-01", "2026-06-01", "2026-12-01"];
    let milestones = (1..).zip(milestones).map(|(number, due)| milestone(number, due)).collect();
    let start =
        TransitionStart { milestones, ..start_transition("Lighter", &["Town"], "2026-02-01") };
    let given = occupied().with(start).with(reach("Lighter", 1, "2026-06-10"));
    let states = |on| {
        let progress = given.progress(on, Basis::Actual);
        progress.milestones.iter().map(|one| one.state).collect::<Vec<_>>()
    };
    use MilestoneState::{Due, Overdue, Reached};
    assert_eq!(states(TODAY), [Reached, Overdue, Due]);
    assert_eq!(states("2026-06-02"), [Overdue, Overdue, Due]);
    assert_eq!(states("2027-06-01"), [Reached, Overdue, Due], "what is overdue is told by today");
}

#[test]
fn a_transition_ends_once() {
    let ended = running().when(end_transition("Lighter", "2026-08-01")).gives(&["TransitionEnded"]);
    ended.when(end_transition("Lighter", "2026-09-01")).rejects("RetiredAlready", "transition");
    running().when(end_transition("Lighter", "2026-01-31")).rejects("NotThere", "from");
}

#[test]
fn a_reallocation_is_part_of_a_transition_that_runs_when_it_begins() {
    let given = running();
    given.when(propose_within("Lighter", "R", &moves(), &[])).gives(&["ReallocationProposed"]);
    given
        .when(propose_within("Other", "R", &moves(), &[]))
        .rejects("NotFound", "proposal.transition");
    let within = |given: &Ledger| given.when(propose_within("Lighter", "R", &moves(), &[]));
    let ended = given.clone().with(end_transition("Lighter", "2026-09-01"));
    within(&ended).rejects("TransitionNotRunning", "proposal.transition");
    let later = given.with(end_transition("Lighter", "2026-09-02"));
    within(&later).gives(&["ReallocationProposed"]);
    let until = |until| TransitionStart {
        until: date(until),
        ..start_transition("Lighter", &["Town"], "2026-02-01")
    };
    within(&occupied().with(until("2026-08-31")))
        .rejects("TransitionNotRunning", "proposal.transition");
    within(&occupied().with(until("2026-09-01"))).gives(&["ReallocationProposed"]);
    let begins = start_transition("Lighter", &["Town"], "2026-09-02");
    within(&occupied().with(begins)).rejects("TransitionNotRunning", "proposal.transition");
}

#[test]
fn one_of_those_whom_a_reallocation_touches_takes_part_in_its_transition() {
    let of = |of| occupied().with(start_transition("Lighter", &[of], "2026-02-01"));
    let within = |given: Ledger| given.when(propose_within("Lighter", "R", &moves(), &[]));
    within(of("Region")).gives(&["ReallocationProposed"]);
    within(of("Stranger")).rejects("NotInTransition", "proposal.transition");
    let given = of("Stranger").with(propose("R", &moves(), &[]));
    let mut amended = amend("R", &moves(), &[]);
    amended.proposal.transition = Some(transition("Lighter"));
    given.when(amended).rejects("NotInTransition", "proposal.transition");
}

#[test]
fn the_flexible_share_is_that_of_what_its_organisations_own() {
    let given = occupied().with(with_targets(&["Region"], vec![share(166)]));
    let given = given.with(propose_within("Lighter", "R", &moves(), &[])).with_approval_of("R");
    let actual = given.target("2026-09-01", Basis::Actual);
    assert_eq!((value(&actual), actual.is_reached()), ("0".to_owned(), Some(false)));
    let planned = given.target("2026-09-01", Basis::Planned);
    assert_eq!((value(&planned), planned.is_reached()), ("0.1667".to_owned(), Some(true)));
    let nothing = occupied().with(with_targets(&["Town"], vec![share(400)]));
    let nothing = nothing.target(TODAY, Basis::Actual);
    assert_eq!((value(&nothing), nothing.is_reached()), ("none".to_owned(), None));
}

#[test]
fn an_area_of_which_spaces_are_left_out_is_not_known_to_be_small_enough() {
    let given = occupied().with(with_targets(&["Region"], vec![area("3")]));
    let one = given.clone().with(measured("Lounge", "30"));
    let target = one.target(TODAY, Basis::Actual);
    assert_eq!((value(&target), target.left_out, target.is_reached()), ("1.5".to_owned(), 2, None));
    let large = given.clone().with(measured("Lounge", "61")).target(TODAY, Basis::Actual);
    assert_eq!((large.left_out, large.is_reached()), (2, Some(false)));
    let all = measured_house(given).target(TODAY, Basis::Actual);
    assert_eq!((value(&all), all.left_out, all.is_reached()), ("3".to_owned(), 0, Some(true)));
}

#[test]
fn an_area_of_which_nothing_is_known_is_not_nothing() {
    for target in [area("3"), carbon(1)] {
        let given = occupied().with(with_targets(&["Region"], vec![target]));
        let target = given.target(TODAY, Basis::Actual);
        assert_eq!((target.numerator, target.value(), target.is_reached()), (None, None, None));
        assert_eq!(target.left_out, 3);
    }
}

#[test]
fn the_areas_that_all_organisations_use_are_the_whole() {
    let of = |organisations: &[&str]| {
        let given = measured_house(occupied()).with(with_targets(organisations, vec![carbon(1)]));
        value(&given.target(TODAY, Basis::Actual))
    };
    // 200 kWh at 25 g are 5 kg for each square metre. The Schools have desks in the Open.
    assert_eq!(of(&["Town"]), "200");
    assert_eq!(of(&["Region"]), "300");
    assert_eq!(of(&["Region", "Town"]), "500");
}

#[test]
fn a_space_that_is_released_is_no_longer_in_use() {
    let given = measured_house(estate()).with(with_targets(&["Region"], vec![carbon(300)]));
    let moves = [release(1, "Open", "2026-06-01")];
    let given = given.with(propose_within("Lighter", "R", &moves, &[])).with_approval_of("R");
    let shown = |ledger: &Ledger, basis| {
        let target = ledger.target(TODAY, basis);
        (value(&target), target.is_reached())
    };
    assert_eq!(shown(&given, Basis::Actual), ("500".to_owned(), Some(false)));
    assert_eq!(shown(&given, Basis::Planned), ("300".to_owned(), Some(true)));
    let done = given.with(report("R", "2026-06-01", &[1]));
    assert_eq!(shown(&done, Basis::Actual), ("300".to_owned(), Some(true)));
}

fn told(effect: &Effect) -> (u32, u32, u32, String, u32) {
    let loa = effect.released_areas.under(&Measure::Loa);
    let Effect { flexible, returned, released_spaces, seats, .. } = effect;
    (*flexible, *returned, *released_spaces, loa.square_metres.to_string(), seats.peak())
}

fn effect(flexible: u32, released: u32, area: &str, seats: u32) -> (u32, u32, u32, String, u32) {
    (flexible, 0, released, area.to_owned(), seats)
}

/// Two desks go to the lounge, the open workplace is given up, and the Schools get three seats.
fn promising() -> Ledger {
    let given = measured_house(running());
    let moves = [
        relocate(1, "W1", "Node", "Lounge", "2026-06-01"),
        relocate(2, "W2", "Node", "Lounge", "2026-06-01"),
        release(3, "Open", "2026-06-02"),
    ];
    let seats = [bring("M", "Node", "Schools", "2026-06-01", shared(3))];
    given.with(propose_within("Lighter", "R", &moves, &seats))
}

#[test]
fn what_was_promised_stands_beside_what_has_been_realised() {
    let promised = effect(2, 1, "40", 3);
    let proposed = promising();
    let progress = proposed.progress(TODAY, Basis::Actual);
    assert_eq!(progress.reallocations.len(), 1, "it is listed while it waits");
    assert_eq!(told(&progress.promised), effect(0, 0, "0", 0), "a proposal promises nothing");
    let approved = proposed.with_approval_of("R");
    let begun = approved.with(report("R", "2026-06-05", &[1]));
    let progress = begun.progress(TODAY, Basis::Actual);
    assert_eq!(told(&progress.promised), promised);
    assert_eq!(told(&progress.realised), effect(1, 0, "0", 3));
    let before = begun.progress("2026-06-04", Basis::Actual);
    assert_eq!(told(&before.realised), effect(0, 0, "0", 0), "nothing had been done by then");
    let done = begun.with(report("R", TODAY, &[2, 3]));
    assert_eq!(told(&done.progress(TODAY, Basis::Actual).realised), promised);
}

#[test]
fn an_amendment_that_is_approved_stands_beside_the_first_promise() {
    let begun = promising().with_approval_of("R").with(report("R", "2026-06-05", &[1]));
    let fewer = [relocate(1, "W1", "Node", "Lounge", "2026-06-01")];
    let seats = [bring("M", "Node", "Schools", "2026-06-01", shared(3))];
    let mut amended = amend("R", &fewer, &seats);
    amended.proposal.transition = Some(transition("Lighter"));
    let progress = begun.clone().with(amended.clone()).with_approval_of("R");
    let progress = progress.progress(TODAY, Basis::Actual);
    assert_eq!(told(&progress.promised), effect(2, 1, "40", 3));
    assert_eq!(told(&progress.approved), effect(1, 0, "0", 3));
    assert_eq!(told(&progress.realised), effect(1, 0, "0", 3));
    amended.proposal.transition = None;
    let left = begun.with(amended).with_approval_of("R").progress(TODAY, Basis::Actual);
    assert_eq!(told(&left.promised), effect(2, 1, "40", 3), "it had been promised");
    assert_eq!(told(&left.approved), effect(0, 0, "0", 0));
}

#[test]
fn what_is_revoked_keeps_its_promise_and_what_was_done() {
    let begun = promising().with_approval_of("R").with(report("R", "2026-06-05", &[1]));
    let revoked = begun.revoked("R");
    assert_eq!(revoked.status("R"), ReallocationStatus::Revoked);
    let progress = revoked.progress(TODAY, Basis::Actual);
    assert_eq!(told(&progress.reallocations[0].promised), effect(2, 1, "40", 3));
    assert_eq!(told(&progress.reallocations[0].realised), effect(1, 0, "0", 3));
}

#[test]
fn a_membership_that_an_amendment_left_out_after_it_began_is_still_realised() {
    let begun = promising().with_approval_of("R").with(report("R", "2026-06-05", &[1]));
    let fewer = [relocate(1, "W1", "Node", "Lounge", "2026-06-01")];
    let mut amended = amend("R", &fewer, &[]);
    amended.proposal.transition = Some(transition("Lighter"));
    let progress = begun.with(amended).with_approval_of("R").progress(TODAY, Basis::Actual);
    assert_eq!(told(&progress.approved), effect(1, 0, "0", 0));
    assert_eq!(told(&progress.realised), effect(1, 0, "0", 3));
}

#[test]
fn who_succeeds_an_organisation_takes_its_part() {
    let start = with_targets(&["Stranger"], vec![share(1)]);
    let given = occupied().with(start);
    let given = given.with(end_organisation("Stranger", "2026-08-01", Some("Region")));
    let denominator = |on| given.target(on, Basis::Actual).denominator.to_string();
    assert_eq!((denominator("2026-07-31"), denominator("2026-08-01")), ("0".into(), "6".into()));
    given.when(propose_within("Lighter", "R", &moves(), &[])).gives(&["ReallocationProposed"]);
}
