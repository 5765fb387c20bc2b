//! A collector on the loopback: takes OTLP over HTTP and keeps what it is given.

use opentelemetry_proto::tonic::{
    collector::trace::v1::ExportTraceServiceRequest,
    common::v1::{KeyValue, any_value::Value},
    trace::v1::{ResourceSpans, Span},
};
use prost::Message;
use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
};

/// What was received.
#[derive(Clone, Default)]
pub(crate) struct Received {
    bodies: Arc<Mutex<Vec<Vec<u8>>>>,
    heads: Arc<Mutex<Vec<String>>>,
}

/// Listens for as long as the test runs; gives the endpoint.
pub(crate) fn start() -> (String, Received) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}/v1/traces", listener.local_addr().unwrap());
    let received = Received::default();
    let keeping = received.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let keeping = keeping.clone();
            std::thread::spawn(move || while keeping.take(&stream).is_some() {});
        }
    });
    (endpoint, received)
}

impl Received {
    /// One request of a connection; none once it is closed.
    fn take(&self, stream: &TcpStream) -> Option<()> {
        let mut reader = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head).ok()? == 0 {
                return None;
            }
        }
        let length = head
            .to_ascii_lowercase()
            .lines()
            .find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
        let mut body = vec![0; length.unwrap()];
        reader.read_exact(&mut body).ok()?;
        self.heads.lock().unwrap().push(head);
        self.bodies.lock().unwrap().push(body);
        let answer =
            "HTTP/1.1 200 OK\r\ncontent-type: application/x-protobuf\r\ncontent-length: 0\r\n\r\n";
        (&*stream).write_all(answer.as_bytes()).ok()
    }

    pub(crate) fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }

    fn resources(&self) -> Vec<ResourceSpans> {
        let bodies = self.bodies.lock().unwrap();
        let read = |body: &Vec<u8>| ExportTraceServiceRequest::decode(body.as_slice()).unwrap();
        bodies.iter().flat_map(|body| read(body).resource_spans).collect()
    }

    /// Every span that came.
    pub(crate) fn spans(&self) -> Vec<Span> {
        let scopes = self.resources().into_iter().flat_map(|resource| resource.scope_spans);
        scopes.flat_map(|scope| scope.spans).collect()
    }

    /// The attributes of the resource, which is one.
    pub(crate) fn resource(&self) -> BTreeMap<String, String> {
        let resources = self.resources();
        attributes(&resources.first().unwrap().resource.as_ref().unwrap().attributes)
    }

    /// Everything that was received, as one run of bytes.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.bodies.lock().unwrap().concat()
    }
}

/// Attributes as text.
pub(crate) fn attributes(given: &[KeyValue]) -> BTreeMap<String, String> {
    let text = |attribute: &KeyValue| match attribute.value.clone().and_then(|any| any.value) {
        Some(Value::StringValue(text)) => text,
        Some(Value::IntValue(number)) => number.to_string(),
        Some(Value::BoolValue(switch)) => switch.to_string(),
        other => format!("{other:?}"),
    };
    given.iter().map(|attribute| (attribute.key.clone(), text(attribute))).collect()
}
