//! Spaces that are lost for the time being, by water, fire or a landlord's notice, and come back. Facts:
//! what relies on the space is put in doubt and hinders nothing.

use schema::{SpaceId, SpaceLose, SpaceLost, SpaceRestore, SpaceRestored};

use crate::{
    Rejection,
    doubts::{Dependants, Fact},
    find,
    recording::Recording,
};

pub(crate) fn lose(recording: &mut Recording<'_>, lose: &SpaceLose) -> Result<(), Rejection> {
    let SpaceLose { space, from, .. } = *lose;
    let known = find::standing_space(&recording.state, "space", space, from)?;
    let stays_lost = known.lost.entries().iter().all(|entry| entry.from <= from || entry.value);
    if known.is_lost(from) && stays_lost {
        return Ok(());
    }
    let fact = Fact::next(recording);
    let reason = recording.seal_any("reason", lose.reason.as_ref());
    recording.push(SpaceLost { space, from, reason });
    fact.doubts(recording, Dependants::of_space(space))
}

pub(crate) fn restore(
    recording: &mut Recording<'_>,
    restore: &SpaceRestore,
) -> Result<(), Rejection> {
    let SpaceRestore { space, from, .. } = *restore;
    let known = find::standing_space(&recording.state, SpaceId::WORD, space, from)?;
    let lost_later = known.lost.entries().iter().any(|entry| entry.from > from && entry.value);
    if !known.is_lost(from) && !lost_later {
        return Ok(());
    }
    let reason = recording.seal_any("reason", restore.reason.as_ref());
    recording.push(SpaceRestored { space, from, reason });
    Ok(())
}
