//! Durations in order, and what a process holds in memory.

use std::{
    fs,
    time::{Duration, Instant},
};

/// How long something took, many times.
#[derive(Debug, Default)]
pub(crate) struct Took(Vec<Duration>);

impl Took {
    /// Does it, and takes the time.
    pub(crate) fn time<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let begun = Instant::now();
        let done = work();
        self.0.push(begun.elapsed());
        done
    }

    /// Milliseconds within which that share of them was done, in percent.
    pub(crate) fn percentile_ms(&self, percent: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let place = (sorted.len() * percent).div_ceil(100).max(1) - 1;
        sorted[place].as_secs_f64() * 1_000.0
    }

    /// How many times.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }
}

/// Megabytes that a process holds resident.
pub(crate) fn resident_mb(process: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    let kilobytes: f64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kilobytes / 1024.0
}
