//! A year of an organisation as it is computed, budgeted and invoiced, computed as it is asked for.

use projections::{
    Basis, Bookkeeping, Books, CostAtom, CostScope, Months, Portfolio, Sides, YearCompared,
};
use schema::{Month, OrganisationId, Year};
use std::sync::Arc;

use super::{
    Asked, CostsError, KeptCosts,
    report::{Read, booked, computed, has_closed, invoiced_atoms, known},
};
use crate::ledger::Ledger;

/// What a state tells. Sums of the year and its months are as they stand in the organisation's books;
/// each invoice is compared with what is known now.
pub async fn compared(
    ledger: &Ledger,
    state: &Arc<Portfolio>,
    basis: Basis,
    organisation: OrganisationId,
    year: Year,
    kept: Option<&KeptCosts>,
) -> Result<YearCompared, CostsError> {
    let scope = CostScope { organisation: Some(organisation), ..CostScope::default() };
    known(state, &scope)?;
    let months = projections::months_compared(state, organisation, year);
    let now = computed(ledger.portfolio(), state, basis, months, kept).await?;
    let invoiced = invoiced_atoms(state, basis, organisation, months).await?;
    let with = |borne: &[CostAtom], invoiced: &[CostAtom]| {
        [invoiced, &projections::charged(organisation, borne)].concat()
    };
    let known = with(&now, &invoiced);
    let (borne, expected) = if has_closed(state, organisation, months) {
        let read = async |read| {
            let (state, bookkeeping) = (Arc::clone(state), Bookkeeping::Accrual);
            let books = Books { state, bookkeeping, organisation, months };
            booked(ledger, basis, books, read, kept).await
        };
        let borne = read(Read::Borne).await?;
        let expected = with(&borne, &read(Read::Invoiced).await?);
        (Arc::new(borne), expected)
    } else {
        (now, known.clone())
    };
    let state = Arc::clone(state);
    let compare = move || {
        let sides = Sides { borne: &borne, expected: &expected, known: &known };
        projections::compared(&state, organisation, year, sides)
    };
    tokio::task::spawn_blocking(compare).await.map_err(|_| CostsError::Failed)
}

impl Asked {
    /// All that is of a year, in one sum.
    pub fn of_year(year: Year) -> Self {
        let (bookkeeping, scope) = (Bookkeeping::Accrual, CostScope::default());
        Self { months: of(year), bookkeeping, groups: Vec::new(), scope }
    }
}

fn of(year: Year) -> Months {
    Months { from: Month::of(year.first_day()), through: Month::of(year.last_day()) }
}
