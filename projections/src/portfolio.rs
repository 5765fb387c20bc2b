//! The state of a portfolio.

use imbl::{OrdMap, OrdSet, Vector};
use schema::{
    BasisId, BuildingId, Commitment, CommonKey, CostId, Currency, Date, Delegation,
    DelegationPoint, Digest, HubId, HubTariff, ImportId, IndexSeries, Instant, InvoiceId, LeaseId,
    LevelId, MembershipId, MunicipalityCode, OrganisationId, PersonId, PreconditionId,
    ReallocationId, ResourceId, Revision, SpaceId, TimeZone, TransitionId, UnitId, VatTreatment,
    Voucher,
};
use serde::Serialize;
use std::{collections::BTreeSet, sync::Arc};
use uuid::Uuid;

use crate::{
    Budget, BudgetKey, Building, Closing, Correction, Cost, DecisionOnProposal, Delegated, Hub,
    Import, Invoice, Lease, Level, Membership, Municipality, OpeningBalance, Organisation, Person,
    Precondition, PublishedIndex, Reallocation, RecordedDecision, Resource, SealedBasis, Space,
    Timeline, Transition, Unit, touched::Touched,
};

/// What was fixed when the portfolio was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Opening {
    /// Its name.
    pub name: Commitment,
    /// The currency of every amount.
    pub currency: Currency,
    /// The time zone of every date.
    pub time_zone: TimeZone,
}

/// The last event that the state knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Head {
    /// Its revision.
    pub revision: Revision,
    /// When it was recorded.
    pub recorded: Instant,
}

/// Everything that a portfolio's ledger says up to one revision. A copy costs a pointer.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Portfolio {
    pub(crate) opening: Option<Arc<Opening>>,
    pub(crate) head: Option<Head>,
    pub(crate) persons: OrdMap<PersonId, Arc<Person>>,
    pub(crate) organisations: OrdMap<OrganisationId, Arc<Organisation>>,
    pub(crate) units: OrdMap<UnitId, Arc<Unit>>,
    pub(crate) municipalities: OrdMap<MunicipalityCode, Arc<Municipality>>,
    pub(crate) buildings: OrdMap<BuildingId, Arc<Building>>,
    pub(crate) levels: OrdMap<LevelId, Arc<Level>>,
    pub(crate) spaces: OrdMap<SpaceId, Arc<Space>>,
    pub(crate) resources: OrdMap<ResourceId, Arc<Resource>>,
    pub(crate) hubs: OrdMap<HubId, Arc<Hub>>,
    pub(crate) memberships: OrdMap<MembershipId, Arc<Membership>>,
    pub(crate) reallocations: OrdMap<ReallocationId, Arc<Reallocation>>,
    pub(crate) imports: OrdMap<ImportId, Arc<Import>>,
    pub(crate) transitions: OrdMap<TransitionId, Arc<Transition>>,
    pub(crate) preconditions: OrdMap<PreconditionId, Arc<Precondition>>,
    pub(crate) bases: OrdMap<BasisId, Arc<SealedBasis>>,
    pub(crate) leases: OrdMap<LeaseId, Arc<Lease>>,
    pub(crate) costs: OrdMap<CostId, Arc<Cost>>,
    pub(crate) invoices: OrdMap<InvoiceId, Arc<Invoice>>,
    /// The invoices that count, by whose books they are in and their voucher there.
    #[serde(serialize_with = "in_pairs")]
    pub(crate) vouchers: OrdMap<(OrganisationId, Voucher), InvoiceId>,
    pub(crate) indices: OrdMap<IndexSeries, Arc<PublishedIndex>>,
    pub(crate) vat_treatments: OrdMap<OrganisationId, Arc<Timeline<VatTreatment>>>,
    pub(crate) common_keys: OrdMap<BuildingId, Arc<Timeline<CommonKey>>>,
    pub(crate) hub_tariffs: OrdMap<HubId, Arc<Timeline<Option<HubTariff>>>>,
    #[serde(serialize_with = "in_pairs")]
    pub(crate) budgets: OrdMap<BudgetKey, Arc<Budget>>,
    pub(crate) closings: OrdMap<OrganisationId, Vector<Closing>>,
    /// Every decision, by the event that records it and the organisation whose it is.
    #[serde(serialize_with = "in_pairs")]
    pub(crate) decisions: OrdMap<(Revision, OrganisationId), Arc<RecordedDecision>>,
    /// What organisations delegated, by the point of their delegation orders.
    #[serde(serialize_with = "in_pairs")]
    pub(crate) delegations: OrdMap<(OrganisationId, DelegationPoint), Arc<Delegated>>,
    pub(crate) opening_balances: OrdMap<OrganisationId, OpeningBalance>,
    /// How events were corrected later.
    pub(crate) corrections: OrdMap<Revision, Vector<Correction>>,
    pub(crate) levels_of: OrdSet<(BuildingId, LevelId)>,
    pub(crate) spaces_of: OrdSet<(LevelId, SpaceId)>,
    /// Resources that stand, stood or are planned to stand in a space.
    pub(crate) resources_of: OrdSet<(SpaceId, ResourceId)>,
    /// Spaces that serve, served or are planned to serve a hub.
    pub(crate) hub_spaces: OrdSet<(HubId, SpaceId)>,
    pub(crate) hub_memberships: OrdSet<(HubId, MembershipId)>,
    /// Leases of a building, or of spaces in it, on any date.
    pub(crate) leases_of: OrdSet<(BuildingId, LeaseId)>,
    /// Which events touched which thing.
    pub(crate) touched: Touched,
    /// The commitments whose texts were erased.
    #[serde(skip_serializing_if = "OrdSet::is_empty")]
    pub(crate) erased: OrdSet<Digest>,
}

/// A map whose keys are no text, as a list of pairs.
fn in_pairs<K, V, S>(map: &OrdMap<K, V>, serializer: S) -> Result<S::Ok, S::Error>
where
    K: Ord + Serialize,
    V: Serialize,
    S: serde::Serializer,
{
    serializer.collect_seq(map.iter())
}

/// The members `related` of the pairs that begin with `key`, in order.
fn related<K, V>(pairs: &OrdSet<(K, V)>, key: K) -> impl Iterator<Item = V> + '_
where
    K: Ord + Copy + 'static,
    V: Ord + Copy + From<Uuid> + 'static,
{
    pairs
        .range((key, V::from(Uuid::nil()))..)
        .take_while(move |(owner, _)| *owner == key)
        .map(|(_, member)| *member)
}

macro_rules! things {
    ($($all:ident, $one:ident: $id:ty => $thing:ty, $plural:literal;)+) => {$(
        #[doc = concat!("All ", $plural, ", by id.")]
        pub fn $all(&self) -> &OrdMap<$id, Arc<$thing>> {
            &self.$all
        }

        #[doc = concat!("One of the ", $plural, ".")]
        pub fn $one(&self, id: &$id) -> Option<&Arc<$thing>> {
            self.$all.get(id)
        }
    )+};
}

impl Portfolio {
    /// What was fixed when it was opened; none before its first event.
    pub fn opening(&self) -> Option<&Opening> {
        self.opening.as_deref()
    }

    /// The last event that this state knows.
    pub fn head(&self) -> Option<Head> {
        self.head
    }

    /// The revision that the next event will have.
    pub fn next_revision(&self) -> Revision {
        self.head.map_or(Revision::FIRST, |head| head.revision.next())
    }

    things! {
        persons, person: PersonId => Person, "persons";
        organisations, organisation: OrganisationId => Organisation, "organisations";
        units, unit: UnitId => Unit, "units";
        municipalities, municipality: MunicipalityCode => Municipality, "municipalities";
        buildings, building: BuildingId => Building, "buildings";
        levels, level: LevelId => Level, "levels";
        spaces, space: SpaceId => Space, "spaces";
        resources, resource: ResourceId => Resource, "resources";
        hubs, hub: HubId => Hub, "hubs";
        memberships, membership: MembershipId => Membership, "memberships";
        reallocations, reallocation: ReallocationId => Reallocation, "reallocations";
        imports, import: ImportId => Import, "imports";
        transitions, transition: TransitionId => Transition, "transitions";
        preconditions, precondition: PreconditionId => Precondition, "preconditions";
        bases, basis: BasisId => SealedBasis, "sealed bases";
        leases, lease: LeaseId => Lease, "leases";
        costs, cost: CostId => Cost, "costs";
        invoices, invoice: InvoiceId => Invoice, "invoices";
    }

    /// Every decision, in the order of recording.
    pub fn decisions(&self) -> impl DoubleEndedIterator<Item = &Arc<RecordedDecision>> {
        self.decisions.values()
    }

    /// The decision of an organisation that an event records.
    pub fn decision(
        &self,
        recorded: Revision,
        organisation: OrganisationId,
    ) -> Option<&Arc<RecordedDecision>> {
        self.decisions.get(&(recorded, organisation))
    }

    /// The decisions that an event records, in the order of the organisations' ids.
    pub fn decisions_at(&self, recorded: Revision) -> impl Iterator<Item = &Arc<RecordedDecision>> {
        let first = (recorded, OrganisationId::from(Uuid::nil()));
        let from_there = self.decisions.range(first..);
        let here = from_there.take_while(move |((at, _), _)| *at == recorded);
        here.map(|(_, decision)| decision)
    }

    /// A decision on a proposal as it is in the register.
    pub fn decision_on_proposal(
        &self,
        decided: &DecisionOnProposal,
    ) -> Option<&Arc<RecordedDecision>> {
        self.decision(decided.revision, decided.organisation)
    }

    /// The organisations whose decision in favour of a proposal as it stands counts.
    pub fn approving(&self, reallocation: &Reallocation) -> BTreeSet<OrganisationId> {
        let counting = reallocation.decisions_as_it_stands().filter_map(|decided| {
            let recorded = self.decision_on_proposal(decided)?;
            recorded.counts().then_some(decided.organisation)
        });
        counting.collect()
    }

    /// What organisations delegated, by the point of their delegation orders.
    pub fn delegations(
        &self,
    ) -> impl Iterator<Item = (&(OrganisationId, DelegationPoint), &Arc<Delegated>)> {
        self.delegations.iter()
    }

    /// What an organisation delegated, by the points of its delegation order.
    pub fn delegations_of(
        &self,
        organisation: OrganisationId,
    ) -> impl Iterator<Item = (&DelegationPoint, &Arc<Delegated>)> {
        let all = self.delegations.iter();
        all.filter(move |((giver, _), _)| *giver == organisation)
            .map(|((_, point), given)| (point, given))
    }

    /// What an organisation delegated at a point of its delegation order, as it holds on a date.
    pub fn delegation(
        &self,
        organisation: OrganisationId,
        point: &DelegationPoint,
        on: Date,
    ) -> Option<&Arc<Delegation>> {
        self.delegations.get(&(organisation, point.clone()))?.at(on)?.as_ref()
    }

    /// The opening balances that were signed off, by organisation.
    pub fn opening_balances(&self) -> &OrdMap<OrganisationId, OpeningBalance> {
        &self.opening_balances
    }

    /// How an event was corrected later, in order.
    pub fn corrections_of(&self, revision: Revision) -> impl Iterator<Item = Correction> + '_ {
        self.corrections.get(&revision).into_iter().flatten().copied()
    }

    /// The levels of a building, in the order of their ids.
    pub fn levels_of(&self, building: BuildingId) -> impl Iterator<Item = &Arc<Level>> {
        related(&self.levels_of, building).filter_map(|level| self.levels.get(&level))
    }

    /// The spaces of a level, in the order of their ids.
    pub fn spaces_of(&self, level: LevelId) -> impl Iterator<Item = &Arc<Space>> {
        related(&self.spaces_of, level).filter_map(|space| self.spaces.get(&space))
    }

    /// The resources that stand in a space on any date and basis, in the order of their ids.
    pub fn resources_ever_in(&self, space: SpaceId) -> impl Iterator<Item = &Arc<Resource>> {
        related(&self.resources_of, space).filter_map(|resource| self.resources.get(&resource))
    }

    /// The spaces that serve a hub on any date and basis, in the order of their ids.
    pub fn spaces_ever_of(&self, hub: HubId) -> impl Iterator<Item = &Arc<Space>> {
        related(&self.hub_spaces, hub).filter_map(|space| self.spaces.get(&space))
    }

    /// The memberships of a hub, in the order of their ids.
    pub fn memberships_of(&self, hub: HubId) -> impl Iterator<Item = &Arc<Membership>> {
        related(&self.hub_memberships, hub)
            .filter_map(|membership| self.memberships.get(&membership))
    }

    /// The leases of a building, or of spaces in it, on any date, in the order of their ids.
    pub fn leases_of(&self, building: BuildingId) -> impl Iterator<Item = &Arc<Lease>> {
        related(&self.leases_of, building).filter_map(|lease| self.leases.get(&lease))
    }

    /// Who rents on a date.
    pub fn lease_tenant(&self, lease: &Lease, on: Date) -> OrganisationId {
        self.organisation_on(lease.tenant, on)
    }

    /// Who lets on a date; none where it is somebody outside the portfolio.
    pub fn lease_landlord(&self, lease: &Lease, on: Date) -> Option<OrganisationId> {
        let landlord = lease.agreed.nearest(on)?.landlord.organisation()?;
        Some(self.organisation_on(landlord, on))
    }

    /// The revisions of the events that touched a thing after `after` (from the first where none is
    /// given), in order.
    pub fn touching(
        &self,
        thing: Uuid,
        after: Option<Revision>,
    ) -> impl DoubleEndedIterator<Item = Revision> + '_ {
        let from = after.map_or(Revision::FIRST, Revision::next);
        let last = self.head.map_or(Revision::FIRST, |head| head.revision);
        self.touched.touching(thing, from, last)
    }

    /// The same without the index of which events touched what, to be kept as a copy: a state that
    /// comes of it answers [`Portfolio::touching`] once a later one has told it.
    pub fn untold(&self) -> Self {
        Self { touched: Touched::Untold, ..self.clone() }
    }

    /// The same with the index of `later`, a state of the same ledger at the same revision or after.
    pub fn told_by(self, later: &Self) -> Self {
        let touched = later.touched.lend(self.head.map(|head| head.revision));
        Self { touched, ..self }
    }

    /// Whether the text of a commitment was erased.
    pub fn is_erased(&self, commitment: Commitment) -> bool {
        self.erased.contains(&commitment.digest())
    }

    /// The commitments whose texts were erased, in order.
    pub fn erased(&self) -> impl Iterator<Item = Commitment> + '_ {
        self.erased.iter().copied().map(Commitment::from_digest)
    }

    /// Whether the event at a revision touched a thing.
    pub fn touched(&self, thing: Uuid, at: Revision) -> bool {
        self.touched.touching(thing, at, at).next().is_some()
    }

    /// The imports of a building, in the order of their ids; without one, those of lists.
    pub fn imports_of(&self, building: Option<BuildingId>) -> impl Iterator<Item = &Arc<Import>> {
        self.imports.values().filter(move |import| import.building == building)
    }

    /// Who stands for an organisation on a date: itself or, once it has ended, its successor.
    pub fn organisation_on(&self, organisation: OrganisationId, on: Date) -> OrganisationId {
        let (mut standing, mut since) = (organisation, None);
        // A successor goes on when it succeeds, so that each ends after the one before: asking for
        // that ends the search whatever a ledger says.
        while let Some(ended) = self.organisations.get(&standing)
            && let Some(retired) = ended.retired.as_ref().filter(|retired| retired.from <= on)
            && since.is_none_or(|since| since < retired.from)
            && let Some(successor) = ended.successor
        {
            (standing, since) = (successor, Some(retired.from));
        }
        standing
    }

    /// Who owns a building on a date.
    pub fn building_owner(&self, building: &Building, on: Date) -> Option<OrganisationId> {
        let described = building.descriptions.nearest(on)?;
        Some(self.organisation_on(described.owner, on))
    }

    /// Who owns a resource on a date.
    pub fn resource_owner(&self, resource: &Resource, on: Date) -> Option<OrganisationId> {
        let described = resource.descriptions.nearest(on)?;
        Some(self.organisation_on(described.owner, on))
    }

    /// Who runs a hub on a date.
    pub fn hub_host(&self, hub: &Hub, on: Date) -> OrganisationId {
        self.organisation_on(hub.description(on).host, on)
    }

    /// SHA-256 over the whole state: equal events give an equal digest on every node.
    pub fn digest(&self) -> Digest {
        let bytes = serde_json::to_vec(self)
            // Every key is a string or a UUID, and no value fails to serialise.
            .expect("the state serialises");
        Digest::of(&bytes)
    }
}
