//! Once everything that was approved is carried out, planned is actual; and what is then so on a date
//! is what was planned for it.

use projections::{
    Basis, FactKey, FactKind, FactValue, Facts, Portfolio, Reallocation, ReallocationStatus, Thing,
    Viewpoint, touched_organisations,
};
use schema::{Command, Date, ReallocationId};
use std::{collections::BTreeSet, sync::Arc};

use super::{acts::OPEN, chance::after, reallocations::amended, world::World};
use crate::common::{date, shared};

/// Settles what is in doubt, carries out what is approved on its dates, and compares.
pub(super) fn planned_is_actual(world: &mut World) {
    world.may_err = false;
    settle_doubts(world);
    let today = world.today();
    let done = loop {
        let mut tried = world.clone();
        let stuck = carry_out(&mut tried);
        if stuck.is_empty() {
            break tried;
        }
        // What cannot be done as it was planned is taken back, and everything tried once more. Where
        // others rely on it, these go first.
        let before = open(world).len();
        let mut refused = Vec::new();
        for id in &stuck {
            let known = world.ledger.state.reallocation(id).unwrap().clone();
            refused.extend(take_back(world, &known));
        }
        if open(world).len() == before {
            guarantee_nothing(world);
            open(world).iter().rev().for_each(|known| drop(take_back(world, known)));
        }
        assert!(open(world).len() < before, "nothing of {stuck:?} can be taken back: {refused:#?}");
    };
    let state = &done.ledger.state;
    for on in dates_from(state, date("2026-01-01")) {
        let [is, planned] = [Basis::Actual, Basis::Planned].map(|basis| facts(state, on, basis));
        assert_eq!(differing(&planned, &is), [], "planned is not actual on {on}");
    }
    for on in dates_from(state, today) {
        let planned = facts(&world.ledger.state, on, Basis::Planned);
        let is = facts(state, on, Basis::Actual);
        assert_eq!(differing(&planned, &is), [], "not as was planned for {on}");
    }
}

/// Reallocations that are neither done nor taken back.
fn open(world: &World) -> Vec<Arc<Reallocation>> {
    let all = world.ledger.state.reallocations().values();
    all.filter(|known| OPEN.contains(&known.status)).cloned().collect()
}

/// What is in doubt is amended, decided on anew if that succeeds, or revoked; what is only proposed
/// is withdrawn.
fn settle_doubts(world: &mut World) {
    for known in open(world).into_iter().filter(|known| !known.doubts.is_empty()) {
        let id = known.id;
        if world.chance.percent(50)
            && let Some(command) = amended(world, &known)
        {
            world.send(command);
        }
        for _ in 0..12 {
            let known = world.ledger.state.reallocation(&id).unwrap().clone();
            if known.status == ReallocationStatus::Proposed
                && let Some(command) = super::reallocations::step(world, &known)
            {
                world.send(command);
            }
        }
    }
    for known in open(world) {
        if known.status == ReallocationStatus::Proposed || !known.doubts.is_empty() {
            take_back(world, &known);
        }
    }
}

/// Withdraws it, or has one of those that it touches revoke it or decide against it; why each was
/// refused, where all were.
fn take_back(world: &mut World, known: &Arc<Reallocation>) -> Vec<String> {
    let reallocation = known.id;
    let mut ways: Vec<Command> =
        vec![schema::ReallocationWithdraw { reallocation, reason: None }.into()];
    let (state, today) = (&world.ledger.state, world.today());
    let touched = touched_organisations(state, known).into_keys();
    let standing: BTreeSet<_> = touched.map(|of| state.organisation_on(of, today)).collect();
    for organisation in standing {
        let decisions = vec![world.decided_by(organisation)];
        ways.push(schema::ReallocationRevoke { reallocation, decisions, reason: None }.into());
        // Begun and amended since: it is neither withdrawn nor revoked, and can be decided against.
        let (digest, decision) = (known.digest, world.decided_by(organisation));
        let reject = schema::ReallocationReject { reallocation, digest, decision, reason: None };
        ways.push(reject.into());
    }
    let mut refused = Vec::new();
    for way in ways {
        let name = way.name();
        match world.sent(way) {
            Ok(_) => return Vec::new(),
            Err(rejection) => refused.push(format!("{name}: {rejection}")),
        }
    }
    refused
}

/// Seats that are guaranteed rely on workstations that are planned: from now on none are.
fn guarantee_nothing(world: &mut World) {
    let all: Vec<_> = world.ledger.state.memberships().values().cloned().collect();
    for known in all {
        let begins = known.terms.actual().begins();
        let Some(from) = begins.map(|begins| begins.max(world.today())) else { continue };
        let (membership, terms, decisions) = (known.id, shared(1), Vec::new());
        world.send(schema::MembershipChange { membership, from, terms, decisions }.into());
    }
}

/// Opens every hub as planned and reports every move on its planned date, in the order of the dates,
/// long after; the reallocations that could not be completed.
fn carry_out(world: &mut World) -> BTreeSet<ReallocationId> {
    let last = open(world)
        .iter()
        .flat_map(|known| {
            known.pending_moves().map(|planned| planned.planned_on).collect::<Vec<_>>()
        })
        .max();
    let hubs: Vec<_> = world.ledger.state.hubs().values().cloned().collect();
    let opens = hubs.iter().map(|hub| hub.opens.from).max();
    let today = world.today();
    world.pass_to(after(last.max(opens).map_or(today, |last| last.max(today)), 1));
    for hub in hubs.iter().filter(|hub| hub.opened.is_none()) {
        world.send(schema::HubOpen { hub: hub.id, on: hub.opens.from }.into());
    }
    loop {
        let pending = open(world);
        let mut due: Vec<(Date, ReallocationId, Vec<u16>)> = Vec::new();
        for known in &pending {
            let dates: BTreeSet<Date> =
                known.pending_moves().map(|planned| planned.planned_on).collect();
            for on in dates {
                let then = known.pending_moves().filter(|planned| planned.planned_on == on);
                due.push((on, known.id, then.map(|planned| planned.number).collect()));
            }
        }
        due.sort();
        let report = |(on, reallocation, moves): (Date, ReallocationId, Vec<u16>)| {
            schema::ReallocationReport { reallocation, on, moves }
        };
        let mut done = false;
        for due in due {
            done |= world.send(report(due).into());
        }
        if !done {
            return open(world).iter().map(|known| known.id).collect();
        }
    }
}

/// What is so on a date, but for where reallocations stand, which has no basis.
fn facts(state: &Portfolio, on: Date, basis: Basis) -> Facts {
    let mut facts = Viewpoint { state, on, basis }.facts();
    facts.retain(|key: &FactKey, _| {
        !matches!(key.thing, Thing::Reallocation(_)) && key.kind != FactKind::Opening
    });
    facts
}

/// What differs: what was planned, and what is.
fn differing<'a>(
    planned: &'a Facts,
    is: &'a Facts,
) -> Vec<(&'a FactKey, [Option<&'a FactValue>; 2])> {
    let keys: BTreeSet<&FactKey> = planned.keys().chain(is.keys()).collect();
    let both = keys.into_iter().map(|key| (key, [planned.get(key), is.get(key)]));
    both.filter(|(_, [planned, is])| planned != is).collect()
}

/// Every seventh of the dates from which anything changes, from a date on.
fn dates_from(state: &Portfolio, from: Date) -> Vec<Date> {
    let mut dates = BTreeSet::from([from]);
    for resource in state.resources().values() {
        dates.extend(resource.allocation.dates_from(from, Basis::Planned));
    }
    for membership in state.memberships().values() {
        dates.extend(membership.terms.dates_from(from, Basis::Planned));
    }
    dates.into_iter().filter(|on| *on >= from).step_by(7).collect()
}
