//! Invoices.

use async_graphql::{ID, Object, Result};
use schema::{InvoiceId, InvoiceSubject, Month, OrganisationId};

use super::{Building, Cost, Hub, Import, Lease, Organisation, any, values::money};
use crate::graphql::{
    connection::{PageAsked, complexity},
    global_id::GlobalId,
    history::{self, History},
    scalars,
};

thing! {
    /// An invoice.
    Invoice(InvoiceId) in invoice
}

/// Which invoices are asked for.
pub(super) struct InvoicesAsked {
    pub(super) organisation: Option<OrganisationId>,
    pub(super) from: Option<Month>,
    pub(super) through: Option<Month>,
    pub(super) with_cancelled: bool,
}

impl InvoicesAsked {
    /// Those of the organisation that are for a month between the two.
    pub(super) fn lets_through(&self, known: &projections::Invoice) -> bool {
        let described = &known.description;
        self.organisation.is_none_or(|asked| asked == described.organisation)
            && self.from.is_none_or(|from| from <= described.through)
            && self.through.is_none_or(|through| described.from <= through)
            && (self.with_cancelled || known.cancelled.is_none())
    }
}

/// An invoice as it is kept in the books of the organisation that pays it.
#[Object]
impl Invoice {
    /// Opaque; contains the clocks that were named. See `Query.node`.
    pub(in crate::graphql) async fn id(&self) -> ID {
        GlobalId::of("Invoice", &self.pin, self.known.id)
    }

    /// The lasting reference, as mutations take it.
    #[graphql(name = "ref")]
    async fn reference(&self) -> scalars::Ref {
        self.known.id.uuid().into()
    }

    /// In whose books it is kept.
    async fn organisation(&self) -> Result<Organisation> {
        Organisation::named(&self.pin, self.known.description.organisation)
    }

    /// Its voucher in them.
    async fn voucher(&self) -> String {
        self.known.description.voucher.to_string()
    }

    /// Who sent it, as typed; `[erased]` once the text was erased.
    async fn supplier(&self) -> String {
        self.pin.text(self.known.description.supplier)
    }

    /// The lease that it is for; absent where it is for something else.
    async fn lease(&self) -> Result<Option<Lease>> {
        match self.known.description.subject {
            Some(InvoiceSubject::Lease(id)) => Lease::named(&self.pin, id).map(Some),
            _ => Ok(None),
        }
    }

    /// The recorded cost that it is for; absent where it is for something else.
    async fn cost(&self) -> Result<Option<Cost>> {
        match self.known.description.subject {
            Some(InvoiceSubject::Cost(id)) => Cost::named(&self.pin, id).map(Some),
            _ => Ok(None),
        }
    }

    /// The building that it is for; absent where it is for something else, or something closer.
    async fn building(&self) -> Result<Option<Building>> {
        match self.known.description.subject {
            Some(InvoiceSubject::Building(id)) => Building::named(&self.pin, id).map(Some),
            _ => Ok(None),
        }
    }

    /// The hub that it is for; absent where it is for something else, or something closer.
    async fn hub(&self) -> Result<Option<Hub>> {
        match self.known.description.subject {
            Some(InvoiceSubject::Hub(id)) => Hub::named(&self.pin, id).map(Some),
            _ => Ok(None),
        }
    }

    /// When it is dated.
    async fn issued_on(&self) -> scalars::Date {
        self.known.description.issued_on.into()
    }

    /// When it was paid; absent where it was not yet when it was recorded.
    async fn paid_on(&self) -> Option<scalars::Date> {
        self.known.description.paid_on.map(Into::into)
    }

    /// The first month that it is for, written YYYY-MM.
    async fn from(&self) -> String {
        self.known.description.from.to_string()
    }

    /// The last month that it is for, written YYYY-MM.
    async fn through(&self) -> String {
        self.known.description.through.to_string()
    }

    /// How much without VAT; negative for a credit.
    async fn net(&self) -> Result<scalars::Amount> {
        money(self.known.description.net)
    }

    /// Its VAT; negative for a credit.
    async fn vat(&self) -> Result<scalars::Amount> {
        money(self.known.description.vat)
    }

    /// The account; absent where none is stated.
    async fn account(&self) -> Option<String> {
        self.known.description.account.as_ref().map(ToString::to_string)
    }

    /// The reading-in of the file in which it stood; absent where it was entered.
    async fn import(&self) -> Result<Option<Import>> {
        any(self.known.description.import, |id| Import::named(&self.pin, id))
    }

    /// The event that records it.
    async fn revision(&self) -> scalars::Revision {
        scalars::Revision(self.known.revision)
    }

    /// The event that cancels it; absent where it counts. Its voucher is then free for another.
    async fn cancelled(&self) -> Option<scalars::Revision> {
        self.known.cancelled.map(scalars::Revision)
    }

    /// The events about it.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn history(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<History> {
        let asked = PageAsked::new(first, after, last, before);
        history::touching(&self.pin, self.known.id.uuid(), &asked).await
    }
}
