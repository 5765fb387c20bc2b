//! A lease as the ledger knows it, and what follows from its terms by the mere passing of time:
//! prolongations and ends are derived, and recorded nowhere.

use schema::{
    Commitment, Date, Landlord, LeaseId, LeaseParty, LeaseTerms, NoticePurpose, NoticeService,
    OrganisationId, Revision,
};
use serde::Serialize;
use std::sync::Arc;

use crate::{Corrected, Retirement, Timeline};

/// What the parties of a lease agreed, from a date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeaseAgreement {
    /// Who lets.
    pub landlord: Landlord,
    /// On which terms.
    pub terms: LeaseTerms,
}

/// A notice that was served.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ServedNotice {
    /// Who gave it.
    pub party: LeaseParty,
    /// What for.
    pub purpose: NoticePurpose,
    /// When it was served.
    pub served_on: Date,
    /// How.
    pub how: NoticeService,
    /// For which end.
    pub takes_effect: Date,
    /// Whether it was served later than agreed for that end.
    pub late: bool,
    /// Why.
    pub reason: Option<Commitment>,
    /// The event that records it.
    pub revision: Revision,
    /// The event by which the sides go on all the same; none where it counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Revision>,
}

/// An end by agreement that its sides withdrew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct WithdrawnEnd {
    /// The first date on which the lease would have been over.
    pub from: Date,
    /// The event that agreed on it.
    pub revision: Revision,
    /// The event by which they go on.
    pub withdrawn: Revision,
}

/// A lease.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lease {
    /// Its id.
    pub id: LeaseId,
    /// The organisation that rents.
    pub tenant: OrganisationId,
    /// The lease of which it is a sublease.
    pub parent: Option<LeaseId>,
    /// What was agreed, date by date.
    pub agreed: Timeline<Arc<LeaseAgreement>>,
    /// The notices, in the order of recording.
    pub notices: Vec<ServedNotice>,
    /// Its end by agreement.
    pub ended: Option<Retirement>,
    /// The ends by agreement that count no more, in the order of withdrawal.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub withdrawn_ends: Vec<WithdrawnEnd>,
    /// The event with the latest decisions on it.
    pub decided: Revision,
    /// Where corrections of facts made it otherwise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub corrected: Vec<Corrected>,
}

/// Why a lease is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndsBecause {
    /// Its term runs out, and no prolongation is agreed.
    Term,
    /// A notice, by the event that records it.
    Notice(Revision),
    /// An agreement, by the event that records it.
    Agreement(Revision),
    /// It was never signed, by the event that corrects what was recorded: it ends as it begins.
    NeverSigned(Revision),
}

impl EndsBecause {
    /// The event with the notice, the agreement or the correction; none where a term runs out.
    pub const fn event(self) -> Option<Revision> {
        match self {
            Self::Term => None,
            Self::Notice(revision) | Self::Agreement(revision) | Self::NeverSigned(revision) => {
                Some(revision)
            }
        }
    }
}

/// The end of a lease as it follows from all that is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeaseEnd {
    /// The first date on which it is over.
    pub on: Date,
    /// Why.
    pub because: EndsBecause,
}

/// One agreement while it holds.
#[derive(Clone, Debug)]
pub struct LeasePeriod {
    /// From when.
    pub from: Date,
    /// The first date on which it no longer holds; none where no end is in sight.
    pub to: Option<Date>,
    /// The event that records what holds.
    pub revision: Revision,
    /// What holds.
    pub agreed: Arc<LeaseAgreement>,
}

impl LeasePeriod {
    /// Whether both hold on some date.
    pub fn overlaps(&self, other: &Self) -> bool {
        let before = |from: Date, to: Option<Date>| to.is_none_or(|to| from < to);
        before(self.from, other.to) && before(other.from, self.to)
    }
}

/// The last day on which notice of so many months is in time for an end.
pub fn last_day_before(end: Date, months: u16) -> Date {
    end.minus_months(months.into()).unwrap_or(Date::FIRST).previous_day()
}

impl Lease {
    /// From when it runs.
    pub fn begins(&self) -> Option<Date> {
        self.agreed.begins()
    }

    /// What was agreed for a date, whether or not it is over by then.
    pub fn agreed_for(&self, on: Date) -> Option<&Arc<LeaseAgreement>> {
        self.agreed.at(on)
    }

    /// Whether it is void: a correction says that it was never signed.
    pub fn is_void(&self) -> bool {
        let begins = self.begins();
        self.ended.as_ref().is_some_and(|ended| begins.is_some_and(|begins| ended.from <= begins))
    }

    /// Whether it runs on a date.
    pub fn runs(&self, on: Date) -> bool {
        self.begins().is_some_and(|from| from <= on) && self.ends().is_none_or(|end| on < end.on)
    }

    /// What was agreed, period by period, as if it never ended.
    fn agreements(&self) -> impl Iterator<Item = LeasePeriod> + '_ {
        let days = self.agreed.entries().chunk_by(|one, next| one.from == next.from);
        let holding: Vec<_> = days.filter_map(<[_]>::last).collect();
        (0..holding.len()).map(move |place| LeasePeriod {
            from: holding[place].from,
            to: holding.get(place + 1).map(|next| next.from),
            revision: holding[place].revision,
            agreed: Arc::clone(&holding[place].value),
        })
    }

    /// The period for which was agreed what holds on a date, whether or not the lease is over by then.
    pub fn agreement_for(&self, on: Date) -> Option<LeasePeriod> {
        self.agreements().take_while(|period| period.from <= on).last()
    }

    /// The periods in which it runs, each with what holds in it.
    pub fn periods(&self) -> Vec<LeasePeriod> {
        let end = self.ends().map(|end| end.on);
        let running = self.agreements().filter(|period| end.is_none_or(|end| period.from < end));
        let cut = |to: Option<Date>| match (to, end) {
            (Some(to), Some(end)) => Some(to.min(end)),
            (to, end) => to.or(end),
        };
        running.map(|period| LeasePeriod { to: cut(period.to), ..period }).collect()
    }

    /// Each end of the agreed term and of each prolongation, with what is agreed until then: the ends
    /// that come if nothing ends the lease before. Up to a date, or to the first end without
    /// prolongation.
    pub fn term_ends(&self, until: Date) -> Vec<(Date, Arc<LeaseAgreement>)> {
        let mut ends = Vec::new();
        for period in self.agreements() {
            let Some(to) = period.agreed.terms.to else { continue };
            let within = |end: &Date| period.to.is_none_or(|next| *end <= next) && *end <= until;
            let months = period.agreed.terms.prolongation_months.map(u32::from);
            let prolonged = |times: u32| match (times, months) {
                (0, _) => Some(to),
                (times, Some(months)) => to.plus_months(times.checked_mul(months)?),
                (_, None) => None,
            };
            let all = (0..).map_while(prolonged).take_while(within);
            for end in all.filter(|end| period.from < *end) {
                ends.push((end, Arc::clone(&period.agreed)));
                if months.is_none() {
                    return ends;
                }
            }
        }
        ends
    }

    /// Its end as it follows from all that is recorded; none where it goes on until somebody acts.
    pub fn ends(&self) -> Option<LeaseEnd> {
        let agreed = self.ended.as_ref();
        let agreed = agreed.map(|ended| LeaseEnd {
            on: ended.from,
            because: if self.is_void() {
                EndsBecause::NeverSigned(ended.revision)
            } else {
                EndsBecause::Agreement(ended.revision)
            },
        });
        let noticed = self.notices.iter().filter_map(|notice| {
            let on = self.ended_by(notice)?;
            Some(LeaseEnd { on, because: EndsBecause::Notice(notice.revision) })
        });
        let all = agreed.into_iter().chain(noticed).chain(self.runs_out());
        all.min_by_key(|end| end.on)
    }

    /// The end of the term that no prolongation follows.
    fn runs_out(&self) -> Option<LeaseEnd> {
        let lasting = self.agreements().all(|period| {
            period.agreed.terms.to.is_none() || period.agreed.terms.prolongation_months.is_some()
        });
        if lasting {
            return None;
        }
        let (on, agreed) = self.term_ends(Date::LAST).pop()?;
        let last = agreed.terms.prolongation_months.is_none();
        last.then_some(LeaseEnd { on, because: EndsBecause::Term })
    }

    /// When a notice ends the lease. One that is withdrawn, for changed terms, or of a break clause for a
    /// part, late or not, ends nothing by itself; any other that is late counts for the next end for which
    /// it is in time.
    pub fn ended_by(&self, notice: &ServedNotice) -> Option<Date> {
        if notice.withdrawn.is_some() { None } else { self.would_end(notice) }
    }

    /// When a notice ends the lease unless it is withdrawn.
    fn would_end(&self, notice: &ServedNotice) -> Option<Date> {
        let ServedNotice { party, purpose, served_on, takes_effect, late, .. } = *notice;
        if purpose != NoticePurpose::Termination || self.is_of_part(notice) {
            return None;
        }
        if !late {
            return Some(takes_effect);
        }
        let later = self.term_ends(Date::LAST).into_iter().filter(|(end, _)| *end > takes_effect);
        let in_time = |(end, agreed): (Date, Arc<LeaseAgreement>)| {
            let months = agreed.terms.notice_months(party, purpose)?;
            (served_on <= last_day_before(end, months)).then_some(end)
        };
        later.filter_map(in_time).next().or_else(|| self.later_on(notice))
    }

    /// The first end for which a late notice is in time where the lease runs until further notice.
    fn later_on(&self, notice: &ServedNotice) -> Option<Date> {
        let agreed = self.agreed_for(notice.takes_effect.previous_day())?;
        let months = agreed.terms.notice_months(notice.party, notice.purpose)?;
        let end = notice.served_on.next_day().plus_months(months.into());
        end.filter(|_| agreed.terms.to.is_none())
    }

    /// Whether notice for an end is late; none where the party has no right to end anything then.
    pub fn is_late(
        &self,
        party: LeaseParty,
        purpose: NoticePurpose,
        served_on: Date,
        takes_effect: Date,
    ) -> Option<bool> {
        let terms = &self.agreed_for(takes_effect.previous_day())?.terms;
        let at_will = terms.to.is_none();
        let is_end =
            at_will || self.term_ends(takes_effect).iter().any(|(e, _)| *e == takes_effect);
        let agreed = terms.notice_months(party, purpose).filter(|_| is_end);
        let given_up = (purpose == NoticePurpose::Termination)
            .then(|| terms.break_on(party, takes_effect))
            .flatten();
        let months = agreed.or(given_up.map(|clause| clause.notice_months))?;
        Some(served_on > last_day_before(takes_effect, months))
    }

    /// Whether a notice is of a part only: of a break clause by what was agreed when it was recorded, on a
    /// day on which no term ends. What is agreed later does not make it one of all.
    fn is_of_part(&self, notice: &ServedNotice) -> bool {
        let on = notice.takes_effect;
        let known = self.agreed.entries().iter().take_while(|entry| entry.from < on);
        let agreed = known.filter(|entry| entry.revision < notice.revision).last();
        let clause = agreed.and_then(|agreed| agreed.value.terms.break_on(notice.party, on));
        clause.is_some_and(|clause| !clause.is_whole())
            && self.term_ends(on).iter().all(|(end, _)| *end != on)
    }

    /// The notice in time by which a party gave up a part on a date; none where it did not, or it is
    /// withdrawn.
    pub fn part_given_up(&self, party: LeaseParty, on: Date) -> Option<&ServedNotice> {
        self.notices.iter().find(|notice| {
            let of_it = (notice.party, notice.takes_effect) == (party, on);
            let counts = !notice.late && notice.withdrawn.is_none();
            let leaves = notice.purpose == NoticePurpose::Termination;
            of_it && counts && leaves && self.is_of_part(notice)
        })
    }

    /// The notice or end by agreement that an event records, withdrawn or not, with the end that it gave or,
    /// where it gave none, the date that it was for.
    pub fn recorded_end(&self, revision: Revision) -> Option<LeaseEnd> {
        let noticed = self.notices.iter().map(|notice| LeaseEnd {
            on: self.would_end(notice).unwrap_or(notice.takes_effect),
            because: EndsBecause::Notice(notice.revision),
        });
        let ended = self.ended.iter().map(|ended| (ended.from, ended.revision));
        let withdrawn = self.withdrawn_ends.iter().map(|end| (end.from, end.revision));
        let agreed = ended.chain(withdrawn);
        let agreed = agreed.map(|(on, by)| LeaseEnd { on, because: EndsBecause::Agreement(by) });
        noticed.chain(agreed).find(|end| end.because.event() == Some(revision))
    }

    /// Whether what an event records, a notice or an end by agreement, is withdrawn.
    pub fn is_withdrawn(&self, revision: Revision) -> bool {
        let of = |notice: &ServedNotice| notice.revision == revision && notice.withdrawn.is_some();
        self.notices.iter().any(of)
            || self.withdrawn_ends.iter().any(|end| end.revision == revision)
    }

    /// The ends at which the sides went on all the same, each with the event by which they do.
    pub fn continued(&self) -> impl Iterator<Item = (Date, Revision)> + '_ {
        let noticed = self.notices.iter();
        let noticed = noticed.filter_map(|notice| self.would_end(notice).zip(notice.withdrawn));
        noticed.chain(self.withdrawn_ends.iter().map(|end| (end.from, end.withdrawn)))
    }
}
