//! Costs beside rent, indices, budgets and invoices as the ledger knows them.

use schema::{
    BuildingId, CommonKey, CostDescription, CostId, Date, HubId, HubTariff, IndexSeries,
    IndexValue, InvoiceDescription, InvoiceId, Money, Month, OrganisationId, Revision,
    TransitionId, VatTreatment, Voucher, Year,
};
use serde::Serialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{Corrected, Portfolio, Retirement, Timeline};

/// A cost beside rent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cost {
    /// Its id.
    pub id: CostId,
    /// What it is, date by date.
    pub descriptions: Timeline<Arc<CostDescription>>,
    /// Its end; where a correction says that it never was, the date on which it was to begin.
    pub ended: Option<Retirement>,
    /// Where corrections of facts made it otherwise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub corrected: Vec<Corrected>,
}

impl Cost {
    /// Whether it is void: a correction says that it never was.
    pub fn is_void(&self) -> bool {
        let begins = self.descriptions.begins();
        self.ended.as_ref().is_some_and(|ended| begins.is_some_and(|begins| ended.from <= begins))
    }
}

/// A figure of an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PublishedFigure {
    /// Its value.
    pub value: IndexValue,
    /// The event that records it.
    pub revision: Revision,
}

/// An index, as far as it is published.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PublishedIndex {
    /// Its figures by month, each as last published.
    pub figures: BTreeMap<Month, PublishedFigure>,
}

/// For what a budget is: whose, of which year, and of which transition if of one.
pub type BudgetKey = (OrganisationId, Year, Option<TransitionId>);

/// A budget as last decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Budget {
    /// For running costs, with the VAT that is a cost.
    pub running: Money,
    /// For costs that come once, with the VAT that is a cost.
    pub one_off: Money,
    /// The event with the decision.
    pub revision: Revision,
}

/// An invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Invoice {
    /// Its id.
    pub id: InvoiceId,
    /// What it says.
    pub description: Arc<InvoiceDescription>,
    /// The event that records it.
    pub revision: Revision,
    /// The event that cancels it: it then counts for nothing.
    pub cancelled: Option<Revision>,
}

/// A closing of an organisation's books.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Closing {
    /// The last month that is closed.
    pub through: Month,
    /// The event that closes it: what was known at it stands.
    pub revision: Revision,
}

impl Portfolio {
    /// The figures of an index; none where nothing of it is published.
    pub fn index(&self, series: &IndexSeries) -> Option<&Arc<PublishedIndex>> {
        self.indices.get(series)
    }

    /// All indices of which something is published, by name.
    pub fn indices(&self) -> impl DoubleEndedIterator<Item = (&IndexSeries, &Arc<PublishedIndex>)> {
        self.indices.iter()
    }

    /// How an organisation treats the VAT that it pays, on a date, and the event that says so. Where
    /// nothing is recorded, it is a cost.
    pub fn vat_treatment(
        &self,
        organisation: OrganisationId,
        on: Date,
    ) -> (VatTreatment, Option<Revision>) {
        let held = self.vat_treatments.get(&organisation).and_then(|known| known.entry_at(on));
        held.map_or((VatTreatment::Cost, None), |held| (held.value, Some(held.revision)))
    }

    /// By what the common areas of a building are borne, on a date, and the event that says so. Where
    /// nothing is recorded, by area.
    pub fn common_key(&self, building: BuildingId, on: Date) -> (CommonKey, Option<Revision>) {
        let held = self.common_keys.get(&building).and_then(|known| known.entry_at(on));
        held.map_or((CommonKey::default(), None), |held| (held.value, Some(held.revision)))
    }

    /// By what the common areas of a building are borne on days, half-open, with the days on which, in
    /// order, and the event that says so.
    pub fn common_keys(
        &self,
        building: BuildingId,
        (from, to): (Date, Date),
    ) -> Vec<(Date, CommonKey, Option<Revision>)> {
        let chosen = self.common_keys.get(&building).into_iter();
        let later = chosen.flat_map(|known| known.entries()).map(|entry| entry.from);
        let later: BTreeSet<Date> = later.filter(|date| from < *date && *date < to).collect();
        let begins = std::iter::once(from).chain(later);
        begins
            .map(|begins| {
                let (key, by) = self.common_key(building, begins);
                (begins, key, by)
            })
            .collect()
    }

    /// What the members of a hub pay where their membership states no price, date by date; none where
    /// nothing is recorded.
    pub fn hub_tariff(&self, hub: HubId) -> Option<&Arc<Timeline<Option<HubTariff>>>> {
        self.hub_tariffs.get(&hub)
    }

    /// All budgets, by organisation, year and transition.
    pub fn budgets(&self) -> impl DoubleEndedIterator<Item = (&BudgetKey, &Arc<Budget>)> {
        self.budgets.iter()
    }

    /// The budgets of an organisation, by year and transition.
    pub fn budgets_of(
        &self,
        organisation: OrganisationId,
    ) -> impl Iterator<Item = (&BudgetKey, &Arc<Budget>)> {
        self.budgets.iter().filter(move |((whose, ..), _)| *whose == organisation)
    }

    /// A budget.
    pub fn budget(&self, key: &BudgetKey) -> Option<&Arc<Budget>> {
        self.budgets.get(key)
    }

    /// The invoice with a voucher in the books of an organisation, unless it is cancelled.
    pub fn invoice_with(
        &self,
        organisation: OrganisationId,
        voucher: &Voucher,
    ) -> Option<&Arc<Invoice>> {
        self.invoices.get(self.vouchers.get(&(organisation, voucher.clone()))?)
    }

    /// The closings of an organisation's books, in order.
    pub fn closings(&self, organisation: OrganisationId) -> impl Iterator<Item = Closing> + '_ {
        self.closings.get(&organisation).into_iter().flatten().copied()
    }

    /// The last month of an organisation's books that is closed.
    pub fn closed_through(&self, organisation: OrganisationId) -> Option<Month> {
        self.closings(organisation).map(|closing| closing.through).max()
    }
}
