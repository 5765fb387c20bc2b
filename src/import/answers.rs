//! What somebody answers to a difference: which changes are recorded, from when, and where resources
//! go that would be orphaned.

use schema::{Date, Digest, ResourceId, SpaceId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A confirmation of a difference.
///
/// ```json
/// {
///   "difference": "<the SHA-256 that was shown>",
///   "others": "record",
///   "changes": {
///     "space/<reference>": {
///       "record": true,
///       "from": "2027-03-01",
///       "resources": {
///         "<resource>": "end",
///         "<resource>": { "moveTo": "<space>" },
///         "<resource>": { "instead": "<resource>" }
///       }
///     }
///   }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Answers {
    /// Of which difference: what it was called when it was shown.
    pub difference: Digest,
    /// What becomes of changes that are not named.
    #[serde(default)]
    pub others: Others,
    /// Changes by their keys.
    #[serde(default)]
    pub changes: BTreeMap<String, Answer>,
}

/// What becomes of changes that an answer does not name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Others {
    /// They are recorded.
    #[default]
    Record,
    /// They are left as they are recorded, and shown again next time.
    Leave,
}

/// What is answered to one change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Answer {
    /// Whether it is recorded; otherwise what is recorded stays. Left out: it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<bool>,
    /// From when; left out: from the date of the import.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// For what is proposed as the same under another number: whether it is. Left out: it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same: Option<bool>,
    /// Where resources go.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub resources: BTreeMap<ResourceId, Fate>,
}

/// Where a resource goes whose space is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Fate {
    /// It is gone; nobody had it.
    Retire,
    /// It is gone, and who had it gives it up.
    End,
    /// It is gone, and who had it gets another resource.
    Instead(ResourceId),
    /// It stands in another space of the building.
    MoveTo(SpaceId),
}

/// A change that cannot be recorded as it is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unanswered {
    /// The change's key.
    pub(super) key: String,
    /// What people call what it is about.
    pub(super) called: String,
    /// What is missing.
    pub(super) what: String,
}

impl Answers {
    /// Everything as proposed.
    pub const fn all(difference: Digest) -> Self {
        Self { difference, others: Others::Record, changes: BTreeMap::new() }
    }

    /// The answer to a change; none where it is not to be recorded.
    pub(super) fn to(&self, key: &str) -> Option<Answer> {
        match self.changes.get(key) {
            Some(answer) => Some(answer.clone()).filter(|answer| answer.record != Some(false)),
            None if self.others == Others::Record => Some(Answer::default()),
            None => None,
        }
    }
}
