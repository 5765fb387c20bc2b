//! Costs, computed as they are asked for.

use projections::{
    Basis, Booking, Books, Closing, CostAtom, CostRow, CostScope, CostTotals, CostsAdded, Months,
    Portfolio, Reading,
};
use schema::{OrganisationId, PortfolioId};
use std::{
    collections::BTreeSet,
    sync::{Arc, LazyLock},
};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::{
    Asked, CostsError,
    kept::{ATOMS_MAX, KeptCosts, Of, OfRows},
};
use crate::ledger::{Ledger, PastError};

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

/// Atoms added up, each year by itself.
async fn added_up(
    ledger: &Ledger,
    state: &Arc<Portfolio>,
    basis: Basis,
    asked: &Asked,
    kept: Option<&KeptCosts>,
) -> Result<Vec<CostRow>, CostsError> {
    let closed = Arc::new(closed_by(state, asked.months));
    let years = years(asked.months);
    let open = years.iter().map(|&year| {
        let closed = Arc::clone(&closed);
        let take = move |added: &mut CostsAdded, state: &Portfolio, atom: &CostAtom| {
            if !closed.contains(&atom.borne.organisation) {
                added.add(state, atom, year);
            }
        };
        each(ledger.portfolio(), state, basis, year, kept, asked.adding(), take)
    });
    let mut added = asked.adding();
    for of_year in futures_util::future::try_join_all(open).await? {
        added.join(of_year);
    }
    let within = asked.scope.organisation;
    for organisation in closed.iter().filter(|of| within.is_none_or(|within| within == **of)) {
        for months in years.iter().copied() {
            let (state, bookkeeping) = (Arc::clone(state), asked.bookkeeping);
            let books = Books { state, bookkeeping, organisation: *organisation, months };
            let state = Arc::clone(&books.state);
            let standing = booked(ledger, basis, books, Read::Borne, kept).await?;
            added = blocking(move || {
                standing.iter().for_each(|atom| added.add(&state, atom, months));
                added
            })
            .await?;
        }
    }
    blocking(|| added.rows()).await
}

impl Asked {
    /// Nothing yet.
    fn adding(&self) -> CostsAdded {
        CostsAdded::new(self.bookkeeping, self.groups.clone(), self.scope.clone())
    }
}

/// Goes through the atoms of a year or so, those that are kept or else one by one as they are computed,
/// so that they do not lie in memory. If they are few they are kept.
async fn each<T: Send + 'static>(
    portfolio: PortfolioId,
    state: &Arc<Portfolio>,
    basis: Basis,
    months: Months,
    kept: Option<&KeptCosts>,
    mut taking: T,
    take: impl Fn(&mut T, &Portfolio, &CostAtom) + Send + 'static,
) -> Result<T, CostsError> {
    let keeping = kept.zip(of(portfolio, state, basis, months));
    let state = Arc::clone(state);
    if let Some(atoms) = keeping.and_then(|(kept, of)| kept.atoms.get(&of)) {
        return blocking(move || {
            atoms.iter().for_each(|atom| take(&mut taking, &state, atom));
            taking
        })
        .await;
    }
    let mut few = keeping.map(|_| Vec::new());
    let place = place().await?;
    let (taking, few) = blocking(move || {
        projections::each_atom(&state, basis, months, |atom| {
            take(&mut taking, &state, &atom);
            if let Some(atoms) = &mut few {
                atoms.push(atom);
                if atoms.len() > ATOMS_MAX {
                    few = None;
                }
            }
        });
        (taking, few)
    })
    .await?;
    drop(place);
    if let (Some((kept, of)), Some(atoms)) = (keeping, few) {
        kept.atoms.put(of, &Arc::new(atoms));
    }
    Ok(taking)
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
    let now = computed(ledger.portfolio(), state, basis, months, kept).await?;
    let closed = closed_by(state, months);
    if closed.is_empty() {
        return Ok(now);
    }
    let open = now.iter().filter(|atom| !closed.contains(&atom.borne.organisation));
    let mut standing: Vec<CostAtom> = open.cloned().collect();
    drop(now);
    for organisation in closed {
        let books = Books { state: Arc::clone(state), bookkeeping, organisation, months };
        standing.extend(booked(ledger, basis, books, Read::Borne, kept).await?);
    }
    Ok(Arc::new(standing))
}

/// The organisations that have closed books which bear on some of the months.
fn closed_by(state: &Portfolio, months: Months) -> BTreeSet<OrganisationId> {
    let organisations = state.organisations().keys().copied();
    organisations.filter(|organisation| has_closed(state, *organisation, months)).collect()
}

/// Whether an organisation has closed some of the months or, as a closing adjusts the month after it, the
/// one before them.
pub(super) fn has_closed(state: &Portfolio, organisation: OrganisationId, months: Months) -> bool {
    let closed = state.closed_through(organisation);
    closed.is_some_and(|through| months.from <= through.plus(1))
}

/// Which costs are read into books.
#[derive(Clone, Copy, Debug)]
pub(super) enum Read {
    /// What an organisation bears.
    Borne,
    /// What it is invoiced from outside.
    Invoiced,
}

/// What stands in the books of an organisation. They are read closing by closing, and each year by year:
/// no more than a year of the portfolio lies in memory at once beside what the organisation has.
pub(super) async fn booked(
    ledger: &Ledger,
    basis: Basis,
    books: Books,
    read: Read,
    kept: Option<&KeptCosts>,
) -> Result<Vec<CostAtom>, CostsError> {
    let (now, organisation) = (Arc::clone(&books.state), books.organisation);
    let mut booking = Booking::of(books);
    while let Some(Reading { at, months, .. }) = booking.next() {
        let (state, kept) = match at {
            // What was known at closings is asked for once in a while, and would drive out what is asked
            // for again.
            Some(closing) => (known_at(ledger, &now, organisation, closing).await?, None),
            None => (Arc::clone(&now), kept),
        };
        for months in years(months) {
            booking = match read {
                Read::Borne => {
                    let take = move |booking: &mut Booking, _: &Portfolio, atom: &CostAtom| {
                        booking.add(atom, months);
                    };
                    each(ledger.portfolio(), &state, basis, months, kept, booking, take).await?
                }
                Read::Invoiced => {
                    let atoms = invoiced_atoms(&state, basis, organisation, months).await?;
                    atoms.iter().for_each(|atom| booking.add(atom, months));
                    booking
                }
            };
        }
        booking = blocking(move || {
            booking.read();
            booking
        })
        .await?;
    }
    Ok(booking.standing())
}

/// The state at a closing. A closing that is previewed is in no ledger: what is known at it is what the
/// preview leaves.
async fn known_at(
    ledger: &Ledger,
    now: &Arc<Portfolio>,
    organisation: OrganisationId,
    closing: Closing,
) -> Result<Arc<Portfolio>, CostsError> {
    let then = match ledger.at_revision(closing.revision).await {
        Ok(then) => then,
        Err(PastError::NotYet { .. }) => return Ok(Arc::clone(now)),
        Err(other) => return Err(other.into()),
    };
    let recorded = then.closings(organisation).any(|known| known == closing);
    Ok(if recorded { Arc::new(then) } else { Arc::clone(now) })
}

/// What an organisation is invoiced from outside for months, before it is divided.
pub(super) async fn invoiced_atoms(
    state: &Arc<Portfolio>,
    basis: Basis,
    organisation: OrganisationId,
    months: Months,
) -> Result<Arc<Vec<CostAtom>>, CostsError> {
    let state = Arc::clone(state);
    let compute = move || {
        let costs = projections::month_costs(&state, basis, months);
        Arc::new(projections::invoiced(&state, organisation, &costs))
    };
    blocking(compute).await
}

pub(super) async fn computed(
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
