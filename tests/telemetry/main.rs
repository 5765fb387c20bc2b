//! Traces as a collector receives them: the program is started with an endpoint, and what it sends
//! there is read.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(clippy::disallowed_methods, reason = "tests draw ids, read files and have a patience")]
#![allow(clippy::needless_pass_by_value, reason = "inputs are written where they are passed")]
#![allow(clippy::print_stdout, reason = "shared with tests that skip themselves")]

mod collector;
#[allow(dead_code, reason = "shared with tests/service, which uses all of it")]
#[path = "../service/estate.rs"]
mod estate;
#[allow(dead_code, reason = "shared with tests/service, which uses all of it")]
#[path = "../service/service.rs"]
mod service;
mod traces;
