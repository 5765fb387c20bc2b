//! Chains of entities that follow from each other, kept short and free of
//! circles.

use super::error::IfcError;
use super::place::EntityId;
use super::step::Record;

/// Adds `record` to the chain `seen`; `what` names such chains in the plural.
pub(super) fn link(
    seen: &mut Vec<EntityId>,
    record: &Record<'_>,
    what: &'static str,
) -> Result<(), IfcError> {
    if seen.contains(&record.id()) {
        return Err(IfcError::Cycle { place: record.place(), what, id: record.id() });
    }
    let limit = record.step().limits().chain_links;
    if seen.len() >= limit {
        return Err(IfcError::Limit { place: record.place(), what, limit: limit as u64 });
    }
    seen.push(record.id());
    Ok(())
}
