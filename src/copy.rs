//! Copying ledgers from one store into another, whichever engines they run on: the same bytes at the
//! same revisions, the vault with them.
//!
//! A copy that was broken off goes on where it ended: what is there already is compared, event by
//! event, before anything is added to it. What is erased in the one by then is erased in the other,
//! also where it was copied with its text before.

use schema::{Commitment, Envelope, EventId, PortfolioId, Revision, Salt, VaultEntry};

use crate::{
    audit::{self, Report},
    store::{
        Append, Damage, EventStore, PageLimit, StoreError, StoredEvent, Vaulted,
        append::{GROUP_KEPT_BYTES_MAX, kept_bytes},
    },
};
use std::sync::Arc;

/// Events that are asked for at once: each question takes its time on a cluster.
const READ_AT_ONCE: PageLimit = PageLimit { events_max: 2_048, bytes_max: 2 * 1024 * 1024 };

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
        let mut one = Copying { from, to, portfolio: head.portfolio, head: head.head };
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

/// Whole commits that are appended at once, and the commit that is not yet whole.
#[derive(Default)]
struct Group {
    events: Vec<StoredEvent>,
    kept_bytes: usize,
    open: Vec<StoredEvent>,
    sealed: Sealed,
    open_sealed: Sealed,
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
            let there = self.to.read(portfolio, next, READ_AT_ONCE).await?;
            if let Some(there) = there.head.filter(|there| *there > self.head) {
                return Err(CopyError::Ahead { portfolio, there, here: self.head });
            }
            let Some(last) = there.events.last().map(StoredEvent::revision) else {
                self.erase_erased(&mut sealed).await?;
                return Ok(next);
            };
            while next <= last {
                let here = self.from.read(portfolio, next, READ_AT_ONCE).await?;
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

    /// Copies from a revision on.
    async fn go_on(
        &mut self,
        first: Revision,
        progress: &mut impl FnMut(Progress),
    ) -> Result<(), CopyError> {
        let (mut group, mut next) = (Group::default(), first);
        let mut expected = first.number().checked_sub(1).map(|last| Revision::FIRST.plus(last));
        while next <= self.head {
            let page = self.from.read(self.portfolio, next, READ_AT_ONCE).await?;
            if page.events.is_empty() {
                return Err(self.damage(next, "the event is missing".to_owned()));
            }
            for event in page.events.into_iter().filter(|event| event.revision() <= self.head) {
                next = event.revision().next();
                self.take(&mut group, event)?;
                if group.is_full() {
                    expected = self.append(&mut group, expected).await?;
                    progress(self.tell(expected.map_or(0, |last| last.number() + 1), false));
                }
            }
        }
        if !group.open.is_empty() {
            return Err(self.damage(next, "the last commit is torn".to_owned()));
        }
        self.append(&mut group, expected).await?;
        progress(self.tell(next.number(), false));
        Ok(())
    }

    fn take(&self, group: &mut Group, event: StoredEvent) -> Result<(), CopyError> {
        let envelope = self.envelope(&event)?;
        group.open_sealed.take(&envelope);
        group.open.push(event.caused_as(&envelope));
        if envelope.commit.is_last() {
            group.kept_bytes += group.open.iter().map(kept_bytes).sum::<usize>();
            group.events.append(&mut group.open);
            group.sealed.append(&mut group.open_sealed);
        }
        Ok(())
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

    /// Appends the whole commits of a group after `expected`, and gives the new head.
    async fn append(
        &self,
        group: &mut Group,
        expected: Option<Revision>,
    ) -> Result<Option<Revision>, CopyError> {
        let events = std::mem::take(&mut group.events);
        let sealed = std::mem::take(&mut group.sealed);
        group.kept_bytes = 0;
        let Some(last) = events.last().map(StoredEvent::revision) else { return Ok(expected) };
        let (mut vault, mut erased) = (Vec::new(), Vec::new());
        for (sealed, held) in self.held(sealed).await? {
            match held {
                Vaulted::Kept(entry) => vault.push(entry),
                Vaulted::Erased => erased.push(sealed),
                Vaulted::Missing => {}
            }
        }
        self.erase(erased).await?;
        let portfolio = self.portfolio;
        self.to.append(Append { portfolio, expected, events, vault }).await?;
        Ok(Some(last))
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
            let page = self.from.read(self.portfolio, next, READ_AT_ONCE).await?;
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
        let copy = audit::check(self.to, portfolio).await?;
        let source = audit::check_up_to(self.from, portfolio, Some(self.head)).await?;
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

/// How a copy compares with what it is of, where the ledgers are the same.
enum Compared {
    Same(Report),
    /// In words.
    OtherTexts(String),
}

impl Group {
    /// Whether the next commit might not fit any more: with what stands beside its events, the
    /// largest has three quarters of what an append takes.
    fn is_full(&self) -> bool {
        self.kept_bytes > GROUP_KEPT_BYTES_MAX / 4 || self.events.len() >= EVENTS_AT_ONCE
    }
}

/// Events of one append, at most, so that their texts are as many as a store takes.
const EVENTS_AT_ONCE: usize = 512;
