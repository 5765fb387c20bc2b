//! Business acts over GraphQL, against the real ledger on the memory engine.

mod estate;
mod house;
mod identities;
mod inputs;
mod published;
mod reallocations;
mod refusals;
mod repeats;
mod revisions;
mod story;
