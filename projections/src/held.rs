//! What holds on both bases: what was reported done, and what is approved for its date.

use schema::{Date, ReallocationId, Revision};
use serde::Serialize;

use crate::{Entry, Timeline};

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

    /// Records what is, from a date.
    pub fn hold(&mut self, from: Date, revision: Revision, value: T) {
        self.actual.insert(from, revision, value);
    }

    /// Records what is, from a date on, over what was recorded for later dates before: see
    /// [`Timeline::supersede`].
    pub fn supersede(
        &mut self,
        from: Date,
        revision: Revision,
        value: T,
        supersedes: impl Fn(&T) -> bool,
    ) {
        self.actual.supersede(from, revision, value, supersedes);
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

    /// What is, date by date.
    pub fn actual(&self) -> &Timeline<T> {
        &self.actual
    }

    /// What is planned and not yet done.
    pub fn pending(&self) -> &[Pending<T>] {
        &self.pending
    }
}
