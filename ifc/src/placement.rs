//! Where things stand: axis placements, and the chain of local placements from
//! a thing up to the building that it is in.
//!
//! Lengths are the file's own here.

use super::chain;
use super::error::IfcError;
use super::model::Reason;
use super::obstacle::Obstacle;
use super::step::{Attribute, Record};
use super::transform::{Transform, Vector};

const POINT: &[&str] = &["IFCCARTESIANPOINT"];
const DIRECTION: &[&str] = &["IFCDIRECTION"];
const AXIS_PLACEMENT: &[&str] = &["IFCAXIS2PLACEMENT3D", "IFCAXIS2PLACEMENT2D"];

/// Placements that IFC knows and that are not read.
const OTHER_PLACEMENTS: [&str; 2] = ["IFCGRIDPLACEMENT", "IFCLINEARPLACEMENT"];

/// The frame that a building's plans are drawn in: its own placement.
#[derive(Debug)]
pub(super) struct BuildingFrame<'s> {
    placement: Option<Record<'s>>,
    from_world: Transform,
}

impl<'s> BuildingFrame<'s> {
    /// Of an `IfcBuilding`; the world's own frame where it has no placement.
    pub(super) fn of(building: &Record<'s>) -> Result<Self, IfcError> {
        let stated = building.attribute(5, "ObjectPlacement")?.stated();
        let Some(attribute) = stated else {
            return Ok(Self { placement: None, from_world: Transform::IDENTITY });
        };
        let placement = attribute.follow(&["IFCLOCALPLACEMENT"])?;
        let world = match climb(&placement, None) {
            Ok((transform, _)) => transform,
            Err(Obstacle::Refused(error)) => return Err(error),
            Err(Obstacle::Unread(_)) => {
                return Err(attribute.refused("a chain of IFCLOCALPLACEMENT"));
            }
        };
        Ok(Self { placement: Some(placement), from_world: world.inverse_of_rigid() })
    }

    /// From the frame of a product (a space, a storey) to the building's.
    ///
    /// Where the product's chain passes through the building's own placement
    /// it ends there, so that coordinates of a national grid above it cannot
    /// cost a digit.
    pub(super) fn of_product(&self, product: &Record<'s>) -> Result<Transform, Obstacle> {
        let stated = product.attribute(5, "ObjectPlacement")?.stated();
        let Some(attribute) = stated else {
            return Ok(self.from_world);
        };
        let placement = local_placement(&attribute)?;
        let (transform, met_building) = climb(&placement, self.placement.as_ref())?;
        if met_building {
            return Ok(transform);
        }
        Ok(self.from_world.after(&transform))
    }
}

fn local_placement<'s>(attribute: &Attribute<'s>) -> Result<Record<'s>, Obstacle> {
    let found = attribute.follow_any(&["IFCLOCALPLACEMENT"])?;
    if found.is("IFCLOCALPLACEMENT") {
        return Ok(found);
    }
    if OTHER_PLACEMENTS.iter().any(|keyword| found.is(keyword)) {
        let reason = Reason::UnsupportedPlacement(found.keyword());
        return Err(Obstacle::unread(&found, reason));
    }
    Err(attribute.wrong_type(&found, &["IFCLOCALPLACEMENT"]).into())
}

/// From the frame of `placement` up to the world's, or to that of `summit`
/// where the chain passes it (then with `true`).
fn climb<'s>(
    placement: &Record<'s>,
    summit: Option<&Record<'s>>,
) -> Result<(Transform, bool), Obstacle> {
    let mut placement = *placement;
    let mut transform = Transform::IDENTITY;
    let mut seen = Vec::new();
    loop {
        if summit.is_some_and(|summit| summit.id() == placement.id()) {
            return Ok((transform, true));
        }
        chain::link(&mut seen, &placement, "placements")?;
        let relative = placement.attribute(1, "RelativePlacement")?;
        transform = axis_placement(&relative)?.after(&transform);
        match placement.attribute(0, "PlacementRelTo")?.stated() {
            Some(above) => placement = local_placement(&above)?,
            None => return Ok((transform, false)),
        }
    }
}

/// An `IfcAxis2Placement3D` or `IfcAxis2Placement2D`.
pub(super) fn axis_placement(attribute: &Attribute<'_>) -> Result<Transform, IfcError> {
    let record = attribute.follow(AXIS_PLACEMENT)?;
    let origin = vector(&record.attribute(0, "Location")?, POINT)?;
    let (axis, reference) = if record.is("IFCAXIS2PLACEMENT3D") {
        (
            optional_direction(&record.attribute(1, "Axis")?)?,
            optional_direction(&record.attribute(2, "RefDirection")?)?,
        )
    } else {
        (None, optional_direction(&record.attribute(1, "RefDirection")?)?)
    };
    let frame = Transform::right_handed(origin, axis.unwrap_or([0.0, 0.0, 1.0]), reference);
    frame.ok_or_else(|| attribute.refused("an axis and a direction that differ"))
}

/// An axis placement, or no displacement where none is stated.
pub(super) fn optional_axis_placement(attribute: &Attribute<'_>) -> Result<Transform, IfcError> {
    match attribute.stated() {
        Some(stated) => axis_placement(&stated),
        None => Ok(Transform::IDENTITY),
    }
}

fn optional_direction(attribute: &Attribute<'_>) -> Result<Option<Vector>, IfcError> {
    let stated = attribute.stated();
    stated.map(|stated| direction(&stated)).transpose()
}

/// An `IfcDirection`.
pub(super) fn direction(attribute: &Attribute<'_>) -> Result<Vector, IfcError> {
    vector(attribute, DIRECTION)
}

/// An optional `IfcDirection` of a transformation.
pub(super) fn optional_axis(
    record: &Record<'_>,
    index: usize,
    name: &'static str,
) -> Result<Option<Vector>, IfcError> {
    optional_direction(&record.attribute(index, name)?)
}

/// An `IfcCartesianPoint`.
pub(super) fn point(attribute: &Attribute<'_>) -> Result<Vector, IfcError> {
    vector(attribute, POINT)
}

/// The two or three components of a point or a direction.
fn vector(attribute: &Attribute<'_>, accepted: &[&str]) -> Result<Vector, IfcError> {
    let record = attribute.follow(accepted)?;
    components(&record.attribute(0, "Coordinates")?)
}

/// Two or three numbers in parentheses; the third is 0 where there are two.
pub(super) fn components(list: &Attribute<'_>) -> Result<Vector, IfcError> {
    let mut vector = [0.0; 3];
    let mut count = 0;
    for item in list.items()? {
        let Some(component) = vector.get_mut(count) else {
            return Err(list.refused("two or three numbers"));
        };
        *component = item?.number()?;
        count += 1;
    }
    if count < 2 {
        return Err(list.refused("two or three numbers"));
    }
    Ok(vector)
}
