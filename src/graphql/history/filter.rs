//! Which events are asked for.

use async_graphql::{Error, InputObject, Result};
use projections::mandates;
use schema::{
    CaseNumber, CorrelationId, Envelope, Event, Instant, OrganisationId, PersonId, Revision,
};
use std::collections::BTreeSet;
use uuid::Uuid;

use super::scan::{Candidates, recorded};
use crate::graphql::{pin::Pin, scalars};

/// Things that one filter names, at most.
const THINGS_MAX: usize = 100;

/// Characters of the beginning of a case number, at most: as many as a case number has.
const CASE_NUMBER_MAX: usize = 64;

/// Which events are asked for. What is left out restricts nothing; what is given must all hold.
///
/// `thing`, `things`, `recordedFrom` and `recordedTo` are looked up, and a page is found at once.
/// For the others events are looked at one by one, 5,000 for each request: see `Portfolio.history`.
#[derive(InputObject, Clone, Debug, Default)]
pub struct HistoryFilter {
    /// Events that touched this thing: the reference of a person, organisation, unit, building,
    /// level, space, resource, hub, membership, reallocation, import, transition or basis.
    thing: Option<scalars::Ref>,
    /// Events that touched any of these things, at most 100: references as in `thing`. An empty
    /// list lets no event through.
    things: Option<Vec<scalars::Ref>>,
    /// Events of commands that this person issued.
    actor: Option<scalars::Ref>,
    /// Events that touched this organisation or rest on a decision of it: see
    /// `HistoryEntry.decisions`.
    organisation: Option<scalars::Ref>,
    /// Events of what belongs together across commands, such as one import: see
    /// `HistoryEntry.correlationId`.
    correlation_id: Option<scalars::Ref>,
    /// Events that rest on a decision with this case number (diarienummer): see
    /// `HistoryEntry.decisions`.
    case_number: Option<String>,
    /// Events that rest on a decision whose case number begins so, such as `RS 2026/`: 1 to 64
    /// characters, capitals told from others.
    case_number_begins: Option<String>,
    /// Events of these types, such as `MoveDone`: see `HistoryEntry.type`.
    kinds: Option<Vec<String>>,
    /// Events recorded at this instant or later.
    recorded_from: Option<scalars::DateTime>,
    /// Events recorded before this instant.
    recorded_to: Option<scalars::DateTime>,
}

impl HistoryFilter {
    /// The candidates, and what is wanted of them.
    pub(super) async fn read(&self, pin: &Pin) -> Result<(Candidates, Wanted)> {
        let wanted = Wanted {
            actor: self.actor.as_ref().map(|actor| actor.0.into()),
            organisation: self.organisation.as_ref().map(|organisation| organisation.0.into()),
            correlation: self.correlation_id.as_ref().map(|correlation| correlation.0.into()),
            case_number: self.case_number.as_deref().map(str::parse).transpose()?,
            case_number_begins: self.case_number_begins.as_deref().map(beginning).transpose()?,
            kinds: self.kinds.as_deref().map(kinds).transpose()?,
        };
        let from = match self.recorded_from {
            Some(scalars::DateTime(instant)) => first_recorded(pin, instant).await?,
            None => Revision::FIRST,
        };
        let to = match self.recorded_to {
            Some(scalars::DateTime(instant)) => first_recorded(pin, instant).await?,
            None => pin.recorded_end(),
        };
        let candidates = match self.touching(pin)? {
            None => Candidates::All(from.number()..to.number().max(from.number())),
            Some(touching) => {
                let inside = touching.into_iter().filter(|at| (from..to).contains(at));
                Candidates::Listed(inside.collect())
            }
        };
        Ok((candidates, wanted))
    }

    /// The events that touched what is named; none where nothing is.
    fn touching(&self, pin: &Pin) -> Result<Option<BTreeSet<Revision>>> {
        let touching_any = |things: &[Uuid]| -> BTreeSet<Revision> {
            things.iter().flat_map(|thing| pin.state.touching(*thing, None)).collect()
        };
        let one = self.thing.as_ref().map(|thing| touching_any(&[thing.0]));
        let any = self.things.as_deref().map(things).transpose()?;
        let any = any.map(|things| touching_any(&things));
        Ok(match (one, any) {
            (Some(one), Some(any)) => Some(&one & &any),
            (one, any) => one.or(any),
        })
    }
}

fn things(given: &[scalars::Ref]) -> Result<Vec<Uuid>> {
    if given.len() > THINGS_MAX {
        let (given, accepted) = (given.len(), THINGS_MAX);
        return Err(Error::new(format!("`things` are {given}; accepted are at most {accepted}")));
    }
    Ok(given.iter().map(|thing| thing.0).collect())
}

fn beginning(given: &str) -> Result<String> {
    let length = given.chars().count();
    if (1..=CASE_NUMBER_MAX).contains(&length) {
        return Ok(given.to_owned());
    }
    Err(Error::new(format!(
        "`caseNumberBegins` has {length} characters; accepted are 1 to {CASE_NUMBER_MAX}"
    )))
}

fn kinds(names: &[String]) -> Result<Vec<&'static str>> {
    let known = |name: &String| {
        let known = Event::TYPES.iter().map(|(known, _)| *known).find(|known| known == name);
        known.ok_or_else(|| {
            let accepted: Vec<_> = Event::TYPES.iter().map(|(known, _)| *known).collect();
            let given: String = name.chars().take(80).collect();
            Error::new(format!("{given:?} is no type of event; accepted: {}", accepted.join(", ")))
        })
    };
    names.iter().map(known).collect()
}

/// The first revision recorded at an instant or later, or the one after the last: recorded instants
/// never go back.
async fn first_recorded(pin: &Pin, instant: Instant) -> Result<Revision> {
    let (mut low, mut high) = (0, pin.recorded_end().number());
    while low < high {
        let middle = Revision::FIRST.plus(low + (high - low) / 2);
        let events = recorded(&pin.ledger, middle, middle).await?;
        if events.first().is_some_and(|event| event.envelope.recorded < instant) {
            low = middle.next().number();
        } else {
            high = middle.number();
        }
    }
    Ok(Revision::FIRST.plus(low))
}

/// What an event must be.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    actor: Option<PersonId>,
    organisation: Option<OrganisationId>,
    correlation: Option<CorrelationId>,
    case_number: Option<CaseNumber>,
    case_number_begins: Option<String>,
    kinds: Option<Vec<&'static str>>,
}

impl Wanted {
    /// Whether every candidate is wanted.
    pub(super) const fn lets_all_through(&self) -> bool {
        self.actor.is_none()
            && self.correlation.is_none()
            && self.kinds.is_none()
            && !self.asks_for_decisions()
    }

    /// Whether it takes an event's decisions to know whether it is wanted.
    const fn asks_for_decisions(&self) -> bool {
        self.organisation.is_some()
            || self.case_number.is_some()
            || self.case_number_begins.is_some()
    }

    /// Whether an event is wanted.
    pub(super) fn matches(&self, envelope: &Envelope, pin: &Pin) -> bool {
        let Envelope { event, actor, correlation, .. } = envelope;
        self.actor.is_none_or(|wanted| actor.person == wanted)
            && self.correlation.is_none_or(|wanted| *correlation == wanted)
            && self.kinds.as_ref().is_none_or(|kinds| kinds.contains(&event.type_name()))
            && (!self.asks_for_decisions() || self.decided(envelope, pin))
    }

    /// Whether an event rests on the decisions that are asked for.
    fn decided(&self, envelope: &Envelope, pin: &Pin) -> bool {
        let Envelope { event, revision, .. } = envelope;
        let decisions = mandates(event, *revision, &pin.state);
        let numbered = |wanted: &CaseNumber| decisions.iter().any(|d| d.case_number == *wanted);
        let beginning = |wanted: &String| {
            decisions.iter().any(|d| d.case_number.as_str().starts_with(wanted.as_str()))
        };
        let concerns = |wanted: OrganisationId| {
            pin.state.touched(wanted.uuid(), *revision)
                || decisions.iter().any(|decision| decision.organisation == wanted)
        };
        self.case_number.as_ref().is_none_or(numbered)
            && self.case_number_begins.as_ref().is_none_or(beginning)
            && self.organisation.is_none_or(concerns)
    }
}
