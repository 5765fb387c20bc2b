//! The HTTP edge: GraphQL over HTTP and WebSocket, the published schema, health, and whatever
//! routes are merged in, all behind the same guards.
//!
//! It knows a schema, never what is in it: no word of the field appears here, and no path leads out
//! of this module. It authenticates nobody; see `identity`.
//!
//! A request passes, from the outside: a span and a correlation id; a net for panics; the check of
//! host and origin; for GraphQL and the merged routes the reading of the identity headers; for the
//! merged routes a place among those under way. [`limits`] holds every bound.

mod accept;
mod completion;
mod document;
mod engine;
mod gate;
mod graphql;
mod guard;
mod health;
mod identity;
mod inputs;
mod limits;
mod load;
mod operation;
mod portfolio;
mod problem;
mod serve;
mod socket;
mod socket_operation;
mod socket_protocol;
mod trace;
mod traces;

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use async_graphql::{ObjectType, Schema, SubscriptionType};
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Router, http};
use tokio::sync::watch;
use tower_http::catch_panic::CatchPanicLayer;

pub use guard::Doors;
pub use health::{Probe, Readiness};
pub use identity::{ACTOR, Asserted, Identity, IdentityError, ROLE, acting};
pub use inputs::Scalars;
pub use limits::{Limits, apply};
pub use portfolio::ledger_of;
pub use problem::Problem;
pub use serve::{Drained, serve};
pub use trace::CorrelationId;

use engine::Engine;
use load::Places;

/// What the edge needs beside the schema.
pub struct Setup {
    /// The hosts and origins that are let in.
    pub doors: Doors,
    /// What `/readyz` asks.
    pub probe: Probe,
    /// The published schema, served as it is at `/schema.graphql`.
    pub sdl: String,
    /// What `/metrics` answers, in Prometheus's text format; none where it is not served. It is
    /// asked on every scrape and must not block.
    pub exposition: Option<Exposition>,
    /// Routes served behind the same guards. They bound their bodies themselves, find [`Asserted`]
    /// and [`CorrelationId`] in a request's extensions, and have no fallback of their own.
    pub merged: Router,
}

/// What gives the text of `/metrics`.
pub type Exposition = Arc<dyn Fn() -> String + Send + Sync>;

/// Why no service can be built.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetupError {
    /// The limits are taken from the schema, so that none is served without them.
    #[error("the schema has no limits; build it from http::apply(builder, &limits, scalars)")]
    NoLimits,
}

impl fmt::Debug for Setup {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The probe is code and has nothing to show.
        formatter.debug_struct("Setup").field("doors", &self.doors).finish_non_exhaustive()
    }
}

/// A router and what stops it: ready for [`serve`].
#[derive(Debug)]
pub struct Service {
    router: Router,
    limits: Limits,
    stop: watch::Sender<bool>,
    sockets: Places,
}

/// What the routes share.
struct Edge {
    engine: Arc<dyn Engine>,
    limits: Limits,
    probe: Probe,
    sdl: String,
    exposition: Option<Exposition>,
    requests: Places,
    sockets: Places,
    stopping: watch::Receiver<bool>,
}

/// The service of a schema on which [`apply`] has put its limits.
///
/// # Panics
///
/// As `axum::Router::merge` does, when a merged route is one of the edge's own.
pub fn router<Query, Mutation, Subscription>(
    schema: Schema<Query, Mutation, Subscription>,
    setup: Setup,
) -> Result<Service, SetupError>
where
    Query: ObjectType + 'static,
    Mutation: ObjectType + 'static,
    Subscription: SubscriptionType + 'static,
{
    let limits = schema.data::<Limits>().cloned().ok_or(SetupError::NoLimits)?;
    let (stop, stopping) = watch::channel(false);
    let sockets = Places::new("WebSockets", "sockets_max", limits.sockets_max);
    let edge = Arc::new(Edge {
        engine: Arc::new(schema),
        requests: Places::new("requests", "requests_max", limits.requests_max),
        sockets: sockets.clone(),
        limits: limits.clone(),
        probe: setup.probe,
        sdl: setup.sdl,
        exposition: setup.exposition,
        stopping,
    });
    Ok(Service { router: guarded(routes(edge, setup.merged), setup.doors), limits, stop, sockets })
}

fn routes(edge: Arc<Edge>, merged: Router) -> Router {
    // `route_layer` would panic where nothing is merged.
    let merged = merged.layer(middleware::from_fn_with_state(edge.requests.clone(), load::shed));
    let asserted = Router::new()
        .route("/graphql", get(graphql::get).post(graphql::post))
        .with_state(Arc::clone(&edge))
        .merge(merged)
        .route_layer(middleware::from_fn(assert_identity));
    Router::new()
        .route("/livez", get(async || health::live()))
        .route("/readyz", get(readyz))
        .route("/metrics", get(exposed))
        .route(graphql::SDL_PATH, get(sdl))
        .with_state(edge)
        .merge(asserted)
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
}

/// The guards that every route has; the last is the outermost.
fn guarded(routes: Router, doors: Doors) -> Router {
    routes
        .layer(middleware::from_fn_with_state(Arc::new(doors), guard::keep))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::map_response(harden))
        .layer(middleware::from_fn(trace::follow))
}

async fn readyz(State(edge): State<Arc<Edge>>) -> Response {
    health::ready(&edge.probe, *edge.stopping.borrow())
}

async fn sdl(State(edge): State<Arc<Edge>>) -> String {
    edge.sdl.clone()
}

/// Not among the requests that are shed: an operator looks when there are too many.
async fn exposed(State(edge): State<Arc<Edge>>) -> Response {
    const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";
    match &edge.exposition {
        Some(exposition) => ([(header::CONTENT_TYPE, TEXT)], exposition()).into_response(),
        None => not_found().await.into_response(),
    }
}

async fn assert_identity(mut request: Request, next: Next) -> Response {
    match Asserted::from_headers(request.headers()) {
        Ok(asserted) => {
            request.extensions_mut().insert(asserted);
            next.run(request).await
        }
        Err(error) => Problem::new(StatusCode::BAD_REQUEST, error.to_string()).into_response(),
    }
}

async fn not_found() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "nothing is served at this path; accepted: /graphql, /schema.graphql, /livez, /readyz, /metrics",
    )
}

async fn method_not_allowed(method: http::Method) -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        format!("{method} is not served at this path; accepted: the methods of the Allow header"),
    )
}

/// The panic's text stays in the log: it may hold what is not the caller's.
fn panicked(_: Box<dyn Any + Send>) -> Response {
    tracing::error!("a request panicked");
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "an error inside the service").into_response()
}

/// No answer is guessed to be of another type, and none is kept by anyone on the way.
async fn harden(mut response: Response) -> Response {
    const NOSNIFF: (HeaderName, HeaderValue) =
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    const NO_STORE: (HeaderName, HeaderValue) =
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for (name, value) in [NOSNIFF, NO_STORE] {
        response.headers_mut().entry(name).or_insert(value);
    }
    response
}
