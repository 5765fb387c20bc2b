//! Subscriptions, on a thread of their own.
//!
//! Two things that the client's subscriptions do cannot be lived with on a thread that has other work.
//! Over a subscription that the server ends without an error the client turns in a circle that never
//! yields, so that no deadline ever comes to an end it; the one sign of life that it gives is a warning
//! in the log. The dispatcher of this thread's log takes that warning, and unwinds from it: the task
//! ends, which its reader sees, and the thread goes on. And over a stream that is not there, or a
//! message that it does not know, the client panics, which ends a task as well.

use eventstore::{
    Client, ClientSettings, Credentials, Error, RecordedEvent, StreamPosition,
    SubscribeToStreamOptions, SubscriptionEvent,
};
use std::{
    fmt::Debug,
    future::pending,
    panic::resume_unwind,
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::Duration,
};
use tokio::{
    runtime::Handle,
    sync::{mpsc, oneshot, watch},
    task::JoinHandle,
    time::{sleep, timeout},
};
use tracing::{
    Dispatch, Event, Level, Metadata, Subscriber,
    dispatcher::with_default,
    field::{Field, Visit},
    level_filters::LevelFilter,
    span,
    subscriber::Interest,
};

use super::{
    super::StoreError,
    failure::Failure,
    link::{Link, Patience, Words},
};
use crate::metrics;

/// Events that were heard and not yet taken, at most; the engine waits with the others.
const HEARD_MAX: usize = 512;

/// What the log says of subscriptions.
const WORDS: Words =
    Words { lost: "a subscription is lost", back: "subscriptions are confirmed again" };

/// What the client says each time that it turns in a circle.
const CIRCLING: &str = "Received an unknown subscription message";

/// Subscriptions of one connection, at most: fewer than the streams that the database's own server lets
/// one have, 100. What is more would wait there, unconfirmed, for another to end.
const SUBSCRIPTIONS_MAX: usize = 64;

/// A connection, and what is counted by being held: its subscriptions.
#[derive(Clone, Debug)]
struct Lane {
    link: Arc<Link>,
    subscriptions: Arc<()>,
}

impl Lane {
    fn has_room(&self) -> bool {
        // The lane itself holds one.
        Arc::strong_count(&self.subscriptions) <= SUBSCRIPTIONS_MAX
    }
}

/// The thread, and the clients that subscribe on it: as many as there are subscriptions for.
#[derive(Debug)]
pub(super) struct Listener {
    /// What every lane's link is beside; itself it is not used.
    link: Arc<Link>,
    credentials: Option<Credentials>,
    patience: Patience,
    runtime: Handle,
    lanes: Mutex<Vec<Lane>>,
    stop: watch::Sender<bool>,
    thread: Mutex<Option<thread::JoinHandle<()>>>,
}

impl Listener {
    pub(super) fn start(
        settings: ClientSettings,
        credentials: Option<Credentials>,
        patience: Patience,
        seed: u64,
    ) -> Result<Self, StoreError> {
        let failed = |error: std::io::Error| StoreError::Unavailable { what: error.to_string() };
        let driven =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let runtime = driven.handle().clone();
        let (stop, mut stopped) = watch::channel(false);
        let thread = thread::Builder::new()
            .name("engine-listener".to_owned())
            .spawn(move || {
                with_default(&Dispatch::new(Watchman), || {
                    // An error says that nobody can ask it to stop any more.
                    driven.block_on(async { stopped.wait_for(|stop| *stop).await.is_ok() })
                });
                driven.shutdown_background();
            })
            .map_err(failed)?;
        let link = Link::new((settings, None), runtime.clone(), patience, seed, WORDS);
        let (lanes, thread) = (Mutex::default(), Mutex::new(Some(thread)));
        Ok(Self { link, credentials, patience, runtime, lanes, stop, thread })
    }

    /// A connection that has room for a subscription, which what is given with it counts as.
    fn lane(&self) -> Result<Lane, Failure> {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        if *self.stop.borrow() {
            return Err(Failure::Closed);
        }
        if let Some(lane) = lanes.iter().find(|lane| lane.has_room()) {
            return Ok(lane.clone());
        }
        let link = self.link.beside();
        let lane = Lane { link, subscriptions: Arc::default() };
        lanes.push(lane.clone());
        Ok(lane)
    }

    /// Subscribes to a stream that is there, after a revision. What comes ends when the subscription
    /// does, for whatever reason.
    pub(super) async fn listen(
        &self,
        stream: String,
        after: Option<u64>,
    ) -> Result<mpsc::Receiver<RecordedEvent>, Failure> {
        let Lane { link, subscriptions } = self.lane()?;
        let (generation, client) = link.client().await?;
        let (heard, hearing) = mpsc::channel(HEARD_MAX);
        let (confirmed, is_confirmed) = oneshot::channel();
        let attempt = self.patience.attempt;
        let task = self.runtime.spawn(hear(
            (client, attempt),
            self.credentials.clone(),
            (stream, after),
            (confirmed, heard.clone()),
        ));
        // On the caller's threads, whose log is the service's.
        tokio::spawn(async move {
            let lasts = async {
                match is_confirmed.await {
                    Ok(()) => sleep(attempt).await,
                    Err(_) => pending().await,
                }
            };
            watched((link, generation), task, lasts).await;
            drop(subscriptions);
            // Only now is it over for who listens: the next attempt knows that this one failed.
            drop(heard);
        });
        Ok(hearing)
    }

    /// Ends every subscription.
    pub(super) async fn close(&self) {
        // No lane is made any more.
        self.stop.send_replace(true);
        let lanes = std::mem::take(&mut *self.lanes.lock().unwrap_or_else(PoisonError::into_inner));
        for lane in lanes {
            lane.link.close().await;
        }
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            // It is waited for so that nothing of it is left; a panic on it was reported already.
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
    }
}

/// Says of a subscription that it is sound once it has lasted, and that it failed when it has: one that
/// ends as soon as it begins is not asked for again without a pause.
async fn watched(
    (link, generation): (Arc<Link>, u64),
    mut task: JoinHandle<Result<(), String>>,
    lasts: impl Future<Output = ()>,
) {
    let ended = tokio::select! {
        ended = &mut task => ended,
        () = lasts => {
            link.answered(generation).await;
            task.await
        }
    };
    let what = match ended {
        Ok(Ok(())) => return,
        Ok(Err(error)) => error,
        // With its runtime.
        Err(ended) if ended.is_cancelled() => return,
        Err(_) => "the engine ended it, or said what the client does not understand".to_owned(),
    };
    metrics::subscription_lost();
    link.lost(generation, &what).await;
}

/// Tells what comes, until nobody listens any more.
async fn hear(
    (client, attempt): (Client, Duration),
    credentials: Option<Credentials>,
    (stream, after): (String, Option<u64>),
    (confirmed, heard): (oneshot::Sender<()>, mpsc::Sender<RecordedEvent>),
) -> Result<(), String> {
    let from = after.map_or(StreamPosition::Start, StreamPosition::Position);
    let mut options = SubscribeToStreamOptions::default().start_from(from);
    if let Some(credentials) = credentials {
        options = options.authenticated(credentials);
    }
    let mut subscription = client.subscribe_to_stream(stream, &options).await;
    // What comes first is that the subscription is confirmed.
    let first = timeout(attempt, subscription.next_subscription_event()).await;
    let first = first.map_err(|_| "the engine does not confirm a subscription".to_owned())?;
    if first.is_ok() {
        // Who watches has gone where nobody listens.
        let _ = confirmed.send(());
    }
    let mut first = Some(first);
    loop {
        let next = match first.take() {
            Some(first) => first,
            None => tokio::select! {
                next = subscription.next_subscription_event() => next,
                () = heard.closed() => return Ok(()),
            },
        };
        match next {
            Ok(SubscriptionEvent::EventAppeared(event)) => {
                let Some(event) = event.event else { continue };
                if heard.send(event).await.is_err() {
                    return Ok(());
                }
            }
            Ok(_) => {}
            Err(Error::NotLeaderException(_)) => return Ok(()),
            Err(error) => return Err(error.to_string()),
        }
    }
}

/// What unwinds from a client that turns in a circle.
struct Circling;

/// Takes the log of the listener's thread, which nobody else sees: that a subscription failed is said by
/// who watches it, on another thread.
struct Watchman;

fn is_of_client(metadata: &Metadata<'_>) -> bool {
    metadata.is_event()
        && *metadata.level() == Level::WARN
        && metadata.target().starts_with("eventstore::")
}

impl Subscriber for Watchman {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if is_of_client(metadata) { Interest::always() } else { Interest::never() }
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        is_of_client(metadata)
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::WARN)
    }

    fn event(&self, event: &Event<'_>) {
        let mut found = Found(false);
        event.record(&mut found);
        if found.0 {
            // Not a panic: nothing is reported of it.
            resume_unwind(Box::new(Circling));
        }
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

struct Found(bool);

impl Visit for Found {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0 |= field.name() == "message" && format!("{value:?}").contains(CIRCLING);
    }
}
