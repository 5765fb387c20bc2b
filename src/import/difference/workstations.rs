//! The workstations of a recorded space beside those of a file: assumed, counted, or each by itself.

use projections::{Resource, Space};
use schema::{
    Date, Grade, OrganisationId, ResourceAdd, ResourceId, ResourceKind, Text, WorkstationsCount,
};
use std::sync::Arc;

use super::{
    Compare,
    furnished::{Found, counted, find_desk, numbered, workstation_id},
    furnishing::Furnishing,
};
use crate::import::{
    WORKSTATIONS_BY_AREA,
    ifc::workplaces,
    plan::{Desk, PlannedSpace, Workstations},
};

impl Compare<'_> {
    pub(super) fn workstations(
        &self,
        known: &Space,
        planned: &PlannedSpace,
        standing: &[Arc<Resource>],
        owner: OrganisationId,
        furnishing: &mut Furnishing,
    ) {
        match &planned.workstations {
            Workstations::NotStated => {}
            Workstations::Assumed { count, .. } => {
                self.assumed(known, planned, standing, *count, owner, furnishing);
            }
            Workstations::Counted { count, on } => {
                let is_counted = |resource: &Arc<Resource>| self.is_counted(resource);
                if standing.len() == *count as usize && standing.iter().all(is_counted) {
                    return;
                }
                let (were, counted) = (standing.len(), standing.iter().filter(|r| is_counted(r)));
                let counted = counted.count();
                furnishing.details.push(format!(
                    "workstations {were} ({counted} counted) become {count} counted"
                ));
                let source = Text::note(&format!("stated by the list ({})", self.plan.format));
                furnishing.count = source.ok().map(|source| WorkstationsCount {
                    space: known.id,
                    on: *on,
                    source,
                    workstations: *count,
                });
            }
            Workstations::Each { desks, on } => {
                self.each(known, desks, *on, standing, owner, furnishing);
            }
        }
    }

    fn is_counted(&self, resource: &Resource) -> bool {
        let described = resource.descriptions.nearest(self.on);
        described.is_some_and(|described| described.grade.is_counted())
    }

    /// What is assumed yields to what was counted, and takes nothing from anybody. A workstation that
    /// has moved elsewhere since is not assumed again: only what the rule gives now beside what it gave
    /// before is a difference.
    fn assumed(
        &self,
        known: &Space,
        planned: &PlannedSpace,
        standing: &[Arc<Resource>],
        count: u32,
        owner: OrganisationId,
        furnishing: &mut Furnishing,
    ) {
        if standing.iter().any(|resource| self.is_counted(resource)) {
            return;
        }
        let Some(grade) = planned.workstations.grade() else { return };
        let unused = |nth: &u32| self.state.resource(&workstation_id(known.id, *nth)).is_none();
        let were = self.assumed_before(known, &grade, standing);
        let is = self.assumed_now(known, planned, count);
        let missing = if self.resuming {
            (1..=is).filter(unused).collect()
        } else {
            let more = is.saturating_sub(were) as usize;
            (1..=u32::MAX).filter(unused).take(more).collect::<Vec<u32>>()
        };
        for nth in &missing {
            furnishing.add.push(ResourceAdd {
                resource: workstation_id(known.id, *nth),
                space: known.id,
                from: self.on,
                kind: ResourceKind::Workstation,
                owner,
                number: planned.add.number.as_ref().and_then(|number| numbered(number, *nth)),
                name: None,
                grade: grade.clone(),
                position: None,
            });
        }
        let surplus = were.saturating_sub(is) as usize;
        let free = standing.iter().rev().filter(|resource| self.held_by(resource).is_none());
        let retired: Vec<ResourceId> = free.take(surplus).map(|resource| resource.id).collect();
        let stay = surplus - retired.len();
        if !missing.is_empty() || !retired.is_empty() {
            let kept = if stay == 0 {
                String::new()
            } else {
                format!("; {stay} that somebody has, or that are elsewhere by now, stay")
            };
            furnishing.details.push(format!("assumed workstations {were} become {is}{kept}"));
        }
        furnishing.retire.extend(retired);
    }

    /// How many workstations are assumed by now: as the file has it or, where the recorded category stays,
    /// by the rule for that one.
    fn assumed_now(&self, known: &Space, planned: &PlannedSpace, count: u32) -> u32 {
        let category = self.category(known, planned);
        if category == planned.add.category {
            return count;
        }
        let area = planned.add.polygon.as_ref().map_or(0, schema::Polygon::square_millimetres);
        workplaces::workstations(category, i64::try_from(area).unwrap_or(i64::MAX))
    }

    /// How many workstations were assumed in a recorded space: by a model's rule as it follows from what
    /// is recorded of the space; by a list as many as have been recorded, wherever they are by now.
    fn assumed_before(&self, known: &Space, grade: &Grade, standing: &[Arc<Resource>]) -> u32 {
        let by_area =
            matches!(grade, Grade::Assumed { rule } if rule.as_str() == WORKSTATIONS_BY_AREA);
        if by_area && let Some(described) = known.descriptions.nearest(self.on) {
            let area = described.polygon.as_ref().map_or(0, schema::Polygon::square_millimetres);
            let area = i64::try_from(area).unwrap_or(i64::MAX);
            return workplaces::workstations(described.category, area);
        }
        let own = (1..).map(|nth| self.state.resource(&workstation_id(known.id, nth)));
        let own = own.take_while(Option::is_some).flatten();
        let elsewhere = own.filter(|own| standing.iter().all(|standing| standing.id != own.id));
        u32::try_from(elsewhere.count() + standing.len()).unwrap_or(u32::MAX)
    }

    /// Desks that the file shows one by one: new here, come from elsewhere, or no longer here.
    fn each(
        &self,
        known: &Space,
        desks: &[Desk],
        on: Date,
        standing: &[Arc<Resource>],
        owner: OrganisationId,
        furnishing: &mut Furnishing,
    ) {
        let Some(building) = self.state.level(&known.level).map(|level| level.building) else {
            return;
        };
        for desk in desks {
            let Found { resource, there } = find_desk(self.state, building, &desk.key, self.on);
            if standing.iter().any(|known| known.id == resource) {
                continue;
            }
            if there {
                furnishing.moved_here.push(resource);
                continue;
            }
            furnishing.add.push(ResourceAdd {
                resource,
                space: known.id,
                from: self.on,
                kind: ResourceKind::Workstation,
                owner,
                number: desk.number.clone(),
                name: None,
                grade: counted(on, self.on),
                position: desk.position,
            });
        }
        // One that has left this space may stand in another.
        let left = standing.iter().filter(|resource| !self.desks.contains(&resource.id));
        for resource in left.filter(|resource| self.is_counted(resource)) {
            match self.question(resource) {
                Some(question) => furnishing.questions.push(question),
                None => furnishing.retire.push(resource.id),
            }
        }
        let Furnishing { add, moved_here, retire, questions, .. } = &*furnishing;
        let told = [
            (add.iter().filter(|add| add.kind == ResourceKind::Workstation).count(), "new"),
            (moved_here.len(), "moved in"),
            (retire.len() + questions.len(), "gone"),
        ];
        let told: Vec<String> = told
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        if !told.is_empty() {
            furnishing.details.push(format!("workstations: {}", told.join(", ")));
        }
    }
}
