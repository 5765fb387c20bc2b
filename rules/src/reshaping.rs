//! Spaces split, merged and redrawn. What stands in those that end stands in one of their
//! successors from then, or is told where it goes.

use projections::{Basis, Space};
use schema::{
    Date, Destination, HubId, HubSpaceAdded, HubSpaceRemoved, LevelId, ReshapedSpace, ResourceFate,
    ResourceId, ResourcesMoved, SpaceId, SpaceReshape, SpacesReshaped, Subject,
    limits::REFERENCES_MAX,
};
use std::{collections::BTreeSet, sync::Arc};

use crate::{
    HubsDiffer, InvalidValue, NeedsDestination, NotOnLevel, Rejection,
    allocations::{breaks, not_moved_later},
    drawings::at_most,
    fates, find, occupancy,
    recording::Recording,
    spaces,
};

/// Spaces that are reshaped together, before or after, at most.
const TOGETHER_MAX: usize = 50;

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
    take_over_hub(recording, &former, &asked, from)?;
    settle(recording, reshape, &asked, &former)?;
    for (index, into) in reshape.into.iter().enumerate() {
        if let ReshapedSpace::Kept(revise) = into {
            spaces::revise(recording, revise)
                .map_err(|rejection| rejection.within(&format!("into.{index}")))?;
        }
    }
    for &space in &asked.ended {
        leave_hub(recording, space, from)?;
        spaces::not_in_use(&recording.state, space, from)?;
    }
    let reason = recording.seal_any("reason", reshape.reason.as_ref());
    let (spaces, into) = (asked.spaces.into_iter().collect(), asked.into.iter().copied().collect());
    recording.push(SpacesReshaped { spaces, into, from, reason });
    for &space in &asked.into {
        occupancy::check_categories(&recording.state, space, from)
            .and_then(|()| occupancy::check_space(&recording.state, space, from, None))
            .map_err(|rejection| Rejection { path: "resources".to_owned(), ..rejection })?;
    }
    Ok(())
}

/// What is asked for, each space once.
struct Asked {
    spaces: BTreeSet<SpaceId>,
    into: BTreeSet<SpaceId>,
    /// Those that do not go on.
    ended: Vec<SpaceId>,
    /// Those that are new.
    new: Vec<SpaceId>,
    /// Who takes what is not named.
    rest: Option<SpaceId>,
    /// Whether any resource is told where it goes.
    moves: bool,
}

impl Asked {
    fn of(reshape: &SpaceReshape) -> Result<Self, Rejection> {
        at_most(reshape.spaces.len(), TOGETHER_MAX, "spaces reshaped together", "spaces")?;
        at_most(reshape.into.len(), TOGETHER_MAX, "spaces reshaped together", "into")?;
        let spaces: BTreeSet<SpaceId> = reshape.spaces.iter().copied().collect();
        let into: BTreeSet<SpaceId> = reshape.into.iter().map(ReshapedSpace::space).collect();
        let ended: Vec<SpaceId> = spaces.difference(&into).copied().collect();
        let new = into.difference(&spaces).copied().collect();
        let only = into.first().copied().filter(|_| into.len() == 1);
        let rest = reshape.rest.or(only);
        let some = |of: &BTreeSet<SpaceId>, path: &str| {
            let accepted = "one space or more; retire a space that nothing replaces";
            invalid(!of.is_empty(), path, "list of spaces", "none".to_owned(), accepted)
        };
        some(&spaces, "spaces")?;
        some(&into, "into")?;
        if let Some(rest) = rest {
            let accepted = "one of the spaces that take their place";
            let given = rest.to_string();
            invalid(into.contains(&rest), "rest", "space that takes the rest", given, accepted)?;
        }
        let moves = !reshape.resources.is_empty();
        Ok(Self { spaces, into, ended, new, rest, moves })
    }
}

fn invalid(
    holds: bool,
    path: &str,
    what: &str,
    given: String,
    accepted: &str,
) -> Result<(), Rejection> {
    if holds {
        return Ok(());
    }
    let (what, accepted) = (what.to_owned(), accepted.to_owned());
    Err(Rejection::new(path, InvalidValue { what, given, accepted }))
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

fn not_on_level(path: &str, space: SpaceId, level: LevelId) -> Rejection {
    let (space, level) = (space.to_string(), level.to_string());
    Rejection::new(path, NotOnLevel { space, level })
}

/// Successors are on the level of those that were, from the same date, and those that go on were
/// among them.
fn check_successors(
    reshape: &SpaceReshape,
    asked: &Asked,
    level: Option<LevelId>,
) -> Result<(), Rejection> {
    for (index, into) in reshape.into.iter().enumerate() {
        let path = format!("into.{index}");
        let from = match into {
            ReshapedSpace::New(add) => {
                if let Some(level) = level.filter(|level| *level != add.level) {
                    return Err(not_on_level(&path, add.space, level));
                }
                add.from
            }
            ReshapedSpace::Kept(revise) => {
                let (kept, given) = (revise.space, revise.space.to_string());
                let accepted = "a space that is among those reshaped";
                invalid(
                    asked.spaces.contains(&kept),
                    &path,
                    "space that goes on",
                    given,
                    accepted,
                )?;
                revise.from
            }
        };
        let accepted = format!("{}, the date of the reshaping", reshape.from);
        invalid(from == reshape.from, &path, "date", from.to_string(), &accepted)?;
    }
    Ok(())
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
        fates::stay(recording, resource, to, from)?;
    }
    Ok(())
}

/// The resources that stand in a space from a date on, by the day from which they do.
fn left_in(
    recording: &Recording<'_>,
    space: SpaceId,
    from: Date,
) -> Result<Vec<(Date, Vec<ResourceId>)>, Rejection> {
    let mut left: std::collections::BTreeMap<Date, Vec<ResourceId>> = Default::default();
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

/// New successors serve the hub that those before them served.
fn take_over_hub(
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
pub(crate) fn leave_hub(
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
