//! Ten spreadsheets as people make them, and what a property manager is told of each.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and reads files"
)]

mod made;

use lists::{Mapping, Options, RoomList, UnitList, read_rooms, read_units};
use made::Raw;
use rust_xlsxwriter::{Format, Formula, Workbook};
use std::path::PathBuf;

fn file(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/files");
    std::fs::read(folder.join(name)).unwrap()
}

fn mapped(json: &str) -> Options {
    Options { mapping: Mapping::parse(json.as_bytes()).unwrap(), ..Options::default() }
}

#[track_caller]
fn check_rooms(list: &RoomList, expected: &str) {
    let shown = list.to_string();
    assert!(shown == expected.trim(), "{shown}");
}

#[track_caller]
fn check_units(list: &UnitList, expected: &str) {
    let shown = list.to_string();
    assert!(shown == expected.trim(), "{shown}");
}

/// Windows-1252, semicolons, decimal commas; a title above; building and level given once.
#[test]
fn a_town_hall_as_an_old_excel_saves_it() {
    let list = read_rooms(&file("radhuset.csv"), "radhuset.csv", &Options::default()).unwrap();
    check_rooms(
        &list,
        r##"
radhuset.csv: CSV Windows-1252 semicolon, header in row 4
  A  "Hus": building
  B  "Plan": level
  C  "Rumsnr": number
  D  "Benämning": name
  E  "Rumstyp": category
  F  "LOA (m²)": area, LOA
  G  "Arbetsplatser (st)": workstations
  H  "Hyresgäst": unit
  I  "Anm": ignored
8 rooms on 2 levels of 1 building
  Rådhuset: 5 rooms on level "1", 3 rooms on level "2"
  1186.15 m² LOA in 8 rooms
  16 workstations in 3 rooms
     1 open workplace
     2 cell office
     1 meeting room
     2 public-facing space
     1 hygiene space
     1 circulation space
  4 rooms occupied by 3 units
Left out, 2:
  row 11: a total ("Summa plan 1")
  row 20: a total ("Totalt")
Rejected, 5:
  row 8, "Rumsnr" (C): "103": stands in row 7 already, on the same level; accepted is a number that no other room of the level has
  row 14, "LOA (m²)" (F): "#REF!": is what the formula came to; accepted is a value: correct the formula, compute it and save the file
  row 15, "Rumstyp" (E): "Övrigt": is no known category, and the room's function and name tell none; accepted are words such as kontor, mötesrum, förråd, WC, korridor, or "categories" in a mapping file that gives a word one of openWorkplace, cell, meeting, quiet, secure, publicFacing, archive, social, hygiene, circulation, technical
  row 17, "Benämning" (D): "WC": is the name of a room without number in row 16 already, on the same level; accepted is a number, or a name of its own
  row 18, "LOA (m²)" (F): "ca 8": is no number; accepted is one such as 12,5 or 1 234.5
To know:
  Building or level taken from above, where the row has none: rows 6 to 10 and 12 to 18
  Vacant by the list's own word: row 12
  Without number; the name tells the room from others of its level: rows 10 and 16
15 rows below the header: 8 accepted, 2 left out, 5 rejected"##,
    );
}

/// UTF-16 with tabs, which Excel calls Unicode text; no-break and thin spaces between thousands.
#[test]
fn an_office_as_unicode_text() {
    let list = read_rooms(&file("hamngatan.txt"), "hamngatan.txt", &Options::default()).unwrap();
    check_rooms(
        &list,
        r#"
hamngatan.txt: CSV UTF-16LE tab, header in row 1
  A  "Building": building
  B  "Floor": level
  C  "Room no": number
  D  "Room name": name
  E  "Use": function
  F  "NTA": area, quantity: NTA
  G  "BRA [m²]": area, BRA
  H  "Seats": capacity
  I  "Desks": workstations
  J  "Occupied by": unit
  K  "Owner": owner
5 rooms on 2 levels of 1 building
  Hamngatan 14: 3 rooms on level "3", 2 rooms on level "4"
  2306.1 m² BRA in 5 rooms
  258.6 m² quantity: NTA in 5 rooms
  25 workstations in 2 rooms
  11 seats in 2 rooms
     2 cell office
     1 meeting room
     1 quiet room
     1 technical space
  3 rooms occupied by 2 units
Rejected, 3:
  row 7, category: nothing tells the room's category, neither its function nor its name; accepted are words such as kontor, mötesrum, förråd, WC, korridor, or "categories" in a mapping file that gives a word one of openWorkplace, cell, meeting, quiet, secure, publicFacing, archive, social, hygiene, circulation, technical
  row 8, "Room no" (C): "Corner office with a view": accepted is 1 to 32 letters, digits, spaces and -_./:#+, with a digit among them or of at most 8 characters without a space
  row 9, "NTA" (F): "-16": accepted is an area from 0 to 10000000 m²
  row 9, "Desks" (I): "1,5": accepted is a whole number from 0 to 1000000
To know:
  Category by the room's function, as the list's word tells none: rows 2 to 5
  Category by the room's name, as the list's word and its function tell none: row 6
8 rows below the header: 5 accepted, 0 left out, 3 rejected"#,
    );
}

/// UTF-8 with its mark, commas, line ends within cells, and a total without a word for it.
#[test]
fn a_campus_with_commas_between_thousands() {
    let list = read_rooms(&file("campus.csv"), "campus.csv", &Options::default()).unwrap();
    check_rooms(
        &list,
        r#"
campus.csv: CSV UTF-8 comma, header in row 1
  A  "Property": building
  B  "Storey": level
  C  "Room ID": number
  D  "Name": name
  E  "Room type": category
  F  "Area (BTA)": area, BTA
  G  "LOA, sqm": area, LOA
  H  "Max. number of people": capacity
  I  "Department": unit
4 rooms on 2 levels of 1 building
  Campus Frösön: 3 rooms on level "Ground", 1 room on level "First"
  2255.5 m² LOA in 4 rooms
  2568.75 m² BTA in 4 rooms
  136 seats in 2 rooms
     1 open workplace
     1 archive
     1 social space
     1 circulation space
  2 rooms occupied by 2 units
Left out, 1:
  row 8: a total: its "Area (BTA)" (F) of 2,578.25 is the sum of the rows above
Rejected, 1:
  row 7, "Max. number of people" (H): "4-6": is no number; accepted is one such as 12,5 or 1 234.5
6 rows below the header: 4 accepted, 1 left out, 1 rejected"#,
    );
}

/// Excel's own first line; headings and categories that only their maker understands.
#[test]
fn a_list_that_needs_a_mapping() {
    let bytes = file("strom.csv");
    let refused = read_rooms(&bytes, "strom.csv", &Options::default()).unwrap_err().to_string();
    assert!(refused.contains("\"Objekt\", \"Lokalkod\""), "{refused}");
    let options = mapped(
        r#"{"columns": {"Objekt": "building", "Lokalkod": "number", "Yta golv": "area: BRA",
                        "Beteckning": "category", "Platser": "workstations", "Golv": "ignore"},
            "categories": {"Kontor dubbel": "openWorkplace", "tekn. utr": "technical"},
            "decimal": ","}"#,
    );
    let list = read_rooms(&bytes, "strom.csv", &options).unwrap();
    check_rooms(
        &list,
        r#"
strom.csv: CSV UTF-8 semicolon, header in row 1
  A  "Objekt": building
  B  "Lokalkod": number
  C  "Golv": ignored
  D  "Yta golv": area, BRA
  E  "Beteckning": category
  F  "Platser": workstations
  G  "Platser (max)": capacity
3 rooms on 1 level of 1 building
  Strömsgården: 3 rooms without level
  21.95 m² BRA in 3 rooms
  3 workstations in 2 rooms
  4 seats in 2 rooms
     1 open workplace
     1 cell office
     1 technical space
To know:
  Category by the mapping file: rows 3 to 4
3 rows below the header: 3 accepted, 0 left out, 0 rejected"#,
    );
}

/// Headings on two lines, merged cells, hidden rows and columns, formulas, several sheets.
#[test]
fn a_consultants_workbook() {
    let mut workbook = Workbook::new();
    let plain = Format::new();
    let four_digits = Format::new().set_num_format("0000");
    let date = Format::new().set_num_format("yyyy-mm-dd");
    workbook
        .add_worksheet()
        .set_name("Läs mig")
        .unwrap()
        .write(0, 0, "Rum och ytor, utkast 3")
        .unwrap();
    let sheet = workbook.add_worksheet().set_name("Rumsdata").unwrap();
    sheet.write(0, 0, "Ytor enligt SS 21054").unwrap();
    for (column, heading) in [(0, "Byggnad"), (1, "Våningsplan")] {
        sheet.merge_range(2, column, 3, column, heading, &plain).unwrap();
    }
    sheet.merge_range(2, 2, 2, 3, "Rum", &plain).unwrap();
    sheet.merge_range(2, 4, 2, 6, "Area", &plain).unwrap();
    sheet.merge_range(2, 7, 3, 7, "Rumskategori", &plain).unwrap();
    sheet.merge_range(2, 8, 3, 8, "Avdelning", &plain).unwrap();
    for (column, heading) in [(2, "nr"), (3, "namn"), (4, "LOA"), (5, "BRA"), (6, "glas")] {
        sheet.write(3, column, heading).unwrap();
    }
    sheet.merge_range(4, 0, 10, 0, "Fjällhuset", &plain).unwrap();
    sheet.merge_range(4, 1, 7, 1, "Plan 1", &plain).unwrap();
    sheet.merge_range(8, 1, 10, 1, "Plan 2", &plain).unwrap();
    sheet.merge_range(4, 8, 6, 8, "Licensenheten", &plain).unwrap();
    let rooms = [
        ("Åreskutan", 22.4, "Mötesrum"),
        ("Kontor", 11.333_333_333_333, "Kontor"),
        ("Städ", 3.1, "WC/städ"),
        ("Ovikens förråd", 14.0, "Förråd"),
    ];
    for (row, (name, area, category)) in (4..).zip(rooms) {
        sheet.write_with_format(row, 2, row + 97, &four_digits).unwrap();
        sheet.write(row, 3, name).unwrap();
        sheet.write(row, 4, area).unwrap();
        sheet
            .write_formula(row, 5, Formula::new("=E5*1.1").set_result(format!("{}", area * 1.1)))
            .unwrap();
        sheet.write(row, 7, category).unwrap();
    }
    sheet.merge_range(5, 6, 6, 6, "", &plain).unwrap();
    sheet.write(5, 6, 1.5).unwrap();
    sheet.set_row_hidden(6).unwrap();
    sheet.set_column_hidden(5).unwrap();
    sheet.write(8, 2, 201.0).unwrap().write(8, 3, "Kontor").unwrap().write(8, 7, "Kontor").unwrap();
    sheet.write_formula(8, 4, Formula::new("=Ytor!B7").set_result("#REF!")).unwrap();
    sheet.write_with_format(9, 2, 46_055, &date).unwrap();
    sheet.write(9, 3, "Kontor").unwrap().write(9, 4, 10).unwrap().write(9, 7, "Kontor").unwrap();
    sheet
        .write(10, 2, "0201")
        .unwrap()
        .write(10, 3, "Kontor")
        .unwrap()
        .write(10, 7, "Kontor")
        .unwrap();
    sheet.write(11, 2, "Totalt").unwrap();
    sheet.write_formula(11, 4, Formula::new("=SUM(E5:E11)").set_result("60.83")).unwrap();
    workbook
        .add_worksheet()
        .set_name("Hyror")
        .unwrap()
        .write(0, 0, "Plan")
        .unwrap()
        .write(0, 1, "kr/m²")
        .unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    let list = read_rooms(&bytes, "Fjällhuset ytor v3.xlsx", &Options::default()).unwrap();
    check_rooms(
        &list,
        r##"
Fjällhuset ytor v3.xlsx: XLSX, sheet "Rumsdata", header in rows 3 and 4
  A  "Byggnad": building
  B  "Våningsplan": level
  C  "Rum nr": number
  D  "Rum namn": name
  E  "Area LOA": area, LOA
  F  "Area BRA": area, BRA
  G  "Area glas": area, quantity: Area glas
  H  "Rumskategori": category
  I  "Avdelning": unit
5 rooms on 2 levels of 1 building
  Fjällhuset: 4 rooms on level "Plan 1", 1 room on level "Plan 2"
  50.83 m² LOA in 4 rooms, 1 without
  55.92 m² BRA in 4 rooms, 1 without
  1.5 m² quantity: Area glas in 1 room, 4 without
     2 cell office
     1 meeting room
     1 archive
     1 hygiene space
  3 rooms occupied by 1 unit
Left out, 1:
  row 12: a total ("Totalt")
Rejected, 2:
  row 9, "Area LOA" (E): "#REF!": is what the formula came to; accepted is a value: correct the formula, compute it and save the file
  row 10, "Rum nr" (C): "2026-02-02": is a date in the spreadsheet, which makes one of numbers such as 1-2; accepted is text: format the column as text and type it again
To know:
  Not read: sheets "Läs mig", "Hyror"
  Hidden in the spreadsheet, and read like the others: row 7
  Hidden in the spreadsheet, and read like the others: columns "Area BRA" (F)
  Numbers in cells merged over several rows count for the first of these rows only: row 6
8 rows below the header: 5 accepted, 1 left out, 2 rejected"##,
    );
}

/// Made on an old Macintosh: days from 1904; percentages, yes and no, texts in pieces.
#[test]
fn a_workbook_that_counts_days_from_1904() {
    let list = read_rooms(
        &Raw {
            properties: "<workbookPr date1904=\"1\"/>",
            strings: "<si><t>Rumsnr</t></si><si><r><t>Rums</t></r><r><rPr><b/></rPr><t>namn</t></r><rPh><t>x</t></rPh></si>\
                      <si><t>Yta</t></si><si><t>Kapacitet</t></si><si><t xml:space=\"preserve\"> Kontor &amp; arkiv_x000D_ </t></si>",
            styles: "<numFmts><numFmt numFmtId=\"164\" formatCode=\"d\\-m\"/></numFmts>\
                     <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"9\"/><xf numFmtId=\"2\"/></cellXfs>",
            sheet: "<sheetData>\
                <row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"B2\" t=\"s\"><v>1</v></c><c r=\"C2\" t=\"s\"><v>2</v></c><c r=\"D2\" t=\"s\"><v>3</v></c></row>\
                <row><c><v>1</v></c><c t=\"s\"><v>4</v></c><c><v>12.300000000000001</v></c></row>\
                <row><c s=\"1\"><v>44593</v></c><c t=\"s\"><v>4</v></c></row>\
                <row><c s=\"3\"><v>1.1</v></c><c t=\"s\"><v>4</v></c><c s=\"2\"><v>0.8</v></c><c t=\"b\"><v>1</v></c></row>\
                <row><c s=\"3\"><v>1.11</v></c><c t=\"s\"><v>4</v></c><c><f>B1*2</f><v></v></c></row>\
                <row><c t=\"e\"><v>#N/A</v></c><c t=\"s\"><v>4</v></c></row>\
                <row><c t=\"str\"><f>\"2\"&amp;\"B\"</f><v>2B</v></c><c t=\"s\"><v>4</v></c><c t=\"inlineStr\"><is><t>12,5 m²</t></is></c></row>\
                <row><c t=\"d\"><v>2026-05-12T00:00:00</v></c><c t=\"s\"><v>4</v></c></row>\
                </sheetData>",
        }
        .bytes(),
        "mac.xlsx",
        &Options::default(),
    )
    .unwrap();
    check_rooms(
        &list,
        r##"
mac.xlsx: XLSX, sheet "Blad1", header in row 2
  A  "Rumsnr": number
  B  "Rumsnamn": name
  C  "Yta": area, quantity: Yta
  D  "Kapacitet": capacity
2 rooms on 1 level of 1 building
  no building named: 2 rooms without level
  24.8 m² quantity: Yta in 2 rooms
     2 archive
Rejected, 5:
  row 4, "Rumsnr" (A): "2026-02-02": is a date in the spreadsheet, which makes one of numbers such as 1-2; accepted is text: format the column as text and type it again
  row 5, "Yta" (C): "80 %": is a percentage; accepted is a number
  row 5, "Kapacitet" (D): "TRUE": is yes or no; accepted is a number
  row 6, "Yta" (C): is a formula that was never computed; accepted is a value: open the file in a spreadsheet and save it
  row 7, "Rumsnr" (A): "#N/A": is what the formula came to; accepted is a value: correct the formula, compute it and save the file
  row 9, "Rumsnr" (A): "2026-05-12": is a date in the spreadsheet, which makes one of numbers such as 1-2; accepted is text: format the column as text and type it again
To know:
  Category by the room's name, as the list's word and its function tell none: rows 3 and 8
7 rows below the header: 2 accepted, 0 left out, 5 rejected"##,
    );
}

/// Printed pages put below each other: headings again, levels as headings, subtotals, a second table.
#[test]
fn a_workbook_made_of_printed_pages() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let rows: [&[&str]; 20] = [
        &["Rum", "Rumsnamn", "Funktion", "BRA m²", "Antal platser"],
        &["Hus A"],
        &["Våning 1"],
        &["A1", "Expedition", "", "20", ""],
        &["A2", "Vindfång", "", "6,5", ""],
        &["", "", "", "26,5", ""],
        &["Våning 2"],
        &["A3", "Björnen", "möten", "30", "12"],
        &["A4", "Vargen", "möten", "24", "8"],
        &["", "", "", "54", "20"],
        &[],
        &["Rum", "Rumsnamn", "Funktion", "BRA m²", "Antal platser"],
        &["Hus B"],
        &["A1", "Lodjuret", "sammanträden", "18", "6"],
        &["", "", "", "98,5", "26"],
        &["", "", "", "7", ""],
        &[],
        &["Våning", "Hus", "BRA", "Namn"],
        &["1", "A", "26,5", "x"],
        &["2", "A", "54", "y"],
    ];
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write(row, column, *cell).unwrap();
        }
    }
    let bytes = workbook.save_to_buffer().unwrap();
    let list = read_rooms(&bytes, "utskrift.xlsx", &Options::default()).unwrap();
    check_rooms(
        &list,
        r#"
utskrift.xlsx: XLSX, sheet "Sheet1", header in row 1
  A  "Rum": number
  B  "Rumsnamn": name
  C  "Funktion": function
  D  "BRA m²": area, BRA
  E  "Antal platser": capacity
5 rooms on 3 levels of 2 buildings
  Hus A: 2 rooms on level "Våning 1", 2 rooms on level "Våning 2"
  Hus B: 1 room without level
  98.5 m² BRA in 5 rooms
  26 seats in 3 rooms
     1 cell office
     3 meeting room
     1 circulation space
Left out, 11:
  row 2: a heading; "Hus A" is taken for the building of the rows below
  row 3: a heading; "Våning 1" is taken for the level of the rows below
  row 6: a total: its "BRA m²" (D) of 26,5 is the sum of the rows above
  row 7: a heading; "Våning 2" is taken for the level of the rows below
  row 10: a total: its "BRA m²" (D) of 54 is the sum of the rows above
  row 12: the headings again
  row 13: a heading; "Hus B" is taken for the building of the rows below
  row 15: a total: its "BRA m²" (D) of 98,5 is the sum of the rows above
  row 18: the header of another table; only the first is read
  row 19: belongs to another table, whose header is row 18
  row 20: belongs to another table, whose header is row 18
Rejected, 1:
  row 16, "Rum" (A): the row has neither number nor name; accepted is at least one of them
To know:
  Category by the room's function, as the list's word tells none: rows 8 to 9 and 14
  Category by the room's name, as the list's word and its function tell none: rows 4 to 5
17 rows below the header: 5 accepted, 11 left out, 1 rejected"#,
    );
}

/// The best sheet is not the one that is meant; the header stands where the mapping says.
#[test]
fn a_workbook_whose_mapping_names_sheet_and_row() {
    let mut workbook = Workbook::new();
    for (name, offset, area) in [("2025", 0, "LOA"), ("2026 (utkast)", 2, "Nettoyta")] {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        if offset > 0 {
            sheet.write(0, 0, "Plan").unwrap().write(0, 1, "Namn").unwrap();
        }
        for (column, heading) in (0..).zip(["Plan", "Rum", "Typ", area, "Yta BRA"]) {
            sheet.write(offset, column, heading).unwrap();
        }
        sheet.write(offset + 1, 0, 1).unwrap().write(offset + 1, 1, 11).unwrap();
        sheet.write(offset + 1, 2, "Kontor").unwrap().write(offset + 1, 3, 12).unwrap();
    }
    let bytes = workbook.save_to_buffer().unwrap();
    let options = mapped(
        r#"{"sheet": "2026 (utkast)", "headerRow": 3, "columns": {"Nettoyta": "area: BRA"}}"#,
    );
    let list = read_rooms(&bytes, "två år.xlsx", &options).unwrap();
    check_rooms(
        &list,
        r#"
två år.xlsx: XLSX, sheet "2026 (utkast)", header in row 3
  A  "Plan": level
  B  "Rum": number
  C  "Typ": category
  D  "Nettoyta": area, BRA
  E  "Yta BRA": ignored (the mapping takes the area, BRA from "Nettoyta" (D))
1 room on 1 level of 1 building
  no building named: 1 room on level "1"
  12 m² BRA in 1 room
     1 cell office
To know:
  Not read: sheet "2025"
1 row below the header: 1 accepted, 0 left out, 0 rejected"#,
    );
}

fn with_municipalities() -> Options {
    let known = [("Storsjöbygden", "2392"), ("Norrfjäll", "2391"), ("Revsund", "2393")];
    let municipalities =
        known.iter().map(|(name, code)| ((*name).to_owned(), code.parse().unwrap())).collect();
    Options { municipalities, ..Options::default() }
}

/// Parents below their parts, a circle, percentages beside people, numbers with wrong digits.
#[test]
fn units_of_a_region_and_a_company() {
    let list = read_units(&file("enheter.csv"), "enheter.csv", &with_municipalities()).unwrap();
    check_units(
        &list,
        r#"
enheter.csv: CSV UTF-8 semicolon, header in row 1
  A  "Myndighet": organisation
  B  "Orgnr": organisation number
  C  "Kst": code
  D  "Enhet": unit
  E  "Överordnad": parent
  F  "Antal anställda": headcount
  G  "Mån": attendance, monday
  H  "Tis": attendance, tuesday
  I  "Ons": attendance, wednesday
  J  "Tor": attendance, thursday
  K  "Fre": attendance, friday
  L  "Kommun": municipality
  M  "Chef": ignored
4 units of 2 organisations
  Fjällbanan AB (559999-9991): 1 unit, 7 people
  Region Fjäll (232199-9993): 3 units, 2 of them part of another, 52 people
  municipality 2391: 1 unit, 40 people
  municipality 2392: 2 units, 12 people
  present in 3 units: Monday 49, Tuesday 44, Wednesday 49, Thursday 48, Friday 20
Left out, 1:
  row 15: a total ("Summa")
Rejected, 9:
  row 5, "Tor" (J): is blank, and other days are not; accepted is a number, 0 where nobody is present
  row 6, "Överordnad" (E): "Inköp": comes back to the unit itself through rows 6 to 7; accepted is a chain that ends at a unit without parent
  row 7, "Överordnad" (E): "Ekonomi": comes back to the unit itself through rows 6 to 7; accepted is a chain that ends at a unit without parent
  row 8, "Överordnad" (E): "Personal": is no unit of the list; accepted is the name or the code of one of the same organisation, or nothing for a unit directly under it
  row 9, "Mån" (G): "0,8": can be a part of the headcount or a number of people; accepted is 80 % or 12
  row 10, "Kst" (C): "120": stands in row 4 already, in the same organisation; accepted is each unit once, and a code where two have one name
  row 11, "Orgnr" (B): "5599999992": accepted are ten digits NNNNNN-NNNN with a valid check digit, the third at least 2 (a sole trader's number is a personal one and cannot be recorded)
  row 12, "Orgnr" (B): is not shown here, as it may be a person's; accepted are ten digits NNNNNN-NNNN with a valid check digit, the third at least 2 (a sole trader's number is a personal one and cannot be recorded)
  row 13, "Antal anställda" (F): "7,5": accepted is a whole number from 0 to 1000000
  row 13, "Kommun" (L): "Storlien": is no municipality that is known here; accepted are Norrfjäll (2391), Revsund (2393), Storsjöbygden (2392)
To know:
  Organisation taken from above, where the row has none: rows 3 to 10
  Attendance rounded to whole people: row 2
  Headcount blank, taken as 0, as the people are in the units that are part of it: row 3
  More people present than employed: row 14
14 rows below the header: 4 accepted, 1 left out, 9 rejected"#,
    );
    let order: Vec<u32> = list.parents_first().iter().map(|unit| unit.row).collect();
    assert_eq!(order, [3, 14, 2, 4]);
}

/// UTF-16 of the other order; one column of mean attendance in per cent.
#[test]
fn units_of_an_agency_with_mean_attendance() {
    let list = read_units(&file("verket.csv"), "verket.csv", &Options::default()).unwrap();
    check_units(
        &list,
        r#"
verket.csv: CSV UTF-16BE comma, header in row 1
  A  "Organisation": organisation
  B  "Organisation number": organisation number
  C  "Unit": unit
  D  "Part of": parent
  E  "Headcount": headcount
  F  "Mean attendance, %": attendance
2 units of 1 organisation
  Fjällskogsverket (202199-9996): 2 units, 1 of them part of another, 34 people
  present in 2 units: Monday 19, Tuesday 19, Wednesday 19, Thursday 19, Friday 19
Rejected, 1:
  row 4, "Mean attendance, %" (F): "120": accepted is a number of people from 0 to 1000000, or a percentage from 0 % to 100 %
3 rows below the header: 2 accepted, 0 left out, 1 rejected"#,
    );
}

/// Percentages by their format, an organisation merged over its units, a heading for the weekdays.
#[test]
fn units_of_a_municipality_in_a_workbook() {
    let mut workbook = Workbook::new();
    let (plain, percent) = (Format::new(), Format::new().set_num_format("0%"));
    let sheet = workbook.add_worksheet().set_name("Enheter").unwrap();
    sheet.merge_range(0, 4, 0, 8, "Närvaro", &plain).unwrap();
    let headings = [
        "Förvaltning",
        "Avdelning",
        "Ingår i",
        "Antal medarbetare",
        "mån",
        "tis",
        "ons",
        "tors",
        "fre",
    ];
    for (column, heading) in (0..).zip(headings) {
        sheet.write(1, column, heading).unwrap();
    }
    sheet.merge_range(2, 0, 4, 0, "Barn och bildning", &plain).unwrap();
    for (row, (name, parent, count)) in
        (2..).zip([("Ledning", "", 10), ("Stab", "Ledning", 6), ("Skolskjuts", "Ledning", 4)])
    {
        sheet.write(row, 1, name).unwrap().write(row, 3, count).unwrap();
        if !parent.is_empty() {
            sheet.write(row, 2, parent).unwrap();
        }
        for column in 4..9 {
            sheet.write_with_format(row, column, 0.75, &percent).unwrap();
        }
    }
    let bytes = workbook.save_to_buffer().unwrap();
    let list = read_units(&bytes, "enheter.xlsx", &Options::default()).unwrap();
    check_units(
        &list,
        r#"
enheter.xlsx: XLSX, sheet "Enheter", header in row 2
  A  "Förvaltning": organisation
  B  "Avdelning": unit
  C  "Ingår i": parent
  D  "Antal medarbetare": headcount
  E  "mån": attendance, monday
  F  "tis": attendance, tuesday
  G  "ons": attendance, wednesday
  H  "tors": attendance, thursday
  I  "fre": attendance, friday
3 units of 1 organisation
  Barn och bildning: 3 units, 2 of them part of another, 20 people
  present in 3 units: Monday 16, Tuesday 16, Wednesday 16, Thursday 16, Friday 16
To know:
  Headcount as large as that of the units that are part of it: perhaps the same people, counted twice: row 3
3 rows below the header: 3 accepted, 0 left out, 0 rejected"#,
    );
}
