//! The command line. Errors end here: each is shown with what led to it, and the exit code is 1 for
//! what went wrong, 2 for a command line that is not understood, and 3 for an import that recorded
//! nothing because something has to be confirmed.

mod backup;
mod check;
mod client;
mod config;
mod configuration;
mod copy;
mod decision;
mod form;
mod import;
mod in_words;
mod log;
mod logging;
mod offline;
mod replay;
mod sample;
mod schema_files;
mod serve;
mod stored;
mod traces;
mod watch;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::process::ExitCode;

pub(crate) use stored::StoreSpec;

/// Records how organisations turn fixed offices into a network of flexible workplaces.
#[derive(Debug, Parser)]
#[command(name = "thirdplace", version, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves GraphQL over HTTP on a loopback address, until interrupted
    Serve(serve::Serve),
    /// Reads a file in: a building's model or map, a list of rooms or of units
    Import(import::Import),
    /// Writes a portfolio's ledger as lines of JSON, each event's line its stored bytes; or in words
    Log(log::Log),
    /// Draws a sample for an auditor, with every decision, precondition and event of each case
    Sample(sample::Sample),
    /// Puts a ledger that `log` wrote into a store that does not have it
    Replay(replay::Replay),
    /// Checks ledgers: bytes, commits, ids, texts; prints their digests
    Check(check::Check),
    /// Writes a checked copy of a whole store, also of one that a service holds
    Backup(backup::Backup),
    /// Puts a backup where no store is
    Restore(backup::Restore),
    /// Copies every ledger from one store into another, on whichever engines, and compares them
    Copy(copy::Copy),
    /// Prints the configuration in effect, and where each value came from
    Config(config::Config),
    /// Prints the metrics that a service offers
    Metrics,
    /// Prints what is published: the GraphQL schema, or the JSON Schema of an event
    Schema(schema_files::SchemaFiles),
}

impl Arguments {
    /// Does what the command line says.
    pub(crate) fn run(self) -> Result<ExitCode> {
        let done = match self.command {
            Command::Import(import) => return import.run(),
            Command::Serve(serve) => serve.run(),
            Command::Log(log) => log.run(),
            Command::Sample(sample) => sample.run(),
            Command::Replay(replay) => replay.run(),
            Command::Check(check) => check.run(),
            Command::Backup(backup) => backup.run(),
            Command::Restore(restore) => restore.run(),
            Command::Copy(copy) => copy.run(),
            Command::Config(config) => config.run(),
            Command::Metrics => {
                print(&thirdplace::metrics::reference().trim_end());
                Ok(())
            }
            Command::Schema(schema) => schema.run(),
        };
        done.map(|()| ExitCode::SUCCESS)
    }
}

/// Runs a future to its end on a runtime of its own.
fn block_on<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(future)
}

/// Writes a line for the caller. A reader who has gone away is no error of ours.
fn print(line: &dyn std::fmt::Display) {
    use std::io::Write;
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}
