//! What happens when nothing that the process believes can be relied on any more.

use std::{fmt, sync::Arc};

/// The exit code after a failed sync: `EX_SOFTWARE` of sysexits.
const EXIT_CODE: i32 = 70;

/// Ends the process, for the reason given.
#[derive(Clone)]
pub struct Fatal(Arc<dyn Fn(&str) + Send + Sync>);

impl Fatal {
    /// Ends the process at once, without running anything that could write.
    pub fn exit() -> Self {
        Self::calling(|reason| {
            tracing::error!(reason, "the process ends: what the store holds is not known");
            std::process::exit(EXIT_CODE)
        })
    }

    /// Calls `end` in place of ending the process: for tests.
    pub fn calling(end: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self(Arc::new(end))
    }

    pub(super) fn call(&self, reason: &str) {
        (self.0)(reason);
    }
}

impl fmt::Debug for Fatal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fatal(..)")
    }
}
