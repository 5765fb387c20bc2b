//! Units that move, with all that is part of them.

use schema::{Date, OrganisationId, UnitDescription, UnitId, UnitMove, UnitMoved, UnitRevised};

use super::{in_force_from, organisation_of};
use crate::{Rejection, carried, find, organisations, recording::Recording};

pub(crate) fn move_unit(recording: &mut Recording<'_>, moved: &UnitMove) -> Result<(), Rejection> {
    let UnitMove { unit, from, organisation, parent, .. } = *moved;
    find::unit_on(&recording.state, "unit", unit, from)?;
    find::lasting_organisation(&recording.state, "organisation", organisation, from)?;
    let known = find::unit(&recording.state, "unit", unit)?;
    let Some(former) = known.descriptions.at(from) else { return Ok(()) };
    if (former.organisation, former.parent) == (organisation, parent) {
        return Ok(());
    }
    let description = UnitDescription { organisation, parent, ..(**former).clone() };
    organisations::check_unit(&recording.state, unit, from, &description)?;
    let reason = recording.seal_any("reason", moved.reason.as_ref());
    let mut carried = carried::on(&known.descriptions, from, description).into_iter();
    if let Some((from, description)) = carried.next() {
        recording.push(UnitMoved { unit, from, description, reason });
    }
    for (from, description) in carried {
        recording.push(UnitRevised { unit, from, description });
    }
    below_follows(recording, unit, from)
}

/// Puts a unit in another place from a date on, with all that is part of it.
pub(super) fn place(
    recording: &mut Recording<'_>,
    unit: UnitId,
    from: Date,
    organisation: OrganisationId,
    parent: Option<UnitId>,
) -> Result<(), Rejection> {
    move_unit(recording, &UnitMove { unit, from, organisation, parent, reason: None })
}

/// What is part of a unit, on the date or later, is of its organisation.
fn below_follows(recording: &mut Recording<'_>, unit: UnitId, from: Date) -> Result<(), Rejection> {
    let all: Vec<_> = recording.state.units().values().cloned().collect();
    for below in all {
        for (on, description) in in_force_from(&below, from) {
            if description.parent != Some(unit) {
                continue;
            }
            let above = organisation_of(&recording.state, unit, on);
            if let Some(organisation) = above.filter(|above| *above != description.organisation) {
                place(recording, below.id, on, organisation, Some(unit))?;
            }
        }
    }
    Ok(())
}
