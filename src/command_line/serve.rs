//! `thirdplace serve`.

use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::json;
use std::{net::SocketAddr, sync::Arc};
use thirdplace::{
    audit, backup,
    clock::SystemClock,
    graphql,
    http::{self, Doors, Limits, Probe, Setup},
    import,
    ledger::{Fatal, Ledgers, Readiness},
    metrics::Recorder,
};
use tokio::{net::TcpListener, signal::unix};
use tracing::{error, info};

use super::{
    StoreSpec, block_on,
    logging::{self, LogFormat},
    stored, watch,
};

#[derive(Args, Debug)]
pub(crate) struct Serve {
    /// Where events are kept: sqlite:PATH or memory
    #[arg(long, env = "THIRDPLACE_STORE", default_value = stored::DEFAULT)]
    store: StoreSpec,
    /// On which address: a loopback one, until access control comes
    #[arg(long, env = "THIRDPLACE_LISTEN", default_value = "127.0.0.1:8480")]
    listen: SocketAddr,
    /// How log lines are written
    #[arg(long, env = "THIRDPLACE_LOG_FORMAT", value_enum, default_value = "text")]
    log_format: LogFormat,
    /// What is logged
    #[arg(long, env = "THIRDPLACE_LOG", default_value = "info")]
    log: String,
}

impl Serve {
    pub(crate) fn run(self) -> Result<()> {
        if !self.listen.ip().is_loopback() {
            bail!(
                "{} is not a loopback address; until access control comes, only 127.0.0.0/8 and \
                 [::1] are served",
                self.listen
            );
        }
        logging::begin(self.log_format, &self.log)?;
        block_on(self.serve())
    }

    async fn serve(self) -> Result<()> {
        let store = self.store.open().await?;
        let listener = TcpListener::bind(self.listen)
            .await
            .with_context(|| format!("{} cannot be listened on", self.listen))?;
        let address = listener.local_addr()?;
        let recorder = Recorder::install()?;
        tokio::spawn(recorder.clone().keep_up());
        let ledgers = Ledgers::new(Arc::clone(&store), Arc::new(SystemClock), Fatal::exit());
        let setup = Setup {
            doors: Doors::at(address),
            probe: probe(&ledgers),
            sdl: graphql::sdl(),
            exposition: Some(watch::exposition(recorder, &ledgers, &self.store)),
            merged: import::routes(Arc::clone(&ledgers))
                .merge(audit::routes(Arc::clone(&store)))
                .merge(backup::routes(store)),
        };
        let schema = graphql::schema(Arc::clone(&ledgers), &Limits::default());
        let service = http::router(schema, setup)?;
        info!(%address, store = %self.store, version = env!("CARGO_PKG_VERSION"), "listening");
        let loading = tokio::spawn(load(Arc::clone(&ledgers)));
        let drained = http::serve(listener, service, stop_asked()?).await;
        loading.abort();
        info!(cut = drained.connections_cut, sockets = drained.sockets_closed, "drained");
        ledgers.stop().await?;
        info!("stopped");
        Ok(())
    }
}

async fn load(ledgers: Arc<Ledgers>) {
    match ledgers.load().await {
        Ok(()) => info!("ready"),
        Err(error) => error!(%error, "the store cannot be read"),
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
        let (ready, detail) = match &*readiness.borrow() {
            Readiness::Loading { events } => (false, json!({ "loading": { "events": events } })),
            Readiness::Ready => (true, json!("every portfolio is served")),
            Readiness::Partly(refused) => {
                let refused: Vec<_> = refused
                    .iter()
                    .map(|(portfolio, why)| json!({ "portfolio": portfolio, "why": why.to_string() }))
                    .collect();
                // A service that serves none of its portfolios is of no use to anyone.
                let some = ledgers.list().is_ok_and(|served| !served.is_empty());
                (some, json!({ "notServed": refused }))
            }
            Readiness::Refusing(error) => (false, json!({ "store": error.to_string() })),
            Readiness::Stopping => (false, json!("stopping")),
        };
        http::Readiness { ready, detail }
    })
}
