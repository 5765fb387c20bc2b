//! What becomes of the resources of spaces that a file shows split or merged.

use projections::Resource;
use schema::{Destination, ResourceFate, ResourceId, ResourceKind};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{Compare, Question, furnished::find_desk, matching::Reshaped};
use crate::import::plan::{PlannedSpace, Workstations};

impl Compare<'_> {
    /// What becomes of the resources of spaces that are reshaped, and what must be asked.
    ///
    /// All stand in the first successor, which is the one that goes on where there is one; of those
    /// that nobody has, each other successor gets as many workstations as the file gives it.
    pub(super) fn reshaped_resources(
        &self,
        reshaped: &Reshaped,
        planned: &BTreeMap<usize, PlannedSpace>,
    ) -> (Vec<ResourceFate>, Vec<Question>) {
        let standing: Vec<Arc<Resource>> =
            reshaped.former.iter().flat_map(|former| self.standing_in(*former)).collect();
        let (mut fates, mut questions) = (Vec::new(), Vec::new());
        let is = |kind| move |r: &&Arc<Resource>| self.kind_of(r) == Some(kind);
        let Some((first, others)) = reshaped.into.split_first() else { return (fates, questions) };
        // One room as a whole: the first that somebody has, else the first.
        let mut rooms: Vec<&Arc<Resource>> =
            standing.iter().filter(is(ResourceKind::Room)).collect();
        rooms.sort_by_key(|room| self.held_by(room).is_none());
        for room in rooms.into_iter().skip(usize::from(planned[first].room)) {
            match self.question(room) {
                Some(question) => questions.push(question),
                None => fates.push(retires(room.id)),
            }
        }
        let mut free: Vec<ResourceId> = standing
            .iter()
            .filter(is(ResourceKind::Workstation))
            .filter(|resource| self.held_by(resource).is_none())
            .map(|resource| resource.id)
            .collect();
        for other in others {
            let space = reshaped.kept.get(other).copied().unwrap_or(planned[other].add.space);
            if let Workstations::Each { desks, .. } = &planned[other].workstations {
                // The file shows which desk stands where.
                let building = planned[other].building;
                let shown: BTreeSet<ResourceId> = desks
                    .iter()
                    .map(|desk| find_desk(self.state, building, &desk.key, self.on).resource)
                    .collect();
                let here = standing.iter().filter(|resource| shown.contains(&resource.id));
                fates.extend(here.map(|resource| ResourceFate {
                    resource: resource.id,
                    destination: Destination::MovesTo(space),
                }));
                continue;
            }
            let wanted = planned[other].workstations.count().min(free.len());
            let moved = free.split_off(free.len() - wanted).into_iter();
            fates.extend(moved.map(|resource| ResourceFate {
                resource,
                destination: Destination::MovesTo(space),
            }));
        }
        (fates, questions)
    }
}
pub(super) fn retires(resource: ResourceId) -> ResourceFate {
    ResourceFate { resource, destination: Destination::Retires { allocation: None } }
}
