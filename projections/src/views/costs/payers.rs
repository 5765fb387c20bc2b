//! Who has a space, day by day: those who bear what it costs. What does not change is looked up once,
//! however many days and months it holds.

use schema::{
    AllocatedAs, BuildingId, CommonKey, Date, HubId, LevelId, Measure, OrganisationId,
    ResourceKind, Revision, SpaceDescription, SpaceId, UnitId,
};
use std::{collections::BTreeMap, sync::Arc};

use super::{
    Bearing, Borne,
    areas::{measure_of, weight},
    behind::{events, together},
    remainders::apportioned,
    sublets::Sublets,
    upcoming::Upcoming,
};
use crate::{Allocation, Basis, Portfolio, Release, Space, SpaceFollowed};

/// Parts of a day and space: divisible by every number of workstations up to 16, so that their shares
/// are exact.
const PARTS: u128 = 720_720;

/// Who bears a cost of a space, and for which hub if for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Payer {
    pub(super) borne: Borne,
    pub(super) hub: Option<HubId>,
    /// Whether rent is planned to have ended for it.
    pub(super) freed: bool,
}

impl Payer {
    /// Who bears something that is of no hub.
    pub(super) const fn of(borne: Borne) -> Self {
        Self { borne, hub: None, freed: false }
    }
}

/// A space's part of the costs of premises.
#[derive(Clone, Debug)]
pub(super) struct Share {
    pub(super) space: SpaceId,
    pub(super) level: LevelId,
    /// Its area times the days on which it is there.
    pub(super) weight: u128,
    /// The days on which it is there.
    pub(super) days: u32,
    /// Who has it, with how much of it; in order.
    pub(super) payers: Vec<(Payer, u128)>,
    /// How much of it is common: borne as the other spaces are.
    pub(super) common: u128,
    /// The events behind it, in order, each once.
    pub(super) because: Arc<[Revision]>,
}

/// Premises while their terms do not change: spaces with those who have them.
#[derive(Clone, Debug)]
pub(super) struct Premises {
    pub(super) building: BuildingId,
    /// Those that are there on any of the days, in order.
    pub(super) shares: Vec<Share>,
    /// Who bears the common ones.
    pub(super) common: Common,
    /// The events behind the spaces on which nothing falls, as they have no area and others have: that
    /// is why so much falls on the others.
    pub(super) weightless: Arc<[Revision]>,
}

/// Who bears what is common.
#[derive(Clone, Debug, Default)]
pub(super) struct Common {
    /// With how much of it; in order.
    pub(super) payers: Vec<(Payer, u128)>,
    /// The events behind that: the one that chose the key, and those behind who has each of the
    /// spaces. None where nothing is common.
    pub(super) because: Arc<[Revision]>,
}

/// What is asked of premises.
pub(super) struct Asked<'a> {
    pub(super) state: &'a Portfolio,
    pub(super) basis: Basis,
    pub(super) building: BuildingId,
    /// Half-open, and not empty.
    pub(super) days: (Date, Date),
    /// Who bears what nobody has.
    pub(super) invoiced: OrganisationId,
    /// The measure that was agreed.
    pub(super) measure: Option<Measure>,
    pub(super) sublets: &'a Sublets,
}

/// To whom a space or a workstation is given.
#[derive(Clone, Copy)]
enum Holder {
    Unit(UnitId),
    Hub(HubId),
    Nobody(Bearing),
}

/// A space while nothing about it changes.
#[derive(Clone, Debug)]
struct Stretch {
    from: Date,
    to: Date,
    area: u128,
    /// Each has an equal part; none where it is common.
    payers: Vec<Payer>,
    /// How many workstations it counts as.
    workstations: u32,
    /// The events behind it, in order, each once.
    because: Arc<[Revision]>,
}

/// A space with the days on which it counts, half-open.
pub(super) struct Counted<'a> {
    space: &'a Space,
    pub(super) from: Date,
    pub(super) to: Date,
    /// The events by which it took the place of another.
    because: Vec<Revision>,
}

impl<'a> Counted<'a> {
    /// While it is there.
    pub(super) fn new(space: &'a Space) -> Self {
        let retired = space.retired.as_ref().map(|retired| retired.from);
        let from = space.descriptions.begins().unwrap_or(Date::LAST);
        Self { space, from, to: retired.unwrap_or(Date::LAST), because: Vec::new() }
    }

    /// While it stands for what was named.
    pub(super) fn following(self, followed: &SpaceFollowed) -> Self {
        let from = followed.from.map_or(self.from, |from| from.max(self.from));
        Self { from, because: followed.because.clone(), ..self }
    }

    /// What it is on a date, or nearest to it.
    pub(super) fn nearest(&self, on: Date) -> Option<&'a SpaceDescription> {
        self.space.descriptions.nearest(on).map(|described| &**described)
    }

    /// The event that ended it before a date; none where it still counts.
    fn ended_before(&self, over: Date) -> Option<Revision> {
        let retired = self.space.retired.as_ref()?;
        (retired.from < over).then_some(retired.revision)
    }
}

/// The spaces of premises, each with what was last known of it: the months of a source follow each
/// other, and in most of them it is as in the month before.
#[derive(Debug, Default)]
pub(super) struct SpacesKnown {
    measure: Option<Measure>,
    spaces: Vec<Option<Stretch>>,
}

impl SpacesKnown {
    /// What is known of them by a measure.
    fn by(&mut self, measure: Option<&Measure>, spaces: usize) -> &mut [Option<Stretch>] {
        if self.measure.as_ref() != measure || self.spaces.len() != spaces {
            *self = Self { measure: measure.cloned(), spaces: vec![None; spaces] };
        }
        &mut self.spaces
    }
}

impl Premises {
    /// Who bears what spaces of a building cost. `known` is of the same spaces, and of what is the same
    /// in all that is asked of them but the days.
    pub(super) fn of(asked: &Asked<'_>, spaces: &[Counted<'_>], known: &mut SpacesKnown) -> Self {
        let measure = measure_of(spaces, asked.days, asked.measure.as_ref());
        let mut pools = KeyedPool::all(asked);
        let mut shares = Vec::with_capacity(spaces.len());
        let known = known.by(measure.as_ref(), spaces.len());
        for (space, known) in spaces.iter().zip(known) {
            let mut share = Share::empty(space.space);
            asked.each_stretch(space, measure.as_ref(), known, |(from, to), stretch| {
                share.add(from.days_until(to), stretch);
                pools.iter_mut().for_each(|pool| pool.add((from, to), stretch));
            });
            if share.days > 0 {
                if let Some(ended) = space.ended_before(asked.days.1) {
                    share.because = together(&share.because, [ended]);
                }
                share.payers.sort_unstable();
                shares.push(share);
            }
        }
        let common = if shares.iter().any(|share| share.common > 0) {
            let behind = events(&shares.iter().map(|share| &share.because).collect::<Vec<_>>());
            let because = together(&behind, pools.iter().filter_map(|pool| pool.by));
            Common { payers: KeyedPool::joined(pools).into_iter().collect(), because }
        } else {
            Common::default()
        };
        let weightless = if shares.iter().any(|share| share.weight > 0) {
            let weightless = shares.iter().filter(|share| share.weight == 0);
            together(&[], weightless.flat_map(|share| share.because.iter().copied()))
        } else {
            Arc::default()
        };
        Self { building: asked.building, shares, common, weightless }
    }
}

type Pool = BTreeMap<Payer, u128>;

/// Who bears what is common while it is borne by one key, half-open.
struct KeyedPool {
    from: Date,
    to: Date,
    key: CommonKey,
    by: Option<Revision>,
    by_key: Pool,
    by_space: Pool,
}

/// Parts of a day on which another key holds than on others of a month.
const PARTS_OF_DAY: u128 = 1_000_000_000_000_000;

impl KeyedPool {
    /// One for each key that holds on the days.
    fn all(asked: &Asked<'_>) -> Vec<Self> {
        let keys = asked.state.common_keys(asked.building, asked.days);
        let ends = keys.iter().skip(1).map(|(from, ..)| *from).chain([asked.days.1]);
        let pools = keys.iter().zip(ends).map(|(&(from, key, by), to)| {
            let (by_key, by_space) = (Pool::new(), Pool::new());
            Self { from, to, key, by, by_key, by_space }
        });
        pools.collect()
    }

    fn add(&mut self, (from, to): (Date, Date), stretch: &Stretch) {
        let (from, to) = (from.max(self.from), to.min(self.to));
        if from < to {
            let days = from.days_until(to);
            add(&mut self.by_key, stretch, weight_by(self.key, days, stretch));
            add(&mut self.by_space, stretch, u128::from(days));
        }
    }

    /// By spaces where nobody has anything by the key.
    fn pool(self) -> Pool {
        let keyed = self.by_key.values().any(|weight| *weight > 0);
        if keyed { self.by_key } else { self.by_space }
    }

    /// Each key for its days: what is had by one is not to be compared with what is had by another.
    fn joined(mut pools: Vec<Self>) -> Pool {
        if pools.len() == 1 {
            return pools.remove(0).pool();
        }
        let mut joined = Pool::new();
        for pool in pools {
            let parts = u128::from(pool.from.days_until(pool.to)) * PARTS_OF_DAY;
            let pool = pool.pool();
            let weights: Vec<u128> = pool.values().copied().collect();
            if !weights.is_empty() {
                for (payer, part) in pool.into_keys().zip(apportioned(parts, &weights)) {
                    *joined.entry(payer).or_default() += part;
                }
            }
        }
        joined
    }
}

const fn weight_by(key: CommonKey, days: u32, stretch: &Stretch) -> u128 {
    let each_day = match key {
        CommonKey::Area => stretch.area,
        CommonKey::Workstations => stretch.workstations as u128,
        CommonKey::Spaces => 1,
    };
    each_day * days as u128
}

/// Adds those who bear what is common by what they have. Rent does not end for the common by ending for
/// the rest.
fn add(pool: &mut Pool, stretch: &Stretch, weight: u128) {
    for payer in &stretch.payers {
        let payer = Payer { freed: false, ..*payer };
        *pool.entry(payer).or_default() += part(weight, stretch.payers.len());
    }
}

const fn part(weight: u128, among: usize) -> u128 {
    weight.saturating_mul(PARTS) / among as u128
}

impl Share {
    fn empty(space: &Space) -> Self {
        let (id, level) = (space.id, space.level);
        let (payers, because) = (Vec::new(), Arc::default());
        Self { space: id, level, weight: 0, days: 0, payers, common: 0, because }
    }

    fn add(&mut self, days: u32, stretch: &Stretch) {
        self.because = if self.days == 0 {
            Arc::clone(&stretch.because)
        } else {
            together(&self.because, stretch.because.iter().copied())
        };
        self.days += days;
        self.weight += stretch.area * u128::from(days);
        // Without area days count alone.
        let weight = stretch.area.max(1) * u128::from(days);
        if stretch.payers.is_empty() {
            self.common += part(weight, 1);
        }
        for payer in &stretch.payers {
            let more = part(weight, stretch.payers.len());
            match self.payers.iter_mut().find(|(known, _)| known == payer) {
                Some((_, weight)) => *weight += more,
                None => self.payers.push((*payer, more)),
            }
        }
    }
}

/// Whether rent is planned to have ended for what is released; it is due as it is until a lease says
/// otherwise.
fn is_freed(released: Release, upcoming: &mut Upcoming<'_>) -> bool {
    if upcoming.basis == Basis::Actual {
        return false;
    }
    upcoming.may_change(released.rent_ends_on.next_day());
    released.rent_ends_on < upcoming.on
}

impl Asked<'_> {
    /// Goes through the stretches of days on which nothing about a space changes, each with its days,
    /// half-open. The last is known for the next time, as far as it goes.
    fn each_stretch(
        &self,
        space: &Counted<'_>,
        measure: Option<&Measure>,
        known: &mut Option<Stretch>,
        mut take: impl FnMut((Date, Date), &Stretch),
    ) {
        let (first, over) = self.days;
        let over = over.min(space.to);
        let mut from = first.max(space.from);
        while from < over {
            let holds = known.take().filter(|known| known.from <= from && from < known.to);
            let stretch = holds.unwrap_or_else(|| self.stretch(space, measure, from));
            let to = stretch.to.min(over);
            take((from, to), &stretch);
            *known = Some(stretch);
            from = to;
        }
    }

    /// From a day on, for as long as nothing changes.
    fn stretch(&self, counted: &Counted<'_>, measure: Option<&Measure>, from: Date) -> Stretch {
        let (space, mut because) = (counted.space, counted.because.clone());
        let mut upcoming = Upcoming::new(self.state, self.basis, from, counted.to, &mut because);
        let described = upcoming.timeline(&space.descriptions);
        let area = described.map_or(0, |described| weight(described, measure));
        let common = described
            .is_some_and(|described| described.category.allocated_as() == AllocatedAs::Common);
        let released = upcoming.held(&space.released).copied();
        let freed = released.is_some_and(|released| is_freed(released, &mut upcoming));
        let serves = upcoming.held(&space.hub).copied().flatten();
        let sublet = self.sublets.lets(space.id, &mut upcoming);
        let (room, workstations) = self.standing(space, &mut upcoming);
        let given = |given: Allocation| match (given, serves) {
            (Allocation::Fixed(unit), _) => Holder::Unit(unit),
            (Allocation::Flexible(hub), _) | (Allocation::Vacant, Some(hub)) => Holder::Hub(hub),
            (Allocation::Vacant, None) => Holder::Nobody(Bearing::Vacant),
        };
        let whole = room.filter(|room| *room != Allocation::Vacant);
        let holders: Vec<Holder> = if released.is_some() {
            vec![Holder::Nobody(Bearing::Released)]
        } else if sublet {
            vec![Holder::Nobody(Bearing::Sublet)]
        } else if let Some(whole) = whole {
            vec![given(whole)]
        } else if !workstations.is_empty() {
            workstations.iter().copied().map(given).collect()
        } else if common && serves.is_none() && room.is_none() {
            Vec::new()
        } else {
            vec![given(Allocation::Vacant)]
        };
        let payers = holders.into_iter().map(|holder| self.payer(holder, &mut upcoming));
        let payers = payers.map(|payer| Payer { freed, ..payer }).collect();
        let as_whole = whole.is_some() || workstations.is_empty();
        let counted = if as_whole { 1 } else { workstations.len() };
        // So many workstations stand in no space.
        let workstations = u32::try_from(counted).unwrap_or(u32::MAX);
        let to = upcoming.next();
        let because = together(&because, []);
        Stretch { from, to, area, payers, workstations, because }
    }

    /// To whom the room is given that stands in a space, and to whom each of the workstations.
    fn standing(
        &self,
        space: &Space,
        upcoming: &mut Upcoming<'_>,
    ) -> (Option<Allocation>, Vec<Allocation>) {
        let (mut room, mut workstations) = (None, Vec::new());
        for resource in self.state.resources_ever_in(space.id) {
            let stands = upcoming.place(resource) == Some(space.id);
            let Some(kind) = upcoming.kind(resource).filter(|_| stands) else { continue };
            if kind == ResourceKind::Equipment {
                continue;
            }
            let given = upcoming.held(&resource.allocation).copied().unwrap_or(Allocation::Vacant);
            match kind {
                ResourceKind::Workstation => workstations.push(given),
                // Of several rooms in one space the one that is given to somebody.
                ResourceKind::Room if room.is_none_or(|known| known == Allocation::Vacant) => {
                    room = Some(given);
                }
                ResourceKind::Room | ResourceKind::Equipment => {}
            }
        }
        (room, workstations)
    }

    fn payer(&self, holder: Holder, upcoming: &mut Upcoming<'_>) -> Payer {
        let nobody = |why| Payer::of(Borne { organisation: self.invoiced, unit: None, why });
        match holder {
            Holder::Unit(unit) => upcoming.unit(unit).map_or_else(
                || nobody(Bearing::Vacant),
                |organisation| {
                    Payer::of(Borne { organisation, unit: Some(unit), why: Bearing::Uses })
                },
            ),
            Holder::Hub(hub) => upcoming.hub(hub).unwrap_or_else(|| nobody(Bearing::Vacant)),
            Holder::Nobody(why) => nobody(why),
        }
    }
}
