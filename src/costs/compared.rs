//! A year of an organisation as it is computed, budgeted and invoiced, computed as it is asked for.

use projections::{Basis, Bookkeeping, CostScope, Months, Portfolio, YearCompared};
use schema::{Month, OrganisationId, Year};
use std::sync::Arc;

use super::{Asked, CostsError, KeptCosts, atoms, report::known};
use crate::ledger::Ledger;

/// What a state tells. What the organisation bears is as it stands in its books; what it is invoiced is
/// compared with what is known now.
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
    let atoms = atoms(ledger, state, basis, &Asked::of_year(year), kept).await?;
    let state = Arc::clone(state);
    let compare = move || {
        let costs = projections::month_costs(&state, basis, invoiced(&state, organisation, year));
        projections::compared(&state, organisation, year, &costs, &atoms)
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

/// The months of a year, and of all invoices that reach into it.
fn invoiced(state: &Portfolio, organisation: OrganisationId, year: Year) -> Months {
    let invoices = state.invoices().values().map(|invoice| &*invoice.description);
    let reaching = invoices.filter(|invoice| {
        invoice.organisation == organisation
            && Year::of(invoice.from) <= year
            && year <= Year::of(invoice.through)
    });
    reaching.fold(of(year), |months, invoice| Months {
        from: months.from.min(invoice.from),
        through: months.through.max(invoice.through),
    })
}
