//! Costs, computed as they are asked for.

use projections::{
    Basis, Books, CostAtom, CostRow, CostScope, CostTotals, CostsAdded, Months, Portfolio, booked,
};
use schema::{Month, OrganisationId, PortfolioId, Revision};
use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::{
    Asked, CostsError,
    kept::{ATOMS_MAX, KeptCosts, Of, OfRows},
};
use crate::ledger::Ledger;

/// Costs that are computed at the same time, each of a year or so. Others wait, as long as their request
/// may take.
static AT_ONCE: LazyLock<Semaphore> = LazyLock::new(|| {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    Semaphore::new(cores.max(2))
});

/// Rows of one answer, at most.
const ROWS_MAX: usize = 200_000;

/// Costs as they were asked for.
#[derive(Debug)]
pub struct Report {
    /// What was asked.
    pub asked: Asked,
    /// The rows, in the order of their keys.
    pub rows: Arc<Vec<CostRow>>,
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
        known(state, &asked.scope)?;
        let of = of(ledger.portfolio(), state, basis, asked.months).map(|of| {
            let Asked { bookkeeping, groups, scope, .. } = asked.clone();
            OfRows { of, bookkeeping, groups, scope }
        });
        let keeping = kept.zip(of);
        let known = keeping.as_ref().and_then(|(kept, of)| kept.rows.get(of));
        let rows = match known {
            Some(rows) => rows,
            None => {
                let rows = Arc::new(added_up(ledger, state, basis, &asked, kept).await?);
                if let Some((kept, of)) = keeping {
                    kept.rows.put(of, &rows);
                }
                rows
            }
        };
        let (count, accepted) = (rows.len(), ROWS_MAX);
        if count > accepted {
            return Err(CostsError::TooManyRows { rows: count, accepted });
        }
        let totals = summed(&rows);
        Ok(Self { asked, rows, totals })
    }
}

/// Refuses a part of the portfolio that it does not have.
pub(super) fn known(state: &Portfolio, scope: &CostScope) -> Result<(), CostsError> {
    let CostScope { organisation, building, hub, municipality } = scope;
    let missing = |what, reference: &dyn ToString| {
        Err(CostsError::Unknown { what, reference: reference.to_string() })
    };
    match (organisation, building, hub, municipality) {
        (Some(id), ..) if state.organisation(id).is_none() => missing("organisation", id),
        (_, Some(id), ..) if state.building(id).is_none() => missing("building", id),
        (_, _, Some(id), _) if state.hub(id).is_none() => missing("hub", id),
        (.., Some(code)) if state.municipality(code).is_none() => missing("municipality", code),
        _ => Ok(()),
    }
}

/// Atoms added up: each year by itself, but for books that are closed.
async fn added_up(
    ledger: &Ledger,
    state: &Arc<Portfolio>,
    basis: Basis,
    asked: &Asked,
    kept: Option<&KeptCosts>,
) -> Result<Vec<CostRow>, CostsError> {
    let Asked { bookkeeping, months, groups, scope } = asked.clone();
    let mut added = CostsAdded::new(bookkeeping, groups, scope);
    if closed_by(state, months).is_empty() {
        let years = years(months).into_iter();
        let years =
            years.map(|year| added_up_of(ledger.portfolio(), state, basis, asked, year, kept));
        for of_year in futures_util::future::try_join_all(years).await? {
            added.join(of_year);
        }
    } else {
        let atoms = atoms(ledger, state, basis, asked, kept).await?;
        let state = Arc::clone(state);
        added = blocking(move || {
            atoms.iter().for_each(|atom| added.add(&state, atom, months));
            added
        })
        .await?;
    }
    blocking(|| added.rows()).await
}

/// Atoms of a year added up: those that are kept, else one by one as they are computed.
async fn added_up_of(
    portfolio: PortfolioId,
    state: &Arc<Portfolio>,
    basis: Basis,
    asked: &Asked,
    year: Months,
    kept: Option<&KeptCosts>,
) -> Result<CostsAdded, CostsError> {
    let Asked { bookkeeping, groups, scope, .. } = asked.clone();
    let mut added = CostsAdded::new(bookkeeping, groups, scope);
    let keeping = kept.zip(of(portfolio, state, basis, year));
    let state = Arc::clone(state);
    if let Some(atoms) = keeping.and_then(|(kept, of)| kept.atoms.get(&of)) {
        return blocking(move || {
            atoms.iter().for_each(|atom| added.add(&state, atom, year));
            added
        })
        .await;
    }
    let mut atoms = keeping.map(|_| Vec::new());
    let place = place().await?;
    let (added, atoms) = blocking(move || {
        projections::each_atom(&state, basis, year, |atom| {
            added.add(&state, &atom, year);
            if let Some(few) = &mut atoms {
                few.push(atom);
                if few.len() > ATOMS_MAX {
                    atoms = None;
                }
            }
        });
        (added, atoms)
    })
    .await?;
    drop(place);
    if let Some((kept, of)) = keeping
        && let Some(atoms) = atoms
    {
        kept.atoms.put(of, &Arc::new(atoms));
    }
    Ok(added)
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, CostsError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| CostsError::Failed)
}

async fn place() -> Result<SemaphorePermit<'static>, CostsError> {
    // Never closed.
    AT_ONCE.acquire().await.map_err(|_| CostsError::Failed)
}

/// Months by the calendar years in which they lie.
fn years(months: Months) -> Vec<Months> {
    let mut years = Vec::new();
    let mut from = months.from;
    while from <= months.through {
        let december = from.plus(12 - from.number());
        years.push(Months { from, through: december.min(months.through) });
        if december >= months.through {
            break;
        }
        from = december.plus(1);
    }
    years
}

fn summed(rows: &[CostRow]) -> CostTotals {
    let mut totals = CostTotals::default();
    for row in rows {
        totals += row.totals();
    }
    totals
}

/// The atoms of months as they stand in the books: of the months that an organisation has closed those
/// that were known then, and what became known later in the first month that was open.
pub async fn atoms(
    ledger: &Ledger,
    state: &Arc<Portfolio>,
    basis: Basis,
    asked: &Asked,
    kept: Option<&KeptCosts>,
) -> Result<Arc<Vec<CostAtom>>, CostsError> {
    let Asked { bookkeeping, months, .. } = *asked;
    let closed = closed_by(state, months);
    if closed.is_empty() {
        return computed(ledger.portfolio(), state, basis, months, kept).await;
    }
    // What differs in a closed month counts in a later one, so that all months before count.
    let from = first_month(state).map_or(months.from, |first| first.min(months.from));
    let all = Months { from, through: months.through };
    let now = computed(ledger.portfolio(), state, basis, all, kept).await?;
    let mut known = BTreeMap::new();
    for revision in closed.values().flatten() {
        if !known.contains_key(revision) {
            let then = Arc::new(ledger.at_revision(*revision).await?);
            let atoms = computed(ledger.portfolio(), &then, basis, all, kept).await?;
            known.insert(*revision, atoms);
        }
    }
    let state = Arc::clone(state);
    let stand = move || {
        let mut standing: Vec<CostAtom> = now
            .iter()
            .filter(|atom| !closed.contains_key(&atom.borne.organisation))
            .cloned()
            .collect();
        for organisation in closed.keys().copied() {
            let books = Books { state: &state, bookkeeping, organisation, months };
            let then = |revision: Revision| -> Vec<CostAtom> {
                let atoms = known.get(&revision).into_iter().flat_map(|atoms| atoms.iter());
                atoms.filter(|atom| atom.borne.organisation == organisation).cloned().collect()
            };
            standing.extend(booked(&books, &now, then));
        }
        Arc::new(standing)
    };
    blocking(stand).await
}

/// The organisations that have closed books which bear on some of the months, with the events that
/// closed them.
fn closed_by(state: &Portfolio, months: Months) -> BTreeMap<OrganisationId, Vec<Revision>> {
    let organisations = state.organisations().keys().copied();
    let closed = organisations.filter_map(|organisation| {
        // A closing adjusts the month after it.
        let through = state.closed_through(organisation)?.plus(1);
        let closings = state.closings(organisation).map(|closing| closing.revision);
        (months.from <= through).then(|| (organisation, closings.collect()))
    });
    closed.collect()
}

/// The first month in which anything costs anything.
fn first_month(state: &Portfolio) -> Option<Month> {
    let leases = state.leases().values().filter_map(|lease| lease.begins());
    let costs = state.costs().values().filter_map(|cost| cost.descriptions.begins());
    let memberships = state.memberships().values().filter_map(|known| known.units.begins());
    // Some is paid in the month before the first for which it is.
    leases.chain(costs).chain(memberships).min().map(|first| Month::of(first).minus(1))
}

async fn computed(
    portfolio: PortfolioId,
    state: &Arc<Portfolio>,
    basis: Basis,
    months: Months,
    kept: Option<&KeptCosts>,
) -> Result<Arc<Vec<CostAtom>>, CostsError> {
    let kept = kept.zip(of(portfolio, state, basis, months));
    if let Some(atoms) = kept.and_then(|(kept, of)| kept.atoms.get(&of)) {
        return Ok(atoms);
    }
    let place = place().await?;
    let of_state = Arc::clone(state);
    let atoms = blocking(move || Arc::new(projections::atoms(&of_state, basis, months))).await?;
    drop(place);
    if let Some((kept, of)) = kept {
        kept.atoms.put(of, &atoms);
    }
    Ok(atoms)
}

/// None of a state before its first event.
fn of(portfolio: PortfolioId, state: &Portfolio, basis: Basis, months: Months) -> Option<Of> {
    state.head().map(|head| Of { portfolio, revision: head.revision, basis, months })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn years_of(from: &str, through: &str) -> Vec<String> {
        let months = Months { from: from.parse().unwrap(), through: through.parse().unwrap() };
        let years = years(months).into_iter();
        years.map(|year| format!("{} to {}", year.from, year.through)).collect()
    }

    #[test]
    fn months_are_added_up_by_the_years_in_which_they_lie() {
        assert_eq!(years_of("2025-01", "2025-12"), ["2025-01 to 2025-12"]);
        let three = ["2025-11 to 2025-12", "2026-01 to 2026-12", "2027-01 to 2027-01"];
        assert_eq!(years_of("2025-11", "2027-01"), three);
        assert_eq!(years_of("2199-12", "2199-12"), ["2199-12 to 2199-12"]);
    }
}
