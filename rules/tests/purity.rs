//! The pure crates do no I/O, read no clock, draw no randomness and know no async: their
//! dependencies hold it, and where the standard library could, their sources do.

#![cfg(test)]

use std::{path::PathBuf, process::Command};

const PURE: [&str; 3] = ["schema", "projections", "rules"];

/// Crates that do I/O, run tasks or draw randomness from the machine. `rand_core` and `rand_xoshiro`
/// without features are arithmetic: imbl brings them.
const BANNED: [&str; 12] = [
    "async-std",
    "axum",
    "eventstore",
    "fastrand",
    "futures",
    "getrandom",
    "hyper",
    "mio",
    "rand",
    "rusqlite",
    "tokio",
    "tracing",
];

/// Features that would let a pure crate ask for the time or for chance.
const BANNED_FEATURES: [&str; 10] = [
    "chrono feature \"clock\"",
    "chrono feature \"now\"",
    "chrono feature \"wasmbind\"",
    "chrono feature \"winapi\"",
    "rand_core feature \"os_rng\"",
    "rust_decimal feature \"rand\"",
    "uuid feature \"v1\"",
    "uuid feature \"v4\"",
    "uuid feature \"v7\"",
    "uuid feature \"rng\"",
];

/// What the standard library offers that a pure crate leaves alone.
const BANNED_PATHS: [&str; 12] = [
    "std::env",
    "std::fs",
    "std::io",
    "std::net",
    "std::os",
    "std::process",
    "std::thread",
    "Instant::now",
    "SystemTime",
    "HashMap",
    "async fn",
    "println!",
];

fn tree(of: &str, options: &[&str]) -> String {
    let package = format!("thirdplace-{of}");
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--locked", "--prefix", "none", "-e"])
        .args(options)
        .args(["-p", &package])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_pure_crate_depends_on_nothing_that_does_io_or_draws_randomness() {
    for of in PURE {
        let tree = tree(of, &["normal"]);
        assert!(tree.lines().count() > 5, "{tree}");
        let names = tree.lines().filter_map(|line| line.split_whitespace().next());
        let found: Vec<&str> = names.filter(|name| BANNED.contains(name)).collect();
        assert_eq!(found, Vec::<&str>::new(), "{of}");
    }
}

#[test]
fn a_pure_crate_has_no_clock_and_no_chance_among_its_features() {
    for of in PURE {
        let tree = tree(of, &["normal,features"]);
        assert!(tree.contains("chrono feature \"serde\""), "{tree}");
        let found: Vec<&str> = tree
            .lines()
            .filter(|line| BANNED_FEATURES.iter().any(|it| line.starts_with(it)))
            .collect();
        assert_eq!(found, Vec::<&str>::new(), "{of}");
    }
}

#[test]
fn each_pure_crate_knows_only_those_before_it() {
    let of_ours = |of| {
        let tree = tree(of, &["normal"]);
        let names = tree.lines().filter_map(|line| line.split_whitespace().next());
        PURE.into_iter()
            .filter(|other| names.clone().any(|name| name == format!("thirdplace-{other}")))
            .collect::<Vec<_>>()
    };
    assert_eq!(of_ours("schema"), ["schema"]);
    assert_eq!(of_ours("projections"), ["schema", "projections"]);
    assert_eq!(of_ours("rules"), ["schema", "projections", "rules"]);
}

fn sources(of: &str) -> Vec<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join(of).join("src");
    let mut folders = vec![root];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files
}

#[test]
fn a_pure_crate_uses_nothing_of_the_standard_library_that_is_not() {
    for of in PURE {
        let files = sources(of);
        assert!(files.len() > 5, "{of}");
        for file in files {
            let source = std::fs::read_to_string(&file).unwrap();
            for path in BANNED_PATHS {
                assert!(!source.contains(path), "{} uses {path}", file.display());
            }
        }
    }
}
