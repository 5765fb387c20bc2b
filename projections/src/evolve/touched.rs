//! Which things an event is part of the history of.

use schema::{
    AllocationEnded, ClericalCorrection, CostDescription, CostId, CostObject, Date, DecisionTaken,
    ErasedText, Event, HubId, InvoiceDescription, InvoiceId, InvoiceSubject, LeaseId, LeaseTerms,
    MembershipId, Move, OrganisationId, Proposal, ReallocationDoubted, ReallocationId,
    ResourcesMoved, Revision, SpaceId, Subject, TextsErased, TransitionDescription, TransitionId,
    UnitId, UnitMoved, VoidedEntry,
};
use std::collections::BTreeSet;
use uuid::Uuid;

use crate::{Allocation, Basis, Portfolio};

/// The ids of the things that an event changes, gives or concerns, as the state before it knows
/// them.
pub(super) fn touched_by(before: &Portfolio, event: &Event) -> Vec<Uuid> {
    match event {
        Event::PortfolioOpened(_) | Event::MunicipalityAdded(_) => vec![],
        Event::PersonRegistered(e) => vec![e.person.uuid()],
        Event::OrganisationRegistered(e) => vec![e.organisation.uuid()],
        Event::OrganisationRevised(e) => vec![e.organisation.uuid()],
        Event::OrganisationEnded(e) => {
            let successor = e.successor.map(schema::OrganisationId::uuid);
            std::iter::once(e.organisation.uuid()).chain(successor).collect()
        }
        Event::UnitRegistered(e) => vec![e.unit.uuid(), e.description.organisation.uuid()],
        Event::UnitRevised(e) => {
            let known = before.unit(&e.unit).and_then(|unit| unit.descriptions.nearest(e.from));
            let former = known.map(|known| known.organisation);
            in_place_of(e.unit.uuid(), former, e.description.organisation)
        }
        Event::UnitMoved(e) => unit_moved(before, e),
        Event::UnitsReorganised(e) => {
            e.units.iter().chain(&e.into).map(|unit| unit.uuid()).collect()
        }
        Event::BuildingAdded(e) => vec![e.building.uuid(), e.description.owner.uuid()],
        Event::BuildingRevised(e) => {
            let known = before.building(&e.building);
            let former = known.and_then(|known| known.descriptions.nearest(e.from));
            let former = former.map(|former| former.owner);
            in_place_of(e.building.uuid(), former, e.description.owner)
        }
        Event::BuildingRetired(e) => vec![e.building.uuid()],
        Event::BuildingPlaneSet(e) => vec![e.building.uuid()],
        Event::LevelAdded(e) => vec![e.level.uuid(), e.building.uuid()],
        Event::LevelRevised(e) => vec![e.level.uuid()],
        Event::LevelRetired(e) => vec![e.level.uuid()],
        Event::LevelDrawn(e) => vec![e.level.uuid()],
        Event::SpaceAdded(e) => vec![e.space.uuid(), e.level.uuid()],
        Event::SpaceRevised(e) => vec![e.space.uuid()],
        Event::SpaceRetired(e) => vec![e.space.uuid()],
        Event::SpacesReshaped(e) => {
            e.spaces.iter().chain(&e.into).map(|space| space.uuid()).collect()
        }
        Event::SpaceIdentified(e) => vec![e.space.uuid()],
        Event::ResourceAdded(e) => vec![e.resource.uuid(), e.space.uuid()],
        Event::ResourceRevised(e) => vec![e.resource.uuid()],
        Event::ResourceRetired(e) => vec![e.resource.uuid()],
        Event::ResourcesMoved(e) => resources_moved(before, e),
        Event::ResourcesCounted(e) => {
            let counted = e.resources.iter().map(|resource| resource.uuid());
            std::iter::once(e.space.uuid()).chain(counted).collect()
        }
        Event::AllocationAssigned(e) => vec![e.resource.uuid(), e.unit.uuid()],
        Event::AllocationEnded(e) => ended(before, e),
        Event::AllocationsTransferred(e) => {
            let resources = e.resources.iter().map(|resource| resource.uuid());
            [e.unit.uuid(), e.to.uuid()].into_iter().chain(resources).collect()
        }
        Event::HubPlanned(e) => vec![e.hub.uuid(), e.description.host.uuid()],
        Event::HubOpened(e) => vec![e.hub.uuid()],
        Event::HubSpaceAdded(e) => vec![e.hub.uuid(), e.space.uuid()],
        Event::HubSpaceRemoved(e) => vec![e.hub.uuid(), e.space.uuid()],
        Event::HubCapacitySet(e) => vec![e.hub.uuid()],
        Event::HubClosed(e) => vec![e.hub.uuid()],
        Event::HubRevised(e) => {
            let former = before.hub(&e.hub).map(|hub| hub.description(e.from).host);
            in_place_of(e.hub.uuid(), former, e.description.host)
        }
        Event::MembershipGranted(e) => [
            Some(e.membership.uuid()),
            Some(e.hub.uuid()),
            Some(e.unit.uuid()),
            e.reallocation.map(schema::ReallocationId::uuid),
        ]
        .into_iter()
        .flatten()
        .chain(decided_by(&e.decisions))
        .collect(),
        Event::MembershipChanged(e) => {
            member(before, e.membership, e.from).chain(decided_by(&e.decisions)).collect()
        }
        Event::MembershipEnded(e) => {
            member(before, e.membership, e.from).chain(decided_by(&e.decisions)).collect()
        }
        Event::MembershipDoubted(e) => member(before, e.membership, e.from).collect(),
        Event::MembershipTransferred(e) => {
            member(before, e.membership, e.from).chain([e.unit.uuid()]).collect()
        }
        Event::ReallocationProposed(e) => proposal(e.reallocation, &e.proposal),
        Event::ReallocationAmended(e) => {
            // What is no longer proposed is told as well.
            let amended = proposal(e.reallocation, &e.proposal);
            proposed(before, e.reallocation).into_iter().chain(amended).collect()
        }
        Event::ReallocationDecided(e) => {
            let decided = proposed(before, e.reallocation).into_iter();
            decided.chain([e.decision.organisation.uuid()]).collect()
        }
        Event::ReallocationApproved(e) => proposed(before, e.reallocation),
        Event::ReallocationRejected(e) => proposed(before, e.reallocation),
        Event::ReallocationWithdrawn(e) => proposed(before, e.reallocation),
        Event::ReallocationRevoked(e) => {
            proposed(before, e.reallocation).into_iter().chain(decided_by(&e.decisions)).collect()
        }
        Event::ReallocationDoubted(e) => doubted(before, e),
        Event::MoveDone(e) => {
            std::iter::once(e.reallocation.uuid()).chain(moved(&e.carried_out)).collect()
        }
        Event::ReallocationCompleted(e) => vec![e.reallocation.uuid()],
        Event::ImportStarted(e) => {
            let building = e.building.map(schema::BuildingId::uuid);
            let decided = decided_by(e.decision.as_slice());
            std::iter::once(e.import.uuid()).chain(building).chain(decided).collect()
        }
        Event::ImportProgressed(e) => vec![e.import.uuid()],
        Event::ImportCompleted(e) => vec![e.import.uuid()],
        Event::ImportAbandoned(e) => vec![e.import.uuid()],
        Event::DelegationGiven(e) => vec![e.organisation.uuid()],
        Event::DelegationWithdrawn(e) => vec![e.organisation.uuid()],
        Event::DecisionConfirmed(e) => of_decision(before, e.recorded, e.organisation),
        Event::DecisionReported(e) => of_decision(before, e.recorded, e.organisation),
        Event::OpeningBalanceSigned(e) => vec![e.decision.organisation.uuid()],
        Event::PreconditionRequired(e) => {
            let organisation = e.organisation.map(OrganisationId::uuid);
            std::iter::once(e.precondition.uuid()).chain(organisation).collect()
        }
        Event::PreconditionDropped(e) => vec![e.precondition.uuid()],
        Event::PreconditionAnswered(e) => vec![e.reallocation.uuid(), e.precondition.uuid()],
        Event::HubOpeningMoved(e) => vec![e.hub.uuid()],
        Event::SpaceLost(e) => vec![e.space.uuid()],
        Event::SpaceRestored(e) => vec![e.space.uuid()],
        Event::ClericallyCorrected(e) => match &e.correction {
            ClericalCorrection::Decision { decision } => {
                of_decision(before, e.corrects, decision.organisation)
            }
            ClericalCorrection::Title { reallocation, .. } => vec![reallocation.uuid()],
            ClericalCorrection::Document { reallocation, precondition, .. } => {
                vec![reallocation.uuid(), precondition.uuid()]
            }
        },
        Event::FactuallyCorrected(e) => {
            let voided = e.voided.iter().flat_map(|voided| of_voided(before, voided.entry));
            let touched: BTreeSet<Uuid> = voided.chain(decided_by(&e.decisions)).collect();
            touched.into_iter().collect()
        }
        Event::TransitionStarted(e) => transition(e.transition, &e.description),
        Event::TransitionRevised(e) => transition(e.transition, &e.description),
        Event::TransitionEnded(e) => vec![e.transition.uuid()],
        Event::MilestoneReached(e) => vec![e.transition.uuid()],
        Event::BasisSealed(e) => {
            let proposals = e.basis.alternatives.iter().flat_map(|known| &known.proposals);
            let touched: BTreeSet<Uuid> = proposals
                .map(|proposal| proposal.reallocation.uuid())
                .chain([e.basis.basis.uuid()])
                .collect();
            touched.into_iter().collect()
        }
        Event::LeaseSigned(e) => {
            let parent = e.parent.map(LeaseId::uuid);
            let parties = [Some(e.tenant), e.landlord.organisation()].into_iter().flatten();
            let touched: BTreeSet<Uuid> = std::iter::once(e.lease.uuid())
                .chain(parent)
                .chain(parties.map(OrganisationId::uuid))
                .chain(premises(&e.terms))
                .chain(decided_by(&e.decisions))
                .collect();
            touched.into_iter().collect()
        }
        Event::LeaseAmended(e) => {
            let landlord = e.landlord.organisation().map(OrganisationId::uuid);
            let touched: BTreeSet<Uuid> = leased(before, e.lease)
                .into_iter()
                .chain(landlord)
                .chain(premises(&e.terms))
                .chain(decided_by(&e.decisions))
                .collect();
            touched.into_iter().collect()
        }
        Event::LeaseNoticeServed(e) => lease(before, e.lease, &e.decisions),
        Event::LeaseEnded(e) => lease(before, e.lease, &e.decisions),
        Event::LeaseContinued(e) => lease(before, e.lease, &e.decisions),
        Event::IndexPublished(_) => Vec::new(),
        Event::CostRecorded(e) => cost(e.cost, [&e.description]),
        Event::CostRevised(e) => {
            let known = before.cost(&e.cost).and_then(|known| known.descriptions.nearest(e.from));
            cost(e.cost, known.map(|known| &**known).into_iter().chain([&e.description]))
        }
        Event::CostEnded(e) => {
            let known = before.cost(&e.cost).and_then(|known| known.descriptions.nearest(e.from));
            cost(e.cost, known.map(|known| &**known))
        }
        Event::VatTreatmentSet(e) => vec![e.organisation.uuid()],
        Event::CommonKeySet(e) => vec![e.building.uuid()],
        Event::HubTariffSet(e) => {
            let touched = BTreeSet::from([e.hub.uuid(), e.decision.organisation.uuid()]);
            touched.into_iter().collect()
        }
        Event::BudgetDecided(e) => {
            let transition = e.transition.map(TransitionId::uuid);
            let decided = [e.organisation.uuid(), e.decision.organisation.uuid()];
            let touched: BTreeSet<Uuid> = decided.into_iter().chain(transition).collect();
            touched.into_iter().collect()
        }
        Event::InvoiceRecorded(e) => invoice(e.invoice, &e.description),
        Event::InvoiceCancelled(e) => match before.invoice(&e.invoice) {
            Some(known) => invoice(e.invoice, &known.description),
            None => vec![e.invoice.uuid()],
        },
        Event::PeriodClosed(e) => vec![e.organisation.uuid()],
        Event::TextsErased(e) => texts_erased(e),
    }
}

/// A thing with the organisation whose it was and the one whose it is.
fn in_place_of(thing: Uuid, former: Option<OrganisationId>, now: OrganisationId) -> Vec<Uuid> {
    let former = former.map(OrganisationId::uuid);
    [Some(thing), former, Some(now.uuid())].into_iter().flatten().collect()
}

/// A resource, and the unit that has it no longer.
fn ended(before: &Portfolio, event: &AllocationEnded) -> Vec<Uuid> {
    let resource = before.resource(&event.resource);
    let held = resource.and_then(|resource| resource.allocation.at(event.from, Basis::Actual));
    let unit = match held {
        Some(Allocation::Fixed(unit)) => Some(unit.uuid()),
        Some(Allocation::Vacant | Allocation::Flexible(_)) | None => None,
    };
    std::iter::once(event.resource.uuid()).chain(unit).collect()
}

/// A unit with the organisations and the units that it leaves and joins.
fn unit_moved(before: &Portfolio, event: &UnitMoved) -> Vec<Uuid> {
    let known = before.unit(&event.unit);
    let left = known.and_then(|known| known.descriptions.nearest(event.from));
    let places = [left.map(|left| &**left), Some(&event.description)].into_iter().flatten();
    let places =
        places.flat_map(|place| [Some(place.organisation.uuid()), place.parent.map(UnitId::uuid)]);
    let touched: BTreeSet<Uuid> = places.flatten().chain([event.unit.uuid()]).collect();
    touched.into_iter().collect()
}

/// Resources with the spaces that they leave and the one where they stand from then.
fn resources_moved(before: &Portfolio, event: &ResourcesMoved) -> Vec<Uuid> {
    let known = event.resources.iter().filter_map(|resource| before.resource(resource));
    let left = known.filter_map(|known| known.place.at(event.from, Basis::Actual));
    let resources = event.resources.iter().map(|resource| resource.uuid());
    let touched: BTreeSet<Uuid> =
        left.map(|space| space.uuid()).chain(resources).chain([event.to.uuid()]).collect();
    touched.into_iter().collect()
}

/// A membership with its hub and unit.
fn member(
    before: &Portfolio,
    membership: MembershipId,
    on: Date,
) -> impl Iterator<Item = Uuid> + use<> {
    let known = before.membership(&membership);
    let of = known.map(|known| [known.hub.uuid(), known.unit(on).uuid()]);
    std::iter::once(membership.uuid()).chain(of.into_iter().flatten())
}

/// A reallocation with everything that it would move and bring.
fn proposed(before: &Portfolio, reallocation: ReallocationId) -> Vec<Uuid> {
    let known = before.reallocation(&reallocation);
    known.map_or_else(|| vec![reallocation.uuid()], |known| proposal(reallocation, &known.proposal))
}

/// The person whose name it was, and who decided.
fn texts_erased(event: &TextsErased) -> Vec<Uuid> {
    let person = match &event.erased {
        ErasedText::NameOf(person) => Some(person.uuid()),
        ErasedText::StoodAt(_) => None,
    };
    let decided = event.decision.as_ref().map(|decision| decision.organisation.uuid());
    [person, decided].into_iter().flatten().collect()
}

fn decided_by(decisions: &[DecisionTaken]) -> impl Iterator<Item = Uuid> + '_ {
    decisions.iter().map(|decision| decision.organisation.uuid())
}

/// What was decided on, and by whom.
fn of_decision(before: &Portfolio, recorded: Revision, organisation: OrganisationId) -> Vec<Uuid> {
    let known = before.decision(recorded, organisation);
    let decided = known.and_then(|known| known.on.thing());
    std::iter::once(organisation.uuid()).chain(decided).collect()
}

/// A reallocation with the moves and memberships in doubt.
fn doubted(before: &Portfolio, event: &ReallocationDoubted) -> Vec<Uuid> {
    let known = before.reallocation(&event.reallocation);
    let moves = known.into_iter().flat_map(|known| &known.proposal.moves);
    let moves = moves.filter(|planned| event.moves.contains(&planned.number)).flat_map(moved);
    let memberships = event.memberships.iter().map(|membership| membership.uuid());
    std::iter::once(event.reallocation.uuid()).chain(moves).chain(memberships).collect()
}

/// What a void entry was about.
fn of_voided(before: &Portfolio, entry: VoidedEntry) -> Vec<Uuid> {
    match entry {
        VoidedEntry::Move { reallocation, number } => {
            let known = before.reallocation(&reallocation);
            let made = known.and_then(|known| known.find_move(number));
            std::iter::once(reallocation.uuid()).chain(made.into_iter().flat_map(moved)).collect()
        }
        VoidedEntry::Allocation { resource } | VoidedEntry::Place { resource } => {
            vec![resource.uuid()]
        }
        VoidedEntry::HubOpening { hub } | VoidedEntry::HubCapacity { hub } => vec![hub.uuid()],
        VoidedEntry::HubSpace { space } => vec![space.uuid()],
        VoidedEntry::Membership { membership } => vec![membership.uuid()],
        VoidedEntry::LeaseSigning { lease }
        | VoidedEntry::LeaseAmendment { lease }
        | VoidedEntry::LeaseNotice { lease }
        | VoidedEntry::LeaseEnd { lease } => leased(before, lease).into_iter().collect(),
        VoidedEntry::Cost { cost }
        | VoidedEntry::CostRevision { cost }
        | VoidedEntry::CostEnd { cost } => vec![cost.uuid()],
    }
}

/// The building and the spaces that are let by themselves.
fn premises(terms: &LeaseTerms) -> impl Iterator<Item = Uuid> + '_ {
    std::iter::once(terms.building.uuid()).chain(terms.spaces.iter().map(|space| space.uuid()))
}

/// A lease with its parties and its premises, as last agreed.
fn leased(before: &Portfolio, lease: LeaseId) -> BTreeSet<Uuid> {
    let known = before.lease(&lease);
    let last = known.and_then(|known| known.agreed.entries().last());
    let landlord = last.and_then(|last| last.value.landlord.organisation());
    let tenant = known.map(|known| known.tenant);
    let parties = tenant.into_iter().chain(landlord).map(OrganisationId::uuid);
    let premises = last.into_iter().flat_map(|last| premises(&last.value.terms));
    std::iter::once(lease.uuid()).chain(parties).chain(premises).collect()
}

fn lease(before: &Portfolio, lease: LeaseId, decisions: &[DecisionTaken]) -> Vec<Uuid> {
    let mut touched = leased(before, lease);
    touched.extend(decided_by(decisions));
    touched.into_iter().collect()
}

/// A cost with what it is of and whose it is.
fn cost<'a>(
    cost: CostId,
    descriptions: impl IntoIterator<Item = &'a CostDescription>,
) -> Vec<Uuid> {
    let mut touched = BTreeSet::from([cost.uuid()]);
    for description in descriptions {
        touched.insert(description.organisation.uuid());
        touched.insert(match description.object {
            CostObject::Building(building) => building.uuid(),
            CostObject::Space(space) => space.uuid(),
            CostObject::Hub(hub) => hub.uuid(),
            CostObject::Reallocation(reallocation) => reallocation.uuid(),
            CostObject::Unit(unit) => unit.uuid(),
        });
    }
    touched.into_iter().collect()
}

/// An invoice with whose it is and what it is for.
fn invoice(invoice: InvoiceId, description: &InvoiceDescription) -> Vec<Uuid> {
    let subject = description.subject.map(|subject| match subject {
        InvoiceSubject::Lease(lease) => lease.uuid(),
        InvoiceSubject::Cost(cost) => cost.uuid(),
        InvoiceSubject::Building(building) => building.uuid(),
        InvoiceSubject::Hub(hub) => hub.uuid(),
    });
    let import = description.import.map(schema::ImportId::uuid);
    let own = [invoice.uuid(), description.organisation.uuid()];
    own.into_iter().chain(subject).chain(import).collect()
}

fn transition(transition: TransitionId, description: &TransitionDescription) -> Vec<Uuid> {
    let organisations = description.organisations.iter().map(|organisation| organisation.uuid());
    std::iter::once(transition.uuid()).chain(organisations).collect()
}

fn proposal(reallocation: schema::ReallocationId, proposal: &Proposal) -> Vec<Uuid> {
    let memberships = proposal.memberships.iter().flat_map(|membership| {
        [membership.membership.uuid(), membership.hub.uuid(), membership.unit.uuid()]
    });
    let moves = proposal.moves.iter().flat_map(moved);
    std::iter::once(reallocation.uuid()).chain(moves).chain(memberships).collect()
}

fn moved(planned: &Move) -> impl Iterator<Item = Uuid> + use<> {
    let subject = match planned.subject {
        Subject::Resource(resource) => resource.uuid(),
        Subject::Space(space) => space.uuid(),
    };
    let place = planned.fate.space().map(SpaceId::uuid);
    let (hub, unit) = (planned.fate.hub().map(HubId::uuid), planned.fate.unit().map(UnitId::uuid));
    [Some(subject), hub, unit, place].into_iter().flatten()
}
