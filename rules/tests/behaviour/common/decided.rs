//! What others decide, so that a test of something else need not say it.

use projections::touched_organisations;
use schema::{
    Command, Date, Decision, HubId, LeaseId, LeaseParty, NamedLandlord, OrganisationId,
    ReallocationApprove, UnitId,
};
use std::collections::BTreeSet;

use super::{Ledger, decision, person};

fn of_portfolio(landlord: &NamedLandlord) -> Option<OrganisationId> {
    match landlord {
        NamedLandlord::Organisation(organisation) => Some(*organisation),
        NamedLandlord::Outside(_) => None,
    }
}

impl Ledger {
    /// The ledger and the command with what it takes to be decided: the others that a proposal
    /// touches approve it first, both sides of a membership decide on it where the command brings no
    /// decision, and what the proposer reported is corrected by somebody else.
    pub(crate) fn decided_by_all(self, mut command: Command) -> (Self, Command) {
        match &mut command {
            Command::ReallocationApprove(approve) => {
                let given = self.approved_by_others(approve);
                return (given, command);
            }
            Command::MembershipGrant(c) if c.decisions.is_empty() => {
                c.decisions = self.of_both_sides(c.hub, c.unit);
            }
            Command::MembershipChange(c) if c.decisions.is_empty() => {
                if let Some(known) = self.state.membership(&c.membership) {
                    c.decisions = self.of_both_sides(known.hub, known.unit(c.from));
                }
            }
            Command::MembershipEnd(c) if c.decisions.is_empty() => {
                if let Some(known) = self.state.membership(&c.membership) {
                    c.decisions = self.of_both_sides(known.hub, known.unit(c.from));
                }
            }
            Command::CorrectFact(_) if self.acting() == person("Proposer") => {
                return (self.corrected_by_another(&command), command);
            }
            Command::LeaseSign(c) if c.decisions.is_empty() => {
                c.decisions = self.of_parties([Some(c.tenant), of_portfolio(&c.landlord)]);
            }
            Command::LeaseAmend(c) if c.decisions.is_empty() => {
                let [tenant, landlord] = self.parties_of(c.lease, c.from);
                let next = c.landlord.as_ref().map_or(landlord, of_portfolio);
                c.decisions = self.of_parties([tenant, landlord, next]);
            }
            Command::LeaseNotice(c) if c.decisions.is_empty() => {
                let [tenant, landlord] = self.parties_of(c.lease, c.takes_effect);
                let gives = if c.party == LeaseParty::Tenant { tenant } else { landlord };
                c.decisions = self.of_parties([gives]);
            }
            Command::LeaseEnd(c) if c.decisions.is_empty() => {
                c.decisions = self.of_parties(self.parties_of(c.lease, c.from));
            }
            Command::LeaseContinue(c) if c.decisions.is_empty() => {
                let known = self.state.lease(&c.lease);
                if let Some(end) = known.and_then(|known| known.recorded_end(c.withdraws)) {
                    c.decisions = self.of_parties(self.parties_of(c.lease, end.on));
                }
            }
            _ => {}
        }
        (self, command)
    }

    /// Who did not report what is corrected: the proposer, if nobody else is needed.
    fn corrected_by_another(self, command: &Command) -> Self {
        let own = |given: &Self| {
            let decided = given.decide(command);
            matches!(decided, Err(rejection) if rejection.reason.code() == "OwnReport")
        };
        let mut persons = ["Proposer", "Decider", "Third"].into_iter();
        let another = persons.find(|name| !own(&self.clone().by(name)));
        self.by(another.unwrap_or("Proposer"))
    }

    fn approved_by_others(mut self, approve: &ReallocationApprove) -> Self {
        let Some(known) = self.state.reallocation(&approve.reallocation).cloned() else {
            return self;
        };
        let own = approve.decision.organisation;
        let touched = touched_organisations(&self.state, &known);
        if !touched.contains_key(&own) || self.state.approving(&known).contains(&own) {
            return self;
        }
        for other in touched.into_keys() {
            let decision = Decision { organisation: other, ..self.decision_today() };
            let approval = ReallocationApprove { decision, ..approve.clone() };
            // What stands in the way of the others stands in the way of the command too.
            if other != own
                && let Ok(outcome) = self.decide(&approval.into())
            {
                self.take_in(outcome);
            }
        }
        self
    }

    fn of_both_sides(&self, hub: HubId, unit: UnitId) -> Vec<Decision> {
        let today = self.today_is();
        let host = self.state.hub(&hub).map(|hub| self.state.hub_host(hub, today));
        let described = self.state.unit(&unit).and_then(|unit| unit.descriptions.nearest(today));
        let member = described.map(|unit| unit.organisation);
        let sides: BTreeSet<OrganisationId> = host.into_iter().chain(member).collect();
        let decide = |organisation| Decision { organisation, ..self.decision_today() };
        sides.into_iter().map(decide).collect()
    }

    fn parties_of(&self, lease: LeaseId, on: Date) -> [Option<OrganisationId>; 2] {
        let Some(known) = self.state.lease(&lease) else { return [None, None] };
        let agreed = known.agreed.nearest(on.previous_day());
        [Some(known.tenant), agreed.and_then(|agreed| agreed.landlord.organisation())]
    }

    fn of_parties<const N: usize>(&self, parties: [Option<OrganisationId>; N]) -> Vec<Decision> {
        let today = self.today_is();
        let parties: BTreeSet<OrganisationId> = parties.into_iter().flatten().collect();
        let standing = parties.into_iter().map(|party| self.state.organisation_on(party, today));
        let standing: BTreeSet<OrganisationId> = standing.collect();
        let decide = |organisation| Decision { organisation, ..self.decision_today() };
        standing.into_iter().map(decide).collect()
    }

    fn decision_today(&self) -> Decision {
        decision("Region", &self.today_is().to_string())
    }
}
