//! What each source costs month by month, to the öre: figures were computed by hand, as their comments
//! show.

#![cfg(test)]

mod costs;
mod fit_outs;
mod going_on;
mod index;
mod leases;
mod ledger;
#[path = "../page/mod.rs"]
mod page;
mod properties;
mod worked_example;
