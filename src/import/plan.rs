//! What a building's model brings: levels, spaces and resources with ids that the same file gives
//! again. Pure: it neither knows what is recorded already nor records anything.

use rust_decimal::Decimal;
use schema::{
    Area, Areas, AssumptionRule, BuildingId, Category, Classification, Date, Designation, GlobalId,
    Grade, LevelAdd, LevelId, Measure, OrganisationId, Polygon, ResourceAdd, ResourceId,
    ResourceKind, SpaceAdd, SpaceId, SquareMetres, Text,
};

use super::ifc::{self, Model, workplaces};

/// The rule by which workstations are assumed, as events name it; its words are
/// [`workplaces::WORKSTATION_RULE`].
pub const WORKSTATIONS_BY_AREA: &str = "ifc-area-1";

/// Where a model goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// The building.
    pub building: BuildingId,
    /// The organisation that owns it, and so what stands in it.
    pub owner: OrganisationId,
    /// From when what the file says holds.
    pub from: Date,
    /// When what the file shows counts as seen: today at the latest.
    pub seen_on: Date,
}

/// What a model brings, in the order in which it can be recorded.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The levels.
    pub levels: Vec<LevelAdd>,
    /// The spaces, level by level.
    pub spaces: Vec<SpaceAdd>,
    /// The resources, space by space.
    pub resources: Vec<ResourceAdd>,
    /// What did not come in, in words.
    pub left_out: Vec<String>,
}

impl Plan {
    /// Plans a model.
    pub fn of(model: &Model, target: &Target) -> Self {
        let mut plan = Self {
            left_out: model.left_out.iter().map(ToString::to_string).collect(),
            ..Self::default()
        };
        for storey in &model.storeys {
            plan.add_level(storey, target);
        }
        plan
    }

    fn add_level(&mut self, storey: &ifc::Storey, target: &Target) {
        let level = LevelId::derived(target.building.uuid(), storey.global_id.as_str());
        let fallback = format!("Level at {} mm", storey.elevation_mm);
        let name = storey.name.as_deref().and_then(|name| Text::name(name).ok());
        self.levels.push(LevelAdd {
            level,
            building: target.building,
            from: target.from,
            global_id: global_id(&storey.global_id),
            name: name.or_else(|| Text::name(&fallback).ok()).expect("a height is a name"),
            elevation_mm: storey.elevation_mm,
        });
        for space in &storey.spaces {
            self.add_space(space, level, target);
        }
    }

    fn add_space(&mut self, space: &ifc::Space, level: LevelId, target: &Target) {
        let id = SpaceId::derived(target.building.uuid(), space.global_id.as_str());
        let taken_for = workplaces::of_space(space);
        let number = space.number.as_deref().and_then(|number| number.parse().ok());
        // What stands on the door and is no number is a name.
        let name = space.number.as_deref().filter(|_| number.is_none());
        let name = name.and_then(|name| self.text(space, "name", name));
        let function = space.function.as_deref();
        let function = function.and_then(|function| self.text(space, "function", function));
        let polygon = self.polygon(space);
        let added = SpaceAdd {
            space: id,
            level,
            from: target.from,
            global_id: global_id(&space.global_id),
            number,
            name,
            function,
            category: taken_for.category,
            height_mm: height_mm(space).filter(|_| polygon.is_some()),
            polygon,
            areas: self.areas(space),
            seats: None,
            codes: self.codes(space),
        };
        self.add_resources(&added, taken_for.workstations, target);
        self.spaces.push(added);
    }

    fn add_resources(&mut self, space: &SpaceAdd, workstations: u32, target: &Target) {
        let resource = |key: &str, kind, number, grade| ResourceAdd {
            resource: ResourceId::derived(space.space.uuid(), key),
            space: space.space,
            from: target.from,
            kind,
            owner: target.owner,
            number,
            name: None,
            grade,
            position: None,
        };
        if space.category.allocatable_as_whole() {
            // The model shows the room itself: nothing about it is assumed.
            let grade = Grade::Counted { on: target.seen_on };
            let number = space.number.clone();
            self.resources.push(resource("room", ResourceKind::Room, number, grade));
        }
        let rule: AssumptionRule =
            WORKSTATIONS_BY_AREA.parse().expect("the rule's code is one of its kind");
        for nth in 1..=workstations {
            let number = space.number.as_ref().and_then(|number| numbered(number, nth));
            let grade = Grade::Assumed { rule: rule.clone() };
            let key = format!("workstation/{nth}");
            self.resources.push(resource(&key, ResourceKind::Workstation, number, grade));
        }
    }

    fn text(&mut self, space: &ifc::Space, what: &str, typed: &str) -> Option<Text> {
        Text::name(typed)
            .map_err(|refused| self.leave_out(space, &format!("its {what}: {refused}")))
            .ok()
    }

    fn polygon(&mut self, space: &ifc::Space) -> Option<Polygon> {
        // Why there is no shape stands in the model's own list.
        let shape = space.shape.as_ref().ok()?;
        let ifc::Polygon { outer, holes } = shape.polygon.clone();
        Polygon::new(outer, holes)
            .map_err(|refused| self.leave_out(space, &format!("its polygon: {refused}")))
            .ok()
    }

    fn areas(&mut self, space: &ifc::Space) -> Areas {
        let mut areas = Vec::new();
        for stated in &space.areas {
            let area = Measure::quantity(&stated.name).and_then(|measure| {
                let square_metres = stated.area.to_string().parse()?;
                Ok(Area { measure, square_metres })
            });
            match area {
                Ok(area) => areas.push(area),
                Err(refused) => self.leave_out(space, &format!("an area: {refused}")),
            }
        }
        if let Ok(shape) = &space.shape
            && let Some(square_metres) = modelled(shape.exact_area_m2)
        {
            areas.push(Area { measure: Measure::AsModelled, square_metres });
        }
        Areas::new(areas).unwrap_or_else(|refused| {
            self.leave_out(space, &format!("its areas: {refused}"));
            Areas::default()
        })
    }

    fn codes(&mut self, space: &ifc::Space) -> Vec<Classification> {
        let mut codes = Vec::new();
        for code in &space.codes {
            let system = code.system.as_deref().unwrap_or("not stated");
            match (system.parse(), code.code.parse()) {
                (Ok(system), Ok(code)) => codes.push(Classification { system, code }),
                (Err(refused), _) | (_, Err(refused)) => {
                    self.leave_out(space, &format!("a classification: {refused}"));
                }
            }
        }
        codes.sort();
        codes.dedup();
        codes
    }

    fn leave_out(&mut self, space: &ifc::Space, what: &str) {
        self.left_out.push(format!("space {}, {what}", space.global_id));
    }

    /// How many workstations are assumed.
    pub fn workstations(&self) -> usize {
        let is_workstation = |added: &&ResourceAdd| added.kind == ResourceKind::Workstation;
        self.resources.iter().filter(is_workstation).count()
    }

    /// How many spaces there are of each category, in the order of categories.
    pub fn categories(&self) -> Vec<(Category, usize)> {
        let of = |category| self.spaces.iter().filter(|space| space.category == category).count();
        Category::ALL.into_iter().map(|category| (category, of(category))).collect()
    }
}

fn global_id(id: &ifc::GlobalId) -> Option<GlobalId> {
    id.as_str().parse().ok()
}

fn numbered(space: &Designation, nth: u32) -> Option<Designation> {
    format!("{space}-{nth}").parse().ok()
}

/// An area in square metres to the square millimetre, half away from zero.
fn modelled(square_metres: f64) -> Option<SquareMetres> {
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
