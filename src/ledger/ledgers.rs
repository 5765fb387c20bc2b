//! All ledgers of a store: loading them, finding them, opening new ones, stopping them.

use schema::{Command, PortfolioId};
use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};
use tokio::{
    sync::{Mutex, watch},
    time::sleep,
};

use super::{
    Answer, Fatal, Ledger, Preview, Refusal, Submission, SubmitError,
    load::{self, Loaded},
    published::{PastCopies, Published},
    shelf::Shelf,
};
use crate::{
    clock::Clock,
    metrics,
    store::{EventStore, Reach, StoreError},
};

/// Between two looks whether a portfolio is served by now.
const OPENED_PAUSE: Duration = Duration::from_millis(100);

/// Between two looks for portfolios that other nodes opened.
const FOLLOWING_PAUSE: Duration = Duration::from_secs(1);

/// Whether the service can answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Readiness {
    /// The store is being read.
    Loading {
        /// Events read so far.
        events: u64,
    },
    /// Every portfolio is served.
    Ready,
    /// Portfolios are served, except these that were not when everything was loaded.
    Partly(Vec<(PortfolioId, Refusal)>),
    /// Nothing is served.
    Refusing(StoreError),
    /// The service is stopping.
    Stopping,
}

/// Why a ledger was not found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FindError {
    /// There is none.
    #[error("there is no portfolio {0}; open one, or name one that is listed")]
    Unknown(PortfolioId),
    /// It is not served.
    #[error("the portfolio is not served: {0}")]
    Refused(Refusal),
    /// The store is still being read.
    #[error("the service is starting: {events} events read so far; try again")]
    Loading {
        /// Events read so far.
        events: u64,
    },
    /// Nothing is served.
    #[error("the store cannot be read: {0}")]
    Store(StoreError),
    /// The service is stopping.
    #[error("the service is stopping; try again when it is back")]
    Stopping,
}

type Served = Result<Arc<Ledger>, Refusal>;

/// A portfolio that is not served, or of which nothing is recorded any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The portfolio.
    pub portfolio: PortfolioId,
    /// Why.
    pub why: Refusal,
    /// Whether what was known of it before can be read.
    pub is_read: bool,
}

/// All ledgers of a store.
#[derive(Debug)]
pub struct Ledgers {
    store: Arc<dyn EventStore>,
    clock: Arc<dyn Clock>,
    fatal: Fatal,
    copies: PastCopies,
    served: RwLock<BTreeMap<PortfolioId, Served>>,
    readiness: watch::Sender<Readiness>,
    /// Portfolios are opened one at a time, so that none is opened twice.
    opening: Mutex<()>,
}

impl Ledgers {
    /// The ledgers of a store, which are yet to be loaded.
    pub fn new(store: Arc<dyn EventStore>, clock: Arc<dyn Clock>, fatal: Fatal) -> Arc<Self> {
        Self::keeping(store, clock, fatal, PastCopies::default())
    }

    /// The same, each keeping so many copies of its former states.
    pub fn keeping(
        store: Arc<dyn EventStore>,
        clock: Arc<dyn Clock>,
        fatal: Fatal,
        copies: PastCopies,
    ) -> Arc<Self> {
        Arc::new(Self {
            store,
            clock,
            fatal,
            copies,
            served: RwLock::default(),
            readiness: watch::Sender::new(Readiness::Loading { events: 0 }),
            opening: Mutex::new(()),
        })
    }

    /// Loads everything. Once.
    pub async fn load(&self) -> Result<(), StoreError> {
        let progress = |events| self.ready(Readiness::Loading { events });
        match load::load(&*self.store, self.copies, progress).await {
            Ok(loaded) => {
                self.serve(loaded);
                Ok(())
            }
            Err(error) => {
                self.ready(Readiness::Refusing(error.clone()));
                Err(error)
            }
        }
    }

    /// Whether a store that cannot be read may be read later without a new start.
    pub fn may_come_back(&self) -> bool {
        self.store.is_shared()
    }

    fn serve(&self, loaded: BTreeMap<PortfolioId, Loaded>) {
        let mut refused = Vec::new();
        let mut served = self.served.write().unwrap_or_else(PoisonError::into_inner);
        for (portfolio, loaded) in loaded {
            if let Err(refusal) = &loaded {
                tracing::error!(%portfolio, %refusal, "the portfolio is not served");
                refused.push((portfolio, refusal.clone()));
            }
            served.insert(portfolio, loaded.map(|loaded| Arc::new(self.start(portfolio, loaded))));
        }
        let partly = Readiness::Partly(refused.clone());
        self.ready(if refused.is_empty() { Readiness::Ready } else { partly });
    }

    fn start(&self, portfolio: PortfolioId, loaded: (Published, Shelf)) -> Ledger {
        let (store, clock) = (self.store.clone(), self.clock.clone());
        Ledger::start(portfolio, store, clock, self.fatal.clone(), loaded)
    }

    fn ready(&self, readiness: Readiness) {
        self.readiness.send_replace(readiness);
    }

    /// Whether the service can answer, and what changes in that.
    pub fn readiness(&self) -> watch::Receiver<Readiness> {
        self.readiness.subscribe()
    }

    /// A portfolio's ledger.
    pub fn get(&self, portfolio: PortfolioId) -> Result<Arc<Ledger>, FindError> {
        self.check_ready()?;
        let served = self.served.read().unwrap_or_else(PoisonError::into_inner);
        match served.get(&portfolio) {
            Some(Ok(ledger)) => Ok(ledger.clone()),
            Some(Err(refusal)) => Err(FindError::Refused(refusal.clone())),
            None => Err(FindError::Unknown(portfolio)),
        }
    }

    /// The same, waiting for one that another node has opened.
    pub async fn awaited(
        &self,
        portfolio: PortfolioId,
        within: Duration,
    ) -> Result<Arc<Ledger>, FindError> {
        let found = async {
            loop {
                match self.get(portfolio) {
                    Err(FindError::Unknown(_)) if self.store.is_shared() => {
                        sleep(OPENED_PAUSE).await;
                    }
                    found => break found,
                }
            }
        };
        tokio::time::timeout(within, found).await.unwrap_or_else(|_| self.get(portfolio))
    }

    fn check_ready(&self) -> Result<(), FindError> {
        match &*self.readiness.borrow() {
            Readiness::Ready | Readiness::Partly(_) => Ok(()),
            Readiness::Loading { events } => Err(FindError::Loading { events: *events }),
            Readiness::Refusing(error) => Err(FindError::Store(error.clone())),
            Readiness::Stopping => Err(FindError::Stopping),
        }
    }

    /// Every portfolio that is served, in the order of their ids.
    pub fn list(&self) -> Result<Vec<Arc<Ledger>>, FindError> {
        self.check_ready()?;
        Ok(self.all())
    }

    /// Portfolios that are not served, or of which nothing is recorded any more, and why.
    pub fn refused(&self) -> Vec<Refused> {
        let served = self.served.read().unwrap_or_else(PoisonError::into_inner);
        let refused = |(&portfolio, served): (&PortfolioId, &Served)| match served {
            Ok(ledger) => {
                let why = ledger.refusal()?;
                Some(Refused { portfolio, why: (*why).clone(), is_read: true })
            }
            Err(why) => Some(Refused { portfolio, why: why.clone(), is_read: false }),
        };
        served.iter().filter_map(refused).collect()
    }

    fn all(&self) -> Vec<Arc<Ledger>> {
        let served = self.served.read().unwrap_or_else(PoisonError::into_inner);
        served.values().flatten().cloned().collect()
    }

    /// Opens a portfolio; the same command again gives the same portfolio and the first answer.
    pub async fn open(&self, opening: Submission) -> Result<(Arc<Ledger>, Answer), OpenError> {
        let portfolio = PortfolioId::opened_by(opening.id);
        debug_assert!(matches!(opening.command, Command::PortfolioOpen(_)), "an opening opens");
        let _one_at_a_time = self.opening.lock().await;
        match self.get(portfolio) {
            Ok(ledger) => {
                let answer = ledger.submit(opening).await?;
                Ok((ledger, answer))
            }
            Err(FindError::Unknown(_)) => self.open_new(portfolio, opening).await,
            Err(error) => Err(error.into()),
        }
    }

    /// The ledger is found by others only once its first commit is durable.
    async fn open_new(
        &self,
        portfolio: PortfolioId,
        opening: Submission,
    ) -> Result<(Arc<Ledger>, Answer), OpenError> {
        let ledger =
            Arc::new(self.start(portfolio, (Published::that_keeps(self.copies), Shelf::default())));
        let answer = match ledger.submit(opening).await {
            Ok(answer) => answer,
            Err(error) => {
                ledger.stop().await;
                return Err(error.into());
            }
        };
        let mut served = self.served.write().unwrap_or_else(PoisonError::into_inner);
        served.insert(portfolio, Ok(ledger.clone()));
        Ok((ledger, answer))
    }

    /// What opening a portfolio would bring. The ledger that comes with it is a trial: nobody finds
    /// it, and it takes no command.
    pub async fn preview_opening(
        &self,
        opening: &Submission,
    ) -> Result<(Arc<Ledger>, Preview), OpenError> {
        let portfolio = PortfolioId::opened_by(opening.id);
        let ledger = match self.get(portfolio) {
            Ok(ledger) => ledger,
            Err(FindError::Unknown(_)) => {
                let empty = (Published::that_keeps(self.copies), Shelf::default());
                let trial = Arc::new(self.start(portfolio, empty));
                trial.stop().await;
                trial
            }
            Err(error) => return Err(error.into()),
        };
        let preview = ledger.preview(opening).await?;
        Ok((ledger, preview))
    }

    /// Serves what other nodes open, for as long as anything is served. Ends at once where nobody else
    /// writes to the store.
    pub async fn follow(&self) {
        while self.store.is_shared() && *self.readiness.borrow() != Readiness::Stopping {
            sleep(FOLLOWING_PAUSE).await;
            if self.check_ready().is_err() {
                continue;
            }
            // The store says itself when the engine is away.
            let Ok(listed) = self.store.listed().await else { continue };
            for portfolio in listed {
                if let Err(refusal) = self.serve_opened(portfolio).await {
                    tracing::warn!(%portfolio, %refusal, "a portfolio that was opened elsewhere");
                }
            }
        }
    }

    /// Serves a portfolio that another node opened, unless it is served.
    async fn serve_opened(&self, portfolio: PortfolioId) -> Result<(), Refusal> {
        if !matches!(self.get(portfolio), Err(FindError::Unknown(_))) {
            return Ok(());
        }
        let _one_at_a_time = self.opening.lock().await;
        // It may have been opened here meanwhile.
        if !matches!(self.get(portfolio), Err(FindError::Unknown(_))) {
            return Ok(());
        }
        let read = metrics::events_loaded;
        let served = match load::load_one(&*self.store, portfolio, self.copies, &read).await {
            Ok(None) => return Ok(()),
            Ok(Some(loaded)) => Ok(Arc::new(self.start(portfolio, loaded))),
            Err(refusal @ Refusal::Store(StoreError::Unavailable { .. })) => return Err(refusal),
            Err(refusal) => {
                tracing::error!(%portfolio, %refusal, "the portfolio is not served");
                Err(refusal)
            }
        };
        let mut all = self.served.write().unwrap_or_else(PoisonError::into_inner);
        all.insert(portfolio, served);
        Ok(())
    }

    /// Whether the store can be reached, as far as is known.
    pub fn reach(&self) -> Reach {
        self.store.reach()
    }

    /// Takes no more commands, records and answers what waits, ends every subscription and closes
    /// the store.
    pub async fn stop(&self) -> Result<(), StoreError> {
        self.ready(Readiness::Stopping);
        let _no_opening = self.opening.lock().await;
        for ledger in self.all() {
            ledger.stop().await;
        }
        self.store.close().await
    }
}

/// Why a portfolio was not opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The ledgers cannot be reached.
    #[error(transparent)]
    Find(#[from] FindError),
    /// The command was not recorded.
    #[error(transparent)]
    Submit(#[from] SubmitError),
}
