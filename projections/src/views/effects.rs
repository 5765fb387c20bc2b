//! What a command would change, read out of the states before and after it.

use schema::{Date, Event, HubId};
use std::{collections::BTreeSet, fmt};
use uuid::Uuid;

use crate::{Allocation, Basis, Cause, Inconsistent, Portfolio, Resource, Seats, Space};

/// What kind of thing an id is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TouchedKind {
    /// A person.
    Person,
    /// An organisation.
    Organisation,
    /// A unit.
    Unit,
    /// A building.
    Building,
    /// A level.
    Level,
    /// A space.
    Space,
    /// A resource.
    Resource,
    /// A hub.
    Hub,
    /// A membership.
    Membership,
    /// A reallocation.
    Reallocation,
    /// An import.
    Import,
    /// A transition.
    Transition,
    /// A precondition.
    Precondition,
    /// A sealed basis for decisions.
    DecisionBasis,
    /// A lease.
    Lease,
    /// A cost.
    Cost,
    /// An invoice.
    Invoice,
}

impl fmt::Display for TouchedKind {
    /// The name of the published type.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// The seats of a hub from a date on which something of it changes, before and after a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatChange {
    /// The hub.
    pub hub: HubId,
    /// From when.
    pub on: Date,
    /// As they are, on the planned basis.
    pub before: Seats,
    /// As they would be.
    pub after: Seats,
}

/// The things that the next events touch, in the order of their ids.
pub fn touched<'a>(
    before: &Portfolio,
    events: impl IntoIterator<Item = (Cause, &'a Event)>,
) -> Result<BTreeSet<Uuid>, Inconsistent> {
    let (mut state, mut touched) = (before.clone(), BTreeSet::new());
    for (cause, event) in events {
        touched.extend(state.touched_by(event));
        state.evolve(&cause, event)?;
    }
    Ok(touched)
}

/// Where the seats of hubs differ on `from` or later: for each hub that one of the touched things is,
/// serves or has a right to, each date on which anything of it changes and its seats are not what they
/// are without the command.
pub fn seat_changes(
    before: &Portfolio,
    after: &Portfolio,
    touched: &BTreeSet<Uuid>,
    from: Date,
) -> Vec<SeatChange> {
    let hubs = touched.iter().flat_map(|thing| [before, after].map(|state| hubs(state, *thing)));
    let hubs: BTreeSet<HubId> = hubs.flatten().collect();
    let mut changes = Vec::new();
    for hub in hubs {
        let dates = [before, after].map(|state| Seats::dates_from(state, hub, from));
        for on in dates.into_iter().flatten().collect::<BTreeSet<Date>>() {
            let [before, after] =
                [before, after].map(|state| Seats::of(state, hub, on, Basis::Planned));
            if before != after {
                changes.push(SeatChange { hub, on, before, after });
            }
        }
    }
    changes
}

/// The hubs that a thing is, serves or has a right to on any date.
fn hubs(state: &Portfolio, thing: Uuid) -> Vec<HubId> {
    let hub = state.hub(&thing.into()).map(|hub| hub.id);
    let membership = state.membership(&thing.into()).map(|membership| membership.hub);
    let resource = state.resource(&thing.into()).map(|resource| hubs_of_resource(resource));
    let space = state.space(&thing.into()).map(|space| hubs_of_space(space));
    let several = resource.into_iter().chain(space).flatten();
    hub.into_iter().chain(membership).chain(several).collect()
}

fn hubs_of_resource(resource: &Resource) -> Vec<HubId> {
    let flexible = |allocation: &Allocation| match allocation {
        Allocation::Flexible(hub) => Some(*hub),
        Allocation::Vacant | Allocation::Fixed(_) => None,
    };
    resource.allocation.values().filter_map(flexible).collect()
}

fn hubs_of_space(space: &Space) -> Vec<HubId> {
    space.hub.values().copied().flatten().collect()
}

/// The dates in force that an event names, in order: when something was decided, reported or
/// established is not one.
pub fn dates_named(event: &Event) -> BTreeSet<Date> {
    let mut dates = BTreeSet::new();
    // An event is stored as JSON, so that it serialises.
    collect("", &serde_json::to_value(event).unwrap_or_default(), &mut dates);
    dates
}

/// The fields that hold a date in force: see the events' JSON Schemas.
const IN_FORCE: [&str; 7] =
    ["from", "handedOverOn", "on", "opensOn", "plannedOn", "rentEndsOn", "takesEffect"];

fn collect(field: &str, value: &serde_json::Value, dates: &mut BTreeSet<Date>) {
    match value {
        serde_json::Value::String(text) if IN_FORCE.contains(&field) => {
            dates.extend(text.parse::<Date>().ok());
        }
        serde_json::Value::Object(fields) => {
            // How surely a resource is known is no date on which anything changes.
            let told = fields.iter().filter(|(name, _)| name.as_str() != "grade");
            told.for_each(|(name, inner)| collect(name, inner, dates));
        }
        serde_json::Value::Array(items) => {
            items.iter().for_each(|inner| collect(field, inner, dates));
        }
        _ => {}
    }
}

impl Portfolio {
    /// What kind of thing an id is of; none where it is of nothing here.
    pub fn kind_of(&self, thing: Uuid) -> Option<TouchedKind> {
        let known = [
            (self.person(&thing.into()).is_some(), TouchedKind::Person),
            (self.organisation(&thing.into()).is_some(), TouchedKind::Organisation),
            (self.unit(&thing.into()).is_some(), TouchedKind::Unit),
            (self.building(&thing.into()).is_some(), TouchedKind::Building),
            (self.level(&thing.into()).is_some(), TouchedKind::Level),
            (self.space(&thing.into()).is_some(), TouchedKind::Space),
            (self.resource(&thing.into()).is_some(), TouchedKind::Resource),
            (self.hub(&thing.into()).is_some(), TouchedKind::Hub),
            (self.membership(&thing.into()).is_some(), TouchedKind::Membership),
            (self.reallocation(&thing.into()).is_some(), TouchedKind::Reallocation),
            (self.import(&thing.into()).is_some(), TouchedKind::Import),
            (self.transition(&thing.into()).is_some(), TouchedKind::Transition),
            (self.precondition(&thing.into()).is_some(), TouchedKind::Precondition),
            (self.basis(&thing.into()).is_some(), TouchedKind::DecisionBasis),
            (self.lease(&thing.into()).is_some(), TouchedKind::Lease),
            (self.cost(&thing.into()).is_some(), TouchedKind::Cost),
            (self.invoice(&thing.into()).is_some(), TouchedKind::Invoice),
        ];
        known.into_iter().find_map(|(is, kind)| is.then_some(kind))
    }
}
