//! What would come of a command that is not recorded.

use async_graphql::{Object, Result, SimpleObject, Value};
use projections::{
    Cause, Language, SeatChange, Seats, dates_named, seat_changes, sentence, touched,
};
use schema::{Date, Envelope, Event, ReallocationId, Weekday};
use std::{collections::BTreeSet, sync::Arc};
use uuid::Uuid;

use super::{
    CostChange, Hub,
    costs::{self, CostScope},
};
use crate::{
    graphql::{
        connection::{Page, PageAsked, complexity, list, page},
        enums,
        pin::{Pin, SharedPin},
        scalars,
    },
    ledger,
};

/// What would come of a command, recorded nowhere.
#[derive(Clone, Debug)]
pub struct Preview {
    pin: SharedPin,
    preview: Arc<ledger::Preview>,
}

/// An event that would be recorded.
#[derive(SimpleObject, Debug)]
pub struct PreviewedEvent {
    /// Its type, such as `MoveDone`: the name of its JSON Schema in `schema/events`.
    #[graphql(name = "type")]
    type_name: &'static str,
    /// What it would record. Texts are sealed, each time with another salt.
    data: scalars::EventData,
    /// What it would record, in an English sentence: see `HistoryEntry.sentence`.
    sentence: String,
}

/// A thing that the command would change, give or concern.
#[derive(SimpleObject, Debug)]
pub struct TouchedThing {
    /// The name of its type, such as `Hub`.
    #[graphql(name = "type")]
    type_name: String,
    /// Its lasting reference.
    #[graphql(name = "ref")]
    reference: scalars::Ref,
}

/// The seats of a hub on one weekday.
#[derive(SimpleObject, Debug)]
pub struct SeatsOnWeekday {
    /// The weekday.
    weekday: enums::Weekday,
    /// Seats promised for it: of every kind, guaranteed and shared.
    promised: u32,
    /// Workstations that are flexible in the hub and have been counted.
    counted: u32,
    /// How many the hub holds; absent where not recorded.
    capacity: Option<u32>,
    /// Promised seats over counted workstations; absent where none is counted.
    ratio: Option<scalars::Ratio>,
}

/// A hub whose seats the command would change, from a date on which anything of the hub changes.
#[derive(Clone, Debug)]
pub struct HubSeatChange {
    pin: SharedPin,
    change: Arc<SeatChange>,
}

impl Preview {
    /// The preview that a pin is of; none where it is of none.
    pub(in crate::graphql) fn of(pin: &SharedPin) -> Option<Self> {
        let preview = Arc::clone(pin.preview.as_ref()?);
        Some(Self { pin: SharedPin::clone(pin), preview })
    }

    fn things(&self) -> Result<BTreeSet<Uuid>> {
        let events = self.preview.events.iter().map(|envelope| {
            let Envelope { revision, recorded, actor, event, .. } = envelope;
            (Cause { revision: *revision, recorded: *recorded, actor: *actor }, event)
        });
        Ok(touched(&self.preview.before, events)?)
    }
}

/// What would come of a command, recorded nowhere: no event, no text, no command id. What is shown
/// under it, and the thing beside it, are read from the state that the command would leave; their
/// ids name a revision that is not there yet, and their history ends where the ledger does. Whoever
/// sends the command afterwards is decided on the state of then.
#[Object]
impl Preview {
    /// The revision of the last event on which it was decided; null where the command would be the
    /// portfolio's first.
    async fn revision(&self) -> Option<scalars::Revision> {
        self.preview.before.head().map(|head| scalars::Revision(head.revision))
    }

    /// The events that would be recorded, in order; none where the command changes nothing, or was
    /// recorded before.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn events(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<PreviewedEvent>> {
        let asked = PageAsked::new(first, after, last, before);
        let items = self.preview.events.iter().enumerate().collect();
        page(items, &asked, |(place, _)| *place, |(_, event)| previewed(&self.pin, event))
    }

    /// The things that it would change, give or concern, in the order of their references.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn touched(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<TouchedThing>> {
        let asked = PageAsked::new(first, after, last, before);
        let things = self.things()?.into_iter();
        let kind = |thing| self.preview.after.kind_of(thing).map(|kind| (thing, kind));
        let items = things.filter_map(kind).collect();
        page(
            items,
            &asked,
            |(thing, _)| *thing,
            |(thing, kind)| TouchedThing { type_name: kind.to_string(), reference: thing.into() },
        )
    }

    /// The hubs whose seats would differ on a date from today on, on the planned basis: by hub, then
    /// in the order of the dates.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn seats(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<HubSeatChange>> {
        let asked = PageAsked::new(first, after, last, before);
        let ledger::Preview { before, after, .. } = &*self.preview;
        let changes = seat_changes(before, after, &self.things()?, self.pin.today);
        page(
            changes,
            &asked,
            |change| format!("{}.{}", change.hub, change.on),
            |change| HubSeatChange { pin: SharedPin::clone(&self.pin), change: Arc::new(change) },
        )
    }

    /// What would cost otherwise, as planned, from a month through another: added up by groups, only
    /// what differs, at most 500. A proposal that would wait for decisions is taken as if it were
    /// approved as it stands.
    #[graphql(complexity = "4_000 + list(100, child_complexity)")]
    async fn costs(
        &self,
        #[graphql(desc = "The first month, written YYYY-MM.")] from: String,
        #[graphql(desc = "The last month, written YYYY-MM, at most 30 years in all.")]
        through: String,
        #[graphql(desc = "By what they are added up, each group once. None: one sum.", default)]
        group_by: Vec<enums::CostGroup>,
        #[graphql(default_with = "enums::Bookkeeping::Accrual")] bookkeeping: enums::Bookkeeping,
        #[graphql(default)] scope: CostScope,
    ) -> Result<Vec<CostChange>> {
        let ledger::Preview { before, after, .. } = &*self.preview;
        let proposed = self.preview.events.iter().find_map(|envelope| match &envelope.event {
            Event::ReallocationProposed(event) => Some(event.reallocation),
            Event::ReallocationAmended(event) => Some(event.reallocation),
            _ => None,
        });
        let proposed: Vec<ReallocationId> = proposed.into_iter().collect();
        let after = after.as_if_approved(&proposed);
        let asked = costs::asked(&from, &through, group_by, bookkeeping, scope)?;
        let changes =
            CostChange::between(&self.pin, Arc::new(before.clone()), Arc::new(after), asked)
                .await?;
        costs::bounded(changes)
    }

    /// The dates in force that the events name, in order.
    async fn dates(&self) -> Vec<scalars::Date> {
        let dates = self.preview.events.iter().flat_map(|envelope| dates_named(&envelope.event));
        dates.collect::<BTreeSet<Date>>().into_iter().map(Into::into).collect()
    }
}

fn previewed(pin: &Pin, envelope: &Envelope) -> PreviewedEvent {
    let event = &envelope.event;
    // An event is stored as JSON, so that it serialises.
    let data = serde_json::to_value(event).unwrap_or_default();
    PreviewedEvent {
        type_name: event.type_name(),
        data: scalars::EventData(Value::from_json(data).unwrap_or_default()),
        sentence: sentence(
            Language::English,
            event,
            envelope.revision,
            pin.on,
            &pin.state,
            pin.texts(),
        ),
    }
}

/// A hub whose seats the command would change, from a date on which anything of the hub changes.
#[Object]
impl HubSeatChange {
    /// The hub, as it would be.
    async fn hub(&self) -> Result<Hub> {
        Hub::named(&self.pin, self.change.hub)
    }

    /// From when, until the hub's next date.
    async fn on(&self) -> scalars::Date {
        self.change.on.into()
    }

    /// As they are without the command, Monday first.
    #[graphql(complexity = "list(7, child_complexity)")]
    async fn before(&self) -> Vec<SeatsOnWeekday> {
        week(&self.change.before)
    }

    /// As they would be, Monday first.
    #[graphql(complexity = "list(7, child_complexity)")]
    async fn after(&self) -> Vec<SeatsOnWeekday> {
        week(&self.change.after)
    }
}

fn week(seats: &Seats) -> Vec<SeatsOnWeekday> {
    let on = |weekday: Weekday| SeatsOnWeekday {
        weekday: weekday.into(),
        promised: seats.promised.on(weekday),
        counted: seats.counted_workstations,
        capacity: seats.capacity.map(|capacity| capacity.people),
        ratio: seats
            .promise_ratio_thousandths(weekday)
            .map(|thousandths| scalars::Ratio { thousandths }),
    };
    Weekday::ALL.map(on).into()
}
