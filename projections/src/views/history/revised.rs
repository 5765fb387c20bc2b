//! What a revision changes, from what to what.

use schema::{Date, Revision};
use std::{fmt, sync::Arc};

use super::{Narrator, language::told};
use crate::Timeline;

/// What held on a date before the event at a revision.
pub(super) fn former<T>(timeline: &Timeline<Arc<T>>, on: Date, at: Revision) -> Option<&T> {
    let before = timeline.entries().iter().filter(|entry| entry.from <= on && entry.revision < at);
    before.max_by_key(|entry| entry.order()).map(|entry| &*entry.value)
}

/// The changes that there are.
pub(super) fn differing<const N: usize>(changes: [Option<String>; N]) -> Vec<String> {
    changes.into_iter().flatten().collect()
}

impl Narrator<'_> {
    /// A text that was another.
    pub(super) fn text_changed(&self, what: &str, was: &str, is: &str) -> Option<String> {
        (was != is)
            .then(|| told!(self.language, "{what} {was} becomes {is}", "{what} {was} blir {is}"))
    }

    /// A value that was another, or was not, or is no more.
    pub(super) fn value_changed<T: PartialEq + fmt::Display>(
        &self,
        what: &str,
        was: Option<&T>,
        is: Option<&T>,
    ) -> Option<String> {
        match (was, is) {
            (Some(was), Some(is)) if was != is => {
                Some(told!(self.language, "{what} {was} becomes {is}", "{what} {was} blir {is}"))
            }
            (None, Some(is)) => {
                Some(told!(self.language, "{what} becomes {is}", "{what} blir {is}"))
            }
            (Some(was), None) => {
                Some(told!(self.language, "{what} {was} is taken away", "{what} {was} tas bort"))
            }
            (Some(_), Some(_)) | (None, None) => None,
        }
    }

    /// What a unit is part of, that was part of another, or was not, or is no more.
    pub(super) fn part_changed(&self, was: Option<String>, is: Option<String>) -> Option<String> {
        match (was, is) {
            (Some(was), Some(is)) if was != is => Some(told!(
                self.language,
                "part of {is}, no longer of {was}",
                "del av {is}, inte längre av {was}"
            )),
            (None, Some(is)) => Some(told!(self.language, "part of {is}", "del av {is}")),
            (Some(was), None) => {
                Some(told!(self.language, "no longer part of {was}", "inte längre del av {was}"))
            }
            (Some(_), Some(_)) | (None, None) => None,
        }
    }

    /// Something that is told to differ, and not how.
    pub(super) fn differs(
        &self,
        differs: bool,
        english: &'static str,
        swedish: &'static str,
    ) -> Option<String> {
        differs.then(|| self.word(english, swedish).to_owned())
    }

    /// A thing that is described anew: what changes.
    pub(super) fn revised(&self, called: &str, from: Date, changes: &[String]) -> String {
        if changes.is_empty() {
            return told!(
                self.language,
                "Described {called} anew from {from}",
                "{called} beskrevs på nytt från och med {from}"
            );
        }
        let changes = changes.join(", ");
        told!(
            self.language,
            "{called} from {from}: {changes}",
            "{called} från och med {from}: {changes}"
        )
    }
}
