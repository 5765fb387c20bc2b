//! Levels, and what retiring takes for all things that stand in one another.

use projections::Retirement;
use schema::{
    BuildingId, Date, LevelAdd, LevelAdded, LevelDescription, LevelId, LevelRetire, LevelRetired,
    LevelRevise, LevelRevised,
};
use std::fmt;

use crate::{InUse, Rejection, RetiredAlready, carried, find, recording::Recording};

pub(crate) fn add(recording: &mut Recording<'_>, add: &LevelAdd) -> Result<(), Rejection> {
    let LevelAdd { level, building, from, elevation_mm, .. } = *add;
    let state = &recording.state;
    find::unused(state.level(&level).is_some(), "level", LevelId::WORD, level)?;
    find::lasting_building(state, BuildingId::WORD, building, from)?;
    let name = recording.seal("description.name", &add.name);
    recording.push(LevelAdded {
        level,
        building,
        from,
        global_id: add.global_id.clone(),
        description: LevelDescription { name, elevation_mm },
    });
    Ok(())
}

pub(crate) fn revise(recording: &mut Recording<'_>, revise: &LevelRevise) -> Result<(), Rejection> {
    let LevelRevise { level, from, .. } = *revise;
    let known = find::standing_level(&recording.state, "level", level, from)?;
    let Some(former) = known.descriptions.nearest(from) else { return Ok(()) };
    let name = recording.seal_any("description.name", revise.name.as_ref());
    let description = LevelDescription {
        name: name.unwrap_or(former.name),
        elevation_mm: revise.elevation_mm.unwrap_or(former.elevation_mm),
    };
    for (from, description) in carried::on(&known.descriptions, from, description) {
        recording.push(LevelRevised { level, from, description });
    }
    Ok(())
}

pub(crate) fn retire(recording: &mut Recording<'_>, retire: &LevelRetire) -> Result<(), Rejection> {
    let LevelRetire { level, from, .. } = *retire;
    let known = find::level(&recording.state, "level", level)?;
    not_retired(known.retired.as_ref(), "level", LevelId::WORD, level)?;
    find::standing_level(&recording.state, "level", level, from)?;
    let space =
        recording.state.spaces_of(level).find(|space| still_there(space.retired.as_ref(), from));
    if let Some(space) = space {
        return Err(in_use(LevelId::WORD, level, &space.id, from));
    }
    let reason = recording.seal_any("reason", retire.reason.as_ref());
    recording.push(LevelRetired { level, from, reason });
    Ok(())
}

/// Whether a thing with this end is there on the date or comes later.
pub(crate) fn still_there(retired: Option<&Retirement>, from: Date) -> bool {
    retired.is_none_or(|retired| from < retired.from)
}

/// A thing ends once.
pub(crate) fn not_retired(
    retired: Option<&Retirement>,
    path: &str,
    thing: &str,
    id: impl fmt::Display,
) -> Result<(), Rejection> {
    match retired {
        None => Ok(()),
        Some(retired) => {
            let (thing, reference) = (thing.to_owned(), id.to_string());
            Err(Rejection::new(path, RetiredAlready { thing, reference, from: retired.from }))
        }
    }
}

/// What is in use cannot go.
pub(crate) fn in_use(
    thing: &str,
    id: impl fmt::Display,
    by: &dyn fmt::Debug,
    on: Date,
) -> Rejection {
    let (thing, reference, by) = (thing.to_owned(), id.to_string(), format!("{by:?}"));
    Rejection::new("from", InUse { thing, reference, by, on })
}
