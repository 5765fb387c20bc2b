//! Invoices and figures of indices by file, as accounts and statistics give them.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::{Value, json};
use std::{fs, path::PathBuf};

use crate::{
    estate::BEGINS,
    portfolio::{FROM, Portfolio, complained, nodes, said},
};

const HEADER: &str = "Verifikation;Leverantör;Organisation;Orgnr;Fakturadatum;Betaldatum;Period;Netto;Moms;Konto;\
                      Byggnad;Kostnad;Hyresavtal\n";

/// The landlord's ten invoices: the last for cleaning, by the organisation's number.
fn ten() -> Vec<String> {
    let rent = |n: u32| {
        format!(
            "L 2026-{n:05};Storgatan AB;Regionen;;2026-01-{n:02};2026-01-31;2026-0{};{n} 000,50;{n}00,13;6011;\
             Office A;;",
            n % 6 + 1
        )
    };
    let mut rows: Vec<String> = (1..=9).map(rent).collect();
    rows.push(
        "L 2026-00010;Städ & Co;;212000-1355;20260110;;2026-01 - 2026-03;-1 200,5;0;5010;;städning;"
            .to_owned(),
    );
    rows
}

struct Books {
    folder: tempfile::TempDir,
    estate: Portfolio,
    cost: String,
}

impl Books {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let estate = Portfolio::begin(folder.path());
        let municipality = estate.add(
            "organisation",
            "organisationRegister",
            json!({ "from": BEGINS, "name": "Kommunen", "number": "212000-1355" }),
        );
        let input = json!({
            "from": BEGINS, "currency": "SEK", "name": "Städning", "kind": "CLEANING",
            "object": { "unit": estate.unit }, "organisation": municipality,
            "amount": { "perYear": { "amount": "48000" } }, "vatThousandths": 250,
        });
        let cost = estate.add("cost", "costRecord", input);
        Self { folder, estate, cost }
    }

    fn list(&self, name: &str, rows: &[String]) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, format!("{HEADER}{}\n", rows.join("\n"))).unwrap();
        path
    }

    fn workbook(&self, name: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let headings =
            ["Voucher", "Supplier", "Invoice date", "Period", "Net", "VAT", "Hub", "Building"];
        for (column, heading) in (0..).zip(headings) {
            sheet.write(0, column, heading).unwrap();
        }
        let date = Format::new().set_num_format("yyyy-mm-dd");
        for n in 1..=10_u32 {
            let issued = ExcelDateTime::from_ymd(2026, 1, u8::try_from(n).unwrap()).unwrap();
            sheet.write(n, 0, format!("X 2026-{n}")).unwrap();
            sheet.write(n, 1, "Exempelfastigheter AB").unwrap();
            sheet.write_with_format(n, 2, &issued, &date).unwrap();
            sheet.write(n, 3, "202602").unwrap();
            sheet.write(n, 4, f64::from(n) * 100.25).unwrap();
            sheet.write(n, 5, 25).unwrap();
            sheet.write(n, 7, "Westport House").unwrap();
        }
        sheet.write(11, 0, "X 2026-11").unwrap();
        sheet.write(11, 1, "Exempelfastigheter AB").unwrap();
        sheet.write(11, 2, "2026-01-11").unwrap();
        sheet.write(11, 3, "202602").unwrap();
        sheet.write(11, 4, 100).unwrap();
        sheet.write(11, 5, 25).unwrap();
        sheet.write(11, 6, "Navet").unwrap();
        book.save(&path).unwrap();
        path
    }

    /// What is told of a list of invoices that is recorded, or is recorded already.
    #[track_caller]
    fn told(&self, list: &std::path::Path, more: &[&str]) -> String {
        let output = self.estate.import("invoices", list, FROM, more);
        assert_eq!(output.status.code(), Some(0), "{}{}", complained(&output), said(&output));
        said(&output)
    }

    fn invoices(&self) -> Vec<Value> {
        let fields = "invoices(first: 50) { edges { node {
            voucher supplier organisation { name } building { name } cost { ref } issuedOn paidOn
            from through net vat account import { fileName } } } }";
        let mut invoices = nodes(&self.estate.read(json!({}), fields)["invoices"]);
        invoices.sort_by_key(|invoice| invoice["voucher"].as_str().unwrap().to_owned());
        invoices
    }
}

fn holds(told: &str, expected: &[&str]) {
    for expected in expected {
        assert!(told.contains(expected), "{expected}\n{told}");
    }
}

#[test]
fn a_list_of_invoices_comes_in_once_and_what_it_cannot_name_is_told_by_row_and_column() {
    let books = Books::open();
    let mut rows = ten();
    rows.push("L 2026-00011;Storgatan AB;Regionen;;2026-01-11;;2026-02;1;0;;Office Z;;".to_owned());
    let list = books.list("fakturor.csv", &rows);
    let rejected = "row 12, \"Byggnad\" (K): \"Office Z\": is no building of the portfolio; accepted is the \
                    reference or the name of a building: Office A, Westport House";
    let other_order = rejected.replace("Office A, Westport House", "Westport House, Office A");
    let told = books.told(&list, &[]);
    assert!(told.contains(rejected) || told.contains(&other_order), "{told}");
    let counted = "11 rows below the header: 10 accepted, 0 left out, 1 rejected";
    holds(&told, &[counted, "10 invoices: ", "Recorded 10 things"]);
    let invoices = books.invoices();
    assert_eq!(invoices.len(), 10);
    let file = json!({ "fileName": "fakturor.csv" });
    let first = json!({
        "voucher": "L 2026-00001", "supplier": "Storgatan AB",
        "organisation": { "name": "Regionen" }, "building": { "name": "Office A" }, "cost": null,
        "issuedOn": "2026-01-01", "paidOn": "2026-01-31", "from": "2026-02", "through": "2026-02",
        "net": "1000.5", "vat": "100.13", "account": "6011", "import": file,
    });
    let last = json!({
        "voucher": "L 2026-00010", "supplier": "Städ & Co",
        "organisation": { "name": "Kommunen" }, "building": null, "cost": { "ref": books.cost },
        "issuedOn": "2026-01-10", "paidOn": null, "from": "2026-01", "through": "2026-03",
        "net": "-1200.5", "vat": "0", "account": "5010", "import": file,
    });
    assert_eq!([&invoices[0], &invoices[9]], [&first, &last]);
    let known = books.estate.revision();
    holds(&books.told(&list, &[]), &[counted, "nothing was recorded."]);
    // The same invoices in another file are the same.
    let renamed = books.list("fakturor-2.csv", &ten());
    holds(&books.told(&renamed, &[]), &["10 accepted", "nothing was recorded."]);
    assert_eq!(books.estate.revision(), known);
}

#[test]
fn a_workbook_of_invoices_comes_in_once_for_the_organisation_whose_books_it_is() {
    let books = Books::open();
    let workbook = books.workbook("fakturor.xlsx");
    let output = books.estate.import("invoices", &workbook, FROM, &["--organisation", "Nobody"]);
    assert!(
        complained(&output).contains("\"Nobody\" is no organisation"),
        "{}",
        complained(&output)
    );
    let known = books.estate.revision();
    let told = books.told(&workbook, &[]);
    holds(
        &told,
        &[
            "row 2, organisation: is blank; accepted is an organisation of the portfolio",
            "0 accepted, 0 left out, 11 rejected",
            "nothing was recorded.",
        ],
    );
    assert_eq!(books.estate.revision(), known);
    let told = books.told(&workbook, &["--organisation", "Regionen"]);
    holds(
        &told,
        &[
            "row 12, \"Hub\" (G): \"Navet\": is no hub of the portfolio; accepted is the reference of a hub",
            "11 rows below the header: 10 accepted, 0 left out, 1 rejected",
            "Recorded 10 things",
        ],
    );
    let invoices = books.invoices();
    assert_eq!(invoices.len(), 10);
    let of = |invoice: &Value| {
        let building = invoice["building"]["name"].as_str().unwrap();
        format!("{} {} {building}", invoice["issuedOn"], invoice["net"]).replace('"', "")
    };
    assert_eq!(of(&invoices[1]), "2026-01-10 1002.5 Westport House");
    let known = books.estate.revision();
    holds(&books.told(&workbook, &["--organisation", "Regionen"]), &["nothing was recorded."]);
    assert_eq!(books.estate.revision(), known);
}

#[test]
fn an_invoice_that_is_recorded_otherwise_or_cannot_be_is_refused_by_row_and_the_others_come_in() {
    let books = Books::open();
    books.told(&books.list("fakturor.csv", &ten()), &[]);
    let before = books.invoices();
    let mut rows = ten();
    rows[1] = rows[1].replace("2 000,50", "2 000,51");
    rows[2] = rows[2].replace("Storgatan AB", "Lillgatan AB");
    rows.push("L 2026-00011;Storgatan AB;Regionen;;2199-01-11;;2026-02;1;0;;;;".to_owned());
    rows.push(
        "L 2026-00012;Storgatan AB;Regionen;;2026-01-11;;2026-01 - 2036-01;1;0;;;;".to_owned(),
    );
    rows.push("L 2026-00013;Storgatan AB;;212000-2270;2026-01-11;;2026-02;1;0;;;;".to_owned());
    rows.push("L 2026-00010;Städ & Co;Kommunen;;2026-01-10;;2026-02;1;0;;;;".to_owned());
    rows.push("L 2026-00014;Storgatan AB;Regionen;;2026-01-11;;2026-02;1;0;;;;".to_owned());
    let told = books.told(&books.list("fakturor-2.csv", &rows), &[]);
    holds(
        &told,
        &[
            "row 3, \"Verifikation\" (A): \"L 2026-00002\": ",
            "which says something else; cancel that one first (invoiceCancel)",
            "row 4, \"Leverantör\" (B): \"Lillgatan AB\": the voucher L 2026-00003 is recorded as an invoice of \
         Storgatan AB",
            "row 12, \"Fakturadatum\" (E): ",
            "row 13, \"Period\" (G): ",
            "row 14, \"Orgnr\" (D): \"212000-2270\": is the number of no organisation of the portfolio",
            "row 15, \"Verifikation\" (A): \"L 2026-00010\": stands in row 11 already",
            "15 rows below the header: 9 accepted, 0 left out, 6 rejected",
            "Recorded 1 thing,",
        ],
    );
    let after = books.invoices();
    assert_eq!(after[..10], before[..]);
    assert_eq!((after.len(), &after[10]["voucher"]), (11, &json!("L 2026-00014")));
}

#[test]
fn figures_come_in_and_are_revised_once_somebody_has_seen_it() {
    let books = Books::open();
    let (estate, path) = (&books.estate, books.folder.path().join("kpi.csv"));
    let write = |rows: &str| fs::write(&path, format!("Månad;Index\n{rows}")).unwrap();
    let import = |more: &[&str]| {
        let output = estate.import("figures", &path, FROM, more);
        (output.status.code(), said(&output))
    };
    let series = ["--series", "KPI-1980"];
    let shown = || {
        let fields = "indices(first: 5) { edges { node { series figures(first: 20) { edges { node {
            month value } } } } } }";
        let indices = nodes(&estate.read(json!({}), fields)["indices"]);
        let [index] = &indices[..] else { panic!("{indices:?}") };
        let figures = nodes(&index["figures"]);
        figures
            .iter()
            .map(|of| format!("{} {}", of["month"], of["value"]).replace('"', ""))
            .collect()
    };
    write("2025-10;411,20\n2025-11;412\n2199-01;500\n");
    let (_, told) = import(&[]);
    holds(
        &told,
        &["row 2, series: is blank; accepted is the name of an index", "nothing was recorded."],
    );
    let (code, told) = import(&series);
    assert_eq!(code, Some(0), "{told}");
    holds(&told, &["row 4, \"Månad\" (A): \"2199-01\": ", "2 accepted, 0 left out, 1 rejected"]);
    holds(&told, &["Recorded 1 thing,"]);
    let figures: Vec<String> = shown();
    assert_eq!(figures, ["2025-10 411.2", "2025-11 412"]);
    let known = estate.revision();
    holds(&import(&series).1, &["nothing was recorded."]);
    write("2025-10;411,20\n2025-11;412,5\n2025-12;413\n");
    let (code, told) = import(&series);
    assert_eq!((code, estate.revision()), (Some(3), known), "{told}");
    holds(
        &told,
        &["changed figure KPI-1980 2025-11", "412 becomes 412.5", "added figures KPI-1980"],
    );
    let (_, rest) = told.split_once("This is difference ").unwrap();
    let confirm = ["--series", "KPI-1980", "--confirm", rest.split('.').next().unwrap()];
    let (code, told) = import(&confirm);
    assert_eq!(code, Some(0), "{told}");
    let figures: Vec<String> = shown();
    assert_eq!(figures, ["2025-10 411.2", "2025-11 412.5", "2025-12 413"]);
}
