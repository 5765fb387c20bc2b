//! A subscription that does not end: what is stored is read in pages, what comes is listened to, and
//! whatever happens to that, reading begins again after the last event that was given.

use async_trait::async_trait;
use eventstore::RecordedEvent;
use schema::{PortfolioId, Revision};
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::{mpsc, watch},
    time::{sleep, timeout},
};

use super::{
    super::{Damage, PageLimit, StoreError, StoredEvent, Subscription},
    Engine, wire,
};

/// How long a ledger that is yet to begin is left alone: the client panics over a subscription to a
/// stream that is not there.
const ABSENT_PAUSE: Duration = Duration::from_millis(200);

/// A portfolio's events from one on.
#[derive(Debug)]
pub(super) struct EngineTail {
    engine: Arc<Engine>,
    portfolio: PortfolioId,
    next: Revision,
    /// Up to where the ledger was seen to reach.
    reached: Option<Revision>,
    hearing: Option<mpsc::Receiver<RecordedEvent>>,
    closed: watch::Receiver<bool>,
}

impl EngineTail {
    pub(super) fn new(engine: Arc<Engine>, portfolio: PortfolioId, from: Revision) -> Self {
        let closed = engine.link.closed();
        Self { engine, portfolio, next: from, reached: None, hearing: None, closed }
    }

    /// Reads what is stored; listens once that is nothing further.
    async fn read(&mut self) -> Result<Vec<StoredEvent>, StoreError> {
        let page = self.engine.page(self.portfolio, self.next, PageLimit::USUAL).await?;
        if page.head < self.reached {
            let what = "the ledger ends before what was read of it".to_owned();
            let revision = page.head.map_or(Revision::FIRST, Revision::next);
            return Err(Damage { portfolio: self.portfolio, revision, what }.into());
        }
        self.reached = page.head;
        if let Some(last) = page.events.last() {
            self.next = last.revision().next();
            return Ok(page.events);
        }
        if page.head.is_none() {
            sleep(ABSENT_PAUSE).await;
        } else if self.hearing.is_none() {
            let stream = self.engine.names.portfolio(self.portfolio);
            let after = self.next.number().checked_sub(1);
            self.hearing = Some(self.engine.listener.listen(stream, after).await?);
        }
        Ok(Vec::new())
    }

    /// Takes what was heard; nothing where the subscription has ended or missed something, or is so
    /// silent that the engine has to be asked.
    async fn hear(&mut self) -> Vec<StoredEvent> {
        let silence = self.engine.link.patience().silence;
        let Some(hearing) = &mut self.hearing else { return Vec::new() };
        let mut run = Vec::new();
        match timeout(silence, hearing.recv()).await {
            Ok(Some(first)) => run.push(first),
            Ok(None) => self.hearing = None,
            Err(_) => {}
        }
        // Nothing below waits, so that nothing is lost where the future is dropped.
        while let Some(hearing) = self.hearing.as_mut().filter(|_| !run.is_empty())
            && run.len() < PageLimit::USUAL.events_max
            && let Ok(another) = hearing.try_recv()
        {
            run.push(another);
        }
        self.following(&run)
    }

    fn following(&mut self, run: &[RecordedEvent]) -> Vec<StoredEvent> {
        let mut events = Vec::with_capacity(run.len());
        let first = self.next.number();
        for recorded in run.iter().filter(|event| event.revision >= first) {
            match wire::stored(self.portfolio, recorded) {
                Ok(event) if event.revision() == self.next => {
                    self.next = self.next.next();
                    events.push(event);
                }
                // Reading tells what is wrong, where it still is.
                Ok(_) | Err(_) => {
                    self.hearing = None;
                    break;
                }
            }
        }
        events
    }

    async fn following_events(&mut self) -> Result<Vec<StoredEvent>, StoreError> {
        loop {
            let heard = self.hear().await;
            if !heard.is_empty() {
                return Ok(heard);
            }
            let was_hearing = self.hearing.is_some();
            let read = self.read().await?;
            if !read.is_empty() {
                // Something came that the subscription did not tell.
                if was_hearing {
                    self.hearing = None;
                }
                return Ok(read);
            }
        }
    }
}

#[async_trait]
impl Subscription for EngineTail {
    async fn next(&mut self) -> Result<Option<Vec<StoredEvent>>, StoreError> {
        let mut closed = self.closed.clone();
        tokio::select! {
            events = self.following_events() => match events {
                Ok(events) => Ok(Some(events)),
                Err(StoreError::Closed) => Ok(None),
                Err(error) => Err(error),
            },
            _ = closed.wait_for(|closed| *closed) => Ok(None),
        }
    }
}
