//! Spaces.

use async_graphql::{ID, InputObject, Object, Result, SimpleObject};
use projections::{PlannedChange as Planned, SpaceOnPlan};
use schema::{LevelId, SpaceId};
use std::sync::{Arc, OnceLock};

use super::{
    Hub, Level, Reallocation, Resource, Unit, any,
    lineage::SpaceSuccession,
    resource,
    values::{Area, Classification, Retirement},
};
use crate::graphql::{
    connection::{Page, PageAsked, complexity, list, page},
    enums,
    global_id::GlobalId,
    history::{self, History},
    pin::{Pin, SharedPin},
    scalars,
};

/// A room or an open area on a level.
#[derive(Clone, Debug)]
pub struct Space {
    pin: SharedPin,
    known: Arc<projections::Space>,
    /// How it stands on the plan, once asked; nothing within where it is not there on the date.
    drawn: Arc<OnceLock<Option<SpaceOnPlan>>>,
}

impl Space {
    /// The space with this reference; none where the state has none.
    pub fn of(pin: SharedPin, id: SpaceId) -> Option<Self> {
        let known = Arc::clone(pin.state.space(&id)?);
        Some(Self { pin, known, drawn: Arc::default() })
    }

    pub(in crate::graphql) fn named(pin: &SharedPin, id: SpaceId) -> Result<Self> {
        Self::of(pin.clone(), id).ok_or_else(|| super::missing(&format!("{id:?}")))
    }

    pub(in crate::graphql) fn out_of(pin: &SharedPin, known: &Arc<projections::Space>) -> Self {
        Self { pin: pin.clone(), known: Arc::clone(known), drawn: Arc::default() }
    }

    /// A space as a plan shows it.
    pub(super) fn on_plan(pin: &SharedPin, drawn: &SpaceOnPlan) -> Option<Self> {
        let space = Self::of(pin.clone(), drawn.id)?;
        // A new cell is empty.
        let _ = space.drawn.set(Some(drawn.clone()));
        Some(space)
    }

    /// What tells it from other spaces in a list.
    pub(super) fn key(&self) -> SpaceId {
        self.known.id
    }

    fn drawn(&self) -> Option<&SpaceOnPlan> {
        let Pin { state, on, basis, .. } = &*self.pin;
        self.drawn.get_or_init(|| SpaceOnPlan::of(state, &self.known, *on, *basis)).as_ref()
    }
}

description! {
    /// A space: what stands on its door, what it is for and how large it is.
    SpaceDescription
}

described_from! {
    /// What a space is, from a date.
    SpaceDescribed: SpaceDescription
}

/// A space: what stands on its door, what it is for and how large it is. Its outline is in
/// `FloorPlan.geometry`.
#[Object]
impl SpaceDescription {
    /// What stands on the door.
    async fn number(&self) -> Option<String> {
        self.described.number.as_ref().map(ToString::to_string)
    }

    /// What people call it; `[erased]` once it was erased.
    async fn name(&self) -> Option<String> {
        self.pin.any_text(self.described.name)
    }

    /// What its source says that it is for; `[erased]` once it was erased.
    async fn function(&self) -> Option<String> {
        self.pin.any_text(self.described.function)
    }

    /// What it is for.
    async fn category(&self) -> enums::Category {
        self.described.category.into()
    }

    /// Its areas, each under its measure.
    #[graphql(complexity = "list(schema::limits::AREAS_MAX, child_complexity)")]
    async fn areas(&self) -> Vec<Area> {
        Area::all(&self.described.areas)
    }

    /// Clear height in millimetres; absent where not recorded.
    async fn height_mm(&self) -> Option<u32> {
        self.described.height_mm
    }

    /// How many people it is made for; absent where not known.
    async fn seats(&self) -> Option<u32> {
        self.described.seats
    }

    /// Its codes in classifications.
    #[graphql(complexity = "list(schema::limits::CODES_MAX, child_complexity)")]
    async fn codes(&self) -> Vec<Classification> {
        Classification::all(&self.described.codes)
    }

    /// Whether the source gives an outline that can be drawn.
    async fn has_outline(&self) -> bool {
        self.described.polygon.is_some()
    }
}

/// An approved move that is not yet done and concerns a space, whatever the date asked for.
#[derive(Debug)]
pub struct PlannedChange {
    pin: SharedPin,
    planned: Planned,
}

impl PlannedChange {
    pub(super) fn all(pin: &SharedPin, planned: &[Planned]) -> Vec<Self> {
        planned.iter().map(|planned| Self { pin: pin.clone(), planned: *planned }).collect()
    }
}

/// An approved move that is not yet done and concerns a space, whatever the date asked for.
#[Object]
impl PlannedChange {
    /// For when it is planned.
    async fn planned_on(&self) -> scalars::Date {
        self.planned.planned_on.into()
    }

    /// Whether that date is before `Portfolio.today`.
    async fn overdue(&self) -> bool {
        self.planned.planned_on < self.pin.today
    }

    /// By which reallocation.
    async fn reallocation(&self) -> Result<Reallocation> {
        Reallocation::named(&self.pin, self.planned.reallocation)
    }

    /// The number of its move.
    async fn number(&self) -> u16 {
        self.planned.number
    }

    /// The resource that is moved; absent where it is the space itself.
    async fn resource(&self) -> Result<Option<Resource>> {
        any(self.planned.resource, |id| Resource::named(&self.pin, id))
    }

    /// The hub that it joins; absent where it joins none.
    async fn hub(&self) -> Result<Option<Hub>> {
        any(self.planned.fate.hub(), |id| Hub::named(&self.pin, id))
    }

    /// Whether it leaves this space for another.
    async fn leaves(&self) -> bool {
        self.planned.leaves
    }

    /// The event that put the move in doubt, the first of them; absent where it is not in doubt. What
    /// is in doubt is not carried out until the reallocation is amended and decided anew.
    async fn in_doubt(&self) -> Option<scalars::Revision> {
        self.planned.doubted.map(scalars::Revision)
    }
}

/// Which hub a space serves, from a date.
#[derive(SimpleObject, Debug)]
pub struct HubServed {
    /// From when.
    from: scalars::Date,
    /// The event that records it.
    revision: scalars::Revision,
    /// The hub; absent where it serves none from then.
    hub: Option<Hub>,
}

/// A room or an open area on a level (utrymme).
#[Object]
impl Space {
    /// Opaque; contains the clocks that were named. See `Query.node`.
    pub(in crate::graphql) async fn id(&self) -> ID {
        GlobalId::of("Space", &self.pin, self.known.id)
    }

    /// The lasting reference, as mutations take it.
    #[graphql(name = "ref")]
    async fn reference(&self) -> scalars::Ref {
        self.known.id.uuid().into()
    }

    /// What its model calls it (IFC GlobalId).
    async fn global_id(&self) -> Option<String> {
        self.known.keys().next().map(ToString::to_string)
    }

    /// The level.
    async fn level(&self) -> Result<Level> {
        Level::named(&self.pin, self.known.level)
    }

    /// What it is on the date or, before it was added, is first.
    #[graphql(flatten)]
    async fn description(&self) -> SpaceDescription {
        SpaceDescription::on(&self.pin, &self.known.descriptions)
    }

    /// All that it was and will be, in the order of their dates.
    #[graphql(complexity = "list(10, child_complexity)")]
    async fn description_history(&self) -> Vec<SpaceDescribed> {
        SpaceDescribed::all(&self.pin, &self.known.descriptions)
    }

    /// Whether it is there on the date.
    async fn exists(&self) -> bool {
        self.known.exists(self.pin.on)
    }

    /// The first date on which it is there.
    async fn from(&self) -> Option<scalars::Date> {
        self.known.descriptions.begins().map(Into::into)
    }

    /// Whether it is lost on the date: for the time being nobody can use it.
    async fn lost(&self) -> bool {
        self.known.is_lost(self.pin.on)
    }

    /// Its end, whether past or to come; absent where none is recorded.
    async fn retired(&self) -> Option<Retirement> {
        Retirement::of(&self.pin, self.known.retired.as_ref())
    }

    /// The spaces whose place it took, whether that is past or to come, in the order of recording.
    #[graphql(complexity = "list(3, child_complexity)")]
    async fn formed_from(&self) -> Result<Vec<SpaceSuccession>> {
        SpaceSuccession::all(&self.pin, &self.known.formed)
    }

    /// The spaces that took its place, whether that is past or to come, in the order of recording.
    #[graphql(complexity = "list(3, child_complexity)")]
    async fn became(&self) -> Result<Vec<SpaceSuccession>> {
        SpaceSuccession::all(&self.pin, &self.known.became)
    }

    /// How it is used on the date and basis; absent where it is not there on the date.
    async fn mode(&self) -> Option<enums::Mode> {
        self.drawn().map(|drawn| drawn.mode.into())
    }

    /// The units that have something in it, fixed, on the date and basis.
    #[graphql(complexity = "list(5, child_complexity)")]
    async fn occupants(&self) -> Result<Vec<Unit>> {
        let units = self.drawn().map_or(&[][..], |drawn| &drawn.occupants);
        units.iter().map(|unit| Unit::named(&self.pin, *unit)).collect()
    }

    /// The hub that it serves on the date and basis.
    async fn hub(&self) -> Result<Option<Hub>> {
        let hub = self.known.hub.at(self.pin.on, self.pin.basis).copied().flatten();
        any(hub, |id| Hub::named(&self.pin, id))
    }

    /// Which hubs it serves and has served, as reported or recorded, in the order of the dates. What
    /// a later recording superseded is not among them: it is in `history`.
    #[graphql(complexity = "list(10, child_complexity)")]
    async fn hub_history(&self) -> Result<Vec<HubServed>> {
        let entries = self.known.hub.actual().entries().iter();
        let served = entries.map(|entry| {
            Ok(HubServed {
                from: entry.from.into(),
                revision: scalars::Revision(entry.revision),
                hub: any(entry.value, |id| Hub::named(&self.pin, id))?,
            })
        });
        served.collect()
    }

    /// What stands in it on the date and basis, in the order of their references.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn resources(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Resource>> {
        let asked = PageAsked::new(first, after, last, before);
        let items = resource::standing_in(&self.pin, self.known.id);
        page(items, &asked, |item| item.id, |item| Resource::out_of(&self.pin, item))
    }

    /// What is approved for it and not yet done, whatever the basis and by when, in the order of the
    /// dates for which it is planned; empty where the space is not there on the date.
    #[graphql(complexity = "list(10, child_complexity)")]
    async fn planned_changes(&self) -> Vec<PlannedChange> {
        PlannedChange::all(&self.pin, self.drawn().map_or(&[], |drawn| &drawn.planned))
    }

    /// The events about it.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn history(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<History> {
        let asked = PageAsked::new(first, after, last, before);
        history::touching(&self.pin, self.known.id.uuid(), &asked).await
    }
}

/// Which spaces are asked for. What is left out restricts nothing.
#[derive(InputObject, Clone, Debug, Default)]
pub struct SpaceFilter {
    /// For what they are.
    category: Option<enums::Category>,
    /// How they are used on the date and basis.
    mode: Option<enums::Mode>,
    /// On which level.
    level: Option<scalars::Ref>,
    /// Which hub they serve on the date and basis.
    hub: Option<scalars::Ref>,
    /// Also those that are not there yet on the date, or no longer.
    #[graphql(default)]
    any_date: bool,
}

/// The spaces that a filter lets through, in the order of their ids.
pub(super) fn matching<'a>(pin: &'a Pin, filter: &SpaceFilter) -> Vec<&'a Arc<projections::Space>> {
    let level = filter.level.as_ref().map(|level| LevelId::from(level.0));
    let wanted = |space: &&Arc<projections::Space>| {
        (filter.any_date || space.exists(pin.on)) && matches(pin, space, filter)
    };
    match level {
        Some(level) => pin.state.spaces_of(level).filter(wanted).collect(),
        None => pin.state.spaces().values().filter(wanted).collect(),
    }
}

fn matches(pin: &Pin, space: &projections::Space, filter: &SpaceFilter) -> bool {
    let category = filter.category.map(schema::Category::from);
    let described = space.descriptions.nearest(pin.on);
    let hub = filter.hub.as_ref().map(|hub| schema::HubId::from(hub.0));
    category.is_none_or(|wanted| described.is_some_and(|known| known.category == wanted))
        && hub.is_none_or(|wanted| space.hub.at(pin.on, pin.basis) == Some(&Some(wanted)))
        && filter.mode.is_none_or(|wanted| {
            let drawn = SpaceOnPlan::of(&pin.state, space, pin.on, pin.basis);
            drawn.is_some_and(|drawn| enums::Mode::from(drawn.mode) == wanted)
        })
}
