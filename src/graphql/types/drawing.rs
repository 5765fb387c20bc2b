//! What is drawn of a level beside its spaces.

use async_graphql::{Error, Object, Result, SimpleObject, Value};
use projections::Drawing;
use schema::{Stroke, StrokeKind};

use super::geojson::{self, object, word};
use crate::graphql::{connection::list, enums, scalars};

/// Points of a drawing in one answer where nothing is asked.
const POINTS_DEFAULT: usize = 50_000;

/// Points of a drawing in one answer, at most: as many as one can have.
const POINTS_MAX: usize = {
    use schema::limits::{DRAWING_PART_POINTS_MAX, DRAWING_PARTS_MAX};
    DRAWING_PARTS_MAX as usize * DRAWING_PART_POINTS_MAX
};

/// Points of a drawing for which an answer costs as much as for one field.
const POINTS_AT_ONE: usize = 200;

/// Which strokes of a drawing are asked for, and how many points of them.
#[derive(Debug)]
pub(super) struct StrokesAsked {
    kinds: Option<Vec<StrokeKind>>,
    points: usize,
}

impl StrokesAsked {
    /// As given: all kinds and a default number of points where nothing is.
    pub(super) fn new(kinds: Option<Vec<enums::StrokeKind>>, points: Option<i32>) -> Result<Self> {
        let kinds = kinds.map(|kinds| kinds.into_iter().map(Into::into).collect());
        let points = match points {
            None => POINTS_DEFAULT,
            Some(given) => {
                usize::try_from(given).ok().filter(|points| *points <= POINTS_MAX).ok_or_else(
                    || Error::new(format!("`points` is {given}; accepted is 0 to {POINTS_MAX}")),
                )?
            }
        };
        Ok(Self { kinds, points })
    }

    /// The features of a drawing, and what they are of: no drawing where there is none, or where
    /// none of it is asked for.
    pub(super) fn of(&self, drawing: Option<&Drawing>) -> (Vec<Value>, Value) {
        let none_asked = self.kinds.as_ref().is_some_and(Vec::is_empty);
        let Some(drawing) = drawing.filter(|_| !none_asked) else {
            return (Vec::new(), Value::Null);
        };
        let asked = self.strokes(drawing);
        let all = asked.len();
        let mut points = 0;
        let fitting = asked.into_iter().take_while(|stroke| {
            points += stroke.points().len();
            points <= self.points
        });
        let features: Vec<Value> = fitting.map(feature).collect();
        let of = object([
            ("ref", drawing.id.to_string().into()),
            ("from", drawing.from.to_string().into()),
            ("revision", drawing.revision.number().into()),
            ("strokes", features.len().into()),
            ("leftOut", (all - features.len()).into()),
        ]);
        (features, of)
    }

    /// The strokes of the kinds that are asked for: kind by kind, in the order in which they were
    /// recorded.
    fn strokes<'a>(&self, drawing: &'a Drawing) -> Vec<&'a Stroke> {
        let is_asked = |kind| self.kinds.as_ref().is_none_or(|kinds| kinds.contains(&kind));
        let all = drawing.strokes.iter().flat_map(|part| part.iter());
        let mut strokes: Vec<&Stroke> = all.filter(|stroke| is_asked(stroke.kind())).collect();
        strokes.sort_by_key(|stroke| stroke.kind());
        strokes
    }
}

/// What an answer with so many points costs.
pub(super) fn cost(points: Option<i32>) -> usize {
    let asked = points.map_or(POINTS_DEFAULT, |points| usize::try_from(points).unwrap_or(0));
    asked.min(POINTS_MAX) / POINTS_AT_ONE
}

fn feature(stroke: &Stroke) -> Value {
    let kind = word(enums::StrokeKind::from(stroke.kind()).into());
    object([
        ("type", "Feature".into()),
        ("geometry", geojson::line(stroke.points(), stroke.is_closed())),
        ("properties", object([("kind", kind)])),
    ])
}

/// What is drawn of a level beside its spaces, from a date: walls, doors, stairs.
#[derive(Debug)]
pub struct LevelDrawing(pub(super) Drawing);

/// How much of one kind a drawing has.
#[derive(SimpleObject, Debug)]
pub struct StrokeCount {
    /// What it shows.
    kind: enums::StrokeKind,
    /// How many lines and outlines.
    strokes: usize,
    /// How many points they have together.
    points: usize,
}

/// What is drawn of a level beside its spaces, from a date: walls, doors, stairs.
#[Object]
impl LevelDrawing {
    /// Its lasting reference.
    #[graphql(name = "ref")]
    async fn reference(&self) -> scalars::Ref {
        self.0.id.uuid().into()
    }

    /// The first date on which it holds, until the next.
    async fn from(&self) -> scalars::Date {
        self.0.from.into()
    }

    /// The event that began it.
    async fn revision(&self) -> scalars::Revision {
        scalars::Revision(self.0.revision)
    }

    /// How much of each kind it has; kinds of which it has nothing are left out.
    #[graphql(complexity = "list(StrokeKind::ALL.len(), child_complexity)")]
    async fn strokes(&self) -> Vec<StrokeCount> {
        let all = || self.0.strokes.iter().flat_map(|part| part.iter());
        let counted = StrokeKind::ALL.into_iter().map(|kind| {
            let of_kind = || all().filter(move |stroke| stroke.kind() == kind);
            StrokeCount {
                kind: kind.into(),
                strokes: of_kind().count(),
                points: of_kind().map(|stroke| stroke.points().len()).sum(),
            }
        });
        counted.filter(|count| count.strokes > 0).collect()
    }

    /// Its lines and outlines as a GeoJSON FeatureCollection, in metres in the level's own plane
    /// frame (not in WGS 84), kind by kind: see `FloorPlan.geometry`.
    #[graphql(complexity = "500 + cost(points)")]
    async fn geometry(
        &self,
        #[graphql(desc = "Which kinds. Left out: all.")] kinds: Option<Vec<enums::StrokeKind>>,
        #[graphql(
            desc = "At most so many points, from 0 to 400,000; a stroke is given whole or left \
                    out. Left out: 50,000."
        )]
        points: Option<i32>,
    ) -> Result<scalars::GeoJson> {
        let (features, of) = StrokesAsked::new(kinds, points)?.of(Some(&self.0));
        Ok(geojson::collection(features, [("drawing", of)]))
    }
}
