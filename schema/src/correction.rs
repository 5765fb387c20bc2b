//! Corrections: of how something was written, and of what was wrong.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Commitment, DecisionTaken, HubId, MembershipId, PreconditionId, ReallocationId, ResourceId,
    Revision, SpaceId,
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
