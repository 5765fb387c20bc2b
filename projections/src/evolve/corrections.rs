//! How corrections change the state: what was written wrongly reads otherwise, and what was wrong is
//! void, as if it had never been recorded.

use schema::{
    ClericalCorrection, ClericallyCorrected, FactuallyCorrected, MembershipId, Move,
    PreconditionAnswer, ReallocationId, Revision, Subject, Voided, VoidedEntry,
};
use std::sync::Arc;

use super::{Cause, Evolved, Inconsistent, change, reallocations::plan_terms};
use crate::{Corrected, Correction, DecidedOn, Portfolio, ReallocationStatus, Timeline};

impl Portfolio {
    pub(super) fn clerically_corrected(
        &mut self,
        cause: &Cause,
        event: &ClericallyCorrected,
    ) -> Evolved {
        match &event.correction {
            ClericalCorrection::Decision { decision } => {
                let known = self.change_decision(cause, event.corrects, decision.organisation)?;
                let reads = Arc::new((**decision).clone());
                let read = std::mem::replace(&mut known.decision, reads);
                known.formerly.push((cause.revision, read));
                known.corrected = Some(cause.revision);
            }
            ClericalCorrection::Title { reallocation, title } => {
                let known = change!(self, reallocations, cause, *reallocation);
                known.titles.push((cause.revision, *title));
            }
            ClericalCorrection::Document { reallocation, precondition, document } => {
                let known = change!(self, reallocations, cause, *reallocation);
                if let Some(settled) = known.settled.get_mut(precondition) {
                    settled.answer = with_document(settled.answer, *document);
                }
            }
        }
        self.correct(event.corrects, Correction::Clerical(cause.revision));
        Ok(())
    }

    fn correct(&mut self, corrected: Revision, by: Correction) {
        self.corrections.entry(corrected).or_default().push_back(by);
    }

    pub(super) fn factually_corrected(
        &mut self,
        cause: &Cause,
        event: &FactuallyCorrected,
    ) -> Evolved {
        for decision in &event.decisions {
            self.decided(cause, &DecidedOn::Correction(event.corrects), decision);
        }
        for voided in &event.voided {
            self.void(cause, voided)?;
            self.correct(voided.revision, Correction::Factual(cause.revision));
        }
        Ok(())
    }

    fn void(&mut self, cause: &Cause, voided: &Voided) -> Evolved {
        let revision = voided.revision;
        match voided.entry {
            VoidedEntry::Move { reallocation, number } => {
                self.void_move(cause, revision, reallocation, number)?;
            }
            VoidedEntry::Allocation { resource } => {
                change!(self, resources, cause, resource).allocation.void(revision);
            }
            VoidedEntry::Place { resource } => {
                change!(self, resources, cause, resource).place.void(revision);
            }
            VoidedEntry::HubOpening { hub } => {
                let hub = change!(self, hubs, cause, hub);
                hub.opened = hub.opened.filter(|opened| opened.revision != revision);
            }
            VoidedEntry::HubSpace { space } => {
                change!(self, spaces, cause, space).hub.void(revision);
            }
            VoidedEntry::HubCapacity { hub } => {
                change!(self, hubs, cause, hub).capacity.void(revision);
            }
            VoidedEntry::Membership { membership } => {
                change!(self, memberships, cause, membership).terms.void(revision);
                self.plan_membership_again(cause, membership)?;
            }
            VoidedEntry::LeaseSigning { lease } => self.void_lease(cause, lease, revision)?,
            VoidedEntry::LeaseAmendment { lease } => {
                self.void_lease_amendment(cause, lease, revision)?;
            }
            VoidedEntry::LeaseNotice { lease } => self.void_lease_notice(cause, lease, revision)?,
            VoidedEntry::LeaseEnd { lease } => self.void_lease_end(cause, lease, revision)?,
            VoidedEntry::Cost { cost } => self.void_cost(cause, cost, revision)?,
            VoidedEntry::CostRevision { cost } => self.void_cost_revision(cause, cost, revision)?,
            VoidedEntry::CostEnd { cost } => self.void_cost_end(cause, cost, revision)?,
        }
        Ok(())
    }

    /// A move that was not carried out is planned again, as long as its reallocation is approved.
    fn void_move(
        &mut self,
        cause: &Cause,
        revision: Revision,
        id: ReallocationId,
        number: u16,
    ) -> Evolved {
        let reallocation = change!(self, reallocations, cause, id);
        reallocation.done.remove(&number);
        if reallocation.status == ReallocationStatus::Completed {
            reallocation.stand(ReallocationStatus::Approved, cause.revision);
        }
        let approved = reallocation.status == ReallocationStatus::Approved;
        let Some(planned) = reallocation.find_move(number).copied() else { return Ok(()) };
        self.void_subject(cause, revision, &planned)?;
        if approved { self.plan_move(cause, id, &planned) } else { Ok(()) }
    }

    /// A membership that did not begin is to begin again with the first move of its reallocation, as
    /// long as that is approved and none was made.
    fn plan_membership_again(&mut self, cause: &Cause, id: MembershipId) -> Evolved {
        let known = change!(self, memberships, cause, id);
        let begun = !known.terms.actual().entries().is_empty();
        let of = known.reallocation.filter(|_| !begun);
        let Some(reallocation) = of.and_then(|of| self.reallocations.get(&of)) else {
            return Ok(());
        };
        let to_begin =
            reallocation.status == ReallocationStatus::Approved && reallocation.done.is_empty();
        let (of, proposal) = (reallocation.id, Arc::clone(&reallocation.proposal));
        let mut proposed = proposal.memberships.iter();
        if let Some(proposed) = proposed.find(|proposed| to_begin && proposed.membership == id) {
            let known = change!(self, memberships, cause, id);
            plan_terms(&mut known.terms, cause, of, &proposal, proposed);
        }
        Ok(())
    }

    fn void_subject(&mut self, cause: &Cause, revision: Revision, made: &Move) -> Evolved {
        match made.subject {
            Subject::Space(space) => {
                let space = change!(self, spaces, cause, space);
                space.hub.void(revision);
                space.released.void(revision);
            }
            Subject::Resource(resource) => {
                let resource = change!(self, resources, cause, resource);
                resource.allocation.void(revision);
                resource.place.void(revision);
            }
        }
        Ok(())
    }
}

/// For which days a timeline reads otherwise once what an event did is void: those on which that held.
pub(super) fn otherwise<T>(
    timeline: &Timeline<T>,
    revision: Revision,
    cause: &Cause,
) -> Vec<Corrected> {
    let days = timeline.entries().chunk_by(|one, next| one.from == next.from);
    let holding: Vec<_> = days.filter_map(<[_]>::last).collect();
    let spans = holding.iter().enumerate().filter(|(_, entry)| entry.revision == revision);
    let corrected = spans.map(|(place, entry)| Corrected {
        from: entry.from,
        to: holding.get(place + 1).map(|next| next.from),
        by: cause.revision,
    });
    corrected.collect()
}

fn with_document(answer: PreconditionAnswer, document: schema::Commitment) -> PreconditionAnswer {
    match answer {
        PreconditionAnswer::Met { on, .. } => PreconditionAnswer::Met { on, document },
        PreconditionAnswer::NotApplicable { on, because, .. } => {
            PreconditionAnswer::NotApplicable { on, document, because }
        }
    }
}
