//! Reallocations and the decisions on them in words.

use schema::{
    Date, DecisionTaken, Fate, Move, MoveDone, Proposal, ReallocationAmended, ReallocationApproved,
    ReallocationCompleted, ReallocationDecided, ReallocationProposed, ReallocationRejected,
    ReallocationWithdrawn, Subject, Verdict,
};

use super::{Narrator, language::told, words};

impl Narrator<'_> {
    pub(super) fn reallocation_proposed(&self, e: &ReallocationProposed) -> String {
        let (title, extent) =
            (self.quoted(&self.shown(e.proposal.title)), self.extent(&e.proposal));
        told!(
            self.language,
            "Proposed {title}: {extent}",
            "Omfördelningen {title} föreslogs: {extent}"
        )
    }

    pub(super) fn reallocation_amended(&self, e: &ReallocationAmended) -> String {
        let (title, extent) =
            (self.quoted(&self.shown(e.proposal.title)), self.extent(&e.proposal));
        told!(
            self.language,
            "Amended a reallocation, which is now {title}: {extent}",
            "En omfördelning ändrades och är nu {title}: {extent}"
        )
    }

    /// How much a proposal moves and brings.
    fn extent(&self, proposal: &Proposal) -> String {
        let moves = self.language.counted(proposal.moves.len(), &words::MOVE);
        let memberships = self.language.counted(proposal.memberships.len(), &words::MEMBERSHIP);
        format!("{moves}, {memberships}")
    }

    pub(super) fn reallocation_decided(&self, e: &ReallocationDecided) -> String {
        let how = match e.verdict {
            Verdict::Approved => self.word("approved", "godkände"),
            Verdict::Rejected => self.word("rejected", "avslog"),
        };
        let organisation = self.organisation(e.decision.organisation, e.decision.decided_on);
        let (title, mandate) = (self.title(e.reallocation), self.mandate(&e.decision));
        told!(
            self.language,
            "{organisation} {how} {title}{mandate}",
            "{organisation} {how} omfördelningen {title}{mandate}"
        )
    }

    pub(super) fn reallocation_approved(&self, e: &ReallocationApproved) -> String {
        let title = self.title(e.reallocation);
        told!(
            self.language,
            "{title} is approved: its moves are planned",
            "Omfördelningen {title} är godkänd: dess flyttar är planerade"
        )
    }

    pub(super) fn reallocation_rejected(&self, e: &ReallocationRejected) -> String {
        let title = self.title(e.reallocation);
        told!(self.language, "{title} is rejected", "Omfördelningen {title} är avslagen")
    }

    pub(super) fn reallocation_withdrawn(&self, e: &ReallocationWithdrawn) -> String {
        let title = self.title(e.reallocation);
        told!(self.language, "Withdrew {title}", "Omfördelningen {title} drogs tillbaka")
    }

    pub(super) fn move_done(&self, e: &MoveDone) -> String {
        let (moved, on) = (self.moved(&e.carried_out, e.on), e.on);
        let (title, number) = (self.title(e.reallocation), e.carried_out.number);
        told!(
            self.language,
            "{moved} on {on} (move {number} of {title})",
            "{moved} den {on} (flytt {number} i {title})"
        )
    }

    fn moved(&self, made: &Move, on: Date) -> String {
        let subject = match made.subject {
            Subject::Resource(resource) => self.resource(resource, on),
            Subject::Space(space) => self.space(space, on),
        };
        match made.fate {
            Fate::Converted { hub } => {
                let hub = self.hub(hub, on);
                told!(self.language, "{subject} joined {hub}", "{subject} övergick till {hub}")
            }
            Fate::Relocated { hub, space } => {
                let (hub, space) = (self.hub(hub, on), self.space(space, on));
                told!(
                    self.language,
                    "{subject} moved into {space} of {hub}",
                    "{subject} flyttades till {space} i {hub}"
                )
            }
            Fate::Released { .. } => {
                told!(self.language, "{subject} was vacated", "{subject} lämnades")
            }
            Fate::Returned { unit, space: None } => {
                let unit = self.unit(unit, on);
                told!(
                    self.language,
                    "{subject} went back to {unit}",
                    "{subject} återgick till {unit}"
                )
            }
            Fate::Returned { unit, space: Some(space) } => {
                let (unit, space) = (self.unit(unit, on), self.space(space, on));
                told!(
                    self.language,
                    "{subject} went back to {unit}, into {space}",
                    "{subject} återgick till {unit}, i {space}"
                )
            }
        }
    }

    pub(super) fn reallocation_completed(&self, e: &ReallocationCompleted) -> String {
        let title = self.title(e.reallocation);
        told!(
            self.language,
            "Every move of {title} has been carried out",
            "Alla flyttar i omfördelningen {title} är genomförda"
        )
    }

    /// The decision on which something rests, in brackets after what it decides.
    pub(super) fn mandate(&self, decision: &DecisionTaken) -> String {
        self.decided_by(std::slice::from_ref(decision))
    }

    /// The decisions on which something rests, in one pair of brackets; nothing where there are none.
    pub(super) fn decided_by(&self, decisions: &[DecisionTaken]) -> String {
        if decisions.is_empty() {
            return String::new();
        }
        let taken: Vec<String> = decisions.iter().map(|decision| self.taken(decision)).collect();
        format!(" ({})", taken.join("; "))
    }

    fn taken(&self, decision: &DecisionTaken) -> String {
        let (kind, body) = (self.language.decided_by(decision.kind), self.shown(decision.body));
        let (case, on) = (&decision.case_number, decision.decided_on);
        let point = decision.delegation_point.as_ref().map(|point| {
            told!(self.language, ", delegation point {point}", ", delegationspunkt {point}")
        });
        let point = point.unwrap_or_default();
        told!(
            self.language,
            "{kind} {case} of {on} by {body}{point}",
            "{kind} {body} den {on}, diarienummer {case}{point}"
        )
    }
}
