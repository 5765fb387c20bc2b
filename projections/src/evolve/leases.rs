//! How events change leases.

use schema::{
    Date, DecisionTaken, Landlord, LeaseAmended, LeaseContinued, LeaseEnded, LeaseId,
    LeaseNoticeServed, LeaseSigned, LeaseTerms,
};
use std::sync::Arc;

use super::{Cause, Evolved, Inconsistent, bring, change, retire};
use crate::{
    DecidedOn, Lease, LeaseAgreement, Portfolio, Retirement, ServedNotice, Timeline, WithdrawnEnd,
};

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
            withdrawn_ends: Vec::new(),
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
            withdrawn: None,
        });
        self.decided_on_lease(cause, event.lease, &event.decisions)
    }

    pub(super) fn lease_ended(&mut self, cause: &Cause, event: &LeaseEnded) -> Evolved {
        let lease = change!(self, leases, cause, event.lease);
        retire(&mut lease.ended, cause, event.from, event.reason)?;
        self.decided_on_lease(cause, event.lease, &event.decisions)
    }

    pub(super) fn lease_continued(&mut self, cause: &Cause, event: &LeaseContinued) -> Evolved {
        let lease = change!(self, leases, cause, event.lease);
        let withdrawn = cause.revision;
        match lease.notices.iter_mut().find(|notice| notice.revision == event.withdraws) {
            Some(notice) => notice.withdrawn = Some(withdrawn),
            None => {
                let ended = lease.ended.take_if(|ended| ended.revision == event.withdraws);
                let Some(Retirement { from, revision, .. }) = ended else {
                    return Err(Inconsistent::Unknown {
                        revision: cause.revision,
                        thing: format!("a notice or an end of a lease at {}", event.withdraws),
                    });
                };
                lease.withdrawn_ends.push(WithdrawnEnd { from, revision, withdrawn });
            }
        }
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
