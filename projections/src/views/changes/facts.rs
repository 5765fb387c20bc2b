//! All facts of a viewpoint, and those of one thing.

use std::collections::BTreeMap;

use super::{FactKey, FactKind, FactValue, Thing, Viewpoint};

/// The facts of a viewpoint.
pub type Facts = BTreeMap<FactKey, FactValue>;

impl Viewpoint<'_> {
    /// All facts that hold here. Persons, municipalities and imports have none: they are registered
    /// once, or are the ledger's own.
    pub fn facts(&self) -> Facts {
        let mut facts = Facts::new();
        for thing in self.things() {
            for key in self.keys(thing) {
                facts.extend(self.told(&key).value.map(|value| (key, value)));
            }
        }
        facts
    }

    /// All things that are known, whatever the date.
    fn things(&self) -> impl Iterator<Item = Thing> {
        let state = self.state;
        let organisations = state.organisations().keys().copied().map(Thing::Organisation);
        organisations
            .chain(state.units().keys().copied().map(Thing::Unit))
            .chain(state.buildings().keys().copied().map(Thing::Building))
            .chain(state.levels().keys().copied().map(Thing::Level))
            .chain(state.spaces().keys().copied().map(Thing::Space))
            .chain(state.resources().keys().copied().map(Thing::Resource))
            .chain(state.hubs().keys().copied().map(Thing::Hub))
            .chain(state.memberships().keys().copied().map(Thing::Membership))
            .chain(state.reallocations().keys().copied().map(Thing::Reallocation))
    }

    /// The facts that a thing may have here.
    pub(super) fn keys(&self, thing: Thing) -> impl Iterator<Item = FactKey> + use<> {
        let single = kinds(thing).iter().map(move |kind| FactKey::of(thing, *kind));
        single.chain(self.parts(thing))
    }

    /// The facts of which a thing has several.
    fn parts(&self, thing: Thing) -> Vec<FactKey> {
        let Thing::Reallocation(id) = thing else { return Vec::new() };
        let Some(known) = self.state.reallocation(&id) else { return Vec::new() };
        let decided = known.decisions.iter().map(|decided| decided.revision.number());
        let decided = decided.map(|part| FactKey { thing, kind: FactKind::Decision, part });
        let done = known.done.keys().map(|number| u64::from(*number));
        let done = done.map(|part| FactKey { thing, kind: FactKind::Move, part });
        decided.chain(done).collect()
    }
}

/// The facts of which a thing has one at most.
const fn kinds(thing: Thing) -> &'static [FactKind] {
    use FactKind::*;
    match thing {
        Thing::Organisation(_) | Thing::Unit(_) | Thing::Building(_) => &[Description, End],
        Thing::Level(_) => &[Description, Drawing, End],
        Thing::Space(_) => &[Description, Category, Hub, Released, Lost, End],
        Thing::Resource(_) => &[Description, Place, Allocation, End],
        Thing::Hub(_) => &[Description, PlannedOpening, Opening, Open, Capacity, End],
        Thing::Membership(_) => &[Unit, Terms],
        Thing::Reallocation(_) => &[Proposal, Status],
    }
}
