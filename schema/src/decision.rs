//! Decisions: on which mandate something was decided.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

use crate::{BasisId, CaseNumber, Commitment, Date, DelegationPoint, OrganisationId, Text};

/// By whom a decision was taken.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum DecisionKind {
    /// By a board or committee (nämnd).
    Board,
    /// By a delegate (delegationsbeslut).
    Delegated,
    /// Mere execution (verkställighet).
    Execution,
}

impl fmt::Display for DecisionKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Board => "board decision",
            Self::Delegated => "delegated decision",
            Self::Execution => "mere execution",
        })
    }
}

/// How a decision went.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// In favour.
    Approved,
    /// Against.
    Rejected,
}

/// A decision as a command brings it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Decision {
    /// The deciding organisation.
    pub organisation: OrganisationId,
    /// Its case number.
    pub case_number: CaseNumber,
    /// By whom.
    pub kind: DecisionKind,
    /// The body or the delegate's function.
    pub body: Text,
    /// The point of the delegation order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delegation_point: Option<DelegationPoint>,
    /// When it was decided.
    pub decided_on: Date,
    /// When it was reported to the body that delegated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported_on: Option<Date>,
    /// The sealed basis on which it was taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<BasisId>,
}

/// A decision as recorded. Who recorded it is the event's actor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DecisionTaken {
    /// The deciding organisation.
    pub organisation: OrganisationId,
    /// Its case number.
    pub case_number: CaseNumber,
    /// By whom.
    pub kind: DecisionKind,
    /// The body or the delegate's function.
    pub body: Commitment,
    /// The point of the delegation order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delegation_point: Option<DelegationPoint>,
    /// When it was decided.
    pub decided_on: Date,
    /// When it was reported to the body that delegated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported_on: Option<Date>,
    /// The sealed basis on which it was taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<BasisId>,
}

/// What a delegation lets its delegate decide.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum Matter {
    /// Reallocations: approving, rejecting, revoking, correcting them.
    Reallocation,
    /// Memberships of hubs.
    Membership,
    /// Files read in after the opening balance was signed off.
    Import,
}

impl fmt::Display for Matter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Reallocation => "reallocations",
            Self::Membership => "memberships",
            Self::Import => "imports",
        })
    }
}

/// What an organisation has delegated at one point of its delegation order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Delegation {
    /// To whom: the delegate's function.
    pub delegate: Commitment,
    /// What the delegate decides, sorted, each once.
    pub matters: Vec<Matter>,
    /// Workstations and rooms in one reallocation, at most; absent where not limited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resources_max: Option<u32>,
    /// Seats promised on the busiest weekday, at most; absent where not limited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seats_max: Option<u32>,
}

impl Decision {
    /// The decision with its text sealed.
    pub fn recorded(&self, body: Commitment) -> DecisionTaken {
        DecisionTaken {
            organisation: self.organisation,
            case_number: self.case_number.clone(),
            kind: self.kind,
            body,
            delegation_point: self.delegation_point.clone(),
            decided_on: self.decided_on,
            reported_on: self.reported_on,
            basis: self.basis,
        }
    }
}
