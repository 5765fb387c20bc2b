//! How events change the state. An event's outcome is assigned as recorded; nothing is decided
//! here. An event that does not fit the state means a damaged or foreign ledger, and is refused.

use schema::{
    AllocationAssigned, AllocationEnded, BuildingAdded, Date, Event, HubCapacitySet, HubClosed,
    HubId, HubOpened, HubOpeningMoved, HubPlanned, HubSpaceAdded, HubSpaceRemoved, ImportStarted,
    Instant, Issuer, LevelAdded, MunicipalityAdded, OrganisationRegistered, PersonRegistered,
    PortfolioOpened, ResourceAdded, ResourceId, Revision, SpaceAdded, SpaceId, SpaceLost,
    SpaceRestored, UnitRegistered,
};
use std::sync::Arc;
use uuid::Uuid;

use crate::{
    Allocation, Building, Dated, DecidedOn, Head, Held, Hub, Import, Level, Municipality, Opening,
    Organisation, Person, Portfolio, Reach, Resource, Retirement, Space, Timeline, Unit,
};

mod corrections;
mod costs;
mod erasures;
mod leases;
mod mandates;
mod memberships;
mod organisations;
mod reallocations;
mod spaces;
mod touched;
mod transitions;

use touched::touched_by;

/// What an event's envelope says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cause {
    /// Its position in the ledger.
    pub revision: Revision,
    /// When it was recorded.
    pub recorded: Instant,
    /// Who issued its command.
    pub actor: Issuer,
}

/// An event that does not fit the state before it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Inconsistent {
    /// It names a thing that no event before it brought.
    #[error("revision {revision} names {thing}, which no earlier event brought")]
    Unknown {
        /// The event.
        revision: Revision,
        /// The thing.
        thing: String,
    },
    /// It brings a thing that is there already.
    #[error("revision {revision} brings {thing}, which an earlier event brought")]
    Twice {
        /// The event.
        revision: Revision,
        /// The thing.
        thing: String,
    },
    /// It does not follow the last event.
    #[error("revision {revision} came where {expected} was expected")]
    OutOfOrder {
        /// The event.
        revision: Revision,
        /// What would have followed.
        expected: Revision,
    },
}

type Evolved = Result<(), Inconsistent>;

/// Puts a new thing into one of the maps.
macro_rules! bring {
    ($portfolio:expr, $map:ident, $cause:expr, $id:expr, $thing:expr) => {{
        let id = $id;
        if $portfolio.$map.contains_key(&id) {
            return Err(Inconsistent::Twice {
                revision: $cause.revision,
                thing: format!("{id:?}"),
            });
        }
        $portfolio.$map.insert(id, Arc::new($thing));
    }};
}

/// Changes a thing in one of the maps.
macro_rules! change {
    ($portfolio:expr, $map:ident, $cause:expr, $id:expr) => {{
        let id = $id;
        let thing = $portfolio.$map.get_mut(&id).ok_or_else(|| Inconsistent::Unknown {
            revision: $cause.revision,
            thing: format!("{id:?}"),
        })?;
        Arc::make_mut(thing)
    }};
}

use {bring, change};

impl Portfolio {
    /// Takes in the next event.
    pub fn evolve(&mut self, cause: &Cause, event: &Event) -> Result<(), Inconsistent> {
        let expected = self.next_revision();
        if cause.revision != expected {
            return Err(Inconsistent::OutOfOrder { revision: cause.revision, expected });
        }
        // Of the state before, which still knows what an event ends.
        let touched = self.touched.is_told().then(|| touched_by(self, event));
        self.take_in(cause, event)?;
        self.touched.extend(touched.into_iter().flatten(), cause.revision);
        self.head = Some(Head { revision: cause.revision, recorded: cause.recorded });
        Ok(())
    }

    /// The ids of the things that an event changes, gives or concerns, where this is the state
    /// before it.
    pub fn touched_by(&self, event: &Event) -> Vec<Uuid> {
        touched_by(self, event)
    }

    fn take_in(&mut self, cause: &Cause, event: &Event) -> Evolved {
        match event {
            Event::PortfolioOpened(e) => self.portfolio_opened(e),
            Event::PersonRegistered(e) => self.person_registered(cause, e),
            Event::OrganisationRegistered(e) => self.organisation_registered(cause, e),
            Event::OrganisationRevised(e) => {
                let organisation = change!(self, organisations, cause, e.organisation);
                describe(&mut organisation.descriptions, cause, e.from, &e.description)
            }
            Event::OrganisationEnded(e) => self.organisation_ended(cause, e),
            Event::UnitRegistered(e) => self.unit_registered(cause, e),
            Event::UnitRevised(e) => {
                let unit = change!(self, units, cause, e.unit);
                describe(&mut unit.descriptions, cause, e.from, &e.description)
            }
            Event::UnitMoved(e) => {
                let unit = change!(self, units, cause, e.unit);
                describe(&mut unit.descriptions, cause, e.from, &e.description)
            }
            Event::UnitsReorganised(e) => self.units_reorganised(cause, e),
            Event::MunicipalityAdded(e) => self.municipality_added(cause, e),
            Event::BuildingAdded(e) => self.building_added(cause, e),
            Event::BuildingRevised(e) => {
                let building = change!(self, buildings, cause, e.building);
                describe(&mut building.descriptions, cause, e.from, &e.description)
            }
            Event::BuildingRetired(e) => {
                let building = change!(self, buildings, cause, e.building);
                retire(&mut building.retired, cause, e.from, e.reason)
            }
            Event::BuildingPlaneSet(e) => {
                let building = change!(self, buildings, cause, e.building);
                building.plane = Some(e.plane.clone());
                Ok(())
            }
            Event::LevelAdded(e) => self.level_added(cause, e),
            Event::LevelRevised(e) => {
                let level = change!(self, levels, cause, e.level);
                describe(&mut level.descriptions, cause, e.from, &e.description)
            }
            Event::LevelRetired(e) => {
                let level = change!(self, levels, cause, e.level);
                retire(&mut level.retired, cause, e.from, e.reason)
            }
            Event::LevelDrawn(e) => self.level_drawn(cause, e),
            Event::SpaceAdded(e) => self.space_added(cause, e),
            Event::SpaceRevised(e) => {
                let space = change!(self, spaces, cause, e.space);
                describe(&mut space.descriptions, cause, e.from, &e.description)
            }
            Event::SpaceRetired(e) => {
                let space = change!(self, spaces, cause, e.space);
                retire(&mut space.retired, cause, e.from, e.reason)
            }
            Event::SpacesReshaped(e) => self.spaces_reshaped(cause, e),
            Event::SpaceIdentified(e) => self.space_identified(cause, e),
            Event::ResourceAdded(e) => self.resource_added(cause, e),
            Event::ResourceRevised(e) => {
                let resource = change!(self, resources, cause, e.resource);
                describe(&mut resource.descriptions, cause, e.from, &e.description)
            }
            Event::ResourceRetired(e) => {
                let resource = change!(self, resources, cause, e.resource);
                retire(&mut resource.retired, cause, e.from, e.reason)
            }
            Event::ResourcesMoved(e) => self.resources_moved(cause, e),
            Event::ResourcesCounted(e) => self.resources_counted(cause, e),
            Event::AllocationAssigned(AllocationAssigned { resource, unit, from }) => {
                self.allocate(cause, *resource, *from, Allocation::Fixed(*unit))
            }
            Event::AllocationEnded(AllocationEnded { resource, from }) => {
                self.end_allocation(cause, *resource, *from)
            }
            Event::AllocationsTransferred(e) => self.allocations_transferred(cause, e),
            Event::HubPlanned(e) => self.hub_planned(cause, e),
            Event::HubOpened(HubOpened { hub, on }) => {
                let hub = change!(self, hubs, cause, *hub);
                hub.opened = Some(Dated { from: *on, revision: cause.revision });
                Ok(())
            }
            Event::HubSpaceAdded(HubSpaceAdded { hub, space, from }) => {
                self.space_serves(cause, *space, *from, *hub)
            }
            Event::HubSpaceRemoved(HubSpaceRemoved { space, from, .. }) => {
                self.space_leaves(cause, *space, *from)
            }
            Event::HubCapacitySet(HubCapacitySet { hub, from, capacity }) => {
                let hub = change!(self, hubs, cause, *hub);
                hub.capacity.insert(*from, cause.revision, *capacity);
                Ok(())
            }
            Event::HubClosed(HubClosed { hub, from, reason }) => {
                let hub = change!(self, hubs, cause, *hub);
                retire(&mut hub.closed, cause, *from, *reason)
            }
            Event::HubRevised(e) => {
                let hub = change!(self, hubs, cause, e.hub);
                describe(&mut hub.descriptions, cause, e.from, &e.description)
            }
            Event::MembershipGranted(e) => self.membership_granted(cause, e),
            Event::MembershipChanged(e) => self.membership_changed(cause, e),
            Event::MembershipEnded(e) => self.membership_ended(cause, e),
            Event::MembershipDoubted(e) => self.membership_doubted(cause, e),
            Event::MembershipTransferred(e) => self.membership_transferred(cause, e),
            Event::ReallocationProposed(e) => self.reallocation_proposed(cause, e),
            Event::ReallocationAmended(e) => self.reallocation_amended(cause, e),
            Event::ReallocationDecided(e) => self.reallocation_decided(cause, e),
            Event::ReallocationApproved(e) => self.reallocation_approved(cause, e),
            Event::ReallocationRejected(e) => self.reallocation_rejected(cause, e),
            Event::ReallocationWithdrawn(e) => self.reallocation_withdrawn(cause, e),
            Event::ReallocationRevoked(e) => self.reallocation_revoked(cause, e),
            Event::ReallocationDoubted(e) => self.reallocation_doubted(cause, e),
            Event::MoveDone(e) => self.move_done(cause, e),
            Event::ReallocationCompleted(e) => self.reallocation_completed(cause, e),
            Event::ImportStarted(e) => self.import_started(cause, e),
            Event::ImportProgressed(e) => {
                let import = change!(self, imports, cause, e.import);
                import.recorded = import.recorded.saturating_add(e.things);
                Ok(())
            }
            Event::ImportCompleted(e) => {
                change!(self, imports, cause, e.import).completed = Some(cause.revision);
                Ok(())
            }
            Event::ImportAbandoned(e) => {
                change!(self, imports, cause, e.import).abandoned = Some(cause.revision);
                Ok(())
            }
            Event::DelegationGiven(e) => self.delegation_given(cause, e),
            Event::DelegationWithdrawn(e) => self.delegation_withdrawn(cause, e),
            Event::DecisionConfirmed(e) => self.decision_confirmed(cause, e),
            Event::DecisionReported(e) => self.decision_reported(cause, e),
            Event::OpeningBalanceSigned(e) => self.opening_balance_signed(cause, e),
            Event::PreconditionRequired(e) => self.precondition_required(cause, e),
            Event::PreconditionDropped(e) => self.precondition_dropped(cause, e),
            Event::PreconditionAnswered(e) => self.precondition_answered(cause, e),
            Event::HubOpeningMoved(HubOpeningMoved { hub, opens_on, .. }) => {
                let hub = change!(self, hubs, cause, *hub);
                hub.opens = Dated { from: *opens_on, revision: cause.revision };
                Ok(())
            }
            Event::SpaceLost(SpaceLost { space, from, .. }) => {
                let space = change!(self, spaces, cause, *space);
                space.lost.supersede(*from, cause.revision, true, Reach::All);
                Ok(())
            }
            Event::SpaceRestored(SpaceRestored { space, from, .. }) => {
                let space = change!(self, spaces, cause, *space);
                space.lost.supersede(*from, cause.revision, false, Reach::All);
                Ok(())
            }
            Event::ClericallyCorrected(e) => self.clerically_corrected(cause, e),
            Event::FactuallyCorrected(e) => self.factually_corrected(cause, e),
            Event::TransitionStarted(e) => self.transition_started(cause, e),
            Event::TransitionRevised(e) => self.transition_revised(cause, e),
            Event::TransitionEnded(e) => self.transition_ended(cause, e),
            Event::MilestoneReached(e) => self.milestone_reached(cause, e),
            Event::BasisSealed(e) => self.basis_sealed(cause, e),
            Event::LeaseSigned(e) => self.lease_signed(cause, e),
            Event::LeaseAmended(e) => self.lease_amended(cause, e),
            Event::LeaseNoticeServed(e) => self.lease_notice_served(cause, e),
            Event::LeaseEnded(e) => self.lease_ended(cause, e),
            Event::LeaseContinued(e) => self.lease_continued(cause, e),
            Event::IndexPublished(e) => self.index_published(cause, e),
            Event::CostRecorded(e) => self.cost_recorded(cause, e),
            Event::CostRevised(e) => self.cost_revised(cause, e),
            Event::CostEnded(e) => self.cost_ended(cause, e),
            Event::VatTreatmentSet(e) => self.vat_treatment_set(cause, e),
            Event::CommonKeySet(e) => self.common_key_set(cause, e),
            Event::HubTariffSet(e) => self.hub_tariff_set(cause, e),
            Event::BudgetDecided(e) => self.budget_decided(cause, e),
            Event::InvoiceRecorded(e) => self.invoice_recorded(cause, e),
            Event::InvoiceCancelled(e) => self.invoice_cancelled(cause, e),
            Event::PeriodClosed(e) => self.period_closed(cause, e),
            Event::TextsErased(e) => self.texts_erased(cause, e),
        }
    }

    fn portfolio_opened(&mut self, event: &PortfolioOpened) -> Evolved {
        self.opening = Some(Arc::new(Opening {
            name: event.name,
            currency: event.currency,
            time_zone: event.time_zone,
        }));
        Ok(())
    }

    fn person_registered(&mut self, cause: &Cause, event: &PersonRegistered) -> Evolved {
        let person = Person { id: event.person, name: event.name, revision: cause.revision };
        bring!(self, persons, cause, event.person, person);
        Ok(())
    }

    fn organisation_registered(
        &mut self,
        cause: &Cause,
        event: &OrganisationRegistered,
    ) -> Evolved {
        let descriptions = described(cause, event.from, &event.description);
        let organisation =
            Organisation { id: event.organisation, descriptions, retired: None, successor: None };
        bring!(self, organisations, cause, event.organisation, organisation);
        Ok(())
    }

    fn unit_registered(&mut self, cause: &Cause, event: &UnitRegistered) -> Evolved {
        let descriptions = described(cause, event.from, &event.description);
        let unit = Unit {
            id: event.unit,
            descriptions,
            retired: None,
            formed: Vec::new(),
            became: Vec::new(),
        };
        bring!(self, units, cause, event.unit, unit);
        Ok(())
    }

    fn municipality_added(&mut self, cause: &Cause, event: &MunicipalityAdded) -> Evolved {
        let municipality = Municipality {
            code: event.municipality.clone(),
            name: event.name,
            seat: event.seat,
            population: event.population.clone(),
            revision: cause.revision,
        };
        bring!(self, municipalities, cause, event.municipality.clone(), municipality);
        Ok(())
    }

    fn building_added(&mut self, cause: &Cause, event: &BuildingAdded) -> Evolved {
        let building = Building {
            id: event.building,
            global_id: event.global_id.clone(),
            descriptions: described(cause, event.from, &event.description),
            plane: None,
            retired: None,
        };
        bring!(self, buildings, cause, event.building, building);
        Ok(())
    }

    fn level_added(&mut self, cause: &Cause, event: &LevelAdded) -> Evolved {
        let level = Level {
            id: event.level,
            building: event.building,
            global_id: event.global_id.clone(),
            descriptions: described(cause, event.from, &event.description),
            drawings: Vec::new(),
            retired: None,
        };
        bring!(self, levels, cause, event.level, level);
        self.levels_of.insert((event.building, event.level));
        Ok(())
    }

    fn space_added(&mut self, cause: &Cause, event: &SpaceAdded) -> Evolved {
        let space = Space {
            id: event.space,
            level: event.level,
            global_ids: event.global_id.iter().cloned().collect(),
            descriptions: described(cause, event.from, &event.description),
            hub: Held::default(),
            released: Held::default(),
            lost: Timeline::default(),
            retired: None,
            formed: Vec::new(),
            became: Vec::new(),
        };
        bring!(self, spaces, cause, event.space, space);
        self.spaces_of.insert((event.level, event.space));
        Ok(())
    }

    fn resource_added(&mut self, cause: &Cause, event: &ResourceAdded) -> Evolved {
        let resource = Resource {
            id: event.resource,
            descriptions: described(cause, event.from, &event.description),
            place: Held::starting(event.from, cause.revision, event.space),
            allocation: Held::starting(event.from, cause.revision, Allocation::Vacant),
            counts: Vec::new(),
            retired: None,
        };
        bring!(self, resources, cause, event.resource, resource);
        self.resources_of.insert((event.space, event.resource));
        Ok(())
    }

    /// Given from a date on: an end that was set for later concerned who had it before.
    pub(crate) fn allocate(
        &mut self,
        cause: &Cause,
        resource: ResourceId,
        from: Date,
        allocation: Allocation,
    ) -> Evolved {
        let resource = change!(self, resources, cause, resource);
        resource.allocation.supersede(from, cause.revision, allocation, Reach::All);
        Ok(())
    }

    /// Vacant from a date until it is given to somebody else.
    fn end_allocation(&mut self, cause: &Cause, resource: ResourceId, from: Date) -> Evolved {
        let resource = change!(self, resources, cause, resource);
        resource.allocation.supersede(from, cause.revision, Allocation::Vacant, Reach::Same);
        Ok(())
    }

    /// Serves a hub from a date on.
    pub(crate) fn space_serves(
        &mut self,
        cause: &Cause,
        space: SpaceId,
        from: Date,
        hub: HubId,
    ) -> Evolved {
        let changed = change!(self, spaces, cause, space);
        changed.hub.supersede(from, cause.revision, Some(hub), Reach::All);
        self.hub_spaces.insert((hub, space));
        Ok(())
    }

    /// Serves no hub from a date until it serves another.
    fn space_leaves(&mut self, cause: &Cause, space: SpaceId, from: Date) -> Evolved {
        let changed = change!(self, spaces, cause, space);
        changed.hub.supersede(from, cause.revision, None, Reach::Same);
        Ok(())
    }

    fn hub_planned(&mut self, cause: &Cause, event: &HubPlanned) -> Evolved {
        let hub = Hub {
            id: event.hub,
            descriptions: described(cause, event.opens_on, &event.description),
            opens: Dated { from: event.opens_on, revision: cause.revision },
            opened: None,
            closed: None,
            capacity: Timeline::default(),
        };
        bring!(self, hubs, cause, event.hub, hub);
        Ok(())
    }

    fn import_started(&mut self, cause: &Cause, event: &ImportStarted) -> Evolved {
        let import = Import {
            id: event.import,
            building: event.building,
            from: event.from,
            format: event.format.to_string(),
            file: event.file.clone(),
            expected: event.expected.clone(),
            started: cause.revision,
            recorded: 0,
            completed: None,
            abandoned: None,
        };
        if let Some(decision) = &event.decision {
            self.decided(cause, &DecidedOn::Import(event.import), decision);
        }
        bring!(self, imports, cause, event.import, import);
        Ok(())
    }
}

fn described<T: Clone>(cause: &Cause, from: Date, description: &T) -> Timeline<Arc<T>> {
    Timeline::starting(from, cause.revision, Arc::new(description.clone()))
}

fn describe<T: Clone + PartialEq>(
    descriptions: &mut Timeline<Arc<T>>,
    cause: &Cause,
    from: Date,
    description: &T,
) -> Evolved {
    descriptions.insert(from, cause.revision, Arc::new(description.clone()));
    Ok(())
}

fn retire(
    retired: &mut Option<Retirement>,
    cause: &Cause,
    from: Date,
    reason: Option<schema::Commitment>,
) -> Evolved {
    *retired = Some(Retirement { from, revision: cause.revision, reason });
    Ok(())
}
