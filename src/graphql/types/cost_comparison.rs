//! A year of an organisation as it is computed, budgeted and invoiced.

use async_graphql::{Context, Error, Object, Result, SimpleObject};
use projections::{Compared, Difference, YearCompared};
use schema::{InvoiceSubject, OrganisationId, Year};
use std::sync::Arc;

use super::{
    Budget, Building, Cost, Hub, Invoice, Lease, Organisation,
    costs::{CostSums, kept},
};
use crate::{
    costs,
    graphql::{
        connection::{Page, PageAsked, complexity, list, page},
        enums,
        pin::SharedPin,
        scalars,
    },
};

/// A year of an organisation as it is computed, budgeted and invoiced.
#[derive(Clone, Debug)]
pub struct CostComparison {
    pin: SharedPin,
    organisation: OrganisationId,
    year: Year,
    compared: Arc<YearCompared>,
}

/// What is computed and invoiced for a lease, a cost or a place, for some months.
#[derive(Clone, Debug)]
pub struct ComparedCost {
    pin: SharedPin,
    of: Arc<YearCompared>,
    place: usize,
}

/// Why what is invoiced is not what is computed.
#[derive(Clone, Debug)]
pub struct CostDifference {
    difference: Difference,
    of: Compared,
}

/// What is computed and invoiced on an account for a month, as it stands in the books. An invoice for
/// several months counts in equal parts in each, the hundredths that are left in the first; what of it is
/// for months that were closed when it was recorded counts in the first that was open.
#[derive(SimpleObject, Clone, Debug)]
pub struct CostOnAccount {
    /// The account; absent where none is recorded.
    account: Option<String>,
    /// The month, written YYYY-MM.
    month: String,
    /// Computed, without VAT, in the portfolio's currency.
    computed_net: scalars::ExactDecimal,
    /// Invoiced, without VAT, in the portfolio's currency.
    invoiced_net: scalars::ExactDecimal,
}

/// What is invoiced, in the portfolio's currency.
#[derive(SimpleObject, Clone, Debug)]
pub struct InvoicedSums {
    /// Without VAT; negative where more is credited than invoiced.
    net: scalars::ExactDecimal,
    /// VAT.
    vat: scalars::ExactDecimal,
    /// What of the VAT is a cost to the organisation, as it treats VAT on the first day for which the
    /// invoice is.
    vat_borne: scalars::ExactDecimal,
    /// Without VAT, and with the VAT that is a cost.
    cost: scalars::ExactDecimal,
}

impl CostComparison {
    pub(super) async fn of(
        ctx: &Context<'_>,
        pin: &SharedPin,
        organisation: scalars::Ref,
        year: u16,
    ) -> Result<Self> {
        let (organisation, year) = (organisation.0.into(), Year::new(year)?);
        let kept = kept(ctx, pin)?;
        let compared =
            costs::compared(&pin.ledger, &pin.state, pin.basis, organisation, year, kept).await;
        let compared = compared.map_err(|error| Error::new(error.to_string()))?;
        Ok(Self { pin: pin.clone(), organisation, year, compared: Arc::new(compared) })
    }
}

/// A year of an organisation as it is computed, budgeted and invoiced, as of the revision and on the
/// basis, by the months for which it is a cost (accrual). What it bears is what falls on it once costs are
/// divided among those who use and host; invoices are compared with what is computed of what it is to be
/// sent invoices for: from outside before that division, and by other organisations of the portfolio for
/// memberships and what falls on it of what they are invoiced for. Sums of the year and of months are as its
/// closed books have them: an invoice for a closed month, or a cost of it, that was recorded later counts in
/// the first month that was open. Each comparison in `compared` is of all that is known now.
#[Object]
impl CostComparison {
    /// The organisation.
    async fn organisation(&self) -> Result<Organisation> {
        Organisation::named(&self.pin, self.organisation)
    }

    /// The year.
    async fn year(&self) -> u16 {
        self.year.number()
    }

    /// What it bears as computed, of costs that recur.
    async fn running(&self) -> CostSums {
        CostSums::from(&self.compared.running)
    }

    /// What it bears as computed, of costs that come once and are not written off.
    async fn one_off(&self) -> CostSums {
        CostSums::from(&self.compared.one_off)
    }

    /// Its budget for all running costs, with the VAT that is a cost: to be held against the `cost` of
    /// `running`. Absent where none is decided.
    async fn budget_running(&self) -> Option<scalars::ExactDecimal> {
        self.compared.budget_running.map(scalars::ExactDecimal)
    }

    /// Its budget for all costs that come once, with the VAT that is a cost: to be held against the `cost`
    /// of `oneOff`. Absent where none is decided.
    async fn budget_one_off(&self) -> Option<scalars::ExactDecimal> {
        self.compared.budget_one_off.map(scalars::ExactDecimal)
    }

    /// The event with the decision on that budget.
    async fn budgeted_by(&self) -> Option<scalars::Revision> {
        self.compared.budgeted_by.map(scalars::Revision)
    }

    /// All its budgets of the year: those of transitions are parts of the one for all that it bears.
    #[graphql(complexity = "list(5, child_complexity)")]
    async fn budgets(&self) -> Vec<Budget> {
        let of_it = self.pin.state.budgets_of(self.organisation);
        let of_year = of_it.filter(|((_, year, _), _)| *year == self.year);
        of_year.map(|known| Budget::out_of(&self.pin, known)).collect()
    }

    /// What is computed of what it is to be sent invoices for in the year. What is written off, capital and
    /// incomes are left out: nobody invoices them. An outlay counts in the month in which it is paid.
    async fn expected(&self) -> CostSums {
        CostSums::from(&self.compared.expected)
    }

    /// What is invoiced to it for the months of the year. An invoice for several months counts in equal
    /// parts in each, the hundredths that are left in the first; what of it is for months that were closed
    /// when it was recorded, in the first that was open.
    async fn invoiced(&self) -> InvoicedSums {
        let invoiced = &self.compared.invoiced;
        InvoicedSums {
            net: scalars::ExactDecimal(invoiced.net),
            vat: scalars::ExactDecimal(invoiced.vat),
            vat_borne: scalars::ExactDecimal(invoiced.vat_borne),
            cost: scalars::ExactDecimal(invoiced.cost),
        }
    }

    /// What is computed and invoiced for each lease, cost or place, in this order, and within it by
    /// months: those of the invoices that are there, then single months for which there is none.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn compared(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
        #[graphql(default, desc = "Only those in which something differs.")] differing: bool,
    ) -> Result<Page<ComparedCost>> {
        let asked = PageAsked::new(first, after, last, before);
        let all = self.compared.compared.iter().enumerate();
        let wanted = all.filter(|(_, compared)| !differing || !compared.differences.is_empty());
        let items = wanted.map(|(place, _)| place).collect();
        let (pin, of) = (&self.pin, &self.compared);
        page(
            items,
            &asked,
            |place| *place,
            |place| ComparedCost { pin: pin.clone(), of: Arc::clone(of), place },
        )
    }

    /// What is computed and invoiced on each account for each month of the year.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn accounts(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<CostOnAccount>> {
        let asked = PageAsked::new(first, after, last, before);
        let items = self.compared.accounts.iter().enumerate().collect();
        page(
            items,
            &asked,
            |(place, _)| *place,
            |(_, known)| CostOnAccount {
                account: known.account.as_ref().map(ToString::to_string),
                month: known.month.to_string(),
                computed_net: scalars::ExactDecimal(known.computed_net),
                invoiced_net: scalars::ExactDecimal(known.invoiced_net),
            },
        )
    }
}

impl ComparedCost {
    fn known(&self) -> &Compared {
        // A place is one of those that are compared.
        &self.of.compared[self.place]
    }
}

/// What is computed and invoiced for a lease, a cost or a place, for some months: those of invoices
/// whose months overlap together, or one month for which there is no invoice. Amounts are in the
/// portfolio's currency.
#[Object]
impl ComparedCost {
    /// The lease; absent where it is of something else, or an invoice does not say of what.
    async fn lease(&self) -> Result<Option<Lease>> {
        match self.known().with.subject {
            Some(InvoiceSubject::Lease(id)) => Lease::named(&self.pin, id).map(Some),
            _ => Ok(None),
        }
    }

    /// The recorded cost; absent where it is of something else.
    async fn cost(&self) -> Result<Option<Cost>> {
        match self.known().with.subject {
            Some(InvoiceSubject::Cost(id)) => Cost::named(&self.pin, id).map(Some),
            _ => Ok(None),
        }
    }

    /// The building of whose recorded costs or charges it is; absent where it is of something else.
    async fn building(&self) -> Result<Option<Building>> {
        match self.known().with.subject {
            Some(InvoiceSubject::Building(id)) => Building::named(&self.pin, id).map(Some),
            _ => Ok(None),
        }
    }

    /// The hub of whose recorded costs, charges or memberships it is; absent where it is of something else.
    async fn hub(&self) -> Result<Option<Hub>> {
        match self.known().with.subject {
            Some(InvoiceSubject::Hub(id)) => Hub::named(&self.pin, id).map(Some),
            _ => Ok(None),
        }
    }

    /// The first month, written YYYY-MM.
    async fn from(&self) -> String {
        self.known().with.from.to_string()
    }

    /// The last month, written YYYY-MM.
    async fn through(&self) -> String {
        self.known().with.through.to_string()
    }

    /// Computed, without VAT.
    async fn computed_net(&self) -> scalars::ExactDecimal {
        scalars::ExactDecimal(self.known().computed_net)
    }

    /// The VAT that is computed.
    async fn computed_vat(&self) -> scalars::ExactDecimal {
        scalars::ExactDecimal(self.known().computed_vat)
    }

    /// What of `computedNet` became known after the months were closed: what stood then is the rest.
    async fn computed_later(&self) -> scalars::ExactDecimal {
        scalars::ExactDecimal(self.known().computed_later)
    }

    /// Invoiced, without VAT.
    async fn invoiced_net(&self) -> scalars::ExactDecimal {
        scalars::ExactDecimal(self.known().invoiced_net)
    }

    /// The VAT that is invoiced.
    async fn invoiced_vat(&self) -> scalars::ExactDecimal {
        scalars::ExactDecimal(self.known().invoiced_vat)
    }

    /// What of the VAT that is invoiced is a cost to the organisation.
    async fn invoiced_vat_borne(&self) -> scalars::ExactDecimal {
        scalars::ExactDecimal(self.known().invoiced_vat_borne)
    }

    /// What of `invoicedNet` was recorded after the months were closed: it counts in the first month that
    /// was open then.
    async fn invoiced_later(&self) -> scalars::ExactDecimal {
        scalars::ExactDecimal(self.known().invoiced_later)
    }

    /// The invoices, in the order of their references.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn invoices(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Page<Invoice>> {
        let asked = PageAsked::new(first, after, last, before);
        let known = self.known().invoices.iter();
        let items = known.filter_map(|id| self.pin.state.invoice(id)).collect();
        page(items, &asked, |item| item.id, |item| Invoice::out_of(&self.pin, item))
    }

    /// How they differ; none where they do not.
    #[graphql(complexity = "list(4, child_complexity)")]
    async fn differences(&self) -> Vec<CostDifference> {
        let known = self.known();
        let differences = known.differences.iter();
        let differences =
            differences.map(|it| CostDifference { difference: *it, of: known.clone() });
        differences.collect()
    }
}

/// Why what is invoiced is not what is computed.
#[Object]
impl CostDifference {
    /// Which difference.
    async fn kind(&self) -> enums::CostDifferenceKind {
        match self.difference {
            Difference::NotInvoiced => enums::CostDifferenceKind::NotInvoiced,
            Difference::PerhapsInvoicedTwice => enums::CostDifferenceKind::PerhapsInvoicedTwice,
            Difference::AmountDiffers { .. } => enums::CostDifferenceKind::AmountDiffers,
            Difference::VatDiffers { .. } => enums::CostDifferenceKind::VatDiffers,
            Difference::NotComputed => enums::CostDifferenceKind::NotComputed,
            Difference::Forecast => enums::CostDifferenceKind::Forecast,
            Difference::Credited => enums::CostDifferenceKind::Credited,
            Difference::AfterClosing => enums::CostDifferenceKind::AfterClosing,
        }
    }

    /// Invoiced less computed, in the portfolio's currency; absent where the difference is not one of
    /// amounts.
    async fn by(&self) -> Option<scalars::ExactDecimal> {
        match self.difference {
            Difference::AmountDiffers { by } | Difference::VatDiffers { by } => {
                Some(scalars::ExactDecimal(by))
            }
            _ => None,
        }
    }

    /// In words, with its figures.
    async fn explanation(
        &self,
        #[graphql(default_with = "enums::Language::English")] language: enums::Language,
    ) -> String {
        self.difference.explained(&self.of, language.into())
    }
}
