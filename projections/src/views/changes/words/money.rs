//! Facts of leases and money in words.

use schema::{
    CommonKey, Date, HubTariff, LeaseParty, Money, NoticePurpose, TransitionId, VatTreatment, Year,
};

use super::Namer;
use crate::Language;

impl Namer<'_> {
    pub(super) fn noticed(
        &self,
        party: LeaseParty,
        purpose: NoticePurpose,
        served_on: Date,
        takes_effect: Date,
    ) -> String {
        let by = match party {
            LeaseParty::Landlord => self.word("by the landlord", "av hyresvärden"),
            LeaseParty::Tenant => self.word("by the tenant", "av hyresgästen"),
        };
        let purpose = match purpose {
            NoticePurpose::Termination => self.word("to leave", "för avflyttning"),
            NoticePurpose::ChangedTerms => self.word("to change the terms", "för villkorsändring"),
        };
        match self.language {
            Language::English => format!("notice {by} on {served_on}, {purpose} on {takes_effect}"),
            Language::Swedish => {
                format!("uppsagt {by} den {served_on}, {purpose} den {takes_effect}")
            }
        }
    }

    /// An amount in the portfolio's currency.
    pub(super) fn amount(&self, amount: Money) -> String {
        let amount = match self.language {
            Language::English => amount.to_string(),
            Language::Swedish => amount.to_string().replace('.', ","),
        };
        let currency = self.viewpoint.state.opening().map(|opening| opening.currency.to_string());
        format!("{amount} {}", currency.unwrap_or_default())
    }

    pub(super) fn tariff(&self, tariff: &HubTariff) -> String {
        match tariff {
            HubTariff::PerSeatAndMonth { amount } => {
                let amount = self.amount(*amount);
                format!("{amount} {}", self.word("a seat and month", "per plats och månad"))
            }
            HubTariff::ShareOfCost { denominator } => {
                let part =
                    self.word("of what it costs for each seat", "av vad den kostar per plats");
                format!("1/{denominator} {part}")
            }
        }
    }

    pub(super) fn vat(&self, treatment: VatTreatment) -> String {
        let treatment = match treatment {
            VatTreatment::Deducted => self.word("deducted", "dras av"),
            VatTreatment::Compensated => self.word("compensated", "kompenseras"),
            VatTreatment::Cost => self.word("a cost", "en kostnad"),
        };
        format!("{} {treatment}", self.word("VAT", "moms"))
    }

    pub(super) fn borne(&self, key: CommonKey) -> String {
        let key = match key {
            CommonKey::Area => self.word("by area", "efter area"),
            CommonKey::Workstations => self.word("by workstations", "efter arbetsplatser"),
            CommonKey::Spaces => self.word("equally by space", "lika per utrymme"),
        };
        format!("{} {key}", self.word("common areas", "gemensamma ytor"))
    }

    pub(super) fn budget(
        &self,
        year: Year,
        transition: Option<TransitionId>,
        running: Money,
        one_off: Money,
    ) -> String {
        let of = transition.map(|transition| format!(", {}", self.transition(transition)));
        let of = of.unwrap_or_default();
        let (running, one_off) = (self.amount(running), self.amount(one_off));
        match self.language {
            Language::English => {
                format!("budget for {year}{of}: {running} running, {one_off} once")
            }
            Language::Swedish => {
                format!("budget för {year}{of}: {running} löpande, {one_off} i engångskostnader")
            }
        }
    }
}
