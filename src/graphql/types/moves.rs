//! Allocations, and the moves that change them.

use async_graphql::{Object, Result, SimpleObject, Union};
use projections::{Allocation as Given, Entry, PlannedBy, ReallocationStatus};
use schema::{Move as Planned, Subject};
use std::sync::Arc;

use super::{Hub, Lease, Reallocation, Resource, Space, Unit, any, resource};
use crate::graphql::{enums, pin::SharedPin, scalars};

/// To whom a resource is given, from a date.
#[derive(Debug)]
pub struct Allocation {
    pin: SharedPin,
    entry: Entry<Given>,
}

impl Allocation {
    pub(super) fn new(pin: &SharedPin, entry: &Entry<Given>) -> Self {
        Self { pin: pin.clone(), entry: entry.clone() }
    }
}

/// To whom a resource is given, from a date (upplåtelse).
#[Object]
impl Allocation {
    /// How it is given.
    async fn mode(&self) -> enums::AllocationMode {
        resource::mode(&self.entry.value)
    }

    /// The unit to which it is fixed; absent in any other mode.
    async fn unit(&self) -> Result<Option<Unit>> {
        match self.entry.value {
            Given::Fixed(unit) => Unit::named(&self.pin, unit).map(Some),
            Given::Flexible(_) | Given::Vacant => Ok(None),
        }
    }

    /// The hub in which it is flexible; absent in any other mode.
    async fn hub(&self) -> Result<Option<Hub>> {
        match self.entry.value {
            Given::Flexible(hub) => Hub::named(&self.pin, hub).map(Some),
            Given::Fixed(_) | Given::Vacant => Ok(None),
        }
    }

    /// The first date on which it holds, until the next.
    async fn from(&self) -> scalars::Date {
        self.entry.from.into()
    }

    /// The event that caused it: on the planned basis it may be an approval.
    async fn revision(&self) -> scalars::Revision {
        scalars::Revision(self.entry.revision)
    }
}

/// A move that is approved for a resource and not yet done.
#[derive(Debug)]
pub struct PlannedMove {
    pin: SharedPin,
    by: PlannedBy,
    resource: Arc<projections::Resource>,
    entry: Entry<Given>,
}

impl PlannedMove {
    pub(super) fn of(pin: &SharedPin, resource: &Arc<projections::Resource>) -> Vec<Self> {
        let pending = resource.allocation.pending().iter();
        let planned = pending.map(|pending| Self {
            pin: pin.clone(),
            by: pending.by,
            resource: Arc::clone(resource),
            entry: pending.entry.clone(),
        });
        planned.collect()
    }
}

/// A move that is approved for a resource and not yet done.
#[Object]
impl PlannedMove {
    /// By which reallocation.
    async fn reallocation(&self) -> Result<Reallocation> {
        Reallocation::named(&self.pin, self.by.reallocation)
    }

    /// Its number within the reallocation.
    async fn number(&self) -> u16 {
        self.by.number
    }

    /// For when it is planned.
    async fn planned_on(&self) -> scalars::Date {
        self.entry.from.into()
    }

    /// Whether that date is before `Portfolio.today`.
    async fn overdue(&self) -> bool {
        self.entry.from < self.pin.today
    }

    /// To whom the resource is given then.
    async fn allocation(&self) -> Allocation {
        Allocation::new(&self.pin, &self.entry)
    }

    /// The space into which it moves; absent where it stays.
    #[graphql(name = "intoSpace")]
    async fn destination(&self) -> Result<Option<Space>> {
        let pending = self.resource.place.pending().iter();
        let place = pending.filter(|pending| pending.by == self.by).map(|p| p.entry.value).next();
        any(place, |id| Space::named(&self.pin, id))
    }

    /// The event that put the move in doubt, the first of them; absent where it is not in doubt. What
    /// is in doubt is not carried out until the reallocation is amended and decided anew.
    async fn in_doubt(&self) -> Option<scalars::Revision> {
        let reallocation = self.pin.state.reallocation(&self.by.reallocation)?;
        reallocation.move_doubted(self.by.number).map(scalars::Revision)
    }
}

/// What is moved.
#[derive(Union, Debug)]
pub enum MoveSubject {
    /// A workstation, a room as a whole, equipment.
    Resource(Resource),
    /// A space, with nothing said of the desks in it.
    Space(Space),
}

/// When a move was carried out.
#[derive(SimpleObject, Debug)]
pub struct CarriedOut {
    /// On which date.
    on: scalars::Date,
    /// The event that reports it.
    revision: scalars::Revision,
}

/// A lease by which rent for a space is still due after it is planned to end.
#[derive(SimpleObject, Debug)]
pub struct RentStillDue {
    /// The lease.
    lease: Lease,
    /// The last day on which the tenant's notice is in time for the rent to end as planned, by a break
    /// clause for the space or for the end of the lease; it may have passed. Absent where only an
    /// agreement with the landlord ends it then.
    notice_by: Option<scalars::Date>,
}

/// A move of a reallocation.
#[derive(Debug)]
pub struct Move {
    pin: SharedPin,
    of: Arc<projections::Reallocation>,
    planned: Planned,
}

impl Move {
    pub(super) fn all(pin: &SharedPin, of: &Arc<projections::Reallocation>) -> Vec<Self> {
        let moves = of.proposal.moves.iter();
        moves
            .map(|planned| Self { pin: pin.clone(), of: Arc::clone(of), planned: *planned })
            .collect()
    }
}

/// A move of a reallocation: what becomes of one resource or space.
#[Object]
impl Move {
    /// Its number within the reallocation, from 1.
    async fn number(&self) -> u16 {
        self.planned.number
    }

    /// What is moved.
    async fn subject(&self) -> Result<MoveSubject> {
        match self.planned.subject {
            Subject::Resource(id) => Resource::named(&self.pin, id).map(MoveSubject::Resource),
            Subject::Space(id) => Space::named(&self.pin, id).map(MoveSubject::Space),
        }
    }

    /// What becomes of it.
    async fn fate(&self) -> enums::Fate {
        match self.planned.fate {
            schema::Fate::Converted { .. } => enums::Fate::Converted,
            schema::Fate::Relocated { .. } => enums::Fate::Relocated,
            schema::Fate::Released { .. } => enums::Fate::Released,
            schema::Fate::Returned { .. } => enums::Fate::Returned,
        }
    }

    /// The hub that it joins; absent where it joins none.
    async fn hub(&self) -> Result<Option<Hub>> {
        any(self.planned.fate.hub(), |id| Hub::named(&self.pin, id))
    }

    /// The unit to which it is given; absent where it is given to none.
    async fn unit(&self) -> Result<Option<Unit>> {
        any(self.planned.fate.unit(), |id| Unit::named(&self.pin, id))
    }

    /// When a released space is handed over; absent for any other fate.
    async fn handed_over_on(&self) -> Option<scalars::Date> {
        match self.planned.fate {
            schema::Fate::Released { handed_over_on, .. } => Some(handed_over_on.into()),
            _ => None,
        }
    }

    /// The last day for which rent is due for a released space, as planned; absent for any other fate. It
    /// ends no lease: see `rentStillDue`.
    async fn rent_ends_on(&self) -> Option<scalars::Date> {
        match self.planned.fate {
            schema::Fate::Released { rent_ends_on, .. } => Some(rent_ends_on.into()),
            _ => None,
        }
    }

    /// The leases by which rent for a released space is still due after `rentEndsOn`, as no notice,
    /// amendment or end of them ends it by then; in the order of their references. Empty where rent ends
    /// as planned, and for any other fate. On the planned basis costs take the rent away again in a line
    /// of its own; on the actual one it goes on.
    async fn rent_still_due(&self) -> Result<Vec<RentStillDue>> {
        let (Subject::Space(space), schema::Fate::Released { rent_ends_on, .. }) =
            (self.planned.subject, self.planned.fate)
        else {
            return Ok(Vec::new());
        };
        let due = projections::rent_still_due(&self.pin.state, space, rent_ends_on).into_iter();
        due.map(|due| {
            let lease = Lease::named(&self.pin, due.lease)?;
            Ok(RentStillDue { lease, notice_by: due.notice_by.map(Into::into) })
        })
        .collect()
    }

    /// The space in which it stands afterwards; absent where it stays.
    #[graphql(name = "intoSpace")]
    async fn destination(&self) -> Result<Option<Space>> {
        any(self.planned.fate.space(), |id| Space::named(&self.pin, id))
    }

    /// For when it is planned.
    async fn planned_on(&self) -> scalars::Date {
        self.planned.planned_on.into()
    }

    /// Where it stands today, as known at the revision.
    async fn status(&self) -> enums::MoveStatus {
        if self.of.done.contains_key(&self.planned.number) {
            return enums::MoveStatus::Done;
        }
        match self.of.status {
            ReallocationStatus::Proposed => enums::MoveStatus::Proposed,
            ReallocationStatus::Rejected
            | ReallocationStatus::Withdrawn
            | ReallocationStatus::Revoked => enums::MoveStatus::Dropped,
            ReallocationStatus::Approved | ReallocationStatus::Completed => {
                if self.of.is_overdue(&self.planned, self.pin.today) {
                    enums::MoveStatus::Overdue
                } else {
                    enums::MoveStatus::Planned
                }
            }
        }
    }

    /// The event that put it in doubt, the first of them; absent where it is not in doubt. What is in
    /// doubt is not carried out until the reallocation is amended and decided anew.
    async fn in_doubt(&self) -> Option<scalars::Revision> {
        self.of.move_doubted(self.planned.number).map(scalars::Revision)
    }

    /// When it was carried out; absent where it was not yet.
    async fn done(&self) -> Option<CarriedOut> {
        let done = self.of.done.get(&self.planned.number)?;
        Some(CarriedOut { on: done.on.into(), revision: scalars::Revision(done.revision) })
    }
}
