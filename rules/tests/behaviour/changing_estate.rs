//! What holds whatever becomes of rooms, units and organisations: random splits, mergers, redrawings,
//! moves, counts, reorganisations and ends, at dates in any order of recording.

use crate::common::*;
use crate::properties::{
    Choices, approved_is_planned, config, each_resource_is_given_and_stands_once,
    hubs_keep_what_they_promise, replayed, sequences, spaces_are_used_in_one_way, unmarked,
};
use projections::{
    Allocation, Basis, FloorPlan, Portfolio, ReallocationStatus::Approved, sentence,
};
use proptest::test_runner::{TestError, TestRunner};
use schema::{
    AllocationFate, Category, Command, Date, Destination, ReshapedSpace, ResourceFate, ResourceId,
    SpaceId, SpaceReshape, UnitId, UnitRegister, UnitRevise, UnitsReorganise,
};
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
};

const DATES: [&str; 8] = [
    "2026-01-01",
    "2026-02-01",
    "2026-03-01",
    "2026-04-01",
    "2026-05-01",
    "2026-07-01",
    "2026-09-01",
    "2027-01-01",
];
const SPACES: [&str; 10] = ["Open", "Lounge", "Cell", "P1", "P2", "P3", "P4", "P5", "P6", "P7"];
const RESOURCES: [&str; 8] = ["W1", "W2", "W3", "A1", "Room", "Desk", "N1", "N2"];
const UNITS: [&str; 8] = ["Schools", "Library", "Clinic", "U1", "U2", "U3", "U4", "U5"];
const ORGANISATIONS: [&str; 5] = ["Region", "Town", "Stranger", "O1", "O2"];
const HUBS: [&str; 2] = ["Node", "Annex"];
const MEMBERSHIPS: [&str; 3] = ["M", "N", "O"];
const REALLOCATIONS: [&str; 2] = ["R", "S"];
const BASES: [Basis; 2] = [Basis::Actual, Basis::Planned];

fn dates() -> impl Iterator<Item = Date> {
    DATES.into_iter().map(date).chain([date("2026-06-15"), date("2030-01-01")])
}

/// The first of the names, from a random one on, that is there or is not.
fn name<'n>(choices: &mut Choices<'_>, of: &[&'n str], fits: impl Fn(&str) -> bool) -> &'n str {
    let first = choices.below(of.len());
    let mut turned = of.iter().cycle().skip(first).take(of.len());
    turned.find(|name| fits(name)).copied().unwrap_or(of[first])
}

impl Choices<'_> {
    fn space_there(&mut self, ledger: &Ledger) -> &'static str {
        name(self, &SPACES, |n| {
            ledger.state.space(&space(n)).is_some_and(|space| space.retired.is_none())
        })
    }

    fn space_unused(&mut self, ledger: &Ledger) -> &'static str {
        name(self, &SPACES, |n| ledger.state.space(&space(n)).is_none())
    }

    fn unit_there(&mut self, ledger: &Ledger) -> &'static str {
        name(self, &UNITS, |n| {
            ledger.state.unit(&unit(n)).is_some_and(|unit| unit.retired.is_none())
        })
    }

    fn unit_unused(&mut self, ledger: &Ledger) -> &'static str {
        name(self, &UNITS, |n| ledger.state.unit(&unit(n)).is_none())
    }

    fn organisation_there(&mut self, ledger: &Ledger) -> &'static str {
        name(self, &ORGANISATIONS, |n| {
            let known = ledger.state.organisation(&organisation(n));
            known.is_some_and(|known| known.retired.is_none())
        })
    }

    fn on(&mut self) -> &'static str {
        self.one(&DATES)
    }

    fn fate(&mut self, ledger: &Ledger) -> ResourceFate {
        let named = self.one(&RESOURCES);
        match self.below(4) {
            0 => gone(named),
            1 => retires(named, Some(AllocationFate::GoesTo(resource(self.one(&RESOURCES))))),
            _ => goes(named, self.space_there(ledger)),
        }
    }

    fn reshaping(&mut self, ledger: &Ledger) -> SpaceReshape {
        let from = self.on();
        let spaces: Vec<&str> = (0..=self.below(2)).map(|_| self.space_there(ledger)).collect();
        let mut into: Vec<ReshapedSpace> = Vec::new();
        let unused = self.space_unused(ledger);
        for nth in 0..=self.below(2) {
            let category = [Category::OpenWorkplace, Category::Cell][self.below(5) / 4];
            into.push(match self.below(3) {
                0 => kept(spaces[nth % spaces.len()], from),
                _ if nth == 0 => new_space(unused, category, from),
                _ => new_space(self.space_unused(ledger), category, from),
            });
        }
        let rest = into[self.below(into.len())].space();
        let resources = (0..self.below(3)).map(|_| {
            let fate = self.fate(ledger);
            match fate.destination {
                Destination::MovesTo(_) => {
                    let to = into[self.below(into.len())].space();
                    ResourceFate { destination: Destination::MovesTo(to), ..fate }
                }
                Destination::Retires { .. } => fate,
            }
        });
        let resources = resources.collect();
        let rest = (self.below(6) > 0).then_some(rest);
        SpaceReshape { rest, resources, ..reshape(&spaces, into, from) }
    }

    fn reorganisation(&mut self, ledger: &Ledger) -> UnitsReorganise {
        let from = self.on();
        let units: Vec<&str> = (0..=self.below(2)).map(|_| self.unit_there(ledger)).collect();
        let mut into = Vec::new();
        let mut register: Vec<UnitRegister> = Vec::new();
        for nth in 0..self.below(3) {
            match self.below(3) {
                0 => into.push(units[nth % units.len()]),
                1 => into.push(self.unit_there(ledger)),
                _ => {
                    let new = self.unit_unused(ledger);
                    if !into.contains(&new) {
                        into.push(new);
                        register.push(register_unit(new, self.organisation_there(ledger), from));
                    }
                }
            }
        }
        let rest = into.first().filter(|_| self.below(6) > 0).map(|first| unit(first));
        let to = |choices: &mut Choices<'_>| {
            let nth = choices.below(into.len() + 1);
            into.get(nth).copied()
        };
        let mut allocations = Vec::new();
        if self.below(2) == 0 {
            allocations.push(heir(self.one(&RESOURCES), to(self)));
        }
        let mut memberships = Vec::new();
        if self.below(3) == 0 {
            memberships.push(member_heir(self.one(&MEMBERSHIPS), to(self)));
        }
        let asked = reorganise(&units, &into, from);
        let mut asked = UnitsReorganise { rest, register, allocations, memberships, ..asked };
        if self.below(8) == 0 {
            asked = withdrawing(self.one(&REALLOCATIONS), asked);
        }
        asked
    }

    fn of_the_estate(&mut self, ledger: &Ledger) -> Command {
        match self.below(12) {
            0..=3 => self.reshaping(ledger).into(),
            4 | 5 => {
                move_resources(&[self.one(&RESOURCES)], self.space_there(ledger), self.on()).into()
            }
            6 | 7 => count_workstations(self.space_there(ledger), self.on(), self.small(5)).into(),
            8 => {
                let fate = self.fate(ledger).destination;
                let allocation = match fate {
                    Destination::Retires { allocation } => allocation,
                    Destination::MovesTo(_) => None,
                };
                let retire = retire_resource(self.one(&RESOURCES), self.on());
                schema::ResourceRetire { allocation, ..retire }.into()
            }
            9 => {
                let fates = (0..self.below(3)).map(|_| self.fate(ledger)).collect();
                let retire = retire_with(self.space_there(ledger), self.on(), fates);
                schema::SpaceRetire { leaves_hub: self.below(2) == 0, ..retire }.into()
            }
            10 => add_workstation(["N1", "N2"][self.below(2)], self.space_there(ledger), self.on())
                .into(),
            _ => {
                let owner = Some(organisation(self.organisation_there(ledger)));
                if self.below(2) == 0 {
                    let revise = revise_resource(self.one(&RESOURCES), self.on());
                    schema::ResourceRevise { owner, ..revise }.into()
                } else {
                    let name = Some(text(self.one(&["Nod", "Noden"])));
                    let host = owner.filter(|_| self.below(2) == 0);
                    schema::HubRevise { name, host, ..revise_hub(self.one(&HUBS), self.on()) }
                        .into()
                }
            }
        }
    }

    fn of_the_organisations(&mut self, ledger: &Ledger) -> Command {
        match self.below(12) {
            0..=4 => self.reorganisation(ledger).into(),
            5 | 6 => {
                let parent = (self.below(2) == 0).then(|| self.unit_there(ledger));
                let to = self.organisation_there(ledger);
                let moved = move_unit(self.unit_there(ledger), to, parent, self.on());
                let above = parent.and_then(|parent| ledger.state.unit(&unit(parent)));
                let above = above.and_then(|above| above.descriptions.at(moved.from));
                let organisation = above.map_or(moved.organisation, |above| above.organisation);
                schema::UnitMove { organisation, ..moved }.into()
            }
            7 => {
                let new = self.unit_unused(ledger);
                register_unit(new, self.organisation_there(ledger), self.on()).into()
            }
            8 => place_unit(self.unit_there(ledger), self.on(), self.unit_there(ledger)).into(),
            9 => {
                let headcount = Some(self.small(90));
                UnitRevise { headcount, ..revise_unit(self.unit_there(ledger), self.on()) }.into()
            }
            10 => {
                let successor = (self.below(5) > 0).then(|| self.organisation_there(ledger));
                end_organisation(self.organisation_there(ledger), self.on(), successor).into()
            }
            _ => register_organisation(self.one(&["O1", "O2"]), self.on()).into(),
        }
    }

    fn of_the_network(&mut self, ledger: &Ledger) -> Command {
        match self.below(16) {
            0..=3 => assign(self.one(&RESOURCES), self.unit_there(ledger), self.on()).into(),
            4 => end_allocation(self.one(&RESOURCES), self.on()).into(),
            5 => hub_gains(self.one(&HUBS), self.space_there(ledger), self.on()).into(),
            6 => hub_loses(self.one(&HUBS), self.space_there(ledger), self.on()).into(),
            7 | 8 => {
                let (hub, unit) = (self.one(&HUBS), self.unit_there(ledger));
                grant(self.one(&MEMBERSHIPS), hub, unit, self.on(), shared(self.small(3) + 1))
                    .into()
            }
            9 | 10 => {
                let (on, into) = (self.on(), self.space_there(ledger));
                let made = match self.below(3) {
                    0 => convert_space(1, self.space_there(ledger), "Node", on),
                    1 => convert(1, self.one(&RESOURCES), "Node", on),
                    _ => relocate(1, self.one(&RESOURCES), "Node", into, on),
                };
                let unit = self.unit_there(ledger);
                let brought = bring(self.one(&MEMBERSHIPS), "Node", unit, self.on(), shared(1));
                propose(self.one(&REALLOCATIONS), &[made], &[brought]).into()
            }
            11..=13 => {
                let name = self.one(&REALLOCATIONS);
                let known = ledger.state.reallocation(&reallocation(name));
                let digest = known.map_or(schema::Digest::of(b""), |known| known.digest);
                approve(name, digest).into()
            }
            14 => {
                let is_approved = |n: &&str| {
                    let known = ledger.state.reallocation(&reallocation(n));
                    known.is_some_and(|known| known.status == Approved)
                };
                let name = REALLOCATIONS.into_iter().find(is_approved).unwrap_or("R");
                report(name, self.on(), &[1]).into()
            }
            _ => withdraw(self.one(&REALLOCATIONS)).into(),
        }
    }

    fn change(&mut self, ledger: &Ledger) -> Command {
        match self.below(8) {
            0..=2 => self.of_the_estate(ledger),
            3 | 4 => self.of_the_organisations(ledger),
            _ => self.of_the_network(ledger),
        }
    }
}

fn beginning() -> Ledger {
    occupied().with(grant("M", "Node", "Schools", "2026-03-01", shared(2))).today("2026-03-01")
}

/// What exists stands in a space that exists, and is given to a unit that exists.
fn nothing_is_orphaned(state: &Portfolio, today: Date) {
    for on in dates() {
        for basis in BASES {
            for resource in state.resources().values().filter(|resource| resource.exists(on)) {
                let place = resource.place.at(on, basis).unwrap();
                let stands = state.space(place).unwrap().exists(on);
                assert!(stands, "{:?} in {place:?} on {on} {basis:?}", resource.id);
                if let Allocation::Fixed(unit) = resource.allocation.at(on, basis).unwrap() {
                    let there = state.unit(unit).unwrap().exists(on);
                    assert!(there, "{:?} with {unit:?} on {on} {basis:?}", resource.id);
                }
            }
            for membership in state.memberships().values() {
                if let Some(Some(_)) = membership.terms.at(on, basis) {
                    let unit = membership.unit(on);
                    let there = state.unit(&unit).unwrap().exists(on);
                    // What was planned for a date before today was not done then.
                    let told = basis == Basis::Planned && on < today;
                    assert!(there || told, "{:?} with {unit:?} on {on} {basis:?}", membership.id);
                }
            }
        }
    }
}

/// A unit is of an organisation that exists, which is that of the unit above it.
fn units_are_in_their_organisation(state: &Portfolio) {
    for on in dates() {
        for unit in state.units().values().filter(|unit| unit.exists(on)) {
            let known = unit.descriptions.at(on).unwrap();
            let organisation = state.organisation(&known.organisation).unwrap();
            assert!(organisation.exists(on), "{:?} of {:?} on {on}", unit.id, organisation.id);
            let (mut above, mut seen) = (known.parent, BTreeSet::from([unit.id]));
            while let Some(parent) = above {
                assert!(seen.insert(parent), "{:?} is part of itself on {on}", unit.id);
                let parent = state.unit(&parent).unwrap();
                assert!(parent.exists(on), "{:?} under {:?} on {on}", unit.id, parent.id);
                let described = parent.descriptions.at(on).unwrap();
                assert_eq!(described.organisation, known.organisation, "{:?} on {on}", unit.id);
                above = described.parent;
            }
        }
    }
}

/// Whatever is owned is owned by an organisation that exists.
fn owners_exist(state: &Portfolio) {
    for on in dates() {
        let exists = |owner| state.organisation(&owner).unwrap().exists(on);
        for building in state.buildings().values().filter(|building| building.exists(on)) {
            assert!(exists(state.building_owner(building, on).unwrap()), "{:?} {on}", building.id);
        }
        for resource in state.resources().values().filter(|resource| resource.exists(on)) {
            assert!(exists(state.resource_owner(resource, on).unwrap()), "{:?} {on}", resource.id);
        }
        for hub in state.hubs().values() {
            let begun = hub.descriptions.begins().is_some_and(|begins| begins <= on);
            if begun && !hub.is_closed(on) {
                assert!(exists(state.hub_host(hub, on)), "{:?} {on}", hub.id);
            }
        }
    }
}

fn standing(state: &Portfolio, spaces: &BTreeSet<SpaceId>, on: Date) -> BTreeSet<ResourceId> {
    let there = state.resources().values().filter(|resource| resource.exists(on));
    let here =
        there.filter(|resource| spaces.contains(resource.place.at(on, Basis::Actual).unwrap()));
    here.map(|resource| resource.id).collect()
}

/// What stood in the spaces that were stands in their successors, but for what was told to go.
fn lineage_conserves_resources(before: &Portfolio, asked: &SpaceReshape, after: &Portfolio) {
    let former: BTreeSet<SpaceId> = asked.spaces.iter().copied().collect();
    let into: BTreeSet<SpaceId> = asked.into.iter().map(ReshapedSpace::space).collect();
    let mut expected = standing(before, &former, asked.from);
    for fate in &asked.resources {
        let stays = match fate.destination {
            Destination::MovesTo(to) => into.contains(&to),
            Destination::Retires { .. } => false,
        };
        if !stays {
            assert!(expected.remove(&fate.resource), "{fate:?} did not stand there");
        }
    }
    assert_eq!(standing(after, &into, asked.from), expected, "{asked:?}");
    let gone = |fate: &&ResourceFate| matches!(fate.destination, Destination::Retires { .. });
    let retired: BTreeSet<ResourceId> =
        asked.resources.iter().filter(gone).map(|fate| fate.resource).collect();
    for on in dates() {
        let all = |state: &Portfolio| -> BTreeSet<ResourceId> {
            let there = state.resources().values().filter(|resource| resource.exists(on));
            there.map(|resource| resource.id).collect()
        };
        let (was, is) = (all(before), all(after));
        let missing: BTreeSet<_> = was.difference(&is).copied().collect();
        assert!(missing.is_subset(&retired) && is.is_subset(&was), "{asked:?} on {on}");
    }
}

/// What the units had is with their successors, but for what was told to end.
fn succession_conserves_allocations(
    before: &Portfolio,
    asked: &UnitsReorganise,
    after: &Portfolio,
) {
    let units: BTreeSet<UnitId> = asked.units.iter().copied().collect();
    let into: BTreeSet<UnitId> = asked.into.iter().copied().collect();
    let named: BTreeMap<ResourceId, Option<UnitId>> =
        asked.allocations.iter().map(|heir| (heir.resource, heir.unit)).collect();
    for on in dates().filter(|on| *on >= asked.from) {
        for (id, resource) in before.resources() {
            let was = resource.allocation.at(on, Basis::Actual).copied();
            let is = after.resource(id).unwrap().allocation.at(on, Basis::Actual).copied();
            let Some(Allocation::Fixed(unit)) = was.filter(|_| resource.exists(on)) else {
                if resource.exists(on) {
                    assert_eq!(was, is, "{asked:?} on {on}");
                }
                continue;
            };
            let expected = match named.get(id).filter(|_| units.contains(&unit)) {
                Some(None) => Some(Allocation::Vacant),
                Some(Some(heir)) => Some(Allocation::Fixed(*heir)),
                None if units.contains(&unit) && !into.contains(&unit) => {
                    let heir = asked.rest.or_else(|| into.first().copied()).unwrap();
                    Some(Allocation::Fixed(heir))
                }
                None => was,
            };
            assert_eq!(is, expected, "{id:?} on {on}, {asked:?}");
        }
        for (id, membership) in before.memberships() {
            let held = |state: &Portfolio| {
                let known = state.membership(id)?;
                known.terms.at(on, Basis::Planned)?.as_ref().map(|_| known.unit(on))
            };
            let Some(was) = held(before) else { continue };
            let goes_on = !units.contains(&was) || into.contains(&was);
            let is = held(after);
            let named = asked.memberships.iter().any(|heir| heir.membership == *id);
            let withdrawn = membership.reallocation.is_some_and(|r| asked.withdraw.contains(&r));
            let expected =
                if goes_on { is == Some(was) } else { is.is_some_and(|u| into.contains(&u)) };
            assert!(expected || named || withdrawn, "{id:?} on {on}, {asked:?}");
        }
    }
}

fn plans(state: &Portfolio, until: Option<Date>) -> Vec<FloorPlan> {
    let before = dates().filter(|on| until.is_none_or(|until| *on < until));
    let ask = |on| BASES.map(|basis| FloorPlan::of(state, level("Ground"), on, basis));
    before.flat_map(ask).map(unmarked).collect()
}

fn from_when(command: &Command) -> Option<Date> {
    match command {
        Command::SpaceReshape(c) => Some(c.from),
        Command::SpaceRetire(c) => Some(c.from),
        Command::ResourcesMove(c) => Some(c.from),
        Command::WorkstationsCount(c) => Some(c.on),
        Command::UnitsReorganise(c) if c.withdraw.is_empty() => Some(c.from),
        Command::UnitMove(c) => Some(c.from),
        Command::OrganisationEnd(c) => Some(c.from),
        _ => None,
    }
}

fn play(
    sequence: &[[u8; 24]],
    mut each: impl FnMut(&Portfolio, &Command, &Ledger, bool),
) -> Ledger {
    let mut ledger = beginning();
    for (step, bytes) in sequence.iter().enumerate() {
        let today = ["2026-03-01", "2026-05-01", "2026-06-15", "2026-09-01"];
        ledger = ledger.today(today[step * today.len() / sequence.len()]);
        let command = Choices(bytes.iter()).change(&ledger);
        let decides = matches!(command, Command::ReallocationApprove(_));
        ledger = ledger.by(if decides { "Decider" } else { "Proposer" });
        let before = ledger.state.clone();
        let decided = ledger.decide(&command);
        assert!(ledger.state == before, "a decision left a trace in its base");
        let recorded = decided.is_ok();
        match decided {
            Ok(outcome) => ledger.take_in(outcome),
            Err(rejection) => assert!(!rejection.to_string().is_empty()),
        }
        each(&before, &command, &ledger, recorded);
    }
    ledger
}

#[test]
fn an_estate_that_changes_stays_whole() {
    let recorded: RefCell<BTreeMap<&str, u32>> = RefCell::default();
    let holds = |sequence: Vec<[u8; 24]>| {
        play(&sequence, |before, command, ledger, was_recorded| {
            if !was_recorded {
                return;
            }
            *recorded.borrow_mut().entry(command.name()).or_default() += 1;
            let after = &ledger.state;
            each_resource_is_given_and_stands_once(after);
            nothing_is_orphaned(after, ledger.today_is());
            units_are_in_their_organisation(after);
            owners_exist(after);
            spaces_are_used_in_one_way(after, ledger.today_is());
            hubs_keep_what_they_promise(after, ledger.today_is());
            match command {
                Command::SpaceReshape(asked) => lineage_conserves_resources(before, asked, after),
                Command::UnitsReorganise(asked) => {
                    succession_conserves_allocations(before, asked, after);
                }
                _ => approved_is_planned_or_taken_over(after),
            }
            if let Some(from) = from_when(command) {
                assert_eq!(plans(before, Some(from)), plans(after, Some(from)), "{command:?}");
            }
        });
        Ok(())
    };
    let sequences = proptest::collection::vec(proptest::prelude::any::<[u8; 24]>(), 1..=60);
    if let Err(TestError::Fail(reason, sequence)) =
        TestRunner::new(config(300)).run(&sequences, holds)
    {
        panic!("{reason}, after{}", recorded_of(&sequence));
    }
    let never: Vec<&str> =
        REACHED.into_iter().filter(|name| !recorded.borrow().contains_key(name)).collect();
    assert_eq!(never, Vec::<&str>::new(), "never recorded: the property says nothing of them");
}

/// What a sequence records, for the message of a failure.
fn recorded_of(sequence: &[[u8; 24]]) -> String {
    let mut told = String::new();
    play(sequence, |_, command, ledger, was_recorded| {
        if was_recorded {
            told += &format!("\n  on {}: {command:?}", ledger.today_is());
        }
    });
    told
}

/// Approved moves are planned, whoever their memberships have gone over to since.
fn approved_is_planned_or_taken_over(state: &Portfolio) {
    let proposed = |known: &&std::sync::Arc<projections::Reallocation>| {
        let mut memberships = known.proposal.memberships.iter();
        memberships.all(|proposed| {
            let known = state.membership(&proposed.membership);
            known.is_none_or(|known| known.unit(proposed.from) == proposed.unit)
        })
    };
    if state.reallocations().values().all(|known| proposed(&known)) {
        approved_is_planned(state);
    }
}

/// Commands that the sequences are to reach.
const REACHED: [&str; 20] = [
    "AllocationAssign",
    "AllocationEnd",
    "HubAddSpace",
    "HubRemoveSpace",
    "HubRevise",
    "MembershipGrant",
    "OrganisationEnd",
    "OrganisationRegister",
    "ReallocationApprove",
    "ReallocationReport",
    "ResourceAdd",
    "ResourceRetire",
    "ResourceRevise",
    "ResourcesMove",
    "SpaceReshape",
    "SpaceRetire",
    "UnitMove",
    "UnitRegister",
    "UnitsReorganise",
    "WorkstationsCount",
];

#[test]
fn a_past_answer_never_changes_and_a_replay_gives_the_same() {
    let told = Cell::new(0);
    let holds = |sequence: Vec<[u8; 24]>| {
        let kept = RefCell::new(Vec::new());
        let last = play(&sequence, |_, _, ledger, _| {
            let (state, digest) = (ledger.state.clone(), ledger.state.digest());
            let plans = plans(&state, None);
            kept.borrow_mut().push((state, digest, plans, ledger.events.len()));
        });
        for (state, digest, known_then, events) in kept.borrow().iter().step_by(9) {
            let again = replayed(&last.events[..*events]);
            assert!(again == *state && again.digest() == *digest);
            assert_eq!(&plans(&again, None), known_then);
        }
        for (cause, event) in &last.events {
            let sentence = sentence(event, cause.revision, last.today_is(), &last.state, &last);
            assert!(!sentence.contains("[not in"), "{sentence}");
            told.set(told.get() + 1);
        }
        Ok(())
    };
    TestRunner::new(config(40)).run(&sequences(50), holds).unwrap();
    assert!(told.get() > 1000);
}
