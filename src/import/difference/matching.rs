//! Which space of a file is which recorded one: by its key, else by its outline.
//!
//! The key is the GlobalId, or building, level and number. Where no key fits, the outline tells: a
//! space whose outline is that of a recorded one is proposed as the same under another number; two
//! that divide one between them came from it; one that covers two took their place.

use projections::{Portfolio, Space};
use schema::{Date, Designation, GlobalId, LevelId, SpaceId};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::geometry::Outline;
use crate::import::plan::PlannedSpace;

/// Outlines that share so much of what either covers are of the same space.
const SAME: f64 = 0.9;
/// A space that lies so far within another was part of it, or became part of it.
const WITHIN: f64 = 0.8;

/// What became of the recorded spaces of one level, and what is new. Indices are of the file's spaces
/// of that level.
#[derive(Debug, Default)]
pub(super) struct Matching {
    /// The same space in both, found by key or by outline and number.
    pub(super) same: Vec<(SpaceId, usize)>,
    /// The same by its outline; its number or key is another. A proposal.
    pub(super) renumbered: Vec<(SpaceId, usize)>,
    /// Recorded spaces with the file's spaces that take their place. A space that goes on stands in
    /// `kept` with the file's space that it is.
    pub(super) reshaped: Vec<Reshaped>,
    /// Only in the file.
    pub(super) added: Vec<usize>,
    /// Only recorded.
    pub(super) gone: Vec<SpaceId>,
}

/// Spaces split, or merged.
#[derive(Debug)]
pub(super) struct Reshaped {
    pub(super) former: Vec<SpaceId>,
    pub(super) into: Vec<usize>,
    pub(super) kept: BTreeMap<usize, SpaceId>,
}

/// A recorded space of a level.
struct Known {
    id: SpaceId,
    /// Whether it begins later than the file holds.
    later: bool,
    keys: Vec<GlobalId>,
    number: Option<Designation>,
    outline: Option<Outline>,
}

/// Matches the spaces of a level as the file has them with those that stand on it on a date.
pub(super) fn matching(
    state: &Portfolio,
    level: Option<LevelId>,
    on: Date,
    planned: &[&PlannedSpace],
) -> Matching {
    let standing = level.into_iter().flat_map(|level| state.spaces_of(level));
    let known: Vec<Known> =
        standing.filter(|space| !is_gone(space, on)).map(|space| known(space, on)).collect();
    let mut pairing = Pairing::new(&known, planned);
    pairing.by_key();
    pairing.by_outline_and_number();
    pairing.finish()
}

/// Whether a space has ended by a date. One that begins later is known by its key.
fn is_gone(space: &Space, on: Date) -> bool {
    space.retired.as_ref().is_some_and(|retired| retired.from <= on)
}

fn known(space: &Arc<Space>, on: Date) -> Known {
    let described = space.descriptions.nearest(on);
    Known {
        id: space.id,
        later: !space.exists(on),
        keys: space.keys().cloned().collect(),
        number: described.and_then(|known| known.number.clone()),
        outline: described.and_then(|known| known.polygon.as_ref()).map(Outline::of),
    }
}

struct Pairing<'a> {
    known: &'a [Known],
    planned: &'a [&'a PlannedSpace],
    outlines: Vec<Option<Outline>>,
    /// The file's space for a recorded one, by index.
    of_known: Vec<Option<usize>>,
    of_planned: Vec<Option<usize>>,
}

impl<'a> Pairing<'a> {
    fn new(known: &'a [Known], planned: &'a [&'a PlannedSpace]) -> Self {
        Self {
            known,
            planned,
            outlines: planned.iter().map(|s| s.add.polygon.as_ref().map(Outline::of)).collect(),
            of_known: vec![None; known.len()],
            of_planned: vec![None; planned.len()],
        }
    }

    fn pair(&mut self, known: usize, planned: usize) {
        self.of_known[known] = Some(planned);
        self.of_planned[planned] = Some(known);
    }

    /// Pairs what only one on either side can be.
    fn by_key(&mut self) {
        let ids: BTreeMap<SpaceId, usize> =
            self.known.iter().enumerate().map(|(index, known)| (known.id, index)).collect();
        let keys: BTreeMap<&GlobalId, usize> = self
            .known
            .iter()
            .enumerate()
            .flat_map(|(index, known)| known.keys.iter().map(move |key| (key, index)))
            .collect();
        let numbers = unique(self.known.iter().map(|known| known.number.clone()));
        let of_file = unique(self.planned.iter().map(|planned| planned.add.number.clone()));
        for (index, planned) in self.planned.iter().enumerate() {
            let own = || ids.get(&planned.add.space);
            let found = match &planned.add.global_id {
                Some(key) => keys.get(key).or_else(own),
                None if planned.stated.outline => own(),
                // A list has no keys of its own: the number on its level is the key.
                None => match &planned.add.number {
                    Some(number) if of_file.contains_key(number) => {
                        // Its first key is only that of a room that has no other number by now.
                        let own = || own().filter(|own| self.known[**own].number.is_none());
                        numbers.get(number).or_else(own)
                    }
                    _ => own(),
                },
            };
            if let Some(&known) = found.filter(|known| self.of_known[**known].is_none()) {
                self.pair(known, index);
            }
        }
    }

    /// Pairs spaces whose key is another and whose outline and number are the same.
    fn by_outline_and_number(&mut self) {
        for index in self.open_planned() {
            let number = &self.planned[index].add.number;
            let same = self.open_known().into_iter().find(|known| {
                self.known[*known].number == *number && self.likeness(*known, index) >= SAME
            });
            if let Some(known) = same {
                self.pair(known, index);
            }
        }
    }

    fn finish(mut self) -> Matching {
        let mut matching = Matching { reshaped: self.reshaped(), ..Matching::default() };
        for reshaped in &matching.reshaped {
            for id in &reshaped.former {
                let known = self.known.iter().position(|known| known.id == *id);
                if let Some(known) = known {
                    self.of_known[known].get_or_insert(usize::MAX);
                }
            }
            for index in &reshaped.into {
                self.of_planned[*index].get_or_insert(usize::MAX);
            }
        }
        for index in self.open_planned() {
            let open = self.open_known().into_iter();
            let like = open.map(|known| (known, self.likeness(known, index)));
            let best = like.max_by(|one, other| one.1.total_cmp(&other.1));
            match best.filter(|(_, likeness)| *likeness >= SAME) {
                Some((known, _)) => {
                    self.pair(known, index);
                    matching.renumbered.push((self.known[known].id, index));
                }
                None => matching.added.push(index),
            }
        }
        let left = self.open_known().into_iter().filter(|known| !self.known[*known].later);
        matching.gone = left.map(|known| self.known[known].id).collect();
        let settled = settled(&matching);
        for (known, planned) in self.of_known.iter().enumerate() {
            if let Some(planned) = planned.filter(|planned| !settled.contains(planned)) {
                matching.same.push((self.known[known].id, planned));
            }
        }
        matching
    }

    /// Splits, then merges, of what no key explains.
    fn reshaped(&self) -> Vec<Reshaped> {
        let mut reshaped = Vec::new();
        let mut used = BTreeSet::new();
        for (known, its) in self.within(self.open_planned(), Side::Planned) {
            let kept = self.of_known[known];
            let parts = its.len() + usize::from(kept.is_some());
            if parts < 2 || kept.is_some_and(|kept| !self.shrank(known, kept)) {
                continue;
            }
            used.extend(its.iter().copied());
            let goes_on = kept.map(|kept| (kept, self.known[known].id));
            reshaped.push(Reshaped {
                former: vec![self.known[known].id],
                into: kept.into_iter().chain(its).collect(),
                kept: goes_on.into_iter().collect(),
            });
        }
        for (planned, its) in self.within(self.open_known(), Side::Known) {
            let kept = self.of_planned[planned];
            let parts = its.len() + usize::from(kept.is_some());
            if parts < 2 || used.contains(&planned) {
                continue;
            }
            let former = kept.into_iter().chain(its).map(|known| self.known[known].id).collect();
            let goes_on = kept.map(|known| (planned, self.known[known].id));
            let kept = goes_on.into_iter().collect();
            reshaped.push(Reshaped { former, into: vec![planned], kept });
        }
        reshaped
    }

    /// By each space of the other side, those of `inner` that lie within it.
    fn within(&self, inner: Vec<usize>, side: Side) -> BTreeMap<usize, Vec<usize>> {
        let outer = match side {
            Side::Planned => self.known.len(),
            Side::Known => self.planned.len(),
        };
        let mut within: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for index in inner {
            let holds = (0..outer).find(|other| {
                let (known, planned) = match side {
                    Side::Planned => (*other, index),
                    Side::Known => (index, *other),
                };
                let (Some(one), Some(two)) = (&self.known[known].outline, &self.outlines[planned])
                else {
                    return false;
                };
                // What begins later only is not reshaped before.
                if self.known[known].later {
                    return false;
                }
                let (small, large) = match side {
                    Side::Planned => (two, one),
                    Side::Known => (one, two),
                };
                // One of the same size is the same space, not a part of it.
                small.area < large.area * SAME && small.shared_with(large) >= small.area * WITHIN
            });
            if let Some(holds) = holds {
                within.entry(holds).or_default().push(index);
            }
        }
        within
    }

    /// Whether a space that goes on is smaller than it was.
    fn shrank(&self, known: usize, planned: usize) -> bool {
        match (&self.known[known].outline, &self.outlines[planned]) {
            (Some(was), Some(is)) => is.area < was.area * SAME,
            _ => false,
        }
    }

    fn likeness(&self, known: usize, planned: usize) -> f64 {
        match (&self.known[known].outline, &self.outlines[planned]) {
            (Some(one), Some(two)) => one.likeness(two),
            _ => 0.0,
        }
    }

    fn open_known(&self) -> Vec<usize> {
        (0..self.known.len()).filter(|index| self.of_known[*index].is_none()).collect()
    }

    fn open_planned(&self) -> Vec<usize> {
        (0..self.planned.len()).filter(|index| self.of_planned[*index].is_none()).collect()
    }
}

/// On which side the smaller spaces are.
#[derive(Clone, Copy)]
enum Side {
    /// The file's: they were part of a recorded one.
    Planned,
    /// The recorded: they became part of the file's.
    Known,
}

/// The file's spaces that are told otherwise than as the same.
fn settled(matching: &Matching) -> BTreeSet<usize> {
    let renumbered = matching.renumbered.iter().map(|(_, index)| *index);
    let reshaped = matching.reshaped.iter().flat_map(|reshaped| reshaped.into.iter().copied());
    renumbered.chain(reshaped).chain([usize::MAX]).collect()
}

/// The values that only one has, each with its index.
fn unique<T: Ord>(values: impl Iterator<Item = Option<T>>) -> BTreeMap<T, usize> {
    let mut found: BTreeMap<T, Option<usize>> = BTreeMap::new();
    for (index, value) in values.enumerate() {
        if let Some(value) = value {
            found.entry(value).and_modify(|first| *first = None).or_insert(Some(index));
        }
    }
    found.into_iter().filter_map(|(value, index)| Some((value, index?))).collect()
}
