//! Which hubs spaces serve when they are reshaped or end.

use projections::{Basis, Space};
use schema::{Date, HubId, HubSpaceAdded, HubSpaceRemoved, SpaceId};
use std::{collections::BTreeSet, sync::Arc};

use super::Asked;
use crate::{HubsDiffer, Rejection, find, recording::Recording};

/// New successors serve the hub that those before them served.
pub(super) fn take_over(
    recording: &mut Recording<'_>,
    former: &[Arc<Space>],
    asked: &Asked,
    from: Date,
) -> Result<(), Rejection> {
    // Each goes on by itself, and nothing goes from one into another.
    if asked.new.is_empty() && asked.ended.is_empty() && !asked.moves {
        return Ok(());
    }
    let served =
        |space: &Space, on| -> Option<HubId> { space.hub.at(on, Basis::Actual).copied().flatten() };
    let dates: BTreeSet<Date> =
        former.iter().flat_map(|space| space.hub.dates_from(from, Basis::Actual)).collect();
    let mut before = None;
    for on in dates {
        let hub = former.first().and_then(|space| served(space, on));
        if let Some(other) = former.iter().find(|space| served(space, on) != hub) {
            let (space, other) = (former[0].id.to_string(), other.id.to_string());
            return Err(Rejection::new("spaces", HubsDiffer { space, other, on }));
        }
        for &space in &asked.new {
            match (before, hub) {
                (before, Some(hub)) if before != Some(hub) => {
                    recording.push(HubSpaceAdded { hub, space, from: on });
                }
                (Some(hub), None) => recording.push(HubSpaceRemoved { hub, space, from: on }),
                _ => {}
            }
        }
        before = hub;
    }
    Ok(())
}

/// A space serves no hub from a date on.
pub(crate) fn leave(
    recording: &mut Recording<'_>,
    space: SpaceId,
    from: Date,
) -> Result<(), Rejection> {
    let known = find::space(&recording.state, "space", space)?;
    let mut before = None;
    for on in known.hub.dates_from(from, Basis::Actual) {
        let hub = known.hub.at(on, Basis::Actual).copied().flatten();
        if let Some(hub) = hub.filter(|_| before != hub) {
            recording.push(HubSpaceRemoved { hub, space, from: on });
        }
        before = hub;
    }
    Ok(())
}
