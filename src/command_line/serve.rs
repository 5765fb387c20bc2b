//! `thirdplace serve`.

use anyhow::{Context, Result};
use clap::Args;
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};
use thirdplace::{
    audit, backup,
    clock::SystemClock,
    costs, graphql,
    http::{self, Doors, Exposition, Probe, Setup},
    import, lease_calendar,
    ledger::{Fatal, Ledgers, Readiness, Refused},
    metrics::Recorder,
    sample,
    store::{Reach, StoreError},
};
use tokio::{net::TcpListener, signal::unix, time::Instant};
use tracing::{error, info, warn};

use super::{
    block_on,
    configuration::{Configuration, ServiceFlags},
    logging, watch,
};

/// Between two attempts to load from an engine that is away.
const LOADING_PAUSE: Duration = Duration::from_millis(500);

/// Between two lines of the log that say the same of it.
const LOADING_TOLD_EVERY: Duration = Duration::from_secs(60);

#[derive(Args, Debug)]
pub(crate) struct Serve {
    #[command(flatten)]
    flags: ServiceFlags,
}

impl Serve {
    pub(crate) fn run(self) -> Result<()> {
        let configuration = self.flags.configuration()?;
        let traces = logging::begin(&configuration)?;
        let served = block_on(serve(&configuration));
        traces.end();
        served
    }
}

async fn serve(configuration: &Configuration) -> Result<()> {
    let spec = configuration.store();
    let store = spec.open().await?;
    let listen = configuration.listen();
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("{listen} cannot be listened on"))?;
    let address = listener.local_addr()?;
    let copies = configuration.past_copies();
    let ledgers =
        Ledgers::keeping(Arc::clone(&store), Arc::new(SystemClock), Fatal::exit(), copies);
    let setup = Setup {
        doors: Doors::at(address),
        probe: probe(&ledgers),
        sdl: graphql::sdl(),
        exposition: measured(configuration, &ledgers)?,
        merged: import::routes(Arc::clone(&ledgers))
            .merge(audit::routes(Arc::clone(&store)))
            .merge(costs::routes(Arc::clone(&ledgers)))
            .merge(sample::routes(Arc::clone(&ledgers)))
            .merge(lease_calendar::routes(Arc::clone(&ledgers)))
            .merge(backup::routes(store)),
    };
    let schema = graphql::schema(Arc::clone(&ledgers), &configuration.limits());
    let service = http::router(schema, setup)?;
    info!(%address, store = %spec, version = env!("CARGO_PKG_VERSION"), "listening");
    let loading = tokio::spawn(load(Arc::clone(&ledgers)));
    let drained = http::serve(listener, service, stop_asked()?).await;
    loading.abort();
    info!(cut = drained.connections_cut, sockets = drained.sockets_closed, "drained");
    ledgers.stop().await?;
    info!("stopped");
    Ok(())
}

/// Begins to measure, where that is wanted.
fn measured(configuration: &Configuration, ledgers: &Arc<Ledgers>) -> Result<Option<Exposition>> {
    if !configuration.metrics() {
        return Ok(None);
    }
    let recorder = Recorder::install()?;
    tokio::spawn(recorder.clone().keep_up());
    Ok(Some(watch::exposition(recorder, ledgers, &configuration.store())))
}

/// Loads everything; from an engine that is away once it is back.
async fn load(ledgers: Arc<Ledgers>) {
    let mut told: Option<(String, Instant)> = None;
    loop {
        match ledgers.load().await {
            Ok(()) => {
                info!("ready");
                return ledgers.follow().await;
            }
            Err(error @ StoreError::Unavailable { .. }) if ledgers.may_come_back() => {
                let what = error.to_string();
                let is_told = |(last, at): &(String, Instant)| {
                    *last == what && at.elapsed() < LOADING_TOLD_EVERY
                };
                // A store that is away has waited before it said so; one that refuses has not.
                if !told.as_ref().is_some_and(is_told) {
                    warn!(%error, "the store cannot be read yet");
                    told = Some((what, Instant::now()));
                }
                tokio::time::sleep(LOADING_PAUSE).await;
            }
            Err(error) => return error!(%error, "the store cannot be read"),
        }
    }
}

/// Ends when the process is asked to stop.
fn stop_asked() -> Result<impl Future<Output = ()>> {
    let mut interrupted = unix::signal(unix::SignalKind::interrupt())?;
    let mut terminated = unix::signal(unix::SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => info!("interrupted"),
            _ = terminated.recv() => info!("asked to stop"),
        }
    })
}

fn probe(ledgers: &Arc<Ledgers>) -> Probe {
    let (readiness, ledgers) = (ledgers.readiness(), Arc::clone(ledgers));
    Arc::new(move || {
        if let Reach::Away { lasting, what } = ledgers.reach()
            && matches!(*readiness.borrow(), Readiness::Ready | Readiness::Partly(_))
        {
            // Reading goes on, so that requests should still come here.
            let away = json!({ "seconds": lasting.as_secs(), "what": what });
            let detail = json!({ "engineAway": away, "recording": false, "reading": true });
            return http::Readiness { ready: true, detail };
        }
        let (ready, detail) = match &*readiness.borrow() {
            Readiness::Loading { events } => (false, json!({ "loading": { "events": events } })),
            Readiness::Ready | Readiness::Partly(_) => served(&ledgers),
            Readiness::Refusing(error) => (false, json!({ "store": error.to_string() })),
            Readiness::Stopping => (false, json!("stopping")),
        };
        http::Readiness { ready, detail }
    })
}

/// What is served, once everything was loaded.
fn served(ledgers: &Ledgers) -> (bool, Value) {
    let refused = ledgers.refused();
    if refused.is_empty() {
        return (true, json!("every portfolio is served"));
    }
    let of = |is_read: bool| -> Vec<Value> {
        let some = refused.iter().filter(|one| one.is_read == is_read);
        some.map(|Refused { portfolio, why, .. }| {
            json!({ "portfolio": portfolio, "why": why.to_string() })
        })
        .collect()
    };
    // A service that serves none of its portfolios is of no use to anyone.
    let some = ledgers.list().is_ok_and(|served| !served.is_empty());
    let mut detail = json!({ "notServed": of(false) });
    let records_nothing = of(true);
    if !records_nothing.is_empty() {
        detail["recordsNothing"] = json!(records_nothing);
    }
    (some, detail)
}
