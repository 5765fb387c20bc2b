//! Imports that were interrupted: unfinished until the same file comes again, or until they are given
//! up.

use schema::{BuildingAdd, Identity, ImportAbandon, Issuer, Role};
use std::sync::Arc;
use thirdplace::{
    import::{ImportError, Outcome, Progress, Request, Source, Summary, import},
    ledger::Ledger,
};

use crate::estate::{Service, id, name, submission};

/// Far more rooms than fit one commit.
const ROOMS: usize = 1_500;

fn list(rooms: usize) -> Arc<[u8]> {
    let row = |nth: usize| format!("Huset;Plan {};{nth};Cellkontor;12,5;1\n", 1 + nth / 200);
    let rows: String = (1..=rooms).map(row).collect();
    format!("Byggnad;Plan;Rumsnr;Rumstyp;LOA;Arbetsplatser\n{rows}").into_bytes().into()
}

fn request(bytes: &Arc<[u8]>) -> Request {
    Request {
        issuer: Issuer { person: id(1), role: Role::Manager, identity: Identity::Asserted },
        source: Source::Rooms { building: None, owner: None, counted_on: None },
        from: "2026-02-01".parse().unwrap(),
        file_name: "rum.csv".to_owned(),
        bytes: Arc::clone(bytes),
        mapping: None,
        answers: None,
        decision: None,
    }
}

/// A portfolio with a building without rooms.
async fn ledger() -> (Service, Arc<Ledger>) {
    let service = Service::in_memory().await;
    let ledger = service.furnished(1).await;
    let owner = *ledger.newest().organisations().keys().next().unwrap();
    let building = BuildingAdd {
        building: id(20),
        from: "2026-01-01".parse().unwrap(),
        global_id: None,
        name: name("Huset"),
        owner,
        municipality: None,
        address: None,
        position: None,
    };
    ledger.submit(submission(3, building)).await.unwrap();
    (service, ledger)
}

/// How many rooms the building has.
fn rooms(ledger: &Ledger) -> usize {
    let state = ledger.newest();
    state.levels_of(id(20)).map(|level| state.spaces_of(level.id).count()).sum()
}

/// Reads the list in until the first part of it is recorded, and then no further.
async fn interrupted(ledger: &Arc<Ledger>, bytes: &Arc<[u8]>) {
    interrupted_with(ledger, request(bytes)).await;
}

async fn interrupted_with(ledger: &Arc<Ledger>, request: Request) {
    let ledger = Arc::clone(ledger);
    let ended = tokio::spawn(async move {
        let stop = |progress| {
            if let Progress::Recording { done, all } = progress {
                panic!("interrupted after {done} of {all}");
            }
        };
        import(&ledger, request, stop).await
    });
    assert!(ended.await.unwrap_err().is_panic());
}

async fn read(ledger: &Ledger, bytes: &Arc<[u8]>) -> Result<Summary, ImportError> {
    import(ledger, request(bytes), |_| ()).await
}

/// A level with so many walls that its drawing takes several commits.
fn map(walls: usize) -> Arc<[u8]> {
    let wall = |nth: usize| {
        #[allow(clippy::cast_precision_loss, reason = "a few thousand walls")]
        let at = 14.2 + nth as f64 * 1e-7;
        format!(
            r#"{{"type":"Feature","id":"w{nth}","properties":{{"id":"w{nth}","type":"wall"}},"geometry":{{"type":"Polygon","coordinates":[[[{at},63.25],[{at},63.2501],[14.25,63.2501],[{at},63.25]]]}}}}"#
        )
    };
    let walls: Vec<String> = (1..=walls).map(wall).collect();
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, walls.join(","))
        .into_bytes()
        .into()
}

#[tokio::test]
async fn a_drawing_that_was_interrupted_goes_on_with_its_next_part() {
    let (_service, ledger) = ledger().await;
    let bytes = map(9_000);
    let request = Request {
        source: Source::Map { building: "Huset".to_owned(), of_package: None, level: None },
        file_name: "plan-1.geojson".to_owned(),
        ..request(&bytes)
    };
    interrupted_with(&ledger, request.clone()).await;
    let parts = |ledger: &Ledger| {
        let state = ledger.newest();
        let level = state.levels_of(id(20)).next().unwrap();
        let drawing = level.drawings.last();
        drawing.map_or((0, false), |drawing| (drawing.strokes.len(), drawing.is_whole()))
    };
    let (begun, whole) = parts(&ledger);
    assert!(begun > 0 && !whole, "{begun}");
    let summary = import(&ledger, request, |_| ()).await.unwrap();
    assert!(matches!(summary.outcome, Outcome::Recorded { .. }), "{:?}", summary.outcome);
    let (drawn, whole) = parts(&ledger);
    assert!(drawn > begun && whole);
    assert_eq!(unfinished(&ledger), 0);
}

fn unfinished(ledger: &Ledger) -> usize {
    ledger.newest().imports().values().filter(|import| import.is_open()).count()
}

#[tokio::test]
async fn the_same_file_goes_on_where_it_stopped_and_nothing_is_there_twice() {
    let (_service, ledger) = ledger().await;
    let bytes = list(ROOMS);
    interrupted(&ledger, &bytes).await;
    assert_eq!(unfinished(&ledger), 1);
    let part = rooms(&ledger);
    assert!((1..ROOMS).contains(&part), "{part}");
    let other = read(&ledger, &list(3)).await.unwrap_err();
    assert!(matches!(other, ImportError::Unfinished { ref file } if file == "rum.csv"), "{other}");

    let summary = read(&ledger, &bytes).await.unwrap();
    assert!(matches!(summary.outcome, Outcome::Recorded { .. }), "{:?}", summary.outcome);
    assert_eq!(unfinished(&ledger), 0);
    assert_eq!(rooms(&ledger), ROOMS);
    let state = ledger.newest();
    assert_eq!(state.resources().len(), 2 * ROOMS);
    let import = state.imports().values().next().unwrap();
    assert_eq!(import.recorded, import.expected.things());
    assert!(matches!(read(&ledger, &bytes).await.unwrap().outcome, Outcome::Nothing));
}

#[tokio::test]
async fn an_import_that_is_given_up_leaves_what_it_recorded_and_room_for_another() {
    let (_service, ledger) = ledger().await;
    interrupted(&ledger, &list(ROOMS)).await;
    let import = *ledger.newest().imports().keys().next().unwrap();
    let abandon = ImportAbandon { import, reason: None };
    ledger.submit(submission(40, abandon)).await.unwrap();
    let part = rooms(&ledger);
    let summary = read(&ledger, &list(ROOMS)).await.unwrap();
    assert!(matches!(summary.outcome, Outcome::Asks { .. }), "the building has rooms by now");
    assert!(summary.changes.len() < ROOMS && part + summary.changes.len() >= ROOMS);
}
