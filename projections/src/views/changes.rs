//! Changes: the difference of any two viewpoints on an estate, fact by fact, each with the events that
//! caused it.
//!
//! A viewpoint is a state (what was known), a date and a basis. What it tells is a set of facts, each
//! under a key: see [`FactKind`]. The difference applied to the facts of the one gives those of the
//! other, in both directions.
//!
//! Where date and basis are the same, only what the two states do not share is looked at. Where they
//! differ every thing is, because a date changes what no event touches; each costs a few searches in
//! its timelines.

use imbl::ordmap::{DiffItem, OrdMap};
use schema::{BuildingId, Date, HubId, MembershipId, OrganisationId, ReallocationId, Revision};
use std::{collections::BTreeSet, sync::Arc};

use crate::{Basis, Portfolio};

mod cause;
mod concerns;
mod fact;
mod facts;
mod names;
mod told;
mod words;

pub use concerns::Within;
pub use fact::{FactKey, FactKind, FactValue, Features, NoFactKey, Thing, ThingKind};
pub use facts::Facts;

/// From where an estate is looked at.
#[derive(Clone, Copy)]
pub struct Viewpoint<'a> {
    /// What is known.
    pub state: &'a Portfolio,
    /// On which date.
    pub on: Date,
    /// On which basis.
    pub basis: Basis,
}

impl std::fmt::Debug for Viewpoint<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} on {} {:?}", self.state.head(), self.on, self.basis)
    }
}

/// One fact that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeLine {
    /// Which fact.
    pub key: FactKey,
    /// What it said; none where there was no such fact.
    pub from: Option<FactValue>,
    /// What it says; none where there is no such fact.
    pub to: Option<FactValue>,
    /// The events that caused the difference, in order; at least one.
    pub because: Vec<Revision>,
}

/// The difference of two viewpoints.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// The facts that differ, in the order of their keys.
    pub lines: Vec<ChangeLine>,
}

impl Changes {
    /// What differs between two viewpoints.
    pub fn between(from: &Viewpoint<'_>, to: &Viewpoint<'_>) -> Self {
        Self::between_where(from, to, |_| true)
    }

    /// What differs between two viewpoints, of the facts that are wanted.
    pub fn between_where(
        from: &Viewpoint<'_>,
        to: &Viewpoint<'_>,
        wanted: impl Fn(&FactKey) -> bool,
    ) -> Self {
        let mut lines = Vec::new();
        for thing in candidates(from, to) {
            let keys: BTreeSet<FactKey> = from.keys(thing).chain(to.keys(thing)).collect();
            for key in keys.into_iter().filter(|key| wanted(key)) {
                let (was, is) = (from.told(&key).value, to.told(&key).value);
                if was != is {
                    let because = cause::causes(from, to, &key);
                    lines.push(ChangeLine { key, from: was, to: is, because });
                }
            }
        }
        Self { lines }
    }

    /// Makes the facts of the one viewpoint those of the other.
    pub fn apply(&self, facts: &mut Facts) {
        for line in &self.lines {
            match &line.to {
                Some(value) => facts.insert(line.key, value.clone()),
                None => facts.remove(&line.key),
            };
        }
    }
}

/// The things of which anything may differ, in order.
fn candidates(from: &Viewpoint<'_>, to: &Viewpoint<'_>) -> Vec<Thing> {
    let whole = (from.on, from.basis) != (to.on, to.basis);
    let (a, b) = (from.state, to.state);
    let mut things = Vec::new();
    let mut organisations: BTreeSet<OrganisationId> =
        differing(a.organisations(), b.organisations(), whole).collect();
    organisations.extend(a.delegations.diff(&b.delegations).map(|item| key_of(&item).0));
    organisations.extend(a.vat_treatments.diff(&b.vat_treatments).map(|item| *key_of(&item)));
    organisations.extend(a.budgets.diff(&b.budgets).map(|item| key_of(&item).0));
    organisations.extend(a.closings.diff(&b.closings).map(|item| *key_of(&item)));
    things.extend(organisations.into_iter().map(Thing::Organisation));
    things.extend(differing(a.units(), b.units(), whole).map(Thing::Unit));
    let mut buildings: BTreeSet<BuildingId> =
        differing(a.buildings(), b.buildings(), whole).collect();
    buildings.extend(a.common_keys.diff(&b.common_keys).map(|item| *key_of(&item)));
    things.extend(buildings.into_iter().map(Thing::Building));
    things.extend(differing(a.levels(), b.levels(), whole).map(Thing::Level));
    things.extend(differing(a.spaces(), b.spaces(), whole).map(Thing::Space));
    things.extend(differing(a.resources(), b.resources(), whole).map(Thing::Resource));
    let mut hubs: BTreeSet<HubId> = differing(a.hubs(), b.hubs(), whole).collect();
    hubs.extend(a.hub_tariffs.diff(&b.hub_tariffs).map(|item| *key_of(&item)));
    things.extend(hubs.into_iter().map(Thing::Hub));
    let reallocations: Vec<ReallocationId> =
        differing(a.reallocations(), b.reallocations(), whole).collect();
    let mut memberships: BTreeSet<MembershipId> =
        differing(a.memberships(), b.memberships(), whole).collect();
    // Those that a reallocation brings are in doubt by what is known of that.
    memberships.extend(
        reallocations.iter().flat_map(|id| [a, b].map(|state| in_doubt(state, id))).flatten(),
    );
    things.extend(memberships.into_iter().map(Thing::Membership));
    things.extend(reallocations.into_iter().map(Thing::Reallocation));
    things.extend(differing(a.transitions(), b.transitions(), whole).map(Thing::Transition));
    things.extend(differing(a.preconditions(), b.preconditions(), whole).map(Thing::Precondition));
    things.extend(differing(a.bases(), b.bases(), whole).map(Thing::DecisionBasis));
    things.extend(differing(a.leases(), b.leases(), whole).map(Thing::Lease));
    things.extend(differing(a.costs(), b.costs(), whole).map(Thing::Cost));
    things.extend(differing(a.invoices(), b.invoices(), whole).map(Thing::Invoice));
    things
}

/// The memberships in doubt that a reallocation brings.
fn in_doubt(state: &Portfolio, reallocation: &ReallocationId) -> BTreeSet<MembershipId> {
    let doubts = state.reallocation(reallocation).into_iter().flat_map(|known| &known.doubts);
    doubts.flat_map(|doubt| doubt.memberships.iter().copied()).collect()
}

/// The keys of what two maps do not share, in order; with `whole` all of both.
fn differing<K, V>(
    one: &OrdMap<K, Arc<V>>,
    other: &OrdMap<K, Arc<V>>,
    whole: bool,
) -> impl Iterator<Item = K> + use<K, V>
where
    K: Ord + Copy,
    V: Eq,
{
    let keys: BTreeSet<K> = if whole {
        one.keys().chain(other.keys()).copied().collect()
    } else {
        one.diff(other).map(|item| *key_of(&item)).collect()
    };
    keys.into_iter()
}

fn key_of<'a, K, V>(item: &DiffItem<'a, 'a, K, V>) -> &'a K {
    match item {
        DiffItem::Add(key, _) | DiffItem::Remove(key, _) => key,
        DiffItem::Update { new: (key, _), .. } => key,
    }
}
