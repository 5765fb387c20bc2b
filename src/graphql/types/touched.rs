//! The organisations that a proposal touches.

use async_graphql::{Object, Result};
use projections::{Reallocation, TouchedBecause, TouchedBy, touched_organisations};
use schema::OrganisationId;

use super::Organisation;
use crate::graphql::{enums, pin::SharedPin, scalars};

/// An organisation that a proposal touches.
#[derive(Debug)]
pub struct TouchedOrganisation {
    pin: SharedPin,
    organisation: OrganisationId,
    reasons: Vec<TouchedBecause>,
    decided: bool,
}

impl TouchedOrganisation {
    /// All that a proposal touches, in the order of their ids.
    pub(super) fn all(pin: &SharedPin, known: &Reallocation) -> Vec<Self> {
        let approving = pin.state.approving(known);
        let touched = touched_organisations(&pin.state, known).into_iter();
        touched
            .map(|(organisation, reasons)| Self {
                pin: pin.clone(),
                organisation,
                reasons,
                decided: approving.contains(&organisation),
            })
            .collect()
    }
}

/// An organisation that a proposal touches, which is why it decides on it.
#[Object]
impl TouchedOrganisation {
    /// The organisation.
    async fn organisation(&self) -> Result<Organisation> {
        Organisation::named(&self.pin, self.organisation)
    }

    /// Why it is touched, in the order of the moves; at least one reason.
    async fn reasons(&self) -> Vec<TouchedReason> {
        self.reasons.iter().copied().map(TouchedReason).collect()
    }

    /// Whether a decision of it in favour of the proposal as it stands is recorded and, where that is
    /// needed, confirmed.
    async fn decided(&self) -> bool {
        self.decided
    }
}

/// Why an organisation is touched.
#[derive(Clone, Copy, Debug)]
pub struct TouchedReason(TouchedBecause);

/// Why an organisation is touched by a proposal.
#[Object]
impl TouchedReason {
    /// The number of the move that touches it; absent where a membership does.
    #[graphql(name = "move")]
    async fn number(&self) -> Option<i32> {
        self.0.number.map(Into::into)
    }

    /// By what.
    async fn kind(&self) -> enums::TouchedKind {
        match self.0.by {
            TouchedBy::OwnsBuilding(_) => enums::TouchedKind::OwnsBuilding,
            TouchedBy::RentsSpace(_) => enums::TouchedKind::RentsSpace,
            TouchedBy::OwnsResource(_) => enums::TouchedKind::OwnsResource,
            TouchedBy::HasResource(..) => enums::TouchedKind::HasResource,
            TouchedBy::HostsHub(_) => enums::TouchedKind::HostsHub,
            TouchedBy::BecomesMember(..) => enums::TouchedKind::BecomesMember,
            TouchedBy::GetsBack(..) => enums::TouchedKind::GetsBack,
        }
    }

    /// The reference of the building, lease, resource, hub or membership.
    async fn thing(&self) -> scalars::Ref {
        match self.0.by {
            TouchedBy::OwnsBuilding(building) => building.uuid().into(),
            TouchedBy::RentsSpace(lease) => lease.uuid().into(),
            TouchedBy::OwnsResource(resource)
            | TouchedBy::HasResource(_, resource)
            | TouchedBy::GetsBack(_, resource) => resource.uuid().into(),
            TouchedBy::HostsHub(hub) => hub.uuid().into(),
            TouchedBy::BecomesMember(_, membership) => membership.uuid().into(),
        }
    }

    /// The reference of its unit; absent where the organisation itself is touched.
    async fn unit(&self) -> Option<scalars::Ref> {
        match self.0.by {
            TouchedBy::HasResource(unit, _)
            | TouchedBy::BecomesMember(unit, _)
            | TouchedBy::GetsBack(unit, _) => Some(unit.uuid().into()),
            TouchedBy::OwnsBuilding(_)
            | TouchedBy::RentsSpace(_)
            | TouchedBy::OwnsResource(_)
            | TouchedBy::HostsHub(_) => None,
        }
    }
}
