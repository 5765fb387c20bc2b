//! Samples for auditors, from the command line and over HTTP.

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use serde_json::{Value, json};
use std::{io::Cursor, path::Path, process::Command};
use uuid::Uuid;

use crate::{
    estate::Estate,
    service::{Service, failing, printed, program},
};

/// A title that a spreadsheet would calculate if it could.
const FORMULA: &str = "=HYPERLINK(\"http://example.org\";\"Here\")";

fn store(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("estate.sqlite").display())
}

/// Proposes to move the room into the hub, with a title; gives the reference.
fn proposed(service: &Service, estate: &Estate, title: &str) -> String {
    let input = json!({
        "portfolio": estate.portfolio,
        "proposal": {
            "title": title,
            "moves": [{
                "subject": { "resource": estate.room },
                "fate": { "converted": { "hub": estate.hub } },
                "plannedOn": "2026-03-01",
            }],
        },
    });
    let proposed = service.acting(estate.proposer).record(
        "reallocationPropose",
        input,
        "reallocation { ref digest }",
    );
    proposed["reallocation"]["ref"].as_str().unwrap().to_owned()
}

fn approved(service: &Service, estate: &Estate, reallocation: &str) {
    let query = "query ($of: UUID!, $portfolio: UUID!) {
        portfolio(ref: $portfolio) { reallocation(ref: $of) { digest } } }";
    let variables = json!({ "of": reallocation, "portfolio": estate.portfolio });
    let known = service.caller().ask(query, variables);
    let input = json!({
        "portfolio": estate.portfolio, "reallocation": reallocation,
        "digest": known["portfolio"]["reallocation"]["digest"],
        "decision": {
            "organisation": estate.organisation, "caseNumber": "KS 2026/00123", "kind": "BOARD",
            "body": "Kommunstyrelsen", "decidedOn": "2026-02-10",
        },
    });
    service.acting(estate.decider).record("reallocationApprove", input, "reallocation { ref }");
}

/// A service with five reallocations, of which one is approved.
fn begun(folder: &Path) -> (Service, Estate) {
    let service = Service::start(&store(folder));
    let estate = Estate::set_up(&service);
    let first = proposed(&service, &estate, FORMULA);
    for title in ["Andra", "Tredje", "Fjärde", "Femte"] {
        proposed(&service, &estate, title);
    }
    approved(&service, &estate, &first);
    (service, estate)
}

const QUESTION: [&str; 7] =
    ["sample", "--seed", "Granskning 2026", "--size", "1000", "--kind", "reallocation"];

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The bytes that a path is answered with, and their type.
fn got(service: &Service, path: &str) -> (u16, String, Vec<u8>) {
    let asked = ureq::get(format!("{}{path}", service.url));
    let mut answer = asked.config().http_status_as_error(false).build().call().unwrap();
    let kind = answer.headers()["content-type"].to_str().unwrap().to_owned();
    (answer.status().as_u16(), kind, answer.body_mut().read_to_vec().unwrap())
}

#[test]
fn a_sample_of_a_revision_is_the_same_bytes_later_and_on_another_node() {
    let folder = tempfile::tempdir().unwrap();
    let (service, estate) = begun(folder.path());
    let through = ["--portfolio", &estate.portfolio, "--to", &service.url];
    let newest = printed(&[&QUESTION[..], &through].concat());
    let revision = lines(&newest)[0]["sample"]["revision"].to_string();
    let pinned = ["--revision", &revision];
    proposed(&service, &estate, "Sjätte");
    let later = printed(&[&QUESTION[..], &through, &pinned].concat());
    assert_eq!(later, newest);
    let sixth = lines(&printed(&[&QUESTION[..], &through].concat()));
    assert_eq!(sixth[0]["sample"]["populationCount"], 6);

    let query = format!(
        "/ledgers/{}/sample?seed=Granskning%202026&size=1000&kind=reallocation&revision={revision}",
        estate.portfolio
    );
    let (status, kind, bytes) = got(&service, &query);
    assert_eq!((status, kind.as_str()), (200, "application/x-ndjson"));
    assert_eq!(String::from_utf8(bytes).unwrap(), newest);
    let (status, kind, workbook) = got(&service, &format!("{query}&format=xlsx"));
    assert_eq!(status, 200);
    assert!(kind.contains("spreadsheetml"), "{kind}");

    // Another node: the ledger is taken out and put into a fresh store.
    let log = printed(&["log", "--texts", "--portfolio", &estate.portfolio, "--to", &service.url]);
    let taken = folder.path().join("ledger.jsonl");
    std::fs::write(&taken, log).unwrap();
    assert!(service.stop().success());
    let other = format!("sqlite:{}", folder.path().join("other.sqlite").display());
    printed(&["replay", taken.to_str().unwrap(), "--store", &other]);
    let elsewhere = printed(&[&QUESTION[..], &["--store", &other], &pinned].concat());
    assert_eq!(elsewhere, newest);
    let file = folder.path().join("sample.xlsx");
    let output = ["--format", "xlsx", "--output", file.to_str().unwrap()];
    printed(&[&QUESTION[..], &["--store", &other], &pinned, &output].concat());
    assert_eq!(std::fs::read(&file).unwrap(), workbook);
}

#[test]
fn the_ranks_of_a_sample_can_be_computed_with_other_tools() {
    let folder = tempfile::tempdir().unwrap();
    let (service, estate) = begun(folder.path());
    let through = ["--portfolio", &estate.portfolio, "--to", &service.url];
    let sample = lines(&printed(&[&QUESTION[..], &through].concat()));
    let hashed = |script: &str, argument: &str| {
        let output = Command::new("sh").args(["-c", script, "sh", argument]).output().unwrap();
        String::from_utf8(output.stdout).unwrap()[..64].to_owned()
    };
    let mut ranks = Vec::new();
    let mut ids = Vec::new();
    for case in &sample[1..] {
        let id = case["case"]["id"].as_str().unwrap();
        let rank = hashed("printf 'Granskning 2026\\0%s' \"$1\" | sha256sum", id);
        assert_eq!(case["case"]["rank"], rank.as_str());
        ranks.push(rank);
        ids.push(id);
    }
    assert_eq!(ranks.len(), 5);
    assert!(ranks.is_sorted());
    ids.sort_unstable();
    let digest = hashed("printf '%s' \"$1\" | sha256sum", &format!("{}\n", ids.join("\n")));
    assert_eq!(sample[0]["sample"]["populationDigest"], digest.as_str());
}

#[test]
fn a_case_lists_its_decisions_and_its_events_in_the_language_asked() {
    let folder = tempfile::tempdir().unwrap();
    let (service, estate) = begun(folder.path());
    let through = ["--portfolio", &estate.portfolio, "--to", &service.url];
    let more = ["--status", "approved", "--language", "swedish", "--decided-from", "2026-02-10"];
    let sample = lines(&printed(&[&QUESTION[..], &through, &more].concat()));
    assert_eq!(sample.len(), 2);
    let population = &sample[0]["sample"]["population"];
    let expected =
        json!({ "kind": "reallocation", "status": "approved", "decidedFrom": "2026-02-10" });
    assert_eq!(*population, expected);
    let case = &sample[1]["case"];
    assert_eq!((&case["called"], &case["status"]), (&json!(FORMULA), &json!("approved")));
    let decision = &case["decisions"][0];
    assert_eq!(decision["caseNumber"], "KS 2026/00123");
    assert_eq!(decision["organisationName"], "Kommunen");
    assert_eq!(decision["recordedBy"], json!(estate.decider));
    let events = case["events"].as_array().unwrap();
    let types: Vec<&str> = events.iter().map(|event| event["type"].as_str().unwrap()).collect();
    assert_eq!(types, ["ReallocationProposed", "ReallocationDecided", "ReallocationApproved"]);
    assert_eq!(events[0]["actor"], json!(estate.proposer));
    assert_eq!(events[0]["role"], "manager");
    let sentence = events[0]["sentence"].as_str().unwrap();
    assert!(sentence.contains("öreslog"), "{sentence}");
    let none = ["--decided-to", "2026-02-10"];
    let sample = lines(&printed(&[&QUESTION[..], &through, &none].concat()));
    assert_eq!((sample.len(), &sample[0]["sample"]["populationCount"]), (1, &json!(0)));
}

#[test]
fn a_workbook_is_read_back_and_what_was_typed_is_no_formula() {
    let folder = tempfile::tempdir().unwrap();
    let (service, estate) = begun(folder.path());
    let through = ["--portfolio", &estate.portfolio, "--to", &service.url];
    let told = lines(&printed(&[&QUESTION[..], &through].concat()));
    let output =
        program().args(QUESTION).args(through).args(["--format", "xlsx"]).output().unwrap();
    let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(output.stdout)).unwrap();
    let sheets = ["sample", "cases", "decisions", "preconditions", "events"];
    assert_eq!(workbook.sheet_names(), sheets);
    let mut rows = |sheet: &str| -> Vec<Vec<Data>> {
        let range = workbook.worksheet_range(sheet).unwrap();
        let formulas = workbook.worksheet_formula(sheet).unwrap();
        assert!(formulas.cells().all(|(_, _, formula)| formula.is_empty()), "{sheet}");
        range.rows().skip(1).map(<[Data]>::to_vec).collect()
    };
    let text = |value: &Value| Data::String(value.as_str().unwrap().to_owned());
    let head = rows("sample");
    let digest =
        [Data::String("populationDigest".to_owned()), text(&told[0]["sample"]["populationDigest"])];
    assert!(head.contains(&digest.to_vec()), "{head:?}");
    let cases = rows("cases");
    assert_eq!(cases.len(), 5);
    for (row, case) in cases.iter().zip(&told[1..]) {
        let case = &case["case"];
        assert_eq!(row[1..5], ["id", "rank", "kind", "called"].map(|field| text(&case[field])));
    }
    assert!(cases.iter().any(|row| row[4] == Data::String(FORMULA.to_owned())));
    let decided: Vec<Data> = rows("decisions").into_iter().map(|mut row| row.remove(4)).collect();
    assert_eq!(decided, [Data::String("KS 2026/00123".to_owned())]);
    let all = told[1..].iter().map(|case| case["case"]["events"].as_array().unwrap().len());
    assert_eq!(rows("events").len(), all.sum::<usize>());
    assert_eq!(rows("preconditions").len(), 0);
}

#[test]
fn what_was_erased_is_shown_as_erased_also_in_a_sample_of_before() {
    let folder = tempfile::tempdir().unwrap();
    let (service, estate) = begun(folder.path());
    let through = ["--portfolio", &estate.portfolio, "--to", &service.url];
    let before = printed(&[&QUESTION[..], &through].concat());
    assert!(before.contains("HYPERLINK"));
    let of_formula = lines(&before)[1..]
        .iter()
        .find(|case| case["case"]["called"] == FORMULA)
        .map(|case| case["case"]["events"][0]["revision"].clone());
    let input = json!({
        "portfolio": estate.portfolio, "revision": of_formula, "field": "proposal.title",
        "ground": "RECORDED_IN_ERROR",
    });
    let administrator = service.acting(estate.proposer).role("administrator");
    administrator.record("textErase", input, "portfolio { ref }");
    let revision = lines(&before)[0]["sample"]["revision"].to_string();
    let after = printed(&[&QUESTION[..], &through, &["--revision", &revision]].concat());
    assert!(!after.contains("HYPERLINK"));
    let (before, after) = (lines(&before), lines(&after));
    assert_eq!(after[0], before[0], "the same cases are drawn");
    assert!(after[1..].iter().any(|case| case["case"]["called"] == "[erased]"));
}

#[test]
fn a_question_that_cannot_be_answered_says_what_is_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let (service, estate) = begun(folder.path());
    let through = ["--portfolio", &estate.portfolio, "--to", &service.url];
    let of = |kind: &'static str, size: &'static str, more: &[&'static str]| {
        let question = ["sample", "--seed", "a", "--size", size, "--kind", kind];
        failing(&[&question[..], more, &through].concat())
    };
    assert!(of("building", "5", &[]).contains("reallocation, membership or decision"));
    assert!(of("decision", "1001", &[]).contains("1 to 1000"));
    assert!(of("decision", "5", &["--status", "approved"]).contains("leave it out"));
    assert!(of("decision", "5", &["--revision", "9999"]).contains("no revision 9999 yet"));
    let unknown = Uuid::new_v4();
    let (status, ..) =
        got(&service, &format!("/ledgers/{unknown}/sample?seed=a&size=1&kind=decision"));
    assert_eq!(status, 404);
    let path =
        format!("/ledgers/{}/sample?seed=a&size=1&kind=decision&format=pdf", estate.portfolio);
    let (status, _, why) = got(&service, &path);
    assert_eq!(status, 400);
    assert!(String::from_utf8(why).unwrap().contains("jsonl or xlsx"));
    // Names that lead here from elsewhere are refused, as on every route.
    let asked = ureq::get(format!("{}{path}", service.url)).header("host", "elsewhere.example");
    let answer = asked.config().http_status_as_error(false).build().call().unwrap();
    assert!(answer.status().is_client_error());
}
