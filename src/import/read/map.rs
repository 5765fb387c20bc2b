//! A building's map (GeoJSON, IMDF) as a plan.

use maps::{Format, Model, StrokeKind as Drawn};
use schema::{
    AllocatedAs, Area, Areas, BuildingSetPlane, Category, Designation, GlobalId, Invalid, LevelAdd,
    LevelId, Measure, Point, SpaceAdd, Stroke, StrokeKind, Text, limits::STROKE_POINTS_MAX,
};
use uuid::Uuid;

use super::{
    super::{
        Target,
        plan::{
            Desk, Plan, PlannedDrawing, PlannedSpace, Stated, Subject, Workstations, global_id,
            level_name, space_id,
        },
    },
    STOREY_MM,
    model::modelled,
};

/// The projection of maps, as events name it: orthographic on WGS 84 (EPSG method 9840).
const PROJECTION: &str = "orthographic-epsg-9840";

const STATED: Stated =
    Stated { number: true, name: true, function: true, outline: true, codes: false, seats: false };

/// The plane that an event records, as the reader takes it; none where another projection was used.
pub(in crate::import) fn recorded_plane(plane: &schema::Plane) -> Option<maps::Plane> {
    (plane.projection.as_str() == PROJECTION).then(|| maps::Plane::at(plane.origin))
}

/// Plans a map.
pub(in crate::import) fn of_map(model: &Model, target: &Target) -> Result<Plan, Invalid> {
    let format = match model.format {
        Format::IndexedLevels => "GeoJSON levels 1",
        Format::SingleLevel => "GeoJSON level 1",
        Format::Imdf => "IMDF 1.0.0",
    };
    let subject = Subject::Building(target.building);
    let mut plan = Plan::new(subject, format.parse()?, target.from);
    plan.left_out = model.left_out.iter().map(ToString::to_string).collect();
    let plane = schema::Plane { origin: model.plane.origin(), projection: PROJECTION.parse()? };
    plan.plane = Some(BuildingSetPlane { building: target.building, plane });
    if model.levels.iter().any(|level| level.elevation_mm.is_none()) {
        plan.assume_heights();
    }
    // A map without any desk says nothing of desks.
    let shows_desks = model
        .levels
        .iter()
        .flat_map(|level| &level.spaces)
        .any(|space| !space.workstations.is_empty());
    if !shows_desks {
        plan.notes.push("The map shows no desks; no workstations came in.".to_owned());
    }
    for level in &model.levels {
        add_level(&mut plan, level, target, shows_desks);
    }
    Ok(plan)
}

fn add_level(plan: &mut Plan, level: &maps::Level, target: &Target, shows_desks: bool) {
    let id = LevelId::derived(target.building.uuid(), &level.key);
    let named = level.name.as_deref().or(level.short_name.as_deref());
    plan.levels.push(LevelAdd {
        level: id,
        building: target.building,
        from: target.from,
        global_id: lasting(&level.key),
        name: level_name(named, &format!("Level {}", level.ordinal)),
        elevation_mm: level
            .elevation_mm
            .unwrap_or_else(|| i64::from(level.ordinal).saturating_mul(STOREY_MM)),
    });
    for space in &level.spaces {
        let space = Reading { plan, space, level }.space(id, target, shows_desks);
        plan.spaces.push(space);
    }
    let strokes = strokes(plan, level);
    if !strokes.is_empty() {
        plan.drawings.push(PlannedDrawing { level: id, strokes });
    }
}

/// A space being read, and the plan that is told what does not come in.
struct Reading<'a> {
    plan: &'a mut Plan,
    space: &'a maps::Space,
    level: &'a maps::Level,
}

impl Reading<'_> {
    fn space(&mut self, level: LevelId, target: &Target, shows_desks: bool) -> PlannedSpace {
        let space = self.space;
        let key = format!("{}/{}", self.level.key, space.key);
        let number = space.number.as_deref().and_then(|number| number.parse().ok());
        let shape = space.shape.as_ref().ok();
        let area = shape.and_then(|shape| modelled(shape.exact_area_m2));
        let areas = area.map(|square_metres| Area { measure: Measure::AsModelled, square_metres });
        let add = SpaceAdd {
            space: space_id(target.building, &key),
            level,
            from: target.from,
            global_id: lasting(&space.key),
            number,
            name: space.name.as_deref().and_then(|name| self.text("name", name)),
            function: self.text("function", &space.function),
            category: space.category.unwrap_or_else(|| self.unknown_category()),
            polygon: shape.map(|shape| shape.polygon.clone()),
            height_mm: None,
            // One area is never too many.
            areas: Areas::new(areas.into_iter().collect()).unwrap_or_default(),
            seats: None,
            codes: Vec::new(),
        };
        let desks = space.workstations.iter().map(|workstation| Desk {
            key: workstation.key.clone(),
            number: workstation.name.as_deref().and_then(desk_number),
            position: Some(workstation.position),
        });
        let no_place = add.category.allocated_as() == AllocatedAs::Common;
        let workstations = if no_place {
            for desk in &space.workstations {
                let (level, key, category) = (&self.level.key, &desk.key, add.category);
                self.plan.left_out.push(format!(
                    "desk {key} on {level}: it stands in a {category}, where no workstation has a \
                     place"
                ));
            }
            Workstations::NotStated
        } else if shows_desks {
            Workstations::Each { desks: desks.collect(), on: target.seen_on }
        } else {
            Workstations::NotStated
        };
        PlannedSpace {
            building: target.building,
            seen_on: target.seen_on,
            stated: STATED,
            room: add.category.allocatable_as_whole(),
            add,
            workstations,
            occupant: None,
        }
    }

    fn text(&mut self, what: &str, typed: &str) -> Option<Text> {
        let refused =
            |error| format!("{} space {}, its {what}: {error}", self.level.key, self.space.key);
        match Text::name(typed) {
            Ok(text) => Some(text),
            Err(error) => {
                let told = refused(error);
                self.plan.left_out.push(told);
                None
            }
        }
    }

    /// Nothing is given away on a guess.
    fn unknown_category(&mut self) -> Category {
        let called = self.space.name.as_deref().unwrap_or(&self.space.key);
        let (level, function) = (&self.level.key, &self.space.function);
        self.plan.notes.push(format!(
            "Nothing tells what {called} ({function}) on {level} is for; it came in as technical."
        ));
        Category::Technical
    }
}

/// The key as the thing's lasting identifier, where it is a UUID. File names and words are none: they
/// change, and could be a person's.
fn lasting(key: &str) -> Option<GlobalId> {
    Uuid::try_parse(key).ok().and_then(|_| global_id(key))
}

/// What a map calls a desk, where a digit is in it. Without one it may be a person's name, and numbers
/// are recorded in the clear.
fn desk_number(name: &str) -> Option<Designation> {
    name.parse().ok().filter(|_| name.contains(|c: char| c.is_ascii_digit()))
}

fn strokes(plan: &mut Plan, level: &maps::Level) -> Vec<Stroke> {
    let outline = level.outline.iter().map(|outline| (StrokeKind::Outline, true, outline.outer()));
    let drawn = level.drawing.strokes.iter().map(|s| (kind(s.kind), s.closed, s.points.as_slice()));
    let mut strokes = Vec::new();
    for (kind, closed, points) in outline.chain(drawn) {
        for piece in pieces(closed, points) {
            match Stroke::new(kind, closed && piece.len() == points.len(), piece) {
                Ok(stroke) => strokes.push(stroke),
                Err(refused) => plan.left_out.push(format!("{}, a {kind}: {refused}", level.key)),
            }
        }
    }
    strokes
}

/// A line of more points than one stroke has, as several that meet.
fn pieces(closed: bool, points: &[Point]) -> Vec<Vec<Point>> {
    if points.len() <= STROKE_POINTS_MAX {
        return vec![points.to_vec()];
    }
    let closing = closed.then(|| points[0]);
    let line: Vec<Point> = points.iter().copied().chain(closing).collect();
    let starts = (0..line.len() - 1).step_by(STROKE_POINTS_MAX - 1);
    starts.map(|start| line[start..line.len().min(start + STROKE_POINTS_MAX)].to_vec()).collect()
}

const fn kind(drawn: Drawn) -> StrokeKind {
    match drawn {
        Drawn::Outline => StrokeKind::Outline,
        Drawn::Wall => StrokeKind::Wall,
        Drawn::Door => StrokeKind::Door,
        Drawn::Window => StrokeKind::Window,
        Drawn::Opening => StrokeKind::Opening,
        Drawn::Stairs => StrokeKind::Stairs,
        Drawn::Elevator => StrokeKind::Lift,
        Drawn::Area => StrokeKind::Zone,
        Drawn::FloorOpening | Drawn::Inaccessible => StrokeKind::Inaccessible,
        Drawn::Desk | Drawn::Furniture => StrokeKind::Fixture,
        Drawn::Other => StrokeKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_a_name_is_neither_a_desks_number_nor_an_identifier() {
        assert_eq!(desk_number("D-14").map(|number| number.to_string()), Some("D-14".to_owned()));
        assert_eq!(desk_number("Fjället"), None);
        assert_eq!(lasting("plan-2"), None);
        let uuid = "0d1b7a5e-8c5f-4b0e-9d67-1f0d0c3a5b11";
        assert_eq!(lasting(uuid).map(|key| key.to_string()), Some(uuid.to_owned()));
    }

    #[test]
    fn a_long_line_is_divided_where_its_pieces_meet() {
        let points: Vec<Point> = (0..5_000).map(|x| [x, 0]).collect();
        let pieces = pieces(true, &points);
        assert!(pieces.iter().all(|piece| (2..=STROKE_POINTS_MAX).contains(&piece.len())));
        assert!(pieces.windows(2).all(|two| two[0].last() == two[1].first()));
        assert_eq!(pieces.last().and_then(|piece| piece.last()), Some(&points[0]));
    }
}
