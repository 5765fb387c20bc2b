//! What was formed from what, and what it became: splits, mergers and redrawings.

use async_graphql::{Result, SimpleObject};
use projections::Succession;
use schema::{SpaceId, UnitId};

use super::{Space, Unit};
use crate::graphql::{connection::list, pin::SharedPin, scalars};

/// Spaces that took the place of others, from a date.
#[derive(SimpleObject, Debug)]
pub struct SpaceSuccession {
    /// From when.
    from: scalars::Date,
    /// The event that says so.
    revision: scalars::Revision,
    /// The others, in the order of their references: those that were, or those that took their
    /// place. A space that went on is on both sides.
    #[graphql(complexity = list(10, child_complexity))]
    spaces: Vec<Space>,
}

impl SpaceSuccession {
    /// All of them, in the order of recording.
    pub(super) fn all(pin: &SharedPin, known: &[Succession<SpaceId>]) -> Result<Vec<Self>> {
        let published = |succession: &Succession<SpaceId>| {
            let others = succession.others.iter();
            Ok(Self {
                from: succession.from.into(),
                revision: scalars::Revision(succession.revision),
                spaces: others.map(|id| Space::named(pin, *id)).collect::<Result<_>>()?,
            })
        };
        known.iter().map(published).collect()
    }
}

/// Units that took over from others, from a date.
#[derive(SimpleObject, Debug)]
pub struct UnitSuccession {
    /// From when.
    from: scalars::Date,
    /// The event that says so.
    revision: scalars::Revision,
    /// The others, in the order of their references: those that were, or those that took over. A
    /// unit that went on is on both sides; none took over where units were dissolved.
    #[graphql(complexity = list(10, child_complexity))]
    units: Vec<Unit>,
}

impl UnitSuccession {
    /// All of them, in the order of recording.
    pub(super) fn all(pin: &SharedPin, known: &[Succession<UnitId>]) -> Result<Vec<Self>> {
        let published = |succession: &Succession<UnitId>| {
            let others = succession.others.iter();
            Ok(Self {
                from: succession.from.into(),
                revision: scalars::Revision(succession.revision),
                units: others.map(|id| Unit::named(pin, *id)).collect::<Result<_>>()?,
            })
        };
        known.iter().map(published).collect()
    }
}
