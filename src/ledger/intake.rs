//! Taking stored events into a ledger: each is compared with where it should stand before it may
//! change the state.

use projections::{Cause, Portfolio};
use schema::{
    CommitPart, Envelope, EnvelopeError, Event, EventId, PortfolioId, Revision, UnreadableEvent,
};

use super::{
    Refusal,
    commits::Commit,
    published::{PastCopies, Published},
};
use crate::store::{Damage, StoredEvent};

/// A ledger in the reading.
#[derive(Clone, Debug)]
pub struct Intake {
    portfolio: PortfolioId,
    published: Published,
    /// The state after the events of a commit that is not yet whole.
    state: Portfolio,
    open: Option<Open>,
}

/// A commit whose last event has not come yet.
#[derive(Clone, Debug)]
struct Open {
    commit: Commit,
    next: CommitPart,
}

impl Intake {
    /// Begins with an empty ledger, to be read and not to be served.
    pub fn new(portfolio: PortfolioId) -> Self {
        Self::after(portfolio, Published::that_keeps(PastCopies::NONE))
    }

    /// Goes on after what is published.
    pub(super) fn after(portfolio: PortfolioId, published: Published) -> Self {
        let state = published.state.clone();
        Self { portfolio, published, state, open: None }
    }

    /// The revision that comes next.
    pub(super) fn next(&self) -> Revision {
        self.state.next_revision()
    }

    /// The state after the events taken in.
    pub fn state(&self) -> &Portfolio {
        &self.state
    }

    /// Takes in the next event.
    pub fn take(&mut self, stored: &StoredEvent) -> Result<Envelope, Refusal> {
        let expected = self.next();
        if stored.revision() != expected {
            let what = format!("the event is missing; revision {} follows", stored.revision());
            return Err(self.damage(expected, what));
        }
        let envelope = read(self.portfolio, stored)?;
        self.check_place(&envelope, stored)?;
        self.check_digest(&envelope)?;
        let open = self.continued(&envelope)?;
        let cause = Cause {
            revision: envelope.revision,
            recorded: envelope.recorded,
            actor: envelope.actor,
        };
        self.state
            .evolve(&cause, &envelope.event)
            .map_err(|inconsistent| self.damage(expected, inconsistent.to_string()))?;
        self.close(&envelope, open)?;
        Ok(envelope)
    }

    /// Whether the last commit is whole.
    pub fn check_whole(&self) -> Result<(), Refusal> {
        let Some(open) = &self.open else { return Ok(()) };
        let what = format!(
            "the commit that begins at revision {} is torn: event {} of {} is missing",
            open.commit.first, open.next.index, open.next.count
        );
        Err(self.damage(self.next(), what))
    }

    /// The ledger, if its last commit is whole and it reaches `head`.
    pub(super) fn finish(self, head: Option<Revision>) -> Result<Published, Refusal> {
        self.check_whole()?;
        if self.published.head() != head {
            let what = "the ledger does not end where the store says".to_owned();
            return Err(self.damage(self.next(), what));
        }
        Ok(self.published)
    }

    fn damage(&self, revision: Revision, what: String) -> Refusal {
        Damage { portfolio: self.portfolio, revision, what }.into()
    }

    /// What the event says of itself must be what the store and the event's command say of it.
    fn check_place(&self, envelope: &Envelope, stored: &StoredEvent) -> Result<(), Refusal> {
        let wrong = |what: &str| Err(self.damage(stored.revision(), what.to_owned()));
        let index = usize::try_from(envelope.commit.index).unwrap_or(usize::MAX);
        if envelope.portfolio != self.portfolio {
            return wrong("the event belongs to another portfolio");
        }
        if envelope.revision != stored.revision() {
            return wrong("the event belongs at another revision");
        }
        let id = EventId::of(self.portfolio, envelope.command.id, index);
        if envelope.event_id != id || stored.event_id() != id {
            return wrong("the event's id is not that of its command");
        }
        if envelope.event.type_name() != stored.type_name() {
            return wrong("the event is stored under another type");
        }
        if envelope.revision == Revision::FIRST
            && self.portfolio != PortfolioId::opened_by(envelope.command.id)
        {
            return wrong("the portfolio's id is not that of the command that opened it");
        }
        if self.state.head().is_some_and(|head| envelope.recorded < head.recorded) {
            return wrong("the event was recorded before the one that it follows");
        }
        Ok(())
    }

    /// What was decided on is what is recorded: a proposal's digest must be its own.
    fn check_digest(&self, envelope: &Envelope) -> Result<(), Refusal> {
        let (digest, proposal) = match &envelope.event {
            Event::ReallocationProposed(event) => (event.digest, &event.proposal),
            Event::ReallocationAmended(event) => (event.digest, &event.proposal),
            _ => return Ok(()),
        };
        if proposal.digest().is_ok_and(|own| own == digest) {
            return Ok(());
        }
        let what = "the proposal's digest is not that of its content".to_owned();
        Err(self.damage(envelope.revision, what))
    }

    /// The commit that the event continues or begins.
    fn continued(&mut self, envelope: &Envelope) -> Result<Open, Refusal> {
        let torn = |what| Err(self.damage(envelope.revision, what));
        match self.open.clone() {
            None if envelope.commit.index != 0 || envelope.commit.count == 0 => {
                torn("a torn commit: the event is not the first of its command".to_owned())
            }
            None => Ok(Open { commit: begun(envelope), next: envelope.commit }),
            Some(open) if envelope.commit != open.next || !open.is_of(envelope) => {
                torn(format!("the commit that begins at revision {} is torn", open.commit.first))
            }
            Some(open) => Ok(open),
        }
    }

    /// Publishes the commit with its last event, or waits for the next.
    fn close(&mut self, envelope: &Envelope, mut open: Open) -> Result<(), Refusal> {
        if !envelope.commit.is_last() {
            open.next.index += 1;
            self.open = Some(open);
            return Ok(());
        }
        self.open = None;
        open.commit.last = envelope.revision;
        match self.published.push(open.commit, self.state.clone()) {
            None => Ok(()),
            Some(former) => {
                let what = format!("its command was recorded at revision {} already", former.first);
                Err(self.damage(open.commit.first, what))
            }
        }
    }
}

impl Open {
    fn is_of(&self, envelope: &Envelope) -> bool {
        let commit = &self.commit;
        commit.command == envelope.command.id
            && commit.digest == envelope.command.digest
            && commit.recorded == envelope.recorded
    }
}

fn begun(envelope: &Envelope) -> Commit {
    Commit {
        command: envelope.command.id,
        digest: envelope.command.digest,
        first: envelope.revision,
        last: envelope.revision,
        recorded: envelope.recorded,
    }
}

/// The envelope in stored bytes.
pub(super) fn read(portfolio: PortfolioId, stored: &StoredEvent) -> Result<Envelope, Refusal> {
    let revision = stored.revision();
    Envelope::from_bytes(stored.bytes()).map_err(|error| match error {
        EnvelopeError::Event(UnreadableEvent::Unknown { type_name, version }) => {
            Refusal::UnknownEvent { portfolio, revision, type_name, version }
        }
        error => Damage { portfolio, revision, what: error.to_string() }.into(),
    })
}
