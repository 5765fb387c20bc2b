//! A past answer never changes: what was answered when a revision was the newest is answered of it at
//! the end of the history, out of a copy that was kept and out of a replay.

use projections::{
    Asked, Basis, FloorPlan, KeyFigure, Language, Network, Portfolio, Scope, Seats,
    TransitionProgress, sentence,
};
use schema::{Date, HubId, LevelId, Measure, Revision, TransitionId};
use uuid::Uuid;

use super::{chance::before, world::World};
use crate::common::Ledger;
use crate::properties::replayed;

/// What is asked, but for the revision.
#[derive(Clone)]
struct Question {
    on: Date,
    basis: Basis,
    level: LevelId,
    hub: HubId,
    scope: Scope,
    thing: Uuid,
    transition: Option<TransitionId>,
    today: Date,
}

/// What is answered.
#[derive(PartialEq)]
struct Answer {
    plan: FloorPlan,
    seats: Seats,
    network: Network,
    figures: Vec<KeyFigure>,
    progress: Option<TransitionProgress>,
    /// Which events touched a thing.
    touching: Vec<Revision>,
    /// The last events in both languages.
    sentences: Vec<String>,
}

/// Questions with what was answered when the state was the newest.
pub(super) struct Answered {
    /// How many events were known.
    events: usize,
    /// The state as it is kept for the past: without the index of what touched what.
    kept: Portfolio,
    questions: Vec<(Question, Answer)>,
}

/// How many of the last events are told.
const TOLD: usize = 12;

impl Answered {
    pub(super) fn now(world: &mut World, dates: &[Date]) -> Self {
        let mut questions = Vec::new();
        for on in dates {
            for basis in [Basis::Actual, Basis::Planned] {
                let question = a_question(world, *on, basis);
                let ledger = &world.ledger;
                let answer = answer(ledger, &ledger.state, ledger.events.len(), &question);
                questions.push((question, answer));
            }
        }
        Self { events: world.ledger.events.len(), kept: world.ledger.state.untold(), questions }
    }
}

fn a_question(world: &mut World, on: Date, basis: Basis) -> Question {
    let scope = match world.chance.below(4) {
        0 => Scope::Portfolio,
        1 => Scope::Organisation(world.organisation()),
        2 => Scope::Building(world.building()),
        _ => Scope::Municipality("2380".parse().unwrap()),
    };
    let thing = world.resource().uuid();
    let transition = world.chance.recent(&world.things.transitions, |_| true);
    let (level, hub, today) = (world.level(), world.hub(), world.today());
    Question { on, basis, level, hub, scope, thing, transition, today }
}

/// Answers a question on a state that knows so many events.
fn answer(ledger: &Ledger, state: &Portfolio, events: usize, question: &Question) -> Answer {
    let Question { on, basis, level, hub, thing, transition, today, .. } = *question;
    let asked = Asked {
        scope: question.scope.clone(),
        on,
        basis,
        measure: Measure::Loa,
        churn_since: before(on, 90),
    };
    let last = &ledger.events[events - TOLD..events];
    let told = |language| {
        last.iter()
            .map(move |(cause, event)| sentence(language, event, cause.revision, on, state, ledger))
    };
    Answer {
        plan: FloorPlan::of(state, level, on, basis),
        seats: Seats::of(state, hub, on, basis),
        network: Network::of(state, on, basis),
        figures: KeyFigure::all(state, &asked),
        progress: transition
            .and_then(|id| state.transition(&id))
            .map(|known| TransitionProgress::of(state, known, on, basis, today)),
        touching: state.touching(thing, None).collect(),
        sentences: told(Language::English).chain(told(Language::Swedish)).collect(),
    }
}

/// Asks everything again, at the end of the history.
pub(super) fn are_as_they_were(world: &World, answered: &[Answered]) {
    let ledger = &world.ledger;
    for Answered { events, kept, questions } in answered {
        let kept = kept.clone().told_by(&ledger.state);
        for (question, then) in questions {
            let now = answer(ledger, &kept, *events, question);
            unchanged(then, &now, question, *events);
        }
    }
    // A replay from the first event costs more, and is what a copy must give: of one in four.
    for Answered { events, questions, .. } in answered.iter().step_by(4) {
        let again = replayed(&ledger.events[..*events]);
        for (question, then) in questions {
            unchanged(then, &answer(ledger, &again, *events, question), question, *events);
        }
    }
}

fn unchanged(then: &Answer, now: &Answer, question: &Question, events: usize) {
    let Question { on, basis, .. } = question;
    let at = format!("with {events} events, on {on} {basis:?}");
    assert!(then.plan == now.plan, "another plan {at}");
    assert_eq!(then.seats, now.seats, "{at}");
    assert!(then.network == now.network, "another network {at}");
    assert!(then.figures == now.figures, "another key figure {at}");
    assert!(then.progress == now.progress, "another progress {at}");
    assert_eq!(then.touching, now.touching, "{at}");
    assert_eq!(then.sentences, now.sentences, "{at}");
    for sentence in &now.sentences {
        let unknown = sentence.contains("[not in") || sentence.contains("[inte i");
        assert!(!unknown, "{sentence}");
    }
}
