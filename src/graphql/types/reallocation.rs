//! Reallocations.

use async_graphql::{ID, InputObject, Object, Result};
use projections::{ReallocationStatus, RecordedDecision};
use schema::{ProposedMembership as Proposed, ReallocationId};
use std::sync::Arc;

use super::{
    CostChange, Decision, Hub, Membership, Person, Transition, Unit, any,
    costs::{self, CostScope},
    missing,
    moves::Move,
    preconditions::PreconditionOfProposal,
    recorded_decision::Confirmation,
    terms::MembershipTerms,
    touched::TouchedOrganisation,
};
use crate::graphql::{
    connection::{PageAsked, complexity, list},
    enums,
    global_id::GlobalId,
    history::{self, History},
    pin::{Pin, SharedPin},
    scalars,
};

thing! {
    /// Moves from fixed to flexible, or back, decided together.
    Reallocation(ReallocationId) in reallocation
}

/// A membership that a reallocation brings with it.
#[derive(Debug)]
pub struct ProposedMembership {
    pin: SharedPin,
    proposed: Proposed,
}

impl ProposedMembership {
    pub(super) fn new(pin: &SharedPin, proposed: &Proposed) -> Self {
        Self { pin: pin.clone(), proposed: proposed.clone() }
    }
}

/// A membership that a reallocation brings with it.
#[Object]
impl ProposedMembership {
    /// Its lasting reference once granted.
    #[graphql(name = "ref")]
    async fn reference(&self) -> scalars::Ref {
        self.proposed.membership.uuid().into()
    }

    /// The membership; absent until the reallocation is approved.
    async fn membership(&self) -> Option<Membership> {
        Membership::of(self.pin.clone(), self.proposed.membership)
    }

    /// The hub.
    async fn hub(&self) -> Result<Hub> {
        Hub::named(&self.pin, self.proposed.hub)
    }

    /// The unit that becomes a member.
    async fn unit(&self) -> Result<Unit> {
        Unit::named(&self.pin, self.proposed.unit)
    }

    /// From when, or from the first move that is done where that is later.
    async fn from(&self) -> scalars::Date {
        self.proposed.from.into()
    }

    /// On which terms.
    async fn terms(&self) -> MembershipTerms {
        (&self.proposed.terms).into()
    }
}

/// A decision on a reallocation.
#[derive(Debug)]
pub struct ReallocationDecision {
    pin: SharedPin,
    of: Arc<projections::Reallocation>,
    decided: projections::DecisionOnProposal,
}

impl ReallocationDecision {
    /// The decision in the register.
    fn recorded(&self) -> Result<&RecordedDecision> {
        let recorded = self.pin.state.decision_on_proposal(&self.decided);
        recorded.map(AsRef::as_ref).ok_or_else(|| missing("a decision on a proposal"))
    }
}

/// A decision on a reallocation, on the proposal as it stood or as it stands.
#[Object]
impl ReallocationDecision {
    /// How it went.
    async fn verdict(&self) -> enums::Verdict {
        self.decided.verdict.into()
    }

    /// The decision, with what was recorded of it later: that it was reported, and how it was
    /// corrected.
    async fn decision(&self) -> Result<Decision> {
        Ok(Decision::new(&self.pin, &self.recorded()?.decision))
    }

    /// Another person's confirmation; absent where there is none.
    async fn confirmation(&self) -> Result<Option<Confirmation>> {
        any(self.recorded()?.confirmed, |confirmed| Confirmation::new(&self.pin, confirmed))
    }

    /// Why, as typed; `[erased]` once the text was erased.
    async fn reason(&self) -> Option<String> {
        self.pin.any_text(self.decided.reason)
    }

    /// Who recorded it. Where that is one of the proposal's authors, it counts once another person
    /// confirms it: see `confirmation`.
    async fn recorded_by(&self) -> Result<Person> {
        Person::named(&self.pin, self.recorded()?.recorded_by)
    }

    /// The event that records it.
    async fn revision(&self) -> scalars::Revision {
        scalars::Revision(self.decided.revision)
    }

    /// SHA-256 of the proposal on which it was taken.
    async fn digest(&self) -> scalars::Digest {
        self.decided.digest.into()
    }

    /// Whether that is the proposal as it stands: an amendment voids earlier decisions.
    async fn on_current_proposal(&self) -> bool {
        self.decided.digest == self.of.digest && self.decided.revision > self.of.proposed
    }
}

/// Moves from fixed to flexible, or back, with the memberships that replace what is given up
/// (omfördelning).
#[Object]
impl Reallocation {
    /// Opaque; contains the clocks that were named. See `Query.node`.
    pub(in crate::graphql) async fn id(&self) -> ID {
        GlobalId::of("Reallocation", &self.pin, self.known.id)
    }

    /// The lasting reference, as mutations take it.
    #[graphql(name = "ref")]
    async fn reference(&self) -> scalars::Ref {
        self.known.id.uuid().into()
    }

    /// What it is called; `[erased]` once the text was erased.
    async fn title(&self) -> String {
        self.pin.text(self.known.title())
    }

    /// Why it is proposed, as typed; `[erased]` once the text was erased.
    async fn reason(&self) -> Option<String> {
        self.pin.any_text(self.known.proposal.reason)
    }

    /// The reallocation whose effect it reverses, wholly or in part, by a changed decision.
    async fn reverses(&self) -> Result<Option<Self>> {
        self.known.proposal.reverses.map(|id| Self::named(&self.pin, id)).transpose()
    }

    /// The transition that it is part of as it stands; absent where it is part of none.
    async fn transition(&self) -> Result<Option<Transition>> {
        any(self.known.proposal.transition, |id| Transition::named(&self.pin, id))
    }

    /// Where it stands, as known at the revision.
    async fn status(&self) -> enums::ReallocationStatus {
        self.known.status.into()
    }

    /// SHA-256 of the canonical bytes of the proposal as it stands: what an approval names.
    async fn digest(&self) -> scalars::Digest {
        self.known.digest.into()
    }

    /// Who proposed it.
    async fn proposed_by(&self) -> Result<Person> {
        Person::named(&self.pin, self.known.proposed_by)
    }

    /// All who wrote the proposal or one of its amendments. A decision that one of them records counts
    /// once another person confirms it.
    #[graphql(complexity = "list(5, child_complexity)")]
    async fn authors(&self) -> Result<Vec<Person>> {
        self.known.authors.iter().map(|author| Person::named(&self.pin, *author)).collect()
    }

    /// The event that made the proposal as it stands.
    async fn proposed_revision(&self) -> scalars::Revision {
        scalars::Revision(self.known.proposed)
    }

    /// The moves, in the order of their numbers: at most 200.
    #[graphql(complexity = "list(schema::limits::MOVES_MAX, child_complexity)")]
    async fn moves(&self) -> Vec<Move> {
        Move::all(&self.pin, &self.known)
    }

    /// The memberships that replace what is given up: at most 10.
    #[graphql(complexity = "list(schema::limits::PROPOSED_MEMBERSHIPS_MAX, child_complexity)")]
    async fn memberships(&self) -> Vec<ProposedMembership> {
        let proposed = self.known.proposal.memberships.iter();
        proposed.map(|proposed| ProposedMembership::new(&self.pin, proposed)).collect()
    }

    /// The decisions on this and on former proposals, in the order in which they were recorded.
    #[graphql(complexity = "list(5, child_complexity)")]
    async fn decisions(&self) -> Vec<ReallocationDecision> {
        let decisions = self.known.decisions.iter().map(|decided| ReallocationDecision {
            pin: self.pin.clone(),
            of: Arc::clone(&self.known),
            decided: *decided,
        });
        decisions.collect()
    }

    /// The organisations that it touches, with the reasons: each of them decides on it.
    #[graphql(complexity = "list(5, child_complexity)")]
    async fn touched(&self) -> Vec<TouchedOrganisation> {
        TouchedOrganisation::all(&self.pin, &self.known)
    }

    /// What is required today of all or of an organisation that it touches, and how it is settled for
    /// the proposal as it stands.
    #[graphql(complexity = "list(5, child_complexity)")]
    async fn preconditions(&self) -> Vec<PreconditionOfProposal> {
        PreconditionOfProposal::all(&self.pin, &self.known)
    }

    /// What would cost otherwise if the proposal were approved as it stands: as planned, from a month
    /// through another, added up by groups, only what differs, at most 500. Null once it is decided.
    #[graphql(complexity = "4_000 + list(100, child_complexity)")]
    async fn costs(
        &self,
        #[graphql(desc = "The first month, written YYYY-MM.")] from: String,
        #[graphql(desc = "The last month, written YYYY-MM, at most 30 years in all.")]
        through: String,
        #[graphql(desc = "By what they are added up, each group once. None: one sum.", default)]
        group_by: Vec<enums::CostGroup>,
        #[graphql(default_with = "enums::Bookkeeping::Accrual")] bookkeeping: enums::Bookkeeping,
        #[graphql(default)] scope: CostScope,
    ) -> Result<Option<Vec<CostChange>>> {
        let asked = costs::asked(&from, &through, group_by, bookkeeping, scope)?;
        let before = Arc::clone(&self.pin.state);
        if self.known.status != ReallocationStatus::Proposed {
            return Ok(None);
        }
        let after = before.as_if_approved(&[self.known.id]);
        let changes = CostChange::between(&self.pin, before, Arc::new(after), asked).await?;
        costs::bounded(changes).map(Some)
    }

    /// Whether facts put parts of it in doubt: those are not carried out until it is amended and
    /// decided anew.
    async fn in_doubt(&self) -> bool {
        !self.known.doubts.is_empty()
    }

    /// The events about it.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn history(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<History> {
        let asked = PageAsked::new(first, after, last, before);
        history::touching(&self.pin, self.known.id.uuid(), &asked).await
    }
}

/// Which reallocations are asked for. What is left out restricts nothing.
#[derive(InputObject, Clone, Debug, Default)]
pub struct ReallocationFilter {
    /// Where they stand.
    status: Option<enums::ReallocationStatus>,
    /// Which hub any of their moves joins.
    hub: Option<scalars::Ref>,
    /// Whether a move of theirs is approved, not carried out and past its date.
    overdue: Option<bool>,
    /// Whether parts of them are in doubt.
    in_doubt: Option<bool>,
}

/// The reallocations that a filter lets through, in the order of their ids.
pub(super) fn matching<'a>(
    pin: &'a Pin,
    filter: &ReallocationFilter,
) -> Vec<&'a Arc<projections::Reallocation>> {
    let status = filter.status.map(projections::ReallocationStatus::from);
    let hub = filter.hub.as_ref().map(|hub| schema::HubId::from(hub.0));
    let wanted = |known: &&Arc<projections::Reallocation>| {
        let moves = &known.proposal.moves;
        let overdue = || moves.iter().any(|planned| known.is_overdue(planned, pin.today));
        status.is_none_or(|wanted| known.status == wanted)
            && hub.is_none_or(|wanted| moves.iter().any(|m| m.fate.hub() == Some(wanted)))
            && filter.overdue.is_none_or(|wanted| overdue() == wanted)
            && filter.in_doubt.is_none_or(|wanted| known.doubts.is_empty() != wanted)
    };
    pin.state.reallocations().values().filter(wanted).collect()
}
