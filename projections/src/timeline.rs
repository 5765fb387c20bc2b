//! Timelines: what varies with the date in force.

use schema::{Date, Revision};
use serde::Serialize;

/// A value from a date on, with the revision that caused it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry<T> {
    /// The first date on which it holds.
    pub from: Date,
    /// The event that caused it.
    pub revision: Revision,
    /// What holds.
    pub value: T,
}

impl<T> Entry<T> {
    /// Entries are ordered by date, then by revision: of two for one date the later recorded holds.
    pub fn order(&self) -> (Date, Revision) {
        (self.from, self.revision)
    }
}

/// How far an entry goes over what was recorded for later dates before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Over all of it.
    All,
    /// Over it as long as it is what held on the entry's own date before.
    Same,
}

/// What was done to a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Act<T> {
    Insert(T),
    Supersede(T, Reach),
    HandOver { was: T, to: T },
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Done<T> {
    from: Date,
    revision: Revision,
    act: Act<T>,
}

/// Entries in order; the last at or before a date holds on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Timeline<T> {
    entries: Vec<Entry<T>>,
    /// All that was done, in order of recording, once something was done that the entries do not
    /// show: what is found void is to leave no trace. Nearly every timeline has none.
    #[serde(skip)]
    done: Option<Box<[Done<T>]>>,
}

impl<T> Default for Timeline<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), done: None }
    }
}

impl<T> Timeline<T> {
    /// A timeline that begins with one entry.
    pub fn starting(from: Date, revision: Revision, value: T) -> Self {
        Self { entries: vec![Entry { from, revision, value }], done: None }
    }

    fn put(&mut self, from: Date, revision: Revision, value: T) {
        let place = self.entries.partition_point(|entry| entry.order() <= (from, revision));
        // No room to grow: most timelines are copied before they change again, and kept.
        self.entries.reserve_exact(1);
        self.entries.insert(place, Entry { from, revision, value });
    }
}

impl<T: Clone + PartialEq> Timeline<T> {
    /// Puts an entry in its place.
    pub fn insert(&mut self, from: Date, revision: Revision, value: T) {
        if self.done.is_some() {
            self.keep(from, revision, Act::Insert(value.clone()));
        }
        self.put(from, revision, value);
    }

    /// Puts an entry in its place, and drops those for later dates as far as it reaches: from its
    /// date on it holds, whatever was recorded for later before.
    pub fn supersede(&mut self, from: Date, revision: Revision, value: T, reach: Reach) {
        self.keep(from, revision, Act::Supersede(value.clone(), reach));
        self.go_over(from, revision, value, reach);
    }

    /// Hands over from one value to another, on a date and wherever it holds later.
    pub fn hand_over(&mut self, from: Date, revision: Revision, was: &T, to: &T) {
        self.keep(from, revision, Act::HandOver { was: was.clone(), to: to.clone() });
        self.replace(from, revision, |value| (value == was).then(|| to.clone()));
    }

    /// Takes out all that an event did, as if it had never been.
    pub fn void(&mut self, revision: Revision) {
        let Some(done) = self.done.take() else {
            self.entries.retain(|entry| entry.revision != revision);
            return;
        };
        let left: Vec<Done<T>> =
            done.into_vec().into_iter().filter(|done| done.revision != revision).collect();
        self.entries.clear();
        for Done { from, revision, act } in left.iter().cloned() {
            match act {
                Act::Insert(value) => self.put(from, revision, value),
                Act::Supersede(value, reach) => self.go_over(from, revision, value, reach),
                Act::HandOver { was, to } => {
                    self.replace(from, revision, |value| (*value == was).then(|| to.clone()));
                }
            }
        }
        self.done = Some(left.into());
    }

    /// Notes what is done, so that it can be done again without what is found void. While each entry
    /// is for a later date than those before it, the entries tell that themselves.
    fn keep(&mut self, from: Date, revision: Revision, act: Act<T>) {
        let later = self.entries.last().is_some_and(|last| last.from > from);
        let handed_over = matches!(act, Act::HandOver { .. });
        if self.done.is_none() && !later && !handed_over {
            return;
        }
        let mut done = match self.done.take() {
            Some(done) => done.into_vec(),
            None => self.inserted(),
        };
        done.push(Done { from, revision, act });
        self.done = Some(done.into());
    }

    /// The entries as they were recorded.
    fn inserted(&self) -> Vec<Done<T>> {
        let mut entries: Vec<&Entry<T>> = self.entries.iter().collect();
        entries.sort_by_key(|entry| entry.revision);
        let inserted = entries.into_iter().map(|entry| Done {
            from: entry.from,
            revision: entry.revision,
            act: Act::Insert(entry.value.clone()),
        });
        inserted.collect()
    }

    fn go_over(&mut self, from: Date, revision: Revision, value: T, reach: Reach) {
        let later = self.entries.partition_point(|entry| entry.from <= from);
        let held = later.checked_sub(1).map(|last| &self.entries[last].value);
        let days = self.entries[later..].chunk_by(|one, next| one.from == next.from);
        let dropped: usize = days
            .take_while(|day| match reach {
                Reach::All => true,
                Reach::Same => day.last().map(|holds| &holds.value) == held,
            })
            .map(<[_]>::len)
            .sum();
        self.entries.drain(later..later + dropped);
        self.put(from, revision, value);
    }
}

impl<T> Timeline<T> {
    /// Replaces the value that holds on a date, from that date, and those that hold from later dates:
    /// each by what `by` makes of it, and not where it makes nothing. What held before stays beside it,
    /// so that what was recorded then can still be told.
    pub fn replace(&mut self, from: Date, revision: Revision, by: impl Fn(&T) -> Option<T>) {
        let later = self.entries.partition_point(|entry| entry.from <= from);
        let days = self.entries[later..].chunk_by(|one, next| one.from == next.from);
        let holding = days.filter_map(<[_]>::last).map(|entry| (entry.from, &entry.value));
        let replaced: Vec<(Date, T)> = self
            .at(from)
            .map(|value| (from, value))
            .into_iter()
            .chain(holding)
            .filter_map(|(on, value)| Some((on, by(value)?)))
            .collect();
        for (on, value) in replaced {
            self.put(on, revision, value);
        }
    }

    /// The entry that holds on a date; none before the first.
    pub fn entry_at(&self, on: Date) -> Option<&Entry<T>> {
        let after = self.entries.partition_point(|entry| entry.from <= on);
        self.entries[..after].last()
    }

    /// The value that holds on a date.
    pub fn at(&self, on: Date) -> Option<&T> {
        self.entry_at(on).map(|entry| &entry.value)
    }

    /// The date of the first entry.
    pub fn begins(&self) -> Option<Date> {
        self.entries.first().map(|entry| entry.from)
    }

    /// The value that holds on a date or, before the first, the first: for naming a thing on a date
    /// on which it was not there yet.
    pub fn nearest(&self, on: Date) -> Option<&T> {
        self.at(on).or_else(|| self.entries.first().map(|entry| &entry.value))
    }

    /// All entries, in order.
    pub fn entries(&self) -> &[Entry<T>] {
        &self.entries
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

    #[test]
    fn the_last_entry_at_or_before_a_date_holds() {
        let mut timeline = Timeline::starting(date("2026-01-01"), revision(1), 'a');
        timeline.insert(date("2026-03-01"), revision(2), 'c');
        timeline.insert(date("2026-02-01"), revision(3), 'b');
        let at = |on| timeline.at(date(on)).copied();
        assert_eq!(at("2025-12-31"), None);
        assert_eq!(at("2026-01-31"), Some('a'));
        assert_eq!(at("2026-02-01"), Some('b'));
        assert_eq!(at("2026-03-01"), Some('c'));
    }

    #[test]
    fn of_two_entries_for_one_date_the_later_recorded_holds() {
        let mut timeline = Timeline::starting(date("2026-01-01"), revision(5), 'b');
        timeline.insert(date("2026-01-01"), revision(4), 'a');
        assert_eq!(timeline.at(date("2026-01-01")), Some(&'b'));
        timeline.insert(date("2026-01-01"), revision(6), 'c');
        assert_eq!(timeline.at(date("2026-01-01")), Some(&'c'));
    }

    #[test]
    fn a_value_is_replaced_from_a_date_on_wherever_it_holds() {
        let mut timeline = Timeline::starting(date("2026-01-01"), revision(1), 'a');
        timeline.insert(date("2026-03-01"), revision(2), 'b');
        timeline.insert(date("2026-04-01"), revision(3), 'a');
        timeline.replace(date("2026-02-01"), revision(4), |value| (*value == 'a').then_some('c'));
        let dates = ["2026-01-31", "2026-02-01", "2026-03-01", "2026-04-01"];
        let held = dates.map(|on| timeline.at(date(on)).copied());
        assert_eq!(held, [Some('a'), Some('c'), Some('b'), Some('c')]);
        let before: Vec<_> =
            timeline.entries().iter().filter(|entry| entry.revision < revision(4)).collect();
        assert_eq!(before.len(), 3, "what was recorded before is still there");
    }

    #[test]
    fn what_no_longer_held_on_its_own_day_is_not_replaced() {
        let mut timeline = Timeline::starting(date("2026-01-01"), revision(1), 'b');
        timeline.insert(date("2026-03-01"), revision(2), 'a');
        timeline.insert(date("2026-03-01"), revision(3), 'b');
        timeline.replace(date("2026-02-01"), revision(4), |value| (*value == 'a').then_some('c'));
        assert_eq!(timeline.at(date("2026-03-01")), Some(&'b'));
        assert!(timeline.entries().is_sorted_by_key(Entry::order));
    }

    #[test]
    fn an_entry_supersedes_later_ones_up_to_the_first_that_it_does_not() {
        let mut timeline = Timeline::starting(date("2026-01-01"), revision(1), 'a');
        timeline.insert(date("2026-03-01"), revision(2), 'x');
        timeline.insert(date("2026-03-01"), revision(3), 'a');
        timeline.insert(date("2026-04-01"), revision(4), 'b');
        timeline.insert(date("2026-05-01"), revision(5), 'a');
        timeline.supersede(date("2026-02-01"), revision(6), 'c', Reach::Same);
        let at = |on| timeline.at(date(on)).copied();
        assert_eq!(at("2026-01-31"), Some('a'));
        assert_eq!(at("2026-02-01"), Some('c'));
        assert_eq!(at("2026-03-01"), Some('c'));
        assert_eq!(at("2026-04-01"), Some('b'));
        assert_eq!(at("2026-05-01"), Some('a'));
    }

    #[test]
    fn what_an_event_did_can_be_void_as_if_it_had_never_been() {
        let mut timeline = Timeline::starting(date("2026-01-01"), revision(1), 'a');
        timeline.insert(date("2026-06-01"), revision(2), 'b');
        let before = timeline.clone();
        timeline.supersede(date("2026-03-01"), revision(3), 'c', Reach::All);
        assert_eq!(timeline.at(date("2026-07-01")), Some(&'c'));
        timeline.void(revision(3));
        assert_eq!(timeline.entries(), before.entries());
    }

    #[test]
    fn what_was_recorded_after_a_void_event_is_as_if_recorded_without_it() {
        let mut with = Timeline::starting(date("2026-01-01"), revision(1), 'a');
        let mut without = with.clone();
        with.supersede(date("2026-02-01"), revision(2), 'b', Reach::All);
        for timeline in [&mut with, &mut without] {
            timeline.insert(date("2026-09-01"), revision(3), 'a');
            timeline.hand_over(date("2026-03-01"), revision(4), &'b', &'x');
            timeline.supersede(date("2026-04-01"), revision(5), 'c', Reach::Same);
        }
        with.void(revision(2));
        assert_eq!(with.entries(), without.entries());
    }
}
