//! Copying ledgers from one store into another, whichever engines they run on: the same bytes at the
//! same revisions, the vault with them.
//!
//! A copy that was broken off goes on where it ended: what is there already is compared, event by
//! event, before anything is added to it. What is erased in the one by then is erased in the other,
//! also where it was copied with its text before.

use schema::{
    Commitment, Envelope, EventId, PortfolioId, Revision, Salt, VaultEntry, limits::GROUP_BYTES_MAX,
};

use crate::{
    audit::{self, Report},
    store::{
        Append, Damage, EventStore, PageLimit, StoreError, StoredEvent, Vaulted,
        append::{GROUP_KEPT_BYTES_MAX, VAULT_ENTRIES_MAX, kept_bytes},
    },
};
use std::{collections::VecDeque, panic::resume_unwind, sync::Arc};
use tokio::task::JoinSet;

/// Events of one append, at most.
const EVENTS_AT_ONCE: usize = 1_024;

/// Texts that are asked for at once, at most.
const TEXTS_AT_ONCE: usize = 1_024;

/// How often a copy is compared whose texts others erase meanwhile.
const LOOKS_MAX: u32 = 3;

/// How far a ledger is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The portfolio.
    pub portfolio: PortfolioId,
    /// Events that are there.
    pub events: u64,
    /// Of so many.
    pub of: u64,
    /// Whether the copy is being compared with what it is of.
    pub is_checking: bool,
}

/// Why a store was not copied.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// Another ledger stands where the copy should.
    #[error(
        "the store that is copied into has another event at revision {revision} of portfolio \
         {portfolio}: it is no earlier copy of this ledger; name a store that does not have it"
    )]
    Other {
        /// The portfolio.
        portfolio: PortfolioId,
        /// The first event that differs.
        revision: Revision,
    },
    /// The copy has more than what it is of.
    #[error(
        "the store that is copied into has portfolio {portfolio} up to revision {there}, and the \
         other only to {here}: copy the other way, or name another store"
    )]
    Ahead {
        /// The portfolio.
        portfolio: PortfolioId,
        /// The copy's last revision.
        there: Revision,
        /// That of the store which is copied.
        here: Revision,
    },
    /// What was copied is not the same.
    #[error("the copy of portfolio {portfolio} differs: {what}")]
    Differs {
        /// The portfolio.
        portfolio: PortfolioId,
        /// In what.
        what: String,
    },
    /// A store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Copies every ledger, and compares each copy with what it is of: the digests of ledger and state,
/// and how many texts there are, and were erased. Gives what the copies hold.
pub async fn copy(
    from: &Arc<dyn EventStore>,
    to: &Arc<dyn EventStore>,
    mut progress: impl FnMut(Progress),
) -> Result<Vec<Report>, CopyError> {
    let mut copied = Vec::new();
    for head in audit::heads(from.as_ref()).await? {
        let one = Copying { from, to, portfolio: head.portfolio, head: head.head };
        let next = one.compare(&mut progress).await?;
        one.go_on(next, &mut progress).await?;
        copied.push(one.verified(&mut progress).await?);
    }
    Ok(copied)
}

/// One ledger on its way, up to the head that it had at the beginning.
struct Copying<'a> {
    from: &'a Arc<dyn EventStore>,
    to: &'a Arc<dyn EventStore>,
    portfolio: PortfolioId,
    head: Revision,
}

/// How far the source is read.
struct Reading {
    next: Revision,
    page: VecDeque<StoredEvent>,
    /// A commit that is not yet whole.
    open: Group,
    /// A commit that went into no group any more.
    held: Option<Group>,
}

/// What is appended next.
#[derive(Default)]
struct Ready {
    events: Vec<StoredEvent>,
    /// Where it goes with them.
    vault: Vec<VaultEntry>,
}

/// Events that are appended at once, and what the vault may hold for them.
#[derive(Default)]
struct Group {
    events: Vec<StoredEvent>,
    bytes: usize,
    /// With what an engine keeps beside the events.
    kept_bytes: usize,
    sealed: Sealed,
}

impl Reading {
    fn from(next: Revision) -> Self {
        Self { next, page: VecDeque::new(), open: Group::default(), held: None }
    }
}

impl Group {
    fn take(&mut self, event: StoredEvent, envelope: &Envelope) {
        self.bytes += event.bytes().len();
        self.kept_bytes += kept_bytes(&event);
        self.sealed.take(envelope);
        self.events.push(event.caused_as(envelope));
    }

    /// Whether a commit may go with these; alone, each may.
    fn takes(&self, commit: &Self) -> bool {
        self.events.is_empty()
            || (self.bytes + commit.bytes <= GROUP_BYTES_MAX
                && self.kept_bytes + commit.kept_bytes <= GROUP_KEPT_BYTES_MAX
                && self.events.len() + commit.events.len() <= EVENTS_AT_ONCE
                && self.sealed.count() + commit.sealed.count() <= VAULT_ENTRIES_MAX)
    }

    fn add(&mut self, mut commit: Self) {
        self.bytes += commit.bytes;
        self.kept_bytes += commit.kept_bytes;
        self.events.append(&mut commit.events);
        self.sealed.append(&mut commit.sealed);
    }
}

/// What the vault may hold for some events.
#[derive(Default)]
struct Sealed {
    texts: Vec<(EventId, Commitment)>,
    /// Of the commands' digests.
    salts: Vec<(EventId, Commitment)>,
}

impl Sealed {
    fn take(&mut self, envelope: &Envelope) {
        let id = envelope.event_id;
        let data = serde_json::to_value(&envelope.event).unwrap_or_default();
        let sealed = Commitment::all_in(&data).into_iter().map(|commitment| (id, commitment));
        self.texts.extend(sealed);
        if envelope.commit.index == 0 {
            // The salt of the command's digest, where it has one.
            self.salts.push((id, Commitment::from_digest(envelope.command.digest)));
        }
    }

    fn append(&mut self, other: &mut Self) {
        self.texts.append(&mut other.texts);
        self.salts.append(&mut other.salts);
    }

    fn count(&self) -> usize {
        self.texts.len() + self.salts.len()
    }
}

impl Copying<'_> {
    fn tell(&self, events: u64, is_checking: bool) -> Progress {
        let of = self.head.number() + 1;
        Progress { portfolio: self.portfolio, events, of, is_checking }
    }

    fn damage(&self, revision: Revision, what: String) -> CopyError {
        StoreError::from(Damage { portfolio: self.portfolio, revision, what }).into()
    }

    fn envelope(&self, event: &StoredEvent) -> Result<Envelope, CopyError> {
        Envelope::from_canonical_bytes(event.bytes())
            .map_err(|error| self.damage(event.revision(), error.to_string()))
    }

    /// Compares what is there with what it should be a copy of, and erases in it what was erased since
    /// it was copied; gives the revision that comes next.
    async fn compare(&self, progress: &mut impl FnMut(Progress)) -> Result<Revision, CopyError> {
        let portfolio = self.portfolio;
        let (mut next, mut sealed) = (Revision::FIRST, Sealed::default());
        loop {
            let there = self.to.read(portfolio, next, PageLimit::LARGE).await?;
            if let Some(there) = there.head.filter(|there| *there > self.head) {
                return Err(CopyError::Ahead { portfolio, there, here: self.head });
            }
            let Some(last) = there.events.last().map(StoredEvent::revision) else {
                self.erase_erased(&mut sealed).await?;
                return Ok(next);
            };
            while next <= last {
                let here = self.from.read(portfolio, next, PageLimit::LARGE).await?;
                if here.events.is_empty() {
                    return Err(self.damage(next, "the event is missing".to_owned()));
                }
                for event in here.events.iter().take_while(|event| event.revision() <= last) {
                    let place = event.revision().number() - there.events[0].revision().number();
                    let place = usize::try_from(place).unwrap_or(usize::MAX);
                    if there.events.get(place) != Some(event) {
                        let revision = event.revision();
                        return Err(CopyError::Other { portfolio, revision });
                    }
                    sealed.take(&self.envelope(event)?);
                    next = event.revision().next();
                }
                if sealed.count() >= TEXTS_AT_ONCE {
                    self.erase_erased(&mut sealed).await?;
                }
            }
            progress(self.tell(next.number(), true));
        }
    }

    /// Copies from a revision on: while a group is appended, the next is made ready.
    async fn go_on(
        &self,
        first: Revision,
        progress: &mut impl FnMut(Progress),
    ) -> Result<(), CopyError> {
        let mut reading = Reading::from(first);
        let mut expected = first.number().checked_sub(1).map(|last| Revision::FIRST.plus(last));
        let mut ready = self.made_ready(&mut reading).await?;
        while let Some(last) = ready.events.last().map(StoredEvent::revision) {
            let Ready { events, vault } = std::mem::take(&mut ready);
            let append = Append { portfolio: self.portfolio, expected, events, vault };
            // A store that refuses says so at once; what was begun by then is asked for how it ended.
            let (appended, made) = tokio::try_join!(
                async { Ok::<_, CopyError>(self.to.append(append).await?) },
                async { Ok(self.made_ready(&mut reading).await) },
            )?;
            expected = Some(appended);
            progress(self.tell(last.number() + 1, false));
            ready = made?;
        }
        Ok(())
    }

    /// The events of the next whole commits, as many as are appended at once; none at the end.
    async fn made_ready(&self, reading: &mut Reading) -> Result<Ready, CopyError> {
        let mut group = Group::default();
        loop {
            // A commit that was begun in one page ends in the next.
            while let Some(commit) = self.next_commit(reading)? {
                if !group.takes(&commit) {
                    reading.held = Some(commit);
                    return self.with_texts(group).await;
                }
                group.add(commit);
            }
            if reading.next > self.head {
                if reading.open.events.is_empty() {
                    return self.with_texts(group).await;
                }
                return Err(self.damage(reading.next, "the last commit is torn".to_owned()));
            }
            let page = self.from.read(self.portfolio, reading.next, PageLimit::LARGE).await?;
            let Some(last) = page.events.last().map(StoredEvent::revision) else {
                return Err(self.damage(reading.next, "the event is missing".to_owned()));
            };
            reading.next = last.next();
            let copied = page.events.into_iter().filter(|event| event.revision() <= self.head);
            reading.page = copied.collect();
        }
    }

    /// The next commit that is whole in what was read.
    fn next_commit(&self, reading: &mut Reading) -> Result<Option<Group>, CopyError> {
        if let Some(held) = reading.held.take() {
            return Ok(Some(held));
        }
        while let Some(event) = reading.page.pop_front() {
            let envelope = self.envelope(&event)?;
            reading.open.take(event, &envelope);
            if envelope.commit.is_last() {
                return Ok(Some(std::mem::take(&mut reading.open)));
            }
        }
        Ok(None)
    }

    /// What the vault that is copied holds. An erasure takes a command's salt first and its text then:
    /// asked the other way round, no text is seen erased with its salt still there.
    async fn held(
        &self,
        sealed: Sealed,
    ) -> Result<Vec<((EventId, Commitment), Vaulted)>, StoreError> {
        let mut found = Vec::with_capacity(sealed.count());
        for kind in [sealed.texts, sealed.salts] {
            for some in kind.chunks(TEXTS_AT_ONCE) {
                let asked = some.iter().map(|(_, sealed)| *sealed).collect();
                let held = self.from.vault_get(self.portfolio, asked).await?;
                found.extend(some.iter().copied().zip(held));
            }
        }
        Ok(found)
    }

    /// The events of a group with what the vault holds for them. Where putting takes its time, it is in
    /// the copy's vault then; a file takes both at once.
    async fn with_texts(&self, group: Group) -> Result<Ready, CopyError> {
        let (mut vault, mut erased) = (Vec::new(), Vec::new());
        for (sealed, held) in self.held(group.sealed).await? {
            match held {
                Vaulted::Kept(entry) => vault.push(entry),
                Vaulted::Erased => erased.push(sealed),
                Vaulted::Missing => {}
            }
        }
        self.erase(erased).await?;
        if self.to.is_shared() && !vault.is_empty() {
            self.to.vault_put(self.portfolio, std::mem::take(&mut vault)).await?;
        }
        Ok(Ready { events: group.events, vault })
    }

    /// Erases in the copy what is erased in what it is of.
    async fn erase_erased(&self, sealed: &mut Sealed) -> Result<(), CopyError> {
        let held = self.held(std::mem::take(sealed)).await?;
        let erased = held.into_iter().filter(|(_, held)| *held == Vaulted::Erased);
        self.erase(erased.map(|(sealed, _)| sealed).collect()).await
    }

    /// The same of the whole ledger.
    async fn erase_all_erased(&self) -> Result<(), CopyError> {
        let mut next = Revision::FIRST;
        while next <= self.head {
            let page = self.from.read(self.portfolio, next, PageLimit::LARGE).await?;
            if page.events.is_empty() {
                return Err(self.damage(next, "the event is missing".to_owned()));
            }
            let mut sealed = Sealed::default();
            for event in page.events.iter().filter(|event| event.revision() <= self.head) {
                sealed.take(&self.envelope(event)?);
            }
            next = page.events.last().map_or(next, |last| last.revision().next());
            self.erase_erased(&mut sealed).await?;
        }
        Ok(())
    }

    /// Makes erased what is: also what is not there, as an entry without a text, so that what was
    /// erased is told from what was lost.
    async fn erase(&self, erased: Vec<(EventId, Commitment)>) -> Result<(), CopyError> {
        let empty = |(event, commitment)| VaultEntry {
            commitment,
            event,
            field: String::new(),
            salt: Salt::new([0; 32]),
            value: None,
        };
        for some in erased.chunks(TEXTS_AT_ONCE) {
            let asked = some.iter().map(|(_, sealed)| *sealed).collect();
            let there = self.to.vault_get(self.portfolio, asked).await?;
            let (missing, kept): (Vec<_>, Vec<_>) = some
                .iter()
                .copied()
                .zip(there)
                .filter(|(_, there)| *there != Vaulted::Erased)
                .partition(|(_, there)| *there == Vaulted::Missing);
            let entries: Vec<_> = missing.iter().map(|(sealed, _)| empty(*sealed)).collect();
            if !entries.is_empty() {
                self.to.vault_put(self.portfolio, entries).await?;
            }
            for ((_, commitment), _) in missing.into_iter().chain(kept) {
                self.to.vault_erase(self.portfolio, commitment).await?;
            }
        }
        Ok(())
    }

    /// Compares the copy; anew where texts were erased meanwhile, once these are erased in it too.
    async fn verified(&self, progress: &mut impl FnMut(Progress)) -> Result<Report, CopyError> {
        let mut looks = 1;
        loop {
            match self.verify(progress).await? {
                Compared::Same(report) => return Ok(report),
                Compared::OtherTexts(_) if looks < LOOKS_MAX && self.from.is_shared() => {
                    looks += 1;
                    self.erase_all_erased().await?;
                }
                Compared::OtherTexts(what) => {
                    return Err(CopyError::Differs { portfolio: self.portfolio, what });
                }
            }
        }
    }

    /// Compares the whole copy with what it is of.
    async fn verify(&self, progress: &mut impl FnMut(Progress)) -> Result<Compared, CopyError> {
        let portfolio = self.portfolio;
        let differs = |what: String| Err(CopyError::Differs { portfolio, what });
        progress(self.tell(self.head.number() + 1, true));
        // Beside each other: each has a core to itself where there are two.
        let copy = checked(self.to, portfolio, None);
        let source = checked(self.from, portfolio, Some(self.head));
        let (copy, source) = tokio::try_join!(copy, source)?;
        if let Some(finding) = copy.findings.first().or(source.findings.first()) {
            return differs(format!("revision {}: {}", finding.revision, finding.what));
        }
        for (what, copied, there) in [
            ("the ledger's digest", copy.ledger_digest, source.ledger_digest),
            ("the state's digest", copy.state_digest, source.state_digest),
        ] {
            if copied != there {
                return differs(format!("{what} is {copied}, not {there}"));
            }
        }
        for (what, copied, there) in
            [("texts", copy.texts, source.texts), ("erased texts", copy.erased, source.erased)]
        {
            if copied != there {
                return Ok(Compared::OtherTexts(format!("it has {copied} {what}, not {there}")));
            }
        }
        Ok(Compared::Same(copy))
    }
}

/// A check as a task of its own, which ends with whoever waits for it.
async fn checked(
    store: &Arc<dyn EventStore>,
    portfolio: PortfolioId,
    end: Option<Revision>,
) -> Result<Report, StoreError> {
    let store = Arc::clone(store);
    let mut task = JoinSet::new();
    task.spawn(async move { audit::check_up_to(&store, portfolio, end).await });
    match task.join_next().await {
        Some(Ok(report)) => report,
        Some(Err(ended)) if ended.is_panic() => resume_unwind(ended.into_panic()),
        Some(Err(_)) | None => Err(StoreError::Closed),
    }
}

/// How a copy compares with what it is of, where the ledgers are the same.
enum Compared {
    Same(Report),
    /// In words.
    OtherTexts(String),
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    /// A commit of one event with so many bytes.
    fn commit(bytes: usize) -> Group {
        let id = EventId::from(Uuid::nil());
        let event = StoredEvent::new(Revision::FIRST, id, "Test", vec![b' '; bytes]);
        Group { bytes, kept_bytes: kept_bytes(&event), events: vec![event], ..Group::default() }
    }

    #[test]
    fn as_many_commits_go_together_as_every_store_takes() {
        for (bytes, together) in [(100, 1_024), (700, 1_019), (3_000, 307), (60_000, 15)] {
            let mut group = Group::default();
            while group.takes(&commit(bytes)) {
                group.add(commit(bytes));
            }
            assert_eq!(group.events.len(), together, "of {bytes} bytes");
            assert!(group.bytes <= GROUP_BYTES_MAX && group.kept_bytes <= GROUP_KEPT_BYTES_MAX);
        }
    }
}
