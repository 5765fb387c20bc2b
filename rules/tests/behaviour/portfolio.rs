//! Opening a portfolio, its persons and municipalities, and who may act.

use crate::common::*;
use schema::{Command, Commitment, PersonRegistered, Role};

#[test]
fn opening_registers_who_opens() {
    let ledger =
        Ledger::empty().when(open_portfolio()).gives(&["PortfolioOpened", "PersonRegistered"]);
    assert!(ledger.state.person(&person("Proposer")).is_some());
    assert_eq!(ledger.state.opening().unwrap().currency.to_string(), "SEK");
}

#[test]
fn a_name_is_in_the_vault_and_not_in_the_event() {
    let given = opened();
    let salt = schema::Salt::derive(&schema::Salt::new([7; 32]), given.next_event(0), "name");
    let name = Commitment::seal(given.next_event(0), "name", &salt, "Fourth");
    let registered = PersonRegistered { person: person("Fourth"), name };
    let ledger = given.when(register_person("Fourth")).gives_event(registered);
    assert_eq!(projections::person(person("Fourth"), &ledger.state, &ledger).as_ref(), "Fourth");
}

#[test]
fn nothing_is_recorded_before_the_opening_and_nothing_opens_twice() {
    Ledger::empty().when(register_person("Decider")).rejects("PortfolioNotOpen", "");
    opened().when(open_portfolio()).rejects("PortfolioOpenAlready", "");
}

#[test]
fn a_person_and_a_municipality_are_brought_once() {
    opened().when(register_person("Decider")).rejects("ExistsAlready", "person");
    let given = opened().with(add_municipality("2380"));
    given.when(add_municipality("2380")).rejects("ExistsAlready", "municipality");
}

#[test]
fn only_registered_persons_act() {
    opened().by("Fourth").when(register_person("Fifth")).rejects("ActorNotRegistered", "");
    opened()
        .with(register_person("Fourth"))
        .by("Fourth")
        .when(register_person("Fifth"))
        .gives(&["PersonRegistered"]);
}

/// One of each kind of command, on things that need not be there: roles are asked first.
fn one_of_each() -> Vec<Command> {
    let digest = schema::Digest::of(b"");
    vec![
        open_portfolio().into(),
        register_person("Fourth").into(),
        add_municipality("2380").into(),
        register_organisation("O", "2026-01-01").into(),
        number_organisation("O", "2026-01-01", "212000-2528").into(),
        register_unit("U", "O", "2026-01-01").into(),
        revise_unit("U", "2026-01-01").into(),
        add_building("B", "O", "2026-01-01").into(),
        revise_building("B", "2026-01-01").into(),
        retire_building("B", "2026-01-01").into(),
        add_level("L", "B", "2026-01-01").into(),
        raise_level("L", "2026-01-01", 1).into(),
        retire_level("L", "2026-01-01").into(),
        add_space("S", "L", schema::Category::Cell, "2026-01-01").into(),
        revise_space("S", "2026-01-01").into(),
        retire_space("S", "2026-01-01").into(),
        add_workstation("W", "S", "2026-01-01").into(),
        revise_resource("W", "2026-01-01").into(),
        retire_resource("W", "2026-01-01").into(),
        assign("W", "U", "2026-01-01").into(),
        end_allocation("W", "2026-01-01").into(),
        plan_hub("H", "O", "2026-01-01").into(),
        open_hub("H", "2026-01-01").into(),
        hub_gains("H", "S", "2026-01-01").into(),
        hub_loses("H", "S", "2026-01-01").into(),
        set_capacity("H", "2026-01-01", 1).into(),
        close_hub("H", "2026-01-01").into(),
        grant("M", "H", "U", "2026-01-01", shared(1)).into(),
        change_terms("M", "2026-01-01", shared(1)).into(),
        end_membership("M", "2026-01-01").into(),
        propose("R", &[], &[]).into(),
        amend("R", &[], &[]).into(),
        approve("R", digest).into(),
        reject("R", digest).into(),
        withdraw("R").into(),
        report("R", "2026-01-01", &[1]).into(),
        start_import("I", "B", "2026-01-01", [0, 0, 0]).into(),
        record_import("I", vec![]).into(),
        complete_import("I").into(),
        confirm(schema::Revision::FIRST, "O").into(),
        report_decision(schema::Revision::FIRST, "O", "2026-01-01").into(),
        settle("R", digest, "P", "2026-01-01").into(),
    ]
}

fn allowed_to(role: Role) -> Vec<&'static str> {
    let ledger = opened().in_role(role);
    let allowed = |command: &Command| match ledger.decide(command) {
        Err(rejection) => rejection.reason.code() != "RoleNotAllowed",
        Ok(_) => true,
    };
    one_of_each().iter().filter(|command| allowed(command)).map(Command::name).collect()
}

#[test]
fn an_auditor_changes_nothing() {
    assert_eq!(allowed_to(Role::Auditor), Vec::<&str>::new());
}

#[test]
fn a_strategist_proposes_only() {
    let proposes = ["ReallocationPropose", "ReallocationAmend", "ReallocationWithdraw"];
    assert_eq!(allowed_to(Role::Strategist), proposes);
}

#[test]
fn an_administrator_says_on_which_mandates_others_decide() {
    let commands: [Command; 5] = [
        delegate("O", "2026-01-01").into(),
        withdraw_delegation("O", "2026-01-01").into(),
        require("P", None, "2026-01-01").into(),
        drop_precondition("P", "2026-01-01").into(),
        sign_opening_balance("O", "2026-01-01").into(),
    ];
    for command in commands {
        let by = |role| opened().in_role(role).when(command.clone());
        for role in [Role::Auditor, Role::Strategist, Role::Manager] {
            by(role).rejects("RoleNotAllowed", "");
        }
        let decided = opened().in_role(Role::Administrator).decide(&command);
        let refused = decided.is_err_and(|refused| refused.reason.code() == "RoleNotAllowed");
        assert!(!refused, "{}", command.name());
    }
}

#[test]
fn a_manager_and_an_administrator_record_everything() {
    assert_eq!(allowed_to(Role::Manager).len(), one_of_each().len());
    assert_eq!(allowed_to(Role::Administrator).len(), one_of_each().len());
}
