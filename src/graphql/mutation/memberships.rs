//! Granting memberships of hubs, changing their terms, ending them.

use async_graphql::{Context, Object, Result};
use schema::MembershipId;

use super::{
    Ref,
    act::{Act, Head, acts, perform},
    decisions::DecisionInput,
    reading::{Reading, any, note},
    scalars,
    terms::MembershipTermsInput,
    types,
};

acts! {
    "membershipGrant": MembershipGrantInput {
        /// Its lasting reference. Left out: derived from the command's id.
        r#ref: Option<Ref>,
        /// The hub.
        hub: Ref,
        /// The unit that becomes a member.
        unit: Ref,
        /// From when.
        from: scalars::Date,
        /// On which terms.
        terms: MembershipTermsInput,
        /// The decisions of the host and of the member's organisation: one where they are the same.
        decisions: Vec<DecisionInput>,
    } => MembershipGrantPayload {
        /// The membership.
        membership: types::Membership
    }

    "membershipChange": MembershipChangeInput {
        /// The membership.
        membership: Ref,
        /// From when the terms hold.
        from: scalars::Date,
        /// On which terms, in place of all former ones.
        terms: MembershipTermsInput,
        /// The decisions of the host and of the member's organisation: one where they are the same.
        decisions: Vec<DecisionInput>,
    } => MembershipChangePayload {
        /// The membership.
        membership: types::Membership
    }

    "membershipEnd": MembershipEndInput {
        /// The membership.
        membership: Ref,
        /// The first date on which it no longer holds.
        from: scalars::Date,
        /// Why: at most 4,000 characters.
        reason: Option<String>,
        /// The decision of the host or of the member's organisation, or both.
        decisions: Vec<DecisionInput>,
    } => MembershipEndPayload {
        /// The membership.
        membership: types::Membership
    }
}

impl Act for MembershipGrantInput {
    type Thing = MembershipId;
    type Command = schema::MembershipGrant;
    type Payload = MembershipGrantPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let membership = reading.new_thing(MembershipId::WORD, self.r#ref, MembershipId::derived);
        let terms = reading.part("terms", self.terms);
        let decisions = decided(reading, self.decisions);
        let command = schema::MembershipGrant {
            membership,
            hub: self.hub.0.into(),
            unit: self.unit.0.into(),
            from: self.from.into(),
            terms: terms?,
            decisions: decisions?,
        };
        Some((membership, command))
    }
}

impl Act for MembershipChangeInput {
    type Thing = MembershipId;
    type Command = schema::MembershipChange;
    type Payload = MembershipChangePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let (membership, from) = (self.membership.0.into(), self.from.into());
        let terms = reading.part("terms", self.terms);
        let decisions = decided(reading, self.decisions);
        let (terms, decisions) = (terms?, decisions?);
        Some((membership, schema::MembershipChange { membership, from, terms, decisions }))
    }
}

impl Act for MembershipEndInput {
    type Thing = MembershipId;
    type Command = schema::MembershipEnd;
    type Payload = MembershipEndPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let (membership, from) = (self.membership.0.into(), self.from.into());
        let reason = reading.take("reason", any(self.reason, note));
        let decisions = decided(reading, self.decisions);
        let (reason, decisions) = (reason?, decisions?);
        Some((membership, schema::MembershipEnd { membership, from, reason, decisions }))
    }
}

/// Decisions on one membership, at most: its host's and its member's.
const DECISIONS_MAX: usize = 2;

fn decided(reading: &mut Reading, decisions: Vec<DecisionInput>) -> Option<Vec<schema::Decision>> {
    reading.parts("decisions", "decisions on one membership", decisions, DECISIONS_MAX)
}

/// Mutations of memberships.
#[derive(Debug, Default)]
pub(super) struct MembershipMutations;

#[Object]
impl MembershipMutations {
    /// Makes a unit a member of a hub. Seats promised stay within what the hub holds on every date.
    async fn membership_grant(
        &self,
        context: &Context<'_>,
        input: MembershipGrantInput,
    ) -> Result<MembershipGrantPayload> {
        perform(context, input).await
    }

    /// Gives a membership other terms from a date.
    async fn membership_change(
        &self,
        context: &Context<'_>,
        input: MembershipChangeInput,
    ) -> Result<MembershipChangePayload> {
        perform(context, input).await
    }

    /// Ends a membership from a date.
    async fn membership_end(
        &self,
        context: &Context<'_>,
        input: MembershipEndInput,
    ) -> Result<MembershipEndPayload> {
        perform(context, input).await
    }
}
