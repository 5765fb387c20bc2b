//! Organisations and units that change: moved, merged, split, dissolved, ended. What they have goes
//! to their successors, or is told where it goes.

mod ending;
mod handover;
mod moving;

use projections::{Portfolio, Unit};
use schema::{
    Date, OrganisationId, UnitDescription, UnitId, UnitRevised, UnitsReorganise, UnitsReorganised,
};
use std::{collections::BTreeSet, sync::Arc};

use crate::{
    InvalidValue, NeedsDestination, Rejection, carried, drawings::at_most, find, organisations,
    recording::Recording,
};

pub(crate) use ending::end;
pub(crate) use moving::move_unit;

/// Units that are reorganised together, before or after, at most.
const TOGETHER_MAX: usize = 50;

pub(crate) fn reorganise(
    recording: &mut Recording<'_>,
    asked: &UnitsReorganise,
) -> Result<(), Rejection> {
    register(recording, asked)?;
    let change = Change::of(recording, asked)?;
    let below = units_below(&recording.state, &change);
    let reason = recording.seal_any("reason", asked.reason.as_ref());
    recording.push(UnitsReorganised {
        units: change.units.iter().copied().collect(),
        into: change.into.iter().copied().collect(),
        from: change.from,
        reason,
    });
    handover::allocations(recording, &change, &asked.allocations)?;
    handover::memberships(recording, &change, &asked.memberships)?;
    handover::proposals(recording, &change, &asked.withdraw)?;
    for unit in below {
        move_below(recording, &change, &unit)?;
    }
    people_go_along(recording, &change)
}

fn register(recording: &mut Recording<'_>, asked: &UnitsReorganise) -> Result<(), Rejection> {
    at_most(asked.register.len(), TOGETHER_MAX, "units registered together", "register")?;
    for (index, register) in asked.register.iter().enumerate() {
        let at = format!("register.{index}");
        let accepted = format!("{}, the date of the reorganisation", asked.from);
        valid(register.from == asked.from, &at, "date", register.from, &accepted)?;
        let named = asked.into.contains(&register.unit);
        valid(named, &at, "unit", register.unit, "one that stands among the successors (into)")?;
        organisations::register_unit(recording, register)
            .map_err(|rejection| rejection.within(&at))?;
    }
    Ok(())
}

/// A reorganisation, each unit once.
struct Change {
    units: BTreeSet<UnitId>,
    into: BTreeSet<UnitId>,
    /// Those that do not go on.
    ended: BTreeSet<UnitId>,
    from: Date,
    /// Who takes what is not named.
    rest: Option<UnitId>,
    /// Successors that came with the command: their people are stated.
    registered: BTreeSet<UnitId>,
}

impl Change {
    fn of(recording: &Recording<'_>, asked: &UnitsReorganise) -> Result<Self, Rejection> {
        at_most(asked.units.len(), TOGETHER_MAX, "units reorganised together", "units")?;
        at_most(asked.into.len(), TOGETHER_MAX, "units reorganised together", "into")?;
        let units: BTreeSet<UnitId> = asked.units.iter().copied().collect();
        let into: BTreeSet<UnitId> = asked.into.iter().copied().collect();
        valid(!units.is_empty(), "units", "list of units", "none", "one unit or more")?;
        let changes = units != into;
        let accepted = "others than those that were; to describe units anew, revise them";
        valid(changes, "into", "list of successors", "the same units", accepted)?;
        for (path, unit) in
            units.iter().map(|u| ("units", u)).chain(into.iter().map(|u| ("into", u)))
        {
            find::lasting_unit(&recording.state, path, *unit, asked.from)?;
        }
        let rest = asked.rest.or_else(|| into.first().copied().filter(|_| into.len() == 1));
        if let Some(rest) = rest {
            let is_one = into.contains(&rest);
            valid(
                is_one,
                "rest",
                "unit that takes the rest",
                rest,
                "one of the successors (into)",
            )?;
        }
        let ended = units.difference(&into).copied().collect();
        let registered = asked.register.iter().map(|register| register.unit).collect();
        Ok(Self { units, into, ended, from: asked.from, rest, registered })
    }

    /// The successor of what an ending unit has and nobody named.
    fn heir(&self, unit: UnitId, what: impl FnOnce() -> String) -> Result<UnitId, Rejection> {
        self.rest.ok_or_else(|| {
            let (thing, reference) = (UnitId::WORD.to_owned(), unit.to_string());
            let reason = NeedsDestination { thing, reference, what: what(), on: self.from };
            Rejection::new("rest", reason)
        })
    }
}

fn valid(
    holds: bool,
    path: &str,
    what: &str,
    given: impl std::fmt::Display,
    accepted: &str,
) -> Result<(), Rejection> {
    if holds {
        return Ok(());
    }
    let (what, given, accepted) = (what.to_owned(), given.to_string(), accepted.to_owned());
    Err(Rejection::new(path, InvalidValue { what, given, accepted }))
}

/// The units that are part of an ending one, on the date or later.
fn units_below(state: &Portfolio, change: &Change) -> Vec<Arc<Unit>> {
    let below = |unit: &Arc<Unit>| {
        let holds = in_force_from(unit, change.from);
        let parents = holds.into_iter().filter_map(|(_, description)| description.parent);
        !change.ended.contains(&unit.id) && parents.into_iter().any(|p| change.ended.contains(&p))
    };
    state.units().values().filter(|unit| below(unit)).cloned().collect()
}

/// The descriptions of a unit that hold on a date or later while it is there, each with its first day
/// from the date on.
fn in_force_from(unit: &Unit, from: Date) -> Vec<(Date, Arc<UnitDescription>)> {
    let later = unit.descriptions.entries().iter().map(|entry| entry.from);
    let dates: BTreeSet<Date> =
        later.filter(|date| *date > from).chain([from]).filter(|on| unit.exists(*on)).collect();
    dates
        .into_iter()
        .filter_map(|on| unit.descriptions.at(on).map(|known| (on, Arc::clone(known))))
        .collect()
}

/// What was part of an ending unit is part of its successor or, where it has none, of what it was
/// part of itself.
fn move_below(
    recording: &mut Recording<'_>,
    change: &Change,
    unit: &Arc<Unit>,
) -> Result<(), Rejection> {
    for (on, description) in in_force_from(unit, change.from) {
        let Some(parent) = description.parent.filter(|parent| change.ended.contains(parent)) else {
            continue;
        };
        let above = change.rest.filter(|rest| *rest != unit.id).or_else(|| {
            let ended = recording.state.unit(&parent)?;
            ended.descriptions.at(change.from)?.parent.filter(|above| !change.ended.contains(above))
        });
        let organisation = above
            .and_then(|above| recording.state.unit(&above)?.descriptions.at(on).cloned())
            .map_or(description.organisation, |above| above.organisation);
        moving::place(recording, unit.id, on, organisation, above)?;
    }
    Ok(())
}

/// The people of units that are merged go along with them, where the successor is not described with
/// its own.
fn people_go_along(recording: &mut Recording<'_>, change: &Change) -> Result<(), Rejection> {
    let Some(heir) = change.into.first().filter(|_| change.into.len() == 1) else { return Ok(()) };
    if change.registered.contains(heir) {
        return Ok(());
    }
    let known = find::unit(&recording.state, "into", *heir)?;
    let Some(former) = known.descriptions.at(change.from) else { return Ok(()) };
    let mut description = (**former).clone();
    for ended in &change.ended {
        let unit = find::unit(&recording.state, "units", *ended)?;
        let Some(joining) = unit.descriptions.at(change.from) else { continue };
        description.headcount = description.headcount.saturating_add(joining.headcount);
        // Known for the whole only where it is known for each part.
        description.attendance = match (description.attendance, joining.attendance) {
            (Some(whole), Some(part)) => Some(whole.plus(&part)),
            _ => None,
        };
    }
    organisations::check_unit(&recording.state, *heir, change.from, &description)?;
    for (from, description) in carried::on(&known.descriptions, change.from, description) {
        recording.push(UnitRevised { unit: *heir, from, description });
    }
    Ok(())
}

/// The organisation of a unit on a date.
fn organisation_of(state: &Portfolio, unit: UnitId, on: Date) -> Option<OrganisationId> {
    state.unit(&unit)?.descriptions.at(on).map(|description| description.organisation)
}
