//! Files that are no lists are refused by what they are, with what would be accepted, whatever their
//! names say.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod made;

use lists::{Mapping, Options, read_rooms, read_units};
use made::archive;

#[track_caller]
fn check(bytes: &[u8], named: &str) {
    let error = read_rooms(bytes, "rum.xls", &Options::default()).unwrap_err().to_string();
    assert!(error.contains(named) && error.contains("accepted"), "{error}");
    assert!(read_units(bytes, "rum.xls", &Options::default()).is_err());
}

fn compound(stream: &str) -> Vec<u8> {
    let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    bytes.resize(1_024, 0);
    bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

#[test]
fn other_kinds_of_files_are_named() {
    check(b"", "empty");
    check(b" \n\r\n ", "empty");
    check(b";;\n;;\n", "empty");
    check(&compound("Workbook"), "an old Excel workbook (.xls); save it as .xlsx");
    check(&compound("EncryptedPackage"), "behind a password");
    check(b"%PDF-1.7 ...", "a PDF document");
    check(b"\x1f\x8b\x08\0", "a compressed file");
    check(b"<html><table><tr><td>Rumsnr</td></tr></table></html>", "a web page");
    check(b"\xef\xbb\xbf\n<!DOCTYPE html><p>", "a web page");
    check(
        b"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook/>",
        "an XML spreadsheet of 2003",
    );
    check(&archive(&[("mimetype", b"x"), ("content.xml", b"<x/>")]), "an OpenDocument file (.ods)");
    check(&archive(&[("xl/workbook.bin", b"x")]), "a binary workbook (.xlsb)");
    check(&archive(&[("word/document.xml", b"<x/>")]), "a Word document");
    check(&archive(&[("holiday.jpg", b"x")]), "a zip archive without a workbook");
    check(b"PK\x03\x04 and nothing else", "the archive");
    check(b"Rumsnr;Namn\n1;\x81\n", "line 2");
}

#[test]
fn a_file_without_a_header_names_what_it_has() {
    check(b"Alfa;Beta\n1;2\n", "row 1 with \"Alfa\", \"Beta\"");
    check(b"Rumsnr;Rumsnamn\n", "no rows below the header in row 1");
    let error =
        read_units(b"Enhet;Kommun\nA;B\n", "", &Options::default()).unwrap_err().to_string();
    assert!(error.contains("no column for the headcount"), "{error}");
}

#[test]
fn two_columns_for_one_thing_are_both_named() {
    check(
        b"Rumsnr;Rumsnamn;Rum nr.\n1;Kontor;1\n",
        "\"Rumsnr\" (A) and \"Rum nr.\" (C) both give the number",
    );
    check(b"Rumsnr;LOA;LOA (m2)\n1;2;3\n", "both give the area, LOA");
}

#[test]
fn a_mapping_that_does_not_fit_names_what_would() {
    let bytes = b"Rumsnr;Rumsnamn\n1;Kontor\n";
    let refused = |json: &str| {
        let mapping = Mapping::parse(json.as_bytes()).unwrap();
        let options = Options { mapping, ..Options::default() };
        read_rooms(bytes, "", &options).unwrap_err().to_string()
    };
    let error = refused(r#"{"columns": {"Rumsnr": "nummer"}}"#);
    assert!(error.contains("\"nummer\"; accepted is building, level, number"), "{error}");
    let error = refused(r#"{"columns": {"Rumskod": "number"}}"#);
    assert!(
        error.contains("\"Rumskod\"") && error.contains("it has \"Rumsnr\", \"Rumsnamn\""),
        "{error}"
    );
    let error = refused(r#"{"headerRow": 2}"#);
    assert!(error.contains("row 2 with \"1\", \"Kontor\""), "{error}");
}
