//! What was recorded wrongly, and what is true, as a correction takes them.

use async_graphql::{InputObject, OneofObject};
use schema::{TrueAllocation, TrueCapacity, TrueFact, TrueHubSpace, TrueMembership, TrueNotice};

use super::{
    Ref, enums,
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
    /// That a lease was signed: it never was, and is void from its beginning.
    LeaseSigning(NeverSignedInput),
    /// How a lease was amended: it never was. Other terms are agreed on by `leaseAmend` from the same
    /// date.
    LeaseAmendment(NeverAmendedInput),
    /// How notice of a lease was served.
    LeaseNotice(TrueLeaseNoticeInput),
    /// When a lease ends by agreement.
    LeaseEnd(TrueLeaseEndInput),
    /// That there was a recorded cost: there never was.
    Cost(NeverCostInput),
    /// When a recorded cost ends.
    CostEnd(TrueCostEndInput),
}

/// A lease that was never signed.
#[derive(InputObject, Debug)]
pub(super) struct NeverSignedInput {
    /// The lease.
    lease: Ref,
}

/// An amendment that was never agreed on.
#[derive(InputObject, Debug)]
pub(super) struct NeverAmendedInput {
    /// The lease.
    lease: Ref,
    /// The event that was wrong.
    revision: scalars::Revision,
}

/// How notice of a lease was served.
#[derive(InputObject, Debug)]
pub(super) struct TrueLeaseNoticeInput {
    /// The lease.
    lease: Ref,
    /// The event that was wrong.
    revision: scalars::Revision,
    /// What is true. Left out: it was never served.
    instead: Option<NoticeInsteadInput>,
}

/// How notice of a lease was served instead, by the same party and for the same purpose.
#[derive(InputObject, Debug)]
pub(super) struct NoticeInsteadInput {
    /// When it was served, never later than today.
    served_on: scalars::Date,
    /// How.
    how: enums::NoticeService,
    /// For which end: the first date after it. It may be still to come.
    takes_effect: scalars::Date,
}

/// When a lease ends by agreement.
#[derive(InputObject, Debug)]
pub(super) struct TrueLeaseEndInput {
    /// The lease.
    lease: Ref,
    /// The first date after it, which may be still to come. Left out: no end was agreed.
    from: Option<scalars::Date>,
}

/// A recorded cost that there never was.
#[derive(InputObject, Debug)]
pub(super) struct NeverCostInput {
    /// The cost.
    cost: Ref,
}

/// When a recorded cost ends.
#[derive(InputObject, Debug)]
pub(super) struct TrueCostEndInput {
    /// The cost.
    cost: Ref,
    /// The first date on which it is no longer, which may be still to come. Left out: it goes on.
    from: Option<scalars::Date>,
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
            Self::LeaseSigning(NeverSignedInput { lease }) => {
                Some(TrueFact::LeaseSigning { lease: lease.0.into() })
            }
            Self::LeaseAmendment(NeverAmendedInput { lease, revision }) => {
                let (lease, revision) = (lease.0.into(), revision.0);
                Some(TrueFact::LeaseAmendment { lease, revision })
            }
            Self::LeaseNotice(fact) => {
                let instead = fact.instead.map(|instead| TrueNotice {
                    served_on: instead.served_on.into(),
                    how: instead.how.into(),
                    takes_effect: instead.takes_effect.into(),
                });
                let (lease, revision) = (fact.lease.0.into(), fact.revision.0);
                Some(TrueFact::LeaseNotice { lease, revision, instead })
            }
            Self::LeaseEnd(TrueLeaseEndInput { lease, from }) => {
                let (lease, from) = (lease.0.into(), from.map(Into::into));
                Some(TrueFact::LeaseEnd { lease, from })
            }
            Self::Cost(NeverCostInput { cost }) => Some(TrueFact::Cost { cost: cost.0.into() }),
            Self::CostEnd(TrueCostEndInput { cost, from }) => {
                let (cost, from) = (cost.0.into(), from.map(Into::into));
                Some(TrueFact::CostEnd { cost, from })
            }
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
