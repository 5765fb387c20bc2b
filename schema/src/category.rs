//! What a space is for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The category of a space (rumstyp).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum Category {
    /// An open area with workstations.
    OpenWorkplace,
    /// An enclosed office.
    Cell,
    /// A meeting room.
    Meeting,
    /// A room for silent work or a call.
    Quiet,
    /// A room with its own access rules.
    Secure,
    /// Reception, counter, waiting room.
    PublicFacing,
    /// Records and stores.
    Archive,
    /// Pantry, break room, canteen.
    Social,
    /// Toilets, showers, changing rooms.
    Hygiene,
    /// Corridors, stairs, lifts, lobbies.
    Circulation,
    /// Plant, shafts, server and cleaning rooms.
    Technical,
}

/// How a space of a category can be allocated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AllocatedAs {
    /// Workstation by workstation.
    Workstations,
    /// As a whole, or workstation by workstation.
    WholeOrWorkstations,
    /// As a whole.
    Whole,
    /// Not at all: common to all who use the building.
    Common,
}

impl Category {
    /// All categories, in the order in which they are listed to people.
    pub const ALL: [Self; 11] = [
        Self::OpenWorkplace,
        Self::Cell,
        Self::Meeting,
        Self::Quiet,
        Self::Secure,
        Self::PublicFacing,
        Self::Archive,
        Self::Social,
        Self::Hygiene,
        Self::Circulation,
        Self::Technical,
    ];

    /// How spaces of this category can be allocated.
    pub const fn allocated_as(self) -> AllocatedAs {
        match self {
            Self::OpenWorkplace => AllocatedAs::Workstations,
            Self::Cell => AllocatedAs::WholeOrWorkstations,
            Self::Meeting | Self::Quiet | Self::Secure | Self::PublicFacing | Self::Archive => {
                AllocatedAs::Whole
            }
            Self::Social | Self::Hygiene | Self::Circulation | Self::Technical => {
                AllocatedAs::Common
            }
        }
    }

    /// Whether a room of this category is given as a whole.
    pub const fn allocatable_as_whole(self) -> bool {
        matches!(self.allocated_as(), AllocatedAs::Whole | AllocatedAs::WholeOrWorkstations)
    }

    /// Whether workstations stand in spaces of this category.
    pub const fn carries_seats(self) -> bool {
        matches!(self.allocated_as(), AllocatedAs::Workstations | AllocatedAs::WholeOrWorkstations)
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OpenWorkplace => "open workplace",
            Self::Cell => "cell office",
            Self::Meeting => "meeting room",
            Self::Quiet => "quiet room",
            Self::Secure => "secure room",
            Self::PublicFacing => "public-facing space",
            Self::Archive => "archive",
            Self::Social => "social space",
            Self::Hygiene => "hygiene space",
            Self::Circulation => "circulation space",
            Self::Technical => "technical space",
        })
    }
}
