//! What an operator watches: counts and durations, in Prometheus's text format.
//!
//! Recording never fails and never waits. Until [`Recorder::install`] it goes nowhere: the command
//! line's other commands and the tests of the library measure nothing. Nothing that a person typed
//! comes near it; see `catalogue` for what labels may hold.

pub mod catalogue;
mod observed;
mod process;
mod recorder;
mod reference;
mod sample;

pub use catalogue::{Kind, Metric};
#[cfg(feature = "eventstore")]
pub use observed::subscription_lost;
pub use observed::{
    Open, Operation, OperationEnd, Transport, Waiting, appended, backup, command, events_loaded,
    group, import, limit_met, method, past_state, request, transaction,
};
pub use recorder::{InstallError, Recorder};
pub use reference::reference;
pub use sample::Samples;
