//! Imports: a file's content recorded in several commands between a start and an end.

use crate::common::*;
use projections::Basis::Actual;
use schema::{Category, ImportCounts, ImportPart, ImportStart, limits};

fn started() -> Ledger {
    house().with(start_import("File", "House", "2026-02-01", [1, 1, 1]))
}

fn upper(from: &str) -> ImportPart {
    ImportPart::Level(add_level("Upper", "House", from))
}

fn studio(from: &str) -> ImportPart {
    ImportPart::Space(add_space("Studio", "Upper", Category::OpenWorkplace, from))
}

fn seat(from: &str) -> ImportPart {
    ImportPart::Resource(add_assumed("S1", "Studio", from))
}

#[test]
fn a_file_is_recorded_between_start_and_end() {
    let from = "2026-02-01";
    started()
        .when(record_import("File", vec![upper(from), studio(from)]))
        .gives(&["LevelAdded", "SpaceAdded", "ImportProgressed"])
        .when(record_import("File", vec![seat(from)]))
        .gives(&["ResourceAdded", "ImportProgressed"])
        .when(complete_import("File"))
        .gives(&["ImportCompleted"])
        .when(complete_import("File"))
        .rejects("ImportNotOpen", "import");
}

#[test]
fn parts_stand_in_parts_of_the_same_command() {
    let from = "2026-02-01";
    started()
        .when(record_import("File", vec![studio(from), upper(from)]))
        .rejects("NotFound", "parts.0.level");
    started().when(record_import("File", vec![upper(from), studio(from), seat(from)])).gives(&[
        "LevelAdded",
        "SpaceAdded",
        "ResourceAdded",
        "ImportProgressed",
    ]);
    started().when(record_import("File", vec![])).changes_nothing();
}

#[test]
fn a_part_is_of_the_imports_building() {
    let given = started()
        .with(add_building("Barn", "Region", "2026-01-01"))
        .with(add_level("Loft", "Barn", "2026-01-01"))
        .with(add_space("Nook", "Loft", Category::Cell, "2026-01-01"));
    let from = "2026-02-01";
    let foreign = |part| given.when(record_import("File", vec![part]));
    foreign(ImportPart::Level(add_level("Hay", "Barn", from))).rejects("InvalidValue", "parts.0");
    foreign(ImportPart::Space(add_space("Box", "Loft", Category::Cell, from)))
        .rejects("InvalidValue", "parts.0");
    foreign(ImportPart::Resource(add_assumed("S1", "Nook", from)))
        .rejects("InvalidValue", "parts.0");
    foreign(ImportPart::Plane(set_plane("Barn", "0"))).rejects("InvalidValue", "parts.0");
    foreign(ImportPart::Drawing(draw("Loft", "Plan", 0, 1))).rejects("InvalidValue", "parts.0");
    foreign(ImportPart::SpaceIdentified(identify("Nook", "nook")))
        .rejects("InvalidValue", "parts.0");
    foreign(ImportPart::SpaceRetired(retire_space("Nook", from)))
        .rejects("InvalidValue", "parts.0");
    let hay = given.clone().with(add_workstation("Hay", "Nook", from));
    for part in [
        ImportPart::ResourceRetired(retire_resource("Hay", from)),
        ImportPart::Allocation(assign("Hay", "Schools", from)),
        ImportPart::ResourcesMoved(move_resources(&["Hay"], "Nook", from)),
    ] {
        hay.when(record_import("File", vec![part])).rejects("InvalidValue", "parts.0");
    }
}

#[test]
fn nothing_of_a_command_is_recorded_when_one_part_is_rejected() {
    let from = "2026-02-01";
    let corridor = ImportPart::Resource(add_assumed("S2", "Corridor", from));
    started()
        .when(record_import("File", vec![upper(from), corridor]))
        .rejects("NoPlaceFor", "parts.1.space");
}

#[test]
fn a_part_that_was_recorded_is_not_recorded_again() {
    let given = started().with(record_import("File", vec![upper("2026-02-01")]));
    given
        .when(record_import("File", vec![upper("2026-02-01")]))
        .rejects("ExistsAlready", "parts.0.level");
}

#[test]
fn an_import_is_complete_with_everything_that_its_file_has() {
    let from = "2026-02-01";
    let given = started().with(record_import("File", vec![upper(from), studio(from)]));
    let rejection = given.when(complete_import("File")).rejection();
    assert_eq!(rejection.reason.code(), "ImportIncomplete");
    assert!(rejection.to_string().contains("1 things missing"), "{rejection}");
}

#[test]
fn a_building_has_one_unfinished_import_at_a_time() {
    started()
        .when(start_import("Other", "House", "2026-02-01", [0, 0, 0]))
        .rejects("ImportUnfinished", "building");
    started()
        .when(start_import("File", "House", "2026-02-01", [1, 1, 1]))
        .rejects("ExistsAlready", "import");
    let empty = house().with(start_import("File", "House", "2026-02-01", [0, 0, 0]));
    empty
        .with(complete_import("File"))
        .when(start_import("Other", "House", "2026-03-01", [0, 0, 0]))
        .gives(&["ImportStarted"]);
}

#[test]
fn an_import_is_of_a_building_that_is_there_and_of_a_file_that_can_be() {
    house()
        .when(start_import("File", "Barn", "2026-02-01", [0, 0, 0]))
        .rejects("NotFound", "building");
    house()
        .when(start_import("File", "House", "2025-12-31", [0, 0, 0]))
        .rejects("NotThere", "building");
    let file_bytes = limits::INTEGER_MAX + 1;
    let vast = ImportStart { file_bytes, ..start_import("File", "House", "2026-02-01", [0, 0, 0]) };
    house().when(vast).rejects("InvalidValue", "fileBytes");
    house().when(record_import("File", vec![])).rejects("NotFound", "import");
}

#[test]
fn a_command_records_no_more_than_one_commit_takes() {
    let level =
        |number: usize| ImportPart::Level(add_level(&format!("L{number}"), "House", "2026-02-01"));
    let parts = (0..=limits::COMMIT_EVENTS_MAX).map(level).collect();
    started().when(record_import("File", parts)).rejects("TooMuch", "parts");
}

#[test]
fn a_list_brings_organisations_units_and_buildings() {
    let counts = ImportCounts { organisations: 1, units: 2, buildings: 1, ..ImportCounts::NONE };
    let started = house().with(start_list("List", counts));
    let from = "2026-02-01";
    let college = register_unit("College", "County", from);
    let labs = schema::UnitRegister {
        parent: Some(unit("College")),
        ..register_unit("Labs", "County", from)
    };
    let parts: Vec<ImportPart> = vec![
        register_organisation("County", from).into(),
        college.into(),
        labs.into(),
        add_building("Campus", "County", from).into(),
    ];
    started
        .when(record_import("List", parts))
        .gives(&[
            "OrganisationRegistered",
            "UnitRegistered",
            "UnitRegistered",
            "BuildingAdded",
            "ImportProgressed",
        ])
        .when(complete_import("List"))
        .gives(&["ImportCompleted"]);
}

#[test]
fn a_file_that_is_delivered_again_changes_what_there_is() {
    let may = "2026-05-01";
    let counts = ImportCounts { changed: 9, gone: 3, allocations: 1, ..ImportCounts::NONE };
    let upper = house().with(add_level("Upper", "House", "2026-01-01")).with(add_space(
        "Attic",
        "Ground",
        Category::Archive,
        "2026-01-01",
    ));
    let started = upper.with(start_list("Again", counts));
    let parts: Vec<ImportPart> = vec![
        revise_unit_headcount("Schools", may, 31).into(),
        move_unit("Library", "Region", None, may).into(),
        raise_level("Ground", may, 150).into(),
        retire_level("Upper", may).into(),
        categorise("Corridor", may, Category::Social).into(),
        split("Open", &["East", "West"], may).into(),
        retire_space("Attic", may).into(),
        grade("A1", may, counted()).into(),
        move_resources(&["W1"], "West", may).into(),
        retire_resource("W2", may).into(),
        count_workstations("East", may, 2).into(),
        assign("W3", "Schools", may).into(),
        end_allocation("W3", "2026-06-01").into(),
    ];
    let ledger = started.with(record_import("Again", parts)).with(complete_import("Again"));
    assert_eq!(ledger.place("W1", may, Actual), space("West"));
    assert_eq!(ledger.allocation("W3", may, Actual), fixed("Schools"));
    let import = ledger.state.import(&import("Again")).unwrap();
    assert_eq!((import.recorded, import.is_open()), (13, false));
}

fn revise_unit_headcount(name: &str, from: &str, people: u32) -> schema::UnitRevise {
    schema::UnitRevise { headcount: Some(people), ..revise_unit(name, from) }
}

#[test]
fn an_import_says_how_far_it_is() {
    let from = "2026-02-01";
    let progress = |ledger: &Ledger| ledger.state.import(&import("File")).unwrap().recorded;
    let given = started();
    assert_eq!(progress(&given), 0);
    let given = given.with(record_import("File", vec![upper(from), studio(from)]));
    assert_eq!(progress(&given), 2);
    let given = given.with(record_import("File", vec![seat(from)]));
    assert_eq!(progress(&given), 3);
    // What changes nothing is recorded as well: the file has it, and it is as the file says.
    let same = house().with(start_list("Same", ImportCounts { changed: 1, ..ImportCounts::NONE }));
    same.when(record_import("Same", vec![raise_level("Ground", from, 0).into()]))
        .gives(&["ImportProgressed"])
        .when(complete_import("Same"))
        .gives(&["ImportCompleted"]);
}

#[test]
fn what_was_recorded_of_an_abandoned_import_stays() {
    let begun = started().with(record_import("File", vec![upper("2026-02-01")]));
    let given = begun.when(abandon_import("File")).gives(&["ImportAbandoned"]);
    assert!(given.state.level(&level("Upper")).is_some());
    given.when(abandon_import("File")).rejects("ImportNotOpen", "import");
    given.when(complete_import("File")).rejects("ImportNotOpen", "import");
    given.when(record_import("File", vec![])).rejects("ImportNotOpen", "import");
    given.when(start_import("Other", "House", "2026-02-01", [0, 0, 0])).gives(&["ImportStarted"]);
    given.when(abandon_import("Nothing")).rejects("NotFound", "import");
}

#[test]
fn one_list_is_read_in_at_a_time_beside_one_file_of_each_building() {
    let given = started().with(start_list("List", ImportCounts::NONE));
    given.when(start_list("Other", ImportCounts::NONE)).rejects("ImportUnfinished", "building");
}

/// A room that a model calls by a key.
fn called(name: &str, of: &str, key: &str) -> schema::SpaceAdd {
    let add = add_space(name, of, Category::Cell, "2026-02-01");
    schema::SpaceAdd { global_id: key.parse().ok(), ..add }
}

fn identified(name: &str, key: &str) -> schema::ImportRecord {
    record_import("File", vec![identify(name, key).into()])
}

#[test]
fn a_room_is_found_by_every_key_that_its_models_gave_it() {
    let keys = |ledger: &Ledger, name: &str| {
        let known = ledger.state.space(&space(name)).unwrap();
        assert!(known.keys().all(|key| known.is_called(key)));
        let keys: Vec<String> = known.keys().map(ToString::to_string).collect();
        (known.keys().next().map(ToString::to_string), keys)
    };
    let given = started().with(called("Booth", "Ground", "first"));
    let ledger = given
        .when(identified("Booth", "second"))
        .gives(&["SpaceIdentified", "ImportProgressed"])
        .when(identified("Open", "hall"))
        .gives(&["SpaceIdentified", "ImportProgressed"]);
    let first = Some("first".to_owned());
    assert_eq!(keys(&ledger, "Booth"), (first, vec!["first".to_owned(), "second".to_owned()]));
    assert_eq!(keys(&ledger, "Open"), (Some("hall".to_owned()), vec!["hall".to_owned()]));
    assert!(!ledger.state.space(&space("Open")).unwrap().is_called(&"first".parse().unwrap()));
    assert_eq!(ledger.history_of(space("Booth").uuid()), ["SpaceAdded", "SpaceIdentified"]);
}

#[test]
fn what_a_room_is_called_already_is_not_recorded_again() {
    let given = started().with(called("Booth", "Ground", "first"));
    given.when(identified("Booth", "first")).gives(&["ImportProgressed"]);
    let again = given.with(identified("Booth", "second"));
    again.when(identified("Booth", "second")).gives(&["ImportProgressed"]);
    again.when(identified("Booth", "first")).gives(&["ImportProgressed"]);
}

#[test]
fn a_key_is_of_one_room_of_a_building_at_a_time() {
    let given = started()
        .with(add_level("Upper", "House", "2026-02-01"))
        .with(called("Booth", "Upper", "first"))
        .with(add_building("Barn", "Region", "2026-01-01"))
        .with(add_level("Loft", "Barn", "2026-01-01"))
        .with(called("Hay", "Loft", "hay"));
    given.when(identified("Open", "first")).rejects("ExistsAlready", "parts.0.globalId");
    let other = given.clone().with(identified("Booth", "second"));
    other.when(identified("Open", "second")).rejects("ExistsAlready", "parts.0.globalId");
    // Each building has its own model, and what is retired is in none.
    given.when(identified("Open", "hay")).gives(&["SpaceIdentified", "ImportProgressed"]);
    let retired = given.clone().with(retire_space("Booth", "2026-03-01"));
    retired.when(identified("Open", "first")).gives(&["SpaceIdentified", "ImportProgressed"]);
    retired.when(identified("Booth", "third")).gives(&["SpaceIdentified", "ImportProgressed"]);
    given.when(identified("Nowhere", "new")).rejects("NotFound", "parts.0.space");
}

#[test]
fn history_tells_what_the_model_calls_a_room() {
    let given = started();
    let told = given.clone().with(identified("Open", "3kTnQ8v$11fB_mH2xWc0Zs"));
    assert_eq!(
        told.sentences_from(given.events.len())[0],
        "Space Open, Ground is the one that the model calls 3kTnQ8v$11fB_mH2xWc0Zs"
    );
}

fn books(name: &str, things: u32) -> ImportStart {
    let counts = ImportCounts { changed: things, ..ImportCounts::NONE };
    ImportStart { books: true, ..start_list(name, counts) }
}

#[test]
fn a_list_of_invoices_is_recorded_once_however_often_it_is_read_in() {
    let parts = || {
        vec![record_invoice("I", "L 1").into(), record_invoice("J", "L 2").into()]
            as Vec<ImportPart>
    };
    let first = house()
        .with(books("March", 2))
        .when(record_import("March", parts()))
        .gives(&["InvoiceRecorded", "InvoiceRecorded", "ImportProgressed"])
        .when(complete_import("March"))
        .gives(&["ImportCompleted"]);
    let origin = first.state.invoice(&invoice("I")).unwrap().description.import;
    assert_eq!(origin, Some(import("March")));
    let again = first.clone().with(books("Again", 2));
    again.when(record_import("Again", parts())).gives(&["ImportProgressed"]);
    first.when(record_invoice("K", "L 1")).changes_nothing();
}

#[test]
fn an_invoice_of_a_file_follows_the_rules_of_one_that_is_entered() {
    let given = house().with(record_invoice("I", "L 1")).with(books("March", 2));
    let parts = |part: schema::InvoiceRecord| {
        given.when(record_import("March", vec![record_invoice("J", "L 2").into(), part.into()]))
    };
    let other = |change: fn(&mut schema::InvoiceRecord)| {
        let mut record = record_invoice("K", "L 3");
        change(&mut record);
        record
    };
    parts(other(|of| of.voucher = "L 1".parse().unwrap()))
        .gives(&["InvoiceRecorded", "ImportProgressed"]);
    let differs = |of: &mut schema::InvoiceRecord| {
        of.voucher = "L 1".parse().unwrap();
        of.net = money("1");
    };
    parts(other(differs)).rejects("VoucherTaken", "parts.1.voucher");
    // What stands before it in the same command counts.
    parts(record_invoice("K", "L 2")).gives(&["InvoiceRecorded", "ImportProgressed"]);
    parts(record_invoice("J", "L 3")).rejects("ExistsAlready", "parts.1.invoice");
    parts(other(|of| of.issued_on = date("2026-12-31"))).rejects("InFuture", "parts.1.issuedOn");
    parts(other(|of| of.through = month("2026-03"))).rejects("InvalidValue", "parts.1.through");
    parts(other(|of| of.organisation = organisation("Nobody")))
        .rejects("NotFound", "parts.1.organisation");
}

#[test]
fn figures_of_a_file_are_published_and_revised() {
    let figures =
        |name: &str, values: &[(&str, &str)]| record_import(name, vec![publish(values).into()]);
    let given = house().with(books("KPI", 1));
    let published = given
        .when(figures("KPI", &[("2025-10", "411.2"), ("2025-11", "412")]))
        .gives(&["IndexPublished", "ImportProgressed"]);
    published.when(figures("KPI", &[("2025-10", "411.2")])).gives(&["ImportProgressed"]);
    published
        .when(figures("KPI", &[("2025-10", "411.3")]))
        .gives(&["IndexPublished", "ImportProgressed"]);
    given
        .when(figures("KPI", &[("2027-01", "420")]))
        .rejects("InvalidValue", "parts.0.figures.0.month");
}

#[test]
fn what_is_only_kept_in_the_books_is_read_in_without_a_decision() {
    let signed =
        house().in_role(schema::Role::Administrator).with(sign_opening_balance("Town", TODAY));
    signed.when(start_list("List", ImportCounts::NONE)).rejects("ImportUndecided", "decision");
    let of_a_building = ImportStart { building: Some(building("House")), ..books("File", 1) };
    let region = signed.clone().with(sign_opening_balance("Region", TODAY));
    region.when(of_a_building).rejects("ImportUndecided", "decision");
    let begun = signed.with(books("March", 1));
    begun
        .when(record_import("March", vec![record_invoice("I", "L 1").into()]))
        .gives(&["InvoiceRecorded", "ImportProgressed"]);
    // It is no way around the decision on what a list changes.
    let estate: Vec<ImportPart> = vec![
        register_organisation("County", "2026-02-01").into(),
        raise_level("Ground", "2026-05-01", 150).into(),
    ];
    for part in estate {
        begun.when(record_import("March", vec![part])).rejects("ImportUndecided", "parts.0");
    }
}
