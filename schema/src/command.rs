//! The commands: business acts, as they are asked for. They carry text as typed; the events that
//! result carry commitments.
//!
//! In a revision, a field left out stays as it is on its date; [`Change::Remove`] takes it away.

use serde::Serialize;
use serde_json::Value;

use crate::{
    AccountCode, Areas, BasisId, BuildingId, CanonicalError, Category, Classification, CommandId,
    CommonKey, CostAmount, CostId, CostKind, CostObject, Currency, Date, Decision, DelegationPoint,
    Designation, Digest, DrawingId, ErasureDecision, ErasureGround, EventId, GeoPosition, GlobalId,
    Grade, HubCapacity, HubId, HubTariff, ImportCounts, ImportId, IndexFigure, IndexSeries,
    InvoiceId, InvoiceSubject, LeaseId, LeaseParty, LeaseTerms, LevelId, Matter, Measure,
    MembershipId, MembershipTerms, Money, Month, Move, MunicipalityCode, NamedLandlord,
    NoticePurpose, NoticeService, OpeningHours, OrganisationId, OrganisationNumber, Plane, Point,
    Polygon, Population, PreconditionId, PreconditionKind, ProposedMembership, ReallocationId,
    ResourceId, ResourceKind, Revision, Salt, Service, SpaceId, SquareMetres, Stroke, Text,
    TextPlace, TimeZone, TransitionId, TrueFact, UnitId, VatTreatment, Voucher, WeekCount, Wording,
    Year, canonical_bytes, text::TEXT_KEY,
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

    /// Ends an organisation: it is dissolved, merged into another, or leaves the portfolio.
    OrganisationEnd {
        /// The organisation.
        organisation: OrganisationId,
        /// From when it is gone.
        from: Date,
        /// The organisation that takes over its units, buildings, resources and hubs. Absent where
        /// none does; then nothing may be left of it.
        successor: Option<OrganisationId>,
        /// Why.
        reason: Option<Text>,
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

    /// Moves a unit, with all that is part of it, to another organisation or under another unit.
    UnitMove {
        /// The unit.
        unit: UnitId,
        /// From when.
        from: Date,
        /// The organisation that it is part of from then.
        organisation: OrganisationId,
        /// The unit that it is part of from then; absent for one directly under the organisation.
        parent: Option<UnitId>,
        /// Why.
        reason: Option<Text>,
    }

    /// Merges, splits or dissolves units. Those that do not stand among their successors end.
    UnitsReorganise {
        /// The units that were.
        units: Vec<UnitId>,
        /// The units that take over. One that also stands among the former goes on.
        into: Vec<UnitId>,
        /// Successors that are registered with this, from the same date.
        register: Vec<UnitRegister>,
        /// From when.
        from: Date,
        /// The successor that takes what is not named; the only one where there is one. Where there are no
        /// successors, what is not named ends.
        rest: Option<UnitId>,
        /// To whom single resources go.
        allocations: Vec<AllocationHeir>,
        /// To whom single memberships go.
        memberships: Vec<MembershipHeir>,
        /// Open proposals that name an ending unit and are withdrawn; the others are amended to name
        /// the successor, and decided on anew, or stay as they are where there is none.
        withdraw: Vec<ReallocationId>,
        /// Why.
        reason: Option<Text>,
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
        /// How many people it is made for.
        seats: Option<u32>,
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
        /// How many people it is made for.
        seats: Change<u32>,
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
        /// What becomes of the resources that stand in it.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        resources: Vec<ResourceFate>,
        /// Whether it leaves the hub that it serves.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        leaves_hub: bool,
    }

    /// Splits, merges or redraws spaces of one level. Those that do not stand among their
    /// successors end.
    SpaceReshape {
        /// The spaces that were.
        spaces: Vec<SpaceId>,
        /// From when.
        from: Date,
        /// The spaces that take their place.
        into: Vec<ReshapedSpace>,
        /// What becomes of single resources.
        resources: Vec<ResourceFate>,
        /// The successor in which all others stand; the only one where there is one.
        rest: Option<SpaceId>,
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
        /// What becomes of its allocation; needed where it is given to a unit.
        allocation: Option<AllocationFate>,
    }

    /// Moves resources into another space of the building.
    ResourcesMove {
        /// The resources.
        resources: Vec<ResourceId>,
        /// The space in which they stand from then.
        to: SpaceId,
        /// From when.
        from: Date,
        /// Why.
        reason: Option<Text>,
    }

    /// Records how many workstations were counted in a space. Assumed ones become counted; those
    /// that are too many and given to nobody are retired, those that are too few are added.
    WorkstationsCount {
        /// The space.
        space: SpaceId,
        /// When they were counted, never later than today.
        on: Date,
        /// How this is known, such as by whom and in which survey.
        source: Text,
        /// How many stand there.
        workstations: u32,
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

    /// Reports that a hub that has not opened opens on another date than planned.
    HubMoveOpening {
        /// The hub.
        hub: HubId,
        /// When it is planned to open now.
        opens_on: Date,
        /// Why.
        reason: Option<Text>,
    }

    /// Reports that a space cannot be used from a date on.
    SpaceLose {
        /// The space.
        space: SpaceId,
        /// From when.
        from: Date,
        /// Why.
        reason: Option<Text>,
    }

    /// Reports that a space that was lost can be used again from a date on.
    SpaceRestore {
        /// The space.
        space: SpaceId,
        /// From when.
        from: Date,
        /// Why.
        reason: Option<Text>,
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

    /// Describes a hub anew from a date.
    HubRevise {
        /// The hub.
        hub: HubId,
        /// From when.
        from: Date,
        /// Its name.
        name: Option<Text>,
        /// The organisation that runs it.
        host: Option<OrganisationId>,
        /// Where it is.
        municipality: Change<MunicipalityCode>,
        /// What it offers.
        services: Option<Vec<Service>>,
        /// When it is open.
        opening_hours: Option<Vec<OpeningHours>>,
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
        /// The decisions, at most one of each organisation.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        decisions: Vec<Decision>,
    }

    /// Gives a membership other terms from a date.
    MembershipChange {
        /// The membership.
        membership: MembershipId,
        /// From when.
        from: Date,
        /// On which terms.
        terms: MembershipTerms,
        /// The decisions, at most one of each organisation.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        decisions: Vec<Decision>,
    }

    /// Ends a membership.
    MembershipEnd {
        /// The membership.
        membership: MembershipId,
        /// From when it no longer holds.
        from: Date,
        /// Why.
        reason: Option<Text>,
        /// The decisions, at most one of each organisation.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        decisions: Vec<Decision>,
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
        /// Whether it counts only once another person confirms it.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        to_be_confirmed: bool,
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

    /// Withdraws a reallocation that is only proposed, and of which nothing has been carried out.
    ReallocationWithdraw {
        /// The reallocation.
        reallocation: ReallocationId,
        /// Why.
        reason: Option<Text>,
    }

    /// Revokes an approved reallocation, begun or not: what was carried out stays, and nothing more is
    /// planned.
    ReallocationRevoke {
        /// The reallocation.
        reallocation: ReallocationId,
        /// The decisions, of one organisation that is touched or more, at most one of each.
        decisions: Vec<Decision>,
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

    /// Confirms a decision that another person recorded.
    DecisionConfirm {
        /// The event that records the decision.
        recorded: Revision,
        /// The deciding organisation.
        organisation: OrganisationId,
    }

    /// Records that a delegated decision was reported to the body that delegated it.
    DecisionReport {
        /// The event that records the decision.
        recorded: Revision,
        /// The deciding organisation.
        organisation: OrganisationId,
        /// When, never later than today.
        on: Date,
    }

    /// Delegates decisions at a point of an organisation's delegation order.
    DelegationGive {
        /// The organisation.
        organisation: OrganisationId,
        /// The point.
        point: DelegationPoint,
        /// From when.
        from: Date,
        /// The first date on which it no longer holds; absent where it holds until withdrawn.
        to: Option<Date>,
        /// To whom: the delegate's function.
        delegate: Text,
        /// What the delegate decides.
        matters: Vec<Matter>,
        /// Workstations and rooms in one reallocation, at most; absent where not limited.
        resources_max: Option<u32>,
        /// Seats promised on the busiest weekday, at most; absent where not limited.
        seats_max: Option<u32>,
        /// The board's decision to delegate.
        decision: Decision,
    }

    /// Withdraws a delegation from a date.
    DelegationWithdraw {
        /// The organisation.
        organisation: OrganisationId,
        /// The point.
        point: DelegationPoint,
        /// The first date on which it no longer holds.
        from: Date,
        /// The board's decision to withdraw it.
        decision: Decision,
    }

    /// Requires something to be settled before reallocations are approved.
    PreconditionRequire {
        /// The precondition.
        precondition: PreconditionId,
        /// The organisation that requires it of its own decisions; absent where it is required of all.
        organisation: Option<OrganisationId>,
        /// From when.
        from: Date,
        /// What it is.
        kind: PreconditionKind,
        /// Its name.
        name: Text,
    }

    /// Requires a precondition no longer.
    PreconditionDrop {
        /// The precondition.
        precondition: PreconditionId,
        /// From when.
        from: Date,
        /// Why.
        reason: Option<Text>,
    }

    /// Records how a precondition was settled for a proposal.
    PreconditionSettle {
        /// The reallocation.
        reallocation: ReallocationId,
        /// The digest of the proposal for which it was settled.
        digest: Digest,
        /// The precondition.
        precondition: PreconditionId,
        /// When it was met or found not to apply, never later than today.
        on: Date,
        /// The document that shows it.
        document: Text,
        /// Why it does not apply; absent where it is met.
        not_applicable_because: Option<Text>,
    }

    /// Signs off what is recorded of an organisation's estate as the opening balance.
    OpeningBalanceSign {
        /// As of which date, never later than today.
        on: Date,
        /// The board's decision.
        decision: Decision,
    }

    /// Begins the recording of a file.
    ImportStart {
        /// The import.
        import: ImportId,
        /// The building that the file describes; absent for a list of several or of units.
        building: Option<BuildingId>,
        /// Whether it brings nothing of the estate, but only what is kept of money: invoices and the
        /// figures of indices.
        books: bool,
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
        /// The decision; needed once the opening balance was signed off.
        #[serde(skip_serializing_if = "Option::is_none")]
        decision: Option<Decision>,
    }

    /// Records a part of a file.
    ImportRecord {
        /// The import.
        import: ImportId,
        /// What the file brings and changes, each after what it rests on.
        parts: Vec<ImportPart>,
    }

    /// Ends the recording of a file.
    ImportComplete {
        /// The import.
        import: ImportId,
    }

    /// Gives up the recording of a file. What was recorded stays.
    ImportAbandon {
        /// The import.
        import: ImportId,
        /// Why.
        reason: Option<Text>,
    }

    /// Erases a person's name, wherever it stands.
    PersonErase {
        /// The person.
        person: crate::PersonId,
        /// On which legal ground.
        ground: ErasureGround,
        /// The decision.
        decision: Option<ErasureDecision>,
    }

    /// Erases a text, here and wherever else an event carries it along.
    TextErase {
        /// Where it stands.
        place: TextPlace,
        /// On which legal ground.
        ground: ErasureGround,
        /// The decision.
        decision: Option<ErasureDecision>,
    }

    /// Corrects how something was written. It changes neither allocations nor money, and takes no
    /// decision.
    CorrectClerically {
        /// The event that was written wrongly.
        corrects: Revision,
        /// What of it, and how it should read.
        correction: Wording,
        /// Why.
        reason: Text,
    }

    /// Corrects what was recorded wrongly: it is void, and what is true holds from its date.
    CorrectFact {
        /// What was wrong, and what is true.
        fact: TrueFact,
        /// The events that cannot stay as they are with it: exactly those that rest on what was wrong.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        take_along: Vec<Revision>,
        /// The decisions: of each organisation that decided on what is corrected, at most one of each.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        decisions: Vec<Decision>,
        /// Why.
        reason: Text,
    }

    /// Begins a transition.
    TransitionStart {
        /// The transition.
        transition: TransitionId,
        /// From when.
        from: Date,
        /// Its name.
        name: Text,
        /// What it is for.
        goal: Text,
        /// The last date on which it runs.
        until: Date,
        /// The organisations that take part.
        organisations: Vec<OrganisationId>,
        /// What it is to reach.
        targets: Vec<TargetDraft>,
        /// Its steps, numbered from 1.
        milestones: Vec<MilestoneDraft>,
    }

    /// Describes a transition anew from a date.
    TransitionRevise {
        /// The transition.
        transition: TransitionId,
        /// From when.
        from: Date,
        /// Its name.
        name: Option<Text>,
        /// What it is for.
        goal: Option<Text>,
        /// The last date on which it runs.
        until: Option<Date>,
        /// The organisations that take part.
        organisations: Option<Vec<OrganisationId>>,
        /// What it is to reach.
        targets: Option<Vec<TargetDraft>>,
        /// Its steps; those that stay keep their numbers.
        milestones: Option<Vec<MilestoneDraft>>,
    }

    /// Ends a transition.
    TransitionEnd {
        /// The transition.
        transition: TransitionId,
        /// The first date on which it is over.
        from: Date,
        /// Why.
        reason: Option<Text>,
    }

    /// Records that a step of a transition was reached.
    MilestoneReach {
        /// The transition.
        transition: TransitionId,
        /// The number of the milestone.
        milestone: u16,
        /// When, never later than today.
        on: Date,
    }

    /// Signs a lease.
    LeaseSign {
        /// The lease; a new one where its id is not in use.
        lease: LeaseId,
        /// From when.
        from: Date,
        /// Who lets.
        landlord: NamedLandlord,
        /// Who rents.
        tenant: OrganisationId,
        /// The lease of which it is a sublease.
        parent: Option<LeaseId>,
        /// The currency of the rent.
        currency: Currency,
        /// On which terms.
        terms: LeaseTerms,
        /// The tenant's decision and, where it is an organisation of the portfolio, the landlord's.
        decisions: Vec<Decision>,
    }

    /// Agrees other terms of a lease from a date.
    LeaseAmend {
        /// The lease.
        lease: LeaseId,
        /// From when.
        from: Date,
        /// Who lets from then; as before where none is named.
        landlord: Option<NamedLandlord>,
        /// The currency of the rent.
        currency: Currency,
        /// All terms from then.
        terms: LeaseTerms,
        /// As for signing.
        decisions: Vec<Decision>,
        /// Why.
        reason: Option<Text>,
    }

    /// Gives notice of a lease.
    LeaseNotice {
        /// The lease.
        lease: LeaseId,
        /// Who gives it.
        party: LeaseParty,
        /// What for.
        purpose: NoticePurpose,
        /// When it was served.
        served_on: Date,
        /// How.
        how: NoticeService,
        /// The first date after the term that it is to end.
        takes_effect: Date,
        /// The decision of the party that gives it, where it is an organisation of the portfolio.
        decisions: Vec<Decision>,
        /// Why.
        reason: Option<Text>,
    }

    /// Ends a lease by agreement.
    LeaseEnd {
        /// The lease.
        lease: LeaseId,
        /// The first date on which it is over.
        from: Date,
        /// As for signing.
        decisions: Vec<Decision>,
        /// Why.
        reason: Option<Text>,
    }

    /// Goes on with a lease of which notice was given, or that was to end by agreement.
    LeaseContinue {
        /// The lease.
        lease: LeaseId,
        /// The event that records the notice or the end that counts no more.
        withdraws: Revision,
        /// As for signing.
        decisions: Vec<Decision>,
        /// Why.
        reason: Option<Text>,
    }

    /// Records figures of an index as they are published, or as they are revised.
    IndexPublish {
        /// Which index.
        series: IndexSeries,
        /// Its figures, in the order of their months, at most one for each.
        figures: Vec<IndexFigure>,
        /// Where they were published.
        source: Option<Text>,
    }

    /// Records a cost.
    CostRecord {
        /// The cost; a new one where its id is not in use.
        cost: CostId,
        /// From when, or on which date where it is a cost once.
        from: Date,
        /// The currency of the amount.
        currency: Currency,
        /// What it is called.
        name: Text,
        /// What it is for.
        kind: CostKind,
        /// What it is of.
        object: CostObject,
        /// Who is invoiced, or whose income it is.
        organisation: OrganisationId,
        /// How much.
        amount: CostAmount,
        /// VAT in thousandths of the net amount.
        vat_thousandths: u16,
        /// The account on which it is kept.
        account: Option<AccountCode>,
    }

    /// Describes a cost anew from a date.
    CostRevise {
        /// The cost.
        cost: CostId,
        /// From when.
        from: Date,
        /// The currency of the amount.
        currency: Currency,
        /// What it is called.
        name: Option<Text>,
        /// What it is for.
        kind: Option<CostKind>,
        /// What it is of.
        object: Option<CostObject>,
        /// Who is invoiced, or whose income it is.
        organisation: Option<OrganisationId>,
        /// How much.
        amount: Option<CostAmount>,
        /// VAT in thousandths of the net amount.
        vat_thousandths: Option<u16>,
        /// The account on which it is kept.
        account: Change<AccountCode>,
    }

    /// Ends a cost.
    CostEnd {
        /// The cost.
        cost: CostId,
        /// The first date on which it is over.
        from: Date,
        /// Why.
        reason: Option<Text>,
    }

    /// Says how an organisation treats the VAT that it pays, from a date.
    VatTreat {
        /// The organisation.
        organisation: OrganisationId,
        /// From when.
        from: Date,
        /// How.
        treatment: VatTreatment,
    }

    /// Chooses by what the common areas of a building are borne, from a date.
    CommonKeyChoose {
        /// The building.
        building: BuildingId,
        /// From when.
        from: Date,
        /// By what.
        key: CommonKey,
    }

    /// Agrees what the members of a hub pay where their membership states no price, from a date.
    HubTariffAgree {
        /// The hub.
        hub: HubId,
        /// From when.
        from: Date,
        /// The currency of the price.
        currency: Currency,
        /// What they pay; nothing where there is none.
        tariff: Option<HubTariff>,
        /// The decision of the host.
        decision: Decision,
    }

    /// Records an organisation's budget for the premises of a year, all of it anew.
    BudgetDecide {
        /// The organisation.
        organisation: OrganisationId,
        /// The year.
        year: Year,
        /// The transition whose reallocations it is for; none where it is for all that the
        /// organisation bears.
        transition: Option<TransitionId>,
        /// The currency of the amounts.
        currency: Currency,
        /// For running costs, with the VAT that is a cost.
        running: Money,
        /// For costs that come once, with the VAT that is a cost.
        one_off: Money,
        /// The organisation's decision.
        decision: Decision,
    }

    /// Records an invoice.
    InvoiceRecord {
        /// The invoice; a new one where its id is not in use.
        invoice: InvoiceId,
        /// The currency of the amounts.
        currency: Currency,
        /// Whose books.
        organisation: OrganisationId,
        /// Its voucher in them.
        voucher: Voucher,
        /// Who sent it.
        supplier: Text,
        /// What it is for.
        subject: Option<InvoiceSubject>,
        /// When it is dated.
        issued_on: Date,
        /// When it was paid.
        paid_on: Option<Date>,
        /// The first month that it is for.
        from: Month,
        /// The last month that it is for.
        through: Month,
        /// How much without VAT; negative for a credit.
        net: Money,
        /// Its VAT.
        vat: Money,
        /// The account.
        account: Option<AccountCode>,
    }

    /// Cancels an invoice that was recorded wrongly.
    InvoiceCancel {
        /// The invoice.
        invoice: InvoiceId,
        /// Why.
        reason: Text,
    }

    /// Closes an organisation's books through a month.
    PeriodClose {
        /// The organisation.
        organisation: OrganisationId,
        /// The last month that is closed.
        through: Month,
    }

    /// Seals a basis for decisions.
    BasisSeal {
        /// The basis.
        basis: BasisId,
        /// What it is called.
        title: Text,
        /// The date for which it foresees.
        on: Date,
        /// What is assumed.
        assumptions: Vec<Text>,
        /// What could be decided instead of nothing.
        alternatives: Vec<AlternativeDraft>,
    }
}

/// What becomes of a resource whose space ends or is reshaped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceFate {
    /// The resource.
    pub resource: ResourceId,
    /// What becomes of it.
    pub destination: Destination,
}

/// Where a resource goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Destination {
    /// It stands in another space from then.
    MovesTo(SpaceId),
    /// It is gone.
    Retires {
        /// What becomes of its allocation; needed where it is given to a unit.
        allocation: Option<AllocationFate>,
    },
}

/// What becomes of the allocation of a resource that is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum AllocationFate {
    /// The unit gives it up.
    Ends,
    /// The unit gets another resource instead.
    GoesTo(ResourceId),
}

/// A space that takes the place of others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ReshapedSpace {
    /// A new one.
    New(SpaceAdd),
    /// One of those that were, described anew.
    Kept(SpaceRevise),
}

impl ReshapedSpace {
    /// Its id.
    pub const fn space(&self) -> SpaceId {
        match self {
            Self::New(add) => add.space,
            Self::Kept(revise) => revise.space,
        }
    }
}

/// To whom a resource goes when its unit ends or is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AllocationHeir {
    /// The resource.
    pub resource: ResourceId,
    /// The unit that has it from then; absent where it becomes vacant.
    pub unit: Option<UnitId>,
}

/// To whom a membership goes when its unit ends or is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MembershipHeir {
    /// The membership.
    pub membership: MembershipId,
    /// The unit whose it is from then; absent where it ends.
    pub unit: Option<UnitId>,
}

/// Sets the plane of a building.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BuildingSetPlane {
    /// The building.
    pub building: BuildingId,
    /// The plane.
    pub plane: Plane,
}

/// Says what a model calls a space that is recorded, so that its next delivery finds it by that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SpaceIdentify {
    /// The space.
    pub space: SpaceId,
    /// What the model calls it.
    pub global_id: GlobalId,
}

/// Draws a part of a level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LevelDraw {
    /// The level.
    pub level: LevelId,
    /// The drawing.
    pub drawing: DrawingId,
    /// From when.
    pub from: Date,
    /// Which part, from 0.
    pub part: u32,
    /// How many parts there are.
    pub parts: u32,
    /// Lines and outlines.
    pub strokes: Vec<Stroke>,
}

macro_rules! import_parts {
    ($($(#[$doc:meta])* $name:ident($part:ty) counts $count:ident;)+) => {
        /// A thing that an import brings or changes.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        #[serde(rename_all = "camelCase")]
        pub enum ImportPart {
            $($(#[$doc])* $name($part),)+
        }

        $(impl From<$part> for ImportPart {
            fn from(part: $part) -> Self {
                Self::$name(part)
            }
        })+

        impl ImportPart {
            /// Adds it to the counts of an import.
            pub fn count_in(&self, counts: &mut ImportCounts) {
                let count = match self {
                    $(Self::$name(_) => &mut counts.$count,)+
                };
                *count = count.saturating_add(1);
            }
        }
    };
}

import_parts! {
    /// An organisation.
    Organisation(OrganisationRegister) counts organisations;
    /// A unit.
    Unit(UnitRegister) counts units;
    /// A unit described anew.
    UnitRevised(UnitRevise) counts changed;
    /// A unit in another place.
    UnitMoved(UnitMove) counts changed;
    /// A building.
    Building(BuildingAdd) counts buildings;
    /// A building's plane.
    Plane(BuildingSetPlane) counts drawings;
    /// A level.
    Level(LevelAdd) counts levels;
    /// A level described anew.
    LevelRevised(LevelRevise) counts changed;
    /// A level that is gone.
    LevelRetired(LevelRetire) counts gone;
    /// A part of a level's drawing.
    Drawing(LevelDraw) counts drawings;
    /// A space.
    Space(SpaceAdd) counts spaces;
    /// A space described anew.
    SpaceRevised(SpaceRevise) counts changed;
    /// Spaces split, merged or redrawn.
    SpaceReshaped(SpaceReshape) counts changed;
    /// A space that the model calls otherwise.
    SpaceIdentified(SpaceIdentify) counts changed;
    /// A space that is gone.
    SpaceRetired(SpaceRetire) counts gone;
    /// A resource.
    Resource(ResourceAdd) counts resources;
    /// A resource described anew.
    ResourceRevised(ResourceRevise) counts changed;
    /// Resources in another space.
    ResourcesMoved(ResourcesMove) counts changed;
    /// A resource that is gone.
    ResourceRetired(ResourceRetire) counts gone;
    /// Workstations counted.
    WorkstationsCounted(WorkstationsCount) counts changed;
    /// A resource given to a unit.
    Allocation(AllocationAssign) counts allocations;
    /// A resource that is vacant.
    AllocationEnded(AllocationEnd) counts changed;
    /// An invoice. Counted as a change: what is counted of an import is published.
    Invoice(InvoiceRecord) counts changed;
    /// Figures of an index.
    Figures(IndexPublish) counts changed;
}

impl ImportCounts {
    /// All that is to be, or was, recorded.
    pub fn things(&self) -> u32 {
        [
            self.organisations,
            self.units,
            self.buildings,
            self.levels,
            self.spaces,
            self.resources,
            self.drawings,
            self.allocations,
            self.changed,
            self.gone,
        ]
        .into_iter()
        .fold(0, u32::saturating_add)
    }
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
    /// The transition that it is part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transition: Option<TransitionId>,
    /// The reallocation whose effect it reverses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reverses: Option<ReallocationId>,
}

/// What a transition is to reach, as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum TargetDraft {
    /// See [`Target::FlexibleShare`](crate::Target::FlexibleShare).
    FlexibleShare {
        /// Thousandths, from 0 to 1,000.
        thousandths: u16,
        /// By when.
        by: Date,
    },
    /// See [`Target::AreaPerEmployee`](crate::Target::AreaPerEmployee).
    AreaPerEmployee {
        /// Square metres for each person.
        square_metres: SquareMetres,
        /// Under which measure.
        measure: Measure,
        /// By when.
        by: Date,
    },
    /// See [`Target::Carbon`](crate::Target::Carbon).
    Carbon {
        /// Kilograms of carbon dioxide equivalents for each year.
        kilograms_per_year: u32,
        /// Under which measure the area is taken.
        measure: Measure,
        /// Energy in kilowatt-hours for each square metre and year, as assumed.
        kilowatt_hours_per_square_metre: u32,
        /// Emission in grams of carbon dioxide equivalents for each kilowatt-hour, as assumed.
        grams_per_kilowatt_hour: u32,
        /// Where the assumed figures come from.
        source: Text,
        /// By when.
        by: Date,
    },
}

/// A step of a transition, as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MilestoneDraft {
    /// Its number within the transition, from 1.
    pub number: u16,
    /// What it is.
    pub name: Text,
    /// When it is due.
    pub due: Date,
}

/// One alternative of a basis, as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AlternativeDraft {
    /// What it is called.
    pub title: Text,
    /// The proposed reallocations that it would carry out together.
    pub reallocations: Vec<ReallocationId>,
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
