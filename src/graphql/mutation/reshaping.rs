//! Spaces split, merged and redrawn.

use async_graphql::{Context, Object, OneofObject, Result};
use schema::{ReshapedSpace, SpaceId, limits::REFERENCES_MAX};
use std::collections::BTreeSet;

use super::{
    Ref,
    act::{Act, Head, acts, perform},
    described_spaces::{NewSpaceInput, RevisedSpaceInput},
    fates::ResourceFateInput,
    reading::{Dated, Part, Reading, any, note},
    scalars, types,
};

/// Spaces that take the place of others in one input, at most: as many as the rules accept.
const INTO_MAX: usize = 50;

acts! {
    "spaceReshape": SpaceReshapeInput {
        /// The spaces that were: at most 50, all of one level. Those that do not stand in `into` are
        /// gone from the date.
        spaces: Vec<Ref>,
        /// From when.
        from: scalars::Date,
        /// The spaces that take their place, at most 50. New ones serve the hub that those before
        /// them served.
        into: Vec<ReshapedSpaceInput>,
        /// What becomes of single resources, at most 1,500.
        #[graphql(default)]
        resources: Vec<ResourceFateInput>,
        /// The space in which all others stand that stood in one that is gone: one of `into`, a new
        /// one by the `ref` that is given with it. Left out: the only one where there is one.
        rest: Option<Ref>,
        /// Why: at most 4,000 characters.
        reason: Option<String>,
    } => SpaceReshapePayload {
        /// The spaces that were and those that took their place, in the order of their references.
        spaces: Vec<types::Space>
    }
}

/// A space that takes the place of others, from the date of the reshaping.
#[derive(OneofObject, Debug)]
pub(super) enum ReshapedSpaceInput {
    /// A new one, on the level of those that were.
    New(NewSpaceInput),
    /// One of those that were, described anew.
    Kept(RevisedSpaceInput),
}

impl Part for Dated<ReshapedSpaceInput> {
    type Value = ReshapedSpace;

    fn read(self, reading: &mut Reading) -> Option<ReshapedSpace> {
        let from = self.from;
        match self.input {
            ReshapedSpaceInput::New(input) => {
                reading.rename("", "new");
                reading.rename(SpaceId::WORD, "new.ref");
                reading.part("new", Dated { from, input }).map(ReshapedSpace::New)
            }
            ReshapedSpaceInput::Kept(input) => {
                reading.rename("", "kept");
                reading.part("kept", Dated { from, input }).map(ReshapedSpace::Kept)
            }
        }
    }
}

impl Act for SpaceReshapeInput {
    type Thing = Vec<SpaceId>;
    type Command = schema::SpaceReshape;
    type Payload = SpaceReshapePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let from = self.from.into();
        let into = self.into.into_iter().map(|input| Dated { from, input }).collect();
        let into = reading.parts("into", "spaces reshaped together", into, INTO_MAX);
        let resources = "resources told where they go";
        let resources = reading.parts("resources", resources, self.resources, REFERENCES_MAX);
        let reason = reading.take("reason", any(self.reason, note));
        let command = schema::SpaceReshape {
            spaces: self.spaces.into_iter().map(|space| space.0.into()).collect(),
            from,
            into: into?,
            resources: resources?,
            rest: self.rest.map(|rest| rest.0.into()),
            reason: reason?,
        };
        let successors = command.into.iter().map(ReshapedSpace::space);
        let shown: BTreeSet<SpaceId> = command.spaces.iter().copied().chain(successors).collect();
        Some((shown.into_iter().collect(), command))
    }
}

/// Mutations that change which spaces there are.
#[derive(Debug, Default)]
pub(super) struct ReshapingMutations;

#[Object]
impl ReshapingMutations {
    /// Splits, merges or redraws spaces of one level from a date. Each is told from what it was
    /// formed and what it became; what stands in a space that is gone stands in one that takes its
    /// place, or is told where it goes.
    async fn space_reshape(
        &self,
        context: &Context<'_>,
        input: SpaceReshapeInput,
    ) -> Result<SpaceReshapePayload> {
        perform(context, input).await
    }
}
