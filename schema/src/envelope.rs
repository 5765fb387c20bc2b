//! The envelope: what is stored for each event, and its canonical bytes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, value::RawValue};
use std::{fmt, str::FromStr};

use crate::{
    CanonicalError, CommandId, CorrelationId, Digest, Event, EventId, Instant, Invalid, PersonId,
    PortfolioId, Revision, UnreadableEvent, canonical::canonical_bytes_of, canonical_bytes,
    json_schema::published_schema, limits::EVENT_BYTES_MAX,
};

/// In which role someone acts.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// Reallocates space.
    Manager,
    /// Simulates transitions and proposes them.
    Strategist,
    /// Reviews; changes nothing.
    Auditor,
    /// Sets up the portfolio.
    Administrator,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 4] =
        [Self::Manager, Self::Strategist, Self::Auditor, Self::Administrator];
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Manager => "manager",
            Self::Strategist => "strategist",
            Self::Auditor => "auditor",
            Self::Administrator => "administrator",
        })
    }
}

impl FromStr for Role {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let accepted = "manager, strategist, auditor or administrator";
        let role = Self::ALL.into_iter().find(|role| role.to_string() == text);
        role.ok_or_else(|| Invalid::new("role", text, accepted))
    }
}

/// How surely the actor is who the event says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Identity {
    /// The caller said so.
    Asserted,
    /// The service checked.
    Authenticated,
}

/// Who issued a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Issuer {
    /// The person.
    pub person: PersonId,
    /// In which role.
    pub role: Role,
    /// How surely.
    pub identity: Identity,
}

/// An event's place among the events of its command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommitPart {
    /// From 0.
    pub index: u32,
    /// How many there are.
    pub count: u32,
}

impl CommitPart {
    /// Whether this is the commit's last event.
    pub const fn is_last(self) -> bool {
        self.index < self.count && self.count - self.index == 1
    }
}

/// The command that caused an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommandMark {
    /// Its id.
    pub id: CommandId,
    /// SHA-256 of its canonical JSON, after a salt where it carries text. It tells a repeated
    /// command from another under the same id.
    pub digest: Digest,
}

/// What is stored for one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The portfolio.
    pub portfolio: PortfolioId,
    /// The position in its ledger.
    pub revision: Revision,
    /// The event's id.
    pub event_id: EventId,
    /// The place in its commit.
    pub commit: CommitPart,
    /// When it was recorded.
    pub recorded: Instant,
    /// Who issued the command.
    pub actor: Issuer,
    /// The command.
    pub command: CommandMark,
    /// What belongs together across commands.
    pub correlation: CorrelationId,
    /// What happened.
    pub event: Event,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    portfolio: PortfolioId,
    revision: Revision,
    event_id: EventId,
    r#type: &'static str,
    version: u32,
    commit: CommitPart,
    recorded: Instant,
    actor: Issuer,
    command: CommandMark,
    correlation: CorrelationId,
    data: &'a Event,
}

/// What is stored for one event, as RFC 8785 JSON.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "Envelope")]
pub(crate) struct Stored<Data = Value> {
    /// The portfolio.
    portfolio: PortfolioId,
    /// The position in its ledger.
    revision: Revision,
    /// The event's id.
    event_id: EventId,
    /// The event's type.
    r#type: String,
    /// The version of the type, from 1. It says which schema the data follows.
    version: u32,
    /// The place in its commit.
    commit: CommitPart,
    /// When it was recorded.
    recorded: Instant,
    /// Who issued the command.
    actor: Issuer,
    /// The command.
    command: CommandMark,
    /// What belongs together across commands.
    correlation: CorrelationId,
    /// What happened.
    data: Data,
}

/// Why bytes are no envelope.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError {
    /// Not JSON, or not an envelope's object.
    #[error("not an event's envelope: {0}")]
    Malformed(String),
    /// An envelope of an event that this code cannot read.
    #[error(transparent)]
    Event(#[from] UnreadableEvent),
    /// More bytes than one event may have.
    #[error("{0} bytes, and an event has at most {max}", max = EVENT_BYTES_MAX)]
    TooLarge(usize),
    /// An envelope whose parts contradict each other.
    #[error("the envelope contradicts itself: {0}")]
    Inconsistent(&'static str),
    /// An envelope spelled otherwise than canonically.
    #[error("the bytes are not canonical: another spelling of the same event was stored")]
    NotCanonical,
}

impl Envelope {
    /// The bytes that are stored, refused beyond the size of an event. Only for an envelope of
    /// this program's own making: one read from the store may be of an older version, and its
    /// bytes are what was stored, never what this would write.
    pub fn to_bytes(&self) -> Result<Vec<u8>, CanonicalError> {
        let bytes = canonical_bytes(&self.written())?;
        if bytes.len() <= EVENT_BYTES_MAX {
            Ok(bytes)
        } else {
            Err(CanonicalError::TooLarge(bytes.len()))
        }
    }

    fn written(&self) -> Written<'_> {
        Written {
            portfolio: self.portfolio,
            revision: self.revision,
            event_id: self.event_id,
            r#type: self.event.type_name(),
            version: self.event.version(),
            commit: self.commit,
            recorded: self.recorded,
            actor: self.actor,
            command: self.command,
            correlation: self.correlation,
            data: &self.event,
        }
    }

    /// The envelope in stored bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, EnvelopeError> {
        // The data stays text until its type is known, and is then read once.
        let stored: Stored<&RawValue> = serde_json::from_slice(bytes)
            .map_err(|error| EnvelopeError::Malformed(error.to_string()))?;
        Ok(Self {
            portfolio: stored.portfolio,
            revision: stored.revision,
            event_id: stored.event_id,
            commit: stored.commit,
            recorded: stored.recorded,
            actor: stored.actor,
            command: stored.command,
            correlation: stored.correlation,
            event: Event::read(&stored.r#type, stored.version, stored.data)?,
        })
    }

    /// The envelope in stored bytes, refused when its parts contradict each other and when the
    /// bytes are not canonical: duplicate keys, another order, another spelling of a value. Spelling is compared as stored JSON, so that it
    /// also holds for versions that this code upcasts.
    pub fn from_canonical_bytes(bytes: &[u8]) -> Result<Self, EnvelopeError> {
        if bytes.len() > EVENT_BYTES_MAX {
            return Err(EnvelopeError::TooLarge(bytes.len()));
        }
        let envelope = Self::from_bytes(bytes)?;
        envelope.consistent()?;
        let value: Value = serde_json::from_slice(bytes)
            .map_err(|error| EnvelopeError::Malformed(error.to_string()))?;
        let is_canonical = canonical_bytes_of(&value).is_ok_and(|canonical| canonical == bytes);
        let current = Event::TYPES.contains(&(envelope.event.type_name(), version_in(&value)));
        // Two that are equal as JSON have the same canonical bytes.
        let is_same =
            || serde_json::to_value(envelope.written()).is_ok_and(|written| written == value);
        if is_canonical && (!current || is_same()) {
            Ok(envelope)
        } else {
            Err(EnvelopeError::NotCanonical)
        }
    }

    fn consistent(&self) -> Result<(), EnvelopeError> {
        let CommitPart { index, count } = self.commit;
        if index >= count {
            return Err(EnvelopeError::Inconsistent("its commit has fewer events than its index"));
        }
        if self.revision.number() < u64::from(index) {
            return Err(EnvelopeError::Inconsistent("its commit began before the first revision"));
        }
        if self.event_id != EventId::of(self.portfolio, self.command.id, index as usize) {
            return Err(EnvelopeError::Inconsistent("its event id is not that of its command"));
        }
        Ok(())
    }

    /// The JSON Schema of the stored object.
    pub fn json_schema() -> schemars::Schema {
        published_schema::<Stored>()
    }
}

fn version_in(stored: &Value) -> u32 {
    stored["version"].as_u64().and_then(|version| version.try_into().ok()).unwrap_or(0)
}
