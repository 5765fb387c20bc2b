//! How events change costs, indices, budgets and invoices.

use schema::{
    BudgetDecided, CommonKeySet, CostEnded, CostId, CostRecorded, CostRevised, HubTariffSet,
    IndexPublished, InvoiceCancelled, InvoiceRecorded, Month, PeriodClosed, Revision,
    VatTreatmentSet,
};
use std::sync::Arc;

use super::{
    Cause, Evolved, Inconsistent, bring, change, corrections::otherwise, describe, retire,
};
use crate::{
    Budget, Closing, Corrected, Cost, DecidedOn, Invoice, Portfolio, PublishedFigure, Retirement,
    Timeline,
};

impl Portfolio {
    pub(super) fn index_published(&mut self, cause: &Cause, event: &IndexPublished) -> Evolved {
        let known = self.indices.entry(event.series.clone()).or_default();
        let figures = &mut Arc::make_mut(known).figures;
        figures.extend(event.figures.iter().map(|figure| {
            let published = PublishedFigure { value: figure.value, revision: cause.revision };
            (figure.month, published)
        }));
        Ok(())
    }

    pub(super) fn cost_recorded(&mut self, cause: &Cause, event: &CostRecorded) -> Evolved {
        let description = Arc::new(event.description.clone());
        let descriptions = Timeline::starting(event.from, cause.revision, description);
        let cost = Cost { id: event.cost, descriptions, ended: None, corrected: Vec::new() };
        bring!(self, costs, cause, event.cost, cost);
        Ok(())
    }

    pub(super) fn cost_revised(&mut self, cause: &Cause, event: &CostRevised) -> Evolved {
        let cost = change!(self, costs, cause, event.cost);
        describe(&mut cost.descriptions, cause, event.from, &event.description)
    }

    pub(super) fn cost_ended(&mut self, cause: &Cause, event: &CostEnded) -> Evolved {
        let cost = change!(self, costs, cause, event.cost);
        retire(&mut cost.ended, cause, event.from, event.reason)
    }

    /// There never was such a cost: it ends on the day on which it was to begin.
    pub(super) fn void_cost(&mut self, cause: &Cause, id: CostId, revision: Revision) -> Evolved {
        let cost = change!(self, costs, cause, id);
        let described = cost.descriptions.entries().iter();
        let mut recorded = described.filter(|entry| entry.revision == revision);
        let Some(from) = recorded.next().map(|entry| entry.from) else { return Ok(()) };
        cost.ended = Some(Retirement { from, revision: cause.revision, reason: None });
        cost.corrected.push(Corrected { from, to: None, by: cause.revision });
        Ok(())
    }

    pub(super) fn void_cost_revision(
        &mut self,
        cause: &Cause,
        id: CostId,
        revision: Revision,
    ) -> Evolved {
        let cost = change!(self, costs, cause, id);
        let otherwise = otherwise(&cost.descriptions, revision, cause);
        cost.descriptions.void(revision);
        cost.corrected.extend(otherwise);
        Ok(())
    }

    pub(super) fn void_cost_end(
        &mut self,
        cause: &Cause,
        id: CostId,
        revision: Revision,
    ) -> Evolved {
        let cost = change!(self, costs, cause, id);
        let Some(ended) = cost.ended.take_if(|ended| ended.revision == revision) else {
            return Ok(());
        };
        // What is not yet written off is so with the last day.
        let from = Month::of(ended.from.previous_day()).first_day();
        cost.corrected.push(Corrected { from, to: None, by: cause.revision });
        Ok(())
    }

    pub(super) fn vat_treatment_set(&mut self, cause: &Cause, event: &VatTreatmentSet) -> Evolved {
        let known = self.vat_treatments.entry(event.organisation).or_default();
        Arc::make_mut(known).insert(event.from, cause.revision, event.treatment);
        Ok(())
    }

    pub(super) fn common_key_set(&mut self, cause: &Cause, event: &CommonKeySet) -> Evolved {
        let known = self.common_keys.entry(event.building).or_default();
        Arc::make_mut(known).insert(event.from, cause.revision, event.key);
        Ok(())
    }

    pub(super) fn hub_tariff_set(&mut self, cause: &Cause, event: &HubTariffSet) -> Evolved {
        let known = self.hub_tariffs.entry(event.hub).or_default();
        Arc::make_mut(known).insert(event.from, cause.revision, event.tariff);
        self.decided(cause, &DecidedOn::HubTariff(event.hub), &event.decision);
        Ok(())
    }

    pub(super) fn budget_decided(&mut self, cause: &Cause, event: &BudgetDecided) -> Evolved {
        let BudgetDecided { organisation, year, transition, running, one_off, .. } = *event;
        let budget = Budget { running, one_off, revision: cause.revision };
        self.budgets.insert((organisation, year, transition), Arc::new(budget));
        self.decided(cause, &DecidedOn::Budget(year), &event.decision);
        Ok(())
    }

    pub(super) fn invoice_recorded(&mut self, cause: &Cause, event: &InvoiceRecorded) -> Evolved {
        let description = Arc::new(event.description.clone());
        let key = (description.organisation, description.voucher.clone());
        let id = event.invoice;
        let invoice = Invoice { id, description, revision: cause.revision, cancelled: None };
        bring!(self, invoices, cause, id, invoice);
        self.vouchers.insert(key, id);
        Ok(())
    }

    pub(super) fn invoice_cancelled(&mut self, cause: &Cause, event: &InvoiceCancelled) -> Evolved {
        let invoice = change!(self, invoices, cause, event.invoice);
        invoice.cancelled = Some(cause.revision);
        let description = &invoice.description;
        self.vouchers.remove(&(description.organisation, description.voucher.clone()));
        Ok(())
    }

    pub(super) fn period_closed(&mut self, cause: &Cause, event: &PeriodClosed) -> Evolved {
        let closing = Closing { through: event.through, revision: cause.revision };
        self.closings.entry(event.organisation).or_default().push_back(closing);
        Ok(())
    }
}
