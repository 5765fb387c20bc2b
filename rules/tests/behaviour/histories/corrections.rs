//! Corrections: of how something was written, and of what was wrong, with whatever rests on it.

use projections::{Allocation, DecidedOn};
use schema::{
    Change, Command, CorrectClerically, Date, DecisionWording, Revision, TrueAllocation,
    TrueCapacity, TrueFact, TrueHubSpace, TrueMembership, TrueNotice, Wording,
};

use super::{
    acts::{OPEN, terms},
    chance::{after, before},
    world::World,
};
use crate::common::{person, set_capacity, text};

/// A decision, a title or a document of which something was written wrongly.
pub(super) fn reword(world: &mut World) -> Option<Command> {
    let (corrects, correction) = match world.chance.below(4) {
        0 => {
            let known = world.reallocation(&OPEN)?;
            let title = text(&world.new_name("From fixed to flexible"));
            (known.proposed, Wording::Title { reallocation: known.id, title })
        }
        1 => {
            let known = world.reallocation(&OPEN)?;
            let (precondition, settled) = known.settled.iter().next_back()?;
            let (reallocation, precondition) = (known.id, *precondition);
            let document = text(&world.new_name("Minutes"));
            (settled.revision, Wording::Document { reallocation, precondition, document })
        }
        _ => reworded_decision(world)?,
    };
    let reason = text("Slip of the pen");
    Some(CorrectClerically { corrects, correction, reason }.into())
}

fn reworded_decision(world: &mut World) -> Option<(Revision, Wording)> {
    let last: Vec<_> = world.ledger.state.decisions().rev().take(60).cloned().collect();
    let known = last.get(world.chance.below(last.len().max(1)))?;
    let number = world.new_name("KS 2026/");
    let decided_on = before(known.decision.decided_on, world.chance.below(3));
    let of_reallocation = matches!(known.on, DecidedOn::Reallocation(_));
    let wording = DecisionWording {
        organisation: known.decision.organisation,
        case_number: Some(number.parse().unwrap()),
        body: world.chance.percent(40).then(|| text("Property committee")),
        decided_on: Some(decided_on).filter(|_| of_reallocation),
        reported_on: Change::Keep,
    };
    Some((known.revision, Wording::Decision(wording)))
}

/// What was wrong, decided by those who have to, with what rests on it.
pub(super) fn correct(world: &mut World) -> Option<Command> {
    let fact = a_fact(world)?;
    let today = world.today();
    world.ledger.go_on(person("Proposer"), schema::Role::Administrator, today);
    let told = world.ledger.correction_as_told(&fact, &today.to_string());
    told.map(Into::into)
}

/// The same of a lease or of a cost.
pub(super) fn correct_money(world: &mut World) -> Option<Command> {
    let fact = if world.chance.percent(70) { of_a_lease(world)? } else { of_a_cost(world)? };
    let today = world.today();
    world.ledger.go_on(person("Proposer"), schema::Role::Administrator, today);
    let told = world.ledger.correction_as_told(&fact, &today.to_string());
    told.map(Into::into)
}

fn of_a_lease(world: &mut World) -> Option<TrueFact> {
    let lease = world.chance.recent(&world.things.leases, |_| true)?;
    let known = world.ledger.state.lease(&lease)?.clone();
    let never = world.chance.percent(40);
    match world.chance.below(4) {
        0 => Some(TrueFact::LeaseSigning { lease }),
        1 => {
            let entries = known.agreed.entries();
            let entry = entries.get(world.chance.below(entries.len().max(1)))?;
            Some(TrueFact::LeaseAmendment { lease, revision: entry.revision })
        }
        2 => {
            let notice = known.notices.last()?;
            let (served_on, takes_effect) = (near(world, notice.served_on), notice.takes_effect);
            let instead = TrueNotice { served_on, how: notice.how, takes_effect };
            let instead = (!never).then_some(instead);
            Some(TrueFact::LeaseNotice { lease, revision: notice.revision, instead })
        }
        _ => {
            let from = known.ended.as_ref()?.from;
            let from = (!never).then(|| after(from, world.chance.below(90)));
            Some(TrueFact::LeaseEnd { lease, from })
        }
    }
}

fn of_a_cost(world: &mut World) -> Option<TrueFact> {
    let cost = world.chance.recent(&world.things.costs, |_| true)?;
    let ended = world.ledger.state.cost(&cost)?.ended.clone();
    let Some(ended) = ended.filter(|_| world.chance.percent(70)) else {
        return Some(TrueFact::Cost { cost });
    };
    let from = world.chance.percent(60).then(|| after(ended.from, world.chance.below(90)));
    Some(TrueFact::CostEnd { cost, from })
}

/// A date near another, not later than today.
fn near(world: &mut World, date: Date) -> Date {
    let days = 1 + world.chance.below(20);
    let other = if world.chance.percent(60) { before(date, days) } else { after(date, days) };
    other.min(world.today())
}

/// Something that is recorded, and something else that is said to be true.
fn a_fact(world: &mut World) -> Option<TrueFact> {
    let never = world.chance.percent(25);
    match world.chance.below(9) {
        0..=3 => a_move_done(world, never),
        4 => {
            let resource = world.resource();
            let entries = world.ledger.state.resource(&resource)?.allocation.actual().entries();
            let entry = entries.get(world.chance.below(entries.len().max(1)))?.clone();
            let from = near(world, entry.from);
            let unit = match entry.value {
                Allocation::Fixed(unit) if world.chance.percent(50) => Some(unit),
                _ => Some(world.unit()).filter(|_| world.chance.percent(70)),
            };
            let instead = (!never).then_some(TrueAllocation { from, unit });
            Some(TrueFact::Allocation { resource, revision: entry.revision, instead })
        }
        5 => {
            let hub = world.hub();
            let opened = world.ledger.state.hub(&hub)?.opened?;
            let opened_on = Some(near(world, opened.from)).filter(|_| !never);
            Some(TrueFact::HubOpening { hub, opened_on })
        }
        6 => {
            let hub = world.hub();
            let space = world.space_of(hub)?;
            let entries = world.ledger.state.space(&space)?.hub.actual().entries();
            let entry = entries.get(world.chance.below(entries.len().max(1)))?.clone();
            let from = near(world, entry.from);
            let instead = (!never).then_some(TrueHubSpace { from, hub: entry.value });
            Some(TrueFact::HubSpace { space, revision: entry.revision, instead })
        }
        7 => {
            let hub = world.hub();
            let entries = world.ledger.state.hub(&hub)?.capacity.entries();
            let entry = entries.get(world.chance.below(entries.len().max(1)))?.clone();
            let from = near(world, entry.from);
            let people = 5 + world.chance.small(60);
            let capacity = set_capacity("Node", "2026-01-01", people).capacity;
            let instead = (!never).then_some(TrueCapacity { from, capacity });
            Some(TrueFact::HubCapacity { hub, revision: entry.revision, instead })
        }
        _ => {
            let membership = world.membership();
            let known = world.ledger.state.membership(&membership)?;
            let entries = known.terms.actual().entries();
            let entry = entries.get(world.chance.below(entries.len().max(1)))?.clone();
            let from = near(world, entry.from);
            let terms = entry.value.is_some().then(|| terms(world));
            let instead = (!never).then_some(TrueMembership { from, terms });
            Some(TrueFact::Membership { membership, revision: entry.revision, instead })
        }
    }
}

/// A move that was done on another date, or was not done.
fn a_move_done(world: &mut World, never: bool) -> Option<TrueFact> {
    let reallocation = world.chance.recent(&world.things.carried_out, |_| true)?;
    let known = world.ledger.state.reallocation(&reallocation)?.clone();
    let done: Vec<_> = known.done.iter().collect();
    let (number, done) = done.get(world.chance.below(done.len().max(1)))?;
    let (number, done_on) = (**number, Some(near(world, done.on)).filter(|_| !never));
    Some(TrueFact::Move { reallocation, number, done_on })
}
