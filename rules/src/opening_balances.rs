//! Opening balances: what is recorded of an estate is signed off once, and files are read in by
//! decision afterwards.

use projections::Portfolio;
use schema::{
    BuildingId, Date, DecisionTaken, ImportStart, OpeningBalanceSign, OpeningBalanceSigned,
    OrganisationId,
};
use std::collections::BTreeSet;

use crate::{
    ImportUndecided, Rejection, SignedOffAlready,
    decisions::{self, Decides, listed},
    find, hubs,
    recording::Recording,
};

pub(crate) fn sign(
    recording: &mut Recording<'_>,
    sign: &OpeningBalanceSign,
) -> Result<(), Rejection> {
    let organisation = sign.decision.organisation;
    if let Some(signed) = recording.before.opening_balances().get(&organisation) {
        let (organisation, on) = (organisation.to_string(), signed.on);
        let reason = SignedOffAlready { organisation, on };
        return Err(Rejection::new("decision.organisation", reason));
    }
    hubs::not_later_than_today(recording, "on", sign.on)?;
    let decides = Decides::ForBoards("signing an opening balance off");
    let decision = decisions::take(recording, &sign.decision, decides)?;
    recording.push(OpeningBalanceSigned { on: sign.on, decision });
    Ok(())
}

/// The decision to read a file in: needed once the owner of its building has signed off or, for
/// lists, once anybody has. What is only kept in the books is recorded without one, as it is when
/// somebody enters it.
pub(crate) fn import_decided(
    recording: &mut Recording<'_>,
    start: &ImportStart,
) -> Result<Option<DecisionTaken>, Rejection> {
    let signed = signed_off(recording.before, start.building, start.from)?;
    let is_of_books = start.books && start.building.is_none();
    match &start.decision {
        None if signed.is_empty() || is_of_books => Ok(None),
        None => {
            let organisations = listed(&signed);
            Err(Rejection::new("decision", ImportUndecided { organisations }))
        }
        Some(decision) => {
            if !signed.is_empty() {
                decisions::check_concerned(decision.organisation, &signed)?;
            }
            decisions::take(recording, decision, Decides::Import).map(Some)
        }
    }
}

/// Who has signed off what a file would change.
fn signed_off(
    state: &Portfolio,
    building: Option<BuildingId>,
    from: Date,
) -> Result<BTreeSet<OrganisationId>, Rejection> {
    let all: BTreeSet<OrganisationId> = state.opening_balances().keys().copied().collect();
    let Some(building) = building else { return Ok(all) };
    let building = find::building(state, "building", building)?;
    let owner = state.building_owner(&building, from);
    Ok(owner.filter(|owner| all.contains(owner)).into_iter().collect())
}
