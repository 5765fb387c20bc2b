//! Looking up what a command names.

use projections::{
    Building, Cost, Hub, Import, Invoice, Lease, Level, Membership, Organisation, Portfolio,
    Precondition, Reallocation, Resource, SealedBasis, Space, Transition, Unit,
};
use schema::{
    BasisId, BuildingId, CostId, Date, HubId, ImportId, InvoiceId, LeaseId, LevelId, MembershipId,
    MunicipalityCode, OrganisationId, PersonId, PreconditionId, ReallocationId, ResourceId,
    SpaceId, TransitionId, UnitId,
};
use std::sync::Arc;

use crate::{ExistsAlready, NotFound, NotThere, Rejection};

macro_rules! found {
    ($($one:ident, $all:ident: $id:ty => $thing:ty;)+) => {$(
        /// The thing of that id, or a rejection of what stands at `path`.
        pub(crate) fn $one(state: &Portfolio, path: &str, id: $id) -> Result<Arc<$thing>, Rejection> {
            state.$one(&id).cloned().ok_or_else(|| not_found(path, <$id>::WORD, id))
        }
    )+};
}

found! {
    organisation, organisations: OrganisationId => Organisation;
    unit, units: UnitId => Unit;
    building, buildings: BuildingId => Building;
    level, levels: LevelId => Level;
    space, spaces: SpaceId => Space;
    resource, resources: ResourceId => Resource;
    hub, hubs: HubId => Hub;
    membership, memberships: MembershipId => Membership;
    reallocation, reallocations: ReallocationId => Reallocation;
    import, imports: ImportId => Import;
    transition, transitions: TransitionId => Transition;
    precondition, preconditions: PreconditionId => Precondition;
    basis, bases: BasisId => SealedBasis;
    lease, leases: LeaseId => Lease;
    cost, costs: CostId => Cost;
    invoice, invoices: InvoiceId => Invoice;
}

macro_rules! standing {
    ($($name:ident = $one:ident: $id:ty => $thing:ty;)+) => {$(
        /// The thing of that id if it is there on a date.
        pub(crate) fn $name(
            state: &Portfolio,
            path: &str,
            id: $id,
            on: Date,
        ) -> Result<Arc<$thing>, Rejection> {
            let thing = $one(state, path, id)?;
            if thing.exists(on) {
                Ok(thing)
            } else {
                Err(Rejection::new(path, NotThere { thing: <$id>::WORD.into(), reference: id.to_string(), on }))
            }
        }
    )+};
}

standing! {
    standing_building = building: BuildingId => Building;
    standing_level = level: LevelId => Level;
    standing_space = space: SpaceId => Space;
    standing_resource = resource: ResourceId => Resource;
}

macro_rules! lasting {
    ($($name:ident = $one:ident: $id:ty => $thing:ty;)+) => {$(
        /// The thing of that id if it is there from a date on: what is put into it stays, and is not
        /// left standing in what has gone.
        pub(crate) fn $name(
            state: &Portfolio,
            path: &str,
            id: $id,
            from: Date,
        ) -> Result<Arc<$thing>, Rejection> {
            let thing = $one(state, path, id, from)?;
            match &thing.retired {
                None => Ok(thing),
                Some(retired) => {
                    let (thing, reference) = (<$id>::WORD.to_owned(), id.to_string());
                    Err(Rejection::new(path, NotThere { thing, reference, on: retired.from }))
                }
            }
        }
    )+};
}

lasting! {
    lasting_building = standing_building: BuildingId => Building;
    lasting_level = standing_level: LevelId => Level;
    lasting_space = standing_space: SpaceId => Space;
}

/// The unit of that id if it is there on a date.
pub(crate) fn unit_on(
    state: &Portfolio,
    path: &str,
    id: UnitId,
    on: Date,
) -> Result<Arc<Unit>, Rejection> {
    let unit = unit(state, path, id)?;
    there(unit.exists(on), path, UnitId::WORD, id, on).map(|()| unit)
}

/// The organisation of that id if it is there on a date.
pub(crate) fn organisation_on(
    state: &Portfolio,
    path: &str,
    id: OrganisationId,
    on: Date,
) -> Result<(), Rejection> {
    let organisation = organisation(state, path, id)?;
    there(organisation.exists(on), path, OrganisationId::WORD, id, on)
}

/// The organisation of that id if it is there on some date from the first to the last; on the first
/// where the last is before it.
pub(crate) fn organisation_within(
    state: &Portfolio,
    path: &str,
    id: OrganisationId,
    first: Date,
    last: Date,
) -> Result<(), Rejection> {
    let begins = organisation(state, path, id)?.descriptions.begins();
    organisation_on(
        state,
        path,
        id,
        begins.map_or(first, |begins| begins.clamp(first, last.max(first))),
    )
}

/// The organisation of that id if it is there from a date on, or one that succeeds it is: what
/// belongs to it goes over.
pub(crate) fn lasting_organisation(
    state: &Portfolio,
    path: &str,
    id: OrganisationId,
    from: Date,
) -> Result<(), Rejection> {
    organisation_on(state, path, id, from)?;
    let last = organisation(state, path, state.organisation_on(id, Date::LAST))?;
    match &last.retired {
        None => Ok(()),
        Some(retired) => there(false, path, OrganisationId::WORD, id, retired.from),
    }
}

/// The unit of that id if it is there from a date on: what is given to it is not left with a unit
/// that has ended.
pub(crate) fn lasting_unit(
    state: &Portfolio,
    path: &str,
    id: UnitId,
    from: Date,
) -> Result<Arc<Unit>, Rejection> {
    let unit = unit_on(state, path, id, from)?;
    match &unit.retired {
        None => Ok(unit),
        Some(retired) => {
            there(false, path, UnitId::WORD, id, retired.from)?;
            Ok(unit)
        }
    }
}

fn there(
    is: bool,
    path: &str,
    thing: &str,
    id: impl std::fmt::Display,
    on: Date,
) -> Result<(), Rejection> {
    let reference = id.to_string();
    if is {
        Ok(())
    } else {
        Err(Rejection::new(path, NotThere { thing: thing.to_owned(), reference, on }))
    }
}

/// A municipality that a command names, if it names one.
pub(crate) fn municipality(
    state: &Portfolio,
    path: &str,
    code: Option<&MunicipalityCode>,
) -> Result<(), Rejection> {
    match code.filter(|code| state.municipality(code).is_none()) {
        None => Ok(()),
        Some(code) => Err(not_found(path, "municipality", code)),
    }
}

/// Rejects an id that is in use.
pub(crate) fn unused(
    known: bool,
    path: &str,
    thing: &str,
    id: impl std::fmt::Display,
) -> Result<(), Rejection> {
    if known {
        let reference = id.to_string();
        Err(Rejection::new(path, ExistsAlready { thing: thing.to_owned(), reference }))
    } else {
        Ok(())
    }
}

/// Whether a person is registered.
pub(crate) fn is_registered(state: &Portfolio, person: PersonId) -> bool {
    state.person(&person).is_some()
}

fn not_found(path: &str, thing: &str, id: impl std::fmt::Display) -> Rejection {
    Rejection::new(path, NotFound { thing: thing.to_owned(), reference: id.to_string() })
}
