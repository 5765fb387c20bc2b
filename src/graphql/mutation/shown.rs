//! The things that answers show, each found by its id in the state after the command.

use schema::{
    BuildingId, HubId, LevelId, MembershipId, MunicipalityCode, OrganisationId, PersonId,
    ReallocationId, ResourceId, SpaceId, UnitId,
};

use super::{act::Shown, types};
use crate::graphql::pin::SharedPin;

macro_rules! shown {
    ($($shown:ty: $id:ty;)+) => {$(
        impl Shown for $shown {
            type Id = $id;

            fn shown(pin: SharedPin, id: $id) -> Option<Self> {
                Self::of(pin, id)
            }
        }
    )+};
}

shown! {
    types::Person: PersonId;
    types::Organisation: OrganisationId;
    types::Unit: UnitId;
    types::Municipality: MunicipalityCode;
    types::Building: BuildingId;
    types::Level: LevelId;
    types::Space: SpaceId;
    types::Resource: ResourceId;
    types::Hub: HubId;
    types::Membership: MembershipId;
    types::Reallocation: ReallocationId;
}

impl Shown for types::Portfolio {
    /// There is one in a pinned state.
    type Id = ();

    fn shown(pin: SharedPin, (): ()) -> Option<Self> {
        Some(Self::at(pin))
    }
}
