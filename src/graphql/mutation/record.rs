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
    /// The newest state, which includes what the command brought; in a preview, what it would bring.
    pub(super) pin: SharedPin,
    /// The revision at which the command's effect can be read; none in a preview.
    pub(super) revision: Option<Revision>,
    /// When it was recorded; none where it changed nothing, and in a preview.
    pub(super) recorded_at: Option<Instant>,
    /// Whether it changed nothing.
    pub(super) unchanged: bool,
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
    let Head { command: id, correlation, portfolio, preview } = head;
    // Asked before: of two that are sent at the same time, each may be told that it was the first.
    let repeated = ledgers.get(portfolio).is_ok_and(|ledger| ledger.commit_of(id).is_some());
    let opens = matches!(command, Command::PortfolioOpen(_));
    let submission = Submission { id, correlation, issuer, command };
    let accepted = if preview {
        previewed(ledgers, portfolio, opens, &submission).await
    } else if opens {
        open(Arc::clone(ledgers), submission)
            .await?
            .map(|(ledger, answer)| told(ledger, answer, repeated))
    } else {
        record(ledgers, portfolio, submission)
            .await
            .map(|(ledger, answer)| told(ledger, answer, repeated))
    };
    match accepted {
        Ok(told) => Ok(Recorded::Accepted(told)),
        Err(OpenError::Find(error)) => not_found(portfolio, &error).map(Recorded::Refused),
        Err(OpenError::Submit(error)) => {
            // A portfolio that was to be opened knows no names.
            let message = ledgers
                .get(portfolio)
                .map_or_else(|_| error.to_string(), |ledger| ledger.message(&error));
            refused(error, message, places).map(Recorded::Refused)
        }
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

/// What would come of a command. Nothing is recorded.
async fn previewed(
    ledgers: &Ledgers,
    portfolio: PortfolioId,
    opens: bool,
    submission: &Submission,
) -> Result<Told, OpenError> {
    let (ledger, preview) = if opens {
        ledgers.preview_opening(submission).await?
    } else {
        let ledger = ledgers.get(portfolio)?;
        let preview = ledger.preview(submission).await?;
        (ledger, preview)
    };
    let (repeated, unchanged) = (preview.repeated, preview.events.is_empty() && !preview.repeated);
    let pin = Pin::previewed(ledger, Arc::new(preview));
    Ok(Told { pin, revision: None, recorded_at: None, unchanged, repeated })
}

fn told(ledger: Arc<Ledger>, answer: Answer, repeated: bool) -> Told {
    let recorded_at = match answer {
        Answer::Recorded { at, .. } => Some(at),
        Answer::Unchanged { .. } => None,
    };
    // Published before the command was answered, so that it includes what the command brought.
    let pin = Pin::newest(ledger);
    let (revision, unchanged) = (Some(answer.revision()), recorded_at.is_none());
    Told { pin, revision, recorded_at, unchanged, repeated }
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

fn refused(error: SubmitError, message: String, places: &Places<'_>) -> Result<UserError> {
    match error {
        SubmitError::Rejected(rejection) => Ok(places.of_rules(rejection, message)),
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
        SubmitError::OutcomeUnknown { .. } => Err(failure("OUTCOME_UNKNOWN", &message)),
        SubmitError::Defect { .. } => Err(failure("INTERNAL", &message)),
    }
}

/// A GraphQL error of a kind.
fn failure(code: &'static str, what: &dyn std::fmt::Display) -> Error {
    Error::new(what.to_string()).extend_with(|_, extensions| extensions.set("code", code))
}
