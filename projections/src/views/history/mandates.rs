//! Delegations, confirmations, preconditions, bases and opening balances in words.

use schema::{
    BasisSealed, DecisionConfirmed, DecisionReported, DelegationGiven, DelegationWithdrawn,
    ErasedText, OpeningBalanceSigned, OrganisationId, PreconditionAnswer, PreconditionAnswered,
    PreconditionDropped, PreconditionId, PreconditionRequired, Revision, TextsErased,
};

use super::{Narrator, language::told, words};

impl Narrator<'_> {
    pub(super) fn delegation_given(&self, e: &DelegationGiven) -> String {
        let organisation = self.organisation(e.organisation, e.from);
        let (delegate, point, from) = (self.shown(e.delegation.delegate), &e.point, e.from);
        let mandate = self.mandate(&e.decision);
        let to = e.to.map(|to| told!(self.language, " to {to}", " till {to}")).unwrap_or_default();
        told!(
            self.language,
            "{organisation} delegated to {delegate} under point {point} from {from}{to}{mandate}",
            "{organisation} delegerade till {delegate} enligt punkt {point} från och med {from}{to}{mandate}"
        )
    }

    pub(super) fn delegation_withdrawn(&self, e: &DelegationWithdrawn) -> String {
        let organisation = self.organisation(e.organisation, e.from);
        let (point, from, mandate) = (&e.point, e.from, self.mandate(&e.decision));
        told!(
            self.language,
            "{organisation} withdrew the delegation under point {point} from {from}{mandate}",
            "{organisation} återtog delegationen enligt punkt {point} från och med {from}{mandate}"
        )
    }

    pub(super) fn decision_confirmed(&self, e: &DecisionConfirmed) -> String {
        let decision = self.decision_of(e.recorded, e.organisation);
        told!(self.language, "Confirmed {decision}", "{decision} bekräftades")
    }

    pub(super) fn decision_reported(&self, e: &DecisionReported) -> String {
        let (decision, on) = (self.decision_of(e.recorded, e.organisation), e.on);
        told!(self.language, "{decision} was reported on {on}", "{decision} anmäldes den {on}")
    }

    /// A decision by whose it is and its case, as recorded at a revision.
    fn decision_of(&self, recorded: Revision, organisation: OrganisationId) -> String {
        let known = self.state.decision(recorded, organisation);
        let case = known.map(|known| known.decision.case_number.to_string());
        let case = case.unwrap_or_else(|| self.unknown());
        let on = known.map_or(self.today, |known| known.decision.decided_on);
        let organisation = self.organisation(organisation, on);
        told!(
            self.language,
            "the decision {case} of {organisation}",
            "beslutet {case} av {organisation}"
        )
    }

    pub(super) fn opening_balance_signed(&self, e: &OpeningBalanceSigned) -> String {
        let organisation = self.organisation(e.decision.organisation, e.on);
        let (on, mandate) = (e.on, self.mandate(&e.decision));
        told!(
            self.language,
            "{organisation} signed off the opening balance as of {on}{mandate}",
            "{organisation} fastställde ingående bestånd per {on}{mandate}"
        )
    }

    pub(super) fn precondition_required(&self, e: &PreconditionRequired) -> String {
        let (name, from) = (self.shown(e.name), e.from);
        match e.organisation.map(|organisation| self.organisation(organisation, from)) {
            None => told!(
                self.language,
                "“{name}” is required before reallocations are approved, from {from}",
                "”{name}” krävs innan omfördelningar godkänns, från och med {from}"
            ),
            Some(organisation) => told!(
                self.language,
                "{organisation} requires “{name}” before it approves reallocations, from {from}",
                "{organisation} kräver ”{name}” innan omfördelningar godkänns, från och med {from}"
            ),
        }
    }

    pub(super) fn precondition_dropped(&self, e: &PreconditionDropped) -> String {
        let (name, from) = (self.precondition(e.precondition), e.from);
        told!(
            self.language,
            "{name} is no longer required from {from}",
            "{name} krävs inte längre från och med {from}"
        )
    }

    pub(super) fn precondition_answered(&self, e: &PreconditionAnswered) -> String {
        let (name, title) = (self.precondition(e.precondition), self.title(e.reallocation));
        match e.answer {
            PreconditionAnswer::Met { on, document } => {
                let document = self.shown(document);
                told!(
                    self.language,
                    "{name} was met for {title} on {on} ({document})",
                    "{name} uppfylldes för {title} den {on} ({document})"
                )
            }
            PreconditionAnswer::NotApplicable { on, document, because } => {
                let (document, because) = (self.shown(document), self.shown(because));
                told!(
                    self.language,
                    "{name} does not apply to {title}, as found on {on}: {because} ({document})",
                    "{name} är inte tillämpligt på {title}, enligt bedömning den {on}: {because} ({document})"
                )
            }
        }
    }

    pub(super) fn precondition(&self, id: PreconditionId) -> String {
        let name = self.state.precondition(&id).map(|known| self.shown(known.name));
        let name = name.unwrap_or_else(|| self.unknown());
        told!(self.language, "“{name}”", "”{name}”")
    }

    pub(super) fn basis_sealed(&self, e: &BasisSealed) -> String {
        let (title, on) = (self.shown(e.basis.title), e.basis.on);
        let alternatives = self.language.counted(e.basis.alternatives.len(), &words::ALTERNATIVE);
        told!(
            self.language,
            "Sealed the basis for decisions “{title}” for {on}, {alternatives} beside doing nothing",
            "Beslutsunderlaget ”{title}” för {on} förseglades, {alternatives} utöver nollalternativet"
        )
    }

    /// The ground and the case, and never the text.
    pub(super) fn texts_erased(&self, e: &TextsErased) -> String {
        let what = match &e.erased {
            ErasedText::NameOf(person) => {
                told!(self.language, "the name of person {person}", "namnet på person {person}")
            }
            ErasedText::StoodAt(place) => {
                let (field, revision) = (&place.field, place.revision);
                told!(
                    self.language,
                    "the text {field} of revision {revision}",
                    "texten {field} i händelse {revision}"
                )
            }
        };
        let ground = self.language.ground(e.ground);
        let decided = e.decision.as_ref().map_or_else(String::new, |decision| {
            let by = self.organisation(decision.organisation, decision.decided_on);
            let (case, on) = (&decision.case_number, decision.decided_on);
            told!(self.language, "; {case} of {on}, {by}", "; {case} den {on}, {by}")
        });
        told!(
            self.language,
            "Erased {what} ({ground}{decided})",
            "Raderade {what} ({ground}{decided})"
        )
    }
}
