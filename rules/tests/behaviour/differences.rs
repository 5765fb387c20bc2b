//! Changes: the difference of any two viewpoints, applied to the one, gives the other; and each line
//! cites the events that caused it.

use crate::common::*;
use crate::properties::{config, sequences};
use crate::{changing_estate, properties};
use projections::{
    Basis, ChangeLine, Changes, FactKey, FactKind, FactValue, Language, Portfolio, Viewpoint,
    Within,
};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use schema::{
    Category, Change, LeaseParty, LeaseTerms, ResourceRevise, Revision, Role, SpaceRevise,
    TransitionRevise, TransitionStart, UnitRevise,
};
use std::cell::{Cell, RefCell};

const DATES: [&str; 9] = [
    "2025-12-31",
    "2026-01-01",
    "2026-02-15",
    "2026-03-01",
    "2026-04-01",
    "2026-05-02",
    "2026-07-01",
    "2026-09-01",
    "2027-06-01",
];

/// Of which generator, from which bytes, and which pairs of viewpoints are compared.
type History = (bool, Vec<[u8; 24]>, Vec<[[u8; 3]; 2]>);

/// A state of a history, a date and a basis, as three bytes choose them.
fn viewpoint<'a>(states: &'a [Portfolio], choice: &[u8; 3]) -> Viewpoint<'a> {
    let [state, on, basis] = choice.map(usize::from);
    Viewpoint {
        state: &states[state % states.len()],
        on: date(DATES[on % DATES.len()]),
        basis: [Basis::Actual, Basis::Planned][basis % 2],
    }
}

fn head(state: &Portfolio) -> Revision {
    state.head().unwrap().revision
}

/// The difference leads from the one to the other, and every cited event is of the thing's history.
fn leads_from_one_to_the_other(from: &Viewpoint<'_>, to: &Viewpoint<'_>) -> Changes {
    let (mut facts, expected) = (from.facts(), to.facts());
    let changes = Changes::between(from, to);
    changes.apply(&mut facts);
    assert_eq!(facts, expected, "{from:?} to {to:?}");
    let keys: Vec<FactKey> = changes.lines.iter().map(|line| line.key).collect();
    assert!(keys.is_sorted(), "lines are out of order");
    let more = if head(from.state) > head(to.state) { from.state } else { to.state };
    for line in &changes.lines {
        assert!(line.from != line.to, "{line:?}");
        assert!(!line.because.is_empty(), "{from:?} to {to:?}: {line:?}");
        assert!(line.because.is_sorted() && line.because.len() <= 16, "{line:?}");
        for cited in &line.because {
            let mut touching = more.touching(line.key.thing.uuid(), None);
            let touches = touching.any(|touching| touching == *cited);
            assert!(touches || is_cause_of_doubt(line, *cited), "{line:?}");
        }
    }
    changes
}

/// What puts a thing in doubt may itself be about another thing: the doubt names it.
fn is_cause_of_doubt(line: &ChangeLine, cited: Revision) -> bool {
    [&line.from, &line.to]
        .into_iter()
        .flatten()
        .any(|value| matches!(value, FactValue::Doubted { because, .. } if *because == cited))
}

/// The same lines the other way round.
fn turned(changes: &Changes) -> Vec<ChangeLine> {
    let turn = |line: &ChangeLine| ChangeLine {
        from: line.to.clone(),
        to: line.from.clone(),
        ..line.clone()
    };
    changes.lines.iter().map(turn).collect()
}

/// Every line can be told, in both languages.
fn every_line_is_told(
    changes: &Changes,
    from: &Viewpoint<'_>,
    to: &Viewpoint<'_>,
    ledger: &Ledger,
) {
    for line in &changes.lines {
        for language in [Language::English, Language::Swedish] {
            let told = line.sentence(from, to, language, ledger);
            assert!(!told.contains("[not in") && !told.contains("[inte i"), "{line:?}: {told}");
        }
    }
}

#[test]
fn a_difference_applied_to_the_one_viewpoint_gives_the_other() {
    let lines = Cell::new(0);
    let kinds = RefCell::new(std::collections::BTreeSet::new());
    let holds = |(changing, sequence, pairs): History| {
        let states = RefCell::new(Vec::new());
        let ledger = if changing {
            changing_estate::play(&sequence, |before, _, _, recorded| {
                if recorded {
                    states.borrow_mut().push(before.clone());
                }
            })
        } else {
            properties::play(&sequence, |ledger, _, recorded| {
                if recorded {
                    states.borrow_mut().push(ledger.state.clone());
                }
            })
        };
        let mut states = states.into_inner();
        states.push(ledger.state.clone());
        for [from, to] in &pairs {
            let (from, to) = (viewpoint(&states, from), viewpoint(&states, to));
            let changes = leads_from_one_to_the_other(&from, &to);
            let back = Changes::between(&to, &from);
            prop_assert_eq!(turned(&changes), back.lines, "{:?} and {:?}", from, to);
            every_line_is_told(&changes, &from, &to, &ledger);
            lines.set(lines.get() + changes.lines.len());
            kinds.borrow_mut().extend(changes.lines.iter().map(|line| line.key.kind));
        }
        Ok(())
    };
    let pairs = proptest::collection::vec(any::<[[u8; 3]; 2]>(), 12);
    let strategy = (any::<bool>(), sequences(50), pairs);
    TestRunner::new(config(150)).run(&strategy, holds).unwrap();
    assert!(lines.get() > 10_000, "{} lines: too few to tell", lines.get());
    use FactKind::*;
    let reached = [
        Description,
        Category,
        Hub,
        Place,
        Allocation,
        Opening,
        Open,
        Capacity,
        Unit,
        Terms,
        Proposal,
        Status,
        Decision,
        Move,
        End,
    ];
    let never: Vec<_> = reached.iter().filter(|kind| !kinds.borrow().contains(kind)).collect();
    assert_eq!(never, Vec::<&FactKind>::new(), "never changed: the property says nothing of them");
}

#[test]
fn what_one_command_changes_is_caused_by_its_events_alone() {
    let told = Cell::new(0);
    let holds = |(sequence, choice): (Vec<[u8; 24]>, [u8; 3])| {
        let before = RefCell::new(None::<Portfolio>);
        properties::play(&sequence, |ledger, command, recorded| {
            let Some(known) = before.replace(Some(ledger.state.clone())).filter(|_| recorded)
            else {
                return;
            };
            let states = [known];
            let from = viewpoint(&states, &choice);
            let to = Viewpoint { state: &ledger.state, ..from };
            let first = states[0].next_revision();
            for line in Changes::between(&from, &to).lines {
                let of_command = line.because.iter().all(|cited| *cited >= first);
                assert!(of_command, "{}: {line:?}", command.name());
                told.set(told.get() + 1);
            }
        });
        Ok(())
    };
    TestRunner::new(config(100)).run(&(sequences(60), any::<[u8; 3]>()), holds).unwrap();
    assert!(told.get() > 1000);
}

fn at<'a>(ledger: &'a Ledger, on: &str, basis: Basis) -> Viewpoint<'a> {
    Viewpoint { state: &ledger.state, on: date(on), basis }
}

/// What is known on a date.
fn actual<'a>(ledger: &'a Ledger, on: &str) -> Viewpoint<'a> {
    at(ledger, on, Basis::Actual)
}

/// The types of the events that a line cites.
fn causes(ledger: &Ledger, line: &ChangeLine) -> Vec<&'static str> {
    let of = |revision: &Revision| {
        let place = usize::try_from(revision.number()).unwrap();
        ledger.events[place].1.type_name()
    };
    line.because.iter().map(of).collect()
}

/// What changes, in English, with the types of the events behind it.
fn told(ledger: &Ledger, from: &Viewpoint<'_>, to: &Viewpoint<'_>) -> Vec<String> {
    let changes = leads_from_one_to_the_other(from, to);
    let tell = |line: &ChangeLine| {
        let sentence = line.sentence(from, to, Language::English, ledger);
        format!("{sentence} ({})", causes(ledger, line).join(", "))
    };
    changes.lines.iter().map(tell).collect()
}

/// W1 joins the Node on 1 July as planned.
fn planned() -> Ledger {
    let moves = [relocate(1, "W1", "Node", "Lounge", "2026-07-01")];
    let brought = [bring("M", "Node", "Schools", "2026-07-01", shared(2))];
    occupied().approved("R", &moves, &brought)
}

#[test]
fn what_is_planned_differs_from_what_is_by_the_approval() {
    let ledger = planned();
    let (actual, plan) =
        (at(&ledger, "2026-07-01", Basis::Actual), at(&ledger, "2026-07-01", Basis::Planned));
    assert_eq!(
        told(&ledger, &actual, &plan),
        [
            "Workstation W1 in space Open, Ground: in space Open, Ground becomes in space Lounge, \
             Ground (ReallocationApproved)",
            "Workstation W1 in space Open, Ground: fixed to Schools becomes flexible in the hub Node \
             (ReallocationApproved)",
            "The membership of Schools in the hub Node: held by Schools (ReallocationApproved)",
            "The membership of Schools in the hub Node: 30 people served, 2 seats at most \
             (ReallocationApproved)",
        ]
    );
}

#[test]
fn a_day_that_passes_brings_what_takes_effect_on_it() {
    let ledger = occupied().with(assign("W3", "Library", "2026-07-01"));
    let (june, july) =
        (at(&ledger, "2026-06-30", Basis::Actual), at(&ledger, "2026-07-01", Basis::Actual));
    assert_eq!(
        told(&ledger, &june, &july),
        ["Workstation W3 in space Open, Ground: vacant becomes fixed to Library \
          (AllocationAssigned)"]
    );
    let line = &Changes::between(&june, &july).lines[0];
    assert_eq!(line.because, [head(&ledger.state)]);
    assert_eq!(
        line.sentence(&june, &july, Language::Swedish, &ledger),
        "Arbetsplats W3 i utrymme Open, Ground: ledig blir fast för Library"
    );
}

#[test]
fn what_was_not_known_is_caused_by_what_was_recorded_since() {
    let before = occupied();
    let after = before
        .clone()
        .with(SpaceRevise {
            category: Some(Category::Cell),
            number: Change::Set("9".parse().unwrap()),
            ..revise_space("Corridor", "2026-02-01")
        })
        .with(UnitRevise { headcount: Some(7), ..revise_unit("Clinic", "2026-07-01") });
    let (from, to) =
        (at(&before, "2026-06-01", Basis::Actual), at(&after, "2026-06-01", Basis::Actual));
    assert_eq!(
        told(&after, &from, &to),
        [
            "Space Corridor, Ground: number Corridor becomes 9 (SpaceRevised)",
            "Space Corridor, Ground: circulation space becomes cell office (SpaceRevised)",
        ]
    );
    let later = at(&after, "2026-07-01", Basis::Actual);
    let told = told(&after, &from, &later);
    assert_eq!(told[0], "The unit Clinic: people 20 becomes 7 (UnitRevised)");
    assert_eq!(told.len(), 3);
}

#[test]
fn a_plan_that_is_taken_back_is_caused_by_its_revocation() {
    let before = planned();
    // What else happens to the thing meanwhile is not the cause.
    let number = Change::Set("W1b".parse().unwrap());
    let renumbered = ResourceRevise { number, ..revise_resource("W1", "2026-06-01") };
    let after = before.clone().with(renumbered).revoked("R");
    assert_eq!(after.events.len(), before.events.len() + 2);
    let (from, to) =
        (at(&before, "2026-07-01", Basis::Planned), at(&after, "2026-07-01", Basis::Planned));
    let told = told(&after, &from, &to);
    let of_allocation = told.iter().find(|line| line.contains("becomes fixed to Schools")).unwrap();
    assert!(of_allocation.ends_with("(ReallocationRevoked)"), "{of_allocation}");
    let ended = "The membership of Schools in the hub Node: no longer held by Schools \
                 (ReallocationRevoked)";
    assert!(told.iter().any(|line| line == ended), "{told:#?}");
}

#[test]
fn a_move_that_is_done_is_told_with_what_it_brings() {
    let before = planned();
    let after = before.clone().today("2026-07-02").with(report("R", "2026-07-02", &[1]));
    let (from, to) =
        (at(&before, "2026-07-02", Basis::Actual), at(&after, "2026-07-02", Basis::Actual));
    let told = told(&after, &from, &to);
    let ends = [
        "becomes in space Lounge, Ground (MoveDone)",
        "becomes flexible in the hub Node (MoveDone)",
        ": held by Schools (MembershipGranted)",
        "2 seats at most (MembershipGranted)",
        ": approved becomes completed (ReallocationCompleted)",
        ": move 1 done on 2026-07-02 (MoveDone)",
    ];
    assert_eq!(told.len(), ends.len(), "{told:#?}");
    for (line, end) in told.iter().zip(ends) {
        assert!(line.ends_with(end), "{line}");
    }
}

#[test]
fn what_is_in_doubt_is_told_with_the_fact_that_is_the_cause_until_it_is_amended() {
    let moves =
        [convert_space(1, "Open", "Annex", "2026-09-01"), convert(2, "W1", "Annex", "2026-09-02")];
    let brought = [bring("M", "Annex", "Schools", "2026-09-01", shared(2))];
    let planned = occupied().approved("R", &moves, &brought);
    let late = planned.clone().with(move_opening("Annex", "2026-11-01"));
    let cause = late.state.hub(&hub("Annex")).unwrap().opens.revision;
    let told_of = |ledger: &Ledger, from: &Ledger, to: &Ledger| {
        told(ledger, &actual(from, TODAY), &actual(to, TODAY))
    };
    let doubted = [
        "The hub Annex: planned to open on 2026-09-01 becomes planned to open on 2026-11-01 \
         (HubOpeningMoved)"
            .to_owned(),
        format!(
            "The membership of Schools in the hub Annex: in doubt because of revision {cause} \
             (HubOpeningMoved, ReallocationDoubted)"
        ),
        format!(
            "The reallocation “R”: move 1 in doubt because of revision {cause} (HubOpeningMoved, \
             ReallocationDoubted)"
        ),
        format!(
            "The reallocation “R”: move 2 in doubt because of revision {cause} (HubOpeningMoved, \
             ReallocationDoubted)"
        ),
    ];
    assert_eq!(told_of(&late, &planned, &late), doubted);
    let later =
        [convert_space(1, "Open", "Annex", "2026-11-01"), convert(2, "W1", "Annex", "2026-11-01")];
    let brought = [bring("M", "Annex", "Schools", "2026-11-01", shared(2))];
    let amended = late.clone().by("Proposer").with(amend("R", &later, &brought));
    let no_longer: Vec<String> = told_of(&amended, &late, &amended)
        .into_iter()
        .filter(|line| line.contains("in doubt"))
        .collect();
    let thing = [
        "membership of Schools in the hub Annex: no longer",
        "reallocation “R”: no longer move 1",
        "reallocation “R”: no longer move 2",
    ];
    let expected = thing.map(|thing| {
        format!("The {thing} in doubt because of revision {cause} (ReallocationAmended)")
    });
    assert_eq!(no_longer, expected);
    let granted = estate().with(grant("M", "Annex", "Schools", "2026-09-15", shared(2)));
    let late = granted.clone().with(move_opening("Annex", "2026-11-01"));
    let cause = late.state.hub(&hub("Annex")).unwrap().opens.revision;
    let told_alone = told_of(&late, &granted, &late);
    assert_eq!(
        told_alone[1],
        format!(
            "The membership of Schools in the hub Annex: in doubt from 2026-09-15 because of \
             revision {cause} (HubOpeningMoved, MembershipDoubted)"
        )
    );
}

#[test]
fn what_is_required_settled_delegated_and_sealed_is_told() {
    let before = occupied()
        .with(propose("R", &[relocate(1, "W1", "Node", "Lounge", "2026-09-01")], &[]))
        .by("Decider")
        .in_role(Role::Administrator);
    let required = before.clone().with(require("Unions", None, "2026-01-01"));
    let settled = settle("R", required.digest_of("R"), "Unions", "2026-06-10");
    let ledger = required
        .with(delegate("Town", "2026-07-01"))
        .in_role(Role::Manager)
        .with(settled)
        .with(seal_basis("Three", "2026-10-01", &[&["R"]]));
    assert_eq!(
        told(&ledger, &actual(&before, TODAY), &actual(&ledger, "2026-07-01"))
            .into_iter()
            .filter(|line| !line.contains("(ResourceAdded)"))
            .collect::<Vec<_>>(),
        [
            "The organisation Town: point 4.2 b delegated to Head of premises (DelegationGiven)",
            "The reallocation “R”: “Unions” met on 2026-06-10 (PreconditionAnswered)",
            "The precondition “Unions” is added (PreconditionRequired)",
            "The basis for decisions “Three”: sealed (BasisSealed)",
        ]
    );
    let withdrawn = ledger
        .clone()
        .in_role(Role::Administrator)
        .with(withdraw_delegation("Town", "2026-08-01"))
        .with(drop_precondition("Unions", "2026-08-01"));
    let line =
        |from: &str, to: &str| told(&withdrawn, &actual(&withdrawn, from), &actual(&withdrawn, to));
    assert_eq!(
        line("2026-07-31", "2026-08-01"),
        [
            "The organisation Town: no longer point 4.2 b delegated to Head of premises \
             (DelegationWithdrawn)",
            "The precondition “Unions” is gone (PreconditionDropped)",
        ]
    );
    let known = told(&withdrawn, &actual(&ledger, "2026-08-01"), &actual(&withdrawn, "2026-08-01"));
    assert_eq!(
        known,
        [
            "The organisation Town: no longer point 4.2 b delegated to Head of premises \
             (DelegationWithdrawn)",
            "The precondition “Unions” is gone (PreconditionDropped)",
            "The precondition “Unions”: ending on 2026-08-01 (PreconditionDropped)",
        ]
    );
}

#[test]
fn a_transition_is_told_field_by_field_with_the_milestones_that_it_reached() {
    let before = occupied();
    let milestones = vec![milestone(1, "2026-05-31"), milestone(2, "2027-05-31")];
    let start = start_transition("Lighter", &["Town"], "2026-02-01");
    let started = before.clone().with(TransitionStart { milestones, ..start });
    assert_eq!(
        told(&started, &actual(&before, TODAY), &actual(&started, TODAY)),
        ["The transition “Lighter” is added (TransitionStarted)"]
    );
    let until = Some(date("2029-12-31"));
    let revised = TransitionRevise { until, ..revise_transition("Lighter", "2026-03-01") };
    let ended = started
        .clone()
        .with(revised)
        .with(reach("Lighter", 1, "2026-06-01"))
        .with(end_transition("Lighter", "2027-01-01"));
    assert_eq!(
        told(&ended, &actual(&started, TODAY), &actual(&ended, TODAY)),
        [
            "The transition “Lighter”: end 2028-12-31 becomes 2029-12-31 (TransitionRevised)",
            "The transition “Lighter”: ending on 2027-01-01 (TransitionEnded)",
            "The transition “Lighter”: “Step 1” reached on 2026-06-01 (MilestoneReached)",
        ]
    );
    assert_eq!(
        told(&ended, &actual(&ended, "2026-12-31"), &actual(&ended, "2027-01-01")),
        ["The transition “Lighter” is gone (TransitionEnded)"]
    );
}

#[test]
fn what_ends_is_gone_by_the_event_that_ends_it() {
    let ledger = house().with(retire_resource("W3", "2026-07-01"));
    let (june, july) =
        (at(&ledger, "2026-06-30", Basis::Actual), at(&ledger, "2026-07-01", Basis::Actual));
    assert_eq!(
        told(&ledger, &june, &july),
        [
            "Workstation W3 in space Open, Ground is gone (ResourceRetired)",
            "Workstation W3 in space Open, Ground: no longer in space Open, Ground \
             (ResourceRetired)",
            "Workstation W3 in space Open, Ground: no longer vacant (ResourceRetired)",
        ]
    );
}

#[test]
fn a_hub_opens_as_planned_or_as_reported() {
    let before = estate();
    let after = before.clone().today("2026-10-02").with(open_hub("Annex", "2026-10-01"));
    let annex = FactKey::of(hub("Annex"), FactKind::Open);
    let open = |ledger: &Ledger, on, basis| at(ledger, on, basis).facts().get(&annex).cloned();
    assert_eq!(open(&before, "2026-09-01", Basis::Planned), Some(FactValue::Open));
    assert_eq!(open(&after, "2026-09-01", Basis::Planned), None);
    let (from, to) =
        (at(&before, "2026-09-01", Basis::Planned), at(&after, "2026-09-01", Basis::Planned));
    assert_eq!(
        told(&after, &from, &to),
        [
            "The hub Annex: opened on 2026-10-01 (HubOpened)",
            "The hub Annex: no longer open (HubOpened)",
        ]
    );
}

#[test]
fn changes_are_those_of_a_building_a_level_or_an_organisation() {
    let ledger = planned();
    let (from, to) =
        (at(&ledger, "2026-01-01", Basis::Planned), at(&ledger, "2026-07-01", Basis::Planned));
    let things = |within: Within| {
        let wanted = |key: &FactKey| within.holds(&from, key.thing) || within.holds(&to, key.thing);
        let changes = Changes::between_where(&from, &to, wanted);
        let mut things: Vec<_> = changes.lines.iter().map(|line| line.key.thing.uuid()).collect();
        things.dedup();
        things
    };
    let (w1, lounge, node) = (resource("W1").uuid(), space("Lounge").uuid(), hub("Node").uuid());
    let member = membership("M").uuid();
    assert_eq!(things(Within::Building(building("House"))), [lounge, w1, node]);
    assert_eq!(things(Within::Level(level("Ground"))), [lounge, w1, node]);
    assert!(things(Within::Level(level("Attic"))).is_empty());
    assert_eq!(things(Within::Organisation(organisation("Town"))), [w1, member]);
    assert_eq!(things(Within::Organisation(organisation("Region"))), [lounge, w1, node]);
}

#[test]
fn where_only_knowledge_differs_unshared_things_alone_are_looked_at() {
    let before = occupied();
    let after = before.clone().with(assign("W3", "Library", "2026-01-01"));
    let looked_at = Cell::new(0);
    let count = |_: &FactKey| {
        looked_at.set(looked_at.get() + 1);
        true
    };
    let (from, to) =
        (at(&before, "2026-06-01", Basis::Actual), at(&after, "2026-06-01", Basis::Actual));
    Changes::between_where(&from, &to, count);
    assert_eq!(looked_at.get(), 4, "the four facts of one resource");
}

/// The lines about the lease between two ledgers on two dates, in words.
fn of_the_lease(from: (&Ledger, &str), to: (&Ledger, &str)) -> Vec<String> {
    let [one, other] = [from, to].map(|(ledger, on)| Viewpoint {
        state: &ledger.state,
        on: date(on),
        basis: Basis::Actual,
    });
    let changes = leads_from_one_to_the_other(&one, &other);
    let of_it = changes.lines.iter().filter(|line| line.key.thing == lease("L").into());
    of_it.map(|line| line.sentence(&one, &other, Language::English, to.0)).collect()
}

#[test]
fn a_lease_signed_amended_noticed_and_ended_is_told_term_by_term() {
    let nothing = estate();
    let signed = nothing.clone().with(sign_lease("L", "2026-01-01", office(&["Open"])));
    let now = "2026-06-15";
    let named = "The lease of Town in House";
    assert_eq!(of_the_lease((&nothing, now), (&signed, now)), [format!("{named} is added")]);
    let terms = LeaseTerms {
        rent_per_year: "195000.5".parse().unwrap(),
        to: Some(date("2030-01-01")),
        prolongation_months: None,
        ..office(&["Open", "Cell"])
    };
    let amended = signed.clone().with(amend_lease("L", "2027-01-01", terms));
    let differs = format!(
        "{named}: other premises, rent per year 180000 becomes 195000.5, end of the term 2029-01-01 \
         becomes 2030-01-01, no longer prolongation in months 36"
    );
    let ends = format!("{named}: ending on 2030-01-01");
    assert_eq!(
        of_the_lease((&amended, now), (&amended, "2027-01-01")),
        std::slice::from_ref(&differs)
    );
    assert_eq!(of_the_lease((&signed, now), (&amended, now)), std::slice::from_ref(&ends));
    assert_eq!(of_the_lease((&signed, now), (&amended, "2027-01-01")), [differs, ends]);
    let noticed =
        signed.clone().with(give_notice("L", LeaseParty::Tenant, "2026-06-01", "2029-01-01"));
    assert_eq!(
        of_the_lease((&signed, now), (&noticed, now)),
        [
            format!("{named}: ending on 2029-01-01"),
            format!("{named}: notice by the tenant on 2026-06-01, to leave on 2029-01-01"),
        ]
    );
    let gone = [format!("{named} is gone")];
    assert_eq!(of_the_lease((&noticed, now), (&noticed, "2029-01-01")), gone);
    let ended = signed.clone().with(end_lease("L", "2026-09-01"));
    assert_eq!(of_the_lease((&ended, now), (&ended, "2026-09-01")), gone);
    let back = [format!("{named} is added"), format!("{named}: no longer ending on 2026-09-01")];
    assert_eq!(of_the_lease((&ended, "2026-09-01"), (&signed, "2026-09-01")), back);
}
