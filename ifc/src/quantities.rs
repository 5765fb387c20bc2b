//! What the file states about one space: areas, volumes, and the classes that
//! some writers put into properties instead of classifications.

use super::attachments::Attachments;
use super::error::IfcError;
use super::model::{Code, Reason, SquareMillimetres, StatedArea, StatedVolume, Units};
use super::omniclass;
use super::place::EntityId;
use super::step::{Attribute, Record, Step};
use super::units::{self, Measure};
use super::weight::Weight;

/// Everything stated about one space.
#[derive(Debug, Default)]
pub(super) struct Stated {
    pub(super) areas: Vec<StatedArea>,
    pub(super) volumes: Vec<StatedVolume>,
    pub(super) codes: Vec<Code>,
    /// Areas that could not be taken, and the entity to blame.
    pub(super) refused: Vec<(EntityId, Reason)>,
}

/// A value, first under the name that its set qualifies.
#[derive(Debug)]
struct Found {
    /// The quantity's own name; none for a property, which always stands
    /// behind its set's.
    short: Option<String>,
    name: String,
    value: f64,
    entity: EntityId,
}

impl Found {
    fn into_volume(self) -> StatedVolume {
        StatedVolume { name: self.name, cubic_metres: self.value }
    }
}

/// Reads what is attached to `space`.
pub(super) fn of_space(
    space: &Record<'_>,
    definitions: &Attachments,
    units: &Units,
) -> Result<Stated, IfcError> {
    let step = space.step();
    let mut reading = Reading {
        units,
        areas: Vec::new(),
        volumes: Vec::new(),
        codes: Vec::new(),
        weight: Weight::default(),
    };
    for id in definitions.to(space.id()) {
        reading.definition(step, id)?;
    }
    Ok(reading.settle())
}

struct Reading<'u> {
    units: &'u Units,
    areas: Vec<Found>,
    volumes: Vec<Found>,
    codes: Vec<Code>,
    /// One space may not outweigh the whole model.
    weight: Weight,
}

impl Reading<'_> {
    fn definition(&mut self, step: &Step<'_>, id: EntityId) -> Result<(), IfcError> {
        let Some(definition) = step.find(id) else {
            // `Attachments` holds no id that the file does not define.
            return Ok(());
        };
        let (list, quantities) = if definition.is("IFCELEMENTQUANTITY") {
            (definition.attribute(5, "Quantities")?, true)
        } else if definition.is("IFCPROPERTYSET") {
            (definition.attribute(4, "HasProperties")?, false)
        } else {
            return Ok(());
        };
        let set = definition.attribute(2, "Name")?.text()?.unwrap_or_default();
        for item in list.items()? {
            if quantities {
                self.quantity(&item?.follow_any(&["an IfcPhysicalQuantity"])?, &set)?;
            } else {
                self.property(&item?.follow_any(&["an IfcProperty"])?, &set)?;
            }
        }
        Ok(())
    }

    fn quantity(&mut self, quantity: &Record<'_>, set: &str) -> Result<(), IfcError> {
        let (measure, attribute) = if quantity.is("IFCQUANTITYAREA") {
            (Measure::Area, "AreaValue")
        } else if quantity.is("IFCQUANTITYVOLUME") {
            (Measure::Volume, "VolumeValue")
        } else {
            return Ok(());
        };
        let value = quantity.attribute(3, attribute)?.number()?;
        let unit = quantity.attribute(2, "Unit")?.stated();
        let value = value * self.factor(measure, unit.as_ref())?;
        let name = quantity.attribute(0, "Name")?.text()?.unwrap_or_default();
        let qualified = qualify(set, &name);
        let found = Found { short: Some(name), name: qualified, value, entity: quantity.id() };
        self.push(quantity, measure, found)
    }

    fn property(&mut self, property: &Record<'_>, set: &str) -> Result<(), IfcError> {
        if !property.is("IFCPROPERTYSINGLEVALUE") {
            return Ok(());
        }
        let Some(nominal) = property.attribute(2, "NominalValue")?.stated() else {
            return Ok(());
        };
        let Some((kind, value)) = nominal.typed()? else {
            return Ok(());
        };
        let measure = match kind.as_str() {
            "IFCAREAMEASURE" => Measure::Area,
            "IFCVOLUMEMEASURE" => Measure::Volume,
            "IFCLABEL" | "IFCTEXT" | "IFCIDENTIFIER" => return self.code(property, &value),
            _ => return Ok(()),
        };
        let unit = property.attribute(3, "Unit")?.stated();
        let value = value.number()? * self.factor(measure, unit.as_ref())?;
        let name = property.attribute(0, "Name")?.text()?.unwrap_or_default();
        let name = qualify(set, &name);
        let found = Found { short: None, name, value, entity: property.id() };
        self.push(property, measure, found)
    }

    fn factor(&self, measure: Measure, unit: Option<&Attribute<'_>>) -> Result<f64, IfcError> {
        if let Some(unit) = unit {
            return units::overriding(unit, measure);
        }
        Ok(match measure {
            Measure::Length => self.units.metres,
            Measure::Area => self.units.square_metres,
            Measure::Volume => self.units.cubic_metres,
        })
    }

    fn push(&mut self, at: &Record<'_>, measure: Measure, found: Found) -> Result<(), IfcError> {
        self.weight.add(at, 2 * found.name.len() + size_of::<Found>())?;
        match measure {
            Measure::Volume => self.volumes.push(found),
            Measure::Area | Measure::Length => self.areas.push(found),
        }
        Ok(())
    }

    /// Revit writes the class of a room into properties of its own.
    fn code(&mut self, property: &Record<'_>, value: &Attribute<'_>) -> Result<(), IfcError> {
        const NAMES: [&str; 3] = ["OmniClass", "Category Code", "ClassificationCode"];
        let name = property.attribute(0, "Name")?.text()?.unwrap_or_default();
        if !NAMES.iter().any(|known| name.starts_with(known)) {
            return Ok(());
        }
        let text = value.text()?.unwrap_or_default();
        self.weight.add(property, text.len() + size_of::<Code>())?;
        self.codes.extend(omniclass::code_in(&text));
        Ok(())
    }

    /// Settles names and order, so that nothing depends on the file's order.
    fn settle(mut self) -> Stated {
        let mut stated = Stated { codes: self.codes, ..Stated::default() };
        share_out_names(&mut self.areas);
        share_out_names(&mut self.volumes);
        self.areas.sort_by(|a, b| a.name.cmp(&b.name));
        for group in self.areas.chunk_by(|a, b| a.name == b.name) {
            match one_area(group) {
                Ok(area) => stated.areas.push(area),
                Err(reason) => {
                    let blamed = group.iter().map(|found| found.entity).min();
                    stated.refused.extend(blamed.map(|entity| (entity, reason)));
                }
            }
        }
        stated.volumes = self.volumes.into_iter().map(Found::into_volume).collect();
        stated
            .volumes
            .sort_by(|a, b| a.name.cmp(&b.name).then(a.cubic_metres.total_cmp(&b.cubic_metres)));
        stated.volumes.dedup();
        stated
    }
}

/// The one area that all of `group`, which share a name, state.
fn one_area(group: &[Found]) -> Result<StatedArea, Reason> {
    let name = group[0].name.clone();
    let Some(area) = square_millimetres(group[0].value) else {
        return Err(Reason::ImpossibleArea(name));
    };
    if group.iter().any(|found| square_millimetres(found.value) != Some(area)) {
        return Err(Reason::ConflictingArea(name));
    }
    Ok(StatedArea { name, area })
}

fn qualify(set: &str, name: &str) -> String {
    if set.is_empty() { name.to_owned() } else { format!("{set}.{name}") }
}

/// A quantity goes by its own name wherever that says enough: where no other
/// one of the space has it with another value.
fn share_out_names(found: &mut [Found]) {
    found.sort_by(|a, b| a.short.cmp(&b.short));
    for group in found.chunk_by_mut(|a, b| a.short == b.short) {
        let first = group[0].value;
        let one_value = group.iter().all(|found| found.value.total_cmp(&first).is_eq());
        for found in group {
            if let (Some(short), true) = (&found.short, one_value) {
                found.name.clone_from(short);
            }
        }
    }
}

/// Half away from zero; `None` for what is no area of a room.
fn square_millimetres(square_metres: f64) -> Option<SquareMillimetres> {
    const SQUARE_METRES_MAX: f64 = 1e9;
    if !(0.0..=SQUARE_METRES_MAX).contains(&square_metres) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "whole and within 1e15")]
    Some(SquareMillimetres((square_metres * 1e6).round() as i64))
}
