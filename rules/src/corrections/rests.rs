//! What rests on what was wrong: what was recorded later and does not fit what is true. Found by
//! trying: what breaks is taken along, until nothing breaks.

use schema::{CorrectFact, Voided, VoidedEntry};
use std::collections::BTreeSet;

use super::{
    apply::{Became, Wrong, apply},
    broken::{Broken, Compared},
    entries::{self, MovesDone},
    scope::Scope,
};
use crate::{Rejection, TooMuch, recording::Recording, spaces::count};

/// Entries that one correction takes along, at most: its event has room for so many.
const ALONG_MAX: usize = 200;

/// What a correction takes along.
pub(super) struct Resting {
    pub(super) along: BTreeSet<Voided>,
    /// What cannot stay as it is.
    pub(super) changed: BTreeSet<Voided>,
}

pub(super) fn on(
    recording: &Recording<'_>,
    done: &MovesDone,
    wrong: &Wrong,
    correct: &CorrectFact,
) -> Result<Resting, Rejection> {
    let before = recording.before;
    let mut along = BTreeSet::new();
    with_later_of_the_same(recording, done, wrong, &mut along);
    loop {
        at_most(along.len())?;
        let mut trying = Recording::new(before, recording.context);
        let reason = trying.seal("reason", &correct.reason);
        let became = apply(&mut trying, done, wrong, &along, Vec::new(), reason)?;
        let (scope, from) = (scope(recording, wrong, &along), since(recording, wrong, &along));
        let (after, scope) = (&trying.state, &scope);
        let compared = Compared { before, after, done, scope, from };
        let (mut found, mut forbidden) = (BTreeSet::new(), None);
        for broken in compared.broken() {
            match culprit(recording, wrong, &along, &broken) {
                Some(culprit) => drop(found.insert(culprit)),
                None => forbidden = forbidden.or(broken.forbidden),
            }
        }
        if found.is_empty() {
            // As long as more is taken along, what has no cause of its own may come to fit.
            forbidden.map_or(Ok(()), Err)?;
            let changed = changed(became);
            return Ok(Resting { along, changed });
        }
        along.extend(moves_first(found));
        with_later_of_the_same(recording, done, wrong, &mut along);
    }
}

/// Memberships may follow the moves with which they began: they are looked at once nothing else breaks.
fn moves_first(found: BTreeSet<Voided>) -> BTreeSet<Voided> {
    let membership = |of: &Voided| matches!(of.entry, VoidedEntry::Membership { .. });
    let (memberships, others): (BTreeSet<_>, BTreeSet<_>) = found.into_iter().partition(membership);
    if others.is_empty() { memberships } else { others }
}

fn changed(became: Became) -> BTreeSet<Voided> {
    became.into_iter().filter(|(_, as_before)| !as_before).map(|(voided, _)| voided).collect()
}

fn at_most(given: usize) -> Result<(), Rejection> {
    if given <= ALONG_MAX {
        return Ok(());
    }
    let what = "entries that rest on one that was wrong".to_owned();
    let (given, limit) = (count(given), count(ALONG_MAX));
    Err(Rejection::new("takeAlong", TooMuch { what, given, limit }))
}

/// Of what something comes that no longer fits, the last that was recorded after what was wrong; moves
/// of one reallocation rest on one another.
fn culprit(
    recording: &Recording<'_>,
    wrong: &Wrong,
    along: &BTreeSet<Voided>,
    broken: &Broken,
) -> Option<Voided> {
    let with_it = |of: &Voided| match of.entry {
        VoidedEntry::Move { reallocation, .. } => wrong.reallocation() == Some(reallocation),
        _ => false,
    };
    let recorded = recording.before.next_revision();
    let later = broken.comes_of.iter().copied().filter(|of| {
        of.revision < recorded
            && *of != wrong.entry
            && !along.contains(of)
            && (of.revision > wrong.entry.revision || with_it(of))
    });
    later.max_by_key(|of| of.revision)
}

/// Adds what would be gone over by what is recorded anew.
fn with_later_of_the_same(
    recording: &Recording<'_>,
    done: &MovesDone,
    wrong: &Wrong,
    along: &mut BTreeSet<Voided>,
) {
    let state = recording.before;
    let mut found: Vec<Voided> =
        entries::later_of_the_same(state, done, &wrong.entry, wrong.since());
    found.extend(along.iter().copied());
    along.extend(found.iter().copied());
    while let Some(voided) = found.pop() {
        let said = entries::said(state, &voided);
        let Some(from) = said.iter().map(|(from, _)| *from).min() else { continue };
        for later in entries::later_of_the_same(state, done, &voided, from) {
            if later != wrong.entry && along.insert(later) {
                found.push(later);
            }
        }
    }
}

/// What the correction may reach.
pub(super) fn scope(recording: &Recording<'_>, wrong: &Wrong, along: &BTreeSet<Voided>) -> Scope {
    let says = wrong.truth.as_ref().map(|(_, says)| says);
    Scope::of(recording.before, along.iter().chain([&wrong.entry]), says)
}

/// The first date on which something may be otherwise.
fn since(recording: &Recording<'_>, wrong: &Wrong, along: &BTreeSet<Voided>) -> schema::Date {
    let said = along.iter().flat_map(|voided| entries::said(recording.before, voided));
    said.map(|(from, _)| from).chain([wrong.since()]).min().unwrap_or(wrong.from)
}
