//! Units.

use async_graphql::{ID, Object, Result};
use projections::Served;
use schema::UnitId;

use super::{
    Membership, Municipality, Organisation, Resource, any,
    lineage::UnitSuccession,
    membership, resource,
    served::UnitServed,
    values::{Retirement, Week},
};
use crate::graphql::{
    connection::{Page, PageAsked, complexity, list, page},
    global_id::GlobalId,
    history::{self, History},
    scalars,
};

thing! {
    /// A part of an organisation that occupies.
    Unit(UnitId) in unit
}

description! {
    /// A unit: where it belongs and how many it is.
    UnitDescription
}

described_from! {
    /// Where a unit belongs and how many it is, from a date.
    UnitDescribed: UnitDescription
}

/// A unit: where it belongs and how many it is.
#[Object]
impl UnitDescription {
    /// Its name; `[erased]` once it was erased.
    async fn name(&self) -> String {
        self.pin.text(self.described.name)
    }

    /// The organisation that it is part of, or the one that stands for that once it has ended.
    async fn organisation(&self) -> Result<Organisation> {
        let organisation = self.pin.state.organisation_on(self.described.organisation, self.on);
        Organisation::named(&self.pin, organisation)
    }

    /// The unit that it is part of; absent for one directly under the organisation.
    async fn parent(&self) -> Result<Option<Unit>> {
        any(self.described.parent, |id| Unit::named(&self.pin, id))
    }

    /// People employed.
    async fn headcount(&self) -> u32 {
        self.described.headcount
    }

    /// People present by weekday, as a rule; absent where not known.
    async fn attendance(&self) -> Option<Week> {
        self.described.attendance.map(Into::into)
    }

    /// Its home municipality; absent where not recorded.
    async fn municipality(&self) -> Result<Option<Municipality>> {
        any(self.described.municipality.clone(), |code| Municipality::named(&self.pin, code))
    }
}

/// A part of an organisation that occupies (enhet).
#[Object]
impl Unit {
    /// Opaque; contains the clocks that were named. See `Query.node`.
    pub(in crate::graphql) async fn id(&self) -> ID {
        GlobalId::of("Unit", &self.pin, self.known.id)
    }

    /// The lasting reference, as mutations take it.
    #[graphql(name = "ref")]
    async fn reference(&self) -> scalars::Ref {
        self.known.id.uuid().into()
    }

    /// What it is on the date or, before it was registered, is first.
    #[graphql(flatten)]
    async fn description(&self) -> UnitDescription {
        UnitDescription::on(&self.pin, &self.known.descriptions)
    }

    /// All that it was and will be, in the order of their dates.
    #[graphql(complexity = "list(10, child_complexity)")]
    async fn description_history(&self) -> Vec<UnitDescribed> {
        UnitDescribed::all(&self.pin, &self.known.descriptions)
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

    /// The units that it took over from, whether that is past or to come, in the order of recording.
    #[graphql(complexity = "list(3, child_complexity)")]
    async fn formed_from(&self) -> Result<Vec<UnitSuccession>> {
        UnitSuccession::all(&self.pin, &self.known.formed)
    }

    /// The units that took over from it, whether that is past or to come, in the order of recording.
    #[graphql(complexity = "list(3, child_complexity)")]
    async fn became(&self) -> Result<Vec<UnitSuccession>> {
        UnitSuccession::all(&self.pin, &self.known.became)
    }

    /// What is given to it, fixed, on the date and basis, in the order of their references.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn resources(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Resource>> {
        let asked = PageAsked::new(first, after, last, before);
        let items = resource::fixed_to(&self.pin, self.known.id);
        page(items, &asked, |item| item.id, |item| Resource::out_of(&self.pin, item))
    }

    /// Its memberships that hold on the date and basis, in the order of their references.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn memberships(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Membership>> {
        let asked = PageAsked::new(first, after, last, before);
        let all = self.pin.state.memberships().values();
        let its = all.filter(|membership| membership.unit(self.pin.on) == self.known.id);
        let items = its.filter(|known| membership::holds(&self.pin, known)).collect();
        page(items, &asked, |item| item.id, |item| Membership::out_of(&self.pin, item))
    }

    /// What it has in hubs on the date and basis, over all its memberships, against its people.
    async fn served(&self) -> UnitServed {
        UnitServed(Served::of(&self.pin.state, self.known.id, self.pin.on, self.pin.basis))
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
