//! Imports: a file's content recorded in several commands between a start and an end.

use projections::Import;
use schema::{
    BuildingId, ImportAbandon, ImportAbandoned, ImportComplete, ImportCompleted, ImportId,
    ImportPart, ImportProgressed, ImportRecord, ImportStart, ImportStarted, ImportedFile,
    OrganisationId,
    limits::{COMMIT_EVENTS_MAX, INTEGER_MAX},
};
use std::collections::BTreeSet;

use crate::{
    ImportIncomplete, ImportNotOpen, ImportUndecided, ImportUnfinished, InvalidValue,
    ListUndecided, Rejection, allocations, buildings, carrying, counting,
    decisions::listed,
    drawings::{self, at_most},
    find, indices, invoices, levels, opening_balances, organisations,
    recording::Recording,
    reorganisations, reshaping, resources,
    spaces::{self, count},
};

pub(crate) fn start(recording: &mut Recording<'_>, start: &ImportStart) -> Result<(), Rejection> {
    let ImportStart { import, building, from, file_bytes, .. } = *start;
    let state = recording.before;
    find::unused(state.import(&import).is_some(), "import", ImportId::WORD, import)?;
    if let Some(building) = building {
        find::standing_building(state, "building", building, from)?;
    }
    if let Some(open) = state.imports_of(building).find(|known| known.is_open()) {
        let import = open.id.to_string();
        let subject = building.map_or("lists".to_owned(), |building| format!("{building:?}"));
        return Err(Rejection::new("building", ImportUnfinished { import, subject }));
    }
    if file_bytes > INTEGER_MAX {
        let (what, given) = ("size of a file".to_owned(), file_bytes.to_string());
        let accepted = format!("0 to {INTEGER_MAX} bytes");
        return Err(Rejection::new("fileBytes", InvalidValue { what, given, accepted }));
    }
    let decision = opening_balances::import_decided(recording, start)?;
    let name = recording.seal("file.name", &start.file_name);
    let digest = recording.seal("file.digest", &start.file_digest);
    recording.push(ImportStarted {
        import,
        building,
        from,
        format: start.format.clone(),
        file: ImportedFile { name, digest, bytes: file_bytes },
        expected: start.expected.clone(),
        decision,
    });
    Ok(())
}

pub(crate) fn record(
    recording: &mut Recording<'_>,
    record: &ImportRecord,
) -> Result<(), Rejection> {
    let import = open_import(recording, record.import)?;
    at_most(record.parts.len(), COMMIT_EVENTS_MAX, "parts of an import in one command", "parts")?;
    for (index, part) in record.parts.iter().enumerate() {
        of_its_building(recording, &import, part)
            .and_then(|()| decided_by_its_own(recording, &import, part))
            .and_then(|()| record_part(recording, import.id, part))
            .map_err(|rejection| rejection.within(&format!("parts.{index}")))?;
    }
    if !record.parts.is_empty() {
        let things = count(record.parts.len());
        recording.push(ImportProgressed { import: import.id, things });
    }
    Ok(())
}

fn record_part(
    recording: &mut Recording<'_>,
    import: ImportId,
    part: &ImportPart,
) -> Result<(), Rejection> {
    match part {
        ImportPart::Organisation(register) => organisations::register(recording, register),
        ImportPart::Unit(register) => organisations::register_unit(recording, register),
        ImportPart::UnitRevised(revise) => organisations::revise_unit(recording, revise),
        ImportPart::UnitMoved(moved) => reorganisations::move_unit(recording, moved),
        ImportPart::Building(add) => buildings::add(recording, add),
        ImportPart::Plane(set) => drawings::set_plane(recording, set),
        ImportPart::Level(add) => levels::add(recording, add),
        ImportPart::LevelRevised(revise) => levels::revise(recording, revise),
        ImportPart::LevelRetired(retire) => levels::retire(recording, retire),
        ImportPart::Drawing(draw) => drawings::draw(recording, draw),
        ImportPart::Space(add) => spaces::add(recording, add),
        ImportPart::SpaceRevised(revise) => spaces::revise(recording, revise),
        ImportPart::SpaceReshaped(reshape) => reshaping::reshape(recording, reshape),
        ImportPart::SpaceIdentified(identify) => spaces::identify(recording, identify),
        ImportPart::SpaceRetired(retire) => spaces::retire(recording, retire),
        ImportPart::Resource(add) => resources::add(recording, add),
        ImportPart::ResourceRevised(revise) => resources::revise(recording, revise),
        ImportPart::ResourcesMoved(moved) => carrying::move_resources(recording, moved),
        ImportPart::ResourceRetired(retire) => resources::retire(recording, retire),
        ImportPart::WorkstationsCounted(counted) => {
            counting::count_workstations(recording, counted)
        }
        ImportPart::Allocation(assign) => allocations::assign(recording, assign),
        ImportPart::AllocationEnded(end) => allocations::end(recording, end),
        ImportPart::Invoice(record) => invoices::record_from(recording, record, Some(import)),
        ImportPart::Figures(publish) => indices::publish(recording, publish),
    }
}

/// What the file of one building brings is of that building. Where it stands in what is not there,
/// adding it says so.
fn of_its_building(
    recording: &Recording<'_>,
    import: &Import,
    part: &ImportPart,
) -> Result<(), Rejection> {
    let Some(expected) = import.building else { return Ok(()) };
    match building_of(recording, part) {
        Some(building) if building != expected => {
            let what = "part of an import".to_owned();
            let given = format!("one of {building:?}");
            let accepted = format!("what is of {expected:?}");
            Err(Rejection::new("", InvalidValue { what, given, accepted }))
        }
        Some(_) | None => Ok(()),
    }
}

/// What a list changes of an organisation that had signed off when the list was begun, it changes by that
/// organisation's decision. One that was begun without any, for the books, brings nothing else.
fn decided_by_its_own(
    recording: &Recording<'_>,
    import: &Import,
    part: &ImportPart,
) -> Result<(), Rejection> {
    if import.building.is_some() || is_of_books(part) {
        return Ok(());
    }
    let decided = recording.before.decisions_at(import.started).next();
    let decided = decided.map(|known| known.decision.organisation);
    let signed = recording.before.opening_balances();
    let had_signed = |organisation: &OrganisationId| {
        signed.get(organisation).is_some_and(|signed| signed.revision < import.started)
    };
    if decided.is_none() && signed.keys().any(had_signed) {
        let organisations = listed(signed.keys().filter(|organisation| had_signed(organisation)));
        return Err(Rejection::new("", ImportUndecided { organisations }));
    }
    let changed = changed_by(recording, import, part).into_iter();
    let missing: BTreeSet<OrganisationId> =
        changed.filter(|of| had_signed(of) && decided != Some(*of)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Rejection::new("", ListUndecided { organisations: listed(missing) }))
}

/// Whether a part is kept in the books, and nothing of the estate.
const fn is_of_books(part: &ImportPart) -> bool {
    matches!(part, ImportPart::Invoice(_) | ImportPart::Figures(_))
}

/// Whose things a part of a list changes. A new organisation is nobody's yet.
fn changed_by(
    recording: &Recording<'_>,
    import: &Import,
    part: &ImportPart,
) -> Vec<OrganisationId> {
    let state = &recording.state;
    let of_unit = |unit, on| {
        let described = state.unit(&unit).and_then(|unit| unit.descriptions.nearest(on));
        described.map(|unit| unit.organisation)
    };
    match part {
        ImportPart::Organisation(_) | ImportPart::Invoice(_) | ImportPart::Figures(_) => Vec::new(),
        ImportPart::Unit(register) => vec![register.organisation],
        ImportPart::UnitRevised(revise) => Vec::from_iter(of_unit(revise.unit, revise.from)),
        ImportPart::UnitMoved(moved) => {
            let before = of_unit(moved.unit, moved.from.previous_day());
            before.into_iter().chain([moved.organisation]).collect()
        }
        ImportPart::Building(add) => vec![add.owner],
        other => {
            let building = building_of(recording, other).and_then(|id| state.building(&id));
            let owner = building.and_then(|known| state.building_owner(known, import.from));
            Vec::from_iter(owner)
        }
    }
}

fn building_of(recording: &Recording<'_>, part: &ImportPart) -> Option<BuildingId> {
    let state = &recording.state;
    let of_level = |level| state.level(&level).map(|level| level.building);
    let of_space = |space| state.space(&space).and_then(|space| of_level(space.level));
    let of_resource = |resource, on| {
        let known = state.resource(&resource);
        known.and_then(|known| known.place.actual().nearest(on)).copied().and_then(of_space)
    };
    match part {
        ImportPart::Building(add) => Some(add.building),
        ImportPart::Plane(set) => Some(set.building),
        ImportPart::Level(add) => Some(add.building),
        ImportPart::LevelRevised(revise) => of_level(revise.level),
        ImportPart::LevelRetired(retire) => of_level(retire.level),
        ImportPart::Drawing(draw) => of_level(draw.level),
        ImportPart::Space(add) => of_level(add.level),
        ImportPart::SpaceRevised(revise) => of_space(revise.space),
        ImportPart::SpaceReshaped(reshape) => reshape.spaces.first().copied().and_then(of_space),
        ImportPart::SpaceIdentified(identify) => of_space(identify.space),
        ImportPart::SpaceRetired(retire) => of_space(retire.space),
        ImportPart::Resource(add) => of_space(add.space),
        ImportPart::ResourcesMoved(moved) => of_space(moved.to),
        ImportPart::WorkstationsCounted(counted) => of_space(counted.space),
        ImportPart::ResourceRevised(revise) => of_resource(revise.resource, revise.from),
        ImportPart::ResourceRetired(retire) => of_resource(retire.resource, retire.from),
        ImportPart::Allocation(assign) => of_resource(assign.resource, assign.from),
        ImportPart::AllocationEnded(end) => of_resource(end.resource, end.from),
        ImportPart::Organisation(_)
        | ImportPart::Unit(_)
        | ImportPart::UnitRevised(_)
        | ImportPart::UnitMoved(_)
        | ImportPart::Invoice(_)
        | ImportPart::Figures(_) => None,
    }
}

pub(crate) fn complete(
    recording: &mut Recording<'_>,
    complete: &ImportComplete,
) -> Result<(), Rejection> {
    let import = open_import(recording, complete.import)?;
    let missing = import.expected.things().saturating_sub(import.recorded);
    if missing > 0 {
        let (import, missing) = (import.id.to_string(), format!("{missing} things"));
        return Err(Rejection::new("import", ImportIncomplete { import, missing }));
    }
    let recorded = import.expected.clone();
    recording.push(ImportCompleted { import: import.id, recorded });
    Ok(())
}

pub(crate) fn abandon(
    recording: &mut Recording<'_>,
    abandon: &ImportAbandon,
) -> Result<(), Rejection> {
    let import = open_import(recording, abandon.import)?.id;
    let reason = recording.seal_any("reason", abandon.reason.as_ref());
    recording.push(ImportAbandoned { import, reason });
    Ok(())
}

fn open_import(
    recording: &Recording<'_>,
    id: ImportId,
) -> Result<std::sync::Arc<Import>, Rejection> {
    let import = find::import(recording.before, "import", id)?;
    if import.is_open() {
        Ok(import)
    } else {
        Err(Rejection::new("import", ImportNotOpen { import: id.to_string() }))
    }
}
