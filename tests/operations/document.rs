//! What docs/operations.md shows as printed is what the program prints.

use serde_json::json;
use std::path::Path;
use uuid::Uuid;

use crate::{
    estate,
    service::{Service, printed, root},
};

/// With every number, reference and digest made alike.
fn alike(text: &str) -> String {
    let mut alike = String::new();
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim();
        let hexadecimal =
            bare.len() >= 32 && bare.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
        if hexadecimal {
            alike.push_str("HEX");
            alike.push_str(&word[word.trim_end().len()..]);
        } else {
            alike.push_str(&word.replace(|c: char| c.is_ascii_digit(), "9").replace("99", "9"));
        }
    }
    while alike.contains("99") {
        alike = alike.replace("99", "9");
    }
    alike
}

/// A command of the page, run in `folder`, as the page would show it.
fn shown(folder: &Path, words: &str) -> String {
    let arguments: Vec<&str> = words.split(' ').collect();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_thirdplace"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{words}: {said}");
    format!("$ thirdplace {words}\n{}", String::from_utf8(output.stdout).unwrap())
}

#[test]
fn the_commands_of_the_page_print_what_it_shows() {
    let page = std::fs::read_to_string(root().join("docs/operations.md")).unwrap();
    let page = alike(&page);
    let shows = |printed: String| {
        let block = format!("```console\n{}```\n", alike(&printed));
        assert!(page.contains(&block), "docs/operations.md does not show\n{printed}");
    };
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    std::fs::create_dir(&data).unwrap();
    let file = data.join("thirdplace.sqlite");
    let store = format!("sqlite:{}", file.display());
    let service = Service::start(&store);
    let caller = service.acting(Uuid::new_v4());
    let portfolio = estate::open(&caller, Uuid::new_v4());
    let backup = shown(folder.path(), &format!("backup backup.sqlite --to {}", service.url));
    shows(backup.replace(&service.url, "http://127.0.0.1:8480"));
    caller.record("personRegister", json!({ "portfolio": portfolio, "name": "Someone" }), "");
    assert!(service.stop().success());
    shows(shown(folder.path(), "check --backup backup.sqlite"));
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{ending}", file.display()));
    }
    shows(shown(folder.path(), "restore backup.sqlite --store sqlite:data/thirdplace.sqlite"));
    assert!(printed(&["check", "--store", &store]).contains("sound:"));
}

#[test]
fn every_metric_that_the_page_names_is_one() {
    let page = std::fs::read_to_string(root().join("docs/operations.md")).unwrap();
    let metrics = printed(&["metrics"]);
    let is_part = |c: char| c.is_ascii_lowercase() || c == '_';
    let named: Vec<&str> = page
        .split(|c| !is_part(c))
        .filter(|word| word.starts_with("thirdplace_") || word.starts_with("process_"))
        .collect();
    assert!(named.len() >= 8, "{named:?}");
    for name in named {
        let stem = name.strip_suffix("_bucket").unwrap_or(name);
        assert!(metrics.contains(&format!("## `{stem}`\n")), "{name}");
    }
}
