//! Leases: who lets what to whom, on which terms.

use chrono::{Datelike, NaiveDate};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, fmt, str::FromStr};

use crate::{
    AccountCode, Area, BuildingId, Commitment, Date, IndexSeries, Invalid, OrganisationId, Rent,
    SpaceId, Text,
};

/// Under which law, or by which arrangement, premises are held.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum LeaseRegime {
    /// A lease of premises (lokalhyra, 12 kap. jordabalken).
    Premises,
    /// A lease from a landlord of the state, on its own conditions.
    StateLandlord,
    /// An internal lease within one authority or company.
    Internal,
    /// Owned premises.
    Owned,
}

impl fmt::Display for LeaseRegime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Premises => "lease of premises",
            Self::StateLandlord => "lease from a state landlord",
            Self::Internal => "internal lease",
            Self::Owned => "owned premises",
        })
    }
}

/// One of the two sides of a lease.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum LeaseParty {
    /// Who lets.
    Landlord,
    /// Who rents.
    Tenant,
}

impl fmt::Display for LeaseParty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Landlord => "landlord",
            Self::Tenant => "tenant",
        })
    }
}

/// What a notice is for.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum NoticePurpose {
    /// To leave (uppsägning för avflyttning).
    Termination,
    /// To change the terms (uppsägning för villkorsändring).
    ChangedTerms,
}

impl fmt::Display for NoticePurpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Termination => "termination",
            Self::ChangedTerms => "changed terms",
        })
    }
}

/// How a notice reached the other side.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum NoticeService {
    /// By registered letter.
    RegisteredLetter,
    /// Served by law (delgivning).
    Served,
    /// The other side acknowledged it in writing.
    Acknowledged,
    /// By e-mail or otherwise, as agreed.
    AsAgreed,
}

/// Who lets, as recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Landlord {
    /// An organisation of the portfolio.
    Organisation {
        /// Which.
        organisation: OrganisationId,
    },
    /// Somebody outside the portfolio.
    Outside {
        /// Who.
        name: Commitment,
    },
}

impl Landlord {
    /// The organisation of the portfolio; none where it is somebody outside.
    pub const fn organisation(&self) -> Option<OrganisationId> {
        match self {
            Self::Organisation { organisation } => Some(*organisation),
            Self::Outside { .. } => None,
        }
    }
}

/// Who lets, as a command says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum NamedLandlord {
    /// An organisation of the portfolio.
    Organisation(OrganisationId),
    /// Somebody outside the portfolio.
    Outside(Text),
}

/// A month of a year, such as `2025-10`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Month(Date);

impl Month {
    /// Its first day.
    pub const fn first_day(self) -> Date {
        self.0
    }
}

impl Month {
    /// The month in which a date lies.
    pub fn of(date: Date) -> Self {
        Self(date.first_of_month())
    }

    /// The month of a year; none beyond the calendar.
    pub fn in_year(year: i32, month: MonthOfYear) -> Option<Self> {
        month.first_day_in(year).map(Self)
    }

    /// So many months later; the calendar's last where it ends before.
    pub fn plus(self, months: u32) -> Self {
        self.0.plus_months(months).map_or_else(|| Self::of(Date::LAST), Self)
    }

    /// So many months before; the calendar's first where it begins after.
    pub fn minus(self, months: u32) -> Self {
        self.0.minus_months(months).map_or_else(|| Self::of(Date::FIRST), Self)
    }

    /// The first day after it; the calendar's last in its last month.
    pub fn end(self) -> Date {
        self.0.plus_months(1).unwrap_or(Date::LAST)
    }

    /// Its days.
    pub fn days(self) -> u32 {
        self.0.days_until(self.0.plus_months(1).unwrap_or(self.0))
    }

    /// Its year.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// Its number in its year, from 1.
    pub fn number(self) -> u32 {
        self.0.naive().month()
    }

    /// How many months from this one to another: negative where that is before.
    pub fn until(self, other: Self) -> i64 {
        let count = |month: Self| i64::from(month.year()) * 12 + i64::from(month.number());
        count(other) - count(self)
    }
}

impl FromStr for Month {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let first = (text.len() == 7).then(|| format!("{text}-01").parse().ok()).flatten();
        let accepted = "a month from 1900-01 to 2199-12, written YYYY-MM";
        first.map(Self).ok_or_else(|| Invalid::new("month", text, accepted))
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.naive().format("%Y-%m"))
    }
}

impl fmt::Debug for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

written_as_text!(Month, {
    "type": "string",
    "pattern": "^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$",
    "description": "A month of a year"
});

/// A month of every year, from 1 to 12.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct MonthOfYear(u8);

impl MonthOfYear {
    /// A month by its number.
    pub fn new(number: impl Copy + fmt::Display + TryInto<u8>) -> Result<Self, Invalid> {
        let month = number.try_into().ok().filter(|month| (1..=12).contains(month));
        month.map(Self).ok_or_else(|| Invalid::new("month of the year", number, "1 to 12"))
    }

    /// Its number.
    pub const fn number(self) -> u8 {
        self.0
    }

    /// Its first day in a year of the calendar.
    pub fn first_day_in(self, year: i32) -> Option<Date> {
        let day = NaiveDate::from_ymd_opt(year, self.0.into(), 1)?;
        Date::new(day).ok()
    }
}

impl TryFrom<u8> for MonthOfYear {
    type Error = Invalid;

    fn try_from(number: u8) -> Result<Self, Invalid> {
        Self::new(number)
    }
}

impl From<MonthOfYear> for u8 {
    fn from(month: MonthOfYear) -> Self {
        month.0
    }
}

impl JsonSchema for MonthOfYear {
    fn schema_name() -> Cow<'static, str> {
        "MonthOfYear".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "integer",
            "minimum": 1,
            "maximum": 12,
            "description": "A month of every year, from 1 to 12"
        })
    }
}

/// How a rent follows an index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IndexClause {
    /// Which index.
    pub series: IndexSeries,
    /// The rent per year at the level of the base month.
    pub base_amount: Rent,
    /// How much of it follows the index, in thousandths.
    pub share_thousandths: u16,
    /// The month whose index is the base.
    pub base_month: Month,
    /// The month whose index is compared with it, in the year before each step.
    pub compare_month: MonthOfYear,
    /// The month on whose first day the rent steps, every year.
    pub step_month: MonthOfYear,
    /// The rent per year below which it does not fall; absent where it may.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub floor: Option<Rent>,
}

/// What is paid to the landlord beside the rent.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum SupplementKind {
    /// Heat.
    Heat,
    /// Cooling and ventilation.
    Cooling,
    /// Electricity.
    Electricity,
    /// Water and sewage.
    Water,
    /// Waste.
    Waste,
    /// Property tax (fastighetsskatt).
    PropertyTax,
    /// Data and telephone lines.
    Media,
    /// Services of the landlord.
    Service,
    /// Parking.
    Parking,
    /// Something else.
    Other,
}

impl fmt::Display for SupplementKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Heat => "heat",
            Self::Cooling => "cooling",
            Self::Electricity => "electricity",
            Self::Water => "water",
            Self::Waste => "waste",
            Self::PropertyTax => "property tax",
            Self::Media => "media",
            Self::Service => "service",
            Self::Parking => "parking",
            Self::Other => "other",
        })
    }
}

/// What is paid to the landlord beside the rent, each year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Supplement {
    /// For what.
    pub kind: SupplementKind,
    /// How much per year, net of VAT.
    pub per_year: Rent,
    /// Whether all of it follows the index of the lease, from the same base month.
    pub follows_index: bool,
}

/// What the landlord spent on fitting out the premises, and the tenant pays back beside the rent: in
/// equal parts by month, with interest on what is left. What is left when the lease ends, or is amended
/// without it, is due then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FitOut {
    /// How much was spent, net of VAT.
    pub amount: Rent,
    /// The first month for which it is paid back.
    pub from: Month,
    /// Over how many months.
    pub months: u16,
    /// Interest per year in hundredths of a per cent; 0 for none.
    pub interest: u16,
}

/// A rent that is lower for a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Discount {
    /// From when.
    pub from: Date,
    /// The first date after it.
    pub to: Date,
    /// By how much per year.
    pub per_year: Rent,
}

/// To what each line of an invoice is rounded, half away from zero. Months that are invoiced together are
/// rounded so that they come to it.
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
// As it was published.
#[schemars(description = "To what each amount of a month is rounded, half away from zero.")]
pub enum Rounding {
    /// The hundredth of the currency's unit (öre).
    #[default]
    Hundredth,
    /// The whole unit (krona).
    Unit,
}

impl Rounding {
    /// How many decimals are left.
    pub const fn decimals(self) -> u32 {
        match self {
            Self::Hundredth => 2,
            Self::Unit => 0,
        }
    }
}

/// For how many months at a time rent is paid, and when.
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
pub enum Paid {
    /// Each month.
    #[default]
    Monthly,
    /// Each quarter of the calendar year.
    Quarterly,
    /// Each half of the calendar year.
    HalfYearly,
    /// Each calendar year.
    Yearly,
}

impl Paid {
    /// Months that are paid for at a time.
    pub const fn months(self) -> u32 {
        match self {
            Self::Monthly => 1,
            Self::Quarterly => 3,
            Self::HalfYearly => 6,
            Self::Yearly => 12,
        }
    }
}

/// How a lease is invoiced.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Invoicing {
    /// For how many months at a time.
    pub paid: Paid,
    /// Whether it is paid in the month before the first of them; in the last of them where not.
    pub in_advance: bool,
    /// To what each line of an invoice is rounded: its months come to it.
    // As it was published.
    #[schemars(description = "To what each amount of a month is rounded.")]
    pub rounding: Rounding,
    /// VAT in thousandths of the net amount; 0 where the landlord charges none.
    pub vat_thousandths: u16,
    /// The account on which the tenant keeps it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountCode>,
}

/// How long before an end of the term a party gives notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NoticeTerm {
    /// Which party.
    pub party: LeaseParty,
    /// For what.
    pub purpose: NoticePurpose,
    /// Whole months before the end.
    pub months: u16,
}

/// The right of a party to give up all, or a part, before the term ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BreakClause {
    /// Whose right it is.
    pub party: LeaseParty,
    /// The first date on which it is given up.
    pub on: Date,
    /// Whole months of notice before.
    pub notice_months: u16,
    /// The spaces that are given up, sorted; none where it is all, or an area without spaces.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spaces: Vec<SpaceId>,
    /// The area that is given up; absent where it is all, or given by the spaces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<Area>,
}

impl BreakClause {
    /// Whether all is given up.
    pub fn is_whole(&self) -> bool {
        self.spaces.is_empty() && self.area.is_none()
    }
}

/// The terms of a lease.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LeaseTerms {
    /// Under which law or arrangement.
    pub regime: LeaseRegime,
    /// The building.
    pub building: BuildingId,
    /// The spaces of the building that are let, sorted; none where it is the whole building.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spaces: Vec<SpaceId>,
    /// The area of the contract; absent where it states none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<Area>,
    /// The rent per year, net of VAT, in the portfolio's currency.
    pub rent_per_year: Rent,
    /// How it follows an index; absent where it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index: Option<IndexClause>,
    /// What is paid beside the rent, at most once for each kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub supplements: Vec<Supplement>,
    /// What the landlord spent on fitting out, and is paid back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fit_outs: Vec<FitOut>,
    /// When the rent is lower.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discounts: Vec<Discount>,
    /// How it is invoiced.
    pub invoicing: Invoicing,
    /// What putting the premises back as they were is agreed to cost when the lease ends, net of VAT;
    /// absent where nothing is agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restoration: Option<Rent>,
    /// The first date after the agreed term; absent where it runs until further notice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
    /// By how many months it is prolonged each time that no notice is given; absent where it ends
    /// with the term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prolongation_months: Option<u16>,
    /// How long before the end notice is given, by party and purpose, at most once each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<NoticeTerm>,
    /// What may be given up earlier, by date and party, at most once each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub breaks: Vec<BreakClause>,
}

impl LeaseTerms {
    /// How many months before the end a party gives notice; none where none is agreed.
    pub fn notice_months(&self, party: LeaseParty, purpose: NoticePurpose) -> Option<u16> {
        let mut notices = self.notices.iter();
        let agreed = notices.find(|agreed| (agreed.party, agreed.purpose) == (party, purpose));
        agreed.map(|agreed| agreed.months)
    }

    /// The break clause of a party on a date.
    pub fn break_on(&self, party: LeaseParty, on: Date) -> Option<&BreakClause> {
        self.breaks.iter().find(|agreed| (agreed.party, agreed.on) == (party, on))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_those_of_the_calendar() {
        assert_eq!("2025-10".parse::<Month>().unwrap().to_string(), "2025-10");
        for wrong in ["2025-13", "2025-00", "2025-1", "1899-12", "2025-10-01", "2025/10", ""] {
            assert!(wrong.parse::<Month>().is_err(), "{wrong}");
        }
        assert_eq!(MonthOfYear::new(12).unwrap().number(), 12);
        for wrong in [0, 13, 300, -1] {
            assert!(MonthOfYear::new(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_rent_has_at_most_twelve_digits_and_is_not_negative() {
        assert_eq!("99999999999.99".parse::<Rent>().unwrap().to_string(), "99999999999.99");
        for wrong in ["1000000000000", "-1", "0.001", &format!("1{}", "0".repeat(30))] {
            assert!(wrong.parse::<Rent>().is_err(), "{wrong}");
        }
    }
}
