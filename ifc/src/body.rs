//! The plan of a space: one vertical extrusion of a profile, followed through
//! every placement into the building's frame.

use super::chain;
use super::error::IfcError;
use super::model::{Reason, Shape};
use super::obstacle::Obstacle;
use super::placement::{self, BuildingFrame};
use super::profile;
use super::ring;
use super::step::{Attribute, Record};
use super::transform::{Transform, Vector, cross, dot, square_to, unit};

/// How far the cosine of the lean of an extrusion may be from 1: about a
/// twentieth of a degree, a millimetre on each metre.
const LEAN_MAX: f64 = 5e-7;

/// Representations of a space that are no body.
const NOT_BODIES: [&str; 7] =
    ["ANNOTATION", "AXIS", "BOX", "COG", "FOOTPRINT", "REFERENCE", "SURVEYPOINTS"];

/// Items of a representation that IFC knows and that are not read.
const OTHER_ITEMS: [&str; 36] = [
    "IFCADVANCEDBREP",
    "IFCADVANCEDBREPWITHVOIDS",
    "IFCANNOTATIONFILLAREA",
    "IFCBLOCK",
    "IFCBOOLEANCLIPPINGRESULT",
    "IFCBOOLEANRESULT",
    "IFCBOUNDINGBOX",
    "IFCBOXEDHALFSPACE",
    "IFCCIRCLE",
    "IFCCOMPOSITECURVE",
    "IFCCSGSOLID",
    "IFCEXTRUDEDAREASOLIDTAPERED",
    "IFCFACEBASEDSURFACEMODEL",
    "IFCFACETEDBREP",
    "IFCFACETEDBREPWITHVOIDS",
    "IFCFIXEDREFERENCESWEPTAREASOLID",
    "IFCGEOMETRICCURVESET",
    "IFCGEOMETRICSET",
    "IFCHALFSPACESOLID",
    "IFCINDEXEDPOLYCURVE",
    "IFCPOLYGONALBOUNDEDHALFSPACE",
    "IFCPOLYGONALFACESET",
    "IFCPOLYLINE",
    "IFCRECTANGULARPYRAMID",
    "IFCREVOLVEDAREASOLID",
    "IFCREVOLVEDAREASOLIDTAPERED",
    "IFCRIGHTCIRCULARCONE",
    "IFCRIGHTCIRCULARCYLINDER",
    "IFCSECTIONEDSOLIDHORIZONTAL",
    "IFCSECTIONEDSPINE",
    "IFCSHELLBASEDSURFACEMODEL",
    "IFCSPHERE",
    "IFCSURFACECURVESWEPTAREASOLID",
    "IFCSWEPTDISKSOLID",
    "IFCTESSELLATEDFACESET",
    "IFCTRIANGULATEDFACESET",
];

const READ_ITEMS: [&str; 2] = ["IFCEXTRUDEDAREASOLID", "IFCMAPPEDITEM"];

/// The plan of a space in the building's frame. `metres` is the file's unit of
/// length.
pub(super) fn shape(
    space: &Record<'_>,
    frame: &BuildingFrame<'_>,
    metres: f64,
) -> Result<Shape, Obstacle> {
    let Some(stated) = space.attribute(6, "Representation")?.stated() else {
        return Err(Obstacle::unread(space, Reason::NoBody));
    };
    let definition = stated.follow(&["IFCPRODUCTDEFINITIONSHAPE"])?;
    let item = only_body(&definition)?;
    let product = frame.of_product(space)?;
    let (solid, mapped) = unmap(&item)?;
    extrusion(&solid, &product.after(&mapped), metres)
}

/// The one item of the one or more representations that are a body.
fn only_body<'s>(definition: &Record<'s>) -> Result<Attribute<'s>, Obstacle> {
    let mut only = None;
    let mut count = 0;
    for representation in definition.attribute(2, "Representations")?.items()? {
        let representation = representation?.follow(&["IFCSHAPEREPRESENTATION"])?;
        if !is_body(&representation)? {
            continue;
        }
        for item in representation.attribute(3, "Items")?.items()? {
            only = Some(item?);
            count += 1;
        }
    }
    match only {
        Some(item) if count == 1 => Ok(item),
        Some(_) => Err(Obstacle::unread(definition, Reason::SeveralBodies(count))),
        None => Err(Obstacle::unread(definition, Reason::NoBody)),
    }
}

fn is_body(representation: &Record<'_>) -> Result<bool, IfcError> {
    let identifier = representation.attribute(1, "RepresentationIdentifier")?.text()?;
    let identifier = identifier.unwrap_or_default().to_ascii_uppercase();
    Ok(!NOT_BODIES.contains(&identifier.as_str()))
}

/// The extrusion that an item is or maps to, and how the mapping moves it.
fn unmap<'s>(item: &Attribute<'s>) -> Result<(Record<'s>, Transform), Obstacle> {
    let mut record = item_of(item)?;
    let mut transform = Transform::IDENTITY;
    let mut seen = Vec::new();
    while record.is("IFCMAPPEDITEM") {
        chain::link(&mut seen, &record, "mapped items")?;
        let source = record.attribute(0, "MappingSource")?.follow(&["IFCREPRESENTATIONMAP"])?;
        let origin = placement::axis_placement(&source.attribute(0, "MappingOrigin")?)?;
        if origin != Transform::IDENTITY {
            let reason = Reason::UnsupportedMapping("from an origin of its own".to_owned());
            return Err(Obstacle::unread(&source, reason));
        }
        transform = transform.after(&mapping_target(&record)?);
        let representation =
            source.attribute(1, "MappedRepresentation")?.follow(&["IFCSHAPEREPRESENTATION"])?;
        let mut items = representation.attribute(3, "Items")?.items()?;
        let (Some(first), None) = (items.next().transpose()?, items.next()) else {
            let reason = Reason::UnsupportedMapping("from several items".to_owned());
            return Err(Obstacle::unread(&representation, reason));
        };
        record = item_of(&first)?;
    }
    Ok((record, transform))
}

fn item_of<'s>(item: &Attribute<'s>) -> Result<Record<'s>, Obstacle> {
    let record = item.follow_any(&READ_ITEMS)?;
    if READ_ITEMS.iter().any(|keyword| record.is(keyword)) {
        return Ok(record);
    }
    if OTHER_ITEMS.iter().any(|keyword| record.is(keyword)) {
        let reason = Reason::UnsupportedBody(record.keyword());
        return Err(Obstacle::unread(&record, reason));
    }
    Err(item.wrong_type(&record, &READ_ITEMS).into())
}

/// `IfcCartesianTransformationOperator3D`, which may mirror and scale
/// (ISO 10303-42, `base_axis`).
fn mapping_target(mapped: &Record<'_>) -> Result<Transform, Obstacle> {
    const READ: &str = "IFCCARTESIANTRANSFORMATIONOPERATOR3D";
    const OTHER: [&str; 3] = [
        "IFCCARTESIANTRANSFORMATIONOPERATOR3DNONUNIFORM",
        "IFCCARTESIANTRANSFORMATIONOPERATOR2D",
        "IFCCARTESIANTRANSFORMATIONOPERATOR2DNONUNIFORM",
    ];
    let attribute = mapped.attribute(1, "MappingTarget")?;
    let target = attribute.follow_any(&[READ])?;
    if OTHER.iter().any(|keyword| target.is(keyword)) {
        let reason = Reason::UnsupportedMapping(format!("by {}", target.keyword()));
        return Err(Obstacle::unread(&target, reason));
    }
    if !target.is(READ) {
        return Err(attribute.wrong_type(&target, &[READ]).into());
    }
    let origin = placement::point(&target.attribute(2, "LocalOrigin")?)?;
    let scale = match target.attribute(3, "Scale")?.stated() {
        Some(stated) => positive(&stated)?,
        None => 1.0,
    };
    let axes = [
        placement::optional_axis(&target, 0, "Axis1")?,
        placement::optional_axis(&target, 1, "Axis2")?,
        placement::optional_axis(&target, 4, "Axis3")?,
    ];
    let axes = base_axes(axes).ok_or_else(|| attribute.refused("axes that differ"))?;
    Ok(Transform { axes: axes.map(|axis| axis.map(|component| component * scale)), origin })
}

fn base_axes([x, y, z]: [Option<Vector>; 3]) -> Option<[Vector; 3]> {
    let z = unit(z.unwrap_or([0.0, 0.0, 1.0]))?;
    let x = Transform::right_handed([0.0; 3], z, x)?.axes[0];
    let right_handed = cross(z, x);
    let y = match y {
        // Only its side matters: the other two leave it one line to lie on.
        Some(y) => square_to(z, y).map(|y| dot(y, right_handed).signum())?,
        None => 1.0,
    };
    Some([x, right_handed.map(|component| component * y), z])
}

fn positive(attribute: &Attribute<'_>) -> Result<f64, IfcError> {
    let number = attribute.number()?;
    if number > 0.0 {
        return Ok(number);
    }
    Err(attribute.refused("a number above 0"))
}

/// `IfcExtrudedAreaSolid`, seen from above.
fn extrusion(solid: &Record<'_>, outer: &Transform, metres: f64) -> Result<Shape, Obstacle> {
    let position = placement::optional_axis_placement(&solid.attribute(1, "Position")?)?;
    let plane = outer.after(&position);
    let along = placement::direction(&solid.attribute(2, "ExtrudedDirection")?)?;
    if !(is_vertical(plane.direction(along)) && is_vertical(plane.axes[2])) {
        return Err(Obstacle::unread(solid, Reason::NotVertical));
    }
    let depth = positive(&solid.attribute(3, "Depth")?)? * metres * plane.scale();
    let rings: Vec<Vec<[f64; 2]>> = profile::rings(&solid.attribute(0, "SweptArea")?)?
        .iter()
        .map(|ring| placed(ring, &plane, metres * 1000.0))
        .collect();
    let charge = |steps| solid.charge(steps);
    let polygon = ring::polygon(&rings, &charge)?;
    let mut areas = rings.iter().map(|ring| ring::area(ring) / 1e6);
    let outer_area = areas.next().unwrap_or(0.0);
    Ok(Shape {
        polygon: polygon.map_err(|reason| Obstacle::unread(solid, reason))?,
        exact_area_m2: outer_area - areas.sum::<f64>(),
        depth_mm: depth * 1000.0,
    })
}

fn is_vertical(direction: Vector) -> bool {
    unit(direction).is_some_and(|direction| 1.0 - direction[2].abs() <= LEAN_MAX)
}

/// A ring of the profile's plane in the building's, in millimetres.
fn placed(ring: &[[f64; 2]], plane: &Transform, millimetres: f64) -> Vec<[f64; 2]> {
    let place = |[x, y]: &[f64; 2]| {
        let [x, y, _] = plane.point([*x, *y, 0.0]);
        [x * millimetres, y * millimetres]
    };
    ring.iter().map(place).collect()
}
