//! How events change memberships.

use schema::{
    Date, DecisionTaken, MembershipChanged, MembershipDoubted, MembershipEnded, MembershipGranted,
    MembershipId, MembershipTransferred, ReallocationId, Revision,
};
use std::sync::Arc;

use super::{Cause, Evolved, Inconsistent, change};
use crate::{DecidedOn, Held, Membership, MembershipDoubt, PlannedBy, Portfolio, Reach, Timeline};

impl Portfolio {
    pub(super) fn membership_granted(
        &mut self,
        cause: &Cause,
        event: &MembershipGranted,
    ) -> Evolved {
        let terms = Some(Arc::new(event.terms.clone()));
        let known = self.memberships.get(&event.membership);
        let begun = known.is_some_and(|known| !known.terms.actual().entries().is_empty());
        if event.reallocation.is_none() && begun {
            return Err(twice(cause.revision, event.membership));
        }
        // One that comes with a reallocation is there already, as planned; so is one whose former
        // grant is void.
        if !self.memberships.contains_key(&event.membership) {
            self.bring_membership(Membership {
                id: event.membership,
                hub: event.hub,
                units: Timeline::starting(Date::FIRST, cause.revision, event.unit),
                reallocation: event.reallocation,
                terms: Held::default(),
                decided: (!event.decisions.is_empty()).then_some(cause.revision),
                doubts: Vec::new(),
            });
        }
        self.decided_on_membership(cause, event.membership, &event.decisions);
        let membership = change!(self, memberships, cause, event.membership);
        if let Some(reallocation) = event.reallocation {
            membership.terms.unplan(PlannedBy { reallocation, number: 0 });
        }
        membership.decided = (!event.decisions.is_empty()).then_some(cause.revision);
        membership.terms.hold(event.from, cause.revision, terms);
        Ok(())
    }

    pub(super) fn bring_membership(&mut self, membership: Membership) {
        self.hub_memberships.insert((membership.hub, membership.id));
        self.memberships.insert(membership.id, Arc::new(membership));
    }

    /// Forgets what a reallocation planned of a membership, and the membership if it never began.
    pub(super) fn forget_planned_membership(
        &mut self,
        of: ReallocationId,
        membership: MembershipId,
    ) {
        let Some(known) = self.memberships.get_mut(&membership) else { return };
        if known.reallocation != Some(of) {
            return;
        }
        let known = Arc::make_mut(known);
        known.terms.unplan(PlannedBy { reallocation: of, number: 0 });
        if known.terms.actual().entries().is_empty() {
            self.hub_memberships.remove(&(known.hub, membership));
            self.memberships.remove(&membership);
        }
    }

    pub(super) fn membership_changed(
        &mut self,
        cause: &Cause,
        event: &MembershipChanged,
    ) -> Evolved {
        let membership = change!(self, memberships, cause, event.membership);
        let terms = Some(Arc::new(event.terms.clone()));
        membership.terms.hold(event.from, cause.revision, terms);
        membership.decided = Some(cause.revision);
        membership.doubts.clear();
        self.decided_on_membership(cause, event.membership, &event.decisions);
        Ok(())
    }

    pub(super) fn membership_ended(&mut self, cause: &Cause, event: &MembershipEnded) -> Evolved {
        let membership = change!(self, memberships, cause, event.membership);
        // It ends: a change that was recorded for a later date does not bring it back.
        membership.terms.supersede(event.from, cause.revision, None, Reach::All);
        membership.decided = Some(cause.revision);
        membership.doubts.clear();
        self.decided_on_membership(cause, event.membership, &event.decisions);
        Ok(())
    }

    pub(super) fn membership_transferred(
        &mut self,
        cause: &Cause,
        event: &MembershipTransferred,
    ) -> Evolved {
        let membership = change!(self, memberships, cause, event.membership);
        let left = membership.unit(event.from);
        membership.units.hand_over(event.from, cause.revision, &left, &event.unit);
        Ok(())
    }

    pub(super) fn membership_doubted(
        &mut self,
        cause: &Cause,
        event: &MembershipDoubted,
    ) -> Evolved {
        let membership = change!(self, memberships, cause, event.membership);
        membership.doubts.push(MembershipDoubt {
            from: event.from,
            because: event.because,
            revision: cause.revision,
        });
        Ok(())
    }

    fn decided_on_membership(
        &mut self,
        cause: &Cause,
        membership: MembershipId,
        decisions: &[DecisionTaken],
    ) {
        for decision in decisions {
            self.decided(cause, &DecidedOn::Membership(membership), decision);
        }
    }
}

fn twice(revision: Revision, membership: MembershipId) -> Inconsistent {
    Inconsistent::Twice { revision, thing: format!("{membership:?}") }
}
