//! Given a ledger, when a command, then events or a rejection, in one line.
//!
//! Things have readable names, from which their ids follow: `space("Open")` is the same space in
//! every test. The first person is the proposer, a manager; today is [`TODAY`] unless a test says otherwise.

pub(crate) mod changes;
pub(crate) mod commands;
pub(crate) mod correcting;
pub(crate) mod costing;
mod decided;
pub(crate) mod estate;
pub(crate) mod leasing;
pub(crate) mod names;

use projections::{
    Allocation, Basis, Cause, FloorPlan, Language, Portfolio, ReallocationStatus, SpaceOnPlan,
    Texts, sentence,
};
use rules::{Context, Outcome, Rejection, decide};
use schema::{
    Command, CommandId, Commitment, CorrelationId, Date, Digest, Event, EventId, Identity, Instant,
    Issuer, MembershipTerms, PersonId, PortfolioId, Revision, Role, Salt,
};
use std::{collections::BTreeMap, sync::Arc};

pub(crate) use changes::*;
pub(crate) use commands::*;
pub(crate) use correcting::*;
pub(crate) use costing::*;
pub(crate) use estate::*;
pub(crate) use leasing::*;
pub(crate) use names::*;

/// The date of every command that is not told another.
pub(crate) const TODAY: &str = "2026-06-15";

/// Everything that was recorded, and who acts next, when.
#[derive(Clone)]
pub(crate) struct Ledger {
    pub(crate) state: Portfolio,
    pub(crate) events: Vec<(Cause, Event)>,
    pub(crate) texts: BTreeMap<Commitment, Arc<str>>,
    person: PersonId,
    role: Role,
    today: Date,
    commands: u128,
}

impl Ledger {
    /// A ledger without events.
    pub(crate) fn empty() -> Self {
        Self {
            state: Portfolio::default(),
            events: Vec::new(),
            texts: BTreeMap::new(),
            person: person("Proposer"),
            role: Role::Manager,
            today: date(TODAY),
            commands: 0,
        }
    }

    /// What comes next is done by this person.
    pub(crate) fn by(mut self, name: &str) -> Self {
        self.person = person(name);
        self
    }

    /// What comes next is done in this role.
    pub(crate) fn in_role(mut self, role: Role) -> Self {
        self.role = role;
        self
    }

    /// What comes next is done on this date.
    pub(crate) fn today(mut self, today: &str) -> Self {
        self.today = date(today);
        self
    }

    /// Given a command that was recorded, with the decisions that it takes.
    pub(crate) fn with(self, command: impl Into<Command>) -> Self {
        let person = self.person;
        let (given, command) = self.decided_by_all(command.into());
        Self { person, ..given.with_only(command) }
    }

    /// Given a command that was recorded as it stands.
    pub(crate) fn with_only(mut self, command: impl Into<Command>) -> Self {
        let command = command.into();
        let outcome = self.decide(&command);
        let outcome = outcome.unwrap_or_else(|r| panic!("given {}: {r}", command.name()));
        self.take_in(outcome);
        self
    }

    /// What comes of a command, recorded nowhere.
    pub(crate) fn decide(&self, command: &Command) -> Result<Outcome, Rejection> {
        let named_text = self.named_text(command);
        decide(&self.state, command, &Context { named_text, ..self.context() })
    }

    /// What the ledger looks up for a command that names a text.
    fn named_text(&self, command: &Command) -> Option<Commitment> {
        let Command::TextErase(erase) = command else { return None };
        let place = usize::try_from(erase.place.revision.number()).unwrap();
        let mut placed = self.events.get(place)?.1.texts().into_iter();
        placed.find_map(|(field, text)| (field == erase.place.field.as_str()).then_some(text))
    }

    /// When a command comes, with the decisions that it takes.
    pub(crate) fn when(&self, command: impl Into<Command>) -> Then {
        let (given, command) = self.clone().decided_by_all(command.into());
        let mut then = given.when_only(command);
        then.after.person = self.person;
        then
    }

    /// When a command comes as it stands.
    pub(crate) fn when_only(&self, command: impl Into<Command>) -> Then {
        let (command, before) = (command.into(), self.state.digest());
        let decided = self.decide(&command);
        assert_eq!(self.state.digest(), before, "a decision left a trace in its base");
        let mut after = self.clone();
        let decided = decided.map(|outcome| {
            let events = outcome.events.clone();
            after.take_in(outcome);
            events
        });
        Then { name: command.name(), decided, after }
    }

    /// Records what was decided, as a ledger does, and meets what the decision foresaw.
    pub(crate) fn take_in(&mut self, outcome: Outcome) {
        let issuer = self.context().issuer;
        for event in outcome.events {
            let revision = self.state.next_revision();
            let cause = Cause { revision, recorded: self.now(), actor: issuer };
            self.state.evolve(&cause, &event).unwrap();
            if let Event::TextsErased(erased) = &event {
                let gone = erased.commitments.iter().copied().map(Commitment::from_digest);
                gone.for_each(|text| drop(self.texts.remove(&text)));
            }
            self.events.push((cause, event));
        }
        assert!(self.state == outcome.after, "the ledger's state is not the decision's");
        for entry in outcome.vault {
            assert!(entry.holds(), "a vault entry does not open its commitment");
            self.texts.insert(entry.commitment, entry.value.unwrap().into());
        }
        self.commands += 1;
    }

    /// Records what was decided, and takes the decision's state for its own: a replay tells whether
    /// that is what the events give. Texts stay, erased or not: so a past sentence can be told again.
    pub(crate) fn take_over(&mut self, outcome: Outcome) {
        let actor = self.context().issuer;
        for event in outcome.events {
            let last = self.events.last().map(|(cause, _)| cause.revision);
            let revision = last.map_or(Revision::FIRST, Revision::next);
            self.events.push((Cause { revision, recorded: self.now(), actor }, event));
        }
        self.state = outcome.after;
        let opened =
            outcome.vault.into_iter().filter_map(|entry| Some((entry.commitment, entry.value?)));
        self.texts.extend(opened.map(|(commitment, value)| (commitment, value.into())));
        self.commands += 1;
    }

    /// What comes next is done by this person, in this role, on this date.
    pub(crate) fn go_on(&mut self, person: PersonId, role: Role, today: Date) {
        (self.person, self.role, self.today) = (person, role, today);
    }

    pub(crate) fn acting(&self) -> PersonId {
        self.person
    }

    pub(crate) fn today_is(&self) -> Date {
        self.today
    }

    fn now(&self) -> Instant {
        let second = u64::try_from(self.commands).unwrap() % 86_400;
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        let now = format!("{}T{hour:02}:{minute:02}:{second:02}.000000Z", self.today);
        now.parse().unwrap()
    }

    /// In what the next command is decided.
    pub(crate) fn context(&self) -> Context {
        let command = uuid::Uuid::from_u128(self.commands + 1);
        Context {
            portfolio: PortfolioId::from(uuid::Uuid::from_u128(1)),
            command: CommandId::from(command),
            correlation: CorrelationId::from(command),
            issuer: Issuer { person: self.person, role: self.role, identity: Identity::Asserted },
            now: self.now(),
            today: self.today,
            named_text: None,
            seed: Salt::new([7; 32]),
        }
    }

    /// The id that the next command's event would have.
    pub(crate) fn next_event(&self, index: usize) -> EventId {
        let context = self.context();
        EventId::of(context.portfolio, context.command, index)
    }

    /// To whom a resource is given on a date and basis.
    pub(crate) fn allocation(&self, name: &str, on: &str, basis: Basis) -> Allocation {
        let resource = &self.state.resource(&resource(name)).unwrap();
        *resource.allocation.at(date(on), basis).unwrap()
    }

    /// Where a resource stands on a date and basis.
    pub(crate) fn place(&self, name: &str, on: &str, basis: Basis) -> schema::SpaceId {
        *self.state.resource(&resource(name)).unwrap().place.at(date(on), basis).unwrap()
    }

    /// Which hub a space serves on a date and basis.
    pub(crate) fn hub_of(&self, name: &str, on: &str, basis: Basis) -> Option<schema::HubId> {
        self.state.space(&space(name)).unwrap().hub.at(date(on), basis).copied().flatten()
    }

    /// On which terms a membership holds on a date and basis.
    pub(crate) fn terms(&self, name: &str, on: &str, basis: Basis) -> Option<MembershipTerms> {
        let membership = self.state.membership(&membership(name))?;
        membership.terms.at(date(on), basis)?.as_deref().cloned()
    }

    /// The digest of a reallocation's proposal as it stands.
    pub(crate) fn digest_of(&self, name: &str) -> Digest {
        self.state.reallocation(&reallocation(name)).unwrap().digest
    }

    /// Where a reallocation stands.
    pub(crate) fn status(&self, name: &str) -> ReallocationStatus {
        self.state.reallocation(&reallocation(name)).unwrap().status
    }

    /// A space on the plan of its level.
    pub(crate) fn on_plan(&self, name: &str, on: &str, basis: Basis) -> SpaceOnPlan {
        let plan = FloorPlan::of(&self.state, level("Ground"), date(on), basis);
        plan.spaces.into_iter().find(|drawn| drawn.id == space(name)).unwrap()
    }

    /// What the history says in English of every event from a revision on.
    pub(crate) fn sentences_from(&self, index: usize) -> Vec<String> {
        self.told_in(Language::English, index)
    }

    /// What the history says in Swedish of every event from a revision on.
    pub(crate) fn swedish_from(&self, index: usize) -> Vec<String> {
        self.told_in(Language::Swedish, index)
    }

    fn told_in(&self, language: Language, index: usize) -> Vec<String> {
        let told = |(cause, event): &(Cause, Event)| {
            sentence(language, event, cause.revision, self.today, &self.state, self)
        };
        self.events[index..].iter().map(told).collect()
    }

    /// What the history says of a thing.
    pub(crate) fn history_of(&self, thing: uuid::Uuid) -> Vec<&'static str> {
        let revisions = self.state.touching(thing, None);
        revisions
            .map(|revision| {
                let index = usize::try_from(revision.number()).unwrap();
                self.events[index].1.type_name()
            })
            .collect()
    }
}

impl Texts for Ledger {
    fn text(&self, commitment: Commitment) -> Option<Arc<str>> {
        self.texts.get(&commitment).cloned()
    }
}

/// What came of a command.
pub(crate) struct Then {
    name: &'static str,
    decided: Result<Vec<Event>, Rejection>,
    after: Ledger,
}

impl Then {
    /// Then these events, by type, and the ledger with them.
    #[track_caller]
    pub(crate) fn gives(self, expected: &[&str]) -> Ledger {
        let events = self.decided.unwrap_or_else(|r| panic!("{} was rejected: {r}", self.name));
        let types: Vec<_> = events.iter().map(Event::type_name).collect();
        assert_eq!(types, expected);
        self.after
    }

    /// Then exactly this event.
    #[track_caller]
    pub(crate) fn gives_event(self, expected: impl Into<Event>) -> Ledger {
        let events = self.decided.unwrap_or_else(|r| panic!("{} was rejected: {r}", self.name));
        assert_eq!(events, [expected.into()]);
        self.after
    }

    /// Then no event, and no rejection either.
    #[track_caller]
    pub(crate) fn changes_nothing(self) {
        self.gives(&[]);
    }

    /// Then a rejection of that code, of what stands at that path.
    #[track_caller]
    pub(crate) fn rejects(self, code: &str, path: &str) {
        let rejection = self.rejection();
        assert_eq!((rejection.reason.code(), rejection.path.as_str()), (code, path), "{rejection}");
    }

    /// Then a rejection.
    #[track_caller]
    pub(crate) fn rejection(self) -> Rejection {
        match self.decided {
            Err(rejection) => rejection,
            Ok(events) => {
                let types: Vec<_> = events.iter().map(Event::type_name).collect();
                panic!("{} was not rejected and gives {types:?}", self.name)
            }
        }
    }
}
