//! Sealed bases for decisions: what was known, compared and assumed when something was decided.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    BasisId, CanonicalError, Commitment, Date, Digest, HubId, ReallocationId, Revision, WeekCount,
    canonical_bytes,
};

/// The figures of a hub on the date of a basis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HubFigures {
    /// The hub.
    pub hub: HubId,
    /// How many people it holds; absent where not recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    /// Counted workstations that are flexible in it.
    pub workstations: u32,
    /// Seats promised by weekday.
    pub promised: WeekCount,
}

/// The figures of the whole portfolio on the date of a basis, as planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BasisFigures {
    /// Workstations and rooms that are fixed to a unit.
    pub fixed: u32,
    /// Workstations and rooms that are flexible in a hub.
    pub flexible: u32,
    /// Workstations and rooms that nobody has.
    pub vacant: u32,
    /// Spaces that are released.
    pub released: u32,
    /// The hubs, in the order of their ids.
    pub hubs: Vec<HubFigures>,
}

/// A proposal as it stood when a basis was sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BasisProposal {
    /// The reallocation.
    pub reallocation: ReallocationId,
    /// The digest of its proposal.
    pub digest: Digest,
}

/// Why an alternative could not be approved as things stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Objection {
    /// The reallocation.
    pub reallocation: ReallocationId,
    /// The code of the rejection.
    pub code: String,
}

/// One alternative of a basis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BasisAlternative {
    /// What it is called.
    pub title: Commitment,
    /// The proposals that it would carry out together.
    pub proposals: Vec<BasisProposal>,
    /// What would hold if they were approved; absent where they could not be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figures: Option<BasisFigures>,
    /// Why they could not be approved.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[serde(default)]
    pub objections: Vec<Objection>,
}

/// A basis for decisions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DecisionBasis {
    /// Its id.
    pub basis: BasisId,
    /// What it is called.
    pub title: Commitment,
    /// What was known when it was drawn up: the last revision.
    pub known: Revision,
    /// The date for which it foresees.
    pub on: Date,
    /// What is assumed.
    pub assumptions: Vec<Commitment>,
    /// What would hold if nothing were decided.
    pub nothing: BasisFigures,
    /// What could be decided instead.
    pub alternatives: Vec<BasisAlternative>,
}

impl DecisionBasis {
    /// SHA-256 of its canonical bytes.
    pub fn digest(&self) -> Result<Digest, CanonicalError> {
        canonical_bytes(self).map(|bytes| Digest::of(&bytes))
    }
}
