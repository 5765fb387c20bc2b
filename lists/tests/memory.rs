//! Hostile spreadsheets: each is refused for what it is, and what is allocated meanwhile, counted by
//! the allocator, is never more than `Limits::memory_bytes_max` says.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and prints what it measured"
)]

mod made;

#[path = "../../tests/memory/counting.rs"]
mod counting;

use counting::peak_of;

use lists::{Limits, ListError, Options, RoomList, read_rooms, read_units};
use made::{Raw, archive, inline, with_sheet};

/// Limits under which the bound is close to what a small list needs.
fn tight() -> Limits {
    Limits {
        entries: 100,
        markup_bytes: 128 * 1024,
        sheets: 10,
        strings: 10_000,
        formats: 1_000,
        merges: 1_000,
        rows: 5_000,
        cells: 20_000,
        text_bytes: 1024 * 1024,
        cell_bytes: 64 * 1024,
        list_bytes: 1024 * 1024,
        ..Limits::default()
    }
}

/// Reads, and checks what was allocated beside the file's bytes meanwhile.
#[track_caller]
fn measured(what: &str, bytes: &[u8], limits: &Limits) -> Result<RoomList, ListError> {
    let options = Options { limits: limits.clone(), ..Options::default() };
    let (list, peak) = peak_of(|| read_rooms(bytes, "rum.xlsx", &options));
    let bound = limits.memory_bytes_max(bytes.len());
    println!("{what}: {} bytes, peak {peak}, bound {bound}", bytes.len());
    assert!(peak <= bound, "{what}: {peak} bytes are more than {bound}");
    list
}

#[track_caller]
fn refused(what: &str, bytes: &[u8], named: &str) {
    let error = measured(what, bytes, &tight()).unwrap_err().to_string();
    assert!(error.contains(named) && error.contains("accepted"), "{what}: {error}");
}

/// One test, because the allocator counts for the whole process.
#[test]
fn memory_stays_within_the_stated_bound() {
    cells_far_apart();
    bombs();
    entries();
    strings();
    markup();
    text_files();
    large_lists();
}

fn cells_far_apart() {
    let far = format!(
        "<sheetData><row r=\"1\">{}</row><row r=\"1048576\">{}</row></sheetData>",
        inline("A1", "Rumsnr"),
        inline("XFD1048576", "x")
    );
    refused("two cells", &with_sheet(&far), "cell XFD1048576: more than 511 columns");
    let merged = "<sheetData/><mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells>";
    refused("all cells merged into one", &with_sheet(merged), "empty");
    let merges = "<mergeCell ref=\"A1:A2\"/>".repeat(1_001);
    refused("many merged cells", &with_sheet(&merges), "more than 1000 merged cells");
    let formatted: String =
        (1..=200_000).map(|row| format!("<row r=\"{row}\"><c s=\"1\"/></row>")).collect();
    refused(
        "formats and nothing else",
        &with_sheet(&format!("<sheetData>{formatted}</sheetData>")),
        "empty",
    );
}

fn bombs() {
    let elements = "<x/>".repeat(4 * 1024 * 1024);
    let steep = Limits { inflation_ratio: 50, ..tight() };
    let bomb = with_sheet(&elements);
    let error = measured("a part that unpacks to 16 MiB", &bomb, &steep).unwrap_err().to_string();
    assert!(error.contains("more than 50 times as many bytes when unpacked"), "{error}");
    let text = " ".repeat(16 * 1024 * 1024);
    refused("one text of 16 MiB", &with_sheet(&text), "more than 131072 bytes in one tag or text");
    let small = Limits { entry_bytes: 100_000, ..tight() };
    let elements = &elements[..200_000];
    let error = measured("a part above its limit", &with_sheet(elements), &small).unwrap_err();
    assert!(error.to_string().contains("more than 100000 bytes when unpacked"), "{error}");
    let small = Limits { inflated_bytes: 100_000, ..tight() };
    let error = measured("parts above their limit", &with_sheet(elements), &small).unwrap_err();
    assert!(error.to_string().contains("bytes of all parts when unpacked"), "{error}");
    lying_sizes(elements);
}

/// The sizes in the archive's headers say 10 bytes, whatever comes out.
fn lying_sizes(elements: &str) {
    let content = format!("<worksheet>{elements}</worksheet>");
    let truth = u32::try_from(content.len()).unwrap().to_le_bytes();
    let mut bytes = with_sheet(elements);
    while let Some(at) = bytes.windows(4).position(|four| four == truth) {
        bytes[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
    }
    measured("sizes that lie", &bytes, &tight()).unwrap_err();
    let mut cut = with_sheet(elements);
    cut.truncate(cut.len() / 2);
    refused("an archive cut short", &cut, "the archive");
}

fn entries() {
    let names: Vec<String> = (0..3_000).map(|entry| format!("xl/media/{entry}.png")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    refused("many entries", &archive(&parts), "more than 100 entries");
}

fn strings() {
    let with =
        |strings: &str, sheet: &str| Raw { properties: "", strings, styles: "", sheet }.bytes();
    refused("many strings", &with(&"<si/>".repeat(20_000), ""), "more than 10000 shared strings");
    let long = format!("<si><t>{}</t></si>", "x".repeat(100_000));
    refused("a long string", &with(&long, ""), "bytes of text in one cell");
    let pieces = format!("<si>{}</si>", "<r><t>xxxxxxxxxx</t></r>".repeat(10_000));
    refused("a string in many pieces", &with(&pieces, ""), "bytes of text in one cell");
    let all = format!("<si><t>{}</t></si>", "x".repeat(60_000)).repeat(20);
    refused("many long strings", &with(&all, ""), "more than 1048576 bytes of text");
    let cell = "<c t=\"s\"><v>0</v></c>".repeat(100);
    let shared = format!("<si><t>{}</t></si>", "y ".repeat(30_000));
    refused(
        "a long string in many cells",
        &with(&shared, &format!("<row>{cell}</row>")),
        "bytes of text",
    );
    let outside = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>7</v></c></row>";
    refused(
        "a string that is not there",
        &with("<si><t>x</t></si>", outside),
        "cell A1 refers to text \"7\" of 1",
    );
    let formats = format!("<cellXfs>{}</cellXfs>", "<xf/>".repeat(2_000));
    let styled = Raw { properties: "", strings: "", styles: &formats, sheet: "" }.bytes();
    refused("many formats", &styled, "more than 1000 formats");
}

fn markup() {
    let entities = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>\
                    <worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>&b;</v></c></row></sheetData></worksheet>";
    let bomb = archive(&[("xl/workbook.xml", entities.as_bytes())]);
    refused("entities", &bomb, "a document type declaration");
    let unknown = with_sheet(
        "<sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>&b;</v></c></row></sheetData>",
    );
    refused("an unknown entity", &unknown, "an entity that XML does not know");
    refused(
        "depth",
        &with_sheet(&"<a>".repeat(100_000)),
        "more than 64 elements inside each other",
    );
    refused(
        "a part that ends early",
        &with_sheet("<sheetData><row r=\"1\">"),
        "xl/worksheets/sheet1.xml",
    );
    refused("no XML", &with_sheet("<<<>"), "xl/worksheets/sheet1.xml");
    let attributes: String = (0..10_000).map(|number| format!(" a{number}=\"1\"")).collect();
    refused(
        "one tag of 100 kB",
        &with_sheet(&format!("<x{attributes}{attributes}/>")),
        "bytes in one tag",
    );
    refused(
        "rows that go back",
        &with_sheet(&format!("<row r=\"2\">{}</row><row r=\"1\"/>", inline("A2", "x"))),
        "row 1 comes after row 2",
    );
    refused(
        "a cell of another row",
        &with_sheet(&format!("<row r=\"2\">{}</row>", inline("A3", "x"))),
        "a cell \"A3\" in row 2",
    );
}

fn text_files() {
    refused("a million columns", "x,".repeat(1_000_000).as_bytes(), "more than 511 columns");
    refused("a million blank columns", ";".repeat(1_000_000).as_bytes(), "empty");
    let unclosed = format!("Rumsnr;Rumsnamn\n1;\"{}", "Kontor\n2;Kontor\n".repeat(100_000));
    refused("an unclosed quote", unclosed.as_bytes(), "row 2: a quotation mark opens a cell");
    refused("quotes only", "\"\"".repeat(1_000_000).as_bytes(), "bytes of text in one cell");
    refused("a line of 2 MB", "x".repeat(2_000_000).as_bytes(), "bytes of text in one cell");
    refused("many rows", "1;Kontor\n".repeat(10_000).as_bytes(), "more than 5000 rows");
    let euros = [&b"Rumsnr;Rumsnamn\n"[..], &b"\x80".repeat(2_000_000)].concat();
    refused("two million euros", &euros, "bytes of text in one cell");
    let small = Limits { file_bytes: 1_000, ..tight() };
    measured("a file above its limit", &[b'x'; 1_001], &small).unwrap_err();
}

fn large_lists() {
    let mut rooms = "Byggnad;Plan;Rumsnr;Rumsnamn;LOA\n".to_owned();
    for room in 0..3_900 {
        rooms += &format!("Fjällhuset;{};{room};Kontor;12,5\n", room / 100);
    }
    let list = measured("a large list", rooms.as_bytes(), &tight()).unwrap_err();
    assert!(list.to_string().contains("bytes in the finished list"), "{list}");
    let larger = Limits { list_bytes: 4 * 1024 * 1024, ..tight() };
    let list = measured("a large list under a larger limit", rooms.as_bytes(), &larger).unwrap();
    assert_eq!((list.rows.len(), list.report.rejected.len()), (3_900, 0));
    let mut refusals = "Byggnad;Plan;Rumsnr;Rumsnamn;LOA\n".to_owned();
    for room in 0..3_900 {
        refusals += &format!("Fjällhuset;1;{room};{};ca 12\n", "å".repeat(250));
    }
    let larger = Limits { list_bytes: 8 * 1024 * 1024, text_bytes: 4 * 1024 * 1024, ..tight() };
    let list = measured("a list of refusals", refusals.as_bytes(), &larger).unwrap();
    assert_eq!((list.rows.len(), list.report.rejected.len()), (0, 3_900));
    many_units(&larger);
}

/// Each unit is part of the next, and the last of the first: a circle of thousands.
fn many_units(limits: &Limits) {
    let mut units = "Organisation;Enhet;Tillhör;Anställda\n".to_owned();
    for unit in 0..3_900 {
        units +=
            &format!("Region {};Enhet {unit};Enhet {};1\n", "x".repeat(100), (unit + 1) % 3_900);
    }
    let options = Options { limits: limits.clone(), ..Options::default() };
    let (list, peak) = peak_of(|| read_units(units.as_bytes(), "", &options).unwrap());
    let bound = limits.memory_bytes_max(units.len());
    println!("a circle of units: peak {peak}, bound {bound}");
    assert!(peak <= bound);
    assert_eq!((list.rows.len(), list.report.rejected.len()), (0, 3_900));
}
