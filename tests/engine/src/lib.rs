//! A server that stands in for EventStoreDB / KurrentDB in tests and benches.
//!
//! It speaks the streams, gossip and server-features services of that database's published gRPC
//! interface, as far as the client under test uses them, in wire definitions of our own. What it
//! keeps is in memory, shared by the nodes of a cluster, and outlives each of them. It misbehaves on
//! request: see [`Fault`]. It is no measure of the real database's speed.

#![allow(clippy::result_large_err, reason = "a service's errors are of tonic's type")]

mod cluster;
mod fault;
mod kept;
mod node;
mod quick;
mod secure;
mod service;
mod streams;
mod wire;
mod wired;

pub use cluster::{Cluster, Options};
pub use fault::{Fault, On};
