//! A description from a date on, carried over those that were recorded for later dates: what a later
//! one left as it was changes with it, and what it changed itself stays.

use projections::{Portfolio, Timeline};
use schema::{
    BuildingDescription, CostDescription, Date, HubDescription, LevelDescription,
    OrganisationDescription, ResourceDescription, SpaceDescription, TransitionDescription,
    UnitDescription,
};
use std::sync::Arc;

/// A description whose fields are carried one by one.
pub(crate) trait Described: Clone + PartialEq {
    /// `later` with each field that is still as in `former` taken from `revised`.
    fn carried(former: &Self, revised: &Self, later: &Self) -> Self;
}

macro_rules! described {
    ($($name:ident { $($field:ident),+ })+) => {$(
        impl Described for $name {
            fn carried(former: &Self, revised: &Self, later: &Self) -> Self {
                // Every field is named, so that one that comes later is not forgotten.
                Self { $($field: carry(&former.$field, &revised.$field, &later.$field),)+ }
            }
        }
    )+};
}

described! {
    OrganisationDescription { name, number }
    BuildingDescription { name, owner, municipality, address, position }
    LevelDescription { name, elevation_mm }
    SpaceDescription {
        number, name, function, category, polygon, height_mm, areas, seats, codes
    }
    ResourceDescription { kind, owner, number, name, grade, position }
    HubDescription { name, host, municipality, services, opening_hours }
    TransitionDescription { name, goal, until, organisations, targets, milestones }
    CostDescription { name, kind, object, organisation, amount, vat_thousandths, account }
}

/// The descriptions to record so that `revised` holds from a date on: itself, unless it changes
/// nothing, and those for later dates that change with it.
pub(crate) fn on<D: Described>(known: &Timeline<Arc<D>>, from: Date, revised: D) -> Vec<(Date, D)> {
    over(known, from, revised, |former, revised, later, _| D::carried(former, revised, later))
}

/// The same for a unit. Its organisation and the unit above it are one thing, its place: a later
/// place that only followed from the former one, because what is above went elsewhere or ended, goes
/// with it.
pub(crate) fn unit_on(
    state: &Portfolio,
    known: &Timeline<Arc<UnitDescription>>,
    from: Date,
    revised: UnitDescription,
) -> Vec<(Date, UnitDescription)> {
    over(known, from, revised, |former, revised, later, on| {
        let stays = state.organisation_on(former.organisation, on) == later.organisation;
        let follows = later.parent == former.parent && (later.parent.is_some() || stays);
        let moves = (revised.organisation, revised.parent) != (former.organisation, former.parent);
        let place = if moves && follows { revised } else { later };
        // Every field is named, so that one that comes later is not forgotten.
        UnitDescription {
            organisation: place.organisation,
            parent: place.parent,
            name: carry(&former.name, &revised.name, &later.name),
            headcount: carry(&former.headcount, &revised.headcount, &later.headcount),
            attendance: carry(&former.attendance, &revised.attendance, &later.attendance),
            municipality: carry(&former.municipality, &revised.municipality, &later.municipality),
        }
    })
}

/// A field: what a later description left as it was is taken from the revised one.
fn carry<T: Clone + PartialEq>(former: &T, revised: &T, later: &T) -> T {
    if later == former { revised.clone() } else { later.clone() }
}

fn over<D: Clone + PartialEq>(
    known: &Timeline<Arc<D>>,
    from: Date,
    revised: D,
    carry: impl Fn(&D, &D, &D, Date) -> D,
) -> Vec<(Date, D)> {
    let Some(former) = known.nearest(from) else { return vec![(from, revised)] };
    if **former == revised {
        return Vec::new();
    }
    let (mut former, mut carried) = (Arc::clone(former), vec![(from, revised)]);
    let later = known.entries().iter().filter(|entry| entry.from > from).collect::<Vec<_>>();
    for day in later.chunk_by(|one, next| one.from == next.from) {
        let (Some(holds), Some((_, revised))) = (day.last(), carried.last()) else { break };
        let description = carry(&former, revised, &holds.value, holds.from);
        if description == *holds.value {
            break;
        }
        former = Arc::clone(&holds.value);
        carried.push((holds.from, description));
    }
    carried
}

#[cfg(test)]
mod tests {
    use super::*;
    use schema::Revision;

    fn level(elevation_mm: i64, named: u8) -> LevelDescription {
        let name = schema::Commitment::from_digest(schema::Digest::of(&[named]));
        LevelDescription { name, elevation_mm }
    }

    #[test]
    fn what_a_later_description_left_as_it_was_changes_with_it() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        let revision = |number| Revision::FIRST.plus(number);
        let mut known = Timeline::starting(date("2026-01-01"), revision(1), Arc::new(level(0, 1)));
        known.insert(date("2027-01-01"), revision(2), Arc::new(level(3000, 1)));
        known.insert(date("2028-01-01"), revision(3), Arc::new(level(3000, 2)));
        known.insert(date("2029-01-01"), revision(4), Arc::new(level(0, 1)));
        let carried = on(&known, date("2026-06-01"), level(0, 9));
        // The name given in 2028 is its own, and so nothing of the new one goes beyond it.
        assert_eq!(
            carried,
            [(date("2026-06-01"), level(0, 9)), (date("2027-01-01"), level(3000, 9))]
        );
        assert_eq!(on(&known, date("2026-06-01"), level(0, 1)), []);
    }
}
