//! The figures of a whole portfolio on a date, as planned: what a sealed basis for decisions compares.

use schema::{BasisFigures, Date, HubFigures, ResourceKind};

use crate::{Allocation, Basis, Portfolio, Seats};

/// Counts what is planned for a date: workstations and rooms, not equipment; spaces that are released;
/// the hubs that are not closed, in the order of their ids.
pub fn basis_figures(state: &Portfolio, on: Date) -> BasisFigures {
    let mut figures =
        BasisFigures { fixed: 0, flexible: 0, vacant: 0, released: 0, hubs: Vec::new() };
    for resource in state.resources().values().filter(|resource| resource.exists(on)) {
        let kind = resource.descriptions.at(on).map(|described| described.kind);
        let counted = match resource.allocation.at(on, Basis::Planned) {
            _ if !matches!(kind, Some(ResourceKind::Workstation | ResourceKind::Room)) => continue,
            Some(Allocation::Fixed(_)) => &mut figures.fixed,
            Some(Allocation::Flexible(_)) => &mut figures.flexible,
            Some(Allocation::Vacant) | None => &mut figures.vacant,
        };
        *counted = counted.saturating_add(1);
    }
    let spaces = state.spaces().values().filter(|space| space.exists(on));
    let released = spaces.filter(|space| space.is_released(on, Basis::Planned)).count();
    figures.released = u32::try_from(released).unwrap_or(u32::MAX);
    let hubs = state.hubs().values().filter(|hub| !hub.is_closed(on));
    figures.hubs = hubs
        .map(|hub| {
            let seats = Seats::of(state, hub.id, on, Basis::Planned);
            HubFigures {
                hub: hub.id,
                capacity: seats.capacity.map(|capacity| capacity.people),
                workstations: seats.counted_workstations,
                promised: seats.promised,
            }
        })
        .collect();
    figures
}
