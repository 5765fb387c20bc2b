//! The spaces, what stands in them and to whom it is given.

use super::{
    buildings::{COUNTS, entrance_level, import},
    setting::{municipality, planning, region},
    story::{STORY, Story, manager, the},
};
use crate::{
    AllocationAssigned, AllocationEnded, Area, Areas, Category, Classification, Grade,
    ImportCompleted, Measure, Point, Polygon, ResourceAdded, ResourceDescription, ResourceId,
    ResourceKind, ResourceRetired, ResourceRevised, SpaceAdded, SpaceDescription, SpaceId,
    SpaceRetired, SpaceRevised,
};

/// The open workplace with its light well.
pub(super) fn open_workplace() -> SpaceId {
    SpaceId::derived(STORY, "open-workplace")
}

/// The project studio, which becomes the hub's first space.
pub(super) fn studio() -> SpaceId {
    SpaceId::derived(STORY, "studio")
}

/// The meeting room.
pub(super) fn meeting_room() -> SpaceId {
    SpaceId::derived(STORY, "meeting-room")
}

fn store_room() -> SpaceId {
    SpaceId::derived(STORY, "store-room")
}

/// A workstation of the open workplace.
pub(super) fn workstation(number: u8) -> ResourceId {
    ResourceId::derived(STORY, &format!("workstation-{number}"))
}

/// The meeting room as a whole.
pub(super) fn whole_meeting_room() -> ResourceId {
    ResourceId::derived(STORY, "whole-meeting-room")
}

fn screen() -> ResourceId {
    ResourceId::derived(STORY, "screen")
}

pub(super) fn rectangle([x, y]: Point, [width, depth]: Point) -> Vec<Point> {
    vec![[x, y], [x + width, y], [x + width, y + depth], [x, y + depth]]
}

fn polygon(outer: Vec<Point>, holes: Vec<Vec<Point>>) -> Polygon {
    Polygon::new(outer, holes).expect("the story's outlines are simple")
}

/// Areas under every measure that has a name, and one of a file's.
fn areas() -> Areas {
    let quantity = Measure::quantity("GSA BIM Area").expect("the name is a code");
    let measured = [
        (Measure::Loa, "187.4"),
        (Measure::Bra, "190.25"),
        (Measure::Bta, "204"),
        (Measure::Ipms1, "203.9"),
        (Measure::Ipms2, "189.1"),
        (Measure::Ipms3, "187.05"),
        (Measure::Boma, "188"),
        (Measure::AsModelled, "183.999999"),
        (quantity, "184.000001"),
    ];
    let area = |(measure, square_metres): (Measure, &str)| Area {
        measure,
        square_metres: the(square_metres),
    };
    Areas::new(measured.map(area).into()).expect("each measure is given once")
}

pub(super) fn plain(category: Category) -> SpaceDescription {
    SpaceDescription {
        number: None,
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

pub(super) fn tell(story: &mut Story) {
    added(story);
    resources_added(story);
    story.command("2026-09-02T09:04:00.000000Z", manager(), |act| {
        act.complete(ImportCompleted { import: import(), recorded: COUNTS });
    });
    revised(story);
    resources_revised(story);
    allocated(story);
}

fn added(story: &mut Story) {
    let code = |system, code| Classification { system: the(system), code: the(code) };
    let added = |space, description| SpaceAdded {
        space,
        level: entrance_level(),
        from: the("2026-09-01"),
        global_id: None,
        description,
    };
    story.command("2026-09-02T09:02:00.000000Z", manager(), |act| {
        let hall = vec![
            [0, 0],
            [20_000, 0],
            [20_000, 6_000],
            [12_500, 6_000],
            [12_500, 10_800],
            [0, 10_800],
        ];
        let light_well = rectangle([2_000, 2_000], [1_500, 2_000]);
        let column = rectangle([8_000, 8_000], [400, 400]);
        act.complete(SpaceAdded {
            global_id: Some(the("0BTBFw6f90Nfh9rP1dl_3P")),
            ..added(
                open_workplace(),
                SpaceDescription {
                    number: Some(the("A 101")),
                    name: Some(act.text("description.name", "Storrummet")),
                    function: Some(act.text("description.function", "Öppet kontor")),
                    category: Category::OpenWorkplace,
                    polygon: Some(polygon(hall, vec![column, light_well])),
                    height_mm: Some(2_700),
                    areas: areas(),
                    seats: Some(24),
                    codes: vec![
                        code("OmniClass 13", "13-15 11 34 11"),
                        code("Rumsfunktion (BSAB 96)", "AB.1/2"),
                    ],
                },
            )
        });
        act.also(added(studio(), plain(Category::OpenWorkplace)));
        act.also(added(
            meeting_room(),
            SpaceDescription {
                number: Some(the("A 102")),
                polygon: Some(polygon(rectangle([20_000, 0], [4_000, 6_000]), Vec::new())),
                ..plain(Category::Meeting)
            },
        ));
        act.minimal(added(store_room(), plain(Category::Archive)));
    });
}

fn resources_added(story: &mut Story) {
    let desk = |number| ResourceAdded {
        resource: workstation(number),
        space: open_workplace(),
        from: the("2026-09-01"),
        description: ResourceDescription {
            kind: ResourceKind::Workstation,
            owner: municipality(),
            number: None,
            name: None,
            grade: Grade::Assumed { rule: the("ifc-area-1") },
            position: None,
        },
    };
    story.command("2026-09-02T09:03:00.000000Z", manager(), |act| {
        act.minimal(desk(1));
        act.also(desk(2));
        act.also(ResourceAdded {
            resource: whole_meeting_room(),
            space: meeting_room(),
            from: the("2026-09-01"),
            description: ResourceDescription {
                kind: ResourceKind::Room,
                grade: Grade::Counted { on: the("2026-08-20") },
                ..desk(1).description
            },
        });
        act.complete(ResourceAdded {
            resource: screen(),
            space: meeting_room(),
            from: the("2026-09-01"),
            description: ResourceDescription {
                kind: ResourceKind::Equipment,
                owner: region(),
                number: Some(the("Inv. 2024-0117")),
                name: Some(act.text("description.name", "Stor skärm med kamera")),
                grade: Grade::Counted { on: the("2026-08-20") },
                position: Some([23_900, 3_000]),
            },
        });
    });
}

fn revised(story: &mut Story) {
    story.command("2026-09-03T08:00:00.000000Z", manager(), |act| {
        act.complete(SpaceRevised {
            space: studio(),
            from: the("2026-10-01"),
            description: SpaceDescription {
                number: Some(the("A 103")),
                name: Some(act.text("description.name", "Studion")),
                function: Some(act.text("description.function", "Projektrum")),
                category: Category::OpenWorkplace,
                polygon: Some(polygon(
                    rectangle([-6_000, 0], [6_000, 10_800]),
                    vec![rectangle([-3_000, 5_000], [400, 400])],
                )),
                height_mm: Some(2_650),
                areas: areas(),
                seats: Some(8),
                codes: vec![Classification {
                    system: the("OmniClass 13"),
                    code: the("13-15 11 34 14"),
                }],
            },
        });
        act.minimal(SpaceRevised {
            space: store_room(),
            from: the("2026-10-01"),
            description: plain(Category::Technical),
        });
    });
}

fn resources_revised(story: &mut Story) {
    let minimal = ResourceDescription {
        kind: ResourceKind::Equipment,
        owner: region(),
        number: None,
        name: None,
        grade: Grade::Assumed { rule: the("inventory-2024") },
        position: None,
    };
    story.command("2026-09-04T08:00:00.000000Z", manager(), |act| {
        act.complete(ResourceRevised {
            resource: workstation(1),
            from: the("2026-09-04"),
            description: ResourceDescription {
                kind: ResourceKind::Workstation,
                owner: municipality(),
                number: Some(the("A101-01")),
                name: Some(act.text("description.name", "Fönsterplatsen")),
                grade: Grade::Counted { on: the("2026-09-04") },
                position: Some([900, 1_400]),
            },
        });
        act.also(ResourceRevised {
            resource: workstation(2),
            from: the("2026-09-04"),
            description: ResourceDescription {
                kind: ResourceKind::Workstation,
                owner: municipality(),
                number: Some(the("A101-02")),
                grade: Grade::Counted { on: the("2026-09-04") },
                ..minimal.clone()
            },
        });
        act.minimal(ResourceRevised {
            resource: screen(),
            from: the("2026-09-04"),
            description: minimal,
        });
    });
}

fn allocated(story: &mut Story) {
    let assigned =
        |resource, from| AllocationAssigned { resource, unit: planning(), from: the(from) };
    story.command("2026-09-05T08:00:00.000000Z", manager(), |act| {
        act.complete(assigned(workstation(1), "2026-09-05"));
        act.also(assigned(workstation(2), "2026-09-05"));
        act.also(assigned(whole_meeting_room(), "2026-09-05"));
        act.also(assigned(screen(), "2026-09-05"));
    });
    story.command("2026-09-05T08:01:00.000000Z", manager(), |act| {
        act.complete(AllocationEnded { resource: screen(), from: the("2026-12-01") });
    });
}

pub(super) fn tell_the_end(story: &mut Story) {
    story.command("2027-06-30T13:00:00.000000Z", manager(), |act| {
        act.minimal(ResourceRetired { resource: screen(), from: the("2027-07-01"), reason: None });
        act.complete(ResourceRetired {
            resource: workstation(2),
            from: the("2027-07-01"),
            reason: Some(act.text("reason", "Skrivbordet är slitet; beställt av Sára.")),
        });
    });
    story.command("2027-06-30T13:01:00.000000Z", manager(), |act| {
        act.complete(SpaceRetired {
            space: store_room(),
            from: the("2027-07-01"),
            reason: Some(act.text("reason", "Väggen mot studion tas bort.")),
        });
    });
    story.command("2027-06-30T13:02:00.000000Z", manager(), |act| {
        act.minimal(SpaceRetired { space: studio(), from: the("2027-07-01"), reason: None });
    });
}
