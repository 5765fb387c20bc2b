//! What keeps a shape from being read: a file that must be refused, or a shape
//! of a kind that comes in without its polygon.

use super::error::IfcError;
use super::model::Reason;
use super::place::{EntityId, Place};
use super::step::Record;

/// Why there is no polygon.
#[derive(Debug)]
pub(super) enum Obstacle {
    /// The whole file is refused.
    Refused(IfcError),
    /// This one shape is not read.
    Unread(Unread),
}

/// A shape that is not read, and the entity that is to blame.
#[derive(Debug)]
pub(super) struct Unread {
    pub(super) entity: EntityId,
    pub(super) place: Place,
    pub(super) reason: Reason,
}

impl Obstacle {
    pub(super) fn unread(record: &Record<'_>, reason: Reason) -> Self {
        Self::Unread(Unread { entity: record.id(), place: record.place(), reason })
    }
}

impl From<IfcError> for Obstacle {
    fn from(error: IfcError) -> Self {
        Self::Refused(error)
    }
}
