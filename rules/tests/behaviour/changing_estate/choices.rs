//! Random commands about a changing estate: what a sequence of bytes chooses.

use crate::common::*;
use crate::properties::Choices;
use projections::ReallocationStatus::Approved;
use schema::{
    AllocationFate, Category, Command, Destination, ReshapedSpace, ResourceFate, SpaceReshape,
    UnitRegister, UnitRevise, UnitsReorganise,
};

pub(super) const DATES: [&str; 8] = [
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

    pub(super) fn change(&mut self, ledger: &Ledger) -> Command {
        match self.below(8) {
            0..=2 => self.of_the_estate(ledger),
            3 | 4 => self.of_the_organisations(ledger),
            _ => self.of_the_network(ledger),
        }
    }
}
