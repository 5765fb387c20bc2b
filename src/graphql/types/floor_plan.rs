//! The floor plan: a level on a date and basis, drawn.

use async_graphql::{Object, Result, SimpleObject, Value};
use projections::{PlanTotals, SpaceOnPlan};
use schema::LevelId;

use super::{
    Level, Space,
    areas::{self, AreaCoverage},
    drawing::{self, StrokesAsked},
    geojson::{self, object, word},
};
use crate::graphql::{
    connection::{Page, PageAsked, complexity, list, page},
    enums,
    pin::SharedPin,
    scalars,
};

/// A level on a date and basis.
#[derive(Debug)]
pub struct FloorPlan {
    pin: SharedPin,
    plan: projections::FloorPlan,
}

impl FloorPlan {
    /// Draws up the plan of a level on the date and basis of the pin.
    pub fn of(pin: &SharedPin, level: LevelId) -> Self {
        let plan = projections::FloorPlan::of(&pin.state, level, pin.on, pin.basis);
        Self { pin: pin.clone(), plan }
    }
}

/// How many spaces are used in one way.
#[derive(SimpleObject, Debug)]
pub struct ModeCount {
    /// How they are used.
    mode: enums::Mode,
    /// How many.
    spaces: usize,
}

/// What a plan adds up to.
#[derive(Debug)]
pub struct FloorPlanTotals(PlanTotals);

/// What a plan adds up to.
#[Object]
impl FloorPlanTotals {
    /// The areas, each measure by itself and with how many of the spaces have one: areas of
    /// different measures are never added.
    #[graphql(complexity = "list(5, child_complexity)")]
    async fn areas(
        &self,
        #[graphql(desc = "Only this measure: see `Area.measure`. Left out: each that any has.")]
        measure: Option<String>,
    ) -> Result<Vec<AreaCoverage>> {
        areas::covered(&self.0.areas, measure)
    }

    /// How many spaces there are in each mode; modes without any are left out.
    #[graphql(complexity = "list(5, child_complexity)")]
    async fn modes(&self) -> Vec<ModeCount> {
        let modes = self.0.modes.iter();
        modes.map(|(mode, spaces)| ModeCount { mode: (*mode).into(), spaces: *spaces }).collect()
    }

    /// Workstations that were counted.
    async fn counted_workstations(&self) -> usize {
        self.0.counted_workstations
    }

    /// Workstations that are assumed by a rule.
    async fn assumed_workstations(&self) -> usize {
        self.0.assumed_workstations
    }
}

/// A level on a date and basis: what is, with what is only planned marked as such.
#[Object]
impl FloorPlan {
    /// The level.
    async fn level(&self) -> Result<Level> {
        Level::named(&self.pin, self.plan.level)
    }

    /// The date on which it is drawn.
    async fn on(&self) -> scalars::Date {
        self.plan.on.into()
    }

    /// The basis on which it is drawn.
    async fn basis(&self) -> enums::Basis {
        self.plan.basis.into()
    }

    /// The revision that it is drawn from.
    async fn revision(&self) -> scalars::Revision {
        scalars::Revision(self.pin.revision())
    }

    /// Its spaces that are there on the date, by number, then reference.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn spaces(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Space>> {
        let asked = PageAsked::new(first, after, last, before);
        let drawn = |drawn: &SpaceOnPlan| Space::on_plan(&self.pin, drawn);
        let items = self.plan.spaces.iter().filter_map(drawn).collect();
        page(items, &asked, |item: &Space| item.key(), |item| item)
    }

    /// The outlines as a GeoJSON FeatureCollection, in metres in the level's own plane frame (not
    /// in WGS 84).
    ///
    /// First one feature for each space that has an outline, with its reference as `id` and
    /// the properties `ref`, `number` (null where it has none), `category` (of `Category`), `mode`
    /// (of `Mode`), `hub` (the reference of the hub that it serves, or null) and `planned` (whether
    /// anything approved for it is not yet done).
    ///
    /// Then one for each stroke of the level's drawing, without an `id`, with the property `kind` (of
    /// `StrokeKind`): a Polygon where it is closed, otherwise a LineString; kind by kind. The
    /// member `drawing` of the collection says of which drawing they are: `ref`, `from`, `revision`,
    /// `strokes` (how many are given) and `leftOut` (how many more there are); it is null where there
    /// is none, or none of it is asked for.
    ///
    /// Outer rings run counter-clockwise, holes clockwise.
    #[graphql(complexity = "500 + drawing::cost(points)")]
    async fn geometry(
        &self,
        #[graphql(desc = "Which kinds of strokes. Left out: all; empty: none, only the spaces.")]
        strokes: Option<Vec<enums::StrokeKind>>,
        #[graphql(
            desc = "At most so many points of strokes, from 0 to 400,000; a stroke is given whole \
                    or left out. Left out: 50,000."
        )]
        points: Option<i32>,
    ) -> Result<scalars::GeoJson> {
        let level = self.pin.state.level(&self.plan.level);
        let drawing = level.and_then(|level| level.drawing_on(self.plan.on));
        let (strokes, of) = StrokesAsked::new(strokes, points)?.of(drawing);
        let spaces = self.plan.spaces.iter().filter_map(feature);
        Ok(geojson::collection(spaces.chain(strokes).collect(), [("drawing", of)]))
    }

    /// What it adds up to.
    async fn totals(&self) -> FloorPlanTotals {
        FloorPlanTotals(self.plan.totals())
    }
}

fn feature(space: &SpaceOnPlan) -> Option<Value> {
    let polygon = space.description.polygon.as_ref()?;
    let number = space.description.number.as_ref();
    let properties = object([
        ("ref", space.id.to_string().into()),
        ("number", number.map_or(Value::Null, |number| number.to_string().into())),
        ("category", word(enums::Category::from(space.description.category).into())),
        ("mode", word(enums::Mode::from(space.mode).into())),
        ("hub", space.hub.map_or(Value::Null, |hub| hub.to_string().into())),
        ("planned", (!space.planned.is_empty()).into()),
    ]);
    Some(object([
        ("type", "Feature".into()),
        ("id", space.id.to_string().into()),
        ("geometry", geojson::polygon(polygon)),
        ("properties", properties),
    ]))
}
