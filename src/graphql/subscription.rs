//! What is recorded, as it is recorded: whole commits, resumable.

use async_graphql::{Context, Error, Object, Result, Subscription};
use futures_util::{Stream, stream};
use std::sync::Arc;

use super::{
    connection::{PageAsked, cursor, list},
    history::{HistoryEntry, recorded},
    pin::{self, Pin},
    scalars,
};
use crate::ledger::{Begin, CommitSubscription, Ledger, RecordedCommit};

/// The root of what is listened to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Subscription;

/// The events of one command: recorded together, read together.
#[derive(Debug)]
pub struct Commit {
    recorded: Arc<RecordedCommit>,
    events: Vec<HistoryEntry>,
}

/// The events of one command: recorded together, read together.
#[Object]
impl Commit {
    /// Where a reader stands who has it: its last event's revision and SHA-256. Give it as `after`
    /// to go on; it is also a cursor of `Portfolio.history`.
    async fn cursor(&self) -> String {
        cursor(self.recorded.cursor)
    }

    /// Its last event's revision: the one at which its effect can be read.
    async fn revision(&self) -> scalars::Revision {
        scalars::Revision(self.recorded.cursor.revision)
    }

    /// Its first event's revision.
    async fn first_revision(&self) -> scalars::Revision {
        scalars::Revision(self.recorded.first())
    }

    /// Its events, in order, at most 2,000. Sentences name things as the newest state has them.
    #[graphql(complexity = "list(20, child_complexity)")]
    async fn events(&self) -> &[HistoryEntry] {
        &self.events
    }
}

/// What is listened to.
#[Subscription]
impl Subscription {
    /// Every event of a portfolio from a point on, in whole commits, each at least once and in
    /// order: what is recorded, then what comes. Begin with the commit that holds the revision
    /// `from`, or `after` a cursor of this subscription or of `Portfolio.history`; with neither, with
    /// what comes. A point within a commit goes back to its first event. A cursor of a ledger that
    /// was restored to an earlier point since, or of another ledger, is an error.
    async fn events(
        &self,
        context: &Context<'_>,
        portfolio: scalars::Ref,
        from: Option<scalars::Revision>,
        after: Option<String>,
    ) -> Result<impl Stream<Item = Result<Commit>> + use<>> {
        let ledger = pin::ledgers(context).get(portfolio.0.into())?;
        let begin = begin(&ledger, from, after)?;
        let commits = ledger.subscribe(begin).await?;
        Ok(stream::unfold(Some((ledger, commits)), following))
    }
}

fn begin(ledger: &Ledger, from: Option<scalars::Revision>, after: Option<String>) -> Result<Begin> {
    let next = ledger.newest().next_revision();
    let cursor = PageAsked::new(None, after, None, None).after()?;
    match (from, cursor) {
        (Some(_), Some(_)) => Err(Error::new("give `from` or `after`, not both")),
        (Some(scalars::Revision(from)), None) if from > next => Err(Error::new(format!(
            "the portfolio has no revision {from} yet; its next is {next}, which `from` may name"
        ))),
        (Some(scalars::Revision(from)), None) => Ok(Begin::At(from)),
        (None, Some(cursor)) => Ok(Begin::After(cursor)),
        (None, None) => Ok(Begin::At(next)),
    }
}

type Following = Option<(Arc<Ledger>, CommitSubscription)>;

/// The next commit; the stream ends when the ledger stops, and after an error.
async fn following(state: Following) -> Option<(Result<Commit>, Following)> {
    let (ledger, mut commits) = state?;
    let commit = match commits.next().await {
        Ok(None) => return None,
        Ok(Some(recorded)) => commit(&ledger, recorded).await,
        Err(refusal) => Err(refusal.into()),
    };
    match commit {
        Ok(commit) => Some((Ok(commit), Some((ledger, commits)))),
        Err(error) => Some((Err(error), None)),
    }
}

async fn commit(ledger: &Arc<Ledger>, commit: Arc<RecordedCommit>) -> Result<Commit> {
    // The newest state knows every event that was published.
    let pin = Pin::newest(Arc::clone(ledger));
    let events = recorded(ledger, commit.first(), commit.cursor.revision).await?;
    let events = events.into_iter().map(|event| HistoryEntry::new(&pin, event)).collect();
    Ok(Commit { recorded: commit, events })
}
