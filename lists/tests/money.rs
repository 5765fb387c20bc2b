//! Lists of invoices and of index figures as accounts and statistics give them, and what is told of each.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use lists::{InvoiceList, InvoiceOf, ListError, Mapping, Options, read_figures, read_invoices};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

fn invoices(text: &str) -> InvoiceList {
    read_invoices(text.as_bytes(), "verifikationer.csv", &Options::default()).unwrap()
}

const HEADER: &str = "Verifikation;Leverantör;Orgnr;Fakturadatum;Betaldatum;Period;Netto;Moms;Konto;Hyresavtal;Byggnad\n";

fn below(rows: &str) -> InvoiceList {
    invoices(&format!("{HEADER}{rows}"))
}

/// What is wrong with the one row that was rejected: column, value and reason.
#[track_caller]
fn rejected(rows: &str) -> Vec<(String, String, String)> {
    let list = below(rows);
    let [row] = &list.report.rejected[..] else { panic!("{list}") };
    let told = row.problems.iter();
    told.map(|it| (it.column.clone(), it.value.clone(), it.reason.clone())).collect()
}

#[test]
fn invoices_come_in_with_their_amounts_months_and_what_they_are_for() {
    let list = below(
        "L 2026-00417;Storgatan AB;232100-0214;2026-01-15;20260131;2026-01 - 2026-03;45 000,50;11 250,13;6011;\
         Avtal 7;\n\
         L 2026-00418;Städ & Co;232100-0214;2026-02-01;;202602;-1 200,5;;5010;;Huset\n\
         ;;;;;Summa;43 800,00;11 250,13;;;\n",
    );
    let told = "\
verifikationer.csv: CSV UTF-8 semicolon, header in row 1
  A  \"Verifikation\": voucher
  B  \"Leverantör\": supplier
  C  \"Orgnr\": organisation number
  D  \"Fakturadatum\": issued
  E  \"Betaldatum\": paid
  F  \"Period\": period
  G  \"Netto\": net
  H  \"Moms\": vat
  I  \"Konto\": account
  J  \"Hyresavtal\": lease
  K  \"Byggnad\": building
2 invoices: 43800 net, 11250.13 VAT
  for 2026-01 to 2026-03
Left out, 1:
  row 4: a total (\"Summa\")
3 rows below the header: 2 accepted, 1 left out, 0 rejected";
    assert_eq!(list.to_string(), told);
    let [rent, cleaning] = &list.rows[..] else { panic!("{list}") };
    assert_eq!(
        (rent.row, rent.voucher.as_str(), rent.supplier.as_str()),
        (2, "L 2026-00417", "Storgatan AB")
    );
    assert_eq!((rent.net.to_string(), rent.vat.to_string()), ("45000.5".into(), "11250.13".into()));
    assert_eq!(
        (rent.from.to_string(), rent.through.to_string()),
        ("2026-01".into(), "2026-03".into())
    );
    assert_eq!(rent.paid_on.unwrap().to_string(), "2026-01-31");
    assert!(matches!(&rent.subject, Some(InvoiceOf::Lease(of)) if of.as_str() == "Avtal 7"));
    assert!(matches!(&cleaning.subject, Some(InvoiceOf::Building(of)) if of.as_str() == "Huset"));
    assert_eq!((cleaning.vat.to_string(), cleaning.paid_on), ("0".into(), None));
}

#[test]
fn what_is_wrong_names_the_column_and_what_would_be_accepted() {
    let one = |rows: &str| {
        let [problem] = &rejected(rows)[..] else { panic!("{rows}") };
        problem.clone()
    };
    let (column, value, reason) = one("V 1;A;;2026-02-30;;2026-01;1;0;;;\n");
    assert_eq!((&*column, &*value), ("\"Fakturadatum\" (D)", "2026-02-30"));
    assert!(reason.contains("2026-01-31"), "{reason}");
    let (column, _, reason) = one("V 1;A;;2026-02-01;;2026-03 - 2026-01;1;0;;;\n");
    assert_eq!(column, "\"Period\" (F)");
    assert!(reason.starts_with("ends before it begins"), "{reason}");
    let (column, value, reason) = one("V 1;A;;2026-02-01;;2026-13;1;0;;;\n");
    assert_eq!((&*column, &*value), ("\"Period\" (F)", "2026-13"));
    assert!(reason.contains("2026-01 or 202601"), "{reason}");
    let (column, _, reason) =
        one("V 1;A;;2026-02-01;;2026-01;1,005;0;;;\nV 2;A;;2026-02-01;;2026-01;2,5;0;;;\n");
    assert_eq!(column, "\"Netto\" (G)");
    assert!(reason.contains("at most 2 decimals"), "{reason}");
    let huge = format!("V 1;A;;2026-02-01;;2026-01;1{};0;;;\n", "0".repeat(28));
    assert!(one(&huge).2.contains("999999999999"));
    let (column, _, reason) = one("V 1;A;;2026-02-01;;2026-01;100;-25;;;\n");
    assert_eq!(column, "\"Moms\" (H)");
    assert!(reason.contains("other sign"), "{reason}");
    let (column, _, reason) = one("V 1;A;;2026-02-01;;2026-01;1;0;;Avtal;Huset\n");
    assert_eq!(column, "\"Byggnad\" (K)");
    assert!(reason.contains("beside a lease"), "{reason}");
    let (column, _, reason) = one("Verifikat;A;;2026-02-01;;2026-01;1;0;;;\n");
    assert_eq!(column, "\"Verifikation\" (A)");
    assert!(reason.contains("digit among them"), "{reason}");
    let blank = rejected("V 1;;;;;2026-01;1;0;;;\n");
    let columns: Vec<&str> = blank.iter().map(|(column, ..)| column.as_str()).collect();
    assert_eq!(columns, ["\"Leverantör\" (B)", "\"Fakturadatum\" (D)"]);
    let twice = "V 1;A;;2026-02-01;;2026-01;1;0;;;\nV 1;B;;2026-02-01;;2026-01;2;0;;;\n";
    let (column, value, reason) = one(twice);
    assert_eq!((&*column, &*value), ("\"Verifikation\" (A)", "V 1"));
    assert!(reason.contains("stands in row 2 already"), "{reason}");
}

#[test]
fn a_list_without_what_every_invoice_needs_is_refused_as_a_whole() {
    let refused = |header: &str| {
        let text = format!("{header}\nV 1;A;1;0\n");
        read_invoices(text.as_bytes(), "a.csv", &Options::default()).unwrap_err()
    };
    let missing = refused("Verifikation;Leverantör;Netto;Moms");
    assert!(
        matches!(&missing, ListError::MissingColumn { field, .. } if field == "issued"),
        "{missing}"
    );
    let none = refused("Fakturadatum;Leverantör;Summa;Moms");
    assert!(matches!(none, ListError::NoHeader { .. }), "{none}");
    assert!(none.to_string().contains("Verifikation, Voucher"), "{none}");
    let mapping = Mapping::parse(br#"{ "columns": { "Summa": "net", "Nr": "voucher" } }"#).unwrap();
    let text = "Nr;Fakturadatum;Leverantör;Avser;Summa;Moms\nV1;2026-01-01;A;2026-01;10;2,5\n";
    let options = Options { mapping, ..Options::default() };
    assert_eq!(read_invoices(text.as_bytes(), "a.csv", &options).unwrap().rows.len(), 1);
}

#[test]
fn a_workbook_gives_the_same_as_a_text_file() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let headings = ["Voucher", "Supplier", "Invoice date", "From", "Through", "Net", "VAT", "Hub"];
    for (column, heading) in (0u16..).zip(headings) {
        sheet.write(0, column, heading).unwrap();
    }
    let day = Format::new().set_num_format("yyyy-mm-dd");
    sheet.write(1, 0, "A-17").unwrap();
    sheet.write(1, 1, "Kontorshotellet AB").unwrap();
    let issued = ExcelDateTime::from_ymd(2026, 4, 30).unwrap();
    sheet.write_datetime_with_format(1, 2, &issued, &day).unwrap();
    let first = ExcelDateTime::from_ymd(2026, 4, 1).unwrap();
    sheet.write_datetime_with_format(1, 3, &first, &day).unwrap();
    sheet.write(1, 4, "2026-06").unwrap();
    sheet.write(1, 5, 12_345.67).unwrap();
    sheet.write(1, 6, 3_086.42).unwrap();
    sheet.write(1, 7, "Navet").unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    let of_workbook = read_invoices(&bytes, "a.xlsx", &Options::default()).unwrap();
    let text = "Voucher,Supplier,Invoice date,From,Through,Net,VAT,Hub\n\
                A-17,Kontorshotellet AB,2026-04-30,2026-04,2026-06,12345.67,3086.42,Navet\n";
    let of_text = read_invoices(text.as_bytes(), "a.csv", &Options::default()).unwrap();
    assert_eq!(of_workbook.rows, of_text.rows);
    assert_eq!(of_text.rows.len(), 1);
}

#[test]
fn figures_of_an_index_come_in_by_month() {
    let read = |text: &str| read_figures(text.as_bytes(), "kpi.csv", &Options::default()).unwrap();
    let list = read("Serie;Månad;Indextal\nKPI-1980;2025-10;418,94\nKPI-1980;202511;419,02\n");
    let told = "\
kpi.csv: CSV UTF-8 semicolon, header in row 1
  A  \"Serie\": series
  B  \"Månad\": month
  C  \"Indextal\": value
KPI-1980: 2 figures, 2025-10 to 2025-11
2 rows below the header: 2 accepted, 0 left out, 0 rejected";
    assert_eq!(list.to_string(), told);
    let wrong = read("Månad;Index\n2025-13;400\n2025-10;0\n2025-11;\n2025-12;401\n2025-12;402\n");
    let rejected: Vec<(u32, &str)> = wrong
        .report
        .rejected
        .iter()
        .map(|row| (row.row, row.problems[0].column.as_str()))
        .collect();
    let (month, value) = ("\"Månad\" (A)", "\"Index\" (B)");
    assert_eq!(rejected, [(2, month), (3, value), (4, value), (6, month)]);
    assert_eq!(wrong.rows.len(), 1);
}
