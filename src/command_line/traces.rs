//! Traces over OpenTelemetry, for a program that was built with the feature `opentelemetry`.

#[cfg(feature = "opentelemetry")]
mod otlp;

use anyhow::Result;

use super::{configuration::Configuration, logging::Lines};

/// Traces under way, or none.
#[derive(Debug, Default)]
pub(crate) struct Traces {
    #[cfg(feature = "opentelemetry")]
    provider: Option<otlp::Provider>,
}

impl Traces {
    /// Sends what has not been sent yet.
    pub(crate) fn end(self) {
        #[cfg(feature = "opentelemetry")]
        if let Some(provider) = self.provider {
            provider.end();
        }
    }
}

/// What takes the spans, where an endpoint is configured.
#[cfg(feature = "opentelemetry")]
pub(crate) fn layer(configuration: &Configuration) -> Result<(Option<Lines>, Traces)> {
    let Some(endpoint) = configuration.endpoint() else { return Ok((None, Traces::default())) };
    let (layer, provider) = otlp::begin(endpoint, configuration)?;
    Ok((Some(layer), Traces { provider: Some(provider) }))
}

/// Nothing; and an endpoint that nothing would be sent to is refused.
#[cfg(not(feature = "opentelemetry"))]
pub(crate) fn layer(configuration: &Configuration) -> Result<(Option<Lines>, Traces)> {
    if configuration.endpoint().is_some() {
        anyhow::bail!(
            "opentelemetry.endpoint is given, and this program was built without traces; build it \
             with `cargo build --features opentelemetry`, or leave it out"
        );
    }
    Ok((None, Traces::default()))
}
