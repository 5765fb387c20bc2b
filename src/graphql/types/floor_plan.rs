//! The floor plan: a level on a date and basis, drawn.

use async_graphql::{Name, Object, Result, SimpleObject, Value, indexmap::IndexMap};
use projections::{PlanTotals, SpaceOnPlan};
use schema::{LevelId, Point, Polygon};

use super::{Level, Space};
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

/// The areas of a plan's spaces under one measure, added up.
#[derive(SimpleObject, Debug)]
pub struct AreaTotal {
    /// What is measured: see `Area.measure`.
    measure: String,
    /// The sum.
    square_metres: scalars::SquareMetres,
    /// How many of the spaces have an area under this measure. The others add nothing.
    spaces: usize,
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
    /// The areas, each measure by itself: areas of different measures are never added.
    #[graphql(complexity = "list(5, child_complexity)")]
    async fn areas(&self) -> Result<Vec<AreaTotal>> {
        let totals = self.0.areas.iter().map(|total| {
            Ok(AreaTotal {
                measure: total.measure.to_string(),
                square_metres: schema::SquareMetres::new(total.square_metres)?.into(),
                spaces: total.spaces,
            })
        });
        totals.collect()
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
    /// in WGS 84): one feature for each space that has an outline, with its reference as `id` and
    /// the properties `ref`, `number` (null where it has none), `category` (of `Category`), `mode`
    /// (of `Mode`), `hub` (the reference of the hub that it serves, or null) and `planned` (whether
    /// anything approved for it is not yet done). Outer rings run counter-clockwise, holes clockwise.
    #[graphql(complexity = "500")]
    async fn geometry(&self) -> scalars::GeoJson {
        let features = self.plan.spaces.iter().filter_map(feature).collect();
        scalars::GeoJson(object([
            ("type", "FeatureCollection".into()),
            ("features", Value::List(features)),
        ]))
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
        ("geometry", geometry(polygon)),
        ("properties", properties),
    ]))
}

fn geometry(polygon: &Polygon) -> Value {
    let holes = polygon.holes().iter().map(Vec::as_slice);
    let rings = std::iter::once(polygon.outer()).chain(holes).map(ring).collect();
    object([("type", "Polygon".into()), ("coordinates", Value::List(rings))])
}

/// A ring with its closing point, as RFC 7946 wants it.
fn ring(corners: &[Point]) -> Value {
    Value::List(corners.iter().chain(corners.first()).map(position).collect())
}

fn position(corner: &Point) -> Value {
    #[allow(clippy::cast_precision_loss, reason = "corners are at most 10 km off: exact in f64")]
    let metres = |millimetres: i64| Value::from(millimetres as f64 / 1000.0);
    Value::List(corner.map(metres).into())
}

/// A word of an enumeration as JSON carries it.
fn word(value: Value) -> Value {
    match value {
        Value::Enum(name) => name.as_str().into(),
        other => other,
    }
}

fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    let fields = fields.into_iter().map(|(name, value)| (Name::new(name), value));
    Value::Object(IndexMap::from_iter(fields))
}
