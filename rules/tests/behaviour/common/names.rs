//! Readable names for things: an id follows from the name.

use projections::Allocation;
use schema::{
    BasisId, BuildingId, CostId, Date, DrawingId, HubId, ImportId, InvoiceId, LeaseId, LevelId,
    MembershipId, OrganisationId, PersonId, PreconditionId, ReallocationId, ResourceId, SpaceId,
    Text, TransitionId, UnitId,
};
use uuid::Uuid;

macro_rules! named {
    ($($name:ident: $id:ty;)+) => {$(
        pub(crate) fn $name(name: &str) -> $id {
            <$id>::derived(Uuid::nil(), name)
        }
    )+};
}

named! {
    person: PersonId;
    organisation: OrganisationId;
    unit: UnitId;
    building: BuildingId;
    level: LevelId;
    drawing: DrawingId;
    space: SpaceId;
    resource: ResourceId;
    hub: HubId;
    membership: MembershipId;
    reallocation: ReallocationId;
    import: ImportId;
    precondition: PreconditionId;
    transition: TransitionId;
    basis: BasisId;
    lease: LeaseId;
    cost: CostId;
    invoice: InvoiceId;
}

pub(crate) fn date(text: &str) -> Date {
    text.parse().unwrap()
}

pub(crate) fn text(typed: &str) -> Text {
    Text::name(typed).unwrap()
}

pub(crate) fn fixed(name: &str) -> Allocation {
    Allocation::Fixed(unit(name))
}

pub(crate) fn flexible(name: &str) -> Allocation {
    Allocation::Flexible(hub(name))
}
