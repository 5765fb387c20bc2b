//! Hubs.

use async_graphql::{ID, Object, Result, SimpleObject};
use projections::Seats;
use schema::HubId;

use super::{
    Membership, Municipality, Organisation, Space, any,
    cost::HubTariff,
    membership,
    seats::{self, HubSeats, SeatsOverTime, WaitingMembership},
    values::Retirement,
};
use crate::graphql::{
    connection::{Page, PageAsked, complexity, list, page},
    enums,
    global_id::GlobalId,
    history::{self, History},
    scalars,
};

thing! {
    /// A flexible network workplace.
    Hub(HubId) in hub
}

description! {
    /// A hub: what it is called, who runs it, where it is and what it offers.
    HubDescription
}

described_from! {
    /// What a hub is called, who runs it, where it is and what it offers, from a date.
    HubDescribed: HubDescription
}

/// An interval of a weekday in which a hub is open, [opens, closes).
#[derive(SimpleObject, Debug)]
pub struct OpeningHours {
    /// The weekday.
    weekday: enums::Weekday,
    /// When it opens, HH:MM in the portfolio's time zone.
    opens: String,
    /// When it closes, HH:MM in the portfolio's time zone; `24:00` at midnight.
    closes: String,
}

impl From<&schema::OpeningHours> for OpeningHours {
    fn from(hours: &schema::OpeningHours) -> Self {
        let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        Self {
            weekday: hours.weekday.into(),
            opens: clock(hours.opens_minute),
            closes: clock(hours.closes_minute),
        }
    }
}

/// How many a hub holds at a time, from a date.
#[derive(SimpleObject, Debug)]
pub struct HubCapacity {
    /// From when.
    from: scalars::Date,
    /// The event that records it.
    revision: scalars::Revision,
    /// People at a time.
    people: u32,
    /// From where this is known.
    source: enums::CapacitySource,
    /// When it was established.
    established_on: scalars::Date,
}

impl From<&projections::Entry<schema::HubCapacity>> for HubCapacity {
    fn from(entry: &projections::Entry<schema::HubCapacity>) -> Self {
        Self {
            from: entry.from.into(),
            revision: scalars::Revision(entry.revision),
            people: entry.value.people,
            source: entry.value.source.into(),
            established_on: entry.value.established_on.into(),
        }
    }
}

/// A date of a hub's life.
#[derive(SimpleObject, Debug)]
pub struct HubDate {
    /// The date.
    on: scalars::Date,
    /// The event that says so.
    revision: scalars::Revision,
}

impl From<projections::Dated> for HubDate {
    fn from(dated: projections::Dated) -> Self {
        Self { on: dated.from.into(), revision: scalars::Revision(dated.revision) }
    }
}

/// A hub: what it is called, who runs it, where it is and what it offers.
#[Object]
impl HubDescription {
    /// Its name; `[erased]` once it was erased.
    async fn name(&self) -> String {
        self.pin.text(self.described.name)
    }

    /// The organisation that runs it, or the one that stands for that once it has ended.
    async fn host(&self) -> Result<Organisation> {
        let host = self.pin.state.organisation_on(self.described.host, self.on);
        Organisation::named(&self.pin, host)
    }

    /// Where it is; absent where not recorded.
    async fn municipality(&self) -> Result<Option<Municipality>> {
        any(self.described.municipality.clone(), |code| Municipality::named(&self.pin, code))
    }

    /// What it offers.
    async fn services(&self) -> Vec<enums::Service> {
        self.described.services.iter().map(|service| (*service).into()).collect()
    }

    /// When it is open; empty where not settled.
    #[graphql(complexity = "list(schema::limits::OPENING_HOURS_MAX, child_complexity)")]
    async fn opening_hours(&self) -> Vec<OpeningHours> {
        self.described.opening_hours.iter().map(Into::into).collect()
    }
}

/// A flexible network workplace (nod): spaces where people from different organisations work side
/// by side.
#[Object]
impl Hub {
    /// Opaque; contains the clocks that were named. See `Query.node`.
    pub(in crate::graphql) async fn id(&self) -> ID {
        GlobalId::of("Hub", &self.pin, self.known.id)
    }

    /// The lasting reference, as mutations take it.
    #[graphql(name = "ref")]
    async fn reference(&self) -> scalars::Ref {
        self.known.id.uuid().into()
    }

    /// What it is on the date or, before that, is to be.
    #[graphql(flatten)]
    async fn description(&self) -> HubDescription {
        HubDescription::on(&self.pin, &self.known.descriptions)
    }

    /// All that it was and will be, in the order of their dates.
    #[graphql(complexity = "list(10, child_complexity)")]
    async fn description_history(&self) -> Vec<HubDescribed> {
        HubDescribed::all(&self.pin, &self.known.descriptions)
    }

    /// When it is planned to open.
    async fn planned_opening(&self) -> HubDate {
        self.known.opens.into()
    }

    /// When it opened; absent until that is reported.
    async fn opened(&self) -> Option<HubDate> {
        self.known.opened.map(Into::into)
    }

    /// Its end, whether past or to come; absent where none is recorded.
    async fn closed(&self) -> Option<Retirement> {
        Retirement::of(&self.pin, self.known.closed.as_ref())
    }

    /// Whether it is open on the date and basis: on the planned basis its planned opening counts
    /// until the actual one is reported.
    async fn open(&self) -> bool {
        self.known.is_open(self.pin.on, self.pin.basis)
    }

    /// How many it holds on the date; absent where not recorded.
    async fn capacity(&self) -> Option<HubCapacity> {
        self.known.capacity.entry_at(self.pin.on).map(Into::into)
    }

    /// How many it held and will hold, in the order of the dates.
    #[graphql(complexity = "list(10, child_complexity)")]
    async fn capacity_history(&self) -> Vec<HubCapacity> {
        self.known.capacity.entries().iter().map(Into::into).collect()
    }

    /// What its members pay on the date where their membership states no price; absent where nothing.
    async fn tariff(&self) -> Result<Option<HubTariff>> {
        HubTariff::of(&self.pin, self.known.id)
    }

    /// What it has to offer and has promised on the date and basis.
    #[graphql(complexity = "list(5, child_complexity)")]
    async fn seats(&self) -> HubSeats {
        let seats = Seats::of(&self.pin.state, self.known.id, self.pin.on, self.pin.basis);
        (&seats).into()
    }

    /// What it has to offer and has promised on `from` (where that is left out, the date of the clocks),
    /// and from every later date on which that changes: as it is, as planned, and with what waits for a
    /// decision. A cursor stays good as long as its date is one of them; where it no longer is, the page
    /// goes on with the first that is later.
    #[graphql(complexity = "500 + complexity(first, None, child_complexity)")]
    async fn seats_over_time(
        &self,
        from: Option<scalars::Date>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<SeatsOverTime> {
        let asked = PageAsked::new(first, after, None, None);
        let from = from.map_or(self.pin.on, Into::into);
        seats::over_time(&self.pin, self.known.id, from, &asked)
    }

    /// The memberships of proposals that wait for a decision, in the order of their reallocations: shown,
    /// and not reserved.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn waiting(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<WaitingMembership>> {
        let asked = PageAsked::new(first, after, last, before);
        let items = projections::WaitingMembership::all(&self.pin.state, self.known.id);
        let key = |waiting: &projections::WaitingMembership| {
            format!("{} {}", waiting.reallocation, waiting.proposed.membership)
        };
        page(items, &asked, key, |waiting| WaitingMembership::new(&self.pin, waiting))
    }

    /// The spaces that serve it on the date and basis, in the order of their references.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn spaces(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Space>> {
        let asked = PageAsked::new(first, after, last, before);
        let (on, basis) = (self.pin.on, self.pin.basis);
        let ever = self.pin.state.spaces_ever_of(self.known.id).filter(|space| space.exists(on));
        let serves = |space: &&std::sync::Arc<projections::Space>| {
            space.hub.at(on, basis) == Some(&Some(self.known.id))
        };
        let items = ever.filter(serves).collect();
        page(items, &asked, |item| item.id, |item| Space::out_of(&self.pin, item))
    }

    /// Its memberships that hold on the date and basis, whether or not it is open then (see
    /// `Membership.usable`), in the order of their references.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn members(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Membership>> {
        let asked = PageAsked::new(first, after, last, before);
        let all = self.pin.state.memberships_of(self.known.id);
        let items = all.filter(|known| membership::holds(&self.pin, known)).collect();
        page(items, &asked, |item| item.id, |item| Membership::out_of(&self.pin, item))
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
