//! An event as the engine keeps it, and back.
//!
//! The data are the canonical bytes. The engine's event id is derived from the event's own id *and*
//! its bytes, which has two uses. The engine takes an append whose ids stand there already for a
//! repetition, whatever its bytes; two nodes that are sent one command give its events the same ids
//! and other bytes, and must not be told that both are recorded. And an event whose bytes are not
//! those that were appended is recognised.

use eventstore::{EventData, RecordedEvent};
use schema::{Digest, EventId, PortfolioId, Revision};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use super::super::{Causes, Damage, StoredEvent};

/// What stands beside an event, in the engine's own names where it has one.
#[derive(Serialize, Deserialize)]
struct Beside {
    #[serde(rename = "$causationId", skip_serializing_if = "Option::is_none")]
    causation: Option<Uuid>,
    #[serde(rename = "$correlationId", skip_serializing_if = "Option::is_none")]
    correlation: Option<Uuid>,
    #[serde(rename = "eventId")]
    event_id: Uuid,
}

/// The id under which the engine keeps these bytes of an event.
pub(super) fn id_in_engine(event: Uuid, bytes: Digest) -> Uuid {
    Uuid::new_v5(&event, bytes.bytes())
}

/// Bytes under an id of the engine's; shown as JSON by its tools where they are.
pub(super) fn data(type_name: &str, bytes: &[u8], id: Uuid) -> EventData {
    let json: Option<&RawValue> = serde_json::from_slice(bytes).ok();
    // A raw value is written as it was read, but reading it leaves out blanks around it.
    let json = json.filter(|json| json.get().as_bytes() == bytes);
    let data = json.and_then(|json| EventData::json(type_name, &json).ok());
    let binary = || EventData::binary(type_name, bytes.to_vec().into());
    data.unwrap_or_else(binary).id(id)
}

/// An event on its way to the engine.
pub(super) fn proposed(event: &StoredEvent) -> EventData {
    let event_id = event.event_id().uuid();
    let (causation, correlation) = match event.causes() {
        Some(Causes { causation, correlation }) => {
            (Some(causation.uuid()), Some(correlation.uuid()))
        }
        None => (None, None),
    };
    let beside = Beside { causation, correlation, event_id };
    // Three ids are JSON.
    let beside = serde_json::to_vec(&beside).unwrap_or_default();
    let id = id_in_engine(event_id, event.digest());
    data(event.type_name(), event.bytes(), id).metadata(beside.into())
}

/// An event as the engine gives it back.
pub(super) fn stored(
    portfolio: PortfolioId,
    recorded: &RecordedEvent,
) -> Result<StoredEvent, Damage> {
    let revision = Revision::new(recorded.revision).unwrap_or(Revision::FIRST);
    let damaged = |what: &str| Damage { portfolio, revision, what: what.to_owned() };
    let beside: Beside = serde_json::from_slice(&recorded.custom_metadata)
        .map_err(|_| damaged("the event was not appended by this service"))?;
    let event_id = EventId::from(beside.event_id);
    let bytes = recorded.data.to_vec();
    let event = StoredEvent::new(revision, event_id, recorded.event_type.as_str(), bytes);
    if id_in_engine(beside.event_id, event.digest()) != recorded.id {
        return Err(damaged("the event's bytes do not have the digest that was stored with them"));
    }
    Ok(event)
}
