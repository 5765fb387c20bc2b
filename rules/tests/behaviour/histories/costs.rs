//! Commands about indices, costs, budgets, invoices and closed books.

use schema::{
    Command, CommonKey, CostAmount, CostKind, CostObject, HubTariff, IndexFigure, InvoiceSubject,
    Money, Month, VatTreatment, Year,
};

use super::world::World;
use crate::common::*;

fn amount(world: &mut World) -> Money {
    money(&format!("{}.25", world.chance.below(500_000)))
}

/// The current month or one before it.
fn past_month(world: &mut World) -> Month {
    let before = world.chance.small(24);
    Month::of(world.today()).minus(before)
}

pub(super) fn publish(world: &mut World) -> Option<Command> {
    let first = past_month(world).minus(2);
    let count = 1 + world.chance.small(3);
    let figures = (0..count).map(|place| {
        let value = format!("{}.5", 400 + world.chance.below(4)).parse().unwrap();
        IndexFigure { month: first.plus(place), value }
    });
    let figures = figures.collect();
    Some(schema::IndexPublish { figures, ..crate::common::publish(&[]) }.into())
}

fn object(world: &mut World) -> CostObject {
    let reallocation = world.things.reallocations.last().copied();
    match (world.chance.below(5), reallocation) {
        (0, _) => CostObject::Space(world.space()),
        (1, _) => CostObject::Hub(world.hub()),
        (2, Some(reallocation)) => CostObject::Reallocation(reallocation),
        (3, _) => CostObject::Unit(world.unit()),
        _ => CostObject::Building(world.building()),
    }
}

fn recurring(world: &mut World) -> CostAmount {
    let amount = amount(world);
    if world.chance.percent(70) {
        return CostAmount::PerYear { amount };
    }
    CostAmount::PerSeatAndYear { amount, seats: 1 + world.chance.small(40) }
}

pub(super) fn record(world: &mut World) -> Option<Command> {
    let name = world.new_name("Cost");
    let (from, organisation, object) = (world.date(), world.organisation(), object(world));
    let mut record = record_cost(&name, "2026-01-01");
    (record.from, record.organisation) = (from, organisation);
    record.object = object;
    record.kind = match object {
        CostObject::Hub(_) => world.chance.one(&[CostKind::Service, CostKind::OutsideMembers]),
        _ => world.chance.one(&[CostKind::Energy, CostKind::Cleaning]),
    };
    record.amount = if world.chance.percent(30) {
        let months = 1 + u16::try_from(world.chance.below(90)).unwrap();
        let written_off_months = world.chance.percent(60).then_some(months);
        let interest = written_off_months.map(|_| 175);
        CostAmount::Once { amount: amount(world), written_off_months, interest }
    } else {
        recurring(world)
    };
    Some(record.into())
}

pub(super) fn revise(world: &mut World) -> Option<Command> {
    let cost = world.chance.recent(&world.things.costs, |_| true)?;
    let from = world.date();
    let amount = Some(recurring(world));
    let name = world.chance.percent(30).then(|| text("Renamed"));
    let revise = revise_cost("Cost", "2026-01-01");
    Some(schema::CostRevise { cost, from, amount, name, ..revise }.into())
}

pub(super) fn end(world: &mut World) -> Option<Command> {
    let cost = world.chance.recent(&world.things.costs, |_| true)?;
    let from = world.date();
    Some(schema::CostEnd { cost, from, reason: None }.into())
}

pub(super) fn treat_vat(world: &mut World) -> Option<Command> {
    let (organisation, from) = (world.organisation(), world.date());
    let all = [VatTreatment::Deducted, VatTreatment::Compensated, VatTreatment::Cost];
    let treatment = world.chance.one(&all);
    Some(schema::VatTreat { organisation, from, treatment }.into())
}

pub(super) fn choose_key(world: &mut World) -> Option<Command> {
    let (building, from) = (world.building(), world.date());
    let key = world.chance.one(&[CommonKey::Area, CommonKey::Workstations, CommonKey::Spaces]);
    Some(schema::CommonKeyChoose { building, from, key }.into())
}

pub(super) fn agree_tariff(world: &mut World) -> Option<Command> {
    let (hub, from) = (world.hub(), world.date());
    let tariff = match world.chance.below(5) {
        0 => None,
        1 | 2 => Some(HubTariff::ShareOfCost { denominator: 1 + world.chance.small(30) }),
        _ => Some(HubTariff::PerSeatAndMonth { amount: amount(world) }),
    };
    let known = world.ledger.state.hub(&hub)?;
    let host = world.ledger.state.hub_host(known, world.today());
    let decision = world.decided_by(host);
    let agree = crate::common::agree_tariff("Node", "2026-01-01", tariff);
    Some(schema::HubTariffAgree { hub, from, decision, ..agree }.into())
}

pub(super) fn decide_budget(world: &mut World) -> Option<Command> {
    let organisation = world.organisation();
    let year = world.today().year() + i32::from(world.chance.percent(50));
    let transition = world.chance.recent(&world.things.transitions, |_| true);
    let transition = transition.filter(|_| world.chance.percent(20));
    let (running, one_off) = (amount(world), amount(world));
    let decision = world.decided_by(organisation);
    let year = Year::new(year).ok()?;
    let decide = crate::common::decide_budget("Town", "0");
    let decide = schema::BudgetDecide { organisation, year, transition, ..decide };
    Some(schema::BudgetDecide { running, one_off, decision, ..decide }.into())
}

pub(super) fn record_invoice(world: &mut World) -> Option<Command> {
    let name = world.new_name("Invoice");
    let again = world.chance.percent(5);
    let voucher = if again { "L 1".to_owned() } else { name.replace("Invoice", "L") };
    let mut record = crate::common::record_invoice(&name, &voucher);
    let written = &mut record;
    (written.organisation, written.issued_on) = (world.organisation(), world.past());
    written.paid_on = world.chance.percent(60).then(|| world.past());
    written.from = past_month(world);
    written.through = written.from.plus(world.chance.small(4));
    let lease = world.chance.recent(&world.things.leases, |_| true);
    let cost = world.chance.recent(&world.things.costs, |_| true);
    written.subject = match (world.chance.below(5), lease, cost) {
        (0, Some(lease), _) => Some(InvoiceSubject::Lease(lease)),
        (1, _, Some(cost)) => Some(InvoiceSubject::Cost(cost)),
        (2, ..) => Some(InvoiceSubject::Building(world.building())),
        (3, ..) => Some(InvoiceSubject::Hub(world.hub())),
        _ => None,
    };
    Some(record.into())
}

pub(super) fn cancel_invoice(world: &mut World) -> Option<Command> {
    let invoice = world.chance.recent(&world.things.invoices, |_| true)?;
    Some(schema::InvoiceCancel { invoice, reason: text("Entered twice") }.into())
}

pub(super) fn close_period(world: &mut World) -> Option<Command> {
    let organisation = world.organisation();
    let closed = world.ledger.state.closed_through(organisation);
    let through = closed.map_or_else(|| past_month(world), |closed| closed.plus(1));
    Some(schema::PeriodClose { organisation, through }.into())
}
