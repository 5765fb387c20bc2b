//! Resources moved from space to space.

use async_graphql::{Context, Object, Result};
use schema::{SpaceId, limits::REFERENCES_MAX};

use super::{
    Ref,
    act::{Act, Head, acts, perform},
    reading::{Reading, any, note},
    scalars, types,
};

acts! {
    "resourcesMove": ResourcesMoveInput {
        /// The resources, at most 1,500. A room as a whole stays where it is.
        resources: Vec<Ref>,
        /// The space of the same building in which they stand from then.
        to: Ref,
        /// From when.
        from: scalars::Date,
        /// Why: at most 4,000 characters.
        reason: Option<String>,
    } => ResourcesMovePayload {
        /// The space into which they were moved.
        space: types::Space
    }
}

impl Act for ResourcesMoveInput {
    type Thing = SpaceId;
    type Command = schema::ResourcesMove;
    type Payload = ResourcesMovePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let (to, given) = (self.to.0.into(), self.resources.len());
        let within = "resources moved together";
        let within = reading.at_most("resources", within, given, REFERENCES_MAX);
        let reason = reading.take("reason", any(self.reason, note));
        within?;
        let resources = self.resources.into_iter().map(|resource| resource.0.into()).collect();
        let (from, reason) = (self.from.into(), reason?);
        Some((to, schema::ResourcesMove { resources, to, from, reason }))
    }
}

/// Mutations that move resources.
#[derive(Debug, Default)]
pub(super) struct MovingMutations;

#[Object]
impl MovingMutations {
    /// Moves resources into another space of their building from a date. To whom they are given
    /// stays; what is flexible stays within the spaces of its hub.
    async fn resources_move(
        &self,
        context: &Context<'_>,
        input: ResourcesMoveInput,
    ) -> Result<ResourcesMovePayload> {
        perform(context, input).await
    }
}
