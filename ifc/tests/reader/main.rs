//! The reader of IFC files from outside: real, authored, small and hostile
//! files in, models and refusals out.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says on standard output what it skips"
)]

mod demonstration;
mod hostile_references;
mod hostile_sizes;
mod hostile_text;
mod office_a;
mod plan;
mod resaved;
mod shapes;
mod statements;
mod structure;
mod support;
