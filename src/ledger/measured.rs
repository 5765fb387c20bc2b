//! What became of a command, in the words that are counted.

use std::time::Duration;

use super::{Answer, Submission, SubmitError};
use crate::metrics;

/// Counts a command that is answered.
pub(super) fn measured(
    submission: &Submission,
    verdict: &Result<Answer, SubmitError>,
    repeated: bool,
    took: Option<Duration>,
) {
    let rejection = match verdict {
        Err(SubmitError::Rejected(rejection)) => Some(rejection.reason.code()),
        _ => None,
    };
    metrics::command(submission.command.name(), outcome(verdict, repeated), rejection, took);
}

fn outcome(verdict: &Result<Answer, SubmitError>, repeated: bool) -> &'static str {
    match verdict {
        Ok(Answer::Recorded { .. }) if repeated => "repeated",
        Ok(Answer::Recorded { .. }) => "recorded",
        Ok(Answer::Unchanged { .. }) => "unchanged",
        Err(SubmitError::Rejected(_)) => "rejected",
        Err(SubmitError::CommandConflict { .. } | SubmitError::CommandErased { .. }) => "conflict",
        Err(SubmitError::TooLarge { .. }) => "too_large",
        Err(SubmitError::Busy) => "busy",
        Err(SubmitError::ClockBehind { .. }) => "clock_behind",
        Err(SubmitError::Stopping) => "stopping",
        Err(SubmitError::Refused(_) | SubmitError::OutcomeUnknown { .. }) => "refused",
        Err(SubmitError::Defect { .. }) => "defect",
    }
}
