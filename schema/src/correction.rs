//! Corrections: of how something was written, and of what was wrong. As events record them, and as
//! they are asked for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    CaseNumber, Change, Commitment, CostId, Date, DecisionTaken, HubCapacity, HubId, LeaseId,
    MembershipId, MembershipTerms, NoticeService, OrganisationId, PreconditionId, ReallocationId,
    ResourceId, Revision, SpaceId, Text, UnitId,
};

/// What was written wrongly, as it should read. It changes neither allocations nor money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum ClericalCorrection {
    /// A decision, of the same organisation.
    Decision {
        /// As it should read.
        decision: Box<DecisionTaken>,
    },
    /// What a reallocation is called.
    Title {
        /// The reallocation.
        reallocation: ReallocationId,
        /// As it should read.
        title: Commitment,
    },
    /// The document by which a precondition was settled.
    Document {
        /// The reallocation.
        reallocation: ReallocationId,
        /// The precondition.
        precondition: PreconditionId,
        /// As it should read.
        document: Commitment,
    },
}

/// An entry that a factual correction voids: it never was as it says.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum VoidedEntry {
    /// A move that was reported done.
    Move {
        /// The reallocation.
        reallocation: ReallocationId,
        /// The number of the move.
        number: u16,
    },
    /// To whom a resource was given.
    Allocation {
        /// The resource.
        resource: ResourceId,
    },
    /// Where a resource stood.
    Place {
        /// The resource.
        resource: ResourceId,
    },
    /// When a hub opened.
    HubOpening {
        /// The hub.
        hub: HubId,
    },
    /// Which hub a space served.
    HubSpace {
        /// The space.
        space: SpaceId,
    },
    /// How many a hub held.
    HubCapacity {
        /// The hub.
        hub: HubId,
    },
    /// On which terms a unit was a member.
    Membership {
        /// The membership.
        membership: MembershipId,
    },
    /// That a lease was signed.
    LeaseSigning {
        /// The lease.
        lease: LeaseId,
    },
    /// How a lease was amended.
    LeaseAmendment {
        /// The lease.
        lease: LeaseId,
    },
    /// A notice of a lease.
    LeaseNotice {
        /// The lease.
        lease: LeaseId,
    },
    /// The end of a lease by agreement.
    LeaseEnd {
        /// The lease.
        lease: LeaseId,
    },
    /// That there was a cost.
    Cost {
        /// The cost.
        cost: CostId,
    },
    /// How a cost was described anew.
    CostRevision {
        /// The cost.
        cost: CostId,
    },
    /// The end of a cost.
    CostEnd {
        /// The cost.
        cost: CostId,
    },
}

/// What a factual correction voids.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Voided {
    /// The event that was wrong.
    pub revision: Revision,
    /// What of it is void.
    pub entry: VoidedEntry,
}

/// How something should have been written, as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Wording {
    /// A decision.
    Decision(DecisionWording),
    /// What a reallocation is called.
    Title {
        /// The reallocation.
        reallocation: ReallocationId,
        /// As it should read.
        title: Text,
    },
    /// The document by which a precondition was settled.
    Document {
        /// The reallocation.
        reallocation: ReallocationId,
        /// The precondition.
        precondition: PreconditionId,
        /// As it should read.
        document: Text,
    },
}

/// How a decision should have been written. What is left out stays. By whom and on what it was taken
/// cannot be named: another kind, delegation point or basis is another mandate, and no slip of the pen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DecisionWording {
    /// The deciding organisation: whose decision is written wrongly.
    pub organisation: OrganisationId,
    /// Its case number.
    pub case_number: Option<CaseNumber>,
    /// The body or the delegate's function.
    pub body: Option<Text>,
    /// When it was decided.
    pub decided_on: Option<Date>,
    /// When it was reported to the body that delegated.
    pub reported_on: Change<Date>,
}

/// What was recorded wrongly, and what is true instead; nothing where it never was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum TrueFact {
    /// When a move was carried out.
    Move {
        /// The reallocation.
        reallocation: ReallocationId,
        /// The number of the move.
        number: u16,
        /// When it was carried out; absent where it was not.
        done_on: Option<Date>,
    },
    /// To whom a resource was given.
    Allocation {
        /// The resource.
        resource: ResourceId,
        /// The event that was wrong.
        revision: Revision,
        /// What is true.
        instead: Option<TrueAllocation>,
    },
    /// When a hub opened.
    HubOpening {
        /// The hub.
        hub: HubId,
        /// When it opened; absent where it has not.
        opened_on: Option<Date>,
    },
    /// Which hub a space served.
    HubSpace {
        /// The space.
        space: SpaceId,
        /// The event that was wrong.
        revision: Revision,
        /// What is true.
        instead: Option<TrueHubSpace>,
    },
    /// How many a hub held.
    HubCapacity {
        /// The hub.
        hub: HubId,
        /// The event that was wrong.
        revision: Revision,
        /// What is true.
        instead: Option<TrueCapacity>,
    },
    /// On which terms a unit was a member.
    Membership {
        /// The membership.
        membership: MembershipId,
        /// The event that was wrong.
        revision: Revision,
        /// What is true.
        instead: Option<TrueMembership>,
    },
    /// That a lease was signed: it never was.
    LeaseSigning {
        /// The lease.
        lease: LeaseId,
    },
    /// How a lease was amended: it never was.
    LeaseAmendment {
        /// The lease.
        lease: LeaseId,
        /// The event that was wrong.
        revision: Revision,
    },
    /// How notice of a lease was served.
    LeaseNotice {
        /// The lease.
        lease: LeaseId,
        /// The event that was wrong.
        revision: Revision,
        /// What is true.
        instead: Option<TrueNotice>,
    },
    /// When a lease ends by agreement.
    LeaseEnd {
        /// The lease.
        lease: LeaseId,
        /// The first date after it; absent where no end was agreed.
        from: Option<Date>,
    },
    /// That there was a cost: there never was.
    Cost {
        /// The cost.
        cost: CostId,
    },
    /// When a cost ends.
    CostEnd {
        /// The cost.
        cost: CostId,
        /// The first date on which it is no longer; absent where it goes on.
        from: Option<Date>,
    },
}

/// How notice of a lease was served, by the same party and for the same purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TrueNotice {
    /// When it was served.
    pub served_on: Date,
    /// How.
    pub how: NoticeService,
    /// For which end: the first date after it.
    pub takes_effect: Date,
}

/// To whom a resource was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TrueAllocation {
    /// From when.
    pub from: Date,
    /// The unit; absent where nobody had it.
    pub unit: Option<UnitId>,
}

/// Which hub a space served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TrueHubSpace {
    /// From when.
    pub from: Date,
    /// The hub; absent where it served none.
    pub hub: Option<HubId>,
}

/// How many a hub held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TrueCapacity {
    /// From when.
    pub from: Date,
    /// How many.
    pub capacity: HubCapacity,
}

/// On which terms a unit was a member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TrueMembership {
    /// From when.
    pub from: Date,
    /// The terms; absent where it was no member.
    pub terms: Option<MembershipTerms>,
}
