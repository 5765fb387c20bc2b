//! On which days what of a source, cut wherever somebody else comes to stand for who pays or receives.

use schema::{Date, Month, OrganisationId, Revision};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::CostOf;
use crate::{Corrected, Portfolio};

/// Days on which nothing about a source changes.
#[derive(Clone, Debug)]
pub(super) struct Stretch<T> {
    /// The first of them.
    pub(super) from: Date,
    /// The first date after them; none where no end is in sight.
    pub(super) to: Option<Date>,
    /// What is agreed or described for them.
    pub(super) holds: Arc<T>,
    /// Of what the source is.
    pub(super) of: CostOf,
    /// Who pays.
    pub(super) organisation: OrganisationId,
    /// Who of the portfolio receives.
    pub(super) receiver: Option<OrganisationId>,
    /// The events by which it is so.
    pub(super) because: Vec<Revision>,
    /// The event after which it no longer is.
    pub(super) ended_by: Option<Revision>,
}

impl<T> Stretch<T> {
    /// Its days of a month.
    pub(super) fn days_of(&self, month: Month) -> Option<(Date, Date)> {
        let end = self.to.map_or(month.end(), |to| to.min(month.end()));
        let days = (self.from.max(month.first_day()), end);
        (days.0 < days.1).then_some(days)
    }

    /// The events behind it in a month: with the one that ends it where that breaks the month.
    pub(super) fn behind(&self, month: Month) -> impl Iterator<Item = Revision> + '_ {
        let broken = self.to.is_some_and(|to| to < month.end());
        self.because.iter().copied().chain(self.ended_by.filter(|_| broken))
    }

    /// The same with who stands for its organisations, in as many stretches as that takes.
    pub(super) fn standing(self, state: &Portfolio) -> Vec<Self> {
        let mut changes = BTreeMap::new();
        for organisation in [Some(self.organisation), self.receiver].into_iter().flatten() {
            changes.extend(successions(state, organisation));
        }
        let within = |date: &Date| self.from < *date && self.to.is_none_or(|to| *date < to);
        let cuts: Vec<(Date, Revision)> =
            changes.iter().filter(|(date, _)| within(date)).map(|(d, r)| (*d, *r)).collect();
        let starts = std::iter::once(self.from).chain(cuts.iter().map(|(date, _)| *date));
        let stretches = starts.enumerate().map(|(place, from)| {
            let next = cuts.get(place);
            let succeeded = changes.range(..=from).map(|(_, revision)| *revision);
            Self {
                from,
                to: next.map_or(self.to, |(date, _)| Some(*date)),
                holds: Arc::clone(&self.holds),
                of: self.of.clone(),
                organisation: state.organisation_on(self.organisation, from),
                receiver: self.receiver.map(|receiver| state.organisation_on(receiver, from)),
                because: self.because.iter().copied().chain(succeeded).collect(),
                ended_by: next.map_or(self.ended_by, |(_, revision)| Some(*revision)),
            }
        });
        stretches.collect()
    }

    /// The same with the events by which it is otherwise than it was to be, in as many stretches as that
    /// takes.
    pub(super) fn corrected(self, corrected: &[Corrected]) -> Vec<Self> {
        let within = |date: &Date| self.from < *date && self.to.is_none_or(|to| *date < to);
        let bounds = corrected.iter().flat_map(|span| [Some(span.from), span.to]).flatten();
        let starts: BTreeSet<Date> = bounds.filter(within).chain([self.from]).collect();
        let stretches = starts.iter().map(|&from| {
            let next = starts.range(from.next_day()..).next().copied();
            let to = next.or(self.to);
            let behind = corrected.iter().filter(|span| span.meets(from, to)).map(|span| span.by);
            Self {
                from,
                to,
                holds: Arc::clone(&self.holds),
                of: self.of.clone(),
                organisation: self.organisation,
                receiver: self.receiver,
                because: self.because.iter().copied().chain(behind).collect(),
                ended_by: self.ended_by.filter(|_| next.is_none()),
            }
        });
        stretches.collect()
    }
}

/// When an organisation, and whoever succeeded it, ended, and the events that say so.
fn successions(state: &Portfolio, organisation: OrganisationId) -> Vec<(Date, Revision)> {
    let (mut standing, mut found) = (organisation, Vec::<(Date, Revision)>::new());
    // As in `Portfolio::organisation_on`: each ends after the one before.
    while let Some(ended) = state.organisation(&standing)
        && let Some(retired) = ended.retired.as_ref()
        && found.last().is_none_or(|(since, _)| *since < retired.from)
        && let Some(successor) = ended.successor
    {
        found.push((retired.from, retired.revision));
        standing = successor;
    }
    found
}

/// The months on which stretches lie, as far as they are among others.
pub(super) fn running<T>(
    stretches: &[Stretch<T>],
    from: Month,
    through: Month,
) -> impl Iterator<Item = Month> + use<T> {
    let first = stretches.first().map(|first| Month::of(first.from).max(from));
    let last = stretches.last().and_then(|last| last.to);
    let last = last.map_or(through, |to| Month::of(to.previous_day()).min(through));
    first.into_iter().flat_map(move |from| super::Months { from, through: last }.each())
}
