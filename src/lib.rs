//! The service: the store, the ledger, GraphQL over HTTP, and the reading-in of files, around the
//! pure crates `schema`, `projections` and `rules`. See ARCHITECTURE.md.

pub mod audit;
pub mod backup;
pub mod chance;
pub mod clock;
pub mod copy;
pub mod costs;
pub mod graphql;
pub mod http;
pub mod import;
pub mod lease_calendar;
pub mod ledger;
pub mod metrics;
pub mod sample;
pub mod store;
