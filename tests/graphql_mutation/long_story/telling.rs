//! Tells a story: acts on a house, writes down what is then seen, and asks everything again at the end.

use schema::Role;
use serde_json::Value;
use std::fmt::{Display, Write};
use thirdplace::http::Asserted;

use crate::house::{House, TIME, asserted, manager};

/// What was asked, on which clocks, and what the answer was at the time.
struct Asked {
    revision: u64,
    today: String,
    on: String,
    basis: &'static str,
    fields: String,
    answer: Value,
}

/// The story so far.
pub(crate) struct Telling {
    pub(crate) house: House,
    /// What is written down, as Markdown.
    pub(crate) text: String,
    today: String,
    /// Where the last history ended.
    told: u64,
    asked: Vec<Asked>,
}

pub(crate) const ACTUAL: &str = "ACTUAL";
pub(crate) const PLANNED: &str = "PLANNED";

/// What is asked of a plan.
const PLAN: &str = "spaces(first: 100) { nodes { number mode occupants { name } hub { name }
    resources(first: 100) { nodes { number } }
    plannedChanges { plannedOn overdue inDoubt number resource { number } hub { name } leaves } } }
    totals { areas(measure: 'LOA') { squareMetres } }";

impl Telling {
    pub(crate) async fn begins(today: &str, title: &str) -> Self {
        let house = House::opened_on(today).await;
        let text = format!("# {title}\n");
        Self { house, text, today: today.to_owned(), told: 0, asked: Vec::new() }
    }

    /// Time passes.
    pub(crate) fn on(&mut self, today: &str) {
        assert!(*today > *self.today, "time passes forwards");
        self.house.clock.set(today);
        today.clone_into(&mut self.today);
    }

    pub(crate) fn chapter(&mut self, title: &str) {
        self.write(format_args!("## {title}"));
    }

    /// What the teller says between.
    pub(crate) fn says(&mut self, words: &str) {
        self.write(words);
    }

    pub(crate) async fn does(&self, person: u64, mutation: &str, input: Value) -> Value {
        self.house.does_by(manager(person), mutation, input).await
    }

    pub(crate) async fn administers(&self, person: u64, mutation: &str, input: Value) -> Value {
        self.house.does_by(asserted(person, Role::Administrator), mutation, input).await
    }

    /// A mutation that is refused for one reason, which is written down.
    pub(crate) async fn is_refused(
        &mut self,
        person: u64,
        mutation: &str,
        input: Value,
        code: &str,
    ) {
        let by: Asserted = manager(person);
        let error = self.house.refuses_to(by, mutation, input).await;
        assert_eq!(error["code"], code, "{error}");
        let message = error["message"].as_str().expect("a message");
        let (today, message) = (self.today.clone(), sentence(message));
        self.write(format_args!("*{today}, `{mutation}` is refused* (`{code}`):\n\n> {message}"));
    }

    /// The last revision.
    pub(crate) fn revision(&self) -> u64 {
        self.house.events() - 1
    }

    /// Asks of what is known now, and remembers the answer.
    pub(crate) async fn asks(&mut self, on: &str, basis: &'static str, fields: &str) -> Value {
        let answer = self.read(&format!("on: '{on}', basis: {basis}"), fields).await;
        self.asked.push(Asked {
            revision: self.revision(),
            today: self.today.clone(),
            on: on.to_owned(),
            basis,
            fields: fields.to_owned(),
            answer: answer.clone(),
        });
        answer
    }

    async fn read(&self, clocks: &str, fields: &str) -> Value {
        self.house.reads_at(clocks, fields).await
    }

    /// The plans of these levels on a date and basis.
    pub(crate) async fn plan(&mut self, levels: &[(&str, String)], on: &str, basis: &'static str) {
        let known = self.known(on, basis);
        let mut lines = String::new();
        for (name, level) in levels {
            let fields = format!("floorPlan(level: '{level}') {{ {PLAN} }}");
            let plan = self.asks(on, basis, &fields).await["floorPlan"].take();
            let area = plan["totals"]["areas"][0]["squareMetres"].as_str().unwrap_or("0");
            writeln!(lines, "{name} ({area} m² LOA)").expect("a text");
            for space in plan["spaces"]["nodes"].as_array().expect("spaces") {
                writeln!(lines, "  {}", space_in_words(space)).expect("a text");
            }
        }
        self.write(format_args!("The plan {known}:\n\n```text\n{lines}```"));
    }

    /// What was recorded since the last history, in English.
    pub(crate) async fn history(&mut self) {
        let from = self.told;
        self.told = self.revision() + 1;
        let sentences = self.sentences(from, "ENGLISH").await;
        self.write(format_args!("Recorded:\n\n{sentences}"));
    }

    /// The same without writing it down: what the estate is made of.
    pub(crate) fn passes_over(&mut self) -> u64 {
        let passed = self.revision() + 1 - self.told;
        self.told = self.revision() + 1;
        passed
    }

    /// Every sentence of the history from a revision on.
    pub(crate) async fn sentences(&mut self, from: u64, language: &str) -> String {
        let today = self.today.clone();
        let fields = format!(
            "history(last: 200) {{ edges {{ node {{ revision recordedAt
                sentence(language: {language}) reason actor {{ name }} }} }} }}"
        );
        let read = self.asks(&today, ACTUAL, &fields).await;
        let mut lines = String::new();
        for edge in read["history"]["edges"].as_array().expect("entries") {
            let entry = &edge["node"];
            let revision = entry["revision"].as_u64().expect("a revision");
            if revision < from {
                continue;
            }
            let recorded = &entry["recordedAt"].as_str().expect("an instant")[..10];
            let told = entry["sentence"].as_str().expect("a sentence");
            writeln!(lines, "- {revision}, {recorded}: {told}").expect("a text");
        }
        lines.trim_end().to_owned()
    }

    /// What changed since a revision, as it is to be on a date and basis.
    pub(crate) async fn changes(&mut self, since: u64, on: &str, basis: &'static str) -> Value {
        let known = self.known(on, basis);
        let fields = format!(
            "changes(since: {{ revision: {since} }}) {{ lines(first: 200) {{ totalCount nodes {{
                kind sentence swedish: sentence(language: SWEDISH) because {{ revision }} }} }} }}"
        );
        let changes = self.asks(on, basis, &fields).await["changes"]["lines"].take();
        let mut lines = String::new();
        for line in changes["nodes"].as_array().expect("lines") {
            let because = line["because"].as_array().expect("events").iter();
            let because: Vec<String> = because.map(|event| event["revision"].to_string()).collect();
            let told = line["sentence"].as_str().expect("a sentence");
            writeln!(lines, "- {told} ({})", because.join(", ")).expect("a text");
        }
        if lines.is_empty() {
            lines.push_str("- nothing\n");
        }
        let lines = lines.trim_end();
        self.write(format_args!(
            "What changed from revision {since} to the state {known}; in brackets the events that \
             caused it:\n\n{lines}"
        ));
        changes
    }

    /// Asks everything again that was ever asked, as known at its instant, and at its revision where
    /// that was recorded on the day. What was followed by something else on its day has no instant of
    /// its own. Gives how often it asked by instant and by revision.
    pub(crate) async fn asks_again(&self) -> [usize; 2] {
        let (mut by_instant, mut by_revision) = (0, 0);
        for asked in &self.asked {
            let Asked { revision, today, on, basis, .. } = asked;
            let at = format!("{today}T{TIME}");
            let known = self.read(&format!("recordedAt: '{at}'"), "revision recordedAt").await;
            if known["revision"] == *revision {
                let clocks = format!("recordedAt: '{at}', on: '{on}', basis: {basis}");
                self.is_as_it_was(asked, &clocks).await;
                by_instant += 1;
            }
            let clocks = format!("revision: {revision}");
            let recorded = self.read(&clocks, "recordedAt").await["recordedAt"].take();
            if recorded.as_str().is_some_and(|recorded| recorded.starts_with(today.as_str())) {
                self.is_as_it_was(asked, &format!("{clocks}, on: '{on}', basis: {basis}")).await;
                by_revision += 1;
            }
        }
        [by_instant, by_revision]
    }

    async fn is_as_it_was(&self, asked: &Asked, clocks: &str) {
        let answer = self.read(clocks, &asked.fields).await;
        assert_eq!(answer, asked.answer, "asked again at {clocks}: {}", asked.fields);
    }

    fn known(&self, on: &str, basis: &str) -> String {
        let (basis, revision, today) = (basis.to_lowercase(), self.revision(), &self.today);
        format!("for {on}, {basis}, as known on {today} (revision {revision})")
    }

    pub(crate) fn write(&mut self, part: impl Display) {
        write!(self.text, "\n{part}\n").expect("a text");
    }
}

fn space_in_words(space: &Value) -> String {
    let list = |field: &str, name: &str| -> Vec<String> {
        let nodes = space[field]["nodes"].as_array().or_else(|| space[field].as_array());
        let texts = nodes.into_iter().flatten().filter_map(|node| node[name].as_str());
        texts.map(str::to_owned).collect()
    };
    let number = space["number"].as_str().unwrap_or("-");
    let mode = space["mode"].as_str().unwrap_or("-").to_lowercase();
    let mut words = format!("{number:<5} {mode:<9}");
    let hub = space["hub"]["name"].as_str().map(str::to_owned);
    let who: Vec<String> = hub.into_iter().chain(list("occupants", "name")).collect();
    if !who.is_empty() {
        write!(words, " {}", who.join(", ")).expect("a text");
    }
    let resources = list("resources", "number");
    if !resources.is_empty() {
        write!(words, " [{}]", resources.join(" ")).expect("a text");
    }
    for change in space["plannedChanges"].as_array().into_iter().flatten() {
        let what = change["resource"]["number"].as_str().unwrap_or("the space");
        let verb = if change["leaves"] == true { "leaves" } else { "comes" };
        let on = change["plannedOn"].as_str().unwrap_or("-");
        let overdue = if change["overdue"] == true { ", overdue" } else { "" };
        let in_doubt = if change["inDoubt"].is_null() { "" } else { ", in doubt" };
        write!(words, "; {what} {verb} {on}{overdue}{in_doubt}").expect("a text");
    }
    words.trim_end().to_owned()
}

/// One paragraph of one line.
fn sentence(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}
