//! Sealed bases for decisions: what would hold if nothing were decided and with each alternative,
//! worked out by the rules themselves on a copy that nobody keeps.

use projections::{Portfolio, Reallocation, ReallocationStatus, basis_figures};
use schema::{
    AlternativeDraft, BasisAlternative, BasisId, BasisProposal, BasisSeal, BasisSealed, Date,
    Decision, DecisionBasis, Objection, ReallocationId, canonical_bytes,
    limits::{ALTERNATIVE_REALLOCATIONS_MAX, ALTERNATIVES_MAX, ASSUMPTIONS_MAX, BASIS_BYTES_MAX},
};
use std::{collections::BTreeSet, sync::Arc};

use crate::{
    InvalidValue, NotInBasis, PortfolioNotOpen, Rejection, SealedLater, drawings::at_most, find,
    reallocations, recording::Recording,
};

pub(crate) fn seal(recording: &mut Recording<'_>, seal: &BasisSeal) -> Result<(), Rejection> {
    let BasisSeal { basis, on, .. } = *seal;
    find::unused(recording.before.basis(&basis).is_some(), "basis", BasisId::WORD, basis)?;
    foresees(recording, seal)?;
    at_most(seal.assumptions.len(), ASSUMPTIONS_MAX, "assumptions of one basis", "assumptions")?;
    at_most(
        seal.alternatives.len(),
        ALTERNATIVES_MAX,
        "alternatives of one basis",
        "alternatives",
    )?;
    let Some(head) = recording.before.head() else {
        return Err(Rejection::new("", PortfolioNotOpen {}));
    };
    let mut alternatives = Vec::new();
    for (index, draft) in seal.alternatives.iter().enumerate() {
        let known = proposals(recording.before, draft)
            .map_err(|rejection| rejection.within(&format!("alternatives.{index}")))?;
        alternatives.push(alternative(recording, seal, index, &known));
    }
    let assumptions = seal.assumptions.iter().enumerate();
    let basis = DecisionBasis {
        basis,
        title: recording.seal("basis.title", &seal.title),
        known: head.revision,
        on,
        assumptions: assumptions
            .map(|(index, text)| recording.seal(&format!("basis.assumptions.{index}"), text))
            .collect(),
        nothing: basis_figures(recording.before, on),
        alternatives,
    };
    // Every number in it is a u32 or a revision, and absent fields are left out.
    let bytes = canonical_bytes(&basis).expect("a basis has canonical bytes");
    at_most(bytes.len(), BASIS_BYTES_MAX, "canonical bytes of one basis", "alternatives")?;
    let digest = schema::Digest::of(&bytes);
    recording.push(BasisSealed { digest, basis });
    Ok(())
}

/// A basis foresees: what has been is told by the plans of its day.
fn foresees(recording: &Recording<'_>, seal: &BasisSeal) -> Result<(), Rejection> {
    let today = recording.context.today;
    if today <= seal.on {
        return Ok(());
    }
    let (what, given) = ("date of a basis".to_owned(), seal.on.to_string());
    let accepted = format!("today, {today}, or a later date");
    Err(Rejection::new("on", InvalidValue { what, given, accepted }))
}

/// The reallocations of an alternative, each proposed, each once.
fn proposals(
    state: &Portfolio,
    draft: &AlternativeDraft,
) -> Result<Vec<Arc<Reallocation>>, Rejection> {
    let named = &draft.reallocations;
    let what = "reallocations of one alternative";
    at_most(named.len(), ALTERNATIVE_REALLOCATIONS_MAX, what, "reallocations")?;
    if named.is_empty() {
        let (what, given) = ("alternative".to_owned(), "no reallocation".to_owned());
        let accepted =
            "at least one proposed reallocation: doing nothing is in every basis".to_owned();
        return Err(Rejection::new("reallocations", InvalidValue { what, given, accepted }));
    }
    let mut once = BTreeSet::new();
    let mut known = Vec::new();
    for (index, reallocation) in named.iter().enumerate() {
        let path = format!("reallocations.{index}");
        let proposed = proposed(state, &mut once, *reallocation);
        known.push(proposed.map_err(|rejection| Rejection { path, ..rejection })?);
    }
    Ok(known)
}

fn proposed(
    state: &Portfolio,
    once: &mut BTreeSet<ReallocationId>,
    reallocation: ReallocationId,
) -> Result<Arc<Reallocation>, Rejection> {
    let known = find::reallocation(state, "", reallocation)?;
    reallocations::in_status(&known, &[ReallocationStatus::Proposed])?;
    if once.insert(reallocation) {
        return Ok(known);
    }
    let (what, given) = ("second mention of a reallocation".to_owned(), reallocation.to_string());
    let accepted = "each reallocation of an alternative once".to_owned();
    Err(Rejection::new("", InvalidValue { what, given, accepted }))
}

fn alternative(
    recording: &mut Recording<'_>,
    seal: &BasisSeal,
    index: usize,
    known: &[Arc<Reallocation>],
) -> BasisAlternative {
    let (state, objections) = approved_by_all(recording, known);
    let title = &seal.alternatives[index].title;
    let proposals = known
        .iter()
        .map(|known| BasisProposal { reallocation: known.id, digest: known.digest })
        .collect();
    BasisAlternative {
        title: recording.seal(&format!("basis.alternatives.{index}.title"), title),
        proposals,
        figures: objections.is_empty().then(|| basis_figures(&state, seal.on)),
        objections,
    }
}

/// The state as it would be if everybody approved the reallocations one after the other, and why
/// some of them could not be approved.
fn approved_by_all(
    recording: &Recording<'_>,
    known: &[Arc<Reallocation>],
) -> (Portfolio, Vec<Objection>) {
    let (mut state, mut objections) = (recording.before.clone(), Vec::new());
    for known in known {
        match reallocations::foreseen(&state, recording.context, known) {
            Ok(foreseen) => state = foreseen,
            Err(rejection) => {
                let (reallocation, code) = (known.id, rejection.reason.code().to_owned());
                objections.push(Objection { reallocation, code });
            }
        }
    }
    (state, objections)
}

/// Rejects a decision that was taken before the day on which the basis that it cites was sealed.
pub(crate) fn check_sealed(
    state: &Portfolio,
    basis: BasisId,
    decided_on: Date,
) -> Result<(), Rejection> {
    let sealed = find::basis(state, "basis", basis)?.sealed;
    let zone = state.opening().map(|opening| opening.time_zone);
    // A portfolio that is not open has no basis, and the instant of an event has a date in every zone.
    let Some(sealed_on) = zone.and_then(|zone| zone.date_at(sealed).ok()) else { return Ok(()) };
    if sealed_on <= decided_on {
        return Ok(());
    }
    let basis = basis.to_string();
    Err(Rejection::new("basis", SealedLater { basis, sealed_on, decided_on }))
}

/// Rejects a decision on a reallocation that cites a basis in which the proposal as it stands is no
/// part of any alternative.
pub(crate) fn check_cited(
    state: &Portfolio,
    decision: &Decision,
    known: &Reallocation,
) -> Result<(), Rejection> {
    let Some(cited) = decision.basis else { return Ok(()) };
    let sealed = find::basis(state, "decision.basis", cited)?;
    let mut proposals = sealed.basis.alternatives.iter().flat_map(|one| &one.proposals);
    if proposals.any(|it| it.reallocation == known.id && it.digest == known.digest) {
        return Ok(());
    }
    let (basis, reallocation) = (cited.to_string(), known.id.to_string());
    let digest = known.digest.to_string();
    Err(Rejection::new("decision.basis", NotInBasis { basis, reallocation, digest }))
}
