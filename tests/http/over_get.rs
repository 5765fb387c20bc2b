//! GraphQL by GET: queries only, and nothing for a browser to run.

use serde_json::json;

use crate::client::{Call, Running, says};

#[tokio::test]
async fn a_query_with_variables_is_answered() {
    let service = Running::start().await;
    let target = "/graphql?query=query+Q($n:String!)%7Bgreeting(name:$n)%7D&variables=%7B%22n%22:%22all%22%7D&operationName=Q&extensions=";
    let answer = service.get(target).send().await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json(), json!({ "data": { "greeting": "hello all" } }));
}

#[tokio::test]
async fn a_mutation_is_refused_and_not_carried_out() {
    let service = Running::start().await;
    for target in [
        "/graphql?query=mutation%7Brecord%7D",
        "/graphql?query=query+Q%7Bgreeting%7D+mutation+M%7Brecord%7D&operationName=M",
    ] {
        let call = service.get(target);
        let call = call.header("x-actor", "0191f3c8-5b1e-7a52-9c39-0f6d2a4b8e71");
        let answer = call.header("x-role", "manager").send().await;
        assert_eq!((answer.status, answer.header("allow")), (405, Some("post")));
        says(&answer.first_error(), &["mutation", "GET", "POST"]);
    }
    assert_eq!(service.recorded(), 0);
}

#[tokio::test]
async fn a_query_beside_a_mutation_is_answered() {
    let service = Running::start().await;
    let target = "/graphql?query=query+Q%7Bgreeting%7D+mutation+M%7Brecord%7D&operationName=Q";
    assert_eq!(service.get(target).send().await.status, 200);
}

#[tokio::test]
async fn malformed_parameters_are_400() {
    let service = Running::start().await;
    let cases = [
        ("/graphql", "query is missing"),
        ("/graphql?query=%7Bgreeting%7D&variables=%7B", "variables is not JSON"),
        ("/graphql?query=%7Bgreeting%7D&variables=7", "variables is a number"),
        ("/graphql?query=%7Bgreeting%7D&query=%7Bgreeting%7D", "more than once"),
    ];
    for (target, message) in cases {
        let answer = service.get(target).send().await;
        assert_eq!(answer.status, 400, "{target}");
        says(&answer.first_error(), &[message]);
    }
}

#[tokio::test]
async fn a_browser_gets_plain_text_and_nothing_to_run() {
    let service = Running::start().await;
    let accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    let answer = service.get("/graphql").header("accept", accept).send().await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
    says(&answer.body, &["/schema.graphql"]);
    assert!(!answer.body.contains("http"), "{}", answer.body);
}

#[tokio::test]
async fn the_schema_is_published() {
    let service = Running::start().await;
    let answer = service.get("/schema.graphql").send().await;
    assert_eq!(answer.status, 200);
    says(&answer.body, &["type Query {", "record("]);
}

#[tokio::test]
async fn other_methods_are_405_with_those_that_are_allowed() {
    let service = Running::start().await;
    for (method, target, allowed) in [
        ("DELETE", "/graphql", "get,head,post"),
        ("OPTIONS", "/graphql", "get,head,post"),
        ("POST", "/livez", "get,head"),
    ] {
        let answer = Call::new(service.address, method, target).send().await;
        assert_eq!((answer.status, answer.header("allow")), (405, Some(allowed)));
        says(&answer.detail(), &[method, "Allow"]);
    }
}

#[tokio::test]
async fn a_path_that_is_not_served_is_404() {
    let service = Running::start().await;
    let answer = service.get("/nowhere").send().await;
    assert_eq!(answer.status, 404);
    says(&answer.detail(), &["/graphql", "/schema.graphql"]);
}
