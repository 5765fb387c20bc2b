//! One level drawn: each of its features becomes its outline, a space, a workstation, a part of the
//! drawing, or a line in the report, and is counted as that.

use std::sync::Arc;

use ::schema::Polygon;

use super::apart;
use super::budget::Budget;
use super::desks::{self, Desk};
use super::error::MapError;
use super::left_out::{Kept, LeftOut, Reason};
use super::model::{Counts, Drawing, Level, Shape, Space, StrokeKind, Workstation};
use super::plan::Plan;
use super::plane::Plane;
use super::ring::{self, Path};
use super::source::{Part, SourceFeature, SourceLevel, Title};

/// Areas of one feature that become spaces, each with all its names. A room that is drawn in more
/// parts than that is no room.
const AREAS_MAX: usize = 8;

/// Draws one level.
#[derive(Debug)]
pub(crate) struct Draughtsman<'a> {
    plane: Plane,
    budget: &'a Budget<'a>,
    report: Report<'a>,
    drawing: Drawing,
    counts: Counts,
    spaces: Vec<DrawnSpace>,
    outlines: Vec<Polygon>,
    desks: Vec<Desk>,
}

/// A space with what its neighbours need to know of it.
#[derive(Debug)]
pub(crate) struct DrawnSpace {
    pub(crate) title: Title,
    pub(crate) space: Space,
    /// Of the outer ring, in square metres, not rounded.
    pub(crate) outer_area_m2: f64,
}

/// The report of one level.
#[derive(Debug)]
pub(crate) struct Report<'a> {
    level: Arc<str>,
    lines: &'a mut Vec<LeftOut>,
}

impl Report<'_> {
    pub(crate) fn say(&mut self, title: &Title, kept: Kept, why: Reason) {
        self.lines.push(title.left_out(Some(Arc::clone(&self.level)), kept, why));
    }
}

impl<'a> Draughtsman<'a> {
    pub(crate) fn new(
        plane: Plane,
        budget: &'a Budget<'a>,
        left_out: &'a mut Vec<LeftOut>,
    ) -> Self {
        let report = Report { level: Arc::from(""), lines: left_out };
        let (drawing, counts) = (Drawing::default(), Counts::default());
        let (spaces, outlines, desks) = (Vec::new(), Vec::new(), Vec::new());
        Self { plane, budget, report, drawing, counts, spaces, outlines, desks }
    }

    /// The level with all its features.
    pub(crate) fn level(mut self, source: SourceLevel) -> Result<Level, MapError> {
        self.report.level = Arc::from(source.key.as_str());
        for feature in source.features {
            self.feature(feature)?;
        }
        apart::keep_apart(&mut self.spaces, &mut self.drawing, &mut self.report, self.budget)?;
        let desks = std::mem::take(&mut self.desks);
        let placed = desks::place(desks, &mut self.spaces, &mut self.report, self.budget)?;
        self.counts.workstations += placed.standing;
        self.counts.drawn += placed.outside;
        let outline = self.outline();
        Ok(Level {
            key: source.key,
            name: source.name,
            short_name: source.short_name,
            ordinal: source.ordinal,
            elevation_mm: source.elevation_mm,
            outline,
            spaces: self.spaces.into_iter().map(|drawn| drawn.space).collect(),
            drawing: self.drawing,
            counts: self.counts,
        })
    }

    fn feature(&mut self, mut feature: SourceFeature) -> Result<(), MapError> {
        let plan = Plan::of(feature.geometry.take(), &self.plane, &feature.title)?;
        match std::mem::replace(&mut feature.part, Part::Outline) {
            Part::Outline => self.add_outline(&feature.title, plan)?,
            Part::Drawn(kind, why) => self.draw(&feature.title, &plan, kind, why),
            Part::Desk => self.desk(feature, &plan),
            Part::Space { function, category } => match feature.key.take() {
                None => self.draw(&feature.title, &plan, StrokeKind::Area, Some(Reason::NoKey)),
                Some(key) => {
                    let SourceFeature { title, name, number, .. } = feature;
                    let (cut_out, workstations) = (Vec::new(), Vec::new());
                    let shape = Err(Reason::NoGeometry);
                    let space = Space {
                        key,
                        number,
                        name,
                        function,
                        category,
                        shape,
                        cut_out,
                        workstations,
                    };
                    self.space(&title, &space, plan)?;
                }
            },
        }
        Ok(())
    }

    /// Draws lines, and reports why they are no more than that, where there is a reason.
    fn draw(&mut self, title: &Title, plan: &Plan, kind: StrokeKind, why: Option<Reason>) {
        match plan.strokes(kind) {
            Ok(strokes) => {
                self.counts.drawn += 1;
                self.drawing.strokes.extend(strokes);
                if let Some(why) = why {
                    self.report.say(title, Kept::Drawing, why);
                }
            }
            Err(reason) => {
                self.counts.left_out += 1;
                self.report.say(title, Kept::Nothing, why.unwrap_or(reason));
            }
        }
    }

    /// Plain polygons come to be chosen from, other rings are drawn.
    fn add_outline(&mut self, title: &Title, plan: Plan) -> Result<(), MapError> {
        let Plan::Areas(areas) = plan else {
            self.draw(title, &plan, StrokeKind::Outline, None);
            return Ok(());
        };
        self.counts.outline += 1;
        for area in areas {
            match self.polygon(&area, title)? {
                Ok(polygon) => self.outlines.push(polygon),
                Err(reason) => {
                    self.draw_rings(title, area, StrokeKind::Outline, Kept::Drawing, reason);
                }
            }
        }
        Ok(())
    }

    fn draw_rings(
        &mut self,
        title: &Title,
        area: Vec<Path>,
        kind: StrokeKind,
        kept: Kept,
        why: Reason,
    ) {
        self.report.say(title, kept, why);
        // Where nothing can be drawn either, the report has said why.
        self.drawing.strokes.extend(Plan::Areas(vec![area]).strokes(kind).unwrap_or_default());
    }

    fn polygon(&self, area: &[Path], title: &Title) -> Result<Result<Polygon, Reason>, MapError> {
        let corners: usize = area.iter().map(Vec::len).sum();
        self.budget.work(corners.saturating_mul(corners.min(2_500)), &title.place())?;
        Ok(ring::polygon(area))
    }

    /// The largest outline; the others are drawn.
    fn outline(&mut self) -> Option<Polygon> {
        let largest = |(index, polygon): (usize, &Polygon)| {
            (polygon.square_millimetres(), usize::MAX - index)
        };
        let chosen = (0..self.outlines.len())
            .max_by_key(|&index| largest((index, &self.outlines[index])))?;
        let outline = self.outlines.remove(chosen);
        for polygon in &self.outlines {
            self.drawing.strokes.extend(apart::strokes(polygon, StrokeKind::Outline));
        }
        Some(outline)
    }

    /// A space for each area of the feature, in the order of their least corners, wherever the
    /// file begins.
    fn space(&mut self, title: &Title, space: &Space, plan: Plan) -> Result<(), MapError> {
        self.counts.spaces += 1;
        let mut areas = match plan {
            Plan::Areas(areas) if areas.len() <= AREAS_MAX => areas,
            Plan::Areas(_) | Plan::Lines(_) | Plan::Point(_) | Plan::Nothing(_) => {
                self.without_polygon(title, space, &plan);
                return Ok(());
            }
        };
        let several = areas.len() > 1;
        if several {
            self.report.say(title, Kept::Whole, Reason::SeveralAreas(areas.len()));
            areas.sort_by_cached_key(|area| {
                area.first().and_then(|ring| ring::rounded(ring).into_iter().min())
            });
        }
        for (index, area) in areas.into_iter().enumerate() {
            let mut part = space.clone();
            if several {
                part.key = format!("{}#{}", part.key, index + 1);
            }
            self.part(title, part, area)?;
        }
        Ok(())
    }

    /// A space whose geometry cannot be one area; its lines are drawn, where it has some.
    fn without_polygon(&mut self, title: &Title, space: &Space, plan: &Plan) {
        let why = match plan {
            Plan::Areas(areas) => Reason::SeveralAreas(areas.len()),
            Plan::Lines(_) => Reason::NotAnArea("a line".to_owned()),
            Plan::Point(_) => Reason::NotAnArea("a point".to_owned()),
            Plan::Nothing(why) => why.clone(),
        };
        self.report.say(title, Kept::SpaceWithoutPolygon, why.clone());
        self.drawing.strokes.extend(plan.strokes(StrokeKind::Area).unwrap_or_default());
        self.push(title, Space { shape: Err(why), ..space.clone() }, 0.0);
    }

    fn part(&mut self, title: &Title, mut space: Space, area: Vec<Path>) -> Result<(), MapError> {
        const SQUARE_MILLIMETRES: f64 = 1e6;
        let outer = area.first().map_or(0.0, |ring| ring::area(ring)) / SQUARE_MILLIMETRES;
        let net = ring::net_area(&area) / SQUARE_MILLIMETRES;
        space.shape = match self.polygon(&area, title)? {
            Ok(polygon) => Ok(Shape { polygon, exact_area_m2: net }),
            Err(why) => {
                let kept = Kept::SpaceWithoutPolygon;
                self.draw_rings(title, area, StrokeKind::Area, kept, why.clone());
                Err(why)
            }
        };
        self.push(title, space, outer);
        Ok(())
    }

    fn push(&mut self, title: &Title, space: Space, outer_area_m2: f64) {
        self.spaces.push(DrawnSpace { title: title.clone(), space, outer_area_m2 });
    }

    /// Draws a desk, and keeps its middle until all spaces are there.
    fn desk(&mut self, feature: SourceFeature, plan: &Plan) {
        let SourceFeature { title, key, name, .. } = feature;
        match (key, plan.middle()) {
            (Some(key), Some(middle)) => {
                self.drawing.strokes.extend(plan.strokes(StrokeKind::Desk).unwrap_or_default());
                let position = ring::rounded(&[middle])[0];
                self.desks.push(Desk { title, workstation: Workstation { key, name, position } });
            }
            (None, _) => self.draw(&title, plan, StrokeKind::Desk, Some(Reason::NoKey)),
            (Some(_), None) => self.draw(&title, plan, StrokeKind::Desk, None),
        }
    }
}
