//! What organisations of the portfolio owe each other.

use async_graphql::{Context, Error, Object, Result};
use std::sync::Arc;

use super::{Organisation, costs::kept};
use crate::{
    costs::{self, Asked},
    graphql::{
        connection::{Page, PageAsked, page},
        enums,
        pin::SharedPin,
        scalars,
    },
};

/// What one organisation owes another for a month.
#[derive(Clone, Debug)]
pub struct Charge {
    pin: SharedPin,
    charge: projections::Charge,
}

impl Charge {
    /// A page of those of the months asked for, by payer, payee, month and reason.
    pub(super) async fn all(
        ctx: &Context<'_>,
        pin: &SharedPin,
        asked: Asked,
        wanted: impl Fn(&projections::Charge) -> bool,
        paged: &PageAsked,
    ) -> Result<Page<Self>> {
        let kept = kept(ctx, pin)?;
        let atoms = costs::atoms(&pin.ledger, &pin.state, pin.basis, &asked, kept).await;
        let atoms = atoms.map_err(|error| Error::new(error.to_string()))?;
        let Asked { bookkeeping, months, .. } = asked;
        let sum_up = move || projections::charges(&Arc::clone(&atoms), bookkeeping, months);
        let charges = tokio::task::spawn_blocking(sum_up).await;
        let charges = charges.map_err(|_| Error::new("the charges could not be computed"))?;
        let items = charges.into_iter().filter(wanted).collect();
        let key = |it: &projections::Charge| {
            let (payer, payee, month) = (it.payer, it.payee, it.month);
            format!("{payer} {payee} {month} {:?}", it.reason)
        };
        page(items, paged, key, |charge| Self { pin: pin.clone(), charge })
    }
}

/// What one organisation of the portfolio owes another for a month and for one reason, in the portfolio's
/// currency. A charge is a cost to who pays it and takes as much from what who is paid bears: it cancels in
/// the portfolio and is never a saving.
#[Object]
impl Charge {
    /// Who pays.
    async fn payer(&self) -> Result<Organisation> {
        Organisation::named(&self.pin, self.charge.payer)
    }

    /// Who is paid.
    async fn payee(&self) -> Result<Organisation> {
        Organisation::named(&self.pin, self.charge.payee)
    }

    /// The month, written YYYY-MM.
    async fn month(&self) -> String {
        self.charge.month.to_string()
    }

    /// Why.
    async fn reason(&self) -> enums::ChargeReason {
        self.charge.reason.into()
    }

    /// How much without VAT; negative where the payee owes it: an income or a discount is passed on.
    async fn net(&self) -> scalars::ExactDecimal {
        scalars::ExactDecimal(self.charge.net)
    }

    /// The VAT in what the payee is invoiced, or invoices.
    async fn vat(&self) -> scalars::ExactDecimal {
        scalars::ExactDecimal(self.charge.vat)
    }
}
