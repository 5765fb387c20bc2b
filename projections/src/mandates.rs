//! On which mandates is decided, as the ledger knows it: decisions, delegations, preconditions,
//! sealed bases, opening balances.

use schema::{
    BasisId, Commitment, Date, DecisionBasis, DecisionTaken, Delegation, DelegationPoint, Digest,
    HubId, ImportId, Instant, LeaseId, MembershipId, OrganisationId, PersonId, PreconditionAnswer,
    PreconditionId, PreconditionKind, ReallocationId, Revision, Year,
};
use serde::Serialize;
use std::sync::Arc;
use uuid::Uuid;

use crate::{Retirement, Timeline};

/// On what something was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum DecidedOn {
    /// A proposal.
    Reallocation(ReallocationId),
    /// Taking back an approved reallocation.
    Revocation(ReallocationId),
    /// A membership.
    Membership(MembershipId),
    /// A file.
    Import(ImportId),
    /// What was recorded wrongly at a revision.
    Correction(Revision),
    /// Delegating, or no longer.
    Delegation(DelegationPoint),
    /// The opening balance.
    OpeningBalance,
    /// A lease: signing, amending, giving notice of or ending it.
    Lease(LeaseId),
    /// What the members of a hub pay.
    HubTariff(HubId),
    /// A budget of a year.
    Budget(Year),
}

impl DecidedOn {
    /// The reallocation, membership, import, lease or hub; none where the matter is no thing.
    pub const fn thing(&self) -> Option<Uuid> {
        match self {
            Self::Reallocation(id) | Self::Revocation(id) => Some(id.uuid()),
            Self::Membership(id) => Some(id.uuid()),
            Self::Import(id) => Some(id.uuid()),
            Self::Lease(id) => Some(id.uuid()),
            Self::HubTariff(id) => Some(id.uuid()),
            Self::Correction(_) | Self::Delegation(_) | Self::OpeningBalance | Self::Budget(_) => {
                None
            }
        }
    }
}

/// Another person's confirmation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Confirmation {
    /// Who.
    pub by: PersonId,
    /// The event that records it.
    pub revision: Revision,
}

/// A decision of an organisation, as recorded at a revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecordedDecision {
    /// The event that records it.
    pub revision: Revision,
    /// The decision, as corrected.
    pub decision: Arc<DecisionTaken>,
    /// On what.
    pub on: DecidedOn,
    /// Who recorded it.
    pub recorded_by: PersonId,
    /// Whether it counts only once it is confirmed.
    pub awaits_confirmation: bool,
    /// Who else confirmed it.
    pub confirmed: Option<Confirmation>,
    /// The event that corrected how it was written, the last of them.
    pub corrected: Option<Revision>,
    /// How it read until an event corrected it, in the order of the corrections.
    pub formerly: Vec<(Revision, Arc<DecisionTaken>)>,
}

impl RecordedDecision {
    /// Whether it can be built upon.
    pub const fn counts(&self) -> bool {
        !self.awaits_confirmation || self.confirmed.is_some()
    }

    /// How it read until an event corrected it.
    pub fn before(&self, correction: Revision) -> Option<&DecisionTaken> {
        let mut formerly = self.formerly.iter();
        formerly.find(|(until, _)| *until == correction).map(|(_, decision)| &**decision)
    }

    /// What tells it from all other decisions: where it is recorded, and whose it is, as
    /// `REVISION/ORGANISATION`.
    pub fn key(&self) -> String {
        format!("{}/{}", self.revision, self.decision.organisation)
    }
}

/// What an organisation delegated at one point of its delegation order, date by date; `None` within
/// the entry: nothing.
pub type Delegated = Timeline<Option<Arc<Delegation>>>;

/// Something that is to be settled before reallocations are approved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Precondition {
    /// Its id.
    pub id: PreconditionId,
    /// The organisation that requires it of its own decisions; none where it is required of all.
    pub organisation: Option<OrganisationId>,
    /// From when.
    pub from: Date,
    /// What it is.
    pub kind: PreconditionKind,
    /// Its name.
    pub name: Commitment,
    /// The event that requires it.
    pub revision: Revision,
    /// Its end.
    pub dropped: Option<Retirement>,
}

impl Precondition {
    /// Whether it is required on a date.
    pub fn is_required(&self, on: Date) -> bool {
        self.from <= on && self.dropped.as_ref().is_none_or(|dropped| on < dropped.from)
    }
}

/// How a precondition was settled for one proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Settled {
    /// The digest of the proposal.
    pub digest: Digest,
    /// How.
    pub answer: PreconditionAnswer,
    /// Who recorded it.
    pub recorded_by: PersonId,
    /// The event that records it.
    pub revision: Revision,
}

/// An opening balance that was signed off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct OpeningBalance {
    /// As of which date.
    pub on: Date,
    /// The event that records it.
    pub revision: Revision,
}

/// A sealed basis for decisions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SealedBasis {
    /// Its id.
    pub id: BasisId,
    /// What it says.
    pub basis: DecisionBasis,
    /// SHA-256 of its canonical bytes.
    pub digest: Digest,
    /// Who sealed it.
    pub sealed_by: PersonId,
    /// When it was sealed.
    pub sealed: Instant,
    /// The event that records it.
    pub revision: Revision,
}

/// How an event was corrected later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Correction {
    /// It was written wrongly.
    Clerical(Revision),
    /// It was wrong, and is void.
    Factual(Revision),
}

impl Correction {
    /// The event that corrects.
    pub const fn revision(self) -> Revision {
        match self {
            Self::Clerical(revision) | Self::Factual(revision) => revision,
        }
    }
}
