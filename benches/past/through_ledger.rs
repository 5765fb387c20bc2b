//! Plans through the ledger, as the resolvers ask for them.

use projections::{Basis, FloorPlan, Portfolio};
use schema::{Date, LevelId, Revision};
use std::{path::Path, sync::Arc};
use thirdplace::{
    clock::SystemClock,
    ledger::{Fatal, Ledger, Ledgers},
    store::SqliteStore,
};
use tokio::runtime::Handle;

use super::{Added, COLD, Plans, SEEN, SEEN_REVISIONS, county::random::Random};

/// Loads the ledger and measures; gives back also its levels, in the order in which they were added,
/// and how many events there are.
pub(crate) async fn measure(file: &Path) -> (Plans, Vec<Added>, u64) {
    let store = Arc::new(SqliteStore::open(file).await.unwrap());
    let ledgers = Ledgers::new(store, Arc::new(SystemClock), Fatal::exit());
    ledgers.load().await.unwrap();
    let ledger = ledgers.list().unwrap().remove(0);
    let (newest, kept) = (ledger.newest(), ledger.kept_copies());
    println!(
        "{} copies of former states are kept, {} events apart",
        kept.count, kept.spacing_events
    );
    let events = newest.next_revision().number();
    let levels = levels(&newest);
    let asked = Asked { ledger, levels, events, on: today(&newest) };
    let (plans, levels) =
        tokio::task::spawn_blocking(move || (plans(&asked), asked.levels)).await.unwrap();
    ledgers.stop().await.unwrap();
    (plans, levels, events)
}

/// What is asked, and of whom.
struct Asked {
    ledger: Arc<Ledger>,
    levels: Vec<Added>,
    events: u64,
    on: Date,
}

fn plans(asked: &Asked) -> Plans {
    let (mut plans, mut random) = (Plans::default(), Random::new(1));
    for _ in 0..COLD {
        let (revision, level) = drawn(&asked.levels, asked.events, &mut random);
        plans.newest_beside_cold.time(|| plan(&asked.ledger.newest(), level, asked.on));
        plans.cold.time(|| plan(&asked.at(revision), level, asked.on));
    }
    let seen: Vec<_> =
        (0..SEEN_REVISIONS).map(|_| drawn(&asked.levels, asked.events, &mut random)).collect();
    seen.iter().for_each(|(revision, _)| drop(asked.at(*revision)));
    for number in 0..SEEN {
        let (revision, _) = seen[number % seen.len()];
        let level = any_level(&asked.levels, revision, &mut random);
        plans.newest.time(|| plan(&asked.ledger.newest(), level, asked.on));
        plans.seen.time(|| plan(&asked.at(revision), level, asked.on));
    }
    plans
}

impl Asked {
    fn at(&self, revision: Revision) -> Portfolio {
        Handle::current().block_on(self.ledger.at_revision(revision)).unwrap()
    }
}

fn plan(state: &Portfolio, level: LevelId, on: Date) {
    let plan = FloorPlan::of(state, level, on, Basis::Planned);
    assert!(!plan.spaces.is_empty(), "a level has spaces");
}

/// Events from a building's first level to the end of its file, at most.
const FURNISHING: u64 = 2_000;

/// A revision at which a level was there, and a level that was.
pub(crate) fn drawn(levels: &[Added], events: u64, random: &mut Random) -> (Revision, LevelId) {
    let first = levels[0].1.number() + FURNISHING;
    let revision = Revision::new(first + random.below(events - first)).unwrap();
    (revision, any_level(levels, revision, random))
}

/// A level that had its spaces at a revision.
pub(crate) fn any_level(levels: &[Added], revision: Revision, random: &mut Random) -> LevelId {
    let furnished = |(_, added): &Added| added.number() + FURNISHING <= revision.number();
    let furnished = levels.partition_point(furnished) as u64;
    levels[usize::try_from(random.below(furnished)).unwrap()].0
}

fn levels(state: &Portfolio) -> Vec<Added> {
    let added = state.levels().values().map(|level| (level.id, level.added().unwrap()));
    let mut levels: Vec<Added> = added.collect();
    levels.sort_by_key(|(_, added)| *added);
    levels
}

/// The date on which the ledger ends.
fn today(state: &Portfolio) -> Date {
    Date::new(state.head().unwrap().recorded.utc().date_naive()).unwrap()
}
