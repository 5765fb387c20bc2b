//! The enumerations of the published schema: those of the `schema` and `projections` crates.

use async_graphql::Enum;

macro_rules! enums {
    ($($(#[$doc:meta])* $name:ident = $remote:literal { $($(#[$variant_doc:meta])* $variant:ident,)+ })+) => {$(
        $(#[$doc])*
        #[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
        #[graphql(remote = $remote)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
        }
    )+};
}

enums! {
    /// Under which law, or by which arrangement, premises are held.
    LeaseRegime = "schema::LeaseRegime" {
        /// A lease of premises (lokalhyra, 12 kap. jordabalken).
        Premises,
        /// A lease from a landlord of the state, on its own conditions.
        StateLandlord,
        /// An internal lease within one authority or company.
        Internal,
        /// Owned premises.
        Owned,
    }

    /// What is paid to the landlord beside the rent.
    SupplementKind = "schema::SupplementKind" {
        /// Heat.
        Heat,
        /// Cooling and ventilation.
        Cooling,
        /// Electricity.
        Electricity,
        /// Water and sewage.
        Water,
        /// Waste.
        Waste,
        /// Property tax (fastighetsskatt).
        PropertyTax,
        /// Data and telephone lines.
        Media,
        /// Services of the landlord.
        Service,
        /// Parking.
        Parking,
        /// Something else.
        Other,
    }

    /// To what each amount of a month is rounded.
    Rounding = "schema::Rounding" {
        /// The hundredth of the currency's unit (öre).
        Hundredth,
        /// The whole unit (krona).
        Unit,
    }

    /// For how many months at a time rent is paid.
    Paid = "schema::Paid" {
        /// Each month.
        Monthly,
        /// Each quarter of the calendar year.
        Quarterly,
        /// Each half of the calendar year.
        HalfYearly,
        /// Each calendar year.
        Yearly,
    }

    /// By which month a cost counts.
    Bookkeeping = "projections::Bookkeeping" {
        /// The month for which it is a cost: an outlay that is written off counts as it is.
        Accrual,
        /// The month in which it is paid: an outlay counts whole, and what is written off not at all.
        Cash,
    }

    /// By what costs are added up.
    CostGroup = "projections::CostGroup" {
        /// By month.
        Month,
        /// By calendar year.
        Year,
        /// By municipality: that of the building; of the hub where it is of none; of the unit where it
        /// is of neither.
        Municipality,
        /// By building.
        Building,
        /// By level.
        Level,
        /// By space.
        Space,
        /// By category of space, as described for the first day of the month: none where it is of no space.
        SpaceCategory,
        /// By hub.
        Hub,
        /// By the organisation that bears it.
        Organisation,
        /// By the unit that bears it.
        Unit,
        /// By kind of line.
        Line,
        /// By account.
        Account,
        /// By lease, recorded cost or membership.
        Source,
        /// By why it is borne.
        Bearing,
        /// By the closed month that it adjusts; none where it is no adjustment of closed books.
        Adjusts,
    }

    /// Why an organisation bears a cost.
    CostBearing = "projections::Bearing" {
        /// A unit of it has the space or the workstation.
        Uses,
        /// It hosts the hub.
        Hosts,
        /// Nobody has it: the tenant or the owner bears it.
        Vacant,
        /// It is of a hub that is not open: the host bears it.
        Closed,
        /// It is vacated, and rent is still due: double rent.
        Released,
        /// It lets the space by a sublease: what it receives for that stands beside it.
        Sublet,
        /// It is not divided: a cost of a reallocation, or of a building without spaces.
        Undivided,
        /// It pays what another organisation of the portfolio receives.
        Pays,
        /// It receives what another organisation of the portfolio, or it itself, pays.
        Receives,
    }

    /// Why an organisation pays another.
    ChargeReason = "projections::ChargeReason" {
        /// A unit of it uses what the other is invoiced for.
        Uses,
        /// It hosts the hub for which the other is invoiced.
        Hosts,
        /// It rents from the other.
        Rents,
        /// A unit of it is a member of a hub that the other hosts.
        Member,
    }

    /// One of the two sides of a lease.
    LeaseParty = "schema::LeaseParty" {
        /// Who lets.
        Landlord,
        /// Who rents.
        Tenant,
    }

    /// What a notice is for.
    NoticePurpose = "schema::NoticePurpose" {
        /// To leave (uppsägning för avflyttning).
        Termination,
        /// To change the terms (uppsägning för villkorsändring).
        ChangedTerms,
    }

    /// How a notice reached the other side.
    NoticeService = "schema::NoticeService" {
        /// By registered letter.
        RegisteredLetter,
        /// Served by law (delgivning).
        Served,
        /// The other side acknowledged it in writing.
        Acknowledged,
        /// By e-mail or otherwise, as agreed.
        AsAgreed,
    }

    /// What a cost is for.
    CostKind = "schema::CostKind" {
        /// Cleaning.
        Cleaning,
        /// Energy and media.
        Energy,
        /// Running the property.
        Operation,
        /// Maintenance.
        Maintenance,
        /// Insurance.
        Insurance,
        /// Property tax of an owner (fastighetsskatt).
        PropertyTax,
        /// What was invested in owned premises, written off and with interest.
        Capital,
        /// Fitting out.
        FitOut,
        /// Security.
        Security,
        /// Reception and services in a hub.
        Service,
        /// Furniture, equipment and information technology.
        Equipment,
        /// Seats bought at a co-working operator outside the portfolio.
        Coworking,
        /// Making fixed premises into flexible ones.
        Conversion,
        /// Moving.
        Moving,
        /// Putting premises back as they were.
        Restoration,
        /// Leaving premises earlier than agreed.
        Exit,
        /// What members of a hub outside the portfolio pay: an income.
        OutsideMembers,
        /// Something else.
        Other,
    }

    /// How an organisation treats the VAT that it pays.
    VatTreatment = "schema::VatTreatment" {
        /// It deducts it.
        Deducted,
        /// It is compensated for it (kommunkontosystemet).
        Compensated,
        /// It is a cost.
        Cost,
    }

    /// By what the common areas of a building are borne by those who have the others.
    CommonKey = "schema::CommonKey" {
        /// By area.
        Area,
        /// By workstations, a room that is allocated as a whole counting as one.
        Workstations,
        /// Equally by space.
        Spaces,
    }

    /// On which basis a question is asked.
    Basis = "projections::Basis" {
        /// What was reported done.
        Actual,
        /// Actual, and what is approved, at its date.
        Planned,
    }

    /// The language of a sentence.
    Language = "projections::Language" {
        /// English.
        English,
        /// Swedish.
        Swedish,
    }

    /// What the cases of a sample are.
    CaseKind = "projections::CaseKind" {
        /// A reallocation.
        Reallocation,
        /// A membership.
        Membership,
        /// A decision of an organisation.
        Decision,
    }

    /// What a thing is of which a change tells.
    ThingKind = "projections::ThingKind" {
        /// An organisation.
        Organisation,
        /// A unit.
        Unit,
        /// A building.
        Building,
        /// A level.
        Level,
        /// A space.
        Space,
        /// A resource.
        Resource,
        /// A hub.
        Hub,
        /// A membership.
        Membership,
        /// A reallocation.
        Reallocation,
        /// A transition.
        Transition,
        /// A precondition.
        Precondition,
        /// A sealed basis for decisions.
        DecisionBasis,
        /// A lease.
        Lease,
        /// A cost beside rent.
        Cost,
        /// An invoice.
        Invoice,
    }

    /// Which fact of a thing a change tells of. Those that are said to hold whatever the date change by
    /// what becomes known alone.
    ChangeKind = "projections::FactKind" {
        /// What it is, on the date, the category of a space apart. A thing that is not there on the date
        /// has none.
        Description,
        /// What a space is for, on the date.
        Category,
        /// Which hub a space serves, on the date and basis.
        Hub,
        /// That a space is released, on the date and basis.
        Released,
        /// That nobody can use a space, on the date.
        Lost,
        /// In which space a resource stands, on the date and basis.
        Place,
        /// To whom a resource is given, on the date and basis.
        Allocation,
        /// Which drawing of a level holds, on the date.
        Drawing,
        /// When a hub is planned to open, whatever the date.
        PlannedOpening,
        /// When a hub opened, whatever the date.
        Opening,
        /// That a hub is open, on the date and basis.
        Open,
        /// How many a hub holds, on the date.
        Capacity,
        /// Whose a membership is, on the date and basis.
        Unit,
        /// On which terms a membership holds, on the date and basis.
        Terms,
        /// What a reallocation proposes, whatever the date.
        Proposal,
        /// Where a reallocation stands, whatever the date.
        Status,
        /// A decision on a reallocation, whatever the date.
        Decision,
        /// A move of a reallocation that was reported done, whatever the date.
        Move,
        /// The end that is recorded for it, whatever the date.
        End,
        /// That a move of a reallocation, or a membership, is in doubt, whatever the date.
        Doubt,
        /// What an organisation delegates at a point of its delegation order, on the date.
        Delegation,
        /// How a precondition was settled for a reallocation, whatever the date.
        Settled,
        /// A milestone that a transition reached, whatever the date.
        Milestone,
        /// That a basis for decisions is sealed, whatever the date.
        Sealed,
        /// A notice of a lease that was served, whatever the date.
        Notice,
        /// What the members of a hub pay where their membership states no price, on the date.
        Tariff,
        /// How an organisation treats the VAT that it pays, on the date.
        VatTreatment,
        /// By what the common areas of a building are borne, on the date.
        CommonKey,
        /// A budget of an organisation, whatever the date.
        Budget,
        /// The last month of an organisation's books that is closed, whatever the date.
        ClosedThrough,
    }

    /// Which key figure: see `KeyFigure.definition`.
    KeyFigureKind = "projections::KeyFigureKind" {
        /// Square metres under the named measure over employees. Employees are the headcounts of the
        /// units, added up; a unit that states exactly as many as its direct parts together has none of
        /// its own. Of an organisation the spaces count in which something is fixed to its units, of
        /// a building the people in proportion to their fixed workstations there.
        AreaPerEmployee,
        /// Employees over workstations, counted and assumed: the desk-sharing ratio.
        PeoplePerWorkstation,
        /// People present on the busiest weekday, all units together, over workstations, counted and
        /// assumed.
        PresentPerWorkstation,
        /// Resources of a kind that are flexible in a hub over all of the kind.
        FlexibleShare,
        /// Resources of a kind that are given to nobody over all of the kind.
        VacantShare,
        /// Moves of workstations carried out in the period over the workstations at its beginning.
        Churn,
    }

    /// The category of a space (rumstyp).
    Category = "schema::Category" {
        /// An open area with workstations.
        OpenWorkplace,
        /// An enclosed office.
        Cell,
        /// A meeting room.
        Meeting,
        /// A room for silent work or a call.
        Quiet,
        /// A room with its own access rules.
        Secure,
        /// Reception, counter, waiting room.
        PublicFacing,
        /// Records and stores.
        Archive,
        /// Pantry, break room, canteen.
        Social,
        /// Toilets, showers, changing rooms.
        Hygiene,
        /// Corridors, stairs, lifts, lobbies.
        Circulation,
        /// Plant, shafts, server and cleaning rooms.
        Technical,
    }

    /// How a space is used, from the allocations of what stands in it.
    Mode = "projections::Mode" {
        /// Something in it is fixed to a unit, and nothing is flexible.
        Fixed,
        /// Something in it is flexible or it serves a hub, and nothing is fixed.
        Flexible,
        /// Something in it is fixed and something flexible.
        Mixed,
        /// It could be given, and nothing in it is given to anybody.
        Vacant,
        /// Nothing stands in it, and nothing can be given: common to all who use the building.
        Common,
        /// It is given up: nobody in the portfolio uses it any longer.
        Released,
    }

    /// What a stroke of a drawing shows.
    StrokeKind = "schema::StrokeKind" {
        /// The outline of the building on the level.
        Outline,
        /// A wall or a column.
        Wall,
        /// A door.
        Door,
        /// A window.
        Window,
        /// An opening without door or window.
        Opening,
        /// Stairs, ramps and escalators.
        Stairs,
        /// A lift.
        Lift,
        /// A named part of the level that holds spaces or has none.
        Zone,
        /// An area to which nobody has access, such as a shaft.
        Inaccessible,
        /// Furniture and fittings.
        Fixture,
        /// Anything else.
        Other,
    }

    /// The kind of a resource.
    ResourceKind = "schema::ResourceKind" {
        /// A desk with its chair.
        Workstation,
        /// An enclosed room as a whole.
        Room,
        /// Equipment that stands in a space.
        Equipment,
    }

    /// A kind of seat.
    SeatKind = "schema::SeatKind" {
        /// A workstation.
        Workstation,
        /// A place in a quiet room.
        Quiet,
        /// A place in a meeting room.
        Meeting,
        /// A place in a project studio.
        Project,
    }

    /// What a price is per.
    PriceBasis = "schema::PriceBasis" {
        /// For the membership and month.
        Month,
        /// For each promised seat (the week's peak) and month.
        SeatAndMonth,
    }

    /// A service of a hub.
    Service = "schema::Service" {
        /// Seats side by side for people from different organisations.
        CoWorking,
        /// A staffed reception.
        Reception,
        /// Rooms equipped for video meetings.
        Video,
        /// A studio where organisations work on one project together.
        ProjectStudio,
    }

    /// From where a capacity is known.
    CapacitySource = "schema::CapacitySource" {
        /// Counted on site.
        Counted,
        /// What fire safety allows.
        Fire,
        /// What ventilation allows.
        Ventilation,
    }

    /// By whom a decision was taken.
    DecisionKind = "schema::DecisionKind" {
        /// By a board or committee (nämnd).
        Board,
        /// By a delegate (delegationsbeslut).
        Delegated,
        /// Mere execution (verkställighet).
        Execution,
    }

    /// The legal ground of an erasure.
    ErasureGround = "schema::ErasureGround" {
        /// The data subject's right to erasure (Regulation (EU) 2016/679, article 17).
        DataSubject,
        /// A disposal decision under archive law (gallring). Takes a decision.
        Disposal,
        /// An order of a court or of a supervisory authority. Takes a decision.
        Order,
        /// It was recorded in error, and should never have been.
        RecordedInError,
    }

    /// What a delegation lets its delegate decide.
    Matter = "schema::Matter" {
        /// Reallocations: approving, rejecting, revoking, correcting them.
        Reallocation,
        /// Memberships of hubs.
        Membership,
        /// Files read in after the opening balance was signed off.
        Import,
    }

    /// A kind of precondition.
    PreconditionKind = "schema::PreconditionKind" {
        /// Negotiation with the unions (förhandling enligt medbestämmandelagen).
        UnionNegotiation,
        /// Assessment of risks to health and safety (riskbedömning).
        RiskAssessment,
        /// The landlord's consent (hyresvärdens medgivande).
        LandlordConsent,
        /// Procurement (upphandling).
        Procurement,
        /// Another, which its name tells.
        Other,
    }

    /// How a decision went.
    Verdict = "schema::Verdict" {
        /// In favour.
        Approved,
        /// Against.
        Rejected,
    }

    /// Where a reallocation stands.
    ReallocationStatus = "projections::ReallocationStatus" {
        /// Waiting for decisions.
        Proposed,
        /// Approved; its moves are planned.
        Approved,
        /// Decided against.
        Rejected,
        /// Taken back.
        Withdrawn,
        /// Every move carried out.
        Completed,
        /// Taken back after it had been approved.
        Revoked,
    }

    /// Where a milestone stands on a date. What is overdue is told by today where the date is later.
    MilestoneState = "projections::MilestoneState" {
        /// It is still to be reached.
        Due,
        /// It was reached by the date.
        Reached,
        /// Its day has passed, and it was not reached.
        Overdue,
    }

    /// A weekday.
    Weekday = "schema::Weekday" {
        /// Monday.
        Monday,
        /// Tuesday.
        Tuesday,
        /// Wednesday.
        Wednesday,
        /// Thursday.
        Thursday,
        /// Friday.
        Friday,
        /// Saturday.
        Saturday,
        /// Sunday.
        Sunday,
    }

    /// In which role someone acts.
    Role = "schema::Role" {
        /// Reallocates space.
        Manager,
        /// Simulates transitions and proposes them.
        Strategist,
        /// Reviews; changes nothing.
        Auditor,
        /// Sets up the portfolio.
        Administrator,
    }

    /// How surely the actor is who the event says.
    Identity = "schema::Identity" {
        /// The caller said so.
        Asserted,
        /// The service checked.
        Authenticated,
    }
}

/// How surely a resource is known.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    /// Seen on site, or stated one by one in a source.
    Counted,
    /// Derived by a stated rule; it cannot be promised until counted.
    Assumed,
}

/// How a resource is given.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum AllocationMode {
    /// To one unit.
    Fixed,
    /// To whoever uses a hub.
    Flexible,
    /// To nobody.
    Vacant,
}

/// What becomes of what is moved.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Joins a hub where it stands.
    Converted,
    /// Moves into a space of a hub.
    Relocated,
    /// Is given up.
    Released,
    /// Is fixed again: given to a unit.
    Returned,
}

/// Where a move stands. `PLANNED` and `OVERDUE` are told by `Portfolio.today`, not by the date asked for.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoveStatus {
    /// Its reallocation waits for decisions.
    Proposed,
    /// Approved for today or later, and not carried out.
    Planned,
    /// Approved for a date before today, and not carried out.
    Overdue,
    /// Carried out.
    Done,
    /// Its reallocation was rejected, withdrawn or revoked, and it was not carried out.
    Dropped,
}

/// What a transition is to reach.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetKind {
    /// A share from 0 to 1, at least: resources of any kind that are flexible in a hub over all, of those
    /// that the organisations of the transition own.
    FlexibleShare,
    /// Square metres for each person employed, at most: the area in use by the organisations of the
    /// transition over their employees. A space is in use, until it is released, by those who have
    /// something in it, in proportion: units what is fixed to them, the host of a hub what is flexible
    /// in it. One in which nobody has anything is in use by the host of the hub that it serves or, where
    /// it serves none, by the owner of its building. So the areas of all organisations are the whole.
    AreaPerEmployee,
    /// Kilograms of carbon dioxide equivalents for each year, at most: the area in use, as of
    /// `AREA_PER_EMPLOYEE`, times the kilowatt-hours for each square metre and year times the grams for
    /// each kilowatt-hour that are assumed, over the thousand grams of a kilogram.
    Carbon,
}

/// By what an organisation is touched.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum TouchedKind {
    /// It owns the building of a space from which, into which or of which something is moved.
    OwnsBuilding,
    /// It rents a space that joins a hub or is released.
    RentsSpace,
    /// It owns a resource that is moved.
    OwnsResource,
    /// A unit of it has a resource that is moved, or that stands in a space that is released.
    HasResource,
    /// It runs a hub that gains, loses or promises something.
    HostsHub,
    /// A unit of it becomes a member of a hub.
    BecomesMember,
    /// A unit of it gets a resource back.
    GetsBack,
}

/// How an event was corrected.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum CorrectionKind {
    /// It was written wrongly. Nothing else of it changes.
    Clerical,
    /// It was wrong, and is void wholly or in part.
    Factual,
}

/// Why what is invoiced is not what is computed.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum CostDifferenceKind {
    /// It is computed, and no invoice is recorded.
    NotInvoiced,
    /// Several invoices together come to a multiple of what is computed, so it may be invoiced twice.
    PerhapsInvoicedTwice,
    /// The amount without VAT differs.
    AmountDiffers,
    /// The VAT differs.
    VatDiffers,
    /// It is invoiced, and nothing is computed.
    NotComputed,
    /// An index that is not published yet is in what is computed, or it is due only as planned.
    Forecast,
    /// A credit is among the invoices.
    Credited,
    /// Some of it became known after its months were closed.
    AfterClosing,
}

/// Over what a cost is shown.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum CostPerKind {
    /// For each person employed.
    Employee,
    /// For each workstation.
    Workstation,
    /// For each square metre under a measure.
    SquareMetre,
}
