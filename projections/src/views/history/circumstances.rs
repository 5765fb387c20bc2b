//! What comes in the way of plans, what is corrected, and transitions, in words.

use schema::{
    ClericalCorrection, ClericallyCorrected, DecisionTaken, FactuallyCorrected, HubOpeningMoved,
    MembershipDoubted, MilestoneReached, ReallocationDoubted, ReallocationRevoked, Revision,
    SpaceLost, SpaceRestored, TransitionEnded, TransitionId, TransitionRevised, TransitionStarted,
    VoidedEntry,
};

use super::{Narrator, language::told, words};

impl Narrator<'_> {
    pub(super) fn hub_opening_moved(&self, e: &HubOpeningMoved) -> String {
        let (hub, on) = (self.hub(e.hub, e.opens_on), e.opens_on);
        told!(
            self.language,
            "{hub} is now planned to open on {on}",
            "{hub} planeras nu att öppna den {on}"
        )
    }

    pub(super) fn space_lost(&self, e: &SpaceLost) -> String {
        let (space, from) = (self.space(e.space, e.from), e.from);
        told!(
            self.language,
            "{space} cannot be used from {from}",
            "{space} kan inte användas från och med {from}"
        )
    }

    pub(super) fn space_restored(&self, e: &SpaceRestored) -> String {
        let (space, from) = (self.space(e.space, e.from), e.from);
        told!(
            self.language,
            "{space} can be used again from {from}",
            "{space} kan användas igen från och med {from}"
        )
    }

    pub(super) fn reallocation_revoked(&self, e: &ReallocationRevoked) -> String {
        let (title, mandate) = (self.title(e.reallocation), self.decided_by(&e.decisions));
        told!(
            self.language,
            "Revoked {title}: what has not been carried out is no longer planned{mandate}",
            "Omfördelningen {title} återkallades: det som inte är genomfört är inte längre planerat{mandate}"
        )
    }

    pub(super) fn reallocation_doubted(&self, e: &ReallocationDoubted) -> String {
        let (title, because) = (self.title(e.reallocation), e.because);
        let moves = self.language.counted(e.moves.len(), &words::MOVE);
        let memberships = self.language.counted(e.memberships.len(), &words::MEMBERSHIP);
        told!(
            self.language,
            "{moves} and {memberships} of {title} are in doubt because of revision {because}",
            "{moves} och {memberships} i {title} är osäkra på grund av händelse {because}"
        )
    }

    pub(super) fn membership_doubted(&self, e: &MembershipDoubted) -> String {
        let (member, from, because) = (self.member(e.membership, e.from), e.from, e.because);
        told!(
            self.language,
            "The membership of {member} is in doubt from {from} because of revision {because}",
            "Medlemskapet för {member} är osäkert från och med {from} på grund av händelse {because}"
        )
    }

    pub(super) fn clerically_corrected(&self, e: &ClericallyCorrected) -> String {
        let (corrects, reason) = (e.corrects, self.shown(e.reason));
        let what = match &e.correction {
            ClericalCorrection::Decision { decision } => {
                let reads = self.language.listed(&self.reworded(corrects, decision));
                told!(self.language, "in the decision, {reads}", "i beslutet ändrades {reads}")
            }
            ClericalCorrection::Title { title, .. } => {
                let title = self.quoted(&self.shown(*title));
                told!(self.language, "the title now reads {title}", "rubriken lyder nu {title}")
            }
            ClericalCorrection::Document { document, .. } => {
                let document = self.shown(*document);
                told!(self.language, "the document is {document}", "handlingen är {document}")
            }
        };
        told!(
            self.language,
            "Corrected how revision {corrects} was written: {what} ({reason})",
            "Skrivfel i händelse {corrects} rättades: {what} ({reason})"
        )
    }

    /// Each field of a decision that reads otherwise, from what to what.
    fn reworded(&self, corrects: Revision, reads: &DecisionTaken) -> Vec<String> {
        let known = self.state.decision(corrects, reads.organisation);
        let Some(read) = known.and_then(|known| known.before(self.at)) else {
            return vec![self.unknown()];
        };
        let fields = |decision: &DecisionTaken| {
            [
                Some(decision.case_number.to_string()),
                Some(self.shown(decision.body)),
                decision.delegation_point.as_ref().map(ToString::to_string),
                Some(decision.decided_on.to_string()),
                decision.reported_on.map(|on| on.to_string()),
                decision.basis.map(|basis| basis.to_string()),
            ]
        };
        let names = [
            self.language.word("the case number", "diarienumret"),
            self.language.word("the body", "beslutsfattaren"),
            self.language.word("the delegation point", "delegationspunkten"),
            self.language.word("the date", "datumet"),
            self.language.word("the date of reporting", "datumet för anmälan"),
            self.language.word("the basis", "underlaget"),
        ];
        let (was, is) = (fields(read), fields(reads));
        let fields = names.into_iter().zip(was.into_iter().zip(is));
        fields.filter_map(|(name, (was, is))| self.change_of(name, was, is)).collect()
    }

    fn change_of(&self, name: &str, was: Option<String>, is: Option<String>) -> Option<String> {
        if was == is {
            return None;
        }
        let none = || self.language.word("none", "inget").to_owned();
        let (was, is) = (was.unwrap_or_else(none), is.unwrap_or_else(none));
        Some(told!(self.language, "{name} from {was} to {is}", "{name} från {was} till {is}"))
    }

    pub(super) fn factually_corrected(&self, e: &FactuallyCorrected) -> String {
        let (corrects, reason) = (e.corrects, self.shown(e.reason));
        let along = e.voided.iter().filter(|voided| voided.revision != corrects).count();
        let along = match along {
            0 => String::new(),
            along => {
                let along = self.language.counted(along, &words::ENTRY);
                told!(
                    self.language,
                    ", with {along} that rested on it",
                    ", med {along} som vilade på den"
                )
            }
        };
        let wrong = e.voided.iter().find(|voided| voided.revision == corrects);
        let what =
            wrong.map_or_else(String::new, |wrong| format!(" ({})", self.voided(wrong.entry)));
        let mandate = self.decided_by(&e.decisions);
        told!(
            self.language,
            "Revision {corrects}{what} was wrong and is void{along}: {reason}{mandate}",
            "Händelse {corrects}{what} var felaktig och gäller inte{along}: {reason}{mandate}"
        )
    }

    /// What an event recorded that is void, with the names of today.
    fn voided(&self, entry: VoidedEntry) -> String {
        let (language, on) = (self.language, self.today);
        match entry {
            VoidedEntry::Move { reallocation, number } => {
                let title = self.title(reallocation);
                told!(language, "move {number} of {title}", "flytt {number} i {title}")
            }
            VoidedEntry::Allocation { resource } => {
                let resource = self.resource(resource, on);
                told!(language, "to whom {resource} was given", "vem som hade {resource}")
            }
            VoidedEntry::Place { resource } => {
                let resource = self.resource(resource, on);
                told!(language, "where {resource} stood", "var {resource} stod")
            }
            VoidedEntry::HubOpening { hub } => {
                let hub = self.hub(hub, on);
                told!(language, "when {hub} opened", "när {hub} öppnade")
            }
            VoidedEntry::HubSpace { space } => {
                let space = self.space(space, on);
                told!(language, "which hub {space} served", "vilken nod {space} ingick i")
            }
            VoidedEntry::HubCapacity { hub } => {
                let hub = self.hub(hub, on);
                told!(language, "how many {hub} held", "hur många som rymdes i {hub}")
            }
            VoidedEntry::Membership { membership } => {
                let member = self.member(membership, on);
                told!(language, "the membership of {member}", "medlemskapet för {member}")
            }
            VoidedEntry::LeaseSigning { lease }
            | VoidedEntry::LeaseAmendment { lease }
            | VoidedEntry::LeaseNotice { lease }
            | VoidedEntry::LeaseEnd { lease } => {
                self.voided_of_lease(entry, &self.lease(lease, on))
            }
            VoidedEntry::Cost { cost } => {
                let cost = self.named_cost(cost, on);
                told!(language, "the cost {cost}", "kostnaden {cost}")
            }
            VoidedEntry::CostRevision { cost } => {
                let cost = self.named_cost(cost, on);
                told!(language, "how the cost {cost} changed", "hur kostnaden {cost} ändrades")
            }
            VoidedEntry::CostEnd { cost } => {
                let cost = self.named_cost(cost, on);
                told!(language, "the end of the cost {cost}", "att kostnaden {cost} upphörde")
            }
        }
    }

    fn voided_of_lease(&self, entry: VoidedEntry, lease: &str) -> String {
        let language = self.language;
        match entry {
            VoidedEntry::LeaseAmendment { .. } => {
                told!(language, "how {lease} was amended", "hur {lease} ändrades")
            }
            VoidedEntry::LeaseNotice { .. } => {
                told!(language, "the notice for {lease}", "uppsägningen av {lease}")
            }
            VoidedEntry::LeaseEnd { .. } => {
                told!(language, "the end agreed for {lease}", "att {lease} upphör")
            }
            _ => told!(language, "the signing of {lease}", "tecknandet av {lease}"),
        }
    }

    pub(super) fn transition_started(&self, e: &TransitionStarted) -> String {
        let (name, goal) = (self.shown(e.description.name), self.shown(e.description.goal));
        let (from, until) = (e.from, e.description.until);
        told!(
            self.language,
            "The transition “{name}” begins on {from} and ends by {until}: {goal}",
            "Omställningen ”{name}” börjar den {from} och avslutas senast {until}: {goal}"
        )
    }

    pub(super) fn transition_revised(&self, e: &TransitionRevised) -> String {
        let (name, from) = (self.shown(e.description.name), e.from);
        told!(
            self.language,
            "Described the transition “{name}” anew from {from}",
            "Omställningen ”{name}” beskrevs på nytt från och med {from}"
        )
    }

    pub(super) fn transition_ended(&self, e: &TransitionEnded) -> String {
        let (name, from) = (self.transition(e.transition), e.from);
        told!(
            self.language,
            "The transition {name} is over from {from}",
            "Omställningen {name} är avslutad från och med {from}"
        )
    }

    pub(super) fn milestone_reached(&self, e: &MilestoneReached) -> String {
        let (name, number, on) = (self.transition(e.transition), e.milestone, e.on);
        let known = self.state.transition(&e.transition);
        let described = known.and_then(|known| known.descriptions.nearest(on));
        let milestones = described.into_iter().flat_map(|known| &known.milestones);
        let mut named = milestones.filter(|milestone| milestone.number == number);
        let milestone = named.next().map_or_else(|| self.unknown(), |known| self.shown(known.name));
        told!(
            self.language,
            "The transition {name} reached “{milestone}” on {on}",
            "Omställningen {name} nådde ”{milestone}” den {on}"
        )
    }

    pub(super) fn transition(&self, id: TransitionId) -> String {
        let known = self.state.transition(&id);
        let described = known.and_then(|known| known.descriptions.nearest(self.today));
        let name = described.map_or_else(|| self.unknown(), |known| self.shown(known.name));
        self.quoted(&name)
    }
}
