//! What holds on a day, and the next day on which any of it may be otherwise.

use schema::{Date, HubId, OrganisationId, ResourceKind, Revision, SpaceId, UnitId};

use super::{Bearing, Borne, payers::Payer};
use crate::{Basis, Held, Hub, Portfolio, Resource, Timeline};

/// Looks up what holds on a day. Each look-up notes the event that says so, and the next day on which
/// there may be another.
pub(super) struct Upcoming<'a> {
    state: &'a Portfolio,
    pub(super) basis: Basis,
    /// The day.
    pub(super) on: Date,
    next: Date,
    because: &'a mut Vec<Revision>,
}

impl<'a> Upcoming<'a> {
    /// Of a day, and those after it to before another.
    pub(super) fn new(
        state: &'a Portfolio,
        basis: Basis,
        on: Date,
        over: Date,
        because: &'a mut Vec<Revision>,
    ) -> Self {
        Self { state, basis, on, next: over, because }
    }

    /// The first day after it on which something that was looked up may be otherwise.
    pub(super) const fn next(&self) -> Date {
        self.next
    }

    /// Notes a day on which something begins or ends.
    pub(super) fn may_change(&mut self, date: Date) {
        if self.on < date && date < self.next {
            self.next = date;
        }
    }

    /// Notes an event.
    pub(super) fn because(&mut self, revision: Revision) {
        self.because.push(revision);
    }

    /// The value of a timeline.
    pub(super) fn timeline<'t, T>(&mut self, timeline: &'t Timeline<T>) -> Option<&'t T> {
        self.look_ahead(timeline);
        let entry = timeline.entry_at(self.on)?;
        self.because(entry.revision);
        Some(&entry.value)
    }

    /// The value on the basis asked for.
    pub(super) fn held<'t, T>(&mut self, held: &'t Held<T>) -> Option<&'t T> {
        self.look_ahead(held.actual());
        if self.basis == Basis::Planned {
            held.pending().iter().for_each(|pending| self.may_change(pending.entry.from));
        }
        let entry = held.entry_at(self.on, self.basis)?;
        self.because(entry.revision);
        Some(&entry.value)
    }

    fn look_ahead<T>(&mut self, timeline: &Timeline<T>) {
        let entries = timeline.entries();
        let after = entries.partition_point(|entry| entry.from <= self.on);
        if let Some(next) = entries.get(after) {
            self.may_change(next.from);
        }
    }

    /// Where a resource stands; none where it is not there.
    pub(super) fn place(&mut self, resource: &Resource) -> Option<SpaceId> {
        if let Some(retired) = &resource.retired {
            self.may_change(retired.from);
            if retired.from <= self.on {
                return None;
            }
        }
        self.held(&resource.place).copied()
    }

    /// What a resource is; none where it is not there yet.
    pub(super) fn kind(&mut self, resource: &Resource) -> Option<ResourceKind> {
        self.look_ahead(&resource.descriptions);
        resource.descriptions.at(self.on).map(|described| described.kind)
    }

    /// Whose a unit is.
    pub(super) fn unit(&mut self, unit: UnitId) -> Option<OrganisationId> {
        let unit = self.state.unit(&unit)?;
        self.look_ahead(&unit.descriptions);
        let held = unit.descriptions.entry_at(self.on).or(unit.descriptions.entries().first())?;
        self.because(held.revision);
        Some(self.standing(held.value.organisation))
    }

    /// Who stands for an organisation.
    fn standing(&mut self, organisation: OrganisationId) -> OrganisationId {
        let standing = self.state.organisation_on(organisation, self.on);
        let known = self.state.organisation(&standing);
        if let Some(retired) = known.and_then(|known| known.retired.as_ref()) {
            self.may_change(retired.from);
        }
        if standing != organisation
            && let Some(ended) = self.state.organisation(&organisation)
            && let Some(retired) = &ended.retired
        {
            self.because(retired.revision);
        }
        standing
    }

    /// Who bears what a hub costs, and why.
    pub(super) fn hub(&mut self, hub: HubId) -> Option<Payer> {
        let hub = self.state.hub(&hub)?;
        let why = if self.is_open(hub) { Bearing::Hosts } else { Bearing::Closed };
        let borne = Borne { organisation: self.host(hub), unit: None, why };
        Some(Payer { hub: Some(hub.id), ..Payer::of(borne) })
    }

    /// Who runs a hub.
    pub(super) fn host(&mut self, hub: &Hub) -> OrganisationId {
        let host = self.timeline(&hub.descriptions).map(|described| described.host);
        self.standing(host.unwrap_or(hub.description(self.on).host))
    }

    /// Whether a hub is open.
    pub(super) fn is_open(&mut self, hub: &Hub) -> bool {
        let planned = Some(hub.opens).filter(|_| self.basis == Basis::Planned);
        if let Some(opens) = hub.opened.or(planned) {
            self.may_change(opens.from);
            self.because(opens.revision);
        }
        if let Some(closed) = &hub.closed {
            self.may_change(closed.from);
            if closed.from <= self.on {
                self.because(closed.revision);
            }
        }
        hub.is_open(self.on, self.basis)
    }
}
