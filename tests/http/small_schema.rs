//! A schema small enough to read, with one field for each behaviour of the edge.

#![allow(dead_code, reason = "shared by binaries that each use a part of it")]

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_graphql::futures_util::stream::{self, Stream};
use async_graphql::{
    Context, EmptySubscription, Enum, Error, InputObject, Object, Result, Schema, SchemaBuilder,
    SimpleObject, Subscription,
};
use serde_json::json;
use thirdplace::http::{
    Asserted, CorrelationId, Doors, Limits, Readiness, Scalars, Service, Setup, acting, apply,
    router,
};
use tokio::sync::Notify;
use uuid::Uuid;

/// How often the one mutation was carried out.
#[derive(Clone, Default)]
pub(crate) struct Recorded(pub(crate) Arc<AtomicUsize>);

/// Lets a test hold a resolver where it is.
#[derive(Clone, Default)]
pub(crate) struct Held {
    pub(crate) entered: Arc<Notify>,
    pub(crate) released: Arc<Notify>,
}

pub(crate) struct Query;

#[derive(SimpleObject)]
struct Room {
    name: String,
}

#[derive(InputObject)]
struct RoomFilter {
    id: Option<Uuid>,
    kind: Kind,
    seats: Vec<i32>,
}

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Open,
    Cell,
}

struct Nested;

#[Object]
impl Nested {
    async fn nested(&self) -> Nested {
        Nested
    }

    async fn leaf(&self) -> i32 {
        1
    }

    async fn maybe(&self) -> Option<Nested> {
        Some(Nested)
    }

    async fn list(&self) -> Vec<Option<Nested>> {
        vec![Some(Nested), None, Some(Nested)]
    }

    async fn numbers(&self) -> Vec<Result<i32>> {
        vec![Ok(1), Err(Error::new("no second number"))]
    }

    /// Not nullable and always fails.
    async fn broken(&self) -> Result<i32> {
        Err(Error::new("broken on purpose"))
    }

    async fn nullable_broken(&self) -> Result<Option<i32>> {
        Err(Error::new("broken on purpose"))
    }

    /// Resolved later than a field beside it.
    async fn late(&self) -> i32 {
        tokio::task::yield_now().await;
        2
    }
}

#[Object]
impl Query {
    async fn greeting(
        &self,
        #[graphql(default_with = "String::from(\"you\")")] name: String,
    ) -> String {
        format!("hello {name}")
    }

    async fn room(&self, id: Uuid) -> Room {
        Room { name: id.to_string() }
    }

    async fn rooms(&self, filter: RoomFilter) -> String {
        let kind = match filter.kind {
            Kind::Open => "open",
            Kind::Cell => "cell",
        };
        format!("{kind} {:?} {:?}", filter.seats, filter.id)
    }

    /// Not nullable and always fails: nulls the root.
    async fn broken(&self) -> Result<i32> {
        Err(Error::new("broken on purpose"))
    }

    async fn nullable_broken(&self) -> Result<Option<i32>> {
        Err(Error::new("broken on purpose"))
    }

    async fn panics(&self) -> i32 {
        "no number".parse().expect("secret text of a panic")
    }

    async fn nested(&self) -> Nested {
        Nested
    }

    #[graphql(complexity = "first * child_complexity")]
    async fn many(&self, first: usize) -> Vec<Nested> {
        (0..first.min(3)).map(|_| Nested).collect()
    }

    async fn held(&self, context: &Context<'_>) -> i32 {
        let held = context.data_unchecked::<Held>();
        held.entered.notify_one();
        held.released.notified().await;
        1
    }

    async fn asserted(&self, context: &Context<'_>) -> String {
        let asserted = context.data_unchecked::<Asserted>();
        format!("{:?} {:?}", asserted.actor, asserted.role)
    }

    async fn correlation(&self, context: &Context<'_>) -> String {
        context.data_unchecked::<CorrelationId>().0.to_string()
    }
}

pub(crate) struct Mutation;

#[Object]
impl Mutation {
    async fn record(&self, context: &Context<'_>, id: Option<Uuid>) -> Result<String> {
        let identity = acting(context)?;
        context.data_unchecked::<Recorded>().0.fetch_add(1, Ordering::SeqCst);
        Ok(format!("{} {} {id:?}", identity.actor, identity.role))
    }
}

pub(crate) struct Subscriptions;

#[Subscription]
impl Subscriptions {
    async fn count_to(&self, last: u32) -> impl Stream<Item = u32> {
        stream::iter(1..=last)
    }

    async fn never(&self) -> impl Stream<Item = u32> {
        stream::pending()
    }

    async fn fails(&self) -> Result<stream::Empty<u32>> {
        Err(Error::new("no such stream"))
    }
}

pub(crate) struct Small {
    pub(crate) recorded: Recorded,
    pub(crate) held: Held,
    pub(crate) ready: bool,
}

impl Default for Small {
    fn default() -> Self {
        Self { recorded: Recorded::default(), held: Held::default(), ready: true }
    }
}

impl Small {
    pub(crate) fn service(
        &self,
        address: SocketAddr,
        limits: &Limits,
        merged: axum::Router,
    ) -> Service {
        let builder = Schema::build(Query, Mutation, Subscriptions)
            .data(self.recorded.clone())
            .data(self.held.clone());
        let schema = apply(builder, limits, Scalars::new().parsed_by::<Uuid>()).finish();
        let ready = self.ready;
        let probe = Arc::new(move || Readiness { ready, detail: json!({ "store": "memory" }) });
        let setup = Setup { probe, sdl: schema.sdl(), merged, ..setup(address) };
        router(schema, setup).expect("the schema has its limits")
    }
}

pub(crate) fn setup(address: SocketAddr) -> Setup {
    Setup {
        doors: Doors::at(address).origin("https://plan.example"),
        probe: Arc::new(|| Readiness { ready: true, detail: json!(null) }),
        sdl: String::new(),
        merged: axum::Router::new(),
        exposition: None,
    }
}

pub(crate) fn service(address: SocketAddr, limits: &Limits, merged: axum::Router) -> Service {
    Small::default().service(address, limits, merged)
}

/// A schema on which nobody put limits.
pub(crate) fn unlimited() -> SchemaBuilder<Query, Mutation, EmptySubscription> {
    Schema::build(Query, Mutation, EmptySubscription)
}
