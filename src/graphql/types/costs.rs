//! What premises cost.

use async_graphql::{Context, Error, InputObject, Object, Result, SimpleObject};
use projections::{Basis, CostKey, CostSource, Portfolio};
use std::sync::Arc;

use super::{Building, Hub, Level, Municipality, Organisation, Space, Unit};
use crate::{
    costs::{Asked, KeptCosts, Report},
    graphql::{
        connection::{Page, PageAsked, complexity, page},
        enums,
        pin::SharedPin,
        scalars,
    },
};

/// Of which costs is asked: those to which all that is given applies.
#[derive(InputObject, Clone, Debug, Default)]
pub struct CostScope {
    /// Borne by this organisation.
    organisation: Option<scalars::Ref>,
    /// Of this building.
    building: Option<scalars::Ref>,
    /// Of this hub.
    hub: Option<scalars::Ref>,
    /// Of the municipality with this code: that of the building, of the hub where it is of no building,
    /// of the unit where it is of neither.
    municipality: Option<String>,
}

/// Costs of some months.
#[derive(Clone, Debug)]
pub struct CostReport {
    pin: SharedPin,
    report: Arc<Report>,
}

/// Sums of costs in the portfolio's currency.
#[derive(SimpleObject, Clone, Debug)]
pub struct CostSums {
    /// Without VAT; negative where more is received than paid.
    net: scalars::ExactDecimal,
    /// VAT.
    vat: scalars::ExactDecimal,
    /// What of the VAT is a cost to who bears it: what is deducted or compensated is none.
    vat_borne: scalars::ExactDecimal,
    /// Without VAT, and with the VAT that is a cost.
    cost: scalars::ExactDecimal,
    /// The part of `cost` in which an index is that is not published yet (the whole rent where the index adds
    /// nothing to it as yet), or that is due, or due no longer, only as planned.
    forecast: scalars::ExactDecimal,
}

/// Where a cost comes from.
#[derive(SimpleObject, Clone, Debug)]
pub struct CostOrigin {
    /// The name of its type: `Lease`, `Cost` or `Membership`.
    #[graphql(name = "type")]
    type_name: &'static str,
    /// Its lasting reference.
    #[graphql(name = "ref")]
    reference: scalars::Ref,
}

/// Costs that have the same value in every group.
#[derive(Clone, Debug)]
pub struct CostRow {
    pin: SharedPin,
    report: Arc<Report>,
    place: usize,
}

/// What costs with the same values in every group would be without something and with it.
#[derive(Clone, Debug)]
pub struct CostChange {
    pin: SharedPin,
    change: projections::CostChange,
}

/// The values that costs have in the groups asked for.
#[derive(Clone, Debug)]
pub struct CostValues {
    pin: SharedPin,
    keys: Vec<CostKey>,
}

impl CostReport {
    /// What is asked of a pin.
    pub(super) async fn of(ctx: &Context<'_>, pin: &SharedPin, asked: Asked) -> Result<Self> {
        let kept = kept(ctx, pin)?;
        let report = Report::of(&pin.ledger, &pin.state, pin.basis, asked, kept).await;
        let report = report.map_err(|error| Error::new(error.to_string()))?;
        Ok(Self { pin: pin.clone(), report: Arc::new(report) })
    }
}

/// The costs that are kept; none where what is read is no state of the ledger, as what a preview leaves.
pub(super) fn kept<'a>(ctx: &Context<'a>, pin: &SharedPin) -> Result<Option<&'a KeptCosts>> {
    pin.preview.is_none().then(|| ctx.data::<KeptCosts>()).transpose()
}

/// A question within the bounds.
pub(super) fn asked(
    from: &str,
    through: &str,
    groups: Vec<enums::CostGroup>,
    bookkeeping: enums::Bookkeeping,
    scope: CostScope,
) -> Result<Asked> {
    let groups = groups.into_iter().map(Into::into).collect();
    Ok(Asked::new(from, through, bookkeeping.into(), groups, scope.read()?)?)
}

/// Changes that are given at once, at most.
const CHANGES_MAX: usize = 500;

/// The changes, or that they are too many.
pub(super) fn bounded(changes: Vec<CostChange>) -> Result<Vec<CostChange>> {
    if changes.len() <= CHANGES_MAX {
        return Ok(changes);
    }
    Err(Error::new(format!(
        "{} sums differ, and {CHANGES_MAX} are given at once; ask for fewer months or groups",
        changes.len()
    )))
}

impl CostScope {
    /// The parts of the portfolio that are asked for.
    pub(super) fn read(self) -> Result<projections::CostScope> {
        let Self { organisation, building, hub, municipality } = self;
        Ok(projections::CostScope {
            organisation: organisation.map(|given| given.0.into()),
            building: building.map(|given| given.0.into()),
            hub: hub.map(|given| given.0.into()),
            municipality: municipality.map(|code| code.parse()).transpose()?,
        })
    }
}

/// What the leases, recorded costs and memberships cost in some months, as of the revision and on the
/// basis. Amounts are rounded once, where a source's amount of a month is divided among those who bear
/// it: every grouping has the same total, and months add up to years.
#[Object]
impl CostReport {
    /// The first month, written YYYY-MM.
    async fn from(&self) -> String {
        self.report.asked.months.from.to_string()
    }

    /// The last month, written YYYY-MM.
    async fn through(&self) -> String {
        self.report.asked.months.through.to_string()
    }

    /// In which months costs count.
    async fn bookkeeping(&self) -> enums::Bookkeeping {
        self.report.asked.bookkeeping.into()
    }

    /// By what they are added up, in this order.
    async fn group_by(&self) -> Vec<enums::CostGroup> {
        self.report.asked.groups.iter().map(|group| (*group).into()).collect()
    }

    /// All of them together.
    async fn totals(&self) -> CostSums {
        CostSums::from(&self.report.totals)
    }

    /// The sums, in the order of the groups' values: months and years by time, things by reference, what
    /// has no value first.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn rows(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<CostRow>> {
        let asked = PageAsked::new(first, after, last, before);
        let (pin, report) = (&self.pin, &self.report);
        let items = (0..report.rows.len()).collect();
        let row = |place| CostRow { pin: pin.clone(), report: Arc::clone(report), place };
        page(items, &asked, |place| *place, row)
    }
}

impl From<&projections::CostTotals> for CostSums {
    fn from(totals: &projections::CostTotals) -> Self {
        Self {
            net: scalars::ExactDecimal(totals.net),
            vat: scalars::ExactDecimal(totals.vat),
            vat_borne: scalars::ExactDecimal(totals.vat_borne),
            cost: scalars::ExactDecimal(totals.cost),
            forecast: scalars::ExactDecimal(totals.forecast),
        }
    }
}

impl CostRow {
    fn row(&self) -> &projections::CostRow {
        // A place is one of the report's rows.
        &self.report.rows[self.place]
    }
}

/// Costs that have the same value in every group.
#[Object]
impl CostRow {
    /// The values.
    async fn of(&self) -> CostValues {
        CostValues { pin: self.pin.clone(), keys: self.row().keys.clone() }
    }

    /// The sums.
    async fn sums(&self) -> CostSums {
        CostSums::from(&self.row().totals())
    }

    /// The revisions of the events behind them, in order: the first 200.
    async fn because(&self) -> Vec<scalars::Revision> {
        self.row().because.iter().map(|revision| scalars::Revision(*revision)).collect()
    }

    /// How many events are behind them.
    async fn because_count(&self) -> usize {
        self.row().because_in_all
    }
}

impl CostValues {
    fn key<T>(&self, of: impl Fn(&CostKey) -> Option<T>) -> Option<T> {
        self.keys.iter().find_map(of)
    }
}

/// The values that costs have in the groups asked for. A group that was not asked for, and one in which
/// they have no value, is absent.
#[Object]
impl CostValues {
    /// The month, written YYYY-MM.
    async fn month(&self) -> Option<String> {
        self.key(|key| match key {
            CostKey::Month(month) => Some(month.to_string()),
            _ => None,
        })
    }

    /// The calendar year.
    async fn year(&self) -> Option<u16> {
        self.key(|key| match key {
            CostKey::Year(year) => Some(year.number()),
            _ => None,
        })
    }

    /// The municipality.
    async fn municipality(&self) -> Option<Municipality> {
        let code = self.key(|key| match key {
            CostKey::Municipality(code) => Some(code.clone()),
            _ => None,
        })?;
        Municipality::of(self.pin.clone(), code)
    }

    /// The building.
    async fn building(&self) -> Option<Building> {
        let id = self.key(|key| match key {
            CostKey::Building(id) => Some(*id),
            _ => None,
        })?;
        Building::of(self.pin.clone(), id)
    }

    /// The level.
    async fn level(&self) -> Option<Level> {
        let id = self.key(|key| match key {
            CostKey::Level(id) => Some(*id),
            _ => None,
        })?;
        Level::of(self.pin.clone(), id)
    }

    /// The space.
    async fn space(&self) -> Option<Space> {
        let id = self.key(|key| match key {
            CostKey::Space(id) => Some(*id),
            _ => None,
        })?;
        Space::of(self.pin.clone(), id)
    }

    /// The category of the space, as described for the first day of the month.
    async fn space_category(&self) -> Option<enums::Category> {
        self.key(|key| match key {
            CostKey::SpaceCategory(category) => Some((*category).into()),
            _ => None,
        })
    }

    /// The hub.
    async fn hub(&self) -> Option<Hub> {
        let id = self.key(|key| match key {
            CostKey::Hub(id) => Some(*id),
            _ => None,
        })?;
        Hub::of(self.pin.clone(), id)
    }

    /// The organisation that bears them.
    async fn organisation(&self) -> Option<Organisation> {
        let id = self.key(|key| match key {
            CostKey::Organisation(id) => Some(*id),
            _ => None,
        })?;
        Organisation::of(self.pin.clone(), id)
    }

    /// The unit that bears them.
    async fn unit(&self) -> Option<Unit> {
        let id = self.key(|key| match key {
            CostKey::Unit(id) => Some(*id),
            _ => None,
        })?;
        Unit::of(self.pin.clone(), id)
    }

    /// What kind of line they are of, in words.
    async fn line(
        &self,
        #[graphql(default_with = "enums::Language::English")] language: enums::Language,
    ) -> Option<String> {
        self.key(|key| match key {
            CostKey::Line(line) => Some(line.name(language.into())),
            _ => None,
        })
    }

    /// The account on which they are kept.
    async fn account(&self) -> Option<String> {
        self.key(|key| match key {
            CostKey::Account(account) => Some(account.to_string()),
            _ => None,
        })
    }

    /// Where they come from.
    async fn source(&self) -> Option<CostOrigin> {
        self.key(|key| match key {
            CostKey::Source(source) => Some((*source).into()),
            _ => None,
        })
    }

    /// Why the organisation bears them.
    async fn bearing(&self) -> Option<enums::CostBearing> {
        self.key(|key| match key {
            CostKey::Bearing(bearing) => Some((*bearing).into()),
            _ => None,
        })
    }

    /// The closed month that they adjust, written YYYY-MM: what became known of it after its books were
    /// closed counts in the first month that was open. Absent where they adjust none.
    async fn adjusts(&self) -> Option<String> {
        self.key(|key| match key {
            CostKey::Adjusts(month) => Some(month.to_string()),
            _ => None,
        })
    }
}

impl CostChange {
    /// The changes of what a question asks between two states, neither of which is kept.
    pub(super) async fn between(
        pin: &SharedPin,
        before: Arc<Portfolio>,
        after: Arc<Portfolio>,
        asked: Asked,
    ) -> Result<Vec<Self>> {
        let report = async |state: Arc<Portfolio>| {
            let report = Report::of(&pin.ledger, &state, Basis::Planned, asked.clone(), None).await;
            report.map_err(|error| Error::new(error.to_string()))
        };
        let (before, after) = (report(before).await?, report(after).await?);
        let changes = projections::cost_changes(&before.rows, &after.rows);
        let shown = changes.into_iter().map(|change| Self { pin: pin.clone(), change });
        Ok(shown.collect())
    }
}

/// What costs with the same values in every group would be without something and with it.
#[Object]
impl CostChange {
    /// The values.
    async fn of(&self) -> CostValues {
        CostValues { pin: self.pin.clone(), keys: self.change.keys.clone() }
    }

    /// Without it.
    async fn before(&self) -> CostSums {
        CostSums::from(&self.change.before)
    }

    /// With it.
    async fn after(&self) -> CostSums {
        CostSums::from(&self.change.after)
    }
}

impl From<CostSource> for CostOrigin {
    fn from(source: CostSource) -> Self {
        let (type_name, reference) = match source {
            CostSource::Lease(id) => ("Lease", id.uuid()),
            CostSource::Cost(id) => ("Cost", id.uuid()),
            CostSource::Membership(id) => ("Membership", id.uuid()),
        };
        Self { type_name, reference: reference.into() }
    }
}
