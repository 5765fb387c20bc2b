//! A service without HTTP: the schema on a ledger in memory, with a clock that stands still until it
//! is set.

use async_graphql::{Request, Variables};
use schema::{Instant, Issuer, PortfolioId, Role};
use serde_json::{Map, Value, json};
use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};
use thirdplace::{
    clock::Clock,
    graphql::{self, Schema},
    http::{Asserted, Limits},
    ledger::{Fatal, Ledger, Ledgers, Submission},
    store::MemoryStore,
};
use uuid::Uuid;

use crate::previews;

/// The date of the clock where nothing else is said.
pub(crate) const TODAY: &str = "2026-11-23";

/// The time of day of the clock.
pub(crate) const TIME: &str = "09:30:00.000000Z";

pub(crate) const PROPOSER: u64 = 1;
pub(crate) const DECIDER: u64 = 2;
pub(crate) const STRANGER: u64 = 9;
pub(crate) const KOMMUN: u64 = 10;
pub(crate) const REGION: u64 = 11;
pub(crate) const SOCIAL: u64 = 20;
pub(crate) const CARE: u64 = 21;
pub(crate) const BUILDING: u64 = 30;
pub(crate) const LEVEL: u64 = 40;
/// An open workplace with the three desks.
pub(crate) const OPEN: u64 = 50;
/// A meeting room.
pub(crate) const MEETING: u64 = 51;
pub(crate) const DESK: u64 = 60;
pub(crate) const DESK_2: u64 = 61;
pub(crate) const DESK_3: u64 = 62;
/// The meeting room as a whole.
pub(crate) const ROOM: u64 = 63;
/// An open hub in the open workplace, which holds 10.
pub(crate) const HUB: u64 = 70;
pub(crate) const MEMBERSHIP: u64 = 80;
pub(crate) const REALLOCATION: u64 = 90;

/// Stands at one time of the day.
#[derive(Debug, Default)]
pub(crate) struct StandingClock(AtomicI64);

impl StandingClock {
    /// It is this date from now on.
    pub(crate) fn set(&self, today: &str) {
        let instant: Instant = format!("{today}T{TIME}").parse().expect("an instant");
        self.0.store(instant.microseconds(), Ordering::SeqCst);
    }
}

impl Clock for StandingClock {
    fn now(&self) -> Instant {
        Instant::from_microseconds(self.0.load(Ordering::SeqCst)).expect("an instant")
    }
}

/// A reference.
pub(crate) fn reference(number: u64) -> String {
    uuid(number).to_string()
}

fn uuid(number: u64) -> Uuid {
    Uuid::from_u128(0x4000_8000_0000_0000_0000 | u128::from(number))
}

/// Who acts, as the headers would say.
pub(crate) fn asserted(person: u64, role: Role) -> Asserted {
    Asserted { actor: Some(uuid(person)), role: Some(role) }
}

pub(crate) fn manager(person: u64) -> Asserted {
    asserted(person, Role::Manager)
}

/// The service.
pub(crate) struct House {
    pub(crate) ledgers: Arc<Ledgers>,
    pub(crate) schema: Schema,
    pub(crate) store: Arc<MemoryStore>,
    pub(crate) clock: Arc<StandingClock>,
    commands: AtomicU64,
}

impl House {
    /// A service with nothing in it.
    pub(crate) async fn empty() -> Self {
        let clock = Arc::new(StandingClock::default());
        clock.set(TODAY);
        let store = Arc::new(MemoryStore::default());
        let fatal = Fatal::calling(|reason| panic!("{reason}"));
        let ledgers = Ledgers::new(store.clone(), clock.clone(), fatal);
        ledgers.load().await.expect("an empty store loads");
        let schema = graphql::schema(Arc::clone(&ledgers), &Limits::default());
        Self { ledgers, schema, store, clock, commands: AtomicU64::new(1_000_000) }
    }

    /// A service with one open portfolio, opened by the proposer.
    pub(crate) async fn open() -> Self {
        Self::opened_on(TODAY).await
    }

    /// The same on another date.
    pub(crate) async fn opened_on(today: &str) -> Self {
        let house = Self::empty().await;
        house.clock.set(today);
        house
            .does(
                "portfolioOpen",
                json!({
                    "commandId": reference(OPENING),
                    "name": "Jämtland Härjedalen",
                    "currency": "SEK",
                    "timeZone": "Europe/Stockholm",
                    "openedBy": "The proposer",
                }),
            )
            .await;
        house
    }

    /// The ledger of the portfolio.
    pub(crate) fn ledger(&self) -> Arc<Ledger> {
        self.ledgers.get(portfolio()).expect("the portfolio is open")
    }

    /// The number of events.
    pub(crate) fn events(&self) -> u64 {
        self.ledger().newest().next_revision().number()
    }

    /// What the portfolio has on a date.
    pub(crate) async fn reads(&self, on: &str, fields: &str) -> Value {
        self.reads_at(&format!("on: '{on}'"), fields).await
    }

    /// What the portfolio has on clocks such as `on: '2026-12-01', basis: PLANNED`.
    pub(crate) async fn reads_at(&self, clocks: &str, fields: &str) -> Value {
        let portfolio = portfolio();
        let query =
            format!("{{ portfolio(ref: '{portfolio}', asOf: {{ {clocks} }}) {{ {fields} }} }}");
        let query = query.replace('\'', "\"");
        let response = self.schema.execute(Request::new(query)).await;
        assert_eq!(response.errors, [], "{clocks} {fields}");
        let mut read = response.data.into_json().expect("data is JSON");
        read["portfolio"].take()
    }

    /// The import of a list begins: it comes with a file, not with a mutation.
    pub(crate) async fn begins_import(&self, number: u64) {
        let start = schema::ImportStart {
            import: uuid(number).into(),
            building: None,
            books: false,
            from: TODAY.parse().expect("a date"),
            format: "CSV".parse().expect("a format"),
            file_name: schema::Text::name("enheter.csv").expect("a name"),
            file_digest: schema::Text::name("0").expect("a digest"),
            file_bytes: 12,
            expected: schema::ImportCounts { units: 2, ..schema::ImportCounts::NONE },
            decision: None,
        };
        let (id, person) = (uuid(2_000_000 + number).into(), uuid(PROPOSER).into());
        let issuer = Issuer { person, role: Role::Manager, identity: schema::Identity::Asserted };
        let correlation = uuid(2_000_000 + number).into();
        let submission = Submission { id, correlation, issuer, command: start.into() };
        self.ledger().submit(submission).await.expect("the import begins");
    }

    /// Sends a mutation as it is; gives the whole response.
    pub(crate) async fn respond(&self, by: Asserted, document: &str, input: Value) -> Value {
        let variables = Variables::from_json(json!({ "input": input }));
        let request = Request::new(document).variables(variables).data(by);
        let response = self.schema.execute(request).await;
        serde_json::to_value(response).expect("a response is JSON")
    }

    /// Sends a mutation with a command id of its own where none is given; gives the answer.
    pub(crate) async fn send(&self, by: Asserted, mutation: &str, input: Value) -> Value {
        self.send_asking(by, mutation, input, "").await
    }

    /// The same, asking more of the errors. Each is previewed first, and brings what that showed.
    pub(crate) async fn send_asking(
        &self,
        by: Asserted,
        mutation: &str,
        input: Value,
        asked: &str,
    ) -> Value {
        let input = self.completed(mutation, input);
        let preview = self.previewed(by, mutation, input.clone(), asked).await;
        let from = self.end_of(mutation, &input);
        let response = self.respond(by, &document(mutation, asked), input.clone()).await;
        assert_eq!(response.get("errors"), None, "{mutation}: {response:#}");
        let answer = response["data"]["answer"].clone();
        let recorded = self.recorded_from(mutation, &input, from).await;
        previews::compare(mutation, &preview, &answer, &recorded);
        answer
    }

    /// A mutation of the proposer's that is accepted; gives the answer.
    pub(crate) async fn does(&self, mutation: &str, input: Value) -> Value {
        self.does_by(manager(PROPOSER), mutation, input).await
    }

    /// A mutation that is accepted; gives the answer.
    pub(crate) async fn does_by(&self, by: Asserted, mutation: &str, input: Value) -> Value {
        let answer = self.send(by, mutation, input).await;
        assert_eq!(answer["userErrors"], json!([]), "{mutation}");
        let shown = answer["thing"].as_array().map_or(1, Vec::len);
        assert!(shown > 0 && !answer["thing"].is_null(), "{mutation} shows what it changed");
        answer
    }

    /// A mutation of the proposer's that is refused for one reason, and leaves nothing; gives the error.
    pub(crate) async fn refuses(&self, mutation: &str, input: Value) -> Value {
        self.refuses_to(manager(PROPOSER), mutation, input).await
    }

    /// A mutation that is refused for one reason, and leaves nothing; gives the error.
    pub(crate) async fn refuses_to(&self, by: Asserted, mutation: &str, input: Value) -> Value {
        let errors = self.errors(by, mutation, input).await;
        assert_eq!(errors.len(), 1, "{mutation}: {errors:#?}");
        errors[0].clone()
    }

    /// A mutation that is refused and leaves nothing; gives the errors.
    pub(crate) async fn errors(&self, by: Asserted, mutation: &str, input: Value) -> Vec<Value> {
        self.errors_asking(by, mutation, input, "").await
    }

    /// The same, asking more of the errors.
    pub(crate) async fn errors_asking(
        &self,
        by: Asserted,
        mutation: &str,
        input: Value,
        asked: &str,
    ) -> Vec<Value> {
        let before = self.events();
        let mut answer = self.send_asking(by, mutation, input, asked).await;
        assert_eq!(self.events(), before, "{mutation} is refused and leaves no event");
        let errors = answer["userErrors"].take();
        let nothing = json!({
            "thing": null, "revision": null, "recordedAt": null,
            "unchanged": false, "repeated": false, "userErrors": null,
        });
        assert_eq!(answer, nothing, "{mutation} is refused and shows nothing");
        let errors = errors.as_array().cloned().expect("a list of errors");
        for error in &errors {
            assert_eq!(error["code"], error["__typename"], "the code is the type's name");
        }
        errors
    }

    pub(crate) fn completed(&self, mutation: &str, input: Value) -> Value {
        let Value::Object(given) = input else { panic!("the input of {mutation} is an object") };
        let command = self.commands.fetch_add(1, Ordering::Relaxed);
        let mut input = Map::new();
        input.insert("commandId".to_owned(), reference(command).into());
        if mutation != "portfolioOpen" {
            input.insert("portfolio".to_owned(), portfolio().to_string().into());
        }
        input.extend(given);
        Value::Object(input)
    }
}

const OPENING: u64 = 900;

/// The portfolio of an open house.
pub(crate) fn portfolio() -> PortfolioId {
    PortfolioId::opened_by(uuid(OPENING).into())
}

/// The document that sends a mutation and asks everything of its answer.
pub(crate) fn document(mutation: &str, asked: &str) -> String {
    document_showing(mutation, asked, "")
}

/// The same with more of the answer's fields.
pub(crate) fn document_showing(mutation: &str, asked: &str, shown: &str) -> String {
    let mut input = mutation.to_owned();
    input[..1].make_ascii_uppercase();
    let thing = match mutation {
        "spaceReshape" => "spaces",
        "resourcesMove" | "workstationsCount" => "space",
        "textErase"
        | "decisionConfirm"
        | "decisionReport"
        | "openingBalanceSign"
        | "preconditionRequire"
        | "preconditionDrop"
        | "correctClerically"
        | "correctFact" => "portfolio",
        "delegationGive" | "delegationWithdraw" => "organisation",
        "preconditionSettle" => "reallocation",
        "milestoneReach" => "transition",
        "vatTreat" | "periodClose" => "organisation",
        "commonKeyChoose" => "building",
        _ => match mutation.split(char::is_uppercase).next() {
            Some("allocation") => "resource",
            Some(word) => word,
            None => unreachable!("a mutation has a name"),
        },
    };
    let key = match thing {
        "municipality" => "code",
        "index" => "series",
        "budget" => "year",
        _ => "ref",
    };
    let digest = if thing == "reallocation" { "digest" } else { "" };
    format!(
        "mutation Act($input: {input}Input!) {{
            answer: {mutation}(input: $input) {{
                thing: {thing} {{ key: {key} {digest} }}
                revision recordedAt unchanged repeated {shown}
                userErrors {{ __typename message path code {asked} }}
            }}
        }}"
    )
}
