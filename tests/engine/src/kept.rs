//! What the nodes of a cluster keep together: streams, in memory.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::watch;
use uuid::Uuid;

use crate::{Fault, On, wire::Proposed};

/// Bytes of one append that a server takes where nobody configured it otherwise.
const APPEND_BYTES_MAX: usize = 1024 * 1024;

/// An event that was appended.
#[derive(Clone, Debug)]
pub(crate) struct KeptEvent {
    pub(crate) stream: Arc<str>,
    pub(crate) revision: u64,
    pub(crate) position: u64,
    pub(crate) id: Uuid,
    pub(crate) proposed: Arc<Proposed>,
}

/// Which revision a request expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expecting {
    Any,
    Exists,
    None,
    Exactly(u64),
}

/// Why nothing was appended.
#[derive(Debug)]
pub(crate) enum NotAppended {
    Wrong { current: Option<u64> },
    Deleted,
    TooLarge,
}

/// All streams, and what is to go wrong.
#[derive(Debug)]
pub(crate) struct Kept {
    streams: Mutex<Streams>,
    /// Counts the appends: subscriptions wait for it.
    appended: watch::Sender<u64>,
    faults: Mutex<BTreeMap<On, VecDeque<Fault>>>,
    counts: Mutex<BTreeMap<On, u64>>,
}

#[derive(Debug, Default)]
struct Streams {
    by_name: BTreeMap<Arc<str>, Vec<KeptEvent>>,
    all: Vec<KeptEvent>,
    /// Where the last event was written. What is deleted makes no room.
    log_end: u64,
    tombstones: BTreeSet<Arc<str>>,
    /// The last revisions of streams that were deleted, and may be appended to again.
    deleted: BTreeMap<Arc<str>, u64>,
}

/// The place of the first event at a revision or after.
fn place(events: &[KeptEvent], revision: u64) -> usize {
    events.partition_point(|event| event.revision < revision)
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Default for Kept {
    fn default() -> Self {
        Self {
            streams: Mutex::default(),
            appended: watch::Sender::new(0),
            faults: Mutex::default(),
            counts: Mutex::default(),
        }
    }
}

impl Kept {
    pub(crate) fn plant(&self, on: On, faults: impl IntoIterator<Item = Fault>) {
        locked(&self.faults).entry(on).or_default().extend(faults);
    }

    pub(crate) fn heal(&self) {
        locked(&self.faults).clear();
    }

    /// What is to go wrong with this request, which is counted.
    pub(crate) fn fault(&self, on: On) -> Option<Fault> {
        *locked(&self.counts).entry(on).or_default() += 1;
        locked(&self.faults).get_mut(&on)?.pop_front()
    }

    pub(crate) fn count(&self, on: On) -> u64 {
        locked(&self.counts).get(&on).copied().unwrap_or(0)
    }

    pub(crate) fn empty(&self) {
        *locked(&self.streams) = Streams::default();
    }

    pub(crate) fn appended(&self) -> watch::Receiver<u64> {
        self.appended.subscribe()
    }

    pub(crate) fn is_tombstone(&self, stream: &str) -> bool {
        locked(&self.streams).tombstones.contains(stream)
    }

    pub(crate) fn head(&self, stream: &str) -> Option<u64> {
        Some(locked(&self.streams).by_name.get(stream)?.last()?.revision)
    }

    pub(crate) fn names(&self) -> Vec<String> {
        locked(&self.streams).by_name.keys().map(ToString::to_string).collect()
    }

    /// Events of a stream from a revision on; `None` where there is no such stream.
    pub(crate) fn forwards(&self, stream: &str, from: u64, most: usize) -> Option<Vec<KeptEvent>> {
        let streams = locked(&self.streams);
        let events = streams.by_name.get(stream)?;
        Some(events[place(events, from)..].iter().take(most).cloned().collect())
    }

    /// The same backwards from a revision, or from the end.
    pub(crate) fn backwards(
        &self,
        stream: &str,
        from: Option<u64>,
        most: usize,
    ) -> Option<Vec<KeptEvent>> {
        let streams = locked(&self.streams);
        let events = streams.by_name.get(stream)?;
        let within = |event: &&KeptEvent| from.is_none_or(|from| event.revision <= from);
        Some(events.iter().rev().filter(within).take(most).cloned().collect())
    }

    /// Events of all streams at a position or after.
    pub(crate) fn all(&self, from: u64, most: usize) -> Vec<KeptEvent> {
        let streams = locked(&self.streams);
        let first = streams.all.partition_point(|event| event.position < from);
        streams.all[first..].iter().take(most).cloned().collect()
    }

    /// Appends whole or not at all. The same ids again where they stand are answered as the first
    /// time, whatever their bytes: so the real server does.
    pub(crate) fn append(
        &self,
        stream: &str,
        expecting: Expecting,
        proposed: Vec<(Uuid, Proposed)>,
    ) -> Result<(Option<u64>, u64), NotAppended> {
        let mut streams = locked(&self.streams);
        if streams.tombstones.contains(stream) {
            return Err(NotAppended::Deleted);
        }
        let size = |(_, event): &(Uuid, Proposed)| {
            let name = event.metadata.get("type").map_or(0, String::len);
            event.data.len() + event.custom_metadata.len() + 2 * name
        };
        if proposed.iter().map(size).sum::<usize>() > APPEND_BYTES_MAX {
            return Err(NotAppended::TooLarge);
        }
        let events = streams.by_name.get(stream).map_or(&[][..], Vec::as_slice);
        let current = events.last().map(|event| event.revision);
        let first = match expecting {
            Expecting::Exactly(revision) => Some(revision + 1),
            Expecting::None => Some(0),
            Expecting::Any | Expecting::Exists => None,
        };
        let stands = |first: u64| {
            let there = &events[place(events, first)..];
            there.len() >= proposed.len()
                && there.first().is_some_and(|event| event.revision == first)
                && there.iter().zip(&proposed).all(|(kept, (id, _))| kept.id == *id)
        };
        if let Some(first) = first
            && !proposed.is_empty()
            && stands(first)
        {
            let last = first + proposed.len() as u64 - 1;
            let position = events.get(place(events, last)).map_or(0, |event| event.position);
            return Ok((Some(last), position));
        }
        let fits = match expecting {
            Expecting::Any => true,
            Expecting::Exists => current.is_some(),
            Expecting::None => current.is_none(),
            Expecting::Exactly(revision) => current == Some(revision),
        };
        if !fits {
            return Err(NotAppended::Wrong { current });
        }
        let stream: Arc<str> = stream.into();
        let former = streams.deleted.remove(&stream);
        let mut revision = current.or(former).map_or(0, |last| last + 1);
        for (id, event) in proposed {
            // Far apart, as places in a log file are.
            streams.log_end += 97;
            let position = streams.log_end;
            let kept = KeptEvent {
                stream: Arc::clone(&stream),
                revision,
                position,
                id,
                proposed: Arc::new(event),
            };
            streams.by_name.entry(Arc::clone(&stream)).or_default().push(kept.clone());
            streams.all.push(kept);
            revision += 1;
        }
        let position = streams.log_end;
        drop(streams);
        self.appended.send_modify(|count| *count += 1);
        Ok((revision.checked_sub(1), position))
    }

    /// Deletes a stream; for good where it is to leave a tombstone.
    pub(crate) fn delete(&self, stream: &str, for_good: bool) -> Result<(), NotAppended> {
        let mut streams = locked(&self.streams);
        if streams.tombstones.contains(stream) {
            return Err(NotAppended::Deleted);
        }
        let events = streams.by_name.remove(stream).unwrap_or_default();
        if let Some(last) = events.last().filter(|_| !for_good) {
            streams.deleted.insert(stream.into(), last.revision);
        }
        streams.all.retain(|event| &*event.stream != stream);
        if for_good {
            streams.tombstones.insert(stream.into());
        }
        Ok(())
    }
}
