//! The ledger: what is submitted is recorded once, whole, durably, and found again.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed, and says where")]
#![allow(clippy::disallowed_methods, reason = "tests look into the store's files")]

#[cfg(feature = "eventstore")]
mod copies;
mod durability;
mod erasures;
mod estate;
mod groups;
mod idempotency;
mod interrupted_imports;
mod loading;
mod opening;
mod past;
#[cfg(feature = "eventstore")]
mod several;
mod staged;
mod subscriptions;
