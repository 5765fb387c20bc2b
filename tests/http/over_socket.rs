//! `graphql-transport-ws`, message by message.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use thirdplace::http::Limits;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::client::{Running, says};

const ACTOR: &str = "0191f3c8-5b1e-7a52-9c39-0f6d2a4b8e71";
const PROTOCOL: (&str, &str) = ("sec-websocket-protocol", "graphql-transport-ws");

/// A client's end of a socket.
pub(crate) struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    async fn with(
        service: &Running,
        headers: &[(&'static str, &'static str)],
    ) -> Result<Self, Error> {
        let mut request =
            format!("ws://{}/graphql", service.address).into_client_request().unwrap();
        for (name, value) in headers {
            request.headers_mut().append(*name, HeaderValue::from_static(value));
        }
        connect_async(request).await.map(|(socket, _)| Self(socket))
    }

    async fn open(service: &Running) -> Self {
        Self::with(service, &[PROTOCOL]).await.unwrap()
    }

    pub(crate) async fn ready(service: &Running) -> Self {
        let mut socket = Self::open(service).await;
        socket.initialise(json!(null)).await;
        socket
    }

    async fn initialise(&mut self, payload: Value) {
        self.say(json!({ "type": "connection_init", "payload": payload })).await;
        assert_eq!(self.hear().await, json!({ "type": "connection_ack" }));
    }

    async fn say(&mut self, message: Value) {
        self.0.send(Message::text(message.to_string())).await.unwrap();
    }

    pub(crate) async fn subscribe(&mut self, id: &str, query: &str) {
        self.say(json!({ "type": "subscribe", "id": id, "payload": { "query": query } })).await;
    }

    async fn next(&mut self) -> Message {
        loop {
            match self.0.next().await.unwrap().unwrap() {
                Message::Ping(_) | Message::Pong(_) => {}
                message => return message,
            }
        }
    }

    async fn hear(&mut self) -> Value {
        match self.next().await {
            Message::Text(text) => serde_json::from_str(&text).unwrap(),
            other => panic!("no text: {other:?}"),
        }
    }

    /// The code and the reason with which the service closes.
    pub(crate) async fn closed(&mut self) -> (u16, String) {
        match self.next().await {
            Message::Close(Some(frame)) => (frame.code.into(), frame.reason.to_string()),
            other => panic!("no close frame: {other:?}"),
        }
    }

    /// Reads to the end, by which the client's library answers a close.
    pub(crate) async fn finish(mut self) {
        while self.0.next().await.is_some() {}
    }

    /// That the socket still serves, and that nothing else is on its way before the answer.
    async fn lives(&mut self) {
        self.subscribe("lives", "{ greeting }").await;
        let next = json!({ "type": "next", "id": "lives", "payload": { "data": { "greeting": "hello you" } } });
        assert_eq!(self.hear().await, next);
        assert_eq!(self.hear().await, json!({ "type": "complete", "id": "lives" }));
    }
}

#[tokio::test]
async fn a_subscription_is_received_to_its_end() {
    let service = Running::start().await;
    let mut socket = Socket::ready(&service).await;
    socket.subscribe("1", "subscription { countTo(last: 3) }").await;
    for count in 1..=3 {
        let next =
            json!({ "type": "next", "id": "1", "payload": { "data": { "countTo": count } } });
        assert_eq!(socket.hear().await, next);
    }
    assert_eq!(socket.hear().await, json!({ "type": "complete", "id": "1" }));
    // The id is free again.
    socket.subscribe("1", "{ greeting }").await;
    assert_eq!(socket.hear().await["type"], json!("next"));
}

#[tokio::test]
async fn a_subscription_that_the_client_completes_says_no_more() {
    let service = Running::start().await;
    let mut socket = Socket::ready(&service).await;
    socket.subscribe("1", "subscription { never }").await;
    socket.say(json!({ "type": "complete", "id": "1" })).await;
    socket.lives().await;
    // The same id at once: an operation of its own.
    socket.subscribe("1", "subscription { countTo(last: 1) }").await;
    assert_eq!(socket.hear().await["payload"]["data"]["countTo"], json!(1));
}

#[tokio::test]
async fn a_slow_operation_holds_up_no_other() {
    let service = Running::start().await;
    let mut socket = Socket::ready(&service).await;
    socket.subscribe("1", "{ held }").await;
    socket.lives().await;
    service.small.held.released.notify_one();
    assert_eq!(socket.hear().await["id"], json!("1"));
}

#[tokio::test]
async fn an_error_of_the_request_ends_its_operation_only() {
    let service = Running::start().await;
    let mut socket = Socket::ready(&service).await;
    for query in
        ["{", "{ noSuchField }", "{ room(id: \"nope\") { name } }", "subscription { noSuchField }"]
    {
        socket.subscribe("1", query).await;
        let error = socket.hear().await;
        assert_eq!((&error["type"], &error["id"]), (&json!("error"), &json!("1")), "{query}");
        assert!(error["payload"][0]["message"].is_string());
    }
    socket.subscribe("2", "subscription { fails }").await;
    assert_eq!(socket.hear().await["payload"][0]["message"], json!("no such stream"));
    socket.lives().await;
}

#[tokio::test]
async fn an_execution_error_is_a_result() {
    let service = Running::start().await;
    let mut socket = Socket::ready(&service).await;
    socket.subscribe("1", "{ broken }").await;
    let next = socket.hear().await;
    assert_eq!((&next["type"], &next["payload"]["data"]), (&json!("next"), &json!(null)));
    assert_eq!(socket.hear().await, json!({ "type": "complete", "id": "1" }));
}

#[tokio::test]
async fn a_panic_ends_its_operation_and_tells_nothing_of_it() {
    let service = Running::start().await;
    let mut socket = Socket::ready(&service).await;
    socket.subscribe("1", "{ panics }").await;
    assert_eq!(socket.hear().await["payload"][0]["message"], json!("an error inside the service"));
    socket.lives().await;
}

#[tokio::test]
async fn a_mutation_needs_an_identity_and_takes_it_from_the_upgrade_request() {
    let service = Running::start().await;
    let mut socket = Socket::ready(&service).await;
    socket.subscribe("1", "mutation { record }").await;
    let refused = socket.hear().await;
    says(refused["payload"][0]["message"].as_str().unwrap(), &["mutation", "x-actor"]);
    assert_eq!(service.recorded(), 0);
    let headers = [PROTOCOL, ("x-actor", ACTOR), ("x-role", "manager")];
    let mut socket = Socket::with(&service, &headers).await.unwrap();
    socket.initialise(json!(null)).await;
    socket.subscribe("1", "mutation { record }").await;
    assert_eq!(
        socket.hear().await["payload"]["data"]["record"],
        json!(format!("{ACTOR} manager None"))
    );
}

#[tokio::test]
async fn a_mutation_takes_its_identity_from_connection_init() {
    let service = Running::start().await;
    let mut socket = Socket::open(&service).await;
    socket.initialise(json!({ "x-actor": ACTOR, "x-role": "strategist" })).await;
    socket.subscribe("1", "mutation { record }").await;
    let recorded = format!("{ACTOR} strategist None");
    assert_eq!(socket.hear().await["payload"]["data"]["record"], json!(recorded));
}

#[tokio::test]
async fn a_payload_that_is_malformed_or_contradicts_the_headers_is_forbidden() {
    let service = Running::start().await;
    let headers = [PROTOCOL, ("x-role", "auditor")];
    for (payload, part) in [
        (json!({ "x-role": "manager" }), "x-role of connection_init differs"),
        (json!({ "x-actor": "kim" }), "x-actor is"),
        (json!({ "x-actor": 7 }), "x-actor is"),
    ] {
        let mut socket = Socket::with(&service, &headers).await.unwrap();
        socket.say(json!({ "type": "connection_init", "payload": payload })).await;
        let (code, reason) = socket.closed().await;
        assert_eq!(code, 4403);
        says(&reason, &[part]);
    }
    let malformed = Socket::with(&service, &[PROTOCOL, ("x-role", "boss")]).await;
    assert!(matches!(malformed, Err(Error::Http(answer)) if answer.status() == 400));
}

#[tokio::test]
async fn another_sub_protocol_is_not_spoken() {
    let service = Running::start().await;
    let mut socket = Socket::with(&service, &[]).await.unwrap();
    let (code, reason) = socket.closed().await;
    assert_eq!(code, 4406);
    says(&reason, &["graphql-transport-ws"]);
    // The client's library refuses a handshake that chose none of its protocols.
    let older = Socket::with(&service, &[("sec-websocket-protocol", "graphql-ws")]).await;
    assert!(older.is_err());
}

#[tokio::test]
async fn what_breaks_the_protocol_closes_with_its_code() {
    let service = Running::start().await;
    let init = json!({ "type": "connection_init" });
    let never =
        json!({ "type": "subscribe", "id": "1", "payload": { "query": "subscription { never }" } });
    let empty = json!({ "type": "subscribe", "id": "1", "payload": {} });
    let cases = [
        (vec![never.clone()], 4401, "Unauthorized"),
        (vec![init.clone(), init.clone()], 4429, "Too many initialisation requests"),
        (vec![init.clone(), never.clone(), never], 4409, "Subscriber for 1 already exists"),
        (vec![init.clone(), json!({ "type": "start", "id": "1" })], 4400, "start"),
        (vec![init.clone(), json!([])], 4400, "Invalid message"),
        (vec![init, empty], 4400, "query is missing"),
    ];
    for (messages, code, reason) in cases {
        let mut socket = Socket::open(&service).await;
        for message in messages {
            socket.say(message).await;
        }
        let mut message = socket.next().await;
        if let Message::Text(_) = message {
            message = socket.next().await;
        }
        let Message::Close(Some(frame)) = message else {
            panic!("not closed for {code}: {message:?}")
        };
        assert_eq!(u16::from(frame.code), code);
        says(&frame.reason, &[reason]);
    }
}

#[tokio::test]
async fn a_binary_message_is_invalid() {
    let service = Running::start().await;
    let mut socket = Socket::ready(&service).await;
    socket.0.send(Message::binary(&b"{}"[..])).await.unwrap();
    assert_eq!(socket.closed().await.0, 4400);
}

#[tokio::test]
async fn a_ping_of_the_protocol_is_answered() {
    let service = Running::start().await;
    let mut socket = Socket::open(&service).await;
    socket.say(json!({ "type": "ping", "payload": { "a": 1 } })).await;
    assert_eq!(socket.hear().await, json!({ "type": "pong" }));
    socket.say(json!({ "type": "pong" })).await;
    socket.initialise(json!(null)).await;
}

#[tokio::test]
async fn a_socket_that_is_not_initialised_in_time_is_closed() {
    let limits = Limits { socket_init_timeout: Duration::from_millis(50), ..Limits::default() };
    let service = Running::with(limits).await;
    let mut socket = Socket::open(&service).await;
    assert_eq!(socket.closed().await, (4408, "Connection initialisation timeout".to_owned()));
}

#[tokio::test]
async fn a_message_too_long_closes_the_socket() {
    let service =
        Running::with(Limits { socket_message_bytes_max: 1_000, ..Limits::default() }).await;
    let mut socket = Socket::ready(&service).await;
    socket.subscribe("1", &format!("{:<2000}", "{ greeting }")).await;
    assert_eq!(socket.closed().await.0, 1009);
}

#[tokio::test]
async fn operations_on_a_socket_are_bounded() {
    let service = Running::with(Limits { socket_operations_max: 1, ..Limits::default() }).await;
    let mut socket = Socket::ready(&service).await;
    socket.subscribe("1", "subscription { never }").await;
    socket.subscribe("2", "{ greeting }").await;
    let error = socket.hear().await;
    assert_eq!((&error["type"], &error["id"]), (&json!("error"), &json!("2")));
    says(error["payload"][0]["message"].as_str().unwrap(), &["socket_operations_max", "2", "1"]);
    socket.say(json!({ "type": "complete", "id": "1" })).await;
    socket.lives().await;
}

#[tokio::test]
async fn sockets_are_bounded_and_a_closed_one_makes_room() {
    let service = Running::with(Limits { sockets_max: 1, ..Limits::default() }).await;
    let mut first = Socket::ready(&service).await;
    let second = Socket::with(&service, &[PROTOCOL]).await;
    assert!(matches!(second, Err(Error::Http(answer)) if answer.status() == 503));
    first.0.close(None).await.unwrap();
    first.finish().await;
    // The place is given back when the service has seen the close.
    let mut again = Socket::with(&service, &[PROTOCOL]).await;
    while again.is_err() {
        again = Socket::with(&service, &[PROTOCOL]).await;
    }
}

#[tokio::test]
async fn a_silent_peer_is_pinged_and_then_let_go() {
    let limits = Limits {
        socket_ping_interval: Duration::from_millis(50),
        socket_init_timeout: Duration::from_secs(60),
        socket_close_timeout: Duration::from_millis(50),
        ..Limits::default()
    };
    let service = Running::with(limits).await;
    // A peer that never answers: it reads the bytes but runs no WebSocket.
    let upgrade = service
        .get("/graphql")
        .header("upgrade", "websocket")
        .header("connection", "upgrade")
        .header("sec-websocket-version", "13")
        .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
        .header(PROTOCOL.0, PROTOCOL.1);
    let bytes = upgrade.send_raw().await;
    let after_head = bytes.windows(4).position(|part| part == b"\r\n\r\n").unwrap() + 4;
    let frames = &bytes[after_head..];
    assert_eq!(&frames[..2], b"\x89\x00", "no ping: {frames:?}");
    let code = 3008_u16.to_be_bytes();
    assert!(frames.windows(2).any(|part| part == code), "no close 3008: {frames:?}");
}

#[tokio::test]
async fn a_query_over_a_socket_is_bounded_in_time_as_over_http() {
    let limits = Limits { execution_timeout: Duration::from_millis(50), ..Limits::default() };
    let service = Running::with(limits).await;
    let mut socket = Socket::ready(&service).await;
    socket.subscribe("1", "{ held }").await;
    says(socket.hear().await["payload"][0]["message"].as_str().unwrap(), &["execution_timeout"]);
}

#[tokio::test]
async fn a_query_over_a_socket_is_shed_as_over_http_and_a_subscription_is_not() {
    let service = Running::with(Limits { requests_max: 1, ..Limits::default() }).await;
    let first = tokio::spawn(service.ask("{ held }").send());
    service.small.held.entered.notified().await;
    let mut socket = Socket::ready(&service).await;
    socket.subscribe("1", "{ greeting }").await;
    says(
        socket.hear().await["payload"][0]["message"].as_str().unwrap(),
        &["requests_max", "nothing was done"],
    );
    socket.subscribe("2", "subscription { countTo(last: 1) }").await;
    assert_eq!(socket.hear().await["type"], json!("next"));
    service.small.held.released.notify_one();
    assert_eq!(first.await.unwrap().status, 200);
}
