//! What is allowed: [`decide`] turns a command into events, or into a [`Rejection`] that says the
//! way out.
//!
//! Pure: the state, the time, the ids and the salts come in as data. Rules are asked of the state
//! *after* the command's events, so that one command can bring what a later part of it needs; a
//! rejected command leaves nothing, because the caller's state is never touched.

mod allocations;
mod amounts;
mod bases;
mod budgets;
mod buildings;
mod capacity;
mod carried;
mod carrying;
mod closings;
mod context;
mod corrections;
mod costs;
mod counting;
mod decide;
mod decisions;
mod delegations;
mod doubts;
mod drawings;
mod erasures;
mod extent;
mod fates;
mod find;
mod hubs;
mod imports;
mod indices;
mod invoices;
mod leases;
mod levels;
mod losses;
mod memberships;
mod occupancy;
mod opening_balances;
mod organisations;
mod payers;
mod places;
mod portfolio;
mod preconditions;
mod reallocations;
mod recording;
mod rejection;
mod reorganisations;
mod reshaping;
mod resources;
mod roles;
mod spaces;
mod transitions;

pub use context::Context;
pub use decide::decide;
pub use recording::Outcome;
pub use rejection::*;
