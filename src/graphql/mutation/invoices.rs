//! Recording invoices, cancelling them, closing books.

use async_graphql::{Context, Object, OneofObject, Result};
use schema::{InvoiceId, InvoiceSubject, Month, OrganisationId, Voucher};

use super::{
    Ref,
    act::{Act, Head, Shown, acts, perform},
    reading::{Part, Reading, any, name, note, parsed},
    scalars, types,
};
use crate::graphql::pin::SharedPin;

acts! {
    "invoiceRecord": InvoiceRecordInput {
        /// Its lasting reference. Left out: derived from the command's id.
        r#ref: Option<Ref>,
        /// The currency of the amounts, which is the portfolio's: ISO 4217.
        currency: String,
        /// The organisation in whose books it is kept.
        organisation: Ref,
        /// Its voucher in them: 1 to 32 letters, digits, spaces and -_./: with a digit among them, such
        /// as `L 2030-00417`.
        voucher: String,
        /// Who sent it: at most 200 characters on one line.
        supplier: String,
        /// What it is for. Left out: not known.
        subject: Option<InvoiceSubjectInput>,
        /// When it is dated, never later than today.
        issued_on: scalars::Date,
        /// When it was paid, never later than today. Left out: not yet.
        paid_on: Option<scalars::Date>,
        /// The first month that it is for, written YYYY-MM.
        from: String,
        /// The last month that it is for, written YYYY-MM: the first or a later one, 120 months at
        /// most.
        through: String,
        /// How much without VAT: an exact decimal from -999,999,999,999 to 999,999,999,999 with a point
        /// and at most two decimals, such as `"45000.5"`; negative for a credit.
        net: String,
        /// Its VAT: see `net`, and never of the other sign.
        vat: String,
        /// The account: 1 to 16 letters, digits, hyphens and points.
        account: Option<String>,
    } => InvoiceRecordPayload {
        /// The invoice; where it was recorded before, that one.
        invoice: types::Invoice
    }

    "invoiceCancel": InvoiceCancelInput {
        /// The invoice.
        invoice: Ref,
        /// Why: at most 4,000 characters.
        reason: String,
    } => InvoiceCancelPayload {
        /// The invoice.
        invoice: types::Invoice
    }

    "periodClose": PeriodCloseInput {
        /// The organisation.
        organisation: Ref,
        /// The last month that is closed, written YYYY-MM: a later one than was closed before, and
        /// earlier than the current one.
        through: String,
    } => PeriodClosePayload {
        /// The organisation.
        organisation: types::Organisation
    }
}

/// What an invoice is for.
#[derive(OneofObject, Debug)]
pub(super) enum InvoiceSubjectInput {
    /// A lease.
    Lease(Ref),
    /// A recorded cost.
    Cost(Ref),
    /// A building, and nothing closer.
    Building(Ref),
    /// A hub, and nothing closer.
    Hub(Ref),
}

impl Part for InvoiceSubjectInput {
    type Value = InvoiceSubject;

    fn read(self, _: &mut Reading) -> Option<InvoiceSubject> {
        Some(match self {
            Self::Lease(id) => InvoiceSubject::Lease(id.0.into()),
            Self::Cost(id) => InvoiceSubject::Cost(id.0.into()),
            Self::Building(id) => InvoiceSubject::Building(id.0.into()),
            Self::Hub(id) => InvoiceSubject::Hub(id.0.into()),
        })
    }
}

/// An invoice by its reference or, where the same was recorded under another before, by whose books it
/// is in and its voucher there.
pub(super) struct InvoiceNamed {
    invoice: InvoiceId,
    kept: Option<(OrganisationId, Voucher)>,
}

impl Shown for types::Invoice {
    type Id = InvoiceNamed;

    fn shown(pin: SharedPin, named: InvoiceNamed) -> Option<Self> {
        let known = named.kept.and_then(|(organisation, voucher)| {
            pin.state.invoice_with(organisation, &voucher).map(|known| known.id)
        });
        Self::of(pin, known.unwrap_or(named.invoice))
    }
}

impl Act for InvoiceRecordInput {
    type Thing = InvoiceNamed;
    type Command = schema::InvoiceRecord;
    type Payload = InvoiceRecordPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let invoice = reading.new_thing(InvoiceId::WORD, self.r#ref, InvoiceId::derived);
        let organisation = self.organisation.0.into();
        let currency = reading.take("currency", parsed(self.currency));
        let voucher: Option<Voucher> = reading.take("voucher", parsed(self.voucher));
        let supplier = reading.take("supplier", name(self.supplier));
        let subject = reading.any_part("subject", self.subject);
        let from = reading.take("from", parsed(self.from));
        let through = reading.take("through", parsed(self.through));
        let net = reading.take("net", parsed(self.net));
        let vat = reading.take("vat", parsed(self.vat));
        let account = reading.take("account", any(self.account, parsed));
        let voucher = voucher?;
        let named = InvoiceNamed { invoice, kept: Some((organisation, voucher.clone())) };
        let command = schema::InvoiceRecord {
            invoice,
            currency: currency?,
            organisation,
            voucher,
            supplier: supplier?,
            subject: subject?,
            issued_on: self.issued_on.into(),
            paid_on: self.paid_on.map(Into::into),
            from: from?,
            through: through?,
            net: net?,
            vat: vat?,
            account: account?,
        };
        Some((named, command))
    }
}

impl Act for InvoiceCancelInput {
    type Thing = InvoiceNamed;
    type Command = schema::InvoiceCancel;
    type Payload = InvoiceCancelPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let invoice = self.invoice.0.into();
        let reason = reading.take("reason", note(self.reason))?;
        let named = InvoiceNamed { invoice, kept: None };
        Some((named, schema::InvoiceCancel { invoice, reason }))
    }
}

impl Act for PeriodCloseInput {
    type Thing = OrganisationId;
    type Command = schema::PeriodClose;
    type Payload = PeriodClosePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let organisation = self.organisation.0.into();
        let through: Month = reading.take("through", parsed(self.through))?;
        Some((organisation, schema::PeriodClose { organisation, through }))
    }
}

/// Mutations of invoices and closed books.
#[derive(Debug, Default)]
pub(super) struct InvoiceMutations;

#[Object]
impl InvoiceMutations {
    /// Records an invoice. The same again changes nothing: who sent it is not compared, because that is
    /// kept apart. One for a month that is closed is recorded too, and is an adjustment: it counts in the
    /// first month that is open.
    async fn invoice_record(
        &self,
        context: &Context<'_>,
        input: InvoiceRecordInput,
    ) -> Result<InvoiceRecordPayload> {
        perform(context, input).await
    }

    /// Cancels an invoice that was recorded wrongly: it counts for nothing, and its voucher is free. Months
    /// that were closed since stand, and the first that is open takes it back.
    async fn invoice_cancel(
        &self,
        context: &Context<'_>,
        input: InvoiceCancelInput,
    ) -> Result<InvoiceCancelPayload> {
        perform(context, input).await
    }

    /// Closes an organisation's books through a month: what was known then of the months up to it
    /// stands, and what is known later is an adjustment.
    async fn period_close(
        &self,
        context: &Context<'_>,
        input: PeriodCloseInput,
    ) -> Result<PeriodClosePayload> {
        perform(context, input).await
    }
}
