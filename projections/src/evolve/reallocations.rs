//! How events change reallocations, and what they plan and bring about.

use schema::{
    Date, Fate, HubId, Identity, Issuer, MembershipTerms, Move, MoveDone, Proposal,
    ProposedMembership, ReallocationAmended, ReallocationApproved, ReallocationCompleted,
    ReallocationDecided, ReallocationDoubted, ReallocationId, ReallocationProposed,
    ReallocationRejected, ReallocationRevoked, ReallocationWithdrawn, ResourceId, Role, Subject,
    UnitId,
};
use std::{collections::BTreeMap, sync::Arc};

use super::{Cause, Evolved, Inconsistent, bring, change};
use crate::{
    Allocation, Approval, DecidedOn, DecisionOnProposal, Doubt, Held, Membership, MoveCarriedOut,
    PlannedBy, Portfolio, Reach, Reallocation, ReallocationStatus, Release, Timeline,
    things::planned_from,
};

/// What a move makes of its subject.
enum Outcome {
    /// It joins a hub.
    Joins(HubId),
    /// It is given to a unit.
    GoesTo(UnitId),
    /// It is given up.
    Leaves(Release),
}

const fn outcome(fate: Fate) -> Outcome {
    match fate {
        Fate::Converted { hub } | Fate::Relocated { hub, .. } => Outcome::Joins(hub),
        Fate::Returned { unit, .. } => Outcome::GoesTo(unit),
        Fate::Released { rent_ends_on, .. } => Outcome::Leaves(Release { rent_ends_on }),
    }
}

/// Plans a membership that comes with a reallocation: it begins with the first move, as it will when
/// that is done.
pub(super) fn plan_terms(
    terms: &mut Held<Option<Arc<MembershipTerms>>>,
    cause: &Cause,
    of: ReallocationId,
    proposal: &Proposal,
    proposed: &ProposedMembership,
) {
    let from = planned_from(proposal, proposed);
    let by = PlannedBy { reallocation: of, number: 0 };
    terms.plan(by, from, cause.revision, Some(Arc::new(proposed.terms.clone())));
}

impl Portfolio {
    pub(super) fn reallocation_proposed(
        &mut self,
        cause: &Cause,
        event: &ReallocationProposed,
    ) -> Evolved {
        let reallocation = Reallocation {
            id: event.reallocation,
            proposed_by: cause.actor.person,
            authors: vec![cause.actor.person],
            proposal: Arc::new(event.proposal.clone()),
            digest: event.digest,
            proposed: cause.revision,
            titles: vec![(cause.revision, event.proposal.title)],
            status: ReallocationStatus::Proposed,
            since: cause.revision,
            decisions: Vec::new(),
            done: BTreeMap::new(),
            settled: BTreeMap::new(),
            approvals: Vec::new(),
            doubts: Vec::new(),
        };
        bring!(self, reallocations, cause, event.reallocation, reallocation);
        Ok(())
    }

    pub(super) fn reallocation_amended(
        &mut self,
        cause: &Cause,
        event: &ReallocationAmended,
    ) -> Evolved {
        self.forget_plan(cause, event.reallocation)?;
        let reallocation = change!(self, reallocations, cause, event.reallocation);
        reallocation.proposal = Arc::new(event.proposal.clone());
        reallocation.digest = event.digest;
        reallocation.proposed = cause.revision;
        reallocation.titles.push((cause.revision, event.proposal.title));
        reallocation.stand(ReallocationStatus::Proposed, cause.revision);
        reallocation.doubts.clear();
        if !reallocation.authors.contains(&cause.actor.person) {
            reallocation.authors.push(cause.actor.person);
        }
        Ok(())
    }

    pub(super) fn reallocation_decided(
        &mut self,
        cause: &Cause,
        event: &ReallocationDecided,
    ) -> Evolved {
        let reallocation = change!(self, reallocations, cause, event.reallocation);
        reallocation.decisions.push(DecisionOnProposal {
            digest: event.digest,
            verdict: event.verdict,
            organisation: event.decision.organisation,
            reason: event.reason,
            revision: cause.revision,
        });
        let on = DecidedOn::Reallocation(event.reallocation);
        self.register_decision(cause, &on, &event.decision, event.awaits_confirmation);
        Ok(())
    }

    pub(super) fn reallocation_approved(
        &mut self,
        cause: &Cause,
        event: &ReallocationApproved,
    ) -> Evolved {
        let reallocation = change!(self, reallocations, cause, event.reallocation);
        reallocation.stand(ReallocationStatus::Approved, cause.revision);
        let proposal = Arc::clone(&reallocation.proposal);
        let approval = Approval { proposal: Arc::clone(&proposal), revision: cause.revision };
        reallocation.approvals.push(approval);
        let pending: Vec<Move> = reallocation.pending_moves().copied().collect();
        for planned in &pending {
            self.plan_move(cause, event.reallocation, planned)?;
        }
        self.plan_memberships(cause, event.reallocation, &proposal);
        Ok(())
    }

    /// The same as if these reallocations had been approved next, each as it stands: what nobody has
    /// decided is shown and not recorded.
    pub fn as_if_approved(&self, reallocations: &[ReallocationId]) -> Self {
        let mut approved = self.clone();
        for id in reallocations {
            let (Some(known), Some(cause)) = (self.reallocation(id), self.supposing(*id)) else {
                continue;
            };
            let event = ReallocationApproved { reallocation: *id, digest: known.digest };
            let mut with = approved.clone();
            // One that names what is not there could not be approved, and is left out.
            if with.reallocation_approved(&cause, &event).is_ok() {
                approved = with;
            }
        }
        approved
    }

    pub(super) fn reallocation_rejected(
        &mut self,
        cause: &Cause,
        event: &ReallocationRejected,
    ) -> Evolved {
        change!(self, reallocations, cause, event.reallocation)
            .stand(ReallocationStatus::Rejected, cause.revision);
        Ok(())
    }

    pub(super) fn reallocation_withdrawn(
        &mut self,
        cause: &Cause,
        event: &ReallocationWithdrawn,
    ) -> Evolved {
        self.forget_plan(cause, event.reallocation)?;
        let reallocation = change!(self, reallocations, cause, event.reallocation);
        reallocation.stand(ReallocationStatus::Withdrawn, cause.revision);
        reallocation.doubts.clear();
        Ok(())
    }

    pub(super) fn reallocation_revoked(
        &mut self,
        cause: &Cause,
        event: &ReallocationRevoked,
    ) -> Evolved {
        self.forget_plan(cause, event.reallocation)?;
        let reallocation = change!(self, reallocations, cause, event.reallocation);
        reallocation.stand(ReallocationStatus::Revoked, cause.revision);
        reallocation.doubts.clear();
        for decision in &event.decisions {
            self.decided(cause, &DecidedOn::Revocation(event.reallocation), decision);
        }
        Ok(())
    }

    pub(super) fn reallocation_doubted(
        &mut self,
        cause: &Cause,
        event: &ReallocationDoubted,
    ) -> Evolved {
        let ReallocationDoubted { moves, memberships, because, .. } = event;
        let reallocation = change!(self, reallocations, cause, event.reallocation);
        reallocation.doubts.push(Doubt {
            moves: moves.clone(),
            memberships: memberships.clone(),
            because: *because,
            revision: cause.revision,
        });
        Ok(())
    }

    pub(super) fn reallocation_completed(
        &mut self,
        cause: &Cause,
        event: &ReallocationCompleted,
    ) -> Evolved {
        let reallocation = change!(self, reallocations, cause, event.reallocation);
        reallocation.stand(ReallocationStatus::Completed, cause.revision);
        reallocation.doubts.clear();
        Ok(())
    }

    pub(super) fn move_done(&mut self, cause: &Cause, event: &MoveDone) -> Evolved {
        let planned = &event.carried_out;
        let reallocation = change!(self, reallocations, cause, event.reallocation);
        let (revision, reported_by) = (cause.revision, cause.actor.person);
        let done = MoveCarriedOut { on: event.on, revision, reported_by };
        reallocation.done.insert(planned.number, done);
        self.unplan_move(cause, event.reallocation, planned)?;
        self.carry_out(cause, planned, event.on)
    }

    fn carry_out(&mut self, cause: &Cause, made: &Move, on: Date) -> Evolved {
        match (made.subject, outcome(made.fate)) {
            (Subject::Space(space), Outcome::Joins(hub)) => {
                self.space_serves(cause, space, on, hub)
            }
            (Subject::Space(space), Outcome::Leaves(release)) => {
                let changed = change!(self, spaces, cause, space);
                changed.released.supersede(on, cause.revision, release, Reach::All);
                Ok(())
            }
            // The rules give a unit nothing but resources, and release nothing but spaces.
            (Subject::Space(_), Outcome::GoesTo(_))
            | (Subject::Resource(_), Outcome::Leaves(_)) => Ok(()),
            (Subject::Resource(resource), Outcome::Joins(hub)) => {
                self.allocate(cause, resource, on, Allocation::Flexible(hub))?;
                self.carry_away(cause, resource, made, on)
            }
            (Subject::Resource(resource), Outcome::GoesTo(unit)) => {
                self.allocate(cause, resource, on, Allocation::Fixed(unit))?;
                self.carry_away(cause, resource, made, on)
            }
        }
    }

    /// For good, as it was planned: where it was to go later it left from elsewhere.
    fn carry_away(
        &mut self,
        cause: &Cause,
        resource: ResourceId,
        made: &Move,
        on: Date,
    ) -> Evolved {
        if let Some(space) = made.fate.space() {
            let moved = change!(self, resources, cause, resource);
            moved.place.supersede(on, cause.revision, space, Reach::All);
            self.resources_of.insert((space, resource));
        }
        Ok(())
    }

    pub(super) fn plan_move(
        &mut self,
        cause: &Cause,
        of: ReallocationId,
        planned: &Move,
    ) -> Evolved {
        let by = PlannedBy { reallocation: of, number: planned.number };
        let (from, revision) = (planned.planned_on, cause.revision);
        match planned.subject {
            Subject::Space(space) => {
                let changed = change!(self, spaces, cause, space);
                match outcome(planned.fate) {
                    Outcome::Joins(hub) => {
                        changed.hub.plan(by, from, revision, Some(hub));
                        self.hub_spaces.insert((hub, space));
                    }
                    Outcome::Leaves(release) => changed.released.plan(by, from, revision, release),
                    Outcome::GoesTo(_) => {}
                }
            }
            Subject::Resource(resource) => {
                let changed = change!(self, resources, cause, resource);
                match outcome(planned.fate) {
                    Outcome::Joins(hub) => {
                        changed.allocation.plan(by, from, revision, Allocation::Flexible(hub));
                    }
                    Outcome::GoesTo(unit) => {
                        changed.allocation.plan(by, from, revision, Allocation::Fixed(unit));
                    }
                    Outcome::Leaves(_) => {}
                }
                if let Some(space) = planned.fate.space() {
                    changed.place.plan(by, from, revision, space);
                    self.resources_of.insert((space, resource));
                }
            }
        }
        Ok(())
    }

    fn unplan_move(&mut self, cause: &Cause, of: ReallocationId, planned: &Move) -> Evolved {
        let by = PlannedBy { reallocation: of, number: planned.number };
        match planned.subject {
            Subject::Space(space) => {
                let changed = change!(self, spaces, cause, space);
                changed.hub.unplan(by);
                changed.released.unplan(by);
            }
            Subject::Resource(resource) => {
                let changed = change!(self, resources, cause, resource);
                changed.allocation.unplan(by);
                changed.place.unplan(by);
            }
        }
        Ok(())
    }

    fn plan_memberships(&mut self, cause: &Cause, of: ReallocationId, proposal: &Proposal) {
        for proposed in &proposal.memberships {
            // Granted already, by a move done before an amendment: it holds, and is not planned again.
            if self.memberships.contains_key(&proposed.membership) {
                continue;
            }
            let mut terms = Held::default();
            plan_terms(&mut terms, cause, of, proposal, proposed);
            self.bring_membership(Membership {
                id: proposed.membership,
                hub: proposed.hub,
                units: Timeline::starting(Date::FIRST, cause.revision, proposed.unit),
                reallocation: Some(of),
                terms,
                decided: None,
                doubts: Vec::new(),
            });
        }
    }

    /// The same as if a move of a reallocation were not planned: what is in doubt is not carried out.
    pub fn as_if_not_planned(&self, of: ReallocationId, planned: &Move) -> Self {
        let mut without = self.clone();
        let unplanned = self.supposing(of).map(|cause| without.unplan_move(&cause, of, planned));
        // Of what is not there nothing is planned.
        if matches!(unplanned, Some(Ok(()))) { without } else { self.clone() }
    }

    /// A cause of what is only supposed of a reallocation.
    fn supposing(&self, of: ReallocationId) -> Option<Cause> {
        let person = self.reallocations.get(&of)?.proposed_by;
        let actor = Issuer { person, role: Role::Manager, identity: Identity::Asserted };
        let recorded = self.head?.recorded;
        Some(Cause { revision: self.next_revision(), recorded, actor })
    }

    /// Takes back what an approval planned and nobody has carried out.
    fn forget_plan(&mut self, cause: &Cause, of: ReallocationId) -> Evolved {
        let reallocation = change!(self, reallocations, cause, of);
        let pending: Vec<Move> = reallocation.pending_moves().copied().collect();
        let proposal = Arc::clone(&reallocation.proposal);
        for planned in &pending {
            self.unplan_move(cause, of, planned)?;
        }
        for proposed in &proposal.memberships {
            self.forget_planned_membership(of, proposed.membership);
        }
        Ok(())
    }
}
