//! Key figures with money.

use async_graphql::{Context, Error, Object, Result};
use projections::{CostPer, Scope};
use schema::{Measure, Year};
use std::sync::Arc;

use super::costs::kept;
use crate::{
    costs::{self, Asked},
    graphql::{enums, pin::SharedPin, scalars},
};

/// A key figure with money.
#[derive(Clone, Debug)]
pub struct MoneyFigure(projections::MoneyFigure);

/// The key figures of a part of the portfolio in a year.
pub(super) async fn all(
    ctx: &Context<'_>,
    pin: &SharedPin,
    scope: Scope,
    year: u16,
    measure: &str,
) -> Result<Vec<MoneyFigure>> {
    let (year, measure): (Year, Measure) = (Year::new(year)?, measure.parse()?);
    let kept = kept(ctx, pin)?;
    let atoms = costs::atoms(&pin.ledger, &pin.state, pin.basis, &Asked::of_year(year), kept).await;
    let atoms = atoms.map_err(|error| Error::new(error.to_string()))?;
    let (state, basis) = (Arc::clone(&pin.state), pin.basis);
    let figures = tokio::task::spawn_blocking(move || {
        projections::money_figures(&state, basis, &scope, year, &[measure], &atoms)
    });
    let figures = figures.await.map_err(|_| Error::new("the key figures could not be computed"))?;
    Ok(figures.into_iter().map(MoneyFigure).collect())
}

/// A key figure with money: what a year costs over what is there on its last day, both shown.
#[Object]
impl MoneyFigure {
    /// Over what.
    async fn per(&self) -> enums::CostPerKind {
        match self.0.per {
            CostPer::Employee => enums::CostPerKind::Employee,
            CostPer::Workstation => enums::CostPerKind::Workstation,
            CostPer::SquareMetre(_) => enums::CostPerKind::SquareMetre,
        }
    }

    /// The measure of the area; absent where it is not over one.
    async fn measure(&self) -> Option<String> {
        match &self.0.per {
            CostPer::SquareMetre(measure) => Some(measure.to_string()),
            CostPer::Employee | CostPer::Workstation => None,
        }
    }

    /// The cost over the denominator, rounded to two decimals, half away from zero; absent where the denominator
    /// is 0 or not known.
    async fn value(&self) -> Option<scalars::ExactDecimal> {
        self.0.value().map(scalars::ExactDecimal)
    }

    /// What stands over the line, in the portfolio's currency: without VAT, and with the VAT that is a
    /// cost.
    async fn cost(&self) -> scalars::ExactDecimal {
        scalars::ExactDecimal(self.0.cost)
    }

    /// The part of `cost` in which an index is that is not published yet, or that is due, or due no longer,
    /// only as planned.
    async fn forecast(&self) -> scalars::ExactDecimal {
        scalars::ExactDecimal(self.0.forecast)
    }

    /// What stands under the line; absent where it is not known: an area where none of the spaces has one
    /// under the measure.
    async fn denominator(&self) -> Option<scalars::ExactDecimal> {
        self.0.denominator.map(scalars::ExactDecimal)
    }

    /// How many spaces without an area under the measure are left out of the area.
    async fn left_out(&self) -> usize {
        self.0.left_out
    }

    /// In what it is measured.
    async fn unit(
        &self,
        #[graphql(default_with = "enums::Language::English")] language: enums::Language,
    ) -> &str {
        self.0.per.unit(language.into())
    }

    /// What stands over what, and what counts.
    async fn definition(
        &self,
        #[graphql(default_with = "enums::Language::English")] language: enums::Language,
    ) -> &str {
        self.0.per.definition(language.into())
    }
}
