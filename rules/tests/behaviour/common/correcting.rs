//! Commands that correct, in few words.

use rules::Reason;
use schema::*;
use std::collections::BTreeSet;

use super::{
    Ledger, decision, membership,
    names::{date, hub, organisation, unit},
    reallocation, resource, space, text,
};

impl Ledger {
    /// The revision of the last event of a type.
    pub(crate) fn last(&self, type_name: &str) -> Revision {
        let mut latest = self.events.iter().rev();
        latest.find(|(_, event)| event.type_name() == type_name).unwrap().0.revision
    }

    /// A correction with what it needs, as its refusals tell: nothing else is tried. None where what
    /// it says is refused.
    pub(crate) fn correction_as_told(
        &self,
        fact: &TrueFact,
        decided_on: &str,
    ) -> Option<CorrectFact> {
        let mut told = correct(fact.clone(), &[], &[]);
        for _ in 0..3 {
            let (given, asked) = self.clone().decided_by_all(told.clone().into());
            match given.decide(&asked).map_err(|rejection| rejection.reason) {
                Ok(_) => return Some(told),
                Err(Reason::CorrectionRestsOn(rests)) => {
                    told.take_along = revisions_named(&rests.dependants);
                }
                Err(Reason::CorrectionUndecided(missing)) => {
                    let missing = missing.organisations.split(", ").map(|id| id.parse().unwrap());
                    let by = decision("Region", decided_on);
                    let decided = |organisation| Decision { organisation, ..by.clone() };
                    told.decisions = missing.map(decided).collect();
                }
                Err(_) => return None,
            }
        }
        panic!("{fact:?} is refused although it brings what its refusals asked for");
    }
}

/// The revisions that a refusal names.
fn revisions_named(dependants: &str) -> Vec<Revision> {
    let after = dependants.split("revision ").skip(1);
    let digits = after.map(|rest| rest.split(' ').next().unwrap());
    let revisions: BTreeSet<Revision> =
        digits.map(|digits| Revision::new(digits.parse().unwrap()).unwrap()).collect();
    revisions.into_iter().collect()
}

/// A correction of a fact, decided by these organisations.
pub(crate) fn correct(fact: TrueFact, of: &[&str], along: &[Revision]) -> CorrectFact {
    CorrectFact {
        fact,
        take_along: along.to_vec(),
        decisions: of.iter().map(|of| decision(of, "2026-06-10")).collect(),
        reason: text("Wrong date"),
    }
}

pub(crate) fn truly_done(of: &str, number: u16, on: Option<&str>) -> TrueFact {
    TrueFact::Move { reallocation: reallocation(of), number, done_on: on.map(date) }
}

/// A resource was given to a unit from a date instead.
pub(crate) fn truly_given(name: &str, revision: Revision, to: &str, from: &str) -> TrueFact {
    let instead = Some(TrueAllocation { from: date(from), unit: Some(unit(to)) });
    TrueFact::Allocation { resource: resource(name), revision, instead }
}

/// A resource became vacant on a date instead.
pub(crate) fn truly_ended(name: &str, revision: Revision, from: &str) -> TrueFact {
    let instead = Some(TrueAllocation { from: date(from), unit: None });
    TrueFact::Allocation { resource: resource(name), revision, instead }
}

pub(crate) fn never_given(name: &str, revision: Revision) -> TrueFact {
    TrueFact::Allocation { resource: resource(name), revision, instead: None }
}

pub(crate) fn truly_opened(name: &str, on: Option<&str>) -> TrueFact {
    TrueFact::HubOpening { hub: hub(name), opened_on: on.map(date) }
}

/// A space served a hub from a date instead, or never did.
pub(crate) fn truly_served(
    name: &str,
    revision: Revision,
    instead: Option<(&str, &str)>,
) -> TrueFact {
    let instead =
        instead.map(|(served, from)| TrueHubSpace { from: date(from), hub: Some(hub(served)) });
    TrueFact::HubSpace { space: space(name), revision, instead }
}

pub(crate) fn truly_held(name: &str, revision: Revision, instead: Option<(&str, u32)>) -> TrueFact {
    let capacity =
        |people| HubCapacity::new(people, CapacitySource::Counted, date("2026-01-10")).unwrap();
    let instead =
        instead.map(|(from, people)| TrueCapacity { from: date(from), capacity: capacity(people) });
    TrueFact::HubCapacity { hub: hub(name), revision, instead }
}

pub(crate) fn truly_a_member(
    name: &str,
    revision: Revision,
    instead: Option<(&str, MembershipTerms)>,
) -> TrueFact {
    let instead =
        instead.map(|(from, terms)| TrueMembership { from: date(from), terms: Some(terms) });
    TrueFact::Membership { membership: membership(name), revision, instead }
}

/// A decision that is to read as it does, but for what a test changes.
pub(crate) fn wording(of: &str) -> DecisionWording {
    DecisionWording {
        organisation: organisation(of),
        case_number: None,
        body: None,
        decided_on: None,
        reported_on: Change::Keep,
    }
}

pub(crate) fn reword(corrects: Revision, correction: Wording) -> CorrectClerically {
    CorrectClerically { corrects, correction, reason: text("Slip of the pen") }
}

/// A proposal that says what it reverses.
pub(crate) fn reverse(mut propose: ReallocationPropose, reversed: &str) -> ReallocationPropose {
    propose.proposal.reverses = Some(reallocation(reversed));
    propose
}
