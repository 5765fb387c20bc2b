//! Organisations and their units.

use projections::Portfolio;
use schema::{
    Date, OrganisationDescription, OrganisationId, OrganisationRegister, OrganisationRegistered,
    OrganisationRevise, OrganisationRevised, UnitDescription, UnitId, UnitRegister, UnitRegistered,
    UnitRevise, UnitRevised, limits::COUNT_MAX,
};
use std::collections::BTreeSet;

use crate::{NotThere, Rejection, TooMuch, UnitOutOfPlace, find, recording::Recording};

pub(crate) fn register(
    recording: &mut Recording<'_>,
    register: &OrganisationRegister,
) -> Result<(), Rejection> {
    let organisation = register.organisation;
    let known = recording.before.organisation(&organisation).is_some();
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
    let known = find::organisation(recording.before, "organisation", organisation)?;
    let Some(former) = known.descriptions.at(from) else {
        return Err(not_there(OrganisationId::WORD, organisation, from));
    };
    let name = recording.seal_any("description.name", revise.name.as_ref());
    let description = OrganisationDescription {
        name: name.unwrap_or(former.name),
        number: revise.number.clone().or(former.number.clone()),
    };
    if description != **former {
        recording.push(OrganisationRevised { organisation, from, description });
    }
    Ok(())
}

pub(crate) fn register_unit(
    recording: &mut Recording<'_>,
    register: &UnitRegister,
) -> Result<(), Rejection> {
    let UnitRegister { unit, from, organisation, .. } = *register;
    find::unused(recording.before.unit(&unit).is_some(), "unit", UnitId::WORD, unit)?;
    find::organisation_on(recording.before, "organisation", organisation, from)?;
    let name = recording.seal("description.name", &register.name);
    let description = UnitDescription {
        name,
        organisation,
        parent: register.parent,
        headcount: register.headcount,
        attendance: register.attendance,
        municipality: register.municipality.clone(),
    };
    check_unit(recording.before, unit, from, &description)?;
    recording.push(UnitRegistered { unit, from, description });
    Ok(())
}

pub(crate) fn revise_unit(
    recording: &mut Recording<'_>,
    revise: &UnitRevise,
) -> Result<(), Rejection> {
    let UnitRevise { unit, from, .. } = *revise;
    let known = find::unit_on(recording.before, "unit", unit, from)?;
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
    if description != **former {
        check_unit(recording.before, unit, from, &description)?;
        recording.push(UnitRevised { unit, from, description });
    }
    Ok(())
}

fn check_unit(
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
    find::unit_on(state, "parent", parent, from)?;
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

fn not_there(thing: &str, id: impl std::fmt::Display, on: Date) -> Rejection {
    Rejection::new("from", NotThere { thing: thing.to_owned(), reference: id.to_string(), on })
}
