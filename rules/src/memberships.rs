//! Memberships: granted, changed, ended by themselves. Those that come with a reallocation are
//! granted there.

use projections::{Basis, Membership, PlannedBy, Portfolio, Unit};
use schema::{
    Date, Decision, DecisionTaken, HubId, MembershipChange, MembershipChanged, MembershipEnd,
    MembershipEnded, MembershipGrant, MembershipGranted, MembershipId, OrganisationId, UnitId,
};

use crate::{
    DecisionMissing, MembershipNotInForce, Rejection,
    allocations::breaks,
    capacity,
    decisions::{AtMost, Decides, listed, take_each},
    extent::Extent,
    find, hubs,
    recording::Recording,
};

pub(crate) fn grant(
    recording: &mut Recording<'_>,
    grant: &MembershipGrant,
) -> Result<(), Rejection> {
    let MembershipGrant { membership, hub, unit, from, .. } = *grant;
    let state = recording.before;
    let known = state.membership(&membership).is_some();
    find::unused(known, "membership", MembershipId::WORD, membership)?;
    hubs::open_or_planned(state, "hub", hub, from)?;
    find::lasting_unit(state, "unit", unit, from)?;
    let decides = Decides::Membership(Extent::of_seats(&grant.terms.promised()));
    let decisions = decided(recording, &grant.decisions, (hub, unit), decides, Needed::Both)?;
    recording.push(MembershipGranted {
        membership,
        hub,
        unit,
        from,
        terms: grant.terms.clone(),
        reallocation: None,
        decisions,
    });
    capacity::check_no_worse(recording.before, &recording.state, hub, from)
        .map_err(|rejection| rejection.within("terms"))
}

pub(crate) fn change(
    recording: &mut Recording<'_>,
    change: &MembershipChange,
) -> Result<(), Rejection> {
    let MembershipChange { membership, from, .. } = *change;
    let known = in_force(recording.before, membership, from)?;
    let held = known.terms.at(from, Basis::Actual).and_then(Option::as_deref);
    if held == Some(&change.terms) {
        return Ok(());
    }
    let parties = (known.hub, known.unit(from));
    let decides = Decides::Membership(Extent::of_seats(&change.terms.promised()));
    let decisions = decided(recording, &change.decisions, parties, decides, Needed::Both)?;
    let terms = change.terms.clone();
    recording.push(MembershipChanged { membership, from, terms, decisions });
    capacity::check_no_worse(recording.before, &recording.state, known.hub, from)
        .map_err(|rejection| rejection.within("terms"))
}

pub(crate) fn end(recording: &mut Recording<'_>, end: &MembershipEnd) -> Result<(), Rejection> {
    let MembershipEnd { membership, from, .. } = *end;
    let known = in_force(recording.before, membership, from)?;
    let parties = (known.hub, known.unit(from));
    let decides = Decides::EndingMembership;
    let decisions = decided(recording, &end.decisions, parties, decides, Needed::Either)?;
    let reason = recording.seal_any("reason", end.reason.as_ref());
    recording.push(MembershipEnded { membership, from, reason, decisions });
    Ok(())
}

/// The membership if it holds on a date and is not still to come with a reallocation.
fn in_force(
    state: &Portfolio,
    id: MembershipId,
    on: Date,
) -> Result<std::sync::Arc<Membership>, Rejection> {
    let known = find::membership(state, "membership", id)?;
    not_planned(state, &known).map_err(|rejection| rejection.within("membership"))?;
    match known.terms.at(on, Basis::Actual) {
        Some(Some(_)) => Ok(known),
        _ => {
            let membership = id.to_string();
            Err(Rejection::new("from", MembershipNotInForce { membership, on }))
        }
    }
}

/// Rejects a decision on a membership that is still to begin, with the first move of an approved
/// reallocation.
pub(crate) fn not_planned(state: &Portfolio, membership: &Membership) -> Result<(), Rejection> {
    let Some(pending) = membership.terms.pending().first() else { return Ok(()) };
    let reallocation = state.reallocation(&pending.by.reallocation);
    let first = reallocation.and_then(|known| known.pending_moves().next());
    let number = first.map_or(pending.by.number, |first| first.number);
    let by = PlannedBy { number, ..pending.by };
    Err(breaks(format!("{:?}", membership.id), by, pending.entry.from))
}

/// A membership has a host and a member.
const AT_MOST: AtMost = AtMost { decisions: 2, what: "decisions on one membership" };

/// Whose decisions a membership takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Needed {
    /// The host's and the member's.
    Both,
    /// One of the two.
    Either,
}

/// The decisions on a membership are the host's and the member's: one where they are the same.
fn decided(
    recording: &mut Recording<'_>,
    decisions: &[Decision],
    (hub, unit): (HubId, UnitId),
    decides: Decides,
    needed: Needed,
) -> Result<Vec<DecisionTaken>, Rejection> {
    let state = recording.before;
    let (hub, unit) = (find::hub(state, "hub", hub)?, find::unit(state, "unit", unit)?);
    let parties = |on| [Some(state.hub_host(&hub, on)), organisation_of(&unit, on)];
    let concerned = |on| parties(on).into_iter().flatten().collect();
    let taken = take_each(recording, decisions, &AT_MOST, decides, concerned)?;
    let mut heard = [false; 2];
    for decision in decisions {
        for (heard, party) in heard.iter_mut().zip(parties(decision.decided_on)) {
            *heard |= party == Some(decision.organisation);
        }
    }
    all_heard(heard, parties(recording.context.today), needed).map(|()| taken)
}

fn organisation_of(unit: &Unit, on: Date) -> Option<OrganisationId> {
    unit.descriptions.nearest(on).map(|unit| unit.organisation)
}

/// Rejects a membership on which the host or the member has not decided.
fn all_heard(
    [host, member]: [bool; 2],
    parties: [Option<OrganisationId>; 2],
    needed: Needed,
) -> Result<(), Rejection> {
    let [hosting, of_member] = parties.map(listed);
    let missing = match (host, member, needed) {
        (true, true, _) | (true, _, Needed::Either) | (_, true, Needed::Either) => return Ok(()),
        (false, false, Needed::Either) => (format!("{hosting} or {of_member}"), "host or member"),
        (false, _, Needed::Both) => (hosting, "host"),
        (true, false, Needed::Both) => (of_member, "member"),
    };
    let (organisation, part) = (missing.0, missing.1.to_owned());
    Err(Rejection::new("decisions", DecisionMissing { organisation, part }))
}
