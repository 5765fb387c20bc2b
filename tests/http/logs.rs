//! What is logged of a request, and what never is.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tracing_subscriber::fmt::MakeWriter;

use crate::client::Running;

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Lines {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

const ID: &str = "0191f3c8-5b1e-7a52-9c39-0f6d2a4b8e71";

// On one thread, so that the subscriber of this thread sees the service's lines.
#[tokio::test(flavor = "current_thread")]
async fn a_request_is_one_line_with_method_route_status_latency_and_correlation_id() {
    let lines = Lines::default();
    let subscriber = tracing_subscriber::fmt().json().with_writer(lines.clone()).finish();
    let _logging = tracing::subscriber::set_default(subscriber);
    let service = Running::start().await;
    service.get("/livez").header("x-correlation-id", ID).send().await;
    let line: Value = serde_json::from_str(lines.text().lines().next().unwrap()).unwrap();
    assert_eq!(line["fields"]["status"], json!(200));
    assert!(line["fields"]["latency_us"].is_u64(), "{line}");
    let span =
        json!({ "name": "request", "method": "GET", "route": "/livez", "correlation_id": ID });
    assert_eq!(line["span"], span);
}

#[tokio::test(flavor = "current_thread")]
async fn nothing_that_a_caller_typed_is_logged() {
    let lines = Lines::default();
    let subscriber = tracing_subscriber::fmt()
        .json()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(lines.clone())
        .finish();
    let _logging = tracing::subscriber::set_default(subscriber);
    let service = Running::start().await;
    let body = json!({
        "query": "query SecretOperation($n: String!) { greeting(name: $n) }",
        "variables": { "n": "SecretVariable" },
    });
    let call = service.post(body.to_string()).header("x-actor", ID).header("x-role", "auditor");
    assert_eq!(call.send().await.status, 200);
    service.get("/graphql?query=%7BSecretField%7D").send().await;
    service.get("/SecretPath").header("origin", "http://SecretOrigin").send().await;
    let text = lines.text();
    assert_eq!(text.matches("answered").count(), 3, "{text}");
    assert!(!text.contains("Secret") && !text.contains(ID), "{text}");
}
