//! The reference page, made from the catalogue.

use std::fmt::Write;

use super::catalogue::{ALL, Kind, Metric};

const HEAD: &str = "# Metrics

`thirdplace metrics` prints this page; a test compares it with the program. `GET /metrics` answers in
Prometheus's text format, version 0.0.4, on the service's own address.

Labels hold words of the program and, in one metric, references of portfolios; never what a caller
typed. Counters begin anew with each start. A series with labels is there from its first count on.

";

/// The page.
pub fn reference() -> String {
    let mut page = HEAD.to_owned();
    for metric in ALL {
        let Metric { name, kind, labels, help } = metric;
        // Writing to a string does not fail.
        let _ = writeln!(page, "## `{name}`\n\n{}. {help}\n", capital(kind.word()));
        for (label, values) in *labels {
            let _ = writeln!(page, "- `{label}`: {values}");
        }
        if let Kind::Histogram(buckets) = kind {
            let bounds: Vec<String> = buckets.iter().map(f64::to_string).collect();
            let _ = writeln!(page, "- buckets up to {}", bounds.join(", "));
        }
        if !labels.is_empty() || matches!(kind, Kind::Histogram(_)) {
            page.push('\n');
        }
    }
    page.truncate(page.trim_end().len());
    page.push('\n');
    page
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
