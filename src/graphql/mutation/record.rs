//! From a command to the ledger and back: the one place where mutations call it.
//!
//! What the user can put right is a `UserError`. Everything else is a GraphQL error whose
//! `extensions.code` says of which kind it is.

use async_graphql::{Context, Error, ErrorExtensions, Result};
use schema::{Command, Identity, Instant, Issuer, PortfolioId, Revision};
use std::sync::Arc;

use super::{act::Head, places::Places};
use crate::{
    graphql::{
        errors::UserError,
        pin::{Pin, SharedPin},
    },
    http::{self, ACTOR, ROLE},
    ledger::{Answer, FindError, Ledger, Ledgers, OpenError, Submission, SubmitError},
};

/// What came of a command.
#[derive(Debug)]
pub(super) enum Recorded {
    /// It was accepted.
    Accepted(Told),
    /// It was refused, for a reason that the user can see to.
    Refused(UserError),
}

/// What is told of a command that was accepted.
#[derive(Debug)]
pub(super) struct Told {
    /// The newest state, which includes what the command brought.
    pub(super) pin: SharedPin,
    /// The revision at which the command's effect can be read.
    pub(super) revision: Revision,
    /// When it was recorded; none where it changed nothing.
    pub(super) recorded_at: Option<Instant>,
    /// Whether it had been recorded before.
    pub(super) repeated: bool,
}

/// Who issues the command: a mutation says so in its request's headers.
pub(super) fn issuer(context: &Context<'_>) -> Result<Issuer> {
    let identity = http::acting(context).map_err(|error| {
        let what = format!("{error} (a mutation takes the headers {ACTOR} and {ROLE})");
        failure("UNIDENTIFIED", &what)
    })?;
    let http::Identity { actor, role } = identity;
    Ok(Issuer { person: actor.into(), role, identity: Identity::Asserted })
}

/// Submits a command and waits until it is durably recorded or refused.
pub(super) async fn submit(
    context: &Context<'_>,
    head: Head,
    issuer: Issuer,
    command: Command,
    places: &Places<'_>,
) -> Result<Recorded> {
    let ledgers = context.data::<Arc<Ledgers>>()?;
    let Head { command: id, correlation, portfolio } = head;
    // Asked before: of two that are sent at the same time, each may be told that it was the first.
    let repeated = ledgers.get(portfolio).is_ok_and(|ledger| ledger.commit_of(id).is_some());
    let opens = matches!(command, Command::PortfolioOpen(_));
    let submission = Submission { id, correlation, issuer, command };
    let recorded = if opens {
        open(Arc::clone(ledgers), submission).await?
    } else {
        record(ledgers, portfolio, submission).await
    };
    match recorded {
        Ok((ledger, answer)) => Ok(Recorded::Accepted(told(ledger, answer, repeated))),
        Err(OpenError::Find(error)) => not_found(portfolio, &error).map(Recorded::Refused),
        Err(OpenError::Submit(error)) => refused(error, places).map(Recorded::Refused),
    }
}

type Opened = Result<(Arc<Ledger>, Answer), OpenError>;

/// Opens a portfolio on a task of its own: a caller that goes away must not leave a portfolio that
/// is recorded and cannot be found.
async fn open(ledgers: Arc<Ledgers>, opening: Submission) -> Result<Opened> {
    let opened = tokio::spawn(async move { ledgers.open(opening).await });
    opened.await.map_err(|error| failure("INTERNAL", &error))
}

async fn record(ledgers: &Ledgers, portfolio: PortfolioId, submission: Submission) -> Opened {
    let ledger = ledgers.get(portfolio)?;
    let answer = ledger.submit(submission).await?;
    Ok((ledger, answer))
}

fn told(ledger: Arc<Ledger>, answer: Answer, repeated: bool) -> Told {
    let recorded_at = match answer {
        Answer::Recorded { at, .. } => Some(at),
        Answer::Unchanged { .. } => None,
    };
    // Published before the command was answered, so that it includes what the command brought.
    let pin = Pin::newest(ledger);
    Told { pin, revision: answer.revision(), recorded_at, repeated }
}

/// A portfolio that is not there is the user's error; one that is not served is not.
fn not_found(portfolio: PortfolioId, error: &FindError) -> Result<UserError> {
    match error {
        FindError::Unknown(_) => Ok(UserError::no_such_portfolio(portfolio)),
        FindError::Refused(_) | FindError::Store(_) => Err(failure("UNAVAILABLE", error)),
        FindError::Loading { .. } => Err(failure("STARTING", error)),
        FindError::Stopping => Err(failure("STOPPING", error)),
    }
}

fn refused(error: SubmitError, places: &Places<'_>) -> Result<UserError> {
    let message = error.to_string();
    match error {
        SubmitError::Rejected(rejection) => Ok(places.of_rules(rejection)),
        SubmitError::CommandConflict { id, first } => {
            Ok(UserError::command_conflict(message, id, first))
        }
        SubmitError::CommandErased { id, first } => {
            Ok(UserError::command_erased(message, id, first))
        }
        SubmitError::TooLarge { what, found, most } => {
            Ok(UserError::command_too_large(message, what, found, most))
        }
        SubmitError::Busy => Err(failure("BUSY", &message)),
        SubmitError::ClockBehind { .. } => Err(failure("CLOCK_BEHIND", &message)),
        SubmitError::Stopping => Err(failure("STOPPING", &message)),
        SubmitError::Refused(_) => Err(failure("UNAVAILABLE", &message)),
        SubmitError::Defect { .. } => Err(failure("INTERNAL", &message)),
    }
}

/// A GraphQL error of a kind.
fn failure(code: &'static str, what: &dyn std::fmt::Display) -> Error {
    Error::new(what.to_string()).extend_with(|_, extensions| extensions.set("code", code))
}
