//! Costs added up under any grouping. A row is a sum of atoms, and an atom counts in one row only, so
//! that all groupings of the same atoms have one total, and months add up to years.

use rust_decimal::Decimal;
use schema::{
    AccountCode, BuildingId, Category, HubId, LevelId, Month, MunicipalityCode, OrganisationId,
    Revision, SpaceId, UnitId, Year,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::AddAssign,
    sync::Arc,
};

use super::{Bearing, CostAtom, CostLine, CostSource, Months, behind::events};
use crate::Portfolio;

/// How many of the events behind a row are listed at most.
pub const BECAUSE_MAX: usize = 200;

/// By which month a cost counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bookkeeping {
    /// The month for which it is a cost. An outlay that is written off counts as it is written off.
    #[default]
    Accrual,
    /// The month in which it is paid. What is written off counts as the outlay; interest on it does not.
    Cash,
}

impl Bookkeeping {
    /// The month in which an atom counts; none where it does not.
    pub const fn month(self, atom: &CostAtom) -> Option<Month> {
        match self {
            Self::Accrual => atom.month,
            Self::Cash => atom.paid,
        }
    }
}

/// By what costs are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CostGroup {
    /// By month.
    Month,
    /// By calendar year.
    Year,
    /// By municipality: that of the building; of the hub where it is of none; of the unit where it is
    /// of neither.
    Municipality,
    /// By building.
    Building,
    /// By level.
    Level,
    /// By space.
    Space,
    /// By category of space, as described for the first day of the month: none where it is of no space.
    SpaceCategory,
    /// By hub.
    Hub,
    /// By the organisation that bears it.
    Organisation,
    /// By the unit that bears it.
    Unit,
    /// By kind of line.
    Line,
    /// By account.
    Account,
    /// By lease, recorded cost or membership.
    Source,
    /// By why it is borne.
    Bearing,
    /// By the closed month that it adjusts; none where it is no adjustment of closed books.
    Adjusts,
}

/// One value of a group. Rows are in the order of their keys; what has no value comes first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CostKey {
    /// None: a cost without an account, of no building, and so on.
    None,
    /// A month.
    Month(Month),
    /// A calendar year.
    Year(Year),
    /// A municipality.
    Municipality(MunicipalityCode),
    /// A building.
    Building(BuildingId),
    /// A level.
    Level(LevelId),
    /// A space.
    Space(SpaceId),
    /// A category of space.
    SpaceCategory(Category),
    /// A hub.
    Hub(HubId),
    /// An organisation.
    Organisation(OrganisationId),
    /// A unit.
    Unit(UnitId),
    /// A kind of line.
    Line(CostLine),
    /// An account.
    Account(AccountCode),
    /// A lease, recorded cost or membership.
    Source(CostSource),
    /// Why it is borne.
    Bearing(Bearing),
    /// The closed month that it adjusts.
    Adjusts(Month),
}

/// Which costs are asked for: those to which all that is given applies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CostScope {
    /// Borne by this organisation.
    pub organisation: Option<OrganisationId>,
    /// Of this building.
    pub building: Option<BuildingId>,
    /// Of this hub.
    pub hub: Option<HubId>,
    /// Of this municipality, as [`CostGroup::Municipality`] has it.
    pub municipality: Option<MunicipalityCode>,
}

/// Sums of atoms, in the portfolio's currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CostTotals {
    /// Without VAT.
    pub net: Decimal,
    /// VAT.
    pub vat: Decimal,
    /// What of the VAT is a cost to those who bear it.
    pub vat_borne: Decimal,
    /// Without VAT, and with the VAT that is a cost.
    pub cost: Decimal,
    /// The part of `cost` in which an index is that is not yet published, or that is due, or due no longer,
    /// only as planned.
    pub forecast: Decimal,
}

impl AddAssign for CostTotals {
    fn add_assign(&mut self, other: Self) {
        self.net += other.net;
        self.vat += other.vat;
        self.vat_borne += other.vat_borne;
        self.cost += other.cost;
        self.forecast += other.forecast;
    }
}

impl CostTotals {
    /// Adds an atom.
    pub fn add(&mut self, atom: &CostAtom) {
        self.net += atom.net;
        self.vat += atom.vat;
        self.vat_borne += atom.vat_borne;
        self.cost += atom.cost();
        if atom.forecast {
            self.forecast += atom.cost();
        }
    }

    /// The sums of atoms, whatever their months.
    pub fn of<'a>(atoms: impl IntoIterator<Item = &'a CostAtom>) -> Self {
        let mut totals = Self::default();
        for atom in atoms {
            totals.add(atom);
        }
        totals
    }
}

/// Costs added up that have the same value in every group asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostRow {
    /// The values, one for each group asked for, in that order.
    pub keys: Vec<CostKey>,
    /// Without VAT.
    pub net: Decimal,
    /// VAT.
    pub vat: Decimal,
    /// What of the VAT is a cost to those who bear it.
    pub vat_borne: Decimal,
    /// Without VAT, and with the VAT that is a cost.
    pub cost: Decimal,
    /// The part of `cost` in which an index is that is not yet published, or that is due, or due no longer,
    /// only as planned.
    pub forecast: Decimal,
    /// The events behind it, the earliest [`BECAUSE_MAX`] of them.
    pub because: BTreeSet<Revision>,
    /// How many events are behind it.
    pub because_in_all: usize,
}

/// Atoms of the months asked for and within a scope, added up by groups, in the order of their keys.
/// Without groups one row, or none where there are no costs.
pub fn cost_rows(
    state: &Portfolio,
    atoms: &[CostAtom],
    bookkeeping: Bookkeeping,
    months: Months,
    groups: &[CostGroup],
    scope: &CostScope,
) -> Vec<CostRow> {
    let mut adding = CostsAdded::new(bookkeeping, groups.to_vec(), scope.clone());
    atoms.iter().for_each(|atom| adding.add(state, atom, months));
    adding.rows()
}

/// How many events are listed beside a row until they are put together, or little more.
const LISTED_MAX: usize = 32_768;

/// Costs that are added up one by one, and do not lie in memory for it.
#[derive(Debug)]
pub struct CostsAdded {
    bookkeeping: Bookkeeping,
    groups: Vec<CostGroup>,
    scope: CostScope,
    /// The place of each row in `sums`.
    rows: BTreeMap<Vec<CostKey>, usize>,
    sums: Vec<Sum>,
    /// The row that was added to last: most atoms count in the same as the one before.
    last: (Vec<CostKey>, usize),
    keys: Vec<CostKey>,
}

impl CostsAdded {
    /// Nothing yet.
    pub const fn new(bookkeeping: Bookkeeping, groups: Vec<CostGroup>, scope: CostScope) -> Self {
        Self {
            bookkeeping,
            groups,
            scope,
            rows: BTreeMap::new(),
            sums: Vec::new(),
            last: (Vec::new(), 0),
            keys: Vec::new(),
        }
    }

    /// Adds an atom if it counts in the months and is within the scope; months are added once each.
    pub fn add(&mut self, state: &Portfolio, atom: &CostAtom, months: Months) {
        let month = self.bookkeeping.month(atom).filter(|month| months.contains(*month));
        let Some(month) = month.filter(|_| self.scope.contains(state, atom)) else { return };
        self.keys.clear();
        self.keys.extend(self.groups.iter().map(|group| group.key(state, atom, month)));
        if self.sums.is_empty() || self.last.0 != self.keys {
            let row = self.row();
            self.last.0.clone_from(&self.keys);
            self.last.1 = row;
        }
        self.sums[self.last.1].add(atom);
    }

    /// The place of the row with these keys.
    fn row(&mut self) -> usize {
        if let Some(row) = self.rows.get(&self.keys) {
            return *row;
        }
        let row = self.sums.len();
        self.sums.push(Sum::default());
        self.rows.insert(self.keys.clone(), row);
        row
    }

    /// Adds what was added up of other months, by the same groups and within the same scope.
    pub fn join(&mut self, others: Self) {
        let mut sums: Vec<Option<Sum>> = others.sums.into_iter().map(Some).collect();
        for (keys, place) in others.rows {
            // Each row has a place of its own.
            let Some(sum) = sums[place].take() else { continue };
            self.keys = keys;
            let row = self.row();
            self.sums[row].join(sum);
        }
    }

    /// The rows, in the order of their keys.
    pub fn rows(self) -> Vec<CostRow> {
        let mut sums: Vec<Option<Sum>> = self.sums.into_iter().map(Some).collect();
        let rows = self.rows.into_iter();
        // Each row has a place of its own.
        rows.filter_map(|(keys, row)| Some(sums[row].take()?.row(keys))).collect()
    }
}

/// A row in the making.
#[derive(Debug, Default)]
struct Sum {
    totals: CostTotals,
    /// In order, each once.
    because: Vec<Revision>,
    /// What was added since that was put together.
    since: Vec<Arc<[Revision]>>,
    /// How many events that lists.
    listed: usize,
}

impl Sum {
    fn add(&mut self, atom: &CostAtom) {
        self.totals.add(atom);
        // Atoms of one source and month follow each other, and share what is behind them.
        if self.since.last().is_none_or(|last| !Arc::ptr_eq(last, &atom.because)) {
            if self.listed >= LISTED_MAX {
                self.settle();
            }
            self.since.push(Arc::clone(&atom.because));
            self.listed += atom.because.len();
        }
    }

    fn settle(&mut self) {
        let events = events(&self.since.iter().collect::<Vec<_>>());
        self.since.clear();
        self.listed = 0;
        self.merge(events);
    }

    /// Events in order, each once.
    fn merge(&mut self, events: Vec<Revision>) {
        if self.because.is_empty() {
            self.because = events;
        } else if !events.is_empty() {
            self.because.extend(events);
            // Two runs in order are merged.
            self.because.sort();
            self.because.dedup();
        }
    }

    fn join(&mut self, mut other: Self) {
        self.totals += other.totals;
        other.settle();
        self.merge(other.because);
    }

    fn row(mut self, keys: Vec<CostKey>) -> CostRow {
        self.settle();
        let CostTotals { net, vat, vat_borne, cost, forecast } = self.totals;
        let because_in_all = self.because.len();
        let because = self.because.into_iter().take(BECAUSE_MAX).collect();
        CostRow { keys, net, vat, vat_borne, cost, forecast, because, because_in_all }
    }
}

impl CostGroup {
    fn key(self, state: &Portfolio, atom: &CostAtom, month: Month) -> CostKey {
        let key = match self {
            Self::Month => Some(CostKey::Month(month)),
            Self::Year => Some(CostKey::Year(Year::of(month))),
            Self::Municipality => municipality(state, atom).cloned().map(CostKey::Municipality),
            Self::Building => atom.building.map(CostKey::Building),
            Self::Level => atom.level.map(CostKey::Level),
            Self::Space => atom.space.map(CostKey::Space),
            Self::SpaceCategory => category(state, atom).map(CostKey::SpaceCategory),
            Self::Hub => atom.hub.map(CostKey::Hub),
            Self::Organisation => Some(CostKey::Organisation(atom.borne.organisation)),
            Self::Unit => atom.borne.unit.map(CostKey::Unit),
            Self::Line => Some(CostKey::Line(atom.line)),
            Self::Account => atom.account.clone().map(CostKey::Account),
            Self::Source => Some(CostKey::Source(atom.source)),
            Self::Bearing => Some(CostKey::Bearing(atom.borne.why)),
            Self::Adjusts => atom.adjusts.map(CostKey::Adjusts),
        };
        key.unwrap_or(CostKey::None)
    }
}

impl CostScope {
    /// Whether an atom is within it.
    pub fn contains(&self, state: &Portfolio, atom: &CostAtom) -> bool {
        self.organisation.is_none_or(|id| atom.borne.organisation == id)
            && self.building.is_none_or(|id| atom.building == Some(id))
            && self.hub.is_none_or(|id| atom.hub == Some(id))
            && self.municipality.as_ref().is_none_or(|code| municipality(state, atom) == Some(code))
    }
}

/// Of which category the space of a cost is, as it is described for the first day of its month,
/// whichever way its month is counted.
fn category(state: &Portfolio, atom: &CostAtom) -> Option<Category> {
    let on = atom.month.or(atom.paid)?.first_day();
    let described = state.space(&atom.space?)?.descriptions.nearest(on)?;
    Some(described.category)
}

/// In which municipality a cost is: that of the building, else of the hub, else of the unit, as they are
/// described for the first day of its month, whichever way its month is counted.
fn municipality<'a>(state: &'a Portfolio, atom: &CostAtom) -> Option<&'a MunicipalityCode> {
    let on = atom.month.or(atom.paid)?.first_day();
    if let Some(building) = atom.building {
        return state.building(&building)?.descriptions.nearest(on)?.municipality.as_ref();
    }
    if let Some(hub) = atom.hub {
        return state.hub(&hub)?.description(on).municipality.as_ref();
    }
    let unit = state.unit(&atom.borne.unit?)?;
    unit.descriptions.nearest(on)?.municipality.as_ref()
}
