//! What relations attach to spaces: property sets, quantities and classes.

use super::error::IfcError;
use super::place::EntityId;
use super::step::{Attribute, Record, Step};

/// Pairs of a space and what is attached to it, by space; each pair once.
#[derive(Debug)]
pub(super) struct Attachments {
    pairs: Vec<(EntityId, EntityId)>,
}

impl Attachments {
    /// Property sets and quantities (`IfcRelDefinesByProperties`).
    pub(super) fn definitions(step: &Step<'_>) -> Result<Self, IfcError> {
        Self::gather(step, "IFCRELDEFINESBYPROPERTIES", "RelatingPropertyDefinition")
    }

    /// Classes (`IfcRelAssociatesClassification`).
    pub(super) fn classes(step: &Step<'_>) -> Result<Self, IfcError> {
        Self::gather(step, "IFCRELASSOCIATESCLASSIFICATION", "RelatingClassification")
    }

    /// Both relations name the objects first and then what is attached.
    fn gather(step: &Step<'_>, keyword: &str, what: &'static str) -> Result<Self, IfcError> {
        let mut pairs = Vec::new();
        for relation in step.all(keyword) {
            let mut attached = None;
            for object in relation.attribute(4, "RelatedObjects")?.items()? {
                let object = object?.follow_any(&["an IfcObject"])?;
                if !object.is("IFCSPACE") {
                    continue;
                }
                if attached.is_none() {
                    attached = Some(references(&relation.attribute(5, what)?)?);
                }
                for reference in attached.iter().flatten() {
                    refuse_too_many(&relation, pairs.len())?;
                    pairs.push((object.id(), *reference));
                }
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        Ok(Self { pairs })
    }

    /// What is attached to this space.
    pub(super) fn to(&self, space: EntityId) -> impl Iterator<Item = EntityId> + '_ {
        let start = self.pairs.partition_point(|(of, _)| *of < space);
        let own = self.pairs[start..].iter().take_while(move |(of, _)| *of == space);
        own.map(|(_, attached)| *attached)
    }
}

fn refuse_too_many(relation: &Record<'_>, count: usize) -> Result<(), IfcError> {
    let limit = relation.step().limits().attachments;
    if count < limit {
        return Ok(());
    }
    Err(IfcError::Limit {
        place: relation.place(),
        what: "properties and classes attached to spaces",
        limit: limit as u64,
    })
}

/// One reference, or the several of IFC4's `IfcPropertySetDefinitionSet`. Each
/// must exist.
fn references(attribute: &Attribute<'_>) -> Result<Vec<EntityId>, IfcError> {
    const ACCEPTED: &[&str] = &["a definition or a class"];
    if attribute.is_reference() {
        return Ok(vec![attribute.follow_any(ACCEPTED)?.id()]);
    }
    let list = attribute.typed()?.map_or(*attribute, |(_, list)| list);
    let mut references = Vec::new();
    for item in list.items()? {
        references.push(item?.follow_any(ACCEPTED)?.id());
    }
    Ok(references)
}
