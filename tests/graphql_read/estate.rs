//! A building, a hub, and a reallocation that is half carried out.
//!
//! Desks 1 and 2 of room 101 belong to a unit. Their moves into the hub's room 201 are approved for
//! 1 and 10 December 2026; the first is reported done on the 3rd, the second is not.

use async_graphql::{Request, Value};
use schema::{
    Area, Areas, Category, Command, CommandId, Date, Decision, DecisionKind, Fate, Grade,
    HubCapacity, Identity, Instant, Issuer, Measure, MembershipTerms, Move, PersonId, Polygon,
    PortfolioId, ProposalDraft, ProposedMembership, Role, SeatKind, SeatPromise, Subject, Text,
    WeekCount,
};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};
use thirdplace::{
    clock::Clock,
    graphql::{Schema, schema},
    http::Limits,
    ledger::{Answer, Fatal, Ledger, Ledgers, Submission},
    store::MemoryStore,
};
use uuid::Uuid;

pub(crate) const MANAGER: u128 = 1;
pub(crate) const DIRECTOR: u128 = 2;
pub(crate) const COUNTY: u128 = 100;
pub(crate) const UNIT: u128 = 110;
pub(crate) const BUILDING: u128 = 200;
pub(crate) const LEVEL: u128 = 210;
pub(crate) const ROOM: u128 = 301;
pub(crate) const OFFICE: u128 = 302;
pub(crate) const HUB_ROOM: u128 = 303;
pub(crate) const DESK: u128 = 401;
pub(crate) const SECOND_DESK: u128 = 402;
pub(crate) const ASSUMED_DESK: u128 = 403;
pub(crate) const HUB: u128 = 500;
pub(crate) const MEMBERSHIP: u128 = 600;
pub(crate) const REALLOCATION: u128 = 700;

pub(crate) fn id<Id: From<Uuid>>(number: u128) -> Id {
    Uuid::from_u128(number).into()
}

pub(crate) fn date(text: &str) -> Date {
    text.parse().unwrap()
}

pub(crate) fn name(text: &str) -> Text {
    Text::name(text).unwrap()
}

/// A clock that stands still until it is set.
#[derive(Debug, Default)]
pub(crate) struct TestClock(AtomicI64);

impl TestClock {
    pub(crate) fn set(&self, instant: &str) {
        let instant: Instant = instant.parse().unwrap();
        self.0.store(instant.microseconds(), Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Instant {
        Instant::from_microseconds(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// The service without its HTTP.
pub(crate) struct Estate {
    pub(crate) clock: Arc<TestClock>,
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) schema: Schema,
    commands: AtomicI64,
}

impl Estate {
    /// An open portfolio with two persons in it, on 1 November 2026.
    pub(crate) async fn opened() -> Self {
        let clock = Arc::new(TestClock::default());
        clock.set("2026-11-01T08:00:00.000000Z");
        let store = Arc::new(MemoryStore::default());
        let fatal = Fatal::calling(|reason| panic!("{reason}"));
        let ledgers = Ledgers::new(store, clock.clone(), fatal);
        ledgers.load().await.unwrap();
        let open = schema::PortfolioOpen {
            name: name("Jämtland"),
            currency: "SEK".parse().unwrap(),
            time_zone: "Europe/Stockholm".parse().unwrap(),
            opened_by: name("The manager"),
        };
        let (ledger, _) = ledgers.open(submission(MANAGER, 0, open)).await.unwrap();
        let schema = schema(ledgers, &Limits::default());
        let estate = Self { clock, ledger, schema, commands: AtomicI64::new(1) };
        let register = schema::PersonRegister { person: id(DIRECTOR), name: name("The director") };
        estate.record(MANAGER, register).await;
        estate
    }

    /// The building and the hub, before anything is proposed.
    pub(crate) async fn furnished() -> Self {
        let estate = Self::opened().await;
        for command in furnish() {
            estate.record(MANAGER, command).await;
        }
        estate
    }

    /// The whole story, told on 12 December 2026.
    pub(crate) async fn half_moved() -> Self {
        let estate = Self::furnished().await;
        estate.propose().await;
        estate.approve().await;
        estate.clock.set("2026-12-12T23:30:00.000000Z");
        estate.report(1, "2026-12-03").await;
        estate
    }

    pub(crate) async fn record(&self, actor: u128, command: impl Into<Command>) -> Answer {
        let number = self.commands.fetch_add(1, Ordering::SeqCst);
        self.ledger.submit(submission(actor, number.unsigned_abs().into(), command)).await.unwrap()
    }

    /// Records what only an administrator may.
    pub(crate) async fn administer(&self, command: impl Into<Command>) -> Answer {
        let number = self.commands.fetch_add(1, Ordering::SeqCst);
        let mut submission = submission(MANAGER, number.unsigned_abs().into(), command);
        submission.issuer.role = Role::Administrator;
        self.ledger.submit(submission).await.unwrap()
    }

    pub(crate) async fn propose(&self) -> Answer {
        let (reallocation, proposal) = (id(REALLOCATION), proposal(2));
        self.record(MANAGER, schema::ReallocationPropose { reallocation, proposal }).await
    }

    /// The recording of a file begins; without a building that of a list.
    pub(crate) async fn begin_import(
        &self,
        number: u128,
        building: Option<u128>,
        expected: schema::ImportCounts,
    ) {
        let start = schema::ImportStart {
            import: id(number),
            building: building.map(id),
            books: false,
            from: date("2026-06-01"),
            format: "CSV".parse().unwrap(),
            file_name: name("plan.csv"),
            file_digest: name("0"),
            file_bytes: 12,
            expected,
            decision: None,
        };
        self.record(MANAGER, start).await;
    }

    pub(crate) async fn approve(&self) -> Answer {
        let digest = self.ledger.newest().reallocation(&id(REALLOCATION)).unwrap().digest;
        let decision = decision();
        let reason = Some(Text::note("Within the goals of the transition").unwrap());
        let reallocation = id(REALLOCATION);
        let to_be_confirmed = false;
        let approve =
            schema::ReallocationApprove { reallocation, digest, decision, reason, to_be_confirmed };
        self.record(DIRECTOR, approve).await
    }

    pub(crate) async fn report(&self, number: u16, on: &str) -> Answer {
        let (reallocation, on) = (id(REALLOCATION), date(on));
        let report = schema::ReallocationReport { reallocation, on, moves: vec![number] };
        self.record(MANAGER, report).await
    }

    pub(crate) fn portfolio(&self) -> PortfolioId {
        self.ledger.portfolio()
    }

    /// The answer to a query in which `$p` stands for the portfolio's reference.
    pub(crate) async fn ask(&self, query: &str) -> serde_json::Value {
        let response = self.execute(query).await;
        assert!(response.errors.is_empty(), "{:?}", response.errors);
        response.data.into_json().unwrap()
    }

    /// The answer to a question about the portfolio on clocks such as `on: "2026-12-01"`.
    pub(crate) async fn at(&self, clocks: &str, fields: &str) -> serde_json::Value {
        let as_of = if clocks.is_empty() { String::new() } else { format!(", asOf: {{{clocks}}}") };
        let query = format!("{{ portfolio(ref: $p{as_of}) {{ {fields} }} }}");
        self.ask(&query).await["portfolio"].clone()
    }

    /// The message of the one error that a query gives.
    pub(crate) async fn refused(&self, query: &str) -> String {
        let response = self.execute(query).await;
        let [error] = &response.errors[..] else { panic!("{:?}", response.errors) };
        error.message.clone()
    }

    async fn execute(&self, query: &str) -> async_graphql::Response {
        self.schema.execute(self.request(query)).await
    }

    pub(crate) fn request(&self, query: &str) -> Request {
        let portfolio = Value::from(self.portfolio().to_string());
        Request::new(query.replace("$p", &portfolio.to_string()))
    }
}

fn submission(actor: u128, number: u128, command: impl Into<Command>) -> Submission {
    // The person who opens the portfolio is registered with it.
    let issuer =
        Issuer { person: id::<PersonId>(actor), role: Role::Manager, identity: Identity::Asserted };
    let command_id = id::<CommandId>(10_000 + number);
    Submission { id: command_id, correlation: id(10_000 + number), issuer, command: command.into() }
}

/// A proposal with so many of the two moves.
pub(crate) fn proposal(moves: usize) -> ProposalDraft {
    let all = [relocated(1, DESK, "2026-12-01"), relocated(2, SECOND_DESK, "2026-12-10")];
    ProposalDraft {
        title: name("Första flytten"),
        reason: Some(Text::note("Half of the desks stand empty").unwrap()),
        moves: all.into_iter().take(moves).collect(),
        memberships: vec![ProposedMembership {
            membership: id(MEMBERSHIP),
            hub: id(HUB),
            unit: id(UNIT),
            from: date("2026-12-01"),
            terms: terms(),
        }],
        transition: None,
        reverses: None,
    }
}

fn relocated(number: u16, desk: u128, planned_on: &str) -> Move {
    Move {
        number,
        subject: Subject::Resource(id(desk)),
        fate: Fate::Relocated { hub: id(HUB), space: id(HUB_ROOM) },
        planned_on: date(planned_on),
    }
}

pub(crate) fn terms() -> MembershipTerms {
    let week = WeekCount::new([3, 3, 3, 2, 1, 0, 0]).unwrap();
    let promise = SeatPromise { kind: SeatKind::Workstation, guaranteed: false, week };
    MembershipTerms::new(8, vec![promise], None, Some(3)).unwrap()
}

/// Room 101 has two measures, the others one: measures are never added.
fn space(number: u128, door: &str, category: Category, areas: &[(Measure, &str)]) -> Command {
    added_space(number, door, category, areas).into()
}

pub(crate) fn added_space(
    number: u128,
    door: &str,
    category: Category,
    areas: &[(Measure, &str)],
) -> schema::SpaceAdd {
    let square = |x: i64| vec![[x, 0], [x + 6_500, 0], [x + 6_500, 4_000], [x, 4_000]];
    let x = i64::try_from(number - ROOM).unwrap() * 10_000;
    let area = |(measure, value): &(Measure, &str)| Area {
        measure: measure.clone(),
        square_metres: value.parse().unwrap(),
    };
    schema::SpaceAdd {
        space: id(number),
        level: id(LEVEL),
        from: date("2026-01-01"),
        global_id: None,
        number: Some(door.parse().unwrap()),
        name: None,
        function: None,
        category,
        polygon: Some(Polygon::new(square(x), vec![]).unwrap()),
        height_mm: None,
        areas: Areas::new(areas.iter().map(area).collect()).unwrap(),
        seats: None,
        codes: vec![],
    }
}

fn desk(number: u128, space: u128, grade: Grade) -> Command {
    schema::ResourceAdd {
        resource: id(number),
        space: id(space),
        from: date("2026-01-01"),
        kind: schema::ResourceKind::Workstation,
        owner: id(COUNTY),
        number: Some(format!("D{number}").parse().unwrap()),
        name: None,
        grade,
        position: None,
    }
    .into()
}

fn furnish() -> Vec<Command> {
    let from = date("2026-01-01");
    let counted = || Grade::Counted { on: date("2026-01-15") };
    let assumed = Grade::Assumed { rule: "ifc-area-1".parse().unwrap() };
    let given = |desk| schema::AllocationAssign { resource: id(desk), unit: id(UNIT), from };
    vec![
        schema::OrganisationRegister {
            organisation: id(COUNTY),
            from,
            name: name("Region Jämtland Härjedalen"),
            number: Some("232100-0214".parse().unwrap()),
        }
        .into(),
        schema::UnitRegister {
            unit: id(UNIT),
            from,
            name: name("Planeringsenheten"),
            organisation: id(COUNTY),
            parent: None,
            headcount: 12,
            attendance: None,
            municipality: None,
        }
        .into(),
        schema::BuildingAdd {
            building: id(BUILDING),
            from,
            global_id: None,
            name: name("Regionens hus"),
            owner: id(COUNTY),
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
            name: name("Plan 3"),
            elevation_mm: 7_250,
        }
        .into(),
        space(
            ROOM,
            "101",
            Category::OpenWorkplace,
            &[(Measure::Loa, "25"), (Measure::AsModelled, "26")],
        ),
        space(OFFICE, "102", Category::Cell, &[(Measure::AsModelled, "26")]),
        space(HUB_ROOM, "201", Category::OpenWorkplace, &[(Measure::AsModelled, "26")]),
        desk(DESK, ROOM, counted()),
        desk(SECOND_DESK, ROOM, counted()),
        desk(ASSUMED_DESK, OFFICE, assumed),
        given(DESK).into(),
        given(SECOND_DESK).into(),
        schema::HubPlan {
            hub: id(HUB),
            opens_on: date("2026-10-01"),
            name: name("Torget"),
            host: id(COUNTY),
            municipality: None,
            services: vec![schema::Service::CoWorking],
            opening_hours: vec![],
        }
        .into(),
        schema::HubAddSpace { hub: id(HUB), space: id(HUB_ROOM), from: date("2026-10-01") }.into(),
        schema::HubOpen { hub: id(HUB), on: date("2026-10-01") }.into(),
        schema::HubSetCapacity {
            hub: id(HUB),
            from: date("2026-10-01"),
            capacity: HubCapacity::new(20, schema::CapacitySource::Fire, date("2026-09-01"))
                .unwrap(),
        }
        .into(),
    ]
}

/// A decision of the county's board.
pub(crate) fn decision() -> Decision {
    Decision {
        organisation: id(COUNTY),
        case_number: "RS 2026/117".parse().unwrap(),
        kind: DecisionKind::Board,
        body: name("Regionstyrelsen"),
        delegation_point: None,
        decided_on: date("2026-11-01"),
        reported_on: None,
        basis: None,
    }
}
