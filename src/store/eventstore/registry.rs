//! The list of portfolios: a stream to which each is appended before its first event, and once more
//! when that is recorded.
//!
//! The engine could list streams by itself, but through projections that an operator has to turn on,
//! or by reading everything that was ever appended. A portfolio that is listed twice, or whose first
//! event never came, is one that was opened once, or not at all. One that has begun and has no events
//! is one whose stream somebody deleted: the engine says of that only that there is no such stream.

use eventstore::{AppendToStreamOptions, ExpectedRevision};
use schema::{Digest, PortfolioId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use tokio::sync::{Mutex, MutexGuard};

use super::{
    super::{PageLimit, StoreError},
    Engine,
    failure::Failure,
    reading, wire,
};

const LISTED: &str = "PortfolioListed";
const BEGUN: &str = "PortfolioBegun";

#[derive(Serialize, Deserialize)]
struct Listed {
    portfolio: PortfolioId,
}

/// What was read of the list so far: it only grows.
#[derive(Debug, Default)]
pub(super) struct Registry(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    portfolios: BTreeSet<PortfolioId>,
    begun: BTreeSet<PortfolioId>,
    next: u64,
}

impl Registry {
    /// Every portfolio that is listed.
    pub(super) async fn list(&self, engine: &Engine) -> Result<BTreeSet<PortfolioId>, StoreError> {
        Ok(self.read(engine).await?.portfolios.clone())
    }

    /// Whether the list says of a portfolio that it has begun.
    pub(super) async fn has_begun(
        &self,
        engine: &Engine,
        portfolio: PortfolioId,
    ) -> Result<bool, StoreError> {
        Ok(self.read(engine).await?.begun.contains(&portfolio))
    }

    /// The same as far as was read before; nothing is asked.
    pub(super) async fn is_known_begun(&self, portfolio: PortfolioId) -> bool {
        self.0.lock().await.begun.contains(&portfolio)
    }

    /// Reads the list on.
    async fn read(&self, engine: &Engine) -> Result<MutexGuard<'_, Known>, StoreError> {
        let mut known = self.0.lock().await;
        loop {
            let (stream, from) = (engine.names.registry(), known.next);
            let credentials = engine.credentials.clone();
            let run = engine.link.ask(|client| {
                reading::run(client, credentials.clone(), stream.clone(), from, PageLimit::USUAL)
            });
            let run = run.await?;
            let Some(last) = run.events.last() else {
                if run.head.is_none_or(|head| head + 1 < known.next) {
                    // A server that was started with an empty disk, or one that was restored.
                    let is_new = known.next == 0;
                    *known = Known::default();
                    if is_new || run.head.is_none() {
                        return Ok(known);
                    }
                    continue;
                }
                return Ok(known);
            };
            known.next = last.revision + 1;
            for event in &run.events {
                let Ok(Listed { portfolio }) = serde_json::from_slice(&event.data) else {
                    continue;
                };
                known.portfolios.insert(portfolio);
                if event.event_type == BEGUN {
                    known.begun.insert(portfolio);
                }
            }
        }
    }

    /// Lists a portfolio.
    pub(super) async fn add(&self, engine: &Engine, portfolio: PortfolioId) -> Result<(), Failure> {
        put(engine, portfolio, LISTED).await
    }

    /// Notes of a portfolio whose first event is recorded that it has begun.
    pub(super) async fn begin(
        &self,
        engine: &Engine,
        portfolio: PortfolioId,
    ) -> Result<(), Failure> {
        put(engine, portfolio, BEGUN).await?;
        self.0.lock().await.begun.insert(portfolio);
        Ok(())
    }
}

async fn put(engine: &Engine, portfolio: PortfolioId, name: &'static str) -> Result<(), Failure> {
    let bytes = serde_json::to_vec(&Listed { portfolio }).unwrap_or_default();
    let id = wire::id_in_engine(portfolio.uuid(), Digest::of(&[name.as_bytes(), &bytes].concat()));
    let stream = engine.names.registry();
    let mut options = AppendToStreamOptions::default().expected_revision(ExpectedRevision::Any);
    options = options.requires_leader(true);
    if let Some(credentials) = &engine.credentials {
        options = options.authenticated(credentials.clone());
    }
    let appended = engine.link.ask(|client| {
        let (stream, options) = (stream.clone(), options.clone());
        let listed = wire::data(name, &bytes, id);
        async move { client.append_to_stream(stream, &options, listed).await }
    });
    appended.await.map(|_| ())
}
