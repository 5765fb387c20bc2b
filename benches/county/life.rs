//! What goes on in the county once it is set up: people move in and out, rooms are renamed, lists
//! come, hubs take over floors.

use projections::{
    Allocation, Basis, Portfolio, ReallocationStatus, Resource, touched_organisations,
};
use schema::{
    AllocationAssign, AllocationEnd, CapacitySource, Change, Command, Date, Fate, HubCapacity,
    HubSetCapacity, ImportCounts, ImportPart, MembershipChange, Move, PersonId, ProposalDraft,
    ReallocationApprove, ReallocationId, ReallocationPropose, ReallocationReport, ResourceId,
    ResourceRevise, SpaceRevise, Subject, UnitRevise,
};
use std::collections::{BTreeSet, VecDeque};

use super::{
    name,
    random::{Random, id},
};
use crate::county;

/// Changes in one list.
const LIST: usize = 60;
/// Reallocations under way at the same time.
const UNDER_WAY: usize = 40;
/// Reallocations in all: half the workplaces stay as they are.
const REALLOCATIONS: u64 = county::WORKPLACES / 2;

/// The county's days.
pub(crate) struct Life {
    random: Random,
    lists: u64,
    reallocations: u64,
    under_way: VecDeque<ReallocationId>,
}

impl Life {
    pub(crate) fn new() -> Self {
        Self { random: Random::new(4), lists: 0, reallocations: 0, under_way: VecDeque::new() }
    }

    /// What happens next, and who asks for it.
    pub(crate) fn next(&mut self, state: &Portfolio, today: Date) -> (PersonId, Vec<Command>) {
        let mut by = county::proposer();
        let commands = match self.random.below(1_000) {
            0..8 => self.list(state, today),
            8..400 => self.allocation(state, today).into_iter().collect(),
            400..600 => vec![self.desk(today).into()],
            600..780 => vec![self.space(today).into()],
            780..820 => vec![self.unit(today).into()],
            820..850 => vec![self.membership(today).into()],
            850..860 => vec![self.capacity(today).into()],
            _ => {
                let (person, command) = self.reallocation(state, today);
                by = person;
                command.into_iter().collect()
            }
        };
        (by, commands)
    }

    /// A list of changes, read in.
    fn list(&mut self, state: &Portfolio, today: Date) -> Vec<Command> {
        let (mut parts, mut given, mut changed) = (Vec::new(), 0, 0);
        let mut named = BTreeSet::new();
        while parts.len() < LIST {
            let part = match self.random.below(10) {
                0..5 => match self.allocation(state, today) {
                    Some(Command::AllocationAssign(assign)) if named.insert(assign.resource) => {
                        assign.into()
                    }
                    Some(Command::AllocationEnd(end)) if named.insert(end.resource) => end.into(),
                    _ => continue,
                },
                5..8 => ImportPart::from(self.desk(today)),
                _ => ImportPart::from(self.space(today)),
            };
            *(if matches!(part, ImportPart::Allocation(_)) { &mut given } else { &mut changed }) +=
                1;
            parts.push(part);
        }
        self.lists += 1;
        let expected = ImportCounts { allocations: given, changed, ..ImportCounts::NONE };
        county::delivered("list", self.lists, None, today, expected, &parts)
    }

    /// A desk that somebody leaves, or gets.
    fn allocation(&mut self, state: &Portfolio, today: Date) -> Option<Command> {
        let (building, desk) = county::any_desk_of(&mut self.random);
        let known = state.resource(&desk).filter(|known| known.allocation.pending().is_empty())?;
        match known.allocation.at(today, Basis::Actual)? {
            Allocation::Fixed(_) => Some(AllocationEnd { resource: desk, from: today }.into()),
            Allocation::Vacant => {
                let unit = county::unit_of(building, self.random.below(u64::MAX));
                Some(AllocationAssign { resource: desk, unit, from: today }.into())
            }
            Allocation::Flexible(_) => None,
        }
    }

    fn desk(&mut self, from: Date) -> ResourceRevise {
        ResourceRevise {
            resource: county::any_desk(&mut self.random),
            from,
            owner: None,
            number: Change::Set(format!("W{}", self.random.below(100_000)).parse().unwrap()),
            name: Change::Keep,
            grade: None,
            position: Change::Keep,
        }
    }

    fn space(&mut self, from: Date) -> SpaceRevise {
        SpaceRevise {
            space: county::any_space(&mut self.random),
            from,
            number: Change::Keep,
            name: Change::Set(name(&format!("Room {}", self.random.below(100_000)))),
            function: Change::Keep,
            category: None,
            polygon: Change::Keep,
            height_mm: Change::Keep,
            areas: None,
            seats: Change::Set(u32::try_from(self.random.below(30)).unwrap()),
            codes: None,
        }
    }

    fn unit(&mut self, from: Date) -> UnitRevise {
        UnitRevise {
            unit: county::any_unit(&mut self.random),
            from,
            name: None,
            parent: Change::Keep,
            headcount: Some(u32::try_from(self.random.below(200)).unwrap()),
            attendance: Change::Keep,
            municipality: Change::Keep,
        }
    }

    fn membership(&mut self, from: Date) -> MembershipChange {
        let (membership, number) = county::any_membership(&mut self.random);
        MembershipChange {
            membership,
            from,
            terms: county::terms(u32::try_from(10 + self.random.below(40)).unwrap()),
            decisions: county::decisions(number, from),
        }
    }

    fn capacity(&mut self, from: Date) -> HubSetCapacity {
        let people = u32::try_from(1_000 + self.random.below(1_000)).unwrap();
        let hub = county::hub(self.random.below(crate::BUILDINGS));
        let capacity = HubCapacity::new(people, CapacitySource::Fire, from).unwrap();
        HubSetCapacity { hub, from, capacity }
    }

    /// The next step of the reallocation that has waited longest, or a new one.
    fn reallocation(&mut self, state: &Portfolio, today: Date) -> (PersonId, Option<Command>) {
        if self.under_way.len() < UNDER_WAY && self.reallocations < REALLOCATIONS {
            return (county::proposer(), self.propose(state, today));
        }
        let Some(id) = self.under_way.pop_front() else { return (county::proposer(), None) };
        let Some(known) = state.reallocation(&id) else { return (county::proposer(), None) };
        match known.status {
            ReallocationStatus::Proposed => {
                self.under_way.push_back(id);
                let approving = state.approving(known);
                let touched = touched_organisations(state, known);
                let next = touched.into_keys().find(|touched| !approving.contains(touched));
                let Some(organisation) = next else { return (county::decider(), None) };
                let approve = ReallocationApprove {
                    reallocation: id,
                    digest: known.digest,
                    decision: county::decision(organisation, today),
                    reason: None,
                    to_be_confirmed: false,
                };
                (county::decider(), Some(approve.into()))
            }
            ReallocationStatus::Approved => {
                self.under_way.push_back(id);
                let moves = known.pending_moves().map(|planned| planned.number).take(6).collect();
                let report = ReallocationReport { reallocation: id, on: today, moves };
                (county::proposer(), Some(report.into()))
            }
            _ => (county::proposer(), None),
        }
    }

    /// A step of a reallocation that was rejected is not tried again.
    pub(crate) fn let_be(&mut self, rejected: &Command) {
        let reallocation = match rejected {
            Command::ReallocationPropose(command) => command.reallocation,
            Command::ReallocationApprove(command) => command.reallocation,
            Command::ReallocationReport(command) => command.reallocation,
            _ => return,
        };
        self.under_way.retain(|under_way| *under_way != reallocation);
    }

    /// A workplace and what stands in it and is not flexible yet joins its building's hub.
    fn propose(&mut self, state: &Portfolio, today: Date) -> Option<Command> {
        // Every second, so that each comes once; the lounge is in the hub already.
        let place = self.reallocations * 2 + 1;
        self.reallocations += 1;
        let reallocation = id("reallocation", self.reallocations);
        let (building, space) = county::workplace(place);
        let hub = county::hub(building);
        let subjects =
            county::desks(place).filter(|desk| joins(state, desk, today)).map(Subject::Resource);
        let moves = std::iter::once(Subject::Space(space)).chain(subjects);
        let moves = (1..).zip(moves).map(|(number, subject)| Move {
            number,
            subject,
            fate: Fate::Converted { hub },
            planned_on: today,
        });
        self.under_way.push_back(reallocation);
        let title = name(&format!("Workplace {place} joins the hub"));
        let (reason, memberships) = (Some(name("It stands half empty")), Vec::new());
        let proposal = ProposalDraft {
            title,
            reason,
            moves: moves.collect(),
            memberships,
            transition: None,
            reverses: None,
        };
        Some(ReallocationPropose { reallocation, proposal }.into())
    }
}

fn joins(state: &Portfolio, desk: &ResourceId, today: Date) -> bool {
    let held = |known: &Resource| known.allocation.at(today, Basis::Actual).copied();
    let held = state.resource(desk).and_then(|known| held(known));
    matches!(held, Some(Allocation::Fixed(_) | Allocation::Vacant))
}
