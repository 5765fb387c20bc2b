//! What `/metrics` looks up when it is asked: the portfolios, the store's files, the build.

use std::{path::Path, sync::Arc};
use thirdplace::{
    http::Exposition,
    ledger::{Ledgers, Readiness},
    metrics::{Recorder, Samples, catalogue},
    store::Reach,
};

use super::StoreSpec;

/// Portfolios whose head is told, at most: each is a series.
const HEADS_MAX: usize = 1_000;

/// The text of `/metrics`.
pub(crate) fn exposition(
    recorder: Recorder,
    ledgers: &Arc<Ledgers>,
    store: &StoreSpec,
) -> Exposition {
    let (ledgers, store) = (Arc::clone(ledgers), store.clone());
    Arc::new(move || {
        let mut samples = Samples::default();
        samples.add_labelled(catalogue::BUILD, env!("CARGO_PKG_VERSION"), 1.0);
        portfolios(&ledgers, &mut samples);
        if let StoreSpec::Sqlite(file) = &store {
            sizes(file, &mut samples);
        }
        recorder.render(samples)
    })
}

#[allow(clippy::cast_precision_loss, reason = "a gauge is a float")]
fn portfolios(ledgers: &Ledgers, samples: &mut Samples) {
    let served = ledgers.list().unwrap_or_default();
    let is_loaded =
        matches!(&*ledgers.readiness().borrow(), Readiness::Ready | Readiness::Partly(_));
    let refused = ledgers.refused();
    let records_nothing = refused.iter().filter(|refused| refused.is_read).count();
    let ready = is_loaded && (refused.is_empty() || !served.is_empty());
    let recording = served.len().saturating_sub(records_nothing);
    samples.add(catalogue::READY, f64::from(u8::from(ready)));
    let reachable = ledgers.reach() == Reach::Reachable;
    samples.add(catalogue::ENGINE_REACHABLE, f64::from(u8::from(reachable)));
    samples.add_labelled(catalogue::PORTFOLIOS, "served", recording as f64);
    samples.add_labelled(catalogue::PORTFOLIOS, "refused", refused.len() as f64);
    for ledger in served.iter().take(HEADS_MAX) {
        if let Some(head) = ledger.newest().head() {
            let portfolio = ledger.portfolio().to_string();
            let revision = head.revision.number() as f64;
            samples.add_labelled(catalogue::HEAD_REVISION, portfolio, revision);
        }
    }
}

/// A file that is not there has no bytes.
#[allow(clippy::cast_precision_loss, reason = "a gauge is a float")]
fn sizes(file: &Path, samples: &mut Samples) {
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    for (part, path) in [("file", file), ("log", Path::new(&log))] {
        let bytes = std::fs::metadata(path).map_or(0, |found| found.len());
        samples.add_labelled(catalogue::STORE_BYTES, part, bytes as f64);
    }
}
