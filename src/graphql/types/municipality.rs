//! Municipalities and places.

use async_graphql::{ID, Object, Result, SimpleObject};
use schema::MunicipalityCode;

use super::{Building, Hub, values::GeoPosition};
use crate::graphql::{
    connection::{Page, PageAsked, complexity, page},
    global_id::GlobalId,
    scalars,
};

thing! {
    /// A municipality or place.
    Municipality(MunicipalityCode) in municipality
}

/// How many live in a municipality.
#[derive(SimpleObject, Debug)]
pub struct Population {
    /// People.
    people: u32,
    /// On which date.
    on: scalars::Date,
}

/// A municipality or place.
#[Object]
impl Municipality {
    /// Opaque; contains the clocks that were named. See `Query.node`.
    pub(in crate::graphql) async fn id(&self) -> ID {
        GlobalId::of("Municipality", &self.pin, &self.known.code)
    }

    /// Its code, such as `2380`: the lasting reference, as mutations take it.
    async fn code(&self) -> &str {
        self.known.code.as_str()
    }

    /// Its name; `[erased]` once it was erased.
    async fn name(&self) -> String {
        self.pin.text(self.known.name)
    }

    /// Where its seat town lies.
    async fn seat(&self) -> Option<GeoPosition> {
        self.known.seat.map(Into::into)
    }

    /// How many live there.
    async fn population(&self) -> Option<Population> {
        let population = self.known.population.as_ref();
        population.map(|known| Population { people: known.people, on: known.on.into() })
    }

    /// The event that added it.
    async fn revision(&self) -> scalars::Revision {
        scalars::Revision(self.known.revision)
    }

    /// The buildings that stand in it on the date, in the order of their references.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn buildings(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Building>> {
        let asked = PageAsked::new(first, after, last, before);
        let on = self.pin.on;
        let here = |building: &&std::sync::Arc<projections::Building>| {
            let described = building.descriptions.at(on);
            described.is_some_and(|known| known.municipality.as_ref() == Some(&self.known.code))
                && building.exists(on)
        };
        let items = self.pin.state.buildings().values().filter(here).collect();
        page(items, &asked, |item| item.id, |item| Building::out_of(&self.pin, item))
    }

    /// The hubs in it, planned, open and closed, in the order of their references.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn hubs(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Hub>> {
        let asked = PageAsked::new(first, after, last, before);
        let here = |hub: &&std::sync::Arc<projections::Hub>| {
            hub.description(self.pin.on).municipality.as_ref() == Some(&self.known.code)
        };
        let items = self.pin.state.hubs().values().filter(here).collect();
        page(items, &asked, |item| item.id, |item| Hub::out_of(&self.pin, item))
    }
}
