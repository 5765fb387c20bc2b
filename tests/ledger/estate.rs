//! A small estate to record, and the service around it.

use schema::{
    Area, Areas, Category, Change, Classification, Command, CommandId, Grade, Identity, Instant,
    Issuer, OrganisationRegister, PersonId, Polygon, PortfolioId, PortfolioOpen, ResourceAdd,
    ResourceKind, ResourceRevise, Revision, Role, SpaceAdd, SpaceId, Text,
};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};
use thirdplace::{
    clock::Clock,
    ledger::{Answer, Fatal, Ledger, Ledgers, PastCopies, Submission},
    store::{EventStore, MemoryStore, PageLimit, StoredEvent},
};
use uuid::Uuid;

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub(crate) struct TestClock(AtomicI64);

impl Default for TestClock {
    fn default() -> Self {
        let start: Instant = "2026-11-23T09:30:00.000000Z".parse().unwrap();
        Self(AtomicI64::new(start.microseconds()))
    }
}

impl TestClock {
    pub(crate) fn move_seconds(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Instant {
        Instant::from_microseconds(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

pub(crate) fn id<Id: From<Uuid>>(number: u128) -> Id {
    Uuid::from_u128(number).into()
}

pub(crate) fn name(text: &str) -> Text {
    Text::name(text).unwrap()
}

pub(crate) fn issuer(role: Role) -> Issuer {
    Issuer { person: id::<PersonId>(1), role, identity: Identity::Asserted }
}

pub(crate) fn submission(number: u128, command: impl Into<Command>) -> Submission {
    Submission {
        id: id::<CommandId>(number),
        correlation: id(number),
        issuer: issuer(Role::Manager),
        command: command.into(),
    }
}

pub(crate) fn open(called: &str) -> PortfolioOpen {
    PortfolioOpen {
        name: name(called),
        currency: "SEK".parse().unwrap(),
        time_zone: "Europe/Stockholm".parse().unwrap(),
        opened_by: name("The manager"),
    }
}

/// A command that carries text: one event.
pub(crate) fn organisation(number: u128, called: &str) -> OrganisationRegister {
    OrganisationRegister {
        organisation: id(number),
        from: "2026-01-01".parse().unwrap(),
        name: name(called),
        number: None,
    }
}

pub(crate) const IMPORT: u128 = 500;

/// Begins an import of that many desks.
pub(crate) fn import(resources: u32) -> schema::ImportStart {
    schema::ImportStart {
        import: id(IMPORT),
        building: Some(id(BUILDING)),
        books: false,
        from: "2026-01-01".parse().unwrap(),
        format: "IFC2X3".parse().unwrap(),
        file_name: name("office.ifc"),
        file_digest: name("0"),
        file_bytes: 1,
        expected: schema::ImportCounts { resources, ..schema::ImportCounts::NONE },
        decision: None,
    }
}

/// An outline with so many corners that a space with it has about 8 kB.
fn outline() -> Polygon {
    let corner = |x: i64| [x * 100, x * x];
    Polygon::new((-120..=120).map(corner).collect(), vec![]).unwrap()
}

/// A space with a great deal in it.
pub(crate) fn large_space(number: u128) -> SpaceAdd {
    let measure = |n: usize| format!("quantity: {n:02}{}", "q".repeat(60)).parse().unwrap();
    let square_metres: schema::SquareMetres = "10.5".parse().unwrap();
    let area = |n| Area { measure: measure(n), square_metres };
    let code = |n: usize| Classification {
        system: format!("{n}{}", "s".repeat(60)).parse().unwrap(),
        code: format!("{n}{}", "c".repeat(60)).parse().unwrap(),
    };
    SpaceAdd {
        space: id(number),
        level: id(LEVEL),
        from: "2026-01-01".parse().unwrap(),
        global_id: None,
        number: None,
        name: None,
        function: None,
        category: Category::OpenWorkplace,
        polygon: Some(outline()),
        height_mm: None,
        areas: Areas::new((0..16).map(area).collect()).unwrap(),
        seats: None,
        codes: (0..8).map(code).collect(),
    }
}

/// A command without text: one event.
pub(crate) fn desk(number: u128) -> ResourceAdd {
    ResourceAdd {
        resource: id(number),
        space: id(SPACE),
        from: "2026-01-01".parse().unwrap(),
        kind: ResourceKind::Workstation,
        owner: id(OWNER),
        number: None,
        name: None,
        grade: Grade::Counted { on: "2026-01-01".parse().unwrap() },
        position: None,
    }
}

/// A command that changes nothing.
pub(crate) fn no_change(number: u128) -> ResourceRevise {
    ResourceRevise {
        resource: id(number),
        from: "2026-02-01".parse().unwrap(),
        owner: None,
        number: Change::Keep,
        name: Change::Keep,
        grade: None,
        position: Change::Keep,
    }
}

const OWNER: u128 = 100;
const BUILDING: u128 = 101;
const LEVEL: u128 = 102;
const SPACE: u128 = 103;

/// The space in which the desks stand.
pub(crate) fn space_of_desks() -> SpaceId {
    id(SPACE)
}

/// The commands that make room for desks: two events, and one for each that follows.
fn furnish() -> Vec<Command> {
    let from = "2026-01-01".parse().unwrap();
    let mut space = large_space(SPACE);
    (space.areas, space.codes, space.polygon) = (Areas::default(), Vec::new(), None);
    vec![
        organisation(OWNER, "Region Jämtland Härjedalen").into(),
        schema::BuildingAdd {
            building: id(BUILDING),
            from,
            global_id: None,
            name: name("Rådhuset"),
            owner: id(OWNER),
            municipality: None,
            address: None,
            position: None,
        }
        .into(),
        schema::LevelAdd {
            level: id(LEVEL),
            building: id(BUILDING),
            from,
            global_id: None,
            name: name("Plan 1"),
            elevation_mm: 0,
        }
        .into(),
        space.into(),
    ]
}

/// The number of events in a furnished portfolio.
pub(crate) const FURNISHED: u64 = 6;

/// The service over a store.
pub(crate) struct Service {
    pub(crate) ledgers: Arc<Ledgers>,
    pub(crate) clock: Arc<TestClock>,
}

impl Service {
    pub(crate) async fn on(store: Arc<dyn EventStore>) -> Self {
        let fatal = Fatal::calling(|reason| panic!("the process would end: {reason}"));
        Self::with(store, fatal).await
    }

    pub(crate) async fn with(store: Arc<dyn EventStore>, fatal: Fatal) -> Self {
        let clock = Arc::new(TestClock::default());
        let ledgers = Ledgers::new(store, clock.clone(), fatal);
        ledgers.load().await.unwrap();
        Self { ledgers, clock }
    }

    pub(crate) async fn keeping(store: Arc<dyn EventStore>, copies: PastCopies) -> Self {
        let fatal = Fatal::calling(|reason| panic!("the process would end: {reason}"));
        let clock = Arc::new(TestClock::default());
        let ledgers = Ledgers::keeping(store, clock.clone(), fatal, copies);
        ledgers.load().await.unwrap();
        Self { ledgers, clock }
    }

    pub(crate) async fn in_memory() -> Self {
        Self::on(Arc::new(MemoryStore::default())).await
    }

    /// A furnished portfolio. The same numbers give the same portfolio.
    pub(crate) async fn furnished(&self, number: u128) -> Arc<Ledger> {
        // Far from the numbers that tests give their own commands.
        let first = (1 << 64) + number * 1_000;
        let opening = submission(first, open("Jämtlands län"));
        let (ledger, _) = self.ledgers.open(opening).await.unwrap();
        for (command_number, command) in (first + 1..).zip(furnish()) {
            ledger.submit(submission(command_number, command)).await.unwrap();
        }
        assert_eq!(ledger.newest().next_revision(), revision(FURNISHED));
        ledger
    }
}

pub(crate) fn revision(number: u64) -> Revision {
    Revision::new(number).unwrap()
}

/// The answer of a command whose one event stands at `at`.
pub(crate) fn recorded_at(answer: &Answer, at: u64) -> bool {
    matches!(*answer, Answer::Recorded { first, last, .. } if first == revision(at) && last == first)
}

/// Everything that a store holds of a portfolio.
pub(crate) async fn stored(store: &dyn EventStore, portfolio: PortfolioId) -> Vec<StoredEvent> {
    let mut events = Vec::new();
    loop {
        let next = revision(events.len() as u64);
        let page = store.read(portfolio, next, PageLimit::USUAL).await.unwrap();
        if page.events.is_empty() {
            return events;
        }
        events.extend(page.events);
    }
}
