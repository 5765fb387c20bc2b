//! Where units belong on every date: under which unit, and with it of which organisation.

use projections::{Portfolio, Unit};
use schema::{Date, UnitDescription, UnitId, UnitMoved};
use std::{collections::BTreeSet, sync::Arc};

use crate::{NotThere, Rejection, UnitOutOfPlace, find, recording::Recording};

/// Settles a unit that has been put in a place from a date on: what is above it is there and is not
/// part of it, and on later dates it is of the organisation that what is above it is of then, with all
/// that is part of it.
pub(crate) fn settle(
    recording: &mut Recording<'_>,
    unit: UnitId,
    from: Date,
) -> Result<(), Rejection> {
    of_one_organisation(&recording.state, unit, from)?;
    check_above(&recording.state, unit, from)?;
    follow(recording, unit, from)
}

/// Brings a unit, and all that is part of it on a date or later, to the organisation of what is above
/// it or, directly under an organisation that ends, to its successor.
pub(crate) fn follow(
    recording: &mut Recording<'_>,
    unit: UnitId,
    from: Date,
) -> Result<(), Rejection> {
    let mut open = vec![unit];
    // Nothing is part of itself, so that each comes to rest once all above it have.
    while let Some(unit) = open.pop() {
        align(recording, unit, from)?;
        for below in part_of(&recording.state, unit, from) {
            if !is_aligned(&recording.state, &below, from) {
                open.push(below.id);
            }
        }
    }
    Ok(())
}

/// On the date itself a unit is of the organisation of the one above it.
fn of_one_organisation(state: &Portfolio, unit: UnitId, on: Date) -> Result<(), Rejection> {
    let described = |unit: UnitId| state.unit(&unit)?.descriptions.at(on);
    let Some(known) = described(unit) else { return Ok(()) };
    match known.parent.and_then(described) {
        Some(above) if above.organisation != known.organisation => {
            Err(out_of_place(unit, known.parent.unwrap_or(unit)))
        }
        Some(_) | None => Ok(()),
    }
}

fn out_of_place(unit: UnitId, parent: UnitId) -> Rejection {
    let (unit, parent) = (unit.to_string(), parent.to_string());
    Rejection::new("parent", UnitOutOfPlace { unit, parent })
}

/// On every date from `from` on, what is above a unit is there and is not part of it.
fn check_above(state: &Portfolio, unit: UnitId, from: Date) -> Result<(), Rejection> {
    let known = find::unit(state, "unit", unit)?;
    let mut dates = BTreeSet::from_iter(dates_of(&known, from).chain([from]));
    while let Some(on) = dates.pop_first() {
        let mut below = Arc::clone(&known);
        let mut seen = BTreeSet::from([unit]);
        while let Some(parent) = parent_on(&below, on) {
            let above = find::unit(state, "parent", parent)?;
            if !seen.insert(parent) {
                return Err(out_of_place(unit, parent_on(&known, on).unwrap_or(parent)));
            }
            if !above.exists(on) {
                let (thing, reference) = (UnitId::WORD.to_owned(), parent.to_string());
                return Err(Rejection::new("parent", NotThere { thing, reference, on }));
            }
            dates.extend(dates_of(&above, on));
            below = above;
        }
    }
    Ok(())
}

/// The unit above one on a date on which it is there.
fn parent_on(unit: &Unit, on: Date) -> Option<UnitId> {
    unit.descriptions.at(on).filter(|_| unit.exists(on))?.parent
}

/// The dates after one on which a unit is described anew or ends.
fn dates_of(unit: &Unit, after: Date) -> impl Iterator<Item = Date> + use<> {
    let described = unit.descriptions.entries().iter().map(|entry| entry.from);
    let dates: Vec<Date> = described.chain(unit.retired.as_ref().map(|end| end.from)).collect();
    dates.into_iter().filter(move |date| *date > after)
}

/// Brings one unit to the organisation that it is due to be of, date by date.
fn align(recording: &mut Recording<'_>, id: UnitId, from: Date) -> Result<(), Rejection> {
    let unit = find::unit(&recording.state, "unit", id)?;
    for on in dates_to_ask(&recording.state, &unit, from) {
        let unit = find::unit(&recording.state, "unit", id)?;
        if let Some(description) = due(&recording.state, &unit, on) {
            recording.push(UnitMoved { unit: id, from: on, description, reason: None });
        }
    }
    Ok(())
}

fn is_aligned(state: &Portfolio, unit: &Arc<Unit>, from: Date) -> bool {
    dates_to_ask(state, unit, from).into_iter().all(|on| due(state, unit, on).is_none())
}

/// What a unit should be on a date, where its organisation is another.
fn due(state: &Portfolio, unit: &Unit, on: Date) -> Option<UnitDescription> {
    let known = unit.descriptions.at(on)?;
    let organisation = match known.parent {
        Some(parent) => state.unit(&parent)?.descriptions.at(on)?.organisation,
        None => state.organisation_on(known.organisation, on),
    };
    (organisation != known.organisation)
        .then(|| UnitDescription { organisation, ..(**known).clone() })
}

/// The dates from `from` on from which a unit may be due to be of another organisation.
fn dates_to_ask(state: &Portfolio, unit: &Unit, from: Date) -> BTreeSet<Date> {
    let described = in_force_from(unit, from);
    let parents = described.iter().filter_map(|(_, description)| description.parent);
    let above = parents.filter_map(|parent| state.unit(&parent));
    let above = above.flat_map(|above| above.descriptions.entries()).map(|entry| entry.from);
    let ended = state.organisations().values().filter_map(|known| known.retired.as_ref());
    let dates = described.iter().map(|(on, _)| *on).chain(above).chain(ended.map(|end| end.from));
    dates.filter(|on| *on >= from && unit.exists(*on)).collect()
}

/// The units that are part of one, on the date or later.
pub(crate) fn part_of(state: &Portfolio, unit: UnitId, from: Date) -> Vec<Arc<Unit>> {
    let is_part = |below: &&Arc<Unit>| {
        let described = in_force_from(below, from);
        described.iter().any(|(_, description)| description.parent == Some(unit))
    };
    state.units().values().filter(is_part).cloned().collect()
}

/// The descriptions of a unit that hold on a date or later while it is there, each with its first day
/// from the date on.
pub(crate) fn in_force_from(unit: &Unit, from: Date) -> Vec<(Date, Arc<UnitDescription>)> {
    let later = unit.descriptions.entries().iter().map(|entry| entry.from);
    let dates: BTreeSet<Date> =
        later.filter(|date| *date > from).chain([from]).filter(|on| unit.exists(*on)).collect();
    dates
        .into_iter()
        .filter_map(|on| unit.descriptions.at(on).map(|known| (on, Arc::clone(known))))
        .collect()
}

/// The nearest unit above one on a date that is none of `but`.
pub(crate) fn above(
    state: &Portfolio,
    unit: UnitId,
    on: Date,
    but: &BTreeSet<UnitId>,
) -> Option<UnitId> {
    let mut seen = BTreeSet::new();
    let mut above = state.unit(&unit)?.descriptions.at(on)?.parent;
    while let Some(parent) = above.filter(|parent| but.contains(parent) && seen.insert(*parent)) {
        above = state.unit(&parent)?.descriptions.at(on)?.parent;
    }
    above.filter(|above| !but.contains(above))
}

/// Whether a unit is the other or part of it on a date.
pub(crate) fn is_within(state: &Portfolio, unit: UnitId, other: UnitId, on: Date) -> bool {
    let (mut within, mut seen) = (Some(unit), BTreeSet::new());
    while let Some(current) = within.filter(|current| seen.insert(*current)) {
        if current == other {
            return true;
        }
        let known = state.unit(&current);
        within = known.and_then(|known| known.descriptions.at(on)).and_then(|known| known.parent);
    }
    false
}
