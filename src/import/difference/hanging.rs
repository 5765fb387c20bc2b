//! What hangs on a recorded space: allocations, the hub that it serves, open reallocations.

use projections::{Allocation, Basis, ReallocationStatus, Resource};
use schema::{ResourceId, ResourceKind, SpaceId, Subject};
use std::{collections::BTreeMap, sync::Arc};

use super::{Act, Compare, Question};

impl Compare<'_> {
    /// What hangs on a space, in words.
    pub(super) fn hanging_on(&self, space: SpaceId) -> Vec<String> {
        let standing = self.standing_in(space);
        let mut held: BTreeMap<String, usize> = BTreeMap::new();
        for holder in standing.iter().filter_map(|resource| self.held_by(resource)) {
            *held.entry(holder).or_default() += 1;
        }
        let allocations = held.into_iter().map(|(holder, count)| match count {
            1 => format!("1 resource of {holder}"),
            count => format!("{count} resources of {holder}"),
        });
        let hub = self.hub_of(space).map(|hub| format!("it serves {}", self.hub_called(hub)));
        allocations.chain(hub).chain(self.open_reallocations(space, &standing)).collect()
    }

    /// The hub that a space serves on the date, as done or as approved.
    pub(super) fn hub_of(&self, space: SpaceId) -> Option<schema::HubId> {
        *self.state.space(&space)?.hub.at(self.on, Basis::Planned)?
    }

    /// Proposals and approved reallocations that move the space, or a resource in it, or into it.
    fn open_reallocations(&self, space: SpaceId, standing: &[Arc<Resource>]) -> Vec<String> {
        let concerns = |known: &projections::Reallocation| {
            known.proposal.moves.iter().any(|planned| {
                let subject = match planned.subject {
                    Subject::Space(subject) => subject == space,
                    Subject::Resource(subject) => standing.iter().any(|r| r.id == subject),
                };
                subject || planned.fate.space() == Some(space)
            })
        };
        let open = [ReallocationStatus::Proposed, ReallocationStatus::Approved];
        let known = self.state.reallocations().values();
        known
            .filter(|known| open.contains(&known.status) && concerns(known))
            .map(|known| {
                let title = self.texts.shown(known.proposal.title);
                format!("the {} reallocation “{title}”", known.status)
            })
            .collect()
    }

    /// The resources that stand in a space on the date.
    pub(super) fn standing_in(&self, space: SpaceId) -> Vec<Arc<Resource>> {
        let ever = self.state.resources_ever_in(space);
        let here = |resource: &&Arc<Resource>| {
            resource.exists(self.on) && resource.place.at(self.on, Basis::Actual) == Some(&space)
        };
        ever.filter(here).cloned().collect()
    }

    /// Who has a resource on the date or later, as done or as approved.
    pub(super) fn held_by(&self, resource: &Resource) -> Option<String> {
        let held = |on| match resource.allocation.at(on, Basis::Planned) {
            Some(Allocation::Fixed(unit)) => Some(self.unit_called(*unit)),
            Some(Allocation::Flexible(hub)) => Some(self.hub_called(*hub)),
            Some(Allocation::Vacant) | None => None,
        };
        resource.allocation.dates_from(self.on, Basis::Planned).find_map(held)
    }

    fn hub_called(&self, hub: schema::HubId) -> String {
        let known = self.state.hub(&hub);
        known.map_or_else(
            || hub.to_string(),
            |known| format!("the hub {}", self.texts.shown(known.description(self.on).name)),
        )
    }

    pub(super) fn unit_called(&self, unit: schema::UnitId) -> String {
        let described =
            self.state.unit(&unit).and_then(|known| known.descriptions.nearest(self.on));
        described.map_or_else(|| unit.to_string(), |known| self.texts.shown(known.name).to_string())
    }

    /// A resource as people call it.
    pub(super) fn resource_called(&self, resource: &Resource) -> String {
        let described = resource.descriptions.nearest(self.on);
        let kind = described.map_or(ResourceKind::Equipment, |described| described.kind);
        let number = described.and_then(|described| described.number.as_ref());
        number.map_or_else(|| kind.to_string(), |number| format!("{kind} {number}"))
    }

    /// What a space that goes asks: where each resource goes that somebody has.
    pub(super) fn questions(&self, space: SpaceId) -> Vec<Question> {
        self.left_in(space).iter().filter_map(|resource| self.question(resource)).collect()
    }

    /// What stands in a space and nowhere else in the file.
    fn left_in(&self, space: SpaceId) -> Vec<Arc<Resource>> {
        let mut left = self.standing_in(space);
        left.retain(|resource| !self.desks.contains(&resource.id));
        left
    }

    pub(super) fn question(&self, resource: &Resource) -> Option<Question> {
        Some(Question {
            resource: resource.id.to_string(),
            called: self.resource_called(resource),
            held_by: self.held_by(resource)?,
        })
    }

    /// The retiring of a space with everything that stands in it.
    pub(super) fn retiring(&self, space: SpaceId) -> Act {
        let standing = self.left_in(space);
        let held: Vec<ResourceId> = standing
            .iter()
            .filter(|resource| self.held_by(resource).is_some())
            .map(|resource| resource.id)
            .collect();
        let resources = standing.iter().map(|resource| resource.id).collect();
        Act::Retire { space, resources, held }
    }
}
