//! Hubs: planned, opened, given spaces and a capacity, closed.

use projections::{Allocation, Basis, Hub, Portfolio};
use schema::{
    Date, HubAddSpace, HubCapacitySet, HubClose, HubClosed, HubDescription, HubId, HubMoveOpening,
    HubOpen, HubOpened, HubOpeningMoved, HubPlan, HubPlanned, HubRemoveSpace, HubRevise,
    HubRevised, HubSetCapacity, HubSpaceAdded, HubSpaceRemoved, OpeningHours, SpaceId, Subject,
    limits::OPENING_HOURS_MAX,
};
use std::collections::BTreeSet;

use crate::{
    HubNotOpen, HubOpenAlready, InFuture, NotInHub, Rejection, ServesOtherHub, TooMuch,
    allocations, carried,
    doubts::{Dependants, Fact},
    find,
    levels::{in_use, not_retired},
    memberships,
    recording::Recording,
    spaces::{count, not_lost, not_released},
};

pub(crate) fn plan(recording: &mut Recording<'_>, plan: &HubPlan) -> Result<(), Rejection> {
    let HubPlan { hub, opens_on, host, .. } = *plan;
    let state = recording.before;
    find::unused(state.hub(&hub).is_some(), "hub", HubId::WORD, hub)?;
    find::lasting_organisation(state, "host", host, opens_on)?;
    find::municipality(state, "municipality", plan.municipality.as_ref())?;
    let opening_hours = opening_hours(&plan.opening_hours)?;
    let name = recording.seal("description.name", &plan.name);
    let description = HubDescription {
        name,
        host,
        municipality: plan.municipality.clone(),
        services: sorted(&plan.services),
        opening_hours,
    };
    recording.push(HubPlanned { hub, opens_on, description });
    Ok(())
}

pub(crate) fn revise(recording: &mut Recording<'_>, revise: &HubRevise) -> Result<(), Rejection> {
    let HubRevise { hub, from, .. } = *revise;
    let known = find::hub(recording.before, "hub", hub)?;
    not_closed(&known, from)?;
    let former = known.description(from);
    // One that stays may have ended since: its successor runs what it ran.
    if let Some(host) = revise.host {
        find::lasting_organisation(recording.before, "host", host, from)?;
    }
    // It can be described before it opens, when its host is not there yet.
    let host = revise.host.unwrap_or(former.host);
    let stands_for_it = recording.before.organisation_on(host, from);
    find::organisation_on(recording.before, "from", stands_for_it, from)?;
    let municipality = revise.municipality.clone().or(former.municipality.clone());
    find::municipality(recording.before, "municipality", municipality.as_ref())?;
    let hours = revise.opening_hours.as_deref().map(opening_hours).transpose()?;
    let name = recording.seal_any("description.name", revise.name.as_ref());
    let description = HubDescription {
        name: name.unwrap_or(former.name),
        host: revise.host.unwrap_or(former.host),
        municipality,
        services: revise.services.as_deref().map_or_else(|| former.services.clone(), sorted),
        opening_hours: hours.unwrap_or_else(|| former.opening_hours.clone()),
    };
    for (from, description) in carried::on(&known.descriptions, from, description) {
        recording.push(HubRevised { hub, from, description });
    }
    Ok(())
}

fn opening_hours(given: &[OpeningHours]) -> Result<Vec<OpeningHours>, Rejection> {
    let hours = sorted(given);
    if hours.len() > OPENING_HOURS_MAX {
        let (given, limit) = (count(hours.len()), count(OPENING_HOURS_MAX));
        let what = "opening intervals".to_owned();
        return Err(Rejection::new("openingHours", TooMuch { what, given, limit }));
    }
    Ok(hours)
}

/// Each once, in order.
fn sorted<T: Ord + Copy>(given: &[T]) -> Vec<T> {
    BTreeSet::from_iter(given.iter().copied()).into_iter().collect()
}

pub(crate) fn open(recording: &mut Recording<'_>, open: &HubOpen) -> Result<(), Rejection> {
    let HubOpen { hub, on } = *open;
    let known = find::hub(recording.before, "hub", hub)?;
    not_later_than_today(recording, "on", on)?;
    if let Some(opened) = known.opened {
        let hub = hub.to_string();
        return Err(Rejection::new("hub", HubOpenAlready { hub, from: opened.from }));
    }
    not_closed(&known, on)?;
    let fact = Fact::next(recording);
    recording.push(HubOpened { hub, on });
    fact.doubts(recording, Dependants::of_hub(hub))
}

/// A fact: what was to happen in the hub before it opens is put in doubt.
pub(crate) fn move_opening(
    recording: &mut Recording<'_>,
    moved: &HubMoveOpening,
) -> Result<(), Rejection> {
    let HubMoveOpening { hub, opens_on, .. } = *moved;
    let known = find::hub(recording.before, "hub", hub)?;
    if let Some(opened) = known.opened {
        let hub = hub.to_string();
        return Err(Rejection::new("hub", HubOpenAlready { hub, from: opened.from }));
    }
    not_closed(&known, opens_on)?;
    if known.opens.from == opens_on {
        return Ok(());
    }
    let host = recording.before.hub_host(&known, opens_on);
    find::organisation_on(recording.before, "opensOn", host, opens_on)?;
    let fact = Fact::next(recording);
    let reason = recording.seal_any("reason", moved.reason.as_ref());
    recording.push(HubOpeningMoved { hub, opens_on, reason });
    fact.doubts(recording, Dependants::of_hub(hub))
}

/// What is reported done has been done.
pub(crate) fn not_later_than_today(
    recording: &Recording<'_>,
    path: &str,
    given: Date,
) -> Result<(), Rejection> {
    let today = recording.context.today;
    if given <= today { Ok(()) } else { Err(Rejection::new(path, InFuture { given, today })) }
}

/// The hub is not closed on a date; it may still have to open, and may close later.
pub(crate) fn not_closed(hub: &Hub, on: Date) -> Result<(), Rejection> {
    if hub.is_closed(on) {
        Err(Rejection::new("hub", HubNotOpen { hub: hub.id.to_string(), on }))
    } else {
        Ok(())
    }
}

/// No end of the hub is set: what comes to it from `from` on stays. It may still have to open.
pub(crate) fn not_closing(
    state: &Portfolio,
    path: &str,
    hub: HubId,
    from: Date,
) -> Result<(), Rejection> {
    match &find::hub(state, path, hub)?.closed {
        None => Ok(()),
        Some(closed) => {
            let (hub, on) = (hub.to_string(), closed.from.max(from));
            Err(Rejection::new(path, HubNotOpen { hub, on }))
        }
    }
}

/// The hub is open or planned to be, and no end of it is set: nobody is promised a seat in a hub
/// that is not there yet.
pub(crate) fn open_or_planned(
    state: &Portfolio,
    path: &str,
    hub: HubId,
    from: Date,
) -> Result<(), Rejection> {
    not_closing(state, path, hub, from)?;
    if find::hub(state, path, hub)?.is_open(from, Basis::Planned) {
        Ok(())
    } else {
        Err(Rejection::new(path, HubNotOpen { hub: hub.to_string(), on: from }))
    }
}

pub(crate) fn add_space(recording: &mut Recording<'_>, add: &HubAddSpace) -> Result<(), Rejection> {
    let HubAddSpace { hub, space, from } = *add;
    not_closing(recording.before, "hub", hub, from)?;
    let known = find::lasting_space(recording.before, "space", space, from)?;
    let served = |on| known.hub.at(on, Basis::Actual).copied().flatten();
    let dates: Vec<Date> = known.hub.dates_from(from, Basis::Actual).collect();
    if dates.iter().all(|on| served(*on) == Some(hub)) {
        return Ok(());
    }
    allocations::not_moved_later(recording.before, Subject::Space(space))?;
    for on in dates {
        if let Some(other) = served(on).filter(|served| *served != hub) {
            return Err(serves_other("space", space, other, on));
        }
    }
    not_released(recording.before, "space", space, from)?;
    not_lost(recording.before, "space", space, from)?;
    recording.push(HubSpaceAdded { hub, space, from });
    Ok(())
}

/// A space serves at most one hub.
pub(crate) fn serves_other(path: &str, space: SpaceId, hub: HubId, on: Date) -> Rejection {
    let (space, hub) = (space.to_string(), hub.to_string());
    Rejection::new(path, ServesOtherHub { space, hub, on })
}

pub(crate) fn remove_space(
    recording: &mut Recording<'_>,
    remove: &HubRemoveSpace,
) -> Result<(), Rejection> {
    let HubRemoveSpace { hub, space, from } = *remove;
    find::hub(recording.before, "hub", hub)?;
    let known = find::space(recording.before, "space", space)?;
    if known.hub.at(from, Basis::Actual) != Some(&Some(hub)) {
        let (space, hub) = (space.to_string(), hub.to_string());
        return Err(Rejection::new("space", NotInHub { space, hub, on: from }));
    }
    allocations::not_moved_later(recording.before, Subject::Space(space))?;
    no_flexible_resources(recording.before, hub, space, from)?;
    recording.push(HubSpaceRemoved { hub, space, from });
    Ok(())
}

/// A space leaves a hub when nothing in it is flexible there, then or later, on either basis.
fn no_flexible_resources(
    state: &Portfolio,
    hub: HubId,
    space: SpaceId,
    from: Date,
) -> Result<(), Rejection> {
    for basis in [Basis::Actual, Basis::Planned] {
        for resource in state.resources_ever_in(space) {
            let moves = resource.place.changes_after(from, basis);
            for on in resource.allocation.dates_from(from, basis).chain(moves) {
                let here = resource.place.at(on, basis) == Some(&space) && resource.exists(on);
                let flexible =
                    resource.allocation.at(on, basis) == Some(&Allocation::Flexible(hub));
                if here && flexible {
                    allocations::not_moved_later(state, Subject::Resource(resource.id))?;
                    return Err(in_use(SpaceId::WORD, space, &resource.id, on));
                }
            }
        }
    }
    Ok(())
}

pub(crate) fn set_capacity(
    recording: &mut Recording<'_>,
    set: &HubSetCapacity,
) -> Result<(), Rejection> {
    let HubSetCapacity { hub, from, capacity } = *set;
    let known = find::hub(recording.before, "hub", hub)?;
    not_closed(&known, from)?;
    not_later_than_today(recording, "capacity.establishedOn", capacity.established_on)?;
    if known.capacity.at(from) == Some(&capacity) {
        return Ok(());
    }
    let fact = Fact::next(recording);
    recording.push(HubCapacitySet { hub, from, capacity });
    fact.doubts(recording, Dependants::of_hub(hub))
}

pub(crate) fn close(recording: &mut Recording<'_>, close: &HubClose) -> Result<(), Rejection> {
    let HubClose { hub, from, .. } = *close;
    let known = find::hub(recording.before, "hub", hub)?;
    not_retired(known.closed.as_ref(), "hub", HubId::WORD, hub)?;
    for membership in recording.before.memberships_of(hub) {
        memberships::not_planned(recording.before, membership)?;
        for on in membership.terms.dates_from(from, Basis::Actual) {
            if let Some(Some(_)) = membership.terms.at(on, Basis::Actual) {
                return Err(in_use(HubId::WORD, hub, &membership.id, on));
            }
        }
    }
    for space in recording.before.spaces_ever_of(hub) {
        no_flexible_resources(recording.before, hub, space.id, from)?;
        serves_no_longer(recording.before, hub, space.id, from)?;
    }
    let reason = recording.seal_any("reason", close.reason.as_ref());
    recording.push(HubClosed { hub, from, reason });
    Ok(())
}

fn serves_no_longer(
    state: &Portfolio,
    hub: HubId,
    space: SpaceId,
    from: Date,
) -> Result<(), Rejection> {
    let known = find::space(state, "hub", space)?;
    if known.hub.pending().iter().any(|pending| pending.entry.value == Some(hub)) {
        allocations::not_moved_later(state, Subject::Space(space))?;
    }
    let mut dates = known.hub.dates_from(from, Basis::Actual);
    match dates.find(|on| known.hub.at(*on, Basis::Actual) == Some(&Some(hub))) {
        None => Ok(()),
        Some(on) => Err(in_use(HubId::WORD, hub, &space, on)),
    }
}
