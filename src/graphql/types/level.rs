//! Levels.

use async_graphql::{ID, Object, Result};
use projections::AreaTotals;
use schema::LevelId;

use super::{
    Building, FloorPlan, Resource, Space,
    areas::{self, AreaCoverage},
    drawing::LevelDrawing,
    resource::{self, ResourceFilter},
    values::Retirement,
};
use crate::graphql::{
    connection::{Page, PageAsked, complexity, list, page},
    global_id::GlobalId,
    history::{self, History},
    scalars,
};

thing! {
    /// A level of a building.
    Level(LevelId) in level
}

description! {
    /// A level: what it is called and how high it lies.
    LevelDescription
}

described_from! {
    /// What a level is called and how high it lies, from a date.
    LevelDescribed: LevelDescription
}

/// A level: what it is called and how high it lies.
#[Object]
impl LevelDescription {
    /// Its name; `[erased]` once it was erased.
    async fn name(&self) -> String {
        self.pin.text(self.described.name)
    }

    /// Height of its floor over the building's zero, in millimetres.
    async fn elevation_mm(&self) -> i64 {
        self.described.elevation_mm
    }
}

/// A level of a building (plan). Geometry on it is in the level's own plane frame.
#[Object]
impl Level {
    /// Opaque; contains the clocks that were named. See `Query.node`.
    pub(in crate::graphql) async fn id(&self) -> ID {
        GlobalId::of("Level", &self.pin, self.known.id)
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

    /// The building.
    async fn building(&self) -> Result<Building> {
        Building::named(&self.pin, self.known.building)
    }

    /// What it is on the date or, before it was added, is first.
    #[graphql(flatten)]
    async fn description(&self) -> LevelDescription {
        LevelDescription::on(&self.pin, &self.known.descriptions)
    }

    /// All that it was and will be, in the order of their dates.
    #[graphql(complexity = "list(10, child_complexity)")]
    async fn description_history(&self) -> Vec<LevelDescribed> {
        LevelDescribed::all(&self.pin, &self.known.descriptions)
    }

    /// Whether it is there on the date.
    async fn exists(&self) -> bool {
        self.known.exists(self.pin.on)
    }

    /// The first date on which it is there.
    async fn from(&self) -> Option<scalars::Date> {
        self.known.descriptions.begins().map(Into::into)
    }

    /// Its end, whether past or to come; absent where none is recorded.
    async fn retired(&self) -> Option<Retirement> {
        Retirement::of(&self.pin, self.known.retired.as_ref())
    }

    /// What is drawn of it beside its spaces on the date; absent where nothing is.
    async fn drawing(&self) -> Option<LevelDrawing> {
        self.known.drawing_on(self.pin.on).cloned().map(LevelDrawing)
    }

    /// The areas of its spaces on the date, added up, each measure by itself and with how many of
    /// the spaces have one.
    #[graphql(complexity = "20 + list(5, child_complexity)")]
    async fn areas(
        &self,
        #[graphql(desc = "Only this measure: see `Area.measure`. Left out: each that any has.")]
        measure: Option<String>,
    ) -> Result<Vec<AreaCoverage>> {
        let totals = AreaTotals::of_level(&self.pin.state, self.known.id, self.pin.on);
        areas::covered(&totals, measure)
    }

    /// The level on the date and basis, drawn.
    async fn floor_plan(&self) -> FloorPlan {
        FloorPlan::of(&self.pin, self.known.id)
    }

    /// Its spaces on the date, in the order of their references.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn spaces(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Space>> {
        let asked = PageAsked::new(first, after, last, before);
        let spaces = self.pin.state.spaces_of(self.known.id);
        let items = spaces.filter(|space| space.exists(self.pin.on)).collect();
        page(items, &asked, |item| item.id, |item| Space::out_of(&self.pin, item))
    }

    /// What stands in its spaces on the date and basis, in the order of their references.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn resources(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Resource>> {
        let asked = PageAsked::new(first, after, last, before);
        let items = resource::matching(&self.pin, &ResourceFilter::on_level(self.known.id));
        page(items, &asked, |item| item.id, |item| Resource::out_of(&self.pin, item))
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
