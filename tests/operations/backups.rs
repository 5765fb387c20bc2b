//! Backups taken of a service under load, and what is in them after it was killed.

use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};
use uuid::Uuid;

use crate::{
    estate::Estate,
    service::{PATIENCE, Service, failing, printed},
};

const CALLERS: usize = 4;
/// Commands of all callers together, at most.
const COMMANDS_MAX: usize = 20_000;
const BACKUPS: usize = 3;

pub(crate) fn sqlite(file: &Path) -> String {
    format!("sqlite:{}", file.display())
}

/// What `check --json` prints of the one ledger.
pub(crate) fn report(arguments: &[&str]) -> Value {
    serde_json::from_str(&printed(&[&["check", "--json"], arguments].concat())).unwrap()
}

/// A backup, and the commands that were acknowledged before it began.
struct Taken {
    file: PathBuf,
    before: BTreeSet<Uuid>,
}

#[test]
fn a_backup_under_load_holds_all_that_was_acknowledged_and_is_a_prefix_of_the_ledger() {
    let folder = tempfile::tempdir().unwrap();
    let live = sqlite(&folder.path().join("live.sqlite"));
    let service = Service::start(&live);
    let estate = Estate::set_up(&service);
    let acknowledged = Mutex::new(BTreeSet::new());
    let submitted = AtomicUsize::new(0);
    let taken = std::thread::scope(|scope| {
        for _ in 0..CALLERS {
            scope.spawn(|| load(&service, &estate, &submitted, &acknowledged));
        }
        let taken: Vec<Taken> = (0..BACKUPS)
            .map(|number| take(folder.path(), number, &service, &acknowledged))
            .collect();
        let pid = service.pid().to_string();
        let killed = std::process::Command::new("kill").args(["-KILL", &pid]).status().unwrap();
        assert!(killed.success());
        taken
    });
    drop(service);
    let log = printed(&["log", "--store", &live]);
    let mut lines_before = 0;
    for (number, taken) in taken.iter().enumerate() {
        let restored = sqlite(&folder.path().join(format!("restored-{number}.sqlite")));
        let said = printed(&["restore", taken.file.to_str().unwrap(), "--store", &restored]);
        let lines = check_restored(&restored, &said, taken, &log);
        assert!(lines > lines_before, "backup {number} holds nothing newer than the one before");
        lines_before = lines;
    }
}

/// Registers persons until the service is gone.
fn load(
    service: &Service,
    estate: &Estate,
    submitted: &AtomicUsize,
    acknowledged: &Mutex<BTreeSet<Uuid>>,
) {
    let caller = service.acting(estate.proposer);
    while submitted.fetch_add(1, Ordering::Relaxed) < COMMANDS_MAX {
        let command = Uuid::new_v4();
        let input = json!({ "input": {
            "commandId": command, "portfolio": estate.portfolio, "name": "Someone",
        } });
        let query = "mutation ($input: PersonRegisterInput!) {
            personRegister(input: $input) { revision userErrors { message } } }";
        let Ok(answer) = caller.try_ask(query, &input) else { return };
        assert_eq!(answer["data"]["personRegister"]["userErrors"], json!([]), "{answer}");
        acknowledged.lock().unwrap().insert(command);
    }
}

/// Takes a backup through the service once more has been acknowledged than before.
fn take(
    folder: &Path,
    number: usize,
    service: &Service,
    acknowledged: &Mutex<BTreeSet<Uuid>>,
) -> Taken {
    let begun = Instant::now();
    let enough = acknowledged.lock().unwrap().len() + 50;
    while acknowledged.lock().unwrap().len() < enough {
        assert!(begun.elapsed() < PATIENCE, "nothing is acknowledged");
        std::thread::yield_now();
    }
    let before = acknowledged.lock().unwrap().clone();
    let file = folder.join(format!("backup-{number}.sqlite"));
    let said = printed(&["backup", file.to_str().unwrap(), "--to", &service.url]);
    assert!(said.contains("sound:"), "{said}");
    Taken { file, before }
}

/// Gives the number of its lines.
fn check_restored(restored: &str, said: &str, taken: &Taken, live: &str) -> usize {
    let log = printed(&["log", "--store", restored]);
    assert!(live.starts_with(&log), "the restored ledger is no prefix of the live one");
    let commands: BTreeSet<Uuid> = log
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|event| event["command"]["id"].as_str().unwrap().parse().unwrap())
        .collect();
    let lost: Vec<_> = taken.before.difference(&commands).collect();
    assert!(lost.is_empty(), "acknowledged before the backup, and not in it: {lost:?}");
    let digests = |report: &Value| [report["ledgerDigest"].clone(), report["stateDigest"].clone()];
    let in_backup = report(&["--backup", taken.file.to_str().unwrap()]);
    assert_eq!(in_backup["findings"], json!([]));
    for digest in digests(&in_backup) {
        assert!(said.contains(digest.as_str().unwrap()), "{said}");
    }
    let service = Service::start(restored);
    assert_eq!(digests(&report(&["--to", &service.url])), digests(&in_backup));
    assert!(service.stop().success());
    log.lines().count()
}

#[test]
fn a_backup_of_a_store_that_no_one_holds_is_private_and_overwrites_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let store = sqlite(&folder.path().join("live.sqlite"));
    let service = Service::start(&store);
    let estate = Estate::set_up(&service);
    let file = folder.path().join("backup.sqlite");
    let held = failing(&["backup", file.to_str().unwrap(), "--store", &store]);
    assert!(held.contains("--to URL"), "{held}");
    assert!(service.stop().success());

    let said = printed(&["backup", file.to_str().unwrap(), "--store", &store]);
    assert!(said.contains(&estate.portfolio), "{said}");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o077, 0);
    let bytes = std::fs::read(&file).unwrap();
    let again = failing(&["backup", file.to_str().unwrap(), "--store", &store]);
    assert!(again.contains("there already"), "{again}");
    let service = Service::start(&store);
    let through = failing(&["backup", file.to_str().unwrap(), "--to", &service.url]);
    assert!(through.contains("there already"), "{through}");
    assert_eq!(std::fs::read(&file).unwrap(), bytes);

    // Checking it changes nothing, in it or beside it.
    printed(&["check", "--backup", file.to_str().unwrap()]);
    assert_eq!(std::fs::read(&file).unwrap(), bytes);
    let beside: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("backup"))
        .collect();
    assert_eq!(beside, ["backup.sqlite"]);
}

#[test]
fn a_service_in_memory_says_that_it_has_nothing_to_back_up() {
    let folder = tempfile::tempdir().unwrap();
    let service = Service::start("memory");
    let file = folder.path().join("backup.sqlite");
    let said = failing(&["backup", file.to_str().unwrap(), "--to", &service.url]);
    assert!(said.contains("no file of its own"), "{said}");
    assert!(std::fs::read_dir(folder.path()).unwrap().next().is_none(), "something was left");
}

#[test]
fn a_page_of_anybodys_gets_no_backup() {
    let folder = tempfile::tempdir().unwrap();
    let service = Service::start(&sqlite(&folder.path().join("live.sqlite")));
    Estate::set_up(&service);
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let url = format!("{}/backups", service.url);
    let foreign = agent.post(&url).header("origin", "http://evil.example").send_empty().unwrap();
    assert_eq!(foreign.status(), 403);
    let rebound = agent.post(&url).header("host", "evil.example").send_empty().unwrap();
    assert_eq!(rebound.status(), 403);
    assert_eq!(agent.get(&url).call().unwrap().status(), 405);
}
