//! Spaces split, merged and redrawn. What stands in those that end stands in one of their
//! successors from then, or is told where it goes.

mod asked;
mod serving;

use projections::{Basis, Space};
use schema::{
    Date, Destination, LevelId, ReshapedSpace, ResourceFate, ResourceId, ResourcesMoved, SpaceId,
    SpaceReshape, SpacesReshaped, Subject, limits::REFERENCES_MAX,
};
use std::{collections::BTreeMap, sync::Arc};

use crate::{
    NeedsDestination, Rejection,
    allocations::{breaks, not_moved_later},
    carrying, fates, find, occupancy,
    recording::Recording,
    spaces,
};

use asked::{Asked, check_successors, not_on_level};
pub(crate) use serving::leave;

pub(crate) fn reshape(
    recording: &mut Recording<'_>,
    reshape: &SpaceReshape,
) -> Result<(), Rejection> {
    let from = reshape.from;
    let asked = Asked::of(reshape)?;
    let former = known_spaces(recording, &asked, from)?;
    let level = one_level(&former)?;
    check_successors(reshape, &asked, level)?;
    for space in &former {
        not_moved_later(&recording.state, Subject::Space(space.id))?;
    }
    for (index, into) in reshape.into.iter().enumerate() {
        if let ReshapedSpace::New(add) = into {
            spaces::add(recording, add)
                .map_err(|rejection| rejection.within(&format!("into.{index}")))?;
        }
    }
    serving::take_over(recording, &former, &asked, from)?;
    settle(recording, reshape, &asked, &former)?;
    for (index, into) in reshape.into.iter().enumerate() {
        if let ReshapedSpace::Kept(revise) = into {
            spaces::revise(recording, revise)
                .map_err(|rejection| rejection.within(&format!("into.{index}")))?;
        }
    }
    for &space in &asked.ended {
        serving::leave(recording, space, from)?;
        spaces::not_in_use(&recording.state, space, from)?;
    }
    let reason = recording.seal_any("reason", reshape.reason.as_ref());
    let (spaces, into) = (asked.spaces.into_iter().collect(), asked.into.iter().copied().collect());
    recording.push(SpacesReshaped { spaces, into, from, reason });
    for (index, into) in reshape.into.iter().enumerate() {
        let space = into.space();
        occupancy::check_categories(&recording.state, space, from)
            .and_then(|()| occupancy::check_space(&recording.state, space, from, None))
            .map_err(|rejection| Rejection { path: format!("into.{index}"), ..rejection })?;
    }
    Ok(())
}

fn known_spaces(
    recording: &Recording<'_>,
    asked: &Asked,
    from: Date,
) -> Result<Vec<Arc<Space>>, Rejection> {
    let spaces = asked.spaces.iter();
    spaces.map(|space| find::lasting_space(&recording.state, "spaces", *space, from)).collect()
}

fn one_level(former: &[Arc<Space>]) -> Result<Option<LevelId>, Rejection> {
    let Some(level) = former.first().map(|space| space.level) else { return Ok(None) };
    match former.iter().find(|space| space.level != level) {
        None => Ok(Some(level)),
        Some(space) => Err(not_on_level("spaces", space.id, level)),
    }
}

/// What becomes of the resources: what is named goes where it is said, and the rest of those that
/// stand in a space that ends to the successor that takes the rest.
fn settle(
    recording: &mut Recording<'_>,
    reshape: &SpaceReshape,
    asked: &Asked,
    former: &[Arc<Space>],
) -> Result<(), Rejection> {
    let from = reshape.from;
    place(recording, reshape, asked, former).map_err(|rejection| rejection.within("resources"))?;
    for &space in &asked.ended {
        let left = left_in(recording, space, from)?;
        for (on, resources) in left {
            let Some(to) = asked.rest else {
                let what = format!("{:?}", resources[0]);
                return Err(needs_destination(space, what, on));
            };
            for resources in resources.chunks(REFERENCES_MAX) {
                let resources = resources.to_vec();
                recording.push(ResourcesMoved { resources, to, from: on, reason: None });
            }
        }
    }
    Ok(())
}

fn needs_destination(space: SpaceId, what: String, on: Date) -> Rejection {
    let (thing, reference) = (SpaceId::WORD.to_owned(), space.to_string());
    Rejection::new("resources", NeedsDestination { thing, reference, what, on })
}

/// Rooms go with their walls: they are placed directly, everything else as it would be moved.
fn place(
    recording: &mut Recording<'_>,
    reshape: &SpaceReshape,
    asked: &Asked,
    former: &[Arc<Space>],
) -> Result<(), Rejection> {
    let former: Vec<SpaceId> = former.iter().map(|space| space.id).collect();
    let within = |fate: &&ResourceFate| match fate.destination {
        Destination::MovesTo(to) => asked.into.contains(&to),
        Destination::Retires { .. } => false,
    };
    fates::check_named(recording, reshape.from, &reshape.resources, &former)?;
    for fate in reshape.resources.iter().filter(within) {
        if let Destination::MovesTo(to) = fate.destination {
            put(recording, fate.resource, to, reshape.from)?;
        }
    }
    let all = reshape.resources.iter().enumerate();
    fates::settle(recording, reshape.from, all.filter(|(_, fate)| !within(fate)))
}

/// Puts a resource in a space that was, or is, the place where it stands.
fn put(
    recording: &mut Recording<'_>,
    resource: ResourceId,
    to: SpaceId,
    from: Date,
) -> Result<(), Rejection> {
    let stands = find::resource(&recording.state, "", resource)?;
    if stands.place.at(from, Basis::Actual) != Some(&to) {
        let (resources, reason) = (vec![resource], None);
        recording.push(ResourcesMoved { resources, to, from, reason });
        carrying::stay(recording, resource, to, from)?;
    }
    Ok(())
}

/// The resources that stand in a space from a date on, by the day from which they do.
fn left_in(
    recording: &Recording<'_>,
    space: SpaceId,
    from: Date,
) -> Result<Vec<(Date, Vec<ResourceId>)>, Rejection> {
    let mut left: BTreeMap<Date, Vec<ResourceId>> = BTreeMap::new();
    for resource in recording.state.resources_ever_in(space) {
        let planned = resource.place.pending().iter().find(|p| p.entry.value == space);
        if let Some(planned) = planned {
            return Err(breaks(format!("{space:?}"), planned.by, planned.entry.from));
        }
        let mut before = false;
        for on in resource.place.dates_from(from, Basis::Actual) {
            let here = resource.place.at(on, Basis::Actual) == Some(&space)
                && resource.retired.as_ref().is_none_or(|retired| on < retired.from);
            if here && !before {
                // One that comes later stands there from when it comes.
                let begins = resource.descriptions.begins().map_or(on, |begins| begins.max(on));
                left.entry(begins).or_default().push(resource.id);
            }
            before = here;
        }
    }
    Ok(left.into_iter().collect())
}
