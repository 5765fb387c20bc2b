//! Costs, computed as they are asked for.

use projections::{Basis, CostAtom, CostRow, CostTotals, Months, Portfolio, cost_atoms, cost_rows};
use schema::PortfolioId;
use std::sync::Arc;

use super::{
    Asked, CostsError,
    kept::{KeptCosts, Of},
};
use crate::ledger::Ledger;

/// Rows of one answer, at most.
const ROWS_MAX: usize = 200_000;

/// Costs as they were asked for.
#[derive(Debug)]
pub struct Report {
    /// What was asked.
    pub asked: Asked,
    /// The rows, in the order of their keys.
    pub rows: Vec<CostRow>,
    /// All of them together.
    pub totals: CostTotals,
}

impl Report {
    /// What a state tells. What is not of the ledger, as a preview is not, is not kept.
    pub async fn of(
        ledger: &Ledger,
        state: &Arc<Portfolio>,
        basis: Basis,
        asked: Asked,
        kept: Option<&KeptCosts>,
    ) -> Result<Self, CostsError> {
        let atoms = atoms(ledger, state, basis, asked.months, kept).await?;
        let state = Arc::clone(state);
        let add_up = move || {
            let Asked { bookkeeping, months, groups, scope } = &asked;
            let rows = cost_rows(&state, &atoms, *bookkeeping, *months, groups, scope);
            let totals = summed(&rows);
            Self { asked, rows, totals }
        };
        let report = tokio::task::spawn_blocking(add_up).await.map_err(|_| CostsError::Failed)?;
        let (rows, accepted) = (report.rows.len(), ROWS_MAX);
        if rows > accepted {
            return Err(CostsError::TooManyRows { rows, accepted });
        }
        Ok(report)
    }
}

fn summed(rows: &[CostRow]) -> CostTotals {
    let mut totals = CostTotals::default();
    for row in rows {
        totals.net += row.net;
        totals.vat += row.vat;
        totals.vat_borne += row.vat_borne;
        totals.cost += row.cost;
        totals.forecast += row.forecast;
    }
    totals
}

/// The atoms of months, with the books that organisations have closed.
pub async fn atoms(
    ledger: &Ledger,
    state: &Arc<Portfolio>,
    basis: Basis,
    months: Months,
    kept: Option<&KeptCosts>,
) -> Result<Arc<Vec<CostAtom>>, CostsError> {
    computed(ledger.portfolio(), state, basis, months, kept).await
}

async fn computed(
    portfolio: PortfolioId,
    state: &Arc<Portfolio>,
    basis: Basis,
    months: Months,
    kept: Option<&KeptCosts>,
) -> Result<Arc<Vec<CostAtom>>, CostsError> {
    let of = state.head().map(|head| Of { portfolio, revision: head.revision, basis, months });
    let kept = kept.zip(of);
    if let Some(atoms) = kept.and_then(|(kept, of)| kept.get(of)) {
        return Ok(atoms);
    }
    let of_state = Arc::clone(state);
    let compute = move || Arc::new(cost_atoms(&of_state, basis, months));
    let atoms = tokio::task::spawn_blocking(compute).await.map_err(|_| CostsError::Failed)?;
    if let Some((kept, of)) = kept {
        kept.put(of, &atoms);
    }
    Ok(atoms)
}
