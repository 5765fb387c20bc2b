//! Letting spaces serve hubs, and ending that.

use async_graphql::{Context, Object, Result};
use schema::HubId;

use super::{
    Ref,
    act::{Act, Head, acts, perform},
    reading::Reading,
    scalars, types,
};

acts! {
    "hubAddSpace": HubAddSpaceInput {
        /// The hub.
        hub: Ref,
        /// The space.
        space: Ref,
        /// From when it serves the hub.
        from: scalars::Date,
    } => HubAddSpacePayload {
        /// The hub.
        hub: types::Hub
    }

    "hubRemoveSpace": HubRemoveSpaceInput {
        /// The hub.
        hub: Ref,
        /// The space.
        space: Ref,
        /// The first date on which it no longer serves the hub.
        from: scalars::Date,
    } => HubRemoveSpacePayload {
        /// The hub.
        hub: types::Hub
    }
}

impl Act for HubAddSpaceInput {
    type Thing = HubId;
    type Command = schema::HubAddSpace;
    type Payload = HubAddSpacePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, _: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let (hub, space) = (self.hub.0.into(), self.space.0.into());
        Some((hub, schema::HubAddSpace { hub, space, from: self.from.into() }))
    }
}

impl Act for HubRemoveSpaceInput {
    type Thing = HubId;
    type Command = schema::HubRemoveSpace;
    type Payload = HubRemoveSpacePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, _: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let (hub, space) = (self.hub.0.into(), self.space.0.into());
        Some((hub, schema::HubRemoveSpace { hub, space, from: self.from.into() }))
    }
}

/// Mutations of the spaces of hubs.
#[derive(Debug, Default)]
pub(super) struct HubSpaceMutations;

#[Object]
impl HubSpaceMutations {
    /// Lets a space serve a hub from a date. A space serves at most one.
    async fn hub_add_space(
        &self,
        context: &Context<'_>,
        input: HubAddSpaceInput,
    ) -> Result<HubAddSpacePayload> {
        perform(context, input).await
    }

    /// Takes a space out of a hub from a date on which nothing in it is flexible there any more.
    async fn hub_remove_space(
        &self,
        context: &Context<'_>,
        input: HubRemoveSpaceInput,
    ) -> Result<HubRemoveSpacePayload> {
        perform(context, input).await
    }
}
