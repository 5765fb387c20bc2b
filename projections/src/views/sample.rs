//! Samples for auditors: cases drawn from a counted population by a seed, so that anybody can draw
//! the same again.
//!
//! The rank of a case is SHA-256 over the seed, a zero byte and the case's id; the cases with the
//! smallest ranks are drawn. Nothing depends on a clock or on the order in which things are kept.

use schema::{Date, Digest, Invalid, OrganisationId, ReallocationId, Revision, Text};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    ops::Range,
    str::FromStr,
    sync::Arc,
};
use uuid::Uuid;

use crate::{
    DecidedOn, Membership, Portfolio, Precondition, Reallocation, ReallocationStatus,
    RecordedDecision, Settled, touched_organisations,
};

/// Cases of one sample, at most.
pub const SAMPLE_MAX: u16 = 1_000;

/// What a sample is drawn by: 1 to 100 characters on one line, whose bytes are UTF-8 in NFC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleSeed(String);

impl SampleSeed {
    /// Characters of a seed, at most.
    pub const CHARACTERS_MAX: usize = 100;

    /// The seed as it is hashed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The rank of a case.
    pub fn rank(&self, id: &str) -> Digest {
        Digest::of_parts([self.0.as_bytes(), &[0], id.as_bytes()])
    }
}

impl FromStr for SampleSeed {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let invalid = || Invalid::new("seed", text, "1 to 100 characters on one line");
        let line = Text::name(text).map_err(|_| invalid())?;
        let fits = line.as_str().chars().count() <= Self::CHARACTERS_MAX;
        if fits { Ok(Self(line.as_str().to_owned())) } else { Err(invalid()) }
    }
}

/// How many cases are drawn, at most: fewer where the population is smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SampleSize(u16);

impl SampleSize {
    /// A size from 1 to [`SAMPLE_MAX`].
    pub fn new(size: u64) -> Result<Self, Invalid> {
        let fits = u16::try_from(size).ok().filter(|size| (1..=SAMPLE_MAX).contains(size));
        fits.map(Self)
            .ok_or_else(|| Invalid::new("size of a sample", size, format!("1 to {SAMPLE_MAX}")))
    }

    /// The number.
    pub const fn number(self) -> u16 {
        self.0
    }
}

/// What a case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CaseKind {
    /// A reallocation.
    Reallocation,
    /// A membership.
    Membership,
    /// A decision of an organisation.
    Decision,
}

impl fmt::Display for CaseKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Reallocation => "reallocation",
            Self::Membership => "membership",
            Self::Decision => "decision",
        })
    }
}

impl FromStr for CaseKind {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        match text {
            "reallocation" => Ok(Self::Reallocation),
            "membership" => Ok(Self::Membership),
            "decision" => Ok(Self::Decision),
            _ => Err(Invalid::new("kind of a case", text, "reallocation, membership or decision")),
        }
    }
}

/// Of which cases a sample is drawn. What is `None` restricts nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Population {
    /// What they are.
    pub kind: CaseKind,
    /// That this organisation decided on or that touches it: by a move, as host of the hub or as the
    /// organisation of the unit. A decision is one of the organisation itself.
    pub organisation: Option<OrganisationId>,
    /// That were decided on, at least once, on this date or later.
    pub decided_from: Option<Date>,
    /// That were decided on, at least once, before this date.
    pub decided_to: Option<Date>,
    /// Whose first event is among these.
    pub recorded: Range<Revision>,
    /// Where they stand; of reallocations only.
    pub status: Option<ReallocationStatus>,
}

/// What a case is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseSubject {
    /// A reallocation.
    Reallocation(Arc<Reallocation>),
    /// A membership.
    Membership(Arc<Membership>),
    /// A decision.
    Decision(Arc<RecordedDecision>),
}

impl CaseSubject {
    /// What tells it from all others of its kind: a reference or, of a decision,
    /// `REVISION/ORGANISATION`.
    pub fn id(&self) -> String {
        match self {
            Self::Reallocation(known) => known.id.to_string(),
            Self::Membership(known) => known.id.to_string(),
            Self::Decision(known) => known.key(),
        }
    }

    /// The reallocation that it is, that brought it, or that was decided on.
    fn reallocation(&self) -> Option<ReallocationId> {
        match self {
            Self::Reallocation(known) => Some(known.id),
            Self::Membership(known) => known.reallocation,
            Self::Decision(known) => match known.on {
                DecidedOn::Reallocation(id) | DecidedOn::Revocation(id) => Some(id),
                _ => None,
            },
        }
    }

    /// The things whose events are the case's.
    fn things(&self) -> BTreeSet<Uuid> {
        let own = match self {
            Self::Reallocation(known) => Some(known.id.uuid()),
            Self::Membership(known) => Some(known.id.uuid()),
            Self::Decision(known) => known.on.thing(),
        };
        own.into_iter().chain(self.reallocation().map(ReallocationId::uuid)).collect()
    }
}

/// A precondition of a reallocation, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampledPrecondition {
    /// The reallocation.
    pub reallocation: ReallocationId,
    /// What is to be settled.
    pub precondition: Arc<Precondition>,
    /// How it was settled last, be it for a former proposal; none where it is missing.
    pub settled: Option<Settled>,
    /// Whether that is for the proposal as it stands.
    pub as_it_stands: bool,
}

/// A case that was drawn, with all that is recorded of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampledCase {
    /// Its id.
    pub id: String,
    /// By which it was drawn.
    pub rank: Digest,
    /// What it is about.
    pub subject: CaseSubject,
    /// The decisions on it, on the reallocation that brought it and on corrections of its events, in
    /// the order of recording.
    pub decisions: Vec<Arc<RecordedDecision>>,
    /// The preconditions of its reallocation that were settled and, while that is proposed, those that
    /// are missing, in the order of their ids.
    pub preconditions: Vec<SampledPrecondition>,
    /// The events about it and about the reallocation that brought it, in order.
    pub events: Vec<Revision>,
}

/// A sample of a population.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// How many cases the population has.
    pub count: usize,
    /// SHA-256 over the ids of the population in the order of their bytes, each followed by a line
    /// feed.
    pub digest: Digest,
    /// The cases, in the order of their ranks.
    pub cases: Vec<SampledCase>,
}

impl Sample {
    /// Draws a sample from a state. `on` is the date on which missing preconditions are told.
    pub fn draw(
        state: &Portfolio,
        population: &Population,
        seed: &SampleSeed,
        size: SampleSize,
        on: Date,
    ) -> Self {
        let register = Register::of(state);
        let members: BTreeMap<String, CaseSubject> = subjects(state, population.kind)
            .filter(|subject| register.holds(population, subject))
            .map(|subject| (subject.id(), subject))
            .collect();
        let lines: String = members.keys().flat_map(|id| [id.as_str(), "\n"]).collect();
        let count = members.len();
        let mut ranked: Vec<(Digest, String, CaseSubject)> =
            members.into_iter().map(|(id, subject)| (seed.rank(&id), id, subject)).collect();
        // Distinct ids: no two are equal, and the subject is never compared.
        ranked.sort_by(|(rank, id, _), (other, than, _)| (rank, id).cmp(&(other, than)));
        ranked.truncate(size.number().into());
        let cases = ranked.into_iter().map(|(rank, id, subject)| SampledCase {
            id,
            rank,
            decisions: register.decisions(&subject),
            preconditions: preconditions(state, &subject, on),
            events: register.events(&subject).into_iter().collect(),
            subject,
        });
        Self { count, digest: Digest::of(lines.as_bytes()), cases: cases.collect() }
    }
}

/// All that a case of a kind can be about.
fn subjects(state: &Portfolio, kind: CaseKind) -> Box<dyn Iterator<Item = CaseSubject> + '_> {
    match kind {
        CaseKind::Reallocation => {
            Box::new(state.reallocations().values().cloned().map(CaseSubject::Reallocation))
        }
        CaseKind::Membership => {
            Box::new(state.memberships().values().cloned().map(CaseSubject::Membership))
        }
        CaseKind::Decision => Box::new(state.decisions().cloned().map(CaseSubject::Decision)),
    }
}

/// The decisions of a portfolio, by what they were taken on.
struct Register<'a> {
    state: &'a Portfolio,
    on_things: BTreeMap<Uuid, Vec<&'a Arc<RecordedDecision>>>,
    on_corrections: BTreeMap<Revision, Vec<&'a Arc<RecordedDecision>>>,
}

impl<'a> Register<'a> {
    fn of(state: &'a Portfolio) -> Self {
        let mut register =
            Self { state, on_things: BTreeMap::new(), on_corrections: BTreeMap::new() };
        for known in state.decisions() {
            if let Some(thing) = known.on.thing() {
                register.on_things.entry(thing).or_default().push(known);
            }
            if let DecidedOn::Correction(revision) = known.on {
                register.on_corrections.entry(revision).or_default().push(known);
            }
        }
        register
    }

    /// The decisions on a case itself: without those on what brought it.
    fn own(&self, subject: &CaseSubject) -> Vec<&Arc<RecordedDecision>> {
        let on = |thing: Uuid| self.on_things.get(&thing).cloned().unwrap_or_default();
        match subject {
            CaseSubject::Reallocation(known) => on(known.id.uuid()),
            CaseSubject::Membership(known) => on(known.id.uuid()),
            CaseSubject::Decision(known) => {
                let organisation = known.decision.organisation;
                self.state.decision(known.revision, organisation).into_iter().collect()
            }
        }
    }

    fn decisions(&self, subject: &CaseSubject) -> Vec<Arc<RecordedDecision>> {
        let brought_by = subject.reallocation().filter(|_| is_membership(subject));
        let by_it = brought_by.and_then(|id| self.on_things.get(&id.uuid()));
        let corrections = self.events(subject).into_iter();
        let corrections = corrections.filter_map(|at| self.on_corrections.get(&at));
        let all = self.own(subject).into_iter().chain(by_it.into_iter().flatten().copied());
        let all = all.chain(corrections.flatten().copied());
        let in_order: BTreeMap<_, _> =
            all.map(|known| ((known.revision, known.decision.organisation), known)).collect();
        in_order.into_values().cloned().collect()
    }

    fn events(&self, subject: &CaseSubject) -> BTreeSet<Revision> {
        let things = subject.things().into_iter();
        let mut events: BTreeSet<Revision> =
            things.flat_map(|thing| self.state.touching(thing, None)).collect();
        if let CaseSubject::Decision(known) = subject {
            events.insert(known.revision);
            events.extend(known.confirmed.map(|confirmed| confirmed.revision));
            events.extend(known.corrected);
            if let DecidedOn::Correction(corrects) = known.on {
                events.insert(corrects);
            }
        }
        events
    }

    fn holds(&self, population: &Population, subject: &CaseSubject) -> bool {
        let Population { organisation, decided_from, decided_to, recorded, status, .. } =
            population;
        self.first(subject).is_some_and(|first| recorded.contains(&first))
            && organisation.is_none_or(|wanted| self.concerns(subject, wanted))
            && (decided_from.is_none() && decided_to.is_none()
                || self.own(subject).into_iter().any(|known| {
                    let on = known.decision.decided_on;
                    decided_from.is_none_or(|from| from <= on)
                        && decided_to.is_none_or(|to| on < to)
                }))
            && status.is_none_or(|wanted| match subject {
                CaseSubject::Reallocation(known) => known.status == wanted,
                CaseSubject::Membership(_) | CaseSubject::Decision(_) => false,
            })
    }

    /// The first event about it.
    fn first(&self, subject: &CaseSubject) -> Option<Revision> {
        let touching = |thing| self.state.touching(thing, None).next();
        match subject {
            CaseSubject::Reallocation(known) => touching(known.id.uuid()),
            CaseSubject::Membership(known) => touching(known.id.uuid()),
            CaseSubject::Decision(known) => Some(known.revision),
        }
    }

    fn concerns(&self, subject: &CaseSubject, organisation: OrganisationId) -> bool {
        let decided = || {
            let mut own = self.own(subject).into_iter();
            own.any(|known| known.decision.organisation == organisation)
        };
        match subject {
            CaseSubject::Decision(known) => known.decision.organisation == organisation,
            CaseSubject::Reallocation(known) => {
                decided() || touched_organisations(self.state, known).contains_key(&organisation)
            }
            CaseSubject::Membership(known) => {
                decided() || self.hosts(known, organisation) || self.belongs(known, organisation)
            }
        }
    }

    /// Whether an organisation runs or ran the hub of a membership.
    fn hosts(&self, known: &Membership, organisation: OrganisationId) -> bool {
        let hub = self.state.hub(&known.hub);
        let described = hub.into_iter().flat_map(|hub| hub.descriptions.entries());
        described.into_iter().any(|entry| entry.value.host == organisation)
    }

    /// Whether a unit of a membership is or was an organisation's.
    fn belongs(&self, known: &Membership, organisation: OrganisationId) -> bool {
        let units = known.units.entries().iter();
        let units = units.filter_map(|entry| self.state.unit(&entry.value));
        units
            .flat_map(|unit| unit.descriptions.entries())
            .any(|entry| entry.value.organisation == organisation)
    }
}

const fn is_membership(subject: &CaseSubject) -> bool {
    matches!(subject, CaseSubject::Membership(_))
}

fn preconditions(state: &Portfolio, subject: &CaseSubject, on: Date) -> Vec<SampledPrecondition> {
    let known = subject.reallocation().and_then(|id| state.reallocation(&id));
    let Some(known) = known else { return Vec::new() };
    let proposed = known.status == ReallocationStatus::Proposed;
    let touched = touched_organisations(state, known);
    let required = |precondition: &Precondition| {
        let of = precondition.organisation;
        proposed && precondition.is_required(on) && of.is_none_or(|of| touched.contains_key(&of))
    };
    let listed = state.preconditions().values().filter_map(|precondition| {
        let settled = known.settled.get(&precondition.id).copied();
        (settled.is_some() || required(precondition)).then(|| SampledPrecondition {
            reallocation: known.id,
            precondition: Arc::clone(precondition),
            settled,
            as_it_stands: settled.is_some_and(|settled| settled.digest == known.digest),
        })
    });
    listed.collect()
}
