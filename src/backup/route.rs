//! `POST /backups`: the whole store as one file, so that a backup can be taken of a store that a
//! service holds.
//!
//! It answers with everything, the vault included. What protects it is what protects every other
//! route, until access control comes: the service listens on loopback only, and refuses foreign
//! hosts and origins. It is a POST, because a page of anybody's can make a browser send a GET, and
//! each one costs a copy of the store.

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use futures_util::stream;
use std::{
    io::{self, Read},
    sync::Arc,
    time::Duration,
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, mpsc},
    time::{Instant, timeout, timeout_at},
};

use crate::{
    clock::{Clock, SystemClock},
    http::Problem,
    metrics,
    store::{EventStore, Snapshot, StoreError},
};

/// Backups under way at the same time: each is a copy of the store on its disk.
const AT_ONCE_MAX: usize = 1;
/// For handing out a whole backup.
const TRANSFER_MAX: Duration = Duration::from_secs(3_600);
/// For a reader to take one piece.
const PIECE_WAIT: Duration = Duration::from_secs(60);
/// Bytes of a piece.
const PIECE_BYTES: usize = 256 * 1024;
/// Pieces that wait for a slow reader.
const PIECES_WAITING_MAX: usize = 4;

#[derive(Clone)]
struct Backups {
    store: Arc<dyn EventStore>,
    places: Arc<Semaphore>,
}

/// The route, to be merged under the service's guards.
pub fn routes(store: Arc<dyn EventStore>) -> Router {
    let places = Arc::new(Semaphore::new(AT_ONCE_MAX));
    Router::new().route("/backups", post(hand_out)).with_state(Backups { store, places })
}

async fn hand_out(State(backups): State<Backups>) -> Result<Response, Problem> {
    let Ok(place) = Arc::clone(&backups.places).try_acquire_owned() else {
        metrics::limit_met("backups");
        return Err(Problem::overloaded("backups", AT_ONCE_MAX));
    };
    let snapshot = backups.store.snapshot().await.map_err(|error| refused(&error))?;
    let bytes = snapshot.length();
    tracing::info!(bytes, "a backup is handed out");
    let (pieces, waiting) = mpsc::channel(PIECES_WAITING_MAX);
    tokio::spawn(send(snapshot, pieces, place));
    let body = stream::unfold(waiting, |mut waiting| async move {
        let piece = waiting.recv().await?;
        Some((piece, waiting))
    });
    let head = [
        (header::CONTENT_TYPE, "application/vnd.sqlite3".to_owned()),
        (header::CONTENT_LENGTH, bytes.to_string()),
    ];
    Ok((head, Body::from_stream(body)).into_response())
}

type Piece = io::Result<Bytes>;

/// Sends piece after piece until the end, or until nobody takes them.
async fn send(snapshot: Snapshot, pieces: mpsc::Sender<Piece>, place: OwnedSemaphorePermit) {
    let deadline = Instant::now() + TRANSFER_MAX;
    let whole = timeout_at(deadline, pass_on(snapshot, &pieces)).await.unwrap_or(false);
    if whole {
        metrics::backup("whole", Some(now_seconds()));
        tracing::info!("a backup was handed out whole");
    } else {
        metrics::backup("broken_off", None);
        tracing::warn!("a backup was broken off: its reader left, or was too slow");
        // Ends the answer as broken: without it a short one would only be told by its length.
        let _ = pieces.try_send(Err(io::ErrorKind::BrokenPipe.into()));
    }
    drop(place);
}

async fn pass_on(mut snapshot: Snapshot, pieces: &mpsc::Sender<Piece>) -> bool {
    loop {
        let read = tokio::task::spawn_blocking(move || {
            let mut piece = Vec::with_capacity(PIECE_BYTES);
            let read = snapshot.by_ref().take(PIECE_BYTES as u64).read_to_end(&mut piece);
            (snapshot, read.map(|_| piece))
        });
        let Ok((back, Ok(piece))) = read.await else { return false };
        if piece.is_empty() {
            return true;
        }
        snapshot = back;
        match timeout(PIECE_WAIT, pieces.send(Ok(piece.into()))).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) | Err(_) => return false,
        }
    }
}

#[allow(clippy::cast_precision_loss, reason = "whole microseconds since 1970 keep their seconds")]
fn now_seconds() -> f64 {
    SystemClock.now().microseconds() as f64 / 1e6
}

fn refused(error: &StoreError) -> Problem {
    metrics::backup("failed", None);
    tracing::error!(%error, "no backup could be taken");
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, error.to_string())
}
