//! What was recorded wrongly, and what is true, as a correction takes them.

use async_graphql::{InputObject, OneofObject};
use schema::{TrueAllocation, TrueCapacity, TrueFact, TrueHubSpace, TrueMembership};

use super::{
    Ref,
    hubs::HubCapacityInput,
    reading::{Part, Reading, count},
    scalars,
    terms::MembershipTermsInput,
};

/// What was recorded wrongly, and what is true instead.
#[derive(OneofObject, Debug)]
pub(super) enum TrueFactInput {
    /// When a move was carried out. Memberships that began with the first move follow it.
    Move(TrueMoveInput),
    /// To whom a workstation, room or equipment was given. What a move brought is corrected by the
    /// move.
    Allocation(TrueAllocationInput),
    /// When a hub opened.
    HubOpening(TrueHubOpeningInput),
    /// Which hub a space served. What a move brought is corrected by the move.
    HubSpace(TrueHubSpaceInput),
    /// How many a hub held.
    HubCapacity(TrueHubCapacityInput),
    /// On which terms a unit was a member.
    Membership(TrueMembershipInput),
}

/// When a move was carried out.
#[derive(InputObject, Debug)]
pub(super) struct TrueMoveInput {
    /// The reallocation.
    reallocation: Ref,
    /// The number of the move.
    number: i32,
    /// When it was carried out, never later than today. Left out: it was not, and is planned again
    /// while its reallocation is approved.
    done_on: Option<scalars::Date>,
}

/// To whom a resource was given.
#[derive(InputObject, Debug)]
pub(super) struct TrueAllocationInput {
    /// The resource.
    resource: Ref,
    /// The event that was wrong.
    revision: scalars::Revision,
    /// What is true. Left out: nothing of it.
    instead: Option<GivenInsteadInput>,
}

/// To whom a resource was given instead.
#[derive(InputObject, Debug)]
pub(super) struct GivenInsteadInput {
    /// From when, never later than today.
    from: scalars::Date,
    /// The unit. Left out: nobody had it from then.
    unit: Option<Ref>,
}

/// When a hub opened.
#[derive(InputObject, Debug)]
pub(super) struct TrueHubOpeningInput {
    /// The hub.
    hub: Ref,
    /// When it opened, never later than today. Left out: it has not.
    opened_on: Option<scalars::Date>,
}

/// Which hub a space served.
#[derive(InputObject, Debug)]
pub(super) struct TrueHubSpaceInput {
    /// The space.
    space: Ref,
    /// The event that was wrong.
    revision: scalars::Revision,
    /// What is true. Left out: nothing of it.
    instead: Option<ServedInsteadInput>,
}

/// Which hub a space served instead.
#[derive(InputObject, Debug)]
pub(super) struct ServedInsteadInput {
    /// From when, never later than today.
    from: scalars::Date,
    /// The hub. Left out: it served none from then.
    hub: Option<Ref>,
}

/// How many a hub held.
#[derive(InputObject, Debug)]
pub(super) struct TrueHubCapacityInput {
    /// The hub.
    hub: Ref,
    /// The event that was wrong.
    revision: scalars::Revision,
    /// What is true. Left out: nothing of it.
    instead: Option<HeldInsteadInput>,
}

/// How many a hub held instead.
#[derive(InputObject, Debug)]
pub(super) struct HeldInsteadInput {
    /// From when, never later than today.
    from: scalars::Date,
    /// How many it held, and from where this is known.
    capacity: HubCapacityInput,
}

/// On which terms a unit was a member.
#[derive(InputObject, Debug)]
pub(super) struct TrueMembershipInput {
    /// The membership.
    membership: Ref,
    /// The event that was wrong.
    revision: scalars::Revision,
    /// What is true. Left out: nothing of it.
    instead: Option<MemberInsteadInput>,
}

/// On which terms a unit was a member instead.
#[derive(InputObject, Debug)]
pub(super) struct MemberInsteadInput {
    /// From when, never later than today.
    from: scalars::Date,
    /// The terms. Left out: it was no member from then.
    terms: Option<MembershipTermsInput>,
}

impl Part for TrueFactInput {
    type Value = TrueFact;

    fn read(self, reading: &mut Reading) -> Option<TrueFact> {
        match self {
            Self::Move(fact) => reading.part("move", fact),
            Self::Allocation(fact) => {
                let instead = fact.instead.map(|instead| TrueAllocation {
                    from: instead.from.into(),
                    unit: instead.unit.map(|unit| unit.0.into()),
                });
                let (resource, revision) = (fact.resource.0.into(), fact.revision.0);
                Some(TrueFact::Allocation { resource, revision, instead })
            }
            Self::HubOpening(TrueHubOpeningInput { hub, opened_on }) => {
                let (hub, opened_on) = (hub.0.into(), opened_on.map(Into::into));
                Some(TrueFact::HubOpening { hub, opened_on })
            }
            Self::HubSpace(fact) => {
                let instead = fact.instead.map(|instead| TrueHubSpace {
                    from: instead.from.into(),
                    hub: instead.hub.map(|hub| hub.0.into()),
                });
                let (space, revision) = (fact.space.0.into(), fact.revision.0);
                Some(TrueFact::HubSpace { space, revision, instead })
            }
            Self::HubCapacity(fact) => reading.part("hubCapacity", fact),
            Self::Membership(fact) => reading.part("membership", fact),
        }
    }
}

impl Part for TrueMoveInput {
    type Value = TrueFact;

    fn read(self, reading: &mut Reading) -> Option<TrueFact> {
        let number = reading.take("number", count("number of a move", self.number))?;
        let (reallocation, done_on) = (self.reallocation.0.into(), self.done_on.map(Into::into));
        Some(TrueFact::Move { reallocation, number, done_on })
    }
}

impl Part for TrueHubCapacityInput {
    type Value = TrueFact;

    fn read(self, reading: &mut Reading) -> Option<TrueFact> {
        let instead = reading.any_part("instead", self.instead)?;
        Some(TrueFact::HubCapacity { hub: self.hub.0.into(), revision: self.revision.0, instead })
    }
}

impl Part for HeldInsteadInput {
    type Value = TrueCapacity;

    fn read(self, reading: &mut Reading) -> Option<TrueCapacity> {
        let capacity = reading.part("capacity", self.capacity)?;
        Some(TrueCapacity { from: self.from.into(), capacity })
    }
}

impl Part for TrueMembershipInput {
    type Value = TrueFact;

    fn read(self, reading: &mut Reading) -> Option<TrueFact> {
        let instead = reading.any_part("instead", self.instead)?;
        let (membership, revision) = (self.membership.0.into(), self.revision.0);
        Some(TrueFact::Membership { membership, revision, instead })
    }
}

impl Part for MemberInsteadInput {
    type Value = TrueMembership;

    fn read(self, reading: &mut Reading) -> Option<TrueMembership> {
        let terms = reading.any_part("terms", self.terms)?;
        Some(TrueMembership { from: self.from.into(), terms })
    }
}
