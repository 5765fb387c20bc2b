//! A county as it is set up: organisations with their units, and buildings with levels, spaces,
//! workstations, allocations and a hub each, brought by files as they are in life. How many buildings
//! there are, each benchmark says as its `BUILDINGS`.

use schema::{
    AllocationAssign, Area, Areas, BuildingAdd, BuildingId, CapacitySource, Category, Command,
    Date, Decision, DecisionKind, Grade, HubAddSpace, HubCapacity, HubId, HubOpen, HubPlan,
    HubSetCapacity, ImportComplete, ImportCounts, ImportPart, ImportRecord, ImportStart, LevelAdd,
    LevelId, Measure, MembershipGrant, MembershipId, MembershipTerms, OrganisationId,
    OrganisationRegister, PersonId, PersonRegister, Polygon, PortfolioOpen, ResourceAdd,
    ResourceId, ResourceKind, SeatKind, SeatPromise, Service, SpaceAdd, SpaceId, Text, UnitId,
    UnitRegister, WeekCount,
};

use crate::BUILDINGS;
use random::{Random, id};

pub(crate) mod ledger_file;
mod life;
pub(crate) mod measured;
pub(crate) mod random;
mod recorder;

pub(crate) const LEVELS: u64 = 5;
pub(crate) const SPACES: u64 = 40;
/// Of the spaces of a level, the open workplaces.
const OPEN: u64 = 10;
/// Workstations in an open workplace.
const DESKS: u64 = 10;
pub(crate) const ORGANISATIONS: u64 = 12;
/// Units that have workstations in a building.
const UNITS_OF_BUILDING: u64 = 8;
const UNITS: u64 = BUILDINGS * UNITS_OF_BUILDING;
const MEMBERSHIPS: u64 = 3;
/// Parts of a file that are recorded in one command.
const PARTS: usize = 250;

pub(crate) fn name(text: &str) -> Text {
    Text::name(text).unwrap()
}

/// Who proposes.
pub(crate) fn proposer() -> PersonId {
    id("person", 0)
}

/// Who decides.
pub(crate) fn decider() -> PersonId {
    id("person", 1)
}

/// The owner of a building.
pub(crate) fn owner(building: u64) -> OrganisationId {
    id("organisation", building % ORGANISATIONS)
}

pub(crate) fn building(number: u64) -> BuildingId {
    id("building", number)
}

pub(crate) fn hub(building: u64) -> HubId {
    id("hub", building)
}

/// One of all open workplaces, with its building's number.
pub(crate) fn workplace(number: u64) -> (u64, SpaceId) {
    let (level, place) = (number / OPEN, number % OPEN);
    (level / LEVELS, id("space", level * SPACES + place))
}

pub(crate) const WORKPLACES: u64 = BUILDINGS * LEVELS * OPEN;

/// The workplace that serves a building's hub from the beginning.
pub(crate) const fn lounge(building: u64) -> u64 {
    building * LEVELS * OPEN
}

/// The workstations of an open workplace.
pub(crate) fn desks(workplace: u64) -> impl Iterator<Item = ResourceId> {
    (0..DESKS).map(move |desk| id("desk", workplace * DESKS + desk))
}

/// One of all workstations.
pub(crate) fn any_desk(random: &mut Random) -> ResourceId {
    any_desk_of(random).1
}

/// One of all workstations, with its building's number.
pub(crate) fn any_desk_of(random: &mut Random) -> (u64, ResourceId) {
    let number = random.below(WORKPLACES * DESKS);
    (workplace(number / DESKS).0, id("desk", number))
}

/// One of the units of a building, by a number.
pub(crate) fn unit_of(building: u64, number: u64) -> UnitId {
    id("unit", building * UNITS_OF_BUILDING + number % UNITS_OF_BUILDING)
}

pub(crate) fn any_unit(random: &mut Random) -> UnitId {
    id("unit", random.below(UNITS))
}

pub(crate) fn any_space(random: &mut Random) -> SpaceId {
    id("space", random.below(BUILDINGS * LEVELS * SPACES))
}

/// A membership, and its number.
pub(crate) fn any_membership(random: &mut Random) -> (MembershipId, u64) {
    let number = random.below(BUILDINGS * MEMBERSHIPS);
    (id("membership", number), number)
}

/// The decisions on a membership: the host's and the member's.
pub(crate) fn decisions(membership: u64, on: Date) -> Vec<Decision> {
    let (host, member) = (owner(membership / MEMBERSHIPS), owner(membership % UNITS));
    let parties = std::collections::BTreeSet::from([host, member]);
    parties.into_iter().map(|party| decision(party, on)).collect()
}

/// A board's decision.
pub(crate) fn decision(organisation: OrganisationId, on: Date) -> Decision {
    Decision {
        organisation,
        case_number: "KS 2026/00123".parse().unwrap(),
        kind: DecisionKind::Board,
        body: name("Board"),
        delegation_point: None,
        decided_on: on,
        reported_on: None,
        basis: None,
    }
}

/// The portfolio, its people and its organisations.
pub(crate) fn organisations(from: Date) -> Vec<Command> {
    let mut commands: Vec<Command> = vec![
        PortfolioOpen {
            name: name("Benchmark county"),
            currency: "SEK".parse().unwrap(),
            time_zone: "Europe/Stockholm".parse().unwrap(),
            opened_by: name("Proposer"),
        }
        .into(),
        PersonRegister { person: decider(), name: name("Decider") }.into(),
    ];
    commands.extend((0..ORGANISATIONS).map(|number| {
        let name = name(&format!("Organisation {number}"));
        OrganisationRegister { organisation: owner(number), from, name, number: None }.into()
    }));
    commands.extend((0..UNITS).map(|number| {
        Command::from(UnitRegister {
            unit: id("unit", number),
            from,
            name: name(&format!("Unit {number}")),
            organisation: owner(number),
            parent: None,
            headcount: 90,
            attendance: Some(WeekCount::new([50, 60, 60, 55, 30, 0, 0]).unwrap()),
            municipality: None,
        })
    }));
    commands
}

/// One building with everything in it.
pub(crate) fn furnished(number: u64, from: Date, random: &mut Random) -> Vec<Command> {
    let mut parts = levels(number, from);
    let levels = u32::try_from(parts.len()).unwrap();
    let spaces = spaces(number, from);
    let (workstations, allocations) = workstations(number, from, random);
    let expected = ImportCounts {
        levels,
        spaces: u32::try_from(spaces.len()).unwrap(),
        resources: u32::try_from(workstations.len()).unwrap(),
        allocations: u32::try_from(allocations.len()).unwrap(),
        ..ImportCounts::NONE
    };
    parts.extend(spaces);
    parts.extend(workstations);
    parts.extend(allocations);
    let add = BuildingAdd {
        building: building(number),
        from,
        global_id: None,
        name: name(&format!("House {number}")),
        owner: owner(number),
        municipality: None,
        address: Some(name(&format!("Main street {number}"))),
        position: None,
    };
    let mut commands = vec![add.into()];
    commands.extend(delivered("building", number, Some(building(number)), from, expected, &parts));
    commands.extend(opened_hub(number, from));
    commands
}

/// A file's content, recorded in several commands.
pub(crate) fn delivered(
    kind: &str,
    number: u64,
    building: Option<BuildingId>,
    from: Date,
    expected: ImportCounts,
    parts: &[ImportPart],
) -> Vec<Command> {
    let import = id(kind, number);
    let start = ImportStart {
        import,
        building,
        books: false,
        from,
        format: "CSV".parse().unwrap(),
        file_name: name(&format!("{kind}-{number}.csv")),
        file_digest: name(&format!("{number:064x}")),
        file_bytes: 100_000,
        expected,
        decision: None,
    };
    let mut commands = vec![start.into()];
    let recorded = parts.chunks(PARTS).map(<[_]>::to_vec);
    commands.extend(recorded.map(|parts| ImportRecord { import, parts }.into()));
    commands.push(ImportComplete { import }.into());
    commands
}

fn level(building: u64, number: u64) -> LevelId {
    id("level", building * LEVELS + number)
}

fn levels(of: u64, from: Date) -> Vec<ImportPart> {
    let levels = (0..LEVELS).map(|number| {
        ImportPart::from(LevelAdd {
            level: level(of, number),
            building: building(of),
            from,
            global_id: None,
            name: name(&format!("Level {number}")),
            elevation_mm: i64::try_from(number).unwrap() * 3_500,
        })
    });
    levels.collect()
}

fn spaces(of: u64, from: Date) -> Vec<ImportPart> {
    let all = (0..LEVELS).flat_map(|on| (0..SPACES).map(move |place| (on, place)));
    let spaces = all.map(|(on, place)| {
        let number = (of * LEVELS + on) * SPACES + place;
        ImportPart::from(SpaceAdd {
            space: id("space", number),
            level: level(of, on),
            from,
            global_id: Some(format!("space${number}").parse().unwrap()),
            number: Some(format!("{on}{place:02}").parse().unwrap()),
            name: None,
            function: Some(name("Office")),
            category: category(place),
            polygon: Some(outline(place)),
            height_mm: Some(2_700),
            areas: Areas::new(vec![Area {
                measure: Measure::AsModelled,
                square_metres: "48.25".parse().unwrap(),
            }])
            .unwrap(),
            seats: Some(12),
            codes: Vec::new(),
        })
    });
    spaces.collect()
}

fn category(place: u64) -> Category {
    match place {
        0..OPEN => Category::OpenWorkplace,
        10..26 => Category::Cell,
        26..32 => Category::Meeting,
        32..36 => Category::Quiet,
        _ => Category::Circulation,
    }
}

/// A room with a pillar in its wall.
fn outline(place: u64) -> Polygon {
    let (x, y) =
        (i64::try_from(place % 8).unwrap() * 8_000, i64::try_from(place / 8).unwrap() * 7_000);
    let corners = [
        [0, 0],
        [7_800, 0],
        [7_800, 6_200],
        [4_400, 6_200],
        [4_400, 5_900],
        [4_000, 5_900],
        [4_000, 6_200],
        [0, 6_200],
    ];
    Polygon::new(corners.map(|[dx, dy]| [x + dx, y + dy]).to_vec(), vec![]).unwrap()
}

/// The workstations of a building, and four of five of them given to units: those of a workplace to
/// one.
fn workstations(of: u64, from: Date, random: &mut Random) -> (Vec<ImportPart>, Vec<ImportPart>) {
    let first = lounge(of);
    let workplaces = first..first + LEVELS * OPEN;
    let placed = workplaces.flat_map(|place| desks(place).map(move |desk| (place, desk)));
    let (mut workstations, mut allocations) = (Vec::new(), Vec::new());
    for (place, resource) in placed {
        workstations.push(ImportPart::from(ResourceAdd {
            resource,
            space: workplace(place).1,
            from,
            kind: ResourceKind::Workstation,
            owner: owner(of),
            number: None,
            name: None,
            grade: Grade::Counted { on: from },
            position: Some([4_000, 3_000]),
        }));
        if place != first && random.below(5) > 0 {
            let unit = unit_of(of, place);
            allocations.push(ImportPart::from(AllocationAssign { resource, unit, from }));
        }
    }
    (workstations, allocations)
}

fn opened_hub(of: u64, from: Date) -> Vec<Command> {
    let hub = hub(of);
    let capacity = HubCapacity::new(2_000, CapacitySource::Fire, from).unwrap();
    let mut commands: Vec<Command> = vec![
        HubPlan {
            hub,
            opens_on: from,
            name: name(&format!("Hub {of}")),
            host: owner(of),
            municipality: None,
            services: vec![Service::CoWorking],
            opening_hours: Vec::new(),
        }
        .into(),
        HubOpen { hub, on: from }.into(),
        HubSetCapacity { hub, from, capacity }.into(),
        HubAddSpace { hub, space: workplace(lounge(of)).1, from }.into(),
    ];
    commands.extend((0..MEMBERSHIPS).map(|number| {
        let number = of * MEMBERSHIPS + number;
        Command::from(MembershipGrant {
            membership: id("membership", number),
            hub,
            unit: id("unit", number % UNITS),
            from,
            terms: terms(20),
            decisions: decisions(number, from),
        })
    }));
    commands
}

/// Terms for so many people, each with a shared seat in the middle of the week.
pub(crate) fn terms(people: u32) -> MembershipTerms {
    let week = WeekCount::new([people / 2, people, people, people, people / 2, 0, 0]).unwrap();
    let seats = vec![SeatPromise { kind: SeatKind::Workstation, guaranteed: false, week }];
    MembershipTerms::new(people, seats, None, Some(3)).unwrap()
}
