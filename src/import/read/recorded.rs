//! What is recorded on a date, by the names that a list uses. A name may be that of several.

use projections::{Portfolio, Texts};
use schema::{BuildingId, Date, OrganisationId, UnitId};
use std::collections::BTreeMap;

use super::folded;

/// Buildings, organisations and units by their names, written as [`folded`] writes them.
pub(super) struct Recorded {
    buildings: BTreeMap<String, Vec<BuildingId>>,
    organisations: BTreeMap<String, Vec<OrganisationId>>,
    units: BTreeMap<String, Vec<NamedUnit>>,
}

/// A unit with what its organisation is called: its name, and its number where it has one.
struct NamedUnit {
    unit: UnitId,
    organisation: Vec<String>,
}

impl Recorded {
    /// What is there on a date.
    pub(super) fn on(date: Date, state: &Portfolio, texts: &dyn Texts) -> Self {
        Self {
            buildings: buildings(date, state, texts),
            organisations: organisations(date, state, texts),
            units: units(date, state, texts),
        }
    }

    /// The buildings of a name.
    pub(super) fn buildings(&self, name: &str) -> &[BuildingId] {
        self.buildings.get(name).map_or(&[], Vec::as_slice)
    }

    /// The organisations of a name, or the one of a reference.
    pub(super) fn organisations(&self, called: &str) -> &[OrganisationId] {
        self.organisations.get(called).map_or(&[], Vec::as_slice)
    }

    /// The units of a name, in the organisation of that name or number where one is given.
    pub(super) fn units(&self, name: &str, organisation: Option<&str>) -> Vec<UnitId> {
        let named = self.units.get(name).map_or(&[][..], Vec::as_slice);
        let of_it = |known: &&NamedUnit| {
            organisation.is_none_or(|asked| known.organisation.iter().any(|name| name == asked))
        };
        named.iter().filter(of_it).map(|known| known.unit).collect()
    }
}

fn buildings(
    date: Date,
    state: &Portfolio,
    texts: &dyn Texts,
) -> BTreeMap<String, Vec<BuildingId>> {
    let mut buildings: BTreeMap<String, Vec<BuildingId>> = BTreeMap::new();
    for known in state.buildings().values().filter(|known| known.exists(date)) {
        let described = known.descriptions.at(date);
        if let Some(name) = described.and_then(|described| texts.text(described.name)) {
            buildings.entry(folded(&name)).or_default().push(known.id);
        }
    }
    buildings
}

fn organisations(
    date: Date,
    state: &Portfolio,
    texts: &dyn Texts,
) -> BTreeMap<String, Vec<OrganisationId>> {
    let mut organisations: BTreeMap<String, Vec<OrganisationId>> = BTreeMap::new();
    for known in state.organisations().values().filter(|known| known.exists(date)) {
        organisations.entry(known.id.to_string()).or_default().push(known.id);
        let described = known.descriptions.at(date);
        if let Some(name) = described.and_then(|described| texts.text(described.name)) {
            organisations.entry(folded(&name)).or_default().push(known.id);
        }
    }
    organisations
}

fn units(date: Date, state: &Portfolio, texts: &dyn Texts) -> BTreeMap<String, Vec<NamedUnit>> {
    let mut units: BTreeMap<String, Vec<NamedUnit>> = BTreeMap::new();
    for unit in state.units().values().filter(|unit| unit.exists(date)) {
        let Some(described) = unit.descriptions.at(date) else { continue };
        let Some(name) = texts.text(described.name) else { continue };
        let organisation = state.organisation(&described.organisation);
        let organisation = organisation.and_then(|known| known.descriptions.nearest(date));
        let called = organisation.map(|known| {
            let name = texts.text(known.name).map(|name| folded(&name));
            name.into_iter().chain(known.number.as_ref().map(ToString::to_string)).collect()
        });
        let organisation = called.unwrap_or_default();
        units.entry(folded(&name)).or_default().push(NamedUnit { unit: unit.id, organisation });
    }
    units
}
