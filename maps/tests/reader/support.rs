//! Packages to read: the ones on disk, and small ones that tests vary.

#![allow(
    clippy::disallowed_methods,
    reason = "tests read files and the environment; only the pure crates may not"
)]

use std::path::{Path, PathBuf};

use maps::{Files, LeftOut, Level, Limits, MapError, Model, Options, Reason, Space, read};

/// The files of a folder; `None` where it is absent.
fn folder(path: &Path) -> Option<Vec<(String, Vec<u8>)>> {
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    let paths = std::fs::read_dir(path).ok()?.map(|entry| entry.unwrap().path());
    Some(paths.map(|path| (name(&path), std::fs::read(&path).unwrap())).collect())
}

/// A folder of the shared test data; `None`, with a line that says so, where it is absent.
pub(crate) fn shared_data(path: &str) -> Option<Vec<(String, Vec<u8>)>> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let shared = std::env::var_os("THIRDPLACE_SHARED_DATA")
        .map_or_else(|| root.join("../shared/data"), PathBuf::from);
    let files = folder(&shared.join(path));
    if files.is_none() {
        println!("skipped: {} is absent", shared.join(path).display());
    }
    files
}

/// The IMDF package that the tests author: an invented office in Jämtland.
pub(crate) fn bjorkviken() -> Vec<(String, Vec<u8>)> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    folder(&here.join("tests/files/bjorkviken")).unwrap()
}

/// The package with a text of one of its files replaced.
pub(crate) fn altered(file: &str, from: &str, to: &str) -> Vec<(String, Vec<u8>)> {
    let mut files = bjorkviken();
    let (_, bytes) = files.iter_mut().find(|(name, _)| name == file).unwrap();
    let text = std::str::from_utf8(bytes).unwrap();
    assert!(text.contains(from), "{file} does not hold {from}");
    *bytes = text.replace(from, to).into_bytes();
    files
}

pub(crate) fn read_folder(files: Vec<(String, Vec<u8>)>) -> Result<Model, MapError> {
    read(&Files::of_folder(files, &Limits::default())?, &Options::default())
}

/// One GeoJSON file with these features, read as a level.
pub(crate) fn read_features(features: &[String]) -> Result<Model, MapError> {
    read_text(&collection(features))
}

pub(crate) fn read_text(text: &str) -> Result<Model, MapError> {
    read(&Files::of_body("plan", text.as_bytes(), &Limits::default())?, &Options::default())
}

pub(crate) fn collection(features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(",\n"))
}

/// A feature with rings of corners in metres east and north of 63.25 N 14.2 E.
pub(crate) fn feature(kind: &str, key: &str, name: &str, rings: &[&[[f64; 2]]]) -> String {
    let rings: Vec<String> = rings.iter().map(|ring| positions(ring)).collect();
    let geometry = format!(r#"{{"type":"Polygon","coordinates":[{}]}}"#, rings.join(","));
    feature_of(kind, key, name, &geometry)
}

pub(crate) fn feature_of(kind: &str, key: &str, name: &str, geometry: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{{"id":"{key}","type":"{kind}","name":"{name}"}},"geometry":{geometry}}}"#
    )
}

/// Corners in metres as an array of positions.
pub(crate) fn positions(corners: &[[f64; 2]]) -> String {
    let (east, north) = (1.0 / 50_243.0, 1.0 / 111_466.0);
    let position = |[x, y]: &[f64; 2]| format!("[{:.9},{:.9}]", 14.2 + x * east, 63.25 + y * north);
    format!("[{}]", corners.iter().map(position).collect::<Vec<_>>().join(","))
}

pub(crate) fn rectangle(x: f64, y: f64, width: f64, height: f64) -> [[f64; 2]; 5] {
    [[x, y], [x + width, y], [x + width, y + height], [x, y + height], [x, y]]
}

pub(crate) fn space<'l>(level: &'l Level, key: &str) -> &'l Space {
    let found = level.spaces.iter().find(|space| space.key == key);
    found.unwrap_or_else(|| panic!("no space {key}"))
}

/// The area of a space by its polygon, in square metres.
pub(crate) fn area(space: &Space) -> f64 {
    let millimetres = space.shape.as_ref().unwrap().polygon.square_millimetres();
    f64::from(u32::try_from(millimetres / 100).unwrap()) / 10_000.0
}

/// The reasons that the model gives, as texts.
pub(crate) fn left_out(model: &Model) -> Vec<String> {
    model.left_out.iter().map(ToString::to_string).collect()
}

/// Checks that each feature of an IMDF package is on a level or in the report, but for the venue
/// and the building, which are the building.
#[track_caller]
pub(crate) fn nothing_is_silent(files: &[(String, Vec<u8>)], model: &Model) {
    let features = |(_, bytes): &(String, Vec<u8>)| {
        let value: serde_json::Value = serde_json::from_slice(bytes).unwrap();
        value["features"].as_array().map_or(0, Vec::len)
    };
    let of_the_building = |(name, _): &&(String, Vec<u8>)| {
        ["venue.geojson", "building.geojson"].contains(&name.as_str())
    };
    let all: usize = files.iter().map(features).sum();
    let building: usize = files.iter().filter(of_the_building).map(features).sum();
    let on_levels: usize = model.levels.iter().map(|level| level.counts.sum()).sum();
    let on_none =
        |line: &&LeftOut| matches!(line.why, Reason::TypeNotRead | Reason::OutsideBuilding);
    let on_none = model.left_out.iter().filter(on_none).count();
    assert_eq!(all, building + on_levels + on_none, "{:?}", left_out(model));
}
