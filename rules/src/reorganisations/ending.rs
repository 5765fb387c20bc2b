//! Organisations that end: what they have goes to a successor, or is gone before.

use projections::Portfolio;
use schema::{Date, OrganisationEnd, OrganisationEnded, OrganisationId, UnitDescription};
use std::{collections::BTreeSet, fmt};

use super::valid;
use crate::{
    Rejection, find,
    levels::{in_use, not_retired},
    places::{self, in_force_from},
    recording::Recording,
};

pub(crate) fn end(recording: &mut Recording<'_>, end: &OrganisationEnd) -> Result<(), Rejection> {
    let OrganisationEnd { organisation, from, successor, .. } = *end;
    let known = find::organisation(&recording.state, "organisation", organisation)?;
    let word = OrganisationId::WORD;
    not_retired(known.retired.as_ref(), "organisation", word, organisation)?;
    find::organisation_on(&recording.state, "organisation", organisation, from)?;
    succeeds_nobody_later(&recording.state, organisation, from)?;
    match successor {
        None => nothing_left(&recording.state, organisation, from)?,
        Some(successor) => {
            let other = successor != organisation;
            valid(other, "successor", "successor", successor, "another organisation")?;
            find::lasting_organisation(&recording.state, "successor", successor, from)?;
        }
    }
    let reason = recording.seal_any("reason", end.reason.as_ref());
    recording.push(OrganisationEnded { organisation, from, successor, reason });
    hand_over_units(recording, organisation, from)
}

/// What takes over from another goes on when it does: it ends afterwards.
fn succeeds_nobody_later(
    state: &Portfolio,
    organisation: OrganisationId,
    from: Date,
) -> Result<(), Rejection> {
    let mut ended = state.organisations().values().filter(|o| o.successor == Some(organisation));
    let later = ended.find_map(|ended| {
        let end = ended.retired.as_ref().filter(|end| end.from >= from)?;
        Some((ended.id, end.from))
    });
    match later {
        None => Ok(()),
        Some((by, on)) => Err(in_use(OrganisationId::WORD, organisation, &by, on)),
    }
}

/// The units of an organisation are its successor's, as they stand to each other.
fn hand_over_units(
    recording: &mut Recording<'_>,
    organisation: OrganisationId,
    from: Date,
) -> Result<(), Rejection> {
    let all: Vec<_> = recording.state.units().values().cloned().collect();
    for unit in all {
        let described = in_force_from(&unit, from);
        if described.iter().any(|(_, known)| known.organisation == organisation) {
            places::follow(recording, unit.id, from)?;
        }
    }
    Ok(())
}

/// An organisation without successor leaves nothing behind: no unit, building, resource or hub that
/// is there on the date or later.
fn nothing_left(
    state: &Portfolio,
    organisation: OrganisationId,
    from: Date,
) -> Result<(), Rejection> {
    let left = |by: &dyn fmt::Debug, on| in_use(OrganisationId::WORD, organisation, by, on);
    for unit in state.units().values() {
        let of = |known: &UnitDescription| known.organisation == organisation;
        if let Some((on, _)) = in_force_from(unit, from).iter().find(|(_, known)| of(known)) {
            return Err(left(&unit.id, *on));
        }
    }
    let is_it = |owner| owner == Some(organisation);
    for building in state.buildings().values() {
        let mut dates = dates(&building.descriptions, from);
        let its =
            dates.find(|on| building.exists(*on) && is_it(state.building_owner(building, *on)));
        if let Some(on) = its {
            return Err(left(&building.id, on));
        }
    }
    for hub in state.hubs().values() {
        let mut dates = dates(&hub.descriptions, from);
        if let Some(on) =
            dates.find(|on| !hub.is_closed(*on) && is_it(Some(state.hub_host(hub, *on))))
        {
            return Err(left(&hub.id, on));
        }
    }
    for resource in state.resources().values() {
        let mut dates = dates(&resource.descriptions, from);
        let its =
            dates.find(|on| resource.exists(*on) && is_it(state.resource_owner(resource, *on)));
        if let Some(on) = its {
            return Err(left(&resource.id, on));
        }
    }
    Ok(())
}

/// A date, and those of later descriptions.
fn dates<T>(descriptions: &projections::Timeline<T>, from: Date) -> impl Iterator<Item = Date> {
    let later = descriptions.entries().iter().map(|entry| entry.from).filter(|date| *date > from);
    BTreeSet::from_iter(later.chain([from])).into_iter()
}
