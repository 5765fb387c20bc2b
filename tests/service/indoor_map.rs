//! A building's map (IMDF) read in, and delivered again with a desk moved and another gone.

use serde_json::{Value, json};
use std::{fs, path::Path};

use crate::{
    portfolio::{FROM, Portfolio, complained, nodes, said},
    service::root,
};

const PACKAGE: &str = "maps/tests/files/bjorkviken";
const HOUSE: [&str; 2] = ["--building", "Westport House"];
/// The desks of the second room upstairs.
const MOVED: &str = "0b0a0000-0000-4000-8000-000000000314";
const GONE: &str = "0b0a0000-0000-4000-8000-000000000315";

/// The package with one desk carried into the room beside it and one taken away.
fn delivered_again(to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(root().join(PACKAGE)).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
    let path = to.join("fixture.geojson");
    let mut fixtures: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let features = fixtures["features"].as_array_mut().unwrap();
    features.retain(|feature| feature["id"] != GONE);
    let moved = features.iter_mut().find(|feature| feature["id"] == MOVED).unwrap();
    for corner in moved["geometry"]["coordinates"][0].as_array_mut().unwrap() {
        corner[0] = json!(corner[0].as_f64().unwrap() - 0.00007);
    }
    fs::write(path, fixtures.to_string()).unwrap();
}

/// The numbers of the workstations in each space of the upper level that has any.
fn desks(estate: &Portfolio, on: &str) -> Vec<(String, Vec<String>)> {
    let levels = estate.levels("Westport House");
    let fields = format!(
        "level(ref: \"{}\") {{ spaces(first: 50) {{ edges {{ node {{ name resources(first: 30) {{ edges {{ node {{
           kind number grade {{ grade }} }} }} }} }} }} }} }}",
        levels[1]
    );
    let spaces = nodes(&estate.read(json!({ "on": on }), &fields)["level"]["spaces"]);
    let mut desks: Vec<(String, Vec<String>)> = spaces
        .iter()
        .filter_map(|space| {
            let standing = nodes(&space["resources"]);
            let workstations = standing.iter().filter(|known| known["kind"] == "WORKSTATION");
            let mut numbers: Vec<String> = workstations
                .map(|known| {
                    assert_eq!(known["grade"]["grade"], "COUNTED", "{known}");
                    known["number"].as_str().unwrap().to_owned()
                })
                .collect();
            numbers.sort();
            (!numbers.is_empty()).then(|| (space["name"].as_str().unwrap().to_owned(), numbers))
        })
        .collect();
    desks.sort();
    desks
}

#[test]
fn desks_of_a_map_are_counted_follow_their_room_and_are_asked_about_when_they_are_gone() {
    let folder = tempfile::tempdir().unwrap();
    let estate = Portfolio::begin(folder.path());
    let package = root().join(PACKAGE);
    let output = estate.import("map", &package, FROM, &HOUSE);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    assert!(said(&output).contains("IMDF 1.0.0: 2 levels"), "{}", said(&output));
    let named = |name: &str, numbers: &[&str]| {
        (name.to_owned(), numbers.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    let first = [named("Kontor 201", &["B1"]), named("Office 202", &["B2", "B3"])];
    assert_eq!(desks(&estate, FROM), first);
    let output = estate.import("map", &package, "2026-03-01", &HOUSE);
    assert!(said(&output).ends_with("nothing was recorded.\n"), "{}", said(&output));

    let gone = resource(&estate, "B3");
    let input = json!({
        "portfolio": estate.portfolio, "resource": gone, "unit": estate.unit, "from": FROM,
    });
    estate.caller().record("allocationAssign", input, "");
    let again = folder.path().join("again");
    delivered_again(&again);
    let output = estate.import("map", &again, "2026-04-01", &HOUSE);
    assert_eq!(output.status.code(), Some(3), "{}", complained(&output));
    let told = said(&output);
    for expected in [
        "changed space Kontor 201 on",
        "workstations: 1 moved in",
        "changed space Office 202 on",
        "where does it go? workstation B3 of Staben",
        "changed drawing",
    ] {
        assert!(told.contains(expected), "{expected}\n{told}");
    }
    answered(&estate, &again, &told, &gone);
    assert_eq!(desks(&estate, "2026-03-31"), first);
    let moved = [named("Kontor 201", &["B1", "B2"])];
    assert_eq!(desks(&estate, "2026-04-01"), moved);
    let output = estate.import("map", &again, "2026-05-01", &HOUSE);
    assert!(said(&output).ends_with("nothing was recorded.\n"), "{}", said(&output));
}

#[test]
fn a_desk_that_was_gone_and_is_back_is_there_again() {
    let folder = tempfile::tempdir().unwrap();
    let estate = Portfolio::begin(folder.path());
    let (first, again) = (root().join(PACKAGE), folder.path().join("again"));
    delivered_again(&again);
    let output = estate.import("map", &first, FROM, &HOUSE);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    let before = desks(&estate, FROM);
    for (file, from) in [(&again, "2026-04-01"), (&first, "2026-05-01")] {
        let told = said(&estate.import("map", file, from, &HOUSE));
        let rest = told.split_once("This is difference ").unwrap().1;
        let confirm = ["--confirm", rest.split('.').next().unwrap()];
        let output = estate.import("map", file, from, &[&HOUSE[..], &confirm].concat());
        assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    }
    assert_eq!(desks(&estate, "2026-05-01"), before);
    let output = estate.import("map", &first, "2026-06-01", &HOUSE);
    assert!(said(&output).ends_with("nothing was recorded.\n"), "{}", said(&output));
}

#[test]
fn desks_of_a_room_that_is_gone_stand_where_the_map_shows_them() {
    let folder = tempfile::tempdir().unwrap();
    let estate = Portfolio::begin(folder.path());
    let output = estate.import("map", &root().join(PACKAGE), FROM, &HOUSE);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    let again = folder.path().join("again");
    delivered_again(&again);
    // The wall between the two rooms is taken down on the map, and the second is no room any more.
    let path = again.join("unit.geojson");
    let mut units: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let features = units["features"].as_array_mut().unwrap();
    features.retain(|feature| !feature["id"].as_str().unwrap().ends_with("203"));
    fs::write(&path, units.to_string()).unwrap();
    fs::copy(root().join(PACKAGE).join("fixture.geojson"), again.join("fixture.geojson")).unwrap();
    let path = again.join("fixture.geojson");
    let mut fixtures: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    for id in [MOVED, GONE] {
        let features = fixtures["features"].as_array_mut().unwrap();
        let desk = features.iter_mut().find(|feature| feature["id"] == id).unwrap();
        for corner in desk["geometry"]["coordinates"][0].as_array_mut().unwrap() {
            corner[0] = json!(corner[0].as_f64().unwrap() - 0.00007);
        }
    }
    fs::write(&path, fixtures.to_string()).unwrap();
    let told = said(&estate.import("map", &again, "2026-04-01", &HOUSE));
    assert!(told.contains("workstations: 2 moved in") && told.contains("gone space Office 202"));
    let rest = told.split_once("This is difference ").unwrap().1;
    let confirm = ["--confirm", rest.split('.').next().unwrap()];
    let output = estate.import("map", &again, "2026-04-01", &[&HOUSE[..], &confirm].concat());
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    let shown = desks(&estate, "2026-04-01");
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0].1, ["B1", "B2", "B3"]);
}

/// The reference of the workstation with a number.
fn resource(estate: &Portfolio, number: &str) -> String {
    let fields = "resources(first: 100) { edges { node { ref number kind } } }";
    let all = nodes(&estate.read(json!({ "on": FROM }), fields)["resources"]);
    let found =
        all.iter().find(|known| known["number"] == number && known["kind"] == "WORKSTATION");
    found.unwrap()["ref"].as_str().unwrap().to_owned()
}

/// Confirms the delivery; who had the desk that is gone gets another.
fn answered(estate: &Portfolio, file: &Path, told: &str, gone: &str) {
    let difference = told.split_once("This is difference ").unwrap().1.split('.').next().unwrap();
    let key = told
        .lines()
        .skip_while(|line| !line.contains("changed space Office 202 on"))
        .nth(1)
        .unwrap()
        .trim();
    let instead = resource(estate, "B1");
    let answers = json!({
        "difference": difference,
        "changes": { key: { "resources": { gone: { "instead": instead } } } },
    });
    let path = file.with_extension("json");
    fs::write(&path, answers.to_string()).unwrap();
    let more = [&HOUSE[..], &["--answers", path.to_str().unwrap()]].concat();
    let output = estate.import("map", file, "2026-04-01", &more);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    let fields = format!("resource(ref: \"{instead}\") {{ allocation {{ unit {{ name }} }} }}");
    let held = estate.read(json!({ "on": "2026-04-01" }), &fields);
    assert!(held.to_string().contains("Staben"), "{held}");
}
