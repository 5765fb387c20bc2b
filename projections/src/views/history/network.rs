//! Hubs and memberships in words.

use schema::{
    HubCapacitySet, HubClosed, HubOpened, HubPlanned, HubRevised, HubSpaceAdded, HubSpaceRemoved,
    MembershipChanged, MembershipEnded, MembershipGranted, MembershipTerms, MembershipTransferred,
};

use super::{
    Narrator,
    language::told,
    revised::{differing, former},
    words,
};

impl Narrator<'_> {
    pub(super) fn hub_planned(&self, e: &HubPlanned) -> String {
        let (hub, on) = (self.hub_called(&self.shown(e.description.name)), e.opens_on);
        let host = self.organisation(e.description.host, on);
        told!(
            self.language,
            "Planned {hub}, run by {host}, to open on {on}",
            "{hub}, med {host} som värdorganisation, planerades för öppning den {on}"
        )
    }

    pub(super) fn hub_opened(&self, e: &HubOpened) -> String {
        let (hub, on) = (self.hub(e.hub, e.on), e.on);
        told!(self.language, "{hub} opened on {on}", "{hub} öppnade den {on}")
    }

    pub(super) fn hub_space_added(&self, e: &HubSpaceAdded) -> String {
        let (space, hub, from) = (self.space(e.space, e.from), self.hub(e.hub, e.from), e.from);
        told!(
            self.language,
            "{space} serves {hub} from {from}",
            "{space} ingår i {hub} från och med {from}"
        )
    }

    pub(super) fn hub_space_removed(&self, e: &HubSpaceRemoved) -> String {
        let (space, hub, from) = (self.space(e.space, e.from), self.hub(e.hub, e.from), e.from);
        told!(
            self.language,
            "{space} no longer serves {hub} from {from}",
            "{space} ingår inte längre i {hub} från och med {from}"
        )
    }

    pub(super) fn hub_capacity_set(&self, e: &HubCapacitySet) -> String {
        let (hub, from, people) = (self.hub(e.hub, e.from), e.from, e.capacity.people);
        let people = self.language.counted(people, &words::PERSON);
        told!(
            self.language,
            "{hub} holds {people} from {from}",
            "{hub} rymmer {people} från och med {from}"
        )
    }

    pub(super) fn hub_closed(&self, e: &HubClosed) -> String {
        let (hub, from) = (self.hub(e.hub, e.from), e.from);
        told!(self.language, "{hub} closes on {from}", "{hub} stänger den {from}")
    }

    pub(super) fn hub_revised(&self, e: &HubRevised) -> String {
        let known = self.state.hub(&e.hub);
        let was = known.and_then(|known| former(&known.descriptions, e.from, self.at));
        let is = &e.description;
        let changes = was.map_or_else(Vec::new, |was| {
            let hours = was.opening_hours != is.opening_hours;
            differing([
                self.text_changed(
                    self.word("name", "namn"),
                    &self.shown(was.name),
                    &self.shown(is.name),
                ),
                self.text_changed(
                    self.word("host", "värdorganisation"),
                    &self.organisation(was.host, e.from.previous_day()),
                    &self.organisation(is.host, e.from),
                ),
                self.value_changed(
                    self.word("municipality", "kommun"),
                    was.municipality.as_ref(),
                    is.municipality.as_ref(),
                ),
                self.differs(was.services != is.services, "other services", "andra tjänster"),
                self.differs(hours, "other opening hours", "andra öppettider"),
            ])
        });
        let name = self.shown(was.map_or(is.name, |was| was.name));
        self.revised(&self.hub_called(&name), e.from, &changes)
    }

    pub(super) fn membership_granted(&self, e: &MembershipGranted) -> String {
        let (unit, hub, from) = (self.unit(e.unit, e.from), self.hub(e.hub, e.from), e.from);
        let (terms, mandate) = (self.terms(&e.terms), self.decided_by(&e.decisions));
        told!(
            self.language,
            "{unit} is a member of {hub} from {from}, {terms}{mandate}",
            "{unit} är medlem i {hub} från och med {from}, {terms}{mandate}"
        )
    }

    pub(super) fn membership_changed(&self, e: &MembershipChanged) -> String {
        let (member, from) = (self.member(e.membership, e.from), e.from);
        let (terms, mandate) = (self.terms(&e.terms), self.decided_by(&e.decisions));
        told!(
            self.language,
            "{member} has other terms from {from}: {terms}{mandate}",
            "Medlemskapet för {member} har andra villkor från och med {from}: {terms}{mandate}"
        )
    }

    pub(super) fn membership_ended(&self, e: &MembershipEnded) -> String {
        let (member, from) = (self.member(e.membership, e.from), e.from);
        let mandate = self.decided_by(&e.decisions);
        told!(
            self.language,
            "{member} is no longer a member from {from}{mandate}",
            "Medlemskapet för {member} upphör den {from}{mandate}"
        )
    }

    pub(super) fn membership_transferred(&self, e: &MembershipTransferred) -> String {
        let former = self.member(e.membership, e.from.previous_day());
        let (unit, from) = (self.unit(e.unit, e.from), e.from);
        told!(
            self.language,
            "The membership of {former} is {unit}’s from {from}",
            "Medlemskapet för {former} övergår till {unit} från och med {from}"
        )
    }

    fn terms(&self, terms: &MembershipTerms) -> String {
        let people = self.language.counted(terms.people_served, &words::PERSON);
        let seats = self.language.counted(terms.promised().peak(), &words::SEAT);
        told!(
            self.language,
            "{people} served, {seats} on the busiest day",
            "för {people}, med {seats} under veckans mest belastade dag"
        )
    }
}
