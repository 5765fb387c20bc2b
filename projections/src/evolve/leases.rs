//! How events change leases.

use schema::{
    Date, DecisionTaken, Landlord, LeaseAmended, LeaseContinued, LeaseEnded, LeaseId,
    LeaseNoticeServed, LeaseSigned, LeaseTerms, Month, Revision,
};
use std::sync::Arc;

use super::{Cause, Evolved, Inconsistent, bring, change, corrections::otherwise, retire};
use crate::{
    Corrected, DecidedOn, Lease, LeaseAgreement, Portfolio, Retirement, ServedNotice, Timeline,
    WithdrawnEnd,
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
            corrected: Vec::new(),
        };
        match self.leases.get_mut(&event.lease) {
            // One that was never signed as it was recorded, and is otherwise.
            Some(known) if known.is_void() => {
                let corrected = known.corrected.clone();
                *known = Arc::new(Lease { corrected, ..lease });
            }
            _ => bring!(self, leases, cause, event.lease, lease),
        }
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

    /// It was never signed: it ends on the day on which it was to begin.
    pub(super) fn void_lease(&mut self, cause: &Cause, id: LeaseId, revision: Revision) -> Evolved {
        let lease = change!(self, leases, cause, id);
        let mut signed = lease.agreed.entries().iter().filter(|entry| entry.revision == revision);
        let Some(from) = signed.next().map(|entry| entry.from) else { return Ok(()) };
        lease.ended = Some(Retirement { from, revision: cause.revision, reason: None });
        lease.corrected.push(Corrected { from, to: None, by: cause.revision });
        Ok(())
    }

    pub(super) fn void_lease_amendment(
        &mut self,
        cause: &Cause,
        id: LeaseId,
        revision: Revision,
    ) -> Evolved {
        self.lease_otherwise(cause, id, |lease| {
            let otherwise = otherwise(&lease.agreed, revision, cause);
            let otherwise: Vec<_> =
                otherwise.into_iter().map(|span| widened(lease, span)).collect();
            lease.agreed.void(revision);
            lease.corrected.extend(otherwise);
        })
    }

    pub(super) fn void_lease_notice(
        &mut self,
        cause: &Cause,
        id: LeaseId,
        revision: Revision,
    ) -> Evolved {
        self.lease_otherwise(cause, id, |lease| {
            lease.notices.retain(|notice| notice.revision != revision);
        })
    }

    pub(super) fn void_lease_end(
        &mut self,
        cause: &Cause,
        id: LeaseId,
        revision: Revision,
    ) -> Evolved {
        self.lease_otherwise(cause, id, |lease| {
            lease.ended.take_if(|ended| ended.revision == revision);
            lease.withdrawn_ends.retain(|end| end.revision != revision);
        })
    }

    /// Changes a lease, and notes from when it ends otherwise by that.
    fn lease_otherwise(
        &mut self,
        cause: &Cause,
        id: LeaseId,
        change: impl FnOnce(&mut Lease),
    ) -> Evolved {
        let lease = change!(self, leases, cause, id);
        let was = lease.ends().map(|end| end.on);
        change(lease);
        let is = lease.ends().map(|end| end.on);
        if was != is
            && let Some(end) = [was, is].into_iter().flatten().min()
        {
            // What is due at the end is so with the last day.
            let from = Month::of(end.previous_day()).first_day();
            lease.corrected.push(Corrected { from, to: None, by: cause.revision });
        }
        Ok(())
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

/// What other terms make otherwise: also what was due with the last day before them and, after them, what
/// is invoiced together with their days. A fit-out goes on under later terms.
fn widened(lease: &Lease, span: Corrected) -> Corrected {
    let terms = || lease.agreed.entries().iter().map(|entry| &entry.value.terms);
    let fitted_out = terms().any(|terms| !terms.fit_outs.is_empty());
    let at_a_time = terms().map(|terms| terms.invoicing.paid.months()).max().unwrap_or(1);
    let invoiced = |to: Date| {
        let month = Month::of(to);
        month.minus((month.number() - 1) % at_a_time).plus(at_a_time).first_day()
    };
    Corrected {
        from: Month::of(span.from.previous_day()).first_day(),
        to: span.to.filter(|_| !fitted_out).map(invoiced),
        by: span.by,
    }
}

fn agreed(landlord: Landlord, terms: &LeaseTerms) -> Arc<LeaseAgreement> {
    Arc::new(LeaseAgreement { landlord, terms: terms.clone() })
}
