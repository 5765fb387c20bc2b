//! What giving up early is worth: the rent of all, or of a part its share by area.

use rust_decimal::{Decimal, RoundingStrategy};
use schema::{BreakClause, LeaseTerms, Rent, SpaceId};
use std::{collections::BTreeSet, sync::Arc};

use super::costs::areas::{measure_among, weight};
use crate::{Lease, Portfolio, Space};

/// Decimals of an amount of rent.
const DECIMALS: u32 = 2;

/// Of how much of a lease a rent is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RentOf {
    /// Of all that is let.
    All,
    /// Of the part that can be given up: its share by area.
    Part,
    /// Of all that is let, because the areas do not tell the share of the part that can be given up.
    AllForUnknownPart,
}

/// The rent per year of what a break clause gives up.
pub(super) fn rent_given_up(
    state: &Portfolio,
    lease: &Lease,
    terms: &LeaseTerms,
    clause: &BreakClause,
) -> (Rent, RentOf) {
    let rent = terms.rent_per_year;
    if clause.is_whole() {
        return (rent, RentOf::All);
    }
    let share =
        share_agreed(terms, clause).or_else(|| share_of_spaces(state, lease, terms, clause));
    let part = share.and_then(|share| {
        let part = (rent.decimal() * share)
            .round_dp_with_strategy(DECIMALS, RoundingStrategy::MidpointAwayFromZero);
        Rent::new(part).ok()
    });
    part.map_or((rent, RentOf::AllForUnknownPart), |part| (part, RentOf::Part))
}

/// The share by the areas that the contract states under one measure.
fn share_agreed(terms: &LeaseTerms, clause: &BreakClause) -> Option<Decimal> {
    let (all, part) = (terms.area.as_ref()?, clause.area.as_ref()?);
    if all.measure != part.measure {
        return None;
    }
    let (all, part) = (all.square_metres.decimal(), part.square_metres.decimal());
    (part <= all).then(|| part.checked_div(all)).flatten()
}

/// The share by the areas of the spaces on the last day before, where each of them has one.
fn share_of_spaces(
    state: &Portfolio,
    lease: &Lease,
    terms: &LeaseTerms,
    clause: &BreakClause,
) -> Option<Decimal> {
    let on = clause.on.previous_day();
    let given_up = state.spaces_given_up(lease, clause, on);
    let all: BTreeSet<SpaceId> = state.leased_spaces(lease, on).into_iter().collect();
    if given_up.is_empty() || !given_up.is_subset(&all) {
        return None;
    }
    let spaces: Vec<&Arc<Space>> = all.iter().filter_map(|space| state.space(space)).collect();
    let agreed = terms.area.as_ref().map(|area| &area.measure);
    let described = spaces.iter().filter_map(|space| space.descriptions.nearest(on));
    let described = described.map(AsRef::as_ref);
    let measure = measure_among(described, agreed);
    let (mut whole, mut part) = (0_u128, 0_u128);
    for space in spaces {
        let weight = weight(space.descriptions.nearest(on)?, measure.as_ref());
        if weight == 0 {
            return None;
        }
        whole += weight;
        if given_up.contains(&space.id) {
            part += weight;
        }
    }
    Decimal::from(part).checked_div(Decimal::from(whole))
}
