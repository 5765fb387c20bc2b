//! Organisations and units that change: moved, merged, split, dissolved, ended. What they have goes
//! to their successors, or is told where it goes.

mod ending;
mod handover;
mod moving;

use projections::{Portfolio, Unit};
use schema::{Date, UnitDescription, UnitId, UnitRevised, UnitsReorganise, UnitsReorganised};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    InvalidValue, NeedsDestination, Rejection,
    doubts::{Dependants, Fact},
    drawings::at_most,
    find,
    levels::in_use,
    organisations,
    places::{self, in_force_from},
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
    let fact = Fact::next(recording);
    let reason = recording.seal_any("reason", asked.reason.as_ref());
    recording.push(UnitsReorganised {
        units: change.units.iter().copied().collect(),
        into: change.into.iter().copied().collect(),
        from: change.from,
        reason,
    });
    handover::withdrawn(recording, &change, &asked.withdraw)?;
    let allocations = handover::allocations(recording, &change, &asked.allocations)?;
    let memberships = handover::memberships(recording, &change, &asked.memberships)?;
    handover::ends_within_a_commit(allocations, memberships)?;
    handover::amended(recording, &change)?;
    for unit in below {
        move_below(recording, &change, &unit)?;
    }
    people_go_along(recording, &change)?;
    fact.doubts(recording, Dependants::of_units(change.ended))
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
        for unit in &units {
            let known = find::lasting_unit(&recording.state, "units", *unit, asked.from)?;
            if !into.contains(unit) {
                reorganised_later(&known, asked.from)?;
            }
        }
        for unit in &into {
            find::lasting_unit(&recording.state, "into", *unit, asked.from)?;
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

    /// The successor of what an ending unit has and nobody named; none where there are no successors:
    /// that a unit is dissolved is a fact, and what it had is nobody's.
    fn heir(
        &self,
        unit: UnitId,
        what: impl FnOnce() -> String,
    ) -> Result<Option<UnitId>, Rejection> {
        if self.rest.is_some() || self.into.is_empty() {
            return Ok(self.rest);
        }
        let (thing, reference) = (UnitId::WORD.to_owned(), unit.to_string());
        let reason = NeedsDestination { thing, reference, what: what(), on: self.from };
        Err(Rejection::new("rest", reason))
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

/// The units that are part of an ending one, on the date or later, and go on.
fn units_below(state: &Portfolio, change: &Change) -> Vec<Arc<Unit>> {
    let mut below = BTreeMap::new();
    for ended in &change.ended {
        let part = places::part_of(state, *ended, change.from).into_iter();
        below.extend(
            part.filter(|unit| !change.ended.contains(&unit.id)).map(|unit| (unit.id, unit)),
        );
    }
    below.into_values().collect()
}

/// What was part of an ending unit is part of its successor or, where it has none or is that one
/// itself, of what it was part of itself.
fn move_below(
    recording: &mut Recording<'_>,
    change: &Change,
    unit: &Arc<Unit>,
) -> Result<(), Rejection> {
    for (on, description) in in_force_from(unit, change.from) {
        let Some(parent) = description.parent.filter(|parent| change.ended.contains(parent)) else {
            continue;
        };
        let state = &recording.state;
        let heir = change.rest.filter(|rest| !places::is_within(state, *rest, unit.id, on));
        let above = heir.or_else(|| places::above(state, parent, on, &change.ended));
        let organisation = above
            .and_then(|above| state.unit(&above)?.descriptions.at(on).cloned())
            .map_or(description.organisation, |above| above.organisation);
        moving::place(recording, unit.id, on, organisation, above)
            .map_err(|rejection| Rejection { path: "units".to_owned(), ..rejection })?;
    }
    Ok(())
}

/// The people of units that are merged go along with them, now and in what is said of the successor
/// for later, where it is not described with its own.
fn people_go_along(recording: &mut Recording<'_>, change: &Change) -> Result<(), Rejection> {
    let Some(heir) = change.into.first().filter(|_| change.into.len() == 1) else { return Ok(()) };
    if change.registered.contains(heir) {
        return Ok(());
    }
    let mut joining = Vec::new();
    for ended in &change.ended {
        let unit = find::unit(&recording.state, "units", *ended)?;
        joining.extend(unit.descriptions.at(change.from).cloned());
    }
    let known = find::unit(&recording.state, "into", *heir)?;
    for (from, own) in in_force_from(&known, change.from) {
        let description = joining.iter().fold((*own).clone(), |whole, part| joined(whole, part));
        organisations::check_unit(&recording.state, &description)?;
        if description != *own {
            recording.push(UnitRevised { unit: *heir, from, description });
        }
    }
    Ok(())
}

/// A unit with the people of another.
fn joined(whole: UnitDescription, part: &UnitDescription) -> UnitDescription {
    UnitDescription {
        headcount: whole.headcount.saturating_add(part.headcount),
        // Known for the whole only where it is known for each part.
        attendance: match (whole.attendance, part.attendance) {
            (Some(whole), Some(part)) => Some(whole.plus(&part)),
            (Some(_), None) | (None, _) => None,
        },
        ..whole
    }
}

/// What takes part in a later reorganisation goes on until then.
fn reorganised_later(unit: &Unit, from: Date) -> Result<(), Rejection> {
    let later = unit.formed.iter().chain(&unit.became).find(|later| later.from > from);
    match later {
        None => Ok(()),
        Some(later) => {
            let others = later.others.iter().find(|other| **other != unit.id);
            let by = others.copied().unwrap_or(unit.id);
            Err(in_use(UnitId::WORD, unit.id, &by, later.from))
        }
    }
}
