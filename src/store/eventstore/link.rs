//! The supervisor around the client, which by itself does not outlive much.
//!
//! What the client does is in DESIGN's list of its defects: after a failure it goes on with the handle
//! that failed, a failed first connection leaves it closed for ever, and some of what a server may say
//! panics. So each request runs in a task of its own, within a deadline; whatever failed at a request
//! is never asked again, but replaced by a new client after a pause that grows.

use eventstore::{Client, ClientSettings, Error};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    runtime::Handle,
    sync::{Mutex as Guarded, watch},
    time::{Instant, sleep_until, timeout_at},
};

use super::{
    super::{Reach, StoreError},
    failure::Failure,
    pause::pause,
};

/// How often one request follows the server from node to node.
const HOPS_MAX: u32 = 3;

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

/// The client that is in use, or when the next may be made.
#[derive(Default)]
struct Held {
    client: Option<Client>,
    /// Tells one client from the next.
    generation: u64,
    failures: u32,
    not_before: Option<Instant>,
}

/// What is known of the engine.
#[derive(Clone, Debug, Default)]
struct Heard {
    away_since: Option<(Instant, String)>,
}

/// A client, whichever is in use.
pub(super) struct Link {
    settings: ClientSettings,
    runtime: Handle,
    patience: Patience,
    seed: u64,
    held: Guarded<Held>,
    heard: Mutex<Heard>,
    closed: watch::Sender<bool>,
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Link(..)")
    }
}

impl Link {
    /// A link that is yet to be made. Its requests run on `runtime`.
    pub(super) fn new(
        settings: ClientSettings,
        runtime: Handle,
        patience: Patience,
        seed: u64,
    ) -> Arc<Self> {
        Arc::new(Self {
            settings,
            runtime,
            patience,
            seed,
            held: Guarded::default(),
            heard: Mutex::default(),
            closed: watch::Sender::new(false),
        })
    }

    pub(super) fn patience(&self) -> Patience {
        self.patience
    }

    pub(super) fn runtime(&self) -> &Handle {
        &self.runtime
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

    pub(super) fn reach(&self) -> Reach {
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match heard.away_since {
            None => Reach::Reachable,
            Some((since, what)) => Reach::Away { lasting: since.elapsed(), what },
        }
    }

    /// The client in use, or a new one once it may be made; with what tells it from others.
    pub(super) async fn client(&self) -> Result<(u64, Client), Failure> {
        let mut held = self.held.lock().await;
        if *self.closed.borrow() {
            return Err(Failure::Closed);
        }
        if let Some(client) = &held.client {
            return Ok((held.generation, client.clone()));
        }
        if let Some(not_before) = held.not_before {
            let mut closed = self.closed.subscribe();
            tokio::select! {
                () = sleep_until(not_before) => {}
                _ = closed.wait_for(|closed| *closed) => return Err(Failure::Closed),
            }
        }
        let client = self.made().await?;
        held.generation += 1;
        held.client = Some(client.clone());
        Ok((held.generation, client))
    }

    /// A new client. It reads the machine's certificates, which takes a while.
    async fn made(&self) -> Result<Client, Failure> {
        let (runtime, settings) = (self.runtime.clone(), self.settings.clone());
        let make = move || Client::with_runtime_handle(runtime, settings);
        match tokio::task::spawn_blocking(make).await {
            Ok(made) => made.map_err(Failure::from),
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
            let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
            heard.away_since.take()
        };
        if let Some((since, _)) = was_away {
            let away_ms = u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX);
            tracing::info!(away_ms, "the engine answers again");
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
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut heard.away_since {
            Some((_, last)) => what.clone_into(last),
            None => {
                tracing::warn!(what, "the engine does not answer");
                heard.away_since = Some((Instant::now(), what.to_owned()));
            }
        }
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
                Ok(Err(Failure::Closed)) => return Err(Failure::Closed),
                Ok(Err(failure)) => {
                    self.lost(u64::MAX, &message(&failure)).await;
                    return Err(failure);
                }
                Err(_) => {
                    let away = "the engine is away".to_owned();
                    return Err(given_up(may_be_done, last.unwrap_or(away)));
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
                answer => return answer,
            }
            if Instant::now() >= end {
                return Err(given_up(may_be_done, last.unwrap_or_default()));
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

fn given_up(may_be_done: bool, what: String) -> Failure {
    if may_be_done { Failure::Unknown(what) } else { Failure::NotSent(what) }
}
