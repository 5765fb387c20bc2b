//! The compose file: read by the tool that will run it, where that is here.

use std::process::Command;

use crate::service::root;

#[test]
fn the_compose_file_is_accepted_by_compose() {
    let tools: [&[&str]; 2] = [&["docker", "compose"], &["docker-compose"]];
    let works = |tool: &&&[&str]| {
        let asked = Command::new(tool[0]).args(&tool[1..]).arg("version").output();
        asked.is_ok_and(|answer| answer.status.success())
    };
    let Some(tool) = tools.iter().find(works) else {
        println!("skipped: neither docker compose nor docker-compose is here");
        return;
    };
    for profile in ["trial", "secure"] {
        let read = Command::new(tool[0])
            .args(&tool[1..])
            .args(["--profile", profile, "config", "--quiet"])
            .current_dir(root())
            .output()
            .unwrap();
        assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    }
}

/// The shell's text of a service, as its container is given it.
fn script(service: &str) -> String {
    let file = std::fs::read_to_string(root().join("docker-compose.yml")).unwrap();
    let of_service = file.split(&format!("\n  {service}:\n")).nth(1).unwrap();
    let block = of_service.split("      - |\n").nth(1).unwrap();
    let lines = block.lines().take_while(|line| line.starts_with("        "));
    lines.map(|line| format!("{}\n", &line[8..])).collect::<String>().replace("$$", "$")
}

fn told(script: &str, passwords: [&str; 3]) -> (bool, String) {
    let names = ["ADMIN_PASSWORD", "OPS_PASSWORD", "SERVICE_PASSWORD"];
    let ended =
        Command::new("bash").args(["-c", script]).envs(names.into_iter().zip(passwords)).output();
    let ended = ended.unwrap();
    (ended.status.success(), String::from_utf8(ended.stderr).unwrap())
}

/// Where compose interpolates a file it does so for all profiles, so that it cannot demand them itself.
#[test]
fn nothing_of_the_secure_profile_begins_without_its_passwords() {
    let certificates = script("certificates");
    for passwords in [["", "", ""], ["a", "b", ""], ["a", "", "c"], ["", "b", "c"]] {
        let (is_done, why) = told(&certificates, passwords);
        assert!(!is_done && why.contains("set KURRENTDB_ADMIN_PASSWORD"), "{passwords:?}: {why}");
    }
    for unfit in ["a b", "a\"b", "a\\b", "å", "a@b"] {
        let (is_done, why) = told(&certificates, ["a", "b", unfit]);
        assert!(!is_done && why.contains("letters, digits and -._~"), "{unfit}: {why}");
    }
    // It goes on to where the certificates are, which is nowhere here.
    let (_, why) = told(&certificates, ["a\"b", "b", "c-._~9"]);
    assert!(!why.contains("nothing is started"), "{why}");
    let file = std::fs::read_to_string(root().join("docker-compose.yml")).unwrap();
    let waits = "certificates: { condition: service_completed_successfully }";
    assert_eq!(file.matches(waits).count(), 3, "a node does not wait for them");
}

/// A command that is folded where it should not be is several.
#[test]
fn the_scripts_of_the_compose_file_are_the_commands_that_they_are_meant_to_be() {
    let folder = tempfile::tempdir().unwrap();
    let called = folder.path().join("called");
    let stand_in = format!("#!/bin/sh\necho \"$0 $*\" >> '{}'\necho 201\n", called.display());
    for tool in ["curl", "es-gencert-cli", "chmod", "chown", "sleep"] {
        let path = folder.path().join(tool);
        std::fs::write(&path, &stand_in).unwrap();
        let made = Command::new("/bin/chmod").args(["755", &path.display().to_string()]).status();
        assert!(made.unwrap().success());
    }
    let place = folder.path().display().to_string();
    for service in ["certificates", "user"] {
        let script = script(service).replace("/certificates", &place);
        let script = format!("PATH='{place}':$PATH\n{script}");
        let (is_done, why) = told(&script, ["a", "b", "c"]);
        assert!(is_done, "{service}: {why}");
    }
    let called = std::fs::read_to_string(called).unwrap();
    for n in 1..=3 {
        let made = format!("-out node{n} -ip-addresses 127.0.0.1,172.30.84.2{n}");
        assert!(called.contains(&made), "{called}");
    }
    assert!(called.lines().any(|line| line.contains("https://127.0.0.1:2111/users/")), "{called}");
    assert_eq!(called.matches("es-gencert-cli").count(), 4, "{called}");
}
