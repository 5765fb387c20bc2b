//! The lease calendar as calendar programs fetch it.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

use crate::{
    estate::{BEGINS, Estate},
    service::Service,
};

const LEASE: &str = "0190a5a0-0000-7000-8000-0000000000aa";
/// A landlord whose name would end a text, or begin a property, if it could.
const LANDLORD: &str = "Åsa; Öberg, Söner\\Döttrar AB";

fn building(service: &Service, estate: &Estate) -> Value {
    let query = "query ($p: UUID!) { portfolio(ref: $p) { buildings { nodes { ref } } } }";
    let read = service.caller().ask(query, json!({ "p": estate.portfolio }));
    read["portfolio"]["buildings"]["nodes"][0]["ref"].clone()
}

fn terms(building: &Value, notice_months: u32) -> Value {
    json!({
        "regime": "PREMISES", "building": building, "spaces": [], "rentPerYear": "1234567.5",
        "to": "2031-01-01", "prolongationMonths": 36,
        "notices": [{ "party": "TENANT", "purpose": "TERMINATION", "months": notice_months }],
        "breaks": [{ "party": "TENANT", "on": "2029-01-01", "noticeMonths": 12, "spaces": [] }],
    })
}

fn begun() -> (tempfile::TempDir, Service, Estate, Value) {
    let folder = tempfile::tempdir().unwrap();
    let service = Service::start(&format!("sqlite:{}", folder.path().join("e.sqlite").display()));
    let estate = Estate::set_up(&service);
    let building = building(&service, &estate);
    let input = json!({
        "portfolio": estate.portfolio, "ref": LEASE, "from": BEGINS,
        "tenant": estate.organisation, "landlord": { "outside": LANDLORD }, "currency": "SEK",
        "terms": terms(&building, 9), "decisions": [estate.decision()],
    });
    service.acting(estate.proposer).record("leaseSign", input, "lease { ref }");
    (folder, service, estate, building)
}

/// The answer to a path: its status, type and text.
fn got(service: &Service, path: &str) -> (u16, String, String) {
    let asked = ureq::get(format!("{}{path}", service.url));
    let mut answer = asked.config().http_status_as_error(false).build().call().unwrap();
    let kind = answer.headers()["content-type"].to_str().unwrap().to_owned();
    (answer.status().as_u16(), kind, answer.body_mut().read_to_string().unwrap())
}

/// The entries of a calendar, each property by its name, as RFC 5545 says that they are read.
fn read_back(file: &str) -> Vec<BTreeMap<String, String>> {
    assert!(file.ends_with("END:VCALENDAR\r\n"), "{file}");
    let lines: Vec<&str> = file.split("\r\n").collect();
    assert!(lines.iter().all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])), "{file}");
    let unfolded = file.replace("\r\n ", "");
    let mut entries: Vec<BTreeMap<String, String>> = Vec::new();
    for line in unfolded.split_terminator("\r\n") {
        let (name, value) = line.split_once(':').unwrap();
        match (name, value) {
            ("BEGIN", "VEVENT") => entries.push(BTreeMap::new()),
            ("BEGIN" | "END", _) => {}
            _ => {
                let Some(entry) = entries.last_mut() else { continue };
                let before = entry.insert(name.to_owned(), unescaped(value));
                assert_eq!(before, None, "{name} twice");
            }
        }
    }
    entries
}

fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => plain.push(match characters.next().unwrap() {
                'n' | 'N' => '\n',
                escaped @ ('\\' | ';' | ',') => escaped,
                other => panic!("\\{other} is no escape"),
            }),
            ';' | ',' => panic!("{text} is several values"),
            other => plain.push(other),
        }
    }
    plain
}

#[test]
fn the_last_days_to_act_are_entries_of_a_calendar_in_either_language() {
    let (_folder, service, estate, _) = begun();
    let path = format!("/ledgers/{}/leases.ics?from=2027-01-01&to=2031-01-01", estate.portfolio);
    let (status, kind, file) = got(&service, &path);
    assert_eq!((status, kind.as_str()), (200, "text/calendar; charset=utf-8"), "{file}");
    assert!(file.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//"), "{file}");
    assert!(file.contains("\r\nNAME:Leases\\, Jämtlands län\r\n"), "{file}");
    let entries = read_back(&file);
    let days: Vec<[&str; 3]> = entries
        .iter()
        .map(|entry| ["DTSTART;VALUE=DATE", "DTEND;VALUE=DATE", "SUMMARY"].map(|of| &*entry[of]))
        .collect();
    let lease = "the lease of Kommunen in the building Huset";
    let early = format!("Last day for the tenant to give up all early: {lease}");
    let notice = format!("Last day for the tenant to give notice to leave: {lease}");
    assert_eq!(days, [["20271231", "20280101", &*early], ["20300331", "20300401", &*notice]]);
    let told = "It would take effect on 2031-01-01.\n\
                If nobody acts, the lease is prolonged to 2034-01-01.\n\
                The rent agreed is 1234567.5 SEK a year, without VAT and index.\n\
                As planned, 1 space, 0 units and 1 hub rest on it.";
    assert_eq!(entries[1]["DESCRIPTION"], told);
    assert_eq!(entries[1]["UID"], format!("{LEASE}-tenant-leaves-2031-01-01@{}", estate.portfolio));
    for stamp in ["DTSTAMP", "LAST-MODIFIED"] {
        let stamp = &entries[0][stamp];
        assert!(stamp.len() == 16 && stamp.ends_with('Z') && &stamp[8..9] == "T", "{stamp}");
    }
    let (_, _, swedish) = got(&service, &format!("{path}&language=swedish"));
    let entries = read_back(&swedish);
    let summary = "Sista dag för hyresgästen att säga upp för avflyttning: hyresavtalet för Kommunen i \
                   byggnaden Huset";
    assert_eq!(entries[1]["SUMMARY"], summary);
    assert!(entries[1]["DESCRIPTION"].contains("1234567,5 SEK per år"));
}

#[test]
fn an_entry_keeps_its_id_when_its_day_becomes_another_and_a_revision_its_bytes() {
    let (_folder, service, estate, building) = begun();
    let caller = service.acting(estate.proposer);
    let path = format!("/ledgers/{}/leases.ics?from=2027-01-01&to=2031-01-01", estate.portfolio);
    let query = "query ($p: UUID!) { portfolio(ref: $p) { revision } }";
    let read = service.caller().ask(query, json!({ "p": estate.portfolio }));
    let revision = &read["portfolio"]["revision"];
    let before = got(&service, &path).2;
    let input = json!({
        "portfolio": estate.portfolio, "lease": LEASE, "from": "2026-02-01", "currency": "SEK",
        "terms": terms(&building, 12), "decisions": [estate.decision()],
    });
    caller.record("leaseAmend", input, "lease { ref }");
    assert_eq!(got(&service, &format!("{path}&revision={revision}")).2, before);
    let (was, is) = (read_back(&before), read_back(&got(&service, &path).2));
    let of = |entries: &[BTreeMap<String, String>], name: &str| entries[1][name].clone();
    assert_eq!(of(&is, "UID"), of(&was, "UID"));
    let day = "DTSTART;VALUE=DATE";
    assert_eq!([of(&was, day), of(&is, day)], ["20300331", "20291231"]);
    let number =
        |entries: &[BTreeMap<String, String>]| -> u64 { of(entries, "SEQUENCE").parse().unwrap() };
    assert!(number(&is) > number(&was));
    let of_another = got(&service, &format!("{path}&organisation={}", Uuid::new_v4())).2;
    assert_eq!(read_back(&of_another).len(), 0);
    let of_the_tenant = got(&service, &format!("{path}&organisation={}", estate.organisation)).2;
    assert_eq!(read_back(&of_the_tenant), is);
}

#[test]
fn a_calendar_that_cannot_be_given_says_what_is_accepted() {
    let (_folder, service, estate, _) = begun();
    let of = |query: &str| {
        let (status, _, why) =
            got(&service, &format!("/ledgers/{}/leases.ics?{query}", estate.portfolio));
        assert_eq!(status, 400, "{query}: {why}");
        why
    };
    assert!(of("from=2027-01-01&to=2057-01-02").contains("at most 30 years: 2057-01-01"));
    assert!(of("from=tomorrow").contains("YYYY-MM-DD"));
    assert!(of("language=latin").contains("english or swedish"));
    assert!(of("revision=99999").contains("no revision 99999 yet"));
    assert!(of("revision=1&recordedAt=2026-01-01T00:00:00Z").contains("name one of them"));
    assert!(of("format=pdf").contains("format"));
    assert_eq!(got(&service, &format!("/ledgers/{}/leases.ics", Uuid::new_v4())).0, 404);
    // Names that lead here from elsewhere are refused, as on every route.
    let path = format!("{}/ledgers/{}/leases.ics", service.url, estate.portfolio);
    for header in [("host", "elsewhere.example"), ("origin", "https://elsewhere.example")] {
        let asked = ureq::get(&path).header(header.0, header.1);
        let answer = asked.config().http_status_as_error(false).build().call().unwrap();
        assert!(answer.status().is_client_error(), "{header:?}");
    }
}
