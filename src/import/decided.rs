//! The decision to read a file in, as a request brings it.

use schema::{
    BasisId, CaseNumber, Date, Decision, DecisionKind, DelegationPoint, Invalid, OrganisationId,
    Text,
};
use serde::{Deserialize, Serialize};

/// A decision in a request's own form.
///
/// ```json
/// {
///   "organisation": "<reference>",
///   "caseNumber": "RS 2026/00417",
///   "kind": "board",
///   "body": "Regionstyrelsen",
///   "delegationPoint": "4.2 b",
///   "decidedOn": "2026-11-10",
///   "reportedOn": "2026-12-01",
///   "basis": "<reference>"
/// }
/// ```
///
/// The kind is `board` or `delegated`; the last three fields may be left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DecisionForm {
    /// The deciding organisation.
    pub organisation: OrganisationId,
    /// Its case number.
    pub case_number: CaseNumber,
    /// By whom.
    pub kind: DecisionKind,
    /// The body or the delegate's function.
    pub body: String,
    /// The point of the delegation order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delegation_point: Option<DelegationPoint>,
    /// When it was decided.
    pub decided_on: Date,
    /// When it was reported to the body that delegated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported_on: Option<Date>,
    /// The sealed basis on which it was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<BasisId>,
}

impl DecisionForm {
    /// The decision; an error where its body is no name.
    pub fn read(self) -> Result<Decision, Invalid> {
        Ok(Decision {
            organisation: self.organisation,
            case_number: self.case_number,
            kind: self.kind,
            body: Text::name(&self.body)?,
            delegation_point: self.delegation_point,
            decided_on: self.decided_on,
            reported_on: self.reported_on,
            basis: self.basis,
        })
    }
}
