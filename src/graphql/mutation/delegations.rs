//! Delegations: who may decide what in an organisation's name.

use async_graphql::{Context, Object, Result};
use schema::OrganisationId;

use super::{
    Ref,
    act::{Act, Head, acts, perform},
    decisions::DecisionInput,
    enums,
    reading::{Reading, any, count, name, parsed},
    scalars, types,
};

acts! {
    "delegationGive": DelegationGiveInput {
        /// The organisation.
        organisation: Ref,
        /// The point of its delegation order: 1 to 32 letters, digits, spaces and -_./§
        point: String,
        /// From when.
        from: scalars::Date,
        /// The first date on which it no longer holds. Left out: it holds until it is withdrawn.
        to: Option<scalars::Date>,
        /// To whom: the delegate's function, never a person's name.
        delegate: String,
        /// What the delegate decides: at least one matter.
        matters: Vec<enums::Matter>,
        /// Workstations, rooms and equipment in one reallocation, at most. Left out: no limit.
        resources_max: Option<i32>,
        /// Seats promised on the busiest weekday, at most. Left out: no limit.
        seats_max: Option<i32>,
        /// The decision of the organisation's board.
        decision: DecisionInput,
    } => DelegationGivePayload {
        /// The organisation.
        organisation: types::Organisation
    }

    "delegationWithdraw": DelegationWithdrawInput {
        /// The organisation.
        organisation: Ref,
        /// The point of its delegation order.
        point: String,
        /// The first date on which it no longer holds.
        from: scalars::Date,
        /// The decision of the organisation's board.
        decision: DecisionInput,
    } => DelegationWithdrawPayload {
        /// The organisation.
        organisation: types::Organisation
    }
}

impl Act for DelegationGiveInput {
    type Thing = OrganisationId;
    type Command = schema::DelegationGive;
    type Payload = DelegationGivePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let organisation = self.organisation.0.into();
        let point = reading.take("point", parsed(self.point));
        let delegate = reading.take("delegate", name(self.delegate));
        let limit = |given| count("limit of a delegation", given);
        let resources_max = reading.take("resourcesMax", any(self.resources_max, limit));
        let seats_max = reading.take("seatsMax", any(self.seats_max, limit));
        reading.at_most("matters", "matters of one delegation", self.matters.len(), MATTERS_MAX)?;
        let decision = reading.part("decision", self.decision);
        let command = schema::DelegationGive {
            organisation,
            point: point?,
            from: self.from.into(),
            to: self.to.map(Into::into),
            delegate: delegate?,
            matters: self.matters.into_iter().map(Into::into).collect(),
            resources_max: resources_max?,
            seats_max: seats_max?,
            decision: decision?,
        };
        Some((organisation, command))
    }
}

impl Act for DelegationWithdrawInput {
    type Thing = OrganisationId;
    type Command = schema::DelegationWithdraw;
    type Payload = DelegationWithdrawPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let (organisation, from) = (self.organisation.0.into(), self.from.into());
        let point = reading.take("point", parsed(self.point));
        let decision = reading.part("decision", self.decision);
        let (point, decision) = (point?, decision?);
        Some((organisation, schema::DelegationWithdraw { organisation, point, from, decision }))
    }
}

/// Matters named in one delegation, at most: there are three.
const MATTERS_MAX: usize = 3;

/// Mutations of delegations.
#[derive(Debug, Default)]
pub(super) struct DelegationMutations;

#[Object]
impl DelegationMutations {
    /// Delegates decisions at a point of an organisation's delegation order, in place of what was
    /// delegated there from then on. Only an administrator records it.
    async fn delegation_give(
        &self,
        context: &Context<'_>,
        input: DelegationGiveInput,
    ) -> Result<DelegationGivePayload> {
        perform(context, input).await
    }

    /// Withdraws a delegation from a date. Only an administrator records it.
    async fn delegation_withdraw(
        &self,
        context: &Context<'_>,
        input: DelegationWithdrawInput,
    ) -> Result<DelegationWithdrawPayload> {
        perform(context, input).await
    }
}
