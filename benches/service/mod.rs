//! The program as a user starts it, and a caller of its GraphQL over HTTP: what the benchmarks share.

use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
};
use uuid::Uuid;

/// A running service on a port of its own.
pub(crate) struct Service {
    child: Child,
    /// Where it listens.
    pub(crate) address: String,
}

impl Service {
    /// Starts it on a store, with further settings, and waits until it serves.
    pub(crate) fn start(store: &str, settings: &[(&str, String)]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_thirdplace"))
            .args(["serve", "--listen", "127.0.0.1:0", "--log-format", "json", "--store", store])
            .env("THIRDPLACE_LOG", "thirdplace::http=warn,info")
            .envs(settings.iter().map(|(name, value)| (name, value)))
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut address = String::new();
        for line in lines.by_ref().map_while(Result::ok) {
            let line: Value = serde_json::from_str(&line).unwrap_or_default();
            if let Some(at) = line["fields"]["address"].as_str() {
                at.clone_into(&mut address);
            }
            if line["fields"]["message"] == "ready" {
                break;
            }
        }
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address }
    }

    /// The process.
    #[allow(dead_code, reason = "not every benchmark asks")]
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A caller who keeps one connection, and does little else: both share the machine.
pub(crate) struct Caller {
    stream: BufReader<TcpStream>,
    address: String,
    person: Uuid,
}

impl Caller {
    /// Connects.
    pub(crate) fn new(address: &str, person: Uuid) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream: BufReader::new(stream), address: address.to_owned(), person }
    }

    /// The answer, whole.
    pub(crate) fn ask(&mut self, query: &str, variables: &Value) -> Value {
        serde_json::from_slice(&self.answer(query, variables)).unwrap()
    }

    /// The answer's bytes.
    pub(crate) fn answer(&mut self, query: &str, variables: &Value) -> Vec<u8> {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let request = format!(
            "POST /graphql HTTP/1.1\r\nhost: {}\r\nx-actor: {}\r\nx-role: manager\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            self.address,
            self.person,
            body.len()
        );
        self.stream.get_mut().write_all(request.as_bytes()).unwrap();
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line).unwrap();
            if line == "\r\n" {
                break;
            }
            if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
        }
        let mut answer = vec![0; length];
        self.stream.read_exact(&mut answer).unwrap();
        answer
    }
}
