//! Preconditions: what is to be settled before an organisation approves a reallocation.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

use crate::{Commitment, Date};

/// A kind of precondition.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum PreconditionKind {
    /// Negotiation with the unions (förhandling enligt medbestämmandelagen).
    UnionNegotiation,
    /// Assessment of risks to health and safety (riskbedömning).
    RiskAssessment,
    /// The landlord's consent (hyresvärdens medgivande).
    LandlordConsent,
    /// Procurement (upphandling).
    Procurement,
    /// Another, which its name tells.
    Other,
}

impl fmt::Display for PreconditionKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnionNegotiation => "union negotiation",
            Self::RiskAssessment => "risk assessment",
            Self::LandlordConsent => "landlord's consent",
            Self::Procurement => "procurement",
            Self::Other => "other precondition",
        })
    }
}

/// How a precondition was settled for one proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum PreconditionAnswer {
    /// It is met.
    Met {
        /// Since when.
        on: Date,
        /// The document that shows it.
        document: Commitment,
    },
    /// It does not apply here.
    NotApplicable {
        /// When that was found.
        on: Date,
        /// The document that shows it.
        document: Commitment,
        /// Why.
        because: Commitment,
    },
}

impl PreconditionAnswer {
    /// When it was met, or found not to apply.
    pub const fn on(&self) -> Date {
        match self {
            Self::Met { on, .. } | Self::NotApplicable { on, .. } => *on,
        }
    }
}
