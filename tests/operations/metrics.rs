//! `/metrics`: what is counted moves as it should, and nothing that a caller typed is in it.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    estate::Estate,
    exposition::Exposition,
    service::{Service, failing, printed, root},
};

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).build().into()
}

fn text(service: &Service) -> String {
    let mut answer = agent().get(format!("{}/metrics", service.url)).call().unwrap();
    assert_eq!(answer.status(), 200);
    let kind = answer.headers()["content-type"].to_str().unwrap();
    assert_eq!(kind, "text/plain; version=0.0.4; charset=utf-8");
    answer.body_mut().read_to_string().unwrap()
}

fn scrape(service: &Service) -> Exposition {
    Exposition::read(&text(service))
}

fn on_disk() -> (tempfile::TempDir, Service) {
    let folder = tempfile::tempdir().unwrap();
    let service =
        Service::start(&format!("sqlite:{}", folder.path().join("store.sqlite").display()));
    (folder, service)
}

/// How much the sum over some series grew.
fn grown(before: &Exposition, after: &Exposition, name: &str, labels: &[(&str, &str)]) -> f64 {
    after.sum(name, labels) - before.sum(name, labels)
}

macro_rules! assert_grown {
    ($before:expr, $after:expr, $by:expr, $name:expr $(, $key:literal = $value:literal)*) => {
        let grown = grown($before, $after, $name, &[$(($key, $value)),*]);
        assert!((grown - f64::from($by)).abs() < 1e-9, "{} {:?}: {grown}", $name, [$(($key, $value)),*] as [(&str, &str); _]);
    };
}

#[test]
fn commands_are_counted_by_what_became_of_them() {
    let (_folder, service) = on_disk();
    let estate = Estate::set_up(&service);
    let caller = service.acting(estate.proposer);
    let before = scrape(&service);
    let command = Uuid::new_v4();
    let input = json!({ "commandId": command, "portfolio": estate.portfolio, "name": "Someone" });
    caller.record("personRegister", input.clone(), "");
    caller.mutate("personRegister", input, "");
    let conflict = json!({ "commandId": command, "portfolio": estate.portfolio, "name": "Other" });
    caller.refused("personRegister", conflict);
    let stranger = service.acting(Uuid::new_v4());
    stranger.refused("personRegister", json!({ "portfolio": estate.portfolio, "name": "Nobody" }));
    let after = scrape(&service);
    let commands = "thirdplace_commands_total";
    for outcome in ["recorded", "repeated", "conflict", "rejected"] {
        let labels = [("command", "PersonRegister"), ("outcome", outcome)];
        assert!((grown(&before, &after, commands, &labels) - 1.0).abs() < 1e-9, "{outcome}");
    }
    let rejections = "thirdplace_command_rejections_total";
    assert_grown!(&before, &after, 1, rejections, "code" = "ActorNotRegistered");
    assert_grown!(&before, &after, 1, "thirdplace_events_recorded_total");
    assert_grown!(&before, &after, 4, "thirdplace_command_duration_seconds_count");
    assert_grown!(&before, &after, 4, "thirdplace_command_wait_seconds_count");
    for group in ["commands", "events", "size_bytes"] {
        let name = format!("thirdplace_commit_group_{group}_count");
        assert_grown!(&before, &after, 1, &name);
    }
    assert_grown!(&before, &after, 1, "thirdplace_append_duration_seconds_count");
    assert_grown!(&before, &after, 1, "thirdplace_store_transaction_duration_seconds_count");
    assert_grown!(&before, &after, 0, "thirdplace_commands_waiting");
    let head = [("portfolio", estate.portfolio.as_str())];
    let name = "thirdplace_portfolio_head_revision";
    assert!((grown(&before, &after, name, &head) - 1.0).abs() < 1e-9);
    assert!(service.stop().success());
}

#[test]
fn requests_and_operations_are_counted_by_how_they_ended() {
    let service = Service::start("memory");
    let agent = agent();
    let before = scrape(&service);
    let ask = |query: &str| service.caller().try_ask(query, &json!({})).unwrap();
    ask("{ __typename }");
    ask("{ noSuchField }");
    ask("mutation { personRegister(input: {}) { revision } }");
    ask(&format!("{{ {} }}", (0..51).map(|n| format!("a{n}: __typename ")).collect::<String>()));
    agent.get(format!("{}/nothing/here", service.url)).call().unwrap();
    let after = scrape(&service);
    let operations = "thirdplace_graphql_operations_total";
    assert_grown!(
        &before,
        &after,
        1,
        operations,
        "kind" = "query",
        "outcome" = "answered",
        "transport" = "http"
    );
    assert_grown!(&before, &after, 2, operations, "kind" = "query", "outcome" = "refused");
    assert_grown!(&before, &after, 1, operations, "kind" = "mutation", "outcome" = "refused");
    assert_grown!(&before, &after, 1, "thirdplace_limit_refusals_total", "limit" = "aliases_max");
    let requests = "thirdplace_http_requests_total";
    assert_grown!(
        &before,
        &after,
        1,
        requests,
        "route" = "/graphql",
        "method" = "POST",
        "status" = "2xx"
    );
    assert_grown!(
        &before,
        &after,
        3,
        requests,
        "route" = "/graphql",
        "method" = "POST",
        "status" = "4xx"
    );
    assert_grown!(&before, &after, 1, requests, "route" = "unmatched", "status" = "4xx");
    let durations = "thirdplace_http_request_duration_seconds_count";
    assert_grown!(&before, &after, 4, durations, "route" = "/graphql");
    assert!(service.stop().success());
}

#[test]
fn what_is_looked_up_is_of_now() {
    let (_folder, service) = on_disk();
    let empty = scrape(&service);
    assert_grown!(&empty, &empty, 0, "thirdplace_portfolios");
    let estate = Estate::set_up(&service);
    let past = json!({ "ref": estate.portfolio });
    let query = "query ($ref: UUID!) { portfolio(ref: $ref, asOf: { revision: 3 }) { name } }";
    service.caller().ask(query, past);
    let filled = scrape(&service);
    assert_grown!(&empty, &filled, 1, "thirdplace_portfolios", "state" = "served");
    assert_grown!(&empty, &filled, 4, "thirdplace_past_events_replayed_total");
    assert_grown!(&empty, &filled, 1, "thirdplace_past_states_total", "found" = "replayed");
    for (name, least) in [
        ("thirdplace_ready", 1.0),
        ("thirdplace_build_info", 1.0),
        ("thirdplace_http_connections", 1.0),
        ("process_open_fds", 5.0),
        ("process_max_fds", 5.0),
        ("process_threads", 2.0),
        ("process_resident_memory_bytes", 1e6),
        ("process_virtual_memory_bytes", 1e6),
        ("process_start_time_seconds", 1.7e9),
    ] {
        assert!(filled.sum(name, &[]) >= least, "{name}: {}", filled.sum(name, &[]));
    }
    assert!(filled.sum("thirdplace_store_size_bytes", &[]) > 4096.0);
    assert!(filled.sum("process_cpu_seconds_total", &[]) < 600.0);
    assert!(service.stop().success());
}

#[test]
fn a_backup_is_told_with_its_time() {
    let (folder, service) = on_disk();
    Estate::set_up(&service);
    let before = scrape(&service);
    let name = "thirdplace_backup_last_success_timestamp_seconds";
    assert!(before.sum(name, &[]).abs() < 1e-9);
    let file = folder.path().join("backup.sqlite");
    printed(&["backup", file.to_str().unwrap(), "--to", &service.url]);
    let after = scrape(&service);
    assert_grown!(&before, &after, 1, "thirdplace_backups_total", "outcome" = "whole");
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let behind = now.as_secs_f64() - after.sum(name, &[]);
    assert!((-1.0..60.0).contains(&behind), "{behind}");
    assert!(service.stop().success());
}

/// Whatever callers send, the number of series does not grow with it.
#[test]
fn nothing_that_a_caller_types_makes_or_names_a_series() {
    const WORD: &str = "TypedByACaller";
    let (_folder, service) = on_disk();
    let estate = Estate::set_up(&service);
    let caller = service.acting(estate.proposer);
    let agent = agent();
    let send = |number: usize| {
        let word = format!("{WORD}{number}");
        let query = format!("query {word} {{ {word}: __typename }}");
        caller.try_ask(&query, &json!({ word.as_str(): word })).unwrap();
        caller.try_ask(&format!("{{ {word} }}"), &json!({})).unwrap();
        caller.try_ask(&word, &json!({})).unwrap();
        let input = json!({ "portfolio": estate.portfolio, "name": word });
        caller.record("personRegister", input, "");
        agent.get(format!("{}/{word}?{word}={word}", service.url)).call().unwrap();
        let method = ureq::http::Method::from_bytes(word.to_uppercase().as_bytes()).unwrap();
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}/graphql", service.url))
            .body(())
            .unwrap();
        let configured = agent.configure_request(request).allow_non_standard_methods(true).build();
        assert_eq!(agent.run(configured).unwrap().status(), 405);
        let with_header = agent.get(format!("{}/livez", service.url)).header("origin", &word);
        assert_eq!(with_header.call().unwrap().status(), 403);
    };
    send(0);
    // The first scrape is a request of its own, which the second one shows.
    scrape(&service);
    let series = scrape(&service).series();
    (1..20).for_each(send);
    let text = text(&service);
    assert_eq!(Exposition::read(&text).series(), series);
    assert!(!text.to_lowercase().contains(&WORD.to_lowercase()), "{text}");
    let actor: Value = json!(estate.proposer);
    assert!(!text.contains(actor.as_str().unwrap()), "{text}");
    assert!(service.stop().success());
}

#[test]
fn what_is_exposed_is_what_the_reference_page_says() {
    let page = printed(&["metrics"]);
    let published = std::fs::read_to_string(root().join("docs/metrics.md")).unwrap();
    assert_eq!(page, published, "`thirdplace metrics > docs/metrics.md` writes it");
    let (_folder, service) = on_disk();
    Estate::set_up(&service);
    for (name, kind) in scrape(&service).kinds() {
        let heading = format!("## `{name}`\n\n{}{}.", kind[..1].to_uppercase(), &kind[1..]);
        assert!(page.contains(&heading), "{heading:?} is not on the page");
    }
    assert!(service.stop().success());
}

#[test]
fn a_foreign_page_reads_no_metrics() {
    let service = Service::start("memory");
    let url = format!("{}/metrics", service.url);
    for (name, value) in [("host", "evil.example"), ("origin", "http://evil.example")] {
        assert_eq!(agent().get(&url).header(name, value).call().unwrap().status(), 403);
    }
    assert!(failing(&["metrics", "--store", "memory"]).contains("unexpected argument"));
}
