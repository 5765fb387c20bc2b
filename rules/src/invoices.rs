//! Invoices, as they are kept in the books of those who pay them.
//!
//! An invoice says what was charged. It changes no lease and no cost; what of it differs from what was
//! expected is told beside it. For months that are closed it is recorded too, and is an adjustment in the
//! first that is open.

use projections::{Invoice, Portfolio};
use schema::{
    ImportId, InvoiceCancel, InvoiceCancelled, InvoiceDescription, InvoiceId, InvoiceRecord,
    InvoiceRecorded, InvoiceSubject, limits::INVOICE_MONTHS_MAX,
};

use crate::{
    InvoiceCancelledAlready, Rejection, VoucherTaken, amounts, amounts::refused, find, hubs,
    recording::Recording,
};

/// An invoice that is recorded so already is not recorded again.
pub(crate) fn record(
    recording: &mut Recording<'_>,
    record: &InvoiceRecord,
) -> Result<(), Rejection> {
    record_from(recording, record, None)
}

/// The same of an invoice that stands in a file, beside others that the same command records.
pub(crate) fn record_from(
    recording: &mut Recording<'_>,
    record: &InvoiceRecord,
    import: Option<ImportId>,
) -> Result<(), Rejection> {
    let InvoiceRecord { invoice, currency, .. } = *record;
    let state = &recording.state;
    amounts::in_currency(state, currency)?;
    if let Some(known) = state.invoice_with(record.organisation, &record.voucher) {
        return same(known, record);
    }
    find::unused(state.invoice(&invoice).is_some(), "invoice", InvoiceId::WORD, invoice)?;
    check(recording, record)?;
    let supplier = recording.seal("description.supplier", &record.supplier);
    let description = InvoiceDescription {
        organisation: record.organisation,
        voucher: record.voucher.clone(),
        supplier,
        subject: record.subject,
        issued_on: record.issued_on,
        paid_on: record.paid_on,
        from: record.from,
        through: record.through,
        net: record.net,
        vat: record.vat,
        account: record.account.clone(),
        import,
    };
    recording.push(InvoiceRecorded { invoice, description });
    Ok(())
}

pub(crate) fn cancel(
    recording: &mut Recording<'_>,
    cancel: &InvoiceCancel,
) -> Result<(), Rejection> {
    let invoice = cancel.invoice;
    let known = find::invoice(recording.before, "invoice", invoice)?;
    if let Some(revision) = known.cancelled {
        let (invoice, revision) = (invoice.to_string(), revision.to_string());
        return Err(Rejection::new("invoice", InvoiceCancelledAlready { invoice, revision }));
    }
    let reason = recording.seal("reason", &cancel.reason);
    recording.push(InvoiceCancelled { invoice, reason });
    Ok(())
}

/// Whether an invoice says what is given. Who sent it is sealed and cannot be compared; a voucher,
/// whose it is, and all figures tell.
fn same(known: &Invoice, given: &InvoiceRecord) -> Result<(), Rejection> {
    let recorded = &known.description;
    let reads = InvoiceDescription {
        organisation: given.organisation,
        voucher: given.voucher.clone(),
        supplier: recorded.supplier,
        subject: given.subject,
        issued_on: given.issued_on,
        paid_on: given.paid_on,
        from: given.from,
        through: given.through,
        net: given.net,
        vat: given.vat,
        account: given.account.clone(),
        import: recorded.import,
    };
    if **recorded == reads {
        return Ok(());
    }
    let (voucher, organisation) = (given.voucher.to_string(), given.organisation.to_string());
    let invoice = known.id.to_string();
    Err(Rejection::new("voucher", VoucherTaken { voucher, organisation, invoice }))
}

fn check(recording: &Recording<'_>, given: &InvoiceRecord) -> Result<(), Rejection> {
    let state = &recording.state;
    hubs::not_later_than_today(recording, "issuedOn", given.issued_on)?;
    let (first, last) = (given.from.first_day().min(given.issued_on), given.through.end());
    find::organisation_within(state, "organisation", given.organisation, first, last)?;
    if let Some(paid_on) = given.paid_on {
        hubs::not_later_than_today(recording, "paidOn", paid_on)?;
    }
    if let Some(subject) = given.subject {
        found(state, subject)?;
    }
    check_months(given)?;
    let (net, vat) = (given.net.decimal(), given.vat.decimal());
    let opposite =
        !net.is_zero() && !vat.is_zero() && net.is_sign_negative() != vat.is_sign_negative();
    if !opposite {
        return Ok(());
    }
    let accepted = format!("an amount of the sign of the net amount, {}, or 0", given.net);
    Err(refused("vat", "VAT", given.vat, accepted))
}

/// The months that an invoice is for follow each other, and are not too many.
fn check_months(given: &InvoiceRecord) -> Result<(), Rejection> {
    let InvoiceRecord { from, through, .. } = *given;
    let months = from.until(through) + 1;
    if (1..=i64::from(INVOICE_MONTHS_MAX)).contains(&months) {
        return Ok(());
    }
    let last = from.plus(u32::from(INVOICE_MONTHS_MAX) - 1);
    let accepted = format!("a month from {from}, the first one, to {last}");
    Err(refused("through", "last month of an invoice", through, accepted))
}

fn found(state: &Portfolio, subject: InvoiceSubject) -> Result<(), Rejection> {
    const PATH: &str = "subject";
    match subject {
        InvoiceSubject::Lease(id) => find::lease(state, PATH, id).map(drop),
        InvoiceSubject::Cost(id) => find::cost(state, PATH, id).map(drop),
        InvoiceSubject::Building(id) => find::building(state, PATH, id).map(drop),
        InvoiceSubject::Hub(id) => find::hub(state, PATH, id).map(drop),
    }
}
