//! Spans on their way to a collector: OTLP as protobuf over plain HTTP.
//!
//! Only spans of this program leave it, and of them names and fields, never log lines: what they
//! hold are words of the program, counts and references. Nothing that a person typed is in a span.

use anyhow::{Context, Result};
use bytes::Bytes;
use opentelemetry::{KeyValue, global, trace::TracerProvider};
use opentelemetry_http::{HttpClient, HttpError};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::{
    Resource,
    propagation::TraceContextPropagator,
    trace::{Sampler, SdkTracerProvider},
};
use std::time::Duration;
use tracing_subscriber::{Layer, filter};

use super::super::{configuration::Configuration, logging::Lines};

/// What came from a collector is only thrown away.
const ANSWER_BYTES_MAX: u64 = 64 * 1024;

/// Sends spans until it is ended.
#[derive(Debug)]
pub(crate) struct Provider(SdkTracerProvider);

impl Provider {
    /// Sends what waits, within the exporter's own time.
    pub(super) fn end(self) {
        if let Err(error) = self.0.shutdown() {
            tracing::warn!(%error, "the last traces were not sent");
        }
    }
}

/// Begins to send spans to an endpoint.
pub(super) fn begin(endpoint: &str, configuration: &Configuration) -> Result<(Lines, Provider)> {
    let exporter = SpanExporter::builder()
        .with_http()
        .with_http_client(Client::new(configuration.export_timeout()))
        .with_protocol(Protocol::HttpBinary)
        .with_endpoint(endpoint)
        .with_timeout(configuration.export_timeout())
        .build()
        .context("traces cannot be sent")?;
    let sampler = Sampler::TraceIdRatioBased(configuration.sampling_ratio());
    // A caller's `traceparent` decides for its own traces.
    let provider = SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_sampler(Sampler::ParentBased(Box::new(sampler)))
        .with_resource(resource(configuration))
        .build();
    global::set_text_map_propagator(TraceContextPropagator::new());
    let ours = filter::filter_fn(|metadata| {
        metadata.is_span() && metadata.target().starts_with(env!("CARGO_PKG_NAME"))
    });
    let layer = tracing_opentelemetry::layer()
        .with_tracer(provider.tracer(env!("CARGO_PKG_NAME")))
        // Where in the code a span is made helps nobody who operates the service.
        .with_location(false)
        .with_threads(false)
        .with_filter(ours);
    Ok((layer.boxed(), Provider(provider)))
}

fn resource(configuration: &Configuration) -> Resource {
    let given =
        configuration.resource().into_iter().map(|(name, value)| KeyValue::new(name, value));
    Resource::builder_empty()
        .with_attribute(KeyValue::new("service.name", env!("CARGO_PKG_NAME")))
        .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
        .with_attributes(given)
        .build()
}

/// The HTTP client that the command line has anyway. It blocks, which the exporter's own thread may.
#[derive(Debug)]
struct Client(ureq::Agent);

impl Client {
    fn new(timeout: Duration) -> Self {
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(timeout))
            .http_status_as_error(false)
            // A collector that sends elsewhere is none that was configured.
            .max_redirects(0)
            .build();
        Self(agent.into())
    }
}

#[async_trait::async_trait]
impl HttpClient for Client {
    async fn send_bytes(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, HttpError> {
        let (parts, body) = request.into_parts();
        let answer = self.0.run(http::Request::from_parts(parts, body.to_vec()))?;
        let (parts, mut body) = answer.into_parts();
        let body = body.with_config().limit(ANSWER_BYTES_MAX).read_to_vec()?;
        Ok(http::Response::from_parts(parts, body.into()))
    }
}
