//! A factual correction carried out: what was wrong is void, what is true is recorded, and what came
//! with it or rests on it is recorded once more where it can be.

use projections::ReallocationStatus;
use schema::{
    Commitment, Date, DecisionTaken, FactuallyCorrected, MembershipId, ReallocationId, Revision,
    Voided, VoidedEntry,
};
use std::collections::{BTreeMap, BTreeSet};

use super::{
    broken::Compared,
    entries::{self, MovesDone, Says},
    leases,
    scope::Scope,
};
use crate::{Rejection, reallocations, recording::Recording};

/// What was recorded wrongly, and what is true instead.
pub(super) struct Wrong {
    /// The entry.
    pub(super) entry: Voided,
    /// From when it was to hold.
    pub(super) from: Date,
    /// What is true, from when; nothing where it never was.
    pub(super) truth: Option<(Date, Says)>,
}

impl Wrong {
    /// The first date on which it matters.
    pub(super) fn since(&self) -> Date {
        let truth = self.truth.as_ref().map(|(from, _)| *from);
        truth.map_or(self.from, |from| from.min(self.from))
    }

    /// The reallocation whose move it was.
    pub(super) fn reallocation(&self) -> Option<ReallocationId> {
        match self.entry.entry {
            VoidedEntry::Move { reallocation, .. } => Some(reallocation),
            _ => None,
        }
    }
}

/// What becomes of each entry that is taken along: whether it holds as before.
pub(super) type Became = BTreeMap<Voided, bool>;

/// Records the correction with the entries that it takes along.
pub(super) fn apply(
    recording: &mut Recording<'_>,
    done: &MovesDone,
    wrong: &Wrong,
    along: &BTreeSet<Voided>,
    decisions: Vec<DecisionTaken>,
    reason: Commitment,
) -> Result<Became, Rejection> {
    let following = following(recording, wrong, along);
    let voided = in_order(wrong, along, &following);
    let corrects = wrong.entry.revision;
    recording.push(FactuallyCorrected { corrects, voided, decisions, reason });
    if let Some((on, says)) = &wrong.truth {
        record(recording, says, *on, wrong.entry.revision)?;
    }
    let mut became = Became::new();
    let (members, others): (Vec<_>, Vec<_>) = along
        .iter()
        .copied()
        .partition(|voided| matches!(voided.entry, VoidedEntry::Membership { .. }));
    for voided in others {
        became.insert(voided, record_again(recording, done, wrong, &voided));
    }
    begin_again(recording, &following);
    for voided in members {
        became.insert(voided, record_again(recording, done, wrong, &voided));
    }
    complete_again(recording, wrong, along);
    Ok(became)
}

/// Moves before the memberships that began with them.
fn in_order(wrong: &Wrong, along: &BTreeSet<Voided>, following: &[Follower]) -> Vec<Voided> {
    let follow = following.iter().map(|follower| follower.voided);
    let mut voided: Vec<Voided> = along.iter().copied().chain(follow).collect();
    voided.sort_by_key(|voided| {
        (matches!(voided.entry, VoidedEntry::Membership { .. }), voided.revision, voided.entry)
    });
    voided.dedup();
    std::iter::once(wrong.entry).chain(voided).collect()
}

/// Records what is said, where it fits.
fn record(
    recording: &mut Recording<'_>,
    says: &Says,
    on: Date,
    formerly: Revision,
) -> Result<(), Rejection> {
    let decisions = match says {
        Says::Member(..) | Says::OfLease(..) => entries::decisions_at(recording.before, formerly),
        _ => Vec::new(),
    };
    let event = entries::again(&recording.state, says, on, decisions)?;
    let with = recording.with(&event);
    entries::fits(&recording.state, &with, says, on)?;
    recording.push(event);
    Ok(())
}

/// Records what an entry said once more: on its date or, where it does not fit on it, from the date
/// from which what it rests on holds. Tells whether it holds as before.
fn record_again(
    recording: &mut Recording<'_>,
    done: &MovesDone,
    wrong: &Wrong,
    voided: &Voided,
) -> bool {
    let truth = wrong.truth.as_ref().map(|(from, _)| *from);
    let mut as_before = true;
    for (from, says) in entries::said(recording.before, voided) {
        let later = truth.filter(|truth| *truth > from);
        let mut dates = [Some(from), later].into_iter().flatten();
        let fitting = dates.find(|on| {
            let fits = fits_now(recording, done, voided, &says, *on);
            fits && record(recording, &says, *on, voided.revision).is_ok()
        });
        as_before &= fitting == Some(from) && leases::counts_as_before(recording, &says);
    }
    as_before
}

/// Whether what is said can be recorded and breaks nothing.
fn fits_now(
    recording: &Recording<'_>,
    done: &MovesDone,
    voided: &Voided,
    says: &Says,
    on: Date,
) -> bool {
    let Ok(event) = entries::again(&recording.state, says, on, Vec::new()) else { return false };
    let with = recording.with(&event);
    let (before, after) = (&recording.state, &with);
    let scope = &Scope::of(before, [voided], Some(says));
    Compared { before, after, done, scope, from: on }.broken().is_empty()
}

/// A membership that began with the first move of its reallocation.
struct Follower {
    reallocation: ReallocationId,
    membership: MembershipId,
    voided: Voided,
}

/// The memberships whose beginning follows moves that are void.
fn following(recording: &Recording<'_>, wrong: &Wrong, along: &BTreeSet<Voided>) -> Vec<Follower> {
    let mut following = Vec::new();
    for (reallocation, numbers) in moves_of(wrong, along) {
        let Some(known) = recording.before.reallocation(&reallocation) else { continue };
        let first = known.done.values().map(|done| done.on).min();
        let left = known.done.iter().filter(|(number, _)| !numbers.contains(number));
        let truth = wrong.truth.as_ref().map(|(on, _)| *on);
        let truth = truth.filter(|_| wrong.reallocation() == Some(reallocation));
        let first_now = left.map(|(_, done)| done.on).chain(truth).min();
        if first_now == first {
            continue;
        }
        for proposed in &known.proposal.memberships {
            let membership = proposed.membership;
            let Some(begun) = recording.before.membership(&membership) else { continue };
            let entries = begun.terms.actual().entries().iter();
            let Some(granted) = entries.min_by_key(|entry| entry.revision) else { continue };
            let stays = first_now.map(|first| proposed.from.max(first)) == Some(granted.from);
            let voided = Voided {
                revision: granted.revision,
                entry: VoidedEntry::Membership { membership },
            };
            if begun.reallocation == Some(reallocation) && !stays && !along.contains(&voided) {
                following.push(Follower { reallocation, membership, voided });
            }
        }
    }
    following
}

/// The moves that are void, by reallocation.
fn moves_of(wrong: &Wrong, along: &BTreeSet<Voided>) -> BTreeMap<ReallocationId, BTreeSet<u16>> {
    let mut moves: BTreeMap<ReallocationId, BTreeSet<u16>> = BTreeMap::new();
    for voided in along.iter().chain([&wrong.entry]) {
        if let VoidedEntry::Move { reallocation, number } = voided.entry {
            moves.entry(reallocation).or_default().insert(number);
        }
    }
    moves
}

/// Begins memberships with the moves that are first now.
fn begin_again(recording: &mut Recording<'_>, following: &[Follower]) {
    for Follower { reallocation, membership, .. } in following {
        let Some(known) = recording.state.reallocation(reallocation).cloned() else { continue };
        let mut proposed = known.proposal.memberships.iter();
        let proposed = proposed.find(|proposed| proposed.membership == *membership);
        let first = known.done.values().map(|done| done.on).min();
        if let (Some(proposed), Some(first)) = (proposed, first) {
            reallocations::begin_membership(recording, known.id, proposed, first);
        }
    }
}

/// A reallocation of which every move is done is complete, as it was.
fn complete_again(recording: &mut Recording<'_>, wrong: &Wrong, along: &BTreeSet<Voided>) {
    for reallocation in moves_of(wrong, along).into_keys() {
        let Some(known) = recording.state.reallocation(&reallocation).cloned() else { continue };
        if known.status == ReallocationStatus::Approved {
            reallocations::complete(recording, &known, known.done.len());
        }
    }
}
