//! Reading an input: every field is parsed before anything is asked of the ledger, and every field
//! that is not accepted is told, not only the first.
//!
//! The pattern: take each field, which gives nothing where it is at fault, and only then put the
//! command together from what was taken.

use async_graphql::MaybeUndefined;
use rules::{Rejection, TooMuch};
use schema::{Change, Invalid, Text};
use std::{fmt::Display, str::FromStr};
use uuid::Uuid;

use super::act::Head;

/// An input on its way to a command.
#[derive(Debug)]
pub(super) struct Reading {
    head: Head,
    within: Vec<String>,
    faults: Vec<Rejection>,
    renamed: Vec<Renamed>,
}

/// A path by which the rules name something, and the one under which the input has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Renamed {
    pub(super) rules: String,
    pub(super) input: String,
}

/// A part of an input that is read by itself: an input object or a scalar.
pub(super) trait Part {
    /// What it becomes.
    type Value;

    /// Its value, or nothing where a field of it is at fault.
    fn read(self, reading: &mut Reading) -> Option<Self::Value>;
}

/// A part that says nothing of its date: it has that of the input in which it stands.
#[derive(Debug)]
pub(super) struct Dated<Input> {
    /// From when what it says holds.
    pub(super) from: schema::Date,
    /// What it says.
    pub(super) input: Input,
}

impl Reading {
    /// Begins to read the input of a command.
    pub(super) fn new(head: Head) -> Self {
        Self { head, within: Vec::new(), faults: Vec::new(), renamed: Vec::new() }
    }

    /// What is at fault, and what the rules call otherwise than the input does.
    pub(super) fn finish(self) -> (Vec<Rejection>, Vec<Renamed>) {
        (self.faults, self.renamed)
    }

    /// The value of a field, or nothing once its fault is noted.
    pub(super) fn take<T>(&mut self, field: &str, read: Result<T, Invalid>) -> Option<T> {
        read.map_err(|invalid| self.fault(rules::invalid(field, invalid))).ok()
    }

    /// The value of a field that is an input object or a list; of `""` for the whole itself.
    pub(super) fn part<P: Part>(&mut self, field: impl Display, part: P) -> Option<P::Value> {
        self.within.push(field.to_string());
        let value = part.read(self);
        self.within.pop();
        value
    }

    /// The same where the field may be left out.
    pub(super) fn any_part<P: Part>(
        &mut self,
        field: &str,
        part: Option<P>,
    ) -> Option<Option<P::Value>> {
        part.map_or(Some(None), |part| self.part(field, part).map(Some))
    }

    /// What a revision does with such a field.
    pub(super) fn part_change<P: Part>(
        &mut self,
        field: &str,
        part: MaybeUndefined<P>,
    ) -> Option<Change<P::Value>> {
        match part {
            MaybeUndefined::Undefined => Some(Change::Keep),
            MaybeUndefined::Null => Some(Change::Remove),
            MaybeUndefined::Value(part) => self.part(field, part).map(Change::Set),
        }
    }

    /// What a revision does with such a field where it can be replaced, not taken away.
    pub(super) fn part_kept<P: Part>(
        &mut self,
        field: &str,
        part: MaybeUndefined<P>,
    ) -> Option<Option<P::Value>> {
        let part = self.take(field, kept(part, Ok))?;
        self.any_part(field, part)
    }

    /// A list that a revision can replace, not take away.
    pub(super) fn kept_list<P, T>(
        &mut self,
        field: &str,
        given: MaybeUndefined<Vec<P>>,
        read: impl FnOnce(&mut Self, Vec<P>) -> Option<T>,
    ) -> Option<Option<T>> {
        match self.take(field, kept(given, Ok))? {
            None => Some(None),
            Some(parts) => read(self, parts).map(Some),
        }
    }

    /// The values of a list of at most `most`.
    pub(super) fn parts<P: Part>(
        &mut self,
        field: &str,
        what: &str,
        parts: Vec<P>,
        most: usize,
    ) -> Option<Vec<P::Value>> {
        self.at_most(field, what, parts.len(), most)?;
        self.part(field, List(parts))
    }

    /// Refuses more of something than `most`.
    pub(super) fn at_most(
        &mut self,
        field: &str,
        what: &str,
        given: usize,
        most: usize,
    ) -> Option<()> {
        if given <= most {
            return Some(());
        }
        let count = |number| u32::try_from(number).unwrap_or(u32::MAX);
        let reason = TooMuch { what: what.to_owned(), given: count(given), limit: count(most) };
        self.fault(Rejection::new(field, reason));
        None
    }

    /// The id of a new thing: the `ref` of the input, or one derived from the command's id, so that
    /// the command repeated asks for the same thing. The rules name it by its word.
    pub(super) fn new_thing<Id: From<Uuid>>(
        &mut self,
        word: &str,
        given: Option<super::Ref>,
        derived: impl FnOnce(Uuid, &str) -> Id,
    ) -> Id {
        self.rename(word, "ref");
        match given {
            Some(given) => given.0.into(),
            None => {
                let key = self.key();
                derived(self.head.portfolio.uuid(), &key)
            }
        }
    }

    /// Notes that the rules call by `rules` what stands at `input`, both from where reading is.
    pub(super) fn rename(&mut self, rules: &str, input: &str) {
        let renamed = Renamed { rules: self.path(rules), input: self.path(input) };
        self.renamed.push(renamed);
    }

    /// The key of what the command makes here: its id, and the place within its input.
    fn key(&self) -> String {
        let (command, within) = (self.head.command, self.path(""));
        if within.is_empty() { command.to_string() } else { format!("{command}/{within}") }
    }

    fn fault(&mut self, rejection: Rejection) {
        let path = self.path(&rejection.path);
        self.faults.push(Rejection { path, ..rejection });
    }

    fn path(&self, below: &str) -> String {
        let steps = self.within.iter().map(String::as_str).chain([below]);
        steps.filter(|step| !step.is_empty()).collect::<Vec<_>>().join(".")
    }
}

/// The members of a list, each read at its place.
struct List<P>(Vec<P>);

impl<P: Part> Part for List<P> {
    type Value = Vec<P::Value>;

    fn read(self, reading: &mut Reading) -> Option<Self::Value> {
        let members = self.0.into_iter().enumerate();
        let values: Vec<_> = members.map(|(place, part)| reading.part(place, part)).collect();
        // Only now: a fault in one member is no reason to leave the next unread.
        values.into_iter().collect()
    }
}

/// A value that has a spelling of its own.
#[allow(clippy::needless_pass_by_value, reason = "handed to `any`, `change` and `kept`")]
pub(super) fn parsed<T: FromStr<Err = Invalid>>(text: String) -> Result<T, Invalid> {
    text.parse()
}

/// A name: one line.
#[allow(clippy::needless_pass_by_value, reason = "handed to `any`, `change` and `kept`")]
pub(super) fn name(text: String) -> Result<Text, Invalid> {
    Text::name(&text)
}

/// A note: lines.
#[allow(clippy::needless_pass_by_value, reason = "handed to `any`, `change` and `kept`")]
pub(super) fn note(text: String) -> Result<Text, Invalid> {
    Text::note(&text)
}

/// A field that may be left out.
pub(super) fn any<T, U>(
    given: Option<T>,
    read: impl FnOnce(T) -> Result<U, Invalid>,
) -> Result<Option<U>, Invalid> {
    given.map(read).transpose()
}

/// A field of a revision: left out it stays, null takes it away.
pub(super) fn change<T, U>(
    given: MaybeUndefined<T>,
    read: impl FnOnce(T) -> Result<U, Invalid>,
) -> Result<Change<U>, Invalid> {
    match given {
        MaybeUndefined::Undefined => Ok(Change::Keep),
        MaybeUndefined::Null => Ok(Change::Remove),
        MaybeUndefined::Value(value) => read(value).map(Change::Set),
    }
}

/// A field of a revision that can be replaced, not taken away: left out it stays.
pub(super) fn kept<T, U>(
    given: MaybeUndefined<T>,
    read: impl FnOnce(T) -> Result<U, Invalid>,
) -> Result<Option<U>, Invalid> {
    match given {
        MaybeUndefined::Undefined => Ok(None),
        MaybeUndefined::Null => {
            let accepted = "a value: it cannot be taken away; leave the field out to keep it";
            Err(Invalid::new("value", "null", accepted))
        }
        MaybeUndefined::Value(value) => read(value).map(Some),
    }
}

/// A whole number of things, from 0.
pub(super) fn count<T: TryFrom<i32>>(what: &'static str, number: i32) -> Result<T, Invalid> {
    T::try_from(number).map_err(|_| Invalid::new(what, number, "a whole number from 0"))
}
