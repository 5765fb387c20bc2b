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
