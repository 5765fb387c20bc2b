//! A strict reading of Prometheus's text format, version 0.0.4
//! (<https://prometheus.io/docs/instrumenting/exposition_formats/>), and the rules for names
//! (<https://prometheus.io/docs/practices/naming/>) that a program can check.

use std::collections::{BTreeMap, BTreeSet};

/// One series' labels.
pub(crate) type Labels = BTreeMap<String, String>;

#[derive(Debug, Default)]
struct Family {
    kind: String,
    samples: BTreeMap<(String, Labels), f64>,
}

/// What was exposed at one moment.
#[derive(Debug)]
pub(crate) struct Exposition(BTreeMap<String, Family>);

const UNITS: [&str; 3] = ["seconds", "bytes", "info"];

impl Exposition {
    /// Reads a text, or says which line is wrong.
    pub(crate) fn read(text: &str) -> Self {
        assert!(text.ends_with('\n'), "the last line does not end");
        let (mut families, mut open) = (BTreeMap::<String, Family>::new(), None::<String>);
        let mut helped = BTreeSet::new();
        for line in text.lines().filter(|line| !line.is_empty()) {
            if let Some(rest) = line.strip_prefix("# HELP ") {
                let (name, help) = rest.split_once(' ').unwrap_or_else(|| panic!("{line}"));
                assert!(!help.is_empty() && helped.insert(name.to_owned()), "{line}");
                open = None;
            } else if let Some(rest) = line.strip_prefix("# TYPE ") {
                let (name, kind) = rest.split_once(' ').unwrap_or_else(|| panic!("{line}"));
                assert!(helped.contains(name), "no HELP before: {line}");
                assert!(["counter", "gauge", "histogram"].contains(&kind), "{line}");
                let family = Family { kind: kind.to_owned(), ..Family::default() };
                assert!(families.insert(name.to_owned(), family).is_none(), "twice: {line}");
                open = Some(name.to_owned());
            } else {
                assert!(!line.starts_with('#'), "{line}");
                let (name, labels, value) = sample(line);
                let family = open.as_ref().unwrap_or_else(|| panic!("of no family: {line}"));
                let of_family = families.get_mut(family).unwrap();
                let rest = name.strip_prefix(family.as_str()).unwrap_or_else(|| panic!("{line}"));
                let endings: &[&str] = if of_family.kind == "histogram" {
                    &["_bucket", "_sum", "_count"]
                } else {
                    &[""]
                };
                assert!(endings.contains(&rest), "{line}");
                let former = of_family.samples.insert((name, labels), value);
                assert!(former.is_none(), "a series comes twice: {line}");
            }
        }
        let exposition = Self(families);
        exposition.check_names();
        exposition.check_histograms();
        exposition
    }

    fn check_names(&self) {
        for (name, Family { kind, samples }) in &self.0 {
            assert!(!samples.is_empty(), "{name} has no series");
            let words: Vec<&str> = name.split('_').collect();
            assert!(["thirdplace", "process"].contains(&words[0]), "{name}");
            let lower =
                |word: &&str| word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
            assert!(words.iter().all(|word| !word.is_empty() && lower(word)), "{name}");
            assert_eq!(kind == "counter", name.ends_with("_total"), "{name} is a {kind}");
            let stem = name.strip_suffix("_total").unwrap_or(name);
            for unit in UNITS {
                assert!(
                    !stem.split('_').any(|word| word == unit) || stem.ends_with(unit),
                    "{name}: the unit comes last"
                );
            }
            for wrong in
                ["milliseconds", "ms", "us", "kib", "mb", "minutes", "count", "sum", "bucket"]
            {
                assert!(!words.contains(&wrong), "{name}");
            }
            if kind == "counter" {
                assert!(samples.values().all(|value| *value >= 0.0), "{name}");
            }
        }
    }

    /// Buckets grow, end with +Inf, and the last is the count.
    fn check_histograms(&self) {
        for (name, Family { kind, samples }) in &self.0 {
            if kind != "histogram" {
                continue;
            }
            let mut series: BTreeMap<Labels, Vec<(f64, f64)>> = BTreeMap::new();
            for ((sample, labels), value) in samples {
                if sample.ends_with("_bucket") {
                    let mut labels = labels.clone();
                    let bound = labels.remove("le").unwrap();
                    let bound =
                        if bound == "+Inf" { f64::INFINITY } else { bound.parse().unwrap() };
                    series.entry(labels).or_default().push((bound, *value));
                }
            }
            assert!(!series.is_empty(), "{name}");
            for (labels, mut buckets) in series {
                buckets.sort_by(|one, other| one.0.total_cmp(&other.0));
                assert!(buckets.windows(2).all(|pair| pair[0].1 <= pair[1].1), "{name} {labels:?}");
                let last = buckets.last().unwrap();
                assert!(last.0.is_infinite(), "{name} {labels:?}");
                let count = samples[&(format!("{name}_count"), labels.clone())];
                assert!((last.1 - count).abs() < f64::EPSILON, "{name} {labels:?}");
                assert!(samples.contains_key(&(format!("{name}_sum"), labels)), "{name}");
            }
        }
    }

    /// The names and kinds of what is exposed.
    pub(crate) fn kinds(&self) -> BTreeMap<&str, &str> {
        self.0.iter().map(|(name, family)| (name.as_str(), family.kind.as_str())).collect()
    }

    /// The sum over the series of this name (with `_count` and the like) that carry these labels; 0
    /// where there is none.
    pub(crate) fn sum(&self, name: &str, wanted: &[(&str, &str)]) -> f64 {
        let carries = |labels: &Labels| {
            wanted.iter().all(|(key, value)| labels.get(*key).is_some_and(|found| found == value))
        };
        let samples = self.0.values().flat_map(|family| &family.samples);
        samples
            .filter(|((found, labels), _)| found == name && carries(labels))
            .map(|(_, value)| value)
            .sum()
    }

    /// Series, histograms' buckets apart.
    pub(crate) fn series(&self) -> usize {
        let names = self.0.values().flat_map(|family| family.samples.keys());
        names.filter(|(name, _)| !name.ends_with("_bucket")).count()
    }
}

/// Name, labels and value of a line.
fn sample(line: &str) -> (String, Labels, f64) {
    let (series, value) = line.rsplit_once(' ').unwrap_or_else(|| panic!("{line}"));
    let value = value.parse().unwrap_or_else(|error| panic!("{error}: {line}"));
    let Some((name, rest)) = series.split_once('{') else {
        return (series.to_owned(), Labels::new(), value);
    };
    let mut labels = Labels::new();
    let mut rest = rest.strip_suffix('}').unwrap_or_else(|| panic!("{line}"));
    while !rest.is_empty() {
        let (key, quoted) = rest.split_once("=\"").unwrap_or_else(|| panic!("{line}"));
        // No label of ours needs an escape: a quote ends it.
        let (text, after) = quoted.split_once('"').unwrap_or_else(|| panic!("{line}"));
        assert!(!text.contains('\\') && !text.is_empty(), "{line}");
        assert!(labels.insert(key.to_owned(), text.to_owned()).is_none(), "{line}");
        rest = match after.strip_prefix(',') {
            Some(more) => more,
            None if after.is_empty() => after,
            None => panic!("{line}"),
        };
    }
    (name.to_owned(), labels, value)
}
