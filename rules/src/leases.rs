//! Leases: signed, amended, given notice of, ended, gone on with. Prolongations follow from their terms, and are
//! recorded nowhere.
//!
//! What a party does is decided by it. A landlord's notice is a fact: it is recorded whatever stands in
//! its way, and a sublease that it leaves without its lease stays as it is until somebody sees to it.
//!
//! The sides may go on after a notice or an end that they agreed on: also once it took effect, as long as
//! nothing else of the tenant then overlaps. Doubts that the end caused stay until they are seen to.
//!
//! What is approved in premises that are given back earlier than they were to be is put in doubt, by
//! whatever gives them back.

use projections::{EndsBecause, Lease, LeaseAgreement, Portfolio, ServedNotice};
use schema::{
    Date, Decision, DecisionTaken, Landlord, LeaseAmend, LeaseAmended, LeaseContinue,
    LeaseContinued, LeaseEnd, LeaseEnded, LeaseId, LeaseNotice, LeaseNoticeServed, LeaseParty,
    LeaseRegime, LeaseSign, LeaseSigned, LeaseTerms, NamedLandlord, NoticePurpose, OrganisationId,
};
use std::{collections::BTreeSet, ops::RangeInclusive, sync::Arc};

use crate::{
    InvalidValue, LeaseDecisionMissing, LeaseEndsBefore, LeaseNotRunning, NoLeaseEndThen,
    NothingToWithdraw, Rejection, RetiredAlready, amounts,
    decisions::{AtMost, Decides, listed, take_each},
    doubts::Fact,
    find, hubs,
    recording::Recording,
};

mod given_back;
mod money;
mod premises;
mod terms;

pub(crate) use given_back::earlier as given_back;
pub(crate) use premises::{leaves_its_lease, outside_parent, overlapping, overlaps};

const DECIDES: Decides = Decides::ForBoards("a lease");
/// Of the tenant, and of landlords that come in and go out.
const AT_MOST: AtMost = AtMost { decisions: 3, what: "decisions on one lease" };

pub(crate) fn sign(recording: &mut Recording<'_>, sign: &LeaseSign) -> Result<(), Rejection> {
    let LeaseSign { lease, from, tenant, parent, currency, .. } = *sign;
    let state = recording.before;
    find::unused(state.lease(&lease).is_some(), "lease", LeaseId::WORD, lease)?;
    find::organisation_within(state, "tenant", tenant, from, from.max(recording.context.today))?;
    amounts::in_currency(state, currency)?;
    let today = recording.context.today;
    let terms = terms::checked(state, &sign.terms, from, today)?;
    let landlord = Of::Named(&sign.landlord);
    lets(state, landlord, tenant, terms.regime, from..=from.max(today))?;
    if let Some(parent) = parent {
        let parent = find::lease(state, "parent", parent)?;
        lets_on(state, &parent, landlord, from)?;
    }
    let decisions = decided(recording, &sign.decisions, &[tenant_of(tenant), landlord.party()])?;
    let landlord = landlord.sealed(recording);
    recording.push(LeaseSigned { lease, from, landlord, tenant, parent, terms, decisions });
    premises::check(recording, lease)
}

pub(crate) fn amend(recording: &mut Recording<'_>, amend: &LeaseAmend) -> Result<(), Rejection> {
    let LeaseAmend { lease, from, currency, .. } = *amend;
    let state = recording.before;
    let known = find::lease(state, "lease", lease)?;
    let held = running(&known, "from", from)?;
    amounts::in_currency(state, currency)?;
    let terms = terms::checked(state, &amend.terms, from, recording.context.today)?;
    let landlord = amend.landlord.as_ref().map_or(Of::Recorded(held.landlord), Of::Named);
    lets(state, landlord, known.tenant, terms.regime, from..=from)?;
    if let Some(parent) = known.parent {
        let parent = find::lease(state, "lease", parent)?;
        lets_on(state, &parent, landlord, from)?;
    }
    if let Of::Recorded(landlord) = landlord
        && *held == (LeaseAgreement { landlord, terms: terms.clone() })
    {
        return Ok(());
    }
    within_end(&known, &held.terms, &terms)?;
    // Who lets no longer gives up its rent.
    let parties = [tenant_of(known.tenant), landlord.party(), Of::Recorded(held.landlord).party()];
    let decisions = decided(recording, &amend.decisions, &parties)?;
    let landlord = landlord.sealed(recording);
    let reason = recording.seal_any("reason", amend.reason.as_ref());
    let fact = Fact::next(recording);
    recording.push(LeaseAmended { lease, from, landlord, terms, decisions, reason });
    premises::check(recording, lease)?;
    doubts(recording, fact, lease)
}

pub(crate) fn give_notice(
    recording: &mut Recording<'_>,
    notice: &LeaseNotice,
) -> Result<(), Rejection> {
    let LeaseNotice { lease, party, purpose, served_on, how, takes_effect, .. } = *notice;
    let known = find::lease(recording.before, "lease", lease)?;
    hubs::not_later_than_today(recording, "servedOn", served_on)?;
    let is_served = |served: &ServedNotice| {
        let same =
            (served.party, served.purpose, served.served_on, served.how, served.takes_effect);
        same == (party, purpose, served_on, how, takes_effect) && served.withdrawn.is_none()
    };
    if known.notices.iter().any(is_served) {
        return Ok(());
    }
    not_before_agreed(recording.before, &known, served_on)?;
    let held = running(&known, "takesEffect", takes_effect.previous_day())?;
    let late = match (known.is_late(party, purpose, served_on, takes_effect), party) {
        (Some(late), _) => late,
        // Recorded as it was served. For that day it does not count.
        (None, LeaseParty::Landlord) => true,
        (None, LeaseParty::Tenant) => {
            return Err(no_end_then(&known, party, purpose, served_on, takes_effect));
        }
    };
    let gives = match party {
        LeaseParty::Tenant => tenant_of(known.tenant),
        LeaseParty::Landlord => Of::Recorded(held.landlord).party(),
    };
    let decisions = decided(recording, &notice.decisions, &[gives])?;
    let reason = recording.seal_any("reason", notice.reason.as_ref());
    let fact = Fact::next(recording);
    recording.push(LeaseNoticeServed {
        lease,
        party,
        purpose,
        served_on,
        how,
        takes_effect,
        late,
        decisions,
        reason,
    });
    if party == LeaseParty::Tenant {
        premises::check_subleases(recording, lease)?;
    }
    doubts(recording, fact, lease)
}

pub(crate) fn end(recording: &mut Recording<'_>, end: &LeaseEnd) -> Result<(), Rejection> {
    let LeaseEnd { lease, from, .. } = *end;
    let known = find::lease(recording.before, "lease", lease)?;
    if let Some(ended) = &known.ended {
        let (thing, reference) = (LeaseId::WORD.to_owned(), lease.to_string());
        let reason = RetiredAlready { thing, reference, from: ended.from };
        return Err(Rejection::new("lease", reason));
    }
    let held = running(&known, "from", from.previous_day())?;
    let parties = [tenant_of(known.tenant), Of::Recorded(held.landlord).party()];
    let decisions = decided(recording, &end.decisions, &parties)?;
    let reason = recording.seal_any("reason", end.reason.as_ref());
    let fact = Fact::next(recording);
    recording.push(LeaseEnded { lease, from, decisions, reason });
    premises::check_subleases(recording, lease)?;
    doubts(recording, fact, lease)
}

pub(crate) fn go_on(recording: &mut Recording<'_>, go_on: &LeaseContinue) -> Result<(), Rejection> {
    let LeaseContinue { lease, withdraws, .. } = *go_on;
    let known = find::lease(recording.before, "lease", lease)?;
    let Some(end) = known.recorded_end(withdraws).filter(|_| !known.is_void()) else {
        return Err(nothing_to_withdraw(&known, go_on));
    };
    if known.is_withdrawn(withdraws) {
        return Ok(());
    }
    let landlord = known.agreed_for(end.on.previous_day()).map(|agreed| agreed.landlord);
    let landlord = landlord.map(|landlord| Of::Recorded(landlord).party());
    let parties: Vec<Party> = std::iter::once(tenant_of(known.tenant)).chain(landlord).collect();
    let decisions = decided(recording, &go_on.decisions, &parties)?;
    let reason = recording.seal_any("reason", go_on.reason.as_ref());
    recording.push(LeaseContinued { lease, withdraws, decisions, reason });
    premises::check(recording, lease)
        .map_err(|rejection| Rejection { path: "lease".to_owned(), ..rejection })
}

fn nothing_to_withdraw(known: &Lease, go_on: &LeaseContinue) -> Rejection {
    let noticed = known.notices.iter().map(|notice| notice.revision);
    let all = noticed.chain(known.ended.as_ref().map(|ended| ended.revision));
    let open: BTreeSet<_> = all.filter(|revision| !known.is_withdrawn(*revision)).collect();
    let open = match listed(open) {
        open if open.is_empty() => "none".to_owned(),
        open => open,
    };
    let (lease, revision) = (known.id.to_string(), go_on.withdraws.to_string());
    Rejection::new("withdraws", NothingToWithdraw { lease, revision, open })
}

/// A term does not reach past an end that a notice or an agreement gave, unless it did before: what else
/// is agreed until then can change.
fn within_end(known: &Lease, held: &LeaseTerms, terms: &LeaseTerms) -> Result<(), Rejection> {
    let Some(end) = known.ends() else { return Ok(()) };
    let (what, revision) = match end.because {
        EndsBecause::Term => return Ok(()),
        EndsBecause::Notice(revision) => ("notice", revision),
        EndsBecause::Agreement(revision) => ("agreement", revision),
        EndsBecause::NeverSigned(revision) => ("correction", revision),
    };
    if terms.to == held.to || terms.to.is_some_and(|to| to <= end.on) {
        return Ok(());
    }
    let (lease, what, revision) = (known.id.to_string(), what.to_owned(), revision.to_string());
    Err(Rejection::new("terms.to", LeaseEndsBefore { lease, on: end.on, what, revision }))
}

/// Notice is served of what is agreed: not before the lease begins or, where that was before, its parties
/// decided on it.
fn not_before_agreed(state: &Portfolio, known: &Lease, served_on: Date) -> Result<(), Rejection> {
    let signed = known.agreed.entries().iter().map(|entry| entry.revision).min();
    let decided = signed.into_iter().flat_map(|signed| state.decisions_at(signed));
    let decided = decided.map(|recorded| recorded.decision.decided_on);
    let Some(first) = decided.chain(known.begins()).min().filter(|first| served_on < *first) else {
        return Ok(());
    };
    let (what, given) = ("day on which notice was served".to_owned(), served_on.to_string());
    let accepted = format!("{first}, when the lease was decided on or began, or a later day");
    Err(Rejection::new("servedOn", InvalidValue { what, given, accepted }))
}

/// Puts in doubt what was to be in premises that are given back earlier now.
fn doubts(recording: &mut Recording<'_>, fact: Fact, lease: LeaseId) -> Result<(), Rejection> {
    let given_back = given_back::earlier(recording.before, &recording.state, lease);
    fact.gives_back(recording, given_back)
}

/// A landlord as the command names it, or as it is recorded.
#[derive(Clone, Copy)]
enum Of<'a> {
    Named(&'a NamedLandlord),
    Recorded(Landlord),
}

impl Of<'_> {
    fn organisation(self) -> Option<OrganisationId> {
        match self {
            Self::Named(NamedLandlord::Organisation(organisation)) => Some(*organisation),
            Self::Named(NamedLandlord::Outside(_)) => None,
            Self::Recorded(landlord) => landlord.organisation(),
        }
    }

    fn party(self) -> Party {
        (self.organisation(), LeaseParty::Landlord)
    }

    /// The landlord as the next event has it.
    fn sealed(self, recording: &mut Recording<'_>) -> Landlord {
        match self {
            Self::Named(NamedLandlord::Organisation(organisation)) => {
                Landlord::Organisation { organisation: *organisation }
            }
            Self::Named(NamedLandlord::Outside(name)) => {
                Landlord::Outside { name: recording.seal("landlord.outside.name", name) }
            }
            Self::Recorded(landlord) => landlord,
        }
    }
}

/// A side of a lease; none where it is somebody outside the portfolio.
type Party = (Option<OrganisationId>, LeaseParty);

const fn tenant_of(tenant: OrganisationId) -> Party {
    (Some(tenant), LeaseParty::Tenant)
}

/// Who is named to let is there on the date, and who lets is the tenant itself only where that is no
/// lease by law.
fn lets(
    state: &Portfolio,
    landlord: Of<'_>,
    tenant: OrganisationId,
    regime: LeaseRegime,
    within: RangeInclusive<Date>,
) -> Result<(), Rejection> {
    let Some(lets) = landlord.organisation() else { return Ok(()) };
    let (first, last) = within.into_inner();
    // What is recorded may have ended since, and what succeeds it lets.
    if matches!(landlord, Of::Named(_)) {
        find::organisation_within(state, "landlord", lets, first, last)?;
    }
    let is_tenant = state.organisation_on(lets, first) == state.organisation_on(tenant, first);
    if !is_tenant || matches!(regime, LeaseRegime::Internal | LeaseRegime::Owned) {
        return Ok(());
    }
    let (what, given) = (format!("landlord of a {regime}"), lets.to_string());
    let accepted = "another than the tenant, or an internal lease or owned premises".to_owned();
    Err(Rejection::new("landlord", InvalidValue { what, given, accepted }))
}

/// Who lets what it rents itself is the tenant of that lease.
fn lets_on(
    state: &Portfolio,
    parent: &Lease,
    landlord: Of<'_>,
    from: Date,
) -> Result<(), Rejection> {
    let tenant = state.lease_tenant(parent, from);
    let lets = landlord.organisation();
    if lets.is_some_and(|lets| state.organisation_on(lets, from) == tenant) {
        return Ok(());
    }
    let what = format!("landlord of a sublease of lease {}", parent.id);
    let given = lets.map_or_else(|| "somebody outside".to_owned(), |lets| lets.to_string());
    let accepted = format!("organisation {tenant}, which is its tenant");
    Err(Rejection::new("landlord", InvalidValue { what, given, accepted }))
}

/// What is agreed for a date on which a lease runs.
pub(crate) fn running(
    known: &Lease,
    path: &str,
    on: Date,
) -> Result<Arc<LeaseAgreement>, Rejection> {
    match known.agreed_for(on).filter(|_| known.runs(on)) {
        Some(agreed) => Ok(Arc::clone(agreed)),
        None => {
            let lease = known.id.to_string();
            let from = known.begins().unwrap_or(on);
            let to = known.ends().map_or_else(|| "further notice".to_owned(), |e| e.on.to_string());
            Err(Rejection::new(path, LeaseNotRunning { lease, from, to, on }))
        }
    }
}

/// How many of the next ends a rejection names.
const ENDS_NAMED: usize = 3;

pub(crate) fn no_end_then(
    known: &Lease,
    party: LeaseParty,
    purpose: NoticePurpose,
    served_on: Date,
    takes_effect: Date,
) -> Rejection {
    let agreed = |end: Date| known.is_late(party, purpose, served_on, end) == Some(false);
    let ends = known.term_ends(Date::LAST).into_iter().map(|(end, _)| end);
    let breaks = known.periods().into_iter().flat_map(|period| {
        let own = period.agreed.terms.breaks.clone().into_iter();
        own.filter(|clause| clause.party == party).map(|clause| clause.on)
    });
    let ends: BTreeSet<Date> = ends.chain(breaks).filter(|end| agreed(*end)).collect();
    let ends = match listed(ends.into_iter().take(ENDS_NAMED)) {
        ends if ends.is_empty() => "none".to_owned(),
        ends => ends,
    };
    let (lease, notice) = (known.id.to_string(), format!("{purpose} by the {party}"));
    let reason = NoLeaseEndThen { lease, notice, on: takes_effect, ends };
    Rejection::new("takesEffect", reason)
}

/// The decisions of the sides of a lease that are organisations of the portfolio.
fn decided(
    recording: &mut Recording<'_>,
    decisions: &[Decision],
    parties: &[Party],
) -> Result<Vec<DecisionTaken>, Rejection> {
    let state = recording.before;
    let on = |(organisation, _): &Party, on| {
        organisation.map(|organisation| state.organisation_on(organisation, on))
    };
    let concerned = |date| parties.iter().filter_map(|party| on(party, date)).collect();
    let taken = take_each(recording, decisions, &AT_MOST, DECIDES, concerned)?;
    let heard = |party: &Party| {
        let own = |decision: &Decision| on(party, decision.decided_on);
        decisions.iter().any(|decision| own(decision) == Some(decision.organisation))
    };
    let missing = parties.iter().find(|party| party.0.is_some() && !heard(party));
    match missing {
        None => Ok(taken),
        Some(party) => {
            let organisation = listed(on(party, recording.context.today));
            let party = party.1.to_string();
            Err(Rejection::new("decisions", LeaseDecisionMissing { organisation, party }))
        }
    }
}
