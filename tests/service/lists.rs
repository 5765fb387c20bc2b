//! Lists of rooms and of units as people keep them, read in with the command line.

use serde_json::{Value, json};
use std::{fs, path::PathBuf};

use crate::portfolio::{FROM, Portfolio, complained, nodes, said};

/// A property manager's list: Swedish headers, decimal commas, a building that the portfolio has and
/// one that it has not, a row of totals, a room that is there twice and one that nobody can place.
const ROOMS: &str = "\
Byggnad;Plan;Rumsnr;Benämning;Rumstyp;LOA (m²);BRA;Antal platser;Arbetsplatser;Enhet
Office A;Plan 1;101;Entré;Korridor;42,5;40,0;;;
Office A;Plan 1;102;Handläggare;Cellkontor;12,4;11,9;1;1;Staben
Office A;Plan 1;103;Landskapet;Kontorslandskap;118,25;;24;12;Staben
Office A;Plan 1;103;Landskapet igen;Kontorslandskap;118,25;;24;12;Staben
Office A;Plan 2;201;Fjället;Mötesrum;28,0;27,1;10;;
Annexet;Plan 1;A1;Verkstaden;Projektrum;61,0;;16;8;Ingen sådan enhet
Annexet;Plan 1;A2;Skrubben;Vad det nu är;3,0;;;;
Summa;;;;;265,15;79,0;;;
";

const UNITS: &str = "\
Organisation;Organisationsnummer;Kostnadsställe;Enhet;Överordnad enhet;Antal anställda;Måndag;Tisdag;Onsdag;Torsdag;Fredag
Kommunen;212000-1355;1000;Samhällsbyggnad;;40;20;25;24;22;12
Kommunen;212000-1355;1100;Planenheten;Samhällsbyggnad;12;6;8;8;7;4
Kommunen;212000-1355;1200;Bygglovsenheten;Samhällsbyggnad;9;5;6;6;6;3
Kommunen;212000-1356;1300;Felregistrerade;;5;1;1;1;1;1
";

struct Files {
    folder: tempfile::TempDir,
}

impl Files {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn write(&self, name: &str, content: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }
}

/// The difference that an import tells of, and which has to be confirmed.
fn difference(said: &str) -> String {
    let (_, rest) = said.split_once("This is difference ").unwrap_or_else(|| panic!("{said}"));
    rest.split('.').next().unwrap().to_owned()
}

#[test]
fn a_list_of_rooms_comes_in_with_what_it_could_not_say_and_comes_again_as_a_difference() {
    let files = Files::new();
    let estate = Portfolio::begin(files.folder.path());
    let list = files.write("rum.csv", ROOMS);
    let owner = ["--owner", "Regionen"];
    let output = estate.import("rooms", &list, FROM, &owner);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    let told = said(&output);
    for expected in [
        "row 9: a total",
        "row 5",
        "row 8",
        "Row 7: the unit Ingen sådan enhet is not in the portfolio; the room came in without it.",
        "8 rows below the header: 5 accepted, 1 left out, 2 rejected",
        "Recorded ",
    ] {
        assert!(told.contains(expected), "{expected}\n{told}");
    }
    let rooms = estate.rooms("Office A", FROM);
    let numbers: Vec<&str> = rooms.keys().map(String::as_str).collect();
    assert_eq!(numbers, ["101", "102", "103", "201"]);
    assert_eq!(rooms["103"]["areas"], json!([{ "measure": "LOA", "squareMetres": "118.25" }]));
    assert_eq!(nodes(&rooms["103"]["resources"]).len(), 12);
    let known = estate.revision();
    let output = estate.import("rooms", &list, "2026-03-01", &owner);
    assert!(said(&output).ends_with("nothing was recorded.\n"), "{}", said(&output));
    assert_eq!(estate.revision(), known);

    comes_again(&estate, &files);
}

#[test]
fn what_a_list_could_not_place_comes_in_once_it_is_there_and_a_unit_is_its_organisations() {
    let files = Files::new();
    let estate = Portfolio::begin(files.folder.path());
    let list = files.write(
        "rum.csv",
        "Byggnad;Plan;Rumsnr;Rumstyp;LOA;Organisation;Enhet\n\
         Office A;1;101;Cellkontor;10,5;Kommunen;Växeln\n\
         Office A;1;102;Cellkontor;11,0;Regionen;Växeln\n",
    );
    let output = estate.import("rooms", &list, FROM, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    let missing = "Row 2: the unit Växeln of Kommunen is not in the portfolio";
    assert!(said(&output).contains(missing), "{}", said(&output));
    let other = estate.add(
        "organisation",
        "organisationRegister",
        json!({ "from": FROM, "name": "Kommunen" }),
    );
    for organisation in [&other, &estate.organisation] {
        let unit =
            json!({ "from": FROM, "name": "Växeln", "organisation": organisation, "headcount": 2 });
        estate.add("unit", "unitRegister", unit);
    }
    let output = estate.import("rooms", &list, FROM, &[]);
    assert_eq!(output.status.code(), Some(3), "{}", complained(&output));
    let confirm = difference(&said(&output));
    let output = estate.import("rooms", &list, FROM, &["--confirm", &confirm]);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    let fields = "resources(first: 10) { edges { node { number allocation { unit { organisation { name } } } } } }";
    let mut held: Vec<String> = nodes(&estate.read(json!({ "on": FROM }), fields)["resources"])
        .iter()
        .map(|known| {
            format!("{} {}", known["number"], known["allocation"]["unit"]["organisation"]["name"])
        })
        .collect();
    held.sort();
    assert_eq!(held, [r#""101" "Kommunen""#, r#""102" "Regionen""#]);
}

/// The list of another month: a room measured anew, one with another occupant, one that is gone.
fn comes_again(estate: &Portfolio, files: &Files) {
    let unit = json!({
        "from": FROM, "name": "Kansliet", "organisation": estate.organisation, "headcount": 3,
    });
    estate.add("unit", "unitRegister", unit);
    // Without the rows that nobody can place: while there are any, nothing is taken for gone.
    let changed = ROOMS
        .replace("Office A;Plan 1;103;Landskapet igen;Kontorslandskap;118,25;;24;12;Staben\n", "")
        .replace("Annexet;Plan 1;A2;Skrubben;Vad det nu är;3,0;;;;\n", "")
        .replace("118,25;;24;12;Staben", "120,5;;24;12;Staben")
        .replace("11,9;1;1;Staben", "11,9;1;1;Kansliet")
        .replace(
            "Office A;Plan 2;201;Fjället;Mötesrum;28,0;27,1;10;;\n",
            "Office A;Plan 2;202;Dalen;Mötesrum;9,0;;4;;\n",
        );
    let list = files.write("rum-april.csv", &changed);
    let known = estate.revision();
    let output = estate.import("rooms", &list, "2026-04-01", &["--owner", "Regionen"]);
    assert_eq!(output.status.code(), Some(3), "{}", complained(&output));
    assert_eq!(estate.revision(), known);
    let told = said(&output);
    for expected in [
        "What is recorded differs in 4:",
        "changed space 102 on Plan 1, Office A",
        "room 102 of Staben becomes Kansliet’s",
        "changed space 103 on Plan 1",
        "area in m² LOA 118.25 becomes 120.5",
        "added space 202 on Plan 2",
        "gone space 201 on Plan 2",
    ] {
        assert!(told.contains(expected), "{expected}\n{told}");
    }
    let more = ["--owner", "Regionen", "--confirm", &difference(&told)];
    let output = estate.import("rooms", &list, "2026-04-01", &more);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    let (march, april) =
        (estate.rooms("Office A", "2026-03-31"), estate.rooms("Office A", "2026-04-01"));
    assert_eq!(march["103"]["areas"][0]["squareMetres"], "118.25");
    assert_eq!(april["103"]["areas"][0]["squareMetres"], "120.5");
    assert!(march.contains_key("201") && !april.contains_key("201"));
    assert!(april.contains_key("202"));
    let output = estate.import("rooms", &list, "2026-05-01", &["--owner", "Regionen"]);
    assert!(said(&output).ends_with("nothing was recorded.\n"), "{}", said(&output));
}

#[test]
fn a_list_that_was_counted_makes_assumed_workstations_counted() {
    let files = Files::new();
    let estate = Portfolio::begin(files.folder.path());
    let stated = files.write(
        "rum.csv",
        "Byggnad;Plan;Rumsnr;Rumstyp;Arbetsplatser\nOffice A;1;103;Kontorslandskap;12\n",
    );
    let output = estate.import("rooms", &stated, FROM, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    let totals = || {
        let level = &estate.levels("Office A")[0];
        let fields = format!(
            "floorPlan(level: \"{level}\") {{ totals {{ countedWorkstations assumedWorkstations }} }}"
        );
        estate.read(json!({ "on": "2026-05-01" }), &fields)["floorPlan"]["totals"].clone()
    };
    assert_eq!(totals(), json!({ "countedWorkstations": 0, "assumedWorkstations": 12 }));
    let counted = files.write(
        "raknat.csv",
        "Byggnad;Plan;Rumsnr;Rumstyp;Arbetsplatser\nOffice A;1;103;Kontorslandskap;14\n",
    );
    let day = ["--counted-on", "2026-05-01"];
    let output = estate.import("rooms", &counted, "2026-05-01", &day);
    let told = said(&output);
    assert!(told.contains("workstations 12 (0 counted) become 14 counted"), "{told}");
    let difference = difference(&told);
    let confirm = ["--counted-on", "2026-05-01", "--confirm", &difference];
    let output = estate.import("rooms", &counted, "2026-05-01", &confirm);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    assert_eq!(totals(), json!({ "countedWorkstations": 14, "assumedWorkstations": 0 }));
}

#[test]
fn a_list_of_units_comes_in_with_its_parents_and_comes_again_as_a_difference() {
    let files = Files::new();
    let estate = Portfolio::begin(files.folder.path());
    let list = files.write("enheter.csv", UNITS);
    let output = estate.import("units", &list, FROM, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    let told = said(&output);
    assert!(told.contains("row 5") && told.contains("212000-1356"), "{told}");
    let units = |on: &str| -> Vec<Value> {
        let fields = "units(first: 50) { edges { node { name headcount parent { name }
            organisation { name number } attendance { monday friday } } } }";
        let mut units = nodes(&estate.read(json!({ "on": on }), fields)["units"]);
        units.sort_by_key(|unit| unit["name"].to_string());
        units
    };
    let shown = units(FROM);
    assert_eq!(shown.len(), 4, "{shown:#?}");
    assert_eq!(shown[1]["name"], "Planenheten");
    assert_eq!(shown[1]["parent"]["name"], "Samhällsbyggnad");
    assert_eq!(shown[1]["organisation"], json!({ "name": "Kommunen", "number": "212000-1355" }));
    assert_eq!(shown[1]["attendance"], json!({ "monday": 6, "friday": 4 }));

    let changed = UNITS
        .replace(
            ";1100;Planenheten;Samhällsbyggnad;12;",
            ";1100;Plan och trafik;Samhällsbyggnad;14;",
        )
        .replace(";1200;Bygglovsenheten;Samhällsbyggnad;", ";1200;Bygglovsenheten;;");
    let list = files.write("enheter-2.csv", &changed);
    let output = estate.import("units", &list, "2026-04-01", &[]);
    assert_eq!(output.status.code(), Some(3), "{}", complained(&output));
    let told = said(&output);
    assert!(!told.contains("not in the list"), "{told}");
    for expected in [
        "changed unit Planenheten",
        "name Planenheten becomes Plan och trafik",
        "people 12 becomes 14",
        "moved unit Bygglovsenheten",
        "part of Samhällsbyggnad becomes part of Kommunen",
    ] {
        assert!(told.contains(expected), "{expected}\n{told}");
    }
    let confirm = ["--confirm", &difference(&told)];
    let output = estate.import("units", &list, "2026-04-01", &confirm);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    assert_eq!(units("2026-03-31"), shown);
    let after = units("2026-04-01");
    assert_eq!(after[0]["parent"], Value::Null);
    assert_eq!(after[1]["name"], "Plan och trafik");
    assert_eq!(after[1]["headcount"], 14);
}

#[test]
fn columns_are_read_as_a_mapping_says_and_a_wrong_mapping_names_what_would_be_accepted() {
    let files = Files::new();
    let estate = Portfolio::begin(files.folder.path());
    let list = files.write("rum.csv", "Hus,Etg,Dörr,Yta golv,Sort\nOffice A,2,7:1,\"12,5\",K1\n");
    let mapping = files.write(
        "kolumner.json",
        r#"{"columns": {"Hus": "building", "Etg": "level", "Dörr": "number", "Yta golv": "area: BRA", "Sort": "category"}, "categories": {"K1": "cell"}}"#,
    );
    let wrong = files.write("fel.json", r#"{"columns": {"Hus": "house"}}"#);
    let output = estate.import("rooms", &list, FROM, &["--mapping", wrong.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(complained(&output).contains("house"), "{}", complained(&output));
    assert!(complained(&output).contains("building"), "{}", complained(&output));
    let output = estate.import("rooms", &list, FROM, &["--mapping", mapping.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    let rooms = estate.rooms("Office A", FROM);
    assert_eq!(rooms["7:1"]["category"], "CELL");
    assert_eq!(rooms["7:1"]["areas"], json!([{ "measure": "BRA", "squareMetres": "12.5" }]));
}

#[test]
fn what_is_no_list_is_refused_for_what_it_is() {
    let files = Files::new();
    let estate = Portfolio::begin(files.folder.path());
    let known = estate.revision();
    for (name, content, expected) in [
        ("tom.csv", "", "empty"),
        ("sida.xls", "<html><table><tr><td>Rum</td></tr></table></html>", "a web page"),
        ("prosa.csv", "Det här är ingen lista.\n", "prosa.csv"),
    ] {
        let file = files.write(name, content);
        let output = estate.import("rooms", &file, FROM, &[]);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert!(complained(&output).contains(expected), "{}", complained(&output));
    }
    assert_eq!(estate.revision(), known);
}

#[test]
fn a_room_that_becomes_a_corridor_asks_for_what_stands_in_it() {
    let files = Files::new();
    let estate = Portfolio::begin(files.folder.path());
    let head = "Byggnad;Plan;Rumsnr;Rumstyp;Arbetsplatser;Enhet\n";
    let list = files.write("rum.csv", &format!("{head}Office A;1;101;Cellkontor;1;Staben\n"));
    let output = estate.import("rooms", &list, FROM, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    let list = files.write("rum-2.csv", &format!("{head}Office A;1;101;Korridor;;\n"));
    let output = estate.import("rooms", &list, "2026-04-01", &[]);
    let told = said(&output);
    assert!(told.contains("room 101 has no place in it any more"), "{told}");
    assert!(told.contains("where does it go? room 101 of Staben"), "{told}");
    let resource = told.split_once("room 101 of Staben, ").unwrap().1.lines().next().unwrap();
    let key = told.lines().find(|line| line.trim().starts_with("space/")).unwrap().trim();
    let answers = json!({
        "difference": difference(&told), "changes": { key: { "resources": { resource: "end" } } },
    });
    let answers = files.write("svar.json", &answers.to_string());
    let more = ["--answers", answers.to_str().unwrap()];
    let output = estate.import("rooms", &list, "2026-04-01", &more);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    let rooms = estate.rooms("Office A", "2026-04-01");
    assert_eq!(rooms["101"]["category"], "CIRCULATION");
    assert_eq!(nodes(&rooms["101"]["resources"]), Vec::<Value>::new());
}

#[test]
fn a_row_that_cannot_be_read_is_no_room_that_is_gone() {
    let files = Files::new();
    let estate = Portfolio::begin(files.folder.path());
    let head = "Byggnad;Plan;Rumsnr;Rumstyp;LOA\nOffice A;1;101;Cellkontor;10\n";
    let list = files.write("rum.csv", &format!("{head}Office A;1;102;Cellkontor;12\n"));
    let output = estate.import("rooms", &list, FROM, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    let list = files.write("rum-2.csv", &format!("{head}Office A;1;102;Cellkontor;tolv\n"));
    let output = estate.import("rooms", &list, "2026-04-01", &[]);
    let told = said(&output);
    assert!(told.contains("row 3") && told.contains("tolv"), "{told}");
    assert!(!told.contains("gone space"), "{told}");
}

#[test]
fn what_the_rules_refuse_names_the_room_and_leaves_no_unfinished_import() {
    let files = Files::new();
    let estate = Portfolio::begin(files.folder.path());
    let head = "Byggnad;Plan;Rumsnr;Rumstyp;Arbetsplatser;Enhet\n";
    let row = |count| format!("{head}Office A;1;103;Kontorslandskap;{count};Staben\n");
    let output = estate.import("rooms", &files.write("rum.csv", &row(3)), FROM, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    let (counted, known) = (files.write("raknat.csv", &row(2)), estate.revision());
    let day = ["--counted-on", "2026-05-01"];
    let told = said(&estate.import("rooms", &counted, "2026-05-01", &day));
    let confirm = ["--counted-on", "2026-05-01", "--confirm", &difference(&told)];
    let output = estate.import("rooms", &counted, "2026-05-01", &confirm);
    assert_eq!(output.status.code(), Some(1));
    let why = complained(&output);
    assert!(why.contains("103 on 1, Office A") && why.contains("3 are given to somebody"), "{why}");
    assert_eq!(estate.revision(), known);
}

/// The units on a date, as `name: part of`, in order.
fn units_of(estate: &Portfolio, on: &str) -> Vec<String> {
    let fields =
        "units(first: 50) { edges { node { name parent { name } organisation { name } } } }";
    let mut units: Vec<String> = nodes(&estate.read(json!({ "on": on }), fields)["units"])
        .iter()
        .map(|unit| {
            let parent = unit["parent"]["name"].as_str();
            let above = parent.or_else(|| unit["organisation"]["name"].as_str()).unwrap();
            format!("{}: {above}", unit["name"].as_str().unwrap())
        })
        .collect();
    units.sort();
    units
}

#[test]
fn a_row_with_more_workstations_than_a_room_has_does_not_come_in() {
    let files = Files::new();
    let estate = Portfolio::begin(files.folder.path());
    let list = files.write(
        "rum.csv",
        "Byggnad;Plan;Rumsnr;Rumstyp;Arbetsplatser\n\
         Office A;1;101;Kontorslandskap;500\n\
         Office A;1;102;Kontorslandskap;999999\n",
    );
    let output = estate.import("rooms", &list, FROM, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    let refused = "row 3: 999999 workstations in one room; at most 500 are accepted";
    assert!(said(&output).contains(refused), "{}", said(&output));
    let rooms = estate.rooms("Office A", FROM);
    assert_eq!(rooms.keys().collect::<Vec<_>>(), ["101"]);
}

#[test]
fn a_list_without_parents_moves_no_unit() {
    let files = Files::new();
    let estate = Portfolio::begin(files.folder.path());
    let list = files.write("enheter.csv", UNITS);
    let output = estate.import("units", &list, FROM, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    let known = units_of(&estate, FROM);
    let list = files.write(
        "antal.csv",
        "Organisation;Organisationsnummer;Kostnadsställe;Enhet;Antal anställda\n\
         Kommunen;212000-1355;1100;Planenheten;13\n\
         Kommunen;;1200;Bygglovsenheten;9\n\
         Kommunen;;1400;Kartenheten;3\n",
    );
    let output = estate.import("units", &list, "2026-04-01", &[]);
    let told = said(&output);
    assert_eq!(output.status.code(), Some(3), "{told}");
    assert!(told.contains("people 12 becomes 13") && !told.contains("part of"), "{told}");
    // Rows without the number are of the same organisation.
    assert!(!told.contains("added organisation"), "{told}");
    let output = estate.import("units", &list, "2026-04-01", &["--confirm", &difference(&told)]);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    let mut expected = known;
    expected.insert(1, "Kartenheten: Kommunen".to_owned());
    assert_eq!(units_of(&estate, "2026-04-01"), expected);
}

#[test]
fn units_of_one_name_are_told_apart_by_what_they_are_part_of() {
    let files = Files::new();
    let estate = Portfolio::begin(files.folder.path());
    let list = files.write(
        "enheter.csv",
        "Organisation;Enhet;Överordnad enhet;Antal anställda\n\
         Regionen;Norr;;4\nRegionen;Söder;;5\n\
         Regionen;Ekonomi;Söder;6\nRegionen;Ekonomi;Norr;7\n",
    );
    let output = estate.import("units", &list, FROM, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    let expected = [
        "Ekonomi: Norr",
        "Ekonomi: Söder",
        "Norr: Regionen",
        "Staben: Regionen",
        "Söder: Regionen",
    ];
    assert_eq!(units_of(&estate, FROM), expected);
    let output = estate.import("units", &list, "2026-03-01", &[]);
    assert!(said(&output).ends_with("nothing was recorded.\n"), "{}", said(&output));
    let list = files.write(
        "utan.csv",
        "Organisation;Enhet;Antal anställda\nRegionen;Ekonomi;8\nRegionen;Norr;4\n",
    );
    let told = said(&estate.import("units", &list, "2026-03-01", &[]));
    assert!(told.contains("row 2: several units of the organisation are called Ekonomi"), "{told}");
}

#[test]
fn a_name_takes_no_unit_that_another_row_means_by_its_code() {
    let files = Files::new();
    let estate = Portfolio::begin(files.folder.path());
    let header = "Organisation;Kostnadsställe;Enhet;Antal anställda\n";
    let list = files.write("enheter.csv", &format!("{header}Regionen;100;Ekonomi;6\n"));
    let output = estate.import("units", &list, FROM, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    let swapped = "Regionen;200;Ekonomi;3\nRegionen;100;Lön;6\n";
    let list = files.write("enheter-2.csv", &format!("{header}{swapped}"));
    let output = estate.import("units", &list, "2026-04-01", &[]);
    let told = said(&output);
    assert!(told.contains("added unit Ekonomi"), "{told}");
    assert!(told.contains("name Ekonomi becomes Lön"), "{told}");
    let output = estate.import("units", &list, "2026-04-01", &["--confirm", &difference(&told)]);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    let expected = ["Ekonomi: Regionen", "Lön: Regionen", "Staben: Regionen"];
    assert_eq!(units_of(&estate, "2026-04-01"), expected);
}

#[test]
fn a_unit_that_has_ended_is_left_out_with_what_is_part_of_it() {
    let files = Files::new();
    let estate = Portfolio::begin(files.folder.path());
    let dissolved =
        json!({ "portfolio": estate.portfolio, "units": [estate.unit], "from": "2026-01-15" });
    estate.caller().record("unitsReorganise", dissolved, "units { ref }");
    let list = files.write(
        "enheter.csv",
        "Organisation;Enhet;Överordnad enhet;Antal anställda\n\
         Regionen;Arkivet;Staben;2\nRegionen;Staben;;40\nRegionen;Växeln;;3\n",
    );
    let output = estate.import("units", &list, FROM, &[]);
    let told = said(&output);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    for expected in [
        "row 3: the unit Staben has ended on 2026-01-15; name its successor or take it out",
        "row 2: it is part of the unit in row 3, which was left out",
    ] {
        assert!(told.contains(expected), "{expected}\n{told}");
    }
    assert_eq!(units_of(&estate, FROM), ["Växeln: Regionen"]);
}

#[test]
fn a_list_tells_when_it_calls_an_organisation_something_else() {
    let files = Files::new();
    let estate = Portfolio::begin(files.folder.path());
    let list = files.write("enheter.csv", UNITS);
    estate.import("units", &list, FROM, &[]);
    let renamed = UNITS.replace("Kommunen;", "Nya kommunen;");
    let list = files.write("enheter-2.csv", &renamed);
    let told = said(&estate.import("units", &list, "2026-04-01", &[]));
    let expected = "The organisation 212000-1355 is recorded as Kommunen; the list calls it Nya \
                    kommunen (organisationRevise).";
    assert!(told.contains(expected), "{told}");
}

#[test]
fn buildings_that_come_with_a_list_have_the_owners_that_it_names() {
    let files = Files::new();
    let estate = Portfolio::begin(files.folder.path());
    let fastigheter = json!({ "from": FROM, "name": "Fastigheter" });
    let other = estate.add("organisation", "organisationRegister", fastigheter);
    let list = files.write(
        "rum.csv",
        &format!(
            "Byggnad;Plan;Rumsnr;Rumstyp;Ägare\n\
             Annexet;1;101;Cellkontor;fastigheter\n\
             Magasinet;1;102;Cellkontor;{other}\n\
             Ladan;1;103;Cellkontor;Ingen sådan\n\
             Flygeln;1;104;Cellkontor;\n"
        ),
    );
    let output = estate.import("rooms", &list, FROM, &["--owner", "Regionen"]);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    let told = said(&output);
    let refused =
        "row 4: the building Ladan is new and its owner Ingen sådan is not in the portfolio";
    assert!(told.contains(refused), "{told}");
    let fields = "buildings(first: 10) { edges { node { name owner { name } } } }";
    let mut owned: Vec<String> = nodes(&estate.read(json!({ "on": FROM }), fields)["buildings"])
        .iter()
        .map(|known| format!("{} {}", known["name"], known["owner"]["name"]))
        .collect();
    owned.sort();
    assert_eq!(
        owned,
        [
            r#""Annexet" "Fastigheter""#,
            r#""Flygeln" "Regionen""#,
            r#""Magasinet" "Fastigheter""#,
            r#""Office A" "Regionen""#,
            r#""Westport House" "Regionen""#
        ]
    );
}

#[test]
fn a_building_whose_name_is_not_unique_is_meant_by_its_reference() {
    let files = Files::new();
    let estate = Portfolio::begin(files.folder.path());
    let second = json!({ "from": FROM, "name": "Office A", "owner": estate.organisation });
    let second = estate.add("building", "buildingAdd", second);
    let list = files.write("rum.csv", "Byggnad;Plan;Rumsnr;Rumstyp\nOffice A;1;101;Cellkontor\n");
    let output = estate.import("rooms", &list, FROM, &[]);
    let refused = "row 2: 2 buildings of the portfolio are called Office A; give the one that is \
                   meant by its reference (--building)";
    assert!(said(&output).contains(refused), "{}", said(&output));
    let output = estate.import("rooms", &list, FROM, &["--building", &second]);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    let fields = format!(
        "building(ref: \"{second}\") {{ levels(first: 5) {{ edges {{ node {{ ref }} }} }} }}"
    );
    let shown = estate.read(json!({ "on": FROM }), &fields);
    assert_eq!(nodes(&shown["building"]["levels"]).len(), 1);
}

#[test]
fn a_level_that_is_called_otherwise_and_has_its_rooms_is_the_same() {
    let files = Files::new();
    let estate = Portfolio::begin(files.folder.path());
    let rooms = |level: &str| {
        let row = |number: u32| format!("Office A;{level};{number};Cellkontor\n");
        format!("Byggnad;Plan;Rumsnr;Rumstyp\n{}", (101..=105).map(row).collect::<String>())
    };
    let output = estate.import("rooms", &files.write("rum.csv", &rooms("Plan 1")), FROM, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    let list = files.write("rum-2.csv", &rooms("Entréplan"));
    let told = said(&estate.import("rooms", &list, "2026-04-01", &[]));
    assert!(told.contains("differs in 1:\n  changed level Plan 1, Office A"), "{told}");
    assert!(told.contains("name Plan 1 becomes Entréplan"), "{told}");
}

#[test]
fn units_that_a_list_no_longer_has_are_told_and_stay() {
    let files = Files::new();
    let estate = Portfolio::begin(files.folder.path());
    let head = "Organisation;Enhet;Antal anställda\nRegionen;Staben;40\n";
    let both = files.write("enheter.csv", &format!("{head}Regionen;Arkivet;3\n"));
    let output = estate.import("units", &both, FROM, &[]);
    assert!(matches!(output.status.code(), Some(0 | 3)), "{}", complained(&output));
    if output.status.code() == Some(3) {
        let confirm = difference(&said(&output));
        estate.import("units", &both, FROM, &["--confirm", &confirm]);
    }
    let known = estate.revision();
    let one = files.write("enheter-2.csv", head);
    let told = said(&estate.import("units", &one, "2026-04-01", &[]));
    let left = "Recorded and not in the list: Arkivet (3 people). They stay";
    assert!(told.contains(left), "{told}");
    assert_eq!(estate.revision(), known);
}
