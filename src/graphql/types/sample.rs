//! Samples for auditors.

use async_graphql::{Error, InputObject, Object, Result};
use projections::{CaseSubject, SampleSeed, SampleSize, SampledCase};
use std::sync::Arc;

use super::{Membership, Reallocation, RecordedDecision, preconditions::PreconditionOfProposal};
use crate::{
    graphql::{
        connection::list,
        enums,
        history::{HistoryEntry, SCANNED_MAX, recorded},
        pin::SharedPin,
        scalars,
    },
    sample::Asked,
};

/// Of which cases a sample is drawn. What is left out restricts nothing; what is given must all hold.
#[derive(InputObject, Clone, Debug)]
pub struct SamplePopulation {
    /// What they are.
    kind: enums::CaseKind,
    /// Cases on which this organisation decided or that touch it: by a move, as host of the hub or as
    /// the organisation of the unit. Of decisions: those of the organisation itself.
    organisation: Option<scalars::Ref>,
    /// Cases on which was decided, at least once, on this date or later.
    decided_from: Option<scalars::Date>,
    /// Cases on which was decided, at least once, before this date.
    decided_to: Option<scalars::Date>,
    /// Cases whose first event was recorded at this instant or later.
    recorded_from: Option<scalars::DateTime>,
    /// Cases whose first event was recorded before this instant.
    recorded_to: Option<scalars::DateTime>,
    /// Where they stand: of reallocations only.
    status: Option<enums::ReallocationStatus>,
}

/// A sample of a population.
#[derive(Debug)]
pub struct Sample {
    pin: SharedPin,
    asked: Asked,
    drawn: Arc<projections::Sample>,
}

impl Sample {
    pub(super) async fn draw(
        pin: &SharedPin,
        seed: &str,
        size: i32,
        population: &SamplePopulation,
    ) -> Result<Self> {
        let asked = asked(seed, size, population)?;
        asked.check().map_err(|error| Error::new(error.to_string()))?;
        let of = crate::sample::population(&pin.ledger, &asked, &pin.state);
        let (state, seed, size, on) =
            (Arc::clone(&pin.state), asked.seed.clone(), asked.size, pin.on);
        let draw = move || projections::Sample::draw(&state, &of, &seed, size, on);
        let drawn = tokio::task::spawn_blocking(draw).await;
        let drawn = drawn.map_err(|_| Error::new("the sample could not be drawn"))?;
        let events: usize = drawn.cases.iter().map(|case| case.events.len()).sum();
        if events > SCANNED_MAX {
            let cases = drawn.cases.len();
            return Err(Error::new(format!(
                "the {cases} cases have {events} events together, and {SCANNED_MAX} are given in one \
                 answer; ask for a smaller sample, narrow its population, or take \
                 GET /ledgers/{}/sample",
                pin.portfolio
            )));
        }
        Ok(Self { pin: pin.clone(), asked, drawn: Arc::new(drawn) })
    }
}

fn asked(seed: &str, size: i32, population: &SamplePopulation) -> Result<Asked> {
    let SamplePopulation { kind, organisation, status, .. } = population;
    Ok(Asked {
        seed: seed.parse::<SampleSeed>()?,
        size: SampleSize::new(u64::try_from(size).unwrap_or_default())?,
        kind: (*kind).into(),
        organisation: organisation.as_ref().map(|organisation| organisation.0.into()),
        decided_from: population.decided_from.clone().map(Into::into),
        decided_to: population.decided_to.clone().map(Into::into),
        recorded_from: population.recorded_from.map(|instant| instant.0),
        recorded_to: population.recorded_to.map(|instant| instant.0),
        status: (*status).map(Into::into),
        revision: None,
        language: projections::Language::default(),
    })
}

/// A sample of a population, drawn by a seed.
#[Object]
impl Sample {
    /// The seed as it was hashed.
    async fn seed(&self) -> &str {
        self.asked.seed.as_str()
    }

    /// How many cases were asked for.
    async fn size(&self) -> u16 {
        self.asked.size.number()
    }

    /// The revision that it was drawn from.
    async fn revision(&self) -> scalars::Revision {
        scalars::Revision(self.pin.revision())
    }

    /// How many cases the population has.
    async fn population_count(&self) -> usize {
        self.drawn.count
    }

    /// SHA-256 over the ids of the population in the order of their bytes, each followed by a line
    /// feed.
    async fn population_digest(&self) -> scalars::Digest {
        self.drawn.digest.into()
    }

    /// The cases, in the order of their ranks. What each costs is counted with the size that is asked
    /// for.
    async fn cases(&self) -> Vec<SampleCase> {
        let places = 0..self.drawn.cases.len();
        let case =
            |index| SampleCase { pin: self.pin.clone(), drawn: Arc::clone(&self.drawn), index };
        places.map(case).collect()
    }
}

/// A case that was drawn.
#[derive(Debug)]
pub struct SampleCase {
    pin: SharedPin,
    drawn: Arc<projections::Sample>,
    index: usize,
}

impl SampleCase {
    fn case(&self) -> &SampledCase {
        &self.drawn.cases[self.index]
    }
}

/// A case that was drawn, with all that is recorded of it.
#[Object]
impl SampleCase {
    /// Its place in the order of the ranks, from 1.
    async fn place(&self) -> usize {
        self.index + 1
    }

    /// What was hashed with the seed: the reference of a reallocation or membership; of a decision the
    /// revision that records it, a slash and the reference of its organisation.
    async fn key(&self) -> &str {
        &self.case().id
    }

    /// SHA-256 over the seed, a zero byte and `key`.
    async fn rank(&self) -> scalars::Digest {
        self.case().rank.into()
    }

    /// The reallocation; absent where the case is none.
    async fn reallocation(&self) -> Option<Reallocation> {
        match &self.case().subject {
            CaseSubject::Reallocation(known) => Some(Reallocation::out_of(&self.pin, known)),
            CaseSubject::Membership(_) | CaseSubject::Decision(_) => None,
        }
    }

    /// The membership; absent where the case is none.
    async fn membership(&self) -> Option<Membership> {
        match &self.case().subject {
            CaseSubject::Membership(known) => Some(Membership::out_of(&self.pin, known)),
            CaseSubject::Reallocation(_) | CaseSubject::Decision(_) => None,
        }
    }

    /// The decisions: those on the case, on the reallocation that brought it and on corrections of its
    /// events, in the order of recording. Of a decision: itself.
    #[graphql(complexity = "list(3, child_complexity)")]
    async fn decisions(&self) -> Vec<RecordedDecision> {
        let decisions = self.case().decisions.iter();
        decisions.map(|known| RecordedDecision::new(&self.pin, known)).collect()
    }

    /// The preconditions of its reallocation that were settled and, while that is proposed, those that
    /// are missing on the date, in the order of their references.
    #[graphql(complexity = "list(3, child_complexity)")]
    async fn preconditions(&self) -> Vec<PreconditionOfProposal> {
        let preconditions = self.case().preconditions.iter();
        let shown = preconditions.map(|known| {
            let settled = known.settled.filter(|_| known.as_it_stands);
            PreconditionOfProposal::new(&self.pin, &known.precondition, settled)
        });
        shown.collect()
    }

    /// The events about it and about the reallocation that brought it, in the order of recording.
    #[graphql(complexity = "list(10, child_complexity)")]
    async fn events(&self) -> Result<Vec<HistoryEntry>> {
        let mut entries = Vec::new();
        for run in self.case().events.chunk_by(|a, b| a.next() == *b) {
            if let (Some(from), Some(to)) = (run.first(), run.last()) {
                let events = recorded(&self.pin.ledger, *from, *to).await?;
                entries.extend(events.into_iter().map(|event| HistoryEntry::new(&self.pin, event)));
            }
        }
        Ok(entries)
    }
}
