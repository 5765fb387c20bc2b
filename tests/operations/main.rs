//! What an operator does with the program: backs it up, restores it, checks it, watches it and
//! configures it. All from outside.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(clippy::disallowed_methods, reason = "tests draw ids, read files and have a patience")]
#![allow(clippy::needless_pass_by_value, reason = "inputs are written where they are passed")]
#![allow(clippy::print_stdout, reason = "a skipped test says so")]

mod backups;
mod compose;
mod configuration;
mod damage;
mod document;
mod erasures;
#[allow(dead_code, reason = "shared with tests/service, which uses all of it")]
#[path = "../service/estate.rs"]
mod estate;
mod exposition;
mod metrics;
mod restores;
#[allow(dead_code, reason = "shared with tests/service, which uses all of it")]
#[path = "../service/service.rs"]
mod service;
