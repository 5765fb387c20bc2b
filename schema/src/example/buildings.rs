//! The buildings and their levels, read from a file and by hand.

use super::{
    network::delegated,
    setting::{municipality, position, region},
    story::{STORY, Story, manager, the},
};
use crate::{
    BuildingAdded, BuildingDescription, BuildingId, BuildingRetired, BuildingRevised, ImportCounts,
    ImportId, ImportStarted, ImportedFile, LevelAdded, LevelDescription, LevelId, LevelRetired,
    LevelRevised,
};

/// The town hall.
pub(super) fn town_hall() -> BuildingId {
    BuildingId::derived(STORY, "town-hall")
}

/// An annexe that is given up.
fn annexe() -> BuildingId {
    BuildingId::derived(STORY, "annexe")
}

/// A pavilion that is given up without a word.
fn pavilion() -> BuildingId {
    BuildingId::derived(STORY, "pavilion")
}

/// The level on which everything happens.
pub(super) fn entrance_level() -> LevelId {
    LevelId::derived(STORY, "level-1")
}

fn attic() -> LevelId {
    LevelId::derived(STORY, "attic")
}

fn cellar() -> LevelId {
    LevelId::derived(STORY, "cellar")
}

pub(super) fn import() -> ImportId {
    ImportId::derived(STORY, "town-hall.ifc")
}

/// What the file of the town hall brings.
pub(super) const COUNTS: ImportCounts =
    ImportCounts { levels: 3, spaces: 4, resources: 4, left_out: 1, ..ImportCounts::NONE };

pub(super) fn tell(story: &mut Story) {
    added(story);
    import_started(story);
    levels(story);
}

fn added(story: &mut Story) {
    let plain = |name, owner| BuildingDescription {
        name,
        owner,
        municipality: None,
        address: None,
        position: None,
    };
    story.command("2026-09-02T08:00:00.000000Z", manager(), |act| {
        act.complete(BuildingAdded {
            building: town_hall(),
            from: the("2026-09-01"),
            global_id: Some(the("1xS3BCk291UvhgP2a6eflK")),
            description: BuildingDescription {
                name: act.text("description.name", "Rådhuset"),
                owner: municipality(),
                municipality: Some(the("2380")),
                address: Some(act.text("description.address", "Rådhusgatan 44")),
                position: Some(position("63.17931", "14.63577")),
            },
        });
    });
    let name = story.command("2026-09-02T08:01:00.000000Z", manager(), |act| {
        let name = act.text("description.name", "Annexet");
        act.minimal(BuildingAdded {
            building: annexe(),
            from: the("2026-09-01"),
            global_id: None,
            description: plain(name, municipality()),
        });
        act.also(BuildingAdded {
            building: pavilion(),
            from: the("2026-09-01"),
            global_id: None,
            description: plain(act.text("description.name", "Paviljongen"), region()),
        });
        name
    });
    story.command("2026-09-02T08:02:00.000000Z", manager(), |act| {
        act.minimal(BuildingRevised {
            building: annexe(),
            from: the("2026-10-01"),
            description: plain(name, region()),
        });
        act.complete(BuildingRevised {
            building: town_hall(),
            from: the("2026-10-01"),
            description: BuildingDescription {
                name: act.text("description.name", "Stora rådhuset"),
                owner: municipality(),
                municipality: Some(the("2380")),
                address: Some(act.text("description.address", "Rådhusgatan 46")),
                position: Some(position("63.179", "-0.0000001")),
            },
        });
    });
}

fn import_started(story: &mut Story) {
    story.command("2026-09-02T09:00:00.000000Z", manager(), |act| {
        act.complete(ImportStarted {
            import: import(),
            building: Some(town_hall()),
            from: the("2026-09-01"),
            format: the("IFC2X3"),
            file: ImportedFile {
                name: act.text("file.name", "Rådhuset plan 1 (Ebbas version).ifc"),
                digest: act.text(
                    "file.digest",
                    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                ),
                bytes: 2_716_057,
            },
            expected: COUNTS,
            decision: Some(delegated(act, "FN 2026/00290")),
        });
    });
}

fn levels(story: &mut Story) {
    let name = story.command("2026-09-02T09:01:00.000000Z", manager(), |act| {
        act.complete(LevelAdded {
            level: entrance_level(),
            building: town_hall(),
            from: the("2026-09-01"),
            global_id: Some(the("1xS3BCk291UvhgP2dvNMKI")),
            description: LevelDescription {
                name: act.text("description.name", "Entréplan"),
                elevation_mm: 1_250,
            },
        });
        let name = act.text("description.name", "Källare");
        act.minimal(LevelAdded {
            level: cellar(),
            building: town_hall(),
            from: the("2026-09-01"),
            global_id: None,
            description: LevelDescription { name, elevation_mm: -2_900 },
        });
        act.also(LevelAdded {
            level: attic(),
            building: town_hall(),
            from: the("2026-09-01"),
            global_id: None,
            description: LevelDescription {
                name: act.text("description.name", "Vind"),
                elevation_mm: 12_600,
            },
        });
        name
    });
    story.command("2026-09-02T09:01:30.000000Z", manager(), |act| {
        act.complete(LevelRevised {
            level: cellar(),
            from: the("2026-09-15"),
            description: LevelDescription { name, elevation_mm: -3_000 },
        });
    });
}

pub(super) fn tell_the_end(story: &mut Story) {
    story.command("2027-06-30T14:00:00.000000Z", manager(), |act| {
        act.complete(LevelRetired {
            level: attic(),
            from: the("2027-07-01"),
            reason: Some(act.text("reason", "Vinden byggs om till teknikutrymme.")),
        });
    });
    story.command("2027-06-30T14:01:00.000000Z", manager(), |act| {
        act.minimal(LevelRetired { level: cellar(), from: the("2027-07-01"), reason: None });
    });
    story.command("2027-06-30T14:02:00.000000Z", manager(), |act| {
        act.complete(BuildingRetired {
            building: annexe(),
            from: the("2027-07-01"),
            reason: Some(act.text("reason", "Annexet rivs.\nMarken går till parken.")),
        });
    });
    story.command("2027-06-30T14:03:00.000000Z", manager(), |act| {
        act.minimal(BuildingRetired {
            building: pavilion(),
            from: the("2027-07-01"),
            reason: None,
        });
    });
}
