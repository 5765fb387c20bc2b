//! Erasure: on which legal ground a text was taken out of the vault, and which text it was.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

use crate::{CaseNumber, Date, OrganisationId, PersonId, Revision, TextPath};

/// The legal ground of an erasure.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum ErasureGround {
    /// The data subject's right to erasure (Regulation (EU) 2016/679, article 17).
    DataSubject,
    /// A disposal decision under archive law (gallring).
    Disposal,
    /// An order of a court or of a supervisory authority.
    Order,
    /// It was recorded in error, and should never have been.
    RecordedInError,
}

impl ErasureGround {
    /// Whether nothing is erased on it without a decision that is named.
    pub const fn needs_decision(self) -> bool {
        matches!(self, Self::Disposal | Self::Order)
    }
}

impl fmt::Display for ErasureGround {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DataSubject => "the data subject's right to erasure, GDPR article 17",
            Self::Disposal => "a disposal decision under archive law",
            Self::Order => "an order of a court or supervisory authority",
            Self::RecordedInError => "recorded in error",
        })
    }
}

/// The decision on an erasure. It carries no text of its own: what would be erased next is not typed
/// while something is erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ErasureDecision {
    /// The organisation that decided or, where a court or an authority outside the portfolio did, the
    /// one that it was addressed to.
    pub organisation: OrganisationId,
    /// Its case number.
    pub case_number: CaseNumber,
    /// When it was decided.
    pub decided_on: Date,
}

/// Where a text stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TextPlace {
    /// The event.
    pub revision: Revision,
    /// Where in its data: the names of fields and the places in lists, from 0, with points between.
    pub field: TextPath,
}

/// Whose or which text was erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum ErasedText {
    /// A person's name, wherever it stands.
    NameOf(PersonId),
    /// What stands there, and wherever else an event carries the same text along.
    StoodAt(TextPlace),
}
