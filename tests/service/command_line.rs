//! The command line: what it refuses, and what it says.

use serde_json::json;

use crate::{
    estate::{BEGINS, Estate},
    service::{Service, failing, printed, root},
};

#[test]
fn only_loopback_addresses_are_served() {
    for address in ["0.0.0.0:8480", "[::]:8480", "192.0.2.1:8480"] {
        let said = failing(&["serve", "--store", "memory", "--listen", address]);
        assert!(said.contains("not a loopback address"), "{said}");
    }
}

#[test]
fn a_second_process_is_refused_and_told_the_way() {
    let folder = tempfile::tempdir().unwrap();
    let store = format!("sqlite:{}", folder.path().join("held.sqlite").display());
    let service = Service::start(&store);
    for arguments in [
        vec!["serve", "--listen", "127.0.0.1:0", "--store", &store],
        vec!["log", "--store", &store],
        vec!["check", "--store", &store],
    ] {
        let said = failing(&arguments);
        assert!(said.contains("held by another process") && said.contains("--to"), "{said}");
    }
    assert!(service.stop().success());
}

#[test]
fn a_store_that_is_not_there_is_not_made_by_reading() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("none.sqlite");
    let said = failing(&["log", "--store", &format!("sqlite:{}", file.display())]);
    assert!(said.contains("there is no store"), "{said}");
    assert!(!file.exists());
}

#[test]
fn the_published_schema_is_the_programs() {
    let published = std::fs::read_to_string(root().join("schema/graphql/schema.graphql")).unwrap();
    assert_eq!(
        printed(&["schema", "graphql"]),
        published,
        "the schema has changed; `make publish` writes it"
    );
}

#[test]
fn an_event_has_its_json_schema() {
    let types = printed(&["schema", "event"]);
    assert!(types.lines().any(|line| line == "MoveDone 2"), "{types}");
    let schema: serde_json::Value =
        serde_json::from_str(&printed(&["schema", "event", "MoveDone"])).unwrap();
    assert_eq!(schema["title"], "MoveDone");
    assert!(failing(&["schema", "event", "MoveMade"]).contains("no type of event"));
}

#[test]
fn a_file_comes_into_a_store_that_no_one_holds_and_a_broken_one_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let store = format!("sqlite:{}", folder.path().join("offline.sqlite").display());
    let service = Service::start(&store);
    let estate = Estate::set_up(&service);
    let house = json!({
        "portfolio": estate.portfolio, "from": BEGINS, "name": "Rådhuset", "owner": estate.organisation,
    });
    service.acting(estate.proposer).record("buildingAdd", house, "");
    assert!(service.stop().success());
    let building = root().join("demonstration/radhuset.ifc");
    let import = |file: &std::path::Path| -> Vec<String> {
        let words =
            ["import", "ifc", file.to_str().unwrap(), "--building", "Rådhuset", "--from", BEGINS];
        let actor = estate.proposer.to_string();
        let rest = ["--actor", actor.as_str(), "--store", store.as_str()];
        words.iter().chain(&rest).map(|word| (*word).to_owned()).collect()
    };
    let words = import(&building);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let before = printed(&["log", "--store", &store]);

    let cut = folder.path().join("cut.ifc");
    let whole = std::fs::read(&building).unwrap();
    std::fs::write(&cut, &whole[..whole.len() / 2]).unwrap();
    let broken = import(&cut);
    let broken: Vec<&str> = broken.iter().map(String::as_str).collect();
    let said = failing(&broken);
    assert!(said.contains("cut.ifc") && said.contains("line"), "{said}");
    assert_eq!(printed(&["log", "--store", &store]), before, "a broken file left events");

    let summary = printed(&words);
    assert!(summary.contains("50 workstations assumed"), "{summary}");
    assert!(summary.contains("Left out, 1:"), "{summary}");
    assert!(printed(&words).contains("nothing was recorded"));
}

#[test]
fn a_log_is_read_in_words_in_either_language_through_the_service_and_without_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = format!("sqlite:{}", folder.path().join("told.sqlite").display());
    let service = Service::start(&store);
    let estate = Estate::set_up(&service);
    let portfolio = estate.portfolio.as_str();
    let through = |language: &str, from: &str| {
        let words = ["log", "--language", language, "--from", from];
        printed(&[&words[..], &["--to", &service.url, "--portfolio", portfolio]].concat())
    };
    let (english, swedish) = (through("english", "0"), through("swedish", "0"));
    let rest = through("swedish", "2");
    assert!(swedish.ends_with(&rest) && rest.starts_with("2\t"), "{rest}");
    assert!(service.stop().success());
    for (language, told) in [("english", &english), ("swedish", &swedish)] {
        assert_eq!(&printed(&["log", "--language", language, "--store", &store]), told);
    }
    let log = printed(&["log", "--store", &store]);
    assert_eq!(english.lines().count(), log.lines().count());
    let opening = |told: &str| told.lines().next().unwrap().to_owned();
    assert!(opening(&english).contains("\tOpened the portfolio "), "{english}");
    assert!(opening(&swedish).contains("\tBeståndet "), "{swedish}");
    let said = failing(&["log", "--language", "swedish", "--texts", "--store", &store]);
    assert!(said.contains("cannot be used with"), "{said}");
}

#[test]
fn a_mutation_says_who_acts_and_an_auditor_changes_nothing() {
    let service = Service::start("memory");
    let estate = Estate::set_up(&service);
    let input = json!({
        "commandId": uuid::Uuid::new_v4(), "portfolio": estate.portfolio, "name": "Someone",
    });
    let query =
        "mutation ($input: PersonRegisterInput!) { personRegister(input: $input) { revision } }";
    let answer = service.caller().try_ask(query, &json!({ "input": input })).unwrap();
    let message = answer["errors"][0]["message"].as_str().unwrap();
    assert!(message.contains("x-actor"), "{message}");
    let auditor = service.acting(estate.proposer).role("auditor");
    let input = json!({ "portfolio": estate.portfolio, "name": "Someone" });
    assert_eq!(auditor.refused("personRegister", input)["__typename"], "RoleNotAllowed");
    let stranger = service.acting(uuid::Uuid::new_v4());
    let input = json!({ "portfolio": estate.portfolio, "name": "Someone" });
    assert_eq!(stranger.refused("personRegister", input)["__typename"], "ActorNotRegistered");
}

#[test]
fn a_log_that_was_altered_or_cut_is_not_put_in() {
    let folder = tempfile::tempdir().unwrap();
    let store = format!("sqlite:{}", folder.path().join("whole.sqlite").display());
    let service = Service::start(&store);
    let estate = Estate::set_up(&service);
    let proposal = estate.proposal(uuid::Uuid::new_v4());
    service.acting(estate.proposer).record("reallocationPropose", proposal, "");
    assert!(service.stop().success());
    let log = printed(&["log", "--store", &store, "--texts"]);
    let report: serde_json::Value =
        serde_json::from_str(&printed(&["check", "--json", "--store", &store])).unwrap();
    let digest = report["ledgerDigest"].as_str().unwrap();

    let lines: Vec<&str> = log.lines().collect();
    let without = |place: usize| -> String {
        let kept = lines.iter().enumerate().filter(|(at, _)| *at != place);
        kept.map(|(_, line)| format!("{line}\n")).collect()
    };
    let shorter: String = lines[..lines.len() - 1].iter().map(|line| format!("{line}\n")).collect();
    let middle = lines.iter().position(|line| line.contains("\"SpaceAdded\"")).unwrap();
    let altered = [
        // A value of an approved or proposed thing: its digest is no longer that of its content.
        ("plan", log.replace("2026-03-01", "2026-04-01"), "digest"),
        ("line", without(middle), "missing"),
        ("spelling", log.replacen("{\"actor\":", "{ \"actor\":", 1), "canonical"),
        ("name", log.replace("Navet", "Noden"), "does not open"),
        ("cut", log[..log.len() - 10].to_owned(), "does not end"),
        ("shorter", shorter, "not "),
    ];
    for (what, text, said) in altered {
        assert_ne!(text, log, "{what}");
        let file = folder.path().join(what);
        std::fs::write(&file, text).unwrap();
        let fresh = folder.path().join(format!("{what}.sqlite"));
        let into = format!("sqlite:{}", fresh.display());
        let refused =
            failing(&["replay", file.to_str().unwrap(), "--store", &into, "--expect", digest]);
        assert!(refused.contains(said), "{what}: {refused}");
        assert!(!fresh.exists(), "{what} left a store");
    }
    let file = folder.path().join("whole");
    std::fs::write(&file, &log).unwrap();
    let into = format!("sqlite:{}", folder.path().join("again.sqlite").display());
    let put = printed(&["replay", file.to_str().unwrap(), "--store", &into, "--expect", digest]);
    assert!(put.contains(digest) && !put.contains("missing"), "{put}");
    let again = failing(&["replay", file.to_str().unwrap(), "--store", &into]);
    assert!(again.contains("already"), "{again}");
}

/// The client reads them also where it uses no TLS, and panics over them.
#[cfg(feature = "eventstore")]
#[test]
fn certificates_of_the_machine_that_cannot_be_read_are_said_at_the_start() {
    for tls in ["tls=false", "tls=true"] {
        let store = format!("esdb://127.0.0.1:1?{tls}");
        let checked = crate::service::program()
            .args(["check", "--store", &store])
            .env_remove("SSL_CERT_DIR")
            .env("SSL_CERT_FILE", "/nowhere/certificates.pem")
            .output()
            .unwrap();
        let told = String::from_utf8(checked.stderr).unwrap();
        assert!(!checked.status.success() && !told.contains("panicked"), "{told}");
        assert!(told.contains("/nowhere/certificates.pem") && told.contains("tlsCaFile"), "{told}");
    }
}
