//! Which spans there are, whose children they are, and what is never in them.

use opentelemetry_proto::tonic::trace::v1::{Span, span::SpanKind};
use serde_json::json;
use uuid::Uuid;

use crate::{
    collector::{self, Received, attributes},
    estate::Estate,
    service::Service,
};

struct Traced {
    _folder: tempfile::TempDir,
    service: Service,
    received: Received,
}

impl Traced {
    fn start(ratio: &str) -> Self {
        let (endpoint, received) = collector::start();
        let folder = tempfile::tempdir().unwrap();
        let store = format!("sqlite:{}", folder.path().join("traced.sqlite").display());
        let environment = [
            ("THIRDPLACE_OPENTELEMETRY_ENDPOINT", endpoint.as_str()),
            ("THIRDPLACE_OPENTELEMETRY_SAMPLING_RATIO", ratio),
            ("THIRDPLACE_OPENTELEMETRY_RESOURCE", "deployment.environment.name=testing"),
        ];
        let service = Service::start_with(&store, &environment);
        Self { _folder: folder, service, received }
    }

    /// Stops the service, which sends what it has not sent yet.
    fn stop(self) -> Received {
        assert!(self.service.stop().success());
        self.received
    }
}

/// The spans of a trace by name, the only one of each.
fn only<'a>(spans: &'a [Span], trace: &[u8], name: &str) -> &'a Span {
    let found: Vec<&Span> =
        spans.iter().filter(|span| span.name == name && span.trace_id == trace).collect();
    assert_eq!(found.len(), 1, "{name}: {found:?}");
    found[0]
}

const TRACE: [u8; 16] = [
    0x4b, 0xf9, 0x2f, 0x35, 0x77, 0xb3, 0x4d, 0xa6, 0xa3, 0xce, 0x92, 0x9d, 0x0e, 0x0e, 0x47, 0x36,
];
const PARENT: [u8; 8] = [0x00, 0xf0, 0x67, 0xaa, 0x0b, 0xa9, 0x02, 0xb7];

fn traceparent(flags: &str) -> String {
    let hex = |bytes: &[u8]| -> String { bytes.iter().map(|byte| format!("{byte:02x}")).collect() };
    format!("00-{}-{}-{flags}", hex(&TRACE), hex(&PARENT))
}

/// Registers a person under a trace of the caller's.
fn register(traced: &Traced, estate: &Estate, name: &str, traceparent: &str) {
    let agent: ureq::Agent = ureq::Agent::config_builder().build().into();
    let query = "mutation ($input: PersonRegisterInput!) {
        personRegister(input: $input) { revision userErrors { message } } }";
    let input = json!({ "commandId": Uuid::new_v4(), "portfolio": estate.portfolio, "name": name });
    agent
        .post(format!("{}/graphql", traced.service.url))
        .header("x-actor", estate.proposer.to_string())
        .header("x-role", "manager")
        .header("traceparent", traceparent)
        .send_json(json!({ "query": query, "variables": { "input": input } }))
        .unwrap();
}

#[test]
fn a_command_is_one_trace_from_its_request_to_the_stores_transaction() {
    let traced = Traced::start("1");
    let estate = Estate::set_up(&traced.service);
    register(&traced, &estate, "Someone", &traceparent("01"));
    let received = traced.stop();
    let spans = received.spans();
    let request = only(&spans, &TRACE, "request");
    assert_eq!(request.parent_span_id, PARENT, "the caller's trace goes on");
    assert_eq!(request.kind, SpanKind::Server as i32);
    let told = attributes(&request.attributes);
    for (name, value) in [
        ("http.request.method", "POST"),
        ("http.route", "/graphql"),
        ("http.response.status_code", "200"),
    ] {
        assert_eq!(told.get(name).map(String::as_str), Some(value), "{told:?}");
    }
    for (name, parent, attribute) in [
        ("graphql", "request", Some(("operation", "mutation"))),
        ("command", "graphql", Some(("command", "PersonRegister"))),
        ("decide", "command", None),
        ("append", "command", Some(("commands", "1"))),
        ("transaction", "append", None),
        ("publish", "command", None),
    ] {
        let (span, parent) = (only(&spans, &TRACE, name), only(&spans, &TRACE, parent));
        assert_eq!(span.parent_span_id, parent.span_id, "{name}");
        let told = attributes(&span.attributes);
        if let Some((key, value)) = attribute {
            assert_eq!(told.get(key).map(String::as_str), Some(value), "{name}: {told:?}");
        }
        assert!(span.start_time_unix_nano >= parent.start_time_unix_nano, "{name}");
        assert!(span.end_time_unix_nano >= span.start_time_unix_nano, "{name}");
    }
    let resource = received.resource();
    for (name, value) in [
        ("service.name", "thirdplace"),
        ("service.version", env!("CARGO_PKG_VERSION")),
        ("deployment.environment.name", "testing"),
    ] {
        assert_eq!(resource.get(name).map(String::as_str), Some(value), "{resource:?}");
    }
    for head in received.heads() {
        assert!(head.starts_with("POST /v1/traces HTTP/1.1\r\n"), "{head}");
        assert!(
            head.to_ascii_lowercase().contains("content-type: application/x-protobuf"),
            "{head}"
        );
    }
}

#[test]
fn nothing_that_a_person_typed_leaves_with_a_trace() {
    const WORD: &str = "TypedByAPerson";
    let traced = Traced::start("1");
    let estate = Estate::set_up(&traced.service);
    register(&traced, &estate, WORD, &traceparent("01"));
    let caller = traced.service.acting(estate.proposer);
    caller
        .try_ask(&format!("query {WORD} {{ {WORD}: __typename }}"), &json!({ WORD: WORD }))
        .unwrap();
    caller.try_ask(&format!("{{ {WORD} }}"), &json!({})).unwrap();
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let foreign = agent
        .get(format!("{}/{WORD}?{WORD}={WORD}", traced.service.url))
        .header("tracestate", format!("{}={WORD}", WORD.to_lowercase()))
        .header("traceparent", traceparent("01"))
        .header("baggage", format!("{WORD}={WORD}"));
    foreign.call().unwrap();
    let received = traced.stop();
    assert!(received.spans().len() > 10);
    assert!(received.spans().iter().all(|span| span.events.is_empty()), "log lines left");
    let bytes = String::from_utf8_lossy(&received.bytes()).to_lowercase();
    assert!(!bytes.contains(&WORD.to_lowercase()));
    assert!(!bytes.contains("jämtland"));
}

#[test]
fn a_ratio_of_nothing_traces_only_what_a_caller_asks_to_have_traced() {
    let traced = Traced::start("0");
    let estate = Estate::set_up(&traced.service);
    register(&traced, &estate, "Someone", &traceparent("00"));
    let mine = traceparent("01").replace("00-4b", "00-5c");
    register(&traced, &estate, "Someone", &mine);
    let spans = traced.stop().spans();
    let mut trace = TRACE;
    trace[0] = 0x5c;
    assert!(spans.iter().all(|span| span.trace_id == trace), "{spans:?}");
    only(&spans, &trace, "request");
}

#[test]
fn a_collector_that_is_not_there_hinders_nobody() {
    let environment = [
        ("THIRDPLACE_OPENTELEMETRY_ENDPOINT", "http://127.0.0.1:1/v1/traces"),
        ("THIRDPLACE_OPENTELEMETRY_TIMEOUT", "200ms"),
    ];
    let service = Service::start_with("memory", &environment);
    Estate::set_up(&service);
    assert!(service.stop().success());
}
