//! Costs beside rent, who pays them, budgets and invoices.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, fmt};

use crate::{
    AccountCode, BuildingId, Commitment, CostId, Date, HubId, ImportId, IndexValue, Invalid,
    LeaseId, Money, Month, OrganisationId, ReallocationId, SpaceId, UnitId, Voucher,
};

/// What a cost is for.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum CostKind {
    /// Cleaning.
    Cleaning,
    /// Energy and media.
    Energy,
    /// Running the property.
    Operation,
    /// Maintenance.
    Maintenance,
    /// Insurance.
    Insurance,
    /// Property tax of an owner.
    PropertyTax,
    /// What was invested in owned premises, written off and with interest.
    Capital,
    /// Fitting out.
    FitOut,
    /// Security.
    Security,
    /// Reception and services in a hub.
    Service,
    /// Furniture, equipment and information technology.
    Equipment,
    /// Seats bought at a co-working operator outside the portfolio.
    Coworking,
    /// Making fixed premises into flexible ones.
    Conversion,
    /// Moving.
    Moving,
    /// Putting premises back as they were.
    Restoration,
    /// Leaving premises earlier than agreed.
    Exit,
    /// What members of a hub outside the portfolio pay: an income.
    OutsideMembers,
    /// Something else.
    Other,
}

impl CostKind {
    /// Whether it comes in rather than goes out.
    pub const fn is_income(self) -> bool {
        matches!(self, Self::OutsideMembers)
    }
}

impl fmt::Display for CostKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Cleaning => "cleaning",
            Self::Energy => "energy",
            Self::Operation => "operation",
            Self::Maintenance => "maintenance",
            Self::Insurance => "insurance",
            Self::PropertyTax => "property tax",
            Self::Capital => "capital",
            Self::FitOut => "fit-out",
            Self::Security => "security",
            Self::Service => "service",
            Self::Equipment => "equipment",
            Self::Coworking => "co-working",
            Self::Conversion => "conversion",
            Self::Moving => "moving",
            Self::Restoration => "restoration",
            Self::Exit => "exit",
            Self::OutsideMembers => "outside members",
            Self::Other => "other",
        })
    }
}

/// What a cost is of.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum CostObject {
    /// A building: borne as its common areas are.
    Building(BuildingId),
    /// A space: borne by those who have it.
    Space(SpaceId),
    /// A hub: borne by its host and charged to its members.
    Hub(HubId),
    /// A reallocation: counts as planned once it is approved, and as actual once a move is done.
    Reallocation(ReallocationId),
    /// A unit: nothing closer, such as seats bought outside the portfolio.
    Unit(UnitId),
}

/// How much a cost is, net of VAT.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum CostAmount {
    /// Each year, by twelfths in full months and by day in broken ones.
    PerYear {
        /// How much per year.
        amount: Money,
    },
    /// Each year, for each of so many seats.
    PerSeatAndYear {
        /// How much per seat and year.
        amount: Money,
        /// How many seats.
        seats: u32,
    },
    /// Once.
    Once {
        /// How much.
        amount: Money,
        /// Over how many months it is written off in equal parts, from the month in which it is paid;
        /// absent where all of it is a cost of that month. What is left when the cost ends is written
        /// off then.
        #[serde(skip_serializing_if = "Option::is_none")]
        written_off_months: Option<u16>,
        /// Interest per year on what is not yet written off, in hundredths of a per cent; absent for
        /// none.
        #[serde(skip_serializing_if = "Option::is_none")]
        interest: Option<u16>,
    },
}

impl CostAmount {
    /// The amount as stated.
    pub const fn amount(&self) -> Money {
        match self {
            Self::PerYear { amount }
            | Self::PerSeatAndYear { amount, .. }
            | Self::Once { amount, .. } => *amount,
        }
    }
}

/// A cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CostDescription {
    /// What it is called.
    pub name: Commitment,
    /// What it is for.
    pub kind: CostKind,
    /// What it is of.
    pub object: CostObject,
    /// The organisation that is invoiced, or whose income it is.
    pub organisation: OrganisationId,
    /// How much.
    pub amount: CostAmount,
    /// VAT in thousandths of the net amount; 0 where there is none.
    pub vat_thousandths: u16,
    /// The account on which it is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountCode>,
}

/// How an organisation treats the VAT that it pays.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum VatTreatment {
    /// It deducts it.
    Deducted,
    /// It is compensated for it (kommunkontosystemet).
    Compensated,
    /// It is a cost.
    Cost,
}

impl fmt::Display for VatTreatment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Deducted => "deducted",
            Self::Compensated => "compensated",
            Self::Cost => "a cost",
        })
    }
}

/// By what the common areas of a building are borne by those who have the others.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum CommonKey {
    /// By area.
    #[default]
    Area,
    /// By workstations, a room that is allocated as a whole counting as one.
    Workstations,
    /// Equally by space.
    Spaces,
}

impl fmt::Display for CommonKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Area => "by area",
            Self::Workstations => "by workstations",
            Self::Spaces => "equally by space",
        })
    }
}

/// What the members of a hub pay where their membership states no price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum HubTariff {
    /// So much for each promised seat (the week's peak) and month, net of VAT.
    PerSeatAndMonth {
        /// How much.
        amount: Money,
    },
    /// For each promised seat (the week's peak) one part of what the hub costs; the host bears the
    /// parts that are not promised.
    ShareOfCost {
        /// Into how many parts the cost is divided.
        denominator: u32,
    },
}

/// The value of an index for a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IndexFigure {
    /// The month.
    pub month: Month,
    /// Its index.
    pub value: IndexValue,
}

/// What an invoice is for.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum InvoiceSubject {
    /// A lease.
    Lease(LeaseId),
    /// A recorded cost.
    Cost(CostId),
    /// A building, and nothing closer.
    Building(BuildingId),
    /// A hub, and nothing closer.
    Hub(HubId),
}

/// An invoice as it is kept in the books of the organisation that pays it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InvoiceDescription {
    /// Whose books.
    pub organisation: OrganisationId,
    /// Its voucher in them, once in each.
    pub voucher: Voucher,
    /// Who sent it.
    pub supplier: Commitment,
    /// What it is for; absent where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<InvoiceSubject>,
    /// When it is dated.
    pub issued_on: Date,
    /// When it was paid; absent where it is not yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid_on: Option<Date>,
    /// The first month that it is for.
    pub from: Month,
    /// The last month that it is for.
    pub through: Month,
    /// How much without VAT; negative for a credit.
    pub net: Money,
    /// Its VAT.
    pub vat: Money,
    /// The account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountCode>,
    /// The file in which it stood; absent where it was entered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub import: Option<ImportId>,
}

/// A year of the calendar, from 1900 to 2199.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Year(u16);

impl Year {
    /// A year by its number.
    pub fn new(number: impl Copy + fmt::Display + TryInto<u16>) -> Result<Self, Invalid> {
        let year = number.try_into().ok().filter(|year| (1900..=2199).contains(year));
        year.map(Self).ok_or_else(|| Invalid::new("year", number, "1900 to 2199"))
    }

    /// The year of a month.
    pub fn of(month: Month) -> Self {
        // Every month lies within the same years.
        Self(u16::try_from(month.year()).unwrap_or(u16::MAX))
    }

    /// Its number.
    pub const fn number(self) -> u16 {
        self.0
    }

    /// Its first day.
    pub fn first_day(self) -> Date {
        // No year is before the calendar's first.
        let months = 12 * u32::from(self.0.saturating_sub(1900));
        Date::FIRST.plus_months(months).unwrap_or(Date::LAST)
    }

    /// Its last day.
    pub fn last_day(self) -> Date {
        self.first_day().plus_months(12).map_or(Date::LAST, Date::previous_day)
    }
}

impl TryFrom<u16> for Year {
    type Error = Invalid;

    fn try_from(number: u16) -> Result<Self, Invalid> {
        Self::new(number)
    }
}

impl From<Year> for u16 {
    fn from(year: Year) -> Self {
        year.0
    }
}

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl JsonSchema for Year {
    fn schema_name() -> Cow<'static, str> {
        "Year".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "integer",
            "minimum": 1900,
            "maximum": 2199,
            "description": "A year of the calendar"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact_and_bounded() {
        assert_eq!("-1250.5".parse::<Money>().unwrap().to_string(), "-1250.5");
        for wrong in ["1000000000000", "0.001", "1e3", &format!("1{}", "0".repeat(30))] {
            assert!(wrong.parse::<Money>().is_err(), "{wrong}");
        }
        assert!("0".parse::<IndexValue>().is_err() && "411.23".parse::<IndexValue>().is_ok());
        for wrong in [1899, 2200, -1] {
            assert!(Year::new(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_year_has_its_first_and_its_last_day() {
        let days = |year: i32| {
            let year = Year::new(year).unwrap();
            [year.first_day(), year.last_day()].map(|day| day.to_string())
        };
        assert_eq!(days(2028), ["2028-01-01", "2028-12-31"]);
        assert_eq!([days(1900), days(2199)].map(|[_, last]| last), ["1900-12-31", "2199-12-31"]);
    }
}
