//! Decisions: checked against the mandate on which they were taken, and sealed; confirmed by
//! another person; reported to the body that delegated them.

use projections::{DecidedOn, Portfolio, RecordedDecision};
use schema::{
    Date, Decision, DecisionConfirm, DecisionConfirmed, DecisionKind, DecisionReport,
    DecisionReported, DecisionTaken, Delegation, Matter, OrganisationId, PersonId, Revision,
};
use std::{collections::BTreeSet, sync::Arc};

use crate::{
    BeyondDelegation, ConfirmedAlready, InvalidValue, KindNotEnough, NoSuchDelegation,
    NotConcerned, NotDelegated, NotDelegatedFor, NotFound, OtherMandate, OwnDecision, Rejection,
    ReportedAlready, TooMuch, bases, extent::Extent, find, hubs, reallocations,
    recording::Recording, spaces::count,
};

/// What is decided, and how far it reaches: what the decision is measured against.
#[derive(Clone, Copy)]
pub(crate) enum Decides {
    /// What only a board decides.
    ForBoards(&'static str),
    /// Approving, declining, taking back or correcting a reallocation.
    Reallocation(Extent),
    /// Granting, changing or correcting a membership.
    Membership(Extent),
    /// Ending a membership, as its terms foresee.
    EndingMembership,
    /// Reading a file in.
    Import,
    /// What it decided when it was recorded: how far that reached was measured then.
    AsBefore,
}

impl Decides {
    const fn matter(self) -> Option<(Matter, Extent)> {
        match self {
            Self::ForBoards(_) | Self::AsBefore => None,
            Self::Reallocation(extent) => Some((Matter::Reallocation, extent)),
            Self::Membership(extent) => Some((Matter::Membership, extent)),
            Self::EndingMembership => Some((Matter::Membership, Extent { resources: 0, seats: 0 })),
            Self::Import => Some((Matter::Import, Extent { resources: 0, seats: 0 })),
        }
    }

    /// What is decided anew, and so is never mere execution.
    const fn anew(self) -> Option<&'static str> {
        match self {
            Self::ForBoards(act) => Some(act),
            Self::Reallocation(_) => Some("a reallocation"),
            Self::Membership(_) => Some("a membership that is granted, changed or corrected"),
            Self::Import => Some("a file that is read in"),
            Self::EndingMembership | Self::AsBefore => None,
        }
    }
}

/// Checks and seals a decision that stands at `decision`.
pub(crate) fn take(
    recording: &mut Recording<'_>,
    decision: &Decision,
    decides: Decides,
) -> Result<DecisionTaken, Rejection> {
    take_as(recording, "decision.body", decision, decides)
        .map_err(|rejection| rejection.within("decision"))
}

/// The bodies of several decisions, as they stand in their event.
const BODIES: [&str; 8] = [
    "decisions.0.body",
    "decisions.1.body",
    "decisions.2.body",
    "decisions.3.body",
    "decisions.4.body",
    "decisions.5.body",
    "decisions.6.body",
    "decisions.7.body",
];

/// How many decisions may be brought at a time, and how messages name them.
pub(crate) struct AtMost {
    pub(crate) decisions: usize,
    pub(crate) what: &'static str,
}

/// Checks and seals the decisions on one matter, which stand at `decisions`: each of an organisation
/// that was concerned when it was taken, and no two of one organisation.
pub(crate) fn take_each(
    recording: &mut Recording<'_>,
    given: &[Decision],
    at_most: &AtMost,
    decides: Decides,
    concerned: impl Fn(Date) -> BTreeSet<OrganisationId>,
) -> Result<Vec<DecisionTaken>, Rejection> {
    let limit = at_most.decisions.min(BODIES.len());
    if given.len() > limit {
        let (given, limit) = (count(given.len()), count(limit));
        let what = at_most.what.to_owned();
        return Err(Rejection::new("decisions", TooMuch { what, given, limit }));
    }
    let (mut decided, mut taken) = (BTreeSet::new(), Vec::new());
    for (index, (decision, body)) in given.iter().zip(BODIES).enumerate() {
        let at = format!("decisions.{index}");
        let organisation = decision.organisation;
        check_concerned(organisation, &concerned(decision.decided_on))
            .and_then(|()| decides_once(&mut decided, organisation))
            .map_err(|rejection| Rejection { path: format!("{at}.organisation"), ..rejection })?;
        let decision = take_as(recording, body, decision, decides)
            .map_err(|rejection| rejection.within(&at))?;
        taken.push(decision);
    }
    Ok(taken)
}

fn decides_once(
    decided: &mut BTreeSet<OrganisationId>,
    organisation: OrganisationId,
) -> Result<(), Rejection> {
    if decided.insert(organisation) {
        return Ok(());
    }
    let (what, given) = ("second decision of an organisation".to_owned(), organisation.to_string());
    let accepted = "at most one of each organisation".to_owned();
    Err(Rejection::new("", InvalidValue { what, given, accepted }))
}

/// Checks and seals a decision whose body is sealed as `field`.
fn take_as(
    recording: &mut Recording<'_>,
    field: &'static str,
    decision: &Decision,
    decides: Decides,
) -> Result<DecisionTaken, Rejection> {
    let body = recording.seal(field, &decision.body);
    let taken = decision.recorded(body);
    check(recording, &taken, decides).map(|()| taken)
}

/// Checks a decision against the mandate on which it was taken.
pub(crate) fn check(
    recording: &Recording<'_>,
    decision: &DecisionTaken,
    decides: Decides,
) -> Result<(), Rejection> {
    let state = recording.before;
    let (by, on) = (decision.organisation, decision.decided_on);
    match decides {
        // What only boards decide may have been decided before the register began: leases often were.
        Decides::ForBoards(_) => {
            find::organisation_within(state, "organisation", by, on, recording.context.today)?;
        }
        Decides::Reallocation(_)
        | Decides::Membership(_)
        | Decides::EndingMembership
        | Decides::Import
        | Decides::AsBefore => find::organisation_on(state, "organisation", by, on)?,
    }
    hubs::not_later_than_today(recording, "decidedOn", decision.decided_on)?;
    if let Some(reported_on) = decision.reported_on {
        hubs::not_later_than_today(recording, "reportedOn", reported_on)?;
        not_before(decision.decided_on, reported_on, "reportedOn")?;
    }
    if let Some(basis) = decision.basis {
        bases::check_sealed(state, basis, decision.decided_on)?;
    }
    within_mandate(state, decision, decides)
}

/// A decision is reported once it has been taken.
fn not_before(decided_on: Date, reported_on: Date, path: &str) -> Result<(), Rejection> {
    if decided_on <= reported_on {
        return Ok(());
    }
    let (what, given) = ("date of reporting".to_owned(), reported_on.to_string());
    let accepted = format!("the day of the decision, {decided_on}, or a later one");
    Err(Rejection::new(path, InvalidValue { what, given, accepted }))
}

/// Whether such a decision can be taken by such a body.
fn within_mandate(
    state: &Portfolio,
    decision: &DecisionTaken,
    decides: Decides,
) -> Result<(), Rejection> {
    match (decision.kind, decides) {
        (DecisionKind::Board, _) => Ok(()),
        (kind, Decides::ForBoards(act)) => Err(not_enough(kind, act, DecisionKind::Board)),
        (kind @ DecisionKind::Execution, decides) => {
            decides.anew().map_or(Ok(()), |act| Err(not_enough(kind, act, DecisionKind::Delegated)))
        }
        (DecisionKind::Delegated, decides) => {
            let delegation = delegation(state, decision)?;
            decides.matter().map_or(Ok(()), |(matter, extent)| {
                for_the_matter(decision, &delegation, matter)?;
                within_limits(decision, &delegation, extent)
            })
        }
    }
}

fn not_enough(kind: DecisionKind, act: &str, needed: DecisionKind) -> Rejection {
    let (kind, act) = (kind.to_string(), act.to_owned());
    let needed = match needed {
        DecisionKind::Board => "a board decision".to_owned(),
        DecisionKind::Delegated | DecisionKind::Execution => {
            "a board decision, or a delegated one within its delegation".to_owned()
        }
    };
    Rejection::new("kind", KindNotEnough { kind, act, needed })
}

/// The delegation on which a decision was taken.
fn delegation(state: &Portfolio, decision: &DecisionTaken) -> Result<Arc<Delegation>, Rejection> {
    let (organisation, on) = (decision.organisation, decision.decided_on);
    let point = decision.delegation_point.as_ref();
    let holds = point.and_then(|point| state.delegation(organisation, point, on));
    holds.cloned().ok_or_else(|| {
        let point = point.map_or_else(|| "(none named)".to_owned(), ToString::to_string);
        let organisation = organisation.to_string();
        Rejection::new("delegationPoint", NoSuchDelegation { organisation, point, on })
    })
}

/// A decision that was taken on another date than was written still rests on what was measured: the
/// delegation of that date delegates all that the one of the written date did.
pub(crate) fn check_same_mandate(
    state: &Portfolio,
    former: &DecisionTaken,
    reads: &DecisionTaken,
) -> Result<(), Rejection> {
    if former.kind != DecisionKind::Delegated || former.decided_on == reads.decided_on {
        return Ok(());
    }
    let (was, is) = (delegation(state, former)?, delegation(state, reads)?);
    if delegates_all(&is, &was) {
        return Ok(());
    }
    let ((organisation, point), on) = (named(reads), reads.decided_on);
    let reason = OtherMandate { organisation, point, on, former: former.decided_on };
    Err(Rejection::new("decidedOn", reason))
}

fn delegates_all(is: &Delegation, was: &Delegation) -> bool {
    let reaches =
        |is: Option<u32>, was: Option<u32>| is.is_none_or(|is| was.is_some_and(|was| was <= is));
    was.matters.iter().all(|matter| is.matters.contains(matter))
        && reaches(is.resources_max, was.resources_max)
        && reaches(is.seats_max, was.seats_max)
}

fn named(decision: &DecisionTaken) -> (String, String) {
    let point = decision.delegation_point.as_ref().map(ToString::to_string);
    (decision.organisation.to_string(), point.unwrap_or_default())
}

fn for_the_matter(
    decision: &DecisionTaken,
    delegation: &Delegation,
    matter: Matter,
) -> Result<(), Rejection> {
    if delegation.matters.contains(&matter) {
        return Ok(());
    }
    let (organisation, point) = named(decision);
    let matters: Vec<String> = delegation.matters.iter().map(ToString::to_string).collect();
    let (matter, delegated) = (matter.to_string(), matters.join(", "));
    let reason = NotDelegatedFor { organisation, point, matter, delegated };
    Err(Rejection::new("delegationPoint", reason))
}

fn within_limits(
    decision: &DecisionTaken,
    delegation: &Delegation,
    extent: Extent,
) -> Result<(), Rejection> {
    let measured = [
        ("resources in one reallocation", delegation.resources_max, extent.resources),
        ("seats promised on the busiest weekday", delegation.seats_max, extent.seats),
    ];
    for (what, limit, extent) in measured {
        if let Some(limit) = limit.filter(|limit| *limit < extent) {
            let ((organisation, point), what) = (named(decision), what.to_owned());
            let reason = BeyondDelegation { organisation, point, what, limit, extent };
            return Err(Rejection::new("delegationPoint", reason));
        }
    }
    Ok(())
}

/// Rejects the decision of an organisation that has no part in the matter.
pub(crate) fn check_concerned(
    organisation: OrganisationId,
    concerned: &BTreeSet<OrganisationId>,
) -> Result<(), Rejection> {
    if concerned.contains(&organisation) {
        return Ok(());
    }
    let nobody = || "none, because nobody had to decide on it".to_owned();
    let concerned = if concerned.is_empty() { nobody() } else { listed(concerned) };
    let organisation = organisation.to_string();
    Err(Rejection::new("decision.organisation", NotConcerned { organisation, concerned }))
}

/// References, one after the other.
pub(crate) fn listed<T: ToString>(references: impl IntoIterator<Item = T>) -> String {
    let names: Vec<String> = references.into_iter().map(|id| id.to_string()).collect();
    names.join(", ")
}

pub(crate) fn confirm(
    recording: &mut Recording<'_>,
    confirm: &DecisionConfirm,
) -> Result<(), Rejection> {
    let DecisionConfirm { recorded, organisation } = *confirm;
    let known = find(recording.before, recorded, organisation)?;
    if let Some(confirmed) = known.confirmed {
        let by = confirmed.by.to_string();
        return Err(Rejection::new("recorded", ConfirmedAlready { recorded: shown(recorded), by }));
    }
    let person = recording.context.issuer.person;
    if is_own(recording.before, &known, person) {
        let (person, recorded) = (person.to_string(), shown(recorded));
        return Err(Rejection::new("recorded", OwnDecision { person, recorded }));
    }
    recording.push(DecisionConfirmed { recorded, organisation });
    match known.on {
        DecidedOn::Reallocation(reallocation) if known.awaits_confirmation => {
            reallocations::confirmed(recording, reallocation, recorded)
        }
        _ => Ok(()),
    }
}

/// Whether a person recorded the decision, or wrote what was decided on.
fn is_own(state: &Portfolio, known: &RecordedDecision, person: PersonId) -> bool {
    let wrote = match &known.on {
        DecidedOn::Reallocation(id) | DecidedOn::Revocation(id) => {
            state.reallocation(id).is_some_and(|known| known.authors.contains(&person))
        }
        _ => false,
    };
    wrote || known.recorded_by == person
}

pub(crate) fn report(
    recording: &mut Recording<'_>,
    report: &DecisionReport,
) -> Result<(), Rejection> {
    let DecisionReport { recorded, organisation, on } = *report;
    let known = find(recording.before, recorded, organisation)?;
    let decision = &known.decision;
    if decision.kind != DecisionKind::Delegated {
        let (recorded, kind) = (shown(recorded), decision.kind.to_string());
        return Err(Rejection::new("recorded", NotDelegated { recorded, kind }));
    }
    if let Some(on) = decision.reported_on {
        return Err(Rejection::new("recorded", ReportedAlready { recorded: shown(recorded), on }));
    }
    hubs::not_later_than_today(recording, "on", on)?;
    not_before(decision.decided_on, on, "on")?;
    recording.push(DecisionReported { recorded, organisation, on });
    Ok(())
}

fn find(
    state: &Portfolio,
    recorded: Revision,
    organisation: OrganisationId,
) -> Result<Arc<RecordedDecision>, Rejection> {
    state.decision(recorded, organisation).cloned().ok_or_else(|| {
        let thing = format!("decision of organisation {organisation} at revision");
        Rejection::new("recorded", NotFound { thing, reference: shown(recorded) })
    })
}

fn shown(revision: Revision) -> String {
    revision.to_string()
}
