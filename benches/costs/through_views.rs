//! Costs through the views, as what is served is computed.

use projections::{
    Basis, Bookkeeping, CostGroup, CostRow, CostScope, CostsAdded, FloorPlan, Months, Portfolio,
    each_atom, month_costs,
};
use schema::{Date, LevelId, Month, Revision};
use std::{path::Path, sync::Arc, time::Instant};
use thirdplace::{
    clock::SystemClock,
    ledger::{Fatal, Ledgers},
    store::SqliteStore,
};

use super::{APART, FORECAST_MONTHS, FORECASTS, Figures, PLANS, YEAR, YEARS};

const BASIS: Basis = Basis::Planned;

/// What is asked for, as the ledger has it.
pub(crate) struct Known {
    pub(crate) levels: Vec<LevelId>,
    pub(crate) forecast: Months,
    /// The newest first.
    pub(crate) revisions: Vec<Revision>,
}

/// Loads the ledger and measures; gives back also what the ledger has.
pub(crate) async fn measure(file: &Path) -> (Figures, Known) {
    let store = Arc::new(SqliteStore::open(file).await.unwrap());
    let ledgers = Ledgers::new(store, Arc::new(SystemClock), Fatal::exit());
    ledgers.load().await.unwrap();
    let ledger = ledgers.list().unwrap().remove(0);
    let known = Known::of(&ledger.newest());
    let mut states = Vec::new();
    for revision in &known.revisions {
        states.push(ledger.at_revision(*revision).await.unwrap());
    }
    ledgers.stop().await.unwrap();
    let work = move || (figures(&states, &known), known);
    tokio::task::spawn_blocking(work).await.unwrap()
}

impl Known {
    fn of(state: &Portfolio) -> Self {
        let head = state.head().unwrap();
        let today = Date::new(head.recorded.utc().date_naive()).unwrap();
        let from = Month::of(today).plus(1);
        let (spaces, leases) = (state.spaces().len(), state.leases().len());
        let (costs, events) = (state.costs().len(), state.next_revision().number());
        println!("{spaces} spaces, {leases} leases, {costs} recorded costs, {events} events");
        let back = |times: u64| Revision::new(head.revision.number() - times * APART).unwrap();
        Self {
            levels: state.levels().keys().copied().collect(),
            forecast: Months { from, through: from.plus(FORECAST_MONTHS - 1) },
            revisions: (0..YEARS).map(back).collect(),
        }
    }
}

fn figures(states: &[Portfolio], known: &Known) -> Figures {
    let mut figures = Figures::default();
    let newest = &states[0];
    for level in known.levels.iter().cycle().take(usize::try_from(PLANS).unwrap()) {
        let on = known.forecast.from.first_day();
        figures.plan.time(|| assert!(!FloorPlan::of(newest, *level, on, BASIS).spaces.is_empty()));
    }
    let year = Months { from: YEAR[0].parse().unwrap(), through: YEAR[1].parse().unwrap() };
    let by = [CostGroup::Building, CostGroup::Month];
    print_parts(newest, year);
    for state in states {
        figures.year_cold.time(|| assert!(!rows(state, year, by.to_vec()).is_empty()));
    }
    let by = [CostGroup::Organisation, CostGroup::Year];
    for state in states.iter().take(usize::try_from(FORECASTS).unwrap()) {
        let rows = || rows(state, known.forecast, by.to_vec());
        figures.forecast_cold.time(|| assert!(!rows().is_empty()));
    }
    figures
}

/// Months by groups, on one core.
fn rows(state: &Portfolio, months: Months, by: Vec<CostGroup>) -> Vec<CostRow> {
    let mut added = CostsAdded::new(Bookkeeping::Accrual, by, CostScope::default());
    each_atom(state, BASIS, months, |atom| added.add(state, &atom, months));
    added.rows()
}

/// Of how many parts a year is, and how long each step to it takes.
fn print_parts(state: &Portfolio, year: Months) {
    let begun = Instant::now();
    let costs = month_costs(state, BASIS, year).len();
    let of_sources = begun.elapsed().as_secs_f64() * 1_000.0;
    let begun = Instant::now();
    let mut atoms = 0_u64;
    each_atom(state, BASIS, year, |_| atoms += 1);
    let divided = begun.elapsed().as_secs_f64() * 1_000.0;
    println!(
        "a year: {costs} amounts of sources by line and month ({of_sources:.0} ms), {atoms} atoms \
         ({divided:.0} ms, those amounts among them)"
    );
}
