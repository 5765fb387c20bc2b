//! The process as Linux tells of it in `/proc`, under the names that every Prometheus library uses.
//! Where there is no `/proc` these are left out.

use std::fs::read_to_string;

use super::{
    catalogue::{CPU, MAX_FDS, OPEN_FDS, RESIDENT, STARTED, THREADS, VIRTUAL},
    sample::Samples,
};

/// `USER_HZ`, in which the kernel tells times to programs: 100 on every architecture that Rust's
/// standard library supports on Linux (proc(5)).
const TICKS_PER_SECOND: f64 = 100.0;

/// Adds what can be read.
pub(super) fn sample(samples: &mut Samples) {
    // Each is there or not by itself: what one cannot tell keeps none of the others away.
    let _ = times(samples);
    let _ = memory(samples);
    let _ = descriptors(samples);
}

fn times(samples: &mut Samples) -> Option<()> {
    let stat = read_to_string("/proc/self/stat").ok()?;
    // The second field is the program's name, which may hold anything; fields are counted after it.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |field: usize| fields.get(field - 3)?.parse::<f64>().ok();
    let (user, system, started) = (ticks(14)?, ticks(15)?, ticks(22)?);
    samples.add(CPU, (user + system) / TICKS_PER_SECOND);
    let boot = read_to_string("/proc/stat").ok()?;
    let boot: f64 = boot.lines().find_map(|line| line.strip_prefix("btime "))?.parse().ok()?;
    samples.add(STARTED, boot + started / TICKS_PER_SECOND);
    Some(())
}

fn memory(samples: &mut Samples) -> Option<()> {
    let status = read_to_string("/proc/self/status").ok()?;
    let number = |name: &str| {
        let rest = status.lines().find_map(|line| line.strip_prefix(name))?;
        rest.split_whitespace().next()?.parse::<f64>().ok()
    };
    samples.add(RESIDENT, number("VmRSS:")? * 1024.0);
    samples.add(VIRTUAL, number("VmSize:")? * 1024.0);
    samples.add(THREADS, number("Threads:")?);
    Some(())
}

#[allow(clippy::cast_precision_loss, reason = "a process has few descriptors")]
fn descriptors(samples: &mut Samples) -> Option<()> {
    // One less: reading the folder opens it.
    let open = std::fs::read_dir("/proc/self/fd").ok()?.count().saturating_sub(1);
    samples.add(OPEN_FDS, open as f64);
    let limits = read_to_string("/proc/self/limits").ok()?;
    let limit = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    // "unlimited" is not a number.
    samples.add(MAX_FDS, limit.split_whitespace().next()?.parse().ok()?);
    Some(())
}
