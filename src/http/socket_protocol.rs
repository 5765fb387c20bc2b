//! The words of `graphql-transport-ws`:
//! <https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md>.
//!
//! async-graphql 7.2.1 has an implementation of its own that does not hold to the protocol: request
//! errors go out as `next`, a repeated id replaces the running operation, closes have codes of
//! another protocol (1002, 1011 for 4400, 4401, 4403), nothing bounds the wait for
//! `connection_init` or the operations of a socket, and the operation polled first can starve the
//! others.

use async_graphql::ServerError;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The sub-protocol's name in `Sec-WebSocket-Protocol`.
pub(super) const NAME: &str = "graphql-transport-ws";

/// A message of the client.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ClientMessage {
    ConnectionInit {
        #[serde(default)]
        payload: Value,
    },
    Ping {},
    Pong {},
    Subscribe {
        id: String,
        payload: Value,
    },
    Complete {
        id: String,
    },
}

/// A message of the service.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ServerMessage<'a> {
    ConnectionAck,
    Pong,
    Next { id: &'a str, payload: &'a async_graphql::Response },
    Error { id: &'a str, payload: &'a [ServerError] },
    Complete { id: &'a str },
}

impl ServerMessage<'_> {
    /// As a WebSocket message.
    pub(super) fn frame(&self) -> Result<Message, serde_json::Error> {
        serde_json::to_string(self).map(|text| Message::Text(text.into()))
    }
}

/// Why the service ends a socket.
#[derive(Debug)]
pub(super) enum Close {
    /// The client closed, or is gone: there is nobody to tell.
    Gone,
    Stopping,
    TooBig,
    Internal,
    Silent,
    Invalid(String),
    Unauthorized,
    Forbidden(String),
    Subprotocol,
    InitTimeout,
    Duplicate(String),
    TooManyInits,
}

impl Close {
    /// The code and the reason of the close frame; none where nobody is there to read it.
    pub(super) fn frame(&self) -> Option<CloseFrame> {
        let (code, reason) = self.code_and_reason()?;
        Some(CloseFrame { code, reason: bounded(reason) })
    }

    /// Codes from 4000 are the sub-protocol's, 1001, 1009 and 1011 those of RFC 6455, 3008 IANA's
    /// for a timeout.
    fn code_and_reason(&self) -> Option<(u16, String)> {
        Some(match self {
            Self::Gone => return None,
            Self::Stopping => (1001, "the service is stopping".to_owned()),
            Self::TooBig => {
                (1009, "the message is longer than socket_message_bytes_max".to_owned())
            }
            Self::Internal => (1011, "an error inside the service".to_owned()),
            Self::Silent => (3008, "nothing came for two ping intervals".to_owned()),
            Self::Invalid(why) => (4400, why.clone()),
            Self::Unauthorized => (4401, "Unauthorized: connection_init comes first".to_owned()),
            Self::Forbidden(why) => (4403, why.clone()),
            Self::Subprotocol => (4406, format!("Subprotocol not acceptable; accepted: {NAME}")),
            Self::InitTimeout => (4408, "Connection initialisation timeout".to_owned()),
            Self::Duplicate(id) => (4409, format!("Subscriber for {id} already exists")),
            Self::TooManyInits => (4429, "Too many initialisation requests".to_owned()),
        })
    }
}

/// A close frame carries at most 125 bytes, two of them the code.
fn bounded(mut reason: String) -> Utf8Bytes {
    const REASON_BYTES_MAX: usize = 123;
    let end = reason.floor_char_boundary(REASON_BYTES_MAX);
    reason.truncate(end);
    reason.into()
}
