//! Areas of several spaces, added up.

use async_graphql::{Result, SimpleObject};
use projections::AreaTotals;

use crate::graphql::scalars;

/// The areas of several spaces under one measure, added up, and how far they reach. Areas of
/// different measures are never added.
#[derive(SimpleObject, Debug)]
pub struct AreaCoverage {
    /// What is measured: see `Area.measure`.
    measure: String,
    /// The sum over the spaces that have an area under this measure.
    square_metres: scalars::SquareMetresSum,
    /// How many of the spaces have an area under this measure. The others add nothing.
    spaces_with_it: usize,
    /// How many spaces there are on the date, whatever is known of them.
    spaces_in_all: usize,
}

impl From<projections::AreaCoverage> for AreaCoverage {
    fn from(covered: projections::AreaCoverage) -> Self {
        Self {
            measure: covered.measure.to_string(),
            square_metres: scalars::SquareMetresSum(covered.square_metres),
            spaces_with_it: covered.spaces_with_it,
            spaces_in_all: covered.spaces_in_all,
        }
    }
}

/// The totals under the measure that is asked for, or under each that any of the spaces has.
pub(super) fn covered(totals: &AreaTotals, measure: Option<String>) -> Result<Vec<AreaCoverage>> {
    Ok(match measure {
        Some(measure) => vec![totals.under(&measure.parse()?).into()],
        None => totals.each().into_iter().map(Into::into).collect(),
    })
}
