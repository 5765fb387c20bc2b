//! Adding spaces, describing them anew, retiring them.

use async_graphql::{Context, Object, Result};
use schema::{SpaceId, limits::REFERENCES_MAX};

use super::{
    Ref,
    act::{Act, Head, acts, perform},
    described_spaces::{NewSpaceInput, RevisedSpaceInput},
    fates::ResourceFateInput,
    reading::{Dated, Reading, any, note},
    scalars, types,
};

acts! {
    "spaceAdd": SpaceAddInput {
        /// From when it is there.
        from: scalars::Date,
        #[graphql(flatten)]
        described: NewSpaceInput,
    } => SpaceAddPayload {
        /// The space.
        space: types::Space
    }

    "spaceRevise": SpaceReviseInput {
        /// From when it is as described here.
        from: scalars::Date,
        #[graphql(flatten)]
        described: RevisedSpaceInput,
    } => SpaceRevisePayload {
        /// The space.
        space: types::Space
    }

    "spaceRetire": SpaceRetireInput {
        /// The space.
        space: Ref,
        /// The first date on which it is gone.
        from: scalars::Date,
        /// Why: at most 4,000 characters.
        reason: Option<String>,
        /// What becomes of the resources that stand in it, at most 1,500: none may be left.
        #[graphql(default)]
        resources: Vec<ResourceFateInput>,
        /// Whether it leaves the hub that it serves. Where it does not, a space that serves a hub
        /// is not retired.
        #[graphql(default)]
        leaves_hub: bool,
    } => SpaceRetirePayload {
        /// The space.
        space: types::Space
    }
}

impl Act for SpaceAddInput {
    type Thing = SpaceId;
    type Command = schema::SpaceAdd;
    type Payload = SpaceAddPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let add = Dated { from: self.from.into(), input: self.described };
        let add = reading.part("", add)?;
        Some((add.space, add))
    }
}

impl Act for SpaceReviseInput {
    type Thing = SpaceId;
    type Command = schema::SpaceRevise;
    type Payload = SpaceRevisePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let revise = Dated { from: self.from.into(), input: self.described };
        let revise = reading.part("", revise)?;
        Some((revise.space, revise))
    }
}

impl Act for SpaceRetireInput {
    type Thing = SpaceId;
    type Command = schema::SpaceRetire;
    type Payload = SpaceRetirePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let space = self.space.0.into();
        let reason = reading.take("reason", any(self.reason, note));
        let resources = "resources told where they go";
        let resources = reading.parts("resources", resources, self.resources, REFERENCES_MAX);
        let command = schema::SpaceRetire {
            space,
            from: self.from.into(),
            reason: reason?,
            resources: resources?,
            leaves_hub: self.leaves_hub,
        };
        Some((space, command))
    }
}

/// Mutations of spaces.
#[derive(Debug, Default)]
pub(super) struct SpaceMutations;

#[Object]
impl SpaceMutations {
    /// Adds a space to a level.
    async fn space_add(
        &self,
        context: &Context<'_>,
        input: SpaceAddInput,
    ) -> Result<SpaceAddPayload> {
        perform(context, input).await
    }

    /// Describes a space anew from a date. What later descriptions left as it was changes with it.
    async fn space_revise(
        &self,
        context: &Context<'_>,
        input: SpaceReviseInput,
    ) -> Result<SpaceRevisePayload> {
        perform(context, input).await
    }

    /// Retires a space that nothing replaces, from a date on which nothing uses it any more: what
    /// stands in it is told where it goes. See `spaceReshape` for one that others replace.
    async fn space_retire(
        &self,
        context: &Context<'_>,
        input: SpaceRetireInput,
    ) -> Result<SpaceRetirePayload> {
        perform(context, input).await
    }
}
