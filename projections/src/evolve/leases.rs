//! How events change leases.

use schema::{
    Date, DecisionTaken, Landlord, LeaseAmended, LeaseEnded, LeaseId, LeaseNoticeServed,
    LeaseSigned, LeaseTerms,
};
use std::sync::Arc;

use super::{Cause, Evolved, Inconsistent, bring, change, retire};
use crate::{DecidedOn, Lease, LeaseAgreement, Portfolio, ServedNotice, Timeline};

impl Portfolio {
    pub(super) fn lease_signed(&mut self, cause: &Cause, event: &LeaseSigned) -> Evolved {
        let agreed = agreed(event.landlord, &event.terms);
        let lease = Lease {
            id: event.lease,
            tenant: event.tenant,
            parent: event.parent,
            agreed: Timeline::starting(event.from, cause.revision, agreed),
            notices: Vec::new(),
            ended: None,
            decided: cause.revision,
        };
        bring!(self, leases, cause, event.lease, lease);
        self.leases_of.insert((event.terms.building, event.lease));
        self.decided_on_lease(cause, event.lease, &event.decisions)
    }

    pub(super) fn lease_amended(&mut self, cause: &Cause, event: &LeaseAmended) -> Evolved {
        let LeaseAmended { lease, from, landlord, terms, decisions, .. } = event;
        self.agreed_anew(cause, *lease, *from, agreed(*landlord, terms))?;
        self.leases_of.insert((terms.building, *lease));
        self.decided_on_lease(cause, *lease, decisions)
    }

    fn agreed_anew(
        &mut self,
        cause: &Cause,
        lease: LeaseId,
        from: Date,
        agreed: Arc<LeaseAgreement>,
    ) -> Evolved {
        let lease = change!(self, leases, cause, lease);
        lease.agreed.insert(from, cause.revision, agreed);
        Ok(())
    }

    pub(super) fn lease_notice_served(
        &mut self,
        cause: &Cause,
        event: &LeaseNoticeServed,
    ) -> Evolved {
        let lease = change!(self, leases, cause, event.lease);
        lease.notices.push(ServedNotice {
            party: event.party,
            purpose: event.purpose,
            served_on: event.served_on,
            how: event.how,
            takes_effect: event.takes_effect,
            late: event.late,
            reason: event.reason,
            revision: cause.revision,
        });
        self.decided_on_lease(cause, event.lease, &event.decisions)
    }

    pub(super) fn lease_ended(&mut self, cause: &Cause, event: &LeaseEnded) -> Evolved {
        let lease = change!(self, leases, cause, event.lease);
        retire(&mut lease.ended, cause, event.from, event.reason)?;
        self.decided_on_lease(cause, event.lease, &event.decisions)
    }

    fn decided_on_lease(
        &mut self,
        cause: &Cause,
        lease: LeaseId,
        decisions: &[DecisionTaken],
    ) -> Evolved {
        for decision in decisions {
            self.decided(cause, &DecidedOn::Lease(lease), decision);
        }
        if !decisions.is_empty() {
            change!(self, leases, cause, lease).decided = cause.revision;
        }
        Ok(())
    }
}

fn agreed(landlord: Landlord, terms: &LeaseTerms) -> Arc<LeaseAgreement> {
    Arc::new(LeaseAgreement { landlord, terms: terms.clone() })
}
