//! How events change reallocations, and what they plan and bring about.

use schema::{
    Date, Fate, Move, MoveDone, Proposal, ReallocationAmended, ReallocationApproved,
    ReallocationCompleted, ReallocationDecided, ReallocationId, ReallocationProposed,
    ReallocationRejected, ReallocationWithdrawn, Subject,
};
use std::{collections::BTreeMap, sync::Arc};

use super::{Cause, Evolved, Inconsistent, bring, change};
use crate::{
    Allocation, DecisionOnProposal, Held, Membership, MoveCarriedOut, PlannedBy, Portfolio,
    Reallocation, ReallocationStatus, Timeline,
};

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
        reallocation.decisions.push(Arc::new(DecisionOnProposal {
            digest: event.digest,
            verdict: event.verdict,
            decision: event.decision.clone(),
            reason: event.reason,
            recorded_by: cause.actor.person,
            revision: cause.revision,
        }));
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
        let pending: Vec<Move> = reallocation.pending_moves().copied().collect();
        for planned in &pending {
            self.plan_move(cause, event.reallocation, planned)?;
        }
        self.plan_memberships(cause, event.reallocation, &proposal);
        Ok(())
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
        change!(self, reallocations, cause, event.reallocation)
            .stand(ReallocationStatus::Withdrawn, cause.revision);
        Ok(())
    }

    pub(super) fn reallocation_completed(
        &mut self,
        cause: &Cause,
        event: &ReallocationCompleted,
    ) -> Evolved {
        change!(self, reallocations, cause, event.reallocation)
            .stand(ReallocationStatus::Completed, cause.revision);
        Ok(())
    }

    pub(super) fn move_done(&mut self, cause: &Cause, event: &MoveDone) -> Evolved {
        let planned = &event.carried_out;
        let reallocation = change!(self, reallocations, cause, event.reallocation);
        let done = MoveCarriedOut { on: event.on, revision: cause.revision };
        reallocation.done.insert(planned.number, done);
        self.unplan_move(cause, event.reallocation, planned)?;
        self.carry_out(cause, planned, event.on)
    }

    fn carry_out(&mut self, cause: &Cause, planned: &Move, on: Date) -> Evolved {
        let hub = planned.fate.hub();
        match planned.subject {
            Subject::Space(space) => self.space_serves(cause, space, on, hub),
            Subject::Resource(resource) => {
                self.allocate(cause, resource, on, Allocation::Flexible(hub))?;
                if let Fate::Relocated { space, .. } = planned.fate {
                    let moved = change!(self, resources, cause, resource);
                    // For good, as it was planned: where it was to go later it left from elsewhere.
                    moved.place.supersede(on, cause.revision, space, |_| true);
                    self.resources_of.insert((space, resource));
                }
                Ok(())
            }
        }
    }

    fn plan_move(&mut self, cause: &Cause, of: ReallocationId, planned: &Move) -> Evolved {
        let by = PlannedBy { reallocation: of, number: planned.number };
        let (from, revision, hub) = (planned.planned_on, cause.revision, planned.fate.hub());
        match planned.subject {
            Subject::Space(space) => {
                let changed = change!(self, spaces, cause, space);
                changed.hub.plan(by, from, revision, Some(hub));
                self.hub_spaces.insert((hub, space));
            }
            Subject::Resource(resource) => {
                let changed = change!(self, resources, cause, resource);
                changed.allocation.plan(by, from, revision, Allocation::Flexible(hub));
                if let Fate::Relocated { space, .. } = planned.fate {
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
            Subject::Space(space) => change!(self, spaces, cause, space).hub.unplan(by),
            Subject::Resource(resource) => {
                let changed = change!(self, resources, cause, resource);
                changed.allocation.unplan(by);
                changed.place.unplan(by);
            }
        }
        Ok(())
    }

    fn plan_memberships(&mut self, cause: &Cause, of: ReallocationId, proposal: &Proposal) {
        let by = PlannedBy { reallocation: of, number: 0 };
        let first_move_on = proposal.moves.iter().map(|planned| planned.planned_on).min();
        for proposed in &proposal.memberships {
            // Granted already, by a move done before an amendment: it holds, and is not planned again.
            if self.memberships.contains_key(&proposed.membership) {
                continue;
            }
            let mut terms = Held::default();
            let planned = Some(Arc::new(proposed.terms.clone()));
            // It begins with the first move, as it will when that is done.
            let from = first_move_on.map_or(proposed.from, |first| proposed.from.max(first));
            terms.plan(by, from, cause.revision, planned);
            self.bring_membership(Membership {
                id: proposed.membership,
                hub: proposed.hub,
                units: Timeline::starting(Date::FIRST, cause.revision, proposed.unit),
                reallocation: Some(of),
                terms,
                decision: None,
            });
        }
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
