//! Transitions: programmes of reallocations with a goal, targets and milestones.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Commitment, Date, Measure, OrganisationId, SquareMetres};

/// What a transition is to reach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Target {
    /// A share of its organisations' resources is flexible: flexible ones over all, in thousandths,
    /// at least.
    FlexibleShare {
        /// Thousandths, from 0 to 1,000.
        thousandths: u16,
        /// By when.
        by: Date,
    },
    /// So much area for each person employed, at most.
    AreaPerEmployee {
        /// Square metres for each person.
        square_metres: SquareMetres,
        /// Under which measure.
        measure: Measure,
        /// By when.
        by: Date,
    },
    /// So much carbon from heating and running the area in use, at most: area times energy times
    /// emission.
    Carbon {
        /// Kilograms of carbon dioxide equivalents for each year.
        kilograms_per_year: u32,
        /// Under which measure the area is taken.
        measure: Measure,
        /// Energy in kilowatt-hours for each square metre and year, as assumed.
        kilowatt_hours_per_square_metre: u32,
        /// Emission in grams of carbon dioxide equivalents for each kilowatt-hour, as assumed.
        grams_per_kilowatt_hour: u32,
        /// Where the assumed figures come from.
        source: Commitment,
        /// By when.
        by: Date,
    },
}

impl Target {
    /// By when it is to be reached.
    pub const fn by(&self) -> Date {
        match self {
            Self::FlexibleShare { by, .. }
            | Self::AreaPerEmployee { by, .. }
            | Self::Carbon { by, .. } => *by,
        }
    }
}

/// A step of a transition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Milestone {
    /// Its number within the transition, from 1.
    pub number: u16,
    /// What it is.
    pub name: Commitment,
    /// When it is due.
    pub due: Date,
}

/// A transition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TransitionDescription {
    /// Its name.
    pub name: Commitment,
    /// What it is for.
    pub goal: Commitment,
    /// When it ends.
    pub until: Date,
    /// The organisations that take part, sorted.
    pub organisations: Vec<OrganisationId>,
    /// What it is to reach.
    pub targets: Vec<Target>,
    /// Its steps, in the order of their numbers.
    pub milestones: Vec<Milestone>,
}
