//! What organisations of the portfolio owe each other: charges are pairs that cancel, never savings.

use rust_decimal::Decimal;
use schema::{Month, OrganisationId};
use std::collections::BTreeMap;

use super::{Bearing, Bookkeeping, CostAtom, CostSource, Months, remainders::taken_away};

/// Why an organisation pays another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChargeReason {
    /// A unit of it uses what the other is invoiced for.
    Uses,
    /// It hosts the hub for which the other is invoiced.
    Hosts,
    /// It rents from the other.
    Rents,
    /// A unit of it is a member of a hub that the other hosts.
    Member,
}

/// What one organisation owes another for a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charge {
    /// Who pays.
    pub payer: OrganisationId,
    /// Who is paid.
    pub payee: OrganisationId,
    /// The month.
    pub month: Month,
    /// Why.
    pub reason: ChargeReason,
    /// How much without VAT.
    pub net: Decimal,
    /// The VAT in what the payee is invoiced, or invoices.
    pub vat: Decimal,
}

/// The charges between organisations in months, by payer, payee, month and reason. Those that add up to
/// nothing are left out.
pub fn charges(atoms: &[CostAtom], bookkeeping: Bookkeeping, months: Months) -> Vec<Charge> {
    let mut sums: BTreeMap<_, (Decimal, Decimal)> = BTreeMap::new();
    for atom in atoms {
        let Some(month) = bookkeeping.month(atom).filter(|month| months.contains(*month)) else {
            continue;
        };
        if let Some(Charge { payer, payee, reason, net, vat, .. }) = charge(atom, month) {
            let sum = sums.entry((payer, payee, month, reason)).or_default();
            sum.0 += net;
            sum.1 += vat;
        }
    }
    let owed = sums.into_iter().filter(|(_, (net, vat))| !net.is_zero() || !vat.is_zero());
    owed.map(|((payer, payee, month, reason), (net, vat))| Charge {
        payer,
        payee,
        month,
        reason,
        net,
        vat,
    })
    .collect()
}

/// The charge that an atom is; none where it stays with who is invoiced.
fn charge(atom: &CostAtom, month: Month) -> Option<Charge> {
    let CostAtom { invoiced, borne, net, vat, .. } = *atom;
    let bearer = borne.organisation;
    if bearer == invoiced {
        return None;
    }
    let charge = |payer, payee, reason, net, vat| Charge { payer, payee, month, reason, net, vat };
    match borne.why {
        Bearing::Uses => Some(charge(bearer, invoiced, ChargeReason::Uses, net, vat)),
        Bearing::Hosts | Bearing::Closed => {
            Some(charge(bearer, invoiced, ChargeReason::Hosts, net, vat))
        }
        Bearing::Receives => {
            let reason = match atom.source {
                CostSource::Membership(_) => ChargeReason::Member,
                CostSource::Lease(_) | CostSource::Cost(_) => ChargeReason::Rents,
            };
            Some(charge(invoiced, bearer, reason, taken_away(net), taken_away(vat)))
        }
        // The other half of a pair, and what stays with who is invoiced.
        Bearing::Pays
        | Bearing::Vacant
        | Bearing::Released
        | Bearing::Sublet
        | Bearing::Undivided => None,
    }
}
