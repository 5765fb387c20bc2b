//! The things that answers show, each found by its id in the state after the command.

use projections::BudgetKey;
use schema::{
    BasisId, BuildingId, CostId, HubId, ImportId, IndexSeries, LeaseId, LevelId, MembershipId,
    MunicipalityCode, OrganisationId, PersonId, ReallocationId, ResourceId, SpaceId, TransitionId,
    UnitId,
};

use super::{act::Shown, types};
use crate::graphql::{connection::list, pin::SharedPin};

/// Things that one answer shows, at most: 50 that were and 50 that take their place.
const TOGETHER_MAX: usize = 100;

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
    types::Import: ImportId;
    types::Lease: LeaseId;
    types::Transition: TransitionId;
    types::SealedBasis: BasisId;
    types::Cost: CostId;
    types::Index: IndexSeries;
    types::Budget: BudgetKey;
}

impl Shown for types::Portfolio {
    /// There is one in a pinned state.
    type Id = ();

    fn shown(pin: SharedPin, (): ()) -> Option<Self> {
        Some(Self::at(pin))
    }
}

/// Things that changed together, in the order of their ids.
impl<T: Shown> Shown for Vec<T> {
    type Id = Vec<T::Id>;

    fn shown(pin: SharedPin, ids: Self::Id) -> Option<Self> {
        ids.into_iter().map(|id| T::shown(SharedPin::clone(&pin), id)).collect()
    }

    fn cost(child: usize) -> usize {
        list(TOGETHER_MAX, child)
    }
}
