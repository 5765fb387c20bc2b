//! Every setting of the service, in one table: flags, variables of the environment, the file's keys
//! and the reference page are made from it.
//!
//! Limits that protect the parser's stack and the store's layout are not here: nobody gains from
//! turning them. `src/http/limits.rs` has them all.

use super::kind::Kind;

/// A setting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Setting {
    /// Its key in the file, with its table.
    pub(crate) key: &'static str,
    /// What it may be.
    pub(crate) kind: Kind,
    /// What it is where nothing is given.
    pub(crate) default: &'static str,
    /// What it is for.
    pub(crate) help: &'static str,
}

impl Setting {
    /// The variable of the environment.
    pub(crate) fn variable(&self) -> String {
        format!("THIRDPLACE_{}", self.key.replace('.', "_").to_uppercase())
    }

    /// The flag, without its dashes.
    pub(crate) fn flag(&self) -> String {
        self.key.replace(['.', '_'], "-")
    }

    /// The table of the file that it is in; empty for the first.
    pub(crate) fn table(&self) -> &'static str {
        self.key.split_once('.').map_or("", |(table, _)| table)
    }
}

macro_rules! settings {
    ($($constant:ident = $key:literal, $kind:expr, $default:literal, $help:literal;)+) => {
        $(
            #[doc = $help]
            pub(crate) const $constant: Setting =
                Setting { key: $key, kind: $kind, default: $default, help: $help };
        )+
        /// All of them, in the order in which they are shown.
        pub(crate) const SETTINGS: &[Setting] = &[$($constant),+];
    };
}

const SECOND: u64 = 1_000;
const MINUTE: u64 = 60 * SECOND;
const KIB: u64 = 1_024;
const MIB: u64 = 1_024 * KIB;

settings! {
    STORE = "store", Kind::Store, "sqlite:data/thirdplace.sqlite",
        "Where events are kept";
    LISTEN = "listen", Kind::Listen, "127.0.0.1:8480",
        "On which address the service listens: a loopback one, until access control comes";
    LOG = "log", Kind::LogFilter, "info",
        "What is logged";
    LOG_FORMAT = "log_format", Kind::LogFormat, "text",
        "How log lines are written";
    METRICS = "metrics", Kind::Switch, "true",
        "Whether the service measures itself, and answers /metrics";
    COMPLEXITY_MAX = "limits.complexity_max", Kind::Count(1_000, 1_000_000), "100000",
        "Complexity of one GraphQL operation";
    ALIASES_MAX = "limits.aliases_max", Kind::Count(10, 1_000), "50",
        "Aliases in one GraphQL operation";
    BODY_BYTES_MAX = "limits.body_bytes_max", Kind::Bytes(64 * KIB, 16 * MIB), "1MiB",
        "A request's body on /graphql";
    HEADER_READ_TIMEOUT = "limits.header_read_timeout", Kind::Duration(SECOND, MINUTE), "10s",
        "For a request's head to arrive";
    BODY_READ_TIMEOUT = "limits.body_read_timeout", Kind::Duration(SECOND, MINUTE), "10s",
        "For a request's body on /graphql to arrive";
    EXECUTION_TIMEOUT = "limits.execution_timeout", Kind::Duration(100, 10 * MINUTE), "30s",
        "For executing one query or mutation";
    REQUESTS_MAX = "limits.requests_max", Kind::Count(1, 16_384), "256",
        "Requests executed at once, subscriptions apart; further ones are refused";
    CONNECTIONS_MAX = "limits.connections_max", Kind::Count(1, 65_536), "1024",
        "TCP connections open at once; further ones wait";
    SOCKETS_MAX = "limits.sockets_max", Kind::Count(1, 16_384), "256",
        "WebSockets open at once; further ones are refused";
    SOCKET_OPERATIONS_MAX = "limits.socket_operations_max", Kind::Count(1, 1_024), "32",
        "Operations under way at once on one WebSocket";
    SOCKET_MESSAGE_BYTES_MAX = "limits.socket_message_bytes_max", Kind::Bytes(16 * KIB, 16 * MIB), "256KiB",
        "One message on a WebSocket";
    SOCKET_PING_INTERVAL = "limits.socket_ping_interval", Kind::Duration(SECOND, 10 * MINUTE), "20s",
        "Between two pings; a WebSocket that is silent for two of them is closed";
    SOCKET_WRITE_TIMEOUT = "limits.socket_write_timeout", Kind::Duration(100, 5 * MINUTE), "10s",
        "For a WebSocket's peer to take one message";
    DRAIN_TIMEOUT = "limits.drain_timeout", Kind::Duration(3 * SECOND, 10 * MINUTE), "10s",
        "For requests and WebSockets to end once a stop has begun";
    COPY_SPACING = "past.copy_spacing_events", Kind::Count(16, 65_536), "256",
        "Events between two kept copies of the state, at first";
    COPIES_MAX = "past.copies_max", Kind::Count(2, 4_096), "2048",
        "Kept copies of each portfolio's state; with one more every second is let go of";
    RECALLED_MAX = "past.recalled_max", Kind::Count(1, 4_096), "64",
        "Past states of each portfolio that were asked for and are kept for whoever asks again";
    ENDPOINT = "opentelemetry.endpoint", Kind::Endpoint, "",
        "Where traces are sent, as OTLP over HTTP; needs a program built with the feature opentelemetry";
    SAMPLING_RATIO = "opentelemetry.sampling_ratio", Kind::Ratio, "1",
        "The share of requests that is traced; a caller's traceparent decides for itself";
    EXPORT_TIMEOUT = "opentelemetry.timeout", Kind::Duration(100, MINUTE), "5s",
        "For the collector to take what is sent";
    RESOURCE = "opentelemetry.resource", Kind::Attributes, "",
        "Further attributes of the resource, such as deployment.environment.name=production";
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_default_is_accepted_and_every_name_its_own() {
        let mut names = BTreeSet::new();
        for setting in SETTINGS {
            assert_eq!(setting.kind.check(setting.default), Ok(()), "{}", setting.key);
            assert!(
                names.insert(setting.flag()) && names.insert(setting.variable()),
                "{}",
                setting.key
            );
        }
    }
}
