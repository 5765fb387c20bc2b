//! Former versions of events, brought to the present one. A former version is read as strictly as
//! when it was written: a field that came later is refused in it.

use serde_json::Value;

type Upcast = Result<Value, String>;

/// `SpaceAdded` and `SpaceRevised` 1, in which a space has no seats.
pub(crate) fn space(data: Value) -> Upcast {
    without(&data["description"], &["seats"])?;
    Ok(data)
}

/// `ImportStarted` 2, which names no decision.
pub(crate) fn import_started(data: Value) -> Upcast {
    without(&data, &["decision"])?;
    Ok(data)
}

/// `ImportStarted` 1, which always names a building and counts levels, spaces and resources only.
pub(crate) fn import_of_a_building(data: Value) -> Upcast {
    let data = import_started(data)?;
    if data.get("building").is_none() {
        return Err("missing field `building`".to_owned());
    }
    counts(&data["expected"])?;
    Ok(data)
}

/// `ImportCompleted` 1, which counts levels, spaces and resources only.
pub(crate) fn import_completed(data: Value) -> Upcast {
    counts(&data["recorded"])?;
    Ok(data)
}

/// `MembershipGranted`, `MembershipChanged` and `MembershipEnded` 1, which carry one decision or none.
pub(crate) fn one_decision(mut data: Value) -> Upcast {
    without(&data, &["decisions"])?;
    let taken = data.as_object_mut().and_then(|members| members.remove("decision"));
    if let Some(decision) = taken {
        former_decision(&decision)?;
        data["decisions"] = Value::Array(vec![decision]);
    }
    Ok(data)
}

/// `ReallocationDecided` 1, which always counts and cites no basis.
pub(crate) fn reallocation_decided(data: Value) -> Upcast {
    without(&data, &["awaitsConfirmation"])?;
    former_decision(&data["decision"])?;
    Ok(data)
}

fn former_decision(decision: &Value) -> Result<(), String> {
    without(decision, &["basis"])
}

/// `ReallocationProposed` and `ReallocationAmended` 1, in which everything joins a hub.
pub(crate) fn proposal(data: Value) -> Upcast {
    let proposal = &data["proposal"];
    without(proposal, &["transition", "reverses"])?;
    let moves = proposal.get("moves").and_then(Value::as_array);
    moves.into_iter().flatten().try_for_each(joins_a_hub)?;
    Ok(data)
}

/// `MoveDone` 1, in which something joins a hub.
pub(crate) fn move_done(data: Value) -> Upcast {
    joins_a_hub(&data["carriedOut"])?;
    Ok(data)
}

/// `FactuallyCorrected` 1, which voids nothing of leases and costs.
pub(crate) fn factually_corrected(data: Value) -> Upcast {
    const LATER: [&str; 7] = [
        "leaseSigning",
        "leaseAmendment",
        "leaseNotice",
        "leaseEnd",
        "cost",
        "costRevision",
        "costEnd",
    ];
    let voided = data.get("voided").and_then(Value::as_array);
    for voided in voided.into_iter().flatten() {
        if let Some(entry) = LATER.iter().find(|entry| voided["entry"].get(entry).is_some()) {
            return Err(format!("unknown variant `{entry}`"));
        }
    }
    Ok(data)
}

fn joins_a_hub(made: &Value) -> Result<(), String> {
    match ["released", "returned"].iter().find(|fate| made["fate"].get(fate).is_some()) {
        None => Ok(()),
        Some(fate) => Err(format!("unknown variant `{fate}`")),
    }
}

fn counts(counts: &Value) -> Result<(), String> {
    let later =
        ["organisations", "units", "buildings", "drawings", "allocations", "changed", "gone"];
    without(counts, &later)?;
    let always = ["levels", "spaces", "resources", "leftOut"];
    match always.iter().find(|field| counts.get(field).is_none()) {
        None => Ok(()),
        Some(field) => Err(format!("missing field `{field}`")),
    }
}

fn without(value: &Value, later: &[&str]) -> Result<(), String> {
    match later.iter().find(|field| value.get(field).is_some()) {
        None => Ok(()),
        Some(field) => Err(format!("unknown field `{field}`")),
    }
}
