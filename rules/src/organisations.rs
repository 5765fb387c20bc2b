//! Organisations and their units.

use projections::Portfolio;
use schema::{
    Date, OrganisationDescription, OrganisationId, OrganisationRegister, OrganisationRegistered,
    OrganisationRevise, OrganisationRevised, UnitDescription, UnitId, UnitRegister, UnitRegistered,
    UnitRevise, UnitRevised, limits::COUNT_MAX,
};
use std::collections::BTreeSet;

use crate::{NotThere, Rejection, TooMuch, UnitOutOfPlace, carried, find, recording::Recording};

pub(crate) fn register(
    recording: &mut Recording<'_>,
    register: &OrganisationRegister,
) -> Result<(), Rejection> {
    let organisation = register.organisation;
    let known = recording.state.organisation(&organisation).is_some();
    find::unused(known, "organisation", OrganisationId::WORD, organisation)?;
    let name = recording.seal("description.name", &register.name);
    recording.push(OrganisationRegistered {
        organisation,
        from: register.from,
        description: OrganisationDescription { name, number: register.number.clone() },
    });
    Ok(())
}

pub(crate) fn revise(
    recording: &mut Recording<'_>,
    revise: &OrganisationRevise,
) -> Result<(), Rejection> {
    let OrganisationRevise { organisation, from, .. } = *revise;
    find::organisation_on(&recording.state, "from", organisation, from)?;
    let known = find::organisation(&recording.state, "organisation", organisation)?;
    let Some(former) = known.descriptions.at(from) else {
        return Err(not_there(OrganisationId::WORD, organisation, from));
    };
    let name = recording.seal_any("description.name", revise.name.as_ref());
    let description = OrganisationDescription {
        name: name.unwrap_or(former.name),
        number: revise.number.clone().or(former.number.clone()),
    };
    for (from, description) in carried::on(&known.descriptions, from, description) {
        recording.push(OrganisationRevised { organisation, from, description });
    }
    Ok(())
}

pub(crate) fn register_unit(
    recording: &mut Recording<'_>,
    register: &UnitRegister,
) -> Result<(), Rejection> {
    let UnitRegister { unit, from, organisation, .. } = *register;
    find::unused(recording.state.unit(&unit).is_some(), "unit", UnitId::WORD, unit)?;
    find::lasting_organisation(&recording.state, "organisation", organisation, from)?;
    let name = recording.seal("description.name", &register.name);
    let description = UnitDescription {
        name,
        organisation,
        parent: register.parent,
        headcount: register.headcount,
        attendance: register.attendance,
        municipality: register.municipality.clone(),
    };
    check_unit(&recording.state, unit, from, &description)?;
    recording.push(UnitRegistered { unit, from, description });
    Ok(())
}

pub(crate) fn revise_unit(
    recording: &mut Recording<'_>,
    revise: &UnitRevise,
) -> Result<(), Rejection> {
    let UnitRevise { unit, from, .. } = *revise;
    let known = find::unit_on(&recording.state, "unit", unit, from)?;
    let Some(former) = known.descriptions.at(from) else {
        return Err(not_there(UnitId::WORD, unit, from));
    };
    let name = recording.seal_any("description.name", revise.name.as_ref());
    let description = UnitDescription {
        name: name.unwrap_or(former.name),
        organisation: former.organisation,
        parent: revise.parent.clone().or(former.parent),
        headcount: revise.headcount.unwrap_or(former.headcount),
        attendance: revise.attendance.clone().or(former.attendance),
        municipality: revise.municipality.clone().or(former.municipality.clone()),
    };
    if description == **former {
        return Ok(());
    }
    check_unit(&recording.state, unit, from, &description)?;
    for (from, description) in carried::on(&known.descriptions, from, description) {
        recording.push(UnitRevised { unit, from, description });
    }
    below_in_place(&recording.state, unit, from)
}

pub(crate) fn check_unit(
    state: &Portfolio,
    unit: UnitId,
    on: Date,
    description: &UnitDescription,
) -> Result<(), Rejection> {
    find::municipality(state, "municipality", description.municipality.as_ref())?;
    if description.headcount > COUNT_MAX {
        let what = "people in one unit".to_owned();
        let reason = TooMuch { what, given: description.headcount, limit: COUNT_MAX };
        return Err(Rejection::new("headcount", reason));
    }
    match description.parent {
        None => Ok(()),
        Some(parent) => check_parent(state, unit, parent, on, description.organisation),
    }
}

/// Checks the parents upwards on every date from `from` to the next on which the unit is described
/// anew: on later ones another parent may hold above it.
fn check_parent(
    state: &Portfolio,
    unit: UnitId,
    parent: UnitId,
    from: Date,
    organisation: OrganisationId,
) -> Result<(), Rejection> {
    find::lasting_unit(state, "parent", parent, from)?;
    let changes = |of: UnitId| {
        let entries = state.unit(&of).map(|known| known.descriptions.entries()).unwrap_or_default();
        entries.iter().map(|entry| entry.from).filter(move |date| *date > from)
    };
    let until = changes(unit).min();
    let mut dates = BTreeSet::from([from]);
    while let Some(on) = dates.pop_first() {
        let mut seen = BTreeSet::from([unit]);
        let mut above = Some(parent);
        while let Some(current) = above {
            let described = state.unit(&current).and_then(|known| known.descriptions.at(on));
            if !seen.insert(current) || described.is_some_and(|d| d.organisation != organisation) {
                let (unit, parent) = (unit.to_string(), parent.to_string());
                return Err(Rejection::new("parent", UnitOutOfPlace { unit, parent }));
            }
            let later = changes(current).filter(|date| *date > on);
            dates.extend(later.filter(|date| until.is_none_or(|until| *date < until)));
            above = described.and_then(|description| description.parent);
        }
    }
    Ok(())
}

/// What is part of a unit is of its organisation on every date from `from` on.
pub(crate) fn below_in_place(state: &Portfolio, unit: UnitId, from: Date) -> Result<(), Rejection> {
    let Some(above) = state.unit(&unit) else { return Ok(()) };
    for below in state.units().values() {
        let dates = [above, below].into_iter().flat_map(|unit| unit.descriptions.entries());
        let dates = dates.map(|entry| entry.from).filter(|date| *date > from);
        for on in std::iter::once(from).chain(dates).filter(|on| below.exists(*on)) {
            let (Some(part), Some(whole)) = (below.descriptions.at(on), above.descriptions.at(on))
            else {
                continue;
            };
            if part.parent == Some(unit) && part.organisation != whole.organisation {
                let (unit, parent) = (below.id.to_string(), unit.to_string());
                return Err(Rejection::new("unit", UnitOutOfPlace { unit, parent }));
            }
        }
    }
    Ok(())
}

fn not_there(thing: &str, id: impl std::fmt::Display, on: Date) -> Rejection {
    Rejection::new("from", NotThere { thing: thing.to_owned(), reference: id.to_string(), on })
}
