//! Publishing indices; recording costs beside rent, describing them anew, ending them.

use async_graphql::{Context, InputObject, MaybeUndefined, Object, OneofObject, Result};
use schema::{CostAmount, CostId, CostObject, IndexFigure, IndexSeries, limits::INDEX_FIGURES_MAX};

use super::{
    Ref,
    act::{Act, Head, acts, perform},
    enums,
    reading::{Part, Reading, any, change, count, kept, name, note, parsed},
    scalars, types,
};

acts! {
    "indexPublish": IndexPublishInput {
        /// Which index: 1 to 32 letters, digits and hyphens, such as `KPI-1980`.
        series: String,
        /// Its figures in the order of their months, 1 to 600, one for each month and none later than
        /// the current one. One that is published already with another value is revised; one with the
        /// same value stays.
        figures: Vec<IndexFigureInput>,
        /// Where they were published: at most 200 characters on one line.
        source: Option<String>,
    } => IndexPublishPayload {
        /// The index.
        index: types::Index
    }

    "costRecord": CostRecordInput {
        /// Its lasting reference. Left out: derived from the command's id.
        r#ref: Option<Ref>,
        /// From when, or on which date where it is a cost once.
        from: scalars::Date,
        /// The currency of the amount, which is the portfolio's: ISO 4217.
        currency: String,
        /// What it is called: at most 200 characters on one line.
        name: String,
        /// What it is for. What members of a hub outside the portfolio pay is an income; its amount is
        /// given without a sign too.
        kind: enums::CostKind,
        /// What it is of, which is there on the date. What outside members pay is of a hub, an owner's
        /// property tax of a building or a space.
        object: CostObjectInput,
        /// The organisation that is invoiced, or whose income it is.
        organisation: Ref,
        /// How much, net of VAT.
        amount: CostAmountInput,
        /// VAT in thousandths of the net amount: 0 to 1,000.
        #[graphql(default)]
        vat_thousandths: i32,
        /// The account on which it is kept: 1 to 16 letters, digits, hyphens and points.
        account: Option<String>,
    } => CostRecordPayload {
        /// The cost.
        cost: types::Cost
    }

    "costRevise": CostReviseInput {
        /// The cost.
        cost: Ref,
        /// From when, while it runs; of a cost that comes once the date on which it comes.
        from: scalars::Date,
        /// The currency of the amount, which is the portfolio's: ISO 4217.
        currency: String,
        /// What it is called.
        name: MaybeUndefined<String>,
        /// What it is for.
        kind: MaybeUndefined<enums::CostKind>,
        /// What it is of.
        object: MaybeUndefined<CostObjectInput>,
        /// The organisation that is invoiced, or whose income it is.
        organisation: MaybeUndefined<Ref>,
        /// How much, net of VAT. What comes every year goes on coming every year, and what comes once
        /// comes once.
        amount: MaybeUndefined<CostAmountInput>,
        /// VAT in thousandths of the net amount: 0 to 1,000.
        vat_thousandths: MaybeUndefined<i32>,
        /// The account on which it is kept; null takes it away.
        account: MaybeUndefined<String>,
    } => CostRevisePayload {
        /// The cost.
        cost: types::Cost
    }

    "costEnd": CostEndInput {
        /// The cost.
        cost: Ref,
        /// The first date on which it is over, later than its first.
        from: scalars::Date,
        /// Why: at most 4,000 characters.
        reason: Option<String>,
    } => CostEndPayload {
        /// The cost.
        cost: types::Cost
    }
}

/// The value of an index for a month.
#[derive(InputObject, Debug)]
pub(super) struct IndexFigureInput {
    /// The month, written YYYY-MM.
    month: String,
    /// Its value: an exact decimal from 1 to 1,000,000 with a point and at most four decimals, such as
    /// `"411.23"`.
    value: String,
}

impl Part for IndexFigureInput {
    type Value = IndexFigure;

    fn read(self, reading: &mut Reading) -> Option<IndexFigure> {
        let month = reading.take("month", parsed(self.month));
        let value = reading.take("value", parsed(self.value));
        Some(IndexFigure { month: month?, value: value? })
    }
}

/// What a cost is of.
#[derive(OneofObject, Debug)]
pub(super) enum CostObjectInput {
    /// A building: divided among its spaces by area, and each part borne as that of a space.
    Building(Ref),
    /// A space: borne by those who have it, or by who is invoiced while that lets it to another
    /// organisation, which pays rent for it.
    Space(Ref),
    /// A hub: borne by its host and charged to its members.
    Hub(Ref),
    /// A reallocation: counts as planned once it is approved, and as actual once a move is done.
    Reallocation(Ref),
    /// A unit: nothing closer, such as seats bought outside the portfolio.
    Unit(Ref),
}

impl Part for CostObjectInput {
    type Value = CostObject;

    fn read(self, _: &mut Reading) -> Option<CostObject> {
        Some(match self {
            Self::Building(id) => CostObject::Building(id.0.into()),
            Self::Space(id) => CostObject::Space(id.0.into()),
            Self::Hub(id) => CostObject::Hub(id.0.into()),
            Self::Reallocation(id) => CostObject::Reallocation(id.0.into()),
            Self::Unit(id) => CostObject::Unit(id.0.into()),
        })
    }
}

/// How much a cost is, net of VAT.
#[derive(OneofObject, Debug)]
pub(super) enum CostAmountInput {
    /// Each year.
    PerYear(CostPerYearInput),
    /// Each year, for each of so many seats.
    PerSeatAndYear(CostPerSeatInput),
    /// Once.
    Once(CostOnceInput),
}

/// How much a cost is each year.
#[derive(InputObject, Debug)]
pub(super) struct CostPerYearInput {
    /// How much per year: an exact decimal from 0 to 999,999,999,999 with a point and at most two
    /// decimals, such as `"48000.5"`.
    amount: String,
}

/// How much a cost is for each seat and year.
#[derive(InputObject, Debug)]
pub(super) struct CostPerSeatInput {
    /// How much per seat and year: see `CostPerYearInput.amount`.
    amount: String,
    /// How many seats: 1 to 1,000,000.
    seats: i32,
}

/// How much a cost is that comes once.
#[derive(InputObject, Debug)]
pub(super) struct CostOnceInput {
    /// How much: see `CostPerYearInput.amount`.
    amount: String,
    /// Over how many months it is written off in equal parts, from the month in which it comes: 1 to
    /// 600. Left out: all of it is a cost of that month.
    written_off_months: Option<i32>,
    /// Interest per year on what is not yet written off, in hundredths of a per cent: 0 to 5,000. Left
    /// out: none.
    interest: Option<i32>,
}

impl Part for CostAmountInput {
    type Value = CostAmount;

    fn read(self, reading: &mut Reading) -> Option<CostAmount> {
        match self {
            Self::PerYear(given) => reading.part("perYear", given),
            Self::PerSeatAndYear(given) => reading.part("perSeatAndYear", given),
            Self::Once(given) => reading.part("once", given),
        }
    }
}

impl Part for CostPerYearInput {
    type Value = CostAmount;

    fn read(self, reading: &mut Reading) -> Option<CostAmount> {
        let amount = reading.take("amount", parsed(self.amount))?;
        Some(CostAmount::PerYear { amount })
    }
}

impl Part for CostPerSeatInput {
    type Value = CostAmount;

    fn read(self, reading: &mut Reading) -> Option<CostAmount> {
        let amount = reading.take("amount", parsed(self.amount));
        let seats = reading.take("seats", count("number of seats", self.seats));
        Some(CostAmount::PerSeatAndYear { amount: amount?, seats: seats? })
    }
}

impl Part for CostOnceInput {
    type Value = CostAmount;

    fn read(self, reading: &mut Reading) -> Option<CostAmount> {
        let amount = reading.take("amount", parsed(self.amount));
        let months = |given| count("time of writing off", given);
        let written_off = reading.take("writtenOffMonths", any(self.written_off_months, months));
        let per_year = |given| count("interest per year", given);
        let interest = reading.take("interest", any(self.interest, per_year));
        Some(CostAmount::Once {
            amount: amount?,
            written_off_months: written_off?,
            interest: interest?,
        })
    }
}

impl Act for IndexPublishInput {
    type Thing = IndexSeries;
    type Command = schema::IndexPublish;
    type Payload = IndexPublishPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let series: Option<IndexSeries> = reading.take("series", parsed(self.series));
        let what = "figures of an index at a time";
        let figures = reading.parts("figures", what, self.figures, INDEX_FIGURES_MAX);
        let source = reading.take("source", any(self.source, name));
        let (series, figures, source) = (series?, figures?, source?);
        Some((series.clone(), schema::IndexPublish { series, figures, source }))
    }
}

impl Act for CostRecordInput {
    type Thing = CostId;
    type Command = schema::CostRecord;
    type Payload = CostRecordPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let cost = reading.new_thing(CostId::WORD, self.r#ref, CostId::derived);
        let currency = reading.take("currency", parsed(self.currency));
        let name = reading.take("name", name(self.name));
        let object = reading.part("object", self.object);
        let amount = reading.part("amount", self.amount);
        let vat = reading.take("vatThousandths", count("VAT", self.vat_thousandths));
        let account = reading.take("account", any(self.account, parsed));
        let command = schema::CostRecord {
            cost,
            from: self.from.into(),
            currency: currency?,
            name: name?,
            kind: self.kind.into(),
            object: object?,
            organisation: self.organisation.0.into(),
            amount: amount?,
            vat_thousandths: vat?,
            account: account?,
        };
        Some((cost, command))
    }
}

impl Act for CostReviseInput {
    type Thing = CostId;
    type Command = schema::CostRevise;
    type Payload = CostRevisePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let cost = self.cost.0.into();
        let currency = reading.take("currency", parsed(self.currency));
        let name = reading.take("name", kept(self.name, name));
        let kind = reading.take("kind", kept(self.kind, |kind| Ok(kind.into())));
        let object = reading.part_kept("object", self.object);
        let organisation = kept(self.organisation, |organisation| Ok(organisation.0.into()));
        let organisation = reading.take("organisation", organisation);
        let amount = reading.part_kept("amount", self.amount);
        let vat = kept(self.vat_thousandths, |given| count("VAT", given));
        let vat = reading.take("vatThousandths", vat);
        let account = reading.take("account", change(self.account, parsed));
        let command = schema::CostRevise {
            cost,
            from: self.from.into(),
            currency: currency?,
            name: name?,
            kind: kind?,
            object: object?,
            organisation: organisation?,
            amount: amount?,
            vat_thousandths: vat?,
            account: account?,
        };
        Some((cost, command))
    }
}

impl Act for CostEndInput {
    type Thing = CostId;
    type Command = schema::CostEnd;
    type Payload = CostEndPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let (cost, from) = (self.cost.0.into(), self.from.into());
        let reason = reading.take("reason", any(self.reason, note))?;
        Some((cost, schema::CostEnd { cost, from, reason }))
    }
}

/// Mutations of indices and costs.
#[derive(Debug, Default)]
pub(super) struct CostMutations;

#[Object]
impl CostMutations {
    /// Records figures of an index as they are published, or as they are revised afterwards.
    async fn index_publish(
        &self,
        context: &Context<'_>,
        input: IndexPublishInput,
    ) -> Result<IndexPublishPayload> {
        perform(context, input).await
    }

    /// Records a cost beside rent, or an income from members of a hub outside the portfolio.
    async fn cost_record(
        &self,
        context: &Context<'_>,
        input: CostRecordInput,
    ) -> Result<CostRecordPayload> {
        perform(context, input).await
    }

    /// Describes a cost anew from a date. What is left out stays as it is on that date.
    async fn cost_revise(
        &self,
        context: &Context<'_>,
        input: CostReviseInput,
    ) -> Result<CostRevisePayload> {
        perform(context, input).await
    }

    /// Ends a cost. What is not yet written off is written off then.
    async fn cost_end(&self, context: &Context<'_>, input: CostEndInput) -> Result<CostEndPayload> {
        perform(context, input).await
    }
}
