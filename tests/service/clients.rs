//! Clients that others wrote, from npm: what they expect of GraphQL over HTTP and WebSocket, and of the
//! database.

use serde_json::json;
use std::process::Command;

use crate::{
    estate::Estate,
    service::{Service, root},
};

/// Runs a script of one of the folders under `tests`, and gives its last line.
fn node(folder: &str, script: &str, arguments: &[&str]) -> String {
    let path = root().join("tests").join(folder);
    assert!(
        path.join("node_modules").exists(),
        "run `npm ci --prefix tests/{folder}` first, as `make test` does"
    );
    let output = Command::new("node").arg(path.join(script)).args(arguments).output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{printed}{error}");
    printed.lines().last().unwrap_or_default().to_owned()
}

#[test]
fn all_61_audits_of_graphql_http_pass() {
    let service = Service::start("memory");
    let last = node("graphql_http", "audit.mjs", &[&format!("{}/graphql", service.url)]);
    assert_eq!(last, "61 passed, 0 failed, 0 skipped");
}

#[test]
fn a_graphql_ws_client_receives_the_events_from_a_revision() {
    let service = Service::start("memory");
    let estate = Estate::set_up(&service);
    let url = service.url.replace("http", "ws") + "/graphql";
    let subscription = format!(
        "subscription {{ events(portfolio: \"{}\", from: 0) {{ __typename }} }}",
        estate.portfolio
    );
    // As many commits as the estate took to set up, and not one more.
    let last = node("graphql_http", "ws.mjs", &[&url, &subscription, "5"]);
    assert!(last.contains(" 0 failed"), "{last}");
}

#[test]
fn an_execution_error_that_nulls_the_root_answers_200() {
    let service = Service::start("memory");
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let mut answer = agent
        .post(format!("{}/graphql", service.url))
        .header("accept", "application/graphql-response+json")
        .send_json(json!({
            "query": "mutation ($input: PersonRegisterInput!) {
                personRegister(input: $input) { revision } }",
            "variables": { "input": {
                "commandId": "0b9f3c1e-30a8-4d3c-9d0e-0e6b3f0f6a11",
                "portfolio": "0b9f3c1e-30a8-4d3c-9d0e-0e6b3f0f6a12",
                "name": "Someone",
            } },
        }))
        .unwrap();
    // Nobody said who acts: the mutation is refused, and its field cannot be null.
    assert_eq!(answer.status(), 200);
    let body: serde_json::Value = answer.body_mut().read_json().unwrap();
    assert_eq!(body["data"], json!(null));
    assert!(body["errors"][0]["message"].as_str().unwrap().contains("x-actor"), "{body}");
}

/// What a service records is read by the database's own client, to which the server that stands in for
/// the database is what the database is.
#[cfg(feature = "eventstore")]
#[test]
fn the_databases_own_client_reads_what_is_recorded_and_takes_the_test_server_for_it() {
    use crate::estate;
    use thirdplace_test_engine::{Cluster, Options};
    use uuid::Uuid;

    let cluster = Cluster::start(Options { nodes: 3, ..Options::default() });
    let service = Service::start(&cluster.connection_string());
    // Its first three events.
    let portfolio = estate::open(&service.acting(Uuid::new_v4()), Uuid::new_v4());
    let ledger = format!("portfolio-{portfolio}");
    let last = node("engine_client", "client.mjs", &[&cluster.connection_string(), &ledger]);
    assert_eq!(last, "8 passed, 0 failed");
}
