//! From a command to its events.

use projections::Portfolio;
use schema::Command;

use crate::{
    ActorNotRegistered, Context, Outcome, PortfolioNotOpen, PortfolioOpenAlready, Rejection,
    allocations, bases, budgets, buildings, carrying, closings, corrections, costs, counting,
    decisions, delegations, erasures, find, hubs, imports, indices, invoices, leases, levels,
    losses, memberships, opening_balances, organisations, payers, portfolio, preconditions,
    reallocations, recording::Recording, reorganisations, reshaping, resources, roles, spaces,
    transitions,
};

/// Decides a command on a state. An outcome without events means that the command changes nothing.
pub fn decide(
    before: &Portfolio,
    command: &Command,
    context: &Context,
) -> Result<Outcome, Rejection> {
    roles::check(context.issuer.role, command)?;
    admitted(before, command, context)?;
    let mut recording = Recording::new(before, context);
    dispatch(&mut recording, command)?;
    Ok(recording.finish())
}

/// Nothing is recorded before the portfolio is open, nor by someone who is not registered.
fn admitted(before: &Portfolio, command: &Command, context: &Context) -> Result<(), Rejection> {
    let person = context.issuer.person;
    match (before.opening(), command) {
        (None, Command::PortfolioOpen(_)) => Ok(()),
        (None, _) => Err(Rejection::new("", PortfolioNotOpen {})),
        (Some(_), Command::PortfolioOpen(_)) => Err(Rejection::new("", PortfolioOpenAlready {})),
        (Some(_), _) if find::is_registered(before, person) => Ok(()),
        (Some(_), _) => Err(Rejection::new("", ActorNotRegistered { person: person.to_string() })),
    }
}

fn dispatch(recording: &mut Recording<'_>, command: &Command) -> Result<(), Rejection> {
    match command {
        Command::PortfolioOpen(c) => portfolio::open(recording, c),
        Command::PersonRegister(c) => portfolio::register_person(recording, c),
        Command::MunicipalityAdd(c) => portfolio::add_municipality(recording, c),
        Command::OrganisationRegister(c) => organisations::register(recording, c),
        Command::OrganisationRevise(c) => organisations::revise(recording, c),
        Command::OrganisationEnd(c) => reorganisations::end(recording, c),
        Command::UnitRegister(c) => organisations::register_unit(recording, c),
        Command::UnitRevise(c) => organisations::revise_unit(recording, c),
        Command::UnitMove(c) => reorganisations::move_unit(recording, c),
        Command::UnitsReorganise(c) => reorganisations::reorganise(recording, c),
        Command::BuildingAdd(c) => buildings::add(recording, c),
        Command::BuildingRevise(c) => buildings::revise(recording, c),
        Command::BuildingRetire(c) => buildings::retire(recording, c),
        Command::LevelAdd(c) => levels::add(recording, c),
        Command::LevelRevise(c) => levels::revise(recording, c),
        Command::LevelRetire(c) => levels::retire(recording, c),
        Command::SpaceAdd(c) => spaces::add(recording, c),
        Command::SpaceRevise(c) => spaces::revise(recording, c),
        Command::SpaceRetire(c) => spaces::retire(recording, c),
        Command::SpaceReshape(c) => reshaping::reshape(recording, c),
        Command::ResourceAdd(c) => resources::add(recording, c),
        Command::ResourceRevise(c) => resources::revise(recording, c),
        Command::ResourceRetire(c) => resources::retire(recording, c),
        Command::ResourcesMove(c) => carrying::move_resources(recording, c),
        Command::WorkstationsCount(c) => counting::count_workstations(recording, c),
        Command::AllocationAssign(c) => allocations::assign(recording, c),
        Command::AllocationEnd(c) => allocations::end(recording, c),
        Command::HubPlan(c) => hubs::plan(recording, c),
        Command::HubOpen(c) => hubs::open(recording, c),
        Command::HubMoveOpening(c) => hubs::move_opening(recording, c),
        Command::SpaceLose(c) => losses::lose(recording, c),
        Command::SpaceRestore(c) => losses::restore(recording, c),
        Command::HubAddSpace(c) => hubs::add_space(recording, c),
        Command::HubRemoveSpace(c) => hubs::remove_space(recording, c),
        Command::HubSetCapacity(c) => hubs::set_capacity(recording, c),
        Command::HubClose(c) => hubs::close(recording, c),
        Command::HubRevise(c) => hubs::revise(recording, c),
        Command::MembershipGrant(c) => memberships::grant(recording, c),
        Command::MembershipChange(c) => memberships::change(recording, c),
        Command::MembershipEnd(c) => memberships::end(recording, c),
        Command::ReallocationPropose(c) => reallocations::propose(recording, c),
        Command::ReallocationAmend(c) => reallocations::amend(recording, c),
        Command::ReallocationApprove(c) => reallocations::approve(recording, c),
        Command::ReallocationReject(c) => reallocations::reject(recording, c),
        Command::ReallocationWithdraw(c) => reallocations::withdraw(recording, c),
        Command::ReallocationRevoke(c) => reallocations::revoke(recording, c),
        Command::ReallocationReport(c) => reallocations::report(recording, c),
        Command::DecisionConfirm(c) => decisions::confirm(recording, c),
        Command::DecisionReport(c) => decisions::report(recording, c),
        Command::DelegationGive(c) => delegations::give(recording, c),
        Command::DelegationWithdraw(c) => delegations::withdraw(recording, c),
        Command::PreconditionRequire(c) => preconditions::require(recording, c),
        Command::PreconditionDrop(c) => preconditions::drop(recording, c),
        Command::PreconditionSettle(c) => preconditions::settle(recording, c),
        Command::OpeningBalanceSign(c) => opening_balances::sign(recording, c),
        Command::ImportStart(c) => imports::start(recording, c),
        Command::ImportRecord(c) => imports::record(recording, c),
        Command::ImportComplete(c) => imports::complete(recording, c),
        Command::ImportAbandon(c) => imports::abandon(recording, c),
        Command::PersonErase(c) => erasures::erase_person(recording, c),
        Command::TextErase(c) => erasures::erase_text(recording, c),
        Command::CorrectClerically(c) => corrections::correct_clerically(recording, c),
        Command::CorrectFact(c) => corrections::correct_fact(recording, c),
        Command::TransitionStart(c) => transitions::start(recording, c),
        Command::TransitionRevise(c) => transitions::revise(recording, c),
        Command::TransitionEnd(c) => transitions::end(recording, c),
        Command::MilestoneReach(c) => transitions::reach(recording, c),
        Command::BasisSeal(c) => bases::seal(recording, c),
        Command::LeaseSign(c) => leases::sign(recording, c),
        Command::LeaseAmend(c) => leases::amend(recording, c),
        Command::LeaseNotice(c) => leases::give_notice(recording, c),
        Command::LeaseEnd(c) => leases::end(recording, c),
        Command::LeaseContinue(c) => leases::go_on(recording, c),
        Command::IndexPublish(c) => indices::publish(recording, c),
        Command::CostRecord(c) => costs::record(recording, c),
        Command::CostRevise(c) => costs::revise(recording, c),
        Command::CostEnd(c) => costs::end(recording, c),
        Command::VatTreat(c) => payers::treat_vat(recording, c),
        Command::CommonKeyChoose(c) => payers::choose_common_key(recording, c),
        Command::HubTariffAgree(c) => payers::agree_hub_tariff(recording, c),
        Command::BudgetDecide(c) => budgets::decide(recording, c),
        Command::InvoiceRecord(c) => invoices::record(recording, c),
        Command::InvoiceCancel(c) => invoices::cancel(recording, c),
        Command::PeriodClose(c) => closings::close(recording, c),
    }
}
