//! The service's clock: the one place that reads the time of day.

use schema::Instant;
use std::time::{SystemTime, UNIX_EPOCH};

/// Tells the time. Tests bring their own.
pub trait Clock: std::fmt::Debug + Send + Sync + 'static {
    /// The instant now.
    fn now(&self) -> Instant;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        #[allow(clippy::disallowed_methods, reason = "this is the service's clock")]
        let now = SystemTime::now();
        let since_1970 = now.duration_since(UNIX_EPOCH).unwrap_or_default();
        let microseconds = i64::try_from(since_1970.as_micros()).unwrap_or(0);
        // A clock outside 1970 to 2199 is wrong. It is read as 1970, which the ledger refuses
        // wherever something was recorded before.
        Instant::from_microseconds(microseconds)
            .or_else(|_| Instant::from_microseconds(0))
            .expect("1970 is within the calendar")
    }
}
