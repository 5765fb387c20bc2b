//! The network: hubs with what they hold, have and have promised, by municipality, on a date and basis.
//! Municipalities without a hub are there too, with their people and how many of them are served.

use schema::{Date, HubId, MunicipalityCode, UnitId};
use std::collections::BTreeMap;

use crate::{Basis, Headcounts, Hub, Portfolio, Seats};

/// A hub of the network.
#[derive(Clone, Debug, PartialEq)]
pub struct NetworkHub {
    /// Which.
    pub id: HubId,
    /// Whether it is open.
    pub open: bool,
    /// How many memberships hold.
    pub members: usize,
    /// What it has to offer and has promised.
    pub seats: Seats,
}

/// The network in one municipality.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NetworkPlace {
    /// Which; none for hubs and units whose municipality is not recorded.
    pub municipality: Option<MunicipalityCode>,
    /// Its hubs that are open or to be opened, in the order of their ids.
    pub hubs: Vec<NetworkHub>,
    /// People of the units at home there, each counted once.
    pub people: u64,
    /// People of these units who are served by a hub, wherever that is. A unit that is a member of
    /// several hubs counts in each, and for no more than it has people.
    pub people_served: u64,
}

/// The network of an estate.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Network {
    /// One for each municipality of the portfolio, in the order of their codes; before them, where
    /// there are any, the hubs and units whose municipality is not recorded.
    pub places: Vec<NetworkPlace>,
}

impl Network {
    /// Draws up the network.
    pub fn of(state: &Portfolio, on: Date, basis: Basis) -> Self {
        let mut places: BTreeMap<Option<MunicipalityCode>, NetworkPlace> = BTreeMap::new();
        for code in state.municipalities().keys() {
            place(&mut places, Some(code));
        }
        for hub in state.hubs().values().filter(|hub| !hub.is_closed(on)) {
            let municipality = hub.description(on).municipality.as_ref();
            let drawn = network_hub(state, hub, on, basis);
            place(&mut places, municipality).hubs.push(drawn);
        }
        let headcounts = Headcounts::of(state, on);
        let served = served(state, on, basis);
        for (unit, people) in headcounts.each() {
            let at_home = place(&mut places, headcounts.home(unit));
            at_home.people += people;
        }
        for (unit, served) in served {
            let at_home = place(&mut places, headcounts.home(unit));
            at_home.people_served += served.min(headcounts.with_parts(unit));
        }
        Self { places: places.into_values().collect() }
    }
}

fn place<'a>(
    places: &'a mut BTreeMap<Option<MunicipalityCode>, NetworkPlace>,
    municipality: Option<&MunicipalityCode>,
) -> &'a mut NetworkPlace {
    let municipality = municipality.cloned();
    places
        .entry(municipality.clone())
        .or_insert_with(|| NetworkPlace { municipality, ..NetworkPlace::default() })
}

fn network_hub(state: &Portfolio, hub: &Hub, on: Date, basis: Basis) -> NetworkHub {
    let memberships = state.memberships_of(hub.id);
    let holding = memberships.filter(|it| matches!(it.terms.at(on, basis), Some(Some(_))));
    NetworkHub {
        id: hub.id,
        open: hub.is_open(on, basis),
        members: holding.count(),
        seats: Seats::of(state, hub.id, on, basis),
    }
}

/// People served by unit, over all its memberships.
fn served(state: &Portfolio, on: Date, basis: Basis) -> BTreeMap<UnitId, u64> {
    let mut served: BTreeMap<UnitId, u64> = BTreeMap::new();
    for membership in state.memberships().values() {
        if let Some(Some(terms)) = membership.terms.at(on, basis) {
            *served.entry(membership.unit(on)).or_default() += u64::from(terms.people_served);
        }
    }
    served
}
