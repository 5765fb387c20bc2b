//! Commands in few words: what a test does not care about is left at its plainest.

use schema::*;

use super::names::{
    basis, building, date, hub, import, level, membership, organisation, person, precondition,
    reallocation, resource, space, text, transition, unit,
};

pub(crate) fn open_portfolio() -> PortfolioOpen {
    PortfolioOpen {
        name: text("County"),
        currency: "SEK".parse().unwrap(),
        time_zone: "Europe/Stockholm".parse().unwrap(),
        opened_by: text("Proposer"),
    }
}

pub(crate) fn register_person(name: &str) -> PersonRegister {
    PersonRegister { person: person(name), name: text(name) }
}

pub(crate) fn add_municipality(code: &str) -> MunicipalityAdd {
    let municipality = code.parse().unwrap();
    MunicipalityAdd { municipality, name: text("Östersund"), seat: None, population: None }
}

pub(crate) fn register_organisation(name: &str, from: &str) -> OrganisationRegister {
    let (organisation, from) = (organisation(name), date(from));
    OrganisationRegister { organisation, from, name: text(name), number: None }
}

pub(crate) fn number_organisation(name: &str, from: &str, number: &str) -> OrganisationRevise {
    let number = Change::Set(number.parse().unwrap());
    OrganisationRevise { organisation: organisation(name), from: date(from), name: None, number }
}

pub(crate) fn register_unit(name: &str, of: &str, from: &str) -> UnitRegister {
    UnitRegister {
        unit: unit(name),
        from: date(from),
        name: text(name),
        organisation: organisation(of),
        parent: None,
        headcount: 20,
        attendance: None,
        municipality: None,
    }
}

pub(crate) fn place_unit(name: &str, from: &str, parent: &str) -> UnitRevise {
    UnitRevise { parent: Change::Set(unit(parent)), ..revise_unit(name, from) }
}

pub(crate) fn revise_unit(name: &str, from: &str) -> UnitRevise {
    UnitRevise {
        unit: unit(name),
        from: date(from),
        name: None,
        parent: Change::Keep,
        headcount: None,
        attendance: Change::Keep,
        municipality: Change::Keep,
    }
}

pub(crate) fn add_building(name: &str, owner: &str, from: &str) -> BuildingAdd {
    BuildingAdd {
        building: building(name),
        from: date(from),
        global_id: None,
        name: text(name),
        owner: organisation(owner),
        municipality: None,
        address: None,
        position: None,
    }
}

pub(crate) fn revise_building(name: &str, from: &str) -> BuildingRevise {
    BuildingRevise {
        building: building(name),
        from: date(from),
        name: None,
        owner: None,
        municipality: Change::Keep,
        address: Change::Keep,
        position: Change::Keep,
    }
}

pub(crate) fn retire_building(name: &str, from: &str) -> BuildingRetire {
    BuildingRetire { building: building(name), from: date(from), reason: None }
}

pub(crate) fn add_level(name: &str, of: &str, from: &str) -> LevelAdd {
    LevelAdd {
        level: level(name),
        building: building(of),
        from: date(from),
        global_id: None,
        name: text(name),
        elevation_mm: 0,
    }
}

pub(crate) fn raise_level(name: &str, from: &str, elevation_mm: i64) -> LevelRevise {
    let elevation_mm = Some(elevation_mm);
    LevelRevise { level: level(name), from: date(from), name: None, elevation_mm }
}

pub(crate) fn retire_level(name: &str, from: &str) -> LevelRetire {
    LevelRetire { level: level(name), from: date(from), reason: None }
}

pub(crate) fn add_space(name: &str, of: &str, category: Category, from: &str) -> SpaceAdd {
    SpaceAdd {
        space: space(name),
        level: level(of),
        from: date(from),
        global_id: None,
        number: name.parse().ok(),
        name: None,
        function: None,
        category,
        polygon: None,
        height_mm: None,
        areas: Areas::default(),
        seats: None,
        codes: Vec::new(),
    }
}

pub(crate) fn revise_space(name: &str, from: &str) -> SpaceRevise {
    SpaceRevise {
        space: space(name),
        from: date(from),
        number: Change::Keep,
        name: Change::Keep,
        function: Change::Keep,
        category: None,
        polygon: Change::Keep,
        height_mm: Change::Keep,
        areas: None,
        seats: Change::Keep,
        codes: None,
    }
}

pub(crate) fn categorise(name: &str, from: &str, category: Category) -> SpaceRevise {
    SpaceRevise { category: Some(category), ..revise_space(name, from) }
}

pub(crate) fn retire_space(name: &str, from: &str) -> SpaceRetire {
    let (space, from) = (space(name), date(from));
    SpaceRetire { space, from, reason: None, resources: Vec::new(), leaves_hub: false }
}

pub(crate) fn counted() -> Grade {
    Grade::Counted { on: date("2026-01-10") }
}

pub(crate) fn assumed() -> Grade {
    Grade::Assumed { rule: "ifc-area-1".parse().unwrap() }
}

pub(crate) fn add_resource(name: &str, in_: &str, kind: ResourceKind, from: &str) -> ResourceAdd {
    ResourceAdd {
        resource: resource(name),
        space: space(in_),
        from: date(from),
        kind,
        owner: organisation("Region"),
        number: name.parse().ok(),
        name: None,
        grade: counted(),
        position: None,
    }
}

pub(crate) fn add_workstation(name: &str, in_: &str, from: &str) -> ResourceAdd {
    add_resource(name, in_, ResourceKind::Workstation, from)
}

pub(crate) fn add_assumed(name: &str, in_: &str, from: &str) -> ResourceAdd {
    ResourceAdd { grade: assumed(), ..add_workstation(name, in_, from) }
}

pub(crate) fn add_room(name: &str, in_: &str, from: &str) -> ResourceAdd {
    add_resource(name, in_, ResourceKind::Room, from)
}

pub(crate) fn revise_resource(name: &str, from: &str) -> ResourceRevise {
    ResourceRevise {
        resource: resource(name),
        from: date(from),
        owner: None,
        number: Change::Keep,
        name: Change::Keep,
        grade: None,
        position: Change::Keep,
    }
}

pub(crate) fn grade(name: &str, from: &str, grade: Grade) -> ResourceRevise {
    ResourceRevise { grade: Some(grade), ..revise_resource(name, from) }
}

pub(crate) fn retire_resource(name: &str, from: &str) -> ResourceRetire {
    let (resource, from) = (resource(name), date(from));
    ResourceRetire { resource, from, reason: None, allocation: None }
}

pub(crate) fn assign(name: &str, to: &str, from: &str) -> AllocationAssign {
    AllocationAssign { resource: resource(name), unit: unit(to), from: date(from) }
}

pub(crate) fn end_allocation(name: &str, from: &str) -> AllocationEnd {
    AllocationEnd { resource: resource(name), from: date(from) }
}

pub(crate) fn plan_hub(name: &str, host: &str, opens_on: &str) -> HubPlan {
    HubPlan {
        hub: hub(name),
        opens_on: date(opens_on),
        name: text(name),
        host: organisation(host),
        municipality: None,
        services: vec![Service::Reception, Service::CoWorking, Service::Reception],
        opening_hours: Vec::new(),
    }
}

pub(crate) fn open_hub(name: &str, on: &str) -> HubOpen {
    HubOpen { hub: hub(name), on: date(on) }
}

pub(crate) fn move_opening(name: &str, opens_on: &str) -> HubMoveOpening {
    HubMoveOpening { hub: hub(name), opens_on: date(opens_on), reason: None }
}

pub(crate) fn lose(name: &str, from: &str) -> SpaceLose {
    SpaceLose { space: space(name), from: date(from), reason: None }
}

pub(crate) fn restore(name: &str, from: &str) -> SpaceRestore {
    SpaceRestore { space: space(name), from: date(from), reason: None }
}

pub(crate) fn hub_gains(name: &str, gained: &str, from: &str) -> HubAddSpace {
    HubAddSpace { hub: hub(name), space: space(gained), from: date(from) }
}

pub(crate) fn hub_loses(name: &str, lost: &str, from: &str) -> HubRemoveSpace {
    HubRemoveSpace { hub: hub(name), space: space(lost), from: date(from) }
}

pub(crate) fn set_capacity(name: &str, from: &str, people: u32) -> HubSetCapacity {
    let capacity = HubCapacity::new(people, CapacitySource::Fire, date("2026-01-10")).unwrap();
    HubSetCapacity { hub: hub(name), from: date(from), capacity }
}

pub(crate) fn close_hub(name: &str, from: &str) -> HubClose {
    HubClose { hub: hub(name), from: date(from), reason: None }
}

/// Terms that promise seats on Mondays to Fridays, shared as far as they go.
pub(crate) fn shared(seats: u32) -> MembershipTerms {
    terms(false, seats)
}

/// Terms that guarantee workstations on Mondays to Fridays.
pub(crate) fn guaranteed(seats: u32) -> MembershipTerms {
    terms(true, seats)
}

fn terms(guaranteed: bool, seats: u32) -> MembershipTerms {
    let week = WeekCount::new([seats, seats, seats, seats, seats, 0, 0]).unwrap();
    let promise = SeatPromise { kind: SeatKind::Workstation, guaranteed, week };
    MembershipTerms::new(30, vec![promise], None, None).unwrap()
}

pub(crate) fn grant(
    name: &str,
    of: &str,
    to: &str,
    from: &str,
    terms: MembershipTerms,
) -> MembershipGrant {
    MembershipGrant {
        membership: membership(name),
        hub: hub(of),
        unit: unit(to),
        from: date(from),
        terms,
        decisions: Vec::new(),
    }
}

pub(crate) fn change_terms(name: &str, from: &str, terms: MembershipTerms) -> MembershipChange {
    MembershipChange {
        membership: membership(name),
        from: date(from),
        terms,
        decisions: Vec::new(),
    }
}

pub(crate) fn end_membership(name: &str, from: &str) -> MembershipEnd {
    MembershipEnd {
        membership: membership(name),
        from: date(from),
        reason: None,
        decisions: Vec::new(),
    }
}

/// A decision of an organisation, taken on a date.
pub(crate) fn decision(of: &str, decided_on: &str) -> Decision {
    Decision {
        organisation: organisation(of),
        case_number: "KS 2026/123".parse().unwrap(),
        kind: DecisionKind::Board,
        body: text("Premises committee"),
        delegation_point: None,
        decided_on: date(decided_on),
        reported_on: None,
        basis: None,
    }
}

/// A decision of an organisation's delegate at the point 4.2 b, taken on a date.
pub(crate) fn delegated(of: &str, decided_on: &str) -> Decision {
    Decision {
        kind: DecisionKind::Delegated,
        body: text("Head of premises"),
        delegation_point: Some("4.2 b".parse().unwrap()),
        ..decision(of, decided_on)
    }
}

/// The point 4.2 b of an organisation's delegation order: reallocations and memberships, unlimited.
pub(crate) fn delegate(of: &str, from: &str) -> DelegationGive {
    DelegationGive {
        organisation: organisation(of),
        point: "4.2 b".parse().unwrap(),
        from: date(from),
        to: None,
        delegate: text("Head of premises"),
        matters: vec![Matter::Reallocation, Matter::Membership],
        resources_max: None,
        seats_max: None,
        decision: decision(of, "2026-01-02"),
    }
}

pub(crate) fn withdraw_delegation(of: &str, from: &str) -> DelegationWithdraw {
    DelegationWithdraw {
        organisation: organisation(of),
        point: "4.2 b".parse().unwrap(),
        from: date(from),
        decision: decision(of, "2026-01-02"),
    }
}

pub(crate) fn confirm(recorded: Revision, of: &str) -> DecisionConfirm {
    DecisionConfirm { recorded, organisation: organisation(of) }
}

pub(crate) fn report_decision(recorded: Revision, of: &str, on: &str) -> DecisionReport {
    DecisionReport { recorded, organisation: organisation(of), on: date(on) }
}

/// A union negotiation, required of all or of one organisation's decisions.
pub(crate) fn require(name: &str, of: Option<&str>, from: &str) -> PreconditionRequire {
    PreconditionRequire {
        precondition: precondition(name),
        organisation: of.map(organisation),
        from: date(from),
        kind: PreconditionKind::UnionNegotiation,
        name: text(name),
    }
}

pub(crate) fn drop_precondition(name: &str, from: &str) -> PreconditionDrop {
    PreconditionDrop { precondition: precondition(name), from: date(from), reason: None }
}

pub(crate) fn settle(of: &str, digest: Digest, name: &str, on: &str) -> PreconditionSettle {
    PreconditionSettle {
        reallocation: reallocation(of),
        digest,
        precondition: precondition(name),
        on: date(on),
        document: text("Minutes 12"),
        not_applicable_because: None,
    }
}

pub(crate) fn sign_opening_balance(of: &str, on: &str) -> OpeningBalanceSign {
    OpeningBalanceSign { on: date(on), decision: decision(of, "2026-01-02") }
}

/// A resource that joins a hub where it stands.
pub(crate) fn convert(number: u16, name: &str, to: &str, planned_on: &str) -> Move {
    let (subject, fate) = (Subject::Resource(resource(name)), Fate::Converted { hub: hub(to) });
    Move { number, subject, fate, planned_on: date(planned_on) }
}

/// A space that joins a hub.
pub(crate) fn convert_space(number: u16, name: &str, to: &str, planned_on: &str) -> Move {
    let (subject, fate) = (Subject::Space(space(name)), Fate::Converted { hub: hub(to) });
    Move { number, subject, fate, planned_on: date(planned_on) }
}

/// A resource that moves into a hub's space.
pub(crate) fn relocate(number: u16, name: &str, to: &str, into: &str, planned_on: &str) -> Move {
    let fate = Fate::Relocated { hub: hub(to), space: space(into) };
    Move { number, subject: Subject::Resource(resource(name)), fate, planned_on: date(planned_on) }
}

/// A space that is given up on its date, and handed over and paid for until the end of that year.
pub(crate) fn release(number: u16, name: &str, planned_on: &str) -> Move {
    let last = date(&format!("{}-12-31", &planned_on[..4]));
    let fate = Fate::Released { handed_over_on: last, rent_ends_on: last };
    Move { number, subject: Subject::Space(space(name)), fate, planned_on: date(planned_on) }
}

/// A resource that is fixed again, where it stands.
pub(crate) fn give_back(number: u16, name: &str, to: &str, planned_on: &str) -> Move {
    let fate = Fate::Returned { unit: unit(to), space: None };
    Move { number, subject: Subject::Resource(resource(name)), fate, planned_on: date(planned_on) }
}

/// A resource that is fixed again, in another space.
pub(crate) fn give_back_in(
    number: u16,
    name: &str,
    to: &str,
    into: &str,
    planned_on: &str,
) -> Move {
    let fate = Fate::Returned { unit: unit(to), space: Some(space(into)) };
    Move { fate, ..give_back(number, name, to, planned_on) }
}

/// A membership that comes with a reallocation.
pub(crate) fn bring(
    name: &str,
    of: &str,
    to: &str,
    from: &str,
    terms: MembershipTerms,
) -> ProposedMembership {
    let (membership, hub, unit) = (membership(name), hub(of), unit(to));
    ProposedMembership { membership, hub, unit, from: date(from), terms }
}

fn draft(name: &str, moves: &[Move], memberships: &[ProposedMembership]) -> ProposalDraft {
    let (moves, memberships) = (moves.to_vec(), memberships.to_vec());
    ProposalDraft {
        title: text(name),
        reason: None,
        moves,
        memberships,
        transition: None,
        reverses: None,
    }
}

pub(crate) fn propose(
    name: &str,
    moves: &[Move],
    memberships: &[ProposedMembership],
) -> ReallocationPropose {
    let proposal = draft(name, moves, memberships);
    ReallocationPropose { reallocation: reallocation(name), proposal }
}

pub(crate) fn amend(
    name: &str,
    moves: &[Move],
    memberships: &[ProposedMembership],
) -> ReallocationAmend {
    let proposal = draft(name, moves, memberships);
    ReallocationAmend { reallocation: reallocation(name), proposal }
}

/// An approval of the region, taken on the first day of the year.
pub(crate) fn approve(name: &str, digest: Digest) -> ReallocationApprove {
    let decision = decision("Region", "2026-01-02");
    ReallocationApprove {
        reallocation: reallocation(name),
        digest,
        decision,
        reason: None,
        to_be_confirmed: false,
    }
}

pub(crate) fn reject(name: &str, digest: Digest) -> ReallocationReject {
    let decision = decision("Region", "2026-01-02");
    ReallocationReject { reallocation: reallocation(name), digest, decision, reason: None }
}

pub(crate) fn withdraw(name: &str) -> ReallocationWithdraw {
    ReallocationWithdraw { reallocation: reallocation(name), reason: None }
}

/// A revocation by decision of these organisations.
pub(crate) fn revoke(name: &str, of: &[&str]) -> ReallocationRevoke {
    let decisions = of.iter().map(|of| decision(of, "2026-01-02")).collect();
    ReallocationRevoke { reallocation: reallocation(name), decisions, reason: None }
}

pub(crate) fn report(name: &str, on: &str, moves: &[u16]) -> ReallocationReport {
    ReallocationReport { reallocation: reallocation(name), on: date(on), moves: moves.to_vec() }
}

pub(crate) fn start_import(name: &str, of: &str, from: &str, counts: [u32; 3]) -> ImportStart {
    let [levels, spaces, resources] = counts;
    ImportStart {
        import: import(name),
        building: Some(building(of)),
        books: false,
        from: date(from),
        format: "IFC2X3".parse().unwrap(),
        file_name: text("office.ifc"),
        file_digest: text("e3b0c442"),
        file_bytes: 1000,
        expected: ImportCounts { levels, spaces, resources, left_out: 2, ..ImportCounts::NONE },
        decision: None,
    }
}

pub(crate) fn record_import(name: &str, parts: Vec<ImportPart>) -> ImportRecord {
    ImportRecord { import: import(name), parts }
}

pub(crate) fn complete_import(name: &str) -> ImportComplete {
    ImportComplete { import: import(name) }
}

/// An erasure of a person's name on the person's own request.
pub(crate) fn erase_person(name: &str) -> PersonErase {
    PersonErase { person: person(name), ground: ErasureGround::DataSubject, decision: None }
}

/// An erasure of a text that should not have been recorded.
pub(crate) fn erase_text(revision: u64, field: &str) -> TextErase {
    let revision = Revision::new(revision).unwrap();
    let place = TextPlace { revision, field: field.parse().unwrap() };
    TextErase { place, ground: ErasureGround::RecordedInError, decision: None }
}

pub(crate) fn erasure_decision(of: &str, decided_on: &str) -> Option<ErasureDecision> {
    Some(ErasureDecision {
        organisation: organisation(of),
        case_number: "KS 2026/77".parse().unwrap(),
        decided_on: date(decided_on),
    })
}

/// A transition of these organisations that runs until the end of 2028, with nothing to reach.
pub(crate) fn start_transition(name: &str, of: &[&str], from: &str) -> TransitionStart {
    TransitionStart {
        transition: transition(name),
        from: date(from),
        name: text(name),
        goal: text("Fewer rooms, more meetings"),
        until: date("2028-12-31"),
        organisations: of.iter().map(|of| organisation(of)).collect(),
        targets: Vec::new(),
        milestones: Vec::new(),
    }
}

pub(crate) fn revise_transition(name: &str, from: &str) -> TransitionRevise {
    TransitionRevise {
        transition: transition(name),
        from: date(from),
        name: None,
        goal: None,
        until: None,
        organisations: None,
        targets: None,
        milestones: None,
    }
}

pub(crate) fn end_transition(name: &str, from: &str) -> TransitionEnd {
    TransitionEnd { transition: transition(name), from: date(from), reason: None }
}

pub(crate) fn milestone(number: u16, due: &str) -> MilestoneDraft {
    MilestoneDraft { number, name: text(&format!("Step {number}")), due: date(due) }
}

pub(crate) fn reach(of: &str, milestone: u16, on: &str) -> MilestoneReach {
    MilestoneReach { transition: transition(of), milestone, on: date(on) }
}

/// A proposal that is part of a transition.
pub(crate) fn propose_within(
    within: &str,
    name: &str,
    moves: &[Move],
    memberships: &[ProposedMembership],
) -> ReallocationPropose {
    let mut propose = propose(name, moves, memberships);
    propose.proposal.transition = Some(transition(within));
    propose
}

/// A basis for a date with alternatives, each of one title and these reallocations.
pub(crate) fn seal_basis(name: &str, on: &str, alternatives: &[&[&str]]) -> BasisSeal {
    let alternatives = alternatives.iter().map(|named| AlternativeDraft {
        title: text(&format!("All of {named:?}")),
        reallocations: named.iter().map(|name| reallocation(name)).collect(),
    });
    BasisSeal {
        basis: basis(name),
        title: text(name),
        on: date(on),
        assumptions: vec![text("As many people as today")],
        alternatives: alternatives.collect(),
    }
}
