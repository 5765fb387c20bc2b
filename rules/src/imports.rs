//! Imports: a file's content recorded in several commands between a start and an end.

use projections::Import;
use schema::{
    Date, ImportComplete, ImportCompleted, ImportCounts, ImportId, ImportPart, ImportRecord,
    ImportStart, ImportStarted, ImportedFile, Revision, limits::INTEGER_MAX,
};

use crate::{
    ImportIncomplete, ImportNotOpen, ImportUnfinished, NotFound, Rejection, TooMuch, find, levels,
    recording::Recording,
    resources,
    spaces::{self, count},
};

pub(crate) fn start(recording: &mut Recording<'_>, start: &ImportStart) -> Result<(), Rejection> {
    let ImportStart { import, building, from, file_bytes, .. } = *start;
    let state = recording.before;
    find::unused(state.import(&import).is_some(), "import", ImportId::WORD, import)?;
    find::standing_building(state, "building", building, from)?;
    if let Some(open) = state.imports_of(building).find(|known| known.completed.is_none()) {
        let (import, building) = (open.id.to_string(), building.to_string());
        return Err(Rejection::new("building", ImportUnfinished { import, building }));
    }
    if file_bytes > INTEGER_MAX {
        let what = "bytes of a file".to_owned();
        return Err(Rejection::new("file", TooMuch { what, given: u32::MAX, limit: u32::MAX }));
    }
    let name = recording.seal("file.name", &start.file_name);
    let digest = recording.seal("file.digest", &start.file_digest);
    recording.push(ImportStarted {
        import,
        building,
        from,
        format: start.format.clone(),
        file: ImportedFile { name, digest, bytes: file_bytes },
        expected: start.expected.clone(),
    });
    Ok(())
}

pub(crate) fn record(
    recording: &mut Recording<'_>,
    record: &ImportRecord,
) -> Result<(), Rejection> {
    let import = open_import(recording, record.import)?;
    for (index, part) in record.parts.iter().enumerate() {
        let at = format!("parts.{index}");
        belongs(recording, &import, part).map_err(|rejection| rejection.within(&at))?;
        match part {
            ImportPart::Level(add) => levels::add(recording, add),
            ImportPart::Space(add) => spaces::add(recording, add),
            ImportPart::Resource(add) => resources::add(recording, add),
        }
        .map_err(|rejection| rejection.within(&at))?;
    }
    Ok(())
}

/// A part is of the import's building and holds from the import's date.
fn belongs(recording: &Recording<'_>, import: &Import, part: &ImportPart) -> Result<(), Rejection> {
    let state = &recording.state;
    let (building, from): (_, Date) = match part {
        ImportPart::Level(add) => (Some(add.building), add.from),
        ImportPart::Space(add) => (state.level(&add.level).map(|level| level.building), add.from),
        ImportPart::Resource(add) => {
            let level = state.space(&add.space).and_then(|space| state.level(&space.level));
            (level.map(|level| level.building), add.from)
        }
    };
    if building == Some(import.building) && from == import.from {
        return Ok(());
    }
    let thing = "part of the import's building from its date, in".to_owned();
    Err(Rejection::new("", NotFound { thing, reference: import.id.to_string() }))
}

pub(crate) fn complete(
    recording: &mut Recording<'_>,
    complete: &ImportComplete,
) -> Result<(), Rejection> {
    let import = open_import(recording, complete.import)?;
    let recorded = recorded(recording, &import);
    let expected = &import.expected;
    let missing = [
        ("levels", expected.levels, recorded.levels),
        ("spaces", expected.spaces, recorded.spaces),
        ("resources", expected.resources, recorded.resources),
    ]
    .into_iter()
    .filter(|(_, expected, recorded)| recorded < expected)
    .map(|(what, expected, recorded)| format!("{} {what}", expected - recorded))
    .collect::<Vec<_>>();
    if !missing.is_empty() {
        let (import, missing) = (import.id.to_string(), missing.join(", "));
        return Err(Rejection::new("import", ImportIncomplete { import, missing }));
    }
    recording.push(ImportCompleted { import: import.id, recorded });
    Ok(())
}

/// What the building has gained since the import began.
fn recorded(recording: &Recording<'_>, import: &Import) -> ImportCounts {
    let state = recording.before;
    let since = |added: Option<Revision>| added.is_some_and(|added| added > import.started);
    let levels: Vec<_> = state.levels_of(import.building).collect();
    let spaces: Vec<_> = levels.iter().flat_map(|level| state.spaces_of(level.id)).collect();
    let resources = spaces.iter().flat_map(|space| state.resources_ever_in(space.id));
    ImportCounts {
        levels: count(levels.iter().filter(|level| since(level.added())).count()),
        spaces: count(spaces.iter().filter(|space| since(space.added())).count()),
        resources: count(resources.filter(|resource| since(resource.added())).count()),
        left_out: import.expected.left_out,
    }
}

fn open_import(
    recording: &Recording<'_>,
    id: ImportId,
) -> Result<std::sync::Arc<Import>, Rejection> {
    let import = find::import(recording.before, "import", id)?;
    if import.completed.is_none() {
        Ok(import)
    } else {
        Err(Rejection::new("import", ImportNotOpen { import: id.to_string() }))
    }
}
