//! The reader's memory, counted by the allocator: never more than `Limits::memory_bytes_max` says,
//! whatever the files hold.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, prints what it measured, and reads files"
)]

#[path = "../../tests/memory/counting.rs"]
mod counting;

use counting::peak_of;

use std::path::PathBuf;

use maps::{Files, Limits, MapError, Model, Options, read};

/// Reads, and checks what was allocated beside the files' bytes meanwhile.
#[track_caller]
fn check(
    what: &str,
    files: &Files,
    [features, positions]: [usize; 2],
    limits: &Limits,
) -> Result<Model, MapError> {
    let options = Options { limits: limits.clone(), ..Options::default() };
    let bytes: usize = files.names().filter_map(|name| files.bytes(name)).map(<[u8]>::len).sum();
    let (model, peak) = peak_of(|| read(files, &options));
    let bound = limits.memory_bytes_max(bytes, features, positions);
    println!(
        "{what}: {bytes} bytes, {features} features, {positions} positions, peak {peak}, bound {bound}"
    );
    assert!(peak <= bound, "{what}: {peak} bytes are more than {bound}");
    model
}

fn one(text: &str) -> Files {
    Files::of_body("plan", text.as_bytes(), &Limits::default()).unwrap()
}

fn collection(features: &str) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#)
}

fn room(key: usize, rings: &str) -> String {
    format!(
        r#"{{"properties":{{"id":{key},"type":"room"}},"geometry":{{"type":"Polygon","coordinates":[{rings}]}}}}"#
    )
}

/// One test, because the allocator counts for the whole process.
#[test]
fn memory_stays_within_the_stated_bound() {
    a_real_building();
    many_empty_features();
    many_small_rooms();
    one_long_line();
    many_empty_rings();
    long_texts();
    a_bomb_in_a_zip();
}

fn a_real_building() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let shared = std::env::var_os("THIRDPLACE_SHARED_DATA")
        .map_or_else(|| root.join("../shared/data"), PathBuf::from);
    let folder = shared.join("westport-house");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: {} is absent", folder.display());
        return;
    };
    let file = |path: PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, std::fs::read(&path).unwrap())
    };
    let files = entries.map(|entry| file(entry.unwrap().path()));
    let files = Files::of_folder(files, &Limits::default()).unwrap();
    check("Westport House", &files, [828, 9_000], &Limits::default()).unwrap();
}

fn many_empty_features() {
    let text = collection(&vec!["{}"; 50_000].join(","));
    let model = check("empty features", &one(&text), [50_000, 0], &Limits::default()).unwrap();
    assert_eq!(model.levels[0].counts.left_out, 50_000);
    let limits = Limits { features: 1_000, ..Limits::default() };
    check("too many features", &one(&text), [50_000, 0], &limits).unwrap_err();
}

fn many_small_rooms() {
    let at = |step: usize| f64::from(u32::try_from(step).unwrap()) * 1e-6;
    let corner = |x: usize, y: usize| format!("[{:.6},{:.6}]", 14.2 + at(x), 63.25 + at(y));
    let rooms: Vec<String> = (0..10_000)
        .map(|key| {
            let (x, y) = (30 * (key % 100), 20 * (key / 100));
            let corners = [[x, y], [x + 30, y], [x + 30, y + 20], [x, y + 20], [x, y]];
            let corners = corners.map(|[x, y]| corner(x, y)).join(",");
            room(key, &format!("[{corners}]"))
        })
        .collect();
    let text = collection(&rooms.join(","));
    let model = check("small rooms", &one(&text), [10_000, 70_000], &Limits::default()).unwrap();
    assert!(model.levels[0].spaces.iter().all(|space| space.shape.is_ok()));
}

fn one_long_line() {
    let positions: Vec<String> =
        (0..500_000).map(|step| format!("[14.2{step:06},63.25]")).collect();
    let line = format!(
        r#"{{"geometry":{{"type":"LineString","coordinates":[{}]}}}}"#,
        positions.join(",")
    );
    let text = collection(&line);
    let model = check("one long line", &one(&text), [1, 500_001], &Limits::default()).unwrap();
    assert_eq!(model.levels[0].drawing.strokes.len(), 1);
    let limits = Limits { positions: 10_000, ..Limits::default() };
    check("too long a line", &one(&text), [1, 500_001], &limits).unwrap_err();
}

fn many_empty_rings() {
    let text = collection(&room(1, &vec!["[]"; 500_000].join(",")));
    check("empty rings", &one(&text), [1, 500_001], &Limits::default()).unwrap();
    let text = collection(&room(1, &vec!["[[0,0]]"; 100_000].join(",")));
    check("rings of a point", &one(&text), [1, 200_001], &Limits::default()).unwrap();
}

fn long_texts() {
    let text = collection(&format!(r#"{{"properties":{{"name":"{}"}}}}"#, "n".repeat(3_000_000)));
    check("a long name", &one(&text), [1, 0], &Limits::default()).unwrap_err();
    let text = collection(&format!(r#"{{"foreign":"\u0041{}"}}"#, "n".repeat(3_000_000)));
    check("a long foreign text", &one(&text), [1, 0], &Limits::default()).unwrap();
    let named = |key: usize| {
        let name = "n".repeat(1_000);
        room(key, "[]").replace(r#""room""#, &format!(r#""room","name":"{name}""#))
    };
    let text = collection(&(0..5_000).map(named).collect::<Vec<_>>().join(","));
    check("long names", &one(&text), [5_000, 10_000], &Limits::default()).unwrap();
    let nested = format!(r#"{{"foreign":{}"#, "[".repeat(3_000_000));
    check("deep nesting", &one(&nested), [0, 0], &Limits::default()).unwrap_err();
}

/// Unpacking holds what was inflated, in a buffer of at most twice its size that grows by a copy.
fn a_bomb_in_a_zip() {
    let text = " ".repeat(30_000_000);
    let limits = Limits { file_bytes: 1_000_000, ..Limits::default() };
    let zip = one(&text).pack().unwrap();
    let (files, peak) = peak_of(|| Files::of_body("x", &zip, &limits));
    assert!(matches!(files, Err(MapError::Limit { .. })));
    println!("a bomb: {} bytes, peak {peak}", zip.len());
    assert!(peak < 4 * limits.file_bytes, "{peak}");
}
