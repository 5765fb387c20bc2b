//! Erasing names and texts: on which ground, by whom, and what the ledger then says of it.

use crate::common::*;
use projections::ERASED;
use schema::{ErasedText, ErasureGround, PersonErase, Role, TextErase, TextsErased};

/// Organisations, of which a unit was described anew without another name.
fn given() -> Ledger {
    let smaller = schema::UnitRevise { headcount: Some(3), ..revise_unit("Schools", "2026-02-01") };
    organisations().with(smaller).in_role(Role::Administrator)
}

/// The revision of the first event of a type.
fn first(ledger: &Ledger, type_name: &str) -> u64 {
    let found = ledger.events.iter().find(|(_, event)| event.type_name() == type_name);
    found.unwrap().0.revision.number()
}

#[test]
fn an_erasure_carries_its_commitments_plain_and_its_ground() {
    let given = given();
    let name = given.state.person(&person("Decider")).unwrap().name;
    let ground = ErasureGround::DataSubject;
    let decision = erasure_decision("Town", "2026-06-01");
    let command = PersonErase { decision: decision.clone(), ..erase_person("Decider") };
    let erased = ErasedText::NameOf(person("Decider"));
    let commitments = vec![name.digest()];
    let event = TextsErased { erased, commitments, ground, decision };
    assert_eq!(schema::Event::from(event.clone()).texts(), [], "it has no text of its own");
    let told = given.when(command).gives_event(event);
    assert!(told.state.is_erased(name));
    assert_eq!(told.state.erased().collect::<Vec<_>>(), [name]);
    assert_eq!(projections::person(person("Decider"), &told.state, &told).as_ref(), ERASED);
}

#[test]
fn a_text_that_is_carried_along_is_erased_wherever_it_stands() {
    let given = given();
    let added = given.state.unit(&unit("Schools")).unwrap().added().unwrap().number();
    let revised = first(&given, "UnitRevised");
    let told = given.clone().with(erase_text(revised, "description.name"));
    given
        .with(erase_text(added, "description.name"))
        .when(erase_text(revised, "description.name"))
        .changes_nothing();
    let descriptions = &told.state.unit(&unit("Schools")).unwrap().descriptions;
    assert!(descriptions.entries().iter().all(|entry| told.state.is_erased(entry.value.name)));
}

#[test]
fn what_is_erased_already_is_not_erased_again() {
    let other = PersonErase { ground: ErasureGround::RecordedInError, ..erase_person("Decider") };
    given().with(erase_person("Decider")).when(other).changes_nothing();
}

#[test]
fn every_text_of_an_event_is_addressed_by_its_field_and_nothing_else_is() {
    let moves = [relocate(1, "W1", "Node", "Lounge", "2026-06-01")];
    let given = estate().approved("R", &moves, &[]).in_role(Role::Administrator);
    let (proposed, decided) =
        (first(&given, "ReallocationProposed"), first(&given, "ReallocationDecided"));
    given.when(erase_text(proposed, "proposal.title")).gives(&["TextsErased"]);
    given.when(erase_text(decided, "decision.body")).gives(&["TextsErased"]);
    given.when(erase_text(decided, "decision.caseNumber")).rejects("NotFound", "place.field");
    given.when(erase_text(decided, "decision")).rejects("NotFound", "place.field");
    given.when(erase_text(9_999, "name")).rejects("NotFound", "place.field");
}

#[test]
fn a_decision_is_one_of_an_organisation_that_was_there_and_not_of_tomorrow() {
    let on = |of, decided_on| PersonErase {
        ground: ErasureGround::Order,
        decision: erasure_decision(of, decided_on),
        ..erase_person("Decider")
    };
    given().when(on("Town", "2026-06-16")).rejects("InFuture", "decision.decidedOn");
    given().when(on("Nowhere", "2026-06-01")).rejects("NotFound", "decision.organisation");
    given().when(on("Town", "2026-06-15")).gives(&["TextsErased"]);
    for ground in [ErasureGround::Order, ErasureGround::Disposal] {
        let undecided = TextErase { ground, ..erase_text(0, "name") };
        given().when(undecided).rejects("ErasureUndecided", "decision");
    }
}

#[test]
fn only_an_administrator_erases() {
    for role in [Role::Manager, Role::Strategist, Role::Auditor] {
        let given = organisations().in_role(role);
        given.when(erase_person("Decider")).rejects("RoleNotAllowed", "");
        given.when(erase_text(0, "name")).rejects("RoleNotAllowed", "");
    }
}

#[test]
fn the_history_names_ground_and_case_and_never_the_text() {
    let decided = PersonErase {
        ground: ErasureGround::Disposal,
        decision: erasure_decision("Town", "2026-06-01"),
        ..erase_person("Decider")
    };
    let given = given();
    let from = given.events.len();
    let told = given.with(decided).with(erase_text(0, "name"));
    let who = person("Decider");
    assert_eq!(
        told.sentences_from(from),
        [
            format!(
                "Erased the name of person {who} (a disposal decision under archive law; \
                 KS 2026/77 of 2026-06-01, Town)"
            ),
            "Erased the text name of revision 0 (recorded in error)".to_owned(),
        ]
    );
    let of_person = told.history_of(who.uuid());
    assert_eq!(of_person, ["PersonRegistered", "TextsErased"]);
}
