//! The rules from outside: given a ledger, when a command, then events or a rejection. No server,
//! no store; the clock is an argument.

#[cfg(test)]
mod allocations;
#[cfg(test)]
mod bases;
#[cfg(test)]
mod changing_estate;
#[cfg(test)]
mod common;
#[cfg(test)]
mod corrections;
#[cfg(test)]
mod corrections_of_anything;
mod corrections_of_money;
#[cfg(test)]
mod costs;
#[cfg(test)]
mod differences;
#[cfg(test)]
mod drawings;
#[cfg(test)]
mod erasures;
#[cfg(test)]
mod estate;
#[cfg(test)]
mod execution;
#[cfg(test)]
mod facts;
#[cfg(test)]
mod histories;
#[cfg(test)]
mod history;
#[cfg(test)]
mod hubs;
#[cfg(test)]
mod imports;
#[cfg(test)]
mod invoices;
#[cfg(test)]
mod key_figures;
#[cfg(test)]
mod lease_ends;
#[cfg(test)]
mod leases;
#[cfg(test)]
mod mandates;
#[cfg(test)]
mod memberships;
#[cfg(test)]
mod moving;
#[cfg(test)]
mod network;
#[cfg(test)]
mod organisations;
#[cfg(test)]
mod overruns;
#[cfg(test)]
mod plans;
#[cfg(test)]
mod portfolio;
#[cfg(test)]
mod preconditions;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod reallocations;
#[cfg(test)]
mod rejections;
#[cfg(test)]
mod releases;
#[cfg(test)]
mod rented_spaces;
#[cfg(test)]
mod reorganisations;
#[cfg(test)]
mod reshaping;
#[cfg(test)]
mod resources;
#[cfg(test)]
mod reversals;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod seats;
#[cfg(test)]
mod succession;
#[cfg(test)]
mod transitions;
#[cfg(test)]
mod wording;
