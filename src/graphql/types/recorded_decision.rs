//! The register of decisions: each as it was recorded, with what became of it.

use async_graphql::{Enum, InputObject, Object, Result, SimpleObject};
use projections::DecidedOn;
use schema::{CaseNumber, Date, DecisionKind, OrganisationId};
use std::sync::Arc;

use super::{Decision, Hub, Import, Lease, Membership, Person, Reallocation, any};
use crate::graphql::{
    enums,
    pin::{Pin, SharedPin},
    scalars,
};

/// On what something was decided.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecidedMatter {
    /// A proposal to reallocate.
    Reallocation,
    /// Taking back an approved reallocation.
    Revocation,
    /// A membership.
    Membership,
    /// Reading a file in.
    Import,
    /// What was recorded wrongly.
    Correction,
    /// Delegating, or no longer.
    Delegation,
    /// An opening balance.
    OpeningBalance,
    /// A lease.
    Lease,
    /// What the members of a hub pay.
    HubTariff,
    /// A budget.
    Budget,
}

impl From<&DecidedOn> for DecidedMatter {
    fn from(on: &DecidedOn) -> Self {
        match on {
            DecidedOn::Reallocation(_) => Self::Reallocation,
            DecidedOn::Revocation(_) => Self::Revocation,
            DecidedOn::Membership(_) => Self::Membership,
            DecidedOn::Import(_) => Self::Import,
            DecidedOn::Correction(_) => Self::Correction,
            DecidedOn::Delegation(_) => Self::Delegation,
            DecidedOn::OpeningBalance => Self::OpeningBalance,
            DecidedOn::Lease(_) => Self::Lease,
            DecidedOn::HubTariff(_) => Self::HubTariff,
            DecidedOn::Budget(_) => Self::Budget,
        }
    }
}

/// Another person's confirmation of a decision.
#[derive(SimpleObject, Debug)]
pub struct Confirmation {
    /// Who confirmed it: neither who recorded the decision nor who wrote what was decided on.
    by: Person,
    /// The event that records it.
    revision: scalars::Revision,
}

impl Confirmation {
    pub(super) fn new(pin: &SharedPin, confirmed: projections::Confirmation) -> Result<Self> {
        let by = Person::named(pin, confirmed.by)?;
        Ok(Self { by, revision: scalars::Revision(confirmed.revision) })
    }
}

/// A decision of the register.
#[derive(Clone, Debug)]
pub struct RecordedDecision {
    pin: SharedPin,
    known: Arc<projections::RecordedDecision>,
}

impl RecordedDecision {
    pub(in crate::graphql) fn new(
        pin: &SharedPin,
        known: &Arc<projections::RecordedDecision>,
    ) -> Self {
        Self { pin: pin.clone(), known: Arc::clone(known) }
    }
}

/// A decision of the register: who decided what, on which mandate, recorded and confirmed by whom. It
/// is as it stands at the revision, corrections of how it was written included.
#[Object]
impl RecordedDecision {
    /// Who decided, on which mandate, under which case number.
    #[graphql(flatten)]
    async fn decision(&self) -> Decision {
        Decision::new(&self.pin, &self.known.decision)
    }

    /// What was decided on.
    async fn matter(&self) -> DecidedMatter {
        (&self.known.on).into()
    }

    /// The reallocation that was decided on or taken back; absent for other matters.
    async fn reallocation(&self) -> Result<Option<Reallocation>> {
        match &self.known.on {
            DecidedOn::Reallocation(id) | DecidedOn::Revocation(id) => {
                Reallocation::named(&self.pin, *id).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// The membership that was decided on; absent for other matters.
    async fn membership(&self) -> Result<Option<Membership>> {
        match &self.known.on {
            DecidedOn::Membership(id) => Membership::named(&self.pin, *id).map(Some),
            _ => Ok(None),
        }
    }

    /// The reading-in of a file that was decided on; absent for other matters.
    async fn import(&self) -> Result<Option<Import>> {
        match &self.known.on {
            DecidedOn::Import(id) => Import::named(&self.pin, *id).map(Some),
            _ => Ok(None),
        }
    }

    /// The lease that was decided on; absent for other matters.
    async fn lease(&self) -> Result<Option<Lease>> {
        match &self.known.on {
            DecidedOn::Lease(id) => Lease::named(&self.pin, *id).map(Some),
            _ => Ok(None),
        }
    }

    /// The hub on whose tariff was decided; absent for other matters.
    async fn hub(&self) -> Result<Option<Hub>> {
        match &self.known.on {
            DecidedOn::HubTariff(id) => Hub::named(&self.pin, *id).map(Some),
            _ => Ok(None),
        }
    }

    /// The year whose budget was decided on; absent for other matters.
    async fn year(&self) -> Option<u16> {
        match &self.known.on {
            DecidedOn::Budget(year) => Some(year.number()),
            _ => None,
        }
    }

    /// The event that was corrected; absent for other matters.
    async fn corrects(&self) -> Option<scalars::Revision> {
        match &self.known.on {
            DecidedOn::Correction(revision) => Some(scalars::Revision(*revision)),
            _ => None,
        }
    }

    /// The point at which was delegated, or no longer; absent for other matters.
    async fn delegated_at(&self) -> Option<String> {
        match &self.known.on {
            DecidedOn::Delegation(point) => Some(point.to_string()),
            _ => None,
        }
    }

    /// Who recorded it.
    async fn recorded_by(&self) -> Result<Person> {
        Person::named(&self.pin, self.known.recorded_by)
    }

    /// The event that records it. One event may record a decision of each of several organisations.
    async fn revision(&self) -> scalars::Revision {
        scalars::Revision(self.known.revision)
    }

    /// Whether it was recorded to be confirmed by another person.
    async fn to_be_confirmed(&self) -> bool {
        self.known.awaits_confirmation
    }

    /// Whether it can be built upon: it needs no confirmation, or has one.
    async fn counts(&self) -> bool {
        self.known.counts()
    }

    /// Another person's confirmation; absent where there is none.
    async fn confirmation(&self) -> Result<Option<Confirmation>> {
        any(self.known.confirmed, |confirmed| Confirmation::new(&self.pin, confirmed))
    }

    /// The last event that corrected how it was written; absent where none did.
    async fn corrected_revision(&self) -> Option<scalars::Revision> {
        self.known.corrected.map(scalars::Revision)
    }
}

/// Which decisions are asked for. What is left out restricts nothing; what is given must all hold.
#[derive(InputObject, Clone, Debug, Default)]
pub struct DecisionFilter {
    /// Of this organisation.
    organisation: Option<scalars::Ref>,
    /// With this case number (diarienummer).
    case_number: Option<String>,
    /// Of this kind.
    kind: Option<enums::DecisionKind>,
    /// On this matter.
    matter: Option<DecidedMatter>,
    /// On this reallocation, membership or import.
    thing: Option<scalars::Ref>,
    /// Confirmed by another person or not.
    confirmed: Option<bool>,
    /// Counting or still awaiting the confirmation that they need.
    counts: Option<bool>,
    /// Reported to the body that delegated or not.
    reported: Option<bool>,
    /// Decided on this date or later.
    decided_from: Option<scalars::Date>,
    /// Decided before this date.
    decided_to: Option<scalars::Date>,
}

/// The decisions that a filter lets through, in the order of recording.
pub(super) fn matching(
    pin: &Pin,
    mut filter: DecisionFilter,
) -> Result<Vec<&Arc<projections::RecordedDecision>>> {
    let wanted = Wanted {
        organisation: filter.organisation.as_ref().map(|organisation| organisation.0.into()),
        case_number: filter.case_number.as_deref().map(str::parse).transpose()?,
        kind: filter.kind.map(Into::into),
        decided_from: filter.decided_from.take().map(Into::into),
        decided_to: filter.decided_to.take().map(Into::into),
        filter,
    };
    Ok(pin.state.decisions().filter(|known| wanted.matches(known)).collect())
}

struct Wanted {
    organisation: Option<OrganisationId>,
    case_number: Option<CaseNumber>,
    kind: Option<DecisionKind>,
    decided_from: Option<Date>,
    decided_to: Option<Date>,
    filter: DecisionFilter,
}

impl Wanted {
    fn matches(&self, known: &projections::RecordedDecision) -> bool {
        let (decision, filter) = (&known.decision, &self.filter);
        let thing = || known.on.thing();
        self.organisation.is_none_or(|wanted| decision.organisation == wanted)
            && self.case_number.as_ref().is_none_or(|wanted| decision.case_number == *wanted)
            && self.kind.is_none_or(|wanted| decision.kind == wanted)
            && filter.matter.is_none_or(|wanted| DecidedMatter::from(&known.on) == wanted)
            && filter.thing.as_ref().is_none_or(|wanted| thing() == Some(wanted.0))
            && filter.confirmed.is_none_or(|wanted| known.confirmed.is_some() == wanted)
            && filter.counts.is_none_or(|wanted| known.counts() == wanted)
            && filter.reported.is_none_or(|wanted| decision.reported_on.is_some() == wanted)
            && self.decided_from.is_none_or(|from| from <= decision.decided_on)
            && self.decided_to.is_none_or(|to| decision.decided_on < to)
    }
}
