//! Costs beside rent, and who pays what.

use async_graphql::{Enum, ID, Object, Result, SimpleObject};
use schema::{CostAmount as Recorded, CostId, CostObject};

use super::{
    Building, Hub, Organisation, Reallocation, Space, Unit,
    values::{Retirement, money},
};
use crate::graphql::{
    connection::{PageAsked, complexity, list},
    enums,
    global_id::GlobalId,
    history::{self, History},
    pin::Pin,
    scalars,
};

thing! {
    /// A cost beside rent.
    Cost(CostId) in cost
}

description! {
    /// A cost: what it is for, what it is of, whose it is and how much.
    CostDescription
}

described_from! {
    /// What a cost is for, what it is of, whose it is and how much, from a date.
    CostDescribed: CostDescription
}

/// Whether a cost runs on the date of a pin; one that comes once runs from its date on.
pub(super) fn runs(pin: &Pin, known: &projections::Cost) -> bool {
    let ended = known.ended.as_ref().is_some_and(|ended| ended.from <= pin.on);
    known.descriptions.at(pin.on).is_some() && !ended
}

/// Whose a cost is on the date of a pin or, before it begins, first.
pub(super) fn is_of(
    pin: &Pin,
    known: &projections::Cost,
    organisation: schema::OrganisationId,
) -> bool {
    let described = known.descriptions.nearest(pin.on);
    described.is_some_and(|described| {
        pin.state.organisation_on(described.organisation, pin.on) == organisation
    })
}

/// How often a cost comes.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum CostRecurrence {
    /// Each year.
    PerYear,
    /// Each year, for each of so many seats.
    PerSeatAndYear,
    /// Once.
    Once,
}

/// How much a cost is.
#[derive(SimpleObject, Debug)]
pub struct CostAmount {
    /// How much, net of VAT; never negative, of an income neither.
    amount: scalars::Amount,
    /// How often.
    comes: CostRecurrence,
    /// For how many seats; absent where it is not for each seat.
    seats: Option<u32>,
    /// Over how many months it is written off in equal parts; absent where it comes every year, or all
    /// of it is a cost of its month.
    written_off_months: Option<u16>,
    /// Interest per year on what is not yet written off, in hundredths of a per cent; absent for none.
    interest: Option<u16>,
}

impl CostAmount {
    fn of(recorded: Recorded) -> Result<Self> {
        let amount = money(recorded.amount())?;
        let (comes, seats, written_off_months, interest) = match recorded {
            Recorded::PerYear { .. } => (CostRecurrence::PerYear, None, None, None),
            Recorded::PerSeatAndYear { seats, .. } => {
                (CostRecurrence::PerSeatAndYear, Some(seats), None, None)
            }
            Recorded::Once { written_off_months, interest, .. } => {
                (CostRecurrence::Once, None, written_off_months, interest)
            }
        };
        Ok(Self { amount, comes, seats, written_off_months, interest })
    }
}

/// A cost: what it is for, what it is of, whose it is and how much.
#[Object]
impl CostDescription {
    /// What it is called, as typed; `[erased]` once the text was erased.
    async fn name(&self) -> String {
        self.pin.text(self.described.name)
    }

    /// What it is for.
    async fn kind(&self) -> enums::CostKind {
        self.described.kind.into()
    }

    /// Whether it comes in rather than goes out.
    async fn is_income(&self) -> bool {
        self.described.kind.is_income()
    }

    /// The building that it is of; absent where it is of something else.
    async fn building(&self) -> Result<Option<Building>> {
        match self.described.object {
            CostObject::Building(id) => Building::named(&self.pin, id).map(Some),
            _ => Ok(None),
        }
    }

    /// The space that it is of; absent where it is of something else.
    async fn space(&self) -> Result<Option<Space>> {
        match self.described.object {
            CostObject::Space(id) => Space::named(&self.pin, id).map(Some),
            _ => Ok(None),
        }
    }

    /// The hub that it is of; absent where it is of something else.
    async fn hub(&self) -> Result<Option<Hub>> {
        match self.described.object {
            CostObject::Hub(id) => Hub::named(&self.pin, id).map(Some),
            _ => Ok(None),
        }
    }

    /// The reallocation that it is of; absent where it is of something else.
    async fn reallocation(&self) -> Result<Option<Reallocation>> {
        match self.described.object {
            CostObject::Reallocation(id) => Reallocation::named(&self.pin, id).map(Some),
            _ => Ok(None),
        }
    }

    /// The unit that it is of; absent where it is of something else.
    async fn unit(&self) -> Result<Option<Unit>> {
        match self.described.object {
            CostObject::Unit(id) => Unit::named(&self.pin, id).map(Some),
            _ => Ok(None),
        }
    }

    /// The organisation that is invoiced, or whose income it is; or the one that stands for it once it
    /// has ended.
    async fn organisation(&self) -> Result<Organisation> {
        let organisation = self.pin.state.organisation_on(self.described.organisation, self.on);
        Organisation::named(&self.pin, organisation)
    }

    /// How much.
    async fn amount(&self) -> Result<CostAmount> {
        CostAmount::of(self.described.amount)
    }

    /// VAT in thousandths of the net amount.
    async fn vat_thousandths(&self) -> u16 {
        self.described.vat_thousandths
    }

    /// The account on which it is kept; absent where none is stated.
    async fn account(&self) -> Option<String> {
        self.described.account.as_ref().map(ToString::to_string)
    }
}

/// A cost beside rent, as it is recorded. What comes of it month by month is computed.
#[Object]
impl Cost {
    /// Opaque; contains the clocks that were named. See `Query.node`.
    pub(in crate::graphql) async fn id(&self) -> ID {
        GlobalId::of("Cost", &self.pin, self.known.id)
    }

    /// The lasting reference, as mutations take it.
    #[graphql(name = "ref")]
    async fn reference(&self) -> scalars::Ref {
        self.known.id.uuid().into()
    }

    /// What it is on the date or, before it begins, first.
    #[graphql(flatten)]
    async fn description(&self) -> CostDescription {
        CostDescription::on(&self.pin, &self.known.descriptions)
    }

    /// All that it was and will be, in the order of the dates.
    #[graphql(complexity = "list(10, child_complexity)")]
    async fn description_history(&self) -> Vec<CostDescribed> {
        CostDescribed::all(&self.pin, &self.known.descriptions)
    }

    /// From when it runs, or the date on which it comes where it comes once.
    async fn from(&self) -> Option<scalars::Date> {
        self.known.descriptions.begins().map(Into::into)
    }

    /// Whether it runs on the date; one that comes once runs from its date on.
    async fn runs(&self) -> bool {
        runs(&self.pin, &self.known)
    }

    /// Its end, whether past or to come; absent where none is recorded. What is not yet written off is
    /// written off then. Where a correction says that there never was such a cost (`correctFact`), it ends
    /// on the day on which it was to begin.
    async fn ended(&self) -> Option<Retirement> {
        Retirement::of(&self.pin, self.known.ended.as_ref())
    }

    /// The events about it.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn history(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<History> {
        let asked = PageAsked::new(first, after, last, before);
        history::touching(&self.pin, self.known.id.uuid(), &asked).await
    }
}

/// How an organisation treats the VAT that it pays.
#[derive(SimpleObject, Debug)]
pub struct VatTreated {
    /// How.
    treatment: enums::VatTreatment,
    /// The event that says so; absent where nothing is recorded for the date, and it is taken to be a
    /// cost.
    revision: Option<scalars::Revision>,
}

impl VatTreated {
    pub(super) fn of(pin: &Pin, organisation: schema::OrganisationId) -> Self {
        let (treatment, revision) = pin.state.vat_treatment(organisation, pin.on);
        Self { treatment: treatment.into(), revision: revision.map(scalars::Revision) }
    }
}

/// By what the common areas of a building are borne by those who have the others.
#[derive(SimpleObject, Debug)]
pub struct CommonAreasBorne {
    /// By what.
    key: enums::CommonKey,
    /// The event that says so; absent where nothing is recorded for the date, and it is by area.
    revision: Option<scalars::Revision>,
}

impl CommonAreasBorne {
    pub(super) fn of(pin: &Pin, building: schema::BuildingId) -> Self {
        let (key, revision) = pin.state.common_key(building, pin.on);
        Self { key: key.into(), revision: revision.map(scalars::Revision) }
    }
}

/// What the members of a hub pay where their membership states no price: one of the two.
#[derive(SimpleObject, Debug)]
pub struct HubTariff {
    /// From when.
    from: scalars::Date,
    /// The event that records it.
    revision: scalars::Revision,
    /// So much for each promised seat (the busiest weekday's) and month, net of VAT; absent where it is
    /// a share of the cost.
    per_seat_and_month: Option<scalars::Amount>,
    /// Into how many parts the hub's cost is divided, of which each promised seat (the busiest
    /// weekday's) bears one and the host those that are not promised; absent where there is a price.
    denominator: Option<u32>,
}

impl HubTariff {
    /// The tariff of a hub on the date of a pin.
    pub(super) fn of(pin: &Pin, hub: schema::HubId) -> Result<Option<Self>> {
        let agreed = pin.state.hub_tariff(hub).and_then(|agreed| agreed.entry_at(pin.on));
        let Some((entry, tariff)) = agreed.and_then(|entry| Some((entry, entry.value?))) else {
            return Ok(None);
        };
        let (per_seat_and_month, denominator) = match tariff {
            schema::HubTariff::PerSeatAndMonth { amount } => (Some(money(amount)?), None),
            schema::HubTariff::ShareOfCost { denominator } => (None, Some(denominator)),
        };
        let (from, revision) = (entry.from.into(), scalars::Revision(entry.revision));
        Ok(Some(Self { from, revision, per_seat_and_month, denominator }))
    }
}
