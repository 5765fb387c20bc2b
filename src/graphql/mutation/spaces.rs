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

    "spaceLose": SpaceLoseInput {
        /// The space.
        space: Ref,
        /// From when it cannot be used.
        from: scalars::Date,
        /// Why: at most 4,000 characters.
        reason: Option<String>,
    } => SpaceLosePayload {
        /// The space.
        space: types::Space
    }

    "spaceRestore": SpaceRestoreInput {
        /// The space.
        space: Ref,
        /// From when it can be used again.
        from: scalars::Date,
        /// Why: at most 4,000 characters.
        reason: Option<String>,
    } => SpaceRestorePayload {
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

impl Act for SpaceLoseInput {
    type Thing = SpaceId;
    type Command = schema::SpaceLose;
    type Payload = SpaceLosePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let space = self.space.0.into();
        let reason = reading.take("reason", any(self.reason, note))?;
        Some((space, schema::SpaceLose { space, from: self.from.into(), reason }))
    }
}

impl Act for SpaceRestoreInput {
    type Thing = SpaceId;
    type Command = schema::SpaceRestore;
    type Payload = SpaceRestorePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let space = self.space.0.into();
        let reason = reading.take("reason", any(self.reason, note))?;
        Some((space, schema::SpaceRestore { space, from: self.from.into(), reason }))
    }
}

/// Mutations of spaces.
#[derive(Debug, Default)]
pub(super) struct SpaceMutations;

#[Object]
impl SpaceMutations {
    /// Reports that a space cannot be used from a date on. It is always recorded: what was to happen
    /// in it is in doubt, and so are the memberships whose workstations are in it.
    async fn space_lose(
        &self,
        context: &Context<'_>,
        input: SpaceLoseInput,
    ) -> Result<SpaceLosePayload> {
        perform(context, input).await
    }

    /// Reports that a space that was lost can be used again from a date on. What is in doubt stays so
    /// until it is amended and decided anew.
    async fn space_restore(
        &self,
        context: &Context<'_>,
        input: SpaceRestoreInput,
    ) -> Result<SpaceRestorePayload> {
        perform(context, input).await
    }

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
