//! What can be allocated, and how surely it is known.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

use crate::{AssumptionRule, Date};

/// The kind of a resource.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum ResourceKind {
    /// A desk with its chair.
    Workstation,
    /// An enclosed room as a whole.
    Room,
    /// Equipment that stands in a space.
    Equipment,
}

impl fmt::Display for ResourceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Workstation => "workstation",
            Self::Room => "room",
            Self::Equipment => "equipment",
        })
    }
}

/// How surely a resource is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Grade {
    /// Seen on site, or stated one by one in a source.
    Counted {
        /// When.
        on: Date,
    },
    /// Derived by a stated rule. It cannot be promised until counted.
    Assumed {
        /// Which rule.
        rule: AssumptionRule,
    },
}

impl Grade {
    /// Whether it was counted.
    pub const fn is_counted(&self) -> bool {
        matches!(self, Self::Counted { .. })
    }
}
