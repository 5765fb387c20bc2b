//! Erasing texts: on a legal ground, and on a decision where the ground takes one.
//!
//! What a text says is never looked at: it is known by its commitment.

use schema::{
    Commitment, ErasedText, ErasureDecision, ErasureGround, PersonErase, PersonId, TextErase,
    TextsErased,
};

use crate::{ErasureUndecided, NotFound, Rejection, find, hubs, recording::Recording};

pub(crate) fn erase_person(
    recording: &mut Recording<'_>,
    erase: &PersonErase,
) -> Result<(), Rejection> {
    let Some(known) = recording.before.person(&erase.person) else {
        return Err(not_found("person", PersonId::WORD, erase.person));
    };
    let (name, erased) = (known.name, ErasedText::NameOf(erase.person));
    erase_one(recording, erased, name, erase.ground, erase.decision.as_ref())
}

pub(crate) fn erase_text(
    recording: &mut Recording<'_>,
    erase: &TextErase,
) -> Result<(), Rejection> {
    let place = &erase.place;
    let Some(stands) = recording.context.named_text else {
        let reference = format!("{} of revision {}", place.field, place.revision);
        return Err(not_found("place.field", "text", reference));
    };
    let erased = ErasedText::StoodAt(place.clone());
    erase_one(recording, erased, stands, erase.ground, erase.decision.as_ref())
}

fn erase_one(
    recording: &mut Recording<'_>,
    erased: ErasedText,
    commitment: Commitment,
    ground: ErasureGround,
    decision: Option<&ErasureDecision>,
) -> Result<(), Rejection> {
    check_decided(recording, ground, decision)?;
    if recording.before.is_erased(commitment) {
        return Ok(());
    }
    recording.push(TextsErased {
        erased,
        commitments: vec![commitment.digest()],
        ground,
        decision: decision.cloned(),
    });
    Ok(())
}

fn check_decided(
    recording: &Recording<'_>,
    ground: ErasureGround,
    decision: Option<&ErasureDecision>,
) -> Result<(), Rejection> {
    let Some(ErasureDecision { organisation, decided_on, .. }) = decision else {
        return if ground.needs_decision() {
            Err(Rejection::new("decision", ErasureUndecided { ground: ground.to_string() }))
        } else {
            Ok(())
        };
    };
    let state = recording.before;
    find::organisation_on(state, "decision.organisation", *organisation, *decided_on)?;
    hubs::not_later_than_today(recording, "decision.decidedOn", *decided_on)
}

fn not_found(path: &str, thing: &str, reference: impl std::fmt::Display) -> Rejection {
    let reference = reference.to_string();
    Rejection::new(path, NotFound { thing: thing.to_owned(), reference })
}
