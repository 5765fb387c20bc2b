//! Who pays what: how VAT is treated, by what common areas are borne, what the members of a hub pay;
//! and what is budgeted for it.

use async_graphql::{Context, InputObject, Object, OneofObject, Result};
use projections::BudgetKey;
use schema::{BuildingId, HubId, HubTariff, OrganisationId, Year};

use super::{
    Ref,
    act::{Act, Head, acts, perform},
    decisions::DecisionInput,
    enums,
    reading::{Part, Reading, count, parsed},
    scalars, types,
};

acts! {
    "vatTreat": VatTreatInput {
        /// The organisation.
        organisation: Ref,
        /// From when.
        from: scalars::Date,
        /// How it treats the VAT that it pays.
        treatment: enums::VatTreatment,
    } => VatTreatPayload {
        /// The organisation.
        organisation: types::Organisation
    }

    "commonKeyChoose": CommonKeyChooseInput {
        /// The building.
        building: Ref,
        /// From when.
        from: scalars::Date,
        /// By what its common areas are borne by those who have the others.
        key: enums::CommonKey,
    } => CommonKeyChoosePayload {
        /// The building.
        building: types::Building
    }

    "hubTariffAgree": HubTariffAgreeInput {
        /// The hub; it may still have to open.
        hub: Ref,
        /// From when.
        from: scalars::Date,
        /// The currency of the price, which is the portfolio's: ISO 4217.
        currency: String,
        /// What members pay whose membership states no price. Left out: nothing.
        tariff: Option<HubTariffInput>,
        /// The decision of the host's board.
        decision: DecisionInput,
    } => HubTariffAgreePayload {
        /// The hub.
        hub: types::Hub
    }

    "budgetDecide": BudgetDecideInput {
        /// The organisation.
        organisation: Ref,
        /// The year: 1900 to 2199. The organisation is there on some day of it.
        year: i32,
        /// The transition whose reallocations it is for, in which the organisation takes part. Left
        /// out: it is for all that the organisation bears.
        transition: Option<Ref>,
        /// The currency of the amounts, which is the portfolio's: ISO 4217.
        currency: String,
        /// For running costs, with the VAT that is a cost: an exact decimal from 0 to 999,999,999,999
        /// with a point and at most two decimals, such as `"950000.5"`.
        running: String,
        /// For costs that come once, with the VAT that is a cost: see `running`.
        one_off: String,
        /// The decision of the organisation's board.
        decision: DecisionInput,
    } => BudgetDecidePayload {
        /// The budget.
        budget: types::Budget
    }
}

/// What the members of a hub pay where their membership states no price.
#[derive(OneofObject, Debug)]
pub(super) enum HubTariffInput {
    /// So much for each promised seat and month.
    PerSeatAndMonth(HubPriceInput),
    /// For each promised seat one part of what the hub costs.
    ShareOfCost(HubShareInput),
}

/// The price of a seat in a hub.
#[derive(InputObject, Debug)]
pub(super) struct HubPriceInput {
    /// How much for each promised seat (the busiest weekday's) and month, net of VAT: an exact decimal
    /// from 0 to 999,999,999,999 with a point and at most two decimals, such as `"1200.5"`.
    amount: String,
}

/// The share of each seat in the cost of a hub.
#[derive(InputObject, Debug)]
pub(super) struct HubShareInput {
    /// Into how many parts the cost is divided, of which each promised seat (the busiest weekday's)
    /// bears one: 1 to 1,000,000. The host bears the parts that are not promised.
    denominator: i32,
}

impl Part for HubTariffInput {
    type Value = HubTariff;

    fn read(self, reading: &mut Reading) -> Option<HubTariff> {
        match self {
            Self::PerSeatAndMonth(given) => reading.part("perSeatAndMonth", given),
            Self::ShareOfCost(given) => reading.part("shareOfCost", given),
        }
    }
}

impl Part for HubPriceInput {
    type Value = HubTariff;

    fn read(self, reading: &mut Reading) -> Option<HubTariff> {
        let amount = reading.take("amount", parsed(self.amount))?;
        Some(HubTariff::PerSeatAndMonth { amount })
    }
}

impl Part for HubShareInput {
    type Value = HubTariff;

    fn read(self, reading: &mut Reading) -> Option<HubTariff> {
        let denominator = count("number of parts of a cost", self.denominator);
        let denominator = reading.take("denominator", denominator)?;
        Some(HubTariff::ShareOfCost { denominator })
    }
}

impl Act for VatTreatInput {
    type Thing = OrganisationId;
    type Command = schema::VatTreat;
    type Payload = VatTreatPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, _: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let (organisation, from) = (self.organisation.0.into(), self.from.into());
        let treatment = self.treatment.into();
        Some((organisation, schema::VatTreat { organisation, from, treatment }))
    }
}

impl Act for CommonKeyChooseInput {
    type Thing = BuildingId;
    type Command = schema::CommonKeyChoose;
    type Payload = CommonKeyChoosePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, _: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let (building, from, key) = (self.building.0.into(), self.from.into(), self.key.into());
        Some((building, schema::CommonKeyChoose { building, from, key }))
    }
}

impl Act for HubTariffAgreeInput {
    type Thing = HubId;
    type Command = schema::HubTariffAgree;
    type Payload = HubTariffAgreePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let (hub, from) = (self.hub.0.into(), self.from.into());
        let currency = reading.take("currency", parsed(self.currency));
        let tariff = reading.any_part("tariff", self.tariff);
        let decision = reading.part("decision", self.decision);
        let (currency, tariff, decision) = (currency?, tariff?, decision?);
        Some((hub, schema::HubTariffAgree { hub, from, currency, tariff, decision }))
    }
}

impl Act for BudgetDecideInput {
    type Thing = BudgetKey;
    type Command = schema::BudgetDecide;
    type Payload = BudgetDecidePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let organisation = self.organisation.0.into();
        let transition = self.transition.map(|transition| transition.0.into());
        let year = reading.take("year", Year::new(self.year));
        let currency = reading.take("currency", parsed(self.currency));
        let running = reading.take("running", parsed(self.running));
        let one_off = reading.take("oneOff", parsed(self.one_off));
        let decision = reading.part("decision", self.decision);
        let year = year?;
        let command = schema::BudgetDecide {
            organisation,
            year,
            transition,
            currency: currency?,
            running: running?,
            one_off: one_off?,
            decision: decision?,
        };
        Some(((organisation, year, transition), command))
    }
}

/// Mutations of who pays what.
#[derive(Debug, Default)]
pub(super) struct PayerMutations;

#[Object]
impl PayerMutations {
    /// Says how an organisation treats the VAT that it pays, from a date. Until then it is a cost.
    async fn vat_treat(
        &self,
        context: &Context<'_>,
        input: VatTreatInput,
    ) -> Result<VatTreatPayload> {
        perform(context, input).await
    }

    /// Chooses by what the common areas of a building are borne, from a date. Until then it is by area.
    async fn common_key_choose(
        &self,
        context: &Context<'_>,
        input: CommonKeyChooseInput,
    ) -> Result<CommonKeyChoosePayload> {
        perform(context, input).await
    }

    /// Agrees what the members of a hub pay where their membership states no price, from a date.
    async fn hub_tariff_agree(
        &self,
        context: &Context<'_>,
        input: HubTariffAgreeInput,
    ) -> Result<HubTariffAgreePayload> {
        perform(context, input).await
    }

    /// Records an organisation's budget for the premises of a year, or for a transition in it, in place
    /// of the one that was decided before.
    async fn budget_decide(
        &self,
        context: &Context<'_>,
        input: BudgetDecideInput,
    ) -> Result<BudgetDecidePayload> {
        perform(context, input).await
    }
}
