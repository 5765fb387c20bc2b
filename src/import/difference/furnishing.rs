//! What stands in a space: rooms as a whole, workstations, and who has them.

use projections::{Allocation, Basis, Resource, Space};
use schema::{
    AllocatedAs, AllocationAssign, AllocationEnd, Change as FieldChange, Date, ImportPart,
    ResourceAdd, ResourceId, ResourceKind, ResourceRetire, ResourceRevise, ResourcesMove, SpaceId,
    UnitId, WorkstationsCount,
};
use std::sync::Arc;

use super::{Compare, Question, furnished::room};
use crate::import::plan::PlannedSpace;

/// What changes in a recorded space.
#[derive(Clone, Debug, Default)]
pub(super) struct Furnishing {
    pub(super) details: Vec<String>,
    pub(super) questions: Vec<Question>,
    pub(super) add: Vec<ResourceAdd>,
    pub(super) moved_here: Vec<ResourceId>,
    pub(super) retire: Vec<ResourceId>,
    pub(super) count: Option<WorkstationsCount>,
    end: Vec<ResourceId>,
    renumber: Vec<ResourceRevise>,
    assign: Vec<(ResourceId, UnitId)>,
}

impl Furnishing {
    /// What goes, but for what was asked about.
    pub(super) fn leaving(&self, from: Date) -> Vec<ImportPart> {
        let retired = self.retire.iter().map(|&resource| {
            ResourceRetire { resource, from, reason: None, allocation: None }.into()
        });
        let ended = self.end.iter().map(|&resource| AllocationEnd { resource, from }.into());
        ended.chain(retired).collect()
    }

    /// What comes, and what stays otherwise than before.
    pub(super) fn coming(&self, space: SpaceId, from: Date) -> Vec<ImportPart> {
        let mut parts: Vec<ImportPart> = Vec::new();
        if !self.moved_here.is_empty() {
            let resources = self.moved_here.clone();
            parts.push(ResourcesMove { resources, to: space, from, reason: None }.into());
        }
        parts.extend(self.count.clone().map(Into::into));
        parts.extend(self.add.iter().map(|add| ResourceAdd { from, ..add.clone() }.into()));
        parts.extend(
            self.renumber.iter().map(|revise| ResourceRevise { from, ..revise.clone() }.into()),
        );
        let given = self.assign.iter();
        parts.extend(
            given.map(|&(resource, unit)| AllocationAssign { resource, unit, from }.into()),
        );
        parts
    }
}

impl Compare<'_> {
    /// What a file changes in what stands in a recorded space.
    pub(super) fn furnishing(&self, known: &Space, planned: &PlannedSpace) -> Furnishing {
        let mut furnishing = Furnishing::default();
        let standing = self.standing_in(known.id);
        let is = |kind: ResourceKind| {
            move |resource: &&Arc<Resource>| self.kind_of(resource) == Some(kind)
        };
        let Some(owner) = self.owner_of_level(known.level) else { return furnishing };
        let category = self.category(known, planned);
        let room_as_whole = category.allocatable_as_whole();
        if room_as_whole && !standing.iter().any(|resource| is(ResourceKind::Room)(&resource)) {
            let number = planned.add.number.clone();
            furnishing.add.push(room(known.id, number, owner, self.on, planned.seen_on));
            furnishing.details.push("the room as a whole is new".to_owned());
        }
        if !room_as_whole {
            self.no_place_for(standing.iter().filter(is(ResourceKind::Room)), &mut furnishing);
        }
        let workstations: Vec<Arc<Resource>> =
            standing.iter().filter(is(ResourceKind::Workstation)).cloned().collect();
        if category.allocated_as() == AllocatedAs::Common {
            self.no_place_for(workstations.iter(), &mut furnishing);
        } else {
            self.workstations(known, planned, &workstations, owner, &mut furnishing);
        }
        self.renumbered(known, planned, &standing, &mut furnishing);
        if let Some(unit) = planned.occupant {
            let kind = if room_as_whole { ResourceKind::Room } else { ResourceKind::Workstation };
            for resource in standing.iter().filter(is(kind)) {
                self.occupant(resource, unit, &mut furnishing);
            }
            for add in furnishing.add.iter().filter(|add| add.kind == kind) {
                furnishing.assign.push((add.resource, unit));
            }
        }
        furnishing
    }

    /// What a space of another category cannot hold: it goes, or is asked about.
    fn no_place_for<'r>(
        &self,
        resources: impl Iterator<Item = &'r Arc<Resource>>,
        furnishing: &mut Furnishing,
    ) {
        for resource in resources {
            let called = self.resource_called(resource);
            furnishing.details.push(format!("{called} has no place in it any more"));
            match self.question(resource) {
                Some(question) => furnishing.questions.push(question),
                None => furnishing.retire.push(resource.id),
            }
        }
    }

    /// What is numbered after a space is numbered after its new number.
    fn renumbered(
        &self,
        known: &Space,
        planned: &PlannedSpace,
        standing: &[Arc<Resource>],
        furnishing: &mut Furnishing,
    ) {
        let was = known.descriptions.nearest(self.on).and_then(|known| known.number.as_ref());
        let (Some(was), Some(is)) = (was, planned.add.number.as_ref()) else { return };
        if was == is || !planned.stated.number {
            return;
        }
        for resource in standing.iter().filter(|known| !furnishing.retire.contains(&known.id)) {
            let described = resource.descriptions.nearest(self.on);
            let number = described.and_then(|known| known.number.as_ref());
            let rest = number.and_then(|number| number.as_str().strip_prefix(was.as_str()));
            let rest = rest.filter(|rest| rest.is_empty() || rest.starts_with('-'));
            let renumbered = rest.and_then(|rest| format!("{is}{rest}").parse().ok());
            furnishing.renumber.extend(renumbered.map(|number| ResourceRevise {
                resource: resource.id,
                from: self.on,
                owner: None,
                number: FieldChange::Set(number),
                name: FieldChange::Keep,
                grade: None,
                position: FieldChange::Keep,
            }));
        }
    }

    pub(super) fn kind_of(&self, resource: &Resource) -> Option<ResourceKind> {
        resource.descriptions.nearest(self.on).map(|described| described.kind)
    }

    fn occupant(&self, resource: &Arc<Resource>, unit: UnitId, furnishing: &mut Furnishing) {
        let called = self.resource_called(resource);
        match resource.allocation.at(self.on, Basis::Actual) {
            Some(Allocation::Fixed(held)) if *held == unit => {}
            Some(Allocation::Fixed(held)) => {
                let (was, is) = (self.unit_called(*held), self.planned_unit_called(unit));
                furnishing.details.push(format!("{called} of {was} becomes {is}’s"));
                furnishing.end.push(resource.id);
                furnishing.assign.push((resource.id, unit));
            }
            Some(Allocation::Flexible(_)) => {}
            Some(Allocation::Vacant) | None => {
                let is = self.planned_unit_called(unit);
                furnishing.details.push(format!("{called}, vacant, becomes {is}’s"));
                furnishing.assign.push((resource.id, unit));
            }
        }
    }

    fn planned_unit_called(&self, unit: UnitId) -> String {
        let planned = self.plan.units.iter().find(|planned| planned.unit == unit);
        planned.map_or_else(|| self.unit_called(unit), |unit| unit.name.as_str().to_owned())
    }
}
