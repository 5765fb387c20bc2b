//! Why a command is not allowed. One type per reason; each names the thing, what is wrong and the
//! way out.

use schema::{Date, Weekday};

/// Declares the reasons. The list is also given to `rejections!`-style callbacks elsewhere through
/// [`for_each_rejection`], so that the published schema has one type for each and forgets none.
macro_rules! declare {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident : $type:ident,)* } $message:literal;)+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
            #[error($message)]
            pub struct $name {
                $($(#[$field_doc])* pub $field: $type,)*
            }

            impl From<$name> for Reason {
                fn from(reason: $name) -> Self {
                    Self::$name(reason)
                }
            }
        )+

        /// Why a command is not allowed.
        #[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
        #[error(transparent)]
        pub enum Reason {
            $(#[doc = concat!("See [`", stringify!($name), "`].")] $name($name),)+
        }

        impl Reason {
            /// The code of every reason.
            pub const CODES: &'static [&'static str] = &[$(stringify!($name),)+];

            /// The reason's code: the name of its type.
            pub const fn code(&self) -> &'static str {
                match self {
                    $(Self::$name(_) => stringify!($name),)+
                }
            }
        }

        /// Calls a macro with every reason and its fields.
        #[macro_export]
        macro_rules! for_each_rejection {
            ($callback:ident) => {
                $callback! { $($(#[$doc])* $name { $($(#[$field_doc])* $field: $type,)* })+ }
            };
        }
    };
}

/// A command that is not allowed: where in it, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Rejection {
    /// The path of the input that is at fault, such as `proposal.moves.2.subject`; empty where none
    /// in particular is.
    pub path: String,
    /// Why.
    pub reason: Reason,
}

impl Rejection {
    /// A rejection of what stands at `path`.
    pub fn new(path: impl Into<String>, reason: impl Into<Reason>) -> Self {
        Self { path: path.into(), reason: reason.into() }
    }

    /// The same rejection of something within `outer`.
    #[must_use]
    pub fn within(mut self, outer: &str) -> Self {
        self.path =
            if self.path.is_empty() { outer.to_owned() } else { format!("{outer}.{}", self.path) };
        self
    }
}

declare! {
    /// A value that is not of its kind.
    InvalidValue {
        /// What it is to be.
        what: String,
        /// As given.
        given: String,
        /// What would be accepted.
        accepted: String,
    } "{what} {given:?} is not accepted: {accepted}";

    /// Too much of something.
    TooMuch {
        /// Of what.
        what: String,
        /// How much was given.
        given: u32,
        /// How much is accepted.
        limit: u32,
    } "{given} {what} are more than the {limit} that are accepted; divide them among several";

    /// The portfolio's first command is to open it, and nothing else opens it again.
    PortfolioOpenAlready {} "the portfolio is open already; record in it, or open another under a command id of its own";

    /// Nothing is recorded in a portfolio before it is opened.
    PortfolioNotOpen {} "the portfolio has not been opened; open it first";

    /// Only registered persons act.
    ActorNotRegistered {
        /// Who.
        person: String,
    } "person {person} is not registered in this portfolio; someone who is registers them first (personRegister)";

    /// The role does not allow the act.
    RoleNotAllowed {
        /// The role.
        role: String,
        /// The act.
        act: String,
        /// The roles that allow it.
        allowed: String,
    } "the role {role} does not allow {act}; it takes {allowed}";

    /// Nothing of that reference is in the portfolio.
    NotFound {
        /// What was looked for.
        thing: String,
        /// Its reference.
        reference: String,
    } "there is no {thing} {reference} in this portfolio; name one that there is, or add it first";

    /// The reference is in use.
    ExistsAlready {
        /// What.
        thing: String,
        /// Its reference.
        reference: String,
    } "there is a {thing} {reference} already; leave the reference out for a new one, or revise it";

    /// The thing is in the portfolio, but not on that date.
    NotThere {
        /// What.
        thing: String,
        /// Its reference.
        reference: String,
        /// On which date.
        on: Date,
    } "{thing} {reference} is not there on {on}: it begins later or has been retired; choose a date on which it is there, or another {thing}";

    /// A thing ends once.
    RetiredAlready {
        /// What.
        thing: String,
        /// Its reference.
        reference: String,
        /// From when it is gone.
        from: Date,
    } "{thing} {reference} is retired from {from} already; nothing more is needed";

    /// What is in use cannot go.
    InUse {
        /// What.
        thing: String,
        /// Its reference.
        reference: String,
        /// By what.
        by: String,
        /// On which date.
        on: Date,
    } "{thing} {reference} is in use by {by} on {on}; see to that first, or choose a date after it ends";

    /// What hangs on a thing that ends is told where it goes: nothing is orphaned.
    NeedsDestination {
        /// What ends.
        thing: String,
        /// Its reference.
        reference: String,
        /// What hangs on it.
        what: String,
        /// From when.
        on: Date,
    } "{thing} {reference} ends, and {what} is with it on {on}; say where that goes, or name who takes the rest";

    /// Spaces that are merged serve one hub, or none of them serves any.
    HubsDiffer {
        /// A space.
        space: String,
        /// Another.
        other: String,
        /// On which date.
        on: Date,
    } "spaces {space} and {other} do not serve the same hub on {on}; let both serve it, or neither, before they become one";

    /// Things that are changed together stand together.
    NotOnLevel {
        /// The space.
        space: String,
        /// The level of the others.
        level: String,
    } "space {space} is not on level {level}, where the others are; spaces of one level are reshaped together";

    /// A resource is moved within its building.
    OtherBuilding {
        /// The resource.
        resource: String,
        /// Its building.
        building: String,
        /// The building of the space.
        other: String,
    } "resource {resource} stands in building {building} and would go to building {other}; between buildings it is retired in the one and added in the other, or relocated by a reallocation";

    /// A room cannot be carried elsewhere.
    RoomStaysInPlace {
        /// The resource that is the room.
        resource: String,
    } "resource {resource} is a room as a whole: walls stay where they are; reshape the spaces instead";

    /// What is given to somebody stands there and is counted.
    CountTooLow {
        /// The space.
        space: String,
        /// How many were counted.
        counted: u32,
        /// How many are given to somebody or promised.
        taken: u32,
    } "{counted} workstations were counted in space {space}, and {taken} are given to somebody there; end those allocations first, or move them to workstations that are there";

    /// A building has one plane.
    PlaneDiffers {
        /// The building.
        building: String,
        /// The plane that it has.
        known: String,
        /// The one given.
        given: String,
    } "building {building} lies on the plane {known}, and the file would put it on {given}; read the file in on the recorded plane";

    /// The parts of a drawing come in order, each once.
    DrawingOutOfOrder {
        /// The drawing.
        drawing: String,
        /// Which part comes next; none where the drawing is whole.
        expected: String,
        /// Which part was given.
        given: String,
    } "drawing {drawing} takes {expected}, and {given} was given; give the parts in order, all with one date and one number of parts";

    /// What is reported done has been done.
    InFuture {
        /// The date given.
        given: Date,
        /// Today.
        today: Date,
    } "{given} is later than today, {today}; report it on the day or afterwards";

    /// A unit is part of its own organisation's units, and never of itself.
    UnitOutOfPlace {
        /// The unit.
        unit: String,
        /// The unit that it would be part of.
        parent: String,
    } "unit {unit} cannot be part of unit {parent}: that one belongs to another organisation or is part of {unit} itself; choose one above it in the same organisation";

    /// The space is not for such a resource.
    NoPlaceFor {
        /// What kind of resource.
        kind: String,
        /// The space.
        space: String,
        /// Its category.
        category: String,
    } "a {kind} cannot be allocated in space {space}, whose category is {category}; revise the category or choose another space";

    /// A space is given as a whole once.
    RoomExistsAlready {
        /// The space.
        space: String,
        /// The resource that is the room.
        resource: String,
    } "space {space} has the room {resource} as a whole already; use that one, or retire it first";

    /// Nothing is given away twice.
    TakenByUnit {
        /// The resource.
        resource: String,
        /// The unit that has it.
        unit: String,
        /// From when.
        from: Date,
    } "resource {resource} is given to unit {unit} from {from}; end that allocation first, or choose another resource";

    /// A flexible resource becomes fixed by a reallocation only.
    IsFlexible {
        /// The resource.
        resource: String,
        /// The hub that has it.
        hub: String,
        /// On which date.
        on: Date,
    } "resource {resource} is flexible in hub {hub} on {on}; what is flexible changes by a reallocation only";

    /// A decision would break an approved reallocation.
    BreaksApproved {
        /// What is moved.
        subject: String,
        /// The approved reallocation.
        reallocation: String,
        /// The number of its move.
        number: u32,
        /// When it is planned.
        planned_on: Date,
    } "{subject} is bound by the approved reallocation {reallocation} (move {number}, planned for {planned_on}); amend that first (reallocationAmend), or take it back (reallocationRevoke)";

    /// A space is allocated whole or by workstation, never both.
    AllocatedBothWays {
        /// The space.
        space: String,
        /// On which date.
        on: Date,
        /// The resource that is the room as a whole.
        room: String,
        /// A resource within it.
        workstation: String,
    } "space {space} would on {on} be allocated as a whole ({room}) and by workstation ({workstation}); end one of the two first";

    /// The hub is not open then.
    HubNotOpen {
        /// The hub.
        hub: String,
        /// On which date.
        on: Date,
    } "hub {hub} is not open on {on}; report its opening, or choose a date on which it is open";

    /// A hub opens once.
    HubOpenAlready {
        /// The hub.
        hub: String,
        /// From when.
        from: Date,
    } "hub {hub} is open from {from} already; nothing more is needed";

    /// A space serves at most one hub.
    ServesOtherHub {
        /// The space.
        space: String,
        /// The hub that it serves.
        hub: String,
        /// On which date.
        on: Date,
    } "space {space} serves hub {hub} on {on}; remove it there first";

    /// A resource is flexible only where its space serves the hub.
    NotInHub {
        /// The space.
        space: String,
        /// The hub.
        hub: String,
        /// On which date.
        on: Date,
    } "space {space} does not serve hub {hub} on {on}; add it to the hub (hubAddSpace), or convert the space in the same reallocation";

    /// More seats promised than the hub holds.
    HubLimitExceeded {
        /// The hub.
        hub: String,
        /// On which date it first happens.
        on: Date,
        /// On which weekday.
        weekday: Weekday,
        /// Seats promised then.
        promised: u32,
        /// What the hub holds.
        limit: u32,
    } "hub {hub} would from {on} have {promised} seats promised on a {weekday} and holds {limit} people; promise fewer, or record a greater capacity first";

    /// The hub's capacity is not known.
    NoCapacity {
        /// The hub.
        hub: String,
        /// On which date.
        on: Date,
    } "no capacity is recorded for hub {hub} on {on}; record it first (hubSetCapacity)";

    /// Assumed workstations cannot be promised.
    SeatsNotCounted {
        /// The hub.
        hub: String,
        /// On which date it first happens.
        on: Date,
        /// On which weekday.
        weekday: Weekday,
        /// Workstations guaranteed then.
        guaranteed: u32,
        /// Workstations counted in the hub.
        counted: u32,
        /// Workstations assumed in the hub.
        assumed: u32,
    } "hub {hub} would from {on} guarantee {guaranteed} workstations on a {weekday} and has {counted} counted ones ({assumed} more are assumed and cannot be promised until counted); count them, or guarantee fewer";

    /// The membership does not hold then.
    MembershipNotInForce {
        /// The membership.
        membership: String,
        /// On which date.
        on: Date,
    } "membership {membership} does not hold on {on}; choose a date on which it holds, or grant another";

    /// A reallocation moves something.
    NoMoves {} "no move is named; a reallocation and a report of it take at least one";

    /// Moves are numbered from 1.
    MovesNotNumbered {
        /// The number expected.
        expected: u32,
        /// The number given.
        given: u32,
    } "moves are numbered from 1 without gaps; {given} stands where {expected} was expected (an amendment keeps the numbers of the moves that it keeps)";

    /// Each subject is moved once.
    MovedTwice {
        /// What is moved.
        subject: String,
        /// The first move of it.
        first: u32,
        /// The second.
        second: u32,
    } "{subject} is moved by move {first} and by move {second}; a reallocation moves each thing once";

    /// An enclosed room or a space cannot be carried elsewhere.
    CannotBeRelocated {
        /// What is moved.
        subject: String,
        /// The number of the move.
        number: u32,
    } "{subject} cannot be relocated (move {number}): walls stay where they are; convert it where it stands";

    /// Not everything can become of everything.
    FateNotPossible {
        /// What is moved.
        subject: String,
        /// The number of the move.
        number: u32,
        /// What was to become of it.
        fate: String,
        /// What can be done instead.
        instead: String,
    } "{subject} cannot be {fate} (move {number}); {instead} instead";

    /// What is released is used by nobody.
    StillInUse {
        /// The space.
        space: String,
        /// By what.
        by: String,
        /// On which date.
        on: Date,
    } "space {space} is to be released and is in use by {by} on {on}; move that elsewhere in the same reallocation, or release the space later";

    /// What is released is given to nobody.
    SpaceReleased {
        /// The space.
        space: String,
        /// From when.
        from: Date,
    } "space {space} is released from {from}; choose another space, or an earlier date";

    /// What is lost cannot be used.
    SpaceOutOfUse {
        /// The space.
        space: String,
        /// On which date.
        on: Date,
    } "space {space} cannot be used on {on}: it is lost; choose another, or report first that it can be used again (spaceRestore)";

    /// All that a fact puts in doubt is recorded with it.
    TooManyDoubts {
        /// How many reallocations it would put in doubt.
        reallocations: u32,
        /// How many memberships beside those that come with them.
        memberships: u32,
        /// How many of both together are accepted.
        limit: u32,
    } "this would put {reallocations} reallocations and {memberships} memberships in doubt, and at most {limit} can be recorded together; end memberships that rely on it (membershipEnd), or revoke or amend reallocations, until so many are left";

    /// What is in doubt is not carried out.
    InDoubt {
        /// The number of the move.
        number: u32,
        /// The revision of the event that put it in doubt.
        because: String,
    } "move {number} is in doubt because of revision {because} and is not carried out; amend the reallocation (reallocationAmend) and have it decided anew";

    /// A decision is at least one organisation's.
    NoDecision {
        /// What takes one.
        act: String,
        /// The organisations that are concerned.
        concerned: String,
    } "{act} takes a decision; name one of an organisation that is concerned: {concerned}";

    /// The reallocation is past that.
    WrongStatus {
        /// The reallocation.
        reallocation: String,
        /// Where it stands.
        status: String,
        /// Where it would have to stand.
        needed: String,
    } "reallocation {reallocation} is {status}, and this takes one that is {needed}; choose another, or propose a new one; what is approved is taken back by decision (reallocationRevoke)";

    /// The proposal is not the one that was decided on.
    ProposalChanged {
        /// The digest given.
        given: String,
        /// The digest of the proposal as it stands.
        current: String,
    } "the proposal has been amended: the decision names {given}, and it is now {current}; decide on the proposal as it stands";

    /// Proposer and recorder of the decision differ.
    OwnProposal {
        /// Who.
        person: String,
        /// The reallocation.
        reallocation: String,
    } "person {person} wrote the proposal of reallocation {reallocation} and cannot record the decision on it; another person does, or an approval is recorded to be confirmed by another (reallocationApprove with toBeConfirmed)";

    /// The subject is promised to another reallocation.
    ApprovedElsewhere {
        /// What is moved.
        subject: String,
        /// The other reallocation.
        reallocation: String,
        /// The number of its move.
        number: u32,
    } "{subject} is moved by the approved reallocation {reallocation} (move {number}) already; leave it out of this proposal (reallocationAmend), or amend the approved one or take it back (reallocationRevoke)";

    /// An organisation decides once on a proposal.
    DecidedAlready {
        /// The organisation.
        organisation: String,
        /// The reallocation.
        reallocation: String,
        /// The event that records its decision.
        recorded: String,
    } "organisation {organisation} has approved this proposal of reallocation {reallocation} already (revision {recorded}); where that awaits confirmation another person confirms it (decisionConfirm), and else the others that are touched decide";

    /// Who confirms is not who recorded, nor who proposed.
    OwnDecision {
        /// Who.
        person: String,
        /// The event that records the decision.
        recorded: String,
    } "person {person} recorded the decision of revision {recorded} or wrote what it is on, and cannot confirm it; a third person does";

    /// A decision is confirmed once.
    ConfirmedAlready {
        /// The event that records the decision.
        recorded: String,
        /// Who confirmed it.
        by: String,
    } "the decision of revision {recorded} is confirmed by person {by} already; nothing more is needed";

    /// Delegated decisions are reported to who delegated them.
    NotDelegated {
        /// The event that records the decision.
        recorded: String,
        /// By whom it was taken.
        kind: String,
    } "the decision of revision {recorded} is a {kind}: only delegated decisions are reported; name one";

    /// A decision is reported once.
    ReportedAlready {
        /// The event that records the decision.
        recorded: String,
        /// When it was reported.
        on: Date,
    } "the decision of revision {recorded} was reported on {on} already; nothing more is needed";

    /// Some things are decided by some bodies only.
    KindNotEnough {
        /// By whom it was decided.
        kind: String,
        /// What was decided.
        act: String,
        /// What it takes.
        needed: String,
    } "a decision that is a {kind} does not do for {act}; it takes {needed}";

    /// A delegated decision rests on a delegation.
    NoSuchDelegation {
        /// The organisation.
        organisation: String,
        /// The point of its delegation order.
        point: String,
        /// On which date.
        on: Date,
    } "organisation {organisation} delegates nothing at point {point} on {on}; record the delegation first (delegationGive), or bring the board's decision";

    /// A delegation is of certain matters.
    NotDelegatedFor {
        /// The organisation.
        organisation: String,
        /// The point of its delegation order.
        point: String,
        /// The matter decided.
        matter: String,
        /// The matters delegated.
        delegated: String,
    } "point {point} of organisation {organisation} delegates {delegated}, not {matter}; name a point that does, or bring the board's decision";

    /// A delegation reaches to its limit.
    BeyondDelegation {
        /// The organisation.
        organisation: String,
        /// The point of its delegation order.
        point: String,
        /// What is limited.
        what: String,
        /// How much is delegated.
        limit: u32,
        /// How much it is.
        extent: u32,
    } "point {point} of organisation {organisation} delegates up to {limit} {what}, and this is {extent}; name a point that reaches further, or bring the board's decision";

    /// A membership is decided on by host and member.
    DecisionMissing {
        /// Whose decision is missing.
        organisation: String,
        /// Its part in the matter.
        part: String,
    } "the decision of organisation {organisation} ({part}) is missing; bring one of its host and one of its member's organisation, or of either to end it";

    /// What is required is settled before an approval.
    PreconditionsMissing {
        /// The reallocation.
        reallocation: String,
        /// What is missing: kinds and ids.
        missing: String,
    } "for reallocation {reallocation} as it stands is not settled: {missing}; record for each how it was met or why it does not apply (preconditionSettle)";

    /// An opening balance is signed off once.
    SignedOffAlready {
        /// The organisation.
        organisation: String,
        /// As of which date.
        on: Date,
    } "organisation {organisation} has signed its opening balance off as of {on} already; nothing more is needed";

    /// After the opening balance, files are read in by decision.
    ImportUndecided {
        /// The organisations that have signed off.
        organisations: String,
    } "the opening balance of organisation {organisations} is signed off: bring its decision to read the file in";

    /// The organisation has no part in it.
    NotConcerned {
        /// The deciding organisation.
        organisation: String,
        /// The organisations that are concerned.
        concerned: String,
    } "organisation {organisation} has no part in this; the decision is one of those that are concerned: {concerned}";

    /// The reallocation has no such move.
    NoSuchMove {
        /// The reallocation.
        reallocation: String,
        /// The number.
        number: u32,
    } "reallocation {reallocation} has no move {number}; name one that stands in its proposal";

    /// A move is carried out once.
    MoveDoneAlready {
        /// The number of the move.
        number: u32,
        /// When it was carried out.
        on: Date,
    } "move {number} was reported done on {on} already; leave it out of the report";

    /// What has been carried out stays in the proposal.
    DoneMoveChanged {
        /// The number of the move.
        number: u32,
    } "move {number} has been carried out and stays in the proposal as it was; a new reallocation can reverse it";

    /// What has begun cannot be taken back.
    BegunAlready {
        /// The reallocation.
        reallocation: String,
        /// How many moves have been carried out.
        done: u32,
    } "reallocation {reallocation} has begun ({done} moves carried out) and cannot be withdrawn; amend it to what has been done (reallocationAmend), have what is left of it taken back while it is approved (reallocationRevoke), or decided against while it is proposed (reallocationReject)";

    /// The import does not take this.
    ImportNotOpen {
        /// The import.
        import: String,
    } "import {import} is complete or given up; start another for a new file";

    /// One import of a building at a time.
    ImportUnfinished {
        /// The import.
        import: String,
        /// What it is of.
        subject: String,
    } "import {import} of {subject} is unfinished; the same file resumes it, or give it up (importAbandon)";

    /// An import brings what its file has, before it is complete.
    ImportIncomplete {
        /// The import.
        import: String,
        /// What is missing.
        missing: String,
    } "import {import} has not recorded everything: {missing} missing; the same file resumes it, or give it up (importAbandon)";

    /// There is nothing of that kind at that revision.
    NothingToCorrect {
        /// What is to be corrected.
        thing: String,
        /// The event that is said to have recorded it.
        revision: String,
    } "revision {revision} records no {thing} that still stands; name the event that does (the history lists them), and what a move brought by the move";

    /// What rests on what was wrong is taken along, or corrected first.
    CorrectionRestsOn {
        /// What was recorded later and cannot stay as it is.
        dependants: String,
    } "what was recorded later cannot stay as it is with what is true: {dependants}; name exactly these revisions to take them along (takeAlong), or correct them first (correctFact)";

    /// What was decided is corrected by those who decided.
    CorrectionUndecided {
        /// The organisations whose decisions are missing.
        organisations: String,
    } "what is corrected was decided by organisation {organisations}; bring a decision of each, or of the one that succeeds it";

    /// Only what was done can be reversed.
    NothingToReverse {
        /// The reallocation.
        reallocation: String,
        /// Where it stands.
        status: String,
        /// How many moves have been carried out.
        done: u32,
    } "reallocation {reallocation} is {status} with {done} moves carried out, and there is nothing to reverse; amend, withdraw or revoke one that has not begun, and reverse one of which something was done";

    /// A reversal moves something that was moved.
    ReversesNothingOf {
        /// The reallocation.
        reallocation: String,
        /// What it has moved.
        moved: String,
    } "none of the moves is of what reallocation {reallocation} has moved ({moved}); move some of it, or leave out what the proposal reverses";

    /// A changed decision reaches forward only.
    ReversedInPast {
        /// The number of the move.
        number: u32,
        /// When it is planned.
        planned_on: Date,
        /// The current date.
        today: Date,
    } "move {number} is planned for {planned_on}, before today, {today}: a changed decision reaches forward only; plan it for today or later, or correct what never was so (correctFact)";

    /// Some grounds of an erasure take a decision.
    ErasureUndecided {
        /// The ground.
        ground: String,
    } "an erasure on this ground ({ground}) names the decision: which organisation decided, in which case, and when";

    /// Milestones are numbered from 1.
    MilestonesNotNumbered {
        /// The number expected.
        expected: u32,
        /// The number given.
        given: u32,
    } "milestones are numbered from 1 without gaps; {given} stands where {expected} was expected (a revision keeps the numbers of those that it keeps)";

    /// A milestone is reached once, and stays.
    MilestoneReachedAlready {
        /// The transition.
        transition: String,
        /// The number of the milestone.
        number: u32,
        /// When it was reached.
        on: Date,
    } "milestone {number} of transition {transition} was reached on {on} already: it is not reached again, and a revision keeps it under its number";

    /// A reallocation is part of a transition while that runs.
    TransitionNotRunning {
        /// The transition.
        transition: String,
        /// The date of the first move.
        on: Date,
        /// From when it runs.
        from: Date,
        /// The last date on which it runs.
        until: Date,
    } "transition {transition} runs from {from} to {until}, and the first move is planned for {on}; choose a date between them, revise the transition (transitionRevise), or leave it out of the proposal";

    /// A reallocation is part of a transition of those whom it touches.
    NotInTransition {
        /// The transition.
        transition: String,
        /// The organisations that the proposal touches.
        touched: String,
        /// The organisations that take part.
        taking_part: String,
    } "the proposal touches {touched}, and in transition {transition} take part {taking_part}; name a transition in which one of those touched takes part, or let it take part (transitionRevise)";

    /// A decision rests on a basis that has what is decided.
    NotInBasis {
        /// The basis.
        basis: String,
        /// The reallocation.
        reallocation: String,
        /// The digest of its proposal as it stands.
        digest: String,
    } "no alternative of the sealed basis {basis} has reallocation {reallocation} as it stands ({digest}); seal a basis that has (basisSeal), or leave the basis out of the decision";

    /// All that ends with units is recorded with their end.
    TooManyEnds {
        /// How many allocations would end.
        allocations: u32,
        /// How many memberships would end.
        memberships: u32,
        /// How many of both together are accepted.
        limit: u32,
    } "with the units {allocations} allocations and {memberships} memberships would end, and at most {limit} can be recorded together; end some of them first (allocationEnd, membershipEnd), or name units that take over (into)";

    /// What a list changes is decided by those whose it is.
    ListUndecided {
        /// The organisations that have signed off and not decided.
        organisations: String,
    } "the list changes what is of organisation {organisations}, whose opening balance is signed off, and the decision to read it in is another's; split the list into one for each organisation that has signed off, each with that one's decision";

    /// A decision rests on what was sealed before it.
    SealedLater {
        /// The basis.
        basis: String,
        /// When it was sealed.
        sealed_on: Date,
        /// When it was decided.
        decided_on: Date,
    } "basis {basis} was sealed on {sealed_on}, after the decision of {decided_on}, which cannot rest on it; leave the basis out of the decision, or cite one that was sealed before";

    /// A delegate decides nothing before the board delegates.
    DelegatedBefore {
        /// The organisation.
        organisation: String,
        /// The point of its delegation order.
        point: String,
        /// From when it would hold.
        from: Date,
        /// When the board decided.
        decided_on: Date,
    } "point {point} of the delegation order of organisation {organisation} would hold from {from}, before it was decided on {decided_on}; let it hold from that day or later";

    /// Who reported what was decided does not correct it alone.
    OwnReport {
        /// Who.
        person: String,
        /// The event that is corrected.
        revision: String,
    } "person {person} reported revision {revision}, which carries out what was decided, and cannot record the decision to correct it; another person records the correction";

    /// A slip of the pen cannot be another mandate.
    OtherMandate {
        /// The organisation.
        organisation: String,
        /// The point of its delegation order.
        point: String,
        /// The date on which the decision is said to have been taken.
        on: Date,
        /// The date that is recorded.
        former: Date,
    } "at point {point} of its delegation order, organisation {organisation} did not delegate on {on} all that it did on {former}, on which the decision was measured: that is another mandate, and no slip of the pen; leave the date, or let the matter be decided anew";

    /// A portfolio counts in one currency.
    CurrencyDiffers {
        /// The currency given.
        given: String,
        /// The portfolio's.
        expected: String,
    } "the portfolio counts in {expected}, and the amounts are given in {given}; give them in {expected}";

    /// A tenant does not rent the same twice at one rank.
    LeaseOverlaps {
        /// The other lease.
        other: String,
        /// The tenant.
        tenant: String,
        /// The first date on which both would hold.
        on: Date,
    } "organisation {tenant} rents some of the same premises by lease {other} on {on}; end that one first (leaseNotice, leaseEnd), leave out what it lets, or begin later";

    /// A sublease stays within the lease that it is of.
    OutsideParentLease {
        /// The sublease.
        lease: String,
        /// The lease that it is of.
        parent: String,
        /// The first date on which it would be outside.
        on: Date,
    } "on {on} sublease {lease} would let what lease {parent} does not let then; end or amend the sublease first, let it only what and as long as {parent} lets, or amend {parent} (leaseAmend)";

    /// Something is agreed or noticed of a lease while it runs.
    LeaseNotRunning {
        /// The lease.
        lease: String,
        /// From when it runs.
        from: Date,
        /// The first date on which it is over.
        to: String,
        /// The date named.
        on: Date,
    } "lease {lease} runs from {from} until {to}, and not on {on}; choose a date on which it runs, or sign another lease (leaseSign)";

    /// A lease ends by notice when that is agreed.
    NoLeaseEndThen {
        /// The lease.
        lease: String,
        /// What for and by whom notice is given, such as `termination by the tenant`.
        notice: String,
        /// The date named.
        on: Date,
        /// The next ends for which the notice is in time.
        ends: String,
    } "lease {lease} gives no right to notice ({notice}) for {on}; those for which it is in time are: {ends}. Name one of them, or end the lease by agreement (leaseEnd)";

    /// An end that was noticed or agreed holds until it is withdrawn.
    LeaseEndsBefore {
        /// The lease.
        lease: String,
        /// The first date on which it is over.
        on: Date,
        /// By what it ends: `notice` or `agreement`.
        what: String,
        /// The event that records that.
        revision: String,
    } "lease {lease} ends on {on} by the {what} that revision {revision} records, so that terms beyond it would have no effect; go on with the lease first (leaseContinue), which withdraws that, or leave the end of the term as it was or no later than {on}";

    /// What the sides of a lease go on after is a notice, or an end that they agreed on.
    NothingToWithdraw {
        /// The lease.
        lease: String,
        /// The event named.
        revision: String,
        /// The events with a notice or an end that counts.
        open: String,
    } "revision {revision} records no notice and no agreed end of lease {lease}; those that count are recorded by revision: {open}. Name one of them, or amend the lease (leaseAmend)";

    /// The sides of a lease decide on it.
    LeaseDecisionMissing {
        /// Whose decision is missing.
        organisation: String,
        /// Which side it is.
        party: String,
    } "the decision of organisation {organisation} ({party}) is missing; bring one of each side of the lease that is an organisation of the portfolio, or for a notice one of the side that gives it";

    /// A cost is described anew, or ended, while it runs.
    CostNotRunning {
        /// The cost.
        cost: String,
        /// From when it runs.
        from: Date,
        /// The first date on which it is over.
        to: String,
        /// The date named.
        on: Date,
    } "cost {cost} runs from {from} until {to}, and not on {on}; choose a date on which it runs, or record another (costRecord)";

    /// A budget is for a transition in which its organisation takes part.
    NoPartInTransition {
        /// The organisation.
        organisation: String,
        /// The transition.
        transition: String,
        /// The organisations that take part.
        taking_part: String,
    } "organisation {organisation} takes no part in transition {transition}, in which take part {taking_part}; let it take part (transitionRevise), or leave the transition out of the budget";

    /// What is approved stays within what the organisations decided for its years.
    BudgetOverrun {
        /// Whose budget.
        organisation: String,
        /// Of which costs and which year, such as `running costs in 2030`, and of which transition if of
        /// one.
        kind: String,
        /// What would be planned for the year, with the VAT that is a cost.
        planned: String,
        /// What is decided for it.
        budget: String,
    } "with this approval organisation {organisation} would bear {planned} of {kind}, and its budget for them is {budget}; let it decide a greater one (budgetDecide), or amend the reallocation (reallocationAmend)";

    /// A voucher stands once in an organisation's books.
    VoucherTaken {
        /// The voucher.
        voucher: String,
        /// Whose books.
        organisation: String,
        /// The invoice that has it.
        invoice: String,
    } "voucher {voucher} in the books of organisation {organisation} is invoice {invoice}, which says something else; cancel that one first (invoiceCancel), or give the voucher that is meant";

    /// An invoice is cancelled once.
    InvoiceCancelledAlready {
        /// The invoice.
        invoice: String,
        /// The event that cancels it.
        revision: String,
    } "invoice {invoice} was cancelled at revision {revision} already, and counts for nothing; record the right one (invoiceRecord)";

    /// Books are closed forwards.
    PeriodClosedAlready {
        /// The organisation.
        organisation: String,
        /// The month given.
        through: String,
        /// The last month that is closed.
        closed: String,
    } "the books of organisation {organisation} are closed through {closed} already, and so through {through}; close them through a later month, and what is known of closed months now is an adjustment by itself";
}

/// A value refused by its type.
pub fn invalid(path: impl Into<String>, refused: schema::Invalid) -> Rejection {
    let schema::Invalid { what, given, accepted } = refused;
    Rejection::new(path, InvalidValue { what: what.to_owned(), given, accepted })
}
