//! The reader of maps from outside: real, authored, small and hostile packages in, models and
//! refusals out.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says on standard output what it skips"
)]

mod bjorkviken;
mod hostile_json;
mod hostile_packages;
mod hostile_positions;
mod single_level;
mod spaces;
mod support;
mod westport_house;
