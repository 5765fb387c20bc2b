//! Events as they are recorded: whole commits, resumable.

use futures_util::StreamExt;
use serde_json::{Value, json};

use crate::estate::{Estate, id};

async fn next(stream: &mut (impl StreamExt<Item = async_graphql::Response> + Unpin)) -> Value {
    let response = stream.next().await.unwrap();
    assert!(response.errors.is_empty(), "{:?}", response.errors);
    response.data.into_json().unwrap()["events"].clone()
}

const FIELDS: &str = "cursor firstRevision revision events { revision type sentence hash }";

fn events(estate: &Estate, arguments: &str) -> async_graphql::Request {
    estate.request(&format!("subscription {{ events(portfolio: $p{arguments}) {{ {FIELDS} }} }}"))
}

fn person(number: u128, name: &str) -> schema::PersonRegister {
    schema::PersonRegister { person: id(number), name: schema::Text::name(name).unwrap() }
}

#[tokio::test]
async fn what_is_recorded_comes_in_whole_commits_and_then_what_follows() {
    let estate = Estate::opened().await;
    let mut stream = estate.schema.execute_stream(events(&estate, ", from: 1"));
    // Revision 1 is the second event of the commit that opened the portfolio.
    let opened = next(&mut stream).await;
    assert_eq!((&opened["firstRevision"], &opened["revision"]), (&json!(0), &json!(1)));
    assert_eq!(opened["events"][0]["type"], "PortfolioOpened");
    assert_eq!(opened["events"][1]["sentence"], "Registered The manager");
    assert_eq!(next(&mut stream).await["events"][0]["sentence"], "Registered The director");
    estate.record(1, person(3, "Siv")).await;
    assert_eq!(next(&mut stream).await["events"][0]["sentence"], "Registered Siv");
}

#[tokio::test]
async fn a_cursor_resumes_after_what_was_read() {
    let estate = Estate::opened().await;
    let mut stream = estate.schema.execute_stream(events(&estate, ", from: 0"));
    let cursor = next(&mut stream).await["cursor"].clone();
    drop(stream);
    estate.record(1, person(3, "Siv")).await;
    let mut resumed = estate.schema.execute_stream(events(&estate, &format!(", after: {cursor}")));
    assert_eq!(next(&mut resumed).await["events"][0]["sentence"], "Registered The director");
    assert_eq!(next(&mut resumed).await["events"][0]["sentence"], "Registered Siv");
}

#[tokio::test]
async fn without_a_point_only_what_comes_is_told() {
    let estate = Estate::opened().await;
    let mut stream = estate.schema.execute_stream(events(&estate, ""));
    let first = async {
        let first = next(&mut stream).await;
        first["events"][0]["sentence"].clone()
    };
    // The subscription begins when it is first polled.
    let record = async {
        tokio::task::yield_now().await;
        estate.record(1, person(3, "Siv")).await
    };
    let (sentence, _) = tokio::join!(first, record);
    assert_eq!(sentence, "Registered Siv");
}

#[tokio::test]
async fn a_point_that_cannot_be_resumed_from_is_refused_in_words() {
    let (estate, other) = (Estate::opened().await, Estate::opened().await);
    other.record(1, person(3, "Siv")).await;
    let read = other.at("", "history { pageInfo { endCursor } }").await;
    let ahead = format!(", after: {}", read["history"]["pageInfo"]["endCursor"]);
    for (arguments, words) in [
        (ahead.as_str(), "restored"),
        (", from: 99", "no revision 99"),
        (", from: 1, after: \"abc\"", "not a cursor"),
    ] {
        let mut stream = estate.schema.execute_stream(events(&estate, arguments));
        let response = stream.next().await.unwrap();
        let message = &response.errors[0].message;
        assert!(message.contains(words), "{arguments}: {message}");
    }
}
