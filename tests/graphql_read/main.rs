//! Reading over GraphQL: a small estate, recorded by commands through the rules, and what the
//! published schema says of it.

#![allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

mod areas;
mod changes;
mod clocks;
mod costs;
mod drawings;
mod estate;
mod history;
mod key_figures;
mod leases;
mod lineage;
mod money;
mod network;
mod plan;
mod refusals;
mod seats;
mod subscription;
