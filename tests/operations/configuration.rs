//! The configuration: which value wins, what is refused and how it is said.

use std::{path::PathBuf, process::Output};

use crate::service::{Service, failing, printed, program, root};

struct Configured {
    folder: tempfile::TempDir,
}

impl Configured {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self, text: &str) -> PathBuf {
        let file = self.folder.path().join("thirdplace.toml");
        std::fs::write(&file, text).unwrap();
        file
    }

    /// Asks for the configuration under a file, and says what is wrong with it.
    fn refused(&self, text: &str) -> String {
        failing(&["config", "--config", self.file(text).to_str().unwrap()])
    }
}

fn text(output: Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The line of a setting.
fn line<'a>(shown: &'a str, name: &str) -> &'a str {
    let beginning = format!("{name} = ");
    shown.lines().find(|line| line.starts_with(&beginning)).unwrap_or_else(|| panic!("{shown}"))
}

#[test]
fn a_flag_wins_over_a_variable_over_the_file_over_the_default() {
    let configured = Configured::new();
    let file = configured.file(
        "log = \"warn\"\n\n[limits]\nrequests_max = 11\nsockets_max = 12\nconnections_max = 13\n",
    );
    let name = file.to_str().unwrap();
    let output = program()
        .args(["config", "--config", name, "--limits-requests-max", "31"])
        .envs([("THIRDPLACE_LIMITS_REQUESTS_MAX", "21"), ("THIRDPLACE_LIMITS_SOCKETS_MAX", "22")])
        // Set and empty is as not set.
        .envs([("THIRDPLACE_LIMITS_CONNECTIONS_MAX", ""), ("THIRDPLACE_LIMITS_REQUEST_MAX", "1")])
        .output()
        .unwrap();
    let shown = text(output);
    for (name, value, origin) in [
        ("requests_max", "31", "# flag --limits-requests-max".to_owned()),
        ("sockets_max", "22", "# variable THIRDPLACE_LIMITS_SOCKETS_MAX".to_owned()),
        ("connections_max", "13", format!("# {name}, line 6")),
        ("log", "\"warn\"", format!("# {name}, line 1")),
        ("aliases_max", "50", "# default".to_owned()),
    ] {
        let line = line(&shown, name);
        assert!(
            line.starts_with(&format!("{name} = {value} ")) && line.ends_with(&origin),
            "{line}"
        );
    }
    assert!(
        shown.ends_with("# THIRDPLACE_LIMITS_REQUEST_MAX is no setting, and was not read\n"),
        "{shown}"
    );
}

#[test]
fn what_is_shown_can_be_read_again() {
    let configured = Configured::new();
    let first = printed(&[
        "config",
        "--store",
        "sqlite:a \"quoted\" name",
        "--limits-execution-timeout",
        "1500ms",
        "--limits-body-bytes-max",
        "2MiB",
        "--opentelemetry-resource",
        "a=b,c=d",
        "--metrics",
        "false",
    ]);
    let file = configured.file(&first);
    let again = printed(&["config", "--config", file.to_str().unwrap()]);
    let values = |shown: &str| -> Vec<String> {
        let lines =
            shown.lines().map(|line| line.rsplit_once(" # ").map_or(line, |(value, _)| value));
        lines.map(|line| line.trim_end().to_owned()).collect()
    };
    assert_eq!(values(&first), values(&again));
    let output = program().arg("config").env("THIRDPLACE_CONFIG", &file).output().unwrap();
    assert_eq!(text(output), again);
}

#[test]
fn what_is_wrong_in_a_file_is_told_with_file_line_and_what_is_accepted() {
    let configured = Configured::new();
    for (file, line, said) in [
        ("\n\nlisten = \"0.0.0.0:8480\"\n", "line 3", "not a loopback address"),
        ("log_format = \"xml\"", "line 1", "accepted: text, or json"),
        (
            "[limits]\n# many\nrequest_max = 5",
            "line 3",
            "limits.request_max is no setting; accepted: limits.complexity_max",
        ),
        ("sotre = \"memory\"", "line 1", "sotre is no setting; accepted: store, listen"),
        ("[limit]\nrequests_max = 5", "line 1", "limit is no setting; accepted:"),
        ("limits = 5", "line 1", "write [limits]"),
        (
            "[limits]\nrequests_max = 0",
            "line 2",
            "limits.requests_max is \"0\"; accepted: a whole number from 1 to 16384",
        ),
        ("[limits]\nrequests_max = [5]", "line 2", "of type array"),
        ("[limits]\nrequests_max = 5\nrequests_max = 6", "line 3", "duplicate key"),
        ("[limits]\nexecution_timeout = 30", "line 2", "with its unit"),
        ("[limits]\nbody_bytes_max = \"1GiB\"", "line 2", "from 64KiB to 16MiB"),
        ("[opentelemetry]\nsampling_ratio = 1.5", "line 2", "from 0 to 1"),
        (
            "[opentelemetry]\nendpoint = \"http://me:secret@collector\"",
            "line 2",
            "without a name or password",
        ),
        ("log = \"info", "line 1", "string"),
        ("[past]\ncopies_max = 1", "line 2", "from 2 to 4096"),
    ] {
        let refused = configured.refused(file);
        for part in ["thirdplace.toml", line, said] {
            assert!(refused.contains(part), "{file:?}: {refused:?} does not say {part:?}");
        }
    }
    let secret = configured.refused("opentelemetry.endpoint = \"http://me:secret@collector\"");
    assert!(!secret.contains("secret@"), "{secret}");
    let said = failing(&["config", "--config", "/nowhere/thirdplace.toml"]);
    assert!(said.contains("/nowhere/thirdplace.toml cannot be read"), "{said}");
    let long = configured.refused(&"# long\n".repeat(50_000));
    assert!(long.contains("longer than"), "{long}");
}

#[test]
fn a_file_is_checked_also_where_it_is_overridden() {
    let configured = Configured::new();
    let file = configured.file("log_format = \"xml\"");
    let said = failing(&["config", "--config", file.to_str().unwrap(), "--log-format", "json"]);
    assert!(said.contains("log_format is \"xml\""), "{said}");
}

#[test]
fn a_wrong_flag_or_variable_is_named() {
    let said = failing(&["serve", "--limits-drain-timeout", "1h"]);
    assert!(said.contains("flag --limits-drain-timeout: limits.drain_timeout is \"1h\""), "{said}");
    let output = program().arg("serve").env("THIRDPLACE_METRICS", "yes").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("variable THIRDPLACE_METRICS: metrics is \"yes\"; accepted: true"),
        "{said}"
    );
}

#[test]
fn a_service_obeys_its_file_and_other_commands_find_its_store() {
    let configured = Configured::new();
    let store = format!("sqlite:{}", configured.folder.path().join("store.sqlite").display());
    let file = configured.file(&format!(
        "store = \"{store}\"\nmetrics = false\n[limits]\naliases_max = 10\n[past]\ncopies_max = 2\n"
    ));
    let name = file.to_str().unwrap();
    let service = Service::start_with(&store, &[("THIRDPLACE_CONFIG", name)]);
    let query: String = (0..11).map(|n| format!("a{n}: __typename ")).collect();
    let answer =
        service.caller().try_ask(&format!("{{ {query} }}"), &serde_json::json!({})).unwrap();
    assert!(answer["errors"][0]["message"].as_str().unwrap().contains("aliases_max"), "{answer}");
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).build().into();
    assert_eq!(agent.get(format!("{}/metrics", service.url)).call().unwrap().status(), 404);
    let held = failing(&["check", "--config", name]);
    assert!(held.contains("held by another process") && held.contains("store.sqlite"), "{held}");
    assert!(service.stop().success());
}

#[cfg(not(feature = "opentelemetry"))]
#[test]
fn an_endpoint_is_refused_by_a_program_that_cannot_send_to_it() {
    let said = failing(&[
        "serve",
        "--store",
        "memory",
        "--opentelemetry-endpoint",
        "http://127.0.0.1:4318/v1/traces",
    ]);
    assert!(said.contains("built without traces"), "{said}");
}

#[test]
fn the_reference_page_is_the_programs() {
    let published = std::fs::read_to_string(root().join("docs/configuration.md")).unwrap();
    let page = printed(&["config", "--reference"]);
    assert_eq!(
        page, published,
        "`thirdplace config --reference > docs/configuration.md` writes it"
    );
}

#[test]
fn every_setting_on_the_reference_page_is_a_flag_of_serve() {
    let page = printed(&["config", "--reference"]);
    let help = printed(&["serve", "--help"]);
    let keys: Vec<&str> =
        page.lines().filter_map(|line| line.strip_prefix("- **`")?.split('`').next()).collect();
    assert!(keys.len() > 20, "{keys:?}");
    for key in keys {
        let flag = format!("--{} ", key.replace(['.', '_'], "-"));
        assert!(help.contains(&flag), "{flag}");
    }
}
