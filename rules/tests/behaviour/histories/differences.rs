//! The difference of two viewpoints, applied to the one, gives the other: over both clocks and bases,
//! and so far that a plan can be drawn up of what the lines say.

use projections::{
    Allocation, Basis, Changes, FactKey, FactKind, FactValue, Facts, FloorPlan, Portfolio, Thing,
    Viewpoint,
};
use schema::{HubId, ResourceId, SpaceId};
use std::collections::BTreeMap;

use super::{some_dates, world::World};

/// How many pairs of viewpoints are compared in one history.
const PAIRS: usize = 24;

pub(super) fn lead_from_one_to_the_other(world: &mut World, states: &[Portfolio]) {
    for _ in 0..PAIRS {
        let mut known = || {
            let state = &states[world.chance.below(states.len())];
            let dates = some_dates(world);
            let basis = world.chance.one(&[Basis::Actual, Basis::Planned]);
            Viewpoint { state, on: world.chance.one(&dates), basis }
        };
        let (from, to) = (known(), known());
        let same_day = Viewpoint { on: from.on, basis: from.basis, ..to };
        lead(&from, &to);
        lead(&from, &same_day);
    }
}

/// The lines lead from the facts of the one to those of the other, and these are what the plans show.
fn lead(from: &Viewpoint<'_>, to: &Viewpoint<'_>) {
    let mut facts = from.facts();
    for line in &Changes::between(from, to).lines {
        assert_eq!(facts.get(&line.key), line.from.as_ref(), "{from:?} to {to:?}: {line:?}");
        assert!(!line.because.is_empty(), "{from:?} to {to:?}: {line:?} cites no event");
        match &line.to {
            Some(value) => facts.insert(line.key, value.clone()),
            None => facts.remove(&line.key),
        };
    }
    assert!(facts == to.facts(), "{from:?} to {to:?}");
    assert!(drawn_of_facts(&facts) == drawn(to), "{from:?} to {to:?}: not what the plans show");
}

/// What a plan shows of a space.
#[derive(Debug, Default, PartialEq)]
struct Drawn {
    hub: Option<HubId>,
    released: bool,
    lost: bool,
    resources: BTreeMap<ResourceId, Allocation>,
}

/// What the plans of all levels show.
fn drawn(viewpoint: &Viewpoint<'_>) -> BTreeMap<SpaceId, Drawn> {
    let Viewpoint { state, on, basis } = *viewpoint;
    let plans = state.levels().keys().map(|level| FloorPlan::of(state, *level, on, basis));
    let spaces = plans.flat_map(|plan| plan.spaces).map(|space| {
        let resources = space.resources.iter().map(|known| (known.id, known.allocation)).collect();
        let released = space.mode == projections::Mode::Released;
        (space.id, Drawn { hub: space.hub, released, lost: space.lost, resources })
    });
    spaces.collect()
}

/// The same drawn up of the facts alone.
fn drawn_of_facts(facts: &Facts) -> BTreeMap<SpaceId, Drawn> {
    let said = |thing: Thing, kind| facts.get(&FactKey::of(thing, kind));
    let there = facts.keys().filter(|key| key.kind == FactKind::Description).map(|key| key.thing);
    let mut drawn: BTreeMap<SpaceId, Drawn> = BTreeMap::new();
    for thing in there.clone() {
        let Thing::Space(space) = thing else { continue };
        let hub = match said(thing, FactKind::Hub) {
            Some(FactValue::Serves(hub)) => Some(*hub),
            _ => None,
        };
        let (released, lost) =
            (said(thing, FactKind::Released).is_some(), said(thing, FactKind::Lost).is_some());
        drawn.insert(space, Drawn { hub, released, lost, ..Drawn::default() });
    }
    for thing in there {
        let Thing::Resource(resource) = thing else { continue };
        let place = said(thing, FactKind::Place);
        let given = said(thing, FactKind::Allocation);
        if let (Some(FactValue::StandsIn(space)), Some(FactValue::Given(given))) = (place, given) {
            drawn.get_mut(space).unwrap().resources.insert(resource, *given);
        }
    }
    drawn
}
