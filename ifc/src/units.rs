//! What the file's numbers are measured in (`IfcUnitAssignment`).
//!
//! A prefix on square or cubic metres is that of the metre: MILLI SQUARE_METRE
//! is 1e-6 m², as writers of IFC use it. Area and volume fall back on the
//! plain square and cubic metre where the file states none; a file that states
//! no unit of length is refused, because a guess would scale the building.

use super::error::IfcError;
use super::model::Units;
use super::step::{Attribute, Record, Step};

/// The units of `IfcProject`, of which there must be exactly one.
pub(super) fn of_project(step: &Step<'_>) -> Result<Units, IfcError> {
    let mut projects = step.all("IFCPROJECT");
    let (Some(project), None) = (projects.next(), projects.next()) else {
        let found = step.all("IFCPROJECT").count();
        return Err(IfcError::NotOneProject { found });
    };
    let Some(assigned) = project.attribute(8, "UnitsInContext")?.stated() else {
        return Err(IfcError::NoLengthUnit { place: project.place() });
    };
    let assignment = assigned.follow(&["IFCUNITASSIGNMENT"])?;
    let mut factors: [Option<f64>; 3] = [None; 3];
    for unit in assignment.attribute(0, "Units")?.items()? {
        if let Some((measure, factor)) = metric(&unit?)? {
            factors[measure as usize].get_or_insert(factor);
        }
    }
    let [length, area, volume] = factors;
    Ok(Units {
        metres: length.ok_or_else(|| IfcError::NoLengthUnit { place: assignment.place() })?,
        square_metres: area.unwrap_or(1.0),
        cubic_metres: volume.unwrap_or(1.0),
    })
}

/// What a unit measures, of what is read here. The number is the power of the
/// metre, less one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    Length = 0,
    Area = 1,
    Volume = 2,
}

impl Measure {
    fn of_unit_type(letters: &str) -> Option<Self> {
        match letters {
            "LENGTHUNIT" => Some(Self::Length),
            "AREAUNIT" => Some(Self::Area),
            "VOLUMEUNIT" => Some(Self::Volume),
            _ => None,
        }
    }

    fn si_name(self) -> &'static str {
        match self {
            Self::Length => "METRE",
            Self::Area => "SQUARE_METRE",
            Self::Volume => "CUBIC_METRE",
        }
    }

    fn power(self) -> i32 {
        self as i32 + 1
    }
}

/// What the unit referred to measures and how much of the metric unit it is;
/// `None` when it measures something else.
fn metric(unit: &Attribute<'_>) -> Result<Option<(Measure, f64)>, IfcError> {
    let record = unit.follow_any(&["an IfcUnit"])?;
    if !record.is("IFCSIUNIT") && !record.is("IFCCONVERSIONBASEDUNIT") {
        return Ok(None);
    }
    let unit_type = record.attribute(1, "UnitType")?.enumeration()?;
    match Measure::of_unit_type(&unit_type) {
        Some(measure) => Ok(Some((measure, factor(&record, measure)?))),
        None => Ok(None),
    }
}

/// The factor of one unit that overrides the project's, for this measure.
pub(super) fn overriding(unit: &Attribute<'_>, measure: Measure) -> Result<f64, IfcError> {
    match metric(unit)? {
        Some((found, factor)) if found == measure => Ok(factor),
        _ => Err(unit.refused("a unit of the quantity that it belongs to")),
    }
}

/// How many metric units one of `unit` is, through as many conversions as it
/// is defined by.
fn factor(unit: &Record<'_>, measure: Measure) -> Result<f64, IfcError> {
    let mut unit = *unit;
    let mut factor = 1.0;
    let mut seen = Vec::new();
    while unit.is("IFCCONVERSIONBASEDUNIT") {
        super::chain::link(&mut seen, &unit, "units")?;
        let conversion = unit.attribute(3, "ConversionFactor")?.follow(&["IFCMEASUREWITHUNIT"])?;
        let value = conversion.attribute(0, "ValueComponent")?;
        let number = match value.typed()? {
            Some((_, number)) => number.number()?,
            None => value.number()?,
        };
        factor *= number;
        if !(1e-12..=1e12).contains(&factor) {
            return Err(value.refused("a positive factor between 1e-12 and 1e12"));
        }
        let component = conversion.attribute(1, "UnitComponent")?;
        unit = component.follow(&["IFCSIUNIT", "IFCCONVERSIONBASEDUNIT"])?;
        let unit_type = unit.attribute(1, "UnitType")?;
        if Measure::of_unit_type(&unit_type.enumeration()?) != Some(measure) {
            return Err(unit_type.refused("the kind of unit that is converted"));
        }
    }
    Ok(factor * of_si(&unit, measure)?)
}

fn of_si(unit: &Record<'_>, measure: Measure) -> Result<f64, IfcError> {
    let name = unit.attribute(3, "Name")?;
    if name.enumeration()? != measure.si_name() {
        return Err(name.refused(measure.si_name()));
    }
    let Some(prefix) = unit.attribute(2, "Prefix")?.stated() else {
        return Ok(1.0);
    };
    let exponent = prefix_exponent(&prefix.enumeration()?)
        .ok_or_else(|| prefix.refused("a prefix of SI from PICO to TERA"))?;
    Ok(10_f64.powi(exponent * measure.power()))
}

fn prefix_exponent(prefix: &str) -> Option<i32> {
    Some(match prefix {
        "TERA" => 12,
        "GIGA" => 9,
        "MEGA" => 6,
        "KILO" => 3,
        "HECTO" => 2,
        "DECA" => 1,
        "DECI" => -1,
        "CENTI" => -2,
        "MILLI" => -3,
        "MICRO" => -6,
        "NANO" => -9,
        "PICO" => -12,
        _ => return None,
    })
}
