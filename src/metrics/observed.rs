//! What is recorded where it happens. Each is a few atomic additions.

use metrics::{counter, gauge, histogram};
use std::time::Duration;
use tokio::time::Instant;

use super::catalogue as of;

/// The method as a label: a caller may make up its own.
pub fn method(given: &axum::http::Method) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"];
    KNOWN.into_iter().find(|known| given.as_str() == *known).unwrap_or("other")
}

/// A request was answered.
pub fn request(route: &str, method: &'static str, status: u16, took: Duration) {
    let class = match status / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    };
    let route = route.to_owned();
    histogram!(of::HTTP_REQUEST_SECONDS.name, "route" => route.clone()).record(took.as_secs_f64());
    counter!(of::HTTP_REQUESTS.name, "route" => route, "method" => method, "status" => class)
        .increment(1);
}

/// A subscription to the engine failed.
#[cfg(feature = "eventstore")]
pub fn subscription_lost() {
    counter!(of::SUBSCRIPTIONS_LOST.name).increment(1);
}

/// A request met a limit.
pub fn limit_met(limit: &'static str) {
    counter!(of::LIMIT_REFUSALS.name, "limit" => limit).increment(1);
}

/// Something is open for as long as this is held.
#[derive(Debug)]
pub struct Open(&'static str);

impl Open {
    /// A TCP connection.
    pub fn connection() -> Self {
        Self::new(of::HTTP_CONNECTIONS.name)
    }

    /// A WebSocket.
    pub fn socket() -> Self {
        Self::new(of::WEBSOCKETS.name)
    }

    /// A subscription to a ledger.
    pub fn subscription() -> Self {
        Self::new(of::SUBSCRIPTIONS.name)
    }

    /// A file that is read in.
    pub fn import() -> Self {
        Self::new(of::IMPORTS_RUNNING.name)
    }

    fn new(name: &'static str) -> Self {
        gauge!(name).increment(1.0);
        Self(name)
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        gauge!(self.0).decrement(1.0);
    }
}

/// How an operation came.
#[derive(Clone, Copy, Debug)]
pub enum Transport {
    /// As a request of its own.
    Http,
    /// On a WebSocket.
    WebSocket,
}

/// How an operation ended.
#[derive(Clone, Copy, Debug)]
pub enum OperationEnd {
    /// With data and no error.
    Answered,
    /// Executed, with errors.
    Errors,
    /// Not executed.
    Refused,
    /// Not executed, because too many were.
    Shed,
    /// Given up.
    Timeout,
}

/// A GraphQL operation under way. Let go of without an end, it was abandoned.
#[derive(Debug)]
pub struct Operation {
    kind: &'static str,
    transport: &'static str,
    begun: Instant,
    ended: bool,
}

impl Operation {
    /// An operation whose kind is not known yet.
    pub fn begin(transport: Transport) -> Self {
        let transport = match transport {
            Transport::Http => "http",
            Transport::WebSocket => "websocket",
        };
        Self { kind: "unknown", transport, begun: Instant::now(), ended: false }
    }

    /// Now it is known: `query`, `mutation` or `subscription`.
    pub fn is(&mut self, kind: &'static str) {
        self.kind = kind;
    }

    /// It has ended.
    pub fn end(mut self, end: OperationEnd) {
        self.tell(match end {
            OperationEnd::Answered => "answered",
            OperationEnd::Errors => "errors",
            OperationEnd::Refused => "refused",
            OperationEnd::Shed => "shed",
            OperationEnd::Timeout => "timeout",
        });
    }

    fn tell(&mut self, outcome: &'static str) {
        self.ended = true;
        let (kind, transport) = (self.kind, self.transport);
        counter!(of::OPERATIONS.name, "kind" => kind, "transport" => transport, "outcome" => outcome)
            .increment(1);
        if kind != "subscription" {
            histogram!(of::OPERATION_SECONDS.name, "kind" => kind)
                .record(self.begun.elapsed().as_secs_f64());
        }
    }
}

impl Drop for Operation {
    fn drop(&mut self) {
        if !self.ended {
            self.tell("abandoned");
        }
    }
}

/// A command in its portfolio's queue.
#[derive(Debug)]
pub struct Waiting {
    since: Instant,
    waits: bool,
}

impl Waiting {
    /// It has its place.
    pub fn begin() -> Self {
        gauge!(of::COMMANDS_WAITING.name).increment(1.0);
        Self { since: Instant::now(), waits: true }
    }

    /// It is decided now. Told once, however often it is decided again.
    pub fn end(&mut self) {
        if self.leave() {
            histogram!(of::COMMAND_WAIT_SECONDS.name).record(self.since.elapsed().as_secs_f64());
        }
    }

    /// Since it had its place.
    pub fn elapsed(&self) -> Duration {
        self.since.elapsed()
    }

    fn leave(&mut self) -> bool {
        let waited = std::mem::replace(&mut self.waits, false);
        if waited {
            gauge!(of::COMMANDS_WAITING.name).decrement(1.0);
        }
        waited
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.leave();
    }
}

/// A command was answered; `rejection` is the code of what the rules said against it, and `took`
/// is known of those that were queued.
pub fn command(
    name: &'static str,
    outcome: &'static str,
    rejection: Option<&'static str>,
    took: Option<Duration>,
) {
    counter!(of::COMMANDS.name, "command" => name, "outcome" => outcome).increment(1);
    if let Some(code) = rejection {
        counter!(of::REJECTIONS.name, "code" => code).increment(1);
    }
    if let Some(took) = took {
        histogram!(of::COMMAND_SECONDS.name).record(took.as_secs_f64());
    }
}

/// A group was recorded.
#[allow(clippy::cast_precision_loss, reason = "a group is small")]
pub fn group(commands: usize, events: usize, bytes: usize) {
    histogram!(of::GROUP_COMMANDS.name).record(commands as f64);
    histogram!(of::GROUP_EVENTS.name).record(events as f64);
    histogram!(of::GROUP_BYTES.name).record(bytes as f64);
    counter!(of::EVENTS_RECORDED.name).increment(events as u64);
}

/// A group was appended, or not.
pub fn appended(took: Duration) {
    histogram!(of::APPEND_SECONDS.name).record(took.as_secs_f64());
}

/// The store ended a transaction.
pub fn transaction(took: Duration) {
    histogram!(of::STORE_SECONDS.name).record(took.as_secs_f64());
}

/// Events were read on start.
pub fn events_loaded(events: usize) {
    counter!(of::EVENTS_LOADED.name).increment(events as u64);
}

/// A state was asked for. `replayed` events lie between it and the copy that it was made from;
/// `current` says that it is the newest.
pub fn past_state(current: bool, replayed: u64) {
    let found = match (current, replayed) {
        (true, _) => "current",
        (false, 0) => "kept",
        (false, _) => "replayed",
    };
    counter!(of::PAST_STATES.name, "found" => found).increment(1);
    counter!(of::PAST_REPLAYED.name).increment(replayed);
}

/// A file was read in, or what of it was refused.
pub fn import(outcome: &'static str) {
    counter!(of::IMPORTS.name, "outcome" => outcome).increment(1);
}

/// A backup was asked for; `at` says when it was handed out whole, in seconds since 1970.
pub fn backup(outcome: &'static str, at: Option<f64>) {
    counter!(of::BACKUPS.name, "outcome" => outcome).increment(1);
    if let Some(at) = at {
        gauge!(of::BACKUP_TIME.name).set(at);
    }
}
