//! Which events are asked for.

use async_graphql::{Error, InputObject, Result};
use projections::mandates;
use schema::{CaseNumber, Envelope, Event, Instant, PersonId, Revision};

use super::scan::{Candidates, recorded};
use crate::graphql::{pin::Pin, scalars};

/// Which events are asked for. What is left out restricts nothing; what is given must all hold.
#[derive(InputObject, Clone, Debug, Default)]
pub struct HistoryFilter {
    /// Events that touched this thing: the reference of a person, organisation, unit, building,
    /// level, space, resource, hub, membership, reallocation or import.
    thing: Option<scalars::Ref>,
    /// Events of commands that this person issued.
    actor: Option<scalars::Ref>,
    /// Events that rest on a decision with this case number (diarienummer): see
    /// `HistoryEntry.decisions`.
    case_number: Option<String>,
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
            case_number: self.case_number.as_deref().map(str::parse).transpose()?,
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
        let candidates = match &self.thing {
            None => Candidates::All(from.number()..to.number().max(from.number())),
            Some(thing) => {
                let touching = pin.state.touching(thing.0, None);
                Candidates::Listed(touching.filter(|at| (from..to).contains(at)).collect())
            }
        };
        Ok((candidates, wanted))
    }
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
    case_number: Option<CaseNumber>,
    kinds: Option<Vec<&'static str>>,
}

impl Wanted {
    /// Whether every candidate is wanted.
    pub(super) const fn lets_all_through(&self) -> bool {
        self.actor.is_none() && self.case_number.is_none() && self.kinds.is_none()
    }

    /// Whether an event is wanted.
    pub(super) fn matches(&self, envelope: &Envelope, pin: &Pin) -> bool {
        let Envelope { event, revision, actor, .. } = envelope;
        let decided_under = |wanted: &CaseNumber| {
            let mandates = mandates(event, *revision, &pin.state);
            mandates.iter().any(|decision| decision.case_number == *wanted)
        };
        self.actor.is_none_or(|wanted| actor.person == wanted)
            && self.kinds.as_ref().is_none_or(|kinds| kinds.contains(&event.type_name()))
            && self.case_number.as_ref().is_none_or(decided_under)
    }
}
