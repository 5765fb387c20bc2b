//! Signing leases, amending them, giving notice of them, ending them, going on with them.

use async_graphql::{Context, Object, Result};
use schema::LeaseId;

use super::{
    Ref,
    act::{Act, Head, acts, perform},
    decisions::DecisionInput,
    enums,
    lease_terms::{LandlordInput, LeaseTermsInput},
    reading::{Reading, any, note, parsed},
    scalars, types,
};

acts! {
    "leaseSign": LeaseSignInput {
        /// Its lasting reference. Left out: derived from the command's id.
        r#ref: Option<Ref>,
        /// From when.
        from: scalars::Date,
        /// Who lets; of a sublease the tenant of the lease that it is of.
        landlord: LandlordInput,
        /// The organisation that rents.
        tenant: Ref,
        /// The lease of which it is a sublease. Left out: it is none.
        parent: Option<Ref>,
        /// The currency of the rent, which is the portfolio's: ISO 4217.
        currency: String,
        /// On which terms.
        terms: LeaseTermsInput,
        /// The decisions of the tenant's board and, where the landlord is an organisation of the
        /// portfolio, of its board: one where they are the same.
        decisions: Vec<DecisionInput>,
    } => LeaseSignPayload {
        /// The lease.
        lease: types::Lease
    }

    "leaseAmend": LeaseAmendInput {
        /// The lease.
        lease: Ref,
        /// From when the terms hold.
        from: scalars::Date,
        /// Who lets from then. Left out: as before.
        landlord: Option<LandlordInput>,
        /// The currency of the rent, which is the portfolio's: ISO 4217.
        currency: String,
        /// The terms, in place of all former ones.
        terms: LeaseTermsInput,
        /// The decisions of the sides, as for signing, and of the landlord until then.
        decisions: Vec<DecisionInput>,
        /// Why: at most 4,000 characters.
        reason: Option<String>,
    } => LeaseAmendPayload {
        /// The lease.
        lease: types::Lease
    }

    "leaseNotice": LeaseNoticeInput {
        /// The lease.
        lease: Ref,
        /// Who gives it.
        party: enums::LeaseParty,
        /// What for.
        purpose: enums::NoticePurpose,
        /// When it was served, never later than today, nor before the lease was decided on or began.
        served_on: scalars::Date,
        /// How.
        how: enums::NoticeService,
        /// For which end: the first date after it, such as `2030-01-01` for a term that lasts up to and
        /// with 2029-12-31.
        takes_effect: scalars::Date,
        /// The decision of the board of the side that gives it; none where that is a landlord outside
        /// the portfolio.
        #[graphql(default)]
        decisions: Vec<DecisionInput>,
        /// Why: at most 4,000 characters.
        reason: Option<String>,
    } => LeaseNoticePayload {
        /// The lease.
        lease: types::Lease
    }

    "leaseEnd": LeaseEndInput {
        /// The lease.
        lease: Ref,
        /// The first date on which it is over.
        from: scalars::Date,
        /// The decisions of the sides, as for signing.
        decisions: Vec<DecisionInput>,
        /// Why: at most 4,000 characters.
        reason: Option<String>,
    } => LeaseEndPayload {
        /// The lease.
        lease: types::Lease
    }

    "leaseContinue": LeaseContinueInput {
        /// The lease.
        lease: Ref,
        /// The event that records the notice (`LeaseNotice.revision`), or the end by agreement
        /// (`LeaseOver.revision`), that counts no more.
        withdraws: scalars::Revision,
        /// The decisions of the sides, as for signing.
        decisions: Vec<DecisionInput>,
        /// Why: at most 4,000 characters.
        reason: Option<String>,
    } => LeaseContinuePayload {
        /// The lease.
        lease: types::Lease
    }
}

impl Act for LeaseSignInput {
    type Thing = LeaseId;
    type Command = schema::LeaseSign;
    type Payload = LeaseSignPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let lease = reading.new_thing(LeaseId::WORD, self.r#ref, LeaseId::derived);
        let landlord = reading.part("landlord", self.landlord);
        let currency = reading.take("currency", parsed(self.currency));
        let terms = reading.part("terms", self.terms);
        let decisions = decided(reading, self.decisions);
        let command = schema::LeaseSign {
            lease,
            from: self.from.into(),
            landlord: landlord?,
            tenant: self.tenant.0.into(),
            parent: self.parent.map(|parent| parent.0.into()),
            currency: currency?,
            terms: terms?,
            decisions: decisions?,
        };
        Some((lease, command))
    }
}

impl Act for LeaseAmendInput {
    type Thing = LeaseId;
    type Command = schema::LeaseAmend;
    type Payload = LeaseAmendPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let lease = self.lease.0.into();
        let landlord = reading.any_part("landlord", self.landlord);
        let currency = reading.take("currency", parsed(self.currency));
        let terms = reading.part("terms", self.terms);
        let decisions = decided(reading, self.decisions);
        let reason = reading.take("reason", any(self.reason, note));
        let command = schema::LeaseAmend {
            lease,
            from: self.from.into(),
            landlord: landlord?,
            currency: currency?,
            terms: terms?,
            decisions: decisions?,
            reason: reason?,
        };
        Some((lease, command))
    }
}

impl Act for LeaseNoticeInput {
    type Thing = LeaseId;
    type Command = schema::LeaseNotice;
    type Payload = LeaseNoticePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let lease = self.lease.0.into();
        let decisions = decided(reading, self.decisions);
        let reason = reading.take("reason", any(self.reason, note));
        let command = schema::LeaseNotice {
            lease,
            party: self.party.into(),
            purpose: self.purpose.into(),
            served_on: self.served_on.into(),
            how: self.how.into(),
            takes_effect: self.takes_effect.into(),
            decisions: decisions?,
            reason: reason?,
        };
        Some((lease, command))
    }
}

impl Act for LeaseEndInput {
    type Thing = LeaseId;
    type Command = schema::LeaseEnd;
    type Payload = LeaseEndPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let (lease, from) = (self.lease.0.into(), self.from.into());
        let decisions = decided(reading, self.decisions);
        let reason = reading.take("reason", any(self.reason, note));
        let (decisions, reason) = (decisions?, reason?);
        Some((lease, schema::LeaseEnd { lease, from, decisions, reason }))
    }
}

impl Act for LeaseContinueInput {
    type Thing = LeaseId;
    type Command = schema::LeaseContinue;
    type Payload = LeaseContinuePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let (lease, withdraws) = (self.lease.0.into(), self.withdraws.0);
        let decisions = decided(reading, self.decisions);
        let reason = reading.take("reason", any(self.reason, note));
        let (decisions, reason) = (decisions?, reason?);
        Some((lease, schema::LeaseContinue { lease, withdraws, decisions, reason }))
    }
}

/// Decisions on one lease, at most: of its two sides, and of a landlord that goes out.
const DECISIONS_MAX: usize = 3;

fn decided(reading: &mut Reading, decisions: Vec<DecisionInput>) -> Option<Vec<schema::Decision>> {
    reading.parts("decisions", "decisions on one lease", decisions, DECISIONS_MAX)
}

/// Mutations of leases.
#[derive(Debug, Default)]
pub(super) struct LeaseMutations;

#[Object]
impl LeaseMutations {
    /// Signs a lease. No tenant rents the same twice at one rank, and a sublease stays within the lease
    /// that it is of.
    async fn lease_sign(
        &self,
        context: &Context<'_>,
        input: LeaseSignInput,
    ) -> Result<LeaseSignPayload> {
        perform(context, input).await
    }

    /// Agrees other terms of a lease from a date. A term does not reach past an end that was noticed or
    /// agreed: go on with the lease first (leaseContinue).
    async fn lease_amend(
        &self,
        context: &Context<'_>,
        input: LeaseAmendInput,
    ) -> Result<LeaseAmendPayload> {
        perform(context, input).await
    }

    /// Gives notice of a lease. A tenant gives it for an agreed end; a landlord's is recorded as it was
    /// served. One that is too late is marked so, and counts for the next end for which it is in time; one
    /// of a break clause for a part ends nothing, late or not. The same notice again changes nothing.
    async fn lease_notice(
        &self,
        context: &Context<'_>,
        input: LeaseNoticeInput,
    ) -> Result<LeaseNoticePayload> {
        perform(context, input).await
    }

    /// Ends a lease from a date by agreement of its sides.
    async fn lease_end(
        &self,
        context: &Context<'_>,
        input: LeaseEndInput,
    ) -> Result<LeaseEndPayload> {
        perform(context, input).await
    }

    /// Goes on with a lease by agreement of its sides: a notice, or an end that they agreed on, counts no
    /// more. Also once it took effect, unless the tenant then has the same by another lease, or a sublease
    /// would outlast its lease. What the end put in doubt stays in doubt until it is seen to.
    async fn lease_continue(
        &self,
        context: &Context<'_>,
        input: LeaseContinueInput,
    ) -> Result<LeaseContinuePayload> {
        perform(context, input).await
    }
}
