//! What an organisation is to be sent invoices for: by others outside for what it rents and what is
//! recorded of it, before that is divided among those who bear it, and by others of the portfolio for
//! what falls on it.

use schema::{CostKind, Month, OrganisationId, VatTreatment};
use std::collections::BTreeSet;

use super::{Bearing, Borne, CostAtom, CostLine, CostOf, CostSource, MonthCost};
use crate::Portfolio;

/// What an organisation is invoiced for, undivided, each in the month for which it is: an outlay in that
/// in which it is paid.
pub fn invoiced(
    state: &Portfolio,
    organisation: OrganisationId,
    costs: &[MonthCost],
) -> Vec<CostAtom> {
    let own = costs.iter().filter(|cost| cost.organisation == organisation && is_invoiced(cost));
    own.filter_map(|cost| undivided(state, cost)).collect()
}

/// What other organisations of the portfolio charge one for, out of the atoms that it bears: what its
/// units use and its hubs have of what the others are invoiced for, and memberships of their hubs.
pub fn charged(organisation: OrganisationId, atoms: &[CostAtom]) -> Vec<CostAtom> {
    let own = || atoms.iter().filter(|atom| atom.borne.organisation == organisation);
    // What it pays to itself.
    let internal: BTreeSet<(CostSource, Option<Month>)> = own()
        .filter(|atom| atom.borne.why == Bearing::Receives && atom.invoiced == organisation)
        .map(|atom| (atom.source, atom.month))
        .collect();
    let charged = own().filter(|atom| match atom.borne.why {
        Bearing::Pays => !internal.contains(&(atom.source, atom.month)),
        Bearing::Uses | Bearing::Hosts | Bearing::Closed => atom.invoiced != organisation,
        _ => false,
    });
    charged.cloned().collect()
}

/// Whether somebody sends an invoice for it: nobody does for what is written off, or comes in.
fn is_invoiced(cost: &MonthCost) -> bool {
    match cost.line {
        CostLine::WrittenOff(_) | CostLine::WrittenOffAtEnd(_) | CostLine::Interest(_) => false,
        CostLine::Running(kind) | CostLine::Once(kind) => !kind.is_income() && !is_own(kind),
        _ => true,
    }
}

/// Capital is a cost that nobody invoices.
const fn is_own(kind: CostKind) -> bool {
    matches!(kind, CostKind::Capital)
}

fn undivided(state: &Portfolio, cost: &MonthCost) -> Option<CostAtom> {
    // That of an outlay is the month in which it is paid.
    let month = cost.month.or(cost.paid)?;
    let is_cost = is_cost(state, cost.organisation, month);
    let (building, hub, unit) = match cost.of {
        CostOf::Spaces(building, _) | CostOf::Building(building) => (Some(building), None, None),
        CostOf::Hub(hub) => (None, Some(hub), None),
        CostOf::Unit(unit) => (None, None, Some(unit)),
        CostOf::Reallocation(_) => (None, None, None),
    };
    Some(CostAtom {
        source: cost.source,
        line: cost.line,
        month: Some(month),
        paid: None,
        adjusts: None,
        building,
        level: None,
        space: None,
        hub,
        invoiced: cost.organisation,
        borne: Borne { organisation: cost.organisation, unit, why: Bearing::Undivided },
        net: cost.net,
        vat: cost.vat,
        vat_borne: if is_cost { cost.vat } else { rust_decimal::Decimal::ZERO },
        account: cost.account.clone(),
        forecast: cost.forecast,
        because: cost.because.clone(),
    })
}

/// Whether VAT is a cost to an organisation, as it treats it on the first day of a month.
pub(super) fn is_cost(state: &Portfolio, organisation: OrganisationId, month: Month) -> bool {
    state.vat_treatment(organisation, month.first_day()).0 == VatTreatment::Cost
}
