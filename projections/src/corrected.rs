//! From when something reads otherwise than it did, because what was recorded of it was void.

use schema::{Date, Revision};
use serde::Serialize;

/// Days for which a correction of facts made something otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Corrected {
    /// The first of them.
    pub from: Date,
    /// The first date after them; none where no end is in sight.
    pub to: Option<Date>,
    /// The event that corrects.
    pub by: Revision,
}

impl Corrected {
    /// Whether it is otherwise on some of the days from one to before another.
    pub fn meets(&self, from: Date, to: Option<Date>) -> bool {
        to.is_none_or(|to| self.from < to) && self.to.is_none_or(|own| from < own)
    }
}
