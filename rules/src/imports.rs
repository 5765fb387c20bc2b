//! Imports: a file's content recorded in several commands between a start and an end.

use projections::Import;
use schema::{
    ImportComplete, ImportCompleted, ImportCounts, ImportId, ImportPart, ImportRecord, ImportStart,
    ImportStarted, ImportedFile, Revision,
    limits::{COMMIT_EVENTS_MAX, INTEGER_MAX},
};

use crate::{
    ImportIncomplete, ImportNotOpen, ImportUnfinished, InvalidValue, Rejection, TooMuch, find,
    levels,
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
        let (what, given) = ("size of a file".to_owned(), file_bytes.to_string());
        let accepted = format!("0 to {INTEGER_MAX} bytes");
        return Err(Rejection::new("fileBytes", InvalidValue { what, given, accepted }));
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
    if record.parts.len() > COMMIT_EVENTS_MAX {
        let (given, limit) = (count(record.parts.len()), count(COMMIT_EVENTS_MAX));
        let what = "parts of an import in one command".to_owned();
        return Err(Rejection::new("parts", TooMuch { what, given, limit }));
    }
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

/// A part is of the import's building and holds from the import's date. Where it stands in what is
/// not there, adding it says so.
fn belongs(recording: &Recording<'_>, import: &Import, part: &ImportPart) -> Result<(), Rejection> {
    let state = &recording.state;
    let (part, building, from) = match part {
        ImportPart::Level(add) => (format!("{:?}", add.level), Some(add.building), add.from),
        ImportPart::Space(add) => {
            let level = state.level(&add.level);
            (format!("{:?}", add.space), level.map(|level| level.building), add.from)
        }
        ImportPart::Resource(add) => {
            let level = state.space(&add.space).and_then(|space| state.level(&space.level));
            (format!("{:?}", add.resource), level.map(|level| level.building), add.from)
        }
    };
    if building.is_none_or(|building| building == import.building) && from == import.from {
        return Ok(());
    }
    let what = "part of an import".to_owned();
    let accepted =
        format!("levels, spaces and resources of {:?} from {}", import.building, import.from);
    Err(Rejection::new("", InvalidValue { what, given: part, accepted }))
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
