//! What others rely on when an approved plan is taken back, by an amendment or a revocation.

use projections::{Allocation, Basis, Portfolio, Reallocation};
use schema::{Date, HubId, SpaceId, Subject};
use std::collections::BTreeMap;

use crate::{
    NotInHub, Rejection,
    allocations::{check_places, not_moved_later},
    capacity, find,
    recording::Recording,
};

/// Rejects taking back the plan of `former` where another approved reallocation or a membership
/// relies on it, today or later. What relied on it only in the past was carried out at other dates
/// than planned, and is as it was reported.
pub(super) fn check(recording: &Recording<'_>, former: &Reallocation) -> Result<(), Rejection> {
    let state = &recording.state;
    let mut hubs: BTreeMap<HubId, Date> = BTreeMap::new();
    for planned in former.pending_moves() {
        let from = planned.planned_on.max(recording.context.today);
        if let Subject::Resource(resource) = planned.subject {
            let known = find::resource(state, "subject", resource)?;
            check_places(state, &known, from)?;
        }
        let Some(hub) = planned.fate.hub() else { continue };
        if let Subject::Space(space) = planned.subject {
            nothing_joins_there(state, space, hub, from)?;
        }
        hubs.entry(hub).and_modify(|first| *first = from.min(*first)).or_insert(from);
    }
    hubs.into_iter().try_for_each(|(hub, from)| {
        capacity::check_others(recording.before, state, hub, from, former.id)
    })
}

/// Nothing in a space that no longer comes to a hub is to be flexible in that hub.
fn nothing_joins_there(
    state: &Portfolio,
    space: SpaceId,
    hub: HubId,
    from: Date,
) -> Result<(), Rejection> {
    let serves = |on| {
        let known = state.space(&space);
        known.is_some_and(|known| known.hub.at(on, Basis::Planned) == Some(&Some(hub)))
    };
    for resource in state.resources_ever_in(space) {
        let moves = resource.place.changes_after(from, Basis::Planned);
        for on in resource.allocation.dates_from(from, Basis::Planned).chain(moves) {
            let here = resource.place.at(on, Basis::Planned) == Some(&space) && resource.exists(on);
            let joins =
                resource.allocation.at(on, Basis::Planned) == Some(&Allocation::Flexible(hub));
            if here && joins && !serves(on) {
                not_moved_later(state, Subject::Resource(resource.id))?;
                let (space, hub) = (space.to_string(), hub.to_string());
                return Err(Rejection::new("", NotInHub { space, hub, on }));
            }
        }
    }
    Ok(())
}
