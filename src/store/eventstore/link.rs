//! The supervisor around the client, which by itself does not outlive much.
//!
//! What the client does is in DESIGN's list of its defects: after a failure it goes on with the handle
//! that failed, a failed first connection leaves it closed for ever, and some of what a server may say
//! panics. So each request runs in a task of its own, within a deadline; whatever failed at a request
//! is never asked again, but replaced by a new client after a pause that grows.

use eventstore::{Client, ClientSettings, Error};
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    runtime::{Builder, Handle, Runtime},
    sync::{Mutex as Guarded, watch},
    time::{Instant, sleep_until, timeout_at},
};

use super::{
    super::{Reach, StoreError},
    failure::Failure,
    pause::pause,
    tls::Tls,
};

/// How often one request follows the server from node to node.
const HOPS_MAX: u32 = 3;

/// Between two lines of the log about failures.
const TOLD_EVERY: Duration = Duration::from_secs(60);

/// How long the engine is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// For one answer.
    pub attempt: Duration,
    /// For everything that is tried for one request.
    pub in_all: Duration,
    /// For a subscription that is silent, before it is asked whether there is something after all.
    pub silence: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        let (attempt, in_all) = (Duration::from_secs(4), Duration::from_secs(8));
        Self { attempt, in_all, silence: Duration::from_secs(5) }
    }
}

/// A client, and the thread that it keeps its connection on. By itself the client never ends: what it
/// leaves running there waits for a word from itself. So it goes with its thread.
struct Running {
    client: Client,
    runtime: Option<Runtime>,
}

impl Running {
    /// Blocks: the client reads the machine's certificates.
    fn start(settings: ClientSettings) -> Result<Self, Failure> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("engine-client")
            .enable_all()
            .build()
            .map_err(|error| Failure::NotSent(error.to_string()))?;
        let client = Client::with_runtime_handle(runtime.handle().clone(), settings)?;
        Ok(Self { client, runtime: Some(runtime) })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// The client that is in use, or when the next may be made.
#[derive(Default)]
struct Held {
    client: Option<Running>,
    /// Tells one client from the next.
    generation: u64,
    failures: u32,
    not_before: Option<Instant>,
}

/// What is known of the engine.
#[derive(Debug, Default)]
struct Heard {
    away_since: Option<(Instant, String)>,
    /// What is wrong with its TLS, where that is known.
    tls_fault: Option<String>,
    /// When a failure was logged, and how many were not since.
    told: Option<Instant>,
    untold: u64,
}

impl Heard {
    /// How many failures a line of the log would tell of, where it is time for one.
    fn told_now(&mut self) -> Option<u64> {
        self.untold += 1;
        if self.told.is_some_and(|told| told.elapsed() < TOLD_EVERY) {
            return None;
        }
        self.told = Some(Instant::now());
        Some(std::mem::take(&mut self.untold))
    }

    fn with_fault(&self, what: String) -> String {
        match &self.tls_fault {
            Some(fault) => format!("{what}: {fault}"),
            None => what,
        }
    }
}

/// What a link is for, in the words of its log.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    pub(super) lost: &'static str,
    pub(super) back: &'static str,
}

/// A client, whichever is in use.
pub(super) struct Link {
    settings: ClientSettings,
    tls: Option<Arc<Tls>>,
    words: Words,
    runtime: Handle,
    patience: Patience,
    seed: u64,
    held: Guarded<Held>,
    heard: Arc<Mutex<Heard>>,
    closed: watch::Sender<bool>,
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Link(..)")
    }
}

impl Link {
    /// A link that is yet to be made. Its requests run on `runtime`; `tls` tells what is wrong with a
    /// handshake.
    pub(super) fn new(
        (settings, tls): (ClientSettings, Option<Tls>),
        runtime: Handle,
        patience: Patience,
        seed: u64,
        words: Words,
    ) -> Arc<Self> {
        Arc::new(Self {
            settings,
            tls: tls.map(Arc::new),
            words,
            runtime,
            patience,
            seed,
            held: Guarded::default(),
            heard: Arc::default(),
            closed: watch::Sender::new(false),
        })
    }

    /// A further link to the same engine: what one hears of it, all do.
    pub(super) fn beside(&self) -> Arc<Self> {
        Arc::new(Self {
            settings: self.settings.clone(),
            tls: self.tls.clone(),
            words: self.words,
            runtime: self.runtime.clone(),
            patience: self.patience,
            seed: self.seed,
            held: Guarded::default(),
            heard: Arc::clone(&self.heard),
            closed: watch::Sender::new(*self.closed.borrow()),
        })
    }

    pub(super) fn patience(&self) -> Patience {
        self.patience
    }

    /// Becomes true once the link is closed.
    pub(super) fn closed(&self) -> watch::Receiver<bool> {
        self.closed.subscribe()
    }

    /// Lets go of the client. Whatever is asked afterwards is refused.
    pub(super) async fn close(&self) {
        self.closed.send_replace(true);
        self.held.lock().await.client = None;
    }

    fn heard(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn reach(&self) -> Reach {
        let heard = self.heard();
        match &heard.away_since {
            None => Reach::Reachable,
            Some((since, what)) => {
                Reach::Away { lasting: since.elapsed(), what: heard.with_fault(what.clone()) }
            }
        }
    }

    /// The client in use, or a new one once it may be made; with what tells it from others.
    pub(super) async fn client(&self) -> Result<(u64, Client), Failure> {
        let mut held = self.held.lock().await;
        if *self.closed.borrow() {
            return Err(Failure::Closed);
        }
        if let Some(running) = &held.client {
            return Ok((held.generation, running.client.clone()));
        }
        if let Some(not_before) = held.not_before {
            let mut closed = self.closed.subscribe();
            tokio::select! {
                () = sleep_until(not_before) => {}
                _ = closed.wait_for(|closed| *closed) => return Err(Failure::Closed),
            }
        }
        let running = self.made().await?;
        let client = running.client.clone();
        held.generation += 1;
        held.client = Some(running);
        Ok((held.generation, client))
    }

    async fn made(&self) -> Result<Running, Failure> {
        let settings = self.settings.clone();
        match tokio::task::spawn_blocking(|| Running::start(settings)).await {
            Ok(made) => made,
            Err(_) => Err(Failure::NotSent("no client could be made".to_owned())),
        }
    }

    /// The engine answered.
    pub(super) async fn answered(&self, generation: u64) {
        let mut held = self.held.lock().await;
        if held.generation == generation {
            held.failures = 0;
            held.not_before = None;
        }
        drop(held);
        let was_away = {
            let mut heard = self.heard();
            heard.tls_fault = None;
            heard.away_since.take()
        };
        if let Some((since, _)) = was_away {
            let away_ms = u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX);
            tracing::info!(away_ms, "{}", self.words.back);
        }
    }

    /// A client failed: it is not asked again.
    pub(super) async fn lost(&self, generation: u64, what: &str) {
        let mut held = self.held.lock().await;
        // Others may have met the same client's failure before.
        if held.generation == generation && held.client.take().is_some() {
            held.failures = held.failures.saturating_add(1);
            held.not_before = Some(Instant::now() + pause(held.failures, self.seed));
        }
        drop(held);
        let (times, is_first) = {
            let mut heard = self.heard();
            let is_first = heard.away_since.is_none();
            let since = heard.away_since.as_ref().map_or_else(Instant::now, |(since, _)| *since);
            heard.away_since = Some((since, what.to_owned()));
            (heard.told_now(), is_first)
        };
        if let Some(times) = times {
            tracing::warn!(what, times, "{}", self.words.lost);
        }
        if is_first {
            self.look_for_fault();
        }
    }

    /// Finds out meanwhile whether it is TLS that fails, of which the client says nothing.
    fn look_for_fault(&self) {
        let Some(tls) = self.tls.clone() else { return };
        let heard = Arc::clone(&self.heard);
        self.runtime.spawn_blocking(move || {
            let Some(fault) = tls.fault() else { return };
            let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
            if heard.away_since.is_some() {
                tracing::warn!("{fault}");
                heard.tls_fault = Some(fault);
            }
        });
    }

    fn given_up(&self, may_be_done: bool, what: String) -> Failure {
        let what = self.heard().with_fault(what);
        if may_be_done { Failure::Unknown(what) } else { Failure::NotSent(what) }
    }

    /// Asks once, of the client in use.
    async fn attempt<T, Asked>(
        &self,
        (generation, client): (u64, Client),
        ask: impl FnOnce(Client) -> Asked,
        until: Instant,
    ) -> Result<T, Failure>
    where
        T: Send + 'static,
        Asked: Future<Output = Result<T, Error>> + Send + 'static,
    {
        // A task of its own: whoever asked may go, and the client may panic.
        let mut task = self.runtime.spawn(ask(client));
        let answer = match timeout_at(until, &mut task).await {
            Ok(Ok(answer)) => answer.map_err(Failure::from),
            Ok(Err(ended)) if ended.is_panic() => {
                Err(Failure::Unknown("the client failed at what the engine said".to_owned()))
            }
            Ok(Err(_)) => Err(Failure::Closed),
            Err(_) => {
                task.abort();
                Err(Failure::Unknown("the engine did not answer in time".to_owned()))
            }
        };
        match &answer {
            Err(failure) if failure.is_loss() => {
                let what = match failure {
                    Failure::NotSent(what) | Failure::Unknown(what) => what,
                    _ => "",
                };
                self.lost(generation, what).await;
            }
            Ok(_) | Err(Failure::Answer(_)) => self.answered(generation).await,
            Err(_) => {}
        }
        answer
    }

    /// Asks until the engine answers, or for as long as is waited for it. What is asked must be such
    /// that doing it twice is as doing it once. A failure says whether it may have been done.
    pub(super) async fn ask<T, Asked>(&self, ask: impl Fn(Client) -> Asked) -> Result<T, Failure>
    where
        T: Send + 'static,
        Asked: Future<Output = Result<T, Error>> + Send + 'static,
    {
        let end = Instant::now() + self.patience.in_all;
        let (mut hops, mut may_be_done, mut last) = (0, false, None);
        loop {
            let client = match timeout_at(end, self.client()).await {
                Ok(Ok(client)) => client,
                Ok(Err(Failure::Closed)) => return Err(unless_done(may_be_done, Failure::Closed)),
                Ok(Err(failure)) => {
                    self.lost(u64::MAX, &message(&failure)).await;
                    return Err(unless_done(may_be_done, failure));
                }
                Err(_) => {
                    let away = "the engine is away".to_owned();
                    return Err(self.given_up(may_be_done, last.unwrap_or(away)));
                }
            };
            let generation = client.0;
            let until = end.min(Instant::now() + self.patience.attempt);
            match self.attempt(client, &ask, until).await {
                Err(Failure::Elsewhere) => {
                    hops += 1;
                    last = Some("the engine has not agreed on a leader".to_owned());
                    if hops % HOPS_MAX == 0 {
                        self.lost(generation, "the engine has not agreed on a leader").await;
                    }
                }
                Err(failure) if failure.is_loss() => {
                    may_be_done |= matches!(failure, Failure::Unknown(_));
                    last = Some(message(&failure));
                }
                answer => return answer.map_err(|failure| unless_done(may_be_done, failure)),
            }
            if Instant::now() >= end {
                return Err(self.given_up(may_be_done, last.unwrap_or_default()));
            }
        }
    }
}

fn message(failure: &Failure) -> String {
    match failure {
        Failure::NotSent(what) | Failure::Unknown(what) => what.clone(),
        Failure::Answer(error) => error.to_string(),
        Failure::Elsewhere | Failure::Closed => StoreError::Closed.to_string(),
    }
}

/// A failure after an attempt of which it is not known what became. An answer to a later one that does
/// not tell leaves that unknown.
fn unless_done(may_be_done: bool, failure: Failure) -> Failure {
    match failure {
        Failure::Answer(Error::WrongExpectedVersion { .. } | Error::ResourceDeleted) => failure,
        failure if may_be_done => Failure::Unknown(message(&failure)),
        failure => failure,
    }
}
