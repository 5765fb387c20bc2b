//! Who pays what: how VAT is treated, by what common areas are borne, what the members of a hub pay.

use projections::{Hub, Portfolio};
use schema::{
    CommonKeyChoose, CommonKeySet, Date, Decision, HubTariff, HubTariffAgree, HubTariffSet,
    OrganisationId, VatTreat, VatTreatmentSet, limits::COUNT_MAX,
};
use std::collections::BTreeSet;

use crate::{
    Rejection, amounts,
    amounts::refused,
    decisions::{self, Decides},
    find, hubs,
    recording::Recording,
};

const DECIDES: Decides = Decides::ForBoards("what the members of a hub pay");

pub(crate) fn treat_vat(recording: &mut Recording<'_>, treat: &VatTreat) -> Result<(), Rejection> {
    let VatTreat { organisation, from, treatment } = *treat;
    find::organisation_on(recording.before, "organisation", organisation, from)?;
    if let (held, Some(_)) = recording.before.vat_treatment(organisation, from)
        && held == treatment
    {
        return Ok(());
    }
    recording.push(VatTreatmentSet { organisation, from, treatment });
    Ok(())
}

pub(crate) fn choose_common_key(
    recording: &mut Recording<'_>,
    choose: &CommonKeyChoose,
) -> Result<(), Rejection> {
    let CommonKeyChoose { building, from, key } = *choose;
    find::standing_building(recording.before, "building", building, from)?;
    if let (held, Some(_)) = recording.before.common_key(building, from)
        && held == key
    {
        return Ok(());
    }
    recording.push(CommonKeySet { building, from, key });
    Ok(())
}

/// It can be agreed before the hub opens.
pub(crate) fn agree_hub_tariff(
    recording: &mut Recording<'_>,
    agree: &HubTariffAgree,
) -> Result<(), Rejection> {
    let HubTariffAgree { hub, from, currency, tariff, .. } = *agree;
    let known = find::hub(recording.before, "hub", hub)?;
    hubs::not_closed(&known, from)?;
    amounts::in_currency(recording.before, currency)?;
    tariff.map_or(Ok(()), check_tariff)?;
    let held = recording.before.hub_tariff(hub).and_then(|agreed| agreed.at(from).copied());
    if held.flatten() == tariff {
        return Ok(());
    }
    of_the_host(recording.before, &known, &agree.decision)?;
    let decision = decisions::take(recording, &agree.decision, DECIDES)?;
    recording.push(HubTariffSet { hub, from, tariff, decision });
    Ok(())
}

fn check_tariff(tariff: HubTariff) -> Result<(), Rejection> {
    match tariff {
        HubTariff::PerSeatAndMonth { amount } => amounts::not_negative(
            "tariff.perSeatAndMonth.amount",
            "price of a seat and month",
            amount,
        ),
        HubTariff::ShareOfCost { denominator } if (1..=COUNT_MAX).contains(&denominator) => Ok(()),
        HubTariff::ShareOfCost { denominator } => {
            let (path, what) = ("tariff.shareOfCost.denominator", "number of parts of a cost");
            Err(refused(path, what, denominator, format!("1 to {COUNT_MAX}")))
        }
    }
}

/// Who hosts the hub when it is decided.
fn of_the_host(state: &Portfolio, hub: &Hub, decision: &Decision) -> Result<(), Rejection> {
    let host = |on: Date| -> OrganisationId { state.hub_host(hub, on) };
    let concerned = BTreeSet::from([host(decision.decided_on)]);
    decisions::check_concerned(decision.organisation, &concerned)
}
