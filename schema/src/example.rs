//! A golden example of every event: the envelopes whose bytes lie in `schema/events/`, with what
//! opens their commitments. It knows no files: `schema/tests/published/` compares and writes.
//!
//! The examples are one ledger, gapless from revision 0: a county, its authorities, a building that
//! is half empty, a hub, and the reallocations that lead there. People, authorities' units and the
//! building are invented. Ids are derived from words and salts from numbers, so that every run gives
//! the same bytes. A command's digest is that of a word: events do not show their command.

mod buildings;
mod circumstances;
mod corrected_money;
mod corrections;
mod costs;
mod erasure;
mod leases;
mod mandates;
mod network;
mod reallocations;
mod reorganisations;
mod reshaping;
mod setting;
mod spaces;
mod story;

use crate::{Envelope, VaultEntry};

/// Which of the examples of a type this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Variant {
    /// With everything that the type can say.
    Complete,
    /// Without what can be left out, or with the shorter of two ways to say it.
    Minimal,
    /// With what the others cannot say as well, under a name of its own.
    Named(&'static str),
}

/// One event as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The event's type.
    pub type_name: &'static str,
    /// The version in which it is written.
    pub version: u32,
    /// Which of the type's examples.
    pub variant: Variant,
    /// What is stored.
    pub envelope: Envelope,
}

/// All examples, in the order of the ledger.
pub fn all() -> Vec<Example> {
    told().examples()
}

/// The whole ledger in which the examples stand, from its first revision.
pub fn ledger() -> Vec<Envelope> {
    told().into_ledger()
}

/// What opens the commitments of the ledger, in the order in which they were sealed.
pub fn vault() -> Vec<VaultEntry> {
    told().into_vault()
}

fn told() -> story::Story {
    let mut story = story::Story::default();
    setting::tell(&mut story);
    buildings::tell(&mut story);
    spaces::tell(&mut story);
    network::tell(&mut story);
    reallocations::tell(&mut story);
    network::tell_the_end(&mut story);
    spaces::tell_the_end(&mut story);
    buildings::tell_the_end(&mut story);
    reshaping::tell(&mut story);
    reorganisations::tell(&mut story);
    reshaping::tell_the_end(&mut story);
    erasure::tell(&mut story);
    mandates::tell(&mut story);
    circumstances::tell(&mut story);
    corrections::tell(&mut story);
    leases::tell(&mut story);
    costs::tell(&mut story);
    leases::tell_the_going_on(&mut story);
    corrected_money::tell(&mut story);
    story
}
