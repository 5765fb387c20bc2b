//! A schema without its three type parameters, so that the transports are written, and compiled,
//! once.

use async_graphql::{ObjectType, Request, Response, Schema, SubscriptionType};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use futures_util::stream::BoxStream;

/// What the transports ask of a schema.
pub(super) trait Engine: Send + Sync + 'static {
    /// One answer to a query or mutation.
    fn execute(&self, request: Request) -> BoxFuture<'_, Response>;
    /// The answers to a subscription, or the one answer to a query or mutation.
    fn stream(&self, request: Request) -> BoxStream<'static, Response>;
}

impl<Query, Mutation, Subscription> Engine for Schema<Query, Mutation, Subscription>
where
    Query: ObjectType + 'static,
    Mutation: ObjectType + 'static,
    Subscription: SubscriptionType + 'static,
{
    fn execute(&self, request: Request) -> BoxFuture<'_, Response> {
        Schema::execute(self, request).boxed()
    }

    fn stream(&self, request: Request) -> BoxStream<'static, Response> {
        self.execute_stream(request)
    }
}
