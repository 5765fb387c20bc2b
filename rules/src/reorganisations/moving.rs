//! Units that move, with all that is part of them.

use schema::{Date, OrganisationId, UnitDescription, UnitId, UnitMove, UnitMoved, UnitRevised};

use crate::{Rejection, carried, find, places, recording::Recording};

pub(crate) fn move_unit(recording: &mut Recording<'_>, moved: &UnitMove) -> Result<(), Rejection> {
    let UnitMove { unit, from, organisation, parent, .. } = *moved;
    let known = find::unit_on(&recording.state, "unit", unit, from)?;
    find::lasting_organisation(&recording.state, "organisation", organisation, from)?;
    if let Some(parent) = parent {
        find::unit_on(&recording.state, "parent", parent, from)?;
    }
    let Some(former) = known.descriptions.at(from) else { return Ok(()) };
    if (former.organisation, former.parent) == (organisation, parent) {
        return Ok(());
    }
    let description = UnitDescription { organisation, parent, ..(**former).clone() };
    let carried = carried::unit_on(&recording.state, &known.descriptions, from, description);
    let reason = recording.seal_any("reason", moved.reason.as_ref());
    for (on, description) in carried {
        if on == from {
            recording.push(UnitMoved { unit, from, description, reason });
        } else {
            recording.push(UnitRevised { unit, from: on, description });
        }
    }
    places::settle(recording, unit, from)
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
