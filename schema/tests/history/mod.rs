//! What git remembers of the published files: the one witness that a golden, its line in the lock
//! and the code were not all changed together.

use std::{path::Path, process::Command};

use crate::published::LOCK;

/// What the history says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum History {
    /// There is none to ask, because.
    Absent(String),
    /// What was changed or removed after its first commit.
    Rewritten(Vec<String>),
}

/// Asks the history of every file in `directory`, up to what is not yet committed.
pub(crate) fn history(directory: &Path) -> History {
    match rewritten(directory) {
        Ok(files) => History::Rewritten(files),
        Err(reason) => History::Absent(reason),
    }
}

fn rewritten(directory: &Path) -> Result<Vec<String>, String> {
    git(directory, &["rev-parse", "--verify", "--quiet", "HEAD"])?;
    // -m: what a merge changed counts too. Renames count as removals, because they are.
    let diff = ["--no-renames", "--diff-filter=MDT", "--name-only", "--relative"];
    let log = [&["log", "-m", "--format="], &diff[..], &["--", "."]].concat();
    let uncommitted = [&["diff", "HEAD"], &diff[..], &["--", "."]].concat();
    let mut files: Vec<String> = [git(directory, &log)?, git(directory, &uncommitted)?]
        .iter()
        .flat_map(|output| output.lines())
        .filter(|line| !line.is_empty() && *line != LOCK)
        .map(str::to_owned)
        .collect();
    if lines_removed(directory)? {
        files.push(LOCK.to_owned());
    }
    files.sort();
    files.dedup();
    Ok(files)
}

/// Whether a line was ever taken out of the lock. Merges join lines, so only the commits that write
/// them are asked.
fn lines_removed(directory: &Path) -> Result<bool, String> {
    let log = git(directory, &["log", "--no-merges", "--format=", "--numstat", "--", LOCK])?;
    let uncommitted = git(directory, &["diff", "HEAD", "--numstat", "--", LOCK])?;
    let removed = |line: &str| line.split('\t').nth(1).is_some_and(|count| count != "0");
    Ok(log.lines().chain(uncommitted.lines()).any(removed))
}

fn git(directory: &Path, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new("git")
        .arg("-C")
        .arg(directory)
        .args(arguments)
        // Set where tests run from a git hook: they would point to another tree.
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE")
        .env_remove("GIT_INDEX_FILE")
        .output()
        .map_err(|error| format!("git cannot be run: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(format!("{} is in no git tree with a history", directory.display()))
    }
}
