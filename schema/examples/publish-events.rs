//! Publishes the contract: adds the JSON Schemas and golden examples of new types and versions to
//! `schema/events/` (or to the directory given) and to the lock. It refuses to change or remove
//! what was published.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command's output")]

use std::{env, path::PathBuf, process::ExitCode};

#[path = "../tests/published/mod.rs"]
mod published;

fn main() -> ExitCode {
    let directory = env::args_os().nth(1).map_or_else(published::directory, PathBuf::from);
    match published::publish(&published::Contract::of_the_code(), &directory) {
        Ok(added) => {
            for name in &added {
                println!("added {name}");
            }
            println!("{} files added to {}", added.len(), directory.display());
            ExitCode::SUCCESS
        }
        Err(published::PublishError::Io(error)) => {
            eprintln!("{}: {error}", directory.display());
            ExitCode::FAILURE
        }
        Err(published::PublishError::Refused(faults)) => {
            for fault in faults {
                eprintln!("refused: {fault}");
            }
            eprintln!("nothing was written");
            ExitCode::FAILURE
        }
    }
}
