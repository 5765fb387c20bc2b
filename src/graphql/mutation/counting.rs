//! Workstations counted on site.

use async_graphql::{Context, Object, Result};
use schema::SpaceId;

use super::{
    Ref,
    act::{Act, Head, acts, perform},
    reading::{Reading, count, note},
    scalars, types,
};

acts! {
    "workstationsCount": WorkstationsCountInput {
        /// The space.
        space: Ref,
        /// When they were counted, never later than today.
        on: scalars::Date,
        /// How this is known, such as by whom and in which survey: at most 4,000 characters.
        source: String,
        /// How many stand there, at most 1,500.
        workstations: i32,
    } => WorkstationsCountPayload {
        /// The space.
        space: types::Space
    }
}

impl Act for WorkstationsCountInput {
    type Thing = SpaceId;
    type Command = schema::WorkstationsCount;
    type Payload = WorkstationsCountPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let (space, on) = (self.space.0.into(), self.on.into());
        let source = reading.take("source", note(self.source));
        let workstations = reading.take("workstations", count("workstations", self.workstations));
        let (source, workstations) = (source?, workstations?);
        Some((space, schema::WorkstationsCount { space, on, source, workstations }))
    }
}

/// Mutations that count.
#[derive(Debug, Default)]
pub(super) struct CountingMutations;

#[Object]
impl CountingMutations {
    /// Records how many workstations were counted in a space. Assumed ones become counted; those
    /// that are too many and given to nobody are retired, those that are too few are added.
    async fn workstations_count(
        &self,
        context: &Context<'_>,
        input: WorkstationsCountInput,
    ) -> Result<WorkstationsCountPayload> {
        perform(context, input).await
    }
}
