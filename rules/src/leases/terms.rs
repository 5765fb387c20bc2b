//! The terms of a lease: each fault is told of its own field.

use projections::Portfolio;
use schema::{
    BreakClause, Date, IndexClause, LeaseTerms, NoticeTerm, SpaceId,
    limits::{BREAK_SPACES_MAX, BREAKS_MAX, LEASE_SPACES_MAX, TERM_MONTHS_MAX},
};

use super::money;
use crate::{Rejection, amounts::refused, drawings::at_most, find};

/// Thousandths of the whole.
const THOUSANDTHS_MAX: u16 = 1_000;
/// Notices that can be agreed: of two parties for two purposes.
const NOTICES_MAX: usize = 4;

/// Terms from a date that can be agreed, in the order in which an event has them.
pub(super) fn checked(
    state: &Portfolio,
    given: &LeaseTerms,
    from: Date,
) -> Result<LeaseTerms, Rejection> {
    check(state, given, from).map_err(|rejection| rejection.within("terms"))?;
    let mut terms = given.clone();
    in_order(&mut terms.spaces);
    terms.supplements.sort_by_key(|supplement| supplement.kind);
    terms.discounts.sort_by_key(|discount| discount.from);
    terms.notices.sort_by_key(|agreed| (agreed.party, agreed.purpose));
    terms.breaks.sort_by_key(|agreed| (agreed.on, agreed.party));
    terms.breaks.iter_mut().for_each(|agreed| in_order(&mut agreed.spaces));
    Ok(terms)
}

fn in_order(spaces: &mut Vec<SpaceId>) {
    spaces.sort_unstable();
    spaces.dedup();
}

fn check(state: &Portfolio, terms: &LeaseTerms, from: Date) -> Result<(), Rejection> {
    find::standing_building(state, "building", terms.building, from)?;
    at_most(terms.spaces.len(), LEASE_SPACES_MAX, "spaces of one lease", "spaces")?;
    for (place, space) in terms.spaces.iter().enumerate() {
        of_the_building(state, terms, &format!("spaces.{place}"), *space, from)?;
    }
    if let Some(to) = terms.to.filter(|to| *to <= from) {
        let accepted = format!("a date after {from}, from which the terms hold");
        return Err(refused("to", "end of a term", to, accepted));
    }
    if let Some(months) = terms.prolongation_months {
        let path = "prolongationMonths";
        within_months(path, "prolongation", months, 1)?;
        if terms.to.is_none() {
            let accepted = "none without an end of the term (to), or name that".to_owned();
            return Err(refused(path, "prolongation", months, accepted));
        }
    }
    terms.index.as_ref().map_or(Ok(()), index)?;
    money::check(terms)?;
    notices(&terms.notices)?;
    breaks(state, terms, from)
}

fn index(index: &IndexClause) -> Result<(), Rejection> {
    let share = index.share_thousandths;
    if (1..=THOUSANDTHS_MAX).contains(&share) {
        return Ok(());
    }
    let accepted = format!("1 to {THOUSANDTHS_MAX} thousandths");
    Err(refused("index.shareThousandths", "share that follows the index", share, accepted))
}

fn notices(agreed: &[NoticeTerm]) -> Result<(), Rejection> {
    at_most(agreed.len(), NOTICES_MAX, "notices of one lease", "notices")?;
    for (place, notice) in agreed.iter().enumerate() {
        within_months(&format!("notices.{place}.months"), "notice", notice.months, 0)?;
        let same =
            |other: &NoticeTerm| (other.party, other.purpose) == (notice.party, notice.purpose);
        if agreed[..place].iter().any(same) {
            let (path, given) = (format!("notices.{place}"), format!("of the {}", notice.party));
            let accepted = "one for each party and purpose".to_owned();
            return Err(refused(&path, "second notice", given, accepted));
        }
    }
    Ok(())
}

fn breaks(state: &Portfolio, terms: &LeaseTerms, from: Date) -> Result<(), Rejection> {
    at_most(terms.breaks.len(), BREAKS_MAX, "break clauses of one lease", "breaks")?;
    for (place, clause) in terms.breaks.iter().enumerate() {
        let at = format!("breaks.{place}");
        let before = &terms.breaks[..place];
        break_clause(state, terms, clause, before, from).map_err(|fault| fault.within(&at))?;
    }
    Ok(())
}

fn break_clause(
    state: &Portfolio,
    terms: &LeaseTerms,
    clause: &BreakClause,
    before: &[BreakClause],
    from: Date,
) -> Result<(), Rejection> {
    let BreakClause { party, on, notice_months, .. } = *clause;
    within_months("noticeMonths", "notice", notice_months, 0)?;
    if on <= from {
        let accepted = format!("a date after {from}, from which the terms hold");
        return Err(refused("on", "date of a break clause", on, accepted));
    }
    if before.iter().any(|other| (other.party, other.on) == (party, on)) {
        let accepted = "one for each party and date".to_owned();
        return Err(refused("on", "second break clause", on, accepted));
    }
    at_most(clause.spaces.len(), BREAK_SPACES_MAX, "spaces of one break clause", "spaces")?;
    for (place, space) in clause.spaces.iter().enumerate() {
        let path = format!("spaces.{place}");
        if terms.spaces.is_empty() {
            of_the_building(state, terms, &path, *space, from)?;
        } else if !terms.spaces.contains(space) {
            let accepted = "a space of the lease".to_owned();
            return Err(refused(&path, "space that is given up", space, accepted));
        }
    }
    Ok(())
}

/// A space of a lease is there from its first day on, in the building of the lease.
fn of_the_building(
    state: &Portfolio,
    terms: &LeaseTerms,
    path: &str,
    space: SpaceId,
    from: Date,
) -> Result<(), Rejection> {
    let known = find::standing_space(state, path, space, from)?;
    if find::level(state, path, known.level)?.building == terms.building {
        return Ok(());
    }
    let accepted = format!("a space of building {}", terms.building);
    Err(refused(path, "space of a lease", space, accepted))
}

pub(super) fn within_months(
    path: &str,
    what: &str,
    months: u16,
    least: u16,
) -> Result<(), Rejection> {
    if (least..=TERM_MONTHS_MAX).contains(&months) {
        return Ok(());
    }
    Err(refused(path, what, months, format!("{least} to {TERM_MONTHS_MAX} months")))
}
