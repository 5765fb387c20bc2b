//! Resources: what can be allocated.

use async_graphql::{ID, InputObject, Object, Result, SimpleObject};
use projections::Allocation as Given;
use schema::{HubId, LevelId, ResourceId, SpaceId, UnitId};
use std::sync::Arc;

use super::{
    Organisation, Space, any,
    moves::{Allocation, PlannedMove},
    values::Retirement,
};
use crate::{
    graphql::{
        connection::{PageAsked, complexity, list},
        enums,
        global_id::GlobalId,
        history::{self, History},
        pin::Pin,
        scalars,
    },
    import,
};

thing! {
    /// What can be allocated: a workstation, a room as a whole, equipment.
    Resource(ResourceId) in resource
}

description! {
    /// A resource: what it is, whose it is and how surely it is known.
    ResourceDescription
}

described_from! {
    /// What a resource is, whose it is and how surely it is known, from a date.
    ResourceDescribed: ResourceDescription
}

/// How surely a resource is known.
#[derive(SimpleObject, Debug)]
pub struct ResourceGrade {
    /// Counted, or assumed by a rule.
    grade: enums::Grade,
    /// When it was counted; absent where it is assumed.
    counted_on: Option<scalars::Date>,
    /// The rule by which it is assumed, such as `ifc-area-1`; absent where it is counted.
    rule: Option<String>,
    /// That rule in words; absent where this program does not know the rule.
    rule_in_words: Option<&'static str>,
}

impl From<&schema::Grade> for ResourceGrade {
    fn from(grade: &schema::Grade) -> Self {
        match grade {
            schema::Grade::Counted { on } => Self {
                grade: enums::Grade::Counted,
                counted_on: Some((*on).into()),
                rule: None,
                rule_in_words: None,
            },
            schema::Grade::Assumed { rule } => Self {
                grade: enums::Grade::Assumed,
                counted_on: None,
                rule: Some(rule.to_string()),
                rule_in_words: (rule.as_str() == import::WORKSTATIONS_BY_AREA)
                    .then_some(import::ifc::workplaces::WORKSTATION_RULE),
            },
        }
    }
}

/// A place on a level.
#[derive(SimpleObject, Debug)]
pub struct Point {
    /// Metres along the first axis of the level's frame.
    x: f64,
    /// Metres along the second axis of the level's frame.
    y: f64,
}

#[allow(clippy::cast_precision_loss, reason = "millimetres of a building are exact in f64")]
impl From<schema::Point> for Point {
    fn from([x, y]: schema::Point) -> Self {
        Self { x: x as f64 / 1000.0, y: y as f64 / 1000.0 }
    }
}

/// A resource: what it is, whose it is and how surely it is known.
#[Object]
impl ResourceDescription {
    /// What it is.
    async fn kind(&self) -> enums::ResourceKind {
        self.described.kind.into()
    }

    /// The number on it.
    async fn number(&self) -> Option<String> {
        self.described.number.as_ref().map(ToString::to_string)
    }

    /// What people call it; `[erased]` once it was erased.
    async fn name(&self) -> Option<String> {
        self.pin.any_text(self.described.name)
    }

    /// The organisation that owns it, or the one that stands for that once it has ended.
    async fn owner(&self) -> Result<Organisation> {
        let owner = self.pin.state.organisation_on(self.described.owner, self.on);
        Organisation::named(&self.pin, owner)
    }

    /// How surely it is known. What is assumed cannot be promised until counted.
    async fn grade(&self) -> ResourceGrade {
        (&self.described.grade).into()
    }

    /// Where it stands on its level; absent where not recorded.
    async fn position(&self) -> Option<Point> {
        self.described.position.map(Into::into)
    }
}

/// One count of a resource.
#[derive(SimpleObject, Debug)]
pub struct ResourceCount {
    /// When.
    on: scalars::Date,
    /// How this is known, as typed; `[erased]` once the text was erased.
    source: String,
    /// The event that records it.
    revision: scalars::Revision,
}

impl ResourceCount {
    fn new(pin: &Pin, count: &projections::Count) -> Self {
        Self {
            on: count.on.into(),
            source: pin.text(count.source),
            revision: scalars::Revision(count.revision),
        }
    }
}

/// In which space a resource stands, from a date.
#[derive(SimpleObject, Debug)]
pub struct Placed {
    /// From when.
    from: scalars::Date,
    /// The event that records it.
    revision: scalars::Revision,
    /// The space.
    space: Space,
}

/// What can be allocated (resurs): a workstation, an enclosed room as a whole, equipment.
#[Object]
impl Resource {
    /// Opaque; contains the clocks that were named. See `Query.node`.
    pub(in crate::graphql) async fn id(&self) -> ID {
        GlobalId::of("Resource", &self.pin, self.known.id)
    }

    /// The lasting reference, as mutations take it.
    #[graphql(name = "ref")]
    async fn reference(&self) -> scalars::Ref {
        self.known.id.uuid().into()
    }

    /// What it is on the date or, before it was added, is first.
    #[graphql(flatten)]
    async fn description(&self) -> ResourceDescription {
        ResourceDescription::on(&self.pin, &self.known.descriptions)
    }

    /// All that it was and will be, in the order of their dates.
    #[graphql(complexity = "list(10, child_complexity)")]
    async fn description_history(&self) -> Vec<ResourceDescribed> {
        ResourceDescribed::all(&self.pin, &self.known.descriptions)
    }

    /// Whether it is there on the date.
    async fn exists(&self) -> bool {
        self.known.exists(self.pin.on)
    }

    /// The first date on which it is there.
    async fn from(&self) -> Option<scalars::Date> {
        self.known.descriptions.begins().map(Into::into)
    }

    /// Its end, whether past or to come; absent where none is recorded.
    async fn retired(&self) -> Option<Retirement> {
        Retirement::of(&self.pin, self.known.retired.as_ref())
    }

    /// When it was counted, and how this is known, in the order of recording; what was stated when
    /// it was added is in `grade` alone.
    #[graphql(complexity = "list(3, child_complexity)")]
    async fn counts(&self) -> Vec<ResourceCount> {
        let counts = self.known.counts.iter();
        counts.map(|count| ResourceCount::new(&self.pin, count)).collect()
    }

    /// The space in which it stands on the date and basis; absent before it was added.
    async fn space(&self) -> Result<Option<Space>> {
        let place = self.known.place.at(self.pin.on, self.pin.basis).copied();
        any(place, |id| Space::named(&self.pin, id))
    }

    /// The spaces in which it has stood, as reported done, in the order of the dates.
    #[graphql(complexity = "list(10, child_complexity)")]
    async fn space_history(&self) -> Result<Vec<Placed>> {
        let entries = self.known.place.actual().entries().iter();
        let placed = entries.map(|entry| {
            Ok(Placed {
                from: entry.from.into(),
                revision: scalars::Revision(entry.revision),
                space: Space::named(&self.pin, entry.value)?,
            })
        });
        placed.collect()
    }

    /// To whom it is given on the date and basis; absent before it was added.
    async fn allocation(&self) -> Option<Allocation> {
        let entry = self.known.allocation.entry_at(self.pin.on, self.pin.basis)?;
        Some(Allocation::new(&self.pin, entry))
    }

    /// To whom it was, is and will be given, as reported or assigned, in the order of the dates;
    /// what is only planned is in `plannedMoves`. Of two entries for one date the one with the
    /// larger revision holds. What a later recording superseded is not among them: it is in
    /// `history`, and at the revisions before.
    #[graphql(complexity = "list(10, child_complexity)")]
    async fn allocation_history(&self) -> Vec<Allocation> {
        let entries = self.known.allocation.actual().entries().iter();
        entries.map(|entry| Allocation::new(&self.pin, entry)).collect()
    }

    /// The moves that are approved for it and not yet done, whatever the date asked for.
    #[graphql(complexity = "list(2, child_complexity)")]
    async fn planned_moves(&self) -> Vec<PlannedMove> {
        PlannedMove::of(&self.pin, &self.known)
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

/// Which resources are asked for. What is left out restricts nothing.
#[derive(InputObject, Clone, Debug, Default)]
pub struct ResourceFilter {
    /// What they are.
    kind: Option<enums::ResourceKind>,
    /// How surely they are known.
    grade: Option<enums::Grade>,
    /// How they are given on the date and basis.
    mode: Option<enums::AllocationMode>,
    /// In which hub they are flexible on the date and basis.
    hub: Option<scalars::Ref>,
    /// To which unit they are fixed on the date and basis.
    unit: Option<scalars::Ref>,
    /// On which level they stand on the date and basis.
    level: Option<scalars::Ref>,
    /// Also those that are not there yet on the date, or no longer.
    #[graphql(default)]
    any_date: bool,
}

impl ResourceFilter {
    /// What stands on a level.
    pub(super) fn on_level(level: LevelId) -> Self {
        Self { level: Some(level.uuid().into()), ..Self::default() }
    }

    fn matches(&self, pin: &Pin, resource: &projections::Resource) -> bool {
        let described = resource.descriptions.nearest(pin.on);
        let given = resource.allocation.at(pin.on, pin.basis);
        let grade = described.map(|known| grade(&known.grade));
        let kind = described.map(|known| enums::ResourceKind::from(known.kind));
        let unit = self.unit.as_ref().map(|unit| UnitId::from(unit.0));
        let hub = self.hub.as_ref().map(|hub| HubId::from(hub.0));
        (self.any_date || resource.exists(pin.on))
            && self.kind.is_none_or(|wanted| kind == Some(wanted))
            && self.grade.is_none_or(|wanted| grade == Some(wanted))
            && self.mode.is_none_or(|wanted| given.map(mode) == Some(wanted))
            && unit.is_none_or(|wanted| given == Some(&Given::Fixed(wanted)))
            && hub.is_none_or(|wanted| given == Some(&Given::Flexible(wanted)))
    }
}

fn grade(grade: &schema::Grade) -> enums::Grade {
    if grade.is_counted() { enums::Grade::Counted } else { enums::Grade::Assumed }
}

/// How a resource is given.
pub(super) fn mode(given: &Given) -> enums::AllocationMode {
    match given {
        Given::Fixed(_) => enums::AllocationMode::Fixed,
        Given::Flexible(_) => enums::AllocationMode::Flexible,
        Given::Vacant => enums::AllocationMode::Vacant,
    }
}

type Known = Arc<projections::Resource>;

/// The resources that a filter lets through, in the order of their ids.
pub(super) fn matching<'a>(pin: &'a Pin, filter: &ResourceFilter) -> Vec<&'a Known> {
    let wanted = |resource: &&Known| filter.matches(pin, resource);
    let Some(level) = &filter.level else {
        return pin.state.resources().values().filter(wanted).collect();
    };
    let spaces = pin.state.spaces_of(LevelId::from(level.0));
    let standing = spaces.flat_map(|space| placed_in(pin, space.id));
    let mut found: Vec<_> = standing.filter(wanted).collect();
    found.sort_by_key(|resource| resource.id);
    found
}

/// What stands in a space, in the order of their ids.
pub(super) fn standing_in(pin: &Pin, space: SpaceId) -> Vec<&Known> {
    placed_in(pin, space).filter(|resource| resource.exists(pin.on)).collect()
}

fn placed_in(pin: &Pin, space: SpaceId) -> impl Iterator<Item = &Known> {
    let ever = pin.state.resources_ever_in(space);
    ever.filter(move |resource| resource.place.at(pin.on, pin.basis) == Some(&space))
}

/// What is fixed to a unit, in the order of their ids.
pub(super) fn fixed_to(pin: &Pin, unit: UnitId) -> Vec<&Known> {
    let filter = ResourceFilter { unit: Some(unit.uuid().into()), ..ResourceFilter::default() };
    matching(pin, &filter)
}
