//! What stands in a space: rooms as a whole, workstations, and who has them.

use projections::{Allocation, Basis, Portfolio, Resource, Space};
use schema::{
    AllocatedAs, AllocationAssign, AllocationEnd, BuildingId, Change as FieldChange, Date,
    Designation, Destination, Grade, ImportPart, OrganisationId, ResourceAdd, ResourceFate,
    ResourceId, ResourceKind, ResourceRetire, ResourceRevise, ResourcesMove, SpaceId, Text, UnitId,
    WorkstationsCount,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{Compare, Question, matching::Reshaped};
use crate::import::{
    WORKSTATIONS_BY_AREA,
    ifc::workplaces,
    plan::{Desk, Plan, PlannedSpace, Workstations},
};

/// What changes in a recorded space.
#[derive(Clone, Debug, Default)]
pub(super) struct Furnishing {
    pub(super) details: Vec<String>,
    pub(super) questions: Vec<Question>,
    add: Vec<ResourceAdd>,
    moved_here: Vec<ResourceId>,
    retire: Vec<ResourceId>,
    count: Option<WorkstationsCount>,
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

/// What a new space holds.
pub(super) fn furnished(
    state: &Portfolio,
    planned: &PlannedSpace,
    owner: OrganisationId,
    from: Date,
) -> Vec<ImportPart> {
    let (space, building) = (&planned.add, planned.building);
    let mut parts: Vec<ImportPart> = Vec::new();
    let mut occupied: Vec<ResourceId> = Vec::new();
    if planned.room {
        let room = room(space.space, space.number.clone(), owner, from, planned.seen_on);
        occupied.push(room.resource);
        parts.push(room.into());
    }
    let as_a_whole = planned.room;
    let numbered = |nth: u32| space.number.as_ref().and_then(|number| numbered(number, nth));
    let add = |resource, number, grade, position| ResourceAdd {
        resource,
        space: space.space,
        from,
        kind: ResourceKind::Workstation,
        owner,
        number,
        name: None,
        grade,
        position,
    };
    let mut workstations = Vec::new();
    match &planned.workstations {
        Workstations::NotStated => {}
        Workstations::Each { desks, on } => {
            let mut carried = Vec::new();
            for desk in desks {
                let Found { resource, there } = find_desk(state, building, &desk.key, from);
                if there {
                    carried.push(resource);
                } else {
                    let grade = counted(*on, from);
                    workstations.push(add(resource, desk.number.clone(), grade, desk.position));
                }
            }
            if !carried.is_empty() {
                let (to, reason) = (space.space, None);
                parts.push(ResourcesMove { resources: carried, to, from, reason }.into());
            }
        }
        Workstations::Assumed { count, .. } | Workstations::Counted { count, .. } => {
            let grade = planned.workstations.grade().expect("their grade is stated with them");
            workstations.extend((1..=*count).map(|nth| {
                let resource = workstation_id(space.space, nth);
                add(resource, numbered(nth), grade.clone(), None)
            }));
        }
    }
    if !as_a_whole {
        occupied.extend(workstations.iter().map(|workstation| workstation.resource));
    }
    parts.extend(workstations.into_iter().map(Into::into));
    if let Some(unit) = planned.occupant {
        parts.extend(
            occupied.into_iter().map(|resource| AllocationAssign { resource, unit, from }.into()),
        );
    }
    parts
}

/// A room that a file shows: nothing about it is assumed.
fn room(
    space: SpaceId,
    number: Option<Designation>,
    owner: OrganisationId,
    from: Date,
    today: Date,
) -> ResourceAdd {
    ResourceAdd {
        resource: ResourceId::derived(space.uuid(), "room"),
        space,
        from,
        kind: ResourceKind::Room,
        owner,
        number,
        name: None,
        grade: counted(today, from),
        position: None,
    }
}

fn counted(seen_on: Date, from: Date) -> Grade {
    Grade::Counted { on: seen_on.min(from) }
}

fn workstation_id(space: SpaceId, nth: u32) -> ResourceId {
    ResourceId::derived(space.uuid(), &format!("workstation/{nth}"))
}

/// A desk by its key, and whether it stands anywhere in the building on a date.
struct Found {
    resource: ResourceId,
    there: bool,
}

/// A desk keeps its id wherever in the building it stands. One that was gone and has come back is
/// another, and the next one that is free.
fn find_desk(state: &Portfolio, building: BuildingId, key: &str, on: Date) -> Found {
    let mut nth = 1;
    loop {
        let resource = ResourceId::derived(building.uuid(), &format!("desk/{key}/{nth}"));
        match state.resource(&resource) {
            None => return Found { resource, there: false },
            Some(known) if known.retired.as_ref().is_none_or(|retired| on < retired.from) => {
                return Found { resource, there: true };
            }
            Some(_) => nth += 1,
        }
    }
}

fn numbered(space: &Designation, nth: u32) -> Option<Designation> {
    format!("{space}-{nth}").parse().ok()
}

/// Every desk that a plan shows by itself.
pub(super) fn desks_of(plan: &Plan, state: &Portfolio) -> BTreeSet<ResourceId> {
    let desks = plan.spaces.iter().flat_map(|space| {
        match &space.workstations {
            Workstations::Each { desks, .. } => desks.as_slice(),
            Workstations::NotStated
            | Workstations::Assumed { .. }
            | Workstations::Counted { .. } => &[],
        }
        .iter()
        .map(|desk| find_desk(state, space.building, &desk.key, plan.from).resource)
    });
    desks.collect()
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

    fn kind_of(&self, resource: &Resource) -> Option<ResourceKind> {
        resource.descriptions.nearest(self.on).map(|described| described.kind)
    }

    fn workstations(
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
