//! A WebSocket that speaks `graphql-transport-ws`: subscriptions, and queries and mutations beside
//! them.
//!
//! One task per socket reads and writes; one per operation executes and hands its messages over a
//! bounded queue, so that a slow reader slows its own operations and nothing else. A mutation needs
//! an identity, from the upgrade request or from `connection_init`. No other sub-protocol is
//! spoken.

use std::collections::BTreeMap;
use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use tokio::sync::mpsc;
use tokio::task::AbortHandle;
use tokio::time::{Instant, Interval, interval_at, sleep_until, timeout};
use tracing::{Instrument, info, info_span};

use super::Edge;
use super::graphql::{asserted, correlation};
use super::identity::Asserted;
use super::limits::within;
use super::problem::Problem;
use super::socket_operation::{Event, Happening, Launch};
use super::socket_protocol::{ClientMessage, Close, NAME, ServerMessage};
use super::trace::CorrelationId;
use crate::metrics::Open;

/// Messages of operations that wait to be written. Beyond it the operations themselves wait.
const WAITING_MESSAGES_MAX: usize = 16;

/// Bytes of an operation's id; the common clients use UUIDs.
const ID_BYTES_MAX: usize = 128;

/// Whether a request asks to become a WebSocket.
pub(super) fn is_asked_for(headers: &HeaderMap) -> bool {
    headers
        .get(header::UPGRADE)
        .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"websocket"))
}

/// Answers the upgrade request and lets the socket run on its own.
pub(super) async fn open(edge: Arc<Edge>, parts: &mut Parts) -> Response {
    let place = match edge.sockets.take() {
        Ok(place) => place,
        Err(problem) => return problem.into_response(),
    };
    let upgrade = match WebSocketUpgrade::from_request_parts(parts, &()).await {
        Ok(upgrade) => upgrade,
        Err(rejection) => {
            return Problem::new(rejection.status(), rejection.body_text()).into_response();
        }
    };
    let (asserted, correlation) = (asserted(parts), correlation(parts));
    let bytes_max = edge.limits.socket_message_bytes_max;
    let span = info_span!("socket", correlation_id = %correlation.0);
    upgrade.protocols([NAME]).max_message_size(bytes_max).max_frame_size(bytes_max).on_upgrade(
        move |socket| {
            async move {
                let _open = Open::socket();
                let close = Session::new(edge, asserted, correlation).run(socket).await;
                info!(?close, "closed");
                drop(place);
            }
            .instrument(span)
        },
    )
}

/// An operation under way. The serial tells its messages from those of an earlier one with the same
/// id.
struct Running {
    serial: u64,
    task: AbortHandle,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The state of one socket.
struct Session {
    edge: Arc<Edge>,
    asserted: Asserted,
    correlation: CorrelationId,
    acknowledged: bool,
    running: BTreeMap<String, Running>,
    serial: u64,
    events: mpsc::Sender<Event>,
    happened: mpsc::Receiver<Event>,
    last_heard: Instant,
}

impl Session {
    fn new(edge: Arc<Edge>, asserted: Asserted, correlation: CorrelationId) -> Self {
        let (events, happened) = mpsc::channel(WAITING_MESSAGES_MAX);
        Self {
            edge,
            asserted,
            correlation,
            acknowledged: false,
            running: BTreeMap::new(),
            serial: 0,
            events,
            happened,
            last_heard: Instant::now(),
        }
    }

    async fn run(mut self, mut socket: WebSocket) -> Close {
        let close = match socket.protocol() {
            Some(_) => self.converse(&mut socket).await,
            None => Close::Subprotocol,
        };
        // Before the goodbye, which may take a while.
        self.running.clear();
        say_goodbye(&mut socket, &close, self.edge.limits.socket_close_timeout).await;
        close
    }

    async fn converse(&mut self, socket: &mut WebSocket) -> Close {
        let mut ping = pings(self.edge.limits.socket_ping_interval);
        let init_due = Instant::now() + self.edge.limits.socket_init_timeout;
        let mut stopping = self.edge.stopping.clone();
        loop {
            let step = tokio::select! {
                _ = stopping.wait_for(|stopping| *stopping) => Err(Close::Stopping),
                () = at(init_due, !self.acknowledged) => Err(Close::InitTimeout),
                _ = ping.tick() => self.ping(),
                Some(event) = self.happened.recv() => self.on_event(event),
                received = socket.recv() => self.on_received(received),
            };
            let written = match step {
                Ok(Some(message)) => {
                    write(socket, message, self.edge.limits.socket_write_timeout).await
                }
                Ok(None) => Ok(()),
                Err(close) => Err(close),
            };
            if let Err(close) = written {
                return close;
            }
        }
    }

    fn ping(&self) -> Step {
        let silent = self.last_heard.elapsed() > 2 * self.edge.limits.socket_ping_interval;
        if silent { Err(Close::Silent) } else { Ok(Some(Message::Ping(Vec::new().into()))) }
    }

    fn on_event(&mut self, event: Event) -> Step {
        let current =
            self.running.get(&event.id).is_some_and(|running| running.serial == event.serial);
        if !current {
            // Of an operation that the client has completed since.
            return Ok(None);
        }
        let (message, last) = match event.happening {
            Happening::Next(message) => (message, false),
            Happening::Last(message) => (message, true),
        };
        if last {
            self.running.remove(&event.id);
        }
        Ok(Some(message))
    }

    fn on_received(&mut self, received: Option<Result<Message, axum::Error>>) -> Step {
        self.last_heard = Instant::now();
        match received {
            Some(Ok(Message::Text(text))) => self.on_text(&text),
            Some(Ok(Message::Binary(_))) => {
                Err(Close::Invalid("a binary message; accepted: JSON text".to_owned()))
            }
            // The library answers pings by itself.
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(None),
            Some(Ok(Message::Close(_))) | None => Err(Close::Gone),
            Some(Err(error)) if is_too_big(&error) => Err(Close::TooBig),
            Some(Err(_)) => Err(Close::Gone),
        }
    }

    fn on_text(&mut self, text: &str) -> Step {
        let message: ClientMessage = serde_json::from_str(text)
            .map_err(|error| Close::Invalid(format!("Invalid message: {error}")))?;
        match message {
            ClientMessage::ConnectionInit { payload } => self.initialise(&payload),
            ClientMessage::Ping {} => frame(&ServerMessage::Pong),
            ClientMessage::Pong {} => Ok(None),
            ClientMessage::Subscribe { id, payload } => self.subscribe(id, payload),
            ClientMessage::Complete { id } => {
                self.running.remove(&id);
                Ok(None)
            }
        }
    }

    fn initialise(&mut self, payload: &Value) -> Step {
        if self.acknowledged {
            return Err(Close::TooManyInits);
        }
        self.asserted = self
            .asserted
            .with_init_payload(payload)
            .map_err(|error| Close::Forbidden(error.to_string()))?;
        self.acknowledged = true;
        frame(&ServerMessage::ConnectionAck)
    }

    fn subscribe(&mut self, id: String, payload: Value) -> Step {
        if !self.acknowledged {
            return Err(Close::Unauthorized);
        }
        if id.len() > ID_BYTES_MAX {
            return Err(Close::Invalid(format!(
                "an id of {} bytes; at most {ID_BYTES_MAX} are accepted",
                id.len()
            )));
        }
        if self.running.contains_key(&id) {
            return Err(Close::Duplicate(id));
        }
        // Answered here and not by a task: who asks for too much is not given more.
        let wanted = self.running.len() + 1;
        let limit = self.edge.limits.socket_operations_max;
        if let Err(error) =
            within(wanted, limit, "operations on this socket", "socket_operations_max")
        {
            return frame(&ServerMessage::Error { id: &id, payload: &[error] });
        }
        let launch = Launch {
            edge: Arc::clone(&self.edge),
            asserted: self.asserted,
            correlation: self.correlation,
            events: self.events.clone(),
            id: id.clone(),
            serial: self.serial,
        };
        let task = launch.start(payload).map_err(|error| Close::Invalid(error.to_string()))?;
        let serial = self.serial;
        self.serial += 1;
        self.running.insert(id, Running { serial, task });
        Ok(None)
    }
}

/// What is written next, if anything, or why the socket ends.
type Step = Result<Option<Message>, Close>;

fn frame(message: &ServerMessage<'_>) -> Step {
    message.frame().map(Some).map_err(|_| Close::Internal)
}

fn pings(every: Duration) -> Interval {
    interval_at(Instant::now() + every, every)
}

async fn at(instant: Instant, armed: bool) {
    if armed {
        sleep_until(instant).await;
    } else {
        pending::<()>().await;
    }
}

async fn write(socket: &mut WebSocket, message: Message, wait: Duration) -> Result<(), Close> {
    match timeout(wait, socket.send(message)).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(Close::Gone),
    }
}

/// Sends the close frame and waits, within bounds, for the peer's own: without that a frame on its
/// way can be lost.
async fn say_goodbye(socket: &mut WebSocket, close: &Close, wait: Duration) {
    let Some(frame) = close.frame() else {
        return;
    };
    let goodbye = async {
        if socket.send(Message::Close(Some(frame))).await.is_ok() {
            while let Some(Ok(_)) = socket.recv().await {}
        }
    };
    // A peer that does not answer is let go: the frame was sent, and that is all that it is owed.
    let _ = timeout(wait, goodbye).await;
}

/// The library tells a message over the bound from a broken connection by its text alone.
fn is_too_big(error: &axum::Error) -> bool {
    error.to_string().contains("too long")
}
