//! Costs beside rent: recorded, described anew, ended.
//!
//! They are kept, not decided on: what gives rise to them is decided elsewhere, and whoever leads the
//! premises records what comes of it.

use projections::{Cost, Portfolio};
use schema::{
    CostAmount, CostDescription, CostEnd, CostEnded, CostId, CostKind, CostObject, CostRecord,
    CostRecorded, CostRevise, CostRevised, Date,
    limits::{COUNT_MAX, TERM_MONTHS_MAX},
};

use crate::{
    CostNotRunning, Rejection, RetiredAlready, amounts, amounts::refused, carried, find, hubs,
    recording::Recording,
};

pub(crate) fn record(recording: &mut Recording<'_>, record: &CostRecord) -> Result<(), Rejection> {
    let CostRecord { cost, from, currency, .. } = *record;
    let state = recording.before;
    find::unused(state.cost(&cost).is_some(), "cost", CostId::WORD, cost)?;
    amounts::in_currency(state, currency)?;
    find::organisation_on(state, "organisation", record.organisation, from)?;
    there(state, record.object, from)?;
    fits(record.kind, record.object)?;
    check_amount(record.amount)?;
    amounts::vat("vatThousandths", record.vat_thousandths)?;
    let name = recording.seal("description.name", &record.name);
    let description = CostDescription {
        name,
        kind: record.kind,
        object: record.object,
        organisation: record.organisation,
        amount: record.amount,
        vat_thousandths: record.vat_thousandths,
        account: record.account.clone(),
    };
    recording.push(CostRecorded { cost, from, description });
    Ok(())
}

pub(crate) fn revise(recording: &mut Recording<'_>, revise: &CostRevise) -> Result<(), Rejection> {
    let CostRevise { cost, from, currency, .. } = *revise;
    let state = recording.before;
    let known = find::cost(state, "cost", cost)?;
    let former = running(&known, from)?;
    amounts::in_currency(state, currency)?;
    // What stays may have ended since, and what succeeds it bears it.
    if let Some(organisation) = revise.organisation {
        find::organisation_on(state, "organisation", organisation, from)?;
    }
    if let Some(object) = revise.object {
        there(state, object, from)?;
    }
    fits(revise.kind.unwrap_or(former.kind), revise.object.unwrap_or(former.object))?;
    let amount = revise.amount.unwrap_or(former.amount);
    check_amount(amount)?;
    stays_as_it_comes(&known, former.amount, amount, from)?;
    let vat_thousandths = revise.vat_thousandths.unwrap_or(former.vat_thousandths);
    amounts::vat("vatThousandths", vat_thousandths)?;
    let name = recording.seal_any("description.name", revise.name.as_ref());
    let description = CostDescription {
        name: name.unwrap_or(former.name),
        kind: revise.kind.unwrap_or(former.kind),
        object: revise.object.unwrap_or(former.object),
        organisation: revise.organisation.unwrap_or(former.organisation),
        amount,
        vat_thousandths,
        account: revise.account.clone().or(former.account.clone()),
    };
    for (from, description) in carried::on(&known.descriptions, from, description) {
        recording.push(CostRevised { cost, from, description });
    }
    Ok(())
}

pub(crate) fn end(recording: &mut Recording<'_>, end: &CostEnd) -> Result<(), Rejection> {
    let CostEnd { cost, from, .. } = *end;
    let known = find::cost(recording.before, "cost", cost)?;
    if let Some(ended) = &known.ended {
        let (thing, reference) = (CostId::WORD.to_owned(), cost.to_string());
        let reason = RetiredAlready { thing, reference, from: ended.from };
        return Err(Rejection::new("cost", reason));
    }
    running(&known, from.previous_day())?;
    let reason = recording.seal_any("reason", end.reason.as_ref());
    recording.push(CostEnded { cost, from, reason });
    Ok(())
}

/// What a cost is on a date on which it runs.
pub(crate) fn running(known: &Cost, on: Date) -> Result<CostDescription, Rejection> {
    let ended = known.ended.as_ref().map(|ended| ended.from);
    let described = known.descriptions.at(on).filter(|_| ended.is_none_or(|ended| on < ended));
    described.map(|described| CostDescription::clone(described)).ok_or_else(|| {
        let cost = known.id.to_string();
        let from = known.descriptions.begins().unwrap_or(on);
        let to = ended.map_or_else(|| "further notice".to_owned(), |ended| ended.to_string());
        Rejection::new("from", CostNotRunning { cost, from, to, on })
    })
}

/// What a cost is of is there when it begins. A hub may still have to open, and a reallocation to be
/// decided on.
fn there(state: &Portfolio, object: CostObject, on: Date) -> Result<(), Rejection> {
    const PATH: &str = "object";
    match object {
        CostObject::Building(id) => find::standing_building(state, PATH, id, on).map(drop),
        CostObject::Space(id) => find::standing_space(state, PATH, id, on).map(drop),
        CostObject::Hub(id) => {
            let hub = find::hub(state, PATH, id)?;
            hubs::not_closed(&hub, on).map_err(|fault| Rejection { path: PATH.to_owned(), ..fault })
        }
        CostObject::Reallocation(id) => find::reallocation(state, PATH, id).map(drop),
        CostObject::Unit(id) => find::unit_on(state, PATH, id, on).map(drop),
    }
}

/// Members from outside are members of a hub, and an owner's tax is on a property.
fn fits(kind: CostKind, object: CostObject) -> Result<(), Rejection> {
    let (fits, accepted) = match kind {
        CostKind::OutsideMembers => (matches!(object, CostObject::Hub(_)), "a hub"),
        CostKind::PropertyTax => {
            let property = matches!(object, CostObject::Building(_) | CostObject::Space(_));
            (property, "a building or a space")
        }
        _ => (true, ""),
    };
    if fits {
        return Ok(());
    }
    let given = match object {
        CostObject::Building(_) => "a building",
        CostObject::Space(_) => "a space",
        CostObject::Hub(_) => "a hub",
        CostObject::Unit(_) => "a unit",
        CostObject::Reallocation(_) => "a reallocation",
    };
    let what = format!("object of a cost for {kind}");
    Err(refused("object", &what, given, accepted.to_owned()))
}

fn check_amount(given: CostAmount) -> Result<(), Rejection> {
    let at = match given {
        CostAmount::PerYear { .. } => "amount.perYear",
        CostAmount::PerSeatAndYear { .. } => "amount.perSeatAndYear",
        CostAmount::Once { .. } => "amount.once",
    };
    amounts::not_negative("amount", "amount of a cost", given.amount())
        .and_then(|()| check_extent(given))
        .map_err(|rejection| rejection.within(at))
}

/// For how many seats, or over what time.
fn check_extent(given: CostAmount) -> Result<(), Rejection> {
    match given {
        CostAmount::PerYear { .. } => Ok(()),
        CostAmount::PerSeatAndYear { seats, .. } => {
            within("seats", "number of seats", seats, COUNT_MAX, "")
        }
        CostAmount::Once { written_off_months, interest, .. } => {
            if let Some(months) = written_off_months.map(u32::from) {
                let (path, what) = ("writtenOffMonths", "time of writing off");
                within(path, what, months, TERM_MONTHS_MAX.into(), " months")?;
            }
            interest.map_or(Ok(()), |interest| interest_on(interest, written_off_months))
        }
    }
}

/// Interest is on what is not yet written off.
fn interest_on(interest: u16, written_off_months: Option<u16>) -> Result<(), Rejection> {
    if written_off_months.is_none() {
        let accepted = "none of what is not written off over time (writtenOffMonths)".to_owned();
        return Err(refused("interest", "interest per year", interest, accepted));
    }
    amounts::interest("interest", interest)
}

fn within(path: &str, what: &str, given: u32, max: u32, unit: &str) -> Result<(), Rejection> {
    if (1..=max).contains(&given) {
        return Ok(());
    }
    Err(refused(path, what, given, format!("1 to {max}{unit}")))
}

/// What comes once has one date: it is described anew from that one, and it does not turn into what
/// comes every year, nor the other way about.
fn stays_as_it_comes(
    known: &Cost,
    former: CostAmount,
    amount: CostAmount,
    from: Date,
) -> Result<(), Rejection> {
    let once = |amount| matches!(amount, CostAmount::Once { .. });
    let another = "or end it (costEnd) and record another (costRecord)";
    match (once(former), once(amount), known.descriptions.begins()) {
        (true, true, Some(begins)) if from != begins => {
            let accepted = format!("{begins}, on which it comes, {another}");
            Err(refused("from", "date of what changes in a cost that comes once", from, accepted))
        }
        (true, false, _) => {
            let accepted = format!("an amount that comes once, as before, {another}");
            Err(refused("amount", "amount of a cost", "every year", accepted))
        }
        (false, true, _) => {
            let accepted = format!("an amount for each year, as before, {another}");
            Err(refused("amount", "amount of a cost", "once", accepted))
        }
        _ => Ok(()),
    }
}
