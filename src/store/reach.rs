//! Whether an engine that runs elsewhere can be reached.

use std::time::Duration;

/// Whether an engine can be reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It answered when it was last asked.
    Reachable,
    /// It did not.
    Away {
        /// For how long.
        lasting: Duration,
        /// What was heard last.
        what: String,
    },
}
