//! Restoring: where nothing is, what is sound, and never silently less than what stood there.

use serde_json::json;
use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    backups::{report, sqlite},
    estate::Estate,
    service::{Service, failing, printed},
};

struct Backed {
    folder: tempfile::TempDir,
    live: PathBuf,
    backup: PathBuf,
    estate: Estate,
}

impl Backed {
    /// A store that is at rest, and a backup of it.
    fn up() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (live, backup) = (folder.path().join("live.sqlite"), folder.path().join("backup"));
        let service = Service::start(&sqlite(&live));
        let estate = Estate::set_up(&service);
        assert!(service.stop().success());
        printed(&["backup", text(&backup), "--store", &sqlite(&live)]);
        Self { folder, live, backup, estate }
    }

    fn fresh(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_restored_store_goes_on_where_the_backup_ended() {
    let backed = Backed::up();
    let into = sqlite(&backed.fresh("new/again.sqlite"));
    printed(&["restore", text(&backed.backup), "--store", &into]);
    let service = Service::start(&into);
    let before = report(&["--to", &service.url]);
    assert_eq!(before["ledgerDigest"], report(&["--backup", text(&backed.backup)])["ledgerDigest"]);
    let input = json!({ "portfolio": backed.estate.portfolio, "name": "Someone" });
    service.acting(backed.estate.proposer).record("personRegister", input, "");
    assert!(service.stop().success());
    let after = report(&["--store", &into]);
    assert_eq!(after["events"].as_u64(), before["events"].as_u64().map(|events| events + 1));
}

#[test]
fn nothing_is_overwritten_and_no_file_of_another_store_is_taken_in() {
    let backed = Backed::up();
    let before = fs::read(&backed.live).unwrap();
    let said = failing(&["restore", text(&backed.backup), "--store", &sqlite(&backed.live)]);
    assert!(said.contains("nothing is overwritten"), "{said}");
    assert_eq!(fs::read(&backed.live).unwrap(), before);

    // A log that was left behind would be played into the restored file.
    let fresh = backed.fresh("fresh.sqlite");
    fs::write(backed.fresh("fresh.sqlite-wal"), "left behind").unwrap();
    let said = failing(&["restore", text(&backed.backup), "--store", &sqlite(&fresh)]);
    assert!(said.contains("fresh.sqlite-wal"), "{said}");
    assert!(!fresh.exists());

    let service = Service::start(&sqlite(&backed.live));
    let said = failing(&["restore", text(&backed.backup), "--store", &sqlite(&backed.live)]);
    assert!(said.contains("held by another process"), "{said}");
    assert!(service.stop().success());
}

#[test]
fn a_damaged_or_cut_backup_is_named_and_leaves_no_store() {
    let backed = Backed::up();
    let whole = fs::read(&backed.backup).unwrap();
    let find = |needle: &[u8]| whole.windows(needle.len()).position(|window| window == needle);
    let mut flipped = whole.clone();
    flipped[find(b"\"SpaceAdded\"").unwrap() + 2] ^= 1;
    let mut renamed = whole.clone();
    renamed[find("Jämtlands".as_bytes()).unwrap()] ^= 1;
    let cases = [
        ("flipped", flipped, "revision"),
        ("renamed", renamed, "not sound"),
        ("cut", whole[..whole.len() / 2].to_vec(), "is damaged"),
        ("empty", Vec::new(), "another program"),
        ("text", b"no database, but notes that someone keeps".to_vec(), "another program"),
    ];
    for (name, bytes, expected) in cases {
        let damaged = backed.fresh(name);
        fs::write(&damaged, bytes).unwrap();
        let into = backed.fresh(&format!("from-{name}.sqlite"));
        let said = failing(&["restore", text(&damaged), "--store", &sqlite(&into)]);
        assert!(said.contains(expected), "{name}: {said}");
        failing(&["check", "--backup", text(&damaged)]);
        let left: Vec<_> = backed
            .names()
            .into_iter()
            .filter(|left| left.starts_with(&format!("from-{name}")) && !left.ends_with(".lock"))
            .collect();
        assert!(left.is_empty(), "{name} left {left:?}");
    }
}

#[test]
fn a_store_in_use_is_no_backup() {
    let backed = Backed::up();
    let into = backed.fresh("from-live.sqlite");
    let said = failing(&["restore", text(&backed.live), "--store", &sqlite(&into)]);
    assert!(said.contains("no backup"), "{said}");
    assert!(!into.exists());
}

#[test]
fn an_older_backup_in_a_stores_place_says_how_much_is_lost_and_is_served() {
    let backed = Backed::up();
    let service = Service::start(&sqlite(&backed.live));
    let caller = service.acting(backed.estate.proposer);
    for _ in 0..3 {
        let input = json!({ "portfolio": backed.estate.portfolio, "name": "Someone" });
        caller.record("personRegister", input, "");
    }
    assert!(service.stop().success());
    let end = |ending: &str| {
        let mut path = backed.live.clone().into_os_string();
        path.push(ending);
        let _ = fs::remove_file(path);
    };
    ["", "-wal", "-shm"].iter().for_each(|ending| end(ending));
    // The note of what was acknowledged still stands beside: an empty store is not begun in its place.
    let store = sqlite(&backed.live);
    let refused = failing(&["serve", "--listen", "127.0.0.1:0", "--store", &store]);
    assert!(refused.contains("acknowledged") && refused.contains("restore"), "{refused}");
    assert!(!backed.live.exists(), "an empty store stands where the backup belongs");
    let said = printed(&["restore", text(&backed.backup), "--store", &store]);
    assert!(said.contains("lost           events "), "{said}");
    let service = Service::start(&store);
    assert_eq!(report(&["--to", &service.url])["findings"], json!([]));
    assert!(service.stop().success());
}
