//! GraphQL: the published schema over the ledgers.
//!
//! One file per resource under `types` for what is read, `mutation` for the business acts. Reads
//! are pinned ([`pin`]); what is asked of the ledger is asked in `pin`, `history`, `subscription`
//! and `mutation` alone. Nothing here decides or computes what a view should: rules and views are
//! the pure crates'.

pub mod connection;
pub mod enums;
pub mod errors;
pub mod global_id;
pub mod history;
pub mod mutation;
pub mod node;
mod one_reading;
pub mod pin;
mod query;
pub mod scalars;
pub mod subscription;
pub mod types;

use async_graphql::SDLExportOptions;
use std::sync::Arc;

use crate::{costs::KeptCosts, http, ledger::Ledgers};
use mutation::Mutation;
pub use query::Query;
pub use subscription::Subscription;

use one_reading::OneReading;

/// The published schema.
pub type Schema = async_graphql::Schema<Query, Mutation, Subscription>;

/// The schema over these ledgers, within these limits.
pub fn schema(ledgers: Arc<Ledgers>, limits: &http::Limits) -> Schema {
    let builder = builder().data(ledgers).data(KeptCosts::default()).extension(OneReading);
    http::apply(builder, limits, scalars::checked()).finish()
}

/// The schema definition that is published: the same for every ledger.
pub fn sdl() -> String {
    let options = SDLExportOptions::new().include_specified_by();
    builder().finish().sdl_with_options(options)
}

fn builder() -> async_graphql::SchemaBuilder<Query, Mutation, Subscription> {
    async_graphql::Schema::build(Query, Mutation::default(), Subscription)
}
