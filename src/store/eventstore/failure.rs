//! What the client's errors mean: whether the server spoke, and whether what was asked may have been
//! done.

use eventstore::Error;

use super::super::StoreError;

/// How a request failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// The server answered, and means it.
    Answer(Error),
    /// Another node leads. Nothing was done; the client goes there by itself.
    Elsewhere,
    /// Nothing reached the server.
    NotSent(String),
    /// It may have been done.
    Unknown(String),
    /// The store was closed.
    Closed,
}

impl Failure {
    /// Whether the client that met it is of no use any more.
    pub(super) fn is_loss(&self) -> bool {
        matches!(self, Self::NotSent(_) | Self::Unknown(_))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        use tonic_code::{FAILED_PRECONDITION, INVALID_ARGUMENT, OUT_OF_RANGE};
        match error {
            Error::WrongExpectedVersion { .. }
            | Error::ResourceNotFound
            | Error::ResourceDeleted
            | Error::ResourceAlreadyExists
            | Error::AccessDenied
            | Error::UnsupportedFeature => Self::Answer(error),
            Error::Grpc { code, .. }
                if [INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE]
                    .contains(&i32::from(code)) =>
            {
                Self::Answer(error)
            }
            Error::NotLeaderException(_) => Self::Elsewhere,
            // No node was chosen, so that there was none to send it to.
            Error::ConnectionClosed
            | Error::GrpcConnectionError(_)
            | Error::InitializationError(_) => Self::NotSent(error.to_string()),
            _ => Self::Unknown(error.to_string()),
        }
    }
}

/// gRPC's codes, as its specification numbers them.
mod tonic_code {
    pub(super) const INVALID_ARGUMENT: i32 = 3;
    pub(super) const FAILED_PRECONDITION: i32 = 9;
    pub(super) const OUT_OF_RANGE: i32 = 11;
}

/// A failure of something that changes nothing.
impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Closed => Self::Closed,
            Failure::Answer(Error::AccessDenied) => Self::Unavailable {
                what: "the engine does not let this user do it: it does not know the user and \
                       password, or its access control lists do not allow it"
                    .to_owned(),
            },
            Failure::Answer(error) => Self::Unavailable { what: error.to_string() },
            Failure::Elsewhere => {
                Self::Unavailable { what: "the engine has not agreed on a leader".to_owned() }
            }
            Failure::NotSent(what) | Failure::Unknown(what) => Self::Unavailable { what },
        }
    }
}
