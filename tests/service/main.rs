//! The program from outside: started as a user starts it, asked over HTTP, killed, restarted.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(clippy::disallowed_methods, reason = "tests draw ids, read files and have a patience")]
#![allow(clippy::needless_pass_by_value, reason = "inputs are written where they are passed")]
#![allow(clippy::print_stdout, reason = "a skipped test says so")]

mod altered;
mod books;
mod clients;
mod command_line;
#[cfg(feature = "eventstore")]
mod copies;
mod costs;
mod crash;
mod decided_imports;
mod durable;
mod estate;
mod indoor_map;
mod lease_calendar;
mod lists;
#[cfg(feature = "eventstore")]
mod nodes;
mod office_a;
mod portfolio;
mod redelivered;
mod samples;
mod service;
