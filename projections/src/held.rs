//! What holds on both bases: what was reported done, and what is approved for its date.

use schema::{Date, ReallocationId, Revision};
use serde::Serialize;

use crate::{Entry, Reach, Timeline};

/// On which basis a question is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Basis {
    /// What was reported done.
    #[default]
    Actual,
    /// Actual, and what is approved, at its date.
    Planned,
}

/// By what an entry is planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct PlannedBy {
    /// The approved reallocation.
    pub reallocation: ReallocationId,
    /// The number of its move; 0 for a membership that comes with it.
    pub number: u16,
}

/// An entry that is approved and not yet done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pending<T> {
    /// By what it is planned.
    pub by: PlannedBy,
    /// What is to hold, and from when.
    pub entry: Entry<T>,
}

/// A timeline of what is, with what is planned beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Held<T> {
    actual: Timeline<T>,
    pending: Vec<Pending<T>>,
}

impl<T> Default for Held<T> {
    fn default() -> Self {
        Self { actual: Timeline::default(), pending: Vec::new() }
    }
}

impl<T> Held<T> {
    /// Begins with one actual entry.
    pub fn starting(from: Date, revision: Revision, value: T) -> Self {
        Self { actual: Timeline::starting(from, revision, value), pending: Vec::new() }
    }

    /// Records what is planned, from a date.
    pub fn plan(&mut self, by: PlannedBy, from: Date, revision: Revision, value: T) {
        self.pending.push(Pending { by, entry: Entry { from, revision, value } });
    }

    /// Forgets what one reallocation's move planned: it is done, or no longer planned.
    pub fn unplan(&mut self, by: PlannedBy) {
        self.pending.retain(|pending| pending.by != by);
    }

    /// The entry that holds on a date and basis.
    pub fn entry_at(&self, on: Date, basis: Basis) -> Option<&Entry<T>> {
        let actual = self.actual.entry_at(on);
        match basis {
            Basis::Actual => actual,
            // What is planned was approved over what was recorded for later dates before, and
            // nothing else is recorded of the thing until it is done or no longer planned.
            Basis::Planned => self.due(on).map(|pending| &pending.entry).or(actual),
        }
    }

    /// The value that holds on a date and basis.
    pub fn at(&self, on: Date, basis: Basis) -> Option<&T> {
        self.entry_at(on, basis).map(|entry| &entry.value)
    }

    /// What is approved at or before a date and not yet done: what holds on it as planned.
    pub fn due(&self, on: Date) -> Option<&Pending<T>> {
        let due = self.pending.iter().filter(|pending| pending.entry.from <= on);
        due.max_by_key(|pending| pending.entry.order())
    }

    /// A date, and the dates after it from which another value may hold, in order.
    pub fn dates_from(&self, from: Date, basis: Basis) -> impl Iterator<Item = Date> + use<T> {
        std::iter::once(from).chain(self.changes_after(from, basis))
    }

    /// The dates after `on` from which another value may hold, in order, each once.
    pub fn changes_after(&self, on: Date, basis: Basis) -> Vec<Date> {
        let planned = self.pending.iter().map(|pending| pending.entry.from);
        let actual = self.actual.entries().iter().map(|entry| entry.from);
        let mut dates: Vec<Date> = match basis {
            Basis::Actual => actual.collect(),
            Basis::Planned => actual.chain(planned).collect(),
        };
        dates.retain(|date| *date > on);
        dates.sort_unstable();
        dates.dedup();
        dates
    }

    /// Every value that it has on any date and basis.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        let actual = self.actual.entries().iter();
        let planned = self.pending.iter().map(|pending| &pending.entry);
        actual.chain(planned).map(|entry| &entry.value)
    }

    /// What is, date by date.
    pub fn actual(&self) -> &Timeline<T> {
        &self.actual
    }

    /// What is planned and not yet done.
    pub fn pending(&self) -> &[Pending<T>] {
        &self.pending
    }
}

impl<T: Clone + PartialEq> Held<T> {
    /// Records what is, from a date.
    pub fn hold(&mut self, from: Date, revision: Revision, value: T) {
        self.actual.insert(from, revision, value);
    }

    /// Records what is, from a date on, over what was recorded for later dates before: see
    /// [`Timeline::supersede`].
    pub fn supersede(&mut self, from: Date, revision: Revision, value: T, reach: Reach) {
        self.actual.supersede(from, revision, value, reach);
    }

    /// Hands over from one value to another: see [`Timeline::hand_over`].
    pub fn hand_over(&mut self, from: Date, revision: Revision, was: &T, to: &T) {
        self.actual.hand_over(from, revision, was, to);
    }

    /// Takes out what an event recorded as being so: see [`Timeline::void`].
    pub fn void(&mut self, revision: Revision) {
        self.actual.void(revision);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn revision(number: u64) -> Revision {
        Revision::new(number).unwrap()
    }

    fn by(number: u16) -> PlannedBy {
        PlannedBy { reallocation: ReallocationId::from(uuid::Uuid::from_u128(1)), number }
    }

    /// 'a' from January and 'b' from June; 'p' planned for March.
    fn held() -> Held<char> {
        let mut held = Held::starting(date("2026-01-01"), revision(1), 'a');
        held.hold(date("2026-06-01"), revision(2), 'b');
        held.plan(by(1), date("2026-03-01"), revision(3), 'p');
        held
    }

    #[test]
    fn what_is_planned_holds_from_its_date_on_the_planned_basis_only() {
        let at = |on, basis| held().at(date(on), basis).copied();
        let dates = ["2025-12-31", "2026-02-28", "2026-03-01", "2026-06-01"];
        assert_eq!(dates.map(|on| at(on, Basis::Actual)), [None, Some('a'), Some('a'), Some('b')]);
        assert_eq!(dates.map(|on| at(on, Basis::Planned)), [None, Some('a'), Some('p'), Some('p')]);
    }

    #[test]
    fn what_is_no_longer_planned_leaves_what_is() {
        let mut held = held();
        held.unplan(by(2));
        assert_eq!(held.at(date("2026-03-01"), Basis::Planned), Some(&'p'));
        held.unplan(by(1));
        assert_eq!(held.at(date("2026-03-01"), Basis::Planned), Some(&'a'));
    }

    #[test]
    fn the_dates_of_change_are_in_order_and_each_once() {
        let mut held = held();
        held.hold(date("2026-06-01"), revision(4), 'c');
        let from = |on, basis| held.dates_from(date(on), basis).collect::<Vec<_>>();
        let actual = ["2026-02-01", "2026-06-01"].map(date);
        assert_eq!(from("2026-02-01", Basis::Actual), actual);
        let planned = ["2026-02-01", "2026-03-01", "2026-06-01"].map(date);
        assert_eq!(from("2026-02-01", Basis::Planned), planned);
        assert_eq!(from("2026-06-01", Basis::Planned), [date("2026-06-01")]);
    }
}
