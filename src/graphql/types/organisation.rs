//! Organisations.

use async_graphql::{ID, Object, Result, SimpleObject};
use schema::OrganisationId;
use std::sync::Arc;

use super::{Building, Decision, Delegation, Unit, any, cost::VatTreated, values::Retirement};
use crate::graphql::{
    connection::{Page, PageAsked, complexity, page},
    global_id::GlobalId,
    history::{self, History},
    scalars,
};

thing! {
    /// An authority or company.
    Organisation(OrganisationId) in organisation
}

description! {
    /// What an organisation is called and registered as.
    OrganisationDescription
}

described_from! {
    /// What an organisation is called and registered as, from a date.
    OrganisationDescribed: OrganisationDescription
}

/// What an organisation is called and registered as.
#[Object]
impl OrganisationDescription {
    /// Its name; `[erased]` once it was erased.
    async fn name(&self) -> String {
        self.pin.text(self.described.name)
    }

    /// Its organisation number (organisationsnummer), NNNNNN-NNNN; absent where it has none.
    async fn number(&self) -> Option<String> {
        self.described.number.as_ref().map(ToString::to_string)
    }
}

/// An opening balance: what is recorded of an organisation's estate was signed off.
#[derive(SimpleObject, Debug)]
pub struct OpeningBalance {
    /// As of which date.
    on: scalars::Date,
    /// The event that records it.
    revision: scalars::Revision,
    /// The decision that signs it off.
    decision: Decision,
}

/// An authority or company. Access, records and money belong to organisations.
#[Object]
impl Organisation {
    /// Opaque; contains the clocks that were named. See `Query.node`.
    pub(in crate::graphql) async fn id(&self) -> ID {
        GlobalId::of("Organisation", &self.pin, self.known.id)
    }

    /// The lasting reference, as mutations take it.
    #[graphql(name = "ref")]
    async fn reference(&self) -> scalars::Ref {
        self.known.id.uuid().into()
    }

    /// What it is on the date or, before it was registered, is first.
    #[graphql(flatten)]
    async fn description(&self) -> OrganisationDescription {
        OrganisationDescription::on(&self.pin, &self.known.descriptions)
    }

    /// All that it was and will be called, in the order of their dates.
    #[graphql(complexity = "crate::graphql::connection::list(10, child_complexity)")]
    async fn description_history(&self) -> Vec<OrganisationDescribed> {
        OrganisationDescribed::all(&self.pin, &self.known.descriptions)
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

    /// The organisation that takes over from it when it ends; absent where none does.
    async fn successor(&self) -> Result<Option<Organisation>> {
        any(self.known.successor, |id| Organisation::named(&self.pin, id))
    }

    /// Its units on the date, what it took over from others included, in the order of their references.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn units(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Unit>> {
        let asked = PageAsked::new(first, after, last, before);
        let (state, on) = (&self.pin.state, self.pin.on);
        let of_it = |unit: &&Arc<projections::Unit>| {
            let described = unit.descriptions.at(on).filter(|_| unit.exists(on));
            described
                .is_some_and(|known| state.organisation_on(known.organisation, on) == self.known.id)
        };
        let items = self.pin.state.units().values().filter(of_it).collect();
        page(items, &asked, |item| item.id, |item| Unit::out_of(&self.pin, item))
    }

    /// The buildings that it owns on the date, what it took over from others included, in the order of their references.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn buildings(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Building>> {
        let asked = PageAsked::new(first, after, last, before);
        let (state, on) = (&self.pin.state, self.pin.on);
        let owned = |building: &&Arc<projections::Building>| {
            building.exists(on) && state.building_owner(building, on) == Some(self.known.id)
        };
        let items = self.pin.state.buildings().values().filter(owned).collect();
        page(items, &asked, |item| item.id, |item| Building::out_of(&self.pin, item))
    }

    /// What it delegates on the date, in the order of the points of its delegation order: who decides
    /// what in its name, and up to which limits.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn delegations(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Delegation>> {
        let asked = PageAsked::new(first, after, last, before);
        let items = projections::delegations_on(&self.pin.state, self.known.id, self.pin.on);
        page(items, &asked, |item| item.point.to_string(), |item| Delegation::new(&self.pin, item))
    }

    /// Its opening balance, whatever the date; absent until it is signed off. From then on files that
    /// concern it are read in by decision only.
    async fn opening_balance(&self) -> Option<OpeningBalance> {
        let signed = self.pin.state.opening_balances().get(&self.known.id)?;
        let mut decisions = self.pin.state.decisions_at(signed.revision);
        let decision = decisions.find(|known| known.decision.organisation == self.known.id)?;
        Some(OpeningBalance {
            on: signed.on.into(),
            revision: scalars::Revision(signed.revision),
            decision: Decision::new(&self.pin, &decision.decision),
        })
    }

    /// How it treats the VAT that it pays, on the date.
    async fn vat_treatment(&self) -> VatTreated {
        VatTreated::of(&self.pin, self.known.id)
    }

    /// The last month of its books that is closed, written YYYY-MM, whatever the date; absent where none
    /// is. What is known later of the months up to it is an adjustment.
    async fn closed_through(&self) -> Option<String> {
        self.pin.state.closed_through(self.known.id).map(|closed| closed.to_string())
    }

    /// The events about it, and its decisions on others.
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
