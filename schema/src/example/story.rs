//! Telling the ledger command by command: revisions, commits, event ids and salts follow.

use std::{cell::RefCell, fmt::Debug, str::FromStr};
use uuid::Uuid;

use super::{Example, Variant};
use crate::{
    CommandId, CommandMark, CommitPart, Commitment, CorrelationId, Digest, Envelope, Event,
    EventId, Identity, Issuer, PersonId, PortfolioId, Revision, Role, Salt, Text, VaultEntry,
};

/// The namespace of the story's ids.
pub(super) const STORY: Uuid = Uuid::from_u128(0x5703_7e11_0000_4000_8000_0000_0000_0001);

/// The ledger so far.
#[derive(Default)]
pub(super) struct Story {
    ledger: Vec<(Envelope, Option<Variant>)>,
    vault: Vec<VaultEntry>,
    commands: usize,
}

/// The events of one command in the making.
pub(super) struct Act {
    portfolio: PortfolioId,
    command: CommandId,
    seed: Salt,
    events: RefCell<Vec<(Event, Option<Variant>)>>,
    vault: RefCell<Vec<VaultEntry>>,
}

/// A value of the story from its written form.
pub(super) fn the<T: FromStr<Err: Debug>>(written: &str) -> T {
    // Written in this module's files, and read by every test of the examples.
    written.parse().expect("the story's values are valid")
}

/// Ebba, who manages property for the municipality.
pub(super) fn manager() -> Issuer {
    issuer("ebba", Role::Manager, Identity::Authenticated)
}

/// Nils, who sets up the portfolio and records decisions.
pub(super) fn administrator() -> Issuer {
    issuer("nils", Role::Administrator, Identity::Asserted)
}

/// Sara, who plans the transition for the region.
pub(super) fn strategist() -> Issuer {
    issuer("sara", Role::Strategist, Identity::Authenticated)
}

fn issuer(key: &str, role: Role, identity: Identity) -> Issuer {
    Issuer { person: PersonId::derived(STORY, key), role, identity }
}

fn command_id(number: usize) -> CommandId {
    CommandId::derived(STORY, &number.to_string())
}

impl Story {
    /// Records the events of one command at an instant, and returns what `events` returns.
    pub(super) fn command<T>(
        &mut self,
        recorded: &str,
        actor: Issuer,
        events: impl FnOnce(&Act) -> T,
    ) -> T {
        let number = self.commands;
        self.commands += 1;
        let seed = Digest::of(format!("seed {number}").as_bytes());
        let act = Act {
            portfolio: PortfolioId::opened_by(command_id(0)),
            command: command_id(number),
            seed: Salt::new(*seed.bytes()),
            events: RefCell::default(),
            vault: RefCell::default(),
        };
        let result = events(&act);
        self.vault.extend(act.vault.into_inner());
        let events = act.events.into_inner();
        let count = u32::try_from(events.len()).expect("a command of the story has few events");
        for (index, (event, variant)) in (0..count).zip(events) {
            let envelope = Envelope {
                portfolio: act.portfolio,
                revision: self.next_revision(),
                event_id: EventId::of(act.portfolio, act.command, index as usize),
                commit: CommitPart { index, count },
                recorded: the(recorded),
                actor,
                command: CommandMark {
                    id: act.command,
                    digest: Digest::of(format!("command {number}").as_bytes()),
                },
                correlation: CorrelationId::derived(STORY, &number.to_string()),
                event,
            };
            self.ledger.push((envelope, variant));
        }
        result
    }

    /// The revision of the next command's first event.
    pub(super) fn next_revision(&self) -> Revision {
        Revision::FIRST.plus(self.ledger.len() as u64)
    }

    pub(super) fn examples(self) -> Vec<Example> {
        let marked = self.ledger.into_iter().filter_map(|(envelope, variant)| {
            Some(Example {
                type_name: envelope.event.type_name(),
                version: envelope.event.version(),
                variant: variant?,
                envelope,
            })
        });
        marked.collect()
    }

    pub(super) fn into_ledger(self) -> Vec<Envelope> {
        self.ledger.into_iter().map(|(envelope, _)| envelope).collect()
    }

    pub(super) fn into_vault(self) -> Vec<VaultEntry> {
        self.vault
    }
}

impl Act {
    /// Seals a text as a field of the next event.
    pub(super) fn text(&self, field: &str, value: &str) -> Commitment {
        let event = EventId::of(self.portfolio, self.command, self.events.borrow().len());
        let text = Text::note(value).expect("the story's texts are valid");
        let salt = Salt::derive(&self.seed, event, field);
        let entry = VaultEntry::seal(event, field, salt, text.as_str());
        let commitment = entry.commitment;
        self.vault.borrow_mut().push(entry);
        commitment
    }

    /// The next event, which is its type's complete example.
    pub(super) fn complete(&self, event: impl Into<Event>) {
        self.events.borrow_mut().push((event.into(), Some(Variant::Complete)));
    }

    /// The next event, which is its type's minimal example.
    pub(super) fn minimal(&self, event: impl Into<Event>) {
        self.events.borrow_mut().push((event.into(), Some(Variant::Minimal)));
    }

    /// The next event, which is another example of its type, under a name of its own.
    pub(super) fn named(&self, name: &'static str, event: impl Into<Event>) {
        self.events.borrow_mut().push((event.into(), Some(Variant::Named(name))));
    }

    /// The next event, which the story needs and no file shows.
    pub(super) fn also(&self, event: impl Into<Event>) {
        self.events.borrow_mut().push((event.into(), None));
    }
}
