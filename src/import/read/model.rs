//! A building's model (IFC) as a plan.

use rust_decimal::Decimal;
use schema::{
    Area, Areas, AssumptionRule, Classification, Invalid, LevelAdd, LevelId, Measure, Polygon,
    SpaceAdd, SquareMetres, Text,
};

use super::super::{
    Target,
    ifc::{self, Model, workplaces},
    plan::{Plan, PlannedSpace, Stated, Subject, Workstations, global_id, level_name, space_id},
};

/// The rule by which workstations are assumed, as events name it; its words are
/// [`workplaces::WORKSTATION_RULE`].
pub const WORKSTATIONS_BY_AREA: &str = "ifc-area-1";

const STATED: Stated =
    Stated { number: true, name: true, function: true, outline: true, codes: true, seats: false };

/// Plans a model.
pub(in crate::import) fn of_model(model: &Model, target: &Target) -> Result<Plan, Invalid> {
    let subject = Subject::Building(target.building);
    let mut plan = Plan::new(subject, model.schema.parse()?, target.from);
    plan.left_out = model.left_out.iter().map(ToString::to_string).collect();
    let rule = workplaces::WORKSTATION_RULE;
    plan.notes.push(format!("{WORKSTATIONS_BY_AREA}: {rule}"));
    for storey in &model.storeys {
        add_level(&mut plan, storey, target);
    }
    Ok(plan)
}

fn add_level(plan: &mut Plan, storey: &ifc::Storey, target: &Target) {
    let level = LevelId::derived(target.building.uuid(), storey.global_id.as_str());
    let otherwise = format!("Level at {} mm", storey.elevation_mm);
    plan.levels.push(LevelAdd {
        level,
        building: target.building,
        from: target.from,
        global_id: global_id(storey.global_id.as_str()),
        name: level_name(storey.name.as_deref(), &otherwise),
        elevation_mm: storey.elevation_mm,
    });
    for space in &storey.spaces {
        let space = Reading { plan, space }.space(level, target);
        plan.spaces.push(space);
    }
}

/// A space being read, and the plan that is told what does not come in.
struct Reading<'a> {
    plan: &'a mut Plan,
    space: &'a ifc::Space,
}

impl Reading<'_> {
    fn space(&mut self, level: LevelId, target: &Target) -> PlannedSpace {
        let space = self.space;
        let taken_for = workplaces::of_space(space);
        let number = space.number.as_deref().and_then(|number| number.parse().ok());
        // What stands on the door and is no number is a name.
        let name = space.number.as_deref().filter(|_| number.is_none());
        let name = name.and_then(|name| self.text("name", name));
        let function = space.function.as_deref();
        let function = function.and_then(|function| self.text("function", function));
        let polygon = self.polygon();
        let add = SpaceAdd {
            space: space_id(target.building, space.global_id.as_str()),
            level,
            from: target.from,
            global_id: global_id(space.global_id.as_str()),
            number,
            name,
            function,
            category: taken_for.category,
            height_mm: height_mm(space).filter(|_| polygon.is_some()),
            polygon,
            areas: self.areas(),
            seats: None,
            codes: self.codes(),
        };
        let rule: AssumptionRule =
            WORKSTATIONS_BY_AREA.parse().expect("the rule's code is one of its kind");
        PlannedSpace {
            room: add.category.allocatable_as_whole(),
            add,
            building: target.building,
            seen_on: target.seen_on,
            stated: STATED,
            workstations: Workstations::Assumed { count: taken_for.workstations, rule },
            occupant: None,
        }
    }

    fn text(&mut self, what: &str, typed: &str) -> Option<Text> {
        Text::name(typed).map_err(|refused| self.leave_out(&format!("its {what}: {refused}"))).ok()
    }

    fn polygon(&mut self) -> Option<Polygon> {
        // Why there is no shape stands in the model's own list.
        let shape = self.space.shape.as_ref().ok()?;
        let ifc::Polygon { outer, holes } = shape.polygon.clone();
        Polygon::new(outer, holes)
            .map_err(|refused| self.leave_out(&format!("its polygon: {refused}")))
            .ok()
    }

    fn areas(&mut self) -> Areas {
        let mut areas = Vec::new();
        for stated in &self.space.areas {
            let area = Measure::quantity(&stated.name).and_then(|measure| {
                let square_metres = stated.area.to_string().parse()?;
                Ok(Area { measure, square_metres })
            });
            match area {
                Ok(area) => areas.push(area),
                Err(refused) => self.leave_out(&format!("an area: {refused}")),
            }
        }
        if let Ok(shape) = &self.space.shape
            && let Some(square_metres) = modelled(shape.exact_area_m2)
        {
            areas.push(Area { measure: Measure::AsModelled, square_metres });
        }
        Areas::new(areas).unwrap_or_else(|refused| {
            self.leave_out(&format!("its areas: {refused}"));
            Areas::default()
        })
    }

    fn codes(&mut self) -> Vec<Classification> {
        let mut codes = Vec::new();
        for code in &self.space.codes {
            let system = code.system.as_deref().unwrap_or("not stated");
            match (system.parse(), code.code.parse()) {
                (Ok(system), Ok(code)) => codes.push(Classification { system, code }),
                (Err(refused), _) | (_, Err(refused)) => {
                    self.leave_out(&format!("a classification: {refused}"));
                }
            }
        }
        codes.sort();
        codes.dedup();
        codes
    }

    fn leave_out(&mut self, what: &str) {
        self.plan.left_out.push(format!("space {}, {what}", self.space.global_id));
    }
}

/// An area in square metres to the square millimetre, half away from zero.
pub(super) fn modelled(square_metres: f64) -> Option<SquareMetres> {
    // A polygon lies within 100 km of its building: 10^10 m², far below 2^53 mm².
    #[allow(clippy::cast_possible_truncation)]
    let square_millimetres = (square_metres * 1e6).round() as i64;
    SquareMetres::new(Decimal::new(square_millimetres, 6)).ok()
}

fn height_mm(space: &ifc::Space) -> Option<u32> {
    let depth_mm = space.shape.as_ref().ok()?.depth_mm.round();
    // Checked on the line above the cast.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    (0.0..1e6).contains(&depth_mm).then_some(depth_mm as u32)
}
