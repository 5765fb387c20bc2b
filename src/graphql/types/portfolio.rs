//! Portfolios.

use async_graphql::{Context, Error, ID, Object, Result};
use projections::{AreaTotals, Network};
use std::sync::Arc;

use super::{
    Budget, Building, Changes, Charge, Cost, CostComparison, CostReport, FloorPlan, Hub, Import,
    Index, Invoice, KeyFigure, Lease, Level, Membership, MoneyFigure, Municipality, NetworkPlace,
    Organisation, Person, Precondition, Reallocation, RecordedDecision, Resource, Sample,
    SealedBasis, Space, Transition, Unit,
    areas::{self, AreaCoverage},
    budget, cost,
    costs::{self, CostScope},
    invoice::InvoicesAsked,
    key_figures, lease,
    lease_calendar::{self, LeaseDay},
    membership, money_figures,
    reallocation::{self, ReallocationFilter},
    recorded_decision::{self, DecisionFilter},
    resource::{self, ResourceFilter},
    sample::SamplePopulation,
    space::{self, SpaceFilter},
};
use crate::graphql::{
    connection::{Page, PageAsked, complexity, list, page},
    enums,
    global_id::GlobalId,
    history::{self, History, HistoryFilter},
    pin::{Pin, SharedPin, Since},
    scalars,
};

/// An estate with one ledger, pinned.
#[derive(Clone, Debug)]
pub struct Portfolio {
    pin: SharedPin,
}

impl Portfolio {
    /// The portfolio of a pin.
    pub const fn at(pin: SharedPin) -> Self {
        Self { pin }
    }

    /// What tells it from others in a list.
    pub(in crate::graphql) fn key(&self) -> schema::PortfolioId {
        self.pin.portfolio
    }

    fn opening(&self) -> Result<&projections::Opening> {
        self.pin.state.opening().ok_or_else(|| Error::new("the portfolio is not open yet"))
    }
}

/// An estate with one ledger (bestånd), read at one revision, on one date and basis: everything
/// below it is read there too. What is recorded meanwhile is not seen.
#[Object]
impl Portfolio {
    /// Opaque; contains the clocks that were named. See `Query.node`.
    pub(in crate::graphql) async fn id(&self) -> ID {
        GlobalId::of("Portfolio", &self.pin, self.pin.portfolio)
    }

    /// The lasting reference, as mutations take it.
    #[graphql(name = "ref")]
    async fn reference(&self) -> scalars::Ref {
        self.pin.portfolio.uuid().into()
    }

    /// Its name; `[erased]` once it was erased.
    async fn name(&self) -> Result<String> {
        Ok(self.pin.text(self.opening()?.name))
    }

    /// The currency of every amount in it (ISO 4217), such as `SEK`.
    async fn currency(&self) -> Result<String> {
        Ok(self.opening()?.currency.to_string())
    }

    /// The time zone of every date in it (IANA), such as `Europe/Stockholm`.
    async fn time_zone(&self) -> Result<String> {
        Ok(self.opening()?.time_zone.to_string())
    }

    /// The revision that it is read at: the end of a commit.
    async fn revision(&self) -> scalars::Revision {
        scalars::Revision(self.pin.revision())
    }

    /// Since when others may have recorded what is not known here: the engine that keeps the ledger is
    /// away, and reading goes on from memory. Nothing where all that is recorded is known.
    async fn behind_since(&self) -> Option<scalars::DateTime> {
        self.pin.ledger.behind_since().map(scalars::DateTime)
    }

    /// When that revision was recorded.
    async fn recorded_at(&self) -> Option<scalars::DateTime> {
        self.pin.state.head().map(|head| scalars::DateTime(head.recorded))
    }

    /// The date that it is read on.
    async fn on(&self) -> scalars::Date {
        self.pin.on.into()
    }

    /// The basis that it is read on.
    async fn basis(&self) -> enums::Basis {
        self.pin.basis.into()
    }

    /// By which date it is told what is overdue: today in the portfolio's time zone; where a revision
    /// or an instant is named, the date of that (see `AsOf`).
    async fn today(&self) -> scalars::Date {
        self.pin.today.into()
    }

    /// SHA-256 over the whole state at the revision: equal events give an equal digest on every
    /// node, whatever the date and basis.
    #[graphql(complexity = "1_000")]
    async fn digest(&self) -> Result<scalars::Digest> {
        let state = Arc::clone(&self.pin.state);
        let digest = tokio::task::spawn_blocking(move || state.digest()).await;
        digest.map(Into::into).map_err(|_| Error::new("the digest could not be computed"))
    }

    /// The registered persons, in the order of their references.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn persons(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Person>> {
        let asked = PageAsked::new(first, after, last, before);
        let items = self.pin.state.persons().values().collect();
        page(items, &asked, |item| item.id, |item| Person::out_of(&self.pin, item))
    }

    /// A person by reference.
    async fn person(&self, #[graphql(name = "ref")] reference: scalars::Ref) -> Option<Person> {
        Person::of(self.pin.clone(), reference.0.into())
    }

    /// The organisations on the date, in the order of their references; with `anyDate` also those
    /// that are not there yet or no longer.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn organisations(
        &self,
        #[graphql(default)] any_date: bool,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Organisation>> {
        let asked = PageAsked::new(first, after, last, before);
        let on = self.pin.on;
        let all = self.pin.state.organisations().values();
        let items = all.filter(|known| any_date || known.exists(on)).collect();
        page(items, &asked, |item| item.id, |item| Organisation::out_of(&self.pin, item))
    }

    /// An organisation by reference.
    async fn organisation(
        &self,
        #[graphql(name = "ref")] reference: scalars::Ref,
    ) -> Option<Organisation> {
        Organisation::of(self.pin.clone(), reference.0.into())
    }

    /// The units on the date, in the order of their references; with `anyDate` also those
    /// that are not there yet or no longer.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn units(
        &self,
        #[graphql(default)] any_date: bool,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Unit>> {
        let asked = PageAsked::new(first, after, last, before);
        let on = self.pin.on;
        let all = self.pin.state.units().values();
        let items = all.filter(|known| any_date || known.exists(on)).collect();
        page(items, &asked, |item| item.id, |item| Unit::out_of(&self.pin, item))
    }

    /// A unit by reference.
    async fn unit(&self, #[graphql(name = "ref")] reference: scalars::Ref) -> Option<Unit> {
        Unit::of(self.pin.clone(), reference.0.into())
    }

    /// The municipalities and places, in the order of their codes.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn municipalities(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Municipality>> {
        let asked = PageAsked::new(first, after, last, before);
        let items = self.pin.state.municipalities().values().collect();
        page(items, &asked, |item| item.code.clone(), |item| Municipality::out_of(&self.pin, item))
    }

    /// A municipality or place by code, such as `2380`.
    async fn municipality(&self, code: String) -> Result<Option<Municipality>> {
        Ok(Municipality::of(self.pin.clone(), code.parse()?))
    }

    /// The buildings that are there on the date, in the order of their references; with `anyDate`
    /// also those that are not there yet or no longer.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn buildings(
        &self,
        #[graphql(default)] any_date: bool,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Building>> {
        let asked = PageAsked::new(first, after, last, before);
        let all = self.pin.state.buildings().values();
        let items = all.filter(|known| any_date || known.exists(self.pin.on)).collect();
        page(items, &asked, |item| item.id, |item| Building::out_of(&self.pin, item))
    }

    /// A building by reference.
    async fn building(&self, #[graphql(name = "ref")] reference: scalars::Ref) -> Option<Building> {
        Building::of(self.pin.clone(), reference.0.into())
    }

    /// The levels that are there on the date, in the order of their references; with `anyDate`
    /// also those that are not there yet or no longer.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn levels(
        &self,
        #[graphql(default)] any_date: bool,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Level>> {
        let asked = PageAsked::new(first, after, last, before);
        let all = self.pin.state.levels().values();
        let items = all.filter(|known| any_date || known.exists(self.pin.on)).collect();
        page(items, &asked, |item| item.id, |item| Level::out_of(&self.pin, item))
    }

    /// A level by reference.
    async fn level(&self, #[graphql(name = "ref")] reference: scalars::Ref) -> Option<Level> {
        Level::of(self.pin.clone(), reference.0.into())
    }

    /// The plan of a level on the date and basis.
    async fn floor_plan(&self, level: scalars::Ref) -> Option<FloorPlan> {
        let level = self.pin.state.level(&level.0.into())?.id;
        Some(FloorPlan::of(&self.pin, level))
    }

    /// The spaces that are there on the date, in the order of their references.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn spaces(
        &self,
        filter: Option<SpaceFilter>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Space>> {
        let asked = PageAsked::new(first, after, last, before);
        let items = space::matching(&self.pin, &filter.unwrap_or_default());
        page(items, &asked, |item| item.id, |item| Space::out_of(&self.pin, item))
    }

    /// A space by reference.
    async fn space(&self, #[graphql(name = "ref")] reference: scalars::Ref) -> Option<Space> {
        Space::of(self.pin.clone(), reference.0.into())
    }

    /// The areas of all spaces on the date, added up, each measure by itself and with how many of the
    /// spaces have one.
    #[graphql(complexity = "500 + list(5, child_complexity)")]
    async fn areas(
        &self,
        #[graphql(desc = "Only this measure: see `Area.measure`. Left out: each that any has.")]
        measure: Option<String>,
    ) -> Result<Vec<AreaCoverage>> {
        areas::covered(&AreaTotals::of_portfolio(&self.pin.state, self.pin.on), measure)
    }

    /// The resources that are there on the date, in the order of their references.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn resources(
        &self,
        filter: Option<ResourceFilter>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Resource>> {
        let asked = PageAsked::new(first, after, last, before);
        let items = resource::matching(&self.pin, &filter.unwrap_or_default());
        page(items, &asked, |item| item.id, |item| Resource::out_of(&self.pin, item))
    }

    /// A resource by reference.
    async fn resource(&self, #[graphql(name = "ref")] reference: scalars::Ref) -> Option<Resource> {
        Resource::of(self.pin.clone(), reference.0.into())
    }

    /// The hubs, planned, open and closed, in the order of their references.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn hubs(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Hub>> {
        let asked = PageAsked::new(first, after, last, before);
        let items = self.pin.state.hubs().values().collect();
        page(items, &asked, |item| item.id, |item| Hub::out_of(&self.pin, item))
    }

    /// A hub by reference.
    async fn hub(&self, #[graphql(name = "ref")] reference: scalars::Ref) -> Option<Hub> {
        Hub::of(self.pin.clone(), reference.0.into())
    }

    /// The memberships that hold on the date and basis, in the order of their references; with
    /// `anyDate` also those that do not hold yet or no longer.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn memberships(
        &self,
        #[graphql(default)] any_date: bool,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Membership>> {
        let asked = PageAsked::new(first, after, last, before);
        let all = self.pin.state.memberships().values();
        let items = all.filter(|known| any_date || membership::holds(&self.pin, known)).collect();
        page(items, &asked, |item| item.id, |item| Membership::out_of(&self.pin, item))
    }

    /// A membership by reference.
    async fn membership(
        &self,
        #[graphql(name = "ref")] reference: scalars::Ref,
    ) -> Option<Membership> {
        Membership::of(self.pin.clone(), reference.0.into())
    }

    /// The reallocations, in the order of their references.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn reallocations(
        &self,
        filter: Option<ReallocationFilter>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Reallocation>> {
        let asked = PageAsked::new(first, after, last, before);
        let items = reallocation::matching(&self.pin, &filter.unwrap_or_default());
        page(items, &asked, |item| item.id, |item| Reallocation::out_of(&self.pin, item))
    }

    /// A reallocation by reference.
    async fn reallocation(
        &self,
        #[graphql(name = "ref")] reference: scalars::Ref,
    ) -> Option<Reallocation> {
        Reallocation::of(self.pin.clone(), reference.0.into())
    }

    /// The register of decisions, in the order of recording.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn decisions(
        &self,
        filter: Option<DecisionFilter>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<RecordedDecision>> {
        let asked = PageAsked::new(first, after, last, before);
        let items = recorded_decision::matching(&self.pin, filter.unwrap_or_default())?;
        page(items, &asked, |item| item.key(), |item| RecordedDecision::new(&self.pin, item))
    }

    /// A sample for an auditor: cases drawn from a counted population by a seed. The rank of a case is
    /// SHA-256 over the seed, a zero byte and the case's id; the cases with the smallest ranks are
    /// drawn, so that anybody can draw the same again. The cases have 5,000 events together at most;
    /// `GET /ledgers/{portfolio}/sample` gives larger samples, with the same cases.
    #[graphql(complexity = "1_000 + list(usize::try_from(size).unwrap_or(0), child_complexity)")]
    async fn sample(
        &self,
        #[graphql(desc = "By what it is drawn: 1 to 100 characters on one line.")] seed: String,
        #[graphql(desc = "How many cases, fewer where the population is smaller: 1 to 1,000.")]
        size: i32,
        #[graphql(desc = "Of which cases.")] population: SamplePopulation,
    ) -> Result<Sample> {
        Sample::draw(&self.pin, &seed, size, &population).await
    }

    /// What is to be settled on the date before reallocations are approved, in the order of the
    /// references; with `anyDate` also what is not required yet or no longer.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn preconditions(
        &self,
        #[graphql(default)] any_date: bool,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Precondition>> {
        let asked = PageAsked::new(first, after, last, before);
        let all = self.pin.state.preconditions().values();
        let items = all.filter(|known| any_date || known.is_required(self.pin.on)).collect();
        page(items, &asked, |item| item.id, |item| Precondition::out_of(&self.pin, item))
    }

    /// The files that were read, those of buildings and lists of several alike, in the order of
    /// their references.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn imports(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Import>> {
        let asked = PageAsked::new(first, after, last, before);
        let items = self.pin.state.imports().values().collect();
        page(items, &asked, |item| item.id, |item| Import::out_of(&self.pin, item))
    }

    /// An import by reference.
    async fn import(&self, #[graphql(name = "ref")] reference: scalars::Ref) -> Option<Import> {
        Import::of(self.pin.clone(), reference.0.into())
    }

    /// The transitions, those that are to come and those that are over alike, in the order of their
    /// references.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn transitions(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Transition>> {
        let asked = PageAsked::new(first, after, last, before);
        let items = self.pin.state.transitions().values().collect();
        page(items, &asked, |item| item.id, |item| Transition::out_of(&self.pin, item))
    }

    /// A transition by reference.
    async fn transition(
        &self,
        #[graphql(name = "ref")] reference: scalars::Ref,
    ) -> Option<Transition> {
        Transition::of(self.pin.clone(), reference.0.into())
    }

    /// The sealed bases for decisions, in the order of their references.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn decision_bases(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<SealedBasis>> {
        let asked = PageAsked::new(first, after, last, before);
        let items = self.pin.state.bases().values().collect();
        page(items, &asked, |item| item.id, |item| SealedBasis::out_of(&self.pin, item))
    }

    /// A sealed basis for decisions by reference.
    async fn decision_basis(
        &self,
        #[graphql(name = "ref")] reference: scalars::Ref,
    ) -> Option<SealedBasis> {
        SealedBasis::of(self.pin.clone(), reference.0.into())
    }

    /// The leases that run on the date, in the order of their references; with `anyDate` also those that
    /// do not run yet or no longer.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn leases(
        &self,
        #[graphql(default)] any_date: bool,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Lease>> {
        let asked = PageAsked::new(first, after, last, before);
        let all = self.pin.state.leases().values();
        let items = all.filter(|known| any_date || lease::runs(&self.pin, known)).collect();
        page(items, &asked, |item| item.id, |item| Lease::out_of(&self.pin, item))
    }

    /// A lease by reference.
    async fn lease(&self, #[graphql(name = "ref")] reference: scalars::Ref) -> Option<Lease> {
        Lease::of(self.pin.clone(), reference.0.into())
    }

    /// What premises cost from a month through another, at most 30 years, added up by groups. Months that an
    /// organisation has closed stand as they were known then; what was found later is in the first that was
    /// open, and `ADJUSTS` tells it apart. See
    /// `GET /ledgers/{portfolio}/costs` for the same as a list.
    #[graphql(complexity = "2_000 + child_complexity")]
    #[allow(clippy::too_many_arguments, reason = "what is asked, one by one")]
    async fn costs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first month, written YYYY-MM.")] from: String,
        #[graphql(desc = "The last month, written YYYY-MM.")] through: String,
        #[graphql(desc = "By what they are added up, each group once. None: one sum.", default)]
        group_by: Vec<enums::CostGroup>,
        #[graphql(default_with = "enums::Bookkeeping::Accrual")] bookkeeping: enums::Bookkeeping,
        #[graphql(default)] scope: CostScope,
    ) -> Result<CostReport> {
        let asked = costs::asked(&from, &through, group_by, bookkeeping, scope)?;
        CostReport::of(ctx, &self.pin, asked).await
    }

    /// A year of an organisation as it is computed, budgeted and invoiced, and why these differ. See
    /// `GET /ledgers/{portfolio}/costs/comparison` for the same as a list.
    #[graphql(complexity = "2_000 + child_complexity")]
    async fn cost_comparison(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose year.")] organisation: scalars::Ref,
        #[graphql(desc = "The year, from 1900 to 2199.")] year: u16,
    ) -> Result<CostComparison> {
        CostComparison::of(ctx, &self.pin, organisation, year).await
    }

    /// What organisations of the portfolio owe each other from a month through another, at most 30 years,
    /// by payer, payee, month and reason, as it stands in the books of who bears it, or receives it for a
    /// lease or a membership. Charges cancel in the portfolio: what one pays another receives, so that they
    /// are never savings.
    #[graphql(complexity = "2_000 + complexity(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments, reason = "each argument is one of the published field's")]
    async fn charges(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first month, written YYYY-MM.")] from: String,
        #[graphql(desc = "The last month, written YYYY-MM.")] through: String,
        #[graphql(default_with = "enums::Bookkeeping::Accrual")] bookkeeping: enums::Bookkeeping,
        #[graphql(desc = "Only those that this organisation pays.")] payer: Option<scalars::Ref>,
        #[graphql(desc = "Only those that this organisation is paid.")] payee: Option<scalars::Ref>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Charge>> {
        let asked = costs::asked(&from, &through, Vec::new(), bookkeeping, CostScope::default())?;
        let is = |asked: Option<scalars::Ref>, id| asked.is_none_or(|asked| id == asked.0.into());
        let wanted =
            |charge: &projections::Charge| is(payer, charge.payer) && is(payee, charge.payee);
        let paged = PageAsked::new(first, after, last, before);
        Charge::all(ctx, &self.pin, asked, wanted, &paged).await
    }

    /// What a year costs for each employee, workstation and square metre, of the whole portfolio or of one
    /// organisation, building or municipality. More than one of these, or one that the portfolio does not
    /// have, is an error.
    #[graphql(complexity = "2_000 + list(3, child_complexity)")]
    #[allow(clippy::too_many_arguments, reason = "each argument is one of the published field's")]
    async fn money_figures(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The year, from 1900 to 2199.")] year: u16,
        #[graphql(desc = "The measure of areas: see `Area.measure`.")] measure: String,
        #[graphql(desc = "Only of this organisation.")] organisation: Option<scalars::Ref>,
        #[graphql(desc = "Only of this building.")] building: Option<scalars::Ref>,
        #[graphql(desc = "Only of the municipality with this code.")] municipality: Option<String>,
    ) -> Result<Vec<MoneyFigure>> {
        let scope = key_figures::scope(&self.pin, organisation, building, municipality)?;
        money_figures::all(ctx, &self.pin, scope, year, &measure).await
    }

    /// The indices of which figures are published, by name.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn indices(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Index>> {
        let asked = PageAsked::new(first, after, last, before);
        let items = self.pin.state.indices().collect();
        page(items, &asked, |(series, _)| series.to_string(), Index::out_of)
    }

    /// The recorded costs beside rent that run on the date, in the order of their references; with
    /// `anyDate` also those that do not run yet or no longer. One that comes once runs from its date on.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments, reason = "each argument is one of the published field's")]
    async fn recorded_costs(
        &self,
        #[graphql(default)] any_date: bool,
        #[graphql(desc = "Only those of which this organisation is invoiced on the date.")]
        organisation: Option<scalars::Ref>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Cost>> {
        let asked = PageAsked::new(first, after, last, before);
        let all = self.pin.state.costs().values();
        let of_it = |known: &projections::Cost| {
            organisation.is_none_or(|of| cost::is_of(&self.pin, known, of.0.into()))
        };
        let runs = |known: &projections::Cost| any_date || cost::runs(&self.pin, known);
        let items = all.filter(|known| runs(known) && of_it(known)).collect();
        page(items, &asked, |item| item.id, |item| Cost::out_of(&self.pin, item))
    }

    /// A recorded cost beside rent by reference.
    async fn recorded_cost(
        &self,
        #[graphql(name = "ref")] reference: scalars::Ref,
    ) -> Option<Cost> {
        Cost::of(self.pin.clone(), reference.0.into())
    }

    /// The budgets that are decided, whatever the date, by organisation, year and transition.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments, reason = "each argument is one of the published field's")]
    async fn budgets(
        &self,
        #[graphql(desc = "Only those of this organisation.")] organisation: Option<scalars::Ref>,
        #[graphql(desc = "Only those of this year.")] year: Option<u16>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Budget>> {
        let asked = PageAsked::new(first, after, last, before);
        let all = self.pin.state.budgets().filter(|((of, in_year, _), _)| {
            organisation.is_none_or(|asked| *of == asked.0.into())
                && year.is_none_or(|asked| in_year.number() == asked)
        });
        let make = |item| Budget::out_of(&self.pin, item);
        page(all.collect(), &asked, |(key, _)| budget::key(key), make)
    }

    /// The invoices that count, whatever the date, in the order of their references.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments, reason = "each argument is one of the published field's")]
    async fn invoices(
        &self,
        #[graphql(desc = "Only those in the books of this organisation.")] organisation: Option<
            scalars::Ref,
        >,
        #[graphql(desc = "Only those for this month, written YYYY-MM, or a later one.")]
        from: Option<String>,
        #[graphql(desc = "Only those for this month, written YYYY-MM, or an earlier one.")]
        through: Option<String>,
        #[graphql(default, desc = "Whether those that were cancelled are among them.")]
        with_cancelled: bool,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Invoice>> {
        let asked = PageAsked::new(first, after, last, before);
        let wanted = InvoicesAsked {
            organisation: organisation.map(|asked| asked.0.into()),
            from: from.map(|month| month.parse()).transpose()?,
            through: through.map(|month| month.parse()).transpose()?,
            with_cancelled,
        };
        let all = self.pin.state.invoices().values();
        let items = all.filter(|known| wanted.lets_through(known)).collect();
        page(items, &asked, |item| item.id, |item| Invoice::out_of(&self.pin, item))
    }

    /// An invoice by reference, also one that was cancelled.
    async fn invoice(&self, #[graphql(name = "ref")] reference: scalars::Ref) -> Option<Invoice> {
        Invoice::of(self.pin.clone(), reference.0.into())
    }

    /// The last days to act on leases, in order: until when who can do what, and what follows
    /// otherwise. Of a lease that runs until further notice, what notice served on the date of the question
    /// reaches, or served on the first day asked for where that is later.
    #[graphql(complexity = "500 + complexity(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments, reason = "each argument is one of the published field's")]
    async fn lease_calendar(
        &self,
        #[graphql(desc = "The first day.")] from: scalars::Date,
        #[graphql(
            desc = "The first day that is left out, at most 30 years later. Left out: 10 years."
        )]
        to: Option<scalars::Date>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<LeaseDay>> {
        let asked = PageAsked::new(first, after, last, before);
        let items = lease_calendar::days(&self.pin, from.into(), to.map(Into::into))?;
        page(items, &asked, lease_calendar::key, |item| LeaseDay::new(&self.pin, item))
    }

    /// What was recorded up to the revision, in the order of recording; `last` gives the newest.
    /// One request looks at 5,000 events at most: where a filter lets few through, a page may come
    /// back with less than was asked for, even with nothing, and `pageInfo` says that there is more.
    /// Go on from its `endCursor` (backwards: from its `startCursor`).
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn history(
        &self,
        filter: Option<HistoryFilter>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<History> {
        let asked = PageAsked::new(first, after, last, before);
        history::of_portfolio(&self.pin, &filter.unwrap_or_default(), &asked).await
    }

    /// What changes from another point of the clocks to the one at which the portfolio is read. What
    /// `since` leaves out is as there: `since: {revision: 100}` asks what became known, `since: {on:
    /// "2026-01-01"}` what came with the dates, `since: {basis: ACTUAL}`, read as planned, what is
    /// planned. Either point may be the earlier one.
    #[graphql(complexity = "1_000 + child_complexity")]
    async fn changes(&self, since: Since) -> Result<Changes> {
        Ok(Changes::new(self.pin.since(since).await?, self.pin.clone()))
    }

    /// The network on the date and basis: one entry for each municipality of the portfolio, with or
    /// without a hub, in the order of their codes; before them one for the hubs and units whose
    /// municipality is not recorded, where there are any.
    #[graphql(complexity = "500 + complexity(first, last, child_complexity)")]
    async fn network(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<NetworkPlace>> {
        let asked = PageAsked::new(first, after, last, before);
        let Pin { state, on, basis, .. } = &*self.pin;
        let places = Network::of(state, *on, *basis).places;
        // No code is empty.
        let key = |place: &projections::NetworkPlace| {
            place.municipality.as_ref().map(ToString::to_string).unwrap_or_default()
        };
        page(places, &asked, key, |place| NetworkPlace::new(&self.pin, place))
    }

    /// The key figures on the date and basis, of the whole portfolio or of one organisation, building
    /// or municipality. More than one of these, or one that the portfolio does not have, is an error.
    #[graphql(complexity = "1_000 + list(10, child_complexity)")]
    async fn key_figures(
        &self,
        #[graphql(desc = "The measure of areas: see `Area.measure`.")] measure: String,
        #[graphql(
            desc = "From when moves count as churn, up to and with the date of the answer; not after it."
        )]
        churn_since: scalars::Date,
        #[graphql(desc = "Only of this organisation.")] organisation: Option<scalars::Ref>,
        #[graphql(desc = "Only of this building.")] building: Option<scalars::Ref>,
        #[graphql(desc = "Only of the municipality with this code.")] municipality: Option<String>,
    ) -> Result<Vec<KeyFigure>> {
        let scope = key_figures::scope(&self.pin, organisation, building, municipality)?;
        key_figures::all(&self.pin, scope, &measure, churn_since.into()).await
    }
}
