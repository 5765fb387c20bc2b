//! Leases in words.

use schema::{
    Date, Landlord, LeaseAmended, LeaseContinued, LeaseEnded, LeaseId, LeaseNoticeServed,
    LeaseParty, LeaseSigned, LeaseTerms, NoticePurpose,
};

use super::{Narrator, language::told, words};
use crate::EndsBecause;

impl Narrator<'_> {
    pub(super) fn lease_signed(&self, e: &LeaseSigned) -> String {
        let from = e.from;
        let (tenant, landlord) =
            (self.organisation(e.tenant, from), self.landlord(&e.landlord, from));
        let (premises, terms) = (self.premises(&e.terms, from), self.rent(&e.terms));
        let mandate = self.decided_by(&e.decisions);
        told!(
            self.language,
            "{tenant} rents {premises} from {landlord} from {from}, {terms}{mandate}",
            "{tenant} hyr {premises} av {landlord} från och med {from}, {terms}{mandate}"
        )
    }

    pub(super) fn lease_amended(&self, e: &LeaseAmended) -> String {
        let from = e.from;
        let (tenant, landlord) = (self.lessee(e.lease, from), self.landlord(&e.landlord, from));
        let (premises, terms) = (self.premises(&e.terms, from), self.rent(&e.terms));
        let mandate = self.decided_by(&e.decisions);
        told!(
            self.language,
            "The lease of {tenant} has other terms from {from}: {premises} from {landlord}, {terms}{mandate}",
            "Hyresavtalet för {tenant} har andra villkor från och med {from}: {premises} av {landlord}, {terms}{mandate}"
        )
    }

    pub(super) fn lease_notice_served(&self, e: &LeaseNoticeServed) -> String {
        let (lease, on, effect) =
            (self.lease(e.lease, e.takes_effect), e.served_on, e.takes_effect);
        let party = match e.party {
            LeaseParty::Landlord => self.word("the landlord", "hyresvärden"),
            LeaseParty::Tenant => self.word("the tenant", "hyresgästen"),
        };
        let purpose = match e.purpose {
            NoticePurpose::Termination => self.word("to leave", "för avflyttning"),
            NoticePurpose::ChangedTerms => self.word("to change the terms", "för villkorsändring"),
        };
        let late =
            if e.late { self.word(", too late for it", ", för sent för den dagen") } else { "" };
        let mandate = self.decided_by(&e.decisions);
        told!(
            self.language,
            "{party} gave notice of {lease} on {on}, {purpose} on {effect}{late}{mandate}",
            "{party} sade upp {lease} den {on}, {purpose} den {effect}{late}{mandate}"
        )
    }

    pub(super) fn lease_ended(&self, e: &LeaseEnded) -> String {
        let (lease, from) = (self.lease(e.lease, e.from), e.from);
        let mandate = self.decided_by(&e.decisions);
        told!(
            self.language,
            "{lease} ends on {from} by agreement{mandate}",
            "{lease} upphör den {from} enligt överenskommelse{mandate}"
        )
    }

    pub(super) fn lease_continued(&self, e: &LeaseContinued) -> String {
        let known = self.state.lease(&e.lease).and_then(|lease| lease.recorded_end(e.withdraws));
        // What is withdrawn was recorded before.
        let on = known.map_or(self.today, |end| end.on);
        let what = if known.is_some_and(|end| matches!(end.because, EndsBecause::Agreement(_))) {
            self.word("the end agreed", "det avtalade upphörandet")
        } else {
            self.word("the notice given", "uppsägningen")
        };
        let (lease, by, mandate) =
            (self.lease(e.lease, on), e.withdraws, self.decided_by(&e.decisions));
        told!(
            self.language,
            "{lease} goes on from {on}: {what} at revision {by} counts no more{mandate}",
            "{lease} fortsätter från och med {on}: {what} i händelse {by} gäller inte längre{mandate}"
        )
    }

    fn landlord(&self, landlord: &Landlord, on: Date) -> String {
        match landlord {
            Landlord::Organisation { organisation } => self.organisation(*organisation, on),
            Landlord::Outside { name } => self.shown(*name),
        }
    }

    fn lessee(&self, lease: LeaseId, on: Date) -> String {
        let known = self.state.lease(&lease);
        known.map_or_else(|| self.unknown(), |known| self.organisation(known.tenant, on))
    }

    pub(super) fn lease(&self, lease: LeaseId, on: Date) -> String {
        let tenant = self.lessee(lease, on);
        let known = self.state.lease(&lease).and_then(|known| known.agreed.nearest(on));
        let building = known.map(|known| self.building(known.terms.building, on));
        let building = building.unwrap_or_else(|| self.unknown());
        told!(
            self.language,
            "the lease of {tenant} in {building}",
            "hyresavtalet för {tenant} i {building}"
        )
    }

    fn premises(&self, terms: &LeaseTerms, on: Date) -> String {
        let building = self.building(terms.building, on);
        if terms.spaces.is_empty() {
            return building;
        }
        let spaces = self.language.counted(terms.spaces.len(), &words::SPACE);
        told!(self.language, "{spaces} in {building}", "{spaces} i {building}")
    }

    fn rent(&self, terms: &LeaseTerms) -> String {
        let rent = self.money(terms.rent_per_year);
        told!(self.language, "for {rent} a year", "för {rent} per år")
    }
}
