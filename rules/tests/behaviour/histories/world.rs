//! A history in the making: a ledger, what there is in it, and what chooses.

use projections::{Basis, Reallocation, ReallocationStatus, touched_organisations};
use rules::Rejection;
use schema::{
    AllocatedAs, BasisId, BuildingId, Command, CommandId, CostId, Date, Decision, Event, HubId,
    ImportId, InvoiceId, LeaseId, LevelId, MembershipId, OrganisationId, PersonId, PreconditionId,
    ReallocationId, ResourceId, Role, SpaceId, TransitionId, UnitId,
};
use std::{collections::BTreeMap, ops::Range, sync::Arc};

use super::{
    acts::{self, OPEN, actor},
    chance::{Chance, after, before},
};
use crate::common::*;

/// What there is, in the order in which it came.
#[derive(Clone, Default)]
pub(super) struct Things {
    pub(super) persons: Vec<PersonId>,
    pub(super) organisations: Vec<OrganisationId>,
    pub(super) units: Vec<UnitId>,
    pub(super) buildings: Vec<BuildingId>,
    pub(super) levels: Vec<LevelId>,
    pub(super) spaces: Vec<SpaceId>,
    pub(super) resources: Vec<ResourceId>,
    pub(super) hubs: Vec<HubId>,
    pub(super) memberships: Vec<MembershipId>,
    /// Those that are neither done nor taken back, when they are next asked for.
    pub(super) reallocations: Vec<ReallocationId>,
    /// Those of which something is done, once for each move.
    pub(super) carried_out: Vec<ReallocationId>,
    pub(super) transitions: Vec<TransitionId>,
    pub(super) bases: Vec<BasisId>,
    pub(super) imports: Vec<ImportId>,
    pub(super) preconditions: Vec<PreconditionId>,
    pub(super) leases: Vec<LeaseId>,
    pub(super) costs: Vec<CostId>,
    pub(super) invoices: Vec<InvoiceId>,
}

impl Things {
    fn learn(&mut self, event: &Event) {
        match event {
            Event::PersonRegistered(e) => self.persons.push(e.person),
            Event::OrganisationRegistered(e) => self.organisations.push(e.organisation),
            Event::UnitRegistered(e) => self.units.push(e.unit),
            Event::BuildingAdded(e) => self.buildings.push(e.building),
            Event::LevelAdded(e) => self.levels.push(e.level),
            Event::SpaceAdded(e) => self.spaces.push(e.space),
            Event::ResourceAdded(e) => self.resources.push(e.resource),
            Event::HubPlanned(e) => self.hubs.push(e.hub),
            Event::MembershipGranted(e) if !self.memberships.contains(&e.membership) => {
                self.memberships.push(e.membership);
            }
            Event::ReallocationProposed(e) => self.reallocations.push(e.reallocation),
            Event::MoveDone(e) => self.carried_out.push(e.reallocation),
            Event::TransitionStarted(e) => self.transitions.push(e.transition),
            Event::BasisSealed(e) => self.bases.push(e.basis.basis),
            Event::ImportStarted(e) => self.imports.push(e.import),
            Event::PreconditionRequired(e) => self.preconditions.push(e.precondition),
            Event::LeaseSigned(e) => self.leases.push(e.lease),
            Event::CostRecorded(e) => self.costs.push(e.cost),
            Event::InvoiceRecorded(e) => self.invoices.push(e.invoice),
            _ => {}
        }
    }
}

/// How many commands of a kind were recorded, changed nothing, or were rejected.
#[derive(Clone, Debug, Default)]
pub(super) struct Tried {
    pub(super) recorded: usize,
    pub(super) idle: usize,
    /// By the code of the rejection.
    pub(super) rejected: BTreeMap<&'static str, usize>,
}

/// A history in the making.
#[derive(Clone)]
pub(super) struct World {
    pub(super) ledger: Ledger,
    pub(super) chance: Chance,
    pub(super) things: Things,
    /// The events of each command, from the first.
    pub(super) commits: Vec<(CommandId, Range<usize>)>,
    pub(super) tried: BTreeMap<&'static str, Tried>,
    /// Whether somebody sometimes acts in a role that may not.
    pub(super) may_err: bool,
    named: usize,
}

impl World {
    pub(super) fn new(seed: u64) -> Self {
        let ledger = occupied();
        let mut things = Things::default();
        things.persons.extend(["Proposer", "Decider", "Third"].map(person));
        ledger.events.iter().for_each(|(_, event)| things.learn(event));
        let id = CommandId::from(uuid::Uuid::from_u128(u128::MAX));
        let commits = vec![(id, 0..ledger.events.len())];
        let (chance, tried) = (Chance::new(seed), BTreeMap::new());
        Self { ledger, chance, things, commits, tried, may_err: true, named: 0 }
    }

    /// Tries one more command, and lets time pass.
    pub(super) fn go_on(&mut self) {
        let mut today = self.today();
        if self.chance.percent(7) {
            today = after(today, 1 + self.chance.below(2));
        }
        self.pass_to(today);
        if let Some(command) = acts::next(self) {
            self.send(command);
        }
    }

    /// Time passes up to a date.
    pub(super) fn pass_to(&mut self, today: Date) {
        self.ledger.go_on(person("Proposer"), Role::Administrator, today);
    }

    /// Sends a command, by a person who may send it; whether it was recorded.
    pub(super) fn send(&mut self, command: Command) -> bool {
        self.sent(command).unwrap_or(false)
    }

    /// Sends a command, by a person who may send it; whether it was recorded, or why not.
    pub(super) fn sent(&mut self, command: Command) -> Result<bool, Rejection> {
        let (person, role) = actor(self, &command);
        let today = self.today();
        self.ledger.go_on(person, role, today);
        let command = self.with_decisions(command);
        let context = self.ledger.context();
        let decided = self.ledger.decide(&command);
        let tried = self.tried.entry(command.name()).or_default();
        match decided {
            Ok(outcome) if outcome.events.is_empty() => tried.idle += 1,
            Ok(outcome) => {
                tried.recorded += 1;
                outcome.events.iter().for_each(|event| self.things.learn(event));
                let first = self.ledger.events.len();
                self.commits.push((context.command, first..first + outcome.events.len()));
                self.ledger.take_over(outcome);
                return Ok(true);
            }
            Err(rejection) => {
                *tried.rejected.entry(rejection.reason.code()).or_default() += 1;
                return Err(rejection);
            }
        }
        Ok(false)
    }

    /// Memberships and leases are decided on by both sides.
    fn with_decisions(&mut self, command: Command) -> Command {
        let of_both = matches!(
            command,
            Command::MembershipGrant(_)
                | Command::MembershipChange(_)
                | Command::MembershipEnd(_)
                | Command::LeaseSign(_)
                | Command::LeaseAmend(_)
                | Command::LeaseNotice(_)
                | Command::LeaseEnd(_)
                | Command::LeaseContinue(_)
        );
        if !of_both {
            return command;
        }
        let ledger = std::mem::replace(&mut self.ledger, Ledger::empty());
        let (ledger, command) = ledger.decided_by_all(command);
        self.ledger = ledger;
        command
    }

    pub(super) fn today(&self) -> Date {
        self.ledger.today_is()
    }

    /// A name that nothing has.
    pub(super) fn new_name(&mut self, kind: &str) -> String {
        self.named += 1;
        format!("{kind} {}", self.named)
    }

    /// A date on which something is said to hold, mostly soon.
    pub(super) fn date(&mut self) -> Date {
        let today = self.today();
        match self.chance.below(20) {
            0 => before(today, self.chance.below(700)),
            1..=3 => before(today, self.chance.below(40)),
            4..=9 => today,
            _ => after(today, self.chance.below(120)),
        }
    }

    /// A date on which something was done: not later than today.
    pub(super) fn past(&mut self) -> Date {
        let today = self.today();
        if self.chance.percent(70) { today } else { before(today, self.chance.below(30)) }
    }

    /// A date long before everything that happens now, on which things were there.
    pub(super) fn long_ago(&mut self) -> Date {
        before(self.today(), 60 + self.chance.below(60))
    }

    pub(super) fn organisation(&mut self) -> OrganisationId {
        let state = &self.ledger.state;
        let lasting = |id: OrganisationId| state.organisation(&id).unwrap().retired.is_none();
        let found = self.chance.recent(&self.things.organisations, lasting);
        found.unwrap_or_else(|| organisation("Region"))
    }

    pub(super) fn unit(&mut self) -> UnitId {
        let state = &self.ledger.state;
        let lasting = |id: UnitId| state.unit(&id).unwrap().retired.is_none();
        self.chance.recent(&self.things.units, lasting).unwrap_or_else(|| unit("Clinic"))
    }

    pub(super) fn building(&mut self) -> BuildingId {
        let state = &self.ledger.state;
        let lasting = |id: BuildingId| state.building(&id).unwrap().retired.is_none();
        self.chance.recent(&self.things.buildings, lasting).unwrap_or_else(|| building("House"))
    }

    pub(super) fn level(&mut self) -> LevelId {
        let state = &self.ledger.state;
        let lasting = |id: LevelId| state.level(&id).unwrap().retired.is_none();
        self.chance.recent(&self.things.levels, lasting).unwrap_or_else(|| level("Ground"))
    }

    pub(super) fn space(&mut self) -> SpaceId {
        let state = &self.ledger.state;
        let lasting = |id: SpaceId| state.space(&id).unwrap().retired.is_none();
        self.chance.recent(&self.things.spaces, lasting).unwrap_or_else(|| space("Open"))
    }

    pub(super) fn resource(&mut self) -> ResourceId {
        self.resource_where(|_| true).unwrap_or_else(|| resource("W1"))
    }

    pub(super) fn resource_where(
        &mut self,
        fits: impl Fn(&projections::Resource) -> bool,
    ) -> Option<ResourceId> {
        let state = &self.ledger.state;
        self.chance.recent(&self.things.resources, |id| {
            let known = state.resource(&id).unwrap();
            known.retired.is_none() && fits(known)
        })
    }

    pub(super) fn hub(&mut self) -> HubId {
        let state = &self.ledger.state;
        let lasting = |id: HubId| state.hub(&id).unwrap().closed.is_none();
        self.chance.recent(&self.things.hubs, lasting).unwrap_or_else(|| hub("Node"))
    }

    /// A hub that is to open within a month or is open, and has a space; or any.
    pub(super) fn hub_in_use(&mut self) -> HubId {
        let soon = after(self.today(), 30);
        let in_use = |id: HubId| {
            let hub = self.ledger.state.hub(&id).unwrap();
            let serves = !self.spaces_of(id, soon).is_empty();
            hub.closed.is_none() && hub.is_open(soon, Basis::Planned) && serves
        };
        let mut chance = self.chance.clone();
        let found = chance.recent(&self.things.hubs, in_use);
        self.chance = chance;
        found.unwrap_or_else(|| self.hub())
    }

    pub(super) fn membership(&mut self) -> MembershipId {
        let found = self.chance.recent(&self.things.memberships, |_| true);
        found.unwrap_or_else(|| membership("M"))
    }

    /// A reallocation of one of these states.
    pub(super) fn reallocation(
        &mut self,
        statuses: &[ReallocationStatus],
    ) -> Option<Arc<Reallocation>> {
        let state = &self.ledger.state;
        let status = |id: &ReallocationId| state.reallocation(id).unwrap().status;
        self.things.reallocations.retain(|id| OPEN.contains(&status(id)));
        let all = self.things.reallocations.iter().copied();
        let fitting: Vec<_> = all.filter(|id| statuses.contains(&status(id))).collect();
        let found = if fitting.is_empty() { None } else { Some(self.chance.one(&fitting)) };
        state.reallocation(&found?).cloned()
    }

    /// A space that serves a hub today or is planned to.
    pub(super) fn space_of(&mut self, hub: HubId) -> Option<SpaceId> {
        let ever = self.ledger.state.spaces_ever_of(hub).filter(|space| space.retired.is_none());
        let spaces: Vec<SpaceId> = ever.map(|space| space.id).collect();
        if spaces.is_empty() { None } else { Some(self.chance.one(&spaces)) }
    }

    /// The spaces that are planned to serve a hub on a date and can take workstations then.
    pub(super) fn spaces_of(&self, hub: HubId, on: Date) -> Vec<SpaceId> {
        let spaces = self.ledger.state.spaces_ever_of(hub).filter(|space| {
            let serves = space.hub.at(on, Basis::Planned) == Some(&Some(hub));
            let described = space.descriptions.nearest(on);
            let takes = described
                .is_some_and(|described| described.category.allocated_as() != AllocatedAs::Common);
            let usable = !space.is_lost(on) && !space.is_released(on, Basis::Planned);
            serves && takes && usable && space.retired.is_none()
        });
        spaces.map(|space| space.id).collect()
    }

    /// A board's decision.
    pub(super) fn decided_by(&mut self, organisation: OrganisationId) -> Decision {
        let today = self.today();
        Decision { organisation, ..decision("Region", &today.to_string()) }
    }

    /// Who is touched by a proposal and has not decided on it.
    pub(super) fn waiting_for(&self, known: &Reallocation) -> Vec<OrganisationId> {
        let state = &self.ledger.state;
        let decided: Vec<OrganisationId> =
            known.decisions_as_it_stands().map(|decided| decided.organisation).collect();
        let touched = touched_organisations(state, known).into_keys();
        let standing =
            touched.map(|organisation| state.organisation_on(organisation, self.today()));
        standing.filter(|organisation| !decided.contains(organisation)).collect()
    }
}
