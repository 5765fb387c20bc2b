//! Reallocations: moves from fixed to flexible, with the memberships that replace them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    CanonicalError, Commitment, Date, Digest, HubId, MembershipId, MembershipTerms, ReallocationId,
    ResourceId, SpaceId, TransitionId, UnitId, canonical_bytes,
};

/// What is moved.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Subject {
    /// A workstation, a room as a whole, equipment.
    Resource(ResourceId),
    /// A space, with nothing said of the desks in it.
    Space(SpaceId),
}

/// What becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Fate {
    /// Joins a hub where it stands.
    Converted {
        /// The hub.
        hub: HubId,
    },
    /// Moves into a space of a hub.
    Relocated {
        /// The hub.
        hub: HubId,
        /// The hub's space in which it stands afterwards.
        space: SpaceId,
    },
    /// Is given up: a space that nobody in the portfolio uses any longer. It is vacated when the move
    /// is carried out.
    Released {
        /// When it is handed over.
        handed_over_on: Date,
        /// The last day for which rent is due.
        rent_ends_on: Date,
    },
    /// Is fixed again: given to a unit.
    Returned {
        /// The unit.
        unit: UnitId,
        /// The space in which it stands afterwards; absent where it stays.
        #[serde(skip_serializing_if = "Option::is_none")]
        space: Option<SpaceId>,
    },
}

impl Fate {
    /// The hub that it joins; absent where it joins none.
    pub const fn hub(&self) -> Option<HubId> {
        match self {
            Self::Converted { hub } | Self::Relocated { hub, .. } => Some(*hub),
            Self::Released { .. } | Self::Returned { .. } => None,
        }
    }

    /// The space into which it moves; absent where it stays.
    pub const fn space(&self) -> Option<SpaceId> {
        match self {
            Self::Converted { .. } | Self::Released { .. } => None,
            Self::Relocated { space, .. } => Some(*space),
            Self::Returned { space, .. } => *space,
        }
    }

    /// The unit to which it is given; absent where it is given to none.
    pub const fn unit(&self) -> Option<UnitId> {
        match self {
            Self::Returned { unit, .. } => Some(*unit),
            Self::Converted { .. } | Self::Relocated { .. } | Self::Released { .. } => None,
        }
    }
}

/// One move of a reallocation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Move {
    /// Its number within the reallocation, from 1.
    pub number: u16,
    /// What is moved.
    pub subject: Subject,
    /// What becomes of it.
    pub fate: Fate,
    /// When it is planned.
    pub planned_on: Date,
}

/// A membership that a reallocation brings with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProposedMembership {
    /// Its id once granted.
    pub membership: MembershipId,
    /// The hub.
    pub hub: HubId,
    /// The unit that becomes a member.
    pub unit: UnitId,
    /// From when.
    pub from: Date,
    /// On which terms.
    pub terms: MembershipTerms,
}

/// What is proposed, in the form in which it is decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Proposal {
    /// What it is called.
    pub title: Commitment,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Commitment>,
    /// The moves, in the order of their numbers.
    pub moves: Vec<Move>,
    /// The memberships that replace what is given up.
    pub memberships: Vec<ProposedMembership>,
    /// The transition that it is part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transition: Option<TransitionId>,
    /// The reallocation whose effect it reverses, wholly or in part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reverses: Option<ReallocationId>,
}

impl Proposal {
    /// SHA-256 of the proposal's canonical bytes: what an approval names.
    pub fn digest(&self) -> Result<Digest, CanonicalError> {
        canonical_bytes(self).map(|bytes| Digest::of(&bytes))
    }
}
