//! Puts the model together: which storeys and spaces belong to the building,
//! what each is called and stated to be, and what had to be left out.

use std::collections::BTreeMap;

use super::attachments::Attachments;
use super::classification;
use super::error::IfcError;
use super::model::{GlobalId, LeftOut, Model, Reason, Space, Storey, Units};
use super::obstacle::{Obstacle, Unread};
use super::place::{EntityId, Place};
use super::placement::BuildingFrame;
use super::quantities::{self, Stated};
use super::step::{Record, Step};
use super::tree::{Hold, Tree, global_id};
use super::weight::{self, Weight};
use super::{Options, body, schema, units};

/// Storeys above or below this are no storeys.
const ELEVATION_MM_MAX: f64 = 1e8;

/// Reads the one building that `options` ask for.
pub(super) fn assemble(step: &Step<'_>, options: &Options) -> Result<Model, IfcError> {
    let schema = schema::of(step)?;
    let units = units::of_project(step)?;
    refuse_too_many(step)?;
    let tree = Tree::of(step)?;
    let (record, building) = tree.building(step, options.building.as_deref())?;
    let assembly = Assembly {
        step,
        units,
        frame: BuildingFrame::of(&record)?,
        definitions: Attachments::definitions(step)?,
        classes: Attachments::classes(step)?,
        building: record.id(),
        tree,
        weight: Weight::default(),
        named: BTreeMap::from([(building.global_id.clone(), record.place())]),
        left_out: Vec::new(),
    };
    let (storeys, left_out) = assembly.storeys()?;
    Ok(Model { schema, units, building, storeys, left_out })
}

fn refuse_too_many(step: &Step<'_>) -> Result<(), IfcError> {
    let limits = step.limits();
    let kinds = [
        ("IFCBUILDING", "buildings", limits.storeys),
        ("IFCBUILDINGSTOREY", "storeys", limits.storeys),
        ("IFCSPACE", "spaces", limits.spaces),
    ];
    for (keyword, what, limit) in kinds {
        if let Some(beyond) = step.all(keyword).nth(limit) {
            let place = beyond.place();
            return Err(IfcError::Limit { place, what, limit: limit as u64 });
        }
    }
    Ok(())
}

struct Assembly<'s> {
    step: &'s Step<'s>,
    units: Units,
    frame: BuildingFrame<'s>,
    definitions: Attachments,
    classes: Attachments,
    building: EntityId,
    tree: Tree,
    weight: Weight,
    /// Every GlobalId met, and where.
    named: BTreeMap<GlobalId, Place>,
    left_out: Vec<LeftOut>,
}

impl Assembly<'_> {
    fn storeys(mut self) -> Result<(Vec<Storey>, Vec<LeftOut>), IfcError> {
        let mut storeys = BTreeMap::new();
        for record in self.step.all("IFCBUILDINGSTOREY") {
            if self.tree.is_within(&record, self.building)? {
                let storey = self.storey(&record)?;
                storeys.insert(record.id(), storey);
            }
        }
        for record in self.step.all("IFCSPACE") {
            let space = self.space(&record, &storeys)?;
            if let Some((storey, space)) = space {
                self.weight.add(&record, weight::of_space(&space))?;
                // `space` answers only with storeys that are there.
                storeys.entry(storey).and_modify(|storey| storey.spaces.push(space));
            }
        }
        let mut storeys: Vec<Storey> = storeys.into_values().collect();
        for storey in &mut storeys {
            storey.spaces.sort_by(|a, b| a.global_id.cmp(&b.global_id));
        }
        storeys.sort_by(|a, b| (a.elevation_mm, &a.global_id).cmp(&(b.elevation_mm, &b.global_id)));
        self.left_out.sort_by(LeftOut::order);
        Ok((storeys, self.left_out))
    }

    /// The thing's GlobalId, which nothing else may have.
    fn own_id(&mut self, record: &Record<'_>) -> Result<GlobalId, IfcError> {
        let id = global_id(record)?;
        match self.named.insert(id.clone(), record.place()) {
            None => Ok(id),
            Some(first) => {
                Err(IfcError::DuplicateGlobalId { place: record.place(), global_id: id, first })
            }
        }
    }

    fn storey(&mut self, record: &Record<'_>) -> Result<Storey, IfcError> {
        let name = match record.attribute(2, "Name")?.text()? {
            Some(name) => Some(name),
            None => record.attribute(7, "LongName")?.text()?,
        };
        Ok(Storey {
            global_id: self.own_id(record)?,
            name,
            elevation_mm: self.elevation(record)?,
            spaces: Vec::new(),
        })
    }

    fn elevation(&self, record: &Record<'_>) -> Result<i64, IfcError> {
        let attribute = record.attribute(9, "Elevation")?;
        let elevation = match attribute.stated() {
            Some(stated) => stated.number()?,
            None => match self.frame.of_product(record) {
                Ok(transform) => transform.origin[2],
                Err(Obstacle::Refused(error)) => return Err(error),
                Err(Obstacle::Unread(_)) => {
                    return Err(attribute.refused("a height, as its placement gives none"));
                }
            },
        };
        let millimetres = (elevation * self.units.metres * 1000.0).round();
        if millimetres.abs() > ELEVATION_MM_MAX {
            return Err(attribute.refused("a height within 100 km"));
        }
        #[expect(clippy::cast_possible_truncation, reason = "whole and within 1e8")]
        Ok(millimetres as i64)
    }

    /// The space and its storey; `None` when it is left out, with the reason
    /// noted.
    fn space(
        &mut self,
        record: &Record<'_>,
        storeys: &BTreeMap<EntityId, Storey>,
    ) -> Result<Option<(EntityId, Space)>, IfcError> {
        let global_id = self.own_id(record)?;
        let number = record.attribute(2, "Name")?.text()?;
        let subject = Subject {
            label: format!("space {}", number.as_deref().unwrap_or(global_id.as_str())),
            global_id,
        };
        let predefined = record.attribute(9, "PredefinedType")?.stated();
        let predefined = predefined.map(|letters| letters.enumeration()).transpose()?;
        let storey = match self.tree.hold_of(record) {
            Hold::Storey(storey) if storeys.contains_key(&storey) => storey,
            Hold::Space => return self.leave(record, &subject, Reason::PartOfSpace),
            Hold::Storey(_) | Hold::Elsewhere => {
                return self.leave(record, &subject, Reason::OutsideBuilding);
            }
        };
        if predefined.as_deref() == Some("GFA") {
            return self.leave(record, &subject, Reason::GrossFloorArea);
        }
        let stated = quantities::of_space(record, &self.definitions, &self.units)?;
        let mut codes = classification::of_space(record, &self.classes)?;
        self.note_refused(&subject, &stated)?;
        codes.extend(stated.codes);
        let space = Space {
            number,
            function: record.attribute(7, "LongName")?.text()?,
            object_type: record.attribute(4, "ObjectType")?.text()?,
            predefined_type: predefined,
            codes: classification::settle(codes),
            areas: stated.areas,
            volumes: stated.volumes,
            shape: self.shape(record, &subject)?,
            global_id: subject.global_id,
        };
        Ok(Some((storey, space)))
    }

    fn shape(
        &mut self,
        record: &Record<'_>,
        subject: &Subject,
    ) -> Result<Result<super::Shape, Reason>, IfcError> {
        match body::shape(record, &self.frame, self.units.metres) {
            Ok(shape) => Ok(Ok(shape)),
            Err(Obstacle::Refused(error)) => Err(error),
            Err(Obstacle::Unread(unread)) => {
                let reason = unread.reason.clone();
                self.note(record, subject, "the polygon of ", unread)?;
                Ok(Err(reason))
            }
        }
    }

    fn note_refused(&mut self, subject: &Subject, stated: &Stated) -> Result<(), IfcError> {
        for (entity, reason) in &stated.refused {
            let Some(blamed) = self.step.find(*entity) else {
                // It was read from the file a moment ago.
                continue;
            };
            let unread = Unread { entity: *entity, place: blamed.place(), reason: reason.clone() };
            self.note(&blamed, subject, "an area of ", unread)?;
        }
        Ok(())
    }

    fn leave(
        &mut self,
        record: &Record<'_>,
        subject: &Subject,
        reason: Reason,
    ) -> Result<Option<(EntityId, Space)>, IfcError> {
        let unread = Unread { entity: record.id(), place: record.place(), reason };
        self.note(record, subject, "", unread)?;
        Ok(None)
    }

    fn note(
        &mut self,
        at: &Record<'_>,
        subject: &Subject,
        part: &str,
        unread: Unread,
    ) -> Result<(), IfcError> {
        let left_out = LeftOut {
            global_id: Some(subject.global_id.clone()),
            entity: unread.entity,
            line: unread.place.line,
            what: format!("{part}{}", subject.label),
            why: unread.reason,
        };
        self.weight.add(at, weight::of_left_out(&left_out))?;
        self.left_out.push(left_out);
        Ok(())
    }
}

/// The space that a note is about.
struct Subject {
    global_id: GlobalId,
    label: String,
}
