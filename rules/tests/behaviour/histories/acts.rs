//! Commands of every kind, each about what there is, most of them such that they may be allowed.

use projections::{
    DecidedOn,
    ReallocationStatus::{Approved, Proposed},
};
use schema::{
    AllocationFate, Category, Command, ErasureGround, Measure, PersonId, ResourceKind, Role,
    SpaceReshape, WeekCount,
};

use super::{chance::after, corrections, costs, leases, reallocations, transitions, world::World};
use crate::common::*;

type Act = fn(&mut World) -> Option<Command>;

/// Every kind of command, with how often it is tried. A new command has its line here.
const ACTS: &[(usize, Act)] = &[
    (300, reallocations::next_step),
    (110, reallocations::propose),
    (30, reallocations::reverse),
    (14, reallocations::amend),
    (4, reallocations::reject),
    (4, reallocations::withdraw),
    (6, reallocations::revoke),
    (20, reallocations::confirm),
    (12, reallocations::report_decision),
    (30, reallocations::settle),
    (50, assign),
    (16, end_allocation),
    (44, add_resource),
    (12, revise_resource),
    (14, retire_resource),
    (18, move_resources),
    (10, count_workstations),
    (14, add_space),
    (14, revise_space),
    (5, retire_space),
    (14, reshape),
    (10, lose_space),
    (10, restore_space),
    (4, add_level),
    (3, revise_level),
    (2, retire_level),
    (3, add_building),
    (3, revise_building),
    (1, retire_building),
    (3, plan_hub),
    (5, open_hub),
    (6, move_opening),
    (24, hub_gains),
    (8, hub_loses),
    (12, set_capacity),
    (2, close_hub),
    (5, revise_hub),
    (18, grant),
    (10, change_terms),
    (8, end_membership),
    (8, register_unit),
    (10, revise_unit),
    (5, move_unit),
    (6, reorganise),
    (2, register_organisation),
    (3, revise_organisation),
    (1, end_organisation),
    (2, add_municipality),
    (3, register_person),
    (2, erase_person),
    (4, erase_text),
    (5, give_delegation),
    (2, withdraw_delegation),
    (2, require),
    (8, drop_precondition),
    (2, sign_opening_balance),
    (5, start_import),
    (16, go_on_with_import),
    (8, leases::sign),
    (5, leases::amend),
    (6, leases::give_notice),
    (3, leases::end),
    (3, leases::go_on),
    (4, costs::publish),
    (8, costs::record),
    (5, costs::revise),
    (2, costs::end),
    (2, costs::treat_vat),
    (2, costs::choose_key),
    (3, costs::agree_tariff),
    (3, costs::decide_budget),
    (8, costs::record_invoice),
    (2, costs::cancel_invoice),
    (3, costs::close_period),
    (1, open_portfolio_again),
    (14, corrections::reword),
    (30, corrections::correct),
    (8, corrections::correct_money),
    (4, transitions::start),
    (8, transitions::revise),
    (1, transitions::end),
    (6, transitions::reach),
    (12, transitions::seal),
];

/// The next command; none where there is nothing of which it could be.
pub(super) fn next(world: &mut World) -> Option<Command> {
    let all: usize = ACTS.iter().map(|(weight, _)| weight).sum();
    let mut chosen = world.chance.below(all);
    let (_, act) = ACTS.iter().find(|(weight, _)| {
        let found = chosen < *weight;
        chosen = chosen.saturating_sub(*weight);
        found
    })?;
    act(world)
}

/// Who sends a command: mostly someone who may.
pub(super) fn actor(world: &mut World, command: &Command) -> (PersonId, Role) {
    const ACTING_MAX: usize = 8;
    let state = &world.ledger.state;
    let own = |person: &PersonId| match command {
        Command::ReallocationApprove(schema::ReallocationApprove { reallocation, .. })
        | Command::ReallocationRevoke(schema::ReallocationRevoke { reallocation, .. })
        | Command::ReallocationReject(schema::ReallocationReject { reallocation, .. }) => {
            state.reallocation(reallocation).is_some_and(|known| known.authors.contains(person))
        }
        Command::DecisionConfirm(confirm) => {
            let known = state.decision(confirm.recorded, confirm.organisation);
            let wrote = known.and_then(|known| match known.on {
                DecidedOn::Reallocation(id) => state.reallocation(&id),
                _ => None,
            });
            known.is_some_and(|known| known.recorded_by == *person)
                || wrote.is_some_and(|wrote| wrote.authors.contains(person))
        }
        _ => false,
    };
    // Where all of those who mostly act wrote it, somebody else decides.
    let all = world.things.persons.iter().copied();
    let others: Vec<PersonId> = all.filter(|person| !own(person)).take(ACTING_MAX).collect();
    let errs = world.may_err && world.chance.percent(1);
    let role = if errs { Role::Auditor } else { Role::Administrator };
    let person = if others.is_empty() { person("Third") } else { world.chance.one(&others) };
    (person, role)
}

/// A move that is planned and not yet done.
fn a_planned_move(world: &mut World) -> Option<schema::Move> {
    let known = world.reallocation(&[Approved])?;
    let pending: Vec<_> = known.pending_moves().copied().collect();
    if pending.is_empty() { None } else { Some(world.chance.one(&pending)) }
}

fn assign(world: &mut World) -> Option<Command> {
    let resource = world.resource();
    Some(schema::AllocationAssign { resource, unit: world.unit(), from: world.date() }.into())
}

fn end_allocation(world: &mut World) -> Option<Command> {
    Some(schema::AllocationEnd { resource: world.resource(), from: world.date() }.into())
}

fn add_resource(world: &mut World) -> Option<Command> {
    let name = world.new_name("Resource");
    let kind = match world.chance.below(12) {
        0 => ResourceKind::Room,
        1 => ResourceKind::Equipment,
        _ => ResourceKind::Workstation,
    };
    let grade = if world.chance.percent(80) { counted() } else { assumed() };
    let (space, owner, from) = (world.space(), world.organisation(), world.date());
    let add = add_workstation(&name, "Open", "2026-01-01");
    Some(schema::ResourceAdd { space, owner, from, kind, grade, ..add }.into())
}

fn revise_resource(world: &mut World) -> Option<Command> {
    let grade = [counted(), assumed()][world.chance.below(2)].clone();
    let owner = Some(world.organisation()).filter(|_| world.chance.percent(30));
    let (resource, from) = (world.resource(), world.date());
    let revise = crate::common::revise_resource("W1", "2026-01-01");
    Some(schema::ResourceRevise { resource, from, owner, grade: Some(grade), ..revise }.into())
}

fn retire_resource(world: &mut World) -> Option<Command> {
    let allocation = match world.chance.below(4) {
        0 => None,
        1 => Some(AllocationFate::GoesTo(world.resource())),
        _ => Some(AllocationFate::Ends),
    };
    let planned = a_planned_move(world).filter(|_| world.chance.percent(15));
    let (resource, from) = match planned.map(|planned| planned.subject) {
        Some(schema::Subject::Resource(resource)) => (resource, world.past()),
        _ => (world.resource(), world.date()),
    };
    Some(schema::ResourceRetire { resource, from, reason: None, allocation }.into())
}

fn move_resources(world: &mut World) -> Option<Command> {
    let first = world.resource();
    let known = world.ledger.state.resource(&first)?;
    let here = *known.place.actual().entries().last().map(|entry| &entry.value)?;
    let level = world.ledger.state.space(&here)?.level;
    let near: Vec<_> = world.ledger.state.spaces_of(level).map(|space| space.id).collect();
    let (to, from) = (world.chance.one(&near), world.date());
    Some(schema::ResourcesMove { resources: vec![first], to, from, reason: None }.into())
}

fn count_workstations(world: &mut World) -> Option<Command> {
    let (space, on, workstations) = (world.space(), world.past(), 1 + world.chance.small(8));
    let counted = crate::common::count_workstations("Open", "2026-01-01", 0);
    Some(schema::WorkstationsCount { space, on, workstations, ..counted }.into())
}

fn category(world: &mut World) -> Category {
    match world.chance.below(8) {
        0 => Category::Cell,
        1 => Category::Meeting,
        2 => Category::Circulation,
        _ => Category::OpenWorkplace,
    }
}

/// A space that is new, with its LOA.
fn new_space(world: &mut World) -> schema::SpaceAdd {
    let name = world.new_name("S");
    let square_metres = (10 + world.chance.below(90)).to_string().parse().unwrap();
    let area = schema::Area { measure: Measure::Loa, square_metres };
    let areas = schema::Areas::new(vec![area]).unwrap();
    let (level, from, category) = (world.level(), world.date(), category(world));
    let add = crate::common::add_space(&name, "Ground", category, "2026-01-01");
    schema::SpaceAdd { level, from, areas, ..add }
}

fn add_space(world: &mut World) -> Option<Command> {
    Some(new_space(world).into())
}

fn revise_space(world: &mut World) -> Option<Command> {
    let name = schema::Change::Set(text(&world.new_name("Room")));
    let category = Some(category(world)).filter(|_| world.chance.percent(40));
    let (space, from) = (world.space(), world.date());
    let revise = crate::common::revise_space("Open", "2026-01-01");
    Some(schema::SpaceRevise { space, from, name, category, ..revise }.into())
}

fn retire_space(world: &mut World) -> Option<Command> {
    let (space, from) = (world.space(), world.date());
    let here: Vec<_> = world.ledger.state.resources_ever_in(space).map(|known| known.id).collect();
    let destination = schema::Destination::Retires { allocation: Some(AllocationFate::Ends) };
    let fate = |resource| schema::ResourceFate { resource, destination: destination.clone() };
    let resources = here.into_iter().map(fate).collect();
    let leaves_hub = world.chance.percent(50);
    Some(schema::SpaceRetire { space, from, reason: None, resources, leaves_hub }.into())
}

/// One or two spaces of a level into one or two, the first of the former among them or not.
fn reshape(world: &mut World) -> Option<Command> {
    let first = world.space();
    let level = world.ledger.state.space(&first)?.level;
    let near: Vec<_> = world.ledger.state.spaces_of(level).map(|space| space.id).collect();
    let from = world.date();
    let mut spaces = vec![first];
    if world.chance.percent(50) {
        spaces.push(world.chance.one(&near));
    }
    let revise = crate::common::revise_space("Open", "2026-01-01");
    let kept = schema::SpaceRevise { space: first, from, ..revise };
    let mut into = Vec::new();
    if world.chance.percent(40) {
        into.push(schema::ReshapedSpace::Kept(kept));
    }
    for _ in into.len()..=world.chance.below(2) {
        let add = new_space(world);
        let category = Category::OpenWorkplace;
        into.push(schema::ReshapedSpace::New(schema::SpaceAdd { level, from, category, ..add }));
    }
    let rest = into.first().map(schema::ReshapedSpace::space);
    Some(SpaceReshape { spaces, from, into, resources: Vec::new(), rest, reason: None }.into())
}

/// Often one that something is planned for.
fn lose_space(world: &mut World) -> Option<Command> {
    let planned = a_planned_move(world).filter(|_| world.chance.percent(30));
    let of_plan = planned.and_then(|planned| match planned.subject {
        schema::Subject::Space(space) => Some(space),
        schema::Subject::Resource(_) => planned.fate.space(),
    });
    let (space, from) = (of_plan.unwrap_or_else(|| world.space()), world.past());
    Some(schema::SpaceLose { space, from, reason: None }.into())
}

fn restore_space(world: &mut World) -> Option<Command> {
    let state = &world.ledger.state;
    let lost = |id: schema::SpaceId| {
        state.space(&id).unwrap().lost.entries().last().is_some_and(|entry| entry.value)
    };
    let space = world.chance.recent(&world.things.spaces, lost)?;
    Some(schema::SpaceRestore { space, from: world.date(), reason: None }.into())
}

fn add_level(world: &mut World) -> Option<Command> {
    let name = world.new_name("Level");
    let (building, from) = (world.building(), world.long_ago());
    Some(
        schema::LevelAdd {
            building,
            from,
            ..crate::common::add_level(&name, "House", "2026-01-01")
        }
        .into(),
    )
}

fn revise_level(world: &mut World) -> Option<Command> {
    let (level, from) = (world.level(), world.date());
    let elevation_mm = Some(i64::from(world.chance.small(90)) * 100);
    Some(schema::LevelRevise { level, from, name: None, elevation_mm }.into())
}

fn retire_level(world: &mut World) -> Option<Command> {
    let (level, from) = (world.level(), world.date());
    Some(schema::LevelRetire { level, from, reason: None }.into())
}

fn add_building(world: &mut World) -> Option<Command> {
    let name = world.new_name("Building");
    let (owner, from) = (world.organisation(), world.long_ago());
    let add = crate::common::add_building(&name, "Region", "2026-01-01");
    let municipality = world.chance.percent(50).then(|| "2380".parse().unwrap());
    Some(schema::BuildingAdd { owner, from, municipality, ..add }.into())
}

fn revise_building(world: &mut World) -> Option<Command> {
    let (building, from) = (world.building(), world.date());
    let owner = Some(world.organisation());
    let revise = crate::common::revise_building("House", "2026-01-01");
    Some(schema::BuildingRevise { building, from, owner, ..revise }.into())
}

fn retire_building(world: &mut World) -> Option<Command> {
    let (building, from) = (world.building(), world.date());
    Some(schema::BuildingRetire { building, from, reason: None }.into())
}

fn plan_hub(world: &mut World) -> Option<Command> {
    let name = world.new_name("Hub");
    let (host, opens_on) = (world.organisation(), world.date());
    let plan = crate::common::plan_hub(&name, "Region", "2026-01-01");
    Some(schema::HubPlan { host, opens_on, ..plan }.into())
}

/// A hub that has not opened.
fn unopened(world: &mut World) -> Option<schema::HubId> {
    let state = &world.ledger.state;
    let fits = |id: schema::HubId| state.hub(&id).unwrap().opened.is_none();
    world.chance.recent(&world.things.hubs, fits)
}

fn open_hub(world: &mut World) -> Option<Command> {
    let hub = unopened(world)?;
    let planned = world.ledger.state.hub(&hub)?.opens.from;
    let on = if world.chance.percent(60) { planned } else { world.past() };
    Some(schema::HubOpen { hub, on }.into())
}

/// Mostly late.
fn move_opening(world: &mut World) -> Option<Command> {
    let hub = unopened(world)?;
    let planned = world.ledger.state.hub(&hub)?.opens.from;
    let late = after(planned, 1 + world.chance.below(60));
    let opens_on = if world.chance.percent(70) { late } else { world.date() };
    Some(schema::HubMoveOpening { hub, opens_on, reason: None }.into())
}

fn hub_gains(world: &mut World) -> Option<Command> {
    Some(schema::HubAddSpace { hub: world.hub(), space: world.space(), from: world.date() }.into())
}

fn hub_loses(world: &mut World) -> Option<Command> {
    let hub = world.hub();
    let space = world.space_of(hub)?;
    Some(schema::HubRemoveSpace { hub, space, from: world.date() }.into())
}

fn set_capacity(world: &mut World) -> Option<Command> {
    let few = world.chance.percent(15);
    let people = if few { 1 } else { 10 + world.chance.small(60) };
    let (hub, from) = (world.hub(), world.date());
    let set = crate::common::set_capacity("Node", "2026-01-01", people);
    Some(schema::HubSetCapacity { hub, from, ..set }.into())
}

fn close_hub(world: &mut World) -> Option<Command> {
    let (hub, from) = (world.hub(), world.date());
    Some(schema::HubClose { hub, from, reason: None }.into())
}

fn revise_hub(world: &mut World) -> Option<Command> {
    let (hub, from, name) = (world.hub(), world.date(), text(&world.new_name("Hub")));
    let host = Some(world.organisation()).filter(|_| world.chance.percent(30));
    let revise = crate::common::revise_hub("Node", "2026-01-01");
    Some(schema::HubRevise { hub, from, host, name: Some(name), ..revise }.into())
}

pub(super) fn terms(world: &mut World) -> schema::MembershipTerms {
    let seats = 1 + world.chance.small(3);
    if world.chance.percent(30) { guaranteed(seats) } else { shared(seats) }
}

fn grant(world: &mut World) -> Option<Command> {
    let name = world.new_name("Membership");
    let (hub, unit, from) = (world.hub(), world.unit(), world.date());
    let grant = crate::common::grant(&name, "Node", "Clinic", "2026-01-01", terms(world));
    Some(schema::MembershipGrant { hub, unit, from, ..grant }.into())
}

fn change_terms(world: &mut World) -> Option<Command> {
    let (membership, from, terms) = (world.membership(), world.date(), terms(world));
    Some(schema::MembershipChange { membership, from, terms, decisions: Vec::new() }.into())
}

fn end_membership(world: &mut World) -> Option<Command> {
    let (membership, from) = (world.membership(), world.date());
    let decisions = Vec::new();
    Some(schema::MembershipEnd { membership, from, reason: None, decisions }.into())
}

fn new_unit(world: &mut World) -> schema::UnitRegister {
    let name = world.new_name("Unit");
    let (organisation, from) = (world.organisation(), world.date());
    let headcount = 5 + world.chance.small(40);
    let week = WeekCount::new([5, 4, 5, 4, 3, 0, 0]).unwrap();
    let attendance = world.chance.percent(50).then_some(week);
    let register = crate::common::register_unit(&name, "Region", "2026-01-01");
    schema::UnitRegister { organisation, from, headcount, attendance, ..register }
}

fn register_unit(world: &mut World) -> Option<Command> {
    let register = new_unit(world);
    Some(schema::UnitRegister { from: world.long_ago(), ..register }.into())
}

fn revise_unit(world: &mut World) -> Option<Command> {
    let (unit, from, headcount) = (world.unit(), world.date(), Some(1 + world.chance.small(60)));
    let name = Some(text(&world.new_name("Unit"))).filter(|_| world.chance.percent(30));
    let revise = crate::common::revise_unit("Clinic", "2026-01-01");
    Some(schema::UnitRevise { unit, from, name, headcount, ..revise }.into())
}

fn move_unit(world: &mut World) -> Option<Command> {
    let (unit, from, organisation) = (world.unit(), world.date(), world.organisation());
    Some(schema::UnitMove { unit, from, organisation, parent: None, reason: None }.into())
}

/// One or two units into one that is new, or into one that goes on; or a unit is dissolved.
fn reorganise(world: &mut World) -> Option<Command> {
    let (first, second, from) = (world.unit(), world.unit(), world.date());
    let asked = crate::common::reorganise(&[], &[], "2026-01-01");
    let (units, into, register) = match world.chance.below(4) {
        0 => (vec![first], Vec::new(), Vec::new()),
        1 => (vec![first, second], vec![second], Vec::new()),
        _ => {
            let new = schema::UnitRegister { from, ..new_unit(world) };
            (vec![first], vec![new.unit], vec![new])
        }
    };
    Some(schema::UnitsReorganise { units, into, register, from, ..asked }.into())
}

fn register_organisation(world: &mut World) -> Option<Command> {
    let name = world.new_name("Organisation");
    let from = world.long_ago();
    let register = crate::common::register_organisation(&name, "2026-01-01");
    Some(schema::OrganisationRegister { from, ..register }.into())
}

fn revise_organisation(world: &mut World) -> Option<Command> {
    let (organisation, from) = (world.organisation(), world.date());
    let name = Some(text(&world.new_name("Organisation")));
    let number = schema::Change::Keep;
    Some(schema::OrganisationRevise { organisation, from, name, number }.into())
}

fn end_organisation(world: &mut World) -> Option<Command> {
    let (organisation, from) = (world.organisation(), world.date());
    let successor = Some(world.organisation());
    Some(schema::OrganisationEnd { organisation, from, successor, reason: None }.into())
}

fn add_municipality(world: &mut World) -> Option<Command> {
    let code = world.chance.one(&["2380", "2303", "2305", "2309", "2313", "2321"]);
    Some(crate::common::add_municipality(code).into())
}

fn register_person(world: &mut World) -> Option<Command> {
    Some(crate::common::register_person(&world.new_name("Person")).into())
}

fn erase_person(world: &mut World) -> Option<Command> {
    let person = world.chance.recent(&world.things.persons, |_| true)?;
    let ground = ErasureGround::DataSubject;
    Some(schema::PersonErase { person, ground, decision: None }.into())
}

fn erase_text(world: &mut World) -> Option<Command> {
    let place = world.chance.below(world.ledger.events.len());
    let texts = world.ledger.events[place].1.texts();
    let (field, _) = texts.first()?;
    Some(crate::common::erase_text(u64::try_from(place).unwrap(), field).into())
}

fn give_delegation(world: &mut World) -> Option<Command> {
    let (organisation, from) = (world.organisation(), world.today());
    let decision = world.decided_by(organisation);
    let resources_max = world.chance.percent(15).then_some(1);
    let give = delegate("Region", "2026-01-01");
    Some(schema::DelegationGive { organisation, from, resources_max, decision, ..give }.into())
}

fn withdraw_delegation(world: &mut World) -> Option<Command> {
    let (organisation, from) = (world.organisation(), world.past());
    let decision = world.decided_by(organisation);
    let withdraw = crate::common::withdraw_delegation("Region", "2026-01-01");
    Some(schema::DelegationWithdraw { organisation, from, decision, ..withdraw }.into())
}

/// At most a few preconditions stand at a time: each proposal has to settle them all.
fn require(world: &mut World) -> Option<Command> {
    let today = world.today();
    let mut all = world.ledger.state.preconditions().values();
    if all.any(|known| known.is_required(today)) && world.chance.percent(90) {
        return None;
    }
    let name = world.new_name("Precondition");
    let organisation = world.chance.percent(70).then(|| world.organisation());
    let from = world.date();
    let require = crate::common::require(&name, None, "2026-01-01");
    Some(schema::PreconditionRequire { organisation, from, ..require }.into())
}

fn drop_precondition(world: &mut World) -> Option<Command> {
    let precondition = world.chance.recent(&world.things.preconditions, |_| true)?;
    let from = world.date();
    Some(schema::PreconditionDrop { precondition, from, reason: None }.into())
}

fn sign_opening_balance(world: &mut World) -> Option<Command> {
    let organisation = world.organisation();
    let decision = world.decided_by(organisation);
    Some(schema::OpeningBalanceSign { on: world.past(), decision }.into())
}

fn start_import(world: &mut World) -> Option<Command> {
    let name = world.new_name("Import");
    let (building, from) = (world.building(), world.today());
    let known = world.ledger.state.building(&building)?;
    let owner = world.ledger.state.building_owner(known, from)?;
    let decision = world.chance.percent(90).then(|| world.decided_by(owner));
    let start = crate::common::start_import(&name, "House", "2026-01-01", [0, 3, 0]);
    Some(schema::ImportStart { building: Some(building), from, decision, ..start }.into())
}

/// Records a part of an open import, or ends it.
fn go_on_with_import(world: &mut World) -> Option<Command> {
    let state = &world.ledger.state;
    let open = |id: schema::ImportId| state.import(&id).unwrap().is_open();
    let import = world.chance.recent(&world.things.imports, open)?;
    let known = state.import(&import)?.clone();
    if world.chance.percent(6) {
        return Some(schema::ImportAbandon { import, reason: None }.into());
    }
    if known.recorded >= known.expected.things() {
        return Some(schema::ImportComplete { import }.into());
    }
    let building = known.building?;
    let levels: Vec<_> = state.levels_of(building).map(|level| level.id).collect();
    if levels.is_empty() {
        return None;
    }
    let level = world.chance.one(&levels);
    let spaces: Vec<_> = world.ledger.state.spaces_of(level).map(|space| space.id).collect();
    let from = world.today();
    let parts = match world.chance.below(4) {
        0 => {
            let name = world.new_name("Drawing");
            let part = |nth| schema::LevelDraw { level, from, ..draw("Ground", &name, nth, 2) };
            vec![part(0).into(), part(1).into()]
        }
        1 => vec![schema::BuildingSetPlane { building, ..set_plane("House", "14.6") }.into()],
        2 if !spaces.is_empty() => {
            let key = world.new_name("key").replace(' ', "-");
            let space = world.chance.one(&spaces);
            vec![schema::SpaceIdentify { space, ..identify("Open", &key) }.into()]
        }
        _ => vec![schema::SpaceAdd { level, from, ..new_space(world) }.into()],
    };
    Some(schema::ImportRecord { import, parts }.into())
}

fn open_portfolio_again(_: &mut World) -> Option<Command> {
    Some(open_portfolio().into())
}

/// Whether something stands open.
pub(super) const OPEN: [projections::ReallocationStatus; 2] = [Proposed, Approved];
