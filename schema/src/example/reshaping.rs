//! The building changes: rooms split and merged, desks moved and counted, the level drawn, and the
//! county's whole estate delivered as a list.

use super::{
    buildings::{entrance_level, town_hall},
    setting::{municipality, position},
    spaces::{meeting_room, open_workplace, plain, rectangle, workstation},
    story::{STORY, Story, manager, the},
};
use crate::{
    BuildingPlaneSet, Category, DrawingId, Grade, ImportAbandoned, ImportCompleted, ImportCounts,
    ImportId, ImportProgressed, ImportStarted, ImportedFile, LevelDrawn, Plane, ResourceAdded,
    ResourceDescription, ResourceId, ResourceKind, ResourcesCounted, ResourcesMoved, SpaceAdded,
    SpaceId, SpaceIdentified, SpacesReshaped, Stroke, StrokeKind,
};

/// What the open workplace is split into.
fn quiet_end() -> SpaceId {
    SpaceId::derived(STORY, "quiet-end")
}

fn window_end() -> SpaceId {
    SpaceId::derived(STORY, "window-end")
}

/// Workstations of the window end.
pub(super) fn new_workstation(number: u8) -> ResourceId {
    ResourceId::derived(STORY, &format!("new-workstation-{number}"))
}

fn delivery(key: &str) -> ImportId {
    ImportId::derived(STORY, key)
}

/// What the delivery of the whole estate brings.
const DELIVERED: ImportCounts = ImportCounts {
    organisations: 1,
    units: 4,
    buildings: 2,
    drawings: 3,
    allocations: 5,
    changed: 12,
    gone: 2,
    ..ImportCounts::NONE
};

pub(super) fn tell(story: &mut Story) {
    drawn(story);
    split_and_merged(story);
    moved_and_counted(story);
    delivered(story);
}

/// The model is delivered once more, with the glass wall in it.
pub(super) fn tell_the_end(story: &mut Story) {
    story.command("2027-10-11T08:00:00.000000Z", manager(), |act| {
        act.complete(SpaceIdentified {
            space: window_end(),
            global_id: the("3kTnQ8v$11fB_mH2xWc0Zs"),
        });
    });
}

fn drawn(story: &mut Story) {
    let stroke = |kind, closed, points| {
        Stroke::new(kind, closed, points).expect("the story's strokes have points")
    };
    story.command("2027-08-16T08:00:00.000000Z", manager(), |act| {
        act.complete(BuildingPlaneSet {
            building: town_hall(),
            plane: Plane {
                origin: position("63.17931", "14.63577"),
                projection: the("orthographic-epsg-9840"),
            },
        });
        act.complete(LevelDrawn {
            level: entrance_level(),
            drawing: DrawingId::derived(STORY, "entrance-level"),
            from: the("2027-08-16"),
            part: 0,
            parts: 1,
            strokes: vec![
                stroke(StrokeKind::Outline, true, rectangle([-6_000, 0], [30_000, 10_800])),
                stroke(StrokeKind::Door, false, vec![[20_000, 1_000], [20_000, 1_900]]),
            ],
        });
    });
}

fn split_and_merged(story: &mut Story) {
    let part = |space, category| SpaceAdded {
        space,
        level: entrance_level(),
        from: the("2027-08-16"),
        global_id: None,
        description: plain(category),
    };
    story.command("2027-08-16T09:00:00.000000Z", manager(), |act| {
        act.also(part(quiet_end(), Category::Quiet));
        act.also(part(window_end(), Category::OpenWorkplace));
        act.minimal(ResourcesMoved {
            resources: vec![workstation(1)],
            to: window_end(),
            from: the("2027-08-16"),
            reason: None,
        });
        let mut into = vec![quiet_end(), window_end()];
        into.sort_unstable();
        act.complete(SpacesReshaped {
            spaces: vec![open_workplace()],
            into,
            from: the("2027-08-16"),
            reason: Some(act.text("reason", "En glasvägg delar storrummet.")),
        });
    });
    story.command("2027-08-16T09:30:00.000000Z", manager(), |act| {
        let mut spaces = vec![meeting_room(), quiet_end()];
        spaces.sort_unstable();
        act.minimal(SpacesReshaped {
            spaces,
            into: vec![meeting_room()],
            from: the("2027-10-01"),
            reason: None,
        });
    });
}

fn moved_and_counted(story: &mut Story) {
    let from = the("2027-08-17");
    let desk = |number| ResourceAdded {
        resource: new_workstation(number),
        space: window_end(),
        from,
        description: ResourceDescription {
            kind: ResourceKind::Workstation,
            owner: municipality(),
            number: None,
            name: None,
            grade: Grade::Counted { on: from },
            position: None,
        },
    };
    story.command("2027-08-17T08:00:00.000000Z", manager(), |act| {
        act.also(desk(1));
        act.also(desk(2));
        let mut resources = vec![workstation(1), new_workstation(1), new_workstation(2)];
        resources.sort_unstable();
        act.complete(ResourcesCounted {
            space: window_end(),
            on: from,
            source: act.text("source", "Räknade vid rundvandringen i augusti."),
            resources,
        });
    });
    story.command("2027-08-18T08:00:00.000000Z", manager(), |act| {
        let mut resources = vec![new_workstation(1), new_workstation(2)];
        resources.sort_unstable();
        act.complete(ResourcesMoved {
            resources,
            to: meeting_room(),
            from: the("2027-08-18"),
            reason: Some(act.text("reason", "Fönsterraden målas.")),
        });
    });
}

fn delivered(story: &mut Story) {
    let started = |import, format: &str, file| ImportStarted {
        import,
        building: None,
        from: the("2027-09-01"),
        format: the(format),
        file,
        expected: DELIVERED,
        decision: None,
    };
    story.command("2027-09-01T08:00:00.000000Z", manager(), |act| {
        let file = ImportedFile {
            name: act.text("file.name", "Hela beståndet 2027.xlsx"),
            digest: act.text(
                "file.digest",
                "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
            ),
            bytes: 88_204,
        };
        act.minimal(started(delivery("whole-estate"), "XLSX", file));
    });
    story.command("2027-09-01T08:01:00.000000Z", manager(), |act| {
        let import = delivery("whole-estate");
        act.complete(ImportProgressed { import, things: DELIVERED.things() });
        act.minimal(ImportCompleted { import, recorded: DELIVERED });
    });
    for (recorded, key, why) in [
        ("2027-09-02T08:00:00.000000Z", "wrong-file", Some("Fel fil: förra årets lista.")),
        ("2027-09-03T08:00:00.000000Z", "another-wrong-file", None),
    ] {
        story.command(recorded, manager(), |act| {
            let file = ImportedFile {
                name: act.text("file.name", "Hela beståndet 2026.csv"),
                digest: act.text(
                    "file.digest",
                    "fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9",
                ),
                bytes: 61_950,
            };
            act.also(started(delivery(key), "CSV", file));
        });
        story.command(recorded, manager(), |act| {
            let reason = why.map(|why| act.text("reason", why));
            let abandoned = ImportAbandoned { import: delivery(key), reason };
            if reason.is_some() {
                act.complete(abandoned);
            } else {
                act.minimal(abandoned);
            }
        });
    }
}
