//! Ids: opaque UUIDs, one type per thing, so that no id is ever taken for another's.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

use crate::{Invalid, limits};

/// The namespace of every portfolio id.
const THIRDPLACE: Uuid = Uuid::from_u128(0x8b0d_9c3e_51a7_4f16_9a52_7e1f_c04d_2b68);

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident, $word:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// The field's word for the thing, as messages name it.
            pub const WORD: &'static str = $word;

            /// A lasting id derived from what the thing belongs to and a key that its source keeps
            /// unchanged, such as a GlobalId: the same file gives the same ids.
            pub fn derived(within: Uuid, key: &str) -> Self {
                Self(Uuid::new_v5(&within, format!("{}:{key}", Self::WORD).as_bytes()))
            }

            /// The UUID itself.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl FromStr for $name {
            type Err = Invalid;

            fn from_str(text: &str) -> Result<Self, Invalid> {
                Uuid::parse_str(text)
                    .map(Self)
                    .map_err(|_| Invalid::new(concat!($word, " reference"), text, "a UUID such as 1c1f9a3e-5f0e-5c1b-9a52-7e1fc04d2b68"))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($word, " {}"), self.0.hyphenated())
            }
        }
    )+};
}

ids! {
    /// An estate with one ledger.
    PortfolioId, "portfolio";
    /// A person. The name lives in the vault.
    PersonId, "person";
    /// An authority or company.
    OrganisationId, "organisation";
    /// A part of an organisation that occupies.
    UnitId, "unit";
    /// A building.
    BuildingId, "building";
    /// A level of a building.
    LevelId, "level";
    /// A room or an open area on a level.
    SpaceId, "space";
    /// What can be allocated: a workstation, a room as a whole, equipment.
    ResourceId, "resource";
    /// A flexible network workplace.
    HubId, "hub";
    /// A unit's right to a hub.
    MembershipId, "membership";
    /// A lease.
    LeaseId, "lease";
    /// A cost beside rent, recurring or once.
    CostId, "cost";
    /// An invoice.
    InvoiceId, "invoice";
    /// Moves from fixed to flexible, or back, decided together.
    ReallocationId, "reallocation";
    /// A programme of reallocations.
    TransitionId, "transition";
    /// What must be settled before a reallocation is approved.
    PreconditionId, "precondition";
    /// A sealed basis for a decision.
    BasisId, "decision basis";
    /// The drawing of a level: what is not a space.
    DrawingId, "drawing";
    /// The reading-in of one file.
    ImportId, "import";
    /// A command; repeating it under the same id records nothing new.
    CommandId, "command";
    /// An event.
    EventId, "event";
    /// What belongs together across commands, such as all commands of one import.
    CorrelationId, "correlation";
}

impl PortfolioId {
    /// The portfolio that `opening` opens: the same command opens the same portfolio.
    pub fn opened_by(opening: CommandId) -> Self {
        Self(Uuid::new_v5(&THIRDPLACE, opening.to_string().as_bytes()))
    }
}

impl EventId {
    /// The id of event `index` of `command`: a repeated append is recognised by it.
    pub fn of(portfolio: PortfolioId, command: CommandId, index: usize) -> Self {
        Self(Uuid::new_v5(&portfolio.0, format!("event:{command}/{index}").as_bytes()))
    }
}

/// An event's position in its portfolio's ledger, gapless from 0.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct Revision(u64);

impl Revision {
    /// The first revision of every ledger.
    pub const FIRST: Self = Self(0);

    /// A revision, refused beyond what JSON keeps exact.
    pub fn new(number: u64) -> Result<Self, Invalid> {
        if number <= limits::INTEGER_MAX {
            Ok(Self(number))
        } else {
            Err(Invalid::new("revision", number, "an integer from 0 to 2^53-1"))
        }
    }

    /// The number itself.
    pub const fn number(self) -> u64 {
        self.0
    }

    /// The revision after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// The revision `count` after this one.
    #[must_use]
    pub const fn plus(self, count: u64) -> Self {
        Self(self.0 + count)
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
