//! Counting workstations: from assumed to counted, with when and how it is known.

use projections::{Allocation, Basis, Resource};
use schema::{
    Designation, Grade, ResourceAdd, ResourceId, ResourceKind, ResourceRetire, ResourcesCounted,
    SpaceId, WorkstationsCount, limits::REFERENCES_MAX,
};
use std::{collections::BTreeSet, sync::Arc};

use crate::{
    CountTooLow, Rejection, drawings::at_most, find, hubs, occupancy, recording::Recording,
    resources, spaces::count,
};

pub(crate) fn count_workstations(
    recording: &mut Recording<'_>,
    counted: &WorkstationsCount,
) -> Result<(), Rejection> {
    let WorkstationsCount { space, on, workstations, .. } = *counted;
    find::standing_space(&recording.state, "space", space, on)?;
    hubs::not_later_than_today(recording, "on", on)?;
    let wanted = workstations as usize;
    at_most(wanted, REFERENCES_MAX, "workstations of one space", "workstations")?;
    let standing = standing(recording, counted);
    let taken = standing.iter().filter(|resource| is_taken(resource, counted)).count();
    if taken > wanted {
        let (space, taken) = (space.to_string(), count(taken));
        let reason = CountTooLow { space, counted: workstations, taken };
        return Err(Rejection::new("workstations", reason));
    }
    let mut resources: Vec<ResourceId> =
        standing.iter().take(wanted).map(|resource| resource.id).collect();
    for surplus in standing.iter().skip(wanted) {
        let resource = surplus.id;
        let retire = ResourceRetire { resource, from: on, reason: None, allocation: None };
        resources::retire(recording, &retire)?;
    }
    for nth in standing.len()..wanted {
        resources.push(add(recording, counted, nth)?);
    }
    if resources.is_empty() {
        return Ok(());
    }
    resources.sort_unstable();
    let source = recording.seal("source", &counted.source);
    recording.push(ResourcesCounted { space, on, source, resources });
    Ok(())
}

/// The workstations of the space, those first that stay first: given to somebody, about to go by
/// themselves, counted before, then by number.
fn standing(recording: &Recording<'_>, counted: &WorkstationsCount) -> Vec<Arc<Resource>> {
    let WorkstationsCount { space, on, .. } = *counted;
    let described = |resource: &Arc<Resource>| resource.descriptions.at(on).cloned();
    let all = occupancy::standing(&recording.state, space, on, Basis::Actual);
    let mut standing: Vec<_> = all
        .filter(|resource| {
            described(resource).is_some_and(|known| known.kind == ResourceKind::Workstation)
        })
        .cloned()
        .collect();
    standing.sort_by_cached_key(|resource| {
        let known = described(resource);
        let is_counted = known.as_ref().is_some_and(|known| known.grade.is_counted());
        let number = known.and_then(|known| known.number.as_ref().map(by_figures));
        // One whose end is set was seen until then, and ends once.
        let stays = resource.retired.is_none();
        (!is_taken(resource, counted), stays, !is_counted, number, resource.id)
    });
    standing
}

/// Numbers in the order in which people count: A-2 before A-10.
fn by_figures(number: &Designation) -> (usize, String) {
    (number.as_str().chars().count(), number.to_string())
}

/// Whether somebody has it, or is to have it, from the day of the count.
fn is_taken(resource: &Resource, counted: &WorkstationsCount) -> bool {
    let mut dates = resource.allocation.dates_from(counted.on, Basis::Planned);
    let given = |on| {
        let held = resource.allocation.at(on, Basis::Planned);
        held.is_some_and(|held| *held != Allocation::Vacant)
    };
    dates.any(given)
}

/// Adds a workstation that nobody knew of.
fn add(
    recording: &mut Recording<'_>,
    counted: &WorkstationsCount,
    nth: usize,
) -> Result<ResourceId, Rejection> {
    let WorkstationsCount { space, on, .. } = *counted;
    let command = recording.context.command;
    let resource = ResourceId::derived(space.uuid(), &format!("counted/{command}/{nth}"));
    let known = find::space(&recording.state, "space", space)?;
    let level = find::level(&recording.state, SpaceId::WORD, known.level)?;
    let building = find::building(&recording.state, SpaceId::WORD, level.building)?;
    let Some(owner) = recording.state.building_owner(&building, on) else { return Ok(resource) };
    let add = ResourceAdd {
        resource,
        space,
        from: on,
        kind: ResourceKind::Workstation,
        owner,
        number: free_number(recording, counted),
        name: None,
        grade: Grade::Counted { on },
        position: None,
    };
    resources::add(recording, &add)?;
    Ok(resource)
}

/// The first number of the space's kind, such as `214-7`, that no resource in it has had.
fn free_number(recording: &Recording<'_>, counted: &WorkstationsCount) -> Option<Designation> {
    let space = recording.state.space(&counted.space)?;
    let number = space.descriptions.nearest(counted.on)?.number.clone()?;
    let ever = recording.state.resources_ever_in(counted.space);
    let entries = ever.flat_map(|resource| resource.descriptions.entries().iter());
    let used: BTreeSet<String> =
        entries.filter_map(|entry| entry.value.number.as_ref()).map(ToString::to_string).collect();
    let mut numbers = (1..=2 * REFERENCES_MAX).map(|nth| format!("{number}-{nth}"));
    numbers.find(|number| !used.contains(number))?.parse().ok()
}
