//! The parts of which all cost figures are sums.

use rust_decimal::Decimal;
use schema::{
    AccountCode, BuildingId, CostId, CostKind, Date, HubId, LeaseId, LevelId, MembershipId, Month,
    OrganisationId, ReallocationId, Revision, SpaceId, SupplementKind, UnitId,
};
use std::sync::Arc;

use crate::SpaceFollowed;

/// Months from one through another, both among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Months {
    /// The first.
    pub from: Month,
    /// The last.
    pub through: Month,
}

impl Months {
    /// Whether a month is one of them.
    pub fn contains(self, month: Month) -> bool {
        self.from <= month && month <= self.through
    }

    /// Each of them, in order.
    pub fn each(self) -> impl Iterator<Item = Month> {
        let count = u32::try_from(self.from.until(self.through) + 1).unwrap_or(0);
        (0..count).map(move |later| self.from.plus(later))
    }
}

/// Where a cost comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CostSource {
    /// A lease.
    Lease(LeaseId),
    /// A recorded cost.
    Cost(CostId),
    /// A membership: what a member pays to the host of a hub.
    Membership(MembershipId),
}

/// What kind of line it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CostLine {
    /// Rent as agreed, before index and discount.
    Rent,
    /// What the index adds to or takes from the rent.
    Index,
    /// What a discount takes from the rent: negative.
    Discount,
    /// What is paid beside the rent, with what its index adds.
    Supplement(SupplementKind),
    /// What is planned to be due no longer of the rent of a space that is released, with its index,
    /// discount and supplements: negative. The lease charges for it until it is amended or ends.
    RentFreed,
    /// A part of the landlord's fit-out that is paid back.
    FitOut,
    /// Interest on what is left of the landlord's fit-out.
    FitOutInterest,
    /// What is left of the landlord's fit-out when the lease ends.
    FitOutRest,
    /// Putting leased premises back at the end of their lease, as agreed in it; as planned, when rent is
    /// to end for the last of its spaces that are released.
    Restoration,
    /// A cost that recurs.
    Running(CostKind),
    /// A cost that comes once and is not written off over time, or on the cash basis the outlay.
    Once(CostKind),
    /// A part of an outlay that is written off.
    WrittenOff(CostKind),
    /// What was not yet written off when the cost ended.
    WrittenOffAtEnd(CostKind),
    /// Interest on what is not yet written off.
    Interest(CostKind),
    /// What a member pays to the host of a hub; negative for the host.
    Membership,
}

impl CostLine {
    /// Whether it is rent, or follows the premises as rent does: what falls on a space is due no longer
    /// once the space is given up.
    pub const fn is_rent(self) -> bool {
        matches!(self, Self::Rent | Self::Index | Self::Discount | Self::Supplement(_))
    }

    /// Whether it comes once, and not month by month.
    pub const fn is_one_off(self) -> bool {
        matches!(
            self,
            Self::FitOutRest | Self::Restoration | Self::Once(_) | Self::WrittenOffAtEnd(_)
        )
    }
}

/// Of what a month's cost is, before it is divided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CostOf {
    /// Spaces of a building: those that a lease or a cost names, and those that took their place, in
    /// order.
    Spaces(BuildingId, Arc<[SpaceFollowed]>),
    /// All of a building.
    Building(BuildingId),
    /// A hub.
    Hub(HubId),
    /// A reallocation: nothing closer.
    Reallocation(ReallocationId),
    /// A unit: nothing closer.
    Unit(UnitId),
}

/// What a source costs for one month, before it is divided among those who bear it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthCost {
    /// Where it comes from.
    pub source: CostSource,
    /// What kind of line it is.
    pub line: CostLine,
    /// The month for which it is a cost (accrual); none for an outlay that is written off.
    pub month: Option<Month>,
    /// The month in which it is paid (cash); none for what is written off and its interest.
    pub paid: Option<Month>,
    /// Of what it is.
    pub of: CostOf,
    /// Who is invoiced for it, or whose income it is.
    pub organisation: OrganisationId,
    /// Who of the portfolio receives it: a landlord. None where it leaves the portfolio.
    pub receiver: Option<OrganisationId>,
    /// How much without VAT, rounded: negative for an income or a discount.
    pub net: Decimal,
    /// Its VAT, rounded to the hundredth.
    pub vat: Decimal,
    /// The account on which it is kept.
    pub account: Option<AccountCode>,
    /// Whether an index that is not yet published is in it or is to follow on the rent that it is, or it is
    /// due only as planned.
    pub forecast: bool,
    /// The days for which it is, half-open: those of the month on which it runs.
    pub days: (Date, Date),
    /// The events behind it, in order.
    pub because: Arc<[Revision]>,
}

/// Why an organisation bears a cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bearing {
    /// A unit of it has the space or the workstation.
    Uses,
    /// It hosts the hub that the space or the workstation serves, or of which the cost is.
    Hosts,
    /// Nobody has it: the tenant or the owner bears it.
    Vacant,
    /// It is of a hub that is not open: the host bears it.
    Closed,
    /// It is vacated, and rent is still due: double rent.
    Released,
    /// It lets the space by a sublease: what it receives for that stands beside it.
    Sublet,
    /// It is not divided: a cost of a reallocation, or of a building without spaces.
    Undivided,
    /// It pays what another organisation of the portfolio receives.
    Pays,
    /// It receives what another organisation of the portfolio, or it itself, pays.
    Receives,
}

/// Who bears a cost, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Borne {
    /// The organisation.
    pub organisation: OrganisationId,
    /// The unit of it; none where it is of none.
    pub unit: Option<UnitId>,
    /// Why.
    pub why: Bearing,
}

/// One part of a source's cost of a month: what all figures are sums of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostAtom {
    /// Where it comes from.
    pub source: CostSource,
    /// What kind of line it is.
    pub line: CostLine,
    /// The month for which it is a cost (accrual); none for an outlay that is written off.
    pub month: Option<Month>,
    /// The month in which it is paid (cash); none for what is written off and its interest.
    pub paid: Option<Month>,
    /// The closed month of which it is a later adjustment; none where it is none.
    pub adjusts: Option<Month>,
    /// The building; none where it is of none.
    pub building: Option<BuildingId>,
    /// The level; none where it is of no space.
    pub level: Option<LevelId>,
    /// The space; none where it is of none.
    pub space: Option<SpaceId>,
    /// The hub; none where it is of none.
    pub hub: Option<HubId>,
    /// Who is invoiced for the source, or whose income it is: who bears it is charged by that one.
    pub invoiced: OrganisationId,
    /// Who bears it.
    pub borne: Borne,
    /// How much without VAT; negative for what is received.
    pub net: Decimal,
    /// Its VAT.
    pub vat: Decimal,
    /// What of the VAT is a cost to who bears it.
    pub vat_borne: Decimal,
    /// The account on which it is kept.
    pub account: Option<AccountCode>,
    /// Whether an index that is not yet published is in it or is to follow on the rent that it is, or it is
    /// due only as planned.
    pub forecast: bool,
    /// The events behind it, in order.
    pub because: Arc<[Revision]>,
}

impl CostAtom {
    /// What it costs who bears it: without VAT, and with the VAT that is a cost.
    pub fn cost(&self) -> Decimal {
        self.net + self.vat_borne
    }
}
