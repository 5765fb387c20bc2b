//! Published indices.

use async_graphql::{Object, Result, SimpleObject};
use schema::{IndexSeries, Month};
use std::sync::Arc;

use crate::graphql::{
    connection::{Page, PageAsked, complexity, page},
    pin::SharedPin,
    scalars,
};

/// An index of which figures are published.
#[derive(Clone, Debug)]
pub struct Index {
    series: IndexSeries,
    known: Arc<projections::PublishedIndex>,
}

impl Index {
    /// The index of this name; none where nothing of it is published.
    #[allow(clippy::needless_pass_by_value, reason = "as every thing is found")]
    pub(in crate::graphql) fn of(pin: SharedPin, series: IndexSeries) -> Option<Self> {
        let known = Arc::clone(pin.state.index(&series)?);
        Some(Self { series, known })
    }

    pub(super) fn out_of(
        (series, known): (&IndexSeries, &Arc<projections::PublishedIndex>),
    ) -> Self {
        Self { series: series.clone(), known: Arc::clone(known) }
    }
}

/// The value of an index for a month, as last published.
#[derive(SimpleObject, Debug)]
pub struct IndexFigure {
    /// The month, written YYYY-MM.
    month: String,
    /// Its value: an exact decimal from 1 to 1,000,000 with a point and at most four decimals.
    value: String,
    /// The event that records it: the latest where it was revised.
    revision: scalars::Revision,
}

impl From<(&Month, &projections::PublishedFigure)> for IndexFigure {
    fn from((month, figure): (&Month, &projections::PublishedFigure)) -> Self {
        let (month, value) = (month.to_string(), figure.value.to_string());
        Self { month, value, revision: scalars::Revision(figure.revision) }
    }
}

/// An index of which figures are published, as leases and supplements follow it.
#[Object]
impl Index {
    /// Its name, such as `KPI-1980`.
    async fn series(&self) -> String {
        self.series.to_string()
    }

    /// Its figures in the order of the months; `last` gives the newest.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn figures(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<IndexFigure>> {
        let asked = PageAsked::new(first, after, last, before);
        let items = self.known.figures.iter().collect();
        page(items, &asked, |(month, _)| **month, Into::into)
    }
}
