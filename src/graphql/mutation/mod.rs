//! Mutations: one for each business act. A mutation parses its input, turns it into a command,
//! submits that to the ledger of its portfolio, and shows what came of it. It decides nothing.
//!
//! Every input carries a `commandId`: the same command under the same id is recorded once, however
//! often it is sent. References of new things may be left out; they are then derived from it.

mod act;
mod allocations;
mod bases;
mod buildings;
mod corrections;
mod costs;
mod counting;
mod decisions;
mod delegations;
mod described_spaces;
mod erasures;
mod fates;
mod hub_revising;
mod hub_spaces;
mod hubs;
mod imports;
mod invoices;
mod lease_terms;
mod leases;
mod levels;
mod mandates;
mod memberships;
mod moving;
mod municipalities;
mod opening_hours;
mod organisations;
mod parts;
mod payers;
mod persons;
mod places;
mod portfolios;
mod preconditions;
mod proposals;
mod reading;
mod reallocations;
mod record;
mod reorganisations;
mod reshaping;
mod resources;
mod shown;
mod spaces;
mod terms;
mod transitions;
mod true_facts;
mod units;

use async_graphql::MergedObject;

use super::{
    enums,
    scalars::{self, Ref},
    types,
};

/// What can be done. Each mutation is one business act, recorded whole or not at all.
///
/// A mutation needs the headers `x-actor` (a registered person) and `x-role`.
#[derive(MergedObject, Debug, Default)]
pub struct Mutation(
    OfOrganisations,
    OfBuildings,
    OfHubs,
    OfMandates,
    OfMoney,
    imports::ImportMutations,
);

// In groups, because each member of a merged object is nested in those before it, and the compiler
// bounds how deep.

/// Of the portfolio, its people and its organisations.
#[derive(MergedObject, Debug, Default)]
pub struct OfOrganisations(
    portfolios::PortfolioMutations,
    persons::PersonMutations,
    erasures::ErasureMutations,
    municipalities::MunicipalityMutations,
    organisations::OrganisationMutations,
    units::UnitMutations,
    reorganisations::ReorganisationMutations,
);

/// Of buildings and what stands in them.
#[derive(MergedObject, Debug, Default)]
pub struct OfBuildings(
    buildings::BuildingMutations,
    levels::LevelMutations,
    spaces::SpaceMutations,
    reshaping::ReshapingMutations,
    resources::ResourceMutations,
    moving::MovingMutations,
    counting::CountingMutations,
    allocations::AllocationMutations,
);

/// Of hubs and who uses them.
#[derive(MergedObject, Debug, Default)]
pub struct OfHubs(
    hubs::HubMutations,
    hub_revising::HubRevisingMutations,
    hub_spaces::HubSpaceMutations,
    memberships::MembershipMutations,
    reallocations::ReallocationMutations,
    leases::LeaseMutations,
);

/// Of the mandates on which is decided.
#[derive(MergedObject, Debug, Default)]
pub struct OfMandates(
    mandates::MandateMutations,
    delegations::DelegationMutations,
    preconditions::PreconditionMutations,
    corrections::CorrectionMutations,
    transitions::TransitionMutations,
    bases::BasisMutations,
);

/// Of what premises cost.
#[derive(MergedObject, Debug, Default)]
pub struct OfMoney(costs::CostMutations, payers::PayerMutations, invoices::InvoiceMutations);
