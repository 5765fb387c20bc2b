//! How events change the mandates: decisions, delegations, preconditions, bases, opening balances.

use schema::{
    BasisSealed, DecisionConfirmed, DecisionReported, DecisionTaken, DelegationGiven,
    DelegationWithdrawn, OpeningBalanceSigned, OrganisationId, PreconditionAnswered,
    PreconditionDropped, PreconditionRequired, Revision,
};
use std::sync::Arc;

use super::{Cause, Evolved, Inconsistent, bring, change, retire};
use crate::{
    Confirmation, DecidedOn, OpeningBalance, Portfolio, Precondition, Reach, RecordedDecision,
    SealedBasis, Settled,
};

impl Portfolio {
    /// Puts a decision into the register.
    pub(super) fn decided(&mut self, cause: &Cause, on: &DecidedOn, decision: &DecisionTaken) {
        self.register_decision(cause, on, decision, false);
    }

    pub(super) fn register_decision(
        &mut self,
        cause: &Cause,
        on: &DecidedOn,
        decision: &DecisionTaken,
        awaits_confirmation: bool,
    ) {
        let recorded = RecordedDecision {
            revision: cause.revision,
            decision: Arc::new(decision.clone()),
            on: on.clone(),
            recorded_by: cause.actor.person,
            awaits_confirmation,
            confirmed: None,
            corrected: None,
            formerly: Vec::new(),
        };
        self.decisions.insert((cause.revision, decision.organisation), Arc::new(recorded));
    }

    pub(super) fn change_decision(
        &mut self,
        cause: &Cause,
        recorded: Revision,
        organisation: OrganisationId,
    ) -> Result<&mut RecordedDecision, Inconsistent> {
        Ok(change!(self, decisions, cause, (recorded, organisation)))
    }

    pub(super) fn decision_confirmed(
        &mut self,
        cause: &Cause,
        event: &DecisionConfirmed,
    ) -> Evolved {
        let confirmation = Confirmation { by: cause.actor.person, revision: cause.revision };
        let decision = self.change_decision(cause, event.recorded, event.organisation)?;
        decision.confirmed = Some(confirmation);
        Ok(())
    }

    pub(super) fn decision_reported(&mut self, cause: &Cause, event: &DecisionReported) -> Evolved {
        let recorded = self.change_decision(cause, event.recorded, event.organisation)?;
        Arc::make_mut(&mut recorded.decision).reported_on = Some(event.on);
        Ok(())
    }

    pub(super) fn delegation_given(&mut self, cause: &Cause, event: &DelegationGiven) -> Evolved {
        let DelegationGiven { organisation, point, from, to, delegation, decision } = event;
        let given = self.delegations.entry((*organisation, point.clone())).or_default();
        let given = Arc::make_mut(given);
        given.supersede(*from, cause.revision, Some(Arc::new(delegation.clone())), Reach::All);
        if let Some(to) = to {
            given.insert(*to, cause.revision, None);
        }
        self.decided(cause, &DecidedOn::Delegation(point.clone()), decision);
        Ok(())
    }

    pub(super) fn delegation_withdrawn(
        &mut self,
        cause: &Cause,
        event: &DelegationWithdrawn,
    ) -> Evolved {
        let DelegationWithdrawn { organisation, point, from, decision } = event;
        let given = change!(self, delegations, cause, (*organisation, point.clone()));
        given.supersede(*from, cause.revision, None, Reach::All);
        self.decided(cause, &DecidedOn::Delegation(point.clone()), decision);
        Ok(())
    }

    pub(super) fn opening_balance_signed(
        &mut self,
        cause: &Cause,
        event: &OpeningBalanceSigned,
    ) -> Evolved {
        let signed = OpeningBalance { on: event.on, revision: cause.revision };
        self.opening_balances.insert(event.decision.organisation, signed);
        self.decided(cause, &DecidedOn::OpeningBalance, &event.decision);
        Ok(())
    }

    pub(super) fn precondition_required(
        &mut self,
        cause: &Cause,
        event: &PreconditionRequired,
    ) -> Evolved {
        let precondition = Precondition {
            id: event.precondition,
            organisation: event.organisation,
            from: event.from,
            kind: event.kind,
            name: event.name,
            revision: cause.revision,
            dropped: None,
        };
        bring!(self, preconditions, cause, event.precondition, precondition);
        Ok(())
    }

    pub(super) fn precondition_dropped(
        &mut self,
        cause: &Cause,
        event: &PreconditionDropped,
    ) -> Evolved {
        let precondition = change!(self, preconditions, cause, event.precondition);
        retire(&mut precondition.dropped, cause, event.from, event.reason)
    }

    pub(super) fn precondition_answered(
        &mut self,
        cause: &Cause,
        event: &PreconditionAnswered,
    ) -> Evolved {
        let settled = Settled {
            digest: event.digest,
            answer: event.answer,
            recorded_by: cause.actor.person,
            revision: cause.revision,
        };
        let reallocation = change!(self, reallocations, cause, event.reallocation);
        reallocation.settled.insert(event.precondition, settled);
        Ok(())
    }

    pub(super) fn basis_sealed(&mut self, cause: &Cause, event: &BasisSealed) -> Evolved {
        let sealed = SealedBasis {
            id: event.basis.basis,
            basis: event.basis.clone(),
            digest: event.digest,
            sealed_by: cause.actor.person,
            sealed: cause.recorded,
            revision: cause.revision,
        };
        bring!(self, bases, cause, event.basis.basis, sealed);
        Ok(())
    }
}
