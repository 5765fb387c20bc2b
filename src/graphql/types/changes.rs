//! Changes: the difference of two points of the clocks.

use async_graphql::{Error, InputObject, Object, Result, SimpleObject, Value};
use projections::{ChangeLine, FactKey, FactKind, FactValue, Thing, ThingKind, Within};
use uuid::Uuid;

use crate::graphql::{
    connection::{Page, PageAsked, complexity, list, page},
    enums,
    history::{HistoryEntry, recorded},
    node::{self, Node},
    pin::SharedPin,
    scalars,
};

/// Which changes are asked for. What is left out restricts nothing; what is given must all hold. A thing
/// belongs to a building, level or organisation when it does at either point.
#[derive(InputObject, Clone, Debug, Default)]
pub struct ChangeFilter {
    /// Changes of the thing with this reference.
    thing: Option<scalars::Ref>,
    /// Changes of these kinds.
    kinds: Option<Vec<enums::ChangeKind>>,
    /// Changes of this building, its levels, their spaces, what stands in them, and the hubs that these
    /// serve.
    building: Option<scalars::Ref>,
    /// Changes of this level, its spaces, what stands in them, and the hubs that these serve.
    level: Option<scalars::Ref>,
    /// Changes of this organisation, its units, what it owns or hosts, what is given to its units, their
    /// memberships, the reallocations on which it decided or that move or bring any of these, the bases
    /// for decisions on those, the transitions in which it takes part, and its own preconditions.
    organisation: Option<scalars::Ref>,
}

/// What is wanted of the changes.
struct Wanted {
    thing: Option<Uuid>,
    kinds: Option<Vec<FactKind>>,
    within: Vec<Within>,
}

impl From<ChangeFilter> for Wanted {
    fn from(filter: ChangeFilter) -> Self {
        let within = [
            filter.building.map(|building| Within::Building(building.0.into())),
            filter.level.map(|level| Within::Level(level.0.into())),
            filter.organisation.map(|organisation| Within::Organisation(organisation.0.into())),
        ];
        let kinds = filter.kinds.map(|kinds| kinds.into_iter().map(Into::into).collect());
        let thing = filter.thing.map(|thing| thing.0);
        Self { thing, kinds, within: within.into_iter().flatten().collect() }
    }
}

impl Wanted {
    fn matches(&self, from: &SharedPin, to: &SharedPin, key: &FactKey) -> bool {
        self.thing.is_none_or(|wanted| key.thing.uuid() == wanted)
            && self.kinds.as_ref().is_none_or(|kinds| kinds.contains(&key.kind))
            && self.within.iter().all(|within| {
                [from, to].iter().any(|pin| within.holds(&pin.viewpoint(), key.thing))
            })
    }
}

/// A point of the clocks.
#[derive(SimpleObject, Debug)]
pub struct ClockPoint {
    /// What is known: the end of a commit.
    revision: scalars::Revision,
    /// On which date.
    on: scalars::Date,
    /// On which basis.
    basis: enums::Basis,
}

impl ClockPoint {
    fn of(pin: &SharedPin) -> Self {
        Self {
            revision: scalars::Revision(pin.revision()),
            on: pin.on.into(),
            basis: pin.basis.into(),
        }
    }
}

/// What changes from one point of the clocks to another.
#[derive(Clone, Debug)]
pub struct Changes {
    from: SharedPin,
    to: SharedPin,
}

impl Changes {
    /// What changes from the one to the other.
    pub const fn new(from: SharedPin, to: SharedPin) -> Self {
        Self { from, to }
    }
}

/// What changes from one point of the clocks to another.
#[Object]
impl Changes {
    /// From which point.
    async fn since(&self) -> ClockPoint {
        ClockPoint::of(&self.from)
    }

    /// To which point: that at which the portfolio is read.
    async fn until(&self) -> ClockPoint {
        ClockPoint::of(&self.to)
    }

    /// The facts that differ, by kind of thing, reference and kind of fact. A cursor stays good between
    /// the same two points: name the revisions of both.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn lines(
        &self,
        filter: Option<ChangeFilter>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Change>> {
        let asked = PageAsked::new(first, after, last, before);
        let wanted = Wanted::from(filter.unwrap_or_default());
        let (from, to) = (self.from.clone(), self.to.clone());
        let compared = tokio::task::spawn_blocking(move || {
            let wanted = |key: &FactKey| wanted.matches(&from, &to, key);
            projections::Changes::between_where(&from.viewpoint(), &to.viewpoint(), wanted)
        });
        let compared =
            compared.await.map_err(|_| Error::new("the changes could not be computed"))?;
        let node = |line| Change { from: self.from.clone(), to: self.to.clone(), line };
        page(compared.lines, &asked, |line| line.key, node)
    }
}

/// A thing of which a change tells.
#[derive(Clone, Debug)]
pub struct ChangedThing {
    thing: Thing,
    from: SharedPin,
    to: SharedPin,
}

/// A thing of which a change tells.
#[Object]
impl ChangedThing {
    /// What it is.
    async fn kind(&self) -> enums::ThingKind {
        self.thing.kind().into()
    }

    /// The lasting reference, as mutations take it.
    #[graphql(name = "ref")]
    async fn reference(&self) -> scalars::Ref {
        self.thing.uuid().into()
    }

    /// The thing itself, as it is read at `until` or, where it is not known there, at `since`. Absent for
    /// a precondition: those are read by `Portfolio.preconditions`.
    async fn node(&self) -> Option<Node> {
        node::named(&self.to, self.thing).or_else(|| node::named(&self.from, self.thing))
    }
}

/// One fact that differs between two points of the clocks, and the events that caused it.
#[derive(Clone, Debug)]
pub struct Change {
    from: SharedPin,
    to: SharedPin,
    line: ChangeLine,
}

fn fact_data(value: Option<&FactValue>) -> Result<Option<scalars::FactData>> {
    let data = |value: &FactValue| {
        let value = serde_json::to_value(value)?;
        Ok(scalars::FactData(Value::from_json(value)?))
    };
    value.map(data).transpose()
}

/// One fact that differs between two points of the clocks, and the events that caused it.
#[Object]
impl Change {
    /// Which fact.
    async fn kind(&self) -> enums::ChangeKind {
        self.line.key.kind.into()
    }

    /// Of which thing.
    async fn thing(&self) -> ChangedThing {
        let (from, to) = (self.from.clone(), self.to.clone());
        ChangedThing { thing: self.line.key.thing, from, to }
    }

    /// Which of several: the revision that records a decision or a notice, the number of a move (also of
    /// one in doubt) or of a milestone; else absent.
    async fn part(&self) -> Option<u64> {
        let FactKey { thing, kind, part } = self.line.key;
        let told = match kind {
            FactKind::Decision | FactKind::Move | FactKind::Milestone | FactKind::Notice => true,
            FactKind::Doubt => thing.kind() == ThingKind::Reallocation,
            _ => false,
        };
        told.then_some(part)
    }

    /// What it said at `since`; absent where there was no such fact.
    async fn from(&self) -> Result<Option<scalars::FactData>> {
        fact_data(self.line.from.as_ref())
    }

    /// What it says at `until`; absent where there is no such fact.
    async fn to(&self) -> Result<Option<scalars::FactData>> {
        fact_data(self.line.to.as_ref())
    }

    /// The change in one sentence. A rendering: the facts are `from` and `to`.
    async fn sentence(
        &self,
        #[graphql(default_with = "enums::Language::English")] language: enums::Language,
    ) -> String {
        let (from, to) = (self.from.viewpoint(), self.to.viewpoint());
        self.line.sentence(&from, &to, language.into(), self.to.texts())
    }

    /// The events that caused it, in order, at least one and at most 16, the latest: those by which it
    /// became known, that approved or took back what is planned, and whose date has come, between the
    /// two points.
    #[graphql(complexity = "list(2, child_complexity)")]
    async fn because(&self) -> Result<Vec<HistoryEntry>> {
        let more = if self.to.revision() < self.from.revision() { &self.from } else { &self.to };
        let mut entries = Vec::new();
        for revision in &self.line.because {
            let events = recorded(&more.ledger, *revision, *revision).await?;
            entries.extend(events.into_iter().map(|event| HistoryEntry::new(more, event)));
        }
        Ok(entries)
    }
}
