//! Pinned reads: everything below one `portfolio(...)` is read from one state, on one date and
//! basis, with one "today".
//!
//! Within one request the newest state of a portfolio and its "today" are taken once, so that all
//! parts of an answer agree with each other. See [`Reading`].

use async_graphql::{Context, Error, InputObject, Result};
use projections::{Basis, Portfolio, Texts, Viewpoint};
use schema::{Commitment, Date, PortfolioId};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use super::{enums, scalars};
use crate::ledger::{FindError, Ledger, Ledgers, PastError, Preview};

/// For a revision that is asked for to come.
const REACHED_WITHIN: Duration = Duration::from_secs(5);

/// At which point of the clocks a portfolio is read. What is left out: the newest revision, today
/// in the portfolio's time zone, actual.
///
/// What follows from the passing of time, such as that a move is overdue, is told as it was: where
/// `recordedAt` is named, by the date of that instant; where `revision` is, by the date of its recording;
/// else by today. So an answer at a named revision or instant is the same whenever it is asked.
#[derive(InputObject, Clone, Debug, Default)]
pub struct AsOf {
    /// What was known at this revision. One within a commit rounds down to the end of the commit
    /// before; one beyond the newest is an error. Excludes `recordedAt`.
    revision: Option<scalars::Revision>,
    /// What was known at this instant: at the end of the last commit recorded at it or before. One
    /// that has not come yet gives the newest. Excludes `revision`.
    recorded_at: Option<scalars::DateTime>,
    /// The newest, and not before this revision: where several nodes serve the portfolio, what was
    /// recorded through one is read through another. Waited for up to 5 seconds; an error where it
    /// has not come by then. Excludes `revision` and `recordedAt`.
    at_least: Option<scalars::Revision>,
    /// What holds on this date.
    on: Option<scalars::Date>,
    /// On which basis.
    basis: Option<enums::Basis>,
    /// By which date it is told what is overdue: what a Relay id carries.
    #[graphql(skip)]
    told: Option<Date>,
}

/// Another point of the clocks, told from the one at which a portfolio is read: what is left out is
/// as there.
#[derive(InputObject, Clone, Debug, Default)]
pub struct Since {
    /// What was known at this revision, earlier or later. One within a commit rounds down to the end
    /// of the commit before; one beyond the newest is an error. Excludes `recordedAt`.
    revision: Option<scalars::Revision>,
    /// What was known at this instant: at the end of the last commit recorded at it or before.
    /// Excludes `revision`.
    recorded_at: Option<scalars::DateTime>,
    /// What holds on this date, earlier or later.
    on: Option<scalars::Date>,
    /// On which basis.
    basis: Option<enums::Basis>,
}

impl From<Clocks> for AsOf {
    fn from(clocks: Clocks) -> Self {
        Self {
            revision: clocks.revision.map(scalars::Revision),
            recorded_at: None,
            at_least: None,
            on: clocks.on.map(Into::into),
            basis: clocks.basis.map(Into::into),
            told: clocks.told,
        }
    }
}

/// The clocks that a read names, as a Relay id carries them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clocks {
    /// The revision, once rounded down.
    pub revision: Option<schema::Revision>,
    /// The date.
    pub on: Option<Date>,
    /// The basis.
    pub basis: Option<Basis>,
    /// By which date it is told what is overdue, where a revision or an instant was named.
    pub told: Option<Date>,
}

/// One state of one portfolio on one date and basis.
pub struct Pin {
    /// The portfolio.
    pub portfolio: PortfolioId,
    /// Its ledger.
    pub ledger: Arc<Ledger>,
    /// What was known.
    pub state: Arc<Portfolio>,
    /// By which date it is told what is overdue: today in the portfolio's time zone, unless a revision
    /// or an instant was named.
    pub today: Date,
    /// On which date.
    pub on: Date,
    /// On which basis.
    pub basis: Basis,
    /// The clocks that were named.
    pub clocks: Clocks,
    /// The command whose outcome this is a preview of.
    pub preview: Option<Arc<Preview>>,
}

/// A pin that many objects share.
pub type SharedPin = Arc<Pin>;

impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} at {:?} on {}", self.portfolio, self.state.head(), self.on)
    }
}

impl Pin {
    /// The newest state, today, actual, without a clock that was named: what the payload of a
    /// mutation shows.
    pub fn newest(ledger: Arc<Ledger>) -> SharedPin {
        let now = Now::of(&ledger);
        Self::at(ledger, &now, Arc::clone(&now.state), Clocks::default())
    }

    fn at(ledger: Arc<Ledger>, now: &Now, state: Arc<Portfolio>, clocks: Clocks) -> SharedPin {
        Arc::new(Self {
            portfolio: ledger.portfolio(),
            ledger,
            state,
            today: clocks.told.unwrap_or(now.today),
            on: clocks.on.unwrap_or(now.today),
            basis: clocks.basis.unwrap_or_default(),
            clocks,
            preview: None,
        })
    }

    /// The state that a command would leave, today, actual. Its revision is named, so that no cache
    /// takes what would be for what is.
    pub fn previewed(ledger: Arc<Ledger>, preview: Arc<Preview>) -> SharedPin {
        let state = Arc::new(preview.after.clone());
        let today = ledger.today_in(&state);
        let revision = state.head().map(|head| head.revision);
        Arc::new(Self {
            portfolio: ledger.portfolio(),
            ledger,
            state,
            today,
            on: today,
            basis: Basis::default(),
            clocks: Clocks { revision, ..Clocks::default() },
            preview: Some(preview),
        })
    }

    /// The same portfolio at another point of its clocks.
    pub async fn since(&self, since: Since) -> Result<SharedPin> {
        let Since { revision, recorded_at, on, basis } = since;
        let as_of = AsOf { revision, recorded_at, at_least: None, on, basis, told: None };
        let now = Now { state: Arc::clone(&self.state), today: self.today };
        let state = state(&self.ledger, &now, &as_of).await?;
        let told = told(&self.ledger, &state, &as_of);
        let clocks = Clocks {
            told,
            revision: state.head().map(|head| head.revision),
            on: Some(as_of.on.map_or(self.on, Into::into)),
            basis: Some(as_of.basis.map_or(self.basis, Into::into)),
        };
        Ok(Self::at(Arc::clone(&self.ledger), &now, state, clocks))
    }

    /// From where the views look.
    pub fn viewpoint(&self) -> Viewpoint<'_> {
        Viewpoint { state: &self.state, on: self.on, basis: self.basis }
    }

    /// The text behind a commitment, or a mark in its place once it is erased.
    pub fn text(&self, commitment: Commitment) -> String {
        self.texts().shown(commitment).to_string()
    }

    /// The text behind a commitment if there is one.
    pub fn any_text(&self, commitment: Option<Commitment>) -> Option<String> {
        commitment.map(|commitment| self.text(commitment))
    }

    /// The texts of the portfolio.
    pub fn texts(&self) -> &dyn Texts {
        self
    }

    /// The revision after the last event that is recorded and known: what a preview would record is
    /// in no history.
    pub fn recorded_end(&self) -> schema::Revision {
        let recorded = self.preview.as_ref().map_or(&*self.state, |preview| &preview.before);
        recorded.next_revision()
    }

    /// The revision of the last event that is known.
    pub fn revision(&self) -> schema::Revision {
        // A ledger is served once its first commit is durable.
        self.state.head().map_or(schema::Revision::FIRST, |head| head.revision)
    }
}

/// The texts of the vault; in a preview, as the command would leave them.
impl Texts for Pin {
    fn text(&self, commitment: Commitment) -> Option<Arc<str>> {
        let kept = || self.ledger.shelf().text(commitment);
        match &self.preview {
            None => kept(),
            Some(preview) if preview.after.is_erased(commitment) => None,
            Some(preview) => preview.texts.get(&commitment).cloned().or_else(kept),
        }
    }
}

/// Pins a portfolio; nothing where there is none.
pub async fn pin(
    context: &Context<'_>,
    portfolio: PortfolioId,
    as_of: AsOf,
) -> Result<Option<SharedPin>> {
    let found = match as_of.at_least {
        Some(_) => ledgers(context).awaited(portfolio, REACHED_WITHIN).await,
        None => ledgers(context).get(portfolio),
    };
    let ledger = match found {
        Ok(ledger) => ledger,
        Err(FindError::Unknown(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    if let Some(revision) = as_of.at_least {
        ledger.reaches(revision.0, REACHED_WITHIN).await;
    }
    let now = now(context, &ledger);
    let state = state(&ledger, &now, &as_of).await?;
    let rounded = state.head().map(|head| head.revision);
    let named = as_of.revision.is_some() || as_of.recorded_at.is_some();
    let told = told(&ledger, &state, &as_of);
    let clocks = Clocks {
        revision: rounded.filter(|_| named),
        on: as_of.on.map(Into::into),
        basis: as_of.basis.map(Into::into),
        told,
    };
    Ok(Some(Pin::at(ledger, &now, state, clocks)))
}

async fn state(ledger: &Ledger, now: &Now, as_of: &AsOf) -> Result<Arc<Portfolio>> {
    if let Some(scalars::Revision(asked)) = as_of.at_least {
        if as_of.revision.is_some() || as_of.recorded_at.is_some() {
            return Err(Error::new(
                "asOf names `atLeast` beside `revision` or `recordedAt`; give one of them",
            ));
        }
        let head = now.state.head().map_or(schema::Revision::FIRST, |head| head.revision);
        if head < asked {
            return Err(PastError::NotYet { asked, head }.into());
        }
    }
    match (as_of.revision, as_of.recorded_at) {
        (None, None) => Ok(Arc::clone(&now.state)),
        (Some(revision), None) => Ok(Arc::new(ledger.at_revision(revision.0).await?)),
        (None, Some(instant)) => Ok(Arc::new(ledger.at_instant(instant.0).await?)),
        (Some(_), Some(_)) => Err(Error::new(
            "asOf names both `revision` and `recordedAt`; give the one or the other",
        )),
    }
}

/// By which date it is told what is overdue, where a revision or an instant is named.
fn told(ledger: &Ledger, state: &Portfolio, as_of: &AsOf) -> Option<Date> {
    let of_revision = || state.head().map(|head| ledger.date_of(state, head.recorded));
    let of_instant = as_of.recorded_at.map(|instant| ledger.date_of(state, instant.0));
    let named = || of_instant.or_else(|| as_of.revision.and_then(|_| of_revision()));
    as_of.told.or_else(named)
}

/// Every portfolio that is served, each pinned at its newest state, in the order of their ids.
pub fn pin_all(context: &Context<'_>) -> Result<Vec<SharedPin>> {
    let ledgers = ledgers(context).list()?;
    let pinned = ledgers.into_iter().map(|ledger| {
        let now = now(context, &ledger);
        Pin::at(ledger, &now, Arc::clone(&now.state), Clocks::default())
    });
    Ok(pinned.collect())
}

/// The ledgers that the schema was built on.
pub fn ledgers<'a>(context: &Context<'a>) -> &'a Arc<Ledgers> {
    context.data_unchecked::<Arc<Ledgers>>()
}

/// A portfolio as it was when a request first asked for it.
#[derive(Clone, Debug)]
struct Now {
    state: Arc<Portfolio>,
    today: Date,
}

impl Now {
    fn of(ledger: &Ledger) -> Self {
        Self { state: Arc::new(ledger.newest()), today: ledger.today() }
    }
}

/// What one request took as newest and as today, by portfolio. `one_reading` puts it into the data
/// of each request. Mutations and subscriptions, which live through changes, do not ask it: they
/// take [`Pin::newest`].
#[derive(Debug, Default)]
pub struct Reading(Mutex<BTreeMap<PortfolioId, Now>>);

fn now(context: &Context<'_>, ledger: &Ledger) -> Now {
    let Some(reading) = context.data_opt::<Reading>() else { return Now::of(ledger) };
    let mut taken = reading.0.lock().unwrap_or_else(PoisonError::into_inner);
    taken.entry(ledger.portfolio()).or_insert_with(|| Now::of(ledger)).clone()
}
