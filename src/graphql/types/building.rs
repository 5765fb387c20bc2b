//! Buildings.

use async_graphql::{ID, Object, Result};
use projections::AreaTotals;
use schema::BuildingId;
use std::sync::Arc;

use super::{
    Import, Lease, Level, Municipality, Organisation, any,
    areas::{self, AreaCoverage},
    cost::CommonAreasBorne,
    lease,
    values::{GeoPosition, Plane, Retirement},
};
use crate::graphql::{
    connection::{Page, PageAsked, complexity, list, page},
    global_id::GlobalId,
    history::{self, History},
    scalars,
};

thing! {
    /// A building.
    Building(BuildingId) in building
}

description! {
    /// A building: what it is called, whose it is and where it stands.
    BuildingDescription
}

described_from! {
    /// What a building is called, whose it is and where it stands, from a date.
    BuildingDescribed: BuildingDescription
}

/// A building: what it is called, whose it is and where it stands.
#[Object]
impl BuildingDescription {
    /// Its name; `[erased]` once it was erased.
    async fn name(&self) -> String {
        self.pin.text(self.described.name)
    }

    /// The organisation that owns it, or the one that stands for that once it has ended.
    async fn owner(&self) -> Result<Organisation> {
        let owner = self.pin.state.organisation_on(self.described.owner, self.on);
        Organisation::named(&self.pin, owner)
    }

    /// Where it stands; absent where not recorded.
    async fn municipality(&self) -> Result<Option<Municipality>> {
        any(self.described.municipality.clone(), |code| Municipality::named(&self.pin, code))
    }

    /// Its street address; `[erased]` once it was erased.
    async fn address(&self) -> Option<String> {
        self.pin.any_text(self.described.address)
    }

    /// Its place on the earth.
    async fn position(&self) -> Option<GeoPosition> {
        self.described.position.map(Into::into)
    }
}

/// A building (byggnad).
#[Object]
impl Building {
    /// Opaque; contains the clocks that were named. See `Query.node`.
    pub(in crate::graphql) async fn id(&self) -> ID {
        GlobalId::of("Building", &self.pin, self.known.id)
    }

    /// The lasting reference, as mutations take it.
    #[graphql(name = "ref")]
    async fn reference(&self) -> scalars::Ref {
        self.known.id.uuid().into()
    }

    /// What its model calls it (IFC GlobalId).
    async fn global_id(&self) -> Option<String> {
        self.known.global_id.as_ref().map(ToString::to_string)
    }

    /// What it is on the date or, before it was added, is first.
    #[graphql(flatten)]
    async fn description(&self) -> BuildingDescription {
        BuildingDescription::on(&self.pin, &self.known.descriptions)
    }

    /// All that it was and will be, in the order of their dates.
    #[graphql(complexity = "list(10, child_complexity)")]
    async fn description_history(&self) -> Vec<BuildingDescribed> {
        BuildingDescribed::all(&self.pin, &self.known.descriptions)
    }

    /// Whether it is in the portfolio on the date.
    async fn exists(&self) -> bool {
        self.known.exists(self.pin.on)
    }

    /// The first date on which it is in the portfolio.
    async fn from(&self) -> Option<scalars::Date> {
        self.known.descriptions.begins().map(Into::into)
    }

    /// Its end, whether past or to come; absent where none is recorded.
    async fn retired(&self) -> Option<Retirement> {
        Retirement::of(&self.pin, self.known.retired.as_ref())
    }

    /// How places on the earth become coordinates of its levels; absent where not recorded.
    async fn plane(&self) -> Option<Plane> {
        self.known.plane.as_ref().map(Into::into)
    }

    /// The areas of its spaces on the date, added up, each measure by itself and with how many of
    /// the spaces have one.
    #[graphql(complexity = "100 + list(5, child_complexity)")]
    async fn areas(
        &self,
        #[graphql(desc = "Only this measure: see `Area.measure`. Left out: each that any has.")]
        measure: Option<String>,
    ) -> Result<Vec<AreaCoverage>> {
        let totals = AreaTotals::of_building(&self.pin.state, self.known.id, self.pin.on);
        areas::covered(&totals, measure)
    }

    /// Its levels on the date, from the lowest up.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn levels(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Level>> {
        let asked = PageAsked::new(first, after, last, before);
        let on = self.pin.on;
        let standing = self.pin.state.levels_of(self.known.id).filter(|level| level.exists(on));
        let mut items: Vec<_> = standing.collect();
        let elevation = |level: &Arc<projections::Level>| {
            level.descriptions.at(on).map(|described| described.elevation_mm)
        };
        items.sort_by_key(|level| (elevation(level), level.id));
        page(items, &asked, |item| item.id, |item| Level::out_of(&self.pin, item))
    }

    /// The files about it that were read, in the order of their references.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn imports(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Import>> {
        let asked = PageAsked::new(first, after, last, before);
        let items = self.pin.state.imports_of(Some(self.known.id)).collect();
        page(items, &asked, |item| item.id, |item| Import::out_of(&self.pin, item))
    }

    /// The leases of it or of spaces in it that run on the date, in the order of their references; with
    /// `anyDate` also those that do not run yet or no longer.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn leases(
        &self,
        #[graphql(default)] any_date: bool,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Lease>> {
        let asked = PageAsked::new(first, after, last, before);
        let all = self.pin.state.leases_of(self.known.id);
        let items = all.filter(|known| any_date || lease::runs(&self.pin, known)).collect();
        page(items, &asked, |item| item.id, |item| Lease::out_of(&self.pin, item))
    }

    /// By what its common areas are borne by those who have the others, on the date.
    async fn common_key(&self) -> CommonAreasBorne {
        CommonAreasBorne::of(&self.pin, self.known.id)
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
