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
    panic::resume_unwind,
    sync::{Arc, Mutex, PoisonError},
    thread,
};
use tokio::{
    sync::{mpsc, watch},
    time::timeout,
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
    link::{Link, Patience},
};

/// Events that were heard and not yet taken, at most; the engine waits with the others.
const HEARD_MAX: usize = 512;

/// What the client says each time that it turns in a circle.
const CIRCLING: &str = "Received an unknown subscription message";

/// The thread, and the client that subscribes on it.
#[derive(Debug)]
pub(super) struct Listener {
    link: Arc<Link>,
    credentials: Option<Credentials>,
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
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let handle = runtime.handle().clone();
        let (stop, mut stopped) = watch::channel(false);
        let thread = thread::Builder::new()
            .name("engine-listener".to_owned())
            .spawn(move || {
                with_default(&Dispatch::new(Watchman), || {
                    // An error says that nobody can ask it to stop any more.
                    runtime.block_on(async { stopped.wait_for(|stop| *stop).await.is_ok() })
                });
                runtime.shutdown_background();
            })
            .map_err(failed)?;
        let link = Link::new(settings, handle, patience, seed);
        Ok(Self { link, credentials, stop, thread: Mutex::new(Some(thread)) })
    }

    /// Subscribes to a stream that is there, after a revision. What comes ends when the subscription
    /// does, for whatever reason.
    pub(super) async fn listen(
        &self,
        stream: String,
        after: Option<u64>,
    ) -> Result<mpsc::Receiver<RecordedEvent>, Failure> {
        let (generation, client) = self.link.client().await?;
        let (heard, hearing) = mpsc::channel(HEARD_MAX);
        let (link, credentials) = (Arc::clone(&self.link), self.credentials.clone());
        let task = self.link.runtime().spawn(hear(
            (Arc::clone(&link), generation, client),
            credentials,
            (stream, after),
            heard,
        ));
        self.link.runtime().spawn(async move {
            match task.await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => link.lost(generation, &error).await,
                Err(_) => link.lost(generation, "the engine ended a subscription").await,
            }
        });
        Ok(hearing)
    }

    /// Ends every subscription.
    pub(super) async fn close(&self) {
        self.link.close().await;
        self.stop.send_replace(true);
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            // It is waited for so that nothing of it is left; a panic on it was reported already.
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
    }
}

/// Tells what comes, until nobody listens any more.
async fn hear(
    (link, generation, client): (Arc<Link>, u64, Client),
    credentials: Option<Credentials>,
    (stream, after): (String, Option<u64>),
    heard: mpsc::Sender<RecordedEvent>,
) -> Result<(), String> {
    let from = after.map_or(StreamPosition::Start, StreamPosition::Position);
    let mut options = SubscribeToStreamOptions::default().start_from(from);
    if let Some(credentials) = credentials {
        options = options.authenticated(credentials);
    }
    let mut subscription = client.subscribe_to_stream(stream, &options).await;
    // What comes first is that the subscription is confirmed.
    let confirmed = timeout(link.patience().attempt, subscription.next_subscription_event()).await;
    let mut confirmed =
        Some(confirmed.map_err(|_| "the engine does not confirm a subscription".to_owned())?);
    link.answered(generation).await;
    loop {
        let next = match confirmed.take() {
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

/// Takes the log of the listener's thread, which nobody else sees: what it says of failures is said
/// by the links.
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
