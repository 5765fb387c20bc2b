//! The flags that say on which decision something is done.

use clap::{Args, ValueEnum};
use schema::{BasisId, CaseNumber, Date, DecisionKind, DelegationPoint, OrganisationId};
use thirdplace::import::DecisionForm;

/// By whom a decision was taken.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    /// By a board or committee
    Board,
    /// By a delegate
    Delegated,
}

#[derive(Args, Debug)]
pub(crate) struct DecisionFlags {
    /// The organisation that decided to read the file in: its reference. Needed once the opening
    /// balance is signed off
    #[arg(
        long,
        value_name = "ORGANISATION",
        requires_all = ["case_number", "decision_kind", "decision_body", "decided_on"],
    )]
    decided_by: Option<OrganisationId>,
    /// The case number of the decision
    #[arg(long, requires = "decided_by")]
    case_number: Option<CaseNumber>,
    /// By whom it was taken
    #[arg(long, value_name = "KIND", requires = "decided_by")]
    decision_kind: Option<Kind>,
    /// The body or the delegate's function, never a person's name
    #[arg(long, value_name = "BODY", requires = "decided_by")]
    decision_body: Option<String>,
    /// The point of the delegation order of a delegated decision
    #[arg(long, value_name = "POINT", requires = "decided_by")]
    delegation_point: Option<DelegationPoint>,
    /// When it was decided, YYYY-MM-DD
    #[arg(long, value_name = "DATE", requires = "decided_by")]
    decided_on: Option<Date>,
    /// When it was reported to the body that delegated, YYYY-MM-DD
    #[arg(long, value_name = "DATE", requires = "decided_by")]
    reported_on: Option<Date>,
    /// The sealed basis on which it was taken: its reference
    #[arg(long, value_name = "BASIS", requires = "decided_by")]
    decision_basis: Option<BasisId>,
}

impl DecisionFlags {
    /// The decision; none where the flags name none.
    pub(crate) fn form(&self) -> Option<DecisionForm> {
        Some(DecisionForm {
            organisation: self.decided_by?,
            case_number: self.case_number.clone()?,
            kind: match self.decision_kind? {
                Kind::Board => DecisionKind::Board,
                Kind::Delegated => DecisionKind::Delegated,
            },
            body: self.decision_body.clone()?,
            delegation_point: self.delegation_point.clone(),
            decided_on: self.decided_on?,
            reported_on: self.reported_on,
            basis: self.decision_basis,
        })
    }
}
