//! The HTTP edge from outside, over real connections on the loopback: what a client sends and what it gets.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod backups;
mod bounds;
mod client;
mod doors;
mod health;
mod identities;
mod logs;
mod nulls;
mod over_get;
mod over_post;
mod over_socket;
mod small_schema;
mod stopping;
