//! Spreadsheets made in the tests.

#![allow(dead_code, reason = "each test file uses a part of this")]

use std::io::{Cursor, Write};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// An archive of these parts.
pub(crate) fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in parts {
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
    <Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/>\
    <Relationship Id=\"rId3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>\
    </Relationships>";

/// A workbook by hand: what stands within `workbook`, `sst`, `styleSheet` and `worksheet`.
pub(crate) struct Raw<'a> {
    pub(crate) properties: &'a str,
    pub(crate) strings: &'a str,
    pub(crate) styles: &'a str,
    pub(crate) sheet: &'a str,
}

impl Raw<'_> {
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let workbook = format!(
            "<workbook>{}<sheets><sheet name=\"Blad1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
            self.properties
        );
        let strings = format!("<sst>{}</sst>", self.strings);
        let styles = format!("<styleSheet>{}</styleSheet>", self.styles);
        let sheet = format!("<worksheet>{}</worksheet>", self.sheet);
        archive(&[
            ("xl/workbook.xml", workbook.as_bytes()),
            ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
            ("xl/sharedStrings.xml", strings.as_bytes()),
            ("xl/styles.xml", styles.as_bytes()),
            ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ])
    }
}

/// A workbook by hand with this content of its sheet.
pub(crate) fn with_sheet(sheet: &str) -> Vec<u8> {
    Raw { properties: "", strings: "", styles: "", sheet }.bytes()
}

/// A cell of text, as a sheet holds it.
pub(crate) fn inline(cell: &str, text: &str) -> String {
    format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}
