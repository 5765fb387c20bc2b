//! What is not counted but looked up when somebody asks, in the text format of
//! <https://prometheus.io/docs/instrumenting/exposition_formats/>.

use std::fmt::Write;

use super::catalogue::{
    BUILD, CPU, ENGINE_REACHABLE, HEAD_REVISION, MAX_FDS, Metric, OPEN_FDS, PORTFOLIOS, READY,
    RESIDENT, STARTED, STORE_BYTES, THREADS, VIRTUAL,
};

impl Metric {
    /// Whether it is looked up, and not counted.
    pub(super) fn is_sampled(&self) -> bool {
        const SAMPLED: [Metric; 13] = [
            BUILD,
            CPU,
            ENGINE_REACHABLE,
            HEAD_REVISION,
            MAX_FDS,
            OPEN_FDS,
            PORTFOLIOS,
            READY,
            RESIDENT,
            STARTED,
            STORE_BYTES,
            THREADS,
            VIRTUAL,
        ];
        SAMPLED.contains(self)
    }
}

/// Values of now. Those of one metric are added one after the other.
#[derive(Debug, Default)]
pub struct Samples(Vec<Sample>);

#[derive(Debug)]
struct Sample {
    metric: Metric,
    /// The value of the metric's only label, where it has one.
    label: Option<String>,
    value: f64,
}

impl Samples {
    /// Adds a metric without label.
    pub fn add(&mut self, metric: Metric, value: f64) {
        self.0.push(Sample { metric, label: None, value });
    }

    /// Adds a series of a metric with one label.
    pub fn add_labelled(&mut self, metric: Metric, label: impl Into<String>, value: f64) {
        self.0.push(Sample { metric, label: Some(label.into()), value });
    }

    pub(super) fn write(&self, text: &mut String) {
        let mut described = None;
        for Sample { metric, label, value } in &self.0 {
            let Metric { name, kind, help, labels } = metric;
            if described.replace(name) != Some(name) {
                // Writing to a string does not fail.
                let _ = write!(text, "# HELP {name} {help}\n# TYPE {name} {}\n", kind.word());
            }
            let _ = match (label, labels.first()) {
                (Some(label), Some((key, _))) => {
                    writeln!(text, "{name}{{{key}=\"{}\"}} {value}", escaped(label))
                }
                (None, _) | (_, None) => writeln!(text, "{name} {value}"),
            };
        }
    }
}

fn escaped(label: &str) -> String {
    label.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_metric_is_described_once_and_its_labels_are_escaped() {
        let mut samples = Samples::default();
        samples.add_labelled(STORE_BYTES, "file", 12.0);
        samples.add_labelled(STORE_BYTES, "a\"b\\c\nd", 0.5);
        let mut text = String::new();
        samples.write(&mut text);
        let expected = "# HELP thirdplace_store_size_bytes Size of the store's file and of its \
             write-ahead log.\n# TYPE thirdplace_store_size_bytes gauge\n\
             thirdplace_store_size_bytes{part=\"file\"} 12\n\
             thirdplace_store_size_bytes{part=\"a\\\"b\\\\c\\nd\"} 0.5\n";
        assert_eq!(text, expected);
    }
}
