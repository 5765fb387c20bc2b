//! The listening socket and its connections, from the first accepted to the last drained.
//!
//! hyper is driven here rather than by `axum::serve`, which sets no bound on the time or the size
//! of a request's head. It stops in order: accept no more, close the WebSockets, let requests end,
//! and within a bounded time cut off what is left.

use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout_at};
use tracing::{info, warn};

use super::Service;
use super::limits::Limits;
use super::load::Places;
use crate::metrics::Open;

/// How a stop ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drained {
    /// Connections cut off because they did not end in time; WebSockets are counted apart.
    pub connections_cut: usize,
    /// Whether every WebSocket was closed in time.
    pub sockets_closed: bool,
}

/// Serves until `shutdown` resolves, then stops in order. The queue of the ledger can be drained
/// once this returns.
pub async fn serve(
    listener: TcpListener,
    service: Service,
    shutdown: impl Future<Output = ()>,
) -> Drained {
    let Service { router, limits, stop, sockets } = service;
    let mut connections = JoinSet::new();
    let house = House { router, limits: Arc::new(limits), stopping: stop.subscribe() };
    tokio::select! {
        () = shutdown => {}
        never = house.accept(listener, &mut connections) => match never {},
    }
    info!(open = connections.len(), "stopping: no connection is accepted any more");
    stop.send_replace(true);
    drain(connections, &sockets, house.limits.drain_timeout).await
}

/// What every connection is served with.
struct House {
    router: Router,
    limits: Arc<Limits>,
    stopping: watch::Receiver<bool>,
}

/// Accepting ends only by being dropped, and the listener with it.
enum Never {}

impl House {
    async fn accept(&self, listener: TcpListener, connections: &mut JoinSet<()>) -> Never {
        let places =
            Arc::new(Semaphore::new(self.limits.connections_max.min(Semaphore::MAX_PERMITS)));
        loop {
            while connections.try_join_next().is_some() {}
            let Ok(place) = Arc::clone(&places).acquire_owned().await else {
                // Nobody closes this semaphore; if somebody did, no further connection may be let
                // in.
                return std::future::pending().await;
            };
            match listener.accept().await {
                Ok((stream, _)) => {
                    let connection = self.connection(stream);
                    connections.spawn(async move {
                        let _open = Open::connection();
                        connection.await;
                        drop(place);
                    });
                }
                Err(error) => after_failed_accept(&error).await,
            }
        }
    }

    fn connection(&self, stream: TcpStream) -> impl Future<Output = ()> + Send + 'static {
        let service = TowerToHyperService::new(self.router.clone());
        let limits = Arc::clone(&self.limits);
        let mut stopping = self.stopping.clone();
        async move {
            // Only slower without it.
            let _ = stream.set_nodelay(true);
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(limits.header_read_timeout)
                .max_buf_size(limits.header_bytes_max.max(HEADER_BYTES_LEAST))
                .serve_connection(TokioIo::new(stream), service)
                .with_upgrades();
            let mut connection = pin!(connection);
            // Which requests were served is logged by the router; how a connection broke off is the
            // peer's affair.
            tokio::select! {
                _ = connection.as_mut() => return,
                _ = stopping.wait_for(|stopping| *stopping) => connection.as_mut().graceful_shutdown(),
            }
            let _ = connection.await;
        }
    }
}

/// hyper panics when given less.
const HEADER_BYTES_LEAST: usize = 8192;

/// A connection that broke while it was accepted concerns nobody else; a lack of file handles
/// passes only with time.
async fn after_failed_accept(error: &io::Error) {
    const PAUSE: Duration = Duration::from_millis(200);
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        warn!(%error, "a connection could not be accepted");
        sleep(PAUSE).await;
    }
}

async fn drain(mut connections: JoinSet<()>, sockets: &Places, within: Duration) -> Drained {
    let deadline = Instant::now() + within;
    let ended =
        timeout_at(deadline, async { while connections.join_next().await.is_some() {} }).await;
    let connections_cut = if ended.is_ok() { 0 } else { connections.len() };
    connections.shutdown().await;
    let sockets_closed = timeout_at(deadline, sockets.all_returned()).await.is_ok();
    info!(connections_cut, sockets_closed, "stopped");
    Drained { connections_cut, sockets_closed }
}
