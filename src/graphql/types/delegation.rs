//! Delegations: who may decide what in an organisation's name.

use async_graphql::Object;
use projections::DelegationInForce;

use crate::graphql::{enums, pin::SharedPin, scalars};

/// What an organisation delegates at one point of its delegation order.
#[derive(Clone, Debug)]
pub struct Delegation {
    pin: SharedPin,
    given: DelegationInForce,
}

impl Delegation {
    /// A delegation that holds on the date of the pin.
    pub(super) fn new(pin: &SharedPin, given: DelegationInForce) -> Self {
        Self { pin: pin.clone(), given }
    }
}

/// What an organisation delegates at one point of its delegation order, as it holds on the date.
#[Object]
impl Delegation {
    /// The point of the delegation order, such as `4.2 b`.
    async fn point(&self) -> String {
        self.given.point.to_string()
    }

    /// The first date on which it holds.
    async fn from(&self) -> scalars::Date {
        self.given.from.into()
    }

    /// The first date on which it no longer holds, because it ends or another takes its place;
    /// absent where it holds until it is withdrawn.
    async fn to(&self) -> Option<scalars::Date> {
        self.given.to.map(Into::into)
    }

    /// To whom: the delegate's function, as typed; `[erased]` once the text was erased.
    async fn delegate(&self) -> String {
        self.pin.text(self.given.delegation.delegate)
    }

    /// What the delegate decides, each matter once.
    async fn matters(&self) -> Vec<enums::Matter> {
        self.given.delegation.matters.iter().copied().map(Into::into).collect()
    }

    /// Workstations, rooms and equipment in one reallocation, at most; absent where not limited.
    async fn resources_max(&self) -> Option<u32> {
        self.given.delegation.resources_max
    }

    /// Seats promised on the busiest weekday, at most; absent where not limited.
    async fn seats_max(&self) -> Option<u32> {
        self.given.delegation.seats_max
    }

    /// The event that gives it.
    async fn revision(&self) -> scalars::Revision {
        scalars::Revision(self.given.revision)
    }
}
