//! Killed under load, ten times over: what was acknowledged is there, once, whole and in order.

use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    sync::Mutex,
    time::{Duration, Instant},
};
use uuid::Uuid;

use crate::{
    estate::Estate,
    service::{Service, printed},
};

const ROUNDS: u32 = 10;
const CALLERS: usize = 8;

/// What a caller was told: the revision of a command's last event, and how many events it has.
pub(crate) type Acknowledged = BTreeMap<Uuid, (u64, usize)>;

#[test]
fn every_acknowledged_command_survives_ten_kills() {
    let folder = tempfile::tempdir().unwrap();
    let store = format!("sqlite:{}", folder.path().join("crash.sqlite").display());
    let service = Service::start(&store);
    let estate = Estate::set_up(&service);
    service.kill();
    let acknowledged = Mutex::new(Acknowledged::new());
    for round in 0..ROUNDS {
        let service = Service::start(&store);
        let before = acknowledged.lock().unwrap().len();
        std::thread::scope(|scope| {
            for _ in 0..CALLERS {
                scope.spawn(|| load(&service, &estate, &acknowledged));
            }
            // Later in every round, and never before something was acknowledged in it.
            let begun = Instant::now();
            let enough = before + 20 + 15 * round as usize;
            while acknowledged.lock().unwrap().len() < enough {
                assert!(begun.elapsed() < Duration::from_secs(60), "nothing is acknowledged");
                std::thread::yield_now();
            }
            kill(&service);
        });
        drop(service);
        check(&store, &acknowledged.lock().unwrap());
    }
    let acknowledged = acknowledged.into_inner().unwrap();
    assert!(acknowledged.len() > 500, "{}", acknowledged.len());
    repeat_is_recognised(&store, &estate, &acknowledged);
}

fn kill(service: &Service) {
    let pid = service.pid().to_string();
    assert!(std::process::Command::new("kill").args(["-KILL", &pid]).status().unwrap().success());
}

/// Submits commands of one event and of two until the service is gone.
fn load(service: &Service, estate: &Estate, acknowledged: &Mutex<Acknowledged>) {
    let (proposer, decider) = (service.acting(estate.proposer), service.acting(estate.decider));
    loop {
        let (command, proposal) = (Uuid::new_v4(), Uuid::new_v4());
        let register = json!({ "input": {
            "commandId": command, "portfolio": estate.portfolio, "name": "Someone",
        } });
        let query = "mutation ($input: PersonRegisterInput!) {
            told: personRegister(input: $input) { revision userErrors { message } } }";
        let Some(told) = told(proposer.try_ask(query, &register)) else { return };
        note(acknowledged, command, &told, 1);

        let propose = json!({ "input": estate.proposal(proposal) });
        let query = "mutation ($input: ReallocationProposeInput!) {
            told: reallocationPropose(input: $input) {
                revision reallocation { ref digest } userErrors { message } } }";
        let Some(told) = self::told(proposer.try_ask(query, &propose)) else { return };
        note(acknowledged, proposal, &told, 1);

        let command = Uuid::new_v4();
        let reject = json!({ "input": {
            "commandId": command, "portfolio": estate.portfolio,
            "reallocation": told["reallocation"]["ref"], "digest": told["reallocation"]["digest"],
            "decision": estate.decision(),
        } });
        let query = "mutation ($input: ReallocationRejectInput!) {
            told: reallocationReject(input: $input) { revision userErrors { message } } }";
        let Some(told) = self::told(decider.try_ask(query, &reject)) else { return };
        note(acknowledged, command, &told, 2);
    }
}

/// The payload; none where the service is gone.
fn told(answer: Result<Value, ureq::Error>) -> Option<Value> {
    let mut answer = answer.ok()?;
    assert!(answer.get("errors").is_none(), "{answer}");
    let told = answer["data"]["told"].take();
    assert_eq!(told["userErrors"], json!([]));
    Some(told)
}

fn note(acknowledged: &Mutex<Acknowledged>, command: Uuid, told: &Value, events: usize) {
    let revision = told["revision"].as_u64().unwrap();
    acknowledged.lock().unwrap().insert(command, (revision, events));
}

/// Reads the ledger as it is stored: gapless, commits whole, and each acknowledged command once, at
/// the revision that its caller was told.
pub(crate) fn check(store: &str, acknowledged: &Acknowledged) {
    let mut commands: BTreeMap<Uuid, Vec<u64>> = BTreeMap::new();
    for (place, line) in printed(&["log", "--store", store]).lines().enumerate() {
        let event: Value = serde_json::from_str(line).unwrap();
        assert_eq!(event["revision"], json!(place), "the ledger has a gap");
        let command = event["command"]["id"].as_str().unwrap().parse().unwrap();
        let revisions = commands.entry(command).or_default();
        assert_eq!(event["commit"]["index"], json!(revisions.len()), "{command} is torn");
        revisions.push(place as u64);
        let whole = event["commit"]["count"].as_u64().unwrap();
        assert!(revisions.len() as u64 <= whole, "{command} is there twice");
    }
    for (command, (last, events)) in acknowledged {
        let revisions = commands.get(command).unwrap_or_else(|| panic!("{command} is lost"));
        assert_eq!(revisions.len(), *events, "{command} is not whole");
        assert_eq!(revisions.last(), Some(last), "{command} is elsewhere");
        assert!(revisions.windows(2).all(|pair| pair[0] + 1 == pair[1]), "{command} is torn");
    }
    let report: Value =
        serde_json::from_str(&printed(&["check", "--json", "--store", store])).unwrap();
    assert_eq!(report["findings"], json!([]));
}

/// A caller who never learned what became of a command asks again, and gets the first answer.
fn repeat_is_recognised(store: &str, estate: &Estate, acknowledged: &Acknowledged) {
    let service = Service::start(store);
    let caller = service.acting(estate.proposer);
    let (command, (revision, _)) = acknowledged
        .iter()
        .find(|(command, _)| {
            let input = json!({
                "commandId": command, "portfolio": estate.portfolio, "name": "Someone",
            });
            let payload = caller.mutate("personRegister", input, "");
            payload["repeated"] == json!(true)
        })
        .expect("some acknowledged command registered a person");
    let input =
        json!({ "commandId": command, "portfolio": estate.portfolio, "name": "Someone else" });
    let error = caller.refused("personRegister", input);
    assert_eq!(error["__typename"], "CommandConflict");
    assert!(error["message"].as_str().unwrap().contains(&revision.to_string()), "{error}");
    assert!(service.stop().success());
}
