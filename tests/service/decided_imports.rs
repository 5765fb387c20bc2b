//! Files that come in after the opening balance was signed off: by decision.

use serde_json::json;
use std::fs;

use crate::{
    portfolio::{FROM, Portfolio, complained, nodes, said},
    service::program,
};

const ROOMS: &str = "Byggnad;Plan;Rumsnr;Rumstyp;LOA\nOffice A;Plan 1;101;Cellkontor;12,5\n";

/// A portfolio whose only organisation has signed its opening balance off.
fn signed_off(folder: &std::path::Path) -> Portfolio {
    let estate = Portfolio::begin(folder);
    let input = json!({
        "portfolio": estate.portfolio, "on": FROM,
        "decision": {
            "organisation": estate.organisation, "caseNumber": "RS 2026/00001", "kind": "BOARD",
            "body": "Regionstyrelsen", "decidedOn": FROM,
        },
    });
    let administrator = estate.caller().role("administrator");
    administrator.record("openingBalanceSign", input, "portfolio { ref }");
    estate
}

fn decision(organisation: &str) -> Vec<String> {
    let flags = [
        ["--decided-by", organisation],
        ["--case-number", "RS 2026/00417"],
        ["--decision-kind", "board"],
        ["--decision-body", "Lokalstrateg"],
        ["--decided-on", "2026-02-03"],
    ];
    flags.as_flattened().iter().map(|flag| (*flag).to_owned()).collect()
}

/// The case numbers of the decisions on imports.
fn decided(estate: &Portfolio) -> Vec<String> {
    let fields = "decisions(filter: { matter: IMPORT }) { edges { node {
        caseNumber import { fileName decision { body } } } } }";
    let found = nodes(&estate.read(json!({}), fields)["decisions"]);
    found
        .iter()
        .map(|node| {
            let (number, file) = (&node["caseNumber"], &node["import"]);
            format!("{number} {} {}", file["fileName"], file["decision"]["body"]).replace('"', "")
        })
        .collect()
}

#[test]
fn a_file_after_the_opening_balance_is_refused_without_its_decision_and_recorded_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let estate = signed_off(folder.path());
    let list = folder.path().join("rum.csv");
    fs::write(&list, ROOMS).unwrap();
    let known = estate.revision();

    let output = estate.import("rooms", &list, FROM, &[]);
    assert_eq!(output.status.code(), Some(1));
    let why = complained(&output);
    let refused = format!(
        "the opening balance of organisation Regionen ({}) is signed off: bring its decision to read \
         the file in",
        estate.organisation
    );
    assert!(why.contains(&refused), "{why}");
    let flags = decision(&estate.organisation);
    let half: Vec<&str> = flags.iter().take(2).map(String::as_str).collect();
    let output = estate.import("rooms", &list, FROM, &half);
    assert_eq!(output.status.code(), Some(2), "{}", complained(&output));
    assert_eq!(estate.revision(), known, "nothing was recorded");

    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let output = estate.import("rooms", &list, FROM, &flags);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    assert!(said(&output).contains("Recorded "), "{}", said(&output));
    assert_eq!(decided(&estate), ["RS 2026/00417 rum.csv Lokalstrateg"]);
}

#[test]
fn invoices_are_read_in_without_a_decision_as_they_are_entered_without_one() {
    let folder = tempfile::tempdir().unwrap();
    let estate = signed_off(folder.path());
    let list = folder.path().join("fakturor.csv");
    let invoice = "L 1;Storgatan AB;2026-01-15;2026-02;1000;250";
    fs::write(&list, format!("Verifikation;Leverantör;Datum;Period;Netto;Moms\n{invoice}\n"))
        .unwrap();
    let output = estate.import("invoices", &list, FROM, &["--organisation", "Regionen"]);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    assert!(said(&output).contains("Recorded 1 thing,"), "{}", said(&output));
    assert!(decided(&estate).is_empty());
}

#[test]
fn a_store_that_no_service_holds_takes_the_decision_too() {
    let folder = tempfile::tempdir().unwrap();
    let estate = signed_off(folder.path());
    let list = folder.path().join("rum.csv");
    fs::write(&list, ROOMS).unwrap();
    let (actor, organisation) = (estate.actor.to_string(), estate.organisation.clone());
    let Portfolio { service, .. } = estate;
    assert!(service.stop().success());
    let store = format!("sqlite:{}", folder.path().join("estate.sqlite").display());
    let import = |flags: &[String]| {
        let mut command = program();
        command.args(["import", "rooms"]).arg(&list).args(["--from", FROM, "--store", &store]);
        command.args(["--actor", &actor]).args(flags).output().unwrap()
    };
    let output = import(&[]);
    let refused =
        format!("organisation Regionen ({organisation}) is signed off: bring its decision");
    assert!(complained(&output).contains(&refused), "{}", complained(&output));
    let output = import(&decision(&organisation));
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
}

#[test]
fn a_form_with_a_decision_that_is_none_says_what_is_wrong_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let estate = signed_off(folder.path());
    let known = estate.revision();
    let part = |name: &str, content: &str| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{content}\r\n")
    };
    let form =
        |decision: &str| format!("{}{}--b--\r\n", part("decision", decision), part("file", ROOMS));
    let organisation = &estate.organisation;
    for (decision, why) in [
        ("{}".to_owned(), "missing field `organisation`"),
        (
            format!(
                r#"{{"organisation":"{organisation}","caseNumber":"no digit","kind":"board",
                "body":"Styrelsen","decidedOn":"2026-02-03"}}"#
            ),
            "no digit",
        ),
    ] {
        let url = format!(
            "{}/imports?portfolio={}&kind=rooms&from={FROM}&fileName=rum.csv",
            estate.service.url, estate.portfolio
        );
        let mut answer = ureq::post(url)
            .config()
            .http_status_as_error(false)
            .build()
            .header("x-actor", estate.actor.to_string())
            .header("x-role", "manager")
            .content_type("multipart/form-data; boundary=b")
            .send(form(&decision))
            .unwrap();
        let told = answer.body_mut().read_to_string().unwrap();
        assert_eq!(answer.status(), 400, "{told}");
        assert!(told.contains("the part decision") && told.contains(why), "{told}");
    }
    assert_eq!(estate.revision(), known);
}
