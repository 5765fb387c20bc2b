//! Randomness: the one place that draws it.

use schema::{CommandId, CorrelationId, Salt};
use uuid::Uuid;

/// 256 random bits.
///
/// # Panics
///
/// Where the operating system gives no randomness: nothing that is sealed without it stays secret.
pub fn salt() -> Salt {
    let mut bits = [0; 32];
    getrandom::fill(&mut bits).expect("the operating system gives randomness");
    Salt::new(bits)
}

/// An id for a command whose caller gives none, such as a preview.
pub fn command_id() -> CommandId {
    uuid().into()
}

/// An id for what belongs together where the caller gives none.
pub fn correlation_id() -> CorrelationId {
    uuid().into()
}

/// An id for a new thing.
#[allow(clippy::disallowed_methods, reason = "this is where the service draws ids")]
pub fn uuid() -> Uuid {
    Uuid::new_v4()
}
