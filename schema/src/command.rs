//! The commands: business acts, as they are asked for. They carry text as typed; the events that
//! result carry commitments.
//!
//! In a revision, a field left out stays as it is on its date; [`Change::Remove`] takes it away.

use serde::Serialize;
use serde_json::Value;

use crate::{
    Areas, BuildingId, CanonicalError, Category, Classification, CommandId, Currency, Date,
    Decision, Designation, Digest, EventId, GeoPosition, GlobalId, Grade, HubCapacity, HubId,
    ImportCounts, ImportId, LevelId, MembershipId, MembershipTerms, Move, MunicipalityCode,
    OpeningHours, OrganisationId, OrganisationNumber, Point, Polygon, Population,
    ProposedMembership, ReallocationId, ResourceId, ResourceKind, Salt, Service, SpaceId, Text,
    TimeZone, UnitId, WeekCount, canonical_bytes, text::TEXT_KEY,
};

/// What a revision does with an optional field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Change<T> {
    /// Take it away.
    Remove,
    /// Set it.
    Set(T),
    /// Leave it as it is. Not written at all, so that a field that a command gains later does not
    /// change the digest of a command without it.
    #[default]
    #[serde(untagged)]
    Keep,
}

impl<T> Change<T> {
    /// The field's value after the change.
    pub fn or(self, former: Option<T>) -> Option<T> {
        match self {
            Self::Keep => former,
            Self::Remove => None,
            Self::Set(value) => Some(value),
        }
    }

    /// The change of a borrowed value.
    pub const fn as_ref(&self) -> Change<&T> {
        match self {
            Self::Keep => Change::Keep,
            Self::Remove => Change::Remove,
            Self::Set(value) => Change::Set(value),
        }
    }

    /// The same change of a value made from this one.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Change<U> {
        match self {
            Self::Keep => Change::Keep,
            Self::Remove => Change::Remove,
            Self::Set(value) => Change::Set(make(value)),
        }
    }
}

macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident : $type:ty,)* })+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
            #[serde(rename_all = "camelCase")]
            pub struct $name {
                $($(#[$field_doc])* pub $field: $type,)*
            }

            impl From<$name> for Command {
                fn from(command: $name) -> Self {
                    Self::$name(command)
                }
            }
        )+

        /// A command, whichever it is.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        #[serde(rename_all = "camelCase")]
        pub enum Command {
            $(#[doc = concat!("See [`", stringify!($name), "`].")] $name($name),)+
        }

        impl Command {
            /// The command's name.
            pub const fn name(&self) -> &'static str {
                match self {
                    $(Self::$name(_) => stringify!($name),)+
                }
            }
        }
    };
}

commands! {
    /// Opens a portfolio and registers the person who opens it.
    PortfolioOpen {
        /// Its name.
        name: Text,
        /// The currency of every amount.
        currency: Currency,
        /// The time zone of every date.
        time_zone: TimeZone,
        /// The name of the person who opens it.
        opened_by: Text,
    }

    /// Registers a person.
    PersonRegister {
        /// The person.
        person: crate::PersonId,
        /// The person's name.
        name: Text,
    }

    /// Registers an organisation.
    OrganisationRegister {
        /// The organisation.
        organisation: OrganisationId,
        /// From when.
        from: Date,
        /// Its name.
        name: Text,
        /// Its organisation number.
        number: Option<OrganisationNumber>,
    }

    /// Describes an organisation anew from a date.
    OrganisationRevise {
        /// The organisation.
        organisation: OrganisationId,
        /// From when.
        from: Date,
        /// Its name.
        name: Option<Text>,
        /// Its organisation number.
        number: Change<OrganisationNumber>,
    }

    /// Registers a unit.
    UnitRegister {
        /// The unit.
        unit: UnitId,
        /// From when.
        from: Date,
        /// Its name.
        name: Text,
        /// The organisation that it is part of.
        organisation: OrganisationId,
        /// The unit that it is part of.
        parent: Option<UnitId>,
        /// People employed.
        headcount: u32,
        /// People present by weekday.
        attendance: Option<WeekCount>,
        /// Its home municipality.
        municipality: Option<MunicipalityCode>,
    }

    /// Describes a unit anew from a date.
    UnitRevise {
        /// The unit.
        unit: UnitId,
        /// From when.
        from: Date,
        /// Its name.
        name: Option<Text>,
        /// The unit that it is part of.
        parent: Change<UnitId>,
        /// People employed.
        headcount: Option<u32>,
        /// People present by weekday.
        attendance: Change<WeekCount>,
        /// Its home municipality.
        municipality: Change<MunicipalityCode>,
    }

    /// Adds a municipality or place.
    MunicipalityAdd {
        /// Its code.
        municipality: MunicipalityCode,
        /// Its name.
        name: Text,
        /// Where its seat town lies.
        seat: Option<GeoPosition>,
        /// How many live there.
        population: Option<Population>,
    }

    /// Adds a building.
    BuildingAdd {
        /// The building.
        building: BuildingId,
        /// From when it is in the portfolio.
        from: Date,
        /// What its model calls it.
        global_id: Option<GlobalId>,
        /// Its name.
        name: Text,
        /// The organisation that owns it.
        owner: OrganisationId,
        /// Where it stands.
        municipality: Option<MunicipalityCode>,
        /// Its street address.
        address: Option<Text>,
        /// Its place on the earth.
        position: Option<GeoPosition>,
    }

    /// Describes a building anew from a date.
    BuildingRevise {
        /// The building.
        building: BuildingId,
        /// From when.
        from: Date,
        /// Its name.
        name: Option<Text>,
        /// The organisation that owns it.
        owner: Option<OrganisationId>,
        /// Where it stands.
        municipality: Change<MunicipalityCode>,
        /// Its street address.
        address: Change<Text>,
        /// Its place on the earth.
        position: Change<GeoPosition>,
    }

    /// Retires a building.
    BuildingRetire {
        /// The building.
        building: BuildingId,
        /// From when it is gone.
        from: Date,
        /// Why.
        reason: Option<Text>,
    }

    /// Adds a level.
    LevelAdd {
        /// The level.
        level: LevelId,
        /// Its building.
        building: BuildingId,
        /// From when it is there.
        from: Date,
        /// What its model calls it.
        global_id: Option<GlobalId>,
        /// Its name.
        name: Text,
        /// Height of its floor over the building's zero, in millimetres.
        elevation_mm: i64,
    }

    /// Describes a level anew from a date.
    LevelRevise {
        /// The level.
        level: LevelId,
        /// From when.
        from: Date,
        /// Its name.
        name: Option<Text>,
        /// Height of its floor, in millimetres.
        elevation_mm: Option<i64>,
    }

    /// Retires a level.
    LevelRetire {
        /// The level.
        level: LevelId,
        /// From when it is gone.
        from: Date,
        /// Why.
        reason: Option<Text>,
    }

    /// Adds a space.
    SpaceAdd {
        /// The space.
        space: SpaceId,
        /// Its level.
        level: LevelId,
        /// From when it is there.
        from: Date,
        /// What its model calls it.
        global_id: Option<GlobalId>,
        /// What stands on the door.
        number: Option<Designation>,
        /// What people call it.
        name: Option<Text>,
        /// What its source says that it is for.
        function: Option<Text>,
        /// What it is for.
        category: Category,
        /// Its outline.
        polygon: Option<Polygon>,
        /// Clear height in millimetres.
        height_mm: Option<u32>,
        /// Its areas.
        areas: Areas,
        /// Its codes in classifications.
        codes: Vec<Classification>,
    }

    /// Describes a space anew from a date.
    SpaceRevise {
        /// The space.
        space: SpaceId,
        /// From when.
        from: Date,
        /// What stands on the door.
        number: Change<Designation>,
        /// What people call it.
        name: Change<Text>,
        /// What its source says that it is for.
        function: Change<Text>,
        /// What it is for.
        category: Option<Category>,
        /// Its outline.
        polygon: Change<Polygon>,
        /// Clear height in millimetres.
        height_mm: Change<u32>,
        /// Its areas.
        areas: Option<Areas>,
        /// Its codes in classifications.
        codes: Option<Vec<Classification>>,
    }

    /// Retires a space.
    SpaceRetire {
        /// The space.
        space: SpaceId,
        /// From when it is gone.
        from: Date,
        /// Why.
        reason: Option<Text>,
    }

    /// Adds a resource.
    ResourceAdd {
        /// The resource.
        resource: ResourceId,
        /// The space in which it stands.
        space: SpaceId,
        /// From when it is there.
        from: Date,
        /// What it is.
        kind: ResourceKind,
        /// The organisation that owns it.
        owner: OrganisationId,
        /// The number on it.
        number: Option<Designation>,
        /// What people call it.
        name: Option<Text>,
        /// How surely it is known.
        grade: Grade,
        /// Where it stands, in millimetres in the level's frame.
        position: Option<Point>,
    }

    /// Describes a resource anew from a date.
    ResourceRevise {
        /// The resource.
        resource: ResourceId,
        /// From when.
        from: Date,
        /// The organisation that owns it.
        owner: Option<OrganisationId>,
        /// The number on it.
        number: Change<Designation>,
        /// What people call it.
        name: Change<Text>,
        /// How surely it is known.
        grade: Option<Grade>,
        /// Where it stands.
        position: Change<Point>,
    }

    /// Retires a resource.
    ResourceRetire {
        /// The resource.
        resource: ResourceId,
        /// From when it is gone.
        from: Date,
        /// Why.
        reason: Option<Text>,
    }

    /// Gives a resource to a unit, fixed, from a date.
    AllocationAssign {
        /// The resource.
        resource: ResourceId,
        /// The unit.
        unit: UnitId,
        /// From when.
        from: Date,
    }

    /// Ends a fixed allocation from a date.
    AllocationEnd {
        /// The resource.
        resource: ResourceId,
        /// From when it is vacant.
        from: Date,
    }

    /// Plans a hub.
    HubPlan {
        /// The hub.
        hub: HubId,
        /// When it is planned to open.
        opens_on: Date,
        /// Its name.
        name: Text,
        /// The organisation that runs it.
        host: OrganisationId,
        /// Where it is.
        municipality: Option<MunicipalityCode>,
        /// What it offers.
        services: Vec<Service>,
        /// When it is open.
        opening_hours: Vec<OpeningHours>,
    }

    /// Reports that a hub opened.
    HubOpen {
        /// The hub.
        hub: HubId,
        /// When, never later than today.
        on: Date,
    }

    /// Lets a space serve a hub from a date.
    HubAddSpace {
        /// The hub.
        hub: HubId,
        /// The space.
        space: SpaceId,
        /// From when.
        from: Date,
    }

    /// Takes a space out of a hub from a date.
    HubRemoveSpace {
        /// The hub.
        hub: HubId,
        /// The space.
        space: SpaceId,
        /// From when.
        from: Date,
    }

    /// Sets how many a hub holds from a date.
    HubSetCapacity {
        /// The hub.
        hub: HubId,
        /// From when.
        from: Date,
        /// How many, and from where this is known.
        capacity: HubCapacity,
    }

    /// Closes a hub.
    HubClose {
        /// The hub.
        hub: HubId,
        /// From when.
        from: Date,
        /// Why.
        reason: Option<Text>,
    }

    /// Makes a unit a member of a hub.
    MembershipGrant {
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
        /// The decision.
        decision: Option<Decision>,
    }

    /// Gives a membership other terms from a date.
    MembershipChange {
        /// The membership.
        membership: MembershipId,
        /// From when.
        from: Date,
        /// On which terms.
        terms: MembershipTerms,
        /// The decision.
        decision: Option<Decision>,
    }

    /// Ends a membership.
    MembershipEnd {
        /// The membership.
        membership: MembershipId,
        /// From when it no longer holds.
        from: Date,
        /// Why.
        reason: Option<Text>,
        /// The decision.
        decision: Option<Decision>,
    }

    /// Proposes a reallocation.
    ReallocationPropose {
        /// The reallocation.
        reallocation: ReallocationId,
        /// What is proposed.
        proposal: ProposalDraft,
    }

    /// Replaces the proposal of a reallocation.
    ReallocationAmend {
        /// The reallocation.
        reallocation: ReallocationId,
        /// What is proposed instead.
        proposal: ProposalDraft,
    }

    /// Records an organisation's decision in favour.
    ReallocationApprove {
        /// The reallocation.
        reallocation: ReallocationId,
        /// The digest of the proposal that was decided on.
        digest: Digest,
        /// The decision.
        decision: Decision,
        /// Why.
        reason: Option<Text>,
    }

    /// Records an organisation's decision against.
    ReallocationReject {
        /// The reallocation.
        reallocation: ReallocationId,
        /// The digest of the proposal that was decided on.
        digest: Digest,
        /// The decision.
        decision: Decision,
        /// Why.
        reason: Option<Text>,
    }

    /// Withdraws a reallocation that is not yet begun.
    ReallocationWithdraw {
        /// The reallocation.
        reallocation: ReallocationId,
        /// Why.
        reason: Option<Text>,
    }

    /// Reports moves as carried out.
    ReallocationReport {
        /// The reallocation.
        reallocation: ReallocationId,
        /// When they were carried out, never later than today.
        on: Date,
        /// The numbers of the moves.
        moves: Vec<u16>,
    }

    /// Begins the recording of a file.
    ImportStart {
        /// The import.
        import: ImportId,
        /// The building that the file describes.
        building: BuildingId,
        /// From when what it says holds.
        from: Date,
        /// The format.
        format: Designation,
        /// The file's name.
        file_name: Text,
        /// The file's SHA-256.
        file_digest: Text,
        /// The file's size.
        file_bytes: u64,
        /// What is to be recorded.
        expected: ImportCounts,
    }

    /// Records a part of a file.
    ImportRecord {
        /// The import.
        import: ImportId,
        /// Levels, spaces and resources, each after what it stands in.
        parts: Vec<ImportPart>,
    }

    /// Ends the recording of a file.
    ImportComplete {
        /// The import.
        import: ImportId,
    }
}

/// A thing that an import brings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ImportPart {
    /// A level.
    Level(LevelAdd),
    /// A space.
    Space(SpaceAdd),
    /// A resource.
    Resource(ResourceAdd),
}

/// What is proposed, as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProposalDraft {
    /// What it is called.
    pub title: Text,
    /// Why.
    pub reason: Option<Text>,
    /// The moves, numbered from 1.
    pub moves: Vec<Move>,
    /// The memberships that replace what is given up.
    pub memberships: Vec<ProposedMembership>,
}

/// The field under which the vault keeps the salt of a command's digest.
pub const COMMAND_DIGEST_FIELD: &str = "$command";

/// A command's digest, and whether a salt went into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommandDigest {
    /// The digest.
    pub digest: Digest,
    /// Whether the salt is needed to compute it again: the command carries text.
    pub salted: bool,
}

impl Command {
    /// The digest by which a repeated command is told from another under the same id: SHA-256 of
    /// the command's canonical JSON. For a command that carries text the salt goes before it, so
    /// that nobody can try out names against the ledger's bytes; the vault keeps that salt and
    /// erases it with the text. It is one derived for the field [`COMMAND_DIGEST_FIELD`], never the
    /// seed: from the seed every other salt of the command follows.
    pub fn digest(&self, salt: &Salt) -> Result<CommandDigest, CanonicalError> {
        let value = without_absent(
            serde_json::to_value(self)
                .map_err(|error| CanonicalError::Unserialisable(error.to_string()))?,
        );
        let bytes = canonical_bytes(&value)?;
        let salted = carries_text(&value);
        let digest = if salted {
            Digest::of_parts([salt.bytes().as_slice(), &bytes])
        } else {
            Digest::of(&bytes)
        };
        Ok(CommandDigest { digest, salted })
    }

    /// The event under which the salt of the digest of `command` is kept.
    pub fn digest_event(portfolio: crate::PortfolioId, command: CommandId) -> EventId {
        EventId::of(portfolio, command, 0)
    }
}

fn without_absent(value: Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .into_iter()
            .filter(|(_, field)| !field.is_null())
            .map(|(key, field)| (key, without_absent(field)))
            .collect(),
        Value::Array(items) => items.into_iter().map(without_absent).collect(),
        plain => plain,
    }
}

fn carries_text(value: &Value) -> bool {
    match value {
        Value::Object(fields) => fields.contains_key(TEXT_KEY) || fields.values().any(carries_text),
        Value::Array(items) => items.iter().any(carries_text),
        _ => false,
    }
}
