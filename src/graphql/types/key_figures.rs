//! Key figures.

use async_graphql::{Error, Object, Result};
use projections::{Asked, Scope};
use schema::{Date, MunicipalityCode};
use std::sync::Arc;

use crate::graphql::{enums, pin::Pin, scalars};

/// A key figure on the date and basis.
#[derive(Clone, Debug)]
pub struct KeyFigure(projections::KeyFigure);

/// Of what key figures are asked; the whole portfolio where nothing is named.
pub(super) fn scope(
    pin: &Pin,
    organisation: Option<scalars::Ref>,
    building: Option<scalars::Ref>,
    municipality: Option<String>,
) -> Result<Scope> {
    let state = &pin.state;
    match (organisation, building, municipality) {
        (None, None, None) => Ok(Scope::Portfolio),
        (Some(reference), None, None) => {
            let known = state.organisation(&reference.0.into());
            known.map(|known| Scope::Organisation(known.id)).ok_or_else(|| {
                Error::new(format!("the portfolio has no organisation {}", reference.0))
            })
        }
        (None, Some(reference), None) => {
            let known = state.building(&reference.0.into());
            known
                .map(|known| Scope::Building(known.id))
                .ok_or_else(|| Error::new(format!("the portfolio has no building {}", reference.0)))
        }
        (None, None, Some(code)) => {
            let code: MunicipalityCode = code.parse()?;
            let known = state.municipality(&code);
            known
                .map(|known| Scope::Municipality(known.code.clone()))
                .ok_or_else(|| Error::new(format!("the portfolio has no municipality {code}")))
        }
        _ => Err(Error::new("give one of `organisation`, `building` and `municipality`, or none")),
    }
}

/// The key figures of a part of the portfolio.
pub(super) async fn all(
    pin: &Pin,
    scope: Scope,
    measure: &str,
    churn_since: Date,
) -> Result<Vec<KeyFigure>> {
    let Pin { on, basis, .. } = *pin;
    if churn_since > on {
        return Err(Error::new(format!(
            "`churnSince` is {churn_since}; accepted is the date of the answer, {on}, or one before"
        )));
    }
    let asked = Asked { scope, on, basis, measure: measure.parse()?, churn_since };
    let state = Arc::clone(&pin.state);
    let figures =
        tokio::task::spawn_blocking(move || projections::KeyFigure::all(&state, &asked)).await;
    let figures = figures.map_err(|_| Error::new("the key figures could not be computed"))?;
    Ok(figures.into_iter().map(KeyFigure).collect())
}

/// A key figure on the date and basis: a numerator over a denominator, both shown.
#[Object]
impl KeyFigure {
    /// Which.
    async fn kind(&self) -> enums::KeyFigureKind {
        self.0.kind.into()
    }

    /// Of which kind of resources; absent where it is not about one of them.
    async fn resources(&self) -> Option<enums::ResourceKind> {
        self.0.resources.map(Into::into)
    }

    /// The numerator over the denominator, rounded half to even to four decimals; absent where the
    /// denominator is 0 or the numerator is not known.
    async fn value(&self) -> Option<scalars::ExactDecimal> {
        self.0.value().map(scalars::ExactDecimal)
    }

    /// What stands over the line; absent where it is not known: an area where none of the spaces has
    /// one under the measure.
    async fn numerator(&self) -> Option<scalars::ExactDecimal> {
        self.0.numerator.map(scalars::ExactDecimal)
    }

    /// What stands under the line.
    async fn denominator(&self) -> scalars::ExactDecimal {
        scalars::ExactDecimal(self.0.denominator)
    }

    /// How many spaces (of `AREA_PER_EMPLOYEE`: those without an area under the measure) or units (of
    /// `PRESENT_PER_WORKSTATION`: those without recorded attendance) are left out of the numerator.
    async fn left_out(&self) -> usize {
        self.0.left_out
    }

    /// In what it is measured.
    async fn unit(
        &self,
        #[graphql(default_with = "enums::Language::English")] language: enums::Language,
    ) -> &str {
        self.0.kind.unit(language.into())
    }

    /// What stands over what, and what counts.
    async fn definition(
        &self,
        #[graphql(default_with = "enums::Language::English")] language: enums::Language,
    ) -> &str {
        self.0.kind.definition(language.into())
    }
}
