//! The events of one command in the making, and the state as they leave it.

use projections::{Cause, Portfolio};
use schema::{Commitment, Event, EventId, Salt, Text, VaultEntry};

use crate::Context;

/// What a command brings.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its events, in order; none when it changes nothing.
    pub events: Vec<Event>,
    /// The texts that the events' commitments stand for.
    pub vault: Vec<VaultEntry>,
    /// The state after the events.
    pub after: Portfolio,
}

pub(crate) struct Recording<'a> {
    pub(crate) context: &'a Context,
    pub(crate) before: &'a Portfolio,
    /// The state after the events so far.
    pub(crate) state: Portfolio,
    events: Vec<Event>,
    vault: Vec<VaultEntry>,
}

impl<'a> Recording<'a> {
    pub(crate) fn new(before: &'a Portfolio, context: &'a Context) -> Self {
        Self { context, before, state: before.clone(), events: Vec::new(), vault: Vec::new() }
    }

    /// Seals a text as a field of the next event.
    pub(crate) fn seal(&mut self, field: &str, text: &Text) -> Commitment {
        let Context { portfolio, command, seed, .. } = self.context;
        let event = EventId::of(*portfolio, *command, self.events.len());
        let salt = Salt::derive(seed, event, field);
        let entry = VaultEntry::seal(event, field, salt, text.as_str());
        let commitment = entry.commitment;
        self.vault.push(entry);
        commitment
    }

    /// Seals a text if there is one.
    pub(crate) fn seal_any(
        &mut self,
        field: &'static str,
        text: Option<&Text>,
    ) -> Option<Commitment> {
        text.map(|text| self.seal(field, text))
    }

    /// Records the next event.
    pub(crate) fn push(&mut self, event: impl Into<Event>) {
        let event = event.into();
        self.state = self.with(&event);
        self.events.push(event);
    }

    /// The state as the next event would leave it.
    pub(crate) fn with(&self, event: &Event) -> Portfolio {
        let mut state = self.state.clone();
        let cause = Cause {
            revision: state.next_revision(),
            recorded: self.context.now,
            actor: self.context.issuer,
        };
        state
            .evolve(&cause, event)
            // Rules look up what an event names before they make it.
            .expect("an event names only what its rule has found");
        state
    }

    pub(crate) fn finish(self) -> Outcome {
        Outcome { events: self.events, vault: self.vault, after: self.state }
    }
}
