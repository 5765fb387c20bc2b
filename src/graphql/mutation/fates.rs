//! What becomes of resources whose space ends, and of the allocation of a resource that is gone.

use async_graphql::{InputObject, OneofObject};
use schema::{AllocationFate, Destination, Invalid, ResourceFate};

use super::{
    Ref,
    reading::{Part, Reading},
};

/// What becomes of one resource.
#[derive(InputObject, Debug)]
pub(super) struct ResourceFateInput {
    /// The resource.
    resource: Ref,
    /// Where it goes.
    destination: DestinationInput,
}

/// Where a resource goes.
#[derive(OneofObject, Debug)]
pub(super) enum DestinationInput {
    /// It stands in this space from then.
    MovesTo(Ref),
    /// It is gone.
    Retires(RetiredInput),
}

/// A resource is gone.
#[derive(InputObject, Debug)]
pub(super) struct RetiredInput {
    /// What becomes of its allocation: needed where it is given to a unit.
    allocation: Option<AllocationFateInput>,
}

/// What becomes of the allocation of a resource that is gone.
#[derive(OneofObject, Debug)]
pub(super) enum AllocationFateInput {
    /// The unit gives it up: true.
    Ends(bool),
    /// The unit gets this resource instead.
    GoesTo(Ref),
}

impl Part for ResourceFateInput {
    type Value = ResourceFate;

    fn read(self, reading: &mut Reading) -> Option<ResourceFate> {
        let destination = match self.destination {
            DestinationInput::MovesTo(space) => {
                reading.rename("to", "destination.movesTo");
                Destination::MovesTo(space.0.into())
            }
            DestinationInput::Retires(RetiredInput { allocation }) => {
                reading.rename("allocation", "destination.retires.allocation");
                let allocation = reading.any_part("destination.retires.allocation", allocation)?;
                Destination::Retires { allocation }
            }
        };
        Some(ResourceFate { resource: self.resource.0.into(), destination })
    }
}

impl Part for AllocationFateInput {
    type Value = AllocationFate;

    fn read(self, reading: &mut Reading) -> Option<AllocationFate> {
        match self {
            Self::GoesTo(resource) => Some(AllocationFate::GoesTo(resource.0.into())),
            Self::Ends(true) => Some(AllocationFate::Ends),
            Self::Ends(false) => {
                let accepted = "true, or the resource that the unit gets instead (goesTo)";
                reading.take("ends", Err(Invalid::new("end of an allocation", false, accepted)))
            }
        }
    }
}
