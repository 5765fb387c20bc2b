//! Where the process's measurements are gathered, and their text.

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::time::Duration;

use super::{
    catalogue::{ALL, Kind, Metric},
    process,
    sample::Samples,
};

/// How often what histograms were given is put into their buckets when nobody scrapes: until then
/// each value is kept.
const UPKEEP_EVERY: Duration = Duration::from_secs(5);

/// Why measuring cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    /// It has begun.
    #[error("measuring has begun already in this process")]
    Twice,
    /// A histogram of the catalogue has no bucket: a defect.
    #[error("the buckets of {0} are not accepted")]
    Buckets(&'static str),
}

/// What is gathered.
#[derive(Clone, Debug)]
pub struct Recorder(PrometheusHandle);

impl Recorder {
    /// Begins to measure, for the whole process. Once.
    pub fn install() -> Result<Self, InstallError> {
        let mut builder = PrometheusBuilder::new();
        for metric in ALL {
            if let Kind::Histogram(buckets) = metric.kind {
                builder = builder
                    .set_buckets_for_metric(Matcher::Full(metric.name.to_owned()), buckets)
                    .map_err(|_| InstallError::Buckets(metric.name))?;
            }
        }
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        metrics::set_global_recorder(recorder).map_err(|_| InstallError::Twice)?;
        ALL.iter().for_each(describe);
        Ok(Self(handle))
    }

    /// Keeps memory bounded while nobody scrapes. Runs until it is dropped.
    pub async fn keep_up(self) {
        let mut every = tokio::time::interval(UPKEEP_EVERY);
        loop {
            every.tick().await;
            self.0.run_upkeep();
        }
    }

    /// Everything in the text format, version 0.0.4: what was gathered, the process, and what is
    /// asked for now.
    pub fn render(&self, mut now: Samples) -> String {
        process::sample(&mut now);
        let mut text = self.0.render();
        now.write(&mut text);
        text
    }
}

/// What is sampled when it is asked for is not described here: it would be told twice.
fn describe(metric: &Metric) {
    match metric.kind {
        Kind::Counter => metrics::describe_counter!(metric.name, metric.help),
        Kind::Gauge => metrics::describe_gauge!(metric.name, metric.help),
        Kind::Histogram(_) => metrics::describe_histogram!(metric.name, metric.help),
    }
    // Without labels there is one series, which is there from the start.
    if metric.labels.is_empty() && !metric.is_sampled() {
        match metric.kind {
            Kind::Counter => metrics::counter!(metric.name).absolute(0),
            Kind::Gauge => metrics::gauge!(metric.name).set(0.0),
            // Its count would be one too many; it is there with its first value.
            Kind::Histogram(_) => {}
        }
    }
}
