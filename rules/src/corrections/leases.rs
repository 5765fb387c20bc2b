//! Corrections of leases: that one was never signed or amended, how notice was served, when it ends.
//! Other terms are no correction of facts: they are agreed on by an amendment from the same date.
//!
//! What was recorded later of the lease, of subleases and of the tenant's other leases is tried on what
//! is true, and taken along where it no longer fits.

use projections::{Entry, Lease, LeaseAgreement, Portfolio, ServedNotice};
use schema::{
    Commitment, Date, DecisionTaken, Event, LeaseAmended, LeaseEnded, LeaseId, LeaseNoticeServed,
    LeaseParty, LeaseSigned, OrganisationId, Revision, SpaceId, TrueNotice, Voided, VoidedEntry,
};
use std::{collections::BTreeMap, sync::Arc};

use super::{
    apply::Wrong,
    broken::{Broken, Compared},
    entries::{MovesDone, Says},
    facts::{recorded_thing, wrong},
    nothing,
    scope::Scope,
};
use crate::{
    InvalidValue, Rejection, find, hubs::not_later_than_today, leases, recording::Recording,
};

/// What an entry says of a lease.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum OfLease {
    /// It was signed.
    Signed {
        /// Who rents.
        tenant: OrganisationId,
        /// The lease of which it is a sublease.
        parent: Option<LeaseId>,
        /// What was agreed.
        agreed: Arc<LeaseAgreement>,
    },
    /// It was amended.
    Amended(Arc<LeaseAgreement>),
    /// Notice was served. Its revision is that of the entry.
    Noticed(ServedNotice),
    /// It ends by agreement.
    Ended(Option<Commitment>),
}

/// A lease that was never signed.
pub(super) fn signing(
    state: &Portfolio,
    done: &MovesDone,
    lease: LeaseId,
) -> Result<Wrong, Rejection> {
    let known = find::lease(state, "leaseSigning.lease", lease)?;
    let revision = signed(&known).unwrap_or(known.decided);
    wrong(state, done, "leaseSigning", revision, VoidedEntry::LeaseSigning { lease }, None)
}

/// An amendment that was never agreed on.
pub(super) fn amendment(
    state: &Portfolio,
    done: &MovesDone,
    lease: LeaseId,
    revision: Revision,
) -> Result<Wrong, Rejection> {
    find::lease(state, "leaseAmendment.lease", lease)?;
    wrong(state, done, "leaseAmendment", revision, VoidedEntry::LeaseAmendment { lease }, None)
}

/// A notice that was never served, or was served otherwise.
pub(super) fn notice(
    recording: &Recording<'_>,
    done: &MovesDone,
    lease: LeaseId,
    revision: Revision,
    instead: Option<TrueNotice>,
) -> Result<Wrong, Rejection> {
    let state = recording.before;
    let known = find::lease(state, "leaseNotice.lease", lease)?;
    if let Some(TrueNotice { served_on, .. }) = instead {
        not_later_than_today(recording, "leaseNotice.instead.servedOn", served_on)?;
    }
    let notice = known.notices.iter().find(|notice| notice.revision == revision);
    let truth = notice.zip(instead).map(|(notice, instead)| {
        let TrueNotice { served_on, how, takes_effect } = instead;
        let notice = ServedNotice { served_on, how, takes_effect, ..notice.clone() };
        (takes_effect, Says::OfLease(lease, OfLease::Noticed(notice)))
    });
    wrong(state, done, "leaseNotice", revision, VoidedEntry::LeaseNotice { lease }, truth)
}

/// An end that was never agreed on, or from another date. It may be still to come, as any agreement.
pub(super) fn end(
    state: &Portfolio,
    done: &MovesDone,
    lease: LeaseId,
    from: Option<Date>,
) -> Result<Wrong, Rejection> {
    let known = find::lease(state, "leaseEnd.lease", lease)?;
    let entry = VoidedEntry::LeaseEnd { lease };
    let Some(ended) = known.ended.as_ref().filter(|_| !known.is_void()) else {
        return Err(nothing("leaseEnd.lease", recorded_thing(entry), known.decided));
    };
    let truth = from.map(|from| (from, Says::OfLease(lease, OfLease::Ended(ended.reason))));
    wrong(state, done, "leaseEnd", ended.revision, entry, truth)
}

/// The event by which a lease was signed: nothing of it was agreed before.
fn signed(known: &Lease) -> Option<Revision> {
    known.agreed.entries().iter().map(|entry| entry.revision).min()
}

/// The entry that made what is agreed.
fn of_agreement(known: &Lease, entry: &Entry<Arc<LeaseAgreement>>) -> Voided {
    let (lease, revision) = (known.id, entry.revision);
    let is_signing = signed(known) == Some(revision);
    let signing = VoidedEntry::LeaseSigning { lease };
    let entry = if is_signing { signing } else { VoidedEntry::LeaseAmendment { lease } };
    Voided { revision, entry }
}

fn of_notice(known: &Lease, notice: &ServedNotice) -> Voided {
    Voided { revision: notice.revision, entry: VoidedEntry::LeaseNotice { lease: known.id } }
}

fn of_end(known: &Lease) -> Option<Voided> {
    let entry = VoidedEntry::LeaseEnd { lease: known.id };
    let ended = known.ended.as_ref().filter(|_| !known.is_void());
    ended.map(|ended| Voided { revision: ended.revision, entry })
}

/// What an entry says of a lease, and from when; none where there is no such entry.
pub(super) fn said(known: &Lease, voided: &Voided) -> Option<(Date, OfLease)> {
    if known.is_void() {
        return None;
    }
    match voided.entry {
        VoidedEntry::LeaseNotice { .. } => {
            let mut notices = known.notices.iter();
            let notice = notices.find(|notice| notice.revision == voided.revision)?;
            Some((notice.takes_effect, OfLease::Noticed(notice.clone())))
        }
        VoidedEntry::LeaseEnd { .. } => {
            let ended = known.ended.as_ref().filter(|ended| ended.revision == voided.revision)?;
            Some((ended.from, OfLease::Ended(ended.reason)))
        }
        _ => {
            let mut entries = known.agreed.entries().iter();
            let made = entries.find(|entry| of_agreement(known, entry) == *voided)?;
            let agreed = Arc::clone(&made.value);
            let says = match voided.entry {
                VoidedEntry::LeaseAmendment { .. } => OfLease::Amended(agreed),
                _ => OfLease::Signed { tenant: known.tenant, parent: known.parent, agreed },
            };
            Some((made.from, says))
        }
    }
}

/// What rests on the signing of a lease: all that was recorded of it later.
pub(super) fn on_signing(known: &Lease, signing: &Voided) -> Vec<Voided> {
    let agreed = known.agreed.entries().iter().map(|entry| of_agreement(known, entry));
    let notices = known.notices.iter().map(|notice| of_notice(known, notice));
    let all = agreed.chain(notices).chain(of_end(known));
    all.filter(|of| of.revision > signing.revision).collect()
}

/// The event that records the same from a date, where it fits what is agreed.
pub(super) fn again(
    state: &Portfolio,
    lease: LeaseId,
    says: &OfLease,
    from: Date,
    decisions: Vec<DecisionTaken>,
) -> Result<Event, Rejection> {
    let known = find::lease(state, "lease", lease)?;
    let reason = None;
    match says {
        OfLease::Signed { tenant, parent, agreed } => {
            let LeaseAgreement { landlord, terms } = LeaseAgreement::clone(agreed);
            if let Some(to) = terms.to.filter(|to| *to <= from) {
                let (what, given) = ("end of a term".to_owned(), to.to_string());
                let accepted = format!("a date after {from}, from which the terms hold");
                return Err(Rejection::new("terms.to", InvalidValue { what, given, accepted }));
            }
            let (tenant, parent) = (*tenant, *parent);
            Ok(LeaseSigned { lease, from, landlord, tenant, parent, terms, decisions }.into())
        }
        OfLease::Amended(agreed) => {
            leases::running(&known, "from", from)?;
            let LeaseAgreement { landlord, terms } = LeaseAgreement::clone(agreed);
            Ok(LeaseAmended { lease, from, landlord, terms, decisions, reason }.into())
        }
        OfLease::Noticed(notice) => {
            let takes_effect = from;
            leases::running(&known, "takesEffect", takes_effect.previous_day())?;
            let ServedNotice { party, purpose, served_on, how, reason, .. } = *notice;
            let Some(late) = counts(&known, notice, takes_effect) else {
                let reason = leases::no_end_then(&known, party, purpose, served_on, takes_effect);
                return Err(reason);
            };
            Ok(LeaseNoticeServed {
                lease,
                party,
                purpose,
                served_on,
                how,
                takes_effect,
                late,
                decisions,
                reason,
            }
            .into())
        }
        OfLease::Ended(reason) => {
            leases::running(&known, "from", from.previous_day())?;
            Ok(LeaseEnded { lease, from, decisions, reason: *reason }.into())
        }
    }
}

/// Whether notice is late by what is agreed; none where it counts for nothing.
fn counts(known: &Lease, notice: &ServedNotice, takes_effect: Date) -> Option<bool> {
    let ServedNotice { party, purpose, served_on, .. } = *notice;
    let late = known.is_late(party, purpose, served_on, takes_effect);
    // A landlord's is recorded as it was served.
    late.or((party == LeaseParty::Landlord).then_some(true))
}

/// Whether what was just recorded once more counts as it did.
pub(super) fn counts_as_before(recording: &Recording<'_>, says: &Says) -> bool {
    let Says::OfLease(lease, OfLease::Noticed(notice)) = says else { return true };
    let known = recording.state.lease(lease);
    let now = known.and_then(|known| known.notices.last());
    now.is_some_and(|now| now.late == notice.late)
}

/// What of a lease, of its subleases and of what its tenant rents beside it does not fit together. A
/// sublease that a landlord's notice leaves without its lease stays as it is.
pub(super) fn broken(compared: &Compared<'_>, lease: LeaseId, broken: &mut Vec<Broken>) {
    let (before, after) = (compared.before, compared.after);
    let Some(known) = after.lease(&lease) else { return };
    if let Some(was) = before.lease(&lease) {
        broken.extend(of_itself(was, known, before.next_revision()));
    }
    for (on, other) in leases::overlapping(before, after, lease) {
        let forbidden = Some(leases::overlaps(after, known, other.id, on));
        let comes_of = [known, &other].into_iter().filter_map(|of| agreed_on(of, on)).collect();
        broken.push(Broken { comes_of, forbidden });
    }
    if !compared.scope.decided_leases.contains(&lease) {
        return;
    }
    let of_it = after.leases().values().filter(|other| other.parent == Some(lease));
    for sublease in of_it.chain([known]) {
        let Some(on) = leases::leaves_its_lease(before, after, sublease) else { continue };
        let above = sublease.parent.and_then(|parent| after.lease(&parent));
        let limits = above.into_iter().flat_map(|above| limits(above, on));
        let comes_of = agreed_on(sublease, on).into_iter().chain(limits).collect();
        let forbidden = Some(leases::outside_parent(sublease, on));
        broken.push(Broken { comes_of, forbidden });
    }
}

/// What was agreed or served for a time in which the lease does not run any more, and notices that count
/// otherwise. What comes of what was recorded before stays: an end goes before it.
fn of_itself(was: &Lease, is: &Lease, anew: Revision) -> Vec<Broken> {
    let ran = |on: Date| was.runs(on) && !is.runs(on);
    let agreed = is.agreed.entries().iter().filter(|entry| ran(entry.from));
    let agreed = agreed.map(|entry| of_agreement(is, entry));
    let notices = is.notices.iter().filter(|notice| {
        let served = |known: &Lease| counts(known, notice, notice.takes_effect);
        ran(notice.takes_effect.previous_day()) || served(was) != served(is)
    });
    let notices = notices.map(|notice| of_notice(is, notice));
    let ended = is.ended.as_ref().filter(|ended| ran(ended.from.previous_day()));
    let ended = ended.and_then(|_| of_end(is));
    let all = agreed.chain(notices).chain(ended).filter(|of| of.revision < anew);
    all.map(|of| Broken { comes_of: vec![of], forbidden: None }).collect()
}

fn agreed_on(known: &Lease, on: Date) -> Option<Voided> {
    known.agreed.entry_at(on).map(|entry| of_agreement(known, entry))
}

/// By what a lease does not let something on a date.
fn limits(known: &Lease, on: Date) -> Vec<Voided> {
    let notices =
        known.notices.iter().filter(|notice| known.ended_by(notice).is_some_and(|end| end <= on));
    let notices = notices.map(|notice| of_notice(known, notice));
    agreed_on(known, on).into_iter().chain(notices).chain(of_end(known)).collect()
}

/// The premises that leases no longer let after a correction, each with its first day without.
pub(super) fn given_back(recording: &Recording<'_>, scope: &Scope) -> BTreeMap<SpaceId, Date> {
    let mut given_back = BTreeMap::<SpaceId, Date>::new();
    for lease in &scope.leases {
        for (space, on) in leases::given_back(recording.before, &recording.state, *lease) {
            given_back.entry(space).and_modify(|first| *first = on.min(*first)).or_insert(on);
        }
    }
    given_back
}
