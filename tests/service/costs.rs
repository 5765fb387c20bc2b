//! Costs as lists, as whoever counts fetches them.

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use serde_json::{Value, json};
use std::io::Cursor;
use uuid::Uuid;

use crate::{
    estate::{BEGINS, Estate},
    service::Service,
};

const COST: &str = "0190a5a0-0000-7000-8000-0000000000c0";
/// What a spreadsheet would calculate if it could.
const FORMULA: &str = "=1+1; \"Cleaning\"";

/// The house is cleaned for 12 000.50 a year, and the first month is invoiced.
fn cleaned() -> (tempfile::TempDir, Service, Estate) {
    let folder = tempfile::tempdir().unwrap();
    let service = Service::start(&format!("sqlite:{}", folder.path().join("e.sqlite").display()));
    let estate = Estate::set_up(&service);
    let query = "query ($p: UUID!) { portfolio(ref: $p) { buildings { nodes { ref } } } }";
    let read = service.caller().ask(query, json!({ "p": estate.portfolio }));
    let building = &read["portfolio"]["buildings"]["nodes"][0]["ref"];
    let caller = service.acting(estate.proposer);
    let cost = json!({
        "portfolio": estate.portfolio, "ref": COST, "from": BEGINS, "currency": "SEK",
        "name": FORMULA, "kind": "CLEANING", "object": { "building": building },
        "organisation": estate.organisation, "amount": { "perYear": { "amount": "12000.5" } },
        "vatThousandths": 250, "account": "6071",
    });
    caller.record("costRecord", cost, "cost { ref }");
    let invoice = json!({
        "portfolio": estate.portfolio, "currency": "SEK", "organisation": estate.organisation,
        "voucher": "L 1", "supplier": "Städ AB", "subject": { "cost": COST },
        "issuedOn": "2026-01-31", "from": "2026-01", "through": "2026-01", "net": "1100",
        "vat": "250.01", "account": "6071",
    });
    caller.record("invoiceRecord", invoice, "invoice { ref }");
    (folder, service, estate)
}

/// The answer to a path: its status, type and name, and its bytes.
fn got(service: &Service, path: &str) -> (u16, [String; 2], Vec<u8>) {
    let asked = ureq::get(format!("{}{path}", service.url));
    let mut answer = asked.config().http_status_as_error(false).build().call().unwrap();
    let header = |name: &str| {
        let value = answer.headers().get(name);
        value.map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
    };
    let told = [header("content-type"), header("content-disposition")];
    (answer.status().as_u16(), told, answer.body_mut().read_to_vec().unwrap())
}

/// The lines of comma-separated values as a spreadsheet reads them.
fn lines(bytes: &[u8], separator: u8) -> Vec<Vec<String>> {
    let marked = bytes.strip_prefix("\u{feff}".as_bytes()).expect("a mark of its encoding");
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).delimiter(separator).from_reader(marked);
    let lines = reader.records().map(|line| line.unwrap().iter().map(str::to_owned).collect());
    lines.collect()
}

fn csv_of(service: &Service, path: &str, separator: u8) -> Vec<Vec<String>> {
    let (status, [kind, _], bytes) = got(service, path);
    let told = String::from_utf8_lossy(&bytes).into_owned();
    assert_eq!((status, kind.as_str()), (200, "text/csv; charset=utf-8; header=present"), "{told}");
    lines(&bytes, separator)
}

/// The one sheet of a workbook, which calculates nothing.
fn sheet(service: &Service, path: &str) -> (String, Vec<Vec<Data>>) {
    let (status, [kind, _], bytes) = got(service, path);
    assert_eq!(status, 200);
    assert!(kind.contains("spreadsheetml"), "{kind}");
    let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let name = workbook.sheet_names()[0].clone();
    let formulas = workbook.worksheet_formula(&name).unwrap();
    assert!(formulas.cells().all(|(_, _, formula)| formula.is_empty()));
    let range = workbook.worksheet_range(&name).unwrap();
    (name, range.rows().map(<[Data]>::to_vec).collect())
}

/// A cell of a workbook as comma-separated values have it.
fn written(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::Float(number) if number.fract() == 0.0 => format!("{number}"),
        Data::Float(number) => format!("{number:.2}"),
        other => panic!("{other:?} is written by nobody"),
    }
}

#[test]
fn costs_are_read_back_as_values_and_as_a_workbook() {
    let (_folder, service, estate) = cleaned();
    let path = format!(
        "/ledgers/{}/costs?from=2026-01&through=2026-02&groupBy=month,source",
        estate.portfolio
    );
    let (_, [_, name], _) = got(&service, &path);
    assert_eq!(name, "attachment; filename=\"costs.csv\"");
    let table = csv_of(&service, &path, b',');
    let harmless = format!("'{FORMULA}");
    let of = |month: &str| -> Vec<String> {
        let cells = [month, &harmless, COST, "1000.04", "250.01", "250.01", "1250.05", "0.00"];
        cells.map(str::to_owned).to_vec()
    };
    assert_eq!(table[0][..3], ["month", "source", "source (reference)"]);
    assert_eq!(table[0][3..8], ["net", "VAT", "VAT that is a cost", "cost", "of which forecast"]);
    assert_eq!(table.len(), 3);
    assert_eq!([&table[1][..8], &table[2][..8]], [of("2026-01"), of("2026-02")]);
    let behind: Vec<&str> = table[1][9].split(' ').collect();
    assert_eq!(table[1][8], behind.len().to_string());

    let (sheet_name, rows) = sheet(&service, &format!("{path}&format=xlsx"));
    assert_eq!(sheet_name, "Costs");
    assert_eq!(rows[1][1], Data::String(FORMULA.to_owned()));
    assert_eq!(rows[1][3..8], [1000.04, 250.01, 250.01, 1250.05, 0.0].map(Data::Float));
    let swedish = csv_of(&service, &format!("{path}&language=swedish"), b';');
    assert_eq!(swedish[0][..4], ["månad", "källa", "källa (referens)", "netto"]);
    assert_eq!(swedish[1][3], "1000,04");
}

#[test]
fn the_books_of_an_organisation_tell_apart_what_was_found_after_they_were_closed() {
    let (_folder, service, estate) = cleaned();
    let caller = service.acting(estate.proposer);
    let (portfolio, organisation) = (&estate.portfolio, &estate.organisation);
    let close = json!({
        "portfolio": portfolio, "organisation": organisation, "through": "2026-01",
    });
    caller.record("periodClose", close, "organisation { ref }");
    let dearer = json!({
        "portfolio": portfolio, "cost": COST, "from": BEGINS, "currency": "SEK",
        "amount": { "perYear": { "amount": "24000" } },
    });
    caller.record("costRevise", dearer, "cost { ref }");
    let path = format!(
        "/ledgers/{portfolio}/costs?from=2026-01&through=2026-02&organisation={organisation}"
    );
    let table = csv_of(&service, &path, b',');
    let told: Vec<&[String]> = table.iter().map(|row| &row[..3]).collect();
    assert_eq!(
        told,
        [
            ["month", "adjusts the closed month", "net"],
            ["2026-01", "", "1000.04"],
            ["2026-02", "", "2000.00"],
            ["2026-02", "2026-01", "999.96"],
        ]
    );
    let (_, rows) = sheet(&service, &format!("{path}&language=swedish&format=xlsx"));
    assert_eq!(written(&rows[0][1]), "justerar den stängda månaden");
    assert_eq!([written(&rows[3][0]), written(&rows[3][1])], ["2026-02", "2026-01"]);
}

#[test]
fn categories_of_spaces_are_told_in_words_of_the_language() {
    let (_folder, service, estate) = cleaned();
    let path = format!(
        "/ledgers/{}/costs?from=2026-01&through=2026-01&groupBy=spaceCategory",
        estate.portfolio
    );
    let table = csv_of(&service, &path, b',');
    assert_eq!(table[0][..2], ["category of space", "net"]);
    assert_eq!(table[1][..2], ["meeting room", "1000.04"]);
    let (_, rows) = sheet(&service, &format!("{path}&format=xlsx&language=swedish"));
    assert_eq!(rows[0][0], Data::String("rumstyp".to_owned()));
    assert_eq!(rows[1][0], Data::String("mötesrum".to_owned()));
    assert_eq!(rows[1][1], Data::Float(1000.04));
}

#[test]
fn a_revision_gives_the_same_bytes_later() {
    let (_folder, service, estate) = cleaned();
    let query = "query ($p: UUID!) { portfolio(ref: $p) { revision } }";
    let read = service.caller().ask(query, json!({ "p": estate.portfolio }));
    let revision = &read["portfolio"]["revision"];
    let ledger = format!("/ledgers/{}", estate.portfolio);
    let paths = [
        format!("{ledger}/costs?from=2026-01&through=2026-12&format=xlsx"),
        format!(
            "{ledger}/costs/comparison?organisation={}&year=2026&format=xlsx",
            estate.organisation
        ),
    ];
    let before = paths.clone().map(|path| got(&service, &path));
    let ends = json!({ "portfolio": estate.portfolio, "cost": COST, "from": "2026-02-01" });
    service.acting(estate.proposer).record("costEnd", ends, "cost { ref }");
    for (path, before) in paths.into_iter().zip(before) {
        assert_ne!(got(&service, &path), before, "{path}");
        assert_eq!(got(&service, &format!("{path}&revision={revision}")), before, "{path}");
    }
}

#[test]
fn the_comparison_of_a_year_is_read_back_as_values_and_as_a_workbook() {
    let (_folder, service, estate) = cleaned();
    let budget = json!({
        "portfolio": estate.portfolio, "organisation": estate.organisation, "year": 2026,
        "currency": "SEK", "running": "20000", "oneOff": "0", "decision": estate.decision(),
    });
    service.acting(estate.proposer).record("budgetDecide", budget, "budget { year }");
    let path = format!(
        "/ledgers/{}/costs/comparison?organisation={}&year=2026",
        estate.portfolio, estate.organisation
    );
    let (_, [_, name], _) = got(&service, &path);
    assert_eq!(name, "attachment; filename=\"comparison.csv\"");
    let table = csv_of(&service, &path, b',');
    let column = |heading: &str| table[0].iter().position(|it| it == heading).unwrap();
    let cell = |row: usize, heading: &str| table[row][column(heading)].as_str();
    let line: Vec<&str> = table[1..].iter().map(|row| row[0].as_str()).collect();
    let all = ["borne, running", "borne, one-off", "invoiced in all"];
    assert_eq!(line[..3], all);
    assert_eq!(line[3..15], ["invoiced for"; 12]);
    assert_eq!(line[15..], ["account"; 12]);
    assert!(table[1..].iter().all(|row| row[1] == "Kommunen"));
    assert_eq!((cell(1, "computed cost"), cell(1, "budget")), ("15000.60", "20000.00"));
    assert_eq!((cell(3, "invoiced net"), cell(3, "invoiced VAT")), ("1100.00", "250.01"));
    let january = ["of (reference)", "from", "through", "computed net", "vouchers", "differences"];
    let explained = "1100.00 without VAT is invoiced, 99.96 more than the 1000.04 that is computed";
    let told = january.map(|heading| cell(4, heading));
    assert_eq!(told, [COST, "2026-01", "2026-01", "1000.04", "L 1", explained]);
    assert_eq!(cell(4, "net invoiced less computed"), "99.96");
    assert_eq!((cell(5, "invoices"), cell(5, "vouchers")), ("0", ""));

    let (name, rows) = sheet(&service, &format!("{path}&format=xlsx"));
    assert_eq!((name.as_str(), rows.len()), ("Comparison", table.len()));
    let number = column("computed net");
    for (values, row) in table[1..].iter().zip(&rows[1..]) {
        let amount: f64 = values[number].parse().unwrap();
        assert_eq!(row[number], Data::Float(amount));
        assert_eq!(written(&row[column("differences")]), values[column("differences")]);
    }
    let swedish = csv_of(&service, &format!("{path}&language=swedish"), b';');
    assert_eq!((swedish[0][0].as_str(), swedish[1][0].as_str()), ("rad", "buret, löpande"));
    assert!(swedish[4][column("differences")].contains("99,96 mer än"));
}

#[test]
fn what_cannot_be_given_is_refused_by_the_name_of_the_parameter() {
    let (_folder, service, estate) = cleaned();
    let refuses = |path: String, names: &str| {
        let (status, _, why) = got(&service, &format!("/ledgers/{}{path}", estate.portfolio));
        let why = String::from_utf8(why).unwrap();
        assert_eq!(status, 400, "{path}: {why}");
        assert!(why.contains(names), "{path}: {why}");
    };
    for (question, names) in [
        ("through=2026-12", "from"),
        ("from=2026&through=2026-12", "from \"2026\""),
        ("from=2026-01&through=2026-13", "through \"2026-13\""),
        ("from=2026-01&through=2056-01", "through \"2056-01\""),
        ("from=2026-01&through=2026-12&groupBy=shoe", "groupBy \"shoe\""),
        ("from=2026-01&through=2026-12&groupBy=month,month", "groupBy \"month\""),
        ("from=2026-01&through=2026-12&bookkeeping=none", "bookkeeping \"none\""),
        ("from=2026-01&through=2026-12&organisation=1", "organisation \"1\""),
        ("from=2026-01&through=2026-12&building=1", "building \"1\""),
        ("from=2026-01&through=2026-12&hub=1", "hub \"1\""),
        ("from=2026-01&through=2026-12&basis=guessed", "basis \"guessed\""),
        ("from=2026-01&through=2026-12&language=latin", "language \"latin\""),
        ("from=2026-01&through=2026-12&format=pdf", "format \"pdf\""),
        ("from=2026-01&through=2026-12&recordedAt=now", "recordedAt \"now\""),
        ("from=2026-01&through=2026-12&revision=99999", "no revision 99999 yet"),
        ("from=2026-01&through=2026-12&municipality=2380", "has no municipality 2380"),
        ("from=2026-01&through=2026-12&colour=red", "colour"),
    ] {
        // In the answer, which is JSON, quotes are escaped.
        refuses(format!("/costs?{question}"), &names.replace('"', "\\\""));
    }
    for part in ["organisation", "building", "hub"] {
        let question = format!("from=2026-01&through=2026-12&{part}={}", Uuid::nil());
        refuses(format!("/costs?{question}"), &format!("has no {part}"));
    }
    let organisation = &estate.organisation;
    for (question, names) in [
        ("year=2026".to_owned(), "organisation"),
        (format!("organisation={organisation}"), "year"),
        (format!("organisation={organisation}&year=26"), "year \"26\""),
        ("organisation=us&year=2026".to_owned(), "organisation \"us\""),
        (format!("organisation={}&year=2026", Uuid::nil()), "has no organisation"),
        (format!("organisation={organisation}&year=2026&format=pdf"), "format \"pdf\""),
        (format!("organisation={organisation}&year=2026&groupBy=month"), "groupBy"),
    ] {
        refuses(format!("/costs/comparison?{question}"), &names.replace('"', "\\\""));
    }
    let elsewhere = Uuid::new_v4();
    let costs = format!("/ledgers/{elsewhere}/costs?from=2026-01&through=2026-12");
    let comparison =
        format!("/ledgers/{elsewhere}/costs/comparison?organisation={organisation}&year=2026");
    for path in [costs, comparison] {
        assert_eq!(got(&service, &path).0, 404, "{path}");
    }
    let nowhere: Value = json!(got(&service, "/ledgers/here/costs?from=2026-01&through=2026-12").0);
    assert_eq!(nowhere, 400);
}
