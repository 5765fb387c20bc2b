//! By which area the costs of premises are divided among their spaces.

use schema::{Date, Measure, SpaceDescription};
use std::{cmp::Reverse, collections::BTreeMap};

use super::payers::Counted;

/// Square millimetres: an area has at most six decimals.
const SQUARE_MILLIMETRES: u32 = 6;

/// The measure by which spaces are weighed on days, half-open.
pub(super) fn measure_of(
    spaces: &[Counted<'_>],
    (from, to): (Date, Date),
    agreed: Option<&Measure>,
) -> Option<Measure> {
    let there = spaces.iter().filter(|space| space.from < to && from < space.to);
    measure_among(there.filter_map(|space| space.nearest(from)), agreed)
}

/// The measure by which spaces so described are weighed: of those that most of them carry the agreed one,
/// else the first in order. None where they carry none.
pub(in crate::views) fn measure_among<'a>(
    spaces: impl Iterator<Item = &'a SpaceDescription>,
    agreed: Option<&Measure>,
) -> Option<Measure> {
    let mut carried: BTreeMap<&Measure, usize> = BTreeMap::new();
    for area in spaces.flat_map(|described| &described.areas) {
        *carried.entry(&area.measure).or_default() += 1;
    }
    let ranked = carried.into_iter().min_by_key(|(measure, spaces)| {
        (Reverse(*spaces), agreed != Some(*measure), rank(measure), *measure)
    });
    ranked.map(|(measure, _)| measure.clone())
}

const fn rank(measure: &Measure) -> u8 {
    match measure {
        Measure::Bra => 0,
        Measure::Loa => 1,
        Measure::Ipms3 => 2,
        Measure::Ipms2 => 3,
        Measure::Ipms1 => 4,
        Measure::Boma => 5,
        Measure::Quantity(_) => 6,
        Measure::Bta => 7,
        Measure::AsModelled => 8,
    }
}

/// A space's area in square millimetres; 0 where it has none.
pub(in crate::views) fn weight(described: &SpaceDescription, measure: Option<&Measure>) -> u128 {
    let area = measure.and_then(|measure| described.areas.under(measure));
    let mut area = area.map(schema::SquareMetres::decimal).unwrap_or_default();
    area.rescale(SQUARE_MILLIMETRES);
    // An area is 0 or more.
    area.mantissa().unsigned_abs()
}
