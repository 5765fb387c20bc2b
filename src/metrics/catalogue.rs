//! Every metric that the service offers: its name, kind, labels, help and buckets, in one table
//! from which both the exposition and its reference page are made.
//!
//! Names follow <https://prometheus.io/docs/practices/naming/>: base units, the unit last, `_total`
//! on what only grows. **No label holds what a caller typed**: each is a word of this program (a
//! route's pattern, a command's name, a limit's name), so that the number of series is bounded by
//! the program, and by the number of portfolios where one is named.

/// How a metric behaves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// Only grows, until the process ends.
    Counter,
    /// Goes up and down.
    Gauge,
    /// Counts in buckets; these are their upper bounds.
    Histogram(&'static [f64]),
}

/// One metric.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metric {
    /// Its name.
    pub name: &'static str,
    /// Its kind.
    pub kind: Kind,
    /// Each label, and what it may hold.
    pub labels: &'static [(&'static str, &'static str)],
    /// What it tells.
    pub help: &'static str,
}

impl Kind {
    /// The word of the exposition format.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram(_) => "histogram",
        }
    }
}

/// From what a kept state answers to what the execution limit cuts off.
const REQUEST_SECONDS: Kind = Kind::Histogram(&[
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0,
]);

/// From a sync of a good disk to one that is failing.
const SYNC_SECONDS: Kind = Kind::Histogram(&[
    0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5,
]);

/// Up to the commands of one group.
const COUNT: Kind = Kind::Histogram(&[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0]);

/// Up to the bytes of one group.
const BYTES: Kind = Kind::Histogram(&[
    1024.0, 4096.0, 16384.0, 65536.0, 131_072.0, 262_144.0, 524_288.0, 921_600.0,
]);

macro_rules! catalogue {
    ($($(#[$doc:meta])* $constant:ident = $name:literal, $kind:expr, [$($label:literal: $values:literal),*], $help:literal;)+) => {
        $(
            #[doc = $help]
            pub const $constant: Metric =
                Metric { name: $name, kind: $kind, labels: &[$(($label, $values)),*], help: $help };
        )+
        /// All of them, in the order of the reference page.
        pub const ALL: &[Metric] = &[$($constant),+];
    };
}

catalogue! {
    HTTP_REQUESTS = "thirdplace_http_requests_total", Kind::Counter,
        ["route": "the route's pattern, or unmatched", "method": "the method, or other", "status": "1xx to 5xx"],
        "HTTP requests answered.";
    HTTP_REQUEST_SECONDS = "thirdplace_http_request_duration_seconds", REQUEST_SECONDS,
        ["route": "the route's pattern, or unmatched"],
        "From a request's head to its answer's head.";
    HTTP_CONNECTIONS = "thirdplace_http_connections", Kind::Gauge, [],
        "TCP connections open, those of WebSockets before their upgrade included.";
    WEBSOCKETS = "thirdplace_websockets", Kind::Gauge, [],
        "WebSockets open.";
    OPERATIONS = "thirdplace_graphql_operations_total", Kind::Counter,
        ["kind": "query, mutation, subscription, unknown", "transport": "http, websocket",
         "outcome": "answered, errors, refused, shed, timeout, abandoned"],
        "GraphQL operations ended. Refused means not executed; abandoned, that the caller left.";
    OPERATION_SECONDS = "thirdplace_graphql_operation_duration_seconds", REQUEST_SECONDS,
        ["kind": "query, mutation, unknown"],
        "Execution of queries and mutations; subscriptions last as long as they are wanted.";
    LIMIT_REFUSALS = "thirdplace_limit_refusals_total", Kind::Counter,
        ["limit": "the limit's name, as in the refusal"],
        "Requests refused because they met a limit.";
    COMMANDS = "thirdplace_commands_total", Kind::Counter,
        ["command": "the command's name",
         "outcome": "recorded, repeated, unchanged, rejected, conflict, too_large, busy, clock_behind, stopping, refused, defect"],
        "Commands answered.";
    REJECTIONS = "thirdplace_command_rejections_total", Kind::Counter,
        ["code": "the code of the user error"],
        "Commands that the rules did not allow.";
    COMMAND_SECONDS = "thirdplace_command_duration_seconds", SYNC_SECONDS, [],
        "From a command's place in its portfolio's queue to its durable answer.";
    COMMANDS_WAITING = "thirdplace_commands_waiting", Kind::Gauge, [],
        "Commands in the queues of all portfolios.";
    COMMAND_WAIT_SECONDS = "thirdplace_command_wait_seconds", SYNC_SECONDS, [],
        "How long commands stood in the queue before they were decided.";
    GROUP_COMMANDS = "thirdplace_commit_group_commands", COUNT, [],
        "Commands recorded in one group.";
    GROUP_EVENTS = "thirdplace_commit_group_events", COUNT, [],
        "Events recorded in one group.";
    GROUP_BYTES = "thirdplace_commit_group_size_bytes", BYTES, [],
        "Bytes of the events recorded in one group.";
    APPEND_SECONDS = "thirdplace_append_duration_seconds", SYNC_SECONDS, [],
        "Appending one group, the wait for the store included.";
    STORE_SECONDS = "thirdplace_store_transaction_duration_seconds", SYNC_SECONDS, [],
        "One transaction of the store, its sync included.";
    ENGINE_REACHABLE = "thirdplace_engine_reachable", Kind::Gauge, [],
        "1 while the engine that keeps the events answers, else 0; always 1 where that is a file or memory.";
    SUBSCRIPTIONS_LOST = "thirdplace_engine_subscriptions_lost_total", Kind::Counter, [],
        "Subscriptions to the engine that failed or that it ended; each is asked for again.";
    EVENTS_RECORDED = "thirdplace_events_recorded_total", Kind::Counter, [],
        "Events recorded since the start.";
    EVENTS_LOADED = "thirdplace_events_loaded_total", Kind::Counter, [],
        "Events read on start.";
    PAST_STATES = "thirdplace_past_states_total", Kind::Counter,
        ["found": "current, kept, replayed"],
        "States asked for by revision or instant, and how they were found.";
    PAST_REPLAYED = "thirdplace_past_events_replayed_total", Kind::Counter, [],
        "Events replayed from the nearest kept copy for past states.";
    SUBSCRIPTIONS = "thirdplace_subscriptions", Kind::Gauge, [],
        "Subscriptions to ledgers under way.";
    IMPORTS_RUNNING = "thirdplace_imports_running", Kind::Gauge, [],
        "Files being read in.";
    IMPORTS = "thirdplace_imports_total", Kind::Counter,
        ["outcome": "recorded, nothing, asks, or what was refused: file, building, organisation, value, other_difference, unanswered, no_such_change, no_such_resource, not_allowed, not_registered, unfinished, ledger, parser"],
        "Files read in: recorded, known already, to be confirmed, or refused.";
    BACKUPS = "thirdplace_backups_total", Kind::Counter,
        ["outcome": "whole, broken_off, failed"],
        "Backups that were asked of the service.";
    BACKUP_TIME = "thirdplace_backup_last_success_timestamp_seconds", Kind::Gauge, [],
        "When a backup was last handed out whole, in seconds since 1970; 0 before the first since the start.";
    PORTFOLIOS = "thirdplace_portfolios", Kind::Gauge, ["state": "served, refused"],
        "Portfolios of the store.";
    HEAD_REVISION = "thirdplace_portfolio_head_revision", Kind::Gauge,
        ["portfolio": "its reference; the first 1,000 portfolios"],
        "Revision of the last event of a portfolio.";
    READY = "thirdplace_ready", Kind::Gauge, [],
        "1 while /readyz answers 200, else 0.";
    STORE_BYTES = "thirdplace_store_size_bytes", Kind::Gauge, ["part": "file, log"],
        "Size of the store's file and of its write-ahead log.";
    BUILD = "thirdplace_build_info", Kind::Gauge, ["version": "the program's version"],
        "Always 1.";
    CPU = "process_cpu_seconds_total", Kind::Counter, [],
        "User and system CPU time of the process.";
    RESIDENT = "process_resident_memory_bytes", Kind::Gauge, [],
        "Resident memory of the process.";
    VIRTUAL = "process_virtual_memory_bytes", Kind::Gauge, [],
        "Virtual memory of the process.";
    OPEN_FDS = "process_open_fds", Kind::Gauge, [],
        "File descriptors open.";
    MAX_FDS = "process_max_fds", Kind::Gauge, [],
        "File descriptors that may be open.";
    THREADS = "process_threads", Kind::Gauge, [],
        "Threads of the process.";
    STARTED = "process_start_time_seconds", Kind::Gauge, [],
        "When the process started, in seconds since 1970.";
}
