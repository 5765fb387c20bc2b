//! Commands that change what there is, in few words: rooms, desks, units and organisations.

use schema::*;

use super::{
    add_space,
    names::{
        building, date, drawing, hub, import, level, membership, organisation, reallocation,
        resource, space, text, unit,
    },
    retire_space, revise_space,
};

/// A space that takes the place of others, on the ground level.
pub(crate) fn new_space(name: &str, category: Category, from: &str) -> ReshapedSpace {
    ReshapedSpace::New(add_space(name, "Ground", category, from))
}

/// A space that goes on.
pub(crate) fn kept(name: &str, from: &str) -> ReshapedSpace {
    ReshapedSpace::Kept(revise_space(name, from))
}

/// Spaces reshaped, the rest going to the only successor.
pub(crate) fn reshape(spaces: &[&str], into: Vec<ReshapedSpace>, from: &str) -> SpaceReshape {
    SpaceReshape {
        spaces: spaces.iter().map(|name| space(name)).collect(),
        from: date(from),
        into,
        resources: Vec::new(),
        rest: None,
        reason: None,
    }
}

/// A space split into new ones of its kind, all that stands in it going to the first.
pub(crate) fn split(name: &str, into: &[&str], from: &str) -> SpaceReshape {
    let new = |name: &&str| new_space(name, Category::OpenWorkplace, from);
    let reshape = reshape(&[name], into.iter().map(new).collect(), from);
    SpaceReshape { rest: Some(space(into[0])), ..reshape }
}

/// Spaces merged into a new open workplace.
pub(crate) fn merge(names: &[&str], into: &str, from: &str) -> SpaceReshape {
    reshape(names, vec![new_space(into, Category::OpenWorkplace, from)], from)
}

/// A resource that goes to another space.
pub(crate) fn goes(name: &str, to: &str) -> ResourceFate {
    ResourceFate { resource: resource(name), destination: Destination::MovesTo(space(to)) }
}

/// A resource that is gone, its allocation ended.
pub(crate) fn gone(name: &str) -> ResourceFate {
    retires(name, Some(AllocationFate::Ends))
}

/// A resource that is gone, and what becomes of its allocation.
pub(crate) fn retires(name: &str, allocation: Option<AllocationFate>) -> ResourceFate {
    ResourceFate { resource: resource(name), destination: Destination::Retires { allocation } }
}

pub(crate) fn retire_with(name: &str, from: &str, resources: Vec<ResourceFate>) -> SpaceRetire {
    SpaceRetire { resources, ..retire_space(name, from) }
}

pub(crate) fn move_resources(names: &[&str], to: &str, from: &str) -> ResourcesMove {
    let resources = names.iter().map(|name| resource(name)).collect();
    ResourcesMove { resources, to: space(to), from: date(from), reason: None }
}

pub(crate) fn count_workstations(name: &str, on: &str, workstations: u32) -> WorkstationsCount {
    let source = text("Walked through by the caretaker");
    WorkstationsCount { space: space(name), on: date(on), source, workstations }
}

pub(crate) fn revise_hub(name: &str, from: &str) -> HubRevise {
    HubRevise {
        hub: hub(name),
        from: date(from),
        name: None,
        host: None,
        municipality: Change::Keep,
        services: None,
        opening_hours: None,
    }
}

/// A plane around a place so many degrees east.
pub(crate) fn set_plane(name: &str, longitude: &str) -> BuildingSetPlane {
    let origin = GeoPosition::new("63.1".parse().unwrap(), longitude.parse().unwrap()).unwrap();
    let projection = "orthographic-epsg-9840".parse().unwrap();
    BuildingSetPlane { building: building(name), plane: Plane { origin, projection } }
}

/// A space that the model calls so.
pub(crate) fn identify(name: &str, key: &str) -> SpaceIdentify {
    SpaceIdentify { space: space(name), global_id: key.parse().unwrap() }
}

/// A part of a drawing, one wall in it, from February.
pub(crate) fn draw(of: &str, name: &str, part: u32, parts: u32) -> LevelDraw {
    let wall = Stroke::new(StrokeKind::Wall, false, vec![[0, 0], [i64::from(part) + 1, 0]]);
    LevelDraw {
        level: level(of),
        drawing: drawing(name),
        from: date("2026-02-01"),
        part,
        parts,
        strokes: vec![wall.unwrap()],
    }
}

pub(crate) fn move_unit(name: &str, to: &str, parent: Option<&str>, from: &str) -> UnitMove {
    UnitMove {
        unit: unit(name),
        from: date(from),
        organisation: organisation(to),
        parent: parent.map(unit),
        reason: None,
    }
}

pub(crate) fn reorganise(units: &[&str], into: &[&str], from: &str) -> UnitsReorganise {
    UnitsReorganise {
        units: units.iter().map(|name| unit(name)).collect(),
        into: into.iter().map(|name| unit(name)).collect(),
        register: Vec::new(),
        from: date(from),
        rest: None,
        allocations: Vec::new(),
        memberships: Vec::new(),
        withdraw: Vec::new(),
        reason: None,
    }
}

pub(crate) fn heir(name: &str, to: Option<&str>) -> AllocationHeir {
    AllocationHeir { resource: resource(name), unit: to.map(unit) }
}

pub(crate) fn member_heir(name: &str, to: Option<&str>) -> MembershipHeir {
    MembershipHeir { membership: membership(name), unit: to.map(unit) }
}

/// A reorganisation that withdraws a proposal.
pub(crate) fn withdrawing(name: &str, reorganise: UnitsReorganise) -> UnitsReorganise {
    UnitsReorganise { withdraw: vec![reallocation(name)], ..reorganise }
}

pub(crate) fn end_organisation(name: &str, from: &str, successor: Option<&str>) -> OrganisationEnd {
    OrganisationEnd {
        organisation: organisation(name),
        from: date(from),
        successor: successor.map(organisation),
        reason: None,
    }
}

pub(crate) fn abandon_import(name: &str) -> ImportAbandon {
    ImportAbandon { import: import(name), reason: None }
}

/// The import of a list, which is of no building alone.
pub(crate) fn start_list(name: &str, expected: ImportCounts) -> ImportStart {
    ImportStart {
        building: None,
        expected,
        ..super::start_import(name, "House", "2026-02-01", [0; 3])
    }
}
