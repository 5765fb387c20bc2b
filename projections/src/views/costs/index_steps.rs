//! How a rent has followed its index by a month: derived from the figures that are published.

use rust_decimal::Decimal;
use schema::{IndexClause, Month, Revision};
use std::collections::BTreeMap;

use super::ratio::Ratio;
use crate::{Portfolio, PublishedFigure};

/// Where an index clause stands in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum IndexStep {
    /// Before the first step: at the level of the base month.
    Base,
    /// At a step, while nothing is published for the base month: as before the first, as a forecast.
    Unknown,
    /// At a step.
    At {
        /// The figure of the base month.
        base: PublishedFigure,
        /// The figure that is compared with it.
        compared: PublishedFigure,
        /// Whether that of the month that counts is not yet published, and an older one stands for it.
        forecast: bool,
    },
}

impl IndexStep {
    /// The step of a clause that counts in a month.
    pub(super) fn of(state: &Portfolio, clause: &IndexClause, month: Month) -> Self {
        let Some(compare) = compared_in(clause, month) else { return Self::Base };
        let figures = state.index(&clause.series).map(|index| &index.figures);
        let Some((figures, base)) = figures.and_then(|f| Some((f, *f.get(&clause.base_month)?)))
        else {
            return Self::Unknown;
        };
        let (published, compared) = newest(figures, compare).unwrap_or((clause.base_month, base));
        Self::At { base, compared, forecast: published != compare }
    }

    /// Whether a figure that is not yet published counts in it.
    pub(super) const fn is_forecast(self) -> bool {
        matches!(self, Self::Unknown | Self::At { forecast: true, .. })
    }

    /// The events that published its figures.
    pub(super) fn because(self) -> impl Iterator<Item = Revision> {
        let figures = match self {
            Self::Base | Self::Unknown => [None, None],
            Self::At { base, compared, .. } => [Some(base.revision), Some(compared.revision)],
        };
        figures.into_iter().flatten()
    }

    /// What it adds per year to a rent that is agreed beside the clause: negative where the index
    /// fell, and never so much that the rent falls below the clause's floor.
    pub(super) fn addition(self, clause: &IndexClause, rent: Decimal) -> Ratio {
        let addition = match self {
            Self::Base | Self::Unknown => Ratio::ZERO,
            Self::At { base, compared, .. } => {
                let (base, compared) = (base.value.decimal(), compared.value.decimal());
                let following =
                    clause.base_amount.decimal() * Decimal::from(clause.share_thousandths);
                Ratio::over(following * (compared - base), base * Decimal::ONE_THOUSAND)
            }
        };
        let least = clause.floor.map(|floor| floor.decimal() - rent);
        least.filter(|least| addition.value() < *least).map_or(addition, Ratio::whole)
    }

    /// An amount per year all of which follows the index.
    pub(super) fn followed_by(self, amount: Decimal) -> Ratio {
        match self {
            Self::Base | Self::Unknown => Ratio::whole(amount),
            Self::At { base, compared, .. } => {
                Ratio::over(amount * compared.value.decimal(), base.value.decimal())
            }
        }
    }
}

/// The month whose figure counts in a month: the compare month of the year before the latest step. None
/// before the first step, whose compare month is later than the base month.
fn compared_in(clause: &IndexClause, month: Month) -> Option<Month> {
    let stepped = month.number() >= u32::from(clause.step_month.number());
    let step_year = month.year() - i32::from(!stepped);
    let compare = Month::in_year(step_year - 1, clause.compare_month)?;
    (compare > clause.base_month).then_some(compare)
}

/// The newest figure at or before a month.
fn newest(
    figures: &BTreeMap<Month, PublishedFigure>,
    month: Month,
) -> Option<(Month, PublishedFigure)> {
    figures.range(..=month).next_back().map(|(month, figure)| (*month, *figure))
}

#[cfg(test)]
mod tests {
    use super::*;
    use schema::MonthOfYear;

    fn clause(base: &str, compare: u8, step: u8) -> IndexClause {
        IndexClause {
            series: "KPI".parse().unwrap(),
            base_amount: "100000".parse().unwrap(),
            share_thousandths: 1000,
            base_month: base.parse().unwrap(),
            compare_month: MonthOfYear::new(compare).unwrap(),
            step_month: MonthOfYear::new(step).unwrap(),
            floor: None,
        }
    }

    #[test]
    fn the_compare_month_is_that_of_the_year_before_the_latest_step() {
        let compared = |clause: &IndexClause, month: &str| {
            compared_in(clause, month.parse().unwrap()).map(|month| month.to_string())
        };
        let january = clause("2028-10", 10, 1);
        assert_eq!(compared(&january, "2029-12"), None, "October 2028 is the base itself");
        assert_eq!(compared(&january, "2030-01").as_deref(), Some("2029-10"));
        assert_eq!(compared(&january, "2030-12").as_deref(), Some("2029-10"));
        let april = clause("2028-10", 10, 4);
        assert_eq!(compared(&april, "2030-03"), None);
        assert_eq!(compared(&april, "2030-04").as_deref(), Some("2029-10"));
        assert_eq!(compared(&april, "2031-03").as_deref(), Some("2029-10"));
        assert_eq!(compared(&april, "2031-04").as_deref(), Some("2030-10"));
        assert_eq!(compared(&april, "1900-01"), None);
    }
}
