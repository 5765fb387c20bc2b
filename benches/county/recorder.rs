//! Records commands as the ledger does: decided, made into envelopes, appended in groups; without its
//! queue, so that a million events are there in minutes.

use projections::Portfolio;
use rules::{Context, Outcome, Rejection};
use schema::{
    COMMAND_DIGEST_FIELD, Command, CommandId, CommandMark, CommitPart, Commitment, Date, Envelope,
    EventId, Identity, Instant, Issuer, PersonId, PortfolioId, Revision, Role, Salt, VaultEntry,
};
use thirdplace::store::{Append, EventStore, SqliteStore, StoredEvent};

use super::random::id;

/// Bytes of a group beyond which it is appended: the largest commit still fits.
const GROUP_BYTES: usize = 350 * 1024;
/// Vault entries of a group beyond which it is appended.
const GROUP_ENTRIES: usize = 12_000;

/// Records the commands of one portfolio.
pub(crate) struct Recorder<'a> {
    store: &'a SqliteStore,
    /// The portfolio.
    pub(crate) portfolio: PortfolioId,
    /// The state after all commands so far.
    pub(crate) state: Portfolio,
    recorded: Option<Revision>,
    commands: u64,
    now: Instant,
    events: Vec<StoredEvent>,
    vault: Vec<VaultEntry>,
    bytes: usize,
}

impl<'a> Recorder<'a> {
    /// Begins an empty ledger at an instant.
    pub(crate) fn new(store: &'a SqliteStore, now: Instant) -> Self {
        let portfolio = PortfolioId::opened_by(command_id(0));
        let state = Portfolio::default();
        let (events, vault) = (Vec::new(), Vec::new());
        let (recorded, commands, bytes) = (None, 0, 0);
        Self { store, portfolio, state, recorded, commands, now, events, vault, bytes }
    }

    /// How many events there are.
    pub(crate) fn count(&self) -> u64 {
        self.state.next_revision().number()
    }

    /// The civil date, which is that of UTC: nobody works at midnight.
    pub(crate) fn today(&self) -> Date {
        Date::new(self.now.utc().date_naive()).unwrap()
    }

    /// Time passes.
    pub(crate) fn wait(&mut self, microseconds: i64) {
        self.now = Instant::from_microseconds(self.now.microseconds() + microseconds).unwrap();
    }

    /// Decides a command and takes in what it brings. A rejection leaves nothing.
    pub(crate) async fn record(
        &mut self,
        person: PersonId,
        command: &Command,
    ) -> Result<(), Rejection> {
        self.wait(1);
        let id = command_id(self.commands);
        let context = Context {
            portfolio: self.portfolio,
            command: id,
            correlation: id.uuid().into(),
            issuer: Issuer { person, role: Role::Manager, identity: Identity::Asserted },
            now: self.now,
            today: self.today(),
            seed: Salt::new(std::array::from_fn(|n| id.uuid().as_bytes()[n % 16])),
            named_text: None,
        };
        let outcome = rules::decide(&self.state, command, &context)?;
        self.commands += 1;
        self.take_in(command, &context, outcome);
        if self.bytes > GROUP_BYTES || self.vault.len() > GROUP_ENTRIES {
            self.append().await;
        }
        Ok(())
    }

    fn take_in(&mut self, command: &Command, context: &Context, outcome: Outcome) {
        let event = Command::digest_event(self.portfolio, context.command);
        let salt = Salt::derive(&context.seed, event, COMMAND_DIGEST_FIELD);
        let digest = command.digest(&salt).unwrap();
        let count = u32::try_from(outcome.events.len()).unwrap();
        let first = self.state.next_revision();
        for (index, event) in (0..).zip(outcome.events) {
            let envelope = Envelope {
                portfolio: self.portfolio,
                revision: first.plus(u64::from(index)),
                event_id: EventId::of(self.portfolio, context.command, index as usize),
                commit: CommitPart { index, count },
                recorded: context.now,
                actor: context.issuer,
                command: CommandMark { id: context.command, digest: digest.digest },
                correlation: context.correlation,
                event,
            };
            let bytes = envelope.to_bytes().unwrap();
            self.bytes += bytes.len();
            let type_name = envelope.event.type_name();
            let stored = StoredEvent::new(envelope.revision, envelope.event_id, type_name, bytes);
            self.events.push(stored);
        }
        self.vault.extend(outcome.vault);
        self.vault.extend(digest.salted.then(|| VaultEntry {
            commitment: Commitment::from_digest(digest.digest),
            event,
            field: COMMAND_DIGEST_FIELD.to_owned(),
            salt,
            value: None,
        }));
        self.state = outcome.after;
    }

    /// Appends what waits.
    pub(crate) async fn append(&mut self) {
        if self.events.is_empty() {
            return;
        }
        let append = Append {
            portfolio: self.portfolio,
            expected: self.recorded,
            events: std::mem::take(&mut self.events),
            vault: std::mem::take(&mut self.vault),
        };
        self.recorded = Some(self.store.append(append).await.unwrap());
        self.bytes = 0;
    }
}

fn command_id(number: u64) -> CommandId {
    id("command", number)
}
