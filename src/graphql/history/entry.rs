//! One event as history shows it.

use async_graphql::{Object, Result, SimpleObject, Value};
use projections::{Correction, mandates, reallocation_of, sentence};
use schema::Commitment;

use super::scan::Recorded;
use crate::graphql::{
    connection::{cursor, list},
    enums,
    pin::SharedPin,
    scalars,
    types::{Decision, Person, Reallocation},
};

/// An event's place among the events of its command.
#[derive(SimpleObject, Debug)]
pub struct CommitPart {
    /// From 0.
    index: u32,
    /// How many there are. They were recorded together and are read together.
    count: u32,
}

/// One event: who did what, when, why and on which mandate, with the event as it is stored.
#[derive(Clone, Debug)]
pub struct HistoryEntry {
    pin: SharedPin,
    recorded: Recorded,
}

impl HistoryEntry {
    /// An event as a pinned state, which knows it, shows it.
    pub fn new(pin: &SharedPin, recorded: Recorded) -> Self {
        Self { pin: pin.clone(), recorded }
    }

    /// A member of the stored object.
    fn stored(&self, member: &str) -> Option<serde_json::Value> {
        // What was read as an envelope is JSON.
        let stored: serde_json::Value =
            serde_json::from_slice(self.recorded.stored.bytes()).unwrap_or_default();
        match stored {
            serde_json::Value::Object(mut members) => members.remove(member),
            _ => None,
        }
    }
}

/// A text of an event, which is sealed in its data.
#[derive(SimpleObject, Debug)]
pub struct SealedText {
    /// Where in `HistoryEntry.data` it stands: the names of fields and the places in lists, from 0,
    /// with points between. `Mutation.textErase` takes it.
    field: String,
    /// The commitment in its place. A text that a later event carries along has the same.
    commitment: scalars::Digest,
    /// Whether it was erased.
    erased: bool,
}

/// How an event was corrected later.
#[derive(SimpleObject, Debug)]
pub struct CorrectedBy {
    /// The event that corrects it.
    revision: scalars::Revision,
    /// How.
    kind: enums::CorrectionKind,
}

impl From<Correction> for CorrectedBy {
    fn from(correction: Correction) -> Self {
        let kind = match correction {
            Correction::Clerical(_) => enums::CorrectionKind::Clerical,
            Correction::Factual(_) => enums::CorrectionKind::Factual,
        };
        Self { revision: scalars::Revision(correction.revision()), kind }
    }
}

/// The reason in an event's data: its own, or that of the proposal in it.
fn reason(data: &serde_json::Value) -> Option<Commitment> {
    let reason = data.get("reason").or_else(|| data.pointer("/proposal/reason"))?;
    Commitment::all_in(reason).first().copied()
}

/// One event: who did what, when, why and on which mandate, with the event as it is stored.
#[Object]
impl HistoryEntry {
    /// Its position in the portfolio's ledger.
    async fn revision(&self) -> scalars::Revision {
        scalars::Revision(self.recorded.envelope.revision)
    }

    /// Its place: its revision and SHA-256, for `after` and `before`, and for
    /// `Subscription.events`.
    async fn cursor(&self) -> String {
        cursor(self.recorded.cursor())
    }

    /// When it was recorded.
    async fn recorded_at(&self) -> scalars::DateTime {
        scalars::DateTime(self.recorded.envelope.recorded)
    }

    /// The event's id: UUID version 5 of the portfolio, the command and its index.
    async fn event_id(&self) -> scalars::Ref {
        self.recorded.envelope.event_id.uuid().into()
    }

    /// The event's type, such as `MoveDone`: the name of its JSON Schema in `schema/events`.
    #[graphql(name = "type")]
    async fn type_name(&self) -> &str {
        self.recorded.envelope.event.type_name()
    }

    /// The version of the type in which it is stored.
    async fn version(&self) -> Option<u64> {
        self.stored("version").and_then(|version| version.as_u64())
    }

    /// What it records, in one sentence, with the names of its time and, in brackets, those of the
    /// date of the answer where they differ. Dates are written YYYY-MM-DD in either language. Names
    /// and typed texts stand as they were typed; an erased one is `[erased]`, in Swedish
    /// `[raderat]`. A rendering, whose wording may change: the event is `data`.
    async fn sentence(
        &self,
        #[graphql(default_with = "enums::Language::English")] language: enums::Language,
    ) -> String {
        let envelope = &self.recorded.envelope;
        let (on, state) = (self.pin.on, &self.pin.state);
        let texts = self.pin.texts();
        sentence(language.into(), &envelope.event, envelope.revision, on, state, texts)
    }

    /// Who issued the command.
    async fn actor(&self) -> Result<Person> {
        Person::named(&self.pin, self.recorded.envelope.actor.person)
    }

    /// In which role.
    async fn role(&self) -> enums::Role {
        self.recorded.envelope.actor.role.into()
    }

    /// How surely the actor is who the event says.
    async fn identity(&self) -> enums::Identity {
        self.recorded.envelope.actor.identity.into()
    }

    /// The command that caused it.
    async fn command_id(&self) -> scalars::Ref {
        self.recorded.envelope.command.id.uuid().into()
    }

    /// What belongs together across commands, such as all commands of one import.
    async fn correlation_id(&self) -> scalars::Ref {
        self.recorded.envelope.correlation.uuid().into()
    }

    /// Its place among the events of its command.
    async fn commit(&self) -> CommitPart {
        let schema::CommitPart { index, count } = self.recorded.envelope.commit;
        CommitPart { index, count }
    }

    /// The decisions on which it rests: its own, or those on which the reallocation was approved
    /// or rejected whose move or membership it is about. Empty where it needed none.
    #[graphql(complexity = "list(2, child_complexity)")]
    async fn decisions(&self) -> Vec<Decision> {
        let envelope = &self.recorded.envelope;
        let mandates = mandates(&envelope.event, envelope.revision, &self.pin.state);
        mandates.iter().map(|taken| Decision::new(&self.pin, taken)).collect()
    }

    /// The reason that was given, as typed; `[erased]` once the text was erased.
    async fn reason(&self) -> Option<String> {
        let data = self.stored("data")?;
        self.pin.any_text(reason(&data))
    }

    /// How it was corrected since, as far as the pinned revision knows, in the order of recording. It
    /// stays as it was recorded.
    #[graphql(complexity = "list(2, child_complexity)")]
    async fn corrected_by(&self) -> Vec<CorrectedBy> {
        let corrections = self.pin.state.corrections_of(self.recorded.envelope.revision);
        corrections.map(CorrectedBy::from).collect()
    }

    /// The reallocation that it is about, or that brought what it is about.
    async fn reallocation(&self) -> Result<Option<Reallocation>> {
        let reallocation = reallocation_of(&self.recorded.envelope.event);
        reallocation.map(|id| Reallocation::named(&self.pin, id)).transpose()
    }

    /// What it records, as it is stored. Texts are sealed: `{"sealed": SHA-256}` stands in their
    /// place.
    async fn data(&self) -> Result<scalars::EventData> {
        let data = self.stored("data").unwrap_or_default();
        Ok(scalars::EventData(Value::from_json(data)?))
    }

    /// The texts that it carries, in the order of their fields: of its own, and of earlier events
    /// that it carries along.
    #[graphql(complexity = "list(4, child_complexity)")]
    async fn texts(&self) -> Vec<SealedText> {
        let data = self.stored("data").unwrap_or_default();
        let sealed = |(field, commitment): (String, Commitment)| SealedText {
            field,
            commitment: commitment.digest().into(),
            erased: self.pin.texts().text(commitment).is_none(),
        };
        Commitment::placed_in(&data).into_iter().map(sealed).collect()
    }

    /// SHA-256 of the stored bytes of the whole event, envelope included: RFC 8785 JSON.
    async fn hash(&self) -> scalars::Digest {
        self.recorded.stored.digest().into()
    }
}
