//! The things of a portfolio, as the ledger knows them.

use schema::{
    BuildingDescription, BuildingId, Commitment, Date, Digest, DrawingId, GeoPosition, GlobalId,
    HubCapacity, HubDescription, HubId, ImportCounts, ImportId, ImportedFile, LevelDescription,
    LevelId, MembershipId, MembershipTerms, Move, MunicipalityCode, OrganisationDescription,
    OrganisationId, PersonId, Plane, Population, PreconditionId, Proposal, ProposedMembership,
    ReallocationId, ResourceDescription, ResourceId, Revision, SpaceDescription, SpaceId, Stroke,
    TransitionDescription, TransitionId, UnitDescription, UnitId, Verdict,
};
use serde::Serialize;
use std::{collections::BTreeMap, sync::Arc};

use crate::{Basis, Held, PlannedBy, Settled, Timeline};

/// The end of a thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Retirement {
    /// The first date on which it is gone.
    pub from: Date,
    /// The event that says so.
    pub revision: Revision,
    /// Why.
    pub reason: Option<Commitment>,
}

/// What took the place of what, from a date: by a split, a merger or a redrawing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Succession<Id> {
    /// From when.
    pub from: Date,
    /// The event that says so.
    pub revision: Revision,
    /// The others: those before, or those after.
    pub others: Vec<Id>,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Person {
    /// The person's id.
    pub id: PersonId,
    /// The person's name.
    pub name: Commitment,
    /// The event that registered the person.
    pub revision: Revision,
}

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// What it is, date by date.
    pub descriptions: Timeline<Arc<OrganisationDescription>>,
    /// Its end.
    pub retired: Option<Retirement>,
    /// The organisation that succeeds it when it ends.
    pub successor: Option<OrganisationId>,
}

/// A unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// What it is, date by date.
    pub descriptions: Timeline<Arc<UnitDescription>>,
    /// Its end.
    pub retired: Option<Retirement>,
    /// The units that it took over from.
    pub formed: Vec<Succession<UnitId>>,
    /// The units that took over from it; none within an entry where it was dissolved.
    pub became: Vec<Succession<UnitId>>,
}

/// A municipality or place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Municipality {
    /// Its code.
    pub code: MunicipalityCode,
    /// Its name.
    pub name: Commitment,
    /// Where its seat town lies.
    pub seat: Option<GeoPosition>,
    /// How many live there.
    pub population: Option<Population>,
    /// The event that added it.
    pub revision: Revision,
}

/// A building.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Building {
    /// Its id.
    pub id: BuildingId,
    /// What its model calls it.
    pub global_id: Option<GlobalId>,
    /// What it is, date by date.
    pub descriptions: Timeline<Arc<BuildingDescription>>,
    /// How places on the earth become coordinates of its levels.
    pub plane: Option<Plane>,
    /// Its end.
    pub retired: Option<Retirement>,
}

/// A level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Level {
    /// Its id.
    pub id: LevelId,
    /// Its building.
    pub building: BuildingId,
    /// What its model calls it.
    pub global_id: Option<GlobalId>,
    /// What it is, date by date.
    pub descriptions: Timeline<Arc<LevelDescription>>,
    /// Its drawings, in the order in which they were begun.
    pub drawings: Vec<Drawing>,
    /// Its end.
    pub retired: Option<Retirement>,
}

/// The drawing of a level: what is not a space.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Drawing {
    /// Its id.
    pub id: DrawingId,
    /// From when it holds.
    pub from: Date,
    /// The event that began it.
    pub revision: Revision,
    /// How many parts it has.
    pub parts: u32,
    /// The strokes of the parts that are recorded, in order.
    pub strokes: Vec<Arc<Vec<Stroke>>>,
}

impl Drawing {
    /// Its strokes, in order.
    pub fn strokes(&self) -> impl Iterator<Item = &Stroke> {
        self.strokes.iter().flat_map(|part| part.iter())
    }

    /// Whether all its parts are recorded.
    pub fn is_whole(&self) -> bool {
        u32::try_from(self.strokes.len()) == Ok(self.parts)
    }
}

impl Level {
    /// The drawing that holds on a date: of the whole ones the last from then or before.
    pub fn drawing_on(&self, on: Date) -> Option<&Drawing> {
        let whole = self.drawings.iter().filter(|drawing| drawing.from <= on && drawing.is_whole());
        whole.max_by_key(|drawing| (drawing.from, drawing.revision))
    }
}

/// How a space is given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Release {
    /// The last day for which rent is due, as planned: no lease ends by it.
    pub rent_ends_on: Date,
}

/// A space.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Space {
    /// Its id.
    pub id: SpaceId,
    /// Its level.
    pub level: LevelId,
    /// All that its models called it, the first of them first, each once.
    pub global_ids: Vec<GlobalId>,
    /// What it is, date by date.
    pub descriptions: Timeline<Arc<SpaceDescription>>,
    /// Which hub it serves; `None` within the entry: none.
    pub hub: Held<Option<HubId>>,
    /// Its release, once it is given up by those who share the portfolio.
    pub released: Held<Release>,
    /// Whether it is lost: for the time being nobody can use it.
    pub lost: Timeline<bool>,
    /// Its end.
    pub retired: Option<Retirement>,
    /// The spaces whose place it took.
    pub formed: Vec<Succession<SpaceId>>,
    /// The spaces that took its place.
    pub became: Vec<Succession<SpaceId>>,
}

impl Space {
    /// What its models called it, the first of them first.
    pub fn keys(&self) -> impl Iterator<Item = &GlobalId> {
        self.global_ids.iter()
    }

    /// Whether it is released on a date and basis.
    pub fn is_released(&self, on: Date, basis: Basis) -> bool {
        self.released.at(on, basis).is_some()
    }

    /// Whether it is lost on a date.
    pub fn is_lost(&self, on: Date) -> bool {
        self.lost.at(on).copied().unwrap_or_default()
    }

    /// The approved moves of the space itself that are not carried out, each with its date.
    pub fn planned_moves(&self) -> impl Iterator<Item = (PlannedBy, Date)> + '_ {
        let joining = self.hub.pending().iter().map(|pending| (pending.by, pending.entry.from));
        let leaving =
            self.released.pending().iter().map(|pending| (pending.by, pending.entry.from));
        joining.chain(leaving)
    }

    /// Whether a model called it so.
    pub fn is_called(&self, key: &GlobalId) -> bool {
        self.global_ids.contains(key)
    }
}

/// To whom a resource is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Allocation {
    /// To nobody.
    Vacant,
    /// To a unit.
    Fixed(UnitId),
    /// To whoever uses a hub.
    Flexible(HubId),
}

/// A resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Resource {
    /// Its id.
    pub id: ResourceId,
    /// What it is, date by date.
    pub descriptions: Timeline<Arc<ResourceDescription>>,
    /// The space in which it stands.
    pub place: Held<SpaceId>,
    /// To whom it is given.
    pub allocation: Held<Allocation>,
    /// When it was counted, and how this is known, in the order of recording.
    pub counts: Vec<Count>,
    /// Its end.
    pub retired: Option<Retirement>,
}

/// One count of a resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Count {
    /// When.
    pub on: Date,
    /// How this is known.
    pub source: Commitment,
    /// The event that says so.
    pub revision: Revision,
}

/// A dated fact of a hub's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Dated {
    /// From when.
    pub from: Date,
    /// The event that says so.
    pub revision: Revision,
}

/// A hub.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hub {
    /// Its id.
    pub id: HubId,
    /// What it is, date by date.
    pub descriptions: Timeline<Arc<HubDescription>>,
    /// When it is planned to open.
    pub opens: Dated,
    /// When it opened.
    pub opened: Option<Dated>,
    /// Its end.
    pub closed: Option<Retirement>,
    /// How many it holds, date by date.
    pub capacity: Timeline<HubCapacity>,
}

impl Hub {
    /// What it is on a date; before its opening, what it is to be.
    pub fn description(&self, on: Date) -> &HubDescription {
        self.descriptions
            .nearest(on)
            // It is planned with one, and descriptions are only added.
            .expect("a hub has a description")
    }

    /// Whether it is open on a date: on the planned basis the planned opening counts until the
    /// actual one is reported.
    pub fn is_open(&self, on: Date, basis: Basis) -> bool {
        let opened = self.opened.or(match basis {
            Basis::Actual => None,
            Basis::Planned => Some(self.opens),
        });
        opened.is_some_and(|opened| opened.from <= on) && !self.is_closed(on)
    }

    /// Whether it is closed on a date.
    pub fn is_closed(&self, on: Date) -> bool {
        self.closed.as_ref().is_some_and(|closed| closed.from <= on)
    }
}

/// A unit's right to a hub.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Membership {
    /// Its id.
    pub id: MembershipId,
    /// The hub.
    pub hub: HubId,
    /// Whose it is or is to be, date by date, from the first day of the calendar: it can go over to
    /// another unit before it begins.
    pub units: Timeline<UnitId>,
    /// The reallocation that brings it.
    pub reallocation: Option<ReallocationId>,
    /// Its terms; `None` within the entry: ended.
    pub terms: Held<Option<Arc<MembershipTerms>>>,
    /// The event whose decisions are behind its latest change; none where those on the reallocation
    /// grant it.
    pub decided: Option<Revision>,
    /// What put it in doubt since its latest change.
    pub doubts: Vec<MembershipDoubt>,
}

/// A doubt about a membership.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct MembershipDoubt {
    /// From when.
    pub from: Date,
    /// The event that put it in doubt.
    pub because: Revision,
    /// The event that records the doubt.
    pub revision: Revision,
}

impl Membership {
    /// Whose it is on a date; before its beginning, whose it is to be.
    pub fn unit(&self, on: Date) -> UnitId {
        // It is brought with one for every day.
        *self.units.nearest(on).expect("a membership is a unit's")
    }
}

/// Where a reallocation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ReallocationStatus {
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

/// A decision on a reallocation: what was decided. By whom and on which mandate is in the register of
/// decisions, see [`Portfolio::decision_on_proposal`](crate::Portfolio::decision_on_proposal).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct DecisionOnProposal {
    /// The proposal on which it was taken.
    pub digest: Digest,
    /// How it went.
    pub verdict: Verdict,
    /// Whose it is.
    pub organisation: OrganisationId,
    /// Why.
    pub reason: Option<Commitment>,
    /// The event that records it.
    pub revision: Revision,
}

/// A move carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct MoveCarriedOut {
    /// When.
    pub on: Date,
    /// The event that reports it.
    pub revision: Revision,
    /// Who reported it.
    pub reported_by: PersonId,
}

/// A reallocation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reallocation {
    /// Its id.
    pub id: ReallocationId,
    /// Who proposed it.
    pub proposed_by: PersonId,
    /// All who wrote the proposal or one of its amendments, in order of their first.
    pub authors: Vec<PersonId>,
    /// What is proposed now.
    pub proposal: Arc<Proposal>,
    /// SHA-256 of its canonical bytes.
    pub digest: Digest,
    /// The event that last replaced the proposal, or made it.
    pub proposed: Revision,
    /// What it was called, from which event on.
    pub titles: Vec<(Revision, Commitment)>,
    /// Where it stands.
    pub status: ReallocationStatus,
    /// The event that says so.
    pub since: Revision,
    /// Decisions on this and on former proposals, in order.
    pub decisions: Vec<DecisionOnProposal>,
    /// The moves carried out, by number.
    pub done: BTreeMap<u16, MoveCarriedOut>,
    /// How preconditions were settled, for this or for a former proposal.
    pub settled: BTreeMap<PreconditionId, Settled>,
    /// The proposals that were approved, in order.
    pub approvals: Vec<Approval>,
    /// What put parts of it in doubt since it was last approved, as long as it stands approved.
    pub doubts: Vec<Doubt>,
}

/// An approval.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Approval {
    /// What was approved.
    pub proposal: Arc<Proposal>,
    /// The event that records it.
    pub revision: Revision,
}

/// A doubt about parts of an approved reallocation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Doubt {
    /// The numbers of the moves.
    pub moves: Vec<u16>,
    /// The memberships that come with it.
    pub memberships: Vec<MembershipId>,
    /// The event that put them in doubt.
    pub because: Revision,
    /// The event that records the doubt.
    pub revision: Revision,
}

/// From when a membership is planned that comes with a proposal: with the first move, as it will begin
/// when that is done, and not before its own date.
pub(crate) fn planned_from(proposal: &Proposal, proposed: &ProposedMembership) -> Date {
    let first_move_on = proposal.moves.iter().map(|planned| planned.planned_on).min();
    first_move_on.map_or(proposed.from, |first| proposed.from.max(first))
}

impl Reallocation {
    /// Records where it stands.
    pub(crate) fn stand(&mut self, status: ReallocationStatus, since: Revision) {
        (self.status, self.since) = (status, since);
    }

    /// The decisions in favour of the proposal as it stands, in order; each counts once it is
    /// confirmed, where it awaits that.
    pub fn decisions_as_it_stands(&self) -> impl Iterator<Item = &DecisionOnProposal> {
        let (digest, since) = (self.digest, self.proposed);
        self.decisions.iter().filter(move |decided| {
            decided.digest == digest
                && decided.revision > since
                && decided.verdict == Verdict::Approved
        })
    }

    /// What it is called.
    pub fn title(&self) -> Commitment {
        self.titles.last().map_or(self.proposal.title, |(_, title)| *title)
    }

    /// What it was called when an event was recorded.
    pub fn title_at(&self, revision: Revision) -> Commitment {
        let before = self.titles.iter().rev().find(|(from, _)| *from <= revision);
        before.map_or(self.proposal.title, |(_, title)| *title)
    }

    /// The move with a number.
    pub fn find_move(&self, number: u16) -> Option<&Move> {
        self.proposal.moves.iter().find(|candidate| candidate.number == number)
    }

    /// The moves that are approved and not yet carried out.
    pub fn pending_moves(&self) -> impl Iterator<Item = &Move> {
        let approved = self.status == ReallocationStatus::Approved;
        self.proposal
            .moves
            .iter()
            .filter(move |planned| approved && !self.done.contains_key(&planned.number))
    }

    /// The first doubt about a move.
    pub fn doubt_of_move(&self, number: u16) -> Option<&Doubt> {
        self.doubts.iter().find(|doubt| doubt.moves.contains(&number))
    }

    /// The first doubt about a membership that comes with it.
    pub fn doubt_of_membership(&self, membership: MembershipId) -> Option<&Doubt> {
        self.doubts.iter().find(|doubt| doubt.memberships.contains(&membership))
    }

    /// The event that put a move in doubt, the first of them.
    pub fn move_doubted(&self, number: u16) -> Option<Revision> {
        self.doubt_of_move(number).map(|doubt| doubt.because)
    }

    /// The event that put a membership in doubt that comes with it, the first of them.
    pub fn membership_doubted(&self, membership: MembershipId) -> Option<Revision> {
        self.doubt_of_membership(membership).map(|doubt| doubt.because)
    }

    /// Whether a move is approved, past its date and not carried out.
    pub fn is_overdue(&self, planned: &Move, today: Date) -> bool {
        self.status == ReallocationStatus::Approved
            && !self.done.contains_key(&planned.number)
            && planned.planned_on < today
    }
}

/// A programme of reallocations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Transition {
    /// Its id.
    pub id: TransitionId,
    /// What it is, date by date.
    pub descriptions: Timeline<Arc<TransitionDescription>>,
    /// The milestones that were reached, by number.
    pub reached: BTreeMap<u16, Dated>,
    /// Its end.
    pub retired: Option<Retirement>,
}

/// The reading-in of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// The building that the file describes; none for a list of several or of units.
    pub building: Option<BuildingId>,
    /// From when what it says holds.
    pub from: Date,
    /// The format.
    pub format: String,
    /// The file.
    pub file: ImportedFile,
    /// What is to be recorded.
    pub expected: ImportCounts,
    /// The event that began it.
    pub started: Revision,
    /// How many things have been recorded.
    pub recorded: u32,
    /// The event that ended it; none while it is unfinished.
    pub completed: Option<Revision>,
    /// The event that gave it up.
    pub abandoned: Option<Revision>,
}

impl Import {
    /// Whether more of its file is to be recorded.
    pub const fn is_open(&self) -> bool {
        self.completed.is_none() && self.abandoned.is_none()
    }
}

macro_rules! lives {
    ($($thing:ident),+) => {$(
        impl $thing {
            /// Whether it is there on a date.
            pub fn exists(&self, on: Date) -> bool {
                self.descriptions.begins().is_some_and(|from| from <= on)
                    && self.retired.as_ref().is_none_or(|retired| on < retired.from)
            }

            /// The event that added it.
            pub fn added(&self) -> Option<Revision> {
                self.descriptions.entries().iter().map(|entry| entry.revision).min()
            }
        }
    )+};
}

lives!(Organisation, Unit, Building, Level, Space, Resource, Transition);

impl std::fmt::Display for ReallocationStatus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Proposed => "proposed",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
            Self::Completed => "completed",
            Self::Revoked => "revoked",
        })
    }
}
