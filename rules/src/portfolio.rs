//! Opening a portfolio, and what stands beside its estate: persons and municipalities.

use schema::{
    MunicipalityAdd, MunicipalityAdded, PersonId, PersonRegister, PersonRegistered, PortfolioOpen,
    PortfolioOpened,
};

use crate::{Rejection, find, recording::Recording};

pub(crate) fn open(recording: &mut Recording<'_>, open: &PortfolioOpen) -> Result<(), Rejection> {
    let name = recording.seal("name", &open.name);
    recording.push(PortfolioOpened { name, currency: open.currency, time_zone: open.time_zone });
    let person = recording.context.issuer.person;
    let name = recording.seal("name", &open.opened_by);
    recording.push(PersonRegistered { person, name });
    Ok(())
}

pub(crate) fn register_person(
    recording: &mut Recording<'_>,
    register: &PersonRegister,
) -> Result<(), Rejection> {
    let person = register.person;
    find::unused(find::is_registered(recording.before, person), "person", PersonId::WORD, person)?;
    let name = recording.seal("name", &register.name);
    recording.push(PersonRegistered { person, name });
    Ok(())
}

pub(crate) fn add_municipality(
    recording: &mut Recording<'_>,
    add: &MunicipalityAdd,
) -> Result<(), Rejection> {
    let known = recording.before.municipality(&add.municipality).is_some();
    find::unused(known, "municipality", "municipality", &add.municipality)?;
    let name = recording.seal("name", &add.name);
    recording.push(MunicipalityAdded {
        municipality: add.municipality.clone(),
        name,
        seat: add.seat,
        population: add.population.clone(),
    });
    Ok(())
}
