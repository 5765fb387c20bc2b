//! Giving resources to units, and ending that.

use async_graphql::{Context, Object, Result};
use schema::ResourceId;

use super::{
    Ref,
    act::{Act, Head, acts, perform},
    reading::Reading,
    scalars, types,
};

acts! {
    "allocationAssign": AllocationAssignInput {
        /// The resource.
        resource: Ref,
        /// The unit to which it is given.
        unit: Ref,
        /// From when.
        from: scalars::Date,
    } => AllocationAssignPayload {
        /// The resource.
        resource: types::Resource
    }

    "allocationEnd": AllocationEndInput {
        /// The resource.
        resource: Ref,
        /// From when it is vacant.
        from: scalars::Date,
    } => AllocationEndPayload {
        /// The resource.
        resource: types::Resource
    }
}

impl Act for AllocationAssignInput {
    type Thing = ResourceId;
    type Command = schema::AllocationAssign;
    type Payload = AllocationAssignPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, _: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let (resource, unit) = (self.resource.0.into(), self.unit.0.into());
        Some((resource, schema::AllocationAssign { resource, unit, from: self.from.into() }))
    }
}

impl Act for AllocationEndInput {
    type Thing = ResourceId;
    type Command = schema::AllocationEnd;
    type Payload = AllocationEndPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, _: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let resource = self.resource.0.into();
        Some((resource, schema::AllocationEnd { resource, from: self.from.into() }))
    }
}

/// Mutations of allocations.
#[derive(Debug, Default)]
pub(super) struct AllocationMutations;

#[Object]
impl AllocationMutations {
    /// Gives a resource to a unit, fixed, from a date. What is given to another or flexible on that
    /// date or later is not given away again.
    async fn allocation_assign(
        &self,
        context: &Context<'_>,
        input: AllocationAssignInput,
    ) -> Result<AllocationAssignPayload> {
        perform(context, input).await
    }

    /// Ends a fixed allocation from a date.
    async fn allocation_end(
        &self,
        context: &Context<'_>,
        input: AllocationEndInput,
    ) -> Result<AllocationEndPayload> {
        perform(context, input).await
    }
}
