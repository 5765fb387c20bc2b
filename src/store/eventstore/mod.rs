//! The engine on EventStoreDB / KurrentDB, which several services share.
//!
//! One stream for each portfolio, one for each value of a vault, and one that lists the portfolios. A
//! group is one append of several events under the exact revision that it expects. Everything that
//! must be exact is asked of the node that leads; subscriptions may go elsewhere.

mod connection;
mod failure;
mod link;
mod listener;
mod names;
mod pause;
mod reading;
mod registry;
mod tail;
mod tls;
mod vault;
mod wire;

use async_trait::async_trait;
use eventstore::{AppendToStreamOptions, Credentials, Error, ExpectedRevision};
use futures_util::{StreamExt, stream};
use rustls::crypto::CryptoProvider;
use schema::{Commitment, Digest, EventId, PortfolioId, Revision, VaultEntry};
use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use tokio::time::timeout;

use self::{
    failure::Failure,
    link::{Link, Words},
    listener::Listener,
    names::Names,
    registry::Registry,
    tail::EngineTail,
};
use super::{
    Append, Damage, EventStore, Page, PageLimit, PortfolioHead, Position, Reach, ScanPage, Scanned,
    StoreError, Subscription, Vaulted,
    append::{
        BESIDE_EVENT_BYTES_MAX, GROUP_KEPT_BYTES_MAX, Standing, check_vault, kept_bytes, standing,
    },
};
use crate::chance;

pub use connection::{Connection, ConnectionError};
pub use link::Patience;

/// Heads that are asked for at once.
const AT_ONCE: usize = 16;

/// How often an append is looked at again whose stream moved while it was looked up.
const LOOKS_MAX: u32 = 3;

/// A store on a cluster.
#[derive(Debug)]
pub struct EventStoreDb {
    engine: Arc<Engine>,
}

/// What everything of a store is asked through.
#[derive(Debug)]
struct Engine {
    link: Arc<Link>,
    /// Further connections, made once so many values of a vault are asked for that one is too narrow.
    lanes: Vec<Arc<Link>>,
    listener: Listener,
    names: Names,
    credentials: Option<Credentials>,
    registry: Registry,
}

impl EventStoreDb {
    /// A store on a cluster, which need not be there yet.
    pub fn open(connection: &Connection) -> Result<Self, StoreError> {
        Self::open_as(connection, Patience::default(), "")
    }

    /// The same, waiting as long as stated, with streams whose names begin with `prefix`.
    pub fn open_as(
        connection: &Connection,
        patience: Patience,
        prefix: &str,
    ) -> Result<Self, StoreError> {
        let tls = connection.tls()?;
        check_provider()?;
        let runtime = tokio::runtime::Handle::current();
        let (seed, _) = chance::uuid().as_u64_pair();
        let credentials = connection.credentials().cloned();
        let listener =
            Listener::start(connection.preferred().clone(), credentials.clone(), patience, seed)?;
        let words = Words { lost: "the engine does not answer", back: "the engine answers again" };
        let settings = (connection.leading().clone(), tls);
        let link = Link::new(settings, runtime, patience, seed, words);
        let lanes = (1..vault::LANES_MAX).map(|_| link.beside()).collect();
        let names = Names::after(prefix);
        let registry = Registry::default();
        Ok(Self {
            engine: Arc::new(Engine { link, lanes, listener, names, credentials, registry }),
        })
    }
}

/// Whether a client was made in this process.
static BEGUN: AtomicBool = AtomicBool::new(false);

/// That nobody has chosen a TLS provider for this process: its first client does, and panics where
/// there is one, and with it each that comes after.
fn check_provider() -> Result<(), StoreError> {
    if !BEGUN.load(Ordering::SeqCst) && CryptoProvider::get_default().is_some() {
        let what = "another part of this program has chosen a TLS provider, beside which the \
                    engine's client does not work";
        return Err(StoreError::Unavailable { what: what.to_owned() });
    }
    BEGUN.store(true, Ordering::SeqCst);
    Ok(())
}

/// What is wrong with a ledger whose stream somebody deleted.
fn deleted(portfolio: PortfolioId) -> StoreError {
    let what = "its stream was deleted in the engine".to_owned();
    Damage { portfolio, revision: Revision::FIRST, what }.into()
}

/// Where a deleted ledger is listed, so that whoever reads it is told.
fn head_of_deleted(portfolio: PortfolioId) -> PortfolioHead {
    PortfolioHead { portfolio, head: Revision::FIRST }
}

fn revision(portfolio: PortfolioId, number: u64) -> Result<Revision, StoreError> {
    Revision::new(number).map_err(|_| {
        let what = format!("the engine names revision {number}");
        Damage { portfolio, revision: Revision::FIRST, what }.into()
    })
}

impl Engine {
    /// A page of one ledger, gapless from `from`.
    async fn page(
        &self,
        portfolio: PortfolioId,
        from: Revision,
        limit: PageLimit,
    ) -> Result<Page, StoreError> {
        let run = self.run(portfolio, from, limit).await?;
        let is_lost = run.head.is_none() && self.registry.has_begun(self, portfolio).await?;
        // The first event may have come since, and then what says that it has begun.
        let run = if is_lost { self.run(portfolio, from, limit).await? } else { run };
        if is_lost && run.head.is_none() {
            return Err(deleted(portfolio));
        }
        let (mut events, mut next) = (Vec::with_capacity(run.events.len()), from);
        for recorded in &run.events {
            let event = wire::stored(portfolio, recorded)?;
            if event.revision() != next {
                let what = format!("the event is missing; revision {} follows", event.revision());
                return Err(Damage { portfolio, revision: next, what }.into());
            }
            next = next.next();
            events.push(event);
        }
        let head = run.head.map(|head| revision(portfolio, head)).transpose()?;
        if events.is_empty() && head.is_some_and(|head| from <= head) {
            let what = "the event is missing".to_owned();
            return Err(Damage { portfolio, revision: from, what }.into());
        }
        Ok(Page { events, head })
    }

    async fn run(
        &self,
        portfolio: PortfolioId,
        from: Revision,
        limit: PageLimit,
    ) -> Result<reading::Run, StoreError> {
        let (stream, credentials) = (self.names.portfolio(portfolio), self.credentials.clone());
        let run = self.link.ask(|client| {
            reading::run(client, credentials.clone(), stream.clone(), from.number(), limit)
        });
        match run.await {
            Err(Failure::Answer(Error::ResourceDeleted)) => Err(deleted(portfolio)),
            run => Ok(run?),
        }
    }

    async fn head(&self, portfolio: PortfolioId) -> Result<Option<PortfolioHead>, StoreError> {
        let (stream, credentials) = (self.names.portfolio(portfolio), self.credentials.clone());
        let head =
            self.link.ask(|client| reading::head(client, credentials.clone(), stream.clone()));
        let head = match head.await {
            Err(Failure::Answer(Error::ResourceDeleted)) => {
                return Ok(Some(head_of_deleted(portfolio)));
            }
            head => head?,
        };
        match head {
            Some(head) => Ok(Some(PortfolioHead { portfolio, head: revision(portfolio, head)? })),
            // One that began since is read as it then is.
            None => {
                let has_begun = self.registry.has_begun(self, portfolio).await?;
                Ok(has_begun.then(|| head_of_deleted(portfolio)))
            }
        }
    }

    /// One append of the whole group. Gives the revision of its last event.
    async fn append_group(&self, append: &Append) -> Result<u64, Failure> {
        let expected = match append.expected {
            Some(revision) => ExpectedRevision::Exact(revision.number()),
            None => ExpectedRevision::NoStream,
        };
        let mut options =
            AppendToStreamOptions::default().expected_revision(expected).requires_leader(true);
        if let Some(credentials) = &self.credentials {
            options = options.authenticated(credentials.clone());
        }
        let stream = self.names.portfolio(append.portfolio);
        let appended = self.link.ask(|client| {
            let (stream, options) = (stream.clone(), options.clone());
            let events: Vec<_> = append.events.iter().map(wire::proposed).collect();
            async move { client.append_to_stream(stream, &options, events).await }
        });
        appended.await.map(|written| written.next_expected_version)
    }

    /// What became of a group that does not follow the head.
    async fn standing(&self, append: &Append) -> Result<Standing, StoreError> {
        let (mut recorded, mut next) = (Vec::new(), append.first());
        let head = loop {
            let events_max = append.events.len() - recorded.len();
            let limit = PageLimit { events_max, ..PageLimit::USUAL };
            let page = self.page(append.portfolio, next, limit).await?;
            next = page.events.last().map_or(next, |last| last.revision().next());
            let is_all = page.events.is_empty();
            recorded.extend(page.events.iter().map(|event| (event.event_id(), event.digest())));
            if is_all || recorded.len() >= append.events.len() {
                break page.head;
            }
        };
        standing(append, head, || Ok::<Vec<(EventId, Digest)>, StoreError>(recorded))
    }

    /// Appends a group, within a bounded time as a whole.
    async fn append(&self, append: &Append) -> Result<Revision, StoreError> {
        let in_all = self.link.patience().in_all;
        // What stands before the group may be much, and each of it has a deadline of its own.
        timeout(in_all * 2, self.prepare(append)).await.unwrap_or_else(|_| {
            let what = "it did not take the texts in time; nothing was recorded".to_owned();
            Err(StoreError::Unavailable { what })
        })?;
        let last = timeout(in_all * 2, self.record(append)).await.unwrap_or_else(|_| {
            let what = "the engine did not say in time".to_owned();
            Err(StoreError::OutcomeUnknown { what })
        })?;
        self.note_begun(append.portfolio).await;
        Ok(last)
    }

    /// What has to stand in the engine before a group.
    async fn prepare(&self, append: &Append) -> Result<(), StoreError> {
        let portfolio = append.portfolio;
        if append.expected.is_none() {
            // The engine would let a deleted stream begin anew, at the revision after its last.
            if self.registry.has_begun(self, portfolio).await? {
                let one = PageLimit { events_max: 1, ..PageLimit::USUAL };
                self.page(portfolio, Revision::FIRST, one).await?;
            } else {
                self.registry.add(self, portfolio).await.map_err(StoreError::from)?;
            }
        }
        self.put(portfolio, &append.vault).await
    }

    /// Notes that a portfolio has begun, where that is not noted. Where the engine fails at it, the next
    /// append does it: the group is recorded.
    async fn note_begun(&self, portfolio: PortfolioId) {
        if self.registry.is_known_begun(portfolio).await {
            return;
        }
        let begun = timeout(self.link.patience().attempt, self.registry.begin(self, portfolio));
        if !matches!(begun.await, Ok(Ok(()))) {
            tracing::warn!(%portfolio, "that it has begun is not noted yet");
        }
    }

    async fn record(&self, append: &Append) -> Result<Revision, StoreError> {
        for _ in 0..LOOKS_MAX {
            match self.append_group(append).await {
                Ok(last) if last == append.last().number() => return Ok(append.last()),
                // At another revision than expected: a stream that was deleted goes on after its last.
                Ok(_) | Err(Failure::Answer(Error::WrongExpectedVersion { .. })) => {
                    match self.standing(append).await {
                        Ok(Standing::Recorded) => return Ok(append.last()),
                        // It moved to where the group fits while it was looked up.
                        Ok(Standing::Follows) => {}
                        // Whether it is recorded was to be seen there.
                        Err(StoreError::Unavailable { what }) => {
                            return Err(StoreError::OutcomeUnknown { what });
                        }
                        Err(error @ StoreError::Closed) => {
                            return Err(StoreError::OutcomeUnknown { what: error.to_string() });
                        }
                        Err(error) => return Err(error),
                    }
                }
                Err(Failure::Answer(Error::ResourceDeleted)) => {
                    return Err(deleted(append.portfolio));
                }
                Err(Failure::Unknown(what)) => return Err(StoreError::OutcomeUnknown { what }),
                Err(failure) => return Err(failure.into()),
            }
        }
        let what = "the ledger moved each time that it was looked at".to_owned();
        Err(StoreError::OutcomeUnknown { what })
    }
}

/// Refuses a group that the engine would refuse for its size.
fn check_size(append: &Append) -> Result<(), StoreError> {
    let refuse = |what: String| Err(StoreError::Unacceptable { what });
    // The engine keeps names in two bytes for each character, beside some 170 bytes of ids.
    let longest = (BESIDE_EVENT_BYTES_MAX - 170) / 2;
    if let Some(event) = append.events.iter().find(|event| event.type_name().len() > longest) {
        return refuse(format!("the name {} has more than {longest} bytes", event.type_name()));
    }
    let bytes: usize = append.events.iter().map(kept_bytes).sum();
    if bytes > GROUP_KEPT_BYTES_MAX {
        return refuse(format!(
            "with what stands beside its events it has {bytes} bytes, more than \
             {GROUP_KEPT_BYTES_MAX}"
        ));
    }
    Ok(())
}

#[async_trait]
impl EventStore for EventStoreDb {
    async fn portfolios(
        &self,
        after: Option<PortfolioId>,
        count_max: usize,
    ) -> Result<Vec<PortfolioHead>, StoreError> {
        let listed = self.engine.registry.list(&self.engine).await?;
        let following = listed.into_iter().filter(|portfolio| after < Some(*portfolio));
        let mut found =
            stream::iter(following).map(|portfolio| self.engine.head(portfolio)).buffered(AT_ONCE);
        let mut heads = Vec::new();
        while heads.len() < count_max
            && let Some(head) = found.next().await
        {
            heads.extend(head?);
        }
        Ok(heads)
    }

    async fn listed(&self) -> Result<BTreeSet<PortfolioId>, StoreError> {
        self.engine.registry.list(&self.engine).await
    }

    async fn append(&self, append: Append) -> Result<Revision, StoreError> {
        append.check()?;
        check_size(&append)?;
        // A task of its own, so that dropping the future does not leave it half done.
        let engine = Arc::clone(&self.engine);
        let appending = tokio::spawn(async move { engine.append(&append).await });
        appending.await.unwrap_or_else(|_| {
            let what = "the append ended before it was answered".to_owned();
            Err(StoreError::OutcomeUnknown { what })
        })
    }

    async fn read(
        &self,
        portfolio: PortfolioId,
        from: Revision,
        limit: PageLimit,
    ) -> Result<Page, StoreError> {
        self.engine.page(portfolio, from, limit).await
    }

    /// Reads everything that was ever appended, other services' and the vaults' streams as well; the
    /// user needs the right to read `$all`. The service itself reads its ledgers one by one.
    async fn scan(
        &self,
        after: Option<Position>,
        limit: PageLimit,
    ) -> Result<ScanPage, StoreError> {
        let (mut events, mut bytes) = (Vec::new(), 0);
        let mut from = after.map(Position::number);
        loop {
            let credentials = self.engine.credentials.clone();
            let most = limit.events_max.saturating_add(1).max(64);
            let read = self
                .engine
                .link
                .ask(|client| reading::all(client, credentials.clone(), from, most))
                .await?;
            let new =
                read.iter().filter(|event| from.is_none_or(|from| event.position.commit > from));
            let Some(last) = new.clone().last() else { return Ok(ScanPage { events }) };
            for recorded in new {
                let Some(portfolio) = self.engine.names.portfolio_of(&recorded.stream_id) else {
                    continue;
                };
                if !limit.takes(events.len(), bytes, recorded.data.len()) {
                    return Ok(ScanPage { events });
                }
                bytes += recorded.data.len();
                let position = Position::new(recorded.position.commit);
                let event = wire::stored(portfolio, recorded);
                events.push(Scanned { position, portfolio, event });
            }
            from = Some(last.position.commit);
        }
    }

    async fn subscribe(
        &self,
        portfolio: PortfolioId,
        from: Revision,
    ) -> Result<Box<dyn Subscription>, StoreError> {
        Ok(Box::new(EngineTail::new(Arc::clone(&self.engine), portfolio, from)))
    }

    async fn vault_put(
        &self,
        portfolio: PortfolioId,
        entries: Vec<VaultEntry>,
    ) -> Result<(), StoreError> {
        check_vault(&entries)?;
        self.engine.put(portfolio, &entries).await
    }

    async fn vault_get(
        &self,
        portfolio: PortfolioId,
        commitments: Vec<Commitment>,
    ) -> Result<Vec<Vaulted>, StoreError> {
        self.engine.get(portfolio, &commitments).await
    }

    async fn vault_erase(
        &self,
        portfolio: PortfolioId,
        commitment: Commitment,
    ) -> Result<bool, StoreError> {
        self.engine.erase(portfolio, commitment).await
    }

    fn is_shared(&self) -> bool {
        true
    }

    fn reach(&self) -> Reach {
        self.engine.link.reach()
    }

    async fn close(&self) -> Result<(), StoreError> {
        self.engine.link.close().await;
        for lane in &self.engine.lanes {
            lane.close().await;
        }
        self.engine.listener.close().await;
        Ok(())
    }
}
