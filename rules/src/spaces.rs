//! Spaces.

use projections::{Basis, Portfolio};
use schema::{
    Classification, Date, GlobalId, LevelId, SpaceAdd, SpaceAdded, SpaceDescription, SpaceId,
    SpaceIdentified, SpaceIdentify, SpaceRetire, SpaceRetired, SpaceRevise, SpaceRevised, Subject,
    limits::{CODES_MAX, COUNT_MAX},
};

use crate::{
    ExistsAlready, Rejection, SpaceOutOfUse, SpaceReleased, TooMuch,
    allocations::not_moved_later,
    carried, fates, find,
    levels::{in_use, not_retired, still_there},
    occupancy,
    recording::Recording,
    reshaping,
};

pub(crate) fn add(recording: &mut Recording<'_>, add: &SpaceAdd) -> Result<(), Rejection> {
    let SpaceAdd { space, level, from, category, height_mm, .. } = *add;
    let state = &recording.state;
    find::unused(state.space(&space).is_some(), "space", SpaceId::WORD, space)?;
    find::lasting_level(state, LevelId::WORD, level, from)?;
    let codes = sorted(&add.codes)?;
    check_seats(add.seats)?;
    let name = recording.seal_any("description.name", add.name.as_ref());
    let function = recording.seal_any("description.function", add.function.as_ref());
    recording.push(SpaceAdded {
        space,
        level,
        from,
        global_id: add.global_id.clone(),
        description: SpaceDescription {
            number: add.number.clone(),
            name,
            function,
            category,
            polygon: add.polygon.clone(),
            height_mm,
            areas: add.areas.clone(),
            seats: add.seats,
            codes,
        },
    });
    Ok(())
}

pub(crate) fn revise(recording: &mut Recording<'_>, revise: &SpaceRevise) -> Result<(), Rejection> {
    let SpaceRevise { space, from, .. } = *revise;
    let known = find::standing_space(&recording.state, "space", space, from)?;
    let Some(former) = known.descriptions.nearest(from) else { return Ok(()) };
    let codes = revise.codes.as_ref().map(|codes| sorted(codes)).transpose()?;
    let name = revise.name.as_ref().map(|text| recording.seal("description.name", text));
    let function = revise.function.as_ref().map(|t| recording.seal("description.function", t));
    let description = SpaceDescription {
        number: revise.number.clone().or(former.number.clone()),
        name: name.or(former.name),
        function: function.or(former.function),
        category: revise.category.unwrap_or(former.category),
        polygon: revise.polygon.clone().or(former.polygon.clone()),
        height_mm: revise.height_mm.clone().or(former.height_mm),
        areas: revise.areas.clone().unwrap_or_else(|| former.areas.clone()),
        seats: revise.seats.clone().or(former.seats),
        codes: codes.unwrap_or_else(|| former.codes.clone()),
    };
    if description != **former {
        check_seats(description.seats)?;
        for (from, description) in carried::on(&known.descriptions, from, description) {
            recording.push(SpaceRevised { space, from, description });
        }
        occupancy::check_categories(&recording.state, space, from)
            .map_err(|rejection| Rejection { path: "category".to_owned(), ..rejection })?;
    }
    Ok(())
}

/// A space is called so by a model from now on, whether or not it is there any longer.
pub(crate) fn identify(
    recording: &mut Recording<'_>,
    identify: &SpaceIdentify,
) -> Result<(), Rejection> {
    let SpaceIdentify { space, global_id } = identify;
    let known = find::space(&recording.state, "space", *space)?;
    if known.is_called(global_id) {
        return Ok(());
    }
    not_called_so(&recording.state, known.level, global_id)?;
    recording.push(SpaceIdentified { space: *space, global_id: global_id.clone() });
    Ok(())
}

/// In the building of a level no space that is not retired is called so: a model's next delivery
/// finds one space by its key.
fn not_called_so(state: &Portfolio, level: LevelId, key: &GlobalId) -> Result<(), Rejection> {
    let building = find::level(state, "space", level)?.building;
    let mut others = state.levels_of(building).flat_map(|level| state.spaces_of(level.id));
    if others.any(|other| other.retired.is_none() && other.is_called(key)) {
        let (thing, reference) = ("space with the GlobalId".to_owned(), key.to_string());
        return Err(Rejection::new("globalId", ExistsAlready { thing, reference }));
    }
    Ok(())
}

pub(crate) fn retire(recording: &mut Recording<'_>, retire: &SpaceRetire) -> Result<(), Rejection> {
    let SpaceRetire { space, from, .. } = *retire;
    let known = find::space(&recording.state, "space", space)?;
    not_retired(known.retired.as_ref(), "space", SpaceId::WORD, space)?;
    find::standing_space(&recording.state, "space", space, from)?;
    fates::check_named(recording, from, &retire.resources, &[space])
        .and_then(|()| fates::settle(recording, from, retire.resources.iter().enumerate()))
        .map_err(|rejection| rejection.within("resources"))?;
    if retire.leaves_hub {
        reshaping::leave(recording, space, from)?;
    }
    not_in_use(&recording.state, space, from)?;
    let reason = recording.seal_any("reason", retire.reason.as_ref());
    recording.push(SpaceRetired { space, from, reason });
    Ok(())
}

/// A space goes when neither a resource nor a hub is in it, then or later, on either basis, and it
/// takes part in no later reshaping.
pub(crate) fn not_in_use(state: &Portfolio, space: SpaceId, from: Date) -> Result<(), Rejection> {
    not_reshaped_later(state, space, from)?;
    for basis in [Basis::Actual, Basis::Planned] {
        for resource in state.resources_ever_in(space) {
            let stays = still_there(resource.retired.as_ref(), from);
            let mut dates = resource.place.dates_from(from, basis);
            let here = dates.find(|on| resource.place.at(*on, basis) == Some(&space));
            if let Some(on) = here.filter(|_| stays) {
                not_moved_later(state, Subject::Resource(resource.id))?;
                return Err(in_use(SpaceId::WORD, space, &resource.id, on));
            }
        }
    }
    not_moved_later(state, Subject::Space(space))?;
    let Some(known) = state.space(&space) else { return Ok(()) };
    for on in known.hub.dates_from(from, Basis::Actual) {
        if let Some(Some(hub)) = known.hub.at(on, Basis::Actual) {
            return Err(in_use(SpaceId::WORD, space, hub, on));
        }
    }
    Ok(())
}

/// What a space is given from a date on stays there: nothing is given to one that is released then or
/// later.
pub(crate) fn not_released(
    state: &Portfolio,
    path: &str,
    space: SpaceId,
    from: Date,
) -> Result<(), Rejection> {
    let known = find::space(state, path, space)?;
    let mut dates = known.released.dates_from(from, Basis::Planned);
    match dates.find(|on| known.is_released(*on, Basis::Planned)) {
        None => Ok(()),
        Some(_) => {
            let planned = known.released.pending().iter().map(|pending| pending.entry.from);
            let begins = known.released.actual().begins().or(planned.min());
            let reason = SpaceReleased { space: space.to_string(), from: begins.unwrap_or(from) };
            Err(Rejection::new(path, reason))
        }
    }
}

/// Nothing is given, added or brought to a space on a date on which it is lost.
pub(crate) fn not_lost(
    state: &Portfolio,
    path: &str,
    space: SpaceId,
    on: Date,
) -> Result<(), Rejection> {
    if find::space(state, path, space)?.is_lost(on) {
        return Err(Rejection::new(path, SpaceOutOfUse { space: space.to_string(), on }));
    }
    Ok(())
}

/// What takes part in a later reshaping goes on until then.
fn not_reshaped_later(state: &Portfolio, space: SpaceId, from: Date) -> Result<(), Rejection> {
    let known = find::space(state, "space", space)?;
    match known.formed.iter().chain(&known.became).find(|later| later.from > from) {
        None => Ok(()),
        Some(later) => {
            let others = later.others.iter().find(|other| **other != space);
            Err(in_use(SpaceId::WORD, space, others.unwrap_or(&space), later.from))
        }
    }
}

fn sorted(codes: &[Classification]) -> Result<Vec<Classification>, Rejection> {
    let mut codes = codes.to_vec();
    codes.sort();
    codes.dedup();
    if codes.len() > CODES_MAX {
        let (given, limit) = (count(codes.len()), count(CODES_MAX));
        let what = "classification codes of one space".to_owned();
        return Err(Rejection::new("codes", TooMuch { what, given, limit }));
    }
    Ok(codes)
}

/// A space is made for so many people as one number can say.
fn check_seats(seats: Option<u32>) -> Result<(), Rejection> {
    match seats.filter(|seats| *seats > COUNT_MAX) {
        None => Ok(()),
        Some(given) => {
            let what = "people that one space is made for".to_owned();
            Err(Rejection::new("seats", TooMuch { what, given, limit: COUNT_MAX }))
        }
    }
}

/// A number of things as messages carry it.
pub(crate) fn count(things: usize) -> u32 {
    u32::try_from(things).unwrap_or(u32::MAX)
}
