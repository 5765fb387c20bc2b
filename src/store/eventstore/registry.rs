//! The list of portfolios: a stream to which each is appended before its first event.
//!
//! The engine could list streams by itself, but through projections that an operator has to turn on,
//! or by reading everything that was ever appended. A portfolio that is listed twice, or whose first
//! event never came, is one that was opened once, or not at all.

use eventstore::{AppendToStreamOptions, ExpectedRevision};
use schema::{Digest, PortfolioId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use tokio::sync::Mutex;

use super::{
    super::{PageLimit, StoreError},
    Engine,
    failure::Failure,
    reading, wire,
};

const TYPE_NAME: &str = "PortfolioListed";

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
    next: u64,
}

impl Registry {
    /// Every portfolio that is listed.
    pub(super) async fn list(&self, engine: &Engine) -> Result<BTreeSet<PortfolioId>, StoreError> {
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
                        return Ok(BTreeSet::new());
                    }
                    continue;
                }
                return Ok(known.portfolios.clone());
            };
            known.next = last.revision + 1;
            let listed = run.events.iter().filter_map(|event| {
                serde_json::from_slice::<Listed>(&event.data).ok().map(|listed| listed.portfolio)
            });
            known.portfolios.extend(listed);
        }
    }

    /// Lists a portfolio.
    pub(super) async fn add(&self, engine: &Engine, portfolio: PortfolioId) -> Result<(), Failure> {
        let bytes = serde_json::to_vec(&Listed { portfolio }).unwrap_or_default();
        let id = wire::id_in_engine(portfolio.uuid(), Digest::of(&bytes));
        let stream = engine.names.registry();
        let mut options = AppendToStreamOptions::default().expected_revision(ExpectedRevision::Any);
        options = options.requires_leader(true);
        if let Some(credentials) = &engine.credentials {
            options = options.authenticated(credentials.clone());
        }
        let appended = engine.link.ask(|client| {
            let (stream, options) = (stream.clone(), options.clone());
            let listed = wire::data(TYPE_NAME, &bytes, id);
            async move { client.append_to_stream(stream, &options, listed).await }
        });
        appended.await.map(|_| ())
    }
}
