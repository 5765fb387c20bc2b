//! Costs, indices, budgets and invoices in words.

use schema::{
    BudgetDecided, CommonKey, CommonKeySet, CostAmount, CostDescription, CostEnded, CostId,
    CostObject, CostRecorded, CostRevised, Date, HubTariff, HubTariffSet, IndexPublished,
    InvoiceCancelled, InvoiceRecorded, PeriodClosed, VatTreatment, VatTreatmentSet,
};
use std::fmt::Display;

use super::{Narrator, language::told, words};

impl Narrator<'_> {
    pub(super) fn index_published(&self, e: &IndexPublished) -> String {
        let series = &e.series;
        match e.figures.as_slice() {
            [figure] => {
                let (month, value) = (figure.month, figure.value);
                told!(
                    self.language,
                    "The index {series} for {month} is {value}",
                    "Indexet {series} för {month} är {value}"
                )
            }
            figures => {
                let count = self.language.counted(figures.len(), &words::FIGURE);
                told!(
                    self.language,
                    "{count} of the index {series} were published",
                    "{count} för indexet {series} publicerades"
                )
            }
        }
    }

    pub(super) fn cost_recorded(&self, e: &CostRecorded) -> String {
        let (cost, from) = (self.cost(&e.description, e.from), e.from);
        told!(self.language, "{cost}, from {from}", "{cost}, från och med {from}")
    }

    pub(super) fn cost_revised(&self, e: &CostRevised) -> String {
        let (cost, from) = (self.cost(&e.description, e.from), e.from);
        told!(
            self.language,
            "A cost changes from {from}: {cost}",
            "En kostnad ändras från och med {from}: {cost}"
        )
    }

    pub(super) fn cost_ended(&self, e: &CostEnded) -> String {
        let (name, from) = (self.named_cost(e.cost, e.from), e.from);
        told!(self.language, "The cost {name} ends on {from}", "Kostnaden {name} upphör den {from}")
    }

    pub(super) fn vat_treatment_set(&self, e: &VatTreatmentSet) -> String {
        let (organisation, from) = (self.organisation(e.organisation, e.from), e.from);
        let treatment = match e.treatment {
            VatTreatment::Deducted => self.word("deducts the VAT that it pays", "drar av sin moms"),
            VatTreatment::Compensated => {
                self.word("is compensated for the VAT that it pays", "får ersättning för sin moms")
            }
            VatTreatment::Cost => self.word("bears the VAT that it pays", "bär sin moms själv"),
        };
        told!(
            self.language,
            "{organisation} {treatment} from {from}",
            "{organisation} {treatment} från och med {from}"
        )
    }

    pub(super) fn common_key_set(&self, e: &CommonKeySet) -> String {
        let (building, from) = (self.building(e.building, e.from), e.from);
        let key = match e.key {
            CommonKey::Area => self.word("by area", "efter area"),
            CommonKey::Workstations => self.word("by workstations", "efter arbetsplatser"),
            CommonKey::Spaces => self.word("equally by space", "lika per utrymme"),
        };
        told!(
            self.language,
            "The common areas of {building} are borne {key} from {from}",
            "Gemensamma ytor i {building} bärs {key} från och med {from}"
        )
    }

    pub(super) fn hub_tariff_set(&self, e: &HubTariffSet) -> String {
        let (hub, from, mandate) = (self.hub(e.hub, e.from), e.from, self.mandate(&e.decision));
        let tariff = match e.tariff {
            None => self.word("nothing", "ingenting").to_owned(),
            Some(HubTariff::PerSeatAndMonth { amount }) => {
                let amount = self.money(amount);
                told!(self.language, "{amount} a seat and month", "{amount} per plats och månad")
            }
            Some(HubTariff::ShareOfCost { denominator }) => told!(
                self.language,
                "for each seat 1/{denominator} of what it costs",
                "per plats 1/{denominator} av vad den kostar"
            ),
        };
        told!(
            self.language,
            "Members of {hub} without a price of their own pay {tariff} from {from}{mandate}",
            "Medlemmar i {hub} utan eget pris betalar {tariff} från och med {from}{mandate}"
        )
    }

    pub(super) fn budget_decided(&self, e: &BudgetDecided) -> String {
        let organisation = self.organisation(e.organisation, e.decision.decided_on);
        let (year, mandate) = (e.year, self.mandate(&e.decision));
        let (running, one_off) = (self.money(e.running), self.money(e.one_off));
        let transition = e.transition.map(|transition| {
            let name = self.transition(transition);
            told!(self.language, " of the transition {name}", " för omställningen {name}")
        });
        let transition = transition.unwrap_or_default();
        told!(
            self.language,
            "{organisation} decided the budget{transition} for {year}: {running} running, {one_off} once{mandate}",
            "{organisation} beslutade budgeten{transition} för {year}: {running} löpande, {one_off} i engångskostnader{mandate}"
        )
    }

    pub(super) fn invoice_recorded(&self, e: &InvoiceRecorded) -> String {
        let invoice = &e.description;
        let organisation = self.organisation(invoice.organisation, invoice.issued_on);
        let (supplier, voucher) = (self.shown(invoice.supplier), &invoice.voucher);
        let (net, vat) = (self.money(invoice.net), self.money(invoice.vat));
        let months = if invoice.from == invoice.through {
            invoice.from.to_string()
        } else {
            let (from, through) = (invoice.from, invoice.through);
            told!(self.language, "{from} to {through}", "{from} till {through}")
        };
        told!(
            self.language,
            "Invoice {voucher} of {supplier} to {organisation} for {months}: {net} and {vat} VAT",
            "Faktura {voucher} från {supplier} till {organisation} för {months}: {net} och {vat} moms"
        )
    }

    pub(super) fn invoice_cancelled(&self, e: &InvoiceCancelled) -> String {
        let known = self.state.invoice(&e.invoice);
        let voucher = known.map(|known| known.description.voucher.to_string());
        let voucher = voucher.unwrap_or_else(|| self.unknown());
        told!(
            self.language,
            "Invoice {voucher} was recorded wrongly and counts for nothing",
            "Faktura {voucher} registrerades fel och räknas inte"
        )
    }

    pub(super) fn period_closed(&self, e: &PeriodClosed) -> String {
        let organisation = self.organisation(e.organisation, e.through.first_day());
        let through = e.through;
        told!(
            self.language,
            "{organisation} closed its books through {through}",
            "{organisation} stängde böckerna till och med {through}"
        )
    }

    /// A cost by its name, in quotation marks.
    pub(super) fn named_cost(&self, cost: CostId, on: Date) -> String {
        let known = self.state.cost(&cost).and_then(|cost| cost.descriptions.nearest(on));
        let name = known.map_or_else(|| self.unknown(), |known| self.shown(known.name));
        self.quoted(&name)
    }

    fn cost(&self, cost: &CostDescription, on: Date) -> String {
        let (name, organisation) =
            (self.shown(cost.name), self.organisation(cost.organisation, on));
        let of = match cost.object {
            CostObject::Building(building) => self.building(building, on),
            CostObject::Space(space) => self.space(space, on),
            CostObject::Hub(hub) => self.hub(hub, on),
            CostObject::Reallocation(reallocation) => self.title(reallocation),
            CostObject::Unit(unit) => self.unit(unit, on),
        };
        let amount = self.money(cost.amount.amount());
        let amount = match cost.amount {
            CostAmount::PerYear { .. } => {
                told!(self.language, "{amount} a year", "{amount} per år")
            }
            CostAmount::PerSeatAndYear { seats, .. } => told!(
                self.language,
                "{amount} a seat and year for {seats}",
                "{amount} per plats och år för {seats}"
            ),
            CostAmount::Once { .. } => told!(self.language, "{amount} once", "{amount} en gång"),
        };
        if cost.kind.is_income() {
            told!(
                self.language,
                "{organisation} receives {amount} for “{name}” of {of}",
                "{organisation} får {amount} för ”{name}” i {of}"
            )
        } else {
            told!(
                self.language,
                "{organisation} pays {amount} for “{name}” of {of}",
                "{organisation} betalar {amount} för ”{name}” i {of}"
            )
        }
    }

    pub(super) fn money(&self, amount: impl Display) -> String {
        let amount = self.language.decimal(amount);
        let currency = self.state.opening().map(|opening| opening.currency.to_string());
        format!("{amount} {}", currency.unwrap_or_default())
    }
}
