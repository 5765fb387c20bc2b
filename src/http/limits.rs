//! Every bound of the edge in one place, and how those that concern a query are put on a schema.
//!
//! A bound that is reached is answered with its name and the number that was asked; nothing waits
//! without one.

use std::time::Duration;

use async_graphql::{ObjectType, SchemaBuilder, ServerError, SubscriptionType};

use super::gate::Gate;
use super::inputs::Scalars;
use crate::metrics;

/// The bounds. `_max` is the largest number still accepted.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes of a query's text.
    pub query_bytes_max: usize,
    /// Brackets of any kind open at once in a query's text, and selection sets within each other
    /// once fragments are spread. The parser and the validation recurse once for each, and the
    /// parser itself gives up at 64.
    pub nesting_max: usize,
    /// Fields within each other once fragments are spread. The standard introspection query has 15.
    pub depth_max: usize,
    /// Fields and fragments selected, once fragments are spread: a few hundred bytes of fragments
    /// that spread each other twice would otherwise become billions.
    pub selections_max: usize,
    /// Aliases, once fragments are spread: one expensive field asked for many times.
    pub aliases_max: usize,
    /// Directives, once fragments are spread.
    pub directives_max: usize,
    /// The sum of the complexities of all fields, as the schema's resolvers state them; 1 where
    /// they state none.
    pub complexity_max: usize,
    /// Bytes of a request's body on `/graphql`.
    pub body_bytes_max: usize,
    /// Bytes of a request's line and headers; at least 8192.
    pub header_bytes_max: usize,
    /// From accepting a connection, or from the answer before, until all headers are there.
    pub header_read_timeout: Duration,
    /// From the headers until the whole body of a request to `/graphql` is there.
    pub body_read_timeout: Duration,
    /// For executing one query or mutation.
    pub execution_timeout: Duration,
    /// Requests executed at once, over HTTP and WebSockets together, subscriptions apart.
    pub requests_max: usize,
    /// TCP connections open at once; further ones wait in the system's queue.
    pub connections_max: usize,
    /// WebSockets open at once.
    pub sockets_max: usize,
    /// Operations under way at once on one WebSocket.
    pub socket_operations_max: usize,
    /// Bytes of one message on a WebSocket.
    pub socket_message_bytes_max: usize,
    /// From the opening of a WebSocket to its `connection_init`.
    pub socket_init_timeout: Duration,
    /// Between two pings; a WebSocket from which nothing came for two of them is closed.
    pub socket_ping_interval: Duration,
    /// For a peer to take one message.
    pub socket_write_timeout: Duration,
    /// For a peer to answer a close; well below `drain_timeout`.
    pub socket_close_timeout: Duration,
    /// For requests and WebSockets to end once a stop has begun.
    pub drain_timeout: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            query_bytes_max: 64 * 1024,
            nesting_max: 32,
            depth_max: 18,
            selections_max: 5_000,
            aliases_max: 50,
            directives_max: 50,
            complexity_max: 100_000,
            body_bytes_max: 1024 * 1024,
            header_bytes_max: 64 * 1024,
            header_read_timeout: Duration::from_secs(10),
            body_read_timeout: Duration::from_secs(10),
            execution_timeout: Duration::from_secs(30),
            requests_max: 256,
            connections_max: 1_024,
            sockets_max: 256,
            socket_operations_max: 32,
            socket_message_bytes_max: 256 * 1024,
            socket_init_timeout: Duration::from_secs(5),
            socket_ping_interval: Duration::from_secs(20),
            socket_write_timeout: Duration::from_secs(10),
            socket_close_timeout: Duration::from_secs(2),
            drain_timeout: Duration::from_secs(10),
        }
    }
}

/// Puts the bounds that concern a query on a schema, and the check of every input value before
/// execution.
///
/// `scalars` names the custom scalars whose `is_valid` does not tell a wrong value by itself.
pub fn apply<Query, Mutation, Subscription>(
    builder: SchemaBuilder<Query, Mutation, Subscription>,
    limits: &Limits,
    scalars: Scalars,
) -> SchemaBuilder<Query, Mutation, Subscription>
where
    Query: ObjectType + 'static,
    Mutation: ObjectType + 'static,
    Subscription: SubscriptionType + 'static,
{
    builder
        .limit_recursive_depth(limits.nesting_max)
        .extension(Gate::new(limits.clone(), scalars))
        // The router takes its limits from here: one that was given a schema without them refuses
        // to be built.
        .data(limits.clone())
}

/// Refuses what exceeds a bound, saying what was counted and which bound it met.
pub(super) fn within(
    counted: usize,
    limit: usize,
    what: &str,
    name: &'static str,
) -> Result<(), ServerError> {
    if counted <= limit {
        return Ok(());
    }
    metrics::limit_met(name);
    Err(ServerError::new(
        format!("{what}: {counted}; at most {limit} are accepted (limit {name})"),
        None,
    ))
}
