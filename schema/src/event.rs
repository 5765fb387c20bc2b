//! The events: the storage contract. **Nothing here may change once recorded.** A changed event is
//! a new version beside the old one, with an upcaster in [`Event::read`]; its golden example in
//! `schema/events/` stays.
//!
//! Where something varies with the date in force, an event carries the whole description that
//! holds from its date, so that no earlier event is needed to read it.
//!
//! The doc comments of records, of their fields and of the values in them are the descriptions in
//! the published schemas: a comment that was published stays as it was, too.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Areas, BuildingId, Category, Classification, ClericalCorrection, Commitment, CommonKey,
    CostDescription, CostId, Currency, Date, DecisionBasis, DecisionTaken, Delegation,
    DelegationPoint, Designation, Digest, DrawingId, ErasedText, ErasureDecision, ErasureGround,
    GeoPosition, GlobalId, Grade, HubCapacity, HubId, HubTariff, ImportId, IndexFigure,
    IndexSeries, InvoiceDescription, InvoiceId, Landlord, LeaseId, LeaseParty, LeaseTerms, LevelId,
    MembershipId, MembershipTerms, Money, Month, Move, MunicipalityCode, NoticePurpose,
    NoticeService, OpeningHours, OrganisationId, OrganisationNumber, PersonId, Plane, Point,
    Polygon, PreconditionAnswer, PreconditionId, PreconditionKind, Proposal, ReallocationId,
    ResourceId, ResourceKind, Revision, Service, SpaceId, Stroke, TimeZone, TransitionDescription,
    TransitionId, UnitId, VatTreatment, Verdict, Voided, WeekCount, Year, former,
    json_schema::published_schema,
};

/// Declares the records of the contract: events, and the descriptions that they carry.
macro_rules! records {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident : $type:ty,)* })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $type,)*
        }
    )+};
}

/// Declares the event types with their current versions.
macro_rules! events {
    ($($name:ident $version:literal $(, from $former:literal by $upcast:path)*;)+) => {
        /// An event, whichever it is.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        #[serde(untagged)]
        pub enum Event {
            $(#[doc = concat!("See [`", stringify!($name), "`].")] $name($name),)+
        }

        impl Event {
            /// Every type with its current version, in the order of declaration.
            pub const TYPES: &'static [(&'static str, u32)] = &[$((stringify!($name), $version),)+];

            /// The type's name, as stored.
            pub const fn type_name(&self) -> &'static str {
                match self {
                    $(Self::$name(_) => stringify!($name),)+
                }
            }

            /// The version in which this code writes the type.
            pub const fn version(&self) -> u32 {
                match self {
                    $(Self::$name(_) => $version,)+
                }
            }

            /// The event of a stored type, version and data. Every version ever written is read.
            pub fn read<'data, D: serde::Deserializer<'data>>(
                type_name: &str,
                version: u32,
                data: D,
            ) -> Result<Self, UnreadableEvent> {
                match (type_name, version) {
                    $((stringify!($name), $version) => $name::deserialize(data)
                        .map(Self::$name)
                        .map_err(|error| malformed(stringify!($name), version, error)),)+
                    $($((stringify!($name), $former) => serde_json::Value::deserialize(data)
                        .map_err(|error| error.to_string())
                        .and_then($upcast)
                        .and_then(|data| serde_json::from_value(data).map_err(|e| e.to_string()))
                        .map(Self::$name)
                        .map_err(|error| malformed(stringify!($name), version, error)),)*)+
                    _ => Err(UnreadableEvent::Unknown { type_name: type_name.to_owned(), version }),
                }
            }

            /// The JSON Schema of each type's data, by type name and version.
            pub fn json_schemas() -> Vec<(&'static str, u32, schemars::Schema)> {
                vec![$((stringify!($name), $version, published_schema::<$name>()),)+]
            }
        }

        $(impl From<$name> for Event {
            fn from(event: $name) -> Self {
                Self::$name(event)
            }
        })+
    };
}

fn malformed(
    type_name: &'static str,
    version: u32,
    error: impl std::fmt::Display,
) -> UnreadableEvent {
    UnreadableEvent::Malformed { type_name, version, error: error.to_string() }
}

/// Why stored data is not an event that this code knows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnreadableEvent {
    /// A type or version that this program does not know: a newer one wrote it.
    #[error(
        "event type {type_name} version {version} is not known to this program; a newer one wrote it"
    )]
    Unknown {
        /// The type as stored.
        type_name: String,
        /// The version as stored.
        version: u32,
    },
    /// A known type whose data does not follow its schema.
    #[error("event type {type_name} version {version} does not follow its schema: {error}")]
    Malformed {
        /// The type.
        type_name: &'static str,
        /// The version.
        version: u32,
        /// What does not fit.
        error: String,
    },
}

impl Event {
    /// The commitments that it carries, each with where it stands in its data.
    pub fn texts(&self) -> Vec<(String, Commitment)> {
        // An event is stored as JSON, so that it serialises.
        serde_json::to_value(self).map(|data| Commitment::placed_in(&data)).unwrap_or_default()
    }
}

impl ImportCounts {
    /// Nothing.
    pub const NONE: Self = Self {
        organisations: 0,
        units: 0,
        buildings: 0,
        levels: 0,
        spaces: 0,
        resources: 0,
        drawings: 0,
        allocations: 0,
        changed: 0,
        gone: 0,
        left_out: 0,
    };
}

// serde asks with a reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

records! {
    /// What an organisation is called and registered as.
    OrganisationDescription {
        /// Its name.
        name: Commitment,
        /// Its organisation number; absent where it has none.
        #[serde(skip_serializing_if = "Option::is_none")]
        number: Option<OrganisationNumber>,
    }

    /// A unit: where it belongs and how many it is.
    UnitDescription {
        /// Its name.
        name: Commitment,
        /// The organisation that it is part of.
        organisation: OrganisationId,
        /// The unit that it is part of; absent for one directly under the organisation.
        #[serde(skip_serializing_if = "Option::is_none")]
        parent: Option<UnitId>,
        /// People employed.
        headcount: u32,
        /// People present by weekday, as a rule; absent where not known.
        #[serde(skip_serializing_if = "Option::is_none")]
        attendance: Option<WeekCount>,
        /// Its home municipality.
        #[serde(skip_serializing_if = "Option::is_none")]
        municipality: Option<MunicipalityCode>,
    }

    /// How many live in a municipality.
    Population {
        /// People.
        people: u32,
        /// On which date.
        on: Date,
    }

    /// A building.
    BuildingDescription {
        /// Its name.
        name: Commitment,
        /// The organisation that owns it.
        owner: OrganisationId,
        /// Where it stands.
        #[serde(skip_serializing_if = "Option::is_none")]
        municipality: Option<MunicipalityCode>,
        /// Its street address.
        #[serde(skip_serializing_if = "Option::is_none")]
        address: Option<Commitment>,
        /// Its place on the earth.
        #[serde(skip_serializing_if = "Option::is_none")]
        position: Option<GeoPosition>,
    }

    /// A level.
    LevelDescription {
        /// Its name.
        name: Commitment,
        /// Height of its floor over the building's zero, in millimetres.
        elevation_mm: i64,
    }

    /// A space.
    SpaceDescription {
        /// What stands on the door.
        #[serde(skip_serializing_if = "Option::is_none")]
        number: Option<Designation>,
        /// What people call it.
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<Commitment>,
        /// What its source says that it is for.
        #[serde(skip_serializing_if = "Option::is_none")]
        function: Option<Commitment>,
        /// What it is for, in the categories of this ledger.
        category: Category,
        /// Its outline; absent where the source gives none that can be drawn.
        #[serde(skip_serializing_if = "Option::is_none")]
        polygon: Option<Polygon>,
        /// Clear height in millimetres.
        #[serde(skip_serializing_if = "Option::is_none")]
        height_mm: Option<u32>,
        /// Its areas, each under its measure.
        areas: Areas,
        /// How many people it is made for; absent where not known.
        #[serde(skip_serializing_if = "Option::is_none")]
        seats: Option<u32>,
        /// Its codes in classifications, sorted.
        codes: Vec<Classification>,
    }

    /// A resource.
    ResourceDescription {
        /// What it is.
        kind: ResourceKind,
        /// The organisation that owns it.
        owner: OrganisationId,
        /// The number on it.
        #[serde(skip_serializing_if = "Option::is_none")]
        number: Option<Designation>,
        /// What people call it.
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<Commitment>,
        /// How surely it is known.
        grade: Grade,
        /// Where it stands, in millimetres in the level's frame.
        #[serde(skip_serializing_if = "Option::is_none")]
        position: Option<Point>,
    }

    /// A hub.
    HubDescription {
        /// Its name.
        name: Commitment,
        /// The organisation that runs it.
        host: OrganisationId,
        /// Where it is.
        #[serde(skip_serializing_if = "Option::is_none")]
        municipality: Option<MunicipalityCode>,
        /// What it offers, sorted.
        services: Vec<Service>,
        /// When it is open, sorted; empty where not settled.
        opening_hours: Vec<OpeningHours>,
    }

    /// A file that was read.
    ImportedFile {
        /// Its name.
        name: Commitment,
        /// Its SHA-256, sealed: a digest of a file is a digest of the names in it.
        digest: Commitment,
        /// Its size.
        bytes: u64,
    }

    /// How many of each were, or are to be, recorded. What is zero is left out.
    ImportCounts {
        /// Organisations.
        #[serde(default, skip_serializing_if = "is_zero")]
        organisations: u32,
        /// Units.
        #[serde(default, skip_serializing_if = "is_zero")]
        units: u32,
        /// Buildings.
        #[serde(default, skip_serializing_if = "is_zero")]
        buildings: u32,
        /// Levels.
        #[serde(default, skip_serializing_if = "is_zero")]
        levels: u32,
        /// Spaces.
        #[serde(default, skip_serializing_if = "is_zero")]
        spaces: u32,
        /// Resources.
        #[serde(default, skip_serializing_if = "is_zero")]
        resources: u32,
        /// Parts of drawings.
        #[serde(default, skip_serializing_if = "is_zero")]
        drawings: u32,
        /// Allocations.
        #[serde(default, skip_serializing_if = "is_zero")]
        allocations: u32,
        /// Things that were recorded before and are changed.
        #[serde(default, skip_serializing_if = "is_zero")]
        changed: u32,
        /// Things that were recorded before and are gone.
        #[serde(default, skip_serializing_if = "is_zero")]
        gone: u32,
        /// Things of the file that were left out, and reported.
        #[serde(default, skip_serializing_if = "is_zero")]
        left_out: u32,
    }

    /// A portfolio was opened: the first event of every ledger.
    PortfolioOpened {
        /// Its name.
        name: Commitment,
        /// The currency of every amount in it.
        currency: Currency,
        /// The time zone of every date in it.
        time_zone: TimeZone,
    }

    /// A person was registered.
    PersonRegistered {
        /// The person.
        person: PersonId,
        /// The person's name.
        name: Commitment,
    }

    /// An organisation was registered.
    OrganisationRegistered {
        /// The organisation.
        organisation: OrganisationId,
        /// From when the description holds.
        from: Date,
        /// What it is.
        description: OrganisationDescription,
    }

    /// An organisation is described anew from a date.
    OrganisationRevised {
        /// The organisation.
        organisation: OrganisationId,
        /// From when the description holds.
        from: Date,
        /// What it is from then.
        description: OrganisationDescription,
    }

    /// An organisation ends or leaves the portfolio. What it owns and hosts is from then on its
    /// successor's; its units have moved by events of their own.
    OrganisationEnded {
        /// The organisation.
        organisation: OrganisationId,
        /// From when it is gone.
        from: Date,
        /// The organisation that succeeds it; absent where none does.
        #[serde(skip_serializing_if = "Option::is_none")]
        successor: Option<OrganisationId>,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Commitment>,
    }

    /// A unit was registered.
    UnitRegistered {
        /// The unit.
        unit: UnitId,
        /// From when the description holds.
        from: Date,
        /// What it is.
        description: UnitDescription,
    }

    /// A unit is described anew from a date.
    UnitRevised {
        /// The unit.
        unit: UnitId,
        /// From when the description holds.
        from: Date,
        /// What it is from then.
        description: UnitDescription,
    }

    /// A unit is part of another organisation or of another unit from a date.
    UnitMoved {
        /// The unit.
        unit: UnitId,
        /// From when.
        from: Date,
        /// What it is from then.
        description: UnitDescription,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Commitment>,
    }

    /// Units are merged, split or dissolved. Those that do not stand among their successors are
    /// gone from the date.
    UnitsReorganised {
        /// The units that were, sorted.
        units: Vec<UnitId>,
        /// The units that take over, sorted; none where a unit is dissolved.
        into: Vec<UnitId>,
        /// From when.
        from: Date,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Commitment>,
    }

    /// A municipality or place was added.
    MunicipalityAdded {
        /// Its code.
        municipality: MunicipalityCode,
        /// Its name.
        name: Commitment,
        /// Where its seat town lies.
        #[serde(skip_serializing_if = "Option::is_none")]
        seat: Option<GeoPosition>,
        /// How many live there.
        #[serde(skip_serializing_if = "Option::is_none")]
        population: Option<Population>,
    }

    /// A building was added.
    BuildingAdded {
        /// The building.
        building: BuildingId,
        /// From when it is in the portfolio.
        from: Date,
        /// What its model calls it.
        #[serde(skip_serializing_if = "Option::is_none")]
        global_id: Option<GlobalId>,
        /// What it is.
        description: BuildingDescription,
    }

    /// A building is described anew from a date.
    BuildingRevised {
        /// The building.
        building: BuildingId,
        /// From when the description holds.
        from: Date,
        /// What it is from then.
        description: BuildingDescription,
    }

    /// A building leaves the portfolio.
    BuildingRetired {
        /// The building.
        building: BuildingId,
        /// From when it is gone.
        from: Date,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Commitment>,
    }

    /// By which projection places on the earth become coordinates of a building's levels.
    BuildingPlaneSet {
        /// The building.
        building: BuildingId,
        /// The plane.
        plane: Plane,
    }

    /// A level was added.
    LevelAdded {
        /// The level.
        level: LevelId,
        /// Its building.
        building: BuildingId,
        /// From when it is there.
        from: Date,
        /// What its model calls it.
        #[serde(skip_serializing_if = "Option::is_none")]
        global_id: Option<GlobalId>,
        /// What it is.
        description: LevelDescription,
    }

    /// A level is described anew from a date.
    LevelRevised {
        /// The level.
        level: LevelId,
        /// From when the description holds.
        from: Date,
        /// What it is from then.
        description: LevelDescription,
    }

    /// A level is gone.
    LevelRetired {
        /// The level.
        level: LevelId,
        /// From when it is gone.
        from: Date,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Commitment>,
    }

    /// A part of the drawing of a level: what is not a space. A drawing holds when all its parts are
    /// recorded, in place of the one before.
    LevelDrawn {
        /// The level.
        level: LevelId,
        /// The drawing.
        drawing: DrawingId,
        /// From when.
        from: Date,
        /// Which part, from 0.
        part: u32,
        /// How many parts there are.
        parts: u32,
        /// Lines and outlines.
        strokes: Vec<Stroke>,
    }

    /// A space was added.
    SpaceAdded {
        /// The space.
        space: SpaceId,
        /// Its level.
        level: LevelId,
        /// From when it is there.
        from: Date,
        /// What its model calls it.
        #[serde(skip_serializing_if = "Option::is_none")]
        global_id: Option<GlobalId>,
        /// What it is.
        description: SpaceDescription,
    }

    /// A space is described anew from a date.
    SpaceRevised {
        /// The space.
        space: SpaceId,
        /// From when the description holds.
        from: Date,
        /// What it is from then.
        description: SpaceDescription,
    }

    /// A space is gone.
    SpaceRetired {
        /// The space.
        space: SpaceId,
        /// From when it is gone.
        from: Date,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Commitment>,
    }

    /// Spaces are split, merged or redrawn into others. Those that do not stand among their
    /// successors are gone from the date.
    SpacesReshaped {
        /// The spaces that were, sorted.
        spaces: Vec<SpaceId>,
        /// The spaces that take their place, sorted.
        into: Vec<SpaceId>,
        /// From when.
        from: Date,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Commitment>,
    }

    /// A model calls a space otherwise than before, or for the first time.
    SpaceIdentified {
        /// The space.
        space: SpaceId,
        /// What the model calls it from now on.
        global_id: GlobalId,
    }

    /// A resource was added. It is vacant until it is allocated.
    ResourceAdded {
        /// The resource.
        resource: ResourceId,
        /// The space in which it stands.
        space: SpaceId,
        /// From when it is there.
        from: Date,
        /// What it is.
        description: ResourceDescription,
    }

    /// A resource is described anew from a date.
    ResourceRevised {
        /// The resource.
        resource: ResourceId,
        /// From when the description holds.
        from: Date,
        /// What it is from then.
        description: ResourceDescription,
    }

    /// A resource is gone.
    ResourceRetired {
        /// The resource.
        resource: ResourceId,
        /// From when it is gone.
        from: Date,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Commitment>,
    }

    /// Resources stand in another space from a date.
    ResourcesMoved {
        /// The resources, sorted.
        resources: Vec<ResourceId>,
        /// The space in which they stand from then.
        to: SpaceId,
        /// From when.
        from: Date,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Commitment>,
    }

    /// Resources were counted.
    ResourcesCounted {
        /// The space in which they stand.
        space: SpaceId,
        /// When they were counted, and from when they are known as counted.
        on: Date,
        /// How this is known, such as by whom and in which survey.
        source: Commitment,
        /// The resources, sorted.
        resources: Vec<ResourceId>,
    }

    /// A resource is given to a unit, fixed, from a date.
    AllocationAssigned {
        /// The resource.
        resource: ResourceId,
        /// The unit.
        unit: UnitId,
        /// From when.
        from: Date,
    }

    /// A resource is vacant from a date.
    AllocationEnded {
        /// The resource.
        resource: ResourceId,
        /// From when.
        from: Date,
    }

    /// Resources that are given to one unit are given to another from a date, and so is what was to
    /// be given to it later.
    AllocationsTransferred {
        /// The unit that had them.
        unit: UnitId,
        /// The unit that has them from then.
        to: UnitId,
        /// From when.
        from: Date,
        /// The resources, sorted.
        resources: Vec<ResourceId>,
    }

    /// A hub is planned.
    HubPlanned {
        /// The hub.
        hub: HubId,
        /// When it is planned to open.
        opens_on: Date,
        /// What it is.
        description: HubDescription,
    }

    /// A hub opened.
    HubOpened {
        /// The hub.
        hub: HubId,
        /// When.
        on: Date,
    }

    /// A space serves a hub from a date.
    HubSpaceAdded {
        /// The hub.
        hub: HubId,
        /// The space.
        space: SpaceId,
        /// From when.
        from: Date,
    }

    /// A space no longer serves a hub from a date.
    HubSpaceRemoved {
        /// The hub.
        hub: HubId,
        /// The space.
        space: SpaceId,
        /// From when.
        from: Date,
    }

    /// How many a hub holds from a date.
    HubCapacitySet {
        /// The hub.
        hub: HubId,
        /// From when.
        from: Date,
        /// How many, and from where this is known.
        capacity: HubCapacity,
    }

    /// A hub closes.
    HubClosed {
        /// The hub.
        hub: HubId,
        /// From when it is closed.
        from: Date,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Commitment>,
    }

    /// A hub is described anew from a date.
    HubRevised {
        /// The hub.
        hub: HubId,
        /// From when the description holds.
        from: Date,
        /// What it is from then.
        description: HubDescription,
    }

    /// A unit is a member of a hub from a date.
    MembershipGranted {
        /// The membership.
        membership: MembershipId,
        /// The hub.
        hub: HubId,
        /// The unit.
        unit: UnitId,
        /// From when.
        from: Date,
        /// On which terms.
        terms: MembershipTerms,
        /// The reallocation that brought it; absent where granted by itself.
        #[serde(skip_serializing_if = "Option::is_none")]
        reallocation: Option<ReallocationId>,
        /// The decisions that grant it, at most one of each organisation; none where those on the
        /// reallocation grant it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        decisions: Vec<DecisionTaken>,
    }

    /// A membership has other terms from a date.
    MembershipChanged {
        /// The membership.
        membership: MembershipId,
        /// From when.
        from: Date,
        /// On which terms from then.
        terms: MembershipTerms,
        /// The decisions, at most one of each organisation.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        decisions: Vec<DecisionTaken>,
    }

    /// A membership ends.
    MembershipEnded {
        /// The membership.
        membership: MembershipId,
        /// From when it no longer holds.
        from: Date,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Commitment>,
        /// The decisions, at most one of each organisation.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        decisions: Vec<DecisionTaken>,
    }

    /// A unit's membership is in doubt from a date: its hub no longer holds what is promised.
    MembershipDoubted {
        /// The membership.
        membership: MembershipId,
        /// From when.
        from: Date,
        /// The event that put it in doubt.
        because: Revision,
    }

    /// A membership is another unit's from a date.
    MembershipTransferred {
        /// The membership.
        membership: MembershipId,
        /// The unit whose it is from then.
        unit: UnitId,
        /// From when.
        from: Date,
    }

    /// A reallocation was proposed.
    ReallocationProposed {
        /// The reallocation.
        reallocation: ReallocationId,
        /// SHA-256 of the proposal's canonical bytes.
        digest: Digest,
        /// What is proposed.
        proposal: Proposal,
    }

    /// A reallocation's proposal was replaced. Decisions on the former one no longer hold.
    ReallocationAmended {
        /// The reallocation.
        reallocation: ReallocationId,
        /// SHA-256 of the new proposal's canonical bytes.
        digest: Digest,
        /// What is proposed instead.
        proposal: Proposal,
    }

    /// An organisation decided on a reallocation.
    ReallocationDecided {
        /// The reallocation.
        reallocation: ReallocationId,
        /// The digest of the proposal on which it decided.
        digest: Digest,
        /// How.
        verdict: Verdict,
        /// The decision.
        decision: DecisionTaken,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Commitment>,
        /// Whether it counts only once another person confirms it: whoever recorded it wrote the
        /// proposal.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        awaits_confirmation: bool,
    }

    /// All who decide on a reallocation have approved it: its moves and memberships are planned.
    ReallocationApproved {
        /// The reallocation.
        reallocation: ReallocationId,
        /// The digest of the approved proposal.
        digest: Digest,
    }

    /// A reallocation was rejected.
    ReallocationRejected {
        /// The reallocation.
        reallocation: ReallocationId,
        /// The digest of the rejected proposal.
        digest: Digest,
    }

    /// A reallocation was withdrawn by those who proposed it.
    ReallocationWithdrawn {
        /// The reallocation.
        reallocation: ReallocationId,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Commitment>,
    }

    /// A reallocation was revoked after it had been approved: what has not been carried out is no
    /// longer planned.
    ReallocationRevoked {
        /// The reallocation.
        reallocation: ReallocationId,
        /// The decisions, at most one of each organisation.
        decisions: Vec<DecisionTaken>,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Commitment>,
    }

    /// Something that happened put parts of an approved reallocation in doubt: they are not carried
    /// out before it is amended and decided anew.
    ReallocationDoubted {
        /// The reallocation.
        reallocation: ReallocationId,
        /// The numbers of the moves, in order.
        moves: Vec<u16>,
        /// The memberships that come with it, sorted.
        memberships: Vec<MembershipId>,
        /// The event that put them in doubt.
        because: Revision,
    }

    /// A move was carried out.
    MoveDone {
        /// The reallocation.
        reallocation: ReallocationId,
        /// The move as approved.
        carried_out: Move,
        /// When it was carried out.
        on: Date,
    }

    /// Every move of a reallocation has been carried out.
    ReallocationCompleted {
        /// The reallocation.
        reallocation: ReallocationId,
    }

    /// The recording of a file began.
    ImportStarted {
        /// The import.
        import: ImportId,
        /// The building that the file describes; absent for a list of several or of units.
        #[serde(skip_serializing_if = "Option::is_none")]
        building: Option<BuildingId>,
        /// From when what it says holds, where nothing else is said.
        from: Date,
        /// The format, such as `IFC2X3`.
        format: Designation,
        /// The file.
        file: ImportedFile,
        /// What is to be recorded.
        expected: ImportCounts,
        /// The decision; absent before the opening balance is signed off.
        #[serde(skip_serializing_if = "Option::is_none")]
        decision: Option<DecisionTaken>,
    }

    /// A part of a file was recorded.
    ImportProgressed {
        /// The import.
        import: ImportId,
        /// How many things of the file this part has.
        things: u32,
    }

    /// The recording of a file ended.
    ImportCompleted {
        /// The import.
        import: ImportId,
        /// What was recorded.
        recorded: ImportCounts,
    }

    /// The recording of a file was given up; what was recorded stays.
    ImportAbandoned {
        /// The import.
        import: ImportId,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Commitment>,
    }

    /// An organisation delegated decisions at a point of its delegation order, from a date.
    DelegationGiven {
        /// The organisation.
        organisation: OrganisationId,
        /// The point of its delegation order.
        point: DelegationPoint,
        /// From when.
        from: Date,
        /// The first date on which it no longer holds; absent where it holds until withdrawn.
        #[serde(skip_serializing_if = "Option::is_none")]
        to: Option<Date>,
        /// What is delegated.
        delegation: Delegation,
        /// The decision to delegate.
        decision: DecisionTaken,
    }

    /// A delegation no longer holds from a date.
    DelegationWithdrawn {
        /// The organisation.
        organisation: OrganisationId,
        /// The point of its delegation order.
        point: DelegationPoint,
        /// From when.
        from: Date,
        /// The decision to withdraw it.
        decision: DecisionTaken,
    }

    /// Another person than the one who recorded a decision confirmed it.
    DecisionConfirmed {
        /// The event that records the decision.
        recorded: Revision,
        /// The deciding organisation.
        organisation: OrganisationId,
    }

    /// A decision was reported to the body that delegated it.
    DecisionReported {
        /// The event that records the decision.
        recorded: Revision,
        /// The deciding organisation.
        organisation: OrganisationId,
        /// When.
        on: Date,
    }

    /// An organisation signed off what is recorded of its estate as the opening balance.
    OpeningBalanceSigned {
        /// As of which date.
        on: Date,
        /// The decision.
        decision: DecisionTaken,
    }

    /// Something is to be settled from a date on before reallocations are approved.
    PreconditionRequired {
        /// The precondition.
        precondition: PreconditionId,
        /// The organisation that requires it of its own decisions; absent where it is required of all.
        #[serde(skip_serializing_if = "Option::is_none")]
        organisation: Option<OrganisationId>,
        /// From when.
        from: Date,
        /// What it is.
        kind: PreconditionKind,
        /// Its name.
        name: Commitment,
    }

    /// A precondition is no longer required from a date on.
    PreconditionDropped {
        /// The precondition.
        precondition: PreconditionId,
        /// From when.
        from: Date,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Commitment>,
    }

    /// A precondition was settled for a proposal: met, or found not to apply.
    PreconditionAnswered {
        /// The reallocation.
        reallocation: ReallocationId,
        /// The digest of the proposal.
        digest: Digest,
        /// The precondition.
        precondition: PreconditionId,
        /// How it was settled.
        answer: PreconditionAnswer,
    }

    /// A hub that has not opened opens on another date than planned.
    HubOpeningMoved {
        /// The hub.
        hub: HubId,
        /// When it is planned to open now.
        opens_on: Date,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Commitment>,
    }

    /// A space cannot be used from a date on.
    SpaceLost {
        /// The space.
        space: SpaceId,
        /// From when.
        from: Date,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Commitment>,
    }

    /// A space that was lost can be used again from a date on.
    SpaceRestored {
        /// The space.
        space: SpaceId,
        /// From when.
        from: Date,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Commitment>,
    }

    /// How something was written was corrected.
    ClericallyCorrected {
        /// The event that was written wrongly.
        corrects: Revision,
        /// What of it, and how it should read.
        correction: ClericalCorrection,
        /// Why.
        reason: Commitment,
    }

    /// What was recorded wrongly is void. What was true instead follows in events of its own.
    FactuallyCorrected {
        /// The event that was wrong.
        corrects: Revision,
        /// All that is void: what was wrong and what rested on it.
        voided: Vec<Voided>,
        /// The decisions, at most one of each organisation; none where what was wrong rested on none.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        decisions: Vec<DecisionTaken>,
        /// Why.
        reason: Commitment,
    }

    /// A lease was signed.
    LeaseSigned {
        /// The lease.
        lease: LeaseId,
        /// From when.
        from: Date,
        /// Who lets.
        landlord: Landlord,
        /// The organisation that rents.
        tenant: OrganisationId,
        /// The lease of which this one is a sublease; absent where it is none.
        #[serde(skip_serializing_if = "Option::is_none")]
        parent: Option<LeaseId>,
        /// On which terms.
        terms: LeaseTerms,
        /// The decisions, at most one of each organisation.
        decisions: Vec<DecisionTaken>,
    }

    /// A lease has other terms from a date.
    LeaseAmended {
        /// The lease.
        lease: LeaseId,
        /// From when.
        from: Date,
        /// Who lets from then.
        landlord: Landlord,
        /// The terms from then, all of them.
        terms: LeaseTerms,
        /// The decisions, at most one of each organisation.
        decisions: Vec<DecisionTaken>,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Commitment>,
    }

    /// A party of a lease gave notice.
    LeaseNoticeServed {
        /// The lease.
        lease: LeaseId,
        /// Who gave it.
        party: LeaseParty,
        /// What for.
        purpose: NoticePurpose,
        /// When it was served.
        served_on: Date,
        /// How.
        how: NoticeService,
        /// The first date after the term that it is to end, or from which what it concerns is given
        /// up.
        takes_effect: Date,
        /// Whether it was served later than agreed for that date.
        late: bool,
        /// The decisions, at most one of each organisation; none where a landlord outside the portfolio
        /// gave it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        decisions: Vec<DecisionTaken>,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Commitment>,
    }

    /// A lease ends by agreement of its parties.
    LeaseEnded {
        /// The lease.
        lease: LeaseId,
        /// The first date on which it is over.
        from: Date,
        /// The decisions, at most one of each organisation.
        decisions: Vec<DecisionTaken>,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Commitment>,
    }

    /// The parties of a lease agreed to go on: a notice or an end counts no more from then on.
    LeaseContinued {
        /// The lease.
        lease: LeaseId,
        /// The event that records the notice or the end.
        withdraws: Revision,
        /// The decisions, at most one of each organisation.
        decisions: Vec<DecisionTaken>,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Commitment>,
    }

    /// Figures of an index were published. A figure for a month that has one is the revised one.
    IndexPublished {
        /// Which index.
        series: IndexSeries,
        /// Its figures, in the order of their months, at most one for each.
        figures: Vec<IndexFigure>,
        /// Where they were published.
        #[serde(skip_serializing_if = "Option::is_none")]
        source: Option<Commitment>,
    }

    /// A cost was recorded.
    CostRecorded {
        /// The cost.
        cost: CostId,
        /// From when, or on which date where it is a cost once.
        from: Date,
        /// What it is.
        description: CostDescription,
    }

    /// A cost is described anew from a date.
    CostRevised {
        /// The cost.
        cost: CostId,
        /// From when.
        from: Date,
        /// What it is from then.
        description: CostDescription,
    }

    /// A cost ends: what is not yet written off is written off then.
    CostEnded {
        /// The cost.
        cost: CostId,
        /// The first date on which it is over.
        from: Date,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Commitment>,
    }

    /// An organisation treats the VAT that it pays so from a date.
    VatTreatmentSet {
        /// The organisation.
        organisation: OrganisationId,
        /// From when.
        from: Date,
        /// How.
        treatment: VatTreatment,
    }

    /// The common areas of a building are borne by a key from a date.
    CommonKeySet {
        /// The building.
        building: BuildingId,
        /// From when.
        from: Date,
        /// By what.
        key: CommonKey,
    }

    /// Members of a hub whose membership states no price pay so from a date.
    HubTariffSet {
        /// The hub.
        hub: HubId,
        /// From when.
        from: Date,
        /// What they pay; absent where nothing.
        #[serde(skip_serializing_if = "Option::is_none")]
        tariff: Option<HubTariff>,
        /// The decision of the host.
        decision: DecisionTaken,
    }

    /// An organisation decided its budget for the premises of a year, all of it anew.
    BudgetDecided {
        /// The organisation.
        organisation: OrganisationId,
        /// The year.
        year: Year,
        /// The transition whose reallocations it is for; absent where it is for all that the
        /// organisation bears.
        #[serde(skip_serializing_if = "Option::is_none")]
        transition: Option<TransitionId>,
        /// For running costs, with the VAT that is a cost.
        running: Money,
        /// For costs that come once, with the VAT that is a cost.
        one_off: Money,
        /// The decision.
        decision: DecisionTaken,
    }

    /// An invoice was recorded.
    InvoiceRecorded {
        /// The invoice.
        invoice: InvoiceId,
        /// What it says.
        description: InvoiceDescription,
    }

    /// An invoice was recorded wrongly: it counts for nothing.
    InvoiceCancelled {
        /// The invoice.
        invoice: InvoiceId,
        /// Why.
        reason: Commitment,
    }

    /// An organisation closed its books: what was known then of the months through this one stands,
    /// and what is known later is adjusted in the months after.
    PeriodClosed {
        /// The organisation.
        organisation: OrganisationId,
        /// The last month that is closed.
        through: Month,
    }

    /// A transition began.
    TransitionStarted {
        /// The transition.
        transition: TransitionId,
        /// From when.
        from: Date,
        /// What it is.
        description: TransitionDescription,
    }

    /// A transition is described anew from a date.
    TransitionRevised {
        /// The transition.
        transition: TransitionId,
        /// From when.
        from: Date,
        /// What it is from then.
        description: TransitionDescription,
    }

    /// A transition ended.
    TransitionEnded {
        /// The transition.
        transition: TransitionId,
        /// The first date on which it is over.
        from: Date,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Commitment>,
    }

    /// A step of a transition was reached.
    MilestoneReached {
        /// The transition.
        transition: TransitionId,
        /// The number of the milestone.
        milestone: u16,
        /// When.
        on: Date,
    }

    /// A basis for decisions was sealed.
    BasisSealed {
        /// SHA-256 of its canonical bytes.
        digest: Digest,
        /// What was known, compared and assumed.
        basis: DecisionBasis,
    }

    /// Texts were erased from the vault: nothing opens their commitments any more. The bytes of the
    /// events that carry them stay as they are.
    TextsErased {
        /// Whose or which text it was.
        erased: ErasedText,
        /// The digests of the commitments, sorted. They stand here plain, because they seal no text
        /// of this event.
        commitments: Vec<Digest>,
        /// On which legal ground.
        ground: ErasureGround,
        /// The decision; absent where the ground needs none.
        #[serde(skip_serializing_if = "Option::is_none")]
        decision: Option<ErasureDecision>,
    }
}

events! {
    PortfolioOpened 1;
    PersonRegistered 1;
    OrganisationRegistered 1;
    OrganisationRevised 1;
    OrganisationEnded 1;
    UnitRegistered 1;
    UnitRevised 1;
    UnitMoved 1;
    UnitsReorganised 1;
    MunicipalityAdded 1;
    BuildingAdded 1;
    BuildingRevised 1;
    BuildingRetired 1;
    BuildingPlaneSet 1;
    LevelAdded 1;
    LevelRevised 1;
    LevelRetired 1;
    LevelDrawn 1;
    SpaceAdded 2, from 1 by former::space;
    SpaceRevised 2, from 1 by former::space;
    SpaceRetired 1;
    SpacesReshaped 1;
    SpaceIdentified 1;
    ResourceAdded 1;
    ResourceRevised 1;
    ResourceRetired 1;
    ResourcesMoved 1;
    ResourcesCounted 1;
    AllocationAssigned 1;
    AllocationEnded 1;
    AllocationsTransferred 1;
    HubPlanned 1;
    HubOpened 1;
    HubSpaceAdded 1;
    HubSpaceRemoved 1;
    HubCapacitySet 1;
    HubClosed 1;
    HubRevised 1;
    MembershipGranted 2, from 1 by former::one_decision;
    MembershipChanged 2, from 1 by former::one_decision;
    MembershipEnded 2, from 1 by former::one_decision;
    MembershipDoubted 1;
    MembershipTransferred 1;
    ReallocationProposed 2, from 1 by former::proposal;
    ReallocationAmended 2, from 1 by former::proposal;
    ReallocationDecided 2, from 1 by former::reallocation_decided;
    ReallocationApproved 1;
    ReallocationRejected 1;
    ReallocationWithdrawn 1;
    ReallocationRevoked 1;
    ReallocationDoubted 1;
    MoveDone 2, from 1 by former::move_done;
    ReallocationCompleted 1;
    ImportStarted 3, from 1 by former::import_of_a_building, from 2 by former::import_started;
    ImportProgressed 1;
    ImportCompleted 2, from 1 by former::import_completed;
    ImportAbandoned 1;
    DelegationGiven 1;
    DelegationWithdrawn 1;
    DecisionConfirmed 1;
    DecisionReported 1;
    OpeningBalanceSigned 1;
    PreconditionRequired 1;
    PreconditionDropped 1;
    PreconditionAnswered 1;
    HubOpeningMoved 1;
    SpaceLost 1;
    SpaceRestored 1;
    ClericallyCorrected 1;
    FactuallyCorrected 2, from 1 by former::factually_corrected;
    TransitionStarted 1;
    TransitionRevised 1;
    TransitionEnded 1;
    MilestoneReached 1;
    BasisSealed 1;
    LeaseSigned 1;
    LeaseAmended 1;
    LeaseNoticeServed 1;
    LeaseEnded 1;
    LeaseContinued 1;
    IndexPublished 1;
    CostRecorded 1;
    CostRevised 1;
    CostEnded 1;
    VatTreatmentSet 1;
    CommonKeySet 1;
    HubTariffSet 1;
    BudgetDecided 1;
    InvoiceRecorded 1;
    InvoiceCancelled 1;
    PeriodClosed 1;
    TextsErased 1;
}
