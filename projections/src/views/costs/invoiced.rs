//! Invoices as they stand in the books: in the months that they are for or, of those that were closed
//! when an invoice was recorded or cancelled, in the first that was open then.

use rust_decimal::Decimal;
use schema::{InvoiceDescription, Month, OrganisationId, Revision};

use super::{Months, expected::is_cost, remainders::divided};
use crate::{Invoice, Portfolio};

/// What of an invoice counts in a month.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// The month in which it counts.
    pub(super) month: Month,
    /// Whether it is an adjustment: the month for which it is was closed.
    pub(super) adjusts: bool,
    /// Without VAT.
    pub(super) net: Decimal,
    /// VAT.
    pub(super) vat: Decimal,
    /// What of the VAT is a cost.
    pub(super) vat_borne: Decimal,
}

/// An invoice month by month: in equal parts for each, the hundredths that are left in the first. One
/// that is cancelled counts for nothing, unless its months were closed in between: those stand, and the
/// first that was open takes it back.
pub(super) fn entries(state: &Portfolio, invoice: &Invoice) -> Vec<Entry> {
    let InvoiceDescription { organisation, from, through, net, vat, .. } = *invoice.description;
    let open = |revision| open_at(state, organisation, revision);
    let booked = |month: Month, open: Option<Month>| open.map_or(month, |open| open.max(month));
    let (recorded, cancelled) = (open(invoice.revision), invoice.cancelled.map(open));
    let months: Vec<Month> = Months { from, through }.each().collect();
    let weights = vec![1; months.len()];
    let parts = |amount| divided(amount, &weights).into_iter();
    let vat_borne = vat_borne(state, invoice);
    let amounts = parts(net.decimal()).zip(parts(vat.decimal())).zip(parts(vat_borne));
    let mut entries = Vec::new();
    for (of, ((net, vat), vat_borne)) in months.iter().zip(amounts) {
        let month = booked(*of, recorded);
        let entry = Entry { month, adjusts: month != *of, net, vat, vat_borne };
        let back = cancelled.map(|open| booked(*of, open));
        if back == Some(month) {
            continue;
        }
        entries.push(entry);
        entries.extend(back.map(|month| Entry {
            month,
            adjusts: true,
            net: -net,
            vat: -vat,
            vat_borne: -vat_borne,
        }));
    }
    entries
}

/// The first month that was open when an event was recorded; none where none was closed.
fn open_at(state: &Portfolio, organisation: OrganisationId, event: Revision) -> Option<Month> {
    let before = state.closings(organisation).filter(|closing| closing.revision < event);
    before.map(|closing| closing.through).max().map(|through| through.plus(1))
}

/// What of an invoice's VAT is a cost: as its organisation treats VAT on the first day that it is for.
pub(super) fn vat_borne(state: &Portfolio, invoice: &Invoice) -> Decimal {
    let InvoiceDescription { organisation, from, vat, .. } = *invoice.description;
    if is_cost(state, organisation, from) { vat.decimal() } else { Decimal::ZERO }
}
