//! Buildings.

use schema::{
    BuildingAdd, BuildingAdded, BuildingDescription, BuildingId, BuildingRetire, BuildingRetired,
    BuildingRevise, BuildingRevised,
};

use crate::{
    Rejection, carried, find,
    levels::{not_retired, still_there},
    recording::Recording,
};

pub(crate) fn add(recording: &mut Recording<'_>, add: &BuildingAdd) -> Result<(), Rejection> {
    let BuildingAdd { building, from, owner, position, .. } = *add;
    let state = &recording.state;
    find::unused(state.building(&building).is_some(), "building", BuildingId::WORD, building)?;
    find::lasting_organisation(state, "owner", owner, from)?;
    find::municipality(state, "municipality", add.municipality.as_ref())?;
    let name = recording.seal("description.name", &add.name);
    let address = recording.seal_any("description.address", add.address.as_ref());
    recording.push(BuildingAdded {
        building,
        from,
        global_id: add.global_id.clone(),
        description: BuildingDescription {
            name,
            owner,
            municipality: add.municipality.clone(),
            address,
            position,
        },
    });
    Ok(())
}

pub(crate) fn revise(
    recording: &mut Recording<'_>,
    revise: &BuildingRevise,
) -> Result<(), Rejection> {
    let BuildingRevise { building, from, .. } = *revise;
    let known = find::standing_building(&recording.state, "building", building, from)?;
    let Some(former) = known.descriptions.nearest(from) else { return Ok(()) };
    let name = recording.seal_any("description.name", revise.name.as_ref());
    let address = revise.address.as_ref().map(|text| recording.seal("description.address", text));
    let description = BuildingDescription {
        name: name.unwrap_or(former.name),
        owner: revise.owner.unwrap_or(former.owner),
        municipality: revise.municipality.clone().or(former.municipality.clone()),
        address: address.or(former.address),
        position: revise.position.clone().or(former.position),
    };
    // One that stays may have ended since: what it owns is its successor's.
    if let Some(owner) = revise.owner {
        find::lasting_organisation(&recording.state, "owner", owner, from)?;
    }
    find::municipality(&recording.state, "municipality", description.municipality.as_ref())?;
    for (from, description) in carried::on(&known.descriptions, from, description) {
        recording.push(BuildingRevised { building, from, description });
    }
    Ok(())
}

pub(crate) fn retire(
    recording: &mut Recording<'_>,
    retire: &BuildingRetire,
) -> Result<(), Rejection> {
    let BuildingRetire { building, from, .. } = *retire;
    let known = find::building(&recording.state, "building", building)?;
    not_retired(known.retired.as_ref(), "building", BuildingId::WORD, building)?;
    find::standing_building(&recording.state, "building", building, from)?;
    let level =
        recording.state.levels_of(building).find(|level| still_there(level.retired.as_ref(), from));
    if let Some(level) = level {
        return Err(crate::levels::in_use(BuildingId::WORD, building, &level.id, from));
    }
    let reason = recording.seal_any("reason", retire.reason.as_ref());
    recording.push(BuildingRetired { building, from, reason });
    Ok(())
}
