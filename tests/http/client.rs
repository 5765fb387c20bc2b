//! A service on a port of its own, and a client that sends exactly the bytes that a test wants sent.

use std::net::SocketAddr;

use serde_json::Value;
use thirdplace::http::{Drained, Limits, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::small_schema::Small;

/// A running service and what its resolvers leave behind.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    pub(crate) small: Small,
    stop: oneshot::Sender<()>,
    served: JoinHandle<Drained>,
}

impl Running {
    pub(crate) async fn start() -> Self {
        Self::with(Limits::default()).await
    }

    pub(crate) async fn with(limits: Limits) -> Self {
        Self::of(Small::default(), limits, axum::Router::new()).await
    }

    pub(crate) async fn of(small: Small, limits: Limits, merged: axum::Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let service = small.service(address, &limits, merged);
        let (stop, stopped) = oneshot::channel();
        let served = tokio::spawn(serve(listener, service, async { drop(stopped.await) }));
        Self { address, small, stop, served }
    }

    /// Begins to stop, and tells how it ended once it has.
    pub(crate) fn stop(self) -> JoinHandle<Drained> {
        self.stop.send(()).unwrap();
        self.served
    }

    pub(crate) fn recorded(&self) -> usize {
        self.small.recorded.0.load(std::sync::atomic::Ordering::SeqCst)
    }

    pub(crate) fn get(&self, target: &str) -> Call {
        Call::new(self.address, "GET", target)
    }

    pub(crate) fn post(&self, body: impl Into<Vec<u8>>) -> Call {
        let call = Call::new(self.address, "POST", "/graphql");
        call.header("content-type", "application/json").body(body)
    }

    /// POSTs a query and wants the newer media type.
    pub(crate) fn ask(&self, query: &str) -> Call {
        self.post(serde_json::json!({ "query": query }).to_string())
            .header("accept", "application/graphql-response+json")
    }
}

/// A request, to the byte.
pub(crate) struct Call {
    address: SocketAddr,
    method: &'static str,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Call {
    pub(crate) fn new(address: SocketAddr, method: &'static str, target: &str) -> Self {
        let target = target.to_owned();
        Self { address, method, target, headers: Vec::new(), body: Vec::new() }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    fn gives(&self, name: &str) -> bool {
        self.headers.iter().any(|(given, _)| given == name)
    }

    fn bytes(&self) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, self.target);
        if !self.gives("host") {
            head += &format!("host: {}\r\n", self.address);
        }
        if !self.gives("content-length") && !self.gives("transfer-encoding") {
            head += &format!("content-length: {}\r\n", self.body.len());
        }
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        if !self.gives("connection") {
            head += "connection: close\r\n";
        }
        let mut bytes = (head + "\r\n").into_bytes();
        bytes.extend_from_slice(&self.body);
        bytes
    }

    /// As `send`, for an answer that is not HTTP to its end.
    pub(crate) async fn send_raw(self) -> Vec<u8> {
        raw(self.address, &self.bytes()).await
    }

    /// Sends it on a connection of its own and reads to the end.
    pub(crate) async fn send(self) -> Answer {
        Answer::read(raw(self.address, &self.bytes()).await)
    }
}

/// Sends these bytes and reads until the service closes.
pub(crate) async fn raw(address: SocketAddr, bytes: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // A service that refuses early may close before it has read everything.
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    answer
}

/// An answer with a body of the announced length; nothing here streams.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: String,
}

impl Answer {
    fn read(bytes: Vec<u8>) -> Self {
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) =
            text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {text:?}"));
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Self { status, head: head.to_ascii_lowercase(), body: body.to_owned() }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    pub(crate) fn first_error(&self) -> String {
        self.json()["errors"][0]["message"].as_str().unwrap_or_default().to_owned()
    }

    pub(crate) fn detail(&self) -> String {
        assert_eq!(self.header("content-type"), Some("application/problem+json"));
        self.json()["detail"].as_str().unwrap_or_default().to_owned()
    }
}

/// That a text says each of these.
pub(crate) fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{text:?} does not say {part:?}");
    }
}
