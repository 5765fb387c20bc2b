//! Logs go to standard error, as text for a person or as JSON for a collector. No name and nothing
//! that people typed is logged.

use anyhow::Result;
use std::io::IsTerminal;
use tracing_subscriber::{EnvFilter, Layer, Registry, fmt, prelude::*};

use super::{
    configuration::Configuration,
    traces::{self, Traces},
};

/// What takes part in logging.
pub(crate) type Lines = Box<dyn Layer<Registry> + Send + Sync>;

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LogFormat {
    /// For a person.
    Text,
    /// One JSON object a line.
    Json,
}

impl LogFormat {
    /// The format of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "text" => Some(Self::Text),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

/// Whose lines are left out however much is asked for. The libraries under the engine's client write
/// out whole requests, passwords among them, and the client tells of each failed request as an error;
/// the store says once that the engine is away, and once that it is back.
const LEFT_OUT: [&str; 5] =
    ["eventstore=off", "h2=info", "hyper=info", "reqwest=info", "tonic=info"];

fn filter(asked: &str) -> Result<EnvFilter> {
    let mut filter = EnvFilter::try_new(asked)?;
    for directive in LEFT_OUT {
        filter = filter.add_directive(directive.parse()?);
    }
    Ok(filter)
}

/// Sets up logging for the process, and traces where they are configured.
pub(crate) fn begin(configuration: &Configuration) -> Result<Traces> {
    let filter = filter(configuration.log())?;
    let lines: Lines = match configuration.log_format() {
        LogFormat::Text => {
            let colours = std::io::stderr().is_terminal();
            fmt::layer().with_ansi(colours).with_writer(std::io::stderr).boxed()
        }
        LogFormat::Json => fmt::layer().json().with_writer(std::io::stderr).boxed(),
    };
    // The filter is of the lines alone: traces have their own.
    let lines = lines.with_filter(filter).boxed();
    let (layer, traces) = traces::layer(configuration)?;
    tracing_subscriber::registry()
        .with(vec![lines].into_iter().chain(layer).collect::<Vec<_>>())
        .try_init()?;
    Ok(traces)
}
