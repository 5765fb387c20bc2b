//! The program `thirdplace`: the service and its command line.

mod command_line;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    match command_line::Arguments::parse().run() {
        Ok(code) => code,
        Err(error) => {
            report(&error);
            ExitCode::FAILURE
        }
    }
}

#[allow(clippy::print_stderr, reason = "the last word to whoever started the program")]
fn report(error: &anyhow::Error) {
    eprintln!("thirdplace: {error:#}");
}
