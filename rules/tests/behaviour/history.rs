//! The history in words, and which things an event is part of the history of.

use crate::common::*;
use projections::{ERASED, Language, Texts, sentence};
use schema::{Category, Commitment, ImportPart};
use std::{collections::BTreeSet, sync::Arc};

/// A ledger with at least one event of every type.
fn story() -> Ledger {
    let moves = [
        relocate(1, "W1", "Node", "Lounge", "2026-05-01"),
        convert_space(2, "Open", "Node", "2026-05-01"),
    ];
    let brought = [bring("M", "Node", "Schools", "2026-05-01", shared(3))];
    let later = [relocate(1, "W2", "Node", "Lounge", "2026-09-01")];
    let given = occupied()
        .with(add_municipality("2380"))
        .with(number_organisation("Town", "2026-02-01", "212000-2528"))
        .with(place_unit("Library", "2026-02-01", "Schools"))
        .with(schema::BuildingRevise {
            address: schema::Change::Set(text("Storgatan 1")),
            ..revise_building("House", "2026-02-01")
        })
        .with(raise_level("Ground", "2026-02-01", 100))
        .with(categorise("Corridor", "2026-02-01", Category::Social))
        .with(grade("A1", "2026-02-01", counted()))
        .with(end_allocation("W2", "2026-06-01"))
        .approved("R", &moves, &brought)
        .with(report("R", "2026-04-20", &[1]))
        .with(amend("R", &moves, &brought))
        .with_approval_of("R")
        .with(report("R", "2026-05-04", &[2]))
        .with(change_terms("M", "2026-06-01", shared(4)))
        .with(end_membership("M", "2026-07-01"))
        .with(propose("S", &later, &[]))
        .with(withdraw("S"))
        .with(propose("T", &later, &[]));
    let digest = given.digest_of("T");
    given
        .by("Decider")
        .with(reject("T", digest))
        .by("Proposer")
        .with(close_hub("Annex", "2026-12-01"))
        .with(add_building("Barn", "Town", "2026-01-01"))
        .with(start_import("File", "Barn", "2026-02-01", [1, 1, 0]))
        .with(record_import(
            "File",
            vec![
                ImportPart::Level(add_level("Loft", "Barn", "2026-02-01")),
                ImportPart::Space(add_space("Hay", "Loft", Category::Cell, "2026-02-01")),
            ],
        ))
        .with(complete_import("File"))
        .with(hub_gains("Node", "Cell", "2026-03-01"))
        .with(hub_loses("Node", "Cell", "2026-04-01"))
        .with(retire_resource("Desk", "2026-06-01"))
        .with(retire_space("Hay", "2026-06-01"))
        .with(retire_level("Loft", "2026-06-01"))
        .with(retire_building("Barn", "2026-06-01"))
        .with(start_import("Plan", "House", "2026-06-01", [0, 0, 0]))
        .with(record_import("Plan", vec![set_plane("House", "14.6").into()]))
        .with(record_import("Plan", vec![draw("Ground", "Plan", 0, 1).into()]))
        .with(record_import("Plan", vec![identify("Open", "0pen").into()]))
        .with(abandon_import("Plan"))
        .with(reshape(
            &["Cell"],
            vec![new_space("Nook", Category::Cell, "2026-06-01")],
            "2026-06-01",
        ))
        .with(count_workstations("Open", "2026-06-02", 2))
        .with(schema::HubRevise {
            name: Some(text("The square")),
            ..revise_hub("Node", "2026-06-01")
        })
        .with(assign("A1", "Library", "2026-06-03"))
        .with(grant("N", "Node", "Library", "2026-06-03", shared(1)))
        .with(move_unit("Library", "Region", None, "2026-06-04"))
        .with(reorganise(&["Library"], &["Clinic"], "2026-06-05"))
        .with(end_organisation("Town", "2026-06-06", Some("Stranger")))
        .in_role(schema::Role::Administrator)
        .with(erase_person("Decider"))
}

#[test]
fn whatever_happens_has_its_sentence_in_both_languages() {
    let story = story();
    // What else there is, the golden examples tell: projections/tests/history_in_words.txt.
    let told: BTreeSet<&str> = story.events.iter().map(|(_, event)| event.type_name()).collect();
    assert!(told.len() > 50, "{told:?}");
    let (english, swedish) = (story.sentences_from(0), story.swedish_from(0));
    let told = story.events.iter().zip(&english).zip(&swedish);
    for (((_, event), english), swedish) in told {
        for sentence in [english, swedish] {
            assert!(sentence.len() > 12, "{sentence}");
            assert!(!sentence.contains("[not in") && !sentence.contains("[finns"), "{sentence}");
            assert!(!sentence.contains(event.type_name()), "{sentence}");
            assert!(!sentence.starts_with(char::is_lowercase), "{sentence}");
        }
        assert_ne!(english, swedish);
    }
}

#[test]
fn history_reads_as_a_person_would_tell_it() {
    let moves = [
        convert_space(1, "Open", "Node", "2026-05-01"),
        relocate(2, "W1", "Node", "Lounge", "2026-05-01"),
    ];
    let brought = [bring("M", "Node", "Schools", "2026-05-01", shared(3))];
    let told = occupied()
        .approved("New offices", &moves, &brought)
        .with(report("New offices", "2026-04-20", &[2]))
        .with(report("New offices", "2026-05-04", &[1]));
    let from = occupied().events.len();
    assert_eq!(
        told.sentences_from(from),
        [
            "Proposed “New offices”: 2 moves, 1 membership",
            "Town approved “New offices” (board decision KS 2026/123 of 2026-06-15 by Premises committee)",
            "Region approved “New offices” (board decision KS 2026/123 of 2026-01-02 by Premises committee)",
            "“New offices” is approved: its moves are planned",
            "Workstation W1 in space Open, Ground moved into space Lounge, Ground of the hub Node on 2026-04-20 (move 2 of “New offices”)",
            "Schools is a member of the hub Node from 2026-05-01, 30 people served, 3 seats on the busiest day",
            "Space Open, Ground joined the hub Node on 2026-05-04 (move 1 of “New offices”)",
            "Every move of “New offices” has been carried out",
        ]
    );
    assert_eq!(
        told.swedish_from(from),
        [
            "Omfördelningen ”New offices” föreslogs: 2 flyttar, 1 medlemskap",
            "Town godkände omfördelningen ”New offices” (nämndbeslut av Premises committee den 2026-06-15, diarienummer KS 2026/123)",
            "Region godkände omfördelningen ”New offices” (nämndbeslut av Premises committee den 2026-01-02, diarienummer KS 2026/123)",
            "Omfördelningen ”New offices” är godkänd: dess flyttar är planerade",
            "Arbetsplats W1 i utrymme Open, Ground flyttades till utrymme Lounge, Ground i Node den 2026-04-20 (flytt 2 i ”New offices”)",
            "Schools är medlem i Node från och med 2026-05-01, för 30 personer, med 3 platser under veckans mest belastade dag",
            "Utrymme Open, Ground övergick till Node den 2026-05-04 (flytt 1 i ”New offices”)",
            "Alla flyttar i omfördelningen ”New offices” är genomförda",
        ]
    );
}

#[test]
fn what_changes_is_told_from_what_to_what() {
    let given = occupied();
    let areas = schema::Areas::new(vec![schema::Area {
        measure: schema::Measure::Loa,
        square_metres: "10.5".parse().unwrap(),
    }]);
    let room = schema::SpaceRevise {
        seats: schema::Change::Set(4),
        areas: Some(areas.unwrap()),
        ..categorise("Lounge", "2026-05-01", Category::Cell)
    };
    let renumbered = schema::SpaceRevise {
        number: schema::Change::Set("L2".parse().unwrap()),
        seats: schema::Change::Remove,
        ..revise_space("Lounge", "2026-06-01")
    };
    let hub = schema::HubRevise {
        host: Some(organisation("Town")),
        services: Some(vec![]),
        ..revise_hub("Node", "2026-06-01")
    };
    let told = given
        .clone()
        .with(split("Open", &["East", "West"], "2026-05-01"))
        .with(room)
        .with(renumbered)
        .with(place_unit("Library", "2026-05-01", "Schools"))
        .with(hub)
        .with(retire_resource("Desk", "2026-05-01"))
        .with(count_workstations("East", "2026-05-02", 5))
        .with(end_organisation("Stranger", "2026-06-01", None));
    assert_eq!(
        told.sentences_from(given.events.len()),
        [
            "Added space East, Ground, an open workplace, from 2026-05-01",
            "Added space West, Ground, an open workplace, from 2026-05-01",
            "4 workstations moved into space East, Ground on 2026-05-01",
            "Space Open is split into space East and space West, Ground on 2026-05-01",
            "Space Lounge, Ground from 2026-05-01: category open workplace becomes cell office, number of seats becomes 4, area 10.5 m² LOA is added",
            "Space Lounge, Ground from 2026-06-01: number Lounge becomes L2, number of seats 4 is taken away",
            "The unit Library from 2026-05-01: part of Schools",
            "The hub Node from 2026-06-01: host Region becomes Town, other services",
            "Workstation Desk in space Cell, Ground is gone from 2026-05-01",
            "Added workstation East-1 in space East, Ground (counted) from 2026-05-02",
            "Counted 5 workstations in space East, Ground on 2026-05-02 (Walked through by the caretaker)",
            "The organisation Stranger leaves the portfolio on 2026-06-01",
        ]
    );
    assert_eq!(
        told.swedish_from(given.events.len()),
        [
            "Utrymme East, Ground lades till som kontorslandskap från och med 2026-05-01",
            "Utrymme West, Ground lades till som kontorslandskap från och med 2026-05-01",
            "4 arbetsplatser flyttades till utrymme East, Ground den 2026-05-01",
            "Utrymme Open delas upp i utrymme East och utrymme West, Ground, den 2026-05-01",
            "Utrymme Lounge, Ground från och med 2026-05-01: rumstyp kontorslandskap blir cellkontor, antal sittplatser blir 4, area 10,5 m² LOA tillkommer",
            "Utrymme Lounge, Ground från och med 2026-06-01: nummer Lounge blir L2, antal sittplatser 4 tas bort",
            "Enheten Library från och med 2026-05-01: del av Schools",
            "Node från och med 2026-06-01: värdorganisation Region blir Town, andra tjänster",
            "Arbetsplats Desk i utrymme Cell, Ground finns inte längre från och med 2026-05-01",
            "Arbetsplats East-1 i utrymme East, Ground (räknad) lades till från och med 2026-05-02",
            "5 arbetsplatser räknades i utrymme East, Ground den 2026-05-02 (Walked through by the caretaker)",
            "Organisationen Stranger lämnar beståndet den 2026-06-01",
        ]
    );
}

/// A vault from which everything was erased.
struct Erased;

impl Texts for Erased {
    fn text(&self, _: Commitment) -> Option<Arc<str>> {
        None
    }
}

#[test]
fn an_erased_name_shows_as_erased() {
    let story = story();
    let told = |language, place: usize| {
        let (cause, event) = &story.events[place];
        sentence(language, event, cause.revision, date(TODAY), &story.state, &Erased)
    };
    assert_eq!(told(Language::English, 1), format!("Registered {ERASED}"));
    assert_eq!(told(Language::Swedish, 1), "Personen [raderat] registrerades");
    for place in 0..story.events.len() {
        assert!(!told(Language::English, place).is_empty());
        // Without the texts that people typed, every word is ours.
        let swedish = told(Language::Swedish, place);
        let mut words = swedish.split(|c: char| !c.is_alphabetic());
        let english = words.find(|word| ["the", "from", "on", "and", "erased"].contains(word));
        assert_eq!(english, None, "{swedish}");
    }
}

#[test]
fn the_history_of_a_thing_has_every_event_that_concerns_it() {
    let story = story();
    assert_eq!(
        story.history_of(resource("W1").uuid()),
        [
            "ResourceAdded",
            "AllocationAssigned",
            "ReallocationProposed",
            "ReallocationDecided",
            "ReallocationDecided",
            "ReallocationApproved",
            "MoveDone",
            "ReallocationAmended",
            "ReallocationDecided",
            "ReallocationDecided",
            "ReallocationApproved",
        ]
    );
    let ended = ["MembershipGranted", "MembershipChanged", "MembershipEnded"];
    let of = |thing: uuid::Uuid| -> Vec<&str> {
        let all = story.history_of(thing);
        all.into_iter().filter(|name| name.starts_with("Membership")).collect()
    };
    for thing in [membership("M").uuid(), unit("Schools").uuid()] {
        assert_eq!(of(thing), ended);
    }
    let later = ["MembershipGranted", "MembershipTransferred"];
    assert_eq!(of(hub("Node").uuid()), [&ended[..], &later].concat());
    assert_eq!(of(unit("Library").uuid()), later);
    assert_eq!(of(unit("Clinic").uuid()), ["MembershipTransferred"]);
    assert!(story.history_of(unit("Schools").uuid()).contains(&"AllocationEnded"));
}

#[test]
fn a_decision_is_told_with_the_title_that_was_decided_on() {
    let moves = [relocate(1, "W1", "Node", "Lounge", "2026-05-01")];
    let approved = occupied().approved("R", &moves, &[]);
    let told = approved.sentences_from(0);
    let mut amendment = amend("R", &moves, &[]);
    amendment.proposal.title = text("Something else");
    let amended = approved.with(amendment).sentences_from(0);
    // What was told of the former proposal does not change when it is amended.
    assert_eq!(amended[..told.len()], told);
    assert!(amended.last().unwrap().contains("Something else"));
}

/// A unit renamed in 2026, moved to another organisation that year, and merged two years later.
fn unit_over_the_years() -> Ledger {
    let renamed =
        schema::UnitRevise { name: Some(text("Learning")), ..revise_unit("Schools", "2026-04-01") };
    estate()
        .with(assign("W1", "Schools", "2026-01-01"))
        .with(grant("M", "Node", "Schools", "2026-03-01", shared(2)))
        .with(renamed)
        .with(schema::UnitMove {
            reason: Some(text("The region runs the schools")),
            ..move_unit("Schools", "Region", Some("Clinic"), "2026-06-01")
        })
        .with(assign("W2", "Schools", "2026-07-01"))
        .today("2028-06-15")
        .with(reorganise(&["Schools", "Clinic"], &["Library"], "2028-06-01"))
}

#[test]
fn a_unit_is_found_under_each_name_at_its_time_with_todays_beside_it() {
    let told = unit_over_the_years();
    let history = |language| -> Vec<String> {
        told.state
            .touching(unit("Schools").uuid(), None)
            .map(|revision| {
                let (cause, event) = &told.events[usize::try_from(revision.number()).unwrap()];
                sentence(language, event, cause.revision, told.today_is(), &told.state, &told)
            })
            .collect()
    };
    assert_eq!(
        history(Language::English),
        [
            "Registered the unit Schools (now part of Library) of Town from 2026-01-01, 20 people",
            "Gave workstation W1 in space Open, Ground to Schools (now part of Library) from 2026-01-01",
            "Schools (now part of Library) is a member of the hub Node from 2026-03-01, 30 people served, 2 seats on the busiest day (board decision KS 2026/123 of 2026-06-15 by Premises committee; board decision KS 2026/123 of 2026-06-15 by Premises committee)",
            "The unit Schools (now part of Library) from 2026-04-01: name Schools becomes Learning",
            "Moved the unit Learning (now part of Library) from Town to Clinic (now part of Library) of Region on 2026-06-01",
            "Gave workstation W2 in space Open, Ground to Learning (now part of Library) from 2026-07-01",
            "Learning and Clinic are merged into Library on 2028-06-01",
            "Gave 2 workstations of Learning (now part of Library) to Library from 2028-06-01",
            "The membership of Learning (now part of Library) at the hub Node is Library’s from 2028-06-01",
        ]
    );
    assert_eq!(
        history(Language::Swedish),
        [
            "Enheten Schools (numera del av Library) inom Town registrerades från och med 2026-01-01, 20 personer",
            "Arbetsplats W1 i utrymme Open, Ground upplåts till Schools (numera del av Library) från och med 2026-01-01",
            "Schools (numera del av Library) är medlem i Node från och med 2026-03-01, för 30 personer, med 2 platser under veckans mest belastade dag (nämndbeslut av Premises committee den 2026-06-15, diarienummer KS 2026/123; nämndbeslut av Premises committee den 2026-06-15, diarienummer KS 2026/123)",
            "Enheten Schools (numera del av Library) från och med 2026-04-01: namn Schools blir Learning",
            "Enheten Learning (numera del av Library) flyttades från Town till Clinic (numera del av Library) inom Region den 2026-06-01",
            "Arbetsplats W2 i utrymme Open, Ground upplåts till Learning (numera del av Library) från och med 2026-07-01",
            "Learning och Clinic slås samman till Library den 2028-06-01",
            "2 arbetsplatser övergår från Learning (numera del av Library) till Library den 2028-06-01",
            "Medlemskapet för Learning (numera del av Library) i Node övergår till Library från och med 2028-06-01",
        ]
    );
    assert_eq!(told.allocation("W1", "2028-05-31", projections::Basis::Actual), fixed("Schools"));
    assert_eq!(told.allocation("W1", "2028-06-01", projections::Basis::Actual), fixed("Library"));
    let member = |on| told.state.membership(&membership("M")).unwrap().unit(date(on));
    assert_eq!([member("2028-05-31"), member("2028-06-01")], [unit("Schools"), unit("Library")]);
}
