//! Organisations and their units.

use projections::Portfolio;
use schema::{
    Date, OrganisationDescription, OrganisationId, OrganisationRegister, OrganisationRegistered,
    OrganisationRevise, OrganisationRevised, UnitDescription, UnitId, UnitRegister, UnitRegistered,
    UnitRevise, UnitRevised, limits::COUNT_MAX,
};

use crate::{NotThere, Rejection, carried, drawings::at_most, find, places, recording::Recording};

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
    check_unit(&recording.state, &description)?;
    if let Some(parent) = description.parent {
        find::unit_on(&recording.state, "parent", parent, from)?;
    }
    recording.push(UnitRegistered { unit, from, description });
    places::settle(recording, unit, from)
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
    check_unit(&recording.state, &description)?;
    let moves = description.parent != former.parent;
    if let Some(parent) = description.parent.filter(|_| moves) {
        find::unit_on(&recording.state, "parent", parent, from)?;
    }
    let carried = carried::unit_on(&recording.state, &known.descriptions, from, description);
    for (from, description) in carried {
        recording.push(UnitRevised { unit, from, description });
    }
    if moves { places::settle(recording, unit, from) } else { Ok(()) }
}

/// What is to be said of a unit, whatever its place.
pub(crate) fn check_unit(
    state: &Portfolio,
    description: &UnitDescription,
) -> Result<(), Rejection> {
    find::municipality(state, "municipality", description.municipality.as_ref())?;
    let what = "people in one unit";
    let attending = description.attendance.map_or(0, |week| week.peak());
    at_most(description.headcount as usize, COUNT_MAX as usize, what, "headcount")?;
    at_most(attending as usize, COUNT_MAX as usize, what, "attendance")
}

fn not_there(thing: &str, id: impl std::fmt::Display, on: Date) -> Rejection {
    Rejection::new("from", NotThere { thing: thing.to_owned(), reference: id.to_string(), on })
}
