//! Levels and spaces of a file beside those recorded.

use projections::Level;
use schema::{Designation, LevelAdd, LevelId, LevelRevise, SpaceId, SpaceIdentify};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    Act, Change, ChangeKind, Compare, Difference, Levels,
    matching::{Matching, Reshaped, matching},
};
use crate::import::plan::{PlannedSpace, Subject};

impl Compare<'_> {
    /// Pairs the levels: by key, else by name.
    pub(super) fn levels(&self, difference: &mut Difference) -> Levels {
        let mut levels = Levels::new();
        for planned in &self.plan.levels {
            let Some(known) = self.known_level(planned, &levels) else {
                let called = self.of_building(planned.name.as_str(), planned.building);
                let change = Change::plain("level", ChangeKind::Added, planned.level, &called);
                difference.push(change, Act::Add(vec![planned.clone().into()]));
                continue;
            };
            levels.insert(planned.level, known.id);
            if !known.exists(self.on) {
                difference.later += 1;
                continue;
            }
            let details = self.level_details(planned, &known);
            if details.is_empty() {
                difference.same += 1;
                continue;
            }
            let called = self.level_called(known.id);
            let mut change = Change::plain("level", ChangeKind::Changed, known.id, &called);
            change.details = details;
            let revise = LevelRevise {
                level: known.id,
                from: self.on,
                name: self.level_renamed(planned, &known).then(|| planned.name.clone()),
                elevation_mm: Some(planned.elevation_mm).filter(|_| !self.plan.heights_assumed),
            };
            difference.push(change, Act::Add(vec![revise.into()]));
        }
        levels
    }

    fn known_level(&self, planned: &LevelAdd, taken: &Levels) -> Option<Arc<Level>> {
        let standing = || {
            let levels = self.state.levels_of(planned.building);
            levels.filter(|level| {
                let gone = level.retired.as_ref().is_some_and(|gone| gone.from <= self.on);
                !gone && !taken.values().any(|taken| *taken == level.id)
            })
        };
        let by_key = standing().find(|level| {
            level.id == planned.level
                || (level.global_id.is_some() && level.global_id == planned.global_id)
        });
        let named = |level: &&Arc<Level>| {
            let described = level.descriptions.nearest(self.on);
            described.is_some_and(|known| {
                self.texts.text(known.name).is_some_and(|name| *name == *planned.name.as_str())
            })
        };
        let alike = |level: &&Arc<Level>| self.has_its_rooms(planned, level);
        by_key.or_else(|| standing().find(named)).or_else(|| standing().find(alike)).cloned()
    }

    /// Whether a level under another name is the same: most of its rooms have the numbers that the file
    /// gives to the level, and no level of the file has its name.
    fn has_its_rooms(&self, planned: &LevelAdd, known: &Level) -> bool {
        let described = known.descriptions.nearest(self.on);
        let name = described.and_then(|described| self.texts.text(described.name));
        let named = |other: &LevelAdd| {
            other.building == planned.building
                && name.as_ref().is_some_and(|name| **name == *other.name.as_str())
        };
        if self.plan.levels.iter().any(named) {
            return false;
        }
        let in_file: BTreeSet<&Designation> = self
            .plan
            .spaces
            .iter()
            .filter(|space| space.add.level == planned.level)
            .filter_map(|space| space.add.number.as_ref())
            .collect();
        let standing = self.state.spaces_of(known.id).filter(|space| space.exists(self.on));
        let numbers = standing.filter_map(|space| space.descriptions.nearest(self.on));
        let numbers: Vec<&Designation> =
            numbers.filter_map(|described| described.number.as_ref()).collect();
        let both = numbers.iter().filter(|number| in_file.contains(**number)).count();
        // More than half, of more than one: two levels may both have a room 1.
        both > 1 && both * 2 > numbers.len().max(in_file.len())
    }

    fn level_details(&self, planned: &LevelAdd, known: &Level) -> Vec<String> {
        let Some(described) = known.descriptions.nearest(self.on) else { return Vec::new() };
        let mut details = Vec::new();
        details.extend(self.text_differs("name", Some(described.name), Some(&planned.name)));
        let (was, is) = (described.elevation_mm, planned.elevation_mm);
        if !self.plan.heights_assumed && was != is {
            details.push(format!("height {was} mm becomes {is} mm"));
        }
        details
    }

    fn level_renamed(&self, planned: &LevelAdd, known: &Level) -> bool {
        let described = known.descriptions.nearest(self.on);
        let name = described.map(|described| described.name);
        self.text_differs("", name, Some(&planned.name)).is_some()
    }

    pub(super) fn spaces(&self, levels: &Levels, difference: &mut Difference) {
        let planned_levels: BTreeSet<LevelId> =
            self.plan.levels.iter().map(|level| level.level).collect();
        let mut gone: Vec<SpaceId> = Vec::new();
        let mut added: Vec<&PlannedSpace> = Vec::new();
        for level in self.plan.levels.iter().map(|level| level.level) {
            let planned: Vec<&PlannedSpace> =
                self.plan.spaces.iter().filter(|space| space.add.level == level).collect();
            let known = levels.get(&level).copied();
            let Matching { same, renumbered, reshaped, added: new, gone: left } =
                matching(self.state, known, self.on, &planned);
            for (id, index) in same {
                self.known_space(id, planned[index], ChangeKind::Changed, difference);
            }
            for (id, index) in renumbered {
                self.known_space(id, planned[index], ChangeKind::Renumbered, difference);
            }
            for reshaped in &reshaped {
                self.reshaped_space(reshaped, &planned, difference);
            }
            added.extend(new.into_iter().map(|index| planned[index]));
            // Rows that were refused may be of rooms that are still there.
            gone.extend(left.into_iter().filter(|_| !self.plan.incomplete));
        }
        debug_assert!(self.plan.spaces.iter().all(|s| planned_levels.contains(&s.add.level)));
        self.moved_spaces(&mut gone, &mut added, levels, difference);
        for planned in added {
            self.added_space(planned, levels, difference);
        }
        gone.extend(self.spaces_of_gone_levels(levels));
        for id in gone {
            self.gone_space(id, difference);
        }
    }

    fn added_space(&self, planned: &PlannedSpace, levels: &Levels, difference: &mut Difference) {
        let called = self.planned_called(planned);
        let planned = self.on_its_level(planned, levels);
        let mut change = Change::plain("space", ChangeKind::Added, planned.add.space, &called);
        change.details = planned_details(&planned);
        let owner = self.owner_of_level(planned.add.level);
        difference.push(change, Act::AddSpace { planned: Box::new(planned), owner });
    }

    /// A planned space on the recorded level, under an id that is free.
    pub(super) fn on_its_level(&self, planned: &PlannedSpace, levels: &Levels) -> PlannedSpace {
        let level = levels.get(&planned.add.level).copied().unwrap_or(planned.add.level);
        self.under_free_id(planned, level)
    }

    /// A planned space on a level, under an id that is free: one that was there before and has gone, or
    /// goes on as another, keeps its own.
    fn under_free_id(&self, planned: &PlannedSpace, level: LevelId) -> PlannedSpace {
        let mut planned = planned.clone();
        planned.add.level = level;
        let first = planned.add.space.uuid();
        let mut nth = 1;
        while self.state.space(&planned.add.space).is_some() {
            nth += 1;
            planned.add.space = SpaceId::derived(first, &format!("{level} {nth}"));
        }
        planned
    }

    fn known_space(
        &self,
        id: SpaceId,
        planned: &PlannedSpace,
        kind: ChangeKind,
        difference: &mut Difference,
    ) {
        let Some(known) = self.state.space(&id) else { return };
        if !known.exists(self.on) {
            difference.later += 1;
            return;
        }
        let revise = self.revision(known, planned);
        let furnishing = self.furnishing(known, planned);
        let mut change = Change::plain("space", kind, id, &self.space_called(id));
        change.details = self.space_details(known, planned);
        change.details.extend(furnishing.details.iter().cloned());
        let key = planned.add.global_id.clone().filter(|key| !known.is_called(key));
        let key = key.map(|global_id| SpaceIdentify { space: id, global_id });
        change
            .details
            .extend(key.as_ref().map(|key| format!("the model calls it {} by now", key.global_id)));
        if change.details.is_empty() {
            difference.same += 1;
            return;
        }
        change.hangs = self.hanging_on(id);
        change.questions.clone_from(&furnishing.questions);
        let other = self.not_the_same(kind, id, planned);
        difference.push(
            change,
            Act::Revise { revise: Box::new(revise), furnishing: Box::new(furnishing), key, other },
        );
    }

    /// What is recorded of a renumbered space whose sameness is denied: one gone, one new.
    fn not_the_same(
        &self,
        kind: ChangeKind,
        id: SpaceId,
        planned: &PlannedSpace,
    ) -> Option<Box<(Act, Act)>> {
        if kind != ChangeKind::Renumbered {
            return None;
        }
        let planned = self.under_free_id(planned, self.state.space(&id)?.level);
        let owner = self.owner_of_level(planned.add.level);
        let add = Act::AddSpace { planned: Box::new(planned), owner };
        Some(Box::new((add, self.retiring(id))))
    }

    fn reshaped_space(
        &self,
        reshaped: &Reshaped,
        planned: &[&PlannedSpace],
        difference: &mut Difference,
    ) {
        let Some(first) = reshaped.former.first() else { return };
        let Some(level) = self.state.space(first).map(|space| space.level) else { return };
        let kind = if reshaped.into.len() > 1 { ChangeKind::Split } else { ChangeKind::Merged };
        let called: Vec<String> = reshaped.former.iter().map(|id| self.space_called(*id)).collect();
        let mut change = Change::plain("space", kind, first, &called.join(", "));
        let fresh: BTreeMap<usize, PlannedSpace> = reshaped
            .into
            .iter()
            .map(|&index| (index, self.under_free_id(planned[index], level)))
            .collect();
        let mut into = Vec::new();
        for &index in &reshaped.into {
            change.details.push(format!("into {}", self.planned_called(planned[index])));
            let kept = reshaped.kept.get(&index).and_then(|kept| self.state.space(kept));
            let kept = kept.map(|kept| Box::new(self.revision(kept, planned[index])));
            into.push((fresh[&index].clone(), kept));
        }
        for former in &reshaped.former {
            change.hangs.extend(self.hanging_on(*former));
        }
        let (resources, questions) = self.reshaped_resources(reshaped, &fresh);
        change.questions = questions;
        let owner = self.owner_of_level(level);
        let spaces = reshaped.former.clone();
        difference.push(change, Act::Reshape { spaces, into, resources, owner });
    }

    fn gone_space(&self, id: SpaceId, difference: &mut Difference) {
        let mut change = Change::plain("space", ChangeKind::Gone, id, &self.space_called(id));
        change.hangs = self.hanging_on(id);
        change.questions = self.questions(id);
        if self.hub_of(id).is_some() {
            change.details.push("it leaves the hub that it serves".to_owned());
        }
        difference.push(change, self.retiring(id));
    }

    /// A space whose key stands on another level now.
    fn moved_spaces(
        &self,
        gone: &mut Vec<SpaceId>,
        added: &mut Vec<&PlannedSpace>,
        levels: &Levels,
        difference: &mut Difference,
    ) {
        gone.retain(|id| {
            let Some(known) = self.state.space(id) else { return false };
            let same_key = |planned: &&PlannedSpace| {
                planned.add.global_id.as_ref().is_some_and(|key| known.is_called(key))
            };
            let Some(index) = added.iter().position(same_key) else { return true };
            let planned = added.remove(index);
            let mut change = Change::plain("space", ChangeKind::Moved, id, &self.space_called(*id));
            change.details.push(format!("to {}", self.planned_called(planned)));
            change.hangs = self.hanging_on(*id);
            let to = self.on_its_level(planned, levels);
            let owner = self.owner_of_level(to.add.level);
            let act = Act::Move { space: *id, to: Box::new(to), owner };
            difference.push(change, act);
            false
        });
    }

    fn spaces_of_gone_levels(&self, levels: &Levels) -> Vec<SpaceId> {
        let of = |level: Arc<Level>| {
            let spaces = self.state.spaces_of(level.id).filter(|space| space.exists(self.on));
            spaces.map(|space| space.id).collect::<Vec<_>>()
        };
        self.levels_left(levels).into_iter().flat_map(of).collect()
    }

    /// The levels that the file of a whole building no longer shows.
    fn levels_left(&self, levels: &Levels) -> Vec<Arc<Level>> {
        let Subject::Building(building) = self.plan.subject else { return Vec::new() };
        let known: BTreeSet<LevelId> = levels.values().copied().collect();
        let standing = self.state.levels_of(building).filter(|level| level.exists(self.on));
        standing.filter(|level| !known.contains(&level.id)).cloned().collect()
    }

    pub(super) fn gone_levels(&self, levels: &Levels, difference: &mut Difference) {
        for level in self.levels_left(levels) {
            let called = self.level_called(level.id);
            let change = Change::plain("level", ChangeKind::Gone, level.id, &called);
            difference.push(change, Act::RetireLevel(level.id));
        }
    }
}

fn planned_details(planned: &PlannedSpace) -> Vec<String> {
    let mut details = vec![planned.add.category.to_string()];
    details
        .extend(planned.add.areas.iter().map(|a| format!("{} m² {}", a.square_metres, a.measure)));
    match planned.workstations.count() {
        0 => {}
        1 => details.push("1 workstation".to_owned()),
        count => details.push(format!("{count} workstations")),
    }
    details
}
