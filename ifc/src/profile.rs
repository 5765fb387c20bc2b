//! Profiles made of straight edges, as rings in the profile's own plane.
//!
//! Lengths are the file's own here.

use super::error::IfcError;
use super::model::Reason;
use super::obstacle::Obstacle;
use super::placement;
use super::step::{Attribute, Record};

/// A point in the profile's plane.
pub(super) type PlanePoint = [f64; 2];

/// Profiles that IFC knows, read or not.
const PROFILES: [&str; 24] = [
    "IFCARBITRARYCLOSEDPROFILEDEF",
    "IFCARBITRARYPROFILEDEFWITHVOIDS",
    "IFCRECTANGLEPROFILEDEF",
    "IFCARBITRARYOPENPROFILEDEF",
    "IFCASYMMETRICISHAPEPROFILEDEF",
    "IFCCENTERLINEPROFILEDEF",
    "IFCCIRCLEHOLLOWPROFILEDEF",
    "IFCCIRCLEPROFILEDEF",
    "IFCCOMPOSITEPROFILEDEF",
    "IFCCRANERAILASHAPEPROFILEDEF",
    "IFCCRANERAILFSHAPEPROFILEDEF",
    "IFCCSHAPEPROFILEDEF",
    "IFCDERIVEDPROFILEDEF",
    "IFCELLIPSEPROFILEDEF",
    "IFCISHAPEPROFILEDEF",
    "IFCLSHAPEPROFILEDEF",
    "IFCMIRROREDPROFILEDEF",
    "IFCOPENCROSSPROFILEDEF",
    "IFCRECTANGLEHOLLOWPROFILEDEF",
    "IFCROUNDEDRECTANGLEPROFILEDEF",
    "IFCTRAPEZIUMPROFILEDEF",
    "IFCTSHAPEPROFILEDEF",
    "IFCUSHAPEPROFILEDEF",
    "IFCZSHAPEPROFILEDEF",
];

/// Curves that IFC knows, read or not.
const CURVES: [&str; 18] = [
    "IFCPOLYLINE",
    "IFCINDEXEDPOLYCURVE",
    "IFC2DCOMPOSITECURVE",
    "IFCBEZIERCURVE",
    "IFCBSPLINECURVEWITHKNOTS",
    "IFCCIRCLE",
    "IFCCLOTHOID",
    "IFCCOMPOSITECURVE",
    "IFCCOMPOSITECURVEONSURFACE",
    "IFCELLIPSE",
    "IFCGRADIENTCURVE",
    "IFCLINE",
    "IFCOFFSETCURVE2D",
    "IFCOFFSETCURVE3D",
    "IFCPCURVE",
    "IFCRATIONALBEZIERCURVE",
    "IFCRATIONALBSPLINECURVEWITHKNOTS",
    "IFCTRIMMEDCURVE",
];

/// The rings of a profile, the outer one first, none repeating its first point.
pub(super) fn rings(attribute: &Attribute<'_>) -> Result<Vec<Vec<PlanePoint>>, Obstacle> {
    let profile = attribute.follow_any(&PROFILES[..3])?;
    if !PROFILES.iter().any(|keyword| profile.is(keyword)) {
        return Err(attribute.wrong_type(&profile, &PROFILES[..3]).into());
    }
    let read = PROFILES[..3].iter().any(|keyword| profile.is(keyword));
    if !read || profile.attribute(0, "ProfileType")?.enumeration()? != "AREA" {
        let reason = Reason::UnsupportedProfile(profile.keyword());
        return Err(Obstacle::unread(&profile, reason));
    }
    if profile.is("IFCRECTANGLEPROFILEDEF") {
        return Ok(vec![rectangle(&profile)?]);
    }
    let mut budget = PointBudget::of(&profile);
    let mut rings = vec![curve(&profile.attribute(2, "OuterCurve")?, &mut budget)?];
    if profile.is("IFCARBITRARYPROFILEDEFWITHVOIDS") {
        for inner in profile.attribute(3, "InnerCurves")?.items()? {
            rings.push(curve(&inner?, &mut budget)?);
        }
    }
    Ok(rings)
}

/// How many points one polygon may still have.
struct PointBudget {
    left: usize,
    limit: usize,
}

impl PointBudget {
    fn of(profile: &Record<'_>) -> Self {
        let limit = profile.step().limits().polygon_points;
        Self { left: limit, limit }
    }

    fn take(&mut self, at: &Attribute<'_>) -> Result<(), IfcError> {
        self.left = self.left.checked_sub(1).ok_or_else(|| IfcError::Limit {
            place: at.place(),
            what: "points in one polygon",
            limit: self.limit as u64,
        })?;
        Ok(())
    }
}

/// `IfcRectangleProfileDef`: centred on its position.
fn rectangle(profile: &Record<'_>) -> Result<Vec<PlanePoint>, IfcError> {
    let position = placement::optional_axis_placement(&profile.attribute(2, "Position")?)?;
    let half = |index, name| -> Result<f64, IfcError> {
        let side = profile.attribute(index, name)?;
        let length = side.number()?;
        if length > 0.0 {
            return Ok(length / 2.0);
        }
        Err(side.refused("a length above 0"))
    };
    let (x, y) = (half(3, "XDim")?, half(4, "YDim")?);
    let corners = [[-x, -y], [x, -y], [x, y], [-x, y]];
    let placed = corners.map(|[x, y]| position.point([x, y, 0.0]));
    Ok(placed.iter().map(|corner| [corner[0], corner[1]]).collect())
}

/// A closed curve, without its closing point.
fn curve(attribute: &Attribute<'_>, budget: &mut PointBudget) -> Result<Vec<PlanePoint>, Obstacle> {
    let curve = attribute.follow_any(&CURVES[..2])?;
    let mut points = if curve.is("IFCPOLYLINE") {
        polyline(&curve, budget)?
    } else if curve.is("IFCINDEXEDPOLYCURVE") {
        indexed(&curve, budget)?
    } else if CURVES.iter().any(|keyword| curve.is(keyword)) {
        let reason = Reason::UnsupportedCurve(curve.keyword());
        return Err(Obstacle::unread(&curve, reason));
    } else {
        return Err(attribute.wrong_type(&curve, &CURVES[..2]).into());
    };
    if points.len() < 4 || points.first() != points.last() {
        return Err(Obstacle::unread(&curve, Reason::NotClosed));
    }
    points.pop();
    Ok(points)
}

fn polyline(curve: &Record<'_>, budget: &mut PointBudget) -> Result<Vec<PlanePoint>, Obstacle> {
    let mut points = Vec::new();
    for item in curve.attribute(0, "Points")?.items()? {
        let item = item?;
        budget.take(&item)?;
        points.push(plane_point(&item, placement::point(&item)?)?);
    }
    Ok(points)
}

/// A point of a plane curve: a third coordinate may be there, but only as 0.
fn plane_point(at: &Attribute<'_>, [x, y, z]: [f64; 3]) -> Result<PlanePoint, IfcError> {
    if z.abs() > f64::EPSILON {
        return Err(at.refused("a point in the plane of its profile"));
    }
    Ok([x, y])
}

/// `IfcIndexedPolyCurve` whose segments, where stated, are all straight.
fn indexed(curve: &Record<'_>, budget: &mut PointBudget) -> Result<Vec<PlanePoint>, Obstacle> {
    const LISTS: [&str; 2] = ["IFCCARTESIANPOINTLIST2D", "IFCCARTESIANPOINTLIST3D"];
    let list = curve.attribute(0, "Points")?.follow(&LISTS)?;
    let mut points = Vec::new();
    for item in list.attribute(0, "CoordList")?.items()? {
        let item = item?;
        budget.take(&item)?;
        points.push(plane_point(&item, placement::components(&item)?)?);
    }
    match curve.attribute(1, "Segments")?.stated() {
        None => Ok(points),
        Some(segments) => along(curve, &segments, &points, budget),
    }
}

/// The points in the order in which line segments visit them. Each segment
/// begins where the one before it ended.
fn along(
    curve: &Record<'_>,
    segments: &Attribute<'_>,
    points: &[PlanePoint],
    budget: &mut PointBudget,
) -> Result<Vec<PlanePoint>, Obstacle> {
    let mut visited = Vec::new();
    for segment in segments.items()? {
        let segment = segment?;
        let accepted = "IFCLINEINDEX((1,2,...)) with the numbers of points";
        let Some((kind, ordinals)) = segment.typed()? else {
            return Err(segment.refused(accepted).into());
        };
        if kind == "IFCARCINDEX" {
            let reason = Reason::UnsupportedCurve("an arc of IFCINDEXEDPOLYCURVE".to_owned());
            return Err(Obstacle::unread(curve, reason));
        }
        if kind != "IFCLINEINDEX" {
            return Err(segment.refused(accepted).into());
        }
        let mut first = true;
        for ordinal in ordinals.items()? {
            let ordinal = ordinal?;
            let point = points
                .get(ordinal.ordinal()? - 1)
                .ok_or_else(|| ordinal.refused("the number of a point in the list"))?;
            let joins = first && !visited.is_empty();
            first = false;
            if joins && visited.last() == Some(point) {
                continue;
            }
            if joins {
                return Err(ordinal.refused("the point where the segment before ends").into());
            }
            budget.take(&ordinal)?;
            visited.push(*point);
        }
    }
    Ok(visited)
}
