//! What holds for every list: the same table gives the same rooms in every encoding, with every
//! separator and as a workbook; a room that came in comes in again when it is written down; and no
//! row is lost.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use lists::{Options, RoomList, RoomRow, read_rooms};
use proptest::{collection::vec, prelude::*, sample::select};
use rust_xlsxwriter::Workbook;
use schema::{Category, Measure, Text};

const HEADINGS: [&str; 13] = [
    "Byggnad",
    "Våning",
    "Rumsnr",
    "Rumsnamn",
    "Funktion",
    "Kategori",
    "LOA (m²)",
    "NTA",
    "Kapacitet",
    "Arbetsplatser",
    "Enhet",
    "Organisation",
    "Ägare",
];

type Cells = Vec<String>;

/// Cells as people fill them: right ones, blank ones, and ones that cannot be.
fn row() -> impl Strategy<Value = Cells> {
    let any = |words: &'static [&'static str]| select(words).prop_map(str::to_owned);
    let name = any(&[
        "",
        "Kontor",
        "Möte \"Älgen\"",
        "WC",
        "Rum; med, allt",
        "a\nb",
        "Övrigt",
        "–",
        "Summa",
    ]);
    (
        any(&["", "Rådhuset", "Hus B"]),
        any(&["", "1", "2", "Plan 3"]),
        prop_oneof![Just(String::new()), "[A-C]?[0-9]{1,2}", Just("ett namn".to_owned())],
        name,
        any(&["", "kontor", "möten", "okänt"]),
        any(&["", "Cellkontor", "Hygien", "Annat", "#REF!"]),
        (
            any(&["", "12,5", "1 234,25 m²", "0", "7,125", "-1", "ca 8"]),
            any(&["", "12,25", "3"]),
            any(&["", "4", "4 st", "1,5"]),
            any(&["", "1", "12"]),
            any(&["", "Ekonomi", "Vakant"]),
            any(&["", "Region Fjäll"]),
            any(&["", "Fjällfastigheter AB"]),
        ),
    )
        .prop_map(|(building, level, number, name, function, category, rest)| {
            let (loa, nta, capacity, workstations, unit, organisation, owner) = rest;
            vec![
                building,
                level,
                number,
                name,
                function,
                category,
                loa,
                nta,
                capacity,
                workstations,
                unit,
                organisation,
                owner,
            ]
        })
}

fn table(rows: &[Cells]) -> Vec<Cells> {
    let header = HEADINGS.iter().map(|heading| (*heading).to_owned()).collect();
    std::iter::once(header).chain(rows.iter().cloned()).collect()
}

fn text(table: &[Cells], separator: char) -> String {
    let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
    let line =
        |row: &Cells| row.iter().map(quoted).collect::<Vec<_>>().join(&separator.to_string());
    table.iter().map(|row| line(row) + "\r\n").collect()
}

fn workbook(table: &[Cells]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip(table) {
        for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write(row, column, cell).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(unit).collect()
}

fn windows_1252(text: &str) -> Vec<u8> {
    let byte = |c: char| if c == '–' { 0x96 } else { u8::try_from(u32::from(c)).unwrap() };
    text.chars().map(byte).collect()
}

fn read(bytes: &[u8]) -> RoomList {
    read_rooms(bytes, "rum", &Options::default()).unwrap()
}

/// What is compared: everything but which row it was and what told the category.
fn content(list: &RoomList) -> Vec<RoomRow> {
    let same = lists::CategoryFrom::Category;
    list.rows.iter().cloned().map(|room| RoomRow { row: 0, category_from: same, ..room }).collect()
}

fn written(room: &RoomRow) -> Cells {
    let shown = |text: &Option<Text>| text.as_ref().map_or("", Text::as_str).to_owned();
    let area = |measure: &Measure| {
        room.areas
            .under(measure)
            .map_or_else(String::new, |area| format!("{:.6}", area.decimal()).replace('.', ","))
    };
    let count = |count: Option<u32>| count.map_or_else(String::new, |count| count.to_string());
    let category =
        |category: Category| serde_json::to_value(category).unwrap().as_str().unwrap().to_owned();
    vec![
        shown(&room.building),
        shown(&room.level),
        room.number.as_ref().map_or_else(String::new, ToString::to_string),
        shown(&room.name),
        shown(&room.function),
        category(room.category),
        area(&Measure::Loa),
        area(&Measure::quantity("NTA").unwrap()),
        count(room.capacity),
        count(room.workstations),
        shown(&room.unit),
        shown(&room.organisation),
        shown(&room.owner),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_row_is_lost(rows in vec(row(), 1..30)) {
        prop_assume!(rows.iter().any(|row| row.iter().any(|cell| !cell.is_empty())));
        let list = read(text(&table(&rows), ';').as_bytes());
        let filled = rows.iter().filter(|row| row.iter().any(|cell| !cell.is_empty())).count();
        let report = &list.report;
        prop_assert_eq!(list.rows.len(), report.accepted);
        prop_assert_eq!(report.accepted + report.left_out.len() + report.rejected.len(), filled);
        let mut numbers: Vec<u32> = list.rows.iter().map(|room| room.row).collect();
        numbers.extend(report.left_out.iter().map(|row| row.row));
        numbers.extend(report.rejected.iter().map(|row| row.row));
        numbers.sort_unstable();
        numbers.dedup();
        prop_assert_eq!(numbers.len(), filled);
    }

    #[test]
    fn a_room_that_came_in_comes_in_again(rows in vec(row(), 1..30)) {
        prop_assume!(rows.iter().any(|row| row.iter().any(|cell| !cell.is_empty())));
        let mut first = read(text(&table(&rows), ';').as_bytes());
        // A blank level is taken from above, so a room without one cannot be written below others.
        first.rows.retain(|room| room.building.is_some() && room.level.is_some());
        prop_assume!(!first.rows.is_empty());
        let again: Vec<Cells> = first.rows.iter().map(written).collect();
        let second = read(text(&table(&again), '\t').as_bytes());
        prop_assert_eq!(content(&first), content(&second), "{}", second);
    }

    #[test]
    fn encodings_separators_and_workbooks_say_the_same(rows in vec(row(), 1..20)) {
        prop_assume!(rows.iter().any(|row| row.iter().any(|cell| !cell.is_empty())));
        let table = table(&rows);
        let expected = read(text(&table, ';').as_bytes());
        for separator in [',', ';', '\t'] {
            let text = text(&table, separator);
            for bytes in [
                text.clone().into_bytes(),
                format!("\u{feff}{text}").into_bytes(),
                utf16(&text, u16::to_le_bytes),
                utf16(&text, u16::to_be_bytes),
                windows_1252(&text),
            ] {
                let list = read(&bytes);
                prop_assert_eq!(&list.rows, &expected.rows);
                prop_assert_eq!(&list.report.rejected, &expected.report.rejected);
                prop_assert_eq!(&list.report.left_out, &expected.report.left_out);
            }
        }
        let list = read(&workbook(&table));
        prop_assert_eq!(&list.rows, &expected.rows);
        prop_assert_eq!(&list.report.rejected, &expected.report.rejected);
    }
}
